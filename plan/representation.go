package plan

import (
	"time"

	"jalon/calendar"
)

// RepresentationState is where the representation of the préfet for one seat at
// one meeting stands.
type RepresentationState string

// States of a representation. « Tenue » and the minutes are told of the meeting.
const (
	ToDesignate RepresentationState = "wanted"     // demandée: nobody is asked
	Proposed    RepresentationState = "proposed"   // proposée: somebody is asked
	ToApprove   RepresentationState = "approval"   // somebody outside the list is proposed, whom the décision role must approve
	ToDecide    RepresentationState = "decision"   // nobody is left to ask: the décision role decides
	Accepted    RepresentationState = "accepted"   // acceptée
	ToReconfirm RepresentationState = "reconfirm"  // accepted for another date
	ByProxy     RepresentationState = "proxy"      // pouvoir donné
	Unattended  RepresentationState = "unattended" // non représentée, and somebody answers for it
	Attended    RepresentationState = "attended"   // siégé
	Absent      RepresentationState = "absent"     // accepted, and did not sit
	NoLonger    RepresentationState = "cancelled"  // the meeting was cancelled
)

// Covered tells that the question is settled: somebody sits, gave a proxy, or
// it was decided that nobody does.
func (s RepresentationState) Covered() bool {
	switch s {
	case Accepted, ByProxy, Unattended, Attended, Absent, NoLonger:
		return true
	case ToDesignate, Proposed, ToApprove, ToDecide, ToReconfirm:
		return false
	default:
		return false
	}
}

// Representation is who speaks for the préfet in one seat at one meeting. There
// is one for each seat, so a seat never has two representatives.
type Representation struct {
	Seat  int
	State RepresentationState
	// Who is asked, or sits; zero when nobody is.
	Who Representative
	// Rank is that of Who in the list of the seat; -1 for somebody outside it.
	Rank int
	// Proxy is who holds the proxy that Who gave; zero for none.
	Proxy Representative
	// AnswerBy is the day by which an answer is expected.
	AnswerBy calendar.Date
	// Override is the reason given by the décision role for going against a rule,
	// and OverrideBy who gave it; empty when no rule was.
	Override   string
	OverrideBy UserID
	// Asks are the questions asked, in their order; the last is that of Who.
	Asks []Ask
}

// AskState is what became of a question asked to somebody.
type AskState string

// What may become of a question.
const (
	Waiting   AskState = "waiting"
	Yes       AskState = "yes"
	No        AskState = "no"        // empêché
	Silent    AskState = "silent"    // two working days went by
	Withdrawn AskState = "withdrawn" // somebody else was designated, or the meeting was cancelled
)

// Ask is one question: can you sit?
type Ask struct {
	Who        Representative
	Rank       int
	State      AskState
	AskedAt    time.Time
	AnswerBy   calendar.Date
	AnsweredAt time.Time
	// AnsweredBy is who gave the answer, when it is not Who.
	AnsweredBy UserID
	Reason     string // why not; never of health
}
