package plan

import (
	"encoding/json"
	"time"

	"jalon/calendar"
)

// DeadlineRecord is a deadline as the journal keeps it: everything that is
// needed to put it back as it was. It names people by [PersonID]. Its JSON is
// read for as long as the journal is kept: names stay, fields are only added.
type DeadlineRecord struct {
	Title      string        `json:"title"`
	Kind       DeadlineKind  `json:"kind"`
	Due        DueRecord     `json:"due"`
	Said       string        `json:"said,omitempty"`
	SaidEN     string        `json:"said_en,omitempty"`
	First      DueRecord     `json:"first"`
	Ladder     LadderRecord  `json:"ladder"`
	Chosen     bool          `json:"chosen,omitempty"`
	Chase      *ChaseRecord  `json:"chase,omitempty"`
	State      State         `json:"state"`
	Urgent     bool          `json:"urgent,omitempty"`
	Restricted bool          `json:"restricted,omitempty"`
	Author     PersonID      `json:"author,omitempty"`
	From       ServiceID     `json:"from,omitempty"`
	Channel    ChannelID     `json:"channel,omitempty"`
	CreatedAt  time.Time     `json:"created_at,omitzero"`
	ClosedAt   time.Time     `json:"closed_at,omitzero"`
	ClosedBy   PersonID      `json:"closed_by,omitempty"`
	Reason     string        `json:"reason,omitempty"`
	Previous   DueRecord     `json:"previous,omitzero"`
	Series     int           `json:"series,omitempty"`
	Occurrence string        `json:"occurrence,omitempty"`
	Next       int           `json:"next,omitempty"`
	Revision   int           `json:"revision"`
	Version    int           `json:"version"`
	Parts      []PartRecord  `json:"parts"`
	Repeats    *SeriesRecord `json:"repeats,omitempty"` // the series, of a deadline that has one
	Undoes     string        `json:"undoes,omitempty"`  // the entry that this change took back
}

// PartRecord is what one service owes.
type PartRecord struct {
	Service    ServiceID `json:"service"`
	Assignee   PersonID  `json:"assignee,omitempty"`
	AssignedBy PersonID  `json:"assigned_by,omitempty"`
	State      State     `json:"state"`
	ClosedAt   time.Time `json:"closed_at,omitzero"`
	ClosedBy   PersonID  `json:"closed_by,omitempty"`
	Note       string    `json:"note,omitempty"`
	Outcome    Outcome   `json:"outcome,omitempty"`
	Until      DueRecord `json:"until,omitzero"`
	Wish       DueRecord `json:"wish,omitzero"`
	Why        string    `json:"why,omitempty"`
	AskedBy    PersonID  `json:"asked_by,omitempty"`
}

// SeriesRecord is what the occurrences of a deadline that comes back start from.
type SeriesRecord struct {
	Rule    string             `json:"rule"`
	Title   string             `json:"title"`
	Kind    DeadlineKind       `json:"kind"`
	Zone    string             `json:"zone"`
	Ladder  LadderRecord       `json:"ladder"`
	Chosen  bool               `json:"chosen,omitempty"`
	Chase   *ChaseRecord       `json:"chase,omitempty"`
	Parts   []SeriesPartRecord `json:"parts"`
	Author  PersonID           `json:"author,omitempty"`
	From    ServiceID          `json:"from,omitempty"`
	Ended   bool               `json:"ended,omitempty"`
	Version int                `json:"version"`
}

// SeriesPartRecord is who owes each occurrence.
type SeriesPartRecord struct {
	Service    ServiceID `json:"service"`
	Assignee   PersonID  `json:"assignee,omitempty"`
	AssignedBy PersonID  `json:"assigned_by,omitempty"`
}

// DueRecord is a due date; the zero one is none.
type DueRecord struct {
	Date string `json:"date"` // "2027-01-29"
	Time string `json:"time,omitempty"`
	Zone string `json:"zone"`
}

// LadderRecord is the reminders; null for none decided.
type LadderRecord []StepRecord

// ChaseRecord is what leaves after the date; nil for none decided.
type ChaseRecord struct {
	None     bool         `json:"none,omitempty"`
	Steps    LadderRecord `json:"steps,omitempty"`
	Every    StepRecord   `json:"every,omitzero"`
	Escalate int          `json:"escalate,omitempty"`
	To       PersonID     `json:"to,omitempty"`
}

// StepRecord is one reminder.
type StepRecord struct {
	Days int    `json:"days"`
	Unit Unit   `json:"unit,omitempty"`
	At   string `json:"at"` // "09:00"
}

// RecordDeadline makes the record of a deadline, and of its series when it has
// one, with the persons it names.
func RecordDeadline(tx Tx, d Deadline) (DeadlineRecord, error) {
	names := naming{tx: tx, region: d.Region}
	r := DeadlineRecord{
		Title: d.Title, Kind: d.Kind, Due: recordDue(d.Due), Said: d.Said, SaidEN: d.SaidEN, First: recordDue(d.First),
		Ladder: recordLadder(d.Ladder), Chosen: d.Chosen, Chase: names.chase(d.Chase), State: d.State,
		Restricted: d.Restricted, Urgent: d.Urgent,
		Author: names.person(d.Author), From: d.From, Channel: d.Channel, CreatedAt: d.CreatedAt,
		ClosedAt: d.ClosedAt, ClosedBy: names.person(d.ClosedBy), Reason: d.Reason, Previous: recordDue(d.Previous),
		Series: d.Series, Occurrence: recordDate(d.Occurrence), Next: d.Next, Revision: d.Revision, Version: d.Version,
	}
	for _, p := range d.Parts {
		r.Parts = append(r.Parts, PartRecord{
			Service: p.Service, Assignee: names.person(p.Assignee), AssignedBy: names.person(p.AssignedBy),
			State: p.State, ClosedAt: p.ClosedAt, ClosedBy: names.person(p.ClosedBy), Note: p.Note,
			Outcome: p.Outcome, Until: recordDue(p.Until), Wish: recordDue(p.Wish), Why: p.Why, AskedBy: names.person(p.AskedBy),
		})
	}
	if !d.Repeats() {
		return r, names.err
	}
	s, err := tx.Series(d.Region, d.Series)
	if err != nil {
		return r, err
	}
	r.Repeats = recordSeries(&names, s)
	return r, names.err
}

func recordSeries(names *naming, s Series) *SeriesRecord {
	r := &SeriesRecord{
		Rule: s.Rule.String(), Title: s.Title, Kind: s.Kind, Zone: s.Zone, Ladder: recordLadder(s.Ladder), Chosen: s.Chosen,
		Chase:  names.chase(s.Chase),
		Author: names.person(s.Author), From: s.From, Ended: s.Ended, Version: s.Version,
	}
	for _, p := range s.Parts {
		r.Parts = append(r.Parts, SeriesPartRecord{
			Service: p.Service, Assignee: names.person(p.Assignee), AssignedBy: names.person(p.AssignedBy),
		})
	}
	return r
}

func recordDue(d Due) DueRecord {
	r := DueRecord{Date: recordDate(d.Date), Zone: d.Zone}
	if d.HasTime {
		r.Time = d.Time.String()
	}
	return r
}

func recordDate(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func recordLadder(l Ladder) LadderRecord {
	if l == nil {
		return nil
	}
	r := make(LadderRecord, len(l))
	for i, s := range l {
		r[i] = recordStep(s)
	}
	return r
}

func recordStep(s Step) StepRecord { return StepRecord{Days: s.Days, Unit: s.Unit, At: s.At.String()} }

// chase records what leaves after a date, with the person it names.
func (n *naming) chase(c Chase) *ChaseRecord {
	if !c.Said() {
		return nil
	}
	r := &ChaseRecord{None: c.None, Steps: recordLadder(c.Steps), Escalate: c.Escalate, To: n.person(c.To)}
	if c.Every != (Step{}) {
		r.Every = recordStep(c.Every)
	}
	return r
}

// ReadDeadlineRecord reads what an entry about a deadline holds, before or
// after; false when it holds none: at a creation, or once erased.
func ReadDeadlineRecord(text string) (r DeadlineRecord, held bool, err error) {
	if text == "" {
		return r, false, nil
	}
	err = json.Unmarshal([]byte(text), &r)
	return r, err == nil, wrap(err, "record of a deadline")
}

// Deadline is the deadline that the record tells, under its region and number.
// A person who was erased since is nobody.
func (r DeadlineRecord) Deadline(tx Tx, region RegionID, number int) (Deadline, error) {
	names := naming{tx: tx, region: region}
	read := reading{}
	d := Deadline{
		Region: region, Number: number, Title: r.Title, Kind: r.Kind, Due: read.due(r.Due), Said: r.Said, SaidEN: r.SaidEN,
		First: read.due(r.First), Ladder: read.ladder(r.Ladder), Chosen: r.Chosen, State: r.State,
		Chase: read.chase(r.Chase, &names), Restricted: r.Restricted, Urgent: r.Urgent,
		Author: names.user(r.Author), From: r.From, Channel: r.Channel, CreatedAt: r.CreatedAt, ClosedAt: r.ClosedAt,
		ClosedBy: names.user(r.ClosedBy), Reason: r.Reason, Previous: read.due(r.Previous), Series: r.Series,
		Occurrence: read.date(r.Occurrence), Next: r.Next, Revision: r.Revision, Version: r.Version,
	}
	for _, p := range r.Parts {
		d.Parts = append(d.Parts, Part{
			Service: p.Service, Assignee: names.user(p.Assignee), AssignedBy: names.user(p.AssignedBy),
			State: p.State, ClosedAt: p.ClosedAt, ClosedBy: names.user(p.ClosedBy), Note: p.Note,
			Outcome: p.Outcome, Until: read.due(p.Until), Wish: read.due(p.Wish), Why: p.Why, AskedBy: names.user(p.AskedBy),
		})
	}
	if names.err != nil {
		return Deadline{}, names.err
	}
	if read.err != nil {
		return Deadline{}, read.err
	}
	var err error
	d.DueAt, err = d.Due.Deadline()
	return d, err
}

// SeriesOf is the series that the record of an occurrence tells; false when it
// tells none.
func (r DeadlineRecord) SeriesOf(tx Tx, region RegionID) (Series, bool, error) {
	if r.Repeats == nil {
		return Series{}, false, nil
	}
	names := naming{tx: tx, region: region}
	read, held := reading{}, r.Repeats
	s := Series{
		Region: region, Number: r.Series, Title: held.Title, Kind: held.Kind, Zone: held.Zone, Ladder: read.ladder(held.Ladder),
		Chosen: held.Chosen, Chase: read.chase(held.Chase, &names), Author: names.user(held.Author), From: held.From, Ended: held.Ended, Version: held.Version,
	}
	for _, p := range held.Parts {
		s.Parts = append(s.Parts, SeriesPart{
			Service: p.Service, Assignee: names.user(p.Assignee), AssignedBy: names.user(p.AssignedBy),
		})
	}
	if names.err != nil {
		return Series{}, false, names.err
	}
	if read.err != nil {
		return Series{}, false, read.err
	}
	var err error
	s.Rule, err = calendar.ParseRecurrence(held.Rule)
	return s, err == nil, err
}

// naming turns accounts into persons and back, and keeps the first error.
type naming struct {
	tx     Tx
	region RegionID
	err    error
}

func (n *naming) person(user UserID) PersonID {
	if user == "" || n.err != nil {
		return ""
	}
	var id PersonID
	id, n.err = n.tx.Person(n.region, user)
	return id
}

func (n *naming) user(id PersonID) UserID {
	if id == "" || n.err != nil {
		return ""
	}
	var user UserID
	user, n.err = n.tx.PersonUser(n.region, id)
	return user
}

// reading reads the values of a record, and keeps the first error.
type reading struct{ err error }

func (r *reading) due(record DueRecord) Due {
	d := Due{Date: r.date(record.Date), Zone: record.Zone, HasTime: record.Time != ""}
	if d.HasTime {
		d.Time = r.hour(record.Time)
	}
	return d
}

func (r *reading) date(text string) calendar.Date {
	if text == "" || r.err != nil {
		return calendar.Date{}
	}
	var d calendar.Date
	d, r.err = calendar.ParseDate(text)
	return d
}

func (r *reading) hour(text string) calendar.TimeOfDay {
	if r.err != nil {
		return calendar.TimeOfDay{}
	}
	var h calendar.TimeOfDay
	h, r.err = calendar.ParseTimeOfDay(text)
	return h
}

func (r *reading) ladder(record LadderRecord) Ladder {
	if record == nil {
		return nil
	}
	l := make(Ladder, len(record))
	for i, s := range record {
		l[i] = r.step(s)
	}
	return l
}

func (r *reading) step(s StepRecord) Step { return Step{Days: s.Days, Unit: s.Unit, At: r.hour(s.At)} }

func (r *reading) chase(record *ChaseRecord, names *naming) Chase {
	if record == nil {
		return Chase{}
	}
	c := Chase{None: record.None, Steps: r.ladder(record.Steps), Escalate: record.Escalate, To: names.user(record.To)}
	if record.Every != (StepRecord{}) {
		c.Every = r.step(record.Every)
	}
	return c
}
