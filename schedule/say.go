package schedule

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"jalon/plan"
)

const (
	// callsAtOnce is how many calls are made at a time.
	callsAtOnce = 8
	// lanesAtOnce is how many recipients are dealt with at a time: while some
	// wait for the database, the calls of others go on.
	lanesAtOnce = 3 * callsAtOnce
	// atOnce is how many deliveries are frozen, and how many dispatches
	// claimed, at a time. A lane of calls that each last their longest outlives
	// its leases, and the rest of it is claimed again.
	atOnce = 32
	// fresh is how long the chat is known to answer, and its clock is trusted.
	// A look-up may begin from an earlier time, never from a later one.
	fresh = time.Second
	// silence is how long nothing is tried after a call found the chat
	// unreachable. A look at its clock is then enough to know.
	silence = 5 * time.Second
	// recordTime bounds the recording of what a call did, which goes on when
	// the loop is told to end.
	recordTime = 5 * time.Second
)

// gate keeps all calls back while the chat is down or asked to wait.
type gate struct {
	mu    sync.Mutex
	until time.Time
}

func (g *gate) open(real time.Time) bool { return !real.Before(g.shutUntil()) }

func (g *gate) shutUntil() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until
}

func (g *gate) shut(until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until.After(g.until) {
		g.until = until
	}
}

// say freezes what is planned and due, if anything is, and the edits of stale
// cards; then it claims dispatches and gives them to the crew, which makes their
// calls while the next are frozen. It returns how many things it moved on. While
// the chat does not answer that is zero and nothing is written: what is frozen
// later will say what is true then.
func (d *Dispatcher) say(ctx context.Context, c *crew, planned bool) (done int, err error) {
	server, ok := d.reach(ctx)
	if !ok {
		return 0, nil
	}
	frozen := 0
	if planned {
		if frozen, err = d.planner.FreezeDue(ctx, d.now(), d.real(), atOnce, d.render); err != nil {
			return 0, err
		}
	}
	edits, err := d.planner.FreezeEdits(ctx, d.now(), d.real(), atOnce, d.redraw)
	if err != nil {
		return 0, err
	}
	c.awaitRoom() // a claim is short: it must not wait for those before
	if !d.gate.open(d.real()) {
		return frozen + edits, nil
	}
	c.round.Add(1)
	claimed, err := d.planner.ClaimDispatches(ctx, d.real(), d.owner, atOnce)
	if err != nil {
		return 0, err
	}
	c.begin(server, claimed)
	return frozen + edits + len(claimed), nil
}

// reach asks the chat what time it is, unless it has just said. When it does not
// answer, the gate is shut for a moment.
func (d *Dispatcher) reach(ctx context.Context) (time.Time, bool) {
	if since := d.real().Sub(d.reachedAt); !d.away && since >= 0 && since < fresh {
		return d.server, true
	}
	d.reachedAt = d.real()
	ctx, cancel := callContext(ctx)
	defer cancel()
	server, err := d.poster.ServerTime(ctx)
	if err != nil {
		wait := max(silence, min(plan.AsPostError(err).After, plan.LongestWait))
		d.gate.shut(d.real().Add(wait))
		if !d.away {
			d.log.Warn("dispatcher: the chat does not answer, what is due waits", "err", err)
		}
	} else if d.away {
		d.log.Info("dispatcher: the chat answers again")
	}
	d.server, d.away = server, err != nil
	return server, err == nil
}

// sayLane makes calls one after the other, and gives back what could not be tried:
// what is behind a refusal comes after it, so that the order is kept; what was kept
// from its call by a chat that asks for peace goes back to its place. It tells
// whether it gave any back, and after which instant those come that are behind.
func (d *Dispatcher) sayLane(ctx context.Context, server time.Time, lane []plan.Dispatch) (gave bool, until time.Time, err error) {
	for i := range lane {
		rest := lane[i:]
		if ctx.Err() != nil || !d.gate.open(d.real()) {
			return true, time.Time{}, d.release(ctx, time.Time{}, rest)
		}
		until, err := d.sayNext(ctx, server, rest)
		switch {
		case errors.Is(err, errShut):
			return true, time.Time{}, d.release(ctx, time.Time{}, rest)
		case err != nil:
			return false, time.Time{}, err
		case !until.IsZero():
			rest = rest[1:]
			return true, behind(until, rest), d.release(ctx, until, rest)
		}
	}
	return false, time.Time{}, nil
}

// behind is the instant after which those come that follow some given back.
func behind(until time.Time, given []plan.Dispatch) time.Time {
	return until.Add(time.Duration(len(given)) * time.Microsecond)
}

// release gives dispatches back, to their place or behind an instant.
func (d *Dispatcher) release(ctx context.Context, after time.Time, rest []plan.Dispatch) error {
	if len(rest) == 0 {
		return nil
	}
	ctx, cancel := recordContext(ctx)
	defer cancel()
	return d.planner.Release(ctx, d.real(), after, rest)
}

// sayNext brings the first of the claimed dispatches of a lane as far as it goes, and
// leaves it as it then stands; with the record of its post, the call of the one behind
// it begins. When its channel takes nothing for now it returns until when.
func (d *Dispatcher) sayNext(ctx context.Context, server time.Time, rest []plan.Dispatch) (until time.Time, err error) {
	x := &rest[0]
	if x.State == plan.InDoubt {
		var again bool
		if *x, again, err = d.resolve(ctx, *x); !again || err != nil {
			return time.Time{}, err
		}
		if ctx.Err() != nil {
			return time.Time{}, d.release(ctx, time.Time{}, []plan.Dispatch{*x})
		}
	}
	if x.State != plan.Sending { // else it began with the record of the one before
		begun := false
		*x, begun, err = d.clerk.begin(ctx, plan.Attempt{Dispatch: *x, Server: server})
		if !begun || err != nil {
			return time.Time{}, err
		}
	}
	r, err := d.send(ctx, *x)
	switch {
	case errors.Is(err, errShut):
		return time.Time{}, err
	case errors.Is(err, errLeaseShort):
		d.log.Warn("dispatcher: lease too short for a call, left to a look-up", "dispatch", x.ID)
		return time.Time{}, nil
	case err != nil:
		return d.unsent(ctx, *x, err)
	case len(rest) > 1 && rest[1].State == plan.Ready && ctx.Err() == nil && d.gate.open(d.real()):
		return time.Time{}, d.sentBeforeNext(ctx, server, *x, r, &rest[1])
	default:
		return time.Time{}, d.sent(ctx, *x, r)
	}
}

// errLeaseShort tells of a call that was not made: the machine was suspended or
// the database slow, and somebody else may take the dispatch over while the call
// lasts. The lease ends, the chat is looked up.
var errLeaseShort = errors.New("lease too short for a call")

// errShut tells of a call that was not made because another met a chat that takes
// none for now.
var errShut = errors.New("the chat asked another call to wait")

// send makes a call, when not too many are under way; none while the chat asks
// for peace.
func (d *Dispatcher) send(ctx context.Context, x plan.Dispatch) (plan.Receipt, error) {
	d.clerk.begun.Add(1)
	d.calls <- struct{}{}
	d.clerk.begun.Add(-1)
	defer func() { <-d.calls }()
	if !d.gate.open(d.real()) {
		return plan.Receipt{}, errShut
	}
	if d.real().After(x.LeaseUntil.Add(-2 * plan.RequestTimeout)) {
		return plan.Receipt{}, errLeaseShort
	}
	ctx, cancel := callContext(ctx)
	defer cancel()
	return d.poster.Send(ctx, x)
}

// resolve ends a doubt: it looks the chat up and records what it sees. It
// returns true when the dispatch must be sent again. An edit is not looked up:
// sent twice it changes nothing.
func (d *Dispatcher) resolve(ctx context.Context, x plan.Dispatch) (plan.Dispatch, bool, error) {
	if x.Kind != plan.Edit {
		call, cancel := callContext(ctx)
		r, found, err := d.poster.Find(call, x)
		cancel()
		if err != nil {
			_, err = d.unsent(ctx, x, err)
			return x, false, err
		}
		if found {
			d.log.Info("dispatcher: found in the chat after a doubt", "dispatch", x.ID, "removed", len(r.Removed))
			return x, false, d.sent(ctx, x, r)
		}
	}
	ctx, cancel := recordContext(ctx)
	defer cancel()
	return d.planner.RecordAbsent(ctx, x)
}

// sent records a post. When the ledger knows of another one for the same
// dispatch, the chat is looked up so that the later is deleted.
func (d *Dispatcher) sent(ctx context.Context, x plan.Dispatch, r plan.Receipt) error {
	told, err := d.clerk.took(ctx, x, r)
	if err != nil {
		return err
	}
	return d.recorded(ctx, x, told)
}

// sentBeforeNext records a post, and that the call of the next of its lane begins.
func (d *Dispatcher) sentBeforeNext(ctx context.Context, server time.Time, x plan.Dispatch, r plan.Receipt, next *plan.Dispatch) error {
	a := plan.Attempt{Dispatch: *next, Server: server}
	told, err, failed := d.clerk.tookAndBegin(ctx, x, r, &a)
	*next = a.Dispatch
	switch {
	case err != nil && a.Begun: // those behind it would overtake it
		return errors.Join(err, d.release(ctx, time.Time{}, []plan.Dispatch{a.Dispatch}))
	case err != nil || failed != nil:
		return errors.Join(err, failed)
	}
	return d.recorded(ctx, x, told)
}

// recorded tells of a post in the ledger, and has the chat looked up when there
// is another.
func (d *Dispatcher) recorded(ctx context.Context, x plan.Dispatch, told plan.Told) error {
	if !told.Twin {
		d.observer.Sent(x.Kind, told.Late)
		return nil
	}
	d.log.Warn("dispatcher: posted twice, the later post is deleted", "dispatch", x.ID)
	call, cancel := callContext(ctx)
	r, found, err := d.poster.Find(call, x)
	cancel()
	if err != nil || !found {
		d.log.Error("dispatcher: a double post was not deleted", "dispatch", x.ID, "found", found, "err", err)
		return nil
	}
	_, err = d.clerk.took(ctx, x, r)
	return err
}

// unsent records how a call or a look-up failed. It returns until when the
// channel takes nothing, and shuts the gate when nothing at all gets through.
func (d *Dispatcher) unsent(ctx context.Context, x plan.Dispatch, cause error) (time.Time, error) {
	ctx, cancel := recordContext(ctx)
	defer cancel()
	e := plan.AsPostError(cause)
	d.observer.Unsent(x.Kind, e)
	var err error
	if e.Verdict == plan.Doubtful || x.State == plan.InDoubt && e.Verdict == plan.NotNow {
		x, err = d.planner.RecordDoubt(ctx, d.real(), x, e)
	} else {
		x, err = d.planner.RecordRefusal(ctx, d.now(), d.real(), x, e)
	}
	if err != nil {
		return time.Time{}, err
	}
	d.log.Warn("dispatcher: not sent", "dispatch", x.ID, "kind", x.Kind, "subject", x.Subject,
		"code", e.Code, "state", x.State, "attempts", x.Attempts, "next_try", x.NextTry, "err", e.Err)
	switch e.Code {
	case plan.CodeRateLimited:
		d.gate.shut(x.NextTry)
	case plan.CodeUnreachable, plan.CodeTimeout:
		d.gate.shut(d.real().Add(silence))
	}
	if x.State == plan.Ready {
		return x.NextTry, nil
	}
	return time.Time{}, nil
}

// callContext is that of one call: it ends by itself, and a loop that is told
// to end waits for it.
func callContext(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), plan.RequestTimeout)
}

// recordContext is that of the recording of what a call did.
func recordContext(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), recordTime)
}

// contain turns a panic into an error, and logs an error other than one of the
// moment; deferred, around what others wrote.
func (d *Dispatcher) contain(err *error, what string, about ...any) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("panic: %v", cause)
		about = append(about, "stack", string(debug.Stack()))
	}
	if *err != nil && !errors.Is(*err, plan.ErrBusy) && !errors.Is(*err, context.Canceled) {
		d.log.Error(what, append(about, "err", *err)...)
	}
}
