package plan

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// BodyImport is a list of bodies, seats, meetings and deadlines to be stored.
type BodyImport struct {
	Bodies    []BodyLine
	Seats     []SeatLine
	Meetings  []MeetingLine
	Deadlines []BodyDeadlineLine
	// Problems are those that the reader of the file has met.
	Problems []ImportProblem
}

// BodyReport is what an import of bodies did, or would do.
type BodyReport struct {
	Applied                            bool
	Bodies, Seats, Meetings, Deadlines []LineReport
	// Problems keep the whole from being stored; Warnings do not.
	Problems, Warnings []ImportProblem
}

var (
	textBodyLineBare  = i18n.T("il manque le nom de l’instance", "the name of the body is missing")
	textBodyLineTwice = i18n.T("**{name}** figure déjà en ligne {row}", "**{name}** stands already in row {row}")
	textBodyLineBoth  = i18n.T(
		"le nom court et le nom désignent deux instances : {one} et {other}",
		"the short name and the name are those of two bodies: {one} and {other}")
	textLineNoBody   = i18n.T("l’instance **{name}** n’est ni dans la liste ni dans la région", "the body **{name}** is neither in the list nor in the region")
	textLineNoSeat   = i18n.T("il manque le siège", "the seat is missing")
	textLineNobody   = i18n.T("le compte **{name}** n’est pas connu dans la région", "the account **{name}** is not known in the region")
	textLineMeets    = i18n.T("{body} a déjà une séance ce jour-là, à une autre heure : {ref}. Elle reste ainsi", "{body} has a meeting that day already, at another hour: {ref}. It stays so")
	textLinePastDue  = i18n.T("« {title} » est déjà passée : elle n’est pas importée", "“{title}” is past already: it is not imported")
	textLineService  = i18n.T("le service **{code}** n’est pas ouvert dans la région", "the service **{code}** is not open in the region")
	textLineAsks     = i18n.T("{n} à venir, ferme : sa carte et les questions à ses titulaires partiront à l’import", "{n} to come, firm: its card and the questions to its holders will leave at the import")
	textLineAsksMany = i18n.T("{n} à venir, fermes : leurs cartes et les questions à leurs titulaires partiront à l’import", "{n} to come, firm: their cards and the questions to their holders will leave at the import")
	textNoBodyImport = i18n.T(
		"Les instances ne peuvent pas être importées depuis votre compte. Rien n’a changé.\nRègle : cela revient à la coordination.\nPour l’obtenir : écrivez au SGAR.",
		"Bodies cannot be imported from your account. Nothing has changed.\nRule: this is for the coordination.\nTo get this right: write to the SGAR.")
)

// ImportBodies stores a list of bodies with their seats, meetings and deadlines in
// one transaction, or only says what it would do. A body is known by its short
// name, else by its name; a seat by its name; a meeting by its day; a deadline by
// its title, its date and its services. Nothing is ever deleted, nothing is stored
// when there is a problem, and a list that is stored already changes nothing. A
// meeting that is past is recorded as over: nobody is asked about it. One to come
// is planned as [Planner.PlanMeeting] does.
func (p *Planner) ImportBodies(ctx context.Context, call Call, list BodyImport, apply bool) (BodyReport, error) {
	if !AllowedIn(call.Actor, ManageMeetings, "") {
		return BodyReport{}, Refuse(Denied, textNoBodyImport.With())
	}
	var w *importingBodies
	run := func(tx Tx) error {
		var err error
		if w, err = p.draftBodies(tx, call, list); err != nil {
			return err
		}
		if !apply || len(w.report.Problems) > 0 {
			return nil
		}
		w.report.Applied = true
		return w.save()
	}
	var err error
	if apply {
		err = p.write(ctx, run)
	} else {
		err = p.store.Read(ctx, run)
	}
	if err != nil {
		return BodyReport{}, wrap(err, "import bodies")
	}
	return w.report, nil
}

// importingBodies is an import under way in one transaction.
type importingBodies struct {
	p      *Planner
	tx     Tx
	call   Call
	dir    DirectoryView
	today  calendar.Date
	list   BodyImport
	report BodyReport
	drafts []draftBody
	// meetings and deadlines are those to be added, with the draft of their body.
	meetings  []draftMeeting
	deadlines []NewDeadline
}

func (p *Planner) draftBodies(tx Tx, call Call, list BodyImport) (*importingBodies, error) {
	dir, err := look(tx, call.Actor.Region, call.Actor.User, call.Actor.Username, call.Place)
	if err != nil {
		return nil, err
	}
	w := &importingBodies{p: p, tx: tx, call: call, dir: dir, list: list}
	w.report.Problems = slices.Clone(list.Problems)
	if w.today, err = dir.today(dir.Coordination().ID, call.Now); err != nil {
		return nil, err
	}
	known, _, err := tx.FindBodies(dir.Region.ID, BodyFilter{Closed: true})
	if err != nil {
		return nil, err
	}
	for _, b := range known {
		w.drafts = append(w.drafts, draftBody{b, b.clone()})
	}
	w.draftBodyLines()
	for _, step := range []func() error{w.draftSeats, w.draftMeetings, w.draftDeadlines, w.checkDrafts} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	w.settle()
	return w, nil
}

func (w *importingBodies) problem(at Cell, text i18n.Line) {
	w.report.Problems = append(w.report.Problems, ImportProblem{at, text})
}

// settle puts the problems in the order of the sheets and of their rows, each cell
// once, and marks their lines.
func (w *importingBodies) settle() {
	slices.SortStableFunc(w.report.Problems, func(a, b ImportProblem) int {
		return cmp.Or(cmp.Compare(a.At.Sheet, b.At.Sheet), cmp.Compare(a.At.Row, b.At.Row))
	})
	w.report.Problems = slices.CompactFunc(w.report.Problems, func(a, b ImportProblem) bool { return a.At == b.At })
	wrong := map[Cell]bool{}
	for _, problem := range w.report.Problems {
		wrong[problem.At.in("")] = true
	}
	for _, lines := range [][]LineReport{w.report.Bodies, w.report.Seats, w.report.Meetings, w.report.Deadlines} {
		for i := range lines {
			if wrong[lines[i].At] {
				lines[i].State = LineWrong
			}
		}
	}
}

// called is the place among the drafts of the open body of a name, short or
// whole, or of an identifier; -1 when there is none.
func (w *importingBodies) called(name string) int {
	key := i18n.Fold(name)
	number, isRef := ParseBodyRef(name)
	return slices.IndexFunc(w.drafts, func(d draftBody) bool {
		if isRef {
			return d.before.Number == number
		}
		return !d.after.Closed && key != "" && (i18n.Fold(d.after.Short) == key || i18n.Fold(d.after.Name) == key)
	})
}

// Columns of the lists of bodies, seats, meetings and deadlines.
const (
	ColumnBody        = "body"
	ColumnShort       = "short"
	ColumnBodyKind    = "bodykind"
	ColumnChair       = "chair"
	ColumnHat         = "hat"
	ColumnBasis       = "basis"
	ColumnRhythm      = "rhythm"
	ColumnSecretariat = "secretariat"
	ColumnNotice      = "notice"
	ColumnQuorum      = "quorum"
	ColumnMembers     = "members"
	ColumnProxies     = "proxies"
	ColumnLinks       = "links"
	ColumnTemplate    = "template"
	ColumnSeat        = "seat"
	ColumnNature      = "nature"
	ColumnVote        = "vote"
	ColumnRank        = "rank"
	ColumnPerson      = "person"
	ColumnFrom        = "from"
	ColumnTo          = "to"
	ColumnOrder       = "order"
	ColumnDate        = "date"
	ColumnHour        = "hour"
	ColumnEnd         = "end"
	ColumnPlace       = "place"
	ColumnLink        = "link"
	ColumnAgenda      = "agenda"
	ColumnState       = "state"
	ColumnTitle       = "title"
	ColumnServices    = "services"
)

// checkDrafts reports, at their first line, the bodies that cannot be.
func (w *importingBodies) checkDrafts() error {
	for _, d := range w.drafts {
		if d.after.Closed {
			continue
		}
		err := d.after.check()
		if err == nil && d.after.Template != d.before.Template && d.after.Template != "" {
			_, err = templateNamed(w.tx, w.dir, d.after.Template)
		}
		if refused, ok := errors.AsType[*Error](err); ok && len(w.report.Problems) == 0 {
			w.problem(w.lineOf(d.after), refused.Text)
		} else if ok {
			continue // what is wrong is said already, at its cell
		} else if err != nil {
			return err
		}
	}
	return nil
}

// save stores what the draft changes.
func (w *importingBodies) save() error {
	for i := range w.drafts {
		if err := w.saveBody(i); err != nil {
			return err
		}
	}
	for _, m := range w.meetings {
		if err := w.saveMeeting(m); err != nil {
			return err
		}
	}
	for _, n := range w.deadlines {
		if err := w.saveDeadline(n); err != nil {
			return wrap(err, "deadline %q", n.Title)
		}
	}
	return nil
}
