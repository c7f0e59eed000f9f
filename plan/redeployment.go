package plan

import (
	"context"
	"strconv"
	"time"

	"jalon/i18n"
)

const redeploymentMark = "RD"

// RedeploymentRef is the identifier of the n-th redeployment of a region: "RD4".
func RedeploymentRef(n int) Ref { return Ref(redeploymentMark + strconv.Itoa(n)) }

// ParseRedeploymentRef reads "RD4" or "rd4" and gives its number; false when the
// word is not the identifier of a redeployment.
func ParseRedeploymentRef(word string) (int, bool) { return markedNumber(word, redeploymentMark) }

// RedeploymentState is where a redeployment stands.
type RedeploymentState string

// States of a redeployment.
const (
	RedeploymentAsked   RedeploymentState = "asked"
	RedeploymentAgreed  RedeploymentState = "agreed" // done: the envelopes have changed
	RedeploymentRefused RedeploymentState = "refused"
)

// Redeployment moves a part of the envelope of a department to that of another, for
// a fund and a year: the total does not change. The coordination asks, the décision
// role agrees or refuses.
type Redeployment struct {
	Region   RegionID
	Number   int
	Fund     string // its name
	Year     int
	From, To string // departments, by number
	Amount   Cents
	Reason   string // why it is asked
	State    RedeploymentState
	AskedBy  UserID
	AskedAt  time.Time
	// DecidedBy and DecidedAt tell who agreed or refused, and Refusal why it was
	// refused.
	DecidedBy UserID
	DecidedAt time.Time
	Refusal   string
	// FromBefore and ToBefore are the envelopes before it: as they were when it was
	// asked, then when it was decided.
	FromBefore, ToBefore Cents
	Version              int
}

// Ref is the redeployment's identifier.
func (r Redeployment) Ref() Ref { return RedeploymentRef(r.Number) }

// FundKey is the folded name of its fund.
func (r Redeployment) FundKey() string { return i18n.Fold(r.Fund) }

// FromAfter is the envelope that gives, after it.
func (r Redeployment) FromAfter() Cents { return r.FromBefore - r.Amount }

// ToAfter is the envelope that receives, after it.
func (r Redeployment) ToAfter() Cents { return r.ToBefore + r.Amount }

// Notices of redeployments.
const (
	NoticeRedeploy   Notice = "projet.redeploiement"        // to the décision role: agree or refuse
	NoticeRedeployed Notice = "projet.redeploiement.decide" // to who asked: what was decided
)

var (
	textRedeployDepartmental = i18n.T(
		"Une enveloppe {fund} est départementale : elle ne se redéploie pas d’un département à l’autre. Rien n’est enregistré.",
		"An envelope of {fund} is departmental: it is not redeployed from one department to another. Nothing is saved.")
	textRedeploySame = i18n.T(
		"Un redéploiement va d’un département à un autre. Rien n’est enregistré.\nPar exemple : `/projet redeploiement 120 k€ de 02 vers 80 DSIL 2027 motif \"dossiers non prêts\"`",
		"A redeployment goes from one department to another. Nothing is saved.\nFor example: `/projet redeploiement 120 k€ de 02 vers 80 DSIL 2027 motif \"dossiers non prêts\"`")
	textRedeployNothing = i18n.T(
		"Un redéploiement est d’au moins 0,01 €. Rien n’est enregistré.",
		"A redeployment is of at least €0.01. Nothing is saved.")
	textRedeployWhy = i18n.T(
		"Indiquez le motif du redéploiement : il figurera au journal. Rien n’est enregistré.\nPar exemple : `motif \"dossiers non prêts\"`",
		"Give the reason of the redeployment: it goes to the journal. Nothing is saved.\nFor example: `motif \"dossiers non prêts\"`")
	textRedeployNoEnvelope = i18n.T(
		"L’enveloppe {fund} {year} {of} n’est pas connue. Rien n’est enregistré.\nFixez-la d’abord : `/projet enveloppe {fund} {year} {department} 6,2 M€`",
		"The envelope of {fund} {year} {of} is not known. Nothing is saved.\nSet it first: `/projet enveloppe {fund} {year} {department} 6,2 M€`")
	textRedeployUnder = i18n.T(
		"L’enveloppe {of} passerait à {after}, sous le montant déjà retenu ({retained}). Rien n’est enregistré.\nRedéployez au plus {most}.",
		"The envelope {of} would go down to {after}, below what is already retained ({retained}). Nothing is saved.\nRedeploy at most {most}.")
	textRedeployNone = i18n.T(
		"L’enveloppe {of} ({before}) est déjà retenue en entier ({retained}) : rien ne peut en être redéployé. Rien n’est enregistré.",
		"The envelope {of} ({before}) is wholly retained already ({retained}): nothing can be redeployed from it. Nothing is saved.")
	textRedeployDenied = i18n.T(
		"Un redéploiement ne peut pas être demandé depuis votre compte. Rien n’est enregistré.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"A redeployment cannot be asked for from your account. Nothing is saved.\nRule: {rule}. {yours}\nTo get this right: {ask}")
	textRedeployRegion = i18n.T(
		"la coordination et le rôle décision de la région", "the coordination and the décision role of the region")
	textRedeployNoDecision = i18n.T(
		"Le redéploiement {ref} ne peut pas être décidé depuis votre compte. Rien n’a changé.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"The redeployment {ref} cannot be decided from your account. Nothing has changed.\nRule: {rule}. {yours}\nTo get this right: {ask}")
	textNoRedeployment = i18n.T(
		"**{ref}** n’est pas un redéploiement visible depuis votre compte. Rien n’a changé.",
		"**{ref}** is not a redeployment that your account can see. Nothing has changed.")
	textRedeployDecided = i18n.T(
		"{ref} est déjà {state} par {who}, le {day}. Rien n’a changé.",
		"{ref} is already {state} by {who}, on {day}. Nothing has changed.")
	textRedeployWhyNot = i18n.T(
		"Indiquez le motif du refus : il figurera au journal. Rien n’a changé.\nPar exemple : `/projet redeploiement refuser {ref} motif \"attendre le comité\"`",
		"Give the reason of the refusal: it goes to the journal. Nothing has changed.\nFor example: `/projet redeploiement refuser {ref} motif \"attendre le comité\"`")
	textRedeployAgreed  = i18n.T("validé", "agreed to")
	textRedeployRefused = i18n.T("refusé", "refused")
)

// In names the state of a redeployment in a language.
func (s RedeploymentState) In(lang i18n.Lang) string {
	if s == RedeploymentAgreed {
		return textRedeployAgreed.In(lang)
	}
	return textRedeployRefused.In(lang)
}

// RedeploymentChange is what became of a redeployment.
type RedeploymentChange struct {
	Redeployment
	Fund Fund
	// Total is the sum of the envelopes of the departments, which does not change.
	Total Cents
	// Deciders tells that somebody has the décision role; else the channel of the
	// coordination is asked.
	Deciders bool
	// Called says how those who asked and decided are called, see [CalledOf].
	Called map[UserID]string
}

// AskRedeployment asks the décision role to move a part of an envelope to another.
// It returns Denied to whoever does not coordinate the region, NotFound for a fund
// that is not there, and Invalid for what cannot be: never is an envelope less than
// what is retained there.
func (p *Planner) AskRedeployment(ctx context.Context, call Call, asked Redeployment) (RedeploymentChange, error) {
	var out RedeploymentChange
	err := p.write(ctx, func(tx Tx) error {
		out = RedeploymentChange{Redeployment: asked}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if !AllowedIn(dir.Actor, ManageCredits, "") {
			return Refuse(Denied, textRedeployDenied.With("rule", textRedeployRegion.With(), "yours", dir.Yours(), "ask", dir.Ask()))
		}
		r := &out.Redeployment
		r.Region, r.State, r.Version = dir.Region.ID, RedeploymentAsked, 0
		r.AskedBy, r.AskedAt = call.Actor.User, call.Now
		if r.Reason == "" {
			return Refuse(Invalid, textRedeployWhy.With())
		}
		if err := out.weigh(tx); err != nil {
			return err
		}
		if r.Number, err = tx.NextNumber(r.Region, redeploymentMark); err != nil {
			return err
		}
		if err := p.putRedeployment(tx, call, "projet.redeploiement", Redeployment{}, r, r.Reason); err != nil {
			return err
		}
		if out.Deciders, err = p.askRedeployment(tx, dir, *r, call.Now); err != nil {
			return err
		}
		out.Called, err = CalledOf(tx, r.Region, people(r.AskedBy))
		return err
	})
	return out, wrap(err, "ask for a redeployment")
}

// weigh reads the envelopes of a redeployment as they are, and refuses one that
// cannot be.
func (c *RedeploymentChange) weigh(tx Tx) error {
	r := &c.Redeployment
	fund, envelopes, err := credits(tx, r.Region, r.Fund, r.Year)
	if err != nil {
		return err
	}
	c.Fund, r.Fund, c.Total = fund, fund.Name, envelopes.Delegated()
	switch {
	case fund.Level == DepartmentalFund:
		return Refuse(Invalid, textRedeployDepartmental.With("fund", fund.Name))
	case r.From == r.To || r.From == "" || r.To == "":
		return Refuse(Invalid, textRedeploySame.With())
	case r.Amount <= 0:
		return Refuse(Invalid, textRedeployNothing.With())
	}
	for _, department := range []string{r.From, r.To} {
		if _, known := envelopes.Of(department); !known {
			return Refuse(Invalid, textRedeployNoEnvelope.With("fund", fund.Name, "year", r.Year, "of", ofPlace(department), "department", department))
		}
	}
	r.FromBefore, _ = envelopes.Of(r.From)
	r.ToBefore, _ = envelopes.Of(r.To)
	grants, err := tx.FindGrants(r.Region, GrantFilter{Fund: fund.Key(), Year: r.Year})
	if err != nil {
		return err
	}
	retained := retainedIn(grants, r.From)
	switch most := r.FromBefore - retained; {
	case r.Amount <= most:
		return nil
	case most <= 0:
		return Refuse(Invalid, textRedeployNone.With("of", ofPlace(r.From), "before", r.FromBefore, "retained", retained))
	default:
		return Refuse(Invalid, textRedeployUnder.With("of", ofPlace(r.From), "after", r.FromAfter(), "retained", retained, "most", most))
	}
}

// putRedeployment stores a redeployment with its journal entry.
func (p *Planner) putRedeployment(tx Tx, call Call, action string, before Redeployment, r *Redeployment, reason string) error {
	if err := tx.PutRedeployment(*r); err != nil {
		return err
	}
	r.Version++
	return p.journal(tx, call, action, r.Ref(), recordRedeployment(before), recordRedeployment(*r), reason)
}

// askRedeployment has those who decide asked, each in private; the channel of the
// coordination when nobody does.
func (p *Planner) askRedeployment(tx Tx, dir DirectoryView, r Redeployment, now time.Time) (bool, error) {
	deciders, err := decidersOver(tx, dir, Body{})
	if err != nil {
		return false, err
	}
	for _, user := range deciders {
		if err := p.tellOfRedeployment(tx, dir, r, Recipient{User: user}, NoticeRedeploy, now); err != nil {
			return true, err
		}
	}
	if len(deciders) > 0 {
		return true, nil
	}
	return false, p.tellOfRedeployment(tx, dir, r, Recipient{Channel: dir.Coordination().Channel}, NoticeRedeploy, now)
}

// tellOfRedeployment plans something to be said as soon as its reader may be spoken
// to.
func (p *Planner) tellOfRedeployment(tx Tx, dir DirectoryView, r Redeployment, to Recipient, notice Notice, now time.Time) error {
	if to == (Recipient{}) {
		return nil
	}
	home := dir.Coordination()
	o, err := p.openingOf(dir, listener(dir, to, home.ID))
	if err != nil {
		return err
	}
	when, at := o.moment(now), now
	if !o.openAt(now) {
		when = o.next(now)
		if at, err = when.Instant(); err != nil {
			return err
		}
	}
	_, err = tx.PlanDelivery(Delivery{
		ID: p.newID(), Region: r.Region, Subject: r.Ref(), Revision: 1, Step: string(notice), To: to, Notice: notice, Service: home.ID,
		When: when, DueAt: at, State: Planned, Version: 1,
	})
	return err
}

// DecideRedeployment agrees to a redeployment, which changes both envelopes at once,
// or refuses it with a reason. What was asked is weighed again on the envelopes as they are now.
// It returns Denied to whoever has not the décision role for the region, NotFound
// for one that is not there, Closed for one that is decided already, and Invalid for
// what cannot be any more.
func (p *Planner) DecideRedeployment(ctx context.Context, call Call, number int, agree bool, reason string) (RedeploymentChange, error) {
	var out RedeploymentChange
	err := p.write(ctx, func(tx Tx) error {
		out = RedeploymentChange{}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if err := out.read(tx, dir, number); err != nil {
			return err
		}
		if !AllowedIn(dir.Actor, DecideIt, "") {
			return Refuse(Denied, textRedeployNoDecision.With("ref", out.Ref(), "rule", DecideIt.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
		}
		if err := out.stillAsked(tx); err != nil {
			return err
		}
		if !agree && reason == "" {
			return Refuse(Invalid, textRedeployWhyNot.With("ref", out.Ref()))
		}
		before := out.Redeployment
		r := &out.Redeployment
		r.DecidedBy, r.DecidedAt = call.Actor.User, call.Now
		if agree {
			err = p.agreeTo(tx, call, &out)
		} else {
			r.State, r.Refusal = RedeploymentRefused, reason
			err = out.total(tx)
		}
		if err != nil {
			return err
		}
		action := "projet.redeploiement.valider"
		if !agree {
			action = "projet.redeploiement.refuser"
		}
		if err := p.putRedeployment(tx, call, action, before, r, reason); err != nil {
			return err
		}
		return p.tellDecision(tx, dir, &out, call.Now)
	})
	return out, wrap(err, "decide redeployment %d", number)
}

// read loads a redeployment that the reader may see.
func (c *RedeploymentChange) read(tx Tx, dir DirectoryView, number int) error {
	r, err := tx.Redeployment(dir.Region.ID, number)
	sees := AllowedIn(dir.Actor, ReadCredits, "") || AllowedIn(dir.Actor, ReadCredits, r.From) || AllowedIn(dir.Actor, ReadCredits, r.To)
	if isMissing(err) || err == nil && !sees {
		return Refuse(NotFound, textNoRedeployment.With("ref", RedeploymentRef(number)))
	}
	c.Redeployment = r
	return err
}

// stillAsked refuses one that is decided already, with who did and when.
func (c *RedeploymentChange) stillAsked(tx Tx) error {
	if c.State == RedeploymentAsked {
		return nil
	}
	called, err := CalledOf(tx, c.Region, people(c.DecidedBy))
	if err != nil {
		return err
	}
	dir, err := directory(tx, c.Region)
	if err != nil {
		return err
	}
	when, err := dir.moment("", c.DecidedAt)
	if err != nil {
		return err
	}
	return Refuse(Closed, textRedeployDecided.With("ref", c.Ref(), "state", c.State, "who", called[c.DecidedBy], "day", daySaid(when.Date)))
}

// agreeTo changes both envelopes.
func (p *Planner) agreeTo(tx Tx, call Call, c *RedeploymentChange) error {
	if err := c.weigh(tx); err != nil {
		return err
	}
	r := &c.Redeployment
	r.State = RedeploymentAgreed
	envelopes, err := tx.Envelopes(r.Region, c.Fund.Key(), r.Year)
	if err != nil {
		return err
	}
	for _, side := range []struct {
		department string
		amount     Cents
	}{{r.From, r.FromAfter()}, {r.To, r.ToAfter()}} {
		before, _ := Envelopes(envelopes).find(side.department)
		after := before
		after.Amount = side.amount
		if err := p.putEnvelope(tx, call, "projet.enveloppe", before, after, r.Reason); err != nil {
			return err
		}
	}
	return tx.PutFund(c.Fund) // see [Planner.SetEnvelope]
}

// total reads what the envelopes add up to, when they do not change.
func (c *RedeploymentChange) total(tx Tx) error {
	fund, envelopes, err := credits(tx, c.Region, c.Redeployment.Fund, c.Year)
	c.Fund, c.Total = fund, envelopes.Delegated()
	return err
}

// tellDecision has the posts that ask drawn again, gives up those that did not
// leave, and tells who asked.
func (p *Planner) tellDecision(tx Tx, dir DirectoryView, c *RedeploymentChange, now time.Time) error {
	r := c.Redeployment
	if err := redrawSubject(tx, r.Region, r.Ref(), r.Version); err != nil {
		return err
	}
	asking := func(v Delivery) bool { return v.Notice == NoticeRedeploy }
	if _, err := cancelDeliveries(tx, r.Region, r.Ref(), asking, ReasonClosed); err != nil {
		return err
	}
	if r.AskedBy != r.DecidedBy {
		if err := p.tellOfRedeployment(tx, dir, r, Recipient{User: r.AskedBy}, NoticeRedeployed, now); err != nil {
			return err
		}
	}
	var err error
	c.Called, err = CalledOf(tx, r.Region, people(r.AskedBy, r.DecidedBy))
	return err
}

// ViewRedeployment reads a redeployment that the reader may see.
func (p *Planner) ViewRedeployment(ctx context.Context, call Call, number int) (RedeploymentChange, error) {
	var out RedeploymentChange
	err := p.store.Read(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if err := out.read(tx, dir, number); err != nil {
			return err
		}
		return out.around(tx)
	})
	return out, wrap(err, "view redeployment %d", number)
}

// LoadRedeployment reads a redeployment inside a transaction; for those who draw
// what the ledger says.
func LoadRedeployment(tx Tx, region RegionID, number int) (RedeploymentChange, error) {
	r, err := tx.Redeployment(region, number)
	out := RedeploymentChange{Redeployment: r}
	if err != nil {
		return out, err
	}
	return out, out.around(tx)
}

// around reads what is shown around a redeployment.
func (c *RedeploymentChange) around(tx Tx) error {
	if err := c.total(tx); err != nil {
		return err
	}
	var err error
	c.Called, err = CalledOf(tx, c.Region, people(c.AskedBy, c.DecidedBy))
	return err
}

// RedeploymentRecord is a redeployment as the journal keeps it.
type RedeploymentRecord struct {
	Fund       string            `json:"fund"`
	Year       int               `json:"year"`
	From       string            `json:"from"`
	To         string            `json:"to"`
	Cents      Cents             `json:"cents"`
	State      RedeploymentState `json:"state"`
	FromBefore Cents             `json:"from_before"`
	ToBefore   Cents             `json:"to_before"`
}

func recordRedeployment(r Redeployment) any {
	if r.Version == 0 && r.Number == 0 {
		return nil
	}
	return RedeploymentRecord{r.Fund, r.Year, r.From, r.To, r.Amount, r.State, r.FromBefore, r.ToBefore}
}
