package plan

import (
	"context"
	"errors"
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// ProjectView is a project with what is shown around it.
type ProjectView struct {
	Project
	// LeadAgent and UpdatedAgent are its lead and who said the last thing of it;
	// zero where the region does not know them.
	LeadAgent, UpdatedAgent Agent
	// Deadlines and Meetings are those attached to it that the reader may see, the
	// soonest first; Bodies are those of the meetings, by number.
	Deadlines []Deadline
	Meetings  []Meeting
	Bodies    map[int]Body
	// Freshness is for how many calendar days what is said of it stays fresh.
	Freshness int
	// Money is what it is granted.
	Money ProjectMoney
	// Call is the call for projects that it is, nil when it is none. Steps are the
	// deadlines of its steps by number, but those that are restricted and that the
	// reader may not see; Counts how many files it has, and Concerned the
	// departments that it is for.
	Call      *ProjectCall
	Steps     map[int]Deadline
	Counts    []FileCount
	Concerned []string
}

var textNoProject = i18n.T(
	"**{ref}** n’est pas un projet visible depuis votre compte. Rien n’a changé.\nPour voir les projets : `/projet liste`",
	"**{ref}** is not a project that your account can see. Nothing has changed.\nTo see the projects: `/projet liste`")

// projectSeen reads a project that a reader may see; a refusal in words otherwise.
func projectSeen(tx Tx, sight ProjectSight, region RegionID, number int) (Project, error) {
	project, err := tx.Project(region, number)
	if errors.Is(err, ErrNotFound) || err == nil && !sight.Sees(project) {
		return Project{}, Refuse(NotFound, textNoProject.With("ref", ProjectRef(number)))
	}
	return project, err
}

// ViewProject reads a project that the reader may see, with what is attached to it.
func (p *Planner) ViewProject(ctx context.Context, region RegionID, sight ProjectSight, deadlines Sight, number int) (ProjectView, error) {
	var v ProjectView
	err := p.store.Read(ctx, func(tx Tx) error {
		project, err := projectSeen(tx, sight, region, number)
		if err != nil {
			return err
		}
		v, err = aroundProject(tx, project, deadlines)
		return err
	})
	return v, wrap(err, "view project %d", number)
}

// LoadProject reads a project with what is shown around it to the coordination or
// to who answers for it, whatever is attached to it but restricted deadlines.
func LoadProject(tx Tx, region RegionID, ref Ref) (ProjectView, error) {
	number, _ := ParseProjectRef(string(ref))
	project, err := tx.Project(region, number)
	if err != nil {
		return ProjectView{}, err
	}
	return aroundProject(tx, project, Sight{Whole: true})
}

// OutlookBefore is the outlook that a project had before the one it has.
func OutlookBefore(tx Tx, p Project) (Outlook, error) {
	updates, _, err := tx.ProjectUpdates(p.Region, p.Number, 0, 0)
	for _, u := range updates {
		if u.Outlook != p.Outlook {
			return u.Outlook, err
		}
	}
	return OutlookNone, err
}

// aroundProject reads what is shown around a project.
func aroundProject(tx Tx, project Project, sight Sight) (ProjectView, error) {
	v := ProjectView{Project: project, Bodies: map[int]Body{}}
	agents, err := tx.AgentsAmong(project.Region, people(project.Lead, project.UpdatedBy))
	if err != nil {
		return v, err
	}
	for _, a := range agents {
		if a.User == project.Lead {
			v.LeadAgent = a
		}
		if a.User == project.UpdatedBy {
			v.UpdatedAgent = a
		}
	}
	for _, ref := range project.Refs {
		if err := v.attach(tx, ref, sight); err != nil {
			return v, err
		}
	}
	slices.SortStableFunc(v.Deadlines, func(a, b Deadline) int { return a.DueAt.Compare(b.DueAt) })
	slices.SortStableFunc(v.Meetings, func(a, b Meeting) int { return a.StartAt.Compare(b.StartAt) })
	all, err := tx.Programmes(project.Region)
	if err != nil {
		return v, err
	}
	v.Freshness = Programmes(all).Freshness(project.Programme)
	if v.Money, err = moneyOf(tx, project); err != nil {
		return v, err
	}
	return v, v.aroundCall(tx, sight)
}

// aroundCall reads what there is besides of a call for projects.
func (v *ProjectView) aroundCall(tx Tx, sight Sight) error {
	c, is, err := callOf(tx, v.Region, v.Number)
	if err != nil || !is {
		return err
	}
	v.Call, v.Steps = &c, map[int]Deadline{}
	for _, s := range c.Steps {
		if s.Deadline == 0 {
			continue
		}
		d, err := tx.Deadline(v.Region, s.Deadline)
		if err != nil {
			return err
		}
		if !d.Restricted || sight.Sees(d) {
			v.Steps[s.Deadline] = d
		}
	}
	if v.Counts, err = tx.FileCounts(v.Region, v.Number); err != nil {
		return err
	}
	dir, err := directory(tx, v.Region)
	v.Concerned = departmentsOf(dir, v.Project)
	return err
}

// attach reads one thing attached to a project. What the reader may not see, or is
// there no more, is left out.
func (v *ProjectView) attach(tx Tx, ref Ref, sight Sight) error {
	if number, ok := ref.meeting(); ok {
		m, err := tx.Meeting(v.Region, number)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		v.Meetings = append(v.Meetings, m)
		v.Bodies[m.Body], err = tx.Body(v.Region, m.Body)
		return err
	}
	number, ok := ref.number()
	if !ok {
		return nil
	}
	d, err := tx.Deadline(v.Region, number)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err == nil && sight.Sees(d) {
		v.Deadlines = append(v.Deadlines, d)
	}
	return err
}

// NextStep is what comes next in a project from a day on: the milestone that was
// said, or the first deadline or meeting attached that is ahead. Only one of the
// results is set.
func (v ProjectView) NextStep(today calendar.Date) (milestone string, on calendar.Date, d Deadline, m Meeting) {
	best := calendar.Date{}
	if v.Milestone != "" || !v.MilestoneOn.IsZero() {
		milestone, on, best = v.Milestone, v.MilestoneOn, v.MilestoneOn
	}
	sooner := func(day calendar.Date) bool {
		return !day.Before(today) && (milestone == "" && on.IsZero() && d.Number == 0 && m.Number == 0 || best.Before(today) || day.Before(best))
	}
	for _, one := range v.Deadlines {
		if one.State == Open && sooner(one.Due.Date) {
			milestone, on, best, d = "", calendar.Date{}, one.Due.Date, one
		}
	}
	for _, one := range v.Meetings {
		if one.State.Ahead() && sooner(one.Start.Date) {
			milestone, on, best, d, m = "", calendar.Date{}, one.Start.Date, Deadline{}, one
		}
	}
	return milestone, on, d, m
}

// FindProjects lists the projects selected that the reader may see, the worst
// outlook first, and how many there are without Limit and Offset.
func (p *Planner) FindProjects(ctx context.Context, region RegionID, sight ProjectSight, f ProjectFilter) (found []Project, total int, err error) {
	f.Sight = &sight
	err = p.store.Read(ctx, func(tx Tx) (err error) { found, total, err = tx.FindProjects(region, f); return err })
	return found, total, wrap(err, "find projects of %s", region)
}

// CountProjects counts the projects selected that the reader may see, by the
// departments that they lie in and by outlook.
func (p *Planner) CountProjects(ctx context.Context, region RegionID, sight ProjectSight, f ProjectFilter) (counts []ProjectCounts, err error) {
	f.Sight = &sight
	err = p.store.Read(ctx, func(tx Tx) (err error) { counts, err = tx.CountProjects(region, f); return err })
	return counts, wrap(err, "count projects of %s", region)
}

// History is what was said of a project.
type History struct {
	Project Project
	// Updates are the newest first; Total counts them all.
	Updates []ProjectUpdate
	Total   int
	// Called says how those who said it are called, see [CalledOf].
	Called map[UserID]string
}

// ProjectHistory reads what was said of a project that the reader may see, one
// page of it.
func (p *Planner) ProjectHistory(ctx context.Context, region RegionID, sight ProjectSight, number, limit, offset int) (History, error) {
	var h History
	err := p.store.Read(ctx, func(tx Tx) error {
		var err error
		if h.Project, err = projectSeen(tx, sight, region, number); err != nil {
			return err
		}
		if h.Updates, h.Total, err = tx.ProjectUpdates(region, number, limit, offset); err != nil {
			return err
		}
		users := make([]UserID, len(h.Updates))
		for i, u := range h.Updates {
			users[i] = u.By
		}
		h.Called, err = CalledOf(tx, region, people(users...))
		return err
	})
	return h, wrap(err, "history of project %d", number)
}
