package storetest

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"jalon/plan"
)

var projects = []behaviour{
	{"a project comes back as it was put, field by field", func(s *scene) {
		p := fullProject(105)
		s.putProject(p)
		p.Version = 1
		same(s, projectOf(s, 105), p)
	}},
	{"a project of which little is known comes back with nothing added", func(s *scene) {
		p := plan.Project{Region: hdf, Number: 1, Name: "ERBM", Progress: plan.NoProgress}
		s.putProject(p)
		p.Version = 1
		same(s, projectOf(s, 1), p)
	}},
	{"any project comes back as it was put, whatever it was before", func(s *scene) {
		version := 0
		rapid.Check(s.T, func(r *rapid.T) {
			p := anyProject(7).Draw(r, "project")
			p.Name, p.Comment, p.Blocker = anyText.Draw(r, "name"), anyText.Draw(r, "comment"), anyText.Draw(r, "blocker")
			p.Fields = []plan.ProjectField{{Name: anyText.Draw(r, "field"), Value: anyText.Draw(r, "value")}}
			p.Version = version
			s.putProject(p)
			version++
			p.Version = version
			same(s, projectOf(s, 7), p)
		})
	}},
	{"projects and grants stored together, more than one statement holds, come back as if put one by one", func(s *scene) {
		const n = 500
		var all []plan.Project
		var grants []plan.Grant
		fund := plan.NewFund("DETR", plan.DepartmentalFund)
		fund.Region = hdf
		for number := 1; number <= n; number++ {
			all = append(all, anyProject(number).Example(number))
			grants = append(grants, anyGrant(number, fund.Name, 2026).Example(number))
		}
		s.write(func(tx plan.Tx) error {
			return errors.Join(tx.PutFund(fund), tx.AddProjects(all), tx.AddGrants(grants))
		})
		stored := read(s, func(tx plan.Tx) ([]plan.Grant, error) { return tx.FindGrants(hdf, plan.GrantFilter{}) })
		for i, p := range all {
			p.Version, grants[i].Version = 1, 1
			same(s, projectOf(s, p.Number), p)
			same(s, stored[i], grants[i])
			same(s, projectsFound(s, plan.ProjectFilter{Words: p.SearchedWords()[:1], Closed: true}), []int{p.Number})
		}
		lying := func(p plan.Project) bool { return slices.Contains(p.Departments, "59") && !p.Closed }
		same(s, len(projectsFound(s, plan.ProjectFilter{Departments: []string{"59"}})), len(slices.DeleteFunc(all, func(p plan.Project) bool { return !lying(p) })))
	}},
	{"a project changes at the version that was read", func(s *scene) {
		p := fullProject(3)
		s.putProject(p)
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.PutProject(p) })
		p.Version, p.Departments, p.Name = 1, []string{"80"}, "autre"
		s.putProject(p)
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.PutProject(p) })
		p.Version = 2
		same(s, projectOf(s, 3), p)
		same(s, projectsFound(s, plan.ProjectFilter{Departments: []string{"80"}, Words: []string{"autre"}}), []int{3})
		elsewhere := p
		elsewhere.Number, elsewhere.Short, elsewhere.External = 4, "", ""
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.PutProject(elsewhere) })
		missing(s, func(tx plan.Tx) (plan.Project, error) { return tx.Project(idf, 3) })
	}},
	{"a short name is that of one open project, the identifier of a file that of one project", func(s *scene) {
		put := func(number, version int, short, external string, closed bool) func(plan.Tx) error {
			return func(tx plan.Tx) error {
				return tx.PutProject(plan.Project{Region: hdf, Number: number, Name: "n", Short: short, External: external, Closed: closed, Version: version})
			}
		}
		s.write(put(1, 0, "Érbm", "id:1", false))
		s.refused(plan.ErrDuplicate, put(2, 0, "ERBM", "", false))
		s.refused(plan.ErrDuplicate, put(2, 0, "", "id:1", false))
		s.write(put(2, 0, "", "", false))
		s.write(put(3, 0, "", "", false)) // several may have neither
		s.refused(plan.ErrDuplicate, put(2, 1, "erbm", "", false))
		s.refused(plan.ErrDuplicate, put(2, 1, "", "id:1", false))
		s.write(put(1, 1, "Érbm", "id:1", true))
		s.write(put(2, 1, "ERBM", "", false))
		same(s, projectsFound(s, plan.ProjectFilter{Short: "erbm"}), []int{2})
	}},
	{"every filter of projects selects what its definition says, the worst first, page by page", func(s *scene) {
		var all []plan.Project
		for number := 1; number <= 60; number++ {
			p := anyProject(number).Example(number)
			elsewhere := anyProject(number).Example(-number)
			elsewhere.Region = idf
			s.putProject(p)
			s.putProject(elsewhere)
			p.Version = 1
			all = append(all, p)
		}
		rapid.Check(s.T, func(r *rapid.T) {
			f := anyProjectFilter.Draw(r, "filter")
			want := selectedProjects(all, f)
			same(s, inOrder(countProjects(s, f)), countsOf(want))
			var got []plan.Project
			total := 0
			got = read(s, func(tx plan.Tx) (list []plan.Project, err error) {
				list, total, err = tx.FindProjects(hdf, f)
				return list, err
			})
			same(s, total, len(want))
			want = want[min(f.Offset, len(want)):]
			if f.Limit > 0 {
				want = want[:min(f.Limit, len(want))]
			}
			same(s, each(got, plan.Project.Ref), each(want, plan.Project.Ref))
			for i := range want {
				same(s, got[i], want[i])
			}
		})
	}},
	{"what was said of a project is kept in order, and read the newest first", func(s *scene) {
		s.putProject(plan.Project{Region: hdf, Number: 1, Name: "n"})
		s.putProject(plan.Project{Region: hdf, Number: 2, Name: "n"})
		var said []plan.ProjectUpdate
		for i := range 5 {
			u := full[plan.ProjectUpdate]()
			u.Region, u.Project, u.Rank, u.Text = hdf, 1, 99, strings.Repeat("x", i)
			s.write(func(tx plan.Tx) error { return tx.AddProjectUpdate(u) })
			u.Rank = i + 1
			said = append([]plan.ProjectUpdate{u}, said...)
		}
		history := func(number, limit, offset int) (found []plan.ProjectUpdate, total int) {
			found = read(s, func(tx plan.Tx) (list []plan.ProjectUpdate, err error) {
				list, total, err = tx.ProjectUpdates(hdf, number, limit, offset)
				return list, err
			})
			return found, total
		}
		got, total := history(1, 0, 0)
		same(s, got, said)
		same(s, total, 5)
		got, total = history(1, 2, 1)
		same(s, got, said[1:3])
		same(s, total, 5)
		got, total = history(2, 2, 0)
		same(s, len(got), 0)
		same(s, total, 0)
	}},
	{"a programme comes back as it was put, and changes at the version that was read", func(s *scene) {
		g := full[plan.Programme]()
		g.Region, g.Name, g.Version = hdf, "Pacte SAT", 0
		put := func(tx plan.Tx) error { return tx.PutProgramme(g) }
		s.write(put)
		s.write(func(tx plan.Tx) error { return tx.PutProgramme(plan.Programme{Region: hdf, Name: "CRTE"}) })
		s.write(func(tx plan.Tx) error { return tx.PutProgramme(plan.Programme{Region: idf, Name: "CRTE"}) })
		s.refused(plan.ErrDuplicate, put)
		g.Name, g.Version, g.Fields = "PACTE SAT", 1, nil
		s.write(put)
		s.refused(plan.ErrStale, put)
		g.Version = 2
		same(s, read(s, func(tx plan.Tx) ([]plan.Programme, error) { return tx.Programmes(hdf) }),
			[]plan.Programme{{Region: hdf, Name: "CRTE", Version: 1}, g})
	}},
	{"a call for projects comes back as it was put, and changes at the version that was read", func(s *scene) {
		s.putProject(plan.Project{Region: hdf, Number: 1, Name: "n"})
		s.putProject(plan.Project{Region: hdf, Number: 2, Name: "n"})
		missing(s, func(tx plan.Tx) (plan.ProjectCall, error) { return tx.ProjectCall(hdf, 1) })
		c := fullCall(1)
		put := func(tx plan.Tx) error { return tx.PutProjectCall(c) }
		s.write(put)
		s.write(func(tx plan.Tx) error {
			return tx.PutProjectCall(plan.ProjectCall{Region: hdf, Project: 2, Closes: c.Closes})
		})
		s.refused(plan.ErrDuplicate, put)
		c.Version, c.Template, c.Steps = 1, "autre", append(c.Steps, plan.CallStep{Name: "Évaluation", Services: []plan.ServiceID{s59}})
		c.Steps = append(c.Steps[:0], c.Steps[1:]...)
		s.write(put)
		s.refused(plan.ErrStale, put)
		c.Version = 2
		same(s, callOf(s, 1), c)
		same(s, callOf(s, 2), plan.ProjectCall{Region: hdf, Project: 2, Closes: c.Closes, Version: 1})
		missing(s, func(tx plan.Tx) (plan.ProjectCall, error) { return tx.ProjectCall(idf, 1) })
	}},
	{"the files of a department are what was said last", func(s *scene) {
		s.putProject(plan.Project{Region: hdf, Number: 1, Name: "n"})
		s.write(func(tx plan.Tx) error { return tx.PutProjectCall(fullCall(1)) })
		count := plan.FileCount{Region: hdf, Project: 1, Department: "62", Stage: plan.StageFiled, Files: 12, At: noon, By: "user-bob"}
		other := count
		other.Department, other.Stage, other.Files = "59", plan.StageReviewed, 0
		for _, c := range []plan.FileCount{count, other} {
			s.write(func(tx plan.Tx) error { return tx.PutFileCount(c) })
		}
		count.Files, count.By, count.At = 14, "user-carole", noon.Add(time.Hour)
		s.write(func(tx plan.Tx) error { return tx.PutFileCount(count) })
		same(s, read(s, func(tx plan.Tx) ([]plan.FileCount, error) { return tx.FileCounts(hdf, 1) }), []plan.FileCount{other, count})
		same(s, len(read(s, func(tx plan.Tx) ([]plan.FileCount, error) { return tx.FileCounts(hdf, 2) })), 0)
	}},
}

// fullCall is a new call for projects of which every field holds something.
func fullCall(project int) plan.ProjectCall {
	c := full[plan.ProjectCall]()
	c.Region, c.Project, c.Version, c.Closes.HasTime = hdf, project, 0, true
	return c
}

func callOf(s *scene, project int) plan.ProjectCall {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.ProjectCall, error) { return tx.ProjectCall(hdf, project) })
}

func (s *scene) putProject(p plan.Project) {
	s.Helper()
	s.write(func(tx plan.Tx) error { return tx.PutProject(p) })
}

// fullProject is a new open project of which every field holds something.
func fullProject(number int) plan.Project {
	p := full[plan.Project]()
	p.Region, p.Number, p.Version, p.Closed = hdf, number, 0, false
	return p
}

func projectOf(s *scene, number int) plan.Project {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.Project, error) { return tx.Project(hdf, number) })
}

// projectsFound are the numbers of what a filter selects.
func projectsFound(s *scene, f plan.ProjectFilter) []int {
	s.Helper()
	found := read(s, func(tx plan.Tx) ([]plan.Project, error) {
		list, _, err := tx.FindProjects(hdf, f)
		return list, err
	})
	return each(found, func(p plan.Project) int { return p.Number })
}

func countProjects(s *scene, f plan.ProjectFilter) []plan.ProjectCounts {
	s.Helper()
	return read(s, func(tx plan.Tx) ([]plan.ProjectCounts, error) { return tx.CountProjects(hdf, f) })
}

var (
	anyOutlook     = rapid.SampledFrom(append([]plan.Outlook{plan.OutlookNone}, plan.Outlooks...))
	anyProgramme   = rapid.SampledFrom([]string{"", "CRTE", "Pacte SAT"})
	anyDepartments = rapid.SampledFrom([][]string{nil, {"59"}, {"62"}, {"59", "62"}})
	anyLeading     = rapid.SampledFrom([]plan.ServiceID{"", s59, "s62"})
)

func anyProject(number int) *rapid.Generator[plan.Project] {
	return rapid.Custom(func(r *rapid.T) plan.Project {
		return plan.Project{
			Region: hdf, Number: number, Name: strings.Join(rapid.SliceOfN(anyBodyWord, 1, 3).Draw(r, "name"), " "),
			Programme: anyProgramme.Draw(r, "programme"), Departments: anyDepartments.Draw(r, "departments"),
			Service: anyLeading.Draw(r, "service"), Lead: anyPerson.Draw(r, "lead"), Author: anyPerson.Draw(r, "author"),
			Outlook: anyOutlook.Draw(r, "outlook"), Progress: rapid.IntRange(-1, 100).Draw(r, "progress"),
			Blocker: rapid.SampledFrom([]string{"", "avis"}).Draw(r, "blocker"), Closed: rapid.IntRange(0, 3).Draw(r, "closed") == 0,
			UpdatedAt: noon.Add(time.Duration(rapid.IntRange(0, 5).Draw(r, "updated")) * time.Hour),
		}
	})
}

var anyProjectFilter = rapid.Custom(func(r *rapid.T) plan.ProjectFilter {
	some := rapid.IntRange(0, 2)
	f := plan.ProjectFilter{
		Limit: rapid.IntRange(0, 5).Draw(r, "limit"), Offset: rapid.IntRange(0, 3).Draw(r, "offset"), Closed: rapid.Bool().Draw(r, "closed too"),
	}
	if some.Draw(r, "words") == 0 {
		f.Words = plan.SearchWords(anyBodyWord.Draw(r, "word"))
	}
	if some.Draw(r, "departments") == 0 {
		f.Departments = rapid.SampledFrom([][]string{{"59"}, {"62", "59"}, {"80"}}).Draw(r, "in")
	}
	if some.Draw(r, "programmes") == 0 {
		f.Programmes = []string{plan.SearchKey(anyProgramme.Draw(r, "programme"))}
	}
	if some.Draw(r, "outlooks") == 0 {
		f.Outlooks = rapid.SliceOfN(anyOutlook, 1, 3).Draw(r, "outlook")
	}
	switch rapid.IntRange(0, 4).Draw(r, "more") {
	case 0:
		f.Lead = anyPerson.Draw(r, "lead")
	case 1:
		f.Service = anyLeading.Draw(r, "service")
	case 2:
		f.Blocked = true
	case 3:
		f.StaleAt = noon.Add(3 * time.Hour)
	}
	if some.Draw(r, "sight") == 0 {
		f.Sight = &plan.ProjectSight{
			All:         rapid.IntRange(0, 3).Draw(r, "sees all") == 0,
			Departments: rapid.SampledFrom([][]string{nil, {"59"}, {"59", "62"}}).Draw(r, "sees departments"),
			Services:    rapid.SampledFrom([][]plan.ServiceID{nil, {s59}}).Draw(r, "sees services"),
		}
		if user := anyPerson.Draw(r, "reader"); user != "" {
			f.Sight.Users = []plan.UserID{user}
		}
	}
	return f
})

// selectedProjects is the definition of a filter.
func selectedProjects(all []plan.Project, f plan.ProjectFilter) []plan.Project {
	var out []plan.Project
	for _, p := range all {
		words := p.SearchedWords()
		worded := !slices.ContainsFunc(f.Words, func(w string) bool {
			return !slices.ContainsFunc(words, func(have string) bool { return have == w || plan.MatchesBeginning(w) && strings.HasPrefix(have, w) })
		})
		in := len(f.Departments) == 0 || slices.ContainsFunc(p.Departments, func(d string) bool { return slices.Contains(f.Departments, d) })
		switch {
		case !worded, !in, p.Closed && !f.Closed, len(f.Programmes) > 0 && !slices.Contains(f.Programmes, plan.SearchKey(p.Programme)),
			len(f.Outlooks) > 0 && !slices.Contains(f.Outlooks, p.Outlook), f.Lead != "" && p.Lead != f.Lead,
			f.Service != "" && p.Service != f.Service, f.Blocked && p.Blocker == "",
			!f.StaleAt.IsZero() && !p.FreshAt().Before(f.StaleAt), f.Sight != nil && !f.Sight.Sees(p):
		default:
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b plan.Project) int {
		return cmp.Or(cmp.Compare(b.Outlook.Severity(), a.Outlook.Severity()), cmp.Compare(a.Number, b.Number))
	})
	return out
}

// countsOf counts projects by departments and outlook.
func countsOf(found []plan.Project) []plan.ProjectCounts {
	type key struct {
		departments string
		outlook     plan.Outlook
	}
	counts := map[key]*plan.ProjectCounts{}
	for _, p := range found {
		k := key{strings.Join(p.Departments, ","), p.Outlook}
		if counts[k] == nil {
			counts[k] = &plan.ProjectCounts{Departments: p.Departments, Outlook: p.Outlook}
		}
		counts[k].Projects++
	}
	var out []plan.ProjectCounts
	for _, n := range counts {
		out = append(out, *n)
	}
	return inOrder(out)
}

// inOrder sorts counts: engines do not sort lists of departments alike.
func inOrder(counts []plan.ProjectCounts) []plan.ProjectCounts {
	slices.SortFunc(counts, func(a, b plan.ProjectCounts) int {
		return cmp.Or(slices.Compare(a.Departments, b.Departments), cmp.Compare(b.Outlook.Severity(), a.Outlook.Severity()))
	})
	return counts
}
