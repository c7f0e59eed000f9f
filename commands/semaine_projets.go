package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var (
	textWeekStale      = i18n.T("**Projets à actualiser : {n}**", "**Projects to bring up to date: {n}**")
	textWeekStaleItem  = i18n.T("**{ref}** · {outlook} · {name} · dernières nouvelles {day}", "**{ref}** · {outlook} · {name} · last news {day}")
	textWeekStaleNever = i18n.T("**{ref}** · {outlook} · {name} · aucune nouvelle depuis sa création, {day}", "**{ref}** · {outlook} · {name} · no news since it was created, {day}")
	textWeekStaleMore  = i18n.T("et {n} autre : `/projet liste mes`", "and {n} more: `/projet liste mes`")
	textWeekStaleMores = i18n.T("et {n} autres : `/projet liste mes`", "and {n} more: `/projet liste mes`")
	textWeekStaleHow   = i18n.T("Pour répondre : `/projet meteo {ref}`", "To answer: `/projet meteo {ref}`")
	labelOutlookOf     = i18n.T("Météo {ref}", "Outlook {ref}")
)

// projects says which projects of the reader are to be brought up to date; empty,
// or a paragraph that follows a text.
func (w weekText) projects() string {
	if w.Stale.Total == 0 {
		return ""
	}
	rows := []string{textWeekStale.In(w.lang, "n", w.Stale.Total)}
	for _, p := range w.Stale.Found {
		text, day := textWeekStaleItem, calendar.DateOf(p.FreshAt(), w.zone)
		if p.UpdatedAt.IsZero() && p.ConfirmedAt.IsZero() {
			text = textWeekStaleNever
		}
		rows = append(rows, bullet+text.In(w.lang,
			"ref", p.Ref(), "outlook", w.outlook(p.Outlook), "name", card.Quote(clip(p.Called())), "day", w.words.Short(day, w.today)))
	}
	after := textWeekStaleHow.In(w.lang, "ref", w.Stale.Found[0].Ref())
	if left := w.Stale.Total - len(w.Stale.Found); left > 0 {
		after = lines(i18n.Plural(w.lang, left, textWeekStaleMore, textWeekStaleMores).In(w.lang, "n", left), after)
	}
	return "\n\n" + strings.Join(rows, "\n") + "\n\n" + after
}

// staleButtons ask in one touch how each of these projects goes.
func (w drawer) staleButtons(s plan.StaleProjects) []card.Button {
	var buttons []card.Button
	for _, p := range s.Found {
		buttons = append(buttons, card.Button{
			ID: "meteo" + string(p.Ref()), Label: labelOutlookOf.In(w.lang, "ref", p.Ref()), Style: card.Variant, Command: "projet meteo " + string(p.Ref()),
		})
	}
	return buttons
}
