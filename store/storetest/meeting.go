package storetest

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
)

var meetings = []behaviour{
	{"a meeting comes back as it was added, field by field", func(s *scene) {
		s.twoBodies()
		m := fullMeeting(27)
		s.addMeeting(m)
		same(s, meetingOf(s, 27), m)
	}},
	{"a meeting of which little is known comes back with nothing added", func(s *scene) {
		s.twoBodies()
		m := plan.Meeting{Region: hdf, Number: 1, Body: 1, State: plan.Provisional, Version: 1}
		s.addMeeting(m)
		same(s, meetingOf(s, 1), m)
	}},
	{"a meeting at midnight is not one of which the hour is not known", func(s *scene) {
		s.twoBodies()
		m := plan.Meeting{
			Region: hdf, Number: 1, Body: 1, State: plan.Confirmed, Version: 1, HasTime: true,
			Start: calendar.Moment{Date: calendar.Date{Year: 2027, Month: time.January, Day: 29}, Zone: "Europe/Paris"},
		}
		s.addMeeting(m)
		same(s, meetingOf(s, 1), m)
	}},
	{"any meeting comes back as it was stored, whatever it was before", func(s *scene) {
		s.twoBodies()
		version := 0
		s.addMeeting(fullMeeting(8)) // which stays as it is
		rapid.Check(s.T, func(r *rapid.T) {
			m := anyMeeting(7).Draw(r, "meeting")
			m.Agenda, m.Minutes, m.Reason = anyText.Draw(r, "agenda"), anyText.Draw(r, "minutes"), anyText.Draw(r, "reason")
			m.Place = anyText.Draw(r, "place")
			if version == 0 {
				s.addMeeting(m)
			} else {
				m.Version = version
				s.write(func(tx plan.Tx) error { return tx.UpdateMeeting(m) })
			}
			version++
			m.Version = version
			same(s, meetingOf(s, 7), m)
		})
		same(s, meetingOf(s, 8), fullMeeting(8))
	}},
	{"representations come back by seat, steps by date", func(s *scene) {
		s.twoBodies()
		day := calendar.Date{Year: 2027, Month: time.January, Day: 4}
		late, early, second := plan.MeetingStep{Name: "late", Date: day.AddDays(1)}, plan.MeetingStep{Name: "early", Date: day}, plan.MeetingStep{Name: "again", Date: day}
		m := plan.Meeting{
			Region: hdf, Number: 1, Body: 1, State: plan.Confirmed, Version: 1,
			Seats: []plan.Representation{{Seat: 3, State: plan.ToDesignate}, {Seat: 1, State: plan.Accepted}},
			Steps: []plan.MeetingStep{late, early, second},
		}
		s.addMeeting(m)
		got := meetingOf(s, 1)
		same(s, each(got.Seats, func(v plan.Representation) int { return v.Seat }), []int{1, 3})
		same(s, got.Steps, []plan.MeetingStep{early, second, late})
	}},
	{"an update changes all but the region and the number", func(s *scene) {
		s.twoBodies()
		s.addMeeting(anyMeeting(27).Example(1))
		m := fullMeeting(27)
		s.write(func(tx plan.Tx) error { return tx.UpdateMeeting(m) })
		m.Version = 2
		same(s, meetingOf(s, 27), m)
	}},
	{"an update is stale when the meeting changed since it was read", func(s *scene) {
		s.twoBodies()
		m := fullMeeting(1)
		s.addMeeting(m)
		s.write(func(tx plan.Tx) error { return tx.UpdateMeeting(m) })
		late := fullMeeting(1)
		late.Place, late.Seats = "too late", nil
		s.refused(plan.ErrStale, func(tx plan.Tx) error { return tx.UpdateMeeting(late) })
		m.Version = 2
		same(s, meetingOf(s, 1), m)
	}},
	{"a number of a meeting is given once in a region, and again in another", func(s *scene) {
		s.twoBodies()
		m, other := fullMeeting(1), fullMeeting(1)
		other.Region, other.Place = idf, "ailleurs"
		s.addMeeting(m)
		s.addMeeting(other)
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.AddMeeting(fullMeeting(1)) })
		same(s, meetingOf(s, 1), m)
		same(s, read(s, func(tx plan.Tx) (plan.Meeting, error) { return tx.Meeting(idf, 1) }), other)
	}},
	{"a meeting that is not there is not found, to read or to update", func(s *scene) {
		s.twoBodies()
		other := fullMeeting(1)
		other.Region = idf
		s.addMeeting(other)
		missing(s, func(tx plan.Tx) (plan.Meeting, error) { return tx.Meeting(hdf, 1) })
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.UpdateMeeting(fullMeeting(1)) })
	}},
	{"a new meeting must have version 1, and a body", func(s *scene) {
		s.twoBodies()
		m := fullMeeting(1)
		m.Version = 2
		s.fault(func(tx plan.Tx) error { return tx.AddMeeting(m) })
		m.Version, m.Body = 1, 99
		s.fault(func(tx plan.Tx) error { return tx.AddMeeting(m) })
		missing(s, func(tx plan.Tx) (plan.Meeting, error) { return tx.Meeting(hdf, 1) })
	}},
	{"a seat has one representation at a meeting", func(s *scene) {
		s.twoBodies()
		m := fullMeeting(1)
		m.Seats[1].Seat = m.Seats[0].Seat
		s.refused(plan.ErrDuplicate, func(tx plan.Tx) error { return tx.AddMeeting(m) })
	}},
	{"the meeting of which a deadline is a step is found", func(s *scene) {
		s.twoBodies()
		m, other := fullMeeting(1), fullMeeting(2)
		m.Steps[0].Deadline, m.Steps[1].Deadline = 31, 0
		other.Steps[0].Deadline, other.Steps[1].Deadline = 0, 0
		s.addMeeting(m)
		s.addMeeting(other)
		of := func(region plan.RegionID, deadline int) func(plan.Tx) (plan.Meeting, error) {
			return func(tx plan.Tx) (plan.Meeting, error) { return tx.MeetingOfDeadline(region, deadline) }
		}
		same(s, read(s, of(hdf, 31)), m)
		missing(s, of(hdf, 0))
		missing(s, of(hdf, 32))
		missing(s, of(idf, 31))
	}},
	{"the last meeting of a body is the last one before a day that was not called off", func(s *scene) {
		s.twoBodies()
		day := calendar.Date{Year: 2027, Month: time.March, Day: 1}
		for i, m := range []plan.Meeting{
			{Body: 1, State: plan.MeetingOver, Start: calendar.Moment{Date: day.AddDays(-90)}},
			{Body: 1, State: plan.TookPlace, Start: calendar.Moment{Date: day.AddDays(-30)}},
			{Body: 1, State: plan.CalledOff, Start: calendar.Moment{Date: day.AddDays(-20)}},
			{Body: 1, State: plan.DidNot, Start: calendar.Moment{Date: day.AddDays(-10)}},
			{Body: 1, State: plan.Confirmed, Start: calendar.Moment{Date: day}},
			{Body: 2, State: plan.Confirmed, Start: calendar.Moment{Date: day.AddDays(5)}},
		} {
			m.Region, m.Number, m.Version = hdf, i+1, 1
			s.addMeeting(m)
		}
		last := func(day calendar.Date) map[int]calendar.Date {
			return read(s, func(tx plan.Tx) (map[int]calendar.Date, error) { return tx.LastMeetings(hdf, day) })
		}
		same(s, last(day), map[int]calendar.Date{1: day.AddDays(-30)})
		same(s, last(day.AddDays(-30)), map[int]calendar.Date{1: day.AddDays(-90)})
		same(s, last(day.AddDays(6)), map[int]calendar.Date{1: day, 2: day.AddDays(5)})
		same(s, last(day.AddDays(-900)), map[int]calendar.Date{})
	}},
	{"whoever sits, sat or was asked is listed once", func(s *scene) {
		s.twoBodies()
		m := plan.Meeting{Region: hdf, Number: 1, Body: 1, State: plan.Convened, Version: 1, Seats: []plan.Representation{
			{Seat: 1, State: plan.Accepted, Who: plan.Representative{User: "u1", Name: "bob"}},
			{Seat: 2, State: plan.ByProxy, Who: plan.Representative{Name: "Zoé"}, Proxy: plan.Representative{User: "u1", Name: "Robert"}},
			{Seat: 3, State: plan.ToDesignate, Asks: []plan.Ask{{Who: plan.Representative{Name: "Zoé"}, State: plan.Silent}}},
			{Seat: 4, State: plan.ToDesignate, Asks: []plan.Ask{{Who: plan.Representative{User: "u9"}, State: plan.Silent}}},
		}}
		s.addMeeting(m)
		sitters := func(region plan.RegionID) []plan.Representative {
			return read(s, func(tx plan.Tx) ([]plan.Representative, error) { return tx.Sitters(region) })
		}
		same(s, sitters(hdf), []plan.Representative{{Name: "Zoé"}, {User: "u1"}, {User: "u9"}})
		same(s, sitters(idf), nil)
	}},
	{"a meeting is uncovered as long as a seat is, and it is ahead", func(s *scene) {
		s.twoBodies()
		m := plan.Meeting{
			Region: hdf, Number: 1, Body: 1, State: plan.Convened, Version: 1,
			Seats: []plan.Representation{{Seat: 1, State: plan.Accepted}, {Seat: 2, State: plan.Proposed}},
		}
		s.addMeeting(m)
		uncovered := func() []int { return meetingsFound(s, plan.MeetingFilter{Uncovered: true}) }
		change := func(f func()) {
			f()
			s.write(func(tx plan.Tx) error { return tx.UpdateMeeting(m) })
			m.Version++
		}
		same(s, uncovered(), []int{1})
		change(func() { m.Seats[1].State = plan.Unattended })
		same(s, uncovered(), []int{})
		change(func() { m.Seats[0].State = plan.ToReconfirm })
		same(s, uncovered(), []int{1})
		change(func() { m.State = plan.TookPlace })
		same(s, uncovered(), []int{})
	}},
	{"a meeting without a date is found as such, is in no period, and lacks nobody", func(s *scene) {
		s.twoBodies()
		day := calendar.Date{Year: 2026, Month: time.December, Day: 11}
		undated := plan.Meeting{
			Region: hdf, Number: 1, Body: 1, State: plan.Undated, Start: calendar.Moment{Zone: "Europe/Paris"}, Version: 1,
			Steps: []plan.MeetingStep{{Name: "note", Days: -5}},
		}
		dated := plan.Meeting{
			Region: hdf, Number: 2, Body: 1, State: plan.Provisional, Start: calendar.Moment{Date: day, Zone: "Europe/Paris"}, StartAt: noon, Version: 1,
		}
		s.addMeeting(undated)
		s.addMeeting(dated)
		got := read(s, func(tx plan.Tx) (plan.Meeting, error) { return tx.Meeting(hdf, 1) })
		same(s, got, undated)
		same(s, meetingsFound(s, plan.MeetingFilter{States: []plan.MeetingState{plan.Undated}}), []int{1})
		same(s, meetingsFound(s, plan.MeetingFilter{From: day.AddDays(-400)}), []int{2})
		same(s, meetingsFound(s, plan.MeetingFilter{Uncovered: true}), []int{})
	}},
	{"every filter of meetings selects what its definition says, in order, page by page", func(s *scene) {
		s.twoBodies()
		var all []plan.Meeting
		for number := 1; number <= 80; number++ {
			m := anyMeeting(number).Example(number)
			elsewhere := anyMeeting(number).Example(-number)
			elsewhere.Region, elsewhere.Body = idf, 1
			s.addMeeting(m)
			s.addMeeting(elsewhere)
			all = append(all, m)
		}
		rapid.Check(s.T, func(r *rapid.T) {
			f := anyMeetingFilter.Draw(r, "filter")
			got, total := listed(s, plan.Tx.FindMeetings, f)
			samePage(s, got, total, selectedMeetings(all, f), f.Offset, f.Limit, plan.Meeting.Ref)
		})
	}},
	{"who sits is listed with the meeting and the body, by start then seat", func(s *scene) {
		s.twoBodies()
		day := calendar.Date{Year: 2027, Month: time.January, Day: 4}
		s.write(func(tx plan.Tx) error {
			b, err := tx.Body(hdf, 2)
			if err != nil {
				return err
			}
			b.Chair, b.Rules = plan.ChairOther, plan.BodyRules{Notice: 8, NoticeUnit: calendar.WorkingDays, Members: 12, Quorum: plan.Quorum{Number: 1, Of: 2}}
			b.Seats = []plan.Seat{
				{Number: 1, Name: "urbanisme", Nature: plan.ByFunction},
				{Number: 2, Name: "budget", Nature: plan.ByFunction, Advisory: true},
				{Number: 3, Name: "expert", Nature: plan.Invited},
			}
			return tx.PutBody(b)
		})
		at := func(number int, state plan.MeetingState, day calendar.Date, hour int, seats ...plan.Representation) plan.Meeting {
			m := plan.Meeting{
				Region: hdf, Number: number, Body: 2, State: state, HasTime: true, End: calendar.TimeOfDay{Hour: hour + 2},
				Start: calendar.Moment{Date: day, Time: calendar.TimeOfDay{Hour: hour}, Zone: "Europe/Paris"},
				Place: "Préfecture, Laon", Hat: "02", NoticeOn: day.AddDays(-10), Seats: seats, Version: 1,
			}
			m.StartAt, _ = m.Start.Instant()
			return m
		}
		by := day.AddDays(-5)
		sits := plan.Representation{Seat: 1, State: plan.Accepted, Who: plan.Representative{User: "bob", Name: "bob"}, Rank: 1, AnswerBy: by}
		proxy := plan.Representation{
			Seat: 2, State: plan.ByProxy, Who: plan.Representative{Name: "M. Lemaire"}, Proxy: plan.Representative{User: "denise", Name: "denise"}, AnswerBy: by,
		}
		guest := plan.Representation{Seat: 3, State: plan.ToDesignate}
		s.addMeeting(at(1, plan.Confirmed, day, 14, guest, proxy, sits))
		s.addMeeting(at(2, plan.Provisional, day, 9))
		s.addMeeting(at(3, plan.Convened, day.AddDays(1), 8, sits))
		s.addMeeting(at(4, plan.CalledOff, day, 8, sits))
		s.addMeeting(at(5, plan.Confirmed, day.AddDays(2), 8, sits))
		s.addMeeting(at(6, plan.Confirmed, day.AddDays(-1), 8, sits))
		found := read(s, func(tx plan.Tx) ([]plan.Sitting, error) { return tx.Sittings(hdf, day, day.AddDays(1)) })
		type row struct {
			Meeting, Seat int
			Name          string
			Voting        bool
		}
		var rows []row
		for _, f := range found {
			rows = append(rows, row{f.Number, f.Seat.Seat, f.SeatName, f.Voting})
		}
		same(s, rows, []row{{2, 0, "", false}, {1, 1, "urbanisme", true}, {1, 2, "budget", false}, {1, 3, "expert", false}, {3, 1, "urbanisme", true}})
		same(s, []plan.Representation{found[1].Seat, found[2].Seat, found[3].Seat}, []plan.Representation{sits, proxy, guest})
		bare := at(1, plan.Confirmed, day, 14)
		bare.Version = 0
		same(s, found[1].Meeting, bare)
		b := bodyOf(s, 2)
		same(s, found[1].Body, plan.Body{
			Region: hdf, Number: 2, Name: b.Name, Short: b.Short, Kind: b.Kind, Chair: b.Chair, Hat: b.Hat, Department: b.Department, Rules: b.Rules,
		})
		same(s, len(read(s, func(tx plan.Tx) ([]plan.Sitting, error) { return tx.Sittings(idf, day, day) })), 0)
	}},
	{"travels are listed as they were typed, by their towns folded, one for both ways", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			return errors.Join(
				tx.PutTravel(hdf, "Lille", "Saint-Quentin", 80), tx.PutTravel(hdf, "Laon", "Lille", 90), tx.PutTravel(hdf, "LILLE", "Laon", 120),
				tx.PutTravel(hdf, "Amiens", "Béthune", 75), tx.PutTravel(hdf, "Béthune", "amiens", 0), tx.PutTravel(idf, "Paris", "Meaux", 50))
		})
		names := func(r plan.RegionID) []plan.Travel {
			return read(s, func(tx plan.Tx) ([]plan.Travel, error) { return tx.TravelNames(r) })
		}
		same(s, names(hdf), []plan.Travel{{From: "LILLE", To: "Laon", Minutes: 120}, {From: "Lille", To: "Saint-Quentin", Minutes: 80}})
		same(s, names(idf), []plan.Travel{{From: "Paris", To: "Meaux", Minutes: 50}})
	}},
}

func (s *scene) addMeeting(m plan.Meeting) {
	s.Helper()
	s.write(func(tx plan.Tx) error { return tx.AddMeeting(m) })
}

// fullMeeting is a meeting of the first body of which every field holds something.
func fullMeeting(number int) plan.Meeting {
	m := full[plan.Meeting]()
	m.Region, m.Number, m.Body, m.Version = hdf, number, 1, 1
	return m
}

func meetingOf(s *scene, number int) plan.Meeting {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.Meeting, error) { return tx.Meeting(hdf, number) })
}

// meetingsFound are the numbers of what a filter selects.
func meetingsFound(s *scene, f plan.MeetingFilter) []int {
	s.Helper()
	found, total := listed(s, plan.Tx.FindMeetings, f)
	same(s, total, len(found))
	return each(found, func(m plan.Meeting) int { return m.Number })
}

var (
	anyPlace = rapid.SampledFrom([]string{
		"", "Lille", "Hôtel de région, Lille", "Béthune", "100 % visio",
	})
	anyMeetingState = rapid.SampledFrom([]plan.MeetingState{
		plan.Provisional, plan.Confirmed, plan.Convened, plan.TookPlace, plan.CalledOff, plan.MeetingOver,
	})
	anyRepresentationState = rapid.SampledFrom([]plan.RepresentationState{
		plan.ToDesignate, plan.Proposed, plan.ToDecide, plan.Accepted, plan.Accepted, plan.ByProxy, plan.Unattended,
	})
	anyAskState = rapid.SampledFrom([]plan.AskState{plan.Waiting, plan.Yes, plan.No, plan.Silent, plan.Withdrawn})
)

func anyMeeting(number int) *rapid.Generator[plan.Meeting] {
	return rapid.Custom(func(r *rapid.T) plan.Meeting {
		m := plan.Meeting{
			Region: hdf, Number: number, Body: rapid.IntRange(1, 2).Draw(r, "body"), State: anyMeetingState.Draw(r, "state"), Version: 1,
			Start:   calendar.Moment{Date: anyDay.Draw(r, "day"), Zone: anyZone.Draw(r, "zone")},
			HasTime: rapid.Bool().Draw(r, "has an hour"), Place: anyPlace.Draw(r, "place"), Hat: plan.Hat(anyDepartment.Draw(r, "hat")),
			Author: anyPerson.Draw(r, "author"), NoticeOn: anyBound.Draw(r, "notice"),
		}
		if m.HasTime {
			m.Start.Time = calendar.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(r, "hour")}
		}
		at, err := m.Start.Instant()
		if err != nil {
			r.Fatal(err)
		}
		m.StartAt = at.UTC()
		for n := range rapid.IntRange(0, 3).Draw(r, "seats") {
			seat := plan.Representation{
				Seat: 2*n + 1, State: anyRepresentationState.Draw(r, "state of the seat"), Who: anyWho.Draw(r, "who"),
				Rank: rapid.IntRange(-1, 2).Draw(r, "rank"), Proxy: anyWho.Draw(r, "proxy"), AnswerBy: anyBound.Draw(r, "answer by"),
			}
			for range rapid.IntRange(0, 2).Draw(r, "questions") {
				seat.Asks = append(seat.Asks, plan.Ask{Who: anyWho.Draw(r, "asked"), State: anyAskState.Draw(r, "answer"), AskedAt: noon})
			}
			m.Seats = append(m.Seats, seat)
		}
		for range rapid.IntRange(0, 3).Draw(r, "steps") {
			m.Steps = append(m.Steps, plan.MeetingStep{
				Name: anyWord.Draw(r, "step"), Days: rapid.IntRange(-20, 3).Draw(r, "days"), Unit: calendar.WorkingDays, Date: anyDay.Draw(r, "date"),
			})
		}
		slices.SortStableFunc(m.Steps, func(a, b plan.MeetingStep) int { return a.Date.Compare(b.Date) })
		return m
	})
}

var anyMeetingFilter = rapid.Custom(func(r *rapid.T) plan.MeetingFilter {
	f := plan.MeetingFilter{
		States: rapid.SliceOfN(anyMeetingState, 0, 2).Draw(r, "states"),
		Words:  rapid.SliceOfN(rapid.SampledFrom([]string{"eau", "comite", "ete", "lille", "hotel", "%", "visio", "o"}), 0, 2).Draw(r, "words"),
		Limit:  rapid.IntRange(0, 5).Draw(r, "limit"), Offset: rapid.IntRange(0, 3).Draw(r, "offset"),
		Latest: rapid.Bool().Draw(r, "the latest first"),
	}
	some := rapid.IntRange(0, 3)
	if some.Draw(r, "of a body") == 0 {
		f.Body = rapid.IntRange(1, 2).Draw(r, "body")
	}
	if some.Draw(r, "not before") == 0 {
		f.From = anyDay.Draw(r, "from")
	}
	if some.Draw(r, "not after") == 0 {
		f.To = anyDay.Draw(r, "to")
	}
	if some.Draw(r, "of a department") == 0 {
		f.Department = anyDepartment.Draw(r, "department")
	}
	if f.HatSet = some.Draw(r, "of a hat") == 0; f.HatSet {
		f.Hat = plan.Hat(anyDepartment.Draw(r, "hat"))
	}
	if some.Draw(r, "of a person") == 0 {
		f.User = anyPerson.Draw(r, "person")
	}
	if some.Draw(r, "of a name") == 0 {
		f.Names = []string{"M. Lemaire", "Mme Vasseur"}
	}
	f.Uncovered = some.Draw(r, "uncovered") == 0
	return f
})

// selectedMeetings is the definition of a filter.
func selectedMeetings(all []plan.Meeting, f plan.MeetingFilter) []plan.Meeting {
	names := map[int]string{1: "comite de l'eau", 2: "epf nord ete agence"} // see twoBodies
	departments := map[int]string{2: "59"}
	var out []plan.Meeting
	for _, m := range all {
		worded := !slices.ContainsFunc(f.Words, func(w string) bool {
			return !strings.Contains(names[m.Body], w) && !strings.Contains(plan.SearchKey(m.Place), w)
		})
		switch {
		case !worded, f.Body > 0 && m.Body != f.Body,
			!f.From.IsZero() && m.Start.Date.Before(f.From), !f.To.IsZero() && m.Start.Date.After(f.To),
			len(f.States) > 0 && !slices.Contains(f.States, m.State),
			f.Department != "" && departments[m.Body] != f.Department && string(m.Hat) != f.Department,
			f.HatSet && m.Hat != f.Hat,
			(f.User != "" || len(f.Names) > 0) && !concerns(m, f),
			f.Uncovered && !(m.State.Ahead() && slices.ContainsFunc(m.Seats, func(s plan.Representation) bool { return !s.State.Covered() })):
		default:
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b plan.Meeting) int {
		return cmp.Or(a.Start.Date.Compare(b.Start.Date), a.StartAt.Compare(b.StartAt), cmp.Compare(a.Number, b.Number))
	})
	if f.Latest {
		slices.Reverse(out)
	}
	return out
}

// concerns tells that the person of a filter represents, holds a proxy, or is asked to.
func concerns(m plan.Meeting, f plan.MeetingFilter) bool {
	meant := func(who plan.Representative) bool {
		return who.User != "" && who.User == f.User || who.User == "" && slices.Contains(f.Names, who.Name)
	}
	return slices.ContainsFunc(m.Seats, func(s plan.Representation) bool {
		return meant(s.Who) || meant(s.Proxy) || slices.ContainsFunc(s.Asks, func(a plan.Ask) bool {
			return meant(a.Who) && a.State == plan.Waiting
		})
	})
}
