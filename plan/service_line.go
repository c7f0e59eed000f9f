package plan

import (
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
)

// ServiceLine is what a list says of a service. What is empty is not said: a
// service that stands keeps what it has, a new one takes what is usual.
type ServiceLine struct {
	At             Cell // where the line stands, if it comes from a spreadsheet
	Code, Name     string
	Aliases        []string
	Kind           ServiceKind
	Parent         string // by code
	Department     string
	Arrondissement string
	ChannelName    string
	HolidayZone    calendar.Zone
	TimeZone       string
	Opens, Closes  *calendar.TimeOfDay
	Digest         *string // cron specification, empty for no point; nil when nothing is said
	Ladder         string
	Referents      []string // by user name
}

// UsualDigest is when the point of the week leaves where nothing else is said.
const UsualDigest = "30 8 * * 1"

// The hours between which jalon may speak, where nothing else is said.
var (
	usualOpening = calendar.TimeOfDay{Hour: 8}
	usualClosing = calendar.TimeOfDay{Hour: 19}
)

// MergeServices gives the services of a list as they would stand in a region
// that has the known ones already, in the order of the list. Channels and
// referents, which only the chat can tell, stay as they are known.
func MergeServices(known []Service, lines []ServiceLine) []Service {
	merged := slices.Clone(known)
	at := make([]int, len(lines))
	for i, l := range lines {
		at[i] = serviceWithCode(merged, l.Code)
		if at[i] < 0 {
			at[i] = len(merged)
			merged = append(merged, Service{
				ID: freeServiceID(merged, l.Code), Code: l.Code, Opens: usualOpening, Closes: usualClosing, Digest: UsualDigest,
			})
		}
		merged[at[i]] = l.onto(merged[at[i]])
	}
	out := make([]Service, len(lines))
	for i, l := range lines {
		s := &merged[at[i]]
		if parent := serviceWithCode(merged, l.Parent); l.Parent != "" && parent >= 0 {
			s.Parent = merged[parent].ID
		}
		if s.HolidayZone == "" {
			s.HolidayZone = daysOff(*s, merged)
		}
		if s.TimeZone == "" {
			s.TimeZone = s.HolidayZone.TimeZone()
		}
		out[i] = *s
	}
	return out
}

// onto gives a service what the line says of it.
func (l ServiceLine) onto(s Service) Service {
	say(&s.Name, l.Name)
	say(&s.Kind, l.Kind)
	say(&s.Arrondissement, l.Arrondissement)
	if l.Digest != nil {
		s.Digest = *l.Digest
	}
	say(&s.Ladder, l.Ladder)
	if l.Department != "" && l.Department != s.Department {
		// The days off and the clock are those of the department, unless said.
		s.Department, s.HolidayZone, s.TimeZone = l.Department, "", ""
	}
	if l.HolidayZone != "" && l.HolidayZone != s.HolidayZone {
		s.HolidayZone, s.TimeZone = l.HolidayZone, ""
	}
	say(&s.TimeZone, l.TimeZone)
	if l.ChannelName != "" && l.ChannelName != s.ChannelName {
		s.ChannelName, s.Channel = l.ChannelName, ""
	}
	if len(l.Aliases) > 0 {
		s.Aliases = l.Aliases
	}
	if l.Opens != nil {
		s.Opens = *l.Opens
	}
	if l.Closes != nil {
		s.Closes = *l.Closes
	}
	return s
}

// say sets a field that the line speaks of.
func say[T ~string](field *T, said T) {
	if said != "" {
		*field = said
	}
}

// serviceWithCode is the rank of the service that has a code, whatever its
// case and accents; -1 when none has it.
func serviceWithCode(services []Service, code string) int {
	key := i18n.Fold(code)
	return slices.IndexFunc(services, func(s Service) bool { return i18n.Fold(s.Code) == key })
}

// freeServiceID is the identifier of a new service: its code, unless a service
// that has changed its own bears it.
func freeServiceID(services []Service, code string) ServiceID {
	wanted := ServiceID(strings.ToLower(code))
	id := wanted
	for n := 2; slices.ContainsFunc(services, func(s Service) bool { return s.ID == id }); n++ {
		id = wanted + "-" + ServiceID(strconv.Itoa(n))
	}
	return id
}

// daysOff gives a service the days off of its department, and a regional one
// those of its region.
func daysOff(s Service, all []Service) calendar.Zone {
	if s.Department == "" {
		return HomeZone(all)
	}
	return DepartmentZone(s.Department)
}

// HomeZone is the holiday zone of a region: that of all its departments, the
// mainland's when they differ.
func HomeZone(services []Service) calendar.Zone {
	var home calendar.Zone
	for _, s := range services {
		if s.Department == "" {
			continue
		}
		switch zone := DepartmentZone(s.Department); {
		case home == "":
			home = zone
		case home != zone:
			return calendar.Metropole
		}
	}
	if home == "" {
		return calendar.Metropole
	}
	return home
}
