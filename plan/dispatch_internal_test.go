package plan

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestEachRefusalMakesTheNextTryLaterUpToAQuarterOfAnHour(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		attempts := rapid.IntRange(0, 1000).Draw(t, "attempts")
		wait := waitFor(&PostError{}, attempts)
		if wait < time.Second || wait > LongestWait {
			t.Fatalf("after %d attempts the wait is %s", attempts, wait)
		}
		if attempts > 10 && wait < LongestWait/2 {
			t.Fatalf("after %d attempts the wait is only %s", attempts, wait)
		}
	})
}

func TestWhatTheChatAsksIsWhatItGets(t *testing.T) {
	for asked, want := range map[time.Duration]time.Duration{
		time.Second: time.Second, time.Minute: time.Minute, 48 * time.Hour: LongestWait,
	} {
		if got := waitFor(&PostError{After: asked}, 7); got != want {
			t.Errorf("asked to wait %s, it waits %s, want %s", asked, got, want)
		}
	}
}
