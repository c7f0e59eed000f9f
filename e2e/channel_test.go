package e2e

import (
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// keptOut are the ways in which a channel can refuse jalon's posts, and how
// that is mended.
var keptOut = []struct {
	name       string
	reason     string // as the metrics name it
	told       string // to the administrators
	shut, open func(*testing.T, *Region, *Jalon)
}{
	{
		"archived and restored", "archived", "canal archivé",
		func(t *testing.T, r *Region, _ *Jalon) { r.Archive(t, "pref-62") },
		func(t *testing.T, r *Region, _ *Jalon) { r.Restore(t, "pref-62") },
	},
	{
		"without jalon and with it again", "not_member", "jalon n’y est plus membre",
		func(t *testing.T, r *Region, j *Jalon) { r.Expel(t, "pref-62", j.BotID(t)) },
		func(t *testing.T, r *Region, j *Jalon) { r.Admit(t, "pref-62", j.BotID(t)) },
	},
}

func TestARemindersChannelIsClosedToJalon(t *testing.T) {
	for _, c := range keptOut {
		t.Run(c.name, func(t *testing.T) {
			r := world.NewRegion(t)
			j := r.NewJalon(t, "--rehearsal")
			nord, calais := r.Channel(t, "pref-59"), r.Channel(t, "pref-62")
			j.At(t, "2026-11-23 10:00")
			r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Contributions CRTE le 4/12 pour 59 62")
			card := r.Await(t, r.Bob, calais, "the card", By(j.BotID(t), "E1"))

			c.shut(t, r, j)
			j.At(t, "2026-11-27 09:00")
			r.Await(t, r.Carole, nord, "the reminder of the others", By(j.BotID(t), "Rappel :"))
			j.AwaitMetric(t, patience, `jalon_dispatch_failures_total{kind="create",reason="`+c.reason+`"}`, 1)
			r.Await(t, r.Alice, r.Channel(t, "sgar"), "the administrators to be told",
				By(j.BotID(t), "~pref-62 n’accepte plus les messages de jalon", c.told, "1 message attend", "/jalon service modifier 62 canal"))

			// Nothing else suffers: commands are taken, other channels are told.
			shows(t, "Carole's answer", r.Carole.Ask(t, nord, "/echeance fait E1"), lines(
				"E1 est faite pour la préfecture du Nord. Les 3 rappels restants ne partiront pas.",
				"Encore attendu : la préfecture du Pas-de-Calais", mistake))
			r.Await(t, r.Carole, nord, "the card of the others to change", By(j.BotID(t), "E1 · Contributions", "Fait ✅"))
			r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Note ERBM le 4/12 pour 59")
			r.Await(t, r.Carole, nord, "another card", By(j.BotID(t), "E2 · Note ERBM"))

			c.open(t, r, j)
			reminder := Until(t, doubt, "the reminder to come late", func() (*model.Post, bool) {
				posts := r.Written(t, j.BotID(t), calais)
				return posts[len(posts)-1], len(posts) == 2
			})
			done := r.Bob.Hears(t, func() { r.Bob.Press(t, reminder, "Fait") })
			shows(t, "Bob's answer", done, lines("E1 est close. Les 3 rappels restants ne partiront pas.", mistake))
			r.Becomes(t, r.Bob, reminder, lines(
				"Rappel : **Contributions CRTE** (E1)",
				"À remettre **vendredi 4 décembre 2026 (S49)**, dans 5 jours ouvrés",
				"Par : préfectures du Nord et du Pas-de-Calais. Demandé par alice, SGAR",
				"**Fait ✅** le vendredi 27 novembre 2026 (S48) à 9 h, par bob, préfecture du Pas-de-Calais",
				"- Fait ✅ · préfecture du Nord · ven. 27 nov., par carole",
				"- Fait ✅ · préfecture du Pas-de-Calais · ven. 27 nov., par bob"))
			Throughout(t, quiet, "the reminder comes once", func() bool { return r.cardAndReminder(t, j, calais) })
			shows(t, "the card that refused to be drawn again", r.Reread(t, r.Bob, card), lines(
				"**E1 · Contributions CRTE**",
				"À remettre **vendredi 4 décembre 2026 (S49)**, dans 9 jours ouvrés",
				"Par : préfectures du Nord, ~pref-59, et du Pas-de-Calais, ~pref-62",
				"Demandé par alice, SGAR",
				"Rappels à 9 h : ven. 27 nov., mar. 1er, jeu. 3 et ven. 4 déc.",
				openButtons))
		})
	}
}

func TestAChannelThatIsGoneIsNoReasonToRefuse(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	card := crte(t, r, j)
	r.Archive(t, "pref-62")
	shows(t, "Alice's answer", r.Alice.Ask(t, r.Channel(t, "sgar"), `/echeance reporter E1 le 11/12 motif "attente DREAL"`), lines(
		"E1 est reportée au vendredi 11 décembre 2026 (S50).", mistake, "",
		"**E1 · Contributions CRTE**",
		"À remettre **vendredi 11 décembre 2026 (S50)**, dans 14 jours ouvrés",
		"Par : préfecture du Pas-de-Calais, ~pref-62",
		"Demandé par alice, SGAR",
		"Avant : vendredi 4 décembre 2026 (S49). Motif : attente DREAL",
		"Rappels à 9 h : ven. 4, mar. 8, jeu. 10 et ven. 11 déc.",
		openButtons))
	j.AwaitMetric(t, patience, `jalon_dispatch_failures_total{kind="edit",reason="archived"}`, 1)
	r.Restore(t, "pref-62")

	// The old card no longer follows; the next reminder makes a new one.
	j.At(t, "2026-12-04 09:00")
	reminder := r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the reminder", By(j.BotID(t), "Rappel :", "11 décembre"))
	r.Bob.Press(t, reminder, "Fait")
	r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the reminder to change", By(j.BotID(t), "Rappel :", "**Fait ✅**"))
	shows(t, "the old card", r.Reread(t, r.Bob, card), lines(crteAnnounced, "Rappels à 9 h : ven. 27 nov., mar. 1er, jeu. 3 et ven. 4 déc.", openButtons))
	said := r.Bob.Hears(t, func() { r.Bob.Press(t, card, "Fait") })
	shows(t, "Bob's answer to the old card", said,
		"**E1** est déjà close : faite par bob, vendredi 4 décembre 2026 (S49) à 9 h. Rien n’a changé.\nPour la voir : `/echeance voir E1`")
}

func TestRemindersOfOneMorningAreOnePost(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	sgar, calais := r.Channel(t, "sgar"), r.Channel(t, "pref-62")
	j.At(t, "2026-11-23 10:00")
	r.Alice.Ask(t, sgar, "/echeance ajouter Bilan PVD le 30/11 pour 62")
	r.Alice.Ask(t, sgar, "/echeance ajouter Contributions CRTE le 4/12 pour 62")
	j.At(t, "2026-11-27 09:00")
	group := r.Await(t, r.Bob, calais, "the reminders", By(j.BotID(t), "2 échéances à suivre"))
	shows(t, "the reminders", group, lines(
		"**2 échéances à suivre**",
		"Par : préfecture du Pas-de-Calais",
		"- **lun. 30 nov.** · Bilan PVD (E1)",
		"- **ven. 4 déc.** · Contributions CRTE (E2)",
		"[Fait E1] [Fait E2] [Reporter…] [Pourquoi ?]"))
	said := r.Bob.Hears(t, func() { r.Bob.Press(t, group, "Fait E1") })
	shows(t, "Bob's answer", said, lines("E1 est close. Le rappel restant ne partira pas.", mistake))
	r.Becomes(t, r.Bob, group, lines(
		"**2 échéances à suivre**",
		"Par : préfecture du Pas-de-Calais",
		"- Fait ✅ · lun. 30 nov. · Bilan PVD (E1)",
		"- **ven. 4 déc.** · Contributions CRTE (E2)",
		"[Fait E2] [Reporter…] [Pourquoi ?]"))
	said = r.Bob.Hears(t, func() { r.Bob.Press(t, r.Reread(t, r.Bob, group), "Fait E2") })
	shows(t, "Bob's answer for the other", said, lines("E2 est close. Les 3 rappels restants ne partiront pas.", mistake))
	r.Becomes(t, r.Bob, group, lines(
		"**2 échéances à suivre**",
		"Par : préfecture du Pas-de-Calais",
		"- Fait ✅ · lun. 30 nov. · Bilan PVD (E1)",
		"- Fait ✅ · ven. 4 déc. · Contributions CRTE (E2)"))
}
