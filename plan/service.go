package plan

import (
	"slices"
	"time"

	"jalon/calendar"
	"jalon/i18n"
)

// RegionID names a region: the identifier of its Mattermost team.
type RegionID string

// UserID is the identifier of a Mattermost account.
type UserID string

// ChannelID is the identifier of a Mattermost channel.
type ChannelID string

// ServiceID names a service for good; its code may change, this never does.
type ServiceID string

// Region is one préfecture de région and all that it coordinates. Nothing
// crosses from one region to another.
type Region struct {
	ID   RegionID
	Name string // the team's name, as in addresses: "hdf"
	Lang i18n.Lang
	// TimeZone and HolidayZone apply where no service says otherwise.
	TimeZone    string
	HolidayZone calendar.Zone
	// AdminChannel is where the administrators are told; empty for the channel
	// of the coordination.
	AdminChannel ChannelID
	// Keep is how long things are kept.
	Keep Retention
	// Ladder is the habits of the region, as [ParseHabits] reads them; empty for
	// those of the house.
	Ladder  string
	Version int
}

// ServiceKind is what sort of service of the State a Service is.
type ServiceKind string

// Kinds of service.
const (
	KindSGAR           ServiceKind = "sgar"
	KindPrefecture     ServiceKind = "prefecture"
	KindSousPrefecture ServiceKind = "sous-prefecture"
	KindRegional       ServiceKind = "direction-regionale"
	KindDepartmental   ServiceKind = "direction-departementale"
	KindOperator       ServiceKind = "operateur"
	KindGuest          ServiceKind = "collectivite-invitee"
)

// ServiceKinds lists the kinds in the order they are shown.
var ServiceKinds = []ServiceKind{
	KindSGAR, KindPrefecture, KindSousPrefecture, KindRegional, KindDepartmental, KindOperator, KindGuest,
}

// Service is a service of the State in a region: its secretariat (SGAR), a
// préfecture, a regional directorate…
type Service struct {
	Region  RegionID
	ID      ServiceID
	Code    string // "62", "SGAR", "DREAL"; unique in the region
	Name    string // "préfecture du Pas-de-Calais"
	Aliases []string
	Kind    ServiceKind
	Parent  ServiceID
	// Department is the official number, "62"; Arrondissement its INSEE code.
	// Both are empty for a regional service.
	Department     string
	Arrondissement string
	Channel        ChannelID
	ChannelName    string // as written after ~
	// ChannelOpen tells that anybody of the team may join the channel.
	ChannelOpen bool
	TimeZone    string // IANA name
	HolidayZone calendar.Zone
	// Opens and Closes are the hours between which jalon may speak.
	Opens, Closes calendar.TimeOfDay
	Digest        string // cron specification of the weekly point
	Ladder        string // its habits, as [ParseHabits] reads them; empty for those of the region
	Referents     []UserID
	Closed        bool
	Version       int
}

// Coordinates tells whether the service is the region's coordination.
func (s Service) Coordinates() bool { return s.Kind == KindSGAR }

// Role is what an agent may do for a service.
type Role string

// Roles of an agent in a service.
const (
	RoleCoordination Role = "coordination"
	RoleDecision     Role = "decision"
	RoleContribution Role = "contribution"
	RoleReading      Role = "lecture"
)

// Source is how an agent came to belong to a service.
type Source string

// Sources of a membership.
const (
	ByHand    Source = "hand"
	ByChannel Source = "channel"
)

// Membership attaches an agent to a service.
type Membership struct {
	Service ServiceID
	Role    Role
	Source  Source
}

// Agent is a Mattermost account attached to services of a region.
type Agent struct {
	Region   RegionID
	User     UserID
	Username string // as written after @
	Name     string // full name, empty when not known
	Lang     i18n.Lang
	Active   bool
	Services []Membership
	// Deputy receives what is for the agent from AwayFrom to AwayTo, both
	// included. No reason is ever stored.
	Deputy           UserID
	AwayFrom, AwayTo calendar.Date
	// Called is how the person wishes to be called (« Mme Vasseur »), Function
	// what they are in their service (« cheffe de bureau »): their own words.
	Called, Function string
	// Digest is the cron specification of the personal point, empty for none.
	Digest string
	// LeftAt is when the account was found deactivated, zero while it is active.
	LeftAt  time.Time
	Version int
}

// In tells whether the agent belongs to the service.
func (a Agent) In(s ServiceID) bool {
	_, in := a.Member(s)
	return in
}

// Member returns what attaches the agent to the service. What was given by hand
// comes before what the channel gives.
func (a Agent) Member(s ServiceID) (Membership, bool) {
	var found Membership
	in := false
	for _, m := range a.Services {
		if m.Service == s && (!in || m.Source == ByHand) {
			found, in = m, true
		}
	}
	return found, in
}

// Memberships lists the services of the agent, each once with the role that
// applies there.
func (a Agent) Memberships() []Membership {
	var out []Membership
	for _, m := range a.Services {
		if slices.ContainsFunc(out, func(o Membership) bool { return o.Service == m.Service }) {
			continue
		}
		applies, _ := a.Member(m.Service)
		out = append(out, applies)
	}
	return out
}
