package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     10,
	path:     "instance dormantes",
	aliases:  []string{"instance dormante", "instance asleep"},
	summary:  i18n.T("voir les instances sans séance depuis deux ans", "see the bodies without a meeting for two years"),
	examples: []string{"instance dormantes"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"instance liste", "instance fermer"},
	run:      listAsleep,
})

var (
	textAsleepOne  = i18n.T("**{n} instance sans séance depuis deux ans**", "**{n} body without a meeting for two years**")
	textAsleepMany = i18n.T("**{n} instances sans séance depuis deux ans**", "**{n} bodies without a meeting for two years**")
	textAsleepRow  = i18n.T("- **{name}** ({ref}) · dernière séance {day}", "- **{name}** ({ref}) · last meeting {day}")
	textAsleepBare = i18n.T("- **{name}** ({ref}) · aucune séance enregistrée", "- **{name}** ({ref}) · no meeting recorded")
	textAsleepRule = i18n.T(
		"Une commission consultative qui ne s’est pas réunie pendant deux ans a vocation à être supprimée (circulaire du 24 octobre 2017).",
		"A consultative commission that did not meet for two years is meant to be abolished (circulaire du 24 octobre 2017).")
	textAsleepNone = i18n.T("Aucune instance dormante.", "No body is asleep.")
	textAsleepMore = i18n.T("et {n} de plus", "and {n} more")
)

// mostAsleep is how many bodies asleep are listed.
const mostAsleep = 30

func listAsleep(e *Env) (card.Reply, error) {
	found, err := e.plan.AsleepBodies(e.ctx, e.req.Region, e.today())
	if err != nil {
		return card.Reply{}, err
	}
	if len(found) == 0 {
		return card.Reply{Text: e.say(textAsleepNone)}, nil
	}
	rows := []string{e.say(i18n.Plural(e.lang, len(found), textAsleepOne, textAsleepMany), "n", len(found))}
	for _, b := range found[:min(len(found), mostAsleep)] {
		if b.Last.IsZero() {
			rows = append(rows, e.say(textAsleepBare, "name", card.Quote(b.Called()), "ref", b.Ref()))
		} else {
			rows = append(rows, e.say(textAsleepRow, "name", card.Quote(b.Called()), "ref", b.Ref(), "day", e.words.Short(b.Last, e.today())))
		}
	}
	if left := len(found) - mostAsleep; left > 0 {
		rows = append(rows, e.say(textAsleepMore, "n", left))
	}
	return card.Reply{Text: strings.Join(rows, "\n") + "\n\n" + e.say(textAsleepRule)}, nil
}
