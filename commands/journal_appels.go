package commands

import (
	"encoding/json"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// What the journal says of a call for projects.

var (
	textJournalCloses = i18n.T("Clôture : {is}", "Close: {is}")
	textJournalClosed = i18n.T("Clôture : {was}, devenue {is}", "Close: {was}, now {is}")
	textJournalStep   = i18n.T("{name} : {was}, devenue {is}", "{name}: {was}, now {is}")
	textJournalFiles  = i18n.T("Département {department} : {list}", "Department {department}: {list}")
)

// journaledCall says what a change of a call for projects touched.
func (e *Env) journaledCall(entry plan.Entry) []string {
	if entry.Action == "projet.compte" {
		return e.journaledFiles(entry)
	}
	is, ok := plan.ReadCallRecord(entry.After)
	if !ok {
		return nil
	}
	was, ok := plan.ReadCallRecord(entry.Before)
	if !ok {
		return []string{e.say(textJournalCloses, "is", e.recordedClose(is))}
	}
	var told []string
	if was.Closes != is.Closes {
		told = append(told, e.say(textJournalClosed, "was", e.recordedClose(was), "is", e.recordedClose(is)))
	}
	for _, s := range is.Steps {
		i := slices.IndexFunc(was.Steps, func(o plan.CallStepRecord) bool { return o.Name == s.Name })
		if i >= 0 && was.Steps[i].Date != s.Date && !strings.HasPrefix(is.Closes, s.Date) {
			told = append(told, e.say(textJournalStep, "name", s.Name, "was", e.recordedDay(was.Steps[i].Date), "is", e.recordedDay(s.Date)))
		}
	}
	return told
}

// recordedClose is when a call of the journal closes.
func (e *Env) recordedClose(r plan.CallRecord) string {
	day, at, _ := strings.Cut(r.Closes, " ")
	date, err := calendar.ParseDate(day)
	hour, errHour := calendar.ParseTimeOfDay(at)
	if err != nil || errHour != nil {
		return r.Closes
	}
	return e.words.LongAt(date, hour)
}

func (e *Env) recordedDay(text string) string {
	if day, err := calendar.ParseDate(text); err == nil {
		return e.words.Short(day, e.today())
	}
	return text
}

// journaledFiles says how many files were counted, stage by stage.
func (e *Env) journaledFiles(entry plan.Entry) []string {
	var was, is plan.FilesRecord
	if json.Unmarshal([]byte(entry.After), &is) != nil || json.Unmarshal([]byte(entry.Before), &was) != nil {
		return nil
	}
	var list []string
	for _, s := range plan.Stages {
		n, said := is.Files[s]
		if before, known := was.Files[s]; said && (!known || before != n) {
			list = append(list, e.drawer().files(s, n))
		}
	}
	if len(list) == 0 {
		return nil
	}
	return []string{e.say(textJournalFiles, "department", is.Department, "list", strings.Join(list, ", "))}
}
