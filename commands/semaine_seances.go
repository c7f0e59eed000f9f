package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var (
	textAnswersDue     = i18n.T("**Réponses à donner : {n}**", "**Answers to give: {n}**")
	textAnswerDue      = i18n.T("**{by}** · Siégez-vous à cette séance ? {body} (séance {ref}), {when}", "**{by}** · Do you sit at this meeting? {body} (meeting {ref}), {when}")
	textWeekMeets      = i18n.T("**Vos séances : {n}**", "**Your meetings: {n}**")
	textWeekMeetsMore  = i18n.T("et {n} autre : `/jalon mes-seances`", "and {n} more: `/jalon mes-seances`")
	textWeekMeetsMores = i18n.T("et {n} autres : `/jalon mes-seances`", "and {n} more: `/jalon mes-seances`")
)

// ownMeetings says the answers that the person has to give, whatever the date of
// the meeting, and the meetings at which they sit until a date; empty, or
// paragraphs that follow a text.
func (e *Env) ownMeetings(until calendar.Date) (string, error) {
	found, err := e.plan.ListMeetings(e.ctx, e.req.Region, plan.MeetingFilter{
		User: e.req.User, From: e.today(), States: []plan.MeetingState{plan.Confirmed, plan.Convened},
	})
	if err != nil {
		return "", err
	}
	w := e.drawer()
	var asked, sits []string
	for _, m := range found.Found {
		for _, s := range m.Seats {
			switch {
			case s.Who.User != e.req.User:
			case s.State == plan.Proposed || s.State == plan.ToReconfirm:
				asked = append(asked, e.say(textAnswerDue, "by", w.words.Short(s.AnswerBy, w.today), "body", card.Quote(m.Body.Sitting()),
					"ref", m.Ref(), "when", w.shortMeets(m.Meeting)))
			case s.State == plan.Accepted && !m.Start.Date.After(until):
				sits = append(sits, w.meetingLine(m, e.say(textListMineSits)))
			}
		}
	}
	return e.paragraph(textAnswersDue, asked) + e.paragraph(textWeekMeets, sits), nil
}

// paragraph lists things under a heading that counts them; empty without any.
func (e *Env) paragraph(heading i18n.Msg, rows []string) string {
	if len(rows) == 0 {
		return ""
	}
	shown, left := pageOf(rows, 1, weekLimit)
	text := "\n\n" + e.say(heading, "n", len(rows)) + "\n" + bullet + strings.Join(shown, "\n"+bullet)
	if left > 0 {
		text += "\n\n" + e.say(i18n.Plural(e.lang, left, textWeekMeetsMore, textWeekMeetsMores), "n", left)
	}
	return text
}
