package store

import "jalon/plan"

const entryColumns = `region, id, happened_at, actor, origin, place, action, object, was, became, reason`

// AddEntry appends to the journal.
func (t *tx) AddEntry(e plan.Entry) error {
	err := t.insert(`insert into journal (`+entryColumns+`, rank) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
		(select coalesce(max(rank), 0) + 1 from journal where region = $1 and object = $8))`,
		e.Region, e.ID, micros(e.At), e.Actor, e.Origin, e.Place, e.Action, e.Object, e.Before, e.After, e.Reason)
	return t.fail(err, "write the journal of %s", e.Object)
}

// Entries lists the journal of an object in the order it was written.
func (t *tx) Entries(region plan.RegionID, object plan.Ref) ([]plan.Entry, error) {
	scan := func(row scanner) (e plan.Entry, err error) {
		err = row.Scan(&e.Region, &e.ID, (*instant)(&e.At), &e.Actor, &e.Origin, &e.Place, &e.Action, &e.Object,
			&e.Before, &e.After, &e.Reason)
		return e, err
	}
	found, err := all(t, scan, `select `+entryColumns+` from journal
		where region = $1 and object = $2 order by rank, happened_at, id`, region, object)
	return found, t.fail(err, "read the journal of %s", object)
}
