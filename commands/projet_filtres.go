package commands

import (
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How the filters of lists of projects are read: words in any order.

// projectListing is a list of projects as it was asked for.
type projectListing struct {
	filter plan.ProjectFilter
	page   int
	// The filters as they are said, in the order they were typed, and as they are
	// typed again.
	said  []string
	kept  []string
	words []string
	// programme is the one asked for, empty for none or several.
	programme string
	stale     int // « sans nouvelles 30 jours »
}

// projectListing reads the words of a list: departments, programmes, outlooks, a
// person, a service, « bloqués », « sans nouvelles 30 jours », « clos », a page,
// and words of the name.
func (e *Env) projectListing() (projectListing, error) {
	l := projectListing{page: 1}
	tokens, err := lex(e.rest)
	if err != nil {
		return l, err
	}
	tokens, l.page = cutPageToken(cutAtCommas(tokens))
	programmes, err := e.plan.Programmes(e.ctx, e.req.Region)
	if err != nil {
		return l, err
	}
	for len(tokens) > 0 {
		used, err := e.projectFilter(&l, tokens, programmes)
		if err != nil {
			return l, err
		}
		if used > 0 {
			l.kept = append(l.kept, retyped(tokens[:used]))
			tokens = tokens[used:]
			continue
		}
		e.nameWord(&l, tokens[0])
		tokens = tokens[1:]
	}
	return l, nil
}

// cutAtCommas makes « ERBM,59 » two words.
func cutAtCommas(tokens []token) []token {
	var out []token
	for _, t := range tokens {
		if t.quoted {
			out = append(out, t)
			continue
		}
		for part := range strings.FieldsFuncSeq(t.text, func(r rune) bool { return r == ',' || r == ';' }) {
			out = append(out, token{text: part, start: t.start, end: t.end})
		}
	}
	return out
}

// retyped is words as they are typed again.
func retyped(tokens []token) string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = quoteSpaced(t.text)
	}
	return strings.Join(out, " ")
}

// nameWord keeps a word of the name of projects; those that only link others are left out.
func (e *Env) nameWord(l *projectListing, t token) {
	switch i18n.Fold(t.text) {
	case "projet", "projets", "tous", "toutes", "les", "en", "dans", "pour", "et", "de", "du", "des", "le", "la", "meteo", "?":
		if !t.quoted {
			return
		}
	}
	text := strings.Trim(t.text, "?,;")
	l.words = append(l.words, text)
	l.filter.Words = append(l.filter.Words, plan.SearchWords(text)...)
	l.filter.Words = l.filter.Words[:min(len(l.filter.Words), plan.MostWords)]
	l.kept = append(l.kept, quoteSpaced(text))
}

var (
	textFilterLead    = i18n.T("pilote {who}", "lead {who}")
	textFilterService = i18n.T("{service}", "{service}")
	textFilterBlocked = i18n.T("bloqués", "blocked")
	textFilterClosed  = i18n.T("clos compris", "closed ones included")
	textFilterStale   = i18n.T("sans nouvelles depuis {days}", "no news for {days}")
	textFilterWords   = i18n.T("« {words} »", "“{words}”")
)

// projectFilter reads the filter that words begin with, and tells how many words it takes.
func (e *Env) projectFilter(l *projectListing, tokens []token, programmes plan.Programmes) (int, error) {
	for n := min(4, len(tokens)); n > 0; n-- {
		if n > 1 && slices.ContainsFunc(tokens[:n], func(t token) bool { return t.quoted }) {
			continue
		}
		text := strings.Trim(joined(tokens[:n]), " ,;?")
		if g, ok := programmes.Named(text); ok {
			l.filter.Programmes = append(l.filter.Programmes, programmes.Within(g.Name)...)
			if l.programme = g.Name; len(l.filter.Programmes) > len(programmes.Within(g.Name)) {
				l.programme = ""
			}
			l.said = append(l.said, card.Quote(g.Name))
			return n, nil
		}
		if tokens[0].quoted {
			return 0, nil
		}
		if o, ok := plan.ParseOutlook(text); ok {
			l.filter.Outlooks = append(l.filter.Outlooks, o)
			l.said = append(l.said, e.drawer().outlookWord(o))
			return n, nil
		}
	}
	if used, days := newsless(tokens); used > 0 {
		l.stale = days
		l.filter.StaleAt = e.midnight(e.today().AddDays(-days))
		l.said = append(l.said, e.say(textFilterStale, "days", e.words.Count(days, calendar.CalendarDays)))
		return used, nil
	}
	if used, err := e.personFilter(l, tokens[0]); used > 0 || err != nil {
		return used, err
	}
	return e.placeFilter(l, tokens), nil
}

// newsless reads « sans nouvelles 30 jours », « sans nouvelles depuis 6 semaines »,
// and how many words that takes; 30 days when it is not said.
func newsless(tokens []token) (used, days int) {
	word := func(at int) string {
		if at >= len(tokens) || tokens[at].quoted {
			return ""
		}
		return i18n.Fold(strings.Trim(tokens[at].text, ",;"))
	}
	if word(0) != "sans" || !slices.Contains([]string{"nouvelles", "nouvelle", "mise", "maj", "actualisation"}, word(1)) {
		return 0, 0
	}
	used = 2
	if word(1) == "mise" { // « sans mise à jour »
		used = 4
	}
	for slices.Contains([]string{"depuis", "de", "plus"}, word(used)) {
		used++
	}
	n, err := strconv.Atoi(strings.TrimSuffix(word(used), "j"))
	if err != nil || n < 1 || n > 10_000 {
		return min(used, len(tokens)), plan.UsualFreshness
	}
	used++
	switch word(used) {
	case "jours", "jour", "j":
		used++
	case "semaines", "semaine":
		used, n = used+1, n*7
	case "mois":
		used, n = used+1, n*30
	}
	if word(used) == "calendaires" {
		used++
	}
	return min(used, len(tokens)), n
}

// personFilter reads whose projects, and which of them.
func (e *Env) personFilter(l *projectListing, t token) (int, error) {
	if t.quoted {
		return 0, nil
	}
	folded := i18n.Fold(strings.Trim(t.text, ",;"))
	switch {
	case strings.HasPrefix(t.text, "@"):
		a, err := e.agentNamed(strings.TrimRight(t.text[1:], ".,;"))
		l.filter.Lead = a.User
		l.said = append(l.said, e.say(textFilterLead, "who", card.Quote(a.Username)))
		return 1, err
	case folded == "mes" || folded == "moi" || folded == "miens":
		l.filter.Lead = e.req.User
		l.said = append(l.said, e.say(textFilterLead, "who", card.Quote(e.req.Username)))
		return 1, nil
	case slices.Contains([]string{"bloque", "bloques", "blocage", "blocages"}, folded):
		l.filter.Blocked = true
		l.said = append(l.said, e.say(textFilterBlocked))
		return 1, nil
	case slices.Contains([]string{"clos", "closes", "fermes", "termines"}, folded):
		l.filter.Closed = true
		l.said = append(l.said, e.say(textFilterClosed))
		return 1, nil
	default:
		return 0, nil
	}
}

// placeFilter reads a department, else a service without one; 0 words for neither.
func (e *Env) placeFilter(l *projectListing, tokens []token) int {
	for n := min(4, len(tokens)); n > 0; n-- {
		if n > 1 && slices.ContainsFunc(tokens[:n], func(t token) bool { return t.quoted }) {
			continue
		}
		text := strings.Trim(joined(tokens[:n]), " ,;?")
		if number, ok := e.departmentSaid(text); ok {
			l.filter.Departments = append(l.filter.Departments, number)
			l.said = append(l.said, number)
			return n
		}
		found, unknown := e.x.match(strings.Fields(text))
		if s := e.x.services; len(found) == 1 && len(unknown) == 0 && len(s) > 0 && !e.x.byID(found[0]).Coordinates() {
			l.filter.Service = found[0]
			l.said = append(l.said, e.say(textFilterService, "service", e.x.byID(found[0]).Name))
			return n
		}
	}
	return 0
}

// projectScope says which projects are listed: « 62, CRTE, Orage ».
func (e *Env) projectScope(l projectListing) string {
	said := slices.Clone(l.said)
	if len(l.words) > 0 {
		said = append(said, e.say(textFilterWords, "words", card.Quote(clip(strings.Join(l.words, " ")))))
	}
	return strings.Join(said, ", ")
}
