package e2e

import (
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// The commands that the other tests do not type, through the real server.
func TestTheRegionIsManagedInTheChat(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	r.makePrivate(t, "sgar")
	j.At(t, "2026-11-23 10:00")
	r.types(t, []typed{
		{r.Alice, "sgar", "/jalon service ajouter ARS nom agence régionale de santé", []string{"ARS"}},
		{r.Alice, "sgar", "/jalon service liste", []string{"ARS"}},
		{r.Alice, "sgar", "/jalon service voir 62", []string{"préfecture du Pas-de-Calais"}},
		{r.Alice, "sgar", "/jalon service modifier 62 point mardi 9h", []string{"mardi à 9"}},
		{r.Alice, "sgar", "/jalon service fermer ARS", []string{"ARS"}},
		{r.Bob, "pref-62", "/jalon service fermer 80", []string{"Rien n’a changé"}},
		{r.Alice, "sgar", "/jalon agent liste 62", []string{"bob"}},
		{r.Alice, "sgar", "/jalon conservation", []string{"mois"}},
		{r.Alice, "sgar", "/echeance ajouter Contributions CRTE le 4/12 pour 62 urgent", []string{"E1 est enregistrée"}},
		{r.Alice, "sgar", "/jalon rappels E1", []string{"Prévu"}},
		{r.Alice, "sgar", "/jalon rappels simuler 62 du 23/11 au 10/12", []string{"Simulation", "rappel de E1", "point du mardi"}},
		{r.Alice, "sgar", "/jalon pourquoi E1", []string{"Qui l’a demandé", "Pour l’arrêter"}},
		{r.Alice, "sgar", "/jalon defaire", []string{"E1"}},
	})
	private := r.talk(t, r.Bob, j).channel
	r.Bob.Ask(t, r.Channel(t, "pref-62"), "/jalon mes-donnees")
	r.Await(t, r.Bob, private, "the file of what is held", func(p *model.Post) bool { return len(p.FileIds) == 1 })
	j.At(t, "2026-11-24 09:00")
	r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the point of the week", By(j.BotID(t), "Semaine 48"))
}

func TestAListOfServicesIsImported(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t)
	r.makePrivate(t, "sgar")
	list := j.write(t, "list.csv", "code;nom;nature;canal\nARS;agence régionale de santé;operateur;nulle-part\nDDTM62;DDTM du Pas-de-Calais;direction-departementale;pref-62bis\n")
	out, err := j.Run(t.Context(), "import", "services", list, "--settings", j.file("settings"))
	if err != nil || !strings.Contains(out, "nulle-part, pref-62bis") || !strings.Contains(out, "--apply") {
		t.Errorf("channels that the server does not have: %v\n%s", err, out)
	}
	list = j.write(t, "list.csv", "code;nom;nature\nARS;agence régionale de santé;operateur\n")
	if out, err = j.Run(t.Context(), "import", "services", list, "--settings", j.file("settings"), "--apply"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	j.Serve(t)
	r.types(t, []typed{{r.Alice, "sgar", "/jalon service voir ARS", []string{"agence régionale de santé"}}})
}
