package calendar

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // the zones travel in the binary: servers may have none
)

// TimeOfDay is an hour of the clock, from 00:00 to 23:59. The zero value is
// midnight.
type TimeOfDay struct{ Hour, Minute int }

// ParseTimeOfDay reads « 09:00 », and only that form. The error wraps
// [ErrDate].
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	if len(s) != len("09:00") || s[2] != ':' {
		return TimeOfDay{}, fmt.Errorf("%w: %q is not HH:MM", ErrDate, s)
	}
	hour, okHour := digits(s[:2])
	minute, okMinute := digits(s[3:])
	t := TimeOfDay{hour, minute}
	if !okHour || !okMinute || !t.Valid() {
		return TimeOfDay{}, fmt.Errorf("%w: %q is not an hour", ErrDate, s)
	}
	return t, nil
}

// Valid reports whether t lies between 00:00 and 23:59.
func (t TimeOfDay) Valid() bool {
	return t.Hour >= 0 && t.Hour < 24 && t.Minute >= 0 && t.Minute < 60
}

// String returns « 09:00 ».
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t.Hour, t.Minute) }

// Minutes returns the minutes since midnight, 0 to 1439.
func (t TimeOfDay) Minutes() int { return t.Hour*60 + t.Minute }

// Compare returns -1, 0 or +1 as t is before, the same as, or after o.
func (t TimeOfDay) Compare(o TimeOfDay) int {
	switch a, b := t.Minutes(), o.Minutes(); {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// Moment is what a person means by an appointment: a civil date and an hour in
// a named zone (« Europe/Paris »). It survives a change of the zone's rules,
// which an instant would not.
type Moment struct {
	Date Date
	Time TimeOfDay
	Zone string
}

// Instant resolves the moment to the instant it denotes.
//
// Where the clocks jump forward over the hour (02:30 on 28 March 2027 in
// Paris), it is the first instant after the gap (03:00 summer time). Where they
// go back and the hour exists twice (02:30 on 31 October 2027), it is the first
// of the two. The error tells an unknown zone or a date that does not exist.
func (m Moment) Instant() (time.Time, error) {
	loc, err := LoadZone(m.Zone)
	if err != nil {
		return time.Time{}, err
	}
	if !m.Date.Valid() || !m.Time.Valid() {
		return time.Time{}, fmt.Errorf("%w: %s %s", ErrDate, m.Date, m.Time)
	}
	return m.in(loc), nil
}

// in resolves the moment in loc. Every offset in force within a day of the
// moment is tried; of those that give back the civil hour the earliest wins,
// and if none does the hour fell in a gap, which ends at a transition.
func (m Moment) in(loc *time.Location) time.Time {
	wall := time.Date(m.Date.Year, m.Date.Month, m.Date.Day, m.Time.Hour, m.Time.Minute, 0, 0, time.UTC)
	before := offsetAt(wall.Add(-24*time.Hour), loc)
	after := offsetAt(wall.Add(24*time.Hour), loc)
	first := wall.Add(-max(before, after))
	second := wall.Add(-min(before, after))
	for _, candidate := range []time.Time{first, second} {
		if candidate.Add(offsetAt(candidate, loc)).Equal(wall) {
			return candidate.In(loc)
		}
	}
	_, end := first.In(loc).ZoneBounds()
	return end.In(loc)
}

func offsetAt(t time.Time, loc *time.Location) time.Duration {
	_, seconds := t.In(loc).Zone()
	return time.Duration(seconds) * time.Second
}

var zones sync.Map // name → *time.Location

// LoadZone returns the time zone of an IANA name such as « Europe/Paris »,
// from a cache. An empty name and « Local » are errors: a zone is always said,
// never taken from the machine.
func LoadZone(name string) (*time.Location, error) {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location), nil
	}
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("time zone %q: an IANA name such as Europe/Paris is needed", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("time zone %q: %w", name, err)
	}
	zones.Store(name, loc)
	return loc, nil
}
