package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    5,
	path:    "projet avancement",
	aliases: []string{"projet progres", "projet taux", "projet progress"},
	summary: i18n.T("dire l’avancement d’un projet", "say the progress of a project"),
	args: []arg{argProject, {"<pourcentage>", "55", i18n.T(
		"un nombre de 0 à 100", "a number from 0 to 100"), false}},
	examples: []string{"projet avancement PR105 55"},
	right:    plan.ReportOn,
	seeAlso:  []string{"projet meteo", "projet historique"},
	run:      reportProgress,
})

var (
	textProgressMoved = i18n.T("{ref} : avancement de {was} % à {is} %.", "{ref}: progress from {was}% to {is}%.")
	textProgressFirst = i18n.T("{ref} : avancement de {is} %.", "{ref}: progress {is}%.")
	textProgressSame  = i18n.T("{ref} : avancement de {is} %, inchangé, confirmé le {day}.", "{ref}: progress {is}%, unchanged, confirmed on {day}.")
	textProgressWhat  = i18n.T(
		"Il manque l’avancement de {ref}. Rien n’a changé.\nPar exemple : `/projet avancement {ref} 55`",
		"The progress of {ref} is missing. Nothing has changed.\nFor example: `/projet avancement {ref} 55`")
)

func reportProgress(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	if n := len(tokens); n > 1 && tokens[n-1].text == "%" {
		tokens = append(tokens[:n-2:n-2], token{text: tokens[n-2].text + "%"})
	}
	if len(tokens) > 1 && isFigure(tokens[0].text) && !isFigure(tokens[len(tokens)-1].text) {
		tokens = append(tokens[1:len(tokens):len(tokens)], tokens[0])
	}
	last := len(tokens) - 1
	if last < 0 {
		_, err := e.projectNamed("")
		return card.Reply{}, err
	}
	name, value := tokens[:last], tokens[last].text
	if last == 0 || !isFigure(value) {
		name, value = tokens, ""
	}
	p, rest, err := e.projectAndRest(name)
	if err != nil {
		return card.Reply{}, err
	}
	switch {
	case value == "" && len(rest) > 0:
		_, err := e.progress(joined(rest), p.Ref())
		return card.Reply{}, err
	case value == "":
		return card.Reply{}, askFor(e.say(textProgressWhat, "ref", p.Ref()))
	}
	n, err := e.progress(value, p.Ref())
	if err != nil {
		return card.Reply{}, err
	}
	c, err := e.plan.ReportOnProject(e.ctx, e.call, p.Number, plan.ProjectReport{Progress: &n})
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.progressSaid(c)}, nil
}

// isFigure tells a word that begins as a number does.
func isFigure(word string) bool {
	return word != "" && (word[0] == '-' || word[0] >= '0' && word[0] <= '9')
}

// progressSaid says the progress of a project after a report.
func (e *Env) progressSaid(c plan.ProjectChange) string {
	was, is := c.Before.Progress, c.After.Progress
	switch was {
	case is:
		return e.say(textProgressSame, "ref", c.After.Ref(), "is", is, "day", e.words.Long(e.today()))
	case plan.NoProgress:
		return e.say(textProgressFirst, "ref", c.After.Ref(), "is", is)
	default:
		return e.say(textProgressMoved, "ref", c.After.Ref(), "was", was, "is", is)
	}
}
