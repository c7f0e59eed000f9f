package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

type importInstancesCommand struct {
	settingsFlags
	importFlags
	File string `arg:"" help:"${import_bodies_file}"`
}

// Sheets of a workbook of bodies.
const (
	sheetBodies    = "Instances"
	sheetSeats     = "Sièges"
	sheetMeetings  = "Séances"
	sheetDeadlines = "Échéances"
)

// bodyColumns are the columns of a list of bodies, with the other names they may
// have.
var bodyColumns = []tabular.Column{
	{Key: plan.ColumnBody, Names: []string{"instance", "nom", "name", "body"}, Required: true},
	{Key: plan.ColumnShort, Names: []string{"nom court", "court", "sigle", "short"}},
	{Key: plan.ColumnBodyKind, Names: []string{"type", "nature", "kind"}},
	{Key: plan.ColumnChair, Names: []string{"présidence", "préside", "chair"}},
	{Key: plan.ColumnHat, Names: []string{"au titre de", "titre", "qualité", "hat"}},
	{Key: plan.ColumnDepartment, Names: []string{"département", "department", "dep"}},
	{Key: plan.ColumnBasis, Names: []string{"fondement", "texte", "base légale"}},
	{Key: plan.ColumnRhythm, Names: []string{"rythme", "périodicité", "fréquence"}},
	{Key: plan.ColumnSecretariat, Names: []string{"secrétariat"}},
	{Key: plan.ColumnNotice, Names: []string{"convocation", "délai de convocation", "notice"}},
	{Key: plan.ColumnQuorum, Names: []string{"quorum"}},
	{Key: plan.ColumnMembers, Names: []string{"membres", "nombre de membres", "members"}},
	{Key: plan.ColumnProxies, Names: []string{"pouvoirs", "proxies"}},
	{Key: plan.ColumnLinks, Names: []string{"liens", "lien", "documents", "links"}},
	{Key: plan.ColumnTemplate, Names: []string{"modèle", "rétroplanning", "template"}},
}

var seatColumns = []tabular.Column{
	{Key: plan.ColumnBody, Names: []string{"instance", "body"}, Required: true},
	{Key: plan.ColumnSeat, Names: []string{"siège", "seat"}, Required: true},
	{Key: plan.ColumnPerson, Names: []string{"personne", "nom", "représentant", "titulaire", "person"}},
	{Key: plan.ColumnRank, Names: []string{"rang", "titulaire ou suppléant", "rank"}},
	{Key: plan.ColumnNature, Names: []string{"qualité", "nature"}},
	{Key: plan.ColumnVote, Names: []string{"voix", "vote"}},
	{Key: plan.ColumnFrom, Names: []string{"début", "depuis", "début du mandat", "from"}},
	{Key: plan.ColumnTo, Names: []string{"fin", "jusqu’au", "fin du mandat", "to"}},
	{Key: plan.ColumnOrder, Names: []string{"arrêté", "nomination", "order"}},
}

var meetingColumns = []tabular.Column{
	{Key: plan.ColumnBody, Names: []string{"instance", "body"}, Required: true},
	{Key: plan.ColumnDate, Names: []string{"date", "jour"}, Required: true},
	{Key: plan.ColumnHour, Names: []string{"heure", "début", "hour"}},
	{Key: plan.ColumnEnd, Names: []string{"fin", "heure de fin", "end"}},
	{Key: plan.ColumnPlace, Names: []string{"lieu", "place"}},
	{Key: plan.ColumnLink, Names: []string{"lien", "visio", "link"}},
	{Key: plan.ColumnAgenda, Names: []string{"ordre du jour", "odj", "agenda"}},
	{Key: plan.ColumnState, Names: []string{"état", "statut", "state"}},
}

var deadlineColumns = []tabular.Column{
	{Key: plan.ColumnTitle, Names: []string{"échéance", "titre", "title"}, Required: true},
	{Key: plan.ColumnDate, Names: []string{"date", "pour le"}, Required: true},
	{Key: plan.ColumnHour, Names: []string{"heure", "hour"}},
	{Key: plan.ColumnServices, Names: []string{"services", "service", "pour"}},
}

// Run shows what a list would change, and stores it when asked to.
func (c *importInstancesCommand) Run(ctx context.Context, sh shell) (err error) {
	dsn, err := c.database(sh)
	if err != nil {
		return err
	}
	at, err := c.begin(ctx, sh, dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, at.close()) }()
	list, unknown, err := c.list(at.house, at.to, sh.lang)
	if err != nil {
		return err
	}
	report, err := at.planner.ImportBodies(ctx, at.call, list, c.Apply)
	if err != nil {
		return explained(err, sh.lang)
	}
	importShow{sh: sh, unknown: unknown}.bodies(report, c.Apply)
	if len(report.Problems) > 0 {
		return told(exitFailed)
	}
	return nil
}

// list reads the file: the sheets of a workbook by their names, a single table by
// its columns.
func (c *importInstancesCommand) list(h *house, region plan.Region, lang i18n.Lang) (list plan.BodyImport, unknown []string, err error) {
	f, err := os.Open(c.File)
	if err != nil {
		return list, nil, err
	}
	defer func() { _ = f.Close() }()
	tables, err := tabular.Read(f, tabular.Usual)
	if err != nil {
		return list, nil, inTable(err, lang)
	}
	r, err := newBodyReader(h, region, &list)
	if err != nil {
		return list, nil, err
	}
	known := false
	for _, sheet := range bodySheets {
		table, ok := tabular.Sheet(tables, sheet.name)
		if !ok && len(tables) == 1 && sheet.is(tables[0]) {
			table, ok = tables[0], true
		}
		if !ok || known && len(tables) == 1 {
			continue
		}
		known = true
		columns, err := table.Find(sheet.columns)
		if err != nil {
			return list, nil, inTable(err, lang)
		}
		unknown = append(unknown, columns.Unknown...)
		for _, row := range table.Rows {
			r.at = plan.Cell{Sheet: table.Sheet, Row: row.Number}
			r.cell = func(key string) string { return columns.Cell(row, key) }
			if strings.HasPrefix(i18n.Fold(row.Cells[0]), exampleRow) {
				continue
			}
			sheet.read(r)
		}
	}
	if !known {
		_, err = tables[0].Find(bodyColumns)
		return list, nil, inTable(err, lang)
	}
	return list, unknown, nil
}

// exampleRow begins the rows that the blank sheets show how to fill in with, and
// that are not imported.
const exampleRow = "exemple"

// bodySheet is one sheet of the workbook. The first whose columns are those of a
// single table is the one that it is.
type bodySheet struct {
	name    string
	columns []tabular.Column
	mark    string // the column that only it has
	read    func(*bodyReader)
}

var bodySheets = []bodySheet{
	{sheetSeats, seatColumns, plan.ColumnSeat, (*bodyReader).seat},
	{sheetMeetings, meetingColumns, plan.ColumnDate, (*bodyReader).meeting},
	{sheetDeadlines, deadlineColumns, plan.ColumnTitle, (*bodyReader).deadline},
	{sheetBodies, bodyColumns, plan.ColumnBody, (*bodyReader).body},
}

// is tells whether a table has the columns that the sheet needs.
func (s bodySheet) is(table tabular.Table) bool {
	columns, err := table.Find(s.columns)
	return err == nil && columns.Has(s.mark)
}

// bodyReader reads the rows of lists of bodies.
type bodyReader struct {
	list  *plan.BodyImport
	dates frdate.Ref
	zone  string
	at    plan.Cell
	cell  func(string) string
}

func newBodyReader(h *house, region plan.Region, list *plan.BodyImport) (*bodyReader, error) {
	zone, err := calendar.LoadZone(region.TimeZone)
	if err != nil {
		return nil, err
	}
	cal, err := h.planner.Calendar(region.HolidayZone)
	if err != nil {
		return nil, err
	}
	now := calendar.Moment{Date: calendar.DateOf(time.Now(), zone), Zone: region.TimeZone}
	return &bodyReader{list: list, zone: region.TimeZone, dates: frdate.Ref{Now: now, Cal: cal, AllowPast: true}}, nil
}

func (r *bodyReader) wrong(column string, text i18n.Msg) {
	at := r.at
	at.Column = column
	r.list.Problems = append(r.list.Problems, plan.ImportProblem{At: at, Text: text.With("text", r.cell(column))})
}

// body reads a row of the list of bodies.
func (r *bodyReader) body() {
	line := plan.BodyLine{At: r.at, Name: r.cell(plan.ColumnBody), Short: r.cell(plan.ColumnShort)}
	var edits []func(*plan.Body)
	text := func(column string, set func(*plan.Body, string)) {
		if value := r.cell(column); value != "" {
			edits = append(edits, func(b *plan.Body) { set(b, value) })
		}
	}
	text(plan.ColumnBody, func(b *plan.Body, v string) { b.Name = v })
	text(plan.ColumnShort, func(b *plan.Body, v string) { b.Short = v })
	text(plan.ColumnBodyKind, func(b *plan.Body, v string) { b.Kind = v })
	text(plan.ColumnBasis, func(b *plan.Body, v string) { b.LegalBasis = v })
	text(plan.ColumnRhythm, func(b *plan.Body, v string) { b.Rhythm = v })
	text(plan.ColumnSecretariat, func(b *plan.Body, v string) { b.Secretariat = v })
	text(plan.ColumnTemplate, func(b *plan.Body, v string) { b.Template = v })
	edits = append(edits, r.rules()...)
	if value := r.cell(plan.ColumnChair); value != "" {
		chair, ok := commands.ParseChair(value)
		if !ok {
			r.wrong(plan.ColumnChair, textUnknownChair)
		} else {
			edits = append(edits, func(b *plan.Body) { b.Chair = chair })
		}
	}
	if value := r.cell(plan.ColumnHat); value != "" {
		hat, ok := hatText(value)
		if !ok {
			r.wrong(plan.ColumnHat, textUnknownHat)
		} else {
			edits = append(edits, func(b *plan.Body) { b.Hat = hat })
		}
	}
	if value := r.cell(plan.ColumnDepartment); value != "" {
		department, ok := plan.DepartmentOf(value)
		if !ok {
			r.wrong(plan.ColumnDepartment, textUnknownPlace)
		} else {
			edits = append(edits, func(b *plan.Body) { b.Department = department.Number })
		}
	}
	if value := r.cell(plan.ColumnLinks); value != "" {
		links, ok := linksText(value)
		if !ok {
			r.wrong(plan.ColumnLinks, textUnknownLink)
		} else {
			edits = append(edits, func(b *plan.Body) { b.Links = links })
		}
	}
	line.Edit = func(b *plan.Body) {
		for _, edit := range edits {
			edit(b)
		}
	}
	r.list.Bodies = append(r.list.Bodies, line)
}

// rules reads the rules of a body.
func (r *bodyReader) rules() (edits []func(*plan.Body)) {
	if value := r.cell(plan.ColumnNotice); value != "" {
		days, unit, ok := commands.ParseNoticeDelay(value)
		if !ok {
			r.wrong(plan.ColumnNotice, textUnknownNotice)
		} else {
			edits = append(edits, func(b *plan.Body) { b.Rules.Notice, b.Rules.NoticeUnit = days, unit })
		}
	}
	if value := r.cell(plan.ColumnQuorum); value != "" {
		quorum, ok := commands.ParseQuorum(value)
		if !ok {
			r.wrong(plan.ColumnQuorum, textUnknownQuorum)
		} else {
			edits = append(edits, func(b *plan.Body) { b.Rules.Quorum = quorum })
		}
	}
	if value := r.cell(plan.ColumnMembers); value != "" {
		members, err := strconv.Atoi(value)
		if err != nil || members < 0 {
			r.wrong(plan.ColumnMembers, textUnknownCount)
		} else {
			edits = append(edits, func(b *plan.Body) { b.Rules.Members = members })
		}
	}
	if value := r.cell(plan.ColumnProxies); value != "" {
		proxies, ok := commands.ParseProxies(value)
		if !ok {
			r.wrong(plan.ColumnProxies, textUnknownCount)
		} else {
			edits = append(edits, func(b *plan.Body) { b.Rules.Proxies = proxies })
		}
	}
	return edits
}

// hatText reads for which préfet the State sits.
func hatText(text string) (plan.Hat, bool) {
	words := strings.Fields(strings.NewReplacer("'", " ", "-", " ").Replace(i18n.Fold(text)))
	words = slices.DeleteFunc(words, func(w string) bool {
		return slices.Contains([]string{"prefet", "prefete", "du", "de", "des", "la", "le", "l"}, w)
	})
	key := strings.Join(words, " ")
	if key == "region" || key == "" {
		return "", true
	}
	for _, t := range plan.Territories() {
		for _, d := range t.Departments {
			if strings.ReplaceAll(i18n.Fold(d.Name), "-", " ") == key {
				return plan.Hat(d.Number), true
			}
		}
	}
	d, ok := plan.DepartmentOf(key)
	return plan.Hat(d.Number), ok
}

// linksText reads links: a title then an address, several between bars.
func linksText(text string) ([]plan.Link, bool) {
	var links []plan.Link
	for _, item := range items(text, "|\n") {
		words := strings.Fields(item)
		address := words[len(words)-1]
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			return nil, false
		}
		title := strings.TrimRight(strings.Join(words[:len(words)-1], " "), " :")
		if title == "" {
			title = u.Host
		}
		links = append(links, plan.Link{Title: title, URL: address})
	}
	return links, true
}

// natureTexts are the ways to say in what capacity a seat is held.
var natureTexts = map[string]plan.SeatNature{
	"par fonction": plan.ByFunction, "fonction": plan.ByFunction, "es qualite": plan.ByFunction, "de droit": plan.ByFunction,
	"elu": plan.Elected, "elue": plan.Elected,
	"personnalite qualifiee": plan.Qualified, "qualifiee": plan.Qualified, "qualifie": plan.Qualified,
	"invite": plan.Invited, "invitee": plan.Invited,
}

// seat reads a row of the list of seats and terms.
func (r *bodyReader) seat() {
	line := plan.SeatLine{At: r.at, Body: r.cell(plan.ColumnBody), Who: r.cell(plan.ColumnPerson)}
	line.Edit.Name = r.cell(plan.ColumnSeat)
	if value := i18n.Fold(r.cell(plan.ColumnNature)); value != "" {
		nature, ok := natureTexts[value]
		if !ok {
			r.wrong(plan.ColumnNature, textUnknownNature)
		}
		line.Edit.Nature = &nature
	}
	switch i18n.Fold(r.cell(plan.ColumnVote)) {
	case "":
	case "consultative", "consultatif", "non":
		advisory := true
		line.Edit.Advisory = &advisory
	case "deliberative", "deliberatif", "oui":
		advisory := false
		line.Edit.Advisory = &advisory
	default:
		r.wrong(plan.ColumnVote, textUnknownVote)
	}
	rank, ok := rankText(r.cell(plan.ColumnRank))
	if !ok {
		r.wrong(plan.ColumnRank, textUnknownRank)
	}
	if line.Who != "" {
		line.Edit.Terms = []plan.Term{{
			Rank: rank, From: r.day(plan.ColumnFrom), To: r.day(plan.ColumnTo), Order: r.cell(plan.ColumnOrder),
		}}
	}
	r.list.Seats = append(r.list.Seats, line)
}

// rankText reads « titulaire », « suppléante », « suppléant 2 », « 2 ».
func rankText(text string) (int, bool) {
	word, number, _ := strings.Cut(i18n.Fold(text), " ")
	switch word {
	case "", "titulaire":
		return 0, number == ""
	case "suppleant", "suppleante", "suppleance":
		if number == "" {
			return 1, true
		}
		n, err := strconv.ParseUint(number, 10, 8)
		return int(n), err == nil && n >= 1
	default:
		n, err := strconv.ParseUint(word, 10, 8)
		return int(n), err == nil && number == ""
	}
}

// day reads the date of a column, zero when it is empty.
func (r *bodyReader) day(column string) calendar.Date {
	text := r.cell(column)
	if text == "" {
		return calendar.Date{}
	}
	if d, err := calendar.ParseDate(text); err == nil {
		return d
	}
	res := frdate.Parse(text, r.dates)
	if res.Kind != frdate.Understood || res.Recurrence != nil || len(res.Readings) != 1 || res.Readings[0].Period {
		r.wrong(column, textUnknownDay)
		return calendar.Date{}
	}
	return res.Readings[0].Date
}

// hour reads the hour of a column, and whether there is one.
func (r *bodyReader) hour(column string) (calendar.TimeOfDay, bool) {
	text := r.cell(column)
	if text == "" {
		return calendar.TimeOfDay{}, false
	}
	hour, ok := hourText(text)
	if !ok {
		r.wrong(column, textHourUnread)
	}
	return hour, ok
}

// meetingStates are the ways to say where a meeting stands.
var meetingStates = map[string]plan.MeetingState{
	"": plan.Confirmed, "confirmee": plan.Confirmed, "ferme": plan.Confirmed, "convoquee": plan.Confirmed, "tenue": plan.MeetingOver,
	"provisoire": plan.Provisional, "a confirmer": plan.Provisional, "previsionnelle": plan.Provisional,
	"annulee": plan.CalledOff, "non tenue": plan.DidNot,
}

// meeting reads a row of the list of meetings.
func (r *bodyReader) meeting() {
	state, ok := meetingStates[i18n.Fold(r.cell(plan.ColumnState))]
	if !ok {
		r.wrong(plan.ColumnState, textUnknownState)
	}
	n := plan.NewMeeting{Place: r.cell(plan.ColumnPlace), Link: r.cell(plan.ColumnLink), Agenda: r.cell(plan.ColumnAgenda)}
	n.Start = calendar.Moment{Date: r.day(plan.ColumnDate), Zone: r.zone}
	n.Start.Time, n.HasTime = r.hour(plan.ColumnHour)
	n.End, _ = r.hour(plan.ColumnEnd)
	if r.cell(plan.ColumnDate) == "" {
		r.wrong(plan.ColumnDate, textNoDay)
	}
	r.list.Meetings = append(r.list.Meetings, plan.MeetingLine{At: r.at, Body: r.cell(plan.ColumnBody), State: state, New: n})
}

// deadline reads a row of the list of deadlines.
func (r *bodyReader) deadline() {
	line := plan.BodyDeadlineLine{At: r.at, Title: r.cell(plan.ColumnTitle)}
	line.Due = plan.Due{Date: r.day(plan.ColumnDate), Zone: r.zone}
	line.Due.Time, line.Due.HasTime = r.hour(plan.ColumnHour)
	if r.cell(plan.ColumnDate) == "" {
		r.wrong(plan.ColumnDate, textNoDay)
	}
	for _, code := range items(r.cell(plan.ColumnServices), "|,; ") {
		line.Services = append(line.Services, codeText(code))
	}
	r.list.Deadlines = append(r.list.Deadlines, line)
}

var (
	textUnknownChair  = i18n.T("« {text} » ne dit pas qui préside : préside, copréside ou siège", "“{text}” does not say who presides: préside, copréside or siège")
	textUnknownHat    = i18n.T("« {text} » n’est pas un préfet. Par exemple : préfet de région, préfet du Nord", "“{text}” is no préfet. For example: préfet de région, préfet du Nord")
	textUnknownPlace  = i18n.T("« {text} » n’est pas un département. Par exemple : 59", "“{text}” is no department. For example: 59")
	textUnknownLink   = i18n.T("« {text} » n’est pas un lien : un titre, puis une adresse, plusieurs entre barres droites", "“{text}” is no link: a title, then an address, several between bars")
	textUnknownNotice = i18n.T("« {text} » n’est pas un délai. Par exemple : 10 jours, 8 jours ouvrés", "“{text}” is no time of notice. For example: 10 jours, 8 jours ouvrés")
	textUnknownQuorum = i18n.T("« {text} » n’est pas un quorum. Par exemple : 1/2, 12 membres", "“{text}” is no quorum. For example: 1/2, 12 membres")
	textUnknownCount  = i18n.T("« {text} » n’est pas un nombre", "“{text}” is no number")
	textUnknownNature = i18n.T("« {text} » n’est pas une qualité : par fonction, élu, personnalité qualifiée, invité", "“{text}” is no capacity: par fonction, élu, personnalité qualifiée, invité")
	textUnknownVote   = i18n.T("« {text} » n’est pas une voix : délibérative ou consultative", "“{text}” is no vote: délibérative or consultative")
	textUnknownRank   = i18n.T("« {text} » n’est pas un rang : titulaire, suppléant, suppléant 2", "“{text}” is no rank: titulaire, suppléant, suppléant 2")
	textUnknownDay    = i18n.T("« {text} » n’est pas une date. Par exemple : 11/12/2026", "“{text}” is no date. For example: 11/12/2026")
	textHourUnread    = i18n.T("« {text} » n’est pas une heure. Par exemple : 9h30", "“{text}” is no hour. For example: 9h30")
	textNoDay         = i18n.T("la date manque", "the date is missing")
	textUnknownState  = i18n.T("« {text} » n’est pas un état : provisoire, confirmée, tenue, non tenue, annulée", "“{text}” is no state: provisoire, confirmée, tenue, non tenue, annulée")

	textBodyRow        = i18n.T("{n} instance", "{n} body")
	textBodyRows       = i18n.T("{n} instances", "{n} bodies")
	textSeatRowOne     = i18n.T("{n} ligne de siège", "{n} seat row")
	textSeatRowMany    = i18n.T("{n} lignes de sièges", "{n} seat rows")
	textMeetingRow     = i18n.T("{n} séance", "{n} meeting")
	textMeetingRows    = i18n.T("{n} séances", "{n} meetings")
	textDeadlineRow    = i18n.T("{n} échéance", "{n} deadline")
	textDeadlineRows   = i18n.T("{n} échéances", "{n} deadlines")
	textImportBodies   = i18n.T("Importé. Pour vérifier, dans le canal : /instance liste", "Imported. To check, in the channel: /instance liste")
	textImportBare     = i18n.T("- En plus · {name} ({at})", "- New · {name} ({at})")
	textImportBareEdit = i18n.T("- À changer · {name} ({at})", "- To change · {name} ({at})")
)

// bodies says what an import of bodies did, or would do.
func (s importShow) bodies(r plan.BodyReport, apply bool) {
	s.lines(r.Bodies, textBodyRow, textBodyRows)
	s.lines(r.Seats, textSeatRowOne, textSeatRowMany)
	s.lines(r.Meetings, textMeetingRow, textMeetingRows)
	s.lines(r.Deadlines, textDeadlineRow, textDeadlineRows)
	s.names(textImportExtra, s.unknown)
	s.points(textImportKnow, r.Warnings)
	s.points(textImportFix, r.Problems)
	changes := 0
	for _, lines := range [][]plan.LineReport{r.Bodies, r.Seats, r.Meetings, r.Deadlines} {
		for _, l := range lines {
			if l.State == plan.LineNew || l.State == plan.LineChanged {
				changes++
			}
		}
	}
	switch {
	case len(r.Problems) > 0:
		s.tell(textImportRefused)
	case changes == 0:
		s.tell(textImportNothing)
	case !apply:
		s.tell(textImportDry)
	default:
		s.tell(textImportBodies)
	}
}
