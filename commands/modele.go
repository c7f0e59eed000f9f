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

// Templates of backward schedules: what is to be done before and after the
// meetings of bodies of a sort.

var _ = register(command{
	rank:     21,
	path:     "jalon modele liste",
	aliases:  []string{"jalon modele", "jalon modeles", "jalon modele lister"},
	summary:  i18n.T("voir les modèles de rétroplanning", "see the templates of backward schedules"),
	examples: []string{"jalon modele liste"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"jalon modele voir"},
	run:      listTemplates,
})

var _ = register(command{
	rank:     22,
	path:     "jalon modele voir",
	aliases:  []string{"jalon modele montrer"},
	summary:  i18n.T("voir les étapes d’un modèle, et ce qui l’utilise", "see the steps of a template, and what uses it"),
	args:     []arg{argTemplate},
	examples: []string{`jalon modele voir "Comité régional"`},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"jalon modele etape"},
	run:      showTemplate,
})

var _ = register(command{
	rank:    23,
	path:    "jalon modele ajouter",
	aliases: []string{"jalon modele creer", "jalon modele nouveau"},
	summary: i18n.T("créer un modèle, vide ou d’après un autre", "create a template, empty or after another one"),
	args: []arg{
		{"\"<nom>\"", `"CA trimestriel"`, i18n.T("le nom du nouveau modèle", "the name of the new template"), false},
		{"comme \"<modèle>\"", `comme "Représentation"`, i18n.T("le modèle dont il reprend les étapes", "the template whose steps it takes"), true},
	},
	keywords: []string{"comme"},
	examples: []string{`jalon modele ajouter "CA trimestriel" comme "Représentation"`},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"jalon modele etape", "instance modifier"},
	run:      addTemplate,
})

var _ = register(command{
	rank:    24,
	path:    "jalon modele etape",
	aliases: []string{"jalon modele étape", "jalon modele modifier"},
	summary: i18n.T("ajouter ou changer une étape d’un modèle", "add or change a step of a template"),
	args: []arg{
		argTemplate,
		{"\"<étape>\"", `"Invitations"`, i18n.T("le nom de l’étape", "the name of the step"), false},
		{"J-<n> [ouvrés]", "J-15 ouvrés", i18n.T("sa distance de la séance ; sans `ouvrés`, en jours calendaires ; `J+5` après elle", "its distance from the meeting; calendar days without `ouvrés`; `J+5` after it"), false},
		{"pour <services>", "pour SGAR", i18n.T("qui la doit ; `pour la représentation` pour qui siège ; sans cela, la coordination", "who owes it; `pour la représentation` for who sits; else the coordination"), true},
	},
	examples: []string{
		`jalon modele etape "Comité régional" "Invitations" J-15 ouvrés pour SGAR`,
		`jalon modele etape "Représentation" "Point avec le SGAR" J-2 ouvrés pour la représentation`,
	},
	keywords: []string{"pour"},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"jalon modele voir", "jalon modele retirer"},
	run:      setStep,
})

var _ = register(command{
	rank:     25,
	path:     "jalon modele retirer",
	aliases:  []string{"jalon modele supprimer", "jalon modele oter"},
	summary:  i18n.T("retirer une étape d’un modèle", "take a step off a template"),
	args:     []arg{argTemplate, {"\"<étape>\"", `"Diaporama"`, i18n.T("le nom de l’étape", "the name of the step"), false}},
	keywords: []string{"etape"},
	examples: []string{`jalon modele retirer "Comité régional" "Diaporama"`},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"jalon modele etape"},
	run:      dropStep,
})

var argTemplate = arg{"\"<modèle>\"", `"Comité régional"`, i18n.T("le nom du modèle, entre guillemets", "the name of the template, between quotation marks"), false}

var (
	textTemplates     = i18n.T("**{n} modèles de rétroplanning**", "**{n} templates of backward schedules**")
	textTemplateRow   = i18n.T("- **{name}** · {steps}", "- **{name}** · {steps}")
	textStepCount     = i18n.T("{n} étape", "{n} step")
	textStepCounts    = i18n.T("{n} étapes", "{n} steps")
	textTemplateHead  = i18n.T("Modèle **{name}** : {steps}{span}. {used}", "Template **{name}**: {steps}{span}. {used}")
	textTemplateSpan  = i18n.T(" {unit}, de {from} à {to}", " {unit}, from {from} to {to}")
	textTemplateNone  = i18n.T("Aucune séance à venir ne l’utilise.", "No meeting to come uses it.")
	textTemplateOne   = i18n.T("{n} séance à venir l’utilise.", "{n} meeting to come uses it.")
	textTemplateMany  = i18n.T("{n} séances à venir l’utilisent.", "{n} meetings to come use it.")
	textTemplateApart = i18n.T("Modifier le modèle ne change pas ces séances.", "Changing the template does not change these meetings.")
	textTemplateStep  = i18n.T("- **{offset}** · {name} · {who}", "- **{offset}** · {name} · {who}")
	textTemplateRep   = i18n.T("qui siège", "who sits")
	textTemplateMin   = i18n.T("qui siège, demandé en privé", "who sits, asked in private")
	textTemplateBody  = i18n.T("Instances : {list}", "Bodies: {list}")
	textTemplateNew   = i18n.T("Modèle **{name}** créé, {steps}.\nPour l’attacher à une instance : `/instance modifier EPF modele \"{name}\"`", "Template **{name}** created, {steps}.\nTo attach it to a body: `/instance modifier EPF modele \"{name}\"`")
	textStepLack      = i18n.T(
		"Il manque le modèle, l’étape ou sa distance. Rien n’a changé.\nPar exemple : `/{example}`",
		"The template, the step or its distance is missing. Nothing has changed.\nFor example: `/{example}`")
	textWhichDays = i18n.T(
		"« {text} jours » : ouvrés ou calendaires ? Rien n’a changé.\n`/{working}`\n`/{calendar}`",
		"“{text} jours”: working days or calendar days? Nothing has changed.\n`/{working}`\n`/{calendar}`")
	labelWorkingDays  = i18n.T("Jours ouvrés", "Working days")
	labelCalendarDays = i18n.T("Jours calendaires", "Calendar days")
	textStepSet       = i18n.T("Étape « {step} » du modèle {name} : {offset}, {who}.", "Step “{step}” of the template {name}: {offset}, {who}.")
	textStepDropped   = i18n.T("Étape « {step} » retirée du modèle {name}.", "Step “{step}” taken off the template {name}.")
)

func listTemplates(e *Env) (card.Reply, error) {
	all, err := e.plan.Templates(e.ctx, e.req.Region)
	if err != nil {
		return card.Reply{}, err
	}
	rows := []string{e.say(textTemplates, "n", len(all))}
	for _, t := range all {
		rows = append(rows, e.say(textTemplateRow, "name", card.Quote(t.Name), "steps", e.stepCount(t)))
	}
	return card.Reply{Text: lines(rows...)}, nil
}

// stepCount counts the steps of a template by their names.
func (e *Env) stepCount(t plan.Template) string {
	names := map[string]bool{}
	for _, s := range t.Steps {
		names[s.Name] = true
	}
	return e.say(i18n.Plural(e.lang, len(names), textStepCount, textStepCounts), "n", len(names))
}

func showTemplate(e *Env) (card.Reply, error) {
	v, err := e.plan.ViewTemplate(e.ctx, e.req.Region, card.OneLine(unquoted(e.rest)), e.today())
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.templateShown(v)}, nil
}

// templateShown says a template, its steps and what uses it.
func (e *Env) templateShown(v plan.TemplateView) string {
	span, unit := "", e.say(textInWorking)
	for _, s := range v.Steps {
		if s.Unit != calendar.WorkingDays {
			unit = ""
		}
	}
	if n := len(v.Steps); n > 1 {
		span = e.say(textTemplateSpan, "unit", unit, "from", templateOffset(v.Steps[0], unit != ""), "to", templateOffset(v.Steps[n-1], unit != ""))
		span = strings.Replace(span, " , ", ", ", 1)
	}
	used := textTemplateNone
	if v.Ahead > 0 {
		used = i18n.Plural(e.lang, v.Ahead, textTemplateOne, textTemplateMany)
	}
	rows := []string{e.say(textTemplateHead, "name", card.Quote(v.Name), "steps", e.stepCount(v.Template), "span", span, "used", e.say(used, "n", v.Ahead))}
	if v.Ahead > 0 {
		rows = append(rows, e.say(textTemplateApart))
	}
	for i, s := range v.Steps {
		if i > 0 && v.Steps[i-1].Name == s.Name {
			continue
		}
		rows = append(rows, e.say(textTemplateStep, "offset", templateOffset(s, false), "name", card.Quote(s.Name), "who", e.owes(v.Template, s)))
	}
	if len(v.Bodies) > 0 {
		names := make([]string, len(v.Bodies))
		for i, b := range v.Bodies {
			names[i] = card.Quote(b.Called())
		}
		rows = append(rows, e.say(textTemplateBody, "list", strings.Join(names, ", ")))
	}
	return lines(rows...)
}

func templateOffset(s plan.TemplateStep, said bool) string {
	return offset(plan.MeetingStep{Days: s.Days, Unit: s.Unit}, said)
}

// owes says who owes a step: all the services that owe one of its name.
func (e *Env) owes(t plan.Template, s plan.TemplateStep) string {
	switch {
	case s.Minutes:
		return e.say(textTemplateMin)
	case s.Representative:
		return e.say(textTemplateRep)
	}
	var codes []string
	for _, o := range t.Steps {
		if o.Name != s.Name {
			continue
		}
		id := o.Service
		if id == "" {
			id = e.dir.Coordination().ID
		}
		codes = append(codes, e.x.byID(id).Code)
	}
	return strings.Join(codes, ", ")
}

func addTemplate(e *Env) (card.Reply, error) {
	t, err := e.plan.AddTemplate(e.ctx, e.call, card.OneLine(unquoted(e.s.text)), card.OneLine(e.s.named["comme"]))
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.say(textTemplateNew, "name", card.Quote(t.Name), "steps", e.stepCount(t))}, nil
}

// setStep reads « "Comité régional" "Invitations" J-15 ouvrés pour SGAR ».
func setStep(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	at := -1
	for i, t := range tokens {
		if _, ok := frdate.ParseOffset(t.text); ok && !t.quoted {
			at = i
		}
	}
	if at < 2 || !tokens[0].quoted && at != 2 {
		return card.Reply{}, askFor(e.say(textStepLack, "example", card.Code(e.cmd.examples[0])))
	}
	name, step := tokens[0].text, card.OneLine(strings.Join(words(tokens[1:at]), " "))
	text, tail := tokens[at].text, tokens[at+1:]
	if len(tail) > 0 && daysUnit(tail[0].text) {
		text, tail = text+" "+tail[0].text, tail[1:]
	}
	if len(tail) > 0 && slices.Contains([]string{"jour", "jours", "j"}, i18n.Fold(tail[0].text)) {
		if len(tail) == 1 || !daysUnit(tail[1].text) {
			return card.Reply{}, e.whichDays(tokens, at)
		}
		text, tail = text+" "+tail[1].text, tail[2:]
	}
	offset, ok := frdate.ParseOffset(text)
	if !ok {
		return card.Reply{}, askFor(e.say(textStepLack, "example", card.Code(e.cmd.examples[0])))
	}
	if err := plan.CheckStep(offset.Days); err != nil {
		return card.Reply{}, err
	}
	steps, err := e.stepsFor(plan.TemplateStep{Name: step, Days: offset.Days, Unit: offset.Unit}, words(tail))
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.plan.SetTemplateStep(e.ctx, e.call, name, steps)
	if err != nil {
		return card.Reply{}, err
	}
	said := e.say(textStepSet, "step", card.Quote(step), "name", card.Quote(v.Name), "offset", templateOffset(steps[0], false), "who", e.owes(v.Template, steps[0]))
	return card.Reply{Text: lines(said, e.templateShown(v))}, nil
}

// daysUnit tells a word that says which days are counted.
func daysUnit(word string) bool {
	w := i18n.Fold(word)
	return strings.HasPrefix(w, "ouvr") || strings.HasPrefix(w, "calend")
}

// whichDays asks which days « J+30 jours » counts.
func (e *Env) whichDays(tokens []token, at int) error {
	line := func(unit string) string {
		head := strings.Join(rawWords(tokens[:at+1]), " ")
		return strings.TrimSpace(e.cmd.path + " " + head + " " + unit + " " + strings.Join(rawWords(tokens[at+2:]), " "))
	}
	return askFor(e.say(textWhichDays, "text", card.Quote(tokens[at].text), "working", card.Code(line("ouvrés")), "calendar", card.Code(line("calendaires"))),
		card.Button{ID: "ouvres", Label: e.say(labelWorkingDays), Style: card.Primary, Command: line("ouvrés")},
		card.Button{ID: "calendaires", Label: e.say(labelCalendarDays), Style: card.Variant, Command: line("calendaires")})
}

// stepsFor gives a step to who owes it: one for each service, or the representative.
func (e *Env) stepsFor(s plan.TemplateStep, tail []string) ([]plan.TemplateStep, error) {
	if len(tail) > 0 && i18n.Fold(tail[0]) == "pour" {
		tail = tail[1:]
	}
	if len(tail) == 0 {
		return []plan.TemplateStep{s}, nil
	}
	switch i18n.Fold(strings.Join(tail, " ")) {
	case "la representation", "representation", "qui siege", "representant", "le representant", "la personne qui siege":
		s.Representative = true
		return []plan.TemplateStep{s}, nil
	}
	found, unknown := e.x.match(tail)
	if len(unknown) > 0 {
		return nil, unknownService(e.x, unknown[0])
	}
	out := make([]plan.TemplateStep, len(found))
	for i, id := range found {
		out[i] = s
		out[i].Service = id
	}
	return out, nil
}

func dropStep(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	if len(tokens) < 2 {
		return card.Reply{}, askFor(e.say(textStepLack, "example", card.Code(e.cmd.examples[0])))
	}
	step := card.OneLine(strings.Join(words(tokens[1:]), " "))
	v, err := e.plan.DropTemplateStep(e.ctx, e.call, tokens[0].text, step)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: lines(e.say(textStepDropped, "step", card.Quote(step), "name", card.Quote(v.Name)), e.templateShown(v))}, nil
}
