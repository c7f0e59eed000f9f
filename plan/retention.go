package plan

import (
	"context"
	"time"

	"jalon/i18n"
)

// RegionRef is how the journal names the region as the object of an action.
const RegionRef Ref = "R"

// Retention is how long a region keeps things; zero fields are the default of
// the house.
type Retention struct {
	Agents    int // months between the departure of an agent and the loss of their name
	Technical int // months of what was sent to the chat
	Texts     int // years of the texts of the journal; 0 for ever
}

// The durations of the house, in months.
const (
	DefaultAgentMonths     = 24
	DefaultTechnicalMonths = 12
)

// Bounds of what may be set. Technical traces are kept from six months to one
// year: CNIL, délibération 2021-122.
const (
	MaxAgentMonths     = 120
	MinTechnicalMonths = 6
	MaxTechnicalMonths = 12
	MaxTextYears       = 99
)

// AgentMonths is how many months an agent who left keeps a name.
func (r Retention) AgentMonths() int {
	if r.Agents == 0 {
		return DefaultAgentMonths
	}
	return r.Agents
}

// TechnicalMonths is how many months technical traces are kept.
func (r Retention) TechnicalMonths() int {
	if r.Technical == 0 {
		return DefaultTechnicalMonths
	}
	return r.Technical
}

// leftBefore is the instant before which who left loses their name.
func (r Retention) leftBefore(now time.Time) time.Time { return now.AddDate(0, -r.AgentMonths(), 0) }

// technicalBefore is the instant before which a technical trace goes.
func (r Retention) technicalBefore(now time.Time) time.Time {
	return now.AddDate(0, -r.TechnicalMonths(), 0)
}

// textsBefore is the instant before which the texts of the journal go; false
// when they stay.
func (r Retention) textsBefore(now time.Time) (time.Time, bool) {
	return now.AddDate(-r.Texts, 0, 0), r.Texts > 0
}

// RetentionRecord is how long things are kept as the journal holds it.
type RetentionRecord struct {
	Agents    int `json:"agents_months"`
	Technical int `json:"technical_months"`
	Texts     int `json:"texts_years"` // 0 for ever
}

// record is the durations that apply.
func (r Retention) record() RetentionRecord {
	return RetentionRecord{Agents: r.AgentMonths(), Technical: r.TechnicalMonths(), Texts: r.Texts}
}

var (
	textNoRetention = i18n.T(
		"Les durées de conservation ne peuvent pas être changées depuis votre compte. Rien n’a changé.\n"+
			"Règle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"How long things are kept cannot be changed from your account. Nothing has changed.\n"+
			"Rule: {rule}. {yours}\nTo get this right: {ask}")
	textAgentsRange = i18n.T(
		"Les agents partis sont pseudonymisés entre 1 et {max} mois après leur départ. Rien n’a changé.\n"+
			"Par exemple : `/jalon conservation agents 24 mois`",
		"Agents who left are pseudonymised between 1 and {max} months later. Nothing has changed.\n"+
			"For example: `/jalon conservation agents 24 mois`")
	textTechnicalRange = i18n.T(
		"Les traces techniques se gardent de {min} à {max} mois. Rien n’a changé.\n"+
			"Règle : CNIL, délibération 2021-122 sur la journalisation.\n"+
			"Par exemple : `/jalon conservation technique 12 mois`",
		"Technical traces are kept from {min} to {max} months. Nothing has changed.\n"+
			"Rule: CNIL, délibération 2021-122 on logs.\n"+
			"For example: `/jalon conservation technique 12 mois`")
	textTextsRange = i18n.T(
		"Les textes du journal se gardent de 1 à {max} ans, ou toujours. Rien n’a changé.\n"+
			"Par exemple : `/jalon conservation journal 5 ans` ou `/jalon conservation journal jamais`",
		"The texts of the journal are kept from 1 to {max} years, or for ever. Nothing has changed.\n"+
			"For example: `/jalon conservation journal 5 ans` or `/jalon conservation journal jamais`")
)

// check refuses durations out of their bounds.
func (r Retention) check() error {
	switch {
	case r.Agents < 0 || r.Agents > MaxAgentMonths:
		return Refuse(Invalid, textAgentsRange.With("max", MaxAgentMonths))
	case r.Technical != 0 && (r.Technical < MinTechnicalMonths || r.Technical > MaxTechnicalMonths):
		return Refuse(Invalid, textTechnicalRange.With("min", MinTechnicalMonths, "max", MaxTechnicalMonths))
	case r.Texts < 0 || r.Texts > MaxTextYears:
		return Refuse(Invalid, textTextsRange.With("max", MaxTextYears))
	default:
		return nil
	}
}

// Keep changes how long the region keeps things, for who may manage its
// services. It returns the durations before and after.
func (p *Planner) Keep(ctx context.Context, call Call, change func(*Retention)) (was, is Retention, err error) {
	err = p.write(ctx, func(tx Tx) error {
		dir, err := look(tx, call.Actor.Region, call.Actor.User, call.Actor.Username, call.Place)
		if err != nil {
			return err
		}
		if !Allowed(dir.Actor, ManageServices, Deadline{}) {
			return Refuse(Denied, textNoRetention.With("rule", ManageServices.Rule(), "yours", dir.Yours(), "ask", dir.Ask()))
		}
		region := dir.Region
		was = region.Keep
		change(&region.Keep)
		is = region.Keep
		if err := is.check(); err != nil || is.Same(was) {
			return err
		}
		if err := tx.PutRegion(region); err != nil {
			return err
		}
		return p.journal(tx, call, "conservation.modifier", RegionRef, was.record(), is.record(), "")
	})
	return was, is, wrap(err, "change how long things are kept")
}

// Same tells whether two retentions keep things as long.
func (r Retention) Same(o Retention) bool { return r.record() == o.record() }
