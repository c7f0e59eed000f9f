package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// postgresConnections bounds what one process takes of the server.
const postgresConnections = 10

// openPostgres opens a PostgreSQL database.
func openPostgres(ctx context.Context, dsn string, o Options) (*DB, error) {
	db, err := connectPostgres(dsn)
	if err != nil {
		return nil, err
	}
	if err := db.migratePostgres(ctx, o); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connectPostgres makes the pool of a database. Nothing is read before it
// serves. Writers read what is committed when each statement runs, so that
// claims pass over rows that others hold instead of failing; versions do the
// rest (see DB.Write).
func connectPostgres(dsn string) (*DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "jalon"
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(5 * time.Minute)

	return &DB{reader: pool, writer: pool, engine: engine{
		name:    PostgreSQL,
		dialect: goose.DialectPostgres,
		locker:  advisoryLock{},
		read:    &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead},
		write:   &sql.TxOptions{Isolation: sql.LevelReadCommitted},
		claim:   " for update skip locked",
	}}, nil
}

// migratePostgres brings the schema up to date, one process at a time.
func (db *DB) migratePostgres(ctx context.Context, o Options) error {
	m, err := db.migrator()
	if err != nil {
		return err
	}
	pending, err := m.pending(ctx, o)
	if err != nil || !pending {
		return err
	}
	return m.up(ctx, o)
}

// advisoryLock makes concurrent starters take turns to migrate. It waits in
// the server, so that none waits longer than it must.
type advisoryLock struct{}

// migrationLock is the number of the lock among those of the database.
const migrationLock = 0x6a616c6f6e // "jalon"

// SessionLock waits for the lock, at most as long as ctx lasts.
func (advisoryLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, `select pg_advisory_lock($1)`, int64(migrationLock)); err != nil {
		return fmt.Errorf("wait for another process to migrate: %w", err)
	}
	return nil
}

// SessionUnlock drops the lock.
func (advisoryLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `select pg_advisory_unlock($1)`, int64(migrationLock))
	return err
}
