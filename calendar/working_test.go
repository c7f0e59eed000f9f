package calendar_test

import (
	"testing"

	"pgregory.net/rapid"

	"jalon/calendar"
)

func TestWorkingDaysOfAYear(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{})
	for year, want := range map[int]int{2026: 252, 2027: 254, 2028: 251} {
		if got := cal.WorkingDays(on(year-1, 12, 31), on(year, 12, 31)); got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
}

func TestWorkingDaysFromOneDayToAnother(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{})
	for _, c := range []struct {
		from, to calendar.Date
		want     int
	}{
		{on(2026, 11, 23), on(2026, 12, 4), 9},
		{on(2026, 11, 23), on(2027, 1, 29), 47},
		{on(2026, 11, 23), on(2026, 12, 15), 16},
		{on(2026, 11, 23), on(2026, 11, 23), 0},
		{on(2026, 11, 27), on(2026, 11, 29), 0},
		{on(2026, 11, 23), on(2026, 11, 20), -1},
		{on(2026, 12, 24), on(2026, 12, 28), 1},
	} {
		if got := cal.WorkingDays(c.from, c.to); got != c.want {
			t.Errorf("from %v to %v: %d working days, want %d", c.from, c.to, got, c.want)
		}
	}
}

func TestTheFourUnits(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{})
	for _, c := range []struct {
		from string
		n    int
		unit calendar.Unit
		want string
	}{
		{"2026-11-23", 15, calendar.CalendarDays, "2026-12-08"},
		{"2026-11-23", 3, calendar.WorkingDays, "2026-11-26"},
		{"2026-11-23", 5, calendar.OuvrableDays, "2026-11-28"},
		{"2026-11-23", 10, calendar.ClearDays, "2026-12-04"},
		{"2026-11-23", 4, calendar.ClearDays, "2026-11-30"}, // the 28th is a Saturday
		{"2027-01-14", -7, calendar.WorkingDays, "2027-01-05"},
		{"2027-01-14", -15, calendar.WorkingDays, "2026-12-22"},
		{"2027-01-14", 15, calendar.WorkingDays, "2027-02-04"},
		{"2027-05-14", 1, calendar.WorkingDays, "2027-05-18"},
		{"2026-12-14", -5, calendar.ClearDays, "2026-12-08"},
		{"2026-12-14", -6, calendar.ClearDays, "2026-12-07"},
		{"2026-12-14", -7, calendar.ClearDays, "2026-12-04"}, // the 6th is a Sunday
		{"2026-11-23", 0, calendar.ClearDays, "2026-11-23"},
		{"2026-11-28", 0, calendar.WorkingDays, "2026-11-28"},
	} {
		from, _ := calendar.ParseDate(c.from)
		if got := cal.Add(from, c.n, c.unit).String(); got != c.want {
			t.Errorf("%s %+d jours %s = %s, want %s", c.from, c.n, c.unit, got, c.want)
		}
	}
}

func TestCountsInTheFourUnits(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{})
	from, to := on(2026, 12, 23), on(2026, 12, 28)
	for unit, want := range map[calendar.Unit]int{
		calendar.CalendarDays: 5, calendar.WorkingDays: 2, calendar.OuvrableDays: 3, calendar.ClearDays: 4,
	} {
		if got := cal.Count(from, to, unit); got != want {
			t.Errorf("%d jours %s, want %d", got, unit, want)
		}
		if got := cal.Count(to, from, unit); unit != calendar.WorkingDays && unit != calendar.OuvrableDays && got != -want {
			t.Errorf("%d jours %s backwards, want %d", got, unit, -want)
		}
		if got := cal.Count(from, from, unit); got != 0 {
			t.Errorf("%d jours %s from a day to itself", got, unit)
		}
	}
}

func TestNearestWorkingDays(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{})
	for day, want := range map[calendar.Date][2]string{
		on(2026, 12, 4):  {"2026-12-04", "2026-12-04"},
		on(2026, 12, 25): {"2026-12-24", "2026-12-28"},
		on(2027, 1, 1):   {"2026-12-31", "2027-01-04"},
		on(2027, 1, 31):  {"2027-01-29", "2027-02-01"},
	} {
		if got := cal.PreviousWorking(day).String(); got != want[0] {
			t.Errorf("previous of %v = %s, want %s", day, got, want[0])
		}
		if got := cal.NextWorking(day).String(); got != want[1] {
			t.Errorf("next of %v = %s, want %s", day, got, want[1])
		}
	}
}

func TestBridgesAreWarnedAboutAndStayWorkingDays(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{Bridges: []calendar.Date{on(2026, 12, 24), on(2026, 12, 25)}})
	for _, day := range []calendar.Date{
		on(2026, 5, 15), on(2026, 7, 13), on(2027, 5, 7), on(2027, 11, 12), on(2028, 5, 26), on(2028, 8, 14), on(2026, 12, 24),
	} {
		if !cal.Bridge(day) || !cal.IsWorking(day) {
			t.Errorf("%v is a bridge and a working day", day)
		}
	}
	for _, day := range []calendar.Date{on(2026, 12, 25), on(2026, 5, 13), on(2026, 5, 16), on(2026, 11, 23)} {
		if cal.Bridge(day) {
			t.Errorf("%v is not a bridge", day)
		}
	}
}

func TestTheSolidarityDayIsWorkedAndStaysAHoliday(t *testing.T) {
	whitMonday := on(2027, 5, 17)
	cal := newCalendar(t, calendar.Metropole, calendar.Options{SolidarityDay: true})
	if _, ok := cal.Holiday(whitMonday); !ok || !cal.IsWorking(whitMonday) || !cal.Extends(whitMonday) {
		t.Error("Whit Monday should be worked, and a holiday that extends a legal delay")
	}
	if newCalendar(t, calendar.Metropole, calendar.Options{}).IsWorking(whitMonday) {
		t.Error("Whit Monday is not worked by default")
	}
	if got, want := cal.WorkingDays(on(2026, 12, 31), on(2027, 12, 31)), 255; got != want {
		t.Errorf("%d working days in 2027, want %d", got, want)
	}
}

func TestClosedDaysAreNotWorkedAndAreTold(t *testing.T) {
	closed := on(2026, 12, 28)
	cal := newCalendar(t, calendar.Metropole, calendar.Options{
		Closures: []calendar.Closure{{Date: closed, FR: "fermeture de fin d’année", EN: "year-end closure"}},
	})
	closure, ok := cal.Closure(closed)
	if !ok || closure.FR != "fermeture de fin d’année" || cal.IsWorking(closed) || cal.IsOuvrable(closed) || cal.Extends(closed) {
		t.Errorf("closure = %+v, %v", closure, ok)
	}
	if got := cal.NextWorking(on(2026, 12, 25)); got != on(2026, 12, 29) {
		t.Errorf("the next working day is %v", got)
	}
}

func TestWorkingDaysAddAndSubtract(t *testing.T) {
	calendars := map[calendar.Zone]*calendar.Calendar{}
	for _, zone := range calendar.Zones() {
		calendars[zone] = newCalendar(t, zone, calendar.Options{SolidarityDay: zone == calendar.Guyane})
	}
	rapid.Check(t, func(t *rapid.T) {
		cal := calendars[rapid.SampledFrom(calendar.Zones()).Draw(t, "zone")]
		n := rapid.IntRange(-1500, 1500).Draw(t, "n")
		d := cal.NextWorking(drawDate(t, "d"))
		moved := cal.AddWorking(d, n)
		if !cal.IsWorking(moved) || cal.AddWorking(moved, -n) != d || cal.WorkingDays(d, moved) != n {
			t.Fatalf("%v %+d working days = %v", d, n, moved)
		}
		for !cal.IsOuvrable(d) {
			d = d.AddDays(1)
		}
		moved = cal.AddOuvrable(d, n)
		if !cal.IsOuvrable(moved) || cal.AddOuvrable(moved, -n) != d || cal.OuvrableDays(d, moved) != n {
			t.Fatalf("%v %+d jours ouvrables = %v", d, n, moved)
		}
	})
}

// Counting by the year tables gives what counting day by day gives.
func TestCountsAreThoseOfTheDays(t *testing.T) {
	cal := newCalendar(t, calendar.AlsaceMoselle, calendar.Options{Closures: []calendar.Closure{{Date: on(2026, 12, 28)}}})
	rapid.Check(t, func(t *rapid.T) {
		from := drawDate(t, "from")
		to := from.AddDays(rapid.IntRange(0, 2000).Draw(t, "days"))
		working, ouvrable := 0, 0
		for d := from; d != to; {
			d = d.AddDays(1)
			if cal.IsWorking(d) {
				working++
			}
			if cal.IsOuvrable(d) {
				ouvrable++
			}
		}
		if cal.WorkingDays(from, to) != working || cal.OuvrableDays(from, to) != ouvrable {
			t.Fatalf("from %v to %v: %d and %d, want %d and %d", from, to,
				cal.WorkingDays(from, to), cal.OuvrableDays(from, to), working, ouvrable)
		}
	})
}

func BenchmarkYearOfWorkingDays(b *testing.B) {
	cal := newCalendar(b, calendar.Metropole, calendar.Options{})
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for d := on(2027, 1, 1); d.Year == 2027; d = d.AddDays(1) {
			if cal.IsWorking(d) {
				n++
			}
		}
		if n != 254 {
			b.Fatal(n)
		}
	}
}

func BenchmarkWorkingDaysOverTenYears(b *testing.B) {
	cal := newCalendar(b, calendar.Metropole, calendar.Options{})
	from, to := on(2026, 11, 23), on(2036, 11, 23)
	b.ReportAllocs()
	for b.Loop() {
		cal.WorkingDays(from, to)
	}
}
