package main_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"jalon/calendar"
	"jalon/plan"
	"jalon/schedule"
	"jalon/schedule/scheduletest"
)

// lived is a world in a bubble, whose clocks go on by themselves from a moment
// and whose loop runs; all is said in Paris.
type lived struct {
	*world
	t       *testing.T
	paris   *time.Location
	begun   time.Time    // by the clock of the bubble
	shownAt atomic.Int64 // then, in Unix seconds
}

func (l *lived) clock() time.Time {
	return time.Unix(l.shownAt.Load(), 0).Add(time.Since(l.begun))
}

// liveFrom runs a test in a world from a moment of Paris: "2026-10-22 12:00".
func liveFrom(t *testing.T, moment string, test func(l *lived)) {
	synctest.Test(t, func(t *testing.T) {
		paris, err := calendar.LoadZone("Europe/Paris")
		must(t, err)
		from, err := time.ParseInLocation("2006-01-02 15:04", moment, paris)
		must(t, err)
		w, err := newWorld(t.TempDir())
		must(t, err)
		l := &lived{world: w, t: t, paris: paris, begun: time.Now()}
		l.shownAt.Store(from.Unix())
		w.chat = scheduletest.New(l.clock, scheduletest.Options{})
		d := schedule.New(plan.New(w.store, plan.Options{}), w.words, w.chat, schedule.Options{Now: l.clock, Real: l.clock})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- d.Run(ctx) }()
		test(l)
		stop()
		must(t, <-ended, w.store.Close())
	})
}

// owe asks 62 for something.
func (l *lived) owe(n plan.NewDeadline) plan.Ref {
	l.t.Helper()
	l.now = l.clock()
	call, err := l.call("alice", sgar)
	must(l.t, err)
	n.Title, n.Services, n.Due.Zone = "Bilan", []plan.ServiceID{"62"}, "Europe/Paris"
	s, err := l.planner.AddDeadline(l.t.Context(), call, n)
	must(l.t, err)
	return s.Deadline.Ref()
}

// until lets time go by until a moment of Paris.
func (l *lived) until(moment string) {
	l.t.Helper()
	<-time.After(l.to(moment))
	synctest.Wait()
}

// skip passes over a time in which nothing is due.
func (l *lived) skip(moment string) {
	l.t.Helper()
	l.shownAt.Add(int64(l.to(moment).Seconds()))
}

// to is how long it is until a moment of Paris.
func (l *lived) to(moment string) time.Duration {
	l.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", moment, l.paris)
	must(l.t, err)
	return at.Sub(l.clock())
}

// reminded lists the reminders and chases that people saw, each with the minute
// by the clocks of Paris and how far from Greenwich those were.
func (l *lived) reminded() (lines []string) {
	for _, p := range l.chat.Posts() {
		for key := range strings.FieldsSeq(p.Text) {
			if parts := strings.Split(key, "/"); parts[2] != cardStep {
				lines = append(lines, fmt.Sprintf("%s %s %s", parts[0], parts[2], p.At.In(l.paris).Format("2006-01-02 15:04 -07")))
			}
		}
	}
	return lines
}

// day reads a date: "2026-10-25".
func day(t *testing.T, text string) calendar.Date {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	must(t, err)
	return calendar.DateOf(at, time.UTC)
}

func ladder(at string, days ...int) (steps plan.Ladder) {
	var hour calendar.TimeOfDay
	_, _ = fmt.Sscanf(at, "%d:%d", &hour.Hour, &hour.Minute)
	for _, d := range days {
		steps = append(steps, plan.Step{Days: d, At: hour})
	}
	return steps
}

func TestAnUrgentReminderOfTheHourThatClocksRepeatLeavesOnceTheFirstTime(t *testing.T) {
	t.Parallel()
	liveFrom(t, "2026-10-23 12:00", func(l *lived) {
		l.owe(plan.NewDeadline{Due: plan.Due{Date: day(l.t, "2026-10-25")}, Urgent: true, Ladder: ladder("02:30", 1, 0)})
		l.until("2026-10-25 12:00")
		want(l.t, "reminders", l.reminded(), []string{"E1 J-1 2026-10-24 02:30 +02", "E1 J 2026-10-25 02:30 +02"})
	})
}

func TestAnUrgentReminderOfTheHourThatClocksSkipLeavesWhenItEnds(t *testing.T) {
	t.Parallel()
	liveFrom(t, "2027-03-26 12:00", func(l *lived) {
		l.owe(plan.NewDeadline{Due: plan.Due{Date: day(l.t, "2027-03-28")}, Urgent: true, Ladder: ladder("02:30", 1, 0)})
		l.until("2027-03-28 12:00")
		want(l.t, "reminders", l.reminded(), []string{"E1 J-1 2027-03-27 02:30 +01", "E1 J 2027-03-28 03:00 +02"})
	})
}

func TestNineOClockStaysNineOClockWhenClocksChange(t *testing.T) {
	for name, c := range map[string]struct {
		from, due, end string
		want           []string
	}{
		"in October": {
			"2026-10-22 12:00", "2026-10-27", "2026-10-28 12:00",
			[]string{
				"E1 J-4 2026-10-23 09:00 +02", "E1 J-1 2026-10-26 09:00 +01", "E1 J 2026-10-27 09:00 +01",
				"E1 J+1 2026-10-28 09:00 +01",
			},
		},
		"in March": { // Monday the 29th is Easter's: J-1 leaves on the Friday
			"2027-03-24 12:00", "2027-03-30", "2027-03-31 12:00",
			[]string{"E1 J-1 2027-03-26 09:00 +01", "E1 J 2027-03-30 09:00 +02", "E1 J+1 2027-03-31 09:00 +02"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			liveFrom(t, c.from, func(l *lived) {
				l.owe(plan.NewDeadline{Due: plan.Due{Date: day(l.t, c.due)}, Ladder: ladder("09:00", 4, 1, 0)})
				l.until(c.end)
				want(l.t, "reminders", l.reminded(), c.want)
			})
		})
	}
}

func TestAYearlyDateOfTheTwentyNinthOfFebruaryIsRecalledTheDayBefore(t *testing.T) {
	t.Parallel()
	liveFrom(t, "2027-02-24 12:00", func(l *lived) {
		rule := calendar.Recurrence{
			Freq: calendar.Yearly, Interval: 1, Start: day(l.t, "2027-02-26"),
			Months: calendar.MonthSet(time.February), MonthDays: calendar.MonthDaySet(29),
		}
		l.owe(plan.NewDeadline{Due: plan.Due{Date: day(l.t, "2027-02-28")}, Ladder: ladder("09:00", 1, 0), Rule: &rule})
		for n, year := range []int{2027, 2028, 2029} {
			if n > 0 {
				l.skip(fmt.Sprintf("%d-02-26 12:00", year))
			}
			l.until(fmt.Sprintf("%d-03-01 08:30", year))
			l.now = l.clock()
			must(l.t, l.done(plan.Ref(fmt.Sprintf("E%d", n+1)), "bob", pref62))
		}
		want(l.t, "reminders", l.reminded(), []string{
			"E1 J 2027-02-26 09:00 +01",   // the 28th is a Sunday
			"E2 J-1 2028-02-28 09:00 +01", // of the 29th
			"E2 J 2028-02-29 09:00 +01",
			"E3 J-1 2029-02-27 09:00 +01", // the 28th again
			"E3 J 2029-02-28 09:00 +01",
		})
	})
}

func TestTheDayBeforeTheFirstOfMarchIsTheLeapDay(t *testing.T) {
	t.Parallel()
	liveFrom(t, "2028-02-21 12:00", func(l *lived) {
		l.owe(plan.NewDeadline{Due: plan.Due{Date: day(l.t, "2028-03-01")}, Ladder: ladder("09:00", 7, 1, 0)})
		l.until("2028-03-01 12:00")
		want(l.t, "reminders", l.reminded(), []string{
			"E1 J-7 2028-02-23 09:00 +01", "E1 J-1 2028-02-29 09:00 +01", "E1 J 2028-03-01 09:00 +01",
		})
	})
}
