package store

import "jalon/plan"

func scanLife(row scanner) (l plan.Life, err error) {
	err = row.Scan((*instant)(&l.Seen), (*instant)(&l.Last.From), (*instant)(&l.Last.To))
	return l, err
}

// Life returns when jalon was last known to run.
func (t *tx) Life() (plan.Life, error) {
	found, err := all(t, scanLife, `select seen_at, stopped_from, stopped_to from life where only_one = 1`)
	if len(found) == 0 {
		found = []plan.Life{{}}
	}
	return found[0], t.fail(err, "read when jalon last ran")
}

// PutLife records it.
func (t *tx) PutLife(l plan.Life) error {
	_, err := t.exec(`insert into life (only_one, seen_at, stopped_from, stopped_to) values (1, $1, $2, $3)
		on conflict (only_one) do update set seen_at = excluded.seen_at, stopped_from = excluded.stopped_from,
		stopped_to = excluded.stopped_to`, micros(l.Seen), micros(l.Last.From), micros(l.Last.To))
	return t.fail(err, "record that jalon runs")
}
