package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     15,
	path:     "projet synthese",
	aliases:  []string{"projet bilan", "projet tableau", "projet summary"},
	summary:  i18n.T("voir combien de projets ont quelle météo, par département", "see how many projects have which outlook, by department"),
	args:     []arg{argProjectFilters},
	examples: []string{"projet synthese ERBM", "projet synthese CRTE 59 62"},
	right:    plan.ReadProjects,
	seeAlso:  []string{"projet liste", "projet revue"},
	run:      summariseProjects,
})

var (
	textSummaryOne    = i18n.T("**{scope}{n} projet au {day}{stormy}**", "**{scope}{n} project on {day}{stormy}**")
	textSummaryMany   = i18n.T("**{scope}{n} projets au {day}{stormy}**", "**{scope}{n} projects on {day}{stormy}**")
	textSummaryScope  = i18n.T("{scope} : ", "{scope}: ")
	textSummaryStormy = i18n.T(", {n} en Orage", ", {n} stormy")
	textSummaryHead   = i18n.T("Météo", "Outlook")
	textSummaryTotal  = i18n.T("Total", "Total")
	textSummaryWorst  = i18n.T("- **{department}** : {worst} au pire, {counts}", "- **{department}**: {worst} at worst, {counts}")
	textSummaryOf     = i18n.T("{n} {outlook}", "{n} {outlook}")
	textStormyList    = i18n.T("En Orage : {list}", "Stormy: {list}")
	textStormyItem    = i18n.T("{name} ({ref}, {territory})", "{name} ({ref}, {territory})")
	textStormyMore    = i18n.T("{list} et {n} de plus", "{list} and {n} more")
	textNoNews        = i18n.T("Sans nouvelles depuis {days} : {n}.", "No news for {days}: {n}.")
	textInWords       = i18n.T("Carte (texte équivalent) : {list}", "Map (equivalent text): {list}")
	textWorstIn       = i18n.T("{department}, pire météo {worst}, {n} sur {of}.", "{department}, worst outlook {worst}, {n} of {of}.")
	textWorstProject  = i18n.T("{n} projet", "{n} project")
	textWorstProjects = i18n.T("{n} projets", "{n} projects")
	textOutside       = i18n.T("{list} : hors programme.", "{list}: outside the programme.")
	textRegionWide    = i18n.T("Région", "Region")
)

// mostStormy is how many projects in orage a summary names.
const mostStormy = 8

// columnsOnPhone is how many departments a table has at most: more do not read on
// a phone, and are listed instead.
const columnsOnPhone = 3

func summariseProjects(e *Env) (card.Reply, error) {
	l, err := e.projectListing()
	if err != nil {
		return card.Reply{}, err
	}
	t, err := e.tally(l)
	if err != nil {
		return card.Reply{}, err
	}
	if t.total == 0 {
		return card.Reply{Text: e.noProjects(l)}, nil
	}
	stormy, err := e.stormyProjects(l, t)
	if err != nil {
		return card.Reply{}, err
	}
	stale, err := e.staleProjects(l)
	if err != nil {
		return card.Reply{}, err
	}
	files, err := e.summaryPictures(l, t)
	if err != nil {
		return card.Reply{}, err
	}
	text := e.summaryHead(l, t) + "\n\n" + e.summaryTable(t) + "\n\n" + lines(stormy, stale, e.summaryWords(l, t))
	return card.Reply{Text: text, Files: files}, nil
}

// tally is how many projects have which outlook, by department. A project of
// several departments counts in each, and once in the totals.
type tally struct {
	groups      []plan.ProjectCounts
	departments []string // "" for projects of the whole region
	counts      map[string]map[plan.Outlook]int
	totals      map[plan.Outlook]int
	total       int
}

func (e *Env) tally(l projectListing) (tally, error) {
	t := tally{counts: map[string]map[plan.Outlook]int{}, totals: map[plan.Outlook]int{}}
	counts, err := e.plan.CountProjects(e.ctx, e.req.Region, e.sees(), l.filter)
	if err != nil {
		return t, err
	}
	t.groups = counts
	for _, c := range counts {
		t.totals[c.Outlook] += c.Projects
		t.total += c.Projects
		for _, d := range orWholeRegion(c.Departments) {
			if len(l.filter.Departments) == 0 || slices.Contains(l.filter.Departments, d) {
				t.add(d, c)
			}
		}
	}
	slices.Sort(t.departments)
	return t, nil
}

// orWholeRegion is where projects count: without departments, in the region.
func orWholeRegion(departments []string) []string {
	if len(departments) == 0 {
		return []string{""}
	}
	return departments
}

func (t *tally) add(department string, c plan.ProjectCounts) {
	if t.counts[department] == nil {
		t.counts[department] = map[plan.Outlook]int{}
		t.departments = append(t.departments, department)
	}
	t.counts[department][c.Outlook] += c.Projects
}

// of is how many projects a department has.
func (t tally) of(department string) int {
	n := 0
	for _, c := range t.counts[department] {
		n += c
	}
	return n
}

// worst is the worst outlook of a department.
func (t tally) worst(department string) plan.Outlook {
	worst := plan.OutlookNone
	for o := range t.counts[department] {
		if o.Severity() > worst.Severity() {
			worst = o
		}
	}
	return worst
}

// rowsOfSummary are the outlooks in the order of the table.
var rowsOfSummary = append(slices.Clone(plan.Outlooks), plan.OutlookNone)

func (e *Env) summaryHead(l projectListing, t tally) string {
	scope, stormy := e.projectScope(l), ""
	if scope != "" {
		scope = e.say(textSummaryScope, "scope", scope)
	}
	if n := t.totals[plan.OutlookStormy]; n > 0 {
		stormy = e.say(textSummaryStormy, "n", n)
	}
	return e.say(i18n.Plural(e.lang, t.total, textSummaryOne, textSummaryMany),
		"scope", scope, "n", t.total, "day", e.words.Long(e.today()), "stormy", stormy)
}

// summaryTable is the table of outlooks by department, or a line for each
// department when there are too many for a phone.
func (e *Env) summaryTable(t tally) string {
	w := e.drawer()
	if len(t.departments) > columnsOnPhone {
		var rows []string
		for _, d := range t.departments {
			var counts []string
			for _, o := range slices.Backward(rowsOfSummary) {
				if n := t.counts[d][o]; n > 0 {
					counts = append(counts, e.say(textSummaryOf, "n", n, "outlook", w.outlookWord(o)))
				}
			}
			rows = append(rows, e.say(textSummaryWorst, "department", e.departmentOrRegion(d), "worst", w.outlook(t.worst(d)), "counts", strings.Join(counts, ", ")))
		}
		return strings.Join(rows, "\n")
	}
	head := []string{e.say(textSummaryHead)}
	rule := []string{":--"}
	for _, d := range t.departments {
		if d == "" {
			d = e.say(textRegionWide)
		}
		head, rule = append(head, d), append(rule, "--:")
	}
	table := []string{row(append(head, e.say(textSummaryTotal))), row(append(rule, "--:"))}
	for _, o := range rowsOfSummary {
		cells := []string{w.outlook(o)}
		for _, d := range t.departments {
			cells = append(cells, w.number(t.counts[d][o]))
		}
		table = append(table, row(append(cells, w.number(t.totals[o]))))
	}
	return strings.Join(table, "\n")
}

// row is a row of a table in Markdown.
func row(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

// stormyProjects names the projects in orage, empty when there is none.
func (e *Env) stormyProjects(l projectListing, t tally) (string, error) {
	n := t.totals[plan.OutlookStormy]
	if n == 0 {
		return "", nil
	}
	l.filter.Outlooks, l.filter.Limit = []plan.Outlook{plan.OutlookStormy}, mostStormy
	found, _, err := e.plan.FindProjects(e.ctx, e.req.Region, e.sees(), l.filter)
	if err != nil {
		return "", err
	}
	w := e.drawer()
	names := make([]string, len(found))
	for i, p := range found {
		names[i] = e.say(textStormyItem, "name", card.Quote(clip(p.Called())), "ref", p.Ref(), "territory", w.territory(p))
	}
	list := strings.Join(names, ", ")
	if n > len(found) {
		list = e.say(textStormyMore, "list", list, "n", n-len(found))
	}
	return e.say(textStormyList, "list", list+"."), nil
}

// staleProjects counts those of which nothing was said for long.
func (e *Env) staleProjects(l projectListing) (string, error) {
	l.filter.StaleAt = e.midnight(e.today().AddDays(-plan.UsualFreshness))
	counts, err := e.plan.CountProjects(e.ctx, e.req.Region, e.sees(), l.filter)
	n := 0
	for _, c := range counts {
		n += c.Projects
	}
	return e.say(textNoNews, "days", e.words.Count(plan.UsualFreshness, calendar.CalendarDays), "n", n), err
}

// summaryWords says what the map shows: no colour and no shape says more.
func (e *Env) summaryWords(l projectListing, t tally) string {
	var said, outside []string
	w := e.drawer()
	for _, d := range t.departments {
		worst := t.worst(d)
		of := t.of(d)
		said = append(said, e.say(textWorstIn, "department", e.departmentOrRegion(d), "worst", w.outlookWord(worst),
			"n", e.say(i18n.Plural(e.lang, t.counts[d][worst], textWorstProject, textWorstProjects), "n", t.counts[d][worst]), "of", of))
	}
	if len(l.filter.Departments) == 0 && l.programme != "" {
		for _, d := range e.departments() {
			if t.counts[d.Number] == nil {
				outside = append(outside, d.Name)
			}
		}
	}
	if len(outside) > 0 {
		said = append(said, e.say(textOutside, "list", strings.Join(outside, ", ")))
	}
	return e.say(textInWords, "list", strings.Join(said, " "))
}

// departmentOrRegion is the name of a department, or that of the region for none.
func (e *Env) departmentOrRegion(number string) string {
	if number == "" {
		return e.say(textRegionWide)
	}
	return departmentName(number)
}

// departments lists those of the region: the departments of its préfectures.
func (e *Env) departments() []plan.Department {
	var out []plan.Department
	for _, s := range e.dir.Services {
		if d, ok := plan.DepartmentOf(s.Department); ok && s.Kind == plan.KindPrefecture {
			out = append(out, d)
		}
	}
	return out
}
