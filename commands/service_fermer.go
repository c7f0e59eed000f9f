package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     15,
	path:     "jalon service fermer",
	aliases:  []string{"jalon service close"},
	summary:  i18n.T("fermer un service qui ne porte plus rien ; rien n’est effacé", "close a service that owes nothing any more; nothing is erased"),
	args:     []arg{argService, argReason},
	takes:    []clause{takesReason},
	examples: []string{"jalon service fermer DREAL", `jalon service fermer DREAL motif "fusion de services"`},
	right:    plan.ManageServices,
	undoable: true,
	seeAlso:  []string{"jalon service modifier"},
	run:      closeService,
})

var textServiceFreed = i18n.T(
	"Service {code} fermé.{freed} Rien n’est effacé.\nPour le rouvrir : `/jalon service modifier {typed} ouvert{channel}`",
	"Service {code} closed.{freed} Nothing is erased.\nTo open it again: `/jalon service modifier {typed} ouvert{channel}`")

var textChannelFreed = i18n.T(" Le canal {channel} est libre.", " The channel {channel} is free.")

func closeService(e *Env) (card.Reply, error) {
	if err := plan.CheckServices(e.call.Actor); err != nil {
		return card.Reply{}, err
	}
	s, err := e.service(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	closed, err := e.plan.CloseService(e.ctx, e.call, s.ID, e.s.reason)
	if err != nil {
		return card.Reply{}, err
	}
	freed, channel := "", ""
	if name := closed.Before.ChannelName; name != "" {
		freed = e.say(textChannelFreed, "channel", tilde(name))
		channel = " canal " + tilde(name)
	}
	return card.Reply{Text: e.say(textServiceFreed, "code", s.Code, "typed", plan.TypedCode(s.Code), "freed", freed, "channel", channel)}, nil
}
