package store

import "jalon/plan"

// PutLocalities adds places to those of the region, or writes over those of their
// kind and code.
func (t *tx) PutLocalities(region plan.RegionID, places []plan.Locality) error {
	for _, p := range places {
		exact, loose := p.Keys()
		_, err := t.exec(`insert into locality (region, kind, code, name, exact_key, loose_key, nature, department, arrondissement)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			on conflict (region, kind, code) do update set name = excluded.name, exact_key = excluded.exact_key, loose_key = excluded.loose_key,
			nature = excluded.nature, department = excluded.department, arrondissement = excluded.arrondissement`,
			region, p.Kind, p.Code, p.Name, exact, loose, p.Nature, p.Department, p.Arrondissement)
		if err != nil {
			return t.fail(err, "store the %s %s", p.Kind, p.Code)
		}
	}
	return nil
}

const localityColumns = `kind, code, name, nature, department, arrondissement`

func scanLocality(row scanner) (p plan.Locality, err error) {
	err = row.Scan(&p.Kind, &p.Code, &p.Name, &p.Nature, &p.Department, &p.Arrondissement)
	return p, err
}

// Locality returns a place by its kind and code.
func (t *tx) Locality(region plan.RegionID, kind plan.PlaceKind, code string) (plan.Locality, error) {
	p, err := one(t, scanLocality, `select `+localityColumns+` from locality where region = $1 and kind = $2 and code = $3`, region, kind, code)
	return p, t.fail(err, "read the %s %s", kind, code)
}

// Localities lists the places of a kind by code.
func (t *tx) Localities(region plan.RegionID, kind plan.PlaceKind) ([]plan.Locality, error) {
	found, err := all(t, scanLocality, `select `+localityColumns+` from locality where region = $1 and kind = $2 order by code`, region, kind)
	return found, t.fail(err, "list the places of kind %s", kind)
}

// LocalitiesNamed lists the places found by either of two keys, by code.
func (t *tx) LocalitiesNamed(region plan.RegionID, exact, loose string) ([]plan.Locality, error) {
	found, err := all(t, scanLocality, `select `+localityColumns+` from locality where region = $1 and exact_key = $2
		union select `+localityColumns+` from locality where region = $1 and loose_key = $3 order by code, kind`, region, exact, loose)
	return found, t.fail(err, "list the places named %s", exact)
}
