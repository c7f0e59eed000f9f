package store

import (
	"database/sql"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/plan"
)

// FindDeliveries lists the deliveries selected, by due instant then subject and
// recipient, and how many there are without Limit and Offset.
func (t *tx) FindDeliveries(region plan.RegionID, f plan.LedgerFilter) ([]plan.LedgerLine, int, error) {
	s := newLedgerSelection(region, f)
	query, args := ledgerPage(s, f)
	found, err := all(t, scanLedgerLine, query, args...)
	if err != nil {
		return nil, 0, t.fail(err, "read the ledger")
	}
	total := f.Offset + len(found)
	if lastPage := f.Limit == 0 || len(found) < f.Limit; lastPage && (len(found) > 0 || f.Offset == 0) {
		return found, total, nil
	}
	err = t.sql.QueryRowContext(t.ctx, ledgerCount(s), s.args...).Scan(&total)
	return found, total, t.fail(err, "count the ledger")
}

func scanLedgerLine(row scanner) (l plan.LedgerLine, err error) {
	l.Delivery, err = scanDelivery(alsoInto{row, []any{
		&l.Carrier.State, &l.Carrier.Reason, &l.Carrier.Post, (*instant)(&l.Carrier.NextTry), (*recipient)(&l.Carrier.To),
	}})
	return l, err
}

// alsoInto reads columns that stand after those of another scan.
type alsoInto struct {
	scanner
	more []any
}

// Scan implements scanner.
func (s alsoInto) Scan(into ...any) error { return s.scanner.Scan(append(into, s.more...)...) }

// newLedgerSelection is the condition of a filter with its values.
func newLedgerSelection(region plan.RegionID, f plan.LedgerFilter) *selection {
	s := &selection{}
	s.where("v.region = " + s.place(region))
	if f.Subject != "" {
		s.where("v.subject = " + s.place(f.Subject))
	}
	if len(f.Services) > 0 {
		about := "v.service <> '' and v.service in (" + placed(&s.conditions, f.Services) + ")"
		if len(f.Homes) > 0 {
			about = "(" + about + " or v.recipient in (" + placed(&s.conditions, recipientKeys(f.Homes)) + "))"
		}
		s.where(about)
	}
	if len(f.To) > 0 {
		s.where("v.recipient in (" + placed(&s.conditions, recipientKeys(f.To)) + ")")
	}
	if len(f.Notices) > 0 {
		s.where("v.notice in (" + placed(&s.conditions, f.Notices) + ")")
	}
	if f.State != "" {
		s.where("v.state = " + s.place(f.State))
	}
	if f.Failing {
		s.where(`v.state in ('failed', 'claimed') and (v.state = 'failed' or exists (
			select 1 from dispatch x where x.id = v.dispatch and x.state = 'ready' and x.reason <> ''))`)
	}
	if !f.From.IsZero() {
		s.where("v.due_at >= " + s.place(micros(f.From)))
	}
	if !f.Until.IsZero() {
		s.where("v.due_at < " + s.place(micros(f.Until)))
	}
	s.where(furthest)
	seenInLedger(s, f)
	return s
}

func recipientKeys(all []plan.Recipient) []string {
	keys := make([]string, len(all))
	for i, to := range all {
		keys[i] = to.Key()
	}
	return keys
}

// furthest keeps, of the deliveries that tell one recipient of one subject at
// one moment, the one that came furthest; of two, that of the later schedule. What
// waits for the opening, or for a later step, keeps its own line.
var furthest = `not exists (select 1 from delivery b where b.region = v.region and b.subject = v.subject
	and b.recipient = v.recipient and b.due_at = v.due_at and b.notice = v.notice
	and b.due_date = v.due_date and b.due_time = v.due_time
	and (` + howFar("b") + `, -b.revision, b.id) < (` + howFar("v") + `, -v.revision, v.id))`

func howFar(alias string) string {
	return `case ` + alias + `.state when 'sent' then 0 when 'claimed' then 1 when 'failed' then 1
		when 'planned' then 2 when 'skipped' then 3 else 4 end`
}

// seenInLedger keeps what a reader may see. It is asked of each delivery: a page or
// a period holds few, a region many deadlines.
func seenInLedger(s *selection, f plan.LedgerFilter) {
	sight := f.Sight
	if sight == nil {
		return
	}
	var seen []string
	if sight.All {
		seen = append(seen, "v.notice <> '"+string(plan.NoticePersonal)+"'")
	} else if about := seenDeadline(s, sight); about != "" {
		seen = append(seen, about)
	}
	if len(sight.Users) > 0 && (slices.Contains(f.Notices, plan.NoticePersonal) || asksOfMeetings(f)) {
		mine := make([]plan.Recipient, len(sight.Users))
		for i, user := range sight.Users {
			mine[i] = plan.Recipient{User: user}
		}
		alone := append([]plan.Notice{plan.NoticePersonal}, plan.Questioning...)
		seen = append(seen, "v.notice in ("+placed(&s.conditions, alone)+") and v.recipient in ("+placed(&s.conditions, recipientKeys(mine))+")")
	}
	if asksOfMeetings(f) && !sight.All {
		all := append([]plan.Notice{plan.NoticeTermEnding}, plan.Questioning...)
		seen = append(seen, "v.notice in ("+placed(&s.conditions, all)+") and v.recipient like 'channel:%'")
	}
	if slices.Contains(f.Notices, plan.NoticeDigest) && !sight.All {
		point := "v.notice in ('" + string(plan.NoticeDigest) + "', '" + string(plan.NoticeWatch) + "')"
		switch services := slices.Concat(sight.Own, sight.Scope); {
		case sight.Whole:
			seen = append(seen, point)
		case len(services) > 0:
			seen = append(seen, point+" and v.service in ("+placed(&s.conditions, services)+")")
		}
	}
	if len(seen) == 0 {
		s.where("1 = 0")
		return
	}
	s.where("(" + strings.Join(seen, " or ") + ")")
}

// asksOfMeetings tells whether what is asked about meetings is selected.
func asksOfMeetings(f plan.LedgerFilter) bool { return slices.Contains(f.Notices, plan.NoticeAsk) }

// seenDeadline is the condition that a delivery is about a deadline that a reader
// may see, empty when they see none.
func seenDeadline(s *selection, sight *plan.Sight) string {
	var some, parts []string
	if len(sight.Users) > 0 {
		users := placed(&s.conditions, sight.Users)
		some = append(some, "d.author in ("+users+")")
		parts = append(parts, "p.assignee in ("+users+")")
	}
	if len(sight.Own) > 0 {
		parts = append(parts, "p.service in ("+placed(&s.conditions, sight.Own)+")")
	}
	switch {
	case sight.Whole:
		some = append(some, "not d.restricted")
	case len(sight.Scope) > 0:
		parts = append(parts, "not d.restricted and p.service in ("+placed(&s.conditions, sight.Scope)+")")
	}
	if len(parts) > 0 {
		some = append(some, `exists (select 1 from part p where p.region = d.region and p.deadline = d.number
			and (`+strings.Join(parts, " or ")+`))`)
	}
	if len(some) == 0 {
		return ""
	}
	return `exists (select 1 from deadline d where d.region = v.region and d.number = ` + deadlineNumber +
		` and (` + strings.Join(some, " or ") + `))`
}

// deadlineNumber is the number of the deadline that a delivery is about, null
// when it is about something else.
const deadlineNumber = `case when v.subject like 'E%' then cast(substr(v.subject, 2) as bigint)
	when v.subject like 'RM%' then 1000000000 + cast(substr(v.subject, 3) as bigint) end`

// ledgerOrder is total, and forwards that in which people count: E2 before E10.
func ledgerOrder(alias string, newest bool) string {
	way := ""
	if newest {
		way = " desc"
	}
	terms := []string{
		alias + ".due_at", "length(" + alias + ".subject)", alias + ".subject", alias + ".recipient",
		alias + ".due_date", alias + ".due_time", alias + ".step", alias + ".id",
	}
	return " order by " + strings.Join(terms, way+", ") + way
}

// ledgerPage is the query for a page of lines, and all its values.
func ledgerPage(s *selection, f plan.LedgerFilter) (string, []any) {
	limit := f.Limit
	if limit == 0 {
		limit = math.MaxInt64
	}
	n := len(s.args)
	page := `select ` + deliveryColumns + ` from delivery v where ` + strings.Join(s.all, " and ") +
		ledgerOrder("v", f.Newest) + ` limit $` + strconv.Itoa(n+1) + ` offset $` + strconv.Itoa(n+2)
	return `select page.*, coalesce(x.state, ''), coalesce(x.reason, ''), coalesce(x.post, ''), coalesce(x.next_try, 0),
			coalesce(x.recipient, 'channel:')
		from (` + page + `) page left join dispatch x on x.id = page.dispatch` + ledgerOrder("page", f.Newest),
		append(s.args[:n:n], limit, f.Offset)
}

// ledgerCount is the query for how many there are; its values are s.args.
func ledgerCount(s *selection) string {
	return `select count(*) from delivery v where ` + strings.Join(s.all, " and ")
}

// The parts of [plan.LedgerDepth], each read in a partial index of what waits.
const (
	selectDepthDue = `select count(*), min(due_at) from delivery where state = 'planned' and due_at <= $1`

	selectDepthWaiting = `select coalesce(sum(case state when 'ready' then 1 else 0 end), 0), count(*)
		from dispatch where state in ('ready', 'doubt')`
	selectDepthSending = `select count(*) from dispatch where state = 'sending' and lease_until > 0`

	selectDepthFailing = `select coalesce(sum(case state when 'failed' then 1 else 0 end), 0)
		from delivery where region in (select id from region) and state in ('failed', 'claimed') and due_at >= $1`
	selectDepthClaimed = `select min(due_at)
		from delivery where region in (select id from region) and state in ('failed', 'claimed') and state = 'claimed'`
)

// LedgerDepth measures what is due at now and not sent yet, and what failed
// since an instant.
func (t *tx) LedgerDepth(now, since time.Time) (plan.LedgerDepth, error) {
	var d plan.LedgerDepth
	var due, claimed sql.NullInt64
	var waiting int
	for _, q := range []struct {
		text string
		args []any
		into []any
	}{
		{selectDepthDue, []any{micros(now)}, []any{&d.Due, &due}},
		{selectDepthWaiting, nil, []any{&d.Ready, &waiting}},
		{selectDepthSending, nil, []any{&d.Sending}},
		{selectDepthFailing, []any{micros(since)}, []any{&d.Failed}},
		{selectDepthClaimed, nil, []any{&claimed}},
	} {
		if err := t.sql.QueryRowContext(t.ctx, q.text, q.args...).Scan(q.into...); err != nil {
			return plan.LedgerDepth{}, t.fail(err, "measure the ledger")
		}
	}
	d.InDoubt = waiting - d.Ready
	d.Oldest = earliest(horizon(due), horizon(claimed))
	return d, nil
}
