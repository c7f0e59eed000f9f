package plan

import (
	"context"
	"slices"
)

// Sitter is somebody who sits, sat, or was asked to.
type Sitter struct {
	Representative
	Username string // empty for somebody without an account
	// Names are all those by which they may be named, as they are called first.
	Names []string
}

// Sitters lists those who sit, sat, or were asked to in a region. A name without an
// account that is that of an account stands for it.
func (p *Planner) Sitters(ctx context.Context, region RegionID) ([]Sitter, error) {
	var out []Sitter
	err := p.store.Read(ctx, func(tx Tx) error {
		found, err := tx.Sitters(region)
		if err != nil {
			return err
		}
		out, err = sittersWithAccount(tx, region, found)
		for _, who := range found {
			if who.User == "" {
				out = withName(out, who)
			}
		}
		return err
	})
	return out, wrap(err, "list who sits in %s", region)
}

// sittersWithAccount are those of an account whose name is not forgotten.
func sittersWithAccount(tx Tx, region RegionID, found []Representative) ([]Sitter, error) {
	var users []UserID
	for _, who := range found {
		if who.User != "" {
			users = append(users, who.User)
		}
	}
	if len(users) == 0 {
		return nil, nil
	}
	agents, err := tx.AgentsAmong(region, users)
	var out []Sitter
	for _, a := range agents {
		names := slices.DeleteFunc([]string{a.Called, a.Name, a.Username}, func(name string) bool { return name == "" })
		if len(names) > 0 {
			out = append(out, Sitter{RepresentativeOf(a), a.Username, names})
		}
	}
	return out, err
}

// withName adds somebody who is known by a name, which may be written in several ways.
func withName(to []Sitter, who Representative) []Sitter {
	for i := range to {
		if to[i].Same(who) {
			to[i].Names = append(to[i].Names, who.Name)
			return to
		}
	}
	return append(to, Sitter{Representative: who, Names: []string{who.Name}})
}
