package commands

import (
	"slices"
	"strings"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// Two people may change one thing at a time. The second is shown what the first
// changed, and asked: nothing is overwritten.

var (
	textTheyChanged = i18n.T("{who} a modifié {ref} {while}. Rien n’est écrasé.", "{who} changed {ref} {while}. Nothing is overwritten.")
	textAllChanged  = i18n.T("{who} ont modifié {ref} {while}. Rien n’est écrasé.", "{who} changed {ref} {while}. Nothing is overwritten.")
	textYouChanged  = i18n.T("Vous avez modifié {ref} {while}. Rien n’est écrasé.", "You changed {ref} {while}. Nothing is overwritten.")
	textWhileTyping = i18n.T("pendant votre saisie", "while you were typing")
	textSinceDrawn  = i18n.T("depuis l’affichage de cette carte", "since this card was drawn")
	textYouAsk      = i18n.T("{text} ; vous demandez {wish}", "{text}; you ask for {wish}")
	textYourWish    = i18n.T("Vous demandez {wish}.", "You ask for {wish}.")
	textHow         = i18n.T(" : ", ": ")
	wishDue         = i18n.T("le {due}", "{due}")
	wishTitle       = i18n.T("le titre « {title} »", "the title “{title}”")
	wishLadder      = i18n.T("les rappels {ladder}", "the reminders {ladder}")
	wishPerson      = i18n.T("@{name}", "@{name}")
	wishCancel      = i18n.T("l’annulation", "the cancellation")
	wishSecret      = i18n.T("qu’elle soit confidentielle", "that it be restricted")
	wishUrgent      = i18n.T("qu’elle soit urgente", "that it be urgent")
	wishNotUrgent   = i18n.T("qu’elle ne soit plus urgente", "that it no longer be urgent")
	wishKind        = i18n.T("qu’elle soit {kind}", "that it be {kind}")
	wishOpen        = i18n.T("qu’elle ne soit plus confidentielle", "that it no longer be restricted")
	labelPutHour    = i18n.T("Mettre {hour}", "Put {hour}")
	labelKeepHour   = i18n.T("Garder {hour}", "Keep {hour}")
	labelPutDate    = i18n.T("Mettre au {date}", "Put on {date}")
	labelGiveTo     = i18n.T("Confier à @{name}", "Entrust to @{name}")
	labelApply      = i18n.T("Appliquer votre demande", "Apply what you ask for")
)

// textAltered says the changes of a deadline by those who made them.
var textAltered = map[string]i18n.Msg{
	"echeance.fait":     i18n.T("{who} l’a close", "{who} closed it"),
	"echeance.reporter": i18n.T("{who} l’a reportée au {due}", "{who} postponed it to {due}"),
	"echeance.annuler":  i18n.T("{who} l’a annulée", "{who} cancelled it"),
	"echeance.passer":   i18n.T("{who} l’a passée", "{who} skipped it"),
	"echeance.arreter":  i18n.T("{who} a arrêté la série", "{who} stopped the series"),
}

var (
	textAlteredPart = i18n.T("{who} a rendu une part", "{who} gave a part back")
	textAlteredSo   = i18n.T("{who} l’a modifiée ({what})", "{who} changed it ({what})")
	textAlteredIt   = i18n.T("{who} l’a modifiée", "{who} changed it")
)

// stillAsDrawn refuses an action asked in view of what somebody changed since,
// and has the change itself look again.
func (e *Env) stillAsDrawn(s plan.Scheduled) error {
	e.call.Drawn = e.req.Drawn
	if e.req.Drawn == 0 || e.req.Drawn >= s.Deadline.Version {
		return nil
	}
	m, err := e.plan.Since(e.ctx, e.call, s.Deadline.Ref(), e.req.Drawn)
	if err != nil || len(m.Differences) == 0 {
		return err
	}
	return &plan.Overtaken{Meanwhile: m}
}

// altered says one change and who made it: « alice, SGAR, l’a reportée au … ».
func (e *Env) altered(a plan.Alteration, names plan.RecordNames) string {
	who := card.Quote(a.Username)
	switch {
	case a.Entry.Actor != "" && a.Username == "":
		who = e.say(textFormerAgent)
	case a.Username == "":
		who = "jalon"
	case a.Service != "":
		who = e.drawer().person(who, a.Service) + ","
	}
	text, known := textAltered[a.Entry.Action]
	var what []string
	switch {
	case a.Entry.Action == "echeance.fait" && a.Is.State == plan.Open:
		text = textAlteredPart
	case !known:
		text = textAlteredIt
		for _, d := range plan.Differences(a.Was, a.Is, names) {
			what = append(what, card.Quote(d.Text.In(e.lang)))
		}
		if len(what) > 0 {
			text = textAlteredSo
		}
	}
	return e.say(text, "who", who, "due", plan.DueWords(a.Is.Due), "what", strings.Join(what, " ; "))
}

// wish is one thing that the second person asks for.
type wish struct {
	field plan.Field
	text  string
}

// overtaken shows what changed since the person saw it, beside what they ask,
// and offers both. The buttons count for what is shown: a further change is
// shown again.
func (e *Env) overtaken(o *plan.Overtaken) card.Reply {
	s, err := e.view(o.Ref)
	if err != nil {
		return e.router.explain(e, err)
	}
	e.s.ref = o.Ref
	if e.answersForm() {
		e.dropUnchanged(o.Was, s.Names)
	}
	wishes := e.wishes(s.Deadline)
	rows := []string{e.whoChanged(o.Meanwhile)}
	for _, d := range o.Differences {
		row := card.Quote(d.Text.In(e.lang))
		if i := slices.IndexFunc(wishes, func(w wish) bool { return w.field == d.Field }); i >= 0 {
			row = e.say(textYouAsk, "text", row, "wish", wishes[i].text)
			wishes = slices.Delete(wishes, i, i+1)
		}
		rows = append(rows, row+".")
	}
	if len(wishes) > 0 {
		texts := make([]string, len(wishes))
		for i, w := range wishes {
			texts[i] = w.text
		}
		rows = append(rows, e.say(textYourWish, "wish", i18n.And(e.lang, texts)))
	}
	return card.Reply{Error: true, Text: lines(rows...), Buttons: e.bothWays(s.Deadline), Version: o.Version}
}

func (e *Env) whoChanged(m plan.Meanwhile) string {
	var who []string
	for _, a := range m.Alterations {
		name := a.Username
		if name == "" {
			name = "jalon"
			if a.Entry.Actor != "" {
				name = e.say(textFormerAgent)
			}
		}
		if a.User != e.req.User && !slices.Contains(who, card.Quote(name)) {
			who = append(who, card.Quote(name))
		}
	}
	text, while := textAllChanged, textSinceDrawn
	switch len(who) {
	case 0:
		text = textYouChanged
	case 1:
		text = textTheyChanged
	}
	if e.answersForm() {
		while = textWhileTyping
	}
	return e.say(text, "who", i18n.And(e.lang, who), "ref", m.Ref, "while", e.say(while))
}

// asked is the day that the sentence asks for, when it names one without doubt.
func (e *Env) asked() (frdate.Reading, bool) {
	if r := e.s.date; r != nil && r.Kind == frdate.Understood && len(r.Readings) == 1 && r.Recurrence == nil {
		return r.Readings[0], true
	}
	return frdate.Reading{}, false
}

// wishes are the things that the sentence asks of a deadline.
func (e *Env) wishes(d plan.Deadline) (all []wish) {
	add := func(field plan.Field, text string) { all = append(all, wish{field, text}) }
	if e.s.title != "" {
		add(plan.FieldTitle, e.say(wishTitle, "title", card.Quote(e.s.title)))
	}
	if r, ok := e.asked(); ok {
		text := e.say(wishDue, "due", r.Full(string(e.lang)))
		if e.sameDay(d, r) {
			text = e.words.Hour(r.Time)
		}
		add(plan.FieldDue, text)
	}
	if len(e.s.services) > 0 && e.cmd.path == "echeance modifier" {
		add(plan.FieldServices, e.theServices(e.s.services))
	}
	if e.s.person != "" {
		add(plan.FieldPeople, e.say(wishPerson, "name", card.Quote(e.s.person)))
	}
	if p := e.s.pace; p != nil {
		field := plan.FieldLadder
		if p.Before == nil {
			field = plan.FieldChase
		}
		add(field, e.say(wishLadder, "ladder", sayPace(e.lang, p.String())))
	}
	if e.s.restricted != nil {
		text := wishOpen
		if *e.s.restricted {
			text = wishSecret
		}
		add(plan.FieldRestricted, e.say(text))
	}
	if e.s.urgent != nil {
		text := wishNotUrgent
		if *e.s.urgent {
			text = wishUrgent
		}
		add(plan.FieldUrgent, e.say(text))
	}
	if e.s.kind != plan.AnyKind {
		add(plan.FieldKind, e.say(wishKind, "kind", e.s.kind.Name()))
	}
	if e.cmd.path == "echeance annuler" && e.s.reason != "" {
		add(plan.FieldState, e.say(wishCancel))
	}
	return all
}

// sameDay tells that a date asked differs from the present one by its hour only.
func (e *Env) sameDay(d plan.Deadline, r frdate.Reading) bool {
	return r.HasTime && d.Due.HasTime && r.Date == d.Due.Date
}

// bothWays are the buttons that do what is asked all the same, and that leave
// the deadline as the other person made it.
func (e *Env) bothWays(d plan.Deadline) []card.Button {
	asks := len(e.wishes(d)) > 0
	do := card.Button{ID: "appliquer", Label: e.say(labelApply), Style: card.Primary}
	keep := card.Button{ID: "garder", Label: e.say(labelLeave), Style: card.Quiet, Command: "echeance voir " + string(d.Ref())}
	text, date := e.s.text, e.s.dateText
	e.s.text = "" // it named the deadline, or became the reason or the person
	if r, ok := e.asked(); ok {
		date = typed(r.Date, r.HasTime, r.Time)
		do.Label = e.say(labelPutDate, "date", e.shortReading(r))
		keep.Label = e.say(labelKeep, "date", e.words.Short(d.Due.Date, e.today()))
		if e.sameDay(d, r) {
			do.Label = e.say(labelPutHour, "hour", e.words.Hour(r.Time))
			keep.Label = e.say(labelKeepHour, "hour", e.words.Hour(d.Due.Time))
		}
	}
	if e.s.date == nil {
		date = ""
	}
	do.Command = e.compose(date, "")
	e.s.text = text
	switch {
	case e.cmd.path == "echeance annuler" && asks:
		do.Label = e.say(labelYesCancel, "ref", d.Ref())
	case e.cmd.path == "echeance confier" && asks:
		do.Label = e.say(labelGiveTo, "name", e.s.person)
	case !asks:
		do.Label = e.say(e.formLabel())
	}
	return []card.Button{do, keep}
}

// formLabel is what a button that opens the form of the command is called.
func (e *Env) formLabel() i18n.Msg {
	switch e.cmd.path {
	case "echeance annuler":
		return labelCancel
	case "echeance confier":
		return labelAssign
	case "echeance modifier":
		return labelModify
	default:
		return labelPostpone
	}
}
