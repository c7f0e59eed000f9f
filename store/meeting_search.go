package store

import (
	"slices"

	"jalon/plan"
)

// A meeting is found by the names of its body, which stand in another row.

// findableMeeting makes a meeting findable once it is stored, unless that failed.
func (t *tx) findableMeeting(stored error, m plan.Meeting) error {
	if stored != nil {
		return stored
	}
	b, err := one(t, scanBodyNames, `select name, short, kind from body where region = $1 and number = $2`, m.Region, m.Body)
	if err != nil {
		return err
	}
	return t.index(m.Findable(b))
}

func scanBodyNames(row scanner) (b plan.Body, err error) {
	err = row.Scan(&b.Name, &b.Short, &b.Kind)
	return b, err
}

// indexMeetings makes the meetings of a body findable by the names that it now
// has. The body itself must not stand in the index yet under these.
func (t *tx) indexMeetings(b plan.Body) error {
	stands, err := t.standsAs(b.Findable())
	if err != nil || stands {
		return err
	}
	found, err := all(t, func(row scanner) (m plan.Meeting, err error) {
		m.Region, m.Body = b.Region, b.Number
		err = row.Scan(&m.Number, &m.State, (*instant)(&m.StartAt), &m.Place)
		return m, err
	}, `select number, state, start_at, place from meeting where region = $1 and body = $2`, b.Region, b.Number)
	if err != nil {
		return err
	}
	for _, m := range found {
		if err := t.index(m.Findable(b)); err != nil {
			return err
		}
	}
	return nil
}

// standsAs tells whether the index holds a thing under the keys it should have.
func (t *tx) standsAs(f plan.Findable) (bool, error) {
	var keys []string
	err := t.sql.QueryRowContext(t.ctx, `select keys from search_object where region = $1 and object = $2`, f.Region, f.Ref).
		Scan(list[string]{&keys})
	return slices.Equal(keys, findableKeys(f)), err
}
