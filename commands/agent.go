package commands

import (
	"errors"
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// The people of the region: who they are, where they belong, when they are
// away. Somebody is named by their user name.

var (
	argAgent = arg{"@personne", "@bob", i18n.T(
		"la personne ; sans cela, vous", "the person; without it, you"), true}
	argWho       = arg{"@personne", "@bob", i18n.T("la personne", "the person"), false}
	argOfService = arg{"pour <service>", "pour 62", i18n.T(
		"le service, par code, numéro ou nom ; sans cela, celui du canal", "the service, by code, number or name; without it, the channel’s"), true}
	whoSelf = i18n.T("chaque personne pour elle-même, la coordination", "everybody for themselves, the coordination")
)

var (
	textAgentServices = i18n.T("**{name}** : {services}.", "**{name}**: {services}.")
	textAgentNowhere  = i18n.T("**{name}** : aucun service.", "**{name}**: no service.")
	textMembership    = i18n.T("{service}, {role} ({source})", "{service}, {role} ({source})")
	textByChannel     = i18n.T("par le canal ~{channel}", "by the channel ~{channel}")
	textByHand        = i18n.T("rattachement direct", "attached directly")
	textAgentAway     = i18n.T("Indisponible {span}. {where}", "Unavailable {span}. {where}")
	textAbsenceNoted  = i18n.T("**{name}** : indisponible {span}. {where}", "**{name}**: unavailable {span}. {where}")
	textToDeputy      = i18n.T("Ses rappels iront à {deputy}.", "Their reminders will go to {deputy}.")
	textToChannel     = i18n.T("Ses rappels iront dans ~{channel}.", "Their reminders will go to ~{channel}.")
	textToService     = i18n.T("Ses rappels iront à son service.", "Their reminders will go to their service.")
	textAgentStandsIn = i18n.T("Suppléance {of}, {span}", "Stands in for {of}, {span}")
	textAgentLeft     = i18n.T("Compte désactivé le {when}", "Account deactivated on {when}")
	textAgentMissing  = i18n.T(
		"Il manque la personne. Rien n’a changé.\nPar exemple : `/{example}`",
		"The person is missing. Nothing has changed.\nFor example: `/{example}`")
	textWordsLeft = i18n.T(
		"**« {words} »** n’est pas compris ici. Rien n’a changé.\nPar exemple : `/{example}`",
		"**“{words}”** is not understood here. Nothing has changed.\nFor example: `/{example}`")
	textMeantPerson = i18n.T("\nVouliez-vous dire : @{name} ?", "\nDid you mean: @{name}?")
)

var roleNames = map[plan.Role]i18n.Msg{
	plan.RoleCoordination: i18n.T("coordination", "coordination"),
	plan.RoleDecision:     i18n.T("décision", "decision"),
	plan.RoleContribution: i18n.T("contribution", "contribution"),
	plan.RoleReading:      i18n.T("lecture", "reading"),
}

// agentAsked finds the person that the sentence names, with or without an @,
// else who asks. Words that name nobody are refused.
func (e *Env) agentAsked() (plan.UserID, error) {
	if err := e.nameFirst(); err != nil {
		return "", err
	}
	if e.s.text != "" {
		return "", e.wordsLeft()
	}
	if e.s.person == "" {
		return e.req.User, nil
	}
	a, err := e.anyoneNamed(e.s.person)
	return a.User, err
}

// wordsLeft refuses the words that are no part of the command.
func (e *Env) wordsLeft() error {
	return askFor(e.say(textWordsLeft, "words", card.Quote(clip(e.s.text)), "example", e.cmd.examples[0]))
}

// agentMust is [Env.agentAsked] where nobody but a person named is meant, and a
// service may follow.
func (e *Env) agentMust() (plan.UserID, error) {
	if err := errors.Join(e.nameFirst(), e.serviceNext()); err != nil {
		return "", err
	}
	user, err := e.agentAsked()
	if err == nil && e.s.person == "" {
		err = askFor(e.say(textAgentMissing, "example", e.cmd.examples[0]))
	}
	return user, err
}

// nameFirst takes a person off the beginning of the text: « @bob », or the name
// of an active agent without its @.
func (e *Env) nameFirst() error {
	first, rest := cutWord(e.s.text)
	if e.s.person != "" || first == "" {
		return nil
	}
	name, marked := strings.CutPrefix(first, "@")
	if !marked {
		a, err := e.plan.AgentNamed(e.ctx, e.req.Region, first)
		switch {
		case isNotFound(err):
			return nil
		case err != nil:
			return err
		}
		name = a.Username
	}
	e.s.person, e.s.text = name, rest
	return nil
}

// serviceNext reads what follows a person as a service without its « pour », or
// with another word before it: « @bob 59 », « @bob au Nord ».
func (e *Env) serviceNext() error {
	words := strings.Fields(e.s.text)
	if e.s.person == "" || len(words) == 0 || len(e.s.services) > 0 {
		return nil
	}
	for len(words) > 1 && slices.Contains(beforeService, i18n.Fold(words[0])) {
		words = words[1:]
	}
	found, unknown := e.x.match(words)
	switch {
	case len(unknown) == 0:
		e.s.services, e.s.text = found, ""
		return nil
	case len(e.x.near(unknown[0])) > 0 || e.x.looksMeant(unknown):
		return unknownService(e.x, unknown[0])
	default:
		return e.wordsLeft()
	}
}

// beforeService are the words that may come before a service, folded.
var beforeService = []string{"pour", "a", "au", "aux", "dans", "en", "de", "du", "la", "le", "les"}

// anyoneNamed finds an agent by user name, active or gone.
func (e *Env) anyoneNamed(name string) (plan.Agent, error) {
	a, err := e.plan.AgentNamed(e.ctx, e.req.Region, name)
	if errors.Is(err, plan.ErrNotFound) {
		a, err = e.plan.LeftAgentNamed(e.ctx, e.req.Region, name)
	}
	if errors.Is(err, plan.ErrNotFound) {
		return a, e.unknownPerson(name)
	}
	return a, err
}

// unknownPerson refuses a name with the nearest one, in the line as it was typed.
func (e *Env) unknownPerson(name string) error {
	names, err := e.plan.NamesNear(e.ctx, e.req.Region, name)
	if err != nil {
		return err
	}
	near := nearest(name, names)
	if len(near) == 0 {
		return askFor(e.say(textNobody, "name", card.Quote(name), "hint", e.say(textInvite)))
	}
	hint := e.say(textMeantPerson, "name", near[0])
	meant := strings.Replace(e.req.Line, "@"+name, "@"+near[0], 1)
	if meant == e.req.Line {
		return askFor(e.say(textNobody, "name", card.Quote(name), "hint", hint))
	}
	return askFor(e.say(textNobody, "name", card.Quote(name), "hint", hint),
		card.Button{ID: "dire1", Label: e.say(labelYes, "word", near[0]), Style: card.Primary, Command: meant})
}

// sheet says all that is known of an agent.
func (e *Env) sheet(v plan.AgentView) string {
	rows := []string{e.memberships(v.Agent)}
	var own []string
	for _, text := range []string{v.Called, v.Function} {
		if text != "" {
			own = append(own, card.Quote(text))
		}
	}
	rows = append(rows, strings.Join(own, ", "))
	if v.Absent() {
		rows = append(rows, e.say(textAgentAway, "span", e.words.SpanDays(v.AwayFrom, v.AwayTo), "where", e.whereItGoes(v)))
	}
	for _, other := range v.StandsIn {
		rows = append(rows, e.say(textAgentStandsIn, "of", plan.Of(other.Username), "span", e.words.SpanDays(other.AwayFrom, other.AwayTo)))
	}
	if !v.LeftAt.IsZero() {
		rows = append(rows, e.say(textAgentLeft, "when", e.words.Stamp(v.LeftAt, e.zone)))
	}
	return lines(rows...)
}

// memberships says where an agent belongs: « bob : préfecture du Pas-de-Calais,
// contribution (par le canal ~pref-62). »
func (e *Env) memberships(a plan.Agent) string {
	var out []string
	for _, m := range a.Memberships() {
		s := e.x.byID(m.Service)
		source := e.say(textByHand)
		if m.Source == plan.ByChannel {
			source = e.say(textByChannel, "channel", s.ChannelName)
		}
		out = append(out, e.say(textMembership, "service", s.Name, "role", e.say(roleNames[m.Role]), "source", source))
	}
	if len(out) == 0 {
		return e.say(textAgentNowhere, "name", a.Username)
	}
	return e.say(textAgentServices, "name", a.Username, "services", strings.Join(out, "\u202f; "))
}

// whereItGoes says who receives what is for an agent away.
func (e *Env) whereItGoes(v plan.AgentView) string {
	if v.DeputyName != "" {
		return e.say(textToDeputy, "deputy", v.DeputyName)
	}
	if len(v.Services) > 0 {
		if s := e.x.byID(v.Services[0].Service); s.ChannelName != "" {
			return e.say(textToChannel, "channel", s.ChannelName)
		}
	}
	return e.say(textToService)
}

// serviceAsked is the one service that the sentence names, else the channel's,
// else the person's first.
func (e *Env) serviceAsked() (plan.Service, error) {
	id := e.dir.Place.Service
	switch {
	case len(e.s.services) > 1:
		return plan.Service{}, askFor(e.say(textOneService, "example", e.cmd.examples[0]))
	case len(e.s.services) == 1:
		id = e.s.services[0]
	case id == "" && len(e.dir.Actor.Services) > 0:
		id = e.dir.Actor.Services[0].Service
	}
	if id == "" {
		return plan.Service{}, askFor(e.say(textOneService, "example", e.cmd.examples[0]))
	}
	return e.x.byID(id), nil
}

var textOneService = i18n.T(
	"Indiquez un service, un seul. Rien n’a changé.\nPar exemple : `/{example}`",
	"Name one service, and only one. Nothing has changed.\nFor example: `/{example}`")
