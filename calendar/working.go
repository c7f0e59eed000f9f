package calendar

import (
	"fmt"
	"time"
)

// Unit says which days a count counts. Every count shown to people names its
// unit: ouvré mistaken for ouvrable is the classic error.
type Unit uint8

// The four units of the administration.
const (
	CalendarDays Unit = iota // calendaires: every day
	WorkingDays              // ouvrés: Monday to Friday, holidays excluded
	OuvrableDays             // ouvrables: Monday to Saturday, holidays excluded
	ClearDays                // francs: neither the first nor the last day counts
)

// String returns the French plural, as said after a number of days.
func (u Unit) String() string {
	switch u {
	case CalendarDays:
		return "calendaires"
	case WorkingDays:
		return "ouvrés"
	case OuvrableDays:
		return "ouvrables"
	case ClearDays:
		return "francs"
	default:
		return fmt.Sprintf("Unit(%d)", uint8(u))
	}
}

// Add returns the date n days of a unit after d, before it when n is negative.
func (c *Calendar) Add(d Date, n int, unit Unit) Date {
	switch unit {
	case WorkingDays:
		return c.AddWorking(d, n)
	case OuvrableDays:
		return c.AddOuvrable(d, n)
	case ClearDays:
		return c.AddClear(d, n)
	default:
		return d.AddDays(n)
	}
}

// Count returns the days of a unit from one date to another, negative when
// « to » is earlier.
func (c *Calendar) Count(from, to Date, unit Unit) int {
	switch unit {
	case WorkingDays:
		return c.WorkingDays(from, to)
	case OuvrableDays:
		return c.OuvrableDays(from, to)
	case ClearDays:
		return c.ClearDays(from, to)
	default:
		return from.DaysUntil(to)
	}
}

// NextWorking returns d when it is a working day, else the first one after it.
func (c *Calendar) NextWorking(d Date) Date { return seek(d, 1, c.IsWorking) }

// PreviousWorking returns d when it is a working day, else the last one
// before it.
func (c *Calendar) PreviousWorking(d Date) Date { return seek(d, -1, c.IsWorking) }

// AddWorking returns the n-th working day (ouvré) after d, before it when n is
// negative, and d itself, working or not, when n is 0.
func (c *Calendar) AddWorking(d Date, n int) Date { return step(d, n, c.IsWorking) }

// WorkingDays counts the working days (ouvrés) after « from » up to and
// including « to », so that from Monday 23 November to Friday 4 December 2026
// there are 9. It is negative when « to » is earlier.
func (c *Calendar) WorkingDays(from, to Date) int {
	return c.count(from, to, func(y *year) *[367]uint16 { return &y.working })
}

// AddOuvrable is [Calendar.AddWorking] in « jours ouvrables »: Saturday counts.
func (c *Calendar) AddOuvrable(d Date, n int) Date { return step(d, n, c.IsOuvrable) }

// OuvrableDays is [Calendar.WorkingDays] in « jours ouvrables ».
func (c *Calendar) OuvrableDays(from, to Date) int {
	return c.count(from, to, func(y *year) *[367]uint16 { return &y.ouvrable })
}

// AddClear adds n « jours francs » to d: neither d nor the last day counts, so
// that the delay ends on the day n+1 after d, or the first working day after it
// when that is a Saturday, a Sunday or a holiday (Code de procédure civile,
// art. 642). Backwards (n negative) it is the last working day that leaves n
// whole days before d; n = 0 is d itself.
func (c *Calendar) AddClear(d Date, n int) Date {
	switch {
	case n > 0:
		return c.extend(d.AddDays(n + 1))
	case n < 0:
		return c.PreviousWorking(d.AddDays(n - 1))
	default:
		return d
	}
}

// ClearDays counts the whole days between two dates, neither of them included.
// It is negative when « to » is earlier.
func (c *Calendar) ClearDays(from, to Date) int {
	switch days := from.DaysUntil(to); {
	case days > 0:
		return days - 1
	case days < 0:
		return days + 1
	default:
		return 0
	}
}

// seek returns the first day from d, going by by, that is wanted.
func seek(d Date, by int, wanted func(Date) bool) Date {
	for !wanted(d) {
		d = d.AddDays(by)
	}
	return d
}

// step goes over |n| wanted days from d, d excluded, in the direction of n.
func step(d Date, n int, wanted func(Date) bool) Date {
	by := 1
	if n < 0 {
		by, n = -1, -n
	}
	for range n {
		d = seek(d.AddDays(by), by, wanted)
	}
	return d
}

// count counts the days of a kind after « from » up to and including « to »,
// year by year. A date that does not exist counts as nothing.
func (c *Calendar) count(from, to Date, kind func(*year) *[367]uint16) int {
	if !from.Valid() || !to.Valid() {
		return 0
	}
	if to.Before(from) {
		return -c.count(to, from, kind)
	}
	n := -int(kind(c.year(from.Year))[from.YearDay()])
	for y := from.Year; y < to.Year; y++ {
		n += int(kind(c.year(y))[Date{y, time.December, 31}.YearDay()])
	}
	return n + int(kind(c.year(to.Year))[to.YearDay()])
}
