package store

import (
	"slices"
	"strings"

	"jalon/plan"
)

const projectColumns = `region, number, name, short, short_key, programme, programme_key, departments, place, place_code,
	service, lead, owner, partners, outlook, weight, trend, comment, progress, blocker, milestone, milestone_on,
	links, fields, refs, external, closed, reason, updated_at, updated_by, confirmed_at, fresh_at, author, created_at, version`

const projectRead = `p.region, p.number, p.name, p.short, p.programme, p.departments, p.place, p.place_code, p.service,
	p.lead, p.owner, p.partners, p.outlook, p.trend, p.comment, p.progress, p.blocker, p.milestone, p.milestone_on,
	p.links, p.fields, p.refs, p.external, p.closed, p.reason, p.updated_at, p.updated_by, p.confirmed_at, p.author,
	p.created_at, p.version`

func scanProject(row scanner) (p plan.Project, err error) {
	err = row.Scan(&p.Region, &p.Number, &p.Name, &p.Short, &p.Programme, list[string]{&p.Departments}, &p.Place, &p.PlaceCode, &p.Service,
		&p.Lead, &p.Owner, &p.Partners, &p.Outlook, &p.Trend, &p.Comment, &p.Progress, &p.Blocker, &p.Milestone,
		(*date)(&p.MilestoneOn), list[plan.Link]{&p.Links}, list[plan.ProjectField]{&p.Fields}, list[plan.Ref]{&p.Refs},
		&p.External, &p.Closed, &p.Reason, (*instant)(&p.UpdatedAt), &p.UpdatedBy, (*instant)(&p.ConfirmedAt), &p.Author,
		(*instant)(&p.CreatedAt), &p.Version)
	return p, err
}

// weight orders projects, the worst outlook first.
func weight(o plan.Outlook) int { return 4 - o.Severity() }

// PutProject inserts the project, or updates it when Version > 0, with where it
// lies and the words that find it.
func (t *tx) PutProject(p plan.Project) error {
	return t.fail(t.putProject(p), "store project %s", p.Ref())
}

func (t *tx) putProject(p plan.Project) error {
	args, err := projectValues(p)
	if err != nil {
		return err
	}
	if p.Version == 0 {
		err = t.insert(`insert into project (`+projectColumns+`) values `+tuples(1, len(args)), args...)
	} else {
		err = t.updateProject(p, args)
	}
	if err != nil {
		return err
	}
	if err := t.insertRows("project_place", placeColumns, placeValues(p)); err != nil {
		return err
	}
	return t.insertRows("project_word", wordColumns, wordValues(p))
}

// rowsAtOnce is how many rows of a table are made ready together.
const rowsAtOnce = 400

// AddProjects inserts new projects together, with where they lie and the words that
// find them.
func (t *tx) AddProjects(projects []plan.Project) error {
	for chunk := range slices.Chunk(projects, rowsAtOnce) {
		if err := t.addProjects(chunk); err != nil {
			return t.fail(err, "store projects")
		}
	}
	return nil
}

func (t *tx) addProjects(projects []plan.Project) error {
	rows := make([]any, 0, len(projects)*columnsIn(projectColumns))
	places := make([]any, 0, len(projects)*columnsIn(placeColumns))
	words := make([]any, 0, len(projects)*columnsIn(wordColumns)*8)
	for _, p := range projects {
		values, err := projectValues(p)
		if err != nil {
			return err
		}
		rows, places, words = append(rows, values...), append(places, placeValues(p)...), append(words, wordValues(p)...)
	}
	if err := t.insertRows("project", projectColumns, rows); err != nil {
		return err
	}
	if err := t.insertRows("project_place", placeColumns, places); err != nil {
		return err
	}
	return t.insertRows("project_word", wordColumns, words)
}

// ProjectsAmong lists by number the projects that have one of these numbers, or one
// of these identifiers of files.
func (t *tx) ProjectsAmong(region plan.RegionID, numbers []int, externals []string) ([]plan.Project, error) {
	c := &conditions{}
	c.place(region)
	var sources []string
	if len(numbers) > 0 {
		sources = append(sources, "select n.number from project n where n.region = $1 and n.number in ("+placed(c, numbers)+")")
	}
	if len(externals) > 0 {
		sources = append(sources, "select e.number from project e where e.region = $1 and e.external <> '' and e.external in ("+placed(c, externals)+")")
	}
	if len(sources) == 0 {
		return nil, nil
	}
	found, err := all(t, scanProject, `select `+projectRead+` from (`+strings.Join(sources, " union ")+`) page
		cross join project p where p.region = $1 and p.number = page.number order by p.number`, c.args...)
	return found, t.fail(err, "read projects")
}

// projectValues are the values of projectColumns; the version is that of a new one.
func projectValues(p plan.Project) ([]any, error) {
	departments, err := listText(p.Departments)
	if err != nil {
		return nil, err
	}
	links, err := listText(p.Links)
	if err != nil {
		return nil, err
	}
	fields, err := listText(p.Fields)
	if err != nil {
		return nil, err
	}
	refs, err := listText(p.Refs)
	if err != nil {
		return nil, err
	}
	short := ""
	if !p.Closed {
		short = plan.SearchKey(p.Short)
	}
	return []any{
		p.Region, p.Number, p.Name, p.Short, short, p.Programme, plan.SearchKey(p.Programme),
		departments, p.Place, p.PlaceCode, p.Service, p.Lead, p.Owner, p.Partners, p.Outlook,
		weight(p.Outlook), p.Trend, p.Comment, p.Progress, p.Blocker, p.Milestone, dateText(p.MilestoneOn), links, fields,
		refs, p.External, p.Closed, p.Reason, micros(p.UpdatedAt), p.UpdatedBy, micros(p.ConfirmedAt), micros(p.FreshAt()),
		p.Author, micros(p.CreatedAt), 1,
	}, nil
}

// updateProject stores another state of a project, and takes off where it lay and
// the words that found it.
func (t *tx) updateProject(p plan.Project, args []any) error {
	short, external := args[4], args[25]
	// Asked first, since the error of the unique keys would spoil the transaction.
	taken, err := t.exists(`select 1 from project where region = $1 and number <> $2
		and (short_key <> '' and short_key = $3 or external <> '' and external = $4)`, p.Region, p.Number, short, external)
	if err != nil {
		return err
	}
	if taken {
		return plan.ErrDuplicate
	}
	if err := t.forgetProjectWords(p.Region, p.Number); err != nil {
		return err
	}
	err = t.update(`update project set name = $3, short = $4, short_key = $5, programme = $6, programme_key = $7,
		departments = $8, place = $9, place_code = $10, service = $11, lead = $12, owner = $13, partners = $14, outlook = $15,
		weight = $16, trend = $17, comment = $18, progress = $19, blocker = $20, milestone = $21, milestone_on = $22,
		links = $23, fields = $24, refs = $25, external = $26, closed = $27, reason = $28, updated_at = $29,
		updated_by = $30, confirmed_at = $31, fresh_at = $32, author = $33, created_at = $34, version = version + 1
		where region = $1 and number = $2 and version = $35`, append(args[:len(args)-1:len(args)-1], p.Version),
		`select 1 from project where region = $1 and number = $2`, p.Region, p.Number)
	if err != nil {
		return err
	}
	_, err = t.exec(`delete from project_place where region = $1 and project = $2`, p.Region, p.Number)
	return err
}

// forgetProjectWords takes off the words that find a project as it is stored.
func (t *tx) forgetProjectWords(region plan.RegionID, number int) error {
	was, err := t.Project(region, number)
	if err != nil {
		return err
	}
	words := was.SearchedWords()
	c := &conditions{args: []any{region, number}}
	_, err = t.exec(`delete from project_word where region = $1 and project = $2 and word in (`+placed(c, words)+`)`, c.args...)
	return err
}

const placeColumns = `region, department, project, closed, weight, programme_key`

func placeValues(p plan.Project) []any {
	departments := p.Departments
	if len(departments) == 0 {
		departments = []string{""}
	}
	var values []any
	for _, d := range departments {
		values = append(values, p.Region, d, p.Number, p.Closed, weight(p.Outlook), plan.SearchKey(p.Programme))
	}
	return values
}

const wordColumns = `region, word, project`

// wordValues are the words that find a project.
func wordValues(p plan.Project) []any {
	found := p.SearchedWords()
	values := make([]any, 0, len(found)*columnsIn(wordColumns))
	for _, word := range found {
		values = append(values, p.Region, word, p.Number)
	}
	return values
}

// Project returns a project.
func (t *tx) Project(region plan.RegionID, number int) (plan.Project, error) {
	p, err := one(t, scanProject, `select `+projectRead+` from project p where p.region = $1 and p.number = $2`, region, number)
	return p, t.fail(err, "read project %s", plan.ProjectRef(number))
}

// FindProjects lists the projects selected, the worst outlook first, then by
// number, and how many there are without Limit and Offset.
func (t *tx) FindProjects(region plan.RegionID, f plan.ProjectFilter) ([]plan.Project, int, error) {
	s := newProjectSelection(region, f)
	page, args := s.bounded(`select `+s.distinct+s.number+` as number, `+s.weight+` as weight`+s.from()+
		` order by weight, number`, f.Limit, f.Offset)
	// SQLite reads a cross join from left to right: the page first.
	found, err := all(t, scanProject, `select `+projectRead+` from (`+page+`) page
		cross join project p where p.region = $1 and p.number = page.number order by page.weight, page.number`, args...)
	if err != nil {
		return nil, 0, t.fail(err, "find projects")
	}
	total := f.Offset + len(found)
	if !isLastPage(len(found), f.Limit, f.Offset) {
		count := `select count(*)` + s.from()
		if s.distinct != "" {
			count = `select count(distinct ` + s.number + `)` + s.from()
		}
		err = t.sql.QueryRowContext(t.ctx, count, s.args...).Scan(&total)
	}
	return found, total, t.fail(err, "count projects")
}

// CountProjects counts the projects selected by departments and outlook.
func (t *tx) CountProjects(region plan.RegionID, f plan.ProjectFilter) ([]plan.ProjectCounts, error) {
	s := newProjectSelection(region, f)
	// What is selected is distinct before it is counted: several departments of a
	// filter may each bring a project.
	found, err := all(t, func(row scanner) (n plan.ProjectCounts, err error) {
		var w int
		err = row.Scan(list[string]{&n.Departments}, &w, &n.Projects)
		n.Outlook = outlookOf(w)
		return n, err
	}, `select p.departments, p.weight, count(*) from (select `+s.distinct+s.number+` as number`+s.from()+`) page
		cross join project p where p.region = $1 and p.number = page.number
		group by p.departments, p.weight order by p.departments, p.weight`, s.args...)
	return found, t.fail(err, "count projects")
}

func outlookOf(w int) plan.Outlook {
	for _, o := range plan.Outlooks {
		if weight(o) == w {
			return o
		}
	}
	return plan.OutlookNone
}

// projectSelection is the query for the projects that a filter selects: read from
// where they lie when a department is asked for, else from the projects.
type projectSelection struct {
	table, number, weight, closed, programme string
	distinct                                 string // a project may come by several departments
	conditions
}

func (s *projectSelection) from() string {
	return ` from ` + s.table + ` where ` + strings.Join(s.all, " and ")
}

func newProjectSelection(region plan.RegionID, f plan.ProjectFilter) *projectSelection {
	s := &projectSelection{
		table: "project p", number: "p.number", weight: "p.weight", closed: "p.closed", programme: "p.programme_key",
	}
	byPlace := len(f.Departments) > 0
	if byPlace {
		*s = projectSelection{
			table: "project_place c", number: "c.project", weight: "c.weight", closed: "c.closed", programme: "c.programme_key",
		}
		s.where("c.region = " + s.place(region))
		s.where("c.department in (" + placed(&s.conditions, f.Departments) + ")")
		if len(f.Departments) > 1 {
			s.distinct = "distinct "
		}
	} else {
		s.where("p.region = " + s.place(region))
	}
	if !f.Closed {
		s.where("not " + s.closed)
	}
	if len(f.Programmes) > 0 {
		s.where(s.programme + " in (" + placed(&s.conditions, f.Programmes) + ")")
	}
	if len(f.Outlooks) > 0 {
		weights := make([]int, len(f.Outlooks))
		for i, o := range f.Outlooks {
			weights[i] = weight(o)
		}
		s.where(s.weight + " in (" + placed(&s.conditions, weights) + ")")
	}
	for _, word := range f.Words {
		s.where(s.number + " in (" + s.withWord(word) + ")")
	}
	s.facts(f, byPlace)
	s.seen(f.Sight)
	return s
}

// facts keeps what only the project itself tells.
func (s *projectSelection) facts(f plan.ProjectFilter, byPlace bool) {
	before := len(s.all)
	if f.Short != "" {
		s.where("p.short_key <> '' and p.short_key = " + s.place(f.Short))
	}
	if f.Lead != "" {
		s.where("p.lead <> '' and p.lead = " + s.place(f.Lead))
	}
	if f.Service != "" {
		s.where("p.service <> '' and p.service = " + s.place(f.Service))
	}
	if f.Blocked {
		s.where("p.blocker <> ''")
	}
	if !f.StaleAt.IsZero() {
		s.where("p.fresh_at < " + s.place(micros(f.StaleAt)))
	}
	if f.Attached != "" {
		s.where("p.refs like " + s.word(`"`+string(f.Attached)+`"`))
	}
	if byPlace && len(s.all) > before {
		s.table += " join project p on p.region = c.region and p.number = c.project"
	}
}

// withWord is the query for the projects that a word finds.
func (s *projectSelection) withWord(word string) string {
	at := s.place(word)
	condition := "w.word = " + at
	if plan.MatchesBeginning(word) {
		condition = "w.word >= " + at + " and w.word <= " + s.place(word+afterAnyWord)
	}
	return "select w.project from project_word w where w.region = $1 and " + condition
}

// seen keeps what a reader may see.
func (s *projectSelection) seen(sight *plan.ProjectSight) {
	if sight == nil || sight.All {
		return
	}
	parts := []string{"select 0 where false"}
	if len(sight.Departments) > 0 {
		near := append(slices.Clone(sight.Departments), "")
		parts = append(parts, "select v.project from project_place v where v.region = $1 and v.department in ("+placed(&s.conditions, near)+")")
	}
	if len(sight.Services) > 0 {
		parts = append(parts, "select v.number from project v where v.region = $1 and v.service <> '' and v.service in ("+placed(&s.conditions, sight.Services)+")")
	}
	if len(sight.Users) > 0 {
		users := placed(&s.conditions, sight.Users)
		parts = append(parts, "select v.number from project v where v.region = $1 and v.lead <> '' and v.lead in ("+users+")",
			"select v.number from project v where v.region = $1 and v.author in ("+users+")")
	}
	s.where(s.number + " in (" + strings.Join(parts, " union ") + ")")
}

// AddProjectUpdate keeps what was said of a project.
func (t *tx) AddProjectUpdate(u plan.ProjectUpdate) error {
	_, err := t.exec(`insert into project_update (region, project, rank, at, by_user, kind, outlook, progress, text)
		select $1, $2, coalesce(max(rank), 0) + 1, $3, $4, $5, $6, $7, $8 from project_update where region = $1 and project = $2`,
		u.Region, u.Project, micros(u.At), u.By, u.Kind, u.Outlook, u.Progress, u.Text)
	return t.fail(err, "keep an update of project %d", u.Project)
}

// ProjectUpdates lists what was said of a project, the newest first.
func (t *tx) ProjectUpdates(region plan.RegionID, number, limit, offset int) ([]plan.ProjectUpdate, int, error) {
	c := &conditions{args: []any{region, number}}
	const from = ` from project_update where region = $1 and project = $2`
	page, args := c.bounded(`select region, project, rank, at, by_user, kind, outlook, progress, text`+from+` order by rank desc`, limit, offset)
	found, err := all(t, func(row scanner) (u plan.ProjectUpdate, err error) {
		err = row.Scan(&u.Region, &u.Project, &u.Rank, (*instant)(&u.At), &u.By, &u.Kind, &u.Outlook, &u.Progress, &u.Text)
		return u, err
	}, page, args...)
	if err != nil {
		return nil, 0, t.fail(err, "list the updates of project %d", number)
	}
	total := offset + len(found)
	if !isLastPage(len(found), limit, offset) {
		err = t.sql.QueryRowContext(t.ctx, `select count(*)`+from, region, number).Scan(&total)
	}
	return found, total, t.fail(err, "count the updates of project %d", number)
}
