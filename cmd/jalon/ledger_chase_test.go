package main_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
)

// chased is what is chased together: a part, in one revision of its schedule.
type chased struct {
	service  plan.ServiceID
	revision int
}

// checkChases makes sure that at most one chase is planned for each part, that
// those sent came in order, on different days, then one escalation, and that
// nothing jalon says by itself left at a quiet hour.
func (w *world) checkChases(ref plan.Ref, cal *calendar.Calendar) error {
	all, err := w.deliveries(ref)
	if err != nil {
		return err
	}
	paris, err := calendar.LoadZone("Europe/Paris")
	if err != nil {
		return err
	}
	planned, sent := map[chased]int{}, map[chased][]plan.Delivery{}
	for _, v := range all {
		of := chased{v.Service, v.Revision}
		escalates := v.Notice == plan.NoticeEscalation
		if v.State == plan.Planned && (escalates || v.Chase() > 0) {
			if planned[of]++; planned[of] > 1 {
				return fmt.Errorf("two chases are planned for %s", v.Service)
			}
		}
		if v.State != plan.Sent || v.Notice != plan.NoticeReminder && !escalates {
			continue
		}
		if at := v.SentAt.In(paris); !cal.IsWorking(calendar.DateOf(at, paris)) || at.Hour() < 8 || at.Hour() >= 19 && at.Minute() > 5 {
			return fmt.Errorf("%s left at %s", v.Step, at)
		}
		if escalates || v.Chase() > 0 {
			sent[of] = append(sent[of], v)
		}
	}
	for of, list := range sent {
		slices.SortFunc(list, func(a, b plan.Delivery) int { return cmp.Compare(rank(a), rank(b)) })
		for i, v := range list {
			if rank(v) != i+1 {
				return fmt.Errorf("%s of %s is the message %d after the date", v.Step, of.service, i+1)
			}
			if i > 0 && !calendar.DateOf(v.SentAt, paris).After(calendar.DateOf(list[i-1].SentAt, paris)) {
				return fmt.Errorf("%s left at %s, %s at %s", v.Step, v.SentAt, list[i-1].Step, list[i-1].SentAt)
			}
		}
	}
	return nil
}

// rank is the place of a message among those after the date.
func rank(v plan.Delivery) int {
	if v.Notice == plan.NoticeEscalation {
		return plan.HouseChase().Escalate + 1
	}
	return v.Chase()
}

func TestWhateverHappensAPartIsChasedInOrderAndAtOpenHours(t *testing.T) {
	t.Parallel()
	cal, err := calendar.New(calendar.Metropole, calendar.Options{})
	must(t, err)
	rapid.Check(t, func(rt *rapid.T) {
		w, err := newWorld(t.TempDir())
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = w.store.Close() }()
		if _, err := w.ask(rapid.IntRange(0, 4).Draw(rt, "days ahead")); err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(3, 12).Draw(rt, "steps") {
			var err error
			switch rapid.SampledFrom([]string{"hours", "hours", "hours", "days", "move", "done", "postpone", "entrust"}).Draw(rt, "what") {
			case "hours":
				err = w.pass(time.Duration(rapid.IntRange(1, 96).Draw(rt, "half hours")) * 30 * time.Minute)
			case "days":
				err = w.pass(time.Duration(rapid.IntRange(2, 20).Draw(rt, "days")) * 24 * time.Hour)
			case "move":
				_, _ = w.move("62", rapid.SampledFrom([]plan.ChannelID{pref62, "c-elsewhere"}).Draw(rt, "channel")) // perhaps there already
			case "done":
				_ = w.done("E1", "carole", pref59) // perhaps already
			case "postpone":
				_ = w.postpone("E1", rapid.IntRange(1, 6).Draw(rt, "to")) // perhaps to an earlier day
			case "entrust":
				_ = w.entrust("E1", rapid.SampledFrom([]plan.UserID{"bob", "carole"}).Draw(rt, "whom")) // perhaps theirs
			}
			if err != nil {
				rt.Fatal(err)
			}
			if err := w.checkChases("E1", cal); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

func TestAPartThatNobodyGivesBackIsEscalatedOnce(t *testing.T) {
	t.Parallel()
	w := tell(t)
	for range 60 {
		must(t, w.pass(12*time.Hour))
	}
	all, err := w.deliveries("E1")
	must(t, err)
	var got []string
	for _, v := range all {
		if v.Service == "62" && (v.Notice == plan.NoticeEscalation || v.Chase() > 0) {
			got = append(got, fmt.Sprintf("%s %s %s %s", v.Step, v.When.Date, v.To.Key(), v.State))
		}
	}
	want(t, "after the date", got, []string{
		"J+1 2027-01-13 channel:c-62 sent", "relance 2 2027-01-15 channel:c-62 sent",
		"relance 3 2027-01-19 channel:c-62 sent", "escalade 62 2027-01-21 channel:c-sgar sent",
	})
}

func TestChasesFollowWhatTheirServiceChooses(t *testing.T) {
	t.Parallel()
	w := tell(t)
	next := func() (out []string) {
		all, err := w.deliveries("E1")
		must(t, err)
		for _, v := range all {
			if v.Service == "62" && v.Chase() > 0 && v.State == plan.Planned {
				out = append(out, fmt.Sprintf("%s %s %s %s", v.Step, v.When.Date, v.When.Time, v.To.Key()))
			}
		}
		return out
	}
	change := func(edit func(*plan.Service)) {
		_, err := w.service("62", edit)
		must(t, err)
	}
	want(t, "the house's", next(), []string{"J+1 2027-01-13 09:00 channel:c-62"})
	change(func(s *plan.Service) { s.Ladder = "sans relance" })
	want(t, "none", next(), []string(nil))
	change(func(s *plan.Service) { s.Ladder = "J+2 14:00" })
	want(t, "another", next(), []string{"J+2 2027-01-14 14:00 channel:c-62"})
	change(func(s *plan.Service) { s.Opens, s.Closes = calendar.TimeOfDay{Hour: 9}, calendar.TimeOfDay{Hour: 12} })
	want(t, "at other hours", next(), []string{"J+2 2027-01-15 09:00 channel:c-62"})
	_, err := w.move("62", "c-elsewhere")
	must(t, err)
	want(t, "in another channel", next(), []string{"J+2 2027-01-15 09:00 channel:c-elsewhere"})
	must(t, w.done("E1", "bob", "c-elsewhere"))
	want(t, "given back", next(), []string(nil))
}
