package commands

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

func TestADeadlineOutOfSightIsNamedInOnesDataAndNoMore(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	held := plan.HeldDeadline{Deadline: plan.Deadline{
		Number: 7, Title: "Mouvement préfectoral", Author: "bob", State: plan.Done,
		Due: plan.Due{Date: calendar.Date{Year: 2026, Month: 12, Day: 4}}, CreatedAt: at, ClosedAt: at.AddDate(0, 0, 2),
	}}
	e := &Env{lang: i18n.FR, zone: time.UTC, req: Request{User: "bob"}}
	written := func() string {
		raw, err := json.Marshal(e.dataDeadline(held, nil))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	texts := []string{"Mouvement", "2026-12-04", "2026-11-25", "close"}
	for _, text := range texts {
		if got := written(); strings.Contains(got, text) {
			t.Errorf("out of sight: %q is told in %s", text, got)
		}
	}
	if got := written(); !strings.Contains(got, `"E7"`) || !strings.Contains(got, "demandée par vous") {
		t.Errorf("what is theirs is not told: %s", got)
	}
	held.Seen = true
	for _, text := range texts {
		if got := written(); !strings.Contains(got, text) {
			t.Errorf("in sight: %q is not told in %s", text, got)
		}
	}
}
