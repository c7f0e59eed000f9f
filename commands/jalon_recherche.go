package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    2,
	path:    "jalon recherche",
	aliases: []string{"recherche", "rechercher", "chercher", "search", "jalon rechercher", "jalon chercher", "jalon trouver", "jalon search"},
	summary: i18n.T(
		"retrouver une échéance, une instance, une séance, un projet, un service ou une personne par des mots",
		"find a deadline, a body, a meeting, a project, a service or a person by words"),
	args: []arg{{"<mots>", "bilan CPER", i18n.T(
		"des mots du titre, un nom court ou un identifiant ; le début d’un mot suffit, dès trois lettres",
		"words of the title, a short name or an identifier; the beginning of a word is enough, from three letters"), false}},
	examples: []string{"jalon recherche ERBM", "jalon recherche sambre avesnois"},
	right:    plan.ReadIt,
	seeAlso:  []string{"echeance liste", "echeance voir"},
	run:      searchWords,
})

var (
	textFound         = i18n.T("**{n} résultat pour « {words} »**", "**{n} result for “{words}”**")
	textFounds        = i18n.T("**{n} résultats pour « {words} »**", "**{n} results for “{words}”**")
	textFoundProject  = i18n.T("**{n} projet**", "**{n} project**")
	textFoundProjects = i18n.T("**{n} projets**", "**{n} projects**")
	textFoundNear     = i18n.T("Aucun résultat exact. {heading}", "No exact result. {heading}")
	textFoundNone     = i18n.T(
		"Aucun résultat visible pour **« {words} »**.\nEssayez un nom court, par exemple `/jalon recherche ERBM`",
		"Nothing you may see matches **“{words}”**.\nTry a short name, for example `/jalon recherche ERBM`")
	textSearchBare = i18n.T(
		"Il manque les mots à chercher.\nPar exemple : `/jalon recherche ERBM`",
		"The words to look for are missing.\nFor example: `/jalon recherche ERBM`")
	textSearchShort = i18n.T(
		"Aucun résultat visible pour **« {words} »**.\nLe début d’un mot suffit, à partir de {n} lettres. Par exemple : `/jalon recherche ERBM`",
		"Nothing you may see matches **“{words}”**.\nThe beginning of a word is enough, from {n} letters. For example: `/jalon recherche ERBM`")
	textSearchMany = i18n.T(
		"La recherche compte {n} mots ; la limite est de {max}.\nGardez les plus rares, par exemple : `/jalon recherche sambre avesnois`",
		"The search has {n} words; the limit is {max}.\nKeep the rarest, for example: `/jalon recherche sambre avesnois`")
	textSearchPast = i18n.T(
		"**{n} résultats pour « {words} »**, aucun à la page {page}.\nPour les voir : `/{line}`",
		"**{n} results for “{words}”**, none on page {page}.\nTo see them: `/{line}`")
	textFoundDeadline = i18n.T("**{ref}** · {title} · {when} · {who}", "**{ref}** · {title} · {when} · {who}")
	textFoundShut     = i18n.T("service fermé", "closed service")
	textFoundGone     = i18n.T("compte désactivé", "deactivated account")
	textFoundBody     = i18n.T("**{ref}** · {body} · {next}", "**{ref}** · {body} · {next}")
	textFoundNext     = i18n.T("prochaine séance **{when}**", "next meeting **{when}**")
	textFoundUnsure   = i18n.T("prochaine séance **{when}**, à confirmer", "next meeting **{when}**, to be confirmed")
	textFoundNoNext   = i18n.T("aucune séance prévue", "no meeting planned")
	textFoundBodyShut = i18n.T("instance close", "closed body")
	textFoundMeeting  = i18n.T("**séance {ref}** · {body} · {when}", "**meeting {ref}** · {body} · {when}")
	textMeetingStands = map[plan.MeetingState]i18n.Msg{
		plan.Undated:     i18n.T("**{when}**", "**{when}**"),
		plan.Provisional: i18n.T("**{when}**, à confirmer", "**{when}**, to be confirmed"),
		plan.Confirmed:   i18n.T("**{when}**", "**{when}**"),
		plan.Convened:    i18n.T("**{when}**", "**{when}**"),
		plan.TookPlace:   i18n.T("tenue {when}", "held {when}"),
		plan.MeetingOver: i18n.T("tenue {when}", "held {when}"),
		plan.DidNot:      i18n.T("{when}, non tenue", "{when}, not held"),
		plan.CalledOff:   i18n.T("{when}, annulée", "{when}, cancelled"),
	}
	labelSee = i18n.T("Voir {ref}", "See {ref}")
)

// quotationMarks takes off the marks that some type around what they look for; the
// heading has its own.
var quotationMarks = strings.NewReplacer(`"`, " ", "«", " ", "»", " ", "“", " ", "”", " ")

// tooShort tells whether a word is found only as it stands, for lack of letters.
func tooShort(word string) bool {
	return len(word) < plan.ShortestPrefix && !strings.ContainsAny(word, "0123456789")
}

// searchWords answers with one page of what the person may see.
func searchWords(e *Env) (card.Reply, error) {
	typed, page := cutPage(e.rest)
	typed = strings.Join(strings.Fields(quotationMarks.Replace(typed)), " ")
	words := plan.SearchWords(typed)
	switch {
	case typed == "":
		return card.Reply{}, askFor(e.say(textSearchBare))
	case len(words) == 0:
		return card.Reply{Text: e.say(textFoundNone, "words", card.Quote(clip(typed)))}, nil
	case len(words) > plan.MostWords:
		return card.Reply{}, askFor(e.say(textSearchMany, "n", len(words), "max", plan.MostWords))
	}
	q := plan.SearchQuery{Words: words, Sight: e.sight, Limit: pageSize, Offset: (page - 1) * pageSize}
	found, err := e.plan.Search(e.ctx, e.req.Region, q, e.today())
	if err != nil {
		return card.Reply{}, err
	}
	if page == 1 {
		projects, err := e.projectsFound(words)
		if err != nil || projects.total > 0 && found.Total == 0 {
			return e.projectsAlone(typed, projects), err
		}
		if projects.total > 0 {
			return e.withProjects(e.foundPage(typed, q, found), projects), nil
		}
	}
	if found.Total == 0 && slices.ContainsFunc(words, tooShort) {
		return card.Reply{}, askFor(e.say(textSearchShort, "words", card.Quote(clip(typed)), "n", plan.ShortestPrefix))
	}
	if found.Total == 0 {
		return card.Reply{Text: e.say(textFoundNone, "words", card.Quote(clip(typed)))}, nil
	}
	if len(found.Found) == 0 {
		return card.Reply{}, askFor(e.say(textSearchPast, "n", found.Total, "words", card.Quote(clip(typed)), "page", page,
			"line", e.cmd.path+" "+strings.Join(found.Words, " ")))
	}
	return e.foundPage(typed, q, found), nil
}

// projectsHit are the projects that words find, the first of them.
type projectsHit struct {
	shown []plan.Project
	total int
	words []string
}

// mostProjectsFound is how many projects a search names beside the rest.
const mostProjectsFound = 5

func (e *Env) projectsFound(words []string) (projectsHit, error) {
	found, total, err := e.plan.FindProjects(e.ctx, e.req.Region, e.sees(), plan.ProjectFilter{Words: words, Closed: true, Limit: mostProjectsFound})
	return projectsHit{found, total, words}, err
}

// projectRows are the projects found, one line each.
func (e *Env) projectRows(p projectsHit) string {
	w := e.drawer()
	var rows []string
	for _, one := range p.shown {
		rows = append(rows, w.projectItem(one))
	}
	if left := p.total - len(p.shown); left > 0 {
		rows = append(rows, e.say(textProjectsMore, "n", left, "word", card.Code(strings.Join(p.words, " "))))
	}
	return strings.Join(rows, "\n")
}

// projectsAlone lists projects when words find nothing else.
func (e *Env) projectsAlone(typed string, p projectsHit) card.Reply {
	heading := e.say(i18n.Plural(e.lang, p.total, textFound, textFounds), "n", p.total, "words", card.Quote(clip(typed)))
	reply := card.Reply{Text: heading + "\n" + e.projectRows(p)}
	if p.total == 1 {
		ref := string(p.shown[0].Ref())
		reply.Buttons = []card.Button{{ID: "voir", Label: e.say(labelSee, "ref", ref), Style: card.Primary, Command: "projet voir " + ref}}
	}
	return reply
}

// withProjects adds the projects found to what else was.
func (e *Env) withProjects(reply card.Reply, p projectsHit) card.Reply {
	heading := e.say(i18n.Plural(e.lang, p.total, textFoundProject, textFoundProjects), "n", p.total)
	reply.Text += "\n\n" + heading + "\n" + e.projectRows(p)
	return reply
}

// foundPage lists what was found, and leads to the next page or to the only result.
func (e *Env) foundPage(typed string, q plan.SearchQuery, found plan.Things) card.Reply {
	near := strings.Join(found.Words, " ") != strings.Join(q.Words, " ")
	if near {
		typed = strings.Join(found.Words, " ")
	}
	heading := e.say(i18n.Plural(e.lang, found.Total, textFound, textFounds), "n", found.Total, "words", card.Quote(clip(typed)))
	if near {
		heading = e.say(textFoundNear, "heading", heading)
	}
	rows := []string{heading}
	for _, thing := range found.Found {
		rows = append(rows, "- "+e.foundLine(thing))
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	if left := found.Total - q.Offset - len(found.Found); left > 0 {
		line := fmt.Sprintf("%s %s page %d", e.cmd.path, strings.Join(found.Words, " "), q.Offset/pageSize+2)
		reply.Text += "\n\n" + e.say(i18n.Plural(e.lang, left, textMore, textMores), "n", left, "line", line)
		reply.Buttons = []card.Button{{ID: "suite", Label: e.say(labelNext), Style: card.Quiet, Command: line}}
	}
	if found.Total == 1 {
		reply.Buttons = e.seeFound(found.Found[0].Hit)
	}
	return reply
}

// seers are the commands that show the only thing found, for the kinds that have one.
var seers = map[plan.FindableKind]string{
	plan.FindableDeadline: "echeance voir", plan.FindableBody: "instance voir", plan.FindableMeeting: "seance voir",
}

func (e *Env) seeFound(hit plan.Hit) []card.Button {
	see, can := seers[hit.Kind]
	if !can {
		return nil
	}
	return []card.Button{{
		ID: "voir", Label: e.say(labelSee, "ref", hit.Ref), Style: card.Primary, Command: see + " " + string(hit.Ref),
	}}
}

// mostPages bounds the number of a page, so that its offset stays a number.
const mostPages = 10_000

// cutPage takes « page 2 » off the end of what was typed, unless nothing is left.
func cutPage(line string) (typed string, page int) {
	words := strings.Fields(line)
	if n := len(words); n > 2 && i18n.Fold(words[n-2]) == "page" {
		if page, err := strconv.Atoi(words[n-1]); err == nil && page >= 1 && page <= mostPages {
			return strings.Join(words[:n-2], " "), page
		}
	}
	return strings.Join(words, " "), 1
}

// foundLine is one result: what names it, what it is, when and who.
func (e *Env) foundLine(t plan.Thing) string {
	switch t.Kind {
	case plan.FindableDeadline:
		d := t.Deadline
		return e.say(textFoundDeadline, "ref", d.Ref(), "title", card.Quote(d.Title), "when", e.drawer().whenShort(d), "who", e.drawer().whoShort(d, e.assigneeName))
	case plan.FindableService:
		return e.foundService(t.Service)
	case plan.FindableAgent:
		return e.foundAgent(t.Agent)
	case plan.FindableBody:
		return e.foundBody(t.Body, t.Meeting)
	case plan.FindableMeeting:
		m := t.Meeting
		return e.say(textFoundMeeting, "ref", m.Ref(), "body", card.Quote(t.Body.Called()),
			"when", e.say(textMeetingStands[m.State], "when", e.meetsOn(m)))
	}
	return string(t.Ref)
}

// foundBody says of a body when it meets next.
func (e *Env) foundBody(b plan.Body, next plan.Meeting) string {
	says := e.say(textFoundNoNext)
	switch {
	case b.Closed:
		says = e.say(textFoundBodyShut)
	case next.State == plan.Provisional:
		says = e.say(textFoundUnsure, "when", e.meetsOn(next))
	case next.Number > 0:
		says = e.say(textFoundNext, "when", e.meetsOn(next))
	}
	return e.say(textFoundBody, "ref", b.Ref(), "body", card.Quote(b.Called()), "next", says)
}

// meetsOn says when a meeting begins, in a few words.
func (e *Env) meetsOn(m plan.Meeting) string {
	if m.Start.Date.IsZero() {
		return m.When().In(e.lang)
	}
	return e.drawer().shortMeets(m)
}

func (e *Env) foundService(s plan.Service) string {
	parts := []string{"**" + card.Quote(s.Code) + "**"}
	if s.Name != s.Code {
		parts = append(parts, card.Quote(s.Name))
	}
	if s.ChannelName != "" {
		parts = append(parts, "~"+s.ChannelName)
	}
	if s.Closed {
		parts = append(parts, e.say(textFoundShut))
	}
	return strings.Join(parts, " · ")
}

func (e *Env) foundAgent(a plan.Agent) string {
	parts := []string{"**" + card.Quote(a.Username) + "**"}
	if a.Name != "" {
		parts = append(parts, card.Quote(a.Name))
	}
	for _, own := range []string{a.Called, a.Function} {
		if own != "" {
			parts = append(parts, card.Quote(own))
		}
	}
	var services []string
	for _, m := range a.Services {
		services = append(services, e.x.byID(m.Service).Code)
	}
	if len(services) > 0 {
		parts = append(parts, strings.Join(services, ", "))
	}
	if !a.Active {
		parts = append(parts, e.say(textFoundGone))
	}
	return strings.Join(parts, " · ")
}
