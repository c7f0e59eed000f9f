// Package store keeps jalon's data in SQLite or in PostgreSQL. It is the one
// package that knows SQL, and implements the port [plan.Store].
//
// # One text
//
// Each statement is written once, by hand, in the subset that both engines read
// the same way: $n places, text, bigint, boolean and bytea columns, upserts,
// partial indexes. PostgreSQL alone gets the suffix "for update skip locked"
// where rows are claimed, since SQLite has one writer at a time; SQLite alone
// gets ? places where many rows are inserted. What tells the engines apart is
// gathered in the files sqlite.go and postgres.go; the schema is in package
// migrations.
//
// # Transactions
//
// [DB.Read] sees one state of the data throughout. [DB.Write] behaves on both
// engines as if it were alone: on SQLite it is, and on PostgreSQL a row that
// changed between its reading and its update makes the closure run again.
// Inside a closure only the transaction it is given may be used.
//
// Statements are not kept prepared: the driver of PostgreSQL does so by itself,
// and on SQLite it would save a quarter of a write, less than half a
// millisecond.
//
// Every row is born at version 1, whatever version it was given.
//
// # Values
//
// Instants are kept to the microsecond and come back in UTC. A slice that was
// empty may come back nil.
package store
