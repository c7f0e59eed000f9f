package plan

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"
)

// formerPrefix begins the pseudonym that stands for an account. No account of
// Mattermost has a colon in its identifier.
const formerPrefix = "ancien:"

// Former tells whether this is the pseudonym of somebody who left: the same one
// wherever the account stood, from which nobody finds it again.
func (u UserID) Former() bool { return strings.HasPrefix(string(u), formerPrefix) }

// pseudonymise takes the names of the agents who left long enough ago, one
// transaction for each, and counts them. Who is about to be named by a message
// under way keeps a name until a later purge.
func (g *purge) pseudonymise(ctx context.Context) (int, error) {
	region, before := g.done.Region.ID, g.done.Region.Keep.leftBefore(g.now)
	var departed []Agent
	drawn := map[UserID][]string{}
	err := g.planner.store.Read(ctx, func(tx Tx) (err error) {
		if departed, err = tx.Departed(region, before); err != nil || len(departed) == 0 || g.dry {
			return err
		}
		departed, drawn, err = drawnOf(tx, region, departed)
		return err
	})
	if err != nil || g.dry {
		return len(departed), err
	}
	done := 0
	for _, a := range departed {
		// Nobody reads a drawing any more once it is sent: what names the person
		// goes first, little by little.
		if _, err := g.end(ctx, drawn[a.User], Tx.EmptyDrawings); err != nil {
			return done, err
		}
		renamed, err := g.planner.forget(ctx, region, a.User, before)
		if err != nil {
			return done, err
		}
		if renamed {
			done++
		}
	}
	return done, nil
}

// drawnOf finds the drawings that hold the names of agents. It leaves out those
// whom a message not sent yet names.
func drawnOf(tx Tx, region RegionID, agents []Agent) (kept []Agent, drawn map[UserID][]string, err error) {
	drawn = map[UserID][]string{}
	waits, names := map[UserID]bool{}, map[UserID][]string{}
	for _, a := range agents {
		if names[a.User], err = calledIn(tx, region, a.User); err != nil {
			return nil, nil, err
		}
		names[a.User] = append(names[a.User], string(a.User), a.Username, a.Name, a.Called)
	}
	err = tx.EachDrawing(region, func(id string, over bool, drawing []byte) error {
		for _, a := range agents {
			switch {
			case !holdsAny(drawing, names[a.User]):
			case over:
				drawn[a.User] = append(drawn[a.User], id)
			default:
				waits[a.User] = true
			}
		}
		return nil
	})
	for _, a := range agents {
		if !waits[a.User] {
			kept = append(kept, a)
		}
	}
	return kept, drawn, err
}

// holdsAny tells whether a drawing holds the account or a name of somebody.
func holdsAny(drawing []byte, names []string) bool {
	for _, name := range names {
		if name != "" && bytes.Contains(drawing, []byte(name)) {
			return true
		}
	}
	return false
}

// forget puts a pseudonym in the place of an account and erases who it was, in
// one transaction. It does nothing, and says so, when the agent is back.
func (p *Planner) forget(ctx context.Context, region RegionID, user UserID, before time.Time) (bool, error) {
	done := false
	err := p.write(ctx, func(tx Tx) error {
		done = false
		a, err := tx.Agent(region, user)
		if errors.Is(err, ErrNotFound) || err == nil && (a.Active || a.LeftAt.IsZero() || !a.LeftAt.Before(before)) {
			return nil
		}
		if err != nil {
			return err
		}
		done = true
		s := swap{tx: tx, region: region, from: user, to: UserID(formerPrefix + p.newID())}
		return s.everywhere()
	})
	return done, err
}

// swap puts one account in the place of another.
type swap struct {
	tx       Tx
	region   RegionID
	from, to UserID
}

func (s swap) everywhere() error {
	for _, step := range []func() error{
		s.deadlines, s.series, s.bodies, s.meetings, s.referents, s.journal,
		func() error { return s.tx.Rename(s.region, s.from, s.to) },
		func() error { return s.tx.ErasePerson(s.region, s.from) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (s swap) user(u *UserID) {
	if *u == s.from {
		*u = s.to
	}
}

func (s swap) deadlines() error {
	found, err := s.tx.DeadlinesNaming(s.region, s.from)
	if err != nil {
		return err
	}
	for _, d := range found {
		s.user(&d.Author)
		s.user(&d.ClosedBy)
		s.user(&d.Chase.To)
		for i := range d.Parts {
			s.user(&d.Parts[i].Assignee)
			s.user(&d.Parts[i].AssignedBy)
			s.user(&d.Parts[i].ClosedBy)
			s.user(&d.Parts[i].AskedBy)
		}
		if err := s.tx.UpdateDeadline(d); err != nil {
			return err
		}
		if d.State != Open {
			continue // its posts tell the past, and are left alone
		}
		d.Version++
		if err := redraw(s.tx, d); err != nil {
			return err
		}
	}
	return nil
}

func (s swap) series() error {
	found, err := s.tx.SeriesNaming(s.region, s.from)
	if err != nil {
		return err
	}
	for _, one := range found {
		s.user(&one.Author)
		s.user(&one.Chase.To)
		for i := range one.Parts {
			s.user(&one.Parts[i].Assignee)
			s.user(&one.Parts[i].AssignedBy)
		}
		if err := s.tx.PutSeries(one); err != nil {
			return err
		}
	}
	return nil
}

// referents takes the person off those who answer for a service: nobody can
// write to them.
func (s swap) referents() error {
	all, err := s.tx.Services(s.region)
	if err != nil {
		return err
	}
	for _, service := range all {
		var kept []UserID
		for _, user := range service.Referents {
			if user != s.from {
				kept = append(kept, user)
			}
		}
		if len(kept) == len(service.Referents) {
			continue
		}
		service.Referents = kept
		if err := s.tx.PutService(service); err != nil {
			return err
		}
	}
	return nil
}

// journal erases the texts of what was done about the person: they name them.
// What the person did stays, without anybody knowing who it was.
func (s swap) journal() error {
	person, err := s.tx.KnownPerson(s.region, s.from)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	entries, err := s.tx.Entries(s.region, PersonRef(person))
	for _, e := range entries {
		if err := s.tx.EraseText(s.region, e.ID); err != nil {
			return err
		}
	}
	return err
}
