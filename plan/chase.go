package plan

import (
	"slices"
	"strconv"
	"strings"
)

// Chase is what leaves after the date while a part is still owed: chases, then
// an escalation. The zero Chase says nothing: the service's or the house's
// applies.
type Chase struct {
	// None is « sans relance »: nothing leaves after the date.
	None bool
	// Steps are the first chases, by their distance from the date.
	Steps []Step
	// Every is how far the following chases are from each other; of no day when
	// there are none.
	Every Step
	// Escalate is after how many chases without reaction the coordination is
	// told, 0 for never.
	Escalate int
	// To is the person who is told instead of the coordination.
	To UserID
}

// HouseChase is what applies where nobody chose: J+1, then every 2 working days,
// and an escalation after 3 chases.
func HouseChase() Chase {
	return Chase{
		Steps:    []Step{{Days: 1, At: ReminderHour}},
		Every:    Step{Days: 2, Unit: WorkingDays, At: ReminderHour},
		Escalate: 3,
	}
}

// Said tells whether the chase says anything.
func (c Chase) Said() bool { return c.None || len(c.Steps) > 0 }

// Equal tells whether two chases say the same.
func (c Chase) Equal(o Chase) bool {
	return c.None == o.None && c.Every == o.Every && c.Escalate == o.Escalate && c.To == o.To &&
		slices.Equal(c.Steps, o.Steps)
}

// Last is the number of chases that may leave.
func (c Chase) Last() int {
	if c.Escalate > 0 {
		return c.Escalate
	}
	return len(c.Steps)
}

// noChase is the chase that is none.
const noChase = "sans relance"

// String writes the chase as [ParsePace] reads it, but for the person told;
// empty when it says nothing.
func (c Chase) String() string {
	if c.None {
		return noChase
	}
	var words []string
	for _, s := range c.Steps {
		words = append(words, s.After()+s.hour())
	}
	if c.Every.Days > 0 {
		words = append(words, "puis "+c.Every.every()+c.Every.hour())
	}
	if c.Escalate > 0 {
		words = append(words, "escalade après "+strconv.Itoa(c.Escalate))
	}
	return strings.Join(words, " ")
}

// After writes the step as it follows a date: "J+1", "J+3 ouvrés".
func (s Step) After() string { return strings.Replace(s.String(), "-", "+", 1) }

// every writes the step as a distance: « tous les 2 jours ouvrés ».
func (s Step) every() string {
	all, unit, n := "tous les ", "jours", s.Days
	if s.Unit == CalendarDays && n%7 == 0 {
		all, unit, n = "toutes les ", "semaines", n/7
	}
	if n > 1 {
		all += strconv.Itoa(n) + " "
	}
	if s.Unit == WorkingDays {
		unit += " " + string(s.Unit)
	}
	return all + unit
}
