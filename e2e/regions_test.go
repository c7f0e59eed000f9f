package e2e

import (
	"strings"
	"testing"
)

func TestNothingCrossesFromOneRegionToAnother(t *testing.T) {
	here := world.NewRegion(t)
	j, tap := here.NewTappedJalon(t, "--rehearsal")
	there := world.NewRegion(t)
	token, err := there.AdminToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if out, err := j.TrySetup(t, token, "--admin-token-file", "-", "--team", there.Team.Name); err != nil {
		t.Fatalf("set up in a second team: %v\n%s", err, out)
	}
	j.At(t, "2026-11-23 10:00")

	here.Alice.Ask(t, here.Channel(t, "sgar"), "/echeance ajouter Contributions CRTE le 4/12 pour 62")
	here.Await(t, here.Bob, here.Channel(t, "pref-62"), "the card", By(j.BotID(t), "E1"))
	if list := Shown(there.Alice.Ask(t, there.Channel(t, "sgar"), "/echeance liste")); !strings.HasPrefix(list, "Aucune échéance ouverte") {
		t.Errorf("the other region lists\n%s", list)
	}
	shows(t, "what the other region knows", there.Alice.Ask(t, there.Channel(t, "sgar"), "/echeance voir E1"),
		"Aucune échéance visible pour **E1** depuis votre compte. Rien n’a changé.\nPour retrouver les vôtres : `/jalon recherche CRTE` ou `/echeance liste`")

	there.Alice.Ask(t, there.Channel(t, "sgar"), "/echeance ajouter Note ERBM le 4/12 pour 62")
	card := there.Await(t, there.Bob, there.Channel(t, "pref-62"), "the card of the other region", By(j.BotID(t), "E1 · Note ERBM"))
	there.Bob.Press(t, card, "Fait")
	there.Await(t, there.Bob, there.Channel(t, "pref-62"), "the card to change", By(j.BotID(t), "E1 · Note ERBM", "**Fait ✅**"))
	click := decoded(t, tap.Last(t, "/action"))
	if said := clicked(t, j, click.with("team_id", here.Team.Id)); said != deadButton {
		t.Errorf("a button of the other region: %q", said)
	}
	here.Await(t, here.Bob, here.Channel(t, "pref-62"), "the card as it was", By(j.BotID(t), "E1 · Contributions CRTE", openButtons))

	// A private message does not say which region it is about.
	alice := here.talk(t, here.Alice, j)
	here.Alice.Say(t, alice.channel, "echeance ajouter Note demain")
	alice.holds(t, "Votre compte est dans plusieurs régions : un message privé ne dit pas laquelle. Rien n’a changé.\n"+
		"Tapez la commande avec sa barre, par exemple `/echeance liste`, depuis la région voulue.")
}
