package plan

import (
	"cmp"
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"jalon/calendar"
)

// What a deadline says is changed.

// Edits are the changes asked of a deadline; nil fields stay.
type Edits struct {
	Title    *string
	Due      *Due
	Said     [2]string // why that date, in French and English
	Ladder   Ladder
	Chase    Chase // zero for no change
	Services []ServiceID
	// Rule changes the dates of the whole series; Due is then its first date.
	Rule       *calendar.Recurrence
	Restricted *bool
	Urgent     *bool
	Kind       DeadlineKind // AnyKind leaves it
	Reach      Reach
	Reason     string
}

// ModifyDeadline changes what is asked and nothing else. A service taken off
// the list leaves with its reminders; a part already closed stays closed.
func (p *Planner) ModifyDeadline(ctx context.Context, call Call, ref Ref, e Edits) (Change, error) {
	if err := e.check(call.Now, ref); err != nil {
		return Change{}, err
	}
	return p.change(ctx, call, ref, "echeance.modifier", func(tx Tx, dir DirectoryView, d *Deadline, out *Change) (string, error) {
		if d.Repeats() && e.Reach == Unsaid {
			return "", &SeriesChoice{Deadline: *d}
		}
		if (e.Restricted != nil || d.Restricted && e.widens(*d)) && !Allowed(dir.Actor, RestrictIt, *d) {
			return "", Refuse(Denied, textNoRestrict.With("ref", d.Ref(), "ask", dir.Ask()))
		}
		if err := e.apply(d); err != nil {
			return "", err
		}
		out.Services = e.Services
		if err := p.applySchedule(tx, dir, d, e, call); err != nil {
			return "", err
		}
		if err := p.tellNewcomers(tx, dir, *d, out.Before, call); err != nil {
			return "", err
		}
		return e.Reason, e.applySeries(tx, d)
	})
}

// widens tells whether the change lets another service read the deadline.
func (e Edits) widens(d Deadline) bool {
	return slices.ContainsFunc(e.Services, func(s ServiceID) bool { _, concerned := d.Part(s); return !concerned })
}

// apply changes what is not the schedule.
func (e Edits) apply(d *Deadline) error {
	if e.Title != nil {
		d.Title = *e.Title
	}
	if e.Ladder != nil {
		d.Ladder, d.Chosen = e.Ladder, true
	}
	if e.Chase.Said() {
		d.Chase = e.Chase
	}
	if e.Urgent != nil {
		d.Urgent = *e.Urgent
	}
	d.Kind = cmp.Or(e.Kind, d.Kind)
	if e.Services != nil {
		d.Parts = concern(*d, e.Services)
	}
	if e.Restricted != nil {
		d.Restricted = *e.Restricted
		d.Discreet = d.Discreet || d.Restricted
	}
	if len(d.OpenParts()) == 0 {
		return Refuse(Invalid, textNobodyLeft.With("ref", d.Ref()))
	}
	return nil
}

// applySchedule plans the reminders again where the change asks for it.
func (p *Planner) applySchedule(tx Tx, dir DirectoryView, d *Deadline, e Edits, call Call) error {
	switch {
	case e.Due != nil && *e.Due != d.Due:
		d.Previous, d.Reason = d.Due, e.Reason
		return p.moveTo(tx, dir, d, *e.Due, e.Said, call.Now)
	case e.Ladder != nil || e.Chase.Said() || e.Urgent != nil || e.Kind != AnyKind || e.Services != nil:
		d.Revision++
		return p.reschedule(tx, dir, *d, call.Now)
	default:
		return nil
	}
}

// applySeries carries the change to the occurrences to come.
func (e Edits) applySeries(tx Tx, d *Deadline) error {
	if e.Rule != nil {
		return e.applyRule(tx, d)
	}
	if !d.Repeats() || e.Reach != WholeSeries {
		return nil
	}
	return follow(tx, *d, func(s *Series) {
		s.Title, s.Kind, s.Ladder, s.Chosen, s.Chase = d.Title, d.Kind, d.Ladder, d.Chosen, d.Chase
		if e.Services != nil {
			s.owedBy(d.Parts)
		}
		if e.Due != nil {
			s.Rule.HasTime, s.Rule.Time = e.Due.HasTime, e.Due.Time
		}
	})
}

// applyRule gives the series another rule, or makes one of a deadline that did
// not repeat. The present occurrence took its first date.
func (e Edits) applyRule(tx Tx, d *Deadline) error {
	d.Occurrence = d.Due.Date
	if !d.Repeats() {
		return startSeries(tx, d, *e.Rule)
	}
	return follow(tx, *d, func(s *Series) { s.setRule(*e.Rule) })
}

func (e Edits) check(now time.Time, ref Ref) error {
	if e.Title == nil && e.Due == nil && e.Ladder == nil && !e.Chase.Said() && e.Services == nil &&
		e.Restricted == nil && e.Urgent == nil && e.Kind == AnyKind {
		return Refuse(Invalid, textNothingToChange.With("ref", ref))
	}
	if e.Title != nil && *e.Title == "" {
		return Refuse(Invalid, textTitleMissing.With())
	}
	if e.Title != nil {
		if n := utf8.RuneCountInString(*e.Title); n > MaxTitle {
			return Refuse(Invalid, textTitleLong.With("n", n, "max", MaxTitle))
		}
	}
	if e.Due != nil {
		return e.Due.checkAhead(now)
	}
	return nil
}

// concern keeps the parts of the services listed, in their order, and adds the
// missing ones.
func concern(d Deadline, services []ServiceID) []Part {
	out := make([]Part, 0, len(services))
	for _, s := range services {
		part, ok := d.Part(s)
		if !ok {
			part = Part{Service: s, State: Open}
		}
		out = append(out, part)
	}
	return out
}

// tellNewcomers queues a card for each service that was not concerned before.
func (p *Planner) tellNewcomers(tx Tx, dir DirectoryView, d, before Deadline, call Call) error {
	fresh := d
	fresh.Parts = nil
	for _, part := range d.Parts {
		if _, known := before.Part(part.Service); !known {
			fresh.Parts = append(fresh.Parts, part)
		}
	}
	return p.planCards(tx, dir, fresh, call)
}
