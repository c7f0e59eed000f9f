package commands

import (
	"errors"
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     10,
	path:     "jalon service",
	aliases:  []string{"jalon services"},
	summary:  i18n.T("les services de la région, leurs canaux et leurs réglages", "the services of the region, their channels and their settings"),
	examples: []string{"jalon service"},
	right:    plan.UseIt,
	seeAlso:  []string{"jalon service voir"},
	run:      listServices,
})

var _ = register(command{
	rank:     12,
	path:     "jalon service liste",
	aliases:  []string{"jalon service lister", "jalon service list"},
	summary:  i18n.T("voir les services de la région", "see the services of the region"),
	examples: []string{"jalon service liste"},
	right:    plan.UseIt,
	seeAlso:  []string{"jalon service voir"},
	run:      listServices,
})

var _ = register(command{
	rank:     13,
	path:     "jalon service voir",
	aliases:  []string{"jalon service show"},
	summary:  i18n.T("voir un service, son canal et ses réglages", "see a service, its channel and its settings"),
	args:     []arg{argService},
	examples: []string{"jalon service voir 80", "jalon service voir préfecture de la Somme"},
	right:    plan.UseIt,
	seeAlso:  []string{"jalon service modifier"},
	run:      showService,
})

var argService = arg{"<service>", "80", i18n.T(
	"le service, par code, numéro ou nom", "the service, by code, number or name"), false}

var (
	textServiceCount   = i18n.T("**{n} service**", "**{n} service**")
	textServiceCounts  = i18n.T("**{n} services**", "**{n} services**")
	textServiceLine    = i18n.T("- **{code}** · {name} · {channel}", "- **{code}** · {name} · {channel}")
	textServiceBare    = i18n.T("- **{code}** · {channel}", "- **{code}** · {channel}")
	textNoChannelYet   = i18n.T("sans canal", "no channel")
	textClosedServices = i18n.T("Fermés : {list}", "Closed: {list}")
	textServiceWhich   = i18n.T(
		"Il manque le service : son code, son numéro ou son nom. Rien n’a changé.\nPar exemple : `/{example}`",
		"The service is missing: its code, its number or its name. Nothing has changed.\nFor example: `/{example}`")
	textServiceSeveral = i18n.T(
		"**« {word} »** désigne plusieurs services : {list}. Rien n’a changé.\nDites lequel, par son code.",
		"**“{word}”** names several services: {list}. Nothing has changed.\nSay which, by its code.")
	textServiceNotOpen = i18n.T(
		"Le service {code} est fermé. Rien n’a changé.\nPour le rouvrir : `/jalon service modifier {typed} ouvert`",
		"The service {code} is closed. Nothing has changed.\nTo open it again: `/jalon service modifier {typed} ouvert`")
)

// listServices lists the open services, then the codes of the closed ones.
func listServices(e *Env) (card.Reply, error) {
	all, err := e.plan.Services(e.ctx, e.req.Region)
	if err != nil {
		return card.Reply{}, err
	}
	var rows, closed []string
	for _, s := range coordinationFirst(all) {
		if s.Closed {
			closed = append(closed, card.Quote(s.Code))
			continue
		}
		text := textServiceLine
		if s.Name == s.Code {
			text = textServiceBare
		}
		rows = append(rows, e.say(text, "code", card.Quote(s.Code), "name", card.Quote(s.Name), "channel", e.channelOf(s)))
	}
	head := e.say(i18n.Plural(e.lang, len(rows), textServiceCount, textServiceCounts), "n", len(rows))
	foot := ""
	if len(closed) > 0 {
		foot = e.say(textClosedServices, "list", strings.Join(closed, ", "))
	}
	return card.Reply{Text: lines(append(append([]string{head}, rows...), foot)...)}, nil
}

// coordinationFirst puts the coordination before the others, which keep their
// order.
func coordinationFirst(services []plan.Service) []plan.Service {
	out := slices.Clone(services)
	slices.SortStableFunc(out, func(a, b plan.Service) int {
		switch {
		case a.Coordinates() == b.Coordinates():
			return 0
		case a.Coordinates():
			return -1
		default:
			return 1
		}
	})
	return out
}

func (e *Env) channelOf(s plan.Service) string {
	if s.ChannelName == "" {
		return e.say(textNoChannelYet)
	}
	return "~" + s.ChannelName
}

var labelModifyService = i18n.T("Modifier", "Change")

func showService(e *Env) (card.Reply, error) {
	s, err := e.service(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	reply, err := e.serviceCard(s.ID)
	if err != nil || s.Closed || plan.CheckServices(e.call.Actor) != nil {
		return reply, err
	}
	reply.Buttons = []card.Button{{
		ID: "modifierservice", Label: e.say(labelModifyService), Style: card.Variant,
		Command: "jalon service modifier " + s.Code,
	}}
	return reply, nil
}

// service finds a service by whatever it is called, a closed one by its code or
// its name.
func (e *Env) service(text string) (plan.Service, error) {
	s, err := e.openService(text)
	if err == nil || e.namesOpenOnes(text) {
		return s, err
	}
	all, failed := e.plan.Services(e.ctx, e.req.Region)
	if failed != nil {
		return plan.Service{}, failed
	}
	for _, closed := range all {
		if closed.Closed && (serviceKey(closed.Code) == serviceKey(text) || serviceKey(closed.Name) == serviceKey(text)) {
			return closed, nil
		}
	}
	return s, err
}

// namesOpenOnes tells whether words are nothing but open services.
func (e *Env) namesOpenOnes(text string) bool {
	found, unknown := e.x.match(strings.Fields(text))
	return text == "" || len(found) > 0 && len(unknown) == 0
}

// openService finds an open service by whatever it is called.
func (e *Env) openService(text string) (plan.Service, error) {
	if text == "" {
		return plan.Service{}, &ask{card.Reply{Error: true, Text: e.say(textServiceWhich, "example", e.cmd.examples[0])}}
	}
	found, unknown := e.x.match(strings.Fields(text))
	switch {
	case len(unknown) > 0 || len(found) == 0:
		return plan.Service{}, unknownService(e.x, text)
	case len(found) > 1:
		list := make([]string, len(found))
		for i, id := range found {
			list[i] = "`" + e.x.byID(id).Code + "`"
		}
		return plan.Service{}, plan.Refuse(plan.Invalid, textServiceSeveral.With(
			"word", card.Quote(clip(text)), "list", strings.Join(list, ", ")))
	}
	return e.x.byID(found[0]), nil
}

// referent finds a person of the region by user name.
func (e *Env) referent(name string) (plan.UserID, error) {
	a, err := e.plan.AgentNamed(e.ctx, e.req.Region, name)
	if errors.Is(err, plan.ErrNotFound) {
		return "", plan.Refuse(plan.NotFound, textNoReferent.With("name", card.Quote(clip(name))))
	}
	return a.User, err
}
