package commands

import (
	"errors"
	"fmt"
	"slices"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    1,
	path:    "echeance ajouter",
	aliases: []string{"echeance creer", "echeance nouvelle", "echeance noter", "echeance add"},
	summary: i18n.T("créer une échéance et ses rappels", "create a deadline and its reminders"),
	args:    []arg{argTitle, argDate, argServices, argPerson, argLadder, argSecrecy, argUrgency, argKind},
	takes:   []clause{takesDate, takesServices, takesPerson, takesLadder, takesSecrecy, takesUrgency, takesKind},
	examples: []string{
		"echeance ajouter Note ERBM vendredi",
		"echeance ajouter Point CRTE tous les lundis à 9h",
		"echeance ajouter Bilan CPER à la DGCL fin janvier",
		`echeance ajouter "Remontée DSIL 2027" le 15/12 à 12h pour 59 62 rappels J-7 J-3 J-1`,
	},
	repeats:  true,
	right:    plan.CreateIt,
	seeAlso:  []string{"echeance liste", "echeance modifier", "jalon defaire"},
	undoable: true,
	run:      addDeadline,
})

var (
	textAdded       = i18n.T("{ref} est enregistrée. {where}", "{ref} is saved. {where}")
	textTitleNeeded = i18n.T("Indiquez ce qui est à remettre.", "Say what is due.")
	textGoTo        = i18n.T("Les rappels iront dans {places}.", "The reminders will go to {places}.")
	textGoYou       = i18n.T("Les rappels vous parviendront en privé.", "The reminders will reach you in private.")
	textGoPerson    = i18n.T(
		"Les rappels iront à {places}, en privé.", "The reminders will go to {places}, in private.")
	textUsage = i18n.T(
		"{summary}\nÀ écrire : `{usage}`\nPar exemple : `/{example}`",
		"{summary}\nTo write: `{usage}`\nFor example: `/{example}`")
	textWhichService = i18n.T(
		"Pour quel service ? Rien n’est enregistré avant votre choix.\nPar exemple : `/{line}`",
		"For which service? Nothing is saved until you choose.\nFor example: `/{line}`")
	textWithoutChannel = i18n.T("~{channel} ({service} n’a pas de canal)", "~{channel} ({service} has no channel)")
	textOpenChannel    = i18n.T(
		"Attention ⚠️ : toute personne de l’équipe peut entrer dans {channels}. Le titre n’y sera pas montré ; rendez le canal privé, ou confiez l’échéance à une personne.",
		"Note ⚠️: anybody of the team may join {channels}. The title will not be shown there; make the channel private, or entrust the deadline to somebody.")
	textNobody = i18n.T(
		"**@{name}** ne fait partie d’aucun service de la région. Rien n’a changé.{hint}",
		"**@{name}** belongs to no service of the region. Nothing has changed.{hint}")
	textInvite    = i18n.T("\nVérifiez son nom, ou faites-lui rejoindre le canal de son service.", "\nCheck the name, or have them join their service’s channel.")
	textMeantName = i18n.T("\nVouliez-vous dire : `/{line}` ?", "\nDid you mean: `/{line}`?")
	titleNew      = i18n.T("Nouvelle échéance", "New deadline")
	labelTitle    = i18n.T("Titre", "Title")
	labelDate     = i18n.T("Date", "Date")
	labelFor      = i18n.T("Services", "Services")
	labelSteps    = i18n.T("Rappels", "Reminders")
	labelSave     = i18n.T("Enregistrer", "Save")
	helpTitle     = i18n.T("Ce qui est à remettre, en quelques mots.", "What is due, in a few words.")
	helpDate      = i18n.T("Par exemple : vendredi, 15/12 à 12h, fin janvier, dans 3 jours.", "For example: vendredi, 15/12 à 12h, fin janvier, dans 3 jours.")
	helpFor       = i18n.T("Par exemple : 59 62. Vide : le service du canal.", "For example: 59 62. Empty: the channel’s service.")
	helpSteps     = i18n.T("Vide : J-7 J-3 J-1 J, à 9 h.", "Empty: J-7 J-3 J-1 J, at 09:00.")
)

func addDeadline(e *Env) (card.Reply, error) {
	if e.rest == "" && !e.answersForm() {
		return e.formOrUsage(addForm(e)), nil
	}
	title := card.OneLine(e.s.text)
	if e.answersForm() && title == "" {
		return card.Reply{}, &ask{card.Reply{Error: true, Field: "titre", Text: e.say(textTitleNeeded)}}
	}
	due, err := e.dueOf(title)
	if err != nil {
		return card.Reply{}, err
	}
	assignee, err := e.agentNamed(e.s.person)
	if err != nil {
		return card.Reply{}, err
	}
	services, err := e.concerned(assignee)
	if err != nil {
		return card.Reply{}, err
	}
	chase, err := e.chaseAsked()
	if err != nil {
		return card.Reply{}, err
	}
	added, err := e.plan.AddDeadline(e.ctx, e.call, plan.NewDeadline{
		Title: title, Due: due.due, Said: due.said[0], SaidEN: due.said[1],
		Services: services, Assignee: assignee.User, Ladder: e.ladderAsked(), Chase: chase, Rule: due.rule,
		Restricted: e.s.restricted != nil && *e.s.restricted, Urgent: e.s.urgent != nil && *e.s.urgent,
		Kind: e.s.kind,
	})
	if err != nil {
		return card.Reply{}, err
	}
	drawn := e.drawer().answer(added)
	text, buttons := e.warnings(added.Deadline, due, title)
	text = append([]string{e.say(textAdded, "ref", added.Deadline.Ref(), "where", e.whereTo(added)), e.awayNote(assignee.User)}, text...)
	text = append(text, e.openChannels(added.Deadline))
	return card.Reply{Text: lines(text...), Card: drawn, Buttons: buttons}, nil
}

// remindedIn is the channel that receives the reminders of a service: the
// coordination's when it has none of its own.
func (e *Env) remindedIn(id plan.ServiceID) string {
	s := e.x.byID(id)
	if s.ChannelName != "" {
		return "~" + s.ChannelName
	}
	return e.say(textWithoutChannel, "channel", e.dir.Coordination().ChannelName, "service", s.Name)
}

// openChannels warns about a restricted deadline whose channels anybody of the
// team may join: its title will not be shown there.
func (e *Env) openChannels(d plan.Deadline) string {
	var open []string
	for _, p := range d.Parts {
		if s := e.x.byID(p.Service); d.Restricted && s.ChannelOpen && p.Assignee == "" {
			open = append(open, "~"+s.ChannelName)
		}
	}
	if len(open) == 0 {
		return ""
	}
	return e.say(textOpenChannel, "channels", i18n.And(e.lang, open))
}

// whereTo says where the reminders will go, or that none will leave.
func (e *Env) whereTo(s plan.Scheduled) string {
	planned := func(d plan.Delivery) bool { return d.State == plan.Planned }
	if !slices.ContainsFunc(s.Deliveries, planned) && !slices.ContainsFunc(s.Chases, planned) {
		return e.say(textNoReminder)
	}
	var places []string
	for _, p := range s.Deadline.Parts {
		place := "@" + s.Names[p.Assignee]
		if p.Assignee == "" {
			place = e.remindedIn(p.Service)
		}
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	if s.Deadline.Parts[0].Assignee == e.req.User {
		return e.say(textGoYou)
	}
	if s.Deadline.Parts[0].Assignee != "" {
		return e.say(textGoPerson, "places", i18n.And(e.lang, places))
	}
	return e.say(textGoTo, "places", i18n.And(e.lang, places))
}

// concerned finds the services of a new deadline: those named; else, for a
// person, theirs; else the channel's; in private, the author's. None or
// several: it asks.
func (e *Env) concerned(assignee plan.Agent) ([]plan.ServiceID, error) {
	if len(e.s.services) > 0 {
		return e.s.services, nil
	}
	if at := assignee.Memberships(); len(at) == 1 {
		return []plan.ServiceID{at[0].Service}, nil
	}
	if e.dir.Place.Service != "" {
		return []plan.ServiceID{e.dir.Place.Service}, nil
	}
	if e.dir.Place.Direct && len(e.dir.Actor.Services) == 1 {
		return []plan.ServiceID{e.dir.Actor.Services[0].Service}, nil
	}
	return nil, e.whichService()
}

// whichService asks, the person's own services first.
func (e *Env) whichService() error {
	var buttons []card.Button
	add := func(s plan.Service) {
		if len(buttons) < 5 {
			buttons = append(buttons, card.Button{
				ID: fmt.Sprintf("service%d", len(buttons)+1), Label: s.Code, Style: card.Variant, Command: e.withService(s.Code),
			})
		}
	}
	for _, s := range e.x.services {
		if e.dir.Actor.In(s.ID) {
			add(s)
		}
	}
	for _, s := range e.x.services {
		if !e.dir.Actor.In(s.ID) {
			add(s)
		}
	}
	example := "pour …"
	if len(e.x.services) > 0 {
		example = e.withService(e.x.services[0].Code)
	}
	return &ask{card.Reply{Error: true, Field: "pour", Text: e.say(textWhichService, "line", card.Code(example)), Buttons: buttons}}
}

// agentNamed finds a person of the team; the zero agent for no name. Somebody
// unknown is refused with the nearest name.
func (e *Env) agentNamed(name string) (plan.Agent, error) {
	if name == "" {
		return plan.Agent{}, nil
	}
	a, err := e.plan.AgentNamed(e.ctx, e.req.Region, name)
	if err == nil || !errors.Is(err, plan.ErrNotFound) {
		return a, err
	}
	names, err := e.plan.NamesNear(e.ctx, e.req.Region, name)
	if err != nil {
		return plan.Agent{}, err
	}
	return plan.Agent{}, e.nobody(name, names)
}

func (e *Env) nobody(name string, names []string) error {
	near := nearest(name, names)
	if len(near) == 0 {
		return askFor(e.say(textNobody, "name", card.Quote(name), "hint", e.say(textInvite)))
	}
	e.s.person = near[0]
	line := e.compose(e.s.dateText, "")
	return askFor(e.say(textNobody, "name", card.Quote(name), "hint", e.say(textMeantName, "line", card.Code(line))),
		card.Button{ID: "dire1", Label: e.say(labelYes, "word", near[0]), Style: card.Primary, Command: line})
}

// formOrUsage opens a guided form where the entrance can, else shows how the
// command is written.
func (e *Env) formOrUsage(form card.Form) card.Reply {
	if e.req.CanForm {
		return card.Reply{Form: &form}
	}
	return card.Reply{Error: true, Text: e.say(textUsage, "summary", capital(e.say(e.cmd.summary))+".",
		"usage", e.cmd.usage(), "example", e.cmd.examples[0])}
}

func addForm(e *Env) card.Form {
	return card.Form{
		Title: e.say(titleNew), Command: e.cmd.path, Submit: e.say(labelSave),
		Fields: []card.Field{
			{Name: "titre", Label: e.say(labelTitle), Help: e.say(helpTitle)},
			{Name: "date", Label: e.say(labelDate), Help: e.say(helpDate)},
			{Name: "pour", Label: e.say(labelFor), Help: e.say(helpFor), Optional: true},
			{Name: "rappels", Label: e.say(labelSteps), Help: e.say(helpSteps), Optional: true},
		},
	}
}
