package calendar_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
)

// on makes a date: the tests are full of them.
func on(year int, month time.Month, day int) calendar.Date {
	return calendar.Date{Year: year, Month: month, Day: day}
}

func TestParseDateReadsISOOnly(t *testing.T) {
	d, err := calendar.ParseDate("2026-12-04")
	if err != nil || d != on(2026, time.December, 4) {
		t.Errorf("ParseDate = %v, %v", d, err)
	}
	if d, err := calendar.ParseDate("2028-02-29"); err != nil || d.String() != "2028-02-29" {
		t.Errorf("29 February 2028 = %v, %v", d, err)
	}
	for _, text := range []string{
		"", "2026", "2026-12", "2026-12-4", "04/12/2026", "2026-12-04T00:00", "2026-13-01",
		"2026-00-10", "2027-02-29", "2026-12-00", "0000-01-01", "2026/12/04", "2026-1a-04", "٢٠٢٦-12-04",
	} {
		if d, err := calendar.ParseDate(text); !errors.Is(err, calendar.ErrDate) {
			t.Errorf("ParseDate(%q) = %v, %v", text, d, err)
		}
	}
}

func TestParseTimeOfDayReadsISOOnly(t *testing.T) {
	if at, err := calendar.ParseTimeOfDay("09:05"); err != nil || at.String() != "09:05" || at.Minutes() != 545 {
		t.Errorf("ParseTimeOfDay = %v, %v", at, err)
	}
	for _, text := range []string{"", "9:05", "24:00", "12:60", "12h30", "12:3", "12:300", "-1:00"} {
		if at, err := calendar.ParseTimeOfDay(text); !errors.Is(err, calendar.ErrDate) {
			t.Errorf("ParseTimeOfDay(%q) = %v, %v", text, at, err)
		}
	}
}

func TestTimesOfDayCompare(t *testing.T) {
	nine, ten := calendar.TimeOfDay{Hour: 9, Minute: 59}, calendar.TimeOfDay{Hour: 10}
	if nine.Compare(ten) != -1 || ten.Compare(nine) != 1 || ten.Compare(calendar.TimeOfDay{Hour: 10}) != 0 {
		t.Error("09:59 should come before 10:00")
	}
}

func TestTheZeroDateIsNoDate(t *testing.T) {
	var none calendar.Date
	if !none.IsZero() || none.Valid() || on(2026, 1, 1).IsZero() {
		t.Error("the zero date should be no date")
	}
}

func TestMonthsRunToTheSameDayOrTheLast(t *testing.T) {
	for _, c := range []struct {
		from calendar.Date
		n    int
		want string
	}{
		{on(2026, 12, 31), 2, "2027-02-28"},
		{on(2027, 12, 31), 2, "2028-02-29"},
		{on(2026, 11, 23), 1, "2026-12-23"},
		{on(2026, 1, 31), -2, "2025-11-30"},
		{on(2026, 1, 15), -1, "2025-12-15"},
		{on(2026, 3, 31), 12, "2027-03-31"},
	} {
		if got := c.from.AddMonths(c.n).String(); got != c.want {
			t.Errorf("%v + %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestISOWeeksOfTheRoadmap(t *testing.T) {
	for _, c := range []struct {
		d          calendar.Date
		year, week int
	}{
		{on(2026, 11, 23), 2026, 48},
		{on(2026, 12, 4), 2026, 49},
		{on(2027, 1, 1), 2026, 53},
		{on(2027, 1, 4), 2027, 1},
		{on(2027, 12, 31), 2027, 52},
		{on(2024, 12, 30), 2025, 1},
	} {
		if year, week := c.d.ISOWeek(); year != c.year || week != c.week {
			t.Errorf("%v is in week %d of %d, want %d of %d", c.d, week, year, c.week, c.year)
		}
	}
	for year, weeks := range map[int]int{2026: 53, 2027: 52, 2032: 53, 2031: 52} {
		if got := calendar.WeeksIn(year); got != weeks {
			t.Errorf("%d has %d weeks, want %d", year, got, weeks)
		}
	}
	if got := calendar.WeekStart(2026, 49); got != on(2026, 11, 30) {
		t.Errorf("week 49 begins on %v", got)
	}
}

// Every day of 1890 to 2210, against the standard library.
func TestDatesAgreeWithTheStandardLibrary(t *testing.T) {
	d := on(1890, 1, 1)
	for at := time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() <= 2210; at = at.AddDate(0, 0, 1) {
		year, week := at.ISOWeek()
		gotYear, gotWeek := d.ISOWeek()
		switch {
		case d != calendar.DateOf(at, time.UTC):
			t.Fatalf("%v is not %v", d, at)
		case d.Weekday() != at.Weekday() || d.YearDay() != at.YearDay():
			t.Fatalf("%v: %v, day %d of the year", d, d.Weekday(), d.YearDay())
		case gotYear != year || gotWeek != week:
			t.Fatalf("%v: week %d of %d, want %d of %d", d, gotWeek, gotYear, week, year)
		}
		d = d.AddDays(1)
	}
}

func TestDaysAddAndSubtract(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDate(t, "d")
		n := rapid.IntRange(-200000, 200000).Draw(t, "n")
		moved := d.AddDays(n)
		if d.DaysUntil(moved) != n || moved.AddDays(-n) != d || !moved.Valid() {
			t.Fatalf("%v + %d = %v", d, n, moved)
		}
		if want := time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC); moved != calendar.DateOf(want, time.UTC) {
			t.Fatalf("%v + %d = %v, want %v", d, n, moved, want)
		}
		if before := n > 0; moved.After(d) != before || d.Before(moved) != before {
			t.Fatalf("%v and %v are not in order", d, moved)
		}
		if back, err := calendar.ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%v reads back as %v, %v", d, back, err)
		}
	})
}

func drawDate(t *rapid.T, label string) calendar.Date {
	return on(1970, 1, 1).AddDays(rapid.IntRange(-25000, 84000).Draw(t, label)) // 1901 to 2199
}
