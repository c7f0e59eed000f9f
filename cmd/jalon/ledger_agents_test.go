package main_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
	"jalon/schedule/scheduletest"
)

// entrusted is a world in which bob answers for the part of 62 of E1, due in ten
// days, and was told so.
func entrusted(t *testing.T) *world {
	t.Helper()
	w := tell(t)
	must(t, w.entrust("E1", "bob"), w.turn())
	return w
}

func (w *world) entrust(ref plan.Ref, to plan.UserID) error {
	call, err := w.call("alice", sgar)
	if err != nil {
		return err
	}
	_, err = w.planner.AssignDeadline(context.Background(), call, ref, plan.Scope{Services: []plan.ServiceID{"62"}}, to)
	return err
}

// away makes somebody absent from today for so many days.
func (w *world) away(user plan.UserID, days int, deputy plan.UserID) error {
	call, err := w.call("alice", sgar)
	if err != nil {
		return err
	}
	today := calendar.DateOf(w.now, time.UTC)
	_, _, err = w.planner.SetAbsence(context.Background(), call, user, plan.Absence{From: today, To: today.AddDays(days), Deputy: deputy})
	return err
}

func (w *world) handOver(from, to plan.UserID) (plan.Ref, error) {
	call, err := w.call("alice", sgar)
	if err != nil {
		return "", err
	}
	held, err := w.planner.Holdings(context.Background(), call, plan.Holder{User: from}, plan.Holder{User: to})
	if err != nil || len(held.Items) == 0 {
		return "", err
	}
	h, err := w.planner.HandOver(context.Background(), call, plan.Holder{User: from}, plan.Holder{User: to}, plan.Wanted{Seen: held.Seen})
	return plan.HandoverRef(h.ID), err
}

func (w *world) gone(user plan.UserID) error {
	return w.planner.AccountsGone(context.Background(), w.now, region, []plan.UserID{user})
}

func (w *world) back(user plan.UserID) error {
	return w.planner.AccountsBack(context.Background(), w.now, region, []plan.Member{{User: user, Username: string(user), Lang: "fr"}})
}

// reminded lists where the reminders of a step were posted.
func (w *world) reminded(step string) []string {
	var out []string
	for _, line := range w.said() {
		if strings.Contains(line, "/"+step+"/") {
			out = append(out, line)
		}
	}
	return out
}

func TestWhatIsForSomebodyAwayGoesToWhoStandsIn(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*world) error
		want    string
	}{
		"present":                  {func(*world) error { return nil }, "dm-bob"},
		"a deputy":                 {func(w *world) error { return w.away("bob", 5, "carole") }, "dm-carole"},
		"no deputy":                {func(w *world) error { return w.away("bob", 5, "") }, "c-62"},
		"the deputy's deputy":      {func(w *world) error { return errors.Join(w.away("bob", 5, "carole"), w.away("carole", 5, "alice")) }, "dm-alice"},
		"each other's":             {func(w *world) error { return errors.Join(w.away("bob", 5, "carole"), w.away("carole", 5, "bob")) }, "c-62"},
		"a deputy without deputy":  {func(w *world) error { return errors.Join(w.away("bob", 5, "carole"), w.away("carole", 5, "")) }, "c-62"},
		"a deputy who left":        {func(w *world) error { return errors.Join(w.away("bob", 5, "carole"), w.gone("carole")) }, "c-62"},
		"an absence that is over":  {func(w *world) error { return w.away("bob", 1, "carole") }, "dm-bob"},
		"an account deactivated":   {func(w *world) error { return w.gone("bob") }, "c-62"},
		"deactivated, then active": {func(w *world) error { return errors.Join(w.gone("bob"), w.back("bob")) }, "dm-bob"},
	} {
		t.Run(name, func(t *testing.T) {
			w := entrusted(t)
			must(t, c.prepare(w), w.pass(3*24*time.Hour+time.Hour), w.settle(), w.check([]plan.Ref{"E1"})) // J-7
			want(t, "reminders of bob", slices.DeleteFunc(w.reminded("J-7"), func(l string) bool { return strings.HasPrefix(l, "c-59") }),
				[]string{c.want + ": E1/2/J-7/user:bob"})
		})
	}
}

func TestTheCardFollowsWhoReceivedIt(t *testing.T) {
	w := entrusted(t)
	must(t, w.away("bob", 5, "carole"), w.pass(3*24*time.Hour+time.Hour)) // J-7, to carole
	must(t, w.retitle("E1", "Bilan final"), w.settle(), w.check([]plan.Ref{"E1"}))
	var cards []plan.LiveCard
	must(t, w.view(func(tx plan.Tx) (err error) { cards, err = tx.CardsOf(region, "E1"); return err }))
	i := slices.IndexFunc(cards, func(c plan.LiveCard) bool { return c.User == "carole" })
	if i < 0 || cards[i].Drawn != cards[i].Wanted || cards[i].Notice != plan.NoticeReminder {
		t.Errorf("cards %+v", cards)
	}
}

func TestWhoStandsInMayActAsLongAsTheAbsenceLasts(t *testing.T) {
	w := entrusted(t)
	call, err := w.call("carole", pref59)
	must(t, err)
	want(t, "carole stands for", call.Actor.StandsFor, []plan.UserID(nil))
	must(t, w.away("bob", 2, "carole"), w.away("alice", 2, "bob"))
	call, err = w.call("carole", pref59)
	must(t, err)
	want(t, "carole stands for", call.Actor.StandsFor, []plan.UserID{"bob", "alice"})
	scope := plan.Scope{Services: []plan.ServiceID{"62"}}
	must(t, w.pass(4*24*time.Hour))
	late, err := w.call("carole", pref59)
	must(t, err)
	want(t, "carole stands for, once he is back", late.Actor.StandsFor, []plan.UserID(nil))
	if _, err := w.planner.CompleteDeadline(t.Context(), late, "E1", scope, ""); !refused(err) {
		t.Errorf("once he is back: %v", err)
	}
	if _, err := w.planner.CompleteDeadline(t.Context(), call, "E1", scope, ""); err != nil {
		t.Errorf("while he is away: %v", err)
	}
}

func TestADeactivatedAccountIsSaidOnceEachTime(t *testing.T) {
	w := entrusted(t)
	left := func() []string {
		return slices.DeleteFunc(w.said(), func(l string) bool { return !strings.Contains(l, string(plan.NoticeLeft)) })
	}
	must(t, w.gone("bob"), w.gone("bob"), w.turn(), w.gone("bob"), w.turn())
	want(t, "posts", len(left()), 1)
	if !strings.HasPrefix(left()[0], "c-sgar: A:bob/") {
		t.Errorf("said in %s", left()[0])
	}
	card := func() plan.LiveCard {
		var cards []plan.LiveCard
		must(t, w.view(func(tx plan.Tx) (err error) { cards, err = tx.CardsOf(region, "A:bob"); return err }))
		return cards[0]
	}
	first := card()
	must(t, w.back("bob"), w.back("bob"), w.turn())
	if c := card(); c.Drawn <= first.Drawn || c.Drawn != c.Wanted {
		t.Errorf("the card was not drawn again: %+v, then %+v", first, c)
	}
	must(t, w.gone("bob"), w.turn())
	want(t, "posts after he left again", len(left()), 2)
	drawn := card().Drawn
	if _, err := w.handOver("bob", "carole"); err != nil {
		t.Fatal(err)
	}
	must(t, w.turn())
	if c := card(); c.Drawn <= drawn {
		t.Errorf("the card does not follow the handover: %+v", c)
	}
	must(t, w.gone("alice"), w.turn())
	want(t, "posts about somebody who holds nothing", len(left()), 2)
}

func TestAnAccountBackBeforeAnythingIsSaidIsNotSaid(t *testing.T) {
	w := entrusted(t)
	must(t, w.gone("bob"), w.back("bob"), w.settle())
	for _, line := range w.said() {
		if strings.Contains(line, string(plan.NoticeLeft)) {
			t.Error(line)
		}
	}
}

func TestAHandoverMovesAllInOneTransactionAndTellsOnce(t *testing.T) {
	w := entrusted(t)
	ref, err := w.handOver("bob", "carole")
	must(t, err, w.settle(), w.check([]plan.Ref{"E1"}))
	told := slices.DeleteFunc(w.said(), func(l string) bool { return !strings.Contains(l, string(ref)) })
	want(t, "told", told, []string{fmt.Sprintf("dm-carole: %s/1/passation/user:carole", ref)})
	must(t, w.pass(3*24*time.Hour+time.Hour))
	want(t, "reminders", w.reminded("J-7"), []string{"c-59: E1/3/J-7/channel:c-59", "dm-carole: E1/3/J-7/user:carole"})
	var entries []plan.Entry
	must(t, w.view(func(tx plan.Tx) error {
		person, err := tx.KnownPerson(region, "bob")
		if err != nil {
			return err
		}
		entries, err = tx.Entries(region, plan.PersonRef(person))
		return err
	}))
	entries = slices.DeleteFunc(entries, func(e plan.Entry) bool { return e.Action != "passation" })
	want(t, "entries", len(entries), 1)
}

func TestAHandoverOfSomethingElseThanWhatWasShownIsShownAgain(t *testing.T) {
	w := entrusted(t)
	call, err := w.call("alice", sgar)
	must(t, err)
	from, to := plan.Holder{User: "bob"}, plan.Holder{User: "carole"}
	held, err := w.planner.Holdings(t.Context(), call, from, to)
	must(t, err)
	second, err := w.ask(12)
	must(t, err, w.entrust(second, "bob"))
	_, err = w.planner.HandOver(t.Context(), call, from, to, plan.Wanted{Seen: held.Seen})
	changed, ok := errors.AsType[*plan.HandoverChanged](err)
	if !ok || len(changed.Holdings.Items) != 2 {
		t.Fatalf("%v", err)
	}
	must(t, w.turn(), w.pass(3*24*time.Hour+time.Hour))
	want(t, "reminders", w.reminded("J-7"), []string{"c-59: E1/2/J-7/channel:c-59", "dm-bob: E1/2/J-7/user:bob"})
}

// change is one thing that happens to people.
type change struct {
	What     string
	Who, To  plan.UserID
	Days     int
	For      time.Duration
	Fault    scheduletest.Fault
	Nth      int
	Commited bool
}

func drawChange(t *rapid.T) change {
	people := []plan.UserID{"alice", "bob", "carole"}
	return change{
		What: rapid.SampledFrom([]string{
			"pass", "pass", "pass", "away", "away", "over", "handover", "entrust", "gone", "back", "ask", "retitle", "fail", "die",
		}).Draw(t, "what"),
		Who:  rapid.SampledFrom(people).Draw(t, "who"),
		To:   rapid.SampledFrom(append([]plan.UserID{""}, people...)).Draw(t, "to"),
		Days: rapid.IntRange(0, 6).Draw(t, "days"),
		For:  rapid.SampledFrom([]time.Duration{time.Second, 20 * time.Second, time.Hour, 26 * time.Hour, 50 * time.Hour}).Draw(t, "for"),
		Fault: rapid.SampledFrom([]scheduletest.Fault{
			scheduletest.Lost, scheduletest.Unanswered, scheduletest.Late, scheduletest.Broken, scheduletest.Limited,
		}).Draw(t, "fault"),
		Nth:      rapid.IntRange(1, 12).Draw(t, "nth"),
		Commited: rapid.Bool().Draw(t, "committed"),
	}
}

// befall applies a change; what the rules refuse changes nothing.
func (w *world) befall(c change, refs, told *[]plan.Ref) error {
	ref := (*refs)[c.Nth%len(*refs)]
	var err error
	switch c.What {
	case "pass":
		return w.pass(c.For)
	case "away":
		err = w.away(c.Who, c.Days, c.To)
	case "over":
		var call plan.Call
		if call, err = w.call("alice", sgar); err == nil {
			_, _, err = w.planner.SetAbsence(context.Background(), call, c.Who, plan.Absence{})
		}
	case "handover":
		var h plan.Ref
		if h, err = w.handOver(c.Who, c.To); err == nil && h != "" {
			*told = append(*told, h)
		}
	case "entrust":
		err = w.entrust(ref, c.Who)
	case "gone":
		if c.Who != "alice" { // who asks
			err = w.gone(c.Who)
		}
	case "back":
		err = w.back(c.Who)
	case "ask":
		if len(*refs) < 3 {
			ref, err := w.ask(c.Nth + 2)
			*refs = append(*refs, ref)
			return err
		}
	case "retitle":
		err = w.retitle(ref, fmt.Sprintf("Bilan %d", c.Nth))
	case "fail":
		w.chat.Fail(c.Fault)
	case "die":
		w.reborn(c.Nth, c.Commited)
	}
	if refused(err) {
		return nil
	}
	return err
}

func TestWhoeverIsAwayEachThingReachesOneRecipientOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w, err := newWorld(t.TempDir())
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = w.store.Close() }()
		first, err := w.ask(9)
		refs, told := []plan.Ref{first}, []plan.Ref{"A:alice", "A:bob", "A:carole"}
		if err := errors.Join(err, w.entrust(first, "bob")); err != nil {
			rt.Fatal(err)
		}
		for _, c := range rapid.SliceOfN(rapid.Custom(drawChange), 1, 40).Draw(rt, "changes") {
			if err := w.befall(c, &refs, &told); err != nil {
				rt.Fatalf("%+v: %v", c, err)
			}
		}
		if err := errors.Join(w.settle(), w.check(refs)); err != nil {
			rt.Fatal(err)
		}
		seen := map[string]int{}
		for _, p := range w.chat.Posts() {
			seen[p.Text]++
		}
		for _, ref := range told {
			if err := w.checkDeliveries(ref, seen); err != nil {
				rt.Fatal(err)
			}
		}
	})
}
