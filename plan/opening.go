package plan

import (
	"time"

	"jalon/calendar"
)

// lastHour is how long before the closing leaves, at the latest, what would come
// too late at the next opening, in minutes.
const lastHour = 60

// opening is when jalon may speak to a service: from one hour to another, both
// included, on the working days of its zone.
type opening struct {
	opens, closes calendar.TimeOfDay
	cal           *calendar.Calendar
	zone          string
	loc           *time.Location
}

// openingOf is when jalon may speak to a service; the usual hours and the zones
// of the region apply where the service has none.
func (p *Planner) openingOf(dir DirectoryView, s Service) (opening, error) {
	o := opening{opens: s.Opens, closes: s.Closes, zone: clockOf(dir, s)}
	if o.opens.Compare(o.closes) >= 0 {
		o.opens, o.closes = usualOpening, usualClosing
	}
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
