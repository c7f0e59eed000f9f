package store

import (
	"cmp"
	"slices"

	"jalon/calendar"
	"jalon/plan"
)

// Sittings lists the seats of the meetings ahead between two days, both
// included, and once each meeting that has none.
func (t *tx) Sittings(region plan.RegionID, from, to calendar.Date) ([]plan.Sitting, error) {
	found, err := t.sittings(region, dateText(from), dateText(to))
	return found, t.fail(err, "list who sits from %s to %s", from, to)
}

// sittings reads meetings, bodies, seats and who sits apart, and joins them here:
// in one statement the columns of a meeting and of its body come again with each
// seat, which is most of what such a reading costs.
func (t *tx) sittings(region plan.RegionID, from, to string) ([]plan.Sitting, error) {
	meetings, err := all(t, scanAhead, `select number, body, state, start_date, start_time, zone, start_at, end_time, place, hat, notice_on
		from meeting where region = $1 and start_date >= $2 and start_date <= $3 and state in ($4, $5, $6)
		order by start_date, start_at, number`, region, from, to, plan.Provisional, plan.Confirmed, plan.Convened)
	if err != nil || len(meetings) == 0 {
		return nil, err
	}
	bodies, err := t.bodiesMeeting(region, from, to)
	if err != nil {
		return nil, err
	}
	seats, err := t.seatsMeeting(region, from, to)
	if err != nil {
		return nil, err
	}
	represented, err := t.represented(region, from, to)
	if err != nil {
		return nil, err
	}
	out := make([]plan.Sitting, 0, len(represented)+len(meetings))
	for _, m := range meetings {
		m.Region = region
		at := plan.Engagement{Meeting: m, Body: bodies[m.Body]}
		of, found := slices.BinarySearchFunc(represented, m.Number, func(r represents, number int) int { return cmp.Compare(r.meeting, number) })
		if !found {
			out = append(out, plan.Sitting{Engagement: at})
		}
		for ; of < len(represented) && represented[of].meeting == m.Number; of++ {
			seat := seats[[2]int{m.Body, represented[of].seat.Seat}]
			out = append(out, plan.Sitting{Engagement: at, Seat: represented[of].seat, SeatName: seat.name, Voting: seat.voting})
		}
	}
	return out, nil
}

func scanAhead(row scanner) (m plan.Meeting, err error) {
	var start, end plan.Due
	err = row.Scan(&m.Number, &m.Body, &m.State, (*date)(&start.Date), (*dueHour)(&start), &start.Zone, (*instant)(&m.StartAt),
		(*dueHour)(&end), &m.Place, &m.Hat, (*date)(&m.NoticeOn))
	m.Start = calendar.Moment{Date: start.Date, Time: start.Time, Zone: start.Zone}
	m.HasTime, m.End = start.HasTime, end.Time
	return m, err
}

// meetingThen selects the bodies that meet between two days.
const meetingThen = `(select body from meeting where region = $1 and start_date >= $2 and start_date <= $3)`

// bodiesMeeting reads what a [plan.Sitting] holds of the bodies that meet between
// two days.
func (t *tx) bodiesMeeting(region plan.RegionID, from, to string) (map[int]plan.Body, error) {
	found := map[int]plan.Body{}
	return found, t.each(func(row scanner) error {
		b := plan.Body{Region: region}
		r := &b.Rules
		err := row.Scan(&b.Number, &b.Name, &b.Short, &b.Kind, &b.Chair, &b.Hat, &b.Department,
			&r.Notice, &r.NoticeUnit, &r.Quorum.Number, &r.Quorum.Of, &r.Members)
		found[b.Number] = b
		return err
	}, `select number, name, short, kind, chair, hat, department, notice, notice_unit, quorum, quorum_of, members
		from body where region = $1 and number in `+meetingThen, region, from, to)
}

// namedSeat is what a [plan.Sitting] holds of a seat.
type namedSeat struct {
	name   string
	voting bool
}

// seatsMeeting reads the seats of the bodies that meet between two days, by body
// and number.
func (t *tx) seatsMeeting(region plan.RegionID, from, to string) (map[[2]int]namedSeat, error) {
	found := map[[2]int]namedSeat{}
	return found, t.each(func(row scanner) error {
		var at [2]int
		var seat namedSeat
		err := row.Scan(&at[0], &at[1], &seat.name, &seat.voting)
		found[at] = seat
		return err
	}, `select body, number, name, not advisory and nature <> $4 from seat where region = $1 and body in `+meetingThen,
		region, from, to, plan.Invited)
}

// represents is who sits in one seat of a meeting.
type represents struct {
	meeting int
	seat    plan.Representation
}

// represented reads who sits at the meetings between two days, by meeting then
// seat.
func (t *tx) represented(region plan.RegionID, from, to string) ([]represents, error) {
	found, err := all(t, func(row scanner) (r represents, err error) {
		s := &r.seat
		err = row.Scan(&r.meeting, &s.Seat, &s.State, &s.Who.User, &s.Who.Name, &s.Rank, &s.Proxy.User, &s.Proxy.Name, (*date)(&s.AnswerBy))
		return r, err
	}, `select r.meeting, r.seat, r.state, r.user_id, r.name, r.rank, r.proxy_user, r.proxy_name, r.answer_by
		from meeting m cross join representation r
		where m.region = $1 and m.start_date >= $2 and m.start_date <= $3 and r.region = m.region and r.meeting = m.number`,
		region, from, to)
	slices.SortFunc(found, func(a, b represents) int {
		return cmp.Or(cmp.Compare(a.meeting, b.meeting), cmp.Compare(a.seat.Seat, b.seat.Seat))
	})
	return found, err
}
