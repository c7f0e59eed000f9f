package plan

import (
	"context"
	"strconv"
)

// ExportProjects lists the projects selected that the reader may see as the lines
// of a list that [Planner.ImportProjects] reads back: one for each grant, and one
// for a project without any.
func (p *Planner) ExportProjects(ctx context.Context, region RegionID, sight ProjectSight, f ProjectFilter) ([]ProjectLine, error) {
	f.Sight, f.Limit, f.Offset = &sight, 0, 0
	var lines []ProjectLine
	err := p.store.Read(ctx, func(tx Tx) error {
		lines = nil
		found, _, err := tx.FindProjects(region, f)
		if err != nil {
			return err
		}
		services, err := tx.Services(region)
		if err != nil {
			return err
		}
		grants, err := tx.FindGrants(region, GrantFilter{})
		if err != nil {
			return err
		}
		of := map[int][]Grant{}
		for _, g := range grants {
			of[g.Project] = append(of[g.Project], g)
		}
		users := make([]UserID, 0, len(found))
		for _, project := range found {
			users = append(users, project.Lead)
		}
		agents, err := tx.AgentsAmong(region, people(users...))
		if err != nil {
			return err
		}
		leads := map[UserID]string{}
		for _, a := range agents {
			leads[a.User] = a.Username
		}
		known := byID(services)
		for _, project := range found {
			line := exportedLine(project, known[project.Service].Code, leads[project.Lead])
			lines = append(lines, line.withGrants(of[project.Number])...)
		}
		return nil
	})
	return lines, wrap(err, "export projects of %s", region)
}

// exportedLine is what a list says of a project.
func exportedLine(p Project, service, lead string) ProjectLine {
	line := ProjectLine{
		Ref: string(p.Ref()), ID: p.External, Title: p.Name, Short: p.Short, Programme: p.Programme, Owner: p.Owner,
		Place: p.Place, PlaceCode: p.PlaceCode, Departments: p.Departments, Service: service, Lead: lead,
		Outlook: outlookWritten[p.Outlook], Comment: p.Comment, Blockers: p.Blocker, Step: p.Milestone, StepOn: p.MilestoneOn,
		Fields: p.Fields,
	}
	if p.Partners != "" {
		line.Partners = []string{p.Partners}
	}
	if p.Progress != NoProgress {
		line.Progress = strconv.Itoa(p.Progress) + " %"
	}
	for _, l := range p.Links {
		line.Links = append(line.Links, l.URL)
	}
	return line
}

// outlookWritten are the outlooks as a list has them, none for one not given.
var outlookWritten = map[Outlook]string{OutlookSunny: "soleil", OutlookOvercast: "couvert", OutlookCloudy: "nuage", OutlookStormy: "orage"}

// withGrants is a line for each grant, or the line alone when there is none.
func (l ProjectLine) withGrants(grants []Grant) []ProjectLine {
	if len(grants) == 0 {
		return []ProjectLine{l}
	}
	lines := make([]ProjectLine, len(grants))
	for i, g := range grants {
		lines[i] = l
		lines[i].Fund, lines[i].Year, lines[i].Money = g.Fund, g.Year, g.Money
	}
	return lines
}
