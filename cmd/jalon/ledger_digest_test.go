package main_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/plan"
)

func TestAPointThatNoLongerFitsIsGivenUpAtTheChange(t *testing.T) {
	t.Parallel()
	w := tell(t)
	change := func(edit func(*plan.Service)) plan.Service {
		t.Helper()
		c, err := w.service("62", edit)
		must(t, err)
		return c.After
	}
	// Of the same day and of others, planned and given up.
	points := func() (out []string) {
		t.Helper()
		for _, day := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8} {
			all, err := w.deliveries(plan.Ref("point/62/" + w.in(day).Date.String()))
			must(t, err)
			for _, v := range all {
				out = append(out, strings.Join([]string{string(v.To.Channel), strings.ToLower(v.When.Date.Weekday().String()), v.Step, string(v.State)}, " "))
			}
		}
		slices.Sort(out)
		return out
	}
	expect := func(what string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, points()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	home := change(func(s *plan.Service) { s.Digest = "30 8 * * 4" })
	at := string(home.Channel)
	expect("planned", at+" thursday 08:30 planned")
	change(func(s *plan.Service) { s.Digest = "0 9 * * 4" })
	expect("another hour", at+" thursday 08:30 cancelled", at+" thursday 09:00 planned")
	change(func(s *plan.Service) { s.Digest = "" })
	expect("none", at+" thursday 08:30 cancelled", at+" thursday 09:00 cancelled")
	change(func(s *plan.Service) { s.Digest = "30 8 * * 4" })
	expect("as before", at+" thursday 08:30 planned", at+" thursday 09:00 cancelled")
	change(func(s *plan.Service) { s.Channel, s.ChannelName = "c-somme", "somme" })
	expect("elsewhere", at+" thursday 08:30 cancelled", at+" thursday 09:00 cancelled", "c-somme thursday 08:30 planned")
	call, err := w.call("alice", sgar)
	must(t, err)
	_, done, err := w.planner.Undo(t.Context(), call, "")
	if err != nil || !done {
		t.Fatalf("undone %v, error %v", done, err)
	}
	expect("undone", at+" thursday 08:30 planned", at+" thursday 09:00 cancelled", "c-somme thursday 08:30 cancelled")
}

func TestAPointCountsWhatItDoesNotList(t *testing.T) {
	t.Parallel()
	w := tell(t) // due in ten days, a Tuesday, so recalled on the Tuesday before
	for range 12 {
		_, err := w.ask(5)
		must(t, err)
	}
	must(t, w.pass(toThursday-3*24*time.Hour+time.Hour)) // recalled on Monday, and not today
	must(t, w.pass(23*time.Hour))
	point := plan.Delivery{
		Region: region, Service: "62", To: plan.Recipient{Channel: pref62}, Notice: plan.NoticeDigest, When: calendar.Moment{Date: w.in(0).Date, Time: calendar.TimeOfDay{Hour: 8, Minute: 30}, Zone: "Europe/Paris"},
	}
	var g plan.Digest
	must(t, w.view(func(tx plan.Tx) (err error) { g, err = w.planner.LoadDigest(tx, w.now, point); return err }))
	want(t, "of the week, listed, not listed, recalled today", []int{g.Open, len(g.Listed), g.More, g.Today}, []int{12, 10, 2, 1})
}
