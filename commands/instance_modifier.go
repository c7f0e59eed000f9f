package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     4,
	path:     "instance modifier",
	aliases:  []string{"instance changer", "instance edit"},
	summary:  i18n.T("changer le nom, les règles, les liens d’une instance", "change the name, the rules, the links of a body"),
	args:     append([]arg{argBody}, append(bodyArgs, argReason)...),
	keywords: bodyKeywords,
	examples: []string{
		"instance modifier EPF convocation 10 jours",
		`instance modifier EPF lien "Statuts" https://exemple.fr/statuts`,
		`instance modifier EPF secrétariat aucun motif "changement de gouvernance"`,
	},
	right:   plan.ManageMeetings,
	seeAlso: []string{"instance voir", "instance siege"},
	run:     modifyBody,
})

var (
	textBodyModified = i18n.T("{name} est modifiée : {what}.", "{name} is changed: {what}.")
	textBodyChanges  = i18n.T("{name} est modifiée :", "{name} is changed:")
	textBodyWhat     = i18n.T(
		"Il manque ce qui change pour {name}. Rien n’a changé.\nPar exemple : `/instance modifier {typed} convocation 10 jours` ou `/instance modifier {typed} secrétariat DREAL`",
		"What changes for {name} is missing. Nothing has changed.\nFor example: `/instance modifier {typed} convocation 10 jours` or `/instance modifier {typed} secrétariat DREAL`")
	textBodyNotThat = i18n.T(
		"**« {word} »** n’est pas compris. Rien n’a changé.\nCe qui se change : {list}",
		"**“{word}”** is not understood. Nothing has changed.\nWhat can be changed: {list}")
	textBodyStale = i18n.T(
		"{name} a changé depuis l’ouverture du formulaire. Rien n’est enregistré.\nVérifiez, puis recommencez : `/instance voir {typed}`",
		"{name} changed since the form was opened. Nothing is saved.\nCheck, then start again: `/instance voir {typed}`")
	titleBody        = i18n.T("Instance {ref}", "Body {ref}")
	labelConvocation = i18n.T("Convocation", "Notice")
	labelQuorum      = i18n.T("Quorum", "Quorum")
	labelProxies     = i18n.T("Pouvoirs", "Proxies")
	labelOffice      = i18n.T("Secrétariat", "Secretariat")
	helpConvocation  = i18n.T("Par exemple : 10 jours, 8 jours ouvrés, ou « habituelle »", "For example: 10 jours, 8 jours ouvrés, or “habituelle”")
	helpQuorum       = i18n.T("Par exemple : 1/2, 12 membres, ou « habituel »", "For example: 1/2, 12 membres, or “habituel”")
	helpProxies      = i18n.T("Par personne ; « aucun » ou « habituel »", "Each; “aucun” or “habituel”")
)

func modifyBody(e *Env) (card.Reply, error) {
	l, err := e.said(bodyClauses)
	if err != nil {
		return card.Reply{}, err
	}
	b, extra, err := e.bodyAndRest(l.head)
	if err != nil {
		return card.Reply{}, err
	}
	if len(extra) > 0 {
		var list []string
		for _, f := range bodyFields {
			list = append(list, "`"+f.words[0]+"`")
		}
		return card.Reply{}, askFor(e.say(textBodyNotThat, "word", card.Quote(clip(joined(extra))), "list", strings.Join(list, ", ")))
	}
	if len(l.clauses) == 0 && e.req.CanForm && !e.answersForm() {
		form := bodyForm(e, b)
		return card.Reply{Form: &form}, nil
	}
	edits, err := editsOf(e, l, bodyFields)
	if err != nil {
		return card.Reply{}, err
	}
	if len(edits) == 0 {
		return card.Reply{}, askFor(e.say(textBodyWhat, "name", card.Quote(b.Called()), "typed", card.Code(typedBody(b))))
	}
	reason, _ := l.text("motif")
	c, err := e.plan.ModifyBody(e.ctx, e.call, b.Number, "instance.modifier", reason, func(b *plan.Body) error {
		if e.answersForm() && e.req.Drawn != 0 && e.req.Drawn != b.Version {
			return plan.Refuse(plan.Invalid, textBodyStale.With("name", card.Quote(b.Called()), "typed", card.Code(typedBody(*b))))
		}
		for _, edit := range edits {
			edit(b)
		}
		return nil
	})
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.bodyModified(c)}, nil
}

// bodyModified says what changed.
func (e *Env) bodyModified(c plan.BodyChange) string {
	what := e.drawer().bodyChanges(c.Before, c.After)
	name := card.Quote(c.Before.Called())
	if len(what) <= fewChanges {
		return e.say(textBodyModified, "name", name, "what", strings.Join(what, e.say(textBetween)))
	}
	return lines(e.say(textBodyChanges, "name", name), bullet+strings.Join(what, "\n"+bullet))
}

// bodyItem is one thing said of a body, as it is shown.
type bodyItem struct {
	name  i18n.Msg
	value string
}

var (
	textBodyBecomes = i18n.T("{name}, {was} devient {is}", "{name}, {was} becomes {is}")
	textBodyGets    = i18n.T("{name} {is}", "{name} {is}")
	textBodyLoses   = i18n.T("{name} {was} retiré", "{name} {was} taken off")
	itemName        = i18n.T("nom", "name")
	itemShort       = i18n.T("nom court", "short name")
	itemKind        = i18n.T("type", "kind")
	itemChair       = i18n.T("présidence", "chair")
	itemHat         = i18n.T("titre", "capacity")
	itemPlace       = i18n.T("département", "department")
	itemBasis       = i18n.T("fondement", "legal basis")
	itemRhythm      = i18n.T("rythme", "rhythm")
	itemOffice      = i18n.T("secrétariat", "secretariat")
	itemNotice      = i18n.T("délai de convocation", "notice")
	itemQuorum      = i18n.T("quorum", "quorum")
	itemMembers     = i18n.T("nombre de membres", "number of members")
	itemProxies     = i18n.T("pouvoirs", "proxies")
	itemReplace     = i18n.T("remplacement des personnalités qualifiées", "replacement of qualified persons")
	itemTemplate    = i18n.T("modèle de rétroplanning", "template of its backward schedule")
	itemLink        = i18n.T("lien", "link")
	textChairWord   = map[plan.Chair]i18n.Msg{
		plan.ChairOther: i18n.T("siège", "sits"), plan.ChairState: i18n.T("préside", "presides"), plan.ChairShared: i18n.T("copréside", "presides jointly"),
	}
	textBodyHatRegion = i18n.T("préfet de région", "préfet de région")
	textBodyHatOf     = i18n.T("préfet {of}", "préfet {of}")
	textDaysOf        = i18n.T("{n} jours", "{n} days")
	textDayOf         = i18n.T("{n} jour", "{n} day")
	textYesWord       = i18n.T("possible", "allowed")
	textNoWord        = i18n.T("exclu", "not allowed")
)

// bodyItems are what is said of a body, in the order it is shown.
func (w drawer) bodyItems(b plan.Body) []bodyItem {
	replaced, members := textNoWord, ""
	if b.Rules.ReplacesQualified {
		replaced = textYesWord
	}
	if b.Rules.Members > 0 {
		members = w.number(b.Rules.Members)
	}
	hat := textBodyHatRegion.In(w.lang)
	if b.Hat != "" {
		hat = textBodyHatOf.In(w.lang, "of", hatOf(b.Hat))
	}
	return []bodyItem{
		{itemName, quoted(b.Name)},
		{itemShort, card.Quote(b.Short)},
		{itemKind, quoted(b.Kind)},
		{itemChair, textChairWord[b.Chair].In(w.lang)},
		{itemHat, hat},
		{itemPlace, card.Quote(departmentName(b.Department))},
		{itemBasis, quoted(b.LegalBasis)},
		{itemRhythm, quoted(b.Rhythm)},
		{itemOffice, quoted(b.Secretariat)},
		{itemNotice, w.noticeDelay(b.Rules)},
		{itemQuorum, typedQuorum(b.Rules.Quorum)},
		{itemMembers, members},
		{itemProxies, w.number(b.Rules.MostProxies())},
		{itemReplace, replaced.In(w.lang)},
		{itemTemplate, quoted(b.Template)},
	}
}

// quoted puts a text between marks, nothing where there is none.
func quoted(text string) string {
	if text == "" {
		return ""
	}
	return "« " + card.Quote(text) + " »"
}

func (w drawer) number(n int) string { return i18n.T("{n}", "{n}").In(w.lang, "n", n) }

// noticeDelay is a delay without its unit when it is that of common law.
func (w drawer) noticeDelay(r plan.BodyRules) string {
	n, unit := r.NoticeDelay()
	if unit != 0 {
		return w.words.Count(n, unit)
	}
	return i18n.Plural(w.lang, n, textDayOf, textDaysOf).In(w.lang, "n", n)
}

// bodyChanges says what differs between two states of a body, but its seats.
func (w drawer) bodyChanges(was, is plan.Body) []string {
	return append(w.itemChanges(w.bodyItems(was), w.bodyItems(is)), w.linkChanges(was.Links, is.Links)...)
}

// itemChanges says what differs between two states of a thing, item by item.
func (w drawer) itemChanges(before, after []bodyItem) []string {
	var out []string
	for i, item := range after {
		old := before[i].value
		text := textBodyBecomes
		switch {
		case old == item.value:
			continue
		case old == "":
			text = textBodyGets
		case item.value == "":
			text = textBodyLoses
		}
		out = append(out, text.In(w.lang, "name", item.name.In(w.lang), "was", old, "is", item.value))
	}
	return out
}

func (w drawer) linkChanges(was, is []plan.Link) []string {
	var out []string
	url := func(links []plan.Link, title string) string {
		for _, l := range links {
			if i18n.Fold(l.Title) == i18n.Fold(title) {
				return l.URL
			}
		}
		return ""
	}
	for _, l := range is {
		if url(was, l.Title) != l.URL {
			out = append(out, textBodyGets.In(w.lang, "name", itemLink.In(w.lang), "is", quoted(l.Title)))
		}
	}
	for _, l := range was {
		if url(is, l.Title) == "" {
			out = append(out, textBodyLoses.In(w.lang, "name", itemLink.In(w.lang), "was", quoted(l.Title)))
		}
	}
	return out
}

func bodyForm(e *Env, b plan.Body) card.Form {
	w := e.drawer()
	return card.Form{
		Title: e.say(titleBody, "ref", b.Ref()), Command: e.cmd.path + " " + string(b.Ref()), Submit: e.say(labelModify), Version: b.Version,
		Fields: []card.Field{
			{Name: "nom", Label: e.say(labelName), Value: b.Name},
			{Name: "court", Label: e.say(labelShortName), Help: e.say(helpShortName), Value: b.Short, Optional: true},
			{Name: "type", Label: e.say(labelBodyKind), Help: e.say(helpBodyKind), Value: b.Kind, Optional: true},
			{Name: "presidence", Label: e.say(labelChair), Help: e.say(helpChair), Value: textChairWord[b.Chair].In(i18n.FR), Optional: true},
			{Name: "secretariat", Label: e.say(labelOffice), Value: b.Secretariat, Optional: true},
			{Name: "convocation", Label: e.say(labelConvocation), Help: e.say(helpConvocation), Value: typedNotice(b.Rules), Optional: true},
			{Name: "quorum", Label: e.say(labelQuorum), Help: e.say(helpQuorum), Value: typedQuorum(b.Rules.Quorum), Optional: true},
			{Name: "pouvoirs", Label: e.say(labelProxies), Help: e.say(helpProxies), Value: w.number(b.Rules.MostProxies()), Optional: true},
			{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason), Optional: true},
		},
	}
}
