package plan

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"jalon/i18n"
)

// ProjectImport is what is done with a list of projects.
type ProjectImport struct {
	ProjectList
	// Source is the name of the file, for the journal.
	Source string
	// Apply stores the list; otherwise what it would change is told.
	Apply bool
	// Partial stores the lines that are right when others are rejected.
	Partial bool
	// Progress is told how many lines were looked at, from time to time; may be nil.
	Progress func(done int)
}

// ProjectImportReport tells what a list changes, or changed.
type ProjectImportReport struct {
	Rows, Created, Changed, Unchanged int
	// Rejected are the lines that were not taken, by row; Remarks what to check.
	Rejected, Remarks []ImportProblem
	// Programmes and Funds are those that the list made.
	Programmes, Funds []string
	// Changes are the first of those that the list makes to projects there already.
	Changes []ProjectChange
	// Granted adds up the amounts of the lines taken; Departments counts them.
	Granted     Cents
	Departments []DepartmentCount
	Roundings   Roundings
	// Stored tells that the list was stored.
	Stored bool
}

// mostChangesShown is how many changes a report holds.
const mostChangesShown = 200

var (
	textLineElsewhere = i18n.T("ce projet n’est pas du ressort de votre compte", "this project is not for your account to change")
	textLineNoProject = i18n.T("le projet **{ref}** n’existe pas", "project **{ref}** does not exist")
	textLineTaken     = i18n.T("le nom court **{short}** est déjà celui de {ref}", "the short name **{short}** is already that of {ref}")
	textLineNoAgent   = i18n.T("le compte **{name}** n’est pas connu : le pilote reste à désigner", "account **{name}** is not known: there is no lead")
	textLineNoService = i18n.T("le service **{name}** n’est pas connu", "service **{name}** is not known")
	textLineNoOutlook = i18n.T("« {text} » n’est pas une météo : elle reste non renseignée", "“{text}” is not an outlook: it stays unknown")
	textLineProgress  = i18n.T("« {text} » n’est pas un avancement : il reste non renseigné", "“{text}” is not a progress: it stays unknown")
	textLineRetained  = i18n.T("retenu ({retained}) dépasse l’assiette ({base})", "retained ({retained}) is over the eligible base ({base})")
)

// ImportProjects tells what a list of projects changes and, when asked to, stores
// it in one transaction: all of it, or nothing when lines are rejected and that is
// not allowed. A project is found again by its identifier in the list, else by that
// of jalon: a second import of the same file changes nothing. What a list does not
// say stays. Nothing is ever removed. It returns Denied to whoever may manage no
// project.
func (p *Planner) ImportProjects(ctx context.Context, call Call, in ProjectImport) (ProjectImportReport, error) {
	var report ProjectImportReport
	run := func(tx Tx) error {
		report = ProjectImportReport{}
		w := projectImporter{planner: p, tx: tx, call: call, in: in, report: &report}
		return w.all()
	}
	var err error
	if in.Apply {
		err = p.write(ctx, run)
	} else {
		err = p.store.Read(ctx, run)
	}
	if errors.Is(err, errRejected) {
		err = nil
	}
	return report, wrap(err, "import projects")
}

// errRejected rolls back an import of which lines are rejected.
var errRejected = errors.New("lines are rejected")

// ImportStep is how many lines are compared with what is stored in one go.
const ImportStep = 400

// projectImporter is an import under way.
type projectImporter struct {
	planner    *Planner
	tx         Tx
	call       Call
	in         ProjectImport
	report     *ProjectImportReport
	dir        DirectoryView
	programmes Programmes
	funds      []Fund
	madeFunds  []Fund            // by the list, not stored yet
	agents     map[string]UserID // by user name, empty for one who is not known
	shorts     map[string]Ref    // folded, of those that the list gives
	next       int               // number of the next project
	places     map[string][]Locality
	// placesLoaded tells that the official lists of places are loaded.
	placesLoaded bool
}

func (w *projectImporter) all() error {
	var err error
	if w.dir, err = lookAt(w.tx, w.call); err != nil {
		return err
	}
	if w.call.Actor.User == "" { // whoever has the database in hand
		w.dir.Actor = w.call.Actor
	}
	if w.programmes, err = w.tx.Programmes(w.dir.Region.ID); err != nil {
		return err
	}
	if w.funds, err = w.tx.Funds(w.dir.Region.ID); err != nil {
		return err
	}
	w.agents, w.shorts = map[string]UserID{}, map[string]Ref{}
	r := w.report
	r.Rows, r.Rejected, r.Remarks = w.in.Rows, slices.Clone(w.in.Rejected), slices.Clone(w.in.Remarks)
	r.Roundings = w.in.Roundings()
	taken := make([]ProjectLine, 0, len(w.in.Lines))
	for chunk := range slices.Chunk(w.in.Lines, ImportStep) {
		kept, err := w.chunk(chunk)
		if err != nil {
			return err
		}
		taken = append(taken, kept...)
		if w.in.Progress != nil {
			w.in.Progress(len(taken) + len(r.Rejected))
		}
	}
	list := ProjectList{Lines: taken}
	r.Granted, r.Departments = list.Total(), list.ByDepartment()
	slices.SortStableFunc(r.Rejected, func(a, b ImportProblem) int { return a.At.Row - b.At.Row })
	return w.finish()
}

// finish stores nothing when lines are rejected and that is not allowed, and else
// writes the entry of the journal.
func (w *projectImporter) finish() error {
	r := w.report
	if !w.in.Apply {
		return nil
	}
	if len(r.Rejected) > 0 && !w.in.Partial {
		return errRejected
	}
	r.Stored = true
	if r.Created+r.Changed == 0 {
		return nil
	}
	return w.planner.journal(w.tx, w.call, "projet.importer", RegionRef, nil, importRecord{
		File: w.in.Source, Created: r.Created, Changed: r.Changed, Unchanged: r.Unchanged, Rejected: len(r.Rejected), Cents: int64(r.Granted),
	}, "")
}

// importRecord is an import of projects as the journal keeps it.
type importRecord struct {
	File      string `json:"file"`
	Created   int    `json:"created"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	Rejected  int    `json:"rejected,omitempty"`
	Cents     int64  `json:"cents"`
}

// known is what is stored of the projects that lines name.
type known struct {
	byExternal map[string]Project
	byNumber   map[int]Project
	grants     map[GrantKey]Grant // the name of the fund folded
}

// chunk compares lines with what is stored, stores what differs, and gives the
// lines that were taken.
func (w *projectImporter) chunk(lines []ProjectLine) ([]ProjectLine, error) {
	have, err := w.known(lines)
	if err != nil {
		return nil, err
	}
	kept := make([]ProjectLine, 0, len(lines))
	added := make([]Project, 0, len(lines))
	grants := make([]Grant, 0, len(lines))
	for _, line := range lines {
		before, found, problem := have.project(line)
		if line, err = w.locate(line, before); err != nil {
			return nil, err
		}
		if problem == nil {
			var after Project
			if after, problem, err = w.settle(line, before, found); err != nil {
				return nil, err
			}
			if problem == nil {
				kept = append(kept, line)
				grant, changed := w.grant(line, after, have)
				if changed {
					grants = append(grants, grant)
				}
				if err := w.take(before, after, found, changed, &added); err != nil {
					return nil, err
				}
				continue
			}
		}
		w.report.Rejected = append(w.report.Rejected, *problem)
	}
	if !w.in.Apply {
		return kept, nil
	}
	for _, f := range w.madeFunds {
		if err := w.tx.PutFund(f); err != nil {
			return nil, err
		}
	}
	w.madeFunds = nil
	if err := w.tx.AddProjects(added); err != nil {
		return nil, err
	}
	return kept, w.putGrants(grants)
}

// putGrants stores grants, new ones together.
func (w *projectImporter) putGrants(grants []Grant) error {
	added := make([]Grant, 0, len(grants))
	for _, g := range grants {
		if g.Version == 0 {
			added = append(added, g)
		} else if err := w.tx.PutGrant(g); err != nil {
			return err
		}
	}
	return w.tx.AddGrants(added)
}

// take counts a line, and stores the project there already that it changes; new
// ones are stored together.
func (w *projectImporter) take(before, after Project, found, granted bool, added *[]Project) error {
	r := w.report
	switch {
	case !found:
		r.Created++
		*added = append(*added, after)
		return nil
	case reflect.DeepEqual(before, after) && !granted:
		r.Unchanged++
		return nil
	}
	r.Changed++
	if len(r.Changes) < mostChangesShown {
		r.Changes = append(r.Changes, ProjectChange{Before: before, After: after})
	}
	if !w.in.Apply || reflect.DeepEqual(before, after) {
		return nil
	}
	_, err := w.planner.storeProject(w.tx, w.call, "projet.modifier", before, after, "")
	return err
}

// known reads what is stored of the projects that lines name.
func (w *projectImporter) known(lines []ProjectLine) (known, error) {
	have := known{byExternal: map[string]Project{}, byNumber: map[int]Project{}, grants: map[GrantKey]Grant{}}
	var externals []string
	var numbers []int
	for _, line := range lines {
		if n, ok := ParseProjectRef(line.Ref); ok {
			numbers = append(numbers, n)
		} else if line.ID != "" {
			externals = append(externals, line.ID)
		}
	}
	found, err := w.tx.ProjectsAmong(w.dir.Region.ID, numbers, externals)
	if err != nil {
		return have, err
	}
	all := make([]int, len(found))
	for i, p := range found {
		all[i] = p.Number
		have.byNumber[p.Number] = p
		if p.External != "" {
			have.byExternal[p.External] = p
		}
	}
	if len(all) == 0 {
		return have, nil
	}
	grants, err := w.tx.FindGrants(w.dir.Region.ID, GrantFilter{Projects: all})
	for _, g := range grants {
		have.grants[GrantKey{g.Project, g.FundKey(), g.Year}] = g
	}
	return have, err
}

// project is the project of a line, and whether it is there already.
func (h known) project(line ProjectLine) (Project, bool, *ImportProblem) {
	if n, ok := ParseProjectRef(line.Ref); ok {
		p, found := h.byNumber[n]
		if !found {
			return p, false, &ImportProblem{At: line.At, Text: textLineNoProject.With("ref", line.Ref)}
		}
		return p, true, nil
	}
	p, found := h.byExternal[line.ID]
	return p, found && line.ID != "", nil
}

// settle is the project as a line makes it, or what is wrong with the line.
func (w *projectImporter) settle(line ProjectLine, before Project, found bool) (Project, *ImportProblem, error) {
	after := before.clone()
	if !found {
		after = Project{
			Region: w.dir.Region.ID, Progress: NoProgress, External: line.ID,
			Author: w.call.Actor.User, CreatedAt: w.call.Now,
		}
	}
	if err := w.fill(&after, line); err != nil {
		return after, nil, err
	}
	wrong := func(text i18n.Line) (Project, *ImportProblem, error) {
		return after, &ImportProblem{At: line.At, Text: text}, nil
	}
	if err := after.check(); err != nil {
		if refused, ok := errors.AsType[*Error](err); ok {
			return wrong(refused.Text)
		}
		return after, nil, err
	}
	if line.Retained != nil && line.Base != nil && *line.Retained > *line.Base {
		return wrong(textLineRetained.With("retained", *line.Retained, "base", *line.Base))
	}
	if !AllowedOn(w.dir.Actor, ManageProjects, Project{Departments: after.Departments, Service: after.Service}) ||
		found && !AllowedOn(w.dir.Actor, ManageProjects, before) {
		return wrong(textLineElsewhere.With())
	}
	if !found {
		if err := w.number(&after); err != nil {
			return after, nil, err
		}
	}
	if other, taken, err := w.shortTaken(after); taken || err != nil {
		return after, &ImportProblem{At: line.At, Text: textLineTaken.With("short", after.Short, "ref", other)}, err
	}
	return after, nil, nil
}

// number gives a new project its number; one that is only tried has a number that
// no project has.
func (w *projectImporter) number(p *Project) error {
	if w.next == 0 && w.in.Apply {
		first, err := w.tx.NextNumbers(p.Region, projectMark, len(w.in.Lines))
		if err != nil {
			return err
		}
		w.next = first
	}
	p.Number = w.next
	w.next++
	return nil
}

// shortTaken tells whether another open project has the short name.
func (w *projectImporter) shortTaken(p Project) (Ref, bool, error) {
	if p.Short == "" || p.Closed {
		return "", false, nil
	}
	key := i18n.Fold(p.Short)
	if ref, taken := w.shorts[key]; taken {
		return ref, true, nil
	}
	found, _, err := w.tx.FindProjects(p.Region, ProjectFilter{Short: key, Limit: 1})
	if err != nil || len(found) > 0 && found[0].Number != p.Number {
		return found[0].Ref(), err == nil, err
	}
	w.shorts[key] = p.Ref()
	return "", false, nil
}

// fill puts what a line says in a project; what it does not say stays.
func (w *projectImporter) fill(p *Project, line ProjectLine) error {
	set := func(into *string, text string) {
		if text != "" {
			*into = text
		}
	}
	set(&p.Name, line.Title)
	set(&p.Short, line.Short)
	set(&p.Owner, line.Owner)
	set(&p.Partners, strings.Join(line.Partners, ", "))
	if line.Place != "" && line.Place != p.Place {
		p.Place, p.PlaceCode = line.Place, "" // the code was that of another place
	}
	set(&p.PlaceCode, line.PlaceCode)
	set(&p.Comment, line.Comment)
	set(&p.Blocker, line.Blockers)
	set(&p.Milestone, line.Step)
	if !line.StepOn.IsZero() {
		p.MilestoneOn = line.StepOn
	}
	if len(line.Departments) > 0 {
		p.Departments = slices.Clone(line.Departments)
		slices.Sort(p.Departments)
		p.Departments = slices.Compact(p.Departments)
	}
	w.fillOutlook(p, line)
	w.fillFields(p, line)
	if err := w.fillPeople(p, line); err != nil {
		return err
	}
	programme := line.Programme
	if programme == "" && p.Programme == "" {
		programme = line.Fund
	}
	if programme == "" {
		return nil
	}
	name, err := w.programme(programme)
	p.Programme = name
	return err
}

// remark tells something to check in a line that is taken.
func (w *projectImporter) remark(line ProjectLine, text i18n.Line) {
	w.report.Remarks = append(w.report.Remarks, ImportProblem{At: line.At, Text: text})
}

// fillOutlook reads the outlook and the progress, whose change is an update.
func (w *projectImporter) fillOutlook(p *Project, line ProjectLine) {
	was := *p
	if line.Outlook != "" {
		if o, ok := ParseOutlook(line.Outlook); ok {
			p.Outlook = o
			if o != was.Outlook {
				p.Trend = TrendFrom(was.Outlook, o)
			}
		} else {
			w.remark(line, textLineNoOutlook.With("text", beginning(line.Outlook)))
		}
	}
	if line.Progress != "" {
		n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(line.Progress), "%")))
		if err == nil && n >= 0 && n <= 100 {
			p.Progress = n
		} else {
			w.remark(line, textLineProgress.With("text", beginning(line.Progress)))
		}
	}
	if p.Outlook != was.Outlook || p.Progress != was.Progress || line.Comment != "" && line.Comment != was.Comment {
		p.UpdatedAt, p.UpdatedBy = w.call.Now, w.call.Actor.User
	}
}

// fillFields keeps the columns that jalon has no use for, each once.
func (w *projectImporter) fillFields(p *Project, line ProjectLine) {
	fields := line.Fields
	if !line.Signed.IsZero() {
		fields = append(slices.Clone(fields), ProjectField{Name: fieldSigned, Value: line.Signed.String()})
	}
	for _, f := range fields {
		at := slices.IndexFunc(p.Fields, func(o ProjectField) bool { return i18n.Fold(o.Name) == i18n.Fold(f.Name) })
		if at < 0 {
			p.Fields = append(p.Fields, f)
		} else {
			p.Fields[at].Value = f.Value
		}
	}
	for _, address := range line.Links {
		if !slices.ContainsFunc(p.Links, func(l Link) bool { return l.URL == address }) {
			p.Links = append(p.Links, Link{Title: address, URL: address})
		}
	}
}

// fieldSigned is the field of the day of signature of a contract.
const fieldSigned = "Signature"

// fillPeople finds the service that leads, and the person.
func (w *projectImporter) fillPeople(p *Project, line ProjectLine) error {
	if line.Service != "" {
		at := slices.IndexFunc(w.dir.Services, func(s Service) bool { return s.named(line.Service) })
		if at < 0 {
			w.remark(line, textLineNoService.With("name", beginning(line.Service)))
		} else {
			p.Service = w.dir.Services[at].ID
		}
	}
	name := strings.TrimPrefix(strings.TrimSpace(line.Lead), "@")
	if name == "" {
		return nil
	}
	user, asked := w.agents[name]
	if !asked {
		a, err := w.tx.AgentByName(w.dir.Region.ID, name)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		user = a.User
		w.agents[name] = user
	}
	if user == "" {
		w.remark(line, textLineNoAgent.With("name", beginning(name)))
		return nil
	}
	p.Lead = user
	return nil
}

// named tells whether a service goes by a name: its code, its name, an alias.
func (s Service) named(text string) bool {
	key := i18n.Fold(text)
	return i18n.Fold(s.Code) == key || i18n.Fold(s.Name) == key || slices.ContainsFunc(s.Aliases, func(a string) bool { return i18n.Fold(a) == key })
}

// programme is the name of a programme as it is known, made if need be.
func (w *projectImporter) programme(name string) (string, error) {
	if g, ok := w.programmes.Named(name); ok {
		return g.Name, nil
	}
	g := Programme{Region: w.dir.Region.ID, Name: name, Author: w.call.Actor.User}
	if err := g.check(w.programmes, false); err != nil {
		return "", nil //nolint:nilerr // a column that names no programme leaves the project without one
	}
	w.programmes = append(w.programmes, g)
	w.report.Programmes = append(w.report.Programmes, g.Name)
	if !w.in.Apply {
		return g.Name, nil
	}
	return g.Name, w.tx.PutProgramme(g)
}
