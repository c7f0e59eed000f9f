package commands

import (
	"encoding/json"
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// The words of the journal about credits: which fund or envelope, and what an amount
// was and became.

var (
	textFundNamed         = i18n.T("dotation {name} :", "fund {name}:")
	textEnvelopeNamed     = i18n.T("enveloppe {fund} {year} {of} :", "envelope {fund} {year} {of}:")
	textJournalSet        = i18n.T("{amount}", "{amount}")
	textJournalBecame     = i18n.T("{was} devient {is}", "{was} becomes {is}")
	textJournalGrant      = i18n.T("{fund} {year} : {state}", "{fund} {year}: {state}")
	textJournalGrantWas   = i18n.T("{fund} {year} : {was} devient {is}", "{fund} {year}: {was} becomes {is}")
	textJournalAmount     = i18n.T("{name} : {was} devient {is}", "{name}: {was} becomes {is}")
	textJournalAmountIs   = i18n.T("{name} : {is}", "{name}: {is}")
	textJournalLapse      = i18n.T("Caducité prorogée de {months}", "Lapse extended by {months}")
	textJournalCompletion = i18n.T("Achèvement prorogé de {months}", "Completion extended by {months}")
	textJournalMove       = i18n.T("{amount} {from} vers {to}, {fund} {year}", "{amount} {from} to {to}, {fund} {year}")
)

// creditsObject names a fund or an envelope; empty for anything else.
func (e *Env) creditsObject(object plan.Ref) string {
	if name, ok := strings.CutPrefix(string(object), string(plan.FundRef(""))); ok {
		return e.say(textFundNamed, "name", card.Quote(name))
	}
	if fund, year, department, ok := plan.ParseEnvelopeRef(object); ok {
		return e.say(textEnvelopeNamed, "fund", card.Quote(fund), "year", strconv.Itoa(year), "of", plan.OfDepartment(e.lang, department))
	}
	return ""
}

// readRecord reads one side of an entry; the zero value where it holds nothing.
func readRecord[T any](text string) (r T, held bool) {
	return r, text != "" && json.Unmarshal([]byte(text), &r) == nil
}

// journaledCredits says what an entry about credits changed; false when it is about
// something else.
func (e *Env) journaledCredits(entry plan.Entry) ([]string, bool) {
	switch {
	case entry.Action == "projet.subvention":
		return e.journaledGrant(entry), true
	case entry.Action == "projet.enveloppe":
		is, _ := readRecord[plan.EnvelopeRecord](entry.After)
		if was, before := readRecord[plan.EnvelopeRecord](entry.Before); before {
			return []string{e.say(textJournalBecame, "was", was.Cents, "is", is.Cents)}, true
		}
		return []string{e.say(textJournalSet, "amount", is.Cents)}, true
	case strings.HasPrefix(entry.Action, "projet.redeploiement"):
		r, held := readRecord[plan.RedeploymentRecord](entry.After)
		if !held {
			return nil, true
		}
		return []string{e.say(textJournalMove, "amount", r.Cents, "from", plan.OfDepartment(e.lang, r.From), "to", theDepartment(e.lang, r.To),
			"fund", card.Quote(r.Fund), "year", r.Year)}, true
	default:
		return nil, false
	}
}

// journaledGrant says the state of a grant and the amounts that changed.
func (e *Env) journaledGrant(entry plan.Entry) []string {
	is, held := readRecord[plan.GrantRecord](entry.After)
	if !held {
		return nil
	}
	was, before := readRecord[plan.GrantRecord](entry.Before)
	head := e.say(textJournalGrant, "fund", card.Quote(is.Fund), "year", is.Year, "state", is.State)
	if before && was.State != is.State {
		head = e.say(textJournalGrantWas, "fund", card.Quote(is.Fund), "year", is.Year, "was", was.State, "is", is.State)
	}
	told := []string{head}
	amounts := func(r plan.GrantRecord) []*plan.Cents {
		return []*plan.Cents{r.Cost, r.Base, r.Others, r.Requested, r.Proposed, r.Retained, r.Committed, r.Paid}
	}
	for i, amount := range amounts(is) {
		name, old := grantItems[i].name.In(e.lang), amounts(was)[i]
		switch {
		case amount == nil && old == nil, amount != nil && old != nil && *amount == *old:
		case old == nil:
			told = append(told, e.say(textJournalAmountIs, "name", name, "is", *amount))
		case amount == nil:
			told = append(told, e.say(textJournalAmount, "name", name, "was", *old, "is", textNoMoney))
		default:
			told = append(told, e.say(textJournalAmount, "name", name, "was", *old, "is", *amount))
		}
	}
	if is.MoreLapse != was.MoreLapse {
		told = append(told, e.say(textJournalLapse, "months", e.drawer().months(is.MoreLapse)))
	}
	if is.More != was.More {
		told = append(told, e.say(textJournalCompletion, "months", e.drawer().months(is.More)))
	}
	return told
}
