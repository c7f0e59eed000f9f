package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/pressly/goose/v3"

	"jalon/store/migrations"
)

// migrator brings the schema of one database up to date.
type migrator struct {
	goose *goose.Provider
	pool  *sql.DB
}

func (db *DB) migrator() (*migrator, error) {
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(carryJournal(), indexWhatStands())}
	if db.engine.locker != nil {
		options = append(options, goose.WithSessionLocker(db.engine.locker))
	}
	p, err := goose.NewProvider(db.engine.dialect, db.writer, migrations.For(db.engine.name), options...)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return &migrator{goose: p, pool: db.writer}, nil
}

// pending tells whether there is something to apply. It fails with ErrNewer,
// and with ErrOlder when nothing may be applied.
func (m *migrator) pending(ctx context.Context, o Options) (bool, error) {
	current, target, err := m.goose.GetVersions(ctx)
	switch {
	case err != nil:
		return false, fmt.Errorf("read the version of the schema: %w", err)
	case current > target:
		return false, fmt.Errorf("%w: its schema has version %d, this program knows %d", ErrNewer, current, target)
	case current < target && o.NoMigrate:
		return false, fmt.Errorf("%w: its schema has version %d, this program needs %d", ErrOlder, current, target)
	}
	return current < target, nil
}

// up applies what is pending. What the database is for was settled when it was
// created; the first to open it decides.
func (m *migrator) up(ctx context.Context, o Options) error {
	if _, err := m.goose.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	_, err := m.pool.ExecContext(ctx,
		`insert into meta (name, value) values ('rehearsal', $1) on conflict (name) do nothing`,
		strconv.FormatBool(o.Rehearsal))
	if err != nil {
		return fmt.Errorf("record what the database is for: %w", err)
	}
	return nil
}
