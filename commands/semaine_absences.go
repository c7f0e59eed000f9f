package commands

import (
	"strings"

	"jalon/i18n"
	"jalon/plan"
)

var (
	textYouAway      = i18n.T("Vous êtes indisponible {span}. {where}", "You are unavailable {span}. {where}")
	textYoursDeputy  = i18n.T("Vos rappels iront à {deputy}.", "Your reminders will go to {deputy}.")
	textYoursChannel = i18n.T("Vos rappels iront dans le canal de votre service.", "Your reminders will go to your service’s channel.")
	textYouStandIn   = i18n.T("**Pour {name}, indisponible jusqu’au {until} : {n} échéance**", "**For {name}, unavailable until {until}: {n} deadline**")
	textYouStandIns  = i18n.T("**Pour {name}, indisponible jusqu’au {until} : {n} échéances**", "**For {name}, unavailable until {until}: {n} deadlines**")
	textPersonAway   = i18n.T("{name} est indisponible {span}. {where}", "{name} is unavailable {span}. {where}")
)

// absences says the reader's own absence, and what they stand in for meanwhile;
// empty, or paragraphs that follow a text.
func (w weekText) absences() string {
	var out strings.Builder
	if w.Agent.Absent() {
		where := textYoursChannel.In(w.lang)
		if w.Agent.DeputyName != "" {
			where = textYoursDeputy.In(w.lang, "deputy", w.Agent.DeputyName)
		}
		out.WriteString("\n\n" + textYouAway.In(w.lang, "span", w.words.SpanDays(w.Agent.AwayFrom, w.Agent.AwayTo), "where", where))
	}
	for _, s := range w.Instead {
		out.WriteString("\n\n" + i18n.Plural(w.lang, len(s.Deadlines), textYouStandIn, textYouStandIns).In(w.lang,
			"name", s.Away.Username, "until", w.words.Long(s.Away.AwayTo), "n", len(s.Deadlines)) + w.list(s.Deadlines))
	}
	return out.String()
}

// awayNote tells who entrusts something that the person is away, or will be,
// and who receives meanwhile; empty otherwise.
func (e *Env) awayNote(user plan.UserID) string {
	if user == "" || user == e.req.User {
		return ""
	}
	v, err := e.plan.AgentView(e.ctx, e.req.Now, e.req.Region, user)
	if err != nil || !v.Absent() {
		return "" // what was done stands, and is said without it
	}
	return e.say(textPersonAway, "name", v.Username, "span", e.words.SpanDays(v.AwayFrom, v.AwayTo), "where", e.whereItGoes(v))
}
