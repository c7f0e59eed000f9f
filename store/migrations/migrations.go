// Package migrations holds the schema of jalon's database: one series of
// files for SQLite and PostgreSQL alike, applied in the order of their numbers.
//
// A released file is never edited: what follows it is a new file. Only the SQL
// that both engines read the same way is used: create table, create index,
// add column, drop column.
package migrations

import "embed"

// Files is the series, from 00001.
//
//go:embed *.sql
var Files embed.FS
