package plan

import (
	"context"

	"jalon/calendar"
	"jalon/i18n"
)

// Proxying is a proxy that somebody gives to another for one meeting.
type Proxying struct {
	SeatAt
	From, To Representative
	Reason   string
}

var (
	textOwnProxy = i18n.T(
		"{name} ne peut pas se donner pouvoir. Rien n’est enregistré.\nPar exemple : `/representation pouvoir {ref} \"{name}\" à \"Mme Vasseur\"`",
		"{name} cannot give themselves a proxy. Nothing is saved.\nFor example: `/representation pouvoir {ref} \"{name}\" à \"Mme Vasseur\"`")
	textNoSeatToGive = i18n.T(
		"{name} n’a pas de siège à la séance {ref} : seul qui devait siéger donne pouvoir. Rien n’est enregistré.\nPour voir la séance : `/seance voir {ref}`",
		"{name} has no seat at the meeting {ref}: only who was to sit gives a proxy. Nothing is saved.\nTo see the meeting: `/seance voir {ref}`")
	textProxyAlready = i18n.T(
		"{name} a déjà donné pouvoir à {to} pour la séance {ref}. Rien n’a changé.",
		"{name} has already given a proxy to {to} for the meeting {ref}. Nothing has changed.")
)

// seats lists those whose proxy may be given: where the person is expected, else in
// the list. When there is none, any of them, of which it is said.
func (x Proxying) seats(f *filling, _ Actor) []int {
	if own := f.seatsWhere(func(r Representation) bool { return r.expects(x.From) }); len(own) > 0 {
		return own
	}
	if listed := f.seatsWhere(func(r Representation) bool { return f.mayGive(r, x.From) }); len(listed) > 0 {
		return listed
	}
	return []int{f.m.Seats[0].Seat}
}

// mayGive tells that a seat is somebody's to give a proxy for: who is asked or
// sits, or who is in its list.
func (f *filling) mayGive(r Representation, from Representative) bool {
	seat, _ := f.body.Seat(r.Seat)
	_, listed := f.listed(seat, from)
	return listed || r.Who.Same(from)
}

// GiveProxy records that somebody gives a proxy to another, who then votes for
// both. It is for who gives it, who stands in for them, and the coordination at
// their request. What goes against a rule is a [*Breach]. It returns
// [*SeatChoice], [*NotYours], Denied, Closed, NotFound and Invalid.
func (p *Planner) GiveProxy(ctx context.Context, call Call, x Proxying) (Seated, error) {
	return p.onSeat(ctx, call, "representation.pouvoir", x.SeatAt, x.seats, func(s *seating) (string, error) {
		x.From, x.To = s.known(x.From), s.known(x.To)
		if !s.call.Actor.Answers(x.From.User) {
			if err := s.mustPropose(); err != nil {
				return "", err
			}
			s.out.OnBehalf = x.From
		}
		if err := s.mayGiveTo(x); err != nil {
			return "", err
		}
		rule, breaks, err := s.proxyObstacle(s.r, x.From, x.To)
		if err != nil {
			return "", err
		}
		if breaks {
			if err := s.breach(rule, x.From, x.To, x.Reason); err != nil {
				return "", err
			}
		}
		return x.Reason, s.giveProxy(x, breaks)
	})
}

// known is somebody who was named, as the seats know them: with their account.
func (f *filling) known(who Representative) Representative {
	for _, r := range f.m.Seats {
		seat, _ := f.body.Seat(r.Seat)
		if t, listed := f.listed(seat, who); listed {
			return t.Who
		}
		if r.Who.Same(who) {
			return r.Who
		}
	}
	return who
}

// proxyHolders lists those to whom somebody may give a proxy for a seat.
func (f *filling) proxyHolders(r *Representation, from Representative) ([]Representative, error) {
	var out []Representative
	for _, other := range f.m.Seats {
		if other.Seat == r.Seat || !other.expects(other.Who) || other.Who.Same(from) {
			continue
		}
		_, breaks, err := f.proxyObstacle(r, from, other.Who)
		if err != nil {
			return nil, err
		}
		if !breaks {
			out = append(out, other.Who)
		}
	}
	return out, nil
}

// mayGiveTo refuses a proxy that means nothing: to oneself, by who has no seat,
// to who left.
func (s *seating) mayGiveTo(x Proxying) error {
	from, err := s.called(x.From)
	if err != nil {
		return err
	}
	to, err := s.called(x.To)
	if err != nil {
		return err
	}
	here, err := s.present(x.To)
	if err != nil {
		return err
	}
	ref := s.m.Ref()
	switch {
	case x.From.Same(x.To):
		return Refuse(Invalid, textOwnProxy.With("name", from, "ref", ref))
	case !s.mayGive(*s.r, x.From):
		return Refuse(Invalid, textNoSeatToGive.With("name", from, "ref", ref))
	case !here:
		return Refuse(Invalid, textHasLeft.With("name", to, "ref", ref))
	case s.r.State == ByProxy && s.r.Who.Same(x.From) && s.r.Proxy.Same(x.To):
		return Refuse(Closed, textProxyAlready.With("name", from, "to", to, "ref", ref))
	default:
		return nil
	}
}

func (s *seating) giveProxy(x Proxying, breaks bool) error {
	was := *s.r
	if err := s.replace(was, x.Reason); err != nil {
		return err
	}
	seat, _ := s.body.Seat(s.r.Seat)
	t, listed := s.listed(seat, x.From)
	rank := t.Rank
	if !listed {
		rank = was.Rank
	}
	s.r.withdraw()
	s.r.State, s.r.Who, s.r.Rank, s.r.Proxy, s.r.AnswerBy = ByProxy, x.From, rank, x.To, calendar.Date{}
	s.r.Override, s.r.OverrideBy = "", ""
	if breaks {
		s.override(x.Reason)
	}
	if err := s.dropProxies(x.From); err != nil {
		return err
	}
	if x.To.User == "" || s.call.Actor.Answers(x.To.User) {
		return nil
	}
	return s.say(Recipient{User: x.To.User}, NoticeProxy, seatStep(stepProxy, s.r), s.now)
}

// lapseProxies ends the proxies held by those who sat at the meeting before, or
// were asked to, and are not any more: nobody would vote with them.
func (f *filling) lapseProxies(before Meeting) error {
	return f.endProxies(func(r Representation) bool {
		return before.seatOf(r.Proxy, r.Seat) != 0 && f.elsewhere(r.Seat, r.Proxy) == 0
	})
}

// dropProxies ends the proxies that somebody holds who does not come.
func (f *filling) dropProxies(who Representative) error {
	return f.endProxies(func(r Representation) bool { return r.Proxy.Same(who) })
}

// endProxies ends the proxies that a test selects: the décision role decides of
// these seats, and who gave the proxy is told.
func (f *filling) endProxies(over func(Representation) bool) error {
	for i := range f.m.Seats {
		r := &f.m.Seats[i]
		if r.State != ByProxy || !over(*r) {
			continue
		}
		giver := r.Who
		r.lost(f.now)
		if err := f.decide(r); err != nil {
			return err
		}
		if giver.User == "" {
			continue
		}
		if err := f.say(Recipient{User: giver.User}, NoticeProxyOver, seatStep(stepProxyOver, r), f.now); err != nil {
			return err
		}
	}
	return nil
}
