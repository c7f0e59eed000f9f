package plan

import (
	"slices"
	"time"
)

// openSeats opens a representation for each seat that the préfet has in the body
// on the day of the meeting, and asks who holds it once the meeting is firm. What
// is open already stays as it is. A meeting to which another préfet is invited
// has no seat of this one.
func (p *Planner) openSeats(tx Tx, dir DirectoryView, b Body, m *Meeting, now time.Time) error {
	if m.Hat != b.Hat || m.State == Undated {
		return nil
	}
	f, err := p.filling(tx, dir, b, m, now)
	if err != nil {
		return err
	}
	m.Seats = slices.Clone(m.Seats)
	for _, s := range b.Seats {
		if !s.Closed && m.seat(s.Number) == nil {
			m.Seats = append(m.Seats, Representation{Seat: s.Number, State: ToDesignate, Rank: NobodyRank})
		}
	}
	if !m.State.Firm() {
		return nil
	}
	for i := range m.Seats {
		if m.Seats[i].State != ToDesignate {
			continue
		}
		if err := f.begin(&m.Seats[i]); err != nil {
			return err
		}
	}
	return nil
}

// reopenSeats brings the representations to the new date of a meeting, which m
// holds already. On the same day, what was answered stays and what waits goes on
// waiting. Another day is another question: who had accepted is asked whether
// they still can, who is asked is asked again, but for an alternate to whom the
// question went on: the list begins anew; and what was decided for the former date is open again. Who had accepted and may not sit on the new day is told.
func (p *Planner) reopenSeats(tx Tx, dir DirectoryView, call Call, b Body, m *Meeting, sameDay bool) error {
	f, err := p.filling(tx, dir, b, m, call.Now)
	if err != nil {
		return err
	}
	m.Seats = cloneSeats(m.Seats)
	for i := range m.Seats {
		r := &m.Seats[i]
		if r.State == NoLonger {
			continue
		}
		if sameDay {
			err = f.retell(r)
		} else {
			err = f.reopen(call, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cloneSeats copies representations with their questions, so that what the
// meeting was can still be read.
func cloneSeats(all []Representation) []Representation {
	out := slices.Clone(all)
	for i := range out {
		out[i].Asks = slices.Clone(out[i].Asks)
	}
	return out
}

// reopen asks about a seat again for another day.
func (f *filling) reopen(call Call, r *Representation) error {
	was, wentOn := *r, r.wentOn()
	if err := f.hush(r); err != nil {
		return err
	}
	r.forget()
	r.leaves(ToDesignate, r.AnswerBy)
	if !f.m.State.Firm() {
		return nil
	}
	state := Proposed
	switch was.State {
	case Accepted, ToReconfirm:
		state = ToReconfirm
	case Proposed:
		if wentOn { // who answered no spoke of the former day
			return f.begin(r)
		}
	case ToApprove:
		*r = was
		return f.approve(r)
	case ToDesignate, ToDecide, ByProxy, Unattended, Attended, Absent, NoLonger:
		return f.begin(r)
	}
	same, able, err := f.stillAble(r, was)
	if err != nil {
		return err
	}
	if !able {
		return f.instead(call, r, was)
	}
	err = f.ask(r, state, same)
	r.Override, r.OverrideBy = was.Override, was.OverrideBy
	return err
}

// wentOn tells that who is asked was not the first to be: others declined or let the
// time pass.
func (r Representation) wentOn() bool {
	n := len(r.Asks)
	return n > 1 && (r.Asks[n-2].State == No || r.Asks[n-2].State == Silent)
}

// instead asks the next of the list in the place of who may not sit any more. Who had
// accepted is told so, and what they were preparing ends.
func (f *filling) instead(call Call, r *Representation, was Representation) error {
	who := was.sitting()
	if !who.IsZero() {
		if err := f.p.dropSeatSteps(f.tx, f.dir, call, f.m, r.Seat, textStepTermOver.In(f.dir.Region.Lang)); err != nil {
			return err
		}
	}
	if who.User != "" {
		if err := f.say(Recipient{User: who.User}, NoticeReleased, seatStep(stepTermOver, r), f.now); err != nil {
			return err
		}
	}
	return f.goOn(r, NobodyRank)
}

// stillAble tells whether somebody may sit on the new day as they could on the
// former one: in the list, or outside it with the agreement that was given.
func (f *filling) stillAble(r *Representation, was Representation) (Term, bool, error) {
	seat, _ := f.body.Seat(r.Seat)
	here, err := f.present(was.Who)
	if err != nil || !here {
		return Term{}, false, err
	}
	t, listed := f.listed(seat, was.Who)
	return t, listed || was.OverrideBy != "", nil
}

// retell keeps what waits under the new schedule of a meeting: what was said
// stays said, what was to be said leaves in its time.
func (f *filling) retell(r *Representation) error {
	_, err := cancelDeliveries(f.tx, f.m.Region, f.m.Ref(), func(v Delivery) bool {
		return v.State == Planned && v.Revision != f.m.Revision && aboutSeat(v, r.Seat)
	}, ReasonReplanned)
	if err != nil || !f.m.State.Firm() {
		return err
	}
	switch {
	case r.Waits():
		return f.reask(r)
	case r.State == ToDecide:
		return f.askDecision(r, stepDecide)
	case r.State == ToApprove:
		return f.askDecision(r, stepApprove)
	default:
		return nil
	}
}

// reask plans again the question that waits and what follows it, from when it
// was asked.
func (f *filling) reask(r *Representation) error {
	if err := f.say(f.asks(r.Who), NoticeAsk, seatStep(stepAsk, r), f.now); err != nil {
		return err
	}
	o, err := f.p.openingOf(f.dir, listener(f.dir, f.asks(r.Who), f.m.From))
	if err != nil {
		return err
	}
	asked := o.moment(r.asked().AskedAt).Date
	return f.followUp(r, asked)
}

// closeSeats ends the representations of a meeting that was called off. Who was
// to sit is told in private, and nobody is asked any more.
func (p *Planner) closeSeats(tx Tx, dir DirectoryView, b Body, m *Meeting, now time.Time) error {
	f, err := p.filling(tx, dir, b, m, now)
	if err != nil {
		return err
	}
	m.Seats = cloneSeats(m.Seats)
	for i := range m.Seats {
		r := &m.Seats[i]
		if err := f.hush(r); err != nil {
			return err
		}
		if who := r.sitting(); who.User != "" {
			if err := f.say(Recipient{User: who.User}, NoticeCalledOff, seatStep(stepCalledOff, r), now); err != nil {
				return err
			}
		}
		r.withdraw()
		r.State = NoLonger
	}
	return nil
}

// sitting is who was to sit: the holder of the proxy when one was given.
func (r Representation) sitting() Representative {
	switch r.State {
	case Accepted, ToReconfirm:
		return r.Who
	case ByProxy:
		return r.Proxy
	default:
		return Representative{}
	}
}

// ToWarn lists those who were to sit at a meeting that was called off, or were
// asked to, and have no account: somebody must tell them.
func (m Meeting) ToWarn() []Representative {
	var out []Representative
	for _, r := range m.Seats {
		who := r.Who
		if !r.Proxy.IsZero() {
			who = r.Proxy
		} else if _, asked := r.Question(who); !asked {
			continue
		}
		if m.State == CalledOff && who.User == "" && !who.IsZero() && !slices.ContainsFunc(out, who.Same) {
			out = append(out, who)
		}
	}
	return out
}
