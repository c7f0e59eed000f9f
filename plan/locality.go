package plan

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"jalon/i18n"
)

// Locality is a place of an official list: a commune, an arrondissement or an EPCI.
// A department, which the program knows, is one too.
type Locality struct {
	Kind PlaceKind
	// Code is the INSEE code of a commune, the number of an arrondissement or of
	// a department, the SIREN of an EPCI.
	Code string
	Name string
	// Nature is that of an EPCI: "CC", "CA", "CU", "METRO".
	Nature         string
	Department     string // its number; for an EPCI over several, that of its seat
	Arrondissement string // the number of that of a commune
}

// Keys are what a place is found by: its name folded without spaces, « St »
// in full; and the same without articles, nor the nature of an EPCI.
func (p Locality) Keys() (exact, loose string) { return placeKeys(p.Name) }

// natures are the words before the name of an EPCI, folded.
var natures = regexp.MustCompile(`^(?:communaute (?:de communes|d'agglomeration|urbaine)|metropole|cc|ca|cu)\b *(?:de la |de l'|des |du |de |d')?`)

func placeKeys(name string) (exact, loose string) {
	folded := saints(i18n.Fold(name))
	return letters(folded), letters(territoryKey(natures.ReplaceAllString(folded, "")))
}

// Localities is the part of a transaction about the official lists of places.
type Localities interface {
	// PutLocalities adds the places to those of the region, or writes over those of
	// their kind and code.
	PutLocalities(RegionID, []Locality) error
	// Locality returns a place by its kind and code.
	Locality(RegionID, PlaceKind, string) (Locality, error)
	// Localities lists the places of a kind by code.
	Localities(RegionID, PlaceKind) ([]Locality, error)
	// LocalitiesNamed lists the places of which a key is among those given, exact with
	// exact and loose with loose, by code.
	LocalitiesNamed(region RegionID, exact, loose string) ([]Locality, error)
}

var (
	textNoPlace = i18n.T(
		"Aucun lieu ne s’appelle **{name}**. Rien n’a changé.\nÉcrivez le nom d’une commune, d’un arrondissement ou d’un EPCI, ou un code INSEE. Par exemple\u202f: `Saint-Quentin (02)`",
		"No place is called **{name}**. Nothing has changed.\nWrite the name of a commune, of an arrondissement or of an EPCI, or an INSEE code. For example: `Saint-Quentin (02)`")
	textNoPlaces = i18n.T(
		"Les listes de communes, d’arrondissements et d’EPCI ne sont pas chargées. Rien n’a changé.\n"+
			"Pour les charger, sur le serveur\u202f: `jalon import reference FICHIER`. En attendant, nommez un département.",
		"The lists of communes, arrondissements and EPCI are not loaded. Nothing has changed.\n"+
			"To load them, on the server: `jalon import reference FILE`. Until then, name a department.")
	textManyPlaces = i18n.T(
		"{n} lieux s’appellent **{name}**\u202f: {places}. Rien n’est enregistré avant votre choix.\nAjoutez le département, ou écrivez le code. Par exemple\u202f: `{example}`",
		"{n} places are called **{name}**: {places}. Nothing is recorded before your choice.\nAdd the department, or write the code. For example: `{example}`")
	textPlaceSaid = i18n.T("{name} ({code}, {department})", "{name} ({code}, {department})")
	textArrSaid   = i18n.T("arrondissement de {name} ({code}, {department})", "arrondissement of {name} ({code}, {department})")
)

// In says a place so that no other is meant: « Saint-Aubin (62742,
// Pas-de-Calais) ».
func (p Locality) In(lang i18n.Lang) string {
	department, _ := DepartmentOf(p.Department)
	switch p.Kind {
	case PlaceDepartment:
		return p.Name
	case PlaceArrondissement:
		return textArrSaid.In(lang, "name", p.Name, "code", p.Code, "department", department.Name)
	case PlaceCommune, PlaceEPCI:
		return textPlaceSaid.In(lang, "name", p.Name, "code", p.Code, "department", department.Name)
	default:
		return p.Name
	}
}

// LocalityNamed finds the place that a text names: a department by any usual
// spelling, a code, a name, or a name with its department (« Saint-Aubin (62) »,
// « Saint-Aubin, Nord »). A commune comes before an arrondissement or an EPCI of
// its name, unless these are said (« arrondissement de Lens »). A name of several
// places is asked back with their departments and codes: a refusal of kind
// [Unclear].
func (p *Planner) LocalityNamed(ctx context.Context, region RegionID, text string) (Locality, error) {
	var found Locality
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		found, err = localityNamed(tx, region, text)
		return err
	})
	return found, wrap(err, "find the place %q", text)
}

func localityNamed(tx Tx, region RegionID, text string) (Locality, error) {
	text = strings.Join(strings.Fields(text), " ")
	if d, ok := DepartmentNamed(text); ok {
		return departmentOrCommune(tx, region, d, text)
	}
	if found, ok, err := placeCoded(tx, region, text); ok || err != nil {
		return found, err
	}
	name, department := nameAndDepartment(text)
	found, err := placesCalled(tx, region, name, department)
	if err != nil {
		return Locality{}, err
	}
	switch len(found) {
	case 0:
		return Locality{}, noPlace(tx, region, text)
	case 1:
		return found[0], nil
	default:
		return Locality{}, askPlace(name, found)
	}
}

// departmentOrCommune settles a name that is that of a department: a commune
// that bears it too comes first where the department is not of the region, by
// what is loaded of it (Creuse, in the Somme).
func departmentOrCommune(tx Tx, region RegionID, d Department, text string) (Locality, error) {
	itself := Locality{Kind: PlaceDepartment, Code: d.Number, Name: d.Name, Department: d.Number}
	found, err := placesCalled(tx, region, text, "")
	if err != nil || len(found) != 1 || found[0].Kind != PlaceCommune {
		return itself, err
	}
	communes, err := tx.Localities(region, PlaceCommune)
	if err != nil || slices.ContainsFunc(communes, func(c Locality) bool { return c.Department == d.Number }) {
		return itself, err
	}
	return found[0], nil
}

// noPlace says that no place has the name, or that there are none at all.
func noPlace(tx Tx, region RegionID, text string) error {
	communes, err := tx.Localities(region, PlaceCommune)
	if err != nil {
		return err
	}
	if len(communes) == 0 {
		return Refuse(NotFound, textNoPlaces.With())
	}
	return Refuse(NotFound, textNoPlace.With("name", text))
}

var placeCode = regexp.MustCompile(`^(\d{9}|\d{4,5}|2[ABab]\d{3})$`)

// placeCoded finds a commune by its INSEE code, whose zero may be lost, or an
// EPCI by its SIREN.
func placeCoded(tx Tx, region RegionID, text string) (Locality, bool, error) {
	if !placeCode.MatchString(text) {
		return Locality{}, false, nil
	}
	kind, code := PlaceCommune, strings.ToUpper(text)
	switch len(code) {
	case 9:
		kind = PlaceEPCI
	case 4:
		code = "0" + code
	}
	found, err := tx.Locality(region, kind, code)
	if errors.Is(err, ErrNotFound) {
		return Locality{}, false, nil
	}
	return found, err == nil, err
}

var behindName = regexp.MustCompile(`^(.+?)(?: *\((.+)\)|, *(.+)| +(\d{1,3}|2[ABab]))$`)

// nameAndDepartment cuts a name from the department behind it.
func nameAndDepartment(text string) (name, department string) {
	m := behindName.FindStringSubmatch(text)
	if m == nil {
		return text, ""
	}
	behind := m[2] + m[3] + m[4]
	if d, ok := DepartmentNamed(behind); ok {
		return m[1], d.Number
	}
	if placeCode.MatchString(behind) { // « Saint-Aubin (62742) »
		return m[1], behind
	}
	return text, ""
}

var arrondissementWord = regexp.MustCompile(`^(?:l')?(?:arrondissement|arr|sous-prefecture)[. ]+(?:de la |de l'|des |du |de |d')?`)

// placesCalled lists the places that a name may mean: those of that very name
// before those that only lack an article, the communes before the others.
func placesCalled(tx Tx, region RegionID, name, department string) ([]Locality, error) {
	folded := i18n.Fold(name)
	bare := arrondissementWord.ReplaceAllString(folded, "")
	exact, loose := placeKeys(bare)
	found, err := tx.LocalitiesNamed(region, exact, loose)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(p Locality) bool {
		elsewhere := department != "" && department != p.Department && department != p.Code
		return elsewhere || (bare != folded && p.Kind != PlaceArrondissement)
	})
	return nearestCalled(found, exact, natures.MatchString(bare)), nil
}

// nearestCalled keeps, of the places found, those of the first sort that there
// is. A name that begins with the nature of an EPCI is that of one.
func nearestCalled(found []Locality, exact string, epci bool) []Locality {
	sort := func(p Locality) int {
		key, _ := p.Keys()
		far := 0
		if key != exact {
			far = 10
		}
		switch {
		case p.Kind == PlaceCommune && !epci, p.Kind == PlaceEPCI && epci:
			return far
		case p.Kind == PlaceArrondissement:
			return far + 2
		default:
			return far + 1
		}
	}
	if len(found) == 0 {
		return nil
	}
	first := sort(slices.MinFunc(found, func(a, b Locality) int { return cmp.Compare(sort(a), sort(b)) }))
	return slices.DeleteFunc(found, func(p Locality) bool { return sort(p) != first })
}

// mostPlacesAsked is how many places are listed when several have a name.
const mostPlacesAsked = 5

// askPlace asks which of several places is meant.
func askPlace(name string, found []Locality) error {
	first := found[0]
	example := first.Name + " (" + first.Department + ")"
	if slices.ContainsFunc(found[1:], func(p Locality) bool { return p.Department == first.Department }) {
		example = first.Code // the department would not tell
	}
	return Refuse(Unclear, textManyPlaces.With("n", len(found), "name", name, "places", placeList(found), "example", example))
}

// placeList says the first of several places, as a choice.
type placeList []Locality

func (l placeList) In(lang i18n.Lang) string {
	var texts []string
	for _, p := range l[:min(len(l), mostPlacesAsked)] {
		texts = append(texts, p.In(lang))
	}
	if len(l) > mostPlacesAsked {
		return strings.Join(texts, ", ") + "…"
	}
	return i18n.Or(lang, texts)
}
