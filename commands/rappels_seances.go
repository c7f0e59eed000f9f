package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What the ledger says of a meeting, and why.

var (
	textMeetingLedger     = i18n.T("**{n} message pour la séance {ref} · {body}**", "**{n} message for meeting {ref} · {body}**")
	textMeetingLedgers    = i18n.T("**{n} messages pour la séance {ref} · {body}**", "**{n} messages for meeting {ref} · {body}**")
	textMeetingLedgerNone = i18n.T("Aucun message pour la séance {ref} que vous puissiez voir.", "No message for meeting {ref} that you may see.")
	textMeetingLedgerWhat = i18n.T(
		"**« {rest} »** n’est pas une page.\nPar exemple : `/jalon rappels {ref} page 2`",
		"**“{rest}”** is not a page.\nFor example: `/jalon rappels {ref} page 2`")
	textMeetingLedgerRow = i18n.T("- **{when}** · {what} · {to} · {state}", "- **{when}** · {what} · {to} · {state}")
	textMeetingStepsRow  = i18n.T("Rappels de ses étapes : {list}", "Reminders of its steps: {list}")

	textMeetingWhy      = i18n.T("**Séance {ref} · {body}, {when}**", "**Meeting {ref} · {body}, {when}**")
	textMeetingWhyWho   = i18n.T("- **Qui l’a planifiée :** {who}, {when}", "- **Who planned it:** {who}, {when}")
	textMeetingWhyPlace = i18n.T("- **Pourquoi ce canal :** les séances se suivent dans celui de la coordination", "- **Why this channel:** meetings are followed in the coordination’s")
	textMeetingWhyHat   = i18n.T("- **Pourquoi ce canal :** les séances se suivent dans celui de la coordination ; le préfet étant invité comme {hat}, sa préfecture est informée aussi", "- **Why this channel:** meetings are followed in the coordination’s; the préfet being invited as {hat}, that préfecture is told too")
	textMeetingWhySteps = i18n.T("- **D’où viennent les étapes :** modèle {name} ; `/jalon modele voir \"{name}\"`", "- **Where the steps come from:** template {name}; `/jalon modele voir \"{name}\"`")
	textMeetingWhyClone = i18n.T("- **D’où viennent les étapes :** de la séance {ref}, reconduite", "- **Where the steps come from:** from meeting {ref}, taken up again")
	textMeetingWhyStop  = i18n.T("- **Pour l’arrêter :** `/seance annuler {ref} motif \"…\"`", "- **To stop it:** `/seance annuler {ref} motif \"…\"`")
	textMeetingWhyOver  = i18n.T("- **Pour l’arrêter :** rien à faire, la séance est {state}", "- **To stop it:** nothing to do, the meeting is {state}")
)

// textMeetingNotices say what each message about a meeting is.
var textMeetingNotices = map[plan.Notice]i18n.Msg{
	plan.NoticeMeeting:    i18n.T("annonce", "announcement"),
	plan.NoticeMoved:      i18n.T("déplacement", "move"),
	plan.NoticePlace:      i18n.T("changement de lieu", "change of place"),
	plan.NoticeCalledOff:  i18n.T("annulation", "cancellation"),
	plan.NoticeWasHeld:    i18n.T("s’est-elle tenue ?", "was it held?"),
	plan.NoticeMinutes:    i18n.T("compte rendu attendu", "minutes expected"),
	plan.NoticeNoMinutes:  i18n.T("compte rendu manquant", "minutes missing"),
	plan.NoticeAsk:        i18n.T("pouvez-vous siéger ?", "can you sit?"),
	plan.NoticeAskAgain:   i18n.T("rappel de la question", "question recalled"),
	plan.NoticePassedOn:   i18n.T("question transmise", "question passed on"),
	plan.NoticeDecide:     i18n.T("décision demandée", "decision asked"),
	plan.NoticeDecideSoon: i18n.T("rappel de la décision", "decision recalled"),
	plan.NoticeReleased:   i18n.T("fin d’une représentation", "end of a representation"),
	plan.NoticeProxy:      i18n.T("pouvoir reçu", "proxy received"),
	plan.NoticeProxyOver:  i18n.T("pouvoir sans effet", "proxy without effect"),
}

// meetingLedger shows what was said and will be of a meeting, at the page that the
// rest of the line asks for.
func (e *Env) meetingLedger(number int, rest string) (card.Reply, error) {
	a := ledgerAsked{page: 1, kept: []string{string(plan.MeetingRef(number))}}
	if words := strings.Fields(rest); len(words) > 0 && (i18n.Fold(words[0]) != "page" || a.readPage(words) != len(words)) {
		return card.Reply{}, askFor(e.say(textMeetingLedgerWhat, "rest", card.Quote(clip(rest)), "ref", a.kept[0]))
	}
	v, found, err := e.plan.MeetingLedger(e.ctx, e.call, number)
	if err != nil {
		return card.Reply{}, err
	}
	if len(found) == 0 {
		return card.Reply{Text: e.say(textMeetingLedgerNone, "ref", v.Ref())}, nil
	}
	e.learnReceivers(found)
	rows := []string{e.say(i18n.Plural(e.lang, len(found), textMeetingLedger, textMeetingLedgers),
		"n", len(found), "ref", v.Ref(), "body", card.Quote(v.Body.Sitting()))}
	first := (a.page - 1) * pageSize
	if first >= len(found) {
		return card.Reply{}, e.noLedgerPage(a, len(found))
	}
	shown := found[first:min(first+pageSize, len(found))]
	for _, l := range shown {
		rows = append(rows, e.say(textMeetingLedgerRow, "when", e.momentShort(l.When), "what", e.say(textMeetingNotices[l.Notice]),
			"to", e.receiverName(l.To), "state", e.ledgerState(l)))
	}
	var steps []string
	for _, shown := range shownSteps(v) {
		for _, s := range append([]shownStep{shown}, shown.twins...) {
			if s.Deadline > 0 {
				steps = append(steps, "`/jalon rappels "+string(plan.DeadlineRef(s.Deadline))+"`")
			}
		}
	}
	if len(steps) > 0 {
		rows = append(rows, e.say(textMeetingStepsRow, "list", strings.Join(steps, ", ")))
	}
	reply := card.Reply{Text: lines(rows...)}
	e.turnPage(&reply, a, len(found)-first-len(shown))
	return reply, nil
}

// whyMeeting tells what stands behind the card of a meeting.
func (e *Env) whyMeeting(number int) (card.Reply, error) {
	v, err := e.plan.ViewMeeting(e.ctx, e.req.Region, number)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	place := e.say(textMeetingWhyPlace)
	if v.Hat != "" {
		place = e.say(textMeetingWhyHat, "hat", w.hat(v.Hat))
	}
	steps := ""
	switch {
	case v.ClonedFrom > 0:
		steps = e.say(textMeetingWhyClone, "ref", plan.MeetingRef(v.ClonedFrom))
	case len(v.Steps) > 0:
		steps = e.say(textMeetingWhySteps, "name", card.Code(v.Body.TemplateName()))
	}
	stop := e.say(textMeetingWhyOver, "state", v.State)
	if v.State.Ahead() {
		stop = e.say(textMeetingWhyStop, "ref", v.Ref())
	}
	who := w.person(w.calls(plan.Representative{User: v.Author}, v.Called), v.From)
	return card.Reply{Text: lines(
		e.say(textMeetingWhy, "ref", v.Ref(), "body", card.Quote(v.Body.Sitting()), "when", v.When()),
		e.say(textMeetingWhyWho, "who", who, "when", e.words.Stamp(v.CreatedAt, e.zone)), place, steps, stop,
	)}, nil
}
