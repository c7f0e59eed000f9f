package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
)

// Chore is something the house does for itself at regular hours: nobody is
// told, so it does not go through the ledger.
type Chore struct {
	Name string
	// Spec is a cron specification of five fields, in the zone of the house.
	// Hours from 2 to 3 in the morning are refused: they are lost or doubled
	// when clocks change.
	Spec string
	Do   func(context.Context) error
}

// House does chores until its context ends. A chore that fails is logged and
// done again at its next hour; one that panics or is still under way does not
// keep the others from theirs.
type House struct {
	log    *slog.Logger
	cron   *cron.Cron
	chores []Chore
}

// NewHouse checks the specifications. It fails for one that cannot be read,
// that never comes, or that falls in the hour of the clock changes.
func NewHouse(zone *time.Location, log *slog.Logger, chores ...Chore) (*House, error) {
	logger := cronLog{log}
	h := &House{log: log, chores: chores, cron: cron.New(
		cron.WithLocation(zone),
		// In this order: the other one never runs a job again once it has panicked.
		cron.WithChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)),
	)}
	for _, c := range chores {
		if err := checkSpec(c.Spec, zone); err != nil {
			return nil, fmt.Errorf("hours of %s: %w", c.Name, err)
		}
	}
	return h, nil
}

// checkSpec looks a year ahead for an hour at which clocks may change.
func checkSpec(spec string, zone *time.Location) error {
	s, err := cron.ParseStandard(spec)
	if err != nil {
		return err
	}
	// Any day serves: what is asked is whether the hours ever come, and which.
	from := time.Date(2027, time.January, 1, 0, 0, 0, 0, zone)
	next := s.Next(from)
	if next.IsZero() {
		return fmt.Errorf("%q never comes", spec)
	}
	for range 48 {
		if next.IsZero() {
			return nil
		}
		if next.Hour() == 2 {
			return fmt.Errorf("%q falls between 2 and 3 in the morning, when clocks change", spec)
		}
		next = s.Next(next)
	}
	return nil
}

// Run does the chores at their hours until ctx ends, then waits for the one
// under way.
func (h *House) Run(ctx context.Context) error {
	for _, c := range h.chores {
		if _, err := h.cron.AddFunc(c.Spec, func() { h.do(ctx, c) }); err != nil {
			return fmt.Errorf("hours of %s: %w", c.Name, err)
		}
	}
	h.cron.Start()
	<-ctx.Done()
	<-h.cron.Stop().Done()
	return nil
}

func (h *House) do(ctx context.Context, c Chore) {
	if err := c.Do(ctx); err != nil {
		h.log.ErrorContext(ctx, "chore failed", "chore", c.Name, "err", err)
		return
	}
	h.log.DebugContext(ctx, "chore done", "chore", c.Name)
}

// cronLog passes what cron has to say to the log.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(msg string, pairs ...any) { l.log.Debug("cron: "+msg, pairs...) }

func (l cronLog) Error(err error, msg string, pairs ...any) {
	l.log.Error("cron: "+msg, append(pairs, "err", err)...)
}
