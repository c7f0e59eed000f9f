package plan

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
)

// BodyLine is what a list says of a body. Edit writes over a body what the line
// says of it; what is empty is not said.
type BodyLine struct {
	At          Cell
	Name, Short string
	Edit        func(*Body)
}

// SeatLine is what a list says of a seat and of one who holds it.
type SeatLine struct {
	At   Cell
	Body string // as it is called
	// Who is a name, or "@" and a user name; empty when only the seat is said.
	Who  string
	Edit SeatEdit // with the term of Who, if there is one
}

// MeetingLine is one meeting of a list.
type MeetingLine struct {
	At    Cell
	Body  string // as it is called
	State MeetingState
	New   NewMeeting
}

// BodyDeadlineLine is one deadline of a list.
type BodyDeadlineLine struct {
	At       Cell
	Title    string
	Due      Due
	Services []string // by code; none for the coordination
}

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

// draftBody is a body before and after the list.
type draftBody struct{ before, after Body }

type draftMeeting struct {
	body int // among the drafts
	line MeetingLine
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

func (w *importingBodies) draftBodyLines() {
	rows := map[int]int{}
	for _, line := range w.list.Bodies {
		report := LineReport{At: line.At, Name: shortOr(line.Short, line.Name), State: LineNew}
		at, other := w.called(line.Short), w.called(line.Name)
		switch {
		case at >= 0 && other >= 0 && at != other:
			w.problem(line.At, textBodyLineBoth.With("one", w.drafts[at].after.Name, "other", w.drafts[other].after.Name))
		case line.Name == "" && at < 0:
			w.problem(line.At, textBodyLineBare.With())
		}
		if at < 0 {
			at = other
		}
		if first, twice := rows[at]; at >= 0 && twice {
			w.problem(line.At, textBodyLineTwice.With("name", report.Name, "row", first))
		}
		if at < 0 {
			at = len(w.drafts)
			w.drafts = append(w.drafts, draftBody{after: Body{Region: w.dir.Region.ID, Chair: ChairOther}})
		} else {
			report.State = LineSame
		}
		rows[at] = line.At.Row
		before := w.drafts[at].after
		line.Edit(&w.drafts[at].after)
		w.drafts[at].after.Rules = w.drafts[at].after.Rules.usual()
		report.Changes = differences(bodyColumns(before), bodyColumns(w.drafts[at].after))
		if report.State == LineSame && len(report.Changes) > 0 {
			report.State = LineChanged
		}
		w.report.Bodies = append(w.report.Bodies, report)
	}
}

func shortOr(short, name string) string {
	if short != "" {
		return short
	}
	return name
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

// bodyColumns are the columns of a body as texts, in their order.
func bodyColumns(b Body) []FieldChange {
	var links []string
	for _, l := range b.Links {
		links = append(links, l.Title+" "+l.URL)
	}
	return []FieldChange{
		{Column: ColumnBody, After: b.Name},
		{Column: ColumnShort, After: b.Short},
		{Column: ColumnBodyKind, After: b.Kind},
		{Column: ColumnChair, After: string(b.Chair)},
		{Column: ColumnHat, After: string(b.Hat)},
		{Column: ColumnDepartment, After: b.Department},
		{Column: ColumnBasis, After: b.LegalBasis},
		{Column: ColumnRhythm, After: b.Rhythm},
		{Column: ColumnSecretariat, After: b.Secretariat},
		{Column: ColumnNotice, After: noticeText(b.Rules)},
		{Column: ColumnQuorum, After: quorumText(b.Rules.Quorum)},
		{Column: ColumnMembers, After: countText(b.Rules.Members)},
		{Column: ColumnProxies, After: countText(b.Rules.MostProxies())},
		{Column: ColumnLinks, After: strings.Join(links, ", ")},
		{Column: ColumnTemplate, After: b.Template},
	}
}

func (w *importingBodies) draftSeats() error {
	for _, line := range w.list.Seats {
		report := LineReport{At: line.At, Name: line.Body + ", " + line.Edit.Name, State: LineSame}
		if err := w.draftSeat(line, &report); err != nil {
			return err
		}
		w.report.Seats = append(w.report.Seats, report)
	}
	return nil
}

func (w *importingBodies) draftSeat(line SeatLine, report *LineReport) error {
	at := w.called(line.Body)
	if at < 0 {
		w.problem(line.At.in(ColumnBody), textLineNoBody.With("name", line.Body))
		return nil
	}
	if line.Edit.Name == "" {
		w.problem(line.At.in(ColumnSeat), textLineNoSeat.With())
		return nil
	}
	if line.Who != "" {
		who, err := w.person(line)
		if err != nil {
			return err
		}
		line.Edit.Terms = slices.Clone(line.Edit.Terms)
		for i := range line.Edit.Terms {
			line.Edit.Terms[i].Who = who
		}
	}
	b := &w.drafts[at].after
	was, known := b.SeatNamed(line.Edit.Name)
	was.Terms = slices.Clone(was.Terms)
	is, _ := b.SetSeat(line.Edit, w.today)
	if refused, ok := errors.AsType[*Error](is.checkTerms()); ok {
		w.problem(line.At, refused.Text)
	}
	switch {
	case !known:
		report.State = LineNew
	case !sameSeat(was, is):
		report.State = LineChanged
	}
	if report.State != LineSame && line.Who != "" {
		report.Changes = []FieldChange{{Column: ColumnPerson, After: line.Who}}
	}
	return nil
}

func sameSeat(a, b Seat) bool {
	return a.Name == b.Name && a.Nature == b.Nature && a.Advisory == b.Advisory && slices.Equal(a.Terms, b.Terms)
}

// person is who a line names: an account of the region, or a name.
func (w *importingBodies) person(line SeatLine) (Representative, error) {
	if account, ok := strings.CutPrefix(line.Who, "@"); ok {
		a, err := w.tx.AgentByName(w.dir.Region.ID, account)
		if errors.Is(err, ErrNotFound) {
			w.problem(line.At.in(ColumnPerson), textLineNobody.With("name", account))
			return Representative{Name: account}, nil
		}
		return RepresentativeOf(a), err
	}
	agents, err := agentsCalled(w.tx, w.dir.Region.ID, line.Who)
	if err != nil || len(agents) != 1 {
		return Representative{Name: line.Who}, err
	}
	return RepresentativeOf(agents[0]), nil
}

func (w *importingBodies) draftMeetings() error {
	firm := 0
	for _, line := range w.list.Meetings {
		report := LineReport{At: line.At, Name: line.Body + ", " + line.New.Start.Date.String(), State: LineSame}
		at := w.called(line.Body)
		if at < 0 {
			w.problem(line.At.in(ColumnBody), textLineNoBody.With("name", line.Body))
			w.report.Meetings = append(w.report.Meetings, report)
			continue
		}
		there, err := w.meetingThere(at, line)
		if err != nil {
			return err
		}
		if !there {
			report.State = LineNew
			report.Changes = []FieldChange{{Column: ColumnState, After: string(w.stateOf(line))}}
			w.meetings = append(w.meetings, draftMeeting{at, line})
			if w.stateOf(line).Firm() {
				firm++
			}
		}
		w.report.Meetings = append(w.report.Meetings, report)
	}
	if firm > 0 {
		w.report.Warnings = append(w.report.Warnings, ImportProblem{Cell{}, i18n.Plural(i18n.FR, firm, textLineAsks, textLineAsksMany).With(
			"n", howMany{firm, textOneMeeting, textManyMeetings})})
	}
	return nil
}

// stateOf is the state that a meeting of the list takes: over when it is past.
func (w *importingBodies) stateOf(line MeetingLine) MeetingState {
	past := line.New.Start.Date.Before(w.today)
	switch {
	case line.State == CalledOff || line.State == DidNot:
		return line.State
	case past:
		return MeetingOver
	case line.State == Provisional:
		return Provisional
	default:
		return Confirmed
	}
}

// meetingThere tells whether a body has the meeting already, or the list names it
// twice.
func (w *importingBodies) meetingThere(at int, line MeetingLine) (bool, error) {
	for _, m := range w.meetings {
		if m.body == at && m.line.New.Start.Date == line.New.Start.Date {
			w.problem(line.At, textBodyLineTwice.With("name", line.Body, "row", m.line.At.Row))
			return true, nil
		}
	}
	b := w.drafts[at].before
	if b.Number == 0 {
		return false, nil
	}
	found, _, err := w.tx.FindMeetings(b.Region, MeetingFilter{Body: b.Number, From: line.New.Start.Date, To: line.New.Start.Date})
	if err != nil {
		return false, err
	}
	cancelled := line.State == CalledOff
	for _, m := range found {
		if (m.State == CalledOff) != cancelled {
			continue
		}
		if m.HasTime && line.New.HasTime && m.Start.Time != line.New.Start.Time {
			w.report.Warnings = append(w.report.Warnings, ImportProblem{line.At.in(ColumnHour), textLineMeets.With("body", b.Called(), "ref", m.Ref())})
		}
		return true, nil
	}
	return false, nil
}

func (w *importingBodies) draftDeadlines() error {
	for _, line := range w.list.Deadlines {
		report := LineReport{At: line.At, Name: line.Title, State: LineSame}
		n := NewDeadline{Title: line.Title, Due: line.Due}
		for _, code := range line.Services {
			at := serviceWithCode(w.dir.Services, code)
			if at < 0 {
				w.problem(line.At.in(ColumnServices), textLineService.With("code", code))
				continue
			}
			n.Services = append(n.Services, w.dir.Services[at].ID)
		}
		if len(line.Services) == 0 {
			n.Services = []ServiceID{w.dir.Coordination().ID}
		}
		there, err := w.deadlineThere(n)
		if err != nil {
			return err
		}
		if !there {
			if refused := n.check(w.call.Now); refused != nil {
				w.report.Warnings = append(w.report.Warnings, ImportProblem{line.At, textLinePastDue.With("title", line.Title)})
			} else {
				report.State = LineNew
				w.deadlines = append(w.deadlines, n)
			}
		}
		w.report.Deadlines = append(w.report.Deadlines, report)
	}
	return nil
}

// deadlineThere tells whether a deadline of the list is stored already, or named
// before in the list.
func (w *importingBodies) deadlineThere(n NewDeadline) (bool, error) {
	same := func(title string, date calendar.Date, services []ServiceID) bool {
		return i18n.Fold(title) == i18n.Fold(n.Title) && date == n.Due.Date && slices.Equal(sorted(services), sorted(n.Services))
	}
	for _, o := range w.deadlines {
		if same(o.Title, o.Due.Date, o.Services) {
			return true, nil
		}
	}
	found, _, err := w.tx.FindDeadlines(w.dir.Region.ID, DeadlineFilter{From: n.Due.Date, To: n.Due.Date})
	for _, d := range found {
		var services []ServiceID
		for _, part := range d.Parts {
			services = append(services, part.Service)
		}
		if same(d.Title, d.Due.Date, services) {
			return true, nil
		}
	}
	return false, err
}

func sorted(services []ServiceID) []ServiceID {
	out := slices.Clone(services)
	slices.Sort(out)
	return out
}

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

// lineOf is the first line that speaks of a body.
func (w *importingBodies) lineOf(b Body) Cell {
	is := func(name string) bool {
		key := i18n.Fold(name)
		return key != "" && (key == i18n.Fold(b.Short) || key == i18n.Fold(b.Name))
	}
	for _, l := range w.list.Bodies {
		if is(l.Short) || is(l.Name) {
			return l.At
		}
	}
	for _, l := range w.list.Seats {
		if is(l.Body) {
			return l.At
		}
	}
	return Cell{}
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

// saveBody stores a body; one that met already existed then.
func (w *importingBodies) saveBody(at int) error {
	d := &w.drafts[at]
	since := d.before.CreatedAt
	if d.before.Number == 0 {
		since = w.call.Now
	}
	for _, m := range w.meetings {
		start, err := m.line.New.Start.Instant()
		if err != nil {
			return err
		}
		if m.body == at && start.Before(since) {
			since = start
		}
	}
	if d.before.Number == 0 {
		c, err := w.p.addBody(w.tx, w.call, w.dir, d.after)
		if err != nil {
			return err
		}
		d.before, d.after = c.After, c.After.clone()
	}
	d.after.CreatedAt = since
	if bodiesEqual(d.before, d.after) {
		return nil
	}
	c, err := w.p.changeBody(w.tx, w.call, w.dir, "instance.importer", d.before, d.after, "")
	d.after = c.After
	return err
}

// saveMeeting records a meeting that is over or cancelled as it is, and plans one to
// come as anybody would.
func (w *importingBodies) saveMeeting(d draftMeeting) error {
	b, n := w.drafts[d.body].after, d.line.New
	n.Body = b.Number
	state := w.stateOf(d.line)
	if state.Ahead() {
		n.Provisional = state == Provisional
		t, err := templateNamed(w.tx, w.dir, b.TemplateName())
		if err != nil {
			return err
		}
		_, err = w.p.planMeeting(w.tx, w.dir, w.call, b, n, t.Steps, 0)
		return wrap(err, "meeting of %s", b.Called())
	}
	m := Meeting{
		Region: b.Region, Body: b.Number, State: state, Start: n.Start, HasTime: n.HasTime, End: n.End, Place: n.Place, Link: n.Link,
		Agenda: n.Agenda, Hat: b.Hat, NoticeOn: n.NoticeOn, Author: w.call.Actor.User, From: onBehalf(w.call),
		CreatedAt: w.call.Now, ClosedAt: w.call.Now, ClosedBy: w.call.Actor.User, Revision: 1, Version: 1,
	}
	var err error
	if m.StartAt, err = m.Start.Instant(); err != nil {
		return err
	}
	if m.Number, err = w.tx.NextNumber(m.Region, meetingMark); err != nil {
		return err
	}
	return w.p.storeMeeting(w.tx, w.call, "seance.importer", nil, &m, "")
}

func (w *importingBodies) saveDeadline(n NewDeadline) error {
	d, err := newDeadline(w.tx, w.call, n)
	if err != nil {
		return err
	}
	if err := w.tx.AddDeadline(d); err != nil {
		return err
	}
	if err := w.p.planReminders(w.tx, w.dir, d, w.call.Now); err != nil {
		return err
	}
	if err := w.p.planCards(w.tx, w.dir, d, w.call); err != nil {
		return err
	}
	return w.p.note(w.tx, w.call, "echeance.ajouter", nil, d, "")
}
