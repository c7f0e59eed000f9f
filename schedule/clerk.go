package schedule

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"jalon/plan"
)

const (
	// gathering is the longest that errands wait for others.
	gathering = 20 * time.Millisecond
	// spare is how many calls, at least, should have begun and wait for those under
	// way: the ledger is told of more while these are made.
	spare = 4
)

// clerk takes to the ledger what lanes have to tell it, together in one
// transaction: a disk takes as long to keep one thing as many, and most of what a
// transaction costs it costs once. Errands wait for others as long as enough calls
// are under way without them.
type clerk struct {
	d     *Dispatcher
	begun atomic.Int64 // calls that have begun and wait for those under way

	mu      sync.Mutex
	asked   []*errand
	busy    bool
	pressed chan struct{} // told when errands should wait no longer
}

func newClerk(d *Dispatcher) *clerk { return &clerk{d: d, pressed: make(chan struct{}, 1)} }

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

func beginning(ctx context.Context, a plan.Attempt) *errand { return &errand{ctx: ctx, Attempt: a} }

func taking(ctx context.Context, d plan.Dispatch, r plan.Receipt) *errand {
	return &errand{ctx: ctx, Attempt: plan.Attempt{Dispatch: d}, receipt: &r}
}

// begin records that a call begins.
func (c *clerk) begin(ctx context.Context, a plan.Attempt) (plan.Dispatch, bool, error) {
	e := beginning(ctx, a)
	c.ask(e) //nolint:contextcheck // one transaction serves several lanes
	return e.Dispatch, e.Begun, e.err
}

// took records that the chat has a dispatch.
func (c *clerk) took(ctx context.Context, d plan.Dispatch, r plan.Receipt) (plan.Told, error) {
	e := taking(ctx, d, r)
	c.ask(e) //nolint:contextcheck // as above
	return e.told, e.err
}

// tookAndBegin records that the chat has a dispatch and that the call of the next
// of its lane begins; what went wrong with one is no error of the other.
func (c *clerk) tookAndBegin(ctx context.Context, d plan.Dispatch, r plan.Receipt, next *plan.Attempt) (told plan.Told, err, failed error) {
	took, begin := taking(ctx, d, r), beginning(ctx, *next)
	c.ask(took, begin) //nolint:contextcheck // as above
	*next = begin.Attempt
	return took.told, took.err, begin.err
}

// ask waits until a lane's errands are done.
func (c *clerk) ask(some ...*errand) {
	for _, e := range some {
		e.done = make(chan struct{})
	}
	c.mu.Lock()
	c.asked = append(c.asked, some...)
	if !c.busy {
		c.busy = true
		go c.work()
	}
	if c.begun.Load() < spare {
		select {
		case c.pressed <- struct{}{}:
		default:
		}
	}
	c.mu.Unlock()
	for _, e := range some {
		<-e.done
	}
}

// gather waits for more errands, but not for long.
func (c *clerk) gather() {
	timer := time.NewTimer(gathering)
	defer timer.Stop()
	select {
	case <-c.pressed:
	case <-timer.C:
	}
}

// work does what is asked until there is nothing left.
func (c *clerk) work() {
	for c.some() {
		c.gather()
		c.mu.Lock()
		some := c.asked
		c.asked = nil
		c.mu.Unlock()
		c.do(some)
		for _, e := range some {
			close(e.done)
		}
	}
}

// some tells whether anything is asked. Where nothing is, the next who asks begins
// the work again.
func (c *clerk) some() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy = len(c.asked) > 0
	return c.busy
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
