package e2e

import (
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// Where a project stands is asked and said by those who may, in a channel and in
// private; a fall into orage is told, a stale outlook asked for and given by a touch.
func TestAProjectIsFollowed(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	j := r.NewJalon(t, "--rehearsal")
	bot, sgar := j.BotID(t), r.Channel(t, "sgar")
	withBob := r.Conversation(t, r.Bob, j)
	j.At(t, "2026-10-12 10:00")
	r.types(t, []typed{
		{r.Alice, "sgar", "/projet programme ERBM fraîcheur 30 jours", []string{"ERBM", "créé"}},
		{r.Alice, "sgar", `/projet ajouter "ERBM, renouveau du bassin minier" court ERBM programme ERBM territoire 59 62 pilote @bob météo couvert`, []string{"PR1", "59, 62"}},
		{r.Bob, "pref-62", "/projet ERBM", []string{"PR1", "Couvert", "Pilote : bob"}},
		{r.Carole, "pref-59", "/projet meteo ERBM orage", []string{"ne peut pas être modifiée", "préfecture du Pas-de-Calais"}},
		{r.Bob, "pref-62", `/projet meteo ERBM orage "avis attendu" prochaine 15/12`, []string{"passé de Couvert à Orage", "~sgar"}},
		{r.Alice, "sgar", "/projet liste 62 orage", []string{"1 projet", "PR1"}},
	})
	storm := r.Await(t, r.Alice, sgar, "the fall into orage", By(bot, "PR1", "passe en Orage", "avis attendu", "15 décembre 2026"))
	r.Bob.Say(t, withBob, "où en est l’ERBM ?")
	r.Await(t, r.Bob, withBob, "where it stands", By(bot, "PR1", "Orage", "avis attendu"))

	j.At(t, "2026-11-16 08:45")
	question := r.Await(t, r.Bob, withBob, "the question", By(bot, "PR1 · ERBM", "quelle est la météo ?"))
	r.Bob.Press(t, question, "Soleil")
	if labels := Labels(r.comesToShow(t, r.Bob, question, "Répondu", "Soleil")); len(labels) != 0 {
		t.Errorf("once answered, it may still be pressed: %q", labels)
	}
	r.comesToShow(t, r.Alice, storm, "Désormais", "Soleil")
}

// A file dropped in the private conversation is looked at, and stored once agreed to;
// another person's file is nobody else's.
func TestAFileOfProjectsIsHandedIn(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	j := r.NewJalon(t)
	j.Serve(t)
	bot, private := j.BotID(t), r.Conversation(t, r.Alice, j)
	const list = "code_departement;nom_commune;code_commune;numero_dossier_ds;nom_du_projet;montant_engage\r\n" +
		"2;Laon;2408;1001;Toit de l’école;42 885,00 €\r\n62;Lens;62498;1002;Éclairage;1200\r\n"
	given := r.Alice.Hand(t, private, "", "fonds-vert-2025.csv", list)
	preview := r.Await(t, r.Alice, private, "the preview", By(bot, "fonds-vert-2025.csv", "2 projets", "44 085,00 €", "Rien n’est encore enregistré"))
	r.types(t, []typed{
		{r.Alice, "sgar", "/projet liste", []string{"Aucun projet"}},
		{r.Bob, "pref-62", "/projet importer " + given + " confirmer", []string{"n’est plus lisible"}},
	})
	stored := r.Alice.Hears(t, func() { r.Alice.Press(t, preview, "Importer 2 projets") })
	if got := Shown(stored); !strings.Contains(got, "2 projets") || !strings.Contains(got, "Créés : 2") {
		t.Errorf("once agreed to:\n%s", got)
	}
	r.types(t, []typed{{r.Bob, "pref-62", "/projet liste", []string{"1 projet", "Éclairage"}}})
	r.Alice.Hand(t, private, "", "fonds-vert-2025.csv", list)
	r.Await(t, r.Alice, private, "that nothing changes", By(bot, "est déjà importé"))
	r.Alice.Command(t, r.Channel(t, "sgar"), "/projet exporter")
	r.Await(t, r.Alice, private, "the files", func(p *model.Post) bool {
		return strings.Contains(p.Message, "2 projets exportés") && len(p.FileIds) == 2
	})
}
