package frdate

import (
	"slices"

	"jalon/calendar"
)

// list resolves several dates, or asks when they are alternatives.
func (r *resolver) list(e expr) Result {
	var readings []Reading
	for i, item := range e.items {
		result := r.whole(item)
		if i > 0 && e.consecutive() && result.Kind == Understood && !result.Readings[0].Date.After(readings[i-1].Date) {
			result = r.onward(item, readings[i-1].Date)
		}
		if result.Kind != Understood {
			return result.unclear()
		}
		readings = append(readings, result.Readings...)
	}
	if !increasing(readings) {
		return r.unordered()
	}
	if e.or {
		return r.ask(readings...)
	}
	return Result{Kind: Understood, Readings: readings}
}

// consecutive tells a list of weekdays in the order of the week: « lundi et
// mardi » are of one week, even said on a Monday.
func (e expr) consecutive() bool {
	for i, item := range e.items {
		if item.form != weekdayForm || item.modifier != plain && item.modifier != next {
			return false
		}
		if i > 0 && item.weekday <= e.items[i-1].weekday {
			return false
		}
	}
	return true
}

// onward resolves a weekday as the first one after a date.
func (r *resolver) onward(e expr, after calendar.Date) Result {
	later := *r
	later.text = r.p.slice(e.first, e.last)
	return later.named(e, weekdayBeside(after, e.weekday, false))
}

// increasing reports whether the dates follow each other: in « 30 et 1er
// décembre » they do not.
func increasing(readings []Reading) bool {
	return slices.IsSortedFunc(readings, func(a, b Reading) int {
		if order := a.Date.Compare(b.Date); order != 0 {
			return order
		}
		if order := a.Time.Compare(b.Time); order != 0 {
			return order
		}
		return -1 // the same date twice is not a list
	})
}

// span resolves « du 1er au 15 janvier »: its last day as it was named, or the
// last working day when a period ends it.
func (r *resolver) span(e expr) Result {
	from, to := e.items[0], e.items[1]
	until := r.whole(to)
	if until.Kind != Understood {
		return until.unclear()
	}
	closing := until.Readings[0]
	first, refused := r.opening(from, to, closing)
	if refused != nil {
		return *refused
	}
	last := closing.Date
	if closing.Period {
		last = closing.Last
	}
	if to.form == weekdayForm && !last.After(first) {
		last = last.AddDays(7)
		closing.Date = last
	}
	if last.Before(first) || last == first {
		return r.backwards()
	}
	reading := r.periodReading(closing.Date, first, last)
	reading.Note = both(func(w calendar.Words) string { return w.Span(first, last) })
	result := r.settle(e, reading)
	if result.Kind == Understood && !closing.Period {
		r.warn(&result.Readings[0])
	}
	return result
}

// opening returns the first day of a range, which takes from the last what it
// does not say itself, and may be past.
func (r *resolver) opening(from, to expr, closing Reading) (calendar.Date, *Result) {
	if from.form != dateForm || from.year > 0 || from.modifier != plain {
		past := *r
		past.ref.AllowPast = true
		result := past.whole(from)
		if result.Kind != Understood {
			refused := result.unclear()
			return calendar.Date{}, &refused
		}
		if reading := result.Readings[0]; reading.Period {
			return reading.First, nil
		}
		return result.Readings[0].Date, nil
	}
	if from.month == 0 {
		from.month = int(closing.Date.Month)
		if to.form == dateForm && to.month == 0 && from.day > to.day {
			from.month = int(month(closing.Date).AddDays(-1).Month)
		}
	}
	d := date(closing.Date.Year, from.month, from.day)
	if d.Valid() && d.After(closing.Date) && from.month > int(closing.Date.Month) {
		d.Year--
	}
	switch {
	case !d.Valid():
		refused := r.noSuchDate(d)
		return d, &refused
	case from.weekday > 0 && isoWeekday(d) != from.weekday:
		refused := r.wrongWeekday(from, d).unclear()
		return d, &refused
	}
	return d, nil
}
