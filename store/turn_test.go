package store

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestWritersGoInTheOrderTheyCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		line := newTurn()
		first, err := line.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var order, want []int
		for n := range 50 {
			want = append(want, n)
			go func() {
				done, err := line.take(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, n)
				done()
			}()
			synctest.Wait()
		}
		time.Sleep(time.Second)
		first()
		synctest.Wait()
		if !slices.Equal(order, want) {
			t.Errorf("they went %v", order)
		}
		if s := line.stats(PoolStats{Waits: 1}); s.Waits != 51 || s.Waited != 50*time.Second {
			t.Errorf("%d waited, %s in all", s.Waits, s.Waited)
		}
	})
}

func TestWhoNoLongerWaitsHoldsNobodyUp(t *testing.T) {
	line := newTurn()
	first, err := line.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := line.take(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("who left: %v", err)
	}
	first()
	if last, err := line.take(t.Context()); err != nil {
		t.Error(err)
	} else {
		last()
	}
}
