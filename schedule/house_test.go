package schedule_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"jalon/schedule"
)

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestAChoreIsDoneEachDayWhateverBecameOfItTheDayBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []string
		zone := paris(t)
		house, err := schedule.NewHouse(zone, slog.New(slog.DiscardHandler), schedule.Chore{
			Name: "tidy", Spec: "40 3 * * *", Do: func(context.Context) error {
				at = append(at, time.Now().In(zone).Format("01-02 15:04"))
				switch len(at) {
				case 1:
					panic("the first day")
				case 2:
					return errors.New("the second day")
				}
				return nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- house.Run(ctx) }()
		<-time.After(3*24*time.Hour + time.Hour)
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		want := []string{"01-01 03:40", "01-02 03:40", "01-03 03:40"}
		if len(at) != len(want) || at[0] != want[0] || at[1] != want[1] || at[2] != want[2] {
			t.Errorf("done at %v, want %v", at, want)
		}
	})
}

func TestHoursThatCannotBeKeptAreRefused(t *testing.T) {
	for spec, why := range map[string]string{
		"30 2 * * *":   "clocks change then",
		"0 */2 * * *":  "clocks change in one of them",
		"0 9 31 2 *":   "31 February never comes",
		"every monday": "not a specification",
		"0 9 * * 7":    "no seventh day in cron",
	} {
		if _, err := schedule.NewHouse(paris(t), slog.New(slog.DiscardHandler), schedule.Chore{Name: "x", Spec: spec}); err == nil {
			t.Errorf("%q was accepted: %s", spec, why)
		}
	}
}
