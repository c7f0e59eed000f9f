package plan

import (
	"errors"
	"slices"
	"time"

	"jalon/calendar"
)

// Notices about deadlines. The commands own their words.
const (
	NoticeCard     Notice = "echeance.carte"
	NoticeReminder Notice = "echeance.rappel"
	NoticeAssigned Notice = "echeance.confiee"
)

// recipient is who is told about a part: its assignee, else the service's
// channel, else the coordination's, so that nothing goes untold.
func recipient(dir DirectoryView, p Part) Recipient {
	if p.Assignee != "" {
		return Recipient{User: p.Assignee}
	}
	if s, ok := dir.Service(p.Service); ok && s.Channel != "" {
		return Recipient{Channel: s.Channel}
	}
	return Recipient{Channel: dir.Coordination().Channel}
}

// planReminders writes the reminders of the open parts in the ledger, and the
// first chase of each. Those whose hour is past are recorded as such and never
// sent.
func (p *Planner) planReminders(tx Tx, dir DirectoryView, d Deadline, now time.Time) error {
	if err := p.planParts(tx, dir, d, d.OpenParts(), now); err != nil {
		return err
	}
	if err := p.planEnds(tx, dir, d, d.Parts); err != nil {
		return err
	}
	return p.planClosing(tx, dir, d)
}

// planParts writes what is said by itself of some parts.
func (p *Planner) planParts(tx Tx, dir DirectoryView, d Deadline, parts []Part, now time.Time) error {
	wanted, err := p.reminders(dir, d, parts)
	if err != nil {
		return err
	}
	for _, dl := range wanted {
		if !dl.DueAt.After(now) {
			dl.State, dl.Reason = Skipped, ReasonPast
		}
		if _, err := tx.PlanDelivery(dl); err != nil {
			return err
		}
	}
	return p.planChases(tx, dir, d, parts, now)
}

// reminders are the reminders of parts, planned for when each may be spoken to.
func (p *Planner) reminders(dir DirectoryView, d Deadline, parts []Part) ([]Delivery, error) {
	var out []Delivery
	for _, part := range parts {
		service, _ := dir.Service(part.Service)
		cal, err := p.Calendar(zoneOf(dir, service))
		if err != nil {
			return nil, err
		}
		o, err := p.openingOf(dir, listener(dir, recipient(dir, part), part.Service))
		if err != nil {
			return nil, err
		}
		first := len(out)
		for _, r := range LadderOf(d, service, dir.Region).Reminders(d.DueOf(part), cal, d.Urgent) {
			if !d.Urgent {
				if r.When, err = o.ahead(r.When, d.DueAtOf(part)); err != nil {
					return nil, err
				}
			}
			at, err := r.When.Instant()
			if err != nil {
				return nil, err
			}
			if n := len(out); n > first && out[n-1].When.Date == r.When.Date {
				out = out[:n-1] // an opening brought them to one day: the nearer step stays
			}
			out = append(out, Delivery{
				ID: p.newID(), Region: d.Region, Subject: d.Ref(), Revision: d.Revision, Step: r.Step.String(),
				To: recipient(dir, part), Notice: NoticeReminder, Service: part.Service,
				When: r.When, DueAt: at, State: Planned, Version: 1,
			})
		}
	}
	return out, nil
}

// zoneOf is the holiday zone of a service, the region's when it has none.
func zoneOf(dir DirectoryView, s Service) calendar.Zone {
	if s.HolidayZone != "" {
		return s.HolidayZone
	}
	return dir.Region.HolidayZone
}

// planCards queues one card for each recipient that does not already read the
// answer: not the channel it was asked from, nor the author.
func (p *Planner) planCards(tx Tx, dir DirectoryView, d Deadline, call Call) error {
	seen := []Recipient{{Channel: call.Place.Channel}, {User: call.Actor.User}}
	for _, part := range d.Parts {
		to := recipient(dir, part)
		if slices.Contains(seen, to) {
			continue
		}
		seen = append(seen, to)
		notice := NoticeCard
		if to.User != "" {
			notice = NoticeAssigned
		}
		if err := p.tellNow(tx, d, part.Service, to, notice, call.Now); err != nil {
			return err
		}
	}
	return nil
}

// tellNow queues something to be said at once, once for each schedule.
func (p *Planner) tellNow(tx Tx, d Deadline, service ServiceID, to Recipient, notice Notice, now time.Time) error {
	return p.tell(tx, d, service, to, notice, string(notice), now)
}

// tell queues something to be said at once under the name of a step.
func (p *Planner) tell(tx Tx, d Deadline, service ServiceID, to Recipient, notice Notice, step string, now time.Time) error {
	when, err := momentOf(now, d.Due.Zone)
	if err != nil {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: d.Region, Subject: d.Ref(), Revision: d.Revision, Step: step,
		To: to, Notice: notice, Service: service, When: when, DueAt: now, State: Planned, Version: 1,
	})
	return err
}

// unsay cancels the cards not sent yet to those whom a deadline no longer
// concerns: they would leave with what came after.
func unsay(tx Tx, dir DirectoryView, d Deadline) error {
	concerned := map[Recipient]bool{}
	for _, part := range d.Parts {
		if part.State != Cancelled {
			concerned[recipient(dir, part)] = true
		}
	}
	_, err := cancelDeliveries(tx, d.Region, d.Ref(), func(dl Delivery) bool {
		return (dl.Notice == NoticeCard || dl.Notice == NoticeAssigned) && !concerned[dl.To]
	}, ReasonReplanned)
	return err
}

// reschedule starts a new revision: what was planned is cancelled, and the
// reminders of the open parts are planned again.
func (p *Planner) reschedule(tx Tx, dir DirectoryView, d Deadline, now time.Time) error {
	all := func(Delivery) bool { return true }
	if _, err := stopReminders(tx, d.Region, d.Ref(), all, ReasonReplanned); err != nil {
		return err
	}
	if _, err := cancelDeliveries(tx, d.Region, d.Ref(), Delivery.ends, ReasonReplanned); err != nil {
		return err
	}
	return p.planReminders(tx, dir, d, now)
}

// scheduled reads the reminders of the present revision.
func scheduled(tx Tx, d Deadline) (Scheduled, error) {
	all, err := tx.Deliveries(d.Region, d.Ref())
	if err != nil {
		return Scheduled{}, err
	}
	out := Scheduled{Deadline: d, Names: map[UserID]string{}, Homes: map[UserID][]ServiceID{}}
	for _, dl := range all {
		switch {
		case dl.Revision != d.Revision:
		case dl.follows():
			out.Chases = append(out.Chases, dl)
		case dl.Notice == NoticeReminder && !saidBefore(all, dl):
			out.Deliveries = append(out.Deliveries, dl)
		}
	}
	if out.Series, err = seriesOf(tx, d); err != nil {
		return out, err
	}
	return out, out.addNames(tx)
}

// saidBefore tells a reminder of a day already past when it was planned, on which an
// earlier schedule had recalled the part: nobody missed it.
func saidBefore(all []Delivery, v Delivery) bool {
	return v.State == Skipped && v.Reason == ReasonPast && slices.ContainsFunc(all, func(o Delivery) bool {
		said := o.State == Sent || o.State == Claimed
		return said && o.reminds() && o.Service == v.Service && o.When.Date == v.When.Date
	})
}

// addNames looks up the people of the deadline.
func (s *Scheduled) addNames(tx Tx) error {
	people := []UserID{s.Deadline.Author, s.Deadline.ClosedBy, s.Deadline.Chase.To}
	for _, part := range s.Deadline.Parts {
		people = append(people, part.Assignee, part.AssignedBy, part.ClosedBy, part.AskedBy)
	}
	for _, user := range people {
		if err := s.addName(tx, user); err != nil {
			return err
		}
	}
	return nil
}

// addName looks up somebody, once.
func (s *Scheduled) addName(tx Tx, user UserID) error {
	if _, known := s.Names[user]; known || user == "" {
		return nil
	}
	agent, err := tx.Agent(s.Deadline.Region, user)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	s.Names[user] = agent.Username
	for _, m := range agent.Memberships() {
		s.Homes[user] = append(s.Homes[user], m.Service)
	}
	return nil
}

// LoadScheduled reads a deadline and its reminders inside a transaction; for
// those who draw what the ledger says.
func LoadScheduled(tx Tx, region RegionID, ref Ref) (Scheduled, error) {
	d, err := deadline(tx, region, ref)
	if err != nil {
		return Scheduled{}, err
	}
	return scheduled(tx, d)
}

// redraw asks that every live card of the deadline show its present state.
func redraw(tx Tx, d Deadline) error { return redrawSubject(tx, d.Region, d.Ref(), d.Version) }

// redrawChanged asks that the live cards show what changed. Those of a data call that
// a service has in its channel say nothing of the others: they are many, and stay as
// they are when another answers.
func redrawChanged(tx Tx, was, is Deadline) error {
	if !is.IsDataCall() || was.Due != is.Due || was.State != is.State || was.Title != is.Title {
		return redraw(tx, is)
	}
	return redrawWhere(tx, is.Region, is.Ref(), is.Version, func(c LiveCard) (bool, error) {
		if c.Notice == NoticeDataCallState || c.Notice == NoticeDataCallClosed {
			return c.Notice == NoticeDataCallState, nil
		}
		before, _ := was.Part(c.Service)
		after, asked := is.Part(c.Service)
		return !asked || before != after, nil
	})
}

// redrawSubject asks that every live card of a thing show a version of it.
func redrawSubject(tx Tx, region RegionID, subject Ref, version int) error {
	return redrawWhere(tx, region, subject, version, func(LiveCard) (bool, error) { return true, nil })
}

// redrawWhere asks that the live cards of a thing that a test keeps show a version
// of it.
func redrawWhere(tx Tx, region RegionID, subject Ref, version int, wrong func(LiveCard) (bool, error)) error {
	if err := touchClaimed(tx, region, subject); err != nil {
		return err
	}
	cards, err := tx.CardsOf(region, subject)
	if err != nil {
		return err
	}
	for _, c := range cards {
		if c.Dead || c.Wanted >= version {
			continue
		}
		if changes, err := wrong(c); err != nil {
			return err
		} else if !changes {
			continue
		}
		c.Wanted = version
		if err := tx.UpdateCard(c); err != nil {
			return err
		}
	}
	return nil
}

// note writes the journal entry of a change; before is nil at a creation.
func (p *Planner) note(tx Tx, call Call, action string, before *DeadlineRecord, d Deadline, reason string) error {
	after, err := RecordDeadline(tx, d)
	if err != nil {
		return err
	}
	if before == nil {
		return p.journal(tx, call, action, d.Ref(), nil, after, reason)
	}
	return p.journal(tx, call, action, d.Ref(), before, after, reason)
}
