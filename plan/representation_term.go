package plan

import "slices"

// Unseated is a seat at a meeting ahead of which somebody sat, or was asked, and whose
// term no longer runs that day: the question went to the next.
type Unseated struct {
	MeetingView
	Number int
	Was    Representative
}

// Now is what the seat is now.
func (u Unseated) Now() Representation {
	r, _ := u.Seat(u.Number)
	return r
}

// holds tells whether somebody has a term in a seat of the body that runs when a
// meeting takes place.
func (b Body) holds(seat int, who Representative, m Meeting) bool {
	s, _ := b.Seat(seat)
	return slices.ContainsFunc(s.Terms, func(t Term) bool { return t.Who.Same(who) && t.Runs(m.Start.Date) })
}

// unseatOver passes on the seats, at the meetings ahead of a body, of those whose term
// no longer runs that day since the body changed. Who sits by a decision that went
// against a rule stays.
func (p *Planner) unseatOver(tx Tx, dir DirectoryView, call Call, before, after Body) ([]Unseated, error) {
	today, err := dir.today("", call.Now)
	if err != nil {
		return nil, err
	}
	ahead, _, err := tx.FindMeetings(after.Region, MeetingFilter{Body: after.Number, From: today, States: []MeetingState{Confirmed, Convened}})
	if err != nil {
		return nil, err
	}
	var out []Unseated
	for _, m := range ahead {
		for _, r := range m.Seats {
			sits := r.State == Accepted || r.State == ToReconfirm || r.State == Proposed
			over := before.holds(r.Seat, r.Who, m) && !after.holds(r.Seat, r.Who, m)
			if !sits || !over || r.OverrideBy != "" || m.HasTime && !call.Now.Before(m.StartAt) {
				continue
			}
			u, err := p.unseat(tx, dir, call, after, m.Number, r.Seat)
			if err != nil {
				return nil, err
			}
			out = append(out, u)
		}
	}
	return out, nil
}

// unseat passes on the seat of somebody whose term no longer runs.
func (p *Planner) unseat(tx Tx, dir DirectoryView, call Call, b Body, meeting, seat int) (Unseated, error) {
	before, err := meetingNumbered(tx, b.Region, meeting) // another of its seats may have changed it
	if err != nil {
		return Unseated{}, err
	}
	m := before
	m.Seats = cloneSeats(before.Seats)
	f, err := p.filling(tx, dir, b, &m, call.Now)
	if err != nil {
		return Unseated{}, err
	}
	r := m.seat(seat)
	was := *r
	if err := f.instead(call, r, was); err != nil {
		return Unseated{}, err
	}
	if err := f.lapseProxies(before); err != nil {
		return Unseated{}, err
	}
	if err := p.planAftermath(tx, dir, m, call.Now); err != nil {
		return Unseated{}, err
	}
	if err := p.storeMeeting(tx, call, "representation.mandat", &before, &m, ""); err != nil {
		return Unseated{}, err
	}
	v, err := viewMeeting(tx, b, m)
	return Unseated{MeetingView: v, Number: seat, Was: was.Who}, err
}
