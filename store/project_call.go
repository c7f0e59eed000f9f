package store

import (
	"jalon/calendar"
	"jalon/plan"
)

// PutProjectCall inserts what a project that is a call for projects has besides,
// or updates it when Version > 0 and replaces its steps.
func (t *tx) PutProjectCall(c plan.ProjectCall) error {
	return t.fail(t.putProjectCall(c), "store the call of project %d", c.Project)
}

func (t *tx) putProjectCall(c plan.ProjectCall) error {
	args := []any{c.Region, c.Project, c.Template, dateText(c.Closes.Date), c.Closes.Time.String(), c.Closes.Zone}
	var err error
	if c.Version == 0 {
		err = t.insert(`insert into project_call (region, project, template, closes_on, closes_at, zone, version)
			values ($1, $2, $3, $4, $5, $6, 1)`, args...)
	} else {
		err = t.update(`update project_call set template = $3, closes_on = $4, closes_at = $5, zone = $6, version = version + 1
			where region = $1 and project = $2 and version = $7`, append(args, c.Version),
			`select 1 from project_call where region = $1 and project = $2`, c.Region, c.Project)
	}
	if err != nil {
		return err
	}
	if _, err := t.exec(`delete from project_step where region = $1 and project = $2`, c.Region, c.Project); err != nil {
		return err
	}
	var values []any
	for i, s := range c.Steps {
		services, err := listText(s.Services)
		if err != nil {
			return err
		}
		values = append(values, c.Region, c.Project, i+1, s.Name, s.Days, int(s.Unit), services, dateText(s.Date), s.Said, s.SaidEN,
			s.ByHand, s.Closing, s.Deadline, s.Past)
	}
	return t.insertRows("project_step", callStepColumns, values)
}

const callStepColumns = `region, project, rank, name, days, unit, services, date, said, said_en, by_hand, closing, deadline, past`

// ProjectCall returns what a project that is a call for projects has besides.
func (t *tx) ProjectCall(region plan.RegionID, project int) (plan.ProjectCall, error) {
	c, err := one(t, func(row scanner) (c plan.ProjectCall, err error) {
		var at string
		if err := row.Scan(&c.Region, &c.Project, &c.Template, (*date)(&c.Closes.Date), &at, &c.Closes.Zone, &c.Version); err != nil {
			return c, err
		}
		c.Closes.HasTime = true
		c.Closes.Time, err = calendar.ParseTimeOfDay(at)
		return c, err
	}, `select region, project, template, closes_on, closes_at, zone, version from project_call where region = $1 and project = $2`, region, project)
	if err != nil {
		return c, t.fail(err, "read the call of project %d", project)
	}
	c.Steps, err = all(t, func(row scanner) (s plan.CallStep, err error) {
		err = row.Scan(&s.Name, &s.Days, &s.Unit, list[plan.ServiceID]{&s.Services}, (*date)(&s.Date), &s.Said, &s.SaidEN,
			&s.ByHand, &s.Closing, &s.Deadline, &s.Past)
		return s, err
	}, `select name, days, unit, services, date, said, said_en, by_hand, closing, deadline, past
		from project_step where region = $1 and project = $2 order by rank`, region, project)
	return c, t.fail(err, "read the steps of the call of project %d", project)
}

// PutFileCount records how many files a department has at a stage of a call, in
// place of what was said before.
func (t *tx) PutFileCount(c plan.FileCount) error {
	_, err := t.exec(`insert into project_count (region, project, department, stage, files, at, by_user) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (region, project, department, stage) do update set files = excluded.files, at = excluded.at, by_user = excluded.by_user`,
		c.Region, c.Project, c.Department, c.Stage, c.Files, micros(c.At), c.By)
	return t.fail(err, "store a count of project %d", c.Project)
}

// FileCounts lists what was said of a call, by department and stage.
func (t *tx) FileCounts(region plan.RegionID, project int) ([]plan.FileCount, error) {
	found, err := all(t, func(row scanner) (c plan.FileCount, err error) {
		err = row.Scan(&c.Region, &c.Project, &c.Department, &c.Stage, &c.Files, (*instant)(&c.At), &c.By)
		return c, err
	}, `select region, project, department, stage, files, at, by_user from project_count where region = $1 and project = $2
		order by department, stage`, region, project)
	return found, t.fail(err, "list the counts of project %d", project)
}
