package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"jalon/plan"
	"jalon/store/migrations"
	"jalon/store/storetest"
)

var update = flag.Bool("update", false, "write the data of the present version of the schema to testdata")

// Each file v<N>.txtar of testdata is a database that version N of the schema
// held: the sums of the migrations that made it, its rows as SQL, and what is
// read of them. A new version of the schema adds one file, which -update
// writes; those of released versions stay as they are.
const (
	sums = "migrations.sha256"
	rows = "rows.sql"
	want = "want.json"
)

func TestDataOfEachVersionOfTheSchemaIsKept(t *testing.T) {
	t.Parallel()
	last := versions(t)
	if *update {
		writeFixture(t, last)
	}
	for version := int64(1); version <= last; version++ {
		fixture, err := txtar.ParseFile(fixtureName(version))
		if err != nil {
			t.Fatalf("%v\nRun go test ./store -update to add the data of version %d.", err, version)
		}
		for _, engine := range engines {
			t.Run(fmt.Sprintf("%d/%s", version, engine.name), func(t *testing.T) {
				t.Parallel()
				if diff := cmp.Diff(section(t, fixture, sums), migrationSums(t, version)); diff != "" {
					t.Fatalf("a migration changed since the data of version %d was made (-then +now):\n%s"+
						"If it was released, undo that and add a migration; if not, run go test ./store -update.", version, diff)
				}
				dsn := engine.dsn(t)
				restore(t, dsn, version, section(t, fixture, rows))
				db := openOn(t, dsn)
				if diff := cmp.Diff(section(t, fixture, want), everything(t, db)); diff != "" {
					t.Errorf("data of version %d is not kept (-then +now):\n%s", version, diff)
				}
				goesOn(t, db)
			})
		}
	}
}

// versions returns the last version of the schema.
func versions(t *testing.T) int64 {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	return int64(len(names))
}

func fixtureName(version int64) string {
	return filepath.Join("testdata", fmt.Sprintf("v%d.txtar", version))
}

func section(t *testing.T, a *txtar.Archive, name string) string {
	t.Helper()
	i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("no section %s", name)
	}
	return string(a.Files[i].Data)
}

// migrationSums tells which migrations make a version.
func migrationSums(t *testing.T, version int64) string {
	t.Helper()
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, name := range names[:version] {
		text, err := migrations.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		fmt.Fprintf(&out, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	return out.String()
}

// restore makes a database of a version of the schema, with its rows.
func restore(t *testing.T, dsn string, version int64, rows string) {
	t.Helper()
	atVersion(t, dsn, version, func(ctx context.Context, db *DB) error {
		for statement := range strings.SplitSeq(strings.TrimSuffix(rows, ";\n"), ";\n") {
			if _, err := db.writer.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
}

// everything reads what storetest.AddEverything added.
func everything(t *testing.T, db *DB) (text string) {
	t.Helper()
	err := db.Read(t.Context(), func(tx plan.Tx) (err error) {
		text, err = storetest.ReadEverything(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// goesOn checks what a reader is not shown: numbers follow those given, what
// was done once is not done again, and the database is for what it was.
func goesOn(t *testing.T, db *DB) {
	t.Helper()
	var next int
	var again bool
	err := db.Write(t.Context(), func(tx plan.Tx) (err error) {
		if next, err = tx.NextNumber("team-hdf", "E"); err != nil {
			return err
		}
		again, err = tx.Once("team-hdf", "once", start)
		return err
	})
	if err != nil || next != 2 || again {
		t.Errorf("got number %d, done again %v, error %v; want 2, false and none", next, again, err)
	}
	if rehearsal, err := db.Rehearsal(t.Context()); rehearsal || err != nil {
		t.Errorf("for rehearsals: %v, error %v; want false and none", rehearsal, err)
	}
}

// writeFixture writes the file of the present version.
func writeFixture(t *testing.T, version int64) {
	t.Helper()
	db := openOn(t, engines[0].dsn(t))
	if err := db.Write(t.Context(), storetest.AddEverything); err != nil {
		t.Fatal(err)
	}
	out := txtar.Format(&txtar.Archive{Files: []txtar.File{
		{Name: sums, Data: []byte(migrationSums(t, version))},
		{Name: rows, Data: []byte(dump(t, db))},
		{Name: want, Data: []byte(everything(t, db))},
	}})
	if err := os.WriteFile(fixtureName(version), out, 0o600); err != nil {
		t.Fatal(err)
	}
}

// dump writes every row as SQL that both engines read. Tables come in the order
// of their creation, in which each refers to those before it only.
func dump(t *testing.T, db *DB) string {
	t.Helper()
	var out strings.Builder
	for _, table := range tables(t, db) {
		dumpTable(t, db, table, &out)
	}
	return out.String()
}

func dumpTable(t *testing.T, db *DB, table string, out *strings.Builder) {
	t.Helper()
	rows, err := db.reader.QueryContext(t.Context(), "select * from "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		names, literals := make([]string, len(columns)), make([]string, len(columns))
		for i, c := range columns {
			names[i], literals[i] = c.Name(), literal(values[i], c.DatabaseTypeName())
		}
		fmt.Fprintf(out, "insert into %s (%s) values (%s);\n", table, strings.Join(names, ", "), strings.Join(literals, ", "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func tables(t *testing.T, db *DB) []string {
	t.Helper()
	rows, err := db.reader.QueryContext(t.Context(), `select name from sqlite_master
		where type = 'table' and name not like 'goose%' and name not like 'sqlite%' order by rootpage`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}

// literal writes a value of a column; what bytes there are must be text.
func literal(v any, columnType string) string {
	switch v := v.(type) {
	case string:
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	case []byte:
		return literal(string(v), columnType)
	case int64:
		if columnType == "BOOLEAN" {
			return fmt.Sprint(v != 0)
		}
	}
	return fmt.Sprint(v)
}
