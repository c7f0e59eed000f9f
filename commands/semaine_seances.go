package commands

import (
	"strings"

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

// meetings says the answers that the reader has to give, whatever the date of
// the meeting, and the meetings at which they sit until the end of the week;
// empty, or paragraphs that follow a text.
func (w weekText) meetings() string {
	var asked, sits []string
	for _, m := range w.Meetings.Found {
		for _, s := range m.Seats {
			switch {
			case s.Who.User != w.Reader.User:
			case s.State == plan.Proposed || s.State == plan.ToReconfirm:
				asked = append(asked, textAnswerDue.In(w.lang, "by", w.words.Short(s.AnswerBy, w.today), "body", card.Quote(m.Body.Sitting()),
					"ref", m.Ref(), "when", w.shortMeets(m.Meeting)))
			case s.State == plan.Accepted && !m.Start.Date.After(w.Sunday):
				sits = append(sits, w.meetingLine(m, textListMineSits.In(w.lang)))
			}
		}
	}
	return w.paragraph(textAnswersDue, asked) + w.paragraph(textWeekMeets, sits)
}

// paragraph lists things under a heading that counts them; empty without any.
func (w weekText) paragraph(heading i18n.Msg, rows []string) string {
	if len(rows) == 0 {
		return ""
	}
	shown, left := pageOf(rows, 1, weekLimit)
	text := "\n\n" + heading.In(w.lang, "n", len(rows)) + "\n" + bullet + strings.Join(shown, "\n"+bullet)
	if left > 0 {
		text += "\n\n" + i18n.Plural(w.lang, left, textWeekMeetsMore, textWeekMeetsMores).In(w.lang, "n", left)
	}
	return text
}
