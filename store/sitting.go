package store

import (
	"jalon/calendar"
	"jalon/plan"
)

// Sittings lists the seats of the meetings ahead between two days, both
// included, and once each meeting that has none.
func (t *tx) Sittings(region plan.RegionID, from, to calendar.Date) ([]plan.Sitting, error) {
	found, err := all(t, scanSitting, `select m.number, m.body, m.state, m.start_date, m.start_time, m.zone, m.end_time, m.place, m.hat, m.notice_on,
			coalesce(r.seat, 0), coalesce(r.state, ''), coalesce(r.user_id, ''), coalesce(r.name, ''), coalesce(r.rank, 0),
			coalesce(r.proxy_user, ''), coalesce(r.proxy_name, ''), coalesce(r.answer_by, '')
		from meeting m left join representation r on r.region = m.region and r.meeting = m.number
		where m.region = $1 and m.start_date >= $2 and m.start_date <= $3 and m.state in ($4, $5, $6)
		order by m.start_date, m.start_at, m.number, r.seat`,
		region, dateText(from), dateText(to), plan.Provisional, plan.Confirmed, plan.Convened)
	return found, t.fail(err, "list who sits from %s to %s", from, to)
}

func scanSitting(row scanner) (s plan.Sitting, err error) {
	var start, end plan.Due
	r := &s.Seat
	err = row.Scan(&s.Meeting, &s.Body, &s.State, (*date)(&start.Date), (*dueHour)(&start), &start.Zone, (*dueHour)(&end), &s.Place, &s.Hat, (*date)(&s.NoticeOn),
		&r.Seat, &r.State, &r.Who.User, &r.Who.Name, &r.Rank, &r.Proxy.User, &r.Proxy.Name, (*date)(&r.AnswerBy))
	s.Start = calendar.Moment{Date: start.Date, Time: start.Time, Zone: start.Zone}
	s.HasTime, s.End = start.HasTime, end.Time
	return s, err
}
