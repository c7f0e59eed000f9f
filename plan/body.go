package plan

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// BodyRef is the identifier of the n-th body of a region: "IN3".
func BodyRef(n int) Ref { return Ref(bodyMark + strconv.Itoa(n)) }

const bodyMark = "IN"

// ParseBodyRef reads "IN3" or "in3" and gives its number; false when the word is
// not the identifier of a body.
func ParseBodyRef(word string) (int, bool) { return markedNumber(word, bodyMark) }

// markedNumber is the number of an identifier made of letters and a number.
func markedNumber(word, mark string) (int, bool) {
	const longest = 40 // bytes: the titles of a whole list are not folded to see that they are none
	if len(word) > longest {
		return 0, false
	}
	digits, ok := strings.CutPrefix(i18n.Fold(word), strings.ToLower(mark))
	if !ok || len(digits) == 0 || len(digits) > 9 || digits[0] == '0' {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	return int(n), err == nil
}

// Representative is somebody who sits for the préfet: an account of the chat, or
// only a name for who has none.
type Representative struct {
	User UserID
	// Name is how the person is called, as it was typed: "M. Lemaire". With an
	// account, it is what the region knew when it was typed.
	Name string
}

// IsZero tells that nobody is named.
func (r Representative) IsZero() bool { return r.User == "" && r.Name == "" }

// Same tells whether two are one person: by account, else by name, whatever its
// accents and capitals.
func (r Representative) Same(o Representative) bool {
	if r.User != "" && o.User != "" {
		return r.User == o.User
	}
	return r.Name != "" && i18n.Fold(r.Name) == i18n.Fold(o.Name)
}

// Chair is who presides a body.
type Chair string

// Who may preside a body.
const (
	ChairOther  Chair = "other"  // somebody else: the State only sits
	ChairState  Chair = "state"  // the préfet: we organise
	ChairShared Chair = "shared" // the préfet with somebody else
)

// Organised tells whether the secretariat of the préfet organises the meetings.
func (c Chair) Organised() bool { return c == ChairState || c == ChairShared }

// Hat is the capacity in which the préfet is invited: empty for the préfet de
// région, the number of a department for the préfet of that department. One
// person may wear several, and they are never taken one for the other.
type Hat string

// Body is a committee, a commission, a board where the préfet must be
// represented, or that he presides.
type Body struct {
	Region RegionID
	Number int
	Name   string // "EPF Hauts-de-France, conseil d’administration"
	Short  string // "EPF"; unique in the region among open bodies, whatever its accents and capitals
	// Kind is free text: "conseil d’administration", "comité de pilotage".
	Kind  string
	Chair Chair
	Hat   Hat
	// Department is where it sits, "59"; empty for the whole region.
	Department  string
	LegalBasis  string
	Rhythm      string
	Secretariat string
	Rules       BodyRules
	Links       []Link
	// Template names the backward schedule of its meetings; empty for the usual
	// one of bodies that are organised, or sat in.
	Template  string
	Closed    bool
	Author    UserID
	CreatedAt time.Time
	Version   int
	Seats     []Seat
}

// Ref is the body's identifier.
func (b Body) Ref() Ref { return BodyRef(b.Number) }

// Called is the short name where there is one, else the name.
func (b Body) Called() string {
	if b.Short != "" {
		return b.Short
	}
	return b.Name
}

// Seat returns a seat by its number, and whether the body has it.
func (b Body) Seat(number int) (Seat, bool) {
	for _, s := range b.Seats {
		if s.Number == number {
			return s, true
		}
	}
	return Seat{}, false
}

// BodyRules are the rules of a body. A zero field is the rule of common law
// (CRPA, art. R133-3 and following), which binds consultative commissions and
// is the default for the others.
type BodyRules struct {
	// Notice is how long before a meeting its notice must be received; 0 for the
	// five calendar days of the CRPA.
	Notice     int
	NoticeUnit calendar.Unit
	// Quorum is the part of the members that must be present, remote, or have given
	// a proxy; zero for a half.
	Quorum Quorum
	// Members is how many members the body has in all, for its quorum; 0 when
	// they are the seats recorded.
	Members int
	// Proxies is how many proxies a person may hold; 0 for one, as the CRPA has it, negative for none.
	Proxies int
	// ReplacesQualified lets a qualified person be replaced, which the CRPA forbids.
	ReplacesQualified bool
}

// Defaults of common law: décret 2006-672, art. 9 to 14, now CRPA art. R133-3
// and following.
const (
	commonNotice  = 5
	commonProxies = 1
)

// NoticeDelay is how long before a meeting the notice must be received.
func (r BodyRules) NoticeDelay() (days int, unit calendar.Unit) {
	if r.Notice == 0 {
		return commonNotice, calendar.CalendarDays
	}
	return r.Notice, r.NoticeUnit
}

// MostProxies is how many proxies one person may hold.
func (r BodyRules) MostProxies() int {
	if r.Proxies == 0 {
		return commonProxies
	}
	return max(r.Proxies, 0)
}

// Quorum is a part of the members, or a number of them when Of is 0.
type Quorum struct{ Number, Of int }

// NoQuorum is the quorum of a body that needs none.
var NoQuorum = Quorum{Number: 0, Of: 1}

// Needed is how many members make the quorum, of so many.
func (q Quorum) Needed(members int) int {
	switch {
	case q == Quorum{}:
		return (members + 1) / 2
	case q.Of == 0:
		return q.Number
	default:
		return (members*q.Number + q.Of - 1) / q.Of
	}
}

// Link is a document: its title and its address, never its content.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// SeatNature is in what capacity a seat is held.
type SeatNature string

// Natures of a seat.
const (
	ByFunction SeatNature = "function"  // by function: may be replaced by somebody of the same service
	Elected    SeatNature = "elected"   // only by an elected member of the same assembly
	Qualified  SeatNature = "qualified" // a qualified person, who cannot be replaced
	Invited    SeatNature = "guest"
)

// Seat is one place in a body, whoever holds it.
type Seat struct {
	Number   int // in the body: 1, 2…
	Name     string
	Nature   SeatNature
	Advisory bool // without a vote
	// Terms are by rank, then by beginning.
	Terms  []Term
	Closed bool
}

// Term is a time during which somebody holds a seat, or is an alternate.
type Term struct {
	Rank int // 0 for the holder, 1, 2… for the alternates in the order they are asked
	Who  Representative
	// From and To, both included, bound the term; zero for no bound.
	From, To calendar.Date
	// Order is the arrêté that appoints.
	Order string
}

// Runs tells whether the term runs on a day.
func (t Term) Runs(day calendar.Date) bool {
	return (t.From.IsZero() || !day.Before(t.From)) && (t.To.IsZero() || !t.To.Before(day))
}

// On lists who may sit on a day: the holder, then the alternates by rank. The
// holder is zero when there is none that day.
func (s Seat) On(day calendar.Date) (holder Term, alternates []Term) {
	for _, t := range s.Terms {
		switch {
		case !t.Runs(day):
		case t.Rank == 0:
			holder = t
		default:
			alternates = append(alternates, t)
		}
	}
	return holder, alternates
}

// EndedBefore is the last holder's term when it ends before a day on which nobody
// holds the seat.
func (s Seat) EndedBefore(day calendar.Date) (last Term, yes bool) {
	if holder, _ := s.On(day); !holder.Who.IsZero() {
		return last, false
	}
	for _, t := range s.Terms {
		if t.Rank == 0 && !t.To.IsZero() && t.To.Before(day) && (!yes || t.To.After(last.To)) {
			last, yes = t, true
		}
	}
	return last, yes
}

// RankHeld tells that somebody has a rank in the seat on a day.
func (s Seat) RankHeld(rank int, day calendar.Date) bool {
	return slices.ContainsFunc(s.Terms, func(t Term) bool { return t.Rank == rank && t.Runs(day) })
}

// OverBefore is the last term of somebody in the seat when it ends before a day on
// which they have none.
func (s Seat) OverBefore(who Representative, day calendar.Date) (last Term, yes bool) {
	for _, t := range s.Terms {
		switch {
		case !t.Who.Same(who):
		case t.Runs(day):
			return Term{}, false
		case !t.To.IsZero() && t.To.Before(day) && (!yes || t.To.After(last.To)):
			last, yes = t, true
		}
	}
	return last, yes
}

// BodyFilter selects bodies; zero fields select all open ones.
type BodyFilter struct {
	Words      []string // folded; each must stand in the name, the short name or the kind
	Short      string   // exactly this short name, folded
	Department string
	Closed     bool // closed ones too
	// Holder keeps the bodies of which the person holds an open seat, or is an alternate, on HeldOn or later.
	Holder UserID
	HeldOn calendar.Date
	// EndsFrom and EndsTo keep the bodies of which a term of an open seat ends between these days.
	EndsFrom, EndsTo calendar.Date
	// AsleepSince keeps the bodies that have no meeting, held or to come, since that day and existed then;
	// those that were cancelled or did not take place are none.
	AsleepSince calendar.Date
	Limit       int // 0 for no limit
	Offset      int
}
