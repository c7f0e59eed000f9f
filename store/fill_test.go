package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jalon/calendar"
	"jalon/plan"
	"jalon/store/storetest"
)

// start is the first due instant of what fill makes.
var start = time.Date(2027, time.January, 11, 8, 0, 0, 0, time.UTC)

// engines opens an empty database on each engine.
var engines = []struct {
	name string
	dsn  func(testing.TB) string
}{
	{SQLite, func(t testing.TB) string { return filepath.Join(t.TempDir(), "jalon.db") }},
	{PostgreSQL, storetest.Postgres},
}

func openOn(t testing.TB, dsn string) *DB {
	t.Helper()
	db, err := Open(t.Context(), dsn, Options{})
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

// fill makes a region of seven services with n open deadlines over twenty days,
// two parts each, and n of each thing of the ledger: a delivery planned for
// each deadline, a dispatch of which one in a hundred has still to be sent, a
// card of which one in a hundred is stale, an agent of which one in a hundred has
// a deputy. bob answers for one part in a
// thousand. The first of each is made through the port, the others after it.
func fill(t testing.TB, db *DB, n int) {
	t.Helper()
	fillWith(t, db, n, n)
}

// fillWith is fill with so many deadlines, and another number of all else.
func fillWith(t testing.TB, db *DB, deadlines, others int) {
	t.Helper()
	err := db.Write(t.Context(), func(p plan.Tx) error {
		if err := theFirst(p); err != nil {
			return err
		}
		at := fmt.Sprintf("due_at + n %% 20 * %d + n", 24*time.Hour.Microseconds())
		hundredth := func(yes, no string) string {
			return "case when n % 100 = 0 then " + yes + " else " + no + " end"
		}
		return errors.Join(copies(p, deadlines, []copied{
			{"deadline", deadlineColumns, "number = 1", map[string]string{
				"number": "n", "title": "title || n", "search_key": "search_key || n", "due_at": at,
				"due_date": "'2027-01-' || (11 + n % 20)",
			}},
			{"part", partColumns, "deadline = 1", map[string]string{
				"deadline": "n", "service": "'s' || ((n + rank) % 7)", "due_at": at,
				"assignee": "case when n % 1000 = 0 then 'bob' else '' end",
			}},
		}), copies(p, others, []copied{
			{"agent", agentColumns, "user_id = 'u1'", map[string]string{
				"user_id": "'u' || n", "username": "'u' || n", "username_key": "'u' || n", "deputy": hundredth("'u' || (n + 100)", "''"),
			}},
			{"delivery", deliveryColumns, "id = '1'", map[string]string{
				"id": "'' || n", "subject": "'E' || n", "due_at": at,
				"service": "'s' || (n % 7)", "recipient": "'channel:c' || (n % 7)",
			}},
			{"dispatch", dispatchColumns, "id = '1'", map[string]string{
				"id": "'' || n", "key": "'k' || n", "subject": "'E' || n", "post": "'p' || n", "state": hundredth("'ready'", "state"),
			}},
			{"card", cardColumns + ", stale, rank", "post = 'p1'", map[string]string{
				"post": "'p' || n", "subject": "'E' || n", "wanted": hundredth("2", "1"), "stale": hundredth("true", "false"),
			}},
		}))
	})
	if err != nil {
		t.Fatal(err)
	}
	analyze(t, db)
}

// copied are the rows of a table made after the first ones, with values of which
// n is the number.
type copied struct {
	table, columns, first string
	values                map[string]string
}

// copies makes the rows 2 to n of some tables after the first.
func copies(p plan.Tx, n int, tables []copied) error {
	for _, rows := range tables {
		var values []string
		for column := range strings.SplitSeq(rows.columns, ",") {
			column = strings.TrimSpace(column)
			values = append(values, cmp.Or(rows.values[column], column))
		}
		_, err := p.(*tx).exec(fmt.Sprintf(`with recursive i(n) as (select cast(2 as bigint) union all select n + 1 from i where n < %d)
			insert into %s (%s) select %s from i cross join %s where %s`,
			n, rows.table, rows.columns, strings.Join(values, ", "), rows.table, rows.first))
		if err != nil {
			return fmt.Errorf("fill %s: %w", rows.table, err)
		}
	}
	return nil
}

// analyze lets PostgreSQL know what there is, as it does by itself in time.
func analyze(t testing.TB, db *DB) {
	t.Helper()
	if db.engine.name == PostgreSQL {
		if _, err := db.writer.ExecContext(t.Context(), `vacuum analyze`); err != nil {
			t.Fatal(err)
		}
	}
}

// theFirst makes the first thing of each sort.
func theFirst(tx plan.Tx) error {
	all := []error{tx.PutRegion(plan.Region{ID: "r", Name: "hdf", TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole})}
	for code := range 7 {
		id := fmt.Sprintf("s%d", code)
		all = append(all, tx.PutService(plan.Service{Region: "r", ID: plan.ServiceID(id), Code: id}))
	}
	_, err := tx.PlanDelivery(plan.Delivery{
		ID: "1", Region: "r", Subject: "E1", Revision: 1, Step: "J-7", To: plan.Recipient{Channel: "c"}, DueAt: start,
		State: plan.Planned,
	})
	return errors.Join(append(all, err,
		tx.PutAgent(plan.Agent{Region: "r", User: "u1", Username: "u1", Active: true}),
		tx.AddDeadline(newDeadline(1)),
		tx.AddDispatch(plan.Dispatch{
			ID: "1", Region: "r", Key: "k1", Kind: plan.Create, To: plan.Recipient{Channel: "c"}, Post: "p1", Subject: "E1",
			State: plan.Posted, NextTry: start, Content: []byte("{}"),
		}),
		tx.AddCard(plan.LiveCard{Region: "r", Subject: "E1", Post: "p1", Drawn: 1, Wanted: 1}))...)
}

func newDeadline(number int) plan.Deadline {
	return plan.Deadline{
		Region: "r", Number: number, Title: "Bilan numéro ", Kind: plan.Internal,
		Due: plan.Due{Date: calendar.Date{Year: 2027, Month: 1, Day: 11}, Zone: "Europe/Paris"}, DueAt: start,
		Ladder: plan.DefaultLadder(), State: plan.Open, Version: 1,
		Parts: []plan.Part{{Service: "s1", State: plan.Open}, {Service: "s2", State: plan.Open}},
	}
}

// atVersion makes a database whose schema has some version, for f to fill.
func atVersion(t *testing.T, dsn string, version int64, f func(context.Context, *DB) error) {
	t.Helper()
	connect := connectSQLite
	if isPostgres(dsn) {
		connect = connectPostgres
	}
	db, err := connect(dsn)
	if err != nil {
		t.Fatal(err)
	}
	m, err := db.migrator()
	if err == nil {
		_, err = m.goose.UpTo(t.Context(), version)
	}
	if err == nil {
		err = f(t.Context(), db)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
