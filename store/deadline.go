package store

import (
	"errors"
	"slices"

	"jalon/plan"
)

const deadlineColumns = `region, number, title, search_key, kind, due_date, due_time, due_zone, due_at, said, said_en,
	first_date, first_time, first_zone, ladder, chosen, state, author, from_service, channel, created_at, closed_at,
	closed_by, reason, previous_date, previous_time, previous_zone, series, occurrence, next, revision, restricted, discreet,
	urgent, chase, escalate_to, version`

const partColumns = `region, deadline, service, rank, assignee, assigned_by, state, closed_at, closed_by, note,
	outcome, until_date, until_time, until_zone, wish_date, wish_time, wish_zone, why, asked_by, deadline_state, due_at`

// deadlineAndPart are the columns of a deadline and of one of its parts. Both
// are read in one statement, so that they are of one moment. The rank of the
// part is 0 when there is none.
const deadlineAndPart = `d.region, d.number, d.title, d.kind, d.due_date, d.due_time, d.due_zone, d.due_at,
	d.said, d.said_en, d.first_date, d.first_time, d.first_zone, d.ladder, d.chosen, d.state, d.author,
	d.from_service, d.channel, d.created_at, d.closed_at, d.closed_by, d.reason, d.previous_date,
	d.previous_time, d.previous_zone, d.series, d.occurrence, d.next, d.revision, d.restricted, d.discreet,
	d.urgent, d.chase, d.escalate_to, d.version,
	coalesce(p.rank, 0), coalesce(p.service, ''), coalesce(p.assignee, ''),
	coalesce(p.assigned_by, ''), coalesce(p.state, ''),
	coalesce(p.closed_at, 0), coalesce(p.closed_by, ''), coalesce(p.note, ''), coalesce(p.outcome, ''),
	coalesce(p.until_date, ''), coalesce(p.until_time, ''), coalesce(p.until_zone, ''),
	coalesce(p.wish_date, ''), coalesce(p.wish_time, ''), coalesce(p.wish_zone, ''), coalesce(p.why, ''), coalesce(p.asked_by, '')`

// deadlineRow is a deadline with one of its parts.
type deadlineRow struct {
	deadline plan.Deadline
	rank     int // of the part, 0 when there is none
	part     plan.Part
}

func scanDeadline(row scanner) (r deadlineRow, err error) {
	d, p := &r.deadline, &r.part
	err = row.Scan(&d.Region, &d.Number, &d.Title, &d.Kind,
		(*date)(&d.Due.Date), (*dueHour)(&d.Due), &d.Due.Zone, (*instant)(&d.DueAt), &d.Said, &d.SaidEN,
		(*date)(&d.First.Date), (*dueHour)(&d.First), &d.First.Zone, (*ladder)(&d.Ladder), &d.Chosen, &d.State,
		&d.Author, &d.From, &d.Channel, (*instant)(&d.CreatedAt), (*instant)(&d.ClosedAt), &d.ClosedBy, &d.Reason,
		(*date)(&d.Previous.Date), (*dueHour)(&d.Previous), &d.Previous.Zone,
		&d.Series, (*date)(&d.Occurrence), &d.Next, &d.Revision, &d.Restricted, &d.Discreet,
		&d.Urgent, (*chase)(&d.Chase), &d.Chase.To, &d.Version,
		&r.rank, &p.Service, &p.Assignee, &p.AssignedBy, &p.State, (*instant)(&p.ClosedAt), &p.ClosedBy, &p.Note, &p.Outcome,
		(*date)(&p.Until.Date), (*dueHour)(&p.Until), &p.Until.Zone,
		(*date)(&p.Wish.Date), (*dueHour)(&p.Wish), &p.Wish.Zone, &p.Why, &p.AskedBy)
	return r, err
}

// deadlines runs a query for deadlineAndPart, in which the rows of a deadline
// follow each other.
func (t *tx) deadlines(query string, args ...any) ([]plan.Deadline, error) {
	var found []plan.Deadline
	err := t.each(func(row scanner) error {
		r, err := scanDeadline(row)
		if n := len(found); n == 0 || found[n-1].Number != r.deadline.Number {
			found = append(found, r.deadline)
		}
		if d := &found[len(found)-1]; r.rank > 0 {
			d.Parts = append(d.Parts, r.part)
		}
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return found, nil
}

// Deadline returns a deadline with its parts in the order they were added.
func (t *tx) Deadline(region plan.RegionID, number int) (plan.Deadline, error) {
	found, err := t.deadlines(`select `+deadlineAndPart+` from deadline d
		left join part p on p.region = d.region and p.deadline = d.number
		where d.region = $1 and d.number = $2 order by p.rank`, region, number)
	d, err := first(found, err)
	return d, t.fail(err, "read deadline %s", plan.DeadlineRef(number))
}

var selectDeadlines = &manyRows{text: func(rows int) string {
	return `select ` + deadlineAndPart + ` from deadline d
		left join part p on p.region = d.region and p.deadline = d.number
		where d.region = $1 and d.number in ` + places(2, rows) + ` order by d.number, p.rank`
}}

// DeadlinesOf returns those of the numbers that are there, by number, each with its
// parts in the order they were added.
func (t *tx) DeadlinesOf(region plan.RegionID, numbers ...int) ([]plan.Deadline, error) {
	var found []plan.Deadline
	for batch := range batches(slices.Sorted(slices.Values(numbers))) {
		args := []any{region}
		for _, n := range batch {
			args = append(args, n)
		}
		some, err := t.deadlines(selectDeadlines.of(len(batch)), args...)
		if err != nil {
			return nil, t.fail(err, "read deadlines")
		}
		found = append(found, some...)
	}
	return found, nil
}

var selectVersions = &manyRows{text: func(rows int) string {
	return `select number, version from deadline where region = $1 and number in ` + places(2, rows)
}}

// DeadlineVersions returns the version of each of the deadlines that are there.
func (t *tx) DeadlineVersions(region plan.RegionID, numbers ...int) (map[int]int, error) {
	found := map[int]int{}
	for batch := range batches(numbers) {
		args := []any{region}
		for _, n := range batch {
			args = append(args, n)
		}
		err := t.each(func(row scanner) error {
			var number, version int
			err := row.Scan(&number, &version)
			found[number] = version
			return err
		}, selectVersions.of(len(batch)), args...)
		if err != nil {
			return nil, t.fail(err, "read the versions of deadlines")
		}
	}
	return found, nil
}

// AddDeadline inserts a deadline with its parts; Version must be 1.
func (t *tx) AddDeadline(d plan.Deadline) error {
	return t.fail(t.findable(t.addDeadline(d), d.Findable()), "add deadline %s", d.Ref())
}

func (t *tx) addDeadline(d plan.Deadline) error {
	if d.Version != 1 {
		return errors.New("a new deadline must have version 1")
	}
	args, err := deadlineArgs(d)
	if err != nil {
		return err
	}
	err = t.insert(`insert into deadline (`+deadlineColumns+`) values `+places(1, len(args)), args...)
	if err != nil {
		return err
	}
	return t.addParts(d)
}

// UpdateDeadline stores the deadline and replaces its parts.
func (t *tx) UpdateDeadline(d plan.Deadline) error {
	return t.fail(t.findable(t.updateDeadline(d), d.Findable()), "update deadline %s", d.Ref())
}

func (t *tx) updateDeadline(d plan.Deadline) error {
	args, err := deadlineArgs(d)
	if err != nil {
		return err
	}
	err = t.update(`update deadline set title = $3, search_key = $4, kind = $5, due_date = $6, due_time = $7,
		due_zone = $8, due_at = $9, said = $10, said_en = $11, first_date = $12, first_time = $13, first_zone = $14,
		ladder = $15, chosen = $16, state = $17, author = $18, from_service = $19, channel = $20, created_at = $21,
		closed_at = $22, closed_by = $23, reason = $24, previous_date = $25, previous_time = $26,
		previous_zone = $27, series = $28, occurrence = $29, next = $30, revision = $31, restricted = $32,
		discreet = $33, urgent = $34, chase = $35, escalate_to = $36, version = version + 1
		where region = $1 and number = $2 and version = $37`, args,
		`select 1 from deadline where region = $1 and number = $2`, d.Region, d.Number)
	if err != nil {
		return err
	}
	if _, err := t.exec(`delete from part where region = $1 and deadline = $2`, d.Region, d.Number); err != nil {
		return err
	}
	return t.addParts(d)
}

// deadlineArgs are the values of deadlineColumns, in their order.
func deadlineArgs(d plan.Deadline) ([]any, error) {
	ladder, err := ladderText(d.Ladder)
	if err != nil {
		return nil, err
	}
	chase, err := chaseText(d.Chase)
	if err != nil {
		return nil, err
	}
	return []any{
		d.Region, d.Number, d.Title, plan.SearchKey(d.Title), d.Kind,
		dateText(d.Due.Date), dueHourText(d.Due), d.Due.Zone, micros(d.DueAt), d.Said, d.SaidEN,
		dateText(d.First.Date), dueHourText(d.First), d.First.Zone, ladder, d.Chosen, d.State,
		d.Author, d.From, d.Channel, micros(d.CreatedAt), micros(d.ClosedAt), d.ClosedBy, d.Reason,
		dateText(d.Previous.Date), dueHourText(d.Previous), d.Previous.Zone,
		d.Series, dateText(d.Occurrence), d.Next, d.Revision, d.Restricted, d.Discreet,
		d.Urgent, chase, d.Chase.To, d.Version,
	}, nil
}

func (t *tx) addParts(d plan.Deadline) error {
	if len(d.Parts) == 0 {
		return nil
	}
	var args []any
	for i, p := range d.Parts {
		args = append(args, d.Region, d.Number, p.Service, i+1, p.Assignee, p.AssignedBy, p.State, micros(p.ClosedAt),
			p.ClosedBy, p.Note, p.Outcome, dateText(p.Until.Date), dueHourText(p.Until), p.Until.Zone,
			dateText(p.Wish.Date), dueHourText(p.Wish), p.Wish.Zone, p.Why, p.AskedBy, d.State, micros(d.DueAt))
	}
	_, err := t.exec(`insert into part (`+partColumns+`) values `+tuples(len(d.Parts), len(args)/len(d.Parts)), args...)
	return err
}
