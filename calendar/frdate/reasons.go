package frdate

import (
	"strconv"
	"time"

	"jalon/calendar"
)

// quoteFR and quoteEN quote what was typed, with the spaces of each language.
func quoteFR(text string) string { return "«\u202f" + text + "\u202f»" }

func quoteEN(text string) string { return "“" + text + "”" }

// both says the same thing in French and in English.
func both(say func(calendar.Words) string) Text {
	return Text{say(calendar.WordsOf("fr")), say(calendar.WordsOf("en"))}
}

func countFR(n int) string {
	if n == 2 {
		return "deux"
	}
	return strconv.Itoa(n)
}

func countEN(n int) string {
	if n == 2 {
		return "two"
	}
	return strconv.Itoa(n)
}

// refuse explains that the tokens from i to stop have no form, with the nearest
// accepted forms.
func (p *parser) refuse(i, stop int, ref Ref) Result {
	text := p.slice(i, stop)
	if text == "" {
		return Result{Reason: NotUnderstood, Why: Text{"La date manque.", "The date is missing."}, Near: generic()}
	}
	return Result{
		Text: text, Reason: NotUnderstood, Near: p.nearForms(i, stop, ref),
		Why: Text{
			FR: "La date " + quoteFR(text) + " n’est pas comprise.",
			EN: "The date " + quoteEN(text) + " is not understood.",
		},
	}
}

// generic are the forms to show when nothing is near what was typed: they are
// accepted on any day.
func generic() []string { return []string{"vendredi", "dans 3 jours ouvrés"} }

func (r *resolver) refused(reason Reason, why Text, near ...string) Result {
	return Result{Reason: reason, Why: why, Near: near}
}

// unclear refuses a whole of which one part was not understood. The readings of
// a part are not readings of the whole: they are not offered.
func (result Result) unclear() Result {
	if result.Kind == Refused {
		result.Other = nil
		return result
	}
	return Result{Reason: NotUnderstood, Why: result.Why, Near: generic()}
}

func (r *resolver) notUnderstood() Result {
	return r.refused(NotUnderstood, Text{
		FR: "La date " + quoteFR(r.text) + " n’est pas comprise.",
		EN: "The date " + quoteEN(r.text) + " is not understood.",
	}, generic()...)
}

func (r *resolver) tooFar() Result {
	return r.refused(TooFar, Text{
		FR: quoteFR(r.text) + " est trop loin\u202f: jalon tient les dates de 1900 à 2200.",
		EN: quoteEN(r.text) + " is too far: jalon keeps dates from 1900 to 2200.",
	}, generic()...)
}

func (r *resolver) noAnchor() Result {
	return r.refused(NoAnchor, Text{
		FR: quoteFR(r.text) + " se compte depuis une séance ou un acte, et aucun n’est donné.",
		EN: quoteEN(r.text) + " is counted from a meeting or an act, and none is given.",
	}, "dans 7 jours", "vendredi")
}

func (r *resolver) noSuchHour(c clock) Result {
	near := "23h59"
	if c.hour < 24 {
		near = strconv.Itoa(c.hour) + "h"
	}
	return r.refused(Impossible, Text{
		FR: quoteFR(r.text) + " n’a pas d’heure que jalon comprenne.",
		EN: quoteEN(r.text) + " has no hour that jalon understands.",
	}, "vendredi à "+near, "vendredi à 14h30")
}

func (r *resolver) backwards() Result {
	return r.refused(Contradiction, Text{
		FR: quoteFR(r.text) + " finit avant de commencer.",
		EN: quoteEN(r.text) + " ends before it begins.",
	}, "vendredi de 9h à 11h", "du lundi au vendredi")
}

// unordered refuses a list whose dates do not follow each other.
func (r *resolver) unordered() Result {
	return r.refused(Contradiction, Text{
		FR: "Les dates de " + quoteFR(r.text) + " ne se suivent pas.",
		EN: "The dates of " + quoteEN(r.text) + " are not in order.",
	}, "jeudi et vendredi", "vendredi")
}

// past refuses a reading whose moment is over.
func (r *resolver) past(reading Reading) Result {
	if reading.Recurrence != nil {
		return r.notUnderstood()
	}
	say := func(w calendar.Words) string {
		said := w.Long(reading.Date)
		if reading.HasTime {
			said += ", " + w.Hour(reading.Time)
		}
		if reading.Date != r.today {
			said += ", " + w.Ago(r.ref.Cal, r.today, reading.Date)
		}
		return said
	}
	why := both(say)
	result := r.refused(Past, Text{
		FR: quoteFR(r.text) + " est passé\u202f: " + why.FR + ".",
		EN: quoteEN(r.text) + " is past: " + why.EN + ".",
	}, calendar.WordsOf("fr").Weekday(reading.Date.Weekday()), numeric(r.sameDayLater(reading.Date)))
	if reading.Date == r.today && reading.HasTime { // the hour is past, the day is not
		tomorrow := reading
		tomorrow.Date = r.today.AddDays(1)
		r.warn(&tomorrow)
		result.Other = []Reading{tomorrow}
		result.Near = []string{"demain à " + hourTyped(reading.Time), numeric(tomorrow.Date)}
	}
	return result
}

// hourTyped writes an hour as people type it: « 9h », « 9h05 ».
func hourTyped(t calendar.TimeOfDay) string {
	if t.Minute == 0 {
		return strconv.Itoa(t.Hour) + "h"
	}
	return strconv.Itoa(t.Hour) + "h" + twoDigit(t.Minute)
}

// sameDayLater returns the next date that is the same day of the year.
func (r *resolver) sameDayLater(d calendar.Date) calendar.Date {
	later := calendar.Date{Year: r.today.Year, Month: d.Month, Day: d.Day}
	for !later.Valid() || !later.After(r.today) {
		later.Year++
	}
	return later
}

// numeric writes a date as people type it: « 20/11/2027 ».
func numeric(d calendar.Date) string {
	return twoDigit(d.Day) + "/" + twoDigit(int(d.Month)) + "/" + strconv.Itoa(d.Year)
}

func twoDigit(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// noSuchDate refuses a day that its month does not have.
func (r *resolver) noSuchDate(d calendar.Date) Result {
	switch {
	case d.Month < time.January || d.Month > time.December:
		return r.refused(Impossible, Text{
			FR: quoteFR(r.text) + " n’existe pas\u202f: le mois va de 1 à 12.",
			EN: quoteEN(r.text) + " does not exist: months go from 1 to 12.",
		}, r.clamped(d)...)
	case d.Day < 1:
		return r.refused(Impossible, Text{
			FR: quoteFR(r.text) + " n’existe pas\u202f: le premier jour du mois est le 1er.",
			EN: quoteEN(r.text) + " does not exist: the first day of a month is the 1st.",
		}, r.clamped(d)...)
	case d.Month == time.February && d.Day == 29:
		return r.noLeapDay(d)
	}
	days := calendar.DaysIn(2000, d.Month)
	if d.Month == time.February {
		days = calendar.DaysIn(d.Year, d.Month)
	}
	return r.refused(Impossible, Text{
		FR: quoteFR(r.text) + " n’existe pas\u202f: " + calendar.WordsOf("fr").Month(d.Month) + " a " + strconv.Itoa(days) + " jours.",
		EN: quoteEN(r.text) + " does not exist: " + d.Month.String() + " has " + strconv.Itoa(days) + " days.",
	}, r.clamped(d)...)
}

// noLeapDay refuses 29 February of a year that has none, and tells the next.
func (r *resolver) noLeapDay(d calendar.Date) Result {
	leap := d
	for !leap.Valid() || leap.Before(r.today) {
		leap.Year++
	}
	eve := calendar.Date{Year: d.Year, Month: time.February, Day: 28}
	if eve.Before(r.today) {
		eve = r.sameDayLater(eve)
	}
	why := both(func(w calendar.Words) string { return w.Long(leap) })
	year := strconv.Itoa(d.Year)
	return r.refused(Impossible, Text{
		FR: quoteFR(r.text) + " n’existe pas en " + year + ". Le prochain est le " + why.FR + ".",
		EN: quoteEN(r.text) + " does not exist in " + year + ". The next one is " + why.EN + ".",
	}, numeric(eve), numeric(leap))
}

// clamped returns the two dates that exist around one that does not.
func (r *resolver) clamped(d calendar.Date) []string {
	d.Month = min(max(d.Month, time.January), time.December)
	last := calendar.Date{Year: d.Year, Month: d.Month, Day: calendar.DaysIn(d.Year, d.Month)}
	next := last.AddDays(1)
	if !last.After(r.today) {
		last, next = r.sameDayLater(last), r.sameDayLater(next)
	}
	return []string{numeric(last), numeric(next)}
}

// wrongWeekday refuses a date that is not on the weekday that was said, and
// offers both: the nearest such day, and the date.
func (r *resolver) wrongWeekday(e expr, d calendar.Date) Result {
	named := d.AddDays(nearestOffset(d, e.weekday))
	fr, en := calendar.WordsOf("fr"), calendar.WordsOf("en")
	result := r.refused(Contradiction, Text{
		FR: quoteFR(r.text) + " n’existe pas\u202f: le " + fr.Day(d) + " est un " + fr.Weekday(d.Weekday()) + ".",
		EN: quoteEN(r.text) + " does not exist: " + en.Day(d) + " is a " + en.Weekday(d.Weekday()) + ".",
	})
	for _, candidate := range []calendar.Date{named, d} {
		said := e
		said.weekday, said.bound = 0, On
		offer := r.named(said, candidate)
		if offer.Kind == Understood {
			result.Other = append(result.Other, offer.Readings...)
		}
		result.Near = append(result.Near, weekdayAndDate(candidate))
	}
	return result
}

// nearestOffset returns the days, -3 to 3, from d to the nearest such weekday.
func nearestOffset(d calendar.Date, weekday int) int {
	offset := (weekday - int(d.Weekday()) + 14) % 7
	if offset > 3 {
		offset -= 7
	}
	return offset
}

// weekdayAndDate writes a date as people type it: « lundi 14 décembre 2026 ».
func weekdayAndDate(d calendar.Date) string {
	fr := calendar.WordsOf("fr")
	day := strconv.Itoa(d.Day)
	if d.Day == 1 {
		day = "1er"
	}
	return fr.Weekday(d.Weekday()) + " " + day + " " + fr.Month(d.Month) + " " + strconv.Itoa(d.Year)
}

// wrongWeek refuses a date that is not in the week that was said.
func (r *resolver) wrongWeek(d calendar.Date) Result {
	_, week := d.ISOWeek()
	fr, en := calendar.WordsOf("fr"), calendar.WordsOf("en")
	return r.refused(Contradiction, Text{
		FR: quoteFR(r.text) + " se contredit\u202f: le " + fr.Day(d) + " est en semaine " + strconv.Itoa(week) + ".",
		EN: quoteEN(r.text) + " contradicts itself: " + en.Day(d) + " is in week " + strconv.Itoa(week) + ".",
	}, weekdayAndDate(d), numeric(d))
}

// wrongDay refuses « demain lundi » when tomorrow is another day.
func (r *resolver) wrongDay(d calendar.Date) Result {
	why := both(func(w calendar.Words) string { return w.Long(d) })
	return r.refused(Contradiction, Text{
		FR: quoteFR(r.text) + " se contredit\u202f: ce jour est le " + why.FR + ".",
		EN: quoteEN(r.text) + " contradicts itself: that day is " + why.EN + ".",
	}, weekdayAndDate(d), d.String())
}

// noSuchWeek refuses a week that its year does not have.
func (r *resolver) noSuchWeek(year int) Result {
	weeks := strconv.Itoa(calendar.WeeksIn(year))
	y := strconv.Itoa(year)
	later := max(year, r.today.Year)
	return r.refused(Impossible, Text{
		FR: quoteFR(r.text) + " n’existe pas\u202f: " + y + " a " + weeks + " semaines.",
		EN: quoteEN(r.text) + " does not exist: " + y + " has " + weeks + " weeks.",
	}, "S"+strconv.Itoa(calendar.WeeksIn(later))+" "+strconv.Itoa(later), "S2 "+strconv.Itoa(later+1))
}

// noSuchNth refuses « le 6e lundi de janvier » and « le 31 avril de chaque année ».
func (r *resolver) noSuchNth() Result {
	return r.refused(Impossible, Text{
		FR: quoteFR(r.text) + " n’existe pas dans cette période.",
		EN: quoteEN(r.text) + " does not exist in that period.",
	}, "le dernier vendredi du mois", "le premier lundi du mois prochain")
}

// undated refuses a repetition that does not say on which day.
func (r *resolver) undated() Result {
	return r.refused(NotUnderstood, Text{
		FR: "Il manque le jour dans " + quoteFR(r.text) + ".",
		EN: "The day is missing in " + quoteEN(r.text) + ".",
	}, "tous les 2 mois le 15", "un vendredi sur deux")
}
