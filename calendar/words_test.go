package calendar_test

import (
	"testing"
	"time"

	"jalon/calendar"
)

var (
	fr    = calendar.WordsOf("fr")
	en    = calendar.WordsOf("en")
	today = on(2026, 11, 23)
)

func at(hour, minute int) calendar.TimeOfDay {
	return calendar.TimeOfDay{Hour: hour, Minute: minute}
}

// say checks a text against what is wanted, spaces included: in the wanted text
// ~ is U+00A0 and _ is U+202F.
func say(t *testing.T, got, want string) {
	t.Helper()
	spaced := []rune{}
	for _, r := range want {
		switch r {
		case '~':
			r = '\u00a0'
		case '_':
			r = '\u202f'
		}
		spaced = append(spaced, r)
	}
	if got != string(spaced) {
		t.Errorf("got %q, want %q", got, string(spaced))
	}
}

func TestFullDates(t *testing.T) {
	say(t, fr.Long(on(2026, 12, 4)), "vendredi 4~décembre 2026 (S49)")
	say(t, fr.Long(on(2027, 1, 1)), "vendredi 1er~janvier 2027 (S53 de 2026)")
	say(t, fr.Long(on(2024, 12, 30)), "lundi 30~décembre 2024 (S1 de 2025)")
	say(t, fr.Long(on(2027, 1, 29)), "vendredi 29~janvier 2027 (S4)")
	say(t, en.Long(on(2026, 12, 4)), "Friday 4 December 2026 (W49)")
	say(t, en.Long(on(2027, 1, 1)), "Friday 1 January 2027 (W53 of 2026)")
	say(t, fr.LongAt(on(2026, 12, 15), at(12, 0)), "mardi 15~décembre 2026 (S51), 12_h")
	say(t, en.LongAt(on(2026, 12, 11), at(9, 30)), "Friday 11 December 2026 (W50), 09:30")
	say(t, fr.Full(on(2026, 12, 4)), "vendredi 4~décembre 2026")
	say(t, fr.Day(on(2027, 3, 1)), "1er~mars 2027")
	say(t, en.Day(on(2027, 3, 1)), "1 March 2027")
}

func TestShortDates(t *testing.T) {
	say(t, fr.Short(on(2026, 12, 4), today), "ven. 4~déc.")
	say(t, fr.Short(on(2027, 1, 29), today), "ven. 29~janv. 2027")
	say(t, fr.Short(on(2026, 12, 1), today), "mar. 1er~déc.")
	say(t, fr.ShortAt(on(2026, 12, 15), at(12, 0), today), "mar. 15~déc., 12_h")
	say(t, en.Short(on(2026, 12, 4), today), "Fri 4 Dec")
	say(t, en.Short(on(2027, 1, 29), today), "Fri 29 Jan 2027")
	say(t, en.ShortAt(on(2026, 12, 15), at(12, 5), today), "Tue 15 Dec, 12:05")
}

func TestListsOfDatesWriteTheMonthOnce(t *testing.T) {
	reminders := []calendar.Date{on(2026, 11, 27), on(2026, 12, 1), on(2026, 12, 3), on(2026, 12, 4)}
	say(t, fr.ShortList(reminders, today), "ven. 27~nov., mar. 1er, jeu. 3 et ven. 4~déc.")
	say(t, en.ShortList(reminders, today), "Fri 27 Nov, Tue 1, Thu 3 and Fri 4 Dec")
	later := []calendar.Date{on(2027, 1, 22), on(2027, 1, 26), on(2027, 1, 28), on(2027, 1, 29)}
	say(t, fr.ShortList(later, today), "ven. 22, mar. 26, jeu. 28 et ven. 29~janv. 2027")
	say(t, fr.ShortList([]calendar.Date{on(2026, 12, 30), on(2027, 1, 4), on(2027, 2, 1)}, today),
		"mer. 30~déc., lun. 4~janv. et lun. 1er~févr. 2027")
	say(t, fr.ShortList([]calendar.Date{on(2026, 12, 15), on(2027, 12, 15)}, today), "mar. 15~déc. et mer. 15~déc. 2027")
	say(t, fr.ShortList([]calendar.Date{on(2026, 12, 4)}, today), "ven. 4~déc.")
	say(t, fr.ShortList(nil, today), "")
	say(t, fr.List([]string{"59", "62"}), "59 et 62")
	say(t, en.List([]string{"02", "59", "62"}), "02, 59 and 62")
}

func TestHours(t *testing.T) {
	say(t, fr.Hour(at(9, 0)), "9_h")
	say(t, fr.Hour(at(9, 30)), "9_h_30")
	say(t, fr.Hour(at(9, 5)), "9_h_05")
	say(t, fr.Hour(at(0, 0)), "0_h")
	say(t, en.Hour(at(9, 30)), "09:30")
	say(t, fr.Hours(at(9, 0), at(11, 0)), "de 9_h à 11_h")
	say(t, en.Hours(at(9, 0), at(11, 0)), "from 09:00 to 11:00")
}

func TestDelays(t *testing.T) {
	cal := newCalendar(t, calendar.Metropole, calendar.Options{})
	for _, c := range []struct {
		d      calendar.Date
		fr, en string
	}{
		{on(2026, 12, 4), "dans 9 jours ouvrés", "in 9 working days"},
		{on(2026, 11, 24), "dans 1 jour ouvré", "in 1 working day"},
		{today, "aujourd’hui", "today"},
		{on(2026, 11, 20), "depuis 1 jour ouvré", "1 working day ago"},
		{on(2026, 11, 13), "depuis 6 jours ouvrés", "6 working days ago"},
		{on(2026, 11, 22), "depuis 1 jour ouvré", "1 working day ago"},
	} {
		say(t, fr.Delay(cal, today, c.d), c.fr)
		say(t, en.Delay(cal, today, c.d), c.en)
	}
	friday := on(2026, 11, 27)
	say(t, fr.Delay(cal, friday, on(2026, 11, 28)), "dans 1 jour calendaire")
	say(t, en.Delay(cal, friday, on(2026, 11, 29)), "in 2 calendar days")
	say(t, fr.Ago(cal, today, on(2026, 11, 20)), "il y a 1 jour ouvré")
	say(t, en.Ago(cal, today, on(2026, 11, 20)), "1 working day ago")
	say(t, fr.Ago(cal, today, friday), "dans 4 jours ouvrés")
	say(t, fr.Late(cal, today, on(2026, 11, 20)), "en retard de 1 jour ouvré")
	say(t, en.Late(cal, today, on(2026, 11, 13)), "6 working days late")
	say(t, fr.Late(cal, today, today), "aujourd’hui")
	say(t, fr.Late(cal, on(2026, 11, 29), on(2026, 11, 28)), "en retard de 1 jour calendaire")
}

func TestCountsSayTheirUnit(t *testing.T) {
	say(t, fr.Count(45, calendar.CalendarDays), "45 jours calendaires")
	say(t, fr.Count(1, calendar.OuvrableDays), "1 jour ouvrable")
	say(t, fr.Count(0, calendar.WorkingDays), "0 jour ouvré")
	say(t, fr.Count(2, calendar.ClearDays), "2 jours francs")
	say(t, en.Count(0, calendar.WorkingDays), "0 working days")
	say(t, en.Count(1, calendar.ClearDays), "1 clear day")
	say(t, en.Count(5, calendar.OuvrableDays), "5 Monday-to-Saturday days")
}

func TestStampsSayWhenInAZone(t *testing.T) {
	paris, err := calendar.LoadZone("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	noted := time.Date(2026, 11, 23, 9, 12, 30, 0, time.UTC)
	say(t, fr.Stamp(noted, paris), "lundi 23~novembre 2026 (S48) à 10_h_12")
	say(t, en.Stamp(noted, paris), "Monday 23 November 2026 (W48) at 10:12")
	say(t, fr.Stamp(time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC), paris), "vendredi 1er~janvier 2027 (S53 de 2026) à 0_h_30")
}

func TestSpans(t *testing.T) {
	say(t, fr.Span(on(2026, 11, 23), on(2026, 11, 27)), "du 23 au 27~novembre 2026")
	say(t, fr.Span(on(2026, 11, 30), on(2026, 12, 4)), "du 30~novembre au 4~décembre 2026")
	say(t, fr.SpanWeek(on(2026, 11, 30), on(2026, 12, 4)), "du 30~novembre au 4~décembre 2026 (S49)")
	say(t, fr.SpanWeek(on(2026, 11, 30), on(2026, 12, 7)), "du 30~novembre au 7~décembre 2026")
	say(t, fr.Span(on(2026, 12, 28), on(2027, 1, 1)), "du 28~décembre 2026 au 1er~janvier 2027")
	say(t, fr.Span(on(2027, 1, 1), on(2027, 1, 15)), "du 1er au 15~janvier 2027")
	say(t, fr.Span(today, today), "lundi 23~novembre 2026")
	say(t, fr.SpanDays(on(2026, 12, 21), on(2026, 12, 24)), "du lundi 21 au jeudi 24~décembre 2026")
	say(t, fr.SpanDays(on(2026, 12, 28), on(2027, 1, 1)), "du lundi 28~décembre 2026 au vendredi 1er~janvier 2027")
	say(t, fr.SpanDays(on(2026, 12, 21), on(2026, 12, 21)), "le lundi 21~décembre 2026")
	say(t, en.SpanDays(on(2026, 11, 30), on(2026, 12, 4)), "from Monday 30 November to Friday 4 December 2026")
	say(t, en.Span(on(2026, 11, 30), on(2026, 12, 4)), "from 30 November to 4 December 2026")
	say(t, en.SpanWeek(on(2026, 11, 23), on(2026, 11, 27)), "from 23 to 27 November 2026 (W48)")
}
