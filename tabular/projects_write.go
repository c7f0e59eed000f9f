package tabular

import (
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// projectExport are the columns of a list of projects that jalon writes, with
// what each holds. The title of each is read back.
var projectExport = []struct {
	is   plan.ProjectColumnKind
	cell func(plan.ProjectLine) string
}{
	{plan.ProjectRefColumn, func(l plan.ProjectLine) string { return l.Ref }},
	{plan.ProjectIDColumn, func(l plan.ProjectLine) string { return l.ID }},
	{plan.ProjectTitleColumn, func(l plan.ProjectLine) string { return l.Title }},
	{plan.ProjectShortColumn, func(l plan.ProjectLine) string { return l.Short }},
	{plan.ProjectProgrammeColumn, func(l plan.ProjectLine) string { return l.Programme }},
	{plan.ProjectDepartmentColumn, func(l plan.ProjectLine) string { return strings.Join(l.Departments, ", ") }},
	{plan.ProjectPlaceColumn, func(l plan.ProjectLine) string { return l.Place }},
	{plan.ProjectPlaceKindColumn, func(l plan.ProjectLine) string { return string(l.PlaceKind) }},
	{plan.ProjectPlaceCodeColumn, func(l plan.ProjectLine) string { return l.PlaceCode }},
	{plan.ProjectOwnerColumn, func(l plan.ProjectLine) string { return l.Owner }},
	{plan.ProjectOwnerCodeColumn, func(l plan.ProjectLine) string { return l.OwnerCode }},
	{plan.ProjectPartnersColumn, func(l plan.ProjectLine) string { return strings.Join(l.Partners, ", ") }},
	{plan.ProjectServiceColumn, func(l plan.ProjectLine) string { return l.Service }},
	{plan.ProjectLeadColumn, func(l plan.ProjectLine) string { return l.Lead }},
	{plan.ProjectOutlookColumn, func(l plan.ProjectLine) string { return l.Outlook }},
	{plan.ProjectTrendColumn, func(l plan.ProjectLine) string { return l.Trend }},
	{plan.ProjectProgressColumn, func(l plan.ProjectLine) string { return l.Progress }},
	{plan.ProjectCommentColumn, func(l plan.ProjectLine) string { return l.Comment }},
	{plan.ProjectBlockersColumn, func(l plan.ProjectLine) string { return l.Blockers }},
	{plan.ProjectStepColumn, func(l plan.ProjectLine) string { return l.Step }},
	{plan.ProjectStepOnColumn, func(l plan.ProjectLine) string { return dayCell(l.StepOn) }},
	{plan.ProjectLinksColumn, func(l plan.ProjectLine) string { return strings.Join(l.Links, " ") }},
	{plan.ProjectFundColumn, func(l plan.ProjectLine) string { return l.Fund }},
	{plan.ProjectYearColumn, func(l plan.ProjectLine) string { return yearCell(l.Year) }},
	{plan.ProjectCostColumn, func(l plan.ProjectLine) string { return amountCell(l.Cost) }},
	{plan.ProjectBaseColumn, func(l plan.ProjectLine) string { return amountCell(l.Base) }},
	{plan.ProjectRequestedColumn, func(l plan.ProjectLine) string { return amountCell(l.Requested) }},
	{plan.ProjectProposedColumn, func(l plan.ProjectLine) string { return amountCell(l.Proposed) }},
	{plan.ProjectRetainedColumn, func(l plan.ProjectLine) string { return amountCell(l.Retained) }},
	{plan.ProjectCommittedColumn, func(l plan.ProjectLine) string { return amountCell(l.Committed) }},
	{plan.ProjectPaidColumn, func(l plan.ProjectLine) string { return amountCell(l.Paid) }},
	{plan.ProjectSignedColumn, func(l plan.ProjectLine) string { return dayCell(l.Signed) }},
}

// ProjectTable is the table of a list of projects, which [ReadProjects] reads
// back: the columns that jalon knows, then the fields of the projects in the
// order in which they come.
func ProjectTable(lines []plan.ProjectLine) Table {
	var t Table
	for _, column := range projectExport {
		title := column.is.In(i18n.FR)
		if column.is == plan.ProjectRefColumn {
			title = "id"
		}
		t.Header = append(t.Header, title)
	}
	at := map[string]int{}
	for _, l := range lines {
		for _, field := range l.Fields {
			if _, known := at[field.Name]; !known {
				at[field.Name] = len(t.Header)
				t.Header = append(t.Header, field.Name)
			}
		}
	}
	for i, l := range lines {
		row := Row{Number: i + 2, Cells: make([]string, len(t.Header))}
		for j, column := range projectExport {
			row.Cells[j] = column.cell(l)
		}
		for _, field := range l.Fields {
			row.Cells[at[field.Name]] = field.Value
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func amountCell(amount *plan.Cents) string {
	if amount == nil {
		return ""
	}
	return amount.Plain()
}

func dayCell(day calendar.Date) string {
	if day.IsZero() {
		return ""
	}
	return day.String()
}

func yearCell(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}
