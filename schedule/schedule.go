// Package schedule is the clock of jalon: it sees what is due, has it frozen in
// the ledger, and hands each frozen dispatch to the chat, once.
//
// It decides nothing about deadlines: what is due, and when, stands in the
// ledger; the words come from a [Renderer], the chat is a [Poster]. Two clocks
// are given to it. The domain's says what is due and may be rehearsed; the real
// one runs leases, look-ups and tries.
//
// # The guarantee
//
// A dispatch leaves at most once and, as soon as the chat answers, at least
// once. Its call lasts at most [plan.RequestTimeout], under a lease of
// [plan.LeaseTime] that begins just before, for who still holds its claim. After
// any doubt (no answer, an answer that says nothing, a crash) the chat is looked
// up, at least [plan.LookupDelay] after the call, and the dispatch is sent again
// only when the chat does not have it. Should a call stopped in its course arrive
// all the same after that, the later post is deleted, and journaled.
//
// # Waking
//
// The loop wakes at the next due instant, at the next try, when something was
// committed, and every 30 seconds at the latest: timers do not count the time a
// machine is suspended, and clocks are set. That beat is a plain timer rather
// than a cron runner because the latter waits for an hour of the wall: set the
// clock back by an hour and it is silent for as long. Cron keeps the [House]:
// what jalon does for itself, at night, that nobody waits for.
package schedule

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"jalon/plan"
)

// Poster is the chat. Calls may be made from several goroutines at once, and
// end with their context. Errors say what is known of the call, as a
// [*plan.PostError]; a connection refused before anything was written is
// [plan.NotNow], no doubt.
type Poster interface {
	// Send makes the call of a dispatch.
	Send(ctx context.Context, d plan.Dispatch) (plan.Receipt, error)
	// Find looks for the post that carries the dispatch's key among the bot's
	// own, from d.LookupFrom() on. When there are several it deletes the later
	// ones and says so in the receipt. It is never asked for an edit.
	Find(ctx context.Context, d plan.Dispatch) (r plan.Receipt, found bool, err error)
	// ServerTime asks the chat for its own clock; an error tells that the chat
	// takes no call for now. The answer may be early, never late: look-ups
	// begin from it.
	ServerTime(ctx context.Context) (time.Time, error)
}

// Renderer makes the words, with the state that the transaction sees.
type Renderer interface {
	// Render is a [plan.Render].
	Render(tx plan.Tx, now time.Time, b plan.Batch) (plan.Drawing, error)
	// Redraw is a [plan.Redraw].
	Redraw(tx plan.Tx, now time.Time, c plan.LiveCard) (content []byte, drawn int, err error)
}

// Observer is told what happens, for metrics. Calls may come from several
// goroutines at once.
type Observer interface {
	// Sent tells that the chat has a dispatch, and how late what it tells is.
	Sent(kind plan.DispatchKind, late time.Duration)
	// Unsent tells that a call, or a look-up, did not succeed.
	Unsent(kind plan.DispatchKind, e *plan.PostError)
	// Turned tells the end of each turn of the loop: for how long the oldest
	// delivery still planned has been due, and whether the turn failed.
	Turned(overdue time.Duration, err error)
}

// Options are what a Dispatcher may be given; zero values suit a real run.
type Options struct {
	Now  func() time.Time // the domain's clock; Real by default
	Real func() time.Time // the real clock; time.Now by default
	Log  *slog.Logger     // silent by default
	// Owner names this dispatcher in leases; random by default.
	Owner    string
	Observer Observer
}

// Dispatcher says what must be said. Several may run on one store.
type Dispatcher struct {
	planner  *plan.Planner
	renderer Renderer
	poster   Poster
	now      func() time.Time
	real     func() time.Time
	log      *slog.Logger
	owner    string
	observer Observer

	wake  chan struct{}
	calls chan struct{} // holds one for each call under way
	turn  sync.Mutex    // held during a turn, so that a replay and the loop do not mix
	gate  gate
	clerk *clerk

	// Within a turn: whether the chat did not answer last time, when it was asked,
	// and what its clock was.
	away      bool
	reachedAt time.Time
	server    time.Time
}

// New makes a Dispatcher. It does nothing until [Dispatcher.Run] or
// [Dispatcher.RunUntil].
func New(planner *plan.Planner, renderer Renderer, poster Poster, o Options) *Dispatcher {
	d := &Dispatcher{
		planner: planner, renderer: renderer, poster: poster,
		now: o.Now, real: o.Real, log: o.Log, owner: o.Owner, observer: o.Observer,
		wake: make(chan struct{}, 1), calls: make(chan struct{}, callsAtOnce),
	}
	d.clerk = newClerk(d)
	if d.real == nil {
		d.real = time.Now
	}
	if d.now == nil {
		d.now = d.real
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.owner == "" {
		d.owner = rand.Text()
	}
	if d.observer == nil {
		d.observer = unobserved{}
	}
	return d
}

// Wake tells the loop that something was committed. It never blocks.
func (d *Dispatcher) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

type unobserved struct{}

func (unobserved) Sent(plan.DispatchKind, time.Duration)     {}
func (unobserved) Unsent(plan.DispatchKind, *plan.PostError) {}
func (unobserved) Turned(time.Duration, error)               {}
