package e2e

import (
	"testing"
	"time"
)

// patience bounds every wait for something that ought to happen soon, on a
// machine that may be busy.
const patience = time.Minute

// quiet is how long a test watches that nothing happens.
const quiet = 1500 * time.Millisecond

// tick is the pause between two looks at a condition.
const tick = 50 * time.Millisecond

// Until looks until probe answers true and returns its value. The test ends
// when that has not happened within limit; what names the thing awaited.
func Until[T any](t testing.TB, limit time.Duration, what string, probe func() (T, bool)) T {
	t.Helper()
	deadline := time.After(limit)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		if value, ok := probe(); ok {
			return value
		}
		select {
		case <-deadline:
			t.Fatalf("waited %s in vain for %s", limit, what)
		case <-ticker.C:
		}
	}
}

// Throughout looks during the whole span and ends the test as soon as probe
// answers false. It is for what must not happen: what names the rule.
func Throughout(t testing.TB, span time.Duration, what string, probe func() bool) {
	t.Helper()
	end := time.After(span)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		if !probe() {
			t.Fatalf("no longer true: %s", what)
		}
		select {
		case <-end:
			return
		case <-ticker.C:
		}
	}
}
