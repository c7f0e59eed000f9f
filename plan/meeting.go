package plan

import (
	"strconv"
	"time"

	"jalon/calendar"
)

// MeetingRef is the identifier of the n-th meeting of a region: "SE27".
func MeetingRef(n int) Ref { return Ref(meetingMark + strconv.Itoa(n)) }

const meetingMark = "SE"

// ParseMeetingRef reads "SE27" or "se27" and gives its number; false when the
// word is not the identifier of a meeting.
func ParseMeetingRef(word string) (int, bool) { return markedNumber(word, meetingMark) }

// meeting is the number that the identifier of a meeting holds.
func (r Ref) meeting() (int, bool) { return markedNumber(string(r), meetingMark) }

// MeetingState is where a meeting stands.
type MeetingState string

// States of a meeting.
const (
	Undated     MeetingState = "undated"     // its date is to be set: nobody is asked, nothing is dated
	Provisional MeetingState = "provisional" // its date is to be confirmed: nobody is chased
	Confirmed   MeetingState = "confirmed"
	Convened    MeetingState = "convened" // its notice was received, or sent
	TookPlace   MeetingState = "held"
	DidNot      MeetingState = "not-held"
	MeetingOver MeetingState = "closed" // held, and all that was to follow was done
	CalledOff   MeetingState = "cancelled"
)

// Ahead tells a meeting that may still take place.
func (s MeetingState) Ahead() bool {
	return s == Undated || s == Provisional || s == Confirmed || s == Convened
}

// Firm tells a meeting ahead whose date is sure: people are asked and chased.
func (s MeetingState) Firm() bool { return s == Confirmed || s == Convened }

// Meeting is one dated sitting of a body.
type Meeting struct {
	Region RegionID
	Number int
	Body   int
	State  MeetingState
	// Start holds the date, the hour and the zone; HasTime tells that the hour is
	// known. An [Undated] one has the zone alone.
	Start   calendar.Moment
	HasTime bool
	// StartAt is Start as an instant, kept for order; at midnight without an hour,
	// zero without a date.
	StartAt time.Time
	// End is the hour at which it ends; zero when it is not known.
	End   calendar.TimeOfDay
	Place string // "Euratechnologies, Lille"; the town is what follows the last comma
	Link  string // of a remote meeting
	Hat   Hat    // in which capacity the préfet is invited
	// Agenda is said in a few words; documents are links of the body.
	Agenda string
	// NoticeOn is when its notice was received, or sent when we organise; zero for not yet.
	NoticeOn calendar.Date
	// Attendance says in a few words who was there.
	Attendance string
	// Minutes is the text or the address of the minutes; MinutesAt is zero until they are given.
	Minutes   string
	MinutesAt time.Time
	MinutesBy UserID
	Reason    string // why it was last moved or cancelled
	// Previous is when it was to take place before it was last moved, zero for never moved.
	Previous calendar.Moment
	// ClonedFrom is the meeting whose campaign it takes up again, 0 for none.
	ClonedFrom int
	Author     UserID
	From       ServiceID // on whose behalf it was asked
	Channel    ChannelID // where it was typed
	CreatedAt  time.Time
	ClosedAt   time.Time
	ClosedBy   UserID
	// Revision numbers the schedule: each change of date starts a new one.
	Revision int
	Version  int
	// Seats are the representations asked for, one for each seat of the préfet,
	// in the order of the seats.
	Seats []Representation
	// Steps are those of its backward schedule, by date.
	Steps []MeetingStep
}

// Ref is the meeting's identifier.
func (m Meeting) Ref() Ref { return MeetingRef(m.Number) }

// MeetingStep is one step of the preparation or of the aftermath of a meeting.
type MeetingStep struct {
	Name string
	// Days from the meeting, negative before it, in Unit.
	Days int
	Unit calendar.Unit
	// Service owes it; empty when the representative does.
	Service ServiceID
	// Date is what the template gives; the deadline may have been given another.
	Date calendar.Date
	// Deadline is the number of the deadline it became, 0 when it is none: not
	// yet, or past when the meeting was planned.
	Deadline int
	// Seat is the seat whose representative owes it, 0 for a service's.
	Seat int
	// Past tells that its date was over when it was computed: it is shown and not chased.
	Past bool
	// Minutes tells the step that the minutes of a representative answer.
	Minutes bool
}

// MeetingFilter selects meetings; zero fields select all.
type MeetingFilter struct {
	Body     int
	From, To calendar.Date // both included; one without a date is before all
	States   []MeetingState
	// Department keeps those of bodies of the department, and those to which its préfet is invited.
	Department string
	// Hat keeps those to which the préfet is invited in that capacity, when HatSet.
	Hat    Hat
	HatSet bool
	// User keeps those that the person represents at, holds a proxy for, or is asked about.
	User UserID
	// Names keeps likewise those of whoever has no account and is called so, besides those of User.
	Names []string
	// Uncovered keeps those with a seat that nobody confirmed to hold.
	Uncovered bool
	Words     []string // folded; each must stand in the name of the body or in the place
	Latest    bool     // the latest first
	Limit     int      // 0 for no limit
	Offset    int
}

// Template is a backward schedule: what is to be done before and after the
// meetings of bodies of a sort.
type Template struct {
	Region RegionID
	Name   string // "Comité régional"; unique in the region, whatever its accents and capitals
	Steps  []TemplateStep
	Author UserID
	// Version is 0 for one that the house starts with and nobody changed.
	Version int
}

// TemplateStep is one step, so many days from the meeting.
type TemplateStep struct {
	Name    string        `json:"name"`
	Days    int           `json:"days"` // negative before the meeting
	Unit    calendar.Unit `json:"unit"`
	Service ServiceID     `json:"service,omitempty"` // who owes it
	// Representative tells that who represents the préfet owes it.
	Representative bool `json:"representative,omitempty"`
	// Minutes tells that the minutes of the representative answer it.
	Minutes bool `json:"minutes,omitempty"`
}
