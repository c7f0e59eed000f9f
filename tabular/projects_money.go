package tabular

import (
	"errors"
	"strings"

	"jalon/i18n"
	"jalon/plan"
)

// wordsOf are the words of a refusal.
func wordsOf(err error) i18n.Line {
	refused, _ := errors.AsType[*plan.Error](err) // what reads an amount gives no other
	return refused.Text
}

// amountColumns are the columns of amounts, and where each goes.
var amountColumns = []struct {
	is plan.ProjectColumnKind
	of func(*plan.Money) **plan.Cents
}{
	{plan.ProjectCostColumn, func(m *plan.Money) **plan.Cents { return &m.Cost }},
	{plan.ProjectBaseColumn, func(m *plan.Money) **plan.Cents { return &m.Base }},
	{plan.ProjectRequestedColumn, func(m *plan.Money) **plan.Cents { return &m.Requested }},
	{plan.ProjectProposedColumn, func(m *plan.Money) **plan.Cents { return &m.Proposed }},
	{plan.ProjectRetainedColumn, func(m *plan.Money) **plan.Cents { return &m.Retained }},
	{plan.ProjectCommittedColumn, func(m *plan.Money) **plan.Cents { return &m.Committed }},
	{plan.ProjectPaidColumn, func(m *plan.Money) **plan.Cents { return &m.Paid }},
}

// readMoney reads the amounts. A word for an amount is kept beside the project;
// digits that make none would be lost, and the row is rejected.
func (p *projectRow) readMoney() {
	for _, column := range amountColumns {
		at, ok := p.columns.first(column.is)
		if !ok {
			continue
		}
		cell := cellAt(p.row, at)
		amount, known, err := plan.ReadAmount(cell, p.columns.marks[at])
		switch {
		case err != nil && !strings.ContainsAny(cell, "0123456789"):
			p.remark(at, textNoteForAmount.With("text", cell))
			p.kept[at] = cell
		case err != nil:
			p.reject(at, wordsOf(err))
		case !known && plan.BrokenFormula(cell):
			p.remark(at, textBrokenAmount.With("text", cell))
		case known:
			*column.of(&p.line.Money) = &amount.Cents
			if amount.Rounded {
				p.line.Rounded++
				p.line.RoundedBy += amount.By
			}
		}
	}
}
