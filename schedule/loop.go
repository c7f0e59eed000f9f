package schedule

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jalon/plan"
)

const (
	// longestSleep bounds the time between two looks at the ledger, and so what
	// a suspended machine or a clock that was set can cost.
	longestSleep = 30 * time.Second
	// shortestSleep is how long to wait when something is due and cannot be
	// taken: another dispatcher holds it, or the database fails.
	shortestSleep = time.Second
)

// Run says what is due as it becomes due, until ctx ends; it then finishes the
// call under way, which lasts at most a few seconds more than
// [plan.RequestTimeout], and returns nil. What fails is logged and tried again.
func (d *Dispatcher) Run(ctx context.Context) error {
	failures := 0
	for ctx.Err() == nil {
		overdue, rest, err := d.turnOnce(ctx)
		if ctx.Err() != nil {
			break
		}
		d.observer.Turned(overdue, err)
		if err != nil {
			rest = backoff(failures)
			failures++
			d.log.Error("dispatcher: the ledger could not be worked", "err", err, "failures", failures, "again_in", rest)
		} else if failures > 0 {
			d.log.Info("dispatcher: the ledger works again", "failures", failures)
			failures = 0
		}
		sleep(ctx, d.wake, rest)
	}
	return nil
}

// backoff is how long to rest after a failure, the longer the more came before.
func backoff(failures int) time.Duration {
	return min(longestSleep, shortestSleep<<min(failures, 10))
}

// sleep rests, or less when woken or when ctx ends.
func sleep(ctx context.Context, wake <-chan struct{}, rest time.Duration) {
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}

// turnOnce says all that can be said now. It returns how long the oldest thing
// left has been due, and how long to rest.
func (d *Dispatcher) turnOnce(ctx context.Context) (overdue, rest time.Duration, err error) {
	d.turn.Lock()
	defer d.turn.Unlock()
	due, try, err := d.drain(ctx, lanesAtOnce)
	if err != nil {
		return 0, 0, err
	}
	now, real := d.now(), d.real()
	rest = longestSleep
	if !due.IsZero() {
		rest = min(rest, due.Sub(now))
		overdue = max(0, now.Sub(due))
	}
	if !try.IsZero() {
		rest = min(rest, try.Sub(real))
	}
	if shut := d.gate.shutUntil().Sub(real); rest < shut {
		rest = min(shut, longestSleep)
	}
	if rest <= 0 {
		rest = shortestSleep
	}
	return overdue, rest, nil
}

// drain says all that can be said now and returns the horizon that is left. It
// writes nothing when there is nothing to say.
func (d *Dispatcher) drain(ctx context.Context, lanes int) (due, try time.Time, err error) {
	c := d.newCrew(ctx, lanes)
	for {
		more := true
		for more && err == nil {
			due, try, more, err = d.feed(ctx, c)
		}
		worked, failed := c.wait()
		if err = errors.Join(err, failed); err != nil || !worked {
			return due, try, err
		}
		// What the lanes left behind changes the horizon.
	}
}

// feed has the crew say some of what can be said now, and tells whether there
// may be more.
func (d *Dispatcher) feed(ctx context.Context, c *crew) (due, try time.Time, more bool, err error) {
	if err := ctx.Err(); err != nil {
		return due, try, false, err
	}
	due, try, err = d.planner.Horizon(ctx)
	if err != nil {
		return due, try, false, err
	}
	real := d.real()
	planned := !due.IsZero() && !due.After(d.now())
	waiting := !try.IsZero() && !try.After(real)
	if !planned && !waiting || !d.gate.open(real) || c.failed() {
		return due, try, false, nil
	}
	done, err := d.say(ctx, c, planned)
	return due, try, done > 0, err
}

// ErrStuck is returned by a replay when something due can neither be said nor
// failed: the chat does not answer, or another process holds it.
var ErrStuck = errors.New("what is due cannot be said: the chat does not answer, or another process holds it")

// RunUntil replays every due instant up to and including until, in order: at
// each, setNow sets the domain's clock, then all that is due is said, one call
// after the other. It ends with the clock at until. What the chat does not take
// stays in the ledger, for a later try.
func (d *Dispatcher) RunUntil(ctx context.Context, until time.Time, setNow func(time.Time)) error {
	d.turn.Lock()
	defer d.turn.Unlock()
	for {
		due, _, err := d.drain(ctx, 1)
		if err != nil {
			return fmt.Errorf("replay until %s: %w", until.Format(time.RFC3339), err)
		}
		switch now := d.now(); {
		case due.IsZero() || due.After(until):
			if now.Before(until) {
				setNow(until)
			}
			return nil
		case !due.After(now):
			return ErrStuck
		default:
			setNow(due)
		}
	}
}

// render draws deliveries; a panic is an error of these deliveries only.
func (d *Dispatcher) render(tx plan.Tx, now time.Time, b plan.Batch) (drawing plan.Drawing, err error) {
	head := b.Deliveries[0]
	defer d.contain(&err, "dispatcher: a delivery cannot be drawn",
		"subject", head.Subject, "notice", head.Notice, "delivery", head.ID, "together", len(b.Deliveries))
	return d.renderer.Render(tx, now, b)
}

// redraw draws a card again; a panic is an error of this card only.
func (d *Dispatcher) redraw(tx plan.Tx, now time.Time, c plan.LiveCard) (content []byte, drawn int, err error) {
	defer d.contain(&err, "dispatcher: a card cannot be drawn", "subject", c.Subject, "notice", c.Notice, "post", c.Post)
	return d.renderer.Redraw(tx, now, c)
}
