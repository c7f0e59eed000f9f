package frdate

// number reads a count in digits or in words, and returns the token after it,
// or 0.
func (p *parser) number(i int) (int, int) {
	t := p.tok(i)
	switch {
	case t.kind == numberToken && t.digits <= 4:
		return int(t.value), i + 1
	case t.word == un, t.word == une:
		return 1, i + 1
	case p.isSept(i):
		return 7, i + 1
	case t.word == numberWord:
		return p.compound(i)
	default:
		return 0, 0
	}
}

// isSept tells « sept » the number, which is also short for septembre.
func (p *parser) isSept(i int) bool {
	return p.is(i, monthAbbr) && p.tok(i).value == 9 && !p.isSign(i+1, '.')
}

// compound reads « vingt-deux », « trente et un », « soixante-dix ».
func (p *parser) compound(i int) (int, int) {
	n, at := int(p.tok(i).value), i+1
	if n == 4 && p.isSign(at, '-') && p.tok(at+1).value == 20 {
		n, at = 80, at+2
	}
	if n == 10 || n >= 20 {
		next := at
		if p.isSign(next, '-') || p.is(next, et) {
			next++
		}
		next = p.skipSign(next, '-')
		small, end := p.small(next)
		if end > 0 && (n >= 20 && small < 20 || n == 10 && small >= 7) && next > at {
			return n + small, end
		}
	}
	return n, at
}

// small reads a number word below 20.
func (p *parser) small(i int) (int, int) {
	switch t := p.tok(i); {
	case t.word == un, t.word == une:
		return 1, i + 1
	case p.isSept(i):
		return 7, i + 1
	case t.word == numberWord && t.value == 10:
		if n, end := p.compound(i); n < 20 {
			return n, end
		}
	case t.word == numberWord && t.value < 20:
		return int(t.value), i + 1
	}
	return 0, 0
}

// isoDate reads « 2026-12-15 », « 2026/12/15 » and an hour after T.
func (p *parser) isoDate(i int) match {
	sign := p.tok(i + 1).sign
	if p.tok(i).digits != 4 || sign != '-' && sign != '/' || !p.isSign(i+3, sign) {
		return match{}
	}
	month, day := p.tok(i+2), p.tok(i+4)
	if month.kind != numberToken || day.kind != numberToken || month.digits > 2 || day.digits > 2 || !day.glued || !month.glued {
		return match{}
	}
	m := match{expr{form: dateForm, year: int(p.tok(i).value), month: int(month.value), day: int(day.value)}, i + 5}
	m.malformed = m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31
	if p.is(i+5, trimestreLetter) && p.tok(i+5).glued {
		if c, end := p.clock(i + 6); end > 0 {
			m.clock, m.end = c, end
		}
	}
	return m
}

// numericDate reads « 15/12 », « 15/12/2026 », « 15.12.2026 », « 15-12-2026 »:
// day, then month, never the other way.
func (p *parser) numericDate(i int) match {
	day, sign, month := p.tok(i), p.tok(i+1).sign, p.tok(i+2)
	if p.tok(i+1).kind != signToken || sign != '/' && sign != '.' && sign != '-' {
		return match{}
	}
	if day.digits > 2 || month.kind != numberToken || month.digits > 2 {
		return match{}
	}
	m := match{expr{form: dateForm, day: int(day.value), month: int(month.value)}, i + 3}
	year := p.tok(i + 4)
	if p.isSign(i+3, sign) && year.kind == numberToken && (year.digits == 4 || year.digits == 2) {
		m.year, m.end = fullYear(year), i+5
	} else if sign != '/' || p.isSign(i+3, '/') {
		return match{}
	}
	m.malformed = m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31
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
	n, end := p.number(i)
	if end == 0 || n > 99 || p.is(end, heure) || p.isSign(end, ':') {
		return 0, 0
	}
	if p.is(end, ordinalMark) && p.tok(end).value == 1 && n == 1 {
		end++
	}
	return n, end
}

// month reads « décembre », « déc. ».
func (p *parser) month(i int) (int, int) {
	t := p.tok(i)
	switch t.word {
	case monthWord:
		return int(t.value), i + 1
	case monthAbbr:
		return int(t.value), p.skipSign(i+1, '.')
	default:
		return 0, 0
	}
}

// writtenDate reads « 15 décembre 2026 », « lundi 15 », « lundi le 15 mars » and,
// where an article stands before it, « le 15 ».
func (p *parser) writtenDate(i, _ int) match {
	e := expr{form: dateForm}
	at := i
	if day, end := p.weekdayName(i); end > 0 {
		e.weekday, at = day, p.skip(p.skipSign(end, ','), le)
	}
	day, end := p.dayOfMonth(at)
	if end == 0 {
		return match{}
	}
	e.day, at = day, end
	if month, end := p.month(at); end > 0 {
		e.month, at = month, end
		if year := p.tok(at); year.kind == numberToken && year.digits == 4 {
			e.year, at = int(year.value), at+1
		}
	} else if e.weekday == 0 && !p.definite(i-1) {
		return match{}
	}
	e.malformed = e.day < 1 || e.day > 31
	return match{e, at}
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
	end := p.skipSign(i+1, '.')
	if p.tok(end).kind == numberToken || end > i+1 && t.word == weekdayAbbr {
		return day, end
	}
	return 0, 0
}

// weekday reads « vendredi » and what makes it another one.
func (p *parser) weekday(i int) match {
	e := expr{form: weekForm}
	if t := p.tok(i).word; t == ce || t == cet {
		e.modifier, i = this, i+1
	}
	day, at := p.weekdayName(i)
	if at == 0 {
		return match{}
	}
	e.weekday = day
	if modifier, end := p.weekdayModifier(at); end > 0 {
		e.modifier, at = modifier, end
	}
	return match{e, at}
}

func (p *parser) weekdayModifier(i int) (modifier, int) {
	switch p.tok(i).word {
	case prochain:
		return next, i + 1
	case dernier:
		return last, i + 1
	case en:
		switch n, end := p.number(i + 1); {
		case end > 0 && n == 8:
			return inEight, end
		case end > 0 && n == 15:
			return inFifteen, end
		}
	}
	return plain, 0
}

// near reads « aujourd'hui », « demain », « après-demain ».
func (p *parser) near(i int) match {
	switch t := p.tok(i); t.word {
	case aujourd:
		if end := p.words(i, aujourd, hui); end > 0 {
			return match{expr{form: nearForm}, end}
		}
	case nearWord:
		return match{expr{form: nearForm, count: int(t.value)}, i + 1}
	case apres:
		if at := p.skipSign(i+1, '-'); p.is(at, nearWord) && p.tok(at).value == 1 {
			return match{expr{form: nearForm, count: 2}, at + 1}
		}
	}
	return match{}
}

// count reads « dans 3 jours ouvrés », « sous deux semaines ».
func (p *parser) count(i int) match {
	e := expr{form: countForm}
	if p.is(i, sous) {
		e.bound = By
	}
	n, at := p.number(i + 1)
	if at == 0 || !p.is(at, unitWord) {
		return match{}
	}
	e.count, e.unit = n, unit(p.tok(at).value)
	at++
	if e.unit == days && p.is(at, dayKindWord) {
		e.kind = kindOf(p.tok(at))
		at++
	}
	return match{e, at}
}
