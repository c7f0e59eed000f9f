package store

import (
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"jalon/plan"
)

// Each benchmark runs on both engines, with as many open deadlines, planned
// deliveries, dispatches and cards as its name says.

// ledgerOfAYear is how many things of each sort fall due in a year, whatever the
// number of open deadlines.
const ledgerOfAYear = 50_000

// BenchmarkLedger measures, with more and more open deadlines, a look at a ledger
// with nothing due, which is what the dispatcher does twice a minute, and all
// that is done in the database for a reminder from its hour to its post.
func BenchmarkLedger(b *testing.B) {
	for _, engine := range engines {
		for _, rows := range []int{1_000, 10_000, 100_000, 1_000_000} {
			n := sized(rows)
			b.Run(fmt.Sprintf("%s/%d", engine.name, n), func(b *testing.B) {
				db := openOn(b, engine.dsn(b))
				fillWith(b, db, n, min(n, sized(ledgerOfAYear)))
				p := plan.New(db, plan.Options{})
				b.Run("nothing due", func(b *testing.B) { nothingDue(b, p) })
				b.Run("a reminder", func(b *testing.B) { saying(b, db, p, n) })
			})
		}
	}
}

func nothingDue(b *testing.B, p *plan.Planner) {
	b.ReportAllocs()
	for b.Loop() {
		if due, _, err := p.Horizon(b.Context()); err != nil || !due.After(start.Add(-time.Hour)) {
			b.Fatal(due, err)
		}
	}
}

// saying plans reminders that are due at once, and follows each to its post.
func saying(b *testing.B, db *DB, p *plan.Planner, n int) {
	now := start.Add(-30 * time.Minute) // on a Monday, at half past eight in Paris
	draw := func(_ plan.Tx, _ time.Time, batch plan.Batch) (plan.Drawing, error) {
		return plan.Drawing{Content: []byte("{}"), Shows: map[plan.Ref]int{batch.Deliveries[0].Subject: 1}}, nil
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		id := rand.Text()
		write(b, db, func(tx plan.Tx) error {
			_, err := tx.PlanDelivery(plan.Delivery{
				ID: id, Region: "r", Subject: plan.Ref(fmt.Sprintf("E%d", 1+i%n)), Revision: 2, Step: id, Notice: plan.NoticeReminder,
				To: plan.Recipient{Channel: "c1"}, Service: "s1", DueAt: now, State: plan.Planned,
			})
			return err
		})
		b.StartTimer()
		if frozen, err := p.FreezeDue(b.Context(), now, now, 1, draw); err != nil || frozen != 1 {
			b.Fatal(frozen, err)
		}
		claimed, err := p.ClaimDispatches(b.Context(), now, "me", 1)
		if err != nil || len(claimed) != 1 {
			b.Fatal(claimed, err)
		}
		d, begun, err := p.BeginAttempt(b.Context(), now, now, now, claimed[0], draw)
		if err != nil || !begun {
			b.Fatal(begun, err)
		}
		if _, err := p.RecordSent(b.Context(), now, d, plan.Receipt{Post: id, Channel: "c1"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDueDeliveries(b *testing.B) {
	filled(b, func(b *testing.B, db *DB, _ int) {
		for b.Loop() {
			write(b, db, func(tx plan.Tx) error {
				_, err := tx.DueDeliveries(start.AddDate(0, 1, 0), 50)
				return err
			})
		}
	})
}

func BenchmarkFindOpen(b *testing.B) { finding(b, plan.DeadlineFilter{State: plan.Open}) }

func BenchmarkFindOfService(b *testing.B) {
	finding(b, plan.DeadlineFilter{State: plan.Open, Services: []plan.ServiceID{"s3"}, OpenParts: true})
}

func BenchmarkFindWords(b *testing.B) {
	finding(b, plan.DeadlineFilter{State: plan.Open, Words: []string{"bilan", "99"}})
}

func BenchmarkAddDeadlineWithLadder(b *testing.B) {
	filled(b, func(b *testing.B, db *DB, n int) {
		for b.Loop() {
			n++
			write(b, db, func(tx plan.Tx) error { return addWithLadder(tx, n) })
		}
	})
}

// addWithLadder does what asking for a deadline of two services does.
func addWithLadder(tx plan.Tx, number int) error {
	if _, err := tx.NextNumber("r", "E"); err != nil {
		return err
	}
	d := newDeadline(number)
	if err := tx.AddDeadline(d); err != nil {
		return err
	}
	for _, service := range []plan.ServiceID{"s1", "s2"} {
		for i, step := range d.Ladder {
			_, err := tx.PlanDelivery(plan.Delivery{
				ID: fmt.Sprintf("%d %s %s", number, step, service), Region: "r", Subject: d.Ref(), Revision: 1,
				Step: step.String(), To: plan.Recipient{Channel: plan.ChannelID(service)}, Service: service,
				DueAt: start.AddDate(0, 0, i), State: plan.Planned,
			})
			if err != nil {
				return err
			}
		}
	}
	return tx.AddEntry(plan.Entry{Region: "r", ID: fmt.Sprint(number), Object: d.Ref(), Action: "echeance.ajouter"})
}

func finding(b *testing.B, f plan.DeadlineFilter) {
	f.Limit = 20
	reading(b, func(tx plan.Tx) error {
		_, _, err := tx.FindDeadlines("r", f)
		return err
	})
}

func reading(b *testing.B, f func(plan.Tx) error) {
	filled(b, func(b *testing.B, db *DB, _ int) {
		for b.Loop() {
			if err := db.Read(b.Context(), f); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func write(b *testing.B, db *DB, f func(plan.Tx) error) {
	if err := db.Write(b.Context(), f); err != nil {
		b.Fatal(err)
	}
}

// sized is how many rows a benchmark fills in: a tenth under -short, for a check
// that the benchmarks run.
func sized(rows int) int {
	if testing.Short() {
		return rows / 10
	}
	return rows
}

// filled runs a benchmark on databases of each engine and size.
func filled(b *testing.B, run func(b *testing.B, db *DB, n int)) {
	for _, engine := range engines {
		for _, n := range []int{sized(1_000), sized(10_000), sized(100_000)} {
			b.Run(fmt.Sprintf("%s/%d", engine.name, n), func(b *testing.B) {
				db := openOn(b, engine.dsn(b))
				fill(b, db, n)
				b.ReportAllocs()
				run(b, db, n)
			})
		}
	}
}
