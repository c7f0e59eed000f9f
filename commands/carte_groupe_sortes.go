package commands

import (
	"slices"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// The two sorts of groups: reminders, to who owes; escalations, to who is told that
// others do.

// reminders is a group of reminders.
type reminders struct{ *group }

func (g reminders) message(b plan.Batch, found groupCount, stead string) string {
	text := textGroup
	switch {
	case found.behind == len(g.items):
		text = textGroupSent
	case found.late > 0:
		text = textGroupLate
	}
	return lines(g.heading(b, text, found.late), g.w.outage(found.outage), g.by(found.services), stead, g.w.overtaken(b.Overtaken))
}

func (g reminders) button(d plan.Deadline, item groupItem) card.Button {
	ref := string(d.Ref())
	if d.IsDataCall() {
		return card.Button{
			ID: "repondre" + ref, Label: labelAnswerOf.In(g.w.lang, "ref", ref), Style: card.Primary,
			Command: "remontee repondre " + ref + " pour " + plan.TypedCode(g.w.services.byID(item.Service).Code), Subject: ref, Drawn: d.Version,
		}
	}
	return card.Button{
		ID: "fait" + ref, Label: labelDoneOf.In(g.w.lang, "ref", ref), Style: card.Primary,
		Command: "echeance fait " + ref, Subject: ref, Drawn: d.Version,
	}
}

func (g reminders) owes(p plan.Part, at plan.LiveCard, _ groupItem) bool {
	return g.w.concernsPart(p, at, g.instead)
}

func (g reminders) follows(d plan.Deadline, at plan.LiveCard) bool {
	return g.w.concerns(d, at, g.instead)
}

// ends says of which day a reminder that left late was.
func (g reminders) ends(line string, _ plan.Deadline, item groupItem, _ bool) string {
	if item.Planned.IsZero() {
		return line
	}
	return textItemSent.In(g.w.lang, "line", line, "when", g.w.words.Short(item.Planned, g.w.today))
}

// escalations is a group of escalations, whose reader owes nothing.
type escalations struct{ *group }

func (g escalations) message(b plan.Batch, _ groupCount, stead string) string {
	text := i18n.Plural(g.w.lang, len(g.items), textEscalatedOne, textEscalatedMany)
	return lines(g.heading(b, text, 0), textNoMoreChases.In(g.w.lang), stead)
}

func (g escalations) button(d plan.Deadline, _ groupItem) card.Button {
	ref := string(d.Ref())
	return card.Button{
		ID: "voir" + ref, Label: labelSee.In(g.w.lang, "ref", ref), Style: card.Quiet,
		Command: "echeance voir " + ref, Subject: ref, Drawn: d.Version,
	}
}

func (g escalations) owes(p plan.Part, _ plan.LiveCard, item groupItem) bool {
	return slices.Contains(item.Escalated, p.Service)
}

func (g escalations) follows(plan.Deadline, plan.LiveCard) bool { return true }

// ends names the services told of that still owe a deadline.
func (g escalations) ends(line string, d plan.Deadline, item groupItem, owed bool) string {
	var names []string
	for _, p := range d.OpenParts() {
		if slices.Contains(item.Escalated, p.Service) {
			names = append(names, g.w.services.byID(p.Service).Name)
		}
	}
	if !owed || len(names) == 0 {
		return line
	}
	return textItemSilent.In(g.w.lang, "line", line, "who", i18n.And(g.w.lang, names))
}
