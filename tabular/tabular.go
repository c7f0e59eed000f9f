package tabular

import (
	"bytes"
	"errors"
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
	Cells     int   // with a text, of a table
	Text      int64 // of all its cells, in bytes
	Zipped    int64 // of an XLSX, in bytes
	Unzipped  int64 // of an XLSX once unpacked, in bytes
}

// Usual are the limits of what people hand in.
var Usual = Limits{
	Bytes: 100 << 20, Rows: 200_000, Columns: 500, CellBytes: 32_767, Cells: 3_000_000, Text: 64 << 20,
	Zipped: 32 << 20, Unzipped: 512 << 20,
}

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
	textTooLarge = i18n.T(
		"le fichier dépasse {limit} Mo\u202f; coupez-le par année ou par département",
		"the file is over {limit} MB; cut it by year or by department")
	textWeighs = i18n.T(
		"le fichier pèse {size} Mo\u202f; la limite est de {limit} Mo. Coupez-le par année ou par département",
		"the file weighs {size} MB; the limit is {limit} MB. Cut it by year or by department")
	textTooFull = i18n.T(
		"le tableau est trop grand\u202f; coupez-le par année ou par département",
		"the table is too large; cut it by year or by department")
	textTooMany  = i18n.T("le tableau dépasse {limit} lignes\u202f; coupez-le", "the table is over {limit} rows; cut it")
	textTooWide  = i18n.T("la ligne dépasse {limit} colonnes", "the row is over {limit} columns")
	textTooLong  = i18n.T("le texte dépasse {limit} octets", "the text is over {limit} bytes")
	textQuote    = i18n.T("un guillemet ouvert n’est pas fermé, ou un guillemet est mal placé", "a quotation mark is not closed, or is out of place")
	textBeyond   = i18n.T("la ligne a plus de cases que l’en-tête n’a de colonnes", "the row has more cells than the header has columns")
	textNoFormat = i18n.T("ce fichier n’est ni CSV, ni XLSX, ni GeoJSON", "this file is neither CSV, nor XLSX, nor GeoJSON")
	textTwice    = i18n.T(
		"la colonne **{column}** figure deux fois ({first} et {second})\u202f; supprimez l’une des deux",
		"the column **{column}** stands twice ({first} and {second}); delete one of them")
	textSame = i18n.T(
		"les colonnes **{one}** ({first}) et **{other}** ({second}) disent la même chose\u202f; supprimez l’une des deux",
		"the columns **{one}** ({first}) and **{other}** ({second}) say the same; delete one of them")
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

// Read reads the tables of a file, whichever it is: CSV, XLSX or GeoJSON. What
// is refused is refused while it is read: a file that goes on without end, or
// that is small and would swell, takes no memory to speak of. A file that cannot
// be read twice goes through a temporary one.
func Read(from io.Reader, limits Limits) ([]Table, error) {
	file, done, err := seekable(from, limits.Bytes)
	if err != nil {
		return nil, err
	}
	defer done()
	head := make([]byte, 1<<16)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read a table: %w", err)
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return readXLSX(file, limits)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")), bytes.HasPrefix(head, []byte("%PDF-")):
		return nil, &Error{Text: textNoFormat.With()} // a workbook of before 2007, or a sealed one
	case bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte(mark)), " \t\r\n"), []byte("{")):
		return twice(file, limits, readGeoJSON)
	default:
		return twice(file, limits, readCSV)
	}
}

// twice reads a table once to see that it holds, then once to keep it.
func twice(file *io.SectionReader, limits Limits, read func(io.Reader, *intake) error) ([]Table, error) {
	var t intake
	for _, keep := range []bool{false, true} {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return nil, fmt.Errorf("read a table: %w", err)
		}
		t = intake{limits: limits, keep: keep}
		if err := read(file, &t); err != nil {
			return nil, err
		}
		if t.Header == nil {
			return nil, &Error{Text: textEmpty.With()}
		}
	}
	return []Table{t.Table}, nil
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

// Twice refuses a table of which a column stands twice, by its name and its
// places: nothing tells which of the two is meant.
func (t Table) Twice() error {
	at := map[string]int{}
	for i, title := range t.Header {
		key := titleKey(title)
		if first, known := at[key]; known && key != "" {
			return &Error{Sheet: t.Sheet, Text: textTwice.With("column", title, "first", rank(first+1), "second", rank(i+1))}
		}
		at[key] = i
	}
	return nil
}

// rank is the place of a column, said as an ordinal: 1re, 13e; 1st, 13th.
type rank int

// In says the place.
func (r rank) In(lang i18n.Lang) string {
	n := strconv.Itoa(int(r))
	if lang == i18n.FR {
		if r == 1 {
			return "1re"
		}
		return n + "e"
	}
	switch {
	case r%100/10 == 1:
		return n + "th"
	case r%10 == 1:
		return n + "st"
	case r%10 == 2:
		return n + "nd"
	case r%10 == 3:
		return n + "rd"
	default:
		return n + "th"
	}
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
	if err := t.Twice(); err != nil {
		return c, err
	}
	for i, title := range t.Header {
		key, ok := columnNamed(known, title)
		if !ok {
			if title != "" {
				c.Unknown = append(c.Unknown, title)
			}
			continue
		}
		if first, same := c.at[key]; same {
			return c, &Error{Sheet: t.Sheet, Text: textSame.With(
				"one", t.Header[first], "first", rank(first+1), "other", title, "second", rank(i+1))}
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

// Title is the title of a known column, empty when the table has none.
func (c Columns) Title(t Table, key string) string {
	i, ok := c.at[key]
	if !ok {
		return ""
	}
	return t.Header[i]
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
