package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"jalon/plan"
)

// longest is a store that remembers its longest writing transaction: how long
// anybody else may wait.
type longest struct {
	*DB
	held time.Duration
}

// Write implements [plan.Store].
func (l *longest) Write(ctx context.Context, f func(plan.Tx) error) error {
	begun := time.Now()
	err := l.DB.Write(ctx, f)
	l.held = max(l.held, time.Since(begun))
	return err
}

// BenchmarkPurge deletes 100 000 dispatches, one in ten of which a live card
// still needs. It reports the longest transaction.
func BenchmarkPurge(b *testing.B) {
	n := sized(100_000)
	for _, engine := range engines {
		b.Run(fmt.Sprintf("%s/%d", engine.name, n), func(b *testing.B) {
			var held time.Duration
			for b.Loop() {
				b.StopTimer()
				db := &longest{DB: openOn(b, engine.dsn(b))}
				sentLongAgo(b, db.DB, n)
				b.StartTimer()
				all, err := plan.New(db, plan.Options{}).Purge(b.Context(), start, false)
				if err != nil || all[0].Dispatches != n-n/10 || all[0].Drawings != n/10 {
					b.Fatalf("purged %+v: %v", all, err)
				}
				held = max(held, db.held)
			}
			b.ReportMetric(float64(held.Microseconds())/1000, "ms-longest-tx")
		})
	}
}

// sentLongAgo fills a database with what was sent two years before.
func sentLongAgo(b *testing.B, db *DB, n int) {
	b.Helper()
	write(b, db, func(tx plan.Tx) error {
		return tx.PutRegion(plan.Region{ID: "r", Name: "r", Lang: "fr", TimeZone: "Europe/Paris", HolidayZone: "Métropole"})
	})
	drawing := []byte(strings.Repeat("Bilan CPER à remettre par la préfecture du Nord. ", 30))
	for first := 0; first < n; first += 5000 {
		write(b, db, func(tx plan.Tx) error {
			for i := first; i < first+5000; i++ {
				id := fmt.Sprintf("dispatch-%d", i)
				d := plan.Dispatch{
					ID: id, Region: "r", Key: "key-" + id, Kind: plan.Create, To: plan.Recipient{Channel: "c"}, Post: "post-" + id,
					Subject: plan.DeadlineRef(i + 1), Content: drawing, State: plan.Posted,
					CreatedAt: start.AddDate(-2, 0, 0).Add(time.Duration(i) * time.Second), Version: 1,
				}
				if err := tx.AddDispatch(d); err != nil {
					return err
				}
				if i%10 != 0 {
					continue
				}
				if err := tx.AddCard(plan.LiveCard{Region: "r", Post: d.Post, Subject: d.Subject, Channel: "c", Key: d.Key, Version: 1}); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
