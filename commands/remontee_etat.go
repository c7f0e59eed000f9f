package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     8,
	path:     "remontee etat",
	aliases:  []string{"remontee voir", "remontee statut", "remontee suivi", "remontee state", "remontee ou en est"},
	summary:  i18n.T("voir qui a répondu et qui n’a pas répondu", "see who answered and who did not"),
	args:     []arg{argDataCall},
	examples: []string{"remontee etat RM4", "remontee etat CRTE"},
	right:    plan.ReadIt,
	seeAlso:  []string{"remontee consolidation", "remontee relancer"},
	run:      showDataCall,
})

var _ = register(command{
	rank:     13,
	path:     "remontee liste",
	aliases:  []string{"remontee lister", "remontees", "remontee list", "mes remontees"},
	summary:  i18n.T("lister les remontées en cours", "list the data calls under way"),
	args:     []arg{{"<service>", "62", i18n.T("celles qui interrogent un service", "those that ask a service"), true}, {"closes", "closes", i18n.T("celles qui sont terminées aussi", "those that are over too"), true}},
	examples: []string{"remontee liste", "remontee liste 62", "remontee liste closes"},
	right:    plan.ReadIt,
	seeAlso:  []string{"remontee etat", "remontee ouvrir"},
	run:      listDataCalls,
})

var (
	textNoDataCalls    = i18n.T("Aucune remontée en cours.\nPour en ouvrir une : `/remontee ouvrir`", "No data call under way.\nTo open one: `/remontee ouvrir`")
	textNoDataCallsFor = i18n.T("Aucune remontée en cours pour {words}.\nToutes : `/remontee liste closes`", "No data call under way for {words}.\nAll of them: `/remontee liste closes`")
	textDataCallsOne   = i18n.T("**{n} remontée**", "**{n} data call**")
	textDataCallsMany  = i18n.T("**{n} remontées**", "**{n} data calls**")
	textDataCallsMore  = i18n.T("et {n} de plus : ajoutez des mots du titre, `/remontee liste CRTE`", "and {n} more: add words of the title, `/remontee liste CRTE`")
)

func showDataCall(e *Env) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	v := n.view
	w := e.drawer()
	return card.Reply{
		Text:    lines(w.title(v.Deadline), w.callDue(v), w.givenState(v), w.callOrigin(v.Call), w.readHere(v)),
		Buttons: w.callButtons(v, e.mayAnswer(v)),
		Version: 0,
	}, nil
}

// mayAnswer tells whether the person may answer, and has not for their service.
func (e *Env) mayAnswer(v plan.DataCallView) bool {
	for _, r := range v.Responses {
		if !r.Answered() && (e.dir.Actor.In(r.Part.Service) || e.dir.Actor.Answers(r.Part.Assignee)) {
			return true
		}
	}
	return false
}

func listDataCalls(e *Env) (card.Reply, error) {
	f := plan.DataCallFilter{Limit: weekLimit}
	var rest []string
	for word := range strings.FieldsSeq(e.rest) {
		switch i18n.Fold(word) {
		case "close", "closes", "terminees", "toutes":
			f.Closed = true
		case "pour", "en", "cours", "ouvertes":
		default:
			rest = append(rest, word)
		}
	}
	services, unknown := e.x.match(rest)
	f.Services = services
	for _, word := range unknown {
		f.Words = append(f.Words, i18n.Fold(word))
	}
	found, total, err := e.plan.FindDataCalls(e.ctx, e.req.Region, e.sight, f)
	if err != nil {
		return card.Reply{}, err
	}
	if total == 0 {
		if e.rest == "" {
			return card.Reply{Text: e.say(textNoDataCalls)}, nil
		}
		return card.Reply{Text: e.say(textNoDataCallsFor, "words", card.Guillemets(e.lang, card.Quote(clip(e.rest))))}, nil
	}
	w := e.drawer()
	rows := []string{e.say(i18n.Plural(e.lang, total, textDataCallsOne, textDataCallsMany), "n", total)}
	for _, d := range found {
		rows = append(rows, bullet+w.callLine(d))
	}
	if left := total - len(found); left > 0 {
		rows = append(rows, e.say(textDataCallsMore, "n", left))
	}
	return card.Reply{Text: strings.Join(rows, "\n")}, nil
}
