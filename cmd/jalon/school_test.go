package main

import (
	"os"
	"path/filepath"
	"testing"

	"jalon/calendar"
	"jalon/i18n"
)

func TestSchoolHolidaysAreThoseOfTheFlagsElseOfTheSettings(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "school.csv")
	if err := os.WriteFile(file, []byte(demoSchool), 0o600); err != nil {
		t.Fatal(err)
	}
	sh := shell{lang: i18n.FR, err: t.Output()}
	for _, c := range []struct {
		what  string
		flags schoolFlags
		from  settings
		zone  string
		fails bool
	}{
		{what: "nobody named any"},
		{what: "the settings", from: settings{SchoolHolidays: file, SchoolZone: "B"}, zone: "B"},
		{what: "the flags come first", flags: schoolFlags{SchoolZone: "A"}, from: settings{SchoolHolidays: file, SchoolZone: "B"}, zone: "A"},
		{what: "no zone", flags: schoolFlags{SchoolHolidays: file}, fails: true},
		{what: "a zone that the table has not", flags: schoolFlags{SchoolHolidays: file, SchoolZone: "D"}, fails: true},
		{what: "no such file", flags: schoolFlags{SchoolHolidays: file + "x", SchoolZone: "B"}, fails: true},
	} {
		school, err := c.flags.read(sh, c.from)
		if (err != nil) != c.fails {
			t.Errorf("%s: %v", c.what, err)
		}
		if err != nil {
			continue
		}
		cal, err := calendar.New(calendar.Metropole, calendar.Options{School: school})
		if err != nil {
			t.Fatal(err)
		}
		if got := cal.SchoolZone(); got != c.zone {
			t.Errorf("%s: zone %q, want %q", c.what, got, c.zone)
		}
	}
}
