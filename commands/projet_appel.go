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

var _ = register(command{
	rank:    17,
	path:    "projet appel",
	aliases: []string{"projet aap", "projet ami", "projet call"},
	summary: i18n.T("ouvrir un appel à projets, avec ses étapes, ou en changer les dates", "open a call for projects, with its steps, or change its dates"),
	args: []arg{
		{"<nom ou projet>", `"AAP Fonds friches recyclage 2027"`, i18n.T(
			"le nom d’un nouvel appel, entre guillemets, ou l’identifiant d’un projet", "the name of a new call, between quotation marks, or the identifier of a project"), false},
		{"clôture <jour et heure>", "clôture 26/3/2027 23h59", i18n.T(
			"l’instant de la clôture, heure ferme ; 23 h 59 si l’heure n’est pas dite", "the instant of the close, exact; 23:59 when no hour is said"), true},
		{"", "ouverture 4/1/2027", i18n.T("l’ouverture ; de même `webinaire`, `recevabilité`, `avis`, `comité`, `annonce`, `évaluation`",
			"the opening; likewise `webinaire`, `recevabilité`, `avis`, `comité`, `annonce`, `évaluation`"), true},
		{"", `étape "Visite des sites" 12/4`, i18n.T("une autre étape de son modèle", "another step of its template"), true},
		{"pour <départements>", "pour 02 59 60 62 80", i18n.T("les départements concernés ; sans cela, toute la région", "the departments concerned; the whole region without it"), true},
		{"", `modèle "Appel à projets"`, i18n.T("le modèle de ses étapes, voir `/jalon modele voir`", "the template of its steps, see `/jalon modele voir`"), true},
		{"", `programme "fonds vert"`, i18n.T("le contrat ou le fonds dont il fait partie", "the contract or the fund that it is a part of"), true},
		argReason,
	},
	keywords: append(keywordsOf(callClauses), "pour"),
	examples: []string{
		`projet appel "AAP Fonds friches recyclage 2027" ouverture 4/1/2027 clôture 26/3/2027 23h59 avis 16/4/2027 comité 29/4/2027 pour 02 59 60 62 80`,
		"projet appel PR12 clôture 2/4/2027 23h59",
	},
	right:   plan.ManageProjects,
	seeAlso: []string{"projet compte", "projet voir", "jalon modele voir"},
	run:     callForProjects,
})

// callStepClauses open the dates of the steps that jalon knows by their names.
var callStepClauses = []clauseWords{
	{"ouverture", []string{"ouverture", "ouvert le"}, false},
	{"faq", []string{"faq", "webinaire"}, false},
	{"recevabilite", []string{"recevabilite"}, false},
	{"avis", []string{"avis", "avis des prefectures", "avis prefectures"}, false},
	{"comite", []string{"comite", "comite regional", "jury"}, false},
	{"annonce", []string{"annonce", "notification"}, false},
	{"evaluation", []string{"evaluation"}, false},
	{"etape", []string{"etape"}, false},
}

// callClauses are all that can be said of a call for projects.
var callClauses = slices.Concat(
	[]clauseWords{
		{keyCloses, []string{"cloture", "cloture le", "cloture au", "ferme le"}, false},
		{"modele", []string{"modele"}, false},
		{"territoire", []string{"pour"}, false},
	}, callStepClauses, newProjectClauses)

const keyCloses = "cloture"

var (
	textCallMade   = i18n.T("**{ref} · {name}** est créé : appel à projets.", "**{ref} · {name}** is created: a call for projects.")
	textCallMadeOf = i18n.T("**{ref} · {name}** est désormais un appel à projets.", "**{ref} · {name}** is now a call for projects.")
	textCallNext   = i18n.T(
		"Les étapes se modifient : `/projet appel {ref} avis 20/4` · Les dossiers se comptent : `/projet compte {ref} {department} déposés 12`",
		"Steps are changed so: `/projet appel {ref} avis 20/4` · Files are counted so: `/projet compte {ref} {department} déposés 12`")
	textCallHour = i18n.T("Heure non dite : 23 h 59 est retenue.", "No hour said: 23:59 is kept.")
	textCallName = i18n.T(
		"Il manque le nom de l’appel à projets. Rien n’est enregistré.\nPar exemple : `/{example}`",
		"The name of the call for projects is missing. Nothing is saved.\nFor example: `/{example}`")
	textCallDay = i18n.T(
		"La clôture est un jour précis : **« {text} »** est une période. Rien n’est enregistré.\nPar exemple : `clôture 26/3/2027 23h59`",
		"The close is an exact day: **“{text}”** is a period. Nothing is saved.\nFor example: `clôture 26/3/2027 23h59`")
	textCallDate = i18n.T(
		"La date **« {text} »** n’est pas comprise pour `{step}`. Rien n’est enregistré.\nÉcrivez par exemple : `{step} 16/4/2027`",
		"The date **“{text}”** is not understood for `{step}`. Nothing is saved.\nWrite for example: `{step} 16/4/2027`")
	textCallSeveral = i18n.T(
		"**« {text} »** se lit de plusieurs façons pour `{step}`. Rien n’est enregistré.\nÉcrivez le jour et le mois, par exemple : `{step} 16/4/2027`",
		"**“{text}”** can be read in several ways for `{step}`. Nothing is saved.\nWrite the day and the month, for example: `{step} 16/4/2027`")
	textCallStepHow = i18n.T(
		"Une étape a un nom, entre guillemets, et une date. Rien n’est enregistré.\nPar exemple : `étape \"Visite des sites\" 12/4/2027`",
		"A step has a name, between quotation marks, and a date. Nothing is saved.\nFor example: `étape \"Visite des sites\" 12/4/2027`")
	textCallExtra = i18n.T(
		"**« {word} »** n’est pas compris après {ref}. Rien n’a changé.\nPar exemple : `/projet appel {ref} clôture 2/4/2027 23h59`",
		"**“{word}”** is not understood after {ref}. Nothing has changed.\nFor example: `/projet appel {ref} clôture 2/4/2027 23h59`")
	textCallNotThere = i18n.T(
		"Pour changer `{word}` d’un appel à projets : `/projet modifier {ref} {word} …`. Rien n’a changé.",
		"To change `{word}` of a call for projects: `/projet modifier {ref} {word} …`. Nothing has changed.")
	titleCall       = i18n.T("Appel à projets", "Call for projects")
	labelOpens      = i18n.T("Ouverture", "Opening")
	labelCloses     = i18n.T("Clôture", "Close")
	helpCloses      = i18n.T("Avec l’heure, par exemple : 26/3/2027 23h59", "With the hour, for example: 26/3/2027 23h59")
	textCallChanged = i18n.T("**{ref} · {name}** : dates changées.", "**{ref} · {name}**: dates changed.")
)

func callForProjects(e *Env) (card.Reply, error) {
	l, err := e.said(callClauses)
	if err != nil {
		return card.Reply{}, err
	}
	if len(l.head) == 0 && len(l.clauses) == 0 && e.req.CanForm && !e.answersForm() {
		form := newCallForm(e)
		return card.Reply{Form: &form}, nil
	}
	p, known, err := e.projectOfCall(l.head)
	if err != nil {
		return card.Reply{}, err
	}
	dates, notes, err := e.callDates(l)
	if err != nil {
		return card.Reply{}, err
	}
	if known {
		return e.changeCall(p, l, dates, notes)
	}
	return e.newCall(l, dates, notes)
}

// datesCall tells words that give a date of a call for projects: « clôture 2/4 ».
func datesCall(tokens []token) bool {
	_, used := opens(tokens, append(slices.Clone(callStepClauses), callClauses[0]))
	return used > 0
}

// projectOfCall finds the project that is named by its identifier, or exactly by
// its name; false for a new one.
func (e *Env) projectOfCall(head []token) (plan.Project, bool, error) {
	if len(head) == 0 {
		return plan.Project{}, false, nil
	}
	if _, ok := plan.ParseProjectRef(head[0].text); ok {
		p, extra, err := e.projectAndRest(head)
		if err == nil && len(extra) > 0 {
			err = askFor(e.say(textCallExtra, "word", card.Quote(clip(joined(extra))), "ref", p.Ref()))
		}
		return p, true, err
	}
	text := i18n.Fold(joined(head))
	found, _, err := e.projectsMeant(text)
	if err != nil || len(found) != 1 || i18n.Fold(found[0].Name) != text && i18n.Fold(found[0].Short) != text {
		return plan.Project{}, false, err
	}
	return found[0], true, nil
}

func (e *Env) newCall(l saidLine, dates plan.CallDates, notes []string) (card.Reply, error) {
	p, err := e.toldProject(l)
	if err != nil {
		return card.Reply{}, err
	}
	if p.Name == "" {
		return card.Reply{}, askFor(e.say(textCallName, "example", card.Code(e.cmd.examples[0])))
	}
	c, err := e.plan.AddCall(e.ctx, e.call, p, dates)
	if err != nil {
		return card.Reply{}, err
	}
	return e.callReply(textCallMade, c, notes), nil
}

func (e *Env) changeCall(p plan.Project, l saidLine, dates plan.CallDates, notes []string) (card.Reply, error) {
	for _, c := range l.clauses {
		if slices.Contains(keywordsOf(newProjectClauses), c.key) && c.key != "motif" {
			return card.Reply{}, askFor(e.say(textCallNotThere, "word", c.key, "ref", p.Ref()))
		}
	}
	if dates.Closes == nil && len(dates.Steps) == 0 {
		return e.projectReply(p.Number)
	}
	c, err := e.plan.ChangeCall(e.ctx, e.call, p.Number, dates)
	if err != nil {
		return card.Reply{}, err
	}
	if c.Before.Version == 0 {
		return e.callReply(textCallMadeOf, c, notes), nil
	}
	w := e.drawer()
	rows := append([]string{e.say(textCallChanged, "ref", c.Ref(), "name", card.Quote(c.Called())), w.callCloses(c.ProjectView)}, notes...)
	return card.Reply{Text: lines(append(rows, append(w.callChanges(c), w.callWarnings(c.ProjectView))...)...)}, nil
}

// callReply says what was understood of a call, and its steps.
func (e *Env) callReply(head i18n.Msg, c plan.CallChange, notes []string) card.Reply {
	w := e.drawer()
	rows := append([]string{e.say(head, "ref", c.Ref(), "name", card.Quote(c.Name)), w.callCloses(c.ProjectView)}, notes...)
	rows = append(rows, e.projectFactsOf(plan.ProjectChange{After: c.Project, Called: map[plan.UserID]string{c.Lead: c.LeadAgent.Username}}))
	if home := e.dir.Coordination(); home.ChannelName != "" {
		rows = append(rows, e.say(textMeetingCardIn, "channel", home.ChannelName))
	}
	rows = append(rows, w.callSteps(c.ProjectView)...)
	rows = append(rows, w.callWarnings(c.ProjectView))
	if len(c.Concerned) > 0 {
		rows = append(rows, e.say(textCallNext, "ref", c.Ref(), "department", c.Concerned[0]))
	}
	return card.Reply{Text: lines(rows...)}
}

// callDates reads when a call takes place, and what is to be said of how it was read.
func (e *Env) callDates(l saidLine) (dates plan.CallDates, notes []string, err error) {
	dates.Template, _ = l.text("modele")
	dates.Reason, _ = l.text("motif")
	dates.Template = card.OneLine(dates.Template)
	for _, c := range l.clauses {
		if c.key == keyCloses {
			r, err := e.callDay(c, c.text, c.key)
			if err != nil {
				return dates, nil, err
			}
			if r.Period {
				return dates, nil, e.callField(c, e.say(textCallDay, "text", card.Quote(clip(c.text))))
			}
			due := plan.Due{Date: r.Date, HasTime: true, Time: r.Time, Zone: e.now.Zone}
			if !r.HasTime {
				due.Time = calendar.TimeOfDay{Hour: 23, Minute: 59}
				notes = append(notes, e.say(textCallHour))
			}
			dates.Closes = &due
			continue
		}
		if !slices.Contains(keywordsOf(callStepClauses), c.key) {
			continue
		}
		d, note, err := e.callStep(c)
		if err != nil {
			return dates, nil, err
		}
		dates.Steps = append(dates.Steps, d)
		if note != "" {
			notes = append(notes, note)
		}
	}
	return dates, notes, nil
}

// callStep reads the date of a step, and why that one where a period was named:
// « avis 16/4 », « annonce mai », « étape "Visite" 12/4 ».
func (e *Env) callStep(c saidClause) (d plan.CallDate, note string, err error) {
	name, text := c.key, c.text
	if c.key == "etape" {
		if len(c.body) < 2 || !c.body[0].quoted {
			return d, "", askFor(e.say(textCallStepHow))
		}
		name, text = card.OneLine(c.body[0].text), joined(c.body[1:])
	}
	r, err := e.callDay(c, text, name)
	d = plan.CallDate{Step: i18n.Fold(name), Name: name, Date: r.Date}
	if r.Period {
		d.Said, note = [2]string{r.Note.FR, r.Note.EN}, r.Note.In(string(e.lang))
	}
	return d, note, err
}

// callDay reads a day. One that is past is read too, since a call may be recorded
// once it is open; the close itself is refused later.
func (e *Env) callDay(c saidClause, text, step string) (frdate.Reading, error) {
	text = cutDayWords(strings.Trim(text, " ,;"))
	res := frdate.Parse(text, e.dates())
	if res.Kind == frdate.Refused && res.Reason == frdate.Past && c.key != keyCloses {
		if past := frdate.Parse(text, e.pastDates()); past.Kind == frdate.Understood {
			res = past
		}
	}
	switch {
	case res.Kind == frdate.Refused && (res.Reason == frdate.NotUnderstood || res.Why.IsZero()):
		return frdate.Reading{}, e.callField(c, e.say(textCallDate, "text", card.Quote(clip(text)), "step", card.Code(step)))
	case res.Kind == frdate.Refused:
		return frdate.Reading{}, e.callField(c, e.say(textDateRefused, "why", res.Why.In(string(e.lang))))
	case res.Kind == frdate.Ambiguous, len(res.Readings) != 1, len(res.Other) > 0, res.Recurrence != nil:
		return frdate.Reading{}, e.callField(c, e.say(textCallSeveral, "text", card.Quote(clip(text)), "step", card.Code(step)))
	}
	return res.Readings[0], nil
}

// callField says what is wrong at the field of the form where that is what asked.
func (e *Env) callField(c saidClause, text string) error {
	return e.atField(c.key, askFor(text))
}

func newCallForm(e *Env) card.Form {
	return card.Form{
		Title: e.say(titleCall), Command: e.cmd.path, Submit: e.say(labelCreate),
		Fields: []card.Field{
			{Name: "nom", Label: e.say(labelName)},
			{Name: "ouverture", Label: e.say(labelOpens), Optional: true},
			{Name: keyCloses, Label: e.say(labelCloses), Help: e.say(helpCloses)},
			{Name: "territoire", Label: e.say(labelTerritory), Help: e.say(helpTerritory), Optional: true},
			{Name: "programme", Label: e.say(labelProgramme), Help: e.say(helpProgrammeField), Optional: true},
		},
	}
}
