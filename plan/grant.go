package plan

import (
	"slices"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// GrantState is where a grant stands in its own life. A project may have several
// grants, each with its own.
type GrantState string

// States of a grant, in their order; the last four end it or set it aside.
const (
	GrantFiled     GrantState = "filed"     // déposé
	GrantComplete  GrantState = "complete"  // dossier complet
	GrantExamined  GrantState = "examined"  // instruit
	GrantProposed  GrantState = "proposed"  // proposé
	GrantRetained  GrantState = "retained"  // arbitré: retenu
	GrantNotified  GrantState = "notified"  // notifié
	GrantCommitted GrantState = "committed" // engagé
	GrantBegun     GrantState = "begun"     // commencé
	GrantSettled   GrantState = "settled"   // soldé

	GrantReserve GrantState = "reserve" // arbitré: sur liste de réserve
	GrantRefused GrantState = "refused" // arbitré: refusé
	GrantDropped GrantState = "dropped" // arbitré: sans suite
	GrantLapsed  GrantState = "lapsed"  // caduc
)

// grantPath is the life of a grant that is retained, in order.
var grantPath = []GrantState{
	GrantFiled, GrantComplete, GrantExamined, GrantProposed, GrantRetained, GrantNotified, GrantCommitted, GrantBegun, GrantSettled,
}

// rank orders the states of [grantPath]; -1 for the others.
func (s GrantState) rank() int { return slices.Index(grantPath, s) }

// Counts tells whether what is retained counts in the programming: it was decided
// and not given up since.
func (s GrantState) Counts() bool { return s.rank() >= GrantRetained.rank() }

// Over tells a grant of which nothing more is expected.
func (s GrantState) Over() bool {
	return s == GrantSettled || s == GrantRefused || s == GrantDropped || s == GrantLapsed
}

// Money are the amounts of a grant; nil is not known, which is not zero. AE and
// CP are never added together. An amount is replaced, never changed in place.
type Money struct {
	Cost      *Cents // of the whole project
	Base      *Cents // assiette, eligible base
	Others    *Cents // public aid from others than the State
	Requested *Cents
	Proposed  *Cents
	Retained  *Cents
	Committed *Cents // AE engagées
	Paid      *Cents // CP payés
}

// or is an amount, zero when it is not known.
func or(c *Cents) Cents {
	if c == nil {
		return 0
	}
	return *c
}

// Grant is what a fund gives to a project in a year.
type Grant struct {
	Region  RegionID
	Project int    // number of the project
	Fund    string // its name
	Year    int
	// Department is the one whose envelope it is charged to, empty for the
	// region's own part.
	Department string
	State      GrantState // empty before anything is known
	Money
	Green bool // part verte
	// NotifiedOn, BegunOn and SettledOn are days, zero for not yet.
	NotifiedOn, BegunOn, SettledOn calendar.Date
	// MoreLapse and MoreCompletion are the months by which its terms are extended,
	// and why.
	MoreLapse, MoreCompletion     int
	LapseReason, CompletionReason string
	LapseDeadline                 int // number of the deadline « caducité », 0 for none
	CompletionDeadline            int // number of the deadline « achèvement », 0 for none
	Reason                        string
	UpdatedAt                     time.Time
	Version                       int
}

// GrantKey names a grant.
type GrantKey struct {
	Project int
	Fund    string // its name
	Year    int
}

// Key names the grant.
func (g Grant) Key() GrantKey { return GrantKey{g.Project, g.Fund, g.Year} }

// FundKey is the folded name of its fund.
func (g Grant) FundKey() string { return i18n.Fold(g.Fund) }

// Reach moves the grant forward to a state; one that is there already, or further,
// stays.
func (g *Grant) Reach(s GrantState) {
	if g.State == "" || g.State.rank() >= 0 && g.State.rank() < s.rank() || g.State == GrantReserve {
		g.State = s
	}
}

// LapseOn is the day by which what it pays for must have begun, else it lapses;
// false when nothing is awaited: it is not notified, or it has begun, or it is over.
func (g Grant) LapseOn(f Fund) (calendar.Date, bool) {
	if g.NotifiedOn.IsZero() || !g.BegunOn.IsZero() || g.State != GrantNotified && g.State != GrantCommitted {
		return calendar.Date{}, false
	}
	return g.NotifiedOn.AddMonths(f.Lapse + g.MoreLapse), true
}

// CompleteOn is the day by which what it pays for must be complete; false when
// nothing is awaited: it has not begun, or it is over.
func (g Grant) CompleteOn(f Fund) (calendar.Date, bool) {
	if g.BegunOn.IsZero() || !g.State.Counts() || g.State.Over() {
		return calendar.Date{}, false
	}
	return g.BegunOn.AddMonths(f.Completion + g.MoreCompletion), true
}

// GrantFilter selects grants; zero fields select all.
type GrantFilter struct {
	Project int
	// Projects keeps those of one of these projects.
	Projects []int
	Fund     string // folded name
	Year     int
	// Siblings adds the other grants of the projects of those selected.
	Siblings bool
}

// retained is what counts in the programming.
func (g Grant) retained() Cents {
	if !g.State.Counts() {
		return 0
	}
	return or(g.Retained)
}

// retainedIn adds up what counts in the programming of a department.
func retainedIn(grants []Grant, department string) Cents {
	var sum Cents
	for _, g := range grants {
		if g.Department == department {
			sum += g.retained()
		}
	}
	return sum
}

// Share is a part of an amount, as tenths of a per cent.
type Share int

// ShareOf is a part of a whole; 0 of a whole that is not known. It is the nearest
// tenth, but what is not a whole number of per cent is never shown as one: a little
// more than 80 % is 80,1 %.
func ShareOf(part, whole Cents) Share {
	if whole <= 0 || part <= 0 {
		return 0
	}
	// Amounts are at most 1e14 cents, and few are added.
	tenths, rest := part*1000/whole, part*1000%whole
	near := tenths
	if rest*2 >= whole {
		near++
	}
	if near%10 == 0 && rest > 0 {
		near = 2*tenths + 1 - near // the other side
	}
	return Share(near)
}

// Above tells whether a share is more than so many per cent.
func (s Share) Above(percent int) bool { return int(s) > percent*10 }

// Below tells whether a share is less than so many per cent.
func (s Share) Below(percent int) bool { return int(s) < percent*10 }

var textShare = i18n.T("{n}\u202f%", "{n}%")

// In says it in a language: « 70 % », « 80,1 % ».
func (s Share) In(lang i18n.Lang) string {
	n := grouped(lang, int64(s/10))
	if s%10 != 0 {
		n += mark(lang) + string(rune('0'+s%10))
	}
	return textShare.In(lang, "n", n)
}

// PublicAid is the share of public money in a project: what its grants retain, with
// what others give, of its cost; of the eligible base of each year where the cost is
// not known. False when neither is.
func PublicAid(grants []Grant) (Share, bool) {
	var cost, others, all Cents
	retained, base := map[int]Cents{}, map[int]Cents{}
	for _, g := range grants {
		if g.retained() == 0 {
			continue
		}
		cost, others = max(cost, or(g.Cost)), max(others, or(g.Others))
		all += g.retained()
		retained[g.Year] += g.retained()
		base[g.Year] = max(base[g.Year], or(g.Base))
	}
	if cost > 0 {
		return ShareOf(all+others, cost), true
	}
	var most Share
	known := false
	for year, sum := range retained {
		if base[year] > 0 {
			most, known = max(most, ShareOf(sum+others, base[year])), true
		}
	}
	return most, known
}
