package commands

import (
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What jalon says by itself about projects: it asks the lead when what is said is
// stale, and tells the coordination of a fall into orage.

var (
	textAskOutlook = i18n.T("**{ref} · {name}** : quelle est la météo ?", "**{ref} · {name}**: what is the outlook?")
	textAskLast    = i18n.T("Dernière : **{outlook}**, {day}, {ago}", "Last: **{outlook}**, {day}, {ago}")
	textAskNever   = i18n.T("Aucune météo donnée depuis sa création, {day}, {ago}", "No outlook given since it was created, {day}, {ago}")
	textAskHow     = i18n.T("Une touche suffit. Vous pourrez ajouter une ligne.", "One touch is enough. You may add a line.")
	textAskMany    = i18n.T("**{n} projets sans mise à jour depuis plus de {days}**", "**{n} projects not updated for over {days}**")
	textAskedMost  = i18n.T("Les {n} plus urgents aujourd’hui, les autres plus tard.", "The {n} most urgent today, the others later.")
	textAnswered   = i18n.T("Répondu : **{outlook}**, {day}", "Answered: **{outlook}**, {day}")
	textAskedAgain = i18n.T("Question posée de nouveau le {day}", "Asked again on {day}")
	textStorm      = i18n.T("**{ref} · {name} passe en {outlook}** ({meaning})", "**{ref} · {name} falls to {outlook}** ({meaning})")
	textStormWas   = i18n.T("Avant : {was}. Mise à jour par {who}, {day}", "Before: {was}. Updated by {who}, {day}")
	textStormFirst = i18n.T("Mise à jour par {who}, {day}", "Updated by {who}, {day}")
	textStormNow   = i18n.T("Désormais : **{outlook}**, {day}", "Now: **{outlook}**, {day}")
	labelSeeIt     = i18n.T("Voir le projet", "See the project")
)

func renderAskOutlook(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.projectTold(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	return drawing{Card: card.Card{
		Subject: string(dl.Subject), Version: v.Version,
		Message: lines(
			textAskOutlook.In(w.lang, "ref", v.Ref(), "name", card.Quote(v.Called())), w.lastOutlook(v), textAskHow.In(w.lang)),
		Buttons: w.outlookButtons(v.Project),
	}}, nil
}

// lastOutlook says the last outlook that was given of a project, and how old it is.
func (w drawer) lastOutlook(v plan.ProjectView) string {
	day := calendar.DateOf(v.FreshAt(), w.zone)
	if v.UpdatedAt.IsZero() {
		return textAskNever.In(w.lang, "day", w.words.Long(day), "ago", w.ago(day))
	}
	return textAskLast.In(w.lang, "outlook", w.outlook(v.Outlook), "day", w.words.Long(day), "ago", w.ago(day))
}

// redrawAskOutlook says what became of a question, and takes the buttons off once
// there is nothing to answer any more.
func redrawAskOutlook(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, v, err := r.projectTold(tx, now, live.Region, live.Service, live.Subject)
	if err != nil {
		return card.Card{}, err
	}
	asked, err := plan.LoadOutlookQuestion(tx, live)
	if err != nil {
		return card.Card{}, err
	}
	c := card.Card{Subject: string(live.Subject), Version: max(v.Version, live.Wanted), Message: posted.Message}
	switch {
	case v.Closed:
		c.Body, c.Urgency = textProjectIsShut.In(w.lang), card.Gone
	case asked.Answered(v.Project):
		day := w.words.Long(calendar.DateOf(v.FreshAt(), w.zone))
		c.Body, c.Urgency = textAnswered.In(w.lang, "outlook", w.outlook(v.Outlook), "day", day), card.Done
	case v.Lead != live.User:
		c.Body, c.Urgency = w.leadLine(v), card.Gone
	case !asked.Again.IsZero():
		c.Body, c.Urgency = textAskedAgain.In(w.lang, "day", w.words.Long(asked.Again)), card.Gone
	default:
		c.Buttons = w.outlookButtons(v.Project)
	}
	return c, nil
}

// askedTogether heads the first of several questions to one person.
func (w drawer) askedTogether(tx plan.Tx, b plan.Batch) (string, error) {
	v, err := plan.LoadProject(tx, b.Deliveries[0].Region, b.Deliveries[0].Subject)
	if err != nil {
		return "", err
	}
	head := textAskMany.In(w.lang, "n", b.Of, "days", w.words.Count(v.Freshness, calendar.CalendarDays))
	if b.Of > plan.MostOutlooks {
		head = lines(head, textAskedMost.In(w.lang, "n", plan.MostOutlooks))
	}
	return head, nil
}

func renderStorm(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.projectTold(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	was, err := plan.OutlookBefore(tx, v.Project)
	if err != nil {
		return drawing{}, err
	}
	day := w.words.Long(calendar.DateOf(v.UpdatedAt, w.zone))
	said := textStormFirst.In(w.lang, "who", w.updatedBy(v), "day", day)
	if was != plan.OutlookNone {
		said = textStormWas.In(w.lang, "was", w.outlookWord(was), "who", w.updatedBy(v), "day", day)
	}
	step := w.nextStep(v)
	if step != "" {
		step = textProjectNext.In(w.lang, "step", step)
	}
	return drawing{Card: card.Card{
		Subject: string(dl.Subject), Version: v.Version, Urgency: card.Late,
		Message: lines(
			textStorm.In(w.lang, "ref", v.Ref(), "name", card.Quote(v.Called()), "outlook", w.outlook(v.Outlook), "meaning", outlookMeanings[v.Outlook].In(w.lang)),
			said, w.comment(v.Project), step),
		Buttons: w.seeProject(v),
	}}, nil
}

func (w drawer) seeProject(v plan.ProjectView) []card.Button {
	return []card.Button{{ID: "voirprojet", Label: labelSeeIt.In(w.lang), Style: card.Primary, Command: "projet voir " + string(v.Ref())}}
}

// updatedBy is who said the last thing of a project: « carole, préfecture du Nord ».
func (w drawer) updatedBy(v plan.ProjectView) string {
	if v.UpdatedBy.Former() {
		return textFormerAgent.In(w.lang)
	}
	service := plan.ServiceID("")
	if len(v.UpdatedAgent.Services) > 0 {
		service = v.UpdatedAgent.Services[0].Service
	}
	return w.person(card.Quote(v.UpdatedAgent.Username), service)
}

// redrawStorm says how the project goes since.
func redrawStorm(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, v, err := r.projectTold(tx, now, live.Region, live.Service, live.Subject)
	if err != nil {
		return card.Card{}, err
	}
	c := card.Card{Subject: string(live.Subject), Version: v.Version, Message: posted.Message, Urgency: card.Late, Buttons: w.seeProject(v)}
	switch {
	case v.Closed:
		c.Body, c.Urgency = textProjectIsShut.In(w.lang), card.Gone
	case v.Outlook != plan.OutlookStormy:
		c.Body, c.Urgency = textStormNow.In(w.lang, "outlook", w.outlook(v.Outlook), "day", w.words.Long(calendar.DateOf(v.UpdatedAt, w.zone))), card.Calm
	}
	return c, nil
}
