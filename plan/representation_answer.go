package plan

import (
	"context"
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// Answer is what somebody answers to « can you sit? ».
type Answer struct {
	SeatAt
	// Who was asked; zero for the person who answers.
	Who Representative
	// For is the date of the meeting that was asked about, zero when it was not
	// said: an answer about another date than that of the meeting is none.
	For    calendar.Date
	Reason string
}

var (
	textNotAsked = i18n.T(
		"Aucune question ne vous est posée pour la séance {ref}. Rien n’a changé.\nPour voir qui siège : `/seance voir {ref}`",
		"You are asked nothing about the meeting {ref}. Nothing has changed.\nTo see who sits: `/seance voir {ref}`")
	textNotAskedThem = i18n.T(
		"Aucune question n’est posée à {name} pour la séance {ref}. Rien n’a changé.\nPour la lui poser : `/representation designer {ref} \"{name}\"`",
		"{name} is asked nothing about the meeting {ref}. Nothing has changed.\nTo ask: `/representation designer {ref} \"{name}\"`")
)

// NotYours is the refusal of an answer to a question that is put to somebody else.
type NotYours struct {
	Meeting MeetingView
	Seat    int
	Who     Representative
	// OnBehalf tells that the person may answer for them, at their request.
	OnBehalf bool
}

// Error names the question for logs.
func (n *NotYours) Error() string {
	return "the question of " + string(n.Meeting.Ref()) + " is put to somebody else"
}

// NoMoreAwaited is the refusal of an answer that nobody awaits any more: the seat
// is taken, the question went elsewhere, or the meeting has another date.
type NoMoreAwaited struct {
	Meeting MeetingView
	Seat    int
	// Moved tells that the question was about another date.
	Moved bool
	// Mine tells that the seat is the person's already.
	Mine bool
}

// Error names the question for logs.
func (n *NoMoreAwaited) Error() string { return "no answer is awaited for " + string(n.Meeting.Ref()) }

// Accept makes who was asked the representative in a seat: for themselves, for
// whom they stand in, or on behalf of somebody at their request. It returns
// [*NotYours], [*NoMoreAwaited], [*SeatChoice], Denied, Closed and NotFound.
func (p *Planner) Accept(ctx context.Context, call Call, a Answer) (Seated, error) {
	return p.onSeat(ctx, call, "representation.accepter", a.SeatAt, a.seats, func(s *seating) (string, error) {
		who, by, err := s.answering(a, true)
		if err != nil {
			return "", err
		}
		if s.r.State.Covered() || s.r.State == ToApprove && !s.r.mayStillAnswer(who) {
			return "", s.noMore(who, false)
		}
		asked, found := s.r.Question(who)
		if !found || asked.State == Withdrawn {
			return "", s.noMore(who, false)
		}
		keeps := s.r.Who.Same(who)
		if err := s.hush(s.r); err != nil {
			return "", err
		}
		s.r.answer(who, Yes, by, s.now, "")
		s.r.sits(who, asked.Rank)
		if !keeps {
			s.r.Override, s.r.OverrideBy = "", ""
		}
		return a.Reason, s.p.seatSteps(s.tx, s.dir, s.call, s.body, s.m, s.r.Seat)
	})
}

// declining lists the seats that somebody who cannot come may mean: their own
// before those of which they hold the proxy, which end with it.
func (a Answer) declining(f *filling, actor Actor) []int {
	all := a.seats(f, actor)
	own := slices.DeleteFunc(slices.Clone(all), func(n int) bool { return f.m.seat(n).State == ByProxy })
	if len(own) > 0 {
		return own
	}
	return all
}

// Decline notes that somebody cannot sit: the question goes to the next of the
// list, then to the décision role. It returns what [Planner.Accept] does.
func (p *Planner) Decline(ctx context.Context, call Call, a Answer) (Seated, error) {
	return p.onSeat(ctx, call, "representation.refuser", a.SeatAt, a.declining, func(s *seating) (string, error) {
		who, by, err := s.answering(a, false)
		if err != nil {
			return "", err
		}
		was := *s.r
		was.Asks = nil
		switch {
		case s.r.State == ByProxy && s.r.Proxy.Same(who):
			return a.Reason, s.dropProxies(who)
		case s.r.expects(who):
			s.r.answer(who, No, by, s.now, a.Reason)
			if err := s.freed(was, a.Reason); err != nil {
				return "", err
			}
			if err := s.goOn(s.r, was.Rank); err != nil {
				return "", err
			}
			return a.Reason, s.dropProxies(who)
		case s.r.mayStillAnswer(who):
			s.r.answer(who, No, by, s.now, a.Reason) // the question has gone on already
			return a.Reason, nil
		default:
			return "", s.noMore(who, false)
		}
	})
}

// seats lists those that the answer may be about.
func (a Answer) seats(f *filling, actor Actor) []int {
	mine := func(r Representation) bool {
		if a.Who.IsZero() {
			for _, who := range r.people() {
				if actor.Answers(who.User) {
					return true
				}
			}
			return false
		}
		for _, who := range r.people() {
			if who.Same(a.Who) {
				return true
			}
		}
		return false
	}
	all := f.seatsWhere(mine)
	if awaited := f.seatsWhere(func(r Representation) bool { return mine(r) && !r.State.Covered() }); len(awaited) > 0 {
		return awaited
	}
	if len(all) == 0 && a.Who.IsZero() {
		listed := func(r Representation) bool { return f.concerns(r, Representative{User: actor.User}) }
		if theirs := f.seatsWhere(listed); len(theirs) > 0 {
			return theirs
		}
		return f.seatsWhere(func(r Representation) bool { return r.Waits() && r.Who.User == "" })
	}
	return all
}

// people are those whom a seat is about: who sits or is asked, who holds the
// proxy, who was asked for this date.
func (r Representation) people() []Representative {
	var out []Representative
	for _, who := range []Representative{r.Who, r.Proxy} {
		if !who.IsZero() {
			out = append(out, who)
		}
	}
	for _, v := range slices.Backward(r.Asks) {
		if v.Rank != ProxyRank {
			out = append(out, v.Who)
		}
	}
	return out
}

// answering finds whose answer it is, and by is who gives it when it is not that
// person.
func (s *seating) answering(a Answer, accepts bool) (who Representative, by UserID, err error) {
	actor := s.call.Actor
	who = a.Who
	if who.IsZero() {
		for _, p := range s.r.people() {
			if actor.Answers(p.User) {
				who = p
				break
			}
		}
	}
	if who.IsZero() && s.r.Who.User == "" && s.may(ProposeIt) {
		who = s.r.Who // they have no account to answer with
	}
	switch {
	case who.IsZero():
		return who, "", s.notYours()
	case who.User == actor.User && actor.User != "":
	case actor.Answers(who.User), s.may(ProposeIt):
		by = actor.User
		s.out.OnBehalf = who
	default:
		return who, "", s.notYours()
	}
	if !a.For.IsZero() && a.For != s.m.Start.Date {
		return who, by, s.moved()
	}
	for _, p := range s.r.people() {
		if p.Same(who) {
			if accepts && s.r.State == Accepted && s.r.Who.Same(who) {
				return who, by, s.noMore(who, true)
			}
			return p, by, nil
		}
	}
	name, err := s.called(who)
	if err != nil {
		return who, by, err
	}
	return who, by, Refuse(NotFound, textNotAskedThem.With("name", name, "ref", s.m.Ref()))
}

// notYours refuses who is not asked.
func (s *seating) notYours() error {
	who := s.r.Who
	if !s.r.Waits() || who.IsZero() {
		return Refuse(Denied, textNotAsked.With("ref", s.m.Ref()))
	}
	view, err := viewMeeting(s.tx, s.body, *s.m)
	if err != nil {
		return err
	}
	return &NotYours{Meeting: view, Seat: s.r.Seat, Who: who, OnBehalf: s.may(ProposeIt)}
}

// noMore refuses an answer that is not awaited.
func (s *seating) noMore(who Representative, mine bool) error {
	view, err := viewMeeting(s.tx, s.body, *s.m)
	if err != nil {
		return err
	}
	return &NoMoreAwaited{Meeting: view, Seat: s.r.Seat, Mine: mine || s.r.State == Accepted && s.r.Who.Same(who)}
}

// moved refuses an answer about another date.
func (s *seating) moved() error {
	view, err := viewMeeting(s.tx, s.body, *s.m)
	if err != nil {
		return err
	}
	return &NoMoreAwaited{Meeting: view, Seat: s.r.Seat, Moved: true}
}
