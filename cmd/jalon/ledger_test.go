package main_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/plan"
	"jalon/schedule/scheduletest"
)

// story is a short life of a deadline, in steps that each end with a turn.
func story(w *world) []func() error {
	var ref plan.Ref
	var err error
	return []func() error{
		func() error { ref, err = w.ask(10); return err },
		func() error { return w.done(ref, "carole", pref59) },
		func() error { return w.pass(3 * 24 * time.Hour) }, // J-7, for 62 only
		func() error { return w.postpone(ref, 8) },
	}
}

// live plays the story with a process that dies at a write, and returns how
// many writes its first life made.
func live(dir string, dieAt int, committed bool, faults ...scheduletest.Fault) (writes int, err error) {
	w, err := newWorld(dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, w.store.Close()) }()
	w.reborn(dieAt, committed)
	first := w.process
	w.chat.Fail(faults...)
	for i, step := range story(w) {
		if err := errors.Join(step(), w.turn()); err != nil {
			return 0, fmt.Errorf("step %d: %w", i, err)
		}
	}
	if err := w.settle(); err != nil {
		return 0, err
	}
	return first.writes, w.check([]plan.Ref{"E1"})
}

func TestWhereverTheProcessDiesEachThingIsSaidOnce(t *testing.T) {
	t.Parallel()
	for _, faults := range [][]scheduletest.Fault{
		nil,
		{scheduletest.Unanswered, scheduletest.Lost, scheduletest.Misled},
	} {
		t.Run(fmt.Sprint(faults), func(t *testing.T) {
			t.Parallel()
			writes, err := live(t.TempDir(), 0, false, faults...)
			if err != nil {
				t.Fatal("without a crash:", err)
			}
			t.Logf("%d writes", writes)
			apart := 1
			if testing.Short() { // as properties, which then draw a fifth
				apart = 5
			}
			for at := 1; at <= writes; at += apart {
				for _, committed := range []bool{false, true} {
					if _, err := live(t.TempDir(), at, committed, faults...); err != nil {
						t.Errorf("dead at write %d, committed: %t: %v", at, committed, err)
					}
				}
			}
		})
	}
}

// event is one thing that happens to a world.
type event struct {
	What      string
	For       time.Duration
	Nth       int
	Committed bool
	Fault     scheduletest.Fault
	Channel   plan.ChannelID
}

func drawEvent(t *rapid.T) event {
	return event{
		What: rapid.SampledFrom([]string{
			"pass", "pass", "pass", "ask", "retitle", "done", "postpone", "cancel", "assign", "undo",
			"fail", "fail", "die", "archive", "reopen", "stop", "restart", "move", "move", "pace",
		}).Draw(t, "what"),
		For:       rapid.SampledFrom([]time.Duration{time.Second, 5 * time.Second, 20 * time.Second, time.Minute, time.Hour, 26 * time.Hour}).Draw(t, "for"),
		Nth:       rapid.IntRange(1, 12).Draw(t, "nth"),
		Committed: rapid.Bool().Draw(t, "committed"),
		Fault: rapid.SampledFrom([]scheduletest.Fault{
			scheduletest.Lost, scheduletest.Unanswered, scheduletest.Late, scheduletest.Broken,
			scheduletest.Misled, scheduletest.Limited, scheduletest.Unreached,
		}).Draw(t, "fault"),
		Channel: rapid.SampledFrom([]plan.ChannelID{sgar, pref62, pref59}).Draw(t, "channel"),
	}
}

// happen applies an event; what the rules of deadlines refuse changes nothing.
func (w *world) happen(e event, refs *[]plan.Ref) error {
	ref := plan.Ref("E1")
	if n := len(*refs); n > 0 {
		ref = (*refs)[e.Nth%n]
	}
	var err error
	switch e.What {
	case "pass":
		return w.pass(e.For)
	case "ask":
		if len(*refs) < 3 {
			ref, err := w.ask(e.Nth)
			*refs = append(*refs, ref)
			return err
		}
	case "retitle":
		err = w.retitle(ref, fmt.Sprintf("Bilan %d", e.Nth))
	case "done":
		err = w.done(ref, map[plan.ChannelID]plan.UserID{sgar: "alice", pref62: "bob", pref59: "carole"}[e.Channel], e.Channel)
	case "postpone":
		err = w.postpone(ref, e.Nth+5)
	case "cancel":
		err = w.cancel(ref)
	case "assign":
		err = w.assign(ref)
	case "undo":
		_, err = w.undo(map[plan.ChannelID]plan.UserID{sgar: "alice", pref62: "bob", pref59: "carole"}[e.Channel], e.Channel)
	case "move":
		_, err = w.move("62", []plan.ChannelID{pref62, "c-bis", "c-ter"}[e.Nth%3])
	case "pace":
		_, err = w.service("62", func(s *plan.Service) { s.Ladder = []string{"", "J-2 J", "J-9 J-1 14:00 J"}[e.Nth%3] })
	case "fail":
		w.chat.Fail(e.Fault)
	case "die":
		w.reborn(e.Nth, e.Committed)
	case "archive", "reopen":
		w.chat.Archive(e.Channel, e.What == "archive")
	case "stop", "restart":
		w.chat.Stop(e.What == "stop")
	}
	if refused(err) {
		return nil
	}
	return err
}

// refused tells a refusal of the rules from something wrong.
func refused(err error) bool {
	if _, ok := plan.KindOf(err); ok {
		return true
	}
	_, choice := errors.AsType[*plan.Choice](err)
	_, closed := errors.AsType[*plan.AlreadyClosed](err)
	_, earlier := errors.AsType[*plan.Earlier](err)
	_, since := errors.AsType[*plan.ChangedSince](err)
	_, moved := errors.AsType[*plan.ServiceChangedSince](err)
	return choice || closed || earlier || since || moved
}

func TestWhateverHappensEachThingIsSaidOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w, err := newWorld(t.TempDir())
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = w.store.Close() }()
		refs := []plan.Ref{}
		if err := w.happen(event{What: "ask", Nth: 9}, &refs); err != nil {
			rt.Fatal(err)
		}
		for _, e := range rapid.SliceOfN(rapid.Custom(drawEvent), 1, 40).Draw(rt, "events") {
			if err := w.happen(e, &refs); err != nil {
				rt.Fatalf("%+v: %v", e, err)
			}
		}
		if err := errors.Join(w.settle(), w.check(refs)); err != nil {
			rt.Fatal(err)
		}
	})
}
