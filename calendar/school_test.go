package calendar_test

import (
	"errors"
	"testing"

	"jalon/calendar"
)

const schoolTable = "\ufeff" + `date,vacances_zone_a,vacances_zone_b,vacances_zone_c,nom_vacances
2026-06-30,False,False,False,
2026-07-01,False,False,False,
2026-07-02,True,False,False,Vacances d'été
2026-07-03,True,True,True,Vacances d'été
2026-07-04,False,False,False,
2026-07-05,True,True,True,Vacances d'été
2026-07-06,False,False,False,
2026-07-07,False,False,False,
`

func TestSchoolHolidaysKnowWhatTheyDoNotKnow(t *testing.T) {
	school, err := calendar.ParseSchool(schoolTable, "b")
	if err != nil {
		t.Fatal(err)
	}
	cal := newCalendar(t, calendar.Metropole, calendar.Options{School: school})
	for _, c := range []struct {
		day   calendar.Date
		name  string
		known calendar.SchoolDay
	}{
		{on(2026, 6, 29), "", calendar.SchoolUnknown},
		{on(2026, 6, 30), "", calendar.SchoolTerm},
		{on(2026, 7, 2), "", calendar.SchoolTerm}, // zone A only
		{on(2026, 7, 3), "Vacances d'été", calendar.SchoolHoliday},
		{on(2026, 7, 4), "", calendar.SchoolTerm},
		{on(2026, 7, 5), "Vacances d'été", calendar.SchoolHoliday},
		{on(2026, 7, 6), "", calendar.SchoolUnknown}, // the table says False, and knows nothing
	} {
		if name, known := cal.School(c.day); name != c.name || known != c.known {
			t.Errorf("%v: %q, %d, want %q, %d", c.day, name, known, c.name, c.known)
		}
	}
	if got := cal.SchoolZone(); got != "B" {
		t.Errorf("zone %q", got)
	}
}

func TestWithoutSchoolHolidaysEveryDayIsUnknown(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{})
	if name, known := cal.School(on(2026, 7, 5)); name != "" || known != calendar.SchoolUnknown || cal.SchoolZone() != "" {
		t.Errorf("without data: %q, %d", name, known)
	}
}

func TestSchoolTablesThatCannotBeRead(t *testing.T) {
	for name, table := range map[string]string{
		"empty":         "",
		"header only":   "date,vacances_zone_b,nom_vacances\n",
		"missing zone":  "date,vacances_zone_a,nom_vacances\n2026-07-03,True,été\n",
		"no such date":  "date,vacances_zone_b,nom_vacances\n2026-02-30,True,été\n",
		"ragged rows":   "date,vacances_zone_b,nom_vacances\n2026-07-03,True\n",
		"unclosed text": "date,vacances_zone_b,nom_vacances\n2026-07-03,True,\"été\n",
	} {
		if _, err := calendar.ParseSchool(table, "B"); !errors.Is(err, calendar.ErrSchool) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
