package main_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/plan"
	"jalon/schedule/scheduletest"
)

// tell is a world in which one deadline was just asked for: a card waits for
// each of the two préfectures, and nothing was said yet.
func tell(t *testing.T) *world {
	t.Helper()
	w, err := newWorld(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := w.ask(10); err != nil {
		t.Fatal(err)
	}
	return w
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// said lists what people see, one line per post.
func (w *world) said() []string {
	var lines []string
	for _, p := range w.chat.Posts() {
		lines = append(lines, fmt.Sprintf("%s: %s", p.Channel, p.Text))
	}
	return lines
}

// states lists the deliveries of E1 of one step, as "channel:c-62 sent".
func (w *world) states(t *testing.T, step string) []string {
	t.Helper()
	all, err := w.deliveries("E1")
	must(t, err)
	var lines []string
	for _, v := range all {
		if v.Step == step {
			line := v.To.Key() + " " + string(v.State)
			if v.Reason != "" {
				line += " (" + v.Reason + ")"
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// unsent lists the dispatches of E1 that are not sent.
func (w *world) unsent(t *testing.T) []plan.Dispatch {
	t.Helper()
	var found []plan.Dispatch
	must(t, w.view(func(tx plan.Tx) (err error) { found, err = tx.UnsentDispatches(region, "E1"); return err }))
	return found
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const (
	cardStep = string(plan.NoticeCard)
	card59   = "c-59: E1/1/echeance.carte/channel:c-59"
	card62   = "c-62: E1/1/echeance.carte/channel:c-62"
)

func TestACardGoesToEachConcernedChannel(t *testing.T) {
	w := tell(t)
	must(t, w.turn())
	want(t, "posts", w.said(), []string{card59, card62})
	want(t, "deliveries", w.states(t, cardStep), []string{"channel:c-59 sent", "channel:c-62 sent"})
}

func TestACallThatComesLateIsWaitedFor(t *testing.T) {
	w := tell(t)
	w.chat.Fail(scheduletest.Late)
	must(t, w.turn())
	for range 12 {
		must(t, w.pass(5*time.Second))
	}
	want(t, "posts", w.said(), []string{card62, card59})
	sent, _ := w.chat.Calls()
	want(t, "calls", sent, 2)
}

func TestAChatThatAsksToWaitIsLeftInPeace(t *testing.T) {
	w := tell(t)
	w.chat.Fail(scheduletest.Limited)
	must(t, w.turn(), w.pass(scheduletest.RetryAfter-time.Second))
	sent, _ := w.chat.Calls()
	want(t, "calls before the time it asked for", sent, 1)
	must(t, w.pass(2*time.Second))
	want(t, "posts, in their order", w.said(), []string{card59, card62})
}

func TestAChatThatIsDownIsAskedTheTimeAndNothingIsWritten(t *testing.T) {
	w := tell(t)
	w.chat.Stop(true)
	must(t, w.turn(), w.pass(time.Minute), w.pass(time.Minute))
	want(t, "writes", w.process.writes, 0)
	want(t, "deliveries", w.states(t, cardStep), []string{"channel:c-59 planned", "channel:c-62 planned"})
	w.chat.Stop(false)
	must(t, w.pass(time.Minute))
	want(t, "posts", w.said(), []string{card59, card62})
}

func TestARefusalForGoodIsRecordedWithItsReason(t *testing.T) {
	w := tell(t)
	w.chat.Fail(scheduletest.Denied)
	must(t, w.turn(), w.settle())
	want(t, "deliveries", w.states(t, cardStep), []string{"channel:c-59 failed (forbidden)", "channel:c-62 sent"})
}

func TestAnArchivedChannelKeepsItsMessagesInOrder(t *testing.T) {
	w := tell(t)
	w.chat.Archive(pref62, true)
	must(t, w.turn())
	_, err := w.ask(12)
	must(t, err, w.pass(time.Second), w.pass(3*24*time.Hour), w.pass(2*24*time.Hour))
	w.chat.Archive(pref62, false)
	must(t, w.settle(), w.check([]plan.Ref{"E1", "E2"}))
	var there []string
	for _, p := range w.chat.Posts() {
		if p.Channel == pref62 {
			there = append(there, p.Text)
		}
	}
	want(t, "posts of the channel", there, []string{
		"E1/1/echeance.carte/channel:c-62", "E2/1/echeance.carte/channel:c-62",
		"E1/1/J-7/channel:c-62 E2/1/J-7/channel:c-62", // what waited leaves as one
	})
}

func TestWhatIsCancelledWhileItWaitsIsDroppedAtOnce(t *testing.T) {
	w := tell(t)
	must(t, w.turn())
	w.chat.Archive(pref62, true)
	must(t, w.pass(3*24*time.Hour)) // J-7
	before := w.unsent(t)
	want(t, "dispatches that wait", len(before), 1)
	must(t, w.done("E1", "bob", pref62))
	var after plan.Dispatch
	must(t, w.view(func(tx plan.Tx) (err error) { after, err = tx.Dispatch(before[0].ID); return err }))
	want(t, "state", after.State, plan.Dropped)
	must(t, w.settle())
	want(t, "reminders of J-7", w.states(t, "J-7"), []string{"channel:c-59 sent", "channel:c-62 cancelled (closed)"})
}

func TestWhatIsCancelledInDoubtIsLookedForFirst(t *testing.T) {
	for fault, want62 := range map[scheduletest.Fault]string{
		scheduletest.Unanswered: "channel:c-62 sent",
		scheduletest.Lost:       "channel:c-62 cancelled (closed)",
	} {
		t.Run(string(fault), func(t *testing.T) {
			w := tell(t)
			must(t, w.turn(), w.done("E1", "carole", pref59), w.turn())
			w.chat.Fail(fault)
			must(t, w.pass(3*24*time.Hour)) // J-7, for 62 only
			must(t, w.done("E1", "bob", pref62))
			must(t, w.settle(), w.check([]plan.Ref{"E1"}))
			want(t, "reminders of J-7", w.states(t, "J-7"), []string{"channel:c-59 cancelled (closed)", want62})
		})
	}
}

func TestWhatIsPlannedAgainInDoubtIsSaidOnce(t *testing.T) {
	for _, fault := range []scheduletest.Fault{scheduletest.Unanswered, scheduletest.Lost} {
		t.Run(string(fault), func(t *testing.T) {
			w := tell(t)
			must(t, w.turn(), w.done("E1", "carole", pref59), w.turn())
			w.chat.Fail(fault)
			must(t, w.pass(3*24*time.Hour)) // J-7, for 62 only
			all, err := w.deliveries("E1")
			must(t, err)
			i := slices.IndexFunc(all, func(v plan.Delivery) bool { return v.Step == "J-7" && v.To.Channel == pref62 })
			again := all[i]
			must(t, w.done("E1", "bob", pref62))
			again.ID, again.State, again.Dispatch = "again", plan.Planned, ""
			must(t, w.store.Write(context.Background(), func(tx plan.Tx) error {
				revived, err := tx.PlanDelivery(again)
				if !revived {
					err = errors.Join(err, errors.New("it was not revived"))
				}
				return err
			}))
			must(t, w.settle(), w.check([]plan.Ref{"E1"}))
			want(t, "reminders of J-7", w.states(t, "J-7"), []string{"channel:c-59 cancelled (closed)", "channel:c-62 sent"})
		})
	}
}

func TestOneOfSeveralIsCancelledAndTheOthersAreSaid(t *testing.T) {
	w := tell(t)
	due, err := w.deliveries("E1")
	must(t, err)
	due = slices.DeleteFunc(due, func(v plan.Delivery) bool { return v.Step != cardStep })
	must(t, w.store.Write(context.Background(), func(tx plan.Tx) error {
		err := tx.AddDispatch(plan.Dispatch{
			ID: "both", Region: region, Key: "both", Kind: plan.Create, To: due[0].To, Subject: "E1",
			Content: []byte("both"), State: plan.Ready, NextTry: w.real, Version: 1,
		})
		for i, v := range due {
			v.State, v.Dispatch = plan.Claimed, "both"
			if i == 0 {
				v.State, v.Reason = plan.CancelledNotice, plan.ReasonClosed
			}
			err = errors.Join(err, tx.UpdateDelivery(v))
		}
		return err
	}))
	must(t, w.turn())
	want(t, "posts", w.said(), []string{card62})
	want(t, "deliveries", w.states(t, cardStep), []string{"channel:c-59 cancelled (closed)", "channel:c-62 sent"})
}

func TestWhatCannotBeDrawnBlocksNothing(t *testing.T) {
	for name, spoil := range map[string]func() error{
		"an error": func() error { return errors.New("no words") },
		"a panic":  func() error { panic("no words") },
	} {
		t.Run(name, func(t *testing.T) {
			w := tell(t)
			w.words.Spoil = func(v plan.Delivery) error {
				if v.To.Channel == pref59 {
					return spoil()
				}
				return nil
			}
			w.reborn(0, false)
			must(t, w.turn())
			want(t, "deliveries", w.states(t, cardStep), []string{"channel:c-59 failed (render)", "channel:c-62 sent"})
		})
	}
}

func TestACardThatCannotBeDrawnWaitsForTheNextChange(t *testing.T) {
	w := tell(t)
	spoilt := true
	w.words.SpoilCard = func(plan.LiveCard) error {
		if spoilt {
			return errors.New("no words")
		}
		return nil
	}
	w.reborn(0, false)
	must(t, w.turn(), w.retitle("E1", "Bilan CPER"), w.turn())
	writes := w.process.writes
	must(t, w.turn())
	want(t, "writes once given up", w.process.writes, writes)
	spoilt = false
	must(t, w.retitle("E1", "Bilan du CPER"), w.turn())
	want(t, "versions shown", w.drawn(), [][]int{{1, 3}, {1, 3}})
}

// drawn lists what each post showed of E1.
func (w *world) drawn() (out [][]int) {
	for _, p := range w.chat.Posts() {
		out = append(out, p.Drawn["E1"])
	}
	return out
}

func TestACardWhosePostIsGoneIsDeadAndTheActionStands(t *testing.T) {
	w := tell(t)
	must(t, w.turn())
	w.chat.Delete("post1")
	must(t, w.done("E1", "bob", pref62), w.settle())
	var dead []string
	must(t, w.view(func(tx plan.Tx) error {
		cards, err := tx.CardsOf(region, "E1")
		for _, c := range cards {
			dead = append(dead, fmt.Sprintf("%s dead=%t %s", c.Post, c.Dead, c.Reason))
		}
		return err
	}))
	want(t, "cards", dead, []string{"post1 dead=true gone", "post2 dead=false "})
	want(t, "versions shown", w.drawn(), [][]int{{1, 2}})
}

func TestAProjectThatChangesWhileItsQuestionLeavesIsDrawnAgain(t *testing.T) {
	w := tell(t)
	call, err := w.call("alice", sgar)
	must(t, err)
	made, err := w.planner.AddProject(t.Context(), call, plan.Project{Region: region, Name: "ERBM", Lead: "bob", Departments: []string{"62"}, Progress: plan.NoProgress})
	must(t, err)
	planned, err := w.deliveries(made.After.Ref())
	must(t, err)
	w.now = planned[0].DueAt
	_, err = w.planner.FreezeDue(t.Context(), w.now, w.real, 100, w.words.Render)
	must(t, err)
	claimed, err := w.planner.ClaimDispatches(t.Context(), w.real, "one", 100)
	must(t, err)
	at := slices.IndexFunc(claimed, func(d plan.Dispatch) bool { return d.Subject == made.After.Ref() })
	begun, _, err := w.planner.BeginAttempt(t.Context(), w.now, w.real, w.real, claimed[at], w.words.Render)
	must(t, err)
	call, err = w.call("bob", pref62)
	must(t, err)
	said, err := w.planner.ReportOnProject(t.Context(), call, made.After.Number, plan.ProjectReport{Unchanged: true})
	must(t, err)
	_, err = w.planner.RecordSent(t.Context(), w.now, begun, plan.Receipt{Post: "p", Channel: "dm"})
	must(t, err, w.view(func(tx plan.Tx) error {
		c, err := tx.CardByPost(region, "p", made.After.Ref())
		want(t, "version wanted", c.Wanted, said.After.Version)
		return err
	}))
}

func TestChangesInARowMakeOneEditAtATime(t *testing.T) {
	w := tell(t)
	must(t, w.turn())
	w.chat.Fail(scheduletest.Late)
	must(t, w.retitle("E1", "Bilan 2"), w.turn())
	must(t, w.retitle("E1", "Bilan 3"), w.pass(time.Second), w.retitle("E1", "Bilan 4"), w.pass(time.Second))
	want(t, "edits under way", len(w.unsent(t)), 2)
	must(t, w.settle(), w.check([]plan.Ref{"E1"}))
	want(t, "versions shown", w.drawn(), [][]int{{1, 2, 2, 4}, {1, 2, 4}})
}
