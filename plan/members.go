package plan

import (
	"context"
	"slices"
	"time"
)

// SyncMembers makes the members of a service's channel its agents by channel:
// newcomers join it, those who left the channel leave it, and what was
// attached by hand stays. People keep their other services. An account that
// comes back is active again, and what was said of its absence says so. Each
// membership gained or lost has its entry of the journal.
func (p *Planner) SyncMembers(ctx context.Context, now time.Time, region RegionID, service ServiceID, members []Member) error {
	return wrap(p.write(ctx, func(tx Tx) error {
		agents, err := tx.AgentsOf(region, service)
		if err != nil {
			return err
		}
		users, present := make([]UserID, len(members)), make(map[UserID]bool, len(members))
		for i, m := range members {
			users[i], present[m.User] = m.User, true
		}
		elsewhere, err := tx.AgentsAmong(region, users)
		if err != nil {
			return err
		}
		known := make(map[UserID]Agent, len(agents)+len(elsewhere))
		for _, a := range elsewhere {
			known[a.User] = a
		}
		for _, m := range members {
			if err := p.join(tx, now, region, service, m, known[m.User]); err != nil {
				return err
			}
		}
		for _, a := range agents {
			if present[a.User] {
				continue
			}
			if err := p.leave(tx, now, service, a); err != nil {
				return err
			}
		}
		return nil
	}), "members of %s", service)
}

// join attaches a member to the service and writes only what changes.
func (p *Planner) join(tx Tx, now time.Time, region RegionID, service ServiceID, m Member, a Agent) error {
	back := a.Version > 0 && !a.Active
	changed := !a.Active || !m.describes(a)
	a = m.onto(a)
	a.Region = region
	gained := Membership{Service: service, Role: RoleContribution, Source: ByChannel}
	joins := !slices.ContainsFunc(a.Services, gained.sameWay)
	if joins {
		a.Services = append(slices.Clone(a.Services), gained)
	}
	if !joins && !changed {
		return nil
	}
	if err := tx.PutAgent(a); err != nil {
		return err
	}
	if back {
		if err := p.welcomeBack(tx, now, a); err != nil {
			return err
		}
	}
	if !joins {
		return nil
	}
	return p.noteAgent(tx, byMembers(region, now), "agent.ajouter", a.User, Membership{}, gained)
}

// sameWay tells whether both attach to the same service by the same source.
func (m Membership) sameWay(o Membership) bool { return m.Service == o.Service && m.Source == o.Source }

// byMembers is the call of what jalon read of a service's channel.
func byMembers(region RegionID, now time.Time) Call {
	call := byItself(region, now)
	call.Origin = ByMembers
	return call
}

// describes tells whether the agent is known as the account now is.
func (m Member) describes(a Agent) bool {
	return a.Username == m.Username && a.Name == m.Name && a.Lang == m.Lang
}

// onto brings an agent in step with the account.
func (m Member) onto(a Agent) Agent {
	a.User, a.Username, a.Name, a.Lang, a.Active, a.LeftAt = m.User, m.Username, m.Name, m.Lang, true, time.Time{}
	return a
}

// leave detaches an agent who is no longer in the service's channel.
func (p *Planner) leave(tx Tx, now time.Time, service ServiceID, a Agent) error {
	at := slices.IndexFunc(a.Services, Membership{Service: service, Source: ByChannel}.sameWay)
	if at < 0 {
		return nil
	}
	lost := a.Services[at]
	a.Services = slices.Delete(slices.Clone(a.Services), at, at+1)
	if err := tx.PutAgent(a); err != nil {
		return err
	}
	return p.noteAgent(tx, byMembers(a.Region, now), "agent.retirer", a.User, lost, Membership{})
}
