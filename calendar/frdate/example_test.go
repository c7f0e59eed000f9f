package frdate_test

import (
	"fmt"
	"os"

	"jalon/calendar"
	"jalon/calendar/frdate"
)

func ExampleParse() {
	cal, err := calendar.New(calendar.Metropole, calendar.Options{})
	if err != nil {
		panic(err)
	}
	ref := frdate.Ref{
		Now: calendar.Moment{Date: calendar.Date{Year: 2026, Month: 11, Day: 23}, Zone: "Europe/Paris"},
		Cal: cal,
	}
	for _, text := range []string{"dans 3 jours ouvrés", "15/12 à 12h", "lundi 15 décembre", "début janvier"} {
		result := frdate.Parse(text, ref)
		switch result.Kind {
		case frdate.Understood:
			fmt.Println(result.Readings[0].Full("en"))
		case frdate.Ambiguous:
			fmt.Println(result.Readings[0].Full("en"), "or", result.Readings[1].Full("en"))
		default:
			fmt.Println(result.Why.EN)
		}
	}
	// Output:
	// Thursday 26 November 2026 (W48)
	// Tuesday 15 December 2026 (W51), 12:00
	// “lundi 15 décembre” does not exist: 15 December 2026 is a Tuesday.
	// Monday 4 January 2027 (W1) or Friday 8 January 2027 (W1)
}

func ExampleSuffix() {
	cal, err := calendar.New(calendar.Metropole, calendar.Options{})
	if err != nil {
		panic(err)
	}
	ref := frdate.Ref{Now: calendar.Moment{Date: calendar.Date{Year: 2026, Month: 11, Day: 23}}, Cal: cal}
	sentence := "CPER 2021-2027 avenant 3 fin janvier"
	start, result := frdate.Suffix(sentence, ref)
	fmt.Printf("%q, %s\n", sentence[:start], result.Readings[0].Date)
	// Output: "CPER 2021-2027 avenant 3 ", 2027-01-29
}

func ExampleReport() {
	status := frdate.Report(os.Stdout, os.Stderr, frdate.ReportArgs{At: "2026-11-23", Expression: "vendredi", Lang: "en"})
	fmt.Println("exit status", status)
	// Output:
	// 2026-11-27
	// Friday 27 November 2026 (W48), in 4 working days
	// exit status 0
}

func ExampleParseOffset() {
	step, ok := frdate.ParseOffset("J-3 jours ouvrés")
	fmt.Println(step, ok)
	// Output: J-3 ouvrés true
}
