package plan

import (
	"context"
	"time"
)

// LifeSign is how often jalon records that it runs: an outage is known that
// precisely when nothing announced it.
const LifeSign = 5 * time.Minute

// Outage is a time during which no process of jalon ran.
type Outage struct{ From, To time.Time }

// Life is when jalon was last known to run, and its last outage; zero for never.
type Life struct {
	Seen time.Time
	Last Outage
}

// outage is the last outage as it is known at an instant: that which ends then,
// when no sign was given for too long.
func (l Life) outage(now time.Time) Outage {
	if !l.Seen.IsZero() && now.Sub(l.Seen) > Lateness {
		return Outage{l.Seen, now}
	}
	return l.Last
}

// Alive records that jalon runs, and the outage that it comes out of, if it was
// silent for longer than [Lateness]. It is told at the start, every [LifeSign],
// and at a clean stop.
func (p *Planner) Alive(ctx context.Context, now time.Time) error {
	err := p.store.Write(ctx, func(tx Tx) error {
		life, err := tx.Life()
		if err != nil {
			return err
		}
		return tx.PutLife(Life{Seen: now, Last: life.outage(now)})
	})
	return wrap(err, "record that jalon runs")
}

// OutageOf is the outage in which a delivery that leaves late at an instant should
// have left; zero when it is not late, or for another reason.
func OutageOf(tx Tx, now time.Time, v Delivery) (Outage, error) {
	if !v.LateAt(now) {
		return Outage{}, nil
	}
	life, err := tx.Life()
	if err != nil {
		return Outage{}, err
	}
	o := life.outage(now)
	if at := v.announced(); at.Before(o.From) || at.After(o.To) {
		return Outage{}, nil
	}
	return o, nil
}
