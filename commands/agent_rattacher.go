package commands

import (
	"context"
	"errors"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// People is the accounts of the chat that the region does not know yet.
type People interface {
	// Account finds by user name an account of the region's team;
	// plan.ErrNotFound when the team has no such member.
	Account(ctx context.Context, region plan.RegionID, username string) (plan.Member, error)
}

// WithPeople lets people be attached who are in no channel of a service.
func (r *Router) WithPeople(p People) { r.people = p }

var _ = register(command{
	rank:     22,
	path:     "jalon agent ajouter",
	aliases:  []string{"jalon agent rattacher"},
	summary:  i18n.T("rattacher une personne à un service, avec un rôle", "attach somebody to a service, with a role"),
	args:     []arg{argWho, argOfService, {"role <rôle>", "role décision", i18n.T("coordination, décision, contribution ou lecture ; sans cela, contribution", "coordination, décision, contribution or lecture; without it, contribution"), true}},
	takes:    []clause{takesPerson, takesServices},
	keywords: []string{"role"},
	examples: []string{"jalon agent ajouter @bob pour 62", "jalon agent ajouter @bob pour 62 role décision"},
	right:    plan.ManageAgents,
	seeAlso:  []string{"jalon agent retirer", "jalon agent voir"},
	run:      attachAgent,
})

var _ = register(command{
	rank:     23,
	path:     "jalon agent retirer",
	summary:  i18n.T("retirer une personne d’un service où elle a été rattachée", "take somebody out of a service they were attached to"),
	args:     []arg{argWho, argOfService},
	takes:    []clause{takesPerson, takesServices},
	examples: []string{"jalon agent retirer @bob pour 62"},
	right:    plan.ManageAgents,
	seeAlso:  []string{"jalon agent ajouter", "jalon passation"},
	run:      detachAgent,
})

var (
	textRoleUnknown = i18n.T(
		"Le rôle **« {word} »** n’existe pas. Rien n’a changé.\nRôles : {roles}. Par exemple : `/{example}`",
		"The role **“{word}”** does not exist. Nothing has changed.\nRoles: {roles}. For example: `/{example}`")
	textServiceUnsaid = i18n.T(
		"Indiquez le service : sans cela, ce serait {service}, qui coordonne toute la région. Rien n’a changé.\nSi c’est voulu : `/{line}`",
		"Name the service: otherwise it would be {service}, which coordinates the whole region. Nothing has changed.\nIf that is meant: `/{line}`")
	textCoordinates = i18n.T(
		"{name} coordonne désormais toute la région, échéances confidentielles comprises.",
		"{name} now coordinates the whole region, restricted deadlines included.")
)

func attachAgent(e *Env) (card.Reply, error) {
	role := plan.RoleContribution
	if word, given := e.s.named["role"]; given {
		parsed, known := plan.ParseRole(word)
		if !known {
			return card.Reply{}, askFor(e.say(textRoleUnknown, "word", card.Quote(clip(word)), "roles", e.roles(), "example", e.cmd.examples[1]))
		}
		role = parsed
	}
	m, err := e.memberAsked()
	if err != nil {
		return card.Reply{}, err
	}
	s, err := e.serviceAsked()
	if err != nil {
		return card.Reply{}, err
	}
	if s.Coordinates() && len(e.s.services) == 0 {
		return card.Reply{}, e.coordinationUnsaid(m, s)
	}
	v, err := e.plan.Attach(e.ctx, e.call, m, s.ID, role)
	if err != nil {
		return card.Reply{}, err
	}
	text := e.sheet(v)
	if s.Coordinates() && role != plan.RoleReading {
		text = lines(text, e.say(textCoordinates, "name", v.Username))
	}
	return card.Reply{Text: text}, nil
}

// coordinationUnsaid asks for the service by its name: nobody comes to
// coordinate the region because the channel is that of the coordination.
func (e *Env) coordinationUnsaid(m plan.Member, s plan.Service) error {
	line := e.cmd.path + " @" + m.Username + " pour " + s.Code
	if role, given := e.s.named["role"]; given {
		line += " role " + role
	}
	return askFor(e.say(textServiceUnsaid, "service", s.The(e.lang), "line", card.Code(line)))
}

func (e *Env) roles() string {
	names := make([]string, len(plan.Roles))
	for i, role := range plan.Roles {
		names[i] = e.say(roleNames[role])
	}
	return i18n.Or(e.lang, names)
}

// memberAsked finds who is to be attached: an agent of the region, else an
// account of its team.
func (e *Env) memberAsked() (plan.Member, error) {
	if err := errors.Join(e.nameFirst(), e.serviceNext()); err != nil {
		return plan.Member{}, err
	}
	if e.s.person == "" && e.s.text != "" && !strings.Contains(e.s.text, " ") && !e.namesService(e.s.text) {
		e.s.person, e.s.text = e.s.text, "" // an account of the team, without its @
	}
	name := e.s.person
	switch {
	case name == "":
		return plan.Member{}, askFor(e.say(textAgentMissing, "example", e.cmd.examples[0]))
	case e.s.text != "":
		return plan.Member{}, e.wordsLeft()
	}
	a, err := e.plan.AgentNamed(e.ctx, e.req.Region, name)
	if err == nil {
		return plan.Member{User: a.User, Username: a.Username, Name: a.Name, Lang: a.Lang}, nil
	}
	if !errors.Is(err, plan.ErrNotFound) {
		return plan.Member{}, err
	}
	if e.router.people != nil {
		m, err := e.router.people.Account(e.ctx, e.req.Region, name)
		if err == nil || !errors.Is(err, plan.ErrNotFound) {
			return m, err
		}
	}
	return plan.Member{}, e.unknownPerson(name)
}

// namesService tells words that are nothing but services.
func (e *Env) namesService(text string) bool {
	found, unknown := e.x.match(strings.Fields(text))
	return len(found) > 0 && len(unknown) == 0
}

func detachAgent(e *Env) (card.Reply, error) {
	user, err := e.agentMust()
	if err != nil {
		return card.Reply{}, err
	}
	s, err := e.serviceAsked()
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.plan.Detach(e.ctx, e.call, user, s.ID)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.sheet(v)}, nil
}

func isNotFound(err error) bool { return errors.Is(err, plan.ErrNotFound) }
