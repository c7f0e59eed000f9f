package commands

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    6,
	path:    "jalon journal",
	aliases: []string{"jalon historique", "jalon history"},
	summary: i18n.T("voir qui a fait quoi, quand et d’où", "see who did what, when and from where"),
	args: []arg{{"<filtres>", "E12", i18n.T(
		"dans n’importe quel ordre : une échéance, des services, `@bob` ou `moi`, une période comme `semaine`",
		"in any order: a deadline, services, `@bob` or `moi`, a period such as `semaine`"), true}},
	examples: []string{"jalon journal E12", "jalon journal 59 semaine", "jalon journal moi"},
	right:    plan.UseIt,
	who: i18n.T("la coordination pour tout ; chacun pour ses actions et pour ce qu’il peut voir",
		"the coordination for everything; everybody for their own actions and what they may see"),
	seeAlso: []string{"echeance voir"},
	run:     readJournal,
})

// journalPage is how many lines of the journal are shown at once.
const journalPage = 10

// journalAsked is what of the journal was asked for.
type journalAsked struct {
	query plan.JournalQuery
	page  int
	kept  []string // as typed, for the line of the next page
	// about is what the heading names; period stands after it.
	about  []string
	period string
}

var (
	textJournalOne   = i18n.T("**{about}, {n} action**", "**{about}, {n} action**")
	textJournalMany  = i18n.T("**{about}, {n} actions**", "**{about}, {n} actions**")
	textJournalName  = i18n.T("Journal", "Journal")
	textJournalEmpty = i18n.T("Aucune action au journal pour {about}", "No action in the journal for {about}")
	textJournalNone  = i18n.T("Aucune action au journal", "No action in the journal")
	textJournalPast  = i18n.T(
		"Le journal compte {n} action, aucune à la page {page}.\nPour la voir : `/{line}`",
		"The journal has {n} action, none on page {page}.\nTo see it: `/{line}`")
	textJournalPasts = i18n.T(
		"Le journal compte {n} actions, aucune à la page {page}.\nPour voir la dernière page : `/{line}`",
		"The journal has {n} actions, none on page {page}.\nTo see the last page: `/{line}`")
	textJournalUnseen = i18n.T("Aucune action visible au journal pour {about}", "No action you may see in the journal for {about}")
	textJournalLine   = i18n.T("**{when}** · {who} · {what}", "**{when}** · {who} · {what}")
	textOtherWeek     = i18n.T("la semaine {week}", "week {week}")
	textFormerAgent   = i18n.T("ancien agent", "former agent")
	textReminded      = i18n.T("rappel envoyé", "reminder sent")
	textMotive        = i18n.T("Motif : {reason}", "Reason: {reason}")
	textNoJournalFor  = i18n.T(
		"**« {word} »** n’est ni une échéance, ni un service, ni une personne, ni une période.\nPar exemple : `/jalon journal E12` ou `/jalon journal 59 semaine`",
		"**“{word}”** is not a deadline, a service, a person or a period.\nFor example: `/jalon journal E12` or `/jalon journal 59 semaine`")
)

// textEntrances say where a request came from.
var textEntrances = map[plan.Origin]i18n.Msg{
	plan.BySlash:   i18n.T("commande", "command"),
	plan.ByButton:  i18n.T("bouton", "button"),
	plan.ByForm:    i18n.T("formulaire", "form"),
	plan.ByMention: i18n.T("mention", "mention"),
	plan.ByDirect:  i18n.T("message privé", "private message"),
	plan.ByConsole: i18n.T("console", "console"),
	plan.BySetup:   i18n.T("installation", "set-up"),
	plan.ByMembers: i18n.T("d’après le canal", "from the channel"),
}

func readJournal(e *Env) (card.Reply, error) {
	asked, err := e.journalAsked()
	if err != nil {
		return card.Reply{}, err
	}
	asked.query.Limit, asked.query.Offset = journalPage, (asked.page-1)*journalPage
	found, err := e.plan.ReadJournalPage(e.ctx, e.call, asked.query)
	if err != nil {
		return card.Reply{}, err
	}
	if found.Total > 0 && len(found.Lines) == 0 {
		last := (found.Total-1)/journalPage + 1
		return card.Reply{}, askFor(e.say(i18n.Plural(e.lang, found.Total, textJournalPast, textJournalPasts), "n", found.Total, "page", asked.page,
			"line", e.journalPageLine(asked, last)))
	}
	if found.Total == 0 {
		return card.Reply{Text: e.emptyJournal(asked)}, nil
	}
	about := asked.about
	if asked.query.Object == "" {
		about = append([]string{e.say(textJournalName)}, about...)
	}
	if asked.period != "" {
		about = append(about, asked.period)
	}
	rows := []string{e.say(i18n.Plural(e.lang, found.Total, textJournalOne, textJournalMany),
		"about", strings.Join(about, ", "), "n", found.Total)}
	for _, line := range found.Lines {
		rows = append(rows, "- "+e.journalLine(line, found.Names, asked.query.Object == ""))
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	if left := found.Total - asked.query.Offset - len(found.Lines); left > 0 {
		next := e.journalPageLine(asked, asked.page+1)
		reply.Text += "\n\n" + e.say(i18n.Plural(e.lang, left, textMore, textMores), "n", left, "line", next)
		reply.Buttons = []card.Button{{ID: "suite", Label: e.say(labelNext), Style: card.Quiet, Command: next}}
	}
	return reply, nil
}

// journalPageLine is the line that shows a page of what was asked for.
func (e *Env) journalPageLine(a journalAsked, page int) string {
	words := append([]string{e.cmd.path}, a.kept...)
	if page > 1 {
		words = append(words, fmt.Sprintf("page %d", page))
	}
	return strings.Join(words, " ")
}

// emptyJournal says what was looked for in vain.
func (e *Env) emptyJournal(a journalAsked) string {
	text := e.say(textJournalNone)
	if a.query.Object != "" { // out of sight, or not there: the same answer
		return e.say(textJournalUnseen, "about", commas(append(slices.Clone(a.about), a.period)...)) + "."
	}
	if len(a.about) > 0 {
		text = e.say(textJournalEmpty, "about", strings.Join(a.about, ", "))
	}
	if a.period != "" {
		text += " " + a.period
	}
	return text + "."
}

// journalAsked reads the words of the line, each of which must mean something.
func (e *Env) journalAsked() (journalAsked, error) {
	a := journalAsked{page: 1}
	return a, e.eachFilter(func(left []string) (int, error) {
		used, err := e.journalFilter(&a, left)
		if i18n.Fold(left[0]) != "page" {
			a.kept = append(a.kept, left[:used]...)
		}
		return used, err
	}, func(word string) error { return askFor(e.say(textNoJournalFor, "word", card.Quote(clip(word)))) })
}

// journalFilter reads what the first words mean and tells how many it used.
func (e *Env) journalFilter(a *journalAsked, left []string) (int, error) {
	if ref, ok := journalRef(left[0]); ok && a.query.Object == "" {
		a.query.Object = ref
		a.about = append([]string{string(ref)}, a.about...)
		return 1, nil
	}
	switch first := i18n.Fold(left[0]); {
	case first == "page" && len(left) > 1:
		n, err := strconv.Atoi(left[1])
		if err != nil || n < 1 || n > 10_000 {
			return 0, nil
		}
		a.page = n
		return 2, nil
	case first == "moi":
		a.query.User = e.req.User
		a.about = append(a.about, e.dir.Actor.Username)
		return 1, nil
	case isJoint(left[0]):
		return 1, nil
	}
	if name, ok := strings.CutPrefix(left[0], "@"); ok {
		agent, err := e.agentNamed(name)
		a.query.User = agent.User
		a.about = append(a.about, agent.Username)
		return 1, err
	}
	return e.journalScope(a, left)
}

// journalRef reads the identifier of what has a journal: a deadline, a body, a
// meeting, a project.
func journalRef(word string) (plan.Ref, bool) {
	if n, ok := plan.ParseBodyRef(word); ok {
		return plan.BodyRef(n), true
	}
	if n, ok := plan.ParseMeetingRef(word); ok {
		return plan.MeetingRef(n), true
	}
	if n, ok := plan.ParseProjectRef(word); ok {
		return plan.ProjectRef(n), true
	}
	return plan.ParseDeadlineRef(word)
}

// journalScope reads services, a period, or a person without an @.
func (e *Env) journalScope(a *journalAsked, left []string) (int, error) {
	found, used := e.scopeAt(left, a.query.From.IsZero() && a.query.To.IsZero())
	switch {
	case used > 0 && found.dated():
		return used, e.journalPeriod(a, found.from, found.to)
	case used > 0:
		for _, id := range found.services {
			if !slices.Contains(a.query.Services, id) {
				a.query.Services = append(a.query.Services, id)
				a.about = append(a.about, e.x.byID(id).Code)
			}
		}
		return used, nil
	}
	agent, err := e.plan.AgentNamed(e.ctx, e.req.Region, left[0])
	if errors.Is(err, plan.ErrNotFound) {
		return 0, nil
	}
	a.query.User = agent.User
	a.about = append(a.about, agent.Username)
	return 1, err
}

// scope is services, or a period with one side open perhaps.
type scope struct {
	services []plan.ServiceID
	from, to calendar.Date
}

func (s scope) dated() bool { return !s.from.IsZero() || !s.to.IsZero() }

// scopeAt reads the services or, where one may be read, the period that begin
// the words, and tells how many of them it used.
func (e *Env) scopeAt(left []string, mayDate bool) (scope, int) {
	for n := len(left); n > 0; n-- {
		if ids, used := e.x.longestAt(left[:n]); n <= used && (thenWeek(left[used:]) || !e.windowFrom(left)) {
			return scope{services: ids}, used
		}
		if _, used := e.x.longestAt(left[:1]); n > 1 && used == 1 && thenWeek(left[1:]) {
			continue
		}
		from, to, r := frdate.Window(strings.Join(left[:n], " "), e.pastDates())
		if r.Kind == frdate.Understood && mayDate {
			return scope{from: from, to: to}, n
		}
	}
	if thenWeek(left) && mayDate { // the present one
		return scope{from: e.today().Monday(), to: e.today().Monday().AddDays(6)}, 1
	}
	return scope{}, 0
}

// thenWeek tells that « semaine » comes next. After a service it is not a length
// of time: « 59 semaines » would be ahead, where no journal is.
func thenWeek(left []string) bool { return len(left) > 0 && i18n.Fold(left[0]) == "semaine" }

// journalPeriod selects the instants of civil days, both included.
func (e *Env) journalPeriod(a *journalAsked, from, to calendar.Date) error {
	if !from.IsZero() {
		a.query.From = time.Date(from.Year, from.Month, from.Day, 0, 0, 0, 0, e.zone)
	}
	if !to.IsZero() {
		a.query.To = time.Date(to.Year, to.Month, to.Day+1, 0, 0, 0, 0, e.zone)
	}
	if !from.IsZero() && from.Weekday() == time.Monday && to == from.AddDays(6) {
		_, week := from.ISOWeek()
		a.about = append(a.about, e.say(textOtherWeek, "week", week))
		return nil
	}
	a.period = e.span(from, to)
	return nil
}

// journalLine is one line, and under it what changed and why.
func (e *Env) journalLine(l plan.Line, names plan.RecordNames, named bool) string {
	local := l.At.In(e.zone)
	when := e.words.ShortAt(calendar.DateOf(l.At, e.zone), calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()}, e.today())
	who := "jalon"
	switch {
	case l.Erased:
		who = e.say(textFormerAgent)
	case l.Actor != "":
		who = card.Quote(l.Actor)
	}
	if l.Sent != nil {
		what := commas(e.say(textReminded), e.channelName(l.Sent.To.Channel))
		return e.say(textJournalLine, "when", when, "who", who, "what", what)
	}
	done, told := e.journalAction(l.Entry, names)
	if named && l.Entry.Object != plan.RegionRef {
		done = e.journalObject(l.Entry.Object, names) + " " + done
	}
	var entrance string
	if m, known := textEntrances[l.Entry.Origin]; known {
		entrance = e.say(m)
	}
	rows := []string{e.say(textJournalLine, "when", when, "who", who, "what", commas(done, entrance, e.channelName(l.Entry.Place)))}
	if l.Entry.Reason != "" {
		told = append(told, e.say(textMotive, "reason", l.Entry.Reason))
	}
	for _, t := range told {
		rows = append(rows, card.Quote(t))
	}
	return strings.Join(rows, "\n  ")
}

// channelName is the channel of a service as people write it; empty for another.
func (e *Env) channelName(channel plan.ChannelID) string {
	for _, s := range e.dir.Services {
		if channel != "" && s.Channel == channel && s.ChannelName != "" {
			return "~" + s.ChannelName
		}
	}
	return ""
}

// commas puts what is said between commas.
func commas(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}
