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
func (w Words) Render(tx plan.Tx, _ time.Time, ds []plan.Delivery) (content []byte, drawn int, err error) {
	keys := make([]string, len(ds))
	for i, v := range ds {
		if w.Spoil != nil {
			if err := w.Spoil(v); err != nil {
				return nil, 0, err
			}
		}
		keys[i] = Key(v)
	}
	drawn, err = version(tx, ds[0].Region, ds[0].Subject)
	return []byte(strings.Join(keys, " ")), drawn, err
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
	if strings.HasPrefix(string(subject), string(plan.HandoverRef(""))) {
		return 0, nil // it never changes
	}
	n, err := strconv.Atoi(strings.TrimPrefix(string(subject), "E"))
	if err != nil {
		return 0, err
	}
	d, err := tx.Deadline(region, n)
	return d.Version, err
}

// Key is the natural key of a delivery in one word, whatever the words of its
// step.
func Key(v plan.Delivery) string {
	return fmt.Sprintf("%s/%d/%s/%s", v.Subject, v.Revision, strings.ReplaceAll(v.Step, " ", "_"), v.To.Key())
}
