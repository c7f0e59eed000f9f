package frdate_test

import (
	"fmt"
	"strings"
	"testing"

	"jalon/calendar"
	"jalon/calendar/frdate"
)

// The tests read at this moment unless they say otherwise: Monday 23 November
// 2026 at 13:34 in Paris.
const usualNow = "2026-11-23 13:34"

var metropole = mustCalendar(calendar.Metropole)

func mustCalendar(zone calendar.Zone) *calendar.Calendar {
	cal, err := calendar.New(zone, calendar.Options{})
	if err != nil {
		panic(err)
	}
	return cal
}

// reference makes a reference of a civil moment, « 2026-11-23 13:34 » or
// « 2026-11-23 », without a day J.
func reference(now string) frdate.Ref {
	day, hour, timed := strings.Cut(now, " ")
	d, err := calendar.ParseDate(day)
	if err != nil {
		panic(err)
	}
	var t calendar.TimeOfDay
	if timed {
		if t, err = calendar.ParseTimeOfDay(hour); err != nil {
			panic(err)
		}
	}
	return frdate.Ref{Now: calendar.Moment{Date: d, Time: t, Zone: "Europe/Paris"}, Cal: metropole}
}

// anchored is a reference whose day J is its own day, as « jalon date --at » has
// it.
func anchored(now string) frdate.Ref {
	ref := reference(now)
	ref.Anchor = ref.Now.Date
	return ref
}

// summary writes a result in one line, so that tables hold its whole meaning:
//
//	2026-12-04 14:30            one date and its hour
//	2026-12-04; 2026-12-05      two dates
//	2026-12-04 by               at the latest; « before » and « from » likewise
//	2026-12-06 closed           a day that is not worked
//	2026-12-31 of 2026-12-01/31 a period: its ends
//	every …: d1 d2 d3           a recurrence and its first dates
//	? a | b                     asked
//	! past                      refused, and why
//	… ~ 2026-12-11              another reading is offered
func summary(r frdate.Result) string {
	var b strings.Builder
	separator := "; "
	switch r.Kind {
	case frdate.Ambiguous:
		b.WriteString("? ")
		separator = " | "
	case frdate.Refused:
		b.WriteString("! " + reasons[r.Reason])
	}
	for i, reading := range r.Readings {
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(summaryOf(reading))
	}
	for _, other := range r.Other {
		b.WriteString(" ~ " + summaryOf(other))
	}
	return b.String()
}

var reasons = map[frdate.Reason]string{
	frdate.NotUnderstood: "not understood", frdate.Impossible: "impossible", frdate.Contradiction: "contradiction",
	frdate.Past: "past", frdate.NoAnchor: "no anchor", frdate.TooFar: "too far",
}

func summaryOf(r frdate.Reading) string {
	if r.Recurrence != nil {
		return "every " + plain(r.Recurrence.Full("fr")) + ": " + strings.Trim(fmt.Sprint(r.Recurrence.Occurrences(r.Date.AddDays(-1), 3)), "[]")
	}
	s := r.Date.String()
	if r.HasTime {
		s += " " + r.Time.String()
	}
	if r.HasEnd {
		s += "-" + r.End.String()
	}
	s += map[frdate.Bound]string{frdate.On: "", frdate.By: " by", frdate.Before: " before", frdate.From: " from"}[r.Bound]
	if r.Closed != nil {
		s += " closed"
	}
	if r.Bridge {
		s += " bridge"
	}
	if r.Period {
		s += " of " + strings.Replace(r.First.String(), "0000-00-00", "", 1) + "/" + tail(r.First.String(), r.Last.String())
	}
	return s
}

// tail drops from an ISO date what it shares with another.
func tail(first, last string) string {
	switch {
	case first[:7] == last[:7]:
		return last[8:]
	case first[:4] == last[:4]:
		return last[5:]
	default:
		return last
	}
}

// plain replaces the no-break spaces by plain ones.
func plain(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

// reading is a row of the tables: a text and the summary of what it becomes.
type reading struct{ text, want string }

func checkReadings(t *testing.T, ref frdate.Ref, table []reading) {
	t.Helper()
	for _, row := range table {
		if got := summary(frdate.Parse(row.text, ref)); got != row.want {
			t.Errorf("%q is %q, want %q", row.text, got, row.want)
		}
	}
}
