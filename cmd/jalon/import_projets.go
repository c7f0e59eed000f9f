package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
	"jalon/tabular"
)

type importProjetsCommand struct {
	settingsFlags
	Team    string `help:"${console_team}"`
	As      string `placeholder:"@NAME" help:"${import_as}"`
	DryRun  bool   `name:"dry-run" help:"${import_dry}"`
	Partial bool   `help:"${import_partial}"`
	JSON    bool   `name:"json" help:"${import_json}"`
	File    string `arg:"" help:"${import_projects_file}"`
}

// Run stores a list of projects, or shows what it would change. The exit status
// is 1 when lines were rejected, 2 when the file was refused.
func (c *importProjetsCommand) Run(ctx context.Context, sh shell) (err error) {
	h, region, err := c.open(ctx, sh)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	actor, err := h.importer(ctx, region, c.As)
	if err != nil {
		return explained(err, sh.lang)
	}
	list, err := c.list(ctx, h, region)
	if wrong, refused := errors.AsType[*tabular.Error](err); refused {
		sh.warn("jalon: " + strings.ReplaceAll(wrong.In(sh.lang), "**", ""))
		return told(exitUsage)
	}
	if err != nil {
		return err
	}
	in := plan.ProjectImport{ProjectList: list, Source: filepath.Base(c.File), Apply: !c.DryRun, Partial: c.Partial}
	if !c.JSON {
		in.Progress = func(done int) { c.progress(sh, done, len(list.Lines)) }
	}
	report, err := h.planner.ImportProjects(ctx, plan.Call{Now: time.Now(), Actor: actor, Origin: plan.ByImport}, in)
	if err != nil {
		return explained(err, sh.lang)
	}
	if c.JSON {
		err = projectsJSON(sh, report, in.Apply)
	} else {
		projectsShown{sh, list, report}.all(in.Apply)
	}
	if err == nil && len(report.Rejected) > 0 {
		return told(exitFailed)
	}
	return err
}

// open opens the database, made where there is none, and the region to import
// into: that of an empty database is made too, without services, so that a list
// can be looked at before anything is set up.
func (c *importProjetsCommand) open(ctx context.Context, sh shell) (*house, plan.Region, error) {
	s, err := c.read(sh)
	if err == nil && s.DB == "" {
		err = say(sh.lang, textNoDatabase)
	}
	if err != nil {
		return nil, plan.Region{}, err
	}
	options := store.Options{NoMigrate: true}
	if _, missing := os.Stat(s.DB); isPath(s.DB) && errors.Is(missing, os.ErrNotExist) {
		options.NoMigrate = false
	}
	h, err := openHouse(ctx, s.DB, options, plan.Options{}, consoleLog(sh))
	if err != nil {
		return nil, plan.Region{}, inWords(err, sh.lang)
	}
	all, err := h.planner.Regions(ctx)
	if err == nil && len(all) == 0 && c.Team == "" {
		err = h.planner.Install(ctx, time.Now(), plan.Region{
			ID: unnamedRegion, Name: unnamedRegion, Lang: i18n.FR, TimeZone: paris, HolidayZone: calendar.Metropole,
		}, nil, nil)
	}
	var region plan.Region
	if err == nil {
		region, err = h.region(ctx, c.Team, sh.lang)
	}
	if err != nil {
		return nil, region, errors.Join(err, h.close())
	}
	return h, region, nil
}

// unnamedRegion is the region of a database that was made for an import.
const unnamedRegion = "region"

// list reads the file. What stands outside the departments of the region is
// remarked, where these are known.
func (c *importProjetsCommand) list(ctx context.Context, h *house, region plan.Region) (plan.ProjectList, error) {
	services, err := h.planner.Services(ctx, region.ID)
	if err != nil {
		return plan.ProjectList{}, err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return plan.ProjectList{}, err
	}
	defer func() { _ = f.Close() }()
	tables, err := tabular.Read(f, tabular.Usual)
	if err != nil {
		return plan.ProjectList{}, err
	}
	return tabular.ReadProjects(tables[0], tabular.ProjectReading{FileName: filepath.Base(c.File), Departments: plan.DepartmentsOf(services)})
}

// progressEvery is how many lines are read between two words of progress.
const progressEvery = 10_000

func (c *importProjetsCommand) progress(sh shell, done, all int) {
	if done%progressEvery < plan.ImportStep && all > progressEvery {
		sh.warn(textImportProgress.In(sh.lang, "n", done, "of", all))
	}
}

// projectsJSON prints a report as one object.
func projectsJSON(sh shell, r plan.ProjectImportReport, apply bool) error {
	type rejected struct {
		Line   int    `json:"line"`
		Column string `json:"column"`
		Reason string `json:"reason"`
	}
	type counted struct {
		Count int   `json:"count"`
		Cents int64 `json:"cents"`
	}
	out := struct {
		Rows         int                `json:"rows"`
		Created      int                `json:"created"`
		Changed      int                `json:"changed"`
		Unchanged    int                `json:"unchanged"`
		Rejected     []rejected         `json:"rejected"`
		Rounded      int                `json:"rounded"`
		Cents        int64              `json:"cents"`
		ByDepartment map[string]counted `json:"by_department"`
	}{
		Rows: r.Rows, Unchanged: r.Unchanged, Rejected: []rejected{}, Rounded: r.Roundings.Count, ByDepartment: map[string]counted{},
	}
	if r.Stored || !apply { // else nothing was imported
		out.Created, out.Changed, out.Cents = r.Created, r.Changed, int64(r.Granted)
		for _, d := range r.Departments {
			out.ByDepartment[d.Department] = counted{d.Count, int64(d.Granted)}
		}
	}
	for _, p := range r.Rejected {
		out.Rejected = append(out.Rejected, rejected{p.At.Row, p.At.Column, strings.ReplaceAll(p.Text.In(sh.lang), "**", "")})
	}
	return json.NewEncoder(sh.out).Encode(out)
}

var (
	textImportProgress = i18n.T("Import : {n} lignes sur {of}.", "Import: {n} rows of {of}.")
	textProjectsCount  = i18n.T("{n} projet, {amount}", "{n} project, {amount}")
	textProjectsCounts = i18n.T("{n} projets, {amount}", "{n} projects, {amount}")
	textProjectsColumn = i18n.T("- {title} : {is}", "- {title}: {is}")
	textProjectsKnown  = i18n.T("Colonnes reconnues : {n} sur {of}", "Columns recognised: {n} of {of}")
	textProjectsDept   = i18n.T("- {department} : {n}, {amount}", "- {department}: {n}, {amount}")
	textProjectsNoDept = i18n.T("sans département", "no department")
	textProjectsDone   = i18n.T("Importé : {created} créés, {changed} modifiés, {same} inchangés.", "Imported: {created} created, {changed} changed, {same} unchanged.")
	textProjectsWould  = i18n.T("Aperçu, rien n’est enregistré : {created} à créer, {changed} à modifier, {same} inchangés.", "Preview, nothing is saved: {created} to create, {changed} to change, {same} unchanged.")
	textProjectsNone   = i18n.T("Rien n’est enregistré : {n} lignes à corriger. Pour importer les autres : --partial", "Nothing is saved: {n} rows to mend. To import the others: --partial")
	textProjectsMade   = i18n.T("Programmes créés : {list}", "Programmes created: {list}")
	textProjectsFunds  = i18n.T("Dotations créées : {list}", "Funds created: {list}")
	textProjectsMore   = i18n.T("et {n} de plus", "and {n} more")
)

// projectsShown says what an import of projects did, or would do.
type projectsShown struct {
	sh     shell
	list   plan.ProjectList
	report plan.ProjectImportReport
}

// mostPointsShown is how many problems, or remarks, are printed.
const mostPointsShown = 50

func (s projectsShown) tell(m i18n.Msg, args ...any) {
	s.sh.tell(strings.ReplaceAll(m.In(s.sh.lang, args...), "**", ""))
}

func (s projectsShown) all(apply bool) {
	r := s.report
	s.tell(textProjectsKnown, "n", s.list.Recognised(), "of", len(s.list.Columns))
	for _, c := range s.list.Columns {
		s.tell(textProjectsColumn, "title", c.Title, "is", c.Is)
	}
	for _, line := range s.list.Assumed {
		s.sh.tell("- " + strings.ReplaceAll(line.In(s.sh.lang), "**", ""))
	}
	n := r.Created + r.Changed + r.Unchanged
	s.tell(i18n.Plural(s.sh.lang, n, textProjectsCount, textProjectsCounts), "n", n, "amount", r.Granted)
	for _, d := range r.Departments {
		var name any = d.Department
		if d.Department == "" {
			name = textProjectsNoDept.With()
		}
		s.tell(textProjectsDept, "department", name, "n", d.Count, "amount", d.Granted)
	}
	if text := r.Roundings.In(s.sh.lang); text != "" {
		s.sh.tell(text)
	}
	s.points(textImportKnow, r.Remarks)
	s.points(textImportFix, r.Rejected)
	if len(r.Programmes) > 0 {
		s.tell(textProjectsMade, "list", strings.Join(r.Programmes, ", "))
	}
	if len(r.Funds) > 0 {
		s.tell(textProjectsFunds, "list", strings.Join(r.Funds, ", "))
	}
	counts := []any{"created", strconv.Itoa(r.Created), "changed", strconv.Itoa(r.Changed), "same", strconv.Itoa(r.Unchanged)}
	switch {
	case !apply:
		s.tell(textProjectsWould, counts...)
	case !r.Stored:
		s.tell(textProjectsNone, "n", len(r.Rejected))
	default:
		s.tell(textProjectsDone, counts...)
	}
}

func (s projectsShown) points(heading i18n.Msg, all []plan.ImportProblem) {
	importShow{sh: s.sh}.points(heading, all[:min(len(all), mostPointsShown)])
	if left := len(all) - mostPointsShown; left > 0 {
		s.tell(textProjectsMore, "n", left)
	}
}
