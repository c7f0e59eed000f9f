package tabular_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"jalon/i18n"
	"jalon/tabular"
)

func read(t *testing.T, data string) tabular.Table {
	t.Helper()
	tables, err := tabular.Read(strings.NewReader(data), tabular.Usual)
	if err != nil {
		t.Fatalf("%q: %v", data, err)
	}
	return tables[0]
}

func encoded(t *testing.T, text string, encode func(string) (string, error)) string {
	t.Helper()
	out, err := encode(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCSVIsReadHoweverItWasMade(t *testing.T) {
	want := tabular.Table{
		Header: []string{"code", "libellé"},
		Rows: []tabular.Row{
			{Number: 2, Cells: []string{"02", "préfecture de l’Aisne"}},
			{Number: 4, Cells: []string{"59", "deux\nlignes; et \"guillemets\""}},
			{Number: 5, Cells: []string{"", "sans code"}},
		},
	}
	const text = "code;libellé\r\n02; préfecture de l’Aisne\r\n\r\n59;\"deux\nlignes; et \"\"guillemets\"\"\"\r\n;sans code;;\r\n"
	for name, data := range map[string]string{
		"UTF-8":            text,
		"UTF-8, marked":    "\ufeff" + text,
		"Windows-1252":     encoded(t, text, charmap.Windows1252.NewEncoder().String),
		"1252 marked 8":    "\xef\xbb\xbf" + encoded(t, text, charmap.Windows1252.NewEncoder().String),
		"UTF-16, little":   encoded(t, text, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String),
		"UTF-16, big":      encoded(t, text, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String),
		"tabs":             "code\tlibellé\n02\tpréfecture de l’Aisne\n\n59\t\"deux\nlignes; et \"\"guillemets\"\"\"\n\tsans code\n",
		"commas":           "code,libellé\n02,préfecture de l’Aisne\n\n59,\"deux\nlignes; et \"\"guillemets\"\"\"\n,sans code\n",
		"spaces about all": " code ; libellé \n 02 ;\u00a0préfecture de l’Aisne\n \n59;\"deux\nlignes; et \"\"guillemets\"\"\"\n;sans code\n",
	} {
		if diff := cmp.Diff(want, read(t, data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A file of one column has no separator to be found: its commas are text.
func TestALoneColumnMayHoldCommas(t *testing.T) {
	want := tabular.Table{Header: []string{"libellé"}, Rows: []tabular.Row{{Number: 2, Cells: []string{"note, dossier"}}}}
	for _, data := range []string{"libellé\nnote, dossier\n", "libellé;\nnote, dossier;\n"} {
		if diff := cmp.Diff(want, read(t, data)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", data, diff)
		}
	}
}

func TestWhatIsNoTableIsRefusedByItsPlace(t *testing.T) {
	small := tabular.Limits{Bytes: 60, Rows: 2, Columns: 3, CellBytes: 10}
	for data, want := range map[string]string{
		"":                          "le fichier est vide",
		"\n \n;;\n":                 "le fichier est vide",
		"a;b\n1;\"ouvert\n2;3":      "ligne 2 : un guillemet ouvert n’est pas fermé, ou un guillemet est mal placé",
		"a\n\"x\ny\"\n1;\"ou\nx":    "ligne 3 : un guillemet ouvert n’est pas fermé, ou un guillemet est mal placé",
		"a\n1\n2\n3\n":              "ligne 4 : le tableau dépasse 2 lignes ; coupez-le",
		"a;b;c;d\n":                 "ligne 1 : la ligne dépasse 3 colonnes",
		"a;b\n1;onze lettres":       "ligne 2, colonne B : le texte dépasse 10 octets",
		strings.Repeat("a", 61):     "le fichier dépasse 0 Mo ; coupez-le par année ou par département",
		"PK\x03\x04 n’est pas zip…": "ce fichier n’est ni CSV, ni XLSX, ni GeoJSON",
		"\xff\xfea\x00\x00\x00":     "ce fichier n’est ni CSV, ni XLSX, ni GeoJSON",
		"\xd0\xcf\x11\xe0\xa1;xls":  "ce fichier n’est ni CSV, ni XLSX, ni GeoJSON",
	} {
		_, err := tabular.Read(strings.NewReader(data), small)
		wrong, ok := errors.AsType[*tabular.Error](err)
		if !ok || strings.ReplaceAll(wrong.In(i18n.FR), "\u202f", " ") != want {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

var known = []tabular.Column{
	{Key: "code", Names: []string{"code", "sigle"}, Required: true},
	{Key: "name", Names: []string{"nom", "libellé du service"}},
}

func TestColumnsAreFoundByAnyName(t *testing.T) {
	table := read(t, "Libellé_du service;COULEUR;;Sigle\nSGAR;bleu;;S\nAisne\n")
	columns, err := table.Find(known)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"COULEUR"}, columns.Unknown); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, row := range table.Rows {
		got = append(got, columns.Cell(row, "code")+"/"+columns.Cell(row, "name")+"/"+columns.Cell(row, "nothing"))
	}
	if diff := cmp.Diff([]string{"S/SGAR/", "/Aisne/"}, got); diff != "" {
		t.Error(diff)
	}
	if !columns.Has("name") || columns.Has("nothing") {
		t.Error("the columns there are not known")
	}
}

func TestAHeaderThatCannotBeIsRefused(t *testing.T) {
	for data, want := range map[string]string{
		"code;nom;SIGLE\n":  "les colonnes **code** (1re) et **SIGLE** (3e) disent la même chose ; supprimez l’une des deux",
		"code;x;nom;X\n":    "la colonne **X** figure deux fois (2e et 4e) ; supprimez l’une des deux",
		"nom\n":             "la colonne « code » manque. Colonnes : code, nom",
		"code;nom\n1;2;3\n": "ligne 2, colonne C : la ligne a plus de cases que l’en-tête n’a de colonnes",
	} {
		_, err := read(t, data).Find(known)
		wrong, ok := errors.AsType[*tabular.Error](err)
		if !ok || strings.ReplaceAll(wrong.In(i18n.FR), "\u202f", " ") != want {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

func TestNoCellIsRunAsAFormula(t *testing.T) {
	table := tabular.Table{
		Header: []string{"titre", "montant"},
		Rows: []tabular.Row{
			{Cells: []string{"=1+1", "-12,50"}},
			{Cells: []string{"@SUM(A1)", "+33 6"}},
			{Cells: []string{"-cmd|'/c calc'!A1", "'=2"}},
			{Cells: []string{"\t=3", "1 = 1"}},
			{Cells: []string{"‑ tiret", "-inf"}},
		},
	}
	var out bytes.Buffer
	if err := (tabular.CSV{Mark: true}).Write(&out, table); err != nil {
		t.Fatal(err)
	}
	want := "\ufefftitre;montant\n'=1+1;-12,50\n'@SUM(A1);+33 6\n'-cmd|'/c calc'!A1;''=2\n'\t=3;1 = 1\n‑ tiret;'-inf\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	cell := rapid.StringMatching(`[a-zé;,"'=+\-@\n 0-9’]{0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		table := tabular.Table{Header: []string{"a", "b", "c"}}
		number := 2
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			var row tabular.Row
			for range 3 {
				row.Cells = append(row.Cells, strings.TrimSpace(cell.Draw(t, "cell")))
			}
			row.Cells[2] = "fin" // a row has a last cell, else it is cut short
			row.Number = number
			number++
			table.Rows = append(table.Rows, row)
		}
		var out bytes.Buffer
		if err := (tabular.CSV{Mark: rapid.Bool().Draw(t, "mark")}).Write(&out, table); err != nil {
			t.Fatal(err)
		}
		back, err := tabular.Read(&out, tabular.Usual)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(table, back[0]); diff != "" {
			t.Fatalf("(-written +read):\n%s", diff)
		}
	})
}

func TestLettersAreThoseOfSpreadsheets(t *testing.T) {
	for column, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA"} {
		if got := tabular.Letters(column); got != want {
			t.Errorf("%d: %s, want %s", column, got, want)
		}
	}
}

// FuzzRead: whatever the bytes, a table is read within its limits or refused,
// and a CSV that was read can be written and read again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"a;b\n1;2\n", "\ufeffa,b\n\"x\ny\",'=1\n", "\xff\xfea\x00;\x00b\x00", "a\tb\r\n\xe9\t\"\"\r\n", "a\n\n\n1", "\"", "sep=;\na;b", ",\n{"} {
		f.Add([]byte(seed))
	}
	limits := tabular.Limits{Bytes: 1 << 16, Rows: 100, Columns: 20, CellBytes: 1 << 10, Unzipped: 1 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, err := tabular.Read(bytes.NewReader(data), limits)
		if err != nil || bytes.HasPrefix(data, []byte("PK")) {
			return
		}
		table := tables[0]
		last := 1
		for _, row := range table.Rows {
			if row.Number <= last {
				t.Fatalf("row %d comes after row %d", row.Number, last)
			}
			last = row.Number
			if len(row.Cells) > limits.Columns || len(table.Rows) > limits.Rows {
				t.Fatal("over the limits")
			}
		}
		if len(table.Header) == 1 && strings.ContainsAny(table.Header[0], ",;\t") {
			return // a lone title that holds a separator is two
		}
		if strings.HasPrefix(table.Header[0], "{") {
			return // a file that begins so is taken for GeoJSON
		}
		if _, err := table.Find(nil); err != nil {
			return
		}
		var out bytes.Buffer
		if err := (tabular.CSV{Mark: true}).Write(&out, table); err != nil {
			t.Fatal(err)
		}
		back, err := tabular.Read(&out, tabular.Usual)
		if err != nil {
			t.Fatalf("%q: %v", out.String(), err)
		}
		for i := range back[0].Rows {
			if diff := cmp.Diff(table.Rows[i].Cells, back[0].Rows[i].Cells); diff != "" {
				t.Fatalf("(-read +again):\n%s", diff)
			}
		}
	})
}

// shown is a text with plain spaces.
func shown(text string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(text)
}
