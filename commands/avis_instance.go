package commands

import (
	"strconv"
	"strings"
	"time"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What jalon says by itself about bodies: terms that end, the seats of somebody
// who leaves.

var (
	textTermEnds     = i18n.T("**Mandat à renouveler : {who}, {body}, {seat}**", "**Term to renew: {who}, {body}, {seat}**")
	textTermsEnd     = i18n.T("**{n} mandats à renouveler : {body}**", "**{n} terms to renew: {body}**")
	textTermEndsRow  = i18n.T("- {seat} : {who}, {capacity}", "- {seat}: {who}, {capacity}")
	textTermEndsOn   = i18n.T("Fin le **{day}**, {delay}", "It ends on **{day}**, {delay}")
	textTermInDays   = i18n.T("dans {days}", "in {days}")
	textTermToday    = i18n.T("aujourd’hui", "today")
	textTermNoMeet   = i18n.T("Prochaine séance après cette date : aucune", "Next meeting after that date: none")
	textTermMeets    = i18n.T("Prochaine séance après cette date : {when} (séance {ref})", "Next meeting after that date: {when} (meeting {ref})")
	textTermRenewed  = i18n.T("C’est fait : plus aucun mandat ne finit ce jour-là sans suite.", "Done: no term ends that day with nobody after it.")
	textTermLeftOne  = i18n.T("Reste à renouveler : {list}", "Left to renew: {list}")
	textSeatsFilled  = i18n.T("Tous ses sièges sont pourvus.", "All the seats are filled.")
	textAccountBack  = i18n.T("Le compte est de nouveau actif : ses sièges lui restent.", "The account is active again: the seats stay theirs.")
	labelRenew       = i18n.T("Renouveler", "Renew")
	labelReplace     = i18n.T("Remplacer", "Replace")
	labelSeeBodyCard = i18n.T("Voir l’instance", "See the body")
)

// termStepOf is the step of the delivery that a post carries, from the names of what
// it tells.
func termStepOf(items []string, region plan.Ref) string {
	for _, item := range items {
		if step, ok := strings.CutPrefix(item, string(region)+"/1/"); ok {
			return step
		}
	}
	return ""
}

func renderTermEnding(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	return r.drawTerms(tx, now, dl.Region, dl.Service, dl.Subject, dl.Step, nil)
}

func redrawTermEnding(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	d, err := r.drawTerms(tx, now, live.Region, live.Service, live.Subject, termStepOf(posted.Items, live.Subject), &posted)
	return d.Card, err
}

// drawTerms draws the terms of a body that end on the day of a step. In a post that
// is there already, only what is left to renew changes.
func (r *Router) drawTerms(tx plan.Tx, now time.Time, region plan.RegionID, service plan.ServiceID, subject plan.Ref, step string, posted *drawing) (drawing, error) {
	w, err := r.drawerOf(tx, now, region, service)
	if err != nil {
		return drawing{}, err
	}
	_, end, _ := plan.TermEnd(step)
	t, err := plan.LoadTermsEnding(tx, region, subject, end)
	if err != nil {
		return drawing{}, err
	}
	c := card.Card{Subject: string(subject), Version: t.Body.Version}
	if posted == nil {
		c.Message = w.termsMessage(t)
	}
	switch {
	case len(t.Terms) == 0:
		c.Body, c.Urgency = textTermRenewed.In(w.lang), card.Done
	case posted == nil || len(t.Terms) == max(1, strings.Count(posted.Message, "\n"+bullet)):
		c.Buttons = w.termButtons(t)
	default:
		var left []string
		for _, o := range t.Terms {
			left = append(left, w.calls(o.Term.Who, t.Called)+", "+card.Quote(o.Seat.Name))
		}
		c.Body, c.Buttons = textTermLeftOne.In(w.lang, "list", strings.Join(left, " ; ")), w.termButtons(t)
	}
	return drawing{Card: c}, nil
}

// termsMessage says which terms end, and what comes after.
func (w drawer) termsMessage(t plan.TermsEnding) string {
	var rows []string
	if len(t.Terms) == 1 {
		o := t.Terms[0]
		rows = append(rows, textTermEnds.In(w.lang, "who", w.calls(o.Term.Who, t.Called), "body", card.Quote(t.Body.Called()), "seat", card.Quote(o.Seat.Name)))
	} else {
		rows = append(rows, textTermsEnd.In(w.lang, "n", len(t.Terms), "body", card.Quote(t.Body.Called())))
	}
	delay := textTermToday.In(w.lang)
	if days := w.today.DaysUntil(t.End); days > 0 {
		delay = textTermInDays.In(w.lang, "days", w.words.Count(days, 0))
	}
	rows = append(rows, textTermEndsOn.In(w.lang, "day", w.words.Long(t.End), "delay", delay))
	if len(t.Terms) > 1 {
		for _, o := range t.Terms {
			rows = append(rows, textTermEndsRow.In(w.lang, "seat", capital(card.Quote(o.Seat.Name)),
				"who", w.calls(o.Term.Who, t.Called), "capacity", w.capacity(o.Term.Rank, o.Term.Who, t.Called)))
		}
	}
	if t.Next.Number == 0 {
		rows = append(rows, textTermNoMeet.In(w.lang))
	} else {
		rows = append(rows, textTermMeets.In(w.lang, "when", w.meetingWhen(t.Next), "ref", t.Next.Ref()))
	}
	return lines(rows...)
}

// termButtons renew or replace the only term that ends, or lead to the body.
func (w drawer) termButtons(t plan.TermsEnding) []card.Button {
	ref := string(t.Body.Ref())
	if len(t.Terms) > 1 {
		return []card.Button{{ID: "voirinstance", Label: labelSeeBodyCard.In(w.lang), Style: card.Primary, Command: "instance voir " + ref}}
	}
	o := t.Terms[0]
	replace := "instance siege " + ref + " " + quote(o.Seat.Name)
	if o.Term.Rank > 0 {
		replace += " suppleant " + strconv.Itoa(o.Term.Rank)
	}
	return []card.Button{
		{
			ID: "renouveler", Label: labelRenew.In(w.lang), Style: card.Primary,
			Command: "instance mandat " + ref + " " + typedTermOf(o, t.Called) + " siege " + quote(o.Seat.Name),
		},
		{
			ID: "remplacer", Label: labelReplace.In(w.lang), Style: card.Variant, Command: replace,
		},
	}
}

// typedTermOf is who has a term as they are typed: by the name that they go by.
func typedTermOf(o plan.EndingTerm, called map[plan.UserID]string) string {
	if name := called[o.Term.Who.User]; name != "" {
		return quote(name)
	}
	return quote(o.Term.Who.Name)
}

func renderDeparture(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, err := r.drawerOf(tx, now, dl.Region, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	left, err := plan.LoadSeatsLeft(tx, now, dl.Region, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	c := w.departureCard(left)
	c.Message = textHasLeft.In(w.lang, "who", card.Quote(left.Who.Name), "seats", w.seatCount(len(left.Seats)))
	return drawing{Card: c}, nil
}

// departureCard is what changes in the message about the seats of somebody who
// left: those that are still to be refilled.
func (w drawer) departureCard(left plan.SeatsLeft) card.Card {
	c := card.Card{Subject: string(plan.AgentRef(left.Agent.User)), Version: left.Agent.Version}
	switch {
	case left.Agent.Active:
		c.Body, c.Urgency = textAccountBack.In(w.lang), card.Done
	case len(left.Seats) == 0:
		c.Body, c.Urgency = textSeatsFilled.In(w.lang), card.Done
	default:
		var rows []string
		for _, s := range left.Seats {
			rows = append(rows, w.refillRow(s, map[plan.UserID]string{left.Agent.User: left.Who.Name}))
		}
		c.Body, c.Buttons = strings.Join(rows, "\n"), w.refillButtons(left.Seats)
	}
	return c
}
