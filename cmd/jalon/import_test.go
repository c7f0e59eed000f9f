package main

import (
	"bytes"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"jalon/bot/bottest"
	"jalon/plan"
	"jalon/store"
	"jalon/tabular"
)

// fill writes rows under the titles of a blank workbook.
func (w *town) fill(t *testing.T, name string, sheets map[string][][]string) string {
	t.Helper()
	if out, status := w.jalon(t, "modele", w.file(name)); status != exitOK {
		t.Fatalf("modele: status %d\n%s", status, out)
	}
	book, err := excelize.OpenFile(w.file(name))
	if err != nil {
		t.Fatal(err)
	}
	for sheet, rows := range sheets {
		for i, row := range rows {
			for column, cell := range row {
				at, err := excelize.CoordinatesToCellName(column+1, i+2)
				if err != nil {
					t.Fatal(err)
				}
				if err := book.SetCellStr(sheet, at, cell); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := book.Save(); err != nil {
		t.Fatal(err)
	}
	return w.file(name)
}

func TestAWorkbookOfServicesAndAgentsIsImported(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("setup: status %d\n%s", status, out)
	}
	w.settle(t, w.As(bottest.Admin), "pref-80", "denise")
	file := w.fill(t, "services.xlsx", map[string][][]string{
		sheetServices: {
			{"80", "préfecture de la Somme", "Somme|Amiens", "prefecture", "SGAR", "80", "", "pref-80"},
			{"62", "", "Pas-de-Calais", "", "SGAR"},
		},
		sheetAgents: {
			{"denise@jalon.example", "80", "Décision", "alice"},
			{"bob", "80", "lecture"},
		},
	})
	run := func(more ...string) string {
		t.Helper()
		out, status := w.jalon(t, append([]string{"import", "services", file, "--settings", w.file("jalon.json")}, more...)...)
		if status != exitOK {
			t.Fatalf("%v: status %d\n%s", more, status, out)
		}
		return plain(out)
	}
	const changes = `2 services : 1 en plus, 1 à changer, 0 sans changement, 0 à corriger
- En plus · 80 (Services, ligne 2) : nom « préfecture de la Somme », alias « Somme, Amiens », nature « préfecture », parent « SGAR », département « 80 », canal « pref-80 », zone de jours fériés « Métropole », fuseau « Europe/Paris », ouvre « 8 h », ferme « 19 h », point « lundi à 8 h 30 »
- À changer · 62 (Services, ligne 3) : alias « Pas-de-Calais », parent « SGAR »
2 lignes d’agents : 2 en plus, 0 à changer, 0 sans changement, 0 à corriger
- En plus · denise (Agents, ligne 2) : service « 80, décision », suppléance « alice »
- En plus · bob (Agents, ligne 3) : service « 80, lecture »
`
	if diff := cmp.Diff(changes+"Aperçu : rien n’est enregistré. Pour importer, la même commande avec --apply\n", run()); diff != "" {
		t.Errorf("preview (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(changes+"Importé. Pour faire entrer jalon dans de nouveaux canaux : jalon setup\n", run("--apply")); diff != "" {
		t.Errorf("import (-want +got):\n%s", diff)
	}
	const same = `2 services : 0 en plus, 0 à changer, 2 sans changement, 0 à corriger
2 lignes d’agents : 0 en plus, 0 à changer, 2 sans changement, 0 à corriger
Rien à changer : tout est déjà enregistré.
`
	if diff := cmp.Diff(same, run("--apply")); diff != "" {
		t.Errorf("again (-want +got):\n%s", diff)
	}
	db, err := store.Open(t.Context(), w.file("jalon.db"), store.Options{NoMigrate: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	planner := plan.New(db, plan.Options{})
	denise, err := planner.AgentNamed(t.Context(), plan.RegionID(w.team.ID), "denise")
	if err != nil {
		t.Fatal(err)
	}
	want := []plan.Membership{{Service: "80", Role: plan.RoleDecision, Source: plan.ByHand}}
	if diff := cmp.Diff(want, denise.Services); diff != "" || denise.Deputy == "" {
		t.Errorf("denise, deputy %q (-want +got):\n%s", denise.Deputy, diff)
	}
	services, err := planner.Services(t.Context(), plan.RegionID(w.team.ID))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range services {
		if s.Channel != plan.ChannelID(w.channel[s.ChannelName].ID) {
			t.Errorf("%s has channel %s", s.Code, s.Channel)
		}
	}
}

func TestWhatTheServerDoesNotKnowIsSaidAndNothingIsStored(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("setup: status %d\n%s", status, out)
	}
	var stranger bottest.User
	w.As(bottest.Admin).Must(t, http.MethodPost, "/users", bottest.User{Username: "zoe", Email: "zoe@jalon.example", Password: "Mot-de-passe-2027"}, &stranger)
	file := w.fill(t, "services.xlsx", map[string][][]string{
		sheetServices: {{"80", "préfecture de la Somme", "", "prefecture", "", "80", "", "pref-80"}},
		sheetAgents:   {{"zoe", "80"}, {"bob", "62", "chef"}},
	})
	out, status := w.jalon(t, "import", "services", file, "--settings", w.file("jalon.json"), "--apply")
	want := `1 service : 1 en plus, 0 à changer, 0 sans changement, 0 à corriger
- En plus · 80 (Services, ligne 2) : nom « préfecture de la Somme », nature « préfecture », département « 80 », canal « pref-80 », zone de jours fériés « Métropole », fuseau « Europe/Paris », ouvre « 8 h », ferme « 19 h », point « lundi à 8 h 30 »
2 lignes d’agents : 0 en plus, 0 à changer, 0 sans changement, 2 à corriger
Comptes introuvables : zoe
Canaux introuvables : pref-80
À savoir :
- Services, ligne 2, colonne canal : le canal pref-80 n’existe pas ou est fermé au bot : le service sera sans canal jusqu’à ` + "`jalon setup --create-channels`" + `
À corriger, rien n’est importé avant :
- Agents, ligne 2, colonne compte : aucun compte actif zoe dans l’équipe de la région, sur le serveur Mattermost
- Agents, ligne 3, colonne rôle : « chef » n’est pas un rôle. Rôles : coordination, décision, contribution, lecture
Rien n’est enregistré.
`
	if diff := cmp.Diff(want, plain(out)); diff != "" || status != exitFailed {
		t.Errorf("status %d (-want +got):\n%s", status, diff)
	}
}

func TestSetUpKeepsWhatWasImported(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("setup: status %d\n%s", status, out)
	}
	list := w.write(t, "hours.csv", "code;ouvre;échelle\n62;7h30;J-3\n")
	for _, args := range [][]string{
		{"import", "services", list, "--settings", w.file("jalon.json"), "--apply"},
		{"setup", "--settings", w.file("jalon.json"), "--admin-token-file", "-", "--services", w.file("services.csv")},
	} {
		if out, status := w.jalon(t, args...); status != exitOK {
			t.Fatalf("%v: status %d\n%s", args, status, out)
		}
	}
	out, status := w.jalon(t, "import", "services", list, "--settings", w.file("jalon.json"))
	if status != exitOK || !strings.Contains(plain(out), "1 service : 0 en plus, 0 à changer, 1 sans changement") {
		t.Errorf("status %d\n%s", status, out)
	}
}

func TestTheBlankWorkbookSaysHowToFillItIn(t *testing.T) {
	w := newTown(t)
	file := w.fill(t, "vierge.xlsx", nil)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := tabular.Read(bytes.NewReader(data), tabular.Usual)
	if err != nil {
		t.Fatal(err)
	}
	for name, columns := range map[string][]tabular.Column{sheetServices: serviceColumns, sheetAgents: agentColumns} {
		sheet, ok := tabular.Sheet(tables, name)
		if diff := cmp.Diff(titles(columns), sheet.Header); diff != "" || !ok || len(sheet.Rows) > 0 {
			t.Errorf("%s, %d rows (-want +got):\n%s", name, len(sheet.Rows), diff)
		}
	}
	manual, ok := tabular.Sheet(tables, "mode d'emploi")
	if !ok {
		t.Fatal("nothing says how to fill it in")
	}
	explained := map[string]bool{}
	for _, row := range manual.Rows {
		explained[strings.Join(row.Cells[:2], "/")] = true
	}
	for sheet, columns := range map[string][]tabular.Column{sheetServices: serviceColumns, sheetAgents: agentColumns} {
		for _, c := range columns {
			if !explained[sheet+"/"+c.Names[0]] {
				t.Errorf("%s: %s is not explained", sheet, c.Names[0])
			}
		}
	}
}
