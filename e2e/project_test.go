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

// A fund is shared out and a redeployment settled, a call for projects opened and
// counted, and all of it summed up in a table and pictures.
func TestCreditsAndCallsAreFollowed(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	j := r.NewJalon(t, "--rehearsal")
	bot, withAlice := j.BotID(t), r.Conversation(t, r.Alice, j)
	deciding := r.newcomer(t, "gaelle-decide", "sgar")
	j.At(t, "2026-11-23 10:00")
	r.types(t, []typed{
		{r.Alice, "sgar", `/projet ajouter "Halle de Lens" territoire 62`, []string{"PR1", "est créé"}},
		{r.Alice, "sgar", "/projet fonds DSIL régional part verte 30 %", []string{"DSIL", "créée"}},
		{r.Alice, "sgar", "/projet enveloppe DSIL 2027 52 M€", []string{"52 000 000,00 €"}},
		{r.Alice, "sgar", "/projet enveloppe DSIL 2027 62 12,4 M€", []string{"12 400 000,00 €"}},
		{r.Alice, "sgar", "/projet enveloppe DSIL 2027 59 18,9 M€", []string{"18 900 000,00 €"}},
		{r.Alice, "sgar", "/projet subvention PR1 DSIL 2027 demandé 350 k€ assiette 500 k€", []string{"PR1", "350 000,00 €"}},
		{r.Alice, "sgar", "/projet subvention PR1 DSIL 2027 retenue 350 k€ verte", []string{"PR1", "350 000,00 €"}},
		{r.Alice, "sgar", "/projet programmation DSIL 2027", []string{"| 62 | 12 400 | 350 | 12 050 |"}},
		{r.Alice, "sgar", `/projet redeploiement 120 k€ de 59 vers 62 DSIL 2027 motif "dossiers non prêts"`, []string{"RD1", "120 000,00 €"}},
		{r.Bob, "pref-62", "/projet redeploiement valider RD1", []string{"Règle : le rôle décision", "Rien n’a changé"}},
		{r.Alice, "sgar", "/projet programmation DSIL 2027", []string{"| 62 | 12 400 | 350 | 12 050 |"}},
		{r.Alice, "sgar", "/jalon agent ajouter @" + deciding.Name + " pour SGAR rôle décision", []string{"décision"}},
		{deciding, "sgar", "/projet redeploiement valider RD1", []string{"RD1"}},
		{r.Alice, "sgar", "/projet programmation DSIL 2027", []string{"| 62 | 12 520 | 350 | 12 170 |"}},
		{r.Alice, "sgar", `/projet appel "AAP Friches 2027" ouverture 4/1/2027 clôture 26/3/2027 23h59 avis 16/4/2027 pour 59 62`, []string{"PR2 · AAP Friches 2027", "8 étapes à venir"}},
		{r.Bob, "pref-62", "/projet compte PR2 62 déposés 12", []string{"ne peuvent pas être comptés", "Rien n’est enregistré"}},
		{r.Alice, "sgar", "/jalon agent ajouter @bob pour 62 rôle contribution", []string{"préfecture du Pas-de-Calais"}},
		{r.Bob, "pref-62", "/projet compte PR2 62 déposés 12 recevables 9", []string{"PR2", "12", "9"}},
		{r.Bob, "pref-62", "/projet compte PR2 59 déposés 3", []string{"ne peuvent pas être comptés"}},
		{r.Alice, "sgar", "/projet revue 62", []string{"texte à copier", "Halle de Lens"}},
		{r.Alice, "sgar", "/projet synthese 62", []string{"sont dans votre conversation avec jalon"}},
	})
	r.Await(t, r.Admin, r.Channel(t, "pref-62"), "the advice asked for", By(bot, "Avis des préfectures", "AAP Friches 2027"))
	sum := By(bot, "2 projets au lundi 23 novembre 2026", "Carte (texte équivalent)")
	r.Await(t, r.Alice, withAlice, "the table with its pictures", func(p *model.Post) bool { return sum(p) && len(p.FileIds) > 0 })
}
