package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/i18n"
	"jalon/plan"
)

func TestAGrantCountsForWhatIsRetainedElseCommittedElsePaid(t *testing.T) {
	for _, c := range []struct {
		money plan.Money
		want  *plan.Cents
	}{
		{plan.Money{}, nil},
		{plan.Money{Cost: new(plan.Cents(9)), Base: new(plan.Cents(8)), Requested: new(plan.Cents(7)), Proposed: new(plan.Cents(6))}, nil},
		{plan.Money{Paid: new(plan.Cents(1))}, new(plan.Cents(1))},
		{plan.Money{Committed: new(plan.Cents(2)), Paid: new(plan.Cents(1))}, new(plan.Cents(2))},
		{plan.Money{Retained: new(plan.Cents(0)), Committed: new(plan.Cents(2)), Paid: new(plan.Cents(1))}, new(plan.Cents(0))},
	} {
		if diff := cmp.Diff(c.want, c.money.Granted()); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.money, diff)
		}
	}
}

func TestAListIsCountedByTheFirstDepartmentOfEachProject(t *testing.T) {
	list := plan.ProjectList{Lines: []plan.ProjectLine{
		{Departments: []string{"62", "59"}, Money: plan.Money{Retained: new(plan.Cents(100))}, Rounded: 1, RoundedBy: 300_000_000_000},
		{Money: plan.Money{Committed: new(plan.Cents(5))}},
		{Departments: []string{"02"}},
		{Departments: []string{"62"}, Money: plan.Money{Retained: new(plan.Cents(1)), Committed: new(plan.Cents(50))}, Rounded: 2, RoundedBy: 22_600_000_000_000},
	}}
	want := []plan.DepartmentCount{{"02", 1, 0}, {"62", 2, 101}, {"", 1, 5}}
	if diff := cmp.Diff(want, list.ByDepartment()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if list.Total() != 106 {
		t.Errorf("total %d", list.Total())
	}
	if got := shown(list.Roundings().In(i18n.FR)); got != "3 montants avaient plus de deux décimales : arrondis au centime (+0,23 €)." {
		t.Errorf("%q", got)
	}
	list.Lines = list.Lines[:1]
	if got := list.Roundings().In(i18n.EN); got != "1 amount had more than two decimals: rounded to the cent (€0.00)." {
		t.Errorf("%q", got)
	}
	list.Lines = nil
	if got := list.Roundings().In(i18n.FR); got != "" {
		t.Errorf("%q", got)
	}
}

func TestTheColumnsOfAListAreCountedAndNamed(t *testing.T) {
	list := plan.ProjectList{Columns: []plan.ProjectColumn{
		{Title: "nom_du_projet", Rank: 1, Is: plan.ProjectTitleColumn, By: plan.ByName},
		{Title: "axe", Rank: 2, Is: plan.ProjectFieldColumn, By: plan.ByName},
		{Title: "x", Rank: 3, Is: plan.ProjectDepartmentColumn, By: plan.ByContent},
		{Title: "couleur", Rank: 4, Is: plan.ProjectFieldColumn, By: plan.AsField},
		{Rank: 5, By: plan.Unused},
	}}
	if list.Recognised() != 3 {
		t.Errorf("%d columns are recognised", list.Recognised())
	}
	if c, ok := list.Column(plan.ProjectTitleColumn); !ok || c.Title != "nom_du_projet" {
		t.Errorf("the title is in %+v", c)
	}
	if c, ok := list.Column(plan.ProjectPaidColumn); ok {
		t.Errorf("what is paid is in %+v", c)
	}
	if got := plan.ProjectRetainedColumn.In(i18n.FR) + ", " + plan.ProjectRetainedColumn.In(i18n.EN); got != "montant retenu, amount retained" {
		t.Errorf("%q", got)
	}
}
