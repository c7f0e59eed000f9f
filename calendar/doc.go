// Package calendar is civil time as the French administration counts it: dates
// without hour, hours without date, holidays of every territory, working days
// in their four units, legal delays, school holidays, recurrences, and the
// words that say them in French and in English.
//
// Nothing here reads a clock or a file: « now » is always an argument. An
// appointment is a [Moment], a civil date and hour in a named zone; it becomes
// an instant only when somebody asks for it ([Moment.Instant]). A day without
// hour is a [Date], never a time.Time at midnight.
//
// Four units of days exist and are never mixed ([Unit]): calendaires (every
// day), ouvrés (Monday to Friday, not a holiday), ouvrables (Monday to
// Saturday, not a holiday) and francs (neither the first nor the last day
// counts). Whatever counts days says which.
package calendar
