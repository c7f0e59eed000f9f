package frdate

// clockAfter reads the hour that follows a day: « , 12 h », « à 9h30 », « midi »,
// « matin ».
func (p *parser) clockAfter(i int) (clock, int) {
	return p.clock(p.skipSign(i, ','))
}

// clock reads an hour with its preposition.
func (p *parser) clock(i int) (clock, int) {
	at := i
	switch p.tok(i).word {
	case a, avant:
		at++
	}
	if c, end := p.hour(at); end > 0 {
		return c, end
	}
	at = p.article(at)
	if t := p.tok(at); t.word == dayPartWord {
		if part := partOfDay(t.value); part != dayPart {
			return clock{said: true, part: part}, at + 1
		}
	}
	return clock{}, 0
}

// hour reads « 9h », « 9 h 05 », « 14:30 ».
func (p *parser) hour(i int) (clock, int) {
	h := p.tok(i)
	if h.kind != numberToken || h.digits > 2 {
		return clock{}, 0
	}
	c := clock{said: true, hour: int(h.value)}
	switch m := p.tok(i + 2); {
	case p.isSign(i+1, ':') && m.kind == numberToken && m.digits == 2 && m.glued:
		c.minute = int(m.value)
		return c, i + 3
	case p.is(i+1, heure) && m.kind == numberToken && m.digits == 2:
		c.minute = int(m.value)
		return c, i + 3
	case p.is(i+1, heure):
		return c, i + 2
	}
	return clock{}, 0
}
