package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     10,
	path:     "remontee relancer",
	aliases:  []string{"remontee relance", "remontee rappeler", "remontee remind"},
	summary:  i18n.T("relancer tout de suite les services sans réponse", "chase the services without an answer at once"),
	args:     []arg{argDataCall, {"pour <service>", "pour 60", i18n.T("un seul service", "one service only"), true}},
	examples: []string{"remontee relancer RM4", "remontee relancer RM4 pour 60"},
	right:    plan.CloseAll,
	who:      whoRuns,
	seeAlso:  []string{"remontee etat", "remontee clore"},
	run:      remindDataCall,
})

var _ = register(command{
	rank:     11,
	path:     "remontee reporter",
	aliases:  []string{"remontee deplacer", "remontee avancer"},
	summary:  i18n.T("changer la clôture, pour tous les services", "change the close, for all the services"),
	args:     []arg{argDataCall, argDate, argReason},
	examples: []string{"remontee reporter RM4 lundi 7 décembre 12h"},
	right:    plan.CloseAll,
	who:      whoRuns,
	seeAlso:  []string{"remontee accorder", "remontee clore"},
	run:      moveDataCall,
})

var textDataCallMoved = i18n.T("{ref} : clôture le **{due}**, {delay}. Avant : {was}. Les rappels suivent.", "{ref}: closes on **{due}**, {delay}. Before: {was}. The reminders follow.")

func moveDataCall(e *Env) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	when, why := cutReason(n.rest)
	due, err := e.untilSaid(n, when)
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.plan.MoveDataCall(e.ctx, e.call, n.view.Deadline.Ref(), due, card.OneLine(why))
	if err != nil {
		return card.Reply{}, err
	}
	d := v.Deadline
	return card.Reply{Text: e.say(textDataCallMoved, "ref", d.Ref(), "due", d.Due, "delay", e.drawer().delay(d), "was", d.Previous)}, nil
}

var _ = register(command{
	rank:     12,
	path:     "remontee clore",
	aliases:  []string{"remontee fermer", "remontee cloturer", "remontee annuler", "remontee close"},
	summary:  i18n.T("clore une remontée : plus personne n’est relancé", "close a data call: nobody is chased any more"),
	args:     []arg{argDataCall, {"série", "série", i18n.T("pour une remontée qui se répète : ne plus la poser", "for a data call that repeats: ask it no more"), true}, {"motif \"…\"", "motif \"réponses suffisantes\"", i18n.T("nécessaire s’il manque des réponses", "needed while answers are missing"), true}},
	examples: []string{"remontee clore RM4", `remontee clore RM4 motif "réponses suffisantes"`},
	right:    plan.CloseAll,
	who:      whoRuns,
	seeAlso:  []string{"remontee consolidation", "remontee etat"},
	run:      closeDataCall,
})

var (
	textChased          = i18n.T("{ref} : {services} est relancé, dans son canal.", "{ref}: {services} is chased, in its channel.")
	textChasedMany      = i18n.T("{ref} : {services} sont relancés, chacun dans son canal.", "{ref}: {services} are chased, each in its channel.")
	textChasedAtOpening = i18n.T("À cette heure le service est fermé : le message part à l’ouverture, {when}.", "The service is closed at this hour: the message leaves when it opens, {when}.")
	textChasedToday     = i18n.T("Déjà relancé aujourd’hui, laissé en paix : {services}.", "Already chased today, left in peace: {services}.")
	textDataCallClosed  = i18n.T("{ref} est close : {n}. Chaque service en est informé, une fois.", "{ref} is closed: {n}. Each service is told, once.")
	textDataCallMissing = i18n.T("Sans réponse : {services}. Ce qui arrivera encore sera gardé, hors délai.", "Without an answer: {services}. What still comes will be kept, as late.")
)

func remindDataCall(e *Env) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	var only []plan.ServiceID
	if n.service != "" {
		only = append(only, n.service)
	}
	r, err := e.plan.RemindDataCall(e.ctx, e.call, n.view.Deadline.Ref(), only)
	if err != nil {
		return card.Reply{}, err
	}
	var text []string
	w := e.drawer()
	if len(r.Services) > 0 {
		text = append(text, e.say(i18n.Plural(e.lang, len(r.Services), textChased, textChasedMany), "ref", r.Deadline.Ref(), "services", w.shortNames(r.Services)))
	}
	if !r.Opens.Date.IsZero() {
		text = append(text, e.say(textChasedAtOpening, "when", e.momentShort(r.Opens)))
	}
	if len(r.Already) > 0 {
		text = append(text, e.say(textChasedToday, "services", w.shortNames(r.Already)))
	}
	return card.Reply{Text: lines(text...)}, nil
}

func closeDataCall(e *Env) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	rest, why := cutReason(n.rest)
	reach := plan.Unsaid
	if word, after := cutWord(rest); i18n.Fold(word) == "serie" {
		reach, rest = plan.WholeSeries, after
	}
	if why == "" {
		why = rest
	}
	v, err := e.plan.CloseDataCall(e.ctx, e.call, n.view.Deadline.Ref(), card.OneLine(why), reach)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	text := e.say(textDataCallClosed, "ref", v.Deadline.Ref(), "n", w.callCount(v))
	if silent := w.silent(v); silent != "" {
		text = lines(text, e.say(textDataCallMissing, "services", silent))
	}
	return card.Reply{Text: text}, nil
}
