package frdate

import "jalon/calendar"

// Window reads the window of a filter: « semaine prochaine », « décembre »,
// « du 1er au 15 janvier », « avant vendredi », « 2027 », « les 30 prochains
// jours ». Both days are included; a zero one leaves that side open.
//
// A window may be past, as a list may be of what is over: without a year, a
// month or a week that ended less than 30 days ago is that one, not next year's.
// When r is not understood both days are zero.
func Window(text string, ref Ref) (from, to calendar.Date, r Result) {
	var p parser
	p.lex(text)
	stop := p.lastWord()
	ref.AllowPast = true
	m := p.windowForm(stop)
	if !m.ok() || p.cut {
		return from, to, p.refuse(0, stop, ref)
	}
	r = p.resolveWindow(m, ref)
	if r.Kind != Understood {
		return calendar.Date{}, calendar.Date{}, r
	}
	from, to = windowOf(m.expr, r.Readings, ref.Now.Date)
	return from, to, r
}

// windowForm reads a whole text as a window, or matches nothing.
func (p *parser) windowForm(stop int) match {
	m := longest(p.expression(0), p.yearWindow(), p.comingDays(), p.pastFrom())
	if m.end < stop || m.form == clockForm || m.form == repeatForm || m.clock.said {
		return match{}
	}
	m.last = m.end
	return m
}

// yearWindow reads « 2027 », « année 2027 », « en 2027 ».
func (p *parser) yearWindow() match {
	year, stop := p.yearNumber(p.skip(0, en))
	if stop == 0 {
		return match{}
	}
	return match{expr{form: periodForm, unit: years, year: year}, stop}
}

// comingDays reads « les 30 prochains jours », « 7 jours ».
func (p *parser) comingDays() match {
	length, stop := p.durationAt(p.article(0))
	if stop == 0 || length.unit < days {
		return match{}
	}
	return match{expr{form: countForm, duration: length}, stop}
}

// pastFrom reads « depuis lundi », « depuis le 15 octobre », « depuis S40 ».
func (p *parser) pastFrom() match {
	if !p.is(0, depuis) {
		return match{}
	}
	m := p.boundYear(1)
	if base, stop := p.baseAt(1); stop > m.end && base != nil {
		m = match{*base, stop}
	}
	switch m.form {
	case dateForm, weekdayForm, nearForm, periodForm:
	default:
		return match{}
	}
	m.bound = From
	if m.modifier == plain && m.year == 0 {
		m.modifier = since
	}
	return m
}

func (p *parser) resolveWindow(m match, ref Ref) Result {
	r := p.newResolver(ref)
	r.window = true
	result := r.whole(m.expr)
	switch {
	case result.Kind == Ambiguous && m.form == weekendForm:
		result.Kind, result.Why = Understood, Text{}
	case result.Kind == Ambiguous && (m.form == withinForm || m.form == weekdayForm && m.modifier == this):
		result.Kind, result.Readings, result.Why = Understood, result.Readings[:1], Text{}
	case result.Kind == Understood && m.form == listForm && !adjoining(result.Readings):
		return r.notUnderstood()
	}
	return result
}

// adjoining reports whether dates follow each other day after day, so that they
// make one window.
func adjoining(readings []Reading) bool {
	for i := 1; i < len(readings); i++ {
		if readings[i-1].Date.AddDays(1) != readings[i].Date {
			return false
		}
	}
	return true
}

// windowOf returns the days that a resolved expression covers.
func windowOf(e expr, readings []Reading, today calendar.Date) (from, to calendar.Date) {
	from, to = readings[0].Date, readings[0].Date
	for _, reading := range readings {
		first, last := reading.Date, reading.Date
		if reading.Period {
			first, last = reading.First, reading.Last
		}
		if first.Before(from) || first.IsZero() {
			from = first
		}
		if last.After(to) {
			to = last
		}
	}
	switch {
	case e.form == countForm && !e.back, e.form == withinForm:
		return today, to
	case e.bound == From:
		return from, calendar.Date{}
	case e.bound == Before || e.bound == By && e.form != countForm:
		return calendar.Date{}, to
	default:
		return from, to
	}
}
