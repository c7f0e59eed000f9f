package frdate

import (
	"time"

	"jalon/calendar"
)

// date resolves a day of the month with what was said of its month and year.
func (r *resolver) date(e expr) Result {
	if e.malformed {
		return r.noSuchDate(date(r.inferredYear(e), e.month, e.day))
	}
	if e.month == 0 {
		return r.dayOnly(e)
	}
	if e.month > 12 || e.day < 1 || e.day > calendar.DaysIn(2000, time.Month(e.month)) {
		return r.noSuchDate(date(r.inferredYear(e), e.month, e.day))
	}
	if year := r.saidYear(e); year > 0 {
		return r.dated(e, date(year, e.month, e.day))
	}
	return r.yearless(e)
}

// saidYear returns the year that was said, in any way, or 0.
func (r *resolver) saidYear(e expr) int {
	switch e.modifier {
	case ofThisYear:
		return r.today.Year
	case ofNextYear:
		return r.today.Year + 1
	default:
		return e.year
	}
}

// inferredYear is the year a date without one would be in, were it to exist.
func (r *resolver) inferredYear(e expr) int {
	year := r.saidYear(e)
	if year == 0 {
		year = r.today.Year
		if e.month < int(r.today.Month) || e.month == int(r.today.Month) && e.day < r.today.Day {
			year++
		}
	}
	return year
}

// yearless resolves « 15 décembre »: the next one; but one that was less than
// recently days ago is asked, for it may well be what was meant.
func (r *resolver) yearless(e expr) Result {
	d := date(r.today.Year, e.month, e.day)
	if e.modifier == last || e.modifier == since {
		for !d.Valid() || d.After(r.today) || e.modifier == last && d == r.today {
			d.Year--
		}
		return r.dated(e, d)
	}
	if !d.Valid() && !d.Before(r.today) {
		return r.noSuchDate(d)
	}
	limit := d
	if e.bound == Before && !e.clock.said && d.Valid() {
		limit = d.AddDays(-1) // « avant le 23 » on the 23rd is past
	}
	if !limit.Before(r.today) && !(e.modifier == next && d == r.today) {
		return r.dated(e, d)
	}
	after := date(d.Year+1, e.month, e.day)
	if d.Valid() && limit.DaysUntil(r.today) <= recently && e.modifier != next {
		return r.recentlyPast(e, d, after)
	}
	if e.weekday > 0 && d.Valid() && isoWeekday(d) == e.weekday && after.Valid() && isoWeekday(after) != e.weekday {
		return r.recentlyPast(e, d, after) // it can only be the one that is past
	}
	return r.dated(e, after)
}

// recently is the number of days during which a date without year that is past
// is taken for a slip rather than for next year's.
const recently = 30

// recentlyPast refuses a date that has just been, with both readings to choose
// from when both can be.
func (r *resolver) recentlyPast(e expr, d, after calendar.Date) Result {
	if r.window {
		return r.named(e, d)
	}
	said := e
	if e.bound == Before && !e.clock.said {
		d = d.AddDays(-1)
	}
	result := r.past(Reading{Date: d})
	said.weekday, said.week = 0, 0
	if after.Valid() {
		result.Other = append(result.Other, r.named(said, after).Readings...)
	}
	return result
}

// dated checks a complete date against all that was said of it.
func (r *resolver) dated(e expr, d calendar.Date) Result {
	if !d.Valid() {
		return r.noSuchDate(d)
	}
	if d.Year < firstYear || d.Year > lastYear {
		return r.tooFar()
	}
	if d.Before(r.today) && !r.mayBePast(e) {
		return r.past(Reading{Date: d})
	}
	if e.weekday > 0 && isoWeekday(d) != e.weekday {
		return r.wrongWeekday(e, d)
	}
	if year, week := d.ISOWeek(); e.week > 0 && (week != e.week || e.weekYear > 0 && year != e.weekYear) {
		return r.wrongWeek(d)
	}
	return r.named(e, d)
}

// dayOnly resolves « le 15 » and « vendredi 4 »: this month if it is to come,
// else the next month that has such a day.
func (r *resolver) dayOnly(e expr) Result {
	first := month(r.today)
	switch e.modifier {
	case next:
		return r.nextDay(e, first, true)
	case ofNextMonth:
		first = first.AddMonths(1)
		return r.dated(e, date(first.Year, int(first.Month), e.day))
	case this:
		return r.dated(e, date(first.Year, int(first.Month), e.day))
	case since:
		return r.lastDayNumbered(e, first)
	default:
		return r.nextDay(e, first, false)
	}
}

// lastDayNumbered finds the last month in which the day exists and has come.
func (r *resolver) lastDayNumbered(e expr, first calendar.Date) Result {
	d := date(first.Year, int(first.Month), e.day)
	for range 12 {
		if d.Valid() && !d.After(r.today) {
			break
		}
		first = first.AddMonths(-1)
		d = date(first.Year, int(first.Month), e.day)
	}
	return r.dated(e, d)
}

// nextDay finds the next month in which the day exists and is to come.
func (r *resolver) nextDay(e expr, first calendar.Date, strictly bool) Result {
	if e.day < 1 || e.day > 31 {
		return r.noSuchDate(date(first.Year, int(first.Month), e.day))
	}
	d := date(first.Year, int(first.Month), e.day)
	for !d.Valid() || d.Before(r.today) || strictly && d == r.today || r.isSpent(e, d) {
		first = first.AddMonths(1)
		d = date(first.Year, int(first.Month), e.day)
	}
	result := r.dated(e, d)
	if result.Reason == Contradiction && e.weekday > 0 {
		return r.otherMonth(e, d, result)
	}
	// « le 31 » in a month of 30 days may be meant for its last day.
	if here := month(r.today); e.weekday == 0 && d.Month != here.Month && e.day > here.MonthEnd().Day {
		plainly := e
		plainly.modifier = plain
		result = result.withOther(r.named(plainly, here.MonthEnd()))
	}
	return result
}

// otherMonth refuses « lundi 4 » when the next 4th is a Friday, and offers the
// next 4th that is a Monday.
func (r *resolver) otherMonth(e expr, d calendar.Date, refused Result) Result {
	for range 12 {
		if d = d.AddMonths(1); d.Day == e.day && isoWeekday(d) == e.weekday {
			said := e
			said.bound = On
			if offer := r.named(said, d); offer.Kind == Understood && len(refused.Other) > 0 {
				refused.Other[0] = offer.Readings[0]
				refused.Near[0] = weekdayAndDate(d)
			}
			break
		}
	}
	return refused
}

// isSpent tells « avant le 23 » on the 23rd: its last day was yesterday.
func (r *resolver) isSpent(e expr, d calendar.Date) bool {
	return e.bound == Before && !e.clock.said && d == r.today
}

// weekday resolves « vendredi » and its variants.
func (r *resolver) weekday(e expr) Result {
	coming := r.today.AddDays(1)
	coming = coming.AddDays((e.weekday - int(coming.Weekday()) + 7) % 7)
	monday := r.today.Monday()
	switch e.modifier {
	case next:
		return r.nextWeekday(e, coming)
	case this:
		if isoWeekday(r.today) == e.weekday {
			return r.askDays(e, r.today, coming)
		}
	case inEight, inFifteen:
		return r.inWeeks(e, coming)
	case ofThisWeek:
		return r.named(e, monday.AddDays(e.weekday-1))
	case ofNextWeek:
		return r.named(e, monday.AddDays(7+e.weekday-1))
	case last, since:
		return r.named(e, r.today.AddDays(-((isoWeekday(r.today)-e.weekday+6)%7 + 1)))
	}
	if e.week > 0 {
		return r.weekdayOfWeek(e)
	}
	result := r.named(e, coming)
	if e.modifier == plain && r.saidThe(e) {
		result = result.withRecurrence(r.weekly(e))
	}
	return result
}

// nextWeekday resolves « vendredi prochain »: the first to come, which for half
// the speakers is the one after when that is in the same week.
func (r *resolver) nextWeekday(e expr, coming calendar.Date) Result {
	result := r.named(e, coming)
	if coming.Monday() == r.today.Monday() || r.today.DaysUntil(coming) <= 2 {
		result = result.withOther(r.named(e, coming.AddDays(7)))
	}
	return result
}

// inWeeks resolves « vendredi en huit », « en quinze »: so many days after the
// first to come. Said on a Friday, it may be counted from today.
func (r *resolver) inWeeks(e expr, coming calendar.Date) Result {
	n := 7
	if e.modifier == inFifteen {
		n = 14
	}
	result := r.named(e, coming.AddDays(n))
	if isoWeekday(r.today) == e.weekday {
		result = result.withOther(r.named(e, r.today.AddDays(n)))
	}
	return result
}

// weekdayOfWeek resolves « lundi S50 ».
func (r *resolver) weekdayOfWeek(e expr) Result {
	year, refused := r.yearOfWeek(e)
	if refused != nil {
		return *refused
	}
	d := calendar.WeekStart(year, e.week).AddDays(e.weekday - 1)
	if d.Before(r.today) && e.weekYear == 0 && d.DaysUntil(r.today) <= recently {
		again := calendar.WeekStart(year+1, min(e.week, calendar.WeeksIn(year+1))).AddDays(e.weekday - 1)
		return r.recentlyPast(e, d, again)
	}
	return r.named(e, d)
}

// saidThe tells « le vendredi », which may be said of every Friday.
func (r *resolver) saidThe(e expr) bool {
	return r.p.is(e.first, le) && e.bound == On
}

// near resolves « demain » and checks the day that was said again.
func (r *resolver) near(e expr) Result {
	d := r.today.AddDays(e.duration.count)
	switch e.modifier {
	case inEight:
		d = d.AddDays(7)
	case inFifteen:
		d = d.AddDays(14)
	}
	if e.weekday > 0 && isoWeekday(d) != e.weekday {
		return r.wrongDay(d)
	}
	if e.day > 0 && (e.day != d.Day || e.month != int(d.Month) || e.year > 0 && e.year != d.Year) {
		return r.wrongDay(d)
	}
	if year, week := d.ISOWeek(); e.week > 0 && (week != e.week || e.weekYear > 0 && year != e.weekYear) {
		return r.wrongWeek(d)
	}
	return r.named(e, d)
}

// askDays asks between two days.
func (r *resolver) askDays(e expr, a, b calendar.Date) Result {
	first, second := r.named(e, a), r.named(e, b)
	switch {
	case first.Kind != Understood:
		return second
	case second.Kind != Understood:
		return first
	default:
		return r.ask(first.Readings[0], second.Readings[0])
	}
}

// weekend asks which day of it.
func (r *resolver) weekend(e expr) Result {
	saturday := r.today.Monday().AddDays(5)
	switch e.modifier {
	case next:
		saturday = saturday.AddDays(7)
	case last:
		saturday = saturday.AddDays(-7)
	}
	if e.bound == Before {
		d := r.ref.Cal.PreviousWorking(saturday.AddDays(-1))
		return r.settle(e, r.periodReading(d, d.Monday(), d.Monday().AddDays(4)))
	}
	return r.askDays(e, saturday, saturday.AddDays(1))
}

// feast resolves a holiday by its name.
func (r *resolver) feast(e expr) Result {
	if e.year > 0 {
		return r.feastIn(e, e.year)
	}
	d := feastDate(e.feast, r.today.Year)
	spent := e.bound == Before && d == r.today
	if !d.Before(r.today) && !spent {
		return r.named(e, d)
	}
	after := feastDate(e.feast, r.today.Year+1)
	if d.DaysUntil(r.today) <= recently {
		return r.recentlyPast(e, d, after)
	}
	return r.named(e, after)
}

func (r *resolver) feastIn(e expr, year int) Result {
	if year < firstYear || year > lastYear {
		return r.tooFar()
	}
	return r.named(e, feastDate(e.feast, year))
}

func feastDate(f feast, year int) calendar.Date {
	easter := calendar.Easter(year)
	switch f {
	case newYear:
		return date(year, 1, 1)
	case newYearsEve:
		return date(year, 12, 31)
	case goodFriday:
		return easter.AddDays(-2)
	case easterDay:
		return easter
	case easterMonday:
		return easter.AddDays(1)
	case ascension:
		return easter.AddDays(39)
	case whitSunday:
		return easter.AddDays(49)
	case whitMonday:
		return easter.AddDays(50)
	case assumption:
		return date(year, 8, 15)
	case allSaints:
		return date(year, 11, 1)
	case armistice:
		return date(year, 11, 11)
	default:
		return date(year, 12, 25)
	}
}
