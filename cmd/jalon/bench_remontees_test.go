package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"jalon/calendar"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
	"jalon/schedule"
	"jalon/schedule/scheduletest"
	"jalon/store"
	"jalon/store/storetest"
)

// Data calls that are open at once, each of as many services, half of which answered.
// Fewer of them are chased, since all that comes before the chases is said too.
const (
	openDataCalls   = 500
	chasedDataCalls = 100
	askedServices   = 20
)

// inShort is a tenth of a size in short.
func inShort(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

// BenchmarkDataCalls asks where a data call stands among many, and chases the
// services that are silent, beside as many plain deadlines.
func BenchmarkDataCalls(b *testing.B) {
	for _, engine := range []struct {
		name string
		dsn  func(testing.TB) string
	}{
		{"sqlite", func(t testing.TB) string { return t.TempDir() + "/jalon.db" }},
		{"postgresql", storetest.Postgres},
	} {
		b.Run(engine.name, func(b *testing.B) {
			h, home, services := askingHouse(b, engine.dsn(b))
			open(b, h, home, services, inShort(openDataCalls), askOne)
			for _, line := range []string{"remontee etat RM%d", "remontee consolidation RM%d", "remontee liste 62"} {
				b.Run(line, func(b *testing.B) { askDataCalls(b, h, home, line) })
			}
		})
		chase := func(one opening) func(*testing.B) {
			return func(b *testing.B) {
				h, home, services := askingHouse(b, engine.dsn(b))
				open(b, h, home, services, inShort(chasedDataCalls), one)
				chaseOnce(b, h)
			}
		}
		b.Run(engine.name+"/chase/data calls", chase(askOne))
		b.Run(engine.name+"/chase/plain deadlines", chase(plainOne))
	}
}

// askingHouse is a region of as many services as are asked at once.
func askingHouse(b *testing.B, dsn string) (*house, plan.Region, []plan.Service) {
	b.Helper()
	h, err := openHouse(b.Context(), dsn, store.Options{Rehearsal: true}, plan.Options{}, consoleLog(shell{err: b.Output()}))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = h.close() })
	if err := installDemo(b.Context(), h.planner, benchDay, i18n.FR); err != nil {
		b.Fatal(err)
	}
	home, services := region(b, h)
	for n := len(services); n <= askedServices; n++ {
		services = append(services, countryService(home.ID, plan.KindDepartmental, n))
	}
	if err := h.planner.Install(b.Context(), benchDay, home, services, nil); err != nil {
		b.Fatal(err)
	}
	services, err = h.planner.Services(b.Context(), home.ID)
	if err != nil {
		b.Fatal(err)
	}
	return h, home, slices.DeleteFunc(services, func(s plan.Service) bool { return s.Coordinates() })[:askedServices]
}

// opening is one thing asked of services, which half of them do.
type opening func(b *testing.B, p *plan.Planner, call plan.Call, services []plan.ServiceID, n int)

// open asks the services for n things, ten in a transaction.
func open(b *testing.B, h *house, home plan.Region, services []plan.Service, n int, one opening) {
	b.Helper()
	ids := make([]plan.ServiceID, len(services))
	for i, s := range services {
		ids[i] = s.ID
	}
	call := plan.Call{
		Now: benchDay, Origin: plan.ByConsole, Place: plan.Place{Channel: "sgar", Service: "sgar"},
		Actor: plan.Actor{
			Region: home.ID, User: "alice", Username: "alice", Services: []plan.Membership{{Service: "sgar", Role: plan.RoleCoordination}},
			Standings: []plan.Standing{{Role: plan.RoleCoordination, Everywhere: true}},
		},
	}
	for first := 0; first < n; first += 10 {
		err := h.db.Write(b.Context(), func(tx plan.Tx) error {
			p := plan.New(inOne{tx}, plan.Options{})
			for i := first; i < first+10; i++ {
				one(b, p, call, ids, i)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// closing is when all of them close: a Friday at noon.
func closing() plan.Due {
	return plan.Due{Date: calendar.Date{Year: 2026, Month: 12, Day: 4}, HasTime: true, Time: calendar.TimeOfDay{Hour: 12}, Zone: paris}
}

// askOne opens a data call, which half of the services answer.
func askOne(b *testing.B, p *plan.Planner, call plan.Call, services []plan.ServiceID, n int) {
	b.Helper()
	v, err := p.OpenDataCall(b.Context(), call, plan.NewDataCall{
		Title: fmt.Sprintf("Remontée %d", n), Due: closing(), Services: services, Ladder: plan.Ladder{{At: plan.ReminderHour}},
		Questions: []plan.Question{{Label: "COPIL tenus", Kind: plan.AnswerNumber}, {Label: "blocages", Kind: plan.AnswerText}},
	})
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; i < len(services); i += 2 {
		answer := plan.NewAnswer{Service: services[i], Outcome: plan.Received, Values: []string{"6", "aucun"}}
		if _, err := p.AnswerDataCall(b.Context(), call, v.Deadline.Ref(), answer); err != nil {
			b.Fatal(err)
		}
	}
}

// plainOne adds a deadline, which is done for half of the services.
func plainOne(b *testing.B, p *plan.Planner, call plan.Call, services []plan.ServiceID, n int) {
	b.Helper()
	s, err := p.AddDeadline(b.Context(), call, plan.NewDeadline{
		Title: fmt.Sprintf("Dossier %d", n), Due: closing(), Services: services, Ladder: plan.Ladder{{At: plan.ReminderHour}},
	})
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; i < len(services); i += 2 {
		if _, err := p.CompleteDeadline(b.Context(), call, s.Deadline.Ref(), plan.Scope{Services: services[i : i+1]}, ""); err != nil {
			b.Fatal(err)
		}
	}
}

// askDataCalls types a line about one after the other.
func askDataCalls(b *testing.B, h *house, home plan.Region, line string) {
	b.Helper()
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		typed := line
		if line != "remontee liste 62" {
			typed = fmt.Sprintf(line, 1+i%inShort(openDataCalls))
		}
		start := time.Now()
		reply := h.router.Run(b.Context(), commands.Request{Region: home.ID, User: "alice", Username: "alice", Channel: "sgar", Now: benchDay, Line: typed})
		times = append(times, time.Since(start))
		if reply.Error || reply.Text == "" {
			b.Fatal(reply.Text)
		}
	}
	slices.Sort(times)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}

// chaseOnce says all that comes before the first chases, then measures what it takes
// to freeze and to say them to a chat that answers at once.
func chaseOnce(b *testing.B, h *house) {
	now := benchDay
	chat := scheduletest.New(time.Now, scheduletest.Options{})
	d := schedule.New(h.planner, h.router, chat, schedule.Options{Now: func() time.Time { return now }, Real: time.Now, Log: h.log})
	set := func(t time.Time) { now = t }
	monday := time.Date(2026, 12, 7, 8, 0, 0, 0, time.UTC) // nine o'clock in Paris
	if err := d.RunUntil(b.Context(), monday.Add(-time.Second), set); err != nil {
		b.Fatal(err)
	}
	posts, items := len(chat.Posts()), inShort(chasedDataCalls)*askedServices/2
	b.ResetTimer()
	for b.Loop() {
		start := time.Now()
		if err := d.RunUntil(b.Context(), monday, set); err != nil {
			b.Fatal(err)
		}
		if said := len(chat.Posts()) - posts; said > 0 {
			b.ReportMetric(float64(time.Since(start).Microseconds())/float64(items), "us/item")
			b.ReportMetric(float64(said), "posts")
			posts = len(chat.Posts())
		}
	}
	b.ReportMetric(0, "ns/op")
}
