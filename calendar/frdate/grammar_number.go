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

// compound reads « vingt-deux », « trente et un », « soixante-quinze »,
// « quatre-vingt-dix ».
func (p *parser) compound(i int) (int, int) {
	n, at := int(p.tok(i).value), i+1
	if n == 4 && p.is(p.skipSign(at, '-'), numberWord) && p.tok(p.skipSign(at, '-')).value == 20 {
		n, at = 80, p.skipSign(at, '-')+1
	}
	if n != 10 && n < 20 || n == 100 {
		return n, at
	}
	then := p.skip(p.skipSign(at, '-'), et)
	small, stop := p.small(p.skipSign(then, '-'))
	switch {
	case stop == 0:
		return n, at
	case n == 10 && small >= 7 && small <= 9, n == 60 || n == 80, n >= 20 && small < 10:
		return n + small, stop
	default:
		return n, at
	}
}

// small reads a number word below 20.
func (p *parser) small(i int) (int, int) {
	switch t := p.tok(i); {
	case t.word == un, t.word == une:
		return 1, i + 1
	case p.isSept(i):
		return 7, i + 1
	case t.word == numberWord && t.value == 10:
		return p.compound(i)
	case t.word == numberWord && t.value < 20:
		return int(t.value), i + 1
	default:
		return 0, 0
	}
}

// ordinal reads « 3e », « 1er », « troisième », « dernier » (-1) and
// « avant-dernier » (-2).
func (p *parser) ordinal(i int) (int, int) {
	t := p.tok(i)
	switch {
	case t.kind == numberToken && t.digits <= 2 && p.is(i+1, ordinalMark):
		return int(t.value), i + 2
	case t.word == ordinalWord, t.word == dernier:
		return int(t.value), i + 1
	}
	if stop := p.words(i, avant, dernier); stop > 0 {
		return -2, stop
	}
	return 0, 0
}

// yearNumber reads a year in four digits.
func (p *parser) yearNumber(i int) (int, int) {
	if p.isNumber(i, 4) && !p.is(i+1, heure) {
		return int(p.tok(i).value), i + 1
	}
	return 0, 0
}
