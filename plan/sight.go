package plan

import "slices"

// Sight is what a reader may see in a region: everything, or what concerns the
// services of a territory, or what is the reader's own. It says in a form that a
// list can be selected by what [Allowed] says of [ReadIt] for one deadline.
type Sight struct {
	// All sees everything of the region, restricted records included.
	All bool
	// Scope is the services whose records are seen, restricted ones excepted;
	// Whole tells that they are all those of the region, closed ones included.
	Scope []ServiceID
	Whole bool
	// Own is the services whose restricted records are seen too: the reader's
	// own, and those that the reader coordinates or decides over.
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
	if s.Whole && !d.Restricted {
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

// Sight is what the person of the view may see.
func (v DirectoryView) Sight() Sight {
	var s Sight
	if v.Actor.User != "" {
		s.Users = append([]UserID{v.Actor.User}, v.Actor.StandsFor...)
	}
	for i := range v.Actor.Standings {
		s.add(&v.Actor.Standings[i], v.Services)
	}
	return s
}

// ChannelSight is what may be shown in a channel, whoever asks: what the agents
// of its service see. A channel that anybody of the team may join shows nothing
// that is restricted, and a channel of no service shows nothing.
func (v DirectoryView) ChannelSight(channel ChannelID) Sight {
	var s Sight
	for _, home := range v.Services {
		if home.Channel == "" || home.Channel != channel {
			continue
		}
		for _, st := range standings([]Membership{{Service: home.ID, Role: RoleContribution, Source: ByChannel}}, v.Services) {
			s.add(&st, v.Services)
		}
	}
	return s
}

// add widens the sight by what a role sees.
func (s *Sight) add(st *Standing, all []Service) {
	switch {
	case extentOf(ReadIt, st.Role) == nowhere:
	case st.Everywhere && st.leads() && !st.Open:
		s.All = true
	case st.Everywhere && st.Open:
		s.Whole, s.Scope = true, append(s.Scope, idsOf(all)...)
	case st.Open:
		s.Scope = append(s.Scope, st.Reach...)
	case st.Everywhere:
		s.Whole = true
		s.Scope, s.Own = append(s.Scope, idsOf(all)...), append(s.Own, st.Service)
	case st.leads():
		s.Own = append(s.Own, st.Reach...)
	default:
		s.Scope, s.Own = append(s.Scope, st.Reach...), append(s.Own, st.Service)
	}
}

func idsOf(services []Service) []ServiceID {
	out := make([]ServiceID, len(services))
	for i, s := range services {
		out[i] = s.ID
	}
	return out
}
