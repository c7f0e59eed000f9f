package plan

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// Why is what stands behind a reminder.
type Why struct {
	Scheduled
	// Told is the reminder asked about, zero when the deadline has none.
	Told Delivery
	From LadderSource
	// Receiver is who received it, or will.
	Receiver Receiver
}

// WhyReminded tells what stands behind a reminder of a deadline, for a reader:
// the last that was sent where they ask, to them or to one of their services,
// else the next to come. NotFound as for [Planner.View].
func (p *Planner) WhyReminded(ctx context.Context, call Call, sight Sight, ref Ref) (Why, error) {
	var out Why
	err := p.store.Read(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		d, err := deadlineSeen(tx, sight, dir.Region.ID, ref)
		if err != nil {
			return err
		}
		if out.Scheduled, err = scheduled(tx, d); err != nil {
			return err
		}
		all, err := tx.Deliveries(d.Region, d.Ref())
		if err != nil {
			return err
		}
		told, found := askedAbout(all, dir)
		if !found {
			return nil
		}
		service, _ := dir.Service(told.Service)
		out.Told, out.From = told, ladderSource(d, service, dir.Region, told)
		out.Receiver, err = toldTo(tx, call.Now, told)
		return err
	})
	return out, wrap(err, "why %s is reminded", ref)
}

// toldTo is who received a delivery that left, or who would when it is due.
func toldTo(tx Tx, now time.Time, v Delivery) (Receiver, error) {
	if v.State == Planned && v.DueAt.After(now) {
		now = v.DueAt
	}
	if v.State != Sent || v.To.User == "" {
		return ReceiverOf(tx, now, v)
	}
	d, err := tx.Dispatch(v.Dispatch)
	if errors.Is(err, ErrNotFound) { // purged since
		return Receiver{To: v.To}, nil
	}
	if err != nil || d.To == v.To {
		return Receiver{To: d.To}, err
	}
	a, err := tx.Agent(v.Region, v.To.User)
	if errors.Is(err, ErrNotFound) {
		return Receiver{To: d.To}, nil
	}
	return Receiver{To: d.To, For: a}, err
}

// askedAbout chooses among the deliveries of a deadline the reminder that
// somebody asks about.
func askedAbout(all []Delivery, dir DirectoryView) (Delivery, bool) {
	reminders := slices.DeleteFunc(all, func(v Delivery) bool { return !slices.Contains(Reminding, v.Notice) })
	if len(reminders) == 0 {
		return Delivery{}, false
	}
	return slices.MinFunc(reminders, func(a, b Delivery) int {
		return cmp.Or(
			cmp.Compare(distanceTo(dir, a), distanceTo(dir, b)),
			cmp.Compare(reality(a), reality(b)),
			b.SentAt.Compare(a.SentAt),
			a.DueAt.Compare(b.DueAt),
		)
	}), true
}

// distanceTo is how far a delivery is from who asks and from where: here, to
// themselves, to one of their services, elsewhere.
func distanceTo(dir DirectoryView, v Delivery) int {
	here := !dir.Place.Direct && v.To.Channel != "" && v.To.Channel == dir.Place.Channel
	switch {
	case here, dir.Place.Direct && dir.Actor.Answers(v.To.User):
		return 0
	case dir.Actor.Answers(v.To.User):
		return 1
	case dir.Actor.In(v.Service):
		return 2
	default:
		return 3
	}
}

// reality puts what was sent before what will be, and both before what will not.
func reality(v Delivery) int {
	switch v.State {
	case Sent:
		return 0
	case Planned, Claimed:
		return 1
	case Failed:
		return 2
	case Skipped:
		return 3
	default:
		return 4
	}
}

// ladderSource tells which ladder a reminder of a deadline was set by, or which
// chase it is one of.
func ladderSource(d Deadline, s Service, r Region, v Delivery) LadderSource {
	l, from := ladderOf(d, s, r)
	if v.follows() {
		_, from = chaseOf(d, s, r)
	} else if !stands(l, v.Step) {
		return LadderEarlier
	}
	if v.Revision != d.Revision {
		return LadderEarlier
	}
	return from
}

// stands tells whether a step is still one of a ladder's.
func stands(l Ladder, step string) bool {
	return slices.ContainsFunc(l, func(s Step) bool { return s.String() == step })
}
