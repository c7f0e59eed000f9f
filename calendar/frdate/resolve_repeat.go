package frdate

import "jalon/calendar"

// repeat resolves a recurrence: its first occurrence is after today, whatever
// the hour, unless it is said to start today.
func (r *resolver) repeat(e expr) Result {
	if e.malformed {
		return r.noSuchNth()
	}
	if e.repeat.undated {
		return r.undatedRepeat(e)
	}
	if e.repeat.fortnight {
		return r.everyFortnight(e)
	}
	result := r.recurrence(e, e.repeat.rule)
	if !e.repeat.once || result.Kind != Understood {
		return result
	}
	once := r.onlyOnce(result.Readings[0])
	if e.repeat.rule.MonthDays != 0 { // « le 15 du mois » is as often this month's
		return r.ask(once, result.Readings[0])
	}
	result.Other = append(result.Other, once)
	return result
}

// recurrence completes a rule with its start, its end and its hour.
func (r *resolver) recurrence(e expr, rule calendar.Recurrence) Result {
	rule.Zone = r.ref.Cal.Zone()
	if rule.Zone == calendar.Metropole {
		rule.Zone = ""
	}
	var timed Reading
	r.setClock(e.clock, &timed)
	if e.clock.slot || e.clock.part == midnight {
		return r.notUnderstood()
	}
	rule.HasTime, rule.Time = timed.HasTime, timed.Time
	start, refused := r.start(e)
	if refused != nil {
		return *refused
	}
	if refused := r.ending(e, start, &rule); refused != nil {
		return *refused
	}
	return r.firstOccurrence(e, rule, start)
}

// start returns the day after which the first occurrence is sought.
func (r *resolver) start(e expr) (calendar.Date, *Result) {
	if e.repeat.from == nil {
		return r.today, nil
	}
	from := *e.repeat.from
	from.bound = From
	if from.clock.said {
		refused := r.notUnderstood() // two hours: that of the rule, and this one
		return calendar.Date{}, &refused
	}
	result := r.whole(from)
	if result.Kind != Understood {
		refused := result.unclear()
		return calendar.Date{}, &refused
	}
	if reading := result.Readings[0]; reading.Period && reading.First.After(r.today) {
		return reading.First.AddDays(-1), nil
	}
	return result.Readings[0].Date.AddDays(-1), nil
}

// ending sets the last day: that of the period or the day that was named, or
// the end of « pendant 3 mois ».
func (r *resolver) ending(e expr, start calendar.Date, rule *calendar.Recurrence) *Result {
	switch {
	case e.repeat.until != nil:
		result := r.whole(*e.repeat.until)
		if result.Kind != Understood {
			refused := result.unclear()
			return &refused
		}
		rule.Until = result.Readings[0].Date
		if result.Readings[0].Period {
			rule.Until = result.Readings[0].Last
		}
	case e.repeat.lasts.count > 0:
		if tooLong(e.repeat.lasts) {
			refused := r.tooFar()
			return &refused
		}
		rule.Until = r.add(e.repeat.lasts, start, false)
	}
	return nil
}

// firstOccurrence makes a reading of a rule. The periods of an interval are
// counted from that of the first occurrence.
func (r *resolver) firstOccurrence(e expr, rule calendar.Recurrence, after calendar.Date) Result {
	interval := rule.Interval
	rule.Start = after.AddDays(1)
	if rule.Freq == calendar.Daily && interval > 1 && rule.Weekdays == 0 {
		rule.Start = after.AddDays(interval)
		if e.repeat.from != nil {
			rule.Start = after.AddDays(1)
		}
	}
	rule.Interval = 1
	first, ok := rule.NextIn(r.ref.Cal, rule.Start.AddDays(-1))
	rule.Interval = interval
	if !ok {
		return r.backwards()
	}
	rule.Start = first
	if rule.Validate() != nil || first.Year > lastYear {
		return r.notUnderstood()
	}
	reading := Reading{Date: first, HasTime: rule.HasTime, Time: rule.Time, Recurrence: &rule}
	reading.Text, reading.Zone, reading.Bound = r.text, r.ref.Now.Zone, On
	if rule.Days == calendar.CalendarDays {
		r.warn(&reading)
	}
	return Result{Kind: Understood, Readings: []Reading{reading}}
}

// onlyOnce is the first occurrence without the repetition.
func (r *resolver) onlyOnce(reading Reading) Reading {
	reading.Recurrence = nil
	return reading
}

// undatedRepeat resolves « toutes les 2 semaines », counted from today, and
// refuses longer units that do not say their day.
func (r *resolver) undatedRepeat(e expr) Result {
	if e.repeat.rule.Freq != calendar.Weekly {
		return r.undated()
	}
	return r.everyWeeks(e, e.repeat.rule.Interval)
}

// everyWeeks repeats the weekday of today every n weeks, n weeks from now on, or
// that of the day it is said to start.
func (r *resolver) everyWeeks(e expr, n int) Result {
	rule := calendar.Recurrence{Freq: calendar.Weekly, Interval: n, Count: e.repeat.rule.Count}
	rule.Weekdays = calendar.WeekdaySet(r.today.Weekday())
	if e.repeat.from != nil {
		start, refused := r.start(e)
		if refused != nil {
			return *refused
		}
		rule.Weekdays = calendar.WeekdaySet(start.AddDays(1).Weekday())
		return r.recurrence(e, rule)
	}
	first := *r
	first.today = r.today.AddDays(7*n - 7)
	return first.recurrence(e, rule)
}

// everyFortnight asks whether « tous les 15 jours » is every 15 days or every
// two weeks.
func (r *resolver) everyFortnight(e expr) Result {
	inWeeks := r.everyWeeks(e, (e.repeat.rule.Interval-1)/7)
	inDays := r.recurrence(e, e.repeat.rule)
	if inWeeks.Kind != Understood || inDays.Kind != Understood {
		return inDays
	}
	return r.ask(inWeeks.Readings[0], inDays.Readings[0])
}

// weekly is the recurrence « tous les vendredis » that « le vendredi » may mean.
func (r *resolver) weekly(e expr) Result {
	said := e
	said.form = repeatForm
	said.repeat = &repeat{}
	return r.recurrence(said, calendar.Recurrence{
		Freq: calendar.Weekly, Interval: 1, Weekdays: calendar.WeekdaySet(weekdayOf(e.weekday)),
	})
}

// withRecurrence offers a recurrence beside a date that was understood.
func (result Result) withRecurrence(other Result) Result {
	if result.Kind == Understood && other.Kind == Understood {
		result.Other = append(result.Other, other.Readings...)
	}
	return result
}
