package plan

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"jalon/i18n"
)

// Programme is what projects belong to: a contract (CPER, CRTE, ERBM), a fund, a
// call for projects. People make them: what exists this year may have another
// name the next.
type Programme struct {
	Region RegionID
	Name   string // "CRTE"; unique in the region, whatever its accents and capitals
	// Parent is the name of the programme that it is a part of, empty for none.
	Parent string
	// Freshness is for how many calendar days what is said of its projects stays
	// fresh; 0 for that of its parent, else [UsualFreshness].
	Freshness int
	// Fields are the names of what its projects have of their own.
	Fields  []string
	Author  UserID
	Version int
}

const (
	// UsualFreshness is for how many calendar days what is said of a project stays
	// fresh where no programme says otherwise.
	UsualFreshness = 30
	// MaxFreshness is the longest that a programme may ask for.
	MaxFreshness = 400

	maxProgrammes    = 500
	maxProgrammeName = 60
	maxOwnFields     = 20
	maxNesting       = 5
)

// Key is the name by which it is found.
func (g Programme) Key() string { return i18n.Fold(g.Name) }

// Programmes are those of a region, by name.
type Programmes []Programme

// Named finds a programme by its name, whatever its accents and capitals.
func (all Programmes) Named(name string) (Programme, bool) {
	key := i18n.Fold(name)
	for _, g := range all {
		if g.Key() == key {
			return g, true
		}
	}
	return Programme{}, false
}

// Within lists the keys of a programme and of all that are a part of it.
func (all Programmes) Within(name string) []string {
	keys := []string{i18n.Fold(name)}
	for i := 0; i < len(keys); i++ {
		for _, g := range all {
			if i18n.Fold(g.Parent) == keys[i] && !slices.Contains(keys, g.Key()) {
				keys = append(keys, g.Key())
			}
		}
	}
	return keys
}

// above lists a programme and those it is a part of, the nearest first.
func (all Programmes) above(name string) []Programme {
	var line []Programme
	for name != "" && len(line) <= maxNesting {
		g, ok := all.Named(name)
		if !ok {
			break
		}
		line = append(line, g)
		name = g.Parent
	}
	return line
}

// Freshness is for how many calendar days what is said of a project of a
// programme stays fresh.
func (all Programmes) Freshness(name string) int {
	for _, g := range all.above(name) {
		if g.Freshness > 0 {
			return g.Freshness
		}
	}
	return UsualFreshness
}

// byFreshness lists the keys of programmes by how long what is said of their
// projects stays fresh; that of projects of none is empty.
func (all Programmes) byFreshness() map[int][]string {
	keys := map[int][]string{UsualFreshness: {""}}
	for _, g := range all {
		days := all.Freshness(g.Name)
		keys[days] = append(keys[days], g.Key())
	}
	return keys
}

// OwnFields lists what the projects of a programme have of their own, the fields
// of what it is a part of first.
func (all Programmes) OwnFields(name string) []string {
	var fields []string
	for _, g := range slices.Backward(all.above(name)) {
		fields = append(fields, g.Fields...)
	}
	return fields
}

var (
	textNoProgramme = i18n.T(
		"**« {word} »** n’est pas un programme connu. Rien n’est enregistré.\nProgrammes : {list}. Pour en créer un : `/projet programme \"{word}\"`",
		"**“{word}”** is not a known programme. Nothing is saved.\nProgrammes: {list}. To create one: `/projet programme \"{word}\"`")
	textNoProgrammes = i18n.T(
		"**« {word} »** n’est pas un programme connu : aucun n’est enregistré.\nPour le créer : `/projet programme \"{word}\"`",
		"**“{word}”** is not a known programme: none is recorded.\nTo create it: `/projet programme \"{word}\"`")
	textProgrammeName = i18n.T(
		"Un nom de programme a 1 à {max} caractères. Rien n’est enregistré.\nPar exemple : `/projet programme CRTE fraîcheur 30 jours`",
		"The name of a programme has 1 to {max} characters. Nothing is saved.\nFor example: `/projet programme CRTE fraîcheur 30 jours`")
	textProgrammeIsRef = i18n.T(
		"**{name}** ne peut pas nommer un programme : il se lirait comme un identifiant, un département ou une météo. Rien n’est enregistré.",
		"**{name}** cannot name a programme: it would be read as an identifier, a department or an outlook. Nothing is saved.")
	textProgrammeLoop = i18n.T(
		"**{name}** ne peut pas être sous **{parent}**, qui en fait partie. Rien n’est enregistré.",
		"**{name}** cannot be under **{parent}**, which is a part of it. Nothing is saved.")
	textProgrammeDeep = i18n.T(
		"Les programmes s’emboîtent sur {max} niveaux au plus. Rien n’est enregistré.",
		"Programmes nest {max} levels deep at most. Nothing is saved.")
	textFreshness = i18n.T(
		"Une fraîcheur va de 1 à {max} jours. Rien n’est enregistré.\nPar exemple : `fraîcheur 30 jours`",
		"A freshness goes from 1 to {max} days. Nothing is saved.\nFor example: `fraîcheur 30 jours`")
	textOwnFields = i18n.T(
		"Un programme a {max} champs propres au plus, de {long} caractères. Rien n’est enregistré.",
		"A programme has at most {max} fields of its own, of {long} characters. Nothing is saved.")
	textManyProgrammes = i18n.T(
		"Une région a {max} programmes au plus. Rien n’est enregistré.",
		"A region has at most {max} programmes. Nothing is saved.")
	textNoManageProgramme = i18n.T(
		"Les programmes ne peuvent pas être modifiés depuis votre compte. Rien n’a changé.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"Programmes cannot be changed from your account. Nothing has changed.\nRule: {rule}. {yours}\nTo get this right: {ask}")
)

// Programmes lists the programmes of a region by name.
func (p *Planner) Programmes(ctx context.Context, region RegionID) (Programmes, error) {
	var all Programmes
	err := p.store.Read(ctx, func(tx Tx) (err error) { all, err = tx.Programmes(region); return err })
	return all, wrap(err, "list programmes of %s", region)
}

// SetProgramme creates the programme of that name, or changes it as edit says,
// which may run several times. It tells what was there before, zero for nothing.
// It returns Denied to whoever may not manage the projects of the whole region,
// and Invalid for what cannot be.
func (p *Planner) SetProgramme(ctx context.Context, call Call, name string, edit func(*Programme) error) (was, is Programme, err error) {
	err = p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		if !AllowedOn(dir.Actor, ManageProjects, Project{Number: 0}) {
			return Refuse(Denied, textNoManageProgramme.With("rule", ManageProjects.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
		}
		all, err := tx.Programmes(dir.Region.ID)
		if err != nil {
			return err
		}
		var known bool
		if was, known = Programmes(all).Named(name); !known {
			was = Programme{}
		}
		is = was
		is.Fields = slices.Clone(was.Fields)
		if !known {
			is = Programme{Region: dir.Region.ID, Name: name, Author: call.Actor.User}
		}
		if err := edit(&is); err != nil {
			return err
		}
		if err := is.check(all, known); err != nil {
			return err
		}
		if err := tx.PutProgramme(is); err != nil {
			return err
		}
		return p.journal(tx, call, "projet.programme", ProgrammeRef(is.Key()), recordProgramme(was), recordProgramme(is), "")
	})
	return was, is, wrap(err, "set programme %q", name)
}

// ProgrammeRef is how the journal names a programme, by its folded name.
func ProgrammeRef(key string) Ref { return Ref("PG:" + key) }

// ProgrammeRecord is a programme as the journal keeps it.
type ProgrammeRecord struct {
	Name      string   `json:"name"`
	Parent    string   `json:"parent,omitempty"`
	Freshness int      `json:"freshness,omitempty"`
	Fields    []string `json:"fields,omitempty"`
}

func recordProgramme(g Programme) any {
	if g.Name == "" {
		return nil
	}
	return ProgrammeRecord{g.Name, g.Parent, g.Freshness, g.Fields}
}

// check refuses a programme that cannot be, and writes the name of its parent as
// it is known.
func (g *Programme) check(all Programmes, known bool) error {
	n := utf8.RuneCountInString(g.Name)
	switch {
	case n == 0 || n > maxProgrammeName:
		return Refuse(Invalid, textProgrammeName.With("max", maxProgrammeName))
	case readsAsOther(g.Name):
		return Refuse(Invalid, textProgrammeIsRef.With("name", g.Name))
	case g.Freshness < 0 || g.Freshness > MaxFreshness:
		return Refuse(Invalid, textFreshness.With("max", MaxFreshness))
	case len(g.Fields) > maxOwnFields || slices.ContainsFunc(g.Fields, func(f string) bool { return utf8.RuneCountInString(f) > maxProgrammeName }):
		return Refuse(Invalid, textOwnFields.With("max", maxOwnFields, "long", maxProgrammeName))
	case !known && len(all) >= maxProgrammes:
		return Refuse(Invalid, textManyProgrammes.With("max", maxProgrammes))
	case g.Parent == "":
		return nil
	}
	parent, err := programmeNamed(all, g.Parent)
	if err != nil {
		return err
	}
	g.Parent = parent.Name
	if slices.Contains(all.Within(g.Name), parent.Key()) {
		return Refuse(Invalid, textProgrammeLoop.With("name", g.Name, "parent", parent.Name))
	}
	if len(all.above(parent.Name)) >= maxNesting {
		return Refuse(Invalid, textProgrammeDeep.With("max", maxNesting))
	}
	return nil
}

// readsAsOther tells a name that a list of projects would read as something else.
func readsAsOther(name string) bool {
	_, outlook := ParseOutlook(name)
	_, department := DepartmentOf(name)
	return outlook || department || readsAsRef(name)
}

// programmeNamed finds a programme, or refuses with those there are.
func programmeNamed(all Programmes, name string) (Programme, error) {
	if g, ok := all.Named(name); ok {
		return g, nil
	}
	if len(all) == 0 {
		return Programme{}, Refuse(NotFound, textNoProgrammes.With("word", beginning(name)))
	}
	names := make([]string, len(all))
	for i, g := range all {
		names[i] = g.Name
	}
	return Programme{}, Refuse(NotFound, textNoProgramme.With("word", beginning(name), "list", strings.Join(names[:min(len(names), 12)], ", ")))
}
