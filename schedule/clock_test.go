package schedule_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jalon/plan"
	"jalon/schedule/scheduletest"
)

// suspend stops the process, as SIGSTOP does, until it is resumed.
func (h *house) suspend() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.frozen = make(chan struct{})
}

// resume lets a suspended process go on: what its timers asked for meanwhile
// comes now.
func (h *house) resume() {
	h.mu.Lock()
	close(h.frozen)
	h.frozen = nil
	h.mu.Unlock()
	synctest.Wait()
}

// noticed is how long a clock that was set, or a machine that was suspended, may
// go unnoticed: timers do not see it.
const noticed = 30 * time.Second

func TestAClockSetForwardSaysWhatFellDueOnceAndKeepsTheRestForItsHour(t *testing.T) {
	for name, jump := range map[string]time.Duration{"an hour": time.Hour, "a day": 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t)
				start := h.clock()
				h.plan("a", start.Add(jump/2))
				h.plan("a", start.Add(jump))
				h.plan("b", start.Add(jump+10*time.Minute))
				h.run()
				wait(time.Second)
				h.set(jump)
				wait(noticed)
				h.want("posts", h.said(), []string{first, second})
				h.want("lateness", h.seen.late, []time.Duration{jump/2 + noticed, noticed})
				wait(10*time.Minute - noticed - 2*time.Second)
				h.want("posts just before the hour of the third", h.said(), []string{first, second})
				wait(time.Second)
				h.want("posts at its hour", h.said(), []string{first, second, third})
				h.set(-jump)
				wait(3 * jump)
				h.want("posts once the clock is right again", h.said(), []string{first, second, third})
			})
		})
	}
}

func TestAClockSetBackSaysNothingTwiceAndTheRestAtItsHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		start := h.clock()
		h.plan("a", start.Add(10*time.Minute))
		h.plan("a", start.Add(20*time.Minute))
		h.run()
		wait(10 * time.Minute)
		h.want("before", h.said(), []string{first})
		h.set(-time.Hour)
		h.plan("b", h.clock().Add(45*time.Second)) // asked for by the clock of now
		wait(45 * time.Second)
		h.want("what is asked for since", h.said(), []string{first, third})
		wait(start.Add(20*time.Minute).Sub(h.clock()) - time.Second)
		h.want("until the clock shows it again", h.said(), []string{first, third})
		wait(time.Second)
		h.want("posts", h.said(), []string{first, third, second})
		h.want("calls", callsOf(h.chat), 3)
	})
}

func TestAClockSetDuringACallMakesNoDouble(t *testing.T) {
	for fault, calls := range map[scheduletest.Fault]int{
		scheduletest.Unanswered: 1, scheduletest.Late: 1, scheduletest.Lost: 2,
	} {
		for name, jump := range map[string]time.Duration{
			"an hour forward": time.Hour, "a day forward": 24 * time.Hour, "an hour back": -time.Hour,
		} {
			t.Run(string(fault)+", "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					h := open(t)
					h.chat.Fail(fault)
					h.plan("a", h.clock())
					h.run()
					wait(time.Second)
					h.set(jump)
					// Nobody can tell how long ago the call was before the clock has
					// passed that hour again.
					wait(plan.RequestTimeout + plan.LookupDelay + max(0, -jump) + noticed)
					h.want("posts", h.said(), []string{first})
					h.want("calls", callsOf(h.chat), calls)
				})
			})
		}
	}
}

func TestAProcessSuspendedForADaySaysWhatFellDueOnceWhenItGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.plan("a", h.clock().Add(time.Hour))
		h.plan("a", h.clock().Add(23*time.Hour))
		h.plan("b", h.clock().Add(25*time.Hour))
		h.run()
		wait(time.Second)
		h.suspend()
		wait(24 * time.Hour)
		h.want("posts while it is suspended", h.said(), []string(nil))
		h.resume()
		h.want("posts", h.said(), []string{first, second})
		wait(time.Hour)
		h.want("posts at the hour of the third", h.said(), []string{first, second, third})
	})
}

func TestAProcessSuspendedInACallLeavesItToAnother(t *testing.T) {
	for fault, calls := range map[scheduletest.Fault]int{
		scheduletest.None: 1, scheduletest.Unanswered: 1, scheduletest.Late: 1, scheduletest.Lost: 2,
	} {
		t.Run("call "+string(fault), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var sleeper *house
				var once sync.Once
				chat := scheduletest.New(time.Now, scheduletest.Options{
					Hang: true, Watch: func(plan.Dispatch) { once.Do(sleeper.suspend) },
				})
				chat.Fail(fault)
				sleeper = beside(t, newMemory(), chat)
				sleeper.plan("a", sleeper.clock())
				sleeper.run()
				synctest.Wait() // it makes the call, and is suspended in it
				other := beside(t, sleeper.ledger, chat)
				other.run()
				wait(plan.LeaseTime + time.Second)
				sleeper.want("calls", callsOf(chat), calls)
				sleeper.want("posts", sleeper.said(), []string{first})
				wait(24 * time.Hour)
				sleeper.resume()
				wait(time.Hour)
				sleeper.want("calls once it goes on", callsOf(chat), calls)
				sleeper.want("posts once it goes on", sleeper.said(), []string{first})
			})
		})
	}
}

func callsOf(chat *scheduletest.Chat) int {
	sent, _ := chat.Calls()
	return sent
}
