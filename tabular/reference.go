package tabular

import (
	"strings"

	"jalon/i18n"
	"jalon/plan"
)

var (
	textNoReference = i18n.T(
		"ce fichier n’est ni une liste de communes (colonnes `COM`, `DEP`, `LIBELLE`), ni d’arrondissements (`ARR`, `DEP`, `LIBELLE`), ni d’EPCI (`siren`, `raison_sociale`, `dept`)",
		"this file is no list of communes (columns `COM`, `DEP`, `LIBELLE`), nor of arrondissements (`ARR`, `DEP`, `LIBELLE`), nor of EPCI (`siren`, `raison_sociale`, `dept`)")
	textNoInsee          = i18n.T("«\u202f{text}\u202f» n’est pas un code INSEE", "“{text}” is not an INSEE code")
	textNoArrondissement = i18n.T("«\u202f{text}\u202f» n’est pas un numéro d’arrondissement", "“{text}” is not the number of an arrondissement")
	textNoSiren          = i18n.T("«\u202f{text}\u202f» n’est pas un SIREN", "“{text}” is not a SIREN")
)

// Keys of the columns of official lists.
const (
	refType   = "type"
	refCom    = "com"
	refArr    = "arr"
	refDep    = "dep"
	refName   = "name"
	refSiren  = "siren"
	refNature = "nature"
)

// referenceForms are the official lists, by what their columns are: those of the
// code officiel géographique of the INSEE, and of the EPCI of the DGCL. The first
// of which the columns that are needed are there is the one.
var referenceForms = []struct {
	kind    plan.PlaceKind
	columns []Column
}{
	{plan.PlaceCommune, []Column{
		{Key: refType, Names: []string{"typecom"}},
		{Key: refCom, Names: []string{"com", "code_commune", "code_insee", "codgeo", "insee"}, Required: true},
		{Key: refName, Names: []string{"libelle", "nom_commune", "libgeo", "nom"}, Required: true},
		{Key: refDep, Names: []string{"dep", "code_departement", "departement"}},
		{Key: refArr, Names: []string{"arr", "code_arrondissement", "arrondissement"}},
	}},
	{plan.PlaceEPCI, []Column{
		{Key: refSiren, Names: []string{"siren", "siren_epci", "code_siren", "n° siren"}, Required: true},
		{Key: refName, Names: []string{"raison_sociale", "nom_epci", "nom_complet", "libelle", "nom"}, Required: true},
		{Key: refNature, Names: []string{"nature_juridique", "nature", "nj_epci"}},
		{Key: refDep, Names: []string{"dept", "dep", "departement", "code_departement", "dep_epci"}, Required: true},
	}},
	{plan.PlaceArrondissement, []Column{
		{Key: refArr, Names: []string{"arr", "code_arrondissement"}, Required: true},
		{Key: refName, Names: []string{"libelle", "nom_arrondissement", "nom"}, Required: true},
		{Key: refDep, Names: []string{"dep", "code_departement", "departement"}, Required: true},
	}},
}

// ReadReference reads an official list of communes, arrondissements or EPCI,
// known by its columns. Codes that lost their zero have it again; what is not a
// commune of its own (a delegated one, a municipal arrondissement) is left out.
func ReadReference(t Table) (plan.LocalityImport, error) {
	if err := t.Twice(); err != nil {
		return plan.LocalityImport{}, err
	}
	for _, form := range referenceForms {
		if _, err := (Table{Header: t.Header}).Find(form.columns); err != nil {
			continue // of another form
		}
		columns, err := t.Find(form.columns)
		if err != nil {
			return plan.LocalityImport{}, err
		}
		r := reference{table: t, columns: columns, list: plan.LocalityImport{Kind: form.kind}}
		for _, row := range t.Rows {
			r.read(row)
		}
		return r.list, nil
	}
	return plan.LocalityImport{}, &Error{Sheet: t.Sheet, Text: textNoReference.With()}
}

// reference is an official list being read.
type reference struct {
	table   Table
	columns Columns
	list    plan.LocalityImport
}

func (r *reference) read(row Row) {
	cell := func(key string) string { return cellText(r.columns.Cell(row, key)) }
	if kind := cell(refType); kind != "" && !strings.EqualFold(kind, "COM") {
		return
	}
	line := plan.LocalityLine{
		At:       plan.Cell{Sheet: r.table.Sheet, Row: row.Number},
		Locality: plan.Locality{Kind: r.list.Kind, Name: oneLine(cell(refName)), Nature: cell(refNature)},
	}
	wrong, why := r.identify(&line.Locality, cell)
	if line.Department == "" && why.IsZero() {
		department, known := plan.DepartmentNamed(cell(refDep))
		if line.Department = department.Number; !known {
			wrong, why = refDep, textNoDepartmentNamed.With("text", cell(refDep))
		}
	}
	if !why.IsZero() {
		line.At.Column = r.columns.Title(r.table, wrong)
		r.list.Problems = append(r.list.Problems, plan.ImportProblem{At: line.At, Text: why})
		return
	}
	r.list.Lines = append(r.list.Lines, line)
}

// identify reads the code of a place, and what is known by it. It tells which
// column is wrong, and why.
func (r *reference) identify(p *plan.Locality, cell func(string) string) (wrong string, why i18n.Line) {
	var ok bool
	switch r.list.Kind {
	case plan.PlaceEPCI:
		if p.Code, ok = sirenCode(cell(refSiren)); !ok {
			return refSiren, textNoSiren.With("text", cell(refSiren))
		}
	case plan.PlaceArrondissement:
		if p.Code = arrondissementCode(cell(refArr)); len(p.Code) < 3 || len(p.Code) > 4 {
			return refArr, textNoArrondissement.With("text", cell(refArr))
		}
	default:
		if p.Code, p.Department, ok = inseeCode(cell(refCom)); !ok {
			return refCom, textNoInsee.With("text", cell(refCom))
		}
		p.Arrondissement = arrondissementCode(cell(refArr))
	}
	return "", i18n.Line{}
}
