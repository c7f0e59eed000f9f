package store

import (
	"cmp"
	"database/sql"
	"slices"
	"time"

	"jalon/plan"
)

const deliveryColumns = `id, region, subject, revision, step, recipient, notice, service, due_date, due_time, due_zone,
	due_at, state, reason, dispatch, sent_at, drawn, version`

// deliveryOrder is total, and that in which people count: E2 before E10.
const deliveryOrder = ` order by due_at, region, length(subject), subject, recipient, revision, step`

func scanDelivery(row scanner) (d plan.Delivery, err error) {
	err = row.Scan(&d.ID, &d.Region, &d.Subject, &d.Revision, &d.Step, (*recipient)(&d.To), &d.Notice, &d.Service,
		(*date)(&d.When.Date), (*hour)(&d.When.Time), &d.When.Zone, (*instant)(&d.DueAt), &d.State, &d.Reason,
		&d.Dispatch, (*instant)(&d.SentAt), &d.Drawn, &d.Version)
	return d, err
}

// deliveryArgs are the values of deliveryColumns but the version.
func deliveryArgs(d plan.Delivery) []any {
	return []any{
		d.ID, d.Region, d.Subject, d.Revision, d.Step, d.To.Key(), d.Notice, d.Service,
		dateText(d.When.Date), d.When.Time.String(), d.When.Zone, micros(d.DueAt), d.State, d.Reason, d.Dispatch,
		micros(d.SentAt), d.Drawn,
	}
}

// PlanDelivery inserts a delivery; where its natural key stands already it
// revives a cancelled row, which keeps its ID and its dispatch, and leaves any
// other as it is. It tells whether it wrote.
func (t *tx) PlanDelivery(d plan.Delivery) (bool, error) {
	n, err := t.exec(`insert into delivery (`+deliveryColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)
		on conflict (region, subject, revision, step, recipient) do update set
			notice = excluded.notice, service = excluded.service, due_date = excluded.due_date,
			due_time = excluded.due_time, due_zone = excluded.due_zone, due_at = excluded.due_at,
			state = excluded.state, reason = excluded.reason, sent_at = excluded.sent_at, drawn = excluded.drawn,
			version = delivery.version + 1
		where delivery.state = 'cancelled'`, deliveryArgs(d)...)
	return n > 0, t.fail(err, "plan delivery %s of %s to %s", d.Step, d.Subject, d.To.Key())
}

var selectDeliveries = &manyRows{text: func(rows int) string {
	return `select ` + deliveryColumns + ` from delivery where region = $1 and subject in ` + places(2, rows)
}}

// Deliveries lists the deliveries of subjects by due instant. They are put in
// order here: asked for it, SQLite reads all those of the region by due instant.
func (t *tx) Deliveries(region plan.RegionID, subjects ...plan.Ref) ([]plan.Delivery, error) {
	var found []plan.Delivery
	for batch := range batches(subjects) {
		args := []any{region}
		for _, subject := range batch {
			args = append(args, subject)
		}
		some, err := all(t, scanDelivery, selectDeliveries.of(len(batch)), args...)
		if err != nil {
			return nil, t.fail(err, "list the deliveries of %s", batch[0])
		}
		found = append(found, some...)
	}
	slices.SortFunc(found, inLedger)
	return found, nil
}

var selectCarried = &manyRows{text: func(rows int) string {
	return `select ` + deliveryColumns + ` from delivery where dispatch in ` + places(1, rows) + ` and dispatch <> ''`
}}

// DeliveriesOf lists the deliveries that dispatches carry, by due instant.
func (t *tx) DeliveriesOf(dispatches ...string) ([]plan.Delivery, error) {
	var found []plan.Delivery
	for batch := range batches(dispatches) {
		var ids []any
		for _, id := range batch {
			ids = append(ids, id)
		}
		some, err := all(t, scanDelivery, selectCarried.of(len(batch)), ids...)
		if err != nil {
			return nil, t.fail(err, "list the deliveries of dispatch %s", batch[0])
		}
		found = append(found, some...)
	}
	slices.SortFunc(found, inLedger)
	return found, nil
}

// inLedger is deliveryOrder, for a few rows that no index gives in that order.
func inLedger(a, b plan.Delivery) int {
	return cmp.Or(
		a.DueAt.Compare(b.DueAt), cmp.Compare(a.Region, b.Region), cmp.Compare(len(a.Subject), len(b.Subject)),
		cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.To.Key(), b.To.Key()), cmp.Compare(a.Revision, b.Revision),
		cmp.Compare(a.Step, b.Step))
}

const selectDue = `select ` + deliveryColumns + ` from delivery
	where state = 'planned' and due_at <= $1` + deliveryOrder + ` limit $2`

// DueDeliveries lists planned deliveries due at or before now, the oldest
// first, at most limit.
func (t *tx) DueDeliveries(now time.Time, limit int) ([]plan.Delivery, error) {
	found, err := all(t, scanDelivery, selectDue, micros(now), limit)
	return found, t.fail(err, "list due deliveries")
}

const selectDueTo = `select ` + deliveryColumns + ` from delivery
	where state = 'planned' and region = $1 and recipient = $2 and due_at <= $3` + deliveryOrder + ` limit $4`

// DueTo lists those of one recipient, kept from other writers.
func (t *tx) DueTo(region plan.RegionID, to plan.Recipient, now time.Time, limit int) ([]plan.Delivery, error) {
	found, err := all(t, scanDelivery, selectDueTo+t.claim, region, to.Key(), micros(now), limit)
	return found, t.fail(err, "list due deliveries to %s", to.Key())
}

// CountWaiting counts the deliveries to a recipient that are frozen and not
// sent.
func (t *tx) CountWaiting(region plan.RegionID, to plan.Recipient) (n int, err error) {
	err = t.sql.QueryRowContext(t.ctx, `select count(*) from dispatch d join delivery v on v.dispatch = d.id and v.dispatch <> ''
		where d.recipient = $1 and d.region = $2 and d.state = 'ready' and v.state = 'claimed'`, to.Key(), region).Scan(&n)
	return n, t.fail(err, "count what waits for %s", to.Key())
}

// UpdateDelivery stores the delivery; its natural key does not change.
func (t *tx) UpdateDelivery(d plan.Delivery) error {
	err := t.update(`update delivery set notice = $3, service = $4, due_date = $5, due_time = $6, due_zone = $7,
		due_at = $8, state = $9, reason = $10, dispatch = $11, sent_at = $12, drawn = $14, version = version + 1
		where id = $1 and version = $2 and region = $13`,
		[]any{
			d.ID, d.Version, d.Notice, d.Service, dateText(d.When.Date), d.When.Time.String(), d.When.Zone,
			micros(d.DueAt), d.State, d.Reason, d.Dispatch, micros(d.SentAt), d.Region, d.Drawn,
		},
		`select 1 from delivery where id = $1 and region = $2`, d.ID, d.Region)
	return t.fail(err, "update delivery %s of %s", d.Step, d.Subject)
}

var moveDelivery = versioned("delivery", []column{
	{name: "state"}, {name: "reason"}, {name: "dispatch"}, {"drawn", true}, {"sent_at", true},
})

// MoveDeliveries stores where deliveries stand. ErrStale when one of them changed
// since it was read.
func (t *tx) MoveDeliveries(ds []plan.Delivery) error {
	for batch := range batches(ds) {
		var args []any
		for _, d := range batch {
			args = append(args, d.ID, d.Version, d.State, d.Reason, d.Dispatch, d.Drawn, micros(d.SentAt))
		}
		stored, err := all(t, scanID, moveDelivery.of(len(batch)), args...)
		if err == nil && len(stored) < len(batch) {
			err = plan.ErrStale
		}
		if err != nil {
			return t.fail(err, "move delivery %s of %s", batch[0].Step, batch[0].Subject)
		}
	}
	return nil
}

const selectHorizon = `select
	(select min(due_at) from delivery where state = 'planned'),
	(select min(next_try) from dispatch where state in ('ready', 'doubt')),
	(select min(lease_until) from dispatch where state = 'sending'),
	exists (select 1 from card where ` + isStale + `)`

// Horizon returns the due instant of the next planned delivery and the instant
// of the next dispatch to try or of the next lease to end; zero times when
// there is none. What is to be tried at once, such as a stale card, is told as
// 1 January 1970.
func (t *tx) Horizon() (due, try time.Time, err error) {
	var planned, waiting, leased sql.NullInt64
	var stale bool
	err = t.sql.QueryRowContext(t.ctx, selectHorizon).Scan(&planned, &waiting, &leased, &stale)
	if err != nil {
		return time.Time{}, time.Time{}, t.fail(err, "read the horizon")
	}
	due, try = horizon(planned), earliest(horizon(waiting), horizon(leased))
	if stale {
		try = time.UnixMicro(0).UTC()
	}
	return due, try, nil
}

// horizon is a smallest instant; 0 is held by what may be tried at once.
func horizon(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMicro(n.Int64).UTC()
}

// earliest returns the earlier of two instants that are not zero.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
