package store

import (
	"fmt"
	"strings"
	"testing"

	"jalon/plan"
)

// journalKey is a key of the journal for tests.
func journalKey(t testing.TB) plan.JournalKey {
	t.Helper()
	key, err := plan.ParseJournalKey(plan.NewJournalKey())
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// BenchmarkVerifyJournal verifies a chain of a million entries, on SQLite.
func BenchmarkVerifyJournal(b *testing.B) {
	entries := sized(1_000_000)
	db := openOn(b, engines[0].dsn(b))
	key := journalKey(b)
	p := plan.New(db, plan.Options{})
	fillJournal(b, db, entries)
	sealAll(b, p, key)
	for b.Loop() {
		report, err := p.VerifyJournal(b.Context(), "r", key)
		if err != nil || report.Fault != nil || report.Sealed != entries {
			b.Fatalf("got %+v, error %v", report, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(entries), "ns/entry")
}

func sealAll(t testing.TB, p *plan.Planner, key plan.JournalKey) {
	t.Helper()
	for {
		n, err := p.Seal(t.Context(), key, 5000)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// fillJournal writes n entries about a thousand deadlines, of the size of a
// change, many at once.
func fillJournal(t testing.TB, db *DB, n int) {
	t.Helper()
	before, after := strings.Repeat(`{"title":"Bilan CPER"}`, 10), strings.Repeat(`{"title":"Bilan FNADT"}`, 10)
	err := db.Write(t.Context(), func(p plan.Tx) error {
		if err := p.PutRegion(plan.Region{ID: "r", Name: "r", Lang: "fr", TimeZone: "Europe/Paris"}); err != nil {
			return err
		}
		tx := p.(*tx)
		const batch = 10
		for from := 0; from < n; from += batch {
			var entries, texts, queue []any
			size := min(batch, n-from)
			for i := from; i < from+size; i++ {
				at := micros(start) + int64(i)*1000
				id, salt := fmt.Sprintf("%011x-%08X", at, uint32(i)*0x9E3779B9), fmt.Sprint("salt", i)
				entries = append(entries, "r", id, at, i/1000+1, "PERSON", "slash", "channel", "echeance.modifier",
					plan.DeadlineRef(i%1000+1), plan.TextDigest(salt, before, after, "motif"))
				texts = append(texts, "r", id, salt, before, after, "motif")
				queue = append(queue, "r", id, at, i/1000+1)
			}
			for _, rows := range []struct {
				into   string
				values []any
			}{
				{`journal (region, id, happened_at, rank, actor, origin, place, action, object, digest)`, entries},
				{`journal_text (region, entry, salt, was, became, reason)`, texts},
				{`journal_queue (region, entry, happened_at, rank)`, queue},
			} {
				if _, err := tx.exec(`insert into `+rows.into+` values `+tuples(size, len(rows.values)/size), rows.values...); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
