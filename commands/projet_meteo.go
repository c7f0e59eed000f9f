package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    4,
	path:    "projet meteo",
	aliases: []string{"meteo", "jalon meteo", "projet outlook"},
	summary: i18n.T("donner la météo d’un projet, ou dire que rien n’a changé", "give the outlook of a project, or say that nothing changed"),
	args: []arg{
		argProject,
		{"<météo>", "nuage", i18n.T("`soleil`, `couvert`, `nuage` ou `orage`, du meilleur au pire ; `inchangé` si rien n’a changé",
			"`soleil`, `couvert`, `nuage` or `orage`, from the best to the worst; `inchangé` if nothing changed"), false},
		{`"<commentaire>"`, `"avis attendu"`, i18n.T("une ligne, gardée avec sa date", "one line, kept with its date"), true},
		{"prochaine <date>", "prochaine 15/12", i18n.T("la prochaine étape, avec un texte si utile", "the next step, with a text if useful"), true},
		{"", "avancement 55", i18n.T("l’avancement, en pourcentage", "the progress, as a percentage"), true},
		{"", `blocage "avis attendu"`, i18n.T("ce qui bloque", "what blocks it"), true},
	},
	keywords: keywordsOf(reportClauses),
	examples: []string{
		`projet meteo PR112 nuage "étude d’impact : avis attendu" prochaine 15/12`,
		"projet meteo ERBM inchangé",
	},
	right:   plan.ReportOn,
	seeAlso: []string{"projet avancement", "projet blocage", "projet historique"},
	run:     reportOutlook,
})

var (
	textOutlookWhich = i18n.T(
		"Quelle est la météo de **{ref} · {name}** ?\nActuelle : **{outlook}**. Une touche suffit, ou : `/projet meteo {ref} nuage \"avis attendu\"`",
		"What is the outlook of **{ref} · {name}**?\nNow: **{outlook}**. One touch is enough, or: `/projet meteo {ref} nuage \"avis attendu\"`")
	textOutlookMoved = i18n.T("{ref} est passé {was} à {is} ({meaning}).", "{ref} went from {was} to {is} ({meaning}).")
	textOutlookFirst = i18n.T("{ref} : {is} ({meaning}).", "{ref}: {is} ({meaning}).")
	textOutlookGone  = i18n.T("{ref} : météo non renseignée.", "{ref}: outlook not given.")
	textOutlookSame  = i18n.T("{ref} reste {is}, confirmé le {day}.", "{ref} stays {is}, confirmed on {day}.")
	textOutlookNote  = i18n.T("{ref} reste {is} : « {comment} ».", "{ref} stays {is}: “{comment}”.")
	textUnchangedNo  = i18n.T("{ref} est inchangé, confirmé le {day}.", "{ref} is unchanged, confirmed on {day}.")
	textCommentKept  = i18n.T("« {comment} »", "“{comment}”")
	textStormTold    = i18n.T("~{channel} en est informé.", "~{channel} is told.")
	textAddLine      = i18n.T("Ajoutez une ligne si utile.", "Add a line if useful.")
	textWhenNext     = i18n.T("Prochaine étape : {step}.", "Next step: {step}.")
	textOutlookExtra = i18n.T(
		"**« {word} »** n’est pas compris après la météo. Rien n’a changé.\nMettez le commentaire entre guillemets : `/projet meteo {ref} {outlook} \"…\"`",
		"**“{word}”** is not understood after the outlook. Nothing has changed.\nPut the comment between quotation marks: `/projet meteo {ref} {outlook} \"…\"`")

	titleOutlook   = i18n.T("Météo de {ref}", "Outlook of {ref}")
	labelComment   = i18n.T("Commentaire", "Comment")
	labelNextStep  = i18n.T("Prochaine étape", "Next step")
	labelUnchanged = i18n.T("Inchangé", "Unchanged")
	labelAddLine   = i18n.T("Ajouter une ligne", "Add a line")
	helpOutlook    = i18n.T("soleil, couvert, nuage ou orage", "soleil, couvert, nuage or orage")
	helpNextStep   = i18n.T("Une date, un texte, ou les deux", "A date, a text, or both")
)

// outlookTyped is how an outlook is typed, in every language.
var outlookTyped = map[plan.Outlook]string{
	plan.OutlookNone: "aucune", plan.OutlookSunny: "soleil", plan.OutlookOvercast: "couvert", plan.OutlookCloudy: "nuage", plan.OutlookStormy: "orage",
}

func reportOutlook(e *Env) (card.Reply, error) {
	l, err := e.said(reportClauses)
	if err != nil {
		return card.Reply{}, err
	}
	p, r, err := e.outlookSaid(&l)
	if err != nil {
		return card.Reply{}, err
	}
	if r == (plan.ProjectReport{}) {
		return e.whichOutlook(p), nil
	}
	c, err := e.plan.ReportOnProject(e.ctx, e.call, p.Number, r)
	if err != nil {
		return card.Reply{}, err
	}
	return e.outlookReply(c, r), nil
}

// outlookSaid reads a line into the project and what is said of it. The outlook
// stands after the project or before it; what follows is the comment.
func (e *Env) outlookSaid(l *saidLine) (plan.Project, plan.ProjectReport, error) {
	var r plan.ProjectReport
	at, used, word := outlookIn(l.head)
	name, comment := l.head, []token(nil)
	if at == 0 && used > 0 { // before the project
		l.head = l.head[used:]
		p, rest, err := e.projectAndRest(l.head)
		if err != nil {
			return p, r, err
		}
		return p, r, e.fillReport(&r, *l, p, word, rest)
	}
	if used > 0 {
		name, comment = l.head[:at], l.head[at+used:]
	}
	p, rest, err := e.projectAndRest(name)
	if err != nil {
		return p, r, err
	}
	if used == 0 && len(rest) > 0 && !rest[0].quoted { // a word where the outlook was expected
		return p, r, e.badOutlook(rest[0].text)
	}
	comment = append(slices.Clip(rest), comment...)
	return p, r, e.fillReport(&r, *l, p, word, comment)
}

// outlookIn finds the words of an outlook, or « inchangé »: where, how many, and
// how they are typed.
func outlookIn(head []token) (at, used int, word string) {
	for i := range head {
		for n := min(2, len(head)-i); n > 0; n-- {
			if slices.ContainsFunc(head[i:i+n], func(t token) bool { return t.quoted }) {
				continue
			}
			text := i18n.Fold(strings.Trim(joined(head[i:i+n]), " ,;:"))
			if o, ok := plan.ParseOutlook(text); ok {
				return i, n, outlookTyped[o]
			}
			switch text {
			case "inchange", "inchangee", "inchangees", "sans changement", "pareil", "idem", "unchanged", "ras":
				return i, n, wordUnchanged
			}
		}
	}
	return 0, 0, ""
}

// wordUnchanged is how people say that nothing changed, folded.
const wordUnchanged = "inchange"

// fillReport reads what a line says of a project.
func (e *Env) fillReport(r *plan.ProjectReport, l saidLine, p plan.Project, word string, comment []token) error {
	switch {
	case word == wordUnchanged:
		r.Unchanged = true
	case word != "":
		o, _ := plan.ParseOutlook(word)
		r.Outlook = &o
	}
	if len(comment) > 1 && slices.ContainsFunc(comment, func(t token) bool { return t.quoted }) {
		return askFor(e.say(textOutlookExtra, "word", card.Quote(clip(joined(comment))), "ref", p.Ref(), "outlook", word))
	}
	if len(comment) > 0 {
		text := card.OneLine(joined(comment))
		r.Comment = &text
	}
	said := plan.Project{Outlook: p.Outlook, Comment: p.Comment, Progress: p.Progress, Blocker: p.Blocker, Milestone: p.Milestone, MilestoneOn: p.MilestoneOn}
	edits, err := editsOf(e, l, reportFields)
	if err != nil {
		return err
	}
	for _, edit := range edits {
		edit(&said)
	}
	e.clausesSaid(r, l, said)
	return nil
}

// clausesSaid puts what clauses say in the report.
func (e *Env) clausesSaid(r *plan.ProjectReport, l saidLine, said plan.Project) {
	if l.has("meteo") {
		r.Outlook = &said.Outlook
	}
	if l.has("commentaire") {
		r.Comment = &said.Comment
	}
	if l.has("avancement") {
		r.Progress = &said.Progress
	}
	if l.has("blocage") {
		r.Blocker = &said.Blocker
	}
	if l.has("prochaine") {
		r.Milestone, r.MilestoneOn = &said.Milestone, &said.MilestoneOn
	}
}

// whichOutlook asks for the outlook of a project: a form, or one touch.
func (e *Env) whichOutlook(p plan.Project) card.Reply {
	if e.req.CanForm && !e.answersForm() {
		form := e.outlookForm(p)
		return card.Reply{Form: &form}
	}
	w := e.drawer()
	return card.Reply{
		Text:    e.say(textOutlookWhich, "ref", p.Ref(), "name", card.Quote(p.Called()), "outlook", w.outlook(p.Outlook)),
		Buttons: w.outlookButtons(p), Error: true,
	}
}

// outlookButtons answer in one touch how a project goes.
func (w drawer) outlookButtons(p plan.Project) []card.Button {
	line := "projet meteo " + string(p.Ref()) + " "
	buttons := []card.Button{{ID: "inchange", Label: labelUnchanged.In(w.lang), Style: card.Primary, Command: line + wordUnchanged}}
	for _, o := range plan.Outlooks {
		buttons = append(buttons, card.Button{
			ID: "meteo" + outlookTyped[o], Label: w.outlookWord(o), Style: card.Variant, Command: line + outlookTyped[o],
		})
	}
	return buttons
}

func (e *Env) outlookForm(p plan.Project) card.Form {
	next := ""
	if !p.MilestoneOn.IsZero() {
		next = typed(p.MilestoneOn, false, calendar.TimeOfDay{}) + " "
	}
	return card.Form{
		Title: e.say(titleOutlook, "ref", p.Ref()), Command: "projet meteo " + string(p.Ref()), Submit: e.say(labelSave), Version: p.Version,
		Fields: []card.Field{
			{Name: "meteo", Label: e.say(labelOutlook), Help: e.say(helpOutlook), Value: outlookTyped[p.Outlook]},
			{Name: "commentaire", Label: e.say(labelComment), Value: p.Comment, Optional: true, Long: true},
			{Name: "blocage", Label: e.say(labelBlocker), Value: p.Blocker, Optional: true},
			{Name: "prochaine", Label: e.say(labelNextStep), Help: e.say(helpNextStep), Value: strings.TrimSpace(next + p.Milestone), Optional: true},
		},
	}
}

// outlookReply says what was recorded.
func (e *Env) outlookReply(c plan.ProjectChange, r plan.ProjectReport) card.Reply {
	p, w := c.After, e.drawer()
	rows := []string{e.outlookNow(c)}
	if p.Comment != "" && p.Comment != c.Before.Comment && p.Outlook != c.Before.Outlook {
		rows = append(rows, e.say(textCommentKept, "comment", card.Quote(p.Comment)))
	}
	if p.Progress != c.Before.Progress {
		rows = append(rows, e.progressSaid(c))
	}
	if p.Blocker != c.Before.Blocker {
		rows = append(rows, e.blockerSaid(c))
	}
	if r.MilestoneOn != nil {
		if step := w.nextStep(plan.ProjectView{Project: p}); step != "" {
			rows = append(rows, e.say(textWhenNext, "step", step))
		}
	}
	if home := e.dir.Coordination(); p.Outlook == plan.OutlookStormy && c.Before.Outlook != plan.OutlookStormy && home.ChannelName != "" {
		rows = append(rows, e.say(textStormTold, "channel", home.ChannelName))
	}
	reply := card.Reply{Text: lines(rows...)}
	if r.Outlook != nil && r.Comment == nil && p.Outlook != c.Before.Outlook {
		reply.Text = lines(reply.Text, e.say(textAddLine))
		reply.Buttons = []card.Button{{ID: "ajouterligne", Label: e.say(labelAddLine), Style: card.Variant, Command: "projet meteo " + string(p.Ref())}}
	}
	return reply
}

// outlookNow says the outlook as it stands after a report.
func (e *Env) outlookNow(c plan.ProjectChange) string {
	w, was, is := e.drawer(), c.Before.Outlook, c.After.Outlook
	ref := c.After.Ref()
	day := e.words.Long(e.today())
	switch {
	case is == plan.OutlookNone && was != is:
		return e.say(textOutlookGone, "ref", ref)
	case was != is && was == plan.OutlookNone:
		return e.say(textOutlookFirst, "ref", ref, "is", w.outlook(is), "meaning", outlookMeanings[is].In(e.lang))
	case was != is:
		return e.say(textOutlookMoved, "ref", ref, "was", plan.Of(w.outlookWord(was)), "is", w.outlook(is), "meaning", outlookMeanings[is].In(e.lang))
	case c.After.Comment != c.Before.Comment && c.After.Comment != "":
		return e.say(textOutlookNote, "ref", ref, "is", w.outlook(is), "comment", card.Quote(c.After.Comment))
	case is == plan.OutlookNone:
		return e.say(textUnchangedNo, "ref", ref, "day", day)
	default:
		return e.say(textOutlookSame, "ref", ref, "is", w.outlook(is), "day", day)
	}
}
