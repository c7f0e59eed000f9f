package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/plan"
)

// micros is an instant as a column holds it: microseconds since 1970 UTC, 0 for
// the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// instant reads a column of microseconds.
type instant time.Time

// Scan implements [sql.Scanner].
func (i *instant) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("instant held as %T", v)
	}
	*i = instant{}
	if n != 0 {
		*i = instant(time.UnixMicro(n).UTC())
	}
	return nil
}

// dateText is a date as a column holds it, empty for none.
func dateText(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// date reads a column of civil dates.
type date calendar.Date

// Scan implements [sql.Scanner].
func (d *date) Scan(v any) error {
	text, err := textOf(v)
	if err != nil || text == "" {
		*d = date{}
		return err
	}
	read, err := calendar.ParseDate(text)
	*d = date(read)
	return err
}

// hour reads a column of hours that is never empty.
type hour calendar.TimeOfDay

// Scan implements [sql.Scanner].
func (h *hour) Scan(v any) error {
	text, err := textOf(v)
	if err != nil {
		return err
	}
	read, err := calendar.ParseTimeOfDay(text)
	*h = hour(read)
	return err
}

// dueHourText is the hour of a due date, empty when it is the whole day.
func dueHourText(d plan.Due) string {
	if !d.HasTime {
		return ""
	}
	return d.Time.String()
}

// dueHour reads the hour of a due date.
type dueHour plan.Due

// Scan implements [sql.Scanner].
func (d *dueHour) Scan(v any) error {
	text, err := textOf(v)
	if err != nil || text == "" {
		d.HasTime, d.Time = false, calendar.TimeOfDay{}
		return err
	}
	d.HasTime = true
	d.Time, err = calendar.ParseTimeOfDay(text)
	return err
}

// listText is a list as JSON.
func listText[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// list reads a column of JSON lists; an empty one is nil.
type list[T any] struct{ into *[]T }

// Scan implements [sql.Scanner].
func (l list[T]) Scan(v any) error {
	text, err := textOf(v)
	if err != nil {
		return err
	}
	*l.into = nil
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), l.into)
}

// step is how a step of a ladder is held.
type step struct {
	Days int       `json:"days"`
	Unit plan.Unit `json:"unit,omitempty"`
	At   string    `json:"at"`
}

func stepHeld(s plan.Step) step { return step{Days: s.Days, Unit: s.Unit, At: s.At.String()} }

// step reads the step that is held.
func (s step) step() (plan.Step, error) {
	at, err := calendar.ParseTimeOfDay(s.At)
	return plan.Step{Days: s.Days, Unit: s.Unit, At: at}, err
}

// stepsHeld is how steps are held; none are nil.
func stepsHeld(l []plan.Step) []step {
	if l == nil {
		return nil
	}
	held := make([]step, len(l))
	for i, s := range l {
		held[i] = stepHeld(s)
	}
	return held
}

// stepsOf reads the steps that are held.
func stepsOf(held []step) ([]plan.Step, error) {
	if held == nil {
		return nil, nil
	}
	l := make([]plan.Step, len(held))
	for i, s := range held {
		var err error
		if l[i], err = s.step(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// ladderText is a ladder as JSON: null for none decided, [] for no reminder.
func ladderText(l plan.Ladder) (string, error) {
	text, err := json.Marshal(stepsHeld(l))
	return string(text), err
}

// ladder reads a column of ladders.
type ladder plan.Ladder

// Scan implements [sql.Scanner].
func (l *ladder) Scan(v any) error {
	text, err := textOf(v)
	if err != nil {
		return err
	}
	var steps []step
	if err := json.Unmarshal([]byte(text), &steps); err != nil {
		return err
	}
	read, err := stepsOf(steps)
	*l = read
	return err
}

// chaseHeld is how a chase is held, but for the person it names, who has a
// column.
type chaseHeld struct {
	None     bool   `json:"none,omitempty"`
	Steps    []step `json:"steps,omitempty"`
	Every    *step  `json:"every,omitempty"`
	Escalate int    `json:"escalate,omitempty"`
}

// chaseText is a chase as JSON: null for none decided.
func chaseText(c plan.Chase) (string, error) {
	if !c.Said() {
		return "null", nil
	}
	held := chaseHeld{None: c.None, Steps: stepsHeld(c.Steps), Escalate: c.Escalate}
	if c.Every != (plan.Step{}) {
		every := stepHeld(c.Every)
		held.Every = &every
	}
	text, err := json.Marshal(held)
	return string(text), err
}

// chase reads a column of chases.
type chase plan.Chase

// Scan implements [sql.Scanner].
func (c *chase) Scan(v any) error {
	text, err := textOf(v)
	if err != nil {
		return err
	}
	var held chaseHeld
	if err := json.Unmarshal([]byte(text), &held); err != nil {
		return err
	}
	read := plan.Chase{None: held.None, Escalate: held.Escalate, To: c.To}
	if read.Steps, err = stepsOf(held.Steps); err != nil {
		return err
	}
	if held.Every != nil {
		if read.Every, err = held.Every.step(); err != nil {
			return err
		}
	}
	*c = chase(read)
	return nil
}

// recipient reads what [plan.Recipient.Key] wrote.
type recipient plan.Recipient

// Scan implements [sql.Scanner].
func (r *recipient) Scan(v any) error {
	text, err := textOf(v)
	if err != nil {
		return err
	}
	*r = recipient{}
	if user, ok := strings.CutPrefix(text, "user:"); ok {
		r.User = plan.UserID(user)
		return nil
	}
	channel, ok := strings.CutPrefix(text, "channel:")
	if !ok {
		return fmt.Errorf("recipient %q is neither a channel nor a user", text)
	}
	r.Channel = plan.ChannelID(channel)
	return nil
}

func textOf(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	default:
		return "", fmt.Errorf("text held as %T", v)
	}
}
