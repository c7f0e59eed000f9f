package frdate

import (
	"strconv"

	"jalon/calendar"
)

// Offset is a step counted from a day J: « J-7 », seven calendar days before it,
// « J-3 ouvrés », three working days before.
type Offset struct {
	Days int // negative before the day J
	Unit calendar.Unit
}

// ParseOffset reads « J-7 », « J-3 ouvrés », « J+1 ouvré », « J », « la veille », and
// reports whether the text is one. A bare « J-7 » is in calendar days.
func ParseOffset(text string) (Offset, bool) {
	var p parser
	p.lex(text)
	at := p.article(0)
	m := longest(p.dayJ(at), p.eve(at))
	if m.end < p.count || !m.ok() || m.base != nil || m.clock.said || tooLong(m.duration) {
		return Offset{}, false
	}
	o := Offset{Days: m.duration.count, Unit: m.duration.kind}
	if m.back {
		o.Days = -o.Days
	}
	return o, true
}

// Date returns the day of the step for a day J.
func (o Offset) Date(cal *calendar.Calendar, dayJ calendar.Date) calendar.Date {
	return cal.Add(dayJ, o.Days, o.Unit)
}

// String writes the step as people type it: « J-7 », « J-3 ouvrés », « J ».
func (o Offset) String() string {
	if o.Days == 0 {
		return "J"
	}
	s := "J" + strconv.Itoa(o.Days)
	if o.Days > 0 {
		s = "J+" + strconv.Itoa(o.Days)
	}
	if o.Unit == calendar.CalendarDays {
		return s
	}
	kind := o.Unit.String()
	if o.Days == 1 || o.Days == -1 {
		kind = kind[:len(kind)-1]
	}
	return s + " " + kind
}
