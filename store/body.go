package store

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/plan"
)

const bodyColumns = `region, number, name, short, short_key, search_key, sort_key, kind, chair, hat, department,
	legal_basis, rhythm, secretariat, notice, notice_unit, quorum, quorum_of, members, proxies, replaces_qualified,
	links, template, closed, author, created_at, version`

const (
	seatColumns = `region, body, number, name, nature, advisory, closed`
	termColumns = `region, body, seat, position, rank, user_id, name, from_date, to_date, appointment`
)

const bodyRead = `b.region, b.number, b.name, b.short, b.kind, b.chair, b.hat, b.department, b.legal_basis, b.rhythm,
	b.secretariat, b.notice, b.notice_unit, b.quorum, b.quorum_of, b.members, b.proxies, b.replaces_qualified,
	b.links, b.template, b.closed, b.author, b.created_at, b.version`

func scanBody(row scanner) (b plan.Body, err error) {
	r := &b.Rules
	err = row.Scan(&b.Region, &b.Number, &b.Name, &b.Short, &b.Kind, &b.Chair, &b.Hat, &b.Department, &b.LegalBasis,
		&b.Rhythm, &b.Secretariat, &r.Notice, &r.NoticeUnit, &r.Quorum.Number, &r.Quorum.Of, &r.Members, &r.Proxies,
		&r.ReplacesQualified, list[plan.Link]{&b.Links}, &b.Template, &b.Closed, &b.Author,
		(*instant)(&b.CreatedAt), &b.Version)
	return b, err
}

// seatAndTerm are the columns of a seat and of one of its terms. The position of
// the term is 0 when there is none.
const seatAndTerm = `s.body, s.number, s.name, s.nature, s.advisory, s.closed,
	coalesce(m.position, 0), coalesce(m.rank, 0), coalesce(m.user_id, ''), coalesce(m.name, ''),
	coalesce(m.from_date, ''), coalesce(m.to_date, ''), coalesce(m.appointment, '')`

// seatRow is a seat with one of its terms.
type seatRow struct {
	body     int
	seat     plan.Seat
	position int // of the term, 0 when there is none
	term     plan.Term
}

func scanSeat(row scanner) (r seatRow, err error) {
	s, m := &r.seat, &r.term
	err = row.Scan(&r.body, &s.Number, &s.Name, &s.Nature, &s.Advisory, &s.Closed,
		&r.position, &m.Rank, &m.Who.User, &m.Who.Name, (*date)(&m.From), (*date)(&m.To), &m.Order)
	return r, err
}

// bodies reads the bodies whose numbers a query gives, with their seats and
// terms: two statements, however many there are.
func (t *tx) bodies(numbers string, args ...any) ([]plan.Body, error) {
	found, err := all(t, scanBody, `select `+bodyRead+` from (`+numbers+`) page
		cross join body b where b.region = $1 and b.number = page.number order by b.sort_key, b.number`, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	at := map[int]*plan.Body{}
	for i := range found {
		at[found[i].Number] = &found[i]
	}
	err = t.each(func(row scanner) error {
		r, err := scanSeat(row)
		if b := at[r.body]; b != nil {
			addSeat(b, r)
		}
		return err
	}, `select `+seatAndTerm+` from (`+numbers+`) page cross join seat s
		left join term m on m.region = s.region and m.body = s.body and m.seat = s.number
		where s.region = $1 and s.body = page.number
		order by s.body, s.number, m.rank, m.from_date, m.position`, args...)
	return found, err
}

// addSeat adds a seat with its first term, or one more term to the last seat.
func addSeat(b *plan.Body, r seatRow) {
	if n := len(b.Seats); n == 0 || b.Seats[n-1].Number != r.seat.Number {
		b.Seats = append(b.Seats, r.seat)
	}
	if s := &b.Seats[len(b.Seats)-1]; r.position > 0 {
		s.Terms = append(s.Terms, r.term)
	}
}

// Body returns a body with its seats and terms.
func (t *tx) Body(region plan.RegionID, number int) (plan.Body, error) {
	b, err := first(t.bodies(`select number from body where region = $1 and number = $2`, region, number))
	return b, t.fail(err, "read body %s", plan.BodyRef(number))
}

// FindBodies lists the bodies selected, by short name or name then number, and
// how many there are without Limit and Offset.
func (t *tx) FindBodies(region plan.RegionID, f plan.BodyFilter) ([]plan.Body, int, error) {
	c := bodyConditions(region, f)
	from := ` from body b where ` + strings.Join(c.all, " and ")
	page, args := c.bounded(`select b.number`+from+` order by b.sort_key, b.number`, f.Limit, f.Offset)
	found, err := t.bodies(page, args...)
	if err != nil {
		return nil, 0, t.fail(err, "find bodies")
	}
	total := f.Offset + len(found)
	if !isLastPage(len(found), f.Limit, f.Offset) {
		err = t.sql.QueryRowContext(t.ctx, `select count(*)`+from, c.args...).Scan(&total)
	}
	return found, total, t.fail(err, "count bodies")
}

func bodyConditions(region plan.RegionID, f plan.BodyFilter) *conditions {
	c := &conditions{}
	c.where("b.region = " + c.place(region))
	if !f.Closed {
		c.where("not b.closed")
	}
	for _, word := range f.Words {
		c.where("b.search_key like " + c.word(word))
	}
	switch {
	case f.Short != "" && f.Closed: // the key of a closed one is free for another
		c.where("b.short <> '' and b.sort_key = " + c.place(bodySortKey(f.Short)))
	case f.Short != "":
		c.where("b.short_key <> '' and b.short_key = " + c.place(f.Short))
	}
	if f.Department != "" {
		c.where("b.department = " + c.place(f.Department))
	}
	if f.Holder != "" {
		c.where(withTerm("m.user_id <> '' and m.user_id = " + c.place(f.Holder) +
			" and (m.to_date = '' or m.to_date >= " + c.place(dateText(f.HeldOn)) + ")"))
	}
	c.ending(f.EndsFrom, f.EndsTo)
	if !f.AsleepSince.IsZero() {
		c.where("b.created_at < " + c.place(micros(midnight(f.AsleepSince))))
		c.where(`not exists (select 1 from meeting a where a.region = b.region and a.body = b.number
			and a.start_date >= ` + c.place(dateText(f.AsleepSince)) + ` and a.state not in ` + didNotMeet + `)`)
	}
	return c
}

// didNotMeet are the states of meetings that do not count as meetings.
const didNotMeet = `('cancelled', 'not-held')`

// ending keeps the bodies that have a term ending between two days, zero for no bound.
func (c *conditions) ending(from, to calendar.Date) {
	if from.IsZero() && to.IsZero() {
		return
	}
	condition := "m.to_date <> ''"
	if !from.IsZero() {
		condition += " and m.to_date >= " + c.place(from.String())
	}
	if !to.IsZero() {
		condition += " and m.to_date <= " + c.place(to.String())
	}
	c.where(withTerm(condition))
}

// withTerm keeps the bodies of which an open seat has a term that meets a condition.
func withTerm(condition string) string {
	return `b.number in (select m.body from term m
		join seat s on s.region = m.region and s.body = m.body and s.number = m.seat and not s.closed
		where m.region = $1 and ` + condition + `)`
}

// bodySortKey orders bodies alike in every collation: letters and digits only,
// and a digit, which comes before letters, where a word ends.
func bodySortKey(called string) string { return strings.Join(plan.SearchWords(called), "0") }

// PutBody inserts the body with its seats and terms, or updates it and replaces
// them when Version > 0.
func (t *tx) PutBody(b plan.Body) error {
	return t.fail(t.findable(t.putBody(b), b.Findable()), "store body %s", b.Ref())
}

func (t *tx) putBody(b plan.Body) error {
	links, err := listText(b.Links)
	if err != nil {
		return err
	}
	short := ""
	if !b.Closed {
		short = plan.SearchKey(b.Short)
	}
	r := b.Rules
	args := []any{
		b.Region, b.Number, b.Name, b.Short, short, plan.SearchKey(b.Name + " " + b.Short + " " + b.Kind),
		bodySortKey(b.Called()), b.Kind, b.Chair, b.Hat, b.Department, b.LegalBasis, b.Rhythm, b.Secretariat,
		r.Notice, int(r.NoticeUnit), r.Quorum.Number, r.Quorum.Of, r.Members, r.Proxies, r.ReplacesQualified,
		links, b.Template, b.Closed, b.Author, micros(b.CreatedAt),
	}
	if b.Version == 0 {
		err = t.insert(`insert into body (`+bodyColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
			$13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, 1)`, args...)
	} else {
		err = t.updateBody(b, short, args)
	}
	if err != nil {
		return err
	}
	return t.addSeats(b)
}

func (t *tx) updateBody(b plan.Body, short string, args []any) error {
	// Asked first, since the error of the unique key would spoil the transaction.
	taken, err := t.exists(`select 1 from body where region = $1 and short_key <> '' and short_key = $2 and number <> $3`,
		b.Region, short, b.Number)
	if err != nil {
		return err
	}
	if taken {
		return plan.ErrDuplicate
	}
	err = t.update(`update body set name = $3, short = $4, short_key = $5, search_key = $6, sort_key = $7, kind = $8,
		chair = $9, hat = $10, department = $11, legal_basis = $12, rhythm = $13, secretariat = $14, notice = $15,
		notice_unit = $16, quorum = $17, quorum_of = $18, members = $19, proxies = $20, replaces_qualified = $21,
		links = $22, template = $23, closed = $24, author = $25, created_at = $26, version = version + 1
		where region = $1 and number = $2 and version = $27`, append(args, b.Version),
		`select 1 from body where region = $1 and number = $2`, b.Region, b.Number)
	if err != nil {
		return err
	}
	if _, err := t.exec(`delete from seat where region = $1 and body = $2`, b.Region, b.Number); err != nil { // and their terms
		return err
	}
	return t.indexMeetings(b)
}

func (t *tx) addSeats(b plan.Body) error {
	var seats, terms []any
	for _, s := range b.Seats {
		seats = append(seats, b.Region, b.Number, s.Number, s.Name, s.Nature, s.Advisory, s.Closed)
		for i, m := range s.Terms {
			terms = append(terms, b.Region, b.Number, s.Number, i+1, m.Rank, m.Who.User, m.Who.Name,
				dateText(m.From), dateText(m.To), m.Order)
		}
	}
	if err := t.insertRows("seat", seatColumns, seats); err != nil {
		return err
	}
	return t.insertRows("term", termColumns, terms)
}

// insertRows inserts rows into a table, none when there are no values.
func (t *tx) insertRows(table, columns string, values []any) error {
	if len(values) == 0 {
		return nil
	}
	n := columnsIn(columns)
	whole := n * max(1, placesAtOnce/n)
	into := `insert into ` + table + ` (` + columns + `) values `
	full := ""
	if len(values) >= whole {
		full = into + t.tuples(whole/n, n)
	}
	for chunk := range slices.Chunk(values, whole) {
		query, exec := full, t.execMany
		if len(chunk) < whole {
			query, exec = into+t.tuples(len(chunk)/n, n), t.exec
		}
		if _, err := exec(query, chunk...); err != nil {
			return err
		}
	}
	return nil
}

// columnsIn counts the columns of a list.
func columnsIn(columns string) int { return strings.Count(columns, ",") + 1 }

// placesAtOnce is how many values one insert holds. SQLite copies each page that a
// statement of many rows changes, in case it fails half-way: many short ones copy
// the same pages again and again.
const placesAtOnce = 2400
