package frdate

import (
	"testing"

	"jalon/calendar"
)

func BenchmarkParse(b *testing.B) {
	cal, err := calendar.New(calendar.Metropole, calendar.Options{})
	if err != nil {
		b.Fatal(err)
	}
	ref := Ref{
		Now: calendar.Moment{Date: calendar.Date{Year: 2026, Month: 11, Day: 23}, Zone: "Europe/Paris"},
		Cal: cal, Anchor: calendar.Date{Year: 2027, Month: 1, Day: 14},
	}
	for _, text := range []string{
		"vendredi", "15/12/2026", "vendredi 4 décembre 2026 (S49), 12 h", "fin janvier", "dans 3 jours ouvrés",
		"J-15 ouvrés avant la séance", "tous les lundis à 9h jusqu'au 31 mars", "le dernier vendredi du mois",
		"jeudi et vendredi", "lundi 15 décembre", "vendredi prochain",
	} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(text, ref)
			}
		})
	}
	b.Run("Suffix", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Suffix("Contributions CRTE du Pas-de-Calais à la DGCL pour vendredi 4 décembre à 12h", ref)
		}
	})
}
