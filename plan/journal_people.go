package plan

import (
	"encoding/json"
	"strings"
)

// AgentRecord is what an entry of the journal about a person, or about what
// passed from one to another, holds on one side of the change. Each action
// fills some of its fields.
type AgentRecord struct {
	// Service is the one attached to or detached from, or that handed over or
	// received; entries of earlier imports hold "62, contribution" there.
	Service string `json:"service"`
	Role    Role   `json:"role"`
	// Services are those that an import gave: "62, contribution".
	Services []string `json:"services"`
	// From and To are the days of an absence: "2026-12-21".
	From   string   `json:"from"`
	To     string   `json:"to"`
	Deputy PersonID `json:"deputy"`
	// Holder is who handed over, or received, the Items.
	Holder   PersonID `json:"holder"`
	Referent PersonID `json:"referent"`
	Items    []string `json:"items"`
	// Changed are the fields of one's record that were corrected.
	Changed []string `json:"changed"`
	// Digest is the rhythm of a personal point.
	Digest string `json:"digest"`
}

// actionHandover is what passed from one to another.
const actionHandover = "passation"

// ReadAgentRecord reads a text of an entry about a person or a handover; false
// when the entry is about something else, or holds none.
func ReadAgentRecord(e Entry, text string) (r AgentRecord, held bool, err error) {
	if text == "" || e.Action != actionHandover && !strings.HasPrefix(e.Action, "agent.") {
		return r, false, nil
	}
	err = json.Unmarshal([]byte(text), &r)
	return r, err == nil, wrap(err, "record of %s", e.Action)
}
