package commands

import (
	"cmp"
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
	textWeekMore   = i18n.T("et {n} autre : `/echeance liste`", "and {n} more: `/echeance liste`")
	textWeekMores  = i18n.T("et {n} autres : `/echeance liste`", "and {n} more: `/echeance liste`")
	textWeekToday  = i18n.T("{n} rappel vous parvient ici aujourd’hui.", "{n} reminder reaches you here today.")
	textWeekTodays = i18n.T("{n} rappels vous parviennent ici aujourd’hui.", "{n} reminders reach you here today.")
	textWeekTold   = i18n.T("{n} rappel vous est déjà parvenu ici aujourd’hui.", "{n} reminder has reached you here today already.")
	textWeekTolds  = i18n.T("{n} rappels vous sont déjà parvenus ici aujourd’hui.", "{n} reminders have reached you here today already.")
	textWeekCall   = i18n.T("**{n} réponse à donner :**", "**{n} answer to give:**")
	textWeekCalls  = i18n.T("**{n} réponses à donner :**", "**{n} answers to give:**")
	textHelpAt     = i18n.T("Aide : `/jalon aide`", "Help: `/jalon aide`")
)

// weekLimit is how many items the week shows: more is a list to page through.
const weekLimit = 10

func myWeek(e *Env) (card.Reply, error) {
	found, err := e.plan.Week(e.ctx, e.call, e.today())
	if err != nil {
		return card.Reply{}, err
	}
	text := weekText{drawer: e.drawer(), Week: found}.text()
	if len(e.dir.Actor.Services) == 0 {
		text += "\n\n" + e.say(textNoService)
	}
	if e.dir.Actor.Coordinates() {
		region, err := e.regionWeek(found.Sunday)
		if err != nil {
			return card.Reply{}, err
		}
		text += "\n\n" + region
	}
	return card.Reply{Text: text + "\n\n" + e.say(textHelpAt), Buttons: e.drawer().staleButtons(found.Stale)}, nil
}

// weekText says what somebody has to do in a week, to them alone.
type weekText struct {
	drawer
	plan.Week
	// stays tells that it may be read long after: titles that are restricted are
	// not in it.
	stays bool
}

func (w weekText) text() string {
	mine := w.Listed(w.Mine)
	text := w.heading() + w.list(mine)
	if left := len(mine) - weekLimit; left > 0 {
		text += "\n\n" + i18n.Plural(w.lang, left, textWeekMore, textWeekMores).In(w.lang, "n", left)
	}
	return text + w.recalled() + w.dataCalls() + w.meetings() + w.projects() + w.absences()
}

// recalled says what is not listed because a reminder says it that day.
func (w weekText) recalled() string {
	text := ""
	if w.Coming > 0 {
		text += "\n\n" + i18n.Plural(w.lang, w.Coming, textWeekToday, textWeekTodays).In(w.lang, "n", w.Coming)
	}
	if w.Told > 0 {
		text += "\n\n" + i18n.Plural(w.lang, w.Told, textWeekTold, textWeekTolds).In(w.lang, "n", w.Told)
	}
	return text
}

// dataCalls are those that wait for an answer; empty when there is none.
func (w weekText) dataCalls() string {
	calls := w.Listed(w.DataCalls)
	n := len(calls)
	if n == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteString("\n\n" + i18n.Plural(w.lang, n, textWeekCall, textWeekCalls).In(w.lang, "n", n))
	for _, d := range calls[:min(n, weekLimit)] {
		if w.stays && d.Discreet {
			d.Title = textSecretTitle.In(w.lang)
		}
		for _, p := range d.OpenParts() {
			if w.Reader.In(p.Service) || p.Assignee == w.Reader.User {
				d.Due, d.DueAt = d.DueOf(p), d.DueAtOf(p)
			}
		}
		out.WriteString("\n" + textPointItem.In(w.lang, "when", w.whenShort(d), "title", card.Quote(d.Title), "ref", d.Ref()))
	}
	return out.String()
}

// list is the first of the deadlines, one line each, after a heading.
func (w weekText) list(all []plan.Deadline) string {
	var out strings.Builder
	for _, d := range all[:min(len(all), weekLimit)] {
		if w.stays && d.Discreet {
			d.Title = textSecretTitle.In(w.lang)
		}
		out.WriteString("\n" + bullet + w.listLine(d, w.username))
	}
	return out.String()
}

func (w weekText) username(user plan.UserID) string {
	return cmp.Or(w.Usernames[user], w.Reader.Username)
}

func (w weekText) heading() string {
	_, week := w.Monday.ISOWeek()
	late := 0
	for _, d := range w.Mine {
		if d.LateAt(w.now) {
			late++
		}
	}
	args := []any{"week", week, "span", w.words.Span(w.Monday, w.Monday.AddDays(4)), "n", len(w.Mine), "late", late}
	switch {
	case len(w.Mine) == 0:
		return textWeekNone.In(w.lang, args...)
	case late > 0:
		return i18n.Plural(w.lang, len(w.Mine), textWeekLate, textWeeksLate).In(w.lang, args...)
	default:
		return i18n.Plural(w.lang, len(w.Mine), textWeek, textWeeks).In(w.lang, args...)
	}
}

// regionWeek counts for the coordination what the whole region owes.
func (e *Env) regionWeek(sunday calendar.Date) (string, error) {
	_, all, err := e.find(plan.DeadlineFilter{State: plan.Open, Only: plan.ByThemselves, To: sunday, Limit: 1})
	if err != nil {
		return "", err
	}
	_, late, err := e.find(plan.DeadlineFilter{State: plan.Open, Only: plan.ByThemselves, LateAt: e.req.Now, Limit: 1})
	if late == 0 {
		return e.say(textRegionCalm, "n", all), err
	}
	return e.say(textRegionWeek, "n", all, "late", late), err
}
