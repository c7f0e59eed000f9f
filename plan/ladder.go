package plan

import (
	"fmt"
	"strconv"
	"strings"

	"jalon/calendar"
)

// Unit is what the days of a step are counted in.
type Unit string

// Units of a step. A bare J-7 counts calendar days everywhere.
const (
	CalendarDays Unit = ""
	WorkingDays  Unit = "ouvrés"
)

// Step is a distance in days from a date, and an hour: in a ladder so many days
// before it, in a chase so many days after it or after the chase before.
type Step struct {
	Days int // 0 is the day itself
	Unit Unit
	At   calendar.TimeOfDay
}

// ReminderHour is the hour of a step that names none.
var ReminderHour = calendar.TimeOfDay{Hour: 9}

// String writes the step as people type it: "J-7", "J-3 ouvrés", "J".
func (s Step) String() string {
	text := "J"
	if s.Days > 0 {
		text += "-" + strconv.Itoa(s.Days)
	}
	if s.Unit == WorkingDays {
		text += " " + string(s.Unit)
	}
	return text
}

// hour writes the hour of a step, when it is not the usual one, as it follows
// the step.
func (s Step) hour() string {
	if s.At == ReminderHour {
		return ""
	}
	return " " + s.At.String()
}

// Ladder is the reminders of a deadline, from the farthest to the day itself.
type Ladder []Step

// DefaultLadder is the house ladder: J-7, J-3, J-1 and J at nine.
func DefaultLadder() Ladder {
	return Ladder{{Days: 7, At: ReminderHour}, {Days: 3, At: ReminderHour}, {Days: 1, At: ReminderHour}, {At: ReminderHour}}
}

// String writes the ladder as [ParsePace] reads it; hours other than nine are
// written after their step.
func (l Ladder) String() string {
	if l != nil && len(l) == 0 {
		return noReminder
	}
	words := make([]string, len(l))
	for i, s := range l {
		words[i] = s.String() + s.hour()
	}
	return strings.Join(words, " ")
}

// noReminder is the ladder without a step.
const noReminder = "aucun"

// sorted puts the farthest step first and each step once.
func (l Ladder) sorted() Ladder {
	out := make(Ladder, 0, len(l))
	for _, s := range l {
		at := len(out)
		for i, o := range out {
			if o.Days == s.Days && o.Unit == s.Unit {
				at = -1
				break
			}
			if o.Days < s.Days {
				at = i
				break
			}
		}
		if at >= 0 {
			out = append(out[:at], append(Ladder{s}, out[at:]...)...)
		}
	}
	return out
}

// Reminder is a step of a ladder set in time.
type Reminder struct {
	Step Step
	When calendar.Moment
}

// Reminders sets the ladder in time for a due date: each step on its day, or
// on the working day before when that one is closed, at its hour. An urgent one
// leaves on its day all the same. A step of the day itself that would come after
// the deadline's own hour goes out one hour before it. When two steps meet on one
// day the nearer one stays.
func (l Ladder) Reminders(due Due, cal *calendar.Calendar, urgent bool) []Reminder {
	var out []Reminder
	for _, s := range l {
		day := s.before(due.Date, cal)
		if !urgent {
			day = cal.PreviousWorking(day)
		}
		r := Reminder{Step: s, When: calendar.Moment{Date: day, Time: s.At, Zone: due.Zone}}
		if due.HasTime && r.When.Date == due.Date && r.When.Time.Compare(due.Time) >= 0 {
			r.When = oneHourBefore(due)
		}
		if n := len(out); n > 0 && out[n-1].When.Date == r.When.Date {
			out[n-1] = r
			continue
		}
		out = append(out, r)
	}
	return out
}

// before is the date so far before a due date, worked or not.
func (s Step) before(due calendar.Date, cal *calendar.Calendar) calendar.Date {
	if s.Unit == WorkingDays {
		return cal.AddWorking(due, -s.Days)
	}
	return due.AddDays(-s.Days)
}

// oneHourBefore is an hour before a due hour, on the eve when that is before midnight.
func oneHourBefore(due Due) calendar.Moment {
	m := calendar.Moment{Date: due.Date, Time: due.Time, Zone: due.Zone}
	if m.Time.Hour == 0 {
		m.Date = m.Date.AddDays(-1)
		m.Time.Hour = 23
		return m
	}
	m.Time.Hour--
	return m
}

// GoString keeps ladders readable in test failures.
func (l Ladder) GoString() string { return fmt.Sprintf("Ladder(%s)", l) }
