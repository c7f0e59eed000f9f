package plan

import (
	"context"
	"slices"

	"jalon/i18n"
)

// NoticeCall is the card of a call for projects in the channel of the coordination.
const NoticeCall Notice = "projet.appel"

// Actions of the journal about calls for projects and their steps.
const (
	actionCall          = "projet.appel"
	actionCallMoved     = "projet.appel.deplacer"
	actionCallStep      = "echeance.jalon"
	actionCallStepMoved = "echeance.jalon.deplace"
	actionCallStepEnded = "echeance.jalon.arrete"
)

// CallDates is what is said of when a call for projects takes place.
type CallDates struct {
	// Closes is the new close, nil where it is not said.
	Closes *Due
	// Steps are the dates given to steps.
	Steps []CallDate
	// Template is the name of the template of a new call, [TemplateCall] when empty.
	Template string
	// Reason is why dates change.
	Reason string
}

// CallChange is what became of a call for projects.
type CallChange struct {
	ProjectView
	// Before is the call as it was, zero for a new one.
	Before ProjectCall
	// Moved, Kept, Done and Over are the steps whose deadline moved, kept a date
	// given by hand, kept its own for it was done, and ended for its new date is past.
	Moved, Kept, Done, Over []CallStep
}

var textCloseMissing = i18n.T(
	"Il manque la clôture de l’appel à projets : son jour et son heure. Rien n’est enregistré.\nPar exemple : `/projet appel \"AAP Fonds friches 2027\" ouverture 4/1/2027 clôture 26/3/2027 23h59`",
	"The close of the call for projects is missing: its day and its hour. Nothing is saved.\nFor example: `/projet appel \"AAP Fonds friches 2027\" ouverture 4/1/2027 clôture 26/3/2027 23h59`")

// AddCall records a project that is a call for projects, with a deadline for each
// step of its template that is ahead. It returns Denied to whoever may not manage
// such a project, and Invalid for what cannot be.
func (p *Planner) AddCall(ctx context.Context, call Call, project Project, dates CallDates) (CallChange, error) {
	var out CallChange
	err := p.write(ctx, func(tx Tx) error {
		out = CallChange{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		var c ProjectCall
		made, err := p.addProject(tx, dir, call, project, func(project *Project) error {
			c, err = p.newCall(tx, dir, call, project, dates)
			return err
		})
		if err != nil {
			return err
		}
		return p.storeCall(tx, dir, call, made.After, ProjectCall{}, c, "", &out)
	})
	return out, wrap(err, "add the call %q", project.Name)
}

// newCall makes the call that a project becomes, with the deadlines of its steps.
func (p *Planner) newCall(tx Tx, dir DirectoryView, call Call, project *Project, dates CallDates) (ProjectCall, error) {
	c := ProjectCall{Region: project.Region, Project: project.Number}
	if dates.Closes == nil {
		return c, Refuse(Invalid, textCloseMissing.With())
	}
	if err := dates.Closes.checkAhead(call.Now); err != nil {
		return c, err
	}
	if dates.Template == "" {
		dates.Template = TemplateCall
	}
	template, err := templateNamed(tx, dir, dates.Template)
	if err != nil {
		return c, err
	}
	cal, err := p.Calendar(zoneOf(dir, dir.Coordination()))
	if err != nil {
		return c, err
	}
	c.Template, c.Closes, c.Steps = template.Name, *dates.Closes, callSteps(dir, template, project.Departments)
	for i := range c.Steps {
		c.Steps[i].Date = c.Steps[i].dateFrom(c.Closes.Date, cal)
	}
	if err := c.dateByHand(dates.Steps); err != nil {
		return c, err
	}
	return c, p.openCallSteps(tx, dir, call, project, &c)
}

// openCallSteps makes deadlines of the steps ahead that are none yet, and attaches
// them to the project.
func (p *Planner) openCallSteps(tx Tx, dir DirectoryView, call Call, project *Project, c *ProjectCall) error {
	if err := c.check(); err != nil {
		return err
	}
	today, err := dir.today("", call.Now)
	if err != nil {
		return err
	}
	c.sort()
	for i := range c.Steps {
		s := &c.Steps[i]
		if s.Deadline > 0 {
			continue
		}
		if s.Past = s.Date.Before(today) || s.Closing && c.ClosedAt(call.Now); s.Past {
			continue
		}
		d, err := p.callDeadline(tx, dir, call, *project, *c, *s)
		if err != nil {
			return err
		}
		s.Deadline = d.Number
		project.Refs = append(project.Refs, d.Ref())
	}
	return nil
}

// callDeadline records the deadline of a step. Nobody is chased for the close: it
// comes by itself.
func (p *Planner) callDeadline(tx Tx, dir DirectoryView, call Call, project Project, c ProjectCall, s CallStep) (Deadline, error) {
	n := NewDeadline{
		Title: titleOf(s.Name, project.Called(), " ("+string(project.Ref())+")"), Due: c.on(s), Said: s.Said, SaidEN: s.SaidEN,
	}
	for _, id := range s.Services {
		if id = openOr(dir, id); !slices.Contains(n.Services, id) {
			n.Services = append(n.Services, id)
		}
	}
	if s.Closing {
		n.Kind, n.Chase = Hard, Chase{None: true}
	}
	d, err := newDeadline(tx, call, n)
	if err != nil {
		return d, err
	}
	return d, p.openStep(tx, dir, call, d, actionCallStep)
}

// storeCall stores the call of a project that is stored already, with its journal
// entry, its card and what says that it closes.
func (p *Planner) storeCall(tx Tx, dir DirectoryView, call Call, project Project, before, after ProjectCall, reason string, out *CallChange) error {
	if err := tx.PutProjectCall(after); err != nil {
		return err
	}
	action, was := actionCall, any(nil)
	if before.Version > 0 {
		action, was = actionCallMoved, before.record()
	}
	if err := p.journal(tx, call, action, project.Ref(), was, after.record(), reason); err != nil {
		return err
	}
	if before.Version == 0 {
		if err := p.tellCall(tx, project, dir.Coordination(), NoticeCall, call); err != nil {
			return err
		}
	}
	if err := p.planClose(tx, dir, project, after); err != nil {
		return err
	}
	var err error
	out.Before = before
	out.ProjectView, err = aroundProject(tx, project, dir.Sight())
	return err
}

// tellCall queues something about a call to be said at once to a service, once for
// each version of its project.
func (p *Planner) tellCall(tx Tx, project Project, to Service, notice Notice, call Call) error {
	if to.Channel == "" {
		return nil
	}
	when, err := momentOf(call.Now, to.TimeZone)
	if err != nil {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: project.Region, Subject: project.Ref(), Revision: project.Version, Step: string(notice),
		To: Recipient{Channel: to.Channel}, Notice: notice, Service: to.ID, When: when, DueAt: call.Now, State: Planned, Version: 1,
	})
	return err
}
