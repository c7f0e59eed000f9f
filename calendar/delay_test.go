package calendar_test

import (
	"testing"

	"jalon/calendar"
)

// The examples of the Code de procédure civile, and the dates where they bite.
func TestLegalDelays(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{
		Closures: []calendar.Closure{{Date: on(2026, 12, 28)}}, // the law ignores it
	})
	for _, c := range []struct {
		name     string
		act      calendar.Date
		delay    calendar.Delay
		raw, end string
	}{
		{"two days over Christmas", on(2026, 12, 23), calendar.Delay{Days: 2}, "2026-12-25", "2026-12-28"},
		{"two months to a month without that day", on(2026, 12, 31), calendar.Delay{Months: 2}, "2027-02-28", "2027-03-01"},
		{"one month that ends on a working day", on(2026, 11, 23), calendar.Delay{Months: 1}, "2026-12-23", "2026-12-23"},
		{"two months that end on a Saturday", on(2026, 11, 23), calendar.Delay{Months: 2}, "2027-01-23", "2027-01-25"},
		{"months, then days", on(2026, 11, 30), calendar.Delay{Months: 1, Days: 10}, "2027-01-09", "2027-01-11"},
		{"ten clear days", on(2026, 11, 23), calendar.Delay{Days: 10, Clear: true}, "2026-12-04", "2026-12-04"},
		{"two clear months", on(2026, 11, 23), calendar.Delay{Months: 2, Clear: true}, "2027-01-24", "2027-01-25"},
		{"to a leap day", on(2027, 12, 29), calendar.Delay{Months: 2}, "2028-02-29", "2028-02-29"},
	} {
		if got := c.delay.RawEnd(c.act).String(); got != c.raw {
			t.Errorf("%s: expires on %s before extension, want %s", c.name, got, c.raw)
		}
		if got := cal.LegalEnd(c.act, c.delay).String(); got != c.end {
			t.Errorf("%s: ends on %s, want %s", c.name, got, c.end)
		}
	}
}
