package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var (
	textProjectMissing = i18n.T(
		"Il manque le projet : son identifiant, son nom court ou des mots de son nom. Rien n’a changé.\nPar exemple : `/{example}`",
		"The project is missing: its identifier, its short name or words of its name. Nothing has changed.\nFor example: `/{example}`")
	textProjectUnknown = i18n.T(
		"Aucun projet visible pour **« {word} »**.\n{hint}",
		"No project that you can see for **“{word}”**.\n{hint}")
	textProjectSee      = i18n.T("Pour voir les projets : `/projet liste`", "To see the projects: `/projet liste`")
	textProjectsSeveral = i18n.T("**{n} projets pour « {word} »**\n{list}", "**{n} projects for “{word}”**\n{list}")
	textProjectsMore    = i18n.T("et {n} de plus : `/projet liste {word}`", "and {n} more: `/projet liste {word}`")
	textProjectRow      = i18n.T("- **{ref}** · {outlook} · {name} · {territory}", "- **{ref}** · {outlook} · {name} · {territory}")
)

// argProject is the project that a command is about.
var argProject = arg{"<projet>", "ERBM", i18n.T(
	"l’identifiant, le nom court ou des mots du nom", "the identifier, the short name or words of the name"), false}

// sees is which projects the person may see.
func (e *Env) sees() plan.ProjectSight { return e.dir.ProjectSight() }

// projectNamed finds a project that the person may see, by its identifier, by its
// short name, by its name, or by words of it. Several give a list to pick from.
func (e *Env) projectNamed(text string) (plan.Project, error) {
	text = strings.Join(strings.Fields(strings.Trim(quotationMarks.Replace(text), " ?!.")), " ")
	if text == "" {
		return plan.Project{}, askFor(e.say(textProjectMissing, "example", e.cmd.examples[0]))
	}
	if number, ok := plan.ParseProjectRef(text); ok {
		v, err := e.plan.ViewProject(e.ctx, e.req.Region, e.sees(), e.sight, number)
		return v.Project, err
	}
	found, total, err := e.projectsMeant(text)
	switch {
	case err != nil:
		return plan.Project{}, err
	case total == 1:
		return found[0], nil
	case total == 0:
		return plan.Project{}, e.unknownProject(text)
	default:
		return plan.Project{}, e.pickProject(text, found, total)
	}
}

// projectsMeant lists the open projects that a text may name: the one of that
// short name alone, else the one of that name, else those with all its words,
// in their name rather than elsewhere.
func (e *Env) projectsMeant(text string) ([]plan.Project, int, error) {
	words := plan.SearchWords(text)
	for _, short := range []string{i18n.Fold(text), strings.Join(words, " ")} {
		found, total, err := e.plan.FindProjects(e.ctx, e.req.Region, e.sees(), plan.ProjectFilter{Short: short, Limit: 1})
		if short != "" && (err != nil || total > 0) {
			return found, total, err
		}
	}
	if len(words) == 0 {
		return nil, 0, nil
	}
	f := plan.ProjectFilter{Words: words[:min(len(words), plan.MostWords)], Limit: mostChoices}
	found, total, err := e.plan.FindProjects(e.ctx, e.req.Region, e.sees(), f)
	if err != nil {
		return nil, 0, err
	}
	var named []plan.Project
	for _, p := range found {
		if i18n.Fold(p.Name) == i18n.Fold(text) {
			return []plan.Project{p}, 1, nil
		}
		if hasWords(plan.SearchWords(p.Short+" "+p.Name), f.Words) {
			named = append(named, p)
		}
	}
	if len(named) > 0 && total == len(found) {
		return named, len(named), nil
	}
	return found, total, nil
}

// projectAndRest finds the project that words begin with, the longest name first,
// and gives what follows it.
func (e *Env) projectAndRest(head []token) (plan.Project, []token, error) {
	if len(head) == 0 {
		p, err := e.projectNamed("")
		return p, nil, err
	}
	if _, ok := plan.ParseProjectRef(head[0].text); head[0].quoted || ok {
		p, err := e.projectNamed(head[0].text)
		return p, head[1:], err
	}
	plain := 0
	for plain < len(head) && !head[plain].quoted {
		plain++
	}
	for n := plain; n > 0; n-- {
		found, total, err := e.projectsMeant(joined(head[:n]))
		switch {
		case err != nil:
			return plan.Project{}, nil, err
		case total == 1:
			return found[0], head[n:], nil
		case total > 1:
			return plan.Project{}, nil, e.pickProject(joined(head[:n]), found, total)
		}
	}
	return plan.Project{}, nil, e.unknownProject(joined(head[:plain]))
}

// manyNames bounds the names among which a slip is looked for.
const manyNames = 500

// unknownProject names the projects that a slip could have meant.
func (e *Env) unknownProject(text string) error {
	all, _, err := e.plan.FindProjects(e.ctx, e.req.Region, e.sees(), plan.ProjectFilter{Limit: manyNames})
	if err != nil {
		return err
	}
	var names []string
	for _, p := range all {
		names = append(names, p.Called())
	}
	return e.unknownName(text, "projet", names, textProjectUnknown, textProjectSee)
}

// pickProject lists the projects that words name, with one button each that does
// what was asked.
func (e *Env) pickProject(text string, found []plan.Project, total int) error {
	w := e.drawer()
	var rows []string
	var buttons []card.Button
	for _, p := range found {
		rows = append(rows, e.say(textProjectRow, "ref", p.Ref(), "outlook", w.outlook(p.Outlook), "name", card.Quote(p.Name), "territory", w.territory(p)))
		buttons = append(buttons, card.Button{
			ID: "projet" + string(p.Ref()), Label: string(p.Ref()), Style: card.Variant, Command: e.withName(text, string(p.Ref())),
		})
	}
	if left := total - len(found); left > 0 {
		rows = append(rows, e.say(textProjectsMore, "n", left, "word", card.Code(text)))
	}
	return askFor(e.say(textProjectsSeveral, "n", total, "word", card.Quote(clip(text)), "list", strings.Join(rows, "\n")), buttons...)
}
