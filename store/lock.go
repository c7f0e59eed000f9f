package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// lockOptions wait a second: long enough for another process to end a
// migration, short enough to tell a person that the file is taken.
const lockOptions = "_busy_timeout=1000&_txlock=exclusive&_dqs=0&_defensive=1"

// lock holds an SQLite database for one process. It is an exclusive
// transaction that never ends, on an empty SQLite file beside the database: it
// is as sound as SQLite's own locks wherever they work, the system drops it
// when the process dies, and the database itself stays free for readers.
type lock struct {
	pool *sql.DB
	tx   *sql.Tx
}

// acquire takes the lock of the database at path, or fails with ErrInUse.
func acquire(ctx context.Context, path string) (*lock, error) {
	path += ".lock"
	if err := createPrivate(path); err != nil {
		return nil, err
	}
	pool, err := sqlitePool(path, lockOptions, 1)
	if err != nil {
		return nil, err
	}
	// The lock outlives the call that takes it.
	tx, err := pool.BeginTx(context.WithoutCancel(ctx), nil)
	if isConflict(err) {
		err = fmt.Errorf("%w (lock %s)", ErrInUse, path)
	}
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &lock{pool: pool, tx: tx}, nil
}

// release drops the lock; a nil lock has nothing to drop.
func (l *lock) release() error {
	if l == nil {
		return nil
	}
	return errors.Join(l.tx.Rollback(), l.pool.Close())
}
