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

// Absence is when somebody is away, both days included, and who receives what
// is for them meanwhile. Nobody is asked why.
type Absence struct {
	From, To calendar.Date
	Deputy   UserID // empty for the channel of the service
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
	textNoAbsence = i18n.T(
		"L’absence {of} ne peut pas être changée depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle revient à {name}, aux référents et agents de décision de son service, et à la coordination.\n"+
			"Pour l’obtenir : {ask}",
		"The absence of {of} cannot be changed from your account. Nothing has changed.\n"+
			"Rule: {name}, the referents and decision agents of their service and the coordination change it.\n"+
			"To get this right: {ask}")
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
	textAwayReversed = i18n.T(
		"La fin de l’absence vient avant son début. Rien n’a changé.\nPar exemple : `/jalon agent absence du 21/12 au 24/12`",
		"The absence ends before it begins. Nothing has changed.\nFor example: `/jalon agent absence du 21/12 au 24/12`")
	textAwayPast = i18n.T(
		"Cette absence est déjà finie. Rien n’a changé.\nPar exemple : `/jalon agent absence du 21/12 au 24/12`",
		"This absence is already over. Nothing has changed.\nFor example: `/jalon agent absence du 21/12 au 24/12`")
	textNoDeputy = i18n.T(
		"La suppléance de **{name}** ne peut pas être choisie depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle voit ce que **{name}** suit ; la personne elle-même et la coordination la choisissent.\n"+
			"Sans suppléance, les rappels iront dans le canal du service. Pour l’obtenir : {ask}",
		"The deputy of **{name}** cannot be chosen from your account. Nothing has changed.\n"+
			"Rule: they see what **{name}** follows; the person and the coordination choose them.\n"+
			"Without a deputy, the reminders go to the service’s channel. To get this right: {ask}")
	textOwnDeputy = i18n.T(
		"**{name}** ne peut pas être sa propre suppléance. Rien n’a changé.\nSans suppléance, les rappels iront dans le canal du service.",
		"**{name}** cannot stand in for themselves. Nothing has changed.\nWithout a deputy, the reminders go to the service’s channel.")
	textNotAway = i18n.T(
		"**{name}** n’a aucune absence en cours ou à venir. Rien n’a changé.\nPour en noter une : `/jalon agent absence du 21/12 au 24/12`",
		"**{name}** has no absence now or to come. Nothing has changed.\nTo note one: `/jalon agent absence du 21/12 au 24/12`")
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

// coordinates tells whether an agent does more than read in the coordination.
func (a Agent) coordinates(home Service) bool {
	m, in := a.Member(home.ID)
	return a.Active && in && m.Role != RoleReading
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

// SetAbsence notes when a person is away and who stands in; the zero Absence
// ends the present one, and a deputy without days stands in during it. It
// returns the absence with other days that this one replaces, zero for none.
func (p *Planner) SetAbsence(ctx context.Context, call Call, user UserID, away Absence) (AgentView, Absence, error) {
	var replaced Absence
	v, err := p.changeAgent(ctx, call, user, "agent.absence", func(tx Tx, dir DirectoryView, a *Agent) (any, any, error) {
		if !mayNoteAbsence(dir.Actor, dir, *a) {
			return nil, nil, Refuse(Denied, textNoAbsence.With("name", a.Username, "of", Of("**"+a.Username+"**"), "ask", dir.Ask()))
		}
		if away.Deputy != "" && away.Deputy != a.Deputy && a.User != dir.Actor.User && !Allowed(dir.Actor, ManageAgents, Deadline{}) {
			return nil, nil, Refuse(Denied, textNoDeputy.With("name", a.Username, "ask", dir.Ask()))
		}
		today, err := dir.today(homeOf(*a), call.Now)
		if err != nil {
			return nil, nil, err
		}
		away := away.during(*a, today)
		var deputy Agent
		if away.Deputy != "" {
			if deputy, err = knownAgent(tx, a.Region, away.Deputy); err != nil {
				return nil, nil, err
			}
		}
		if err := away.check(*a, deputy, today); err != nil {
			return nil, nil, err
		}
		replaced = away.replaces(*a, today)
		before, err := Absence{a.AwayFrom, a.AwayTo, a.Deputy}.record(tx, a.Region)
		if err != nil {
			return nil, nil, err
		}
		after, err := away.record(tx, a.Region)
		a.AwayFrom, a.AwayTo, a.Deputy = away.From, away.To, away.Deputy
		return before, after, err
	})
	return v, replaced, err
}

// stands tells whether an absence of the agent is under way or to come.
func (a Agent) stands(today calendar.Date) bool { return !a.AwayTo.IsZero() && !a.AwayTo.Before(today) }

// during is the absence with the days of the standing one where only its deputy
// is said.
func (w Absence) during(a Agent, today calendar.Date) Absence {
	if w.From.IsZero() && w.To.IsZero() && w.Deputy != "" && a.stands(today) {
		w.From, w.To = a.AwayFrom, a.AwayTo
	}
	return w
}

// replaces is the standing absence whose days this one changes.
func (w Absence) replaces(a Agent, today calendar.Date) Absence {
	if w == (Absence{}) || !a.stands(today) || w.From == a.AwayFrom && w.To == a.AwayTo {
		return Absence{}
	}
	return Absence{From: a.AwayFrom, To: a.AwayTo, Deputy: a.Deputy}
}

func (w Absence) check(a, deputy Agent, today calendar.Date) error {
	ends := w.From.IsZero() && w.To.IsZero()
	switch {
	case ends && !a.stands(today):
		return Refuse(Invalid, textNotAway.With("name", a.Username))
	case ends:
		return nil
	case w.To.Before(w.From):
		return Refuse(Invalid, textAwayReversed.With())
	case w.To.Before(today):
		return Refuse(Invalid, textAwayPast.With())
	case w.Deputy == a.User:
		return Refuse(Invalid, textOwnDeputy.With("name", a.Username))
	case w.Deputy != "" && !deputy.Active:
		return Refuse(Invalid, textInactive.With("of", Of("**"+deputy.Username+"**")))
	default:
		return nil
	}
}

// mayNoteAbsence tells whether the actor may say when an agent is away: their
// own absence, that of the agents of a service whose referent or decision
// agent they are, or anybody's for who manages the agents.
func mayNoteAbsence(a Actor, dir DirectoryView, who Agent) bool {
	if a.User == who.User || Allowed(a, ManageAgents, Deadline{}) {
		return true
	}
	for _, m := range who.Memberships() {
		s, _ := dir.Service(m.Service)
		if slices.Contains(s.Referents, a.User) {
			return true
		}
		for _, own := range a.Services {
			if own.Service == m.Service && own.Role == RoleDecision {
				return true
			}
		}
	}
	return false
}

// noteAgent writes the journal entry of a change of an agent.
func (p *Planner) noteAgent(tx Tx, call Call, action string, user UserID, before, after any) error {
	person, err := personOf(tx, call.Actor.Region, user)
	if err != nil {
		return err
	}
	return p.journal(tx, call, action, PersonRef(person), before, after, "")
}

// absenceRecord is an absence as the journal holds it.
type absenceRecord struct {
	From   string   `json:"from,omitempty"`
	To     string   `json:"to,omitempty"`
	Deputy PersonID `json:"deputy,omitempty"`
}

func (w Absence) record(tx Tx, region RegionID) (absenceRecord, error) {
	var r absenceRecord
	if !w.From.IsZero() {
		r.From, r.To = w.From.String(), w.To.String()
	}
	var err error
	r.Deputy, err = personOf(tx, region, w.Deputy)
	return r, err
}

// personOf is the opaque identifier of an account, empty for none.
func personOf(tx Tx, region RegionID, user UserID) (PersonID, error) {
	if user == "" {
		return "", nil
	}
	return tx.Person(region, user)
}

// noteAbsence writes the journal entry of a change of an absence.
func (p *Planner) noteAbsence(tx Tx, call Call, user UserID, before, after Absence) error {
	was, err := before.record(tx, call.Actor.Region)
	if err != nil {
		return err
	}
	is, err := after.record(tx, call.Actor.Region)
	if err != nil {
		return err
	}
	return p.noteAgent(tx, call, "agent.absence", user, was, is)
}
