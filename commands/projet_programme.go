package commands

import (
	"slices"
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    14,
	path:    "projet programme",
	aliases: []string{"projet programmes", "projet contrat", "programme"},
	summary: i18n.T("les programmes dont les projets font partie ; en créer un, le changer", "the programmes that projects are a part of; create one, change it"),
	args: []arg{
		{"<programme>", "CRTE", i18n.T("son nom ; sans lui, la liste", "its name; without it, the list"), true},
		{"", "sous CPER", i18n.T("le programme dont il fait partie ; `sous aucun` pour le contraire", "the programme that it is a part of; `sous aucun` for none"), true},
		{"", "fraîcheur 30 jours", i18n.T("au-delà, le pilote est relancé chaque lundi ; sans cela, 30 jours calendaires",
			"beyond that, the lead is asked each Monday; without it, 30 calendar days"), true},
		{"", `champ "Logements livrés"`, i18n.T("un champ propre à ses projets ; plusieurs sont possibles ; `sans champ \"…\"` pour le retirer",
			"a field of its projects’ own; several may be given; `sans champ \"…\"` to take it off"), true},
	},
	keywords: []string{"sous", "fraicheur", "champ"},
	examples: []string{"projet programme CRTE fraîcheur 30 jours", `projet programme "fonds vert" champ "Axe"`, "projet programme"},
	right:    plan.ManageProjects,
	seeAlso:  []string{"projet ajouter", "projet liste"},
	run:      setProgramme,
})

var programmeClauses = []clauseWords{
	{"sous", []string{"sous", "fait partie de", "dans"}, false},
	{"fraicheur", []string{"fraicheur", "fraiche", "actualisation", "mise a jour tous les"}, false},
	{"sanschamp", []string{"sans champ"}, false},
	{"champ", []string{"champ"}, false},
}

var (
	textProgrammes    = i18n.T("**{n} programmes**", "**{n} programmes**")
	textProgrammeOne  = i18n.T("**{n} programme**", "**{n} programme**")
	textProgrammeItem = i18n.T("- **{name}**{parent} · fraîcheur {days}{fields}", "- **{name}**{parent} · freshness {days}{fields}")
	textProgrammeIn   = i18n.T(" (sous {parent})", " (under {parent})")
	textProgrammeHas  = i18n.T(" · champs : {fields}", " · fields: {fields}")
	textProgrammesNo  = i18n.T(
		"Aucun programme enregistré.\nPour commencer : `/projet programme CRTE fraîcheur 30 jours`",
		"No programme recorded.\nTo begin: `/projet programme CRTE fraîcheur 30 jours`")
	textProgrammeNew = i18n.T("Programme **{name}** créé{parent} : fraîcheur {days}{fields}.", "Programme **{name}** created{parent}: freshness {days}{fields}.")
	textProgrammeNow = i18n.T("Programme **{name}**{parent} : fraîcheur {days}{fields}.", "Programme **{name}**{parent}: freshness {days}{fields}.")
	textNotFreshness = i18n.T("**« {word} »** n’est pas une fraîcheur. Rien n’est enregistré.\nPar exemple : `fraîcheur 30 jours`", "**“{word}”** is not a freshness. Nothing is saved.\nFor example: `fraîcheur 30 jours`")
)

func setProgramme(e *Env) (card.Reply, error) {
	l, err := e.said(programmeClauses)
	if err != nil {
		return card.Reply{}, err
	}
	name := card.OneLine(joined(l.head))
	if name == "" && len(l.clauses) == 0 {
		return e.programmeList()
	}
	edits, err := e.programmeEdits(l)
	if err != nil {
		return card.Reply{}, err
	}
	all, err := e.plan.Programmes(e.ctx, e.req.Region)
	if err != nil {
		return card.Reply{}, err
	}
	if known, ok := all.Named(name); ok && len(edits) == 0 {
		return card.Reply{Text: e.programmeSaid(textProgrammeNow, all, known)}, nil
	}
	was, is, err := e.plan.SetProgramme(e.ctx, e.call, name, func(g *plan.Programme) error {
		for _, edit := range edits {
			edit(g)
		}
		return nil
	})
	if err != nil {
		return card.Reply{}, err
	}
	text := textProgrammeNow
	if was.Name == "" {
		text = textProgrammeNew
	}
	return card.Reply{Text: e.programmeSaid(text, append(slices.DeleteFunc(all, func(g plan.Programme) bool { return g.Key() == is.Key() }), is), is)}, nil
}

// programmeEdits reads what a line says of a programme.
func (e *Env) programmeEdits(l saidLine) ([]func(*plan.Programme), error) {
	var edits []func(*plan.Programme)
	for _, c := range l.clauses {
		switch c.key {
		case "sous":
			edits = append(edits, func(g *plan.Programme) {
				if g.Parent = c.text; isNone(c.text) {
					g.Parent = ""
				}
			})
		case "fraicheur":
			days, ok := freshnessSaid(c.text)
			if !ok {
				return nil, askFor(e.say(textNotFreshness, "word", card.Quote(clip(c.text))))
			}
			edits = append(edits, func(g *plan.Programme) { g.Freshness = days })
		case "champ", "sanschamp":
			edits = append(edits, func(g *plan.Programme) {
				g.Fields = slices.DeleteFunc(g.Fields, func(f string) bool { return i18n.Fold(f) == i18n.Fold(c.text) })
				if c.key == "champ" {
					g.Fields = append(g.Fields, card.OneLine(c.text))
				}
			})
		}
	}
	return edits, nil
}

// freshnessSaid reads a number of days: « 30 jours », « 6 semaines »; 0 for the usual.
func freshnessSaid(text string) (int, bool) {
	if isUsual(text) {
		return 0, true
	}
	fields := strings.Fields(i18n.Fold(text))
	if len(fields) == 0 || len(fields) > 3 {
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimSuffix(fields[0], "j"))
	if err != nil || n < 1 || n > plan.MaxFreshness {
		return 0, false
	}
	if len(fields) > 1 {
		switch fields[1] {
		case "jour", "jours", "j":
		case "semaine", "semaines":
			n *= 7
		case "mois":
			n *= 30
		default:
			return 0, false
		}
	}
	return n, len(fields) < 3 || strings.HasPrefix(fields[2], "calendaire")
}

func (e *Env) programmeList() (card.Reply, error) {
	all, err := e.plan.Programmes(e.ctx, e.req.Region)
	if err != nil {
		return card.Reply{}, err
	}
	if len(all) == 0 {
		return card.Reply{Text: e.say(textProgrammesNo)}, nil
	}
	rows := []string{e.say(i18n.Plural(e.lang, len(all), textProgrammeOne, textProgrammes), "n", len(all))}
	for _, g := range all {
		rows = append(rows, e.programmeSaid(textProgrammeItem, all, g))
	}
	return card.Reply{Text: strings.Join(rows, "\n")}, nil
}

// programmeSaid says a programme.
func (e *Env) programmeSaid(text i18n.Msg, all plan.Programmes, g plan.Programme) string {
	parent, fields := "", ""
	if g.Parent != "" {
		parent = e.say(textProgrammeIn, "parent", card.Quote(g.Parent))
	}
	if own := all.OwnFields(g.Name); len(own) > 0 {
		for i := range own {
			own[i] = card.Quote(own[i])
		}
		fields = e.say(textProgrammeHas, "fields", strings.Join(own, ", "))
	}
	return e.say(text, "name", card.Quote(g.Name), "parent", parent, "days", e.words.Count(all.Freshness(g.Name), 0), "fields", fields)
}
