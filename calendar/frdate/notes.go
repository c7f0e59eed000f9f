package frdate

import (
	"strconv"

	"jalon/calendar"
)

// Notes say what a reading took upon itself. They quote what was typed, so that
// they can be read alone: « « fin janvier » : dernier jour ouvré du mois (le 31
// est un dimanche) ».

var (
	ofUnitFR = map[unit]string{
		weeks: "de la semaine", months: "du mois", quarters: "du trimestre", semesters: "du semestre", years: "de l’année",
	}
	ofUnitEN = map[unit]string{
		weeks: "of the week", months: "of the month", quarters: "of the quarter", semesters: "of the half-year", years: "of the year",
	}
)

func (r *resolver) note(fr, en string) Text {
	return Text{quoteFR(r.text) + "\u202f: " + fr, quoteEN(r.text) + ": " + en}
}

// noteLast says that a period stands for its last working day, and why that is
// not its last day.
func (r *resolver) noteLast(e expr, span interval, d calendar.Date) Text {
	fr, en := "dernier jour ouvré "+ofUnitFR[e.unit], "last working day "+ofUnitEN[e.unit]
	if e.unit == months && e.ord > 0 {
		fr, en = "dernier jour ouvré de la quinzaine", "last working day of the half-month"
	}
	ending := span.last
	if e.unit == weeks {
		ending = span.first.AddDays(4)
	}
	if d == ending {
		return r.note(fr, en)
	}
	if holiday, ok := r.ref.Cal.Holiday(ending); ok {
		return r.note(fr+" (le "+dayName(ending)+" est férié)", en+" ("+calendar.WordsOf("en").Full(ending)+" is a holiday: "+holiday.EN+")")
	}
	weekday := both(func(w calendar.Words) string { return w.Weekday(ending.Weekday()) })
	return r.note(fr+" (le "+strconv.Itoa(ending.Day)+" est un "+weekday.FR+")", en+" (the "+strconv.Itoa(ending.Day)+" is a "+weekday.EN+")")
}

// dayName says a day in a parenthesis: « vendredi 1er janvier ».
func dayName(d calendar.Date) string {
	fr := calendar.WordsOf("fr")
	day := strconv.Itoa(d.Day)
	if d.Day == 1 {
		day = "1er"
	}
	return fr.Weekday(d.Weekday()) + " " + day + "\u00a0" + fr.Month(d.Month)
}

func (r *resolver) noteFirst(u unit) Text {
	return r.note("premier jour ouvré "+ofUnitFR[u], "first working day "+ofUnitEN[u])
}

func (r *resolver) noteBefore(first calendar.Date) Text {
	fr, en := calendar.WordsOf("fr").Day(first), calendar.WordsOf("en").Day(first)
	return r.note("dernier jour ouvré avant le "+fr, "last working day before "+en)
}

// noteUpTo says that a date is the last working day up to another.
func (r *resolver) noteUpTo(day, d calendar.Date) Text {
	en := calendar.WordsOf("en").Full(day)
	if d == day {
		return r.note("le "+dayName(day), en)
	}
	return r.note("dernier jour ouvré jusqu’au "+dayName(day), "last working day up to "+en)
}
