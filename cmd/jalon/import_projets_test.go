package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// imported is what --json prints.
type imported struct {
	Rows, Created, Changed, Unchanged int
	Rejected                          []struct {
		Line           int
		Column, Reason string
	}
	Rounded      int
	Cents        int64
	ByDepartment map[string]struct {
		Count int
		Cents int64
	} `json:"by_department"`
}

// importProjects runs jalon import projets on a text, on a database of its own.
func importProjects(t *testing.T, db, text string, flags ...string) (imported, int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "fonds-vert-2025.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, status := exec(t, "", append([]string{"import", "projets", "--json", "--db", db, file}, flags...)...)
	var got imported
	if status != exitUsage {
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatalf("status %d, %v:\n%s", status, err, out)
		}
	}
	return got, status
}

const projectsFile = "code_departement;nom_commune;code_commune;numero_dossier_ds;nom_du_projet;montant_engage\r\n" +
	"2;Laon;2408;1001;\"Toit de l'école ; tranche 2\";42 885,00 €\r\n" +
	"59;Douai;59178;1002;Friche;1200000,005\r\n" +
	"62;Lens;62498;1003;Éclairage;NULL\r\n;;;;;\r\n"

func TestProjectsAreImportedOnADatabaseAloneAndOnlyOnce(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "new.db")
	got, status := importProjects(t, db, projectsFile, "--dry-run")
	if status != exitOK || got.Created != 3 || got.Cents != 124_288_501 {
		t.Errorf("a preview: status %d, %+v", status, got)
	}
	got, status = importProjects(t, db, projectsFile)
	if status != exitOK || got.Rows != 3 || got.Created != 3 || got.Rounded != 1 || got.Cents != 124_288_501 {
		t.Errorf("an import: status %d, %+v", status, got)
	}
	if n := got.ByDepartment["02"]; n.Count != 1 || n.Cents != 4_288_500 {
		t.Errorf("of the Aisne: %+v", got.ByDepartment)
	}
	again, status := importProjects(t, db, projectsFile)
	if status != exitOK || again.Created != 0 || again.Changed != 0 || again.Unchanged != 3 {
		t.Errorf("again: status %d, %+v", status, again)
	}
	newer := strings.Replace(projectsFile, "42 885,00", "50 000,00", 1) + "80;Amiens;80021;1004;Haies;10000\r\n"
	got, status = importProjects(t, db, newer)
	if status != exitOK || got.Created != 1 || got.Changed != 1 || got.Unchanged != 2 {
		t.Errorf("a newer file: status %d, %+v", status, got)
	}
}

func TestNothingIsImportedByHalvesUnlessAskedFor(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "new.db")
	wrong := projectsFile + "59;;;1005;;300\r\n"
	got, status := importProjects(t, db, wrong)
	if status != exitFailed || got.Created != 0 || got.Cents != 0 || len(got.Rejected) != 1 || got.Rejected[0].Line != 6 || got.Rejected[0].Reason == "" {
		t.Errorf("status %d, %+v", status, got)
	}
	got, _ = importProjects(t, db, projectsFile, "--dry-run")
	if diff := cmp.Diff(3, got.Created); diff != "" {
		t.Errorf("something was stored (-want +got):\n%s", diff)
	}
	got, status = importProjects(t, db, wrong, "--partial")
	if status != exitFailed || got.Created != 3 {
		t.Errorf("in part: status %d, %+v", status, got)
	}
}

func TestAFileThatIsNoListOfProjectsIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "numero;montant;montant\n1;2;3\n", "a;b\n\"ouvert\n"} {
		if _, status := importProjects(t, filepath.Join(t.TempDir(), "new.db"), text); status != exitUsage {
			t.Errorf("%q: status %d, want %d", text, status, exitUsage)
		}
	}
}
