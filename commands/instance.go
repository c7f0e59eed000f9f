package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	path:     "instance",
	aliases:  []string{"instance aide", "instance help"},
	summary:  i18n.T("les instances, leurs sièges et qui les occupe", "the bodies, their seats and who holds them"),
	examples: []string{"instance"},
	right:    plan.ReadMeetings,
	run:      helpBodies,
})

// helpBodies shows the actions of /instance, or one of them.
func helpBodies(e *Env) (card.Reply, error) {
	if e.rest == "" {
		return e.helpGroup(e.cmd), nil
	}
	e.rest = e.cmd.trigger() + " " + e.rest
	return help(e)
}

var _ = register(command{
	rank:     3,
	path:     "instance voir",
	aliases:  []string{"instance montrer", "instance show"},
	summary:  i18n.T("voir une instance, ses sièges et ses règles", "see a body, its seats and its rules"),
	args:     []arg{argBody},
	examples: []string{"instance voir EPF", "instance voir IN3"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"instance qui", "instance modifier"},
	run:      showBody,
})

var argBody = arg{"<instance>", "EPF", i18n.T(
	"l’identifiant, le nom court ou des mots du nom", "the identifier, the short name or words of the name"), false}

func showBody(e *Env) (card.Reply, error) {
	b, err := e.bodyNamed(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.plan.ViewBody(e.ctx, e.req.Region, b.Number, e.today())
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.bodyCard(v), Buttons: e.bodyButtons(v.Body)}, nil
}

var _ = register(command{
	rank:     8,
	path:     "instance fermer",
	aliases:  []string{"instance clore", "instance supprimer", "instance close"},
	summary:  i18n.T("fermer une instance qui n’existe plus ; rien n’est effacé", "close a body that no longer is; nothing is erased"),
	args:     []arg{argBody, argReason},
	keywords: []string{"motif"},
	examples: []string{`instance fermer EPF motif "instance supprimée"`},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"instance rouvrir", "instance dormantes"},
	run:      func(e *Env) (card.Reply, error) { return setBodyClosed(e, true) },
})

var _ = register(command{
	rank:     9,
	path:     "instance rouvrir",
	aliases:  []string{"instance ouvrir", "instance reopen"},
	summary:  i18n.T("rouvrir une instance fermée", "open a closed body again"),
	args:     []arg{argBody, argReason},
	keywords: []string{"motif"},
	examples: []string{"instance rouvrir IN3"},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"instance fermer"},
	run:      func(e *Env) (card.Reply, error) { return setBodyClosed(e, false) },
})

var (
	textBodyIsClosed = i18n.T(
		"**{ref} · {name}** est fermée. Rien n’est effacé.\nPour la rouvrir : `/instance rouvrir {ref}`",
		"**{ref} · {name}** is closed. Nothing is erased.\nTo open it again: `/instance rouvrir {ref}`")
	textBodyIsOpen = i18n.T("**{ref} · {name}** est rouverte.", "**{ref} · {name}** is open again.")
	textBodyOpenIs = i18n.T(
		"**{ref} · {name}** est déjà ouverte. Rien n’a changé.", "**{ref} · {name}** is already open. Nothing has changed.")
)

func setBodyClosed(e *Env, closed bool) (card.Reply, error) {
	l, err := e.said([]clauseWords{{"motif", []string{"motif"}, false}})
	if err != nil {
		return card.Reply{}, err
	}
	b, err := e.anyBody(l.head)
	if err != nil {
		return card.Reply{}, err
	}
	if !closed && !b.Closed {
		return card.Reply{}, askFor(e.say(textBodyOpenIs, "ref", b.Ref(), "name", card.Quote(b.Name)))
	}
	reason, _ := l.text("motif")
	action, text := "instance.rouvrir", textBodyIsOpen
	if closed {
		action, text = "instance.fermer", textBodyIsClosed
	}
	if _, err := e.plan.ModifyBody(e.ctx, e.call, b.Number, action, reason, func(b *plan.Body) error {
		b.Closed = closed
		return nil
	}); err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.say(text, "ref", b.Ref(), "name", card.Quote(b.Name))}, nil
}

// anyBody finds the body that is the whole head of a line, a closed one by its
// identifier or its name.
func (e *Env) anyBody(head []token) (plan.Body, error) {
	text := joined(head)
	b, err := e.bodyNamed(text)
	if err == nil || text == "" {
		return b, err
	}
	all, _, failed := e.plan.FindBodies(e.ctx, e.req.Region, plan.BodyFilter{Closed: true})
	if failed != nil {
		return b, failed
	}
	for _, closed := range all {
		if closed.Closed && isCalled(closed, serviceKey(text)) {
			return closed, nil
		}
	}
	return b, err
}
