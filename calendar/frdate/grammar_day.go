package frdate

// isoDate reads « 2026-12-15 », « 2026/12/15 » and an hour after T.
func (p *parser) isoDate(i int) match {
	sign := p.tok(i + 1).sign
	if !p.isNumber(i, 4) || sign != '-' && sign != '/' || !p.isSign(i+1, sign) || !p.isSign(i+3, sign) {
		return match{}
	}
	month, day := p.tok(i+2), p.tok(i+4)
	if !twoDigits(month) || !twoDigits(day) {
		return match{}
	}
	m := match{expr{form: dateForm, year: int(p.tok(i).value), month: int(month.value), day: int(day.value)}, i + 5}
	m.malformed = m.noSuchDay()
	if t := p.tok(i + 5); t.word == trimestreLetter && t.glued {
		if c, stop := p.hour(i + 6); stop > 0 {
			m.clock, m.end = c, stop
			m.malformed = m.malformed || c.malformed
		}
	}
	return m
}

func twoDigits(t token) bool { return t.kind == numberToken && t.digits <= 2 && t.glued }

// noSuchDay tells a day or a month that no year has.
func (e expr) noSuchDay() bool {
	return e.month < 1 || e.month > 12 || e.day < 1 || e.day > 31
}

// numericDate reads « 15/12 », « 15/12/2026 », « 15.12.2026 », « 15-12-2026 »:
// day, then month, never the other way. Without a year only « / » makes a date.
func (p *parser) numericDate(i int) match {
	at := i
	weekday, stop := p.weekdayName(i)
	if stop > 0 {
		at = p.skip(p.skipSign(stop, ','), le)
	}
	day, sign, month := p.tok(at), p.tok(at+1).sign, p.tok(at+2)
	if day.kind != numberToken || day.digits > 2 || !twoDigits(month) || !p.tok(at+1).glued {
		return match{}
	}
	if sign != '/' && sign != '.' && sign != '-' {
		return match{}
	}
	m := match{expr{form: dateForm, weekday: weekday, day: int(day.value), month: int(month.value)}, at + 3}
	year := p.tok(at + 4)
	switch {
	case p.isSign(at+3, sign) && year.kind == numberToken && year.glued && (year.digits == 4 || year.digits == 2):
		m.year, m.end = fullYear(year), at+5
	case sign != '/' || p.isSign(at+3, '/'):
		return match{}
	}
	m.malformed = m.noSuchDay()
	return m
}

// fullYear reads a year in two or four digits: two are of this century.
func fullYear(t token) int {
	if t.digits == 2 {
		return 2000 + int(t.value)
	}
	return int(t.value)
}

// dayOfMonth reads « 15 », « 1er », « premier ».
func (p *parser) dayOfMonth(i int) (int, int) {
	if p.is(i, ordinalWord) && p.tok(i).value == 1 {
		return 1, i + 1
	}
	if t := p.tok(i); t.kind == numberToken && t.digits > 2 {
		return 0, 0
	}
	n, stop := p.number(i)
	if stop == 0 || n > 99 {
		return 0, 0
	}
	if p.is(stop, ordinalMark) && n == 1 && p.tok(stop).value == 1 {
		stop++
	}
	if p.is(stop, heure) || p.isSign(stop, ':') || p.isSign(stop, '/') {
		return 0, 0
	}
	return n, stop
}

// monthName reads « décembre », « déc. ».
func (p *parser) monthName(i int) (int, int) {
	switch t := p.tok(i); t.word {
	case monthWord:
		return int(t.value), i + 1
	case monthAbbr:
		return int(t.value), p.skipSign(i+1, '.')
	default:
		return 0, 0
	}
}

// writtenDate reads « 15 décembre 2026 », « lundi 15 », « lundi le 15 mars », « le
// 15 du mois prochain » and, where an article stands before it, « le 15 ».
func (p *parser) writtenDate(i int) match {
	e := expr{form: dateForm}
	at := i
	if day, stop := p.weekdayName(i); stop > 0 {
		e.weekday, at = day, p.skip(p.skipSign(stop, ','), le)
		if slashed := p.numericDate(i); slashed.ok() {
			return slashed
		}
	}
	day, stop := p.dayOfMonth(at)
	if stop == 0 {
		return match{}
	}
	e.day = day
	lone := at == i && !p.definite(i-1)
	m := p.monthAfter(match{e, stop})
	if m.month == 0 && (m.modifier == plain || m.modifier == next) && lone {
		return match{} // « 15 », « lot 3 prochain »
	}
	m.malformed = m.day < 1 || m.day > 31
	return m
}

// monthAfter reads the month that follows a day: « décembre 2026 », « janvier
// prochain », « du mois prochain », « courant ».
func (p *parser) monthAfter(m match) match {
	if month, stop := p.monthName(m.end); stop > 0 {
		m.month, m.end = month, stop
		return p.yearAfter(m)
	}
	if stop := p.words(m.end, du, unitWord); stop > 0 && p.unitAt(stop-1) == months {
		switch {
		case p.is(stop, prochain):
			m.modifier, m.end = ofNextMonth, stop+1
		case p.words(stop, en, cours) > 0:
			m.modifier, m.end = this, stop+2
		}
		return m
	}
	if stop := p.words(m.end, de, ce, unitWord); stop > 0 && p.unitAt(stop-1) == months {
		m.modifier, m.end = this, stop
		return m
	}
	switch p.tok(m.end).word {
	case prochain:
		m.modifier, m.end = next, m.end+1
	case courant:
		m.modifier, m.end = this, m.end+1
	}
	return m
}

// yearAfter reads the year that follows a month: « 2027 », « prochain »,
// « dernier », « de l'année prochaine », « de cette année ».
func (p *parser) yearAfter(m match) match {
	if year, stop := p.yearNumber(m.end); stop > 0 {
		m.year, m.end = year, stop
		return m
	}
	switch p.tok(m.end).word {
	case prochain:
		m.modifier, m.end = next, m.end+1
		return m
	case dernier:
		if !p.is(m.end+1, delai) {
			m.modifier, m.end = last, m.end+1
		}
		return m
	}
	at := p.of(m.end)
	switch {
	case at > m.end && p.unitAt(at) == years && p.is(at+1, prochain):
		m.modifier, m.end = ofNextYear, at+2
	case at > m.end && p.is(at, cette) && p.unitAt(at+1) == years:
		m.modifier, m.end = ofThisYear, at+2
	}
	return m
}

// unitAt returns the unit of time named by a token, or noUnit.
func (p *parser) unitAt(i int) unit {
	if t := p.tok(i); t.word == unitWord || t.word == heure || t.word == minute {
		return unit(t.value)
	}
	return noUnit
}

// definite tells a word after which a lone number is a day: « le 15 ».
func (p *parser) definite(i int) bool {
	switch p.tok(i).word {
	case le, au, du:
		return true
	default:
		return false
	}
}

// weekdayName reads « lundi » and, with its dot or before a number, « lun. ».
func (p *parser) weekdayName(i int) (int, int) {
	t := p.tok(i)
	day := int(t.value)
	switch {
	case t.word == weekdayWord:
		return day, i + 1
	case t.word == monthAbbr && day == 3: // « mar. »: mardi before a number
		day = 2
	case t.word != weekdayAbbr:
		return 0, 0
	}
	stop := p.skipSign(i+1, '.')
	if p.tok(stop).kind == numberToken || stop > i+1 && t.word == weekdayAbbr {
		return day, stop
	}
	return 0, 0
}

// weekday reads « vendredi » and what makes it another one.
func (p *parser) weekday(i int) match {
	m := match{expr: expr{form: weekdayForm}}
	at := i
	if w := p.tok(i).word; w == ce || w == cet {
		m.modifier, at = this, i+1
	}
	day, stop := p.weekdayName(at)
	if stop == 0 || p.is(i-1, les) { // « les vendredi » lacks its « s » to be a habit
		return match{}
	}
	m.weekday, m.end = day, stop
	if m.modifier == this {
		return m
	}
	return p.whichWeek(m)
}

// whichWeek reads « prochain », « en huit », « de la semaine 50 », after a
// weekday.
func (p *parser) whichWeek(m match) match {
	switch p.tok(m.end).word {
	case prochain:
		m.modifier, m.end = next, m.end+1
		return m
	case dernier:
		if !p.is(m.end+1, delai) {
			m.modifier, m.end = last, m.end+1
		}
		return m
	case qui:
		if p.is(m.end+1, vient) {
			m.end += 2
		}
		return m
	}
	if how, stop := p.inWeeks(m.end); stop > 0 {
		m.modifier, m.end = how, stop
		return m
	}
	at := p.of(m.end)
	switch {
	case p.is(at, cette) && p.unitAt(at+1) == weeks:
		m.modifier, m.end = ofThisWeek, at+2
	case p.unitAt(at) == weeks && p.is(at+1, prochain):
		m.modifier, m.end = ofNextWeek, at+2
	default:
		if of := p.isoWeek(at); of.ok() {
			m.modifier, m.week, m.weekYear, m.malformed, m.end = ofWeek, of.week, of.year, of.malformed, of.end
		}
	}
	return m
}

// inWeeks reads « en huit » and « en quinze ».
func (p *parser) inWeeks(i int) (modifier, int) {
	if !p.is(i, en) {
		return plain, 0
	}
	switch n, stop := p.number(i + 1); {
	case stop > 0 && n == 8:
		return inEight, stop
	case stop > 0 && n == 15:
		return inFifteen, stop
	default:
		return plain, 0
	}
}

// near reads « aujourd'hui », « demain », « après-demain », « hier »,
// « aujourd'hui en huit », and the day that may be said again after them.
func (p *parser) near(i int) match {
	m := match{expr: expr{form: nearForm}}
	switch t := p.tok(i); {
	case t.word == aujourd:
		m.end = p.words(i, aujourd, hui)
	case t.word == nearWord:
		m.duration.count, m.end = int(t.value), i+1
	case t.word == apres && p.wordsBefore(i, 1):
		m.duration.count, m.end = 2, p.skipSign(i+1, '-')+1
	case t.word == avant && p.wordsBefore(i, -1) && p.isSign(i+1, '-'):
		m.duration.count, m.end = -2, i+3
	}
	if !m.ok() {
		return match{}
	}
	if how, stop := p.inWeeks(m.end); stop > 0 {
		m.modifier, m.end = how, stop
		return m
	}
	return p.sayAgain(m)
}

// wordsBefore reports whether « demain » (1) or « hier » (-1) follows « après »
// or « avant ».
func (p *parser) wordsBefore(i, day int) bool {
	t := p.tok(p.skipSign(i+1, '-'))
	return t.word == nearWord && int(t.value) == day
}

// sayAgain reads a date or a weekday after « demain »: « demain mardi 24
// novembre ».
func (p *parser) sayAgain(m match) match {
	at := p.skipSign(m.end, ',')
	again := longest(p.writtenDate(at), p.numericDate(at))
	if again.ok() && again.month > 0 {
		again.form, again.duration = nearForm, m.duration
		return again
	}
	if day, stop := p.weekdayName(at); stop > 0 {
		m.weekday, m.end = day, stop
	}
	return m
}

// weekend reads « ce week-end », « le week-end prochain ».
func (p *parser) weekend(i int) match {
	at := p.skip(i, ce)
	stop := p.weekendName(at)
	if stop == 0 {
		return match{}
	}
	m := match{expr{form: weekendForm}, stop}
	switch p.tok(stop).word {
	case prochain:
		m.modifier, m.end = next, stop+1
	case dernier:
		m.modifier, m.end = last, stop+1
	}
	return m
}

func (p *parser) weekendName(i int) int {
	if p.is(i, weekendWord) {
		return i + 1
	}
	return p.words(i, weekWord, endWord)
}
