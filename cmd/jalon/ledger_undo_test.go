package main_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
	"jalon/schedule/scheduletest"
	"jalon/store"
)

// undo takes back somebody's last action in a channel.
func (w *world) undo(user plan.UserID, channel plan.ChannelID) (plan.Undoing, error) {
	call, err := w.call(user, channel)
	if err != nil {
		return plan.Undoing{}, err
	}
	u, _, err := w.planner.Undo(context.Background(), call, "")
	return u, err
}

// content is a deadline with its series, without what counts changes or dates
// the closing.
func (w *world) content(ref plan.Ref) (d plan.Deadline, s plan.Series, err error) {
	err = w.view(func(tx plan.Tx) error {
		seen, err := plan.LoadScheduled(tx, region, ref)
		d, s = seen.Deadline, seen.Series
		return err
	})
	d.Version, d.Revision, d.Discreet, s.Version = 0, 0, false, 0
	return d, s, err
}

// deed is something that alice does to E1, and that can be taken back.
type deed struct {
	What string
	N    int
}

func drawDeed(t *rapid.T) deed {
	return deed{
		What: rapid.SampledFrom([]string{
			"title", "date", "hour", "services", "ladder", "secret", "rule", "postpone", "assign", "part", "all", "cancel",
			"skip", "stop", "undo", "undo", "undo", "undo", "pass", "pass",
		}).Draw(t, "what"),
		N: rapid.IntRange(1, 9).Draw(t, "n"),
	}
}

// do does it; what the rules refuse changes nothing.
func (w *world) do(e deed) error {
	ctx := context.Background()
	call, err := w.call("alice", sgar)
	if err != nil {
		return err
	}
	reach := []plan.Reach{plan.ThisOne, plan.WholeSeries}[e.N%2]
	due, title := w.in(e.N+2), fmt.Sprintf("Bilan %d", e.N)
	edits := plan.Edits{Reach: reach, Reason: title}
	edit := func() error {
		_, err := w.planner.ModifyDeadline(ctx, call, "E1", edits)
		return err
	}
	switch e.What {
	case "title":
		edits.Title = &title
		return edit()
	case "hour":
		due.HasTime, due.Time = true, calendar.TimeOfDay{Hour: 8 + e.N}
		fallthrough
	case "date":
		edits.Due = &due
		return edit()
	case "services":
		edits.Services = [][]plan.ServiceID{{"62"}, {"59", "62"}, {"SGAR", "59"}}[e.N%3]
		return edit()
	case "ladder":
		edits.Ladder = plan.Ladder{{Days: e.N, At: plan.ReminderHour}, {At: plan.ReminderHour}}
		return edit()
	case "secret":
		secret := e.N%2 == 0
		edits.Restricted = &secret
		return edit()
	case "rule":
		rule := calendar.Recurrence{Freq: calendar.Daily, Interval: e.N, Start: due.Date}
		edits.Rule, edits.Due, edits.Reach = &rule, &due, plan.WholeSeries
		return edit()
	case "postpone":
		_, err = w.planner.PostponeDeadline(ctx, call, "E1", w.in(e.N+8), [2]string{}, "attente")
	case "assign":
		to := []plan.UserID{"bob", "carole", "alice"}[e.N%3]
		_, err = w.planner.AssignDeadline(ctx, call, "E1", plan.Scope{All: true}, to)
	case "part":
		_, err = w.planner.CompleteDeadline(ctx, call, "E1", plan.Scope{Services: []plan.ServiceID{"62"}}, "fait")
	case "all":
		_, err = w.planner.CompleteDeadline(ctx, call, "E1", plan.Scope{All: true}, "fait")
	case "cancel":
		_, err = w.planner.CancelDeadline(ctx, call, "E1", reach, "retirée")
	case "skip":
		_, err = w.planner.SkipOccurrence(ctx, call, "E1", "semaine de Noël")
	case "stop":
		_, err = w.planner.StopSeries(ctx, call, "E1", "")
	}
	return err
}

// saidTwice is a reminder that somebody got twice, whatever was taken back.
func (w *world) saidTwice(ref plan.Ref) error {
	all, err := w.deliveries(ref)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, v := range all {
		key := fmt.Sprint(v.Step, v.To.Key(), v.When)
		if v.Notice != plan.NoticeReminder || v.State != plan.Sent {
			continue
		}
		if seen[key] {
			return fmt.Errorf("%s was said twice, the second time as %s", key, scheduletest.Key(v))
		}
		seen[key] = true
	}
	return nil
}

func TestWhatIsTakenBackIsExactlyAsItWas(t *testing.T) {
	t.Parallel()
	type state struct {
		deadline plan.Deadline
		series   plan.Series
	}
	rapid.Check(t, func(rt *rapid.T) {
		w, err := newWorld(t.TempDir())
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = w.store.Close() }()
		if _, err := w.ask(9); err != nil {
			rt.Fatal(err)
		}
		var before []state
		for _, e := range rapid.SliceOfN(rapid.Custom(drawDeed), 1, 30).Draw(rt, "deeds") {
			d, s, err := w.content("E1")
			if err != nil {
				rt.Fatal(err)
			}
			switch e.What {
			case "pass":
				err = w.pass(time.Duration(e.N) * 7 * time.Hour)
			case "undo":
				if len(before) == 0 {
					continue
				}
				if _, err = w.undo("alice", sgar); err != nil {
					break
				}
				want := before[len(before)-1]
				before = before[:len(before)-1]
				d, s, err = w.content("E1")
				if s.Ended && want.series.Number == 0 { // it was begun, and was taken back
					s = plan.Series{}
				}
				if diff := cmp.Diff(want, state{d, s}, cmp.AllowUnexported(state{}), cmpopts.EquateEmpty()); diff != "" {
					rt.Fatalf("taken back (-before +after):\n%s", diff)
				}
			default:
				if err = w.do(e); err == nil {
					before = append(before, state{d, s})
				}
			}
			if err != nil && !refused(err) {
				rt.Fatalf("%+v: %v", e, err)
			}
			if e.What == "undo" && err != nil {
				rt.Fatalf("nobody else changed anything: %v", err)
			}
		}
		if err := errors.Join(w.settle(), w.check([]plan.Ref{"E1"}), w.saidTwice("E1")); err != nil {
			rt.Fatal(err)
		}
	})
}

func TestTakingBackTellsWhoComesBackAndNobodyElse(t *testing.T) {
	w := tell(t)
	must(t, w.turn())
	said := func() int { return len(w.chat.Posts()) }
	first := said()
	call, err := w.call("alice", sgar)
	must(t, err)
	_, err = w.planner.AssignDeadline(t.Context(), call, "E1", plan.Scope{Services: []plan.ServiceID{"62"}}, "bob")
	must(t, err)
	_, err = w.undo("alice", sgar) // before the message left
	must(t, err, w.turn())
	want(t, "messages about what was taken back at once", said()-first, 0)

	_, err = w.planner.AssignDeadline(t.Context(), call, "E1", plan.Scope{Services: []plan.ServiceID{"62"}}, "bob")
	must(t, err, w.turn())
	told := said()
	want(t, "messages to bob", told-first, 1)
	_, err = w.planner.AssignDeadline(t.Context(), call, "E1", plan.Scope{Services: []plan.ServiceID{"62"}}, "carole")
	must(t, err)
	_, err = w.undo("alice", sgar)
	must(t, err, w.turn(), w.turn())
	want(t, "messages to bob, who has it again, and to carole", said()-told, 1)
	must(t, w.settle(), w.check([]plan.Ref{"E1"}))
}

func TestARightThatWasLostTakesNothingBack(t *testing.T) {
	w := tell(t)
	must(t, w.done("E1", "bob", pref62))
	must(t, w.planner.SyncMembers(t.Context(), w.now, region, "62", nil)) // bob leaves
	_, err := w.undo("bob", pref62)
	if kind, refused := plan.KindOf(err); !refused || kind != plan.NotFound && kind != plan.Denied {
		t.Errorf("bob, who left, took it back: %v", err)
	}
	must(t, w.planner.SyncMembers(t.Context(), w.now, region, "62", []plan.Member{{User: "bob", Username: "bob", Lang: "fr"}}))
	_, err = w.undo("bob", pref62)
	must(t, err)
	_, err = w.undo("carole", pref62)
	if kind, refused := plan.KindOf(err); !refused || kind != plan.NotFound {
		t.Errorf("carole took back what is not hers: %v", err)
	}
}

// meeting is a store in which two transactions read the deadline before either
// of them changes it.
type meeting struct {
	plan.Store
	both sync.WaitGroup
}

type meetingTx struct {
	plan.Tx
	read func()
}

func (m *meeting) Write(ctx context.Context, f func(plan.Tx) error) error {
	read := sync.OnceFunc(func() { m.both.Done(); m.both.Wait() })
	return m.Store.Write(ctx, func(tx plan.Tx) error { return f(meetingTx{tx, read}) })
}

func (m meetingTx) Deadline(region plan.RegionID, n int) (plan.Deadline, error) {
	d, err := m.Tx.Deadline(region, n)
	m.read()
	return d, err
}

// atOnce runs two use cases that read the same deadline before either changes it.
func atOnce(w *world, uses ...func(*plan.Planner) error) []error {
	m := &meeting{Store: w.store}
	m.both.Add(len(uses))
	p := plan.New(m, plan.Options{})
	out := make([]error, len(uses))
	var wg sync.WaitGroup
	for i, use := range uses {
		wg.Go(func() { out[i] = use(p) })
	}
	wg.Wait()
	return out
}

func TestOfTwoChangesAtOnceNoneIsLost(t *testing.T) {
	on(t, store.PostgreSQL, func(t *testing.T, w *world) {
		_, err := w.ask(10)
		must(t, err)
		alice, err := w.call("alice", sgar)
		must(t, err)
		bob, err := w.call("bob", pref62)
		must(t, err)
		title, due := "Bilan de bob", w.in(20)
		before := w.store.Stats().Retries
		errs := atOnce(w, func(p *plan.Planner) error {
			_, err := p.PostponeDeadline(t.Context(), alice, "E1", due, [2]string{}, "attente")
			return err
		}, func(p *plan.Planner) error {
			_, err := p.ModifyDeadline(t.Context(), bob, "E1", plan.Edits{Title: &title})
			return err
		})
		must(t, errs...)
		d, _, err := w.content("E1")
		must(t, err)
		if d.Title != title || d.Due != due || w.store.Stats().Retries == before {
			t.Errorf("%q, due %s, %d retries", d.Title, d.Due.Date, w.store.Stats().Retries-before)
		}
		must(t, w.settle(), w.check([]plan.Ref{"E1"}))

		// In view of the same state, the second is refused and told.
		alice.Drawn, bob.Drawn = 3, 3
		move := func(call plan.Call, days int) func(*plan.Planner) error {
			return func(p *plan.Planner) error {
				_, err := p.PostponeDeadline(t.Context(), call, "E1", w.in(days), [2]string{}, "")
				return err
			}
		}
		errs = atOnce(w, move(alice, 30), move(bob, 40))
		if errs[0] != nil {
			slices.Reverse(errs)
		}
		var late *plan.Overtaken
		if errs[0] != nil || !errors.As(errs[1], &late) || len(late.Differences) != 1 || late.Version != 4 {
			t.Errorf("%v", errs)
		}
	})
}

func TestTakingBackAndChangingAtOnceAgree(t *testing.T) {
	on(t, store.PostgreSQL, func(t *testing.T, w *world) {
		_, err := w.ask(10)
		must(t, err, w.postpone("E1", 20))
		alice, err := w.call("alice", sgar)
		must(t, err)
		bob, err := w.call("bob", pref62)
		must(t, err)
		title := "Bilan de bob"
		errs := atOnce(w, func(p *plan.Planner) error {
			_, _, err := p.Undo(t.Context(), alice, "")
			return err
		}, func(p *plan.Planner) error {
			_, err := p.ModifyDeadline(t.Context(), bob, "E1", plan.Edits{Title: &title})
			return err
		})
		must(t, errs[1])
		wanted := w.in(10) // taken back first, else refused
		if errs[0] != nil {
			wanted = w.in(20)
			if _, changed := errors.AsType[*plan.ChangedSince](errs[0]); !changed {
				t.Fatal(errs[0])
			}
		}
		d, _, err := w.content("E1")
		must(t, err)
		if d.Title != title || d.Due != wanted {
			t.Errorf("%q, due %s; undo: %v", d.Title, d.Due.Date, errs[0])
		}
		must(t, w.settle(), w.check([]plan.Ref{"E1"}))
	})
}
