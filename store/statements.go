package store

import (
	"context"
	"database/sql"
	"sync"
)

// maxStatements bounds how many statements a pool keeps: those of lists vary
// with what is asked.
const maxStatements = 256

// statements keeps the statements of a pool prepared from one transaction to
// the next: on SQLite reading the text of a statement costs more than most
// statements themselves. PostgreSQL's driver does the same by itself.
type statements struct {
	mu      sync.RWMutex
	known   map[string]*sql.Stmt
	missing []string
}

// get returns the prepared statement of a query, nil when there is none yet: it
// will be prepared once the transaction has given its connection back.
func (s *statements) get(query string) *sql.Stmt {
	if s == nil {
		return nil
	}
	s.mu.RLock()
	found, known := s.known[query]
	s.mu.RUnlock()
	if known {
		return found
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.known[query]; !known && len(s.known) < maxStatements {
		if s.known == nil {
			s.known = map[string]*sql.Stmt{}
		}
		s.known[query] = nil
		s.missing = append(s.missing, query)
	}
	return nil
}

// prepare prepares what was asked for in vain. One that cannot be prepared now
// is run from its text for good.
func (s *statements) prepare(ctx context.Context, pool *sql.DB) {
	if s == nil {
		return
	}
	s.mu.Lock()
	missing := s.missing
	s.missing = nil
	s.mu.Unlock()
	for _, query := range missing {
		made, err := pool.PrepareContext(ctx, query) //nolint:sqlclosecheck // kept until the pool closes
		if err != nil {
			continue
		}
		s.mu.Lock()
		s.known[query] = made
		s.mu.Unlock()
	}
}

// conn is the connection of a transaction.
type conn struct {
	tx         *sql.Tx
	statements *statements // nil where none are kept
}

// ExecContext runs a statement that gives no rows.
func (c conn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if s := c.statements.get(query); s != nil {
		return c.tx.StmtContext(ctx, s).ExecContext(ctx, args...) //nolint:sqlclosecheck // closed with the transaction
	}
	return c.tx.ExecContext(ctx, query, args...)
}

// QueryContext runs a query; the caller closes its rows.
func (c conn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s := c.statements.get(query); s != nil {
		return c.tx.StmtContext(ctx, s).QueryContext(ctx, args...) //nolint:sqlclosecheck // closed with the transaction
	}
	return c.tx.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for its first row.
func (c conn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if s := c.statements.get(query); s != nil {
		return c.tx.StmtContext(ctx, s).QueryRowContext(ctx, args...) //nolint:sqlclosecheck // closed with the transaction
	}
	return c.tx.QueryRowContext(ctx, query, args...)
}
