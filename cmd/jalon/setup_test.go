package main

import (
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/plan"
	"jalon/store"
)

func TestSetUpTwiceChangesNothing(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("first: status %d\n%s", status, out)
	}
	first := contents(t, w.file("jalon.json"))
	out, status := w.jalon(t, "setup", "--settings", w.file("jalon.json"), "--admin-token-file", "-")
	if status != exitOK {
		t.Fatalf("second: status %d\n%s", status, out)
	}
	if strings.Contains(out, "fait\n") {
		t.Errorf("the second set-up did something:\n%s", out)
	}
	if diff := cmp.Diff(first, contents(t, w.file("jalon.json"))); diff != "" {
		t.Errorf("the settings changed:\n%s", diff)
	}
	if strings.Contains(first, bottest.Admin) {
		t.Error("the administrator’s token is kept")
	}
	for _, name := range []string{"jalon.json", "jalon.key", "jalon.db"} {
		info, err := os.Stat(w.file(name))
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
			t.Errorf("%s has mode %o, want 600", name, mode)
		}
	}
}

func TestSetUpSaysWhatIsLeftToDo(t *testing.T) {
	w := newTown(t)
	w.write(t, "more.csv", townServices+"dreal;DREAL;DREAL;;direction\n")
	out, status := w.setup(t, "--services", w.file("more.csv"))
	if status != exitFailed {
		t.Errorf("status %d, want %d", status, exitFailed)
	}
	for _, want := range []string{
		"Canal ~dreal : inexistant ou fermé au bot. À faire : ",
		"jalon: l’installation n’est pas complète : voyez « À faire » ci-dessus, puis relancez jalon setup",
	} {
		if !strings.Contains(plain(out), want) {
			t.Errorf("not said: %q in\n%s", want, out)
		}
	}
	if out, status := w.setup(t, "--services", w.file("more.csv"), "--create-channels"); status != exitOK {
		t.Errorf("with --create-channels: status %d\n%s", status, out)
	}
}

func TestWithoutATokenSetUpSaysWhatToClick(t *testing.T) {
	w := newTown(t)
	out, status := w.jalon(t, "setup", "--settings", w.file("jalon.json"), "--url", w.URL, "--team", "hdf",
		"--callback", "https://jalon.example.fr", "--services", w.write(t, "services.csv", townServices))
	if status != exitOK {
		t.Fatalf("status %d\n%s", status, out)
	}
	for _, want := range []string{"https://jalon.example.fr/slash", "~sgar, ~pref-59, ~pref-62", ": echeance\n", "--bot-token-file"} {
		if !strings.Contains(plain(out), want) {
			t.Errorf("not said: %q in\n%s", want, out)
		}
	}
	if _, err := os.Stat(w.file("jalon.json")); err == nil {
		t.Error("settings were written")
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("setup: status %d\n%s", status, out)
	}
	check := func() (string, int) { return w.jalon(t, "check", "--settings", w.file("jalon.json")) }
	if out, status := check(); status != exitFailed || !strings.Contains(out, "non atteinte par le serveur") {
		t.Errorf("while nothing serves: status %d\n%s", status, out)
	}
	w.serve(t)
	if out, status := check(); status != exitOK {
		t.Errorf("while jalon serves: status %d\n%s", status, out)
	}
	w.As(bottest.Admin).Must(t, http.MethodDelete, "/channels/"+w.channel["pref-62"].ID, nil, nil)
	if out, status := check(); status != exitFailed || !strings.Contains(plain(out), "Canal ~pref-62 : archivé. À faire : ") {
		t.Errorf("with an archived channel: status %d\n%s", status, out)
	}
}

func TestARehearsedTimeIsRefusedOnARealDatabase(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("setup: status %d\n%s", status, out)
	}
	out, status := w.jalon(t, "serve", "--settings", w.file("jalon.json"), "--now", "2027-01-08")
	if want := "jalon: " + plain(textNoRehearsal.In("fr")) + "\n"; status != exitFailed || out != want {
		t.Errorf("status %d, %q, want %q", status, out, want)
	}
}

func TestSettingsThatOthersMayReadAreRefused(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("setup: status %d\n%s", status, out)
	}
	if err := os.Chmod(w.file("jalon.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, status := w.jalon(t, "check", "--settings", w.file("jalon.json"))
	if status != exitFailed || !strings.Contains(out, "À faire : chmod 600") {
		t.Errorf("status %d\n%s", status, out)
	}
}

func contents(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSetUpKeepsTheKeyOfTheJournalAndTheAdministratorsChannel(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t, "--admin-channel", "~pref-59"); status != exitOK {
		t.Fatalf("first: status %d\n%s", status, out)
	}
	key := contents(t, w.file(journalKeyName))
	if out, status := w.setup(t); status != exitOK {
		t.Fatalf("second: status %d\n%s", status, out)
	}
	if contents(t, w.file(journalKeyName)) != key {
		t.Error("the key changed")
	}
	h, err := openHouse(t.Context(), w.file("jalon.db"), store.Options{}, plan.Options{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = h.close() }()
	regions, err := h.planner.Regions(t.Context())
	if err != nil || len(regions) != 1 || string(regions[0].AdminChannel) != w.channel["pref-59"].ID {
		t.Errorf("regions %+v, error %v; want the channel %s", regions, err, w.channel["pref-59"].ID)
	}
	if out, status := w.setup(t, "--admin-channel", "nowhere"); status != exitFailed ||
		!strings.Contains(plain(out), "Canal ~nowhere : inexistant ou fermé au bot. À faire : ") {
		t.Errorf("status %d\n%s", status, out)
	}
}
