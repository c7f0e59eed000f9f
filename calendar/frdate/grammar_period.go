package frdate

import "jalon/calendar"

func kindOf(t token) calendar.Unit { return calendar.Unit(t.value) }

// weekMark reads the week that follows a date: « (S49) », « S49 », « (S53 de 2026) ».
func (p *parser) weekMark(i int) (week, year, end int) {
	at := p.skipSign(i, '(')
	open := at > i
	if !p.is(at, semesterOrWeek) || p.tok(at+1).kind != numberToken || !p.tok(at+1).glued {
		return 0, 0, 0
	}
	week, at = int(p.tok(at+1).value), at+2
	if p.is(at, de) && p.tok(at+1).digits == 4 {
		year, at = int(p.tok(at+1).value), at+2
	}
	if open && !p.isSign(at, ')') {
		return 0, 0, 0
	}
	return week, year, p.skipSign(at, ')')
}

// period reads « janvier », « fin janvier 2027 », « mi-mars ».
func (p *parser) period(i int) match {
	e := expr{form: periodForm}
	at := i
	switch p.tok(i).word {
	case fin:
		e.part, at = end, i+1
	case debut:
		e.part, at = beginning, i+1
	case mi:
		e.part, at = middle, p.skipSign(i+1, '-')
	}
	month, stop := p.month(at)
	if stop == 0 || e.part == whole && p.is(at, monthAbbr) {
		return match{}
	}
	e.unit, e.month, at = months, month, stop
	if year := p.tok(at); year.kind == numberToken && year.digits == 4 {
		e.year, at = int(year.value), at+1
	}
	return match{e, at}
}
