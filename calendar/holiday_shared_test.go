//go:build shared

package calendar_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"jalon/calendar"
)

// sharedFile opens one of the public data files that are kept beside the
// project.
func sharedFile(t *testing.T, name string) *os.File {
	t.Helper()
	file, err := os.Open("../../shared/data/" + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func TestHolidaysAgreeWithTheOfficialList(t *testing.T) {
	rows, err := csv.NewReader(sharedFile(t, "jours-feries-toutes-zones.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	official := map[calendar.Zone]map[calendar.Date]bool{}
	first, last := "9999", "0000"
	for _, row := range rows[1:] {
		d, err := calendar.ParseDate(row[0])
		if err != nil {
			t.Fatal(err)
		}
		first, last = min(first, row[0][:4]), max(last, row[0][:4])
		for name := range strings.SplitSeq(row[2], "|") {
			zone, err := calendar.ParseZone(name)
			if err != nil {
				t.Fatal(err)
			}
			if official[zone] == nil {
				official[zone] = map[calendar.Date]bool{}
			}
			official[zone][d] = true
		}
	}
	if len(official) != len(calendar.Zones()) {
		t.Fatalf("the list has %d zones, jalon %d", len(official), len(calendar.Zones()))
	}
	from, _ := calendar.ParseDate(first + "-01-01")
	to, _ := calendar.ParseDate(last + "-12-31")
	for zone, days := range official {
		cal := newCalendar(t, zone, calendar.Options{})
		for d := from; !d.After(to); d = d.AddDays(1) {
			if _, got := cal.Holiday(d); got != days[d] {
				t.Errorf("%s, %v: holiday %v, the official list says %v", zone, d, got, days[d])
			}
		}
	}
}

func TestSchoolHolidaysOfTheRegion(t *testing.T) {
	table, err := os.ReadFile("../../shared/data/vacances-scolaires-2024-2026.csv")
	if err != nil {
		t.Fatal(err)
	}
	school, err := calendar.ParseSchool(string(table), "B")
	if err != nil {
		t.Fatal(err)
	}
	cal := newCalendar(t, calendar.Metropole, calendar.Options{School: school})
	for d, want := range map[calendar.Date]calendar.SchoolDay{
		on(2025, 10, 17): calendar.SchoolTerm, on(2025, 10, 20): calendar.SchoolHoliday,
		on(2026, 2, 14): calendar.SchoolHoliday, on(2026, 3, 3): calendar.SchoolTerm,
		on(2026, 7, 6): calendar.SchoolHoliday, on(2026, 11, 23): calendar.SchoolUnknown,
	} {
		if name, got := cal.School(d); got != want {
			t.Errorf("%v: %q, %d, want %d", d, name, got, want)
		}
	}
}
