package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     19,
	path:     "jalon agent",
	aliases:  []string{"jalon agents"},
	summary:  i18n.T("les personnes : services, rôles, absences, suppléances", "the people: services, roles, absences, deputies"),
	examples: []string{"jalon agent"},
	right:    plan.UseIt,
	seeAlso:  []string{"jalon agent liste"},
	run:      viewAgent,
})

var _ = register(command{
	rank:     20,
	path:     "jalon agent voir",
	summary:  i18n.T("qui est une personne : services, rôle, absence, suppléance", "who somebody is: services, role, absence, deputy"),
	args:     []arg{argAgent},
	takes:    []clause{takesPerson},
	examples: []string{"jalon agent voir @bob", "jalon agent voir"},
	right:    plan.UseIt,
	seeAlso:  []string{"jalon agent liste"},
	run:      viewAgent,
})

var _ = register(command{
	rank:     21,
	path:     "jalon agent liste",
	summary:  i18n.T("les agents d’un service", "the agents of a service"),
	args:     []arg{{"<service>", "62", i18n.T("par code, numéro ou nom ; sans cela, celui du canal", "by code, number or name; without it, the channel’s"), true}},
	takes:    []clause{takesServices},
	examples: []string{"jalon agent liste 62"},
	right:    plan.UseIt,
	seeAlso:  []string{"jalon agent voir"},
	run:      listAgents,
})

var (
	textAgentsNone   = i18n.T("**{service}** : aucun agent.\nPour en rattacher un : `/jalon agent ajouter @bob pour {code}`", "**{service}**: no agent.\nTo attach one: `/jalon agent ajouter @bob pour {code}`")
	textAgentsOne    = i18n.T("**{service} : {n} agent**", "**{service}: {n} agent**")
	textAgentsMany   = i18n.T("**{service} : {n} agents**", "**{service}: {n} agents**")
	textAgentRow     = i18n.T("- **{name}** · {role}", "- **{name}** · {role}")
	textAgentAbsent  = i18n.T("indisponible jusqu’au {until}", "unavailable until {until}")
	textAgentsMore   = i18n.T("Et {n} autre : `/jalon agent voir @nom`", "And {n} other: `/jalon agent voir @nom`")
	textAgentsMores  = i18n.T("Et {n} autres : `/jalon agent voir @nom`", "And {n} others: `/jalon agent voir @nom`")
	textAgentUnknown = i18n.T(
		"Votre compte n’est rattaché à aucun service de la région.\nPour y entrer : demandez à rejoindre le canal de votre service.",
		"Your account belongs to no service of the region.\nTo get in: ask to join your service’s channel.")
)

// agentLimit is how many agents a list shows.
const agentLimit = 20

func viewAgent(e *Env) (card.Reply, error) {
	user, err := e.agentAsked()
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.plan.AgentView(e.ctx, e.req.Now, e.req.Region, user)
	if isNotFound(err) {
		return card.Reply{Text: e.say(textAgentUnknown), Error: true}, nil
	}
	return card.Reply{Text: e.sheet(v)}, err
}

func listAgents(e *Env) (card.Reply, error) {
	if e.s.text != "" {
		found, unknown := e.x.match(strings.Fields(e.s.text))
		if len(unknown) > 0 {
			return card.Reply{}, unknownService(e.x, unknown[0])
		}
		e.s.services = found
	}
	s, err := e.serviceAsked()
	if err != nil {
		return card.Reply{}, err
	}
	agents, err := e.plan.AgentsOf(e.ctx, e.req.Region, s.ID)
	if err != nil {
		return card.Reply{}, err
	}
	if len(agents) == 0 {
		return card.Reply{Text: e.say(textAgentsNone, "service", s.Name, "code", s.Code)}, nil
	}
	rows := []string{e.say(i18n.Plural(e.lang, len(agents), textAgentsOne, textAgentsMany), "service", s.Name, "n", len(agents))}
	for _, a := range agents[:min(len(agents), agentLimit)] {
		rows = append(rows, e.agentRow(a, s.ID))
	}
	text := strings.Join(rows, "\n")
	if left := len(agents) - agentLimit; left > 0 {
		text += "\n\n" + e.say(i18n.Plural(e.lang, left, textAgentsMore, textAgentsMores), "n", left)
	}
	return card.Reply{Text: text}, nil
}

func (e *Env) agentRow(a plan.Agent, service plan.ServiceID) string {
	m, _ := a.Member(service)
	row := e.say(textAgentRow, "name", a.Username, "role", e.say(roleNames[m.Role]))
	if a.Function != "" {
		row += " · " + card.Quote(a.Function)
	}
	if a.AwayOn(e.today()) {
		row += " · " + e.say(textAgentAbsent, "until", e.words.Short(a.AwayTo, e.today()))
	}
	return row
}
