package plan

import (
	"context"
	"slices"
	"time"

	"jalon/calendar"
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
var comingSources = []comingSource{comingReminders, comingDigests, comingWatches, comingMeetings}

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
	return inMinutes(found), err
}

// comingMeetings are the questions asked again and what is said around meetings.
// Everybody of the region may see them.
func comingMeetings(_ *Planner, tx Tx, region RegionID, _ Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	var out []Coming
	for _, n := range []Notice{NoticeAskAgain, NoticePassedOn, NoticeTermEnding, NoticeWasHeld, NoticeMinutes, NoticeNoMinutes} {
		found, _, err := tx.FindDeliveries(region, LedgerFilter{
			To: []Recipient{to}, Notices: []Notice{n}, State: Planned, From: from, Until: until,
		})
		if err != nil {
			return nil, err
		}
		for _, l := range found {
			out = append(out, Coming{Delivery: l.Delivery, Subjects: []Ref{l.Subject}})
		}
	}
	return out, nil
}

// inMinutes makes one message of what is due in one minute.
func inMinutes(found []LedgerLine) []Coming {
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
	return out
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
		points, err := comingWeekly(s, NoticeDigest, p.nextDigest, from, until)
		if err != nil {
			return out, err
		}
		out = append(out, points...)
	}
	return out, nil
}

// comingWatches are the watches of the coordination's channel.
func comingWatches(p *Planner, tx Tx, region RegionID, _ Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	dir, err := directory(tx, region)
	if err != nil {
		return nil, err
	}
	home := dir.Coordination()
	if home.Channel == "" || home.Channel != to.Channel {
		return nil, nil
	}
	if _, bodies, err := tx.FindBodies(region, BodyFilter{Limit: 1}); err != nil || bodies == 0 {
		return nil, err
	}
	return comingWeekly(home, NoticeWatch, p.nextWatch, from, until)
}

// comingWeekly is what is said each week in the channel of a service.
func comingWeekly(
	s Service, notice Notice, next func(Service, time.Time) (calendar.Moment, time.Time, bool, error), from, until time.Time,
) ([]Coming, error) {
	var out []Coming
	for after := from.Add(-time.Nanosecond); ; {
		when, at, ok, err := next(s, after)
		if err != nil || !ok || !at.Before(until) {
			return out, err
		}
		after = at
		out = append(out, Coming{Delivery: Delivery{
			Region: s.Region, To: Recipient{Channel: s.Channel}, Notice: notice, Service: s.ID, When: when, DueAt: at, State: Planned,
		}})
	}
}

func sameMinute(a, b time.Time) bool { return a.Truncate(time.Minute).Equal(b.Truncate(time.Minute)) }
