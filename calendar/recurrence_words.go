package calendar

import (
	"strconv"
	"strings"
	"time"
)

// Full says the recurrence in full words in a language, « en » or else French:
// « tous les lundis à 9 h », « le dernier vendredi de chaque mois, jusqu’au
// mercredi 31 mars 2027 (S13) », « un mercredi sur deux, à partir du mercredi 25
// novembre 2026 (S48) ». The start is said only where it decides of the dates.
func (r Recurrence) Full(lang string) string {
	w := WordsOf(lang)
	says := repeatFR{r}.days
	at, from, until, times := " à ", ", à partir du ", ", jusqu’au ", " fois"
	short := " (le dernier jour quand le mois est plus court)"
	if w.english {
		says = repeatEN{r}.days
		at, from, until, times = " at ", ", from ", ", until ", " times"
		short = " (the last day when the month is shorter)"
	}
	var b strings.Builder
	b.WriteString(says())
	if r.isShortened() {
		b.WriteString(short)
	}
	if r.HasTime {
		b.WriteString(at + w.Hour(r.Time))
	}
	if r.Interval > 1 {
		b.WriteString(from + w.Long(r.Start))
	}
	if !r.Until.IsZero() {
		b.WriteString(until + w.Long(r.Until))
	}
	if r.Count > 0 {
		if r.Count == 1 && w.english {
			times = " time"
		}
		b.WriteString(", " + strconv.Itoa(r.Count) + times)
	}
	return b.String()
}

// isShortened tells that a day is wanted that some of the months do not have.
func (r Recurrence) isShortened() bool {
	months := r.Months
	if months == 0 {
		months = everyMonth
	}
	for _, day := range r.MonthDays.List() {
		for _, month := range months.List() {
			if day > DaysIn(2001, time.Month(month)) {
				return true
			}
		}
	}
	return false
}

// repeatFR says the days of a recurrence in French.
type repeatFR struct{ Recurrence }

func (r repeatFR) days() string {
	switch r.Freq {
	case Daily:
		return r.daily()
	case Weekly:
		return r.weekly()
	default:
		return r.monthly()
	}
}

func (r repeatFR) daily() string {
	switch {
	case r.Days != CalendarDays:
		return "tous les " + unitFR(r.Days, false)
	case r.Interval == 1:
		return "tous les jours"
	default:
		return "tous les " + strconv.Itoa(r.Interval) + " jours"
	}
}

func (r repeatFR) weekly() string {
	days := r.weekdayNames("s")
	switch {
	case r.Weekdays == 0:
		return r.each("semaine", "une") + ", le " + r.picked()
	case r.Interval == 1:
		return "tous les " + days
	case len(r.Weekdays.List()) == 1:
		return "un " + r.weekdayNames("") + " sur " + smallNumberFR(r.Interval)
	default:
		return "les " + days + ", une semaine sur " + smallNumberFR(r.Interval)
	}
}

func (r repeatFR) monthly() string {
	days := r.monthDays()
	switch {
	case r.Freq == Yearly:
		return r.everyYear() + " " + days + r.yearMonths()
	case r.Interval > 1:
		return days + ", tous les " + strconv.Itoa(r.Interval) + " mois"
	case r.Months == 0:
		return days + " de chaque mois"
	case r.Months == QuarterEnds && r.Nth < 0, r.Months == QuarterStarts && r.Nth > 0:
		return days + " de chaque trimestre"
	case r.Months == SemesterEnds && r.Nth < 0, r.Months == SemesterStarts && r.Nth > 0:
		return days + " de chaque semestre"
	default:
		return days + " " + r.ofMonths()
	}
}

// everyYear says « tous les ans » or « tous les 2 ans ».
func (r repeatFR) everyYear() string {
	if r.Interval == 1 {
		return "tous les ans"
	}
	return "tous les " + strconv.Itoa(r.Interval) + " ans"
}

// yearMonths says « mars » after a day of the month, « de mars » after another.
func (r repeatFR) yearMonths() string {
	if r.MonthDays != 0 {
		return nbsp + r.monthNames()
	}
	return " " + r.ofMonths()
}

// each says « chaque semaine » or « une semaine sur deux ».
func (r repeatFR) each(period, one string) string {
	if r.Interval == 1 {
		return "chaque " + period
	}
	return one + " " + period + " sur " + smallNumberFR(r.Interval)
}

// monthDays says « le 1er », « le 1er et le 15 », « le dernier jour ouvré ».
func (r repeatFR) monthDays() string {
	if r.MonthDays == 0 && r.Nth == -2 {
		return "l’" + r.picked()
	}
	if r.MonthDays == 0 {
		return "le " + r.picked()
	}
	var names []string
	for _, day := range r.MonthDays.List() {
		names = append(names, "le "+Words{}.dayOfMonth(day))
	}
	return Words{}.List(names)
}

// picked says « dernier vendredi », « 3e jeudi », « premier jour ouvré ».
func (r repeatFR) picked() string {
	name := "jour"
	switch {
	case r.Weekdays != 0:
		name = r.weekdayNames("")
	case r.Days != CalendarDays:
		name = unitFR(r.Days, true)
	}
	switch {
	case r.Nth == 1:
		return "premier " + name
	case r.Nth == -1:
		return "dernier " + name
	case r.Nth == -2:
		return "avant-dernier " + name
	case r.Nth < 0:
		return strconv.Itoa(-r.Nth) + "e " + name + " avant la fin"
	default:
		return strconv.Itoa(r.Nth) + "e " + name
	}
}

func (r repeatFR) weekdayNames(plural string) string {
	var names []string
	for _, day := range r.Weekdays.List() {
		names = append(names, weekdaysFR[day]+plural)
	}
	return Words{}.List(names)
}

func (r repeatFR) monthNames() string {
	var names []string
	for _, month := range r.Months.List() {
		names = append(names, monthsFR[month])
	}
	return Words{}.List(names)
}

func (r repeatFR) ofMonths() string {
	names := r.monthNames()
	if strings.HasPrefix(names, "a") || strings.HasPrefix(names, "o") {
		return "d’" + names
	}
	return "de " + names
}

func smallNumberFR(n int) string {
	if n == 2 {
		return "deux"
	}
	return strconv.Itoa(n)
}

// repeatEN says the days of a recurrence in English.
type repeatEN struct{ Recurrence }

func (r repeatEN) days() string {
	switch r.Freq {
	case Daily:
		return r.daily()
	case Weekly:
		return r.weekly()
	default:
		return r.monthly()
	}
}

func (r repeatEN) daily() string {
	switch {
	case r.Days != CalendarDays:
		return "every " + unitEN(r.Days, true)
	case r.Interval == 1:
		return "every day"
	default:
		return "every " + strconv.Itoa(r.Interval) + " days"
	}
}

func (r repeatEN) weekly() string {
	switch {
	case r.Weekdays == 0 && r.Interval == 1:
		return "every week, on the " + r.picked()
	case r.Weekdays == 0:
		return "every " + strconv.Itoa(r.Interval) + " weeks, on the " + r.picked()
	case r.Interval == 1:
		return "every " + r.weekdayNames()
	case r.Interval == 2:
		return "every other week on " + r.weekdayNames()
	default:
		return "every " + strconv.Itoa(r.Interval) + " weeks on " + r.weekdayNames()
	}
}

func (r repeatEN) monthly() string {
	days := r.monthDays()
	switch {
	case r.Freq == Yearly && r.Interval == 1:
		return days + " of " + r.monthNames() + " every year"
	case r.Freq == Yearly:
		return days + " of " + r.monthNames() + " every " + strconv.Itoa(r.Interval) + " years"
	case r.Interval > 1:
		return days + ", every " + strconv.Itoa(r.Interval) + " months"
	case r.Months == 0:
		return days + " of every month"
	case r.Months == QuarterEnds && r.Nth < 0, r.Months == QuarterStarts && r.Nth > 0:
		return days + " of every quarter"
	case r.Months == SemesterEnds && r.Nth < 0, r.Months == SemesterStarts && r.Nth > 0:
		return days + " of every half-year"
	default:
		return days + " of " + r.monthNames()
	}
}

func (r repeatEN) monthDays() string {
	if r.MonthDays == 0 {
		return "the " + r.picked()
	}
	var names []string
	for _, day := range r.MonthDays.List() {
		names = append(names, ordinalEN(day))
	}
	return "the " + Words{english: true}.List(names)
}

func (r repeatEN) picked() string {
	name := "day"
	switch {
	case r.Weekdays != 0:
		name = r.weekdayNames()
	case r.Days != CalendarDays:
		name = unitEN(r.Days, true)
	}
	switch {
	case r.Nth == 1:
		return "first " + name
	case r.Nth == -1:
		return "last " + name
	case r.Nth < 0:
		return ordinalEN(-r.Nth) + " last " + name
	default:
		return ordinalEN(r.Nth) + " " + name
	}
}

func (r repeatEN) weekdayNames() string {
	var names []string
	for _, day := range r.Weekdays.List() {
		names = append(names, day.String())
	}
	return Words{english: true}.List(names)
}

func (r repeatEN) monthNames() string {
	var names []string
	for _, month := range r.Months.List() {
		names = append(names, time.Month(month).String())
	}
	return Words{english: true}.List(names)
}

// ordinalEN says “1st”, “22nd”.
func ordinalEN(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}
