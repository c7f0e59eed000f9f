package plan

import (
	"errors"
	"slices"
)

// seatSteps makes deadlines of the steps that the representative for a seat owes,
// now that there is one; for another representative, it gives them those that are
// not done. Somebody without an account is named in the title, and the
// coordination is reminded. It also plans what the representative is asked after
// the meeting.
func (p *Planner) seatSteps(tx Tx, dir DirectoryView, call Call, b Body, m *Meeting, seat int) error {
	r, ok := m.Seat(seat)
	if !ok || !m.State.Firm() {
		return nil
	}
	owing, err := stepOwner(tx, dir, r.sitter())
	if err != nil {
		return err
	}
	today, err := dir.today("", call.Now)
	if err != nil {
		return err
	}
	m.Steps = slices.Clone(m.Steps)
	for i := range m.Steps {
		s := &m.Steps[i]
		if s.Seat != seat || s.Minutes {
			continue
		}
		if err := p.seatStep(tx, dir, call, b, *m, s, owing); err != nil {
			return err
		}
		s.Past = s.Deadline == 0 && s.Date.Before(today)
		if s.Deadline > 0 || s.Past {
			continue
		}
		d, err := p.stepDeadline(tx, dir, call, b, *m, *s, owing, owing.Service)
		if err != nil {
			return err
		}
		s.Deadline = d.Number
	}
	return nil
}

// seatStep gives the deadline of a step to who now owes it. One that was cancelled
// since is forgotten: another will be made.
func (p *Planner) seatStep(tx Tx, dir DirectoryView, call Call, b Body, m Meeting, s *MeetingStep, owing Part) error {
	if s.Deadline == 0 {
		return nil
	}
	d, err := tx.Deadline(m.Region, s.Deadline)
	if err != nil {
		return err
	}
	if d.State == Cancelled {
		s.Deadline = 0
		return nil
	}
	r, _ := m.Seat(s.Seat)
	title := stepTitle(b, m, s.Name, r.sitter())
	if d.State != Open || d.Title == title && slices.ContainsFunc(d.Parts, func(part Part) bool {
		return part.Assignee == owing.Assignee && (owing.Assignee != "" || part.Service == owing.Service)
	}) {
		return nil
	}
	return p.alter(tx, dir, call, &d, actionStepOwner, func(d *Deadline) (string, error) {
		d.Title, d.Parts = title, []Part{owing}
		d.Revision++
		if owing.Assignee != "" && owing.Assignee != call.Actor.User {
			if err := p.tellNow(tx, *d, owing.Service, Recipient{User: owing.Assignee}, NoticeAssigned, call.Now); err != nil {
				return "", err
			}
		}
		return "", p.reschedule(tx, dir, *d, call.Now)
	})
}

// stepOwner is the part that a representative owes: entrusted to their account,
// in one of their services, else the coordination's.
func stepOwner(tx Tx, dir DirectoryView, who Representative) (Part, error) {
	part := Part{Service: dir.Coordination().ID, State: Open}
	if who.User == "" {
		return part, nil
	}
	a, err := tx.Agent(dir.Region.ID, who.User)
	if errors.Is(err, ErrNotFound) {
		return part, nil
	}
	if err != nil || !a.Active {
		return part, err
	}
	part.Assignee = a.User
	for _, membership := range a.Services {
		if _, open := dir.Service(membership.Service); open {
			part.Service = membership.Service
			break
		}
	}
	return part, nil
}

// dropSeatSteps cancels what is not done of the steps of a seat that nobody
// represents any more.
func (p *Planner) dropSeatSteps(tx Tx, dir DirectoryView, call Call, m *Meeting, seat int, reason string) error {
	of := func(s MeetingStep) bool { return s.Seat == seat }
	if _, err := p.endSteps(tx, dir, call, *m, reason, of); err != nil {
		return err
	}
	m.Steps = slices.Clone(m.Steps)
	for i := range m.Steps {
		s := &m.Steps[i]
		if s.Deadline == 0 || !of(*s) {
			continue
		}
		d, err := tx.Deadline(m.Region, s.Deadline)
		if err != nil {
			return err
		}
		if d.State == Cancelled {
			s.Deadline = 0
		}
	}
	return nil
}
