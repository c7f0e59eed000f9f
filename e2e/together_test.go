package e2e

import (
	"strings"
	"sync"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// atOnce does things at the same instant and waits for their end.
func atOnce(all ...func()) {
	var (
		wg   sync.WaitGroup
		gate = make(chan struct{})
	)
	for _, do := range all {
		wg.Go(func() {
			<-gate
			do()
		})
	}
	close(gate)
	wg.Wait()
}

// pressing presses a button from a goroutine of its own.
func pressing(t *testing.T, user *User, post *model.Post, label string) func() {
	return func() {
		if err := user.TryPress(t.Context(), post, label); err != nil {
			t.Errorf("%s presses [%s]: %v", user.Name, label, err)
		}
	}
}

// trying is pressing where another may be faster: the button may be gone by then.
func trying(t *testing.T, user *User, post *model.Post, label string) func() {
	return func() { _ = user.TryPress(t.Context(), post, label) }
}

func TestOnePersonPressesFaitOnTwoPostsAtOnce(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	calais := r.Channel(t, "pref-62")
	j.At(t, "2026-11-23 10:00")
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Contributions CRTE le 4/12 pour 59 62")
	card := r.Await(t, r.Bob, calais, "the card", By(j.BotID(t), "E1"))
	j.At(t, "2026-11-27 09:00")
	reminder := r.Await(t, r.Bob, calais, "the reminder", By(j.BotID(t), "Rappel :"))

	answers := r.Bob.HearsAll(t, 2, func() {
		atOnce(pressing(t, r.Bob, card, "Fait"), pressing(t, r.Bob, reminder, "Fait"))
	})
	first, second := Shown(answers[0]), Shown(answers[1])
	if !strings.HasPrefix(first, "E1 est faite") {
		first, second = second, first
	}
	const (
		closes = "E1 est faite pour la préfecture du Pas-de-Calais. Les 3 rappels restants ne partiront pas.\n" +
			"Encore attendu : la préfecture du Nord\n" + mistake
		already = "**E1** est déjà faite pour la préfecture du Pas-de-Calais, par bob, vendredi 27 novembre 2026 (S48) à 9 h. " +
			"Rien n’a changé.\nPour la voir : `/echeance voir E1`"
	)
	if first != closes || second != already {
		t.Errorf("Bob reads\n%s\n\nand\n%s", first, second)
	}
	r.Becomes(t, r.Bob, reminder, lines(
		"Rappel : **Contributions CRTE** (E1)",
		"À remettre **vendredi 4 décembre 2026 (S49)**, dans 5 jours ouvrés",
		"Par : préfectures du Nord et du Pas-de-Calais. Demandé par alice, SGAR",
		"- En attente ⏳ · préfecture du Nord",
		"- Fait ✅ · préfecture du Pas-de-Calais · ven. 27 nov., par bob",
		remindButtons))
}

func TestOnePostponesWhileTheOtherCloses(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	sgar, calais := r.Channel(t, "sgar"), r.Channel(t, "pref-62")
	j.At(t, "2026-11-23 10:00")
	r.Alice.Ask(t, sgar, "/echeance ajouter Contributions CRTE le 4/12 pour 59 62")
	card := r.Await(t, r.Bob, calais, "the card", By(j.BotID(t), "E1"))
	other := r.Await(t, r.Carole, r.Channel(t, "pref-59"), "the card", By(j.BotID(t), "E1"))

	atOnce(pressing(t, r.Bob, card, "Fait"), func() {
		if _, _, err := r.Alice.ExecuteCommand(t.Context(), sgar, "/echeance reporter E1 le 11/12"); err != nil {
			t.Errorf("Alice postpones: %v", err)
		}
	})

	// Whoever came first, both were heard: neither covers what the other did.
	for _, post := range []*model.Post{card, other} {
		r.Becomes(t, r.Alice, post, lines(
			"**E1 · Contributions CRTE**",
			"À remettre **vendredi 4 décembre 2026 (S49)**, dans 9 jours ouvrés",
			"Par : préfectures du Nord, ~pref-59, et du Pas-de-Calais, ~pref-62",
			"Demandé par alice, SGAR",
			"Reportée au **vendredi 11 décembre 2026 (S50)**, dans 14 jours ouvrés",
			"Avant : vendredi 4 décembre 2026 (S49).",
			"- En attente ⏳ · préfecture du Nord",
			"- Fait ✅ · préfecture du Pas-de-Calais · lun. 23 nov., par bob",
			"",
			"Rappels à 9 h : ven. 4, mar. 8, jeu. 10 et ven. 11 déc.",
			openButtons))
	}
	j.At(t, "2026-12-04 09:00")
	r.Await(t, r.Carole, r.Channel(t, "pref-59"), "the reminder", By(j.BotID(t), "Rappel :", "11 décembre"))
	Throughout(t, quiet, "no reminder for who is done", func() bool { return len(r.Written(t, j.BotID(t), calais)) == 1 })
}
