package calendar

import (
	"iter"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// This file is the only one that knows the engine. It is given midnights in UTC
// and gives them back: no zone and no hour ever reaches it.

// occurrences yields the dates of the recurrence in order, up to its end. Those
// long before « near » may be left out, unless they are counted.
func (r Recurrence) occurrences(cal *Calendar, near Date) iter.Seq[Date] {
	return func(yield func(Date) bool) {
		if r.Validate() != nil {
			return
		}
		if r.Count > 0 {
			near = r.Start
		}
		count := 0
		for d := range r.picked(cal, near) {
			if d.Before(r.Start) {
				continue
			}
			if !r.Until.IsZero() && d.After(r.Until) || r.Count > 0 && count == r.Count {
				return
			}
			count++
			if !yield(d) {
				return
			}
		}
	}
}

// picked yields the wanted days, whatever the start and the end say: those of
// the rules, or when working days are counted the one picked in each period.
func (r Recurrence) picked(cal *Calendar, near Date) iter.Seq[Date] {
	if r.Days == CalendarDays {
		return r.expand(near)
	}
	wanted := cal.IsWorking
	if r.Days == OuvrableDays {
		wanted = cal.IsOuvrable
	}
	if r.Nth == 0 {
		return func(yield func(Date) bool) {
			for d := range r.expand(near) {
				if wanted(d) && !yield(d) {
					return
				}
			}
		}
	}
	return func(yield func(Date) bool) {
		for period := range r.periods(near) {
			d, ok := nthOf(period, r.Nth, wanted)
			if ok && !yield(d) {
				return
			}
		}
	}
}

// periods yields the days of each period, one period at a time.
func (r Recurrence) periods(near Date) iter.Seq[[]Date] {
	return func(yield func([]Date) bool) {
		var period []Date
		for d := range r.expand(near) {
			if len(period) > 0 && !r.samePeriod(period[0], d) {
				if !yield(period) {
					return
				}
				period = period[:0]
			}
			period = append(period, d)
		}
	}
}

func (r Recurrence) samePeriod(a, b Date) bool {
	if r.Freq == Weekly {
		return a.Monday() == b.Monday()
	}
	return a.Year == b.Year && a.Month == b.Month
}

// nthOf returns the n-th wanted day of a period, from its end when n is
// negative.
func nthOf(period []Date, n int, wanted func(Date) bool) (Date, bool) {
	from, by := 0, 1
	if n < 0 {
		from, by, n = len(period)-1, -1, -n
	}
	for i := from; i >= 0 && i < len(period); i += by {
		if wanted(period[i]) {
			if n--; n == 0 {
				return period[i], true
			}
		}
	}
	return Date{}, false
}

// expand merges the dates of the rules, each once, in order.
func (r Recurrence) expand(near Date) iter.Seq[Date] {
	return func(yield func(Date) bool) {
		var sources []func() (time.Time, bool)
		var heads []time.Time
		for _, option := range r.rules(near) {
			rule, err := rrule.NewRRule(option)
			if err != nil {
				return
			}
			source := rule.Iterator()
			if head, ok := source(); ok {
				sources, heads = append(sources, source), append(heads, head)
			}
		}
		for len(heads) > 0 {
			first := earliest(heads)
			for i := 0; i < len(heads); i++ {
				if !heads[i].Equal(first) {
					continue
				}
				next, ok := sources[i]()
				if heads[i] = next; !ok {
					heads = append(heads[:i], heads[i+1:]...)
					sources = append(sources[:i], sources[i+1:]...)
					i--
				}
			}
			if !yield(DateOf(first, time.UTC)) {
				return
			}
		}
	}
}

func earliest(heads []time.Time) time.Time {
	first := heads[0]
	for _, head := range heads[1:] {
		if head.Before(first) {
			first = head
		}
	}
	return first
}

// rules returns the rules whose dates, merged, are the days of the recurrence:
// one, and one more for each day that some months do not have.
func (r Recurrence) rules(near Date) []rrule.ROption {
	option := rrule.ROption{
		Freq:     frequencies[r.Freq],
		Interval: r.Interval,
		Dtstart:  midnight(r.anchor(near)),
		Wkst:     rrule.MO,
		Bymonth:  r.Months.List(),
	}
	switch {
	case r.MonthDays != 0:
		return monthDayRules(option, r.MonthDays)
	case r.Weekdays != 0:
		option.Byweekday = r.weekdayRule()
	case r.Days == OuvrableDays:
		option.Byweekday = []rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	case r.Days == WorkingDays:
		option.Byweekday = []rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR}
	case r.Freq != Daily:
		option.Bymonthday = []int{r.Nth}
	}
	return []rrule.ROption{option}
}

// anchor is where the engine starts to count: the start, or that of its period
// so that « the 5th working day » counts from the first.
// Periods that end before « near » are skipped, a whole number of intervals.
func (r Recurrence) anchor(near Date) Date {
	start := r.Start
	skip := func(periods int) int { return max(0, periods) / r.Interval * r.Interval }
	switch r.Freq {
	case Daily:
		return start.AddDays(skip(start.DaysUntil(near)))
	case Weekly:
		start = start.Monday()
		return start.AddDays(7 * skip(start.DaysUntil(near)/7))
	case Yearly:
		return Date{start.Year + skip(near.Year-start.Year), time.January, 1}
	default:
		start.Day = 1
		return start.AddMonths(skip((near.Year-start.Year)*12 + int(near.Month) - int(start.Month)))
	}
}

func midnight(d Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

func monthDayRules(option rrule.ROption, days MonthDays) []rrule.ROption {
	var options []rrule.ROption
	var common []int
	for _, day := range days.List() {
		if day <= 28 {
			common = append(common, day)
			continue
		}
		// The last that exists of 28 … day.
		short := option
		for d := 28; d <= day; d++ {
			short.Bymonthday = append(short.Bymonthday, d)
		}
		short.Bysetpos = []int{-1}
		options = append(options, short)
	}
	if len(common) > 0 {
		option.Bymonthday = common
		options = append(options, option)
	}
	return options
}

func (r Recurrence) weekdayRule() []rrule.Weekday {
	names := [7]rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	var list []rrule.Weekday
	for _, day := range r.Weekdays.List() {
		name := names[day]
		if r.Nth != 0 {
			name = name.Nth(r.Nth)
		}
		list = append(list, name)
	}
	return list
}

var frequencies = map[Frequency]rrule.Frequency{
	Daily: rrule.DAILY, Weekly: rrule.WEEKLY, Monthly: rrule.MONTHLY, Yearly: rrule.YEARLY,
}

// RRule returns the recurrence as an RRULE of RFC 5545, without its prefix, for
// other programs; false when no single RRULE says the same (working days, a day
// that some months do not have beside others): export its dates instead.
func (r Recurrence) RRule() (string, bool) {
	if r.Validate() != nil || r.Days != CalendarDays {
		return "", false
	}
	rules := r.rules(r.Start)
	if len(rules) != 1 {
		return "", false
	}
	option := rules[0]
	option.Dtstart = time.Time{}
	option.Count = r.Count
	if r.Interval == 1 {
		option.Interval = 0 // the default: left out
	}
	rule := option.RRuleString()
	if !r.Until.IsZero() {
		rule += ";UNTIL=" + strings.ReplaceAll(r.Until.String(), "-", "")
	}
	return rule, true
}
