package plan

import (
	"testing"
	"time"
)

func TestAnOutageIsWhatNoSignOfLifeCovers(t *testing.T) {
	noon := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	last := Outage{noon.Add(-time.Hour), noon.Add(-30 * time.Minute)}
	for name, c := range map[string]struct {
		life Life
		now  time.Time
		want Outage
	}{
		"jalon never ran":                 {Life{}, noon, Outage{}},
		"it runs":                         {Life{Seen: noon}, noon.Add(LifeSign), Outage{}},
		"it runs again since a while":     {Life{Seen: noon, Last: last}, noon.Add(LifeSign), last},
		"a sign or two came late":         {Life{Seen: noon}, noon.Add(Lateness), Outage{}},
		"it was stopped, or suspended":    {Life{Seen: noon, Last: last}, noon.Add(24 * time.Hour), Outage{noon, noon.Add(24 * time.Hour)}},
		"the clock was set back meantime": {Life{Seen: noon, Last: last}, noon.Add(-24 * time.Hour), last},
	} {
		if got := c.life.outage(c.now); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
