package calendar

// Recurrence is a rule that gives dates again and again.
type Recurrence struct {
	Start Date
}

// Full says the recurrence in full words.
func (r Recurrence) Full(lang string) string { return "" }

// Next returns the first date of the recurrence after a date.
func (r Recurrence) Next(after Date) (Date, bool) { return Date{}, false }
