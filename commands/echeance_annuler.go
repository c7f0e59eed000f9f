package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     8,
	path:     "echeance annuler",
	aliases:  []string{"echeance abandonner", "echeance cancel"},
	summary:  i18n.T("annuler une échéance, avec un motif ; rien n’est effacé", "cancel a deadline, with a reason; nothing is erased"),
	args:     []arg{argRef, {"motif \"…\"", `motif "demande retirée"`, i18n.T("obligatoire, il figure au journal", "required, it goes to the journal"), false}},
	takes:    []clause{takesRef, takesReason, takesReach},
	examples: []string{`echeance annuler E12 motif "demande retirée"`},
	right:    plan.ChangeIt,
	seeAlso:  []string{"echeance fait", "echeance passer", "echeance arreter", "jalon defaire"},
	undoable: true,
	run:      cancelDeadline,
})

var (
	textCancelledOK = i18n.T("{ref} est annulée. {stopped} Rien n’est effacé.", "{ref} is cancelled. {stopped} Nothing is erased.")
	titleCancel     = i18n.T("Annuler {ref}", "Cancel {ref}")
	labelYesCancel  = i18n.T("Oui, annuler {ref}", "Yes, cancel {ref}")
)

func cancelDeadline(e *Env) (card.Reply, error) {
	search := e.s.text
	if e.s.ref != "" && e.s.reason == "" {
		e.s.reason = card.OneLine(e.s.text)
	}
	s, err := e.openDeadline(search)
	if err != nil {
		return card.Reply{}, err
	}
	if err := e.stillAsDrawn(s); err != nil {
		return card.Reply{}, err
	}
	ref := s.Deadline.Ref()
	if e.s.reason == "" && e.req.CanForm && !e.answersForm() {
		return card.Reply{Form: &card.Form{
			Title: e.say(titleCancel, "ref", ref), Command: e.cmd.path + " " + string(ref), Submit: e.say(labelYesCancel, "ref", ref), Version: s.Deadline.Version,
			Fields: []card.Field{{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason)}},
		}}, nil
	}
	if e.s.reason == "" && e.answersForm() {
		return card.Reply{}, e.onField("motif", plan.ReasonMissing(ref))
	}
	done, err := e.plan.CancelDeadline(e.ctx, e.call, ref, e.s.reach, e.s.reason)
	if err != nil {
		return card.Reply{}, err
	}
	text := e.say(textCancelledOK, "ref", ref, "stopped", e.stopped(done.Stopped))
	return card.Reply{Text: lines(text, e.nextOne(done))}, nil
}
