package plan

import (
	"context"
	"strings"
	"unicode/utf8"

	"jalon/i18n"
)

// FundLevel is where the money of a fund is shared out.
type FundLevel string

// Levels of funds.
const (
	// RegionalFund has an envelope for the region, delegated to its departments.
	RegionalFund FundLevel = "regional"
	// DepartmentalFund has an envelope for each department, and none for the region.
	DepartmentalFund FundLevel = "departmental"
)

// Fund is what grants are paid from: DSIL, DETR, FNADT. People make them, with
// their rules: what exists this year may have another name or another rule the
// next.
type Fund struct {
	Region RegionID
	Name   string // "DSIL"; unique in the region, whatever its accents and capitals
	Level  FundLevel
	// Lapse is within how many months of its notification what a grant pays for
	// must begin, and MoreLapse how many an extension may add.
	Lapse, MoreLapse int
	// Completion is within how many months of its beginning it must be complete,
	// and MoreCompletion how many an extension may add.
	Completion, MoreCompletion int
	// Warning is how many calendar days before these two dates they are recalled.
	Warning int
	// MostAid is the share of public money above which a warning is given, and
	// Green the share of the retained amounts expected to be green, in per cent; 0
	// for no expectation.
	MostAid, Green int
	Author         UserID
	Version        int
}

// What a fund is when nobody says otherwise: the rules of the CGCT for DETR and
// DSIL (R2334-27 to R2334-29).
const (
	UsualLapse          = 24
	UsualMoreLapse      = 12
	UsualCompletion     = 48
	UsualMoreCompletion = 24
	UsualWarning        = 60
	UsualMostAid        = 80

	maxFunds    = 200
	maxFundName = 40
	maxMonths   = 240
	maxWarning  = 365
)

// NewFund is a fund of that name with the usual rules.
func NewFund(name string, level FundLevel) Fund {
	return Fund{
		Name: name, Level: level, Lapse: UsualLapse, MoreLapse: UsualMoreLapse, Completion: UsualCompletion,
		MoreCompletion: UsualMoreCompletion, Warning: UsualWarning, MostAid: UsualMostAid,
	}
}

// Key is the name by which it is found.
func (f Fund) Key() string { return i18n.Fold(f.Name) }

// ladder is when the deadlines of its grants are recalled: so many days before,
// a week before and on the day.
func (f Fund) ladder() Ladder {
	return Ladder{{Days: f.Warning, At: ReminderHour}, {Days: 7, At: ReminderHour}, {At: ReminderHour}}.sorted()
}

// Funds are those of a region, by name.
type Funds []Fund

// Named finds a fund by its name, whatever its accents and capitals.
func (all Funds) Named(name string) (Fund, bool) {
	key := i18n.Fold(name)
	for _, f := range all {
		if f.Key() == key {
			return f, true
		}
	}
	return Fund{}, false
}

var (
	textNoFund = i18n.T(
		"**« {word} »** n’est pas une dotation connue. Rien n’est enregistré.\nDotations : {list}. Pour en créer une : `/projet fonds \"{word}\" régional`",
		"**“{word}”** is not a known fund. Nothing is saved.\nFunds: {list}. To create one: `/projet fonds \"{word}\" régional`")
	textNoFunds = i18n.T(
		"**« {word} »** n’est pas une dotation connue : aucune n’est enregistrée.\nPour la créer : `/projet fonds \"{word}\" régional`, ou `départemental`",
		"**“{word}”** is not a known fund: none is recorded.\nTo create it: `/projet fonds \"{word}\" régional`, or `départemental`")
	textFundName = i18n.T(
		"Un nom de dotation a 1 à {max} caractères. Rien n’est enregistré.\nPar exemple : `/projet fonds DSIL régional`",
		"The name of a fund has 1 to {max} characters. Nothing is saved.\nFor example: `/projet fonds DSIL régional`")
	textFundIsOther = i18n.T(
		"**{name}** ne peut pas nommer une dotation : il se lirait comme un identifiant, un département, une année ou un montant. Rien n’est enregistré.",
		"**{name}** cannot name a fund: it would be read as an identifier, a department, a year or an amount. Nothing is saved.")
	textFundLevel = i18n.T(
		"Il manque le niveau de **{name}** : régional ou départemental. Rien n’est enregistré.\nPar exemple : `/projet fonds {name} régional`",
		"The level of **{name}** is missing: régional or départemental. Nothing is saved.\nFor example: `/projet fonds {name} régional`")
	textFundMonths = i18n.T(
		"Un délai va de 1 à {max} mois. Rien n’est enregistré.\nPar exemple : `caducité 24 mois`",
		"A time goes from 1 to {max} months. Nothing is saved.\nFor example: `caducité 24 mois`")
	textFundWarning = i18n.T(
		"Une alerte va de 1 à {max} jours. Rien n’est enregistré.\nPar exemple : `alerte 60 jours`",
		"A warning goes from 1 to {max} days. Nothing is saved.\nFor example: `alerte 60 jours`")
	textFundShare = i18n.T(
		"Une part va de 0 à 100 %. Rien n’est enregistré.\nPar exemple : `aides 80 %` ou `part verte 30 %`",
		"A share goes from 0 to 100%. Nothing is saved.\nFor example: `aides 80 %` or `part verte 30 %`")
	textManyFunds = i18n.T(
		"Une région a {max} dotations au plus. Rien n’est enregistré.",
		"A region has at most {max} funds. Nothing is saved.")
	textFundHasMoney = i18n.T(
		"**{name}** a déjà des enveloppes : son niveau ne change plus. Rien n’a changé.\nCréez une autre dotation, par exemple : `/projet fonds \"{name} bis\" départemental`",
		"**{name}** already has envelopes: its level does not change any more. Nothing has changed.\nCreate another fund, for example: `/projet fonds \"{name} bis\" départemental`")
	textFundSame = i18n.T(
		"**{name}** est déjà ainsi. Rien n’a changé.",
		"**{name}** is already so. Nothing has changed.")
	textNoManageFund = i18n.T(
		"Les dotations ne peuvent pas être modifiées depuis votre compte. Rien n’a changé.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"Funds cannot be changed from your account. Nothing has changed.\nRule: {rule}. {yours}\nTo get this right: {ask}")
)

// Funds lists the funds of a region by name.
func (p *Planner) Funds(ctx context.Context, region RegionID) (Funds, error) {
	var all Funds
	err := p.store.Read(ctx, func(tx Tx) (err error) { all, err = tx.Funds(region); return err })
	return all, wrap(err, "list funds of %s", region)
}

// FundChange is what became of a fund; Before is zero for a new one.
type FundChange struct {
	Before, After Fund
	// Kept counts the grants whose dates are as they were computed.
	Kept int
}

// SetFund creates the fund of that name, or changes it as edit says, which may
// run several times. The dates already computed for its grants stay. It returns
// Denied to whoever may not manage the credits of the whole region, and Invalid
// for what cannot be.
func (p *Planner) SetFund(ctx context.Context, call Call, name string, edit func(*Fund) error) (FundChange, error) {
	var out FundChange
	err := p.write(ctx, func(tx Tx) error {
		out = FundChange{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if !AllowedIn(dir.Actor, ManageCredits, "") {
			return Refuse(Denied, textNoManageFund.With("rule", ManageCredits.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
		}
		all, err := tx.Funds(dir.Region.ID)
		if err != nil {
			return err
		}
		var known bool
		if out.Before, known = Funds(all).Named(name); known {
			out.After = out.Before
		} else {
			out.After = NewFund(name, "")
			out.After.Region, out.After.Author = dir.Region.ID, call.Actor.User
		}
		if err := edit(&out.After); err != nil {
			return err
		}
		if err := out.check(tx, len(all)); err != nil {
			return err
		}
		if out.Kept, err = datedGrants(tx, out.Before); err != nil {
			return err
		}
		if err := tx.PutFund(out.After); err != nil {
			return err
		}
		return p.journal(tx, call, "projet.fonds", FundRef(out.After.Name), recordFund(out.Before), recordFund(out.After), "")
	})
	return out, wrap(err, "set fund %q", name)
}

// datedGrants counts the grants of a fund that have a date to keep.
func datedGrants(tx Tx, f Fund) (int, error) {
	if f.Version == 0 {
		return 0, nil
	}
	grants, err := tx.FindGrants(f.Region, GrantFilter{Fund: f.Key()})
	n := 0
	for _, g := range grants {
		if g.LapseDeadline > 0 || g.CompletionDeadline > 0 {
			n++
		}
	}
	return n, err
}

// check refuses a fund that cannot be.
func (c FundChange) check(tx Tx, others int) error {
	f, known := c.After, c.Before.Version > 0
	n := utf8.RuneCountInString(f.Name)
	switch {
	case n == 0 || n > maxFundName:
		return Refuse(Invalid, textFundName.With("max", maxFundName))
	case readsAsOther(f.Name) || readsAsYearOrAmount(f.Name):
		return Refuse(Invalid, textFundIsOther.With("name", f.Name))
	case f.Level != RegionalFund && f.Level != DepartmentalFund:
		return Refuse(Invalid, textFundLevel.With("name", f.Name))
	case min(f.Lapse, f.Completion) < 1 || min(f.MoreLapse, f.MoreCompletion) < 0 || max(f.Lapse, f.MoreLapse, f.Completion, f.MoreCompletion) > maxMonths:
		return Refuse(Invalid, textFundMonths.With("max", maxMonths))
	case f.Warning < 1 || f.Warning > maxWarning:
		return Refuse(Invalid, textFundWarning.With("max", maxWarning))
	case min(f.MostAid, f.Green) < 0 || max(f.MostAid, f.Green) > 100:
		return Refuse(Invalid, textFundShare.With())
	case !known && others >= maxFunds:
		return Refuse(Invalid, textManyFunds.With("max", maxFunds))
	case c.After == c.Before:
		return Refuse(Invalid, textFundSame.With("name", f.Name))
	case known && f.Level != c.Before.Level:
		envelopes, err := tx.Envelopes(f.Region, f.Key(), 0)
		if err == nil && len(envelopes) > 0 {
			err = Refuse(Invalid, textFundHasMoney.With("name", f.Name))
		}
		return err
	}
	return nil
}

// readsAsYearOrAmount tells a name that the lines about credits would read as
// something else.
func readsAsYearOrAmount(name string) bool {
	_, year := ParseBudgetYear(name)
	_, err := ParseAmount(name)
	return year || err == nil
}

// Find is [Funds.Named] with a refusal in words that lists those there are.
func (all Funds) Find(name string) (Fund, error) {
	if f, ok := all.Named(name); ok {
		return f, nil
	}
	if len(all) == 0 {
		return Fund{}, Refuse(NotFound, textNoFunds.With("word", beginning(name)))
	}
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.Name
	}
	return Fund{}, Refuse(NotFound, textNoFund.With("word", beginning(name), "list", strings.Join(names[:min(len(names), 12)], ", ")))
}

// FundRef is how the journal names a fund.
func FundRef(name string) Ref { return Ref("FD:" + name) }

// FundRecord is a fund as the journal keeps it.
type FundRecord struct {
	Name           string    `json:"name"`
	Level          FundLevel `json:"level"`
	Lapse          int       `json:"lapse"`
	MoreLapse      int       `json:"more_lapse"`
	Completion     int       `json:"completion"`
	MoreCompletion int       `json:"more_completion"`
	Warning        int       `json:"warning"`
	MostAid        int       `json:"most_aid"`
	Green          int       `json:"green,omitempty"`
}

func recordFund(f Fund) any {
	if f.Version == 0 && f.Region == "" {
		return nil
	}
	return FundRecord{f.Name, f.Level, f.Lapse, f.MoreLapse, f.Completion, f.MoreCompletion, f.Warning, f.MostAid, f.Green}
}
