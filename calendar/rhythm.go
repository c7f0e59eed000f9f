package calendar

import (
	"fmt"
	"time"

	"github.com/robfig/cron/v3"
)

// Rhythm is a cron specification of five fields, read on civil dates: an hour
// that clocks skip or repeat is neither lost nor doubled.
type Rhythm struct{ schedule cron.Schedule }

// ParseRhythm reads a specification. It fails for one that cannot be read or
// that never comes.
func ParseRhythm(spec string) (Rhythm, error) {
	s, err := cron.ParseStandard(spec)
	if err != nil {
		return Rhythm{}, fmt.Errorf("rhythm %q: %w", spec, err)
	}
	// Any day serves: cron looks five years ahead.
	if s.Next(time.Date(2027, time.January, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Rhythm{}, fmt.Errorf("rhythm %q never comes", spec)
	}
	return Rhythm{s}, nil
}

// After returns the first time strictly after one: a date and an hour.
func (r Rhythm) After(d Date, t TimeOfDay) (Date, TimeOfDay) {
	next := r.schedule.Next(time.Date(d.Year, d.Month, d.Day, t.Hour, t.Minute, 0, 0, time.UTC))
	return DateOf(next, time.UTC), TimeOfDay{Hour: next.Hour(), Minute: next.Minute()}
}
