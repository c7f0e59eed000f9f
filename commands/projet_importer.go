package commands

import (
	"bytes"
	"errors"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

var _ = register(command{
	rank:    30,
	path:    "projet importer",
	aliases: []string{"projet import", "importer", "jalon importer"},
	summary: i18n.T("importer des projets d’un tableau déposé en message privé : un aperçu d’abord", "import projects from a spreadsheet handed in by private message: a preview first"),
	args: []arg{
		{"<fichier>", "", i18n.T("déposez le fichier (CSV, XLSX ou GeoJSON) dans votre conversation avec jalon : il le reconnaît", "drop the file (CSV, XLSX or GeoJSON) in your conversation with jalon: it knows it"), true},
	},
	examples: []string{"projet importer"},
	right:    plan.ManageProjects,
	seeAlso:  []string{"projet exporter", "projet liste"},
	run:      importProjects,
})

var (
	textImportHow = i18n.T(
		"Déposez le fichier dans votre conversation privée avec jalon : CSV, XLSX ou GeoJSON. Un aperçu s’affiche, et rien n’est enregistré avant votre accord.",
		"Drop the file in your private conversation with jalon: CSV, XLSX or GeoJSON. A preview is shown, and nothing is saved before you agree.")
	textImportGone = i18n.T(
		"Ce fichier n’est plus lisible. Rien n’est enregistré.\nDéposez-le de nouveau dans votre conversation avec jalon.",
		"This file cannot be read any more. Nothing is saved.\nDrop it again in your conversation with jalon.")
	textImportBig = i18n.T(
		"Le fichier pèse {size} Mo ; la limite est de {limit} Mo. Il n’est pas importé.\nCoupez-le par année ou par département.",
		"The file is {size} MB; the limit is {limit} MB. It is not imported.\nCut it by year or by department.")
	textImportRefused = i18n.T("{why}\nLe fichier n’est pas importé.", "{why}\nThe file is not imported.")
	textImportTitle   = i18n.T("**{file} : {n}{amount}**\nRien n’est encore enregistré. Vérifiez, puis importez.", "**{file}: {n}{amount}**\nNothing is saved yet. Check, then import.")
	textImportNewer   = i18n.T("**{file} : {n}{amount}**\n{created} à créer, {changed} à modifier, {same} sans changement. Aucun projet n’est supprimé.", "**{file}: {n}{amount}**\n{created} to create, {changed} to change, {same} unchanged. No project is removed.")
	textImportSame    = i18n.T("**{file}** est déjà importé : {n}{amount}. Rien n’a changé.", "**{file}** is already imported: {n}{amount}. Nothing has changed.")
	textImportHead    = i18n.T("| Dép. | Projets | k€ |\n|:--|--:|--:|", "| Dep. | Projects | k€ |\n|:--|--:|--:|")
	textImportColumns = i18n.T("Colonnes reconnues : {n} sur {of}{which}", "Columns recognised: {n} of {of}{which}")
	textImportWhich   = i18n.T(" (titre : `{title}`{amount})", " (title: `{title}`{amount})")
	textImportAmount  = i18n.T(" ; montant : `{title}`", "; amount: `{title}`")
	textImportChecks  = i18n.T("**{n} lignes à vérifier, importées quand même :**", "**{n} rows to check, imported all the same:**")
	textImportCheck   = i18n.T("**{n} ligne à vérifier, importée quand même :**", "**{n} row to check, imported all the same:**")
	textImportBad     = i18n.T("**{n} lignes rejetées : rien ne peut être importé avant de les corriger.**", "**{n} rows rejected: nothing can be imported before they are mended.**")
	textImportBadOne  = i18n.T("**{n} ligne rejetée : rien ne peut être importé avant de la corriger.**", "**{n} row rejected: nothing can be imported before it is mended.**")
	textImportPoint   = i18n.T("- Ligne {row}{column} : {why}", "- Row {row}{column}: {why}")
	textImportColumn  = i18n.T(", colonne {column}", ", column {column}")
	textImportMore    = i18n.T("et {n} autres : fichier joint `{file}`", "and {n} more: attached file `{file}`")
	textImportDone    = i18n.T(
		"**{n}{amount}** : importé. Créés : {created}, modifiés : {changed}, inchangés : {same}.\nImporter de nouveau ce fichier ne changera rien.",
		"**{n}{amount}**: imported. Created: {created}, changed: {changed}, unchanged: {same}.\nImporting this file again will change nothing.")
	textImportSum    = i18n.T(", {amount}", ", {amount}")
	textImportMade   = i18n.T("Programmes créés : {list}.", "Programmes created: {list}.")
	textImportLeft   = i18n.T("Rien n’est enregistré.", "Nothing is saved.")
	textColumnRow    = i18n.T("- `{title}` : {is}", "- `{title}`: {is}")
	textColumnsHead  = i18n.T("**{file} : {n} colonnes**", "**{file}: {n} columns**")
	textGapHead      = i18n.T("**{file} : ce qui change**", "**{file}: what changes**")
	textGapRow       = i18n.T("- **{ref}** · {name} : {what}", "- **{ref}** · {name}: {what}")
	textGapAmount    = i18n.T("montants", "amounts")
	textImportNumber = i18n.T("{n} projet", "{n} project")
	textImportMany   = i18n.T("{n} projets", "{n} projects")
	labelImportThem  = i18n.T("Importer {n}", "Import {n}")
	labelColumns     = i18n.T("Voir les colonnes", "See the columns")
	labelGaps        = i18n.T("Voir les écarts", "See what changes")
	labelGiveUp      = i18n.T("Renoncer", "Give up")
)

// What follows the file in the line that a button stands for.
const (
	importYes     = "confirmer"
	importColumns = "colonnes"
	importGaps    = "ecarts"
	importNo      = "renoncer"
)

// mostPoints is how many problems, or remarks, an answer shows.
const mostPoints = 5

func importProjects(e *Env) (card.Reply, error) {
	id, rest := cutWord(e.rest)
	what := i18n.Fold(rest)
	switch {
	case id == "":
		return card.Reply{Text: e.say(textImportHow)}, nil
	case what == importNo:
		return card.Reply{Text: e.say(textImportLeft)}, nil
	}
	name, list, err := e.handedIn(id)
	if err != nil {
		return card.Reply{}, err
	}
	if what == importColumns {
		return e.importColumns(name, list), nil
	}
	in := plan.ProjectImport{ProjectList: list, Source: name, Apply: what == importYes}
	report, err := e.plan.ImportProjects(e.ctx, e.call, in)
	switch {
	case err != nil:
		return card.Reply{}, err
	case what == importGaps:
		return e.importGaps(name, report), nil
	case report.Stored:
		return card.Reply{Text: e.imported(report)}, nil
	default:
		return e.importPreview(id, name, list, report), nil
	}
}

// handedIn reads the list of projects that the person handed in.
func (e *Env) handedIn(id string) (name string, list plan.ProjectList, err error) {
	if e.router.files == nil {
		return "", list, askFor(e.say(textImportHow))
	}
	f, err := e.router.files.File(e.ctx, e.req.User, id)
	if errors.Is(err, ErrNoFile) {
		return "", list, askFor(e.say(textImportGone))
	}
	if err != nil {
		return "", list, err
	}
	defer func() { _ = f.Content.Close() }()
	if limit := MostHandedIn; f.Size > limit {
		return "", list, askFor(e.say(textImportBig, "size", f.Size>>20, "limit", limit>>20))
	}
	tables, err := tabular.Read(f.Content, tabular.Usual)
	if err == nil {
		list, err = tabular.ReadProjects(tables[0], tabular.ProjectReading{FileName: f.Name, Departments: plan.DepartmentsOf(e.dir.Services)})
	}
	if wrong, refused := errors.AsType[*tabular.Error](err); refused {
		return "", list, askFor(e.say(textImportRefused, "why", capital(wrong.In(e.lang))+"."))
	}
	return f.Name, list, err
}

// importPreview says what a list would change, and asks.
func (e *Env) importPreview(id, name string, list plan.ProjectList, r plan.ProjectImportReport) card.Reply {
	count := e.projectsSaid(r.Created + r.Changed + r.Unchanged)
	args := []any{"file", card.Quote(name), "n", count, "amount", e.amountSaid(r), "created", r.Created, "changed", r.Changed, "same", r.Unchanged}
	if r.Created+r.Changed == 0 && len(r.Rejected) == 0 {
		return card.Reply{Text: e.say(textImportSame, args...)}
	}
	head := textImportTitle
	if r.Changed+r.Unchanged > 0 {
		head = textImportNewer
	}
	text := e.say(head, args...) + "\n\n" + e.importTable(r) + "\n\n" + e.columnsSaid(list)
	if rounded := r.Roundings.In(e.lang); rounded != "" {
		text += "\n" + rounded
	}
	text += e.points(i18n.Plural(e.lang, len(r.Rejected), textImportBadOne, textImportBad), r.Rejected)
	text += e.points(i18n.Plural(e.lang, len(r.Remarks), textImportCheck, textImportChecks), r.Remarks)
	reply := card.Reply{Text: text, Files: e.pointsFile(r)}
	line := e.cmd.path + " " + id + " "
	if len(r.Rejected) == 0 {
		reply.Buttons = append(reply.Buttons, card.Button{ID: "importer", Label: e.say(labelImportThem, "n", count), Style: card.Primary, Command: line + importYes})
	}
	reply.Buttons = append(reply.Buttons, card.Button{ID: "colonnes", Label: e.say(labelColumns), Style: card.Variant, Command: line + importColumns})
	if r.Changed > 0 {
		reply.Buttons = append(reply.Buttons, card.Button{ID: "ecarts", Label: e.say(labelGaps), Style: card.Variant, Command: line + importGaps})
	}
	reply.Buttons = append(reply.Buttons, card.Button{ID: "renoncer", Label: e.say(labelGiveUp), Style: card.Quiet, Command: line + importNo})
	return reply
}

// amountSaid is what a list grants in all, nothing when it speaks of no money.
func (e *Env) amountSaid(r plan.ProjectImportReport) string {
	if r.Granted == 0 {
		return ""
	}
	return e.say(textImportSum, "amount", r.Granted)
}

func (e *Env) projectsSaid(n int) string {
	return e.say(i18n.Plural(e.lang, n, textImportNumber, textImportMany), "n", n)
}

// importTable counts projects and amounts by department.
func (e *Env) importTable(r plan.ProjectImportReport) string {
	rows := []string{e.say(textImportHead)}
	for _, d := range r.Departments {
		department := d.Department
		if department == "" {
			department = e.say(textRegionWide)
		}
		rows = append(rows, row([]string{department, e.drawer().number(d.Count), d.Granted.Thousands(e.lang)}))
	}
	return strings.Join(rows, "\n")
}

// columnsSaid says how many columns were recognised, and the two that matter most.
func (e *Env) columnsSaid(list plan.ProjectList) string {
	which, amount := "", ""
	for _, kind := range []plan.ProjectColumnKind{plan.ProjectRetainedColumn, plan.ProjectCommittedColumn, plan.ProjectPaidColumn} {
		if c, ok := list.Column(kind); ok {
			amount = e.say(textImportAmount, "title", card.Code(c.Title))
			break
		}
	}
	if c, ok := list.Column(plan.ProjectTitleColumn); ok {
		which = e.say(textImportWhich, "title", card.Code(c.Title), "amount", amount)
	}
	return e.say(textImportColumns, "n", list.Recognised(), "of", len(list.Columns), "which", which)
}

// points lists the first of some problems, empty when there is none.
func (e *Env) points(heading i18n.Msg, all []plan.ImportProblem) string {
	if len(all) == 0 {
		return ""
	}
	rows := []string{e.say(heading, "n", len(all))}
	for _, p := range all[:min(len(all), mostPoints)] {
		rows = append(rows, e.importPoint(p))
	}
	text := "\n\n" + strings.Join(rows, "\n")
	if left := len(all) - mostPoints; left > 0 {
		text += "\n\n" + e.say(textImportMore, "n", left, "file", pointsFileName)
	}
	return text
}

func (e *Env) importPoint(p plan.ImportProblem) string {
	column := ""
	if p.At.Column != "" {
		column = e.say(textImportColumn, "column", card.Quote(p.At.Column))
	}
	return e.say(textImportPoint, "row", p.At.Row, "column", column, "why", p.Text)
}

const pointsFileName = "a-verifier.csv"

var (
	titleRow    = i18n.T("ligne du tableur", "row of the spreadsheet")
	titleColumn = i18n.T("colonne", "column")
	titleWhy    = i18n.T("à vérifier", "to check")
)

// pointsFile holds the problems that the answer does not show.
func (e *Env) pointsFile(r plan.ProjectImportReport) []card.File {
	if len(r.Rejected) <= mostPoints && len(r.Remarks) <= mostPoints {
		return nil
	}
	t := tabular.Table{Header: []string{e.say(titleRow), e.say(titleColumn), e.say(titleWhy)}}
	for _, all := range [][]plan.ImportProblem{r.Rejected, r.Remarks} {
		for _, p := range all {
			t.Rows = append(t.Rows, tabular.Row{Cells: []string{
				e.drawer().number(p.At.Row), p.At.Column, strings.ReplaceAll(p.Text.In(e.lang), "**", ""),
			}})
		}
	}
	var out bytes.Buffer
	if err := (tabular.CSV{Mark: true}).Write(&out, t); err != nil {
		return nil // a buffer takes all that is written
	}
	return []card.File{{Name: pointsFileName, Type: "text/csv", Content: out.Bytes()}}
}

// importColumns says what each column is taken for.
func (e *Env) importColumns(name string, list plan.ProjectList) card.Reply {
	rows := []string{e.say(textColumnsHead, "file", card.Quote(name), "n", len(list.Columns))}
	for _, c := range list.Columns {
		rows = append(rows, e.say(textColumnRow, "title", card.Code(c.Title), "is", c.Is))
	}
	for _, line := range list.Assumed {
		rows = append(rows, bullet+line.In(e.lang))
	}
	return card.Reply{Text: strings.Join(rows, "\n")}
}

// importGaps says what changes in the projects that are there already.
func (e *Env) importGaps(name string, r plan.ProjectImportReport) card.Reply {
	w := e.drawer()
	rows := []string{e.say(textGapHead, "file", card.Quote(name))}
	for _, c := range r.Changes[:min(len(r.Changes), weekLimit)] {
		what := strings.Join(w.projectChanges(c), e.say(textBetween))
		if what == "" {
			what = e.say(textGapAmount)
		}
		rows = append(rows, e.say(textGapRow, "ref", c.After.Ref(), "name", card.Quote(clip(c.After.Called())), "what", what))
	}
	return card.Reply{Text: strings.Join(rows, "\n")}
}

// imported says what was stored.
func (e *Env) imported(r plan.ProjectImportReport) string {
	text := e.say(textImportDone, "n", e.projectsSaid(r.Created+r.Changed+r.Unchanged), "amount", e.amountSaid(r),
		"created", r.Created, "changed", r.Changed, "same", r.Unchanged)
	if len(r.Programmes) > 0 {
		names := make([]string, len(r.Programmes))
		for i, name := range r.Programmes {
			names[i] = card.Quote(name)
		}
		text = lines(text, e.say(textImportMade, "list", strings.Join(names, ", ")))
	}
	return text
}
