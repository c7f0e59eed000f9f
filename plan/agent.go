package plan

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// AgentRef names an agent, by account, as the subject of the ledger and to the
// search; the journal names people by [PersonRef].
func AgentRef(user UserID) Ref { return Ref(agentMark + string(user)) }

const agentMark = "A:"

// agent is the account that the reference of an agent names.
func (r Ref) agent() (UserID, bool) {
	user, ok := strings.CutPrefix(string(r), agentMark)
	return UserID(user), ok
}

// Roles lists the roles in the order they are shown.
var Roles = []Role{RoleCoordination, RoleDecision, RoleContribution, RoleReading}

// ParseRole reads a role as people type it, whatever its accents.
func ParseRole(word string) (Role, bool) {
	folded := Role(i18n.Fold(word))
	return folded, slices.Contains(Roles, folded)
}

// AgentView is an agent with the people around.
type AgentView struct {
	Agent
	// DeputyName is the user name of the deputy, empty for none.
	DeputyName string
	// StandsIn lists whom the agent is the deputy of, away or soon to be.
	StandsIn []Agent
	// Today is the civil date of the agent's first service.
	Today calendar.Date
}

// Absent tells whether an absence is under way or to come.
func (v AgentView) Absent() bool { return v.stands(v.Today) }

var (
	textNoAgents = i18n.T(
		"Les rattachements ne peuvent pas être changés depuis votre compte. Rien n’a changé.\n"+
			"Règle : ils reviennent à la coordination et au rôle décision.\nPour l’obtenir : {ask}",
		"Attachments cannot be changed from your account. Nothing has changed.\n"+
			"Rule: the coordination and the décision role change them.\nTo get this right: {ask}")
	textNoCorrection = i18n.T(
		"La fiche {of} ne peut pas être corrigée depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle revient à {name} et à la coordination.\nPour l’obtenir : {ask}",
		"The record of {of} cannot be corrected from your account. Nothing has changed.\n"+
			"Rule: {name} and the coordination correct it.\nTo get this right: {ask}")
	textNotAttached = i18n.T(
		"Aucun rattachement direct {of} {to}. Rien n’a changé.\nPour vérifier : `/jalon agent voir @{name}`",
		"No direct attachment of {of} to {to}. Nothing has changed.\nTo check: `/jalon agent voir @{name}`")
	textOnlyChannel = i18n.T(
		"**{name}** appartient {to} par le canal ~{channel}. Rien n’a changé.\nPour l’en retirer : ôtez @{name} du canal.",
		"**{name}** belongs to {to} by the channel ~{channel}. Nothing has changed.\nTo take them out: remove @{name} from the channel.")
	textLastCoordinator = i18n.T(
		"**{name}** est la seule personne qui coordonne la région. Rien n’a changé.\n"+
			"Rattachez d’abord une autre personne : `/jalon agent ajouter @chloe pour {code}`",
		"**{name}** is the only person who coordinates the region. Nothing has changed.\n"+
			"Attach somebody else first: `/jalon agent ajouter @chloe pour {code}`")
	textInactive = i18n.T(
		"Le compte {of} est désactivé. Rien n’a changé.\nIndiquez une personne dont le compte est actif.",
		"The account of {of} is deactivated. Nothing has changed.\nName somebody whose account is active.")
	textUnknownAgent = i18n.T(
		"Cette personne n’est pas connue dans la région. Rien n’a changé.\nPour la rattacher : `/jalon agent ajouter @bob pour 62`",
		"This person is not known in the region. Nothing has changed.\nTo attach them: `/jalon agent ajouter @bob pour 62`")
)

// AgentView reads an agent with the people around. ErrNotFound when the region
// does not know the account.
func (p *Planner) AgentView(ctx context.Context, now time.Time, region RegionID, user UserID) (AgentView, error) {
	var v AgentView
	err := p.store.Read(ctx, func(tx Tx) error {
		dir, err := directory(tx, region)
		if err != nil {
			return err
		}
		v, err = agentView(tx, dir, user, now)
		return err
	})
	return v, wrap(err, "view agent %s", user)
}

func agentView(tx Tx, dir DirectoryView, user UserID, now time.Time) (AgentView, error) {
	a, err := tx.Agent(dir.Region.ID, user)
	if err != nil {
		return AgentView{}, err
	}
	v := AgentView{Agent: a}
	if v.Today, err = dir.today(homeOf(a), now); err != nil {
		return v, err
	}
	if v.DeputyName, err = UserName(tx, dir.Region.ID, a.Deputy); err != nil {
		return v, err
	}
	v.StandsIn, err = tx.AgentsDeputised(dir.Region.ID, []UserID{user})
	v.StandsIn = slices.DeleteFunc(v.StandsIn, func(o Agent) bool { return o.AwayTo.Before(v.Today) })
	return v, err
}

// homeOf is the service whose clock an agent lives by.
func homeOf(a Agent) ServiceID {
	if len(a.Services) == 0 {
		return ""
	}
	return a.Services[0].Service
}

// AgentsOf lists the active agents of a service by user name.
func (p *Planner) AgentsOf(ctx context.Context, region RegionID, service ServiceID) ([]Agent, error) {
	var out []Agent
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = tx.AgentsOf(region, service); return err })
	return slices.DeleteFunc(out, func(a Agent) bool { return !a.Active }), wrap(err, "agents of %s", service)
}

// changeAgent lets f change an agent of the actor's region, and stores it with
// its journal entry. f returns what the entry says of before and after.
func (p *Planner) changeAgent(ctx context.Context, call Call, user UserID, action string,
	f func(tx Tx, dir DirectoryView, a *Agent) (before, after any, err error),
) (AgentView, error) {
	var out AgentView
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		a, err := knownAgent(tx, call.Actor.Region, user)
		if err != nil {
			return err
		}
		before, after, err := f(tx, dir, &a)
		if err != nil {
			return err
		}
		if err := tx.PutAgent(a); err != nil {
			return err
		}
		if err := p.noteAgent(tx, call, action, user, before, after); err != nil {
			return err
		}
		out, err = agentView(tx, dir, user, call.Now)
		return err
	})
	return out, wrap(err, "%s %s", action, user)
}

func knownAgent(tx Tx, region RegionID, user UserID) (Agent, error) {
	a, err := tx.Agent(region, user)
	if errors.Is(err, ErrNotFound) {
		return a, Refuse(NotFound, textUnknownAgent.With())
	}
	return a, err
}

// Attach attaches a person to a service by hand, with a role, and makes an agent
// of an account that the region does not know yet. Given again, the role
// changes. It comes before the one that the channel gives.
func (p *Planner) Attach(ctx context.Context, call Call, m Member, service ServiceID, role Role) (AgentView, error) {
	var out AgentView
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if !Allowed(dir.Actor, ManageAgents, Deadline{}) {
			return Refuse(Denied, textNoAgents.With("ask", dir.Ask()))
		}
		a, err := tx.Agent(call.Actor.Region, m.User)
		switch {
		case errors.Is(err, ErrNotFound):
			a = m.onto(Agent{Region: call.Actor.Region})
		case err != nil:
			return err
		case !a.Active:
			return Refuse(Invalid, textInactive.With("of", Of("**"+a.Username+"**")))
		}
		was := a
		before, _ := a.Member(service)
		after := Membership{Service: service, Role: role, Source: ByHand}
		a.Services = append(slices.DeleteFunc(slices.Clone(a.Services), func(o Membership) bool {
			return o.Service == service && o.Source == ByHand
		}), after)
		if err := keepsCoordinator(tx, dir, was, a); err != nil {
			return err
		}
		if err := tx.PutAgent(a); err != nil {
			return err
		}
		if err := p.noteAgent(tx, call, "agent.ajouter", m.User, before, after); err != nil {
			return err
		}
		out, err = agentView(tx, dir, m.User, call.Now)
		return err
	})
	return out, wrap(err, "attach %s to %s", m.User, service)
}

// Detach ends an attachment made by hand. What the channel gives stays.
func (p *Planner) Detach(ctx context.Context, call Call, user UserID, service ServiceID) (AgentView, error) {
	return p.changeAgent(ctx, call, user, "agent.retirer", func(tx Tx, dir DirectoryView, a *Agent) (any, any, error) {
		if !Allowed(dir.Actor, ManageAgents, Deadline{}) {
			return nil, nil, Refuse(Denied, textNoAgents.With("ask", dir.Ask()))
		}
		before, in := a.Member(service)
		s, _ := dir.Service(service)
		switch {
		case !in:
			return nil, nil, Refuse(Invalid, textNotAttached.With("name", a.Username, "of", Of("**"+a.Username+"**"), "to", toTheService{s}))
		case before.Source != ByHand:
			return nil, nil, Refuse(Invalid, textOnlyChannel.With("name", a.Username, "to", toTheService{s}, "channel", s.ChannelName))
		}
		was := *a
		a.Services = slices.DeleteFunc(slices.Clone(a.Services), func(o Membership) bool {
			return o.Service == service && o.Source == ByHand
		})
		after, _ := a.Member(service)
		return before, after, keepsCoordinator(tx, dir, was, *a)
	})
}

// keepsCoordinator refuses a change of an agent that would leave the region
// without anybody who coordinates it.
func keepsCoordinator(tx Tx, dir DirectoryView, was, is Agent) error {
	home := dir.Coordination()
	if !was.coordinates(home) || is.coordinates(home) {
		return nil
	}
	agents, err := tx.AgentsOf(dir.Region.ID, home.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(agents, func(o Agent) bool { return o.User != was.User && o.coordinates(home) }) {
		// Of two who leave at once, the second finds the coordination changed.
		return tx.PutService(home)
	}
	return Refuse(Invalid, textLastCoordinator.With("name", was.Username, "code", home.Code))
}

// coordinates tells whether an agent does more than read in the coordination,
// otherwise than by a channel that anybody may join.
func (a Agent) coordinates(home Service) bool {
	m, in := a.Member(home.ID)
	return a.Active && in && m.Role != RoleReading && !(m.Source == ByChannel && home.ChannelOpen)
}

// CorrectAgent changes how a person wishes to be called, or what they are in
// their service; nil leaves as it is, an empty text takes it off.
func (p *Planner) CorrectAgent(ctx context.Context, call Call, user UserID, called, function *string) (AgentView, error) {
	return p.changeAgent(ctx, call, user, "agent.corriger", func(_ Tx, dir DirectoryView, a *Agent) (any, any, error) {
		if user != call.Actor.User && !Allowed(dir.Actor, ManageAgents, Deadline{}) {
			return nil, nil, Refuse(Denied, textNoCorrection.With("name", a.Username, "of", Of("**"+a.Username+"**"), "ask", dir.Ask()))
		}
		// The journal says which fields changed, not the words: they are the
		// person's own.
		var changed []string
		if called != nil {
			a.Called, changed = *called, append(changed, "nom")
		}
		if function != nil {
			a.Function, changed = *function, append(changed, "fonction")
		}
		return nil, map[string][]string{"changed": changed}, nil
	})
}

// noteAgent writes the journal entry of a change of an agent.
func (p *Planner) noteAgent(tx Tx, call Call, action string, user UserID, before, after any) error {
	person, err := personOf(tx, call.Actor.Region, user)
	if err != nil {
		return err
	}
	return p.journal(tx, call, action, PersonRef(person), before, after, "")
}

// personOf is the opaque identifier of an account, empty for none.
func personOf(tx Tx, region RegionID, user UserID) (PersonID, error) {
	if user == "" {
		return "", nil
	}
	return tx.Person(region, user)
}
