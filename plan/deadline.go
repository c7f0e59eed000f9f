package plan

import (
	"fmt"
	"strconv"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// Ref names a thing of a region in a few characters: "E12".
type Ref string

// DataCalls is above the numbers of all deadlines that are none: the date of a
// data call is a deadline like any other, numbered apart. "RM4" is number
// 1 000 000 004.
const DataCalls = 1_000_000_000

// The marks that begin the identifiers of deadlines, and of data calls.
const (
	deadlineMark = "E"
	dataCallMark = "RM"
)

// DeadlineRef is the identifier of a deadline by its number: "E12", or "RM4" for
// that of a data call.
func DeadlineRef(n int) Ref {
	if n > DataCalls {
		return Ref(dataCallMark + strconv.Itoa(n-DataCalls))
	}
	return Ref(deadlineMark + strconv.Itoa(n))
}

// number is the rank that the identifier of a deadline holds.
func (r Ref) number() (int, bool) {
	if n, ok := markedNumber(string(r), dataCallMark); ok {
		return DataCalls + n, true
	}
	return markedNumber(string(r), deadlineMark)
}

// ParseDeadlineRef reads "E12" or "e12", and "RM4" for the date of a data call;
// false when the word is not the identifier of a deadline.
func ParseDeadlineRef(word string) (Ref, bool) {
	if ref, ok := ParseDataCallRef(word); ok {
		return ref, true
	}
	n, ok := markedNumber(word, deadlineMark)
	if !ok {
		return "", false
	}
	return DeadlineRef(n), true
}

// ParseDataCallRef reads "RM4" or "rm4"; false when the word is not the
// identifier of a data call.
func ParseDataCallRef(word string) (Ref, bool) {
	n, ok := markedNumber(word, dataCallMark)
	if !ok {
		return "", false
	}
	return DeadlineRef(DataCalls + n), true
}

// Due is the date by which a thing is owed, perhaps with an hour.
type Due struct {
	Date    calendar.Date
	HasTime bool
	Time    calendar.TimeOfDay
	Zone    string // IANA name of the zone the date is lived in
}

// Deadline returns the instant after which the thing is late: its hour, or the
// end of its day.
func (d Due) Deadline() (time.Time, error) {
	m := calendar.Moment{Date: d.Date, Time: d.Time, Zone: d.Zone}
	if !d.HasTime {
		m.Date, m.Time = d.Date.AddDays(1), calendar.TimeOfDay{}
	}
	t, err := m.Instant()
	if err != nil {
		return time.Time{}, fmt.Errorf("due %s: %w", d.Date, err)
	}
	return t, nil
}

// moment is a due date that has an hour as a moment.
func (d Due) moment() calendar.Moment {
	return calendar.Moment{Date: d.Date, Time: d.Time, Zone: d.Zone}
}

// In says the due date in full: « mardi 15 décembre 2026 (S51), 12 h ».
func (d Due) In(lang i18n.Lang) string {
	w := calendar.WordsOf(string(lang))
	if d.HasTime {
		return w.LongAt(d.Date, d.Time)
	}
	return w.Long(d.Date)
}

// Compare orders dues by date, then by hour; a day without hour ends last.
func (d Due) Compare(o Due) int {
	if c := d.Date.Compare(o.Date); c != 0 {
		return c
	}
	return d.hour().Compare(o.hour())
}

func (d Due) hour() calendar.TimeOfDay {
	if d.HasTime {
		return d.Time
	}
	return calendar.TimeOfDay{Hour: 24}
}

// DeadlineKind is how binding a deadline is.
type DeadlineKind string

// Kinds of deadline.
const (
	Internal DeadlineKind = "internal" // owed to the house; periods end on a working day
	Legal    DeadlineKind = "legal"    // fixed by a text; runs to the next working day
	Hard     DeadlineKind = "hard"     // an exact instant, such as the close of a call
	Asked    DeadlineKind = "asked"    // the close of a data call
)

// State is where a deadline or a part stands.
type State string

// States of a deadline and of its parts.
const (
	Open      State = "open"
	Done      State = "done"
	Cancelled State = "cancelled"
)

// Part is what one concerned service owes.
type Part struct {
	Service ServiceID
	// Assignee is the person who answers for the part and receives its
	// reminders in private; empty when the service's channel does.
	Assignee UserID
	// AssignedBy is who entrusted the part to its assignee.
	AssignedBy UserID
	State      State
	ClosedAt   time.Time
	ClosedBy   UserID
	Note       string
	// Outcome is what sort of answer stands, of a data call; empty for none.
	Outcome Outcome
	// Until is the date that the service was given for itself, zero for none.
	Until Due
	// Wish is the later date that AskedBy asks for, with the reason; zero when
	// nothing waits for an answer.
	Wish    Due
	Why     string
	AskedBy UserID
}

// Deadline is something owed by one or several services on a date.
type Deadline struct {
	Region RegionID
	Number int
	Title  string
	Kind   DeadlineKind
	Due    Due
	// DueAt is Due.Deadline(), kept for order and lateness.
	DueAt time.Time
	// Said is the period from which a date was taken, with the reason, in
	// French: « fin janvier » : dernier jour ouvré du mois. Empty for a named day.
	Said   string
	SaidEN string
	// First is the due date announced at the creation; a card's message keeps it.
	First Due
	// Ladder is the reminders; Chosen when somebody asked for these.
	Ladder Ladder
	Chosen bool
	// Chase is what leaves after the date, zero when nobody asked for anything.
	Chase Chase
	State State
	// Urgent lets what is said of the deadline leave at any hour, on any day.
	Urgent bool
	// Restricted hides the deadline from all but its services, its people and
	// the coordination. Discreet is set with it and stays: the message of a post
	// that shows the deadline, which cannot be changed for sure, has not its title.
	Restricted bool
	Discreet   bool
	Author     UserID
	// From is the service on whose behalf the deadline was asked, if any.
	From      ServiceID
	Channel   ChannelID // where it was typed
	CreatedAt time.Time
	ClosedAt  time.Time
	ClosedBy  UserID
	// Reason is why it was last postponed or cancelled.
	Reason string
	// Previous is the due date before the last postponement, zero when none.
	Previous Due
	// Series is the number of the series it is an occurrence of, 0 when it does
	// not repeat; Occurrence is the date the rule gave it, and Next the number
	// of the occurrence that opened when this one closed, 0 until then.
	Series     int
	Occurrence calendar.Date
	Next       int
	// Revision numbers the schedule: each change of date, ladder or recipient
	// starts a new one.
	Revision int
	Version  int
	Parts    []Part
}

// Ref is the deadline's identifier.
func (d Deadline) Ref() Ref { return DeadlineRef(d.Number) }

// Part returns the part of a service, and whether it concerns that service.
func (d Deadline) Part(s ServiceID) (Part, bool) {
	for _, p := range d.Parts {
		if p.Service == s {
			return p, true
		}
	}
	return Part{}, false
}

// IsDataCall tells the date of a data call.
func (d Deadline) IsDataCall() bool { return d.Number > DataCalls }

// DueOf is when a part is due: when the deadline is, or later for a service that
// was given more time.
func (d Deadline) DueOf(p Part) Due {
	if p.Until.Date.IsZero() {
		return d.Due
	}
	return p.Until
}

// DueAtOf is the instant after which a part is late.
func (d Deadline) DueAtOf(p Part) time.Time {
	if p.Until.Date.IsZero() {
		return d.DueAt
	}
	at, err := p.Until.Deadline()
	if err != nil {
		return d.DueAt
	}
	return at
}

// OpenParts lists the parts still owed.
func (d Deadline) OpenParts() []Part {
	var open []Part
	for _, p := range d.Parts {
		if p.State == Open {
			open = append(open, p)
		}
	}
	return open
}

// LateAt tells whether the deadline is overdue at an instant.
func (d Deadline) LateAt(now time.Time) bool { return d.State == Open && !now.Before(d.DueAt) }

// Sort is what a deadline is the date of.
type Sort string

// Sorts of deadlines; the empty one is all.
const (
	ByThemselves Sort = "deadlines"  // those that are the date of nothing else
	OfDataCalls  Sort = "data calls" // the closes of data calls
)

// DeadlineFilter selects deadlines; zero fields select all.
type DeadlineFilter struct {
	State    State
	Services []ServiceID // concerned by any of these
	// OpenParts keeps only deadlines of which one of Services still owes its part.
	OpenParts bool
	Assignee  UserID // has a part assigned to this person
	From, To  calendar.Date
	LateAt    time.Time // overdue at this instant
	Discreet  bool      // restricted, or once was
	Only      Sort
	Sight     *Sight   // of who reads; nil for those who draw what the ledger says
	Words     []string // folded; each must stand in the title
	Limit     int      // 0 for no limit
	Offset    int
}
