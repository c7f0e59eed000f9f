package plan

import (
	"encoding/json"
)

// ProjectRecord is a project as the journal keeps it. It names people by
// [PersonID]. Its JSON is read for as long as the journal is: names stay, fields
// are only added.
type ProjectRecord struct {
	Name        string         `json:"name,omitempty"`
	Short       string         `json:"short,omitempty"`
	Programme   string         `json:"programme,omitempty"`
	Departments []string       `json:"departments,omitempty"`
	Place       string         `json:"place,omitempty"`
	PlaceCode   string         `json:"place_code,omitempty"`
	Service     ServiceID      `json:"service,omitempty"`
	Lead        PersonID       `json:"lead,omitempty"`
	Owner       string         `json:"owner,omitempty"`
	Partners    string         `json:"partners,omitempty"`
	Outlook     Outlook        `json:"outlook,omitempty"`
	Comment     string         `json:"comment,omitempty"`
	Progress    int            `json:"progress"`
	Blocker     string         `json:"blocker,omitempty"`
	Milestone   string         `json:"milestone,omitempty"`
	MilestoneOn string         `json:"milestone_on,omitempty"`
	Links       []Link         `json:"links,omitempty"`
	Fields      []ProjectField `json:"fields,omitempty"`
	Refs        []Ref          `json:"refs,omitempty"`
	External    string         `json:"external,omitempty"`
	Closed      bool           `json:"closed,omitempty"`
	Confirmed   bool           `json:"confirmed,omitempty"` // said to be unchanged
}

// RecordProject makes the journal's record of a project.
func RecordProject(tx Tx, p Project) (ProjectRecord, error) {
	lead, err := personOf(tx, p.Region, p.Lead)
	return ProjectRecord{
		Name: p.Name, Short: p.Short, Programme: p.Programme, Departments: p.Departments, Place: p.Place, PlaceCode: p.PlaceCode,
		Service: p.Service, Lead: lead, Owner: p.Owner, Partners: p.Partners, Outlook: p.Outlook, Comment: p.Comment,
		Progress: p.Progress, Blocker: p.Blocker, Milestone: p.Milestone, MilestoneOn: dateText(p.MilestoneOn),
		Links: p.Links, Fields: p.Fields, Refs: p.Refs, External: p.External, Closed: p.Closed,
	}, err
}

// ReadProjectRecord reads what an entry says of a project; false when it says
// nothing.
func ReadProjectRecord(text string) (r ProjectRecord, ok bool) {
	return r, text != "" && json.Unmarshal([]byte(text), &r) == nil
}

// noteProject writes the journal entry of a change; before is zero for a new one.
func (p *Planner) noteProject(tx Tx, call Call, action string, before, after Project, reason string) error {
	var was any
	if before.Number != 0 {
		record, err := RecordProject(tx, before)
		if err != nil {
			return err
		}
		was = record
	}
	is, err := RecordProject(tx, after)
	if err != nil {
		return err
	}
	is.Confirmed = after.ConfirmedAt.After(before.ConfirmedAt)
	return p.journal(tx, call, action, after.Ref(), was, is, reason)
}
