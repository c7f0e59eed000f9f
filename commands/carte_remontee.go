package commands

import (
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/plan"
)

// The posts of a data call: to who asks, where the responses stand; to a service, what
// is asked of it.

// callButtons are what a reader may do: to answer, or to run the data call.
func (w drawer) callButtons(v plan.DataCallView, answers bool) []card.Button {
	ref := string(v.Deadline.Ref())
	var out []card.Button
	if answers && v.Deadline.State == plan.Open {
		out = append(out,
			card.Button{ID: "repondre", Label: labelCallAnswer.In(w.lang), Style: card.Primary, Command: "remontee repondre " + ref},
			card.Button{ID: "neant", Label: labelCallNil.In(w.lang), Style: card.Variant, Command: "remontee neant " + ref})
	}
	if !v.Leads {
		return append(out, card.Button{ID: "consolidation", Label: labelCallGather.In(w.lang), Style: card.Variant, Command: "remontee consolidation " + ref})
	}
	return append(out, w.leadButtons(v)...)
}

// leadButtons are what who runs a data call may do.
func (w drawer) leadButtons(v plan.DataCallView) []card.Button {
	ref := string(v.Deadline.Ref())
	gather := card.Button{ID: "consolidation", Label: labelCallGather.In(w.lang), Style: card.Primary, Command: "remontee consolidation " + ref}
	out := []card.Button{gather}
	if v.Deadline.State == plan.Open {
		out = append(out, card.Button{ID: "relancer", Label: labelCallRemind.In(w.lang), Style: card.Variant, Command: "remontee relancer " + ref})
	}
	if !v.Call.Closed {
		out = append(out, card.Button{ID: "clore", Label: labelCallClose.In(w.lang), Style: card.Quiet, Command: "remontee clore " + ref})
	}
	return out
}

// escalatedButtons are what who is told that a service stays silent may do.
func (w drawer) escalatedButtons(d plan.Deadline) []card.Button {
	ref := string(d.Ref())
	out := []card.Button{{ID: "etat", Label: labelSee.In(w.lang, "ref", ref), Style: card.Primary, Command: "remontee etat " + ref}}
	if d.State == plan.Open && w.owesAnswer(d) {
		out = append(out, whyButton(w.lang, d))
	}
	return out
}

// answerButtons are what a service is offered: to answer, or to correct its answer.
func (w drawer) answerButtons(d plan.Deadline, service plan.ServiceID) []card.Button {
	line := " " + string(d.Ref()) + " pour " + plan.TypedCode(w.services.byID(service).Code)
	part, asked := d.Part(service)
	switch {
	case !asked:
		return nil
	case part.State == plan.Done:
		return []card.Button{{ID: "repondre", Label: labelCallCorrect.In(w.lang), Style: card.Variant, Command: "remontee repondre" + line}}
	case part.State != plan.Open:
		return nil
	}
	return []card.Button{
		{ID: "repondre", Label: labelCallAnswer.In(w.lang), Style: card.Primary, Command: "remontee repondre" + line},
		{ID: "neant", Label: labelCallNil.In(w.lang), Style: card.Variant, Command: "remontee neant" + line},
		{ID: "sansobjet", Label: labelCallNA.In(w.lang), Style: card.Variant, Command: "remontee sans-objet" + line},
		{ID: "delai", Label: labelCallMore.In(w.lang), Style: card.Quiet, Command: "remontee prorogation" + line},
	}
}

// questionMessage is what a service is asked. It is read by itself, wherever it is.
func (w drawer) questionMessage(v plan.DataCallView, service plan.ServiceID) string {
	d := v.Deadline
	asked := w.askedBy(v.Scheduled)
	if v.Call.Origin != "" {
		asked = textCallFrom.In(w.lang, "who", w.person(w.name(v.Scheduled, d.Author), d.From), "origin", card.Quote(v.Call.Origin))
	}
	rows := []string{
		textCallQuestion.In(w.lang, "title", w.titleOf(d), "ref", d.Ref()),
		w.dueToAnswer(d),
		textAskedFrom.In(w.lang, "who", w.services.byID(service).Name, "asked", asked),
	}
	if !d.Discreet {
		rows = append(rows, w.questionsSaid(v.Call.Questions))
	}
	if v.Call.Link != "" {
		rows = append(rows, textCallLinkSaid.In(w.lang, "link", v.Call.Link))
	}
	if all := v.Projects[service]; len(all) > 0 {
		return lines(append(rows, textReviewHow.In(w.lang, "ref", d.Ref(), "example", all[0].Ref()))...)
	}
	return lines(append(rows, textCallHow.In(w.lang, "ref", d.Ref(), "example", exampleAnswer(v.Call.Questions)))...)
}

// ownState says where the service of a post stands, once that is worth saying.
func (w drawer) ownState(d plan.Deadline, s plan.Scheduled) string {
	part, asked := d.Part(w.about)
	if !asked {
		return textFollowedNoMore.In(w.lang)
	}
	switch {
	case part.State == plan.Done:
		state := outcomeStates[part.Outcome].In(w.lang)
		if !part.ClosedAt.Before(d.DueAtOf(part)) && part.Outcome == plan.Received {
			state = textStateTardy.In(w.lang)
		}
		return textOwnAnswer.In(w.lang, "state", textStateRow.In(w.lang, "state", state,
			"service", textStateBy.In(w.lang, "day", w.words.Stamp(part.ClosedAt, w.zone), "who", w.answeredBy(s, part))))
	case part.State == plan.Cancelled:
		return textCallClosedBy.In(w.lang, "when", w.words.Stamp(d.ClosedAt, w.zone), "who", w.closedBy(s, d.ClosedBy))
	case !part.Wish.Date.IsZero():
		return textStateRow.In(w.lang, "state", textStateWish.In(w.lang), "service", w.until(part.Wish))
	case !part.Until.Date.IsZero():
		return textStateRow.In(w.lang, "state", textStateGranted.In(w.lang), "service", w.until(part.Until))
	default:
		return ""
	}
}

// answeredBy names who answered for a service, with their own service when it is
// another.
func (w drawer) answeredBy(s plan.Scheduled, part plan.Part) string {
	who := w.name(s, part.ClosedBy)
	if homes := s.Homes[part.ClosedBy]; len(homes) > 0 && !slices.Contains(homes, part.Service) {
		return w.person(who, homes[0])
	}
	return who
}

// callUrgency is how pressing the answer of the service of a post is.
func (w drawer) callUrgency(d plan.Deadline) card.Urgency {
	part, _ := d.Part(w.about)
	switch {
	case part.State == plan.Done:
		return card.Done
	case part.State == plan.Cancelled:
		return card.Gone
	case !w.now.Before(d.DueAtOf(part)):
		return card.Late
	default:
		return card.Calm
	}
}

// toldCall prepares a drawer and reads the data call that something is about.
func (r *Router) toldCall(tx plan.Tx, now time.Time, region plan.RegionID, about plan.ServiceID, ref plan.Ref) (drawer, plan.DataCallView, error) {
	w, err := r.drawerOf(tx, now, region, about)
	if err != nil {
		return w, plan.DataCallView{}, err
	}
	v, err := plan.LoadDataCall(tx, region, ref)
	v.Deadline = w.forAbout(v.Deadline)
	return w, v, err
}

// forAbout is the deadline of a data call as the service of a post is held to it: it
// may have been given more time.
func (w drawer) forAbout(d plan.Deadline) plan.Deadline { return w.heldTo(d, w.about) }

// heldTo is the deadline of a data call as a service is held to it.
func (w drawer) heldTo(d plan.Deadline, service plan.ServiceID) plan.Deadline {
	if part, asked := d.Part(service); asked && d.IsDataCall() {
		d.Due, d.DueAt = d.DueOf(part), d.DueAtOf(part)
	}
	return d
}

// owesAnswer tells whether the service of a post has yet to answer.
func (w drawer) owesAnswer(d plan.Deadline) bool {
	part, asked := d.Part(w.about)
	return asked && part.State == plan.Open
}

// callReminder reminds a service of what it has not answered.
func (w drawer) callReminder(s plan.Scheduled) string {
	d := s.Deadline
	head, by := textCallReminder, textBy.In(w.lang, "who", w.services.byID(w.about).Name)
	if d.LateAt(w.now) {
		head, by = textCallReminderOut, w.unanswered(d)
	}
	return lines(
		head.In(w.lang, "title", card.Quote(d.Title), "ref", d.Ref()),
		w.dueToAnswer(d),
		textByAsked.In(w.lang, "by", by, "asked", w.askedBy(s)),
	)
}

// likeButton offers the answer that the service gave not long ago to the same.
func (w drawer) likeButton(v plan.DataCallView, service plan.ServiceID) []card.Button {
	part, _ := v.Deadline.Part(service)
	before, given := v.Again(service)
	if !given || part.State != plan.Open || w.now.Sub(before.At) > plan.ReuseDays*24*time.Hour {
		return nil
	}
	day := w.words.Short(calendar.DateOf(before.At, w.zone), w.today)
	return []card.Button{{
		ID: "reprendre", Label: labelCallLike.In(w.lang, "day", day), Style: card.Variant,
		Command: "remontee repondre " + string(v.Deadline.Ref()) + " pour " + plan.TypedCode(w.services.byID(service).Code) + " comme avant",
	}}
}

// questionCard is what changes of a question.
func (w drawer) questionCard(v plan.DataCallView) card.Card {
	d := v.Deadline
	buttons := w.answerButtons(d, w.about)
	c := card.Card{
		Subject: string(d.Ref()), Version: d.Version, Body: w.ownState(d, v.Scheduled), Urgency: w.callUrgency(d),
		Buttons: slices.Insert(buttons, min(1, len(buttons)), w.likeButton(v, w.about)...),
	}
	if all := v.Projects[w.about]; len(all) > 0 {
		c.Body = lines(c.Body, w.reviewList(d, all))
		c.Buttons = slices.Insert(buttons, min(1, len(buttons)), w.reviewButtons(v, w.about)...)
		c.Buttons = slices.DeleteFunc(c.Buttons, func(b card.Button) bool { return b.ID == "neant" })
	}
	return c
}

func renderDataCall(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.toldCall(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	c := w.questionCard(v)
	c.Message = w.questionMessage(v, dl.Service)
	c.Body = lines(w.revealed(v, plan.LiveCard{Channel: dl.To.Channel, User: dl.To.User, Service: dl.Service}), c.Body)
	return drawing{Card: c, Discreet: v.Deadline.Discreet}, nil
}

// revealed is what the message of a discreet data call does not say, for readers who
// may see it: a body can always be drawn again, a message cannot.
func (w drawer) revealed(v plan.DataCallView, at plan.LiveCard) string {
	if !v.Deadline.Discreet || !w.mayShow(v.Deadline, at, "") {
		return ""
	}
	return lines(w.title(v.Deadline), w.questionsSaid(v.Call.Questions))
}

func redrawDataCall(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, v, err := r.toldCall(tx, now, live.Region, live.Service, live.Subject)
	if err != nil {
		return card.Card{}, err
	}
	c := w.questionCard(v)
	if due := w.dueToAnswer(v.Deadline); v.Deadline.State == plan.Open && !strings.Contains(posted.Message, v.Deadline.Due.In(w.lang)) {
		c.Body = lines(due, c.Body)
	}
	c.Message, c.Body = posted.Message, lines(w.revealed(v, live), c.Body)
	return c, nil
}

// stateCard is what changes of the state that who asks follows.
func (w drawer) stateCard(v plan.DataCallView) card.Card {
	urgency := card.Calm
	switch {
	case v.Waiting() == 0:
		urgency = card.Done
	case !w.now.Before(v.Deadline.DueAt):
		urgency = card.Late
	}
	return card.Card{
		Subject: string(v.Deadline.Ref()), Version: v.Deadline.Version, Body: w.givenState(v), Buttons: w.leadButtons(v), Urgency: urgency,
	}
}

func renderDataCallState(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, v, err := r.askerCall(tx, now, dl.Region, dl.Service, dl.Subject)
	if err != nil {
		return drawing{}, err
	}
	d := v.Deadline
	c := w.stateCard(v)
	c.Body = lines(w.revealed(v, plan.LiveCard{Channel: dl.To.Channel, User: dl.To.User, Service: dl.Service}), c.Body)
	c.Message = lines(textCardTitle.In(w.lang, "ref", d.Ref(), "title", w.titleOf(d)), textDataCallClose.In(w.lang, "due", d.Due, "delay", w.delay(d)), w.askedBy(v.Scheduled))
	return drawing{Card: c, Discreet: d.Discreet}, nil
}

func redrawDataCallState(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, v, err := r.askerCall(tx, now, live.Region, live.Service, live.Subject)
	if err != nil {
		return card.Card{}, err
	}
	c := w.stateCard(v)
	if !strings.Contains(posted.Message, v.Deadline.Due.In(w.lang)) {
		c.Body = lines(w.dueToAnswer(v.Deadline), c.Body)
	}
	c.Message, c.Body = posted.Message, lines(w.revealed(v, live), c.Body)
	return c, nil
}

// askerCall reads a data call for who asked, who may be a service that is asked too:
// its own date is not that of the whole.
func (r *Router) askerCall(tx plan.Tx, now time.Time, region plan.RegionID, about plan.ServiceID, ref plan.Ref) (drawer, plan.DataCallView, error) {
	w, err := r.drawerOf(tx, now, region, about)
	if err != nil {
		return w, plan.DataCallView{}, err
	}
	v, err := plan.LoadDataCall(tx, region, ref)
	return w, v, err
}
