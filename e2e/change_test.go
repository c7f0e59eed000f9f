package e2e

import (
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// crteAnnounced is what the card of the deadline of these tests says for good.
const crteAnnounced = "**E1 · Contributions CRTE**\n" +
	"À remettre **vendredi 4 décembre 2026 (S49)**, dans 9 jours ouvrés\n" +
	"Par : préfecture du Pas-de-Calais, ~pref-62\n" +
	"Demandé par alice, SGAR"

// crte has Alice ask Bob's service for something, on Monday 23 November 2026,
// and returns the card in ~pref-62.
func crte(t *testing.T, r *Region, j *Jalon) *model.Post {
	t.Helper()
	j.At(t, "2026-11-23 10:00")
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Contributions CRTE le 4/12 pour 62")
	return r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the card", By(j.BotID(t), "E1"))
}

func TestReporterOpensAFormThatPostpones(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	calais, private := r.Channel(t, "pref-62"), r.Conversation(t, r.Bob, j)
	card := crte(t, r, j)

	form := r.Bob.Opens(t, func() { r.Bob.Press(t, card, "Reporter") })
	if form.Dialog.Title != "Reporter E1" || form.Dialog.SubmitLabel != "Reporter" {
		t.Errorf("the form is headed %q and ends with [%s]", form.Dialog.Title, form.Dialog.SubmitLabel)
	}
	submit := func(values map[string]any) *model.SubmitDialogResponse {
		return r.Bob.Submit(t, form, calais, r.Team.Id, values)
	}
	refused := submit(map[string]any{"date": "bientôt", "motif": nil})
	if refused.Errors["date"] == "" {
		t.Errorf("a date that is none: %+v", refused)
	}
	if taken := submit(map[string]any{"date": "vendredi 11/12", "motif": "attente DREAL"}); taken.Error != "" || len(taken.Errors) > 0 {
		t.Fatalf("a good date: %+v", taken)
	}
	said := r.Await(t, r.Bob, private, "what became of the form", By(j.BotID(t), "E1 est reportée"))
	shows(t, "what became of the form", said, lines(
		"E1 est reportée au vendredi 11 décembre 2026 (S50).", mistake, "",
		"**E1 · Contributions CRTE**",
		"À remettre **vendredi 11 décembre 2026 (S50)**, dans 14 jours ouvrés",
		"Par : préfecture du Pas-de-Calais, ~pref-62",
		"Demandé par alice, SGAR",
		"Avant : vendredi 4 décembre 2026 (S49). Motif : attente DREAL",
		"Rappels à 9 h : ven. 4, mar. 8, jeu. 10 et ven. 11 déc.",
		openButtons))
	for _, reader := range []*User{r.Alice, r.Bob, r.Carole} {
		r.Becomes(t, reader, card, lines(crteAnnounced,
			"Reportée au **vendredi 11 décembre 2026 (S50)**, dans 14 jours ouvrés",
			"Avant : vendredi 4 décembre 2026 (S49). Motif : attente DREAL",
			"Rappels à 9 h : ven. 4, mar. 8, jeu. 10 et ven. 11 déc.",
			openButtons))
	}

	j.At(t, "2026-11-27 09:00")
	Throughout(t, quiet, "the old reminders are gone", func() bool { return len(r.Written(t, j.BotID(t), calais)) == 1 })
	j.At(t, "2026-12-04 09:00")
	reminder := r.Await(t, r.Bob, calais, "the new reminder", By(j.BotID(t), "Rappel :"))
	shows(t, "the new reminder", reminder, lines(
		"Rappel : **Contributions CRTE** (E1)",
		"À remettre **vendredi 11 décembre 2026 (S50)**, dans 5 jours ouvrés",
		"Par : préfecture du Pas-de-Calais. Demandé par alice, SGAR",
		remindButtons))
}

func TestAnEmptyFormSaysWhatIsMissing(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	calais := r.Channel(t, "pref-62")
	card := crte(t, r, j)
	for label, field := range map[string]string{"Reporter": "date", "Annuler": "motif"} {
		form := r.Bob.Opens(t, func() { r.Bob.Press(t, card, label) })
		refused := r.Bob.Submit(t, form, calais, r.Team.Id, map[string]any{"date": nil, "motif": nil})
		if refused.Type != "" || refused.Errors[field] == "" {
			t.Errorf("%s, sent back empty: %+v", label, refused)
		}
	}
}

func TestACardFollowsTheServicesThatOweIt(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	card := crte(t, r, j)
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance modifier E1 pour 59")
	r.Becomes(t, r.Bob, card, lines(crteAnnounced, "Désormais par : préfecture du Nord, ~pref-59"))
	lille := r.Await(t, r.Carole, r.Channel(t, "pref-59"), "the card of the service that owes it now", By(j.BotID(t), "E1"))
	if got := Labels(lille); len(got) != 3 {
		t.Errorf("its buttons are %v", got)
	}
	j.At(t, "2026-12-04 09:00")
	r.Await(t, r.Carole, r.Channel(t, "pref-59"), "the reminder", By(j.BotID(t), "Rappel :"))
	if posts := r.Written(t, j.BotID(t), r.Channel(t, "pref-62")); len(posts) != 1 {
		t.Errorf("~pref-62, which owes nothing any more, has %d posts", len(posts))
	}
}

func TestATitleDrawsNoMarkdown(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	j.At(t, "2026-11-23 10:00")
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter @all [le **bilan**](http://ailleurs.example) le 4/12 pour 62")
	card := r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the card", By(j.BotID(t), "E1"))
	if want := "**E1 · @\u200ball " + `\[le \*\*bilan\*\*\](http://ailleurs.example)**` + "\n"; !strings.HasPrefix(card.Message, want) {
		t.Errorf("the card says\n%s\nand not\n%s", card.Message, want)
	}
}

func TestAFormOfACommandAnswersInItsPlace(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	calais, private := r.Channel(t, "pref-62"), r.Conversation(t, r.Bob, j)
	card := crte(t, r, j)

	form := r.Bob.Opens(t, func() { r.Bob.Command(t, calais, "/echeance reporter E1") })
	said := r.Bob.Hears(t, func() {
		r.Bob.Submit(t, form, calais, r.Team.Id, map[string]any{"date": "15/12 à 17h", "motif": ""})
	})
	if said.ChannelId != calais {
		t.Error("the answer is elsewhere than the command")
	}
	shows(t, "what became of the form", said, lines(
		"E1 est reportée au mardi 15 décembre 2026 (S51), 17 h.", mistake, "",
		"**E1 · Contributions CRTE**",
		"À remettre **mardi 15 décembre 2026 (S51), 17 h**, dans 16 jours ouvrés",
		"Par : préfecture du Pas-de-Calais, ~pref-62",
		"Demandé par alice, SGAR",
		"Avant : vendredi 4 décembre 2026 (S49).",
		"Rappels à 9 h : mar. 8, ven. 11, lun. 14 et mar. 15 déc.",
		openButtons))

	// A form opened before a change shows what changed beside what it asks.
	redrawn := r.Becomes(t, r.Bob, card, lines(crteAnnounced,
		"Reportée au **mardi 15 décembre 2026 (S51), 17 h**, dans 16 jours ouvrés",
		"Avant : vendredi 4 décembre 2026 (S49).",
		"Rappels à 9 h : mar. 8, ven. 11, lun. 14 et mar. 15 déc.",
		openButtons))
	stale := r.Bob.Opens(t, func() { r.Bob.Press(t, redrawn, "Reporter") })
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance reporter E1 le 17/12")
	r.Bob.Submit(t, stale, calais, r.Team.Id, map[string]any{"date": "18/12"})
	overtaken := r.Await(t, r.Bob, private, "what changed meanwhile", By(j.BotID(t), "Rien n’est écrasé"))
	shows(t, "a form of before a change", overtaken, lines(
		"alice a modifié E1 pendant votre saisie. Rien n’est écrasé.",
		"Date : mardi 15 décembre 2026 (S51), 17 h, devenue jeudi 17 décembre 2026 (S51), 17 h ; vous demandez le vendredi 18 décembre 2026 (S51).",
		"[Mettre au ven. 18 déc.] [Garder le jeu. 17 déc.]"))
	shows(t, "the deadline", r.Bob.Ask(t, calais, "/echeance voir E1"), lines(
		"**E1 · Contributions CRTE**",
		"À remettre **jeudi 17 décembre 2026 (S51), 17 h**, dans 18 jours ouvrés",
		"Par : préfecture du Pas-de-Calais, ~pref-62",
		"Demandé par alice, SGAR",
		"Avant : mardi 15 décembre 2026 (S51), 17 h.",
		"Rappels à 9 h : jeu. 10, lun. 14, mer. 16 et jeu. 17 déc.",
		"Créée le lundi 23 novembre 2026 (S48) à 10 h. Prochain rappel : jeu. 10 déc., 9 h.",
		openButtons+" [Partager]"))
}

func TestACommandWithNothingOpensAForm(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	sgar := r.Channel(t, "sgar")
	j.At(t, "2026-11-23 10:00")

	form := r.Alice.Opens(t, func() { r.Alice.Command(t, sgar, "/echeance ajouter") })
	said := r.Alice.Hears(t, func() {
		r.Alice.Submit(t, form, sgar, r.Team.Id, map[string]any{
			"titre": "Note ERBM", "date": "vendredi", "pour": "59 62", "rappels": "J-1",
		})
	})
	shows(t, "what became of the form", said, lines(
		"E1 est enregistrée. Les rappels iront dans ~pref-59 et ~pref-62.", mistake, "",
		"**E1 · Note ERBM**",
		"À remettre **vendredi 27 novembre 2026 (S48)**, dans 4 jours ouvrés",
		"Par : préfectures du Nord, ~pref-59, et du Pas-de-Calais, ~pref-62",
		"Demandé par alice, SGAR",
		"Rappel à 9 h : jeu. 26 nov.",
		openButtons))
}

func TestAnnulerTakesAReasonAndStopsEverything(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	calais := r.Channel(t, "pref-62")
	card := crte(t, r, j)

	j.At(t, "2026-11-27 09:00")
	reminder := r.Await(t, r.Bob, calais, "the reminder", By(j.BotID(t), "Rappel :"))
	form := r.Bob.Opens(t, func() { r.Bob.Press(t, reminder, "Annuler") })
	if answer := r.Bob.Submit(t, form, calais, r.Team.Id, map[string]any{"motif": nil}); answer.Form == nil && len(answer.Errors) == 0 {
		t.Errorf("a form without its reason is closed: %+v", answer)
	}
	r.Bob.Submit(t, form, calais, r.Team.Id, map[string]any{"motif": "demande retirée"})

	cancelled := lines(
		"**Annulée** le vendredi 27 novembre 2026 (S48) à 9 h, par bob, préfecture du Pas-de-Calais. Motif : demande retirée",
		"Aucun rappel ne partira. Rien n’est effacé.")
	for _, reader := range []*User{r.Alice, r.Bob} {
		r.Becomes(t, reader, card, lines(crteAnnounced, cancelled))
		r.Becomes(t, reader, reminder, lines(
			"Rappel : **Contributions CRTE** (E1)",
			"À remettre **vendredi 4 décembre 2026 (S49)**, dans 5 jours ouvrés",
			"Par : préfecture du Pas-de-Calais. Demandé par alice, SGAR",
			cancelled))
	}
	j.At(t, "2026-12-04 09:00")
	Throughout(t, quiet, "nothing more of a cancelled deadline", func() bool { return len(r.Written(t, j.BotID(t), calais)) == 2 })
}
