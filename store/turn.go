package store

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// turn makes those who write through one connection go in the order they came:
// the pool lets any of those who wait go first, so that under load some wait
// for many times what the others do. A nil turn lets everybody through.
type turn struct {
	one    *semaphore.Weighted
	waits  atomic.Int64
	waited atomic.Int64 // nanoseconds
}

func newTurn() *turn { return &turn{one: semaphore.NewWeighted(1)} }

// take waits for one's turn, or for the end of the context, whose error it
// gives; done ends the turn.
func (t *turn) take(ctx context.Context) (done func(), err error) {
	if t == nil {
		return func() {}, nil
	}
	done = func() { t.one.Release(1) }
	if t.one.TryAcquire(1) {
		return done, nil
	}
	start := time.Now()
	err = t.one.Acquire(ctx, 1)
	t.waits.Add(1)
	t.waited.Add(int64(time.Since(start)))
	return done, err
}

// stats adds those who waited for their turn to those who waited for the pool.
func (t *turn) stats(s PoolStats) PoolStats {
	s.Waits += t.waits.Load()
	s.Waited += time.Duration(t.waited.Load())
	return s
}
