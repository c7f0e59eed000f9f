package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

func TestFranceHas18RegionsAnd101DepartmentsEachInOneRegion(t *testing.T) {
	regions, numbers := map[string]bool{}, map[string]string{}
	for _, r := range plan.Territories() {
		if regions[r.Code] {
			t.Errorf("two regions have the number %s", r.Code)
		}
		regions[r.Code] = true
		if !slices.ContainsFunc(r.Departments, func(d plan.Department) bool { return d.Number == r.Seat }) {
			t.Errorf("the seat of %s, %s, is elsewhere", r.Name, r.Seat)
		}
		for _, d := range r.Departments {
			if other, twice := numbers[d.Number]; twice {
				t.Errorf("%s is in %s and in %s", d.Number, other, r.Name)
			}
			numbers[d.Number] = r.Name
			if found, ok := plan.TerritoryOf(d.Number); !ok || found.Code != r.Code {
				t.Errorf("%s is found in %s", d.Number, found.Name)
			}
			if d.Name == "" || d.Town == "" {
				t.Errorf("%s has no name or no préfecture", d.Number)
			}
			if _, err := calendar.New(d.Zone, calendar.Options{}); err != nil {
				t.Errorf("%s: %v", d.Number, err)
			}
		}
	}
	if len(regions) != 18 || len(numbers) != 101 {
		t.Errorf("%d regions and %d departments", len(regions), len(numbers))
	}
	// Every number from 01 to 95 but 20, which is 2A and 2B, and 96 to 99.
	for n := 1; n <= 95; n++ {
		number := string(rune('0'+n/10)) + string(rune('0'+n%10))
		if _, ok := numbers[number]; ok == (n == 20) {
			t.Errorf("department %s: %t", number, ok)
		}
	}
}

func TestADepartmentIsSaidWithItsArticle(t *testing.T) {
	for number, want := range map[string]string{
		"59": "du Nord", "02": "de l’Aisne", "92": "des Hauts-de-Seine", "80": "de la Somme", "974": "de La Réunion",
		"976": "de Mayotte", "35": "d’Ille-et-Vilaine", "54": "de Meurthe-et-Moselle", "84": "de Vaucluse", "75": "de Paris",
		"90": "du Territoire de Belfort", "2a": "de la Corse-du-Sud", "2": "de l’Aisne", "71": "de Saône-et-Loire",
	} {
		d, ok := plan.DepartmentOf(number)
		if !ok || d.Of() != want {
			t.Errorf("%s: %q, want %q", number, d.Of(), want)
		}
	}
	for _, number := range []string{"", "20", "96", "975", "Nord"} {
		if d, ok := plan.DepartmentOf(number); ok {
			t.Errorf("%q is department %s", number, d.Name)
		}
	}
}

func TestADepartmentKeepsItsDaysOffAndItsClock(t *testing.T) {
	for number, want := range map[string][2]string{
		"57": {"Alsace-Moselle", "Europe/Paris"}, "67": {"Alsace-Moselle", "Europe/Paris"}, "68": {"Alsace-Moselle", "Europe/Paris"},
		"971": {"Guadeloupe", "America/Guadeloupe"}, "972": {"Martinique", "America/Martinique"}, "973": {"Guyane", "America/Cayenne"},
		"974": {"La Réunion", "Indian/Reunion"}, "976": {"Mayotte", "Indian/Mayotte"},
		"2B": {"Métropole", "Europe/Paris"}, "54": {"Métropole", "Europe/Paris"},
	} {
		d, _ := plan.DepartmentOf(number)
		if got := [2]string{string(d.Zone), d.Zone.TimeZone()}; got != want {
			t.Errorf("%s: %v, want %v", number, got, want)
		}
	}
}

func TestARegionIsFoundByAnyOfItsNames(t *testing.T) {
	for name, want := range map[string]string{
		"hauts-de-france": "Hauts-de-France", "HAUTS DE FRANCE": "Hauts-de-France", "hdf": "Hauts-de-France", "32": "Hauts-de-France",
		"réunion": "La Réunion", "la-reunion": "La Réunion", "04": "La Réunion", "région Bretagne": "Bretagne",
		"ile de france": "Île-de-France", "paca": "Provence-Alpes-Côte d’Azur", "Provence-Alpes-Côte d'Azur": "Provence-Alpes-Côte d’Azur",
		"centre": "Centre-Val de Loire", "pays de loire": "Pays de la Loire", "grandest": "",
	} {
		found, ok := plan.TerritoryNamed(name)
		if found.Name != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", name, found.Name, want)
		}
	}
	for slip, want := range map[string]string{
		"grandest": "Grand Est", "normendie": "Normandie", "Hauts-de-Frances": "Hauts-de-France", "mayote": "Mayotte",
	} {
		if near := plan.NearestTerritory(slip); near.Name != want {
			t.Errorf("nearest to %q: %s, want %s", slip, near.Name, want)
		}
	}
}

// compared is a name as people type it: no article, no hyphen, no accent.
func compared(name string) string {
	words := strings.Fields(strings.NewReplacer("-", " ", "'", " ").Replace(i18n.Fold(name)))
	words = slices.DeleteFunc(words, func(w string) bool { return slices.Contains([]string{"la", "le", "de", "du", "des", "l", "d"}, w) })
	return strings.Join(words, " ")
}

func TestInAStartingListEachNameIsOfOneServiceOnly(t *testing.T) {
	for _, r := range plan.Territories() {
		services := plan.MergeServices(nil, r.Services())
		names, coordinations := map[string]string{}, 0
		for _, s := range services {
			if s.Coordinates() {
				coordinations++
			}
			own := map[string]bool{}
			for _, name := range append([]string{s.Code, s.Name, s.ChannelName}, s.Aliases...) {
				own[compared(name)] = true
			}
			for name := range own {
				if other, clash := names[name]; clash || name == "" {
					t.Errorf("%s: %q is %s and %s", r.Name, name, other, s.Code)
				}
				names[name] = s.Code
			}
			if s.Kind == plan.KindPrefecture != (s.Department != "" && s.Code == s.Department) {
				t.Errorf("%s: %s of kind %s in department %q", r.Name, s.Code, s.Kind, s.Department)
			}
			if s.Parent == s.ID || s.Parent != "" && !slices.ContainsFunc(services, func(p plan.Service) bool { return p.ID == s.Parent }) {
				t.Errorf("%s: the parent of %s is %q", r.Name, s.Code, s.Parent)
			}
			if strings.Trim(s.ChannelName, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || len(s.ChannelName) > 64 {
				t.Errorf("%s: ~%s cannot be a channel", r.Name, s.ChannelName)
			}
			if s.The(i18n.FR) == s.Name {
				t.Errorf("%s: %s has no article", r.Name, s.Name)
			}
		}
		if coordinations != 1 {
			t.Errorf("%s has %d coordinations", r.Name, coordinations)
		}
		if len(services) < len(r.Departments)+5 {
			t.Errorf("%s has %d services", r.Name, len(services))
		}
	}
}

// HautsDeFrance keeps what its first list held, by which regions are set up.
func TestTheListOfHautsDeFranceKeepsItsCodesChannelsAndAliases(t *testing.T) {
	r, _ := plan.TerritoryNamed("32")
	got := map[string]string{}
	sous := 0
	for _, s := range r.Services() {
		got[s.Code] = strings.Join([]string{s.Name, strings.Join(s.Aliases, "|"), string(s.Kind), s.Department, s.ChannelName}, ";")
		if s.Kind == plan.KindSousPrefecture {
			sous++
		}
	}
	for code, want := range map[string]string{
		"SGAR":   "SGAR;secrétariat général pour les affaires régionales;sgar;;sgar",
		"02":     "préfecture de l’Aisne;Aisne|Laon;prefecture;02;pref-02",
		"59":     "préfecture du Nord;Nord|Lille;prefecture;59;pref-59",
		"60":     "préfecture de l’Oise;Oise|Beauvais;prefecture;60;pref-60",
		"62":     "préfecture du Pas-de-Calais;Pas-de-Calais|Arras;prefecture;62;pref-62",
		"80":     "préfecture de la Somme;Somme|Amiens;prefecture;80;pref-80",
		"DREAL":  "DREAL;environnement;direction-regionale;;dreal",
		"DREETS": "DREETS;emploi;direction-regionale;;dreets",
		"DRAAF":  "DRAAF;agriculture;direction-regionale;;draaf",
		"DRAC":   "DRAC;culture;direction-regionale;;drac",
		"DDT02":  "DDT de l’Aisne;DDT 02;direction-departementale;02;ddt-02",
		"DDTM59": "DDTM du Nord;DDTM 59;direction-departementale;59;ddtm-59",
		"DDT60":  "DDT de l’Oise;DDT 60;direction-departementale;60;ddt-60",
		"DDTM62": "DDTM du Pas-de-Calais;DDTM 62;direction-departementale;62;ddtm-62",
		"DDTM80": "DDTM de la Somme;DDTM 80;direction-departementale;80;ddtm-80",
	} {
		if diff := cmp.Diff(want, got[code]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", code, diff)
		}
	}
	if sous != 21 { // 26 arrondissements, of which five are those of a préfecture
		t.Errorf("%d sous-préfectures", sous)
	}
}

func TestMergingTheStartingListTwiceMakesNothingNew(t *testing.T) {
	for _, r := range plan.Territories() {
		once := plan.MergeServices(nil, r.Services())
		once[0].Ladder, once[0].Channel = "J-2", "c1" // as edited since
		if diff := cmp.Diff(once, plan.MergeServices(once, r.Services())); diff != "" {
			t.Errorf("%s (-once +twice):\n%s", r.Name, diff)
		}
	}
}
