package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	path:     "projet",
	aliases:  []string{"projet aide", "projet help"},
	summary:  i18n.T("les projets : météo, blocages, crédits", "the projects: outlook, blockers, credits"),
	examples: []string{"projet", "projet CRTE Cambrésis"},
	right:    plan.ReadProjects,
	freely:   true,
	run:      helpProjects,
})

// helpProjects shows the actions of /projet, or the project that is named.
func helpProjects(e *Env) (card.Reply, error) {
	if e.rest == "" {
		return e.helpGroup(e.cmd), nil
	}
	if path := e.cmd.trigger() + " " + i18n.Fold(e.rest); e.router.byPath[path] != nil {
		e.rest = e.cmd.trigger() + " " + e.rest
		return help(e)
	}
	return showProject(e)
}

var _ = register(command{
	rank:    3,
	path:    "projet voir",
	aliases: []string{"projet montrer", "projet show", "projet statut", "jalon statut", "ou en est", "ou en sont", "projet ou en est", "projet etat"},
	summary: i18n.T("voir où en est un projet", "see where a project stands"),
	args:    []arg{argProject},
	examples: []string{
		"projet voir ERBM", "projet voir CRTE Cambrésis", "projet voir PR105",
	},
	right:   plan.ReadProjects,
	seeAlso: []string{"projet liste", "projet meteo"},
	run:     showProject,
})

func showProject(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	p, err := e.projectNamed(joined(tokens))
	if err != nil {
		return card.Reply{}, err
	}
	return e.projectReply(p.Number)
}

// projectReply shows a project.
func (e *Env) projectReply(number int) (card.Reply, error) {
	v, err := e.plan.ViewProject(e.ctx, e.req.Region, e.sees(), e.sight, number)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.drawer().projectText(v), Buttons: e.projectButtons(v.Project)}, nil
}
