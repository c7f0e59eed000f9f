package commands

import (
	"errors"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     25,
	path:     "jalon agent corriger",
	summary:  i18n.T("corriger le nom par lequel une personne souhaite être appelée, ou sa fonction", "correct how somebody wishes to be called, or their function"),
	args:     []arg{argAgent, {`nom "…"`, `nom "Mme Vasseur"`, i18n.T("le nom choisi par la personne", "the name chosen by the person"), true}, {`fonction "…"`, `fonction "cheffe de bureau"`, i18n.T("sa fonction, dans ses mots", "their function, in their words"), true}},
	takes:    []clause{takesPerson},
	keywords: []string{"nom", "fonction"},
	examples: []string{`jalon agent corriger nom "Mme Vasseur" fonction "cheffe de bureau"`, `jalon agent corriger @bob fonction "chargé de mission"`},
	right:    plan.UseIt,
	who:      whoSelf,
	seeAlso:  []string{"jalon agent voir"},
	run:      correctAgent,
})

var (
	textCorrectWhat = i18n.T(
		"Il manque ce qui est à corriger. Rien n’a changé.\nPar exemple : `/{example}`",
		"What is to be corrected is missing. Nothing has changed.\nFor example: `/{example}`")
	textWordsLong = i18n.T(
		"**« {text} »** est trop long : {max} caractères au plus. Rien n’a changé.",
		"**“{text}”** is too long: {max} characters at most. Nothing has changed.")
)

// longestOwnWords is the longest name or function that a person may choose.
const longestOwnWords = 80

func correctAgent(e *Env) (card.Reply, error) {
	user, err := e.agentAsked()
	if err != nil {
		return card.Reply{}, err
	}
	called, errCalled := e.ownWords("nom")
	function, errFunction := e.ownWords("fonction")
	if err := errors.Join(errCalled, errFunction); err != nil {
		return card.Reply{}, err
	}
	if called == nil && function == nil {
		return card.Reply{}, askFor(e.say(textCorrectWhat, "example", e.cmd.examples[0]))
	}
	v, err := e.plan.CorrectAgent(e.ctx, e.call, user, called, function)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.sheet(v)}, nil
}

// ownWords reads what follows a keyword, in the person's own words; « aucun »
// and « aucune » take it off, nil leaves it.
func (e *Env) ownWords(keyword string) (*string, error) {
	text, given := e.s.named[keyword]
	if !given {
		return nil, nil
	}
	text = card.OneLine(text)
	switch {
	case len([]rune(text)) > longestOwnWords:
		return nil, askFor(e.say(textWordsLong, "text", card.Quote(clip(text)), "max", longestOwnWords))
	case i18n.Fold(text) == "aucun" || i18n.Fold(text) == "aucune":
		text = ""
	}
	return &text, nil
}
