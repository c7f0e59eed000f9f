package commands

import (
	"slices"
	"strings"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// invitationWords tell that a text speaks of a meeting: an invitation, pasted as it
// came.
var invitationWords = []string{
	"convoque", "convoquent", "convoquee", "convocation", "convie", "invite", "invitation", "seance", "reunion", "reunit", "reunira", "tiendra",
}

// longestBodyName is how many words of a text are tried as the name of a body.
const longestBodyName = 8

var (
	textPlanInvitation = i18n.T(
		"Cette phrase n’est pas comprise. Rien n’est enregistré.\nPour planifier cette séance : `/{line}`",
		"This sentence is not understood. Nothing is saved.\nTo plan this meeting: `/{line}`")
	labelPlanIt = i18n.T("Planifier", "Plan it")
)

// invitation offers the line that plans the meeting of which a text speaks, when it
// names a body and a day; nil else.
func (e *Env) invitation(text string) error {
	tokens, err := lex(text)
	if err != nil || !slices.ContainsFunc(tokens, func(t token) bool {
		return slices.Contains(invitationWords, strings.Trim(i18n.Fold(t.text), ",.;:"))
	}) || !plan.AllowedIn(e.dir.Actor, plan.ReadMeetings, "") {
		return nil
	}
	for _, span := range frdate.Find(text, e.dates()) {
		r := span.Result
		if r.Kind != frdate.Understood || len(r.Readings) != 1 || r.Recurrence != nil || r.Readings[0].Period || r.Readings[0].Bound != frdate.On {
			continue
		}
		b, found, err := e.bodyWithin(text[:span.Start])
		if err != nil || !found {
			return err
		}
		line := "seance planifier " + typedBody(b) + " " + strings.TrimSpace(text[span.Start:])
		return askFor(e.say(textPlanInvitation, "line", card.Code(line)),
			card.Button{ID: "planifier", Label: e.say(labelPlanIt), Style: card.Primary, Command: line})
	}
	return nil
}

// bodyWithin finds the only body that the most words of a text name.
func (e *Env) bodyWithin(text string) (b plan.Body, found bool, err error) {
	all, _, err := e.plan.FindBodies(e.ctx, e.req.Region, plan.BodyFilter{})
	if err != nil {
		return b, false, err
	}
	words := strings.Fields(text)
	for n := min(longestBodyName, len(words)); n > 0; n-- {
		for at := 0; at+n <= len(words); at++ {
			if meant, sure := meantAmong(all, strings.Join(words[at:at+n], " ")); sure && len(meant) == 1 {
				return meant[0], true, nil
			}
		}
	}
	return b, false, nil
}
