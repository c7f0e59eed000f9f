package store

import (
	"fmt"
	"testing"

	"jalon/plan"
)

// Each benchmark runs on both engines, with as many open deadlines, planned
// deliveries, dispatches and cards as its name says.

func BenchmarkNothingDue(b *testing.B) {
	reading(b, func(tx plan.Tx) error {
		_, _, err := tx.Horizon()
		return err
	})
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
