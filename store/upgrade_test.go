package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"jalon/plan"
	"jalon/store/storetest"
)

var update = flag.Bool("update", false, "write the data of the present version of the schema to testdata")

// Each file v<N>.txtar of testdata is a database that version N of the schema
// held: the sums of the migrations that made it, its rows as SQL, and what is
// read of them. A release that has a new version of the schema adds one file,
// which -update writes; those of earlier releases stay as they are.
const (
	sums = "migrations.sha256"
	rows = "rows.sql"
	want = "want.json"
)

func TestDataOfEachVersionOfTheSchemaIsKept(t *testing.T) {
	t.Parallel()
	if *update {
		writeFixture(t, lastVersion(t))
	}
	for _, version := range fixtures(t) {
		fixture, err := txtar.ParseFile(fixtureName(version))
		if err != nil {
			t.Fatal(err)
		}
		for _, engine := range engines {
			t.Run(fmt.Sprintf("%d/%s", version, engine.name), func(t *testing.T) {
				t.Parallel()
				if diff := gocmp.Diff(section(t, fixture, sums), migrationSums(t, version)); diff != "" {
					t.Fatalf("a migration changed since the data of version %d was made (-then +now):\n%s"+
						"If it was released, undo that and add a migration; if not, run go test ./store -update.", version, diff)
				}
				dsn := engine.dsn(t)
				restore(t, dsn, version, section(t, fixture, rows))
				db := openOn(t, dsn)
				if diff := gocmp.Diff(section(t, fixture, want), everything(t, db)); diff != "" {
					t.Errorf("data of version %d is not kept (-then +now):\n%s", version, diff)
				}
				goesOn(t, db)
			})
		}
	}
}

// fixtures lists the versions whose data is kept, the last one among them.
func fixtures(t *testing.T) []int64 {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "v*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	var versions []int64
	for _, name := range names {
		var version int64
		if _, err := fmt.Sscanf(filepath.Base(name), "v%d.txtar", &version); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		versions = append(versions, version)
	}
	slices.Sort(versions)
	if last := lastVersion(t); !slices.Contains(versions, last) {
		t.Fatalf("no data of version %d.\nRun go test ./store -update to add it.", last)
	}
	return versions
}

// lastVersion returns the last version of the schema.
func lastVersion(t *testing.T) int64 {
	t.Helper()
	return slices.MaxFunc(migrationFiles(t), func(a, b migrationFile) int { return cmp.Compare(a.version, b.version) }).version
}

// migrationFile is a file of which a migration is made.
type migrationFile struct {
	version int64
	path    string
}

// goMigrations are the files of the migrations that are not SQL.
var goMigrations = []migrationFile{{3, "migrate_journal.go"}, {8, "migrate_search.go"}}

// migrationFiles lists the files of all migrations, in their order.
func migrationFiles(t *testing.T) []migrationFile {
	t.Helper()
	files := slices.Clone(goMigrations)
	for _, pattern := range []string{"migrations/*.sql", "migrations/*/*.sql"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			var version int64
			if _, err := fmt.Sscanf(filepath.Base(path), "%d_", &version); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			files = append(files, migrationFile{version, path})
		}
	}
	slices.SortFunc(files, func(a, b migrationFile) int {
		return cmp.Or(cmp.Compare(a.version, b.version), strings.Compare(a.path, b.path))
	})
	return files
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
	var out strings.Builder
	for _, file := range migrationFiles(t) {
		if file.version > version {
			continue
		}
		text, err := os.ReadFile(file.path)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		name := strings.TrimPrefix(filepath.ToSlash(file.path), "migrations/")
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
