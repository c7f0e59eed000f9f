package calendar

import (
	"fmt"
	"sync/atomic"
	"time"
)

// Closure is a day on which an organisation is closed although the law does
// not make it a holiday, with its name in both languages.
type Closure struct {
	Date   Date
	FR, EN string
}

// Options are the settings an organisation adds to the holidays of its zone.
type Options struct {
	// Closures are days that are not working days here. They are told to
	// people ([Calendar.Closure]) and never extend a legal delay.
	Closures []Closure
	// Bridges are working days on which few people will be there, beside those
	// that [Calendar.Bridge] finds by itself. They are only warned about.
	Bridges []Date
	// SolidarityDay tells that Whit Monday is worked (« journée de
	// solidarité », Code du travail L.3133-7). It stays a legal holiday.
	SolidarityDay bool
	// School holds the school holidays; nil when nobody loaded them.
	School *School
}

// Calendar counts days for one organisation: the holidays of its zone and its
// own settings. It is immutable and safe for concurrent use.
type Calendar struct {
	zone       Zone
	closures   map[Date]Closure
	bridges    map[Date]bool
	solidarity bool
	school     *School
	years      *[lastCached - firstCached + 1]atomic.Pointer[year]
}

// Years computed once and kept; others are computed each time.
const firstCached, lastCached = 1900, 2200

// New returns the calendar of a zone. The error tells an unknown zone
// ([ErrZone]) or a date in the options that does not exist ([ErrDate]).
func New(zone Zone, opts Options) (*Calendar, error) {
	if !zone.known() {
		return nil, fmt.Errorf("%w: %q", ErrZone, string(zone))
	}
	c := &Calendar{
		zone:       zone,
		closures:   make(map[Date]Closure, len(opts.Closures)),
		bridges:    make(map[Date]bool, len(opts.Bridges)),
		solidarity: opts.SolidarityDay,
		school:     opts.School,
		years:      new([lastCached - firstCached + 1]atomic.Pointer[year]),
	}
	for _, closure := range opts.Closures {
		if !closure.Date.Valid() {
			return nil, fmt.Errorf("closed day: %w: %s", ErrDate, closure.Date)
		}
		c.closures[closure.Date] = closure
	}
	for _, bridge := range opts.Bridges {
		if !bridge.Valid() {
			return nil, fmt.Errorf("bridge: %w: %s", ErrDate, bridge)
		}
		c.bridges[bridge] = true
	}
	return c, nil
}

// Zone returns the holiday zone of the calendar.
func (c *Calendar) Zone() Zone { return c.zone }

// year is what one year holds, computed once: its holidays, and for each day
// of the year (from 1) the rank of its holiday from 1, or 0, and how many days
// of each kind there are up to it.
type year struct {
	holidays []Holiday
	rank     [367]uint8
	working  [367]uint16
	ouvrable [367]uint16
}

func (c *Calendar) year(n int) *year {
	if n < firstCached || n > lastCached {
		return c.newYear(n)
	}
	slot := &c.years[n-firstCached]
	if y := slot.Load(); y != nil {
		return y
	}
	y := c.newYear(n)
	slot.Store(y) // two goroutines may compute it: the results are equal
	return y
}

func (c *Calendar) newYear(n int) *year {
	y := &year{holidays: holidaysOf(c.zone, n)}
	for i, holiday := range y.holidays {
		y.rank[holiday.Date.YearDay()] = uint8(i + 1)
	}
	worked := -1
	if c.solidarity {
		worked = Easter(n).AddDays(whitMonday).YearDay()
	}
	d := Date{n, time.January, 1}
	for day := 1; day < len(y.rank) && d.Year == n; day++ {
		y.working[day], y.ouvrable[day] = y.working[day-1], y.ouvrable[day-1]
		_, closed := c.closures[d]
		if weekday := d.Weekday(); weekday != time.Sunday && !closed && (y.rank[day] == 0 || day == worked) {
			y.ouvrable[day]++
			if weekday != time.Saturday {
				y.working[day]++
			}
		}
		d = d.AddDays(1)
	}
	return y
}

// rankOf returns the rank of the holiday on d; 0 when there is none, and for a
// date that does not exist.
func (y *year) rankOf(d Date) uint8 {
	if !d.Valid() {
		return 0
	}
	return y.rank[d.YearDay()]
}

// Holidays returns the public holidays of a year, in order.
func (c *Calendar) Holidays(n int) []Holiday {
	return append([]Holiday(nil), c.year(n).holidays...)
}

// Holiday returns the public holiday that falls on d, if any. Holidays that
// fall on a Saturday or a Sunday are holidays too, and are not moved.
func (c *Calendar) Holiday(d Date) (Holiday, bool) {
	y := c.year(d.Year)
	if rank := y.rankOf(d); rank > 0 {
		return y.holidays[rank-1], true
	}
	return Holiday{}, false
}

// Closure returns the organisation's own closed day that falls on d, if any.
func (c *Calendar) Closure(d Date) (Closure, bool) {
	closure, ok := c.closures[d]
	return closure, ok
}

// IsWorking reports whether d is « ouvré »: Monday to Friday, not a holiday
// (unless it is Whit Monday and worked) and not a closed day.
func (c *Calendar) IsWorking(d Date) bool {
	return isCounted(&c.year(d.Year).working, d)
}

// IsOuvrable reports whether d is « ouvrable »: Monday to Saturday, not a
// holiday (unless it is Whit Monday and worked) and not a closed day.
func (c *Calendar) IsOuvrable(d Date) bool {
	return isCounted(&c.year(d.Year).ouvrable, d)
}

// isCounted reports whether a day adds one to the days counted in its year.
func isCounted(counts *[367]uint16, d Date) bool {
	if !d.Valid() {
		return false
	}
	day := d.YearDay()
	return counts[day] != counts[day-1]
}

func (c *Calendar) isHoliday(d Date) bool {
	return c.year(d.Year).rankOf(d) > 0
}

// Bridge reports whether d is a working day that many will take off (« pont
// probable »): alone between a holiday and a weekend, or named in the
// settings. A bridge is a working day; it is only worth a warning.
func (c *Calendar) Bridge(d Date) bool {
	if !c.IsWorking(d) {
		return false
	}
	if c.bridges[d] {
		return true
	}
	switch d.Weekday() {
	case time.Monday:
		return c.isHoliday(d.AddDays(1))
	case time.Friday:
		return c.isHoliday(d.AddDays(-1))
	default:
		return false
	}
}
