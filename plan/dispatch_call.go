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

// ClaimDispatches takes for owner, during [ClaimTime], or [LeaseTime] those to
// look up, at most limit dispatches that may be tried at real, oldest first.
// They come back [Ready], to be sent, or [InDoubt], to be looked up first: a
// call whose lease ended without an answer is in doubt. None is returned earlier
// than [LookupDelay] after its last attempt while in doubt.
func (p *Planner) ClaimDispatches(ctx context.Context, real time.Time, owner string, limit int) ([]Dispatch, error) {
	var claimed []Dispatch
	err := p.store.Write(ctx, func(tx Tx) error {
		claimed = nil
		found, err := tx.ClaimableDispatches(real, limit)
		if err != nil {
			return err
		}
		for _, d := range found {
			if d.State == Sending {
				d.State, d.Reason = InDoubt, CodeTimeout
			}
			early := d.State == InDoubt && real.Before(d.LastTried.Add(LookupDelay))
			if early {
				d.Lease, d.LeaseUntil, d.NextTry = "", time.Time{}, d.LastTried.Add(LookupDelay)
			} else {
				until := real.Add(claimTime(d))
				d.Lease, d.LeaseUntil, d.NextTry = owner, until, until
			}
			if err := save(tx, &d); err != nil {
				return err
			}
			if !early {
				claimed = append(claimed, d)
			}
		}
		return nil
	})
	if err != nil {
		return nil, wrap(err, "claiming dispatches")
	}
	return claimed, nil
}

func claimTime(d Dispatch) time.Duration {
	if d.State == InDoubt {
		return LeaseTime
	}
	return ClaimTime
}

// BeginAttempt records that the call of a claimed, ready dispatch begins now;
// server is the chat's clock, at this moment or a little before. It returns
// false when there is nothing to send: the lease is lost, or what it would say
// was cancelled. The lease runs afresh from real. What waited longer than
// [Lateness], and is known not to be in the chat, is drawn again by render: it
// would speak of another day.
func (p *Planner) BeginAttempt(ctx context.Context, now, real, server time.Time, d Dispatch, render Render) (Dispatch, bool, error) {
	begun := false
	d, _, err := p.own(ctx, d, func(tx Tx, d *Dispatch) error {
		begun = false
		if d.State != Ready || !real.Before(d.LeaseUntil) {
			return nil
		}
		if dropped, err := dropIfPointless(tx, d); dropped || err != nil {
			return err
		}
		if d.Kind != Edit && now.Sub(d.CreatedAt) > Lateness {
			if err := refresh(tx, now, d, render); err != nil {
				return err
			}
		}
		begun = true
		d.State, d.Attempts = Sending, d.Attempts+1
		d.LastTried, d.LeaseUntil, d.NextTry = real, real.Add(LeaseTime), real.Add(LeaseTime)
		if d.FirstTried.IsZero() {
			d.FirstTried = server
		}
		return save(tx, d)
	})
	return d, begun && err == nil, wrap(err, "beginning an attempt")
}

// refresh draws a dispatch with the state of now. What cannot be drawn any more
// keeps its drawing.
func refresh(tx Tx, now time.Time, d *Dispatch, render Render) error {
	carried, err := tx.DeliveriesOf(d.ID)
	if err != nil || len(carried) == 0 {
		return err
	}
	drawing, err := render(tx, now, Batch{Deliveries: carried})
	if transient(err) {
		return err
	}
	if err != nil {
		return nil
	}
	d.Content, d.Drawn = drawing.Content, drawing.Shows[d.Subject]
	return each(tx, carried, func(v *Delivery) { v.Drawn = drawing.Shows[v.Subject] })
}

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
// dispatch, which is ready again under the same claim. It returns false when
// the claim is lost.
func (p *Planner) RecordAbsent(ctx context.Context, d Dispatch) (Dispatch, bool, error) {
	d, mine, err := p.own(ctx, d, func(tx Tx, d *Dispatch) error {
		d.State = Ready
		return save(tx, d)
	})
	return d, mine, wrap(err, "recording an absence")
}

// RecordRefusal records that the chat took nothing. When it may later, the
// dispatch waits as long as the chat asked, else longer after each attempt;
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
		return save(tx, d)
	})
	return d, wrap(err, "recording a refusal")
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

// Release gives claimed dispatches back without a call, to be tried after an
// instant, in the same order and behind what is to be tried at that instant.
func (p *Planner) Release(ctx context.Context, after time.Time, ds []Dispatch) error {
	for i, d := range ds {
		_, _, err := p.own(ctx, d, func(tx Tx, d *Dispatch) error {
			d.Lease, d.LeaseUntil, d.NextTry = "", time.Time{}, after.Add(time.Duration(i+1)*time.Microsecond)
			return save(tx, d)
		})
		if err != nil {
			return wrap(err, "releasing dispatches")
		}
	}
	return nil
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

// Told is what the ledger learnt from a post.
type Told struct {
	// Late is by how much the earliest delivery missed its hour; 0 for an edit.
	Late time.Duration
	// Twin tells that another post is recorded for this dispatch: the chat
	// must be looked up, so that the later one is deleted.
	Twin bool
}

// RecordSent records that the chat has the dispatch, whoever holds the lease by
// now and whatever was cancelled meanwhile: it is a fact. A post that shows a
// subject becomes a live card, to be drawn again if the subject has changed
// since. Posts deleted as doubles are journaled.
func (p *Planner) RecordSent(ctx context.Context, now time.Time, d Dispatch, r Receipt) (Told, error) {
	var told Told
	err := p.store.Write(ctx, func(tx Tx) error {
		told = Told{}
		d, err := tx.Dispatch(d.ID)
		if err != nil {
			return err
		}
		if err := p.noteRemoved(tx, now, d, r); err != nil {
			return err
		}
		if d.Kind == Edit {
			return recordEdit(tx, d)
		}
		if d.State == Posted {
			if d.Post == r.Post {
				return nil
			}
			if told.Twin = !slices.Contains(r.Removed, d.Post); told.Twin {
				return nil
			}
			if err := buryCards(tx, d); err != nil {
				return err
			}
		}
		d.State, d.Reason, d.Lease, d.LeaseUntil = Posted, "", "", time.Time{}
		d.Post, d.Channel = r.Post, r.Channel
		if err := save(tx, &d); err != nil {
			return err
		}
		carried, err := tx.DeliveriesOf(d.ID)
		if err != nil {
			return err
		}
		if err := addCards(tx, d, carried); err != nil {
			return err
		}
		if err := recovered(tx, d); err != nil {
			return err
		}
		told.Late, err = markSent(tx, carried, now)
		return err
	})
	if err != nil {
		return Told{}, wrap(err, "recording a post")
	}
	return told, nil
}

// markSent marks all that the dispatch carried as sent, what was cancelled too:
// it was read. It returns by how much the earliest was late.
func markSent(tx Tx, carried []Delivery, now time.Time) (late time.Duration, err error) {
	for _, v := range carried {
		late = max(late, now.Sub(v.DueAt))
		if v.State == Sent {
			continue
		}
		v.State, v.Reason, v.SentAt = Sent, "", now
		if err := tx.UpdateDelivery(v); err != nil {
			return 0, err
		}
	}
	return late, nil
}

// recordEdit marks an edit as sent and its card as showing that drawing, even
// an older one than the card was thought to show: the card is then drawn again.
func recordEdit(tx Tx, d Dispatch) error {
	if d.State != Posted {
		d.State, d.Reason, d.Lease, d.LeaseUntil = Posted, "", "", time.Time{}
		if err := save(tx, &d); err != nil {
			return err
		}
	}
	c, err := tx.CardByPost(d.Region, d.Post, d.Subject)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	c.Drawn, c.Reason = d.Drawn, ""
	return tx.UpdateCard(c)
}

// addCards makes the post of a dispatch a live card of each subject that it
// shows.
func addCards(tx Tx, d Dispatch, carried []Delivery) error {
	for _, v := range carried {
		if v.Drawn == 0 && v.Subject == d.Subject {
			v.Drawn = d.Drawn // frozen before deliveries kept it
		}
		if v.Drawn == 0 {
			continue
		}
		if err := addCard(tx, d, v); err != nil {
			return err
		}
	}
	return nil
}

func addCard(tx Tx, d Dispatch, v Delivery) error {
	if _, err := tx.CardByPost(d.Region, d.Post, v.Subject); !errors.Is(err, ErrNotFound) {
		return err
	}
	wanted, err := subjectVersion(tx, d.Region, v.Subject)
	if err != nil {
		return err
	}
	return tx.AddCard(LiveCard{
		Region: d.Region, Subject: v.Subject, Post: d.Post, Channel: d.Channel, User: d.To.User,
		Service: v.Service, Notice: d.Notice, Key: d.Key,
		Drawn: v.Drawn, Wanted: max(v.Drawn, wanted), Version: 1,
	})
}

// buryCards marks the cards of a post deleted as a double.
func buryCards(tx Tx, d Dispatch) error {
	carried, err := tx.DeliveriesOf(d.ID)
	if err != nil {
		return err
	}
	for _, v := range carried {
		c, err := tx.CardByPost(d.Region, d.Post, v.Subject)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		c.Dead, c.Reason = true, CodeGone
		if err := tx.UpdateCard(c); err != nil {
			return err
		}
	}
	return nil
}

// subjectVersion is the present version of the thing a card shows; 0 when it
// no longer exists.
func subjectVersion(tx Tx, region RegionID, subject Ref) (int, error) {
	if user, ok := subject.agent(); ok {
		a, err := tx.Agent(region, user)
		if errors.Is(err, ErrNotFound) {
			return 0, nil
		}
		return a.Version, err
	}
	if n, ok := subject.meeting(); ok {
		m, err := tx.Meeting(region, n)
		if errors.Is(err, ErrNotFound) {
			return 0, nil
		}
		return m.Version, err
	}
	n, ok := subject.number()
	if !ok {
		return 0, nil
	}
	d, err := tx.Deadline(region, n)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return d.Version, err
}

// noteRemoved journals the posts that were deleted because an earlier one
// carries their key.
func (p *Planner) noteRemoved(tx Tx, now time.Time, d Dispatch, r Receipt) error {
	call := Call{Now: now, Origin: ByItself, Actor: Actor{Region: d.Region}, Place: Place{Channel: r.Channel}}
	for _, post := range r.Removed {
		before := map[string]string{"post": post, "key": d.PostKey()}
		after := map[string]string{"post": r.Post, "key": d.PostKey()}
		if err := p.journal(tx, call, "envoi.doublon", d.Subject, before, after, ""); err != nil {
			return err
		}
	}
	return nil
}
