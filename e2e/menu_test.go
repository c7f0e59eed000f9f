package e2e

import (
	"strings"
	"testing"
)

// What one person settles: their own point of the week, the usual reminders of the
// region, and one of several deadlines put off from the menu of their post.
func TestAMorningOfOnesOwn(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	fanny := r.newcomer(t, "fanny", "pref-62")
	j := r.NewJalon(t, "--rehearsal")
	bot, calais := j.BotID(t), r.Channel(t, "pref-62")
	withBob := r.Conversation(t, r.Bob, j)
	j.At(t, "2026-11-23 10:00")
	r.types(t, []typed{
		{r.Bob, "pref-62", "/jalon point vendredi 16h", []string{"Point personnel : **vendredi à 16 h**", "ven. 27 nov., 16 h"}},
		{r.Alice, "sgar", "/jalon rappels habituels légale J-30 J-15 J-7", []string{"Échéances légales : J-30 J-15 J-7"}},
		{r.Bob, "pref-62", "/jalon rappels habituels interne J-1", []string{"Règle :", "Rien n’a changé"}},
		{r.Alice, "sgar", "/echeance ajouter Bilan PVD le 30/11 pour 62", []string{"E1"}},
		{r.Alice, "sgar", "/echeance ajouter Contributions CRTE le 4/12 pour 62", []string{"E2"}},
		{r.Alice, "sgar", `/echeance ajouter "Compte administratif" le 14/12 pour 62 légale`, []string{"E3", "Échéance légale", "Rappels à 9 h : ven. 27 nov. et lun. 7 déc."}},
	})
	j.At(t, "2026-11-27 09:00")
	group := r.Await(t, r.Bob, calais, "the reminders", By(bot, "3 échéances à suivre", "(E1)", "(E2)", "(E3)"))

	// The menu puts one of them off, for who is of the channel.
	if err := r.Carole.TryChoose(t.Context(), group, "Reporter…", "E2"); err == nil {
		t.Error("Carole used the menu of a channel that is not hers")
	}
	form := r.Bob.Opens(t, func() { r.Bob.Choose(t, group, "Reporter…", "E2") })
	if !strings.Contains(form.Dialog.Title, "E2") {
		t.Errorf("the form is called %q", form.Dialog.Title)
	}
	if taken := r.Bob.Submit(t, form, calais, r.Team.Id, map[string]any{"date": "11/12", "motif": "attente DREAL"}); taken.Error != "" || len(taken.Errors) > 0 {
		t.Fatalf("the form is refused: %+v", taken)
	}
	r.comesToShow(t, r.Bob, group, "**ven. 11 déc.** · Contributions CRTE (E2)")

	// Two people press the same button: it is done once, by one of them.
	atOnce(trying(t, r.Bob, group, "Fait E1"), trying(t, fanny, group, "Fait E1"))
	r.comesToShow(t, r.Bob, group, "Fait ✅ · lun. 30 nov. · Bilan PVD (E1)", "[Fait E2] [Fait E3] [Reporter…]")
	r.once(t, "/jalon journal E1", " · close, ")

	j.At(t, "2026-11-27 16:00")
	r.Await(t, r.Bob, withBob, "the point of the week to come", By(bot, "Votre semaine 49", "du 30 novembre au 4 décembre 2026"))
	r.types(t, []typed{{r.Bob, "pref-62", "/jalon point aucun", []string{"point personnel"}}})
}

// once checks that what Alice is answered holds a text once.
func (r *Region) once(t *testing.T, line, text string) {
	t.Helper()
	if answer := Shown(r.Alice.Ask(t, r.Channel(t, "sgar"), line)); strings.Count(answer, text) != 1 {
		t.Errorf("%s answers\n%s\n\nwhich does not hold %q once", line, answer, text)
	}
}
