package calendar

import (
	"errors"
	"fmt"
	"math/bits"
	"sync"
	"time"
)

// ErrRecurrence is wrapped by every error about a rule of recurrence.
var ErrRecurrence = errors.New("recurrence")

// Frequency is the period in which the days of a recurrence are chosen.
type Frequency uint8

// The frequencies; a quarter is a month chosen among [Recurrence.Months].
const (
	Daily Frequency = iota + 1
	Weekly
	Monthly
	Yearly
)

// Recurrence is a rule that gives dates again and again: « tous les lundis à
// 9 h », « le dernier jour ouvré de chaque mois, jusqu'au 31 mars 2027 ». It
// maps to an RRULE of RFC 5545 and adds what RFC 5545 cannot say: French working
// days, and the last day of a month too short for the one that is named.
//
// It gives civil dates, to which the hour is attached: clocks that change never
// move it. Recurrences are comparable with ==.
type Recurrence struct {
	Freq Frequency
	// Interval takes one period in so many; at least 1. The periods are counted
	// from that of Start.
	Interval int
	// Start is the first day that may be an occurrence.
	Start Date
	// Until is the last day that may be one, included; zero: no end.
	Until Date
	// Count is the number of occurrences in all; 0: no end.
	Count int

	// Weekdays are the days wanted. Daily and empty: all of them.
	Weekdays Weekdays
	// MonthDays are the days of the month wanted. A month too short has its last
	// day instead.
	MonthDays MonthDays
	// Months are the months wanted; empty: all.
	Months Months
	// Nth picks one of the days wanted in each period: 1 the first, -1 the last;
	// 0 takes them all. With neither Weekdays nor MonthDays it picks among the
	// days of the kind Days.
	Nth int
	// Days restricts to working days or jours ouvrables, those of Zone;
	// CalendarDays does not.
	Days Unit

	// HasTime tells that the occurrences have an hour, Time.
	HasTime bool
	Time    TimeOfDay
	// Zone is the holiday zone of the working days; empty: métropole.
	Zone Zone
}

// Weekdays is a set of days of the week.
type Weekdays uint8

// WeekdaySet returns the set of some days.
func WeekdaySet(days ...time.Weekday) (set Weekdays) {
	for _, day := range days {
		set |= 1 << day
	}
	return set
}

// Has reports whether a day is in the set.
func (s Weekdays) Has(day time.Weekday) bool { return s&(1<<day) != 0 }

// List returns the days of the set, from Monday to Sunday.
func (s Weekdays) List() []time.Weekday {
	var days []time.Weekday
	for i := 1; i <= 7; i++ {
		if day := time.Weekday(i % 7); s.Has(day) {
			days = append(days, day)
		}
	}
	return days
}

// MonthDays is a set of days of the month.
type MonthDays uint32

// MonthDaySet returns the set of some days, each from 1 to 31.
func MonthDaySet(days ...int) (set MonthDays) {
	for _, day := range days {
		set |= 1 << day
	}
	return set
}

// List returns the days of the set in order.
func (s MonthDays) List() []int { return members(uint32(s)) }

// Months is a set of months.
type Months uint16

// MonthSet returns the set of some months.
func MonthSet(list ...time.Month) (set Months) {
	for _, month := range list {
		set |= 1 << month
	}
	return set
}

// List returns the months of the set in order, as numbers.
func (s Months) List() []int { return members(uint32(s)) }

func members(set uint32) []int {
	list := make([]int, 0, bits.OnesCount32(set))
	for i := range 32 {
		if set&(1<<i) != 0 {
			list = append(list, i)
		}
	}
	return list
}

// The months that open and that close the quarters and the semesters.
const (
	QuarterStarts  Months = 1<<time.January | 1<<time.April | 1<<time.July | 1<<time.October
	QuarterEnds    Months = 1<<time.March | 1<<time.June | 1<<time.September | 1<<time.December
	SemesterStarts Months = 1<<time.January | 1<<time.July
	SemesterEnds   Months = 1<<time.June | 1<<time.December
)

const (
	everyMonth = Months(1<<13 - 2)
	everyDay   = MonthDays(1<<32 - 2)
)

// Validate tells what makes a recurrence meaningless. The error wraps
// [ErrRecurrence].
func (r Recurrence) Validate() error {
	switch {
	case r.Freq < Daily || r.Freq > Yearly:
		return r.invalid("no frequency")
	case r.Interval < 1 || r.Interval > 1000:
		return r.invalid("interval %d", r.Interval)
	case !r.Start.Valid() || r.Start.Year < 1:
		return r.invalid("start %s", r.Start)
	case !r.Until.IsZero() && (!r.Until.Valid() || r.Until.Before(r.Start)):
		return r.invalid("until %s", r.Until)
	case r.Count < 0 || r.Count > 10000:
		return r.invalid("count %d", r.Count)
	case r.Weekdays >= 1<<7, r.MonthDays&^everyDay != 0, r.Months&^everyMonth != 0:
		return r.invalid("days that do not exist")
	case r.Days > OuvrableDays:
		return r.invalid("no recurrence in days of kind %s", r.Days)
	case r.HasTime && !r.Time.Valid():
		return r.invalid("hour %s", r.Time)
	case r.Zone != "" && !r.Zone.known():
		return r.invalid("zone %q", string(r.Zone))
	}
	return r.validateDays()
}

// validateDays checks that the rule says which days it wants.
func (r Recurrence) validateDays() error {
	picks := r.Nth != 0
	switch r.Freq {
	case Daily:
		if picks || r.MonthDays != 0 || r.Interval > 1 && r.Days != CalendarDays {
			return r.invalid("a daily rule only takes days of the week or a kind of days")
		}
	case Weekly:
		if r.MonthDays != 0 || (r.Weekdays == 0) == !picks || picks && r.Days == CalendarDays {
			return r.invalid("a weekly rule takes days of the week or one working day")
		}
	case Monthly, Yearly:
		if r.Freq == Yearly && r.Months == 0 {
			return r.invalid("a yearly rule names its months")
		}
		if r.MonthDays != 0 && (picks || r.Weekdays != 0 || r.Days != CalendarDays) || r.MonthDays == 0 && !picks {
			return r.invalid("a monthly rule takes days of the month or one day picked in it")
		}
	}
	if r.Nth < -23 || r.Nth > 31 || r.Weekdays != 0 && (r.Nth < -5 || r.Nth > 5) {
		return r.invalid("day number %d", r.Nth)
	}
	return nil
}

func (r Recurrence) invalid(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrRecurrence}, args...)...)
}

// Next returns the first occurrence after a date, with the holidays of r.Zone,
// or false when there is none left.
func (r Recurrence) Next(after Date) (Date, bool) {
	return r.NextIn(standard(r.Zone), after)
}

// NextIn is [Recurrence.Next] with the working days of a given calendar.
func (r Recurrence) NextIn(cal *Calendar, after Date) (Date, bool) {
	for d := range r.occurrences(cal, after) {
		if d.After(after) {
			return d, true
		}
	}
	return Date{}, false
}

// Occurrences returns the first n occurrences after a date, fewer when the
// recurrence ends before.
func (r Recurrence) Occurrences(after Date, n int) []Date {
	var dates []Date
	for d := range r.occurrences(standard(r.Zone), after) {
		if len(dates) == n {
			break
		}
		if d.After(after) {
			dates = append(dates, d)
		}
	}
	return dates
}

var standardCalendars sync.Map // Zone → *Calendar

// standard returns the calendar of a zone without settings, from a cache; that
// of métropole for a zone that does not exist.
func standard(zone Zone) *Calendar {
	if cal, ok := standardCalendars.Load(zone); ok {
		return cal.(*Calendar)
	}
	cal, err := New(zone, Options{})
	if err != nil {
		cal, _ = New(Metropole, Options{})
	}
	standardCalendars.Store(zone, cal)
	return cal
}
