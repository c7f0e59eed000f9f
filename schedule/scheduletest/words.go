package scheduletest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"jalon/plan"
)

// Words draws in one line what is told, so that a test can read back from a
// post which deliveries it carries.
type Words struct {
	// Spoil, when set, may fail or panic instead of drawing a delivery.
	Spoil func(plan.Delivery) error
	// SpoilCard does the same for a card.
	SpoilCard func(plan.LiveCard) error
}

// Render draws the natural key of each delivery.
func (w Words) Render(tx plan.Tx, _ time.Time, b plan.Batch) (plan.Drawing, error) {
	keys := make([]string, len(b.Deliveries))
	shows := map[plan.Ref]int{}
	for i, v := range b.Deliveries {
		if w.Spoil != nil {
			if err := w.Spoil(v); err != nil {
				return plan.Drawing{}, err
			}
		}
		keys[i] = Key(v)
		shown, err := version(tx, v.Region, v.Subject)
		if err != nil {
			return plan.Drawing{}, err
		}
		shows[v.Subject] = shown
	}
	return plan.Drawing{Content: []byte(strings.Join(keys, " ")), Shows: shows}, nil
}

// Redraw draws the version of the subject.
func (w Words) Redraw(tx plan.Tx, _ time.Time, c plan.LiveCard) (content []byte, drawn int, err error) {
	if w.SpoilCard != nil {
		if err := w.SpoilCard(c); err != nil {
			return nil, 0, err
		}
	}
	drawn, err = version(tx, c.Region, c.Subject)
	return fmt.Appendf(nil, "%s, version %d", c.Subject, drawn), drawn, err
}

func version(tx plan.Tx, region plan.RegionID, subject plan.Ref) (int, error) {
	if user, ok := strings.CutPrefix(string(subject), string(plan.AgentRef(""))); ok {
		a, err := tx.Agent(region, plan.UserID(user))
		return a.Version, err
	}
	if strings.HasPrefix(string(subject), string(plan.HandoverRef(""))) || strings.Contains(string(subject), "/") {
		return 0, nil // it never changes
	}
	if number, ok := plan.ParseMeetingRef(string(subject)); ok {
		m, err := tx.Meeting(region, number)
		return m.Version, err
	}
	if number, ok := plan.ParseProjectRef(string(subject)); ok {
		p, err := tx.Project(region, number)
		return p.Version, err
	}
	n, err := Number(subject)
	if err != nil {
		return 0, err
	}
	d, err := tx.Deadline(region, n)
	return d.Version, err
}

// Number is the number of a deadline, or of the close of a data call.
func Number(ref plan.Ref) (int, error) {
	if rank, ok := strings.CutPrefix(string(ref), "RM"); ok {
		n, err := strconv.Atoi(rank)
		return plan.DataCalls + n, err
	}
	return strconv.Atoi(strings.TrimPrefix(string(ref), "E"))
}

// Key is the natural key of a delivery in one word, whatever the words of its
// step.
func Key(v plan.Delivery) string {
	return fmt.Sprintf("%s/%d/%s/%s", v.Subject, v.Revision, strings.ReplaceAll(v.Step, " ", "_"), v.To.Key())
}
