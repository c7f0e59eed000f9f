package calendar_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
)

func TestRecurrences(t *testing.T) {
	for _, c := range []struct {
		rule   string
		fr, en string
		dates  []string // the first after 23 November 2026
	}{
		{
			"START=2026-11-24;FREQ=WEEKLY;BYDAY=MO;TIME=09:00",
			"tous les lundis à 9_h", "every Monday at 09:00",
			[]string{"2026-11-30", "2026-12-07", "2026-12-14"},
		},
		{
			"START=2026-11-24;FREQ=WEEKLY;BYDAY=MO,TH",
			"tous les lundis et jeudis", "every Monday and Thursday",
			[]string{"2026-11-26", "2026-11-30", "2026-12-03"},
		},
		{
			"START=2026-11-25;FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
			"un mercredi sur deux, à partir du mercredi 25~novembre 2026 (S48)",
			"every other week on Wednesday, from Wednesday 25 November 2026 (W48)",
			[]string{"2026-11-25", "2026-12-09", "2026-12-23"},
		},
		{
			"START=2026-11-26;FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH",
			"les lundis et jeudis, une semaine sur 3, à partir du jeudi 26~novembre 2026 (S48)",
			"every 3 weeks on Monday and Thursday, from Thursday 26 November 2026 (W48)",
			[]string{"2026-11-26", "2026-12-14", "2026-12-17"},
		},
		{
			"START=2026-12-24;FREQ=DAILY;DAYS=OUVRES;TIME=09:00",
			"tous les jours ouvrés à 9_h", "every working day at 09:00",
			[]string{"2026-12-24", "2026-12-28", "2026-12-29"},
		},
		{
			"START=2026-12-24;FREQ=DAILY;DAYS=OUVRABLES",
			"tous les jours ouvrables", "every Monday-to-Saturday day",
			[]string{"2026-12-24", "2026-12-26", "2026-12-28"},
		},
		{
			"START=2026-12-24;FREQ=DAILY;DAYS=OUVRES;ZONE=Alsace-Moselle",
			"tous les jours ouvrés", "every working day",
			[]string{"2026-12-24", "2026-12-28"},
		},
		{
			"START=2026-11-26;FREQ=DAILY;INTERVAL=3;UNTIL=2026-12-01",
			"tous les 3 jours, à partir du jeudi 26~novembre 2026 (S48), jusqu’au mardi 1er~décembre 2026 (S49)",
			"every 3 days, from Thursday 26 November 2026 (W48), until Tuesday 1 December 2026 (W49)",
			[]string{"2026-11-26", "2026-11-29"},
		},
		{
			"START=2026-11-24;FREQ=WEEKLY;NTH=-1;DAYS=OUVRES",
			"chaque semaine, le dernier jour ouvré", "every week, on the last working day",
			[]string{"2026-11-27", "2026-12-04"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=1",
			"le 1er de chaque mois", "the 1st of every month",
			[]string{"2026-12-01", "2027-01-01"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=15,31",
			"le 15 et le 31 de chaque mois (le dernier jour quand le mois est plus court)",
			"the 15th and 31st of every month (the last day when the month is shorter)",
			[]string{"2026-11-30", "2026-12-15", "2026-12-31", "2027-01-15", "2027-01-31", "2027-02-15", "2027-02-28"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=30,31",
			"le 30 et le 31 de chaque mois (le dernier jour quand le mois est plus court)",
			"the 30th and 31st of every month (the last day when the month is shorter)",
			[]string{"2026-11-30", "2026-12-30", "2026-12-31", "2027-01-30", "2027-01-31", "2027-02-28", "2027-03-30"},
		},
		{
			"START=2026-12-15;FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15",
			"le 15, tous les 2 mois, à partir du mardi 15~décembre 2026 (S51)",
			"the 15th, every 2 months, from Tuesday 15 December 2026 (W51)",
			[]string{"2026-12-15", "2027-02-15", "2027-04-15"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;BYDAY=FR;NTH=-1",
			"le dernier vendredi de chaque mois", "the last Friday of every month",
			[]string{"2026-11-27", "2026-12-25", "2027-01-29"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;BYDAY=TH;NTH=3",
			"le 3e jeudi de chaque mois", "the 3rd Thursday of every month",
			[]string{"2026-12-17", "2027-01-21"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;NTH=5;DAYS=OUVRES",
			"le 5e jour ouvré de chaque mois", "the 5th working day of every month",
			[]string{"2026-12-07", "2027-01-08"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;NTH=-1",
			"le dernier jour de chaque mois", "the last day of every month",
			[]string{"2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;BYMONTH=3,6,9,12;NTH=-1;DAYS=OUVRES",
			"le dernier jour ouvré de chaque trimestre", "the last working day of every quarter",
			[]string{"2026-12-31", "2027-03-31", "2027-06-30"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;BYMONTH=1,7;NTH=1;DAYS=OUVRES",
			"le premier jour ouvré de chaque semestre", "the first working day of every half-year",
			[]string{"2027-01-04", "2027-07-01"},
		},
		{
			"START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=15;BYMONTH=1,7",
			"le 15 de janvier et juillet", "the 15th of January and July",
			[]string{"2027-01-15", "2027-07-15"},
		},
		{
			"START=2026-11-24;FREQ=YEARLY;BYMONTHDAY=15;BYMONTH=3;COUNT=2",
			"tous les ans le 15~mars, 2 fois", "the 15th of March every year, 2 times",
			[]string{"2027-03-15", "2028-03-15"},
		},
		{
			"START=2026-11-24;FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2",
			"tous les ans le 29~février (le dernier jour quand le mois est plus court)",
			"the 29th of February every year (the last day when the month is shorter)",
			[]string{"2027-02-28", "2028-02-29", "2029-02-28"},
		},
		{
			"START=2026-11-24;FREQ=YEARLY;BYDAY=FR;BYMONTH=4;NTH=-2",
			"tous les ans l’avant-dernier vendredi d’avril", "the 2nd last Friday of April every year",
			[]string{"2027-04-23", "2028-04-21"},
		},
	} {
		t.Run(c.rule, func(t *testing.T) {
			r, err := calendar.ParseRecurrence(c.rule)
			if err != nil {
				t.Fatal(err)
			}
			if r.String() != c.rule {
				t.Errorf("written back as %s", r)
			}
			say(t, r.Full("fr"), c.fr)
			say(t, r.Full("en"), c.en)
			var got []string
			for _, d := range r.Occurrences(today, len(c.dates)) {
				got = append(got, d.String())
			}
			if !slices.Equal(got, c.dates) {
				t.Errorf("got %v, want %v", got, c.dates)
			}
		})
	}
}

func TestNextGoesOnUntilTheEnd(t *testing.T) {
	r, err := calendar.ParseRecurrence("START=2026-11-30;FREQ=WEEKLY;BYDAY=MO;COUNT=3")
	if err != nil {
		t.Fatal(err)
	}
	after := on(2026, 11, 1)
	for _, want := range []calendar.Date{on(2026, 11, 30), on(2026, 12, 7), on(2026, 12, 14)} {
		next, ok := r.Next(after)
		if !ok || next != want {
			t.Fatalf("after %v: %v, %v, want %v", after, next, ok, want)
		}
		after = next
	}
	if next, ok := r.Next(after); ok {
		t.Errorf("after the third: %v", next)
	}
}

func TestTheClosuresOfACalendarAreSkipped(t *testing.T) {
	r, err := calendar.ParseRecurrence("START=2026-12-24;FREQ=MONTHLY;NTH=-1;DAYS=OUVRES")
	if err != nil {
		t.Fatal(err)
	}
	cal := newCalendar(t, calendar.Metropole, calendar.Options{Closures: []calendar.Closure{{Date: on(2026, 12, 31)}}})
	if next, ok := r.NextIn(cal, on(2026, 12, 1)); !ok || next != on(2026, 12, 30) {
		t.Errorf("the last working day of December is %v, %v", next, ok)
	}
	if next, ok := r.Next(on(2026, 12, 1)); !ok || next != on(2026, 12, 31) {
		t.Errorf("without the closure it is %v, %v", next, ok)
	}
}

// A recurrence at 02:30 keeps its civil hour on both days when clocks change:
// it happens once, whatever the instant.
func TestClocksThatChangeNeverMoveAnHour(t *testing.T) {
	r, err := calendar.ParseRecurrence("START=2027-03-27;FREQ=DAILY;TIME=02:30")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day  calendar.Date
		want string
	}{
		{on(2027, 3, 27), "2027-03-27T02:30:00+01:00"},
		{on(2027, 3, 28), "2027-03-28T03:00:00+02:00"},
		{on(2027, 3, 29), "2027-03-29T02:30:00+02:00"},
		{on(2027, 10, 30), "2027-10-30T02:30:00+02:00"},
		{on(2027, 10, 31), "2027-10-31T02:30:00+02:00"},
		{on(2027, 11, 1), "2027-11-01T02:30:00+01:00"},
	} {
		d, ok := r.Next(c.day.AddDays(-1))
		instant, err := calendar.Moment{Date: d, Time: r.Time, Zone: "Europe/Paris"}.Instant()
		if !ok || err != nil || d != c.day || instant.Format(time.RFC3339) != c.want {
			t.Errorf("%v: %v at %v, want %s", c.day, d, instant, c.want)
		}
	}
}

func TestRulesForOtherPrograms(t *testing.T) {
	for rule, want := range map[string]string{
		"START=2026-11-24;FREQ=WEEKLY;BYDAY=MO;TIME=09:00":               "FREQ=WEEKLY;BYDAY=MO",
		"START=2026-11-25;FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;COUNT=6":       "FREQ=WEEKLY;INTERVAL=2;COUNT=6;BYDAY=WE",
		"START=2026-11-24;FREQ=MONTHLY;BYDAY=FR;NTH=-1;UNTIL=2027-03-31": "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270331",
		"START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=31":                    "FREQ=MONTHLY;BYSETPOS=-1;BYMONTHDAY=28,29,30,31",
		"START=2026-11-24;FREQ=YEARLY;BYMONTHDAY=15;BYMONTH=3":           "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15",
		"START=2026-11-24;FREQ=MONTHLY;NTH=-1":                           "FREQ=MONTHLY;BYMONTHDAY=-1",
		"START=2026-11-24;FREQ=DAILY;DAYS=OUVRES":                        "",
		"START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=15,31":                 "",
		"START=2026-11-24;FREQ=MONTHLY;NTH=-1;DAYS=OUVRES":               "",
	} {
		r, err := calendar.ParseRecurrence(rule)
		if err != nil {
			t.Errorf("%s: %v", rule, err)
		}
		if got, ok := r.RRule(); got != want || ok != (want != "") {
			t.Errorf("%s maps to %q, %v, want %q", rule, got, ok, want)
		}
	}
}

func TestRulesThatMeanNothing(t *testing.T) {
	for _, rule := range []string{
		"", "FREQ", "FREQ=WEEKLY", "START=2026-11-24", "START=2026-11-24;FREQ=HOURLY",
		"START=2026-11-24;FREQ=WEEKLY", "START=2026-11-24;FREQ=WEEKLY;BYDAY=XX", "START=2026-11-24;FREQ=WEEKLY;BYDAY=MO;INTERVAL=0",
		"START=2026-11-24;FREQ=WEEKLY;BYDAY=MO;NTH=2", "START=2026-11-24;FREQ=WEEKLY;BYMONTHDAY=3",
		"START=2026-11-24;FREQ=MONTHLY", "START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=32", "START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=0",
		"START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=3;NTH=1", "START=2026-11-24;FREQ=MONTHLY;BYDAY=FR;NTH=6",
		"START=2026-11-24;FREQ=YEARLY;BYMONTHDAY=3", "START=2026-11-24;FREQ=MONTHLY;BYMONTHDAY=3;BYMONTH=13",
		"START=2026-11-24;FREQ=DAILY;UNTIL=2026-11-23", "START=2026-11-24;FREQ=DAILY;COUNT=-1", "START=2026-11-24;FREQ=DAILY;TIME=25:00",
		"START=2026-11-24;FREQ=DAILY;DAYS=FRANCS", "START=2026-11-24;FREQ=DAILY;INTERVAL=2;DAYS=OUVRES",
		"START=2026-11-24;FREQ=DAILY;ZONE=Bretagne", "START=2026-02-30;FREQ=DAILY", "START=2026-11-24;FREQ=DAILY;COLOR=red",
	} {
		if r, err := calendar.ParseRecurrence(rule); !errors.Is(err, calendar.ErrRecurrence) {
			t.Errorf("%q: %v, %v", rule, r, err)
		}
	}
	if _, ok := (calendar.Recurrence{}).Next(today); ok {
		t.Error("the zero recurrence has no occurrence")
	}
}

func TestRecurrencesKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRecurrence(t)
		if err := r.Validate(); err != nil {
			t.Fatalf("%v: %v", r, err)
		}
		back, err := calendar.ParseRecurrence(r.String())
		if err != nil || back != r {
			t.Fatalf("%v reads back as %v, %v", r, back, err)
		}
		if r.Full("fr") == "" || r.Full("en") == "" {
			t.Fatal("a recurrence has words")
		}
		after := r.Start.AddDays(rapid.IntRange(-10, 400).Draw(t, "after"))
		dates := r.Occurrences(after, 5)
		for i, d := range dates {
			if !d.After(after) || d.Before(r.Start) || !r.Until.IsZero() && d.After(r.Until) {
				t.Fatalf("%v: %v is out of it", r, d)
			}
			if next, ok := r.Next(after); i == 0 && (!ok || next != d) {
				t.Fatalf("%v: next after %v is %v, want %v", r, after, next, d)
			}
			if r.Weekdays != 0 && !r.Weekdays.Has(d.Weekday()) {
				t.Fatalf("%v: %v is a %v", r, d, d.Weekday())
			}
			after = d
		}
		if len(dates) < 5 && r.Until.IsZero() && r.Count == 0 {
			t.Fatalf("%v ends after %v", r, dates)
		}
	})
}

func drawRecurrence(t *rapid.T) calendar.Recurrence {
	r := calendar.Recurrence{
		Freq:     rapid.SampledFrom([]calendar.Frequency{calendar.Daily, calendar.Weekly, calendar.Monthly, calendar.Yearly}).Draw(t, "freq"),
		Interval: rapid.IntRange(1, 6).Draw(t, "interval"),
		Start:    on(2020, 1, 1).AddDays(rapid.IntRange(0, 5000).Draw(t, "start")),
	}
	weekday := calendar.WeekdaySet(time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")))
	switch r.Freq {
	case calendar.Weekly:
		r.Weekdays = weekday
	case calendar.Monthly, calendar.Yearly:
		if rapid.Bool().Draw(t, "by day of the month") {
			r.MonthDays = calendar.MonthDaySet(rapid.IntRange(1, 31).Draw(t, "day"), rapid.IntRange(1, 31).Draw(t, "other day"))
		} else {
			r.Weekdays, r.Nth = weekday, rapid.SampledFrom([]int{-2, -1, 1, 2, 3, 4}).Draw(t, "nth")
		}
	}
	if r.Freq == calendar.Yearly {
		r.Months = calendar.MonthSet(time.Month(rapid.IntRange(1, 12).Draw(t, "month")))
	}
	if rapid.Bool().Draw(t, "ends") {
		r.Until = r.Start.AddDays(rapid.IntRange(0, 2000).Draw(t, "until"))
	}
	return r
}

func BenchmarkRecurrenceNext(b *testing.B) {
	r, err := calendar.ParseRecurrence("START=2026-11-24;FREQ=MONTHLY;NTH=-1;DAYS=OUVRES")
	if err != nil {
		b.Fatal(err)
	}
	after := on(2027, 11, 23)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := r.Next(after); !ok {
			b.Fatal("no next")
		}
	}
}
