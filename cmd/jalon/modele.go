package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

type modeleCommand struct {
	File string `arg:"" help:"${modele_file}"`
}

// Run writes the blank sheets that import reads: those of bodies when the file is
// named after them (instances.xlsx), else those of services.
func (c *modeleCommand) Run(sh shell) (err error) {
	write, done := writeBlankBook, textModeleDone
	bodies := strings.Contains(i18n.Fold(filepath.Base(c.File)), "instance")
	switch ext := strings.ToLower(filepath.Ext(c.File)); {
	case ext == ".xlsx" && bodies:
		write, done = writeBlankBodies, textModeleBodies
	case ext == ".xlsx":
	case ext == ".csv" && bodies:
		write, done = writeBlankBodiesCSV, textModeleBodies
	case ext == ".csv":
		write = writeBlankCSV
	default:
		return say(sh.lang, textModeleForm, "file", c.File)
	}
	f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return say(sh.lang, textModeleThere, "file", c.File)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := write(f); err != nil {
		return err
	}
	sh.tell(done.In(sh.lang, "file", c.File))
	return nil
}

func writeBlankCSV(f *os.File) error {
	return tabular.CSV{Mark: true}.Write(f, tabular.Table{Header: titles(serviceColumns)})
}

func writeBlankBook(f *os.File) error {
	services := tabular.Table{Sheet: sheetServices, Header: titles(serviceColumns)}
	agents := tabular.Table{Sheet: sheetAgents, Header: titles(agentColumns)}
	return tabular.WriteXLSX(f,
		tabular.SheetPage{Table: services, Choices: choices(serviceColumns)},
		tabular.SheetPage{Table: agents, Choices: choices(agentColumns)},
		tabular.SheetPage{Table: manual()},
	)
}

func titles(columns []tabular.Column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Names[0]
	}
	return out
}

// choices are the lists that spreadsheets offer, by column.
func choices(columns []tabular.Column) map[int][]string {
	out := map[int][]string{}
	for i, c := range columns {
		switch c.Key {
		case plan.ColumnKind:
			for _, k := range plan.ServiceKinds {
				out[i] = append(out[i], string(k))
			}
		case plan.ColumnRole:
			out[i] = agentRoles
		}
	}
	return out
}

// manual is the sheet that says how to fill in the others. Sheets are in
// French, as are their titles.
func manual() tabular.Table {
	return tabular.Table{
		Sheet:  sheetManual,
		Header: []string{"feuille", "colonne", "contenu", "exemple"},
		Rows: manualRows(
			sheetServices, plan.ColumnCode, "ce que l’on tape ; obligatoire, une seule fois dans la région", "62",
			sheetServices, plan.ColumnName, "le nom complet ; obligatoire pour un service nouveau", "préfecture du Pas-de-Calais",
			sheetServices, plan.ColumnAliases, "autres noms, séparés par une barre droite", "Pas-de-Calais|Arras",
			sheetServices, plan.ColumnKind, "à choisir dans la liste ; obligatoire pour un service nouveau", "prefecture",
			sheetServices, plan.ColumnParent, "code du service dont il dépend", "SGAR",
			sheetServices, plan.ColumnDepartment, "numéro du département ; vide pour un service régional", "62",
			sheetServices, plan.ColumnArrondissement, "code INSEE de l’arrondissement, pour une sous-préfecture", "622",
			sheetServices, plan.ColumnChannel, "le canal, comme dans son adresse", "pref-62",
			sheetServices, plan.ColumnHolidayZone, "vide : celle du département", "Métropole",
			sheetServices, plan.ColumnTimeZone, "vide : celui du département", "Europe/Paris",
			sheetServices, plan.ColumnOpens, "heure avant laquelle jalon se tait ; vide : 8h", "8h30",
			sheetServices, plan.ColumnCloses, "heure après laquelle jalon se tait ; vide : 19h", "18h",
			sheetServices, plan.ColumnDigest, "quand vient le point de la semaine", "lundi 8h30",
			sheetServices, plan.ColumnLadder, "rappels par défaut du service", "J-7 J-3 J-1",
			sheetServices, plan.ColumnReferents, "noms d’utilisateur, séparés par une virgule", "bob, chloe",
			sheetAgents, plan.ColumnAccount, "nom d’utilisateur Mattermost, ou adresse ; une ligne par service de la personne", "bob",
			sheetAgents, plan.ColumnService, "code du service", "62",
			sheetAgents, plan.ColumnRole, "à choisir dans la liste ; vide : contribution", "contribution",
			sheetAgents, plan.ColumnDeputy, "compte qui reçoit en cas d’absence ; n’indiquez jamais de motif", "chloe",
		),
	}
}

// manualRows makes rows of sheet, column, content, example, and ends with what
// holds for all.
func manualRows(cells ...string) []tabular.Row {
	var rows []tabular.Row
	for i := 0; i+3 < len(cells); i += 4 {
		rows = append(rows, tabular.Row{Cells: []string{cells[i], columnTitle(cells[i+1]), cells[i+2], cells[i+3]}})
	}
	for _, sentence := range []string{
		"Une case vide ne change rien à ce qui est enregistré. Aucun service n’est jamais supprimé.",
		"Voir ce qui changerait : jalon import services FICHIER. Enregistrer : la même commande avec --apply.",
	} {
		rows = append(rows, tabular.Row{Cells: []string{"", "", sentence, ""}})
	}
	return rows
}

var textModeleBodies = i18n.T(
	"{file} est écrit. Une fois rempli, dans le dossier de jalon.json : jalon import instances {file}",
	"{file} is written. Once filled in, in the folder of jalon.json: jalon import instances {file}")

// bodyExamples are the rows that show how to fill the sheets in; they are not
// imported.
var bodyExamples = map[string][]string{
	sheetBodies: {
		"Exemple : EPF Hauts-de-France, conseil d’administration", "EPF", "conseil d’administration", "siège", "préfet de région", "59",
		"décret 90-1154", "3 fois par an", "EPF", "10 jours", "1/2", "24", "1", "Statuts https://exemple.fr/statuts", "Représentation",
	},
	sheetSeats:     {"Exemple : EPF", "urbanisme", "Mme Vasseur", "suppléante", "par fonction", "délibérative", "01/02/2024", "31/01/2027", "12 mars 2024"},
	sheetMeetings:  {"Exemple : EPF", "11/12/2026", "9h30", "12h", "Euratechnologies, Lille", "", "DOB 2027, PPI", "confirmée"},
	sheetDeadlines: {"Exemple : bilan annuel de l’EPF", "29/01/2027", "12h", "SGAR, 59"},
}

// bodyChoices are the lists that spreadsheets offer, by column.
var bodyChoices = map[string][]string{
	plan.ColumnChair:  {"siège", "préside", "copréside"},
	plan.ColumnRank:   {"titulaire", "suppléant", "suppléant 2"},
	plan.ColumnNature: {"par fonction", "élu", "personnalité qualifiée", "invité"},
	plan.ColumnVote:   {"délibérative", "consultative"},
	plan.ColumnState:  {"confirmée", "provisoire", "tenue", "non tenue", "annulée"},
}

func writeBlankBodies(f *os.File) error {
	var pages []tabular.SheetPage
	for _, name := range []string{sheetBodies, sheetSeats, sheetMeetings, sheetDeadlines} {
		pages = append(pages, blankSheet(name))
	}
	return tabular.WriteXLSX(f, pages...)
}

// blankSheet is a sheet with its titles, its lists of choices and an example.
func blankSheet(name string) tabular.SheetPage {
	i := slices.IndexFunc(bodySheets, func(s bodySheet) bool { return s.name == name })
	columns := bodySheets[i].columns
	page := tabular.SheetPage{
		Table:   tabular.Table{Sheet: name, Header: titles(columns), Rows: []tabular.Row{{Cells: bodyExamples[name]}}},
		Choices: map[int][]string{},
	}
	for at, c := range columns {
		if list := bodyChoices[c.Key]; list != nil {
			page.Choices[at] = list
		}
	}
	return page
}

func writeBlankBodiesCSV(f *os.File) error {
	return tabular.CSV{Mark: true}.Write(f, blankSheet(sheetBodies).Table)
}
