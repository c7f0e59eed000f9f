package calendar_test

import (
	"fmt"

	"jalon/calendar"
)

func Example() {
	cal, err := calendar.New(calendar.Metropole, calendar.Options{})
	if err != nil {
		panic(err)
	}
	today := calendar.Date{Year: 2026, Month: 12, Day: 23}
	due := cal.AddWorking(today, 3)
	words := calendar.WordsOf("en")
	fmt.Println(words.Long(due) + ", " + words.Delay(cal, today, due))
	// Output: Tuesday 29 December 2026 (W53), in 3 working days
}

func ExampleCalendar_LegalEnd() {
	cal, err := calendar.New(calendar.Metropole, calendar.Options{})
	if err != nil {
		panic(err)
	}
	act, err := calendar.ParseDate("2026-12-31")
	if err != nil {
		panic(err)
	}
	// Two months end on 28 February, a Sunday: the delay goes on to Monday.
	fmt.Println(cal.LegalEnd(act, calendar.Delay{Months: 2}))
	// Output: 2027-03-01
}

func ExampleMoment_Instant() {
	gap := calendar.Moment{
		Date: calendar.Date{Year: 2027, Month: 3, Day: 28},
		Time: calendar.TimeOfDay{Hour: 2, Minute: 30},
		Zone: "Europe/Paris",
	}
	at, err := gap.Instant()
	fmt.Println(at, err)
	// Output: 2027-03-28 03:00:00 +0200 CEST <nil>
}

func ExampleRecurrence_Next() {
	r, err := calendar.ParseRecurrence("START=2026-11-24;FREQ=MONTHLY;NTH=-1;DAYS=OUVRES;TIME=09:00")
	if err != nil {
		panic(err)
	}
	next, ok := r.Next(calendar.Date{Year: 2027, Month: 1, Day: 1})
	fmt.Println(r.Full("en"))
	fmt.Println(next, ok)
	// Output:
	// the last working day of every month at 09:00
	// 2027-01-29 true
}
