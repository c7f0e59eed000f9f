package plan

import (
	"encoding/json"
	"time"
)

// MeetingRecord is a meeting as the journal keeps it. It names people by
// [PersonID]; those without an account stand by their rank in the seat. Its JSON
// is read for as long as the journal is kept: names stay, fields are only added.
type MeetingRecord struct {
	Body   string              `json:"body"` // "IN3"
	State  MeetingState        `json:"state"`
	Date   string              `json:"date"` // empty when it is to be set
	Time   string              `json:"time,omitempty"`
	End    string              `json:"end,omitempty"`
	Zone   string              `json:"zone"`
	Place  string              `json:"place,omitempty"`
	Link   string              `json:"link,omitempty"`
	Hat    Hat                 `json:"hat,omitempty"`
	Agenda string              `json:"agenda,omitempty"`
	Notice string              `json:"notice,omitempty"`
	Seats  []SeatRecord        `json:"seats,omitempty"`
	Steps  []MeetingStepRecord `json:"steps,omitempty"`
	Held   string              `json:"attendance,omitempty"`
	Given  time.Time           `json:"minutes_at,omitzero"`
	Reason string              `json:"reason,omitempty"`
	Clone  int                 `json:"cloned_from,omitempty"`
	Number int                 `json:"revision"`
	// Undoes is the entry that this one takes back, empty for none.
	Undoes string `json:"undoes,omitempty"`
	// Rule is the rule that was gone against for the reason of the entry, empty for none.
	Rule Rule `json:"rule,omitempty"`
}

// SeatRecord is who represents the préfet in one seat.
type SeatRecord struct {
	Seat       int                 `json:"seat"`
	State      RepresentationState `json:"state"`
	Who        PersonID            `json:"who,omitempty"`
	Rank       int                 `json:"rank"`
	Proxy      PersonID            `json:"proxy,omitempty"`
	ProxySeat  int                 `json:"proxy_seat,omitempty"` // where who holds the proxy is expected
	Override   string              `json:"override,omitempty"`
	OverrideBy PersonID            `json:"override_by,omitempty"`
	Asked      int                 `json:"asked,omitempty"` // how many were asked
}

// MeetingStepRecord is one step of the backward schedule.
type MeetingStepRecord struct {
	Name     string `json:"name"`
	Date     string `json:"date"`
	Deadline string `json:"deadline,omitempty"` // "E31"
}

// ReadMeetingRecord reads a text of an entry about a meeting; false when the entry
// is about something else, or holds none.
func ReadMeetingRecord(e Entry, text string) (r MeetingRecord, held bool) {
	if _, meeting := ParseMeetingRef(string(e.Object)); !meeting || text == "" {
		return r, false
	}
	err := json.Unmarshal([]byte(text), &r)
	return r, err == nil && r.Body != ""
}

// RecordMeeting makes the journal's record of a meeting.
func RecordMeeting(tx Tx, m Meeting) (MeetingRecord, error) {
	r := MeetingRecord{
		Body: string(BodyRef(m.Body)), State: m.State, Zone: m.Start.Zone, Place: m.Place, Link: m.Link,
		Hat: m.Hat, Agenda: m.Agenda, Held: m.Attendance, Given: m.MinutesAt, Reason: m.Reason, Clone: m.ClonedFrom, Number: m.Revision,
	}
	if !m.Start.Date.IsZero() {
		r.Date = m.Start.Date.String()
	}
	if m.HasTime {
		r.Time = m.Start.Time.String()
	}
	if m.End.Minutes() > 0 {
		r.End = m.End.String()
	}
	if !m.NoticeOn.IsZero() {
		r.Notice = m.NoticeOn.String()
	}
	for _, s := range m.Seats {
		held := SeatRecord{Seat: s.Seat, State: s.State, Rank: s.Rank, Override: s.Override, Asked: len(s.Asks)}
		if s.State == ByProxy {
			held.ProxySeat = m.seatOf(s.Proxy, s.Seat)
		}
		var err error
		if held.Who, err = personOf(tx, m.Region, s.Who.User); err != nil {
			return r, err
		}
		if held.Proxy, err = personOf(tx, m.Region, s.Proxy.User); err != nil {
			return r, err
		}
		if held.OverrideBy, err = personOf(tx, m.Region, s.OverrideBy); err != nil {
			return r, err
		}
		r.Seats = append(r.Seats, held)
	}
	for _, s := range m.Steps {
		step := MeetingStepRecord{Name: s.Name, Date: s.Date.String()}
		if s.Deadline > 0 {
			step.Deadline = string(DeadlineRef(s.Deadline))
		}
		r.Steps = append(r.Steps, step)
	}
	return r, nil
}

// storeMeeting stores a meeting with its journal entry, and asks that its cards
// show it. before is what it was, nil for a new one. m is left as it is stored.
func (p *Planner) storeMeeting(tx Tx, call Call, action string, before, m *Meeting, reason string) error {
	return p.storeNoted(tx, call, action, before, m, reason, meetingNote{})
}

// meetingNote is what the journal keeps of an action besides what the meeting was
// and is.
type meetingNote struct {
	undoes string // the entry that is taken back
	rule   Rule   // gone against
}

// storeNoted is [Planner.storeMeeting] with what the journal keeps besides.
func (p *Planner) storeNoted(tx Tx, call Call, action string, before, m *Meeting, reason string, note meetingNote) error {
	var was any
	if before != nil {
		record, err := RecordMeeting(tx, *before)
		if err != nil {
			return err
		}
		was = record
	}
	is, err := RecordMeeting(tx, *m)
	if err != nil {
		return err
	}
	is.Undoes, is.Rule = note.undoes, note.rule
	if before == nil {
		if err := tx.AddMeeting(*m); err != nil {
			return err
		}
	} else {
		if err := tx.UpdateMeeting(*m); err != nil {
			return err
		}
		m.Version++
		if err := redrawMeeting(tx, *before, *m); err != nil {
			return err
		}
	}
	return p.journal(tx, call, action, m.Ref(), was, is, reason)
}
