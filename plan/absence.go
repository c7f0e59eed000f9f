package plan

import (
	"context"
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// Absence is when somebody is away, both days included, and who receives what
// is for them meanwhile. Nobody is asked why.
type Absence struct {
	From, To calendar.Date
	Deputy   UserID // empty for the channel of the service
}

var (
	textNoAbsence = i18n.T(
		"L’absence {of} ne peut pas être changée depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle revient à {name}, aux référents et agents de décision de son service, et à la coordination.\n"+
			"Pour l’obtenir : {ask}",
		"The absence of {of} cannot be changed from your account. Nothing has changed.\n"+
			"Rule: {name}, the referents and decision agents of their service and the coordination change it.\n"+
			"To get this right: {ask}")
	textAwayReversed = i18n.T(
		"La fin de l’absence vient avant son début. Rien n’a changé.\nPar exemple : `/jalon agent absence du 21/12 au 24/12`",
		"The absence ends before it begins. Nothing has changed.\nFor example: `/jalon agent absence du 21/12 au 24/12`")
	textAwayPast = i18n.T(
		"Cette absence est déjà finie. Rien n’a changé.\nPar exemple : `/jalon agent absence du 21/12 au 24/12`",
		"This absence is already over. Nothing has changed.\nFor example: `/jalon agent absence du 21/12 au 24/12`")
	textNoDeputy = i18n.T(
		"La suppléance de **{name}** ne peut pas être choisie depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle voit ce que **{name}** suit ; la personne elle-même et la coordination la choisissent.\n"+
			"Sans suppléance, les rappels iront dans le canal du service. Pour l’obtenir : {ask}",
		"The deputy of **{name}** cannot be chosen from your account. Nothing has changed.\n"+
			"Rule: they see what **{name}** follows; the person and the coordination choose them.\n"+
			"Without a deputy, the reminders go to the service’s channel. To get this right: {ask}")
	textOwnDeputy = i18n.T(
		"**{name}** ne peut pas être sa propre suppléance. Rien n’a changé.\nSans suppléance, les rappels iront dans le canal du service.",
		"**{name}** cannot stand in for themselves. Nothing has changed.\nWithout a deputy, the reminders go to the service’s channel.")
	textNotAway = i18n.T(
		"**{name}** n’a aucune absence en cours ou à venir. Rien n’a changé.\nPour en noter une : `/jalon agent absence du 21/12 au 24/12`",
		"**{name}** has no absence now or to come. Nothing has changed.\nTo note one: `/jalon agent absence du 21/12 au 24/12`")
)

// SetAbsence notes when a person is away and who stands in; the zero Absence
// ends the present one, and a deputy without days stands in during it. It
// returns the absence with other days that this one replaces, zero for none.
func (p *Planner) SetAbsence(ctx context.Context, call Call, user UserID, away Absence) (AgentView, Absence, error) {
	var replaced Absence
	v, err := p.changeAgent(ctx, call, user, "agent.absence", func(tx Tx, dir DirectoryView, a *Agent) (any, any, error) {
		if !mayNoteAbsence(dir.Actor, dir, *a) {
			return nil, nil, Refuse(Denied, textNoAbsence.With("name", a.Username, "of", Of("**"+a.Username+"**"), "ask", dir.Ask()))
		}
		if away.Deputy != "" && away.Deputy != a.Deputy && a.User != dir.Actor.User && !Allowed(dir.Actor, ManageAgents, Deadline{}) {
			return nil, nil, Refuse(Denied, textNoDeputy.With("name", a.Username, "ask", dir.Ask()))
		}
		today, err := dir.today(homeOf(*a), call.Now)
		if err != nil {
			return nil, nil, err
		}
		away := away.during(*a, today)
		var deputy Agent
		if away.Deputy != "" {
			if deputy, err = knownAgent(tx, a.Region, away.Deputy); err != nil {
				return nil, nil, err
			}
		}
		if err := away.check(*a, deputy, today); err != nil {
			return nil, nil, err
		}
		replaced = away.replaces(*a, today)
		before, err := Absence{a.AwayFrom, a.AwayTo, a.Deputy}.record(tx, a.Region)
		if err != nil {
			return nil, nil, err
		}
		after, err := away.record(tx, a.Region)
		a.AwayFrom, a.AwayTo, a.Deputy = away.From, away.To, away.Deputy
		return before, after, err
	})
	return v, replaced, err
}

// stands tells whether an absence of the agent is under way or to come.
func (a Agent) stands(today calendar.Date) bool { return !a.AwayTo.IsZero() && !a.AwayTo.Before(today) }

// during is the absence with the days of the standing one where only its deputy
// is said.
func (w Absence) during(a Agent, today calendar.Date) Absence {
	if w.From.IsZero() && w.To.IsZero() && w.Deputy != "" && a.stands(today) {
		w.From, w.To = a.AwayFrom, a.AwayTo
	}
	return w
}

// replaces is the standing absence whose days this one changes.
func (w Absence) replaces(a Agent, today calendar.Date) Absence {
	if w == (Absence{}) || !a.stands(today) || w.From == a.AwayFrom && w.To == a.AwayTo {
		return Absence{}
	}
	return Absence{From: a.AwayFrom, To: a.AwayTo, Deputy: a.Deputy}
}

func (w Absence) check(a, deputy Agent, today calendar.Date) error {
	ends := w.From.IsZero() && w.To.IsZero()
	switch {
	case ends && !a.stands(today):
		return Refuse(Invalid, textNotAway.With("name", a.Username))
	case ends:
		return nil
	case w.To.Before(w.From):
		return Refuse(Invalid, textAwayReversed.With())
	case w.To.Before(today):
		return Refuse(Invalid, textAwayPast.With())
	case w.Deputy == a.User:
		return Refuse(Invalid, textOwnDeputy.With("name", a.Username))
	case w.Deputy != "" && !deputy.Active:
		return Refuse(Invalid, textInactive.With("of", Of("**"+deputy.Username+"**")))
	default:
		return nil
	}
}

// mayNoteAbsence tells whether the actor may say when an agent is away: their
// own absence, that of the agents of a service whose referent or decision
// agent they are, or anybody's for who manages the agents.
func mayNoteAbsence(a Actor, dir DirectoryView, who Agent) bool {
	if a.User == who.User || Allowed(a, ManageAgents, Deadline{}) {
		return true
	}
	for _, m := range who.Memberships() {
		s, _ := dir.Service(m.Service)
		if slices.Contains(s.Referents, a.User) {
			return true
		}
		for _, own := range a.Services {
			if own.Service == m.Service && own.Role == RoleDecision {
				return true
			}
		}
	}
	return false
}

// absenceRecord is an absence as the journal holds it.
type absenceRecord struct {
	From   string   `json:"from,omitempty"`
	To     string   `json:"to,omitempty"`
	Deputy PersonID `json:"deputy,omitempty"`
}

func (w Absence) record(tx Tx, region RegionID) (absenceRecord, error) {
	var r absenceRecord
	if !w.From.IsZero() {
		r.From, r.To = w.From.String(), w.To.String()
	}
	var err error
	r.Deputy, err = personOf(tx, region, w.Deputy)
	return r, err
}

// noteAbsence writes the journal entry of a change of an absence.
func (p *Planner) noteAbsence(tx Tx, call Call, user UserID, before, after Absence) error {
	was, err := before.record(tx, call.Actor.Region)
	if err != nil {
		return err
	}
	is, err := after.record(tx, call.Actor.Region)
	if err != nil {
		return err
	}
	return p.noteAgent(tx, call, "agent.absence", user, was, is)
}
