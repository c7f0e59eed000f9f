package schedule

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"jalon/plan"
)

// crew makes the calls of dispatches that were claimed, those for one recipient
// one after the other, in the order they were given.
type crew struct {
	d     *Dispatcher
	ctx   context.Context //nolint:containedctx // a crew lasts as long as a turn
	alone bool            // all in one lane, so that the whole order is kept
	slots chan struct{}   // holds one for each lane at work

	lanes sync.WaitGroup
	begun bool             // since the last wait
	last  map[string]*lane // of each recipient
	// round counts the claims.
	round atomic.Int64

	mu   sync.Mutex
	errs []error
}

// lane is some dispatches for one recipient.
type lane struct {
	todo   []plan.Dispatch
	round  int64 // of its claim
	before *lane // the one for the same recipient
	done   chan struct{}
	// held is the last claim that may have taken what is behind something that the
	// lane gave back, once it is done; 0 when it gave nothing back.
	held int64
	// until is the instant behind which those come, if it is known.
	until time.Time
}

func (d *Dispatcher) newCrew(ctx context.Context, lanes int) *crew {
	return &crew{d: d, ctx: ctx, alone: lanes == 1, slots: make(chan struct{}, lanes), last: map[string]*lane{}}
}

// awaitRoom waits until a lane can begin at once.
func (c *crew) awaitRoom() {
	c.slots <- struct{}{}
	<-c.slots
}

// begin gives dispatches to the crew. It waits while too many lanes are at work.
func (c *crew) begin(server time.Time, ds []plan.Dispatch) {
	for _, l := range c.split(ds) {
		c.begun = true
		if c.alone { // one call after the other: nothing goes on beside it
			c.work(server, l)
			continue
		}
		c.slots <- struct{}{}
		c.lanes.Go(func() {
			defer func() { <-c.slots }()
			c.work(server, l)
		})
	}
}

// split puts dispatches for one recipient in one lane, in their order.
func (c *crew) split(ds []plan.Dispatch) []*lane {
	var out []*lane
	at := map[string]*lane{}
	for _, x := range ds {
		key := x.To.Key()
		if c.alone {
			key = ""
		}
		l, known := at[key]
		if !known {
			l = &lane{round: c.round.Load(), before: c.last[key], done: make(chan struct{})}
			at[key], c.last[key] = l, l
			out = append(out, l)
		}
		l.todo = append(l.todo, x)
	}
	return out
}

// work says what a lane holds, once that before it is done. What was claimed before
// that one gave something back is given back too, behind it: the order is kept.
func (c *crew) work(server time.Time, l *lane) {
	defer close(l.done)
	var err error
	defer func() { c.note(err) }()
	defer c.d.contain(&err, "dispatcher: a call went wrong")
	gave := false
	if before := l.before; before != nil {
		<-before.done
		l.before = nil
		// Where recipients are mixed, one holds no other back.
		if gave = !c.alone && l.round <= before.held; gave {
			l.until = before.until
			err = c.d.release(c.ctx, l.until, l.todo)
			if !l.until.IsZero() {
				l.until = behind(l.until, l.todo)
			}
		}
	}
	if !gave {
		gave, l.until, err = c.d.sayLane(c.ctx, server, l.todo)
	}
	if gave {
		l.held = c.round.Load()
	}
}

func (c *crew) note(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.errs = append(c.errs, err)
	}
}

// failed tells whether something went wrong since the last wait.
func (c *crew) failed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.errs) > 0
}

// wait waits for all lanes. It tells whether there were any since the last wait,
// and what went wrong.
func (c *crew) wait() (worked bool, err error) {
	c.lanes.Wait()
	worked, c.begun = c.begun, false
	c.mu.Lock()
	defer c.mu.Unlock()
	err, c.errs = errors.Join(c.errs...), nil
	return worked, err
}
