package storetest

import (
	"cmp"
	"slices"

	"pgregory.net/rapid"

	"jalon/plan"
)

var credits = []behaviour{
	{"a fund comes back as it was put, and changes at the version that was read", func(s *scene) {
		f := full[plan.Fund]()
		f.Region, f.Name, f.Version = hdf, "Fonds vert", 0
		put := func(tx plan.Tx) error { return tx.PutFund(f) }
		s.write(put)
		s.fund("DSIL")
		elsewhere := plan.Fund{Region: idf, Name: "DSIL", Level: plan.RegionalFund}
		s.write(func(tx plan.Tx) error { return tx.PutFund(elsewhere) })
		s.refused(plan.ErrDuplicate, put)
		f.Name, f.Version, f.Green = "FONDS VERT", 1, 15
		s.write(put)
		s.refused(plan.ErrStale, put)
		f.Version = 2
		dsil := plan.NewFund("DSIL", plan.RegionalFund)
		dsil.Region, dsil.Version = hdf, 1
		same(s, read(s, func(tx plan.Tx) ([]plan.Fund, error) { return tx.Funds(hdf) }), []plan.Fund{dsil, f})
		missing := f
		missing.Name = "FNADT"
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.PutFund(missing) })
	}},
	{"the envelopes of a fund come back by year, the region's first", func(s *scene) {
		s.fund("DSIL")
		s.fund("DETR")
		put := func(fund string, year int, department string, amount plan.Cents, version int) plan.Envelope {
			e := plan.Envelope{Region: hdf, Fund: fund, Year: year, Department: department, Amount: amount, Version: version}
			s.write(func(tx plan.Tx) error { return tx.PutEnvelope(e) })
			e.Version++
			return e
		}
		north, all := put("DSIL", 2027, "59", 18_900_000_00, 0), put("DSIL", 2027, "", plan.MaxCents, 0)
		before := put("DSIL", 2026, "59", 0, 0)
		put("DETR", 2027, "59", 1, 0)
		of := func(year int) []plan.Envelope {
			return read(s, func(tx plan.Tx) ([]plan.Envelope, error) { return tx.Envelopes(hdf, "dsil", year) })
		}
		same(s, of(2027), []plan.Envelope{all, north})
		same(s, of(0), []plan.Envelope{before, all, north})
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error {
			return tx.PutEnvelope(plan.Envelope{Region: hdf, Fund: "Dsil", Year: 2027})
		})
		north = put("DSIL", 2027, "59", 12, 1)
		same(s, of(2027), []plan.Envelope{all, north})
		s.refused(plan.ErrStale, func(tx plan.Tx) error {
			return tx.PutEnvelope(plan.Envelope{Region: hdf, Fund: "DSIL", Year: 2027, Department: "59", Version: 1})
		})
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error {
			return tx.PutEnvelope(plan.Envelope{Region: hdf, Fund: "DSIL", Year: 2027, Department: "80", Version: 1})
		})
	}},
	{"any grant comes back as it was put, whatever it was before", func(s *scene) {
		s.putProject(plan.Project{Region: hdf, Number: 7, Name: "n"})
		s.fund("DSIL")
		version := 0
		rapid.Check(s.T, func(r *rapid.T) {
			g := anyGrant(7, "DSIL", 2027).Draw(r, "grant")
			g.Reason, g.LapseReason = anyText.Draw(r, "reason"), anyText.Draw(r, "why longer")
			g.Version = version
			s.write(func(tx plan.Tx) error { return tx.PutGrant(g) })
			version++
			g.Version = version
			same(s, read(s, func(tx plan.Tx) (plan.Grant, error) { return tx.Grant(hdf, 7, "dsil", 2027) }), g)
		})
	}},
	{"a grant of which all is known comes back, and changes at the version that was read", func(s *scene) {
		s.putProject(plan.Project{Region: hdf, Number: 7, Name: "n"})
		s.fund("DSIL")
		g := full[plan.Grant]()
		g.Region, g.Project, g.Fund, g.Version = hdf, 7, "DSIL", 0
		put := func(tx plan.Tx) error { return tx.PutGrant(g) }
		s.write(put)
		s.refused(plan.ErrDuplicate, put)
		of := func() (plan.Grant, error) {
			var got plan.Grant
			err := s.store.Read(s.Context(), func(tx plan.Tx) (err error) { got, err = tx.Grant(hdf, 7, "dsil", g.Year); return err })
			return got, err
		}
		g.Version = 1
		got, err := of()
		same(s, err, nil)
		same(s, got, g)
		g.Paid, g.Green, g.State = nil, false, plan.GrantLapsed
		s.write(put)
		s.refused(plan.ErrStale, put)
		g.Version = 2
		got, err = of()
		same(s, err, nil)
		same(s, got, g)
		missing(s, func(tx plan.Tx) (plan.Grant, error) { return tx.Grant(idf, 7, "dsil", g.Year) })
		g.Year++
		s.refused(plan.ErrNotFound, put)
	}},
	{"every filter of grants selects what its definition says", func(s *scene) {
		var all []plan.Grant
		for _, fund := range []string{"DSIL", "DETR"} {
			s.fund(fund)
		}
		for number := 1; number <= 12; number++ {
			s.putProject(plan.Project{Region: hdf, Number: number, Name: "n"})
			for i, fund := range []string{"DSIL", "DETR"} {
				for year := 2026; year <= 2027; year++ {
					if (number+i+year)%3 == 0 {
						continue
					}
					g := anyGrant(number, fund, year).Example(number + year + i)
					s.write(func(tx plan.Tx) error { return tx.PutGrant(g) })
					g.Version = 1
					all = append(all, g)
				}
			}
		}
		rapid.Check(s.T, func(r *rapid.T) {
			f := plan.GrantFilter{
				Project: rapid.IntRange(0, 4).Draw(r, "project"), Fund: rapid.SampledFrom([]string{"", "dsil", "detr", "fnadt"}).Draw(r, "fund"),
				Year: rapid.SampledFrom([]int{0, 2026, 2027, 2028}).Draw(r, "year"), Siblings: rapid.Bool().Draw(r, "siblings"),
			}
			got := read(s, func(tx plan.Tx) ([]plan.Grant, error) { return tx.FindGrants(hdf, f) })
			want := selectedGrants(all, f)
			same(s, len(got), len(want))
			for i := range want {
				same(s, got[i], want[i])
			}
		})
	}},
	{"a redeployment comes back as it was put, and changes at the version that was read", func(s *scene) {
		s.fund("DSIL")
		m := full[plan.Redeployment]()
		m.Region, m.Number, m.Fund, m.Year, m.Version = hdf, 4, "DSIL", 2027, 0
		put := func(tx plan.Tx) error { return tx.PutRedeployment(m) }
		s.write(put)
		s.refused(plan.ErrDuplicate, put)
		m.Version, m.State = 1, plan.RedeploymentAgreed
		s.write(put)
		s.refused(plan.ErrStale, put)
		m.Version = 2
		same(s, read(s, func(tx plan.Tx) (plan.Redeployment, error) { return tx.Redeployment(hdf, 4) }), m)
		same(s, read(s, func(tx plan.Tx) ([]plan.Redeployment, error) { return tx.Redeployments(hdf, "dsil", 2027) }), []plan.Redeployment{m})
		same(s, len(read(s, func(tx plan.Tx) ([]plan.Redeployment, error) { return tx.Redeployments(hdf, "dsil", 2026) })), 0)
		missing(s, func(tx plan.Tx) (plan.Redeployment, error) { return tx.Redeployment(idf, 4) })
	}},
}

// fund adds a fund of the region.
func (s *scene) fund(name string) {
	s.Helper()
	f := plan.NewFund(name, plan.RegionalFund)
	f.Region = hdf
	s.write(func(tx plan.Tx) error { return tx.PutFund(f) })
}

var anyAmount = rapid.Custom(func(r *rapid.T) *plan.Cents {
	if !rapid.Bool().Draw(r, "known") {
		return nil
	}
	return new(plan.Cents(rapid.Int64Range(0, int64(plan.MaxCents)).Draw(r, "cents")))
})

func anyGrant(project int, fund string, year int) *rapid.Generator[plan.Grant] {
	return rapid.Custom(func(r *rapid.T) plan.Grant {
		return plan.Grant{
			Region: hdf, Project: project, Fund: fund, Year: year,
			Department: rapid.SampledFrom([]string{"", "59", "2A"}).Draw(r, "department"),
			State:      rapid.SampledFrom([]plan.GrantState{plan.GrantFiled, plan.GrantRetained, plan.GrantRefused}).Draw(r, "state"),
			Money: plan.Money{
				Cost: anyAmount.Draw(r, "cost"), Base: anyAmount.Draw(r, "base"), Others: anyAmount.Draw(r, "others"),
				Requested: anyAmount.Draw(r, "requested"), Proposed: anyAmount.Draw(r, "proposed"), Retained: anyAmount.Draw(r, "retained"),
				Committed: anyAmount.Draw(r, "committed"), Paid: anyAmount.Draw(r, "paid"),
			},
			Green: rapid.Bool().Draw(r, "green"),
		}
	})
}

// selectedGrants is the definition of a filter.
func selectedGrants(all []plan.Grant, f plan.GrantFilter) []plan.Grant {
	projects := map[int]bool{}
	is := func(g plan.Grant) bool {
		return (f.Project == 0 || g.Project == f.Project) && (f.Fund == "" || g.FundKey() == f.Fund) && (f.Year == 0 || g.Year == f.Year)
	}
	for _, g := range all {
		projects[g.Project] = projects[g.Project] || is(g)
	}
	var out []plan.Grant
	for _, g := range all {
		if is(g) || f.Siblings && projects[g.Project] {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b plan.Grant) int {
		return cmp.Or(cmp.Compare(a.Project, b.Project), cmp.Compare(a.Year, b.Year), cmp.Compare(a.FundKey(), b.FundKey()))
	})
	return out
}
