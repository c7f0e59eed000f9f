//go:build shared

package tabular_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

var hautsDeFrance = []string{"02", "59", "60", "62", "80"}

// published reads a file that the State publishes.
func published(t *testing.T, name string) plan.ProjectList {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../shared/data", name))
	if err != nil {
		t.Fatal(err)
	}
	return projectsIn(t, string(data), name)
}

func projectsIn(t *testing.T, data, name string) plan.ProjectList {
	t.Helper()
	list, err := tabular.ReadProjects(read(t, data), tabular.ProjectReading{FileName: name, Departments: hautsDeFrance})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func said(problems []plan.ImportProblem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, (&tabular.Error{Row: p.At.Row, Text: p.Text}).In(i18n.FR)+" ["+p.At.Column+"]")
	}
	return out
}

func TestTheFondsVertIsReadToTheCent(t *testing.T) {
	list := published(t, "fonds-vert-2023-hdf.virgule.csv")
	want := []plan.DepartmentCount{
		{Department: "02", Count: 61, Granted: 8_114_084_81}, {Department: "59", Count: 201, Granted: 78_228_317_70}, {Department: "60", Count: 101, Granted: 13_222_851_32}, {Department: "62", Count: 228, Granted: 25_701_052_58}, {Department: "80", Count: 101, Granted: 12_032_202_52},
	}
	if diff := cmp.Diff(want, list.ByDepartment()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(list.Lines) != 692 || list.Rows != 692 || list.Total() != 137_298_508_93 || len(list.Rejected) != 0 || list.Recognised() != 13 {
		t.Errorf("%d lines of %d, %d, %q, %d columns", len(list.Lines), list.Rows, list.Total(), said(list.Rejected), list.Recognised())
	}
	remarks := said(list.Remarks)
	if len(remarks) != 41 || shown(remarks[0]) != "ligne 5 : FONTAINEBLEAU (77186) est hors de la région [code_commune]" {
		t.Errorf("%d remarks: %q", len(remarks), remarks)
	}
	if !strings.Contains(shown(strings.Join(remarks, "\n")), "ligne 105 : DOURGES (62274) n’est pas dans le département indiqué, 59 [code_commune]") {
		t.Errorf("%q", remarks)
	}
	if id, title := list.Lines[0].ID, list.Lines[0].Title; id != "12578999" || title != "Outil pédago biodiversité maternelles" {
		t.Errorf("%s %s", id, title)
	}
}

// The same list with semicolons, codes without their zero, amounts as a
// spreadsheet in French shows them and whole numbers for SIREN.
func TestTheOtherFondsVertGivesTheSameLines(t *testing.T) {
	data, err := os.ReadFile("../../shared/data/fonds-vert-2023-hdf.virgule.csv")
	if err != nil {
		t.Fatal(err)
	}
	table := read(t, string(data))
	cells := map[string]int{}
	for i, title := range table.Header {
		cells[title] = i
	}
	for _, row := range table.Rows {
		for _, code := range []string{"code_departement", "code_commune"} {
			row.Cells[cells[code]] = strings.TrimPrefix(row.Cells[cells[code]], "0")
		}
		row.Cells[cells["siren"]] = strings.TrimSuffix(row.Cells[cells["siren"]], ".0")
		amount, _, err := plan.ReadAmount(row.Cells[cells["montant_engage"]], plan.Dot)
		if err != nil {
			t.Fatal(err)
		}
		row.Cells[cells["montant_engage"]] = strings.ReplaceAll(amount.In(i18n.FR), "\u202f", "\u00a0")
	}
	var out strings.Builder
	if err := (tabular.CSV{}).Write(&out, table); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for name, data := range map[string]string{
		"UTF-8": text, "marked, CRLF": "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n"),
		"mixed ends, empty rows": regexp.MustCompile(`(?m)^(.*[02468])$`).ReplaceAllString(text, "$1\r") + ";;;;;;;;;;;;\r\n;;;;\n",
	} {
		want, got := published(t, "fonds-vert-2023-hdf.virgule.csv"), projectsIn(t, data, "fonds-vert-2023-hdf.csv")
		if diff := cmp.Diff(want.Lines, got.Lines); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(said(want.Remarks), said(got.Remarks)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTheDotationsAreReadToTheCent(t *testing.T) {
	list := published(t, "dotations-investissement-2019-hdf.csv")
	type key struct{ fund, department string }
	got := map[key]plan.DepartmentCount{}
	breaks := 0
	for _, l := range list.Lines {
		k := key{l.Fund, l.Departments[0]}
		c := got[k]
		c.Count, c.Granted = c.Count+1, c.Granted+*l.Granted()
		got[k] = c
		if strings.Contains(l.Title, "\n") {
			breaks++
		}
		if l.Year != 2019 || l.Cost == nil || l.PlaceCode == "" {
			t.Fatalf("row %d: %+v", l.At.Row, l)
		}
	}
	for k, want := range map[key]plan.DepartmentCount{
		{"DETR", "02"}: {Count: 788, Granted: 15_003_958_16}, {"DSIL", "59"}: {Count: 130, Granted: 19_200_519_60}, {"DSID", "80"}: {Count: 2, Granted: 1_685_186_28},
	} {
		if got[k] != want {
			t.Errorf("%v: %+v, want %+v", k, got[k], want)
		}
	}
	if len(list.Lines) != 2568 || list.Total() != 130_687_175_64 || len(list.Rejected)+len(list.Remarks)+breaks != 0 {
		t.Errorf("%d lines, %d, %q, %q, %d titles on several lines", len(list.Lines), list.Total(), said(list.Rejected), said(list.Remarks), breaks)
	}
	if got := shown(list.Roundings().In(i18n.FR)); got != "381 montants avaient plus de deux décimales : arrondis au centime (+0,23 €)." {
		t.Errorf("%q", got)
	}
	kinds := map[plan.PlaceKind]int{}
	for _, l := range list.Lines {
		kinds[l.PlaceKind]++
	}
	if diff := cmp.Diff(map[plan.PlaceKind]int{plan.PlaceCommune: 2371, plan.PlaceEPCI: 178, plan.PlaceDepartment: 19}, kinds); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestContractsAreReadWithTheirDates(t *testing.T) {
	for name, want := range map[string]struct {
		lines, signed int
		programme     string
		first         plan.ProjectLine
	}{
		"contrats-de-ruralite-2019-hdf.csv": {18, 18, "Contrats de ruralité", plan.ProjectLine{
			At: plan.Cell{Row: 2}, ID: "CR0017", Title: "CC Sud Avesnois", Programme: "Contrats de ruralité", Departments: []string{"59"}, Year: 2019,
			Signed: calendar.Date{Year: 2017, Month: 3, Day: 16}, Fields: []plan.ProjectField{{Name: "perimetre", Value: "EPCI"}, {Name: "nbcom", Value: "12"}},
		}},
		"action-coeur-de-ville-2024-hdf.geojson": {23, 0, "Action cœur de ville", plan.ProjectLine{
			At: plan.Cell{Row: 2}, ID: "acv-001", Title: "Abbeville", Programme: "Action cœur de ville", Place: "Abbeville", PlaceCode: "80001",
			PlaceKind: plan.PlaceCommune, Departments: []string{"80"}, Year: 2024,
		}},
		"petites-villes-de-demain-2024-hdf.geojson": {95, 95, "Petites villes de demain", plan.ProjectLine{
			At: plan.Cell{Row: 2}, ID: "pvd-32-02-1", Title: "Anizy le Grand", Programme: "Petites villes de demain", Place: "Anizy-le-Grand", PlaceCode: "02018",
			PlaceKind: plan.PlaceCommune, Departments: []string{"02"}, Year: 2024, Signed: calendar.Date{Year: 2021, Month: 9, Day: 24},
		}},
		"france-services-2024-hdf.geojson": {176, 0, "France services", plan.ProjectLine{
			At: plan.Cell{Row: 2}, ID: "fs-2328", Title: "France services de Beaurieux", Programme: "France services", Place: "Beaurieux", PlaceCode: "02058",
			PlaceKind: plan.PlaceCommune, Departments: []string{"02"}, Year: 2024,
		}},
	} {
		list := published(t, name)
		signed := 0
		for _, l := range list.Lines {
			if !l.Signed.IsZero() {
				signed++
			}
			if len(l.Departments) == 0 || l.Programme != want.programme {
				t.Errorf("%s: %+v", name, l)
			}
		}
		if len(list.Lines) != want.lines || signed != want.signed || len(list.Rejected)+len(list.Remarks) != 0 {
			t.Errorf("%s: %d lines, %d signed, %q, %q", name, len(list.Lines), signed, said(list.Rejected), said(list.Remarks))
		}
		if diff := cmp.Diff(want.first, list.Lines[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestSubsidiesOfADepartmentAreReadWithWordsForAmounts(t *testing.T) {
	list := published(t, "conventions-subventions-nievre-2016.csv")
	unknown := 0
	for _, l := range list.Lines {
		if l.Granted() == nil {
			unknown++
		}
	}
	if len(list.Lines) != 97 || unknown != 7 || len(list.Rejected) != 0 || len(list.Remarks) != 5 {
		t.Errorf("%d lines, %d unknown, %q, %q", len(list.Lines), unknown, said(list.Rejected), said(list.Remarks))
	}
	if first := list.Lines[0]; first.Owner != "AGORA" || *first.Retained != 17_833_00 || !first.Derived {
		t.Errorf("%+v", first)
	}
}

func TestTheListWithAColumnTwiceIsRefused(t *testing.T) {
	data, err := os.ReadFile("../../shared/data/scdl-colonne-en-double.csv")
	if err != nil {
		t.Fatal(err)
	}
	_, err = tabular.ReadProjects(read(t, string(data)), tabular.ProjectReading{})
	wrong, ok := errors.AsType[*tabular.Error](err)
	if !ok || shown(wrong.In(i18n.FR)) != "la colonne **notificationUE** figure deux fois (13e et 14e) ; supprimez l’une des deux" {
		t.Errorf("%v", err)
	}
}
