package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
)

func TestMomentsWhenTheClocksChange(t *testing.T) {
	for _, c := range []struct{ name, date, at, zone, want string }{
		{"an ordinary winter hour", "2026-11-27", "14:30", "Europe/Paris", "2026-11-27T14:30:00+01:00"},
		{"an ordinary summer hour", "2027-07-01", "09:00", "Europe/Paris", "2027-07-01T09:00:00+02:00"},
		{"the hour that does not exist", "2027-03-28", "02:30", "Europe/Paris", "2027-03-28T03:00:00+02:00"},
		{"the first minute that does not exist", "2027-03-28", "02:00", "Europe/Paris", "2027-03-28T03:00:00+02:00"},
		{"the last minute before the gap", "2027-03-28", "01:59", "Europe/Paris", "2027-03-28T01:59:00+01:00"},
		{"the hour that exists twice", "2027-10-31", "02:30", "Europe/Paris", "2027-10-31T02:30:00+02:00"},
		{"the hour after it", "2027-10-31", "03:00", "Europe/Paris", "2027-10-31T03:00:00+01:00"},
		{"autumn 2026", "2026-10-25", "02:00", "Europe/Paris", "2026-10-25T02:00:00+02:00"},
		{"a zone without summer time", "2027-03-28", "02:30", "Indian/Reunion", "2027-03-28T02:30:00+04:00"},
		{"a day that the zone skipped", "2011-12-30", "12:00", "Pacific/Apia", "2011-12-31T00:00:00+14:00"},
		{"a midnight that does not exist", "2027-03-28", "00:00", "Asia/Beirut", "2027-03-28T01:00:00+03:00"},
		{"half an hour of summer time", "2027-10-03", "02:15", "Australia/Lord_Howe", "2027-10-03T02:30:00+11:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, _ := calendar.ParseDate(c.date)
			at, _ := calendar.ParseTimeOfDay(c.at)
			got, err := calendar.Moment{Date: d, Time: at, Zone: c.zone}.Instant()
			if err != nil || got.Format(time.RFC3339) != c.want {
				t.Errorf("%s %s = %v, %v, want %s", c.date, c.at, got.Format(time.RFC3339), err, c.want)
			}
		})
	}
}

func TestMomentsThatMeanNothing(t *testing.T) {
	for name, m := range map[string]calendar.Moment{
		"no zone":      {Date: on(2026, 12, 4)},
		"local zone":   {Date: on(2026, 12, 4), Zone: "Local"},
		"unknown zone": {Date: on(2026, 12, 4), Zone: "Europe/Lille"},
		"no date":      {Zone: "Europe/Paris"},
		"no such date": {Date: on(2027, 2, 29), Zone: "Europe/Paris"},
		"no such hour": {Date: on(2026, 12, 4), Time: calendar.TimeOfDay{Hour: 24}, Zone: "Europe/Paris"},
	} {
		if at, err := m.Instant(); err == nil {
			t.Errorf("%s: %v", name, at)
		}
	}
}

// An instant seen in its zone gives back the civil moment, unless that fell in
// a gap; then it is the end of the gap, and no earlier instant would do.
func TestMomentsComeBack(t *testing.T) {
	names := []string{"Europe/Paris", "America/Cayenne", "Pacific/Noumea", "America/Miquelon", "America/Sao_Paulo", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		m := calendar.Moment{
			Date: drawDate(t, "date"),
			Time: calendar.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")},
			Zone: rapid.SampledFrom(names).Draw(t, "zone"),
		}
		at, err := m.Instant()
		if err != nil {
			t.Fatal(err)
		}
		seen := calendar.TimeOfDay{Hour: at.Hour(), Minute: at.Minute()}
		if calendar.DateOf(at, at.Location()) == m.Date && seen == m.Time {
			earlier := at.Add(-time.Hour)
			if calendar.DateOf(earlier, at.Location()) == m.Date && earlier.Hour() == m.Time.Hour && earlier.Minute() == m.Time.Minute {
				t.Fatalf("%v is the second %v", at, m)
			}
			return
		}
		before := at.Add(-time.Second)
		if _, off := at.Zone(); off == offset(before) {
			t.Fatalf("%v resolves to %v, which ends no gap", m, at)
		}
	})
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}
