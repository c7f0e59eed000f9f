package commands

import (
	"time"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// A channel that takes no post any more is told to the administrators, once.

var (
	textRefusing    = i18n.T("**{channel} n’accepte plus les messages de jalon** : {why} depuis {since}.", "**{channel} no longer takes the messages of jalon**: {why} since {since}.")
	textArchivedNow = i18n.T("canal archivé", "archived channel")
	textNotMember   = i18n.T("jalon n’y est plus membre", "jalon is no longer a member")
	textWaits       = i18n.T("{n} message attend.", "{n} message waits.")
	textWait        = i18n.T("{n} messages attendent.", "{n} messages wait.")
	textReopen      = i18n.T(
		"À faire : rouvrir le canal, ou `/jalon service modifier {code} canal ~autre-canal`",
		"To do: open the channel again, or `/jalon service modifier {code} canal ~other-channel`")
	textInviteBack = i18n.T(
		"À faire : y taper `/invite @jalon`, ou `/jalon service modifier {code} canal ~autre-canal`",
		"To do: type `/invite @jalon` there, or `/jalon service modifier {code} canal ~other-channel`")
	textNoServiceThere = i18n.T("Un canal qui n’est plus celui d’un service", "A channel that is no service’s any more")
)

// renderRefusing draws the alert about a channel. It shows what holds when it
// leaves, and is never drawn again.
func renderRefusing(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, err := r.drawerOf(tx, now, dl.Region, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	refusing, err := plan.LoadRefusing(tx, dl)
	if err != nil {
		return drawing{}, err
	}
	why, mend := textArchivedNow, textReopen
	if refusing.Code == plan.CodeNotMember {
		why, mend = textNotMember, textInviteBack
	}
	name, todo := textNoServiceThere.In(w.lang), ""
	if len(refusing.Services) > 0 {
		s := refusing.Services[0]
		name, todo = "~"+s.ChannelName, mend.In(w.lang, "code", s.Code)
	}
	head := textRefusing.In(w.lang, "channel", name, "why", why.In(w.lang), "since", w.words.Long(refusing.Since))
	if n := refusing.Waiting; n > 0 {
		head += " " + i18n.Plural(w.lang, n, textWaits, textWait).In(w.lang, "n", n)
	}
	return drawing{Card: card.Card{Subject: string(dl.Subject), Message: lines(head, todo)}}, nil
}
