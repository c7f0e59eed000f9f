package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How the things that are handed over are said.

var (
	textItemDeadline   = i18n.T("{n} échéance", "{n} deadline")
	textItemDeadlines  = i18n.T("{n} échéances", "{n} deadlines")
	textItemSeries     = i18n.T("{n} série à venir", "{n} series to come")
	textItemSeriesMany = i18n.T("{n} séries à venir", "{n} series to come")
	textItemDeputy     = i18n.T("{n} suppléance d’absence", "{n} absence to stand in for")
	textItemDeputies   = i18n.T("{n} suppléances d’absence", "{n} absences to stand in for")
	textItemReferent   = i18n.T("{n} rôle de référent", "{n} referent role")
	textItemReferents  = i18n.T("{n} rôles de référent", "{n} referent roles")
	textItemProject    = i18n.T("{n} projet", "{n} project")
	textItemProjects   = i18n.T("{n} projets", "{n} projects")
	textItemSeat       = i18n.T("{n} siège", "{n} seat")
	textItemSeats      = i18n.T("{n} sièges", "{n} seats")
	textTitleSeatOf    = i18n.T("siège {title}", "seat {title}")
	textKeptHead       = i18n.T("À régler autrement :", "To be settled otherwise:")
	textKeptRow        = i18n.T("- {title} : {why}", "- {title}: {why}")
	textQuestionMoved  = i18n.T(
		"Séance {ref}, {body} : la question est maintenant posée à {who}.", "Meeting {ref}, {body}: the question is now put to {who}.")
	textQuestionOpen = i18n.T(
		"Séance {ref}, {body} : plus personne à solliciter, la décision est demandée au rôle décision.",
		"Meeting {ref}, {body}: nobody is left to ask, the décision role is asked to decide.")
	textTitleSeries   = i18n.T("{title}, occurrences à venir", "{title}, occurrences to come")
	textTitleDeputy   = i18n.T("suppléance {of}", "standing in for {of}")
	textTitleReferent = i18n.T("référent {of}", "referent of {of}")
)

// itemWords are how the kinds of items are counted, in their order.
var itemWords = []struct {
	kind      plan.ItemKind
	one, many i18n.Msg
}{
	{plan.ItemDeadline, textItemDeadline, textItemDeadlines},
	{plan.ItemSeries, textItemSeries, textItemSeriesMany},
	{plan.ItemDeputy, textItemDeputy, textItemDeputies},
	{plan.ItemReferent, textItemReferent, textItemReferents},
	{plan.ItemProject, textItemProject, textItemProjects},
	{plan.ItemSeat, textItemSeat, textItemSeats},
}

// itemCounts says how many there are of each kind: « 4 échéances ».
func (e *Env) itemCounts(items []plan.Item) []string {
	var out []string
	for _, words := range itemWords {
		n := 0
		for _, item := range items {
			if item.Kind == words.kind {
				n++
			}
		}
		if n > 0 {
			out = append(out, e.say(textHeldKind, "count", e.say(i18n.Plural(e.lang, n, words.one, words.many), "n", n)))
		}
	}
	return out
}

// itemRow is one item in a list, a deadline with its date.
func (w drawer) itemRow(item plan.Item) string {
	row := textChooseRow.In(w.lang, "key", item.Key, "title", itemTitle(w.lang, item))
	switch {
	case item.Due.Date.IsZero():
		return row
	case item.Due.HasTime:
		return row + " · " + w.words.ShortAt(item.Due.Date, item.Due.Time, w.today)
	default:
		return row + " · " + w.words.Short(item.Due.Date, w.today)
	}
}

// itemTitle names an item: its title, or what it is.
func itemTitle(lang i18n.Lang, item plan.Item) string {
	title := card.Quote(item.Title)
	switch item.Kind {
	case plan.ItemSeries:
		return textTitleSeries.In(lang, "title", title)
	case plan.ItemDeputy:
		return textTitleDeputy.In(lang, "of", plan.Of(title))
	case plan.ItemReferent:
		return textTitleReferent.In(lang, "of", plan.Service{Name: title}.OfThe(lang))
	case plan.ItemSeat:
		return textTitleSeatOf.In(lang, "title", title)
	case plan.ItemDeadline:
		return title
	default:
		return title
	}
}

// kept lists what a handover leaves, with what settles each; empty for nothing.
func (e *Env) kept(all []plan.Kept) string {
	if len(all) == 0 {
		return ""
	}
	rows := []string{e.say(textKeptHead)}
	for _, k := range all[:min(len(all), handoverRowLimit)] {
		rows = append(rows, e.say(textKeptRow, "title", card.Quote(k.Title), "why", k.Why))
	}
	if left := len(all) - handoverRowLimit; left > 0 {
		rows = append(rows, e.say(textHeldKind, "count", e.say(i18n.Plural(e.lang, left, textOther, textOthers), "n", left)))
	}
	return strings.Join(rows, "\n")
}

// questionsMoved says of which meetings somebody else is asked since the handover;
// empty for none.
func (e *Env) questionsMoved(done plan.Handover) string {
	var rows []string
	for _, item := range done.Items {
		for _, q := range item.Questions {
			text := textQuestionMoved
			if q.Who.IsZero() {
				text = textQuestionOpen
			}
			rows = append(rows, e.say(text, "ref", q.Meeting, "body", card.Quote(q.Body.Sitting()), "who", card.Quote(q.Who.Name)))
		}
	}
	return strings.Join(rows, "\n")
}
