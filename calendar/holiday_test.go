package calendar_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	france "github.com/rickar/cal/v2/fr"

	"jalon/calendar"
)

func newCalendar(t testing.TB, zone calendar.Zone, opts calendar.Options) *calendar.Calendar {
	t.Helper()
	cal, err := calendar.New(zone, opts)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func TestEaster(t *testing.T) {
	for year, want := range map[int]string{
		1818: "1818-03-22", 1943: "1943-04-25", 2000: "2000-04-23", 2008: "2008-03-23",
		2026: "2026-04-05", 2027: "2027-03-28", 2028: "2028-04-16", 2038: "2038-04-25", 2285: "2285-03-22",
	} {
		if got := calendar.Easter(year).String(); got != want {
			t.Errorf("Easter %d = %s, want %s", year, got, want)
		}
	}
}

func TestNationalHolidaysAgreeWithAnotherLibrary(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{})
	for year := 1950; year <= 2150; year++ {
		want := map[calendar.Date]bool{}
		for _, holiday := range france.Holidays {
			if actual, _ := holiday.Calc(year); !actual.IsZero() {
				want[calendar.DateOf(actual, time.UTC)] = true
			}
		}
		for d := on(year, 1, 1); d.Year == year; d = d.AddDays(1) {
			if _, got := cal.Holiday(d); got != want[d] {
				t.Errorf("%v: holiday %v, want %v", d, got, want[d])
			}
		}
	}
}

func TestEachTerritoryRemembersTheAbolitionOnItsDay(t *testing.T) {
	for _, c := range []struct {
		zone calendar.Zone
		day  calendar.Date
	}{
		{calendar.Mayotte, on(2026, 4, 27)},
		{calendar.Martinique, on(2026, 5, 22)},
		{calendar.Guadeloupe, on(2026, 5, 27)},
		{calendar.SaintMartin, on(2017, 5, 27)},
		{calendar.SaintMartin, on(2018, 5, 28)},
		{calendar.Guyane, on(2026, 6, 10)},
		{calendar.SaintBarthelemy, on(2026, 10, 9)},
		{calendar.LaReunion, on(2026, 12, 20)},
		{calendar.AlsaceMoselle, on(2027, 3, 26)},
		{calendar.AlsaceMoselle, on(2026, 12, 26)},
	} {
		if _, ok := newCalendar(t, c.zone, calendar.Options{}).Holiday(c.day); !ok {
			t.Errorf("%s: %v is a holiday", c.zone, c.day)
		}
		if _, ok := newCalendar(t, calendar.Metropole, calendar.Options{}).Holiday(c.day); ok {
			t.Errorf("métropole: %v is not a holiday", c.day)
		}
	}
	if _, ok := newCalendar(t, calendar.SaintMartin, calendar.Options{}).Holiday(on(2018, 5, 27)); ok {
		t.Error("Saint-Martin: 27 May is no longer a holiday in 2018")
	}
}

func TestTwoHolidaysOnOneDayKeepBothNames(t *testing.T) {
	holiday, ok := newCalendar(t, calendar.Metropole, calendar.Options{}).Holiday(on(2008, 5, 1))
	if !ok || holiday.FR != "1er mai et Ascension" || holiday.EN != "Labour Day and Ascension Day" {
		t.Errorf("1 May 2008 = %+v, %v", holiday, ok)
	}
}

func TestHolidaysOfAYear(t *testing.T) {
	holidays := newCalendar(t, calendar.Metropole, calendar.Options{}).Holidays(2027)
	var got []string
	for _, holiday := range holidays {
		got = append(got, holiday.Date.String())
	}
	want := []string{
		"2027-01-01", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-08", "2027-05-17",
		"2027-07-14", "2027-08-15", "2027-11-01", "2027-11-11", "2027-12-25",
	}
	if len(got) != len(want) {
		t.Fatalf("2027 has %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("holiday %d of 2027 is %s, want %s", i, got[i], want[i])
		}
	}
}

func TestZonesAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]calendar.Zone{
		"": calendar.Metropole, "métropole": calendar.Metropole, "METROPOLE": calendar.Metropole,
		"alsace moselle": calendar.AlsaceMoselle, "reunion": calendar.LaReunion, "La Réunion": calendar.LaReunion,
		"saint martin": calendar.SaintMartin, "saint-barthelemy": calendar.SaintBarthelemy,
		"nouvelle caledonie": calendar.NouvelleCaledonie, "Wallis-et-Futuna": calendar.WallisEtFutuna,
	} {
		if got, err := calendar.ParseZone(typed); err != nil || got != want {
			t.Errorf("ParseZone(%q) = %q, %v", typed, got, err)
		}
	}
	if _, err := calendar.ParseZone("Bretagne"); !errors.Is(err, calendar.ErrZone) {
		t.Errorf("Bretagne: %v", err)
	}
	for _, zone := range calendar.Zones() {
		if back, err := calendar.ParseZone(string(zone)); err != nil || back != zone {
			t.Errorf("%s reads back as %q, %v", zone, back, err)
		}
		if _, err := calendar.LoadZone(zone.TimeZone()); err != nil {
			t.Errorf("%s: %v", zone, err)
		}
	}
}

func TestNewRefusesWhatItCannotHold(t *testing.T) {
	if _, err := calendar.New("Bretagne", calendar.Options{}); !errors.Is(err, calendar.ErrZone) {
		t.Errorf("unknown zone: %v", err)
	}
	if _, err := calendar.New(calendar.Metropole, calendar.Options{Closures: []calendar.Closure{{Date: on(2027, 2, 29)}}}); !errors.Is(err, calendar.ErrDate) {
		t.Errorf("closure that does not exist: %v", err)
	}
	if _, err := calendar.New(calendar.Metropole, calendar.Options{Bridges: []calendar.Date{{}}}); !errors.Is(err, calendar.ErrDate) {
		t.Errorf("bridge that does not exist: %v", err)
	}
}

func TestCalendarsAreSafeForConcurrentUse(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for year := 1895; year < 2205; year++ {
				if !cal.IsWorking(cal.NextWorking(on(year, 5, 1))) {
					t.Errorf("%d: the next working day is not worked", year)
				}
			}
		})
	}
	wg.Wait()
}
