package commands

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What leaves after the date: how it is asked, and how it is said.

var (
	textUnanswered     = i18n.T("{service} n’a pas encore répondu", "the {service} has not answered yet")
	textUnanswereds    = i18n.T("{services} n’ont pas encore répondu", "the {services} have not answered yet")
	textYoursIsAwaited = i18n.T("Votre réponse est attendue", "Your answer is awaited")
	textNextChase      = i18n.T("Prochaine relance : {when}", "Next chaser: {when}")
	textNextEscalation = i18n.T("Escalade : {when}", "Escalation: {when}")
	textChase          = i18n.T("Relances : {steps}", "Chasers: {steps}")
	textChaseThen      = i18n.T("{steps}, puis {every}", "{steps}, then {every}")
	textChaseEscalate  = i18n.T("{chase} ; escalade après {n}", "{chase}; escalation after {n}")
	textChaseTo        = i18n.T("{chase} à @{name}", "{chase} to @{name}")
	textNoChase        = i18n.T("Aucune relance après la date", "No chaser after the date")
	textEachDay        = i18n.T("tous les jours", "every day")
	textEachDays       = i18n.T("tous les {n} jours", "every {n} days")
	textEachWorking    = i18n.T("tous les jours ouvrés", "every working day")
	textEachWorkings   = i18n.T("tous les {n} jours ouvrés", "every {n} working days")
	textEachWeek       = i18n.T("toutes les semaines", "every week")
	textEachWeeks      = i18n.T("toutes les {n} semaines", "every {n} weeks")
	textEveryAt        = i18n.T("{every} à {hour}", "{every} at {hour}")
	textEscalation     = i18n.T("Sans réponse après {n} relances : **{title}** ({ref})", "No answer after {n} chasers: **{title}** ({ref})")
	textEscalationOne  = i18n.T("Sans réponse après {n} relance : **{title}** ({ref})", "No answer after {n} chaser: **{title}** ({ref})")
	textNoMoreHere     = i18n.T(
		"{service}. C’était la dernière relance : jalon ne relancera plus ici.",
		"{service}. That was the last chaser: jalon will chase here no more.")
	textNoMoreChase = i18n.T(
		"{service}. Un contact direct est conseillé : jalon ne relancera plus {place}.",
		"{service}. Direct contact is advised: jalon will chase {place} no more.")
)

// ladderAsked is the reminders that the sentence asks for, nil for none said.
func (e *Env) ladderAsked() plan.Ladder {
	if e.s.pace == nil {
		return nil
	}
	return e.s.pace.Before
}

// chaseAsked is the chase that the sentence asks for, with the account of the
// person whom it names; the zero Chase when it says nothing. Somebody unknown is
// refused.
func (e *Env) chaseAsked() (plan.Chase, error) {
	if e.s.pace == nil {
		return plan.Chase{}, nil
	}
	chase, name := e.s.pace.After, e.s.pace.Person
	if name == "" {
		return chase, nil
	}
	a, err := e.plan.AgentNamed(e.ctx, e.req.Region, name)
	if errors.Is(err, plan.ErrNotFound) {
		return chase, askFor(e.say(textNobody, "name", card.Quote(name), "hint", e.say(textInvite)))
	}
	chase.To = a.User
	return chase, err
}

// paceOf is what is chosen for a deadline, as it is typed.
func paceOf(d plan.Deadline, names map[plan.UserID]string) plan.Pace {
	return plan.Pace{Before: d.Ladder, After: d.Chase, Person: names[d.Chase.To]}
}

// chasedTogether lists the open parts of those whom one message reaches: that of
// the service that is told, with those of the same person or, without a channel,
// of the same place; all of them once that part is given back.
func (w drawer) chasedTogether(d plan.Deadline) []plan.Part {
	of, known := d.Part(w.about)
	if !known || of.State != plan.Open {
		return d.OpenParts()
	}
	return slices.DeleteFunc(d.OpenParts(), func(p plan.Part) bool {
		same := p.Assignee == of.Assignee &&
			(of.Assignee != "" || w.services.byID(p.Service).Channel == w.services.byID(of.Service).Channel)
		return p.Service != of.Service && !same
	})
}

// unanswered says who has not answered yet, among those whom the reader speaks
// for; somebody to whom a part is entrusted is told so.
func (w drawer) unanswered(d plan.Deadline) string {
	if part, known := d.Part(w.about); known && part.State == plan.Open && part.Assignee != "" {
		return textYoursIsAwaited.In(w.lang)
	}
	var names []string
	for _, part := range w.chasedTogether(d) {
		names = append(names, w.services.byID(part.Service).The(w.lang))
	}
	if len(names) == 1 {
		return capital(textUnanswered.In(w.lang, "service", names[0]))
	}
	return capital(textUnanswereds.In(w.lang, "services", i18n.And(w.lang, names)))
}

// nextChase says when a chase, or the escalation, will leave.
func (w drawer) nextChase(dl plan.Delivery) string {
	text := textNextChase
	if dl.Notice == plan.NoticeEscalation {
		text = textNextEscalation
	}
	when := byClock(dl.When, w.zone)
	return text.In(w.lang, "when", w.words.ShortAt(when.Date, when.Time, w.today))
}

// chase says what was chosen to leave after the date; nothing when nobody chose,
// or when no reminder at all was asked for, which is said already.
func (w drawer) chase(s plan.Scheduled) string {
	c := s.Deadline.Chase
	switch {
	case !c.Said(), c.None && s.Deadline.Chosen && len(s.Deadline.Ladder) == 0:
		return ""
	case c.None:
		return textNoChase.In(w.lang)
	}
	return textChase.In(w.lang, "steps", w.chaseRhythm(c, w.name(s, c.To)))
}

// chaseRhythm says what leaves after a date, and to whom it escalates when that is
// somebody of whom the name is known.
func (w drawer) chaseRhythm(c plan.Chase, to string) string {
	steps := make([]string, len(c.Steps))
	for i, step := range c.Steps {
		steps[i] = w.at9(step.After(), step)
	}
	said := strings.Join(steps, ", ")
	if c.Every.Days > 0 {
		said = textChaseThen.In(w.lang, "steps", said, "every", w.at9(w.every(c.Every), c.Every))
	}
	if c.Escalate > 0 {
		said = textChaseEscalate.In(w.lang, "chase", said, "n", c.Escalate)
	}
	if to != "" {
		said = textChaseTo.In(w.lang, "chase", said, "name", to)
	}
	return said
}

// clockHour is an hour in a rhythm as it is stored.
var clockHour = regexp.MustCompile(`\b\d\d:\d\d\b`)

// sayPace writes a rhythm as people type it: « J-2 à 14h » in French.
func sayPace(lang i18n.Lang, pace string) string {
	if lang == i18n.EN {
		return pace
	}
	return clockHour.ReplaceAllStringFunc(pace, func(hour string) string {
		hours, minutes, _ := strings.Cut(strings.TrimPrefix(hour, "0"), ":")
		return "à " + hours + "h" + strings.TrimSuffix(minutes, "00")
	})
}

// at9 adds the hour of a step to its words when it is not the usual one.
func (w drawer) at9(words string, step plan.Step) string {
	if step.At == plan.ReminderHour {
		return words
	}
	return textEveryAt.In(w.lang, "every", words, "hour", w.words.Hour(step.At))
}

// every says how far chases are from each other.
func (w drawer) every(step plan.Step) string {
	one, many, n := textEachDay, textEachDays, step.Days
	switch {
	case step.Unit == plan.WorkingDays:
		one, many = textEachWorking, textEachWorkings
	case n%7 == 0:
		one, many, n = textEachWeek, textEachWeeks, n/7
	}
	if n == 1 {
		return one.In(w.lang)
	}
	return many.In(w.lang, "n", n)
}

// escalationMessage tells that a part is still owed after the chases, and to whom
// jalon spoke.
func (w drawer) escalationMessage(s plan.Scheduled) string {
	d := s.Deadline
	n := plan.ChaseOf(d, w.services.byID(w.about), w.region).Last()
	place := tilde(w.services.byID(w.about).ChannelName)
	if part, ok := d.Part(w.about); ok && part.Assignee != "" {
		place = w.at(s, part.Assignee)
	}
	if place == "" {
		place = w.services.byID(w.about).The(w.lang)
	}
	last := textNoMoreChase
	if part, ok := d.Part(w.about); ok && part.Assignee == "" && d.Chase.To == "" && w.services.byID(w.about).Coordinates() {
		last = textNoMoreHere // it is told of its own part
	}
	var names []string
	for _, part := range w.chasedTogether(d) {
		names = append(names, w.services.byID(part.Service).Name)
	}
	return lines(
		i18n.Plural(w.lang, n, textEscalationOne, textEscalation).In(w.lang, "n", n, "title", card.Quote(d.Title), "ref", d.Ref()),
		w.due(d),
		last.In(w.lang, "service", capital(i18n.And(w.lang, names)), "place", place),
	)
}

var labelReminders = i18n.T("Voir les rappels", "See the reminders")

// escalationCard draws an escalation under its message. *Fait* is only for who
// owes a part.
func (w drawer) escalationCard(s plan.Scheduled, at plan.LiveCard, message string) card.Card {
	c := w.card(s)
	c.Message, c.Body = message, w.reminderBody(s, message)
	if s.Deadline.IsDataCall() {
		c.Buttons = w.escalatedButtons(s.Deadline)
		w.keepSecret(&c, s, at, "")
		return c
	}
	if owes := w.concerns(s.Deadline, plan.LiveCard{Channel: at.Channel, User: at.User}, ""); !owes {
		c.Buttons = slices.DeleteFunc(c.Buttons, func(b card.Button) bool { return b.ID == "fait" })
	}
	if s.Deadline.State == plan.Open {
		c.Buttons = append(c.Buttons, card.Button{
			ID: "rappels", Label: labelReminders.In(w.lang), Style: card.Quiet, Command: "jalon rappels " + string(s.Deadline.Ref()),
		}, whyButton(w.lang, s.Deadline))
	}
	w.keepSecret(&c, s, at, "")
	return c
}

// renderEscalation draws an escalation as it leaves.
func renderEscalation(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, s, err := r.draw(tx, now, dl.Region, dl.Subject, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	receiver, err := plan.ReceiverOf(tx, now, dl)
	if err != nil {
		return drawing{}, err
	}
	at := plan.LiveCard{Channel: receiver.To.Channel, User: receiver.To.User, Service: dl.Service, Notice: dl.Notice}
	message := lines(w.escalationMessage(discreet(w.lang, s)), w.inTheStead(receiver))
	return drawing{
		Card: w.escalationCard(s, at, message), Discreet: s.Deadline.Discreet, For: receiver.For.User,
	}, nil
}

// redrawEscalation draws what changes of it: what was done since, another date.
func redrawEscalation(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, s, err := r.draw(tx, now, live.Region, live.Subject, live.Service)
	if err != nil {
		return card.Card{}, err
	}
	message, rewrite := posted.Message, false
	if s.Deadline.Discreet && !posted.Discreet {
		// It became restricted since: what the message says must no longer be read.
		message, rewrite = w.escalationMessage(discreet(w.lang, s)), true
	}
	c := w.escalationCard(s, live, message)
	c.Rewrite = rewrite
	return c, nil
}
