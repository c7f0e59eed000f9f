package commands

import (
	"strings"
	"time"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What jalon says by itself about calls for projects: their card in the channel of
// the coordination, that their dates changed, and that they are closed.

var (
	textCallTitle = i18n.T("**{ref} · {name}**", "**{ref} · {name}**")
	textCallFirst = i18n.T("Appel à projets, clôture annoncée : **{when}**", "Call for projects, announced close: **{when}**")
	textCallNew   = i18n.T("**{ref} · {name}** : dates changées", "**{ref} · {name}**: dates changed")
	textCallOwe   = i18n.T("À venir pour {service} :", "To come for {service}:")
	textCallOver  = i18n.T("**{ref} · {name}** : dépôts clos", "**{ref} · {name}**: closed")
	textCallSince = i18n.T("Clôture : {when}", "Close: {when}")
	textCallThen  = i18n.T("Étape suivante : **{when}**, {name} ({ref})", "Next step: **{when}**, {name} ({ref})")
	textCallSee   = i18n.T("Pour voir l’appel : `/projet voir {ref}`", "To see the call: `/projet voir {ref}`")
	textCallCount = i18n.T("Chaque préfecture compte ses dossiers : `/projet compte {ref} {department} déposés 12`", "Each préfecture counts its files: `/projet compte {ref} {department} déposés 12`")
)

// projectTold is the project that a message is about, with who draws it for a service.
func (r *Router) projectTold(
	tx plan.Tx, now time.Time, region plan.RegionID, service plan.ServiceID, subject plan.Ref,
) (drawer, plan.ProjectView, error) {
	w, err := r.drawerOf(tx, now, region, service)
	if err != nil {
		return w, plan.ProjectView{}, err
	}
	v, err := plan.LoadProject(tx, region, subject)
	return w, v, err
}

func renderCall(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.projectTold(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	message := lines(
		textCallTitle.In(w.lang, "ref", v.Ref(), "name", card.Quote(v.Name)),
		textCallFirst.In(w.lang, "when", v.Call.Closes.In(w.lang)))
	return drawing{Card: w.callCard(v, message)}, nil
}

func redrawCall(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, v, err := r.projectTold(tx, now, live.Region, live.Service, live.Subject)
	if err != nil {
		return card.Card{}, err
	}
	return w.callCard(v, posted.Message), nil
}

// callCard is the card of a call: what stays true, then where it stands.
func (w drawer) callCard(v plan.ProjectView, message string) card.Card {
	c := card.Card{Subject: string(v.Ref()), Version: v.Version, Message: message, Urgency: card.Calm}
	if v.Closed {
		c.Body, c.Urgency = textProjectIsShut.In(w.lang), card.Gone
		return c
	}
	c.Body, c.Buttons = lines(w.callText(v)...), w.seeProject(v)
	return c
}

func renderCallMoved(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.projectTold(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	rows := []string{textCallNew.In(w.lang, "ref", v.Ref(), "name", card.Quote(v.Called())), w.callCloses(v)}
	if owed := w.callOwedBy(v, dl.Service); len(owed) > 0 {
		rows = append(rows, textCallOwe.In(w.lang, "service", w.services.byID(dl.Service).The(w.lang)), strings.Join(owed, "\n"))
	}
	return drawing{Card: card.Card{Message: lines(append(rows, textCallSee.In(w.lang, "ref", v.Ref()))...)}}, nil
}

// callOwedBy lists the steps that a service still owes.
func (w drawer) callOwedBy(v plan.ProjectView, service plan.ServiceID) []string {
	var rows []string
	for _, s := range v.Call.Steps {
		due, d := callDue(v, s)
		if part, owes := d.Part(service); owes && part.State == plan.Open && d.State == plan.Open && !s.Closing {
			rows = append(rows, textMovedRow.In(w.lang, "date", w.words.Short(due, w.today), "name", card.Quote(s.Name), "ref", d.Ref()))
		}
	}
	return rows
}

func renderCallClosed(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.projectTold(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	rows := []string{textCallOver.In(w.lang, "ref", v.Ref(), "name", card.Quote(v.Called())), textCallSince.In(w.lang, "when", v.Call.Closes.In(w.lang))}
	for _, s := range v.Call.Steps {
		due, d := callDue(v, s)
		if d.Number > 0 && d.State == plan.Open && !due.Before(w.today) {
			rows = append(rows, textCallThen.In(w.lang, "when", w.words.Long(due), "name", card.Quote(s.Name), "ref", d.Ref()))
			break
		}
	}
	if len(v.Concerned) > 0 {
		rows = append(rows, textCallCount.In(w.lang, "ref", v.Ref(), "department", v.Concerned[0]))
	}
	return drawing{Card: card.Card{Message: lines(append(rows, textCallSee.In(w.lang, "ref", v.Ref()))...)}}, nil
}
