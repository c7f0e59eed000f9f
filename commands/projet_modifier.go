package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     8,
	path:     "projet modifier",
	aliases:  []string{"projet changer", "projet edit"},
	summary:  i18n.T("changer le nom, le pilote, le territoire, les liens d’un projet", "change the name, the lead, the territory, the links of a project"),
	args:     append([]arg{argProject}, append(projectArgs, argReason)...),
	keywords: keywordsOf(changeProjectClauses),
	examples: []string{
		"projet modifier ERBM pilote @carole",
		`projet modifier PR105 lien "Convention" https://exemple.fr/convention`,
	},
	right:   plan.ManageProjects,
	seeAlso: []string{"projet voir", "projet meteo"},
	run:     modifyProject,
})

var (
	textProjectModified = i18n.T("{ref} est modifié : {what}.", "{ref} is changed: {what}.")
	textProjectChanges  = i18n.T("{ref} est modifié :", "{ref} is changed:")
	textProjectWhat     = i18n.T(
		"Il manque ce qui change pour {name}. Rien n’a changé.\nPar exemple : `/projet modifier {ref} pilote @bob` ou `/projet modifier {ref} territoire 59 62`",
		"What changes for {name} is missing. Nothing has changed.\nFor example: `/projet modifier {ref} pilote @bob` or `/projet modifier {ref} territoire 59 62`")
	textProjectNotThat = i18n.T(
		"**« {word} »** n’est pas compris. Rien n’a changé.\nCe qui se change : {list}. Pour la météo : `/projet meteo {ref} soleil`",
		"**“{word}”** is not understood. Nothing has changed.\nWhat can be changed: {list}. For the outlook: `/projet meteo {ref} soleil`")
	textProjectStaleForm = i18n.T(
		"{name} a changé depuis l’ouverture du formulaire. Rien n’est enregistré.\nVérifiez, puis recommencez : `/projet voir {ref}`",
		"{name} changed since the form was opened. Nothing is saved.\nCheck, then start again: `/projet voir {ref}`")
	titleProject  = i18n.T("Projet {ref}", "Project {ref}")
	itemProgramme = i18n.T("programme", "programme")
	itemTerritory = i18n.T("territoire", "territory")
	itemSite      = i18n.T("lieu", "place")
	itemService   = i18n.T("service", "service")
	itemLead      = i18n.T("pilote", "lead")
	itemOwner     = i18n.T("porteur", "owner")
	itemPartners  = i18n.T("partenaires", "partners")
)

func modifyProject(e *Env) (card.Reply, error) {
	l, err := e.said(changeProjectClauses)
	if err != nil {
		return card.Reply{}, err
	}
	p, extra, err := e.projectAndRest(l.head)
	if err != nil {
		return card.Reply{}, err
	}
	if datesCall(extra) {
		return callForProjects(e)
	}
	if len(extra) > 0 {
		var list []string
		for _, f := range projectFields {
			list = append(list, "`"+f.words[0]+"`")
		}
		return card.Reply{}, askFor(e.say(textProjectNotThat, "word", card.Quote(clip(joined(extra))), "list", strings.Join(list, ", "), "ref", p.Ref()))
	}
	if len(l.clauses) == 0 && e.req.CanForm && !e.answersForm() {
		v, err := e.plan.ViewProject(e.ctx, e.req.Region, e.sees(), e.sight, p.Number)
		if err != nil {
			return card.Reply{}, err
		}
		form := e.projectForm(v)
		return card.Reply{Form: &form}, nil
	}
	edits, err := editsOf(e, l, projectFields)
	if err != nil {
		return card.Reply{}, err
	}
	if len(edits) == 0 {
		return card.Reply{}, askFor(e.say(textProjectWhat, "name", card.Quote(p.Called()), "ref", p.Ref()))
	}
	reason, _ := l.text("motif")
	c, err := e.plan.ModifyProject(e.ctx, e.call, p.Number, "projet.modifier", reason, func(p *plan.Project) error {
		if e.answersForm() && e.req.Drawn != 0 && e.req.Drawn != p.Version {
			return plan.Refuse(plan.Invalid, textProjectStaleForm.With("name", card.Quote(p.Called()), "ref", p.Ref()))
		}
		for _, edit := range edits {
			edit(p)
		}
		return nil
	})
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.projectModified(c)}, nil
}

// projectModified says what changed.
func (e *Env) projectModified(c plan.ProjectChange) string {
	what := e.drawer().projectChanges(c)
	if len(what) <= fewChanges {
		return e.say(textProjectModified, "ref", c.After.Ref(), "what", strings.Join(what, e.say(textBetween)))
	}
	return lines(e.say(textProjectChanges, "ref", c.After.Ref()), bullet+strings.Join(what, "\n"+bullet))
}

// projectItems are what is said of a project, in the order it is shown.
func (w drawer) projectItems(p plan.Project, called map[plan.UserID]string) []bodyItem {
	service := ""
	if p.Service != "" {
		service = w.services.byID(p.Service).Name
	}
	return []bodyItem{
		{itemName, quoted(p.Name)},
		{itemShort, card.Quote(p.Short)},
		{itemProgramme, card.Quote(p.Programme)},
		{itemTerritory, w.territory(p)},
		{itemSite, quoted(p.Place)},
		{itemService, service},
		{itemLead, card.Quote(called[p.Lead])},
		{itemOwner, quoted(p.Owner)},
		{itemPartners, quoted(p.Partners)},
	}
}

// projectChanges says what differs between two states of a project.
func (w drawer) projectChanges(c plan.ProjectChange) []string {
	out := w.itemChanges(w.projectItems(c.Before, c.Called), w.projectItems(c.After, c.Called))
	for _, f := range c.After.Fields {
		if was := c.Before.Field(f.Name); was != f.Value {
			text := textBodyBecomes
			if was == "" {
				text = textBodyGets
			}
			out = append(out, text.In(w.lang, "name", card.Quote(f.Name), "was", card.Quote(was), "is", card.Quote(f.Value)))
		}
	}
	for _, f := range c.Before.Fields {
		if c.After.Field(f.Name) == "" {
			out = append(out, textBodyLoses.In(w.lang, "name", card.Quote(f.Name), "was", card.Quote(f.Value)))
		}
	}
	return append(out, w.linkChanges(c.Before.Links, c.After.Links)...)
}

func (e *Env) projectForm(p plan.ProjectView) card.Form {
	territory := strings.Join(p.Departments, " ")
	if territory == "" {
		territory = "région"
	}
	lead := ""
	if p.LeadAgent.Username != "" {
		lead = "@" + p.LeadAgent.Username
	}
	return card.Form{
		Title: e.say(titleProject, "ref", p.Ref()), Command: e.cmd.path + " " + string(p.Ref()), Submit: e.say(labelModify), Version: p.Version,
		Fields: []card.Field{
			{Name: "nom", Label: e.say(labelName), Value: p.Name},
			{Name: "court", Label: e.say(labelShortName), Value: p.Short, Optional: true},
			{Name: "programme", Label: e.say(labelProgramme), Help: e.say(helpProgrammeField), Value: p.Programme, Optional: true},
			{Name: "territoire", Label: e.say(labelTerritory), Help: e.say(helpTerritory), Value: territory},
			{Name: "pilote", Label: e.say(labelLead), Help: e.say(helpLead), Value: lead, Optional: true},
			{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason), Optional: true},
		},
	}
}
