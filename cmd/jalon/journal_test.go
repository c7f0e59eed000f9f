package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
	"jalon/store/storetest"
)

// archive is the demonstration's region with its journal.
type archive struct {
	*testing.T
	*house
	settings settings
}

func newArchive(t *testing.T) archive {
	t.Helper()
	dir := t.TempDir()
	s := settings{DB: filepath.Join(dir, "jalon.db"), KeyFile: filepath.Join(dir, "jalon.key")}
	h, err := openHouse(t.Context(), s.DB, store.Options{}, plan.Options{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.close() })
	if err := installDemo(t.Context(), h.planner, setUpDay, i18n.FR); err != nil {
		t.Fatal(err)
	}
	return archive{t, h, s}
}

// act adds an entry about E1.
func (a archive) act(id string) {
	a.Helper()
	err := a.db.Write(a.Context(), func(tx plan.Tx) error {
		return tx.AddEntry(plan.Entry{
			Region: demoRegion, ID: id, At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Object: "E1", Action: "echeance.fait",
		})
	})
	if err != nil {
		a.Fatal(err)
	}
}

func (a archive) seal() {
	a.Helper()
	key, err := a.journalKey(a.Context(), a.settings.journalKeyFile())
	if err != nil {
		a.Fatal(err)
	}
	if _, err := a.planner.Seal(a.Context(), key, 100); err != nil {
		a.Fatal(err)
	}
}

// findings are what check says, in French.
func (a archive) findings() string {
	a.Helper()
	found, err := a.checkJournals(a.Context(), a.settings)
	if err != nil {
		a.Fatal(err)
	}
	var lines []string
	for _, f := range found {
		lines = append(lines, plain(f.In(i18n.FR)))
	}
	return strings.Join(lines, "\n")
}

// atSetUp is how many entries the set-up of the region writes: one a service,
// and one for each member of its channel.
var atSetUp = func() int {
	n := len(demoServices)
	for _, s := range demoServices {
		n += len(s.members)
	}
	return n
}()

const journalMend = "À faire : ne rien effacer, copier la base, et suivre « Quand le journal n’est pas intact » (docs/exploitation.md)"

func TestCheckTellsHowTheJournalStands(t *testing.T) {
	a := newArchive(t)
	want := func(want string) {
		t.Helper()
		if diff := cmp.Diff(want, a.findings()); diff != "" {
			t.Error(diff)
		}
	}
	want("") // nothing was sealed, there is no key yet
	a.act("one")
	a.act("two")
	a.seal()
	want(fmt.Sprintf("Journal de hdf : %d actions scellées, intactes", atSetUp+2))
	a.act("three")
	want(fmt.Sprintf("Journal de hdf : %d actions scellées, intactes ; 1 en attente de sceau", atSetUp+2))

	storetest.Tamper(t, a.settings.DB,
		`drop trigger journal_kept`,
		`update journal set action = 'echeance.faix' where id = 'two'`)
	want(fmt.Sprintf("Journal de hdf : modifié après coup à l’action %d (E1, 2026-11-23T09:00:00Z). ", atSetUp+2) + journalMend)
}

func TestALostKeyIsNotReplaced(t *testing.T) {
	a := newArchive(t)
	path := a.settings.journalKeyFile()
	a.act("one")
	a.seal()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Fatalf("the key: %v, error %v", info, err)
	}
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.journalKey(t.Context(), path); !errors.Is(err, errJournalKeyLost) {
		t.Errorf("got error %v, want %v", err, errJournalKeyLost)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a key was made: %v", err)
	}
	var log bytes.Buffer
	if s := a.sealer(t.Context(), a.settings, slog.New(slog.NewTextHandler(&log, nil))); s != nil ||
		!strings.Contains(log.String(), "the journal is not sealed") {
		t.Errorf("it is sealed, or the log does not say why not: %s", log.String())
	}
	if got := a.findings(); !strings.Contains(got, "Clé du journal : inutilisable, le journal n’est ni scellé ni vérifié") ||
		!strings.Contains(got, "À faire : remettre "+path) {
		t.Error(got)
	}

	// Another key tells the seals that it did not make.
	if err := os.WriteFile(path, []byte(plan.NewJournalKey()), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := a.findings(); !strings.Contains(got, "l’action 1 est scellée par une clé inconnue (") {
		t.Error(got)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := a.findings(); runtime.GOOS != "windows" && !strings.Contains(got, "run chmod 600 on it") {
		t.Error(got)
	}
}

func TestTheSealerOfServeSeals(t *testing.T) {
	a := newArchive(t)
	a.act("one")
	s := a.sealer(t.Context(), a.settings, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	deadline := time.After(10 * time.Second)
	for a.findings() != fmt.Sprintf("Journal de hdf : %d actions scellées, intactes", atSetUp+1) {
		select {
		case <-deadline:
			t.Fatal(a.findings())
		case <-time.After(10 * time.Millisecond):
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestTheAdministratorsAreToldOnceAMonth(t *testing.T) {
	a := newArchive(t)
	now := time.Date(2026, 12, 15, 9, 0, 0, 0, time.UTC)
	a.act("one")
	a.seal()
	deliveries := func(subject plan.Ref) (found []plan.Delivery) {
		t.Helper()
		err := a.db.Read(t.Context(), func(tx plan.Tx) (err error) {
			found, err = tx.Deliveries(demoRegion, subject)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	for range 2 {
		if err := a.planner.PlanToldHeads(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	if past := deliveries("journal/2026-12"); len(past) != 0 {
		t.Errorf("what is past is planned: %+v", past)
	}
	next := deliveries("journal/2027-01")
	// 1 January is a holiday and a Friday: the first working day is the 4th.
	if len(next) != 1 || next[0].When.Date.String() != "2027-01-04" || next[0].When.Time.String() != "09:00" ||
		next[0].To.Channel == "" || next[0].State != plan.Planned {
		t.Fatalf("planned: %+v", next)
	}

	var drawn [2]card.Card
	for i := range drawn { // a second drawing, of a dispatch that was dropped, tells the same
		err := a.db.Write(t.Context(), func(tx plan.Tx) error {
			made, err := a.router.Render(tx, next[0].DueAt, plan.Batch{Deliveries: next})
			if len(made.Shows) != 0 {
				t.Errorf("it shows %v", made.Shows)
			}
			if err != nil {
				return err
			}
			return json.Unmarshal(made.Content, &drawn[i])
		})
		if err != nil {
			t.Fatal(err)
		}
		a.act("later" + string(rune('a'+i)))
		a.seal()
	}
	text := plain(drawn[0].Message)
	if !strings.HasPrefix(text, fmt.Sprintf("**Journal de la région, lundi 4 janvier 2027 (S1)**\n%d actions scellées. Dernier sceau : `", atSetUp+1)) ||
		drawn[1].Message != drawn[0].Message {
		t.Errorf("told:\n%s\nthen:\n%s", text, plain(drawn[1].Message))
	}
	if got := a.findings(); got != fmt.Sprintf("Journal de hdf : %d actions scellées, intactes", atSetUp+3) {
		t.Error(got)
	}
}
