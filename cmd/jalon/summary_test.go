package main

import (
	"bytes"
	"fmt"
	"testing"

	"jalon/calendar"
	"jalon/chart"
	"jalon/i18n"
	"jalon/plan"
)

// The pictures of many projects are those of each of them, though no more than
// their counts is read.
func TestThePicturesOfManyProjectsCountEachOfThem(t *testing.T) {
	t.Parallel()
	const n = 400
	r := newRoom(t)
	lies := [][]string{{"59"}, {"59", "62"}, nil, {"80"}}
	list := plan.ProjectList{Rows: n}
	pictured := chart.Synthesis{Title: "Projets", Date: calendar.Date{Year: 2026, Month: 11, Day: 23}}
	pictured.Region, _ = plan.TerritoryOf("59")
	for i := range n {
		outlook, shape := "orage", chart.Storm
		if i%7 > 0 {
			outlook, shape = "soleil", chart.Sunny
		}
		list.Lines = append(list.Lines, plan.ProjectLine{ID: fmt.Sprint(i), Title: fmt.Sprint("projet ", i), Departments: lies[i%4], Outlook: outlook})
		pictured.Projects = append(pictured.Projects, chart.Project{Ref: string(plan.ProjectRef(i + 1)), Departments: lies[i%4], Outlook: shape})
	}
	call := plan.Call{Now: setUpDay, Origin: plan.ByImport, Actor: plan.Actor{
		Region: demoRegion, Standings: []plan.Standing{{Role: plan.RoleCoordination, Everywhere: true}},
	}}
	if report, err := r.planner.ImportProjects(t.Context(), call, plan.ProjectImport{ProjectList: list, Apply: true}); err != nil || report.Created != n {
		t.Fatal(report.Created, err)
	}
	files := r.ask("projet synthese").Files
	for i, draw := range []func(chart.Synthesis, i18n.Lang) (chart.Picture, error){chart.HeatMap, chart.TileMap} {
		want, err := draw(pictured, i18n.FR)
		if err != nil || len(files) != 2 {
			t.Fatal(err, len(files))
		}
		if !bytes.Equal(files[i].Content, want.PNG) {
			t.Errorf("picture %d is not that of the %d projects", i, n)
		}
	}
}
