package plan

import (
	"context"
	"reflect"
	"slices"
	"unicode/utf8"

	"jalon/i18n"
)

// Bounds of what is said of a project, in characters, and of how many things it
// has.
const (
	MaxProjectName  = 300
	MaxProjectShort = 40
	MaxProjectText  = 1000 // comment, blocker, partners
	maxProjectField = 2000
	maxProjectRefs  = 50
)

// ProjectChange is what became of a project.
type ProjectChange struct {
	Before, After Project
	// Called says how its lead is called, before and after, see [CalledOf].
	Called map[UserID]string
}

var (
	textProjectNoName = i18n.T(
		"Il manque le nom du projet. Rien n’est enregistré.\nPar exemple : `/projet ajouter \"Friche Cogez, Leforest\" programme \"fonds vert\" territoire 62`",
		"The name of the project is missing. Nothing is saved.\nFor example: `/projet ajouter \"Friche Cogez, Leforest\" programme \"fonds vert\" territoire 62`")
	textProjectTwice = i18n.T(
		"**{short}** existe déjà : {ref}, {name}. Rien n’est enregistré.\nPour le voir : `/projet voir {ref}`",
		"**{short}** already exists: {ref}, {name}. Nothing is saved.\nTo see it: `/projet voir {ref}`")
	textProjectShut = i18n.T(
		"{ref}, {name}, est clos. Rien n’a changé.\nPour le rouvrir : `/projet rouvrir {ref}`",
		"{ref}, {name}, is closed. Nothing has changed.\nTo open it again: `/projet rouvrir {ref}`")
	textProjectSame = i18n.T(
		"{name} est déjà ainsi. Rien n’a changé.",
		"{name} is already so. Nothing has changed.")
	textNotProgress = i18n.T(
		"**« {n} % »** n’est pas un avancement : indiquez un nombre de 0 à 100. Rien n’a changé.\nPar exemple : `/projet avancement {ref} 55`",
		"**“{n}%”** is not a progress: give a number from 0 to 100. Nothing has changed.\nFor example: `/projet avancement {ref} 55`")
	textTooManyLinks = i18n.T(
		"Un projet a {max} liens au plus. Rien n’est enregistré.\nRetirez-en un : `/projet modifier {ref} lien \"Convention\" aucun`",
		"A project has at most {max} links. Nothing is saved.\nTake one off: `/projet modifier {ref} lien \"Convention\" aucun`")
	textTooManyFields = i18n.T(
		"Un projet a {max} champs propres au plus. Rien n’est enregistré.",
		"A project has at most {max} fields of its own. Nothing is saved.")
	textNoSuchField = i18n.T(
		"**« {field} »** n’est pas un champ du programme {programme}. Rien n’est enregistré.\nChamps : {list}. Pour en ajouter un : `/projet programme {programme} champ \"{field}\"`",
		"**“{field}”** is not a field of programme {programme}. Nothing is saved.\nFields: {list}. To add one: `/projet programme {programme} champ \"{field}\"`")
	textNoFields = i18n.T("aucun", "none")
)

// AddProject records a project. It returns Denied to whoever may not manage those
// of its departments or of its service, and Invalid for what cannot be.
func (p *Planner) AddProject(ctx context.Context, call Call, project Project) (ProjectChange, error) {
	var out ProjectChange
	err := p.write(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		out, err = p.addProject(tx, dir, call, project, func(*Project) error { return nil })
		return err
	})
	return out, wrap(err, "add project %q", project.Name)
}

// addProject records a project in a transaction. complete is run on it once it has
// its number and before it is stored.
func (p *Planner) addProject(tx Tx, dir DirectoryView, call Call, project Project, complete func(*Project) error) (ProjectChange, error) {
	var out ProjectChange
	project.Region, project.Number, project.Version = dir.Region.ID, 0, 0
	project.Author, project.CreatedAt = call.Actor.User, call.Now
	if !AllowedOn(dir.Actor, ManageProjects, project) {
		return out, refuseProject(dir, ManageProjects, project)
	}
	if project.said() {
		project.UpdatedAt, project.UpdatedBy = call.Now, call.Actor.User
	}
	err := settleProject(tx, &project, true)
	if err != nil {
		return out, err
	}
	if project.Number, err = tx.NextNumber(project.Region, projectMark); err != nil {
		return out, err
	}
	if err := complete(&project); err != nil {
		return out, err
	}
	out, err = p.storeProject(tx, call, "projet.ajouter", Project{}, project, "")
	if err == nil && project.said() {
		err = p.addUpdate(tx, project, ProjectUpdate{At: call.Now, By: call.Actor.User, Kind: UpdateOutlook, Text: project.Comment})
	}
	return out, err
}

// said tells whether anything is known of how the project goes.
func (p Project) said() bool {
	return p.Outlook != OutlookNone || p.Comment != "" || p.Blocker != "" || p.Progress != NoProgress
}

// ModifyProject changes a project as edit says, which may run several times, under
// the name of an action of the journal. It returns Denied to whoever may not
// manage it, Closed for a closed one unless edit opens it again, and Invalid for
// what cannot be or changes nothing.
func (p *Planner) ModifyProject(ctx context.Context, call Call, number int, action, reason string, edit func(*Project) error) (ProjectChange, error) {
	var out ProjectChange
	err := p.write(ctx, func(tx Tx) error {
		dir, before, err := projectFor(tx, call, ManageProjects, number)
		if err != nil {
			return err
		}
		after := before.clone()
		if err := edit(&after); err != nil {
			return err
		}
		if after.Version != before.Version {
			return ErrStale
		}
		if !AllowedOn(dir.Actor, ManageProjects, after) && after.Lead != dir.Actor.User {
			return refuseProject(dir, ManageProjects, after)
		}
		switch {
		case before.Closed && after.Closed:
			return Refuse(Closed, textProjectShut.With("ref", before.Ref(), "name", before.Called()))
		case reflect.DeepEqual(before, after):
			return Refuse(Invalid, textProjectSame.With("name", before.Called()))
		}
		if err := settleProject(tx, &after, before.Programme != after.Programme || !slices.Equal(before.Fields, after.Fields)); err != nil {
			return err
		}
		if after.Closed && !before.Closed {
			if err := p.endCall(tx, dir, call, after); err != nil {
				return err
			}
		}
		out, err = p.storeProject(tx, call, action, before, after, reason)
		return err
	})
	return out, wrap(err, "modify project %d", number)
}

// projectFor reads the directory and a project that the actor may do something
// about.
func projectFor(tx Tx, call Call, right Right, number int) (DirectoryView, Project, error) {
	dir, err := lookAt(tx, call)
	if err != nil {
		return dir, Project{}, err
	}
	project, err := projectSeen(tx, dir.ProjectSight(), dir.Region.ID, number)
	if err == nil && !AllowedOn(dir.Actor, right, project) {
		err = refuseProject(dir, right, project)
	}
	return dir, project, err
}

// storeProject stores a project with its journal entry, and has its cards drawn
// again; before is zero for a new one.
func (p *Planner) storeProject(tx Tx, call Call, action string, before, after Project, reason string) (ProjectChange, error) {
	out := ProjectChange{Before: before, After: after}
	if err := putAgain(tx, &out.After); err != nil {
		return out, err
	}
	if err := p.noteProject(tx, call, action, before, after, reason); err != nil {
		return out, err
	}
	if err := p.planFreshness(tx, after, call.Now); err != nil {
		return out, err
	}
	var err error
	out.Called, err = CalledOf(tx, after.Region, people(before.Lead, after.Lead, after.UpdatedBy))
	return out, err
}

// putAgain stores a project at its next version, and has its cards drawn again.
func putAgain(tx Tx, project *Project) error {
	if err := tx.PutProject(*project); err != nil {
		return err
	}
	project.Version++
	last, _, err := lastQuestion(tx, *project)
	if err != nil {
		return err
	}
	return redrawWhere(tx, project.Region, project.Ref(), project.Version, func(c LiveCard) (bool, error) {
		return c.Notice != NoticeOutlook || c.Key == last.Key, nil
	})
}

// people lists accounts once each, without the empty one.
func people(users ...UserID) []UserID {
	slices.Sort(users)
	return slices.DeleteFunc(slices.Compact(users), func(u UserID) bool { return u == "" })
}

// settleProject writes what a project names as it is known (its programme, its
// fields, its departments), and refuses what cannot be. ofProgramme tells that
// its programme and its fields are to be looked at.
func settleProject(tx Tx, p *Project, ofProgramme bool) error {
	slices.Sort(p.Departments)
	p.Departments = slices.Compact(p.Departments)
	if err := p.check(); err != nil {
		return err
	}
	if ofProgramme {
		if err := settleProgramme(tx, p); err != nil {
			return err
		}
	}
	if p.Short == "" || p.Closed {
		return nil
	}
	found, _, err := tx.FindProjects(p.Region, ProjectFilter{Short: i18n.Fold(p.Short), Limit: 2})
	if err != nil {
		return err
	}
	for _, other := range found {
		if other.Number != p.Number {
			return Refuse(Invalid, textProjectTwice.With("short", p.Short, "ref", other.Ref(), "name", other.Name))
		}
	}
	return nil
}

// settleProgramme writes the programme of a project and its fields as they are
// known.
func settleProgramme(tx Tx, p *Project) error {
	all, err := tx.Programmes(p.Region)
	if err != nil {
		return err
	}
	if p.Programme != "" {
		g, err := programmeNamed(all, p.Programme)
		if err != nil {
			return err
		}
		p.Programme = g.Name
	}
	if p.External != "" { // it keeps the columns of its file
		return nil
	}
	own := Programmes(all).OwnFields(p.Programme)
	for i, f := range p.Fields {
		at := slices.IndexFunc(own, func(name string) bool { return i18n.Fold(name) == i18n.Fold(f.Name) })
		if at < 0 {
			return Refuse(Invalid, textNoSuchField.With("field", f.Name, "programme", nameOr(p.Programme), "list", nameOr(i18n.And(i18n.FR, own))))
		}
		p.Fields[i].Name = own[at]
	}
	return nil
}

// nameOr says a name, or that there is none.
func nameOr(name string) any {
	if name == "" {
		return textNoFields.With()
	}
	return name
}

// check refuses what a project cannot be, whatever else there is.
func (p Project) check() error {
	if p.Name == "" {
		return Refuse(Invalid, textProjectNoName.With())
	}
	for _, text := range []struct {
		value string
		max   int
	}{
		{p.Name, MaxProjectName},
		{p.Short, MaxProjectShort},
		{p.Place, MaxProjectName},
		{p.Owner, MaxProjectName},
		{p.Partners, MaxProjectText},
		{p.Comment, MaxProjectText},
		{p.Blocker, MaxProjectText},
		{p.Milestone, MaxProjectName},
	} {
		if utf8.RuneCountInString(text.value) > text.max {
			return Refuse(Invalid, textBodyLong.With("max", text.max, "text", beginning(text.value)))
		}
	}
	for _, f := range p.Fields {
		if utf8.RuneCountInString(f.Value) > maxProjectField {
			return Refuse(Invalid, textBodyLong.With("max", maxProjectField, "text", beginning(f.Value)))
		}
	}
	switch {
	case readsAsRef(p.Short) || readsAsRef(p.Name):
		return Refuse(Invalid, textShortIsRef.With("short", p.Called()))
	case p.Progress != NoProgress && (p.Progress < 0 || p.Progress > 100):
		return Refuse(Invalid, textNotProgress.With("n", p.Progress, "ref", p.refOrExample()))
	case len(p.Links) > MaxLinks:
		return Refuse(Invalid, textTooManyLinks.With("max", MaxLinks, "ref", p.refOrExample()))
	case len(p.Fields) > 2*maxOwnFields:
		return Refuse(Invalid, textTooManyFields.With("max", 2*maxOwnFields))
	}
	return nil
}

// refOrExample is its identifier, or an example of one before it has any.
func (p Project) refOrExample() Ref {
	if p.Number == 0 {
		return ProjectRef(105)
	}
	return p.Ref()
}
