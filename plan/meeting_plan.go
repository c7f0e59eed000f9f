package plan

import (
	"context"
	"errors"
	"slices"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// NewMeeting is a meeting that somebody plans.
type NewMeeting struct {
	Body int
	// Start has the zone alone for a meeting whose date is to be set later.
	Start   calendar.Moment
	HasTime bool
	End     calendar.TimeOfDay // zero when it is not known
	Place   string
	Link    string
	Agenda  string
	// Hat is in which capacity the préfet is invited, when HatSet; else that of
	// the body.
	Hat    Hat
	HatSet bool
	// Provisional: its date is to be confirmed, nobody is asked or chased.
	Provisional bool
	// NoticeOn is when its notice was received or sent, zero for not yet.
	NoticeOn calendar.Date
}

// MeetingChange is what became of a meeting.
type MeetingChange struct {
	MeetingView
	Before Meeting
	// Stopped counts the deadlines that ended with it, Reopened those that are to be
	// done again.
	Stopped, Reopened int
}

// Elsewhere tells that the meeting is held at another place than before.
func (c MeetingChange) Elsewhere() bool { return !samePlace(c.Before, c.Meeting) }

var (
	textNoMeeting = i18n.T(
		"Les séances de **{body}** ne peuvent pas être modifiées depuis votre compte. Rien n’a changé.\n"+
			"Règle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"The meetings of **{body}** cannot be changed from your account. Nothing has changed.\n"+
			"Rule: {rule}. {yours}\nTo get this right: {ask}")
	textBodyClosed = i18n.T(
		"**{ref} · {body}** est fermée. Rien n’est enregistré.\nPour la rouvrir : `/instance modifier {ref} ouverte`",
		"**{ref} · {body}** is closed. Nothing is saved.\nTo open it again: `/instance modifier {ref} ouverte`")
	textMeetingPast = i18n.T(
		"La date est passée : {when}. Rien n’est enregistré.\nÉcrivez une date à venir, avec l’année si elle est lointaine.",
		"The date is past: {when}. Nothing is saved.\nWrite a date to come, with its year if it is far away.")
	textMeetingEnds = i18n.T(
		"La séance finirait avant de commencer : début à {from}, fin à {to}. Rien n’est enregistré.\n"+
			"Indiquez une heure plus tardive, par exemple : `fin 12h`",
		"The meeting would end before it begins: start at {from}, end at {to}. Nothing is saved.\n"+
			"Give a later hour, for example: `fin 12h`")
	textMeetingTwice = i18n.T(
		"**{body}** a déjà une séance ce jour-là : séance {ref}, {when}. Rien n’est enregistré.\n"+
			"Pour la déplacer : `/seance deplacer {ref} 18/12 9h30` ; pour la voir : `/seance voir {ref}`",
		"**{body}** has a meeting on that day already: meeting {ref}, {when}. Nothing is saved.\n"+
			"To move it: `/seance deplacer {ref} 18/12 9h30`; to see it: `/seance voir {ref}`")
	textMeetingEnded = i18n.T(
		"La séance {ref} ({body}, {when}) est {state}. Rien n’a changé.\nPour la suite des actions : `/jalon journal {ref}`",
		"Meeting {ref} ({body}, {when}) is {state}. Nothing has changed.\nFor what happened: `/jalon journal {ref}`")
)

// MeetingWhen says when a meeting takes place: its date, and its hour when it is known.
type MeetingWhen struct {
	Start   calendar.Moment
	HasTime bool
}

// When is when the meeting takes place.
func (m Meeting) When() MeetingWhen { return MeetingWhen{m.Start, m.HasTime} }

// In says it in full.
func (w MeetingWhen) In(lang i18n.Lang) string {
	if w.Start.Date.IsZero() {
		return textDateToSet.In(lang)
	}
	return Due{Date: w.Start.Date, HasTime: w.HasTime, Time: w.Start.Time}.In(lang)
}

// textDateToSet stands for the date of a meeting that has none yet.
var textDateToSet = i18n.T("date à fixer", "date to be set")

// textMeetingStates are the states of a meeting, as one says them of it.
var textMeetingStates = map[MeetingState]i18n.Msg{
	Undated:     i18n.T("à fixer", "to be dated"),
	Provisional: i18n.T("provisoire", "provisional"),
	Confirmed:   i18n.T("confirmée", "confirmed"),
	Convened:    i18n.T("convoquée", "convened"),
	TookPlace:   i18n.T("tenue", "held"),
	DidNot:      i18n.T("non tenue", "not held"),
	MeetingOver: i18n.T("close", "closed"),
	CalledOff:   i18n.T("annulée", "cancelled"),
}

// In says the state of a meeting.
func (s MeetingState) In(lang i18n.Lang) string { return textMeetingStates[s].In(lang) }

// PlanMeeting records a meeting of a body, with its seats, the steps of its
// backward schedule and its card where meetings are coordinated. A firm one asks
// who is to sit, and its steps become deadlines. It returns Denied, NotFound for
// the body, and Invalid for a date that cannot be or on which the body meets
// already.
func (p *Planner) PlanMeeting(ctx context.Context, call Call, n NewMeeting) (MeetingChange, error) {
	var out MeetingChange
	err := p.write(ctx, func(tx Tx) error {
		dir, b, err := p.mayPlan(tx, call, n)
		if err != nil {
			return err
		}
		t, err := templateNamed(tx, dir, b.TemplateName())
		if kind, refused := KindOf(err); refused && kind == NotFound {
			t, err = Template{}, nil // it was renamed or never made: no step is invented
		}
		if err != nil {
			return err
		}
		out, err = p.planMeeting(tx, dir, call, b, n, t.Steps, 0)
		return err
	})
	return out, wrap(err, "plan a meeting")
}

// mayPlan refuses somebody who may not plan the meetings of the body.
func (p *Planner) mayPlan(tx Tx, call Call, n NewMeeting) (DirectoryView, Body, error) {
	dir, err := lookAt(tx, call)
	if err != nil {
		return dir, Body{}, err
	}
	b, err := bodyNamed(tx, dir.Region.ID, n.Body)
	if err != nil {
		return dir, b, err
	}
	hat := b.Hat
	if n.HatSet {
		hat = n.Hat
	}
	if !managesMeetings(dir.Actor, b, hat) {
		return dir, b, refuseManage(dir, b)
	}
	if b.Closed {
		return dir, b, Refuse(Closed, textBodyClosed.With("ref", b.Ref(), "body", b.Called()))
	}
	return dir, b, nil
}

// managesMeetings tells whether somebody may plan and change the meetings of a
// body to which the préfet is invited in a capacity: those of a department are
// its préfecture's too.
func managesMeetings(a Actor, b Body, hat Hat) bool {
	return AllowedIn(a, ManageMeetings, b.Department) || hat != "" && AllowedIn(a, ManageMeetings, string(hat))
}

func refuseManage(dir DirectoryView, b Body) error {
	return Refuse(Denied, textNoMeeting.With("body", b.Called(), "rule", ManageMeetings.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
}

// planMeeting records a meeting with the steps given; cloned is the meeting that it
// takes up again, 0 for none.
func (p *Planner) planMeeting(tx Tx, dir DirectoryView, call Call, b Body, n NewMeeting, steps []TemplateStep, cloned int) (MeetingChange, error) {
	m := Meeting{
		Region: dir.Region.ID, Body: b.Number, State: Confirmed, Start: n.Start, HasTime: n.HasTime, End: n.End,
		Place: n.Place, Link: n.Link, Agenda: n.Agenda, Hat: b.Hat, NoticeOn: n.NoticeOn, ClonedFrom: cloned,
		Author: call.Actor.User, From: onBehalf(call), Channel: call.Place.Channel, CreatedAt: call.Now, Revision: 1, Version: 1,
	}
	if n.HatSet {
		m.Hat = n.Hat
	}
	switch {
	case n.Start.Date.IsZero():
		m.State = Undated
	case n.Provisional:
		m.State = Provisional
	case !n.NoticeOn.IsZero():
		m.State = Convened
	}
	if m.State == Undated && !m.NoticeOn.IsZero() {
		return MeetingChange{}, Refuse(Invalid, textNoticeUndated.With())
	}
	if err := noticeNotAhead(dir, call, m.NoticeOn); err != nil {
		return MeetingChange{}, err
	}
	if err := p.checkDate(tx, dir, call, b, &m); err != nil {
		return MeetingChange{}, err
	}
	var err error
	if m.Number, err = tx.NextNumber(m.Region, meetingMark); err != nil {
		return MeetingChange{}, err
	}
	if err := p.openSeats(tx, dir, b, &m, call.Now); err != nil {
		return MeetingChange{}, err
	}
	if err := p.draft(dir, call, &m, steps); err != nil {
		return MeetingChange{}, err
	}
	if err := p.serviceSteps(tx, dir, call, b, &m); err != nil {
		return MeetingChange{}, err
	}
	if err := p.planAftermath(tx, dir, m, call.Now); err != nil {
		return MeetingChange{}, err
	}
	for _, to := range meetingChannels(dir, m) {
		if err := p.tellMeeting(tx, m, to, NoticeMeeting, string(NoticeMeeting), call.Now); err != nil {
			return MeetingChange{}, err
		}
	}
	if err := p.storeMeeting(tx, call, "seance.planifier", nil, &m, ""); err != nil {
		return MeetingChange{}, err
	}
	v, err := viewMeeting(tx, b, m)
	return MeetingChange{MeetingView: v}, err
}

// checkDate sets the instant of a meeting, and refuses a date that is past, an end
// before the beginning, and a day on which the body meets already.
func (p *Planner) checkDate(tx Tx, dir DirectoryView, call Call, b Body, m *Meeting) error {
	if !m.HasTime {
		m.Start.Time, m.End = calendar.TimeOfDay{}, calendar.TimeOfDay{}
	}
	if m.State == Undated {
		return nil
	}
	var err error
	if m.StartAt, err = m.Start.Instant(); err != nil {
		return err
	}
	today, err := dir.today("", call.Now)
	if err != nil {
		return err
	}
	if m.Start.Date.Before(today) || m.HasTime && !m.StartAt.After(call.Now) {
		return Refuse(Invalid, textMeetingPast.With("when", m.When()))
	}
	if m.End.Minutes() > 0 && m.End.Compare(m.Start.Time) <= 0 {
		return Refuse(Invalid, textMeetingEnds.With("from", hour(m.Start.Time), "to", hour(m.End)))
	}
	that, _, err := tx.FindMeetings(m.Region, MeetingFilter{
		Body: b.Number, From: m.Start.Date, To: m.Start.Date,
		States: []MeetingState{Provisional, Confirmed, Convened, TookPlace, MeetingOver},
	})
	if err != nil {
		return err
	}
	for _, other := range that {
		if other.Number != m.Number {
			return Refuse(Invalid, textMeetingTwice.With("body", b.Sitting(), "ref", other.Ref(), "when", other.When()))
		}
	}
	return nil
}

// hour says an hour in a language.
type hour calendar.TimeOfDay

// In says it.
func (h hour) In(lang i18n.Lang) string {
	return calendar.WordsOf(string(lang)).Hour(calendar.TimeOfDay(h))
}

// meetingChannels are the channels that have the card of a meeting: that of the
// coordination and, where the préfet is invited as that of a department, that of
// its préfecture.
func meetingChannels(dir DirectoryView, m Meeting) []ChannelID {
	var out []ChannelID
	if home := dir.Coordination().Channel; home != "" {
		out = append(out, home)
	}
	for _, s := range dir.Services {
		if m.Hat != "" && s.Kind == KindPrefecture && s.Department == string(m.Hat) && s.Channel != "" {
			out = append(out, s.Channel)
		}
	}
	return out
}

// tellMeeting queues something to be said at once of a meeting in a channel, once
// for each step of its schedule.
func (p *Planner) tellMeeting(tx Tx, m Meeting, to ChannelID, notice Notice, step string, now time.Time) error {
	when, err := momentOf(now, m.Start.Zone)
	if err != nil {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: m.Region, Subject: m.Ref(), Revision: m.Revision, Step: step,
		To: Recipient{Channel: to}, Notice: notice, When: when, DueAt: now, State: Planned, Version: 1,
	})
	return err
}

// MeetingRoot is the post under which what happens to a meeting is told in a
// channel: its card there. Empty when that card is not in the chat.
func MeetingRoot(tx Tx, v Delivery, channel ChannelID) (string, error) {
	cards, err := tx.CardsOf(v.Region, v.Subject)
	for _, c := range cards {
		if c.Notice == NoticeMeeting && c.Channel == channel && !c.Dead {
			return c.Post, err
		}
	}
	return "", err
}

// changeMeeting loads a meeting that the actor may change, lets f change it, and
// stores it with its journal entry and the redrawing of its cards. may tells who
// may, nil for who manages the meetings of the body.
func (p *Planner) changeMeeting(ctx context.Context, call Call, number int, action string, may func(Actor, Meeting) bool,
	f func(tx Tx, dir DirectoryView, m *Meeting, out *MeetingChange) (reason string, err error),
) (MeetingChange, error) {
	var out MeetingChange
	err := p.write(ctx, func(tx Tx) error {
		out = MeetingChange{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if out.Before, err = meetingNumbered(tx, dir.Region.ID, number); err != nil {
			return err
		}
		if out.Body, err = bodyNamed(tx, dir.Region.ID, out.Before.Body); err != nil {
			return err
		}
		m := out.Before
		if !managesMeetings(dir.Actor, out.Body, m.Hat) && (may == nil || !may(dir.Actor, m)) {
			return refuseManage(dir, out.Body)
		}
		reason, err := f(tx, dir, &m, &out)
		if err != nil {
			return err
		}
		if err := p.storeMeeting(tx, call, action, &out.Before, &m, reason); err != nil {
			return err
		}
		out.MeetingView, err = viewMeeting(tx, out.Body, m)
		return err
	})
	return out, wrap(err, "%s %s", action, MeetingRef(number))
}

// mustBeAhead refuses what can only be done to a meeting that may still take place.
func mustBeAhead(b Body, m Meeting) error {
	if m.State.Ahead() {
		return nil
	}
	return Refuse(Closed, textMeetingEnded.With("ref", m.Ref(), "body", b.Sitting(), "when", m.When(), "state", m.State))
}

// mustBeDated refuses what can only be done to a meeting that may still take place
// and has a date.
func mustBeDated(b Body, m Meeting) error {
	if m.State == Undated {
		return Refuse(Invalid, textMeetingUndated.With("ref", m.Ref(), "body", b.Sitting()))
	}
	return mustBeAhead(b, m)
}

var (
	textMeetingUndated = i18n.T(
		"La séance {ref} ({body}) n’a pas encore de date. Rien n’a changé.\nPour la fixer : `/seance deplacer {ref} 12 décembre 14h`",
		"Meeting {ref} ({body}) has no date yet. Nothing has changed.\nTo set it: `/seance deplacer {ref} 12 décembre 14h`")
	textNoticeUndated = i18n.T(
		"Une séance sans date n’a pas de convocation. Rien n’est enregistré.\nIndiquez la date, ou retirez la convocation.",
		"A meeting without a date has no notice. Nothing is saved.\nGive the date, or leave the notice out.")
)

var textAlreadyFirm = i18n.T(
	"La séance {ref} est déjà confirmée : {when}. Rien n’a changé.\nPour la voir : `/seance voir {ref}`",
	"Meeting {ref} is confirmed already: {when}. Nothing has changed.\nTo see it: `/seance voir {ref}`")

// ConfirmMeeting makes a provisional meeting firm: who is to sit is asked, and its
// steps become deadlines.
func (p *Planner) ConfirmMeeting(ctx context.Context, call Call, number int) (MeetingChange, error) {
	return p.changeMeeting(ctx, call, number, "seance.confirmer", nil, func(tx Tx, dir DirectoryView, m *Meeting, out *MeetingChange) (string, error) {
		if err := mustBeDated(out.Body, *m); err != nil {
			return "", err
		}
		if m.State.Firm() {
			return "", Refuse(Invalid, textAlreadyFirm.With("ref", m.Ref(), "when", m.When()))
		}
		m.State = Confirmed
		return "", p.makeFirm(tx, dir, call, out.Body, m)
	})
}

// makeFirm does what a meeting that was provisional has waited for.
func (p *Planner) makeFirm(tx Tx, dir DirectoryView, call Call, b Body, m *Meeting) error {
	if err := p.checkDate(tx, dir, call, b, m); err != nil {
		return err
	}
	if err := p.openSeats(tx, dir, b, m, call.Now); err != nil {
		return err
	}
	steps, err := campaign(tx, *m)
	if err != nil {
		return err
	}
	if err := p.draft(dir, call, m, steps); err != nil { // some are past since, and seats may have come
		return err
	}
	if err := p.serviceSteps(tx, dir, call, b, m); err != nil {
		return err
	}
	return p.planAftermath(tx, dir, *m, call.Now)
}

var textCloneOf = i18n.T(
	"La séance {ref} n’a aucune étape à reconduire. Rien n’est enregistré.\nPour planifier : `/seance planifier {body} 11/12 9h30`",
	"Meeting {ref} has no step to take up again. Nothing is saved.\nTo plan: `/seance planifier {body} 11/12 9h30`")

// CloneMeeting plans the next meeting of a body with the steps of an earlier one,
// owed by who came to owe them, counted from its own date. Place, hours and hat
// are those of the earlier one where n says nothing.
func (p *Planner) CloneMeeting(ctx context.Context, call Call, number int, n NewMeeting) (MeetingChange, error) {
	var out MeetingChange
	err := p.write(ctx, func(tx Tx) error {
		from, err := meetingNumbered(tx, call.Actor.Region, number)
		if err != nil {
			return err
		}
		n.Body, n.Hat, n.HatSet = from.Body, from.Hat, true
		if n.Place == "" {
			n.Place = from.Place
		}
		if n.Link == "" {
			n.Link = from.Link
		}
		if n.Agenda == "" && from.State == DidNot { // it is convened again
			n.Agenda = from.Agenda
		}
		dated := !n.Start.Date.IsZero()
		if dated && !n.HasTime && from.HasTime {
			n.HasTime, n.Start.Time = true, from.Start.Time
		}
		if dated && n.End.Minutes() == 0 {
			n.End = from.endsFrom(n.Start.Time)
		}
		dir, b, err := p.mayPlan(tx, call, n)
		if err != nil {
			return err
		}
		steps, err := campaign(tx, from)
		if err != nil {
			return err
		}
		if len(steps) == 0 && from.State != DidNot {
			return Refuse(Invalid, textCloneOf.With("ref", from.Ref(), "body", b.Called()))
		}
		out, err = p.planMeeting(tx, dir, call, b, n, steps, from.Number)
		return err
	})
	return out, wrap(err, "clone %s", MeetingRef(number))
}

// endsFrom is the end of a meeting of the same length that begins at an hour; zero
// when that is not known, or would be on the next day.
func (m Meeting) endsFrom(start calendar.TimeOfDay) calendar.TimeOfDay {
	if m.End.Minutes() == 0 {
		return calendar.TimeOfDay{}
	}
	at := start.Minutes() + m.End.Minutes() - m.Start.Time.Minutes()
	if at >= 24*60 {
		return calendar.TimeOfDay{}
	}
	return calendar.TimeOfDay{Hour: at / 60, Minute: at % 60}
}

// campaign gives the steps of a meeting as a template does, owed by the services
// that came to owe them.
func campaign(tx Tx, m Meeting) ([]TemplateStep, error) {
	var out []TemplateStep
	add := func(s TemplateStep) {
		if slices.Contains(out, s) {
			return
		}
		out = append(out, s)
	}
	for _, s := range m.Steps {
		step := s.template()
		if s.Seat > 0 || s.Deadline == 0 {
			add(step)
			continue
		}
		d, err := tx.Deadline(m.Region, s.Deadline)
		if errors.Is(err, ErrNotFound) { // purged since
			add(step)
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, part := range d.Parts {
			step.Service = part.Service
			add(step)
		}
	}
	return out, nil
}
