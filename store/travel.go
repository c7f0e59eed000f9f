package store

import "jalon/plan"

// PutTravel records how many minutes it takes from one town to another, either
// way; 0 or less forgets it.
func (t *tx) PutTravel(region plan.RegionID, from, to string, minutes int) error {
	return t.fail(t.putTravel(region, from, to, minutes), "store how long it takes from %s to %s", from, to)
}

func (t *tx) putTravel(region plan.RegionID, from, to string, minutes int) error {
	towns := townsKey(from, to)
	if minutes <= 0 {
		_, err := t.exec(`delete from travel where region = $1 and from_town = $2 and to_town = $3`, region, towns[0], towns[1])
		return err
	}
	_, err := t.exec(`insert into travel (region, from_town, to_town, from_name, to_name, minutes) values ($1, $2, $3, $4, $5, $6)
		on conflict (region, from_town, to_town) do update set from_name = excluded.from_name, to_name = excluded.to_name, minutes = excluded.minutes`,
		region, towns[0], towns[1], from, to, minutes)
	return err
}

// townsKey names two towns whatever their order, accents and capitals.
func townsKey(a, b string) [2]string {
	a, b = plan.SearchKey(a), plan.SearchKey(b)
	return [2]string{min(a, b), max(a, b)}
}

// Travels gives the minutes recorded between towns, under their names folded and
// sorted.
func (t *tx) Travels(region plan.RegionID) (map[[2]string]int, error) {
	found := map[[2]string]int{}
	err := t.each(func(row scanner) error {
		var towns [2]string
		var minutes int
		err := row.Scan(&towns[0], &towns[1], &minutes)
		found[towns] = minutes
		return err
	}, `select from_town, to_town, minutes from travel where region = $1`, region)
	return found, t.fail(err, "list how long it takes between towns")
}

// TravelNames lists what is recorded between towns, as it was typed.
func (t *tx) TravelNames(region plan.RegionID) ([]plan.Travel, error) {
	found, err := all(t, func(row scanner) (v plan.Travel, err error) {
		err = row.Scan(&v.From, &v.To, &v.Minutes)
		return v, err
	}, `select from_name, to_name, minutes from travel where region = $1 order by from_town, to_town`, region)
	return found, t.fail(err, "list how long it takes between towns")
}
