package commands

import (
	"slices"
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How the lines about credits name a fund, a year, a department, an amount.

var (
	argFund = arg{"<dotation>", "DSIL", i18n.T("le nom de la dotation", "the name of the fund"), false}
	argYear = arg{"<année>", "2027", i18n.T("l’année de programmation", "the year of the programming"), false}

	textFundMissing = i18n.T(
		"Il manque la dotation. Rien n’est enregistré.\nPar exemple : `/{example}`",
		"The fund is missing. Nothing is saved.\nFor example: `/{example}`")
	textYearMissing = i18n.T(
		"Il manque l’année de {fund}. Rien n’est enregistré.\nPar exemple : `/{example}`",
		"The year of {fund} is missing. Nothing is saved.\nFor example: `/{example}`")
	textNotADepartment = i18n.T(
		"**« {word} »** n’est pas un département. Rien n’est enregistré.\nPar exemple : `/{example}`",
		"**“{word}”** is not a department. Nothing is saved.\nFor example: `/{example}`")
	textCreditsExtra = i18n.T(
		"**« {word} »** n’est pas compris. Rien n’est enregistré.\nPar exemple : `/{example}`",
		"**“{word}”** is not understood. Nothing is saved.\nFor example: `/{example}`")
)

// fundIn takes the fund and the year out of words, wherever they stand, the longest
// name first, and gives what is left; year is 0 when none is said.
func (e *Env) fundIn(tokens []token) (fund plan.Fund, year int, left []token, err error) {
	all, err := e.plan.Funds(e.ctx, e.req.Region)
	if err != nil {
		return fund, 0, nil, err
	}
	from, to := 0, 0
	for at := range tokens {
		for n := len(tokens) - at; n > to-from; n-- {
			if f, ok := all.Named(joined(tokens[at : at+n])); ok {
				fund, from, to = f, at, at+n
				break
			}
		}
	}
	left = slices.Concat(tokens[:from], tokens[to:])
	// The year next to the fund is its own, whatever other figures there are.
	near := func(i int) int { return max(from-i, i-from) }
	at := -1
	for i, t := range left {
		if _, ok := plan.ParseBudgetYear(t.text); ok && (at < 0 || near(i) < near(at)) {
			at = i
		}
	}
	if at >= 0 {
		year, _ = plan.ParseBudgetYear(left[at].text)
		left = slices.Delete(slices.Clone(left), at, at+1)
	}
	if to == 0 {
		return fund, year, left, e.noFund(all, left)
	}
	return fund, year, left, nil
}

// noFund names the word that is no fund.
func (e *Env) noFund(all plan.Funds, left []token) error {
	for _, t := range left {
		_, err := plan.ParseAmount(t.text)
		if _, department := plan.ParseDepartment(t.text); err == nil || department {
			continue
		}
		_, err = all.Find(t.text)
		return err
	}
	return askFor(e.say(textFundMissing, "example", e.cmd.examples[0]))
}

// fundAndYear is [Env.fundIn] where the year must be said.
func (e *Env) fundAndYear(tokens []token) (plan.Fund, int, []token, error) {
	fund, year, left, err := e.fundIn(tokens)
	if err == nil && year == 0 {
		err = askFor(e.say(textYearMissing, "fund", card.Quote(fund.Name), "example", e.cmd.examples[0]))
	}
	return fund, year, left, err
}

// departmentFirst reads the department that words begin with, the longest name
// first, articles aside; the number of words it takes, 0 when they begin with none.
func (e *Env) departmentFirst(tokens []token) (string, int) {
	skipped := 0
	for skipped < len(tokens) && isArticle(tokens[skipped]) {
		skipped++
	}
	for n := min(4, len(tokens)-skipped); n > 0; n-- {
		text := strings.Trim(joined(tokens[skipped:skipped+n]), ",;.:")
		for _, article := range []string{"l'", "l’", "L'", "L’", "d'", "d’"} {
			text = strings.TrimPrefix(text, article)
		}
		if number, ok := e.departmentSaid(text); ok {
			return number, skipped + n
		}
	}
	return "", 0
}

// isArticle tells the small words that stand before a department.
func isArticle(t token) bool {
	switch i18n.Fold(t.text) {
	case "le", "la", "les", "de", "du", "des", "pour", "departement", "dep", "dep.":
		return !t.quoted
	default:
		return false
	}
}

// notADepartment refuses words that are none.
func (e *Env) notADepartment(tokens []token) error {
	return plan.Refuse(plan.Invalid, textNotADepartment.With("word", card.Quote(clip(joined(tokens))), "example", e.cmd.examples[0]))
}

// extra refuses words that nothing reads.
func (e *Env) extra(tokens []token) error {
	if len(tokens) == 0 {
		return nil
	}
	return askFor(e.say(textCreditsExtra, "word", card.Quote(clip(joined(tokens))), "example", e.cmd.examples[0]))
}

// typedFund is a fund as it is typed.
func typedFund(f plan.Fund) string {
	if strings.ContainsAny(f.Name, " ") {
		return quote(f.Name)
	}
	return f.Name
}

// typedCents is an amount as it is typed, without a group or a decimal mark that
// could be read otherwise: "120000 €".
func typedCents(c plan.Cents) string { return strings.TrimSuffix(c.Plain(), ",00") + " €" }

var textNoMoney = i18n.T("non renseigné", "not known")

// percentSaid reads a percentage: « 30 », « 30 % », « au moins 30 % ».
func percentSaid(text string) (int, bool) {
	fields := strings.FieldsFunc(i18n.Fold(text), func(r rune) bool { return r == ' ' || r == '%' })
	if len(fields) == 0 {
		return 0, false
	}
	n, err := strconv.Atoi(fields[len(fields)-1])
	return n, err == nil && n >= 0 && n <= 100
}

// monthsSaid reads a number of months: « 24 mois », « 2 ans », « 24 ».
func monthsSaid(text string) (int, bool) {
	fields := strings.Fields(i18n.Fold(text))
	if len(fields) == 0 || len(fields) > 2 {
		return 0, false
	}
	n, ok := numberSaid(fields[0])
	if ok && len(fields) == 2 {
		switch fields[1] {
		case "mois", "month", "months":
		case "an", "ans", "annee", "annees", "year", "years":
			n *= 12
		default:
			return 0, false
		}
	}
	return n, ok
}
