package chart

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jalon/i18n"
	"jalon/plan"
)

// Every project is counted once in each of its places, whatever their order and
// however its departments are written.
func TestEveryProjectCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Synthesis{Region: rapid.SampledFrom(plan.Territories()).Draw(t, "region")}
		numbers := []string{"59", "2a", "974", "1"}
		for _, d := range s.Region.Departments {
			numbers = append(numbers, d.Number)
		}
		s.Projects = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Project {
			return Project{
				Ref:         fmt.Sprint("PR", rapid.IntRange(1, 12345).Draw(t, "ref")),
				Departments: rapid.SliceOfN(rapid.SampledFrom(numbers), 0, 3).Draw(t, "departments"),
				Outlook:     rapid.SampledFrom(worstFirst[:]).Draw(t, "outlook"),
			}
		}), 0, 40).Draw(t, "projects")
		places, err := survey(s, i18n.FR)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, p := range places {
			sum := 0
			for _, n := range p.counts {
				sum += n
			}
			if sum != len(p.projects) {
				t.Fatalf("%s: %v are not %d projects", p.name, p.counts, len(p.projects))
			}
			if len(p.projects) > 0 && p.worst() != p.projects[0].Outlook {
				t.Fatalf("%s: the worst is %d, the first %d", p.name, p.worst(), p.projects[0].Outlook)
			}
			if !slices.IsSortedFunc(p.projects, severity) {
				t.Fatalf("%s: %v is in no order", p.name, p.projects)
			}
			for _, project := range p.projects {
				seen[project.Ref] = true
			}
		}
		for _, p := range s.Projects {
			if !seen[p.Ref] {
				t.Fatalf("%s is nowhere", p.Ref)
			}
		}
	})
}

func TestOvercastIsBetterThanCloudy(t *testing.T) {
	order := []Outlook{Storm, Cloudy, Overcast, Sunny, NotGiven}
	for i, o := range order {
		for j, other := range order {
			if got, want := o.worse(other), i < j; got != want {
				t.Errorf("outlook %d worse than %d: %t", o, other, got)
			}
		}
	}
	p := place{projects: []Project{{Ref: "PR10"}, {Ref: "PR9"}, {Ref: "PR7", Outlook: Overcast}, {Ref: "PR8", Outlook: Cloudy}}}
	slices.SortFunc(p.projects, severity)
	if got := fmt.Sprint(p.projects); got != "[{PR8 [] 2} {PR7 [] 3} {PR9 [] 0} {PR10 [] 0}]" {
		t.Errorf("got %s", got)
	}
}
