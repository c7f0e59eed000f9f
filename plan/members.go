package plan

import (
	"context"
	"slices"
	"time"
)

// SyncMembers makes the members of a service's channel its agents by channel:
// newcomers join it, those who left the channel leave it, and what was
// attached by hand stays. People keep their other services. An account that
// comes back is active again, and what was said of its absence says so.
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
			if err := leave(tx, service, a); err != nil {
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
	if !slices.ContainsFunc(a.Services, func(o Membership) bool { return o.Service == service && o.Source == ByChannel }) {
		a.Services = append(slices.Clone(a.Services), Membership{Service: service, Role: RoleContribution, Source: ByChannel})
		changed = true
	}
	if !changed {
		return nil
	}
	if err := tx.PutAgent(a); err != nil || !back {
		return err
	}
	return p.welcomeBack(tx, now, a)
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
func leave(tx Tx, service ServiceID, a Agent) error {
	kept := slices.DeleteFunc(slices.Clone(a.Services), func(m Membership) bool {
		return m.Service == service && m.Source == ByChannel
	})
	if len(kept) == len(a.Services) {
		return nil
	}
	a.Services = kept
	return tx.PutAgent(a)
}
