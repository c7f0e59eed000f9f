package main

import (
	"os"

	"jalon/calendar"
)

// usualSchoolZone is the academic zone of Lille and Amiens.
const usualSchoolZone = "B"

// readSchool reads the school holidays of a zone off the table of the Ministry of
// Education; none when no file is named.
func readSchool(file, zone string) (*calendar.School, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // no calendar is what an operator may want
	}
	if zone == "" {
		zone = usualSchoolZone
	}
	table, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return calendar.ParseSchool(string(table), zone)
}
