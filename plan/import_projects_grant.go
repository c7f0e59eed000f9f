package plan

import (
	"cmp"
	"reflect"
)

// unnamedFund is the fund of amounts of which a list says no more.
const unnamedFund = "Subvention"

// grant is the grant of a project as a line makes it, and whether that differs
// from what is stored. A line without amounts speaks of none.
func (w *projectImporter) grant(line ProjectLine, p Project, have known) (Grant, bool) {
	if line.Money == (Money{}) {
		return Grant{}, false
	}
	fund, ok := w.fund(cmp.Or(line.Fund, line.Programme, unnamedFund))
	if !ok {
		return Grant{}, false
	}
	before, found := have.grants[GrantKey{p.Number, fund.Key(), line.Year}]
	after := before
	if !found {
		after = Grant{Region: p.Region, Project: p.Number, Fund: fund.Name, Year: line.Year}
		if len(line.Departments) > 0 {
			after.Department = line.Departments[0]
		}
	}
	after.say(line.Money)
	if found && reflect.DeepEqual(before, after) {
		return after, false
	}
	after.UpdatedAt = w.call.Now
	return after, true
}

// say replaces the amounts that are known, and moves the grant forward to what
// they tell.
func (g *Grant) say(m Money) {
	for _, one := range []struct {
		from    *Cents
		into    **Cents
		reaches GrantState
	}{
		{m.Cost, &g.Cost, ""},
		{m.Base, &g.Base, ""},
		{m.Others, &g.Others, ""},
		{m.Requested, &g.Requested, GrantFiled},
		{m.Proposed, &g.Proposed, GrantProposed},
		{m.Retained, &g.Retained, GrantRetained},
		{m.Committed, &g.Committed, GrantCommitted},
		{m.Paid, &g.Paid, ""},
	} {
		if one.from == nil {
			continue
		}
		*one.into = one.from
		if one.reaches != "" {
			g.Reach(one.reaches)
		}
	}
}

// fund is the fund of that name, made if need be: with an envelope for each
// department, until somebody says that it is regional. False for a name that no
// fund can have.
func (w *projectImporter) fund(name string) (Fund, bool) {
	if f, ok := Funds(w.funds).Named(name); ok {
		return f, true
	}
	f := NewFund(name, DepartmentalFund)
	f.Region, f.Author = w.dir.Region.ID, w.call.Actor.User
	if err := (FundChange{After: f}).check(w.tx, len(w.funds)); err != nil {
		return Fund{}, false
	}
	w.funds = append(w.funds, f)
	w.report.Funds = append(w.report.Funds, f.Name)
	w.madeFunds = append(w.madeFunds, f)
	return f, true
}
