package plan

import (
	"context"
	"slices"

	"jalon/i18n"
)

// SeatAt names a seat at a meeting; Seat is 0 when the sentence does not say
// which: jalon finds it where only one can be meant.
type SeatAt struct {
	Meeting int
	Seat    int
}

// Seated is what became of a seat at a meeting.
type Seated struct {
	MeetingView
	Number int
	// Before is what it was.
	Before Representation
	// OnBehalf is for whom the person answered, when it is not for themselves.
	OnBehalf Representative
	// Overridden tells that a rule was gone against.
	Overridden bool
}

// Now is what the seat is now.
func (s Seated) Now() Representation {
	r, _ := s.Seat(s.Number)
	return r
}

// SeatChoice is the refusal of an action about one seat when several could be
// meant: the person must say which.
type SeatChoice struct {
	Meeting MeetingView
	Seats   []int
}

// Error names the choice for logs.
func (c *SeatChoice) Error() string { return "several seats could be meant" }

var (
	textNoSeats = i18n.T(
		"La séance {ref} n’a aucun siège du préfet à pourvoir. Rien n’a changé.\nPour voir la séance : `/seance voir {ref}`",
		"The meeting {ref} has no seat of the préfet to fill. Nothing has changed.\nTo see the meeting: `/seance voir {ref}`")
	textMeetingOver = i18n.T(
		"La séance {ref} n’attend plus de réponse : elle est passée. Rien n’a changé.\nPour dire si elle s’est tenue : `/seance tenue {ref}`",
		"The meeting {ref} awaits no answer any more: it is past. Nothing has changed.\nTo say whether it was held: `/seance tenue {ref}`")
	textMeetingOff = i18n.T(
		"La séance {ref} est annulée. Rien n’a changé : aucune réponse n’est attendue.",
		"The meeting {ref} is cancelled. Nothing has changed: no answer is expected.")
	textMeetingLoose = i18n.T(
		"La séance {ref} est provisoire : personne n’est sollicité. Rien n’a changé.\nPour confirmer la date : `/seance confirmer {ref}`",
		"The meeting {ref} is provisional: nobody is asked. Nothing has changed.\nTo confirm its date: `/seance confirmer {ref}`")
	textNotSeats = i18n.T(
		"La représentation à la séance {ref} ne peut pas être changée depuis votre compte. Rien n’a changé.\n"+
			"Règle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"The representation at the meeting {ref} cannot be changed from your account. Nothing has changed.\n"+
			"Rule: {rule}. {yours}\nTo get this right: {ask}")
	textNotDecide = i18n.T(
		"Cette décision ne peut pas être prise depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle revient au rôle décision. {yours}\n{how}",
		"This decision cannot be taken from your account. Nothing has changed.\n"+
			"Rule: the décision role takes it. {yours}\n{how}")
	textAskDecider = i18n.T("Pour l’obtenir : {ask}", "To get this right: {ask}")
	textNoDecider  = i18n.T(
		"Personne n’a ce rôle. Pour le donner : `/jalon agent ajouter @alice pour {code} rôle décision`",
		"Nobody has this role. To give it: `/jalon agent ajouter @alice pour {code} rôle décision`")
)

// seating is the change of one seat by somebody.
type seating struct {
	*filling
	call Call
	r    *Representation
	out  *Seated
	rule Rule // that was gone against, empty for none
}

// onSeat lets change alter the representation of a seat, and stores it with its
// journal entry, in one transaction. find says which seats may be meant when none
// is named.
func (p *Planner) onSeat(ctx context.Context, call Call, action string, at SeatAt,
	find func(*filling, Actor) []int, change func(*seating) (reason string, err error),
) (Seated, error) {
	var out Seated
	err := p.write(ctx, func(tx Tx) error {
		out = Seated{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		call.Actor = dir.Actor
		before, err := meetingNumbered(tx, call.Actor.Region, at.Meeting)
		if err != nil {
			return err
		}
		b, err := bodyNamed(tx, before.Region, before.Body)
		if err != nil {
			return err
		}
		m := before
		m.Seats = cloneSeats(before.Seats)
		f, err := p.filling(tx, dir, b, &m, call.Now)
		if err != nil {
			return err
		}
		s := &seating{filling: f, call: call, out: &out}
		if err := s.find(at.Seat, find); err != nil {
			return err
		}
		out.Before, _ = before.Seat(out.Number)
		reason, err := change(s)
		if err != nil {
			return err
		}
		if err := f.lapseProxies(before); err != nil {
			return err
		}
		if err := p.planAftermath(tx, dir, m, call.Now); err != nil {
			return err
		}
		if err := p.storeNoted(tx, call, action, &before, &m, reason, meetingNote{rule: s.rule}); err != nil {
			return err
		}
		out.MeetingView, err = viewMeeting(tx, b, m)
		return err
	})
	return out, wrap(err, "%s %s", action, MeetingRef(at.Meeting))
}

// find sets the seat that is meant.
func (s *seating) find(number int, candidates func(*filling, Actor) []int) error {
	if err := s.ahead(); err != nil {
		return err
	}
	if number == 0 {
		all := candidates(s.filling, s.call.Actor)
		switch {
		case len(all) == 1:
			number = all[0]
		case len(all) == 0 && len(s.m.Seats) == 1:
			number = s.m.Seats[0].Seat
		default:
			return s.choice(all)
		}
	}
	s.r, s.out.Number = s.m.seat(number), number
	if s.r == nil {
		return Refuse(NotFound, textNoSeats.With("ref", s.m.Ref()))
	}
	return nil
}

// choice asks which seat is meant, among those given or all.
func (s *seating) choice(among []int) error {
	view, err := viewMeeting(s.tx, s.body, *s.m)
	if err != nil {
		return err
	}
	if len(among) == 0 {
		for _, r := range s.m.Seats {
			among = append(among, r.Seat)
		}
	}
	return &SeatChoice{Meeting: view, Seats: among}
}

// ahead refuses to change what no longer can be.
func (s *seating) ahead() error {
	ref := s.m.Ref()
	switch {
	case s.m.State == CalledOff:
		return Refuse(Closed, textMeetingOff.With("ref", ref))
	case s.m.State == Undated:
		return mustBeDated(s.body, *s.m)
	case !s.m.State.Ahead(), s.m.Start.Date.Before(s.today), s.m.HasTime && !s.now.Before(s.m.StartAt):
		return Refuse(Closed, textMeetingOver.With("ref", ref))
	case s.m.State == Provisional:
		return Refuse(Invalid, textMeetingLoose.With("ref", ref))
	case len(s.m.Seats) == 0:
		return Refuse(NotFound, textNoSeats.With("ref", ref))
	default:
		return nil
	}
}

// may tells whether the person has a right over the body.
func (s *seating) may(r Right) bool { return AllowedIn(s.call.Actor, r, s.body.Department) }

// mustPropose refuses who may not propose.
func (s *seating) mustPropose() error {
	if s.may(ProposeIt) {
		return nil
	}
	return Refuse(Denied, textNotSeats.With("ref", s.m.Ref(), "rule", ProposeIt.Rule().With(), "yours", s.dir.Yours(), "ask", s.dir.Ask()))
}

// mustDecide refuses who has not the décision role.
func (s *seating) mustDecide() error {
	if s.may(DecideIt) {
		return nil
	}
	deciders, err := decidersOver(s.tx, s.dir, s.body)
	if err != nil {
		return err
	}
	how := textAskDecider.With("ask", s.dir.Ask())
	if len(deciders) == 0 {
		how = textNoDecider.With("code", TypedCode(s.dir.Coordination().Code))
	}
	return Refuse(Denied, textNotDecide.With("yours", s.dir.Yours(), "how", how))
}

// breach refuses what goes against a rule, unless the person has the décision
// role and says why: then it is traced.
func (s *seating) breach(rule i18n.Line, who, to Representative, reason string) error {
	if s.may(DecideIt) && reason != "" {
		s.out.Overridden, s.rule = true, ruleOf(rule)
		return nil
	}
	deciders, err := decidersOver(s.tx, s.dir, s.body)
	if err != nil {
		return err
	}
	view, err := viewMeeting(s.tx, s.body, *s.m)
	if err != nil {
		return err
	}
	holders, err := s.proxyHolders(s.r, who)
	if err != nil {
		return err
	}
	return &Breach{
		Rule: rule, MayOverride: s.may(DecideIt), Deciders: len(deciders) > 0,
		Qualified: rule.Says(ruleQualified),
		Meeting:   view, Seat: s.r.Seat, Who: who, To: to, Holders: holders,
	}
}

// override traces the reason for which a rule was gone against.
func (s *seating) override(reason string) { s.r.Override, s.r.OverrideBy = reason, s.call.Actor.User }

// freed lets the steps go that who was to sit owed, and who is not to any more.
func (s *seating) freed(was Representation, reason string) error {
	if was.State != Accepted && was.State != ToReconfirm {
		return nil
	}
	return s.p.dropSeatSteps(s.tx, s.dir, s.call, s.m, was.Seat, reason)
}

// release tells somebody that they do not sit any more, by a decision that is
// not theirs.
func (s *seating) release(was Representation) error {
	who := was.sitting()
	if who.User == "" || s.call.Actor.Answers(who.User) {
		return nil
	}
	return s.say(Recipient{User: who.User}, NoticeReleased, seatStep(stepReleased, s.r), s.now)
}

// seatsWhere lists the seats of a meeting that a test keeps.
func (f *filling) seatsWhere(keep func(Representation) bool) []int {
	var out []int
	for _, r := range f.m.Seats {
		if keep(r) && !slices.Contains(out, r.Seat) {
			out = append(out, r.Seat)
		}
	}
	return out
}
