package plan_test

import (
	"strings"
	"testing"

	"jalon/plan"
)

func TestADepartmentIsFoundByAnyUsualSpelling(t *testing.T) {
	for text, want := range map[string]string{
		"59": "59", "Nord": "59", "nord": "59", "NORD": "59", "pref59": "59", "pref 59": "59", "préfecture du Nord": "59", "la préfecture du Nord": "59",
		"02": "02", "2": "02", "2.0": "02", "002": "02", "062": "62", "2a": "2A", "02A": "2A", "2B": "2B", "PdC": "62", "pas de calais": "62",
		"Pas-de-Calais": "62", "PASDECALAIS": "62", "département du Pas-de-Calais": "62", "Seine St Denis": "93", "Seine-St-Denis": "93",
		"seine saint-denis": "93", "SEINE ST. DENIS": "93", "Côte d’Or": "21", "cote d'or": "21", "Cote-d-Or": "21", "Val d'Oise": "95", "Valdoise": "95",
		"59 - Nord": "59", "Nord (59)": "59", "59 – Nord": "59", "Aisne 02": "02", "02 Aisne": "02", "62.0": "62", "974": "974", "La Réunion": "974",
		"Réunion": "974", "l’Aisne": "02", "de l'Oise": "60", "Territoire de Belfort": "90", "préfecture de la Somme": "80", "Préfecture de l’Aisne": "02",
		"dept 80": "80", "Dpt. 80": "80", "conseil départemental du Nord": "59", "Puy de Dôme": "63", "Hte-Garonne": "", "Nord-Pas-de-Calais": "", "20": "",
		"96": "", "cdnord": "", "prefnord": "", "dep.59": "59", "59 Aisne": "", "": "", "préfecture": "", "Lille": "", "5962": "", "59 62": "", "Nord et Aisne": "",
	} {
		got, ok := plan.DepartmentNamed(text)
		if ok != (want != "") || (ok && got.Number != want) {
			t.Errorf("%q: %s %t, want %q", text, got.Number, ok, want)
		}
	}
}

func TestEveryDepartmentIsFoundByItsNumberAndItsName(t *testing.T) {
	for _, region := range plan.Territories() {
		for _, d := range region.Departments {
			for _, text := range []string{
				d.Number, d.Name, strings.ToUpper(d.Name), strings.ReplaceAll(d.Name, "-", " "), d.Number + " - " + d.Name, d.Name + " (" + d.Number + ")",
				"préfecture " + d.Of(), "pref" + d.Number, strings.ReplaceAll(d.Name, "Saint", "St"), "département " + d.Of(),
			} {
				if got, ok := plan.DepartmentNamed(text); !ok || got.Number != d.Number {
					t.Errorf("%q: %s %t, want %s", text, got.Number, ok, d.Number)
				}
			}
		}
	}
}

// FuzzDepartment: whatever the text, no panic, and a number that exists.
func FuzzDepartment(f *testing.F) {
	for _, seed := range []string{"59", "pref59", "Seine St Denis", "02A", "59 - Nord (59)", "st st", "préfecture de la"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, ok := plan.DepartmentNamed(text); ok {
			if _, exists := plan.DepartmentOf(d.Number); !exists {
				t.Fatalf("%q is %q", text, d.Number)
			}
		}
	})
}
