package commands

import (
	"strconv"
	"strings"
	"time"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What jalon says by itself about who represents the préfet: the question in
// private, its recall, its passing on, the decision asked.

var (
	textAskYou = i18n.T(
		"{name}, pouvez-vous siéger {at} ?\n**{when}**{place}\nVous y représentez le {hat} (siège {seat}, titulaire).\nRéponse attendue au plus tard le **{by}**",
		"{name}, can you sit at {at}?\n**{when}**{place}\nThere you represent the {hat} (seat {seat}, holder).\nAnswer expected by **{by}**")
	textAskInstead = i18n.T(
		"{name}, {why}{can} {at} ?\n**{when}**{place}\nVous êtes {rank} (siège {seat}). Réponse attendue au plus tard le **{by}**.",
		"{name}, {why}{can} at {at}?\n**{when}**{place}\nYou are {rank} (seat {seat}). Answer expected by **{by}**.")
	textCanYouSit  = i18n.T("Pouvez-vous siéger", "Can you sit")
	textAskOutside = i18n.T(
		"{name}, pouvez-vous siéger {at} ?\n**{when}**{place}\nIl vous est proposé d’y représenter le {hat} (siège {seat}).\nRéponse attendue au plus tard le **{by}**",
		"{name}, can you sit at {at}?\n**{when}**{place}\nYou are proposed to represent the {hat} there (seat {seat}).\nAnswer expected by **{by}**")
	textAskAgain = i18n.T(
		"{name}, {body} change de date. Pouvez-vous toujours siéger ?\n**{when}**{place} (avant : {before})\nRéponse attendue au plus tard le **{by}**",
		"{name}, {body} has another date. Can you still sit?\n**{when}**{place} (before: {before})\nAnswer expected by **{by}**")
	textAskOf = i18n.T(
		"**{name}** {can} {at} ?\n**{when}**{place}\nSiège {seat}. Sans compte dans jalon : la coordination note sa réponse.\nRéponse attendue au plus tard le **{by}**",
		"**{name}**: {can} at {at}?\n**{when}**{place}\nSeat {seat}. They have no account in jalon: the coordination notes their answer.\nAnswer expected by **{by}**")
	textAskOfAgain = i18n.T(
		"**{name}** : {body} change de date. Siège toujours ?\n**{when}**{place} (avant : {before})\nSiège {seat}. Sans compte dans jalon : la coordination note sa réponse.\nRéponse attendue au plus tard le **{by}**",
		"**{name}**: {body} has another date. Still sits?\n**{when}**{place} (before: {before})\nSeat {seat}. They have no account in jalon: the coordination notes their answer.\nAnswer expected by **{by}**")
	textIsAway     = i18n.T("{name} {away}. ", "{name} {away}: ")
	textIsSilent   = i18n.T("{name} n’a pas répondu. ", "{name} has not answered: ")
	textRecallAsk  = i18n.T("{name}, votre réponse est attendue pour {at} du {when}, au plus tard le {by}.", "{name}, your answer is expected about {at} on {when}, by {by}.")
	textRecallOf   = i18n.T("La réponse de {name} est attendue pour {at} du {when}, au plus tard le {by}.", "The answer of {name} is expected about {at} on {when}, by {by}.")
	textPassedSGAR = i18n.T("{name}, sans réponse à ce jour, la question {of} du {when} est transmise au SGAR.\nVous pouvez encore répondre.", "{name}, without an answer so far, the question of {of} on {when} goes to the SGAR.\nYou may still answer.")
	textPassedOf   = i18n.T("Sans réponse de {name} à ce jour, la question {of} du {when} est transmise au rôle décision.\nSa réponse peut encore être notée.", "Without an answer from {name} so far, the question of {of} on {when} goes to the décision role.\nTheir answer may still be noted.")
	textPassedOfTo = i18n.T("Sans réponse de {name} à ce jour, la question {of} du {when} est posée à {next}.\nSa réponse peut encore être notée.", "Without an answer from {name} so far, the question of {of} on {when} goes to {next}.\nTheir answer may still be noted.")
	textPassedTo   = i18n.T("{name}, sans réponse à ce jour, la question {of} du {when} est posée à {next}.\nVous pouvez encore répondre.", "{name}, without an answer so far, the question of {of} on {when} goes to {next}.\nYou may still answer.")

	textYouSitAt     = i18n.T("**Vous siégez** {at}, {when}.", "**You sit** at {at}, {when}.")
	textTheySit      = i18n.T("**{name} siège** {at}, {when}.", "**{name} sits** at {at}, {when}.")
	textFirstStep    = i18n.T("Première étape : {step}, {day}.", "First step: {step}, {day}.")
	textYouDont      = i18n.T("C’est noté : vous ne siégerez pas {at} du {when}.", "Noted: you will not sit at {at} on {when}.")
	textTheyDont     = i18n.T("C’est noté : {name} ne siégera pas {at} du {when}.", "Noted: {name} will not sit at {at} on {when}.")
	textWentTo       = i18n.T("La question est posée à {name}.", "The question goes to {name}.")
	textWentUp       = i18n.T("La question est transmise au rôle décision.", "The question goes to the décision role.")
	textNoMoreToDo   = i18n.T("Vous n’avez rien d’autre à faire.", "You have nothing else to do.")
	textMeetingIsOff = i18n.T("La séance est annulée. Vous n’avez rien à faire.", "The meeting is cancelled. You have nothing to do.")
	textQuestionGone = i18n.T("La question n’attend plus votre réponse : {state}", "The question awaits no answer from you any more: {state}")
	textAskedAnew    = i18n.T("La question vous est posée de nouveau : répondez au message le plus récent.", "You are asked again: answer the latest message.")

	textDecideNow = i18n.T(
		"**{body}, {when} : aucune représentation confirmée pour le siège {seat}**",
		"**{body}, {when}: no confirmed representation for the seat {seat}**")
	textDecideLate  = i18n.T("À décider sans attendre", "To decide without waiting")
	textDecideAgain = i18n.T("Rappel : ", "Reminder: ")
	textDecideNear  = i18n.T("La séance est proche : vous pouvez décider sans attendre la réponse.", "The meeting is near: you may decide without waiting for the answer.")
	textDecideBy    = i18n.T("À décider au plus tard le **{by}**", "To decide by **{by}**")
	textApproveNow  = i18n.T(
		"**{body}, {when}**\n{proposed}, hors de la liste.\nSiège {seat}. Votre accord est demandé.",
		"**{body}, {when}**\n{proposed}, outside the list.\nSeat {seat}. Your agreement is asked for.")
	textSeatSettled  = i18n.T("Siège {seat} : {state}", "Seat {seat}: {state}")
	textSaidNo       = i18n.T("{name} {away}.", "{name} {away}.")
	textSaidNothing  = i18n.T("{name} : réponse attendue.", "{name}: answer expected.")
	textTurnedDown   = i18n.T("{name} : désignation refusée.", "{name}: designation refused.")
	textReleased     = i18n.T("{name}, votre présence n’est plus attendue {at} du **{when}** : {state}.\nVous n’avez rien à faire.", "{name}, you are not expected any more at {at} on **{when}**: {state}.\nYou have nothing to do.")
	textReleasedTerm = i18n.T(
		"{name}, votre présence n’est plus attendue {at} du **{when}**{before} : votre mandat (siège {seat}) prend fin le {end}, avant la séance.\nVous n’avez rien à faire.",
		"{name}, you are not expected any more at {at} on **{when}**{before}: your term (seat {seat}) ends on {end}, before the meeting.\nYou have nothing to do.")
	textReleasedWas  = i18n.T(" (avant : {before})", " (before: {before})")
	textProxyIsYours = i18n.T("{name}, {from} vous donne pouvoir {at} du **{when}** (siège {seat}).", "{name}, {from} gives you a proxy at {at} on **{when}** (seat {seat}).")

	textProxyIsOver = i18n.T(
		"{name}, la présence {of} n’est plus attendue {at} du **{when}** : votre pouvoir ne vaut plus (siège {seat}).\n"+
			"Le rôle décision choisit la suite. Si vous pouvez siéger, ou donner pouvoir à un autre membre, écrivez-lui.",
		"{name}, the presence {of} is not expected any more at {at} on **{when}**: your proxy holds no more (seat {seat}).\n"+
			"The décision role decides what comes next. If you can sit, or give a proxy to another member, write to them.")
	textLostProxy = i18n.T("Le pouvoir donné à {name} ne vaut plus : sa présence n’est plus attendue.", "The proxy given to {name} holds no more: they are not expected any more.")

	labelISit       = i18n.T("Je siège", "I sit")
	labelSits       = i18n.T("Siège", "Sits")
	labelDesignate  = i18n.T("Désigner", "Designate")
	labelGiveProxy  = i18n.T("Donner pouvoir", "Give a proxy")
	labelNobody     = i18n.T("Ne pas siéger", "Nobody")
	labelApprove    = i18n.T("Valider", "Agree")
	labelTurnDown   = i18n.T("Refuser", "Refuse")
	labelSeeMeeting = i18n.T("Voir la séance", "See the meeting")
)

// seatPost is a post about one question of one seat.
type seatPost struct {
	w     drawer
	v     plan.MeetingView
	r     plan.Representation
	rank  int // of the question, from 1
	asked plan.Ask
	// near tells the post that warns of a question put when the meeting is near.
	near bool
	// you tells that the post is read by who is asked, or in their stead.
	you bool
}

// seatPostOf reads what a post is about, from the step of its delivery.
func (r *Router) seatPostOf(tx plan.Tx, now time.Time, region plan.RegionID, subject plan.Ref, step string) (seatPost, error) {
	w, err := r.drawerOf(tx, now, region, "")
	if err != nil {
		return seatPost{}, err
	}
	number, _ := plan.ParseMeetingRef(string(subject))
	p := seatPost{w: w}
	if p.v, err = plan.LoadMeeting(tx, region, number); err != nil {
		return p, err
	}
	seat, rank, _ := plan.SeatStep(step)
	p.r, _ = p.v.Seat(seat)
	p.rank, p.near = rank, plan.Warned(step)
	if rank > 0 && rank <= len(p.r.Asks) {
		p.asked = p.r.Asks[rank-1]
	}
	p.you = p.asked.Who.User != ""
	return p, nil
}

// stepOf is the step of the delivery that a post tells.
func stepOf(posted drawing) string {
	if len(posted.Items) == 0 {
		return ""
	}
	parts := strings.SplitN(posted.Items[0], "/", 3)
	return parts[len(parts)-1]
}

func (p seatPost) card() card.Card {
	return card.Card{Subject: string(p.v.Ref()), Version: p.v.Version}
}

// seatDrawing is how a post about a seat is drawn: the message, which never changes,
// and what does.
type seatDrawing struct {
	message func(seatPost, plan.Notice) string
	changes func(seatPost, *card.Card)
}

var (
	questionDrawing = seatDrawing{seatPost.asksIt, seatPost.answerable}
	decisionDrawing = seatDrawing{seatPost.asksDecision, seatPost.decidable}
)

func renderQuestion(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	return questionDrawing.render(r, tx, now, dl)
}

func redrawQuestion(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	return questionDrawing.redraw(r, tx, now, live, posted)
}

func renderDecide(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	return decisionDrawing.render(r, tx, now, dl)
}

func redrawDecide(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	return decisionDrawing.redraw(r, tx, now, live, posted)
}

func (d seatDrawing) render(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	p, err := r.seatPostOf(tx, now, dl.Region, dl.Subject, dl.Step)
	if err != nil {
		return drawing{}, err
	}
	receiver, err := plan.ReceiverOf(tx, now, dl)
	if err != nil {
		return drawing{}, err
	}
	c := p.card()
	c.Message = lines(d.message(p, dl.Notice), p.w.inTheStead(receiver))
	d.changes(p, &c)
	return drawing{Card: c}, nil
}

func (d seatDrawing) redraw(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	p, err := r.seatPostOf(tx, now, live.Region, live.Subject, stepOf(posted))
	if err != nil {
		return card.Card{}, err
	}
	c := p.card()
	d.changes(p, &c)
	return c, nil
}

// asksIt is the message of a question, of its recall, or that it goes on.
func (p seatPost) asksIt(notice plan.Notice) string {
	if notice == plan.NoticeAskAgain {
		return p.recall()
	}
	if notice == plan.NoticePassedOn {
		return p.passedOn()
	}
	return p.question()
}

// place is where a meeting is, after its date.
func (p seatPost) place() string {
	switch {
	case p.v.Place != "":
		return ", " + card.Quote(p.v.Place)
	case p.v.Link != "":
		return ", " + card.Quote(p.v.Link)
	default:
		return ""
	}
}

// question is the message of the question: what stays true of it.
func (p seatPost) question() string {
	w, v := p.w, p.v
	name := w.named(v, p.asked.Who)
	args := []any{
		"name", name, "at", w.boldAt(v.Body), "when", capital(w.whenMeets(v.Meeting)), "place", p.place(), "hat", w.hat(v.Hat),
		"seat", seatName(v, p.r.Seat), "by", p.answerBy(),
		"can", wordCanSit.of(w.lang, name, ""), "rank", wordAlternate.of(w.lang, name, ""), "why", p.why(),
		"body", w.theBold(v.Body), "before", w.words.Full(v.Previous.Date),
	}
	switch {
	case p.r.State == plan.ToReconfirm && p.you:
		return textAskAgain.In(w.lang, args...)
	case p.r.State == plan.ToReconfirm:
		return textAskOfAgain.In(w.lang, args...)
	case !p.you:
		return textAskOf.In(w.lang, args...)
	case p.asked.Rank == 0:
		return textAskYou.In(w.lang, args...)
	case p.asked.Rank > 0:
		can := textCanYouSit.In(w.lang)
		if p.why() == "" {
			can = lowerFirst(can)
		}
		return textAskInstead.In(w.lang, append([]any{"can", can}, args...)...)
	default:
		return textAskOutside.In(w.lang, args...)
	}
}

// theBold names a body with its article: « le **CA EPF** ».
func (w drawer) theBold(b plan.Body) string {
	return strings.NewReplacer("au **", "le **", "à la **", "la **", "à l’", "l’").Replace(w.boldAt(b))
}

// ofBody says of which body: « du **CA EPF** ».
func (w drawer) ofBody(b plan.Body) string {
	return strings.NewReplacer("au **", "du **", "à la **", "de la **", "à l’", "de l’").Replace(w.boldAt(b))
}

// why says what became of who was asked before.
func (p seatPost) why() string {
	if p.rank < 2 {
		return ""
	}
	before := p.r.Asks[p.rank-2]
	name := p.w.named(p.v, before.Who)
	switch before.State {
	case plan.No:
		return textIsAway.In(p.w.lang, "name", name, "away", wordIsAway.of(p.w.lang, name, ""))
	case plan.Silent:
		return textIsSilent.In(p.w.lang, "name", name)
	case plan.Waiting, plan.Yes, plan.Withdrawn:
		return ""
	default:
		return ""
	}
}

// answerBy is until when the answer is awaited: a day, and the hour at which the
// question goes on when the meeting is near.
func (p seatPost) answerBy() string {
	last := p.v.LastCall(p.w.cal)
	if at, err := last.Instant(); err == nil && p.asked.AnswerBy == last.Date && p.asked.AskedAt.Before(at) {
		return p.w.words.LongAt(last.Date, last.Time)
	}
	return p.w.words.Long(p.asked.AnswerBy)
}

func (p seatPost) recall() string {
	text := textRecallAsk
	if !p.you {
		text = textRecallOf
	}
	return text.In(p.w.lang, "name", p.w.named(p.v, p.asked.Who), "at", p.w.theBold(p.v.Body),
		"when", p.w.words.Long(p.v.Start.Date), "by", p.answerBy())
}

func (p seatPost) passedOn() string {
	text := textPassedSGAR
	switch {
	case !p.you && p.r.Waits():
		text = textPassedOfTo
	case !p.you:
		text = textPassedOf
	case p.r.Waits():
		text = textPassedTo
	}
	return text.In(p.w.lang, "name", p.w.named(p.v, p.asked.Who), "of", p.w.ofBody(p.v.Body),
		"when", p.w.words.Long(p.v.Start.Date), "next", p.w.named(p.v, p.r.Who))
}

// answerable puts in a card what became of the question, and the buttons that
// answer it for as long as it may be answered.
func (p seatPost) answerable(c *card.Card) {
	w, v := p.w, p.v
	sits := (p.r.State == plan.Accepted || p.r.State == plan.Attended) && p.r.Who.Same(p.asked.Who)
	last := p.rank == len(p.r.Asks)
	switch {
	case v.State == plan.CalledOff:
		c.Body, c.Urgency = textMeetingIsOff.In(w.lang), card.Gone
	case sits:
		c.Body, c.Urgency = lines(p.youSit(), w.conflictLines(v, p.r.Seat, p.you)), card.Done
		if v.State.Firm() {
			c.Buttons = []card.Button{p.awayButton(card.Quiet), seeMeeting(w.lang, v)}
		}
	case p.asked.State == plan.Waiting && last && v.State.Firm():
		c.Body, c.Buttons = w.conflictLines(v, p.r.Seat, p.you), p.answers()
	case p.asked.State == plan.Silent && !p.r.State.Covered() && v.State.Firm():
		c.Body, c.Buttons = p.goesOn(), p.answers()
	case p.asked.State == plan.No:
		c.Body, c.Urgency = p.youDont(), card.Gone
	default:
		c.Body, c.Urgency = p.gone(), card.Gone
	}
}

// youSit says that who was asked sits, and what comes first.
func (p seatPost) youSit() string {
	w, v := p.w, p.v
	text := textYouSitAt
	if !p.you {
		text = textTheySit
	}
	return lines(text.In(w.lang, "name", w.named(v, p.asked.Who), "at", w.sitsAt(v.Body), "when", w.whenMeets(v.Meeting)), w.firstStep(v, p.r.Seat))
}

// firstStep says the first step that the representative in a seat owes.
func (w drawer) firstStep(v plan.MeetingView, seat int) string {
	for _, s := range v.Steps {
		if s.Seat == seat && !s.Past && !s.Minutes && !s.Date.Before(w.today) {
			return textFirstStep.In(w.lang, "step", lowerFirst(card.Quote(s.Name)), "day", w.words.Long(s.Date))
		}
	}
	return ""
}

// lowerFirst is a text that goes on a sentence.
func lowerFirst(text string) string {
	r := []rune(text)
	if len(r) > 1 && strings.ToUpper(string(r[1])) == string(r[1]) {
		return text // an acronym
	}
	if len(r) > 0 {
		return strings.ToLower(string(r[0])) + string(r[1:])
	}
	return text
}

func (p seatPost) youDont() string {
	w, v := p.w, p.v
	text := textYouDont
	if !p.you {
		text = textTheyDont
	}
	return lines(text.In(w.lang, "name", w.named(v, p.asked.Who), "at", w.sitsAt(v.Body), "when", w.words.Long(v.Start.Date)), p.goesOn())
}

// ended is a sentence with its full stop, once: an abbreviation has one already.
func ended(text string) string {
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// goesOn says who has the question now.
func (p seatPost) goesOn() string {
	switch {
	case p.r.Waits():
		return textWentTo.In(p.w.lang, "name", p.w.named(p.v, p.r.Who))
	case p.r.State == plan.ToDecide:
		return textWentUp.In(p.w.lang)
	default:
		return ended(textSeatSettled.In(p.w.lang, "seat", seatName(p.v, p.r.Seat), "state", p.w.seatState(p.v, p.r)))
	}
}

// gone says why the question is not put any more.
func (p seatPost) gone() string {
	if p.r.Waits() && p.r.Who.Same(p.asked.Who) {
		return textAskedAnew.In(p.w.lang)
	}
	return ended(textQuestionGone.In(p.w.lang, "state", p.w.seatState(p.v, p.r)))
}

// answers are the buttons of the question.
func (p seatPost) answers() []card.Button {
	label := labelISit
	if !p.you {
		label = labelSits
	}
	return []card.Button{
		{ID: "siege", Label: label.In(p.w.lang), Style: card.Primary, Command: p.answer("representation accepter")},
		p.awayButton(card.Variant),
	}
}

func (p seatPost) awayButton(style card.Style) card.Button {
	return card.Button{
		ID: "empeche", Label: wordAway.of(p.w.lang, p.w.callsIn(p.v, p.asked.Who), ""), Style: style, Command: p.answer("representation refuser"),
	}
}

// answer is the line that a button stands for: it names the date, so that an old
// button says nothing about a new one.
func (p seatPost) answer(path string) string {
	line := path + " " + string(p.v.Ref()) + " siège " + strconv.Itoa(p.r.Seat) + " le " + typed(p.v.Start.Date, false, p.v.Start.Time)
	if !p.you {
		line += " pour " + quote(p.asked.Who.Name)
	}
	return line
}

func seeMeeting(lang i18n.Lang, v plan.MeetingView) card.Button {
	return card.Button{ID: "voir", Label: labelSeeMeeting.In(lang), Style: card.Quiet, Command: "seance voir " + string(v.Ref())}
}

// asksDecision is the message to who decides of a seat.
func (p seatPost) asksDecision(notice plan.Notice) string {
	w, v := p.w, p.v
	text, lead := textDecideNow, ""
	if p.r.State == plan.ToApprove {
		text = textApproveNow
	}
	if notice == plan.NoticeDecideSoon && !p.r.Waits() {
		lead = textDecideAgain.In(w.lang)
	}
	return lead + text.In(w.lang,
		"body", card.Quote(v.Body.Sitting()), "when", w.whenMeets(v.Meeting), "seat", seatName(v, p.r.Seat),
		"name", w.named(v, p.r.Who), "proposed", wordProposed.of(w.lang, w.callsIn(v, p.r.Who), w.named(v, p.r.Who)))
}

// decidable puts in a card what was answered so far and the buttons that decide,
// for as long as there is something to decide.
func (p seatPost) decidable(c *card.Card) {
	w, v := p.w, p.v
	line := string(v.Ref()) + " siège " + strconv.Itoa(p.r.Seat)
	by := textDecideBy.In(w.lang, "by", w.words.Long(p.r.AnswerBy))
	if p.r.AnswerBy.Before(w.today) {
		by = textDecideLate.In(w.lang)
	}
	open := v.State.Firm() && p.rank == len(p.r.Asks)
	switch {
	case v.State == plan.CalledOff:
		c.Body, c.Urgency = textMeetingIsOff.In(w.lang), card.Gone
	case open && p.r.State == plan.ToApprove:
		reason := ""
		if p.r.Override != "" {
			reason = textReason.In(w.lang, "reason", card.Quote(p.r.Override))
		}
		c.Body = lines(reason, w.conflictLines(v, p.r.Seat, false), by)
		c.Buttons = []card.Button{
			{ID: "valider", Label: labelApprove.In(w.lang), Style: card.Primary, Command: "representation valider " + line},
			{ID: "rejeter", Label: labelTurnDown.In(w.lang), Style: card.Quiet, Command: "representation rejeter " + line},
		}
	case open && p.r.State == plan.ToDecide:
		c.Body, c.Buttons = lines(p.answered(), w.endedTermsOf(v, p.r), by), w.decideButtons(line)
	case v.State.Firm() && p.near && p.r.Waits():
		c.Body, c.Buttons = lines(p.answered(), textDecideNear.In(w.lang)), w.decideButtons(line)
	default:
		c.Body = ended(textSeatSettled.In(w.lang, "seat", seatName(v, p.r.Seat), "state", w.seatState(v, p.r)))
		if p.r.State.Covered() {
			c.Urgency = card.Done
		}
	}
}

func (w drawer) decideButtons(line string) []card.Button {
	return []card.Button{
		{ID: "designer", Label: labelDesignate.In(w.lang), Style: card.Primary, Command: "representation designer " + line},
		{ID: "pouvoir", Label: labelGiveProxy.In(w.lang), Style: card.Variant, Command: "representation pouvoir " + line},
		{ID: "personne", Label: labelNobody.In(w.lang), Style: card.Quiet, Command: "representation non-representee " + line},
	}
}

// answered says what each of those who were asked answered.
func (p seatPost) answered() string {
	var out []string
	for _, a := range p.r.Asks {
		name := p.w.named(p.v, a.Who)
		switch {
		case a.Rank == plan.ProxyRank:
			out = append(out, textLostProxy.In(p.w.lang, "name", name))
		case a.State == plan.No:
			out = append(out, textSaidNo.In(p.w.lang, "name", name, "away", wordIsAway.of(p.w.lang, name, "")))
		case a.State == plan.Silent || a.State == plan.Waiting:
			out = append(out, textSaidNothing.In(p.w.lang, "name", name))
		case a.State == plan.Withdrawn && a.Rank == plan.NobodyRank && a.AnsweredBy != "":
			out = append(out, textTurnedDown.In(p.w.lang, "name", name))
		}
	}
	return strings.Join(out, " ")
}

func renderReleased(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	p, err := r.seatPostOf(tx, now, dl.Region, dl.Subject, dl.Step)
	if err != nil {
		return drawing{}, err
	}
	name, err := p.reader(tx, dl)
	args := []any{"name", name, "at", p.w.boldAt(p.v.Body), "when", p.w.words.Long(p.v.Start.Date), "seat", seatName(p.v, p.r.Seat)}
	seat, _ := p.v.Body.Seat(p.r.Seat)
	if over, yes := seat.OverBefore(plan.Representative{User: dl.To.User}, p.v.Start.Date); yes && plan.TermOver(dl.Step) {
		was := ""
		if before := p.v.Previous.Date; !before.IsZero() && before != p.v.Start.Date {
			was = textReleasedWas.In(p.w.lang, "before", p.w.words.Long(before))
		}
		args = append(args, "end", p.w.words.Long(over.To), "before", was)
		return drawing{Card: card.Card{Message: textReleasedTerm.In(p.w.lang, args...)}}, err
	}
	args = append(args, "state", strings.TrimSuffix(p.w.seatState(p.v, p.r), ".")) // which may end with a short date
	return drawing{Card: card.Card{Message: textReleased.In(p.w.lang, args...)}}, err
}

func renderProxy(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	p, err := r.seatPostOf(tx, now, dl.Region, dl.Subject, dl.Step)
	if err != nil {
		return drawing{}, err
	}
	name, err := p.reader(tx, dl)
	return drawing{Card: card.Card{Message: textProxyIsYours.In(p.w.lang, "name", name, "from", p.w.named(p.v, p.r.Who), "at", p.w.boldAt(p.v.Body),
		"when", p.w.whenMeets(p.v.Meeting), "seat", seatName(p.v, p.r.Seat))}}, err
}

// renderProxyOver tells who gave a proxy that its holder, of whom the step keeps the
// trace, does not come.
func renderProxyOver(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	p, err := r.seatPostOf(tx, now, dl.Region, dl.Subject, dl.Step)
	if err != nil {
		return drawing{}, err
	}
	name, err := p.reader(tx, dl)
	return drawing{Card: card.Card{Message: textProxyIsOver.In(p.w.lang, "name", name, "of", plan.Of(p.w.named(p.v, p.asked.Who)), "at", p.w.boldAt(p.v.Body),
		"when", p.w.words.Long(p.v.Start.Date), "seat", seatName(p.v, p.r.Seat))}}, err
}

// reader is how the recipient of a private message is called.
func (p seatPost) reader(tx plan.Tx, dl plan.Delivery) (string, error) {
	called, err := plan.CalledOf(tx, dl.Region, []plan.UserID{dl.To.User})
	return p.w.calls(plan.Representative{User: dl.To.User}, called), err
}
