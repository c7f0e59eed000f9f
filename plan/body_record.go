package plan

import (
	"encoding/json"
	"strconv"

	"jalon/calendar"
)

// BodyRecord is a body as the journal keeps it. It names people by [PersonID];
// those without an account stand by their rank in the seat, and the secretariat,
// which may be somebody, is not kept. Its JSON is read for as long as the journal
// is: names stay, fields are only added.
type BodyRecord struct {
	Name       string             `json:"name,omitempty"`
	Short      string             `json:"short,omitempty"`
	Kind       string             `json:"kind,omitempty"`
	Chair      Chair              `json:"chair,omitempty"`
	Hat        Hat                `json:"hat,omitempty"`
	Department string             `json:"department,omitempty"`
	LegalBasis string             `json:"legal_basis,omitempty"`
	Rhythm     string             `json:"rhythm,omitempty"`
	Notice     int                `json:"notice,omitempty"`
	NoticeUnit calendar.Unit      `json:"notice_unit,omitempty"`
	Quorum     int                `json:"quorum,omitempty"`
	QuorumOf   int                `json:"quorum_of,omitempty"`
	Members    int                `json:"members,omitempty"`
	Proxies    int                `json:"proxies,omitempty"`
	Replaces   bool               `json:"replaces_qualified,omitempty"`
	Links      []Link             `json:"links,omitempty"`
	Template   string             `json:"template,omitempty"`
	Closed     bool               `json:"closed,omitempty"`
	Seats      []SeatOfBodyRecord `json:"seats,omitempty"`
}

// SeatOfBodyRecord is one place of a body.
type SeatOfBodyRecord struct {
	Number   int          `json:"number"`
	Name     string       `json:"name"`
	Nature   SeatNature   `json:"nature"`
	Advisory bool         `json:"advisory,omitempty"`
	Closed   bool         `json:"closed,omitempty"`
	Terms    []TermRecord `json:"terms,omitempty"`
}

// TermRecord is who holds a seat, and for how long.
type TermRecord struct {
	Rank  int      `json:"rank"`
	Who   PersonID `json:"who,omitempty"`
	From  string   `json:"from,omitempty"`
	To    string   `json:"to,omitempty"`
	Order string   `json:"order,omitempty"`
}

// RecordBody makes the journal's record of a body.
func RecordBody(tx Tx, b Body) (BodyRecord, error) {
	r := BodyRecord{
		Name: b.Name, Short: b.Short, Kind: b.Kind, Chair: b.Chair, Hat: b.Hat, Department: b.Department,
		LegalBasis: b.LegalBasis, Rhythm: b.Rhythm, Notice: b.Rules.Notice, NoticeUnit: b.Rules.NoticeUnit,
		Quorum: b.Rules.Quorum.Number, QuorumOf: b.Rules.Quorum.Of, Members: b.Rules.Members, Proxies: b.Rules.Proxies,
		Replaces: b.Rules.ReplacesQualified, Links: b.Links, Template: b.Template, Closed: b.Closed,
	}
	for _, s := range b.Seats {
		seat := SeatOfBodyRecord{Number: s.Number, Name: s.Name, Nature: s.Nature, Advisory: s.Advisory, Closed: s.Closed}
		for _, t := range s.Terms {
			who, err := personOf(tx, b.Region, t.Who.User)
			if err != nil {
				return r, err
			}
			seat.Terms = append(seat.Terms, TermRecord{Rank: t.Rank, Who: who, From: dateText(t.From), To: dateText(t.To), Order: t.Order})
		}
		r.Seats = append(r.Seats, seat)
	}
	return r, nil
}

func dateText(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// ReadBodyRecord reads what an entry says of a body; false when it says nothing.
func ReadBodyRecord(text string) (r BodyRecord, ok bool) {
	return r, text != "" && json.Unmarshal([]byte(text), &r) == nil
}

// noteBody writes the journal entry of a change.
func (p *Planner) noteBody(tx Tx, call Call, action string, c BodyChange, reason string) error {
	var was any
	if c.Before.Number != 0 {
		record, err := RecordBody(tx, c.Before)
		if err != nil {
			return err
		}
		was = record
	}
	is, err := RecordBody(tx, c.After)
	if err != nil {
		return err
	}
	return p.journal(tx, call, action, c.After.Ref(), was, is, reason)
}

// noticeText is a time of notice as a list has it, empty for that of common law.
func noticeText(r BodyRules) string {
	if r.Notice == 0 {
		return ""
	}
	text := strconv.Itoa(r.Notice) + " jours"
	if r.NoticeUnit != calendar.CalendarDays {
		text += " " + r.NoticeUnit.String()
	}
	return text
}

// quorumText is a quorum as a list has it, empty for that of common law.
func quorumText(q Quorum) string {
	switch {
	case q == NoQuorum:
		return "aucun"
	case q == Quorum{}:
		return ""
	case q.Of == 0:
		return strconv.Itoa(q.Number) + " membres"
	default:
		return strconv.Itoa(q.Number) + "/" + strconv.Itoa(q.Of)
	}
}

func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
