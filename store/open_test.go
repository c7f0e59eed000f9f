package store_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/plan"
	"jalon/store"
	"jalon/store/storetest"
)

func TestAFileHasAnyNameAndIsPrivate(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "données d'été ?#&%41.db")
	db := open(t, path)
	if err := db.Write(t.Context(), storetest.AddEverything); err != nil {
		t.Fatal(err)
	}
	beside, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, file := range beside {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, info.Mode().String()+" "+strings.TrimPrefix(file, path))
	}
	want := []string{"-rw------- ", "-rw------- -shm", "-rw------- -wal", "-rw------- .lock"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files beside the database (-want +got):\n%s", diff)
	}
}

func TestAFileAddressNamesTheSameDatabaseAsItsPath(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a b%c.db")
	db := open(t, path)
	if err := db.Write(t.Context(), storetest.AddEverything); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{
		"file:" + (&url.URL{Path: path}).EscapedPath(),
		"file://" + (&url.URL{Path: path}).EscapedPath(),
	} {
		if diff := cmp.Diff(everything(t, db), everything(t, open(t, address))); diff != "" {
			t.Errorf("%s (-path +address):\n%s", address, diff)
		}
	}
}

func TestAnAddressThatCannotBeIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for dsn, want := range map[string]string{
		"":                          `open database: "": the path of a file is needed`,
		":memory:":                  `open database: ":memory:": the path of a file is needed`,
		"file:":                     `open database: "file:": the path of a file is needed`,
		"file:x.db?mode=ro":         `open database: address "file:x.db?mode=ro": options are not accepted`,
		"file:x.db#part":            `open database: address "file:x.db#part": options are not accepted`,
		"file:%zz":                  `open database: address "file:%zz": invalid URL escape "%zz"`,
		dir:                         "open database: " + dir + " is not a file",
		filepath.Join(dir, "no/db"): "open database: open " + filepath.Join(dir, "no/db") + ": no such file or directory",
		"postgres://u:secret@h:x/d": "open database: cannot parse `postgres://u:xxxxx@h:x/d`",
	} {
		db, err := store.Open(t.Context(), dsn, store.Options{})
		if err == nil {
			t.Errorf("%q was opened", dsn)
			_ = db.Close()
			continue
		}
		if !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q:\n got %s\nwant %s", dsn, err, want)
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the password is told: %s", dsn, err)
		}
	}
}

func TestWhetherADatabaseIsForRehearsalsIsSettledAtItsCreation(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, dsn string) {
		for _, want := range []bool{true, false} {
			dsn := dsn
			if !want {
				dsn = another(t, dsn)
			}
			first := openWith(t, dsn, store.Options{Rehearsal: want})
			again := openWith(t, dsn, store.Options{Rehearsal: !want})
			for _, db := range []*store.DB{first, again} {
				if got, err := db.Rehearsal(t.Context()); got != want || err != nil {
					t.Errorf("got %v and error %v, want %v", got, err, want)
				}
			}
		}
	})
}

func TestADatabaseTellsItsEngineAndItsPools(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		if err := db.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		var got []string
		for _, pool := range db.Stats().Pools {
			got = append(got, pool.Pool)
			if pool.Max == 0 || pool.InUse != 0 || pool.Open < pool.Idle {
				t.Errorf("odd figures: %+v", pool)
			}
		}
		want := map[string][]string{store.SQLite: {"reader", "writer"}, store.PostgreSQL: {"shared"}}[db.Engine()]
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("pools (-want +got):\n%s", diff)
		}
	})
}

func TestMigrationsAreAppliedOnceHoweverManyStart(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, dsn string) {
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				db, err := store.Open(t.Context(), dsn, store.Options{})
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if err := open(t, dsn).Write(t.Context(), storetest.AddEverything); err != nil {
			t.Error(err)
		}
	})
}

func TestWithoutMigrationANewDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	path := sqliteDSN(t)
	if _, err := store.Open(t.Context(), path, store.Options{NoMigrate: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: got error %v, want %v", err, fs.ErrNotExist)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), path, store.Options{NoMigrate: true}); !errors.Is(err, store.ErrOlder) {
		t.Errorf("empty file: got error %v, want %v", err, store.ErrOlder)
	}
	open(t, path)
	openWith(t, path, store.Options{NoMigrate: true})
}

func TestOneProcessServesAFile(t *testing.T) {
	t.Parallel()
	path := sqliteDSN(t)
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	serving := openWith(t, path, store.Options{Exclusive: true})
	for _, name := range []string{path, link} {
		if _, err := store.Open(t.Context(), name, store.Options{Exclusive: true}); !errors.Is(err, store.ErrInUse) {
			t.Errorf("%s: got error %v, want %v", name, err, store.ErrInUse)
		}
	}
	beside := open(t, path) // a console, a backup
	if err := beside.Write(t.Context(), storetest.AddEverything); err != nil {
		t.Error(err)
	}
	if err := serving.Close(); err != nil {
		t.Fatal(err)
	}
	openWith(t, link, store.Options{Exclusive: true})
}

func TestSeveralProcessesServeAPostgreSQLDatabase(t *testing.T) {
	t.Parallel()
	dsn := storetest.Postgres(t)
	openWith(t, dsn, store.Options{Exclusive: true})
	openWith(t, dsn, store.Options{Exclusive: true})
}

// holdVariable makes the test binary hold the file it names until it is killed.
const holdVariable = "JALON_TEST_HOLD"

func TestAFileIsFreeOnceTheProcessThatServedItIsKilled(t *testing.T) {
	t.Parallel()
	if path := os.Getenv(holdVariable); path != "" {
		openWith(t, path, store.Options{Exclusive: true})
		_, _ = os.Stdout.WriteString("held\n")
		_, _ = io.Copy(io.Discard, os.Stdin)
		return
	}
	path := sqliteDSN(t)
	holder := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^"+t.Name()+"$")
	holder.Env = append(os.Environ(), holdVariable+"="+path)
	stdin, errIn := holder.StdinPipe()
	stdout, errOut := holder.StdoutPipe()
	if err := errors.Join(errIn, errOut, holder.Start()); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stdin.Close() }()
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "held\n" {
		t.Fatalf("the holder said %q, error %v", line, err)
	}
	if _, err := store.Open(t.Context(), path, store.Options{Exclusive: true}); !errors.Is(err, store.ErrInUse) {
		t.Errorf("held: got error %v, want %v", err, store.ErrInUse)
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait()
	openWith(t, path, store.Options{Exclusive: true})
}

func TestABackupHoldsEverythingAndIsPrivate(t *testing.T) {
	t.Parallel()
	db := open(t, sqliteDSN(t))
	if err := db.Write(t.Context(), storetest.AddEverything); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copie d'été.db")
	if err := db.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().String(); got != "-rw-------" {
		t.Errorf("rights are %s", got)
	}
	if diff := cmp.Diff(everything(t, db), everything(t, open(t, path))); diff != "" {
		t.Errorf("the copy differs (-database +copy):\n%s", diff)
	}
}

func TestABackupIsOfOneStateWhileTheDatabaseIsWritten(t *testing.T) {
	t.Parallel()
	db := open(t, sqliteDSN(t))
	if err := db.Write(t.Context(), storetest.AddEverything); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	err := db.Write(t.Context(), func(tx plan.Tx) error {
		if err := tx.AddEntry(plan.Entry{Region: "team-hdf", ID: "under way", Object: "E1"}); err != nil {
			return err
		}
		return db.Backup(t.Context(), path)
	})
	if err != nil {
		t.Fatal(err)
	}
	if copied := everything(t, open(t, path)); strings.Contains(copied, "under way") {
		t.Error("the copy holds what was not committed")
	}
}

func TestABackupNeverReplacesAFile(t *testing.T) {
	t.Parallel()
	db := open(t, sqliteDSN(t))
	path := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got error %v, want %v", err, fs.ErrExist)
	}
	if kept, err := os.ReadFile(path); string(kept) != "precious" {
		t.Errorf("the file now holds %q, error %v", kept, err)
	}
}

func TestABackupThatFailsLeavesNoFile(t *testing.T) {
	t.Parallel()
	db := open(t, sqliteDSN(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := db.Backup(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is there: %v", err)
	}
}

func TestAPostgreSQLDatabaseIsBackedUpByItsOwnTools(t *testing.T) {
	t.Parallel()
	db := open(t, storetest.Postgres(t))
	if err := db.Backup(t.Context(), filepath.Join(t.TempDir(), "copy")); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("got error %v, want %v", err, errors.ErrUnsupported)
	}
}

// onEachEngine runs f with the address of an empty database on each engine.
func onEachEngine(t *testing.T, f func(t *testing.T, dsn string)) {
	t.Run(store.SQLite, func(t *testing.T) {
		t.Parallel()
		f(t, sqliteDSN(t))
	})
	t.Run(store.PostgreSQL, func(t *testing.T) {
		t.Parallel()
		f(t, storetest.Postgres(t))
	})
}

// another gives the address of another empty database of the same engine.
func another(t *testing.T, dsn string) string {
	t.Helper()
	if strings.HasPrefix(dsn, "postgres") {
		return storetest.Postgres(t)
	}
	return sqliteDSN(t)
}

func everything(t *testing.T, db *store.DB) (text string) {
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
