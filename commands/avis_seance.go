package commands

import (
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What jalon says by itself of a meeting: under its card, that it was moved or
// called off; in private, to who was to sit.

var (
	textMovedHead   = i18n.T("**Séance {ref} déplacée : {body}**", "**Meeting {ref} moved: {body}**")
	textMovedTo     = i18n.T("**{when}** (avant : {was})", "**{when}** (was {was})")
	textMovedHour   = i18n.T("**Séance {ref} : {was} devient {is}**, {date}.{kept}", "**Meeting {ref}: {was} becomes {is}**, {date}.{kept}")
	textMovedFixed  = i18n.T("**Séance {ref} : l’heure est fixée à {is}**, {date}.{kept}", "**Meeting {ref}: the hour is set to {is}**, {date}.{kept}")
	textKeptYes     = i18n.T(" Les accords donnés restent valables.", " The agreements given still hold.")
	textReconfirm   = i18n.T("À reconfirmer : {who}. La question est posée.", "To be reconfirmed: {who}. The question is asked.")
	textNewDates    = i18n.T("Nouvelles dates : {steps}.", "New dates: {steps}.")
	textMovedPlace  = i18n.T("Lieu : **{place}**", "Place: **{place}**")
	textPlaceNow    = i18n.T("**Lieu de la séance {ref} : {place}**", "**Place of meeting {ref}: {place}**")
	textPlaceLink   = i18n.T("**La séance {ref} se tient à distance**", "**Meeting {ref} is held remotely**")
	textPlaceGone   = i18n.T("**Le lieu de la séance {ref} reste à préciser**", "**The place of meeting {ref} is still to be said**")
	textPlaceOf     = i18n.T("{body}, {when}", "{body}, {when}")
	textDatedHead   = i18n.T("**Date fixée pour la séance {ref} : {body}**", "**Date set for meeting {ref}: {body}**")
	textDatedOn     = i18n.T("**{when}**", "**{when}**")
	textStepDates   = i18n.T("Étapes : {steps}.", "Steps: {steps}.")
	textDoneDates   = i18n.T("Déjà fait, inchangé : {steps}.", "Done, unchanged: {steps}.")
	textHandDates   = i18n.T("Dates fixées à la main, inchangées : {steps}.", "Dates set by hand, unchanged: {steps}.")
	textPastDates   = i18n.T("Déjà dépassé, non relancé : {steps}.", "Already past, not chased: {steps}.")
	textNoticeAgain = i18n.T("Convocation attendue pour la nouvelle date.", "A notice is expected for the new date.")
	textOffHead     = i18n.T("**Séance {ref} annulée : {body}, {when}**", "**Meeting {ref} cancelled: {body}, {when}**")
	textOffOne      = i18n.T("{n} échéance et ses rappels sont arrêtés.", "{n} deadline and its reminders are stopped.")
	textOffMany     = i18n.T("{n} échéances et leurs rappels sont arrêtés.", "{n} deadlines and their reminders are stopped.")
	textOffTold     = i18n.T("{who} : information donnée en privé.", "{who}: told in private.")
	textOffWarn     = i18n.T("{who} n’a pas de compte : à prévenir.", "{who} has no account: to be told.")
	textOffWarnMany = i18n.T("{who} n’ont pas de compte : à prévenir.", "{who} have no account: to be told.")
	textOffPrivate  = i18n.T(
		"{who}, la séance {body} du **{when}** est annulée.\nVous n’avez rien à faire.",
		"{who}, the meeting {body} of **{when}** is cancelled.\nYou have nothing to do.")
	textOffReason = i18n.T("Motif : {reason}", "Reason: {reason}")

	textAskHeld = i18n.T(
		"{who}, la séance **{body}** du {when} s’est-elle tenue ?", "{who}, was the meeting **{body}** of {when} held?")
	textAskHeldHere  = i18n.T("La séance **{body}** du {when} s’est-elle tenue ?", "Was the meeting **{body}** of {when} held?")
	textAskMinutes   = i18n.T("{who}, le compte rendu **{body}** du {when} est attendu.\nCinq lignes suffisent, ou l’adresse du document.", "{who}, the minutes of **{body}** of {when} are expected.\nFive lines are enough, or the address of the document.")
	textMissMinutes  = i18n.T("Le compte rendu **{body}** du {when} (séance {ref}) n’est pas encore arrivé.\nAttendu depuis le {since}, de : {who}", "The minutes of **{body}** of {when} (meeting {ref}) have not come yet.\nExpected since {since}, from: {who}")
	textHeldAnswered = i18n.T("Réponse enregistrée : séance {state}.", "Answer recorded: meeting {state}.")
	textMinutesCame  = i18n.T("Compte rendu reçu.", "Minutes received.")
	textAsksNoMore   = i18n.T("La question n’attend plus de réponse.", "The question awaits no answer any more.")

	labelHeldMe      = i18n.T("Tenue, j’ai siégé", "Held, I sat")
	labelHeldWithout = i18n.T("Tenue, sans moi", "Held, without me")
	labelHeld        = i18n.T("Tenue", "Held")
	labelNotHeld     = i18n.T("Non tenue", "Not held")
	labelWrite       = i18n.T("Écrire", "Write")
)

// underCard is a drawing that is posted in the thread of the meeting's card.
func underCard(tx plan.Tx, now time.Time, dl plan.Delivery, message string) (drawing, error) {
	receiver, err := plan.ReceiverOf(tx, now, dl)
	if err != nil {
		return drawing{}, err
	}
	d := drawing{Card: card.Card{Subject: string(dl.Subject), Message: message}}
	if receiver.To.Channel != "" {
		d.root, err = plan.MeetingRoot(tx, dl, receiver.To.Channel)
	}
	return d, err
}

// renderMoved draws that a meeting was moved, once under its card.
func renderMoved(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.drawMeeting(tx, now, dl.Region, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	return underCard(tx, now, dl, w.moveSaid(v, plan.MovedPlace(dl.Step)))
}

// renderPlace draws that a meeting is held elsewhere, once under its card.
func renderPlace(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.drawMeeting(tx, now, dl.Region, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	head, link := textPlaceNow, w.meetingLink(v)
	switch {
	case v.Place == "" && link == "":
		head = textPlaceGone
	case v.Place == "":
		head = textPlaceLink
	}
	return underCard(tx, now, dl, lines(
		head.In(w.lang, "ref", v.Ref(), "place", card.Quote(v.Place)),
		textPlaceOf.In(w.lang, "body", card.Quote(v.Body.Sitting()), "when", w.meetingHours(v)), link,
	))
}

// moveSaid tells the move of a meeting, to another place perhaps, and what moved with
// it.
func (w drawer) moveSaid(v plan.MeetingView, elsewhere bool) string {
	place := ""
	if elsewhere && v.Place != "" {
		place = textMovedPlace.In(w.lang, "place", card.Quote(v.Place))
	}
	if elsewhere {
		place = lines(place, w.meetingLink(v))
	}
	why := ""
	if v.Reason != "" {
		why = textOffReason.In(w.lang, "reason", card.Quote(v.Reason))
	}
	switch v.Previous.Date {
	case calendar.Date{}:
		return lines(
			textDatedHead.In(w.lang, "ref", v.Ref(), "body", card.Quote(v.Body.Sitting())),
			textDatedOn.In(w.lang, "when", capital(w.meetingHours(v))), place, w.movedSteps(v, textStepDates), why,
		)
	case v.Start.Date:
		return lines(w.hourSaid(v), place, why)
	}
	again := ""
	if names := w.seatsIn(v, plan.ToReconfirm); len(names) > 0 {
		again = textReconfirm.In(w.lang, "who", i18n.And(w.lang, names))
	}
	notice := ""
	if v.State.Firm() {
		notice = textNoticeAgain.In(w.lang)
	}
	return lines(
		textMovedHead.In(w.lang, "ref", v.Ref(), "body", card.Quote(v.Body.Sitting())),
		textMovedTo.In(w.lang, "when", capital(w.meetingHours(v)), "was", w.words.Long(v.Previous.Date)),
		place, again, w.endedTerms(v), w.movedSteps(v, textNewDates), notice, why,
	)
}

// hourSaid tells that only the hour changed.
func (w drawer) hourSaid(v plan.MeetingView) string {
	kept := ""
	if len(w.seatsIn(v, plan.Accepted)) > 0 {
		kept = textKeptYes.In(w.lang)
	}
	text, was := textMovedHour, v.Previous.Time
	if was.Minutes() == 0 {
		text = textMovedFixed
	}
	is := w.words.Hour(v.Start.Time)
	if v.End.Minutes() > 0 && was == v.Start.Time {
		is = w.words.Hours(v.Start.Time, v.End)
	}
	return text.In(w.lang, "ref", v.Ref(), "was", w.words.Hour(was), "is", is, "date", w.words.Long(v.Start.Date), "kept", kept)
}

// seatsIn names those who sit, or are asked, in a state, each once.
func (w drawer) seatsIn(v plan.MeetingView, states ...plan.RepresentationState) []string {
	var names []string
	for _, s := range v.Seats {
		name := w.calls(s.Who, v.Called)
		if slices.Contains(states, s.State) && !s.Who.IsZero() && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// movedSteps says what became of the steps: new dates, what is done, what
// somebody dated by hand, what is past. head introduces the first.
func (w drawer) movedSteps(v plan.MeetingView, head i18n.Msg) string {
	var moved, done, hand, past []shownStep
	for _, s := range shownSteps(v) {
		switch {
		case s.gone():
		case s.done():
			done = append(done, s)
		case s.byHand():
			hand = append(hand, s)
		case s.Past:
			past = append(past, s)
		default:
			moved = append(moved, s)
		}
	}
	return lines(w.stepSentence(head, moved), w.stepSentence(textDoneDates, done),
		w.stepSentence(textHandDates, hand), w.stepSentence(textPastDates, past))
}

// renderCalledOff draws that a meeting was cancelled: under its card, or in
// private to who was to sit.
func renderCalledOff(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.drawMeeting(tx, now, dl.Region, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	if dl.To.User != "" {
		receiver, err := plan.ReceiverOf(tx, now, dl)
		if err != nil {
			return drawing{}, err
		}
		who := capital(w.calls(plan.Representative{User: dl.To.User}, v.Called))
		return drawing{Card: card.Card{Subject: string(dl.Subject), Message: lines(
			textOffPrivate.In(w.lang, "who", who, "body", card.Quote(v.Body.Sitting()), "when", v.When()), w.inTheStead(receiver),
		)}}, nil
	}
	told, err := w.toldOff(tx, v)
	if err != nil {
		return drawing{}, err
	}
	return underCard(tx, now, dl, lines(
		textOffHead.In(w.lang, "ref", v.Ref(), "body", card.Quote(v.Body.Sitting()), "when", w.dayMeets(v.Meeting)),
		textOffReason.In(w.lang, "reason", card.Quote(v.Reason)), w.stoppedSteps(stoppedWith(v)), told, w.toWarn(v),
	))
}

// dayMeets is the day of a meeting, in full.
func (w drawer) dayMeets(m plan.Meeting) string {
	if m.Start.Date.IsZero() {
		return m.When().In(w.lang)
	}
	return w.words.Long(m.Start.Date)
}

// stoppedWith counts the deadlines that ended with a meeting.
func stoppedWith(v plan.MeetingView) int {
	n := 0
	for _, d := range v.Deadlines {
		if d.State == plan.Cancelled && d.ClosedAt.Equal(v.ClosedAt) {
			n++
		}
	}
	return n
}

func (w drawer) stoppedSteps(n int) string {
	if n == 0 {
		return ""
	}
	return i18n.Plural(w.lang, n, textOffOne, textOffMany).In(w.lang, "n", n)
}

// toldOff names who is told in private that a meeting is cancelled.
func (w drawer) toldOff(tx plan.Tx, v plan.MeetingView) (string, error) {
	all, err := tx.Deliveries(v.Region, v.Ref())
	var names []string
	for _, dl := range all {
		name := w.calls(plan.Representative{User: dl.To.User}, v.Called)
		if dl.Notice == plan.NoticeCalledOff && dl.To.User != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "", err
	}
	return textOffTold.In(w.lang, "who", i18n.And(w.lang, names)), err
}

// toWarn names those without an account whom somebody must tell that a meeting is
// cancelled.
func (w drawer) toWarn(v plan.MeetingView) string {
	var names []string
	for _, who := range v.ToWarn() {
		names = append(names, w.named(v, who))
	}
	if len(names) == 0 {
		return ""
	}
	return i18n.Plural(w.lang, len(names), textOffWarn, textOffWarnMany).In(w.lang, "who", i18n.And(w.lang, names))
}

// renderAftermath draws what is asked of who sat, once the meeting is over.
func renderAftermath(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.drawMeeting(tx, now, dl.Region, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	receiver, err := plan.ReceiverOf(tx, now, dl)
	if err != nil {
		return drawing{}, err
	}
	args := []any{
		"who", capital(w.calls(plan.Representative{User: dl.To.User}, v.Called)), "body", card.Quote(v.Body.Sitting()),
		"when", w.words.Long(v.Start.Date), "ref", v.Ref(), "since", w.words.Long(v.MinutesDue()),
	}
	c := w.aftermathCard(v, dl.Notice, dl.To)
	switch {
	case dl.Notice == plan.NoticeWasHeld && dl.To.User == "":
		c.Message = textAskHeldHere.In(w.lang, args...)
	case dl.Notice == plan.NoticeWasHeld:
		c.Message = textAskHeld.In(w.lang, args...)
	case dl.Notice == plan.NoticeMinutes:
		c.Message = textAskMinutes.In(w.lang, args...)
	default:
		sat := w.minutesFrom(v)
		c.Message = textMissMinutes.In(w.lang, append([]any{}, replaceArg(args, "who", strings.Join(sat, ", "))...)...)
	}
	c.Message = lines(c.Message, w.inTheStead(receiver))
	return drawing{Card: c, For: receiver.For.User}, nil
}

// minutesFrom names those whose minutes are awaited: who sat, else who planned the
// meeting.
func (w drawer) minutesFrom(v plan.MeetingView) []string {
	if sat := w.seatsIn(v, plan.Accepted, plan.Attended); len(sat) > 0 {
		return sat
	}
	return []string{w.calls(plan.Representative{User: v.Author}, v.Called)}
}

// replaceArg gives an argument another value.
func replaceArg(args []any, name string, value any) []any {
	out := slices.Clone(args)
	for i := 0; i+1 < len(out); i += 2 {
		if out[i] == name {
			out[i+1] = value
		}
	}
	return out
}

func redrawAftermath(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, _ drawing) (card.Card, error) {
	w, v, err := r.drawMeeting(tx, now, live.Region, live.Subject)
	to := plan.Recipient{Channel: live.Channel, User: live.User}
	return w.aftermathCard(v, live.Notice, to), err
}

// aftermathCard is what changes of a question about a meeting that is over: its
// buttons, then its answer.
func (w drawer) aftermathCard(v plan.MeetingView, notice plan.Notice, to plan.Recipient) card.Card {
	c := card.Card{Subject: string(v.Ref()), Version: v.Version}
	ref := string(v.Ref())
	if !v.MinutesAt.IsZero() {
		c.Body, c.Urgency = textMinutesCame.In(w.lang), card.Done
		return c
	}
	if notice == plan.NoticeWasHeld {
		switch {
		case v.State.Ahead():
			c.Buttons = w.heldButtons(ref, to.User != "")
		case v.State == plan.CalledOff:
			c.Body = textAsksNoMore.In(w.lang)
		default:
			c.Body, c.Urgency = textHeldAnswered.In(w.lang, "state", v.State), card.Done
		}
		return c
	}
	if v.State == plan.CalledOff || v.State == plan.DidNot {
		c.Body = textAsksNoMore.In(w.lang)
		return c
	}
	c.Buttons = []card.Button{{ID: "ecrire", Label: labelWrite.In(w.lang), Style: card.Primary, Command: "seance cr " + ref}}
	if notice == plan.NoticeNoMinutes {
		c.Buttons = []card.Button{{ID: "voir", Label: labelSee.In(w.lang, "ref", ref), Style: card.Quiet, Command: "seance voir " + ref}}
	}
	return c
}

func (w drawer) heldButtons(ref string, private bool) []card.Button {
	if !private {
		return []card.Button{
			{ID: "tenue", Label: labelHeld.In(w.lang), Style: card.Primary, Command: "seance tenue " + ref},
			{ID: "nontenue", Label: labelNotHeld.In(w.lang), Style: card.Quiet, Command: "seance tenue " + ref + " non tenue"},
		}
	}
	return []card.Button{
		{ID: "tenue", Label: labelHeldMe.In(w.lang), Style: card.Primary, Command: "seance tenue " + ref},
		{ID: "sansmoi", Label: labelHeldWithout.In(w.lang), Style: card.Variant, Command: "seance tenue " + ref + " sans moi"},
		{ID: "nontenue", Label: labelNotHeld.In(w.lang), Style: card.Quiet, Command: "seance tenue " + ref + " non tenue"},
	}
}

// noticeLate warns about a notice that came, or left, later than the rules of the
// body ask.
func (w drawer) noticeLate(v plan.MeetingView) string {
	limit := v.Body.NoticeLimit(v.Start.Date, w.cal)
	if v.NoticeOn.IsZero() || !v.NoticeOn.After(limit) {
		return ""
	}
	days, unit := v.Body.Rules.NoticeDelay()
	return textNoticeLate.In(w.lang, "delay", w.words.Count(days, unit), "limit", w.words.Long(limit))
}

var textNoticeLate = i18n.T(
	"Attention ⚠️ : la convocation doit être reçue {delay} avant la séance, soit au plus tard le {limit}, sauf urgence.",
	"Note ⚠️: the notice must be received {delay} before the meeting, by {limit} at the latest, save urgency.")

// meetingDay warns about the day of a meeting: a holiday, a weekend, a bridge.
func (w drawer) meetingDay(d calendar.Date) string {
	switch holiday, yes := w.cal.Holiday(d); {
	case yes:
		return textMeetingHoliday.In(w.lang, "date", w.words.Long(d), "why", holidayName(holiday, w.lang))
	case !w.cal.IsWorking(d):
		return textMeetingOff.In(w.lang, "date", w.words.Long(d))
	case w.cal.Bridge(d):
		return textBridge.In(w.lang, "date", w.words.Long(d))
	default:
		return ""
	}
}

var (
	textMeetingHoliday = i18n.T("Attention ⚠️ : le {date} est férié ({why}). La séance reste à cette date.", "Note ⚠️: {date} is a public holiday ({why}). The meeting stays on it.")
	textMeetingOff     = i18n.T("Attention ⚠️ : le {date} n’est pas un jour ouvré. La séance reste à cette date.", "Note ⚠️: {date} is not a working day. The meeting stays on it.")
)

func holidayName(h calendar.Holiday, lang i18n.Lang) string {
	if lang == i18n.EN {
		return h.EN
	}
	return h.FR
}
