package commands

import (
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How a grant is said. AE and CP are two mentions, and never a sum.

var (
	textGrantSaid = i18n.T("{fund} {year} de {ref} : **{state}{amount}**{base}.", "{fund} {year} of {ref}: **{state}{amount}**{base}.")
	textGrantRow  = i18n.T("{fund} {year} : {state}{amount}", "{fund} {year}: {state}{amount}")
	textGrantOn   = i18n.T(" sur {base} d’assiette", " of {base} eligible base")
	textGrantRate = i18n.T(" sur {base} d’assiette ({share})", " of {base} eligible base ({share})")

	textAmount  = i18n.T(", {amount}", ", {amount}")
	textAsks    = i18n.T(", {amount} demandés", ", {amount} requested")
	textAE      = i18n.T("AE engagées : {amount}", "Committed (AE): {amount}")
	textCP      = i18n.T("CP payés : {amount}", "Paid (CP): {amount}")
	textAEandCP = i18n.T("AE engagées : {committed} · CP payés : {paid}", "Committed (AE): {committed} · Paid (CP): {paid}")
	textLapses  = i18n.T(
		"Caducité si les travaux ne commencent pas avant le {day}. Alerte {days} avant{ref}.",
		"It lapses if the works do not begin before {day}. Warning {days} before{ref}.")
	textCompletes = i18n.T(
		"Achèvement attendu au plus tard le {day}. Alerte {days} avant{ref}.",
		"Completion expected by {day}. Warning {days} before{ref}.")
	textLapsedOn = i18n.T(
		"Attention ⚠️ : la date de caducité est passée, {day}. Notez le commencement, une prorogation, ou `caduque`.",
		"Note ⚠️: the date of lapse is past, {day}. Record the beginning, an extension, or `caduque`.")
	textLateOn = i18n.T(
		"Attention ⚠️ : la date d’achèvement est passée, {day}. Notez le solde ou une prorogation.",
		"Note ⚠️: the date of completion is past, {day}. Record the settlement or an extension.")
	textTermRef     = i18n.T(" ({ref})", " ({ref})")
	textNoNotice    = i18n.T("Notification non datée : aucune caducité n’est suivie. Pour la dater : `notifiée le 12/03/2027`", "Notification not dated: no lapse is followed. To date it: `notifiée le 12/03/2027`")
	textHighAid     = i18n.T("Attention ⚠️ : aides publiques à {share}, plus de {most} %.", "Note ⚠️: public aid at {share}, over {most}%.")
	textEnvelopeOff = i18n.T("Attention ⚠️ : l’enveloppe {of} est dépassée de {over}.", "Note ⚠️: the envelope {of} is exceeded by {over}.")
	textNoBase      = i18n.T("Assiette non renseignée : le taux n’est pas contrôlé.", "Eligible base not known: the rate is not checked.")
	textExtended    = i18n.T("Prorogation de {months}, motif : {reason}.", "Extended by {months}, reason: {reason}.")
	textGrantReason = i18n.T("Motif : {reason}.", "Reason: {reason}.")
	textGreenPart   = i18n.T("Compte dans la part verte.", "Counts in the green share.")
	textChargedTo   = i18n.T("Enveloppe {of}.", "Envelope {of}.")
)

// grantAmount is the amount that says most of a grant at its state.
func (w drawer) grantAmount(g plan.Grant) string {
	switch {
	case g.Retained != nil && g.State.Counts():
		return textAmount.In(w.lang, "amount", *g.Retained)
	case g.State == plan.GrantProposed && g.Proposed != nil:
		return textAmount.In(w.lang, "amount", *g.Proposed)
	case g.Requested != nil:
		return textAsks.In(w.lang, "amount", *g.Requested)
	default:
		return ""
	}
}

// grantBase says the eligible base, with the share of it that is retained.
func (w drawer) grantBase(g plan.Grant) string {
	switch {
	case g.Base == nil:
		return ""
	case g.State.Counts() && g.Retained != nil && *g.Base > 0:
		return textGrantRate.In(w.lang, "base", *g.Base, "share", plan.ShareOf(*g.Retained, *g.Base))
	default:
		return textGrantOn.In(w.lang, "base", *g.Base)
	}
}

func (w drawer) grantLine(ref plan.Ref, g plan.Grant) string {
	return textGrantSaid.In(w.lang, "fund", card.Quote(g.Fund), "year", g.Year, "ref", ref, "state", g.State, "amount", w.grantAmount(g), "base", w.grantBase(g))
}

// grantRow is a grant in a list.
func (w drawer) grantRow(g plan.Grant) string {
	row := textGrantRow.In(w.lang, "fund", card.Quote(g.Fund), "year", g.Year, "state", g.State, "amount", w.grantAmount(g))
	if money := w.aeAndCP(g.Committed, g.Paid); money != "" {
		row += " · " + money
	}
	return row
}

// aeAndCP says what is committed and what is paid, nothing when neither is known.
func (w drawer) aeAndCP(committed, paid *plan.Cents) string {
	switch {
	case committed != nil && paid != nil:
		return textAEandCP.In(w.lang, "committed", *committed, "paid", *paid)
	case committed != nil:
		return textAE.In(w.lang, "amount", *committed)
	case paid != nil:
		return textCP.In(w.lang, "amount", *paid)
	default:
		return ""
	}
}

// grantTerms says the terms that run.
func (w drawer) grantTerms(f plan.Fund, g plan.Grant) string {
	var rows []string
	term := func(number int) string {
		if number == 0 {
			return ""
		}
		return textTermRef.In(w.lang, "ref", plan.DeadlineRef(number))
	}
	days := w.words.Count(f.Warning, 0)
	if day, runs := g.LapseOn(f); runs {
		text := textLapses
		if day.Before(w.today) {
			text = textLapsedOn
		}
		rows = append(rows, text.In(w.lang, "day", w.words.Long(day), "days", days, "ref", term(g.LapseDeadline)))
	}
	if day, runs := g.CompleteOn(f); runs {
		text := textCompletes
		if day.Before(w.today) {
			text = textLateOn
		}
		rows = append(rows, text.In(w.lang, "day", w.words.Long(day), "days", days, "ref", term(g.CompletionDeadline)))
	}
	if g.State.Counts() && g.State != plan.GrantRetained && g.NotifiedOn.IsZero() && g.BegunOn.IsZero() && !g.State.Over() {
		rows = append(rows, textNoNotice.In(w.lang))
	}
	return lines(rows...)
}

// grantChanged answers a change of a grant: what it is now, and what to mind.
func (w drawer) grantChanged(c plan.GrantChange) string {
	g := c.After
	rows := []string{w.grantLine(c.Project.Ref(), g), w.aeAndCP(g.Committed, g.Paid), w.grantTerms(c.Fund, g)}
	if g.MoreLapse != c.Before.MoreLapse {
		rows = append(rows, textExtended.In(w.lang, "months", w.months(g.MoreLapse), "reason", card.Quote(g.LapseReason)))
	}
	if g.MoreCompletion != c.Before.MoreCompletion {
		rows = append(rows, textExtended.In(w.lang, "months", w.months(g.MoreCompletion), "reason", card.Quote(g.CompletionReason)))
	}
	if g.State != c.Before.State && g.Reason != "" {
		rows = append(rows, textGrantReason.In(w.lang, "reason", card.Quote(g.Reason)))
	}
	if g.Green && !c.Before.Green {
		rows = append(rows, textGreenPart.In(w.lang))
	}
	if g.State.Counts() && g.Base == nil {
		rows = append(rows, textNoBase.In(w.lang))
	}
	if c.AidKnown && c.Aid.Above(c.Fund.MostAid) {
		rows = append(rows, textHighAid.In(w.lang, "share", c.Aid, "most", c.Fund.MostAid))
	}
	if c.Over > 0 {
		rows = append(rows, textEnvelopeOff.In(w.lang, "of", plan.OfDepartment(w.lang, g.Department), "over", c.Over))
	}
	return lines(rows...)
}

func (w drawer) months(n int) string { return textMonths.In(w.lang, "n", n) }

var (
	textGrantDetail = i18n.T("- {name} : {amount}", "- {name}: {amount}")
	grantItems      = []struct {
		name i18n.Msg
		of   func(plan.Grant) *plan.Cents
	}{
		{i18n.T("Coût du projet", "Cost of the project"), func(g plan.Grant) *plan.Cents { return g.Cost }},
		{i18n.T("Assiette", "Eligible base"), func(g plan.Grant) *plan.Cents { return g.Base }},
		{i18n.T("Autres aides publiques", "Other public aid"), func(g plan.Grant) *plan.Cents { return g.Others }},
		{i18n.T("Demandé", "Requested"), func(g plan.Grant) *plan.Cents { return g.Requested }},
		{i18n.T("Proposé", "Proposed"), func(g plan.Grant) *plan.Cents { return g.Proposed }},
		{i18n.T("Retenu", "Retained"), func(g plan.Grant) *plan.Cents { return g.Retained }},
		{i18n.T("AE engagées", "Committed (AE)"), func(g plan.Grant) *plan.Cents { return g.Committed }},
		{i18n.T("CP payés", "Paid (CP)"), func(g plan.Grant) *plan.Cents { return g.Paid }},
	}
)

// grantText says all of a grant.
func (w drawer) grantText(v plan.ProjectView, f plan.Fund, g plan.Grant) string {
	rows := []string{w.grantLine(v.Ref(), g)}
	for _, item := range grantItems {
		if amount := item.of(g); amount != nil {
			rows = append(rows, textGrantDetail.In(w.lang, "name", item.name.In(w.lang), "amount", *amount))
		}
	}
	if g.Department != "" {
		rows = append(rows, textChargedTo.In(w.lang, "of", plan.OfDepartment(w.lang, g.Department)))
	}
	if g.Green {
		rows = append(rows, textGreenPart.In(w.lang))
	}
	rows = append(rows, w.grantTerms(f, g))
	if v.Money.AidKnown && g.State.Counts() && v.Money.Aid.Above(f.MostAid) {
		rows = append(rows, textHighAid.In(w.lang, "share", v.Money.Aid, "most", f.MostAid))
	}
	return lines(rows...)
}

// projectMoney says what a project is granted: one line for each grant, then what is
// committed and what is paid in all.
func (w drawer) projectMoney(m plan.ProjectMoney) []string {
	var rows []string
	for _, g := range m.Grants {
		rows = append(rows, textGrantRow.In(w.lang, "fund", card.Quote(g.Fund), "year", g.Year, "state", g.State, "amount", w.grantAmount(g)))
	}
	return append(rows, w.aeAndCP(m.Committed, m.Paid))
}
