package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
	"jalon/schedule"
	"jalon/schedule/scheduletest"
	"jalon/store"
)

// shortestLimit is the length of a message that every server takes, in
// characters: those whose database was made long ago take no more.
const shortestLimit = 4_000

func TestRemindersWithTheLongestTitlesAreCutBetweenTwoOfThem(t *testing.T) {
	t.Parallel()
	h, err := openHouse(t.Context(), filepath.Join(t.TempDir(), "jalon.db"), store.Options{Rehearsal: true}, plan.Options{}, consoleLog(shell{err: t.Output()}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = h.close() }()
	now := time.Date(2026, time.November, 23, 10, 0, 0, 0, time.UTC)
	if err := installDemo(t.Context(), h.planner, now, i18n.FR); err != nil {
		t.Fatal(err)
	}
	home, err := h.region(t.Context(), "hdf", i18n.FR)
	if err != nil {
		t.Fatal(err)
	}
	const items = 25
	var titles []string
	for n := range items {
		title := fmt.Sprintf("Dossier %02d ", n)
		title += strings.Repeat("é", plan.MaxTitle-utf8.RuneCountInString(title))
		titles = append(titles, title)
		_, err := h.planner.AddDeadline(t.Context(), plan.Call{
			Now: now, Origin: plan.ByConsole, Place: plan.Place{Channel: "sgar"},
			Actor: plan.Actor{Region: home.ID, User: "alice", Username: "alice"},
		}, plan.NewDeadline{
			Title: title, Due: plan.Due{Date: calendar.Date{Year: 2026, Month: time.November, Day: 27}, Zone: paris},
			Services: []plan.ServiceID{"pref-62"}, Ladder: plan.Ladder{{At: plan.ReminderHour}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	clock := func() time.Time { return now }
	chat := scheduletest.New(clock, scheduletest.Options{})
	d := schedule.New(h.planner, h.router, chat, schedule.Options{Now: clock, Real: clock, Log: h.log})
	set := func(t time.Time) { now = t }
	if err := d.RunUntil(t.Context(), now, set); err != nil { // the cards
		t.Fatal(err)
	}
	before := len(chat.Posts())
	if err := d.RunUntil(t.Context(), now.AddDate(0, 0, 4), set); err != nil {
		t.Fatal(err)
	}
	posts := chat.Posts()[before:]
	if len(posts) != 3 {
		t.Errorf("%d posts for %d reminders, want 3", len(posts), items)
	}
	var all strings.Builder
	for _, p := range posts {
		var c card.Card
		if err := json.Unmarshal([]byte(p.Text), &c); err != nil {
			t.Fatal(err)
		}
		if n := utf8.RuneCountInString(c.Message); n > shortestLimit {
			t.Errorf("a message of %d characters", n)
		}
		all.WriteString(c.Message + "\n" + c.Body + "\n")
	}
	for _, title := range titles {
		if n := strings.Count(all.String(), title); n != 1 {
			t.Errorf("%s… stands %d times in the posts", title[:10], n)
		}
	}
}
