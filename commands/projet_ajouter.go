package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    1,
	path:    "projet ajouter",
	aliases: []string{"projet creer", "projet nouveau", "projet add"},
	summary: i18n.T("suivre un projet : action d’un contrat, opération, appel à projets", "follow a project: an action of a contract, an operation, a call for projects"),
	args: append([]arg{{"<nom>", `"Friche Cogez, Leforest"`, i18n.T(
		"le nom, entre guillemets", "the name, between quotation marks"), false}}, projectArgs...),
	keywords: keywordsOf(newProjectClauses),
	examples: []string{
		`projet ajouter "Friche Cogez, Leforest" programme "fonds vert" territoire 62`,
		`projet ajouter "ERBM, renouveau du bassin minier" court ERBM territoire 59 62 pilote @bob météo nuage`,
	},
	right:   plan.ManageProjects,
	seeAlso: []string{"projet meteo", "projet programme", "projet modifier"},
	run:     addProject,
})

// projectArgs are what can be said of a project.
var projectArgs = []arg{
	{"programme <programme>", `programme "fonds vert"`, i18n.T("le contrat, le fonds ou l’appel à projets dont il fait partie", "the contract, the fund or the call that it is a part of"), true},
	{"territoire <départements>", "territoire 59 62", i18n.T("un ou plusieurs départements ; sans cela, celui de votre service ; `région` pour toute la région", "one or several departments; without it, that of your service; `région` for the whole region"), true},
	{"", `lieu "Leforest"`, i18n.T("la commune ou le site", "the commune or the site"), true},
	{"pilote @personne", "pilote @bob", i18n.T("qui en donne la météo ; son service le pilote", "who gives its outlook; their service leads it"), true},
	{"", "service DREAL", i18n.T("le service qui le pilote", "the service that leads it"), true},
	{"", "court ERBM", i18n.T("ce que l’on tape pour le nommer", "what is typed to name it"), true},
	{"", `porteur "CA Hénin-Carvin"`, i18n.T("le porteur de projet", "who carries it"), true},
	{"", `partenaires "Région, EPF"`, i18n.T("les partenaires", "the partners"), true},
	{"", `lien "Convention" https://exemple.fr/convention`, i18n.T("un document ; plusieurs sont possibles", "a document; several may be given"), true},
	{"", `champ "Logements livrés" 35`, i18n.T("un champ propre à son programme", "a field of its programme’s own"), true},
}

var (
	textProjectAdded = i18n.T(
		"**{ref} · {name}** est créé. {facts}\nEnsuite : `/projet meteo {ref} soleil`",
		"**{ref} · {name}** is created. {facts}\nThen: `/projet meteo {ref} soleil`")
	textFactProgramme  = i18n.T("Programme : {programme}.", "Programme: {programme}.")
	textFactTerritory  = i18n.T("Territoire : {territory}.", "Territory: {territory}.")
	textFactLead       = i18n.T("Pilote : {lead}.", "Lead: {lead}.")
	textFactOutlook    = i18n.T("Météo : {outlook}.", "Outlook: {outlook}.")
	textFactNoOutlook  = i18n.T("Météo : non renseignée.", "Outlook: not given.")
	titleNewProject    = i18n.T("Nouveau projet", "New project")
	labelProgramme     = i18n.T("Programme", "Programme")
	labelTerritory     = i18n.T("Territoire", "Territory")
	labelLead          = i18n.T("Pilote", "Lead")
	helpProgrammeField = i18n.T("Par exemple : CRTE, fonds vert", "For example: CRTE, fonds vert")
	helpTerritory      = i18n.T("Un ou plusieurs numéros ; « région » pour toute la région", "One or several numbers; “région” for the whole region")
	helpLead           = i18n.T("Par exemple : @bob", "For example: @bob")
)

func addProject(e *Env) (card.Reply, error) {
	l, err := e.said(newProjectClauses)
	if err != nil {
		return card.Reply{}, err
	}
	if len(l.head) == 0 && len(l.clauses) == 0 && e.req.CanForm && !e.answersForm() {
		form := newProjectForm(e)
		return card.Reply{Form: &form}, nil
	}
	p, err := e.toldProject(l)
	if err != nil {
		return card.Reply{}, err
	}
	c, err := e.plan.AddProject(e.ctx, e.call, p)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.say(textProjectAdded, "ref", c.After.Ref(), "name", card.Quote(c.After.Name), "facts", e.projectFactsOf(c))}, nil
}

// toldProject is the project that a line tells of; where it does not say, it is in
// the departments of its service.
func (e *Env) toldProject(l saidLine) (plan.Project, error) {
	p := plan.Project{Name: card.OneLine(joined(l.head)), Progress: plan.NoProgress}
	edits, err := editsOf(e, l, projectFields, reportFields)
	if err != nil {
		return plan.Project{}, err
	}
	for _, edit := range edits {
		edit(&p)
	}
	if !l.has("territoire") && len(p.Departments) == 0 {
		p.Departments = e.ownDepartments(p.Service)
	}
	return p, nil
}

// ownDepartments is the department of the service that leads a project, else of
// the person's own services, when it is not said.
func (e *Env) ownDepartments(service plan.ServiceID) []string {
	if s, ok := e.dir.Service(service); ok {
		if s.Department == "" {
			return nil
		}
		return []string{s.Department}
	}
	for _, m := range e.dir.Actor.Services {
		if s, ok := e.dir.Service(m.Service); ok && s.Department != "" {
			return []string{s.Department}
		}
	}
	return nil
}

// projectFactsOf says what was recorded of a new project.
func (e *Env) projectFactsOf(c plan.ProjectChange) string {
	p, w := c.After, e.drawer()
	var said []string
	if p.Programme != "" {
		said = append(said, e.say(textFactProgramme, "programme", card.Quote(p.Programme)))
	}
	said = append(said, e.say(textFactTerritory, "territory", w.territory(p)))
	if name := c.Called[p.Lead]; name != "" {
		said = append(said, e.say(textFactLead, "lead", card.Quote(name)))
	}
	if p.Outlook == plan.OutlookNone {
		said = append(said, e.say(textFactNoOutlook))
	} else {
		said = append(said, e.say(textFactOutlook, "outlook", w.outlook(p.Outlook)))
	}
	return strings.Join(said, " ")
}

func newProjectForm(e *Env) card.Form {
	return card.Form{
		Title: e.say(titleNewProject), Command: e.cmd.path, Submit: e.say(labelCreate),
		Fields: []card.Field{
			{Name: "nom", Label: e.say(labelName)},
			{Name: "programme", Label: e.say(labelProgramme), Help: e.say(helpProgrammeField), Optional: true},
			{Name: "territoire", Label: e.say(labelTerritory), Help: e.say(helpTerritory), Optional: true},
			{Name: "pilote", Label: e.say(labelLead), Help: e.say(helpLead), Optional: true},
			{Name: "meteo", Label: e.say(labelOutlook), Help: e.say(helpOutlook), Optional: true},
		},
	}
}
