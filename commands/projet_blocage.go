package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    6,
	path:    "projet blocage",
	aliases: []string{"projet bloquer", "projet frein", "projet blocker"},
	summary: i18n.T("dire ce qui bloque un projet, ou que le blocage est levé", "say what blocks a project, or that nothing does any more"),
	args: []arg{argProject, {`"<blocage>"`, `"dépollution"`, i18n.T(
		"ce qui bloque ; `levé` quand plus rien ne bloque", "what blocks it; `levé` when nothing does any more"), false}},
	keywords: []string{"blocage"},
	examples: []string{`projet blocage PR105 "avis attendu sur 2 cités minières"`, "projet blocage PR105 levé"},
	right:    plan.ReportOn,
	seeAlso:  []string{"projet meteo", "projet historique"},
	run:      reportBlocker,
})

var (
	textBlockerTold = i18n.T(
		"{ref} : blocage noté, « {blocker} ». Pour le lever : `/projet blocage {ref} levé`",
		"{ref}: blocker told, “{blocker}”. To lift it: `/projet blocage {ref} levé`")
	textBlockerLifted = i18n.T("{ref} : blocage levé (« {blocker} »).", "{ref}: blocker lifted (“{blocker}”).")
	textBlockerSame   = i18n.T("{ref} : blocage inchangé, « {blocker} », confirmé le {day}.", "{ref}: blocker unchanged, “{blocker}”, confirmed on {day}.")
	textBlockerWhat   = i18n.T(
		"Il manque ce qui bloque {ref}. Rien n’a changé.\nPar exemple : `/projet blocage {ref} \"dépollution\"`, ou `/projet blocage {ref} levé`",
		"What blocks {ref} is missing. Nothing has changed.\nFor example: `/projet blocage {ref} \"dépollution\"`, or `/projet blocage {ref} levé`")
	titleBlocker = i18n.T("Blocage de {ref}", "Blocker of {ref}")
	helpBlocker  = i18n.T("Écrivez « levé » quand plus rien ne bloque.", "Write “levé” when nothing blocks any more.")
)

var blockerClauses = []clauseWords{{"blocage", []string{"blocage"}, false}}

func reportBlocker(e *Env) (card.Reply, error) {
	l, err := e.said(blockerClauses)
	if err != nil {
		return card.Reply{}, err
	}
	p, rest, err := e.projectAndRest(l.head)
	if err != nil {
		return card.Reply{}, err
	}
	text := card.OneLine(joined(rest))
	if said, ok := l.text("blocage"); ok {
		text = card.OneLine(said)
	}
	switch {
	case text == "" && e.req.CanForm && !e.answersForm():
		form := card.Form{
			Title: e.say(titleBlocker, "ref", p.Ref()), Command: e.cmd.path + " " + string(p.Ref()), Submit: e.say(labelSave), Version: p.Version,
			Fields: []card.Field{{Name: "blocage", Label: e.say(labelBlocker), Help: e.say(helpBlocker), Value: p.Blocker}},
		}
		return card.Reply{Form: &form}, nil
	case text == "":
		return card.Reply{}, askFor(e.say(textBlockerWhat, "ref", p.Ref()))
	case isLifted(text):
		text = ""
	}
	c, err := e.plan.ReportOnProject(e.ctx, e.call, p.Number, plan.ProjectReport{Blocker: &text})
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.blockerSaid(c)}, nil
}

// isLifted tells a text that says that nothing blocks any more.
func isLifted(text string) bool {
	switch i18n.Fold(text) {
	case "leve", "levee", "leves", "levees", "resolu", "resolue", "regle", "reglee", "lifted", "fini", "termine":
		return true
	default:
		return isNone(text)
	}
}

// blockerSaid says what blocks a project after a report.
func (e *Env) blockerSaid(c plan.ProjectChange) string {
	switch c.After.Blocker {
	case "":
		return e.say(textBlockerLifted, "ref", c.After.Ref(), "blocker", card.Quote(c.Before.Blocker))
	case c.Before.Blocker:
		return e.say(textBlockerSame, "ref", c.After.Ref(), "blocker", card.Quote(c.After.Blocker), "day", e.words.Long(e.today()))
	default:
		return e.say(textBlockerTold, "ref", c.After.Ref(), "blocker", card.Quote(c.After.Blocker))
	}
}
