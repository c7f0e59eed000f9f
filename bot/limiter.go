package bot

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"jalon/plan"
)

// What one person may ask: a burst, then so many requests a second.
const (
	rateBurst     = 20
	ratePerSecond = 2
	maxRated      = 10_000 // people watched at once
)

// limiter keeps one person from taking all of jalon's time.
type limiter struct {
	mu     sync.Mutex
	people map[plan.UserID]*rate.Limiter
}

func newLimiter() *limiter { return &limiter{people: map[plan.UserID]*rate.Limiter{}} }

// allow tells whether the person may ask one more thing now.
func (l *limiter) allow(user plan.UserID, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, ok := l.people[user]
	if !ok {
		l.makeRoom(now)
		r = rate.NewLimiter(ratePerSecond, rateBurst)
		l.people[user] = r
	}
	return r.AllowN(now, 1)
}

// makeRoom forgets those who asked nothing lately, or everybody when all did:
// forgetting only ever allows more.
func (l *limiter) makeRoom(now time.Time) {
	if len(l.people) < maxRated {
		return
	}
	for user, r := range l.people {
		if r.TokensAt(now) >= rateBurst {
			delete(l.people, user)
		}
	}
	if len(l.people) >= maxRated {
		clear(l.people)
	}
}
