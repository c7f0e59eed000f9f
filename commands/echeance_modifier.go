package commands

import (
	"slices"
	"strings"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    7,
	path:    "echeance modifier",
	aliases: []string{"echeance changer", "echeance corriger", "echeance avancer", "echeance edit"},
	summary: i18n.T("changer le titre, la date, l’heure, les services ou les rappels", "change the title, the date, the hour, the services or the reminders"),
	args: []arg{
		argRef,
		{"titre \"…\"", "titre \"Note ERBM\"", i18n.T("le nouveau titre", "the new title"), true},
		{"<date>", "15/12 à 17h", i18n.T("la nouvelle date, même plus proche ; une heure seule garde le jour", "the new date, even earlier; an hour alone keeps the day"), true},
		argServices, argLadder, argSecrecy, argUrgency, argKind, argReason, argReach,
	},
	takes:   []clause{takesRef, takesTitle, takesDate, takesServices, takesLadder, takesSecrecy, takesUrgency, takesKind, takesReason, takesReach},
	repeats: true,
	examples: []string{
		"echeance modifier E12 15/12 à 17h",
		`echeance modifier E12 titre "Note ERBM, version 2"`,
		"echeance modifier E12 pour 59 62 rappels J-3 J-1",
	},
	right:    plan.ChangeIt,
	seeAlso:  []string{"echeance reporter", "echeance confier", "jalon defaire"},
	undoable: true,
	run:      modifyDeadline,
})

var (
	textModified      = i18n.T("{ref} est modifiée : {what}.", "{ref} is changed: {what}.")
	textWasTitle      = i18n.T("le titre devient « {title} »", "the title becomes “{title}”")
	textWasDue        = i18n.T("{before} devient {after}", "{before} becomes {after}")
	textWasServices   = i18n.T("pour {services}", "for {services}")
	textWasRestricted = i18n.T("son titre n’est plus visible que de ses services et de la coordination",
		"its title is visible to its services and the coordination only")
	textWasUrgent       = i18n.T("elle est urgente", "it is urgent")
	textWasNotUrgent    = i18n.T("elle n’est plus urgente", "it is no longer urgent")
	textWasKind         = i18n.T("elle est {kind}", "it is {kind}")
	textWasOpened       = i18n.T("son titre est de nouveau visible", "its title is visible again")
	textWasLadder       = i18n.T("rappels {ladder}", "reminders {ladder}")
	textNewTitleMissing = i18n.T(
		"Il manque le nouveau titre de {ref}. Rien n’a changé.\nPar exemple : `/echeance modifier {ref} titre \"Note ERBM\"`",
		"The new title of {ref} is missing. Nothing has changed.\nFor example: `/echeance modifier {ref} titre \"Note ERBM\"`")
	textNotAChange = i18n.T(
		"**« {word} »** n’est pas compris. Rien n’a changé.\nPour le titre : `/echeance modifier {ref} titre \"{title}\"`",
		"**“{word}”** is not understood. Nothing has changed.\nFor the title: `/echeance modifier {ref} titre \"{title}\"`")
	titleModify = i18n.T("Modifier {ref}", "Change {ref}")
	labelModify = i18n.T("Modifier", "Change")
)

func modifyDeadline(e *Env) (card.Reply, error) {
	e.keepDay()
	search := e.s.text
	if e.s.ref != "" {
		search = ""
	}
	s, err := e.openDeadline(search)
	if err != nil {
		return card.Reply{}, err
	}
	d := s.Deadline
	if err := e.stillAsDrawn(s); err != nil {
		return card.Reply{}, err
	}
	if e.nothingAsked() && e.req.CanForm {
		form := modifyForm(e, s)
		return card.Reply{Form: &form}, nil
	}
	if i18n.Fold(e.s.text) == `titre ""` || i18n.Fold(e.s.text) == "titre" {
		return card.Reply{}, askFor(e.say(textNewTitleMissing, "ref", d.Ref()))
	}
	if e.s.ref != "" && e.s.text != "" {
		return card.Reply{}, askFor(e.say(textNotAChange, "word", card.Quote(clip(e.s.text)), "ref", d.Ref(), "title", card.Code(clip(e.s.text))))
	}
	e.dropUnchanged(d, s.Names)
	edits, due, err := e.edits(d)
	if err != nil {
		return card.Reply{}, err
	}
	changed, err := e.plan.ModifyDeadline(e.ctx, e.call, d.Ref(), edits)
	if err != nil {
		return card.Reply{}, err
	}
	drawn := e.drawer().answer(changed.Scheduled)
	text, buttons := e.warnings(changed.Deadline, due, "")
	if edits.Restricted != nil {
		text = append(text, e.openChannels(changed.Deadline))
	}
	text = append([]string{e.say(textModified, "ref", d.Ref(), "what", e.changes(d, edits))}, text...)
	return card.Reply{Text: lines(text...), Card: drawn, Buttons: buttons}, nil
}

func (e *Env) nothingAsked() bool {
	return e.s.date == nil && e.s.title == "" && e.s.text == "" && e.s.services == nil && e.s.pace == nil && e.s.restricted == nil &&
		e.s.urgent == nil && e.s.kind == plan.AnyKind && !e.answersForm()
}

// keepDay tells an hour alone (« 17h ») from a date: the deadline keeps its day.
func (e *Env) keepDay() {
	if e.s.date == nil || e.s.ref == "" {
		return
	}
	if _, ok := hourAlone(e.s.dateText, e.dates()); !ok {
		return
	}
	s, err := e.view(e.s.ref)
	if err != nil {
		return
	}
	text := typed(s.Deadline.Due.Date, false, s.Deadline.Due.Time) + " " + e.s.dateText
	ref := e.dates()
	if res := frdate.Parse(text, ref); res.Kind != frdate.Refused {
		e.s.date, e.s.dateText = &res, text
	}
}

// hourAlone tells whether an expression is nothing but an hour: said of a day,
// it still reads, which a date does not.
func hourAlone(text string, ref frdate.Ref) (frdate.Result, bool) {
	trimmed := strings.TrimPrefix(strings.TrimSpace(text), "à ")
	res := frdate.Parse("01/01/2100 à "+trimmed, ref)
	return res, res.Kind == frdate.Understood && res.Readings[0].HasTime
}

// dropUnchanged forgets what a form brings back as it was shown: only what the
// person changed is a change.
func (e *Env) dropUnchanged(d plan.Deadline, names map[plan.UserID]string) {
	if e.s.title == d.Title {
		e.s.title = ""
	}
	if e.req.Fields["date"] == typed(d.Due.Date, d.Due.HasTime, d.Due.Time) {
		e.s.date = nil
	}
	if e.s.pace != nil && e.s.pace.String() == paceOf(d, names).String() {
		e.s.pace = nil
	}
	if slices.Equal(e.s.services, concernedBy(d)) {
		e.s.services = nil
	}
}

// concernedBy lists the services of a deadline.
func concernedBy(d plan.Deadline) []plan.ServiceID {
	out := make([]plan.ServiceID, len(d.Parts))
	for i, p := range d.Parts {
		out[i] = p.Service
	}
	return out
}

// edits is what the sentence changes.
func (e *Env) edits(d plan.Deadline) (plan.Edits, dueDate, error) {
	chase, err := e.chaseAsked()
	if err != nil {
		return plan.Edits{}, dueDate{}, err
	}
	out := plan.Edits{
		Ladder: e.ladderAsked(), Chase: chase, Services: e.s.services, Restricted: e.s.restricted, Urgent: e.s.urgent,
		Kind: e.s.kind, Reason: e.s.reason, Reach: e.s.reach,
	}
	if e.s.title != "" {
		title := card.OneLine(e.s.title)
		out.Title = &title
	}
	if e.s.date == nil {
		return out, dueDate{}, nil
	}
	due, err := e.dueOf(d.Title)
	if err != nil {
		return out, due, err
	}
	if out.Rule = due.rule; out.Rule != nil {
		out.Reach = plan.WholeSeries
	} else {
		due.keepHour(d.Due)
	}
	out.Due, out.Said = &due.due, due.said
	return out, due, nil
}

// changes says what was changed, thing by thing.
func (e *Env) changes(d plan.Deadline, edits plan.Edits) string {
	var out []string
	if edits.Title != nil {
		out = append(out, e.say(textWasTitle, "title", card.Quote(*edits.Title)))
	}
	if edits.Rule != nil {
		out = append(out, edits.Rule.Full(string(e.lang)))
	}
	if edits.Due != nil && *edits.Due != d.Due {
		out = append(out, e.say(textWasDue, "before", d.Due, "after", *edits.Due))
	}
	if edits.Services != nil {
		out = append(out, e.say(textWasServices, "services", e.theServices(edits.Services)))
	}
	if e.s.pace != nil {
		out = append(out, e.say(textWasLadder, "ladder", sayPace(e.lang, e.s.pace.String())))
	}
	if edits.Restricted != nil {
		text := textWasOpened
		if *edits.Restricted {
			text = textWasRestricted
		}
		out = append(out, e.say(text))
	}
	if edits.Urgent != nil {
		text := textWasNotUrgent
		if *edits.Urgent {
			text = textWasUrgent
		}
		out = append(out, e.say(text))
	}
	if edits.Kind != plan.AnyKind {
		out = append(out, e.say(textWasKind, "kind", edits.Kind.Name()))
	}
	return strings.Join(slices.DeleteFunc(out, func(s string) bool { return s == "" }), " ; ")
}

func modifyForm(e *Env, s plan.Scheduled) card.Form {
	d := s.Deadline
	return card.Form{
		Title: e.say(titleModify, "ref", d.Ref()), Command: e.cmd.path + " " + string(d.Ref()), Submit: e.say(labelModify), Version: d.Version,
		Fields: []card.Field{
			{Name: "titre", Label: e.say(labelTitle), Value: d.Title, Optional: true},
			{Name: "date", Label: e.say(labelNewDate), Help: e.say(helpDate), Value: typed(d.Due.Date, d.Due.HasTime, d.Due.Time), Optional: true},
			{Name: "pour", Label: e.say(labelFor), Help: e.say(helpFor), Value: e.codes(concernedBy(d)), Optional: true},
			{Name: "rappels", Label: e.say(labelSteps), Help: e.say(helpSteps), Value: paceOf(d, s.Names).String(), Optional: true},
			{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason), Optional: true},
		},
	}
}
