package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// lockOptions wait a second: long enough for another process to end a
// migration, short enough to tell a person that the file is taken.
const lockOptions = "_busy_timeout=1000&_dqs=0&_defensive=1"

// lock holds an SQLite database for one process. It is an exclusive
// transaction that never ends, on an empty SQLite file beside the database: it
// is as sound as SQLite's own locks wherever they work, the system drops it
// when the process dies, and the database itself stays free for readers.
type lock struct {
	pool *sql.DB
	conn *sql.Conn // in the transaction
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
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	// Not a sql.Tx, which would end with ctx.
	_, err = conn.ExecContext(ctx, `begin exclusive`)
	if isConflict(err) {
		err = fmt.Errorf("%w (it holds %s)", ErrInUse, path)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close(), pool.Close())
	}
	return &lock{pool: pool, conn: conn}, nil
}

// release drops the lock, once or more; a nil lock has nothing to drop.
func (l *lock) release() error {
	if l == nil {
		return nil
	}
	err := l.conn.Close()
	if errors.Is(err, sql.ErrConnDone) {
		err = nil // released already
	}
	return errors.Join(err, l.pool.Close())
}
