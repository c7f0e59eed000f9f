package plan

import (
	"context"
	"slices"

	"jalon/i18n"
)

// actionHabits is the journal's name of a change of the habits of a region.
const actionHabits = "region.rappels"

// HabitsRecord is the habits of a region as the journal holds them, empty for
// those of the house.
type HabitsRecord struct {
	Habits string `json:"habits"`
}

var textNoHabits = i18n.T(
	"Les rappels habituels de la région ne peuvent pas être changés depuis votre compte. Rien n’a changé.\n"+
		"Règle : {rule}. {yours}\nPour l’obtenir : {ask}",
	"The usual reminders of the region cannot be changed from your account. Nothing has changed.\n"+
		"Rule: {rule}. {yours}\nTo get this right: {ask}")

// HabitsChange is what became of the habits of a region.
type HabitsChange struct {
	Before, After Habits
	Replanned     Replanned
}

// SetHabits changes what usually leaves in a region as a text says, read as
// [Habits.Changed] does, for who may manage its services, and plans again the
// reminders that depend on it. It changes nothing when all stands so already.
func (p *Planner) SetHabits(ctx context.Context, call Call, text string) (HabitsChange, error) {
	var out HabitsChange
	err := p.write(ctx, func(tx Tx) error {
		before, err := look(tx, call.Actor.Region, call.Actor.User, call.Actor.Username, call.Place)
		if err != nil {
			return err
		}
		if !Allowed(before.Actor, ManageServices, Deadline{}) {
			return Refuse(Denied, textNoHabits.With("rule", ManageServices.Rule(), "yours", before.Yours(), "ask", before.Ask()))
		}
		out = HabitsChange{Before: before.Region.Habits()}
		if out.After, err = out.Before.Changed(text); err != nil {
			return err
		}
		after := before
		after.Region.Ladder = out.After.String()
		if after.Region.Ladder == before.Region.Ladder {
			return nil
		}
		if err := tx.PutRegion(after.Region); err != nil {
			return err
		}
		open, _, err := tx.FindDeadlines(after.Region.ID, DeadlineFilter{State: Open, OpenParts: true})
		if err != nil {
			return err
		}
		if out.Replanned, err = p.followDeadlines(tx, before, after, slices.DeleteFunc(open, hasItsPace), false, call); err != nil {
			return err
		}
		return p.journal(tx, call, actionHabits, RegionRef,
			HabitsRecord{before.Region.Ladder}, HabitsRecord{after.Region.Ladder}, "")
	})
	return out, wrap(err, "change the habits of a region")
}

// Habits is what usually leaves in the region.
func (r Region) Habits() Habits { return habitsOf(r.Ladder) }

// Habits is what usually leaves for what a service owes.
func (s Service) Habits() Habits { return habitsOf(s.Ladder) }
