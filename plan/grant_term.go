package plan

import (
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// The two terms of a grant, as deadlines: what it pays for must begin in time after
// the notification, else the grant lapses, and be complete in time after that.

// Names of the journal for what becomes of the deadline of a term.
const (
	actionTerm      = "echeance.terme"
	actionTermMoved = "echeance.terme.prorogee"
	actionTermDone  = "echeance.terme.respectee"
	actionTermEnded = "echeance.terme.arretee"
	actionAttach    = "projet.rattacher"
)

var (
	textLapseTitle      = i18n.T("Caducité {fund} {year} · ", "Lapse {fund} {year} · ")
	textCompletionTitle = i18n.T("Achèvement {fund} {year} · ", "Completion {fund} {year} · ")
	textTermExtended    = i18n.T("prorogation : {reason}", "extension: {reason}")
	textTermRedated     = i18n.T("date corrigée", "date corrected")
	textTermMet         = i18n.T("subvention {state}", "grant {state}")
)

// term is one of the two terms of a grant, around a change.
type term struct {
	title    i18n.Msg
	number   *int // of its deadline
	was, is  calendar.Date
	wasRuns  bool
	runs     bool
	extended bool
	reason   string // of the extension
	met      bool   // what was awaited has happened
}

// terms are the two terms of the grant that changes.
func (c *GrantChange) terms() []term {
	was, is := c.Before, &c.After
	lapse := term{
		title: textLapseTitle, number: &is.LapseDeadline, extended: is.MoreLapse != was.MoreLapse, reason: is.LapseReason,
		met: is.State.Counts() && !is.BegunOn.IsZero() || is.State == GrantSettled,
	}
	lapse.was, lapse.wasRuns = was.LapseOn(c.Fund)
	lapse.is, lapse.runs = is.LapseOn(c.Fund)
	completion := term{
		title: textCompletionTitle, number: &is.CompletionDeadline, extended: is.MoreCompletion != was.MoreCompletion,
		reason: is.CompletionReason, met: is.State == GrantSettled,
	}
	completion.was, completion.wasRuns = was.CompleteOn(c.Fund)
	completion.is, completion.runs = is.CompleteOn(c.Fund)
	return []term{lapse, completion}
}

// followTerms brings the deadlines of the terms to what the grant now is, and
// attaches the new ones to the project.
func (p *Planner) followTerms(tx Tx, dir DirectoryView, call Call, c *GrantChange) error {
	today, err := dir.today("", call.Now)
	if err != nil {
		return err
	}
	project := c.Project.clone()
	for i, t := range c.terms() {
		d, err := p.followTerm(tx, dir, call, c, t, today)
		if err != nil {
			return err
		}
		if d.Number > 0 && d.State == Open {
			*[]*Deadline{&c.Lapse, &c.Completion}[i] = d
		}
		if d.Number > 0 && !slices.Contains(project.Refs, d.Ref()) && len(project.Refs) < maxProjectRefs {
			project.Refs = append(project.Refs, d.Ref())
		}
	}
	if len(project.Refs) == len(c.Project.Refs) {
		return nil
	}
	attached, err := p.storeProject(tx, call, actionAttach, c.Project, project, "")
	c.Project = attached.After
	return err
}

// followTerm brings the deadline of one term to what the grant now is, and returns
// it, zero when there is none. One that somebody moved by hand stays where it is
// until the term itself changes. A term that is already past makes none: nothing can
// be recalled any more.
func (p *Planner) followTerm(tx Tx, dir DirectoryView, call Call, c *GrantChange, t term, today calendar.Date) (Deadline, error) {
	var d Deadline
	if *t.number > 0 {
		var err error
		if d, err = tx.Deadline(c.Project.Region, *t.number); err != nil {
			return d, err
		}
	}
	changes := t.runs != t.wasRuns || t.is != t.was
	switch {
	case !t.runs && d.State == Open && t.met:
		return d, p.meetTerm(tx, dir, call, &d, textTermMet.In(i18n.FR, "state", c.After.State))
	case !t.runs && d.State == Open:
		return d, p.endTerm(tx, dir, call, &d, textTermMet.In(i18n.FR, "state", c.After.State))
	case !t.runs || !changes:
		return d, nil
	case d.State == Open && t.is.Before(today):
		return d, p.endTerm(tx, dir, call, &d, textTermRedated.In(i18n.FR))
	case d.State == Open:
		return d, p.moveTerm(tx, dir, call, &d, t)
	case t.is.Before(today):
		return Deadline{}, nil
	}
	d, err := p.openTerm(tx, dir, call, *c, t)
	*t.number = d.Number
	return d, err
}

// openTerm makes the deadline of a term.
func (p *Planner) openTerm(tx Tx, dir DirectoryView, call Call, c GrantChange, t term) (Deadline, error) {
	owing := dir.owes(c.Project, c.After)
	d, err := newDeadline(tx, call, NewDeadline{
		Title: termTitle(t.title.In(i18n.FR, "fund", c.Fund.Name, "year", c.After.Year), c.Project), Kind: Legal,
		Due: Due{Date: t.is, Zone: dir.zone(owing)}, Services: []ServiceID{owing.ID}, Ladder: c.Fund.ladder(),
	})
	if err != nil {
		return d, err
	}
	return d, p.addDeadline(tx, dir, call, d, actionTerm)
}

// owes is the service that owes the terms of a grant: the one that leads the
// project, else the préfecture of the department, else the coordination.
func (v DirectoryView) owes(project Project, g Grant) Service {
	if s, open := v.Service(project.Service); open {
		return s
	}
	for _, s := range v.Services {
		if g.Department != "" && s.Kind == KindPrefecture && s.Department == g.Department {
			return s
		}
	}
	return v.Coordination()
}

// zone is the time zone of a service, the region's when it has none.
func (v DirectoryView) zone(s Service) string {
	if s.TimeZone != "" {
		return s.TimeZone
	}
	return v.Region.TimeZone
}

// termTitle is the title of the deadline of a term: « Caducité DSIL 2027 · Friche
// Cogez (PR133) ».
func termTitle(head string, project Project) string {
	tail := " (" + string(project.Ref()) + ")"
	title := []rune(head + project.Called())
	if most := MaxTitle - len([]rune(tail)); len(title) > most {
		title = append(title[:most-1], '…')
	}
	return string(title) + tail
}

// moveTerm gives the deadline of a term its new date.
func (p *Planner) moveTerm(tx Tx, dir DirectoryView, call Call, d *Deadline, t term) error {
	reason := textTermRedated.In(i18n.FR)
	if t.extended {
		reason = textTermExtended.In(i18n.FR, "reason", t.reason)
	}
	return p.alter(tx, dir, call, d, actionTermMoved, func(d *Deadline) (string, error) {
		due := d.Due
		due.Date, due.HasTime, due.Time = t.is, false, calendar.TimeOfDay{}
		d.Previous, d.Reason = d.Due, reason
		return reason, p.moveTo(tx, dir, d, due, [2]string{}, call.Now)
	})
}

// meetTerm closes the deadline of a term that was met.
func (p *Planner) meetTerm(tx Tx, dir DirectoryView, call Call, d *Deadline, note string) error {
	return p.alter(tx, dir, call, d, actionTermDone, func(d *Deadline) (string, error) {
		d.State, d.ClosedAt, d.ClosedBy = Done, call.Now, call.Actor.User
		for i := range d.Parts {
			if part := &d.Parts[i]; part.State == Open {
				part.State, part.ClosedAt, part.ClosedBy, part.Note = Done, call.Now, call.Actor.User, note
			}
		}
		_, err := stopReminders(tx, d.Region, d.Ref(), func(Delivery) bool { return true }, ReasonClosed)
		return note, err
	})
}

// endTerm cancels the deadline of a term that does not run any more.
func (p *Planner) endTerm(tx Tx, dir DirectoryView, call Call, d *Deadline, reason string) error {
	return p.alter(tx, dir, call, d, actionTermEnded, func(d *Deadline) (string, error) {
		return reason, p.cancel(tx, call, d, reason, &Change{})
	})
}
