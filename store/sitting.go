package store

import (
	"jalon/calendar"
	"jalon/plan"
)

// Sittings lists the seats of the meetings ahead between two days, both
// included, and once each meeting that has none.
func (t *tx) Sittings(region plan.RegionID, from, to calendar.Date) ([]plan.Sitting, error) {
	found, err := all(t, scanSitting, `select m.number, m.body, m.state, m.start_date, m.start_time, m.zone, m.start_at, m.end_time, m.place, m.hat, m.notice_on,
			b.name, b.short, b.kind, b.chair, b.hat, b.department, b.notice, b.notice_unit, b.quorum, b.quorum_of, b.members,
			coalesce(r.seat, 0), coalesce(r.state, ''), coalesce(r.user_id, ''), coalesce(r.name, ''), coalesce(r.rank, 0),
			coalesce(r.proxy_user, ''), coalesce(r.proxy_name, ''), coalesce(r.answer_by, ''),
			coalesce(s.name, ''), coalesce(not s.advisory and s.nature <> $4, false)
		from meeting m join body b on b.region = m.region and b.number = m.body
		left join representation r on r.region = m.region and r.meeting = m.number
		left join seat s on s.region = m.region and s.body = m.body and s.number = r.seat
		where m.region = $1 and m.start_date >= $2 and m.start_date <= $3 and m.state in ($5, $6, $7)
		order by m.start_date, m.start_at, m.number, r.seat`,
		region, dateText(from), dateText(to), plan.Invited, plan.Provisional, plan.Confirmed, plan.Convened)
	for i := range found {
		found[i].Region, found[i].Body.Region = region, region
	}
	return found, t.fail(err, "list who sits from %s to %s", from, to)
}

func scanSitting(row scanner) (s plan.Sitting, err error) {
	var start, end plan.Due
	m, b, r := &s.Meeting, &s.Body, &s.Seat
	err = row.Scan(&m.Number, &m.Body, &m.State, (*date)(&start.Date), (*dueHour)(&start), &start.Zone, (*instant)(&m.StartAt), (*dueHour)(&end),
		&m.Place, &m.Hat, (*date)(&m.NoticeOn),
		&b.Name, &b.Short, &b.Kind, &b.Chair, &b.Hat, &b.Department, &b.Rules.Notice, &b.Rules.NoticeUnit, &b.Rules.Quorum.Number, &b.Rules.Quorum.Of, &b.Rules.Members,
		&r.Seat, &r.State, &r.Who.User, &r.Who.Name, &r.Rank, &r.Proxy.User, &r.Proxy.Name, (*date)(&r.AnswerBy),
		&s.SeatName, &s.Voting)
	b.Number = m.Body
	m.Start = calendar.Moment{Date: start.Date, Time: start.Time, Zone: start.Zone}
	m.HasTime, m.End = start.HasTime, end.Time
	return s, err
}
