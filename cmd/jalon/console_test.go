package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
)

// exec runs jalon with what is typed into it.
func exec(t *testing.T, typed string, args ...string) (out string, status int) {
	t.Helper()
	var text bytes.Buffer
	status = run(t.Context(), shell{in: strings.NewReader(typed), out: &text, err: &text}, args)
	return text.String(), status
}

// database makes one that holds the region of the demonstration.
func database(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "jalon.db")
	h, err := openHouse(t.Context(), path, store.Options{}, plan.Options{}, consoleLog(shell{err: t.Output()}))
	if err != nil {
		t.Fatal(err)
	}
	if err := installDemo(t.Context(), h.planner, setUpDay, i18n.FR); err != nil {
		t.Fatal(err)
	}
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheConsoleWritesInARealDatabaseAndSaysNothing(t *testing.T) {
	db := database(t)
	out, status := exec(t, "/echeance ajouter Note ERBM dans 3 semaines pour 62\n", "console", "--db", db, "--as", "@alice #sgar")
	if status != exitOK || !strings.Contains(out, "E1 est enregistrée") {
		t.Fatalf("status %d\n%s", status, out)
	}
	if strings.Contains(out, "\n20") {
		t.Errorf("a message went out:\n%s", out)
	}
	out, status = exec(t, "@bob #pref-62\n/echeance liste\n! > 2027-01-08\n", "console", "--db", db)
	if status != exitOK || !strings.Contains(out, "Note ERBM (E1)") || !strings.Contains(out, "L’heure de cette base est la vraie") {
		t.Errorf("status %d\n%s", status, out)
	}
}

func TestACopyMayBeRehearsedAndTheDatabaseStaysAsItIs(t *testing.T) {
	db := database(t)
	if out, status := exec(t, "/echeance ajouter Note ERBM dans 3 semaines pour 62\n", "console", "--db", db, "--as", "@alice #sgar"); status != exitOK {
		t.Fatalf("status %d\n%s", status, out)
	}
	later := time.Now().AddDate(0, 0, 30).Format(time.DateOnly)
	out, status := exec(t, "> "+later+"\n@bob #pref-62\n[Fait] E1\n", "console", "--db", db, "--copy", "--as", "@alice #sgar")
	if status != exitOK || !strings.Contains(out, "Rappel : **Note ERBM** (E1)") || !strings.Contains(out, "E1 est close") {
		t.Errorf("on the copy: status %d\n%s", status, out)
	}
	out, status = exec(t, "/echeance voir E1\n", "console", "--db", db, "--as", "@bob #pref-62")
	if status != exitOK || strings.Contains(out, "Fait ✅") {
		t.Errorf("the database changed: status %d\n%s", status, out)
	}
}

func TestAConsoleNeedsADatabaseThatExists(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.db")
	out, status := exec(t, "", "console", "--db", path)
	if want := "jalon: " + textFileAbsent.In(i18n.FR, "file", path) + "\n"; status != exitFailed || out != want {
		t.Errorf("status %d, %q, want %q", status, out, want)
	}
	out, status = exec(t, "", "console", "--settings", path)
	if want := "jalon: " + textNoDatabase.In(i18n.FR) + "\n"; status != exitFailed || out != want {
		t.Errorf("status %d, %q, want %q", status, out, want)
	}
}

func TestABackupCanBeWorkedOn(t *testing.T) {
	db := database(t)
	saved := filepath.Join(t.TempDir(), "saved.db")
	out, status := exec(t, "", "backup", "--db", db, saved)
	if want := plain(textBackedUp.In(i18n.FR, "file", saved)) + "\n"; status != exitOK || out != want {
		t.Fatalf("status %d, %q, want %q", status, out, want)
	}
	if out, status := exec(t, "/echeance liste\n", "console", "--db", saved, "--as", "@alice #sgar"); status != exitOK {
		t.Errorf("on the backup: status %d\n%s", status, out)
	}
	if out, status := exec(t, "", "backup", "--db", db, saved); status != exitFailed {
		t.Errorf("over a file that exists: status %d\n%s", status, out)
	}
}

func TestTheDemonstrationBeginsOnAnyDay(t *testing.T) {
	every := 29
	if testing.Short() { // as properties, which then draw a fifth
		every *= 5
	}
	for day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2028; day = day.AddDate(0, 0, every) {
		at := day.Format(time.DateOnly)
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			sh := shell{in: strings.NewReader("/echeance liste\nquitter\n"), out: &out, err: &out, terminal: true}
			if status := run(context.WithoutCancel(t.Context()), sh, []string{"demo", "--at", at}); status != exitOK {
				t.Fatalf("status %d\n%s", status, out.String())
			}
			if !strings.Contains(card.Plain(out.String()), "**6 échéances ouvertes") {
				t.Errorf("not six deadlines:\n%s", out.String())
			}
		})
	}
}

func TestAPasswordOnTheCommandLineIsRefused(t *testing.T) {
	for _, args := range [][]string{
		{"backup", "--db", "postgres://jalon:secret@localhost/jalon", "file"},
		{"backup", "--db=postgres://jalon:secret@localhost/jalon", "file"},
	} {
		out, status := exec(t, "", args...)
		if status != exitUsage || strings.Contains(out, "secret") {
			t.Errorf("%v: status %d\n%s", args[:2], status, out)
		}
	}
}
