package commands

import (
	"bytes"
	"fmt"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

var _ = register(command{
	rank:     31,
	path:     "projet exporter",
	aliases:  []string{"projet export", "projet telecharger"},
	summary:  i18n.T("recevoir les projets en CSV et en XLSX, à rouvrir et à importer de nouveau", "receive the projects as CSV and XLSX, to be opened and imported again"),
	args:     []arg{argProjectFilters},
	examples: []string{"projet exporter", "projet exporter CRTE 62"},
	right:    plan.ReadProjects,
	seeAlso:  []string{"projet liste", "projet importer"},
	run:      exportProjects,
})

var (
	textExported    = i18n.T("**{n} exportés.** Deux fichiers : CSV (séparateur point-virgule) et XLSX.\nGardez la colonne `id` pour un nouvel import.", "**{n} exported.** Two files: CSV (semicolons) and XLSX.\nKeep the column `id` to import them again.")
	textExportedOne = i18n.T("**{n} exporté.** Deux fichiers : CSV (séparateur point-virgule) et XLSX.\nGardez la colonne `id` pour un nouvel import.", "**{n} exported.** Two files: CSV (semicolons) and XLSX.\nKeep the column `id` to import it again.")
)

var textProjectsSheet = i18n.T("Projets", "Projects")

func exportProjects(e *Env) (card.Reply, error) {
	l, err := e.projectListing()
	if err != nil {
		return card.Reply{}, err
	}
	lines, err := e.plan.ExportProjects(e.ctx, e.req.Region, e.sees(), l.filter)
	if err != nil {
		return card.Reply{}, err
	}
	if len(lines) == 0 {
		return card.Reply{Text: e.noProjects(l)}, nil
	}
	table := tabular.ProjectTable(lines)
	table.Sheet = e.say(textProjectsSheet)
	name := fmt.Sprintf("projets-%s", e.today())
	var csv, xlsx bytes.Buffer
	if err := (tabular.CSV{Mark: true}).Write(&csv, table); err != nil {
		return card.Reply{}, err
	}
	if err := tabular.WriteXLSX(&xlsx, tabular.SheetPage{Table: table}); err != nil {
		return card.Reply{}, err
	}
	return card.Reply{
		Text: e.say(i18n.Plural(e.lang, len(lines), textExportedOne, textExported), "n", e.projectsSaid(len(lines))),
		Files: []card.File{
			{Name: name + ".csv", Type: "text/csv", Content: csv.Bytes()},
			{Name: name + ".xlsx", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Content: xlsx.Bytes()},
		},
	}, nil
}
