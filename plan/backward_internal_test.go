package plan

import (
	"testing"

	"pgregory.net/rapid"

	"jalon/calendar"
)

var metropole = func() *calendar.Calendar {
	cal, err := calendar.New(calendar.Metropole, calendar.Options{})
	if err != nil {
		panic(err)
	}
	return cal
}()

// The lead times of a comité régional, as a real one had them.
func TestTheStepsOfAComiteRegionalFallOnTheDaysThatPeopleCount(t *testing.T) {
	day := calendar.Date{Year: 2027, Month: 1, Day: 14}
	want := map[int]calendar.Date{
		-45: {Year: 2026, Month: 11, Day: 9}, -30: {Year: 2026, Month: 12, Day: 1}, -20: {Year: 2026, Month: 12, Day: 15},
		-15: {Year: 2026, Month: 12, Day: 22}, -10: {Year: 2026, Month: 12, Day: 30}, -5: {Year: 2027, Month: 1, Day: 7},
		-2: {Year: 2027, Month: 1, Day: 12}, -1: {Year: 2027, Month: 1, Day: 13}, 5: {Year: 2027, Month: 1, Day: 21},
		15: {Year: 2027, Month: 2, Day: 4},
	}
	house := houseTemplates(DirectoryView{})
	if len(house[0].Steps) != len(want) {
		t.Fatalf("%s has %d steps, want %d", house[0].Name, len(house[0].Steps), len(want))
	}
	for _, s := range house[0].Steps {
		if got := s.On(day, metropole); got != want[s.Days] {
			t.Errorf("%s: %s, want %s", s.Name, got, want[s.Days])
		}
	}
}

// A step always falls on a working day, on its side of the meeting.
func TestAStepFallsOnAWorkingDayOnItsSideOfTheMeeting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := calendar.Date{Year: 2026, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 1200).Draw(t, "day"))
		s := TemplateStep{
			Days: rapid.IntRange(-90, 90).Draw(t, "days"),
			Unit: rapid.SampledFrom([]calendar.Unit{calendar.CalendarDays, calendar.WorkingDays}).Draw(t, "unit"),
		}
		date := s.On(day, metropole)
		if !metropole.IsWorking(date) {
			t.Fatalf("%d %s from %s: %s is closed", s.Days, s.Unit, day, date)
		}
		if s.Days < 0 && !date.Before(day) || s.Days > 0 && date.Before(day) {
			t.Fatalf("%d %s from %s: %s is on the other side", s.Days, s.Unit, day, date)
		}
	})
}
