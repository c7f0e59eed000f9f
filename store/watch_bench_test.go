package store

import (
	"fmt"
	"testing"
	"time"

	"jalon/calendar"
	"jalon/plan"
)

// Years of meetings: bodies of two seats, and meetings over four years of which
// one is ahead.
const (
	benchBodies   = 1_000
	benchMeetings = 20_000
	benchSitters  = 500
)

// BenchmarkWatch tells what a request about the meetings to come costs, the
// period being the one that people get when they say none.
func BenchmarkWatch(b *testing.B) {
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			db := openOn(b, engine.dsn(b))
			today := calendar.Date{Year: 2026, Month: time.November, Day: 23}
			manyMeetings(b, db, today)
			p := plan.New(db, plan.Options{})
			until := today.AddDays(plan.WatchDays)
			for _, c := range []struct {
				name string
				do   func() (int, error)
			}{
				{"manquantes", func() (int, error) {
					w, err := p.Watch(b.Context(), "r", today, today, until, 0)
					return len(w.Missing), err
				}},
				{"conflits", func() (int, error) {
					found, _, err := p.Conflicts(b.Context(), "r", today, until)
					return len(found), err
				}},
				{"liste", func() (int, error) {
					list, err := p.ListMeetings(b.Context(), "r", plan.MeetingFilter{From: today, States: plan.MeetingsAhead(), Limit: 5})
					return list.Total, err
				}},
				{"liste d’un département", func() (int, error) {
					list, err := p.ListMeetings(b.Context(), "r", plan.MeetingFilter{
						From: today, To: today.AddDays(30), States: plan.MeetingsAhead(), Department: "59", Limit: 5,
					})
					return list.Total, err
				}},
				{"mes séances", func() (int, error) {
					list, err := p.ListMeetings(b.Context(), "r", plan.MeetingFilter{User: "u7", From: today, States: plan.MeetingsAhead(), Limit: 5})
					return list.Total, err
				}},
			} {
				b.Run(c.name, func(b *testing.B) {
					var took []time.Duration
					found := 0
					for b.Loop() {
						from := time.Now()
						n, err := c.do()
						if err != nil {
							b.Fatal(err)
						}
						took = append(took, time.Since(from))
						found = n
					}
					report(b, took)
					b.ReportMetric(float64(found), "found")
				})
			}
		})
	}
}

// manyMeetings fills a region with bodies and their meetings, around a day.
func manyMeetings(b *testing.B, db *DB, today calendar.Date) {
	b.Helper()
	bodies, meetings := sized(benchBodies), sized(benchMeetings)
	departments := []string{"", "02", "59", "60", "62", "80"}
	write(b, db, func(tx plan.Tx) error {
		if err := tx.PutRegion(plan.Region{ID: "r", Name: "hdf", TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole}); err != nil {
			return err
		}
		for n := range benchSitters {
			if err := tx.PutAgent(plan.Agent{Region: "r", User: sitter(n), Username: string(sitter(n)), Active: true}); err != nil {
				return err
			}
		}
		for n := 1; n <= bodies; n++ {
			body := plan.Body{
				Region: "r", Number: n, Name: fmt.Sprintf("Comité numéro %d", n), Short: fmt.Sprintf("C%d", n), Kind: "comité de pilotage",
				Chair: plan.ChairOther, Department: departments[n%len(departments)], CreatedAt: start,
			}
			for seat := 1; seat <= 2; seat++ {
				end := today.AddDays((n*7 + seat) % 1_500)
				body.Seats = append(body.Seats, plan.Seat{Number: seat, Name: fmt.Sprintf("siège %d", seat), Nature: plan.ByFunction, Terms: []plan.Term{
					{Who: plan.Representative{User: sitter(n + seat)}, To: end}, {Rank: 1, Who: plan.Representative{User: sitter(n + seat + 1)}, To: end},
				}})
			}
			if err := tx.PutBody(body); err != nil {
				return err
			}
		}
		return nil
	})
	const batch = 1_000
	for first := 1; first <= meetings; first += batch {
		write(b, db, func(tx plan.Tx) error {
			for n := first; n < min(first+batch, meetings+1); n++ {
				if err := tx.AddMeeting(benchMeeting(n, bodies, today)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if db.engine.name == PostgreSQL {
		if _, err := db.writer.ExecContext(b.Context(), `vacuum analyze`); err != nil {
			b.Fatal(err)
		}
	}
}

func sitter(n int) plan.UserID { return plan.UserID(fmt.Sprintf("u%d", n%benchSitters)) }

// benchMeeting is the n-th meeting: three in four are over; of those ahead, half
// have somebody for each seat.
func benchMeeting(n, bodies int, today calendar.Date) plan.Meeting {
	day := today.AddDays(n*7919%1_460 - 1_095)
	m := plan.Meeting{
		Region: "r", Number: n, Body: 1 + n%bodies, State: plan.Confirmed, HasTime: true, Place: []string{"Lille", "Préfecture, Laon", "Amiens"}[n%3],
		Start:    calendar.Moment{Date: day, Time: calendar.TimeOfDay{Hour: 9 + n%8}, Zone: "Europe/Paris"},
		Revision: 1, Version: 1, CreatedAt: start,
	}
	m.StartAt, _ = m.Start.Instant()
	state := plan.Accepted
	switch {
	case day.Before(today):
		m.State, state = plan.MeetingOver, plan.Attended
	case n%2 == 0:
		state = plan.Proposed
	}
	for seat := 1; seat <= 2; seat++ {
		who := plan.Representative{User: sitter(m.Body + seat)}
		if seat == 2 && n/1_460%6 == 0 { // three meetings a day at one hour, and one person for them
			who.User = sitter(n % 1_460)
		}
		m.Seats = append(m.Seats, plan.Representation{
			Seat: seat, State: state, Who: who, AnswerBy: day.AddDays(-10),
			Asks: []plan.Ask{{Who: who, State: plan.Waiting, AskedAt: start, AnswerBy: day.AddDays(-10)}},
		})
	}
	for i := range 5 {
		m.Steps = append(m.Steps, plan.MeetingStep{Name: "note de préparation", Days: -i, Date: day.AddDays(-i)})
	}
	return m
}
