package main_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/plan"
)

// point sets the personal point of bob.
func (w *world) point(rhythm string) error {
	call, err := w.call("bob", "c-62")
	if err != nil {
		return err
	}
	_, _, err = w.planner.SetPersonal(context.Background(), call, rhythm)
	return err
}

// points lists the personal points of the days around, by day.
func (w *world) points(t *testing.T) (out []string) {
	t.Helper()
	for day := -21; day <= 21; day++ {
		all, err := w.deliveries(plan.Ref("semaine/" + w.in(day).Date.String()))
		must(t, err)
		for _, v := range all {
			line := strings.Join([]string{v.To.Key(), strings.ToLower(v.When.Date.Weekday().String()), v.Step, string(v.State), v.Reason}, " ")
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}

// toThursday is how long after the beginning, a Saturday, it is Thursday 8:30 in Paris.
const toThursday = 4*24*time.Hour + 22*time.Hour + 30*time.Minute

const thursdays, fridays = "30 8 * * 4", "0 16 * * 5"

func TestAPersonalPointFollowsWhoAskedForIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		then func(*world) error
		want []string
	}{
		"asked for":     {func(*world) error { return nil }, []string{"user:bob thursday 08:30 planned"}},
		"asked again":   {func(w *world) error { return w.point(thursdays) }, []string{"user:bob thursday 08:30 planned"}},
		"planned ahead": {func(w *world) error { return w.planner.PlanDigests(context.Background(), w.now) }, []string{"user:bob thursday 08:30 planned"}},
		"another day":   {func(w *world) error { return w.point(fridays) }, []string{"user:bob thursday 08:30 cancelled replanned", "user:bob friday 16:00 planned"}},
		"no more":       {func(w *world) error { return w.point("") }, []string{"user:bob thursday 08:30 cancelled replanned"}},
		"gone":          {func(w *world) error { return w.gone("bob") }, []string{"user:bob thursday 08:30 cancelled left"}},
		"gone, and planned ahead": {
			func(w *world) error {
				return errors.Join(w.gone("bob"), w.planner.PlanDigests(context.Background(), w.now))
			},
			[]string{"user:bob thursday 08:30 cancelled left"},
		},
		"gone, then back": {func(w *world) error { return errors.Join(w.gone("bob"), w.back("bob")) }, []string{"user:bob thursday 08:30 planned"}},
		"away": {
			func(w *world) error {
				return errors.Join(w.away("bob", 8, "carole"), w.pass(toThursday), w.settle())
			},
			[]string{"user:bob thursday 08:30 skipped away", "user:bob thursday 08:30 planned"},
		},
		"late on a Saturday": {
			func(w *world) error { return w.pass(7 * 24 * time.Hour) }, // waits for the next opening
			[]string{"user:bob thursday 08:30 planned"},
		},
		"its week over": {
			func(w *world) error { return errors.Join(w.pass(10*24*time.Hour), w.settle()) },
			[]string{"user:bob thursday 08:30 skipped past", "user:bob thursday 08:30 planned"},
		},
		"said": {
			func(w *world) error { return errors.Join(w.pass(toThursday), w.settle()) },
			[]string{"user:bob thursday 08:30 sent", "user:bob thursday 08:30 planned"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := tell(t)
			must(t, w.point(thursdays), c.then(w))
			if diff := cmp.Diff(c.want, w.points(t)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSeveralPersonalPointsMissedAreSaidOnce(t *testing.T) {
	t.Parallel()
	w := tell(t)
	must(t, w.point("30 8 * * 1,2,3,4,5"), w.pass(13*24*time.Hour), w.settle())
	sent := 0
	for _, line := range w.points(t) {
		if strings.HasSuffix(line, " sent") {
			sent++
		}
	}
	if sent != 1 {
		t.Errorf("%d sent:\n%s", sent, strings.Join(w.points(t), "\n"))
	}
}

func TestThePersonalPointOfWhoLeftLongAgoNamesNobody(t *testing.T) {
	t.Parallel()
	w := tell(t)
	must(t, w.point(thursdays))
	subject := plan.Ref("")
	for day := range 8 {
		ref := plan.Ref("semaine/" + w.in(day).Date.String())
		if all, err := w.deliveries(ref); err != nil || len(all) > 0 {
			must(t, err)
			subject = ref
		}
	}
	must(t, w.gone("bob"))
	w.now = w.now.AddDate(3, 0, 0)
	_, err := w.planner.Purge(t.Context(), w.now, false)
	must(t, err)
	must(t, w.view(func(tx plan.Tx) error {
		if _, err := tx.Agent(region, "bob"); !errors.Is(err, plan.ErrNotFound) {
			t.Errorf("bob is still known: %v", err)
		}
		all, err := tx.Deliveries(region, subject)
		for _, v := range all {
			if !v.To.User.Former() {
				t.Errorf("for %s", v.To.Key())
			}
			a, err := tx.Agent(region, v.To.User)
			if err != nil || a.Digest != "" {
				t.Errorf("%q, error %v", a.Digest, err)
			}
		}
		return err
	}))
}
