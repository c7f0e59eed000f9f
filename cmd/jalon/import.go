package main

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"jalon/bot"
	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
	"jalon/tabular"
)

type importCommand struct {
	Services  importServicesCommand  `cmd:"" help:"${import_services}"`
	Instances importInstancesCommand `cmd:"" help:"${import_instances}"`
	Projets   importProjetsCommand   `cmd:"" help:"${import_projects}"`
	Reference importReferenceCommand `cmd:"" help:"${import_reference}"`
}

// importFlags are those of every import: a preview, unless it is to be saved.
type importFlags struct {
	Team   string `help:"${console_team}"`
	As     string `placeholder:"@NAME" help:"${import_as}"`
	Apply  bool   `xor:"import" help:"${import_apply}"`
	DryRun bool   `name:"dry-run" xor:"import" help:"${import_dry}"`
}

// importing is where an import goes, and on whose behalf.
type importing struct {
	*house
	to   plan.Region
	call plan.Call
}

// begin opens the house of an import: close it.
func (f importFlags) begin(ctx context.Context, sh shell, dsn string) (at importing, err error) {
	if at.house, err = openHouse(ctx, dsn, store.Options{NoMigrate: true}, plan.Options{}, consoleLog(sh)); err != nil {
		return at, inWords(err, sh.lang)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, at.close())
		}
	}()
	if at.to, err = at.region(ctx, f.Team, sh.lang); err != nil {
		return at, err
	}
	actor, err := at.importer(ctx, at.to, f.As)
	if err != nil {
		return at, explained(err, sh.lang)
	}
	at.call = plan.Call{Now: time.Now(), Actor: actor, Origin: plan.ByImport}
	return at, nil
}

type importServicesCommand struct {
	settingsFlags
	importFlags
	File string `arg:"" help:"${import_file}"`
}

// Sheets of a workbook of services and agents.
const (
	sheetServices = "Services"
	sheetAgents   = "Agents"
	sheetManual   = "Mode d’emploi"
)

// agentColumns are the columns of a list of agents, with the other names they
// may have.
var agentColumns = []tabular.Column{
	{Key: plan.ColumnAccount, Names: []string{"compte", "account", "utilisateur", "adresse", "courriel", "e-mail", "email"}, Required: true},
	{Key: plan.ColumnService, Names: []string{"service", "code", "code du service"}, Required: true},
	{Key: plan.ColumnRole, Names: []string{"rôle", "role"}},
	{Key: plan.ColumnDeputy, Names: []string{"suppléance", "suppléant", "suppléante", "deputy"}},
}

// agentRoles are the roles as they are offered.
var agentRoles = []string{"coordination", "décision", "contribution", "lecture"}

// Run shows what a list would change, and stores it when asked to.
func (c *importServicesCommand) Run(ctx context.Context, sh shell) (err error) {
	dsn, err := c.database(sh)
	if err != nil {
		return err
	}
	list, unknown, err := c.list(sh.lang)
	if err != nil {
		return err
	}
	at, err := c.begin(ctx, sh, dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, at.close()) }()
	finder, err := c.finder(sh)
	if err != nil {
		return err
	}
	report, err := at.planner.ImportServices(ctx, at.call, list, finder, c.Apply)
	if err != nil {
		return explained(err, sh.lang)
	}
	show := importShow{sh: sh, unknown: unknown, report: report}
	show.all(c.Apply)
	if len(report.Problems) > 0 {
		return told(exitFailed)
	}
	return nil
}

// list reads the file: the sheet of services, and that of agents if there is one.
func (c *importServicesCommand) list(lang i18n.Lang) (list plan.ServiceImport, unknown []string, err error) {
	f, err := os.Open(c.File)
	if err != nil {
		return list, nil, err
	}
	defer func() { _ = f.Close() }()
	tables, err := tabular.Read(f, tabular.Usual)
	if err != nil {
		return list, nil, inTable(err, lang)
	}
	services, ok := tabular.Sheet(tables, sheetServices)
	agents, some := tabular.Sheet(tables, sheetAgents)
	if !ok && !some {
		services, ok = tables[0], true
	}
	if ok {
		read, err := readServiceTable(services)
		if err != nil {
			return list, nil, inTable(err, lang)
		}
		list.Services, list.Problems, unknown = read.lines, read.problems, read.unknown
	}
	if some {
		titles, err := readAgents(agents, &list)
		if err != nil {
			return list, nil, inTable(err, lang)
		}
		unknown = append(unknown, titles...)
	}
	return list, unknown, nil
}

// readAgents adds a table of agents to a list, and returns the columns that it
// does not know.
func readAgents(table tabular.Table, list *plan.ServiceImport) (unknown []string, err error) {
	columns, err := table.Find(agentColumns)
	if err != nil {
		return nil, err
	}
	for _, row := range table.Rows {
		at := plan.Cell{Sheet: table.Sheet, Row: row.Number}
		line := plan.AgentLine{
			At: at, Account: columns.Cell(row, plan.ColumnAccount), Service: codeText(columns.Cell(row, plan.ColumnService)),
			Role: plan.Role(i18n.Fold(columns.Cell(row, plan.ColumnRole))), Deputy: columns.Cell(row, plan.ColumnDeputy),
		}
		if line.Role != "" && !slices.ContainsFunc(agentRoles, func(r string) bool { return i18n.Fold(r) == string(line.Role) }) {
			at.Column = plan.ColumnRole
			list.Problems = append(list.Problems, plan.ImportProblem{
				At: at, Text: textUnknownRole.With("role", columns.Cell(row, plan.ColumnRole)),
			})
		}
		list.Agents = append(list.Agents, line)
	}
	return columns.Unknown, nil
}

// finder asks the server of the settings. Without settings there is nobody to
// ask.
func (c *importServicesCommand) finder(sh shell) (plan.Finder, error) {
	s, err := c.read(sh)
	if err != nil || s.URL == "" || s.BotToken == "" {
		return nil, err
	}
	return bot.NewFinder(s.URL, s.BotToken, http.DefaultTransport, time.Now)
}

// importer is who imports: the person named, else whoever has the database in
// hand, who acts for the coordination.
func (h *house) importer(ctx context.Context, region plan.Region, name string) (plan.Actor, error) {
	if name != "" {
		agent, err := h.planner.AgentNamed(ctx, region.ID, name)
		if errors.Is(err, plan.ErrNotFound) {
			return plan.Actor{}, plan.Refuse(plan.NotFound, textNobody.With("name", strings.TrimPrefix(name, "@")))
		}
		if err != nil {
			return plan.Actor{}, err
		}
		view, err := h.planner.Look(ctx, time.Now(), region.ID, agent.User, agent.Username, plan.Place{})
		return view.Actor, err
	}
	return plan.Actor{
		Region: region.ID, Lang: region.Lang, Standings: []plan.Standing{{Role: plan.RoleCoordination, Everywhere: true}},
	}, nil
}
