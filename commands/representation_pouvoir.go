package commands

import (
	"strconv"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    5,
	path:    "representation pouvoir",
	aliases: []string{"representation procuration", "representation donner pouvoir", "representation mandat", "representation proxy"},
	summary: i18n.T("donner pouvoir à un autre membre, présent à la séance", "give a proxy to another member, who is present"),
	args: []arg{
		argMeeting,
		{"\"nom\"", `"M. Lemaire"`, i18n.T("qui donne pouvoir ; sans cela, vous", "who gives the proxy; without it, you"), true},
		{"à \"nom\"", `à "Mme Vasseur"`, i18n.T("qui le reçoit", "who receives it"), false},
		argSeat, argWhy,
	},
	keywords: []string{"siege"},
	examples: []string{`representation pouvoir SE31 "M. Lemaire" à "Mme Vasseur"`},
	right:    plan.AnswerIt,
	who: i18n.T("la personne qui donne pouvoir, ou la coordination en son nom, à sa demande",
		"the person who gives the proxy, or the coordination on their behalf, at their request"),
	seeAlso: []string{"representation refuser", "representation designer"},
	run:     giveProxy,
})

var (
	textGaveProxy = i18n.T("Pouvoir {from} donné à {to} pour la séance {ref}.", "Proxy of {from} given to {to} for the meeting {ref}.")
	textProxyWhom = i18n.T(
		"Il manque la personne qui reçoit le pouvoir. Rien n’est enregistré.\nPar exemple : `/representation pouvoir {ref} \"M. Lemaire\" à \"Mme Vasseur\"`",
		"The person who receives the proxy is missing. Nothing is saved.\nFor example: `/representation pouvoir {ref} \"M. Lemaire\" à \"Mme Vasseur\"`")
	titleProxy   = i18n.T("Pouvoir, {ref}", "Proxy, {ref}")
	labelProxyTo = i18n.T("À qui", "To whom")
	helpProxyTo  = i18n.T("Un autre membre, présent à la séance, par exemple : Mme Vasseur, @alice", "Another member, who is present, for example: Mme Vasseur, @alice")
	helpProxyWhy = i18n.T("Obligatoire pour déroger à une règle", "Required to go against a rule")
)

func giveProxy(e *Env) (card.Reply, error) {
	a, err := e.seatAsked()
	if err != nil {
		return card.Reply{}, err
	}
	to, from := a.to, a.loose
	switch {
	case to == "" && from != "" && a.behalf != "": // « de Mme Dupont pour Mme Vasseur »
		to, a.behalf = a.behalf, ""
	case to == "" && len(a.people) > 1:
		from, to = a.people[0], a.people[1]
	case to == "" && len(a.people) == 1:
		to = a.people[0]
	case len(a.people) > 0:
		from = a.people[0]
	}
	if from == "" {
		from = a.behalf
	}
	if lead, name := cutWord(from); i18n.Fold(lead) == "de" && name != "" { // « de bob »
		from = name
	}
	if to == "" {
		return e.proxyTo(a)
	}
	x := plan.Proxying{SeatAt: a.at, Reason: card.OneLine(a.reason)}
	if x.To, err = e.representative(to); err != nil {
		return card.Reply{}, err
	}
	if x.From, err = e.giver(a, from); err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.GiveProxy(e.ctx, e.call, x)
	if err != nil {
		return card.Reply{}, e.seatRefused(err)
	}
	w, v, r := e.drawer(), done.MeetingView, done.Now()
	text := e.say(textGaveProxy, "from", plan.Of(w.named(v, r.Who)), "to", w.named(v, r.Proxy), "ref", v.Ref())
	if done.Overridden {
		text = lines(text, e.say(textOverridden, "reason", card.Quote(r.Override)))
	}
	return card.Reply{Text: text}, nil
}

// giver is who gives the proxy: the person named, else who types.
func (e *Env) giver(a aboutSeat, from string) (plan.Representative, error) {
	if from != "" {
		return e.representative(from)
	}
	if a.at.Seat != 0 && e.dir.Actor.Coordinates() { // from the button of a decision: the seat's holder gives it
		seat, _ := a.view.Body.Seat(a.at.Seat)
		if holder, _ := seat.On(a.view.Start.Date); !holder.Who.IsZero() {
			return holder.Who, nil
		}
	}
	return plan.Representative{User: e.req.User, Name: e.dir.Actor.Username}, nil
}

// proxyTo asks who receives the proxy: with a form where there is one.
func (e *Env) proxyTo(a aboutSeat) (card.Reply, error) {
	ref := a.view.Ref()
	if e.req.CanForm && !e.answersForm() {
		line := e.cmd.path + " " + string(ref)
		if a.at.Seat != 0 {
			line += " siège " + strconv.Itoa(a.at.Seat)
		}
		return card.Reply{Form: &card.Form{
			Title: e.say(titleProxy, "ref", ref), Command: line, Submit: e.say(labelGiveProxy),
			Fields: []card.Field{
				{Name: "a", Label: e.say(labelProxyTo), Help: e.say(helpProxyTo)},
				{Name: "motif", Label: e.say(labelReason), Help: e.say(helpProxyWhy), Optional: true},
			},
		}}, nil
	}
	return card.Reply{}, &ask{card.Reply{Error: true, Field: "a", Text: e.say(textProxyWhom, "ref", ref)}}
}
