package calendar_test

import (
	"testing"

	"jalon/calendar"
)

func TestARhythmComesOnCivilDates(t *testing.T) {
	for _, c := range []struct{ spec, after, want string }{
		{"30 8 * * 1", "2026-11-26 10:00", "2026-11-30 08:30"},
		{"30 8 * * 1", "2026-11-30 08:29", "2026-11-30 08:30"},
		{"30 8 * * 1", "2026-11-30 08:30", "2026-12-07 08:30"},
		{"0 9 * * 1,4", "2026-11-30 09:00", "2026-12-03 09:00"},
		{"30 2 * * 0", "2027-03-27 00:00", "2027-03-28 02:30"}, // an hour that clocks skip
		{"0 9 1 * *", "2026-12-15 00:00", "2027-01-01 09:00"},
	} {
		r, err := calendar.ParseRhythm(c.spec)
		if err != nil {
			t.Fatal(err)
		}
		date, err := calendar.ParseDate(c.after[:10])
		if err != nil {
			t.Fatal(err)
		}
		at, err := calendar.ParseTimeOfDay(c.after[11:])
		if err != nil {
			t.Fatal(err)
		}
		next, hour := r.After(date, at)
		if got := next.String() + " " + hour.String(); got != c.want {
			t.Errorf("%s after %s: %s, want %s", c.spec, c.after, got, c.want)
		}
	}
}

func TestARhythmThatNeverComesIsRefused(t *testing.T) {
	for _, spec := range []string{"", "lundi", "0 9 30 2 *", "60 9 * * 1"} {
		if _, err := calendar.ParseRhythm(spec); err == nil {
			t.Errorf("%q is accepted", spec)
		}
	}
}
