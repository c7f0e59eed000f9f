package schedule_test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"jalon/plan"
)

// memory is a ledger in memory: one transaction at a time, and a writer that
// fails leaves nothing. Like an engine it counts what is asked of it.
type memory struct {
	mu     sync.Mutex
	state  state
	broken error // what every transaction returns, when set
	reads  int
	writes int
}

type state struct {
	versions   map[int]int // of the deadlines, by number
	deliveries map[string]plan.Delivery
	dispatches map[string]plan.Dispatch
	cards      map[string]plan.LiveCard // by post
}

func newMemory() *memory {
	return &memory{state: state{
		versions: map[int]int{}, deliveries: map[string]plan.Delivery{},
		dispatches: map[string]plan.Dispatch{}, cards: map[string]plan.LiveCard{},
	}}
}

func (s state) clone() state {
	return state{maps.Clone(s.versions), maps.Clone(s.deliveries), maps.Clone(s.dispatches), maps.Clone(s.cards)}
}

func (m *memory) Read(ctx context.Context, f func(plan.Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	if err := cmp.Or(m.broken, ctx.Err()); err != nil {
		return err
	}
	return f(&ledgerTx{state: m.state.clone()})
}

func (m *memory) Write(ctx context.Context, f func(plan.Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writes++
	if err := cmp.Or(m.broken, ctx.Err()); err != nil {
		return err
	}
	tx := &ledgerTx{state: m.state.clone()}
	if err := f(tx); err != nil {
		return err
	}
	m.state = tx.state
	return nil
}

// snapshot is what stands in the ledger now.
func (m *memory) snapshot() state {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state.clone()
}

func (m *memory) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.broken = err
}

func (m *memory) counts() (reads, writes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.reads, m.writes
}

// ledgerTx is the ledger and what it needs of deadlines; the rest of a
// transaction is not there.
type ledgerTx struct {
	plan.Tx
	state
}

func (t *ledgerTx) Deadline(_ plan.RegionID, n int) (plan.Deadline, error) {
	v, ok := t.versions[n]
	if !ok {
		return plan.Deadline{}, plan.ErrNotFound
	}
	return plan.Deadline{Number: n, Version: v}, nil
}

func (t *ledgerTx) DeadlinesOf(region plan.RegionID, numbers ...int) (found []plan.Deadline, err error) {
	for _, n := range numbers {
		if d, err := t.Deadline(region, n); err == nil {
			found = append(found, d)
		}
	}
	return found, nil
}

// Agent finds nobody: who receives is whom a delivery names.
func (t *ledgerTx) Agent(plan.RegionID, plan.UserID) (plan.Agent, error) {
	return plan.Agent{}, plan.ErrNotFound
}

func (t *ledgerTx) AddEntry(plan.Entry) error { return nil }

func (t *ledgerTx) PlanDelivery(v plan.Delivery) (bool, error) {
	t.deliveries[v.ID] = v
	return true, nil
}

// pick lists the rows that match, in order.
func pick[T any](rows map[string]T, match func(T) bool, order func(a, b T) int) []T {
	found := slices.DeleteFunc(slices.Collect(maps.Values(rows)), func(r T) bool { return !match(r) })
	slices.SortFunc(found, order)
	return found
}

func byDue(a, b plan.Delivery) int { return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.ID, b.ID)) }

func byTry(a, b plan.Dispatch) int {
	return cmp.Or(a.NextTry.Compare(b.NextTry), cmp.Compare(a.ID, b.ID))
}

func (t *ledgerTx) DeadlineVersions(_ plan.RegionID, numbers ...int) (map[int]int, error) {
	found := maps.Clone(t.versions)
	maps.DeleteFunc(found, func(n, _ int) bool { return !slices.Contains(numbers, n) })
	return found, nil
}

func (t *ledgerTx) DeliveriesOf(ids ...string) ([]plan.Delivery, error) {
	return pick(t.deliveries, func(v plan.Delivery) bool { return slices.Contains(ids, v.Dispatch) }, byDue), nil
}

func (t *ledgerTx) DueDeliveries(now time.Time, limit int) ([]plan.Delivery, error) {
	due := pick(t.deliveries, func(v plan.Delivery) bool { return v.State == plan.Planned && !v.DueAt.After(now) }, byDue)
	return due[:min(limit, len(due))], nil
}

func (t *ledgerTx) DueTo(region plan.RegionID, to plan.Recipient, now time.Time, limit int) ([]plan.Delivery, error) {
	due := pick(t.deliveries, func(v plan.Delivery) bool {
		return v.State == plan.Planned && !v.DueAt.After(now) && v.Region == region && v.To == to
	}, byDue)
	return due[:min(limit, len(due))], nil
}

func (t *ledgerTx) ReadyTo(_ plan.RegionID, to plan.Recipient, n plan.Notice) ([]plan.Dispatch, error) {
	return pick(t.dispatches, func(d plan.Dispatch) bool {
		return d.State == plan.Ready && d.Kind != plan.Edit && d.To == to && (n == "" || d.Notice == n)
	}, byTry), nil
}

func (t *ledgerTx) LastTo(_ plan.RegionID, to plan.Recipient) (last time.Time, err error) {
	for _, d := range t.dispatches {
		if d.State == plan.Ready && d.Kind != plan.Edit && d.To == to && d.Lease == "" && d.NextTry.After(last) {
			last = d.NextTry
		}
	}
	return last, nil
}

func (t *ledgerTx) EditUnderWay(_ plan.RegionID, post string) (bool, error) {
	return len(pick(t.dispatches, func(d plan.Dispatch) bool {
		return d.Kind == plan.Edit && d.Post == post && unsent(d)
	}, byTry)) > 0, nil
}

// Deliveries finds none: nobody was alerted of a channel.
func (t *ledgerTx) Deliveries(plan.RegionID, ...plan.Ref) ([]plan.Delivery, error) { return nil, nil }

func (t *ledgerTx) Region(id plan.RegionID) (plan.Region, error) {
	return plan.Region{ID: id, TimeZone: "Europe/Paris"}, nil
}

func (t *ledgerTx) Services(plan.RegionID) ([]plan.Service, error) { return nil, nil }

func (t *ledgerTx) Reserve(string) (bool, error) { return true, nil }

// update stores a row whose version is the one that was read.
func update[T any](rows map[string]T, id string, version func(*T) *int, row T) error {
	known, ok := rows[id]
	if !ok {
		return plan.ErrNotFound
	}
	if *version(&known) != *version(&row) {
		return plan.ErrStale
	}
	*version(&row)++
	rows[id] = row
	return nil
}

func (t *ledgerTx) UpdateDelivery(v plan.Delivery) error {
	return update(t.deliveries, v.ID, func(v *plan.Delivery) *int { return &v.Version }, v)
}

func (t *ledgerTx) MoveDeliveries(vs []plan.Delivery) error {
	for _, v := range vs {
		if err := t.UpdateDelivery(v); err != nil {
			return err
		}
	}
	return nil
}

func (t *ledgerTx) AddDispatch(ds ...plan.Dispatch) error {
	for _, d := range ds {
		t.dispatches[d.ID] = d
	}
	return nil
}

func (t *ledgerTx) Dispatch(id string) (plan.Dispatch, error) {
	d, ok := t.dispatches[id]
	if !ok {
		return d, plan.ErrNotFound
	}
	return d, nil
}

func unsent(d plan.Dispatch) bool {
	return d.State == plan.Ready || d.State == plan.Sending || d.State == plan.InDoubt
}

func (t *ledgerTx) ClaimableDispatches(real time.Time, limit int) ([]plan.Dispatch, error) {
	found := pick(t.dispatches, func(d plan.Dispatch) bool {
		if d.State == plan.Sending {
			return d.LeaseUntil.Before(real)
		}
		return unsent(d) && !d.NextTry.After(real)
	}, byTry)
	return found[:min(limit, len(found))], nil
}

func (t *ledgerTx) UpdateDispatch(d plan.Dispatch) error {
	return update(t.dispatches, d.ID, func(d *plan.Dispatch) *int { return &d.Version }, d)
}

func (t *ledgerTx) MoveDispatches(ds []plan.Dispatch) (moved []plan.Dispatch, err error) {
	for _, d := range ds {
		if t.UpdateDispatch(d) == nil {
			d.Version++
			moved = append(moved, d)
		}
	}
	return moved, nil
}

func (t *ledgerTx) UnsentDispatches(_ plan.RegionID, subject plan.Ref) ([]plan.Dispatch, error) {
	return pick(t.dispatches, func(d plan.Dispatch) bool { return d.Subject == subject && unsent(d) }, byTry), nil
}

func (t *ledgerTx) AddCard(cards ...plan.LiveCard) error {
	for _, c := range cards {
		t.cards[c.Post] = c
	}
	return nil
}

func (t *ledgerTx) CardByPost(_ plan.RegionID, post string, _ plan.Ref) (plan.LiveCard, error) {
	c, ok := t.cards[post]
	if !ok {
		return c, plan.ErrNotFound
	}
	return c, nil
}

func (t *ledgerTx) stale(c plan.LiveCard) bool {
	if c.Dead || c.Wanted <= c.Drawn {
		return false
	}
	for _, d := range t.dispatches {
		if d.Kind == plan.Edit && d.Post == c.Post && unsent(d) {
			return false
		}
	}
	return true
}

func (t *ledgerTx) StaleCards(limit int) ([]plan.LiveCard, error) {
	found := pick(t.cards, t.stale, func(a, b plan.LiveCard) int { return cmp.Compare(a.Post, b.Post) })
	return found[:min(limit, len(found))], nil
}

func (t *ledgerTx) UpdateCard(c plan.LiveCard) error {
	return update(t.cards, c.Post, func(c *plan.LiveCard) *int { return &c.Version }, c)
}

func (t *ledgerTx) Horizon() (due, try time.Time, err error) {
	for _, v := range t.deliveries {
		if v.State == plan.Planned && (due.IsZero() || v.DueAt.Before(due)) {
			due = v.DueAt
		}
	}
	for _, d := range t.dispatches {
		at := d.NextTry
		if d.State == plan.Sending {
			at = d.LeaseUntil
		}
		if unsent(d) && (try.IsZero() || at.Before(try)) {
			try = at
		}
	}
	for _, c := range t.cards {
		if t.stale(c) {
			try = time.Unix(0, 0)
		}
	}
	return due, try, nil
}

var errDisk = errors.New("disk full")
