package store

import (
	"cmp"
	"slices"

	"jalon/plan"
)

const programmeColumns = `region, name_key, name, parent, freshness, fields, author, version`

func scanProgramme(row scanner) (g plan.Programme, err error) {
	err = row.Scan(&g.Region, &g.Name, &g.Parent, &g.Freshness, list[string]{&g.Fields}, &g.Author, &g.Version)
	return g, err
}

// Programmes lists the programmes of a region by name.
func (t *tx) Programmes(region plan.RegionID) ([]plan.Programme, error) {
	found, err := all(t, scanProgramme, `select region, name, parent, freshness, fields, author, version from programme where region = $1`, region)
	slices.SortFunc(found, func(a, b plan.Programme) int { return cmp.Compare(a.Key(), b.Key()) })
	return found, t.fail(err, "list the programmes")
}

// PutProgramme inserts the programme, or updates it when Version > 0.
func (t *tx) PutProgramme(g plan.Programme) error {
	return t.fail(t.putProgramme(g), "store the programme %q", g.Name)
}

func (t *tx) putProgramme(g plan.Programme) error {
	fields, err := listText(g.Fields)
	if err != nil {
		return err
	}
	if g.Version == 0 {
		return t.insert(`insert into programme (`+programmeColumns+`) values ($1, $2, $3, $4, $5, $6, $7, 1)`,
			g.Region, g.Key(), g.Name, g.Parent, g.Freshness, fields, g.Author)
	}
	return t.update(`update programme set name = $3, parent = $4, freshness = $5, fields = $6, author = $7, version = version + 1
		where region = $1 and name_key = $2 and version = $8`,
		[]any{g.Region, g.Key(), g.Name, g.Parent, g.Freshness, fields, g.Author, g.Version},
		`select 1 from programme where region = $1 and name_key = $2`, g.Region, g.Key())
}
