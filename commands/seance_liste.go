package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var meetingListArgs = []arg{{"<filtres>", "préfet semaine prochaine", i18n.T(
	"dans n’importe quel ordre : une période, une instance comme `EPF`, un département comme `59`, une personne comme `Lemaire`, `préfet`, `mes séances`, `à pourvoir`, `passées`, `annulées`, `toutes`",
	"in any order: a period, a body such as `EPF`, a department such as `59`, somebody such as `Lemaire`, `préfet`, `mes séances`, `à pourvoir`, `passées`, `annulées`, `toutes`"), true}}

var _ = register(command{
	rank:     9,
	path:     "seance liste",
	aliases:  []string{"seance lister", "seances", "seance list", "jalon seances"},
	summary:  i18n.T("voir les séances, par période, instance ou personne", "see the meetings, by period, body or person"),
	args:     meetingListArgs,
	examples: []string{"seance liste", "seance liste préfet semaine prochaine", "seance liste EPF décembre", "seance liste M. Lemaire"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"seance voir", "representation manquantes"},
	run:      listMeetings,
})

var _ = register(command{
	rank:     43,
	path:     "jalon mes-seances",
	aliases:  []string{"jalon mes seances", "mes seances", "mes-seances", "seance mes seances", "jalon my meetings"},
	summary:  i18n.T("les séances où vous siégez, ou pour lesquelles votre réponse est attendue", "the meetings at which you sit, or about which your answer is expected"),
	args:     meetingListArgs,
	examples: []string{"jalon mes-seances", "jalon mes-seances décembre"},
	right:    plan.UseIt,
	seeAlso:  []string{"seance liste", "jalon"},
	run:      func(e *Env) (card.Reply, error) { return e.meetingList(meetingListing{mine: true}) },
})

var _ = register(command{
	rank:     44,
	path:     "jalon prefet",
	aliases:  []string{"jalon prefete", "prefet", "prefete", "seance prefet"},
	summary:  i18n.T("les séances où le préfet est invité", "the meetings to which the préfet is invited"),
	args:     meetingListArgs,
	examples: []string{"jalon prefet semaine prochaine", "jalon prefet 59 décembre"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"seance liste"},
	run: func(e *Env) (card.Reply, error) {
		e.rest = strings.TrimSpace("préfet " + e.rest)
		return e.meetingList(meetingListing{})
	},
})

var (
	textMeetings      = i18n.T("**Séances{scope} : {n}**", "**Meetings{scope}: {n}**")
	textMyMeetings    = i18n.T("**Vos séances{scope} : {n}**", "**Your meetings{scope}: {n}**")
	textNoMeetings    = i18n.T("Aucune séance{scope}.", "No meeting{scope}.")
	textOfMine        = i18n.T(" pour vous", " for you")
	textMeetingToPlan = i18n.T("Pour en planifier une : `/seance planifier EPF 11/12 9h30`", "To plan one: `/seance planifier EPF 11/12 9h30`")
	textMeetingsAll   = i18n.T("Passées et annulées comprises : `/{line}`", "Past and cancelled ones too: `/{line}`")
	textForPrefet     = i18n.T(" pour le préfet de région", " for the préfet de région")
	textForPrefetOf   = i18n.T(" pour le préfet {of}", " for the préfet {of}")
	textForDepartment = i18n.T(" pour le département {of}", " for the department {of}")
	textOfBody        = i18n.T(" de l’instance {body}", " of {body}")
	textOfPerson      = i18n.T(" pour {who}", " for {who}")
	textOfAhead       = i18n.T(" à venir", " to come")
	textOfPast        = i18n.T(" passée", " before today")
	textOfPasts       = i18n.T(" passées", " before today")
	textOfOpen        = i18n.T(" à pourvoir", " without a representative")
	textOfUnsure      = i18n.T(" à confirmer", " to be confirmed")
	textOfUndated     = i18n.T(" à fixer", " to be dated")
	textOfSure        = i18n.T(" confirmée", " confirmed")
	textOfSures       = i18n.T(" confirmées", " confirmed")
	textOfGone        = i18n.T(" annulée", " cancelled")
	textOfGones       = i18n.T(" annulées", " cancelled")
	textOfHeld        = i18n.T(" tenue", " held")
	textOfHelds       = i18n.T(" tenues", " held")
	textNoMeetingWord = i18n.T(
		"**« {word} »** n’est ni une instance, ni une personne qui siège, ni un département, ni une période.\n{hint}",
		"**“{word}”** is not a body, somebody who sits, a department or a period.\n{hint}")
	textOnePerson = i18n.T(
		"**« {word} »** est de trop : la liste porte sur une personne à la fois.\nPar exemple : `/seance liste M. Lemaire`",
		"**“{word}”** is one too many: the list is about one person at a time.\nFor example: `/seance liste M. Lemaire`")
	textOnlyMine = i18n.T(
		"Cette liste est celle de vos séances.\nPour celles de {name} : `/seance liste {typed}`",
		"This list is that of your own meetings.\nFor those of {name}: `/seance liste {typed}`")
	textMeetingWords = i18n.T(
		"Par exemple : `/seance liste préfet semaine prochaine`, `/seance liste 59 décembre` ou `/seance liste mes séances`",
		"For example: `/seance liste préfet semaine prochaine`, `/seance liste 59 décembre` or `/seance liste mes séances`")
)

// meetingListing is a list of meetings as it was asked for.
type meetingListing struct {
	filter    plan.MeetingFilter
	mine, all bool
	past      bool
	seats     bool // with who sits
	page      int
	period    string // in words
	of        string // of which body, for whom, in words
	person    plan.Sitter
	sort      sortOfMeetings
	kept      []string
	bodies    []plan.Body // the open ones, once they were needed
}

// sortOfMeetings says which ones: « à venir », « annulée », « annulées ».
type sortOfMeetings struct{ one, many i18n.Msg }

// in is the words for none of them, or for several; empty for all.
func (s sortOfMeetings) in(lang i18n.Lang, several bool) string {
	switch {
	case s.one.IsZero():
		return ""
	case several:
		return s.many.In(lang)
	default:
		return s.one.In(lang)
	}
}

func listMeetings(e *Env) (card.Reply, error) { return e.meetingList(meetingListing{}) }

func (e *Env) meetingList(l meetingListing) (card.Reply, error) {
	l.page = 1
	err := e.eachFilter(
		func(left []string) (int, error) { return e.meetingFilter(&l, left) },
		e.noMeetingFilter)
	if err == nil {
		err = e.notMine(l)
	}
	if err != nil {
		return card.Reply{}, err
	}
	e.bound(&l)
	l.filter.Limit, l.filter.Offset = pageSize, (l.page-1)*pageSize
	found, err := e.plan.ListMeetings(e.ctx, e.req.Region, l.filter)
	if err != nil {
		return card.Reply{}, err
	}
	undated, err := e.undatedAlso(l)
	if err != nil {
		return card.Reply{}, err
	}
	if found.Total+undated.Total == 0 {
		if l.mine {
			l.of += e.say(textOfMine)
		}
		return card.Reply{Text: e.noMeetings(l)}, nil
	}
	scope := l.sort.in(e.lang, true) + l.of + l.period
	heading := textMeetings
	if l.mine {
		heading = textMyMeetings
	}
	rows := []string{e.say(heading, "scope", scope, "n", found.Total+undated.Total)}
	w := e.drawer()
	for _, m := range found.Found {
		state := w.meetingState(m.Meeting, found.Called)
		if l.mine {
			state = w.myState(m.Meeting, e.req.User, found.Called)
		}
		rows = append(rows, bullet+w.meetingLine(m, state))
		if l.seats {
			v, err := e.plan.ViewMeeting(e.ctx, e.req.Region, m.Number)
			if err != nil {
				return card.Reply{}, err
			}
			rows = append(rows, w.seatsUnder(v)...)
		}
	}
	left := found.Total - l.filter.Offset - len(found.Found)
	if left == 0 { // those without a date come last, all together
		for _, m := range undated.Found {
			rows = append(rows, bullet+w.meetingLine(m, w.meetingState(m.Meeting, undated.Called)))
		}
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	e.morePages(&reply, l.kept, l.page, left)
	return reply, nil
}

// undatedAlso are the meetings without a date that belong at the end of a list of
// those to come: no period was asked for, and no sort that they are not of.
func (e *Env) undatedAlso(l meetingListing) (plan.MeetingList, error) {
	if l.mine || l.sort != (sortOfMeetings{textOfAhead, textOfAhead}) {
		return plan.MeetingList{}, nil
	}
	f := l.filter
	f.From, f.To, f.States, f.Limit, f.Offset = calendar.Date{}, calendar.Date{}, []plan.MeetingState{plan.Undated}, 0, 0
	return e.plan.ListMeetings(e.ctx, e.req.Region, f)
}

// seatsUnder are the seats of a meeting in a list, under its line.
func (w drawer) seatsUnder(v plan.MeetingView) []string {
	var rows []string
	for row := range strings.SplitSeq(w.meetingSeats(v), "\n") {
		if strings.HasPrefix(row, bullet) {
			rows = append(rows, "  "+row)
		}
	}
	return rows
}

// noMeetings says that there is none, and where others may be.
func (e *Env) noMeetings(l meetingListing) string {
	hint := ""
	switch {
	case l.all || l.period != "" && l.filter.Body == 0:
	case l.filter.Body > 0 || l.mine:
		hint = e.say(textMeetingsAll, "line", card.Code(e.linePage(append(slices.Clone(l.kept), "toutes"), 1)))
	case l.of == "":
		hint = e.say(textMeetingToPlan)
	}
	return lines(e.say(textNoMeetings, "scope", l.sort.in(e.lang, false)+l.of+l.period), hint)
}

// bound keeps to what is to come where nothing else is asked for, and to what was
// not cancelled.
func (e *Env) bound(l *meetingListing) {
	if l.mine {
		l.filter.User = e.req.User
	}
	if l.all {
		return
	}
	open := l.filter.From.IsZero() && l.filter.To.IsZero()
	switch {
	case l.past:
		l.filter.Latest = true
		if open {
			l.filter.To = e.today().AddDays(-1)
		}
		if l.sort == (sortOfMeetings{}) {
			l.sort = sortOfMeetings{textOfPast, textOfPasts}
		}
	case open && len(l.filter.States) == 0:
		l.filter.From, l.filter.States = e.today(), plan.MeetingsAhead()
		if l.sort == (sortOfMeetings{}) {
			l.sort = sortOfMeetings{textOfAhead, textOfAhead}
		}
	case open && l.filter.States[0] != plan.Undated && l.filter.States[0] != plan.CalledOff && l.filter.States[0] != plan.TookPlace:
		l.filter.From = e.today()
	}
	if len(l.filter.States) == 0 {
		l.filter.States = append(plan.MeetingsAhead(), plan.TookPlace, plan.DidNot, plan.MeetingOver)
	}
}

// meetingFilter reads what the first words mean and tells how many it used.
func (e *Env) meetingFilter(l *meetingListing, left []string) (int, error) {
	if page, ok := pageWords(left); ok {
		l.page = page
		return 2, nil
	}
	used, err := e.meetingWords(l, left)
	if err != nil || used == 0 {
		return used, err
	}
	if used == 1 && (isJoint(left[0]) || plainWords[i18n.Fold(left[0])]) {
		return used, nil
	}
	l.kept = append(l.kept, left[:used]...)
	return used, nil
}

// plainWords are said in a list and choose nothing.
var plainWords = map[string]bool{
	"seance": true, "seances": true, "les": true, "a": true, "venir": true, "prochaines": true, "pour": true, "en": true, "reunions": true,
	"departement": true, "dept": true, "dep": true,
}

func (e *Env) meetingWords(l *meetingListing, left []string) (int, error) {
	if used := meetingSort(l, left); used > 0 {
		return used, nil
	}
	if name, ok := strings.CutPrefix(left[0], "@"); ok {
		a, err := e.agentNamed(name)
		if err != nil {
			return 0, err
		}
		return 1, e.onlyPerson(l, left[0], plan.Sitter{Representative: plan.Representative{User: a.User, Name: a.Username}, Username: a.Username})
	}
	if used := e.prefet(l, left); used > 0 {
		return used, nil
	}
	whole := e.windowFrom(left)
	if used := e.department(left); used > 0 && !whole && l.filter.Department == "" {
		s := e.x.byID(e.prefectureAt(left))
		l.filter.Department = s.Department
		l.of += e.say(textForDepartment, "of", ofPrefecture(s))
		return used, nil
	}
	if l.filter.Body == 0 {
		if used, err := e.bodyAt(l, left); used > 0 || err != nil {
			return used, err
		}
	}
	if from, to, used := e.windowAt(left); used > 0 && l.period == "" {
		l.filter.From, l.filter.To = from, to
		l.period = " " + e.span(from, to)
		return used, nil
	}
	if isJoint(left[0]) || plainWords[i18n.Fold(left[0])] {
		return 1, nil
	}
	return e.meetingPerson(l, left)
}

// meetingPerson keeps the meetings of somebody, named without their @.
func (e *Env) meetingPerson(l *meetingListing, left []string) (int, error) {
	who, used, err := e.sitterAt(left)
	switch {
	case err != nil:
		return 0, err
	case used > 0:
		return used, e.onlyPerson(l, strings.Join(left[:used], " "), who)
	case startsWithTitle(left):
		return 0, e.noMeetingFilter(left[0] + " " + left[1])
	default:
		return 0, nil
	}
}

// onlyPerson keeps the meetings of somebody, who must be the only one.
func (e *Env) onlyPerson(l *meetingListing, typed string, who plan.Sitter) error {
	if l.person.Name != "" {
		return askFor(e.say(textOnePerson, "word", card.Quote(clip(typed))))
	}
	l.person, l.of = who, l.of+e.say(textOfPerson, "who", card.Quote(who.Name))
	l.filter.User, l.filter.Names = who.User, who.Names
	return nil
}

// notMine refuses somebody else in the list of one's own meetings.
func (e *Env) notMine(l meetingListing) error {
	if !l.mine || l.person.Name == "" || l.person.User == e.req.User {
		return nil
	}
	return askFor(e.say(textOnlyMine, "name", card.Quote(l.person.Name), "typed", card.Code(quoteSpaced(typedSitter(l.person)))))
}

// meetingSort reads the words that choose which meetings.
func meetingSort(l *meetingListing, left []string) int {
	two := ""
	if len(left) > 1 {
		two = i18n.Fold(left[0] + " " + left[1])
	}
	first := i18n.Fold(left[0])
	choose := func(one, many i18n.Msg, states ...plan.MeetingState) {
		l.sort, l.filter.States = sortOfMeetings{one, many}, states
	}
	switch two {
	case "mes seances", "a moi":
		l.mine = true
		return 2
	case "a pourvoir", "a designer", "sans representant", "non pourvues", "sans representation":
		l.filter.Uncovered, l.sort = true, sortOfMeetings{textOfOpen, textOfOpen}
		return 2
	case "a confirmer":
		choose(textOfUnsure, textOfUnsure, plan.Provisional)
		return 2
	case "a fixer", "sans date":
		choose(textOfUndated, textOfUndated, plan.Undated)
		return 2
	}
	switch first {
	case "mes", "moi", "miennes":
		l.mine = true
	case "tout", "toutes", "tous":
		l.all = true
	case "passees", "passee", "passe":
		l.past = true
	case "manquantes", "decouvertes":
		l.filter.Uncovered, l.sort = true, sortOfMeetings{textOfOpen, textOfOpen}
	case "provisoires", "provisoire":
		choose(textOfUnsure, textOfUnsure, plan.Provisional)
	case "confirmees", "confirmee", "fermes":
		choose(textOfSure, textOfSures, plan.Confirmed, plan.Convened)
	case "annulees", "annulee":
		choose(textOfGone, textOfGones, plan.CalledOff)
	case "tenues", "tenue":
		choose(textOfHeld, textOfHelds, plan.TookPlace, plan.MeetingOver)
		l.past = true
	default:
		return 0
	}
	return 1
}

// prefet reads « préfet », « préfet de région », « préfet du Nord », « préfet 59 ».
func (e *Env) prefet(l *meetingListing, left []string) int {
	switch i18n.Fold(left[0]) {
	case "prefet", "prefete":
	case "le", "la":
		if len(left) > 1 {
			if used := e.prefet(l, left[1:]); used > 0 {
				return used + 1
			}
		}
		return 0
	default:
		return 0
	}
	l.filter.HatSet = true
	rest := left[1:]
	joints := 0
	for joints < len(rest) && isJoint(rest[joints]) {
		joints++
	}
	if joints < len(rest) && (i18n.Fold(rest[joints]) == "region" || i18n.Fold(rest[joints]) == "regional") {
		l.of += e.say(textForPrefet)
		return joints + 2
	}
	if used := e.department(rest); used > 0 && !e.windowFrom(rest) {
		s := e.x.byID(e.prefectureAt(rest))
		l.filter.Hat, l.of = plan.Hat(s.Department), l.of+e.say(textForPrefetOf, "of", ofPrefecture(s))
		return used + 1
	}
	l.of += e.say(textForPrefet)
	return 1
}

// department tells how many of the first words name a department.
func (e *Env) department(left []string) int {
	if e.prefectureAt(left) == "" {
		return 0
	}
	_, used := e.x.longestAt(left)
	return used
}

// prefectureAt is the préfecture that the first words name, by its department
// perhaps; empty when they do not.
func (e *Env) prefectureAt(left []string) plan.ServiceID {
	ids, _ := e.x.longestAt(left)
	for _, id := range ids {
		if s := e.x.byID(id); len(ids) == 1 && s.Kind == plan.KindPrefecture && s.Department != "" {
			return id
		}
	}
	return ""
}

// ofPrefecture is the department of a préfecture as French says it: « du Nord ».
func ofPrefecture(s plan.Service) string {
	if of, ok := strings.CutPrefix(s.Name, prefectureOf); ok {
		return of
	}
	return s.Department
}

// bodyAt reads the longest name of a body that begins the words, but for a
// period that does.
func (e *Env) bodyAt(l *meetingListing, left []string) (int, error) {
	if l.bodies == nil {
		all, _, err := e.plan.FindBodies(e.ctx, e.req.Region, plan.BodyFilter{})
		if err != nil {
			return 0, err
		}
		l.bodies = all
	}
	for n := len(left); n > 0; n-- {
		text := strings.Join(left[:n], " ")
		if number, ok := plan.ParseBodyRef(text); ok {
			b, err := e.bodyNamed(text)
			l.filter.Body, l.of = number, e.say(textOfBody, "body", card.Quote(b.Called()))+l.of // « de l’instance EPF pour M. Lemaire »
			return n, err
		}
		if _, _, r := frdate.Window(text, e.pastDates()); r.Kind == frdate.Understood {
			return 0, nil
		}
		if isJoint(left[n-1]) || plainWords[i18n.Fold(left[n-1])] {
			continue
		}
		if meant, sure := meantAmong(l.bodies, text); len(meant) > 0 {
			b, err := e.theBody(text, meant, sure)
			l.filter.Body, l.of = b.Number, e.say(textOfBody, "body", card.Quote(b.Called()))+l.of
			return n, err
		}
	}
	return 0, nil
}

// noMeetingFilter names the word that means nothing, with the nearest body or person.
func (e *Env) noMeetingFilter(word string) error {
	return e.unknownAmong(word, textNoMeetingWord, textMeetingWords)
}
