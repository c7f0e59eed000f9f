package frdate

import (
	"time"

	"jalon/calendar"
)

// resolver gives an expression its dates against a reference.
type resolver struct {
	ref   Ref
	today calendar.Date
	p     *parser
	text  string // what was typed for the expression being resolved
	// window tells that a window is read, which may be past.
	window bool
}

// The years in which a date may be: before, clocks and calendars were others;
// after, jalon computes nothing.
const firstYear, lastYear = 1900, 2200

// defaultZone is the time zone of a reference that names none.
const defaultZone = "Europe/Paris"

// resolve gives its dates to a match, or says why it has none.
func (p *parser) resolve(m match, ref Ref) Result {
	return p.newResolver(ref).whole(m.expr)
}

func (p *parser) newResolver(ref Ref) *resolver {
	if ref.Now.Zone == "" {
		ref.Now.Zone = defaultZone
	}
	if ref.Hours == (Hours{}) {
		ref.Hours = DefaultHours()
	}
	return &resolver{ref: ref, today: ref.Now.Date, p: p}
}

// whole resolves an expression with the text it was read from.
func (r *resolver) whole(e expr) Result {
	outer := r.text
	r.text = r.p.slice(e.first, e.last)
	result := r.resolve(e)
	result.Text = r.text
	r.text = outer
	if len(result.Readings) > 0 {
		result.Recurrence = result.Readings[0].Recurrence
	}
	return result
}

func (r *resolver) resolve(e expr) Result {
	if bad, ok := r.badClock(e.clock); ok {
		return bad
	}
	switch e.form {
	case dateForm:
		return r.date(e)
	case weekdayForm:
		return r.weekday(e)
	case nearForm:
		return r.near(e)
	case countForm:
		return r.count(e)
	case withinForm:
		return r.within(e)
	case delayForm:
		return r.delay(e)
	case relativeForm:
		return r.relative(e)
	case periodForm:
		return r.period(e)
	case nthForm:
		return r.nth(e)
	case feastForm:
		return r.feast(e)
	case weekendForm:
		return r.weekend(e)
	case clockForm:
		return r.settle(e, Reading{Date: r.today})
	case rangeForm:
		return r.span(e)
	case listForm:
		return r.list(e)
	case repeatForm:
		return r.repeat(e)
	default:
		return r.notUnderstood()
	}
}

// named makes the result of a day that was named or counted: never moved, only
// warned about, and never past.
func (r *resolver) named(e expr, d calendar.Date) Result {
	if e.bound == Before && !e.clock.said {
		d = d.AddDays(-1)
	}
	return r.settle(e, Reading{Date: d})
}

// settle adds to a reading what all readings have, and refuses it when its
// moment is past.
func (r *resolver) settle(e expr, reading Reading) Result {
	if reading.Date.Year < firstYear || reading.Date.Year > lastYear {
		return r.tooFar()
	}
	reading.Text, reading.Zone, reading.Bound = r.text, r.ref.Now.Zone, e.bound
	if e.clock.part == midnight {
		return r.midnight(e, reading)
	}
	r.setClock(e.clock, &reading)
	return r.check(e, reading)
}

// check refuses a reading that is past and warns about a closed one.
func (r *resolver) check(e expr, reading Reading) Result {
	if r.isPast(reading) && !r.mayBePast(e) {
		return r.past(reading)
	}
	if !reading.Period {
		r.warn(&reading)
	}
	return Result{Kind: Understood, Readings: []Reading{reading}}
}

func (r *resolver) isPast(reading Reading) bool {
	if reading.Date != r.today {
		return reading.Date.Before(r.today)
	}
	return reading.HasTime && reading.Time.Compare(r.ref.Now.Time) < 0
}

// mayBePast tells the dates that are past and said so: with their year where the
// reference allows it, and the days before a day J that is today.
func (r *resolver) mayBePast(e expr) bool {
	if e.form == relativeForm && e.base == nil && r.ref.Anchor == r.today {
		return true
	}
	if r.window {
		return true
	}
	return r.ref.AllowPast && e.saysWhen()
}

// saysWhen tells an expression that leaves no doubt of the year it means.
func (e expr) saysWhen() bool {
	switch e.form {
	case nearForm, countForm:
		return true
	case nthForm:
		return e.base.year > 0 || e.base.modifier == last
	default:
		return e.year > 0 || e.weekYear > 0 || e.modifier == last
	}
}

// warn says that a day is closed, with the working days around it, or that it
// is a bridge.
func (r *resolver) warn(reading *Reading) {
	cal := r.ref.Cal
	d := reading.Date
	if cal.IsWorking(d) {
		reading.Bridge = cal.Bridge(d)
		return
	}
	closed := &Closed{Name: r.closedName(d), Before: cal.PreviousWorking(d), After: cal.NextWorking(d)}
	if reading.Bound == Before {
		closed.After = calendar.Date{}
	}
	if closed.Before.Before(r.today) && !d.Before(r.today) {
		closed.Before = calendar.Date{}
	}
	reading.Closed = closed
}

// closedName says why a day is closed: its holiday, the closure of the
// organisation, or the weekend.
func (r *resolver) closedName(d calendar.Date) Text {
	if holiday, ok := r.ref.Cal.Holiday(d); ok {
		return Text{holiday.FR, holiday.EN}
	}
	if closure, ok := r.ref.Cal.Closure(d); ok {
		return Text{closure.FR, closure.EN}
	}
	return both(func(w calendar.Words) string { return w.Weekday(d.Weekday()) })
}

// setClock gives a reading its hour: the one that was typed, or the setting of
// a part of the day.
func (r *resolver) setClock(c clock, reading *Reading) {
	if !c.said || c.part == dayPart && c.edge == whole {
		return
	}
	reading.HasTime = true
	reading.Time = calendar.TimeOfDay{Hour: c.hour, Minute: c.minute}
	if c.part != noPart {
		reading.Time, reading.About = r.partTime(c), c.part != noon
	}
	if c.slot {
		reading.HasEnd = true
		reading.End = calendar.TimeOfDay{Hour: c.hourEnd, Minute: c.minEnd}
	}
}

// partTime returns the setting of a part of the day.
func (r *resolver) partTime(c clock) calendar.TimeOfDay {
	h := r.ref.Hours
	switch c.part {
	case morning:
		if c.edge == end {
			return h.EndOfMorning
		}
		return h.Morning
	case afternoon:
		if c.edge == end {
			return h.EndOfDay
		}
		return h.Afternoon
	case evening:
		return h.Evening
	case dayPart:
		if c.edge == end {
			return h.EndOfDay
		}
		return h.Morning
	default: // midi, and what was said after it
		noon := h.Noon.Minutes() + c.minute
		return calendar.TimeOfDay{Hour: noon / 60 % 24, Minute: noon % 60}
	}
}

// badClock refuses an hour that no clock shows, and a slot that ends before it
// begins.
func (r *resolver) badClock(c clock) (Result, bool) {
	switch {
	case c.malformed:
		return r.noSuchHour(c), true
	case c.slot && c.hourEnd*60+c.minEnd <= c.hour*60+c.minute:
		return r.backwards(), true
	default:
		return Result{}, false
	}
}

// midnight asks which one: that at which the day begins, or that at which it
// ends. Of today only the second is to come.
func (r *resolver) midnight(e expr, reading Reading) Result {
	reading.HasTime, reading.Time = true, calendar.TimeOfDay{}
	after := reading
	after.Date = reading.Date.AddDays(1)
	e.clock = clock{}
	if reading.Date == r.today {
		return r.check(e, after)
	}
	start := r.check(e, reading)
	if start.Kind != Understood {
		return start
	}
	return r.ask(start.Readings[0], r.check(e, after).Readings[0])
}

// ask makes an ambiguous result of its candidates.
func (r *resolver) ask(candidates ...Reading) Result {
	return Result{Kind: Ambiguous, Readings: candidates, Why: Text{
		FR: quoteFR(r.text) + " se lit de " + countFR(len(candidates)) + " façons.",
		EN: quoteEN(r.text) + " can be read in " + countEN(len(candidates)) + " ways.",
	}}
}

// withOther adds a reading to offer to one that was understood, when it has one.
func (result Result) withOther(other Result) Result {
	if result.Kind == Understood && other.Kind == Understood && other.Readings[0].Date != result.Readings[0].Date {
		result.Other = append(result.Other, other.Readings...)
	}
	return result
}

// month is a date's month without its day.
func month(d calendar.Date) calendar.Date { return calendar.Date{Year: d.Year, Month: d.Month, Day: 1} }

func date(year, month, day int) calendar.Date {
	return calendar.Date{Year: year, Month: time.Month(month), Day: day}
}
