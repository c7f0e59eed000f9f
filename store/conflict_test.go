package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"

	"jalon/plan"
	"jalon/store/storetest"
)

// errInTheWay is what PostgreSQL says when another transaction stood in the way.
var errInTheWay = fmt.Errorf("doing something: %w", &pgconn.PgError{Code: pgSerializationFailure})

func TestAClosureThatMeetsAnotherTransactionRunsAgainUpToFiveTimes(t *testing.T) {
	t.Parallel()
	dsn := engines[0].dsn(t)
	synctest.Test(t, func(t *testing.T) {
		db := openOn(t, dsn)
		began, runs := time.Now(), 0
		var pauses []time.Duration
		err := db.Write(t.Context(), func(plan.Tx) error {
			runs++
			pauses = append(pauses, time.Since(began))
			began = time.Now()
			return errInTheWay
		})
		if !errors.Is(err, plan.ErrBusy) || !errors.Is(err, errInTheWay) || runs != 6 {
			t.Errorf("after %d runs: %v; want 6 runs and %v", runs, err, plan.ErrBusy)
		}
		for i, pause := range pauses[1:] {
			if base := 10 * time.Millisecond << i; pause < base/2 || pause > base*3/2 {
				t.Errorf("pause %d lasted %v, want about %v", i+1, pause, base)
			}
		}
		if got := db.Stats().Retries; got != 5 {
			t.Errorf("%d retries are counted, want 5", got)
		}
	})
}

func TestAClosureThatSucceedsWhenItRunsAgainIsCommittedOnce(t *testing.T) {
	t.Parallel()
	dsn := engines[0].dsn(t)
	synctest.Test(t, func(t *testing.T) {
		db := openOn(t, dsn)
		runs := 0
		err := db.Write(t.Context(), func(tx plan.Tx) error {
			if err := tx.PutRegion(plan.Region{ID: "r"}); err != nil {
				return err
			}
			if runs++; runs < 3 {
				return errInTheWay
			}
			return nil
		})
		if err != nil || runs != 3 {
			t.Errorf("after %d runs: %v; want 3 runs and no error", runs, err)
		}
	})
}

func TestAClosureRunsAgainEvenWhenItHidesWhy(t *testing.T) {
	t.Parallel()
	dsn := engines[0].dsn(t)
	synctest.Test(t, func(t *testing.T) {
		db := openOn(t, dsn)
		refusal, runs := errors.New("a refusal, in words for people"), 0
		err := db.Write(t.Context(), func(p plan.Tx) error {
			if runs++; runs == 1 {
				_ = p.(*tx).fail(errInTheWay, "reading")
			}
			return refusal
		})
		if err != refusal || runs != 2 { //nolint:errorlint // as it is
			t.Errorf("after %d runs: %v; want 2 runs and %v", runs, err, refusal)
		}
	})
}

func TestNobodyWaitsForACallerWhoGaveUp(t *testing.T) {
	t.Parallel()
	dsn := engines[0].dsn(t)
	synctest.Test(t, func(t *testing.T) {
		db := openOn(t, dsn)
		ctx, cancel := context.WithCancel(t.Context())
		runs := 0
		err := db.Write(ctx, func(plan.Tx) error {
			runs++
			time.AfterFunc(time.Millisecond, cancel)
			return errInTheWay
		})
		if !errors.Is(err, context.Canceled) || runs != 1 {
			t.Errorf("after %d runs: %v; want 1 run and %v", runs, err, context.Canceled)
		}
	})
}

func TestARefusalRunsOnce(t *testing.T) {
	t.Parallel()
	db := openOn(t, engines[0].dsn(t))
	for _, refusal := range []error{plan.ErrStale, plan.ErrNotFound, plan.ErrDuplicate, errors.New("no")} {
		runs := 0
		err := db.Write(t.Context(), func(plan.Tx) error { runs++; return refusal })
		if err != refusal || runs != 1 { //nolint:errorlint // as it is
			t.Errorf("after %d runs: %v; want 1 run and %v", runs, err, refusal)
		}
	}
}

// What follows can only happen where several write at once.

func TestAChangeMadeMeanwhileMakesTheClosureReadAgain(t *testing.T) {
	t.Parallel()
	db := openOn(t, storetest.Postgres(t))
	fill(t, db, 1)
	runs := 0
	err := db.Write(t.Context(), func(tx plan.Tx) error {
		d, err := tx.Deadline("r", 1)
		if err != nil {
			return err
		}
		if runs++; runs == 1 {
			change(t, db, "de l’autre")
		}
		d.Title += ", à jour"
		return tx.UpdateDeadline(d)
	})
	if err != nil || runs != 2 {
		t.Errorf("after %d runs: %v; want 2 runs and no error", runs, err)
	}
	if got := title(t, db); got != "de l’autre, à jour" {
		t.Errorf("the title is %q", got)
	}
}

func TestAVersionReadBeforeTheTransactionStaysStale(t *testing.T) {
	t.Parallel()
	db := openOn(t, storetest.Postgres(t))
	fill(t, db, 1)
	change(t, db, "de l’autre")
	err := db.Write(t.Context(), func(tx plan.Tx) error { return tx.UpdateDeadline(newDeadline(1)) })
	if !errors.Is(err, plan.ErrStale) || errors.Is(err, plan.ErrBusy) {
		t.Errorf("got error %v, want %v", err, plan.ErrStale)
	}
}

func TestWhatOneClaimsOthersPassOverWithoutWaiting(t *testing.T) {
	t.Parallel()
	db := openOn(t, storetest.Postgres(t))
	fill(t, db, 400) // four dispatches to send, four stale cards
	far := start.AddDate(1, 0, 0)
	crowded := plan.Recipient{Channel: "crowded"}
	for n := range 4 {
		err := db.Write(t.Context(), func(tx plan.Tx) error {
			_, err := tx.PlanDelivery(plan.Delivery{
				ID: fmt.Sprint("crowded", n), Region: "r", Subject: plan.DeadlineRef(n + 1), Revision: 9, Step: "J",
				To: crowded, DueAt: start, State: plan.Planned,
			})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, claim := range map[string]func(plan.Tx) ([]string, error){
		"deliveries": func(tx plan.Tx) ([]string, error) {
			return names(tx.DueTo("r", crowded, far, 2))(func(d plan.Delivery) string { return d.ID })
		},
		"dispatches": func(tx plan.Tx) ([]string, error) {
			return names(tx.ClaimableDispatches(far, 2))(func(d plan.Dispatch) string { return d.ID })
		},
		"cards": func(tx plan.Tx) ([]string, error) {
			return names(tx.StaleCards(2))(func(c plan.LiveCard) string { return c.Post })
		},
	} {
		var mine, others []string
		err := db.Write(t.Context(), func(tx plan.Tx) (err error) {
			if mine, err = claim(tx); err != nil {
				return err
			}
			return db.Write(t.Context(), func(tx plan.Tx) (err error) {
				others, err = claim(tx)
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if distinct := slices.Compact(slices.Sorted(slices.Values(slices.Concat(mine, others)))); len(distinct) != 4 {
			t.Errorf("%s: one claimed %v and another %v, want two each", name, mine, others)
		}
	}
}

func TestWhatOneReservesOthersDoNotGet(t *testing.T) {
	t.Parallel()
	db := openOn(t, storetest.Postgres(t))
	reserve := func(tx plan.Tx, name string, want bool) error {
		got, err := tx.Reserve(name)
		if err == nil && got != want {
			err = fmt.Errorf("%s: %v, want %v", name, got, want)
		}
		return err
	}
	err := db.Write(t.Context(), func(tx plan.Tx) error {
		if err := errors.Join(reserve(tx, "a", true), reserve(tx, "a", true)); err != nil {
			return err
		}
		return db.Write(t.Context(), func(tx plan.Tx) error {
			return errors.Join(reserve(tx, "a", false), reserve(tx, "b", true))
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), func(tx plan.Tx) error { return reserve(tx, "a", true) }); err != nil {
		t.Errorf("once it ended: %v", err)
	}
}

// names maps what a claim gave.
func names[T any](list []T, err error) func(func(T) string) ([]string, error) {
	return func(name func(T) string) ([]string, error) {
		var out []string
		for _, v := range list {
			out = append(out, name(v))
		}
		return out, err
	}
}

func TestTransactionsThatWaitForEachOtherBothSucceed(t *testing.T) {
	t.Parallel()
	db := openOn(t, storetest.Postgres(t))
	fill(t, db, 2)
	var all, met sync.WaitGroup
	met.Add(2)
	for first := 1; first <= 2; first++ {
		all.Go(func() {
			runs := 0
			err := db.Write(t.Context(), func(tx plan.Tx) error {
				if err := rename(tx, first); err != nil {
					return err
				}
				if runs++; runs == 1 {
					met.Done()
					met.Wait() // each now holds what the other wants
				}
				return rename(tx, 3-first)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func rename(tx plan.Tx, number int) error {
	d, err := tx.Deadline("r", number)
	if err != nil {
		return err
	}
	d.Title += "+"
	return tx.UpdateDeadline(d)
}

func change(t *testing.T, db *DB, title string) {
	t.Helper()
	err := db.Write(t.Context(), func(tx plan.Tx) error {
		d, err := tx.Deadline("r", 1)
		if err != nil {
			return err
		}
		d.Title = title
		return tx.UpdateDeadline(d)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func title(t *testing.T, db *DB) string {
	t.Helper()
	var d plan.Deadline
	err := db.Read(t.Context(), func(tx plan.Tx) (err error) {
		d, err = tx.Deadline("r", 1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d.Title
}

func TestOtherProcessesOnTheFileAreWaitedFor(t *testing.T) {
	t.Parallel()
	dsn := engines[0].dsn(t)
	const each = 20
	processes := []*DB{openOn(t, dsn), openOn(t, dsn), openOn(t, dsn)}
	fill(t, processes[0], 1)
	var all sync.WaitGroup
	for _, db := range processes {
		all.Go(func() {
			for range each {
				if err := db.Write(t.Context(), func(tx plan.Tx) error { return rename(tx, 1) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for _, db := range processes {
		if n := db.Stats().Retries; n > 0 {
			t.Errorf("%d transactions began that had to begin again", n)
		}
	}
	if got := strings.Count(title(t, processes[0]), "+"); got != each*len(processes) {
		t.Errorf("%d changes are kept of %d", got, each*len(processes))
	}
}

func TestAnEngineThatIsLockedIsAConflictAndNothingElse(t *testing.T) {
	t.Parallel()
	dsn := engines[0].dsn(t)
	db := openOn(t, dsn)
	impatient, err := sqlitePool(dsn, "_busy_timeout=0&_txlock=immediate", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = impatient.Close() }()
	err = db.Write(t.Context(), func(tx plan.Tx) error {
		if err := tx.PutRegion(plan.Region{ID: "r"}); err != nil {
			return err
		}
		_, err := impatient.BeginTx(t.Context(), nil)
		if !isConflict(err) || isDuplicate(err) {
			t.Errorf("%v is taken for something else than a conflict", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestOnlyAKeyThatStandsIsADuplicate(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			db := openOn(t, engine.dsn(t))
			fill(t, db, 1)
			for statement, want := range map[string]bool{
				`insert into counter (region, name, last) values ('r', 'E', 1), ('r', 'E', 2)`:                                                  true,  // primary key
				`insert into dispatch (` + dispatchColumns + `) select 'other' ` + strings.TrimPrefix(dispatchColumns, "id") + ` from dispatch`: true,  // unique
				`insert into counter (region, name, last) values ('none', 'E', 1)`:                                                              false, // foreign key
				`insert into counter (region, name, last) values ('r', 'E', 0)`:                                                                 false, // check
				`insert into counter (region, name, last) values ('r', 'E', null)`:                                                              false, // null
				`insert into nowhere values (1)`:                                                                                                false,
			} {
				_, err := db.writer.ExecContext(t.Context(), statement)
				if err == nil {
					t.Errorf("%s: got no error", statement)
				}
				got := classify(err)
				if errors.Is(got, plan.ErrDuplicate) != want || !errors.Is(got, err) {
					t.Errorf("%s: %v is a duplicate: %v", statement, got, !want)
				}
				if errors.Is(got, plan.ErrNotFound) || isConflict(got) {
					t.Errorf("%s: %v is taken for something else", statement, got)
				}
			}
		})
	}
	if diff := cmp.Diff(plan.ErrNotFound.Error(), classify(sql.ErrNoRows).Error()); diff != "" {
		t.Error(diff)
	}
}

func TestADatabaseMadeByANewerProgramIsRefused(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			dsn := engine.dsn(t)
			db := openOn(t, dsn)
			_, err := db.writer.ExecContext(t.Context(), `insert into goose_db_version (version_id, is_applied) values ($1, $2)`, 999, true)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Open(t.Context(), dsn, Options{})
			want := fmt.Sprintf("open database: the database was made by a newer jalon: its schema has version 999, this program knows %d", lastVersion(t))
			if !errors.Is(err, ErrNewer) || err.Error() != want {
				t.Errorf("got error %v, want %s", err, want)
			}
		})
	}
}

func TestNobodyMigratesAFileThatAnotherProcessServes(t *testing.T) {
	t.Parallel()
	path := engines[0].dsn(t)
	atVersion(t, path, 1, func(ctx context.Context, db *DB) error {
		_, err := db.writer.ExecContext(ctx, `delete from goose_db_version where version_id > 0`)
		return err
	})
	serving, err := acquire(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	hurried, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := Open(hurried, path, Options{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got error %v, want %v", err, context.DeadlineExceeded)
	}
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("got error %v, want %v", err, ErrInUse)
	}
	if err := serving.release(); err != nil {
		t.Error(err)
	}
}
