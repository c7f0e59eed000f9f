package store

import (
	"cmp"
	"slices"
	"strings"

	"jalon/plan"
)

const agentColumns = `region, user_id, username, username_key, name, lang, active, deputy, away_from, away_to, version`

// selectAgents reads agents with their memberships in one statement, so that
// both are of one moment.
const selectAgents = `select a.region, a.user_id, a.username, a.name, a.lang, a.active, a.deputy, a.away_from, a.away_to,
		a.version, coalesce(m.service, ''), coalesce(m.role, ''), coalesce(m.source, '')
	from agent a left join membership m on m.region = a.region and m.user_id = a.user_id `

// agentRow is an agent with one of its memberships, whose service is empty
// when there is none.
type agentRow struct {
	agent      plan.Agent
	membership plan.Membership
}

func scanAgent(row scanner) (r agentRow, err error) {
	a, m := &r.agent, &r.membership
	err = row.Scan(&a.Region, &a.User, &a.Username, &a.Name, &a.Lang, &a.Active, &a.Deputy,
		(*date)(&a.AwayFrom), (*date)(&a.AwayTo), &a.Version, &m.Service, &m.Role, &m.Source)
	return r, err
}

// agents runs a query that begins with selectAgents and keeps the rows of an
// agent together.
func (t *tx) agents(query string, args ...any) ([]plan.Agent, error) {
	var found []plan.Agent
	err := t.each(func(row scanner) error {
		r, err := scanAgent(row)
		if n := len(found); n == 0 || found[n-1].User != r.agent.User {
			found = append(found, r.agent)
		}
		if a := &found[len(found)-1]; r.membership.Service != "" {
			a.Services = append(a.Services, r.membership)
		}
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return found, nil
}

// Agent returns an agent with memberships.
func (t *tx) Agent(region plan.RegionID, user plan.UserID) (plan.Agent, error) {
	found, err := t.agents(selectAgents+`where a.region = $1 and a.user_id = $2 order by m.rank`, region, user)
	a, err := first(found, err)
	return a, t.fail(err, "read agent %s", user)
}

// AgentByName finds an active agent by user name, whatever the case.
func (t *tx) AgentByName(region plan.RegionID, username string) (plan.Agent, error) {
	found, err := t.agents(selectAgents+`where a.region = $1 and a.username_key = $2 and a.active
		order by a.user_id, m.rank`, region, usernameKey(username))
	a, err := first(found, err)
	return a, t.fail(err, "find agent @%s", username)
}

// Agents lists the agents of a region by user name, inactive ones included.
func (t *tx) Agents(region plan.RegionID) ([]plan.Agent, error) {
	found, err := t.agents(selectAgents+`where a.region = $1 order by a.user_id, m.rank`, region)
	slices.SortStableFunc(found, func(a, b plan.Agent) int {
		return cmp.Compare(usernameKey(a.Username), usernameKey(b.Username))
	})
	return found, t.fail(err, "list agents")
}

// PutAgent inserts the agent, or updates it when Version > 0; memberships are
// replaced by those given.
func (t *tx) PutAgent(a plan.Agent) error {
	return t.fail(t.findable(t.putAgent(a), a.Findable()), "store agent @%s", a.Username)
}

func (t *tx) putAgent(a plan.Agent) error {
	args := []any{
		a.Region, a.User, a.Username, usernameKey(a.Username), a.Name, a.Lang, a.Active, a.Deputy,
		dateText(a.AwayFrom), dateText(a.AwayTo),
	}
	if a.Version == 0 {
		err := t.insert(`insert into agent (`+agentColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)`, args...)
		if err != nil {
			return err
		}
		return t.addMemberships(a)
	}
	err := t.update(`update agent set username = $3, username_key = $4, name = $5, lang = $6, active = $7, deputy = $8,
		away_from = $9, away_to = $10, version = version + 1 where region = $1 and user_id = $2 and version = $11`,
		append(args, a.Version),
		`select 1 from agent where region = $1 and user_id = $2`, a.Region, a.User)
	if err != nil {
		return err
	}
	if _, err := t.exec(`delete from membership where region = $1 and user_id = $2`, a.Region, a.User); err != nil {
		return err
	}
	return t.addMemberships(a)
}

func (t *tx) addMemberships(a plan.Agent) error {
	if len(a.Services) == 0 {
		return nil
	}
	var args []any
	for i, m := range a.Services {
		args = append(args, a.Region, a.User, m.Service, m.Role, m.Source, i+1)
	}
	_, err := t.exec(`insert into membership (region, user_id, service, role, source, rank) values `+
		tuples(len(a.Services), 6), args...)
	return err
}

func usernameKey(username string) string { return strings.ToLower(username) }
