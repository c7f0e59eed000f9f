package plan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
)

func metropole(t testing.TB) *calendar.Calendar {
	t.Helper()
	cal, err := calendar.New(calendar.Metropole, calendar.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func day(year int, month time.Month, d int) calendar.Date {
	return calendar.Date{Year: year, Month: month, Day: d}
}

// set writes reminders as "J-7 2026-11-27 09:00".
func set(rs []plan.Reminder) []string {
	out := make([]string, len(rs))
	for i, r := range rs {
		out[i] = r.Step.String() + " " + r.When.Date.String() + " " + r.When.Time.String()
	}
	return out
}

func TestALadderFallsOnWorkingDaysAtItsHour(t *testing.T) {
	at := func(h, m int) calendar.TimeOfDay { return calendar.TimeOfDay{Hour: h, Minute: m} }
	for name, c := range map[string]struct {
		ladder string
		due    plan.Due
		want   []string
	}{
		"the house ladder": {"J-7 J-3 J-1 J", plan.Due{Date: day(2026, 12, 4)}, []string{
			"J-7 2026-11-27 09:00", "J-3 2026-12-01 09:00", "J-1 2026-12-03 09:00", "J 2026-12-04 09:00",
		}},
		"a bare step counts calendar days and leaves a Saturday for the Friday": {"J-7 J-3 J-1", plan.Due{Date: day(2026, 12, 15)}, []string{
			"J-7 2026-12-08 09:00", "J-3 2026-12-11 09:00", "J-1 2026-12-14 09:00",
		}},
		"working days are counted when they are named": {"J-3 ouvrés", plan.Due{Date: day(2026, 12, 15)}, []string{
			"J-3 ouvrés 2026-12-10 09:00",
		}},
		"two steps that meet on one day are one reminder, the nearer": {"J-3 J-1 J", plan.Due{Date: day(2026, 12, 7)}, []string{
			"J-1 2026-12-04 09:00", "J 2026-12-07 09:00",
		}},
		"a holiday is left for the day before": {"J-1 J", plan.Due{Date: day(2027, 1, 2)}, []string{
			"J 2026-12-31 09:00",
		}},
		"the day's reminder goes an hour before an early deadline": {"J-1 J", plan.Due{Date: day(2026, 12, 15), HasTime: true, Time: at(8, 30)}, []string{
			"J-1 2026-12-14 09:00", "J 2026-12-15 07:30",
		}},
		"the day's reminder goes an hour before a deadline at its own hour": {"J", plan.Due{Date: day(2026, 12, 15), HasTime: true, Time: at(9, 0)}, []string{
			"J 2026-12-15 08:00",
		}},
		"a deadline at noon leaves the day's reminder at nine": {"J", plan.Due{Date: day(2026, 12, 15), HasTime: true, Time: at(12, 0)}, []string{
			"J 2026-12-15 09:00",
		}},
		"an hour before midnight is on the eve": {"J", plan.Due{Date: day(2026, 12, 15), HasTime: true, Time: at(0, 15)}, []string{
			"J 2026-12-14 23:15",
		}},
		"a step may have its own hour": {"J-1 à 14h", plan.Due{Date: day(2026, 12, 15)}, []string{
			"J-1 2026-12-14 14:00",
		}},
		"no reminder at all": {"aucun", plan.Due{Date: day(2026, 12, 15)}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			pace, err := plan.ParsePace(c.ladder)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, set(pace.Before.Reminders(c.due, metropole(t), false))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestALadderIsReadAsPeopleTypeIt(t *testing.T) {
	readAs(t, map[string]string{
		"J-7 J-3 J-1":        "J-7 J-3 J-1",
		"j-1, j-7 et J":      "J-7 J-1 J",
		"J–7":                "J-7",
		"J-15 ouvrés J-1":    "J-15 ouvrés J-1",
		"J-1 14h30":          "J-1 14:30",
		"J-1 à 9h":           "J-1",
		"J-3 calendaires":    "J-3",
		"J-3 J-3":            "J-3",
		"Aucun":              "aucun",
		"J-366":              "J-366",
		"J-7 ouvrés J-7":     "J-7 ouvrés J-7",
		"J-1 8:05 J-2 ouvré": "J-2 ouvrés J-1 08:05",
	})
}

func TestAWordThatIsNoStepIsRefusedByName(t *testing.T) {
	for typed, word := range map[string]string{
		"J-7 demain": "demain", "7": "7", "J+0": "J+0", "J+": "J+", "J-": "J-", "J-7x": "J-7x", "ouvrés": "ouvres", "J-367": "J-367", "14h": "14h",
		"J-1 25h": "25h", "J--3": "J--3", "J-+3": "J-+3",
	} {
		_, err := plan.ParsePace(typed)
		if kind, ok := plan.KindOf(err); !ok || kind != plan.Invalid {
			t.Errorf("%q: got %v, want a refusal", typed, err)
			continue
		}
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q: %q does not show %q", typed, err, word)
		}
	}
	if _, err := plan.ParsePace("  "); err == nil {
		t.Error("an empty ladder was accepted")
	}
}

func TestARemindersDayIsWorkedAndNeverAfterTheDate(t *testing.T) {
	cal := metropole(t)
	start := day(2026, 1, 1)
	rapid.Check(t, func(t *rapid.T) {
		due := plan.Due{Date: start.AddDays(rapid.IntRange(0, 3000).Draw(t, "day")), Zone: "Europe/Paris"}
		if rapid.Bool().Draw(t, "hour?") {
			due.HasTime = true
			due.Time = calendar.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")}
		}
		pace, err := plan.ParsePace("J-30 J-15 ouvrés J-7 J-3 J-1 J")
		if err != nil {
			t.Fatal(err)
		}
		end, err := due.Deadline()
		if err != nil {
			t.Fatal(err)
		}
		seen := map[calendar.Date]bool{}
		for _, r := range pace.Before.Reminders(due, cal, false) {
			if seen[r.When.Date] {
				t.Errorf("two reminders on %s", r.When.Date)
			}
			seen[r.When.Date] = true
			at, err := r.When.Instant()
			if err != nil {
				t.Fatal(err)
			}
			if !at.Before(end) {
				t.Errorf("%s leaves at %s, after the deadline of %s", r.Step, at, end)
			}
			eve := due.HasTime && due.Time.Hour == 0
			if !cal.IsWorking(r.When.Date) && !eve {
				t.Errorf("%s falls on %s, which is not worked", r.Step, r.When.Date)
			}
		}
	})
}

func TestADayWithoutHourEndsAtMidnight(t *testing.T) {
	due := plan.Due{Date: day(2026, 12, 4), Zone: "Europe/Paris"}
	got, err := due.Deadline()
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 12, 4, 23, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAnIdentifierIsALetterAndANumber(t *testing.T) {
	for typed, want := range map[string]plan.Ref{"E12": "E12", "e12": "E12", "E1": "E1"} {
		if got, ok := plan.ParseDeadlineRef(typed); !ok || got != want {
			t.Errorf("%q: got %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"E", "E0", "E012", "12", "S49", "P112", "E12a", "E9999999999", "É12x", "E-1", "E+1"} {
		if got, ok := plan.ParseDeadlineRef(typed); ok {
			t.Errorf("%q was read as %q", typed, got)
		}
	}
}
