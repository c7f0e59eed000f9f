package store

import (
	"cmp"
	"slices"
	"strings"

	"jalon/plan"
)

const fundColumns = `region, name_key, name, level, lapse, more_lapse, completion, more_completion, warning, most_aid, green, author, version`

// Funds lists the funds of a region by name.
func (t *tx) Funds(region plan.RegionID) ([]plan.Fund, error) {
	found, err := all(t, func(row scanner) (f plan.Fund, err error) {
		err = row.Scan(&f.Region, &f.Name, &f.Level, &f.Lapse, &f.MoreLapse, &f.Completion, &f.MoreCompletion, &f.Warning,
			&f.MostAid, &f.Green, &f.Author, &f.Version)
		return f, err
	}, `select region, name, level, lapse, more_lapse, completion, more_completion, warning, most_aid, green, author, version
		from fund where region = $1`, region)
	slices.SortFunc(found, func(a, b plan.Fund) int { return cmp.Compare(a.Key(), b.Key()) })
	return found, t.fail(err, "list the funds")
}

// PutFund inserts the fund, or updates it when Version > 0.
func (t *tx) PutFund(f plan.Fund) error {
	args := []any{
		f.Region, f.Key(), f.Name, f.Level, f.Lapse, f.MoreLapse, f.Completion, f.MoreCompletion, f.Warning, f.MostAid, f.Green, f.Author,
	}
	if f.Version == 0 {
		return t.fail(t.insert(`insert into fund (`+fundColumns+`) values `+tuples(1, len(args)+1), append(args, 1)...), "store the fund %q", f.Name)
	}
	err := t.update(`update fund set name = $3, level = $4, lapse = $5, more_lapse = $6, completion = $7, more_completion = $8,
		warning = $9, most_aid = $10, green = $11, author = $12, version = version + 1
		where region = $1 and name_key = $2 and version = $13`, append(args, f.Version),
		`select 1 from fund where region = $1 and name_key = $2`, f.Region, f.Key())
	return t.fail(err, "store the fund %q", f.Name)
}

const envelopeColumns = `region, fund_key, fund, year, department, amount, version`

// PutEnvelope inserts the envelope, or updates it when Version > 0.
func (t *tx) PutEnvelope(e plan.Envelope) error {
	args := []any{e.Region, e.FundKey(), e.Fund, e.Year, e.Department, e.Amount}
	if e.Version == 0 {
		err := t.insert(`insert into envelope (`+envelopeColumns+`) values `+tuples(1, len(args)+1), append(args, 1)...)
		return t.fail(err, "store an envelope of %q", e.Fund)
	}
	err := t.update(`update envelope set fund = $3, amount = $6, version = version + 1
		where region = $1 and fund_key = $2 and year = $4 and department = $5 and version = $7`, append(args, e.Version),
		`select 1 from envelope where region = $1 and fund_key = $2 and year = $3 and department = $4`, e.Region, e.FundKey(), e.Year, e.Department)
	return t.fail(err, "store an envelope of %q", e.Fund)
}

// Envelopes lists the envelopes of a fund for a year, of every year when it is 0.
func (t *tx) Envelopes(region plan.RegionID, fund string, year int) ([]plan.Envelope, error) {
	found, err := all(t, func(row scanner) (e plan.Envelope, err error) {
		err = row.Scan(&e.Region, &e.Fund, &e.Year, &e.Department, &e.Amount, &e.Version)
		return e, err
	}, `select region, fund, year, department, amount, version from envelope
		where region = $1 and fund_key = $2 and ($3 = 0 or year = $3) order by year, department`, region, fund, year)
	return found, t.fail(err, "list the envelopes of %q", fund)
}

const grantColumns = `region, project, fund_key, fund, year, department, state, cost, base, others, requested, proposed, retained,
	committed, paid, green, notified_on, begun_on, settled_on, more_lapse, more_completion, lapse_reason, completion_reason,
	lapse_deadline, completion_deadline, reason, updated_at, version`

const grantRead = `g.region, g.project, g.fund, g.year, g.department, g.state, g.cost, g.base, g.others, g.requested, g.proposed,
	g.retained, g.committed, g.paid, g.green, g.notified_on, g.begun_on, g.settled_on, g.more_lapse, g.more_completion,
	g.lapse_reason, g.completion_reason, g.lapse_deadline, g.completion_deadline, g.reason, g.updated_at, g.version`

func scanGrant(row scanner) (g plan.Grant, err error) {
	err = row.Scan(&g.Region, &g.Project, &g.Fund, &g.Year, &g.Department, &g.State, &g.Cost, &g.Base, &g.Others, &g.Requested,
		&g.Proposed, &g.Retained, &g.Committed, &g.Paid, &g.Green, (*date)(&g.NotifiedOn), (*date)(&g.BegunOn), (*date)(&g.SettledOn),
		&g.MoreLapse, &g.MoreCompletion, &g.LapseReason, &g.CompletionReason, &g.LapseDeadline, &g.CompletionDeadline, &g.Reason,
		(*instant)(&g.UpdatedAt), &g.Version)
	return g, err
}

// AddGrants inserts new grants together.
func (t *tx) AddGrants(grants []plan.Grant) error {
	for chunk := range slices.Chunk(grants, rowsAtOnce) {
		values := make([]any, 0, len(chunk)*columnsIn(grantColumns))
		for _, g := range chunk {
			values = append(append(values, grantValues(g)...), 1)
		}
		if err := t.insertRows("project_grant", grantColumns, values); err != nil {
			return t.fail(err, "store grants")
		}
	}
	return nil
}

func grantValues(g plan.Grant) []any {
	return []any{
		g.Region, g.Project, g.FundKey(), g.Fund, g.Year, g.Department, g.State, g.Cost, g.Base, g.Others, g.Requested, g.Proposed,
		g.Retained, g.Committed, g.Paid, g.Green, dateText(g.NotifiedOn), dateText(g.BegunOn), dateText(g.SettledOn), g.MoreLapse,
		g.MoreCompletion, g.LapseReason, g.CompletionReason, g.LapseDeadline, g.CompletionDeadline, g.Reason, micros(g.UpdatedAt),
	}
}

// PutGrant inserts the grant, or updates it when Version > 0.
func (t *tx) PutGrant(g plan.Grant) error {
	args := grantValues(g)
	if g.Version == 0 {
		err := t.insert(`insert into project_grant (`+grantColumns+`) values `+tuples(1, len(args)+1), append(args, 1)...)
		return t.fail(err, "store a grant of project %d", g.Project)
	}
	err := t.update(`update project_grant set fund = $4, department = $6, state = $7, cost = $8, base = $9, others = $10,
		requested = $11, proposed = $12, retained = $13, committed = $14, paid = $15, green = $16, notified_on = $17, begun_on = $18,
		settled_on = $19, more_lapse = $20, more_completion = $21, lapse_reason = $22, completion_reason = $23, lapse_deadline = $24,
		completion_deadline = $25, reason = $26, updated_at = $27, version = version + 1
		where region = $1 and project = $2 and fund_key = $3 and year = $5 and version = $28`, append(args, g.Version),
		`select 1 from project_grant where region = $1 and project = $2 and fund_key = $3 and year = $4`, g.Region, g.Project, g.FundKey(), g.Year)
	return t.fail(err, "store a grant of project %d", g.Project)
}

// Grant returns what a fund gives to a project in a year.
func (t *tx) Grant(region plan.RegionID, project int, fund string, year int) (plan.Grant, error) {
	g, err := one(t, scanGrant, `select `+grantRead+` from project_grant g
		where g.region = $1 and g.project = $2 and g.fund_key = $3 and g.year = $4`, region, project, fund, year)
	return g, t.fail(err, "read a grant of project %d", project)
}

// FindGrants lists the grants selected, by project, year then fund.
func (t *tx) FindGrants(region plan.RegionID, f plan.GrantFilter) ([]plan.Grant, error) {
	c := &conditions{}
	c.where("region = " + c.place(region))
	if f.Project > 0 {
		c.where("project = " + c.place(f.Project))
	}
	if len(f.Projects) > 0 {
		c.where("project in (" + placed(c, f.Projects) + ")")
	}
	if f.Fund != "" {
		c.where("fund_key = " + c.place(f.Fund))
	}
	if f.Year > 0 {
		c.where("year = " + c.place(f.Year))
	}
	where := strings.Join(c.all, " and ")
	if f.Siblings {
		where = `region = $1 and project in (select project from project_grant where ` + where + `)`
	}
	query := `select ` + grantRead + ` from project_grant g where ` + where
	found, err := all(t, scanGrant, query, c.args...)
	slices.SortFunc(found, func(a, b plan.Grant) int {
		return cmp.Or(cmp.Compare(a.Project, b.Project), cmp.Compare(a.Year, b.Year), cmp.Compare(a.FundKey(), b.FundKey()))
	})
	return found, t.fail(err, "find grants")
}

const redeploymentColumns = `region, number, fund_key, fund, year, from_department, to_department, amount, reason, state, asked_by,
	asked_at, decided_by, decided_at, refusal, from_before, to_before, version`

const redeploymentRead = `region, number, fund, year, from_department, to_department, amount, reason, state, asked_by, asked_at,
	decided_by, decided_at, refusal, from_before, to_before, version`

func scanRedeployment(row scanner) (r plan.Redeployment, err error) {
	err = row.Scan(&r.Region, &r.Number, &r.Fund, &r.Year, &r.From, &r.To, &r.Amount, &r.Reason, &r.State, &r.AskedBy,
		(*instant)(&r.AskedAt), &r.DecidedBy, (*instant)(&r.DecidedAt), &r.Refusal, &r.FromBefore, &r.ToBefore, &r.Version)
	return r, err
}

// PutRedeployment inserts the redeployment, or updates it when Version > 0.
func (t *tx) PutRedeployment(r plan.Redeployment) error {
	args := []any{
		r.Region, r.Number, r.FundKey(), r.Fund, r.Year, r.From, r.To, r.Amount, r.Reason, r.State, r.AskedBy, micros(r.AskedAt),
		r.DecidedBy, micros(r.DecidedAt), r.Refusal, r.FromBefore, r.ToBefore,
	}
	if r.Version == 0 {
		err := t.insert(`insert into redeployment (`+redeploymentColumns+`) values `+tuples(1, len(args)+1), append(args, 1)...)
		return t.fail(err, "store redeployment %s", r.Ref())
	}
	err := t.update(`update redeployment set fund_key = $3, fund = $4, year = $5, from_department = $6, to_department = $7,
		amount = $8, reason = $9, state = $10, asked_by = $11, asked_at = $12, decided_by = $13, decided_at = $14, refusal = $15,
		from_before = $16, to_before = $17, version = version + 1
		where region = $1 and number = $2 and version = $18`, append(args, r.Version),
		`select 1 from redeployment where region = $1 and number = $2`, r.Region, r.Number)
	return t.fail(err, "store redeployment %s", r.Ref())
}

// Redeployment returns a redeployment.
func (t *tx) Redeployment(region plan.RegionID, number int) (plan.Redeployment, error) {
	r, err := one(t, scanRedeployment, `select `+redeploymentRead+` from redeployment where region = $1 and number = $2`, region, number)
	return r, t.fail(err, "read redeployment %s", plan.RedeploymentRef(number))
}

// Redeployments lists those of a fund for a year by number.
func (t *tx) Redeployments(region plan.RegionID, fund string, year int) ([]plan.Redeployment, error) {
	found, err := all(t, scanRedeployment, `select `+redeploymentRead+` from redeployment
		where region = $1 and fund_key = $2 and year = $3 order by number`, region, fund, year)
	return found, t.fail(err, "list the redeployments of %q", fund)
}
