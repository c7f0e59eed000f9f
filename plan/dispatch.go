package plan

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// Render draws what a batch of deliveries tells one recipient, with the state
// that the transaction sees.
type Render func(Tx, time.Time, Batch) (Drawing, error)

// Redraw draws a card again. It returns the drawing, which only the poster
// reads, and the version of the card's subject that it shows.
type Redraw func(Tx, time.Time, LiveCard) (content []byte, drawn int, err error)

// Drawing is what a dispatch will carry.
type Drawing struct {
	Content []byte // only the renderer and the poster read it
	// Root is the post under which it is written, empty for a post of its own.
	Root string
	// Shows is the version of each subject that changes and is shown.
	Shows map[Ref]int
}

// Batch is what one post tells.
type Batch struct {
	// Deliveries have one recipient and one notice. Reminders each have their own
	// subject.
	Deliveries []Delivery
	// Number and Of place the post among those made together for its recipient;
	// zero for a post alone.
	Number, Of int
	// All counts the things that these posts tell together; zero for a post alone.
	All int
	// Overtaken counts the reminders that these stand for as well.
	Overtaken int
}

// Reasons of a delivery or of a drawing that could not be made.
const (
	// ReasonRender: jalon could not draw what had to be said; the log says why.
	ReasonRender = "render"
	// ReasonCancelled: all that the dispatch would have said was cancelled.
	ReasonCancelled = "cancelled"
	// ReasonRegrouped: what the dispatch would have said is said with the rest.
	ReasonRegrouped = "regrouped"
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

// FreezeDue turns the planned deliveries due at now, at least limit of them if
// there are as many, those of the recipient told longest ago first, into
// dispatches that are ready: drawn once with the state of this moment, under a
// key that nobody can guess. The reminders of one recipient make one post. It
// returns how many deliveries left the planned state; zero means that nothing
// more is due, or that other dispatchers deal with it.
//
// render runs inside the transaction, perhaps several times. A delivery that it
// cannot draw becomes failed and blocks no other. An error of the store is
// returned, and then nothing was changed.
func (p *Planner) FreezeDue(ctx context.Context, now, real time.Time, limit int, render Render) (int, error) {
	f := freezing{now: now, real: real, render: render, planner: p}
	err := p.store.Write(ctx, func(tx Tx) error {
		f.changed, f.dirs = map[string]bool{}, map[RegionID]DirectoryView{}
		f.ahead = ahead(onceRead(tx))
		f.tx, f.frozen, f.batches, f.made, f.told = noted{f.ahead, f.changed}, 0, nil, nil, nil
		due, err := tx.DueDeliveries(now, limit)
		if err != nil {
			return err
		}
		for _, to := range recipientsOf(due) {
			if f.frozen >= limit {
				break
			}
			if err := f.recipient(to); err != nil {
				return err
			}
		}
		if err := f.draw(); err != nil {
			return err
		}
		return f.queue()
	})
	if err != nil {
		return 0, wrap(err, "freezing what is due")
	}
	return f.frozen, nil
}

// inQueue is the first try of the i-th of n dispatches made together: now, but
// a microsecond apart, so that they are claimed in this order.
func inQueue(real time.Time, i, n int) time.Time {
	return real.Add(time.Duration(i-n) * time.Microsecond)
}

func (p *Planner) newDispatch(now, try time.Time) Dispatch {
	return Dispatch{ID: p.newID(), Key: p.newID(), State: Ready, NextTry: try, CreatedAt: now, Version: 1}
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
	redraw Redraw,
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

// editUnderWay tells whether the post of a card has an edit under way. It keeps
// other dispatchers from that post, which may show several subjects, and asks
// again: one may have frozen an edit while the list was made.
func editUnderWay(tx Tx, c LiveCard) (bool, error) {
	free, err := tx.Reserve("edit of " + c.Post)
	if err != nil || !free {
		return true, err
	}
	return tx.EditUnderWay(c.Region, c.Post)
}

func (p *Planner) freezeEdit(tx Tx, c LiveCard, now, try time.Time,
	redraw Redraw,
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
	if !isPointless(carried) {
		return false, nil
	}
	alive := slices.DeleteFunc(carried, func(v Delivery) bool { return v.State != Claimed && v.State != Planned })
	if err := each(tx, alive, func(v *Delivery) { v.State, v.Dispatch = Planned, "" }); err != nil {
		return false, err
	}
	d.State, d.Reason, d.Lease = Dropped, ReasonCancelled, ""
	return true, save(tx, d)
}

// isPointless tells whether one of the deliveries that a dispatch carries no longer
// waits for it, or whether there are none.
func isPointless(carried []Delivery) bool {
	return len(carried) == 0 || slices.ContainsFunc(carried, func(v Delivery) bool { return v.State != Claimed })
}

// save stores a dispatch and keeps its version in step.
func save(tx Tx, d *Dispatch) error {
	if err := tx.UpdateDispatch(*d); err != nil {
		return err
	}
	d.Version++
	return nil
}
