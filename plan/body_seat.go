package plan

import (
	"cmp"
	"errors"
	"slices"
	"unicode/utf8"

	"jalon/calendar"
	"jalon/i18n"
)

// MostAlternates is how many alternates a seat may have.
const MostAlternates = 9

// SeatEdit is what is said of a seat. What is nil is not said.
type SeatEdit struct {
	Name     string // as it is found, whatever its accents; a new one is added
	Rename   string
	Nature   *SeatNature
	Advisory *bool
	Closed   *bool
	Terms    []Term // each replaces who holds that rank on its first day; nobody ends it
}

var (
	textSeatName = i18n.T(
		"Il manque le nom du siège. Rien n’est enregistré.\nPar exemple : `urbanisme`",
		"The name of the seat is missing. Nothing is saved.\nFor example: `urbanisme`")
	textSeatTwice = i18n.T(
		"Le siège « {seat} » existe déjà. Rien n’est enregistré.",
		"The seat “{seat}” already exists. Nothing is saved.")
	textSeatMany = i18n.T(
		"Une instance a {max} sièges au plus. Rien n’est enregistré.",
		"A body has at most {max} seats. Nothing is saved.")
	textTermMany = i18n.T(
		"Le siège « {seat} » a trop de mandats, passés compris : {max} au plus. Rien n’est enregistré.",
		"The seat “{seat}” has too many terms, past ones included: at most {max}. Nothing is saved.")
	textTermOrder = i18n.T(
		"Un mandat ne peut pas finir avant de commencer : du {from} au {to}. Rien n’est enregistré. Vérifiez ces deux dates.",
		"A term cannot end before it begins: from {from} to {to}. Nothing is saved. Check these two dates.")
	textTermBoth = i18n.T(
		"**{who}** ne peut pas être à la fois titulaire et suppléant(e), ou deux fois suppléant(e), du siège « {seat} ». Rien n’est enregistré.",
		"**{who}** cannot be both holder and alternate, or twice an alternate, of the seat “{seat}”. Nothing is saved.")
	textTermOverlap = i18n.T(
		"Deux mandats du siège « {seat} » se chevauchent : {one} et {other}. Rien n’est enregistré.",
		"Two terms of the seat “{seat}” overlap: {one} and {other}. Nothing is saved.")
	textTermRank = i18n.T(
		"Un siège a {max} suppléances au plus. Rien n’est enregistré.",
		"A seat has at most {max} alternates. Nothing is saved.")
)

// checkSeats refuses seats and terms that cannot be.
func checkSeats(b Body) error {
	if len(b.Seats) > MaxSeats {
		return Refuse(Invalid, textSeatMany.With("max", MaxSeats))
	}
	names := map[string]bool{}
	for _, s := range b.Seats {
		if s.Name == "" {
			return Refuse(Invalid, textSeatName.With())
		}
		if utf8.RuneCountInString(s.Name) > MaxPersonName {
			return Refuse(Invalid, textBodyLong.With("max", MaxPersonName, "text", beginning(s.Name)))
		}
		key := i18n.Fold(s.Name)
		if !s.Closed && names[key] {
			return Refuse(Invalid, textSeatTwice.With("seat", s.Name))
		}
		names[key] = names[key] || !s.Closed
		if err := s.checkTerms(); err != nil {
			return err
		}
	}
	return nil
}

func (s Seat) checkTerms() error {
	if len(s.Terms) > MaxTerms {
		return Refuse(Invalid, textTermMany.With("seat", s.Name, "max", MaxTerms))
	}
	for i, t := range s.Terms {
		switch {
		case t.Rank < 0 || t.Rank > MostAlternates:
			return Refuse(Invalid, textTermRank.With("max", MostAlternates))
		case !t.From.IsZero() && !t.To.IsZero() && t.To.Before(t.From):
			return Refuse(Invalid, textTermOrder.With("from", civil(t.From), "to", civil(t.To)))
		case utf8.RuneCountInString(t.Order) > MaxBodyText:
			return Refuse(Invalid, textBodyLong.With("max", MaxBodyText, "text", beginning(t.Order)))
		}
		for _, o := range s.Terms[:i] {
			switch {
			case !t.overlaps(o):
			case t.Rank == o.Rank:
				return Refuse(Invalid, textTermOverlap.With("seat", s.Name, "one", o.Who.Name, "other", t.Who.Name))
			case t.Who.Same(o.Who):
				return Refuse(Invalid, textTermBoth.With("who", t.Who.Name, "seat", s.Name))
			}
		}
	}
	return nil
}

// overlaps tells whether two terms run on a same day.
func (t Term) overlaps(o Term) bool {
	before := func(a, b Term) bool { return !a.To.IsZero() && !b.From.IsZero() && a.To.Before(b.From) }
	return !before(t, o) && !before(o, t)
}

// civil says a date in full in either language.
type civil calendar.Date

// In says it in a language.
func (d civil) In(lang i18n.Lang) string {
	return calendar.WordsOf(string(lang)).Long(calendar.Date(d))
}

// SeatNamed finds an open seat by its name, whatever its accents and capitals.
func (b Body) SeatNamed(name string) (Seat, bool) {
	key := i18n.Fold(name)
	for _, s := range b.Seats {
		if !s.Closed && i18n.Fold(s.Name) == key {
			return s, true
		}
	}
	return Seat{}, false
}

// SetSeat changes a seat of the body, or adds it, and returns it with whether it
// is new. Who replaces somebody sits from the first day of the new term, today
// when it has none; the other one's ends the day before.
func (b *Body) SetSeat(e SeatEdit, today calendar.Date) (seat Seat, added bool) {
	held, known := b.SeatNamed(e.Name)
	at := slices.IndexFunc(b.Seats, func(s Seat) bool { return s.Number == held.Number })
	if !known {
		held = Seat{Number: len(b.Seats) + 1, Name: e.Name, Nature: ByFunction}
		b.Seats = append(b.Seats, held)
		at = len(b.Seats) - 1
	}
	s := &b.Seats[at]
	if e.Rename != "" {
		s.Name = e.Rename
	}
	if e.Nature != nil {
		s.Nature = *e.Nature
		if *e.Nature == Invited && e.Advisory == nil {
			s.Advisory = true
		}
	}
	if e.Advisory != nil {
		s.Advisory = *e.Advisory
	}
	for _, t := range e.Terms {
		s.setTerm(t, today)
	}
	if e.Closed != nil {
		s.Closed = *e.Closed
	}
	return *s, !known
}

// follows tells the terms that were over before a day, of the same rank or person:
// one that is said without a beginning begins after them.
func (t Term) follows(from calendar.Date) func(Term) bool {
	return func(o Term) bool {
		return (o.Rank == t.Rank || o.Who.Same(t.Who)) && !o.To.IsZero() && o.To.Before(from)
	}
}

// setTerm gives a rank of the seat to somebody, or to nobody. Who held it on the
// first day stops the day before; who is to hold it later still does, and the new
// term ends before that.
func (s *Seat) setTerm(t Term, today calendar.Date) {
	from := t.From
	if from.IsZero() {
		from = today
	}
	asked := t
	asked.From = from
	replaced := false
	kept := s.Terms[:0:0]
	for _, o := range s.Terms {
		switch {
		case o.Rank != t.Rank || !asked.overlaps(o):
			kept = append(kept, o)
		case o.Who.Same(t.Who):
			t = t.over(o)
		case o.From == from: // a correction of the same day
		case o.From.IsZero() || o.From.Before(from):
			replaced = true
			o.To = from.AddDays(-1)
			kept = append(kept, o)
		case t.To.IsZero():
			t.To = o.From.AddDays(-1)
			kept = append(kept, o)
		default: // refused when checked
			kept = append(kept, o)
		}
	}
	if !t.Who.IsZero() {
		if replaced || t.From.IsZero() && slices.ContainsFunc(kept, t.follows(from)) {
			t.From = from
		}
		kept = append(kept, t)
	}
	s.Terms = sortTerms(kept)
}

// over is a term with what an earlier one of the same person says and it does not.
func (t Term) over(o Term) Term {
	t.Who = o.Who
	if t.From.IsZero() {
		t.From = o.From
	}
	if t.To.IsZero() {
		t.To = o.To
	}
	t.Order = cmp.Or(t.Order, o.Order)
	return t
}

// sortTerms puts terms by rank, then by beginning.
func sortTerms(terms []Term) []Term {
	slices.SortStableFunc(terms, func(a, b Term) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), a.From.Compare(b.From))
	})
	return terms
}

// TermEdit is what is said of the term of somebody.
type TermEdit struct {
	Who Representative
	// Seat is the only seat meant, 0 for all that the person holds.
	Seat     int
	From, To calendar.Date // zero for what is not said
	NoEnd    bool          // the term has no end any more
	Order    string
}

// TermChange is one term that an edit changed.
type TermChange struct {
	Seat   Seat
	Term   Term
	Before Term // zero for a new term
}

// SetTerms changes the terms of somebody: that which runs, else the next one,
// else the last. A term that begins after the end of that one follows it. It
// returns what changed, nothing when the person has no term there.
func (b *Body) SetTerms(e TermEdit, today calendar.Date) []TermChange {
	var out []TermChange
	for i := range b.Seats {
		s := &b.Seats[i]
		if s.Closed || e.Seat != 0 && s.Number != e.Seat {
			continue
		}
		at := s.termOf(e.Who, today)
		if at < 0 {
			continue
		}
		before := s.Terms[at]
		after := e.onto(before)
		if !e.From.IsZero() && !before.To.IsZero() && before.To.Before(e.From) {
			after.From = e.From
			s.Terms = append(s.Terms, after)
			before = Term{}
		} else {
			s.Terms[at] = after
		}
		s.Terms = sortTerms(s.Terms)
		out = append(out, TermChange{Seat: *s, Term: after, Before: before})
	}
	return out
}

// onto gives a term what is said of it.
func (e TermEdit) onto(t Term) Term {
	if !e.From.IsZero() {
		t.From = e.From
	}
	if !e.To.IsZero() || e.NoEnd {
		t.To = e.To
	}
	t.Order = cmp.Or(e.Order, t.Order)
	return t
}

// termOf is the place of the term of somebody: that which runs on a day, else
// the next one, else the last; -1 when there is none.
func (s Seat) termOf(who Representative, day calendar.Date) int {
	best := -1
	for i, t := range s.Terms {
		if !t.Who.Same(who) {
			continue
		}
		if t.Runs(day) {
			return i
		}
		ahead := !t.From.IsZero() && day.Before(t.From)
		if best < 0 || !s.Terms[best].From.IsZero() && !day.Before(s.Terms[best].From) || ahead && t.From.Before(s.Terms[best].From) {
			best = i
		}
	}
	return best
}

// redrawLeavers has the messages about accounts that are deactivated show which
// of their seats are still to be refilled.
func (p *Planner) redrawLeavers(tx Tx, before, after Body) error {
	for _, user := range before.people() {
		if err := p.refreshAgent(tx, after.Region, user); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return nil
}
