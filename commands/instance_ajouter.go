package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    1,
	path:    "instance ajouter",
	aliases: []string{"instance creer", "instance nouvelle", "instance add"},
	summary: i18n.T("créer une instance : comité, commission, conseil d’administration", "create a body: a committee, a commission, a board"),
	args: append([]arg{{"<nom>", `"Comité régional ERBM"`, i18n.T(
		"le nom complet, entre guillemets", "the whole name, between quotation marks"), false}}, bodyArgs...),
	keywords: bodyKeywords,
	examples: []string{
		`instance ajouter "EPF Hauts-de-France, conseil d’administration" court EPF`,
		`instance ajouter "Comité régional ERBM" court ERBM préside rythme semestriel`,
		`instance ajouter "CDNPS du Nord" court CDNPS-59 préside titre "préfet du Nord" département 59 convocation 5 jours quorum 1/2`,
	},
	right:   plan.ManageMeetings,
	seeAlso: []string{"instance siege", "instance modifier"},
	run:     addBody,
})

// bodyArgs are what can be said of a body.
var bodyArgs = []arg{
	{"court <nom court>", "court EPF", i18n.T("ce que l’on tape pour la nommer", "what is typed to name it"), true},
	{"", "type \"comité de pilotage\"", i18n.T("ce qu’elle est", "what it is"), true},
	{"", "préside", i18n.T("le préfet préside ; `copréside`, ou `siège` s’il siège seulement", "the préfet presides; `copréside`, or `siège` if he only sits"), true},
	{"", `titre "préfet du Nord"`, i18n.T("au titre de quel préfet l’État siège ; sans cela, le préfet de région", "for which préfet the State sits; without it, the préfet de région"), true},
	{"", "département 59", i18n.T("où elle siège ; sans cela, toute la région", "where it sits; without it, the whole region"), true},
	{"", `fondement "décret 2006-975"`, i18n.T("le texte qui l’institue", "the text that founds it"), true},
	{"", `rythme "deux fois par an"`, i18n.T("quand elle se réunit", "when it meets"), true},
	{"", `secrétariat "DREAL"`, i18n.T("qui en tient le secrétariat", "who is its secretary"), true},
	{"", "convocation 10 jours", i18n.T("délai de convocation ; sans cela, 5 jours calendaires (article R133-8 du CRPA)", "how long before its notice is due; without it, 5 calendar days (CRPA, article R133-8)"), true},
	{"", "quorum 1/2", i18n.T("part des membres, ou leur nombre ; sans cela, la moitié", "part of the members, or their number; without it, a half"), true},
	{"", "membres 24", i18n.T("nombre de membres, pour le quorum", "number of members, for the quorum"), true},
	{"", "pouvoirs 2", i18n.T("pouvoirs par personne ; sans cela, un seul", "proxies each; without it, only one"), true},
	{"", "remplacement oui", i18n.T("si une personnalité qualifiée peut être remplacée", "if a qualified person may be replaced"), true},
	{"", `lien "Statuts" https://exemple.fr/statuts`, i18n.T("un document ; plusieurs sont possibles", "a document; several may be given"), true},
	{"", `modèle "Comité régional"`, i18n.T("le rétroplanning de ses séances", "the backward schedule of its meetings"), true},
}

var (
	textBodyAdded = i18n.T(
		"**{ref} · {name}** est créée. {facts}\nEnsuite, ajoutez les sièges : `/instance siege {typed} urbanisme titulaire \"M. Lemaire\" suppléante \"Mme Vasseur\"`",
		"**{ref} · {name}** is created. {facts}\nThen add the seats: `/instance siege {typed} urbanisme titulaire \"M. Lemaire\" suppléante \"Mme Vasseur\"`")
	titleNewBody   = i18n.T("Nouvelle instance", "New body")
	labelShortName = i18n.T("Nom court", "Short name")
	labelBodyKind  = i18n.T("Type", "Kind")
	labelChair     = i18n.T("Présidence", "Chair")
	helpShortName  = i18n.T("Ce que l’on tape, par exemple : EPF", "What is typed, for example: EPF")
	helpBodyKind   = i18n.T("Par exemple : conseil d’administration", "For example: conseil d’administration")
	helpChair      = i18n.T("préside, copréside ou siège", "préside, copréside or siège")
	helpBodyPlace  = i18n.T("Son numéro ; vide pour la région", "Its number; empty for the region")
)

func addBody(e *Env) (card.Reply, error) {
	l, err := e.said(bodyClauses)
	if err != nil {
		return card.Reply{}, err
	}
	if len(l.head) == 0 && len(l.clauses) == 0 && e.req.CanForm && !e.answersForm() {
		form := newBodyForm(e)
		return card.Reply{Form: &form}, nil
	}
	b := plan.Body{Name: card.OneLine(joined(l.head))}
	edits, err := editsOf(e, l, bodyFields)
	if err != nil {
		return card.Reply{}, err
	}
	for _, edit := range edits {
		edit(&b)
	}
	if b.Hat != "" && b.Department == "" {
		b.Department = string(b.Hat) // the préfet of a department sits there
	}
	c, err := e.plan.AddBody(e.ctx, e.call, b)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.say(textBodyAdded, "ref", c.After.Ref(), "name", card.Quote(c.After.Name),
		"facts", e.drawer().bodyFacts(c.After), "typed", card.Code(typedBody(c.After)))}, nil
}

func newBodyForm(e *Env) card.Form {
	return card.Form{
		Title: e.say(titleNewBody), Command: e.cmd.path, Submit: e.say(labelCreate),
		Fields: []card.Field{
			{Name: "nom", Label: e.say(labelName)},
			{Name: "court", Label: e.say(labelShortName), Help: e.say(helpShortName), Optional: true},
			{Name: "type", Label: e.say(labelBodyKind), Help: e.say(helpBodyKind), Optional: true},
			{Name: "presidence", Label: e.say(labelChair), Help: e.say(helpChair), Optional: true},
			{Name: "departement", Label: e.say(labelDepartment), Help: e.say(helpBodyPlace), Optional: true},
		},
	}
}
