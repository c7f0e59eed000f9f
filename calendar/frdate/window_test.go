package frdate_test

import (
	"strings"
	"testing"

	"jalon/calendar/frdate"
)

func TestWindows(t *testing.T) {
	ref := reference(usualNow)
	for _, row := range []reading{
		{"semaine prochaine", "2026-11-30/2026-12-06"},
		{"cette semaine", "2026-11-23/2026-11-29"},
		{"décembre", "2026-12-01/2026-12-31"},
		{"octobre", "2026-10-01/2026-10-31"},
		{"janvier", "2027-01-01/2027-01-31"},
		{"S49", "2026-11-30/2026-12-06"},
		{"S47", "2026-11-16/2026-11-22"},
		{"S10", "2027-03-08/2027-03-14"},
		{"aujourd'hui", "2026-11-23/2026-11-23"},
		{"demain", "2026-11-24/2026-11-24"},
		{"hier", "2026-11-22/2026-11-22"},
		{"du 1er au 15 janvier", "2027-01-01/2027-01-15"},
		{"T1 2027", "2027-01-01/2027-03-31"},
		{"T1", "2027-01-01/2027-03-31"},
		{"ce mois", "2026-11-01/2026-11-30"},
		{"2027", "2027-01-01/2027-12-31"},
		{"en 2027", "2027-01-01/2027-12-31"},
		{"fin janvier", "2027-01-21/2027-01-31"},
		{"début janvier", "2027-01-01/2027-01-10"},
		{"mi-janvier", "2027-01-11/2027-01-20"},
		{"avant vendredi", "/2026-11-26"},
		{"à partir de lundi", "2026-11-30/"},
		{"d'ici vendredi", "/2026-11-27"},
		{"jusqu'au 15/12", "/2026-12-15"},
		{"les 30 prochains jours", "2026-11-23/2026-12-23"},
		{"dans les 7 jours", "2026-11-23/2026-11-30"},
		{"7 jours", "2026-11-23/2026-11-30"},
		{"dans la semaine", "2026-11-23/2026-11-27"},
		{"mois dernier", "2026-10-01/2026-10-31"},
		{"semaine dernière", "2026-11-16/2026-11-22"},
		{"depuis lundi", "2026-11-16/"},
		{"depuis le 15 octobre", "2026-10-15/"},
		{"du lundi au vendredi", "2026-11-30/2026-12-04"},
		{"week-end", "2026-11-28/2026-11-29"},
		{"ce week-end", "2026-11-28/2026-11-29"},
		{"jeudi et vendredi", "2026-11-26/2026-11-27"},
		{"vendredi", "2026-11-27/2026-11-27"},
		{"15/11", "2026-11-15/2026-11-15"},
		{"novembre", "2026-11-01/2026-11-30"},
		{"du 20 novembre au 4 décembre", "2026-11-20/2026-12-04"},
		{"entre le 5 et le 10 décembre", "2026-12-05/2026-12-10"},
		{"de janvier à mars", "2027-01-01/2027-03-31"},
		{"tous les lundis", "! not understood"},
		{"retar", "! not understood"},
		{"vendredi à 9h", "! not understood"},
		{"du 15 au 20", "2026-12-15/2026-12-20"},
		{"l'année prochaine", "2027-01-01/2027-12-31"},
		{"fin de semaine", "2026-11-26/2026-11-29"},
		{"2026", "2026-01-01/2026-12-31"},
		{"S1 2027", "2027-01-04/2027-01-10"},
		{"jeudi et lundi", "! not understood"},
		{"ce lundi", "2026-11-23/2026-11-23"},
		{"la veille", "! no anchor"},
		{"J-7", "! no anchor"},
		{"15/12", "2026-12-15/2026-12-15"},
		{"15/12/2020", "2020-12-15/2020-12-15"},
		{"vendredi dernier", "2026-11-20/2026-11-20"},
		{"il y a 3 jours", "2026-11-20/2026-11-20"},
		{"avant janvier", "/2026-12-31"},
		{"à partir de janvier", "2027-01-01/"},
		{"d'ici fin janvier", "/2027-01-31"},
	} {
		from, to, result := frdate.Window(row.text, ref)
		got := strings.ReplaceAll(from.String()+"/"+to.String(), "0000-00-00", "")
		if result.Kind != frdate.Understood {
			if !from.IsZero() || !to.IsZero() {
				t.Errorf("%q is refused and has a window, %s", row.text, got)
			}
			got = summary(result)
		}
		if got != row.want {
			t.Errorf("%q is %q, want %q", row.text, got, row.want)
		}
	}
}
