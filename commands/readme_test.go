package commands

import (
	"flag"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/i18n"
	"jalon/plan"
)

var update = flag.Bool("update", false, "write the table of commands of README.md")

func router(t testing.TB) *Router {
	t.Helper()
	r, err := NewRouter(plan.New(nil, plan.Options{}), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTheTableOfTheReadmeIsWhatTheProgramKnows compares what stands between the
// marks of the README with the table derived from the commands.
func TestTheTableOfTheReadmeIsWhatTheProgramKnows(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(readme), "<!-- commands -->\n")
	table, _, closed := strings.Cut(after, "<!-- /commands -->")
	if !found || !closed {
		t.Fatal("README.md has no marks around the table of commands")
	}
	want := router(t).Table(i18n.EN)
	if *update {
		whole := strings.Replace(string(readme), "<!-- commands -->\n"+table, "<!-- commands -->\n"+want, 1)
		if err := os.WriteFile("../README.md", []byte(whole), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("README.md is not up to date; run go test ./commands -update:\n%s", diff)
	}
}

func TestEveryExampleNamesItsOwnCommand(t *testing.T) {
	r := router(t)
	e := &Env{router: r, lang: i18n.FR, x: region()}
	for _, c := range r.commands {
		for _, example := range c.examples {
			got, _, err := r.find(e, example)
			if err != nil || got != c {
				t.Errorf("%q, an example of %q, leads elsewhere: %v", example, c.path, err)
			}
			if c.trigger() == mother {
				continue
			}
			if got, _, err := r.find(e, mother+" "+example); err != nil || got != c {
				t.Errorf("%q under /jalon leads elsewhere: %v", example, err)
			}
		}
		for _, alias := range c.aliases {
			if got, _, err := r.find(e, alias); err != nil || got != c {
				t.Errorf("alias %q of %q leads elsewhere: %v", alias, c.path, err)
			}
		}
		for _, see := range c.seeAlso {
			if r.byPath[see] == nil {
				t.Errorf("%q says to see %q, which is no command", c.path, see)
			}
		}
	}
}

func TestTheHintOfATriggerListsItsActions(t *testing.T) {
	deadlines := Trigger{
		Name: "echeance", Hint: "[ajouter | liste | voir | fait | reporter | confier | modifier | annuler | passer | arreter | partager]",
		Description: "Créer, reporter, clore une échéance",
	}
	accented := deadlines
	accented.Name = "échéance"
	representation := Trigger{
		Name: "representation", Hint: "[designer | accepter | refuser | suppleant | pouvoir | valider | manquantes | rejeter | conflits | non-representee]",
		Description: "Qui siège pour le préfet, qui est empêché",
	}
	represented := representation
	represented.Name = "représentation"
	meetings := Trigger{
		Name: "seance", Hint: "[planifier | voir | confirmer | deplacer | annuler | modifier | odj | convocation | liste | tenue | cr | decisions | reconduire]",
		Description: "Planifier et suivre les séances d’une instance",
	}
	sittings := meetings
	sittings.Name = "séance"
	calls := Trigger{
		Name: "remontee", Hint: "[ouvrir | repondre | neant | sans-objet | prorogation | accorder | refuser | etat | consolidation | relancer | reporter | clore | liste]",
		Description: "Interroger plusieurs services, et ne relancer que ceux qui n’ont pas répondu",
	}
	called := calls
	called.Name = "remontée"
	want := []Trigger{
		deadlines, accented,
		{Name: "instance", Hint: "[ajouter | liste | voir | modifier | siege | mandat | qui | fermer | rouvrir | dormantes | depart]", Description: "Les instances, leurs sièges et qui les occupe"},
		{Name: "jalon", Hint: "[aide | recherche | defaire | journal | point | rappels | pourquoi | service | agent | modele | passation | mes-donnees | conservation | trajet | mes-seances | prefet]", Description: "Ce que vous avez à faire cette semaine"},
		{Name: "projet", Hint: "[ajouter | liste | voir | meteo | avancement | blocage | historique | modifier | rattacher | detacher | clore | rouvrir | programme | synthese | revue | appel | compte | fonds | enveloppe | subvention | programmation | redeploiement | importer | exporter]", Description: "Les projets\u202f: météo, blocages, crédits"},
		calls, called, representation, represented, meetings, sittings,
	}
	if diff := cmp.Diff(want, router(t).Triggers(i18n.FR)); diff != "" {
		t.Error(diff)
	}
}

func TestAnIncompleteCommandDoesNotStart(t *testing.T) {
	whole := func() command {
		return command{
			path: "echeance essayer", summary: plan.UseIt.Rule(), right: plan.UseIt,
			examples: []string{"echeance essayer"}, run: help,
		}
	}
	for name, spoil := range map[string]func(*command){
		"no path":               func(c *command) { c.path = "" },
		"a path with accents":   func(c *command) { c.path = "échéance essayer" },
		"no summary":            func(c *command) { c.summary = i18n.Msg{} },
		"nobody may use it":     func(c *command) { c.right = "" },
		"no example":            func(c *command) { c.examples = nil },
		"an example of another": func(c *command) { c.examples = []string{"projet voir"} },
		"nothing to do":         func(c *command) { c.run = nil },
	} {
		t.Run(name, func(t *testing.T) {
			c := whole()
			if err := c.check(); err != nil {
				t.Fatalf("the whole command is refused: %v", err)
			}
			spoil(&c)
			if c.check() == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestASlipIsForgivenNotAnotherWord(t *testing.T) {
	verbs := []string{"ajouter", "liste", "voir", "fait", "reporter", "confier", "modifier", "annuler"}
	for typed, want := range map[string]string{
		"ajoutter": "ajouter", "repporter": "reporter", "lsite": "liste", "modifer": "modifier", "annulé": "annuler", "fiat": "fait",
	} {
		if got := nearest(typed, verbs); len(got) == 0 || got[0] != want {
			t.Errorf("%q: got %v, want %q", typed, got, want)
		}
	}
	for _, typed := range []string{"bonjour", "xyz", "convoquer"} {
		if got := nearest(typed, verbs); len(got) > 0 {
			t.Errorf("%q was taken for %v", typed, got)
		}
	}
}
