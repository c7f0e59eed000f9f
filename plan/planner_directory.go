package plan

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"jalon/i18n"
)

// Member is a Mattermost account seen in a service's channel.
type Member struct {
	User     UserID
	Username string
	Name     string
	Lang     i18n.Lang
}

// DirectoryView is a region’s services and the person who asks, read in one
// transaction.
type DirectoryView struct {
	Region   Region
	Services []Service // open ones, by code
	Closed   []Service // by code
	Actor    Actor
	Place    Place
	// Referents are the user names of the people who answer for the coordination.
	Referents []string
}

// Service returns a service of the view, and whether it is there.
func (v DirectoryView) Service(id ServiceID) (Service, bool) {
	for _, s := range v.Services {
		if s.ID == id {
			return s, true
		}
	}
	return Service{}, false
}

// Coordination returns the region's coordinating service, zero when it has none.
func (v DirectoryView) Coordination() Service {
	for _, s := range v.Services {
		if s.Coordinates() {
			return s
		}
	}
	return Service{}
}

// Look reads what a request needs: the region, its services, who asks with
// which services, whom they stand in for at that moment, and the service of the
// channel. A person the region does not know yet is an actor without services.
// ErrNotFound when the region is unknown.
func (p *Planner) Look(ctx context.Context, now time.Time, region RegionID, user UserID, username string, place Place) (DirectoryView, error) {
	var v DirectoryView
	err := p.store.Read(ctx, func(tx Tx) error {
		var err error
		v, err = lookAt(tx, Call{Now: now, Actor: Actor{Region: region, User: user, Username: username}, Place: place})
		return err
	})
	return v, wrap(err, "look up %s in region %s", user, region)
}

// lookAt is [Planner.Look] inside the transaction of a call: the person's rights
// are those of that moment, whatever was read before.
func lookAt(tx Tx, call Call) (DirectoryView, error) {
	v, err := look(tx, call.Actor.Region, call.Actor.User, call.Actor.Username, call.Place)
	if err != nil {
		return v, err
	}
	v.Actor.StandsFor, err = standsFor(tx, v, call.Now)
	return v, err
}

func look(tx Tx, region RegionID, user UserID, username string, place Place) (DirectoryView, error) {
	v := DirectoryView{Place: place}
	var err error
	if v.Region, err = tx.Region(region); err != nil {
		return v, err
	}
	all, err := tx.Services(region)
	if err != nil {
		return v, err
	}
	for _, s := range all {
		if s.Closed {
			v.Closed = append(v.Closed, s)
		} else {
			v.Services = append(v.Services, s)
		}
	}
	for _, s := range v.Services {
		if !place.Direct && s.Channel != "" && s.Channel == place.Channel {
			v.Place.Service = s.ID
		}
	}
	if v.Actor, err = actor(tx, v, user, username); err != nil {
		return v, err
	}
	for _, user := range v.Coordination().Referents {
		name, err := UserName(tx, region, user)
		if err != nil {
			return v, err
		}
		if name != "" {
			v.Referents = append(v.Referents, name)
		}
	}
	return v, nil
}

func actor(tx Tx, v DirectoryView, user UserID, username string) (Actor, error) {
	a := Actor{Region: v.Region.ID, User: user, Username: username, Lang: v.Region.Lang}
	agent, err := tx.Agent(v.Region.ID, user)
	if errors.Is(err, ErrNotFound) {
		return a, nil
	}
	if err != nil || !agent.Active {
		return a, err
	}
	a.Username = agent.Username
	if agent.Lang != "" {
		a.Lang = agent.Lang
	}
	for _, m := range agent.Memberships() {
		if _, open := v.Service(m.Service); !open {
			continue
		}
		a.Services = append(a.Services, m)
	}
	a.Standings = standings(a.Services, v.Services)
	return a, nil
}

// Regions lists the regions served.
func (p *Planner) Regions(ctx context.Context) ([]Region, error) {
	var out []Region
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = tx.Regions(); return err })
	return out, wrap(err, "list regions")
}

// Services lists the services of a region by code, closed ones included.
func (p *Planner) Services(ctx context.Context, region RegionID) ([]Service, error) {
	var out []Service
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = tx.Services(region); return err })
	return out, wrap(err, "list services of %s", region)
}

// SlashTokens lists the hashes that a region's slash commands must prove.
func (p *Planner) SlashTokens(ctx context.Context, region RegionID) ([]SlashToken, error) {
	var out []SlashToken
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = tx.SlashTokens(region); return err })
	return out, wrap(err, "read slash tokens of %s", region)
}

// Install stores a region with its services and the tokens of its slash
// commands, in one transaction. What stands already under the same code is
// brought up to date; a service absent from the list stays as it is.
func (p *Planner) Install(ctx context.Context, now time.Time, region Region, services []Service, tokens []SlashToken) error {
	call := Call{Now: now, Actor: Actor{Region: region.ID}, Origin: BySetup}
	return wrap(p.write(ctx, func(tx Tx) error {
		if err := putRegion(tx, region); err != nil {
			return err
		}
		dir, err := look(tx, region.ID, "", "", Place{})
		if err != nil {
			return err
		}
		for _, s := range services {
			if err := p.installService(tx, &dir, s, call); err != nil {
				return wrap(err, "service %s", s.Code)
			}
		}
		for _, t := range tokens {
			if err := tx.PutSlashToken(t); err != nil {
				return wrap(err, "token of /%s", t.Trigger)
			}
		}
		return nil
	}), "install region %s", region.ID)
}

func putRegion(tx Tx, r Region) error {
	known, err := tx.Region(r.ID)
	switch {
	case errors.Is(err, ErrNotFound):
		r.Version = 0
	case err != nil:
		return err
	default:
		r.Version = known.Version
		if r.AdminChannel == "" {
			r.AdminChannel = known.AdminChannel
		}
		if r.Keep == (Retention{}) {
			r.Keep = known.Keep
		}
		r.Ladder = cmp.Or(r.Ladder, known.Ladder)
	}
	return tx.PutRegion(r)
}

// installService stores a service unless it stands as given already.
func (p *Planner) installService(tx Tx, dir *DirectoryView, s Service, call Call) error {
	known, err := tx.Services(s.Region)
	if err != nil {
		return err
	}
	change := ServiceChange{}
	s.Version = 0
	for _, k := range known {
		if strings.EqualFold(k.Code, s.Code) {
			s.keep(k)
			change.Before = k
		}
	}
	if s.ID == "" {
		s.ID = ServiceID(strings.ToLower(s.Code))
	}
	change.After = s
	if change.Before.ID != "" && same(change.Before, s) {
		return nil
	}
	return p.putServiceAndFollow(tx, dir, known, change, call)
}

// NoteChannel records whether anybody of the team may join the channel of a
// service, with its entry of the journal: rights depend on it. The cards of
// restricted deadlines there are drawn again: what they may show has changed.
func (p *Planner) NoteChannel(ctx context.Context, now time.Time, region RegionID, service ServiceID, open bool) error {
	known := func(tx Tx) (Service, bool, error) {
		all, err := tx.Services(region)
		i := slices.IndexFunc(all, func(s Service) bool { return s.ID == service })
		if err != nil || i < 0 {
			return Service{}, true, err
		}
		return all[i], all[i].ChannelOpen == open, nil
	}
	same := false
	err := p.store.Read(ctx, func(tx Tx) (err error) { _, same, err = known(tx); return err })
	if err != nil || same {
		return wrap(err, "channel of %s", service)
	}
	return wrap(p.write(ctx, func(tx Tx) error {
		s, same, err := known(tx)
		if err != nil || same {
			return err
		}
		change := ServiceChange{Before: s, After: s}
		change.After.ChannelOpen = open
		if err := tx.PutService(change.After); err != nil {
			return err
		}
		if err := p.noteService(tx, byMembers(region, now), "service.modifier", change, ""); err != nil {
			return err
		}
		return redrawRestricted(tx, s)
	}), "channel of %s", service)
}

// redrawRestricted asks that the cards of what a service owes in confidence be
// drawn again.
func redrawRestricted(tx Tx, s Service) error {
	found, _, err := tx.FindDeadlines(s.Region, DeadlineFilter{Services: []ServiceID{s.ID}, Discreet: true})
	if err != nil {
		return err
	}
	for _, d := range found {
		if err := tx.UpdateDeadline(d); err != nil {
			return err
		}
		d.Version++
		if err := redraw(tx, d); err != nil {
			return err
		}
	}
	return nil
}

// keep takes from a service as it stands what a list does not say: what people
// have set since stays.
func (s *Service) keep(k Service) {
	s.ID, s.Version = k.ID, k.Version
	s.Parent, s.Arrondissement = cmp.Or(s.Parent, k.Parent), cmp.Or(s.Arrondissement, k.Arrondissement)
	s.Digest, s.Ladder = cmp.Or(s.Digest, k.Digest), cmp.Or(s.Ladder, k.Ladder)
	if len(s.Referents) == 0 {
		s.Referents = k.Referents
	}
	s.ChannelOpen = s.Channel == k.Channel && k.ChannelOpen
	if k.Opens.Compare(k.Closes) < 0 {
		s.Opens, s.Closes = k.Opens, k.Closes
	}
	if s.Closed = k.Closed; s.Closed {
		s.Channel, s.ChannelName = "", ""
	}
}

// AgentNamed finds an active agent of the region by user name, with or without
// its @. ErrNotFound when nobody has it.
func (p *Planner) AgentNamed(ctx context.Context, region RegionID, name string) (Agent, error) {
	var a Agent
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		a, err = tx.AgentByName(region, strings.TrimPrefix(name, "@"))
		return err
	})
	return a, wrap(err, "agent %s", name)
}

// AgentsAmong lists those of the accounts that the region knows, inactive ones
// included.
func (p *Planner) AgentsAmong(ctx context.Context, region RegionID, users []UserID) ([]Agent, error) {
	var out []Agent
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = tx.AgentsAmong(region, users); return err })
	return out, wrap(err, "read agents of %s", region)
}

// fewNames is how many user names a small region has: all can be compared with
// a slip. In a larger one, those that begin with the same letters are.
const (
	fewNames   = 200
	manyNames  = 2_000
	sameLetter = 2
)

// NamesNear lists user names of active agents among which the one meant by a
// slip is likely to stand; never the whole of a large region.
func (p *Planner) NamesNear(ctx context.Context, region RegionID, name string) ([]string, error) {
	var out []string
	err := p.store.Read(ctx, func(tx Tx) (err error) {
		if out, err = tx.UsernamesFrom(region, "", fewNames); err != nil || len(out) < fewNames {
			return err
		}
		letters := []rune(strings.TrimPrefix(name, "@"))
		out, err = tx.UsernamesFrom(region, string(letters[:min(sameLetter, len(letters))]), manyNames)
		return err
	})
	return out, wrap(err, "list names of %s", region)
}

// Agents lists the agents of a region by user name, inactive ones included. It
// reads them all: not for a request.
func (p *Planner) Agents(ctx context.Context, region RegionID) ([]Agent, error) {
	var out []Agent
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = tx.Agents(region); return err })
	return out, wrap(err, "list agents of %s", region)
}
