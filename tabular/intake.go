package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// intake is a table being filled within limits, or only measured.
type intake struct {
	Table
	limits Limits
	keep   bool // else the rows are only measured
	rows   int
	cells  int
	text   int64
}

// add puts a row in the table: the first that has a text is the header. The
// slice may be used again.
func (t *intake) add(number int, cells []string) error {
	cells, err := t.trimmed(number, cells)
	if err != nil || len(cells) == 0 {
		return err
	}
	if t.Header == nil {
		t.Header = slices.Clone(cells)
		return nil
	}
	return t.put(number, cells)
}

// trimmed drops the spaces around the cells and the empty ones at the end, and
// refuses a row over the limits.
func (t *intake) trimmed(number int, cells []string) ([]string, error) {
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
		if t.limits.CellBytes > 0 && len(cells[i]) > t.limits.CellBytes {
			return nil, &Error{t.Sheet, number, i + 1, textTooLong.With("limit", t.limits.CellBytes)}
		}
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	if t.limits.Columns > 0 && len(cells) > t.limits.Columns {
		return nil, &Error{t.Sheet, number, 0, textTooWide.With("limit", t.limits.Columns)}
	}
	return cells, nil
}

// put keeps a row.
func (t *intake) put(number int, cells []string) error {
	t.rows++
	t.cells += len(cells)
	for _, cell := range cells {
		t.text += int64(len(cell))
	}
	switch {
	case t.limits.Rows > 0 && t.rows > t.limits.Rows:
		return &Error{t.Sheet, number, 0, textTooMany.With("limit", t.limits.Rows)}
	case t.limits.Cells > 0 && t.cells > t.limits.Cells, t.limits.Text > 0 && t.text > t.limits.Text:
		return &Error{t.Sheet, number, 0, textTooFull.With()}
	case t.keep:
		t.Rows = append(t.Rows, Row{number, compact(cells)})
	}
	return nil
}

// compact keeps the cells of a row in one piece, which weighs less than each on
// its own.
func compact(cells []string) []string {
	whole := strings.Join(cells, "")
	out := make([]string, len(cells))
	for i, cell := range cells {
		out[i], whole = whole[:len(cell)], whole[len(cell):]
	}
	return out
}

// inMemory is the size up to which what cannot be read twice is kept in memory.
const inMemory = 1 << 20

// seekable gives a file that can be read at any place. It is done with when
// done is called.
func seekable(from io.Reader, limit int64) (file *io.SectionReader, done func(), err error) {
	whole, ok := from.(interface {
		io.ReaderAt
		io.Seeker
	})
	if ok {
		file, err = rest(whole)
		done = func() {}
	} else {
		file, done, err = spool(from, limit)
	}
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("read a table: %w", err)
	case file.Size() <= limit:
		return file, done, nil
	}
	done()
	if ok && file.Size()>>20 > limit>>20 {
		return nil, nil, &Error{Text: textWeighs.With("size", file.Size()>>20, "limit", limit>>20)}
	}
	return nil, nil, &Error{Text: textTooLarge.With("limit", limit>>20)}
}

// rest is what a file holds from where it stands.
func rest(file interface {
	io.ReaderAt
	io.Seeker
},
) (*io.SectionReader, error) {
	at, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, err
	}
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	return io.NewSectionReader(file, at, end-at), nil
}

// spool copies what cannot be read twice, up to a byte over the limit.
func spool(from io.Reader, limit int64) (*io.SectionReader, func(), error) {
	var small bytes.Buffer
	n, err := io.CopyN(&small, from, min(inMemory, limit+1))
	if errors.Is(err, io.EOF) || (err == nil && n > limit) {
		return io.NewSectionReader(bytes.NewReader(small.Bytes()), 0, n), func() {}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	file, err := os.CreateTemp("", "jalon-table-*")
	if err != nil {
		return nil, nil, err
	}
	done := func() {
		_ = file.Close()
		_ = os.Remove(file.Name())
	}
	size, err := io.Copy(file, io.MultiReader(&small, io.LimitReader(from, limit+1-n)))
	if err != nil {
		done()
		return nil, nil, err
	}
	return io.NewSectionReader(file, 0, size), done, nil
}
