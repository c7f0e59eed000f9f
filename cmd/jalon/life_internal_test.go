package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestJalonGivesASignOfLifeNowAndThenAndAtItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var signs []time.Duration
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(12*time.Minute, stop)
		err := signsOfLife(func(ctx context.Context, now time.Time) error {
			signs = append(signs, now.Sub(began))
			if len(signs) == 2 {
				return errors.New("the database is busy")
			}
			return ctx.Err()
		}, time.Now, slog.New(slog.DiscardHandler))(ctx)
		want := []time.Duration{5 * time.Minute, 10 * time.Minute, 12 * time.Minute}
		if diff := cmp.Diff(want, signs); diff != "" || err != nil {
			t.Errorf("error %v, signs (-want +got):\n%s", err, diff)
		}
	})
}
