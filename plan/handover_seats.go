package plan

import (
	"fmt"
	"slices"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// Seats are handed over with the rest: those held by function go to who takes the
// function. A designation that names the person does not: it takes another order.

// ItemSeat is a seat that somebody holds, or in which they are an alternate.
const ItemSeat ItemKind = "seat"

// seatKey begins the key of a seat: "siege-IN3-1".
const seatKey = "siege-"

// Kept is something that somebody holds and that a handover leaves where it is.
type Kept struct {
	Title string
	Why   i18n.Line
}

var (
	textKeptPersonal = i18n.T(
		"désignation nominative, un nouvel acte est nécessaire : `/instance siege {body} \"{seat}\"`",
		"a designation of the person, another order is needed: `/instance siege {body} \"{seat}\"`")
	textKeptRight = i18n.T(
		"la coordination ou la préfecture le fait : `/instance siege {body} \"{seat}\"`",
		"the coordination or the préfecture does it: `/instance siege {body} \"{seat}\"`")
	textKeptAsked = i18n.T(
		"question posée pour le siège {seat}, qui n’est pas transmis : `/representation designer {ref} … siège \"{seat}\"`",
		"asked for the seat {seat}, which is not handed over: `/representation designer {ref} … siège \"{seat}\"`")
	textKeptAgreed = i18n.T(
		"accord donné pour le siège {seat}, à remplacer au besoin : `/representation designer {ref} … siège \"{seat}\" motif \"passation\"`",
		"agreed to sit, seat {seat}; to be replaced if need be: `/representation designer {ref} … siège \"{seat}\" motif \"passation\"`")
	textKeptProxy = i18n.T(
		"pouvoir reçu pour le siège {seat}, à donner à une autre personne au besoin : `/representation pouvoir {ref} …`",
		"holds the proxy of the seat {seat}, to be given to somebody else if need be: `/representation pouvoir {ref} …`")
)

// QuestionMoved is a question about a seat at a meeting that was put to the former
// holder of the seat, and is put to another.
type QuestionMoved struct {
	Meeting Ref
	Body    Body
	// Who is asked now, zero when nobody is left to ask and the décision role decides.
	Who Representative
}

func seatItemKey(body, seat int) string { return fmt.Sprintf("%s%s-%d", seatKey, BodyRef(body), seat) }

// seatOfKey reads the key of a seat.
func seatOfKey(key string) (body, seat int, ok bool) {
	n, err := fmt.Sscanf(key, seatKey+bodyMark+"%d-%d", &body, &seat)
	return body, seat, err == nil && n == 2
}

// seatTitle says which seat of which body: « urbanisme, EPF ».
func seatTitle(b Body, s Seat) string { return s.Name + ", " + b.Called() }

// listSeats lists the seats held by function that the actor may give to another.
func listSeats(tx Tx, dir DirectoryView, from Holder, now time.Time) ([]Item, error) {
	held, err := seatsOfHolder(tx, dir, from, now)
	var out []Item
	for _, h := range held {
		key := seatItemKey(h.Body.Number, h.Seat.Number)
		known := slices.ContainsFunc(out, func(o Item) bool { return o.Key == key })
		if !known && !h.Seat.personal(h.Term) && AllowedIn(dir.Actor, ManageMeetings, h.Body.Department) {
			out = append(out, Item{Kind: ItemSeat, Key: key, Title: seatTitle(h.Body, h.Seat)})
		}
	}
	return out, err
}

func seatsOfHolder(tx Tx, dir DirectoryView, from Holder, now time.Time) ([]HeldSeat, error) {
	if from.User == "" {
		return nil, nil
	}
	today, err := dir.today("", now)
	if err != nil {
		return nil, err
	}
	return seatsHeld(tx, dir.Region.ID, Representative{User: from.User}, today)
}

// keptBy lists what a handover leaves: designations of the person, seats of bodies
// that the actor does not manage, and the meetings at which they are expected.
func keptBy(tx Tx, dir DirectoryView, from Holder, now time.Time) ([]Kept, error) {
	held, err := seatsOfHolder(tx, dir, from, now)
	if err != nil || from.User == "" {
		return nil, err
	}
	var out []Kept
	add := func(title string, why i18n.Line) {
		if !slices.ContainsFunc(out, func(k Kept) bool { return k.Title == title }) {
			out = append(out, Kept{title, why})
		}
	}
	for _, h := range held {
		args := []any{"body", h.Body.Ref(), "seat", h.Seat.Name}
		switch {
		case h.Seat.personal(h.Term):
			add(seatTitle(h.Body, h.Seat), textKeptPersonal.With(args...))
		case !AllowedIn(dir.Actor, ManageMeetings, h.Body.Department):
			add(seatTitle(h.Body, h.Seat), textKeptRight.With(args...))
		}
	}
	today, err := dir.today("", now)
	if err != nil {
		return nil, err
	}
	ahead, err := listMeetings(tx, dir.Region.ID, MeetingFilter{User: from.User, From: today, States: []MeetingState{Confirmed, Convened}})
	for _, m := range ahead.Found {
		title := m.Body.Sitting() + ", " + m.When().In(dir.Region.Lang)
		for _, r := range m.Seats {
			if r.Expects(from.User) && !(r.Waits() && handsOver(dir.Actor, m.Body, r.Seat, held)) {
				seat, _ := m.Body.Seat(r.Seat)
				out = append(out, Kept{title, r.whyKept().With("ref", m.Ref(), "seat", seat.Name)})
			}
		}
	}
	return out, err
}

// handsOver tells whether a seat is among those held that a handover gives to another.
func handsOver(actor Actor, b Body, seat int, held []HeldSeat) bool {
	return AllowedIn(actor, ManageMeetings, b.Department) && slices.ContainsFunc(held, func(h HeldSeat) bool {
		return h.Body.Number == b.Number && h.Seat.Number == seat && !h.Seat.personal(h.Term)
	})
}

// whyKept says what somebody leaves at a meeting.
func (r Representation) whyKept() i18n.Msg {
	switch {
	case r.State == ByProxy:
		return textKeptProxy
	case r.Waits():
		return textKeptAsked
	default:
		return textKeptAgreed
	}
}

// Expects tells whether somebody sits, holds the proxy, or is asked to sit.
func (r Representation) Expects(user UserID) bool {
	switch r.State {
	case Accepted, Proposed, ToReconfirm:
		return r.Who.User == user
	case ByProxy:
		return r.Proxy.User == user
	default:
		return false
	}
}

// moveSeat gives a seat to the receiver, from today on.
func moveSeat(p *Planner, tx Tx, m moving, item *Item) error {
	number, n, _ := seatOfKey(item.Key)
	before, err := bodyNamed(tx, m.dir.Region.ID, number)
	if err != nil {
		return err
	}
	to, err := knownAgent(tx, m.dir.Region.ID, m.to.User)
	if err != nil {
		return err
	}
	today, err := m.dir.today("", m.call.Now)
	if err != nil {
		return err
	}
	after := before.clone()
	for i := range after.Seats {
		if s := &after.Seats[i]; s.Number == n {
			item.Merged = s.handOver(m.from.User, RepresentativeOf(to), today)
		}
	}
	if _, err = p.changeBody(tx, m.call, m.dir, "passation", before, after, ""); err != nil {
		return err
	}
	item.Questions, err = p.moveQuestions(tx, m, after, n, today)
	return err
}

// moveQuestions puts to who takes a seat over the questions that wait for the answer of
// who gives it. What was agreed to stays: nobody agrees for another.
func (p *Planner) moveQuestions(tx Tx, m moving, b Body, seat int, today calendar.Date) ([]QuestionMoved, error) {
	ahead, _, err := tx.FindMeetings(b.Region, MeetingFilter{
		Body: b.Number, User: m.from.User, From: today, States: []MeetingState{Confirmed, Convened},
	})
	var out []QuestionMoved
	for _, before := range ahead {
		r := before.seat(seat)
		if r == nil || !r.Waits() || r.Who.User != m.from.User || before.HasTime && !m.call.Now.Before(before.StartAt) {
			continue
		}
		moved, err := p.moveQuestion(tx, m, b, before, seat)
		if err != nil {
			return out, err
		}
		out = append(out, moved)
	}
	return out, err
}

// moveQuestion puts a question to who takes the seat over, else to the next of the
// list, where they cannot: they declined, or are asked for another seat.
func (p *Planner) moveQuestion(tx Tx, m moving, b Body, before Meeting, seat int) (QuestionMoved, error) {
	after := before
	after.Seats = cloneSeats(before.Seats)
	f, err := p.filling(tx, m.dir, b, &after, m.call.Now)
	if err != nil {
		return QuestionMoved{}, err
	}
	r := after.seat(seat)
	was := *r
	if err := f.askInstead(r, m.to.User); err != nil {
		return QuestionMoved{}, err
	}
	if err := f.lapseProxies(before); err != nil {
		return QuestionMoved{}, err
	}
	if was.State == ToReconfirm {
		if err := p.dropSeatSteps(tx, m.dir, m.call, &after, seat, ""); err != nil {
			return QuestionMoved{}, err
		}
	}
	if err := p.planAftermath(tx, m.dir, after, m.call.Now); err != nil {
		return QuestionMoved{}, err
	}
	return QuestionMoved{after.Ref(), b, r.Who}, p.storeMeeting(tx, m.call, "passation", &before, &after, "")
}

// askInstead asks somebody in the list of a seat, else the next of it who can be.
func (f *filling) askInstead(r *Representation, user UserID) error {
	who := Representative{User: user}
	seat, _ := f.body.Seat(r.Seat)
	t, listed := f.listed(seat, who)
	if listed && !r.declined(who) && f.elsewhere(r.Seat, who) == 0 {
		return f.ask(r, Proposed, t)
	}
	return f.goOn(r, r.Rank) // whoever was passed over is not asked again
}

// handOver gives the terms of somebody to another, from a day on. Where that one
// is in the seat already, the better rank is kept, and merged is true.
func (s *Seat) handOver(from UserID, to Representative, day calendar.Date) (merged bool) {
	var gone, kept []Term
	for _, t := range s.Terms {
		over := !t.To.IsZero() && t.To.Before(day)
		if over || t.Who.User != from && !t.Who.Same(to) || t.Who.User == from && s.personal(t) {
			kept = append(kept, t)
			continue
		}
		if t.From.IsZero() || t.From.Before(day) { // what was until the day before stays told
			past := t
			past.To = day.AddDays(-1)
			kept = append(kept, past)
			t.From = day
		}
		gone = append(gone, t)
	}
	best := slices.MinFunc(gone, func(a, b Term) int { return a.Rank - b.Rank }).Rank
	for _, t := range gone {
		if t.Rank != best {
			merged = true
			continue
		}
		t.Who = to
		kept = append(kept, t)
	}
	s.Terms = joined(sortTerms(kept))
	return merged
}

// joined makes one term of those of one person in one rank that follow each other
// day after day.
func joined(terms []Term) []Term {
	var out []Term
	for _, t := range terms {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if last.Rank == t.Rank && last.Who.Same(t.Who) && last.Order == t.Order && !last.To.IsZero() && last.To.AddDays(1) == t.From {
				last.To = t.To
				continue
			}
		}
		out = append(out, t)
	}
	return out
}
