package main

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
	"jalon/schedule"
	"jalon/schedule/scheduletest"
	"jalon/store"
)

// A morning: many reminders of one minute, for the channels of a large region.
const (
	morningItems    = 5_000
	morningChannels = 120
)

// BenchmarkMorning says the reminders of nine o'clock to a chat that answers at
// once, and prints how late the last of them leaves.
func BenchmarkMorning(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		h, at := morning(b, filepath.Join(b.TempDir(), fmt.Sprintf("%d.db", b.N)))
		now := at.Add(-time.Minute)
		real := func() time.Time { return now }
		chat := scheduletest.New(real, scheduletest.Options{})
		d := schedule.New(h.planner, h.router, chat, schedule.Options{Now: real, Real: real, Log: h.log})
		set := func(t time.Time) { now = t }
		if err := d.RunUntil(b.Context(), now, set); err != nil { // the cards
			b.Fatal(err)
		}
		before := len(chat.Posts())
		b.StartTimer()
		start := time.Now()
		if err := d.RunUntil(b.Context(), at, set); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		b.ReportMetric(time.Since(start).Seconds(), "last-s")
		b.ReportMetric(float64(len(chat.Posts())-before), "posts")
		if err := h.close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

// morning fills a database with reminders of one minute, and returns it.
func morning(b *testing.B, path string) (*house, time.Time) {
	b.Helper()
	h, err := openHouse(b.Context(), path, store.Options{Rehearsal: true}, plan.Options{}, consoleLog(shell{err: b.Output()}))
	if err != nil {
		b.Fatal(err)
	}
	day := time.Date(2026, time.November, 23, 10, 0, 0, 0, time.UTC)
	if err := installDemo(b.Context(), h.planner, day, i18n.FR); err != nil {
		b.Fatal(err)
	}
	home, services := region(b, h)
	for n := len(services); n < morningChannels; n++ {
		services = append(services, countryService(home.ID, plan.KindDepartmental, n))
	}
	if err := h.planner.Install(b.Context(), day, home, services, nil); err != nil {
		b.Fatal(err)
	}
	if services, err = h.planner.Services(b.Context(), home.ID); err != nil {
		b.Fatal(err)
	}
	due := calendar.Date{Year: 2026, Month: time.November, Day: 27}
	err = h.db.Write(b.Context(), func(tx plan.Tx) error {
		p := plan.New(inOne{tx}, plan.Options{})
		for n := range morningItems {
			if err := recalled(b.Context(), p, services[n%len(services)], day, due, n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	at, err := calendar.Moment{Date: due, Time: plan.ReminderHour, Zone: paris}.Instant()
	if err != nil {
		b.Fatal(err)
	}
	return h, at
}

// recalled adds a deadline that is recalled on its day alone.
func recalled(ctx context.Context, p *plan.Planner, s plan.Service, now time.Time, due calendar.Date, n int) error {
	_, err := p.AddDeadline(ctx, plan.Call{
		Now: now, Origin: plan.ByConsole, Place: plan.Place{Channel: s.Channel, Service: s.ID},
		Actor: plan.Actor{
			Region: s.Region, User: "alice", Username: "alice",
			Services: []plan.Membership{{Service: "sgar", Role: plan.RoleContribution}},
		},
	}, plan.NewDeadline{
		Title: fmt.Sprintf("Dossier %d", n), Due: plan.Due{Date: due, Zone: paris}, Services: []plan.ServiceID{s.ID},
		Ladder: plan.Ladder{{At: plan.ReminderHour}},
	})
	return err
}
