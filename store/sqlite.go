package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// sqliteReaders is how many transactions may read at once.
const sqliteReaders = 4

// Options of the driver, by its validated keys. FULL loses nothing that was
// confirmed, even to a power cut. The writer takes its lock when it begins: a
// transaction that reads first and writes after could otherwise not proceed.
// The two seconds of the busy timeout bound each of the attempts of Write.
const (
	sqliteCommon = "_busy_timeout=2000&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_dqs=0&_defensive=1"
	sqliteWriter = sqliteCommon + "&_txlock=immediate"
	sqliteReader = sqliteCommon + "&_query_only=1"
)

// openSQLite opens a file with two pools: one connection that writes, several
// that read beside it.
func openSQLite(ctx context.Context, dsn string, o Options) (*DB, error) {
	path, err := sqlitePath(dsn)
	if err != nil {
		return nil, err
	}
	if !o.NoMigrate {
		if err := createPrivate(path); err != nil {
			return nil, err
		}
	}
	// Two names of one file must lead to one lock.
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fmt.Errorf("%s is not a file", path))
	}

	db, err := connectSQLite(path)
	if err != nil {
		return nil, err
	}
	if o.Exclusive {
		if db.lock, err = acquire(ctx, path); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	if err := db.migrateSQLite(ctx, path, o); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connectSQLite makes the pools of a file. Nothing is read before they serve.
func connectSQLite(path string) (*DB, error) {
	writer, err := sqlitePool(path, sqliteWriter, 1)
	if err != nil {
		return nil, err
	}
	reader, err := sqlitePool(path, sqliteReader, sqliteReaders)
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	return &DB{writer: writer, turn: newTurn(), reader: reader, reading: &statements{}, writing: &statements{}, path: path, engine: engine{
		name:    SQLite,
		dialect: goose.DialectSQLite3,
		read:    &sql.TxOptions{ReadOnly: true},
	}}, nil
}

// migrationWaits is how many times a process that must migrate waits for the
// lock, a second each time, before it gives up.
const migrationWaits = 4

// migrateSQLite brings the schema up to date while no other process holds the
// file: one that serves it must not see it change.
func (db *DB) migrateSQLite(ctx context.Context, path string, o Options) error {
	m, err := db.migrator()
	if err != nil {
		return err
	}
	for waits := 0; ; waits++ {
		pending, err := m.pending(ctx, o)
		if err != nil || !pending {
			return err
		}
		if db.lock != nil {
			return m.up(ctx, o)
		}
		held, err := acquire(ctx, path)
		if errors.Is(err, ErrInUse) && waits < migrationWaits {
			continue // whoever holds it may be migrating
		}
		if err != nil {
			return err
		}
		return errors.Join(m.up(ctx, o), held.release())
	}
}

// sqlitePath returns the absolute path that a DSN names.
func sqlitePath(dsn string) (string, error) {
	path := dsn
	if rest, ok := strings.CutPrefix(dsn, "file:"); ok {
		u, err := url.Parse(dsn)
		if err != nil {
			return "", fmt.Errorf("address %q: %w", dsn, err)
		}
		if u.RawQuery != "" || u.Fragment != "" {
			return "", fmt.Errorf("address %q: options are not accepted", dsn)
		}
		if path, err = url.PathUnescape(strings.TrimPrefix(rest, "//")); err != nil {
			return "", fmt.Errorf("address %q: %w", dsn, err)
		}
	}
	if path == "" || path == ":memory:" {
		return "", fmt.Errorf("%q: the path of a file is needed", dsn)
	}
	return filepath.Abs(path)
}

// sqliteAddress is the form in which the driver hands options to SQLite; any
// other would drop them in silence.
func sqliteAddress(path, options string) string {
	u := url.URL{Path: filepath.ToSlash(path)}
	return "file:" + u.EscapedPath() + "?" + options
}

func sqlitePool(path, options string, connections int) (*sql.DB, error) {
	pool, err := sql.Open("sqlite", sqliteAddress(path, options))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool, nil
}

// createPrivate makes an empty file that only its owner may read, where there
// is none. SQLite gives the same rights to the files it adds beside. An
// existing file is not touched: to open and close one that is in use would
// drop the locks that SQLite holds on it in this process.
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}
