package frdate

// clockAfter reads the hour that follows a day: « , 12 h », « à 9h30 », « midi »,
// « matin », « avant 17h ».
func (p *parser) clockAfter(i int) (clock, int) {
	return p.clock(p.skipSign(i, ','))
}

// clock reads an hour or a part of the day with its preposition.
func (p *parser) clock(i int) (clock, int) {
	if c, stop := p.slot(i); stop > 0 {
		return c, stop
	}
	at := i
	switch p.tok(i).word {
	case a:
		at++
	case avant, pour:
		at = p.skip(i+1, le)
	}
	if c, stop := p.hour(at); stop > 0 {
		return p.precise(c, stop)
	}
	if c, stop := p.dayTime(i); stop > 0 {
		return p.hourOfPart(c, stop)
	}
	if at > i {
		if c, stop := p.dayTime(at); stop > 0 {
			return p.hourOfPart(c, stop)
		}
	}
	// « à 9 » is an hour that lacks its « h »: a date to refuse.
	if t := p.tok(at); p.is(i, a) && t.kind == numberToken && t.digits <= 2 && at+1 == p.count {
		return clock{said: true, hour: int(t.value), malformed: true}, at + 1
	}
	return clock{}, 0
}

// hourOfPart reads the hour that may follow a part of the day: « demain matin à
// 9h30 », « ce soir 8h ».
func (p *parser) hourOfPart(c clock, i int) (clock, int) {
	exact, stop := p.hour(p.skip(p.skipSign(i, ','), a))
	if stop == 0 || c.edge != whole || c.part >= dayPart {
		return c, i
	}
	return exact.within(c.part), stop
}

// within moves an hour to the part of the day it was said of; one that is not
// of it (« demain matin à 15h ») is malformed.
func (c clock) within(part partOfDay) clock {
	first, last := 0, 12
	switch part {
	case afternoon:
		first, last = 12, 19
	case evening:
		first, last = 17, 23
	}
	if c.hour < first && c.hour > 0 && c.hour < 12 {
		c.hour += 12
	}
	c.malformed = c.malformed || c.hour < first || c.hour > last
	return c
}

// hour reads « 9h », « 9 h 05 », « 14:30 », « 9 heures et demie », « 12:30:00 ».
func (p *parser) hour(i int) (clock, int) {
	n, at := p.number(i)
	h := p.tok(i)
	if at == 0 || h.kind == numberToken && h.digits > 2 {
		return clock{}, 0
	}
	c := clock{said: true, hour: n}
	switch m := p.tok(i + 2); {
	case h.kind == numberToken && p.isSign(i+1, ':') && m.kind == numberToken && m.digits == 2 && m.glued:
		c.minute, at = int(m.value), i+3
	case p.is(at, heure):
		c.minute, at = p.minutesAfter(at + 1)
	default:
		return clock{}, 0
	}
	c.malformed = c.hour > 23 || c.minute > 59
	return c, at
}

// minutesAfter reads the minutes that follow « h »: « 30 », « 05 min », « et
// demie », « et quart ».
func (p *parser) minutesAfter(i int) (int, int) {
	if p.isNumber(i, 2) && (p.tok(i).glued || !p.startsDate(i)) {
		return int(p.tok(i).value), p.skip(i+1, minute)
	}
	return p.fraction(i)
}

// startsDate reports whether the number at i begins a date rather than ends an
// hour: « à 9h 15/12 », « 9h 15 décembre ».
func (p *parser) startsDate(i int) bool {
	next := p.tok(i + 1)
	return p.is(i+1, heure) || p.isMonth(i+1) ||
		next.kind == signToken && next.glued && p.tok(i+2).kind == numberToken && p.tok(i+2).glued
}

// fraction reads « et demie », « et quart », « trente » after an hour.
func (p *parser) fraction(i int) (int, int) {
	switch {
	case p.words(i, et, half) > 0:
		return 30, i + 2
	case p.words(i, et, quarter) > 0:
		return 15, i + 2
	case p.is(i, numberWord) && p.tok(i).value == 30 && !p.isMonth(i+1):
		return 30, i + 1
	default:
		return 0, i
	}
}

func (p *parser) isMonth(i int) bool {
	_, stop := p.monthName(i)
	return stop > 0
}

// precise reads what may follow an hour: « précises », « du matin », « de
// l'après-midi », « heure de Paris ».
func (p *parser) precise(c clock, i int) (clock, int) {
	i = p.skip(i, precise)
	at := p.of(i)
	if at == i {
		return c, i
	}
	part, stop := p.partName(at)
	if stop == 0 || part >= dayPart || c.malformed {
		return c, i
	}
	return c.within(part), stop
}

// slot reads « de 9h à 11h », « entre 9h et 11h », « 9h-11h ».
func (p *parser) slot(i int) (clock, int) {
	at, open := i, false
	switch p.tok(i).word {
	case de, entre:
		at, open = i+1, true
	}
	c, stop := p.hour(at)
	if t := p.tok(at); stop == 0 && open && t.kind == numberToken && t.digits <= 2 {
		c, stop = clock{said: true, hour: int(t.value), malformed: t.value > 23}, at+1 // « de 9 à 11h »
	}
	if stop == 0 {
		return clock{}, 0
	}
	switch t := p.tok(stop); {
	case t.word == a, open && t.word == et, p.isSign(stop, '-'):
	default:
		return clock{}, 0
	}
	until, last := p.hour(stop + 1)
	if last == 0 {
		return clock{}, 0
	}
	c.slot, c.hourEnd, c.minEnd = true, until.hour, until.minute
	c.malformed = c.malformed || until.malformed
	return c, last
}

// dayTime reads a part of the day with what stands before it: « matin », « ce
// soir », « en fin de journée », « dans l'après-midi », « midi et demi ».
func (p *parser) dayTime(i int) (clock, int) {
	c := clock{said: true}
	at := p.skip(p.skip(i, en), dans)
	switch p.tok(at).word {
	case ce, cet, cette:
		at++
	case au:
		at++
	case fin, debut:
		c.edge = end
		if p.is(at, debut) {
			c.edge = beginning
		}
		at = p.of(at + 1)
	default:
		at = p.article(at)
	}
	part, stop := p.partName(at)
	if stop == 0 || part == dayPart && c.edge == whole && !p.is(i, dans) || part >= noon && c.edge != whole {
		return clock{}, 0
	}
	c.part = part
	if part == noon {
		c.minute, stop = p.fraction(p.skip(stop, precise))
	}
	return c, stop
}

// partName reads « matin », « après-midi », « soir », « journée », « midi »,
// « minuit ».
func (p *parser) partName(i int) (partOfDay, int) {
	if t := p.tok(i); t.word == dayPartWord {
		return partOfDay(t.value), i + 1
	}
	if at := p.skipSign(i+1, '-'); p.is(i, apres) && p.is(at, dayPartWord) && partOfDay(p.tok(at).value) == noon {
		return afternoon, at + 1
	}
	return noPart, 0
}
