package commands

import (
	"strings"
	"time"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What jalon says once of a data call: thanks and last calls at the close, the state to
// who asked, what becomes of a wish for more time.

var (
	textEndThanks   = i18n.T("Remontée **{title}** ({ref}) : merci, {what}.", "Data call **{title}** ({ref}): thank you, {what}.")
	textSecretCall  = i18n.T("confidentielle", "restricted")
	textEndReceived = i18n.T("votre réponse du {day} est transmise", "your answer of {day} is handed on")
	textEndNil      = i18n.T("votre réponse « néant » du {day} est transmise", "your answer “nil” of {day} is handed on")
	textEndNA       = i18n.T("votre réponse « sans objet » du {day} est transmise", "your answer “not applicable” of {day} is handed on")
	textEndLast     = i18n.T("Dernier appel ⛔ : remontée **{title}** ({ref})", "Last call ⛔: data call **{title}** ({ref})")
	textEndLastDue  = i18n.T(
		"La réponse était attendue **{due}**. {service} n’a pas répondu : une réponse reste possible, marquée hors délai.",
		"The answer was expected **{due}**. {service} has not answered: an answer is still possible, marked late.")
	textEndGivenUp = i18n.T(
		"Remontée **{title}** ({ref}) close : votre réponse n’est plus attendue.",
		"Data call **{title}** ({ref}) is closed: your answer is not expected any more.")
	textClosedState = i18n.T("**{ref} · {title} : {count}.**", "**{ref} · {title}: {count}.**")
	textClosedWait  = i18n.T("En attente : {services}.", "Waiting: {services}.")
	textClosedMore  = i18n.T("Délai accordé : {list}.", "More time given: {list}.")
	textClosedNext  = i18n.T("Relances : chaque jour ouvré, aux seuls services sans réponse.", "Chases: every working day, to the services without an answer only.")
	textClosedAll   = i18n.T("Tous les services ont répondu.", "All the services answered.")
	textUntilOf     = i18n.T("{service}, {until}", "{service}, {until}")
	textWishHead    = i18n.T("**{ref} · {title}** : délai demandé", "**{ref} · {title}**: more time asked")
	textWishAsks    = i18n.T("{service} demande jusqu’au **{due}** (clôture : {was}).", "{service} asks until **{due}** (close: {was}).")
	textWishBy      = i18n.T("Par {who}", "By {who}")
	textWishOver    = i18n.T("Suite donnée : {state}.", "What came of it: {state}.")
	textWishGiven   = i18n.T("accordé jusqu’au {due}", "given until {due}")
	textWishOther   = i18n.T("{due} accordé", "{due} given")
	textWishRefused = i18n.T("refusé", "refused")
	textWishNoNeed  = i18n.T("le service a répondu entre-temps", "the service answered meanwhile")
	textDelayGiven  = i18n.T(
		"Remontée **{title}** ({ref}) : délai accordé, réponse attendue **{due}**.",
		"Data call **{title}** ({ref}): more time given, the answer is expected **{due}**.")
	textDelayRefused = i18n.T(
		"Remontée **{title}** ({ref}) : délai refusé, réponse attendue **{due}**.",
		"Data call **{title}** ({ref}): more time refused, the answer is expected **{due}**.")
)

// titleOf is the title of a data call, unless it is for its services only.
func (w drawer) titleOf(d plan.Deadline) string {
	if d.Discreet {
		return textSecretCall.In(w.lang)
	}
	return card.Quote(d.Title)
}

// renderDataCallEnd thanks a service at the close, calls it a last time, or tells it
// that nothing is expected of it any more.
func renderDataCallEnd(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.toldCall(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	d := v.Deadline
	part, _ := d.Part(dl.Service)
	args := []any{"title", w.titleOf(d), "ref", d.Ref(), "due", d.Due}
	switch part.State {
	case plan.Done:
		what := map[plan.Outcome]i18n.Msg{plan.Received: textEndReceived, plan.Nil: textEndNil, plan.NotApplicable: textEndNA}[part.Outcome]
		said := what.In(w.lang, "day", w.words.Stamp(part.ClosedAt, w.zone))
		return drawing{Card: card.Card{Message: textEndThanks.In(w.lang, append(args, "what", said)...)}}, nil
	case plan.Cancelled:
		return drawing{Card: card.Card{Message: lines(textEndGivenUp.In(w.lang, args...), w.secretless(d, w.reasonOf(d)))}}, nil
	case plan.Open:
	}
	c := w.questionCard(v)
	c.Message = lines(textEndLast.In(w.lang, args...),
		textEndLastDue.In(w.lang, append(args, "service", capital(w.services.byID(dl.Service).The(w.lang)))...), w.sentLate(dl))
	return drawing{Card: c, Discreet: d.Discreet}, nil
}

// secretless is a text that people wrote, unless the data call is discreet.
func (w drawer) secretless(d plan.Deadline, text string) string {
	if d.Discreet {
		return ""
	}
	return text
}

// renderDataCallClosed tells who asked how many answered.
func renderDataCallClosed(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.askerCall(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	d := v.Deadline
	rows := []string{textClosedState.In(w.lang, "ref", d.Ref(), "title", w.titleOf(d), "count", w.callCount(v))}
	var waiting []plan.ServiceID
	var more []string
	for _, part := range d.OpenParts() {
		if part.Until.Date.IsZero() || !now.Before(d.DueAtOf(part)) {
			waiting = append(waiting, part.Service)
			continue
		}
		more = append(more, textUntilOf.In(w.lang, "service", w.shortName(part.Service), "until", w.until(part.Until)))
	}
	if len(waiting) > 0 {
		rows = append(rows, textClosedWait.In(w.lang, "services", w.shortNames(waiting)))
	}
	if len(more) > 0 {
		rows = append(rows, textClosedMore.In(w.lang, "list", i18n.And(w.lang, more)))
	}
	if len(waiting)+len(more) == 0 {
		rows = append(rows, textClosedAll.In(w.lang))
	} else {
		rows = append(rows, textClosedNext.In(w.lang))
	}
	c := card.Card{Subject: string(d.Ref()), Message: lines(append(rows, w.sentLate(dl))...), Buttons: w.leadButtons(v), Version: d.Version}
	return drawing{Card: c}, nil
}

// redrawDataCallClosed keeps the buttons to what can still be done.
func redrawDataCallClosed(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, v, err := r.askerCall(tx, now, live.Region, live.Service, live.Subject)
	if err != nil {
		return card.Card{}, err
	}
	return card.Card{Subject: string(live.Subject), Version: v.Deadline.Version, Message: posted.Message, Buttons: w.leadButtons(v)}, nil
}

// wishCard is what changes of a wish for more time under its message: its buttons, then
// what became of it. A service may wish again: each message is about one date.
func (w drawer) wishCard(v plan.DataCallView, service plan.ServiceID, message string) card.Card {
	d := v.Deadline
	part, _ := d.Part(service)
	c := card.Card{Subject: string(d.Ref()), Version: d.Version, Message: message}
	about := func(due plan.Due) bool { return !due.Date.IsZero() && strings.Contains(message, due.In(w.lang)) }
	line := " " + string(d.Ref()) + " pour " + plan.TypedCode(w.services.byID(service).Code)
	switch {
	case part.State == plan.Open && about(part.Wish):
		c.Buttons = []card.Button{
			{ID: "accorder", Label: labelGive.In(w.lang), Style: card.Primary, Command: "remontee accorder" + line},
			{ID: "refuser", Label: labelRefuseIt.In(w.lang), Style: card.Quiet, Command: "remontee refuser" + line},
		}
		return c
	case about(part.Until):
		c.Body = textWishOver.In(w.lang, "state", textWishGiven.In(w.lang, "due", part.Until))
	case part.State == plan.Done:
		c.Body = textWishOver.In(w.lang, "state", textWishNoNeed.In(w.lang))
	case !part.Until.Date.IsZero():
		c.Body = textWishOver.In(w.lang, "state", textWishOther.In(w.lang, "due", part.Until))
	default:
		c.Body = textWishOver.In(w.lang, "state", textWishRefused.In(w.lang))
	}
	c.Urgency = card.Done
	return c
}

func renderExtensionAsked(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.askerCall(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	d := v.Deadline
	part, _ := d.Part(dl.Service)
	why := ""
	if part.Why != "" && !d.Discreet {
		why = textReason.In(w.lang, "reason", card.Quote(part.Why))
	}
	c := w.wishCard(v, dl.Service, lines(
		textWishHead.In(w.lang, "ref", d.Ref(), "title", w.titleOf(d)),
		textWishAsks.In(w.lang, "service", capital(w.services.byID(dl.Service).The(w.lang)), "due", part.Wish, "was", d.DueOf(part)),
		why, textWishBy.In(w.lang, "who", w.name(v.Scheduled, part.AskedBy)),
	))
	return drawing{Card: c}, nil
}

func redrawExtensionAsked(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, v, err := r.askerCall(tx, now, live.Region, live.Service, live.Subject)
	if err != nil {
		return card.Card{}, err
	}
	return w.wishCard(v, live.Service, posted.Message), nil
}

// renderExtension tells a service what became of its wish.
func renderExtension(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.toldCall(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	d := v.Deadline
	part, _ := d.Part(dl.Service)
	text, why := textDelayGiven, ""
	if plan.RefusesExtension(dl) {
		text = textDelayRefused
		if part.Why != "" && !d.Discreet {
			why = textReason.In(w.lang, "reason", card.Quote(part.Why))
		}
	}
	return drawing{Card: card.Card{Message: lines(text.In(w.lang, "title", w.titleOf(d), "ref", d.Ref(), "due", d.Due), why)}}, nil
}
