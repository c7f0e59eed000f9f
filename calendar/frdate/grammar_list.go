package frdate

// bareDay reads a day that has no month of its own: « 15 », « lundi 14 », « 1er ».
func (p *parser) bareDay(i int) match {
	e := expr{form: dateForm}
	at := p.article(i)
	if day, stop := p.weekdayName(at); stop > 0 {
		e.weekday, at = day, stop
	}
	day, stop := p.dayOfMonth(at)
	if stop == 0 || day > 31 {
		return match{}
	}
	e.day = day
	return match{e, stop}
}

// rangeOf reads « du 1er au 15 janvier », « du lundi au vendredi », « de janvier à
// mars », « entre le 5 et le 10 mai », « 23-27 novembre ».
func (p *parser) rangeOf(i int) match {
	at := i
	between, open := p.is(i, entre), true
	switch p.tok(i).word {
	case du, de, entre:
		at = p.article(i + 1)
	default:
		open = false
	}
	from := longest(p.core(at), p.bareDay(at))
	if !from.ok() {
		return match{}
	}
	stop := p.rangeSign(from.end, open, between)
	if stop == 0 {
		return match{}
	}
	to := p.core(p.article(stop))
	if !open && from.form == dateForm && from.month == 0 && to.month == 0 {
		return match{}
	}
	if !to.ok() || !from.bounds() || !to.bounds() || from.month == 0 && from.form == dateForm && to.form != dateForm {
		return match{}
	}
	from.first, from.last, to.first, to.last = at, from.end, stop, to.end
	m := match{expr{form: rangeForm, items: []expr{from.expr, to.expr}}, to.end}
	m.malformed = from.malformed || to.malformed
	m.weak = !open && p.is(from.end, au) // « avenant 2 au 31 décembre »
	return m
}

// bounds reports whether an expression can be an end of a range.
func (m match) bounds() bool {
	switch m.form {
	case dateForm, weekdayForm, nearForm, periodForm, feastForm:
		return !m.clock.said
	default:
		return false
	}
}

// rangeSign reads what stands between the two ends.
func (p *parser) rangeSign(i int, open, between bool) int {
	switch {
	case p.is(i, au), open && p.is(i, a) && !between, between && p.is(i, et):
		return i + 1
	case open && p.words(i, jusqu, au) > 0:
		return p.words(i, jusqu, au)
	case !open && p.isSign(i, '-') && p.tok(i-1).kind == numberToken && p.tok(i+1).kind == numberToken:
		return i + 1
	default:
		return 0
	}
}

// list reads « jeudi et vendredi », « les 15 et 16 décembre », « lundi ou mardi »,
// whose first date may have been read already.
func (p *parser) list(i int, first match) match {
	start := p.skip(i, pour)
	announced := p.is(start, les) || p.is(start, des)
	if !first.ok() || first.form == rangeForm || first.form == repeatForm {
		first = p.bareDay(p.skip(start, des))
		if start > i {
			first.bound = By
		}
	}
	if !first.ok() || !p.separates(first.end) || first.bound == Before || first.bound == From {
		return match{}
	}
	first.first, first.last = i, first.end
	l := match{expr: expr{form: listForm, items: []expr{first.expr}}}
	at, joined, link := first.end, false, unknown
	for p.separates(at) {
		next := p.skipSign(at, ',')
		word := p.tok(next).word
		linked := word == et || word == ou
		if linked {
			next++
		}
		item := p.listItem(next, l.items)
		if !item.ok() {
			break
		}
		item.first, item.last = next, item.end
		if item.bound == On {
			item.bound = first.bound
		}
		if linked && link != unknown && word != link {
			return match{} // « et » and « ou » at once
		}
		if joined = linked; linked {
			link = word
		}
		l.items = append(l.items, item.expr)
		at = item.end
	}
	l.end, l.or = at, link == ou
	l.loose = !announced && p.tok(i).kind == numberToken && first.month == 0
	l.shareMonth()
	l.shareClock()
	if !joined || len(l.items) < 2 || mixesHours(l.items) || !announced && p.lacksMonth(l.items) {
		return match{}
	}
	return l
}

func (p *parser) separates(i int) bool {
	return p.isSign(i, ',') || p.is(i, et) || p.is(i, ou)
}

// listItem reads one more date of a list, or one more hour of the same day.
func (p *parser) listItem(i int, before []expr) match {
	item := longest(p.moment(i), p.bareDay(i))
	if item.ok() {
		return item
	}
	previous := before[len(before)-1]
	c, stop := p.clock(i)
	if stop == 0 || !previous.clock.said {
		return match{}
	}
	previous.clock = c
	previous.malformed = previous.malformed || c.malformed
	return match{previous, stop}
}

// mixesHours reports whether some of the items are days and others mere hours.
func mixesHours(items []expr) bool {
	for _, item := range items[1:] {
		if (item.form == clockForm) != (items[0].form == clockForm) {
			return true
		}
	}
	return false
}

// lacksMonth reports whether one of the dates is a mere number: neither its
// month, nor a weekday, nor « le » makes it a day.
func (p *parser) lacksMonth(items []expr) bool {
	for _, item := range items {
		if item.form == dateForm && item.month == 0 && item.modifier == plain && item.weekday == 0 && !p.definite(item.first) {
			return true
		}
	}
	return false
}

// shareMonth gives the days that have no month the month that follows them.
func (m *match) shareMonth() {
	for i := len(m.items) - 2; i >= 0; i-- {
		item, after := &m.items[i], m.items[i+1]
		if item.form == dateForm && item.month == 0 && item.modifier == plain && after.form == dateForm {
			item.month, item.year, item.modifier = after.month, after.year, after.modifier
		}
		if item.form == weekdayForm && item.modifier == plain && after.form == weekdayForm && item.week == 0 {
			item.modifier, item.week, item.weekYear = after.modifier, after.week, after.weekYear
		}
	}
	for _, item := range m.items {
		m.malformed = m.malformed || item.malformed
	}
}

// shareClock gives the hour of the last date to those before it, when none of
// them has its own.
func (m *match) shareClock() {
	last := m.items[len(m.items)-1].clock
	for _, item := range m.items[:len(m.items)-1] {
		if item.clock.said {
			return
		}
	}
	for i := range m.items {
		m.items[i].clock = last
	}
}
