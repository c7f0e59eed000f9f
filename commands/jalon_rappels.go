package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    7,
	path:    "jalon rappels",
	aliases: []string{"jalon rappel", "jalon reminders", "mes rappels"},
	summary: i18n.T("voir les rappels prévus, envoyés, en échec ou sans objet", "see the reminders planned, sent, failed or pointless"),
	args: []arg{{"<filtres>", "62 semaine prochaine", i18n.T(
		"dans n’importe quel ordre : une échéance, des services, `échecs`, `prévus`, `envoyés`, une période, `moi`, `tout`",
		"in any order: a deadline, services, `échecs`, `prévus`, `envoyés`, a period, `moi`, `tout`"), true}},
	examples: []string{"jalon rappels", "jalon rappels 62", "jalon rappels E12", "jalon rappels échecs"},
	right:    plan.ReadIt,
	seeAlso:  []string{"jalon rappels simuler", "jalon rappels habituels", "jalon pourquoi"},
	run:      readLedger,
})

// ledgerAsked is what of the ledger was asked for.
type ledgerAsked struct {
	filter plan.LedgerFilter
	all    bool
	page   int
	person string // whose reminders, as the heading says it
	title  string // of the deadline asked for, after its identifier
	period string // in words
	kept   []string
}

var (
	textLedgerOne      = i18n.T("**{n} {what}**", "**{n} {what}**")
	textLedgerScoped   = i18n.T("**{n} {what} {scope}**", "**{n} {what} {scope}**")
	textLedgerNone     = i18n.T("Aucun rappel {state}.", "No reminder {state}.")
	textLedgerNoneFor  = i18n.T("Aucun rappel {state} {scope}.", "No reminder {state} {scope}.")
	textLedgerInRegion = i18n.T("dans la région", "in the region")
	textLedgerSeen     = i18n.T("parmi ceux que vous pouvez voir", "among those you may see")
	textLedgerYours    = i18n.T("Ceux de votre service : `/{line}`", "Those of your service: `/{line}`")
	textLedgerHome     = i18n.T("{who} ({where})", "{who} ({where})")
	textForYou         = i18n.T("pour vous", "for you")
	textLedgerPast     = i18n.T(
		"Il y a {n} rappel, aucun à la page {page}.\nPour le voir : `/{line}`",
		"There is {n} reminder, none on page {page}.\nTo see it: `/{line}`")
	textLedgerPasts = i18n.T(
		"Il y a {n} rappels, aucun à la page {page}.\nPour voir la dernière page : `/{line}`",
		"There are {n} reminders, none on page {page}.\nTo see the last page: `/{line}`")
	textNoLedgerFor = i18n.T(
		"**« {word} »** n’est ni une échéance, ni un service, ni une période, ni un état.\nPar exemple : `/jalon rappels 62` ou `/jalon rappels échecs`",
		"**“{word}”** is not a deadline, a service, a period or a state.\nFor example: `/jalon rappels 62` or `/jalon rappels échecs`")

	textLedgerInstead = i18n.T("{who} pour {for}", "{who} for {for}")
	textLedgerFormer  = i18n.T("un ancien canal", "a former channel")
	textLedgerSubject = i18n.T("{ref}, {what}", "{ref}, {what}")
)

// ledgerWords are how the lines of one state are called: counted, and in « Aucun
// rappel prévu ».
type ledgerWords struct{ one, many, none i18n.Msg }

var (
	wordsReminders = ledgerWords{
		i18n.T("rappel", "reminder"), i18n.T("rappels", "reminders"), i18n.T("prévu ni envoyé", "planned or sent"),
	}
	wordsPlanned = ledgerWords{
		i18n.T("rappel prévu", "reminder planned"), i18n.T("rappels prévus", "reminders planned"), i18n.T("prévu", "planned"),
	}
	wordsSent = ledgerWords{
		i18n.T("rappel envoyé", "reminder sent"), i18n.T("rappels envoyés", "reminders sent"), i18n.T("envoyé", "sent"),
	}
	wordsFailing = ledgerWords{
		i18n.T("envoi en échec", "failed message"), i18n.T("envois en échec", "failed messages"), i18n.T("en échec", "failed"),
	}
)

// words are how what was asked for is called.
func (a ledgerAsked) words() ledgerWords {
	switch {
	case a.filter.Failing:
		return wordsFailing
	case a.filter.State == plan.Planned:
		return wordsPlanned
	case a.filter.State == plan.Sent:
		return wordsSent
	default:
		return wordsReminders
	}
}

// byItself is what the ledger shows unless something else is asked for: what jalon
// says without anybody having acted.
var byItself = slices.Concat(plan.Reminding, plan.Pointing, plan.Closing, plan.Questioning, plan.Watching)

func readLedger(e *Env) (card.Reply, error) {
	word, rest, _ := strings.Cut(strings.TrimSpace(e.rest), " ")
	if n, ok := plan.ParseMeetingRef(word); ok {
		return e.meetingLedger(n, rest)
	}
	a, err := e.ledgerAsked()
	if err != nil {
		return card.Reply{}, err
	}
	if err := e.ledgerScope(&a); err != nil {
		return card.Reply{}, err
	}
	a.filter.Limit, a.filter.Offset = pageSize, (a.page-1)*pageSize
	found, total, err := e.plan.ReadLedger(e.ctx, e.req.Region, e.sight, a.filter)
	if err != nil {
		return card.Reply{}, err
	}
	partly := e.partlySeen(listing{filter: plan.DeadlineFilter{Services: a.filter.Services}})
	switch {
	case total == 0:
		return card.Reply{Text: lines(e.emptyLedger(a), e.ledgerElsewhere(a), partly)}, nil
	case len(found) == 0:
		return card.Reply{}, e.noLedgerPage(a, total)
	}
	e.learnReceivers(found)
	rows := []string{e.ledgerHeading(a, total)}
	for _, l := range found {
		rows = append(rows, "- "+e.ledgerLine(a, l))
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	e.turnPage(&reply, a, total-a.filter.Offset-len(found))
	if partly != "" {
		reply.Text += "\n\n" + partly
	}
	return reply, nil
}

// noLedgerPage tells that there are not so many pages, and the last.
func (e *Env) noLedgerPage(a ledgerAsked, total int) error {
	last := (total-1)/pageSize + 1
	return askFor(e.say(i18n.Plural(e.lang, total, textLedgerPast, textLedgerPasts),
		"n", total, "page", a.page, "line", card.Code(e.linePage(a.kept, last))))
}

// turnPage leads to the lines that are left after a page.
func (e *Env) turnPage(reply *card.Reply, a ledgerAsked, left int) {
	if left <= 0 {
		return
	}
	line := e.linePage(a.kept, a.page+1)
	reply.Text += "\n\n" + e.say(i18n.Plural(e.lang, left, textMore, textMores), "n", left, "line", card.Code(line))
	reply.Buttons = []card.Button{{ID: "suite", Label: e.say(labelNext), Style: card.Quiet, Command: line}}
}

// linePage is the command at a page of what was asked for.
func (e *Env) linePage(kept []string, page int) string {
	words := append([]string{e.cmd.path}, kept...)
	if page > 1 {
		words = append(words, fmt.Sprintf("page %d", page))
	}
	return strings.Join(words, " ")
}

// ledgerAsked reads the words of the line, each of which must mean something.
func (e *Env) ledgerAsked() (ledgerAsked, error) {
	a := ledgerAsked{page: 1, filter: plan.LedgerFilter{Notices: byItself}}
	return a, e.eachFilter(func(left []string) (int, error) {
		used, err := e.ledgerWord(&a, left)
		if i18n.Fold(left[0]) != "page" {
			a.kept = append(a.kept, left[:used]...)
		}
		return used, err
	}, func(word string) error { return e.noLedgerFilter(word, a) })
}

// noLedgerFilter names the word that means nothing, with the nearest that does.
func (e *Env) noLedgerFilter(word string, a ledgerAsked) error {
	known := []string{"échecs", "prévus", "envoyés", "semaine", "simuler", "tout"}
	for _, s := range e.x.services {
		known = append(append(known, s.Code), shortNames(s)...)
	}
	near := nearest(word, known)
	text := e.say(textNoLedgerFor, "word", card.Quote(clip(word)))
	if len(near) == 0 {
		return askFor(text)
	}
	_, after, _ := strings.Cut(e.rest, word)
	line := strings.Join(append(append([]string{e.cmd.path}, a.kept...), near[0]), " ") + after
	return askFor(text+"\n"+e.say(textDidYouMean, "list", "`/"+card.Code(line)+"`"),
		card.Button{ID: "dire1", Label: e.say(labelYes, "word", near[0]), Style: card.Primary, Command: line})
}

// ledgerStates are the words that choose one.
var ledgerStates = map[string]plan.DeliveryState{
	"prevu": plan.Planned, "prevus": plan.Planned, "planned": plan.Planned,
	"envoye": plan.Sent, "envoyes": plan.Sent, "sent": plan.Sent,
}

// ledgerWord reads what the first words mean and tells how many it used.
func (e *Env) ledgerWord(a *ledgerAsked, left []string) (int, error) {
	if ref, ok := plan.ParseDeadlineRef(left[0]); ok && a.filter.Subject == "" {
		a.filter.Subject = ref
		return 1, nil
	}
	first := i18n.Fold(left[0])
	if state, known := ledgerStates[first]; known {
		a.filter.State = state
		return 1, nil
	}
	switch first {
	case "echec", "echecs", "failed":
		a.failing()
		return 1, nil
	case "page":
		return a.readPage(left), nil
	case "moi", "mes":
		a.filter.To, a.person = e.toThem(), e.say(textForYou)
		return 1, nil
	case "tout", "tous", "toute", "region":
		a.all = true
		return 1, nil
	}
	if isJoint(left[0]) || first == "en" && len(left) > 1 && strings.HasPrefix(i18n.Fold(left[1]), "echec") {
		return 1, nil
	}
	return e.ledgerPlace(a, left)
}

// failing asks for what could not be said: announcements count too.
func (a *ledgerAsked) failing() {
	a.filter.Failing, a.filter.Newest = true, true
	a.filter.Notices = slices.Concat(byItself, plan.Announcing)
}

// readPage reads « page 2 » and tells how many words that is.
func (a *ledgerAsked) readPage(left []string) int {
	if len(left) < 2 {
		return 0
	}
	n, err := strconv.Atoi(left[1])
	if err != nil || n < 1 || n > mostPages {
		return 0
	}
	a.page = n
	return 2
}

// ledgerPlace reads services, a period or a person.
func (e *Env) ledgerPlace(a *ledgerAsked, left []string) (int, error) {
	name, marked := strings.CutPrefix(left[0], "@")
	if !marked {
		found, used := e.scopeAt(left, a.period == "")
		if used > 0 && found.dated() {
			e.setPeriod(a, found.from, found.to)
			return used, nil
		}
		if used > 0 {
			a.filter.Services = append(a.filter.Services, found.services...)
			return used, nil
		}
	}
	agent, err := e.plan.AgentNamed(e.ctx, e.req.Region, name)
	if errors.Is(err, plan.ErrNotFound) && !marked {
		return 0, nil
	}
	if err != nil {
		_, err = e.agentNamed(name)
		return 1, err
	}
	a.filter.To, a.person = []plan.Recipient{{User: agent.User}}, e.say(textForWho, "who", card.Quote(agent.Username))
	return 1, nil
}

// setPeriod selects the instants of civil days, both included, zero for no bound.
func (e *Env) setPeriod(a *ledgerAsked, from, to calendar.Date) {
	if !from.IsZero() {
		a.filter.From = e.midnight(from)
	}
	if !to.IsZero() {
		a.filter.Until = e.midnight(to.AddDays(1))
	}
	a.period = e.days(from, to)
}

// midnight is the instant a civil day begins where the request is made.
func (e *Env) midnight(d calendar.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, e.zone)
}

// days says a period without its week; all its days, since what is urgent leaves on
// any.
func (e *Env) days(from, to calendar.Date) string {
	if from.IsZero() || to.IsZero() || from == to {
		return e.span(from, to)
	}
	return e.words.Span(from, to)
}

// toThem is who receives what is for the person, and for those they stand in for.
func (e *Env) toThem() []plan.Recipient {
	out := make([]plan.Recipient, len(e.sight.Users))
	for i, user := range e.sight.Users {
		out[i] = plan.Recipient{User: user}
	}
	return out
}

// ledgerScope completes what was asked for: in the channel of a service that
// service, in the coordination's the region, elsewhere the person; and the
// present week.
func (e *Env) ledgerScope(a *ledgerAsked) error {
	if a.filter.Subject != "" {
		s, err := e.view(a.filter.Subject)
		a.title = " · " + card.Quote(s.Deadline.Title)
		return err
	}
	if !a.all && len(a.filter.Services) == 0 && len(a.filter.To) == 0 {
		e.ledgerHome(a)
	}
	for _, id := range a.filter.Services {
		if s := e.x.byID(id); s.Channel != "" {
			a.filter.Homes = append(a.filter.Homes, plan.Recipient{Channel: s.Channel})
		}
	}
	if a.period == "" && !a.filter.Failing {
		e.setPeriod(a, e.today().Monday(), e.today().Monday().AddDays(6))
	}
	return nil
}

func (e *Env) ledgerHome(a *ledgerAsked) {
	home, ok := e.dir.Service(e.dir.Place.Service)
	switch {
	case ok && !home.Coordinates():
		a.filter.Services = []plan.ServiceID{home.ID}
	case !ok && !a.filter.Failing:
		a.filter.To, a.person = e.toThem(), e.say(textForYou)
	}
}

// ledgerElsewhere leads who has no reminder of their own to those of their service.
func (e *Env) ledgerElsewhere(a ledgerAsked) string {
	if len(a.kept) > 0 || len(a.filter.To) == 0 || len(e.dir.Actor.Services) == 0 {
		return ""
	}
	return e.say(textLedgerYours, "line", e.cmd.path+" "+plan.TypedCode(e.x.byID(e.dir.Actor.Services[0].Service).Code))
}

func (e *Env) ledgerHeading(a ledgerAsked, total int) string {
	w := a.words()
	args := []any{"n", total, "what", e.say(i18n.Plural(e.lang, total, w.one, w.many))}
	var scope []string
	switch {
	case a.filter.Subject != "":
		scope = append(scope, e.say(textForWho, "who", string(a.filter.Subject)+a.title))
	case len(a.filter.Services) > 0:
		scope = append(scope, e.say(textForWho, "who", e.channelsOf(a.filter.Services)))
	case len(a.filter.To) == 0 && e.sight.All:
		scope = append(scope, e.say(textLedgerInRegion))
	case len(a.filter.To) == 0:
		scope = append(scope, e.say(textLedgerSeen))
	}
	if a.person != "" {
		scope = append(scope, a.person)
	}
	if text := commas(append(scope, a.period)...); text != "" {
		return e.say(textLedgerScoped, append(args, "scope", text)...)
	}
	return e.say(textLedgerOne, args...)
}

// channelsOf names services with their channels.
func (e *Env) channelsOf(ids []plan.ServiceID) string {
	var names []string
	for _, id := range ids {
		s := e.x.byID(id)
		name := s.The(e.lang)
		if s.ChannelName != "" {
			name = e.say(textLedgerHome, "who", name, "where", "~"+s.ChannelName)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return i18n.And(e.lang, names)
}

// emptyLedger says what was looked for in vain.
func (e *Env) emptyLedger(a ledgerAsked) string {
	var scope []string
	if a.filter.Subject != "" {
		scope = append(scope, e.say(textForWho, "who", a.filter.Subject))
	}
	if len(a.filter.Services) > 0 {
		scope = append(scope, e.say(textForWho, "who", e.theServices(a.filter.Services)))
	}
	for _, part := range []string{a.person, a.period} {
		if part != "" {
			scope = append(scope, part)
		}
	}
	state := e.say(a.words().none)
	if len(scope) == 0 {
		return e.say(textLedgerNone, "state", state)
	}
	return e.say(textLedgerNoneFor, "state", state, "scope", strings.Join(scope, " "))
}

// learnReceivers asks the user names that lines of the ledger say.
func (e *Env) learnReceivers(found []plan.LedgerLine) {
	var users []plan.UserID
	for _, l := range found {
		for _, user := range []plan.UserID{l.To.User, l.Carrier.To.User} {
			if user != "" && !user.Former() {
				users = append(users, user)
			}
		}
	}
	if len(users) > 0 {
		e.learn(users)
	}
}

// ledgerLine is one line: when, what, for whom where the heading does not say
// it, and where it stands.
func (e *Env) ledgerLine(a ledgerAsked, l plan.LedgerLine) string {
	parts := []string{"**" + e.momentShort(l.When) + "**"}
	if what := e.ledgerSubject(l, a.filter.Subject != ""); what != "" {
		parts = append(parts, what)
	}
	switch to := l.Carrier.To; {
	case l.To.User != "" && to != (plan.Recipient{}) && to != l.To:
		parts = append(parts, e.say(textLedgerInstead, "who", e.receiverName(to), "for", e.receiverName(l.To)))
	case !e.headingNames(a, l.To):
		parts = append(parts, e.receiverName(l.To))
	}
	return strings.Join(append(parts, e.ledgerState(l)), " · ")
}

// textLedgerAlone are how what is about no one thing is called.
var textLedgerAlone = map[plan.Notice]i18n.Msg{
	plan.NoticeDigest:   i18n.T("point de la semaine", "point of the week"),
	plan.NoticePersonal: i18n.T("point personnel", "personal point"),
	plan.NoticeWatch:    i18n.T("séances à pourvoir", "meetings without a representative"),
}

// textLedgerNotices say what is told of a thing, but for a reminder, which its name
// tells.
var textLedgerNotices = map[plan.Notice]i18n.Msg{
	plan.NoticeEscalation:     i18n.T("escalade", "escalation"),
	plan.NoticeCard:           i18n.T("annonce", "announcement"),
	plan.NoticeAssigned:       i18n.T("part confiée", "part entrusted"),
	plan.NoticeShared:         i18n.T("partage", "sharing"),
	plan.NoticeDataCallEnd:    i18n.T("clôture", "close"),
	plan.NoticeDataCallClosed: i18n.T("état des réponses", "state of the answers"),
	plan.NoticeTermEnding:     i18n.T("fin de mandat", "end of a term"),
}

// ledgerSubject is what a line is about: a reminder of E12, or its announcement; of
// a thing that the heading names, only what is told of it.
func (e *Env) ledgerSubject(l plan.LedgerLine, named bool) string {
	if text, is := textLedgerAlone[l.Notice]; is {
		return e.say(text)
	}
	text := textLedgerNotices[l.Notice]
	if asked, is := textMeetingNotices[l.Notice]; is {
		text = asked
	}
	switch {
	case named && text.IsZero():
		return ""
	case named:
		return e.say(text)
	case text.IsZero():
		return string(l.Subject)
	}
	return e.say(textLedgerSubject, "ref", l.Subject, "what", e.say(text))
}

// headingNames tells whether the heading already says who receives a line.
func (e *Env) headingNames(a ledgerAsked, to plan.Recipient) bool {
	if len(a.filter.Services) == 1 {
		return to.Channel != "" && e.x.byID(a.filter.Services[0]).Channel == to.Channel
	}
	return len(a.filter.To) == 1
}

func (e *Env) receiverName(to plan.Recipient) string {
	switch {
	case to.User.Former():
		return e.say(textFormerAgent)
	case to.User != "":
		return card.Quote(e.assigneeName(to.User))
	}
	if name := e.channelName(to.Channel); name != "" {
		return name
	}
	return e.say(textLedgerFormer)
}

// Links tells where the chat shows a post.
type Links interface {
	// Link is the address of a post, empty when it cannot be told.
	Link(ctx context.Context, post string) string
}

// UseLinks gives the router the chat whose posts it links to. Without it none is
// linked to. It is called before the first request.
func (r *Router) UseLinks(l Links) { r.links = l }
