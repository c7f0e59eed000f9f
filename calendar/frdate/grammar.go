package frdate

// parser gives a form to the tokens of a text. Its methods try a production
// from a token on and return what they matched; they never look at a calendar.
type parser struct{ lexer }

func (p *parser) tok(i int) token {
	if i < 0 || i >= p.count {
		return token{}
	}
	return p.tokens[i]
}

func (p *parser) is(i int, w word) bool { return p.tok(i).word == w }

func (p *parser) isSign(i int, sign byte) bool {
	t := p.tok(i)
	return t.kind == signToken && t.sign == sign
}

func (p *parser) isNumber(i, digits int) bool {
	t := p.tok(i)
	return t.kind == numberToken && int(t.digits) == digits
}

// skip returns the token after i if it is the word w, else i.
func (p *parser) skip(i int, w word) int {
	if p.is(i, w) {
		return i + 1
	}
	return i
}

func (p *parser) skipSign(i int, sign byte) int {
	if p.isSign(i, sign) {
		return i + 1
	}
	return i
}

// words returns the token after a run of words, or 0. Elided words (« d'ici »)
// match with or without their apostrophe, « après-midi » with or without its
// hyphen.
func (p *parser) words(i int, run ...word) int {
	for n, w := range run {
		if n > 0 {
			i = p.skipSign(i, '-')
		}
		if !p.is(i, w) {
			return 0
		}
		i = p.skipSign(i+1, '\'')
	}
	return i
}

// article skips « le », « la », « l' » or « les ».
func (p *parser) article(i int) int {
	switch p.tok(i).word {
	case le, la, les:
		return i + 1
	case l:
		return p.skipSign(i+1, '\'')
	default:
		return i
	}
}

// of skips « de », « du », « d' », « de la », « de l' », « des ».
func (p *parser) of(i int) int {
	switch p.tok(i).word {
	case du, des:
		return i + 1
	case de:
		return p.article(i + 1)
	case d:
		return p.skipSign(i+1, '\'')
	default:
		return i
	}
}

// closes reports whether an expression may end before token i: it never ends
// in the middle of a word.
func (p *parser) closes(i int) bool {
	t := p.tok(i)
	if !t.glued {
		return true
	}
	if t.kind != signToken {
		return false
	}
	return t.sign != '-' && t.sign != '/' && t.sign != '\'' || !p.tok(i+1).glued
}

// expression reads the longest date expression from a token on.
func (p *parser) expression(i int) match {
	m := longest(p.moment(i), p.clockFirst(i), p.rangeOf(i), p.repetition(i))
	m = longest(m, p.list(i, m))
	if !p.closes(m.end) {
		return match{}
	}
	m.first, m.last = i, m.end
	return m
}

// moment reads a day with what surrounds it: « pour le vendredi 4 décembre 2026
// (S49), 12 h, au plus tard ».
func (p *parser) moment(i int) match {
	m := longest(p.counted(i), p.dated(i))
	if m.ok() {
		m = p.tails(m)
	}
	return m
}

// dated reads a bound and the day it bears on.
func (p *parser) dated(i int) match {
	b := p.bound(i)
	m := p.core(b.end)
	switch {
	case m.ok():
	case b.bound == Before || b.bound == From:
		m = p.boundYear(b.end)
	}
	if !m.ok() { // « avant-hier » is not « avant » a day
		return p.core(i)
	}
	m.bound, m.hither = b.bound, b.hither
	m.weak = m.weak || b.of && m.form == dateForm && m.month == 0 && m.weekday == 0 && m.modifier == plain
	m.weak = m.weak || b.bare && b.end == i && m.month == 7 && m.year == 0 && (m.day == 24 || m.day == 7) && p.isSign(i+1, '/') // « 24/7 »
	m.weak = m.weak || b.of && m.form == periodForm && m.part == whole || (b.bare || b.of) && m.form == feastForm
	return m
}

// tails reads what may follow a day, in any order: an hour, its week, and
// « au plus tard ».
func (p *parser) tails(m match) match {
	for {
		before := m.end
		if c, stop := p.clockAfter(m.end); stop > 0 && !m.clock.said && m.form != rangeForm {
			if m.bound == On && m.form != periodForm { // « S49 avant midi » is not before S49
				m.bound = p.clockBound(p.skipSign(m.end, ','))
			}
			m.clock, m.end = c, stop
			m.malformed = m.malformed || c.malformed
		}
		if week, year, stop := p.weekMark(m.end); stop > 0 && m.takesWeek() {
			m.week, m.weekYear, m.end = week, year, stop
		}
		if bound, stop := p.afterBound(m.end); stop > 0 && (m.bound == On || m.bound == bound) {
			m.bound, m.end = bound, stop
		}
		if m.end == before {
			return m
		}
	}
}

// takesWeek reports whether « S49 » after the expression is its week.
func (e expr) takesWeek() bool {
	if e.week != 0 {
		return false
	}
	return e.form == dateForm || e.form == nearForm || e.form == weekdayForm && e.modifier == plain
}

// clockFirst reads « à 14h30 », « ce soir », « 9h30 vendredi ».
func (p *parser) clockFirst(i int) match {
	c, at := p.clock(i)
	bound := On
	if b := p.bound(i); b.bound != On {
		if said, stop := p.clock(b.end); stop > at {
			c, at, bound = said, stop, b.bound
		}
	}
	if at == 0 {
		return match{}
	}
	if bound == On {
		bound = p.clockBound(i)
	}
	only := match{expr{form: clockForm, bound: bound, clock: c, malformed: c.malformed}, at}
	only.weak = c.part != noPart && !p.announced(i)
	if day := p.moment(p.skipSign(at, ',')); day.ok() && !day.clock.said && day.form != countForm {
		day.clock = c
		day.malformed = day.malformed || c.malformed
		return day
	}
	return only
}

// clockBound returns the bound that the preposition of an hour sets: « avant
// 17h », « pour 14h ».
func (p *parser) clockBound(i int) Bound {
	switch p.tok(i).word {
	case avant:
		return Before
	case pour:
		return By
	default:
		return On
	}
}

// announced reports whether a part of the day begins with a word that makes it
// an hour: « à midi », « ce soir », « en fin de journée », « avant midi ».
func (p *parser) announced(i int) bool {
	switch p.tok(i).word {
	case a, ce, cet, cette, avant, pour, d, en:
		return true
	default:
		return false
	}
}

// bounds is what stands before a day.
type bounds struct {
	bound  Bound
	hither bool // « d'ici »
	of     bool // « de », « du »: the day may be the complement of a noun
	bare   bool // nothing but an article
	end    int
}

// bound reads the words that say what the date is to the thing it dates. It
// always succeeds, with [On] and no token when there are none.
func (p *parser) bound(i int) bounds {
	at := p.skip(i, pour)
	for _, phrase := range boundPhrases {
		if stop := p.words(at, phrase.words...); stop > 0 {
			return bounds{bound: phrase.bound, hither: phrase.hither, end: p.article(p.skip(stop, en))}
		}
	}
	if at > i {
		return bounds{bound: By, end: p.article(at)}
	}
	switch p.tok(at).word {
	case de, du, d, des:
		return bounds{of: true, end: p.of(at)}
	case dans:
		if stop := p.article(at + 1); stop > at+1 && p.namesPeriod(stop) {
			return bounds{end: stop}
		}
		return bounds{end: at, bare: true}
	case au, a, en:
		return bounds{end: p.article(at + 1)}
	default:
		return bounds{end: p.article(at), bare: true}
	}
}

// namesPeriod tells the period of « dans la semaine du 7 » and « dans le courant
// de janvier » from « dans la semaine », which is a delay.
func (p *parser) namesPeriod(i int) bool {
	if p.is(i, courant) || p.tok(i+1).word == fortnightWord || p.tok(i+2).word == fortnightWord {
		return true
	}
	after := p.tok(i + 1)
	return p.isPeriodUnit(i) && (after.word == prochain || after.kind == numberToken || p.of(i+1) > i+1)
}

var boundPhrases = []struct {
	words  []word
	bound  Bound
	hither bool
}{
	{[]word{au, plus, tard, au}, By, false},
	{[]word{au, plus, tard, a}, By, false},
	{[]word{au, plus, tard}, By, false},
	{[]word{d, ici, au}, By, true},
	{[]word{d, ici, a}, By, true},
	{[]word{d, ici}, By, true},
	{[]word{jusqu, au}, By, false},
	{[]word{jusqu, a}, By, false},
	{[]word{jusqu, en}, By, false},
	{[]word{avant}, Before, false},
	{[]word{a, partir, du}, From, false},
	{[]word{a, partir, de}, From, false},
	{[]word{a, partir, d}, From, false},
	{[]word{a, compter, du}, From, false},
	{[]word{a, compter, de}, From, false},
	{[]word{a, compter, d}, From, false},
	{[]word{des}, From, false},
}

// afterBound reads a bound that follows: « vendredi au plus tard », « vendredi
// dernier délai », « vendredi inclus ».
func (p *parser) afterBound(i int) (Bound, int) {
	at := p.skipSign(i, ',')
	if stop := p.words(at, au, plus, tard); stop > 0 {
		return By, stop
	}
	if stop := p.words(at, dernier, delai); stop > 0 {
		return By, stop
	}
	if stop := p.words(at, delai, de, rigueur); stop > 0 {
		return By, stop
	}
	if stop := p.words(at, au, maximum); stop > 0 {
		return By, stop
	}
	switch p.tok(i).word {
	case inclus, maximum:
		return By, i + 1
	case exclu:
		return Before, i + 1
	default:
		return On, 0
	}
}

// core reads a day without hour or bound.
func (p *parser) core(i int) match {
	switch t := p.tok(i); t.kind {
	case numberToken:
		return longest(p.isoDate(i), p.numericDate(i), p.writtenDate(i), p.period(i), p.relative(i), p.nth(i))
	case wordToken:
		return p.coreOfWord(i, t.word)
	default:
		return match{}
	}
}

func (p *parser) coreOfWord(i int, w word) match {
	switch w {
	case weekdayWord, weekdayAbbr:
		return longest(p.weekday(i), p.writtenDate(i), p.feastDay(i), p.relativeWeekday(i))
	case monthAbbr, monthWord:
		return longest(p.period(i), p.weekday(i), p.writtenDate(i), p.relative(i))
	case ce, cet, cette:
		return longest(p.weekday(i), p.period(i), p.weekend(i))
	case aujourd, nearWord, apres:
		return p.near(i)
	case avant:
		return longest(p.near(i), p.eve(i), p.nth(i))
	case numberWord, un, une:
		return longest(p.writtenDate(i), p.relative(i))
	case ordinalWord, dernier, prochain:
		return longest(p.writtenDate(i), p.nth(i), p.period(i), p.relativeWeekday(i), p.feastDay(i))
	case fin, debut, mi, milieu, courant, unitWord, trimestreLetter, semesterOrWeek:
		return longest(p.period(i), p.dayJ(i), p.feastDay(i))
	case jourLetter:
		return p.dayJ(i)
	case veille, lendemain, surlendemain:
		return p.eve(i)
	case weekWord, weekendWord:
		return p.weekend(i)
	case feastWord, nouvel, saint:
		return p.feastDay(i)
	default:
		return match{}
	}
}
