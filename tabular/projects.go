package tabular

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// ProjectReading is what helps to read a list of projects.
type ProjectReading struct {
	// FileName may hold the year of the list.
	FileName string
	// Departments are those of the region: what lies elsewhere is remarked. None
	// when the region is not known.
	Departments []string
}

var (
	textNoTitleColumn = i18n.T(
		"aucune colonne ne donne le titre des projets. Nommez-la `titre`. Colonnes lues\u202f: {columns}",
		"no column gives the title of the projects. Name it `titre`. Columns read: {columns}")
	textNoProject    = i18n.T("il manque le titre du projet", "the title of the project is missing")
	textProjectTwice = i18n.T(
		"l’identifiant **{id}** figure déjà en ligne {row}",
		"the identifier **{id}** stands already in row {row}")
	textNoteForAmount = i18n.T(
		"«\u202f{text}\u202f» n’est pas un montant\u202f: le montant reste non renseigné",
		"“{text}” is not an amount: the amount stays unknown")
	textBrokenAmount = i18n.T(
		"le tableur n’a pas su calculer ce montant ({text})\u202f: il reste non renseigné",
		"the spreadsheet could not work this amount out ({text}): it stays unknown")
	textNoDate = i18n.T(
		"«\u202f{text}\u202f» n’est pas une date\u202f: elle reste non renseignée",
		"“{text}” is not a date: it stays unknown")
	textNoDepartmentNamed = i18n.T("«\u202f{text}\u202f» n’est pas un département", "“{text}” is not a department")
	textNoPlaceCode       = i18n.T("«\u202f{text}\u202f» n’est ni un code INSEE, ni un SIREN, ni un département", "“{text}” is neither an INSEE code, nor a SIREN, nor a department")
	textOutsideRegion     = i18n.T("{place} ({code}) est hors de la région", "{place} ({code}) is outside the region")
	textOutsideDepartment = i18n.T(
		"{place} ({code}) n’est pas dans le département indiqué, {department}",
		"{place} ({code}) is not in the department given, {department}")
	textTotalRow = i18n.T("ligne de total, laissée de côté", "row of a total, left out")

	textYearOfName  = i18n.T("année {year}, d’après le nom du fichier", "year {year}, after the name of the file")
	textFundOfForm  = i18n.T("dotation «\u202f{fund}\u202f», d’après la forme de la liste", "fund “{fund}”, after the form of the list")
	textProgrammeOf = i18n.T("programme «\u202f{programme}\u202f», d’après les identifiants", "programme “{programme}”, after the identifiers")
)

// ReadProjects reads a list of projects: what its columns say is known by their
// names, else by what they hold. A row that gives no line is reported by row and
// column, and so is what to check in the others. An error means that the whole
// is no list of projects: it has no title, or a column twice.
func ReadProjects(t Table, with ProjectReading) (plan.ProjectList, error) {
	t = belowHeading(t)
	if err := t.Twice(); err != nil {
		return plan.ProjectList{}, err
	}
	r := projectReader{table: t, with: with, columns: recogniseProjects(t, with), rowOf: map[string]int{}, drawn: map[string]int{}}
	if !r.columns.has(plan.ProjectTitleColumn) {
		return plan.ProjectList{}, &Error{Sheet: t.Sheet, Text: textNoTitleColumn.With("columns", strings.Join(t.Header, ", "))}
	}
	r.list.Columns = r.columns.all
	r.assume()
	for _, row := range t.Rows {
		r.read(row)
	}
	return r.list, nil
}

// mostHeading is how many rows may stand above the titles.
const mostHeading = 10

// belowHeading drops what stands above the titles: the name of the list, a
// date. The titles are the first row of which three at least are known.
func belowHeading(t Table) Table {
	if knownTitles(t.Header) >= 3 {
		return t
	}
	for i, row := range t.Rows[:min(len(t.Rows), mostHeading)] {
		if knownTitles(row.Cells) >= 3 {
			t.Header, t.Rows = row.Cells, t.Rows[i+1:]
			return t
		}
	}
	return t
}

func knownTitles(titles []string) int {
	n := 0
	for _, title := range titles {
		key := columnKey(title)
		for _, keys := range projectKeys {
			if key != "" && slices.Contains(keys, key) {
				n++
				break
			}
		}
	}
	return n
}

// projectReader is the reading of a list under way.
type projectReader struct {
	table     Table
	with      ProjectReading
	columns   projectColumns
	fund      string // where no column says it
	programme string
	year      int
	rowOf     map[string]int // by identifier
	drawn     map[string]int // how many times an identifier was drawn
	list      plan.ProjectList
}

var yearInName = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})(?:[^0-9]|$)`)

// assume takes from the form of the list what no column says.
func (r *projectReader) assume() {
	if found := yearInName.FindAllStringSubmatch(r.with.FileName, -1); len(found) == 1 && !r.columns.has(plan.ProjectYearColumn) {
		r.year, _ = strconv.Atoi(found[0][1]) // four digits
		r.list.Assumed = append(r.list.Assumed, textYearOfName.With("year", found[0][1]))
	}
	if !r.columns.has(plan.ProjectFundColumn) && r.isFondsVert() {
		r.fund = "Fonds vert"
		r.list.Assumed = append(r.list.Assumed, textFundOfForm.With("fund", r.fund))
	}
	if r.programme = r.programmeOfIDs(); r.programme != "" {
		r.list.Assumed = append(r.list.Assumed, textProgrammeOf.With("programme", r.programme))
	}
}

// isFondsVert tells the lists of the fonds vert by their columns: those of 2023,
// and of the years after it.
func (r *projectReader) isFondsVert() bool {
	return r.titled("numero_dossier_ds") && r.titled("montant_engage") &&
		(r.titled("numero_demarche_ds") && r.titled("axe") || r.titled("demarche") && r.titled("numero_ej"))
}

func (r *projectReader) titled(title string) bool {
	return slices.ContainsFunc(r.table.Header, func(t string) bool { return columnKey(t) == columnKey(title) })
}

// idPrograms are the programmes whose identifiers have a form of their own.
var idPrograms = []struct {
	form *regexp.Regexp
	name string
}{
	{regexp.MustCompile(`^acv-\d+$`), "Action cœur de ville"},
	{regexp.MustCompile(`^pvd-[-\dab]+$`), "Petites villes de demain"},
	{regexp.MustCompile(`^fs-\d+(?:; ?fs-\d+)*$`), "France services"},
	{regexp.MustCompile(`^cr\d{4}$`), "Contrats de ruralité"},
}

// programmeOfIDs is the programme that all the identifiers are of.
func (r *projectReader) programmeOfIDs() string {
	at, ok := r.columns.first(plan.ProjectIDColumn)
	if !ok || r.columns.has(plan.ProjectProgrammeColumn) || len(r.table.Rows) == 0 {
		return ""
	}
	for _, programme := range idPrograms {
		other := slices.ContainsFunc(r.table.Rows, func(row Row) bool { return !programme.form.MatchString(i18n.Fold(cellAt(row, at))) })
		if !other {
			return programme.name
		}
	}
	return ""
}

// projectRow is a row being read.
type projectRow struct {
	*projectReader
	row      Row
	line     plan.ProjectLine
	kept     map[int]string // what is kept as a field, by column
	rejected bool
}

func (r *projectReader) read(row Row) {
	r.list.Rows++
	p := &projectRow{projectReader: r, row: row, kept: map[int]string{}}
	p.line.At = plan.Cell{Sheet: r.table.Sheet, Row: row.Number}
	if p.isTotal() {
		p.remark(-1, textTotalRow.With())
		return
	}
	if len(row.Cells) > len(r.table.Header) {
		p.reject(-1, textBeyond.With())
	}
	p.readWhat()
	p.readWhere()
	p.readMoney()
	p.readState()
	p.readFields()
	p.identify()
	if !p.rejected {
		r.list.Lines = append(r.list.Lines, p.line)
	}
}

// isTotal tells the row that adds up the others.
func (p *projectRow) isTotal() bool {
	for _, cell := range p.row.Cells {
		if cell != "" {
			key := i18n.Fold(cell)
			return key == "total" || key == "total general" || key == "totaux" || key == "sous-total"
		}
	}
	return false
}

// reject reports why the row gives no line; -1 is the whole row.
func (p *projectRow) reject(column int, why i18n.Line) {
	p.rejected = true
	p.list.Rejected = append(p.list.Rejected, plan.ImportProblem{At: p.at(column), Text: why})
}

// remark reports what to check in the line.
func (p *projectRow) remark(column int, what i18n.Line) {
	p.list.Remarks = append(p.list.Remarks, plan.ImportProblem{At: p.at(column), Text: what})
}

// at names a cell of the row as the list does.
func (p *projectRow) at(column int) plan.Cell {
	at := p.line.At
	if column >= 0 {
		at.Column = p.columns.all[column].Title
	}
	return at
}

// text is what the row says in the first column of a kind that says something.
func (p *projectRow) text(kind plan.ProjectColumnKind) string {
	text, _ := p.textAt(kind)
	return text
}

func (p *projectRow) textAt(kind plan.ProjectColumnKind) (string, int) {
	for _, at := range p.columns.at[kind] {
		if text := cellText(cellAt(p.row, at)); text != "" {
			return text, at
		}
	}
	return "", -1
}

// readWhat reads what the project is.
func (p *projectRow) readWhat() {
	p.line.Title = oneLine(p.text(plan.ProjectTitleColumn))
	if p.line.Title == "" {
		at, _ := p.columns.first(plan.ProjectTitleColumn)
		p.reject(at, textNoProject.With())
	}
	p.line.Short = oneLine(p.text(plan.ProjectShortColumn))
	p.line.Programme = orElse(oneLine(p.text(plan.ProjectProgrammeColumn)), p.programme)
	p.line.Owner = oneLine(p.text(plan.ProjectOwnerColumn))
	p.line.OwnerCode = codeDigits(p.text(plan.ProjectOwnerCodeColumn))
	p.line.Partners = items(p.text(plan.ProjectPartnersColumn))
	p.line.Fund = orElse(oneLine(p.text(plan.ProjectFundColumn)), p.fund)
	p.line.Year = p.year
	if year := yearsIn.FindString(p.text(plan.ProjectYearColumn)); year != "" {
		p.line.Year, _ = strconv.Atoi(year) // four digits
	}
}

var yearsIn = regexp.MustCompile(`\b(?:19|20)[0-9]{2}\b`)

// readState reads how the project goes.
func (p *projectRow) readState() {
	p.line.Service, p.line.Lead = oneLine(p.text(plan.ProjectServiceColumn)), oneLine(p.text(plan.ProjectLeadColumn))
	p.line.Outlook, p.line.Trend = oneLine(p.text(plan.ProjectOutlookColumn)), oneLine(p.text(plan.ProjectTrendColumn))
	p.line.Comment, p.line.Progress = p.text(plan.ProjectCommentColumn), oneLine(p.text(plan.ProjectProgressColumn))
	p.line.Blockers, p.line.Step = p.text(plan.ProjectBlockersColumn), oneLine(p.text(plan.ProjectStepColumn))
	p.line.Links = slices.Collect(strings.FieldsSeq(p.text(plan.ProjectLinksColumn)))
	p.line.Signed, p.line.StepOn = p.date(plan.ProjectSignedColumn), p.date(plan.ProjectStepOnColumn)
}

// date reads a day, and remarks what is none.
func (p *projectRow) date(kind plan.ProjectColumnKind) calendar.Date {
	text, at := p.textAt(kind)
	if text == "" || plan.NoValue(text) {
		return calendar.Date{}
	}
	day, ok := readDate(text)
	if !ok {
		p.remark(at, textNoDate.With("text", text))
		return calendar.Date{}
	}
	return day
}

// readFields keeps the columns that jalon has no use for, and the words found
// where something else was meant.
func (p *projectRow) readFields() {
	for i, column := range p.columns.all {
		text := p.kept[i]
		if column.Is == plan.ProjectFieldColumn {
			text = cellText(cellAt(p.row, i))
		}
		if text == "" || (text == "0" && strings.Contains(columnKey(column.Title), "epci")) { // no EPCI
			continue
		}
		p.line.Fields = append(p.line.Fields, plan.ProjectField{Name: column.Title, Value: text})
	}
}

// identify reads the identifier of the project, or draws one.
func (p *projectRow) identify() {
	p.line.Ref = strings.ToUpper(p.text(plan.ProjectRefColumn))
	id, at := p.textAt(plan.ProjectIDColumn)
	if p.line.ID = strings.TrimSuffix(oneLine(id), ".0"); p.line.ID == "" && p.line.Ref == "" {
		p.draw()
		return
	}
	for _, known := range []string{p.line.Ref, p.line.ID} {
		if known == "" {
			continue
		}
		first, twice := p.rowOf[known]
		if twice {
			p.reject(at, textProjectTwice.With("id", known, "row", first))
			return
		}
		p.rowOf[known] = p.row.Number
	}
}

// draw makes an identifier of what the row says of the project, numbered where
// several rows say the same. Amounts, dates and states have no part in it: they
// change from one list to the next.
func (p *projectRow) draw() {
	l := p.line
	said := []string{l.Title, l.Owner, l.OwnerCode, l.Place, l.PlaceCode, l.Programme, l.Fund, strconv.Itoa(l.Year)}
	for i, text := range said {
		said[i] = i18n.Fold(text)
	}
	sum := sha256.Sum256([]byte(strings.Join(said, "\n")))
	id := "auto-" + hex.EncodeToString(sum[:8])
	if p.drawn[id]++; p.drawn[id] > 1 {
		id += "-" + strconv.Itoa(p.drawn[id])
	}
	p.line.ID, p.line.Derived = id, true
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
