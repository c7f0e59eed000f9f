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

// listText is a list of words as JSON.
func listText[T ~string](list []T) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// list reads a column of JSON lists; an empty one is nil.
type list[T ~string] struct{ into *[]T }

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

// ladderText is a ladder as JSON: null for none decided, [] for no reminder.
func ladderText(l plan.Ladder) (string, error) {
	var steps []step
	if l != nil {
		steps = make([]step, len(l))
	}
	for i, s := range l {
		steps[i] = step{Days: s.Days, Unit: s.Unit, At: s.At.String()}
	}
	text, err := json.Marshal(steps)
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
	*l = nil
	if steps != nil {
		*l = make(ladder, len(steps))
	}
	for i, s := range steps {
		at, err := calendar.ParseTimeOfDay(s.At)
		if err != nil {
			return err
		}
		(*l)[i] = plan.Step{Days: s.Days, Unit: s.Unit, At: at}
	}
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
