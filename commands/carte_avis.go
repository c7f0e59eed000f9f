package commands

import (
	"encoding/json"
	"errors"
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
	textReminder       = i18n.T("Rappel : **{title}** ({ref})", "Reminder: **{title}** ({ref})")
	textLate           = i18n.T("En retard ⛔ : **{title}** ({ref})", "Overdue ⛔: **{title}** ({ref})")
	textByAsked        = i18n.T("{by}. {asked}", "{by}. {asked}")
	textEntrusts       = i18n.T("{who} vous confie **{ref} · {title}**.", "{who} entrusts you with **{ref} · {title}**.")
	textNowWith        = i18n.T("Confiée à {who}", "Entrusted to {who}")
	textSecretTitle    = i18n.T("Échéance confidentielle", "Restricted deadline")
	textSecretSee      = i18n.T("Son titre, pour les agents concernés : `/echeance voir {ref}`", "Its title, for the agents concerned: `/echeance voir {ref}`")
	textFollowedNoMore = i18n.T("N’est plus suivie ici.", "Is no longer followed here.")
	textNowBy          = i18n.T("Désormais par : {who}", "Now from: {who}")
	textWillCome       = i18n.T("Les rappels vous parviendront ici.", "The reminders will reach you here.")
)

// notice is how one sort of thing that jalon says by itself is drawn: when it
// leaves, and again when its subject has changed. What shows no subject that
// changes is never drawn again.
type notice struct {
	render func(*Router, plan.Tx, time.Time, plan.Delivery) (drawing, error)
	redraw func(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error)
}

// notices lists what jalon says by itself.
var notices = map[plan.Notice]notice{
	plan.NoticeCard:     {renderDeadline, redrawDeadline},
	plan.NoticeReminder: {renderDeadline, redrawDeadline},
	plan.NoticeAssigned: {renderDeadline, redrawDeadline},
	plan.NoticeShared:   {renderDeadline, redrawDeadline},
	plan.NoticeLeft:     {renderLeft, redrawWith(plan.LoadDeparture, drawer.leftCard)},
	plan.NoticeHandover: {render: renderHandover},
	plan.NoticeJournal:  {render: renderJournal},
	plan.NoticeRefusing: {render: renderRefusing},
	plan.NoticeDigest:   {render: renderDigest},
	plan.NoticePersonal: {render: renderPersonal},
	plan.NoticeWatch:    {render: renderWatch},

	plan.NoticeEscalation: {renderEscalation, redrawEscalation},

	plan.NoticeMeeting:   {renderMeeting, redrawMeeting},
	plan.NoticeMoved:     {render: renderMoved},
	plan.NoticePlace:     {render: renderPlace},
	plan.NoticeCalledOff: {render: renderCalledOff},
	plan.NoticeWasHeld:   {renderAftermath, redrawAftermath},
	plan.NoticeMinutes:   {renderAftermath, redrawAftermath},
	plan.NoticeNoMinutes: {renderAftermath, redrawAftermath},

	plan.NoticeAsk:        {renderQuestion, redrawQuestion},
	plan.NoticeAskAgain:   {renderQuestion, redrawQuestion},
	plan.NoticePassedOn:   {renderQuestion, redrawQuestion},
	plan.NoticeDecide:     {renderDecide, redrawDecide},
	plan.NoticeDecideSoon: {renderDecide, redrawDecide},
	plan.NoticeReleased:   {render: renderReleased},
	plan.NoticeProxy:      {render: renderProxy},
	plan.NoticeProxyOver:  {render: renderProxyOver},

	plan.NoticeTermEnding: {renderTermEnding, redrawTermEnding},
	plan.NoticeDeparture:  {renderDeparture, redrawWith(plan.LoadSeatsLeft, drawer.departureCard)},

	plan.NoticeOutlook: {renderAskOutlook, redrawAskOutlook},
	plan.NoticeStorm:   {renderStorm, redrawStorm},

	plan.NoticeRedeploy:   {renderRedeploy, redrawRedeploy},
	plan.NoticeRedeployed: {render: renderRedeployed},
	plan.NoticeCall:       {renderCall, redrawCall},
	plan.NoticeCallMoved:  {render: renderCallMoved},
	plan.NoticeCallClosed: {render: renderCallClosed},

	plan.NoticeDataCall:       {renderDataCall, redrawDataCall},
	plan.NoticeDataCallState:  {renderDataCallState, redrawDataCallState},
	plan.NoticeDataCallEnd:    {renderDataCallEnd, redrawDataCall},
	plan.NoticeDataCallClosed: {renderDataCallClosed, redrawDataCallClosed},
	plan.NoticeExtensionAsked: {renderExtensionAsked, redrawExtensionAsked},
	plan.NoticeExtension:      {render: renderExtension},
}

// redrawWith draws again what is read of a subject.
func redrawWith[T any](
	load func(plan.Tx, time.Time, plan.RegionID, plan.Ref) (T, error), draw func(drawer, T) card.Card,
) func(*Router, plan.Tx, time.Time, plan.LiveCard, drawing) (card.Card, error) {
	return func(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, _ drawing) (card.Card, error) {
		w, err := r.drawerOf(tx, now, live.Region, live.Service)
		if err != nil {
			return card.Card{}, err
		}
		found, err := load(tx, now, live.Region, live.Subject)
		return draw(w, found), err
	}
}

// Render draws what a batch tells, with the state of the moment, for the
// dispatch that will carry it. It implements [plan.Render].
func (r *Router) Render(tx plan.Tx, now time.Time, b plan.Batch) (plan.Drawing, error) {
	d, shows, err := r.render(tx, now, b)
	if err != nil {
		return plan.Drawing{}, err
	}
	for _, v := range b.Deliveries {
		d.Items = append(d.Items, itemKey(v))
	}
	content, err := json.Marshal(d)
	return plan.Drawing{Content: content, Root: d.root, Shows: shows}, err
}

func (r *Router) render(tx plan.Tx, now time.Time, b plan.Batch) (drawing, map[plan.Ref]int, error) {
	if len(b.Deliveries) > 1 {
		return r.renderGroup(tx, now, b)
	}
	v := b.Deliveries[0]
	n, known := notices[v.Notice]
	if !known {
		return drawing{}, nil, fmt.Errorf("notice %q has no words", v.Notice)
	}
	d, err := n.render(r, tx, now, v)
	if err != nil || d.Version == 0 {
		return d, nil, err
	}
	if v.Notice == plan.NoticeOutlook && b.Number == 1 && b.Of > 1 {
		w, err := r.drawerOf(tx, now, v.Region, v.Service)
		if err != nil {
			return d, nil, err
		}
		head, err := w.askedTogether(tx, b)
		if err != nil {
			return d, nil, err
		}
		d.Message = lines(head, d.Message)
	}
	if b.Overtaken > 0 {
		w, err := r.drawerOf(tx, now, v.Region, v.Service)
		if err != nil {
			return d, nil, err
		}
		d.Message = lines(d.Message, w.overtaken(b.Overtaken))
	}
	return d, map[plan.Ref]int{v.Subject: d.Version}, nil
}

// notice is the message of a post, which never changes. It says in whose stead
// the reader receives it.
func (w drawer) notice(n plan.Notice, s plan.Scheduled, to plan.UserID, r plan.Receiver) (string, error) {
	switch n {
	case plan.NoticeCard, plan.NoticeShared:
		return lines(w.card(s).Message, w.inTheStead(r)), nil
	case plan.NoticeReminder:
		return lines(w.reminderMessage(s), w.inTheStead(r)), nil
	case plan.NoticeAssigned:
		return lines(w.entrustedMessage(s, to, r.For), w.inTheStead(r)), nil
	default:
		return "", fmt.Errorf("notice %q has no words", n)
	}
}

// drawing is what a dispatch carries: the card, and for whom it was drawn.
type drawing struct {
	card.Card
	// Owed is the services that owed the deadline when it was drawn.
	Owed []plan.ServiceID `json:"owed,omitempty"`
	// Discreet tells that its message has not the title.
	Discreet bool `json:"discreet,omitempty"`
	// For is the person in whose stead the reader received it.
	For plan.UserID `json:"for,omitempty"`
	// Group is what a post of several reminders lists.
	Group []groupItem `json:"group,omitempty"`
	root  string      // the post under which it is written
}

// renderJournal draws where the journal of a region stands.
func renderJournal(_ *Router, tx plan.Tx, _ time.Time, dl plan.Delivery) (drawing, error) {
	home, err := tx.Region(dl.Region)
	if err != nil {
		return drawing{}, err
	}
	told, err := plan.TellHead(tx, dl)
	if err != nil {
		return drawing{}, err
	}
	count, seal := told.Words()
	text := textJournalHead
	switch told.Seq {
	case 0:
		text = textJournalNotBegun
	case 1:
		text = textJournalFirst
	}
	return drawing{Card: card.Card{
		Subject: string(dl.Subject),
		Message: text.In(home.Lang, "date", calendar.WordsOf(string(home.Lang)).Long(dl.When.Date), "n", count, "seal", seal),
	}}, nil
}

var (
	textJournalHead = i18n.T(
		"**Journal de la région, {date}**\n{n} actions scellées. Dernier sceau : `{seal}`\nGardez ce message : `jalon check` compare le journal à ce qu’il annonce.",
		"**Journal of the region, {date}**\n{n} sealed actions. Last seal: `{seal}`\nKeep this message: `jalon check` compares the journal with what it tells.")
	textJournalFirst = i18n.T(
		"**Journal de la région, {date}**\n{n} action scellée. Dernier sceau : `{seal}`\nGardez ce message : `jalon check` compare le journal à ce qu’il annonce.",
		"**Journal of the region, {date}**\n{n} sealed action. Last seal: `{seal}`\nKeep this message: `jalon check` compares the journal with what it tells.")
	textJournalNotBegun = i18n.T(
		"**Journal de la région, {date}**\nAucune action scellée à ce jour.",
		"**Journal of the region, {date}**\nNo sealed action so far.")
)

// Redraw draws a posted card again, with the state of the moment. The message
// of the post does not change.
func (r *Router) Redraw(tx plan.Tx, now time.Time, live plan.LiveCard) (content []byte, drawn int, err error) {
	n := notices[live.Notice]
	if n.redraw == nil {
		return nil, 0, fmt.Errorf("notice %q is not drawn again", live.Notice)
	}
	first, err := tx.DispatchByKey(live.Key)
	if err != nil {
		return nil, 0, err
	}
	var posted drawing
	if err := json.Unmarshal(first.Content, &posted); err != nil {
		return nil, 0, fmt.Errorf("drawing of post %s: %w", live.Post, err)
	}
	redraw := n.redraw
	if len(posted.Group) > 0 {
		redraw = (*Router).redrawGroup
	}
	c, err := redraw(r, tx, now, live, posted)
	if err != nil {
		return nil, 0, err
	}
	if !c.Rewrite {
		c.Message = posted.Message
	}
	content, err = json.Marshal(c)
	return content, c.Version, err
}

// renderDeadline draws a card, a reminder, or a part entrusted to somebody.
func renderDeadline(r *Router, tx plan.Tx, now time.Time, dl plan.Delivery) (drawing, error) {
	w, s, err := r.draw(tx, now, dl.Region, dl.Subject, dl.Service)
	if err != nil {
		return drawing{}, err
	}
	receiver, err := plan.ReceiverOf(tx, now, dl)
	if err != nil {
		return drawing{}, err
	}
	c := w.card(s)
	if c.Message, err = w.notice(dl.Notice, discreet(w.lang, s), dl.To.User, receiver); err != nil {
		return drawing{}, err
	}
	if dl.Notice == plan.NoticeReminder {
		c.Body = w.reminderBody(s, c.Message)
		c.Message = lines(c.Message, w.sentLate(dl))
	}
	at := plan.LiveCard{Channel: receiver.To.Channel, User: receiver.To.User, Service: dl.Service, Notice: dl.Notice}
	if !w.concerns(s.Deadline, at, receiver.For.User) {
		c.Buttons = nil // shown to a channel that owes nothing of it
	}
	w.askWhy(&c, s.Deadline, dl.Notice)
	w.keepSecret(&c, s, at, receiver.For.User)
	return drawing{Card: c, Owed: concernedBy(s.Deadline), Discreet: s.Deadline.Discreet, For: receiver.For.User}, nil
}

// redrawDeadline draws what changes of a deadline; when the title of the
// message no longer holds, the body says the new one.
func redrawDeadline(r *Router, tx plan.Tx, now time.Time, live plan.LiveCard, posted drawing) (card.Card, error) {
	w, s, err := r.draw(tx, now, live.Region, live.Subject, live.Service)
	if err != nil {
		return card.Card{}, err
	}
	if posted.For != "" && live.User != "" {
		away, err := tx.Agent(live.Region, posted.For)
		if err != nil && !errors.Is(err, plan.ErrNotFound) {
			return card.Card{}, err
		}
		if !away.AwayOn(w.today) {
			posted.For = "" // back since: the reader no longer stands in
		}
	}
	c := w.card(s)
	c.Body = w.body(s, w.moved(s.Deadline))
	if live.Notice == plan.NoticeReminder {
		c.Body = w.reminderBody(s, posted.Message)
	}
	if !s.Deadline.Discreet && !holdsTitle(posted.Message, s.Deadline) {
		c.Body = lines(w.title(s.Deadline), c.Body)
	}
	c.Body = lines(w.nowOwedBy(s, posted), w.entrusted(s, live, posted), c.Body)
	if s.Deadline.State == plan.Open && !w.concerns(s.Deadline, live, posted.For) {
		c.Buttons = nil
		if live.Notice != plan.NoticeShared { // no reminder comes here any more
			c.Body = lines(w.nowOwedBy(s, posted), w.entrusted(s, live, posted))
		}
	}
	w.askWhy(&c, s.Deadline, live.Notice)
	if !s.Deadline.Discreet && !w.mayShow(s.Deadline, live, posted.For) { // moved out of its readers' sight since
		c.Body, c.Buttons = lines(w.nowOwedBy(s, posted), w.entrusted(s, live, posted)), nil
		if c.Body == "" {
			c.Body = textFollowedNoMore.In(w.lang)
		}
	}
	c.Message = posted.Message
	if s.Deadline.Discreet && !posted.Discreet {
		// It became restricted since: what the message says must no longer be read.
		c.Rewrite = true
		to, instead := live.User, plan.Receiver{}
		if posted.For != "" {
			to = posted.For
			if instead.For, err = tx.Agent(live.Region, posted.For); err != nil {
				return c, err
			}
		}
		if c.Message, err = w.notice(live.Notice, discreet(w.lang, s), to, instead); err != nil {
			return c, err
		}
	}
	w.keepSecret(&c, s, live, posted.For)
	return c, nil
}

// askWhy puts the button that asks why under a reminder, for as long as it
// reminds of something.
func (w drawer) askWhy(c *card.Card, d plan.Deadline, n plan.Notice) {
	if n == plan.NoticeReminder && d.State == plan.Open && (!d.IsDataCall() || w.owesAnswer(d)) {
		c.Buttons = append(c.Buttons, whyButton(w.lang, d))
	}
}

// discreet is a deadline as the message of a post may show it: without its title
// when it is restricted, or once was.
func discreet(lang i18n.Lang, s plan.Scheduled) plan.Scheduled {
	if s.Deadline.Discreet {
		s.Deadline.Title = textSecretTitle.In(lang)
	}
	return s
}

// keepSecret puts the title of a discreet deadline in the body of a post whose
// readers may see it. For others the body says nothing that people wrote.
func (w drawer) keepSecret(c *card.Card, s plan.Scheduled, at plan.LiveCard, instead plan.UserID) {
	d := s.Deadline
	if !d.Discreet {
		return
	}
	if w.mayShow(d, at, instead) {
		c.Body = lines(w.title(d), c.Body)
		return
	}
	bare := discreet(w.lang, s)
	bare.Deadline.Reason, bare.Deadline.Said, bare.Deadline.SaidEN = "", "", ""
	bare.Deadline.Parts = slices.Clone(d.Parts)
	for i := range bare.Deadline.Parts {
		bare.Deadline.Parts[i].Note = ""
	}
	c.Body = lines(w.body(bare, w.moved(bare.Deadline)), textSecretSee.In(w.lang, "ref", d.Ref()))
}

// mayShow tells whether the readers of a post may see the deadline: the person
// it is written to, or the agents of the channel's service.
func (w drawer) mayShow(d plan.Deadline, at plan.LiveCard, instead plan.UserID) bool {
	if at.User != "" {
		return w.concerns(d, at, instead) || d.Author == at.User
	}
	return plan.DirectoryView{Services: w.services.services}.ChannelSight(at.Channel).Sees(d)
}

// entrusted names who now answers for the deadline, when the post does not.
func (w drawer) entrusted(s plan.Scheduled, live plan.LiveCard, posted drawing) string {
	var names []string
	for _, p := range s.Deadline.OpenParts() {
		name := w.at(s, p.Assignee)
		told := p.Assignee == live.User || p.Assignee == posted.For || strings.Contains(posted.Message, name)
		if p.Assignee != "" && !told && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return textNowWith.In(w.lang, "who", i18n.And(w.lang, names))
}

// nowOwedBy names the services that owe an open deadline when the post was drawn
// for others: one was added or taken off since.
func (w drawer) nowOwedBy(s plan.Scheduled, posted drawing) string {
	if s.Deadline.State != plan.Open || posted.Owed == nil || slices.Equal(posted.Owed, concernedBy(s.Deadline)) {
		return ""
	}
	services := s
	services.Deadline.Parts = slices.Clone(s.Deadline.Parts)
	for i := range services.Deadline.Parts {
		services.Deadline.Parts[i].Assignee = "" // a part entrusted is told by entrusted
	}
	return textNowBy.In(w.lang, "who", w.owners(services))
}

// concerns tells whether the reader of a post still has to do with the deadline:
// a person who is entrusted with a part, or who received it for one who is, or a
// channel where one is owed.
func (w drawer) concerns(d plan.Deadline, live plan.LiveCard, instead plan.UserID) bool {
	return slices.ContainsFunc(d.Parts, func(p plan.Part) bool { return w.concernsPart(p, live, instead) })
}

func (w drawer) concernsPart(p plan.Part, live plan.LiveCard, instead plan.UserID) bool {
	if live.User != "" {
		return p.Assignee == live.User || instead != "" && p.Assignee == instead
	}
	return p.Service == live.Service || w.services.byID(p.Service).Channel == live.Channel
}

// holdsTitle tells whether a message still names the deadline as it is called.
func holdsTitle(message string, d plan.Deadline) bool {
	return strings.Contains(message, card.Quote(d.Title))
}

// draw prepares a drawer and reads the deadline that it is for.
func (r *Router) draw(tx plan.Tx, now time.Time, region plan.RegionID, ref plan.Ref, about plan.ServiceID) (drawer, plan.Scheduled, error) {
	w, err := r.drawerOf(tx, now, region, about)
	if err != nil {
		return w, plan.Scheduled{}, err
	}
	s, err := plan.LoadScheduled(tx, region, ref)
	s.Deadline = w.forAbout(s.Deadline)
	return w, s, err
}

// drawerOf prepares a drawer in the region's language, by the clock of the
// service that is told.
func (r *Router) drawerOf(tx plan.Tx, now time.Time, region plan.RegionID, about plan.ServiceID) (drawer, error) {
	var w drawer
	home, err := tx.Region(region)
	if err != nil {
		return w, err
	}
	services, err := tx.Services(region)
	if err != nil {
		return w, err
	}
	w = drawer{
		lang: home.Lang, words: calendar.WordsOf(string(home.Lang)), now: now, services: &serviceIndex{services: services}, region: home, about: about,
	}
	zone, holidays := home.TimeZone, home.HolidayZone
	for _, s := range services {
		if s.ID == about {
			zone, holidays = s.TimeZone, s.HolidayZone
		}
	}
	if w.zone, err = calendar.LoadZone(zone); err != nil {
		return w, err
	}
	if w.cal, err = r.planner.Calendar(holidays); err != nil {
		return w, err
	}
	w.today = calendar.DateOf(now, w.zone)
	return w, nil
}

// reminderMessage is the reminder of a channel or of a person.
func (w drawer) reminderMessage(s plan.Scheduled) string {
	d := s.Deadline
	if d.IsDataCall() {
		return w.callReminder(s)
	}
	head, by := textReminder, textBy.In(w.lang, "who", w.ownerNames(s))
	if d.LateAt(w.now) {
		head, by = textLate, w.unanswered(d)
	}
	return lines(
		head.In(w.lang, "title", card.Quote(d.Title), "ref", d.Ref()),
		w.due(d),
		textByAsked.In(w.lang, "by", by, "asked", w.askedBy(s)),
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
	case d.State != plan.Open || d.IsDataCall():
		return w.body(s, "")
	case strings.Contains(message, d.Due.In(w.lang)):
		return w.partStates(s)
	default:
		return lines(w.moved(d), w.partStates(s))
	}
}

// entrustedMessage tells a person what is entrusted to them, and by whom, or
// who stands in for that person.
func (w drawer) entrustedMessage(s plan.Scheduled, to plan.UserID, instead plan.Agent) string {
	d := s.Deadline
	by := w.person(w.name(s, d.Author), d.From)
	for _, p := range d.Parts {
		if p.Assignee == to && p.AssignedBy != d.Author {
			by = w.person(w.name(s, p.AssignedBy), "")
		}
	}
	if strings.Contains(by, ", ") {
		by += "," // the service stands between commas
	}
	if instead.User != "" {
		return lines(
			textEntrustTo.In(w.lang, "who", by, "ref", d.Ref(), "title", card.Quote(d.Title), "name", instead.Username),
			w.due(d))
	}
	return lines(
		textEntrusts.In(w.lang, "who", by, "ref", d.Ref(), "title", card.Quote(d.Title)),
		w.due(d),
		textWillCome.In(w.lang),
	)
}
