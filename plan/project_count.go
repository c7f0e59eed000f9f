package plan

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/i18n"
)

// Stage is how far the files of a call for projects went.
type Stage string

// Stages of the files of a call for projects, in their order.
const (
	StageFiled      Stage = "filed"
	StageAdmissible Stage = "admissible"
	StageReviewed   Stage = "reviewed" // the avis is given
	StageProposed   Stage = "proposed"
	StageSelected   Stage = "selected"
)

// Stages are all of them, in their order.
var Stages = []Stage{StageFiled, StageAdmissible, StageReviewed, StageProposed, StageSelected}

// stageTyped are the stages as people type them, and as updates keep them.
var stageTyped = map[Stage]string{
	StageFiled: "déposés", StageAdmissible: "recevables", StageReviewed: "avis", StageProposed: "proposés", StageSelected: "lauréats",
}

// Typed is the stage as people type it.
func (s Stage) Typed() string { return stageTyped[s] }

// FileCount is how many files of a call for projects a department has at a stage.
type FileCount struct {
	Region     RegionID
	Project    int
	Department string
	Stage      Stage
	Files      int
	At         time.Time
	By         UserID
}

// UpdateFiles is an update that says how many files a department has; its text is
// what was typed: "59 déposés 12 recevables 9".
const UpdateFiles UpdateKind = "files"

// MaxFiles bounds the files of a department.
const MaxFiles = 99999

// FileChange is what became of the files of a department.
type FileChange struct {
	ProjectView
	Department string
	// Said are the stages that were said, in their order.
	Said []Stage
	// Review is the deadline of the avis, zero when there is none; ReviewClosed
	// lists the services whose part the count closed, for all the admissible files
	// of the department have their avis. ReviewLeft is how many have not.
	Review       Deadline
	ReviewClosed []ServiceID
	ReviewLeft   int
}

// Files is how many files a department has at a stage, and whether that was said.
func (v ProjectView) Files(department string, stage Stage) (FileCount, bool) {
	for _, c := range v.Counts {
		if c.Department == department && c.Stage == stage {
			return c, true
		}
	}
	return FileCount{}, false
}

var (
	textNotCall = i18n.T(
		"{ref}, {name}, n’est pas un appel à projets. Rien n’a changé.\nPour en faire un : `/projet appel {ref} clôture 26/3/2027 23h59`",
		"{ref}, {name}, is not a call for projects. Nothing has changed.\nTo make it one: `/projet appel {ref} clôture 26/3/2027 23h59`")
	textOutsideCall = i18n.T(
		"**{department}** n’est pas dans le territoire de {ref} : {list}. Rien n’est enregistré.\nPour l’étendre : `/projet modifier {ref} territoire {list} {department}`",
		"**{department}** is not in the territory of {ref}: {list}. Nothing is saved.\nTo extend it: `/projet modifier {ref} territoire {list} {department}`")
	textNoCount = i18n.T(
		"Les dossiers du département {department} ne peuvent pas être comptés depuis votre compte. Rien n’est enregistré.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"The files of department {department} cannot be counted from your account. Nothing is saved.\nRule: {rule}. {yours}\nTo get this right: {ask}")
)

// CountFiles records how many files a department has at stages of a call for
// projects. Once all its admissible files have their avis, what its services owe
// of the avis is closed. It returns Denied to whoever may not count for the
// department, Closed for a closed project, and Invalid for what is no call or for
// a department that it does not concern.
func (p *Planner) CountFiles(ctx context.Context, call Call, number int, department string, files map[Stage]int) (FileChange, error) {
	var out FileChange
	err := p.write(ctx, func(tx Tx) error {
		out = FileChange{Department: department}
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		project, err := projectSeen(tx, dir.ProjectSight(), dir.Region.ID, number)
		if err != nil {
			return err
		}
		c, is, err := callOf(tx, project.Region, number)
		if err != nil {
			return err
		}
		if err := mayCount(dir, project, is, department); err != nil {
			return err
		}
		if err := p.storeCounts(tx, call, project, department, files); err != nil {
			return err
		}
		if err := putAgain(tx, &project); err != nil {
			return err
		}
		if out.ProjectView, err = aroundProject(tx, project, dir.Sight()); err != nil {
			return err
		}
		for _, s := range Stages {
			if _, said := files[s]; said {
				out.Said = append(out.Said, s)
			}
		}
		return p.closeReview(tx, dir, call, c, &out)
	})
	return out, wrap(err, "count the files of project %d", number)
}

// NotACall is the refusal of what only a call for projects has.
func NotACall(p Project) error {
	return Refuse(Invalid, textNotCall.With("ref", p.Ref(), "name", p.Called()))
}

// CounterNames says how those who counted files are called, see [CalledOf].
func (p *Planner) CounterNames(ctx context.Context, region RegionID, counts []FileCount) (called map[UserID]string, err error) {
	users := make([]UserID, len(counts))
	for i, c := range counts {
		users[i] = c.By
	}
	err = p.store.Read(ctx, func(tx Tx) (err error) { called, err = CalledOf(tx, region, people(users...)); return err })
	return called, wrap(err, "names of those who counted files")
}

// mayCount refuses what cannot be counted, or not by who asks.
func mayCount(dir DirectoryView, project Project, isCall bool, department string) error {
	departments := departmentsOf(dir, project)
	switch {
	case !isCall:
		return NotACall(project)
	case project.Closed:
		return Refuse(Closed, textProjectShut.With("ref", project.Ref(), "name", project.Called()))
	case !slices.Contains(departments, department):
		return Refuse(Invalid, textOutsideCall.With("department", department, "ref", project.Ref(), "list", strings.Join(departments, " ")))
	case !AllowedIn(dir.Actor, CountIt, department):
		return Refuse(Denied, textNoCount.With("department", department, "rule", CountIt.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
	default:
		return nil
	}
}

// departmentsOf are the departments of a project: all those of the préfectures of
// the region where it names none.
func departmentsOf(dir DirectoryView, p Project) []string {
	if len(p.Departments) > 0 {
		return p.Departments
	}
	var out []string
	for _, s := range dir.Services {
		if s.Kind == KindPrefecture && s.Department != "" && !slices.Contains(out, s.Department) {
			out = append(out, s.Department)
		}
	}
	slices.Sort(out)
	return out
}

// storeCounts stores what was said, with the update that keeps it and its journal
// entry.
func (p *Planner) storeCounts(tx Tx, call Call, project Project, department string, files map[Stage]int) error {
	counts, err := tx.FileCounts(project.Region, project.Number)
	if err != nil {
		return err
	}
	was, is := map[Stage]int{}, map[Stage]int{}
	for _, c := range counts {
		if c.Department == department {
			was[c.Stage], is[c.Stage] = c.Files, c.Files
		}
	}
	text := []string{department}
	for _, s := range Stages {
		n, said := files[s]
		if !said {
			continue
		}
		is[s] = n
		text = append(text, s.Typed(), strconv.Itoa(n))
		if err := tx.PutFileCount(FileCount{
			Region: project.Region, Project: project.Number, Department: department, Stage: s, Files: n, At: call.Now, By: call.Actor.User,
		}); err != nil {
			return err
		}
	}
	u := ProjectUpdate{At: call.Now, By: call.Actor.User, Kind: UpdateFiles, Text: strings.Join(text, " ")}
	if err := p.addUpdate(tx, project, u); err != nil {
		return err
	}
	return p.journal(tx, call, "projet.compte", project.Ref(), FilesRecord{department, was}, FilesRecord{department, is}, "")
}

// FilesRecord is how many files a department has as the journal keeps it.
type FilesRecord struct {
	Department string        `json:"department"`
	Files      map[Stage]int `json:"files"`
}

// closeReview closes what the services of a department owe of the avis once each
// of its admissible files has one, and tells how many have none.
func (p *Planner) closeReview(tx Tx, dir DirectoryView, call Call, c ProjectCall, out *FileChange) error {
	at := c.step(wordReview)
	if at < 0 || c.Steps[at].Deadline == 0 || !slices.Contains(out.Said, StageReviewed) && !slices.Contains(out.Said, StageAdmissible) {
		return nil
	}
	d, err := tx.Deadline(c.Region, c.Steps[at].Deadline)
	if err != nil || d.State != Open {
		return err
	}
	chosen := openParts(d, func(part Part) bool {
		s, _ := dir.Service(part.Service)
		return s.Department == out.Department
	})
	admissible, known := out.Files(out.Department, StageAdmissible)
	reviewed, _ := out.Files(out.Department, StageReviewed)
	out.Review, out.ReviewLeft = d, max(0, admissible.Files-reviewed.Files)
	if !known || len(chosen) == 0 || reviewed.Files != admissible.Files {
		return nil // more avis than files is a slip, which closes nothing
	}
	note := textAllReviewed.In(i18n.FR, "n", reviewed.Files, "of", admissible.Files)
	change := Change{}
	err = p.alter(tx, dir, call, &d, "echeance.fait", func(d *Deadline) (string, error) {
		return note, p.closeParts(tx, dir, call, d, chosen, note, &change)
	})
	out.Review, out.ReviewClosed = d, change.Services
	return err
}

// textAllReviewed is the note of a part that the count of the avis closed.
var textAllReviewed = i18n.T("{n} avis pour {of} dossiers recevables", "{n} avis for {of} admissible files")
