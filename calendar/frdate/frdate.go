// Package frdate reads dates as people write them in French: « vendredi »,
// « 15/12 à 12h », « fin janvier », « dans 3 jours ouvrés », « J-15 ouvrés »,
// « tous les lundis à 9h ».
//
// It is a strict grammar. A text is understood, ambiguous or refused; it is
// never guessed. A contradiction (« lundi 15 décembre » when the 15th is a
// Tuesday), a date that does not exist and a date that is past are refused and
// explained, never bent to something near. A day that is named is never moved;
// only a period (« fin janvier », « S49 », « T1 2027 ») stands for its last
// working day.
//
// A text goes through three steps: the lexer folds it to tokens, the grammar
// gives it a form without looking at any calendar, and the resolution gives the
// form its dates, or says why it has none.
package frdate

import "jalon/calendar"

// Ref is what a text is read against.
type Ref struct {
	// Now is the civil moment of the reading. Its zone is that of the dates.
	Now calendar.Moment
	// Cal counts the working days; it is required.
	Cal *calendar.Calendar
	// Anchor is the day « J » of « J-7 » and the day of the act that opens a
	// legal delay. Zero: there is none, and « J-7 » is refused.
	Anchor calendar.Date
	// Hours are the hours of « matin », « midi », « fin de journée »; the zero
	// value is [DefaultHours].
	Hours Hours
	// Legal tells that delays are legal ones even where the text does not say
	// so: they end as the Code de procédure civile, art. 640 to 642, has it.
	Legal bool
	// Budget tells that « S1 » and « S2 » may well be semesters: they are asked.
	Budget bool
	// AllowPast accepts dates that are past when they are said with their year.
	AllowPast bool
}

// Hours are the settings behind the parts of the day.
type Hours struct {
	Morning      calendar.TimeOfDay // matin, début de journée
	EndOfMorning calendar.TimeOfDay // fin de matinée
	Noon         calendar.TimeOfDay // midi
	Afternoon    calendar.TimeOfDay // après-midi
	EndOfDay     calendar.TimeOfDay // fin de journée, fin d'après-midi
	Evening      calendar.TimeOfDay // soir
}

// DefaultHours are the hours of a French office.
func DefaultHours() Hours {
	return Hours{
		Morning:      calendar.TimeOfDay{Hour: 9},
		EndOfMorning: calendar.TimeOfDay{Hour: 12},
		Noon:         calendar.TimeOfDay{Hour: 12},
		Afternoon:    calendar.TimeOfDay{Hour: 14},
		EndOfDay:     calendar.TimeOfDay{Hour: 18},
		Evening:      calendar.TimeOfDay{Hour: 19},
	}
}

// Kind is the outcome of a reading.
type Kind uint8

// The three outcomes. The zero value refuses.
const (
	Refused Kind = iota
	Ambiguous
	Understood
)

// Reason says why a text was refused.
type Reason uint8

// The reasons for a refusal, and none for the other outcomes.
const (
	NoReason      Reason = iota
	NotUnderstood        // it has no form of the grammar
	Impossible           // a day, a week or an hour that does not exist
	Contradiction        // a weekday or a week that is not that of the date
	Past                 // a date or an hour that is past
	NoAnchor             // « J-7 » without a day J
	TooFar               // beyond the years that jalon keeps
)

// Text is the same sentence in French and in English.
type Text struct{ FR, EN string }

// In returns the sentence in a language, « en » or else French.
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.FR
}

// IsZero reports whether there is nothing to say.
func (t Text) IsZero() bool { return t == Text{} }

// Bound says what the date is to the thing it dates.
type Bound uint8

// The bounds a text can set. Whatever the bound, the date is one on which the
// thing may still be done: « avant le 15 » has the date of the 14th. With an
// hour, « avant vendredi 12 h », date and hour are the limit itself.
const (
	On     Bound = iota // « vendredi », « le 15 »
	By                  // « au plus tard », « d'ici », « pour », « sous »: included
	Before              // « avant », excluded: the date is the last day left
	From                // « à partir de », « dès »: the first day
)

// Closed tells that a day that was named is not a working day. The date stays
// as it was named; these are the nearest ones to offer instead.
type Closed struct {
	Name   Text          // « dimanche », « Noël »
	Before calendar.Date // the last working day before it
	After  calendar.Date // the first one after it; zero when the bound forbids it
}

// Reading is one date, or one recurrence, that a text can mean.
type Reading struct {
	Date    calendar.Date
	HasTime bool
	Time    calendar.TimeOfDay
	// About tells that no hour was said: Time is the setting of a part of the day
	// (« matin »). Noon is an hour.
	About bool
	// End is the hour at which a slot ends (« de 9h à 11h »), when HasEnd.
	HasEnd bool
	End    calendar.TimeOfDay
	// Zone is the time zone of the hours: that of the reference.
	Zone string
	// Text is what was typed for this date, as typed.
	Text  string
	Bound Bound
	// Period tells that a period was named, whose last working day Date is (the
	// first one after « à partir de »). First and Last are its ends.
	Period      bool
	First, Last calendar.Date
	// Note says what a person should know of the reading: « fin janvier » is
	// the last working day of the month.
	Note Text
	// Closed is set when a named day is not a working day.
	Closed *Closed
	// Bridge tells that the date is a probable « pont ».
	Bridge bool
	// Recurrence is set when the reading repeats; Date is its first occurrence.
	Recurrence *calendar.Recurrence
}

// Moment returns the civil moment of a reading that has an hour.
func (r Reading) Moment() calendar.Moment {
	return calendar.Moment{Date: r.Date, Time: r.Time, Zone: r.Zone}
}

// Result is what became of a text.
type Result struct {
	Kind Kind
	// Readings are the dates understood, in the order of the text, or the
	// candidates of an ambiguous one.
	Readings []Reading
	// Other are readings to offer one tap away: the other « vendredi prochain »,
	// the two dates of a contradiction.
	Other []Reading
	// Recurrence is that of the first reading, when the text repeats.
	Recurrence *calendar.Recurrence
	// Text is what was read, as typed, without what surrounds it.
	Text string
	// Reason and Why explain a refusal or an ambiguity, in one sentence.
	Reason Reason
	Why    Text
	// Near are two accepted forms near what was refused, to type instead.
	Near []string
}

// Full says a reading in full words in a language, « en » or else French:
// « vendredi 27 novembre 2026 (S48), 14 h 30 ».
func (r Reading) Full(lang string) string {
	words := calendar.WordsOf(lang)
	switch {
	case r.Recurrence != nil:
		return r.Recurrence.Full(lang)
	case r.HasTime && r.HasEnd:
		return words.Long(r.Date) + ", " + words.Hours(r.Time, r.End)
	case r.HasTime:
		return words.LongAt(r.Date, r.Time)
	default:
		return words.Long(r.Date)
	}
}

// Parse reads a text that is nothing but a date expression.
func Parse(text string, ref Ref) Result {
	var p parser
	p.lex(text)
	if p.cut {
		return p.refuse(0, p.count, ref)
	}
	stop := p.lastWord()
	m := p.expression(0)
	if !m.ok() || m.end < stop {
		return p.refuse(0, stop, ref)
	}
	return p.resolve(m, ref)
}
