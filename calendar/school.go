package calendar

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrSchool is wrapped by the errors about a table of school holidays.
var ErrSchool = errors.New("school holidays")

// SchoolDay tells what is known of a day for the schools of a zone.
type SchoolDay uint8

// What can be known. Unknown is not « no holidays »: the table says nothing.
const (
	SchoolUnknown SchoolDay = iota
	SchoolTerm
	SchoolHoliday
)

// School holds the school holidays of one academic zone (« A », « B », « C »),
// as the operator loaded them. It is immutable.
type School struct {
	zone     string
	first    Date
	last     Date
	holidays map[Date]string
}

// ParseSchool reads the table of the Ministry of Education as it is published
// (columns date, vacances_zone_a, vacances_zone_b, vacances_zone_c,
// nom_vacances) and keeps one zone, « A », « B » or « C ».
//
// The published table goes on for months after the last holidays it knows and
// says « False » there; only the days up to the last known holiday are taken as
// known. Errors wrap [ErrSchool] and name the line.
func ParseSchool(table, zone string) (*School, error) {
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table, "\ufeff"))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSchool, err)
	}
	if len(rows) < 2 {
		return nil, fmt.Errorf("%w: the table is empty", ErrSchool)
	}
	date := slices.Index(rows[0], "date")
	flag := slices.Index(rows[0], "vacances_zone_"+strings.ToLower(zone))
	name := slices.Index(rows[0], "nom_vacances")
	if date < 0 || flag < 0 || name < 0 {
		return nil, fmt.Errorf("%w: no columns date, vacances_zone_%s and nom_vacances", ErrSchool, strings.ToLower(zone))
	}
	s := &School{zone: strings.ToUpper(zone), holidays: make(map[Date]string)}
	for i, row := range rows[1:] {
		day, err := ParseDate(row[date])
		if err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrSchool, i+2, err)
		}
		s.note(day, strings.EqualFold(row[flag], "true"), row[name])
	}
	return s, nil
}

func (s *School) note(day Date, off bool, name string) {
	if s.first.IsZero() || day.Before(s.first) {
		s.first = day
	}
	if !off {
		return
	}
	s.holidays[day] = name
	if s.last.IsZero() || day.After(s.last) {
		s.last = day
	}
}

// School tells what is known of d for the schools, and the French name of the
// holidays (« Vacances de Noël ») when it is in them. Without data every day is
// unknown.
func (c *Calendar) School(d Date) (name string, known SchoolDay) {
	s := c.school
	if s == nil || d.Before(s.first) || d.After(s.last) {
		return "", SchoolUnknown
	}
	if name, off := s.holidays[d]; off {
		return name, SchoolHoliday
	}
	return "", SchoolTerm
}

// SchoolZone returns the academic zone whose holidays were loaded, « A », « B »
// or « C », or "" when none were.
func (c *Calendar) SchoolZone() string {
	if c.school == nil {
		return ""
	}
	return c.school.zone
}
