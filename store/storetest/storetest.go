// Package storetest says what a [plan.Store] must do, as one suite that every
// implementation passes: [Run]. It also lends PostgreSQL databases to tests.
package storetest

import (
	"testing"

	"jalon/plan"
)

// Run exercises stores made by open. Each call of open gives an empty store of
// its own, closed by t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) plan.Store) {
	for _, area := range []struct {
		name  string
		cases []behaviour
	}{
		{"regions", regions},
		{"life", lives},
		{"services", services},
		{"agents", agents},
		{"deadlines", deadlines},
		{"series", series},
		{"bodies", bodies},
		{"meetings", meetings},
		{"projects", projects},
		{"credits", credits},
		{"data calls", dataCalls},
		{"localities", localities},
		{"searches", searches},
		{"lists", lists},
		{"deliveries", deliveries},
		{"the ledger", ledger},
		{"dispatches", dispatches},
		{"cards", cards},
		{"horizon", horizons},
		{"journal", journals},
		{"privacy", privacy},
		{"transactions", transactions},
		{"concurrency", concurrency},
	} {
		t.Run(area.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range area.cases {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					c.holds(newScene(t, open(t)))
				})
			}
		})
	}
}

// behaviour is one thing that holds of every store; its name says which.
type behaviour struct {
	name  string
	holds func(*scene)
}
