package plan

import (
	"cmp"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
)

// Territory is a region of France: the ground that a préfet de région answers
// for. It is a fact; a [Region] is a team that works there.
type Territory struct {
	Code string // official number, "32"
	Name string // "Hauts-de-France"
	// Names are the others it goes by: "HDF", "Nord-Pas-de-Calais-Picardie".
	Names []string
	// Seat is the department whose préfet is also préfet of the region.
	Seat        string
	Departments []Department
	secretariat bureau
	directions  []bureau
}

// Department is a department with its préfecture.
type Department struct {
	Number string // official number, "62", "2A"
	Name   string // "Pas-de-Calais"
	of     string // what stands before the name after a noun: "du ", "de l’"
	Town   string // of the préfecture: "Arras"
	Zone   calendar.Zone
	// Directorate is the name of the direction départementale des territoires,
	// "DDT" or "DDTM" by the sea; empty where there is none.
	Directorate string
	// Arrondissements are known for some departments only.
	Arrondissements []Arrondissement
}

// Arrondissement is a part of a department.
type Arrondissement struct {
	Code string // official number, "622"
	Name string // its chef-lieu: "Béthune"
}

// Of is the department after a noun: « du Pas-de-Calais », « de l’Aisne ».
func (d Department) Of() string { return d.of + d.Name }

// The is the department with its article: « le Pas-de-Calais », « l’Aisne »; « Paris »
// has none.
func (d Department) The() string {
	for _, article := range [][2]string{{"du ", "le "}, {"des ", "les "}, {"de la ", "la "}, {"de l’", "l’"}} {
		if d.of == article[0] {
			return article[1] + d.Name
		}
	}
	return d.Name
}

// Territories lists the regions of France by name.
func Territories() []Territory { return territories }

// TerritoryNamed finds a region by any of its names, accents, hyphens and
// articles aside, or by its official number.
func TerritoryNamed(name string) (Territory, bool) {
	key := territoryKey(name)
	for _, t := range territories {
		for _, known := range t.allNames() {
			if key == territoryKey(known) {
				return t, true
			}
		}
	}
	return Territory{}, false
}

// NearestTerritory is the region whose name is the least far from what was
// typed.
func NearestTerritory(name string) Territory {
	key := territoryKey(name)
	return slices.MinFunc(territories, func(a, b Territory) int {
		return cmp.Compare(a.farFrom(key), b.farFrom(key))
	})
}

// TerritoryOf finds the region that a department belongs to.
func TerritoryOf(department string) (Territory, bool) {
	for _, t := range territories {
		if slices.ContainsFunc(t.Departments, func(d Department) bool { return d.Number == department }) {
			return t, true
		}
	}
	return Territory{}, false
}

// DepartmentOf finds a department by its number, as people write it too: "2"
// for "02", "2a" for "2A".
func DepartmentOf(number string) (Department, bool) {
	number, _ = ParseDepartment(number) // one that is none is not in the list
	for _, t := range territories {
		for _, d := range t.Departments {
			if d.Number == number {
				return d, true
			}
		}
	}
	return Department{}, false
}

func (t Territory) allNames() []string { return append([]string{t.Name, t.Code}, t.Names...) }

// farFrom is the distance of the nearest of the names that are words.
func (t Territory) farFrom(key string) int {
	far := Distance(key, territoryKey(t.Name))
	for _, name := range t.Names {
		far = min(far, Distance(key, territoryKey(name)))
	}
	return far
}

var territoryMarks = strings.NewReplacer("-", " ", "'", " ")

func territoryKey(name string) string {
	words := slices.DeleteFunc(strings.Fields(territoryMarks.Replace(i18n.Fold(name))), func(w string) bool {
		switch w {
		case "la", "le", "les", "l", "de", "du", "des", "d", "region":
			return true
		default:
			return false
		}
	})
	return strings.Join(words, " ")
}
