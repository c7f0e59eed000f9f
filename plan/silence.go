package plan

import (
	"slices"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// silence deals with a question that nobody answered: it is recalled, then goes
// to the next of the list, or to the décision role, in the transaction in which
// that is told. What is answered, moved, called off or past is not told.
func (f *freezing) silence(v Delivery) (handled bool, err error) {
	m, r, rank, err := f.openSeat(v)
	if r == nil || err != nil {
		return r == nil, err
	}
	if rank != len(r.Asks) || !r.Waits() {
		return f.skip(v, ReasonSettled)
	}
	waits, err := f.askedLate(v, m)
	if waits || err != nil {
		return waits, err
	}
	if v.Notice == NoticeAskAgain {
		return f.recallOnce(v, m)
	}
	return false, f.passOn(v, m, r.Seat)
}

// stillOpen lets what recalls a decision leave as long as the seat is open.
func (f *freezing) stillOpen(v Delivery) (handled bool, err error) {
	_, r, rank, err := f.openSeat(v)
	if r == nil || err != nil {
		return r == nil, err
	}
	if r.State.Covered() || rank != len(r.Asks) && !Warned(v.Step) {
		return f.skip(v, ReasonSettled)
	}
	return false, nil
}

// openSeat is the seat of a meeting ahead that a delivery is about, with the place of
// its question. Where there is none any more the delivery is dropped, and r is nil.
func (f *freezing) openSeat(v Delivery) (m Meeting, r *Representation, rank int, err error) {
	m, current, err := f.meetingOf(v)
	if err != nil {
		return m, nil, 0, err
	}
	if !current {
		_, err = f.skip(v, ReasonReplanned)
		return m, nil, 0, err
	}
	number, rank, ok := SeatStep(v.Step)
	r = m.seat(number)
	if !ok || r == nil || !m.State.Firm() || m.HasTime && !f.now.Before(m.StartAt) {
		_, err = f.skip(v, ReasonSettled)
		return m, nil, 0, err
	}
	return m, r, rank, nil
}

// recallOnce drops the recall of a question that is about to be passed on.
func (f *freezing) recallOnce(v Delivery, m Meeting) (bool, error) {
	all, err := f.tx.Deliveries(m.Region, m.Ref())
	if err != nil {
		return false, err
	}
	overtaken := slices.ContainsFunc(all, func(o Delivery) bool {
		return o.Notice == NoticePassedOn && o.State == Planned && o.To == v.To && sameQuestion(o, v) && !o.DueAt.After(f.now)
	})
	if overtaken {
		return f.skip(v, ReasonOvertaken)
	}
	return false, nil
}

// sameQuestion tells two deliveries about one question.
func sameQuestion(a, b Delivery) bool {
	seat, rank, _ := SeatStep(a.Step)
	otherSeat, otherRank, _ := SeatStep(b.Step)
	return seat == otherSeat && rank == otherRank
}

// askedLate makes what follows a question wait its days from when the question
// was really told, after a stop: nobody's silence counts before.
func (f *freezing) askedLate(v Delivery, m Meeting) (waits bool, err error) {
	all, err := f.tx.Deliveries(m.Region, m.Ref())
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(all, func(o Delivery) bool {
		return o.Notice == NoticeAsk && o.To == v.To && sameQuestion(o, v) && o.State != CancelledNotice
	})
	if i < 0 {
		return false, nil
	}
	told := f.now
	switch all[i].State {
	case Sent:
		told = all[i].SentAt
	case Planned, Claimed:
	case Skipped, Failed, CancelledNotice:
		return false, nil // it will not be told: the question must still go on
	}
	loc, err := calendar.LoadZone(m.Start.Zone)
	if err != nil {
		return false, err
	}
	dir, err := f.directory(m.Region)
	if err != nil {
		return false, err
	}
	cal, err := f.planner.Calendar(dir.Region.HolidayZone)
	if err != nil {
		return false, err
	}
	days := againDays
	if v.Notice == NoticePassedOn {
		days = answerDays + 1
	}
	due := calendar.Moment{Date: cal.AddWorking(calendar.DateOf(told, loc), days), Time: askHour, Zone: m.Start.Zone}
	last, err := m.LastCall(cal).Instant()
	if err != nil {
		return false, err
	}
	at, err := due.Instant()
	if v.Notice == NoticePassedOn && told.Before(last) && last.Before(at) {
		at = last // it goes on in time for others
	}
	if err != nil || !at.After(f.now) || !at.Before(m.StartAt) {
		return false, err
	}
	v.DueAt = at
	return true, f.tx.UpdateDelivery(v)
}

// passOn notes the silence of who was asked, and asks the next.
func (f *freezing) passOn(v Delivery, m Meeting, seat int) error {
	dir, err := f.directory(m.Region)
	if err != nil {
		return err
	}
	return f.planner.passOn(f.tx, dir, f.now, m, seat, v.ID, "")
}

// passOn notes that who is asked about a seat gives no answer, and asks the next.
// spared is a delivery that nothing cancels; reason says why nobody waits for the
// answer, empty for the days gone by.
func (p *Planner) passOn(tx Tx, dir DirectoryView, now time.Time, before Meeting, seat int, spared, reason string) error {
	b, err := bodyNamed(tx, before.Region, before.Body)
	if err != nil {
		return err
	}
	m := before
	m.Seats = cloneSeats(before.Seats)
	fill, err := p.filling(tx, dir, b, &m, now)
	if err != nil {
		return err
	}
	fill.spared = spared
	r := m.seat(seat)
	was := *r
	r.answer(was.Who, Silent, "", now, "")
	if err := fill.goOn(r, was.Rank); err != nil {
		return err
	}
	if err := fill.lapseProxies(before); err != nil {
		return err
	}
	call := byItself(m.Region, now)
	if was.State == ToReconfirm {
		if err := p.dropSeatSteps(tx, dir, call, &m, seat, ""); err != nil {
			return err
		}
	}
	if err := p.planAftermath(tx, dir, m, now); err != nil {
		return err
	}
	return p.storeMeeting(tx, call, "representation.silence", &before, &m, reason)
}

var textAskedLeft = i18n.T("compte désactivé", "account deactivated")

// passQuestions passes on at once what is asked of somebody whose account is
// deactivated: no answer will come. What they agreed to stays, and the coordination
// hears of it with the rest that they leave.
func (p *Planner) passQuestions(tx Tx, dir DirectoryView, now time.Time, user UserID) error {
	today, err := dir.today("", now)
	if err != nil {
		return err
	}
	found, _, err := tx.FindMeetings(dir.Region.ID, MeetingFilter{User: user, From: today, States: []MeetingState{Confirmed, Convened}})
	if err != nil {
		return err
	}
	for _, m := range found {
		for _, r := range m.Seats {
			if !r.Waits() || r.Who.User != user || m.HasTime && !now.Before(m.StartAt) {
				continue
			}
			fresh, err := tx.Meeting(m.Region, m.Number) // another of its seats may have changed it
			if err != nil {
				return err
			}
			if err := p.passOn(tx, dir, now, fresh, r.Seat, "", textAskedLeft.In(dir.Region.Lang)); err != nil {
				return err
			}
		}
	}
	return nil
}
