package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    8,
	path:    "jalon rappels simuler",
	aliases: []string{"jalon rappels simulation", "jalon rappels simulate", "jalon simuler"},
	summary: i18n.T("voir ce qui sera envoyé dans le canal d’un service, sans rien envoyer",
		"see what will be posted in the channel of a service, without posting anything"),
	args: []arg{
		{"<service>", "62", i18n.T("par code, numéro ou nom ; sans cela, celui du canal", "by code, number or name; without it, the channel’s"), true},
		{"<période>", "du 1er au 15 janvier", i18n.T(
			"deux semaines à venir si elle n’est pas dite", "the two coming weeks when it is not said"), true},
	},
	examples: []string{"jalon rappels simuler 62", "jalon rappels simuler 62 du 1er au 15 janvier"},
	right:    plan.ReadIt,
	seeAlso:  []string{"jalon rappels"},
	run:      simulate,
})

// simulatedDays is how many days are shown when none are asked for.
const simulatedDays = 14

// simulatedLines and simulatedRefs bound what is shown at once.
const (
	simulatedLines = 10
	simulatedRefs  = 8
)

var (
	textSimulated = i18n.T(
		"**Simulation : {n} message {span} dans {where}.** Rien n’est envoyé.",
		"**Simulation: {n} message {span} in {where}.** Nothing is sent.")
	textSimulateds = i18n.T(
		"**Simulation : {n} messages {span} dans {where}.** Rien n’est envoyé.",
		"**Simulation: {n} messages {span} in {where}.** Nothing is sent.")
	textSimulatedNone = i18n.T(
		"**Simulation : aucun message {span} dans {where}.** Rien n’est envoyé.",
		"**Simulation: no message {span} in {where}.** Nothing is sent.")
	textSimulatedToday = i18n.T(
		"Ce sont les échéances telles qu’elles sont aujourd’hui : ce qui sera créé, reporté ou clos d’ici là changera cette liste.",
		"These are the deadlines as they are today: what is created, postponed or closed meanwhile will change this list.")
	textSimulatedLine   = i18n.T("**{when}** · {what}", "**{when}** · {what}")
	textSimulatedRemind = i18n.T("rappel de {refs}", "reminder of {refs}")
	textSimulatedChase  = i18n.T("relance de {refs}", "chaser of {refs}")
	textSimulatedPoint  = i18n.T("point du {day}", "{day}’s point")
	textSimulatedMore   = i18n.T("{n} autre", "{n} more")
	textSimulatedMores  = i18n.T("{n} autres", "{n} more")
	textSimulateWhere   = i18n.T(
		"Il manque le service.\nPar exemple : `/jalon rappels simuler 62`",
		"The service is missing.\nFor example: `/jalon rappels simuler 62`")
	textSimulateOne = i18n.T(
		"Une simulation montre un seul canal.\nPar exemple : `/jalon rappels simuler {code}`",
		"A simulation shows one channel only.\nFor example: `/jalon rappels simuler {code}`")
	textSimulateShut = i18n.T(
		"{who} n’a pas de canal : ses rappels vont à la coordination.\nPour les voir : `/jalon rappels simuler {code}`",
		"{who} has no channel: its reminders go to the coordination.\nTo see them: `/jalon rappels simuler {code}`")
	textSimulateNobody = i18n.T("{who} n’a pas de canal.", "{who} has no channel.")
	textSimulatePast   = i18n.T(
		"La période est passée : une simulation montre ce qui sera envoyé.\nPour ce qui l’a été : `/jalon rappels {code} {period}`",
		"The period is past: a simulation shows what will be sent.\nFor what was: `/jalon rappels {code} {period}`")
	textNoSimulateFor = i18n.T(
		"**« {word} »** n’est ni un service ni une période.\nPar exemple : `/jalon rappels simuler 62 du 1er au 15 janvier`",
		"**“{word}”** is not a service or a period.\nFor example: `/jalon rappels simuler 62 du 1er au 15 janvier`")
)

// simulation is what was asked to be simulated.
type simulation struct {
	ledgerAsked
	scope
	typed string // the period, as it was typed
}

func simulate(e *Env) (card.Reply, error) {
	a, err := e.simulationAsked()
	if err != nil {
		return card.Reply{}, err
	}
	home, err := e.simulated(a)
	if err != nil {
		return card.Reply{}, err
	}
	if err := e.simulatedPeriod(&a, home); err != nil {
		return card.Reply{}, err
	}
	from := a.filter.From
	if from.Before(e.req.Now) {
		from = e.req.Now
	}
	found, err := e.plan.Simulate(e.ctx, e.req.Region, e.sight, plan.Recipient{Channel: home.Channel}, from, a.filter.Until)
	if err != nil {
		return card.Reply{}, err
	}
	return e.simulationReply(a, home, found), nil
}

// simulationAsked reads a service, a period and a page, in any order.
func (e *Env) simulationAsked() (simulation, error) {
	a := simulation{ledgerAsked: ledgerAsked{page: 1}}
	return a, e.eachFilter(func(left []string) (int, error) {
		if i18n.Fold(left[0]) == "page" {
			return a.readPage(left), nil
		}
		used := e.simulationWord(&a, left)
		a.kept = append(a.kept, left[:used]...)
		return used, nil
	}, func(word string) error { return askFor(e.say(textNoSimulateFor, "word", card.Quote(clip(word)))) })
}

func (e *Env) simulationWord(a *simulation, left []string) int {
	if isJoint(left[0]) && len(left) > 1 {
		if _, used := e.scopeAt(left, !a.dated()); used == 0 {
			return 1
		}
	}
	found, used := e.scopeAt(left, !a.dated())
	switch {
	case used > 0 && found.dated():
		a.from, a.to, a.typed = found.from, found.to, strings.Join(left[:used], " ")
	case used > 0:
		a.services = append(a.services, found.services...)
	}
	return used
}

// simulated is the service whose channel is simulated: the one named, else that
// of the channel, else the only one of the person.
func (e *Env) simulated(a simulation) (plan.Service, error) {
	id := e.dir.Place.Service
	switch {
	case len(a.services) > 1:
		return plan.Service{}, askFor(e.say(textSimulateOne, "code", plan.TypedCode(e.x.byID(a.services[0]).Code)))
	case len(a.services) == 1:
		id = a.services[0]
	case id == "" && len(e.dir.Actor.Services) == 1:
		id = e.dir.Actor.Services[0].Service
	}
	s, known := e.dir.Service(id)
	hub := e.dir.Coordination()
	switch {
	case !known:
		return s, askFor(e.say(textSimulateWhere))
	case s.Channel == "" && hub.Channel != "":
		return s, askFor(capital(e.say(textSimulateShut, "who", s.The(e.lang), "code", plan.TypedCode(hub.Code))))
	case s.Channel == "":
		return s, askFor(capital(e.say(textSimulateNobody, "who", s.The(e.lang))))
	}
	return s, nil
}

// simulatedPeriod completes the period: the two coming weeks, and no longer when
// one is open.
func (e *Env) simulatedPeriod(a *simulation, home plan.Service) error {
	if a.from.IsZero() && (a.to.IsZero() || !a.to.Before(e.today())) {
		a.from = e.today()
	}
	if a.to.IsZero() {
		a.to = latest(a.from, e.today()).AddDays(simulatedDays - 1)
	}
	if a.to.Before(e.today()) {
		return askFor(e.say(textSimulatePast, "code", plan.TypedCode(home.Code), "period", card.Code(a.typed)))
	}
	e.setPeriod(&a.ledgerAsked, latest(a.from, e.today()), a.to)
	a.period = e.onDays(a.from, a.to)
	return nil
}

func latest(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// onDays says a period within a sentence: « du 1er au 15 janvier 2027 », « le
// lundi 4 janvier 2027 ».
func (e *Env) onDays(from, to calendar.Date) string {
	if from == to {
		return e.words.SpanDays(from, to)
	}
	return e.words.Span(from, to)
}

func (e *Env) simulationReply(a simulation, home plan.Service, found []plan.Coming) card.Reply {
	heading := i18n.Plural(e.lang, len(found), textSimulated, textSimulateds)
	if len(found) == 0 {
		heading = textSimulatedNone
	}
	rows := []string{e.say(heading, "n", len(found), "span", a.period, "where", "~"+home.ChannelName)}
	first := min((a.page-1)*simulatedLines, len(found))
	last := min(first+simulatedLines, len(found))
	for _, c := range found[first:last] {
		rows = append(rows, "- "+e.say(textSimulatedLine, "when", e.momentShort(c.When), "what", e.comingText(c)))
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	if left := len(found) - last; left > 0 {
		line := e.linePage(a.kept, a.page+1)
		reply.Text = lines(reply.Text, e.say(i18n.Plural(e.lang, left, textMore, textMores), "n", left, "line", card.Code(line)))
		reply.Buttons = []card.Button{{ID: "suite", Label: e.say(labelNext), Style: card.Quiet, Command: line}}
	}
	reply.Text = lines(reply.Text, e.say(textSimulatedToday), e.partlySeen(listing{filter: plan.DeadlineFilter{Services: []plan.ServiceID{home.ID}}}))
	return reply
}

// textSimulatedMeetings say what jalon will say of bodies and their meetings.
var textSimulatedMeetings = map[plan.Notice]i18n.Msg{
	plan.NoticeWatch:      i18n.T("séances à pourvoir, point de la semaine", "meetings without a representative, weekly"),
	plan.NoticeAsk:        i18n.T("question posée, séance {ref}", "question asked, meeting {ref}"),
	plan.NoticeDecide:     i18n.T("décision à prendre, séance {ref}", "decision to take, meeting {ref}"),
	plan.NoticeAskAgain:   i18n.T("rappel de la question, séance {ref}", "the question again, meeting {ref}"),
	plan.NoticePassedOn:   i18n.T("question transmise, séance {ref}", "question passed on, meeting {ref}"),
	plan.NoticeDecideSoon: i18n.T("rappel de la décision, séance {ref}", "the decision again, meeting {ref}"),
	plan.NoticeTermEnding: i18n.T("fin de mandat, instance {ref}", "end of a term, body {ref}"),
	plan.NoticeWasHeld:    i18n.T("tenue de la séance {ref}", "was meeting {ref} held"),
	plan.NoticeMinutes:    i18n.T("compte rendu attendu, séance {ref}", "minutes expected, meeting {ref}"),
	plan.NoticeNoMinutes:  i18n.T("compte rendu absent, séance {ref}", "minutes missing, meeting {ref}"),
}

// textSimulatedCalls say what jalon will say at the close of a data call.
var textSimulatedCalls = map[plan.Notice]i18n.Msg{
	plan.NoticeDataCallEnd:    i18n.T("clôture de {ref} : dernier appel, ou merci", "close of {ref}: a last call, or thanks"),
	plan.NoticeDataCallClosed: i18n.T("clôture de {ref} : état des réponses", "close of {ref}: state of the answers"),
}

// comingText says what a message to come is about.
func (e *Env) comingText(c plan.Coming) string {
	if c.Notice == plan.NoticeDigest {
		return e.say(textSimulatedPoint, "day", e.words.Weekday(c.When.Date.Weekday()))
	}
	if m, known := textSimulatedCalls[c.Notice]; known {
		return e.say(m, "ref", c.Subject)
	}
	if m, known := textSimulatedMeetings[c.Notice]; known {
		ref := ""
		if len(c.Subjects) > 0 {
			ref = string(c.Subjects[0])
		}
		return e.say(m, "ref", ref)
	}
	refs := make([]string, 0, simulatedRefs)
	for _, ref := range c.Subjects[:min(len(c.Subjects), simulatedRefs)] {
		refs = append(refs, string(ref))
	}
	if left := len(c.Subjects) - len(refs); left > 0 {
		refs = append(refs, e.say(i18n.Plural(e.lang, left, textSimulatedMore, textSimulatedMores), "n", left))
	}
	text := textSimulatedRemind
	if c.Follows {
		text = textSimulatedChase
	}
	return e.say(text, "refs", i18n.And(e.lang, refs))
}
