package plan

import (
	"cmp"
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
	// Follows tells that all that it says comes after a date: chases, escalations.
	Follows bool
}

// comingSource lists the messages that something would have posted to a
// recipient between two instants, the second excluded.
type comingSource func(p *Planner, tx Tx, region RegionID, sight Sight, to Recipient, from, until time.Time) ([]Coming, error)

// comingSources are all that jalon says by itself at an hour known beforehand.
var comingSources = []comingSource{comingReminders, comingDigests, comingWatches, comingMeetings, comingSilences, comingEnds}

// Simulate lists the messages that would be posted to a recipient between two
// instants, as deadlines stand now, about what the reader may see. It writes
// nothing.
func (p *Planner) Simulate(ctx context.Context, region RegionID, sight Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	var out []Coming
	err := p.store.Read(ctx, func(tx Tx) error {
		out = nil
		tx = onceRead(tx)
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

// comingReminders are the reminders planned, and the chases and escalations that
// would follow while nobody answers, one message for each minute.
func comingReminders(p *Planner, tx Tx, region RegionID, sight Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	dir, err := directory(tx, region)
	if err != nil {
		return nil, err
	}
	f := LedgerFilter{Notices: Reminding, State: Planned, Until: until, Sight: &sight}
	if to.User == "" && to.Channel != dir.Coordination().Channel {
		// Elsewhere than there nothing is told of what others owe; what is for
		// somebody who will be away may come here.
		f.Services = dir.inChannel(to.Channel)
	}
	planned, _, err := tx.FindDeliveries(region, f)
	if err != nil {
		return nil, err
	}
	var found []Delivery
	for _, l := range planned {
		all, err := p.followed(tx, dir, l.Delivery, until)
		if err != nil {
			return nil, err
		}
		for _, v := range all {
			if v.DueAt.Before(from) {
				continue
			}
			if receiver, err := ReceiverOf(tx, v.DueAt, v); err != nil {
				return nil, err
			} else if receiver.To == to {
				found = append(found, v)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Delivery) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(len(a.Subject), len(b.Subject)), cmp.Compare(a.Subject, b.Subject))
	})
	return inMinutes(tx, found)
}

// inChannel lists the services that have a channel.
func (v DirectoryView) inChannel(channel ChannelID) []ServiceID {
	var out []ServiceID
	for _, s := range v.Services {
		if s.Channel == channel {
			out = append(out, s.ID)
		}
	}
	return out
}

// followed is a delivery planned with the chases and the escalation that would come
// after it before an instant.
func (p *Planner) followed(tx Tx, dir DirectoryView, v Delivery, until time.Time) ([]Delivery, error) {
	out := []Delivery{v}
	n := v.Chase()
	if n == 0 {
		return out, nil
	}
	d, err := deadline(tx, v.Region, v.Subject)
	if err != nil {
		return nil, err
	}
	part, owed := chased(dir, d, v)
	for owed && v.Notice != NoticeEscalation {
		n++
		next, leaves, err := p.chase(dir, d, part, n, v.DueAt, v.When.Date.AddDays(1))
		if err != nil || !leaves || !next.DueAt.Before(until) {
			return out, err
		}
		out, v = append(out, next), next
	}
	return out, nil
}

// comingMeetings are what is planned already of questions and around meetings.
// Everybody of the region may see them.
func comingMeetings(_ *Planner, tx Tx, region RegionID, _ Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	var out []Coming
	for _, n := range []Notice{
		NoticeAsk, NoticeAskAgain, NoticePassedOn, NoticeDecide, NoticeDecideSoon, NoticeTermEnding, NoticeWasHeld, NoticeMinutes,
		NoticeNoMinutes,
	} {
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

// comingEnds are what is said at the close of data calls that the reader may see.
func comingEnds(_ *Planner, tx Tx, region RegionID, sight Sight, to Recipient, from, until time.Time) ([]Coming, error) {
	found, _, err := tx.FindDeliveries(region, LedgerFilter{
		To: []Recipient{to}, Notices: []Notice{NoticeDataCallEnd, NoticeDataCallClosed}, State: Planned, From: from, Until: until, Sight: &sight,
	})
	slices.SortFunc(found, func(a, b LedgerLine) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(len(a.Subject), len(b.Subject)), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Step, b.Step))
	})
	out := make([]Coming, len(found))
	for i, l := range found {
		out[i] = Coming{Delivery: l.Delivery, Subjects: []Ref{l.Subject}}
	}
	return out, err
}

// inMinutes makes of what is due in one minute one message, or several as when they
// leave.
func inMinutes(tx Tx, found []Delivery) ([]Coming, error) {
	var out []Coming
	for len(found) > 0 {
		n := slices.IndexFunc(found, func(v Delivery) bool { return !sameMinute(v.DueAt, found[0].DueAt) })
		if n < 0 {
			n = len(found)
		}
		posts, err := postsOf(tx, oncePerSubject(found[:n]))
		if err != nil {
			return nil, err
		}
		for _, ds := range posts {
			c := Coming{Delivery: ds[0], Follows: !slices.ContainsFunc(ds, func(v Delivery) bool { return !v.follows() })}
			for _, v := range ds {
				c.Subjects = append(c.Subjects, v.Subject)
			}
			out = append(out, c)
		}
		found = found[n:]
	}
	return out, nil
}

// oncePerSubject keeps the first delivery about each thing.
func oncePerSubject(all []Delivery) []Delivery {
	var out []Delivery
	for _, v := range all {
		if !slices.ContainsFunc(out, func(o Delivery) bool { return o.Subject == v.Subject }) {
			out = append(out, v)
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
	weeks, err := comingWeekly(home, NoticeWatch, p.nextWatch, from, until)
	if err != nil {
		return nil, err
	}
	var out []Coming
	for _, c := range weeks {
		w, err := p.LoadWatch(tx, region, c.When.Date, c.When.Date, c.When.Date.AddDays(WatchDays))
		if err != nil {
			return nil, err
		}
		if w.tells() {
			out = append(out, c)
		}
	}
	return out, nil
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
