package store

import (
	"cmp"
	"slices"

	"jalon/plan"
)

const templateColumns = `region, name_key, name, steps, author, version`

func scanTemplate(row scanner) (m plan.Template, err error) {
	err = row.Scan(&m.Region, &m.Name, list[plan.TemplateStep]{&m.Steps}, &m.Author, &m.Version)
	return m, err
}

const selectTemplates = `select region, name, steps, author, version from template where region = $1`

// Template returns a template by its name, whatever its accents and capitals.
func (t *tx) Template(region plan.RegionID, name string) (plan.Template, error) {
	m, err := one(t, scanTemplate, selectTemplates+` and name_key = $2`, region, plan.SearchKey(name))
	return m, t.fail(err, "read the template %q", name)
}

// Templates lists the templates of a region by name.
func (t *tx) Templates(region plan.RegionID) ([]plan.Template, error) {
	found, err := all(t, scanTemplate, selectTemplates, region)
	slices.SortFunc(found, func(a, b plan.Template) int { return cmp.Compare(plan.SearchKey(a.Name), plan.SearchKey(b.Name)) })
	return found, t.fail(err, "list the templates")
}

// PutTemplate inserts the template, or updates it when Version > 0.
func (t *tx) PutTemplate(m plan.Template) error {
	return t.fail(t.putTemplate(m), "store the template %q", m.Name)
}

func (t *tx) putTemplate(m plan.Template) error {
	steps, err := listText(m.Steps)
	if err != nil {
		return err
	}
	key := plan.SearchKey(m.Name)
	if m.Version == 0 {
		return t.insert(`insert into template (`+templateColumns+`) values ($1, $2, $3, $4, $5, 1)`,
			m.Region, key, m.Name, steps, m.Author)
	}
	return t.update(`update template set name = $3, steps = $4, author = $5, version = version + 1
		where region = $1 and name_key = $2 and version = $6`, []any{m.Region, key, m.Name, steps, m.Author, m.Version},
		`select 1 from template where region = $1 and name_key = $2`, m.Region, key)
}
