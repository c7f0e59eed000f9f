package plan

import (
	"time"

	"jalon/calendar"
)

// recalls are the deadlines of which reminders, chases or escalations tell one
// recipient on a day. A point of that day does not list them once more: what it
// would say stands there, with its buttons.
type recalls struct {
	coming map[Ref]bool // about to be told
	told   map[Ref]bool // told, and not about to be told again
}

// has tells whether a deadline is told of that day.
func (r recalls) has(d Deadline) bool { return r.coming[d.Ref()] || r.told[d.Ref()] }

// except are the deadlines that are not told of that day.
func (r recalls) except(ds []Deadline) []Deadline {
	var out []Deadline
	for _, d := range ds {
		if !r.has(d) {
			out = append(out, d)
		}
	}
	return out
}

// recallsOf looks for those among deadlines that a recipient is told of today.
func recallsOf(tx Tx, to destination, now time.Time, zone *time.Location, among ...[]Deadline) (recalls, error) {
	r := recalls{map[Ref]bool{}, map[Ref]bool{}}
	var refs []Ref
	for _, ds := range among {
		for _, d := range ds {
			refs = append(refs, d.Ref())
		}
	}
	if len(refs) == 0 {
		return r, nil
	}
	all, err := tx.Deliveries(to.Region, refs...)
	today := calendar.DateOf(now, zone)
	for _, v := range all {
		switch {
		case !v.reminds() || v.To != to.To:
		case v.State == Claimed, v.State == Planned && !calendar.DateOf(v.DueAt, zone).After(today):
			r.coming[v.Subject] = true
		case v.State == Sent && calendar.DateOf(v.SentAt, zone) == today:
			r.told[v.Subject] = true
		}
	}
	for ref := range r.coming {
		delete(r.told, ref)
	}
	return r, err
}
