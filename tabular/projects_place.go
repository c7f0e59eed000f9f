package tabular

import (
	"slices"
	"strings"

	"jalon/i18n"
	"jalon/plan"
)

// placeKinds are the kinds of places as lists name them, folded.
var placeKinds = map[string]plan.PlaceKind{
	"commune": plan.PlaceCommune, "communes": plan.PlaceCommune, "epci": plan.PlaceEPCI, "intercommunalite": plan.PlaceEPCI,
	"conseil_departemental": plan.PlaceDepartment, "conseil departemental": plan.PlaceDepartment, "departement": plan.PlaceDepartment,
	"arrondissement": plan.PlaceArrondissement,
}

// readWhere reads where the project lies.
func (p *projectRow) readWhere() {
	p.readDepartments()
	p.line.Place = oneLine(p.text(plan.ProjectPlaceColumn))
	p.line.PlaceKind = placeKinds[i18n.Fold(p.text(plan.ProjectPlaceKindColumn))]
	at := p.readPlaceCode()
	p.readPlaces()
	if p.line.PlaceCode == "" || p.line.PlaceKind != plan.PlaceCommune {
		return
	}
	_, department, _ := inseeCode(p.line.PlaceCode)
	p.checkPlace(at, orElse(p.line.Place, p.line.PlaceCode), p.line.PlaceCode, department)
}

// readDepartments reads the departments, from the first column that names some.
func (p *projectRow) readDepartments() {
	for _, at := range p.columns.at[plan.ProjectDepartmentColumn] {
		text := cellText(cellAt(p.row, at))
		if text == "" {
			continue
		}
		departments, ok := departmentsIn(text)
		if !ok {
			p.remark(at, textNoDepartmentNamed.With("text", text))
			continue
		}
		p.line.Departments = departments
		return
	}
}

// readPlaceCode reads the code of the place, whose meaning is that of its kind,
// else of its form. A list may have several columns of codes, one for each kind.
func (p *projectRow) readPlaceCode() (at int) {
	wrong := -1
	for _, at := range p.columns.at[plan.ProjectPlaceCodeColumn] {
		text := cellText(cellAt(p.row, at))
		if text == "" || codeDigits(text) == "0" {
			continue
		}
		if p.takePlaceCode(text) {
			return at
		}
		if wrong < 0 {
			wrong = at
		}
	}
	if wrong >= 0 {
		p.remark(wrong, textNoPlaceCode.With("text", cellAt(p.row, wrong)))
	}
	return wrong
}

// takePlaceCode takes a code for that of the place, if it may be.
func (p *projectRow) takePlaceCode(text string) bool {
	kind := p.line.PlaceKind
	if kind == "" {
		kind = kindOfCode(text)
	}
	var code string
	ok := false
	switch kind {
	case plan.PlaceCommune:
		code, _, ok = inseeCode(text)
	case plan.PlaceEPCI:
		code, ok = sirenCode(text)
	case plan.PlaceDepartment:
		var departments []string
		if departments, ok = departmentsIn(codeDigits(text)); ok {
			code = departments[0]
			p.locate(departments)
		}
	case plan.PlaceArrondissement:
		code, ok = arrondissementCode(text), true
	}
	if ok {
		p.line.PlaceCode, p.line.PlaceKind = code, kind
	}
	return ok
}

// kindOfCode tells what a code may be by its form.
func kindOfCode(text string) plan.PlaceKind {
	if _, _, ok := inseeCode(text); ok {
		return plan.PlaceCommune
	}
	if _, ok := sirenCode(text); ok {
		return plan.PlaceEPCI
	}
	if _, ok := plan.DepartmentOf(codeDigits(text)); ok {
		return plan.PlaceDepartment
	}
	return ""
}

// arrondissementCode gives back its zero to the number of an arrondissement.
func arrondissementCode(text string) string {
	code := strings.ToUpper(codeDigits(text))
	if len(code) == 2 {
		code = "0" + code
	}
	return code
}

// readPlaces reads the places of a list of them with their codes: one is the
// place of the project, several only tell its departments and stay as a field.
func (p *projectRow) readPlaces() {
	text, at := p.textAt(plan.ProjectPlacesColumn)
	names, codes, departments := placesIn(text)
	if len(names) == 1 && p.line.PlaceCode == "" {
		p.line.Place, p.line.PlaceCode, p.line.PlaceKind = orElse(p.line.Place, names[0]), codes[0], plan.PlaceCommune
	}
	if len(names) > 1 || (text != "" && len(names) == 0) {
		p.kept[at] = text
	}
	p.locate(departments)
}

// locate gives the project its departments where no column does.
func (p *projectRow) locate(departments []string) {
	if len(p.line.Departments) == 0 {
		p.line.Departments = departments
	}
}

// checkPlace remarks a commune outside the departments given, or takes its own
// where none is.
func (p *projectRow) checkPlace(at int, place, code, department string) {
	p.locate([]string{department})
	region := p.with.Departments
	switch {
	case len(region) > 0 && !slices.Contains(region, department):
		p.remark(at, textOutsideRegion.With("place", place, "code", code))
	case !slices.Contains(p.line.Departments, department):
		p.remark(at, textOutsideDepartment.With("place", place, "code", code, "department", strings.Join(p.line.Departments, ", ")))
	}
}
