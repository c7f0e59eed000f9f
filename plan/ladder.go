package plan

import (
	"fmt"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
)

// Unit is what the days of a step are counted in.
type Unit string

// Units of a step. A bare J-7 counts calendar days everywhere.
const (
	CalendarDays Unit = ""
	WorkingDays  Unit = "ouvrés"
)

// Step is one reminder before a date: so many days before, at an hour.
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

// Ladder is the reminders of a deadline, from the farthest to the day itself.
type Ladder []Step

// DefaultLadder is the house ladder: J-7, J-3, J-1 and J at nine.
func DefaultLadder() Ladder {
	return Ladder{{Days: 7, At: ReminderHour}, {Days: 3, At: ReminderHour}, {Days: 1, At: ReminderHour}, {At: ReminderHour}}
}

// String writes the ladder as [ParseLadder] reads it; hours other than nine
// are written after their step.
func (l Ladder) String() string {
	if l != nil && len(l) == 0 {
		return noReminder
	}
	words := make([]string, len(l))
	for i, s := range l {
		words[i] = s.String()
		if s.At != ReminderHour {
			words[i] += " " + s.At.String()
		}
	}
	return strings.Join(words, " ")
}

// noReminder is the ladder without a step.
const noReminder = "aucun"

// MaxLeadDays is the farthest step accepted, in days.
const MaxLeadDays = 366

var (
	textStepUnknown = i18n.T(
		"« {word} » n’est pas un échelon de rappel. Rien n’est enregistré.\nPar exemple : `rappels J-7 J-3 J-1`, ou `rappels aucun`",
		"“{word}” is not a reminder step. Nothing is saved.\nFor example: `rappels J-7 J-3 J-1`, or `rappels aucun`")
	textStepTooFar = i18n.T(
		"« {word} » est trop loin : un rappel part au plus {max} jours avant. Rien n’est enregistré.",
		"“{word}” is too far: a reminder leaves at most {max} days before. Nothing is saved.")
	textLadderEmpty = i18n.T(
		"Il manque les échelons après « rappels ». Rien n’est enregistré.\nPar exemple : `rappels J-7 J-3 J-1`, ou `rappels aucun`",
		"The steps are missing after “rappels”. Nothing is saved.\nFor example: `rappels J-7 J-3 J-1`, or `rappels aucun`")
)

// ParseLadder reads steps as people type them: "J-7 J-3 J-1", "J-15 ouvrés",
// "J-1 à 14h", "aucun". Each step keeps nine o'clock unless an hour follows it.
// It returns an Invalid *Error naming the word that is not a step.
func ParseLadder(text string) (Ladder, error) {
	words := strings.Fields(strings.NewReplacer(",", " ", ";", " ", " et ", " ").Replace(i18n.Fold(text)))
	if len(words) == 0 {
		return nil, Refuse(Invalid, textLadderEmpty.With())
	}
	if len(words) == 1 && words[0] == noReminder {
		return Ladder{}, nil
	}
	var ladder Ladder
	for _, w := range words {
		last := len(ladder) - 1
		switch {
		case w == "a" && last >= 0:
		case (w == "ouvres" || w == "ouvre") && last >= 0:
			ladder[last].Unit = WorkingDays
		case (w == "calendaires" || w == "calendaire") && last >= 0:
			ladder[last].Unit = CalendarDays
		default:
			if at, ok := stepHour(w); ok && last >= 0 {
				ladder[last].At = at
				continue
			}
			step, err := parseStep(w)
			if err != nil {
				return nil, err
			}
			ladder = append(ladder, step)
		}
	}
	return ladder.sorted(), nil
}

// shown writes a folded word as a step is written, J first.
func shown(w string) string {
	if rest, ok := strings.CutPrefix(w, "j"); ok {
		return "J" + rest
	}
	return w
}

// parseStep reads "j-7" or "j".
func parseStep(w string) (Step, error) {
	step := Step{At: ReminderHour}
	rest, ok := strings.CutPrefix(strings.ReplaceAll(w, "–", "-"), "j")
	if !ok || rest == "" {
		if ok {
			return step, nil
		}
		return step, Refuse(Invalid, textStepUnknown.With("word", shown(w)))
	}
	digits, ok := strings.CutPrefix(rest, "-")
	n, err := strconv.ParseUint(digits, 10, 31)
	if !ok || err != nil {
		return step, Refuse(Invalid, textStepUnknown.With("word", shown(w)))
	}
	if n > MaxLeadDays {
		return step, Refuse(Invalid, textStepTooFar.With("word", shown(w), "max", MaxLeadDays))
	}
	step.Days = int(n)
	return step, nil
}

// stepHour reads "9h", "9h30", "14:00".
func stepHour(w string) (calendar.TimeOfDay, bool) {
	hour, minute, found := strings.Cut(w, "h")
	if !found {
		hour, minute, found = strings.Cut(w, ":")
	}
	if !found || hour == "" {
		return calendar.TimeOfDay{}, false
	}
	if minute == "" {
		minute = "00"
	}
	h, errHour := strconv.Atoi(hour)
	m, errMinute := strconv.Atoi(minute)
	if errHour != nil || errMinute != nil || h > 23 || h < 0 || m > 59 || m < 0 || len(minute) != 2 {
		return calendar.TimeOfDay{}, false
	}
	return calendar.TimeOfDay{Hour: h, Minute: m}, true
}

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
// on the working day before when that one is closed, at its hour. A step of the day itself that
// would come after the deadline's own hour goes out one hour before it. When
// two steps meet on one day the nearer one stays.
func (l Ladder) Reminders(due Due, cal *calendar.Calendar) []Reminder {
	var out []Reminder
	for _, s := range l {
		r := Reminder{Step: s, When: calendar.Moment{Date: s.day(due.Date, cal), Time: s.At, Zone: due.Zone}}
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

// day is the date on which the step falls.
func (s Step) day(due calendar.Date, cal *calendar.Calendar) calendar.Date {
	if s.Unit == WorkingDays {
		return cal.PreviousWorking(cal.AddWorking(due, -s.Days))
	}
	return cal.PreviousWorking(due.AddDays(-s.Days))
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
