package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
	"jalon/tabular"
)

type importReferenceCommand struct {
	settingsFlags
	Team   string   `help:"${console_team}"`
	As     string   `placeholder:"@NAME" help:"${import_as}"`
	DryRun bool     `help:"${import_dry}"`
	Files  []string `arg:"" name:"file" help:"${import_reference_file}"`
}

var (
	textReferenceOf = i18n.T("{file} : {list}", "{file}: {list}")
	textReferences  = map[plan.PlaceKind][2]i18n.Msg{
		plan.PlaceCommune: {i18n.T("{n} commune", "{n} commune"), i18n.T("{n} communes", "{n} communes")},
		plan.PlaceArrondissement: {
			i18n.T("{n} arrondissement", "{n} arrondissement"), i18n.T("{n} arrondissements", "{n} arrondissements"),
		},
		plan.PlaceEPCI: {i18n.T("{n} EPCI", "{n} EPCI"), i18n.T("{n} EPCI", "{n} EPCI")},
	}
	textReferenceAbsent = i18n.T(
		"{n} absent de cette liste : gardé, pour ce qui le nomme déjà",
		"{n} not in this list: kept, for what names it already")
	textReferencesAbsent = i18n.T(
		"{n} absents de cette liste : gardés, pour ce qui les nomme déjà",
		"{n} not in this list: kept, for what names them already")
	textReferenceDry  = i18n.T("Essai : rien n’est enregistré.", "Rehearsal: nothing is saved.")
	textReferenceDone = i18n.T("Importé.", "Imported.")
)

// Run stores official lists of places, each in one transaction, or says what it
// would do. All are read before any is stored.
func (c *importReferenceCommand) Run(ctx context.Context, sh shell) (err error) {
	dsn, err := c.database(sh)
	if err != nil {
		return err
	}
	lists := make([]plan.LocalityImport, len(c.Files))
	for i, file := range c.Files {
		if lists[i], err = readReference(file, sh.lang); err != nil {
			return err
		}
	}
	h, err := openHouse(ctx, dsn, store.Options{NoMigrate: true}, plan.Options{}, consoleLog(sh))
	if err != nil {
		return inWords(err, sh.lang)
	}
	defer func() { err = errors.Join(err, h.close()) }()
	region, err := h.region(ctx, c.Team, sh.lang)
	if err != nil {
		return err
	}
	actor, err := h.importer(ctx, region, c.As)
	if err != nil {
		return explained(err, sh.lang)
	}
	call := plan.Call{Now: time.Now(), Actor: actor, Origin: plan.ByImport}
	for i, list := range lists {
		report, err := h.planner.ImportLocalities(ctx, call, list, !c.DryRun)
		if err != nil {
			return explained(err, sh.lang)
		}
		importShow{sh: sh}.reference(filepath.Base(c.Files[i]), report, c.DryRun)
		if len(report.Problems) > 0 {
			return told(exitFailed)
		}
	}
	return nil
}

// readReference reads the official list that a file holds.
func readReference(file string, lang i18n.Lang) (plan.LocalityImport, error) {
	f, err := os.Open(file)
	if err != nil {
		return plan.LocalityImport{}, err
	}
	defer func() { _ = f.Close() }()
	tables, err := tabular.Read(f, tabular.Usual)
	if err != nil {
		return plan.LocalityImport{}, inFile(file, err, lang)
	}
	list, err := tabular.ReadReference(tables[0])
	return list, inFile(file, err, lang)
}

// inFile names the file that an error is about.
func inFile(file string, err error, lang i18n.Lang) error {
	if err == nil {
		return nil
	}
	return say(lang, textReferenceOf, "file", filepath.Base(file), "list", inTable(err, lang))
}

func (s importShow) reference(file string, report plan.LocalityReport, dry bool) {
	lang, names := s.sh.lang, textReferences[report.Kind]
	all := report.New + report.Changed + report.Same
	s.tell(textReferenceOf, "file", file, "list", textImportList.In(lang,
		"count", counted(lang, all, names[0], names[1]),
		"news", textNew.In(lang, "n", report.New),
		"changed", textChanged.In(lang, "n", report.Changed),
		"same", textSame.In(lang, "n", report.Same),
		"wrong", textToMend.In(lang, "n", len(report.Problems))))
	if report.Absent > 0 && len(report.Problems) == 0 {
		s.tell(i18n.Plural(lang, report.Absent, textReferenceAbsent, textReferencesAbsent), "n", report.Absent)
	}
	s.points(textImportFix, report.Problems)
	switch {
	case len(report.Problems) > 0:
		s.tell(textImportRefused)
	case report.New+report.Changed == 0:
		s.tell(textImportNothing)
	case dry:
		s.tell(textReferenceDry)
	default:
		s.tell(textReferenceDone)
	}
}
