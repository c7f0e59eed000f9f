package commands

import (
	"slices"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What the journal says of a project.

var (
	textJournalOutlook  = i18n.T("Météo : {was}, devenue {is}", "Outlook: {was}, now {is}")
	textJournalComment  = i18n.T("« {text} »", "“{text}”")
	textJournalProgress = i18n.T("Avancement : {n} %", "Progress: {n}%")
	textJournalBlocker  = i18n.T("Blocage : {is}", "Blocker: {is}")
	textJournalLead     = i18n.T("Pilote : {was}, devenu {is}", "Lead: {was}, now {is}")
	textJournalNamed    = i18n.T("Nom : {is}", "Name: {is}")
	textJournalGround   = i18n.T("Territoire : {is}", "Territory: {is}")
	textJournalOf       = i18n.T("Programme : {is}", "Programme: {is}")
	textJournalAttach   = i18n.T("Rattachée : {ref}", "Attached: {ref}")
	textJournalDetach   = i18n.T("Détachée : {ref}", "Detached: {ref}")
)

// journaledProject says what a change of a project touched.
func (e *Env) journaledProject(entry plan.Entry, names plan.RecordNames) []string {
	is, after := plan.ReadProjectRecord(entry.After)
	was, before := plan.ReadProjectRecord(entry.Before)
	if !after || !before {
		return nil
	}
	w := e.drawer()
	var told []string
	add := func(differs bool, text i18n.Msg, args ...any) {
		if differs {
			told = append(told, e.say(text, args...))
		}
	}
	add(was.Outlook != is.Outlook, textJournalOutlook, "was", w.outlookWord(was.Outlook), "is", w.outlookWord(is.Outlook))
	add(was.Comment != is.Comment && is.Comment != "", textJournalComment, "text", card.Quote(is.Comment))
	add(was.Progress != is.Progress, textJournalProgress, "n", is.Progress)
	add(was.Blocker != is.Blocker, textJournalBlocker, "is", orNone(e, card.Quote(is.Blocker)))
	add(was.Lead != is.Lead, textJournalLead, "was", orNone(e, card.Quote(names.People[was.Lead])), "is", orNone(e, card.Quote(names.People[is.Lead])))
	add(was.Name != is.Name, textJournalNamed, "is", card.Quote(is.Name))
	add(!slices.Equal(was.Departments, is.Departments), textJournalGround, "is", w.territory(plan.Project{Departments: is.Departments}))
	add(was.Programme != is.Programme, textJournalOf, "is", orNone(e, card.Quote(is.Programme)))
	for _, ref := range is.Refs {
		add(!slices.Contains(was.Refs, ref), textJournalAttach, "ref", ref)
	}
	for _, ref := range was.Refs {
		add(!slices.Contains(is.Refs, ref), textJournalDetach, "ref", ref)
	}
	return told
}
