package plan

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"
)

// The times on which the guarantee rests: one post for each dispatch, whatever
// ends in the middle. They run on real clocks, never on a rehearsed one.
const (
	// RequestTimeout is the longest a call to the chat may last.
	RequestTimeout = 10 * time.Second
	// LeaseTime is how long a dispatch belongs to who looks it up, and to who
	// calls, from the moment of the call.
	LeaseTime = 45 * time.Second
	// ClaimTime is how long a dispatch belongs to who claimed it and has not
	// begun its call. There is no doubt to wait for: should it run out, the call
	// does not begin, and whoever claims it next makes it.
	ClaimTime = 5 * time.Second
	// LookupDelay is the least time between a call that may have been taken
	// and the look-up: what was on its way has arrived or never will.
	LookupDelay = 30 * time.Second
	// LookupBefore is how long before the first attempt a look-up begins.
	LookupBefore = 2 * time.Minute
	// LongestWait bounds the time between two tries.
	LongestWait = 15 * time.Minute
)

// LookupFrom is the instant, by the server's clock, from which a post of this
// dispatch is looked for.
func (d Dispatch) LookupFrom() time.Time { return d.FirstTried.Add(-LookupBefore) }

// RecordDoubt records that a call, or the look-up after one, ended without an
// answer that can be trusted: the next try is a look-up, after [LookupDelay], or
// what the chat asked if that is longer. Calls that go on failing so space out,
// look-ups do not: what is in doubt is cleared up soon after the chat can be read
// again.
func (p *Planner) RecordDoubt(ctx context.Context, real time.Time, d Dispatch, e *PostError) (Dispatch, error) {
	d, _, err := p.own(ctx, d, func(tx Tx, d *Dispatch) error {
		wait := max(LookupDelay, min(e.After, LongestWait))
		if d.State != InDoubt {
			wait = max(wait, waitFor(e, d.Attempts))
		}
		d.State, d.Reason, d.Lease, d.LeaseUntil = InDoubt, e.Code, "", time.Time{}
		d.NextTry = real.Add(wait)
		return save(tx, d)
	})
	return d, wrap(err, "recording a doubt")
}

// RecordAbsent records that the chat was looked up and does not have the
// dispatch, which is ready again under the same claim, in the place it had in the
// queue. It returns false when the claim is lost.
func (p *Planner) RecordAbsent(ctx context.Context, d Dispatch) (Dispatch, bool, error) {
	d, mine, err := p.own(ctx, d, func(tx Tx, d *Dispatch) error {
		d.State, d.NextTry = Ready, d.LastTried
		return save(tx, d)
	})
	return d, mine, wrap(err, "recording an absence")
}

// RecordRefusal records that the chat took nothing. When it may later, the
// dispatch waits as long as the chat asked, else longer after each attempt, and
// what else waits for its recipient comes behind it;
// otherwise its deliveries failed. A card whose edit is refused for good is
// dead: what happened to its subject stands, the post no longer follows. A
// refusal that lasts is told to the administrators, once.
func (p *Planner) RecordRefusal(ctx context.Context, now, real time.Time, d Dispatch, e *PostError) (Dispatch, error) {
	d, _, err := p.own(ctx, d, func(tx Tx, d *Dispatch) error {
		d.Lease, d.LeaseUntil = "", time.Time{}
		if e.Verdict == Never {
			return refuseForGood(tx, d, e.Code)
		}
		d.State, d.Reason, d.NextTry = Ready, e.Code, real.Add(waitFor(e, d.Attempts))
		if err := p.alert(tx, now, *d, e.Code); err != nil {
			return err
		}
		if err := putBehind(tx, *d); err != nil {
			return err
		}
		return save(tx, d)
	})
	return d, wrap(err, "recording a refusal")
}

// heldApart is how far behind a refused dispatch those come that nobody holds:
// there is room between for those that its holder gives back.
const heldApart = time.Millisecond

// putBehind puts the other posts that wait for the recipient of a refused one
// behind it, in their order.
func putBehind(tx Tx, d Dispatch) error {
	if d.Kind == Edit {
		return nil
	}
	waiting, err := tx.ReadyTo(d.Region, d.To, "")
	if err != nil {
		return err
	}
	at := d.NextTry.Add(heldApart)
	var later []Dispatch
	for _, w := range waiting {
		if w.ID == d.ID || w.Lease != "" {
			continue
		}
		if w.NextTry.Before(at) {
			w.NextTry = at
			later = append(later, w)
		}
		at = w.NextTry.Add(time.Microsecond)
	}
	_, err = tx.MoveDispatches(later)
	return err
}

func refuseForGood(tx Tx, d *Dispatch, code string) error {
	d.State, d.Reason = Refused, code
	if err := save(tx, d); err != nil {
		return err
	}
	if d.Kind == Edit {
		c, err := tx.CardByPost(d.Region, d.Post, d.Subject)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		c.Dead, c.Reason = true, code
		return tx.UpdateCard(c)
	}
	carried, err := tx.DeliveriesOf(d.ID)
	if err != nil {
		return err
	}
	waiting := slices.DeleteFunc(carried, func(v Delivery) bool { return v.State != Claimed })
	return each(tx, waiting, func(v *Delivery) { v.State, v.Reason = Failed, code })
}

// waitFor is how long to wait after a call that failed: what the chat asked,
// else twice as long after each attempt, a little at random so that many do not
// come back together; never more than LongestWait.
func waitFor(e *PostError, attempts int) time.Duration {
	if e.After > 0 {
		return min(e.After, LongestWait)
	}
	longest := min(LongestWait, 2*time.Second<<min(max(attempts, 1)-1, 10))
	return longest/2 + rand.N(longest/2) //nolint:gosec // chance, not secrecy
}

// own changes a dispatch if it is still as the caller read it; its version is
// what proves that nobody took it meanwhile. It returns the dispatch as it
// stands and whether f was applied.
func (p *Planner) own(ctx context.Context, d Dispatch, f func(Tx, *Dispatch) error) (Dispatch, bool, error) {
	var now Dispatch
	mine := false
	err := p.store.Write(ctx, func(tx Tx) error {
		var err error
		if now, err = tx.Dispatch(d.ID); err != nil {
			return err
		}
		if mine = now.Version == d.Version; !mine {
			return nil
		}
		return f(tx, &now)
	})
	if err != nil {
		return d, false, err
	}
	return now, mine, nil
}
