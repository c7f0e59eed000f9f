package calendar

import (
	"cmp"
	"slices"
	"time"
)

// Holiday is a public holiday, with its name in both languages. Two holidays
// that fall on the same day (1 May 2008 was also Ascension Day) make one
// Holiday that bears both names.
type Holiday struct {
	Date   Date
	FR, EN string
}

// fixed is a holiday on the same day every year.
type fixed struct {
	month  time.Month
	day    int
	fr, en string
}

// The eleven holidays of the Code du travail, L.3133-1: these eight, and the
// three that move with Easter.
var nationalFixed = []fixed{
	{time.January, 1, "1er janvier", "New Year’s Day"},
	{time.May, 1, "1er mai", "Labour Day"},
	{time.May, 8, "8 mai", "Victory Day"},
	{time.July, 14, "14 juillet", "Bastille Day"},
	{time.August, 15, "Assomption", "Assumption Day"},
	{time.November, 1, "Toussaint", "All Saints’ Day"},
	{time.November, 11, "11 novembre", "Armistice Day"},
	{time.December, 25, "Noël", "Christmas Day"},
}

// moving is a holiday counted in days from Easter Sunday.
type moving struct {
	offset int
	fr, en string
}

var nationalMoving = []moving{
	{1, "lundi de Pâques", "Easter Monday"},
	{39, "Ascension", "Ascension Day"},
	{whitMonday, "lundi de Pentecôte", "Whit Monday"},
}

// whitMonday is the distance of Whit Monday from Easter Sunday, in days.
const whitMonday = 50

// Easter returns Easter Sunday of a year of the Gregorian calendar, by the
// algorithm of Meeus, Jones and Butcher.
func Easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date{year, time.Month(n / 31), n%31 + 1}
}

// holidaysOf computes the public holidays of a zone in a year, in order.
func holidaysOf(zone Zone, year int) []Holiday {
	days := make([]Holiday, 0, len(nationalFixed)+len(nationalMoving)+2)
	easter := Easter(year)
	for _, f := range slices.Concat(nationalFixed, localFixed(zone, year)) {
		days = append(days, Holiday{Date{year, f.month, f.day}, f.fr, f.en})
	}
	for _, m := range slices.Concat(nationalMoving, localMoving(zone)) {
		days = append(days, Holiday{easter.AddDays(m.offset), m.fr, m.en})
	}
	slices.SortStableFunc(days, func(a, b Holiday) int {
		return cmp.Compare(a.Date.number(), b.Date.number())
	})
	return joinSameDay(days)
}

// joinSameDay makes one holiday of those that share a date.
func joinSameDay(days []Holiday) []Holiday {
	kept := days[:0]
	for _, day := range days {
		if last := len(kept) - 1; last >= 0 && kept[last].Date == day.Date {
			kept[last].FR += " et " + day.FR
			kept[last].EN += " and " + day.EN
			continue
		}
		kept = append(kept, day)
	}
	return kept
}

// localMoving returns what a zone adds to the moving holidays: Good Friday in
// Alsace-Moselle (Code du travail, L.3134-13).
func localMoving(zone Zone) []moving {
	if zone == AlsaceMoselle {
		return []moving{{-2, "Vendredi saint", "Good Friday"}}
	}
	return nil
}

// localFixed returns what a zone adds to the fixed holidays: 26 December in
// Alsace-Moselle (L.3134-13), and overseas the day on which the abolition of
// slavery is remembered (L.3422-2 and decree 83-1003).
func localFixed(zone Zone, year int) []fixed {
	abolition := func(month time.Month, day int) []fixed {
		return []fixed{{month, day, "abolition de l’esclavage", "Abolition of Slavery Day"}}
	}
	switch zone {
	case AlsaceMoselle:
		return []fixed{{time.December, 26, "lendemain de Noël", "St Stephen’s Day"}}
	case Mayotte:
		return abolition(time.April, 27)
	case Martinique:
		return abolition(time.May, 22)
	case Guadeloupe:
		return abolition(time.May, 27)
	case SaintMartin:
		if year <= 2017 { // with Guadeloupe until then, a date of its own since
			return abolition(time.May, 27)
		}
		return abolition(time.May, 28)
	case Guyane:
		return abolition(time.June, 10)
	case SaintBarthelemy:
		return abolition(time.October, 9)
	case LaReunion:
		return abolition(time.December, 20)
	default:
		return nil
	}
}
