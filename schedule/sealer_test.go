package schedule_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jalon/plan"
	"jalon/schedule"
)

// queue is a journal of which only the number of entries without a seal counts.
type queue struct {
	mu      sync.Mutex
	waiting int
	calls   int
	broken  error
}

func (q *queue) Seal(_ context.Context, _ plan.JournalKey, limit int) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.calls++
	if q.broken != nil {
		return 0, q.broken
	}
	n := min(q.waiting, limit)
	q.waiting -= n
	return n, nil
}

func (q *queue) add(n int, broken error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting, q.broken = q.waiting+n, broken
}

func (q *queue) left() (waiting, calls int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.waiting, q.calls
}

func TestTheJournalIsSealedSoonAfterEachCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queue{waiting: 450}
		sealer := schedule.NewSealer(q, plan.JournalKey{}, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- sealer.Run(ctx) }()

		synctest.Wait()
		if waiting, _ := q.left(); waiting != 0 {
			t.Errorf("at the start %d entries are left", waiting)
		}

		q.add(1, nil)
		sealer.Wake()
		synctest.Wait()
		if waiting, _ := q.left(); waiting != 0 {
			t.Error("after a commit an entry is left")
		}

		q.add(1, nil) // by another process: nobody wakes the loop
		wait(31 * time.Second)
		if waiting, _ := q.left(); waiting != 0 {
			t.Error("after 30 seconds an entry is left")
		}

		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestAnIdleSealerLooksTwiceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queue{}
		sealer := schedule.NewSealer(q, plan.JournalKey{}, slog.New(slog.DiscardHandler))
		go func() { _ = sealer.Run(t.Context()) }()
		wait(10*time.Minute + time.Second)
		if _, calls := q.left(); calls != 21 {
			t.Errorf("looked %d times in ten minutes, want 21", calls)
		}
	})
}

func TestASealerThatFailsTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queue{waiting: 1, broken: errors.New("disk full")}
		sealer := schedule.NewSealer(q, plan.JournalKey{}, slog.New(slog.DiscardHandler))
		go func() { _ = sealer.Run(t.Context()) }()
		wait(10 * time.Second)
		if _, calls := q.left(); calls < 3 || calls > 6 {
			t.Errorf("tried %d times in ten seconds", calls)
		}
		q.add(0, nil)
		wait(31 * time.Second)
		if waiting, _ := q.left(); waiting != 0 {
			t.Error("an entry is left once the store works again")
		}
	})
}
