package plan

import (
	"context"
	"slices"
	"time"
)

// Coming is one message that would be posted, as things stand.
type Coming struct {
	Delivery // the first of what it says
	// Subjects lists what it is about, in the order people count.
	Subjects []Ref
}

// comingSource lists the messages that something would have posted to a
// recipient between two instants, the second excluded.
type comingSource func(p *Planner, tx Tx, region RegionID, sight Sight, to Recipient, from, until time.Time) ([]Coming, error)

// comingSources are all that jalon says by itself at an hour known beforehand.
var comingSources = []comingSource{comingReminders, comingDigests}

// Simulate lists the messages that would be posted to a recipient between two
// instants, as deadlines stand now, about what the reader may see. It writes
// nothing.
func (p *Planner) Simulate(ctx context.Context, region RegionID, sight Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	var out []Coming
	err := p.store.Read(ctx, func(tx Tx) error {
		out = nil
		for _, source := range comingSources {
			found, err := source(p, tx, region, sight, to, from, until)
			if err != nil {
				return err
			}
			out = append(out, found...)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Coming) int { return a.DueAt.Compare(b.DueAt) })
	return out, wrap(err, "simulate")
}

// comingReminders are the reminders planned, one message for each minute.
func comingReminders(_ *Planner, tx Tx, region RegionID, sight Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	found, _, err := tx.FindDeliveries(region, LedgerFilter{
		To: []Recipient{to}, Notices: Reminding, State: Planned, From: from, Until: until, Sight: &sight,
	})
	var out []Coming
	for _, l := range found {
		last := len(out) - 1
		if last < 0 || !sameMinute(out[last].DueAt, l.DueAt) {
			out = append(out, Coming{Delivery: l.Delivery})
			last++
		}
		if !slices.Contains(out[last].Subjects, l.Subject) {
			out[last].Subjects = append(out[last].Subjects, l.Subject)
		}
	}
	return out, err
}

// comingDigests are the points of the services of a channel.
func comingDigests(p *Planner, tx Tx, region RegionID, _ Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	services, err := tx.Services(region)
	if err != nil || to.Channel == "" {
		return nil, err
	}
	var out []Coming
	for _, s := range services {
		if s.Channel != to.Channel {
			continue
		}
		after := from.Add(-time.Nanosecond)
		for {
			when, at, ok, err := p.nextDigest(s, after)
			if err != nil {
				return out, err
			}
			if !ok || !at.Before(until) {
				break
			}
			after = at
			out = append(out, Coming{Delivery: Delivery{
				Region: region, To: to, Notice: NoticeDigest, Service: s.ID, When: when, DueAt: at, State: Planned,
			}})
		}
	}
	return out, nil
}

func sameMinute(a, b time.Time) bool { return a.Truncate(time.Minute).Equal(b.Truncate(time.Minute)) }
