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

var insertDispatch = &manyRows{text: func(rows int) string {
	return `insert into dispatch (` + dispatchColumns + `) values ` + tuples(rows, 23) + ` on conflict do nothing`
}}

// AddDispatch inserts dispatches, whose version must be 1.
func (t *tx) AddDispatch(ds ...plan.Dispatch) error {
	for batch := range batches(ds) {
		var args []any
		for _, d := range batch {
			args = append(args,
				d.ID, d.Region, d.Key, d.Kind, d.To.Key(), d.Post, d.Channel, d.Subject, d.Service, d.Notice, d.Drawn,
				content(d), d.State, d.Reason, d.Attempts, micros(d.FirstTried), micros(d.LastTried), micros(d.NextTry),
				d.Lease, micros(d.LeaseUntil), micros(d.CreatedAt), d.Root, 1)
		}
		n, err := t.exec(insertDispatch.of(len(batch)), args...)
		if err == nil && int(n) < len(batch) {
			err = plan.ErrDuplicate
		}
		if err != nil {
			return t.fail(err, "add dispatch %s", batch[0].ID)
		}
	}
	return nil
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

var moveDispatch = versioned("dispatch", []column{
	{name: "post"},
	{name: "channel"},
	{name: "state"},
	{name: "reason"},
	{"attempts", true},
	{"first_tried", true},
	{"last_tried", true},
	{"next_try", true},
	{name: "lease"},
	{"lease_until", true},
})

// MoveDispatches stores how far the calls of dispatches are. It returns those that
// it stored, at their new version; the others changed since they were read, and
// stay as they are.
func (t *tx) MoveDispatches(ds []plan.Dispatch) (moved []plan.Dispatch, err error) {
	for batch := range batches(ds) {
		var args []any
		for _, d := range batch {
			args = append(args, d.ID, d.Version, d.Post, d.Channel, d.State, d.Reason, d.Attempts,
				micros(d.FirstTried), micros(d.LastTried), micros(d.NextTry), d.Lease, micros(d.LeaseUntil))
		}
		stored, err := all(t, scanID, moveDispatch.of(len(batch)), args...)
		if err != nil {
			return nil, t.fail(err, "move dispatch %s", batch[0].ID)
		}
		for _, d := range batch {
			if slices.Contains(stored, d.ID) {
				d.Version++
				moved = append(moved, d)
			}
		}
	}
	return moved, nil
}

const selectReadyTo = `select ` + dispatchColumns + ` from dispatch
	where state = 'ready' and region = $1 and recipient = $2 and $3 in (notice, '') and kind <> 'edit'` + dispatchOrder

// ReadyTo lists the ready dispatches of a notice, or of all when it is empty, to a
// recipient that make a post, oldest NextTry first, kept from other writers.
func (t *tx) ReadyTo(region plan.RegionID, to plan.Recipient, notice plan.Notice) ([]plan.Dispatch, error) {
	found, err := all(t, scanDispatch, selectReadyTo+t.claim, region, to.Key(), notice)
	return found, t.fail(err, "list the ready dispatches to %s", to.Key())
}

const selectLastTo = `select next_try from dispatch
	where state = 'ready' and region = $1 and recipient = $2 and kind <> 'edit' and lease = ''
	order by next_try desc, id desc limit 1`

// LastTo returns the NextTry of the last of the dispatches that make a post for a
// recipient, are ready and held by nobody; the zero time when there is none.
func (t *tx) LastTo(region plan.RegionID, to plan.Recipient) (time.Time, error) {
	found, err := all(t, func(row scanner) (at time.Time, err error) {
		err = row.Scan((*instant)(&at))
		return at, err
	}, selectLastTo, region, to.Key())
	if err != nil || len(found) == 0 {
		return time.Time{}, t.fail(err, "find the last dispatch to %s", to.Key())
	}
	return found[0], nil
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
