package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"jalon/calendar"
	"jalon/commands"
	"jalon/plan"
	"jalon/store"
)

// The projects of a region for many years: as many as a list of the whole country
// has, found by people who type three filters.
func BenchmarkProjects(b *testing.B) {
	n := 100_000
	if testing.Short() {
		n /= 10
	}
	h, region := projectHouse(b)
	list := manyProjects(n)
	call := plan.Call{Now: benchDay, Actor: plan.Actor{
		Region: region.ID, User: "alice", Standings: []plan.Standing{{Role: plan.RoleCoordination, Everywhere: true}},
	}, Origin: plan.ByImport}
	b.Run("import", func(b *testing.B) {
		start := time.Now()
		report, err := h.planner.ImportProjects(b.Context(), call, plan.ProjectImport{ProjectList: list, Apply: true})
		if err != nil || report.Created+report.Unchanged != n {
			b.Fatalf("%+v, %v", report, err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s")
		b.ReportMetric(float64(n), "rows")
	})
	for _, line := range []string{
		"projet liste 62 DSIL orage", "projet liste 59 école sans nouvelles 30 jours", "projet liste 02 DETR",
		"projet liste @bob nuage 80", "projet PR777", "projet voirie 59 eau", "projet synthese DSIL",
	} {
		b.Run(line, func(b *testing.B) { askProjects(b, h, region, line) })
	}
}

var benchDay = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func projectHouse(b *testing.B) (*house, plan.Region) {
	b.Helper()
	h, err := openHouse(b.Context(), b.TempDir()+"/jalon.db", store.Options{}, plan.Options{}, consoleLog(shell{}))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = h.close() })
	if err := installDemo(b.Context(), h.planner, benchDay, "fr"); err != nil {
		b.Fatal(err)
	}
	regions, err := h.planner.Regions(b.Context())
	if err != nil || len(regions) != 1 {
		b.Fatal(regions, err)
	}
	return h, regions[0]
}

// manyProjects are lines that look like those of the dotations.
func manyProjects(n int) plan.ProjectList {
	departments := []string{"02", "59", "60", "62", "80"}
	funds := []string{"DETR", "DSIL", "DSID"}
	outlooks := []string{"soleil", "couvert", "nuage", "orage", ""}
	works := []string{"Rénovation énergétique de l’école", "Réfection de la voirie communale", "Réseau d’eau potable", "Maison de santé", "Éclairage public"}
	towns := []string{"Laon", "Douai", "Beauvais", "Lens", "Amiens", "Fourmies", "Guise"}
	list := plan.ProjectList{Rows: n}
	for i := range n {
		amount := plan.Cents(i * 100)
		list.Lines = append(list.Lines, plan.ProjectLine{
			At: plan.Cell{Row: i + 2}, ID: fmt.Sprintf("p%06d", i), Title: fmt.Sprintf("%s, %s, tranche %d", works[i%5], towns[i%7], i%11),
			Departments: []string{departments[i%5]}, Place: towns[i%7], Owner: "Commune de " + towns[i%7],
			Fund: funds[i%3], Year: 2019 + i%8, Outlook: outlooks[i/7%5], Lead: []string{"", "", "bob"}[i%3],
			Money:  plan.Money{Base: &amount, Retained: &amount},
			Fields: []plan.ProjectField{{Name: "categorie", Value: "2 - Économie"}}, Signed: calendar.Date{Year: 2025, Month: 1, Day: 1},
		})
	}
	return list
}

func askProjects(b *testing.B, h *house, region plan.Region, line string) {
	b.Helper()
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		reply := h.router.Run(b.Context(), commands.Request{Region: region.ID, User: "alice", Username: "alice", Channel: "sgar", Now: benchDay.AddDate(0, 3, 0), Line: line})
		times = append(times, time.Since(start))
		if reply.Text == "" {
			b.Fatal("no answer")
		}
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}
