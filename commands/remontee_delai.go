package commands

import (
	"strings"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var whoRuns = i18n.T("la personne qui l’a ouverte, la coordination", "who opened it, the coordination")

var _ = register(command{
	rank:    5,
	path:    "remontee prorogation",
	aliases: []string{"remontee delai", "remontee proroger", "remontee prolonger", "remontee extension", "prorogation"},
	summary: i18n.T("demander un délai pour votre service", "ask for more time for your service"),
	args: []arg{
		argDataCall, argFor,
		{"<date>", "lundi 7 à 10h", i18n.T("la date demandée", "the date asked for"), false},
		{"motif \"…\"", "motif \"sous-préfet en congés\"", i18n.T("pourquoi", "why"), true},
	},
	examples: []string{`remontee prorogation RM4 jusqu'au lundi 7 décembre à 10h motif "sous-préfet en congés"`},
	right:    plan.ChangeIt,
	who:      whoAnswers,
	seeAlso:  []string{"remontee accorder", "remontee repondre"},
	run:      askExtension,
})

var _ = register(command{
	rank:     6,
	path:     "remontee accorder",
	aliases:  []string{"remontee accepter", "remontee accord"},
	summary:  i18n.T("accorder un délai à un service", "give a service more time"),
	args:     []arg{argDataCall, argGivenTo, {"<date>", "lundi 10h", i18n.T("une autre date que celle qu’il demande", "another date than the one it asks for"), true}},
	examples: []string{"remontee accorder RM4 pour 80", "remontee accorder RM4 pour 80 mardi 12h"},
	right:    plan.CloseAll,
	who:      whoRuns,
	seeAlso:  []string{"remontee refuser", "remontee etat"},
	run:      grantExtension,
})

var _ = register(command{
	rank:     7,
	path:     "remontee refuser",
	aliases:  []string{"remontee refus"},
	summary:  i18n.T("refuser un délai à un service", "refuse a service more time"),
	args:     []arg{argDataCall, argGivenTo, {"motif \"…\"", "motif \"réunion lundi matin\"", i18n.T("pourquoi ; le service le lira", "why; the service will read it"), true}},
	examples: []string{"remontee refuser RM4 pour 80", `remontee refuser RM4 pour 80 motif "réunion lundi matin"`},
	right:    plan.CloseAll,
	who:      whoRuns,
	seeAlso:  []string{"remontee accorder", "remontee etat"},
	run:      refuseExtension,
})

var argGivenTo = arg{"pour <service>", "pour 80", i18n.T(
	"le service ; sans cela, le seul qui a demandé un délai", "the service; without it, the only one that asked for more time"), true}

var (
	textExtensionAsked = i18n.T(
		"{ref} : délai demandé pour {service}, jusqu’au **{due}**. Qui a ouvert la remontée en décide ; d’ici là, rien ne change.",
		"{ref}: more time asked for {service}, until **{due}**. Who opened the data call decides; until then, nothing changes.")
	textExtensionGiven = i18n.T(
		"{ref} : {service} a jusqu’au **{due}**. Ses rappels suivent, ceux des autres ne changent pas.",
		"{ref}: {service} has until **{due}**. Its reminders follow, those of others do not change.")
	textExtensionRefused = i18n.T(
		"{ref} : délai refusé, {service} doit répondre avant le **{due}**. Le service en est informé.",
		"{ref}: more time refused, {service} must answer before **{due}**. The service is told.")
	textExtensionDate = i18n.T(
		"Il manque la date. Rien n’a changé.\nPar exemple : `/remontee {verb} {ref} jusqu'au lundi à 10h`",
		"The date is missing. Nothing has changed.\nFor example: `/remontee {verb} {ref} jusqu'au lundi à 10h`")
)

func askExtension(e *Env) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	if n.rest == "" && e.req.CanForm && !e.answersForm() {
		return e.extensionForm(n), nil
	}
	when, why := cutReason(n.rest)
	if e.answersForm() {
		when, why = e.req.Fields["date"], e.req.Fields["motif"]
	}
	until, err := e.untilSaid(n, when)
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.plan.AskExtension(e.ctx, e.call, n.view.Deadline.Ref(), n.service, until, card.OneLine(why))
	if kind, refused := plan.KindOf(err); refused && kind == plan.Invalid {
		return card.Reply{}, e.atField("date", err)
	}
	if err != nil {
		return card.Reply{}, err
	}
	for _, part := range v.Deadline.Parts {
		if part.Wish == until && part.AskedBy == e.req.User {
			return card.Reply{Text: e.say(textExtensionAsked, "ref", v.Deadline.Ref(), "service", e.x.byID(part.Service).The(e.lang), "due", until)}, nil
		}
	}
	return card.Reply{}, nil
}

func (e *Env) extensionForm(n namedCall) card.Reply {
	line := strings.Replace(e.answerLine(n), "repondre", "prorogation", 1)
	return card.Reply{Form: &card.Form{
		Title: e.say(titleExtension), Command: line, Submit: e.say(labelAskFor),
		Fields: []card.Field{
			{Name: "date", Label: e.say(labelUntilWhen), Help: e.say(helpClose)},
			{Name: "motif", Label: e.say(labelWhyNot), Optional: true},
		},
	}}
}

var (
	titleExtension = i18n.T("Demander un délai", "Ask for more time")
	labelAskFor    = i18n.T("Demander", "Ask")
	labelUntilWhen = i18n.T("Jusqu’au", "Until")
	labelWhyNot    = i18n.T("Motif", "Reason")
)

func grantExtension(e *Env) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	var until plan.Due
	if n.rest != "" {
		if until, err = e.untilSaid(n, n.rest); err != nil {
			return card.Reply{}, err
		}
	}
	v, to, err := e.plan.GrantExtension(e.ctx, e.call, n.view.Deadline.Ref(), n.service, until)
	if err != nil {
		return card.Reply{}, err
	}
	return e.extensionSaid(textExtensionGiven, v, to), nil
}

func refuseExtension(e *Env) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	rest, why := cutReason(n.rest)
	if why == "" {
		why = strings.Trim(rest, `"`)
	}
	v, to, err := e.plan.RefuseExtension(e.ctx, e.call, n.view.Deadline.Ref(), n.service, card.OneLine(why))
	if err != nil {
		return card.Reply{}, err
	}
	return e.extensionSaid(textExtensionRefused, v, to), nil
}

func (e *Env) extensionSaid(text i18n.Msg, v plan.DataCallView, to plan.ServiceID) card.Reply {
	part, _ := v.Deadline.Part(to)
	return card.Reply{Text: e.say(text, "ref", v.Deadline.Ref(), "service", e.x.byID(to).The(e.lang), "due", v.Deadline.DueOf(part))}
}

// cutReason cuts what follows « motif » off a text.
func cutReason(text string) (before, why string) {
	tokens, err := lex(text)
	if err != nil {
		return text, ""
	}
	for i, t := range tokens {
		if t.quoted || i18n.Fold(strings.TrimRight(t.text, ":")) != "motif" || i+1 == len(tokens) {
			continue
		}
		why = text[tokens[i+1].start:]
		if tokens[i+1].quoted {
			why = tokens[i+1].text
		}
		return strings.TrimSpace(text[:t.start]), why
	}
	return text, ""
}

// untilSaid reads the date of an extension; it keeps the hour of the close when it
// has none of its own.
func (e *Env) untilSaid(n namedCall, text string) (plan.Due, error) {
	ref := n.view.Deadline.Ref()
	if text = strings.Trim(strings.TrimSpace(text), `"`); text == "" {
		return plan.Due{}, &ask{card.Reply{Error: true, Field: "date", Text: e.say(textExtensionDate, "verb", e.cmd.verb(), "ref", ref)}}
	}
	result := frdate.Parse(text, e.dates())
	e.s.ref, e.s.text, e.s.date, e.s.dateText = ref, "", &result, text
	if n.service != "" {
		e.s.services = []plan.ServiceID{n.service}
	}
	due, err := e.dueOf(n.view.Deadline.Title)
	if err != nil {
		return plan.Due{}, err
	}
	due.keepHour(n.view.Deadline.Due)
	return due.due, nil
}
