package plan

import "slices"

// Sight is what a reader may see in a region: everything, or what concerns the
// services of a territory, or what is the reader's own.
type Sight struct {
	// All sees everything of the region, restricted records included.
	All bool
	// Scope is the services whose records are seen, restricted ones excepted:
	// the reader's own and those of the territory below them.
	Scope []ServiceID
	// Own is the reader's own services: their restricted records are seen too.
	Own []ServiceID
	// Users is the reader and those the reader stands in for: what they asked
	// for or are entrusted with is seen. Empty for a channel.
	Users []UserID
}

// Sees tells whether a deadline may be shown to the reader.
func (s Sight) Sees(d Deadline) bool {
	if s.All || slices.Contains(s.Users, d.Author) {
		return true
	}
	for _, p := range d.Parts {
		if slices.Contains(s.Own, p.Service) || slices.Contains(s.Users, p.Assignee) ||
			!d.Restricted && slices.Contains(s.Scope, p.Service) {
			return true
		}
	}
	return false
}
