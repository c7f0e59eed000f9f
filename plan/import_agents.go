package plan

import (
	"errors"
	"slices"

	"jalon/i18n"
)

var (
	textAgentNoAccount = i18n.T("il manque le compte", "the account is missing")
	textAgentNoService = i18n.T("il manque le service de **{name}**", "the service of **{name}** is missing")
	textAgentService   = i18n.T(
		"le service **{code}** n’est ni dans la liste ni dans la région",
		"the service **{code}** is neither in the list nor in the region")
	textAgentClosed   = i18n.T("le service **{code}** est fermé", "the service **{code}** is closed")
	textAgentTwice    = i18n.T("**{name}** figure déjà pour {code} en ligne {row}", "**{name}** stands already for {code} in row {row}")
	textLineOwnDeputy = i18n.T("**{name}** serait sa propre suppléance", "**{name}** would be their own deputy")
	textTwoDeputies   = i18n.T("**{name}** a deux suppléances dans la liste", "**{name}** has two deputies in the list")
	textNoAgent       = i18n.T(
		"la suppléance **{name}** n’est rattachée à aucun service de la région",
		"the deputy **{name}** belongs to no service of the region")
)

// draftAgent is an agent with what the list changes.
type draftAgent struct {
	Agent
	changes []FieldChange
	was     UserID // the deputy so far
	deputy  Cell   // the row that names the deputy
	back    bool   // the account was known and no longer active
}

// agentRow is a row already met for an account and a service.
type agentRow struct {
	user    UserID
	service ServiceID
}

// draftAgents works out what becomes of the agents of the list.
func (w *importing) draftAgents(tx Tx) error {
	whole := w.region()
	rows := map[agentRow]int{}
	for _, line := range w.list.Agents {
		report := LineReport{At: line.At, Name: accountKey(line.Account), State: LineSame}
		if err := w.draftAgent(tx, line, whole, rows, &report); err != nil {
			return err
		}
		w.report.Agents = append(w.report.Agents, report)
	}
	return w.checkDeputies(tx)
}

func (w *importing) draftAgent(tx Tx, line AgentLine, whole []Service, rows map[agentRow]int, report *LineReport) error {
	if report.Name == "" {
		w.problem(line.At.in(ColumnAccount), textAgentNoAccount.With())
		return nil
	}
	member, ok, err := w.account(tx, line.At.in(ColumnAccount), line.Account)
	if err != nil {
		return err
	}
	service, known := w.serviceOf(line, report.Name, whole)
	if !ok || !known {
		return nil
	}
	row := agentRow{member.User, service.ID}
	if first, twice := rows[row]; twice {
		w.problem(line.At.in(ColumnAccount), textAgentTwice.With("name", report.Name, "code", service.Code, "row", first))
		return nil
	}
	rows[row] = line.At.Row
	agent, err := w.agentOf(tx, member)
	if err != nil {
		return err
	}
	report.Name = member.Username
	report.State, report.Changes = agent.attach(line, service)
	if agent.back {
		change := FieldChange{ColumnAccount, "", agent.Username}
		agent.back, agent.changes, report.State = false, append(agent.changes, change), LineChanged
		report.Changes = append(report.Changes, change)
	}
	if line.Deputy == "" {
		return nil
	}
	change, err := w.appoint(tx, line, agent)
	if err == nil && change != nil {
		report.Changes = append(report.Changes, *change)
		if report.State == LineSame {
			report.State = LineChanged
		}
	}
	return err
}

// serviceOf is the service that a row names, if it is open.
func (w *importing) serviceOf(line AgentLine, name string, whole []Service) (Service, bool) {
	at := line.At.in(ColumnService)
	if line.Service == "" {
		w.problem(at, textAgentNoService.With("name", name))
		return Service{}, false
	}
	i := serviceWithCode(whole, line.Service)
	switch {
	case i < 0:
		w.problem(at, textAgentService.With("code", line.Service))
		return Service{}, false
	case whole[i].Closed:
		w.problem(at, textAgentClosed.With("code", line.Service))
		return Service{}, false
	default:
		return whole[i], true
	}
}

// agentOf is the draft of an account, begun from what the database knows.
func (w *importing) agentOf(tx Tx, m Member) (*draftAgent, error) {
	if i, ok := w.ranks[m.User]; ok {
		return &w.agents[i], nil
	}
	known, err := tx.Agent(w.call.Actor.Region, m.User)
	if isNotFound(err) {
		known, err = Agent{Region: w.call.Actor.Region, User: m.User, Username: m.Username, Name: m.Name, Lang: m.Lang}, nil
	}
	if err != nil {
		return nil, err
	}
	draft := draftAgent{Agent: known, was: known.Deputy, back: known.Version > 0 && !known.Active}
	if !known.Active { // new, or back: what the chat says is fresher
		draft.Username, draft.Name, draft.Lang, draft.Active = m.Username, m.Name, m.Lang, true
	}
	draft.Services = slices.Clone(known.Services)
	w.ranks[m.User] = len(w.agents)
	w.agents = append(w.agents, draft)
	return &w.agents[len(w.agents)-1], nil
}

// attach gives the agent the role of a row, by hand, and says what changes.
func (a *draftAgent) attach(line AgentLine, s Service) (LineState, []FieldChange) {
	at := slices.IndexFunc(a.Services, func(m Membership) bool { return m.Service == s.ID && m.Source == ByHand })
	if at < 0 {
		role := line.Role
		if role == "" {
			role = RoleContribution
		}
		a.Services = append(a.Services, Membership{Service: s.ID, Role: role, Source: ByHand})
		change := FieldChange{Column: ColumnService, After: s.Code + ", " + string(role)}
		a.changes = append(a.changes, change)
		return LineNew, []FieldChange{change}
	}
	was := a.Services[at].Role
	if line.Role == "" || line.Role == was {
		return LineSame, nil
	}
	a.Services[at].Role = line.Role
	a.changes = append(a.changes, FieldChange{ColumnService, s.Code + ", " + string(was), s.Code + ", " + string(line.Role)})
	return LineChanged, []FieldChange{{ColumnRole, string(was), string(line.Role)}}
}

// appoint gives the agent the deputy of a row, and says what changes.
func (w *importing) appoint(tx Tx, line AgentLine, a *draftAgent) (*FieldChange, error) {
	at := line.At.in(ColumnDeputy)
	deputy, ok, err := w.account(tx, at, line.Deputy)
	switch {
	case err != nil || !ok:
		return nil, err
	case deputy.User == a.User:
		w.problem(at, textLineOwnDeputy.With("name", a.Username))
		return nil, nil
	case a.deputy.Row > 0 && a.Deputy != deputy.User:
		w.problem(at, textTwoDeputies.With("name", a.Username))
		return nil, nil
	}
	a.deputy = at
	if a.Deputy == deputy.User {
		return nil, nil
	}
	names, err := w.usernames(tx, []UserID{a.Deputy})
	if err != nil {
		return nil, err
	}
	change := FieldChange{ColumnDeputy, names[a.Deputy], deputy.Username}
	a.Deputy = deputy.User
	a.changes = append(a.changes, change)
	return &change, nil
}

// checkDeputies reports the deputies who are no agents of the region.
func (w *importing) checkDeputies(tx Tx) error {
	for _, a := range w.agents {
		if _, listed := w.ranks[a.Deputy]; listed || a.deputy.Row == 0 {
			continue
		}
		known, err := tx.Agent(w.call.Actor.Region, a.Deputy)
		if err != nil && !isNotFound(err) {
			return err
		}
		if err != nil || !known.Active || len(known.Services) == 0 {
			names, err := w.usernames(tx, []UserID{a.Deputy})
			if err != nil {
				return err
			}
			w.problem(a.deputy, textNoAgent.With("name", names[a.Deputy]))
		}
	}
	return nil
}

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }
