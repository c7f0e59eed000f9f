package commands

import (
	"strconv"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     6,
	path:     "representation valider",
	aliases:  []string{"representation approuver", "representation approve"},
	summary:  i18n.T("accepter une désignation hors de la liste", "agree to a designation outside the list"),
	args:     []arg{argMeeting, argSeat, argReasonNotHealth},
	keywords: []string{"siege"},
	examples: []string{"representation valider SE27"},
	right:    plan.DecideIt,
	seeAlso:  []string{"representation rejeter", "representation designer"},
	run:      approveSeat,
})

var _ = register(command{
	rank:     7,
	path:     "representation rejeter",
	aliases:  []string{"representation ecarter", "representation reject"},
	summary:  i18n.T("refuser une désignation hors de la liste", "refuse a designation outside the list"),
	args:     []arg{argMeeting, argSeat, argReasonNotHealth},
	keywords: []string{"siege"},
	examples: []string{"representation rejeter SE27"},
	right:    plan.DecideIt,
	seeAlso:  []string{"representation valider", "representation designer"},
	run:      rejectSeat,
})

var _ = register(command{
	rank:     8,
	path:     "representation non-representee",
	aliases:  []string{"representation non-represente", "representation non representee", "representation personne", "representation ne pas sieger", "representation nobody"},
	summary:  i18n.T("décider que le préfet n’est pas représenté", "decide that the préfet is not represented"),
	args:     []arg{argMeeting, argSeat, {"motif \"…\"", `motif "séance sans vote"`, i18n.T("obligatoire, il figure au journal", "required, it goes to the journal"), false}},
	keywords: []string{"siege"},
	examples: []string{`representation non-representee SE27 motif "séance sans vote"`},
	right:    plan.DecideIt,
	seeAlso:  []string{"representation designer", "representation pouvoir"},
	run:      leaveEmpty,
})

var (
	textApproved = i18n.T(
		"Désignation {of} validée pour la séance {ref} et portée au journal. La question lui est posée ; réponse attendue au plus tard le {by}.",
		"Designation of {of} agreed to for the meeting {ref}, and in the journal. They are asked; answer expected by {by}.")
	textRejected = i18n.T(
		"Désignation {of} refusée pour la séance {ref} (siège « {seat} »). La coordination en est informée.",
		"Designation of {of} refused for the meeting {ref} (seat “{seat}”). The coordination is told.")
	textUnattended = i18n.T(
		"Le préfet n’est pas représenté {at} du {when} (siège « {seat} »). Décision de {by}, portée au journal. Motif : {reason}.",
		"The préfet is not represented at {at} on {when} (seat “{seat}”). Decided by {by}, and in the journal. Reason: {reason}.")
	titleNobody = i18n.T("Ne pas siéger, {ref}", "Nobody, {ref}")
)

func approveSeat(e *Env) (card.Reply, error) {
	a, err := e.seatAsked()
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.Approve(e.ctx, e.call, a.at, a.because())
	if err != nil {
		return card.Reply{}, e.seatRefused(err)
	}
	w, v, r := e.drawer(), done.MeetingView, done.Now()
	return card.Reply{Text: e.say(textApproved, "of", plan.Of(w.named(v, r.Who)), "ref", v.Ref(), "by", w.words.Long(r.AnswerBy))}, nil
}

func rejectSeat(e *Env) (card.Reply, error) {
	a, err := e.seatAsked()
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.TurnDown(e.ctx, e.call, a.at, a.because())
	if err != nil {
		return card.Reply{}, e.seatRefused(err)
	}
	w, v := e.drawer(), done.MeetingView
	return card.Reply{Text: e.say(textRejected, "of", plan.Of(w.named(v, done.Before.Who)), "ref", v.Ref(), "seat", seatName(v, done.Number))}, nil
}

func leaveEmpty(e *Env) (card.Reply, error) {
	a, err := e.seatAsked()
	if err != nil {
		return card.Reply{}, err
	}
	if a.because() == "" && e.req.CanForm && !e.answersForm() {
		line := e.cmd.path + " " + string(a.view.Ref())
		if a.at.Seat != 0 {
			line += " siège " + strconv.Itoa(a.at.Seat)
		}
		return card.Reply{Form: &card.Form{
			Title: e.say(titleNobody, "ref", a.view.Ref()), Command: line, Submit: e.say(labelNobody),
			Fields: []card.Field{{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason)}},
		}}, nil
	}
	done, err := e.plan.Unattend(e.ctx, e.call, a.at, a.because())
	if err != nil && a.because() == "" && e.answersForm() {
		return card.Reply{}, e.onField("motif", e.seatRefused(err))
	}
	if err != nil {
		return card.Reply{}, e.seatRefused(err)
	}
	w, v, r := e.drawer(), done.MeetingView, done.Now()
	return card.Reply{Text: e.say(textUnattended, "at", w.sitsAt(v.Body), "body", card.Quote(v.Body.Sitting()), "when", w.words.Long(v.Start.Date),
		"seat", seatName(v, done.Number), "by", e.signature(), "reason", card.Quote(r.Override))}, nil
}
