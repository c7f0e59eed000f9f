package commands

import (
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     5,
	path:     "seance annuler",
	aliases:  []string{"seance supprimer", "seance cancel"},
	summary:  i18n.T("annuler une séance, avec un motif ; rien n’est effacé", "cancel a meeting, with a reason; nothing is erased"),
	args:     []arg{argMeeting, {"motif \"…\"", `motif "quorum non réuni"`, i18n.T("obligatoire, il figure au journal", "required, it goes to the journal"), false}},
	takes:    []clause{takesReason},
	examples: []string{`seance annuler SE27 motif "quorum non réuni"`},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"seance deplacer", "jalon journal"},
	run:      cancelMeeting,
})

var (
	textMeetingOffOK   = i18n.T("Séance **{ref}** annulée : {body}, {when}. {stopped} Rien n’est effacé.", "Meeting **{ref}** cancelled: {body}, {when}. {stopped} Nothing is erased.")
	textNothingStopped = i18n.T("Aucune échéance n’en dépendait.", "No deadline depended on it.")
	titleCancelMeeting = i18n.T("Annuler la séance", "Cancel the meeting")
)

func cancelMeeting(e *Env) (card.Reply, error) {
	name, reason := e.s.text, e.s.reason
	if first, rest := cutWord(name); reason == "" && rest != "" {
		if i18n.Fold(rest) == "motif" { // the word, and no reason after it
			rest = ""
		}
		if _, ok := plan.ParseMeetingRef(first); ok { // « annuler SE27 quorum non réuni »
			name, reason = first, card.OneLine(rest)
		}
	}
	v, said, err := e.meetingThenReason(name)
	if err != nil {
		return card.Reply{}, err
	}
	if reason == "" {
		reason = card.OneLine(said)
	}
	ref := v.Ref()
	if reason == "" && v.State.Ahead() {
		if e.req.CanForm && !e.answersForm() {
			return card.Reply{Form: &card.Form{
				Title: e.say(titleCancelMeeting), Command: e.cmd.path + " " + string(ref), Submit: e.say(labelYesCancel, "ref", ref), Version: v.Version,
				Fields: []card.Field{{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason)}},
			}}, nil
		}
		if e.answersForm() {
			return card.Reply{}, e.onField("motif", plan.MeetingReasonMissing(v.Number))
		}
	}
	if reason == "" && !v.State.Ahead() {
		reason = "-" // it is refused for what it is, not for want of a reason
	}
	done, err := e.plan.CancelMeeting(e.ctx, e.call, v.Number, reason)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	stopped := w.stoppedSteps(done.Stopped)
	if stopped == "" {
		stopped = e.say(textNothingStopped)
	}
	text := e.say(textMeetingOffOK, "ref", ref, "body", card.Quote(done.Body.Sitting()), "when", w.meetingHours(done.MeetingView), "stopped", stopped)
	return card.Reply{Text: lines(text, w.toWarn(done.MeetingView))}, nil
}

func isJointWord(word string) bool {
	return slices.Contains(joints, i18n.Fold(word)) || i18n.Fold(word) == "des"
}

// meetingThenReason finds the meeting that words begin with, and the reason that
// follows: « CA EPF quorum non atteint ». One word after the name, or « de … »,
// is part of a name that is not known: nothing is cancelled for it.
func (e *Env) meetingThenReason(text string) (v plan.MeetingView, reason string, err error) {
	v, err = e.meetingNamed(text)
	if err == nil || isOtherKind(err) {
		return v, "", err
	}
	words := strings.Fields(text)
	for n := len(words) - 2; n > 0; n-- {
		if isJointWord(words[n]) || isJointWord(words[n-1]) {
			continue
		}
		named := strings.Join(words[:n], " ")
		v, failed := e.meetingNamed(named)
		if failed == nil {
			return v, strings.Join(words[n:], " "), nil
		}
		if name, _, _ := e.nameAndDay(named); name != "" || isOtherKind(failed) { // a day on which it does not meet
			return v, "", failed
		}
	}
	return v, "", err
}
