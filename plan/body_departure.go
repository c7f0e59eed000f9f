package plan

import (
	"context"
	"errors"
	"slices"
	"time"

	"jalon/calendar"
)

// HeldSeat is a seat that somebody holds, or in which they are an alternate.
type HeldSeat struct {
	Body Body
	Seat Seat
	Term Term
	// Next is the next meeting of the body, zero for none.
	Next Meeting
}

// seatsHeld lists the seats that a person holds or stands in for, on a day or
// later, by body and seat.
func seatsHeld(tx Tx, region RegionID, who Representative, day calendar.Date) ([]HeldSeat, error) {
	var out []HeldSeat
	bodies, _, err := tx.FindBodies(region, BodyFilter{Holder: who.User, HeldOn: day})
	if err != nil {
		return nil, err
	}
	for _, b := range bodies {
		held := b.held(func(_ Seat, t Term) bool { return t.Who.Same(who) }, day)
		if len(held) == 0 {
			continue
		}
		next, err := nextMeeting(tx, b.Region, b.Number, day)
		if err != nil {
			return nil, err
		}
		for i := range held {
			held[i].Next = next
		}
		out = append(out, held...)
	}
	return out, nil
}

// held lists the terms of the open seats that run on a day or later and that fit.
func (b Body) held(fits func(Seat, Term) bool, day calendar.Date) []HeldSeat {
	var out []HeldSeat
	for _, s := range b.Seats {
		for _, t := range s.Terms {
			if !s.Closed && (t.To.IsZero() || !t.To.Before(day)) && fits(s, t) {
				out = append(out, HeldSeat{Body: b, Seat: s, Term: t})
			}
		}
	}
	return out
}

// planSeatsLeft has the coordination told of the seats that somebody who leaves
// held, once for each time the account is deactivated.
func (p *Planner) planSeatsLeft(tx Tx, dir DirectoryView, now time.Time, a Agent) error {
	home := dir.Coordination()
	today, err := dir.today(home.ID, now)
	if err != nil || home.Channel == "" {
		return err
	}
	held, err := seatsHeld(tx, a.Region, RepresentativeOf(a), today)
	if err != nil || len(held) == 0 {
		return err
	}
	when, err := dir.moment(home.ID, now)
	if err != nil {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: a.Region, Subject: AgentRef(a.User), Revision: a.Version, Step: string(NoticeDeparture),
		To: Recipient{Channel: home.Channel}, Notice: NoticeDeparture, Service: home.ID,
		When: when, DueAt: now, State: Planned, Version: 1,
	})
	return err
}

// SeatsLeft is what there is to say of the seats of somebody who leaves.
type SeatsLeft struct {
	Who   Representative
	Agent Agent // zero for somebody without an account
	Seats []HeldSeat
	// Expected are the meetings, on the day or later, at which they sit or are asked to.
	Expected []Engagement
}

// LoadSeatsLeft reads the seats that the account of a notice still has, on the
// day that it is drawn; for those who draw it.
func LoadSeatsLeft(tx Tx, now time.Time, region RegionID, ref Ref) (SeatsLeft, error) {
	user, ok := ref.agent()
	if !ok {
		return SeatsLeft{}, ErrNotFound
	}
	a, err := tx.Agent(region, user)
	if err != nil {
		return SeatsLeft{}, err
	}
	dir, err := directory(tx, region)
	if err != nil {
		return SeatsLeft{}, err
	}
	today, err := dir.today(dir.Coordination().ID, now)
	if err != nil {
		return SeatsLeft{}, err
	}
	out := SeatsLeft{Who: RepresentativeOf(a), Agent: a}
	out.Seats, err = seatsHeld(tx, region, out.Who, today)
	return out, err
}

// SeatsOf lists the seats that somebody holds, or stands in for, on a day or
// later. An account that left is found as well.
func (p *Planner) SeatsOf(ctx context.Context, region RegionID, who Representative, day calendar.Date) (SeatsLeft, error) {
	out := SeatsLeft{Who: who}
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		if who.User != "" {
			if out.Agent, err = tx.Agent(region, who.User); err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
		}
		if out.Seats, err = seatsHeld(tx, region, who, day); err != nil {
			return err
		}
		out.Expected, err = expectedFrom(tx, region, who, day)
		return err
	})
	return out, wrap(err, "seats of %s", who.Name)
}

// expectedFrom lists the meetings, on a day or later, at which somebody sits or is
// asked to.
func expectedFrom(tx Tx, region RegionID, who Representative, day calendar.Date) ([]Engagement, error) {
	f := MeetingFilter{User: who.User, From: day, States: []MeetingState{Confirmed, Convened}}
	if who.User == "" {
		f.Names = []string{who.Name}
	}
	found, err := listMeetings(tx, region, f)
	return slices.DeleteFunc(found.Found, func(m Engagement) bool {
		return !slices.ContainsFunc(m.Seats, func(r Representation) bool { return r.expected().Same(who) })
	}), err
}

// PersonalSeats lists the designations to be renewed when a new préfet arrives:
// those that name somebody rather than a function, or that an order of the one
// before made. A seat held by function goes on with the function. hat keeps those
// made for the préfet of that capacity. Décret 2004-374, art. 38 and 39.
func (p *Planner) PersonalSeats(ctx context.Context, region RegionID, hat Hat, day calendar.Date) ([]HeldSeat, map[UserID]string, error) {
	var out []HeldSeat
	var called map[UserID]string
	err := p.store.Read(ctx, func(tx Tx) error {
		out = nil
		bodies, _, err := tx.FindBodies(region, BodyFilter{})
		if err != nil {
			return err
		}
		var users []UserID
		for _, b := range bodies {
			if b.Hat != hat {
				continue
			}
			for _, h := range b.held(Seat.personal, day) {
				if h.Term.Who.User != "" && !slices.Contains(users, h.Term.Who.User) {
					users = append(users, h.Term.Who.User)
				}
				out = append(out, h)
			}
		}
		called, err = CalledOf(tx, region, users)
		return err
	})
	return out, called, wrap(err, "personal designations of %s", region)
}

// personal tells a designation of the person rather than of the function.
func (s Seat) personal(t Term) bool { return s.Nature != ByFunction || t.Order != "" }

// endTerms ends the terms of somebody from a day on: what runs ends the day before,
// what was to begin later does not.
func (b *Body) endTerms(who Representative, day calendar.Date) {
	for i := range b.Seats {
		s := &b.Seats[i]
		if s.Closed {
			continue
		}
		kept := s.Terms[:0:0]
		for _, t := range s.Terms {
			if t.Who.Same(who) && (t.To.IsZero() || !t.To.Before(day)) {
				if !t.From.IsZero() && !t.From.Before(day) {
					continue
				}
				t.To = day.AddDays(-1)
			}
			kept = append(kept, t)
		}
		s.Terms = kept
	}
}

// SeatsEnded is what became of the seats of somebody who leaves.
type SeatsEnded struct {
	Ended []HeldSeat
	// Kept are those of bodies that the actor does not manage.
	Kept     []HeldSeat
	Unseated []Unseated
}

// EndSeats records that somebody leaves on a day: their terms end the day before, in
// all the bodies that the actor manages, and their seats at the meetings from then on
// are passed on. It returns Denied when the actor manages none of these bodies.
func (p *Planner) EndSeats(ctx context.Context, call Call, who Representative, day calendar.Date) (SeatsEnded, error) {
	var out SeatsEnded
	err := p.write(ctx, func(tx Tx) error {
		out = SeatsEnded{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		held, err := seatsHeld(tx, dir.Region.ID, who, day)
		if err != nil {
			return err
		}
		done := map[int]bool{}
		for _, h := range held {
			if !AllowedIn(dir.Actor, ManageMeetings, h.Body.Department) {
				out.Kept = append(out.Kept, h)
				continue
			}
			out.Ended = append(out.Ended, h)
			if done[h.Body.Number] {
				continue
			}
			done[h.Body.Number] = true
			after := h.Body.clone()
			after.endTerms(who, day)
			c, err := p.changeBody(tx, call, dir, "instance.depart", h.Body, after, "")
			if err != nil {
				return err
			}
			over, err := p.unseatOver(tx, dir, call, h.Body, c.After)
			if err != nil {
				return err
			}
			out.Unseated = append(out.Unseated, over...)
		}
		if len(out.Ended) == 0 && len(out.Kept) > 0 {
			return Refuse(Denied, textNoManageBody.With("what", out.Kept[0].Body.Ref(), "yours", dir.Yours(), "ask", dir.Ask()))
		}
		return nil
	})
	return out, wrap(err, "end the seats of %s", who.Name)
}
