package chart

import (
	"cmp"
	"fmt"
	"slices"

	"jalon/i18n"
	"jalon/plan"
)

// place is a department, or what stands for the projects that have none in the
// region.
type place struct {
	number   string // empty for what is no department
	name     string
	projects []Project // worst first, then by reference
	counts   [len(looks)]int
}

var (
	textElsewhere = i18n.T("Autres régions", "Other regions")
	textNowhere   = i18n.T("Sans département", "No department")
)

// survey sorts projects into places: the departments of the region by number,
// then what is elsewhere and what is nowhere if any is.
func survey(s Synthesis, lang i18n.Lang) ([]place, error) {
	places := make([]place, 0, len(s.Region.Departments)+2)
	for _, d := range s.Region.Departments {
		places = append(places, place{number: d.Number, name: d.Name})
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.number, b.number) })
	inside := len(places)
	places = append(places, place{name: textElsewhere.In(lang)}, place{name: textNowhere.In(lang)})
	for _, p := range s.Projects {
		if int(p.Outlook) >= len(looks) {
			return nil, fmt.Errorf("chart: project %s has outlook %d, which is none", p.Ref, p.Outlook)
		}
		at, err := p.among(places[:inside])
		if err != nil {
			return nil, err
		}
		for _, i := range at {
			places[i].add(p)
		}
	}
	for _, p := range places {
		slices.SortFunc(p.projects, severity)
	}
	extra := slices.DeleteFunc(places[inside:], func(p place) bool { return len(p.projects) == 0 })
	return places[:inside+len(extra)], nil
}

// among lists where the project counts: indices of departments, len(departments)
// for elsewhere, one more for nowhere. Each is there once.
func (p Project) among(departments []place) ([]int, error) {
	if len(p.Departments) == 0 {
		return []int{len(departments) + 1}, nil
	}
	var at []int
	for _, number := range p.Departments {
		d, ok := plan.DepartmentOf(number)
		if !ok {
			return nil, fmt.Errorf("chart: project %s has department %q, which does not exist", p.Ref, number)
		}
		i := slices.IndexFunc(departments, func(p place) bool { return p.number == d.Number })
		if i < 0 {
			i = len(departments)
		}
		at = append(at, i)
	}
	slices.Sort(at)
	return slices.Compact(at), nil
}

func (p *place) add(project Project) {
	p.projects = append(p.projects, project)
	p.counts[project.Outlook]++
}

// worst is the worst outlook given, [NotGiven] where none is.
func (p place) worst() Outlook {
	worst := NotGiven
	for _, project := range p.projects {
		if project.Outlook.worse(worst) {
			worst = project.Outlook
		}
	}
	return worst
}

// severity orders projects, worst first and what is not given last, then by
// reference, « PR9 » before « PR10 ».
func severity(a, b Project) int {
	switch {
	case a.Outlook.worse(b.Outlook):
		return -1
	case b.Outlook.worse(a.Outlook):
		return 1
	default:
		return cmp.Or(cmp.Compare(len(a.Ref), len(b.Ref)), cmp.Compare(a.Ref, b.Ref))
	}
}

// split tells the places that have projects from the departments that have none.
func split(places []place) (shown, absent []place) {
	for _, p := range places {
		if len(p.projects) > 0 {
			shown = append(shown, p)
		} else {
			absent = append(absent, p)
		}
	}
	return shown, absent
}
