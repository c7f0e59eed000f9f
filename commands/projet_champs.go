package commands

import (
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// projectFields are all that can be said of a project, but how it goes, which has
// its own commands.
var projectFields = []saidField[plan.Project]{
	{clauseWords{"nom", []string{"nom", "name"}, false}, saidText(func(p *plan.Project, text string) { p.Name = text })},
	{clauseWords{"court", []string{"court", "nom court", "sigle", "short"}, false}, saidText(func(p *plan.Project, text string) { p.Short = text })},
	{clauseWords{"programme", []string{"programme"}, false}, saidText(func(p *plan.Project, text string) { p.Programme = text })},
	{clauseWords{"territoire", []string{"territoire", "territoires", "departement", "departements", "dep", "territory"}, false}, readTerritory},
	{clauseWords{"lieu", []string{"lieu"}, false}, readSite},
	{clauseWords{"service", []string{"service", "service pilote", "service instructeur"}, false}, readProjectService},
	{clauseWords{"pilote", []string{"pilote", "referent", "referente", "lead"}, false}, readProjectLead},
	{clauseWords{"porteur", []string{"porteur", "maitre d'ouvrage", "beneficiaire", "owner"}, false}, saidText(func(p *plan.Project, text string) { p.Owner = text })},
	{clauseWords{"partenaires", []string{"partenaires", "partenaire", "partners"}, false}, saidText(func(p *plan.Project, text string) { p.Partners = text })},
	{clauseWords{"lien", []string{"lien", "link"}, false}, readProjectLink},
	{clauseWords{"champ", []string{"champ", "field"}, false}, readOwnField},
}

// reportFields are what is said of how a project goes.
var reportFields = []saidField[plan.Project]{
	{clauseWords{"meteo", []string{"meteo", "outlook"}, false}, readOutlook},
	{clauseWords{"commentaire", []string{"commentaire", "comment"}, false}, saidText(func(p *plan.Project, text string) { p.Comment = text })},
	{clauseWords{"avancement", []string{"avancement", "progress"}, false}, readProgress},
	{clauseWords{"blocage", []string{"blocage", "frein", "blocker"}, false}, saidText(func(p *plan.Project, text string) { p.Blocker = text })},
	{clauseWords{"prochaine", []string{"prochaine etape", "prochaine echeance", "prochaine", "prochain jalon", "next"}, false}, readMilestone},
}

var (
	newProjectClauses    = clausesOf(projectFields, reportFields)
	changeProjectClauses = clausesOf(projectFields)
	reportClauses        = clausesOf(reportFields)
)

var (
	textBadTerritory = i18n.T(
		"**« {word} »** n’est pas un département. Rien n’est enregistré.\nPar exemple : `territoire 59 62`, `territoire Nord`, `territoire région`",
		"**“{word}”** is not a department. Nothing is saved.\nFor example: `territoire 59 62`, `territoire Nord`, `territoire région`")
	textBadOutlook = i18n.T(
		"**« {word} »** n’est pas une météo. Rien n’a changé.\nÉcrivez `soleil`, `couvert`, `nuage` ou `orage`, du meilleur au pire",
		"**“{word}”** is not an outlook. Nothing has changed.\nWrite `soleil`, `couvert`, `nuage` or `orage`, from the best to the worst")
	textBadProgress = i18n.T(
		"**« {word} »** n’est pas un avancement : indiquez un nombre de 0 à 100. Rien n’a changé.\nPar exemple : `/projet avancement {ref} 55`",
		"**“{word}”** is not a progress: give a number from 0 to 100. Nothing has changed.\nFor example: `/projet avancement {ref} 55`")
	textBadOwnField = i18n.T(
		"Un champ a un nom et une valeur. Rien n’est enregistré.\nPar exemple : `champ \"Logements livrés\" 35`",
		"A field has a name and a value. Nothing is saved.\nFor example: `champ \"Logements livrés\" 35`")
)

// readTerritory reads departments by number or by name: « 59 62 », « Nord et
// Pas-de-Calais »; « région » for the whole of it.
func readTerritory(e *Env, c saidClause) (func(*plan.Project), error) {
	switch i18n.Fold(c.text) {
	case "region", "la region", "toute la region", "regional", "aucun":
		return func(p *plan.Project) { p.Departments = nil }, nil
	}
	found, left := e.departmentsIn(strings.Fields(joined(c.body))) // a form gives them as one text
	if len(left) > 0 {
		return nil, plan.Refuse(plan.Invalid, textBadTerritory.With("word", card.Quote(clip(left[0]))))
	}
	return func(p *plan.Project) { p.Departments = slices.Clone(found) }, nil
}

// departmentsIn takes the departments out of words, the longest names first, and
// gives what is left.
func (e *Env) departmentsIn(words []string) (found, left []string) {
	for at := 0; at < len(words); {
		used := 0
		for n := min(4, len(words)-at); n > 0; n-- {
			text := strings.Trim(strings.Join(words[at:at+n], " "), ",;.")
			if number, ok := e.departmentSaid(text); ok {
				if !slices.Contains(found, number) {
					found = append(found, number)
				}
				used = n
				break
			}
		}
		if used == 0 {
			if w := i18n.Fold(strings.Trim(words[at], ",;.")); w != "et" && w != "" {
				left = append(left, words[at])
			}
			used = 1
		}
		at += used
	}
	return found, left
}

// readSite reads where a project is. A commune, an arrondissement or an EPCI of the
// official lists is known by its name; one of several of that name is asked back,
// with their departments and codes. Anything else is a place as it is written.
func readSite(e *Env, c saidClause) (func(*plan.Project), error) {
	text, err := e.oneText(c, c.key)
	if err != nil || isNone(text) {
		return func(p *plan.Project) { p.Place, p.PlaceCode = "", "" }, err
	}
	where, err := e.plan.LocalityNamed(e.ctx, e.req.Region, text)
	kind, refused := plan.KindOf(err)
	switch {
	case err == nil && where.Kind != plan.PlaceDepartment:
		return func(p *plan.Project) {
			p.Place, p.PlaceCode = where.Name, where.Code
			if len(p.Departments) == 0 && where.Department != "" {
				p.Departments = []string{where.Department}
			}
		}, nil
	case refused && kind == plan.Unclear, err != nil && !refused:
		return nil, err
	default:
		return func(p *plan.Project) { p.Place, p.PlaceCode = text, "" }, nil
	}
}

func readProjectService(e *Env, c saidClause) (func(*plan.Project), error) {
	if isNone(c.text) {
		return func(p *plan.Project) { p.Service = "" }, nil
	}
	s, err := e.openService(c.text)
	return func(p *plan.Project) { p.Service = s.ID }, err
}

// readProjectLead reads who answers for a project; without a service, theirs leads
// it.
func readProjectLead(e *Env, c saidClause) (func(*plan.Project), error) {
	if isNone(c.text) {
		return func(p *plan.Project) { p.Lead = "" }, nil
	}
	if text := i18n.Fold(c.text); text == "moi" {
		c.text = e.call.Actor.Username
	}
	a, err := e.agentNamed(strings.TrimPrefix(strings.TrimRight(c.text, ".,;"), "@"))
	return func(p *plan.Project) {
		p.Lead = a.User
		if p.Service == "" && len(a.Services) > 0 {
			p.Service = a.Services[0].Service
		}
	}, err
}

func readProjectLink(e *Env, c saidClause) (func(*plan.Project), error) {
	edit, err := readLink(e, c)
	return func(p *plan.Project) {
		b := plan.Body{Links: p.Links}
		edit(&b)
		p.Links = b.Links
	}, err
}

// readOwnField reads a field of the programme: a name, then its value.
func readOwnField(e *Env, c saidClause) (func(*plan.Project), error) {
	if len(c.body) < 2 {
		return nil, askFor(e.say(textBadOwnField))
	}
	field := plan.ProjectField{Name: c.body[0].text, Value: card.OneLine(joined(c.body[1:]))}
	return func(p *plan.Project) {
		kept := slices.DeleteFunc(slices.Clone(p.Fields), func(o plan.ProjectField) bool { return i18n.Fold(o.Name) == i18n.Fold(field.Name) })
		if !isNone(field.Value) {
			kept = append(kept, field)
		}
		p.Fields = kept
	}, nil
}

func readOutlook(e *Env, c saidClause) (func(*plan.Project), error) {
	o, ok := plan.ParseOutlook(c.text)
	if !ok {
		return nil, e.badOutlook(c.text)
	}
	return func(p *plan.Project) { p.Outlook = o }, nil
}

func (e *Env) badOutlook(word string) error {
	return askFor(e.say(textBadOutlook, "word", card.Quote(clip(word))))
}

func readProgress(e *Env, c saidClause) (func(*plan.Project), error) {
	n, err := e.progress(c.text, plan.ProjectRef(105))
	return func(p *plan.Project) { p.Progress = n }, err
}

// progress reads a percentage: « 55 », « 55 % ».
func (e *Env) progress(text string, ref plan.Ref) (int, error) {
	digits := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || n > 100 {
		return 0, askFor(e.say(textBadProgress, "word", card.Quote(clip(text)), "ref", ref))
	}
	return n, nil
}

// readMilestone reads what comes next: a date, a text, or both in any order.
func readMilestone(e *Env, c saidClause) (func(*plan.Project), error) {
	if isNone(c.text) {
		return func(p *plan.Project) { p.Milestone, p.MilestoneOn = "", calendar.Date{} }, nil
	}
	text, on := e.milestone(c.body)
	return func(p *plan.Project) { p.Milestone, p.MilestoneOn = text, on }, nil
}

// milestone cuts words into a text and the date that begins or ends them.
func (e *Env) milestone(body []token) (string, calendar.Date) {
	for n := len(body); n > 0; n-- {
		if on, ok := e.plainDay(body[:n]); ok {
			return card.OneLine(joined(body[n:])), on
		}
		if on, ok := e.plainDay(body[len(body)-n:]); ok {
			return card.OneLine(strings.TrimRight(joined(body[:len(body)-n]), " ,:;")), on
		}
	}
	return card.OneLine(joined(body)), calendar.Date{}
}

// plainDay reads words that are a day to come and nothing else.
func (e *Env) plainDay(body []token) (calendar.Date, bool) {
	if slices.ContainsFunc(body, func(t token) bool { return t.quoted }) {
		return calendar.Date{}, false
	}
	text := cutDayWords(strings.Trim(joined(body), " ,;:"))
	res := frdate.Parse(text, e.dates())
	if res.Kind != frdate.Understood || res.Recurrence != nil || len(res.Readings) == 0 {
		return calendar.Date{}, false
	}
	return res.Readings[0].Date, true
}
