package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"jalon/plan"
)

// maxRetries is how often Write runs a closure again.
const maxRetries = 5

// Read runs f in a read-only transaction that sees one state of the data. It
// gives ErrBusy when the database stayed locked, which a writer does not cause.
func (db *DB) Read(ctx context.Context, f func(plan.Tx) error) error {
	t := &tx{ctx: ctx, mapped: db.engine.name == SQLite}
	err := db.run(ctx, db.reader, db.reading, db.engine.read, t, f)
	if err != nil && (t.conflict || isConflict(err)) {
		return fmt.Errorf("%w: %w", plan.ErrBusy, err)
	}
	return err
}

// Write runs f in one transaction, at most six times: again, after a pause of
// a few milliseconds that doubles each time, when another transaction stood in
// the way, then gives ErrBusy. A row found stale may have changed after f read
// it, so f runs again too, and ErrStale is given only if it stays so.
func (db *DB) Write(ctx context.Context, f func(plan.Tx) error) error {
	for attempt := 0; ; attempt++ {
		t := &tx{ctx: ctx, claim: db.engine.claim, unnumbered: db.engine.name == SQLite}
		err := db.runInTurn(ctx, t, f)
		stale := errors.Is(err, plan.ErrStale) && db.engine.claim != ""
		switch {
		case err == nil || !(t.conflict || isConflict(err) || stale):
			return err
		case attempt == maxRetries && stale:
			return err
		case attempt == maxRetries:
			return fmt.Errorf("%w: %w", plan.ErrBusy, err)
		}
		db.retries.Add(1)
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

// runInTurn runs f once in a transaction that writes.
func (db *DB) runInTurn(ctx context.Context, t *tx, f func(plan.Tx) error) error {
	done, err := db.turn.take(ctx)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer done()
	return db.run(ctx, db.writer, db.writing, db.engine.write, t, f)
}

// run runs f once in a transaction of the pool.
func (db *DB) run(ctx context.Context, pool *sql.DB, kept *statements, o *sql.TxOptions, t *tx, f func(plan.Tx) error) error {
	begun, err := pool.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer kept.prepare(context.WithoutCancel(ctx), pool)
	defer func() { _ = begun.Rollback() }() // does nothing after a commit
	t.sql = conn{begun, kept}
	if err := f(t); err != nil {
		return err
	}
	err = begun.Commit()
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		err = ctx.Err() // rolled back since the caller gave up, as the driver did not wait for us to say
	}
	if err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	return nil
}

// pause waits before the attempt after this one, not twice the same time.
func pause(ctx context.Context, attempt int) error {
	longest := 10 * time.Millisecond << attempt
	timer := time.NewTimer(longest/2 + rand.N(longest)) //nolint:gosec // chance, not secrecy
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tx is one transaction. It lives as long as the closure that it is given to,
// which is why it may hold a context.
type tx struct {
	ctx   context.Context //nolint:containedctx // see above
	sql   conn
	claim string // ends a select that claims rows; empty when nothing is to be added
	// unnumbered tells that places need no number, see tuples.
	unnumbered bool
	// mapped tells that the file may be mapped to read much of it.
	mapped bool
	// conflict is set once a statement met another transaction: whatever the
	// closure makes of that error, it must run again.
	conflict bool
	many     map[string]*sql.Stmt // see execMany
}

var _ plan.Tx = (*tx)(nil)

// scanner is a row under the cursor.
type scanner interface{ Scan(into ...any) error }

// fail words what was being done when err came.
func (t *tx) fail(err error, doing string, args ...any) error {
	if err == nil {
		return nil
	}
	t.conflict = t.conflict || isConflict(err)
	return fmt.Errorf(doing+": %w", append(args, classify(err))...)
}

// exec runs a statement and tells how many rows it touched.
func (t *tx) exec(query string, args ...any) (int64, error) {
	result, err := t.sql.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// execMany runs a statement that the transaction runs many times: it is prepared
// at once, and closed with the transaction.
func (t *tx) execMany(query string, args ...any) (int64, error) {
	made, known := t.many[query]
	if !known {
		var err error
		if made, err = t.sql.tx.PrepareContext(t.ctx, query); err != nil {
			return 0, err
		}
		if t.many == nil {
			t.many = map[string]*sql.Stmt{}
		}
		t.many[query] = made
	}
	result, err := made.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// insert runs an insert that ends with "on conflict do nothing": a duplicate
// found that way does not spoil the transaction, as its error would.
func (t *tx) insert(query string, args ...any) error {
	n, err := t.exec(query+` on conflict do nothing`, args...)
	if err == nil && n == 0 {
		return plan.ErrDuplicate
	}
	return err
}

// update runs an optimistic update, then tells a row that changed from one
// that is not there: exists selects it by its key alone.
func (t *tx) update(query string, args []any, exists string, key ...any) error {
	n, err := t.exec(query, args...)
	if err != nil || n > 0 {
		return err
	}
	there, err := t.exists(exists, key...)
	switch {
	case err != nil:
		return err
	case there:
		return plan.ErrStale
	}
	return plan.ErrNotFound
}

// Reserve keeps other transactions from what a name stands for until the end
// of this one; false when another one has it. SQLite has one writer at a time.
func (t *tx) Reserve(name string) (bool, error) {
	if t.claim == "" {
		return true, nil
	}
	var mine bool
	err := t.sql.QueryRowContext(t.ctx, `select pg_try_advisory_xact_lock(hashtextextended($1, 0))`, name).Scan(&mine)
	return mine, t.fail(err, "reserve %s", name)
}

// exists tells whether a query has a row.
func (t *tx) exists(query string, args ...any) (bool, error) {
	rows, err := t.sql.QueryContext(t.ctx, query, args...)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }()
	return rows.Next(), rows.Err()
}

// one returns the only row of a query, sql.ErrNoRows when there is none.
func one[T any](t *tx, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	return scan(t.sql.QueryRowContext(t.ctx, query, args...))
}

// all returns the rows of a query.
func all[T any](t *tx, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	var found []T
	err := t.each(func(row scanner) error {
		v, err := scan(row)
		found = append(found, v)
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return found, nil
}

// each gives the rows of a query to scan, one after the other.
func (t *tx) each(scan func(scanner) error, query string, args ...any) error {
	rows, err := t.sql.QueryContext(t.ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// first returns the first of what was found, [sql.ErrNoRows] when nothing was.
func first[T any](found []T, err error) (T, error) {
	if err == nil && len(found) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		var none T
		return none, err
	}
	return found[0], nil
}

// tuples writes the values of an insert of many rows. SQLite takes a number for a
// name, and looks each up among all those before it: it gets "(?,?),(?,?)".
func (t *tx) tuples(rows, columns int) string {
	if !t.unnumbered {
		return tuples(rows, columns)
	}
	row := ",(?" + strings.Repeat(",?", columns-1) + ")"
	return strings.Repeat(row, rows)[1:]
}

// tuples writes the values of a multi-row insert: "($1,$2),($3,$4)".
func tuples(rows, columns int) string {
	var b strings.Builder
	for row := range rows {
		if row > 0 {
			b.WriteByte(',')
		}
		b.WriteString(places(row*columns+1, columns))
	}
	return b.String()
}

// places writes a list of n places from the given one: "($3,$4)".
func places(from, n int) string {
	var b strings.Builder
	b.WriteByte('(')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	b.WriteByte(')')
	return b.String()
}
