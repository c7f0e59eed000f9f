package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Backup writes a copy of an SQLite database to path, which must not exist,
// while the database goes on being read and written. Only its owner may read
// the copy; it is checked and on disk when Backup returns. A PostgreSQL
// database is copied by its own tools: errors.ErrUnsupported.
func (db *DB) Backup(ctx context.Context, path string) error {
	if db.engine.name != SQLite {
		return fmt.Errorf("back up a %s database with pg_dump: %w", db.engine.name, errors.ErrUnsupported)
	}
	// SQLite fills an empty file that it is given, and keeps its rights.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := db.copyTo(ctx, path); err != nil {
		return errors.Join(fmt.Errorf("back up to %s: %w", path, err), os.Remove(path))
	}
	return nil
}

func (db *DB) copyTo(ctx context.Context, path string) error {
	if err := vacuumInto(ctx, db.path, path); err != nil {
		return err
	}
	if err := checkIntegrity(ctx, path); err != nil {
		return err
	}
	return errors.Join(syncFile(path), syncFile(filepath.Dir(path)))
}

// vacuumInto copies one state of a database, on a connection of its own: it
// lasts long, and those that only read may not run it.
func vacuumInto(ctx context.Context, from, to string) error {
	pool, err := sqlitePool(from, sqliteCommon, 1)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, `vacuum into $1`, to)
	return errors.Join(err, pool.Close())
}

// checkIntegrity reads a whole SQLite file that nobody writes.
func checkIntegrity(ctx context.Context, path string) error {
	pool, err := sqlitePool(path, "mode=ro&_dqs=0&_defensive=1", 1)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	var verdict string
	if err := pool.QueryRowContext(ctx, `pragma integrity_check`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("the copy is damaged: %s", verdict)
	}
	return nil
}

// syncFile puts a file or a directory that no database uses on disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
