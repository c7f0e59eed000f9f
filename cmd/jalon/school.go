package main

import (
	_ "embed"
	"os"

	"jalon/calendar"
	"jalon/i18n"
)

// schoolFlags name the school holidays, which warn about the steps of a meeting.
type schoolFlags struct {
	SchoolHolidays string `name:"school-holidays" placeholder:"FILE" help:"${school_holidays}"`
	SchoolZone     string `name:"school-zone" placeholder:"ZONE" help:"${school_zone}"`
}

// demoSchool is what whoever runs the demonstration would have loaded: the zone
// of Lille and Amiens, a school year.
//
//go:embed demo_school.csv
var demoSchool string

const demoSchoolZone = "B"

var textSchoolZone = i18n.T(
	"les vacances scolaires demandent leur zone : ajoutez --school-zone A, B ou C",
	"the school holidays need their zone: add --school-zone A, B or C")

// read gives the school holidays of the flags, else of the settings; nil when
// nobody named any.
func (f schoolFlags) read(sh shell, s settings) (*calendar.School, error) {
	file, zone := s.SchoolHolidays, s.SchoolZone
	if f.SchoolHolidays != "" {
		file = f.SchoolHolidays
	}
	if f.SchoolZone != "" {
		zone = f.SchoolZone
	}
	switch {
	case file == "":
		return nil, nil //nolint:nilnil // no school holidays is no error
	case zone == "":
		return nil, say(sh.lang, textSchoolZone)
	}
	table, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return calendar.ParseSchool(string(table), zone)
}
