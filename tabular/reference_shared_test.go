//go:build shared

package tabular_test

import (
	"os"
	"path/filepath"
	"testing"

	"jalon/plan"
	"jalon/tabular"
)

func TestTheOfficialListsOfTheRegionAreRead(t *testing.T) {
	names := map[string]int{}
	for file, want := range map[string]struct {
		kind  plan.PlaceKind
		lines int
	}{
		"communes-hdf.csv": {plan.PlaceCommune, 3788}, "arrondissements-hdf.csv": {plan.PlaceArrondissement, 26}, "epci-hdf.csv": {plan.PlaceEPCI, 90},
	} {
		data, err := os.ReadFile(filepath.Join("../../shared/data", file))
		if err != nil {
			t.Fatal(err)
		}
		list, err := tabular.ReadReference(read(t, string(data)))
		if err != nil {
			t.Fatal(err)
		}
		if list.Kind != want.kind || len(list.Lines) != want.lines || len(list.Problems) > 0 {
			t.Errorf("%s: %d lines of %s, %q", file, len(list.Lines), list.Kind, problems(list.Problems))
		}
		for _, l := range list.Lines {
			if d, ok := plan.DepartmentOf(l.Department); !ok || l.Name == "" {
				t.Errorf("%+v", l)
			} else if l.Kind == plan.PlaceCommune {
				names[l.Name]++
				known := false
				for _, a := range d.Arrondissements {
					known = known || a.Code == l.Arrondissement
				}
				if !known {
					t.Errorf("%+v is in no arrondissement that is known", l)
				}
			}
		}
	}
	several := 0
	for _, n := range names {
		if n > 1 {
			several++
		}
	}
	if several != 54 {
		t.Errorf("%d names are borne by several communes", several)
	}
}
