package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"jalon/plan"
)

// Codes of PostgreSQL.
const (
	pgUniqueViolation      = "23505"
	pgSerializationFailure = "40001"
	pgDeadlockDetected     = "40P01"
)

// isConflict tells whether another transaction stood in the way, so that the
// same one may succeed if it is run again.
func isConflict(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()&0xff == sqlite3.SQLITE_BUSY // whatever its extended code
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == pgSerializationFailure || e.Code == pgDeadlockDetected
	}
	return false
}

// isDuplicate tells whether a unique key already stands. A foreign key or a
// check that does not hold is not a duplicate: it is a fault of the caller.
func isDuplicate(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == pgUniqueViolation
	}
	return false
}

// classify puts the error of the port before the one of the driver.
func classify(err error) error {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return plan.ErrNotFound
	case isDuplicate(err):
		return fmt.Errorf("%w: %w", plan.ErrDuplicate, err)
	}
	return err
}
