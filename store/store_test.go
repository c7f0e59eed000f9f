package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"jalon/plan"
	"jalon/store"
	"jalon/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

func TestSQLiteIsAStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) plan.Store { return open(t, sqliteDSN(t)) })
}

func TestPostgreSQLIsAStore(t *testing.T) {
	t.Parallel()
	storetest.Postgres(t) // says once, not for each behaviour, why it cannot run
	storetest.Run(t, func(t *testing.T) plan.Store { return open(t, storetest.Postgres(t)) })
}

func sqliteDSN(t testing.TB) string { return filepath.Join(t.TempDir(), "jalon.db") }

func open(t testing.TB, dsn string) *store.DB { return openWith(t, dsn, store.Options{}) }

func openWith(t testing.TB, dsn string, o store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dsn, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
