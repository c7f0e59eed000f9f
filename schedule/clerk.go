package schedule

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"jalon/plan"
)

// gathering is how long errands wait for others, while several lanes are at work.
const gathering = 2 * time.Millisecond

// clerk takes to the ledger what lanes have to tell it, together in one
// transaction: a disk takes as long to keep one thing as many, and most of what a
// transaction costs it costs once.
type clerk struct {
	d     *Dispatcher
	lanes atomic.Int64 // at work

	mu    sync.Mutex
	asked []*errand
	busy  bool
	many  chan struct{} // told when as many wait as there are calls
}

func newClerk(d *Dispatcher) *clerk { return &clerk{d: d, many: make(chan struct{}, 1)} }

// errand is what a lane asks about one dispatch: that its call begins or, with a
// receipt, that the chat has it.
type errand struct {
	ctx context.Context //nolint:containedctx // an errand lasts as long as a call of begin or took
	plan.Attempt
	receipt *plan.Receipt

	told plan.Told
	err  error
	done chan struct{}
}

// begin records that a call begins.
func (c *clerk) begin(ctx context.Context, a plan.Attempt) (plan.Dispatch, bool, error) {
	e := c.ask(&errand{ctx: ctx, Attempt: a}) //nolint:contextcheck // one transaction serves several lanes
	return e.Dispatch, e.Begun, e.err
}

// took records that the chat has a dispatch.
func (c *clerk) took(ctx context.Context, d plan.Dispatch, r plan.Receipt) (plan.Told, error) {
	e := c.ask(&errand{ctx: ctx, Attempt: plan.Attempt{Dispatch: d}, receipt: &r}) //nolint:contextcheck // as above
	return e.told, e.err
}

// ask waits until an errand is done.
func (c *clerk) ask(e *errand) *errand {
	e.done = make(chan struct{})
	c.mu.Lock()
	c.asked = append(c.asked, e)
	if !c.busy {
		c.busy = true
		go c.work()
	}
	if len(c.asked) == callsAtOnce {
		select {
		case c.many <- struct{}{}:
		default:
		}
	}
	c.mu.Unlock()
	<-e.done
	return e
}

// gather waits for more errands, but not for long.
func (c *clerk) gather() {
	if c.lanes.Load() < 2 {
		return
	}
	timer := time.NewTimer(gathering)
	defer timer.Stop()
	select {
	case <-c.many:
	case <-timer.C:
	}
}

// work does what is asked until there is nothing left.
func (c *clerk) work() {
	for {
		c.gather()
		c.mu.Lock()
		some := c.asked
		c.asked = nil
		c.busy = len(some) > 0
		c.mu.Unlock()
		if len(some) == 0 {
			return
		}
		c.do(some)
		for _, e := range some {
			close(e.done)
		}
	}
}

// do does errands in one transaction; should that fail each by itself, so that
// what is wrong with one keeps no other back.
func (c *clerk) do(some []*errand) {
	err := c.together(some)
	for _, e := range some {
		e.err = err
		if err != nil && len(some) > 1 {
			e.err = c.together([]*errand{e})
		}
	}
}

func (c *clerk) together(some []*errand) (err error) {
	defer c.d.contain(&err, "dispatcher: the ledger could not be told of calls", "calls", len(some))
	var steps plan.Steps
	var began, taken []*errand
	for _, e := range some {
		if e.receipt == nil {
			began = append(began, e)
			steps.Begin = append(steps.Begin, e.Attempt)
		} else {
			taken = append(taken, e)
			steps.Took = append(steps.Took, plan.Taken{Dispatch: e.Dispatch, Receipt: *e.receipt})
		}
	}
	ctx, cancel := recordContext(some[0].ctx)
	defer cancel()
	begun, told, err := c.d.planner.Advance(ctx, c.d.now(), c.d.real(), steps, c.d.render)
	if err != nil {
		return err
	}
	for i, e := range began {
		e.Attempt = begun[i]
	}
	for i, e := range taken {
		e.told = told[i]
	}
	return nil
}
