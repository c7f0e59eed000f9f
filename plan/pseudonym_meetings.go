package plan

import (
	"context"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// representative puts one account in the place of another, and erases the name
// that was typed with it.
func (s swap) representative(r *Representative) {
	if r.User == s.from {
		*r = Representative{User: s.to}
	}
}

func (s swap) bodies() error {
	found, err := s.tx.BodiesNaming(s.region, s.from)
	if err != nil {
		return err
	}
	for _, b := range found {
		s.user(&b.Author)
		b.eachTerm(func(t *Term) { s.representative(&t.Who) })
		if err := s.tx.PutBody(b); err != nil {
			return err
		}
	}
	return nil
}

func (s swap) meetings() error {
	found, err := s.tx.MeetingsNaming(s.region, s.from)
	if err != nil {
		return err
	}
	for _, m := range found {
		m.eachUser(s.user)
		m.eachRepresentative(s.representative)
		if err := s.tx.UpdateMeeting(m); err != nil {
			return err
		}
		if !m.State.Ahead() {
			continue // its posts tell the past, and are left alone
		}
		if err := redrawSubject(s.tx, m.Region, m.Ref(), m.Version+1); err != nil {
			return err
		}
	}
	return nil
}

// eachTerm gives the terms of a body, to be changed.
func (b *Body) eachTerm(f func(*Term)) {
	for i := range b.Seats {
		for j := range b.Seats[i].Terms {
			f(&b.Seats[i].Terms[j])
		}
	}
}

// eachRepresentative gives those who sit, hold a proxy or were asked, to be changed.
func (m *Meeting) eachRepresentative(f func(*Representative)) {
	for i := range m.Seats {
		seat := &m.Seats[i]
		f(&seat.Who)
		f(&seat.Proxy)
		for j := range seat.Asks {
			f(&seat.Asks[j].Who)
		}
	}
}

// eachUser gives the accounts that a meeting names otherwise, to be changed.
func (m *Meeting) eachUser(f func(*UserID)) {
	f(&m.Author)
	f(&m.MinutesBy)
	f(&m.ClosedBy)
	for i := range m.Seats {
		seat := &m.Seats[i]
		f(&seat.OverrideBy)
		for j := range seat.Asks {
			f(&seat.Asks[j].AnsweredBy)
		}
	}
}

// calledIn lists how a person was called where they sit, or were asked to.
func calledIn(tx Tx, region RegionID, user UserID) ([]string, error) {
	var names []string
	add := func(r Representative) {
		if r.User == user && r.Name != "" {
			names = append(names, r.Name)
		}
	}
	bodies, err := tx.BodiesNaming(region, user)
	if err != nil {
		return nil, err
	}
	for _, b := range bodies {
		b.eachTerm(func(t *Term) { add(t.Who) })
	}
	meetings, err := tx.MeetingsNaming(region, user)
	for _, m := range meetings {
		m.eachRepresentative(func(r *Representative) { add(*r) })
	}
	return names, err
}

// forgetNames takes off the names of those who have no account, once the term
// ended, or the meeting took place, as long ago as agents who left keep theirs.
// It counts the bodies and the meetings that change.
func (g *purge) forgetNames(ctx context.Context) (int, error) {
	before := calendar.DateOf(g.done.Region.Keep.leftBefore(g.now), time.UTC)
	n := namelessness{region: g.done.Region.ID, before: before, newID: g.planner.newID, known: map[string]UserID{}}
	return g.batches(ctx, func(tx Tx) ([]string, error) { return tx.OldNames(n.region, before) }, n.erase)
}

// namelessness puts a pseudonym in the place of each name, the same one for the
// same name.
type namelessness struct {
	region RegionID
	before calendar.Date
	newID  func() string
	known  map[string]UserID
}

func (n namelessness) erase(tx Tx, refs []string) (int, error) {
	for _, ref := range refs {
		var err error
		if number, ok := ParseBodyRef(ref); ok {
			err = n.body(tx, number)
		} else if number, ok := ParseMeetingRef(ref); ok {
			err = n.meeting(tx, number)
		}
		if err != nil {
			return 0, err
		}
	}
	return len(refs), nil
}

func (n namelessness) body(tx Tx, number int) error {
	b, err := tx.Body(n.region, number)
	if err != nil {
		return err
	}
	b.eachTerm(func(t *Term) {
		if !t.To.IsZero() && t.To.Before(n.before) {
			n.representative(&t.Who)
		}
	})
	return tx.PutBody(b)
}

func (n namelessness) meeting(tx Tx, number int) error {
	m, err := tx.Meeting(n.region, number)
	if err != nil || !m.Start.Date.Before(n.before) { // moved since it was listed
		return err
	}
	m.eachRepresentative(n.representative)
	return tx.UpdateMeeting(m)
}

func (n namelessness) representative(r *Representative) {
	if r.User != "" || r.Name == "" {
		return
	}
	key := i18n.Fold(r.Name)
	if n.known[key] == "" {
		n.known[key] = UserID(formerPrefix + n.newID())
	}
	*r = Representative{User: n.known[key]}
}
