package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var (
	textMeetingMissing = i18n.T(
		"Il manque la séance : son identifiant, ou le nom de l’instance. Rien n’a changé.\nPar exemple : `/{example}`",
		"The meeting is missing: its identifier, or the name of the body. Nothing has changed.\nFor example: `/{example}`")
	textNoMeetingOf = i18n.T(
		"Aucune séance enregistrée pour **{body}**.\nPour en planifier une : `/seance planifier {typed} 11/12 9h30`",
		"No meeting recorded for **{body}**.\nTo plan one: `/seance planifier {typed} 11/12 9h30`")
)

// meetingNamed finds the meeting that words name: SE27, or a body, whose next
// meeting it is, else the last one.
func (e *Env) meetingNamed(text string) (plan.MeetingView, error) { return e.meetingNear(text, false) }

// meetingHeld is [Env.meetingNamed] for what follows a meeting: of a body it is
// the last one, else the next.
func (e *Env) meetingHeld(text string) (plan.MeetingView, error) { return e.meetingNear(text, true) }

func (e *Env) meetingNear(text string, held bool) (plan.MeetingView, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return plan.MeetingView{}, askFor(e.say(textMeetingMissing, "example", card.Code(e.cmd.examples[0])))
	}
	if n, ok := plan.ParseMeetingRef(strings.Trim(text, ".,:;")); ok {
		return e.plan.ViewMeeting(e.ctx, e.req.Region, n)
	}
	b, err := e.bodyNamed(text)
	if err != nil {
		return plan.MeetingView{}, err
	}
	next := plan.MeetingFilter{
		Body: b.Number, From: e.today(), States: []plan.MeetingState{plan.Provisional, plan.Confirmed, plan.Convened}, Limit: 1,
	}
	last := plan.MeetingFilter{
		Body: b.Number, To: e.today(), Latest: true, Limit: 1,
		States: []plan.MeetingState{plan.Provisional, plan.Confirmed, plan.Convened, plan.TookPlace, plan.DidNot, plan.MeetingOver},
	}
	undated := plan.MeetingFilter{Body: b.Number, States: []plan.MeetingState{plan.Undated}, Limit: 1}
	order := []plan.MeetingFilter{next, undated, last, {Body: b.Number, Latest: true, Limit: 1}}
	if held {
		order[0], order[1], order[2] = last, next, undated
	}
	for _, f := range order {
		found, _, err := e.plan.FindMeetings(e.ctx, e.req.Region, f)
		if err != nil {
			return plan.MeetingView{}, err
		}
		if len(found) > 0 {
			return e.plan.ViewMeeting(e.ctx, e.req.Region, found[0].Number)
		}
	}
	return plan.MeetingView{}, askFor(e.say(textNoMeetingOf, "body", card.Quote(b.Called()), "typed", card.Code(typedBody(b))))
}

// typedBody is how a body is typed: its short name where it is one word.
func typedBody(b plan.Body) string {
	if b.Short != "" && !strings.Contains(b.Short, " ") {
		return b.Short
	}
	return string(b.Ref())
}
