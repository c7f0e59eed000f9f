package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
)

// longestAbsence is how many days an absence may last before the year is
// thought to be mistyped.
const longestAbsence = 366

var (
	textAwayDates   = i18n.T("Il manque les dates de l’absence. Rien n’a changé.", "The dates of the absence are missing. Nothing has changed.")
	textAwayUnread  = i18n.T("La date **« {text} »** n’est pas comprise. Rien n’a changé.", "The date **“{text}”** is not understood. Nothing has changed.")
	textAwayRefused = i18n.T("{why} Rien n’a changé.", "{why} Nothing has changed.")
	textAwayHour    = i18n.T(
		"Une absence compte des jours entiers, et **« {text} »** donne une heure. Rien n’a changé.",
		"An absence counts whole days, and **“{text}”** gives an hour. Nothing has changed.")
	textAwayUntil = i18n.T(
		"Absence à partir du {from} : jusqu’à quand ? Rien n’a changé.\nAjoutez le dernier jour : `/{line}`",
		"Absence from {from}: until when? Nothing has changed.\nAdd the last day: `/{line}`")
	textAwayLong = i18n.T(
		"Cette absence durerait plus d’un an, {span}. Rien n’a changé.\nVérifiez l’année. Par exemple : `/{example}`",
		"This absence would last more than a year, {span}. Nothing has changed.\nCheck the year. For example: `/{example}`")
	textAwayExample = i18n.T("Par exemple : `/{example}`", "For example: `/{example}`")
)

// daysAway reads the days of an absence, both included: a period is the whole
// of it, from Monday to Friday for a week; « jusqu’à » begins today.
func (e *Env) daysAway(l absenceLine) (from, to calendar.Date, err error) {
	if l.dates == "" {
		return from, to, askFor(lines(e.say(textAwayDates), e.exampleAway(l)))
	}
	from, to, res := e.period(l.dates)
	switch {
	case res.Kind != frdate.Understood:
		err = e.refusedAway(l, res)
	case to.IsZero():
		err = askFor(e.say(textAwayUntil, "from", e.words.Long(from), "line", e.lineAway(l, from, from.AddDays(7))))
	case to.Before(e.today()):
		if again := frdate.Parse(l.dates, e.dates()); again.Reason == frdate.Past {
			err = e.refusedAway(l, again)
		}
	}
	if from.IsZero() {
		from = e.today()
	}
	if err == nil && from.AddDays(longestAbsence).Before(to) {
		err = askFor(e.say(textAwayLong, "span", e.words.SpanDays(from, to), "example", e.lineAway(l, from, from.AddDays(7))))
	}
	return from, to, err
}

// period reads a window of days. A week that is named ends on its Friday; « du
// 30/11 au 30/11 » is that day.
func (e *Env) period(text string) (from, to calendar.Date, res frdate.Result) {
	for _, whole := range []string{"toute ", "tout "} {
		if len(text) > len(whole) && i18n.Fold(text[:len(whole)]) == strings.TrimSpace(whole) {
			text = text[len(whole):]
		}
	}
	from, to, res = frdate.Window(text, e.pastDates())
	if res.Reason == frdate.Contradiction {
		if first, last, found := strings.Cut(text, " au "); found {
			first = strings.TrimPrefix(first, "du ")
			if f, t, r := frdate.Window(first, e.pastDates()); f == t && strings.EqualFold(first, last) {
				return f, t, r
			}
		}
	}
	if res.Kind == frdate.Understood && namedWeek(res.Readings[0]) && to == res.Readings[0].Last {
		to = to.AddDays(-2)
	}
	return from, to, res
}

// namedWeek tells a week said as such, whose last working day stands for it;
// « du 7 au 13 » names both its days.
func namedWeek(r frdate.Reading) bool {
	return r.Period && r.First == r.First.Monday() && r.First.AddDays(6) == r.Last && r.Date != r.Last
}

// readsAsPeriod tells words that are the days of an absence.
func (e *Env) readsAsPeriod(text string) bool {
	_, _, res := e.period(text)
	return res.Kind == frdate.Understood
}

// refusedAway says why dates cannot be those of an absence, with what to type.
func (e *Env) refusedAway(l absenceLine, res frdate.Result) error {
	hint := e.exampleAway(l)
	switch {
	case res.Reason == frdate.NotUnderstood && e.givesHour(l.dates):
		return askFor(lines(e.say(textAwayHour, "text", card.Quote(clip(l.dates))), hint))
	case res.Reason == frdate.NotUnderstood || res.Why.IsZero():
		return askFor(lines(e.say(textAwayUnread, "text", card.Quote(clip(l.dates))), hint))
	}
	// The dates near one end of a period do not stand for the whole of it.
	if near := e.daysNear(res); len(near) > 0 && !strings.Contains(l.dates, " au ") {
		hint = e.say(textDateNear, "near", e.examplesOf(near))
	}
	return askFor(lines(e.say(textAwayRefused, "why", res.Why.In(string(e.lang))), hint))
}

// daysNear are the forms near what was refused that are a day to come.
func (e *Env) daysNear(res frdate.Result) []string {
	var near []string
	for _, form := range res.Near {
		if from, to, read := e.period(form); read.Kind == frdate.Understood && from == to && !to.Before(e.today()) {
			near = append(near, form)
		}
	}
	return near
}

// givesHour tells a date with an hour.
func (e *Env) givesHour(text string) bool {
	res := frdate.Parse(text, e.dates())
	return res.Kind == frdate.Understood && len(res.Readings) > 0 && res.Readings[0].HasTime && res.Recurrence == nil
}

// whoseAway begins the command about the person of the line.
func (e *Env) whoseAway(l absenceLine) string {
	if l.person == "" {
		return e.cmd.path
	}
	return e.cmd.path + " @" + l.person
}

// lineAway is the line with other days.
func (e *Env) lineAway(l absenceLine, from, to calendar.Date) string {
	line := e.whoseAway(l) + " du " + typed(from, false, calendar.TimeOfDay{}) + " au " + typed(to, false, calendar.TimeOfDay{})
	if l.deputy != "" {
		line += " suppleance @" + l.deputy
	}
	return card.Code(line)
}

func (e *Env) exampleAway(l absenceLine) string {
	return e.say(textAwayExample, "example", card.Code(e.whoseAway(l)+" du 21/12 au 24/12"))
}
