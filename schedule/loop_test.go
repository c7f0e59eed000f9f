package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/plan"
	"jalon/schedule"
	"jalon/schedule/scheduletest"
)

// house is a dispatcher on a ledger in memory, with its chat, in a bubble.
type house struct {
	t      *testing.T
	ledger *memory
	chat   *scheduletest.Chat
	words  scheduletest.Words
	seen   *observer
	*schedule.Dispatcher

	mu     sync.Mutex
	shift  time.Duration // how far the machine's clock was set
	frozen chan struct{} // open while the process is suspended
	stop   func()        // ends the loop
	done   chan error    // what Run returned
	next   int
}

// clock is the machine's clock, which somebody may set. A process that is
// suspended gets no further than its next look at it.
func (h *house) clock() time.Time {
	h.mu.Lock()
	frozen := h.frozen
	h.mu.Unlock()
	if frozen != nil {
		<-frozen
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return time.Now().Add(h.shift)
}

func (h *house) set(shift time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.shift += shift
}

// open makes a house whose calls without an answer last until they are given up.
// Its chat has a clock of its own, which nobody sets.
func open(t *testing.T) *house {
	return beside(t, newMemory(), scheduletest.New(time.Now, scheduletest.Options{Skew: -time.Hour, Hang: true}))
}

// beside makes another house, on another machine, with a ledger and its chat.
func beside(t *testing.T, ledger *memory, chat *scheduletest.Chat) *house {
	h := &house{t: t, ledger: ledger, chat: chat, seen: &observer{}, done: make(chan error, 1)}
	h.Dispatcher = schedule.New(plan.New(h.ledger, plan.Options{}), &h.words, h.chat, schedule.Options{
		Real: h.clock, Observer: h.seen,
	})
	return h
}

// run starts the loop, which ends with the test.
func (h *house) run() {
	ctx, cancel := context.WithCancel(h.t.Context())
	h.stop = cancel
	go func() { h.done <- h.Run(ctx) }()
	h.t.Cleanup(cancel)
}

// plan plans something to say about E1, at an instant of the machine's clock.
func (h *house) plan(channel string, at time.Time) {
	h.t.Helper()
	h.next++
	err := h.ledger.Write(h.t.Context(), func(tx plan.Tx) error {
		tx.(*ledgerTx).versions[1] = 1
		_, err := tx.PlanDelivery(plan.Delivery{
			ID: fmt.Sprintf("%03d", h.next), Region: "hdf", Subject: "E1", Step: fmt.Sprint(h.next),
			To: plan.Recipient{Channel: plan.ChannelID(channel)}, DueAt: at, State: plan.Planned, Version: 1,
		})
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// change changes E1, as a use case does.
func (h *house) change() {
	h.t.Helper()
	err := h.ledger.Write(h.t.Context(), func(tx plan.Tx) error {
		l := tx.(*ledgerTx)
		l.versions[1]++
		for post, c := range l.cards {
			c.Wanted = l.versions[1]
			c.Version++
			l.cards[post] = c
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.Wake()
}

// said lists what people see, in the order it came.
func (h *house) said() (lines []string) {
	for _, p := range h.chat.Posts() {
		lines = append(lines, p.Text)
	}
	return lines
}

func (h *house) want(what string, got, want any) {
	h.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		h.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// observer remembers what it was told.
type observer struct {
	mu     sync.Mutex
	late   []time.Duration
	codes  []string
	errs   []error
	oldest time.Duration
}

func (o *observer) Sent(_ plan.DispatchKind, late time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.late = append(o.late, late)
}

func (o *observer) Unsent(_ plan.DispatchKind, e *plan.PostError) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.codes = append(o.codes, e.Code)
}

func (o *observer) Turned(overdue time.Duration, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.oldest = max(o.oldest, overdue)
	if err != nil {
		o.errs = append(o.errs, err)
	}
}

func wait(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

const (
	first  = "E1/0/1/channel:a"
	second = "E1/0/2/channel:a"
	third  = "E1/0/3/channel:b"
)

func TestAnIdleLoopWakesTwiceAMinuteAndWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.plan("a", time.Now().Add(48*time.Hour))
		_, before := h.ledger.counts()
		h.run()
		wait(time.Hour)
		reads, writes := h.ledger.counts()
		_, asked := h.chat.Calls()
		h.want("reads", reads, 121)
		h.want("writes", writes-before, 0)
		h.want("questions to the chat", asked, 0)
	})
}

func TestWhatIsDueIsSaidToTheSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		due := time.Now().Add(17*time.Minute + 3*time.Second)
		h.plan("a", due)
		h.run()
		wait(time.Until(due) - time.Millisecond)
		h.want("before", h.said(), []string(nil))
		wait(time.Millisecond)
		h.want("after", h.said(), []string{first})
		h.want("lateness", h.seen.late, []time.Duration{0})
	})
}

func TestWhatIsCommittedIsSaidAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.run()
		wait(time.Second)
		h.plan("a", time.Now())
		h.Wake()
		synctest.Wait()
		h.want("posts", h.said(), []string{first})
		h.change()
		h.change()
		synctest.Wait()
		shown := h.chat.Posts()[0].Drawn["E1"]
		h.want("version shown last", shown[len(shown)-1], 3)
	})
}

func TestADatabaseThatFailsIsTriedLessAndLessOftenThenWorks(t *testing.T) {
	for name, fault := range map[string]error{"busy": plan.ErrBusy, "full": errDisk} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t)
				h.plan("a", h.clock())
				h.ledger.fail(fault)
				h.run()
				wait(10 * time.Minute)
				h.want("turns that failed in ten minutes", len(h.seen.errs) > 15 && len(h.seen.errs) < 30, true)
				h.want("what they said", errors.Is(h.seen.errs[0], fault), true)
				h.want("calls", callsOf(h.chat), 0)
				h.ledger.fail(nil)
				wait(30 * time.Second)
				h.want("posts", h.said(), []string{first})
			})
		})
	}
}

func TestADatabaseThatFailsDuringACallMakesNoDouble(t *testing.T) {
	for name, fault := range map[string]error{"busy": plan.ErrBusy, "full": errDisk} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ledger := newMemory()
				var once sync.Once
				chat := scheduletest.New(time.Now, scheduletest.Options{
					Hang: true, Watch: func(plan.Dispatch) { once.Do(func() { ledger.fail(fault) }) },
				})
				h := beside(t, ledger, chat)
				h.plan("a", h.clock())
				h.run()
				wait(time.Hour)
				h.want("calls while it fails", callsOf(chat), 1)
				ledger.fail(nil)
				h.settles(1)
			})
		})
	}
}

func TestADatabaseThatFailsAmidTheCallsOfAChannelLosesNothingAndKeepsTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := newMemory()
		calls := 0
		chat := scheduletest.New(time.Now, scheduletest.Options{Hang: true, Watch: func(plan.Dispatch) {
			if calls++; calls == 3 {
				ledger.fail(errDisk)
				time.AfterFunc(10*time.Second, func() { ledger.fail(nil) })
			}
		}})
		h := beside(t, ledger, chat)
		for range 6 {
			h.plan("a", h.clock())
		}
		h.run()
		wait(time.Hour)
		h.want("what the channel was told", h.told("a"), []int{1, 2, 3, 4, 5, 6})
	})
}

func TestTheRecordOfAPostAndTheBeginningOfTheNextAreOneTransaction(t *testing.T) {
	written := func(posts int) (writes int) {
		synctest.Test(t, func(t *testing.T) {
			h := open(t)
			for range posts {
				h.plan("a", h.clock())
			}
			_, before := h.ledger.counts()
			h.run()
			wait(time.Second)
			h.want("posts", len(h.told("a")), posts)
			_, writes = h.ledger.counts()
			writes -= before
		})
		return writes
	}
	if few, many := written(10), written(30); many-few != 20 {
		t.Errorf("%d transactions for 10 posts, %d for 30: want one more for each post", few, many)
	}
}

func TestAChatThatAnswersWithErrorsForHoursIsCalledLessAndLessOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := cutOff(t)
		h.chat.Fail(slices.Repeat([]scheduletest.Fault{scheduletest.Broken}, 1000)...)
		h.plan("a", h.clock())
		h.run()
		wait(5 * time.Hour)
		calls := callsOf(h.chat)
		h.want("calls in five hours", calls > 20 && calls < 45, true)
		h.chat.Heal()
		wait(plan.LongestWait)
		h.want("posts", h.said(), []string{first})
		h.want("calls in all", callsOf(h.chat), calls+1)
	})
}

func TestTheEndWaitsForTheCallUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.chat.Fail(scheduletest.Unanswered)
		h.plan("a", h.clock())
		h.plan("a", h.clock())
		h.run()
		wait(time.Second)
		asked := time.Now()
		h.stop()
		if err := <-h.done; err != nil {
			t.Error(err)
		}
		h.want("time to end", time.Since(asked), plan.RequestTimeout-time.Second)
		calls, _ := h.chat.Calls()
		h.want("calls", calls, 1)
		var states []plan.DispatchState
		for _, d := range pick(h.ledger.state.dispatches, unsent, func(a, b plan.Dispatch) int { return strings.Compare(string(a.State), string(b.State)) }) {
			states = append(states, d.State)
			h.want("lease", d.Lease, "")
		}
		h.want("states", states, []plan.DispatchState{plan.InDoubt, plan.Ready})
	})
}

func TestADoubtIsLookedUpHalfAMinuteLater(t *testing.T) {
	for fault, calls := range map[scheduletest.Fault]int{
		scheduletest.Unanswered: 1, scheduletest.Misled: 1, scheduletest.Late: 1, scheduletest.Lost: 2, scheduletest.Broken: 2,
	} {
		t.Run(string(fault), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t)
				h.chat.Fail(fault)
				h.plan("a", h.clock())
				h.run()
				wait(plan.LookupDelay - time.Second)
				sent, _ := h.chat.Calls()
				h.want("calls within the delay", sent, 1)
				wait(plan.RequestTimeout + plan.LookupDelay + time.Second)
				sent, _ = h.chat.Calls()
				h.want("calls", sent, calls)
				h.want("posts", h.said(), []string{first})
			})
		})
	}
}

func TestWhatADeadProcessHadOnlyClaimedIsSaidWithinSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.plan("a", h.clock())
		dead := plan.New(h.ledger, plan.Options{})
		if _, err := dead.FreezeDue(t.Context(), h.clock(), h.clock(), 1, h.words.Render); err != nil {
			t.Fatal(err)
		}
		if _, err := dead.ClaimDispatches(t.Context(), h.clock(), "dead", 1); err != nil {
			t.Fatal(err)
		}
		h.run()
		wait(plan.ClaimTime - time.Second)
		h.want("while it may still live", h.said(), []string(nil))
		wait(2 * time.Second)
		h.want("afterwards", h.said(), []string{first})
	})
}

func TestASlowChannelDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.chat.Fail(scheduletest.Lost)
		h.plan("a", h.clock())
		h.plan("a", h.clock())
		h.plan("b", h.clock())
		h.run()
		wait(time.Second)
		h.want("somebody is told while the first call lasts", len(h.said()) > 0, true)
		wait(time.Minute)
		h.want("in the end", len(h.said()), 3)
	})
}

func TestARefusalHoldsBackWhatIsBehindItInItsChannelOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.chat.Archive("a", true)
		h.plan("a", h.clock())
		h.plan("a", h.clock())
		h.plan("b", h.clock())
		h.run()
		wait(time.Second / 2)
		calls, _ := h.chat.Calls()
		h.want("calls", calls, 2)
		h.want("posts", h.said(), []string{third})
		h.chat.Archive("a", false)
		wait(time.Minute)
		h.want("once it is open again", h.said(), []string{third, first, second})
		h.want("codes", h.seen.codes, []string{plan.CodeArchived})
	})
}

// told lists the numbers of what a channel was told, in the order it came.
func (h *house) told(channel string) (numbers []int) {
	for _, line := range h.said() {
		var number int
		if _, err := fmt.Sscanf(line, "E1/0/%d/channel:"+channel, &number); err == nil {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

func TestWhatComesBehindARefusalKeepsItsOrder(t *testing.T) {
	for name, refuse := range map[string]func(*house){
		"a rate limit":                 func(h *house) { h.chat.Fail(scheduletest.None, scheduletest.None, scheduletest.Limited) },
		"rate limits one upon another": func(h *house) { h.chat.Fail(slices.Repeat([]scheduletest.Fault{scheduletest.Limited}, 30)...) },
		"an archived channel": func(h *house) {
			h.chat.Archive("a", true)
			time.AfterFunc(3*time.Second, func() { h.chat.Archive("a", false) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t)
				// More than a claim takes: some are held, some wait, some come later.
				const each = 50
				for range each {
					h.plan("a", h.clock())
					h.plan("b", h.clock())
				}
				refuse(h)
				h.run()
				wait(time.Second)
				h.plan("a", h.clock())
				h.plan("b", h.clock())
				h.Wake()
				wait(10 * time.Minute)
				for _, channel := range []string{"a", "b"} {
					numbers := h.told(channel)
					h.want("how many in "+channel, len(numbers), each+1)
					if !slices.IsSorted(numbers) {
						t.Errorf("%s was told %v", channel, numbers)
					}
				}
			})
		})
	}
}

func TestAChatThatComesBackIsFoundWithinSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.chat.Stop(true)
		h.plan("a", h.clock())
		h.run()
		_, before := h.ledger.counts()
		wait(3 * time.Hour)
		_, after := h.ledger.counts()
		h.want("writes while it is away", after-before, 0)
		h.want("oldest", h.seen.oldest > 2*time.Hour, true)
		h.chat.Stop(false)
		wait(5 * time.Second)
		h.want("posts", h.said(), []string{first})
	})
}

func TestWhatPanicsIsContained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.words.Spoil = func(v plan.Delivery) error {
			if v.Step == "1" {
				panic("no words")
			}
			return nil
		}
		h.plan("a", h.clock())
		h.plan("a", h.clock())
		h.run()
		wait(time.Second)
		h.want("posts", h.said(), []string{second})
		h.want("state", h.ledger.state.deliveries["001"].State, plan.Failed)
	})
}

// clumsy is a chat whose client panics on its first call.
type clumsy struct {
	schedule.Poster
	once sync.Once
}

func (c *clumsy) Send(ctx context.Context, d plan.Dispatch) (plan.Receipt, error) {
	c.once.Do(func() { panic("nil map") })
	return c.Poster.Send(ctx, d)
}

func TestACallThatPanicsIsADoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.Dispatcher = schedule.New(plan.New(h.ledger, plan.Options{}), &h.words, &clumsy{Poster: h.chat}, schedule.Options{Real: h.clock})
		h.plan("a", h.clock())
		h.run()
		wait(plan.LeaseTime)
		h.want("before the lease ends", h.said(), []string(nil))
		wait(time.Minute)
		h.want("posts", h.said(), []string{first})
	})
}

func TestAReplayStopsAtEachDueInstantInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		start := time.Now()
		now := start
		h.Dispatcher = schedule.New(plan.New(h.ledger, plan.Options{}), &h.words, h.chat, schedule.Options{
			Real: h.clock, Now: func() time.Time { return now },
		})
		h.plan("a", start.Add(3*time.Hour))
		h.plan("b", start.Add(time.Hour))
		h.plan("a", start.Add(3*time.Hour))
		h.plan("a", start.Add(3*time.Hour+time.Second))
		var instants []time.Duration
		err := h.RunUntil(t.Context(), start.Add(3*time.Hour), func(at time.Time) {
			now = at
			instants = append(instants, at.Sub(start))
		})
		if err != nil {
			t.Fatal(err)
		}
		h.want("instants", instants, []time.Duration{time.Hour, 3 * time.Hour})
		h.want("posts", h.said(), []string{"E1/0/2/channel:b", "E1/0/1/channel:a", "E1/0/3/channel:a"})
		if err := h.RunUntil(t.Context(), start.Add(2*time.Hour), func(at time.Time) { t.Error("the clock went back to", at) }); err != nil {
			t.Error(err)
		}
	})
}

func TestAReplayWithoutAChatSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.chat.Stop(true)
		h.plan("a", h.clock())
		err := h.RunUntil(t.Context(), h.clock(), func(time.Time) {})
		h.want("error", errors.Is(err, schedule.ErrStuck), true)
	})
}
