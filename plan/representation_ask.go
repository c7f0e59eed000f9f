package plan

import (
	"slices"
	"time"

	"jalon/calendar"
)

// The life of one representation. These change what it is in memory, and know
// neither the rules of a body nor what must be said: [filling] does.

// NobodyRank is the rank of who is not in the list of a seat.
const NobodyRank = -1

// ProxyRank is the rank of who was to hold the proxy of a seat and does not any
// more. It is no question: it tells why the seat is open again.
const ProxyRank = -2

// lost keeps a trace of the proxy that the seat loses.
func (r *Representation) lost(now time.Time) {
	r.Asks = append(r.Asks, Ask{Who: r.Proxy, Rank: ProxyRank, State: Withdrawn, AskedAt: now, AnsweredAt: now})
}

// asked is the question that was last put, nil when none was.
func (r *Representation) asked() *Ask {
	if len(r.Asks) == 0 {
		return nil
	}
	return &r.Asks[len(r.Asks)-1]
}

// Waits tells that somebody's answer is awaited.
func (r Representation) Waits() bool {
	last := r.asked()
	return last != nil && last.State == Waiting
}

// ask puts the question to somebody.
func (r *Representation) ask(state RepresentationState, who Representative, rank int, now time.Time, by calendar.Date) {
	r.withdraw()
	r.State, r.Who, r.Rank, r.AnswerBy, r.Proxy = state, who, rank, by, Representative{}
	r.Asks = append(r.Asks, Ask{Who: who, Rank: rank, State: Waiting, AskedAt: now, AnswerBy: by})
}

// withdraw takes back the question that waits.
func (r *Representation) withdraw() {
	for i := range r.Asks {
		if r.Asks[i].State == Waiting {
			r.Asks[i].State = Withdrawn
		}
	}
}

// answer notes what somebody who was asked answers. by is who says so on their
// behalf, empty for themselves.
func (r *Representation) answer(who Representative, state AskState, by UserID, now time.Time, reason string) {
	for i := len(r.Asks) - 1; i >= 0; i-- {
		if a := &r.Asks[i]; a.Who.Same(who) && a.Rank != ProxyRank {
			a.State, a.AnsweredAt, a.AnsweredBy, a.Reason = state, now, by, reason
			return
		}
	}
}

// sits makes somebody the representative.
func (r *Representation) sits(who Representative, rank int) {
	r.withdraw()
	r.State, r.Who, r.Rank, r.AnswerBy, r.Proxy = Accepted, who, rank, calendar.Date{}, Representative{}
}

// leaves leaves the seat to whoever comes next.
func (r *Representation) leaves(state RepresentationState, by calendar.Date) {
	r.withdraw()
	r.State, r.Who, r.Rank, r.AnswerBy, r.Proxy = state, Representative{}, NobodyRank, by, Representative{}
	r.Override, r.OverrideBy = "", ""
}

// forget makes the answers those of another date: they bind nobody any more.
func (r *Representation) forget() {
	for i := range r.Asks {
		r.Asks[i].State = Withdrawn
	}
}

// Question is what was last asked to somebody about this seat.
func (r Representation) Question(who Representative) (Ask, bool) {
	for _, v := range slices.Backward(r.Asks) {
		if v.Who.Same(who) && v.Rank != ProxyRank {
			return v, true
		}
	}
	return Ask{}, false
}

// declined tells that somebody said no, or nothing, to the last question put to
// them for this date.
func (r Representation) declined(who Representative) bool {
	a, asked := r.Question(who)
	return asked && (a.State == No || a.State == Silent)
}

// Unanswered tells that somebody left the question of this date without an answer, and
// may still give it: nobody took the seat since.
func (r Representation) Unanswered(user UserID) bool {
	a, asked := r.Question(Representative{User: user})
	return asked && a.State == Silent && !r.State.Covered()
}

// mayStillAnswer tells that somebody was asked for this date and that nobody
// took the seat since.
func (r Representation) mayStillAnswer(who Representative) bool {
	a, asked := r.Question(who)
	return asked && !r.State.Covered() && a.State != Withdrawn
}
