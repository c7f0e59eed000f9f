package tabular

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"jalon/i18n"
)

// Table is a header and the rows under it.
type Table struct {
	Sheet  string // its name; empty for a file of one table
	Header []string
	Rows   []Row
}

// Row is a row of a table. Rows without any text are left out.
type Row struct {
	Number int // as the spreadsheet counts: the header is 1
	Cells  []string
}

// Limits keep a file from taking all the memory there is. A zero value is no
// limit but for Bytes, which is needed.
type Limits struct {
	Bytes     int64 // of the file
	Rows      int
	Columns   int
	CellBytes int
	// Unzipped is the size of an XLSX once unpacked, in bytes.
	Unzipped int64
}

// Usual are the limits of what people hand in.
var Usual = Limits{Bytes: 100 << 20, Rows: 200_000, Columns: 500, CellBytes: 32_767, Unzipped: 1 << 30}

// Error tells what is wrong with a table, and where.
type Error struct {
	Sheet  string // empty for a file of one table
	Row    int    // the header is 1; 0 when the whole is meant
	Column int    // the first is 1; 0 when the whole row is meant
	Text   i18n.Line
}

var (
	textAtRow  = i18n.T("ligne {row}\u202f: {why}", "row {row}: {why}")
	textAtCell = i18n.T("ligne {row}, colonne {column}\u202f: {why}", "row {row}, column {column}: {why}")
	textAt     = i18n.T("feuille «\u202f{sheet}\u202f», {why}", "sheet “{sheet}”, {why}")

	textEmpty    = i18n.T("le fichier est vide", "the file is empty")
	textTooLarge = i18n.T("le fichier dépasse {limit} Mo\u202f; coupez-le", "the file is over {limit} MB; cut it")
	textTooMany  = i18n.T("le tableau dépasse {limit} lignes\u202f; coupez-le", "the table is over {limit} rows; cut it")
	textTooWide  = i18n.T("la ligne dépasse {limit} colonnes", "the row is over {limit} columns")
	textTooLong  = i18n.T("le texte dépasse {limit} octets", "the text is over {limit} bytes")
	textQuote    = i18n.T("un guillemet ouvert n’est pas fermé, ou un guillemet est mal placé", "a quotation mark is not closed, or is out of place")
	textBeyond   = i18n.T("la ligne a plus de cases que l’en-tête n’a de colonnes", "the row has more cells than the header has columns")
	textNotXLSX  = i18n.T("ce fichier n’est ni un CSV ni un XLSX lisible", "this file is neither a CSV nor a readable XLSX")
	textTwice    = i18n.T(
		"la colonne «\u202f{column}\u202f» figure deux fois\u202f; gardez-en une",
		"the column “{column}” stands twice; keep one")
	textMissing = i18n.T(
		"la colonne «\u202f{column}\u202f» manque. Colonnes\u202f: {known}",
		"the column “{column}” is missing. Columns: {known}")
)

// In says the error in a language.
func (e *Error) In(lang i18n.Lang) string {
	text := e.Text.In(lang)
	switch {
	case e.Row > 0 && e.Column > 0:
		text = textAtCell.In(lang, "row", e.Row, "column", Letters(e.Column), "why", text)
	case e.Row > 0:
		text = textAtRow.In(lang, "row", e.Row, "why", text)
	}
	if e.Sheet != "" {
		text = textAt.In(lang, "sheet", e.Sheet, "why", text)
	}
	return text
}

// Error gives the French text, for logs and tests.
func (e *Error) Error() string { return e.In(i18n.FR) }

// Letters is the name that spreadsheets give to a column: A, B… Z, AA.
func Letters(column int) string {
	var name string
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// Read reads the tables of a file, CSV or XLSX, whichever it is.
func Read(from io.Reader, limits Limits) ([]Table, error) {
	data, err := io.ReadAll(io.LimitReader(from, limits.Bytes+1))
	if err != nil {
		return nil, fmt.Errorf("read a table: %w", err)
	}
	if int64(len(data)) > limits.Bytes {
		return nil, &Error{Text: textTooLarge.With("limit", limits.Bytes>>20)}
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readXLSX(data, limits)
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) { // a workbook of before 2007, or a sealed one
		return nil, &Error{Text: textNotXLSX.With()}
	}
	table, err := readCSV(data, limits)
	if err != nil {
		return nil, err
	}
	return []Table{table}, nil
}

// Sheet finds a table by the name of its sheet, accents and case aside.
func Sheet(tables []Table, name string) (Table, bool) {
	for _, t := range tables {
		if i18n.Fold(t.Sheet) == i18n.Fold(name) {
			return t, true
		}
	}
	return Table{}, false
}

// add puts a row in the table: the first that has a text is the header. Trailing
// empty cells are dropped.
func (t *Table) add(number int, cells []string, limits Limits) error {
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
		if limits.CellBytes > 0 && len(cells[i]) > limits.CellBytes {
			return &Error{t.Sheet, number, i + 1, textTooLong.With("limit", limits.CellBytes)}
		}
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	switch {
	case len(cells) == 0:
		return nil
	case limits.Columns > 0 && len(cells) > limits.Columns:
		return &Error{t.Sheet, number, 0, textTooWide.With("limit", limits.Columns)}
	case t.Header == nil:
		t.Header = cells
		return nil
	case limits.Rows > 0 && len(t.Rows) == limits.Rows:
		return &Error{t.Sheet, number, 0, textTooMany.With("limit", limits.Rows)}
	}
	t.Rows = append(t.Rows, Row{number, cells})
	return nil
}

// Column is a column that a reader knows: its names are compared folded, and
// the first is the one shown.
type Column struct {
	Key      string
	Names    []string
	Required bool
}

// Columns tells where the known columns of a table stand.
type Columns struct {
	at map[string]int
	// Unknown are the titles that no known column bears.
	Unknown []string
}

// Find looks for the known columns in the header. A column that stands twice,
// or that is required and missing, is an error; so is a row that goes beyond
// the header, whose cells have slipped.
func (t Table) Find(known []Column) (Columns, error) {
	c := Columns{at: map[string]int{}}
	for i, title := range t.Header {
		key, ok := columnNamed(known, title)
		if !ok {
			if title != "" {
				c.Unknown = append(c.Unknown, title)
			}
			continue
		}
		if _, twice := c.at[key]; twice {
			return c, &Error{Sheet: t.Sheet, Row: 1, Column: i + 1, Text: textTwice.With("column", title)}
		}
		c.at[key] = i
	}
	names := make([]string, len(known))
	for i, column := range known {
		names[i] = column.Names[0]
	}
	for _, column := range known {
		if _, ok := c.at[column.Key]; column.Required && !ok {
			return c, &Error{Sheet: t.Sheet, Text: textMissing.With("column", column.Names[0], "known", strings.Join(names, ", "))}
		}
	}
	for _, row := range t.Rows {
		if len(row.Cells) > len(t.Header) {
			return c, &Error{t.Sheet, row.Number, len(t.Header) + 1, textBeyond.With()}
		}
	}
	return c, nil
}

// titleKey folds a title to what is compared.
func titleKey(title string) string {
	return strings.Join(strings.FieldsFunc(i18n.Fold(title), func(r rune) bool { return r == ' ' || r == '_' || r == '-' }), " ")
}

func columnNamed(known []Column, title string) (string, bool) {
	key := titleKey(title)
	for _, column := range known {
		if slices.ContainsFunc(column.Names, func(name string) bool { return titleKey(name) == key }) {
			return column.Key, true
		}
	}
	return "", false
}

// Has tells whether the table has a column.
func (c Columns) Has(key string) bool {
	_, ok := c.at[key]
	return ok
}

// Cell is the text of a row in a known column, empty when it has none.
func (c Columns) Cell(row Row, key string) string {
	i, ok := c.at[key]
	if !ok || i >= len(row.Cells) {
		return ""
	}
	return row.Cells[i]
}

// numeric tells a number, which no spreadsheet takes for a formula whatever its
// sign.
func numeric(cell string) bool {
	digits := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f':
			return -1
		case ',':
			return '.'
		default:
			return r
		}
	}, cell)
	_, err := strconv.ParseFloat(digits, 64)
	return err == nil && !strings.ContainsAny(digits, "xXpPnNiI_")
}
