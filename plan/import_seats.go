package plan

import (
	"errors"
	"slices"
	"strings"
)

// The lines of a list that say who holds the seats.

// SeatLine is what a list says of a seat and of one who holds it.
type SeatLine struct {
	At   Cell
	Body string // as it is called
	// Who is a name, or "@" and a user name; empty when only the seat is said.
	Who  string
	Edit SeatEdit // with the term of Who, if there is one
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
