package plan

import (
	"slices"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// What is asked once a meeting took place: was it held, and for its minutes. It
// is asked of who sat, in private, or of who planned it when who sat has no account.
// A missing answer is told to the décision role, in private too: nobody who represents
// the préfet is shamed before others.

var (
	// heldHour is when, on the day of a meeting, who sat is asked about it.
	heldHour = calendar.TimeOfDay{Hour: 17}
	// minutesHour is when minutes are asked for.
	minutesHour = calendar.TimeOfDay{Hour: 9}
)

// minutesLate is how many working days after they were expected the missing
// minutes are told to the décision role: J+7 for the usual J+3.
const minutesLate = 4

// Steps of the ledger.
const (
	stepHeld      = "tenue"
	stepMinutes   = "cr"
	stepNoMinutes = "cr absent"
)

// planAftermath brings to what the meeting now is what will be asked after it:
// of each person who is to sit and has an account; when there is none, in the
// coordination's channel whether it was held, and the minutes of who planned it.
func (p *Planner) planAftermath(tx Tx, dir DirectoryView, m Meeting, now time.Time) error {
	if !m.State.Firm() {
		return nil
	}
	sitting := m.sitting()
	_, err := cancelDeliveries(tx, m.Region, m.Ref(), func(v Delivery) bool {
		asked := v.Notice == NoticeWasHeld || v.Notice == NoticeMinutes
		return asked && v.Revision == m.Revision && v.State == Planned && !m.awaits(v)
	}, ReasonReplanned)
	if err != nil {
		return err
	}
	cal, err := p.Calendar(zoneOf(dir, dir.Coordination()))
	if err != nil {
		return err
	}
	for _, user := range sitting {
		if err := p.planAsk(tx, m, Recipient{User: user}, NoticeWasHeld, stepHeld, heldAt(m, cal), now); err != nil {
			return err
		}
		if day, expected := m.minutesOf(user); expected {
			when := calendar.Moment{Date: day, Time: minutesHour, Zone: m.Start.Zone}
			if err := p.planAsk(tx, m, Recipient{User: user}, NoticeMinutes, stepMinutes, when, now); err != nil {
				return err
			}
		}
	}
	if len(sitting) > 0 {
		return nil
	}
	if day := m.MinutesDue(); m.minutesFrom(m.Author) {
		when := calendar.Moment{Date: day, Time: minutesHour, Zone: m.Start.Zone}
		if err := p.planAsk(tx, m, Recipient{User: m.Author}, NoticeMinutes, stepMinutes, when, now); err != nil {
			return err
		}
	}
	if home := dir.Coordination().Channel; home != "" {
		return p.planAsk(tx, m, Recipient{Channel: home}, NoticeWasHeld, stepHeld, heldAt(m, cal), now)
	}
	return nil
}

// planAsk plans a question that is still ahead.
func (p *Planner) planAsk(tx Tx, m Meeting, to Recipient, notice Notice, step string, when calendar.Moment, now time.Time) error {
	at, err := when.Instant()
	if err != nil || !at.After(now) {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: m.Region, Subject: m.Ref(), Revision: m.Revision, Step: step,
		To: to, Notice: notice, When: when, DueAt: at, State: Planned, Version: 1,
	})
	return err
}

// heldAt is when it is asked whether a meeting was held: at 17:00 on its day, or
// on the next working morning when it ends later.
func heldAt(m Meeting, cal *calendar.Calendar) calendar.Moment {
	when := calendar.Moment{Date: m.Start.Date, Time: heldHour, Zone: m.Start.Zone}
	ends := m.Start.Time.Minutes() + UsualLength
	if m.End.Minutes() > 0 {
		ends = m.End.Minutes()
	}
	if m.HasTime && ends > heldHour.Minutes() || !cal.IsWorking(m.Start.Date) {
		when.Date, when.Time = cal.NextWorking(m.Start.Date.AddDays(1)), minutesHour
	}
	return when
}

// sitting lists the accounts of those who are to sit, or sat, each once.
func (m Meeting) sitting() []UserID {
	var out []UserID
	for _, r := range m.Seats {
		user := r.sitter().User
		if (r.State == Accepted || r.State == Attended || r.State == ByProxy) && user != "" && !slices.Contains(out, user) {
			out = append(out, user)
		}
	}
	return out
}

// minutesOf is the day on which the minutes of somebody who sits are expected, and
// whether any are.
func (m Meeting) minutesOf(user UserID) (calendar.Date, bool) {
	for _, s := range m.Steps {
		if r, _ := m.Seat(s.Seat); s.Minutes && r.sitter().User == user {
			return s.Date, true
		}
	}
	return calendar.Date{}, false
}

// MinutesDue is the day on which minutes are expected; zero when none are.
func (m Meeting) MinutesDue() calendar.Date {
	for _, s := range m.Steps {
		if s.Minutes {
			return s.Date
		}
	}
	return calendar.Date{}
}

// minutesFrom tells that somebody is asked for the minutes: who sits and, of a meeting
// at which nobody with an account does, who planned it. None are expected when it was
// decided that nobody represents the préfet.
func (m Meeting) minutesFrom(user UserID) bool {
	sitting := m.sitting()
	if len(sitting) > 0 {
		return slices.Contains(sitting, user)
	}
	return user != "" && user == m.Author && !m.MinutesDue().IsZero() && slices.ContainsFunc(m.Seats, func(r Representation) bool {
		return r.State != Unattended && r.State != Absent && r.State != NoLonger
	})
}

// aftermath lets a question about a meeting that took place leave as long as it
// is right, and plans what follows it. From the first of them on, nobody is asked
// for what was to prepare the meeting: its time is over.
func (f *freezing) aftermath(v Delivery) (handled bool, err error) {
	m, same, err := f.meetingOf(v)
	switch {
	case err != nil:
		return false, err
	case !same:
		return f.skip(v, ReasonReplanned)
	case !m.awaits(v):
		return f.skip(v, ReasonSettled)
	case v.Notice == NoticeMinutes:
		return false, f.planNoMinutes(m)
	case v.Notice == NoticeWasHeld:
		return false, f.endPreparation(m)
	}
	return false, nil
}

// endPreparation ends what was to prepare a meeting whose time is over, of which
// nobody said yet whether it was held.
func (f *freezing) endPreparation(m Meeting) error {
	dir, err := f.directory(m.Region)
	if err != nil {
		return err
	}
	_, err = f.planner.endSteps(f.tx, dir, byItself(m.Region, f.now), m, textStepPast.In(i18n.FR, "ref", m.Ref()), prepares)
	return err
}

// awaits tells whether what a delivery asks is still to be answered.
func (m Meeting) awaits(v Delivery) bool {
	sitting := m.sitting()
	switch {
	case v.Notice == NoticeWasHeld && v.To.User == "":
		return m.State.Firm() && len(sitting) == 0
	case v.Notice == NoticeWasHeld:
		return m.State.Firm() && slices.Contains(sitting, v.To.User)
	case !m.MinutesAt.IsZero() || !m.State.Firm() && m.State != TookPlace:
		return false
	case v.Notice == NoticeMinutes:
		return m.minutesFrom(v.To.User)
	default:
		return len(sitting) > 0 || m.minutesFrom(m.Author)
	}
}

// planNoMinutes plans that the décision role be told of minutes that still miss.
func (f *freezing) planNoMinutes(m Meeting) error {
	dir, err := f.directory(m.Region)
	if err != nil {
		return err
	}
	cal, err := f.planner.Calendar(zoneOf(dir, dir.Coordination()))
	if err != nil {
		return err
	}
	b, err := bodyNamed(f.tx, m.Region, m.Body)
	if err != nil {
		return err
	}
	to, err := decidersOver(f.tx, dir, b)
	if err != nil {
		return err
	}
	if len(to) == 0 {
		to = []UserID{m.Author} // nobody decides: who planned the meeting is told, in private as well
	}
	when := calendar.Moment{Date: cal.AddWorking(m.MinutesDue(), minutesLate), Time: minutesHour, Zone: m.Start.Zone}
	for _, user := range to {
		if err := f.planner.planAsk(f.tx, m, Recipient{User: user}, NoticeNoMinutes, stepNoMinutes, when, f.now); err != nil {
			return err
		}
	}
	return nil
}

// stopAftermath cancels what was to be asked after a meeting.
func stopAftermath(tx Tx, m Meeting, reason string, notices ...Notice) error {
	_, err := cancelDeliveries(tx, m.Region, m.Ref(), func(v Delivery) bool { return slices.Contains(notices, v.Notice) }, reason)
	return err
}
