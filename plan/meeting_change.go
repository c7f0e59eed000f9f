package plan

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jalon/calendar"
	"jalon/i18n"
)

// Move is a new date for a meeting.
type Move struct {
	Date calendar.Date
	// Time is the new hour; HasTime tells that one is given, else the hour stays.
	Time    calendar.TimeOfDay
	HasTime bool
	End     calendar.TimeOfDay // zero: the meeting lasts as long as before
	Place   string             // empty: it stays
	Link    string             // likewise
	Reason  string
	// Provisional tells, of a meeting that had no date, that this one is to be confirmed.
	Provisional bool
}

var (
	textSameMoment = i18n.T(
		"La séance {ref} est déjà prévue le {when}. Rien n’a changé.", "Meeting {ref} is already planned on {when}. Nothing has changed.")
	textMeetingReason = i18n.T(
		"Indiquez le motif : il figurera au journal et sera dit aux personnes concernées. Rien n’a changé.\n"+
			"Par exemple : `/seance annuler {ref} motif \"quorum non réuni\"`",
		"Give the reason: it goes to the journal and is told to the people concerned. Nothing has changed.\n"+
			"For example: `/seance annuler {ref} motif \"quorum non réuni\"`")
	textLongField = i18n.T(
		"Ce texte compte {n} caractères ; la limite est de {max}. Rien n’est enregistré.\nGardez l’essentiel, et mettez un lien pour le reste.",
		"This text has {n} characters; the limit is {max}. Nothing is saved.\nKeep what matters, and a link for the rest.")
	textNotYetHeld = i18n.T(
		"La séance {ref} ({body}) n’a pas encore eu lieu : {when}. Rien n’a changé.\nSi elle change : `/seance deplacer {ref} 18/12` ou `/seance annuler {ref} motif \"…\"`",
		"Meeting {ref} ({body}) has not taken place yet: {when}. Nothing has changed.\nIf it changes: `/seance deplacer {ref} 18/12` or `/seance annuler {ref} motif \"…\"`")
	textNoticeAhead = i18n.T(
		"Une convocation ne peut pas être datée d’un jour à venir : {when}. Rien n’est enregistré.\n"+
			"Indiquez quand elle est arrivée ou partie, avec l’année si c’est loin, par exemple : `convocation reçue le 23/11`",
		"A notice cannot be dated of a day to come: {when}. Nothing is saved.\n"+
			"Say when it came or left, with the year if that is far, for example: `convocation reçue le 23/11`")
	textNothingInMeeting = i18n.T(
		"Il manque ce qui change pour la séance {ref}. Rien n’a changé.\nPar exemple : `/seance modifier {ref} lieu \"Préfecture, Lille\"`, `/seance modifier {ref} fin 12h`",
		"What changes in meeting {ref} is missing. Nothing has changed.\nFor example: `/seance modifier {ref} lieu \"Préfecture, Lille\"`, `/seance modifier {ref} fin 12h`")
)

// MoveMeeting gives a meeting another date or another hour. What is not done moves
// with it, what is done stays. On another day who had accepted is asked again and
// the notice must be given again; on the same day agreements stay. It is told
// once, under the card. A meeting that had no date becomes one that has: who is to
// sit is asked, and its steps become deadlines. It returns Invalid for a date that
// cannot be, Closed for a meeting that is over.
func (p *Planner) MoveMeeting(ctx context.Context, call Call, number int, to Move) (MeetingChange, error) {
	return p.changeMeeting(ctx, call, number, "seance.deplacer", nil, func(tx Tx, dir DirectoryView, m *Meeting, out *MeetingChange) (string, error) {
		if err := mustBeAhead(out.Body, *m); err != nil {
			return "", err
		}
		move := p.moveMeeting
		if m.State == Undated {
			move = p.dateMeeting
		}
		if err := move(tx, dir, call, m, out, to); err != nil {
			return "", err
		}
		return to.Reason, p.tellMove(tx, dir, out.Before, *m, call.Now)
	})
}

// stepMovedPlace is the step of a move to another place.
const stepMovedPlace = string(NoticeMoved) + " lieu"

// MovedPlace tells, by the step of a delivery, a move to another place.
func MovedPlace(step string) bool { return step == stepMovedPlace }

// samePlace tells that a meeting stays where it was.
func samePlace(before, m Meeting) bool { return before.Place == m.Place && before.Link == m.Link }

// tellMove queues what is said once under the cards of a meeting that moved.
func (p *Planner) tellMove(tx Tx, dir DirectoryView, before, m Meeting, now time.Time) error {
	step := string(NoticeMoved)
	if !samePlace(before, m) {
		step = stepMovedPlace
	}
	for _, channel := range meetingChannels(dir, m) {
		if err := p.tellMeeting(tx, m, channel, NoticeMoved, step, now); err != nil {
			return err
		}
	}
	return nil
}

// tellPlace queues what is said once under the cards of a meeting of which the place
// alone changed.
func (p *Planner) tellPlace(tx Tx, dir DirectoryView, before, m Meeting, now time.Time) error {
	if samePlace(before, m) {
		return nil
	}
	if err := stopAftermath(tx, m, ReasonReplanned, NoticePlace); err != nil {
		return err
	}
	for _, channel := range meetingChannels(dir, m) {
		step := fmt.Sprintf("lieu %d", m.Version) // several may follow in one schedule
		if err := p.tellMeeting(tx, m, channel, NoticePlace, step, now); err != nil {
			return err
		}
	}
	return nil
}

// dateMeeting gives its date to a meeting that had none.
func (p *Planner) dateMeeting(tx Tx, dir DirectoryView, call Call, m *Meeting, out *MeetingChange, to Move) error {
	if to.Date.IsZero() {
		return mustBeDated(out.Body, *m)
	}
	m.State, m.Reason = Confirmed, to.Reason
	if to.Provisional {
		m.State = Provisional
	}
	m.Start.Date, m.Start.Time, m.HasTime, m.End = to.Date, to.Time, to.HasTime, to.End
	if to.Place != "" {
		m.Place = to.Place
	}
	if to.Link != "" {
		m.Link = to.Link
	}
	m.Revision++
	return p.makeFirm(tx, dir, call, out.Body, m)
}

func (p *Planner) moveMeeting(tx Tx, dir DirectoryView, call Call, m *Meeting, out *MeetingChange, to Move) error {
	before := *m
	m.Previous, m.Reason = m.Start, to.Reason
	if !before.HasTime {
		m.Previous.Time = calendar.TimeOfDay{}
	}
	m.Start.Date = to.Date
	if to.HasTime {
		m.HasTime, m.Start.Time = true, to.Time
	}
	m.End = before.endsFrom(m.Start.Time)
	if to.End.Minutes() > 0 {
		m.End = to.End
	}
	if to.Place != "" {
		m.Place = to.Place
	}
	if to.Link != "" {
		m.Link = to.Link
	}
	if m.Start == before.Start && m.HasTime == before.HasTime && m.End == before.End {
		return Refuse(Invalid, textSameMoment.With("ref", m.Ref(), "when", m.When()))
	}
	if err := p.checkDate(tx, dir, call, out.Body, m); err != nil {
		return err
	}
	sameDay := m.Start.Date == before.Start.Date
	if !sameDay {
		m.NoticeOn = calendar.Date{} // it was for the former day
		if m.State == Convened {
			m.State = Confirmed
		}
	}
	m.Revision++
	if err := stopAftermath(tx, before, ReasonReplanned, NoticeWasHeld, NoticeMinutes, NoticeNoMinutes, NoticeMoved); err != nil {
		return err
	}
	if err := p.reopenSeats(tx, dir, call, out.Body, m, sameDay); err != nil {
		return err
	}
	if !sameDay {
		if err := p.moveSteps(tx, dir, call, out.Body, m); err != nil {
			return err
		}
	}
	return p.planAftermath(tx, dir, *m, call.Now)
}

// CancelMeeting calls a meeting off, for a reason: its deadlines and their
// reminders stop, nobody is asked any more, and who was to sit is told in private.
// Nothing is erased.
func (p *Planner) CancelMeeting(ctx context.Context, call Call, number int, reason string) (MeetingChange, error) {
	if reason == "" {
		return MeetingChange{}, MeetingReasonMissing(number)
	}
	return p.changeMeeting(ctx, call, number, "seance.annuler", nil, func(tx Tx, dir DirectoryView, m *Meeting, out *MeetingChange) (string, error) {
		if err := mustBeAhead(out.Body, *m); err != nil {
			return "", err
		}
		m.State, m.Reason, m.ClosedAt, m.ClosedBy = CalledOff, reason, call.Now, call.Actor.User
		if err := p.stopMeeting(tx, dir, call, m, out, textStepOff); err != nil {
			return "", err
		}
		for _, channel := range meetingChannels(dir, *m) {
			if err := p.tellMeeting(tx, *m, channel, NoticeCalledOff, string(NoticeCalledOff), call.Now); err != nil {
				return "", err
			}
		}
		return reason, nil
	})
}

// MeetingReasonMissing is the refusal to call a meeting off without saying why.
func MeetingReasonMissing(number int) error {
	return Refuse(Invalid, textMeetingReason.With("ref", MeetingRef(number)))
}

// stopMeeting ends the questions and the deadlines of a meeting that does not take
// place.
func (p *Planner) stopMeeting(tx Tx, dir DirectoryView, call Call, m *Meeting, out *MeetingChange, why i18n.Msg) error {
	err := stopAftermath(tx, *m, ReasonClosed, NoticeWasHeld, NoticeMinutes, NoticeNoMinutes, NoticeMoved, NoticePlace)
	if err != nil {
		return err
	}
	if m.State == CalledOff {
		if err := p.closeSeats(tx, dir, out.Body, m, call.Now); err != nil {
			return err
		}
	}
	out.Stopped, err = p.endSteps(tx, dir, call, *m, why.In(i18n.FR, "ref", m.Ref()), allSteps)
	return err
}

// MeetingEdits are the changes asked of a meeting; nil fields stay.
type MeetingEdits struct {
	Place, Link, Agenda *string
	End                 *calendar.TimeOfDay
	Reason              string
}

// Longest texts of a meeting, in characters.
const (
	maxPlace   = 200
	maxAgenda  = 1000
	maxMinutes = 4000
)

// ModifyMeeting changes what is asked and nothing else.
func (p *Planner) ModifyMeeting(ctx context.Context, call Call, number int, e MeetingEdits) (MeetingChange, error) {
	return p.changeMeeting(ctx, call, number, "seance.modifier", nil, func(tx Tx, dir DirectoryView, m *Meeting, out *MeetingChange) (string, error) {
		if err := mustBeAhead(out.Body, *m); err != nil {
			return "", err
		}
		if e.Place == nil && e.Link == nil && e.Agenda == nil && e.End == nil {
			return "", Refuse(Invalid, textNothingInMeeting.With("ref", m.Ref()))
		}
		for _, f := range []struct {
			to    *string
			field *string
			most  int
		}{{e.Place, &m.Place, maxPlace}, {e.Link, &m.Link, maxAgenda}, {e.Agenda, &m.Agenda, maxAgenda}} {
			if f.to == nil {
				continue
			}
			if err := checkLength(*f.to, f.most); err != nil {
				return "", err
			}
			*f.field = *f.to
		}
		if err := p.tellPlace(tx, dir, out.Before, *m, call.Now); err != nil {
			return "", err
		}
		if e.End == nil {
			return e.Reason, nil
		}
		if err := mustBeDated(out.Body, *m); err != nil {
			return "", err
		}
		m.End = *e.End
		if err := p.checkDate(tx, dir, call, out.Body, m); err != nil {
			return "", err
		}
		if err := stopAftermath(tx, *m, ReasonReplanned, NoticeWasHeld); err != nil {
			return "", err
		}
		return e.Reason, p.planAftermath(tx, dir, *m, call.Now)
	})
}

func checkLength(text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return Refuse(Invalid, textLongField.With("n", n, "max", most))
	}
	return nil
}

// SetAgenda records what a meeting is to deal with, in a few words.
func (p *Planner) SetAgenda(ctx context.Context, call Call, number int, agenda string) (MeetingChange, error) {
	return p.changeMeeting(ctx, call, number, "seance.odj", nil, func(_ Tx, _ DirectoryView, m *Meeting, out *MeetingChange) (string, error) {
		if m.State == CalledOff {
			return "", mustBeAhead(out.Body, *m)
		}
		m.Agenda = agenda
		return "", checkLength(agenda, maxAgenda)
	})
}

// NoticeGiven records when the notice of a meeting was received, or sent; the
// zero day takes it back. A notice makes a provisional meeting firm.
func (p *Planner) NoticeGiven(ctx context.Context, call Call, number int, on calendar.Date) (MeetingChange, error) {
	return p.changeMeeting(ctx, call, number, "seance.convocation", nil, func(tx Tx, dir DirectoryView, m *Meeting, out *MeetingChange) (string, error) {
		if err := mustBeDated(out.Body, *m); err != nil {
			return "", err
		}
		if err := noticeNotAhead(dir, call, on); err != nil {
			return "", err
		}
		firm := m.State.Firm()
		m.NoticeOn = on
		switch {
		case on.IsZero() && m.State == Convened:
			m.State = Confirmed
		case !on.IsZero():
			m.State = Convened
		}
		if firm || !m.State.Firm() {
			return "", nil
		}
		return "", p.makeFirm(tx, dir, call, out.Body, m)
	})
}

// noticeNotAhead refuses a notice of a day to come.
func noticeNotAhead(dir DirectoryView, call Call, on calendar.Date) error {
	today, err := dir.today("", call.Now)
	if err != nil || !on.After(today) {
		return err
	}
	return Refuse(Invalid, textNoticeAhead.With("when", Due{Date: on}))
}

// NoticeLimit is the last day on which the notice of a meeting of the body may be
// received, by its rules.
func (b Body) NoticeLimit(day calendar.Date, cal *calendar.Calendar) calendar.Date {
	days, unit := b.Rules.NoticeDelay()
	return cal.Add(day, -days, unit)
}

// MeetingHeld is what is said of a meeting after its time.
type MeetingHeld struct {
	// Took tells that it took place.
	Took bool
	// Without tells that who says so did not sit though they were to.
	Without    bool
	Attendance string // who was there, in a few words
	Reason     string // why it did not take place, or why who was to sit did not
}

// sits tells that somebody is to sit at a meeting, or stands in for who is: they
// may say of it what only they know.
func sits(a Actor, m Meeting) bool { return slices.ContainsFunc(m.sitting(), a.Answers) }

// HoldMeeting records whether a meeting took place, and who sat. What was to
// prepare it and is not done ends; of one that did not take place, what follows too. It may be said by who was to sit.
func (p *Planner) HoldMeeting(ctx context.Context, call Call, number int, h MeetingHeld) (MeetingChange, error) {
	return p.changeMeeting(ctx, call, number, "seance.tenue", sits, func(tx Tx, dir DirectoryView, m *Meeting, out *MeetingChange) (string, error) {
		switch m.State {
		case TookPlace, DidNot, MeetingOver: // what was said is put right
		default:
			if err := mustBeAhead(out.Body, *m); err != nil {
				return "", err
			}
		}
		if err := mustBeBegun(dir, call, out.Body, *m); err != nil {
			return "", err
		}
		if h.Attendance != "" {
			m.Attendance = h.Attendance
		}
		if err := cmp.Or(checkLength(m.Attendance, maxAgenda), checkLength(h.Reason, maxAgenda)); err != nil {
			return "", err
		}
		if !h.Took {
			m.State, m.Reason, m.ClosedAt, m.ClosedBy = DidNot, h.Reason, call.Now, call.Actor.User
			return h.Reason, p.stopMeeting(tx, dir, call, m, out, textStepNotHad)
		}
		if m.State == DidNot {
			m.Reason = "" // that it was not held is taken back
		}
		m.State = TookPlace
		m.attend(dir.Actor, h.Without)
		if err := stopAftermath(tx, *m, ReasonClosed, NoticeWasHeld); err != nil {
			return "", err
		}
		return h.Reason, p.endPreparation(tx, dir, call, *m, out)
	})
}

// endPreparation ends what was to prepare a meeting that took place and is not
// done: it has become pointless.
func (p *Planner) endPreparation(tx Tx, dir DirectoryView, call Call, m Meeting, out *MeetingChange) (err error) {
	out.Stopped, err = p.endSteps(tx, dir, call, m, textStepHeld.In(i18n.FR, "ref", m.Ref()), prepares)
	return err
}

// mustBeBegun refuses to say of a meeting what can only be known after it began.
func mustBeBegun(dir DirectoryView, call Call, b Body, m Meeting) error {
	if m.State == Undated {
		return mustBeDated(b, m)
	}
	today, err := dir.today("", call.Now)
	if err != nil {
		return err
	}
	if m.Start.Date.After(today) || m.HasTime && m.StartAt.After(call.Now) {
		return Refuse(Invalid, textNotYetHeld.With("ref", m.Ref(), "body", b.Sitting(), "when", m.When()))
	}
	return nil
}

// attend records that those who were to sit did: all of them, but the person who
// says that they did not.
func (m *Meeting) attend(a Actor, without bool) {
	m.Seats = slices.Clone(m.Seats)
	for i := range m.Seats {
		switch r := &m.Seats[i]; {
		case r.State != Accepted && r.State != Attended && r.State != Absent:
		case without && a.Answers(r.Who.User):
			r.State = Absent
		case r.State == Accepted:
			r.State = Attended
		}
	}
}

// GiveMinutes records the minutes of a meeting, a few lines or an address. What
// was to prepare it and is not done ends; once nothing follows, it is closed. They
// may be given by who was to sit.
func (p *Planner) GiveMinutes(ctx context.Context, call Call, number int, text string) (MeetingChange, error) {
	return p.changeMeeting(ctx, call, number, "seance.cr", sits, func(tx Tx, dir DirectoryView, m *Meeting, out *MeetingChange) (string, error) {
		switch m.State {
		case TookPlace, MeetingOver:
		default:
			if err := mustBeAhead(out.Body, *m); err != nil {
				return "", err
			}
		}
		if err := mustBeBegun(dir, call, out.Body, *m); err != nil {
			return "", err
		}
		if err := checkLength(text, maxMinutes); err != nil {
			return "", err
		}
		why := m.minutesReplaced(dir.Region.Lang)
		m.Minutes, m.MinutesAt, m.MinutesBy = text, call.Now, call.Actor.User
		m.attend(dir.Actor, false)
		if err := stopAftermath(tx, *m, ReasonClosed, NoticeWasHeld, NoticeMinutes, NoticeNoMinutes); err != nil {
			return "", err
		}
		if err := p.endPreparation(tx, dir, call, *m, out); err != nil {
			return "", err
		}
		m.State = TookPlace
		left, err := openSteps(tx, *m)
		if err == nil && left == 0 {
			m.State, m.ClosedAt, m.ClosedBy = MeetingOver, call.Now, call.Actor.User
		}
		return why, err
	})
}

var (
	textMinutesInstead = i18n.T("remplace le compte rendu précédent", "replaces the former minutes")
	textMinutesLink    = i18n.T("remplace {link}", "replaces {link}")
)

// minutesReplaced says in the journal what new minutes replace: their address, when
// they were but one. Their words are not kept there.
func (m *Meeting) minutesReplaced(lang i18n.Lang) string {
	switch {
	case m.MinutesAt.IsZero():
		return ""
	case strings.HasPrefix(m.Minutes, "http") && !strings.ContainsAny(m.Minutes, " \n"):
		return textMinutesLink.In(lang, "link", m.Minutes)
	default:
		return textMinutesInstead.In(lang)
	}
}

// openSteps counts the deadlines of the steps that are not done.
func openSteps(tx Tx, m Meeting) (int, error) {
	open := map[int]bool{}
	for _, s := range m.Steps {
		if s.Deadline == 0 {
			continue
		}
		d, err := tx.Deadline(m.Region, s.Deadline)
		if err != nil {
			return 0, err
		}
		if d.State == Open {
			open[s.Deadline] = true
		}
	}
	return len(open), nil
}

var textNoDecision = i18n.T(
	"Il manque les décisions de la séance {ref}. Rien n’est créé.\nPar exemple : `/seance decisions {ref} \"Signer les conventions\" 8 janvier pour 59`",
	"The decisions of meeting {ref} are missing. Nothing is created.\nFor example: `/seance decisions {ref} \"Signer les conventions\" 8 janvier pour 59`")

// Decided is the decisions of a meeting that became deadlines.
type Decided struct {
	MeetingView
	Deadlines []Scheduled
}

// decisionsRecord is what the journal of a meeting keeps of its decisions.
type decisionsRecord struct {
	Decisions []string `json:"decisions"` // "E31"
}

// AddDecisions makes deadlines of what a meeting decided: all of them, or none.
// They may be given by who was to sit.
func (p *Planner) AddDecisions(ctx context.Context, call Call, number int, decisions []NewDeadline) (Decided, error) {
	var out Decided
	if len(decisions) == 0 {
		return out, Refuse(Invalid, textNoDecision.With("ref", MeetingRef(number)))
	}
	for _, n := range decisions {
		if err := n.check(call.Now); err != nil {
			return out, err
		}
	}
	err := p.write(ctx, func(tx Tx) error {
		out = Decided{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if out.MeetingView, err = LoadMeeting(tx, dir.Region.ID, number); err != nil {
			return err
		}
		m, b := out.Meeting, out.Body
		switch {
		case !managesMeetings(dir.Actor, b, m.Hat) && !sits(dir.Actor, m):
			return refuseManage(dir, b)
		case m.State == CalledOff || m.State == DidNot:
			return mustBeAhead(b, m)
		}
		if err := mustBeBegun(dir, call, b, m); err != nil {
			return err
		}
		var record decisionsRecord
		told := call
		if len(decisions) > 1 { // the answer shows the card of one, and only names several
			told.Place = Place{}
		}
		for _, n := range decisions {
			d, err := newDeadline(tx, call, n)
			if err != nil {
				return err
			}
			if err := p.addDeadline(tx, dir, call, d, "echeance.decision"); err != nil {
				return err
			}
			if err := p.planCards(tx, dir, d, told); err != nil {
				return err
			}
			s, err := scheduled(tx, d)
			if err != nil {
				return err
			}
			out.Deadlines = append(out.Deadlines, s)
			record.Decisions = append(record.Decisions, string(d.Ref()))
		}
		return p.journal(tx, call, "seance.decisions", m.Ref(), nil, record, "")
	})
	return out, wrap(err, "decisions of %s", MeetingRef(number))
}
