package commands

import (
	"slices"
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    23,
	path:    "projet programmation",
	aliases: []string{"programmation", "projet programmer", "projet programming"},
	summary: i18n.T("voir comment une dotation est répartie : enveloppes, retenu, reste", "see how a fund is shared out: envelopes, retained, left"),
	args: []arg{
		argFund, argYear,
		{"<département>", "59", i18n.T("tout de ce département : demandé, proposé, AE, CP, part verte", "all of that department: requested, proposed, AE, CP, green share"), true},
	},
	keywords: []string{"departement"},
	examples: []string{"projet programmation DSIL 2027", "projet programmation DSIL 2027 59"},
	right:    plan.ReadCredits,
	seeAlso:  []string{"projet enveloppe", "projet redeploiement", "projet subvention"},
	run:      showProgramming,
})

var (
	textProgrammingHead = i18n.T(
		"**{fund} {year}{of} : reste {left} k€ à programmer sur {all} k€** (montants en k€)",
		"**{fund} {year}{of}: {left} k€ left to programme of {all} k€** (amounts in k€)")
	textProgrammingOver = i18n.T(
		"**{fund} {year}{of} : {left} k€ retenus de plus que les {all} k€ de l’enveloppe** (montants en k€)",
		"**{fund} {year}{of}: {left} k€ retained over the {all} k€ of the envelope** (amounts in k€)")
	textProgrammingBare = i18n.T(
		"**{fund} {year}{of} : {retained} k€ retenus, enveloppe non renseignée** (montants en k€)",
		"**{fund} {year}{of}: {retained} k€ retained, envelope not known** (amounts in k€)")
	textProgrammingFor  = i18n.T(", {name}", ", {name}")
	textProgrammingCols = i18n.T("| Dép. | Enveloppe | Retenu | Reste |\n|:--|--:|--:|--:|", "| Dep. | Envelope | Retained | Left |\n|:--|--:|--:|--:|")
	textProgrammingRow  = i18n.T("| {department} | {envelope} | {retained} | {left} |", "| {department} | {envelope} | {retained} | {left} |")
	textOwnPart         = i18n.T("Rég.", "Reg.")
	textChecksOK        = i18n.T("Contrôles : enveloppes et assiettes respectées.", "Checks: envelopes and eligible bases kept.")
	textChecksOver      = i18n.T("Attention ⚠️ : enveloppe dépassée, {list}.", "Note ⚠️: envelope exceeded, {list}.")
	textChecksOverItem  = i18n.T("{name} (+{over})", "{name} (+{over})")
	textChecksBase      = i18n.T("Attention ⚠️ : retenu au-delà de l’assiette sur {n} dossiers ({list}).", "Note ⚠️: retained over the eligible base for {n} grants ({list}).")
	textChecksBaseOne   = i18n.T("Attention ⚠️ : retenu au-delà de l’assiette sur {n} dossier ({list}).", "Note ⚠️: retained over the eligible base for {n} grant ({list}).")
	textChecksAid       = i18n.T("Attention ⚠️ : aides publiques à plus de {most} % sur {n} dossiers ({list}).", "Note ⚠️: public aid over {most}% for {n} grants ({list}).")
	textChecksAidOne    = i18n.T("Attention ⚠️ : aides publiques à plus de {most} % sur {n} dossier ({list}).", "Note ⚠️: public aid over {most}% for {n} grant ({list}).")
	textChecksLapse     = i18n.T("Attention ⚠️ : caducité passée sur {n} dossiers ({list}).", "Note ⚠️: lapse past for {n} grants ({list}).")
	textChecksLapseOne  = i18n.T("Attention ⚠️ : caducité passée sur {n} dossier ({list}).", "Note ⚠️: lapse past for {n} grant ({list}).")
	textChecksMore      = i18n.T("{list} et {n} autres", "{list} and {n} others")
	textChecksPending   = i18n.T("À valider : {amount} {from} vers {to} ({ref}). Pour le voir : `/projet redeploiement {ref}`", "To be decided: {amount} {from} to {to} ({ref}). To see it: `/projet redeploiement {ref}`")
	textProgrammingMore = i18n.T("Demandé, proposé, AE, CP, part verte : `/projet programmation {fund} {year} {department}`", "Requested, proposed, AE, CP, green share: `/projet programmation {fund} {year} {department}`")
	textProgrammingNone = i18n.T(
		"**{fund} {year}** : aucune enveloppe ni subvention.\nPour commencer : `/projet enveloppe {fund} {year} {department}6,2 M€`",
		"**{fund} {year}**: no envelope and no grant.\nTo begin: `/projet enveloppe {fund} {year} {department}6,2 M€`")

	textDepartmentHead = i18n.T("**{fund} {year}, {name}** : {n} subventions", "**{fund} {year}, {name}**: {n} grants")
	textDepartmentOne  = i18n.T("**{fund} {year}, {name}** : {n} subvention", "**{fund} {year}, {name}**: {n} grant")
	textDepartmentItem = i18n.T("- {name} : {amount}", "- {name}: {amount}")
	textGreenShare     = i18n.T("- Part verte : {share}", "- Green share: {share}")
	textGreenExpected  = i18n.T("- Part verte : {share} (au moins {n} % attendus)", "- Green share: {share} (at least {n}% expected)")
	textGreenShort     = i18n.T("- Attention ⚠️ · Part verte : {share} (au moins {n} % attendus)", "- Note ⚠️ · Green share: {share} (at least {n}% expected)")
	itemEnvelope       = i18n.T("Enveloppe", "Envelope")
	itemLeft           = i18n.T("Reste", "Left")
)

// mostChecked is how many projects a check names.
const mostChecked = 5

func showProgramming(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	fund, year, left, err := e.fundAndYear(tokens)
	if err != nil {
		return card.Reply{}, err
	}
	departments, unknown := e.departmentsIn(words(slices.DeleteFunc(slices.Clone(left), isArticle)))
	if len(unknown) > 0 {
		return card.Reply{}, plan.Refuse(plan.Invalid, textNotADepartment.With("word", card.Quote(clip(unknown[0])), "example", e.cmd.examples[1]))
	}
	p, err := e.plan.Programming(e.ctx, e.call, fund.Name, year, departments...)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	switch {
	case len(p.Rows) == 0:
		example := ""
		if fund.Level == plan.DepartmentalFund {
			example = "02 "
		}
		return card.Reply{Text: e.say(textProgrammingNone, "fund", card.Quote(fund.Name), "year", year, "department", example)}, nil
	case len(departments) == 1 || len(p.Rows) == 1 && !p.Whole:
		return card.Reply{Text: w.departmentProgramming(p)}, nil
	default:
		return card.Reply{Text: w.programmingTable(p, departments)}, nil
	}
}

// programmingTable says a programming as a table that reads on a phone, with what to
// check under it.
func (w drawer) programmingTable(p plan.Programming, asked []string) string {
	rows := []string{w.programmingHead(p, asked), "", textProgrammingCols.In(w.lang)}
	for _, r := range p.Rows {
		envelope, left := "–", "–"
		if r.Known {
			envelope, left = r.Envelope.Thousands(w.lang), r.Left().Thousands(w.lang)
		}
		rows = append(rows, textProgrammingRow.In(w.lang, "department", w.departmentCell(r.Department), "envelope", envelope,
			"retained", r.Retained.Thousands(w.lang), "left", left))
	}
	rows = append(rows, "", w.programmingChecks(p))
	if example := p.Rows[0].Department; example != "" {
		rows = append(rows, textProgrammingMore.In(w.lang, "fund", card.Code(typedFund(p.Fund)), "year", p.Year, "department", example))
	}
	return strings.Join(rows, "\n")
}

func (w drawer) departmentCell(department string) string {
	if department == "" {
		return textOwnPart.In(w.lang)
	}
	return department
}

func (w drawer) programmingHead(p plan.Programming, asked []string) string {
	of := ""
	if len(asked) > 0 || !p.Whole {
		var names []string
		for _, r := range p.Rows {
			names = append(names, r.Department)
		}
		of = textProgrammingFor.In(w.lang, "name", strings.Join(names, ", "))
	}
	left, text := p.Total.Left(), textProgrammingHead
	switch {
	case !p.Total.Known:
		text = textProgrammingBare
	case left < 0:
		left, text = -left, textProgrammingOver
	}
	return text.In(w.lang, "fund", card.Quote(p.Fund.Name), "year", p.Year, "of", of, "left", left.Thousands(w.lang),
		"all", p.Total.Envelope.Thousands(w.lang), "retained", p.Total.Retained.Thousands(w.lang))
}

// programmingChecks says what to mind, one line each.
func (w drawer) programmingChecks(p plan.Programming) string {
	var rows []string
	if len(p.Over) == 0 && len(p.OverBase) == 0 {
		rows = append(rows, textChecksOK.In(w.lang))
	}
	if len(p.Over) > 0 {
		var list []string
		for _, r := range p.Rows {
			if slices.Contains(p.Over, r.Department) {
				name := textOwnPart.In(w.lang)
				if r.Department != "" {
					name = departmentName(r.Department)
				}
				list = append(list, textChecksOverItem.In(w.lang, "name", name, "over", -r.Left()))
			}
		}
		rows = append(rows, textChecksOver.In(w.lang, "list", strings.Join(list, ", ")))
	}
	check := func(one, many i18n.Msg, projects []int) {
		if len(projects) > 0 {
			rows = append(rows, i18n.Plural(w.lang, len(projects), one, many).In(w.lang, "n", len(projects), "list", w.projectsNamed(projects), "most", p.Fund.MostAid))
		}
	}
	check(textChecksBaseOne, textChecksBase, p.OverBase)
	check(textChecksAidOne, textChecksAid, p.HighAid)
	check(textChecksLapseOne, textChecksLapse, p.Lapsed)
	for _, r := range p.Pending {
		rows = append(rows, textChecksPending.In(w.lang, "amount", r.Amount, "from", plan.OfDepartment(w.lang, r.From), "to", theDepartment(w.lang, r.To), "ref", r.Ref()))
	}
	return strings.Join(rows, "\n")
}

// projectsNamed names projects by their identifiers, the first few.
func (w drawer) projectsNamed(numbers []int) string {
	var refs []string
	for _, n := range numbers[:min(len(numbers), mostChecked)] {
		refs = append(refs, string(plan.ProjectRef(n)))
	}
	list := strings.Join(refs, ", ")
	if more := len(numbers) - mostChecked; more > 0 {
		return textChecksMore.In(w.lang, "list", list, "n", more)
	}
	return list
}

// theDepartment is a department with its article: « la Somme ».
func theDepartment(lang i18n.Lang, number string) string {
	d, known := plan.DepartmentOf(number)
	switch {
	case !known:
		return number
	case lang == i18n.EN:
		return d.Name
	default:
		return d.The()
	}
}

// departmentProgramming says all of the programming of one department.
func (w drawer) departmentProgramming(p plan.Programming) string {
	r := p.Rows[0]
	rows := []string{i18n.Plural(w.lang, r.Grants, textDepartmentOne, textDepartmentHead).In(w.lang, "fund", card.Quote(p.Fund.Name), "year", p.Year,
		"name", departmentName(r.Department), "n", strconv.Itoa(r.Grants))}
	item := func(name string, amount string) {
		rows = append(rows, textDepartmentItem.In(w.lang, "name", name, "amount", amount))
	}
	envelope, left := textNoMoney.In(w.lang), textNoMoney.In(w.lang)
	if r.Known {
		envelope, left = r.Envelope.In(w.lang), r.Left().In(w.lang)
	}
	item(itemEnvelope.In(w.lang), envelope)
	for i, amount := range []plan.Cents{r.Requested, r.Proposed, r.Retained} {
		item(grantItems[3+i].name.In(w.lang), amount.In(w.lang))
	}
	item(itemLeft.In(w.lang), left)
	item(grantItems[6].name.In(w.lang), r.Committed.In(w.lang))
	item(grantItems[7].name.In(w.lang), r.Paid.In(w.lang))
	green := textGreenShare
	switch {
	case p.Fund.Green == 0:
	case r.Retained > 0 && r.GreenShare().Below(p.Fund.Green):
		green = textGreenShort
	default:
		green = textGreenExpected
	}
	rows = append(rows, green.In(w.lang, "share", r.GreenShare(), "n", p.Fund.Green))
	return lines(append(rows, w.programmingChecks(p))...)
}
