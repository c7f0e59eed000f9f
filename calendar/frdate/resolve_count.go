package frdate

import (
	"time"

	"jalon/calendar"
)

// isoWeekday numbers the days from Monday 1 to Sunday 7, as the grammar does.
func isoWeekday(d calendar.Date) int { return (int(d.Weekday())+6)%7 + 1 }

// count resolves « dans 3 jours », counted from now.
func (r *resolver) count(e expr) Result {
	length := e.duration
	if length.unit <= hours {
		return r.hours(e)
	}
	if tooLong(length) {
		return r.tooFar()
	}
	result := r.counted(e, r.today)
	if other := r.usual(length); other > 0 && !e.back && !e.legal {
		result = result.withOther(r.named(e, r.today.AddDays(other)))
		if len(result.Readings) > 0 {
			result.Readings[0].Note = r.countNote(length.count, r.today.AddDays(other))
		}
	}
	return result
}

// tooLong keeps the arithmetic short: beyond it no date is kept anyway.
func tooLong(length duration) bool {
	most := map[unit]int{days: 9999, weeks: 9999, months: 3600, quarters: 1200, semesters: 600, years: 300}
	return length.count > most[length.unit]
}

// usual returns the days that « 15 jours » and « 8 jours » are in everyday use,
// 14 and 7, or 0.
func (r *resolver) usual(length duration) int {
	if length.unit != days || length.said || length.kind != calendar.CalendarDays || length.count != 15 && length.count != 8 {
		return 0
	}
	return length.count - 1
}

// countNote says that days are counted one by one.
func (r *resolver) countNote(n int, other calendar.Date) Text {
	fr, en := calendar.WordsOf("fr"), calendar.WordsOf("en")
	weeksFR, weeksEN := "deux semaines feraient", "two weeks would make it"
	if n == 8 {
		weeksFR, weeksEN = "une semaine ferait", "a week would make it"
	}
	return Text{
		FR: fr.Count(n, calendar.CalendarDays) + "\u202f; " + weeksFR + " le " + fr.Full(other),
		EN: en.Count(n, calendar.CalendarDays) + "; " + weeksEN + " " + en.Full(other),
	}
}

// counted adds the duration of an expression to a date, as a legal delay where
// it is one.
func (r *resolver) counted(e expr, from calendar.Date) Result {
	if e.legal || r.ref.Legal && e.form != relativeForm {
		result := r.named(e, r.legalEnd(e.duration, from))
		return result.withNote(legalNote(e.duration))
	}
	return r.named(e, r.add(e.duration, from, e.back))
}

// add adds a duration in days or more to a date, or takes it away.
func (r *resolver) add(length duration, from calendar.Date, back bool) calendar.Date {
	n, more := length.count, length.more
	if length.kind == calendar.ClearDays && length.unit != days && !back {
		return r.ref.Cal.LegalEnd(from, legalDelay(length))
	}
	if back {
		n, more = -n, -more
	}
	var d calendar.Date
	switch length.unit {
	case days:
		return r.ref.Cal.Add(from, n, length.kind)
	case weeks:
		d = from.AddDays(7 * n)
	default:
		d = from.AddMonths(n * monthsIn(length.unit))
	}
	return d.AddDays(more)
}

func monthsIn(u unit) int {
	switch u {
	case months:
		return 1
	case quarters:
		return 3
	case semesters:
		return 6
	case years:
		return 12
	default:
		return 0
	}
}

// legalEnd ends a duration as the Code de procédure civile has it.
func (r *resolver) legalEnd(length duration, from calendar.Date) calendar.Date {
	cal := r.ref.Cal
	if length.unit == days && (length.kind == calendar.WorkingDays || length.kind == calendar.OuvrableDays) {
		return cal.LegalEnd(cal.Add(from, length.count, length.kind), calendar.Delay{})
	}
	return cal.LegalEnd(from, legalDelay(length))
}

func legalDelay(length duration) calendar.Delay {
	delay := calendar.Delay{Days: length.more, Clear: length.kind == calendar.ClearDays}
	switch length.unit {
	case days:
		delay.Days += length.count
	case weeks:
		delay.Days += 7 * length.count
	default:
		delay.Months = length.count * monthsIn(length.unit)
	}
	return delay
}

func legalNote(length duration) Text {
	if length.kind == calendar.ClearDays {
		return Text{
			FR: "délai franc, prorogé au premier jour ouvrable (CPC, art. 641 et 642)",
			EN: "clear delay, extended to the first working day (CPC, art. 641 and 642)",
		}
	}
	return Text{FR: "délai légal (CPC, art. 640 à 642)", EN: "legal delay (CPC, art. 640 to 642)"}
}

// withNote adds a note to what was understood.
func (result Result) withNote(note Text) Result {
	for i := range result.Readings {
		result.Readings[i].Note = note
	}
	return result
}

// hours resolves « dans 2 heures », counted on the clock that never jumps.
func (r *resolver) hours(e expr) Result {
	minutes := e.duration.count
	if e.duration.unit == hours {
		if e.duration.more > 59 { // « d'ici 15h61 »
			return r.noSuchHour(clock{said: true, hour: e.duration.count, minute: e.duration.more})
		}
		minutes = 60*e.duration.count + e.duration.more
	}
	if e.back {
		minutes = -minutes
	}
	now, err := r.ref.Now.Instant()
	if err != nil || e.clock.said {
		return r.notUnderstood()
	}
	later := now.Add(time.Duration(minutes) * time.Minute)
	said := e
	said.clock = clock{said: true, hour: later.Hour(), minute: later.Minute()}
	result := r.settle(said, Reading{Date: calendar.DateOf(later, now.Location())})
	if !e.hither || e.duration.unit != hours || e.duration.count > 23 {
		return result
	}
	// « d'ici 14 h »: in fourteen hours, or by two o'clock.
	said.clock = clock{said: true, hour: e.duration.count, minute: e.duration.more}
	by := r.settle(said, Reading{Date: r.today})
	if by.Kind != Understood || result.Kind != Understood {
		return result
	}
	return r.ask(by.Readings[0], result.Readings[0])
}

// within asks what « dans la semaine » means: before it ends, or in a week.
func (r *resolver) within(e expr) Result {
	periodEnd, later := r.today.Monday().AddDays(6), r.today.AddDays(7)
	if e.unit == months {
		periodEnd, later = r.today.MonthEnd(), r.today.AddMonths(1)
	}
	return r.askDays(e, r.ref.Cal.PreviousWorking(periodEnd), later)
}

// delay resolves « délai de 2 mois »: a legal one ends by the book; another that
// ends on a closed day is asked.
func (r *resolver) delay(e expr) Result {
	if e.duration.unit <= hours {
		return r.hours(e)
	}
	if tooLong(e.duration) {
		return r.tooFar()
	}
	from := r.ref.Anchor
	if e.base != nil {
		bases, refused := r.bases(e)
		if refused != nil {
			return *refused
		}
		if len(bases) > 1 {
			return r.fromEach(e, bases)
		}
		from = bases[0]
	}
	if from.IsZero() && e.sinceJ {
		return r.noAnchor()
	}
	if from.IsZero() {
		from = r.today
	}
	return r.delayFrom(e, from)
}

func (r *resolver) delayFrom(e expr, from calendar.Date) Result {
	if e.legal || r.ref.Legal || e.duration.kind == calendar.ClearDays {
		return r.named(e, r.legalEnd(e.duration, from)).withNote(legalNote(e.duration))
	}
	plainly := r.add(e.duration, from, false)
	if r.ref.Cal.IsWorking(plainly) || e.duration.kind != calendar.CalendarDays {
		return r.named(e, plainly)
	}
	return r.askDays(e, plainly, r.legalEnd(e.duration, from))
}

// relative resolves what is counted from the day J or from another date.
func (r *resolver) relative(e expr) Result {
	if e.duration.unit < days && e.weekday == 0 || tooLong(e.duration) {
		return r.notUnderstood()
	}
	if e.base == nil {
		if r.ref.Anchor.IsZero() {
			return r.noAnchor()
		}
		return r.relativeTo(e, r.ref.Anchor)
	}
	bases, refused := r.bases(e)
	if refused != nil {
		return *refused
	}
	return r.fromEach(e, bases)
}

// fromEach resolves an expression from each of its bases, and asks when the
// results differ.
func (r *resolver) fromEach(e expr, bases []calendar.Date) Result {
	var candidates, other []Reading
	var refused Result
	for _, base := range bases {
		resolve := r.relativeTo
		if e.form == delayForm {
			resolve = r.delayFrom
		}
		result := resolve(e, base)
		if result.Kind == Refused {
			refused = result
			continue
		}
		other = append(other, result.Other...)
		for _, reading := range result.Readings {
			if len(candidates) == 0 || candidates[len(candidates)-1].Date != reading.Date {
				candidates = append(candidates, reading)
			}
		}
	}
	switch len(candidates) {
	case 0:
		return refused
	case 1:
		return Result{Kind: Understood, Readings: candidates, Other: other}
	default:
		return r.ask(candidates...)
	}
}

// bases returns the dates that what is counted may be counted from, or the
// refusal to give.
func (r *resolver) bases(e expr) ([]calendar.Date, *Result) {
	base := *e.base
	if base.form == dateForm && base.month > 0 && base.year == 0 && base.modifier == plain && !e.back {
		if d := date(r.today.Year, base.month, base.day); d.Valid() && d.Before(r.today) && base.weekday == 0 {
			// An act that opens a delay is as likely past as to come.
			after := date(d.Year+1, base.month, base.day)
			switch end := r.add(e.duration, d, false); {
			case end.Before(r.today) && end.DaysUntil(r.today) <= recently:
				refused := r.past(Reading{Date: end})
				return nil, &refused
			case !end.Before(r.today) && after.Valid():
				return []calendar.Date{d, after}, nil
			case !end.Before(r.today):
				return []calendar.Date{d}, nil
			}
		}
	}
	past := *r
	past.ref.AllowPast = past.ref.AllowPast || !e.back
	result := past.whole(base)
	if result.Kind == Refused {
		refused := result.unclear()
		return nil, &refused
	}
	var dates []calendar.Date
	for _, reading := range result.Readings {
		dates = append(dates, reading.Date)
		if reading.Period && !reading.Last.IsZero() && reading.Last != reading.Date && result.Kind == Understood {
			dates = append(dates, reading.Last)
		}
	}
	return dates, nil
}

// relativeTo counts from a date.
func (r *resolver) relativeTo(e expr, base calendar.Date) Result {
	if e.weekday > 0 {
		return r.named(e, weekdayBeside(base, e.weekday, e.back))
	}
	if e.legal && !e.back {
		return r.counted(e, base)
	}
	result := r.named(e, r.add(e.duration, base, e.back))
	if usual := r.usual(e.duration); usual > 0 && e.base != nil {
		if e.back {
			usual = -usual
		}
		result = result.withOther(r.named(e, base.AddDays(usual)))
	}
	return result
}

// weekdayBeside returns the last such weekday before a date, or the first after.
func weekdayBeside(base calendar.Date, weekday int, back bool) calendar.Date {
	by := 1
	if back {
		by = -1
	}
	d := base.AddDays(by)
	for isoWeekday(d) != weekday {
		d = d.AddDays(by)
	}
	return d
}

func weekdayOf(iso int) time.Weekday { return time.Weekday(iso % 7) }
