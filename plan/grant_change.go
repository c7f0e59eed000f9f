package plan

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"jalon/calendar"
	"jalon/i18n"
)

// GrantChange is what became of a grant; Before is zero for a new one.
type GrantChange struct {
	Before, After Grant
	Fund          Fund
	Project       Project
	// Lapse and Completion are the deadlines of its terms, zero for none.
	Lapse, Completion Deadline
	// Aid is the share of public money in the project, when AidKnown.
	Aid      Share
	AidKnown bool
	// Over is how much more is retained than the envelope that it is charged to
	// has, 0 for no more.
	Over Cents
}

const maxGrantReason = 300

var (
	textRetainedOver = i18n.T(
		"Retenu ({retained}) dépasse l’assiette ({base}). Rien n’est enregistré.\nIndiquez au plus {base}.",
		"Retained ({retained}) is over the eligible base ({base}). Nothing is saved.\nGive at most {base}.")
	textProposedOver = i18n.T(
		"Proposé ({proposed}) dépasse l’assiette ({base}). Rien n’est enregistré.\nIndiquez au plus {base}.",
		"Proposed ({proposed}) is over the eligible base ({base}). Nothing is saved.\nGive at most {base}.")
	textCommittedOver = i18n.T(
		"AE engagées ({committed}) dépassent le montant retenu ({retained}). Rien n’est enregistré.\nIndiquez au plus {retained}.",
		"Committed (AE, {committed}) is over the retained amount ({retained}). Nothing is saved.\nGive at most {retained}.")
	textPaidOver = i18n.T(
		"CP payés ({paid}) dépassent les AE engagées ({committed}). Rien n’est enregistré.\nIndiquez au plus {committed}.",
		"Paid (CP, {paid}) is over what is committed (AE, {committed}). Nothing is saved.\nGive at most {committed}.")
	textBaseOverCost = i18n.T(
		"L’assiette ({base}) dépasse le coût du projet ({cost}). Rien n’est enregistré.\nIndiquez au plus {cost}.",
		"The eligible base ({base}) is over the cost of the project ({cost}). Nothing is saved.\nGive at most {cost}.")
	textNotNegative = i18n.T(
		"Un montant de subvention ne peut pas être négatif ({amount}). Rien n’est enregistré.",
		"An amount of a grant cannot be negative ({amount}). Nothing is saved.")
	textNothingRetained = i18n.T(
		"Le montant retenu de {fund} {year} pour {ref} n’est pas connu. Rien n’est enregistré.\nIndiquez-le d’abord : `/projet subvention {ref} {fund} {year} retenue 350 k€`",
		"The retained amount of {fund} {year} for {ref} is not known. Nothing is saved.\nGive it first: `/projet subvention {ref} {fund} {year} retenue 350 k€`")
	textNothingCommitted = i18n.T(
		"Les AE engagées de {fund} {year} pour {ref} ne sont pas connues. Rien n’est enregistré.\nIndiquez-les d’abord : `/projet subvention {ref} {fund} {year} engagée 350 k€`",
		"What is committed (AE) of {fund} {year} for {ref} is not known. Nothing is saved.\nGive it first: `/projet subvention {ref} {fund} {year} engagée 350 k€`")
	textGrantBack = i18n.T(
		"{fund} {year} de {ref} est déjà **{was}**. Rien n’a changé.\nPour revenir en arrière, donnez le motif : `/projet subvention {ref} {fund} {year} … motif \"erreur de saisie\"`",
		"{fund} {year} of {ref} already is **{was}**. Nothing has changed.\nTo go back, give the reason: `/projet subvention {ref} {fund} {year} … motif \"erreur de saisie\"`")
	textGrantWhy = i18n.T(
		"Indiquez le motif : il figurera au journal. Rien n’a changé.\nPar exemple : `/projet subvention {ref} {fund} {year} {example} motif \"crédits insuffisants\"`",
		"Give the reason: it goes to the journal. Nothing has changed.\nFor example: `/projet subvention {ref} {fund} {year} {example} motif \"crédits insuffisants\"`")
	textGrantFuture = i18n.T(
		"Le **{date}** n’est pas encore passé. Rien n’est enregistré.\nNotez ce qui a eu lieu, à sa date.",
		"**{date}** is not past yet. Nothing is saved.\nRecord what took place, at its date.")
	textGrantDates = i18n.T(
		"Le solde ({settled}) ne peut pas précéder le commencement ({begun}). Rien n’est enregistré.",
		"The settlement ({settled}) cannot come before the beginning ({begun}). Nothing is saved.")
	textNoLapse = i18n.T(
		"Aucune caducité n’est attendue pour {fund} {year} de {ref} : elle court de la notification au commencement. Rien n’a changé.",
		"No lapse is awaited for {fund} {year} of {ref}: it runs from the notification to the beginning. Nothing has changed.")
	textNoCompletion = i18n.T(
		"Aucun achèvement n’est attendu pour {fund} {year} de {ref} : il court à partir du commencement. Rien n’a changé.",
		"No completion is awaited for {fund} {year} of {ref}: it runs from the beginning. Nothing has changed.")
	textMoreLapse = i18n.T(
		"La caducité {fund} se proroge de {max} mois au plus. Rien n’a changé.",
		"The lapse of {fund} is extended by at most {max} months. Nothing has changed.")
	textMoreCompletion = i18n.T(
		"L’achèvement {fund} se proroge de {max} mois au plus. Rien n’a changé.",
		"The completion of {fund} is extended by at most {max} months. Nothing has changed.")
	textGrantDepartment = i18n.T(
		"{ref} concerne plusieurs départements ({list}) : indiquez celui dont l’enveloppe porte la subvention. Rien n’est enregistré.\nPar exemple : `/projet subvention {ref} {fund} {year} département {example}`",
		"{ref} lies in several departments ({list}): say whose envelope the grant is charged to. Nothing is saved.\nFor example: `/projet subvention {ref} {fund} {year} département {example}`")
	textGrantNeedsPlace = i18n.T(
		"Une enveloppe {fund} est départementale : indiquez le département. Rien n’est enregistré.\nPar exemple : `/projet subvention {ref} {fund} {year} département 02`",
		"An envelope of {fund} is departmental: say which department. Nothing is saved.\nFor example: `/projet subvention {ref} {fund} {year} département 02`")
	textGrantElsewhere = i18n.T(
		"{ref} ne concerne pas le département {department} : {list}. Rien n’est enregistré.",
		"{ref} does not lie in department {department}: {list}. Nothing is saved.")
	textGrantSame = i18n.T(
		"{fund} {year} de {ref} est déjà ainsi. Rien n’a changé.",
		"{fund} {year} of {ref} is already so. Nothing has changed.")
	textNoGrantRight = i18n.T(
		"Les montants de **{ref} · {name}** ne peuvent pas être modifiés depuis votre compte. Rien n’a changé.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"The amounts of **{ref} · {name}** cannot be changed from your account. Nothing has changed.\nRule: {rule}. {yours}\nTo get this right: {ask}")
	textReasonLong = i18n.T(
		"Un motif a {max} caractères au plus. Rien n’est enregistré.",
		"A reason has at most {max} characters. Nothing is saved.")
)

// grantStateWords name the states, for a grant.
var grantStateWords = map[GrantState]i18n.Msg{
	GrantFiled:     i18n.T("déposée", "filed"),
	GrantComplete:  i18n.T("complète", "complete"),
	GrantExamined:  i18n.T("instruite", "examined"),
	GrantProposed:  i18n.T("proposée", "proposed"),
	GrantRetained:  i18n.T("retenue", "retained"),
	GrantNotified:  i18n.T("notifiée", "notified"),
	GrantCommitted: i18n.T("engagée", "committed"),
	GrantBegun:     i18n.T("commencée", "begun"),
	GrantSettled:   i18n.T("soldée", "settled"),
	GrantReserve:   i18n.T("en réserve", "in reserve"),
	GrantRefused:   i18n.T("refusée", "refused"),
	GrantDropped:   i18n.T("sans suite", "dropped"),
	GrantLapsed:    i18n.T("caduque", "lapsed"),
}

// In names the state of a grant in a language.
func (s GrantState) In(lang i18n.Lang) string {
	if m, ok := grantStateWords[s]; ok {
		return m.In(lang)
	}
	return grantStateWords[GrantFiled].In(lang)
}

// ChangeGrant changes the grant that a fund gives to a project in a year, as edit
// says, which may run several times; there is one from the first thing said of it.
// The deadlines of its terms follow: one opens at the notification and one at the
// beginning, they move with an extension, and close with the grant. It returns
// Denied to whoever may not record amounts there, NotFound for a project or a fund
// that is not there, and Invalid for what cannot be.
func (p *Planner) ChangeGrant(ctx context.Context, call Call, key GrantKey, reason string, edit func(*Grant) error) (GrantChange, error) {
	var out GrantChange
	err := p.write(ctx, func(tx Tx) error {
		out = GrantChange{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if out.Project, err = projectSeen(tx, dir.ProjectSight(), dir.Region.ID, key.Project); err != nil {
			return err
		}
		var envelopes Envelopes
		if out.Fund, envelopes, err = credits(tx, dir.Region.ID, key.Fund, key.Year); err != nil {
			return err
		}
		if err := out.read(tx, key); err != nil {
			return err
		}
		if err := out.apply(dir, call, reason, edit); err != nil {
			return err
		}
		if err := p.storeGrant(tx, dir, call, &out, reason); err != nil {
			return err
		}
		return out.measure(tx, envelopes)
	})
	return out, wrap(err, "change grant %s %d of project %d", key.Fund, key.Year, key.Project)
}

// read loads the grant, or begins one.
func (c *GrantChange) read(tx Tx, key GrantKey) error {
	g, err := tx.Grant(c.Project.Region, key.Project, c.Fund.Key(), key.Year)
	if isMissing(err) {
		c.After = Grant{Region: c.Project.Region, Project: key.Project, Fund: c.Fund.Name, Year: key.Year}
		if len(c.Project.Departments) == 1 {
			c.After.Department = c.Project.Departments[0]
		}
		return nil
	}
	c.Before, c.After = g, g
	return err
}

// apply makes the change and refuses what cannot be.
func (c *GrantChange) apply(dir DirectoryView, call Call, reason string, edit func(*Grant) error) error {
	g := &c.After
	if err := edit(g); err != nil {
		return err
	}
	if !AllowedIn(dir.Actor, ManageCredits, g.Department) || c.Before.Version > 0 && !AllowedIn(dir.Actor, ManageCredits, c.Before.Department) {
		return Refuse(Denied, textNoGrantRight.With("ref", c.Project.Ref(), "name", c.Project.Called(), "rule", ManageCredits.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
	}
	if g.State == "" {
		g.State = GrantFiled
	}
	if reflect.DeepEqual(c.Before, *g) {
		return Refuse(Invalid, textGrantSame.With(c.named()...))
	}
	if utf8.RuneCountInString(reason) > maxGrantReason {
		return Refuse(Invalid, textReasonLong.With("max", maxGrantReason))
	}
	today, err := dir.today("", call.Now)
	if err != nil {
		return err
	}
	for _, check := range []error{c.checkPlace(), g.check(), c.checkState(reason), c.checkDates(today), c.checkExtensions(reason)} {
		if check != nil {
			return check
		}
	}
	g.UpdatedAt = call.Now
	return nil
}

// named are the places of a text that name the grant.
func (c *GrantChange) named(more ...any) []any {
	return append([]any{"ref", c.Project.Ref(), "fund", c.Fund.Name, "year", c.After.Year}, more...)
}

// checkPlace refuses a department that the grant cannot be charged to.
func (c *GrantChange) checkPlace() error {
	places := c.Project.Departments
	list := strings.Join(places, ", ")
	switch d := c.After.Department; {
	case d == "" && c.Fund.Level == DepartmentalFund && len(places) == 0:
		return Refuse(Invalid, textGrantNeedsPlace.With(c.named()...))
	case d == "" && len(places) > 0:
		return Refuse(Invalid, textGrantDepartment.With(c.named("list", list, "example", places[0])...))
	case d != "" && len(places) > 0 && !slices.Contains(places, d):
		return Refuse(Invalid, textGrantElsewhere.With(c.named("department", d, "list", list)...))
	default:
		return nil
	}
}

// check refuses amounts that cannot be together.
func (m Money) check() error {
	for _, amount := range []*Cents{m.Cost, m.Base, m.Others, m.Requested, m.Proposed, m.Retained, m.Committed, m.Paid} {
		if or(amount) < 0 {
			return Refuse(Invalid, textNotNegative.With("amount", *amount))
		}
	}
	over := func(amount, most *Cents) bool { return amount != nil && most != nil && *amount > *most }
	switch {
	case over(m.Base, m.Cost):
		return Refuse(Invalid, textBaseOverCost.With("base", *m.Base, "cost", *m.Cost))
	case over(m.Proposed, m.Base):
		return Refuse(Invalid, textProposedOver.With("proposed", *m.Proposed, "base", *m.Base))
	case over(m.Retained, m.Base):
		return Refuse(Invalid, textRetainedOver.With("retained", *m.Retained, "base", *m.Base))
	case over(m.Committed, m.Retained):
		return Refuse(Invalid, textCommittedOver.With("committed", *m.Committed, "retained", *m.Retained))
	case over(m.Paid, m.Committed):
		return Refuse(Invalid, textPaidOver.With("paid", *m.Paid, "committed", *m.Committed))
	default:
		return nil
	}
}

// checkState refuses a state without what it needs, and a way back, a refusal or
// an end without its reason.
func (c *GrantChange) checkState(reason string) error {
	was, is := c.Before.State, c.After.State
	changes := is != was
	back := was.Over() || was.rank() >= 0 && is.rank() >= 0 && is.rank() < was.rank() || was.rank() >= GrantNotified.rank() && is == GrantReserve
	switch {
	case changes && back && reason == "":
		return Refuse(Invalid, textGrantBack.With(c.named("was", was)...))
	case changes && reason == "" && (is == GrantRefused || is == GrantDropped || is == GrantLapsed):
		return Refuse(Invalid, textGrantWhy.With(c.named("example", is.In(i18n.FR))...))
	case is.Counts() && c.After.Retained == nil, c.After.Committed != nil && c.After.Retained == nil:
		return Refuse(Invalid, textNothingRetained.With(c.named()...))
	case c.After.Paid != nil && c.After.Committed == nil:
		return Refuse(Invalid, textNothingCommitted.With(c.named()...))
	}
	if changes {
		c.After.Reason = reason
	}
	return nil
}

// checkDates refuses dates that are still ahead, or in the wrong order.
func (c *GrantChange) checkDates(today calendar.Date) error {
	g := c.After
	for _, day := range []calendar.Date{g.NotifiedOn, g.BegunOn, g.SettledOn} {
		if day.After(today) {
			return Refuse(Invalid, textGrantFuture.With("date", daySaid(day)))
		}
	}
	if !g.SettledOn.IsZero() && !g.BegunOn.IsZero() && g.SettledOn.Before(g.BegunOn) {
		return Refuse(Invalid, textGrantDates.With("settled", daySaid(g.SettledOn), "begun", daySaid(g.BegunOn)))
	}
	return nil
}

// daySaid says a day in full.
type daySaid calendar.Date

// In says it in a language.
func (d daySaid) In(lang i18n.Lang) string {
	return calendar.WordsOf(string(lang)).Long(calendar.Date(d))
}

// checkExtensions refuses an extension of a term that does not run, that is longer
// than the fund allows, or that has no reason.
func (c *GrantChange) checkExtensions(reason string) error {
	was, is := c.Before, &c.After
	if is.MoreLapse != was.MoreLapse {
		_, runs := is.LapseOn(c.Fund)
		switch {
		case !runs:
			return Refuse(Invalid, textNoLapse.With(c.named()...))
		case is.MoreLapse < 0 || is.MoreLapse > c.Fund.MoreLapse:
			return Refuse(Invalid, textMoreLapse.With("fund", c.Fund.Name, "max", c.Fund.MoreLapse))
		case reason == "":
			return Refuse(Invalid, textGrantWhy.With(c.named("example", "prorogation caducité 12 mois")...))
		}
		is.LapseReason = reason
	}
	if is.MoreCompletion != was.MoreCompletion {
		_, runs := is.CompleteOn(c.Fund)
		switch {
		case !runs:
			return Refuse(Invalid, textNoCompletion.With(c.named()...))
		case is.MoreCompletion < 0 || is.MoreCompletion > c.Fund.MoreCompletion:
			return Refuse(Invalid, textMoreCompletion.With("fund", c.Fund.Name, "max", c.Fund.MoreCompletion))
		case reason == "":
			return Refuse(Invalid, textGrantWhy.With(c.named("example", "prorogation achèvement 12 mois")...))
		}
		is.CompletionReason = reason
	}
	return nil
}

// storeGrant stores a grant with its journal entry, the deadlines of its terms, and
// the project that they are attached to.
func (p *Planner) storeGrant(tx Tx, dir DirectoryView, call Call, c *GrantChange, reason string) error {
	if err := p.followTerms(tx, dir, call, c); err != nil {
		return err
	}
	if err := tx.PutGrant(c.After); err != nil {
		return err
	}
	c.After.Version++
	return p.journal(tx, call, "projet.subvention", c.Project.Ref(), recordGrant(c.Before), recordGrant(c.After), reason)
}

// measure says what the change does to the share of public money and to the
// envelope.
func (c *GrantChange) measure(tx Tx, envelopes Envelopes) error {
	region := c.Project.Region
	mine, err := tx.FindGrants(region, GrantFilter{Project: c.Project.Number})
	if err != nil {
		return err
	}
	if c.After.retained() > 0 {
		c.Aid, c.AidKnown = PublicAid(mine)
	}
	all, err := tx.FindGrants(region, GrantFilter{Fund: c.Fund.Key(), Year: c.After.Year})
	if err != nil {
		return err
	}
	if has, known := envelopes.Of(c.After.Department); known && c.After.Department != "" && c.After.retained() > 0 {
		c.Over = max(0, retainedIn(all, c.After.Department)-has)
	}
	return nil
}

// GrantRecord is a grant as the journal keeps it, under the identifier of its
// project. Its JSON is read for as long as the journal is: names stay, fields are
// only added.
type GrantRecord struct {
	Fund       string     `json:"fund"`
	Year       int        `json:"year"`
	Department string     `json:"department,omitempty"`
	State      GrantState `json:"state"`
	Cost       *Cents     `json:"cost,omitempty"`
	Base       *Cents     `json:"base,omitempty"`
	Others     *Cents     `json:"others,omitempty"`
	Requested  *Cents     `json:"requested,omitempty"`
	Proposed   *Cents     `json:"proposed,omitempty"`
	Retained   *Cents     `json:"retained,omitempty"`
	Committed  *Cents     `json:"committed,omitempty"`
	Paid       *Cents     `json:"paid,omitempty"`
	Green      bool       `json:"green,omitempty"`
	NotifiedOn string     `json:"notified_on,omitempty"`
	BegunOn    string     `json:"begun_on,omitempty"`
	SettledOn  string     `json:"settled_on,omitempty"`
	MoreLapse  int        `json:"more_lapse,omitempty"`
	More       int        `json:"more_completion,omitempty"`
	Lapse      Ref        `json:"lapse,omitempty"`
	Completion Ref        `json:"completion,omitempty"`
}

func recordGrant(g Grant) any {
	if g.Version == 0 && g.Region == "" {
		return nil
	}
	r := GrantRecord{
		Fund: g.Fund, Year: g.Year, Department: g.Department, State: g.State, Cost: g.Cost, Base: g.Base, Others: g.Others,
		Requested: g.Requested, Proposed: g.Proposed, Retained: g.Retained, Committed: g.Committed, Paid: g.Paid, Green: g.Green,
		NotifiedOn: dateText(g.NotifiedOn), BegunOn: dateText(g.BegunOn), SettledOn: dateText(g.SettledOn),
		MoreLapse: g.MoreLapse, More: g.MoreCompletion,
	}
	if g.LapseDeadline > 0 {
		r.Lapse = DeadlineRef(g.LapseDeadline)
	}
	if g.CompletionDeadline > 0 {
		r.Completion = DeadlineRef(g.CompletionDeadline)
	}
	return r
}
