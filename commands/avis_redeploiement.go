package commands

import (
	"time"

	"jalon/card"
	"jalon/plan"
)

// What jalon says by itself about redeployments: it asks the décision role, and
// tells who asked what was decided.

// redeploymentPost reads the redeployment that a post is about.
func (r *Router) redeploymentPost(tx plan.Tx, now time.Time, region plan.RegionID, subject plan.Ref, about plan.ServiceID) (drawer, plan.RedeploymentChange, error) {
	w, err := r.drawerOf(tx, now, region, about)
	if err != nil {
		return w, plan.RedeploymentChange{}, err
	}
	number, _ := plan.ParseRedeploymentRef(string(subject))
	c, err := plan.LoadRedeployment(tx, region, number)
	return w, c, err
}

func renderRedeploy(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, c, err := r.redeploymentPost(tx, now, dl.Region, dl.Subject, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	receiver, err := plan.ReceiverOf(tx, now, dl)
	if err != nil {
		return drawing{}, err
	}
	drawn := card.Card{
		Subject: string(dl.Subject), Version: c.Version,
		Message: lines(w.redeployment(textRedeployAsk, c), textRedeployBy.In(w.lang, "who", card.Quote(c.Called[c.AskedBy])), w.inTheStead(receiver)),
	}
	w.decidableRedeployment(&drawn, c)
	return drawing{Card: drawn}, nil
}

func redrawRedeploy(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, c, err := r.redeploymentPost(tx, now, live.Region, live.Subject, live.Service)
	if err != nil {
		return card.Card{}, err
	}
	drawn := card.Card{Subject: string(live.Subject), Version: c.Version, Message: posted.Message}
	w.decidableRedeployment(&drawn, c)
	return drawn, nil
}

// decidableRedeployment puts in a card what was decided, or the buttons that decide.
func (w drawer) decidableRedeployment(drawn *card.Card, c plan.RedeploymentChange) {
	switch c.State {
	case plan.RedeploymentAsked:
		drawn.Buttons = decisionButtons(w.lang, c)
	case plan.RedeploymentAgreed:
		drawn.Body, drawn.Urgency = w.decided(c), card.Done
	case plan.RedeploymentRefused:
		drawn.Body, drawn.Urgency = w.decided(c), card.Gone
	}
}

func renderRedeployed(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, c, err := r.redeploymentPost(tx, now, dl.Region, dl.Subject, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	return drawing{Card: card.Card{Message: w.redeploymentText(c)}}, nil
}
