package tabular_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/i18n"
	"jalon/tabular"
)

func TestThePropertiesOfFeaturesAreTheColumns(t *testing.T) {
	want := tabular.Table{
		Header: []string{"id_territoire", "lib_territoire", "nb", "date_signature", "codes", "notes", "actif", "x"},
		Rows: []tabular.Row{
			{Number: 2, Cells: []string{"pvd-1", "Villeneuve s/ Aisne", "12.50", "", "02360, 2"}},
			{Number: 4, Cells: []string{"pvd-2", "", "", "", "", "é\n\"", "oui"}},
		},
	}
	const text = `{"type":"FeatureCollection","name":"pvd","crs":{"type":"name","properties":{"name":"x"}},"features":[
		{"type":"Feature","properties":{"id_territoire":"pvd-1","lib_territoire":" Villeneuve s/ Aisne","nb":12.50,"date_signature":null,
			"codes":["02360",[1],2]},"geometry":{"type":"Point","coordinates":[3.97,49.94]}},
		{"type":"Feature","geometry":null,"properties":null},
		{"properties":{"notes":"\u00e9\n\"","actif":true,"id_territoire":"pvd-2","x":{"y":[{"z":1}]}},"type":"Feature"}]}`
	swapped := strings.TrimSuffix(strings.Replace(text, `"type":"FeatureCollection",`, "", 1), "}") + `,"type":"FeatureCollection"}`
	for name, data := range map[string]string{"as it comes": text, "marked": "\ufeff" + text, "kind at the end": swapped, "after spaces": " \n\t" + text} {
		if diff := cmp.Diff(want, read(t, data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAGeoJSONThatCannotBeIsRefusedByItsPlace(t *testing.T) {
	const head = `{"type":"FeatureCollection","features":[{"properties":{"a":"1"}},`
	for data, want := range map[string]string{
		`{`:                     "ce fichier n’est ni CSV, ni XLSX, ni GeoJSON",
		`{}`:                    "ce fichier n’est ni CSV, ni XLSX, ni GeoJSON",
		`{"a":1}`:               "ce fichier n’est ni CSV, ni XLSX, ni GeoJSON",
		`{"type":"Feature"}`:    "ce fichier n’est ni CSV, ni XLSX, ni GeoJSON",
		`{"2031-01-01": "jan"}`: "ce fichier n’est ni CSV, ni XLSX, ni GeoJSON",
		`{"type":"FeatureCollection","features":[]}`:             "le fichier est vide",
		head + `{"properties":{"a":"1"`:                          "ligne 3 : le GeoJSON est coupé ou mal écrit",
		head + `{"properties":[]}]}`:                             "ligne 3 : le GeoJSON est coupé ou mal écrit",
		head + `{"properties":{}}]} x`:                           "ligne 3 : le GeoJSON est coupé ou mal écrit",
		head + `{"properties":{"b":1,"a":2,"b":3}}]}`:            "ligne 3 : la propriété **b** figure deux fois ; supprimez l’une des deux",
		head + `{"properties":{"b":` + strings.Repeat("[", 40):   "ligne 3 : le GeoJSON a trop de niveaux",
		head + `{"properties":{"b":"onze lettres"}}]}`:           "ligne 3, colonne B : le texte dépasse 10 octets",
		head + `{"properties":{"b":"` + strings.Repeat("x", 99):  "ligne 3 : le GeoJSON contient un texte trop long",
		head + `{"properties":{"b":1,"c":2,"d":3}}]}`:            "ligne 3 : la ligne dépasse 3 colonnes",
		head + `{"properties":{"b":1}},{"properties":{"b":1}}]}`: "ligne 4 : le tableau dépasse 2 lignes ; coupez-le",
		head + `{"properties":{"b":` + strings.Repeat("1", 2000): "ligne 3 : le GeoJSON est coupé ou mal écrit",
		head + `{"properties":{"b":[1,2,3,4,5,6,7,8,9]}}]}`:      "ligne 3 : le texte dépasse 10 octets",
		`[{"type":"FeatureCollection"}]`:                         "", // a CSV of one column
	} {
		small := tabular.Limits{Bytes: 1 << 16, Rows: 2, Columns: 3, CellBytes: 10}
		if want == "" {
			small.CellBytes = 100
		}
		_, err := tabular.Read(strings.NewReader(data), small)
		if want == "" && err == nil {
			continue
		}
		wrong, ok := errors.AsType[*tabular.Error](err)
		if !ok || strings.ReplaceAll(wrong.In(i18n.FR), "\u202f", " ") != want {
			t.Errorf("%.90s: %v, want %q", data, err, want)
		}
	}
}

// FuzzGeoJSON: whatever the bytes behind a brace, a table is read within its
// limits or refused in words.
func FuzzGeoJSON(f *testing.F) {
	for _, seed := range []string{
		`"type":"FeatureCollection","features":[{"properties":{"a":"1","b":[2,"x"]}}]}`, `"features":[{}],"type":"FeatureCollection"}`,
		`"type":"FeatureCollection","features":[{"properties":null},{"properties":{"a":{"b":[{}]}}}]}`, `"a":[[[[`, `"a":"\u00`, `]`, `"features":[{"properties":{"a":1]`, `"features":[{}],"type":[{`,
	} {
		f.Add([]byte(seed))
	}
	limits := tabular.Limits{Bytes: 1 << 16, Rows: 100, Columns: 20, CellBytes: 1 << 10, Cells: 1_000, Text: 1 << 14}
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, err := tabular.Read(bytes.NewReader(append([]byte("{"), data...)), limits)
		if err != nil {
			if _, ok := errors.AsType[*tabular.Error](err); !ok {
				t.Fatalf("%v has no words", err)
			}
			return
		}
		for _, row := range tables[0].Rows {
			if len(row.Cells) > len(tables[0].Header) || len(row.Cells) > limits.Columns {
				t.Fatal("a row goes beyond the columns")
			}
		}
	})
}
