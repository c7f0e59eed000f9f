package plan

import (
	"cmp"
	"context"
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// ProgrammingRow is what the grants of a fund in a year add up to, in a department
// or in all. Commitments (AE) and payments (CP) stand apart: they are never added.
type ProgrammingRow struct {
	Department string // empty for the region's own part, and in the total
	// Envelope is what there is, when Known.
	Envelope  Cents
	Known     bool
	Grants    int
	Requested Cents
	Proposed  Cents
	Retained  Cents
	Committed Cents // AE
	Paid      Cents // CP
	Green     Cents // of the retained amounts
}

// Left is what remains to be programmed; less than zero when too much is retained.
func (r ProgrammingRow) Left() Cents { return r.Envelope - r.Retained }

// GreenShare is the green part of what is retained.
func (r ProgrammingRow) GreenShare() Share { return ShareOf(r.Green, r.Retained) }

// add counts a grant.
func (r *ProgrammingRow) add(g Grant) {
	r.Grants++
	r.Requested += or(g.Requested)
	r.Proposed += or(g.Proposed)
	r.Retained += g.retained()
	r.Committed += or(g.Committed)
	r.Paid += or(g.Paid)
	if g.Green {
		r.Green += g.retained()
	}
}

// Programming is how a fund is shared out in a year: the table, and what to check.
type Programming struct {
	Fund Fund
	Year int
	// Rows are by department, the region's own part last when there is any.
	Rows []ProgrammingRow
	// Total is what the rows add up to; its envelope is the region's, for a fund
	// that has one, and for who sees the whole region.
	Total ProgrammingRow
	// Whole tells that the reader sees the whole region.
	Whole bool
	// Over are the departments where more is retained than there is.
	Over []string
	// OverBase, HighAid and Lapsed are the projects, by number, whose retained amount is
	// over the eligible base, that have more public money than the fund's most, and
	// whose grant has lapsed and is not recorded as such.
	OverBase, HighAid, Lapsed []int
	// Pending are the redeployments that await their decision.
	Pending []Redeployment
}

// Shares makes the programming of a fund for a year. Grants are those of the fund
// and of the year, with the other ones of their projects.
func Shares(f Fund, year int, envelopes Envelopes, grants []Grant, today calendar.Date) Programming {
	p := Programming{Fund: f, Year: year, Whole: true}
	rows := map[string]*ProgrammingRow{}
	row := func(department string) *ProgrammingRow {
		if rows[department] == nil {
			rows[department] = &ProgrammingRow{Department: department}
		}
		return rows[department]
	}
	for _, e := range envelopes {
		if e.Department != "" {
			row(e.Department).Envelope, row(e.Department).Known = e.Amount, true
		}
	}
	byProject := map[int][]Grant{}
	for _, g := range grants {
		byProject[g.Project] = append(byProject[g.Project], g)
		if g.FundKey() == f.Key() && g.Year == year {
			row(g.Department).add(g)
		}
	}
	p.setTotal(envelopes, rows)
	for number, mine := range byProject {
		p.checkProject(number, mine, today)
	}
	for _, list := range [][]int{p.OverBase, p.HighAid, p.Lapsed} {
		slices.Sort(list)
	}
	return p
}

// setTotal orders the rows and adds them up. What the region keeps for itself is
// what is not delegated.
func (p *Programming) setTotal(envelopes Envelopes, rows map[string]*ProgrammingRow) {
	region, known := envelopes.Of("")
	if own, kept := rows[""], region-envelopes.Delegated(); known && (own != nil || kept != 0) {
		if own == nil {
			own = &ProgrammingRow{}
			rows[""] = own
		}
		own.Envelope, own.Known = kept, true
	}
	for _, r := range rows {
		p.Rows = append(p.Rows, *r)
	}
	slices.SortFunc(p.Rows, func(a, b ProgrammingRow) int {
		return cmp.Or(compareBool(a.Department == "", b.Department == ""), cmp.Compare(a.Department, b.Department))
	})
	for _, r := range p.Rows {
		p.Total.sum(r)
		if r.Known && r.Left() < 0 {
			p.Over = append(p.Over, r.Department)
		}
	}
}

// sum adds a row to a total.
func (r *ProgrammingRow) sum(o ProgrammingRow) {
	r.Envelope += o.Envelope
	r.Known = r.Known || o.Known
	r.Grants += o.Grants
	r.Requested += o.Requested
	r.Proposed += o.Proposed
	r.Retained += o.Retained
	r.Committed += o.Committed
	r.Paid += o.Paid
	r.Green += o.Green
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}

// checkProject looks at the grants of one project.
func (p *Programming) checkProject(number int, mine []Grant, today calendar.Date) {
	retains := false
	for _, g := range mine {
		if g.FundKey() != p.Fund.Key() || g.Year != p.Year {
			continue
		}
		retains = retains || g.retained() > 0
		if g.Base != nil && g.retained() > *g.Base {
			p.OverBase = append(p.OverBase, number)
		}
		if day, runs := g.LapseOn(p.Fund); runs && day.Before(today) {
			p.Lapsed = append(p.Lapsed, number)
		}
	}
	if share, known := PublicAid(mine); retains && known && share.Above(p.Fund.MostAid) {
		p.HighAid = append(p.HighAid, number)
	}
}

// in keeps what lies in some departments.
func (p Programming) in(departments []string, grants []Grant) Programming {
	p.Whole = false
	seen := func(d string) bool { return d != "" && slices.Contains(departments, d) }
	p.Rows = slices.DeleteFunc(p.Rows, func(r ProgrammingRow) bool { return !seen(r.Department) })
	for _, d := range departments { // one of which nothing is known is asked for all the same
		if !slices.ContainsFunc(p.Rows, func(r ProgrammingRow) bool { return r.Department == d }) {
			p.Rows = append(p.Rows, ProgrammingRow{Department: d})
		}
	}
	slices.SortFunc(p.Rows, func(a, b ProgrammingRow) int { return cmp.Compare(a.Department, b.Department) })
	p.Over = slices.DeleteFunc(p.Over, func(d string) bool { return !seen(d) })
	p.Pending = slices.DeleteFunc(p.Pending, func(r Redeployment) bool { return !seen(r.From) && !seen(r.To) })
	near := map[int]bool{}
	for _, g := range grants {
		near[g.Project] = near[g.Project] || seen(g.Department) && g.FundKey() == p.Fund.Key() && g.Year == p.Year
	}
	far := func(number int) bool { return !near[number] }
	p.OverBase, p.HighAid, p.Lapsed = slices.DeleteFunc(p.OverBase, far), slices.DeleteFunc(p.HighAid, far), slices.DeleteFunc(p.Lapsed, far)
	p.Total = ProgrammingRow{}
	for _, r := range p.Rows {
		p.Total.sum(r)
	}
	return p
}

var textNoProgramming = i18n.T(
	"La programmation {fund} {year} ne se montre pas à votre compte.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
	"The programming of {fund} {year} does not show to your account.\nRule: {rule}. {yours}\nTo get this right: {ask}")

// Programming reads how a fund is shared out in a year, as far as the reader may
// see: all of it for who coordinates the region, the departments of their
// préfectures for others. Departments, when given, are those asked for. It returns
// Denied to whoever sees none of it, and NotFound for a fund that is not there.
func (p *Planner) Programming(ctx context.Context, call Call, fund string, year int, departments ...string) (Programming, error) {
	var out Programming
	err := p.store.Read(ctx, func(tx Tx) error {
		dir, err := lookAt(tx, call)
		if err != nil {
			return err
		}
		f, envelopes, err := credits(tx, dir.Region.ID, fund, year)
		if err != nil {
			return err
		}
		whole := AllowedIn(dir.Actor, ReadCredits, "")
		seen := departments
		if !whole {
			seen = dir.creditsSeen(departments)
			if len(seen) == 0 {
				return Refuse(Denied, textNoProgramming.With("fund", f.Name, "year", year, "rule", ReadCredits.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
			}
		}
		today, err := dir.today("", call.Now)
		if err != nil {
			return err
		}
		grants, err := tx.FindGrants(dir.Region.ID, GrantFilter{Fund: f.Key(), Year: year, Siblings: true})
		if err != nil {
			return err
		}
		out = Shares(f, year, envelopes, grants, today)
		if out.Pending, err = pending(tx, dir.Region.ID, f, year); err != nil {
			return err
		}
		if len(seen) > 0 {
			out = out.in(seen, grants)
		}
		return nil
	})
	return out, wrap(err, "programming of %s %d", fund, year)
}

// creditsSeen are the departments whose programming the person may see, of those
// asked for.
func (v DirectoryView) creditsSeen(asked []string) []string {
	var seen []string
	for _, s := range v.Services {
		d := s.Department
		if d == "" || slices.Contains(seen, d) || len(asked) > 0 && !slices.Contains(asked, d) {
			continue
		}
		if AllowedIn(v.Actor, ReadCredits, d) {
			seen = append(seen, d)
		}
	}
	return seen
}

// pending lists the redeployments of a fund for a year that await their decision.
func pending(tx Tx, region RegionID, f Fund, year int) ([]Redeployment, error) {
	all, err := tx.Redeployments(region, f.Key(), year)
	return slices.DeleteFunc(all, func(r Redeployment) bool { return r.State != RedeploymentAsked }), err
}

// ProjectMoney is what a project is granted, in all. Commitments (AE) and payments
// (CP) are never added together.
type ProjectMoney struct {
	// Grants are by year then fund.
	Grants []Grant
	// Committed and Paid are nil when no grant tells any.
	Committed, Paid *Cents
	// Aid is the share of public money, when AidKnown.
	Aid      Share
	AidKnown bool
}

// moneyOf reads what a project is granted.
func moneyOf(tx Tx, project Project) (ProjectMoney, error) {
	grants, err := tx.FindGrants(project.Region, GrantFilter{Project: project.Number})
	m := ProjectMoney{Grants: grants}
	for _, g := range grants {
		m.Committed, m.Paid = plus(m.Committed, g.Committed), plus(m.Paid, g.Paid)
	}
	m.Aid, m.AidKnown = PublicAid(grants)
	return m, err
}

// plus adds an amount, known or not, to a sum.
func plus(sum, amount *Cents) *Cents {
	if amount == nil {
		return sum
	}
	total := or(sum) + *amount
	return &total
}
