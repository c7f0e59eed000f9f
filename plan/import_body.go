package plan

import (
	"strings"

	"jalon/i18n"
)

// The lines of a list that say what bodies are.

// BodyLine is what a list says of a body. Edit writes over a body what the line
// says of it; what is empty is not said.
type BodyLine struct {
	At          Cell
	Name, Short string
	Edit        func(*Body)
}

// draftBody is a body before and after the list.
type draftBody struct{ before, after Body }

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
