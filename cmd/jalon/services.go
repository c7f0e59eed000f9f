package main

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

//go:embed regions/*.csv
var startingServices embed.FS

// startingRegions are the regions of which a starting list is known.
var startingRegions = []string{"hauts-de-france"}

// startingList is the list of services to begin a region with.
func startingList(region string, lang i18n.Lang) (string, error) {
	name := strings.ReplaceAll(i18n.Fold(region), " ", "-")
	if !slices.Contains(startingRegions, name) {
		return "", say(lang, textUnknownRegion, "name", region, "known", strings.Join(startingRegions, ", "))
	}
	text, err := startingServices.ReadFile("regions/" + name + ".csv")
	return string(text), err
}

// serviceColumns are the columns of a list of services, with the other names
// they may have, folded.
var serviceColumns = map[string][]string{
	"code":       {"code", "sigle"},
	"name":       {"name", "nom", "libelle"},
	"aliases":    {"aliases", "alias", "autres noms"},
	"kind":       {"kind", "type", "nature"},
	"department": {"department", "departement", "dep"},
	"channel":    {"channel", "canal"},
}

// serviceKinds are the kinds as they are written, folded.
var serviceKinds = map[string]plan.ServiceKind{
	"sgar": plan.KindSGAR, "prefecture": plan.KindPrefecture, "sous-prefecture": plan.KindSousPrefecture,
	"direction-regionale": plan.KindRegional, "direction-departementale": plan.KindDepartmental,
	"operateur": plan.KindOperator, "collectivite-invitee": plan.KindGuest,
}

// readServices reads a list of services: columns in any order, between commas or
// semicolons, with or without a byte order mark. The error names the line.
func readServices(from io.Reader, lang i18n.Lang) ([]plan.Service, error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
	rows.FieldsPerRecord, rows.TrimLeadingSpace = -1, true
	if first, _, _ := strings.Cut(string(text), "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		rows.Comma = ';'
	}
	header, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", textNoServices.In(lang), err)
	}
	at, err := columnsOf(header, lang)
	if err != nil {
		return nil, err
	}
	var services []plan.Service
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		s, wrong := serviceOf(row, at)
		if !wrong.IsZero() {
			line, _ := rows.FieldPos(0)
			return nil, say(lang, textBadService, "line", line, "why", wrong)
		}
		services = append(services, s)
	}
	if err := checkServices(services, lang); err != nil {
		return nil, err
	}
	inZones(services)
	return services, nil
}

// columnsOf finds which column is where.
func columnsOf(header []string, lang i18n.Lang) (map[string]int, error) {
	at := map[string]int{}
	for column, names := range serviceColumns {
		for i, title := range header {
			if !slices.Contains(names, i18n.Fold(title)) {
				continue
			}
			if _, twice := at[column]; twice {
				return nil, say(lang, textTwiceColumn, "column", title)
			}
			at[column] = i
		}
	}
	for _, column := range []string{"code", "name", "kind"} {
		if _, ok := at[column]; !ok {
			return nil, say(lang, textMissingColumn, "column", column)
		}
	}
	return at, nil
}

// serviceOf reads a line, or says what is wrong with it.
func serviceOf(row []string, at map[string]int) (s plan.Service, wrong i18n.Line) {
	cell := func(column string) string {
		i, ok := at[column]
		if !ok || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	s = plan.Service{
		Code: cell("code"), Name: cell("name"), Department: cell("department"),
		ChannelName: strings.TrimLeft(cell("channel"), "~#"),
		Opens:       calendar.TimeOfDay{Hour: 8}, Closes: calendar.TimeOfDay{Hour: 19},
	}
	for alias := range strings.FieldsFuncSeq(cell("aliases"), func(r rune) bool { return r == '|' || r == ',' || r == ';' }) {
		s.Aliases = append(s.Aliases, strings.TrimSpace(alias))
	}
	if s.Code == "" || s.Name == "" {
		return s, textNamelessService.With()
	}
	kind := i18n.Fold(cell("kind"))
	var known bool
	s.Kind, known = serviceKinds[strings.ReplaceAll(kind, " ", "-")]
	switch {
	case known:
	case kind == "direction" && s.Department == "":
		s.Kind = plan.KindRegional
	case kind == "direction":
		s.Kind = plan.KindDepartmental
	default:
		return s, textUnknownKind.With("kind", cell("kind"), "known", kindNames())
	}
	return s, wrong
}

func kindNames() string {
	names := make([]string, len(plan.ServiceKinds))
	for i, k := range plan.ServiceKinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

// checkServices refuses a list in which two services have the same code or the
// same channel, and one without a coordination.
func checkServices(services []plan.Service, lang i18n.Lang) error {
	codes, channels, coordinated := map[string]bool{}, map[string]bool{}, false
	for _, s := range services {
		code, channel := i18n.Fold(s.Code), i18n.Fold(s.ChannelName)
		if codes[code] {
			return say(lang, textTwiceCode, "code", s.Code)
		}
		if channels[channel] && channel != "" {
			return say(lang, textTwiceChannel, "channel", s.ChannelName)
		}
		codes[code], channels[channel] = true, true
		coordinated = coordinated || s.Coordinates()
	}
	if !coordinated {
		return say(lang, textNoCoordination)
	}
	return nil
}

// place is where a department keeps its days off and its clock.
type place struct {
	holidays calendar.Zone
	clock    string
}

var (
	mainland = place{calendar.Metropole, "Europe/Paris"}
	// elsewhere are the departments whose holidays or clock are their own.
	elsewhere = map[string]place{
		"57": {calendar.AlsaceMoselle, "Europe/Paris"}, "67": {calendar.AlsaceMoselle, "Europe/Paris"},
		"68":  {calendar.AlsaceMoselle, "Europe/Paris"},
		"971": {calendar.Guadeloupe, "America/Guadeloupe"}, "972": {calendar.Martinique, "America/Martinique"},
		"973": {calendar.Guyane, "America/Cayenne"}, "974": {calendar.LaReunion, "Indian/Reunion"},
		"976": {calendar.Mayotte, "Indian/Mayotte"},
	}
)

// inZones gives each service the holidays and the clock of its department, and
// regional ones those of the region.
func inZones(services []plan.Service) {
	home := homeOf(services)
	for i := range services {
		p, ok := elsewhere[services[i].Department]
		switch {
		case services[i].Department == "":
			p = home
		case !ok:
			p = mainland
		}
		services[i].HolidayZone, services[i].TimeZone = p.holidays, p.clock
	}
}

// homeOf is the place of a region: that of all its departments, the mainland
// when they differ.
func homeOf(services []plan.Service) place {
	var home *place
	for _, s := range services {
		if s.Department == "" {
			continue
		}
		p, ok := elsewhere[s.Department]
		if !ok || home != nil && *home != p {
			return mainland
		}
		home = &p
	}
	if home == nil {
		return mainland
	}
	return *home
}
