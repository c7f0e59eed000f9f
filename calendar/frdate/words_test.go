package frdate_test

import (
	"testing"

	"jalon/calendar"
	"jalon/calendar/frdate"
)

func TestReadingsInFullWords(t *testing.T) {
	for text, want := range map[string]frdate.Text{
		"vendredi":             {FR: "vendredi 27 novembre 2026 (S48)", EN: "Friday 27 November 2026 (W48)"},
		"vendredi 14h30":       {FR: "vendredi 27 novembre 2026 (S48), 14 h 30", EN: "Friday 27 November 2026 (W48), 14:30"},
		"1er janvier":          {FR: "vendredi 1er janvier 2027 (S53 de 2026)", EN: "Friday 1 January 2027 (W53 of 2026)"},
		"vendredi de 9h à 11h": {FR: "vendredi 27 novembre 2026 (S48), de 9 h à 11 h", EN: "Friday 27 November 2026 (W48), from 09:00 to 11:00"},
		"tous les lundis à 9h": {FR: "tous les lundis à 9 h", EN: "every Monday at 09:00"},
		"fin de mois ouvrée":   {FR: "le dernier jour ouvré de chaque mois", EN: "the last working day of every month"},
		"un mercredi sur deux": {FR: "un mercredi sur deux, à partir du mercredi 25 novembre 2026 (S48)", EN: "every other week on Wednesday, from Wednesday 25 November 2026 (W48)"},
	} {
		r := frdate.Parse(text, reference(usualNow))
		if len(r.Readings) != 1 {
			t.Errorf("%q: %s", text, summary(r))
			continue
		}
		if got := plain(r.Readings[0].Full("fr")); got != want.FR {
			t.Errorf("%q is « %s », want « %s »", text, got, want.FR)
		}
		if got := r.Readings[0].Full("en"); got != want.EN {
			t.Errorf("%q is “%s”, want “%s”", text, got, want.EN)
		}
	}
}

// The sentences of the reference texts, spaces included: ~ is U+00A0 and _ is
// U+202F.
func TestRefusalsInWords(t *testing.T) {
	for _, c := range []struct{ text, fr, en string }{
		{
			"lundi 15 décembre",
			"«_lundi 15 décembre_» n’existe pas_: le 15~décembre 2026 est un mardi.",
			"“lundi 15 décembre” does not exist: 15 December 2026 is a Tuesday.",
		},
		{
			"20/11",
			"«_20/11_» est passé_: vendredi 20~novembre 2026 (S47), il y a 1 jour ouvré.",
			"“20/11” is past: Friday 20 November 2026 (W47), 1 working day ago.",
		},
		{
			"29 février",
			"«_29 février_» n’existe pas en 2027. Le prochain est le mardi 29~février 2028 (S9).",
			"“29 février” does not exist in 2027. The next one is Tuesday 29 February 2028 (W9).",
		},
		{"31/11", "«_31/11_» n’existe pas_: novembre a 30 jours.", "“31/11” does not exist: November has 30 days."},
		{"fin janvié", "La date «_fin janvié_» n’est pas comprise.", "The date “fin janvié” is not understood."},
		{"", "La date manque.", "The date is missing."},
		{"S53 2027", "«_S53 2027_» n’existe pas_: 2027 a 52 semaines.", "“S53 2027” does not exist: 2027 has 52 weeks."},
		{
			"vendredi 4 décembre S50",
			"«_vendredi 4 décembre S50_» se contredit_: le 4~décembre 2026 est en semaine 49.",
			"“vendredi 4 décembre S50” contradicts itself: 4 December 2026 is in week 49.",
		},
		{
			"demain lundi",
			"«_demain lundi_» se contredit_: ce jour est le mardi 24~novembre 2026 (S48).",
			"“demain lundi” contradicts itself: that day is Tuesday 24 November 2026 (W48).",
		},
		{
			"aujourd'hui à 9h",
			"«_aujourd'hui à 9h_» est passé_: lundi 23~novembre 2026 (S48), 9_h.",
			"“aujourd'hui à 9h” is past: Monday 23 November 2026 (W48), 09:00.",
		},
		{
			"J-7",
			"«_J-7_» se compte depuis une séance ou un acte, et aucun n’est donné.",
			"“J-7” is counted from a meeting or an act, and none is given.",
		},
		{"vendredi à minuit", "«_vendredi à minuit_» se lit de deux façons.", "“vendredi à minuit” can be read in two ways."},
		{
			"15 décembre 2300",
			"«_15 décembre 2300_» est trop loin_: jalon tient les dates de 1900 à 2200.",
			"“15 décembre 2300” is too far: jalon keeps dates from 1900 to 2200.",
		},
	} {
		r := frdate.Parse(c.text, reference(usualNow))
		if want := spaced(c.fr); r.Why.FR != want {
			t.Errorf("%q: %q, want %q", c.text, r.Why.FR, want)
		}
		if r.Why.EN != c.en || r.Why.In("en") != c.en || r.Why.In("fr") != r.Why.FR {
			t.Errorf("%q: %q, want %q", c.text, r.Why.EN, c.en)
		}
		if r.Text != c.text {
			t.Errorf("%q was read as %q", c.text, r.Text)
		}
	}
}

func TestNotesSayWhatWasTakenUpon(t *testing.T) {
	for _, c := range []struct{ text, fr, en string }{
		{
			"fin janvier", "«_fin janvier_»_: dernier jour ouvré du mois (le 31 est un dimanche)",
			"“fin janvier”: last working day of the month (the 31 is a Sunday)",
		},
		{"fin novembre", "«_fin novembre_»_: dernier jour ouvré du mois", "“fin novembre”: last working day of the month"},
		{
			"S53", "«_S53_»_: dernier jour ouvré de la semaine (le vendredi 1er~janvier est férié)",
			"“S53”: last working day of the week (Friday 1 January 2027 is a holiday: New Year’s Day)",
		},
		{"T1 2027", "«_T1 2027_»_: dernier jour ouvré du trimestre", "“T1 2027”: last working day of the quarter"},
		{"mi-janvier", "«_mi-janvier_»_: le vendredi 15~janvier", "“mi-janvier”: Friday 15 January 2027"},
		{
			"avant janvier", "«_avant janvier_»_: dernier jour ouvré avant le 1er~janvier 2027",
			"“avant janvier”: last working day before 1 January 2027",
		},
		{
			"dans 15 jours", "15 jours calendaires_; deux semaines feraient le lundi 7~décembre 2026",
			"15 calendar days; two weeks would make it Monday 7 December 2026",
		},
		{"délai légal de 2 mois", "délai légal (CPC, art. 640 à 642)", "legal delay (CPC, art. 640 to 642)"},
		{"vendredi", "", ""},
	} {
		r := frdate.Parse(c.text, reference(usualNow))
		if r.Kind != frdate.Understood {
			t.Errorf("%q: %s", c.text, summary(r))
			continue
		}
		if note := r.Readings[0].Note; note.FR != spaced(c.fr) || note.EN != c.en || note.IsZero() != (c.fr == "") {
			t.Errorf("%q: %q, %q", c.text, note.FR, note.EN)
		}
	}
}

func spaced(s string) string {
	spaces := map[rune]rune{'~': '\u00a0', '_': '\u202f'}
	out := []rune(s)
	for i, r := range out {
		if space, ok := spaces[r]; ok {
			out[i] = space
		}
	}
	return string(out)
}

func TestAClosedDayIsNamedAndNeverMoved(t *testing.T) {
	cal, err := calendar.New(calendar.Metropole, calendar.Options{
		Closures: []calendar.Closure{{Date: calendar.Date{Year: 2026, Month: 12, Day: 28}, FR: "fermeture", EN: "closure"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	ref := reference(usualNow)
	ref.Cal = cal
	for _, c := range []struct{ text, date, fr, en, before, after string }{
		{"vendredi 25 décembre", "2026-12-25", "Noël", "Christmas Day", "2026-12-24", "2026-12-29"},
		{"28/12", "2026-12-28", "fermeture", "closure", "2026-12-24", "2026-12-29"},
		{"dimanche", "2026-11-29", "dimanche", "Sunday", "2026-11-27", "2026-11-30"},
		{"avant lundi", "2026-11-29", "dimanche", "Sunday", "2026-11-27", "0000-00-00"},
	} {
		r := frdate.Parse(c.text, ref)
		if r.Kind != frdate.Understood || r.Readings[0].Closed == nil {
			t.Errorf("%q: %s", c.text, summary(r))
			continue
		}
		got := r.Readings[0]
		if got.Date.String() != c.date || got.Closed.Name != (frdate.Text{FR: c.fr, EN: c.en}) ||
			got.Closed.Before.String() != c.before || got.Closed.After.String() != c.after {
			t.Errorf("%q: %v, %+v", c.text, got.Date, *got.Closed)
		}
	}
	if r := frdate.Parse("vendredi 7 mai", ref); !r.Readings[0].Bridge || r.Readings[0].Closed != nil {
		t.Errorf("7 May 2027 is a bridge, and a working day: %s", summary(r))
	}
}

func TestAReadingMakesAMoment(t *testing.T) {
	r := frdate.Parse("vendredi 14h30", reference(usualNow))
	want := calendar.Moment{Date: calendar.Date{Year: 2026, Month: 11, Day: 27}, Time: calendar.TimeOfDay{Hour: 14, Minute: 30}, Zone: "Europe/Paris"}
	if got := r.Readings[0].Moment(); got != want {
		t.Errorf("%+v", got)
	}
}
