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
	rank:    5,
	path:    "jalon defaire",
	aliases: []string{"jalon undo", "jalon retablir"},
	summary: i18n.T("annuler votre dernière action dans ce canal", "undo your last action in this channel"),
	args: []arg{{"oui", "oui", i18n.T(
		"pour confirmer sans bouton ; sans cela, jalon dit d’abord ce qui sera rétabli",
		"to confirm without a button; without it, jalon first says what will be restored"), true}},
	takes:    []clause{takesRef},
	examples: []string{"jalon defaire", "jalon defaire oui"},
	right:    plan.UseIt,
	who: i18n.T("chacun pour ses actions, tant qu’il garde le droit de les faire et que personne n’a rien changé depuis",
		"everybody for their own actions, as long as they keep the right to do them and nobody has changed anything since"),
	seeAlso: []string{"jalon journal"},
	run:     undoLast,
})

var (
	textLastWas       = i18n.T("Votre dernière action ici : **{what}**, {when}", "Your last action here: **{what}**, {when}")
	textNoLonger      = i18n.T("Ce n’est plus votre dernière action ici. Rien n’est annulé.", "It is no longer your last action here. Nothing is undone.")
	textUndoReopens   = i18n.T("L’annuler remet {ref} à faire pour le **{due}**", "Undoing it reopens {ref}, due **{due}**")
	textUndoPart      = i18n.T("L’annuler remet {ref} à faire pour {service}", "Undoing it reopens {ref} for {service}")
	textUndoMoves     = i18n.T("L’annuler ramène {ref} au **{due}**", "Undoing it puts {ref} back on **{due}**")
	textUndoAdded     = i18n.T("L’annuler annule {ref} : aucun rappel ne partira, rien n’est effacé.", "Undoing it cancels {ref}: no reminder will leave, nothing is erased.")
	textUndoRestores  = i18n.T("L’annuler rétablit :\n{list}", "Undoing it restores:\n{list}")
	textUndoNothing   = i18n.T("L’annuler rétablit {ref}", "Undoing it restores {ref}")
	textAndReminder   = i18n.T(" et rétablit {n} rappel ({dates})", " and restores {n} reminder ({dates})")
	textAndReminders  = i18n.T(" et rétablit {n} rappels ({dates})", " and restores {n} reminders ({dates})")
	textWillWithdraw  = i18n.T("{ref}, ouverte à la suite, sera retirée.", "{ref}, which opened after it, will be withdrawn.")
	textIsWithdrawn   = i18n.T("{ref}, ouverte à la suite, est retirée.", "{ref}, which opened after it, is withdrawn.")
	textIsReopened    = i18n.T("{ref} est de nouveau à faire.", "{ref} is to be done again.")
	textServiceUndone = i18n.T("Service {code} rétabli : {what}.{follows}", "Service {code} restored: {what}.{follows}")
	textServiceUndoes = i18n.T("L’annuler le rétablit : {what}.{follows}", "Undoing it restores it: {what}.{follows}")
	textServiceMoved  = i18n.T(
		"Le service {code} a changé depuis{what}. Rien n’est annulé.\nPour le voir : `/jalon service voir {typed}`",
		"The service {code} has changed since{what}. Nothing is undone.\nTo see it: `/jalon service voir {typed}`")
	textReopenedPart = i18n.T("{ref} est de nouveau à faire pour {service}.", "{ref} is to be done again for {service}.")
	textMovedBack    = i18n.T("{ref} est de nouveau à remettre le {due}.", "{ref} is due on {due} again.")
	textAddedUndone  = i18n.T("{ref} est annulée. Rien n’est effacé.", "{ref} is cancelled. Nothing is erased.")
	textRestored     = i18n.T("{ref} est rétablie.", "{ref} is restored.")
	textInJournal    = i18n.T("L’annulation figure au journal.", "The journal says that it was undone.")
	textLeft         = i18n.T("Rien n’est annulé.", "Nothing is undone.")
	textNotUndo      = i18n.T(
		"**« {word} »** n’est pas compris. Rien n’est annulé.\nPour voir ce qui serait rétabli : `/jalon defaire`",
		"**“{word}”** is not understood. Nothing is undone.\nTo see what would be restored: `/jalon defaire`")
	textUndoLate = i18n.T(
		"{ref} a changé depuis{how}. Rien n’est annulé.\nPour comparer : `/jalon journal {ref}`",
		"{ref} has changed since{how}. Nothing is undone.\nTo compare: `/jalon journal {ref}`")
	textMistake  = i18n.T("Une erreur ? Tapez `/jalon defaire`.", "A mistake? Type `/jalon defaire`.")
	labelRestore = i18n.T("Rétablir {ref}", "Restore {ref}")
	labelUnadd   = i18n.T("Annuler {ref}", "Cancel {ref}")
	labelLeave   = i18n.T("Laisser", "Leave it")
)

// textLastDone says the actions that can be taken back.
var textLastDone = map[string]i18n.Msg{
	"echeance.ajouter":  i18n.T("{ref} créée", "{ref} created"),
	"echeance.fait":     i18n.T("{ref} close", "{ref} closed"),
	"echeance.reporter": i18n.T("{ref} reportée", "{ref} postponed"),
	"echeance.confier":  i18n.T("{ref} confiée", "{ref} entrusted"),
	"echeance.modifier": i18n.T("{ref} modifiée", "{ref} changed"),
	"echeance.annuler":  i18n.T("{ref} annulée", "{ref} cancelled"),
	"echeance.passer":   i18n.T("{ref} passée", "{ref} skipped"),
	"echeance.arreter":  i18n.T("série de {ref} arrêtée", "series of {ref} stopped"),
	"service.modifier":  i18n.T("service {ref} modifié", "service {ref} changed"),
	"service.fermer":    i18n.T("service {ref} fermé", "service {ref} closed"),

	"seance.planifier":        i18n.T("séance {ref} planifiée", "meeting {ref} planned"),
	"seance.deplacer":         i18n.T("séance {ref} déplacée", "meeting {ref} moved"),
	"seance.modifier":         i18n.T("séance {ref} modifiée", "meeting {ref} changed"),
	"seance.odj":              i18n.T("ordre du jour de la séance {ref} enregistré", "agenda of meeting {ref} recorded"),
	"seance.tenue":            i18n.T("tenue de la séance {ref} enregistrée", "meeting {ref} recorded as held or not"),
	"representation.designer": i18n.T("désignation pour la séance {ref}", "designation for meeting {ref}"),
}

var textLastPart = i18n.T("{ref} faite pour {service}", "{ref} done for {service}")

// shownID is how many characters of the identifier of an entry the button that
// takes it back carries.
const shownID = 8

func undoLast(e *Env) (card.Reply, error) {
	word := i18n.Fold(e.s.text)
	if e.s.ref != "" { // « défaire E12 »: what is undone is the last action, which is shown
		word = ""
	}
	switch {
	case word == "":
		u, err := e.plan.LastAction(e.ctx, e.call)
		if err != nil {
			return card.Reply{}, err
		}
		return e.proposeUndo(u)
	case word == "non":
		return card.Reply{Text: e.say(textLeft)}, nil
	case word == "oui":
		return e.undo("")
	case strings.HasPrefix(word, "oui "):
		return e.undo(strings.TrimSpace(e.s.text[len("oui "):]))
	default:
		return card.Reply{}, askFor(e.say(textNotUndo, "word", card.Quote(clip(e.rest))))
	}
}

// undo takes back the last action; shown is the end of the identifier of the one
// that was proposed.
func (e *Env) undo(shown string) (card.Reply, error) {
	u, done, err := e.plan.Undo(e.ctx, e.call, shown)
	if err != nil {
		return card.Reply{}, err
	}
	if !done {
		reply, err := e.proposeUndo(u)
		reply.Text, reply.Error = lines(e.say(textNoLonger), reply.Text), true
		return reply, err
	}
	if u.Meeting != nil {
		return card.Reply{Text: e.say(textMeetingUndone, "what", e.meetingRestored(u)) + " " + e.say(textInJournal)}, nil
	}
	if u.Service != nil {
		what, err := e.serviceChanges(u.Service.Before, u.Service.After)
		text := e.say(textServiceUndone, "code", u.Service.After.Code, "what", what, "follows", e.followed(*u.Service))
		return card.Reply{Text: text + " " + e.say(textInJournal)}, err
	}
	withdrawn := ""
	if u.Withdrawn > 0 {
		withdrawn = e.say(textIsWithdrawn, "ref", plan.DeadlineRef(u.Withdrawn))
	}
	return card.Reply{
		Text: lines(e.undone(u)+" "+e.say(textInJournal), withdrawn),
		Card: e.drawer().answer(u.Scheduled),
	}, nil
}

// proposeUndo says what the last action was and what taking it back restores.
func (e *Env) proposeUndo(u plan.Undoing) (card.Reply, error) {
	ref := string(u.Deadline.Ref())
	switch {
	case u.Service != nil:
		ref = u.Service.After.Code
	case u.Meeting != nil:
		ref = string(u.Meeting.Ref())
	}
	what, label := textLastDone[u.Entry.Action], labelRestore
	if u.Entry.Action == "echeance.fait" && u.Was.State == plan.Open {
		what = textLastPart
	}
	if u.Entry.Action == "echeance.ajouter" || u.Entry.Action == "seance.planifier" {
		label = labelUnadd
	}
	id := u.Entry.ID[max(0, len(u.Entry.ID)-shownID):]
	withdrawn := ""
	if u.Withdrawn > 0 {
		withdrawn = e.say(textWillWithdraw, "ref", plan.DeadlineRef(u.Withdrawn))
	}
	restores, err := e.wouldRestore(u)
	return card.Reply{
		Text: lines(
			e.say(textLastWas, "what", e.say(what, "ref", ref, "service", e.reopenedFor(u)), "when", e.words.Stamp(u.Entry.At, e.zone)),
			restores, withdrawn),
		Buttons: []card.Button{
			{ID: "retablir", Label: e.say(label, "ref", ref), Style: card.Primary, Command: "jalon defaire oui " + id},
			{ID: "laisser", Label: e.say(labelLeave), Style: card.Quiet, Command: "jalon defaire non"},
		},
	}, err
}

// wouldRestore says what taking back an action restores.
func (e *Env) wouldRestore(u plan.Undoing) (string, error) {
	if u.Meeting != nil {
		return e.say(textMeetingUndoes, "what", e.meetingRestored(u)), nil
	}
	if u.Service != nil {
		what, err := e.serviceChanges(u.Service.Before, u.Service.After)
		return e.say(textServiceUndoes, "what", what, "follows", e.followed(*u.Service)), err
	}
	d := u.Deadline
	args := []any{"ref", d.Ref(), "due", d.Due, "service", e.reopenedFor(u)}
	switch {
	case u.Entry.Action == "echeance.ajouter":
		return e.say(textUndoAdded, args...), nil
	case u.Reopens():
		return e.andReminders(e.say(textUndoReopens, args...), u), nil
	case u.Entry.Action == "echeance.fait":
		return e.andReminders(e.say(textUndoPart, args...), u), nil
	case u.Entry.Action == "echeance.reporter":
		return e.andReminders(e.say(textUndoMoves, args...), u), nil
	}
	var list []string
	for _, diff := range plan.Differences(u.Was, u.Is, u.Names) {
		list = append(list, "- "+card.Quote(diff.Text.In(e.lang)))
	}
	if len(list) == 0 {
		return e.andReminders(e.say(textUndoNothing, args...), u), nil
	}
	ahead := ""
	if u.Replanned {
		ahead = e.drawer().ahead(u.Scheduled)
	}
	return lines(e.say(textUndoRestores, "list", strings.Join(list, "\n")), ahead), nil
}

// andReminders ends a sentence with the reminders that come back with the rest.
func (e *Env) andReminders(sentence string, u plan.Undoing) string {
	all := slices.DeleteFunc(distinctTimes(u.Deliveries), func(dl plan.Delivery) bool { return dl.State != plan.Planned })
	switch {
	case !u.Replanned:
		return sentence + "."
	case len(all) == 0:
		return sentence + ". " + e.drawer().ahead(u.Scheduled)
	}
	var dates []calendar.Date
	var full []string
	same := true
	for _, dl := range all {
		dates = append(dates, dl.When.Date)
		full = append(full, e.momentShort(dl.When))
		same = same && dl.When.Time == all[0].When.Time
	}
	when := strings.Join(full, " ; ")
	if same {
		when = e.words.ShortList(dates, e.today()) + ", " + e.words.Hour(all[0].When.Time)
	}
	return sentence + e.say(i18n.Plural(e.lang, len(all), textAndReminder, textAndReminders), "n", len(all), "dates", when) + "."
}

// undone says what became of what was taken back.
func (e *Env) undone(u plan.Undoing) string {
	text := textRestored
	switch {
	case u.Entry.Action == "echeance.ajouter":
		text = textAddedUndone
	case u.Reopens():
		text = textIsReopened
	case u.Entry.Action == "echeance.fait":
		text = textReopenedPart
	case u.Entry.Action == "echeance.reporter":
		text = textMovedBack
	}
	return e.say(text, "ref", u.Deadline.Ref(), "due", u.Deadline.Due, "service", e.reopenedFor(u))
}

// reopenedFor names the services whose parts are open again.
func (e *Env) reopenedFor(u plan.Undoing) string {
	var again []plan.ServiceID
	for _, p := range u.Deadline.OpenParts() {
		if was, known := u.Before.Part(p.Service); known && was.State != plan.Open {
			again = append(again, p.Service)
		}
	}
	return e.theServices(again)
}

// tooLateToUndo says what happened since the action.
func (e *Env) tooLateToUndo(c *plan.ChangedSince) card.Reply {
	var how []string
	for _, a := range c.Alterations {
		how = append(how, e.altered(a, c.Names))
	}
	told := strings.Join(how, " ; ")
	if told != "" {
		told = e.say(textHow) + told
	}
	return card.Reply{Error: true, Text: e.say(textUndoLate, "ref", c.Ref, "how", told)}
}

// serviceMoved says what changed in a service since the action.
func (e *Env) serviceMoved(s *plan.ServiceChangedSince) card.Reply {
	what, err := e.serviceChanges(s.Left, s.Now)
	if err != nil {
		return e.router.explain(e, err)
	}
	if what != "" {
		what = e.say(textHow) + what
	}
	return card.Reply{Error: true, Text: e.say(textServiceMoved, "code", s.Now.Code, "typed", plan.TypedCode(s.Now.Code), "what", what)}
}
