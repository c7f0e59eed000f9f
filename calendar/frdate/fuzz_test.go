package frdate_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"jalon/calendar"
	"jalon/calendar/frdate"
)

// FuzzParse looks for a text that breaks the reader, or whose reading
// contradicts a weekday that stands in it.
func FuzzParse(f *testing.F) {
	for _, seed := range seeds() {
		f.Add(seed, 0)
	}
	f.Add("vendredi", 40000)
	f.Fuzz(func(t *testing.T, text string, days int) {
		ref := reference(usualNow)
		ref.Now.Date = ref.Now.Date.AddDays(days % 60000)
		if ref.Now.Date.Year < 1900 || ref.Now.Date.Year > 2190 {
			t.Skip("beyond what jalon keeps")
		}
		result := frdate.Parse(text, ref)
		checkSound(t, text, ref, result)
		ref.Anchor = ref.Now.Date.AddDays(60)
		checkSound(t, text, ref, frdate.Parse(text, ref))
	})
}

// FuzzSentence looks for a sentence that breaks what cuts dates out of it.
func FuzzSentence(f *testing.F) {
	for _, seed := range seeds() {
		f.Add("Note ERBM " + seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ref := reference(usualNow)
		start, result := frdate.Suffix(text, ref)
		if start >= 0 {
			if start > len(text) || utf8.ValidString(text) && !utf8.RuneStart((text + " ")[start]) {
				t.Fatalf("%q is cut at %d", text, start)
			}
			checkSound(t, text[start:], ref, result)
		} else if start != -1 || result.Kind != frdate.Refused {
			t.Fatalf("%q has no date, and %+v", text, result)
		}
		at := 0
		for _, span := range frdate.Find(text, ref) {
			if span.Start < at || span.End <= span.Start || span.End > len(text) {
				t.Fatalf("%q: dates at %d to %d after %d", text, span.Start, span.End, at)
			}
			at = span.End
		}
		if at, near := frdate.LooksLike(text, ref); at >= len(text) || at >= 0 && len(near) != 2 {
			t.Fatalf("%q looks like a date at %d: %q", text, at, near)
		}
		if from, to, result := frdate.Window(text, ref); result.Kind == frdate.Understood && !from.IsZero() && !to.IsZero() && to.Before(from) {
			t.Fatalf("%q is the window from %v to %v", text, from, to)
		}
		frdate.ParseOffset(text)
	})
}

func seeds() []string {
	list := append([]string(nil), unreadable...)
	return append(list,
		"vendredi 4 décembre 2026 (S49), 12 h", "15/12 à 12h", "fin janvier", "dans 3 jours ouvrés", "J-15 ouvrés avant la séance",
		"tous les lundis à 9h jusqu'au 31 mars", "le dernier vendredi du mois", "les 15 et 16 décembre", "du 1er au 15 janvier",
		"délai de 2 mois (CPC 641-642)", "vendredi de la semaine prochaine", "lundi S50", "mi-décembre", "sous quinzaine", "d'ici 15h", "d'ici 15h61",
		"le 31 de chaque mois", "3 jours avant la veille de Noël", "2e quinzaine de février 2028", "demain matin à 9h30", "vendredi de 9h à 11h",
	)
}

// checkSound checks what holds of every result.
func checkSound(t *testing.T, text string, ref frdate.Ref, result frdate.Result) {
	t.Helper()
	switch result.Kind {
	case frdate.Understood:
		if len(result.Readings) == 0 {
			t.Fatalf("%q is understood as nothing", text)
		}
	case frdate.Ambiguous:
		if len(result.Readings) < 2 || result.Why.IsZero() {
			t.Fatalf("%q is asked: %s", text, summary(result))
		}
	default:
		if len(result.Readings) > 0 || result.Why.IsZero() || len(result.Near) != 2 {
			t.Fatalf("%q is refused: %+v", text, result)
		}
	}
	for _, reading := range result.Readings {
		checkReading(t, text, ref, reading)
	}
}

func checkReading(t *testing.T, text string, ref frdate.Ref, reading frdate.Reading) {
	t.Helper()
	today := ref.Now.Date
	switch {
	case !reading.Date.Valid() || reading.Date.Before(today):
		t.Fatalf("on %v, %q is %v", today, text, reading.Date)
	case reading.HasTime && (!reading.Time.Valid() || reading.Date == today && reading.Time.Compare(ref.Now.Time) < 0):
		t.Fatalf("%q is at %v", text, reading.Time)
	case reading.Full("fr") == "" || reading.Full("en") == "":
		t.Fatalf("%q has no words", text)
	case !strings.Contains(text, reading.Text):
		t.Fatalf("%q was read as %q", text, reading.Text)
	}
	if r := reading.Recurrence; r != nil {
		if back, err := calendar.ParseRecurrence(r.String()); err != nil || back != *r {
			t.Fatalf("%q repeats as %v: %v", text, r, err)
		}
	}
	if day, ok := onlyWeekday(text); ok && reading.Recurrence == nil && reading.Date.Weekday() != day {
		t.Fatalf("%q is %v, a %v", text, reading.Date, reading.Date.Weekday())
	}
}

// onlyWeekday returns the weekday of a text that names one and that no word
// counts from or goes before: « 3 jours avant vendredi » is not a Friday.
func onlyWeekday(text string) (time.Weekday, bool) {
	folded := strings.ToLower(plain(text))
	for _, word := range []string{
		"avant", "après", "apres", "veille", "lendemain", "compter", "partir", "avril", "exclu", " et ", " ou ", " au ", " à ", "minuit", "pâques", "paques",
		"jeudi de l", "lundi de p", "semaine du", "délai", "delai", ",",
	} {
		if strings.Contains(folded, word) {
			return 0, false
		}
	}
	found, count := time.Sunday, 0
	for i, name := range []string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"} {
		if strings.Contains(folded, name) {
			found, count = time.Weekday(i), count+1
		}
	}
	return found, count == 1
}
