package plan

import (
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// The lines of a list that are deadlines.

// BodyDeadlineLine is one deadline of a list.
type BodyDeadlineLine struct {
	At       Cell
	Title    string
	Due      Due
	Services []string // by code; none for the coordination
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
