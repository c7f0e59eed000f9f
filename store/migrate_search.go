package store

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"

	"jalon/plan"
)

// indexWhatStands is migration 8: what stands already in the database is made
// findable, which SQL alone cannot do.
func indexWhatStands() *goose.Migration {
	return goose.NewGoMigration(8, &goose.GoFunc{RunTx: func(ctx context.Context, begun *sql.Tx) error {
		t := &tx{ctx: ctx, sql: conn{tx: begun}}
		for _, old := range oldThings {
			if err := t.indexOld(old.query, old.scan); err != nil {
				return t.fail(err, "index every %s", old.kind)
			}
		}
		return nil
	}}, nil)
}

// oldThings reads what stood before there was a search, from the columns that
// there were: the schema goes on changing, this does not. A row is a thing with
// one of its services.
var oldThings = []struct {
	kind  plan.FindableKind
	query string
	scan  func(scanner) (plan.Findable, error)
}{
	{
		plan.FindableService,
		`select region, id, code, name, aliases, channel_name, closed from service order by region, code`,
		func(row scanner) (plan.Findable, error) {
			var s plan.Service
			err := row.Scan(&s.Region, &s.ID, &s.Code, &s.Name, list[string]{&s.Aliases}, &s.ChannelName, &s.Closed)
			return s.Findable(), err
		},
	},
	{
		plan.FindableAgent,
		`select a.region, a.user_id, a.username, a.name, a.active, coalesce(m.service, '')
			from agent a left join membership m on m.region = a.region and m.user_id = a.user_id
			order by a.region, a.user_id, m.rank`,
		func(row scanner) (plan.Findable, error) {
			var a plan.Agent
			var m plan.Membership
			err := row.Scan(&a.Region, &a.User, &a.Username, &a.Name, &a.Active, &m.Service)
			if m.Service != "" {
				a.Services = []plan.Membership{m}
			}
			return a.Findable(), err
		},
	},
	{
		plan.FindableDeadline,
		`select d.region, d.number, d.title, d.state, d.due_at, d.author, d.restricted, coalesce(p.service, ''), coalesce(p.assignee, '')
			from deadline d left join part p on p.region = d.region and p.deadline = d.number
			order by d.region, d.number, p.rank`,
		func(row scanner) (plan.Findable, error) {
			var d plan.Deadline
			var p plan.Part
			err := row.Scan(&d.Region, &d.Number, &d.Title, &d.State, (*instant)(&d.DueAt), &d.Author, &d.Restricted, &p.Service, &p.Assignee)
			if p.Service != "" {
				d.Parts = []plan.Part{p}
			}
			return d.Findable(), err
		},
	},
}

// indexOld makes findable what a query reads, the rows of a thing together.
func (t *tx) indexOld(query string, scan func(scanner) (plan.Findable, error)) error {
	rows, err := all(t, scan, query)
	if err != nil {
		return err
	}
	for len(rows) > 0 {
		f := rows[0]
		for rows = rows[1:]; len(rows) > 0 && rows[0].Region == f.Region && rows[0].Ref == f.Ref; rows = rows[1:] {
			f.Services = append(f.Services, rows[0].Services...)
			f.Users = append(f.Users, rows[0].Users...)
		}
		if err := t.index(f); err != nil {
			return err
		}
	}
	return nil
}
