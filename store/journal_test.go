package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jalon/plan"
)

// chain is a database with a sealed journal of region "r".
type chain struct {
	testing.TB
	db      *DB
	planner *plan.Planner
	key     plan.JournalKey
}

// newChain seals n entries, half of them with a reason.
func newChain(t testing.TB, dsn string, n int) chain {
	t.Helper()
	db := openOn(t, dsn)
	c := chain{t, db, plan.New(db, plan.Options{}), journalKey(t)}
	c.write(func(tx plan.Tx) error {
		return tx.PutRegion(plan.Region{ID: "r", Name: "r", Lang: "fr", TimeZone: "Europe/Paris"})
	})
	c.add(1, n)
	sealAll(t, c.planner, c.key)
	return c
}

// add adds entries without sealing them.
func (c chain) add(from, to int) {
	c.Helper()
	c.write(func(tx plan.Tx) error {
		for i := from; i <= to; i++ {
			e := plan.Entry{
				Region: "r", ID: fmt.Sprintf("entry-%04d", i), At: start.AddDate(0, 0, i), Actor: "PERSON", Origin: plan.BySlash,
				Place: "channel", Action: "echeance.modifier", Object: plan.DeadlineRef(i%3 + 1),
				Before: `{"title":"Bilan CPER"}`, After: `{"title":"Bilan FNADT"}`,
			}
			if i%2 == 0 {
				e.Reason = "attente DREAL"
			}
			if err := tx.AddEntry(e); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c chain) write(f func(plan.Tx) error) {
	c.Helper()
	if err := c.db.Write(c.Context(), f); err != nil {
		c.Fatal(err)
	}
}

// tell records the end of the chain as told.
func (c chain) tell() {
	c.Helper()
	c.write(func(tx plan.Tx) error {
		head, err := tx.Head("r")
		if err != nil {
			return err
		}
		return tx.AddToldHead(plan.ToldHead{Region: "r", Month: "2027-02", Seq: head.Seq, MAC: head.MAC})
	})
}

// sql runs a statement as somebody with a hold on the database would.
func (c chain) sql(statement string, args ...any) {
	c.Helper()
	if _, err := c.db.writer.ExecContext(c.Context(), statement, args...); err != nil {
		c.Fatalf("%s: %v", statement, err)
	}
}

// unguard drops what keeps the journal from being changed.
func (c chain) unguard() {
	c.Helper()
	for trigger, table := range map[string]string{
		"journal_kept": "journal", "journal_held": "journal",
		"journal_text_kept": "journal_text", "journal_text_held": "journal_text",
		"journal_seal_kept": "journal_seal", "journal_seal_held": "journal_seal",
		"journal_told_kept": "journal_told", "journal_told_held": "journal_told",
	} {
		drop := "drop trigger " + trigger
		if c.db.Engine() == PostgreSQL {
			drop += " on " + table
		}
		c.sql(drop)
	}
}

func (c chain) verify(key plan.JournalKey) plan.Report {
	c.Helper()
	report, err := c.planner.VerifyJournal(c.Context(), "r", key)
	if err != nil {
		c.Fatal(err)
	}
	return report
}

// wrong ends the test unless the verification finds that fault first.
func (c chain) wrong(kind plan.FaultKind, seq int) {
	c.Helper()
	report := c.verify(c.key)
	if f := report.Fault; f == nil || f.Kind != kind || f.Seq != seq {
		c.Fatalf("found %+v, want %s at %d", f, kind, seq)
	}
}

func onEngines(t *testing.T, f func(t *testing.T, dsn string)) {
	t.Helper()
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			f(t, engine.dsn(t))
		})
	}
}

func TestTheJournalRefusesToBeChanged(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, dsn string) {
		c := newChain(t, dsn, 3)
		c.tell()
		statements := []string{
			`update journal set action = 'echeance.fait'`,
			`update journal set actor = ''`,
			`delete from journal`,
			`update journal_text set reason = 'another'`,
			`update journal_text set was = '', became = '', reason = ''`,
			`update journal_text set entry = 'x', salt = '', was = '', became = '', reason = ''`,
			`delete from journal_text`,
			`update journal_seal set mac = ''`,
			`delete from journal_seal`,
			`update journal_told set seq = 1`,
			`delete from journal_told`,
		}
		if c.db.Engine() == PostgreSQL {
			statements = append(statements, `truncate journal cascade`, `truncate journal_text`, `truncate journal_seal`, `truncate journal_told`)
		}
		for _, statement := range statements {
			if _, err := c.db.writer.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "never") &&
				!strings.Contains(err.Error(), "only erased") {
				t.Errorf("%s: got error %v", statement, err)
			}
		}
		if report := c.verify(c.key); report.Fault != nil || report.Sealed != 3 {
			t.Errorf("got %+v", report)
		}
	})
}

func TestErasedTextsKeepTheChain(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, dsn string) {
		c := newChain(t, dsn, 5)
		c.write(func(tx plan.Tx) error { return tx.EraseText("r", "entry-0002") })
		report := c.verify(c.key)
		if report.Fault != nil || report.Sealed != 5 {
			t.Errorf("got %+v", report)
		}
		// What was erased cannot be written anew.
		c.unguard()
		c.sql(`update journal_text set reason = 'invented' where entry = 'entry-0002'`)
		c.wrong(plan.FaultAltered, 2)
	})
}

// TestASingleAlteredByteIsLocated alters one byte of one column of one row, and
// puts it back.
func TestASingleAlteredByteIsLocated(t *testing.T) {
	t.Parallel()
	const entries = 40
	c := newChain(t, engines[0].dsn(t), entries)
	c.unguard()
	columns := []struct{ table, key, column string }{
		{"journal", "id", "actor"},
		{"journal", "id", "origin"},
		{"journal", "id", "place"},
		{"journal", "id", "action"},
		{"journal", "id", "object"},
		{"journal", "id", "digest"},
		{"journal_text", "entry", "salt"},
		{"journal_text", "entry", "was"},
		{"journal_text", "entry", "became"},
		{"journal_text", "entry", "reason"},
		{"journal_seal", "entry", "mac"},
		{"journal_seal", "entry", "key_id"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		seq := rapid.IntRange(1, entries).Draw(rt, "entry")
		at := rapid.SampledFrom(columns).Draw(rt, "column")
		id := fmt.Sprintf("entry-%04d", seq)
		var value string
		if err := c.db.writer.QueryRowContext(t.Context(),
			fmt.Sprintf(`select %s from %s where %s = $1`, at.column, at.table, at.key), id).Scan(&value); err != nil {
			rt.Fatal(err)
		}
		altered := []byte(value)
		if len(altered) == 0 {
			altered = []byte("x")
		} else {
			i := rapid.IntRange(0, len(altered)-1).Draw(rt, "byte")
			altered[i] ^= 1
		}
		set := fmt.Sprintf(`update %s set %s = $1 where %s = $2`, at.table, at.column, at.key)
		c.sql(set, string(altered), id)
		report := c.verify(c.key)
		c.sql(set, value, id)
		want := plan.FaultAltered
		if at.column == "key_id" {
			want = plan.FaultKey
		}
		if f := report.Fault; f == nil || f.Kind != want || f.Seq != seq || f.Entry.ID != id {
			rt.Fatalf("%s.%s: found %+v, want %s at %d", at.table, at.column, f, want, seq)
		}
		if whole := c.verify(c.key); whole.Fault != nil || whole.Sealed != entries {
			rt.Fatalf("put back: got %+v", whole)
		}
	})
}

func TestInstantsAndRanksAreSealed(t *testing.T) {
	t.Parallel()
	c := newChain(t, engines[0].dsn(t), 5)
	c.unguard()
	for _, column := range []string{"happened_at", "rank"} {
		c.sql(`update journal set ` + column + ` = ` + column + ` + 1 where id = 'entry-0004'`)
		c.wrong(plan.FaultAltered, 4)
		c.sql(`update journal set ` + column + ` = ` + column + ` - 1 where id = 'entry-0004'`)
	}
}

func TestWhatIsTakenOutIsSeen(t *testing.T) {
	t.Parallel()
	remove := func(c chain, n int) {
		id := fmt.Sprintf("entry-%04d", n)
		c.sql(`delete from journal_seal where entry = $1`, id)
		c.sql(`delete from journal_text where entry = $1`, id)
		c.sql(`delete from journal where id = $1`, id)
	}
	cases := []struct {
		name string
		do   func(chain)
		kind plan.FaultKind
		seq  int
	}{
		{"an entry in the middle", func(c chain) { remove(c, 3) }, plan.FaultMissing, 3},
		{"an entry whose seal stays", func(c chain) {
			c.sql(`pragma foreign_keys = 0`)
			c.sql(`delete from journal where id = 'entry-0003'`)
		}, plan.FaultMissing, 3},
		{"the texts of an entry", func(c chain) { c.sql(`delete from journal_text where entry = 'entry-0005'`) }, plan.FaultAltered, 5},
		{"two entries, the numbers closed up", func(c chain) {
			remove(c, 3)
			c.sql(`update journal_seal set seq = seq - 1 where seq = 4`)
			c.sql(`update journal_seal set seq = seq - 1 where seq = 5`)
			c.sql(`update journal_seal set seq = seq - 1 where seq = 6`)
			c.sql(`update journal_head set seq = seq - 1`)
		}, plan.FaultAltered, 3},
		{"the last entry", func(c chain) { remove(c, 6) }, plan.FaultCut, 6},
		{"the head", func(c chain) { c.sql(`delete from journal_head`) }, plan.FaultCut, 1},
		{"a seal", func(c chain) { c.sql(`delete from journal_seal where seq = 6`) }, plan.FaultCut, 6},
		{"the last entry, the head and what was told", func(c chain) {
			c.tell()
			remove(c, 6)
			c.sql(`update journal_head set seq = 5, mac = (select mac from journal_seal where seq = 5)`)
		}, plan.FaultCut, 6},
		{"the place in the queue of a new entry", func(c chain) {
			c.add(7, 7)
			c.sql(`delete from journal_queue`)
		}, plan.FaultUnsealed, 0},
		{"the past, written anew with the true key", func(c chain) {
			c.tell()
			c.sql(`delete from journal_seal`)
			c.sql(`delete from journal_head`)
			c.sql(`update journal set action = 'echeance.fait' where id = 'entry-0002'`)
			c.sql(`insert into journal_queue (region, entry, happened_at, rank) select region, id, happened_at, rank from journal`)
			sealAll(c, c.planner, c.key)
		}, plan.FaultTold, 6},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := newChain(t, engines[0].dsn(t), 6)
			c.unguard()
			tc.do(c)
			c.wrong(tc.kind, tc.seq)
		})
	}
}

func TestAChangedKeyIsToldFromTampering(t *testing.T) {
	t.Parallel()
	c := newChain(t, engines[0].dsn(t), 3)
	former, next := plan.NewJournalKey(), plan.NewJournalKey()
	key := func(text string) plan.JournalKey {
		k, err := plan.ParseJournalKey(text)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	sealAll(t, c.planner, key(former)) // nothing waits
	c.add(4, 5)
	sealAll(t, c.planner, key(former))
	c.add(6, 6)
	sealAll(t, c.planner, key(next+former))

	fault := c.verify(key(next + former)).Fault
	want := &plan.Fault{Kind: plan.FaultKey, Seq: 1, KeyID: c.key.ID()}
	if fault == nil || fault.Kind != want.Kind || fault.Seq != want.Seq || fault.KeyID != want.KeyID {
		t.Errorf("without the first key: %+v, want %+v", fault, want)
	}
	if strings.Contains(fmt.Sprintf("%v %+v %#v", c.key, c.key, c.key), "secret") {
		t.Error("a key prints its secret")
	}
}

func TestEntriesThatWaitAreCounted(t *testing.T) {
	t.Parallel()
	c := newChain(t, engines[0].dsn(t), 3)
	c.add(4, 5)
	report := c.verify(c.key)
	if report.Fault != nil || report.Sealed != 3 || report.Waiting != 2 {
		t.Errorf("got %+v", report)
	}
}

// TestTheJournalOfVersion1IsCarriedOver gives the migration a real entry of
// that version.
func TestTheJournalOfVersion1IsCarriedOver(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, dsn string) {
		restore(t, dsn, 1, `insert into region (id, name, lang, time_zone, holiday_zone, version) values ('r', 'r', 'fr', 'Europe/Paris', '', 1);
insert into journal (region, id, happened_at, rank, actor, origin, place, action, object, was, became, reason) values ('r', 'one', 1795435204000012, 1, 'user-bob', 'slash', 'c', 'echeance.confier', 'E12', '', '{"Region":"r","Number":12,"Title":"Bilan","Kind":"internal","Due":{"Date":{"Year":2026,"Month":12,"Day":15},"HasTime":true,"Time":{"Hour":12,"Minute":0},"Zone":"Europe/Paris"},"DueAt":"2026-12-15T11:00:00Z","Said":"","SaidEN":"","First":{"Date":{"Year":2026,"Month":12,"Day":15},"HasTime":false,"Time":{"Hour":0,"Minute":0},"Zone":"Europe/Paris"},"Ladder":[{"Days":7,"Unit":"","At":{"Hour":9,"Minute":0}}],"Chosen":true,"State":"open","Author":"user-alice","From":"sgar","Channel":"c","CreatedAt":"2026-11-23T09:00:00Z","ClosedAt":"0001-01-01T00:00:00Z","ClosedBy":"","Reason":"","Previous":{"Date":{"Year":0,"Month":0,"Day":0},"HasTime":false,"Time":{"Hour":0,"Minute":0},"Zone":""},"Series":9,"Occurrence":{"Year":2026,"Month":12,"Day":15},"Next":0,"Revision":2,"Version":3,"Parts":[{"Service":"62","Assignee":"user-bob","AssignedBy":"user-alice","State":"open","ClosedAt":"0001-01-01T00:00:00Z","ClosedBy":"","Note":""}]}', 'motif');
`)
		db := openOn(t, dsn)
		var text string
		err := db.Write(t.Context(), func(tx plan.Tx) error {
			found, err := tx.Entries("r", "E12")
			if err != nil || len(found) != 1 {
				return fmt.Errorf("%d entries: %w", len(found), err)
			}
			text = found[0].After
			alice, errAlice := tx.KnownPerson("r", "user-alice")
			bob, errBob := tx.KnownPerson("r", "user-bob")
			if errAlice != nil || errBob != nil {
				return fmt.Errorf("persons: %w, %w", errAlice, errBob)
			}
			if found[0].Actor != bob || found[0].Reason != "motif" {
				t.Errorf("got %+v", found[0])
			}
			text = strings.NewReplacer(string(alice), "ALICE", string(bob), "BOB").Replace(text)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := `{"title":"Bilan","kind":"internal","due":{"date":"2026-12-15","time":"12:00","zone":"Europe/Paris"},` +
			`"first":{"date":"2026-12-15","zone":"Europe/Paris"},"ladder":[{"days":7,"at":"09:00"}],"chosen":true,"state":"open",` +
			`"author":"ALICE","from":"sgar","channel":"c","created_at":"2026-11-23T09:00:00Z","series":9,"occurrence":"2026-12-15",` +
			`"revision":2,"version":3,"parts":[{"service":"62","assignee":"BOB","assigned_by":"ALICE","state":"open"}]}`
		if diff := cmp.Diff(want, text); diff != "" {
			t.Errorf("carried (-want +got):\n%s", diff)
		}
		p, key := plan.New(db, plan.Options{}), journalKey(t)
		sealAll(t, p, key)
		if report, err := p.VerifyJournal(t.Context(), "r", key); err != nil || report.Fault != nil || report.Sealed != 1 {
			t.Errorf("got %+v, error %v", report, err)
		}
	})
}

func TestTwoSealersMakeOneChain(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, dsn string) {
		c := newChain(t, dsn, 1)
		beside := openOn(t, dsn)
		planners := []*plan.Planner{c.planner, plan.New(beside, plan.Options{}), plan.New(beside, plan.Options{})}
		c.add(2, 200)
		ended := make(chan error, len(planners))
		for _, p := range planners {
			go func() {
				for {
					n, err := p.Seal(t.Context(), c.key, 7)
					if n == 0 || err != nil {
						ended <- err
						return
					}
				}
			}()
		}
		for range planners {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		if report := c.verify(c.key); report.Fault != nil || report.Sealed != 200 || report.Waiting != 0 {
			t.Errorf("got %+v, fault %+v", report, report.Fault)
		}
	})
}
