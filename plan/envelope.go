package plan

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"jalon/i18n"
)

// Envelope is what a fund has for a year: for the region, or for one department.
// The envelopes of the departments are parts of that of the region.
type Envelope struct {
	Region RegionID
	Fund   string // its name
	Year   int
	// Department is its official number, empty for the region.
	Department string
	Amount     Cents
	Version    int
}

// FundKey is the folded name of its fund.
func (e Envelope) FundKey() string { return i18n.Fold(e.Fund) }

// Years of budgets.
const (
	firstBudgetYear = 2000
	lastBudgetYear  = 2099
)

// ParseBudgetYear reads "2027"; false for what is no year of a budget.
func ParseBudgetYear(word string) (int, bool) {
	n, err := strconv.Atoi(word)
	return n, err == nil && len(word) == 4 && n >= firstBudgetYear && n <= lastBudgetYear
}

// Envelopes are those of a fund for a year.
type Envelopes []Envelope

// Of is the envelope of a department, of the region when it is empty; false when
// nobody set it.
func (all Envelopes) Of(department string) (Cents, bool) {
	e, ok := all.find(department)
	return e.Amount, ok
}

func (all Envelopes) find(department string) (Envelope, bool) {
	for _, e := range all {
		if e.Department == department {
			return e, true
		}
	}
	return Envelope{}, false
}

// Delegated is the sum of the envelopes of the departments.
func (all Envelopes) Delegated() Cents {
	var sum Cents
	for _, e := range all {
		if e.Department != "" {
			sum += e.Amount
		}
	}
	return sum
}

var (
	textEnvelopeDepartment = i18n.T(
		"Une enveloppe {fund} est départementale : indiquez le département. Rien n’est enregistré.\n`/projet enveloppe {fund} {year} 02 {amount}`",
		"An envelope of {fund} is departmental: say which department. Nothing is saved.\n`/projet enveloppe {fund} {year} 02 {amount}`")
	textEnvelopeNegative = i18n.T(
		"Une enveloppe ne peut pas être négative. Rien n’est enregistré.",
		"An envelope cannot be negative. Nothing is saved.")
	textEnvelopeNoRegion = i18n.T(
		"L’enveloppe régionale {fund} {year} n’est pas encore connue. Rien n’est enregistré.\nCommencez par elle : `/projet enveloppe {fund} {year} 52 M€`",
		"The regional envelope of {fund} {year} is not known yet. Nothing is saved.\nBegin with it: `/projet enveloppe {fund} {year} 52 M€`")
	textEnvelopeOver = i18n.T(
		"Les enveloppes départementales ({delegated}) dépasseraient l’enveloppe régionale {fund} {year} ({region}). Rien n’est enregistré.\n{department} : indiquez au plus {most}.",
		"The envelopes of the departments ({delegated}) would be over the regional envelope of {fund} {year} ({region}). Nothing is saved.\n{department}: give at most {most}.")
	textEnvelopeUnder = i18n.T(
		"L’enveloppe régionale ({region}) serait inférieure aux enveloppes départementales {fund} {year} ({delegated}). Rien n’est enregistré.\nIndiquez au moins {delegated}.",
		"The regional envelope ({region}) would be less than the envelopes of the departments for {fund} {year} ({delegated}). Nothing is saved.\nGive at least {delegated}.")
	textEnvelopeSame = i18n.T(
		"L’enveloppe {fund} {year} {of} est déjà de {amount}. Rien n’a changé.",
		"The envelope of {fund} {year} {of} already is {amount}. Nothing has changed.")
	textEnvelopePlace = i18n.T(
		"**{department}** n’est pas un département de la région. Rien n’est enregistré.",
		"**{department}** is no department of the region. Nothing is saved.")
	textNoEnvelope = i18n.T(
		"L’enveloppe {fund} {of} ne peut pas être fixée depuis votre compte. Rien n’a changé.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"The envelope of {fund} {of} cannot be set from your account. Nothing has changed.\nRule: {rule}. {yours}\nTo get this right: {ask}")
	textOfRegion = i18n.T("de la région", "of the region")
)

// ofPlace says of which department, or that it is the region's: « de l’Aisne ».
type ofPlace string

// In says it in a language.
func (d ofPlace) In(lang i18n.Lang) string {
	if known, ok := DepartmentOf(string(d)); ok {
		if lang == i18n.EN {
			return "of " + known.Name
		}
		return known.Of()
	}
	return textOfRegion.In(lang)
}

// OfDepartment says of which department, or that it is the region's when it is
// empty: « de l’Aisne », « de la région ».
func OfDepartment(lang i18n.Lang, department string) string { return ofPlace(department).In(lang) }

// departmentName is the name of a department, else its number.
func departmentName(number string) string {
	if d, ok := DepartmentOf(number); ok {
		return d.Name
	}
	return number
}

// InRegion tells whether a department is one of the region: of one that a service
// stands for, or of the territory of one.
func (v DirectoryView) InRegion(department string) bool {
	var known []string
	for _, s := range v.Services {
		if s.Department != "" {
			known = append(known, s.Department)
		}
	}
	for _, number := range known {
		if number == department {
			return true
		}
		if t, ok := TerritoryOf(number); ok {
			for _, d := range t.Departments {
				if d.Number == department {
					return true
				}
			}
		}
	}
	return len(known) == 0
}

// EnvelopeChange is what became of an envelope; Before is zero for a new one.
type EnvelopeChange struct {
	Fund          Fund
	Before, After Envelope
	// All are the envelopes of the fund for the year, as they are now.
	All Envelopes
	// Retained is what is already retained there.
	Retained Cents
}

// SetEnvelope sets the envelope of a fund for a year: the region's, or that of a
// department. The envelopes of the departments are never more than that of the
// region. It returns Denied to whoever may not manage the credits there, NotFound
// for a fund that does not exist, and Invalid for what cannot be.
func (p *Planner) SetEnvelope(ctx context.Context, call Call, fund string, year int, department string, amount Cents) (EnvelopeChange, error) {
	var out EnvelopeChange
	err := p.write(ctx, func(tx Tx) error {
		out = EnvelopeChange{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if out.Fund, out.All, err = credits(tx, dir.Region.ID, fund, year); err != nil {
			return err
		}
		if err := mayShare(dir, out.Fund, department); err != nil {
			return err
		}
		before, known := out.All.find(department)
		after := Envelope{Region: dir.Region.ID, Fund: out.Fund.Name, Year: year, Department: department, Amount: amount, Version: before.Version}
		if err := out.All.check(dir, out.Fund, after); err != nil {
			return err
		}
		if known && before.Amount == amount {
			return Refuse(Invalid, textEnvelopeSame.With("fund", out.Fund.Name, "year", year, "of", ofPlace(department), "amount", amount))
		}
		if err := p.putEnvelope(tx, call, "projet.enveloppe", before, after, ""); err != nil {
			return err
		}
		// The fund is written too: of two people who share it out at once, the
		// second sees what the first did.
		if err := tx.PutFund(out.Fund); err != nil {
			return err
		}
		out.Before, out.After = before, after
		grants, err := tx.FindGrants(dir.Region.ID, GrantFilter{Fund: out.Fund.Key(), Year: year})
		if err != nil {
			return err
		}
		out.Retained = retainedIn(grants, department)
		out.All, err = tx.Envelopes(dir.Region.ID, out.Fund.Key(), year)
		return err
	})
	return out, wrap(err, "set envelope %s %d %s", fund, year, department)
}

// credits reads a fund with its envelopes for a year.
func credits(tx Tx, region RegionID, name string, year int) (Fund, Envelopes, error) {
	all, err := tx.Funds(region)
	if err != nil {
		return Fund{}, nil, err
	}
	f, err := Funds(all).Find(name)
	if err != nil {
		return f, nil, err
	}
	envelopes, err := tx.Envelopes(region, f.Key(), year)
	return f, envelopes, err
}

// mayShare refuses whoever may not share out a fund: that of the region is the
// coordination's, that of a department its préfecture's too.
func mayShare(dir DirectoryView, f Fund, department string) error {
	near := ""
	if f.Level == DepartmentalFund {
		near = department
	}
	if AllowedIn(dir.Actor, ManageCredits, near) {
		return nil
	}
	return Refuse(Denied, textNoEnvelope.With("fund", f.Name, "of", ofPlace(department), "rule", ManageCredits.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
}

// check refuses an envelope that cannot be among the others.
func (all Envelopes) check(dir DirectoryView, f Fund, e Envelope) error {
	of := []any{"fund", f.Name, "year", e.Year}
	switch {
	case f.Level == DepartmentalFund && e.Department == "":
		return Refuse(Invalid, textEnvelopeDepartment.With(append(of, "amount", typedAmount(e.Amount))...))
	case e.Department != "" && !dir.InRegion(e.Department):
		return Refuse(Invalid, textEnvelopePlace.With("department", e.Department))
	case e.Amount < 0:
		return Refuse(Invalid, textEnvelopeNegative.With())
	case f.Level == DepartmentalFund:
		return nil
	}
	region, known := all.Of("")
	if e.Department == "" {
		if delegated := all.Delegated(); e.Amount < delegated {
			return Refuse(Invalid, textEnvelopeUnder.With(append(of, "region", e.Amount, "delegated", delegated)...))
		}
		return nil
	}
	if !known {
		return Refuse(Invalid, textEnvelopeNoRegion.With(of...))
	}
	before, _ := all.Of(e.Department)
	others := all.Delegated() - before
	if others+e.Amount > region {
		return Refuse(Invalid, textEnvelopeOver.With(append(of, "delegated", others+e.Amount, "region", region,
			"department", departmentName(e.Department), "most", region-others)...))
	}
	return nil
}

// typedAmount is an amount as it is typed: "6200000,00 €".
func typedAmount(c Cents) string { return strings.TrimSuffix(c.Plain(), ",00") + " €" }

// putEnvelope stores an envelope with its journal entry.
func (p *Planner) putEnvelope(tx Tx, call Call, action string, before, after Envelope, reason string) error {
	if err := tx.PutEnvelope(after); err != nil {
		return err
	}
	return p.journal(tx, call, action, envelopeRef(after), recordEnvelope(before), recordEnvelope(after), reason)
}

const envelopeMark = "EV:"

// envelopeRef is how the journal names an envelope: "EV:DSIL/2027/02".
func envelopeRef(e Envelope) Ref {
	return Ref(envelopeMark + e.Fund + "/" + strconv.Itoa(e.Year) + "/" + e.Department)
}

// ParseEnvelopeRef reads how the journal names an envelope; false for anything else.
func ParseEnvelopeRef(ref Ref) (fund string, year int, department string, ok bool) {
	named, ok := strings.CutPrefix(string(ref), envelopeMark)
	fields := strings.Split(named, "/")
	if !ok || len(fields) < 3 {
		return "", 0, "", false
	}
	n := len(fields)
	year, ok = ParseBudgetYear(fields[n-2])
	return strings.Join(fields[:n-2], "/"), year, fields[n-1], ok
}

// EnvelopeRecord is an envelope as the journal keeps it.
type EnvelopeRecord struct {
	Fund       string `json:"fund"`
	Year       int    `json:"year"`
	Department string `json:"department,omitempty"`
	Cents      Cents  `json:"cents"`
}

func recordEnvelope(e Envelope) any {
	if e.Version == 0 && e.Region == "" {
		return nil
	}
	return EnvelopeRecord{e.Fund, e.Year, e.Department, e.Amount}
}

// isMissing tells that nothing has the key asked for.
func isMissing(err error) bool { return errors.Is(err, ErrNotFound) }
