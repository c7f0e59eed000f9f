package plan

import (
	"context"
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// NoticeCallMoved tells, once in each channel that owes something of it, that the
// dates of a call for projects changed.
const NoticeCallMoved Notice = "projet.appel.deplace"

var (
	textCallSame = i18n.T(
		"L’appel à projets {ref} a déjà ces dates. Rien n’a changé.",
		"The call for projects {ref} has these dates already. Nothing has changed.")
	textCallMoved = i18n.T("appel à projets {ref} : dates changées", "call for projects {ref}: dates changed")
	textCallOver  = i18n.T("appel à projets {ref} : dates changées, étape déjà dépassée", "call for projects {ref}: dates changed, step already past")
	textCallShut  = i18n.T("appel à projets {ref} clos", "call for projects {ref} closed")
)

// ChangeCall gives a call for projects other dates. When its close moves, what is
// not done moves with it; what is done keeps its date, and so does what somebody
// dated by hand. A project that was no call becomes one. It is told once in each
// channel. It returns Denied to whoever may not manage the project, and Invalid for
// dates that cannot be or change nothing.
func (p *Planner) ChangeCall(ctx context.Context, call Call, number int, dates CallDates) (CallChange, error) {
	var out CallChange
	err := p.write(ctx, func(tx Tx) error {
		out = CallChange{}
		dir, project, err := projectFor(tx, call, ManageProjects, number)
		if err != nil {
			return err
		}
		if project.Closed {
			return Refuse(Closed, textProjectShut.With("ref", project.Ref(), "name", project.Called()))
		}
		before, is, err := callOf(tx, project.Region, number)
		if err != nil {
			return err
		}
		project = project.clone()
		var after ProjectCall
		if !is {
			after, err = p.newCall(tx, dir, call, &project, dates)
		} else {
			after, err = p.movedCall(tx, dir, call, &project, before, dates, &out)
		}
		if err != nil {
			return err
		}
		if err := putAgain(tx, &project); err != nil {
			return err
		}
		if is {
			if err := p.tellCallMoved(tx, dir, call, project, after, after.Closes != before.Closes, out.Moved); err != nil {
				return err
			}
		}
		return p.storeCall(tx, dir, call, project, before, after, dates.Reason, &out)
	})
	return out, wrap(err, "change the call of project %d", number)
}

// movedCall is a call at its new dates, its deadlines moved.
func (p *Planner) movedCall(tx Tx, dir DirectoryView, call Call, project *Project, before ProjectCall, dates CallDates, out *CallChange) (ProjectCall, error) {
	after := before.clone()
	if dates.Closes != nil {
		if err := dates.Closes.checkAhead(call.Now); err != nil {
			return after, err
		}
		after.Closes = *dates.Closes
	}
	if err := after.dateByHand(dates.Steps); err != nil {
		return after, err
	}
	cal, err := p.Calendar(zoneOf(dir, dir.Coordination()))
	if err != nil {
		return after, err
	}
	today, err := dir.today("", call.Now)
	if err != nil {
		return after, err
	}
	changed := after.Closes != before.Closes
	for i := range after.Steps {
		s, was := &after.Steps[i], before.Steps[i]
		if !s.ByHand {
			s.Date = s.dateFrom(after.Closes.Date, cal)
		}
		changed = changed || s.Date != was.Date || s.ByHand != was.ByHand
		if err := p.moveCallStep(tx, dir, call, project, after, before.on(was), s, today, out); err != nil {
			return after, err
		}
	}
	if !changed {
		return after, Refuse(Invalid, textCallSame.With("ref", project.Ref()))
	}
	return after, p.openCallSteps(tx, dir, call, project, &after)
}

// moveCallStep brings the deadline of a step to its new date, and notes what
// became of it.
func (p *Planner) moveCallStep(tx Tx, dir DirectoryView, call Call, project *Project, c ProjectCall, from Due, s *CallStep, today calendar.Date, out *CallChange) error {
	to := c.on(*s)
	if s.Deadline == 0 {
		return nil
	}
	if from == to {
		return noteKept(tx, c, *s, out)
	}
	d, err := tx.Deadline(c.Region, s.Deadline)
	if err != nil {
		return err
	}
	if s.Closing { // the call says when it closes, whatever its deadline was given
		from = d.Due
	}
	ref, old := project.Ref(), d.Ref()
	what, err := p.moveDeadline(tx, dir, call, stepMove{
		region: c.Region, deadline: s.Deadline, from: from, to: to, today: today,
		moved: textCallMoved.In(i18n.FR, "ref", ref), movedAs: actionCallStepMoved,
		over: textCallOver.In(i18n.FR, "ref", ref), overAs: actionCallStepEnded,
	})
	if err != nil {
		return err
	}
	switch {
	case what == stays && s.Closing:
		// It closed by itself, and opens again: a call may be prolonged after its close.
		project.detach(old)
		s.Deadline = 0
		out.Moved = append(out.Moved, *s)
	case what == stays:
		s.Date = from.Date
		out.Done = append(out.Done, *s)
	case what == kept:
		s.Date, s.ByHand = d.Due.Date, true
		out.Kept = append(out.Kept, *s)
	case what == over:
		project.detach(old)
		s.Deadline, s.Past = 0, true
		out.Over = append(out.Over, *s)
	default:
		out.Moved = append(out.Moved, *s)
	}
	return nil
}

// noteKept notes a step that somebody dated by hand and that is not done.
func noteKept(tx Tx, c ProjectCall, s CallStep, out *CallChange) error {
	if !s.ByHand {
		return nil
	}
	d, err := tx.Deadline(c.Region, s.Deadline)
	if err == nil && d.State == Open {
		out.Kept = append(out.Kept, s)
	}
	return err
}

// detach takes a deadline off what is attached to a project.
func (p *Project) detach(ref Ref) {
	p.Refs = slices.DeleteFunc(p.Refs, func(r Ref) bool { return r == ref })
}

// tellCallMoved has it told once in the channel of the coordination, and in each
// that owes something still to come: any step when the close moved, else a step
// that did.
func (p *Planner) tellCallMoved(tx Tx, dir DirectoryView, call Call, project Project, c ProjectCall, closes bool, moved []CallStep) error {
	owing := []ServiceID{dir.Coordination().ID}
	for _, s := range c.Steps {
		touched := closes || slices.ContainsFunc(moved, func(m CallStep) bool { return m.Name == s.Name })
		if s.Deadline == 0 || !touched {
			continue
		}
		d, err := tx.Deadline(c.Region, s.Deadline)
		if err != nil {
			return err
		}
		for _, part := range d.OpenParts() {
			if !slices.Contains(owing, part.Service) {
				owing = append(owing, part.Service)
			}
		}
	}
	for _, id := range owing {
		if s, open := dir.Service(id); open {
			if err := p.tellCall(tx, project, s, NoticeCallMoved, call); err != nil {
				return err
			}
		}
	}
	return nil
}

// endCall ends the deadlines of the steps of a call whose project is closed.
func (p *Planner) endCall(tx Tx, dir DirectoryView, call Call, project Project) error {
	c, is, err := callOf(tx, project.Region, project.Number)
	if err != nil || !is {
		return err
	}
	reason := textCallShut.In(i18n.FR, "ref", project.Ref())
	for _, s := range c.Steps {
		if s.Deadline == 0 {
			continue
		}
		d, err := tx.Deadline(c.Region, s.Deadline)
		if err != nil {
			return err
		}
		if d.State != Open {
			continue
		}
		err = p.alter(tx, dir, call, &d, actionCallStepEnded, func(d *Deadline) (string, error) {
			return reason, p.cancel(tx, call, d, reason, &Change{})
		})
		if err != nil {
			return err
		}
	}
	_, err = cancelDeliveries(tx, project.Region, project.Ref(), func(v Delivery) bool { return v.Notice == NoticeCallClosed }, ReasonClosed)
	return err
}
