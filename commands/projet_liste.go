package commands

import (
	"fmt"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    2,
	path:    "projet liste",
	aliases: []string{"projet lister", "projet list", "projets", "projet chercher"},
	summary: i18n.T("voir les projets, la pire météo d’abord", "see the projects, the worst outlook first"),
	args:    []arg{argProjectFilters, {"", "page 2", i18n.T("la suite", "the rest"), true}},
	examples: []string{
		"projet liste 62 CRTE orage", "projet liste sans nouvelles 30 jours", "projet liste mes bloqués",
	},
	right:   plan.ReadProjects,
	seeAlso: []string{"projet voir", "projet synthese"},
	run:     listProjects,
})

// argProjectFilters are the filters of what shows several projects.
var argProjectFilters = arg{"<filtres>", "62 CRTE orage", i18n.T(
	"dans n’importe quel ordre : départements, programme, météo, `@pilote`, service, `bloqués`, `sans nouvelles 30 jours`, `clos`, des mots du nom",
	"in any order: departments, programme, outlook, `@lead`, service, `bloqués`, `sans nouvelles 30 jours`, `clos`, words of the name"), true}

// projectsPage is how many projects a list shows: they are short lines.
const projectsPage = 10

var (
	textProjectCount  = i18n.T("**{n} projet{scope}**", "**{n} project{scope}**")
	textProjectCounts = i18n.T("**{n} projets{scope}**", "**{n} projects{scope}**")
	textProjectItem   = i18n.T("- **{ref}** · {outlook} · {name} · {territory} · {updated}", "- **{ref}** · {outlook} · {name} · {territory} · {updated}")
	textItemUpdated   = i18n.T("mise à jour {day}", "updated {day}")
	textItemNever     = i18n.T("aucune mise à jour", "no update")
	textItemClosed    = i18n.T("clos", "closed")
	textScopeOf       = i18n.T(" : {scope}", ": {scope}")
	textNoProjects    = i18n.T(
		"Aucun projet visible depuis votre compte.\nPour commencer : `/projet ajouter \"Friche Cogez, Leforest\" programme \"fonds vert\" territoire 62`",
		"No project that your account can see.\nTo begin: `/projet ajouter \"Friche Cogez, Leforest\" programme \"fonds vert\" territoire 62`")
	textNoProjectsSo = i18n.T(
		"Aucun projet pour : {scope}.\n{hint}",
		"No project for: {scope}.\n{hint}")
	textTryWithout = i18n.T("Essayez sans un filtre : `/{line}`", "Try without one filter: `/{line}`")
)

func listProjects(e *Env) (card.Reply, error) {
	l, err := e.projectListing()
	if err != nil {
		return card.Reply{}, err
	}
	l.filter.Limit, l.filter.Offset = projectsPage, (l.page-1)*projectsPage
	found, total, err := e.plan.FindProjects(e.ctx, e.req.Region, e.sees(), l.filter)
	if err != nil {
		return card.Reply{}, err
	}
	scope := e.projectScope(l)
	if total == 0 {
		return card.Reply{Text: e.noProjects(l)}, nil
	}
	if scope != "" {
		scope = e.say(textScopeOf, "scope", scope)
	}
	rows := []string{e.say(i18n.Plural(e.lang, total, textProjectCount, textProjectCounts), "n", total, "scope", scope)}
	w := e.drawer()
	for _, p := range found {
		rows = append(rows, w.projectItem(p))
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	line := strings.Join(append(append([]string{e.cmd.path}, l.kept...), fmt.Sprintf("page %d", l.page+1)), " ")
	e.addNextPage(&reply, total-l.filter.Offset-len(found), line)
	return reply, nil
}

// noProjects says that nothing was found, with the same line but for its last word.
func (e *Env) noProjects(l projectListing) string {
	if len(l.kept) == 0 {
		return e.say(textNoProjects)
	}
	line := strings.Join(append([]string{"projet liste"}, l.kept[:len(l.kept)-1]...), " ")
	return e.say(textNoProjectsSo, "scope", e.projectScope(l), "hint", e.say(textTryWithout, "line", card.Code(line)))
}

// projectItem is a project in a list.
func (w drawer) projectItem(p plan.Project) string {
	updated := textItemNever.In(w.lang)
	switch {
	case p.Closed:
		updated = textItemClosed.In(w.lang)
	case !p.UpdatedAt.IsZero():
		updated = textItemUpdated.In(w.lang, "day", w.words.Short(calendar.DateOf(p.UpdatedAt, w.zone), w.today))
	}
	return textProjectItem.In(w.lang, "ref", p.Ref(), "outlook", w.outlook(p.Outlook), "name", card.Quote(clip(p.Name)),
		"territory", w.territory(p), "updated", updated)
}
