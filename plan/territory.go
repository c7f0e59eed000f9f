package plan

import (
	"regexp"
	"strings"

	"jalon/calendar"
)

// departments is the form of the official numbers: 01 to 95 without 20, 2A and
// 2B, and those overseas.
var departments = regexp.MustCompile(`^(0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[6-8])$`)

// ParseDepartment reads the official number of a department: "59", "2a", "974",
// and "2" for "02". False when it is none.
func ParseDepartment(text string) (string, bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	if len(text) == 1 {
		text = "0" + text
	}
	return text, departments.MatchString(text)
}

// departmentZones are the departments whose days off are their own.
var departmentZones = map[string]calendar.Zone{
	"57": calendar.AlsaceMoselle, "67": calendar.AlsaceMoselle, "68": calendar.AlsaceMoselle,
	"971": calendar.Guadeloupe, "972": calendar.Martinique, "973": calendar.Guyane, "974": calendar.LaReunion,
	"975": calendar.SaintPierreEtMiquelon, "976": calendar.Mayotte, "977": calendar.SaintBarthelemy,
	"978": calendar.SaintMartin, "986": calendar.WallisEtFutuna, "987": calendar.PolynesieFrancaise,
	"988": calendar.NouvelleCaledonie,
}

// DepartmentZone is the holiday zone of a department; the mainland's for most.
func DepartmentZone(department string) calendar.Zone {
	if zone, ok := departmentZones[department]; ok {
		return zone
	}
	return calendar.Metropole
}

// Territorial tells whether a service of the kind stands for a part of the
// region: a department at least.
func (k ServiceKind) Territorial() bool {
	return k == KindPrefecture || k == KindSousPrefecture || k == KindDepartmental
}
