package plan

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
)

// ProjectLine is what a list says of a project and, where it speaks of one, of
// a grant that the project has. What is empty, zero or nil is not said.
type ProjectLine struct {
	At Cell // where the line stands

	// Ref is the identifier that jalon gave ("PR105"), in a list that it wrote.
	Ref string
	// ID identifies the project in the lists of whoever keeps it, from one list
	// to the next: the number of its file, the code of its contract.
	ID string
	// Derived tells that the list has no identifier: ID is drawn from the title,
	// the owner, the place, the fund and the year, and follows their changes.
	Derived bool

	Title, Short string
	Programme    string   // « Pacte SAT », « fonds vert »
	Owner        string   // the porteur, or who gets the grant
	OwnerCode    string   // its SIREN or SIRET, digits only
	Partners     []string // names
	Place        string   // as the list names it
	PlaceKind    PlaceKind
	PlaceCode    string // INSEE code, SIREN or number of a department
	// Departments are those concerned, by number, the first being that under
	// which the list counts the project.
	Departments []string

	Service, Lead     string // the service that leads, and the person
	Outlook, Trend    string // words
	Comment, Progress string
	Blockers          string
	Step              string        // the next one
	StepOn            calendar.Date // its day
	Links             []string

	Fund string // « DETR », « DSIL », « fonds vert »
	Year int    // of the programming
	Money
	Signed calendar.Date // day of signature of the contract or agreement

	// Fields are the other columns of the list, in their order, empty ones left
	// out.
	Fields []ProjectField
	// Rounded counts the amounts that had more than two decimals, RoundedBy adds
	// up what rounding them changed.
	Rounded   int
	RoundedBy Rounding
}

// Granted is the amount that stands for the grant in a total: what is retained,
// else committed, else paid. Nil when none is known.
func (m Money) Granted() *Cents {
	for _, amount := range []*Cents{m.Retained, m.Committed, m.Paid} {
		if amount != nil {
			return amount
		}
	}
	return nil
}

// PlaceKind is a kind of place of which there are official lists.
type PlaceKind string

// Kinds of places.
const (
	PlaceCommune        PlaceKind = "commune"
	PlaceArrondissement PlaceKind = "arrondissement"
	PlaceEPCI           PlaceKind = "epci"
	PlaceDepartment     PlaceKind = "departement"
)

// ProjectColumn is what a column of a list of projects is taken for.
type ProjectColumn struct {
	Title string // as the list has it
	Rank  int    // from 1
	Is    ProjectColumnKind
	By    Recognition
}

// Recognition is how a column was recognised.
type Recognition string

// Ways to recognise a column.
const (
	ByName    Recognition = "name"
	ByContent Recognition = "content"
	// AsField is a column that is not known, kept in the fields of the project.
	AsField Recognition = "field"
	// Unused is a column that is not known and says nothing: it is empty, or has
	// no title.
	Unused Recognition = "unused"
)

// ProjectColumnKind is what a column says of a project.
type ProjectColumnKind string

// What columns say.
const (
	ProjectRefColumn        ProjectColumnKind = "ref"
	ProjectIDColumn         ProjectColumnKind = "id"
	ProjectTitleColumn      ProjectColumnKind = "title"
	ProjectShortColumn      ProjectColumnKind = "short"
	ProjectProgrammeColumn  ProjectColumnKind = "programme"
	ProjectOwnerColumn      ProjectColumnKind = "owner"
	ProjectOwnerCodeColumn  ProjectColumnKind = "owner_code"
	ProjectPartnersColumn   ProjectColumnKind = "partners"
	ProjectPlaceColumn      ProjectColumnKind = "place"
	ProjectPlaceKindColumn  ProjectColumnKind = "place_kind"
	ProjectPlaceCodeColumn  ProjectColumnKind = "place_code"
	ProjectPlacesColumn     ProjectColumnKind = "places" // with their codes: « Arras (62041), Lens (62498) »
	ProjectDepartmentColumn ProjectColumnKind = "department"
	ProjectServiceColumn    ProjectColumnKind = "service"
	ProjectLeadColumn       ProjectColumnKind = "lead"
	ProjectOutlookColumn    ProjectColumnKind = "outlook"
	ProjectTrendColumn      ProjectColumnKind = "trend"
	ProjectCommentColumn    ProjectColumnKind = "comment"
	ProjectProgressColumn   ProjectColumnKind = "progress"
	ProjectBlockersColumn   ProjectColumnKind = "blockers"
	ProjectStepColumn       ProjectColumnKind = "step"
	ProjectStepOnColumn     ProjectColumnKind = "step_on"
	ProjectLinksColumn      ProjectColumnKind = "links"
	ProjectFundColumn       ProjectColumnKind = "fund"
	ProjectYearColumn       ProjectColumnKind = "year"
	ProjectCostColumn       ProjectColumnKind = "cost"
	ProjectBaseColumn       ProjectColumnKind = "base"
	ProjectRequestedColumn  ProjectColumnKind = "requested"
	ProjectProposedColumn   ProjectColumnKind = "proposed"
	ProjectRetainedColumn   ProjectColumnKind = "retained"
	ProjectCommittedColumn  ProjectColumnKind = "committed"
	ProjectPaidColumn       ProjectColumnKind = "paid"
	ProjectSignedColumn     ProjectColumnKind = "signed"
	// ProjectRegionColumn is the region of the whole list, kept nowhere.
	ProjectRegionColumn ProjectColumnKind = "region"
	// ProjectFieldColumn is kept in the fields of the project.
	ProjectFieldColumn ProjectColumnKind = "field"
)

var projectColumnNames = map[ProjectColumnKind]i18n.Msg{
	ProjectRefColumn:        i18n.T("identifiant jalon", "jalon identifier"),
	ProjectIDColumn:         i18n.T("identifiant", "identifier"),
	ProjectTitleColumn:      i18n.T("titre", "title"),
	ProjectShortColumn:      i18n.T("nom court", "short name"),
	ProjectProgrammeColumn:  i18n.T("programme", "programme"),
	ProjectOwnerColumn:      i18n.T("porteur", "owner"),
	ProjectOwnerCodeColumn:  i18n.T("SIREN du porteur", "SIREN of the owner"),
	ProjectPartnersColumn:   i18n.T("partenaires", "partners"),
	ProjectPlaceColumn:      i18n.T("lieu", "place"),
	ProjectPlaceKindColumn:  i18n.T("nature du lieu", "kind of place"),
	ProjectPlaceCodeColumn:  i18n.T("code du lieu", "code of the place"),
	ProjectPlacesColumn:     i18n.T("communes", "communes"),
	ProjectDepartmentColumn: i18n.T("département", "department"),
	ProjectServiceColumn:    i18n.T("service pilote", "leading service"),
	ProjectLeadColumn:       i18n.T("pilote", "lead"),
	ProjectOutlookColumn:    i18n.T("météo", "outlook"),
	ProjectTrendColumn:      i18n.T("tendance", "trend"),
	ProjectCommentColumn:    i18n.T("commentaire", "comment"),
	ProjectProgressColumn:   i18n.T("avancement", "progress"),
	ProjectBlockersColumn:   i18n.T("blocages", "blockers"),
	ProjectStepColumn:       i18n.T("prochaine étape", "next step"),
	ProjectStepOnColumn:     i18n.T("date de la prochaine étape", "date of the next step"),
	ProjectLinksColumn:      i18n.T("liens", "links"),
	ProjectFundColumn:       i18n.T("dotation", "fund"),
	ProjectYearColumn:       i18n.T("année", "year"),
	ProjectCostColumn:       i18n.T("coût total", "total cost"),
	ProjectBaseColumn:       i18n.T("assiette", "eligible base"),
	ProjectRequestedColumn:  i18n.T("montant demandé", "amount requested"),
	ProjectProposedColumn:   i18n.T("montant proposé", "amount proposed"),
	ProjectRetainedColumn:   i18n.T("montant retenu", "amount retained"),
	ProjectCommittedColumn:  i18n.T("montant engagé (AE)", "amount committed (AE)"),
	ProjectPaidColumn:       i18n.T("montant payé (CP)", "amount paid (CP)"),
	ProjectSignedColumn:     i18n.T("date de signature", "date of signature"),
	ProjectRegionColumn:     i18n.T("région", "region"),
	ProjectFieldColumn:      i18n.T("champ du projet", "field of the project"),
}

// In names what a column says.
func (k ProjectColumnKind) In(lang i18n.Lang) string { return projectColumnNames[k].In(lang) }

// ProjectList is a list of projects as it was read from a file.
type ProjectList struct {
	Columns []ProjectColumn
	// Assumed tells what the lines hold from elsewhere than the columns: a year
	// in the name of the file, a fund known by the form of its list.
	Assumed []i18n.Line
	Lines   []ProjectLine
	// Rows counts the rows that were read, whether they gave a line or not.
	Rows int
	// Rejected are the cells for which a row gave no line; Remarks are what to
	// check in the lines. The column of each is named as the list does.
	Rejected, Remarks []ImportProblem
}

// Column finds the first column of a kind.
func (l ProjectList) Column(kind ProjectColumnKind) (ProjectColumn, bool) {
	at := slices.IndexFunc(l.Columns, func(c ProjectColumn) bool { return c.Is == kind })
	if at < 0 {
		return ProjectColumn{}, false
	}
	return l.Columns[at], true
}

// Recognised counts the columns that jalon knows.
func (l ProjectList) Recognised() int {
	n := 0
	for _, c := range l.Columns {
		if c.By == ByName || c.By == ByContent {
			n++
		}
	}
	return n
}

// Total adds up the amounts of the grants.
func (l ProjectList) Total() Cents {
	var total Cents
	for _, line := range l.Lines {
		if amount := line.Granted(); amount != nil {
			total += *amount
		}
	}
	return total
}

// DepartmentCount is how many projects of a list a department has, and what
// they are granted.
type DepartmentCount struct {
	Department string // its number; empty for the projects that have none
	Count      int
	Granted    Cents
}

// ByDepartment counts the projects by the department that comes first for
// each, in the order of the numbers, those without any last.
func (l ProjectList) ByDepartment() []DepartmentCount {
	var counts []DepartmentCount
	at := map[string]int{}
	for _, line := range l.Lines {
		department := ""
		if len(line.Departments) > 0 {
			department = line.Departments[0]
		}
		i, known := at[department]
		if !known {
			i = len(counts)
			at[department] = i
			counts = append(counts, DepartmentCount{Department: department})
		}
		counts[i].Count++
		if amount := line.Granted(); amount != nil {
			counts[i].Granted += *amount
		}
	}
	slices.SortFunc(counts, func(a, b DepartmentCount) int {
		if (a.Department == "") != (b.Department == "") {
			return len(b.Department) - len(a.Department)
		}
		return strings.Compare(a.Department, b.Department)
	})
	return counts
}

var (
	textOneRounded = i18n.T(
		"{n} montant avait plus de deux décimales\u202f: arrondi au centime ({by}).",
		"{n} amount had more than two decimals: rounded to the cent ({by}).")
	textManyRounded = i18n.T(
		"{n} montants avaient plus de deux décimales\u202f: arrondis au centime ({by}).",
		"{n} amounts had more than two decimals: rounded to the cent ({by}).")
)

// Roundings tells how many amounts were rounded and what it changes in all.
type Roundings struct {
	Count int
	By    Rounding
}

// Roundings adds up the roundings of the lines.
func (l ProjectList) Roundings() Roundings {
	var r Roundings
	for _, line := range l.Lines {
		r.Count += line.Rounded
		r.By += line.RoundedBy
	}
	return r
}

// In says the roundings; nothing when there is none.
func (r Roundings) In(lang i18n.Lang) string {
	if r.Count == 0 {
		return ""
	}
	return i18n.Plural(lang, r.Count, textOneRounded, textManyRounded).In(lang, "n", r.Count, "by", signed{r.By.Cents()})
}

// signed says an amount with its sign.
type signed struct{ Cents }

func (s signed) In(lang i18n.Lang) string { return s.Signed(lang) }
