package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jalon/calendar"
	"jalon/plan"
)

// A table that grows is never read from end to end, nor sorted whole: what the
// loop and the lists read, they read in an index, on both engines.
func TestWhatGrowsIsReadThroughAnIndex(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			db := openOn(t, engine.dsn(t))
			fill(t, db, 20_000)
			mostAreDone(t, db)
			for _, q := range questions() {
				steps := explain(t, db, q.text, q.args)
				for _, index := range q.indexes {
					if !slices.ContainsFunc(steps, func(step string) bool { return strings.Contains(step, index) }) {
						t.Errorf("%s: %s is not used:\n%s", q.name, index, strings.Join(steps, "\n"))
					}
				}
				if slices.ContainsFunc(steps, readsWhole) {
					t.Errorf("%s: a table is read or sorted whole:\n%s", q.name, strings.Join(steps, "\n"))
				}
			}
		})
	}
}

// mostAreDone leaves one deadline in fifty open, as after some years. Were it
// one in ten, PostgreSQL would be right to read the table whole, or nearly.
func mostAreDone(t *testing.T, db *DB) {
	t.Helper()
	for _, statement := range []string{
		`update deadline set state = 'done' where number % 50 > 0`,
		`update part set state = 'done', deadline_state = 'done' where deadline % 50 > 0`,
		`update delivery set state = 'sent' where revision = 1 and length(id) < 5`,
		map[string]string{SQLite: `select 1`, PostgreSQL: `vacuum analyze`}[db.engine.name],
	} {
		if _, err := db.writer.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// question is a statement with the indexes that must answer it.
type question struct {
	name    string
	text    string
	args    []any
	indexes []string
}

func questions() []question {
	of := plan.DeadlineFilter{State: plan.Open}
	service, late, days, words, person, passer, reader := of, of, of, of, of, of, of
	service.Services = []plan.ServiceID{"s3"}
	late.LateAt = start
	late.Services = service.Services
	days.From, days.To = calendar.Date{Year: 2027, Month: 1, Day: 18}, calendar.Date{Year: 2027, Month: 1, Day: 22}
	words.Words = []string{"bilan"}
	person.Assignee = "bob"
	passer.Services, passer.OpenParts = service.Services, true
	passer.Sight = &plan.Sight{Scope: service.Services, Users: []plan.UserID{"bob"}}
	reader.Sight = &plan.Sight{Scope: []plan.ServiceID{"s3", "s4"}, Own: []plan.ServiceID{"s4"}, Users: []plan.UserID{"bob"}}
	limit := 20
	return append([]question{
		{"the horizon", selectHorizon, nil, []string{"delivery_planned", "dispatch_waiting", "dispatch_leased", "card_stale"}},
		{"due deliveries", selectDue, []any{micros(start), limit}, []string{"delivery_planned"}},
		{"the deliveries of a subject", selectDeliveries.of(1), []any{"r", "E5"}, []string{"subject"}},
		{"due deliveries to one", selectDueTo, []any{"r", "channel:c3", micros(start), limit}, []string{"delivery_"}},
		{"what waits for one", selectReadyTo, []any{"r", "channel:c3", "reminder"}, []string{"dispatch_"}},
		{"what is carried", selectCarried.of(2), []any{"d1", "d2"}, []string{"delivery_dispatch"}},
		{"the last that waits for one", selectLastTo, []any{"r", "channel:c3"}, []string{"dispatch_"}},
		{"dispatches to try", selectWaiting, []any{micros(start), limit}, []string{"dispatch_waiting"}},
		{"ended leases", selectAbandoned, []any{micros(start), limit}, []string{"dispatch_leased"}},
		{"whom somebody stands in for", selectDeputised(1), []any{"r", "u100"}, []string{"agent_deputy"}},
		{"whom two people stand in for", selectDeputised(2), []any{"r", "u100", "u200"}, []string{"agent_deputy"}},
		{"who asked for a personal point", selectWithDigest, []any{"r"}, []string{"agent_digest"}},
		{"stale cards", selectStale, []any{limit}, []string{"card_stale"}},
	}, slices.Concat(
		lists("all open", of, "deadline_state"),
		lists("of a service", service, "part_service"),
		lists("late of a service", late, "part_service"),
		lists("of some days", days, "deadline_state"),
		lists("with a word", words, "deadline_state"),
		lists("of a person", person, "part_assignee"),
		lists("of a service, to who sees what is not restricted", passer, "part_service", "deadline_restricted", "deadline_author"),
		lists("all open, to who sees some", reader, "deadline_state", "deadline_restricted", "deadline_author", "part_assignee", "part_service"),
		lists("of any state", plan.DeadlineFilter{}, "deadline_due")[:1], // to count all is to read all
		ledgerQuestions(),
	)...)
}

// ledgerQuestions are what people ask of the ledger, over a day.
func ledgerQuestions() []question {
	day := plan.LedgerFilter{
		Notices: plan.Reminding, From: start, Until: start.Add(24 * time.Hour), Limit: 20,
		Sight: &plan.Sight{Scope: []plan.ServiceID{"s3", "s4"}, Own: []plan.ServiceID{"s4"}, Users: []plan.UserID{"bob"}},
	}
	service, person, failing := day, day, day
	service.Services = []plan.ServiceID{"s3"}
	home := service
	home.Homes = []plan.Recipient{{Channel: "c3"}}
	person.To = []plan.Recipient{{Channel: "c3"}}
	failing.Failing, failing.Newest = true, true
	failing.From, failing.Until = time.Time{}, time.Time{}
	out := []question{
		{"what is due", selectDepthDue, []any{micros(start)}, []string{"delivery_planned"}},
		{"what may be sent", selectDepthWaiting, nil, []string{"dispatch_waiting"}},
		{"what is being sent", selectDepthSending, nil, []string{"dispatch_leased"}},
		{"what failed lately", selectDepthFailing, []any{micros(start)}, []string{"delivery_failing"}},
		{"what is under way", selectDepthClaimed, nil, []string{"delivery_failing"}},
	}
	for _, asked := range []struct {
		name    string
		filter  plan.LedgerFilter
		indexes []string
	}{
		{"of a day", day, []string{"delivery_due"}},
		{"of a service", service, []string{"delivery_service"}},
		{"of a service and its channel", home, []string{"delivery_"}},
		{"of a recipient", person, []string{"delivery_recipient"}},
		{"that failed", failing, []string{"delivery_failing"}},
	} {
		s := newLedgerSelection("r", asked.filter)
		out = append(out, question{"how much of the ledger " + asked.name, ledgerCount(s), s.args, asked.indexes})
		if asked.filter.Failing {
			continue // few rows of two states, put in order
		}
		page, args := ledgerPage(s, asked.filter)
		out = append(out, question{"the ledger " + asked.name, page, args, asked.indexes})
	}
	return out
}

// lists are the questions of a page of deadlines and of their count.
func lists(name string, f plan.DeadlineFilter, indexes ...string) []question {
	s := newSelection("r", f)
	page, args := s.page(20, 0)
	return []question{
		{"page " + name, pageOf(page), args, indexes},
		{"count " + name, s.count(), s.args, indexes},
	}
}

// explain returns the steps of the plan of a statement.
func explain(t *testing.T, db *DB, text string, args []any) []string {
	t.Helper()
	verb, columns := "explain query plan ", 4
	if db.engine.name == PostgreSQL {
		verb, columns = "explain ", 1
	}
	rows, err := db.reader.QueryContext(t.Context(), verb+text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer func() { _ = rows.Close() }()
	var steps []string
	for rows.Next() {
		into, step := make([]any, columns), ""
		for i := range into {
			into[i] = new(any)
		}
		into[columns-1] = &step
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}

// readsWhole tells a step that takes longer the more rows there are. The page
// itself, which a limit bounds, may be scanned and its parts put in order.
func readsWhole(step string) bool {
	for _, table := range []string{"deadline", "part", "delivery", "dispatch", "card", "agent"} {
		if strings.Contains(step, "Seq Scan on "+table) {
			return true
		}
	}
	wholeTable := strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, "USING INDEX") &&
		step != "SCAN page" && step != "SCAN CONSTANT ROW"
	return wholeTable || step == "USE TEMP B-TREE FOR ORDER BY"
}
