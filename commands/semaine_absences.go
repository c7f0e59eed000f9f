package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
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

// absences says the person's own absence, and what they stand in for meanwhile
// until a date; empty, or paragraphs that follow a text.
func (e *Env) absences(until calendar.Date) (string, error) {
	var out strings.Builder
	own, err := e.plan.AgentView(e.ctx, e.req.Now, e.req.Region, e.req.User)
	if err != nil && !isNotFound(err) {
		return "", err
	}
	if own.Absent() {
		where := e.say(textYoursChannel)
		if own.DeputyName != "" {
			where = e.say(textYoursDeputy, "deputy", own.DeputyName)
		}
		out.WriteString("\n\n" + e.say(textYouAway, "span", e.words.SpanDays(own.AwayFrom, own.AwayTo), "where", where))
	}
	away, err := e.plan.AgentsAmong(e.ctx, e.req.Region, e.dir.Actor.StandsFor)
	if err != nil {
		return "", err
	}
	slices.SortFunc(away, func(a, b plan.Agent) int { return strings.Compare(a.Username, b.Username) })
	for _, a := range away {
		found, _, err := e.find(plan.DeadlineFilter{State: plan.Open, Assignee: a.User, To: until})
		if err != nil {
			return "", err
		}
		found = slices.DeleteFunc(found, func(d plan.Deadline) bool { return !owes(d, plan.Actor{User: a.User}) })
		rows := []string{e.say(i18n.Plural(e.lang, len(found), textYouStandIn, textYouStandIns),
			"name", a.Username, "until", e.words.Long(a.AwayTo), "n", len(found))}
		for _, d := range found[:min(len(found), weekLimit)] {
			rows = append(rows, "- "+e.listLine(d))
		}
		out.WriteString("\n\n" + strings.Join(rows, "\n"))
	}
	return out.String(), nil
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
