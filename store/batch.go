package store

import (
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
)

const (
	// mostAtOnce is how many rows one statement writes.
	mostAtOnce = 32
	// fewAtOnce is how many rows have a statement for their very number: what calls
	// to the chat tell the ledger together is most often that few.
	fewAtOnce = 8
)

// batches cuts rows into lists of few lengths, so that a statement for many rows has
// few texts and is kept prepared under each: powers of two, and what is left when it
// is little.
func batches[T any](rows []T) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for size := mostAtOnce; len(rows) > 0; {
			switch {
			case len(rows) <= fewAtOnce:
				size = len(rows)
			case size > len(rows):
				size /= 2
				continue
			}
			if !yield(rows[:size]) {
				return
			}
			rows = rows[size:]
		}
	}
}

// manyRows keeps the text of a statement for each number of rows.
type manyRows struct {
	text func(rows int) string
	made [mostAtOnce + 1]atomic.Pointer[string]
}

// of is the statement for so many rows, at most mostAtOnce.
func (s *manyRows) of(rows int) string {
	if made := s.made[rows].Load(); made != nil {
		return *made
	}
	text := s.text(rows)
	s.made[rows].Store(&text)
	return text
}

// column is one of those that a statement for many rows sets.
type column struct {
	name   string
	number bool // a whole number: PostgreSQL takes a place without a type for text
}

// versioned writes the update of many rows of a table, each found by its id and
// the version that was read. Its values are, for each row, these two and those of
// the columns. It returns the id of each row that it found.
func versioned(table string, columns []column) *manyRows {
	columns = append([]column{{name: "id"}, {name: "version", number: true}}, columns...)
	var names, sets []string
	for i, c := range columns {
		names = append(names, c.name)
		if i > 1 {
			sets = append(sets, c.name+" = v."+c.name)
		}
	}
	return &manyRows{text: func(rows int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "with v (%s) as (values ", strings.Join(names, ", "))
		for row := range rows {
			if row > 0 {
				b.WriteByte(',')
			}
			for i, c := range columns {
				b.WriteByte("(,"[min(i, 1)])
				place := "$%d"
				if c.number {
					place = "cast($%d as bigint)"
				}
				fmt.Fprintf(&b, place, row*len(columns)+i+1)
			}
			b.WriteByte(')')
		}
		fmt.Fprintf(&b, ") update %[1]s set %[2]s, version = %[1]s.version + 1 from v where %[1]s.id = v.id and %[1]s.version = v.version returning %[1]s.id",
			table, strings.Join(sets, ", "))
		return b.String()
	}}
}

// scanID reads an identifier.
func scanID(row scanner) (id string, err error) {
	err = row.Scan(&id)
	return id, err
}
