package plan

import (
	"context"
	"slices"

	"jalon/i18n"
)

// LocalityLine is a place of an official list.
type LocalityLine struct {
	At Cell
	Locality
}

// LocalityImport is an official list of places of one kind.
type LocalityImport struct {
	Kind  PlaceKind
	Lines []LocalityLine
	// Problems are those that the reader of the file has met: nothing is stored
	// when there is one.
	Problems []ImportProblem
}

// LocalityReport is what an import of places did, or would do.
type LocalityReport struct {
	Applied            bool
	Kind               PlaceKind
	New, Changed, Same int
	// Absent counts the places that were known and that the list, which speaks of
	// their department, no longer has: they stay, for what already names them.
	Absent   int
	Problems []ImportProblem
}

// LocalitiesRecord is an import of places as the journal holds it.
type LocalitiesRecord struct {
	Kind    PlaceKind `json:"kind"`
	New     int       `json:"new,omitempty"`
	Changed int       `json:"changed,omitempty"`
}

var (
	textNoPlaceImport = i18n.T(
		"Les listes de lieux ne peuvent pas être importées depuis votre compte. Rien n’a changé.\n"+
			"Règle\u202f: cela revient à la coordination.\nPour l’obtenir\u202f: écrivez au SGAR.",
		"Lists of places cannot be imported from your account. Nothing has changed.\n"+
			"Rule: this is up to the coordination.\nTo get this right: write to the SGAR.")
	textPlaceNoName = i18n.T("il manque le nom", "the name is missing")
	textPlaceTwice  = i18n.T("le code **{code}** figure déjà en ligne {row}", "the code **{code}** stands already in row {row}")
)

// ImportLocalities stores an official list of communes, arrondissements or EPCI in
// one transaction, or only says what it would do. A place is known by its code;
// none is ever deleted; a list that is stored already changes nothing. Nothing is
// stored when there is a problem.
func (p *Planner) ImportLocalities(ctx context.Context, call Call, list LocalityImport, apply bool) (LocalityReport, error) {
	if !Allowed(call.Actor, ManageServices, Deadline{}) {
		return LocalityReport{}, Refuse(Denied, textNoPlaceImport.With())
	}
	var report LocalityReport
	run := func(tx Tx) error {
		var write []Locality
		var err error
		if report, write, err = draftLocalities(tx, call.Actor.Region, list); err != nil {
			return err
		}
		if !apply || len(report.Problems) > 0 {
			return nil
		}
		report.Applied = true
		if len(write) == 0 {
			return nil
		}
		if err := tx.PutLocalities(call.Actor.Region, write); err != nil {
			return err
		}
		return p.journal(tx, call, "reference.importer", RegionRef, nil, LocalitiesRecord{list.Kind, report.New, report.Changed}, "")
	}
	var err error
	if apply {
		err = p.write(ctx, run)
	} else {
		err = p.store.Read(ctx, run)
	}
	return report, wrap(err, "import places")
}

// draftLocalities works out what a list would write.
func draftLocalities(tx Tx, region RegionID, list LocalityImport) (LocalityReport, []Locality, error) {
	report := LocalityReport{Kind: list.Kind, Problems: slices.Clone(list.Problems)}
	known, err := tx.Localities(region, list.Kind)
	if err != nil {
		return report, nil, err
	}
	stored := map[string]Locality{}
	for _, p := range known {
		stored[p.Code] = p
	}
	var write []Locality
	rows, spoken := map[string]int{}, map[string]bool{}
	for _, line := range list.Lines {
		if first, twice := rows[line.Code]; twice {
			report.Problems = append(report.Problems, ImportProblem{line.At, textPlaceTwice.With("code", line.Code, "row", first)})
			continue
		}
		if line.Name == "" {
			report.Problems = append(report.Problems, ImportProblem{line.At, textPlaceNoName.With()})
		}
		rows[line.Code], spoken[line.Department] = line.At.Row, true
		switch was, ok := stored[line.Code]; {
		case !ok:
			report.New++
			write = append(write, line.Locality)
		case was != line.Locality:
			report.Changed++
			write = append(write, line.Locality)
		default:
			report.Same++
		}
	}
	for _, p := range known {
		if _, listed := rows[p.Code]; !listed && spoken[p.Department] {
			report.Absent++
		}
	}
	return report, write, nil
}
