package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     12,
	path:     "projet clore",
	aliases:  []string{"projet cloturer", "projet terminer", "projet fermer", "projet close"},
	summary:  i18n.T("clore un projet terminé ou abandonné ; rien n’est effacé", "close a project that is finished or given up; nothing is erased"),
	args:     []arg{argProject, argReason},
	keywords: []string{"motif"},
	examples: []string{`projet clore PR140 motif "travaux achevés"`},
	right:    plan.ManageProjects,
	seeAlso:  []string{"projet rouvrir"},
	run:      func(e *Env) (card.Reply, error) { return setProjectClosed(e, true) },
})

var _ = register(command{
	rank:     13,
	path:     "projet rouvrir",
	aliases:  []string{"projet ouvrir", "projet reopen"},
	summary:  i18n.T("rouvrir un projet clos", "open a closed project again"),
	args:     []arg{argProject, argReason},
	keywords: []string{"motif"},
	examples: []string{"projet rouvrir PR140"},
	right:    plan.ManageProjects,
	seeAlso:  []string{"projet clore"},
	run:      func(e *Env) (card.Reply, error) { return setProjectClosed(e, false) },
})

var (
	textProjectNowClosed = i18n.T("{ref} est clos. Motif : {reason}. Il reste consultable.", "{ref} is closed. Reason: {reason}. It can still be read.")
	textProjectNowShut   = i18n.T("{ref} est clos. Il reste consultable.", "{ref} is closed. It can still be read.")
	textProjectNowOpen   = i18n.T("{ref} · {name} est rouvert.", "{ref} · {name} is open again.")
	textProjectIsOpen    = i18n.T("{ref} · {name} est déjà ouvert. Rien n’a changé.", "{ref} · {name} is already open. Nothing has changed.")
	textProjectExtra     = i18n.T(
		"**« {word} »** n’est pas compris. Rien n’a changé.\nPar exemple : `/{example}`",
		"**“{word}”** is not understood. Nothing has changed.\nFor example: `/{example}`")
)

func setProjectClosed(e *Env, closed bool) (card.Reply, error) {
	l, err := e.said([]clauseWords{{"motif", []string{"motif"}, false}})
	if err != nil {
		return card.Reply{}, err
	}
	p, extra, err := e.projectAndRest(l.head)
	if err != nil {
		return card.Reply{}, err
	}
	if !closed && !p.Closed {
		return card.Reply{}, askFor(e.say(textProjectIsOpen, "ref", p.Ref(), "name", card.Quote(p.Called())))
	}
	reason, _ := l.text("motif")
	if reason == "" { // what follows the project says why
		reason = joined(extra)
	}
	reason = card.OneLine(reason)
	action := "projet.rouvrir"
	if closed {
		action = "projet.clore"
	}
	c, err := e.plan.ModifyProject(e.ctx, e.call, p.Number, action, reason, func(p *plan.Project) error {
		p.Closed, p.Reason = closed, ""
		if closed {
			p.Reason = reason
		}
		return nil
	})
	if err != nil {
		return card.Reply{}, err
	}
	switch {
	case !closed:
		return card.Reply{Text: e.say(textProjectNowOpen, "ref", c.After.Ref(), "name", card.Quote(c.After.Called()))}, nil
	case reason == "":
		return card.Reply{Text: e.say(textProjectNowShut, "ref", c.After.Ref())}, nil
	default:
		return card.Reply{Text: e.say(textProjectNowClosed, "ref", c.After.Ref(), "reason", card.Quote(reason))}, nil
	}
}
