package commands

import (
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var whoAnswers = i18n.T(
	"les agents des services interrogés, chacun pour le sien ; la coordination à leur place",
	"the agents of the services that are asked, each for their own; the coordination in their place")

var _ = register(command{
	rank:    2,
	path:    "remontee repondre",
	aliases: []string{"remontee reponse", "remontee answer", "jalon repondre", "repondre"},
	summary: i18n.T("répondre à une remontée pour votre service", "answer a data call for your service"),
	args: []arg{
		argDataCall, argFor,
		{"arrondissement <nom>", "arrondissement Lens", i18n.T(
			"la réponse ne vaut que pour cet arrondissement : elle est montrée comme partielle", "the answer is for this arrondissement only: it shows as partial"), true},
		{"<réponses>", "6 ; 2 ; aucun", i18n.T(
			"une par question, dans l’ordre, séparées par `;` ; `néant`, `sans objet`, ou `comme avant` pour reprendre la réponse précédente",
			"one for each question, in their order, separated by `;`; `néant`, `sans objet`, or `comme avant` to take the previous answer again"), false},
		{"", "un fichier", i18n.T(
			"CSV ou XLSX, déposé dans votre conversation avec jalon, avec l’identifiant pour tout message",
			"CSV or XLSX, dropped in your conversation with jalon, with the identifier as the only message"), true},
	},
	examples: []string{"remontee repondre RM4 6 ; 2 ; aucun", "remontee repondre RM4 pour 59 6 ; 2 ; aucun", `remontee repondre RM4 "6 ; dont 2 reportés" ; 2 ; aucun`},
	right:    plan.ChangeIt,
	who:      whoAnswers,
	seeAlso:  []string{"remontee neant", "remontee sans-objet", "remontee prorogation", "remontee etat"},
	run:      answerDataCall,
})

var _ = register(command{
	rank:     3,
	path:     "remontee neant",
	aliases:  []string{"remontee rien", "remontee nil", "neant"},
	summary:  i18n.T("répondre qu’il n’y a rien à déclarer", "answer that there is nothing to say"),
	args:     []arg{argDataCall, argFor},
	examples: []string{"remontee neant RM4", "remontee neant RM4 pour 59"},
	right:    plan.ChangeIt,
	who:      whoAnswers,
	seeAlso:  []string{"remontee repondre", "remontee sans-objet"},
	run:      func(e *Env) (card.Reply, error) { return e.answerOutcome(plan.Nil) },
})

var _ = register(command{
	rank:     4,
	path:     "remontee sans-objet",
	aliases:  []string{"remontee sans objet", "remontee pas concerne", "remontee na"},
	summary:  i18n.T("répondre que la question ne concerne pas votre service", "answer that the question does not concern your service"),
	args:     []arg{argDataCall, argFor},
	examples: []string{"remontee sans-objet RM4"},
	right:    plan.ChangeIt,
	who:      whoAnswers,
	seeAlso:  []string{"remontee repondre", "remontee neant"},
	run:      func(e *Env) (card.Reply, error) { return e.answerOutcome(plan.NotApplicable) },
})

var (
	textAnswerKept    = i18n.T("{ref} : réponse enregistrée pour {service}, {when}.", "{ref}: answer saved for {service}, {when}.")
	textAnswerNil     = i18n.T("{ref} : « néant » enregistré pour {service}, {when}.", "{ref}: “nil” saved for {service}, {when}.")
	textAnswerNA      = i18n.T("{ref} : « sans objet » enregistré pour {service}, {when}.", "{ref}: “not applicable” saved for {service}, {when}.")
	textAnswerLate    = i18n.T("Elle est gardée, marquée **hors délai** (clôture le {due}).", "It is kept, marked **late** (closed on {due}).")
	textAnswerAgain   = i18n.T("Elle remplace celle du {when}, par {who}, qui reste dans l’historique.", "It replaces that of {when}, by {who}, which stays in the history.")
	textAnswerPartial = i18n.T(
		"Réponse **partielle**, pour l’arrondissement {area} : celle de la préfecture reste attendue.",
		"A **partial** answer, for the arrondissement {area}: that of the préfecture is still expected.")
	textAnswerBeside = i18n.T(
		"Réponse **partielle**, pour l’arrondissement {area} : elle est gardée à côté de celle de la préfecture, qui vaut pour l’ensemble.",
		"A **partial** answer, for the arrondissement {area}: it is kept beside that of the préfecture, which stands for the whole.")
	textAnswerMistake = i18n.T("Une erreur ? Répondez de nouveau : la dernière réponse compte.", "A mistake? Answer again: the last answer counts.")
	textAnswerEmpty   = i18n.T(
		"Il manque la réponse à {ref}. Rien n’est enregistré.\n{questions}\nPar exemple : `/remontee repondre {ref} {example}`. S’il n’y a rien à déclarer : `/remontee neant {ref}`",
		"The answer to {ref} is missing. Nothing is saved.\n{questions}\nFor example: `/remontee repondre {ref} {example}`. If there is nothing to say: `/remontee neant {ref}`")
	titleAnswer = i18n.T("Répondre à {ref}", "Answer {ref}")
	labelAnswer = i18n.T("Répondre", "Answer")
	helpKinds   = map[plan.AnswerKind]i18n.Msg{
		plan.AnswerNumber: i18n.T("Un nombre, ou « néant ».", "A number, or “néant”."),
		plan.AnswerAmount: i18n.T("Un montant : 350 k€, 1,2 M€, ou « néant ».", "An amount: 350 k€, 1,2 M€, or “néant”."),
		plan.AnswerYesNo:  i18n.T("« oui » ou « non ».", "“oui” or “non”."),
		plan.AnswerLink:   i18n.T("Une adresse qui commence par https://", "An address that begins with https://"),
		plan.AnswerText:   i18n.T("Quelques mots, ou « néant ».", "A few words, or “néant”."),
	}
	helpChoice = i18n.T("Un choix : {list}.", "One of: {list}.")
)

func answerDataCall(e *Env) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	questions := n.view.Call.Questions
	if _, review := n.view.Call.Review(); review && !isOutcome(n.rest) {
		return e.answerReview(n)
	}
	if e.answersForm() {
		typed := make([]string, len(questions))
		for i, q := range questions {
			typed[i] = e.req.Fields[fieldOf(i)]
			if _, err := q.Read(typed[i]); err != nil {
				return card.Reply{}, e.onField(fieldOf(i), err)
			}
		}
		return e.giveAnswer(n, plan.NewAnswer{Outcome: plan.Received, Values: typed})
	}
	word := i18n.Fold(strings.Trim(n.rest, " .!"))
	if o := outcomeWords[word]; o != "" {
		return e.giveAnswer(n, plan.NewAnswer{Outcome: o})
	}
	switch word {
	case "":
		return e.answerForm(n), nil
	case "comme avant", "comme la derniere fois":
		return e.giveAnswer(n, plan.NewAnswer{Like: true})
	}
	if id, is := fileNamed(n.rest); is {
		return e.answerFile(n, id)
	}
	typed := plan.SplitAnswer(n.rest)
	if len(questions) == 1 && len(typed) > 1 { // its semicolons cut nothing
		typed = []string{n.rest}
	}
	return e.giveAnswer(n, plan.NewAnswer{Outcome: plan.Received, Values: typed})
}

// outcomeWords are the answers without a value, folded.
var outcomeWords = map[string]plan.Outcome{
	"neant": plan.Nil, "rien": plan.Nil,
	"sans objet": plan.NotApplicable, "sans-objet": plan.NotApplicable, "pas concerne": plan.NotApplicable, "non concerne": plan.NotApplicable,
}

// isOutcome tells an answer without a value.
func isOutcome(rest string) bool { return outcomeWords[i18n.Fold(strings.Trim(rest, " .!"))] != "" }

// answerOutcome answers without a value.
func (e *Env) answerOutcome(o plan.Outcome) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	return e.giveAnswer(n, plan.NewAnswer{Outcome: o})
}

func (e *Env) giveAnswer(n namedCall, a plan.NewAnswer) (card.Reply, error) {
	a.Service, a.Area = n.service, n.area
	given, err := e.plan.AnswerDataCall(e.ctx, e.call, n.view.Deadline.Ref(), a)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.answerSaid(given)}, nil
}

// answerSaid echoes an answer, value by value.
func (e *Env) answerSaid(g plan.Answered) string {
	w, a, ref := e.drawer(), g.Answer, g.Deadline.Ref()
	r, _ := g.Response(a.Service)
	text := map[plan.Outcome]i18n.Msg{plan.Received: textAnswerKept, plan.Nil: textAnswerNil, plan.NotApplicable: textAnswerNA}[a.Outcome]
	out := []string{e.say(text, "ref", ref, "service", e.x.byID(a.Service).The(e.lang), "when", e.words.Stamp(a.At, e.zone))}
	for i, v := range a.Values {
		out = append(out, bullet+w.valueSaid(g.Call.Questions[i], v))
	}
	if a.Late {
		out = append(out, e.say(textAnswerLate, "due", g.Deadline.DueOf(r.Part)))
	}
	if g.Before.Rank > 0 && a.Area == "" {
		out = append(out, e.say(textAnswerAgain, "when", e.words.Stamp(g.Before.At, e.zone), "who", w.name(g.Scheduled, g.Before.By)))
	}
	switch {
	case a.Area != "" && r.Answered():
		out = append(out, e.say(textAnswerBeside, "area", card.Quote(a.Area)))
	case a.Area != "":
		out = append(out, e.say(textAnswerPartial, "area", card.Quote(a.Area)))
	}
	return lines(append(out, e.say(textAnswerMistake))...)
}

// answerForm opens a form with a field for each question, else shows how to answer.
func (e *Env) answerForm(n namedCall) card.Reply {
	ref := string(n.view.Deadline.Ref())
	if e.req.CanForm {
		form := card.Form{
			Title: e.say(titleAnswer, "ref", ref), Command: e.answerLine(n), Submit: e.say(labelAnswer),
			Line: e.answerLine(n) + " " + exampleAnswer(n.view.Call.Questions),
		}
		for i, q := range n.view.Call.Questions {
			form.Fields = append(form.Fields, e.answerField(n, i, q))
		}
		return card.Reply{Form: &form}
	}
	return card.Reply{Error: true, Text: e.say(textAnswerEmpty, "ref", ref, "questions", e.drawer().questionList(n.view.Call.Questions),
		"example", exampleAnswer(n.view.Call.Questions))}
}

// answerLine is the line that answers, with the service that was named.
func (e *Env) answerLine(n namedCall) string {
	line := "remontee repondre " + string(n.view.Deadline.Ref())
	if n.service != "" {
		line += " pour " + plan.TypedCode(e.x.byID(n.service).Code)
	}
	if n.area != "" {
		line += " arrondissement " + quote(n.area)
	}
	return line
}

// answerField is the field of a question, filled with what stands.
func (e *Env) answerField(n namedCall, i int, q plan.Question) card.Field {
	f := card.Field{Name: fieldOf(i), Label: clipLabel(q.Label), Help: e.say(helpKinds[q.Kind]), Long: q.Kind == plan.AnswerText}
	if q.Kind == plan.AnswerChoice {
		f.Help = clipBytes(e.say(helpChoice, "list", strings.Join(q.Choices, ", ")), card.HelpBytes)
	}
	if f.Label != q.Label {
		f.Help = clipBytes(q.Label+". "+f.Help, card.HelpBytes)
	}
	if r, ok := n.view.Response(n.service); ok && r.Answered() && r.Whole.Outcome == plan.Received && n.view.Reads(n.service) {
		f.Value = q.Say(i18n.FR, r.Whole.Values[i])
	}
	return f
}

// fieldOf names the field of a question.
func fieldOf(i int) string { return "q" + strconv.Itoa(i+1) }

// clipLabel shortens a text to what a field shows above it.
func clipLabel(text string) string { return clipBytes(text, card.LabelBytes) }

// exampleAnswer is an answer of the right form.
func exampleAnswer(questions []plan.Question) string {
	out := make([]string, len(questions))
	for i, q := range questions {
		switch q.Kind {
		case plan.AnswerNumber:
			out[i] = strconv.Itoa(6 - i%5)
		case plan.AnswerAmount:
			out[i] = "350 k€"
		case plan.AnswerYesNo:
			out[i] = "oui"
		case plan.AnswerChoice:
			out[i] = q.Choices[0]
		case plan.AnswerLink:
			out[i] = "https://…"
		case plan.AnswerProjects:
			out[i] = "tous inchangés"
		case plan.AnswerText:
			out[i] = "réponse " + strconv.Itoa(i+1)
		}
	}
	return strings.Join(out, " ; ")
}
