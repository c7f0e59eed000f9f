package commands

import (
	"encoding/json"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// What the journal says of a meeting.

var (
	textJournalDate  = i18n.T("Date : {was}, devenue {is}", "Date: {was}, now {is}")
	textJournalPlace = i18n.T("Lieu : {was}, devenu {is}", "Place: {was}, now {is}")
	textJournalState = i18n.T("État : {is}", "State: {is}")
	textJournalOn    = i18n.T("Pour le {is}", "For {is}")
	textJournalRefs  = i18n.T("Échéances : {list}", "Deadlines: {list}")
)

// journaledMeeting says what a change of a meeting touched.
func (e *Env) journaledMeeting(entry plan.Entry) []string {
	var was, is plan.MeetingRecord
	var decided struct {
		Decisions []string `json:"decisions"`
	}
	if json.Unmarshal([]byte(entry.After), &decided) == nil && len(decided.Decisions) > 0 {
		return []string{e.say(textJournalRefs, "list", strings.Join(decided.Decisions, ", "))}
	}
	if json.Unmarshal([]byte(entry.After), &is) != nil || is.Body == "" {
		return nil
	}
	if entry.Before == "" || json.Unmarshal([]byte(entry.Before), &was) != nil {
		if is.Date == "" {
			return []string{capital(e.recordedWhen(is))}
		}
		return []string{e.say(textJournalOn, "is", e.recordedWhen(is))}
	}
	var told []string
	if was.Date != is.Date || was.Time != is.Time {
		told = append(told, e.say(textJournalDate, "was", e.recordedWhen(was), "is", e.recordedWhen(is)))
	}
	if was.Place != is.Place {
		told = append(told, e.say(textJournalPlace, "was", orNone(e, was.Place), "is", orNone(e, is.Place)))
	}
	if was.State != is.State {
		told = append(told, e.say(textJournalState, "is", is.State))
	}
	return told
}

func orNone(e *Env, text string) string {
	if text == "" {
		return e.say(textNoneSet)
	}
	return text
}

// recordedWhen is when a meeting of the journal takes place.
func (e *Env) recordedWhen(r plan.MeetingRecord) string {
	if r.Date == "" {
		return plan.MeetingWhen{}.In(e.lang)
	}
	day, err := calendar.ParseDate(r.Date)
	if err != nil {
		return r.Date
	}
	if at, err := calendar.ParseTimeOfDay(r.Time); err == nil && r.Time != "" {
		return e.words.LongAt(day, at)
	}
	return e.words.Long(day)
}
