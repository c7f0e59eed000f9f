package frdate_test

import (
	"slices"
	"testing"

	"jalon/calendar/frdate"
)

func TestDatesInsideATitle(t *testing.T) {
	ref := reference(usualNow)
	for _, c := range []struct {
		title string
		want  []string
	}{
		{"Réponse au courrier du 12 novembre 2027", []string{"du 12 novembre 2027: 2027-11-12 bridge"}},
		{"Bilan CPER", nil},
		{"CPER 2021-2027 avenant 3", nil},
		{"Dossier P112, E12 et PR105", nil},
		{"Lot 3", nil},
		{"Bilan 2026", nil},
		{"Point S49 et bilan du 15/12", []string{"S49: 2026-12-04 of 2026-11-30/12-06", "du 15/12: 2026-12-15"}},
		{"Réunion vendredi CRTE", []string{"vendredi: 2026-11-27"}},
		{"Réunion 14h CRTE", []string{"14h: 2026-11-23 14:00"}},
		{"Note lundi 15 décembre ERBM", []string{"lundi 15 décembre: ! contradiction ~ 2026-12-14 ~ 2026-12-15"}},
		{"Arbre de Noël, Rapport annuel, Champ de Mars", nil},
		{"demain et après-demain, puis lundi", []string{"demain et après-demain: 2026-11-24; 2026-11-25", "lundi: 2026-11-30"}},
		{"", nil},
		{"Mars2027 et S49-51", nil},
	} {
		var got []string
		for _, span := range frdate.Find(c.title, ref) {
			got = append(got, c.title[span.Start:span.End]+": "+summary(span.Result))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q holds %q, want %q", c.title, got, c.want)
		}
	}
}

func TestWordsThatLookLikeADateThatFailed(t *testing.T) {
	ref := reference(usualNow)
	for _, c := range []struct {
		text, part string
		near       []string
	}{
		{"Bilan CPER à la DGCL fin janvié", "fin janvié", []string{"fin janvier", "29/01/2027"}},
		{"Note ERBM vendrdi", "vendrdi", []string{"vendredi", "27/11/2026"}},
		{"Note ERBM pour vendrdi à 9h", "pour vendrdi à 9h", []string{"pour vendredi à 9h", "27/11/2026"}},
		{"Note 32/13", "32/13", []string{"31/12/2026", "01/01/2027"}},
		{"Note 12/15", "12/15", []string{"31/12/2026", "01/01/2027"}},
		{"Note 15 decmbre 2026", "15 decmbre 2026", []string{"15 décembre 2026", "15/12/2026"}},
		{"Note lundi 15 décembr", "lundi 15 décembr", []string{"lundi 14 décembre 2026", "mardi 15 décembre 2026"}},
		{"Note vendredi à 9", "vendredi à 9", []string{"vendredi à 9h", "vendredi à 14h30"}},
		{"Note vendredi à 25h", "vendredi à 25h", []string{"vendredi à 23h59", "vendredi à 14h30"}},
		{"Note tous les lundsi", "tous les lundsi", []string{"tous les lundi", "30/11/2026"}},
		{"Note demian", "demian", []string{"demain", "24/11/2026"}},
		{"Note S60", "S60", []string{"S53 2026", "S2 2027"}},
		{"Note ERBM vendredi merci", "vendredi merci", []string{"vendredi", "27/11/2026"}},
		{"Note ERBM", "", nil},
		{"Note", "", nil},
		{"", "", nil},
		{"Dossier P112", "", nil},
		{"Bilan 2026", "", nil},
		{"Rapport annuel", "", nil},
		{"Arbre de Noël", "", nil},
		{"Bilan de mars", "", nil},
		{"Note pour 62", "", nil},
		{"Note pour le préfet du 59", "", nil},
		{"CPER 2021-2027", "", nil},
		{"Réunion vendredi Comité CRTE", "", nil},
	} {
		start, near := frdate.LooksLike(c.text, ref)
		part := ""
		if start >= 0 {
			part = c.text[start:]
		}
		if part != c.part || !slices.Equal(near, c.near) {
			t.Errorf("%q looks like %q, %q, want %q, %q", c.text, part, near, c.part, c.near)
		}
	}
}

func TestOffsets(t *testing.T) {
	dayJ := reference("2027-01-14").Now.Date
	for text, want := range map[string]struct{ written, date string }{
		"J-7":                 {"J-7", "2027-01-07"},
		"j-7 ouvrés":          {"J-7 ouvrés", "2027-01-05"},
		"J-1 ouvré":           {"J-1 ouvré", "2027-01-13"},
		"J+15 ouvrés":         {"J+15 ouvrés", "2027-02-04"},
		"J-3 jours ouvrables": {"J-3 ouvrables", "2027-01-11"},
		"J-5 francs":          {"J-5 francs", "2027-01-08"},
		"J":                   {"J", "2027-01-14"},
		"le jour J":           {"J", "2027-01-14"},
		"la veille":           {"J-1", "2027-01-13"},
		"le lendemain":        {"J+1", "2027-01-15"},
		"J−7":                 {"J-7", "2027-01-07"},
	} {
		got, ok := frdate.ParseOffset(text)
		if !ok || got.String() != want.written || got.Date(metropole, dayJ).String() != want.date {
			t.Errorf("%q is %v on %v, %v, want %s on %s", text, got, got.Date(metropole, dayJ), ok, want.written, want.date)
		}
		if again, ok := frdate.ParseOffset(got.String()); !ok || again != got {
			t.Errorf("%v reads back as %v, %v", got, again, ok)
		}
	}
	for _, text := range []string{"", "J-", "7", "J-7 avant le 15 mars", "J-99999", "J-7 à 9h", "vendredi", "J-7 semaines", "veille de Noël", "JJ"} {
		if got, ok := frdate.ParseOffset(text); ok {
			t.Errorf("%q is %v", text, got)
		}
	}
}
