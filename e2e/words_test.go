package e2e

import (
	"fmt"
	"testing"
)

// typed is a line that somebody types, and what they must read.
type typed struct {
	who     *User
	channel string
	line    string
	want    string
}

func (r *Region) reads(t *testing.T, all []typed) {
	t.Helper()
	for _, c := range all {
		t.Run(c.who.Name+" "+c.line, func(t *testing.T) {
			shows(t, "the answer", c.who.Ask(t, r.Channel(t, c.channel), c.line), c.want)
		})
	}
}

// added is the answer to a new deadline that Alice keeps in ~sgar.
func added(ref, title, due, delay, more, reminders string) string {
	if more != "" {
		more += "\n"
	}
	return fmt.Sprintf("%[1]s est enregistrée. Les rappels iront dans ~sgar.\n\n**%[1]s · %[2]s**\nÀ remettre **%[3]s**, dans %[4]s\n"+
		"Par : SGAR, ~sgar\nDemandé par alice, SGAR\n%[5]s%[6]s\n"+openButtons, ref, title, due, delay, more, reminders)
}

func TestTheExamplesWorkAsWritten(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	j.At(t, "2026-11-23 10:00")
	const (
		endOfJanuary = "« fin janvier » : dernier jour ouvré du mois (le 31 est un dimanche)"
		inJanuary    = "Rappels à 9 h : ven. 22, mar. 26, jeu. 28 et ven. 29 janv. 2027"
		thisWeek     = "Rappels à 9 h : mar. 24, jeu. 26 et ven. 27 nov.\nDéjà passé, non envoyé : ven. 20 nov. (J-7 calendaires)"
	)
	r.reads(t, []typed{
		{r.Alice, "sgar", "/echeance liste", "Aucune échéance ouverte.\nPour en créer une : `/echeance ajouter Note ERBM vendredi`"},
		{r.Alice, "sgar", "/echeance ajouter Bilan CPER à la DGCL fin janvier",
			added("E1", "Bilan CPER à la DGCL", "vendredi 29 janvier 2027 (S4)", "47 jours ouvrés", endOfJanuary, inJanuary)},
		{r.Alice, "sgar", `/echeance ajouter "Remontée DSIL 2027" le 15/12 à 12h pour 59 62 rappels J-7 J-3 J-1`,
			"E2 est enregistrée. Les rappels iront dans ~pref-59 et ~pref-62.\n\n**E2 · Remontée DSIL 2027**\n" +
				"À remettre **mardi 15 décembre 2026 (S51), 12 h**, dans 16 jours ouvrés\n" +
				"Par : préfectures du Nord, ~pref-59, et du Pas-de-Calais, ~pref-62\nDemandé par alice, SGAR\n" +
				"Rappels à 9 h : mar. 8, ven. 11 et lun. 14 déc.\n" + openButtons},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM vendredi à @alice",
			"E3 est enregistrée. Les rappels vous parviendront en privé.\n\n**E3 · Note ERBM**\n" +
				"À remettre **vendredi 27 novembre 2026 (S48)**, dans 4 jours ouvrés\nPar : @alice\nDemandé par alice, SGAR\n" +
				thisWeek + "\n" + openButtons},
		{r.Alice, "sgar", "/echeance ajouter Note pour le préfet vendredi",
			added("E4", "Note pour le préfet", "vendredi 27 novembre 2026 (S48)", "4 jours ouvrés", "", thisWeek)},
		{r.Alice, "sgar", "/echeance ajouter CPER 2021-2027 avenant 3 fin janvier",
			added("E5", "CPER 2021-2027 avenant 3", "vendredi 29 janvier 2027 (S4)", "47 jours ouvrés", endOfJanuary, inJanuary)},
	})
	for range 6 {
		r.Carole.Ask(t, r.Channel(t, "pref-59"), "/echeance ajouter Enquête DETR le 2 décembre")
	}
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Contributions CRTE demain pour 59 62")
	r.reads(t, []typed{
		{r.Bob, "pref-62", "/echeance fait E12 transmis ce matin",
			"E12 est faite pour la préfecture du Pas-de-Calais. Le rappel restant ne partira pas.\nEncore attendu : la préfecture du Nord"},
		{r.Alice, "sgar", `/echeance reporter E12 vendredi motif "attente DREAL"`,
			"E12 est reportée au vendredi 27 novembre 2026 (S48).\n\n**E12 · Contributions CRTE**\n" +
				"À remettre **vendredi 27 novembre 2026 (S48)**, dans 4 jours ouvrés\n" +
				"Par : préfectures du Nord, ~pref-59, et du Pas-de-Calais, ~pref-62\nDemandé par alice, SGAR\n" +
				"Avant : mardi 24 novembre 2026 (S48). Motif : attente DREAL\n" +
				"- En attente ⏳ · préfecture du Nord\n- Fait ✅ · préfecture du Pas-de-Calais · lun. 23 nov., par bob\n\n" +
				thisWeek + "\n" + openButtons},
		{r.Alice, "sgar", "/echeance liste 62 retard", "Aucune échéance en retard pour la préfecture du Pas-de-Calais."},
		{r.Alice, "sgar", "/echeance liste semaine prochaine",
			"**6 échéances ouvertes** du 30 novembre au 6 décembre 2026 (S49)\n" +
				"- **mer. 2 déc.** · Enquête DETR (E6) · 59\n- **mer. 2 déc.** · Enquête DETR (E7) · 59\n" +
				"- **mer. 2 déc.** · Enquête DETR (E8) · 59\n- **mer. 2 déc.** · Enquête DETR (E9) · 59\n" +
				"- **mer. 2 déc.** · Enquête DETR (E10) · 59\n\n" +
				"et 1 autre : `/echeance liste semaine prochaine page 2`\n[Page suivante]"},
		{r.Alice, "sgar", "/echeance fait E12 pour tous", "E12 est close. Les 3 rappels restants ne partiront pas."},
		{r.Alice, "sgar", "/echeance liste 62",
			"**1 échéance ouverte** pour la préfecture du Pas-de-Calais\n- **mar. 15 déc., 12 h** · Remontée DSIL 2027 (E2) · 59, 62"},
		{r.Alice, "sgar", "/jalon",
			"**Votre semaine 48, du 23 au 27 novembre 2026 : 2 échéances**\n" +
				"- **ven. 27 nov.** · Note ERBM (E3) · alice\n- **ven. 27 nov.** · Note pour le préfet (E4) · SGAR\n\n" +
				"Dans la région : 2 à suivre d’ici à dimanche, dont 0 en retard. Détail : `/echeance liste cette semaine` ou `/echeance liste retard`\n\n" +
				"Aide : `/jalon aide`"},
		{r.Alice, "sgar", "/jalon aide",
			"**jalon rappelle les échéances aux services, jusqu’à ce qu’elles soient faites.**\n" +
				"Pour commencer : `/echeance ajouter Note ERBM vendredi`\n" +
				"- `/echeance` : créer, reporter, clore une échéance\n" +
				"- `/jalon` : ce que vous avez à faire cette semaine\n" +
				"- `/jalon aide` : l’aide, en général ou sur une commande\n\n" +
				"Détail d’une commande : `/jalon aide echeance`\n" +
				"En privé ou par une mention, sans barre oblique : `echeance liste`\n" +
				"Rien de classifié ni de diffusion restreinte ici : un titre et un lien suffisent."},
	})
}

func TestWhatIsNotUnderstoodLeavesNothing(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	bot := j.BotID(t)
	j.At(t, "2026-11-23 10:00")
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Contributions CRTE le 4/12 pour 62")
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Enquête DETR le 4/12 pour 62")
	r.Bob.Ask(t, r.Channel(t, "pref-62"), "/echeance fait E2")
	list := Shown(r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance liste"))

	r.reads(t, []typed{
		{r.Alice, "sgar", "/echeance ajoutter Note ERBM vendredi",
			"**« ajoutter »** n’est pas une action de `/echeance`. Rien n’est enregistré.\n" +
				"Vouliez-vous dire : `/echeance ajouter Note ERBM vendredi` ?\n[Oui, ajouter]"},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM lundi 15 décembre",
			"« lundi 15 décembre » n’existe pas : le 15 décembre 2026 est un mardi. Rien n’est enregistré.\n" +
				"Choisissez la date de « Note ERBM ».\n[lun. 14 déc.] [mar. 15 déc.]"},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM le 31/02",
			"« le 31/02 » n’existe pas : février a 28 jours. Rien n’est enregistré.\nÉcrivez par exemple : `28/02/2027` ou `01/03/2027`"},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM",
			"Il manque la date de « Note ERBM ». Rien n’est enregistré.\nAjoutez-la à la fin : `/echeance ajouter Note ERBM vendredi`"},
		{r.Alice, "sgar", "/echeance ajouter vendredi",
			"Il manque le titre de l’échéance. Rien n’est enregistré.\nPar exemple : `/echeance ajouter Note ERBM vendredi`"},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM vendredi pour 59 99",
			"Le service **« 99 »** n’existe pas dans la région. Rien n’est enregistré.\n" +
				"Services proches : `62` (préfecture du Pas-de-Calais), `80` (préfecture de la Somme)"},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM vendredi à @zoe",
			"**@zoe** ne fait pas partie de l’équipe. Rien n’a changé."},
		{r.Alice, "sgar", `/echeance ajouter "Note ERBM vendredi`,
			"Un guillemet n’est pas fermé : **\"Note ERBM vendredi**. Rien n’est enregistré.\nFermez-le, par exemple : `\"Note ERBM\"`"},
		{r.Bob, "pref-62", "/echeance reporter E2 le 11/12",
			"**E2** est déjà close : faite par bob, lundi 23 novembre 2026 (S48) à 10 h. Rien n’a changé.\nPour la voir : `/echeance voir E2`"},
		{r.Bob, "pref-62", "/echeance fait E99",
			"**E99** n’existe pas dans la région.\nPour la retrouver : `/echeance liste`"},
		{r.Carole, "pref-59", "/echeance fait E1",
			"E1 ne peut pas être modifiée depuis votre compte. Rien n’a changé.\n" +
				"Règle : elle revient aux agents de la préfecture du Pas-de-Calais, et à la coordination.\n" +
				"Pour l’obtenir : demandez à entrer dans le canal du service, ou écrivez au SGAR."},
		{r.Carole, "pref-59", "/echeance reporter E1 le 11/12",
			"E1 ne peut pas être modifiée depuis votre compte. Rien n’a changé.\n" +
				"Règle : elle revient aux agents de la préfecture du Pas-de-Calais, et à la coordination.\n" +
				"Pour l’obtenir : demandez à entrer dans le canal du service, ou écrivez au SGAR."},
		{r.Bob, "pref-62", "/echeance reporter E1 le 2/12",
			"E1 est à remettre le vendredi 4 décembre 2026 (S49). **« le 2/12 »** est plus tôt : mercredi 2 décembre 2026 (S49). Rien n’a changé.\n" +
				"Voulez-vous l’avancer ?\n[Avancer au mer. 2 déc.] [Garder le ven. 4 déc.]"},
		{r.Alice, "sgar", "/jalon bonjour",
			"**« bonjour »** n’est pas une action de `/jalon`. Rien n’est enregistré.\nActions possibles : aide"},
	})

	if now := Shown(r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance liste")); now != list {
		t.Errorf("the list was\n%s\n\nand is\n%s", list, now)
	}
	Throughout(t, quiet, "nobody is told anything of it", func() bool {
		return len(r.Written(t, bot, r.Channel(t, "sgar"))) == 0 &&
			len(r.Written(t, bot, r.Channel(t, "pref-59"))) == 0 &&
			len(r.Written(t, bot, r.Channel(t, "pref-62"))) == 2
	})
}
