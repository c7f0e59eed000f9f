package schedule_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"jalon/plan"
	"jalon/schedule/scheduletest"
)

// settled is within what time nothing is in doubt any more, from the moment at
// which jalon and the chat both work again.
const settled = time.Minute

// settling lets time go by until the ledger has nothing left to send, and
// returns how long that took.
func (h *house) settling() time.Duration {
	h.t.Helper()
	start := time.Now()
	for len(pick(h.ledger.snapshot().dispatches, unsent, byTry)) > 0 || len(h.said()) == 0 {
		if time.Since(start) > time.Hour {
			h.t.Fatal("still in doubt after an hour")
		}
		wait(time.Second)
	}
	return time.Since(start)
}

// settles checks that the doubt ends in time, in one post, after so many calls.
func (h *house) settles(calls int) {
	h.t.Helper()
	if took := h.settling(); took > settled {
		h.t.Errorf("settled after %s", took)
	} else {
		h.t.Logf("settled after %s", took)
	}
	wait(2 * plan.LeaseTime) // a second post would come by then
	h.want("posts", h.said(), []string{first})
	h.want("calls", callsOf(h.chat), calls)
}

// dies makes a call as a process does that is killed before it has the answer:
// nothing tells whether the chat heard it.
func (h *house) dies(fault scheduletest.Fault) {
	h.t.Helper()
	p, ctx, now := plan.New(h.ledger, plan.Options{}), h.t.Context(), h.clock()
	if _, err := p.FreezeDue(ctx, now, now, 1, h.words.Render); err != nil {
		h.t.Fatal(err)
	}
	claimed, err := p.ClaimDispatches(ctx, now, "dead", 1)
	if err != nil || len(claimed) != 1 {
		h.t.Fatal(claimed, err)
	}
	d, begun, err := p.BeginAttempt(ctx, now, now, now.Add(-time.Hour), claimed[0], h.words.Render)
	if err != nil || !begun {
		h.t.Fatal(begun, err)
	}
	h.chat.Fail(fault)
	_, _ = h.chat.Send(ctx, d) // nobody is there to hear
}

// heard are the ways in which a call and its answer part, with how many calls
// it takes until the chat has the post once.
var heard = map[scheduletest.Fault]int{
	scheduletest.None: 1, scheduletest.Unanswered: 1, scheduletest.Misled: 1, scheduletest.Late: 1,
	scheduletest.Lost: 2, scheduletest.Broken: 2,
}

// cutOff makes a house whose calls fail at once when their line is cut.
func cutOff(t *testing.T) *house {
	return beside(t, newMemory(), scheduletest.New(time.Now, scheduletest.Options{Skew: -time.Hour}))
}

func TestADoubtLeftByADeathIsSettledWithinAMinuteOfTheRestart(t *testing.T) {
	for fault, calls := range heard {
		for _, away := range []time.Duration{0, 20 * time.Second, plan.LeaseTime, time.Hour} {
			t.Run(fmt.Sprintf("%s, started again after %s", fault, away), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					h := cutOff(t)
					h.plan("a", h.clock())
					h.dies(fault)
					wait(away)
					h.run()
					h.settles(calls)
				})
			})
		}
	}
}

func TestADoubtLeftByACutIsSettledWithinAMinute(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *house{"cut at once": cutOff, "no answer": open} {
		for fault, calls := range heard {
			t.Run(name+" "+string(fault), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					h := open(t)
					h.chat.Fail(fault)
					h.plan("a", h.clock())
					h.run()
					h.settles(calls)
				})
			})
		}
	}
}

func TestADoubtIsSettledWithinAMinuteOfTheServersReturn(t *testing.T) {
	for fault, calls := range heard {
		for _, away := range []time.Duration{time.Second, plan.LookupDelay, 5 * time.Hour} {
			t.Run(fmt.Sprintf("%s, back after %s", fault, away), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					h := cutOff(t)
					h.chat.Fail(fault)
					h.plan("a", h.clock())
					h.run()
					synctest.Wait()
					h.chat.Stop(true)
					wait(away)
					h.chat.Stop(false)
					h.settles(calls)
				})
			})
		}
	}
}

func TestADoubtIsSettledWithinAMinuteOfTheLastLookUpThatFails(t *testing.T) {
	for fault, calls := range heard {
		if fault == scheduletest.None {
			continue
		}
		t.Run(string(fault), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := cutOff(t)
				h.chat.Fail(fault)
				h.plan("a", h.clock())
				h.chat.Blind(true)
				h.run()
				wait(5 * time.Hour)
				h.chat.Blind(false)
				h.settles(calls)
			})
		})
	}
}
