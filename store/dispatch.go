package store

import (
	"cmp"
	"slices"
	"time"

	"jalon/plan"
)

const dispatchColumns = `id, region, key, kind, recipient, post, channel, subject, service, notice, drawn, content,
	state, reason, attempts, first_tried, last_tried, next_try, lease, lease_until, created_at, root, version`

const dispatchOrder = ` order by next_try, id`

func scanDispatch(row scanner) (d plan.Dispatch, err error) {
	err = row.Scan(&d.ID, &d.Region, &d.Key, &d.Kind, (*recipient)(&d.To), &d.Post, &d.Channel, &d.Subject,
		&d.Service, &d.Notice, &d.Drawn, &d.Content, &d.State, &d.Reason, &d.Attempts,
		(*instant)(&d.FirstTried), (*instant)(&d.LastTried), (*instant)(&d.NextTry), &d.Lease,
		(*instant)(&d.LeaseUntil), (*instant)(&d.CreatedAt), &d.Root, &d.Version)
	if len(d.Content) == 0 {
		d.Content = nil
	}
	return d, err
}

// AddDispatch inserts a dispatch.
func (t *tx) AddDispatch(d plan.Dispatch) error {
	err := t.insert(`insert into dispatch (`+dispatchColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
		$12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1)`,
		d.ID, d.Region, d.Key, d.Kind, d.To.Key(), d.Post, d.Channel, d.Subject, d.Service, d.Notice, d.Drawn,
		content(d), d.State, d.Reason, d.Attempts, micros(d.FirstTried), micros(d.LastTried), micros(d.NextTry),
		d.Lease, micros(d.LeaseUntil), micros(d.CreatedAt), d.Root)
	return t.fail(err, "add dispatch %s", d.ID)
}

// content is never null.
func content(d plan.Dispatch) []byte {
	if d.Content == nil {
		return []byte{}
	}
	return d.Content
}

// Dispatch returns a dispatch.
func (t *tx) Dispatch(id string) (plan.Dispatch, error) {
	d, err := one(t, scanDispatch, `select `+dispatchColumns+` from dispatch where id = $1`, id)
	return d, t.fail(err, "read dispatch %s", id)
}

// DispatchByKey returns the dispatch that has a key.
func (t *tx) DispatchByKey(key string) (plan.Dispatch, error) {
	d, err := one(t, scanDispatch, `select `+dispatchColumns+` from dispatch where key = $1`, key)
	return d, t.fail(err, "find the dispatch of a key")
}

const (
	selectWaiting = `select ` + dispatchColumns + ` from dispatch
		where state in ('ready', 'doubt') and next_try <= $1` + dispatchOrder + ` limit $2`
	selectAbandoned = `select ` + dispatchColumns + ` from dispatch
		where state = 'sending' and lease_until < $1 order by lease_until, id limit $2`
)

// ClaimableDispatches lists dispatches that are ready or in doubt with NextTry
// at or before real, or sending with a lease that ended before real; oldest
// NextTry first, at most limit, kept from other writers.
//
// Each of the two sorts is read from its own index. Both are read up to the
// limit, so a few more than those returned may be kept from other writers.
func (t *tx) ClaimableDispatches(real time.Time, limit int) ([]plan.Dispatch, error) {
	waiting, err := all(t, scanDispatch, selectWaiting+t.claim, micros(real), limit)
	if err != nil {
		return nil, t.fail(err, "list dispatches to try")
	}
	abandoned, err := all(t, scanDispatch, selectAbandoned+t.claim, micros(real), limit)
	if err != nil {
		return nil, t.fail(err, "list dispatches whose lease ended")
	}
	if len(abandoned) == 0 {
		return waiting, nil
	}
	found := slices.Concat(waiting, abandoned)
	slices.SortStableFunc(found, func(a, b plan.Dispatch) int {
		return cmp.Compare(micros(a.NextTry), micros(b.NextTry))
	})
	return found[:min(limit, len(found))], nil
}

// UpdateDispatch stores the dispatch; its region, key and kind do not change.
func (t *tx) UpdateDispatch(d plan.Dispatch) error {
	err := t.update(`update dispatch set recipient = $4, post = $5, channel = $6, subject = $7, service = $8,
		notice = $9, drawn = $10, content = $11, state = $12, reason = $13, attempts = $14, first_tried = $15,
		last_tried = $16, next_try = $17, lease = $18, lease_until = $19, created_at = $20, root = $21, version = version + 1
		where id = $1 and version = $2 and region = $3`,
		[]any{
			d.ID, d.Version, d.Region, d.To.Key(), d.Post, d.Channel, d.Subject, d.Service, d.Notice, d.Drawn,
			content(d), d.State, d.Reason, d.Attempts, micros(d.FirstTried), micros(d.LastTried),
			micros(d.NextTry), d.Lease, micros(d.LeaseUntil), micros(d.CreatedAt), d.Root,
		},
		`select 1 from dispatch where id = $1 and region = $2`, d.ID, d.Region)
	return t.fail(err, "update dispatch %s", d.ID)
}

const selectReadyTo = `select ` + dispatchColumns + ` from dispatch
	where state = 'ready' and region = $1 and recipient = $2 and notice = $3 and kind <> 'edit'` + dispatchOrder

// ReadyTo lists the ready dispatches of a notice to a recipient that make a
// post, oldest NextTry first, kept from other writers.
func (t *tx) ReadyTo(region plan.RegionID, to plan.Recipient, notice plan.Notice) ([]plan.Dispatch, error) {
	found, err := all(t, scanDispatch, selectReadyTo+t.claim, region, to.Key(), notice)
	return found, t.fail(err, "list the ready dispatches to %s", to.Key())
}

// EditUnderWay tells whether an edit of a post is ready, sending or in doubt.
func (t *tx) EditUnderWay(region plan.RegionID, post string) (bool, error) {
	found, err := t.exists(`select 1 from dispatch
		where region = $1 and post = $2 and kind = 'edit' and state in ('ready', 'sending', 'doubt')`, region, post)
	return found, t.fail(err, "look for an edit of post %s", post)
}

// UnsentDispatches lists the dispatches of a subject that are ready, sending
// or in doubt, oldest NextTry first.
func (t *tx) UnsentDispatches(region plan.RegionID, subject plan.Ref) ([]plan.Dispatch, error) {
	found, err := all(t, scanDispatch, `select `+dispatchColumns+` from dispatch
		where region = $1 and subject = $2 and state in ('ready', 'sending', 'doubt')`+dispatchOrder, region, subject)
	return found, t.fail(err, "list the unsent dispatches of %s", subject)
}
