package frdate

import (
	"time"

	"jalon/calendar"
)

// resolver gives an expression its dates against a reference.
type resolver struct {
	ref   Ref
	today calendar.Date
	text  string // what was typed for the expression
}

// lastYear is the last year in which a date may be set.
const lastYear = 2200

// parse reads the whole text.
func (p *parser) parse(ref Ref) Result {
	end := len(p.toks)
	for end > 0 && p.isSign(end-1, '.') && !p.tok(end-1).glued {
		end--
	}
	m := p.expression(0)
	if !m.ok() || m.end < end || p.cut {
		return p.refuse(0, end)
	}
	return p.resolve(0, m, ref)
}

// refuse explains that the tokens from i to end have no form.
func (p *parser) refuse(i, end int) Result {
	text := p.slice(i, end)
	return Result{Kind: Refused, Text: text, Reason: NotUnderstood, Why: Text{
		FR: "La date « " + text + " » n’est pas comprise.",
		EN: "The date “" + text + "” is not understood.",
	}, Near: []string{"vendredi", "15/12"}}
}

// slice returns the text of the tokens from i to end.
func (p *parser) slice(i, end int) string {
	if i >= end {
		return ""
	}
	return p.text[p.toks[i].start:p.toks[end-1].end]
}

func (p *parser) resolve(i int, m match, ref Ref) Result {
	r := resolver{ref: ref, today: ref.Now.Date, text: p.slice(i, m.end)}
	result := r.resolve(m.expr)
	result.Text = r.text
	return result
}

func (r *resolver) resolve(e expr) Result {
	switch e.form {
	case dateForm:
		return r.date(e)
	case weekForm:
		return r.weekday(e)
	case nearForm:
		return r.on(e, r.today.AddDays(e.count))
	case countForm:
		return r.count(e)
	case periodForm:
		return r.period(e)
	case clockForm:
		return r.on(e, r.today)
	default:
		return Result{}
	}
}

// on makes the result of one day.
func (r *resolver) on(e expr, d calendar.Date) Result {
	if !d.Valid() || d.Before(r.today) || e.weekday > 0 && int(d.Weekday()) != e.weekday%7 {
		return Result{Kind: Refused, Reason: Impossible, Why: Text{
			FR: "« " + r.text + " » n’existe pas ou est passé.",
			EN: "“" + r.text + "” does not exist or is past.",
		}}
	}
	reading := Reading{Date: d, Text: r.text, Zone: r.ref.Now.Zone, Bound: e.bound}
	if e.clock.said {
		reading.HasTime = true
		reading.Time = calendar.TimeOfDay{Hour: e.clock.hour, Minute: e.clock.minute}
		switch e.clock.part {
		case morning:
			reading.Time = DefaultHours().Morning
		case noon:
			reading.Time = DefaultHours().Noon
		}
	}
	return Result{Kind: Understood, Readings: []Reading{reading}}
}

func (r *resolver) date(e expr) Result {
	d := calendar.Date{Year: e.year, Month: time.Month(e.month), Day: e.day}
	if e.month == 0 {
		d.Year, d.Month = r.today.Year, r.today.Month
		if d.Before(r.today) {
			next := calendar.Date{Year: d.Year, Month: d.Month, Day: 1}.AddMonths(1)
			d.Year, d.Month = next.Year, next.Month
		}
		return r.on(e, d)
	}
	if e.year == 0 {
		d.Year = r.today.Year
		if d.Before(r.today) {
			d.Year++
		}
	}
	return r.on(e, d)
}

func (r *resolver) weekday(e expr) Result {
	d := r.today.AddDays(1)
	for int(d.Weekday()) != e.weekday%7 {
		d = d.AddDays(1)
	}
	return r.on(e, d)
}

func (r *resolver) count(e expr) Result {
	switch e.unit {
	case days:
		return r.on(e, r.ref.Cal.Add(r.today, e.count, e.kind))
	case weeks:
		return r.on(e, r.today.AddDays(7*e.count))
	default:
		return r.on(e, r.today.AddMonths(e.count))
	}
}

func (r *resolver) period(e expr) Result {
	first := calendar.Date{Year: e.year, Month: time.Month(e.month), Day: 1}
	if e.year == 0 {
		first.Year = r.today.Year
		if first.MonthEnd().Before(r.today) {
			first.Year++
		}
	}
	return r.on(e, r.ref.Cal.PreviousWorking(first.MonthEnd()))
}
