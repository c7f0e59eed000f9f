package store

import (
	"cmp"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/plan"
)

const agentColumns = `region, user_id, username, username_key, name, lang, active, deputy, away_from, away_to, called, duty,
	digest, left_at, version`

// selectAgents reads agents with their memberships in one statement, so that
// both are of one moment.
const selectAgents = `select a.region, a.user_id, a.username, a.name, a.lang, a.active, a.deputy, a.away_from, a.away_to,
		a.called, a.duty, a.digest, a.left_at, a.version, coalesce(m.service, ''), coalesce(m.role, ''), coalesce(m.source, '')
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
		(*date)(&a.AwayFrom), (*date)(&a.AwayTo), &a.Called, &a.Function, &a.Digest, (*instant)(&a.LeftAt), &a.Version, &m.Service, &m.Role, &m.Source)
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
	byUsername(found)
	return found, t.fail(err, "list agents")
}

func byUsername(agents []plan.Agent) {
	slices.SortStableFunc(agents, func(a, b plan.Agent) int {
		return cmp.Compare(usernameKey(a.Username), usernameKey(b.Username))
	})
}

// LeftAgentByName finds the agent of that user name who left last.
func (t *tx) LeftAgentByName(region plan.RegionID, username string) (plan.Agent, error) {
	found, err := t.agents(selectAgents+`where a.region = $1 and a.username_key = $2 and not a.active
		order by a.left_at desc, a.user_id, m.rank`, region, usernameKey(username))
	a, err := first(found, err)
	return a, t.fail(err, "find agent @%s among those who left", username)
}

// AgentsAmong lists those of the accounts that the region knows, by account.
func (t *tx) AgentsAmong(region plan.RegionID, users []plan.UserID) ([]plan.Agent, error) {
	var out []plan.Agent
	for some := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(users))), mostPlaces) {
		args := []any{region}
		for _, user := range some {
			args = append(args, user)
		}
		found, err := t.agents(selectAgents+`where a.region = $1 and a.user_id in `+places(2, len(some))+`
			order by a.user_id, m.rank`, args...)
		if err != nil {
			return nil, t.fail(err, "read agents")
		}
		out = append(out, found...)
	}
	return out, nil
}

// AgentsAway lists by account those who are away on a day between two, both included.
func (t *tx) AgentsAway(region plan.RegionID, from, to calendar.Date) ([]plan.Agent, error) {
	found, err := t.agents(selectAgents+`where a.region = $1 and a.away_from <> '' and a.away_from <= $2 and a.away_to >= $3
		order by a.user_id, m.rank`, region, dateText(to), dateText(from))
	return found, t.fail(err, "list the agents who are away")
}

// mostPlaces is how many values are listed in one statement: fewer than any
// engine allows.
const mostPlaces = 500

// AgentsOf lists the agents of a service by user name, inactive ones included.
func (t *tx) AgentsOf(region plan.RegionID, service plan.ServiceID) ([]plan.Agent, error) {
	found, err := t.agents(selectAgents+`where a.region = $1 and a.user_id in
		(select user_id from membership where region = $1 and service = $2) order by a.user_id, m.rank`, region, service)
	byUsername(found)
	return found, t.fail(err, "list the agents of %s", service)
}

// selectDeputised asks for the accounts apart: asked with the rest, SQLite reads
// every agent of the region in the order wanted.
func selectDeputised(deputies int) string {
	return selectAgents + `where a.region = $1 and a.active and a.user_id in
		(select o.user_id from agent o where o.region = $1 and o.deputy <> '' and o.deputy in ` + places(2, deputies) + `)
		order by a.user_id, m.rank`
}

// AgentsDeputised lists the active agents whose deputy is one of the accounts.
func (t *tx) AgentsDeputised(region plan.RegionID, deputies []plan.UserID) ([]plan.Agent, error) {
	if len(deputies) == 0 {
		return nil, nil
	}
	args := []any{region}
	for _, user := range deputies {
		args = append(args, user)
	}
	found, err := t.agents(selectDeputised(len(deputies)), args...)
	byUsername(found)
	return found, t.fail(err, "list whom somebody stands in for")
}

// selectWithDigest reads who asked for a personal point in the index of those who did.
const selectWithDigest = selectAgents + `where a.region = $1 and a.digest <> '' and a.active order by a.user_id, m.rank`

// AgentsWithDigest lists by account the active agents who asked for a personal point.
func (t *tx) AgentsWithDigest(region plan.RegionID) ([]plan.Agent, error) {
	found, err := t.agents(selectWithDigest, region)
	return found, t.fail(err, "list who asked for a personal point")
}

// UsernamesFrom lists the user names of active agents that begin so, whatever
// the case, at most limit.
func (t *tx) UsernamesFrom(region plan.RegionID, prefix string, limit int) ([]string, error) {
	found, err := all(t, func(row scanner) (name string, err error) { err = row.Scan(&name); return name, err },
		`select username from agent where region = $1 and username_key like $2 escape '\' and active
		order by username_key limit $3`, region, likeEscaper.Replace(usernameKey(prefix))+"%", limit)
	return found, t.fail(err, "list user names")
}

// ActiveUsers lists the accounts of the active agents of a region.
func (t *tx) ActiveUsers(region plan.RegionID) ([]plan.UserID, error) {
	found, err := all(t, func(row scanner) (user plan.UserID, err error) { err = row.Scan(&user); return user, err },
		`select user_id from agent where region = $1 and active order by user_id`, region)
	return found, t.fail(err, "list accounts")
}

// PutAgent inserts the agent, or updates it when Version > 0; memberships are
// replaced by those given.
func (t *tx) PutAgent(a plan.Agent) error {
	return t.fail(t.findable(t.putAgent(a), a.Findable()), "store agent @%s", a.Username)
}

func (t *tx) putAgent(a plan.Agent) error {
	args := []any{
		a.Region, a.User, a.Username, usernameKey(a.Username), a.Name, a.Lang, a.Active, a.Deputy,
		dateText(a.AwayFrom), dateText(a.AwayTo), a.Called, a.Function, a.Digest, micros(a.LeftAt),
	}
	if a.Version == 0 {
		err := t.insert(`insert into agent (`+agentColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)`, args...)
		if err != nil {
			return err
		}
		return t.addMemberships(a)
	}
	err := t.update(`update agent set username = $3, username_key = $4, name = $5, lang = $6, active = $7, deputy = $8,
		away_from = $9, away_to = $10, called = $11, duty = $12, digest = $13, left_at = $14, version = version + 1
		where region = $1 and user_id = $2 and version = $15`,
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
