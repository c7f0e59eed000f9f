package frdate

import "jalon/calendar"

// weekMark reads the week that follows a date: « (S49) », « S49 », « (S53 de 2026) ».
func (p *parser) weekMark(i int) (week, year, stop int) {
	at := p.skipSign(p.skipSign(i, ','), '(')
	open := p.isSign(at-1, '(') && at > i
	m := p.isoWeek(at)
	if !m.ok() || open && !p.isSign(m.end, ')') {
		return 0, 0, 0
	}
	if open {
		m.end++
	}
	return m.week, m.year, m.end
}

// isoWeek reads « S49 », « semaine 49 », « S49 2026 », « S53 de 2026 ».
func (p *parser) isoWeek(i int) match {
	m := match{expr: expr{form: periodForm, unit: weeks}}
	at := i + 1
	if p.unitAt(i) == weeks {
		at = p.skipSign(at, '.') // « sem. 49 »
	}
	n, after := p.tok(at), at+1
	switch {
	case n.kind != numberToken || n.digits > 2:
		return match{}
	case p.unitAt(i) != weeks && !(p.is(i, semesterOrWeek) && n.glued):
		return match{}
	case p.is(after, ordinalMark), p.is(after, heure), p.isMonth(after), p.isSign(after, '/') && !p.isNumber(after+1, 4):
		return match{}
	}
	m.week, m.end, m.letter = int(n.value), after, p.is(i, semesterOrWeek)
	m.malformed = m.week < 1 || m.week > 53
	return p.ofYear(m)
}

// ofYear reads « 2027 », « de 2027 », « /2027 », « de l'année prochaine » after a
// week, a quarter or a semester.
func (p *parser) ofYear(m match) match {
	at := p.of(m.end)
	if p.isSign(m.end, '/') || p.isSign(m.end, '-') {
		at = m.end + 1
	}
	if year, stop := p.yearNumber(at); stop > 0 {
		m.year, m.end = year, stop
		return m
	}
	if at > m.end && p.unitAt(at) == years && p.is(at+1, prochain) {
		m.modifier, m.end = ofNextYear, at+2
	}
	return m
}

// period reads a period or a part of one: « fin janvier 2027 », « mi-mars », « T1
// 2027 », « S49 », « la semaine prochaine », « courant décembre ».
func (p *parser) period(i int) match {
	part, at, vague := p.partOf(i)
	m := p.periodName(at)
	if year, stop := p.yearNumber(at); stop > m.end && at > i && (part != whole || vague) {
		m = named{match: match{expr{form: periodForm, unit: years, year: year}, stop}}
	}
	if !m.ok() {
		return match{}
	}
	if m.bare && part == whole {
		return match{}
	}
	m.part = part
	if part == middle && m.unit != months && m.unit != weeks && m.unit != years {
		return match{}
	}
	return m.match
}

// partOf reads « fin de », « début », « mi- », « milieu du », « courant ». The
// flag tells « courant », which is the whole period.
func (p *parser) partOf(i int) (which part, stop int, current bool) {
	switch p.tok(i).word {
	case fin:
		return end, p.of(i + 1), false
	case debut:
		return beginning, p.of(i + 1), false
	case milieu:
		return middle, p.of(i + 1), false
	case mi:
		return middle, p.skipSign(i+1, '-'), false
	case courant:
		return whole, p.of(i + 1), true
	default:
		return whole, i, false
	}
}

// named is a period, or the bare name of one (« semaine »), that means
// something only after « fin de ».
type named struct {
	match
	bare bool
}

// periodName reads a whole period.
func (p *parser) periodName(i int) named {
	t := p.tok(i)
	switch {
	case t.word == monthWord, t.word == monthAbbr:
		return named{match: p.monthPeriod(i)}
	case t.word == semesterOrWeek:
		return named{match: p.isoWeek(i)}
	case t.word == trimestreLetter:
		return named{match: p.quarterLetter(i)}
	case t.word == ce, t.word == cet, t.word == cette:
		return named{match: p.thisPeriod(i)}
	case t.word == prochain && p.isPeriodUnit(i+1):
		return named{match: match{expr{form: periodForm, unit: p.unitAt(i + 1), modifier: next}, i + 2}}
	case p.isPeriodUnit(i):
		return p.unitPeriod(i)
	default:
		return named{match: p.ordinalPeriod(i)}
	}
}

func (p *parser) isPeriodUnit(i int) bool { return p.unitAt(i) >= weeks }

func (p *parser) monthPeriod(i int) match {
	month, stop := p.monthName(i)
	m := match{expr{form: periodForm, unit: months, month: month}, stop}
	return p.yearAfter(m)
}

// quarterLetter reads « T1 », « T1 2027 », « T4/2026 ».
func (p *parser) quarterLetter(i int) match {
	n := p.tok(i + 1)
	if !p.is(i, trimestreLetter) || n.kind != numberToken || n.digits != 1 || !n.glued {
		return match{}
	}
	m := match{expr{form: periodForm, unit: quarters, ord: int(n.value)}, i + 2}
	m.malformed = m.ord < 1 || m.ord > 4
	return p.ofYear(m)
}

// thisPeriod reads « cette semaine », « ce mois-ci ».
func (p *parser) thisPeriod(i int) match {
	if !p.isPeriodUnit(i + 1) {
		return match{}
	}
	stop := i + 2
	if at := p.skipSign(stop, '-'); p.is(at, ci) {
		stop = at + 1
	}
	return match{expr{form: periodForm, unit: p.unitAt(i + 1), modifier: this}, stop}
}

// unitPeriod reads « semaine 49 », « semaine prochaine », « semaine du 7
// décembre », « mois de janvier », « mois prochain », and the bare « semaine ».
func (p *parser) unitPeriod(i int) named {
	unit := p.unitAt(i)
	m := match{expr{form: periodForm, unit: unit}, i + 1}
	switch {
	case p.is(i+1, prochain):
		m.modifier, m.end = next, i+2
	case p.is(i+1, dernier) && !p.is(i+2, delai):
		m.modifier, m.end = last, i+2
	case p.words(i+1, en, cours) > 0:
		m.modifier, m.end = this, i+3
	default:
		return p.namedUnit(i, unit, m)
	}
	return named{match: m}
}

// namedUnit reads the name that follows a unit, or takes the unit alone.
func (p *parser) namedUnit(i int, unit unit, bare match) named {
	if week := p.isoWeek(i); week.ok() {
		return named{match: week}
	}
	at := p.of(i + 1)
	switch {
	case at == i+1:
	case unit == months && p.isMonth(at):
		return named{match: p.monthPeriod(at)}
	case unit == weeks:
		if base, stop := p.baseAt(at); stop > 0 && base != nil && base.form == dateForm && !base.clock.said {
			bare.base, bare.end, bare.malformed = base, stop, base.malformed
			return named{match: bare}
		}
	}
	if year, stop := p.yearNumber(i + 1); stop > 0 && unit == years {
		bare.year, bare.end = year, stop
		return named{match: bare}
	}
	bare.modifier = this
	return named{match: bare, bare: true}
}

// ordinalPeriod reads « 1er trimestre 2027 », « 2e semestre », « première
// quinzaine de mars ».
func (p *parser) ordinalPeriod(i int) match {
	ord, at := p.ordinal(i)
	if at == 0 {
		return match{}
	}
	unit := p.unitAt(at)
	m := match{expr{form: periodForm, unit: unit, ord: ord}, at + 1}
	switch {
	case unit == quarters:
		m.malformed = ord < 1 || ord > 4
	case unit == semesters:
		m.malformed = ord < 1 || ord > 2
	case p.is(at, fortnightWord) && p.tok(at).value == 15 && (ord == 1 || ord == 2):
		month := p.monthPeriod(p.of(at + 1))
		if p.of(at+1) == at+1 || !p.isMonth(p.of(at+1)) {
			return match{}
		}
		month.ord = ord
		return month
	default:
		return match{}
	}
	return p.ofYear(m)
}

// boundYear reads « 2027 » after « avant » or « à partir de », where a lone year
// is a limit.
func (p *parser) boundYear(i int) match {
	year, stop := p.yearNumber(i)
	if stop == 0 || year < firstYear || year > lastYear {
		return match{}
	}
	return match{expr{form: periodForm, unit: years, year: year}, stop}
}

// nth reads « dernier vendredi de janvier », « 1er jour ouvré du mois prochain ».
func (p *parser) nth(i int) match {
	m := p.nthDay(i)
	if !m.ok() {
		return match{}
	}
	at := p.of(m.end)
	if at == m.end {
		return match{}
	}
	scope := p.periodName(at)
	if year, stop := p.yearNumber(at); stop > 0 {
		scope = named{match: match{expr{form: periodForm, unit: years, year: year}, stop}}
	}
	if !scope.ok() || scope.bare && scope.unit != weeks && scope.unit != years {
		return match{}
	}
	base := scope.expr
	m.base, m.end, m.malformed = &base, scope.end, scope.malformed
	return m
}

// nthDay reads « 3e jeudi », « dernier jour ouvré ».
func (p *parser) nthDay(i int) match {
	ord, at := p.ordinal(i)
	if at == 0 || ord == 0 || ord > 31 {
		return match{}
	}
	m := match{expr: expr{form: nthForm, ord: ord}}
	switch t := p.tok(at); {
	case t.isWeekday():
		m.weekday, m.end = int(t.value), at+1
	case p.unitAt(at) == days:
		m.end = at + 1
		if kind := p.tok(at + 1); kind.word == dayKindWord {
			m.kind, m.end = calendar.Unit(kind.value), at+2
		}
	default:
		return match{}
	}
	if m.kind == calendar.ClearDays {
		return match{}
	}
	return m
}

// feastDay reads « Noël », « lundi de Pâques », « jeudi de l'Ascension », « jour de
// l'an 2027 ».
func (p *parser) feastDay(i int) match {
	m := match{expr: expr{form: feastForm}}
	switch t := p.tok(i); {
	case t.word == feastWord && feast(t.value) != newYearsEve:
		m.feast, m.end = feast(t.value), i+1
	case t.word == weekdayWord:
		m.feast, m.end = p.feastWeekday(i)
	case p.unitAt(i) == days && p.unitAt(p.of(i+1)) == years && p.of(i+1) > i+1,
		t.word == ordinalWord && p.unitAt(p.of(i+1)) == years && p.of(i+1) > i+1:
		m.feast, m.end = newYear, p.of(i+1)+1
	case t.word == nouvel && p.unitAt(i+1) == years:
		m.feast, m.end = newYear, i+2
	case t.word == saint:
		if at := p.skipSign(i+1, '-'); p.is(at, feastWord) && feast(p.tok(at).value) == newYearsEve {
			m.feast, m.end = newYearsEve, at+1
		}
	}
	if !m.ok() {
		return match{}
	}
	if year, stop := p.yearNumber(m.end); stop > 0 {
		m.year, m.end = year, stop
	}
	return m
}

// feastWeekday reads « lundi de Pâques », « vendredi saint ».
func (p *parser) feastWeekday(i int) (feast, int) {
	day := p.tok(i).value
	if at := p.skipSign(i+1, '-'); day == 5 && p.is(at, saint) {
		return goodFriday, at + 1
	}
	at := p.of(i + 1)
	if at == i+1 || !p.is(at, feastWord) {
		return noFeast, 0
	}
	for _, known := range []struct {
		day   int32
		named feast
		is    feast
	}{
		{1, easterDay, easterMonday},
		{7, easterDay, easterDay},
		{1, whitSunday, whitMonday},
		{7, whitSunday, whitSunday},
		{4, ascension, ascension},
	} {
		if known.day == day && known.named == feast(p.tok(at).value) {
			return known.is, at + 1
		}
	}
	return noFeast, 0
}
