package tabular

import (
	"regexp"
	"slices"
	"strings"

	"jalon/i18n"
	"jalon/plan"
)

// projectColumns is what the columns of a table are taken for.
type projectColumns struct {
	all   []plan.ProjectColumn
	at    map[plan.ProjectColumnKind][]int
	marks []plan.DecimalMark // of the columns of amounts
}

func (c projectColumns) has(kind plan.ProjectColumnKind) bool { return len(c.at[kind]) > 0 }

func (c projectColumns) first(kind plan.ProjectColumnKind) (int, bool) {
	if at := c.at[kind]; len(at) > 0 {
		return at[0], true
	}
	return -1, false
}

// recogniseProjects tells what the columns of a list say: by their names, then,
// where names say nothing, by what they hold.
func recogniseProjects(t Table, with ProjectReading) projectColumns {
	c := projectColumns{at: map[plan.ProjectColumnKind][]int{}, marks: make([]plan.DecimalMark, len(t.Header))}
	keys := make([]string, len(t.Header))
	for i, title := range t.Header {
		if keys[i] = columnKey(title); title == "" {
			title = Letters(i + 1)
		}
		c.all = append(c.all, plan.ProjectColumn{Title: title, Rank: i + 1})
		if len(t.Rows) > 0 && !t.says(i) {
			c.all[i].By = plan.Unused
		}
	}
	c.byName(t, keys)
	c.byContent(t, with)
	for i := range c.all {
		if c.all[i].By == "" {
			c.all[i].Is, c.all[i].By = plan.ProjectFieldColumn, plan.AsField
		}
	}
	for _, amounts := range amountColumns {
		for _, at := range c.at[amounts.is] {
			c.marks[at] = t.mark(at)
		}
	}
	return c
}

// take says what a column is taken for.
func (c *projectColumns) take(column int, is plan.ProjectColumnKind, by plan.Recognition) {
	c.all[column].Is, c.all[column].By = is, by
	c.at[is] = append(c.at[is], column)
}

func (c *projectColumns) free(column int) bool { return c.all[column].By == "" }

// several are the kinds of which a list may have several columns: the first that
// says something on a row is the one.
func several(kind plan.ProjectColumnKind) bool {
	switch kind {
	case plan.ProjectDepartmentColumn, plan.ProjectPlaceCodeColumn, plan.ProjectRegionColumn, plan.ProjectFieldColumn:
		return true
	default:
		return false
	}
}

func (c *projectColumns) byName(t Table, keys []string) {
	for i, key := range keys {
		if c.free(i) && !c.has(plan.ProjectRefColumn) && slices.Contains(columnKeys(refNames), key) && t.every(i, isProjectRef) {
			c.take(i, plan.ProjectRefColumn, plan.ByName)
		}
	}
	if c.has(plan.ProjectRefColumn) {
		c.ofExport(keys)
	}
	for _, known := range projectNames {
		for _, name := range projectKeys[known.is] {
			at := slices.Index(keys, name)
			if at >= 0 && c.free(at) && (several(known.is) || !c.has(known.is)) {
				c.take(at, known.is, plan.ByName)
			}
		}
	}
	for i, key := range keys {
		if c.free(i) && !c.has(plan.ProjectIDColumn) && slices.Contains(columnKeys(weakIDs), key) && t.distinct(i) {
			c.take(i, plan.ProjectIDColumn, plan.ByName)
		}
	}
	// What else has a known name says the same as another column, or less surely.
	for i, key := range keys {
		if c.free(i) && knownTitles([]string{key}) > 0 {
			c.take(i, plan.ProjectFieldColumn, plan.ByName)
		}
	}
}

// ofExport takes the columns of a list that jalon wrote, the empty ones too: none
// of the fields of the projects is to be taken for them.
func (c *projectColumns) ofExport(keys []string) {
	for _, column := range projectExport {
		if at := slices.Index(keys, columnKey(column.is.In(i18n.FR))); at >= 0 && !c.has(column.is) {
			c.take(at, column.is, plan.ByName)
		}
	}
}

var projectRefs = regexp.MustCompile(`^(?i:pr)\d+$`)

func isProjectRef(text string) bool { return projectRefs.MatchString(text) }

// byContent takes the columns whose names say nothing for what they hold, where
// no other column says it.
func (c *projectColumns) byContent(t Table, with ProjectReading) {
	c.lookFor(t, plan.ProjectPlaceCodeColumn, 0.95, func(text string) bool {
		_, department, ok := inseeCode(text)
		return ok && inRegion(department, with)
	})
	c.lookFor(t, plan.ProjectDepartmentColumn, 1, func(text string) bool {
		departments, ok := departmentsIn(text)
		return ok && !slices.ContainsFunc(departments, func(d string) bool { return !inRegion(d, with) })
	})
	c.lookFor(t, plan.ProjectOwnerCodeColumn, 0.95, isSiren)
	c.lookFor(t, plan.ProjectSignedColumn, 0.5, func(text string) bool {
		_, dated := readDate(text)
		return dated && strings.Contains(i18n.Fold(text), "sign")
	})
	c.lookForAmount(t)
	c.lookForTitle(t)
}

// inRegion tells whether a department is of the region; of any where the region
// is not known would take any number for one.
func inRegion(department string, with ProjectReading) bool {
	return slices.Contains(with.Departments, department)
}

// lookFor takes the only column of which a share at least of the texts are of a
// kind.
func (c *projectColumns) lookFor(t Table, kind plan.ProjectColumnKind, share float64, is func(string) bool) {
	if c.has(kind) {
		return
	}
	found := -1
	for i := range c.all {
		if !c.free(i) || t.share(i, is) < share {
			continue
		}
		if found >= 0 {
			return // two may be
		}
		found = i
	}
	if found >= 0 {
		c.take(found, kind, plan.ByContent)
	}
}

// lookForAmount takes the only column of euros for what is retained, where no
// column of an amount has a known name.
func (c *projectColumns) lookForAmount(t Table) {
	for _, amounts := range amountColumns {
		if c.has(amounts.is) {
			return
		}
	}
	c.lookFor(t, plan.ProjectRetainedColumn, 0.9, func(text string) bool {
		_, known, err := plan.ReadAmount(text, plan.AnyMark)
		return known && err == nil && strings.ContainsAny(text, "€,.\u00a0\u202f ")
	})
}

// lookForTitle takes the column of the longest texts for the titles, where they
// are long and each row has its own for the most part.
func (c *projectColumns) lookForTitle(t Table) {
	if c.has(plan.ProjectTitleColumn) || len(t.Rows) == 0 {
		return
	}
	best, longest := -1, 15
	for i := range c.all {
		if !c.free(i) {
			continue
		}
		total, texts := 0, map[string]bool{}
		for _, row := range t.Rows {
			text := cellText(cellAt(row, i))
			total += len(text)
			texts[text] = true
		}
		if mean := total / len(t.Rows); mean > longest && 2*len(texts) > len(t.Rows) {
			best, longest = i, mean
		}
	}
	if best >= 0 {
		c.take(best, plan.ProjectTitleColumn, plan.ByContent)
	}
}

// says tells whether a column holds anything.
func (t Table) says(column int) bool {
	return slices.ContainsFunc(t.Rows, func(row Row) bool { return cellText(cellAt(row, column)) != "" })
}

// mostSampled is how many rows tell what a column holds.
const mostSampled = 2_000

// share is the share of the texts of a column that are of a kind, by its first
// rows.
func (t Table) share(column int, is func(string) bool) float64 {
	texts, of := 0, 0
	for _, row := range t.Rows[:min(len(t.Rows), mostSampled)] {
		text := cellText(cellAt(row, column))
		if text == "" {
			continue
		}
		texts++
		if is(text) {
			of++
		}
	}
	if texts == 0 {
		return 0
	}
	return float64(of) / float64(texts)
}

// every tells whether all the texts of a column are of a kind.
func (t Table) every(column int, is func(string) bool) bool {
	return t.says(column) && !slices.ContainsFunc(t.Rows, func(row Row) bool {
		text := cellText(cellAt(row, column))
		return text != "" && !is(text)
	})
}

// distinct tells whether each row has a text of its own in a column.
func (t Table) distinct(column int) bool {
	seen := map[string]bool{}
	for _, row := range t.Rows {
		text := cellText(cellAt(row, column))
		if text == "" || seen[text] {
			return false
		}
		seen[text] = true
	}
	return len(seen) > 0
}

// mark is the mark of decimals that the cells of a column show; none when they
// show both or nothing.
func (t Table) mark(column int) plan.DecimalMark {
	commas, dots := 0, 0
	for _, row := range t.Rows {
		switch plan.MarkOf(cellAt(row, column)) {
		case plan.Comma:
			commas++
		case plan.Dot:
			dots++
		case plan.AnyMark:
		}
	}
	switch {
	case commas > dots:
		return plan.Comma
	case dots > commas:
		return plan.Dot
	default:
		return plan.AnyMark
	}
}
