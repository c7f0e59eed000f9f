package plan

import "context"

// ServiceView is a service as it is shown.
type ServiceView struct {
	Service
	// Above is the service it belongs to, zero when none.
	Above Service
	// Names are the user names of its referents, in their order.
	Names []string
	// Owed counts the open deadlines of which it still owes its part.
	Owed int
}

// ViewService reads a service, closed ones included. ErrNotFound when the
// region has none of that identifier.
func (p *Planner) ViewService(ctx context.Context, region RegionID, sight Sight, id ServiceID) (ServiceView, error) {
	var out ServiceView
	err := p.store.Read(ctx, func(tx Tx) error {
		all, err := tx.Services(region)
		if err != nil {
			return err
		}
		known := byID(all)
		s, ok := known[id]
		if !ok {
			return ErrNotFound
		}
		out = ServiceView{Service: s, Above: known[s.Parent]}
		if out.Names, err = userNames(tx, region, s.Referents); err != nil {
			return err
		}
		_, out.Owed, err = tx.FindDeadlines(region, DeadlineFilter{State: Open, Services: []ServiceID{id}, OpenParts: true, Limit: 1, Sight: &sight})
		return err
	})
	return out, wrap(err, "view service %s", id)
}

// UserNames gives the user names of accounts, in their order; an account that
// the region does not know is left out.
func (p *Planner) UserNames(ctx context.Context, region RegionID, users []UserID) ([]string, error) {
	var out []string
	err := p.store.Read(ctx, func(tx Tx) (err error) { out, err = userNames(tx, region, users); return err })
	return out, wrap(err, "names of %d people", len(users))
}

func userNames(tx Tx, region RegionID, users []UserID) ([]string, error) {
	names := make([]string, 0, len(users))
	for _, user := range users {
		name, err := UserName(tx, region, user)
		if err != nil {
			return nil, err
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}
