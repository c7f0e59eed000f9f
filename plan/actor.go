package plan

import (
	"slices"
	"time"

	"jalon/i18n"
)

// Origin is the entrance a request came through.
type Origin string

// Entrances.
const (
	BySlash   Origin = "slash"
	ByButton  Origin = "button"
	ByForm    Origin = "form"
	ByMention Origin = "mention"
	ByDirect  Origin = "direct"
	ByConsole Origin = "console"
	BySetup   Origin = "setup"
	ByImport  Origin = "import"
	ByItself  Origin = "jalon"
	ByMembers Origin = "channel" // what jalon read of the channel of a service
)

// Actor is the person who asks, with what rights are decided from.
type Actor struct {
	Region   RegionID
	User     UserID
	Username string
	Lang     i18n.Lang
	Services []Membership
	// Standings are the roles of Services with their reach.
	Standings []Standing
	// StandsFor lists those who are away and whose deputy the actor is: what is
	// entrusted to them is the actor's to answer for meanwhile.
	StandsFor []UserID
}

// Coordinates tells whether the actor coordinates the region, or decides for it.
func (a Actor) Coordinates() bool {
	return slices.ContainsFunc(a.Standings, func(s Standing) bool {
		return s.Everywhere && s.leads()
	})
}

// In tells whether the actor belongs to the service.
func (a Actor) In(s ServiceID) bool {
	for _, m := range a.Services {
		if m.Service == s {
			return true
		}
	}
	return false
}

// Answers tells whether what is entrusted to a person is the actor's to answer
// for: their own, or that of somebody they stand in for.
func (a Actor) Answers(user UserID) bool {
	return user != "" && (user == a.User || slices.Contains(a.StandsFor, user))
}

// Place is where something was asked.
type Place struct {
	Channel ChannelID
	Direct  bool      // a private conversation with jalon
	Service ServiceID // the service that owns the channel, if one does
}

// Call is the circumstances of one use case: one reading of the clock, one
// person, one place.
type Call struct {
	Now    time.Time
	Actor  Actor
	Place  Place
	Origin Origin
	// Drawn is the version of the deadline in view of which a change is asked; 0
	// when it does not matter. What changed since is shown before it is changed.
	Drawn int
}
