package frdate_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/calendar/frdate"
)

func drawDate(t *rapid.T, label string) calendar.Date {
	first := calendar.Date{Year: 1900, Month: time.January, Day: 1}
	last := calendar.Date{Year: 2200, Month: time.December, Day: 31}
	return first.AddDays(rapid.IntRange(0, first.DaysUntil(last)).Draw(t, label))
}

// The full French form of every date of 1900 to 2200 is read back as that date,
// and so are its shorter forms.
func TestFullFormsAreReadBack(t *testing.T) {
	words := calendar.WordsOf("fr")
	ref := reference("1900-01-01")
	ref.Now.Date = calendar.Date{Year: 1899, Month: time.December, Day: 31}
	for d := (calendar.Date{Year: 1900, Month: time.January, Day: 1}); d.Year <= 2200; d = d.AddDays(1) {
		texts := []string{words.Long(d)}
		if d.Day == 1 || d.Day == 29 {
			texts = append(texts, words.Full(d), words.Day(d), d.String())
		}
		for _, text := range texts {
			r := frdate.Parse(text, ref)
			if r.Kind != frdate.Understood || r.Readings[0].Date != d {
				t.Fatalf("%q is %s", text, summary(r))
			}
		}
	}
}

func TestFullFormsWithAnHourAreReadBack(t *testing.T) {
	words := calendar.WordsOf("fr")
	rapid.Check(t, func(t *rapid.T) {
		d := drawDate(t, "date")
		at := calendar.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")}
		ref := reference("1900-01-01")
		for _, text := range []string{words.LongAt(d, at), plain(words.LongAt(d, at)), words.Full(d) + " à " + words.Hour(at), d.String() + "T" + at.String()} {
			r := frdate.Parse(text, ref)
			if r.Kind != frdate.Understood || r.Readings[0].Date != d || !r.Readings[0].HasTime || r.Readings[0].Time != at {
				t.Fatalf("%q is %s", text, summary(r))
			}
		}
	})
}

// A short form read on the day it was written for is that date too, when it is
// to come.
func TestShortFormsAreReadBack(t *testing.T) {
	words := calendar.WordsOf("fr")
	rapid.Check(t, func(t *rapid.T) {
		today := drawDate(t, "today")
		d := today.AddDays(rapid.IntRange(1, 320).Draw(t, "days"))
		ref := reference(today.String())
		if d.Year > 2200 {
			t.Skip("beyond what jalon keeps")
		}
		r := frdate.Parse(words.Short(d, today), ref)
		if r.Kind != frdate.Understood || r.Readings[0].Date != d {
			t.Fatalf("on %v, %q is %s", today, words.Short(d, today), summary(r))
		}
	})
}

// A date is never before today, and its weekday is the one that was said.
func TestReadingsKeepTheirWord(t *testing.T) {
	words := calendar.WordsOf("fr")
	rapid.Check(t, func(t *rapid.T) {
		today := drawDate(t, "today")
		if today.Year > 2190 {
			t.Skip("too near the end")
		}
		ref := reference(today.String())
		weekday := time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
		day, month := rapid.IntRange(1, 31).Draw(t, "day"), time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
		name := words.Weekday(weekday)
		date := words.Day(calendar.Date{Year: 2000, Month: month, Day: day})
		date = strings.TrimSuffix(date, " 2000")
		for _, text := range []string{
			name, name + " prochain", "ce " + name, name + " en huit", name + " de la semaine prochaine", name + " " + date, date,
			"fin " + words.Month(month), "le " + strings.Fields(plain(date))[0],
		} {
			r := frdate.Parse(text, ref)
			for _, reading := range append(r.Readings, r.Other...) {
				if reading.Date.Before(today) || !reading.Date.Valid() {
					t.Fatalf("on %v, %q is past: %s", today, text, summary(r))
				}
				if strings.Contains(text, name) && reading.Recurrence == nil && r.Kind != frdate.Refused && reading.Date.Weekday() != weekday {
					t.Fatalf("on %v, %q is a %v: %s", today, text, reading.Date.Weekday(), summary(r))
				}
				if reading.Period && !metropole.IsWorking(reading.Date) {
					t.Fatalf("on %v, %q is not a working day: %s", today, text, summary(r))
				}
			}
		}
	})
}

// Case, accents, the kind of spaces and of apostrophes change nothing.
func TestTypingDoesNotMatter(t *testing.T) {
	texts := []string{
		"vendredi 4 décembre 2026 (S49), 12 h", "d'ici fin février", "aujourd'hui à 15h", "après-demain à midi", "jusqu'à vendredi",
		"le dernier jour ouvré de chaque mois", "délai légal de 2 mois", "dans 15 jours ouvrés", "l'avant-veille de Noël", "1er août 2027",
		"du 1er au 15 janvier", "3 jours avant le 15 mars", "tous les lundis à 9h30 jusqu'au 31 mars", "au 2e semestre", "mi-décembre",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(texts).Draw(t, "text")
		typed := retype(t, text)
		want, got := frdate.Parse(text, reference(usualNow)), frdate.Parse(typed, reference(usualNow))
		if summary(got) != summary(want) || got.Kind == frdate.Refused {
			t.Fatalf("%q is %s, and %q is %s", typed, summary(got), text, summary(want))
		}
	})
}

// retype writes a text as another keyboard would.
func retype(t *rapid.T, text string) string {
	if rapid.Bool().Draw(t, "upper") {
		text = strings.ToUpper(text)
	}
	if rapid.Bool().Draw(t, "decomposed") {
		text = norm.NFD.String(text)
		if rapid.Bool().Draw(t, "without accents") {
			text = strings.Map(func(r rune) rune {
				if unicode.Is(unicode.Mn, r) {
					return -1
				}
				return r
			}, text)
		}
	}
	text = strings.ReplaceAll(text, "'", rapid.SampledFrom([]string{"'", "’", "‘", "ʼ"}).Draw(t, "apostrophe"))
	text = strings.ReplaceAll(text, "-", rapid.SampledFrom([]string{"-", "‐", "‑", "–"}).Draw(t, "hyphen"))
	text = strings.ReplaceAll(text, " ", rapid.SampledFrom([]string{" ", "\u00a0", "\u202f", "\u2009", "  ", "\t", "\u200b "}).Draw(t, "space"))
	return rapid.SampledFrom([]string{"", " ", "\n"}).Draw(t, "before") + text + rapid.SampledFrom([]string{"", " ", ".", " !", "\u00a0"}).Draw(t, "after")
}

// What Suffix says of the end of a sentence is what Parse says of those words.
func TestASentenceEndsAsItsDateReads(t *testing.T) {
	dates := []string{
		"vendredi", "15/12", "le 15", "fin janvier", "dans 3 jours ouvrés", "pour vendredi 4 décembre à 12h", "S49", "T1 2027", "jeudi et vendredi",
		"tous les lundis à 9h", "le dernier vendredi du mois", "lundi 15 décembre", "20/11", "avant le 15/12", "du 1er au 15 janvier",
	}
	titles := []string{
		"Note ERBM", "Contributions CRTE", "Bilan CPER à la DGCL", "CPER 2021-2027 avenant 3", "Dossier P112", "E12", "Réponse (2e relance)",
		"l'audit", "Remontée DSIL 2027", "Avis : « ANCT »", "Courrier n° 2026-1234", "Note sur les 15 communes",
	}
	rapid.Check(t, func(t *rapid.T) {
		title, date := rapid.SampledFrom(titles).Draw(t, "title"), rapid.SampledFrom(dates).Draw(t, "date")
		ref := reference(usualNow)
		start, r := frdate.Suffix(title+" "+date, ref)
		if start != len(title)+1 || summary(r) != summary(frdate.Parse(date, ref)) {
			t.Fatalf("%q ends at %d with %s", title+" "+date, start, summary(r))
		}
	})
}
