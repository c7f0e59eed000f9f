package plan

import (
	"encoding/json"
	"slices"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// Taking back what was done to a meeting, as long as nothing happened to it since.

// actionUndoMeeting is the journal's name of taking back what was done to a meeting.
const actionUndoMeeting = "seance.defaire"

var (
	textMeetingTouched = i18n.T(
		"La séance {ref} a changé depuis. Rien n’est annulé.\nPour comparer : `/jalon journal {ref}`",
		"Meeting {ref} has changed since. Nothing is undone.\nTo compare: `/jalon journal {ref}`")
	textMoveUndone = i18n.T("déplacement annulé", "move undone")
)

// otherWay refuses to take back what another command puts right.
func otherWay(command string) error { return Refuse(Invalid, textOtherWay.With("command", command)) }

// meetingUndoing takes back one action on a meeting.
type meetingUndoing struct {
	*undoing
	body Body
	m    Meeting // as it becomes
	// was and left are the meeting as the journal tells it before and after the action.
	was, left MeetingRecord
	out       *MeetingChange
}

// onMeeting lets change take back an action on a meeting, and stores it with the
// entry that tells it. may tells who may, besides who manages its meetings.
func (u *undoing) onMeeting(may func(Actor, Meeting) bool, change func(*meetingUndoing) error) error {
	e, region := u.out.Entry, u.call.Actor.Region
	number, _ := e.Object.meeting()
	before, err := meetingNumbered(u.tx, region, number)
	if err != nil {
		return err
	}
	b, err := bodyNamed(u.tx, region, before.Body)
	if err != nil {
		return err
	}
	if !managesMeetings(u.dir.Actor, b, before.Hat) && (may == nil || !may(u.dir.Actor, before)) {
		return refuseManage(u.dir, b)
	}
	if err := u.meetingKept(before); err != nil {
		return err
	}
	m := meetingUndoing{undoing: u, body: b, m: before, out: &MeetingChange{Before: before, MeetingView: MeetingView{Body: b}}}
	m.m.Seats = cloneSeats(before.Seats)
	for text, into := range map[string]*MeetingRecord{e.Before: &m.was, e.After: &m.left} {
		if text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return err
		}
	}
	if err := change(&m); err != nil {
		return err
	}
	if err := u.p.storeNoted(u.tx, u.call, actionUndoMeeting, &before, &m.m, "", meetingNote{undoes: e.ID}); err != nil {
		return err
	}
	m.out.MeetingView, err = viewMeeting(u.tx, b, m.m)
	u.out.Meeting = m.out
	return err
}

// meetingKept refuses when something happened to the meeting since the action.
func (u *undoing) meetingKept(m Meeting) error {
	entries, err := u.tx.Entries(m.Region, m.Ref())
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(entries) {
		switch {
		case e.ID == u.out.Entry.ID:
			return nil
		case e.After != "":
			return Refuse(Invalid, textMeetingTouched.With("ref", m.Ref()))
		}
	}
	return nil
}

// unplan calls off a meeting that should not have been planned.
func (u *undoing) unplan() error {
	return u.onMeeting(nil, func(m *meetingUndoing) error {
		if err := mustBeAhead(m.body, m.m); err != nil {
			return err
		}
		m.m.State, m.m.Reason = CalledOff, textTakenBack.In(u.dir.Region.Lang)
		m.m.ClosedAt, m.m.ClosedBy = u.call.Now, u.call.Actor.User
		return u.p.stopMeeting(u.tx, u.dir, u.call, &m.m, m.out, textStepOff)
	})
}

// moveBack moves a meeting to where it was, by the rules of any move.
func (u *undoing) moveBack() error {
	return u.onMeeting(nil, func(m *meetingUndoing) error {
		if err := mustBeAhead(m.body, m.m); err != nil {
			return err
		}
		to, err := m.was.move()
		if err != nil {
			return err
		}
		switch {
		case to.Date.IsZero(), !to.HasTime && m.m.HasTime: // a date, or an hour, is not taken away by a move
			return otherWay("/seance deplacer")
		case m.was.Date == m.left.Date && m.was.Time == m.left.Time:
			return otherWay("/seance modifier")
		}
		to.Reason = textMoveUndone.In(u.dir.Region.Lang)
		if err := u.p.moveMeeting(u.tx, u.dir, u.call, &m.m, m.out, to); err != nil {
			return err
		}
		m.places()
		if err := m.noticeBack(); err != nil {
			return err
		}
		return u.p.tellMove(u.tx, u.dir, m.out.Before, m.m, u.call.Now)
	})
}

// noticeBack gives back the notice that the move had taken away: it was for the day
// to which the meeting returns.
func (m *meetingUndoing) noticeBack() (err error) {
	if m.was.Notice == m.left.Notice {
		return nil
	}
	m.m.State = m.was.State
	m.m.NoticeOn, err = calendar.ParseDate(m.was.Notice)
	return err
}

// move is what brings a meeting to where a record says that it was.
func (r MeetingRecord) move() (to Move, err error) {
	if r.Date == "" {
		return to, nil
	}
	if to.Date, err = calendar.ParseDate(r.Date); err != nil {
		return to, err
	}
	if to.HasTime = r.Time != ""; to.HasTime {
		if to.Time, err = calendar.ParseTimeOfDay(r.Time); err != nil {
			return to, err
		}
	}
	to.End, err = r.end()
	return to, err
}

// end is the hour at which a record says that the meeting ends, zero for none.
func (r MeetingRecord) end() (calendar.TimeOfDay, error) {
	if r.End == "" {
		return calendar.TimeOfDay{}, nil
	}
	return calendar.ParseTimeOfDay(r.End)
}

// places puts back the place and the link that the action changed.
func (m *meetingUndoing) places() {
	if m.was.Place != m.left.Place {
		m.m.Place = m.was.Place
	}
	if m.was.Link != m.left.Link {
		m.m.Link = m.was.Link
	}
}

// restoreFields puts back what the action changed of the place, the link, the
// agenda and the end.
func (u *undoing) restoreFields() error {
	return u.onMeeting(nil, func(m *meetingUndoing) error {
		m.places()
		if err := u.p.tellPlace(u.tx, u.dir, m.out.Before, m.m, u.call.Now); err != nil {
			return err
		}
		m.m.Agenda = m.was.Agenda
		if m.was.End == m.left.End {
			return nil
		}
		var err error
		if m.m.End, err = m.was.end(); err != nil {
			return err
		}
		if err := mustBeDated(m.body, m.m); err != nil {
			return err
		}
		if err := stopAftermath(u.tx, m.m, ReasonReplanned, NoticeWasHeld); err != nil {
			return err
		}
		return u.p.planAftermath(u.tx, u.dir, m.m, u.call.Now)
	})
}

// unhold makes a meeting one of which it is not known whether it was held. What
// ended with it is to be done again.
func (u *undoing) unhold() error {
	return u.onMeeting(sits, func(m *meetingUndoing) error {
		if !m.was.State.Firm() { // it was put right from one answer to the other
			return otherWay("/seance tenue")
		}
		m.m.State, m.m.Attendance = m.was.State, m.was.Held
		if m.left.State == DidNot {
			m.m.ClosedAt, m.m.ClosedBy, m.m.Reason = time.Time{}, "", ""
		}
		for i := range m.m.Seats {
			for _, s := range m.was.Seats {
				if s.Seat == m.m.Seats[i].Seat {
					m.m.Seats[i].State = s.State
				}
			}
		}
		if err := m.reopenSteps(); err != nil {
			return err
		}
		return u.p.planAftermath(u.tx, u.dir, m.m, u.call.Now)
	})
}

// reopenSteps takes back the end of the deadlines that ended with the action, unless
// somebody did something to them since.
func (m *meetingUndoing) reopenSteps() error {
	var seen []int
	for _, s := range m.m.Steps {
		if s.Deadline == 0 || slices.Contains(seen, s.Deadline) {
			continue
		}
		seen = append(seen, s.Deadline)
		entries, err := m.tx.Entries(m.m.Region, DeadlineRef(s.Deadline))
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			continue
		}
		last := entries[len(entries)-1]
		if last.Action != actionStepEnded || !last.At.Equal(m.undoing.out.Entry.At) {
			continue
		}
		step := undoing{p: m.p, tx: m.tx, call: m.call, dir: m.dir, out: Undoing{Entry: last}}
		if err := step.restore(); err != nil {
			return err
		}
		m.out.Reopened++
	}
	return nil
}

// undesignate takes back a question that was not answered: the seat is as it was.
func (u *undoing) undesignate() error {
	proposes := func(a Actor, _ Meeting) bool { return len(a.Standings) > 0 }
	return u.onMeeting(proposes, func(m *meetingUndoing) error {
		was, left, ok := m.seatChanged()
		r := m.m.seat(left.Seat)
		if !ok || r == nil {
			return otherWay("/representation designer")
		}
		f, err := u.p.filling(u.tx, u.dir, m.body, &m.m, u.call.Now)
		if err != nil {
			return err
		}
		s := &seating{filling: f, call: u.call, r: r, out: &Seated{Number: r.Seat}}
		s.call.Actor = u.dir.Actor
		if err := s.ahead(); err != nil {
			return err
		}
		if err := s.mustPropose(); err != nil {
			return err
		}
		if r.State != Proposed && r.State != ToApprove {
			return otherWay("/representation designer")
		}
		if err := f.hush(r); err != nil {
			return err
		}
		switch was.State {
		case ToDesignate:
			r.leaves(ToDesignate, calendar.Date{})
			return nil
		case ToDecide:
			return f.decide(r)
		case Proposed:
			return f.askedBefore(r)
		default: // somebody was told that they do not sit any more
			return otherWay("/representation designer")
		}
	})
}

// seatChanged is the seat that the action changed, before and after.
func (m *meetingUndoing) seatChanged() (was, left SeatRecord, ok bool) {
	for _, s := range m.left.Seats {
		i := slices.IndexFunc(m.was.Seats, func(o SeatRecord) bool { return o.Seat == s.Seat })
		if i >= 0 && m.was.Seats[i] != s {
			return m.was.Seats[i], s, true
		}
	}
	return was, left, false
}

// askedBefore asks again who was asked before the last question.
func (f *filling) askedBefore(r *Representation) error {
	if len(r.Asks) < 2 {
		return otherWay("/representation designer")
	}
	before := r.Asks[len(r.Asks)-2]
	return f.ask(r, Proposed, Term{Who: before.Who, Rank: before.Rank})
}
