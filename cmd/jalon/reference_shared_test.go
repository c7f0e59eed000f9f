//go:build shared

package main

import (
	"path/filepath"
	"testing"
	"time"

	"jalon/i18n"
	"jalon/plan"
)

// Every commune of the region is found by its code, and by its name when no
// other bears it; else by its name with its department, or it is asked back.
func TestEveryCommuneOfTheRegionIsFound(t *testing.T) {
	h := newHouse(t)
	if err := installDemo(t.Context(), h.planner, setUpDay, i18n.FR); err != nil {
		t.Fatal(err)
	}
	regions, err := h.planner.Regions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	region := regions[0].ID
	actor, err := h.importer(t.Context(), regions[0], "")
	if err != nil {
		t.Fatal(err)
	}
	call := plan.Call{Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Actor: actor, Origin: plan.ByImport}
	var communes []plan.LocalityLine
	for _, file := range []string{"arrondissements-hdf.csv", "epci-hdf.csv", "communes-hdf.csv"} {
		list, err := readReference(filepath.Join("../../../shared/data", file), i18n.FR)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.planner.ImportLocalities(t.Context(), call, list, true); err != nil {
			t.Fatal(err)
		}
		communes = list.Lines
	}
	bearers := map[string][]plan.Locality{}
	for _, c := range communes {
		bearers[c.Name] = append(bearers[c.Name], c.Locality)
	}
	asked := 0
	for name, all := range bearers {
		found, err := h.planner.LocalityNamed(t.Context(), region, name)
		kind, refused := plan.KindOf(err)
		switch {
		case len(all) > 1:
			asked++
			if !refused || kind != plan.Unclear {
				t.Errorf("%s is %v %v, of %d", name, found, err, len(all))
			}
		case err == nil && found != all[0]:
			t.Errorf("%s is %v", name, found)
		case err != nil && kind != plan.Unclear: // « Oisy » and « Oisÿ »
			t.Errorf("%s: %v", name, err)
		}
		for _, c := range all {
			if found, err := h.planner.LocalityNamed(t.Context(), region, name+" ("+c.Code+")"); err != nil || found != c {
				t.Errorf("%s (%s) is %v %v", name, c.Code, found, err)
			}
		}
	}
	if asked != 54 {
		t.Errorf("%d names are asked back", asked)
	}
}
