package frdate

import (
	"time"

	"jalon/calendar"
)

// repeat is what the grammar makes of a recurrence. Its rule has no start yet.
type repeat struct {
	rule  calendar.Recurrence
	from  *expr    // « à partir de »
	until *expr    // « jusqu'au »
	lasts duration // « pendant 3 mois »
	// once tells « le dernier vendredi du mois », which may also be said of this
	// month only.
	once bool
	// fortnight tells « tous les 15 jours »: every 15 days, or every two weeks.
	fortnight bool
	// undated tells « tous les 2 mois »: it lacks its day.
	undated bool
}

// repetition reads a recurrence with its hour and its end.
func (p *parser) repetition(i int) match {
	at := p.skip(i, rappel)
	c, stop := p.clock(at)
	if stop > 0 {
		at = p.skipSign(stop, ',')
	}
	var r repeat
	m := p.repeated(at, &r)
	if !m.ok() {
		return match{}
	}
	kept := r
	m.form, m.repeat = repeatForm, &kept
	if stop > 0 {
		m.clock, m.malformed = c, m.malformed || c.malformed
	}
	return p.repeatTails(m)
}

// repeated dispatches on the words that open a recurrence.
func (p *parser) repeated(i int, r *repeat) match {
	switch t := p.tok(i); t.word {
	case tous, toutes:
		if p.is(i+1, les) {
			return p.every(i+2, r)
		}
	case chaque:
		return p.every(i+1, r)
	case a:
		if p.is(i+1, chaque) {
			return p.every(i+2, r)
		}
		if p.is(i+1, la) {
			return p.endOfEach(i+2, r)
		}
	case un, une:
		return p.oneIn(i, r)
	case le, l, au:
		return p.onThe(p.skipSign(i+1, '\''), r)
	case les:
		return longest(p.weekdays(i+1, r, true), p.onThe(i+1, r))
	case en:
		return p.endOfEach(i+1, r)
	case fin:
		return p.endOfEach(i, r)
	case everyAdjective:
		r.every(unit(t.value), 1)
		return weakly(p.whichDay(match{end: i + 1}, unit(t.value), r))
	default:
		return weakly(p.onThe(i, r))
	}
	return match{}
}

func weakly(m match) match {
	m.weak = true
	return m
}

// every sets « every n units », on the last working day of each: the day a
// period stands for.
func (r *repeat) every(u unit, n int) {
	r.rule = calendar.Recurrence{Interval: n}
	if u == days {
		r.rule.Freq = calendar.Daily
		return
	}
	r.rule.Nth, r.rule.Days = -1, calendar.WorkingDays
	switch u {
	case weeks:
		r.rule.Freq = calendar.Weekly
	case months:
		r.rule.Freq = calendar.Monthly
	case quarters:
		r.rule.Freq, r.rule.Months = calendar.Monthly, calendar.QuarterEnds
	case semesters:
		r.rule.Freq, r.rule.Months = calendar.Monthly, calendar.SemesterEnds
	case years:
		r.rule.Freq, r.rule.Months = calendar.Yearly, calendar.MonthSet(time.December)
	}
}

// every reads what follows « tous les » or « chaque ».
func (p *parser) every(i int, r *repeat) match {
	if m := p.weekdays(i, r, false); m.ok() {
		return m
	}
	if c, stop := p.eachPart(i); stop > 0 {
		c, stop = p.hourOfPart(c, stop)
		r.every(days, 1)
		return match{expr{clock: c}, stop}
	}
	m := longest(p.everyUnit(i, r), p.endOfEach(i, r), p.onThe(i, r))
	r.once = false
	return m
}

// eachPart reads « matins », « soir », after « tous les » or « chaque ».
func (p *parser) eachPart(i int) (clock, int) {
	part, stop := p.partName(i)
	if stop == 0 || part == dayPart || part == midnight {
		return clock{}, 0
	}
	return clock{said: true, part: part}, stop
}

// everyUnit reads « jours ouvrés », « 2 semaines le lundi », « mois le 15 », « ans
// le 31 mars ».
func (p *parser) everyUnit(i int, r *repeat) match {
	n, at := p.number(i)
	if at == 0 {
		n, at = 1, i
	}
	u := p.unitAt(at)
	if n == 0 || u < days || at > i && (p.is(i, un) || p.is(i, une)) {
		return match{}
	}
	m := match{end: at + 1}
	r.every(u, n)
	if u == days {
		return p.everyDay(m, n, r)
	}
	r.undated = n > 1
	return p.whichDay(m, u, r)
}

// everyDay reads the kind of the days, or « du lundi au vendredi ».
func (p *parser) everyDay(m match, n int, r *repeat) match {
	r.fortnight = n == 15 || n == 8
	if kind := p.tok(m.end); kind.word == dayKindWord {
		if n > 1 || calendar.Unit(kind.value) == calendar.ClearDays {
			return match{}
		}
		r.rule.Days = calendar.Unit(kind.value)
		m.end++
		return m
	}
	from, to := p.tok(m.end+1), p.tok(m.end+3)
	if n == 1 && p.is(m.end, du) && p.is(m.end+2, au) && from.word == weekdayWord && to.word == weekdayWord && from.value < to.value {
		r.rule.Freq = calendar.Weekly
		for day := from.value; day <= to.value; day++ {
			r.rule.Weekdays |= calendar.WeekdaySet(time.Weekday(day % 7))
		}
		m.end += 4
	}
	return m
}

// oneIn reads « un mercredi sur deux », « une semaine sur trois le lundi ».
func (p *parser) oneIn(i int, r *repeat) match {
	name := p.tok(i + 1)
	u := p.unitAt(i + 1)
	if !p.is(i+2, sur) || name.word != weekdayWord && u != days && u != weeks && u != months {
		return match{}
	}
	n, stop := p.number(i + 3)
	if stop == 0 || n < 2 {
		return match{}
	}
	m := match{end: stop}
	if name.word == weekdayWord {
		r.rule = calendar.Recurrence{Freq: calendar.Weekly, Interval: n}
		r.rule.Weekdays = calendar.WeekdaySet(time.Weekday(name.value % 7))
		return m
	}
	r.every(u, n)
	r.undated = u != days
	return p.whichDay(m, u, r)
}

// isWeekday tells a day of the week, in the singular or the plural.
func (t token) isWeekday() bool { return t.word == weekdayWord || t.word == weekdayPlural }

// weekdays reads « lundis et jeudis », « lundi, mercredi et vendredi »; plural
// asks for the « s » that makes « les lundis » a habit.
func (p *parser) weekdays(i int, r *repeat, plural bool) match {
	var set calendar.Weekdays
	at := i
	for {
		t := p.tok(at)
		if !t.isWeekday() || plural && set == 0 && t.word != weekdayPlural {
			break
		}
		set |= calendar.WeekdaySet(time.Weekday(t.value % 7))
		i = at + 1
		next := p.skip(p.skipSign(i, ','), et)
		at = p.skip(p.article(next), chaque)
		if next == i {
			break
		}
	}
	if set == 0 {
		return match{}
	}
	r.rule = calendar.Recurrence{Freq: calendar.Weekly, Interval: 1, Weekdays: set}
	return match{end: i}
}

// whichDay reads the day of the period after « chaque semaine », « tous les
// mois », « tous les ans ».
func (p *parser) whichDay(m match, u unit, r *repeat) match {
	at := p.skipSign(m.end, ',')
	switch p.tok(at).word {
	case le, les, au, l:
		at = p.skipSign(at+1, '\'')
	}
	rule := r.rule
	var day match
	switch u {
	case weeks:
		if day = p.weekdays(at, r, false); day.ok() {
			r.rule.Interval = rule.Interval
		}
	case years:
		day = p.dayOfYear(at, r, rule.Interval)
	case months:
		day = longest(p.daysOfMonth(at, r, rule.Interval), p.nthOfMonth(at, r, rule.Interval))
	default:
		if nth := p.nthDay(at); nth.ok() {
			day = match{end: nth.end}
			r.nth(nth, u, rule.Interval)
		}
	}
	if !day.ok() {
		r.rule = rule
		return m
	}
	r.undated = false
	return day
}

// daysOfMonth reads « 15 », « 1er et 15 », « 1er et le 15 ».
func (p *parser) daysOfMonth(i int, r *repeat, interval int) match {
	var set calendar.MonthDays
	stop := 0
	for at := i; ; {
		day, end := p.dayOfMonth(at)
		if end == 0 || day < 1 || day > 31 || p.isMonth(end) {
			break
		}
		set |= calendar.MonthDaySet(day)
		stop = end
		next := p.skip(p.skipSign(end, ','), et)
		if next == end {
			break
		}
		at = p.article(next)
	}
	if set == 0 {
		return match{}
	}
	r.rule = calendar.Recurrence{Freq: calendar.Monthly, Interval: interval, MonthDays: set}
	return match{end: stop}
}

// nthOfMonth reads « dernier vendredi », « premier jour ouvré ».
func (p *parser) nthOfMonth(i int, r *repeat, interval int) match {
	nth := p.nthDay(i)
	if !nth.ok() {
		return match{}
	}
	r.nth(nth, months, interval)
	return match{end: nth.end}
}

// nth sets the n-th day of each period.
func (r *repeat) nth(m match, u unit, interval int) {
	r.rule = calendar.Recurrence{Freq: calendar.Monthly, Interval: interval, Nth: m.ord, Days: m.kind}
	if m.weekday > 0 {
		r.rule.Weekdays = calendar.WeekdaySet(time.Weekday(m.weekday % 7))
	}
	switch {
	case u == quarters && m.ord > 0:
		r.rule.Months = calendar.QuarterStarts
	case u == quarters:
		r.rule.Months = calendar.QuarterEnds
	case u == semesters && m.ord > 0:
		r.rule.Months = calendar.SemesterStarts
	case u == semesters:
		r.rule.Months = calendar.SemesterEnds
	}
}

// dayOfYear reads « 15 mars », « dernier vendredi de mars ».
func (p *parser) dayOfYear(i int, r *repeat, interval int) match {
	if day, at := p.dayOfMonth(i); at > 0 {
		month, stop := p.monthName(at)
		if stop == 0 {
			return match{}
		}
		r.rule = calendar.Recurrence{
			Freq: calendar.Yearly, Interval: interval,
			MonthDays: calendar.MonthDaySet(min(day, 31)), Months: calendar.MonthSet(time.Month(month)),
		}
		return match{expr{malformed: day < 1 || day > 31 || day > calendar.DaysIn(2000, time.Month(month))}, stop}
	}
	nth := p.nthDay(i)
	if !nth.ok() || p.of(nth.end) == nth.end {
		return match{}
	}
	month, stop := p.monthName(p.of(nth.end))
	if stop == 0 {
		return match{}
	}
	r.nth(nth, months, interval)
	r.rule.Freq, r.rule.Months = calendar.Yearly, calendar.MonthSet(time.Month(month))
	return match{end: stop}
}

// onThe reads « 1er de chaque mois », « dernier vendredi du mois », « 3e jeudi »,
// « 31 mars de chaque année », « lundi de chaque semaine ».
func (p *parser) onThe(i int, r *repeat) match {
	return longest(p.onTheNth(i, r), p.onTheDay(i, r), p.onTheDate(i, r), p.onTheWeekday(i, r))
}

func (p *parser) onTheDay(i int, r *repeat) match {
	saved := *r
	m := p.daysOfMonth(i, r, 1)
	if m.ok() {
		if u, once, stop := p.ofEach(m.end); stop > 0 && u == months {
			r.once = once
			return match{end: stop}
		}
	}
	*r = saved
	return match{}
}

func (p *parser) onTheNth(i int, r *repeat) match {
	nth := p.nthDay(i)
	if !nth.ok() {
		return match{}
	}
	u, once, stop := p.ofEach(nth.end)
	switch {
	case stop > 0 && u >= months && u <= semesters:
	case nth.weekday > 0 && stop == 0 && p.of(nth.end) == nth.end && p.tok(nth.end).word != avant && p.tok(nth.end).word != apres:
		u, once, stop = months, true, nth.end
	default:
		return match{}
	}
	r.nth(nth, u, 1)
	r.once = once
	return match{end: stop}
}

func (p *parser) onTheDate(i int, r *repeat) match {
	saved := *r
	m := p.dayOfYear(i, r, 1)
	if m.ok() {
		if u, _, stop := p.ofEach(m.end); stop > 0 && u == years {
			m.end = stop
			return m
		}
		// « tous les 31 mars », « chaque 31 mars »
		if p.is(i-1, chaque) || p.is(i-1, les) && p.is(i-2, tous) {
			return m
		}
	}
	*r = saved
	return match{}
}

func (p *parser) onTheWeekday(i int, r *repeat) match {
	saved := *r
	m := p.weekdays(i, r, false)
	if m.ok() {
		if u, once, stop := p.ofEach(m.end); stop > 0 && u == weeks && !once {
			return match{end: stop}
		}
	}
	*r = saved
	return match{}
}

// ofEach reads « de chaque mois », « chaque mois », « tous les mois » and, which
// may also be this one only, « du mois ».
func (p *parser) ofEach(i int) (u unit, once bool, stop int) {
	at := i
	if p.is(at, de) {
		at++
	}
	switch {
	case p.is(at, chaque):
		at++
	case p.words(at, tous, les) > 0 || p.words(at, toutes, les) > 0:
		at += 2
	case p.is(i, du):
		once, at = true, i+1
	default:
		return noUnit, false, 0
	}
	if u = p.unitAt(at); u < weeks {
		return noUnit, false, 0
	}
	if once && (p.is(at+1, prochain) || p.is(at+1, dernier) || p.is(at+1, en) || p.of(at+1) > at+1) {
		return noUnit, false, 0
	}
	return u, once, at + 1
}

// endOfEach reads « fin de chaque mois », « fin de mois ouvrée », and « fin de
// mois » after « chaque ».
func (p *parser) endOfEach(i int, r *repeat) match {
	if !p.is(i, fin) {
		return match{}
	}
	each := p.is(i-1, chaque) || p.is(i-1, les)
	at := p.of(i + 1)
	if p.is(at, chaque) {
		each, at = true, at+1
	}
	u := p.unitAt(at)
	if u < months {
		return match{}
	}
	m := match{end: at + 1}
	if kind := p.tok(at + 1); kind.word == dayKindWord && calendar.Unit(kind.value) == calendar.WorkingDays {
		m.end++
		r.every(u, 1)
		r.once = !each
		return m
	}
	if !each {
		return match{}
	}
	r.every(u, 1)
	return m
}

// repeatTails reads the hour, the start and the end of a recurrence.
func (p *parser) repeatTails(m match) match {
	for {
		before := m.end
		if c, stop := p.clockAfter(m.end); stop > 0 && !m.clock.said {
			m.clock, m.end = c, stop
			m.malformed = m.malformed || c.malformed
		}
		m = p.repeatEnd(m, p.skipSign(m.end, ','))
		if m.end == before {
			return m
		}
	}
}

// repeatEnd reads « jusqu'au 31 mars », « à partir de lundi », « 6 fois »,
// « pendant 3 mois », « du 1er décembre au 31 mars ».
func (p *parser) repeatEnd(m match, i int) match {
	r := m.repeat
	switch b := p.bound(i); {
	case p.is(i, jusqu) && r.until == nil:
		if until, stop := p.baseAt(b.end); stop > 0 && until != nil {
			r.until, m.end = until, stop
			m = m.takeClockOf(until)
		}
	case b.bound == From && r.from == nil:
		if from, stop := p.baseAt(b.end); stop > 0 && from != nil {
			r.from, m.end = from, stop
			m = m.takeClockOf(from)
		}
	case p.is(i, pendant) && r.lasts.count == 0:
		if lasts, stop := p.durationAt(i + 1); stop > 0 && lasts.unit >= days && !lasts.said {
			r.lasts, m.end = lasts, stop
		}
	case p.is(i, du) && r.from == nil && r.until == nil:
		if span := p.rangeOf(i); span.ok() {
			r.from, r.until, m.end = &span.items[0], &span.items[1], span.end
			m.malformed = m.malformed || span.malformed
		}
	default:
		if n, stop := p.number(i); stop > 0 && n > 0 && n <= 1000 && p.is(stop, fois) && r.rule.Count == 0 {
			r.rule.Count, m.end = n, stop+1
		}
	}
	return m
}
