package commands

import (
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    21,
	path:    "projet enveloppe",
	aliases: []string{"projet enveloppes", "enveloppe", "projet envelope"},
	summary: i18n.T("fixer l’enveloppe d’une dotation, régionale ou d’un département", "set the envelope of a fund, for the region or a department"),
	args: []arg{
		argFund, argYear,
		{"<département>", "02", i18n.T("celui qui la reçoit ; sans lui, la région", "the one that receives it; without it, the region"), true},
		{"<montant>", "6,2 M€", i18n.T("`6,2 M€`, `350 k€` ou `350 000,00`", "`6,2 M€`, `350 k€` or `350 000,00`"), false},
	},
	keywords: []string{"departement"},
	examples: []string{"projet enveloppe DSIL 2027 52 M€", "projet enveloppe DSIL 2027 02 6,2 M€"},
	right:    plan.ManageCredits,
	seeAlso:  []string{"projet programmation", "projet redeploiement"},
	run:      setEnvelope,
})

var (
	textEnvelopeSet    = i18n.T("Enveloppe {fund} {year} {of} : **{amount}**.", "Envelope of {fund} {year} {of}: **{amount}**.")
	textEnvelopeWas    = i18n.T("Avant : {was}.", "Before: {was}.")
	textEnvelopeShared = i18n.T("Délégué aux départements : {delegated} sur {region}, reste {left} à déléguer.", "Delegated to the departments: {delegated} of {region}, {left} left to delegate.")
	textEnvelopeShort  = i18n.T("Attention ⚠️ : {retained} y sont déjà retenus, {over} de plus que l’enveloppe.", "Note ⚠️: {retained} is already retained there, {over} more than the envelope.")
	textAmountMissing  = i18n.T(
		"Il manque le montant de l’enveloppe. Rien n’est enregistré.\nPar exemple : `/{example}`",
		"The amount of the envelope is missing. Nothing is saved.\nFor example: `/{example}`")
	textTwoEnvelopes = i18n.T(
		"**« {text} »** a deux lectures :\n- {department} : {part}\n- la région : {all}\n\nRien n’est enregistré avant votre choix.",
		"**“{text}”** has two readings:\n- {department}: {part}\n- the region: {all}\n\nNothing is saved before you choose.")
	labelForRegion = i18n.T("La région", "The region")
)

func setEnvelope(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	fund, year, left, err := e.fundAndYear(tokens)
	if err != nil {
		return card.Reply{}, err
	}
	department, amount, err := e.envelopeSaid(fund, year, left)
	if err != nil {
		return card.Reply{}, err
	}
	c, err := e.plan.SetEnvelope(e.ctx, e.call, fund.Name, year, department, amount)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.envelopeAnswer(c)}, nil
}

// envelopeSaid reads a department, if any, and an amount. « 59 500 000 » may be
// either: it is asked back.
func (e *Env) envelopeSaid(fund plan.Fund, year int, left []token) (string, plan.Cents, error) {
	if len(left) > 0 && (i18n.Fold(left[0].text) == "region" || i18n.Fold(left[0].text) == "regionale") {
		amount, err := plan.ParseAmount(joined(left[1:]))
		return "", amount.Cents, err
	}
	if len(left) == 0 {
		return "", 0, askFor(e.say(textAmountMissing, "example", e.cmd.examples[0]))
	}
	all, notAll := plan.ParseAmount(joined(left))
	department, used := e.departmentFirst(left)
	switch {
	case used == 0:
		return "", all.Cents, notAll
	case used == len(left):
		return "", 0, askFor(e.say(textAmountMissing, "example", e.cmd.examples[1]))
	}
	part, notPart := plan.ParseAmount(joined(left[used:]))
	if strings.HasPrefix(left[0].text, "0") { // no amount of several groups begins so
		return department, part.Cents, notPart
	}
	switch {
	case notAll == nil && (notPart != nil || !e.dir.InRegion(department)):
		return "", all.Cents, nil
	case notAll == nil:
		return "", 0, e.twoEnvelopes(fund, year, joined(left), department, part.Cents, all.Cents)
	default:
		return department, part.Cents, notPart
	}
}

// twoEnvelopes asks which of two readings is meant.
func (e *Env) twoEnvelopes(fund plan.Fund, year int, text, department string, part, all plan.Cents) error {
	line := e.cmd.path + " " + typedFund(fund) + " " + strconv.Itoa(year) + " "
	name := departmentName(department)
	return askFor(e.say(textTwoEnvelopes, "text", card.Quote(text), "department", name, "part", part, "all", all),
		card.Button{ID: "departement", Label: name, Style: card.Primary, Command: line + department + " " + typedCents(part)},
		card.Button{ID: "region", Label: e.say(labelForRegion), Style: card.Variant, Command: line + "région " + typedCents(all)})
}

func (e *Env) envelopeAnswer(c plan.EnvelopeChange) string {
	of := plan.OfDepartment(e.lang, c.After.Department)
	rows := []string{e.say(textEnvelopeSet, "fund", card.Quote(c.Fund.Name), "year", c.After.Year, "of", of, "amount", c.After.Amount)}
	if c.Before.Version > 0 {
		rows = append(rows, e.say(textEnvelopeWas, "was", c.Before.Amount))
	}
	if region, known := c.All.Of(""); known {
		delegated := c.All.Delegated()
		rows = append(rows, e.say(textEnvelopeShared, "delegated", delegated, "region", region, "left", region-delegated))
	}
	if c.After.Department != "" && c.Retained > c.After.Amount {
		rows = append(rows, e.say(textEnvelopeShort, "retained", c.Retained, "over", c.Retained-c.After.Amount))
	}
	return lines(rows...)
}
