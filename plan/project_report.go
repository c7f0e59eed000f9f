package plan

import (
	"context"
	"reflect"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// Notices of projects.
const (
	NoticeOutlook Notice = "projet.meteo" // to the lead: what is the outlook? Its subject is the project
	NoticeStorm   Notice = "projet.orage" // in the channel of the coordination, once for each fall into orage
)

// ProjectReport is what somebody says of a project. A nil field says nothing.
type ProjectReport struct {
	Outlook     *Outlook
	Comment     *string
	Progress    *int
	Blocker     *string // empty when nothing blocks any more
	Milestone   *string
	MilestoneOn *calendar.Date
	// Unchanged says that all is as it was.
	Unchanged bool
}

var textNothingBlocks = i18n.T(
	"Rien ne bloque {name} : aucun blocage n’était noté. Rien n’a changé.",
	"Nothing blocks {name}: no blocker was told. Nothing has changed.")

// ReportOnProject records what somebody says of a project: its outlook, its
// progress, what blocks it. Each thing that is said is kept with its date. A fall
// into orage is told once to the coordination. It returns Denied to whoever may
// not report on it, Closed for a closed one, and Invalid for what cannot be.
func (p *Planner) ReportOnProject(ctx context.Context, call Call, number int, r ProjectReport) (ProjectChange, error) {
	var out ProjectChange
	err := p.write(ctx, func(tx Tx) (err error) {
		out, err = p.report(tx, call, number, r)
		return err
	})
	return out, wrap(err, "report on project %d", number)
}

// report records what somebody says of a project.
func (p *Planner) report(tx Tx, call Call, number int, r ProjectReport) (ProjectChange, error) {
	_, before, err := projectFor(tx, call, ReportOn, number)
	switch {
	case err != nil:
		return ProjectChange{}, err
	case before.Closed:
		return ProjectChange{}, Refuse(Closed, textProjectShut.With("ref", before.Ref(), "name", before.Called()))
	case r.Blocker != nil && *r.Blocker == "" && before.Blocker == "":
		return ProjectChange{}, Refuse(Invalid, textNothingBlocks.With("name", before.Called()))
	}
	after, updates := r.applied(before, call)
	if err := after.check(); err != nil {
		return ProjectChange{}, err
	}
	out, err := p.storeProject(tx, call, r.action(), before, after, "")
	if err != nil {
		return out, err
	}
	for _, u := range updates {
		if err := p.addUpdate(tx, after, u); err != nil {
			return out, err
		}
	}
	if before.Outlook != OutlookStormy && after.Outlook == OutlookStormy {
		if err := p.tellStorm(tx, out.After, call.Now); err != nil {
			return out, err
		}
	}
	return out, p.reviewed(tx, call, out.After)
}

// action is the name of the report in the journal.
func (r ProjectReport) action() string {
	switch {
	case r.Outlook != nil, r.Comment != nil:
		return "projet.meteo"
	case r.Progress != nil:
		return "projet.avancement"
	case r.Blocker != nil:
		return "projet.blocage"
	case r.Unchanged:
		return "projet.inchange"
	default:
		return "projet.meteo"
	}
}

// applied is a project once the report is made, and what is kept of it. What
// says again what was known confirms it, and is no update.
func (r ProjectReport) applied(before Project, call Call) (Project, []ProjectUpdate) {
	after := before.clone()
	var updates []ProjectUpdate
	note := func(kind UpdateKind, text string) {
		updates = append(updates, ProjectUpdate{At: call.Now, By: call.Actor.User, Kind: kind, Text: text})
	}
	if r.Outlook != nil {
		after.Outlook = *r.Outlook
		if after.Outlook != before.Outlook {
			after.Trend, after.Comment = TrendFrom(before.Outlook, after.Outlook), ""
		}
	}
	if r.Comment != nil {
		after.Comment = *r.Comment
	}
	if after.Outlook != before.Outlook || after.Comment != before.Comment {
		note(UpdateOutlook, after.Comment)
	}
	if r.Progress != nil && *r.Progress != before.Progress {
		after.Progress = *r.Progress
		note(UpdateProgress, "")
	}
	if r.Blocker != nil && *r.Blocker != before.Blocker {
		after.Blocker = *r.Blocker
		note(UpdateBlocker, after.Blocker)
	}
	if r.Milestone != nil {
		after.Milestone = *r.Milestone
	}
	if r.MilestoneOn != nil {
		after.MilestoneOn = *r.MilestoneOn
	}
	if !reflect.DeepEqual(before, after) {
		after.UpdatedAt, after.UpdatedBy = call.Now, call.Actor.User
		return after, updates
	}
	after.ConfirmedAt = call.Now
	note(UpdateUnchanged, "")
	return after, updates
}

// addUpdate keeps what was said of a project, as it is from then on.
func (p *Planner) addUpdate(tx Tx, after Project, u ProjectUpdate) error {
	u.Region, u.Project, u.Outlook, u.Progress = after.Region, after.Number, after.Outlook, after.Progress
	return tx.AddProjectUpdate(u)
}

// tellStorm has the coordination told that a project fell into orage. What is not
// said yet of an earlier fall is not said.
func (p *Planner) tellStorm(tx Tx, project Project, now time.Time) error {
	dir, err := directory(tx, project.Region)
	if err != nil {
		return err
	}
	home := dir.Coordination()
	if home.Channel == "" {
		return nil
	}
	if _, err := cancelDeliveries(tx, project.Region, project.Ref(), func(v Delivery) bool { return v.Notice == NoticeStorm }, ReasonReplanned); err != nil {
		return err
	}
	when, err := dir.moment(home.ID, now)
	if err != nil {
		return err
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: project.Region, Subject: project.Ref(), Revision: project.Version, Step: "orage",
		To: Recipient{Channel: home.Channel}, Notice: NoticeStorm, Service: home.ID,
		When: when, DueAt: now, State: Planned, Version: 1,
	})
	return err
}

// storm freezes what tells of a fall into orage, unless it is over; at a quiet
// hour it waits for the opening.
func (f *freezing) storm(v Delivery) error {
	if waits, err := f.untilOpen(v); waits || err != nil {
		return err
	}
	number, _ := ParseProjectRef(string(v.Subject))
	project, err := f.tx.Project(v.Region, number)
	if err != nil {
		return err
	}
	if project.Outlook != OutlookStormy || project.Closed {
		_, err := f.skip(v, ReasonSettled)
		return err
	}
	f.say(Batch{Deliveries: []Delivery{v}})
	return nil
}
