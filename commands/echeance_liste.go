package commands

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    2,
	path:    "echeance liste",
	aliases: []string{"echeance lister", "echeance list", "echeances", "mes echeances"},
	summary: i18n.T("voir les échéances, par service, date ou retard", "see the deadlines, by service, date or lateness"),
	args: []arg{{"<filtres>", "62 retard", i18n.T(
		"dans n’importe quel ordre : services, `retard`, `closes`, une période comme `semaine prochaine`, `@alice`, `tout`",
		"in any order: services, `retard`, `closes`, a period such as `semaine prochaine`, `@alice`, `tout`"), true}},
	examples: []string{"echeance liste", "echeance liste 62 retard", "echeance liste semaine prochaine"},
	right:    plan.ReadIt,
	seeAlso:  []string{"echeance voir", "jalon"},
	run:      listDeadlines,
})

// pageSize is how many items a list shows before « et 4 autres ».
const pageSize = 5

// listing is a list as it was asked for.
type listing struct {
	filter plan.DeadlineFilter
	late   bool
	all    bool
	page   int
	period string // in words, for the heading
	kept   []string
}

var (
	textListed         = i18n.T("**{n} échéance {state}**{scope}", "**{n} {state} deadline**{scope}")
	textListedMany     = i18n.T("**{n} échéances {state}**{scope}", "**{n} {state} deadlines**{scope}")
	textListedLate     = i18n.T("**{n} échéance ouverte, dont {late} en retard**{scope}", "**{n} open deadline, {late} overdue**{scope}")
	textListedManyLate = i18n.T("**{n} échéances ouvertes, dont {late} en retard**{scope}", "**{n} open deadlines, {late} overdue**{scope}")
	textStateOpen      = i18n.T("ouverte", "open")
	textStateLate      = i18n.T("en retard", "overdue")
	textStateDone      = i18n.T("close", "closed")
	textStateGone      = i18n.T("annulée", "cancelled")
	textStateOpens     = i18n.T("ouvertes", "open")
	textStateDones     = i18n.T("closes", "closed")
	textStateGones     = i18n.T("annulées", "cancelled")
	textForWho         = i18n.T("pour {who}", "for {who}")
	textEmpty          = i18n.T("Aucune échéance {state}{scope}.\nPour en créer une : `/echeance ajouter Note ERBM vendredi`", "No {state} deadline{scope}.\nTo create one: `/echeance ajouter Note ERBM vendredi`")
	textNone           = i18n.T("Aucune échéance {state}{scope}.", "No {state} deadline{scope}.")
	textEmptyLate      = i18n.T("Aucune échéance en retard{scope}.", "No overdue deadline{scope}.")
	textMore           = i18n.T("et {n} autre : `/{line}`", "and {n} more: `/{line}`")
	textMores          = i18n.T("et {n} autres : `/{line}`", "and {n} more: `/{line}`")
	textWholeRegion    = i18n.T("Toute la région : `/echeance liste tout`", "The whole region: `/echeance liste tout`")
	textWholeSight     = i18n.T("Tout ce que vous pouvez voir : `/echeance liste tout`", "All that you may see: `/echeance liste tout`")
	textPartlySeen     = i18n.T(
		"Seules les échéances que vous pouvez voir sont comptées : celles de votre service, et celles que vous suivez.",
		"Only the deadlines that you may see are counted: those of your service, and those that you follow.")
	textLine       = i18n.T("{when} · {title} ({ref}) · {who}", "{when} · {title} ({ref}) · {who}")
	textLineLate   = i18n.T("**En retard ⛔** · {when}", "**Overdue ⛔** · {when}")
	textLineUrgent = i18n.T("{when} · Urgente", "{when} · Urgent")
	textLineDone   = i18n.T("Fait ✅ · {when}", "Done ✅ · {when}")
	textLineGone   = i18n.T("Annulé · {when}", "Cancelled · {when}")
	textNoFilter   = i18n.T("**« {word} »** n’est ni un service, ni une date, ni un état.\n{hint}", "**“{word}”** is not a service, a date or a state.\n{hint}")
	textFilters    = i18n.T("Par exemple : `/echeance liste 62 retard` ou `/echeance liste semaine prochaine`", "For example: `/echeance liste 62 retard` or `/echeance liste semaine prochaine`")
	labelNext      = i18n.T("Page suivante", "Next page")
)

func listDeadlines(e *Env) (card.Reply, error) {
	l, err := e.filters()
	if err != nil {
		return card.Reply{}, err
	}
	home := e.ownService(&l)
	l.filter.Limit, l.filter.Offset = pageSize, (l.page-1)*pageSize
	found, total, err := e.find(l.filter)
	if err != nil {
		return card.Reply{}, err
	}
	if total == 0 {
		return card.Reply{Text: lines(e.emptyList(l), e.partlySeen(l))}, nil
	}
	late, err := e.countLate(l)
	if err != nil {
		return card.Reply{}, err
	}
	e.learnPeople(found)
	rows := []string{e.heading(l, total, late)}
	for _, d := range found {
		rows = append(rows, "- "+e.listLine(d))
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	if left := total - l.filter.Offset - len(found); left > 0 {
		line := e.pageLine(l, l.page+1)
		reply.Text += "\n\n" + e.say(i18n.Plural(e.lang, left, textMore, textMores), "n", left, "line", card.Code(line))
		reply.Buttons = []card.Button{{ID: "suite", Label: e.say(labelNext), Style: card.Quiet, Command: line}}
	}
	if partly := e.partlySeen(l); partly != "" {
		reply.Text += "\n\n" + partly
	}
	if home {
		whole := textWholeSight
		if e.sight.All {
			whole = textWholeRegion
		}
		reply.Text += "\n\n" + e.say(whole)
	}
	return reply, nil
}

// ownService limits a bare list typed in a service's own channel to that
// service; the coordination's channel sees the region.
func (e *Env) ownService(l *listing) bool {
	s, ok := e.dir.Service(e.dir.Place.Service)
	if !ok || s.Coordinates() || l.all || len(l.filter.Services) > 0 || l.filter.Assignee != "" {
		return false
	}
	l.filter.Services = []plan.ServiceID{s.ID}
	l.filter.OpenParts = l.filter.State == plan.Open
	return true
}

// partlySeen warns a reader who asks for services of which they do not see
// everything: « aucune » must not be read as « there is none ».
func (e *Env) partlySeen(l listing) string {
	beyond := func(id plan.ServiceID) bool {
		return !slices.Contains(e.sight.Own, id) && !slices.Contains(e.sight.Scope, id)
	}
	if e.sight.All || e.sight.Whole || !slices.ContainsFunc(l.filter.Services, beyond) {
		return ""
	}
	return e.say(textPartlySeen)
}

// countLate counts the late ones among the open ones listed.
func (e *Env) countLate(l listing) (int, error) {
	if l.filter.State != plan.Open || l.late {
		return 0, nil
	}
	f := l.filter
	f.LateAt, f.Limit, f.Offset = e.req.Now, 1, 0
	_, n, err := e.find(f)
	return n, err
}

// filters reads the words of the list, each of which must mean something.
func (e *Env) filters() (listing, error) {
	l := listing{page: 1, filter: plan.DeadlineFilter{State: plan.Open, Only: plan.ByThemselves}}
	return l, e.eachFilter(
		func(left []string) (int, error) { return e.filter(&l, left) },
		func(word string) error { return e.noFilter(word, l) })
}

// eachFilter reads what was typed from left to right: take tells how many of the
// words it used, and none is what no filter means.
func (e *Env) eachFilter(take func(left []string) (used int, err error), none func(word string) error) error {
	tokens, err := lex(e.rest)
	if err != nil {
		return err
	}
	for left := words(tokens); len(left) > 0; {
		used, err := take(left)
		if err != nil {
			return err
		}
		if used == 0 {
			return none(left[0])
		}
		left = left[used:]
	}
	return nil
}

// filter reads what the first words mean and tells how many it used.
func (e *Env) filter(l *listing, left []string) (int, error) {
	if used := l.keyword(left, e); used > 0 {
		return used, nil
	}
	if name, ok := strings.CutPrefix(left[0], "@"); ok {
		a, err := e.agentNamed(name)
		l.filter.Assignee = a.User
		l.kept = append(l.kept, left[0])
		return 1, err
	}
	for n := len(left); n > 0; n-- {
		text := strings.Join(left[:n], " ")
		if ids, used := e.x.longestAt(left[:n]); n <= used && !e.windowFrom(left) {
			l.addServices(ids, text)
			return used, nil
		}
		if from, to, r := frdate.Window(text, e.pastDates()); r.Kind == frdate.Understood && l.filter.From.IsZero() && l.filter.To.IsZero() {
			l.filter.From, l.filter.To = from, to
			l.period = e.span(from, to)
			l.kept = append(l.kept, text)
			return n, nil
		}
	}
	if isJoint(left[0]) {
		return 1, nil
	}
	a, err := e.plan.AgentNamed(e.ctx, e.req.Region, left[0])
	if errors.Is(err, plan.ErrNotFound) {
		return 0, nil
	}
	l.filter.Assignee = a.User
	l.kept = append(l.kept, left[0])
	return 1, err
}

// windowFrom tells whether more than the first word reads as a period: « 02
// mars » is a date before « 02 » is a service.
func (e *Env) windowFrom(left []string) bool {
	for n := len(left); n > 1; n-- {
		if _, _, r := frdate.Window(strings.Join(left[:n], " "), e.pastDates()); r.Kind == frdate.Understood {
			return true
		}
	}
	return false
}

// pastDates reads periods that may be over: a list looks back too.
func (e *Env) pastDates() frdate.Ref {
	ref := e.dates()
	ref.AllowPast = true
	return ref
}

// span says a period, open on one side perhaps.
func (e *Env) span(from, to calendar.Date) string {
	switch {
	case from.IsZero():
		return e.say(textUntil, "date", e.words.Long(to))
	case to.IsZero():
		return e.say(textSince, "date", e.words.Long(from))
	case from == to:
		return e.say(textOnDay, "date", e.words.Long(from))
	default:
		return e.words.SpanWeek(from, to)
	}
}

var (
	textOnDay = i18n.T("le {date}", "on {date}")
	textUntil = i18n.T("jusqu’au {date}", "until {date}")
	textSince = i18n.T("à partir du {date}", "from {date}")
)

func (l *listing) addServices(ids []plan.ServiceID, typed string) {
	for _, id := range ids {
		if !slices.Contains(l.filter.Services, id) {
			l.filter.Services = append(l.filter.Services, id)
		}
	}
	l.filter.OpenParts = l.filter.State == plan.Open
	l.kept = append(l.kept, typed)
}

// states are the words that choose one.
var states = map[string]plan.State{
	"ouverte": plan.Open, "ouvertes": plan.Open, "en cours": plan.Open,
	"close": plan.Done, "closes": plan.Done, "faite": plan.Done, "faites": plan.Done, "fait": plan.Done, "terminees": plan.Done,
	"annulee": plan.Cancelled, "annulees": plan.Cancelled,
}

// keyword reads retard, closes, page 2, moi, tout.
func (l *listing) keyword(left []string, e *Env) int {
	first := i18n.Fold(left[0])
	second := ""
	if len(left) > 1 {
		second = i18n.Fold(left[1])
	}
	switch {
	case first == "retard" || first == "retards" || first == "late":
		return l.keepLate(left[:1], e)
	case first == "en" && (second == "retard" || second == "retards"):
		return l.keepLate(left[:2], e)
	case first == "page" && second != "":
		n, err := strconv.Atoi(second)
		if err != nil || n < 1 || n > 10_000 {
			return 0
		}
		l.page = n
		return 2
	case first == "tout" || first == "toutes" || first == "region":
		l.all = true
		l.kept = append(l.kept, left[0])
		return 1
	case first == "moi" || first == "mes":
		l.filter.Assignee = e.req.User
		l.kept = append(l.kept, left[0])
		return 1
	}
	if state, ok := states[first]; ok {
		l.filter.State = state
		l.filter.OpenParts = l.filter.OpenParts && state == plan.Open
		l.kept = append(l.kept, left[0])
		return 1
	}
	return 0
}

func (l *listing) keepLate(typed []string, e *Env) int {
	l.late, l.filter.LateAt = true, e.req.Now
	l.kept = append(l.kept, strings.Join(typed, " "))
	return len(typed)
}

// noFilter names the word that means nothing, with the nearest that does.
func (e *Env) noFilter(word string, l listing) error {
	known := []string{"retard", "closes", "annulées", "ouvertes", "tout", "demain", "aujourd'hui", "semaine"}
	for _, s := range e.x.services {
		known = append(known, s.Code)
		known = append(known, shortNames(s)...)
	}
	near := nearest(word, known)
	if len(near) == 0 {
		return askFor(e.say(textNoFilter, "word", card.Quote(clip(word)), "hint", e.say(textFilters)))
	}
	line := strings.Join(append(append([]string{e.cmd.path}, l.kept...), near[0]), " ")
	return askFor(
		e.say(textNoFilter, "word", card.Quote(clip(word)), "hint", e.say(textDidYouMean, "list", "`/"+card.Code(line)+"`")),
		card.Button{ID: "dire1", Label: e.say(labelYes, "word", near[0]), Style: card.Primary, Command: line})
}

// pageLine is the same list at another page.
func (e *Env) pageLine(l listing, page int) string {
	return strings.Join(append(append([]string{e.cmd.path}, l.kept...), fmt.Sprintf("page %d", page)), " ")
}

// listScope says which services and which period are listed.
func (e *Env) listScope(l listing) string {
	var parts []string
	if len(l.filter.Services) > 0 {
		parts = append(parts, e.say(textForWho, "who", e.theServices(l.filter.Services)))
	}
	if l.filter.Assignee != "" {
		parts = append(parts, e.say(textForWho, "who", e.assigneeName(l.filter.Assignee)))
	}
	if l.period != "" {
		parts = append(parts, l.period)
	}
	if len(parts) == 0 {
		return ""
	}
	return " " + strings.Join(parts, " ")
}

// assigneeName is the user name of an account, asked once in a request; that of
// who asks when the region does not know it.
func (e *Env) assigneeName(user plan.UserID) string {
	if _, asked := e.names[user]; !asked {
		e.learn([]plan.UserID{user})
	}
	return cmp.Or(e.names[user], e.req.Username)
}

// learn asks the user names of several accounts at once. One that cannot be
// read counts as unknown.
func (e *Env) learn(users []plan.UserID) {
	if e.names == nil {
		e.names = map[plan.UserID]string{}
	}
	for _, user := range users {
		e.names[user] = ""
	}
	found, err := e.plan.AgentsAmong(e.ctx, e.req.Region, users)
	if err != nil {
		return
	}
	for _, a := range found {
		e.names[a.User] = a.Username
	}
}

// learnPeople asks the user names that lines about deadlines say.
func (e *Env) learnPeople(found []plan.Deadline) {
	var users []plan.UserID
	for _, d := range found {
		for _, p := range d.Parts {
			if p.Assignee != "" {
				users = append(users, p.Assignee)
			}
		}
	}
	if len(users) > 0 {
		e.learn(users)
	}
}

func (e *Env) heading(l listing, total, late int) string {
	scope := e.listScope(l)
	if late > 0 {
		return e.say(i18n.Plural(e.lang, total, textListedLate, textListedManyLate), "n", total, "late", late, "scope", scope)
	}
	one, many := textStateOpen, textStateOpens
	switch {
	case l.late:
		one, many = textStateLate, textStateLate
	case l.filter.State == plan.Done:
		one, many = textStateDone, textStateDones
	case l.filter.State == plan.Cancelled:
		one, many = textStateGone, textStateGones
	}
	state := i18n.Plural(e.lang, total, one, many)
	return e.say(i18n.Plural(e.lang, total, textListed, textListedMany), "n", total, "state", state, "scope", scope)
}

func (e *Env) emptyList(l listing) string {
	scope := e.listScope(l)
	if l.late {
		return e.say(textEmptyLate, "scope", scope)
	}
	state := textStateOpen
	switch l.filter.State {
	case plan.Open:
	case plan.Done:
		state = textStateDone
	case plan.Cancelled:
		state = textStateGone
	}
	if l.filter.State != plan.Open {
		return e.say(textNone, "state", state, "scope", scope)
	}
	return e.say(textEmpty, "state", state, "scope", scope)
}

// listLine is one deadline in a list: state and date first.
func (e *Env) listLine(d plan.Deadline) string { return e.drawer().listLine(d, e.assigneeName) }

func (w drawer) listLine(d plan.Deadline, username func(plan.UserID) string) string {
	return textLine.In(w.lang, "when", w.whenShort(d), "title", card.Quote(d.Title), "ref", d.Ref(), "who", w.whoShort(d, username))
}

// whenShort is the date of a deadline, with where it stands.
func (w drawer) whenShort(d plan.Deadline) string {
	when := w.dateShort(d)
	if d.Urgent && d.State == plan.Open {
		when = textLineUrgent.In(w.lang, "when", when)
	}
	switch {
	case d.State == plan.Done:
		return textLineDone.In(w.lang, "when", when)
	case d.State == plan.Cancelled:
		return textLineGone.In(w.lang, "when", when)
	case d.LateAt(w.now):
		return textLineLate.In(w.lang, "when", when)
	default:
		return "**" + when + "**"
	}
}

func (w drawer) dateShort(d plan.Deadline) string {
	if d.Due.HasTime {
		return w.words.ShortAt(d.Due.Date, d.Due.Time, w.today)
	}
	return w.words.Short(d.Due.Date, w.today)
}

// whoShort names who owes what is left, by code.
func (w drawer) whoShort(d plan.Deadline, username func(plan.UserID) string) string {
	var out []string
	for _, p := range d.Parts {
		if p.State != plan.Open && d.State == plan.Open {
			continue
		}
		name := w.services.byID(p.Service).Code
		if p.Assignee != "" {
			name = username(p.Assignee)
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}
