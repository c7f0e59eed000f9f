package plan

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// Reasons of a delivery or of a drawing that could not be made.
const (
	// ReasonRender: jalon could not draw what had to be said; the log says why.
	ReasonRender = "render"
	// ReasonCancelled: all that the dispatch would have said was cancelled.
	ReasonCancelled = "cancelled"
)

// PostKey is the key that the post carries in its properties. An edit keeps
// the key under which the post was created: its own Key is that one, a dot and
// something random, for a key is never used twice.
func (d Dispatch) PostKey() string {
	key, _, _ := strings.Cut(d.Key, ".")
	return key
}

// Horizon returns the due instant of the next planned delivery, by the domain's
// clock, and the instant of the next dispatch to try, by the real one; zero
// times when there is none. It writes nothing.
func (p *Planner) Horizon(ctx context.Context) (due, try time.Time, err error) {
	err = p.store.Read(ctx, func(tx Tx) error {
		due, try, err = tx.Horizon()
		return err
	})
	return due, try, wrap(err, "looking at the ledger")
}

// FreezeDue turns the planned deliveries due at now, at most limit of them, the
// oldest first, into dispatches that are ready: drawn once with the state of
// this moment, under a key that nobody can guess. It returns how many
// deliveries left the planned state; zero means that nothing more is due.
//
// render runs inside the transaction, perhaps several times. A delivery that it
// cannot draw becomes failed and blocks no other. An error of the store is
// returned, and then nothing was changed.
func (p *Planner) FreezeDue(ctx context.Context, now, real time.Time, limit int,
	render func(Tx, time.Time, []Delivery) (content []byte, drawn int, err error),
) (int, error) {
	frozen := 0
	err := p.store.Write(ctx, func(tx Tx) error {
		due, err := tx.DueDeliveries(now, limit)
		if err != nil {
			return err
		}
		frozen = len(due)
		for i, v := range due {
			if waits, err := p.holdBack(tx, now, v); err != nil {
				return err
			} else if waits {
				continue
			}
			if err := p.planNext(tx, now, v); err != nil {
				return err
			}
			if v.Dispatch != "" {
				if again, err := rejoin(tx, v); err != nil {
					return err
				} else if again {
					continue
				}
			}
			d := p.newDispatch(now, inQueue(real, i, len(due)))
			if err := freeze(tx, d, now, []Delivery{v}, render); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, wrap(err, "freezing what is due")
	}
	return frozen, nil
}

// inQueue is the first try of the i-th of n dispatches made together: now, but
// a microsecond apart, so that they are claimed in this order.
func inQueue(real time.Time, i, n int) time.Time {
	return real.Add(time.Duration(i-n) * time.Microsecond)
}

func (p *Planner) newDispatch(now, try time.Time) Dispatch {
	return Dispatch{ID: p.newID(), Key: p.newID(), State: Ready, NextTry: try, CreatedAt: now, Version: 1}
}

// rejoin gives a delivery that was cancelled and planned again back to the
// dispatch that carried it, if that one may already be in the chat: a second
// one would tell the same thing twice.
func rejoin(tx Tx, v Delivery) (bool, error) {
	d, err := tx.Dispatch(v.Dispatch)
	if errors.Is(err, ErrNotFound) || err == nil && d.State != Sending && d.State != InDoubt {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	v.State, v.Reason = Claimed, ""
	return true, tx.UpdateDelivery(v)
}

// freeze draws ds and puts them in the ready dispatch d. They have one
// recipient; the first of them says what the dispatch is about. It goes to who
// stands in for a recipient who is away: the deliveries keep theirs.
func freeze(tx Tx, d Dispatch, now time.Time, ds []Delivery,
	render func(Tx, time.Time, []Delivery) ([]byte, int, error),
) error {
	head := ds[0]
	receiver, err := ReceiverOf(tx, now, head)
	var content []byte
	drawn := 0
	if err == nil {
		content, drawn, err = render(tx, now, ds)
	}
	if transient(err) {
		return err
	}
	if err != nil {
		return each(tx, ds, func(v *Delivery) { v.State, v.Reason = Failed, ReasonRender })
	}
	d.Region, d.Subject, d.Service, d.Notice = head.Region, head.Subject, head.Service, head.Notice
	d.To, d.Channel = receiver.To, receiver.To.Channel
	d.Kind = Create
	if receiver.To.User != "" {
		d.Kind = Direct
	}
	d.Content, d.Drawn = content, drawn
	if err := tx.AddDispatch(d); err != nil {
		return err
	}
	return each(tx, ds, func(v *Delivery) { v.State, v.Dispatch, v.Reason = Claimed, d.ID, "" })
}

// transient tells an error of the moment from one that would come back: the
// transaction is given up and tried again later.
func transient(err error) bool {
	return errors.Is(err, ErrBusy) || errors.Is(err, ErrStale) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// touchClaimed makes the recording of a post under way and a change of its
// subject see each other, on an engine where both may run at once: such a post
// is no card yet, so the change finds nothing to draw again. Whichever comes
// second finds these rows changed, and runs again.
func touchClaimed(tx Tx, region RegionID, subject Ref) error {
	all, err := tx.Deliveries(region, subject)
	if err != nil {
		return err
	}
	claimed := slices.DeleteFunc(all, func(v Delivery) bool { return v.State != Claimed })
	return each(tx, claimed, func(*Delivery) {})
}

// each changes and stores deliveries.
func each(tx Tx, ds []Delivery, change func(*Delivery)) error {
	for _, v := range ds {
		change(&v)
		if err := tx.UpdateDelivery(v); err != nil {
			return err
		}
	}
	return nil
}

// FreezeEdits makes one edit for each card that no longer shows its subject, at
// most limit, drawn with the state of this moment. A post has one edit under
// way at a time, so that a slow one never covers a newer. It returns how many
// cards it dealt with; zero means that every card is up to date or under way.
//
// A card that redraw cannot draw stays as it is until its subject changes again.
func (p *Planner) FreezeEdits(ctx context.Context, now, real time.Time, limit int,
	redraw func(Tx, time.Time, LiveCard) (content []byte, drawn int, err error),
) (int, error) {
	done := 0
	err := p.store.Write(ctx, func(tx Tx) error {
		done = 0
		stale, err := tx.StaleCards(limit)
		if err != nil {
			return err
		}
		for i, c := range stale {
			if busy, err := editUnderWay(tx, c); err != nil {
				return err
			} else if busy {
				continue
			}
			done++
			if err := p.freezeEdit(tx, c, now, inQueue(real, i, len(stale)), redraw); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, wrap(err, "freezing the edits of cards")
	}
	return done, nil
}

// editUnderWay asks again, now that the card is kept from others: another
// dispatcher may have frozen its edit while the list was made.
func editUnderWay(tx Tx, c LiveCard) (bool, error) {
	unsent, err := tx.UnsentDispatches(c.Region, c.Subject)
	return slices.ContainsFunc(unsent, func(d Dispatch) bool { return d.Kind == Edit && d.Post == c.Post }), err
}

func (p *Planner) freezeEdit(tx Tx, c LiveCard, now, try time.Time,
	redraw func(Tx, time.Time, LiveCard) ([]byte, int, error),
) error {
	content, drawn, err := redraw(tx, now, c)
	if transient(err) {
		return err
	}
	if err != nil {
		c.Wanted, c.Reason = c.Drawn, ReasonRender
		return tx.UpdateCard(c)
	}
	d := p.newDispatch(now, try)
	d.Key = c.Key + "." + d.Key
	d.Kind, d.Post, d.Channel = Edit, c.Post, c.Channel
	d.To = Recipient{Channel: c.Channel}
	if c.User != "" {
		d.To = Recipient{User: c.User}
	}
	d.Region, d.Subject, d.Service, d.Notice = c.Region, c.Subject, c.Service, c.Notice
	d.Content, d.Drawn = content, drawn
	return tx.AddDispatch(d)
}

// cancelDeliveries cancels the deliveries of a subject that match and were not
// sent, and returns how many. The dispatch that carries one is dropped if the
// chat cannot have it, and its other deliveries are planned again. Where a call
// is under way or in doubt, the dispatcher looks first: what the chat has is
// sent, cancelled or not; otherwise it is dropped when about to be sent again.
func cancelDeliveries(tx Tx, region RegionID, subject Ref, match func(Delivery) bool, reason string) (int, error) {
	all, err := tx.Deliveries(region, subject)
	if err != nil {
		return 0, err
	}
	n := 0
	var carriers []string
	for _, v := range all {
		if v.State != Planned && v.State != Claimed || !match(v) {
			continue
		}
		if v.State == Claimed && !slices.Contains(carriers, v.Dispatch) {
			carriers = append(carriers, v.Dispatch)
		}
		v.State, v.Reason = CancelledNotice, reason
		if err := tx.UpdateDelivery(v); err != nil {
			return n, err
		}
		n++
	}
	for _, id := range carriers {
		d, err := tx.Dispatch(id)
		if err != nil {
			return n, err
		}
		if d.State != Ready {
			continue
		}
		if _, err := dropIfPointless(tx, &d); err != nil {
			return n, err
		}
	}
	return n, nil
}

// dropIfPointless drops a dispatch that is known not to be in the chat when one
// of its deliveries no longer waits for it: its text is frozen and says that
// one too. Those that still wait are planned again, for another dispatch.
func dropIfPointless(tx Tx, d *Dispatch) (bool, error) {
	if d.Kind == Edit {
		return false, nil
	}
	carried, err := tx.DeliveriesOf(d.ID)
	if err != nil {
		return false, err
	}
	waiting := slices.DeleteFunc(slices.Clone(carried), func(v Delivery) bool { return v.State != Claimed })
	if len(carried) > 0 && len(waiting) == len(carried) {
		return false, nil
	}
	alive := slices.DeleteFunc(carried, func(v Delivery) bool { return v.State != Claimed && v.State != Planned })
	if err := each(tx, alive, func(v *Delivery) { v.State, v.Dispatch = Planned, "" }); err != nil {
		return false, err
	}
	d.State, d.Reason, d.Lease = Dropped, ReasonCancelled, ""
	return true, save(tx, d)
}

// save stores a dispatch and keeps its version in step.
func save(tx Tx, d *Dispatch) error {
	if err := tx.UpdateDispatch(*d); err != nil {
		return err
	}
	d.Version++
	return nil
}
