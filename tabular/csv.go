package tabular

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const mark = "\ufeff"

// readCSV reads a table from CSV, in whatever encoding and with whatever
// separator it was made.
func readCSV(data []byte, limits Limits) (Table, error) {
	text, err := decode(data)
	if err != nil {
		return Table{}, err
	}
	if !isText(text) {
		return Table{}, &Error{Text: textNotXLSX.With()}
	}
	var t Table
	rows := csv.NewReader(strings.NewReader(text))
	rows.FieldsPerRecord, rows.Comma = -1, separator(text)
	within := 0 // ends of line inside cells, which make no row
	for {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			return t, &Error{Row: wrong.StartLine - within, Text: textQuote.With()}
		}
		if err != nil {
			return t, err
		}
		line, _ := rows.FieldPos(0)
		number := line - within
		for i, cell := range cells {
			within += strings.Count(cell, "\n")
			cells[i] = unguard(cell)
		}
		if err := t.add(number, cells, limits); err != nil {
			return t, err
		}
	}
	if t.Header == nil {
		return t, &Error{Text: textEmpty.With()}
	}
	return t, nil
}

// decode returns the text of a file: UTF-8 with or without its mark, UTF-16,
// else Windows-1252. Some tools put the mark of UTF-8 before Windows-1252.
func decode(data []byte) (string, error) {
	var order unicode.Endianness
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		order = unicode.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		order = unicode.BigEndian
	default:
		data = bytes.TrimPrefix(data, []byte(mark))
		if utf8.Valid(data) {
			return string(data), nil
		}
		text, err := charmap.Windows1252.NewDecoder().Bytes(data)
		return string(text), err
	}
	text, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
	return string(text), err
}

// isText tells whether what was decoded holds what a text may: no control
// character but ends of line, pages and tabs.
func isText(decoded string) bool {
	return !strings.HasPrefix(decoded, "%PDF-") &&
		!strings.ContainsFunc(decoded, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\v\f\r", r) })
}

// separator is what stands between the titles of the first line, outside
// quotation marks: semicolons if there are any, else tabs, else commas. A title
// may hold a comma, as numbers do. A lone title has none: the commas under it
// are those of a text.
func separator(text string) rune {
	found := map[rune]bool{}
	quoted := false
	for _, r := range strings.TrimLeft(text, " \r\n") {
		if r == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if r == '\n' {
			break
		}
		found[r] = true
	}
	for _, r := range []rune{';', '\t', ','} {
		if found[r] {
			return r
		}
	}
	return ';'
}

// CSV are the choices of a CSV file that is written.
type CSV struct {
	// Mark begins the file with the mark of UTF-8, without which Excel takes it
	// for Windows-1252.
	Mark bool
}

// Write writes a table with semicolons, as spreadsheets in French expect. A
// cell that a spreadsheet would run as a formula is made a text.
func (c CSV) Write(to io.Writer, t Table) error {
	if c.Mark {
		if _, err := io.WriteString(to, mark); err != nil {
			return err
		}
	}
	rows := csv.NewWriter(to)
	rows.Comma = ';'
	if err := rows.Write(guarded(t.Header)); err != nil {
		return err
	}
	for _, row := range t.Rows {
		if err := rows.Write(guarded(row.Cells)); err != nil {
			return err
		}
	}
	rows.Flush()
	return rows.Error()
}

// guard is put before a cell that would be run as a formula.
const guard = '\''

func guarded(cells []string) []string {
	out := make([]string, len(cells))
	for i, cell := range cells {
		out[i] = cell
		if dangerous(cell) {
			out[i] = string(guard) + cell
		}
	}
	return out
}

// dangerous tells a cell that a spreadsheet would run, behind any guards it
// has already.
func dangerous(cell string) bool {
	bare := strings.TrimLeft(cell, string(guard))
	return bare != "" && strings.ContainsRune("=+-@\t\r", rune(bare[0])) && !numeric(bare)
}

// unguard takes back the guard of a cell that was written by [CSV.Write].
func unguard(cell string) string {
	if strings.HasPrefix(cell, string(guard)) && dangerous(cell) {
		return cell[1:]
	}
	return cell
}
