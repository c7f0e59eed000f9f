package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     11,
	path:     "echeance partager",
	aliases:  []string{"echeance montrer ici", "echeance share"},
	summary:  i18n.T("montrer une échéance à tout le canal", "show a deadline to the whole channel"),
	args:     []arg{argRef},
	takes:    []clause{takesRef},
	examples: []string{"echeance partager E12"},
	right:    plan.ReadIt,
	who: i18n.T("qui voit l’échéance, dans un canal dont le service la voit aussi",
		"who sees the deadline, in a channel whose service sees it too"),
	seeAlso: []string{"echeance voir"},
	run:     shareDeadline,
})

var (
	textShared = i18n.T("{ref} est montrée dans ce canal.", "{ref} is shown in this channel.")
	labelShare = i18n.T("Partager", "Share")
)

func shareDeadline(e *Env) (card.Reply, error) {
	if e.s.ref != "" && e.s.text != "" {
		return card.Reply{}, e.oneAtATime()
	}
	s, err := e.deadline(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	if _, err := e.plan.ShareDeadline(e.ctx, e.call, s.Deadline.Ref()); err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.say(textShared, "ref", s.Deadline.Ref())}, nil
}

// shareButton offers to show a deadline in the channel, where that may be done.
func (e *Env) shareButton(d plan.Deadline) []card.Button {
	if e.dir.Place.Service == "" || !e.dir.ChannelSight(e.req.Channel).Sees(d) {
		return nil
	}
	return []card.Button{{
		ID: "partager", Label: e.say(labelShare), Style: card.Quiet, Command: "echeance partager " + string(d.Ref()),
	}}
}
