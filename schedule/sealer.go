package schedule

import (
	"context"
	"log/slog"

	"jalon/plan"
)

// Journal is what a [Sealer] works on: a [*plan.Planner].
type Journal interface {
	// Seal seals at most limit entries of each region and returns how many.
	Seal(ctx context.Context, key plan.JournalKey, limit int) (int, error)
}

// sealBatch is how many entries of a region one transaction seals.
const sealBatch = 200

// Sealer seals the journal, soon after each commit. Several may run on one
// store.
type Sealer struct {
	journal Journal
	key     plan.JournalKey
	log     *slog.Logger
	wake    chan struct{}
}

// NewSealer makes a Sealer. It does nothing until [Sealer.Run].
func NewSealer(journal Journal, key plan.JournalKey, log *slog.Logger) *Sealer {
	return &Sealer{journal: journal, key: key, log: log, wake: make(chan struct{}, 1)}
}

// Wake tells the loop that something was committed. It never blocks. A nil
// Sealer, for a journal without a key, seals nothing.
func (s *Sealer) Wake() {
	if s == nil {
		return
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run seals what waits, after each [Sealer.Wake] and at the latest every 30
// seconds, until ctx ends. What fails is logged and tried again later.
func (s *Sealer) Run(ctx context.Context) error {
	if s == nil {
		<-ctx.Done()
		return nil
	}
	failures := 0
	for ctx.Err() == nil {
		rest := longestSleep
		if err := s.sealAll(ctx); err != nil && ctx.Err() == nil {
			rest = backoff(failures)
			failures++
			s.log.Error("sealer: the journal could not be sealed", "err", err, "failures", failures, "again_in", rest)
		} else if failures > 0 {
			s.log.Info("sealer: the journal is sealed again", "failures", failures)
			failures = 0
		}
		sleep(ctx, s.wake, rest)
	}
	return nil
}

func (s *Sealer) sealAll(ctx context.Context) error {
	for {
		n, err := s.journal.Seal(ctx, s.key, sealBatch)
		if n == 0 || err != nil {
			return err
		}
	}
}
