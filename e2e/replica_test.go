package e2e

import (
	"fmt"
	"testing"
)

// holdEach tells whether channels hold so many posts of jalon, none of them twice.
func (r *Region) holdEach(t *testing.T, j *Jalon, posts map[string]int) bool {
	t.Helper()
	for channel, want := range posts {
		keys := r.keys(t, j, channel)
		for key, n := range keys {
			if n > 1 {
				t.Fatalf("the post of key %s stands %d times", key, n)
			}
		}
		if len(keys) != want {
			return false
		}
	}
	return true
}

func TestTwoReplicasSayEachThingOnce(t *testing.T) {
	r := world.NewRegion(t)
	one := r.NewJalon(t, "--rehearsal", "--db", r.Database(t))
	other := one.Replica(t)
	nord, calais := r.Channel(t, "pref-59"), r.Channel(t, "pref-62")
	one.At(t, "2026-11-23 10:00")
	other.At(t, "2026-11-23 10:00")
	bob := r.talk(t, r.Bob, one)

	const many = 8
	for i := range many {
		r.Alice.Ask(t, r.Channel(t, "sgar"), fmt.Sprintf("/echeance ajouter Dossier %d le 4/12 pour 59 62", i+1))
	}
	r.Bob.Say(t, bob.channel, "echeance ajouter Note demain rappels aucun") // both hear it
	cards := map[string]int{nord: many, calais: many + 1}
	Until(t, patience, "the cards and the answer", func() (struct{}, bool) {
		return struct{}{}, r.holdEach(t, one, cards) && len(bob.answers(t)) > 0
	})
	Throughout(t, quiet, "each thing is said once", func() bool {
		return r.holdEach(t, one, cards) && len(bob.answers(t)) == 1
	})

	one.At(t, reminderTime)
	other.At(t, reminderTime)
	reminders := map[string]int{nord: many + 1, calais: many + 2} // one post in each channel, whichever makes it
	Until(t, patience, "the reminders", func() (struct{}, bool) { return struct{}{}, r.holdEach(t, one, reminders) })

	Throughout(t, quiet, "each reminder comes once", func() bool { return r.holdEach(t, one, reminders) })
}
