package plan

import (
	"errors"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// Series is a deadline that comes back. Each occurrence is a deadline of its
// own, with its own identifier; the next one opens when the present one closes.
type Series struct {
	Region RegionID
	// Number is that of the first deadline of the series.
	Number int
	// Rule gives the dates, and the hour when it has one.
	Rule calendar.Recurrence
	// What each occurrence starts from.
	Title  string
	Kind   DeadlineKind
	Zone   string // IANA name of the zone the dates are lived in
	Ladder Ladder
	Chosen bool
	Chase  Chase
	Parts  []SeriesPart
	Author UserID
	From   ServiceID
	// Ended is set once no further occurrence will open.
	Ended   bool
	Version int
}

// SeriesPart is who owes each occurrence.
type SeriesPart struct {
	Service    ServiceID
	Assignee   UserID
	AssignedBy UserID
}

// Reach says how far a change of one occurrence goes.
type Reach int

// Reaches of a change. A deadline that does not repeat ignores them.
const (
	Unsaid      Reach = iota // for a series: the person must choose
	ThisOne                  // this occurrence only
	WholeSeries              // this occurrence and those to come
)

// SeriesChoice is the refusal of a change of an occurrence that does not say
// how far it goes.
type SeriesChoice struct{ Deadline Deadline }

// Error names the deadline for logs.
func (c *SeriesChoice) Error() string {
	return string(c.Deadline.Ref()) + " repeats: this one only, or the whole series?"
}

var (
	textNoSeries = i18n.T(
		"{ref} ne se répète pas. Rien n’a changé.\nPour l’annuler : `/echeance annuler {ref} motif \"…\"`",
		"{ref} does not repeat. Nothing has changed.\nTo cancel it: `/echeance annuler {ref} motif \"…\"`")
	textSeriesEnded = i18n.T(
		"La série de {ref} est déjà arrêtée. Rien n’a changé.",
		"The series of {ref} is already stopped. Nothing has changed.")
)

// Repeats tells whether the deadline is an occurrence of a series.
func (d Deadline) Repeats() bool { return d.Series > 0 }

// newSeries is what a new deadline that repeats starts.
func (d Deadline) newSeries(rule calendar.Recurrence) Series {
	s := Series{
		Region: d.Region, Number: d.Number, Rule: rule, Title: d.Title, Kind: d.Kind, Zone: d.Due.Zone,
		Ladder: d.Ladder, Chosen: d.Chosen, Chase: d.Chase, Author: d.Author, From: d.From,
	}
	s.owedBy(d.Parts)
	return s
}

// startSeries makes a series of a deadline that does not repeat. One that it had
// before somebody took it back begins again.
func startSeries(tx Tx, d *Deadline, rule calendar.Recurrence) error {
	s := d.newSeries(rule)
	old, err := tx.Series(d.Region, d.Number)
	switch {
	case err == nil:
		s.Version = old.Version
	case !errors.Is(err, ErrNotFound):
		return err
	}
	d.Series = d.Number
	return tx.PutSeries(s)
}

// openNext opens the occurrence that follows d and notes it on d. Occurrences
// whose date went by while d was open are not opened: they would be late at
// birth. It does nothing for a deadline that does not repeat, and ends a series
// that has no further date.
func (p *Planner) openNext(tx Tx, dir DirectoryView, call Call, d *Deadline) error {
	if !d.Repeats() || d.Next > 0 {
		return nil
	}
	next, found, err := p.following(tx, dir, call, *d)
	if err != nil || !found {
		return err
	}
	if err := tx.AddDeadline(next); err != nil {
		return err
	}
	d.Next = next.Number
	if err := p.planReminders(tx, dir, next, call.Now); err != nil {
		return err
	}
	return p.note(tx, call, "echeance.suivante", nil, next, "")
}

// following is the occurrence that comes after one, not stored yet; false when the
// series is over, or has no further date and is over from now on.
func (p *Planner) following(tx Tx, dir DirectoryView, call Call, d Deadline) (Deadline, bool, error) {
	s, err := tx.Series(d.Region, d.Series)
	if err != nil || s.Ended {
		return Deadline{}, false, err
	}
	due, found, err := s.next(dir, p, d.Occurrence, call.Now)
	if err != nil {
		return Deadline{}, false, err
	}
	if !found {
		s.Ended = true
		return Deadline{}, false, tx.PutSeries(s)
	}
	next, err := p.occurrence(tx, call, s, due)
	next.Restricted, next.Discreet, next.Urgent = d.Restricted, d.Restricted, d.Urgent
	return next, true, err
}

// next is the first date of the rule after an occurrence that is still ahead.
func (s Series) next(dir DirectoryView, p *Planner, after calendar.Date, now time.Time) (Due, bool, error) {
	zone := dir.Region.HolidayZone
	if len(s.Parts) > 0 {
		first, _ := dir.Service(s.Parts[0].Service)
		zone = zoneOf(dir, first)
	}
	cal, err := p.Calendar(zone)
	if err != nil {
		return Due{}, false, err
	}
	for {
		date, ok := s.Rule.NextIn(cal, after)
		if !ok {
			return Due{}, false, nil
		}
		due := Due{Date: date, HasTime: s.Rule.HasTime, Time: s.Rule.Time, Zone: s.Zone}
		end, err := due.Deadline()
		if err != nil {
			return Due{}, false, err
		}
		if end.After(now) {
			return due, true, nil
		}
		after = date
	}
}

// nextNumber takes the number of an occurrence: that of a data call for a series of
// data calls.
func (s Series) nextNumber(tx Tx) (int, error) {
	if s.Number > DataCalls {
		n, err := tx.NextNumber(s.Region, "RM")
		return DataCalls + n, err
	}
	return tx.NextNumber(s.Region, "E")
}

// occurrence is one deadline of the series.
func (p *Planner) occurrence(tx Tx, call Call, s Series, due Due) (Deadline, error) {
	number, err := s.nextNumber(tx)
	if err != nil {
		return Deadline{}, err
	}
	end, err := due.Deadline()
	if err != nil {
		return Deadline{}, err
	}
	d := Deadline{
		Region: s.Region, Number: number, Title: s.Title, Kind: s.Kind, Due: due, DueAt: end, First: due,
		Ladder: s.Ladder, Chosen: s.Chosen, Chase: s.Chase, State: Open, Author: s.Author, From: s.From,
		CreatedAt: call.Now, Revision: 1, Version: 1, Series: s.Number, Occurrence: due.Date,
	}
	for _, part := range s.Parts {
		d.Parts = append(d.Parts, Part{Service: part.Service, Assignee: part.Assignee, AssignedBy: part.AssignedBy, State: Open})
	}
	return d, nil
}

// follow carries a change of an occurrence to its series.
func follow(tx Tx, d Deadline, change func(*Series)) error {
	s, err := tx.Series(d.Region, d.Series)
	if err != nil {
		return err
	}
	change(&s)
	return tx.PutSeries(s)
}

// setRule gives the series other dates, and new life if it had ended.
func (s *Series) setRule(rule calendar.Recurrence) { s.Rule, s.Ended = rule, false }

// mustRepeat refuses what only a series can undergo.
func mustRepeat(d Deadline) error {
	if d.Repeats() {
		return nil
	}
	return Refuse(Invalid, textNoSeries.With("ref", d.Ref()))
}

// seriesOf reads the series of a deadline; the zero Series when it does not
// repeat.
func seriesOf(tx Tx, d Deadline) (Series, error) {
	if !d.Repeats() {
		return Series{}, nil
	}
	return tx.Series(d.Region, d.Series)
}

// owedBy carries who owes an occurrence to its series.
func (s *Series) owedBy(parts []Part) {
	s.Parts = make([]SeriesPart, 0, len(parts))
	for _, p := range parts {
		s.Parts = append(s.Parts, SeriesPart{Service: p.Service, Assignee: p.Assignee, AssignedBy: p.AssignedBy})
	}
}
