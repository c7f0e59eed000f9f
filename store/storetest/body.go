package storetest

import (
	"jalon/plan"
)

var bodies = []behaviour{
	{"a body comes back as it was put, field by field", func(s *scene) {
		b := fullBody(3)
		s.write(func(tx plan.Tx) error { return tx.PutBody(b) })
		b.Version = 1
		same(s, bodyOf(s, 3), b)
	}},
}

var meetings = []behaviour{
	{"a meeting comes back as it was added, field by field", func(s *scene) {
		b, m := fullBody(3), fullMeeting(27, 3)
		s.write(func(tx plan.Tx) error {
			if err := tx.PutBody(b); err != nil {
				return err
			}
			return tx.AddMeeting(m)
		})
		same(s, meetingOf(s, 27), m)
		found, n, err := findMeetings(s, plan.MeetingFilter{User: m.Seats[0].Who.User, Words: []string{"oeuvre"}, Department: string(m.Hat), Hat: m.Hat, HatSet: true, From: m.Start.Date, To: m.Start.Date, Body: 3, States: []plan.MeetingState{m.State}, Limit: 1})
		same(s, found, []plan.Meeting{m})
		same(s, n, 1)
		same(s, err, nil)
	}},
}

func findMeetings(s *scene, f plan.MeetingFilter) (found []plan.Meeting, n int, err error) {
	err = s.store.Read(s.Context(), func(tx plan.Tx) (err error) {
		found, n, err = tx.FindMeetings(hdf, f)
		return err
	})
	return found, n, err
}

// fullBody is a body of which every field holds something.
func fullBody(number int) plan.Body {
	b := full[plan.Body]()
	b.Region, b.Number, b.Version, b.Closed = hdf, number, 0, false
	return b
}

func bodyOf(s *scene, number int) plan.Body {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.Body, error) { return tx.Body(hdf, number) })
}

// fullMeeting is a meeting of which every field holds something.
func fullMeeting(number, body int) plan.Meeting {
	m := full[plan.Meeting]()
	m.Region, m.Number, m.Body, m.Version = hdf, number, body, 1
	return m
}

func meetingOf(s *scene, number int) plan.Meeting {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.Meeting, error) { return tx.Meeting(hdf, number) })
}
