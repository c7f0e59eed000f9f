package e2e

import (
	"strings"
	"testing"
)

// typed is a line that somebody types, and what stands in the answer. Whole
// answers are the business of jalon's own tests; here counts that the line
// comes through the server as it was typed, and the answer back.
type typed struct {
	who     *User
	channel string
	line    string
	says    []string
}

func (r *Region) types(t *testing.T, all []typed) {
	t.Helper()
	for _, c := range all {
		t.Run(c.who.Name+" "+c.line, func(t *testing.T) {
			answer := Shown(c.who.Ask(t, r.Channel(t, c.channel), c.line))
			for _, want := range c.says {
				if !strings.Contains(answer, want) {
					t.Errorf("%s reads\n%s\n\nwithout\n%s", c.who.Name, answer, want)
				}
			}
		})
	}
}

func TestTheExamplesWorkAsWritten(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	j.At(t, "2026-11-23 10:00")
	const (
		endOfJanuary = "À remettre **vendredi 29 janvier 2027 (S4)**, dans 47 jours ouvrés"
		friday       = "À remettre **vendredi 27 novembre 2026 (S48)**, dans 4 jours ouvrés"
	)
	r.types(t, []typed{
		{r.Alice, "sgar", "/echeance liste", []string{"Aucune échéance ouverte."}},
		{r.Alice, "sgar", "/echeance ajouter Bilan CPER à la DGCL fin janvier", []string{
			"**E1 · Bilan CPER à la DGCL**", endOfJanuary, "« fin janvier » : dernier jour ouvré du mois", openButtons,
		}},
		{r.Alice, "sgar", `/echeance ajouter "Remontée DSIL 2027" le 15/12 à 12h pour 59 62 rappels J-7 J-3 J-1`, []string{
			"**E2 · Remontée DSIL 2027**", "À remettre **mardi 15 décembre 2026 (S51), 12 h**, dans 16 jours ouvrés",
			"Par : préfectures du Nord, ~pref-59, et du Pas-de-Calais, ~pref-62", "Rappels à 9 h : mar. 8, ven. 11 et lun. 14 déc.",
		}},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM vendredi à @alice", []string{"**E3 · Note ERBM**", friday, "Par : @alice"}},
		{r.Alice, "sgar", "/echeance ajouter Note pour le préfet vendredi", []string{"**E4 · Note pour le préfet**", friday, "Par : SGAR, ~sgar"}},
		{r.Alice, "sgar", "/echeance ajouter CPER 2021-2027 avenant 3 fin janvier", []string{"**E5 · CPER 2021-2027 avenant 3**", endOfJanuary}},
	})
	for range 6 {
		r.Carole.Ask(t, r.Channel(t, "pref-59"), "/echeance ajouter Enquête DETR le 2 décembre")
	}
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Contributions CRTE demain pour 59 62")
	r.types(t, []typed{
		{r.Bob, "pref-62", "/echeance fait E12 transmis ce matin", []string{
			"E12 est faite pour la préfecture du Pas-de-Calais.", "Encore attendu : la préfecture du Nord",
		}},
		{r.Alice, "sgar", `/echeance reporter E12 vendredi motif "attente DREAL"`, []string{
			"E12 est reportée au vendredi 27 novembre 2026 (S48).", "Motif : attente DREAL", "transmis ce matin",
		}},
		{r.Alice, "sgar", "/echeance liste 62 retard", []string{"Aucune échéance en retard pour la préfecture du Pas-de-Calais."}},
		{r.Alice, "sgar", "/echeance liste semaine prochaine", []string{
			"**6 échéances ouvertes**", "(S49)", "- **mer. 2 déc.** · Enquête DETR (E6) · 59", "[Page suivante]",
		}},
		{r.Alice, "sgar", "/echeance fait E12 pour tous", []string{"E12 est close. Les 3 rappels restants ne partiront pas."}},
		{r.Alice, "sgar", "/echeance liste 62", []string{"**1 échéance ouverte**", "- **mar. 15 déc., 12 h** · Remontée DSIL 2027 (E2) · 59, 62"}},
		{r.Alice, "sgar", "/jalon", []string{
			"**Votre semaine 48, du 23 au 27 novembre 2026 : 2 échéances**", "Note ERBM (E3)", "Note pour le préfet (E4)",
		}},
		{r.Alice, "sgar", "/jalon aide", []string{"`/echeance`", "`/jalon aide echeance`"}},
		{r.Alice, "sgar", "/jalon aide echeance reporter", []string{"`/echeance reporter E12 vendredi motif \"attente DREAL\"`"}},
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

	const unsaved, unchanged = "Rien n’est enregistré", "Rien n’a changé"
	r.types(t, []typed{
		{r.Alice, "sgar", "/jalon bonjour", []string{"« bonjour »", unsaved, "aide"}},
		{r.Alice, "sgar", "/echeance ajoutter Note ERBM vendredi", []string{"« ajoutter »", unsaved, "`/echeance ajouter Note ERBM vendredi`", "[Oui, ajouter]"}},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM lundi 15 décembre", []string{
			"« lundi 15 décembre »", "le 15 décembre 2026 est un mardi", unsaved, "[lun. 14 déc.] [mar. 15 déc.]",
		}},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM le 31/02", []string{"« le 31/02 »", "février a 28 jours", unsaved}},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM", []string{"Il manque la date de « Note ERBM »", unsaved}},
		{r.Alice, "sgar", "/echeance ajouter vendredi", []string{"Il manque le titre", unsaved}},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM vendredi pour 59 99", []string{"« 99 »", unsaved, "Services proches"}},
		{r.Alice, "sgar", "/echeance ajouter Note ERBM vendredi à @zoe", []string{"@zoe", unchanged}},
		{r.Alice, "sgar", `/echeance ajouter "Note ERBM vendredi`, []string{`"Note ERBM vendredi`, unsaved}},
		{r.Bob, "pref-62", "/echeance reporter E2 le 11/12", []string{"**E2** est déjà close : faite par bob", unchanged}},
		{r.Bob, "pref-62", "/echeance fait E99", []string{"Aucune échéance visible pour **E99**"}},
		{r.Carole, "pref-59", "/echeance fait E1", []string{"Aucune échéance visible pour **E1** depuis votre compte.", unchanged}},
		{r.Carole, "pref-59", "/echeance reporter E1 le 11/12", []string{"Aucune échéance visible pour **E1** depuis votre compte.", unchanged}},
		{r.Carole, "pref-59", "/echeance fait E1 pour tous", []string{unchanged}},
		{r.Carole, "pref-59", "/jalon service modifier 62 nom Lille", []string{"Règle : ", "Pour l’obtenir : ", unchanged}},
		{r.Bob, "pref-62", "/echeance reporter E1 le 2/12", []string{"« le 2/12 »", "plus tôt", unchanged, "[Avancer au mer. 2 déc.]"}},
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
