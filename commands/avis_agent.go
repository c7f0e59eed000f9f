package commands

import (
	"strings"
	"time"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What jalon says by itself about people: who receives in the stead of whom, an
// account that is deactivated, what was handed over.

var (
	textForAway   = i18n.T("Pour {name}, indisponible jusqu’au {until}.", "For {name}, unavailable until {until}.")
	textForLeft   = i18n.T("Pour {name}, dont le compte est désactivé.", "For {name}, whose account is deactivated.")
	textEntrustTo = i18n.T("{who} confie **{ref} · {title}** à {name}.", "{who} entrusts {name} with **{ref} · {title}**.")
	textLeftOne   = i18n.T("Le compte {of} est désactivé. {n} élément ouvert est à transmettre.", "The account of {of} is deactivated. {n} open item is to be handed over.")
	textLeftMany  = i18n.T("Le compte {of} est désactivé. {n} éléments ouverts sont à transmettre.", "The account of {of} is deactivated. {n} open items are to be handed over.")
	textLeftBack  = i18n.T("Le compte est de nouveau actif : rien n’est à transmettre pour lui.", "The account is active again: nothing is to be handed over for it.")
	textLeftNone  = i18n.T("Tout est transmis.", "All is handed over.")
	textLeftStill = i18n.T("Il en reste {n} à transmettre.", "{n} left to hand over.")
	textGivenYou  = i18n.T("{who} vous transmet ce que suivait {from} : **{count}**", "{who} hands over to you what {from} held: **{count}**")
	textGivenThem = i18n.T("{who} transmet {to} ce que suivait {from} : **{count}**", "{who} hands over to {to} what {from} held: **{count}**")
	textGivenSelf = i18n.T("{from} vous transmet : **{count}**", "{from} hands over to you: **{count}**")
	textElement   = i18n.T("{n} élément", "{n} item")
	textElements  = i18n.T("{n} éléments", "{n} items")
)

// givenLimit is how many items the message of a handover lists.
const givenLimit = 5

// inTheStead says for whom the reader receives, empty when it is for the reader.
func (w drawer) inTheStead(r plan.Receiver) string {
	switch {
	case r.For.User == "" || r.For.Active && r.For.AwayTo.IsZero():
		return "" // for the reader, or back since
	case !r.For.Active:
		return textForLeft.In(w.lang, "name", r.For.Username)
	default:
		return textForAway.In(w.lang, "name", r.For.Username, "until", w.words.Long(r.For.AwayTo))
	}
}

func renderLeft(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, err := r.drawerOf(tx, now, dl.Region, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	left, err := plan.LoadDeparture(tx, now, dl.Region, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	c := w.leftCard(left)
	c.Message = i18n.Plural(w.lang, left.Held, textLeftOne, textLeftMany).In(w.lang, "of", plan.Of(left.Agent.Username), "n", left.Held)
	c.Body = ""
	return drawing{Card: c}, nil
}

// leftCard is what changes in the message about a deactivated account.
func (w drawer) leftCard(left plan.Departure) card.Card {
	c := card.Card{Subject: string(plan.AgentRef(left.Agent.User)), Version: left.Agent.Version}
	switch {
	case left.Agent.Active:
		c.Body, c.Urgency = textLeftBack.In(w.lang), card.Done
	case left.Held == 0:
		c.Body, c.Urgency = textLeftNone.In(w.lang), card.Done
	default:
		c.Body = textLeftStill.In(w.lang, "n", left.Held)
		c.Buttons = []card.Button{{
			ID: "transmettre", Label: labelHandOver.In(w.lang), Style: card.Primary,
			Command: "jalon passation @" + left.Agent.Username,
		}}
	}
	return c
}

func renderHandover(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, err := r.drawerOf(tx, now, dl.Region, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	h, err := plan.LoadHandover(tx, dl.Region, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	receiver, err := plan.ReceiverOf(tx, now, dl)
	if err != nil {
		return drawing{}, err
	}
	if receiver.To.Channel != "" {
		if err := w.hideFrom(tx, receiver.To.Channel, h); err != nil {
			return drawing{}, err
		}
	}
	message, err := w.handoverMessage(tx, h)
	return drawing{Card: card.Card{Message: lines(message, w.inTheStead(receiver))}}, err
}

// hideFrom leaves only their keys of the items that the readers of a channel may
// not see.
func (w drawer) hideFrom(tx plan.Tx, channel plan.ChannelID, h plan.Handover) error {
	sight := plan.DirectoryView{Services: w.services.services}.ChannelSight(channel)
	for i := range h.Items {
		if _, ok := plan.ParseDeadlineRef(h.Items[i].Key); !ok {
			continue
		}
		s, err := plan.LoadScheduled(tx, h.Region, plan.Ref(h.Items[i].Key))
		if err != nil {
			return err
		}
		h.Items[i].Discreet = h.Items[i].Discreet || !sight.Sees(s.Deadline)
	}
	return nil
}

func (w drawer) handoverMessage(tx plan.Tx, h plan.Handover) (string, error) {
	who, err := plan.UserName(tx, h.Region, h.Actor)
	if err != nil {
		return "", err
	}
	from, err := plan.UserName(tx, h.Region, h.From.User)
	if err != nil {
		return "", err
	}
	n := len(h.Items)
	args := []any{"who", who, "from", from, "count", i18n.Plural(w.lang, n, textElement, textElements).In(w.lang, "n", n), "to", ""}
	text := textGivenYou
	switch h.From.User {
	case "":
		text = textGivenThem
		args = append([]any{
			"from", w.services.byID(h.From.Service).The(w.lang),
			"to", w.services.byID(h.To.Service).ToThe(w.lang),
		}, args...)
	case h.Actor:
		text = textGivenSelf
	}
	rows := []string{text.In(w.lang, args...)}
	for _, item := range h.Items[:min(n, givenLimit)] {
		rows = append(rows, w.itemRow(tactful(w.lang, item)))
	}
	if left := n - givenLimit; left > 0 {
		rows = append(rows, textHeldKind.In(w.lang, "count", i18n.Plural(w.lang, left, textOther, textOthers).In(w.lang, "n", left)))
	}
	return strings.Join(rows, "\n") + "\n", nil
}

// tactful is an item as the message of a post may name it: without its title and
// its date when the deadline is restricted, or once was.
func tactful(lang i18n.Lang, item plan.Item) plan.Item {
	if item.Discreet {
		item.Title, item.Due = textSecretTitle.In(lang), plan.Due{}
	}
	return item
}
