package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    8,
	path:    "representation conflits",
	aliases: []string{"representation conflit", "representation conflicts", "jalon conflits"},
	summary: i18n.T("voir qui est attendu à deux séances à la fois, ou absent ce jour-là", "see who is expected at two meetings at once, or away that day"),
	args: []arg{
		{"<période>", "décembre", i18n.T(
			"les séances regardées ; sans elle, les 60 prochains jours", "the meetings looked at; without it, the 60 coming days"), true},
		{"<nom, séance ou instance>", "Lemaire", i18n.T(
			"seulement les conflits de cette personne, de cette séance ou de cette instance",
			"only the conflicts of this person, of this meeting or of this body"), true},
	},
	examples: []string{"representation conflits", "representation conflits EPF décembre", "representation conflits Lemaire"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"representation manquantes", "jalon trajet"},
	run:      listConflicts,
})

var (
	textConflict     = i18n.T("**{n} conflit{scope} {period}**", "**{n} conflict{scope} {period}**")
	textConflicts    = i18n.T("**{n} conflits{scope} {period}**", "**{n} conflicts{scope} {period}**")
	textNoConflict   = i18n.T("Aucun conflit{scope} {period}.", "No conflict{scope} {period}.")
	textOfMeeting    = i18n.T(" de la séance {ref}", " of the meeting {ref}")
	textConflictLine = i18n.T("**{day}** · {who} · {a} {from} et {b} {to} (séance {ref})", "**{day}** · {who} · {a} {from} and {b} {to} (meeting {ref})")
	textConflictNext = i18n.T("**{day}** · {who} · {a} {from} et, {next}, {b} {to} (séance {ref})", "**{day}** · {who} · {a} {from} and, {next}, {b} {to} (meeting {ref})")
	textAwayLine     = i18n.T("**{day}** · {who} · {a} {from} (séance {ref}), absence enregistrée ce jour-là", "**{day}** · {who} · {a} {from} (meeting {ref}), recorded as away that day")
	textWithTravel   = i18n.T("{line}, trajet de {time}", "{line}, {time} of travel")
	textNoConflictOf = i18n.T(
		"**« {word} »** n’est ni une instance, ni une personne qui siège, ni une période.\n{hint}",
		"**“{word}”** is not a body, somebody who sits or a period.\n{hint}")
	textConflictsFor = i18n.T(
		"Par exemple : `/representation conflits EPF décembre`, `/representation conflits Lemaire`",
		"For example: `/representation conflits EPF décembre`, `/representation conflits Lemaire`")
)

// watchAsked is what a line about the meetings to come asks for.
type watchAsked struct {
	from, to calendar.Date
	detail   bool
	page     int
	kept     []string
	about    string // the other words: whose, or of what
}

// watchAsked reads a period, `detail` and a page, in any order, and what else is
// asked about. Without a period it is the coming days that the watch looks at.
func (e *Env) watchAsked(detailed bool) (watchAsked, error) {
	a := watchAsked{page: 1}
	err := e.eachFilter(func(left []string) (int, error) {
		first := i18n.Fold(left[0])
		if detailed && (first == "detail" || first == "details" || first == "detaille") {
			a.detail = true
			a.kept = append(a.kept, left[0])
			return 1, nil
		}
		if page, ok := pageWords(left); ok {
			a.page = page
			return 2, nil
		}
		from, to, used := e.windowAt(left)
		if used > 0 && a.from.IsZero() && a.to.IsZero() {
			a.from, a.to = from, to
			a.kept = append(a.kept, left[:used]...)
			return used, nil
		}
		a.about = strings.TrimSpace(a.about + " " + left[0])
		a.kept = append(a.kept, quoteSpaced(left[0]))
		return 1, nil
	}, nil)
	a.about = withoutJoints(a.about)
	if a.from.IsZero() && (a.to.IsZero() || !a.to.Before(e.today())) {
		a.from = e.today()
	}
	if a.to.IsZero() {
		a.to = latest(a.from, e.today()).AddDays(plan.WatchDays)
	}
	return a, err
}

// pageWords reads « page 2 ».
func pageWords(left []string) (page int, ok bool) {
	if len(left) < 2 || i18n.Fold(left[0]) != "page" {
		return 0, false
	}
	n, err := strconv.Atoi(left[1])
	return n, err == nil && n >= 1 && n <= 10_000
}

// windowAt reads the longest period that begins the words, and tells how many it
// uses; a side that is open is zero.
func (e *Env) windowAt(left []string) (from, to calendar.Date, used int) {
	for n := len(left); n > 0; n-- {
		if from, to, r := frdate.Window(strings.Join(left[:n], " "), e.pastDates()); r.Kind == frdate.Understood {
			return from, to, n
		}
	}
	return from, to, 0
}

func listConflicts(e *Env) (card.Reply, error) {
	a, err := e.watchAsked(false)
	if err != nil {
		return card.Reply{}, err
	}
	scope, concerns, err := e.conflictsAbout(a.about)
	if err != nil {
		return card.Reply{}, err
	}
	found, called, err := e.plan.Conflicts(e.ctx, e.req.Region, a.from, a.to)
	if err != nil {
		return card.Reply{}, err
	}
	found = slices.DeleteFunc(found, func(c plan.Conflict) bool { return !concerns(c) })
	period := e.untilDay(a.from, a.to)
	if len(found) == 0 {
		return card.Reply{Text: e.say(textNoConflict, "scope", scope, "period", period)}, nil
	}
	rows := []string{e.say(i18n.Plural(e.lang, len(found), textConflict, textConflicts), "n", len(found), "scope", scope, "period", period)}
	shown, left := pageOf(found, a.page, pageSize)
	for _, c := range shown {
		rows = append(rows, "- "+e.drawer().conflictLine(c, called))
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	e.morePages(&reply, a.kept, a.page, left)
	return reply, nil
}

// pageOf is a page of a list, and how many come after it.
func pageOf[T any](all []T, page, size int) (shown []T, left int) {
	first := min((page-1)*size, len(all))
	last := min(first+size, len(all))
	return all[first:last], len(all) - last
}

// conflictsAbout says of what the conflicts are, and keeps those of a meeting, of a
// body, or of somebody.
func (e *Env) conflictsAbout(text string) (scope string, keep func(plan.Conflict) bool, err error) {
	if text == "" {
		return "", func(plan.Conflict) bool { return true }, nil
	}
	if number, ok := plan.ParseMeetingRef(text); ok {
		v, err := e.plan.ViewMeeting(e.ctx, e.req.Region, number)
		return e.say(textOfMeeting, "ref", v.Ref()), func(c plan.Conflict) bool { return c.A.Number == v.Number || c.B.Number == v.Number }, err
	}
	b, found, err := e.bodyMeant(text)
	if err != nil || found {
		return e.say(textOfBody, "body", card.Quote(b.Called())), func(c plan.Conflict) bool { return c.Concerns(b.Number) }, err
	}
	who, err := e.sitterNamed(text)
	if err == nil && who.IsZero() {
		err = e.unknownAmong(text, textNoConflictOf, textConflictsFor)
	}
	return e.say(textOfPerson, "who", card.Quote(who.Name)), func(c plan.Conflict) bool { return c.Who.Same(who) }, err
}

// morePages adds how to see what comes after a page.
func (e *Env) morePages(reply *card.Reply, kept []string, page, left int) {
	if left <= 0 {
		return
	}
	line := e.linePage(kept, page+1)
	reply.Text = lines(reply.Text, e.say(i18n.Plural(e.lang, left, textMore, textMores), "n", left, "line", card.Code(line)))
	reply.Buttons = append(reply.Buttons, card.Button{ID: "suite", Label: e.say(labelNext), Style: card.Quiet, Command: line})
}

// conflictLine says who is expected where, on which day.
func (w drawer) conflictLine(c plan.Conflict, called map[plan.UserID]string) string {
	if c.Away {
		return textAwayLine.In(w.lang, "day", w.words.Short(c.A.Start.Date, w.today), "who", w.calls(c.Who, called),
			"a", card.Quote(c.A.Body.Sitting()), "from", w.hoursOfMeeting(c.A.Meeting), "ref", c.A.Ref())
	}
	text := textConflictLine
	if c.A.Start.Date != c.B.Start.Date {
		text = textConflictNext
	}
	line := text.In(w.lang, "day", w.words.Short(c.A.Start.Date, w.today), "who", w.calls(c.Who, called),
		"a", card.Quote(c.A.Body.Sitting()), "from", w.hoursOfMeeting(c.A.Meeting),
		"next", w.words.Short(c.B.Start.Date, w.today),
		"b", card.Quote(c.B.Body.Sitting()), "to", w.hoursOfMeeting(c.B.Meeting), "ref", c.B.Ref())
	if !c.Overlap() && c.Travel > 0 {
		line = textWithTravel.In(w.lang, "line", line, "time", w.travelMinutes(c.Travel))
	}
	return line
}

// travelMinutes says how long something takes: « 2 h », « 1 h 30 », « 45 min ».
func (w drawer) travelMinutes(n int) string {
	if n < 60 {
		return fmt.Sprintf("%d\u202fmin", n)
	}
	text := fmt.Sprintf("%d\u202fh", n/60)
	if n%60 > 0 {
		text += fmt.Sprintf("\u202f%02d", n%60)
	}
	return text
}

// section lists things of one sort, the first of them, and counts the others.
func (w drawer) section(heading i18n.Msg, rows []string) string {
	if len(rows) == 0 {
		return ""
	}
	text := []string{heading.In(w.lang, "n", len(rows))}
	for _, r := range rows[:min(len(rows), sectionSize)] {
		text = append(text, bullet+r)
	}
	if left := len(rows) - sectionSize; left > 0 {
		text = append(text, i18n.Plural(w.lang, left, textSectionMore, textSectionMores).In(w.lang, "n", left))
	}
	return lines(text...)
}

// sectionSize is how many lines of each sort the detail of the watch shows.
const sectionSize = 10

var (
	textSectionMore  = i18n.T("et {n} autre", "and {n} more")
	textSectionMores = i18n.T("et {n} autres", "and {n} more")
)
