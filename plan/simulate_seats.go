package plan

import (
	"slices"
	"time"
)

// whatIf is a transaction that keeps what would be planned, and stores nothing.
type whatIf struct {
	Tx
	planned []Delivery
}

// PlanDelivery implements [Tx].
func (t *whatIf) PlanDelivery(v Delivery) (bool, error) {
	t.planned = append(t.planned, v)
	return true, nil
}

// UpdateDelivery implements [Tx].
func (t *whatIf) UpdateDelivery(Delivery) error { return nil }

// UpdateDispatch implements [Tx].
func (t *whatIf) UpdateDispatch(Dispatch) error { return nil }

// comingSilences are what would be said about seats while nobody answers: the
// question goes from one to the next of the list, then to who decides. Everybody of
// the region may see them.
func comingSilences(p *Planner, tx Tx, region RegionID, _ Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	dir, err := directory(tx, region)
	if err != nil {
		return nil, err
	}
	waiting, _, err := tx.FindDeliveries(region, LedgerFilter{Notices: []Notice{NoticePassedOn}, State: Planned, Until: until})
	if err != nil {
		return nil, err
	}
	var out []Coming
	for _, l := range waiting {
		all, err := p.silenced(tx, dir, l.Delivery, until)
		if err != nil {
			return nil, err
		}
		for _, v := range all {
			if v.To == to && !v.DueAt.Before(from) && v.DueAt.Before(until) {
				out = append(out, Coming{Delivery: v, Subjects: []Ref{v.Subject}})
			}
		}
	}
	return out, nil
}

// silenced is what would be planned before an instant if nobody answered the
// question that a delivery passes on, nor those that follow.
func (p *Planner) silenced(tx Tx, dir DirectoryView, v Delivery, until time.Time) ([]Delivery, error) {
	n, _ := v.Subject.meeting()
	m, err := meetingNumbered(tx, v.Region, n)
	if err != nil {
		return nil, err
	}
	number, rank, ok := SeatStep(v.Step)
	m.Seats = cloneSeats(m.Seats)
	r := m.seat(number)
	if !ok || r == nil || !m.State.Firm() || v.Revision != m.Revision || rank != len(r.Asks) || !r.Waits() {
		return nil, nil
	}
	b, err := bodyNamed(tx, m.Region, m.Body)
	if err != nil {
		return nil, err
	}
	said := &whatIf{Tx: tx}
	for asked := true; asked && v.DueAt.Before(until); {
		fill, err := p.filling(said, dir, b, &m, v.DueAt)
		if err != nil {
			return nil, err
		}
		before := len(said.planned)
		r.answer(r.Who, Silent, "", v.DueAt, "")
		if err := fill.goOn(r, r.Rank); err != nil {
			return nil, err
		}
		next := slices.IndexFunc(said.planned[before:], func(o Delivery) bool { return o.Notice == NoticePassedOn })
		if asked = next >= 0; asked {
			v = said.planned[before+next]
		}
	}
	return said.planned, nil
}
