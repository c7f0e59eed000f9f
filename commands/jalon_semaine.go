package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	path:     "jalon",
	aliases:  []string{"jalon semaine", "ma semaine"},
	summary:  i18n.T("ce que vous avez à faire cette semaine", "what you have to do this week"),
	examples: []string{"jalon"},
	right:    plan.UseIt,
	seeAlso:  []string{"echeance liste", "jalon aide"},
	run:      myWeek,
})

var (
	textWeek      = i18n.T("**Votre semaine {week}, {span} : {n} échéance**", "**Your week {week}, {span}: {n} deadline**")
	textWeeks     = i18n.T("**Votre semaine {week}, {span} : {n} échéances**", "**Your week {week}, {span}: {n} deadlines**")
	textWeekLate  = i18n.T("**Votre semaine {week}, {span} : {n} échéance, dont {late} en retard**", "**Your week {week}, {span}: {n} deadline, {late} overdue**")
	textWeeksLate = i18n.T("**Votre semaine {week}, {span} : {n} échéances, dont {late} en retard**", "**Your week {week}, {span}: {n} deadlines, {late} overdue**")
	textWeekNone  = i18n.T("**Votre semaine {week}, {span}** : aucune échéance.", "**Your week {week}, {span}**: no deadline.")
	textNoService = i18n.T(
		"Votre compte n’est rattaché à aucun service : rejoignez le canal de votre service pour voir ce qui le concerne.",
		"Your account belongs to no service: join your service’s channel to see what concerns it.")
	textRegionCalm = i18n.T(
		"Dans la région : {n} à suivre d’ici à dimanche, aucune en retard. Détail : `/echeance liste cette semaine`",
		"In the region: {n} to follow until Sunday, none overdue. More: `/echeance liste cette semaine`")
	textRegionWeek = i18n.T(
		"Dans la région : {n} à suivre d’ici à dimanche, dont {late} en retard. Détail : `/echeance liste cette semaine` ou `/echeance liste retard`",
		"In the region: {n} to follow until Sunday, {late} overdue. More: `/echeance liste cette semaine` or `/echeance liste retard`")
	textWeekMore  = i18n.T("et {n} autre : `/echeance liste`", "and {n} more: `/echeance liste`")
	textWeekMores = i18n.T("et {n} autres : `/echeance liste`", "and {n} more: `/echeance liste`")
	textHelpAt    = i18n.T("Aide : `/jalon aide`", "Help: `/jalon aide`")
)

// weekLimit is how many items the week shows: more is a list to page through.
const weekLimit = 10

func myWeek(e *Env) (card.Reply, error) {
	monday := e.today().AddDays(-int((e.today().Weekday() + 6) % 7))
	sunday := monday.AddDays(6)
	mine, err := e.mine(sunday)
	if err != nil {
		return card.Reply{}, err
	}
	e.learnPeople(mine)
	rows := []string{e.weekHeading(mine, monday)}
	for _, d := range mine[:min(len(mine), weekLimit)] {
		rows = append(rows, "- "+e.listLine(d))
	}
	text := strings.Join(rows, "\n")
	if left := len(mine) - weekLimit; left > 0 {
		text += "\n\n" + e.say(i18n.Plural(e.lang, left, textWeekMore, textWeekMores), "n", left)
	}
	absences, err := e.absences(sunday)
	if err != nil {
		return card.Reply{}, err
	}
	meetings, err := e.ownMeetings(sunday)
	if err != nil {
		return card.Reply{}, err
	}
	text += meetings + absences
	if len(e.dir.Actor.Services) == 0 {
		text += "\n\n" + e.say(textNoService)
	}
	if e.dir.Actor.Coordinates() {
		region, err := e.regionWeek(sunday)
		if err != nil {
			return card.Reply{}, err
		}
		text += "\n\n" + region
	}
	return card.Reply{Text: text + "\n\n" + e.say(textHelpAt)}, nil
}

// mine lists what the person's services still owe until a date, and what is
// assigned to the person, late ones included, by date.
func (e *Env) mine(until calendar.Date) ([]plan.Deadline, error) {
	var services []plan.ServiceID
	for _, m := range e.dir.Actor.Services {
		services = append(services, m.Service)
	}
	var out []plan.Deadline
	if len(services) > 0 {
		found, _, err := e.find(plan.DeadlineFilter{State: plan.Open, Services: services, OpenParts: true, To: until})
		if err != nil {
			return nil, err
		}
		out = slices.DeleteFunc(found, func(d plan.Deadline) bool { return !owes(d, e.dir.Actor) })
	}
	assigned, _, err := e.find(plan.DeadlineFilter{State: plan.Open, Assignee: e.req.User, To: until})
	for _, d := range assigned {
		if !slices.ContainsFunc(out, func(o plan.Deadline) bool { return o.Number == d.Number }) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b plan.Deadline) int { return a.DueAt.Compare(b.DueAt) })
	return out, err
}

// owes tells whether a part of the deadline is for the person to see done: an
// open one of their services, unless it is entrusted to somebody else.
func owes(d plan.Deadline, a plan.Actor) bool {
	for _, p := range d.OpenParts() {
		if p.Assignee == a.User || (p.Assignee == "" && a.In(p.Service)) {
			return true
		}
	}
	return false
}

func (e *Env) weekHeading(mine []plan.Deadline, monday calendar.Date) string {
	_, week := monday.ISOWeek()
	late := 0
	for _, d := range mine {
		if d.LateAt(e.req.Now) {
			late++
		}
	}
	args := []any{"week", week, "span", e.words.Span(monday, monday.AddDays(4)), "n", len(mine), "late", late}
	switch {
	case len(mine) == 0:
		return e.say(textWeekNone, args...)
	case late > 0:
		return e.say(i18n.Plural(e.lang, len(mine), textWeekLate, textWeeksLate), args...)
	default:
		return e.say(i18n.Plural(e.lang, len(mine), textWeek, textWeeks), args...)
	}
}

// regionWeek counts for the coordination what the whole region owes.
func (e *Env) regionWeek(sunday calendar.Date) (string, error) {
	_, all, err := e.find(plan.DeadlineFilter{State: plan.Open, To: sunday, Limit: 1})
	if err != nil {
		return "", err
	}
	_, late, err := e.find(plan.DeadlineFilter{State: plan.Open, LateAt: e.req.Now, Limit: 1})
	if late == 0 {
		return e.say(textRegionCalm, "n", all), err
	}
	return e.say(textRegionWeek, "n", all, "late", late), err
}
