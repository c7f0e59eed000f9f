package store

import (
	"errors"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/plan"
)

const meetingColumns = `region, number, body, state, start_date, start_time, zone, start_at, end_time, place, place_key,
	link, hat, agenda, notice_on, attendance, minutes, minutes_at, minutes_by, reason, previous_date, previous_time,
	previous_zone, cloned_from, author, from_service, channel, created_at, closed_at, closed_by, uncovered, revision, version`

const (
	representationColumns = `region, meeting, seat, state, user_id, name, rank, proxy_user, proxy_name, answer_by, overridden, override_by`
	askColumns            = `region, meeting, seat, position, user_id, name, rank, state, asked_at, answer_by, answered_at, answered_by, reason`
	stepColumns           = `region, meeting, position, name, days, unit, service, date, deadline, seat, past, minutes`
)

const meetingRead = `m.region, m.number, m.body, m.state, m.start_date, m.start_time, m.zone, m.start_at, m.end_time,
	m.place, m.link, m.hat, m.agenda, m.notice_on, m.attendance, m.minutes, m.minutes_at, m.minutes_by, m.reason,
	m.previous_date, m.previous_time, m.previous_zone, m.cloned_from, m.author, m.from_service, m.channel,
	m.created_at, m.closed_at, m.closed_by, m.revision, m.version`

func scanMeeting(row scanner) (m plan.Meeting, err error) {
	err = row.Scan(&m.Region, &m.Number, &m.Body, &m.State, (*date)(&m.Start.Date), startHour{&m}, &m.Start.Zone,
		(*instant)(&m.StartAt), (*hourOrNone)(&m.End), &m.Place, &m.Link, &m.Hat, &m.Agenda, (*date)(&m.NoticeOn),
		&m.Attendance, &m.Minutes, (*instant)(&m.MinutesAt), &m.MinutesBy, &m.Reason, (*date)(&m.Previous.Date),
		(*hourOrNone)(&m.Previous.Time), &m.Previous.Zone, &m.ClonedFrom, &m.Author, &m.From, &m.Channel,
		(*instant)(&m.CreatedAt), (*instant)(&m.ClosedAt), &m.ClosedBy, &m.Revision, &m.Version)
	return m, err
}

// startHour reads the hour at which a meeting begins, when it is known.
type startHour struct{ m *plan.Meeting }

// Scan implements [sql.Scanner].
func (s startHour) Scan(v any) error {
	text, err := textOf(v)
	s.m.HasTime, s.m.Start.Time = text != "", calendar.TimeOfDay{}
	if err != nil || text == "" {
		return err
	}
	s.m.Start.Time, err = calendar.ParseTimeOfDay(text)
	return err
}

// hourOrNone reads a column of hours that is empty for none, which midnight
// stands for.
type hourOrNone calendar.TimeOfDay

// Scan implements [sql.Scanner].
func (h *hourOrNone) Scan(v any) error {
	text, err := textOf(v)
	if err != nil || text == "" {
		*h = hourOrNone{}
		return err
	}
	read, err := calendar.ParseTimeOfDay(text)
	*h = hourOrNone(read)
	return err
}

func hourOrNoneText(h calendar.TimeOfDay) string {
	if h == (calendar.TimeOfDay{}) {
		return ""
	}
	return h.String()
}

// representationAndAsk are the columns of a representation and of one of the
// questions asked for it. The position of the question is 0 when there is none.
const representationAndAsk = `r.meeting, r.seat, r.state, r.user_id, r.name, r.rank, r.proxy_user, r.proxy_name,
	r.answer_by, r.overridden, r.override_by,
	coalesce(a.position, 0), coalesce(a.user_id, ''), coalesce(a.name, ''), coalesce(a.rank, 0), coalesce(a.state, ''),
	coalesce(a.asked_at, 0), coalesce(a.answer_by, ''), coalesce(a.answered_at, 0), coalesce(a.answered_by, ''),
	coalesce(a.reason, '')`

// representationRow is a representation with one of its questions.
type representationRow struct {
	meeting        int
	representation plan.Representation
	position       int // of the question, 0 when there is none
	ask            plan.Ask
}

func scanRepresentation(row scanner) (r representationRow, err error) {
	s, a := &r.representation, &r.ask
	err = row.Scan(&r.meeting, &s.Seat, &s.State, &s.Who.User, &s.Who.Name, &s.Rank, &s.Proxy.User, &s.Proxy.Name,
		(*date)(&s.AnswerBy), &s.Override, &s.OverrideBy,
		&r.position, &a.Who.User, &a.Who.Name, &a.Rank, &a.State, (*instant)(&a.AskedAt), (*date)(&a.AnswerBy),
		(*instant)(&a.AnsweredAt), &a.AnsweredBy, &a.Reason)
	return r, err
}

// stepRow is a step of a meeting.
type stepRow struct {
	meeting int
	step    plan.MeetingStep
}

func scanMeetingStep(row scanner) (r stepRow, err error) {
	s := &r.step
	err = row.Scan(&r.meeting, &s.Name, &s.Days, &s.Unit, &s.Service, (*date)(&s.Date), &s.Deadline, &s.Seat, &s.Past, &s.Minutes)
	return r, err
}

// meetings reads, in the order given, the meetings whose numbers a query gives,
// with all that they hold: three statements, however many there are.
func (t *tx) meetings(order, numbers string, args ...any) ([]plan.Meeting, error) {
	found, err := all(t, scanMeeting, `select `+meetingRead+` from (`+numbers+`) page
		cross join meeting m where m.region = $1 and m.number = page.number`+order, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	at := map[int]*plan.Meeting{}
	for i := range found {
		at[found[i].Number] = &found[i]
	}
	err = t.each(func(row scanner) error {
		r, err := scanRepresentation(row)
		if m := at[r.meeting]; m != nil {
			addRepresentation(m, r)
		}
		return err
	}, `select `+representationAndAsk+` from (`+numbers+`) page cross join representation r
		left join ask a on a.region = r.region and a.meeting = r.meeting and a.seat = r.seat
		where r.region = $1 and r.meeting = page.number order by r.meeting, r.seat, a.position`, args...)
	if err != nil {
		return nil, err
	}
	err = t.each(func(row scanner) error {
		r, err := scanMeetingStep(row)
		if m := at[r.meeting]; m != nil {
			m.Steps = append(m.Steps, r.step)
		}
		return err
	}, `select s.meeting, s.name, s.days, s.unit, s.service, s.date, s.deadline, s.seat, s.past, s.minutes
		from (`+numbers+`) page cross join meeting_step s
		where s.region = $1 and s.meeting = page.number order by s.meeting, s.date, s.position`, args...)
	return found, err
}

// addRepresentation adds a representation with its first question, or one more
// question to the last one.
func addRepresentation(m *plan.Meeting, r representationRow) {
	if n := len(m.Seats); n == 0 || m.Seats[n-1].Seat != r.representation.Seat {
		m.Seats = append(m.Seats, r.representation)
	}
	if s := &m.Seats[len(m.Seats)-1]; r.position > 0 {
		s.Asks = append(s.Asks, r.ask)
	}
}

// Meeting returns a meeting with its representations and steps.
func (t *tx) Meeting(region plan.RegionID, number int) (plan.Meeting, error) {
	m, err := first(t.meetings("", `select number from meeting where region = $1 and number = $2`, region, number))
	return m, t.fail(err, "read meeting %s", plan.MeetingRef(number))
}

const meetingOfDeadline = `select meeting as number from meeting_step
	where region = $1 and deadline > 0 and deadline = $2 limit 1`

// MeetingOfDeadline finds the meeting of which a deadline is a step.
func (t *tx) MeetingOfDeadline(region plan.RegionID, deadline int) (plan.Meeting, error) {
	m, err := first(t.meetings("", meetingOfDeadline, region, deadline))
	return m, t.fail(err, "find the meeting of %s", plan.DeadlineRef(deadline))
}

// FindMeetings lists the meetings selected with their representations and steps,
// by start then number, and how many there are without Limit and Offset.
func (t *tx) FindMeetings(region plan.RegionID, f plan.MeetingFilter) ([]plan.Meeting, int, error) {
	from, c := meetingSelection(region, f)
	order := meetingOrder(f.Latest)
	page, args := c.bounded(`select m.number`+from+order, f.Limit, f.Offset)
	found, err := t.meetings(order, page, args...)
	if err != nil {
		return nil, 0, t.fail(err, "find meetings")
	}
	total := f.Offset + len(found)
	if !isLastPage(len(found), f.Limit, f.Offset) {
		err = t.sql.QueryRowContext(t.ctx, `select count(*)`+from, c.args...).Scan(&total)
	}
	return found, total, t.fail(err, "count meetings")
}

func meetingOrder(latest bool) string {
	if latest {
		return ` order by m.start_date desc, m.start_at desc, m.number desc`
	}
	return ` order by m.start_date, m.start_at, m.number`
}

// meetingSelection selects the meetings m of a filter. Those of a person are few:
// SQLite, which reads a cross join from left to right, begins with them.
func meetingSelection(region plan.RegionID, f plan.MeetingFilter) (string, *conditions) {
	c, from := &conditions{}, ` from meeting m`
	c.where("m.region = " + c.place(region))
	if f.Body > 0 {
		c.where("m.body = " + c.place(f.Body))
	}
	if !f.From.IsZero() {
		c.where("m.start_date >= " + c.place(f.From.String()))
	}
	if !f.To.IsZero() {
		c.where("m.start_date <= " + c.place(f.To.String()))
	}
	if slices.Equal(f.States, []plan.MeetingState{plan.Undated}) {
		c.where("m.start_date = ''") // which an index finds
	}
	if len(f.States) > 0 {
		c.where("m.state in (" + placed(c, f.States) + ")")
	}
	if f.Department != "" {
		department := c.place(f.Department)
		c.where(`(m.hat = ` + department + ` or m.body in
			(select b.number from body b where b.region = $1 and b.department = ` + department + `))`)
	}
	if f.HatSet {
		c.where("m.hat = " + c.place(f.Hat))
	}
	if who := concerning(c, f); who != "" {
		from = ` from (` + who + `) mine cross join meeting m`
		c.where("m.number = mine.meeting")
	}
	if f.Uncovered {
		c.where("m.uncovered")
	}
	for _, word := range f.Words {
		pattern := c.word(word)
		c.where(`(m.place_key like ` + pattern + ` or m.body in
			(select b.number from body b where b.region = $1 and b.search_key like ` + pattern + `))`)
	}
	return from + ` where ` + strings.Join(c.all, " and "), c
}

// concerning selects the meetings at which a person represents the préfet, holds
// a proxy, or is asked to; empty when the filter is about nobody.
func concerning(c *conditions, f plan.MeetingFilter) string {
	var of []string
	if f.User != "" {
		who := c.place(f.User)
		of = append(of, expecting(func(user, _ string) string { return user + " <> '' and " + user + " = " + who }))
	}
	if len(f.Names) > 0 {
		names := placed(c, f.Names)
		of = append(of, expecting(func(user, name string) string { return user + " = '' and " + name + " in (" + names + ")" }))
	}
	return strings.Join(of, " union ")
}

// expecting selects the meetings where a condition on an account and a name holds of
// whoever is expected.
func expecting(is func(user, name string) string) string {
	return `select r.meeting from representation r where r.region = $1 and ` + is("r.user_id", "r.name") + `
		union select r.meeting from representation r where r.region = $1 and ` + is("r.proxy_user", "r.proxy_name") + `
		union select a.meeting from ask a where a.region = $1 and ` + is("a.user_id", "a.name") + ` and a.state = 'waiting'`
}

const sitters = `select user_id, case when user_id = '' then name else '' end as name from term where region = $1
	union select user_id, case when user_id = '' then name else '' end from representation where region = $1
	union select proxy_user, case when proxy_user = '' then proxy_name else '' end from representation where region = $1
	union select user_id, case when user_id = '' then name else '' end from ask where region = $1
	order by user_id, name`

// Sitters lists those who sit, sat, or were asked to.
func (t *tx) Sitters(region plan.RegionID) ([]plan.Representative, error) {
	var found []plan.Representative
	err := t.each(func(row scanner) error {
		var who plan.Representative
		err := row.Scan(&who.User, &who.Name)
		if !who.IsZero() {
			found = append(found, who)
		}
		return err
	}, sitters, region)
	return found, t.fail(err, "list who sits")
}

const lastMeetings = `select b.number, coalesce((select m.start_date from meeting m where m.region = b.region
	and m.body = b.number and m.start_date < $2 and m.state not in ` + didNotMeet + ` order by m.start_date desc limit 1), '')
	from body b where b.region = $1`

// LastMeetings gives, for each body that has one, the day of its last meeting
// before a day that was not cancelled.
func (t *tx) LastMeetings(region plan.RegionID, day calendar.Date) (map[int]calendar.Date, error) {
	last := map[int]calendar.Date{}
	err := t.each(func(row scanner) error {
		var body int
		var on date
		err := row.Scan(&body, &on)
		if on != (date{}) {
			last[body] = calendar.Date(on)
		}
		return err
	}, lastMeetings, region, dateText(day))
	return last, t.fail(err, "list the last meetings")
}

// AddMeeting inserts a meeting with its representations and steps; Version must be 1.
func (t *tx) AddMeeting(m plan.Meeting) error {
	return t.fail(t.findableMeeting(t.addMeeting(m), m), "add meeting %s", m.Ref())
}

func (t *tx) addMeeting(m plan.Meeting) error {
	if m.Version != 1 {
		return errors.New("a new meeting must have version 1")
	}
	args := meetingArgs(m)
	err := t.insert(`insert into meeting (`+meetingColumns+`) values `+places(1, len(args)), args...)
	if err != nil {
		return err
	}
	return t.addSeatsAndSteps(m)
}

// UpdateMeeting stores the meeting and replaces its representations and steps.
func (t *tx) UpdateMeeting(m plan.Meeting) error {
	return t.fail(t.findableMeeting(t.updateMeeting(m), m), "update meeting %s", m.Ref())
}

func (t *tx) updateMeeting(m plan.Meeting) error {
	err := t.update(`update meeting set body = $3, state = $4, start_date = $5, start_time = $6, zone = $7, start_at = $8,
		end_time = $9, place = $10, place_key = $11, link = $12, hat = $13, agenda = $14, notice_on = $15,
		attendance = $16, minutes = $17, minutes_at = $18, minutes_by = $19, reason = $20, previous_date = $21,
		previous_time = $22, previous_zone = $23, cloned_from = $24, author = $25, from_service = $26, channel = $27,
		created_at = $28, closed_at = $29, closed_by = $30, uncovered = $31, revision = $32, version = version + 1
		where region = $1 and number = $2 and version = $33`, meetingArgs(m),
		`select 1 from meeting where region = $1 and number = $2`, m.Region, m.Number)
	if err != nil {
		return err
	}
	for _, held := range []string{"representation", "meeting_step"} { // with the questions of the first
		if _, err := t.exec(`delete from `+held+` where region = $1 and meeting = $2`, m.Region, m.Number); err != nil {
			return err
		}
	}
	return t.addSeatsAndSteps(m)
}

// meetingArgs are the values of meetingColumns, in their order.
func meetingArgs(m plan.Meeting) []any {
	return []any{
		m.Region, m.Number, m.Body, m.State, dateText(m.Start.Date),
		dueHourText(plan.Due{Time: m.Start.Time, HasTime: m.HasTime}), m.Start.Zone, micros(m.StartAt),
		hourOrNoneText(m.End), m.Place, plan.SearchKey(m.Place), m.Link, m.Hat, m.Agenda, dateText(m.NoticeOn),
		m.Attendance, m.Minutes, micros(m.MinutesAt), m.MinutesBy, m.Reason, dateText(m.Previous.Date),
		hourOrNoneText(m.Previous.Time), m.Previous.Zone, m.ClonedFrom, m.Author, m.From, m.Channel,
		micros(m.CreatedAt), micros(m.ClosedAt), m.ClosedBy, isUncovered(m), m.Revision, m.Version,
	}
}

// isUncovered tells a meeting ahead of which a seat is not settled.
func isUncovered(m plan.Meeting) bool {
	if !m.State.Ahead() || m.State == plan.Undated {
		return false
	}
	for _, s := range m.Seats {
		if !s.State.Covered() {
			return true
		}
	}
	return false
}

func (t *tx) addSeatsAndSteps(m plan.Meeting) error {
	var seats, asks, steps []any
	for _, s := range m.Seats {
		seats = append(seats, m.Region, m.Number, s.Seat, s.State, s.Who.User, s.Who.Name, s.Rank,
			s.Proxy.User, s.Proxy.Name, dateText(s.AnswerBy), s.Override, s.OverrideBy)
		for i, a := range s.Asks {
			asks = append(asks, m.Region, m.Number, s.Seat, i+1, a.Who.User, a.Who.Name, a.Rank, a.State,
				micros(a.AskedAt), dateText(a.AnswerBy), micros(a.AnsweredAt), a.AnsweredBy, a.Reason)
		}
	}
	for i, s := range m.Steps {
		steps = append(steps, m.Region, m.Number, i+1, s.Name, s.Days, int(s.Unit), s.Service, dateText(s.Date),
			s.Deadline, s.Seat, s.Past, s.Minutes)
	}
	if err := t.insertRows("representation", representationColumns, seats); err != nil {
		return err
	}
	if err := t.insertRows("ask", askColumns, asks); err != nil {
		return err
	}
	return t.insertRows("meeting_step", stepColumns, steps)
}
