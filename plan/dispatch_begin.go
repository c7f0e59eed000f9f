package plan

import (
	"context"
	"time"
)

// ClaimDispatches takes for owner, during [ClaimTime], or [LeaseTime] those to
// look up, at most limit dispatches that may be tried at real, oldest first.
// They come back [Ready], to be sent, or [InDoubt], to be looked up first: a
// call whose lease ended without an answer is in doubt. None is returned earlier
// than [LookupDelay] after its last attempt while in doubt.
//
// What is returned keeps in NextTry its place in the queue, for [Planner.Release];
// in the ledger that is the end of the claim, so that nobody else takes it.
func (p *Planner) ClaimDispatches(ctx context.Context, real time.Time, owner string, limit int) ([]Dispatch, error) {
	var claimed []Dispatch
	err := p.store.Write(ctx, func(tx Tx) error {
		claimed = nil
		found, err := tx.ClaimableDispatches(real, limit)
		if err != nil || len(found) == 0 {
			return err
		}
		places := map[string]time.Time{}
		for i, d := range found {
			places[d.ID] = d.NextTry
			found[i] = claim(d, real, owner, i-len(found))
		}
		moved, err := tx.MoveDispatches(found)
		for _, d := range moved {
			if d.Lease == owner {
				d.NextTry = places[d.ID]
				claimed = append(claimed, d)
			}
		}
		return err
	})
	if err != nil {
		return nil, wrap(err, "claiming dispatches")
	}
	return claimed, nil
}

// claim is a dispatch once claimed, or put off when it is too early to look it
// up. Should nobody begin those that are claimed together, they are claimed again
// in the same order: each place is a microsecond.
func claim(d Dispatch, real time.Time, owner string, place int) Dispatch {
	if d.State == Sending {
		d.State, d.Reason = InDoubt, CodeTimeout
	}
	if lookup := d.LastTried.Add(LookupDelay); d.State == InDoubt && real.Before(lookup) {
		d.Lease, d.LeaseUntil, d.NextTry = "", time.Time{}, lookup
		return d
	}
	lasts := ClaimTime
	if d.State == InDoubt {
		lasts = LeaseTime
	}
	d.Lease, d.LeaseUntil = owner, real.Add(lasts)
	d.NextTry = d.LeaseUntil.Add(time.Duration(place) * time.Microsecond)
	return d
}

// Release gives claimed dispatches back without a call, to their place in the
// queue; behind what is to be tried at an instant, in their order, if one is
// given. One that had begun has not.
func (p *Planner) Release(ctx context.Context, real, after time.Time, ds []Dispatch) error {
	back := make([]Dispatch, len(ds))
	for i, d := range ds {
		if d.State == Sending {
			d.State, d.Attempts = Ready, d.Attempts-1
		}
		d.Lease, d.LeaseUntil = "", time.Time{}
		switch {
		case !after.IsZero():
			d.NextTry = after.Add(time.Duration(i+1) * time.Microsecond)
		case d.NextTry.After(real):
			d.NextTry = real
		}
		back[i] = d
	}
	err := p.store.Write(ctx, func(tx Tx) error {
		_, err := tx.MoveDispatches(back)
		return err
	})
	return wrap(err, "releasing dispatches")
}

// Attempt is a dispatch whose call is to begin.
type Attempt struct {
	Dispatch Dispatch
	// Server is the chat's clock, at this moment or a little before.
	Server time.Time
	// Begun is set when it may be sent; else the lease is lost, or what it would
	// say was cancelled.
	Begun bool
}

// BeginAttempt records that the call of a claimed, ready dispatch begins now;
// server is the chat's clock, at this moment or a little before. It returns
// false when there is nothing to send: the lease is lost, or what it would say
// was cancelled. The lease runs afresh from real. What waited longer than
// [Lateness], and is known not to be in the chat, is drawn again by render: it
// would speak of another day.
func (p *Planner) BeginAttempt(ctx context.Context, now, real, server time.Time, d Dispatch, render Render) (Dispatch, bool, error) {
	begun, _, err := p.Advance(ctx, now, real, Steps{Begin: []Attempt{{Dispatch: d, Server: server}}}, render)
	if err != nil {
		return d, false, err
	}
	return begun[0].Dispatch, begun[0].Begun, nil
}

// attempting is the beginning of calls in one transaction.
type attempting struct {
	tx        Tx
	now, real time.Time
	render    Render
}

func (b attempting) all(given []Attempt) ([]Attempt, error) {
	all := append([]Attempt(nil), given...)
	carried, err := b.carried(all)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var plain []Dispatch
	for i := range all {
		a := &all[i]
		a.Begun = false
		switch d := a.Dispatch; {
		case d.State != Ready || !b.real.Before(d.LeaseUntil):
		case d.Kind != Edit && (b.now.Sub(d.CreatedAt) > Lateness || isPointless(carried[d.ID])):
			if err := b.anew(a); err != nil {
				return nil, err
			}
		default:
			at[d.ID] = i
			plain = append(plain, b.begun(d, a.Server))
		}
	}
	moved, err := b.tx.MoveDispatches(plain)
	for _, d := range moved {
		a := &all[at[d.ID]]
		a.Dispatch, a.Begun = d, true
	}
	return all, err
}

// carried is what the dispatches carry, by dispatch.
func (b attempting) carried(all []Attempt) (map[string][]Delivery, error) {
	var ids []string
	for _, a := range all {
		if a.Dispatch.Kind != Edit {
			ids = append(ids, a.Dispatch.ID)
		}
	}
	found, err := b.tx.DeliveriesOf(ids...)
	by := map[string][]Delivery{}
	for _, v := range found {
		by[v.Dispatch] = append(by[v.Dispatch], v)
	}
	return by, err
}

// anew looks at a dispatch again: what it says is late or was cancelled.
func (b attempting) anew(a *Attempt) error {
	d, err := b.tx.Dispatch(a.Dispatch.ID)
	if err != nil || d.Version != a.Dispatch.Version {
		return err
	}
	d.NextTry = a.Dispatch.NextTry
	dropped, err := dropIfPointless(b.tx, &d)
	if err == nil && !dropped {
		if b.now.Sub(d.CreatedAt) > Lateness {
			err = refresh(b.tx, b.now, &d, b.render)
		}
		if err == nil {
			d = b.begun(d, a.Server)
			err = save(b.tx, &d)
		}
	}
	a.Dispatch, a.Begun = d, err == nil && !dropped
	return err
}

// begun is a dispatch whose call begins.
func (b attempting) begun(d Dispatch, server time.Time) Dispatch {
	d.State, d.Attempts = Sending, d.Attempts+1
	d.LastTried, d.LeaseUntil = b.real, b.real.Add(LeaseTime)
	if d.FirstTried.IsZero() {
		d.FirstTried = server
	}
	return d
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
