package plan

import (
	"slices"
	"time"
)

// Replanned is what followed a change of a service.
type Replanned struct {
	// Reminders counts those that now leave elsewhere or at another hour.
	Reminders int
	// Stopped counts those that will not leave any more.
	Stopped int
	// Shown counts the deadlines presented in the new channel.
	Shown int
}

// followService makes the open deadlines follow a change of the service that
// owes them: their reminders go where and when they now must.
func (p *Planner) followService(tx Tx, before DirectoryView, c ServiceChange, all []Service, call Call) (Replanned, error) {
	var out Replanned
	moved := c.Before.Channel != c.After.Channel
	paced := c.Before.Ladder != c.After.Ladder
	zoned := c.Before.HolidayZone != c.After.HolidayZone || c.Before.TimeZone != c.After.TimeZone ||
		c.Before.Opens != c.After.Opens || c.Before.Closes != c.After.Closes
	if !moved && !paced && !zoned || c.After.Closed {
		return out, nil
	}
	after := before
	after.Services = withService(before.Services, c.After)
	if c.After.Coordinates() {
		if err := p.moveTerms(tx, after, call); err != nil {
			return out, err
		}
	}
	owed, _, err := tx.FindDeadlines(c.After.Region, DeadlineFilter{
		State: Open, Services: concernedByMove(c, all), OpenParts: true,
	})
	if err != nil {
		return out, err
	}
	if !moved && !zoned {
		owed = slices.DeleteFunc(owed, hasItsPace)
	}
	return p.followDeadlines(tx, before, after, owed, moved, call)
}

// hasItsPace tells that no habit says anything of what leaves about a deadline.
func hasItsPace(d Deadline) bool { return d.Chosen && d.Chase.Said() }

// followDeadlines plans again what deadlines have to say, and draws again the
// cards of those of which anything changes; of all of them when they are moved.
func (p *Planner) followDeadlines(tx Tx, before, after DirectoryView, all []Deadline, moved bool, call Call) (out Replanned, err error) {
	for _, d := range all {
		one, err := p.followDeadline(tx, before, after, d, call)
		if err != nil {
			return out, err
		}
		out.Reminders += one.Reminders
		out.Stopped += one.Stopped
		out.Shown += one.Shown
		if one == (Replanned{}) && !moved {
			continue
		}
		if err := tx.UpdateDeadline(d); err != nil {
			return out, err
		}
		d.Version++
		if err := redraw(tx, d); err != nil {
			return out, err
		}
	}
	return out, nil
}

// putServiceAndFollow stores a service that is new or changed, with its entry of
// the journal, and makes the open deadlines follow. dir is brought up to date.
func (p *Planner) putServiceAndFollow(tx Tx, dir *DirectoryView, all []Service, c ServiceChange, call Call) error {
	if err := tx.PutService(c.After); err != nil {
		return err
	}
	action := "service.ajouter"
	if c.Before.ID != "" {
		action = "service.modifier"
		if _, err := p.followService(tx, *dir, c, all, call); err != nil {
			return err
		}
	}
	if err := p.followDigest(tx, c, call.Now); err != nil {
		return err
	}
	dir.Services = withService(dir.Services, c.After)
	return p.noteService(tx, call, action, c, "")
}

// followDeadline plans again what one deadline has to say.
func (p *Planner) followDeadline(tx Tx, before, after DirectoryView, d Deadline, call Call) (out Replanned, err error) {
	if out.Reminders, out.Stopped, err = p.replan(tx, after, d, call.Now); err != nil {
		return out, err
	}
	out.Shown, err = p.presentIn(tx, before, after, d, call)
	return out, err
}

// withService is the list with the present state of a service.
func withService(services []Service, s Service) []Service {
	out := slices.DeleteFunc(slices.Clone(services), func(o Service) bool { return o.ID == s.ID })
	return append(out, s)
}

// concernedByMove lists the services whose reminders may change with one: those
// without a channel are reminded in the coordination's.
func concernedByMove(c ServiceChange, all []Service) []ServiceID {
	ids := []ServiceID{c.After.ID}
	if !c.After.Coordinates() && !c.Before.Coordinates() {
		return ids
	}
	for _, s := range all {
		if s.ID != c.After.ID && (s.Channel == "" || s.Closed) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// presentIn queues the card of a deadline for each channel that begins to
// receive its reminders; one still waiting for a channel that no longer does is
// given up.
func (p *Planner) presentIn(tx Tx, before, after DirectoryView, d Deadline, call Call) (int, error) {
	owing := owingRecipients(after, d)
	unsaid := func(v Delivery) bool { return v.Notice == NoticeCard && v.State == Planned && !owing[v.To] }
	if _, err := cancelDeliveries(tx, d.Region, d.Ref(), unsaid, ReasonReplanned); err != nil {
		return 0, err
	}
	known := owingRecipients(before, d)
	var fresh []Recipient
	for _, part := range d.OpenParts() {
		to := recipient(after, part)
		if to.User != "" || known[to] || slices.Contains(fresh, to) {
			continue
		}
		fresh = append(fresh, to)
		if err := p.tellNow(tx, d, part.Service, to, NoticeCard, call.Now); err != nil {
			return 0, err
		}
	}
	return len(fresh), nil
}

// told is what makes a reminder of a revision unique.
type told struct {
	step string
	to   Recipient
}

// replan brings the reminders of the present revision to what the directory now
// asks for, and counts those that now stand otherwise and those that went. What
// was sent stays and is not said again; what was due and could not leave yet
// leaves in the new place; a call under way is left to end.
func (p *Planner) replan(tx Tx, dir DirectoryView, d Deadline, now time.Time) (planned, stopped int, err error) {
	wanted, err := p.reminders(dir, d, d.OpenParts())
	if err != nil {
		return 0, 0, err
	}
	standing, err := reminded(tx, d)
	if err != nil {
		return 0, 0, err
	}
	outdated := outdatedBy(wanted, owingRecipients(dir, d), now)
	gone, err := withdraw(tx, d, standing, outdated)
	if err != nil {
		return 0, 0, err
	}
	if err := p.followChases(tx, dir, d, now); err != nil {
		return 0, 0, err
	}
	overdue := slices.DeleteFunc(slices.Clone(gone), func(v Delivery) bool { return v.ahead(now) })
	for _, v := range append(p.readdress(dir, d, overdue), missing(wanted, standing, outdated, now)...) {
		stands, err := tx.PlanDelivery(v)
		if err != nil {
			return planned, 0, err
		}
		if stands && v.State == Planned {
			planned++
		}
	}
	return planned, max(0, len(gone)-planned), nil
}

// outdatedBy tells the reminders that no longer fit: those of another hour or
// for nobody, and, once their hour is past, those whose recipient no longer
// owes anything.
func outdatedBy(wanted []Delivery, owing map[Recipient]bool, now time.Time) func(Delivery) bool {
	asked := map[told]Delivery{}
	for _, w := range wanted {
		if _, twice := asked[told{w.Step, w.To}]; !twice {
			asked[told{w.Step, w.To}] = w
		}
	}
	return func(v Delivery) bool {
		if !v.ahead(now) {
			return !owing[v.To]
		}
		w, ok := asked[told{v.Step, v.To}]
		return !ok || !w.DueAt.Equal(v.DueAt)
	}
}

// ahead tells whether the hour at which a reminder was to leave is still to
// come: one that waits for an opening is late already.
func (v Delivery) ahead(now time.Time) bool {
	at, err := v.When.Instant()
	return err == nil && at.After(now)
}

// reminded lists the reminders of the present revision before the date.
func reminded(tx Tx, d Deadline) ([]Delivery, error) {
	all, err := tx.Deliveries(d.Region, d.Ref())
	return slices.DeleteFunc(all, func(v Delivery) bool {
		return v.Notice != NoticeReminder || v.follows() || v.Revision != d.Revision
	}), err
}

func owingRecipients(dir DirectoryView, d Deadline) map[Recipient]bool {
	owing := map[Recipient]bool{}
	for _, part := range d.OpenParts() {
		owing[recipient(dir, part)] = true
	}
	return owing
}

// withdraw cancels what is outdated and still unsent, and returns it. What the
// chat may have is not touched.
func withdraw(tx Tx, d Deadline, standing []Delivery, outdated func(Delivery) bool) ([]Delivery, error) {
	var gone []Delivery
	chosen := map[string]bool{}
	for _, v := range standing {
		if v.State != Planned && v.State != Claimed || !outdated(v) {
			continue
		}
		if v.State == Claimed {
			carrier, err := tx.Dispatch(v.Dispatch)
			if err != nil {
				return nil, err
			}
			if carrier.State != Ready {
				continue
			}
		}
		chosen[v.ID] = true
		gone = append(gone, v)
	}
	_, err := cancelDeliveries(tx, d.Region, d.Ref(), func(v Delivery) bool { return chosen[v.ID] }, ReasonReplanned)
	return gone, err
}

// readdress is what was late, for whoever now answers for the same part.
func (p *Planner) readdress(dir DirectoryView, d Deadline, overdue []Delivery) []Delivery {
	var out []Delivery
	for _, v := range overdue {
		part, ok := d.Part(v.Service)
		if !ok || part.State != Open {
			continue
		}
		v.ID, v.To, v.State, v.Reason, v.Dispatch, v.Version = p.newID(), recipient(dir, part), Planned, "", "", 1
		out = append(out, v)
	}
	return out
}

// missing is what the directory asks for and does not stand yet. A step whose
// hour is past is recorded as such, unless it was already somebody's.
func missing(wanted, standing []Delivery, outdated func(Delivery) bool, now time.Time) []Delivery {
	var out []Delivery
	for _, w := range wanted {
		if !w.DueAt.After(now) {
			known := slices.ContainsFunc(standing, func(v Delivery) bool { return v.Step == w.Step && v.Service == w.Service })
			if known {
				continue
			}
			w.State, w.Reason = Skipped, ReasonPast
		} else if slices.ContainsFunc(standing, func(v Delivery) bool {
			return v.State == Planned && v.Step == w.Step && v.To == w.To && !outdated(v)
		}) {
			continue
		}
		out = append(out, w)
	}
	return out
}
