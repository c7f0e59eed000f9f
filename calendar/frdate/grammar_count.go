package frdate

import "jalon/calendar"

// counted reads what is counted from now, from a day J or from another date:
// « dans 3 jours ouvrés », « sous huitaine », « délai de 2 mois (CPC 641) ».
func (p *parser) counted(i int) match {
	at := p.skip(i, pour)
	m := longest(p.delay(at), p.fromNow(at), p.ago(at), p.bareDelay(at), p.sinceBase(at))
	if m.ok() && at > i && m.bound == On {
		m.bound = By
	}
	return m
}

// fromNow reads « dans 3 jours », « sous 48 h », « d'ici deux semaines », « dans
// les 8 jours », « dans la semaine ».
func (p *parser) fromNow(i int) match {
	m := match{expr: expr{form: countForm}}
	var at int
	switch {
	case p.is(i, dans):
		at = i + 1
	case p.is(i, sous):
		m.bound, at = By, i+1
	default:
		if at = p.words(i, d, ici); at == 0 {
			return match{}
		}
		m.bound, m.hither, at = By, true, p.skip(at, a)
	}
	if p.is(at, les) {
		m.bound, at = By, at+1
	}
	stop := 0
	if m.duration, stop = p.durationAt(at); stop == 0 {
		return p.within(i, at)
	}
	m.legal, m.end = p.legalMark(stop)
	return p.since(m)
}

// within reads « dans la semaine », « dans le mois »: before its end, or within
// as many days.
func (p *parser) within(i, at int) match {
	unit := p.unitAt(at + 1)
	if !p.is(i, dans) || !p.is(at, la) && !p.is(at, le) || unit != weeks && unit != months {
		return match{}
	}
	if next := p.tok(at + 2); next.kind == numberToken || next.word == prochain || p.of(at+2) > at+2 {
		return match{}
	}
	return match{expr{form: withinForm, unit: unit, bound: By}, at + 2}
}

// ago reads « il y a 3 jours ».
func (p *parser) ago(i int) match {
	at := p.words(i, il, y, a)
	if at == 0 {
		return match{}
	}
	length, stop := p.durationAt(at)
	if stop == 0 {
		return match{}
	}
	return match{expr{form: countForm, duration: length, back: true}, stop}
}

// durationAt reads « 3 jours ouvrés », « 2 mois et 10 jours », « une heure et
// demie », « 48 h », « quinzaine ».
func (p *parser) durationAt(i int) (duration, int) {
	if length, stop := p.fortnight(i); stop > 0 {
		return length, stop
	}
	if length, stop := p.partOfHour(i); stop > 0 {
		return length, stop
	}
	n, at := p.number(i)
	if at == 0 || n == 0 {
		return duration{}, 0
	}
	at = p.skip(at, prochain)
	length := duration{count: n, unit: p.unitAt(at)}
	if p.is(at, jourLetter) {
		length.unit = days
	}
	switch length.unit {
	case noUnit:
		return duration{}, 0
	case days:
		if t := p.tok(at + 1); t.word == dayKindWord {
			length.kind, length.said, at = calendar.Unit(t.value), true, at+1
		}
	case hours:
		length.more, at = p.minutesAfter(at + 1)
		return length, at
	}
	at++
	if p.words(at, a, venir) > 0 {
		at += 2
	}
	return p.andDays(length, at)
}

// andDays reads « et 10 jours » after months or weeks.
func (p *parser) andDays(length duration, i int) (duration, int) {
	if !p.is(i, et) || length.unit == days || length.unit == minutes {
		return length, i
	}
	n, at := p.number(i + 1)
	if at == 0 || p.unitAt(at) != days {
		return length, i
	}
	length.more = n
	if t := p.tok(at + 1); t.word == dayKindWord {
		if t.value != int32(calendar.CalendarDays) && t.value != int32(calendar.ClearDays) {
			return length, i
		}
		length.kind, length.said, at = calendar.Unit(t.value), true, at+1
	}
	return length, at + 1
}

// fortnight reads « quinzaine », « une huitaine », « une quinzaine de jours ».
func (p *parser) fortnight(i int) (duration, int) {
	at := i
	switch p.tok(i).word {
	case une, la:
		at++
	}
	t := p.tok(at)
	if t.word != fortnightWord {
		return duration{}, 0
	}
	at++
	if p.is(at, de) && p.unitAt(at+1) == days {
		at += 2
	}
	return duration{count: int(t.value), unit: days, said: at == i+1}, at
}

// partOfHour reads « une demi-heure », « un quart d'heure », « trois quarts
// d'heure ».
func (p *parser) partOfHour(i int) (duration, int) {
	n, at := p.number(i)
	if at == 0 {
		return duration{}, 0
	}
	if stop := p.words(at, half, heure); stop > 0 && n == 1 {
		return duration{count: 30, unit: minutes}, stop
	}
	if stop := p.words(at, quarter, d, heure); stop > 0 && (n == 1 || n == 3) {
		return duration{count: 15 * n, unit: minutes}, stop
	}
	return duration{}, 0
}

// delay reads « délai de 2 mois (CPC 641-642) », « délai franc de 10 jours »,
// « dans un délai de 15 jours ».
func (p *parser) delay(i int) match {
	at := i
	switch p.tok(i).word {
	case dans, sous:
		at = p.skip(p.article(i+1), un)
	}
	at = p.article(at)
	if !p.is(at, delai) {
		return match{}
	}
	m := match{expr: expr{form: delayForm, bound: By}}
	at++
	francs := false
	for p.is(at, legal) || p.isClear(at) {
		m.legal = m.legal || p.is(at, legal)
		francs = francs || p.isClear(at)
		at++
	}
	length, stop := p.durationAt(p.skip(at, de))
	if stop == 0 || length.unit < days && !p.is(at, de) { // « délai 9h » may be nine o'clock
		return match{}
	}
	if francs && !length.said {
		length.kind, length.said = calendar.ClearDays, true
	}
	m.duration = length
	marked, stop := p.legalMark(stop)
	m.legal, m.end = m.legal || marked, stop
	return p.since(m)
}

// bareDelay reads « 10 jours francs » and « 2 mois (CPC 641-642) », which are
// delays without the word.
func (p *parser) bareDelay(i int) match {
	length, stop := p.durationAt(i)
	if stop == 0 {
		return match{}
	}
	marked, end := p.legalMark(stop)
	if length.unit < days || !marked && length.kind != calendar.ClearDays {
		return match{}
	}
	m := p.since(match{expr{form: delayForm, bound: By, duration: length, legal: marked}, end})
	m.weak = !m.legal
	return m
}

func (p *parser) isClear(i int) bool {
	t := p.tok(i)
	return t.word == dayKindWord && t.value == int32(calendar.ClearDays)
}

// legalMark reads « (CPC 641-642) », « CPC art. 642 », « (légal) », « légaux ».
func (p *parser) legalMark(i int) (bool, int) {
	at := p.skipSign(i, '(')
	open := at > i
	switch p.tok(at).word {
	case legal:
		at++
	case cpc:
		at = p.articles(p.skip(p.skipSign(at+1, ','), art))
	default:
		return false, i
	}
	if open && !p.isSign(at, ')') {
		return false, i
	}
	return true, p.skipSign(at, ')')
}

// articles reads « 641-642 », « . 640 à 642 », « 641 et 642 ».
func (p *parser) articles(i int) int {
	at := p.skipSign(i, '.')
	for p.isNumber(at, 3) {
		i, at = at+1, at+1
		if p.isSign(at, '-') || p.isSign(at, ',') || p.is(at, a) || p.is(at, et) {
			at++
		}
	}
	return i
}

// since reads « à compter du 15 mars », « à compter de la notification », after
// a count.
func (p *parser) since(m match) match {
	at := p.words(m.end, a, compter)
	if at == 0 {
		at = p.words(m.end, a, partir)
	}
	if at == 0 || p.of(at) == at {
		return m
	}
	base, stop := p.baseAt(p.of(at))
	if stop == 0 {
		return m
	}
	if m.form == countForm {
		m.form = relativeForm
	}
	m.base, m.sinceJ, m.end = base, base == nil, stop
	if marked, stop := p.legalMark(m.end); marked {
		m.legal, m.end = true, stop
	}
	return m
}

// sinceBase reads « 3 jours à compter du 15 mars ».
func (p *parser) sinceBase(i int) match {
	length, stop := p.durationAt(i)
	if stop == 0 {
		return match{}
	}
	m := p.since(match{expr{form: countForm, duration: length}, stop})
	if m.form != relativeForm {
		return match{}
	}
	return m
}

// relative reads « 3 jours avant le 15 mars », « deux semaines après la séance ».
func (p *parser) relative(i int) match {
	length, at := p.durationAt(i)
	if at == 0 {
		return match{}
	}
	m := match{expr: expr{form: relativeForm, duration: length}}
	switch p.tok(at).word {
	case avant:
		m.back = true
	case apres:
	default:
		return match{}
	}
	base, stop := p.baseAt(p.article(at + 1))
	if stop == 0 {
		return match{}
	}
	m.base, m.end = base, stop
	return m.takeClock()
}

// baseAt reads the day from which one counts: the séance (no expression), or
// a date of its own.
func (p *parser) baseAt(i int) (*expr, int) {
	at := p.article(i)
	if p.is(at, anchorWord) {
		return nil, at + 1
	}
	if stop := p.words(at, unitWord, jourLetter); stop > 0 && p.unitAt(at) == days {
		return nil, stop
	}
	m := p.core(i)
	if !m.ok() && at > i {
		m = p.core(at)
	}
	if !m.ok() {
		return nil, 0
	}
	m = p.tails(m)
	base := m.expr
	base.first, base.last = i, m.end
	return &base, m.end
}

// takeClock moves an hour read with the base to the whole: in « 3 jours avant le
// 15 mars à 9h » it is that of the third day before.
func (m match) takeClock() match {
	if m.base != nil && m.base.clock.said {
		m.clock, m.base.clock = m.base.clock, clock{}
	}
	if m.base != nil {
		m.malformed = m.base.malformed
	}
	return m
}

// takeClockOf moves the hour of a limit to the recurrence it limits: « tous les
// lundis dès le 15 janvier à 9h ».
func (m match) takeClockOf(limit *expr) match {
	if !m.clock.said {
		m.clock, limit.clock = limit.clock, clock{}
	}
	m.malformed = m.malformed || limit.malformed
	return m
}

// relativeWeekday reads « le vendredi avant le 15 mars », « le dernier jour ouvré
// avant Noël ».
func (p *parser) relativeWeekday(i int) match {
	m := match{expr: expr{form: relativeForm}}
	at := i
	if ord, stop := p.ordinal(i); stop > 0 {
		if ord != 1 && ord != -1 {
			return match{}
		}
		m.ord, at = ord, stop
	}
	switch t := p.tok(at); {
	case t.word == weekdayWord && m.ord == 0 || t.word == weekdayWord && m.ord != 0:
		m.weekday, at = int(t.value), at+1
	case p.unitAt(at) == days && p.is(at+1, dayKindWord) && m.ord != 0:
		m.duration = duration{count: 1, unit: days, kind: calendar.Unit(p.tok(at + 1).value), said: true}
		at += 2
	default:
		return match{}
	}
	switch p.tok(at).word {
	case avant:
		m.back = true
	case apres:
	default:
		return match{}
	}
	if m.ord == 1 && m.back || m.ord == -1 && !m.back {
		return match{}
	}
	base, stop := p.baseAt(p.article(at + 1))
	if stop == 0 || m.weekday > 0 && base != nil && base.form == clockForm {
		return match{}
	}
	m.base, m.end = base, stop
	return m.takeClock()
}

// dayJ reads « J-7 », « J+15 ouvrés », « J-15 ouvrés avant la séance », « jour J ».
func (p *parser) dayJ(i int) match {
	m := match{expr: expr{form: relativeForm, duration: duration{unit: days}}}
	at := i
	if p.unitAt(i) == days {
		at++
	}
	if !p.is(at, jourLetter) {
		return match{}
	}
	at++
	sign := p.tok(at).sign
	if at > i+1 || sign != '-' && sign != '+' || p.tok(at+1).kind != numberToken {
		m.end, m.weak = at, at == i+1
		return m
	}
	m.back = sign == '-'
	m.duration.count, at = int(p.tok(at+1).value), at+2
	if p.unitAt(at) == days || p.is(at, jourLetter) {
		at++
	}
	if t := p.tok(at); t.word == dayKindWord {
		m.duration.kind, m.duration.said, at = calendar.Unit(t.value), true, at+1
	}
	m.end = at
	side := avant
	if !m.back {
		side = apres
	}
	if p.is(at, side) {
		if base, stop := p.baseAt(p.article(at + 1)); stop > 0 {
			m.base, m.end = base, stop
			m = m.takeClock()
		}
	}
	return m
}

// eve reads « la veille de Noël », « le lendemain de la séance », « l'avant-veille ».
func (p *parser) eve(i int) match {
	m := match{expr: expr{form: relativeForm, duration: duration{count: 1, unit: days}}}
	switch {
	case p.words(i, avant, veille) > 0:
		m.back, m.duration.count, m.end = true, 2, p.words(i, avant, veille)
	case p.is(i, veille):
		m.back, m.end = true, i+1
	case p.is(i, surlendemain):
		m.duration.count, m.end = 2, i+1
	case p.is(i, lendemain):
		m.end = i + 1
	default:
		return match{}
	}
	if at := p.of(m.end); at > m.end {
		if base, stop := p.baseAt(at); stop > 0 {
			m.base, m.end = base, stop
			return m.takeClock()
		}
	}
	m.weak = true
	return m
}
