package plan

import (
	"context"
	"slices"

	"jalon/i18n"
)

// Designation is somebody proposed for a seat at a meeting.
type Designation struct {
	SeatAt
	Who Representative
	// Instead is in whose place, which tells the seat when none is named; zero for
	// nobody in particular.
	Instead Representative
	Reason  string
}

var (
	textHasLeft = i18n.T(
		"{name} a quitté ses fonctions : son compte est désactivé. Rien n’est enregistré.\nDésignez une autre personne : `/representation designer {ref} \"Mme Vasseur\"`",
		"{name} has left: their account is deactivated. Nothing is saved.\nDesignate somebody else: `/representation designer {ref} \"Mme Vasseur\"`")
	textAskedAlready = i18n.T(
		"La question est déjà posée à {name} pour la séance {ref}. Rien n’a changé.\nPour ne pas attendre sa réponse : `/representation suppleant {ref}`",
		"{name} is already asked about the meeting {ref}. Nothing has changed.\nNot to wait for the answer: `/representation suppleant {ref}`")
	textSitsAlready = i18n.T(
		"{name} siège déjà à la séance {ref}. Rien n’a changé.\nPour voir la séance : `/seance voir {ref}`",
		"{name} already sits at the meeting {ref}. Nothing has changed.\nTo see the meeting: `/seance voir {ref}`")
	textApprovedSoon = i18n.T(
		"{name} est déjà proposé(e) pour la séance {ref} : l’accord du rôle décision est attendu. Rien n’a changé.",
		"{name} is already proposed for the meeting {ref}: the agreement of the décision role is awaited. Nothing has changed.")
	textTaken = i18n.T(
		"{name} siège à la séance {ref} (siège « {seat} »). Rien n’a changé.\nPour désigner une autre personne, indiquez pourquoi : `/representation designer {ref} \"{new}\" motif \"…\"`",
		"{name} sits at the meeting {ref} (seat “{seat}”). Nothing has changed.\nTo designate somebody else, say why: `/representation designer {ref} \"{new}\" motif \"…\"`")
	textOutsideReason = i18n.T(
		"{name} n’est pas dans la liste du siège « {seat} ». Rien n’est enregistré.\nIndiquez le motif : il figurera au journal. Par exemple : `/representation designer {ref} \"{name}\" motif \"siège vacant\"`",
		"{name} is not in the list of the seat “{seat}”. Nothing is saved.\nGive the reason: it goes to the journal. For example: `/representation designer {ref} \"{name}\" motif \"siège vacant\"`")
	textNothingToApprove = i18n.T(
		"Aucune désignation n’attend d’accord pour la séance {ref}. Rien n’a changé.\nPour voir la séance : `/seance voir {ref}`",
		"No designation awaits an agreement for the meeting {ref}. Nothing has changed.\nTo see the meeting: `/seance voir {ref}`")
	textWhyNobody = i18n.T(
		"Indiquez pourquoi le préfet n’est pas représenté : le motif figurera au journal, avec votre nom. Rien n’a changé.\nPar exemple : `/representation non-representee {ref} motif \"séance sans vote\"`",
		"Say why the préfet is not represented: the reason goes to the journal, with your name. Nothing has changed.\nFor example: `/representation non-representee {ref} motif \"séance sans vote\"`")
	textNoAlternate = i18n.T(
		"Plus aucune personne de la liste ne peut être sollicitée pour la séance {ref} (siège « {seat} »). Rien n’a changé.\nDésignez quelqu’un : `/representation designer {ref} \"Mme Vasseur\"`",
		"Nobody left in the list can be asked about the meeting {ref} (seat “{seat}”). Nothing has changed.\nDesignate somebody: `/representation designer {ref} \"Mme Vasseur\"`")
	textOutsideList = "hors liste"
)

// uncovered are the seats that a designation may be about.
func uncovered(f *filling, _ Actor) []int {
	return f.seatsWhere(func(r Representation) bool { return !r.State.Covered() })
}

// concerns tells whether a seat is somebody's: they sit, were asked, or are in its
// list.
func (f *filling) concerns(r Representation, who Representative) bool {
	if who.IsZero() {
		return false
	}
	seat, _ := f.body.Seat(r.Seat)
	_, listed := f.listed(seat, who)
	return listed || slices.ContainsFunc(r.people(), who.Same)
}

// seats lists those that the designation may be about: where the person is in the
// list, else those that nobody holds.
func (d Designation) seats(f *filling, actor Actor) []int {
	if replaced := f.seatsWhere(func(r Representation) bool { return f.concerns(r, d.Instead) }); len(replaced) > 0 {
		return replaced
	}
	theirs := f.seatsWhere(func(r Representation) bool {
		seat, _ := f.body.Seat(r.Seat)
		_, listed := f.listed(seat, d.Who)
		return listed
	})
	if len(theirs) > 0 {
		return theirs
	}
	return uncovered(f, actor)
}

// Propose designates somebody for a seat. In the list of the seat, they are
// asked. Outside it, the décision role must agree, unless it is the décision role
// that designates, with a reason. What goes against a rule is a [*Breach]. It
// returns [*SeatChoice], Denied, Closed, NotFound and Invalid.
func (p *Planner) Propose(ctx context.Context, call Call, d Designation) (Seated, error) {
	return p.onSeat(ctx, call, "representation.designer", d.SeatAt, d.seats, func(s *seating) (string, error) {
		if err := s.mustPropose(); err != nil {
			return "", err
		}
		d.Who = s.known(d.Who)
		if err := s.mayBeProposed(d); err != nil {
			return "", err
		}
		rule, breaks, err := s.obstacle(s.r, d.Who)
		if err != nil {
			return "", err
		}
		if breaks {
			if err := s.breach(rule, d.Who, Representative{}, d.Reason); err != nil {
				return "", err
			}
		}
		was := *s.r
		if err := s.replace(was, d.Reason); err != nil {
			return "", err
		}
		return d.Reason, s.propose(d, breaks)
	})
}

// mayBeProposed refuses somebody who left, who is asked or who sits already, and
// the replacement of somebody who sits without a reason.
func (s *seating) mayBeProposed(d Designation) error {
	name, err := s.called(d.Who)
	if err != nil {
		return err
	}
	here, err := s.present(d.Who)
	if err != nil {
		return err
	}
	ref := s.m.Ref()
	same := s.r.Who.Same(d.Who)
	switch {
	case !here:
		return Refuse(Invalid, textHasLeft.With("name", name, "ref", ref))
	case same && (s.r.State == Proposed || s.r.State == ToReconfirm):
		return Refuse(Closed, textAskedAlready.With("name", name, "ref", ref))
	case same && s.r.State == Accepted:
		return Refuse(Closed, textSitsAlready.With("name", name, "ref", ref))
	case same && s.r.State == ToApprove && !s.may(DecideIt):
		return Refuse(Closed, textApprovedSoon.With("name", name, "ref", ref))
	case !s.r.sitting().IsZero() && d.Reason == "":
		sitting, err := s.called(s.r.sitting())
		if err != nil {
			return err
		}
		return Refuse(Invalid, textTaken.With("name", sitting, "new", name, "ref", ref, "seat", s.seatName()))
	default:
		return nil
	}
}

// seatName is how the seat is called.
func (s *seating) seatName() string {
	seat, _ := s.body.Seat(s.r.Seat)
	return seat.Name
}

// replace lets go of who was asked or sat before somebody else is designated.
func (s *seating) replace(was Representation, reason string) error {
	if err := s.hush(s.r); err != nil {
		return err
	}
	if err := s.release(was); err != nil {
		return err
	}
	if err := s.freed(was, reason); err != nil {
		return err
	}
	if was.State == ToApprove {
		s.turnDown(s.r, was.Who, "")
	}
	return nil
}

// turnDown keeps a trace of who was proposed outside the list and is not any more.
func (s *seating) turnDown(r *Representation, who Representative, reason string) {
	r.Asks = append(r.Asks, Ask{
		Who: who, Rank: NobodyRank, State: Withdrawn, AskedAt: s.now, AnsweredAt: s.now,
		AnsweredBy: s.call.Actor.User, AnswerBy: r.AnswerBy, Reason: reason,
	})
}

// propose asks who is designated, or the agreement of the décision role.
func (s *seating) propose(d Designation, breaks bool) error {
	seat, _ := s.body.Seat(s.r.Seat)
	t, listed := s.listed(seat, d.Who)
	t.Who = d.Who
	switch {
	case breaks || !listed && s.may(DecideIt):
		if d.Reason == "" {
			name, err := s.called(d.Who)
			if err != nil {
				return err
			}
			return Refuse(Invalid, textOutsideReason.With("name", name, "seat", seat.Name, "ref", s.m.Ref()))
		}
		s.out.Overridden = true
		if !breaks {
			s.rule = RuleList
		}
		if err := s.ask(s.r, Proposed, t); err != nil {
			return err
		}
		s.override(d.Reason)
		return nil
	case listed:
		return s.ask(s.r, Proposed, t)
	default:
		s.r.leaves(ToApprove, s.r.AnswerBy)
		s.r.Who, s.r.Override = d.Who, d.Reason
		return s.approve(s.r)
	}
}

// toApprove are the seats of which a designation awaits an agreement; when none
// does, any of them, of which it is said: there is nothing to choose.
func toApprove(f *filling, _ Actor) []int {
	if found := f.seatsWhere(func(r Representation) bool { return r.State == ToApprove }); len(found) > 0 {
		return found
	}
	return []int{f.m.Seats[0].Seat}
}

// Approve agrees to somebody outside the list, who is then asked. Only the
// décision role may. It returns [*SeatChoice], Denied, Closed and NotFound.
func (p *Planner) Approve(ctx context.Context, call Call, at SeatAt, reason string) (Seated, error) {
	return p.onSeat(ctx, call, "representation.valider", at, toApprove, func(s *seating) (string, error) {
		if err := s.pending(); err != nil {
			return "", err
		}
		who, why := s.r.Who, s.r.Override
		if here, err := s.present(who); err != nil || !here {
			name, naming := s.called(who)
			if err != nil || naming != nil {
				return "", err
			}
			return "", Refuse(Invalid, textHasLeft.With("name", name, "ref", s.m.Ref()))
		}
		if reason != "" {
			why = reason
		}
		if why == "" {
			why = textOutsideList
		}
		s.rule = RuleList
		if err := s.ask(s.r, Proposed, Term{Who: who, Rank: NobodyRank}); err != nil {
			return "", err
		}
		s.override(why)
		return why, nil
	})
}

// TurnDown refuses somebody proposed outside the list: the seat is to be decided
// of again, and the coordination is told. Only the décision role may. It returns
// what [Planner.Approve] does.
func (p *Planner) TurnDown(ctx context.Context, call Call, at SeatAt, reason string) (Seated, error) {
	return p.onSeat(ctx, call, "representation.rejeter", at, toApprove, func(s *seating) (string, error) {
		if err := s.pending(); err != nil {
			return "", err
		}
		if err := s.hush(s.r); err != nil {
			return "", err
		}
		s.turnDown(s.r, s.r.Who, reason)
		s.r.leaves(ToDecide, s.beforeMeeting(s.cal.AddWorking(s.today, decideDays)))
		to := Recipient{Channel: s.dir.Coordination().Channel}
		if err := s.say(to, NoticeDecide, seatStep(stepDecide, s.r), s.now); err != nil {
			return "", err
		}
		deciders, err := s.deciders()
		if err != nil {
			return "", err
		}
		return reason, s.recallDecision(s.r, deciders)
	})
}

// pending refuses to decide of what awaits no agreement.
func (s *seating) pending() error {
	if err := s.mustDecide(); err != nil {
		return err
	}
	if s.r.State != ToApprove {
		return Refuse(Closed, textNothingToApprove.With("ref", s.m.Ref()))
	}
	return nil
}

// Unattend decides that the préfet is not represented in a seat: whoever decides
// so answers for it. Only the décision role may, with a reason. It returns
// [*SeatChoice], Denied, Closed, NotFound and Invalid.
func (p *Planner) Unattend(ctx context.Context, call Call, at SeatAt, reason string) (Seated, error) {
	return p.onSeat(ctx, call, "representation.non-representee", at, uncovered, func(s *seating) (string, error) {
		if err := s.mustDecide(); err != nil {
			return "", err
		}
		if reason == "" {
			return "", Refuse(Invalid, textWhyNobody.With("ref", s.m.Ref()))
		}
		was := *s.r
		if err := s.replace(was, reason); err != nil {
			return "", err
		}
		s.r.leaves(Unattended, s.r.AnswerBy)
		s.override(reason)
		return reason, nil
	})
}

// waiting are the seats whose next alternate may be asked.
func waiting(f *filling, _ Actor) []int {
	return f.seatsWhere(func(r Representation) bool { return r.State == Proposed || r.State == ToReconfirm })
}

// AskNext puts the question to the next of the list without waiting for an
// answer. It returns [*SeatChoice], Denied, Closed, NotFound and Invalid.
func (p *Planner) AskNext(ctx context.Context, call Call, at SeatAt) (Seated, error) {
	return p.onSeat(ctx, call, "representation.suppleant", at, waiting, func(s *seating) (string, error) {
		if err := s.mustPropose(); err != nil {
			return "", err
		}
		was := *s.r
		if was.State.Covered() {
			return "", s.noMore(Representative{}, false)
		}
		next, found, err := s.next(s.r, was.Rank)
		if err != nil {
			return "", err
		}
		if !found {
			return "", Refuse(Invalid, textNoAlternate.With("ref", s.m.Ref(), "seat", s.seatName()))
		}
		if err := s.replace(was, ""); err != nil {
			return "", err
		}
		return "", s.ask(s.r, Proposed, next)
	})
}
