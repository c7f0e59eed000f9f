// Package migrations holds the schema of jalon's database: one series for
// SQLite and PostgreSQL alike, applied in the order of the numbers.
//
// A released file is never edited: what follows it is a new file. A file at the
// root serves both engines, so only the SQL that both read the same way is
// used: create table, create index, add column, drop column. What must be said
// otherwise to each engine, such as a trigger, stands under one number in the
// folders of both. What SQL cannot do is a Go migration of package store.
package migrations

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed *.sql */*.sql
var files embed.FS

// For returns the SQL files of the series for an engine, "sqlite" or
// "postgresql", as if they stood in one folder.
func For(engine string) fs.FS { return series{engine} }

// series is the common files and those of an engine's folder.
type series struct{ engine string }

// Open opens a file of the engine's folder, else a common one.
func (s series) Open(name string) (fs.File, error) {
	if f, err := files.Open(path.Join(s.engine, name)); err == nil && name != "." {
		return f, nil
	}
	return files.Open(name)
}

// ReadDir lists the only folder.
func (s series) ReadDir(name string) ([]fs.DirEntry, error) {
	common, err := files.ReadDir(name)
	if err != nil {
		return nil, err
	}
	own, err := files.ReadDir(s.engine)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(append(common, own...), fs.DirEntry.IsDir)
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
