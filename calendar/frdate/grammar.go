package frdate

// parser gives a form to the tokens of a text. Its methods try a production
// from a token on and return what they matched; they never look at a calendar.
type parser struct {
	lexer
	toks []token
}

func newParser(text string) *parser {
	p := &parser{}
	p.toks = p.lex(text)
	return p
}

func (p *parser) tok(i int) token {
	if i < 0 || i >= len(p.toks) {
		return token{}
	}
	return p.toks[i]
}

func (p *parser) is(i int, w word) bool {
	t := p.tok(i)
	return t.kind == wordToken && t.word == w
}

func (p *parser) isSign(i int, sign byte) bool {
	t := p.tok(i)
	return t.kind == signToken && t.sign == sign
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
// match with or without their apostrophe.
func (p *parser) words(i int, run ...word) int {
	for _, w := range run {
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

// expression reads the longest date expression from a token on.
func (p *parser) expression(i int) match {
	return longest(p.moment(i), p.clockFirst(i))
}

// moment reads a day with what surrounds it: « pour le vendredi 4 décembre 2026
// (S49), 12 h ».
func (p *parser) moment(i int) match {
	bound, at := p.bound(i)
	m := p.core(at)
	if !m.ok() {
		return match{}
	}
	m.bound = bound
	if c, end := p.clockAfter(m.end); end > 0 {
		m.clock, m.end = c, end
	}
	if week, year, end := p.weekMark(m.end); end > 0 && m.form != periodForm {
		m.week, m.weekYear, m.end = week, year, end
		if c, end := p.clockAfter(m.end); end > 0 && !m.clock.said {
			m.clock, m.end = c, end
		}
	}
	return m
}

// clockFirst reads « à 14h30 » and « 9h30 vendredi ».
func (p *parser) clockFirst(i int) match {
	c, at := p.clock(i)
	if at == 0 {
		return match{}
	}
	only := match{expr{form: clockForm, clock: c}, at}
	day := p.moment(at)
	if !day.ok() || day.clock.said {
		return only
	}
	day.clock = c
	return day
}

// bound reads the words that say what the date is to the thing it dates. It
// always succeeds, with [On] and no token when there are none.
func (p *parser) bound(i int) (Bound, int) {
	at := i
	bound := On
	if p.is(at, pour) {
		bound, at = By, at+1
	}
	for _, phrase := range boundPhrases {
		if end := p.words(at, phrase.words...); end > 0 {
			return phrase.bound, p.article(end)
		}
	}
	if bound == By {
		return bound, p.article(at)
	}
	switch p.tok(at).word {
	case au, du, a, de, en:
		return On, p.article(at + 1)
	case d:
		return On, p.skipSign(at+1, '\'')
	default:
		return On, p.article(at)
	}
}

var boundPhrases = []struct {
	words []word
	bound Bound
}{
	{[]word{au, plus, tard}, By},
	{[]word{d, ici, au}, By},
	{[]word{d, ici, a}, By},
	{[]word{d, ici}, By},
	{[]word{jusqu, au}, By},
	{[]word{jusqu, a}, By},
	{[]word{avant}, Before},
	{[]word{a, partir, du}, From},
	{[]word{a, partir, de}, From},
	{[]word{a, compter, du}, From},
	{[]word{a, compter, de}, From},
	{[]word{des}, From},
}

// core reads a day without hour.
func (p *parser) core(i int) match {
	switch t := p.tok(i); t.kind {
	case numberToken:
		return longest(p.isoDate(i), p.numericDate(i), p.writtenDate(i, i))
	case wordToken:
		switch t.word {
		case weekdayWord, weekdayAbbr, monthAbbr:
			return longest(p.weekday(i), p.writtenDate(i, i), p.period(i))
		case aujourd, nearWord, apres:
			return p.near(i)
		case dans, sous:
			return p.count(i)
		default:
			return longest(p.period(i), p.writtenDate(i, i), p.weekday(i))
		}
	default:
		return match{}
	}
}
