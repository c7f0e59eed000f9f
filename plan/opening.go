package plan

import (
	"slices"
	"time"

	"jalon/calendar"
)

// lastHour is how long before the closing leaves, at the latest, what would come
// too late at the next opening, in minutes.
const lastHour = 60

// hours are those between which jalon may speak, both included.
type hours struct{ opens, closes calendar.TimeOfDay }

// anyHour is all of them.
var anyHour = hours{closes: calendar.TimeOfDay{Hour: 23, Minute: 59}}

// hours are those of the service; the usual ones when it has none.
func (s Service) hours() hours {
	if s.Opens.Compare(s.Closes) >= 0 {
		return hours{usualOpening, usualClosing}
	}
	return hours{s.Opens, s.Closes}
}

// DigestMoved is the hour at which the point of the service leaves when its opening
// or its closing moves it.
func (s Service) DigestMoved() (calendar.TimeOfDay, bool) {
	rhythm, err := calendar.ParseRhythm(s.Digest)
	if err != nil {
		return calendar.TimeOfDay{}, false // none, or words that mean nothing
	}
	_, hour := rhythm.After(calendar.Date{Year: 2026, Month: time.January, Day: 1}, calendar.TimeOfDay{})
	moved := s.hours().within(hour)
	return moved, moved != hour
}

// within is the hour itself, or the first or the last of the opening.
func (h hours) within(at calendar.TimeOfDay) calendar.TimeOfDay {
	switch {
	case at.Compare(h.opens) < 0:
		return h.opens
	case at.Compare(h.closes) > 0:
		return h.closes
	default:
		return at
	}
}

// opening is when jalon may speak to a service: at its hours, on the working days
// of its zone.
type opening struct {
	hours
	cal  *calendar.Calendar
	zone string
	loc  *time.Location
}

// openingOf is when jalon may speak to a service; the usual hours and the zones
// of the region apply where the service has none.
func (p *Planner) openingOf(dir DirectoryView, s Service) (opening, error) {
	o := opening{hours: s.hours(), zone: clockOf(dir, s)}
	var err error
	if o.cal, err = p.Calendar(zoneOf(dir, s)); err != nil {
		return o, err
	}
	o.loc, err = calendar.LoadZone(o.zone)
	return o, err
}

// clockOf is the time zone of a service, the region's when it has none.
func clockOf(dir DirectoryView, s Service) string {
	if s.TimeZone != "" {
		return s.TimeZone
	}
	return dir.Region.TimeZone
}

// openAt tells whether jalon may speak at an instant.
func (o opening) openAt(at time.Time) bool {
	now := o.moment(at)
	return o.cal.IsWorking(now.Date) && now.Time.Compare(o.opens) >= 0 && now.Time.Compare(o.closes) <= 0
}

// moment is an instant by the clock of the service.
func (o opening) moment(at time.Time) calendar.Moment {
	local := at.In(o.loc)
	return calendar.Moment{
		Date: calendar.DateOf(at, o.loc), Time: calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()}, Zone: o.zone,
	}
}

// next is the first opening after an instant at which jalon may not speak.
func (o opening) next(at time.Time) calendar.Moment {
	now := o.moment(at)
	day := now.Date
	if now.Time.Compare(o.opens) >= 0 {
		day = day.AddDays(1)
	}
	return calendar.Moment{Date: o.cal.NextWorking(day), Time: o.opens, Zone: o.zone}
}

// last is the last hour of opening before an instant.
func (o opening) last(before time.Time) (calendar.Moment, error) {
	at := o.closes.Minutes() - lastHour
	at = max(at, o.opens.Minutes())
	m := calendar.Moment{
		Date: o.cal.PreviousWorking(calendar.DateOf(before, o.loc)),
		Time: calendar.TimeOfDay{Hour: at / 60, Minute: at % 60}, Zone: o.zone,
	}
	end, err := m.Instant()
	if err != nil || end.Before(before) {
		return m, err
	}
	m.Date = o.cal.PreviousWorking(m.Date.AddDays(-1))
	return m, nil
}

// ahead moves what is said before a date to when jalon may speak: it waits for
// the next opening, unless that comes at the date or after; then it leaves in the
// last hour of opening before.
func (o opening) ahead(m calendar.Moment, due time.Time) (calendar.Moment, error) {
	at, err := m.Instant()
	if err != nil || o.openAt(at) {
		return m, err
	}
	next := o.next(at)
	opens, err := next.Instant()
	if err != nil || opens.Before(due) {
		return next, err
	}
	return o.last(due)
}

// listener is the service at whose hours a recipient is spoken to: that of the
// channel, else that which owes.
func listener(dir DirectoryView, to Recipient, owing ServiceID) Service {
	if to.Channel != "" {
		for _, s := range dir.Services {
			if s.Channel == to.Channel {
				return s
			}
		}
	}
	s, _ := dir.Service(owing)
	return s
}

// quietUntil tells that a reminder, a chase or an escalation may not leave now,
// and the opening that it waits for. What answers somebody's act, and what is
// urgent, never waits; what is due at the closing and is not late yet leaves
// although a moment has gone by.
func (p *Planner) quietUntil(dir DirectoryView, d Deadline, v Delivery, now time.Time) (time.Time, bool, error) {
	if !v.reminds() || d.Urgent {
		return time.Time{}, false, nil
	}
	o, err := p.openingOf(dir, listener(dir, v.To, v.Service))
	if err != nil || o.openAt(now) || now.Sub(v.DueAt) <= Lateness && o.openAt(v.DueAt) {
		return time.Time{}, false, err
	}
	until, err := o.next(now).Instant()
	return until, err == nil, err
}

// joinNext makes what should have left before wait for the next reminder of the same
// thing in the same place, when that one comes on the day on which it would leave: once
// that day is enough, and the later step tells what it stands for. Something urgent is
// told at once all the same.
func (f *freezing) joinNext(dir DirectoryView, d Deadline, v Delivery) (waits bool, err error) {
	if v.Notice != NoticeReminder || v.follows() || d.Urgent {
		return false, nil
	}
	leaves, quiet, err := f.planner.quietUntil(dir, d, v, f.now)
	if err != nil {
		return false, err
	}
	if !quiet {
		leaves = f.now
	}
	if !v.LateAt(leaves) {
		return false, nil
	}
	o, err := f.planner.openingOf(dir, listener(dir, v.To, v.Service))
	if err != nil {
		return false, err
	}
	all, err := f.tx.Deliveries(v.Region, v.Subject)
	if err != nil {
		return false, err
	}
	day := o.moment(leaves).Date
	next := slices.IndexFunc(all, func(next Delivery) bool {
		return next.Notice == NoticeReminder && next.To == v.To && next.State == Planned &&
			next.DueAt.After(leaves) && o.moment(next.DueAt).Date == day
	})
	if next < 0 {
		return false, nil
	}
	v.DueAt = all[next].DueAt
	return true, f.tx.UpdateDelivery(v)
}

// holdBack makes a due delivery wait for the next opening when it would leave at
// a quiet hour, after an outage for one, and tells whether it waits.
func (p *Planner) holdBack(tx Tx, dir DirectoryView, d Deadline, v Delivery, now time.Time) (bool, error) {
	until, quiet, err := p.quietUntil(dir, d, v, now)
	if err != nil || !quiet {
		return false, err
	}
	v.DueAt = until
	return true, tx.UpdateDelivery(v)
}
