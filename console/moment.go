package console

import (
	"errors"
	"strings"
	"time"
)

// moments are the ways to write one, the fullest first.
var moments = []string{"2006-01-02 15:04", "2006-01-02T15:04"}

// openingHour is the hour of a day given alone.
const openingHour = 10

var errMoment = errors.New("a moment is written 2026-11-23, 2026-11-23T10:00 or 2026-11-23 10:00")

// ParseMoment reads "2026-11-23", "2026-11-23T10:00" or "2026-11-23 10:00" in a
// zone. A day alone is its tenth hour.
func ParseMoment(text string, zone *time.Location) (time.Time, error) {
	text = strings.Join(strings.Fields(text), " ")
	for _, layout := range moments {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, errMoment
	}
	return time.Date(day.Year(), day.Month(), day.Day(), openingHour, 0, 0, 0, zone), nil
}
