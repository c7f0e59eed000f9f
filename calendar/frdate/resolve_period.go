package frdate

import (
	"strconv"

	"jalon/calendar"
)

// period resolves a period to its last working day.
func (r *resolver) period(e expr) Result {
	if e.malformed {
		return r.malformedPeriod(e)
	}
	if e.letter && e.week <= 2 && e.part == whole {
		return r.weekOrSemester(e)
	}
	return r.plainPeriod(e)
}

func (r *resolver) plainPeriod(e expr) Result {
	if e.base != nil {
		return r.weekOf(e)
	}
	if e.week > 0 && e.modifier != since {
		if _, refused := r.yearOfWeek(e); refused != nil {
			return *refused
		}
	}
	year := r.periodYear(e)
	if year > 0 {
		if year < firstYear || year > lastYear {
			return r.tooFar()
		}
		return r.inPeriod(e, r.bounds(e, year))
	}
	if e.week == 0 && e.month == 0 && e.ord == 0 { // cette semaine, le mois prochain
		return r.inPeriod(e, r.movingBounds(e))
	}
	return r.yearlessPeriod(e)
}

// yearlessPeriod resolves « fin janvier », « T1 », « S49 »: the next one; but one
// that has just ended is asked.
func (r *resolver) yearlessPeriod(e expr) Result {
	year := r.today.Year
	if e.week > 0 {
		year, _ = r.today.ISOWeek()
	}
	bounds := r.bounds(e, year)
	if e.modifier == last || e.modifier == since {
		for bounds.first.After(r.today) || e.modifier == last && !bounds.last.Before(r.today) || !r.hasPeriod(e, year) {
			year--
			bounds = r.bounds(e, year)
		}
		return r.inPeriod(e, bounds)
	}
	if e.modifier == next && !bounds.first.After(r.today) {
		return r.inPeriod(e, r.bounds(e, year+1))
	}
	if bounds.last.Before(r.today) && bounds.last.DaysUntil(r.today) > recently && r.hasPeriod(e, year+1) {
		return r.inPeriod(e, r.bounds(e, year+1))
	}
	result := r.inPeriod(e, bounds)
	if result.Reason != Past && !(r.window && bounds.last.Before(r.today)) {
		return result
	}
	switch {
	case r.window:
		return result
	case r.hasPeriod(e, year+1):
		result.Other = r.inPeriod(e, r.bounds(e, year+1)).Readings
	}
	return result
}

// hasPeriod reports whether a year has the period: not all have a week 53.
func (r *resolver) hasPeriod(e expr, year int) bool {
	return e.week <= calendar.WeeksIn(year)
}

// periodYear returns the year that was said of a period, or 0.
func (r *resolver) periodYear(e expr) int {
	switch e.modifier {
	case ofThisYear:
		return r.today.Year
	case ofNextYear:
		return r.today.Year + 1
	default:
		return e.year
	}
}

// yearOfWeek returns the ISO year of a week: the one that was said, else this
// one or the next. It refuses a week its year does not have.
func (r *resolver) yearOfWeek(e expr) (int, *Result) {
	year := r.periodYear(e)
	if e.weekYear > 0 {
		year = e.weekYear
	}
	current, week := r.today.ISOWeek()
	switch {
	case year > 0 && (year < firstYear || year > lastYear):
		refused := r.tooFar()
		return 0, &refused
	case year > 0:
	case e.week < week && calendar.WeekStart(current, e.week).AddDays(6).DaysUntil(r.today) > recently:
		year = current + 1
	default:
		year = current
	}
	if e.week < 1 || e.week > calendar.WeeksIn(year) {
		refused := r.noSuchWeek(year)
		return 0, &refused
	}
	return year, nil
}

// interval is a period, both days included.
type interval struct{ first, last calendar.Date }

func monthsFrom(year, month, n int) interval {
	first := date(year, month, 1)
	return interval{first, first.AddMonths(n).AddDays(-1)}
}

// bounds returns the whole period in a year.
func (r *resolver) bounds(e expr, year int) interval {
	switch {
	case e.week > 0:
		monday := calendar.WeekStart(year, e.week)
		return interval{monday, monday.AddDays(6)}
	case e.unit == months && e.ord == 1: // première quinzaine
		return interval{date(year, e.month, 1), date(year, e.month, 15)}
	case e.unit == months && e.ord == 2:
		return interval{date(year, e.month, 16), date(year, e.month, 1).MonthEnd()}
	case e.unit == months:
		return monthsFrom(year, e.month, 1)
	case e.unit == quarters:
		return monthsFrom(year, 3*e.ord-2, 3)
	case e.unit == semesters:
		return monthsFrom(year, 6*e.ord-5, 6)
	default:
		return monthsFrom(year, 1, 12)
	}
}

// movingBounds returns « cette semaine », « le mois prochain », « le trimestre
// dernier ».
func (r *resolver) movingBounds(e expr) interval {
	step := 0
	switch e.modifier {
	case next:
		step = 1
	case last:
		step = -1
	}
	if e.unit == weeks {
		monday := r.today.Monday().AddDays(7 * step)
		return interval{monday, monday.AddDays(6)}
	}
	length := monthsIn(e.unit)
	opening := (int(r.today.Month)-1)/length*length + 1
	first := date(r.today.Year, opening, 1).AddMonths(step * length)
	return interval{first, first.AddMonths(length).AddDays(-1)}
}

// weekOf resolves « la semaine du 7 décembre ».
func (r *resolver) weekOf(e expr) Result {
	base := r.whole(*e.base)
	if base.Kind != Understood {
		return base.unclear()
	}
	monday := base.Readings[0].Date.Monday()
	return r.inPeriod(e, interval{monday, monday.AddDays(6)})
}

// inPeriod resolves a period once its ends are known.
func (r *resolver) inPeriod(e expr, span interval) Result {
	switch {
	case e.bound == Before && e.part != end && e.part != middle:
		d := r.ref.Cal.PreviousWorking(span.first.AddDays(-1))
		return r.periodResult(e, d, interval{calendar.Date{}, span.first.AddDays(-1)}, r.noteBefore(span.first))
	case e.part == middle:
		return r.middle(e, span)
	case e.bound == From && e.part != end:
		d := r.ref.Cal.NextWorking(span.first)
		return r.periodResult(e, d, span, r.noteFirst(e.unit))
	case e.part == beginning && r.window:
		early := partSpan(e, span)
		return r.periodResult(e, r.ref.Cal.PreviousWorking(early.last), early, Text{})
	case e.part == beginning:
		return r.beginning(e, span)
	}
	result := r.lastDay(e, span)
	if e.hither && e.part == whole && span.first.After(r.today) {
		before := e
		before.bound = Before
		return r.askResults(r.inPeriod(before, span), result)
	}
	return result
}

// lastDay resolves a period to its last working day.
func (r *resolver) lastDay(e expr, span interval) Result {
	d := r.ref.Cal.PreviousWorking(span.last)
	if d.Before(span.first) {
		d = span.last // nothing is worked in it: its last day, closed
	}
	return r.periodResult(e, d, partSpan(e, span), r.noteLast(e, span, d))
}

// partSpan is what « fin », « début » and « mi- » cover in a filter: ten days of
// a month, a month of a quarter, two of a semester or a year.
func partSpan(e expr, span interval) interval {
	first, last := span.first, span.last
	switch {
	case e.part == whole:
	case e.unit == weeks:
		return map[part]interval{
			beginning: {first, first.AddDays(1)}, middle: {first.AddDays(1), first.AddDays(3)}, end: {first.AddDays(3), last},
		}[e.part]
	case e.unit == months:
		return map[part]interval{
			beginning: {first, first.AddDays(9)}, middle: {first.AddDays(10), first.AddDays(19)}, end: {first.AddDays(20), last},
		}[e.part]
	case e.part == middle: // of a year
		return interval{first.AddMonths(4), first.AddMonths(8).AddDays(-1)}
	case e.part == beginning:
		return interval{first, first.AddMonths(edgeMonths(e.unit)).AddDays(-1)}
	default:
		return interval{last.AddDays(1).AddMonths(-edgeMonths(e.unit)), last}
	}
	return span
}

func edgeMonths(u unit) int {
	if u == quarters {
		return 1
	}
	return 2
}

// middle resolves « mi-janvier », the 15th, with the end of the middle ten days
// as the other reading; « milieu de semaine », Wednesday; « mi-2027 », 30 June.
func (r *resolver) middle(e expr, span interval) Result {
	day := span.first.AddDays(14)
	switch e.unit {
	case weeks:
		day = span.first.AddDays(2)
	case years:
		day = date(span.first.Year, 6, 30)
	}
	if e.bound == Before {
		day = day.AddDays(-1)
	}
	d := r.ref.Cal.PreviousWorking(day)
	result := r.periodResult(e, d, partSpan(e, span), r.noteUpTo(day, d))
	if e.unit == months && e.bound != Before {
		later := span.first.AddDays(19)
		result = result.withOther(r.periodResult(e, r.ref.Cal.PreviousWorking(later), partSpan(e, span), r.noteUpTo(later, later)))
	}
	return result
}

// beginning asks about « début janvier »: its first working day, or the last one
// of its first days.
func (r *resolver) beginning(e expr, span interval) Result {
	early := partSpan(e, span)
	first := r.ref.Cal.NextWorking(early.first)
	last := r.ref.Cal.PreviousWorking(early.last)
	return r.askResults(
		r.periodResult(e, first, early, r.noteFirst(e.unit)),
		r.periodResult(e, last, early, r.noteUpTo(early.last, last)),
	)
}

// askResults asks between two results, unless only one of them holds.
func (r *resolver) askResults(a, b Result) Result {
	switch {
	case a.Kind != Understood:
		return b
	case b.Kind != Understood || a.Readings[0].Date == b.Readings[0].Date:
		return a
	default:
		return r.ask(a.Readings[0], b.Readings[0])
	}
}

func (r *resolver) periodReading(d, first, last calendar.Date) Reading {
	return Reading{Date: d, Period: true, First: first, Last: last}
}

func (r *resolver) periodResult(e expr, d calendar.Date, span interval, note Text) Result {
	reading := r.periodReading(d, span.first, span.last)
	reading.Note = note
	return r.settle(e, reading)
}

// weekOrSemester resolves « S1 » and « S2 »: the week, with the semester as the
// other reading, or asked where money is spoken of.
func (r *resolver) weekOrSemester(e expr) Result {
	semester := e
	semester.unit, semester.ord, semester.week, semester.letter = semesters, e.week, 0, false
	week, other := r.plainPeriod(e), r.plainPeriod(semester)
	if r.ref.Budget {
		return r.askResults(week, other)
	}
	if week.Reason == Past && other.Kind == Understood {
		week.Other = other.Readings
	}
	return week.withOther(other)
}

func (r *resolver) malformedPeriod(e expr) Result {
	if e.week > 0 || e.unit == weeks {
		year, _ := r.today.ISOWeek()
		return r.noSuchWeek(max(year, e.year))
	}
	return r.refused(Impossible, Text{
		FR: quoteFR(r.text) + " n’existe pas\u202f: l’année a 4 trimestres et 2 semestres.",
		EN: quoteEN(r.text) + " does not exist: a year has 4 quarters and 2 half-years.",
	}, "T4 "+strconv.Itoa(r.today.Year), "1er semestre "+strconv.Itoa(r.today.Year+1))
}

// nth resolves « le dernier vendredi de janvier ».
func (r *resolver) nth(e expr) Result {
	scope := *e.base
	if scope.week > 0 {
		year, refused := r.yearOfWeek(scope)
		if refused != nil {
			return *refused
		}
		scope.year = year
	}
	if year := r.periodYear(scope); year > 0 {
		if year < firstYear || year > lastYear {
			return r.tooFar()
		}
		return r.nthIn(e, r.bounds(scope, year))
	}
	if scope.month == 0 && scope.ord == 0 {
		return r.nthIn(e, r.movingBounds(scope))
	}
	year := r.today.Year
	if bounds := r.bounds(scope, year); scope.modifier == next && !bounds.first.After(r.today) {
		year++
	}
	d, ok := r.nthDate(e, r.bounds(scope, year))
	if ok && d.DaysUntil(r.today) > recently {
		return r.nthIn(e, r.bounds(scope, year+1))
	}
	result := r.nthIn(e, r.bounds(scope, year))
	if result.Reason == Past {
		result.Other = r.nthIn(e, r.bounds(scope, year+1)).Readings
	}
	return result
}

// nthIn resolves the n-th day wanted in a period.
func (r *resolver) nthIn(e expr, span interval) Result {
	d, ok := r.nthDate(e, span)
	if !ok {
		return r.noSuchNth()
	}
	return r.named(e, d)
}

// nthDate picks the n-th day wanted in a period.
func (r *resolver) nthDate(e expr, span interval) (calendar.Date, bool) {
	wanted := func(d calendar.Date) bool {
		switch {
		case e.weekday > 0:
			return isoWeekday(d) == e.weekday
		case e.kind == calendar.WorkingDays:
			return r.ref.Cal.IsWorking(d)
		case e.kind == calendar.OuvrableDays:
			return r.ref.Cal.IsOuvrable(d)
		default:
			return true
		}
	}
	d, by, n := span.first, 1, e.ord
	if n < 0 {
		d, by, n = span.last, -1, -n
	}
	for ; !d.Before(span.first) && !d.After(span.last); d = d.AddDays(by) {
		if wanted(d) {
			if n--; n == 0 {
				return d, true
			}
		}
	}
	return calendar.Date{}, false
}
