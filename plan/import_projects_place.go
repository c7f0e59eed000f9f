package plan

import (
	"slices"

	"jalon/i18n"
)

var textLinePlaces = i18n.T(
	"**{name}** est le nom de {n} lieux : {places} ; le lieu reste sans code. Ajoutez le département, ou le code INSEE",
	"**{name}** is the name of {n} places: {places}; the place has no code. Add the department, or the INSEE code")

// locate finds a place that a line only names in the official lists, where they
// are loaded: its code and, where nothing else tells it, its department. Of several
// places of that name none is taken. What is no official place stays as it is named.
func (w *projectImporter) locate(line ProjectLine, before Project) (ProjectLine, error) {
	if line.Place == "" || line.PlaceCode != "" {
		return line, nil
	}
	departments := line.Departments
	if len(departments) == 0 {
		departments = before.Departments
	}
	named, err := w.placesNamed(line.Place)
	if err != nil {
		return line, err
	}
	var found []Locality
	for _, l := range named {
		if (line.PlaceKind == "" || line.PlaceKind == l.Kind) && (len(departments) == 0 || slices.Contains(departments, l.Department)) {
			found = append(found, l)
		}
	}
	switch {
	case len(found) > 1:
		w.remark(line, textLinePlaces.With("name", beginning(line.Place), "n", len(found), "places", placeList(found)))
	case len(found) == 1:
		line.PlaceCode, line.PlaceKind = found[0].Code, found[0].Kind
		if len(departments) == 0 {
			line.Departments = []string{found[0].Department}
		}
	}
	return line, nil
}

// placesNamed lists the official places that a name may mean; each name is looked
// up once, and none where no list is loaded.
func (w *projectImporter) placesNamed(text string) ([]Locality, error) {
	if w.places == nil {
		communes, err := w.tx.Localities(w.dir.Region.ID, PlaceCommune)
		if err != nil {
			return nil, err
		}
		w.places, w.placesLoaded = map[string][]Locality{}, len(communes) > 0
	}
	found, known := w.places[text]
	if known || !w.placesLoaded {
		return found, nil
	}
	name, department := nameAndDepartment(text)
	found, err := placesCalled(w.tx, w.dir.Region.ID, name, department)
	w.places[text] = found
	return found, err
}
