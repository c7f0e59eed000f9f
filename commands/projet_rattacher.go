package commands

import (
	"slices"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    9,
	path:    "projet rattacher",
	aliases: []string{"projet lier", "projet attacher", "projet attach"},
	summary: i18n.T("rattacher une échéance ou une séance à un projet", "attach a deadline or a meeting to a project"),
	args: []arg{{"<échéance ou séance>", "E16", i18n.T(
		"l’identifiant d’une échéance ou d’une séance", "the identifier of a deadline or of a meeting"), false}, argProject},
	examples: []string{"projet rattacher E16 PR105", "projet rattacher SE31 ERBM"},
	right:    plan.ReportOn,
	seeAlso:  []string{"projet detacher", "projet voir"},
	run:      func(e *Env) (card.Reply, error) { return attachToProject(e, true) },
})

var _ = register(command{
	rank:     10,
	path:     "projet detacher",
	aliases:  []string{"projet detach"},
	summary:  i18n.T("détacher une échéance ou une séance d’un projet", "detach a deadline or a meeting from a project"),
	args:     []arg{{"<échéance ou séance>", "E16", i18n.T("son identifiant", "its identifier"), false}, argProject},
	examples: []string{"projet detacher E16 PR105"},
	right:    plan.ReportOn,
	seeAlso:  []string{"projet rattacher"},
	run:      func(e *Env) (card.Reply, error) { return attachToProject(e, false) },
})

var (
	textAttached   = i18n.T("{what} est rattachée à {ref} · {name}.", "{what} is attached to {ref} · {name}.")
	textDetached   = i18n.T("{what} n’est plus rattachée à {ref} · {name}.", "{what} is no longer attached to {ref} · {name}.")
	textAttachWhat = i18n.T(
		"Il manque l’échéance ou la séance : son identifiant. Rien n’a changé.\nPar exemple : `/{example}`",
		"The deadline or the meeting is missing: its identifier. Nothing has changed.\nFor example: `/{example}`")
)

func attachToProject(e *Env, attach bool) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	at := slices.IndexFunc(tokens, isAttachable)
	if at < 0 {
		return card.Reply{}, askFor(e.say(textAttachWhat, "example", e.cmd.examples[0]))
	}
	what := tokens[at].text
	rest := slices.Delete(slices.Clone(tokens), at, at+1)
	rest = slices.DeleteFunc(rest, func(t token) bool {
		w := i18n.Fold(t.text)
		return !t.quoted && (w == "a" || w == "au" || w == "de" || w == "du")
	})
	p, extra, err := e.projectAndRest(rest)
	if err != nil {
		return card.Reply{}, err
	}
	if len(extra) > 0 {
		return card.Reply{}, askFor(e.say(textProjectExtra, "word", card.Quote(clip(joined(extra))), "example", e.cmd.examples[0]))
	}
	c, ref, err := e.plan.AttachToProject(e.ctx, e.call, p.Number, what, attach)
	if err != nil {
		return card.Reply{}, err
	}
	text := textDetached
	if attach {
		text = textAttached
	}
	return card.Reply{Text: e.say(text, "what", ref, "ref", c.After.Ref(), "name", card.Quote(c.After.Called()))}, nil
}

// isAttachable tells the identifier of a deadline or of a meeting.
func isAttachable(t token) bool {
	_, deadline := plan.ParseDeadlineRef(t.text)
	_, meeting := plan.ParseMeetingRef(t.text)
	return !t.quoted && (deadline || meeting)
}
