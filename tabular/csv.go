package tabular

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const mark = "\ufeff"

// readCSV reads a table from CSV, in whatever encoding and with whatever
// separator it was made.
func readCSV(from io.Reader, t *intake) error {
	in := bufio.NewReaderSize(asBytes(from), 1<<16)
	head, err := in.Peek(1 << 16)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if bytes.HasPrefix(head, []byte(mark)) {
		_, _ = in.Discard(len(mark)) // it was peeked
		head = head[len(mark):]
	}
	rows := csvRows{in: in, comma: separator(string(head)), limits: t.limits}
	for {
		cells, err := rows.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := t.add(rows.number, cells); err != nil {
			return err
		}
	}
}

// asBytes gives a text whose separators are those of ASCII: UTF-16, known by
// its mark, is made UTF-8.
func asBytes(from io.Reader) io.Reader {
	in := bufio.NewReader(from)
	head, _ := in.Peek(2) // a shorter file is no UTF-16
	switch string(head) {
	case "\xff\xfe":
		return transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case "\xfe\xff":
		return transform.NewReader(in, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	default:
		return in
	}
}

// decoded is the text of a cell: UTF-8, else Windows-1252. Some tools put the
// mark of UTF-8 before Windows-1252, some files are sewn together from several:
// each cell tells.
func decoded(cell []byte) string {
	if utf8.Valid(cell) {
		return string(cell)
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(cell)
	if err != nil {
		return strings.ToValidUTF8(string(cell), "\ufffd")
	}
	return string(text)
}

// csvRows reads rows one after the other within the limits of a table.
type csvRows struct {
	in     *bufio.Reader
	comma  byte
	limits Limits
	number int // of the row, ends of line inside cells making none
	cell   []byte
	cells  []string
}

// mostCells is how many cells a row may have, those without a text included: a
// style put on whole rows makes as many as a spreadsheet has.
const mostCells = 20_000

// next reads a row; it is the same slice each time.
func (r *csvRows) next() ([]string, error) {
	r.number++
	r.cells = r.cells[:0]
	for {
		end, err := r.readCell()
		if err != nil {
			if errors.Is(err, io.EOF) && (len(r.cells) > 0 || len(r.cell) > 0) {
				return append(r.cells, unguard(decoded(r.cell))), nil
			}
			return nil, err
		}
		if len(r.cells) == mostCells {
			return nil, &Error{Row: r.number, Text: textTooWide.With("limit", cmp.Or(r.limits.Columns, mostCells))}
		}
		r.cells = append(r.cells, unguard(decoded(r.cell)))
		if end {
			return r.cells, nil
		}
	}
}

// readCell reads a cell with what ends it, which may be the end of the row. At
// the end of the file, what is left is in the cell.
func (r *csvRows) readCell() (end bool, err error) {
	r.cell = r.cell[:0]
	quoted, closed := false, false
	for {
		b, err := r.in.ReadByte()
		switch {
		case errors.Is(err, io.EOF) && quoted && !closed:
			return false, &Error{Row: r.number, Text: textQuote.With()}
		case err != nil:
			return false, err
		case b == '"' && len(r.cell) == 0 && !quoted:
			quoted = true
			continue
		case b == '"' && quoted && !closed:
			closed = true
			continue
		case b == '"' && closed:
			closed = false // a quotation mark given twice is one of the text
		case quoted && !closed && b == '\r' && r.follows('\n'):
			continue // one kind of end of line
		case quoted && !closed:
		case b == r.comma:
			return false, nil
		case b == '\n':
			return true, nil
		case b == '\r':
			if r.follows('\n') {
				_, _ = r.in.Discard(1) // it was peeked
			}
			return true, nil
		case closed && (b == ' ' || b == '\t'):
			continue
		case closed:
			return false, &Error{Row: r.number, Text: textQuote.With()}
		}
		if b < ' ' && !strings.ContainsRune("\t\n\v\f\r", rune(b)) {
			return false, &Error{Text: textNoFormat.With()}
		}
		if r.cell = append(r.cell, b); r.limits.CellBytes > 0 && len(r.cell) > r.limits.CellBytes {
			return false, &Error{Row: r.number, Column: len(r.cells) + 1, Text: textTooLong.With("limit", r.limits.CellBytes)}
		}
	}
}

// follows tells what comes next.
func (r *csvRows) follows(b byte) bool {
	next, err := r.in.Peek(1)
	return err == nil && next[0] == b
}

// separator is what stands between the titles of the first line, outside
// quotation marks: semicolons if there are any, else tabs, else commas. A title
// may hold a comma, as numbers do. A lone title has none: the commas under it
// are those of a text.
func separator(text string) byte {
	found := map[byte]bool{}
	quoted := false
	for _, b := range []byte(strings.TrimLeft(text, " \r\n")) {
		if b == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if b == '\n' || b == '\r' {
			break
		}
		found[b] = true
	}
	for _, b := range []byte{';', '\t', ','} {
		if found[b] {
			return b
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
