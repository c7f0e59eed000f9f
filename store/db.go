package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	gooselock "github.com/pressly/goose/v3/lock"

	"jalon/plan"
)

// Names of the engines, as [DB.Engine] tells them.
const (
	SQLite     = "sqlite"
	PostgreSQL = "postgresql"
)

// Errors of [Open]; compare with errors.Is.
var (
	// ErrInUse means that another process holds the database for itself.
	ErrInUse = errors.New("the database is in use by another jalon")
	// ErrNewer means that a later version of jalon made the database.
	ErrNewer = errors.New("the database was made by a newer jalon")
	// ErrOlder means that the database must be migrated first.
	ErrOlder = errors.New("the database was made by an older jalon and must be migrated")
)

// Options are how a database is opened; zero values suit a short command.
type Options struct {
	// Rehearsal says, if the database has yet to be created, that it is for
	// rehearsals: its clock may be set. It changes nothing in one that exists.
	Rehearsal bool
	// Exclusive refuses with ErrInUse to share an SQLite database with another
	// process that asked the same, and makes such a process be refused until
	// Close. It means nothing on PostgreSQL, which several may serve at once.
	Exclusive bool
	// NoMigrate leaves the schema as it is, and fails with ErrOlder when it is
	// not the one this program needs. It creates no file: fs.ErrNotExist.
	NoMigrate bool
}

// DB is a database of jalon. It is safe for use by several goroutines.
type DB struct {
	engine engine
	reader *sql.DB
	writer *sql.DB // the same pool as reader on PostgreSQL
	turn   *turn   // to write; nil on PostgreSQL, where several do at once
	// reading and writing are the statements kept of each pool; nil on PostgreSQL.
	reading, writing *statements
	path             string // of the file, on SQLite
	lock             *lock  // nil when the database is shared
	retries          atomic.Int64
}

var _ plan.Store = (*DB)(nil)

// engine is what tells one engine from the other once the pools are open.
type engine struct {
	name    string
	dialect goose.Dialect
	locker  gooselock.SessionLocker // makes starters migrate in turn; nil where a file does
	// read and write are how transactions begin.
	read, write *sql.TxOptions
	// claim ends a select that keeps its rows from other writers.
	claim string
}

// Open opens the database that dsn names, creating it if need be: the path of
// an SQLite file (or the same as a file: address, without options), or the
// postgres:// address of a PostgreSQL database. It brings the schema up to
// date unless told not to. It fails with ErrNewer, ErrOlder or ErrInUse.
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	open := openSQLite
	if isPostgres(dsn) {
		open = openPostgres
	}
	db, err := open(ctx, dsn, o)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return db, nil
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Close waits for the transactions under way and closes the database.
func (db *DB) Close() error {
	err := db.reader.Close()
	if db.writer != db.reader {
		err = errors.Join(err, db.writer.Close())
	}
	return errors.Join(err, db.lock.release())
}

// Ping tells whether the database answers, for reading and for writing.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.reader.PingContext(ctx); err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	if err := db.writer.PingContext(ctx); err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return nil
}

// Engine returns SQLite or PostgreSQL.
func (db *DB) Engine() string { return db.engine.name }

// Rehearsal tells whether the database was created for rehearsals.
func (db *DB) Rehearsal(ctx context.Context) (bool, error) {
	var value string
	if err := db.reader.QueryRowContext(ctx, `select value from meta where name = 'rehearsal'`).Scan(&value); err != nil {
		return false, fmt.Errorf("read whether the database is for rehearsals: %w", err)
	}
	return value == "true", nil
}

// Stats is how busy the database is.
type Stats struct {
	Pools []PoolStats
	// Retries counts the transactions that were run again since Open.
	Retries int64
}

// PoolStats is the state of one pool of connections.
type PoolStats struct {
	Pool   string // "reader", "writer", or "shared" for both
	Max    int    // connections allowed
	Open   int    // connections made
	InUse  int
	Idle   int
	Waits  int64 // how often somebody waited for a connection, since Open
	Waited time.Duration
}

// Stats tells how busy the database is.
func (db *DB) Stats() Stats {
	s := Stats{Retries: db.retries.Load()}
	if db.reader == db.writer {
		s.Pools = []PoolStats{poolStats("shared", db.reader)}
		return s
	}
	s.Pools = []PoolStats{poolStats("reader", db.reader), db.turn.stats(poolStats("writer", db.writer))}
	return s
}

func poolStats(name string, pool *sql.DB) PoolStats {
	s := pool.Stats()
	return PoolStats{
		Pool: name, Max: s.MaxOpenConnections, Open: s.OpenConnections, InUse: s.InUse, Idle: s.Idle,
		Waits: s.WaitCount, Waited: s.WaitDuration,
	}
}
