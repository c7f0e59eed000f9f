package calendar

import "strconv"

// Count says a number of days with its unit: « 9 jours ouvrés », « 1 jour
// ouvré », « 0 jour ouvré »; “9 working days”.
func (w Words) Count(n int, unit Unit) string {
	one := n >= -1 && n <= 1
	if w.english {
		one = n == 1 || n == -1
		return strconv.Itoa(n) + " " + unitEN(unit, one)
	}
	return strconv.Itoa(n) + " " + unitFR(unit, one)
}

func unitFR(unit Unit, one bool) string {
	if one {
		return [...]string{"jour calendaire", "jour ouvré", "jour ouvrable", "jour franc"}[unit]
	}
	return "jours " + unit.String()
}

func unitEN(unit Unit, one bool) string {
	kind := [...]string{"calendar", "working", "Monday-to-Saturday", "clear"}[unit]
	if one {
		return kind + " day"
	}
	return kind + " days"
}

// Delay says how far d is from today, in working days: « dans 9 jours ouvrés »,
// « aujourd’hui », and for a date that is past « depuis 1 jour ouvré » (“1
// working day ago”). When no working day lies between (from Friday to
// Saturday), it counts calendar days and says so.
func (w Words) Delay(cal *Calendar, today, d Date) string {
	switch {
	case d == today && w.english:
		return "today"
	case d == today:
		return "aujourd’hui"
	case d.Before(today) && w.english:
		return w.distance(cal, d, today) + " ago"
	case d.Before(today):
		return "depuis " + w.distance(cal, d, today)
	case w.english:
		return "in " + w.distance(cal, today, d)
	default:
		return "dans " + w.distance(cal, today, d)
	}
}

// Ago says how long ago a past date was: « il y a 1 jour ouvré ». It is
// [Words.Delay] for a thing that is over rather than late, and the same words
// for today and the days to come.
func (w Words) Ago(cal *Calendar, today, d Date) string {
	if w.english || !d.Before(today) {
		return w.Delay(cal, today, d)
	}
	return "il y a " + w.distance(cal, d, today)
}

// Late says by how much a thing due on a past date is late: « en retard de 1
// jour ouvré »; “1 working day late”. It is [Words.Delay] when it is not late.
func (w Words) Late(cal *Calendar, today, due Date) string {
	switch {
	case !due.Before(today):
		return w.Delay(cal, today, due)
	case w.english:
		return w.distance(cal, due, today) + " late"
	default:
		return "en retard de " + w.distance(cal, due, today)
	}
}

// distance says the working days from one date to a later one, or the calendar
// days when there is no working day.
func (w Words) distance(cal *Calendar, from, to Date) string {
	if n := cal.WorkingDays(from, to); n > 0 {
		return w.Count(n, WorkingDays)
	}
	return w.Count(from.DaysUntil(to), CalendarDays)
}
