package main

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

// startingList is the list of services to begin a region with.
func startingList(region string, lang i18n.Lang) (tabular.Table, error) {
	territory, ok := plan.TerritoryNamed(region)
	if !ok {
		return tabular.Table{}, say(lang, textUnknownRegion, "name", region, "near", plan.NearestTerritory(region).Name, "known", territoryNames())
	}
	t := tabular.Table{Header: startingHeader()}
	for _, s := range territory.Services() {
		t.Rows = append(t.Rows, tabular.Row{Cells: []string{
			s.Code, s.Name, strings.Join(s.Aliases, "|"), string(s.Kind), s.Parent, s.Department, s.Arrondissement, s.ChannelName,
		}})
	}
	return t, nil
}

// startingHeader is the part of the columns that a starting list fills in.
func startingHeader() []string {
	var titles []string
	for _, c := range serviceColumns[:8] {
		titles = append(titles, c.Names[0])
	}
	return titles
}

func territoryNames() string {
	var names []string
	for _, t := range plan.Territories() {
		names = append(names, t.Name)
	}
	return strings.Join(names, ", ")
}

// serviceColumns are the columns of a list of services, with the other names
// they may have.
var serviceColumns = []tabular.Column{
	{Key: plan.ColumnCode, Names: []string{"code", "sigle"}, Required: true},
	{Key: plan.ColumnName, Names: []string{"nom", "name", "libellé"}},
	{Key: plan.ColumnAliases, Names: []string{"alias", "aliases", "autres noms"}},
	{Key: plan.ColumnKind, Names: []string{"nature", "kind", "type"}},
	{Key: plan.ColumnParent, Names: []string{"parent", "rattachement", "service parent"}},
	{Key: plan.ColumnDepartment, Names: []string{"département", "department", "dep"}},
	{Key: plan.ColumnArrondissement, Names: []string{"arrondissement", "arr"}},
	{Key: plan.ColumnChannel, Names: []string{"canal", "channel"}},
	{Key: plan.ColumnHolidayZone, Names: []string{"zone de jours fériés", "jours fériés", "holidays"}},
	{Key: plan.ColumnTimeZone, Names: []string{"fuseau", "fuseau horaire", "time zone"}},
	{Key: plan.ColumnOpens, Names: []string{"ouvre", "ouverture", "opens"}},
	{Key: plan.ColumnCloses, Names: []string{"ferme", "fermeture", "closes"}},
	{Key: plan.ColumnDigest, Names: []string{"point", "point de la semaine", "digest"}},
	{Key: plan.ColumnLadder, Names: []string{"échelle", "rappels", "ladder"}},
	{Key: plan.ColumnReferents, Names: []string{"référents", "référent", "referents"}},
}

// readServices reads a list of services for a set-up: it must be whole by
// itself. The error names the row.
func readServices(from io.Reader, lang i18n.Lang) ([]plan.ServiceLine, error) {
	tables, err := tabular.Read(from, tabular.Usual)
	if err != nil {
		return nil, inTable(err, lang)
	}
	table, ok := tabular.Sheet(tables, sheetServices)
	if !ok {
		table = tables[0]
	}
	read, err := readServiceTable(table)
	if err != nil {
		return nil, inTable(err, lang)
	}
	for _, s := range read.lines {
		if s.Code == "" || s.Name == "" || s.Kind == "" {
			read.wrong(s.At, textBareService.With())
		}
	}
	if len(read.problems) > 0 {
		first := slices.MinFunc(read.problems, func(a, b plan.ImportProblem) int { return cmp.Compare(a.At.Row, b.At.Row) })
		return nil, errors.New(problemText(first, lang))
	}
	return read.lines, checkServices(read.lines, lang)
}

// inTable puts an error of a table in the language of who reads it, without
// the marks of a chat.
func inTable(err error, lang i18n.Lang) error {
	if wrong, ok := errors.AsType[*tabular.Error](err); ok {
		return errors.New(strings.ReplaceAll(wrong.In(lang), "**", ""))
	}
	return err
}

// serviceTable is a list of services as it was read.
type serviceTable struct {
	lines    []plan.ServiceLine
	problems []plan.ImportProblem
	unknown  []string // titles of columns
}

func (t *serviceTable) wrong(at plan.Cell, text i18n.Line) {
	t.problems = append(t.problems, plan.ImportProblem{At: at, Text: text})
}

func readServiceTable(table tabular.Table) (*serviceTable, error) {
	columns, err := table.Find(serviceColumns)
	if err != nil {
		return nil, err
	}
	t := &serviceTable{unknown: columns.Unknown}
	for _, row := range table.Rows {
		t.lines = append(t.lines, t.line(plan.Cell{Sheet: table.Sheet, Row: row.Number}, func(key string) string {
			return columns.Cell(row, key)
		}))
	}
	return t, nil
}

// line reads a row. What cannot be read is a problem, and left out.
func (t *serviceTable) line(at plan.Cell, cell func(string) string) plan.ServiceLine {
	s := plan.ServiceLine{
		At: at, Code: codeText(cell(plan.ColumnCode)), Name: cell(plan.ColumnName), Aliases: items(cell(plan.ColumnAliases), "|,;"),
		Parent: codeText(cell(plan.ColumnParent)), Department: cell(plan.ColumnDepartment),
		Arrondissement: cell(plan.ColumnArrondissement), Ladder: cell(plan.ColumnLadder),
		ChannelName: strings.ToLower(strings.TrimLeft(cell(plan.ColumnChannel), "~#")),
		Referents:   items(cell(plan.ColumnReferents), "|,; "),
	}
	if d, ok := plan.DepartmentOf(s.Department); ok {
		s.Department = d.Number
	}
	at.Column = plan.ColumnKind
	s.Kind = t.kind(at, cell(plan.ColumnKind), s.Department)
	at.Column = plan.ColumnHolidayZone
	if text := cell(at.Column); text != "" {
		var err error
		if s.HolidayZone, err = calendar.ParseZone(text); err != nil {
			t.wrong(at, textUnknownZone.With("zone", text, "known", zoneNames()))
		}
	}
	at.Column = plan.ColumnTimeZone
	if s.TimeZone = cell(at.Column); s.TimeZone != "" {
		if _, err := calendar.LoadZone(s.TimeZone); err != nil {
			t.wrong(at, textUnknownClock.With("zone", s.TimeZone))
		}
	}
	s.Opens, s.Closes = t.hour(at, plan.ColumnOpens, cell), t.hour(at, plan.ColumnCloses, cell)
	at.Column = plan.ColumnDigest
	if text := cell(at.Column); text != "" {
		if spec, ok := commands.ParsePoint(text); ok {
			s.Digest = &spec
		} else {
			t.wrong(at, textUnknownPoint.With("point", text))
		}
	}
	at.Column = plan.ColumnLadder
	if _, err := plan.ParseHabits(s.Ladder); err != nil {
		t.wrong(at, textUnknownLadder.With("ladder", s.Ladder))
	}
	return s
}

func (t *serviceTable) kind(at plan.Cell, text, department string) plan.ServiceKind {
	kind := plan.ServiceKind(strings.ReplaceAll(i18n.Fold(text), " ", "-"))
	switch {
	case kind == "" || slices.Contains(plan.ServiceKinds, kind):
		return kind
	case kind == "direction" && department == "":
		return plan.KindRegional
	case kind == "direction":
		return plan.KindDepartmental
	default:
		t.wrong(at, textUnknownKind.With("kind", text, "known", kindNames()))
		return ""
	}
}

func (t *serviceTable) hour(at plan.Cell, column string, cell func(string) string) *calendar.TimeOfDay {
	text := cell(column)
	if text == "" {
		return nil
	}
	at.Column = column
	hour, ok := hourText(text)
	if !ok {
		t.wrong(at, textUnknownHour.With("hour", text))
	}
	return &hour
}

// hourText reads an hour as spreadsheets hold it: 8h, 8 h 30, 08:30, 08:30:00.
func hourText(text string) (calendar.TimeOfDay, bool) {
	text = strings.NewReplacer(" ", "", "h", ":").Replace(i18n.Fold(text))
	hour, minute, _ := strings.Cut(strings.TrimSuffix(text, ":00:00"), ":")
	if strings.HasSuffix(text, ":00:00") || minute == "" {
		minute = "00"
	}
	minute = strings.TrimSuffix(minute, ":00")
	if len(hour) == 1 {
		hour = "0" + hour
	}
	t, err := calendar.ParseTimeOfDay(hour + ":" + minute)
	return t, err == nil
}

// codeText is a code, with the zero that spreadsheets take from 02.
func codeText(cell string) string {
	if d, ok := plan.DepartmentOf(cell); ok && len(cell) == 1 {
		return d.Number
	}
	return cell
}

// items are the texts of a cell that holds several.
func items(cell, between string) []string {
	var out []string
	for text := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(between, r) }) {
		if text = strings.TrimSpace(text); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func kindNames() string {
	names := make([]string, len(plan.ServiceKinds))
	for i, k := range plan.ServiceKinds {
		names[i] = commands.KindName(k, i18n.FR)
	}
	return strings.Join(names, ", ")
}

func zoneNames() string {
	var names []string
	for _, z := range calendar.Zones() {
		names = append(names, z.Name())
	}
	return strings.Join(names, ", ")
}

// checkServices refuses a list in which two services have the same code or the
// same channel, and one without a coordination.
func checkServices(services []plan.ServiceLine, lang i18n.Lang) error {
	codes, channels, coordinated := map[string]bool{}, map[string]bool{}, false
	for _, s := range services {
		code := i18n.Fold(s.Code)
		if codes[code] {
			return say(lang, textTwiceCode, "code", s.Code)
		}
		if channels[s.ChannelName] && s.ChannelName != "" {
			return say(lang, textTwiceChannel, "channel", s.ChannelName)
		}
		codes[code], channels[s.ChannelName] = true, true
		coordinated = coordinated || s.Kind == plan.KindSGAR
	}
	if !coordinated {
		return say(lang, textNoCoordination)
	}
	return nil
}
