package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The two spaces that hold French dates together, as the reference texts have
// them: U+00A0 between a day and its month, where the narrow one would make
// them look glued, and U+202F around « h ».
const (
	nbsp   = "\u00a0"
	narrow = "\u202f"
)

// Words says dates, hours and delays in one language. The value of
// [WordsOf] is the only useful one.
type Words struct{ english bool }

// WordsOf returns the words of a language: « en » for English, French for
// anything else, which is the language of the house.
func WordsOf(lang string) Words { return Words{english: lang == "en"} }

var (
	weekdaysFR = [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	shortDayFR = [7]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."}
	monthsFR   = [13]string{
		"", "janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre",
	}
	shortMonthFR = [13]string{
		"", "janv.", "févr.", "mars", "avr.", "mai", "juin",
		"juil.", "août", "sept.", "oct.", "nov.", "déc.",
	}
	shortMonthEN = [13]string{
		"", "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
	}
)

// Weekday returns the name of a day of the week: « lundi », “Monday”.
func (w Words) Weekday(day time.Weekday) string {
	if w.english {
		return day.String()
	}
	return weekdaysFR[day]
}

// Month returns the name of a month: « décembre », “December”.
func (w Words) Month(month time.Month) string {
	if w.english {
		return month.String()
	}
	return monthsFR[month]
}

// Long says a date in full: « vendredi 4 décembre 2026 (S49) », with the ISO
// year when it is another one, « vendredi 1er janvier 2027 (S53 de 2026) »;
// “Friday 4 December 2026 (W49)”.
func (w Words) Long(d Date) string {
	var b strings.Builder
	b.Grow(48)
	w.writeFull(&b, d)
	w.writeWeek(&b, d)
	return b.String()
}

// LongAt says a date and an hour in full: « vendredi 4 décembre 2026 (S49),
// 12 h »; “Friday 4 December 2026 (W49), 12:00”.
func (w Words) LongAt(d Date, t TimeOfDay) string { return w.Long(d) + ", " + w.Hour(t) }

// Full says a date in full without its week: « vendredi 4 décembre 2026 ».
func (w Words) Full(d Date) string {
	var b strings.Builder
	w.writeFull(&b, d)
	return b.String()
}

// Day says a date without its weekday: « 4 décembre 2026 », « 1er mars 2027 ».
func (w Words) Day(d Date) string {
	var b strings.Builder
	w.writeDay(&b, d)
	return b.String()
}

func (w Words) writeFull(b *strings.Builder, d Date) {
	b.WriteString(w.Weekday(d.Weekday()))
	b.WriteByte(' ')
	w.writeDay(b, d)
}

func (w Words) writeDay(b *strings.Builder, d Date) {
	b.WriteString(w.dayOfMonth(d.Day))
	b.WriteString(w.monthSpace())
	b.WriteString(w.Month(d.Month))
	b.WriteByte(' ')
	b.WriteString(strconv.Itoa(d.Year))
}

func (w Words) writeWeek(b *strings.Builder, d Date) {
	year, week := d.ISOWeek()
	letter, of := " (S", " de "
	if w.english {
		letter, of = " (W", " of "
	}
	b.WriteString(letter)
	b.WriteString(strconv.Itoa(week))
	if year != d.Year {
		b.WriteString(of)
		b.WriteString(strconv.Itoa(year))
	}
	b.WriteByte(')')
}

// dayOfMonth says « 1er » for the first of the month only.
func (w Words) dayOfMonth(day int) string {
	if day == 1 && !w.english {
		return "1er"
	}
	return strconv.Itoa(day)
}

func (w Words) monthSpace() string {
	if w.english {
		return " "
	}
	return nbsp
}

// Short says a date in a list: « ven. 4 déc. », with the year when it is not
// that of today, « ven. 29 janv. 2027 »; “Fri 4 Dec”.
func (w Words) Short(d, today Date) string {
	s := w.shortDay(d) + w.shortMonth(d)
	if d.Year != today.Year {
		s += " " + strconv.Itoa(d.Year)
	}
	return s
}

// ShortAt says a date and an hour in a list: « mar. 15 déc., 12 h ».
func (w Words) ShortAt(d Date, t TimeOfDay, today Date) string {
	return w.Short(d, today) + ", " + w.Hour(t)
}

func (w Words) shortDay(d Date) string {
	name := shortDayFR[d.Weekday()]
	if w.english {
		name = d.Weekday().String()[:3]
	}
	return name + " " + w.dayOfMonth(d.Day)
}

// shortMonth returns the abbreviated month with the space before it.
func (w Words) shortMonth(d Date) string {
	if w.english {
		return " " + shortMonthEN[d.Month]
	}
	return nbsp + shortMonthFR[d.Month]
}

// ShortList says several dates: « ven. 27 nov., mar. 1er, jeu. 3 et ven. 4
// déc. ». The month is written once for the dates in a row that share it, after
// the last of them; so is the year, when it is not that of today.
func (w Words) ShortList(dates []Date, today Date) string {
	var b strings.Builder
	for i, d := range dates {
		b.WriteString(w.separator(i, len(dates)))
		b.WriteString(w.shortDay(d))
		last := i == len(dates)-1
		if last || dates[i+1].Month != d.Month || dates[i+1].Year != d.Year {
			b.WriteString(w.shortMonth(d))
		}
		if d.Year != today.Year && (last || dates[i+1].Year != d.Year) {
			b.WriteByte(' ')
			b.WriteString(strconv.Itoa(d.Year))
		}
	}
	return b.String()
}

// List joins words: « a, b et c », “a, b and c”.
func (w Words) List(items []string) string {
	var b strings.Builder
	for i, item := range items {
		b.WriteString(w.separator(i, len(items)))
		b.WriteString(item)
	}
	return b.String()
}

// separator returns what stands before item i of n.
func (w Words) separator(i, n int) string {
	switch {
	case i == 0:
		return ""
	case i < n-1:
		return ", "
	case w.english:
		return " and "
	default:
		return " et "
	}
}

// Hour says an hour: « 9 h », « 9 h 30 », « 9 h 05 »; “09:30”.
func (w Words) Hour(t TimeOfDay) string {
	if w.english {
		return t.String()
	}
	s := strconv.Itoa(t.Hour) + narrow + "h"
	if t.Minute > 0 {
		s += narrow + fmt.Sprintf("%02d", t.Minute)
	}
	return s
}

// Hours says a slot: « de 9 h à 11 h »; “from 09:00 to 11:00”.
func (w Words) Hours(from, to TimeOfDay) string {
	if w.english {
		return "from " + w.Hour(from) + " to " + w.Hour(to)
	}
	return "de " + w.Hour(from) + " à " + w.Hour(to)
}

// Stamp says when something happened: « lundi 23 novembre 2026 (S48) à 10 h 12 »;
// “Monday 23 November 2026 (W48) at 10:12”.
func (w Words) Stamp(t time.Time, loc *time.Location) string {
	local := t.In(loc)
	at := " à "
	if w.english {
		at = " at "
	}
	return w.Long(DateOf(t, loc)) + at + w.Hour(TimeOfDay{local.Hour(), local.Minute()})
}

// Span says a window, both days included: « du 23 au 27 novembre 2026 », « du
// 30 novembre au 4 décembre 2026 », and the full date when it is one day.
func (w Words) Span(from, to Date) string {
	if from == to {
		return w.Full(from)
	}
	start := w.dayOfMonth(from.Day)
	if from.Month != to.Month || from.Year != to.Year {
		start += w.monthSpace() + w.Month(from.Month)
	}
	if from.Year != to.Year {
		start += " " + strconv.Itoa(from.Year)
	}
	if w.english {
		return "from " + start + " to " + w.Day(to)
	}
	return "du " + start + " au " + w.Day(to)
}

// SpanDays says a window with its weekdays, both days included: « du lundi 21 au
// jeudi 24 décembre 2026 », and « le lundi 21 décembre 2026 » when it is one day.
func (w Words) SpanDays(from, to Date) string {
	on, since, until := "le ", "du ", " au "
	if w.english {
		on, since, until = "on ", "from ", " to "
	}
	if from == to {
		return on + w.Full(from)
	}
	start := w.Weekday(from.Weekday()) + " " + w.dayOfMonth(from.Day)
	if from.Month != to.Month || from.Year != to.Year {
		start += w.monthSpace() + w.Month(from.Month)
	}
	if from.Year != to.Year {
		start += " " + strconv.Itoa(from.Year)
	}
	return since + start + until + w.Full(to)
}

// SpanWeek is [Words.Span] followed by the week when both days are in the same
// one: « du 30 novembre au 4 décembre 2026 (S49) ».
func (w Words) SpanWeek(from, to Date) string {
	var b strings.Builder
	b.WriteString(w.Span(from, to))
	if from.Monday() == to.Monday() {
		w.writeWeek(&b, to)
	}
	return b.String()
}
