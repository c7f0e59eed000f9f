package commands

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// A notice is something jalon says by itself: a card in the channel of a
// concerned service, a reminder, a part entrusted to somebody.

var (
	textReminder = i18n.T("Rappel : **{title}** ({ref})", "Reminder: **{title}** ({ref})")
	textLate     = i18n.T("En retard ⛔ : **{title}** ({ref})", "Overdue ⛔: **{title}** ({ref})")
	textByAsked  = i18n.T("{by}. {asked}", "{by}. {asked}")
	textEntrusts = i18n.T("{who}, vous confie **{ref} · {title}**.", "{who}, entrusts you with **{ref} · {title}**.")
	textNowWith  = i18n.T("Confiée à {who}", "Entrusted to {who}")
	textWillCome = i18n.T("Les rappels vous parviendront ici.", "The reminders will reach you here.")
)

// Render draws what deliveries say, with the state of the moment, for the
// dispatch that will carry it. It returns the frozen drawing and the version
// of the subject that it shows.
func (r *Router) Render(tx plan.Tx, now time.Time, ds []plan.Delivery) (content []byte, drawn int, err error) {
	if len(ds) != 1 {
		return nil, 0, fmt.Errorf("render %d deliveries in one post: only one is known", len(ds))
	}
	dl := ds[0]
	if dl.Notice == plan.NoticeJournal {
		return r.renderJournal(tx, dl)
	}
	w, s, err := r.draw(tx, now, dl.Region, dl.Subject, dl.Service)
	if err != nil {
		return nil, 0, err
	}
	c := w.card(s)
	switch dl.Notice {
	case plan.NoticeCard:
	case plan.NoticeReminder:
		c.Message = w.reminderMessage(s)
		c.Body = w.reminderBody(s, c.Message)
	case plan.NoticeAssigned:
		c.Message = w.entrustedMessage(s, dl.To.User)
	default:
		return nil, 0, fmt.Errorf("notice %q has no words", dl.Notice)
	}
	content, err = json.Marshal(c)
	return content, c.Version, err
}

// renderJournal draws where the journal of a region stands.
func (r *Router) renderJournal(tx plan.Tx, dl plan.Delivery) (content []byte, drawn int, err error) {
	home, err := tx.Region(dl.Region)
	if err != nil {
		return nil, 0, err
	}
	told, err := plan.TellHead(tx, dl)
	if err != nil {
		return nil, 0, err
	}
	count, seal := told.Words()
	text := textJournalHead
	if told.Seq == 0 {
		text = textJournalNotBegun
	}
	content, err = json.Marshal(card.Card{
		Subject: string(dl.Subject),
		Message: text.In(home.Lang, "date", calendar.WordsOf(string(home.Lang)).Long(dl.When.Date), "n", count, "seal", seal),
	})
	return content, 0, err
}

var (
	textJournalHead = i18n.T(
		"**Journal de la région, {date}**\n{n} actions scellées. Dernier sceau : `{seal}`\nGardez ce message : `jalon check` compare le journal à ce qu’il annonce.",
		"**Journal of the region, {date}**\n{n} sealed actions. Last seal: `{seal}`\nKeep this message: `jalon check` compares the journal with what it tells.")
	textJournalNotBegun = i18n.T(
		"**Journal de la région, {date}**\nAucune action scellée à ce jour.",
		"**Journal of the region, {date}**\nNo sealed action so far.")
)

// Redraw draws a posted card again, with the state of the moment. The message
// of the post does not change; when its title no longer holds, the body says
// the new one.
func (r *Router) Redraw(tx plan.Tx, now time.Time, live plan.LiveCard) (content []byte, drawn int, err error) {
	w, s, err := r.draw(tx, now, live.Region, live.Subject, live.Service)
	if err != nil {
		return nil, 0, err
	}
	first, err := tx.DispatchByKey(live.Key)
	if err != nil {
		return nil, 0, err
	}
	var posted card.Card
	if err := json.Unmarshal(first.Content, &posted); err != nil {
		return nil, 0, fmt.Errorf("drawing of post %s: %w", live.Post, err)
	}
	c := w.card(s)
	c.Body = w.body(s, w.moved(s.Deadline))
	if live.Notice == plan.NoticeReminder {
		c.Body = w.reminderBody(s, posted.Message)
	}
	if !holdsTitle(posted.Message, s.Deadline) {
		c.Body = lines(w.title(s.Deadline), c.Body)
	}
	c.Body = lines(w.entrusted(s, live, posted.Message), c.Body)
	if live.User != "" && !owedBy(s.Deadline, live.User) {
		c.Buttons = nil
	}
	c.Message = posted.Message
	content, err = json.Marshal(c)
	return content, c.Version, err
}

// entrusted names who now answers for the deadline, when the post does not.
func (w drawer) entrusted(s plan.Scheduled, live plan.LiveCard, message string) string {
	var names []string
	for _, p := range s.Deadline.OpenParts() {
		name := "@" + s.Names[p.Assignee]
		if p.Assignee != "" && p.Assignee != live.User && !strings.Contains(message, name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return textNowWith.In(w.lang, "who", i18n.And(w.lang, names))
}

// owedBy tells whether a part of the deadline is the person's.
func owedBy(d plan.Deadline, user plan.UserID) bool {
	return slices.ContainsFunc(d.Parts, func(p plan.Part) bool { return p.Assignee == user })
}

// holdsTitle tells whether a message still names the deadline as it is called.
func holdsTitle(message string, d plan.Deadline) bool {
	return strings.Contains(message, card.Quote(d.Title))
}

// draw prepares a drawer in the region's language, by the clock of the service
// that is told.
func (r *Router) draw(tx plan.Tx, now time.Time, region plan.RegionID, ref plan.Ref, about plan.ServiceID) (drawer, plan.Scheduled, error) {
	var w drawer
	home, err := tx.Region(region)
	if err != nil {
		return w, plan.Scheduled{}, err
	}
	services, err := tx.Services(region)
	if err != nil {
		return w, plan.Scheduled{}, err
	}
	w = drawer{lang: home.Lang, words: calendar.WordsOf(string(home.Lang)), now: now, services: indexServices(services)}
	zone, holidays := home.TimeZone, home.HolidayZone
	for _, s := range services {
		if s.ID == about {
			zone, holidays = s.TimeZone, s.HolidayZone
		}
	}
	if w.zone, err = calendar.LoadZone(zone); err != nil {
		return w, plan.Scheduled{}, err
	}
	if w.cal, err = r.planner.Calendar(holidays); err != nil {
		return w, plan.Scheduled{}, err
	}
	w.today = calendar.DateOf(now, w.zone)
	s, err := plan.LoadScheduled(tx, region, ref)
	return w, s, err
}

// reminderMessage is the reminder of a channel or of a person.
func (w drawer) reminderMessage(s plan.Scheduled) string {
	d := s.Deadline
	head := textReminder
	if d.LateAt(w.now) {
		head = textLate
	}
	return lines(
		head.In(w.lang, "title", card.Quote(d.Title), "ref", d.Ref()),
		w.due(d),
		textByAsked.In(w.lang, "by", textBy.In(w.lang, "who", w.ownerNames(s)), "asked", w.askedBy(s)),
	)
}

// ownerNames is [drawer.owners] without the channels: a reminder is already in
// the right one.
func (w drawer) ownerNames(s plan.Scheduled) string {
	bare := drawer{lang: w.lang, services: &serviceIndex{}}
	for _, service := range w.services.services {
		service.ChannelName = ""
		bare.services.services = append(bare.services.services, service)
	}
	return bare.owners(s)
}

// reminderBody says only what the message of a reminder does not: who has
// answered already, what was done, a date that is no longer the one announced.
func (w drawer) reminderBody(s plan.Scheduled, message string) string {
	d := s.Deadline
	switch {
	case d.State != plan.Open:
		return w.body(s, "")
	case strings.Contains(message, d.Due.In(w.lang)):
		return w.partStates(s)
	default:
		return lines(w.moved(d), w.partStates(s))
	}
}

// entrustedMessage tells a person what is entrusted to them, and by whom.
func (w drawer) entrustedMessage(s plan.Scheduled, to plan.UserID) string {
	d := s.Deadline
	by := w.person(s.Names[d.Author], d.From)
	for _, p := range d.Parts {
		if p.Assignee == to && p.AssignedBy != d.Author {
			by = w.person(s.Names[p.AssignedBy], "")
		}
	}
	return lines(
		textEntrusts.In(w.lang, "who", by, "ref", d.Ref(), "title", card.Quote(d.Title)),
		w.due(d),
		textWillCome.In(w.lang),
	)
}
