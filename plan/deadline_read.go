package plan

import (
	"context"
	"errors"
	"time"
)

// View reads one deadline with its reminders, for a reader. NotFound when the
// region has none of that identifier, or when the reader may not see it.
func (p *Planner) View(ctx context.Context, region RegionID, sight Sight, ref Ref) (Scheduled, error) {
	var out Scheduled
	err := p.store.Read(ctx, func(tx Tx) error {
		d, err := deadlineSeen(tx, sight, region, ref)
		if err != nil {
			return err
		}
		out, err = scheduled(tx, d)
		return err
	})
	return out, wrap(err, "view %s", ref)
}

// Find lists the deadlines selected that the reader may see, by date, and how
// many there are in all.
func (p *Planner) Find(ctx context.Context, region RegionID, sight Sight, f DeadlineFilter) (found []Deadline, total int, err error) {
	f.Sight = &sight
	err = p.store.Read(ctx, func(tx Tx) (err error) {
		found, total, err = tx.FindDeadlines(region, f)
		return err
	})
	return found, total, wrap(err, "find deadlines")
}

// Click tells what stands behind a pressed button: the dispatch whose key its
// context carries, and whether the pressed post is the one stored for it.
// ErrNotFound when no dispatch of the region has the key.
func (p *Planner) Click(ctx context.Context, region RegionID, key, post string) (d Dispatch, stored bool, err error) {
	err = p.store.Read(ctx, func(tx Tx) error {
		d, err = dispatchBehind(tx, key)
		if err != nil {
			return err
		}
		if d.Region != region {
			return ErrNotFound
		}
		stored = d.State == Posted && d.Post == post
		return nil
	})
	return d, stored, wrap(err, "click on %s", post)
}

// dispatchBehind is the dispatch of a key. That of an edit may be gone while its
// post stands: then it is the one that created the post.
func dispatchBehind(tx Tx, key string) (Dispatch, error) {
	d, err := tx.DispatchByKey(key)
	if first := (Dispatch{Key: key}).PostKey(); errors.Is(err, ErrNotFound) && first != key {
		return tx.DispatchByKey(first)
	}
	return d, err
}

// Once tells whether a key of the region is seen for the first time, and
// records it.
func (p *Planner) Once(ctx context.Context, region RegionID, key string, now time.Time) (bool, error) {
	first := false
	err := p.store.Write(ctx, func(tx Tx) (err error) { first, err = tx.Once(region, key, now); return err })
	return first, wrap(err, "once %s", key)
}

// OnceKept is how long a key of [Planner.Once] is remembered: far longer than
// any message can be handed over again.
const OnceKept = 30 * 24 * time.Hour

// Tidy forgets the keys that can no longer come back, and counts them.
func (p *Planner) Tidy(ctx context.Context, now time.Time) (int, error) {
	forgotten := 0
	err := p.store.Write(ctx, func(tx Tx) (err error) {
		forgotten, err = tx.ForgetOnce(now.Add(-OnceKept))
		return err
	})
	return forgotten, wrap(err, "tidy")
}

// UserName gives the user name of an account, or "" when the region does not
// know it.
func UserName(tx Tx, region RegionID, user UserID) (string, error) {
	if user == "" {
		return "", nil
	}
	a, err := tx.Agent(region, user)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return a.Username, err
}
