package plan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
)

// TermNotices are how many calendar days before a term ends it is announced.
var TermNotices = []int{90, 30, 7}

// termStep is the step of an announcement: the days before and the day on which
// terms of the body end, so that it is made once whatever else changes.
func termStep(days int, end calendar.Date) string { return fmt.Sprintf("J-%d %s", days, end) }

// TermEnd reads on which day the terms that a step announces end.
func TermEnd(step string) (days int, end calendar.Date, ok bool) {
	words := strings.Fields(step)
	if len(words) != 2 {
		return 0, end, false
	}
	if _, err := fmt.Sscanf(words[0], "J-%d", &days); err != nil {
		return 0, end, false
	}
	end, err := calendar.ParseDate(words[1])
	return days, end, err == nil
}

// EndingTerm is a term that ends, with nobody after it.
type EndingTerm struct {
	Seat Seat
	Term Term
}

// EndingOn lists the terms of the body that end on a day and that no other of
// the same rank follows. A closed body has none.
func (b Body) EndingOn(day calendar.Date) []EndingTerm {
	var out []EndingTerm
	for _, t := range b.ending() {
		if t.Term.To == day {
			out = append(out, t)
		}
	}
	return out
}

// ending lists the terms that have an end and that nothing follows.
func (b Body) ending() []EndingTerm {
	var out []EndingTerm
	if b.Closed {
		return nil
	}
	for _, s := range b.Seats {
		for _, t := range s.Terms {
			if s.Closed || t.To.IsZero() || s.goesOn(t) {
				continue
			}
			out = append(out, EndingTerm{s, t})
		}
	}
	return out
}

// goesOn tells whether somebody has the rank of a term after its end.
func (s Seat) goesOn(t Term) bool {
	return slices.ContainsFunc(s.Terms, func(o Term) bool {
		return o.Rank == t.Rank && o != t && (o.To.IsZero() || t.To.Before(o.To))
	})
}

// planTerms brings what is planned about the ends of terms to what the body
// says: one message for each day on which terms end and each of [TermNotices]
// before, in the channel of the coordination, on a working day at nine. What was
// sent is not sent again; what is past when it is learnt is not sent.
func (p *Planner) planTerms(tx Tx, dir DirectoryView, b Body, now time.Time) error {
	home := dir.Coordination()
	wanted := map[string]bool{}
	var plans []Delivery
	for _, t := range b.ending() {
		for _, days := range TermNotices {
			step := termStep(days, t.Term.To)
			if wanted[step] || home.Channel == "" {
				continue
			}
			v, err := p.termNotice(dir, home, b, step, t.Term.To.AddDays(-days))
			if err != nil {
				return err
			}
			if v.DueAt.After(now) {
				wanted[step] = true
				plans = append(plans, v)
			}
		}
	}
	if _, err := cancelDeliveries(tx, b.Region, b.Ref(), func(v Delivery) bool {
		return v.Notice == NoticeTermEnding && (!wanted[v.Step] || v.To.Channel != home.Channel)
	}, ReasonReplanned); err != nil {
		return err
	}
	for _, v := range plans {
		if _, err := tx.PlanDelivery(v); err != nil {
			return err
		}
	}
	return nil
}

// termNotice is one announcement, on a day or on the working day before it.
func (p *Planner) termNotice(dir DirectoryView, home Service, b Body, step string, day calendar.Date) (Delivery, error) {
	o, err := p.openingOf(dir, home)
	if err != nil {
		return Delivery{}, err
	}
	when := calendar.Moment{Date: o.cal.PreviousWorking(day), Time: toldHour, Zone: o.zone}
	at, err := when.Instant()
	return Delivery{
		ID: p.newID(), Region: b.Region, Subject: b.Ref(), Revision: 1, Step: step,
		To: Recipient{Channel: home.Channel}, Notice: NoticeTermEnding, Service: home.ID,
		When: when, DueAt: at, State: Planned, Version: 1,
	}, err
}

// moveTerms has what is planned about the ends of terms follow the coordination
// to its new channel.
func (p *Planner) moveTerms(tx Tx, dir DirectoryView, call Call) error {
	today, err := dir.today(dir.Coordination().ID, call.Now)
	if err != nil {
		return err
	}
	bodies, _, err := tx.FindBodies(dir.Region.ID, BodyFilter{EndsFrom: today, EndsTo: lastDay})
	if err != nil {
		return err
	}
	for _, b := range bodies {
		if err := p.planTerms(tx, dir, b, call.Now); err != nil {
			return err
		}
	}
	return nil
}

// lastDay bounds the ends of terms that are looked for.
var lastDay = calendar.Date{Year: 9999, Month: time.December, Day: 31}

// term freezes what announces the end of terms, or records why it is pointless:
// somebody follows, the end is past, or a nearer announcement leaves too.
func (f *freezing) term(v Delivery) error {
	number, ok := ParseBodyRef(string(v.Subject))
	days, end, read := TermEnd(v.Step)
	if !ok || !read {
		return each(f.tx, []Delivery{v}, func(v *Delivery) { v.State, v.Reason = Failed, ReasonRender })
	}
	b, err := f.tx.Body(v.Region, number)
	if err != nil {
		return err
	}
	dir, err := f.directory(v.Region)
	if err != nil {
		return err
	}
	today, err := dir.today(v.Service, f.now)
	if err != nil {
		return err
	}
	switch {
	case len(b.EndingOn(end)) == 0:
		v.State, v.Reason = CancelledNotice, ReasonReplanned
	case end.Before(today):
		v.State, v.Reason = Skipped, ReasonPast
	case nearerIsDue(end, days, today):
		v.State, v.Reason = Skipped, ReasonOvertaken
	default:
		f.say(Batch{Deliveries: []Delivery{v}})
		return nil
	}
	return f.tx.UpdateDelivery(v)
}

// nearerIsDue tells whether a later announcement of the same end is due too.
func nearerIsDue(end calendar.Date, days int, today calendar.Date) bool {
	return slices.ContainsFunc(TermNotices, func(n int) bool { return n < days && !today.Before(end.AddDays(-n)) })
}

// TermsEnding is what is said of terms that end.
type TermsEnding struct {
	Body  Body
	End   calendar.Date
	Terms []EndingTerm // those that nobody follows yet
	// Next is the first meeting after the end, zero when there is none.
	Next   Meeting
	Called map[UserID]string
}

// LoadTermsEnding reads what is said of the terms of a body that end on a day,
// for those who draw it.
func LoadTermsEnding(tx Tx, region RegionID, ref Ref, end calendar.Date) (TermsEnding, error) {
	number, _ := ParseBodyRef(string(ref))
	b, err := tx.Body(region, number)
	if err != nil {
		return TermsEnding{}, err
	}
	view, err := aroundBody(tx, b, end.AddDays(1))
	return TermsEnding{Body: b, End: end, Terms: b.EndingOn(end), Next: view.Next, Called: view.Called}, err
}
