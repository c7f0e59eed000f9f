package commands

import (
	"errors"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What leaves after the date: how it is asked, and how it is said.

var textEscalatesToCoordination = i18n.T(
	"Un service escalade à la coordination. Rien n’est enregistré.\nPour une personne, dites-le de l’échéance : `rappels J-3 J escalade après 3 à @alice`",
	"A service escalates to the coordination. Nothing is saved.\nFor a person, say it of the deadline: `rappels J-3 J escalade après 3 à @alice`")

// ladderAsked is the reminders that the sentence asks for, nil for none said.
func (e *Env) ladderAsked() plan.Ladder {
	if e.s.pace == nil {
		return nil
	}
	return e.s.pace.Before
}

// chaseAsked is the chase that the sentence asks for, with the account of the
// person whom it names; the zero Chase when it says nothing. Somebody unknown is
// refused.
func (e *Env) chaseAsked() (plan.Chase, error) {
	if e.s.pace == nil {
		return plan.Chase{}, nil
	}
	chase, name := e.s.pace.After, e.s.pace.Person
	if name == "" {
		return chase, nil
	}
	a, err := e.plan.AgentNamed(e.ctx, e.req.Region, name)
	if errors.Is(err, plan.ErrNotFound) {
		return chase, askFor(e.say(textNobody, "name", card.Quote(name), "hint", e.say(textInvite)))
	}
	chase.To = a.User
	return chase, err
}

// paceOf is what is chosen for a deadline, as it is typed.
func paceOf(d plan.Deadline, names map[plan.UserID]string) plan.Pace {
	return plan.Pace{Before: d.Ladder, After: d.Chase, Person: names[d.Chase.To]}
}
