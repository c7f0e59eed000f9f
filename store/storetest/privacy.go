package storetest

import (
	"errors"
	"slices"
	"time"

	"jalon/calendar"
	"jalon/plan"
)

// privacy is what holds of what is kept about persons, and for how long.
var privacy = []behaviour{
	{"deadlines that name an account are those it asked, holds, entrusted, closed, answered or wanted more time for", func(s *scene) {
		ways := []func(*plan.Deadline){
			func(*plan.Deadline) {},
			func(d *plan.Deadline) { d.Author = bob },
			func(d *plan.Deadline) { d.ClosedBy = bob },
			func(d *plan.Deadline) { d.Parts[1].Assignee = bob },
			func(d *plan.Deadline) { d.Parts[0].AssignedBy = bob },
			func(d *plan.Deadline) { d.Parts[1].ClosedBy = bob },
			func(d *plan.Deadline) { d.Chase = plan.HouseChase(); d.Chase.To = bob },
			func(d *plan.Deadline) { d.Parts[1].AskedBy = bob },
		}
		var want []plan.Deadline
		s.write(func(tx plan.Tx) error {
			for i, name := range ways {
				d := named(hdf, i+1)
				name(&d)
				if i > 0 {
					want = append(want, d)
				}
				elsewhere := d
				elsewhere.Region = idf
				if err := tx.AddDeadline(d); err != nil {
					return err
				}
				if err := tx.AddDeadline(elsewhere); err != nil {
					return err
				}
			}
			return nil
		})
		for i, by := range []plan.UserID{alice, bob} {
			for _, region := range []plan.RegionID{hdf, idf} {
				d := named(region, rm4+i)
				a := fullAnswer(d.Number, s59, 1)
				a.Region, a.By = region, by
				s.write(func(tx plan.Tx) error {
					return errors.Join(tx.AddDeadline(d), tx.PutDataCall(plan.DataCall{Region: region, Number: d.Number}), tx.AddAnswer(a))
				})
			}
		}
		want = append(want, named(hdf, rm4+1))
		same(s, naming(s, bob), want)
		same(s, naming(s, "user-bo"), nil)
		same(s, naming(s, ""), nil)
	}},
	{"answers of an account are those it gave, by data call, service and rank", func(s *scene) {
		s.asked(rm4+1, s59)
		s.asked(rm4, s62, s59)
		var want []plan.DataAnswer
		for _, given := range []plan.DataAnswer{
			fullAnswer(rm4, s59, 1), fullAnswer(rm4, s59, 2), fullAnswer(rm4, s62, 1), fullAnswer(rm4+1, s59, 1),
		} {
			given.By = bob
			want = append(want, given)
		}
		other := fullAnswer(rm4, s59, 3)
		other.By = alice
		nobody := fullAnswer(rm4, s59, 4)
		nobody.By = ""
		for _, a := range []plan.DataAnswer{want[3], want[2], other, nobody, want[1], want[0]} {
			s.answer(a)
		}
		by := func(region plan.RegionID, user plan.UserID) []plan.DataAnswer {
			return read(s, func(tx plan.Tx) ([]plan.DataAnswer, error) { return tx.AnswersBy(region, user) })
		}
		same(s, by(hdf, bob), want)
		same(s, by(hdf, alice), []plan.DataAnswer{other})
		same(s, by(hdf, ""), nil)
		same(s, by(idf, bob), nil)
	}},
	{"series that name an account are those it asked, holds or entrusted", func(s *scene) {
		var want []plan.Series
		s.write(func(tx plan.Tx) error {
			for i, name := range []func(*plan.Series){
				func(r *plan.Series) { r.Author, r.Parts[0].Assignee = "user-bobby", "xuser-bob" },
				func(r *plan.Series) { r.Author = bob },
				func(r *plan.Series) { r.Parts[1].Assignee = bob },
				func(r *plan.Series) { r.Chase.To = bob },
				func(r *plan.Series) { r.Parts[1].AssignedBy = bob },
			} {
				r := full[plan.Series]()
				r.Region, r.Number, r.Version = hdf, i+1, 0
				name(&r)
				if err := tx.PutSeries(r); err != nil {
					return err
				}
				r.Version = 1
				if i > 0 {
					want = append(want, r)
				}
			}
			return nil
		})
		same(s, read(s, func(tx plan.Tx) ([]plan.Series, error) { return tx.SeriesNaming(hdf, bob) }), want)
		same(s, read(s, func(tx plan.Tx) ([]plan.Series, error) { return tx.SeriesNaming(idf, bob) }), nil)
		same(s, read(s, func(tx plan.Tx) ([]plan.Series, error) { return tx.SeriesNaming(hdf, "user-%") }), nil)
	}},
	{"bodies that name an account are those it recorded, and those it sits in at any time", func(s *scene) {
		ways := []func(*plan.Body){
			func(*plan.Body) {},
			func(b *plan.Body) { b.Author = bob },
			func(b *plan.Body) { b.Seats[1].Terms[1].Who.User = bob },
			func(b *plan.Body) { b.Closed, b.Seats[0].Terms[0].Who.User = true, bob },
		}
		var want []plan.Body
		for i, name := range ways {
			b := fullBody(len(ways) - i)
			b.Short = string(rune('a' + i)) // by which the order is the other way round
			name(&b)
			s.putBody(b)
			b.Region = idf
			s.putBody(b)
			if b.Region, b.Version = hdf, 1; i > 0 {
				want = slices.Insert(want, 0, b)
			}
		}
		of := func(user plan.UserID) []plan.Body {
			return read(s, func(tx plan.Tx) ([]plan.Body, error) { return tx.BodiesNaming(hdf, user) })
		}
		same(s, of(bob), want)
		same(s, of("user-bo"), nil)
		same(s, of(""), nil)
	}},
	{"projects that name an account are those it leads, recorded, or said something of", func(s *scene) {
		ways := []func(*plan.Project){
			func(*plan.Project) {},
			func(p *plan.Project) { p.Lead = bob },
			func(p *plan.Project) { p.Author = bob },
			func(p *plan.Project) { p.UpdatedBy = bob },
			func(*plan.Project) {}, // said something of it
		}
		for i, name := range ways {
			p := plan.Project{Region: hdf, Number: i + 1, Name: "n"}
			name(&p)
			s.putProject(p)
			p.Region = idf
			s.putProject(p)
		}
		s.write(func(tx plan.Tx) error {
			return tx.AddProjectUpdate(plan.ProjectUpdate{Region: hdf, Project: len(ways), At: noon, By: bob})
		})
		of := func(user plan.UserID) []plan.Ref {
			return each(read(s, func(tx plan.Tx) ([]plan.Project, error) { return tx.ProjectsNaming(hdf, user) }), plan.Project.Ref)
		}
		same(s, of(bob), []plan.Ref{"PR2", "PR3", "PR4", "PR5"})
		same(s, len(of("user-bo")), 0)
		same(s, len(of("")), 0)
	}},
	{"meetings that name an account are those where it sits or was asked, and those it did something about", func(s *scene) {
		s.twoBodies()
		ways := []func(*plan.Meeting){
			func(*plan.Meeting) {},
			func(m *plan.Meeting) { m.Author = bob },
			func(m *plan.Meeting) { m.MinutesBy = bob },
			func(m *plan.Meeting) { m.ClosedBy = bob },
			func(m *plan.Meeting) { m.Seats[1].Who.User = bob },
			func(m *plan.Meeting) { m.Seats[0].Proxy.User = bob },
			func(m *plan.Meeting) { m.Seats[0].OverrideBy = bob },
			func(m *plan.Meeting) { m.Seats[0].Asks[1].Who.User = bob },
			func(m *plan.Meeting) { m.Seats[1].Asks[0].AnsweredBy = bob },
		}
		var want []plan.Meeting
		for i, name := range ways {
			m := fullMeeting(i + 1)
			m.Start.Date = m.Start.Date.AddDays(-i)
			name(&m)
			s.addMeeting(m)
			elsewhere := m
			elsewhere.Region = idf
			s.addMeeting(elsewhere)
			if i > 0 {
				want = append(want, m)
			}
		}
		of := func(user plan.UserID) []plan.Meeting {
			return read(s, func(tx plan.Tx) ([]plan.Meeting, error) { return tx.MeetingsNaming(hdf, user) })
		}
		same(s, of(bob), want)
		same(s, of("user-bo"), nil)
		same(s, of(""), nil)
	}},
	{"old names are those without an account of ended terms and of past meetings", func(s *scene) {
		s.twoBodies()
		day := calendar.Date{Year: 2027, Month: time.January, Day: 4}
		named, known := plan.Representative{Name: "M. Lemaire"}, plan.Representative{User: bob, Name: "Bob"}
		for i, t := range []plan.Term{
			{Who: named, To: day.AddDays(-1)}, {Who: named, To: day}, {Who: named}, {Who: known, To: day.AddDays(-1)}, {To: day.AddDays(-1)},
		} {
			s.putBody(plan.Body{Region: hdf, Number: 10 + i, Name: "n", Seats: []plan.Seat{{Number: 1, Terms: []plan.Term{{Who: known}, t}}}})
		}
		for i, seat := range []plan.Representation{
			{Who: named}, {Proxy: named}, {Asks: []plan.Ask{{Who: known}, {Who: named}}}, {Who: known, Proxy: known, Asks: []plan.Ask{{Who: known}}},
		} {
			m := plan.Meeting{Region: hdf, Number: i + 1, Body: 1, Version: 1, Seats: []plan.Representation{seat}}
			m.Start.Date = day.AddDays(-1)
			s.addMeeting(m)
			m.Number, m.Start.Date = i+11, day
			s.addMeeting(m)
		}
		old := func(region plan.RegionID, day calendar.Date) []string {
			return read(s, func(tx plan.Tx) ([]string, error) { return tx.OldNames(region, day) })
		}
		got := old(hdf, day)
		slices.Sort(got)
		same(s, got, []string{"IN10", "SE1", "SE2", "SE3"})
		same(s, old(hdf, day.AddDays(-1)), nil)
		same(s, old(idf, day), nil)
	}},
	{"what is for an account alone is listed by due instant", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for id, d := range map[string]plan.Delivery{
				"late":      {Region: hdf, To: plan.Recipient{User: bob}, DueAt: noon.Add(time.Hour)},
				"early":     {Region: hdf, To: plan.Recipient{User: bob}, DueAt: noon},
				"elsewhere": {Region: idf, To: plan.Recipient{User: bob}},
				"alice":     {Region: hdf, To: plan.Recipient{User: alice}},
				"channel":   {Region: hdf, To: plan.Recipient{Channel: "user-bob"}},
			} {
				d.ID, d.Subject, d.Step, d.State, d.Version = id, "E1", id, plan.Planned, 1
				if _, err := tx.PlanDelivery(d); err != nil {
					return err
				}
			}
			return nil
		})
		found := read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.DeliveriesTo(hdf, bob) })
		same(s, each(found, func(d plan.Delivery) string { return d.ID }), []string{"early", "late"})
	}},
	{"dispatches to delete are old, over, and needed by no live card nor delivery under way", func(s *scene) {
		s.sent()
		list := func(limit int) []string {
			return read(s, func(tx plan.Tx) ([]string, error) { return tx.FinishedDispatches(hdf, noon, limit) })
		}
		same(s, list(0), []string{"refused", "dropped", "sent", "dead card", "edit"})
		same(s, list(2), []string{"refused", "dropped"})
		every := []string{
			"sent", "refused", "dropped", "ready", "sending", "doubt", "live card", "dead card", "edit", "waits", "unknown",
		}
		gone := 0
		s.write(func(tx plan.Tx) (err error) {
			gone, err = tx.DeleteDispatches(every)
			return err
		})
		same(s, gone, 5)
		same(s, list(0), nil)
		for _, id := range []string{"ready", "sending", "doubt", "live card", "waits", "recent", "elsewhere"} {
			dispatchOf(s, id)
		}
		missing(s, func(tx plan.Tx) (plan.Dispatch, error) { return tx.Dispatch("sent") })
	}},
	{"drawings to empty are those of old dispatches that are over", func(s *scene) {
		s.sent()
		list := func(limit int) []string {
			return read(s, func(tx plan.Tx) ([]string, error) { return tx.StaleDrawings(hdf, noon, limit) })
		}
		same(s, list(0), []string{"refused", "dropped", "sent", "live card", "dead card", "edit", "waits"})
		same(s, list(1), []string{"refused"})
		emptied := 0
		s.write(func(tx plan.Tx) (err error) {
			emptied, err = tx.EmptyDrawings([]string{"live card", "ready", "sent", "unknown"})
			return err
		})
		same(s, emptied, 2)
		kept, was := dispatchOf(s, "live card"), dispatch("live card", plan.Posted, noon)
		same(s, string(kept.Content), "")
		same(s, kept.Key, was.Key)
		same(s, string(dispatchOf(s, "ready").Content), "drawing of ready")
		same(s, list(0), []string{"refused", "dropped", "dead card", "edit", "waits"})
	}},
	{"every drawing is given with whether its dispatch is over", func(s *scene) {
		s.sent()
		s.write(func(tx plan.Tx) error { _, err := tx.EmptyDrawings([]string{"sent"}); return err })
		got := map[string]bool{}
		err := s.store.Read(s.Context(), func(tx plan.Tx) error {
			return tx.EachDrawing(hdf, func(id string, over bool, drawing []byte) error {
				got[id+": "+string(drawing)] = over
				return nil
			})
		})
		if err != nil {
			s.Fatal(err)
		}
		want := map[string]bool{}
		for _, id := range []string{"refused", "dropped", "live card", "dead card", "edit", "waits", "recent"} {
			want[id+": drawing of "+id] = true
		}
		for _, id := range []string{"ready", "sending", "doubt"} {
			want[id+": drawing of "+id] = false
		}
		same(s, got, want)
	}},
	{"old texts of the journal are those that stand", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for i, id := range []string{"c", "b", "a", "young"} {
				e := plan.Entry{Region: hdf, ID: id, Object: "E1", Reason: "motif", At: noon.Add(time.Duration(i-3) * time.Microsecond)}
				if err := tx.AddEntry(e); err != nil {
					return err
				}
			}
			if err := tx.AddEntry(plan.Entry{Region: idf, ID: "elsewhere", Object: "E1", At: noon.Add(-time.Hour)}); err != nil {
				return err
			}
			return tx.EraseText(hdf, "b")
		})
		list := func(limit int) []string {
			return read(s, func(tx plan.Tx) ([]string, error) { return tx.OldTexts(hdf, noon, limit) })
		}
		same(s, list(0), []string{"c", "a"})
		same(s, list(1), []string{"c"})
	}},
	{"agents who left are the inactive ones known to have left before an instant", func(s *scene) {
		s.write(func(tx plan.Tx) error {
			for user, a := range map[plan.UserID]plan.Agent{
				"second":        {LeftAt: noon.Add(-time.Microsecond)},
				"first":         {LeftAt: noon.Add(-time.Hour)},
				"too late":      {LeftAt: noon},
				"unknown when":  {},
				"back":          {LeftAt: noon.Add(-time.Hour), Active: true},
				"ancien:bknown": {LeftAt: noon.Add(-time.Hour)},
			} {
				a.Region, a.User = hdf, user
				if err := tx.PutAgent(a); err != nil {
					return err
				}
			}
			return nil
		})
		found := read(s, func(tx plan.Tx) ([]plan.Agent, error) { return tx.Departed(hdf, noon) })
		same(s, each(found, func(a plan.Agent) plan.UserID { return a.User }), []plan.UserID{"first", "second"})
	}},
	{"an account renamed keeps its services and nothing else, and what was planned for it is cancelled", func(s *scene) {
		const former = plan.UserID("ancien:x")
		left := plan.Agent{
			Region: hdf, User: bob, Username: "bob.martin", Name: "Robert Martinet", Lang: "fr", LeftAt: noon, Deputy: alice,
			Called: "M. Martinet", Function: "chef de bureau",
			Services: []plan.Membership{{Service: s62, Role: plan.RoleDecision, Source: plan.ByHand}},
		}
		to := plan.Recipient{User: bob}
		given := fullAnswer(rm4, s62, 1)
		given.By = bob
		s.write(func(tx plan.Tx) error {
			sent := dispatch("a", plan.Posted, noon)
			sent.To = to
			for _, step := range []func() error{
				func() error { return tx.PutAgent(left) },
				func() error { return tx.PutAgent(plan.Agent{Region: idf, User: bob, Username: "bob.martin"}) },
				func() error {
					return tx.PutAgent(plan.Agent{Region: hdf, User: alice, Username: "alice", Active: true, Deputy: bob})
				},
				func() error { return tx.AddDispatch(sent) },
				func() error { return tx.AddDeadline(deadline(rm4, "CRTE", s62)) },
				func() error { return tx.PutDataCall(plan.DataCall{Region: hdf, Number: rm4}) },
				func() error { return tx.AddAnswer(given) },
				func() error {
					return tx.AddCard(plan.LiveCard{Region: hdf, Post: "p", Subject: "E1", User: bob, Version: 1})
				},
				func() error {
					_, err := tx.PlanDelivery(plan.Delivery{ID: "planned", Region: hdf, Subject: "E1", Step: "J", To: to, State: plan.Planned, Version: 1})
					return err
				},
				func() error {
					_, err := tx.PlanDelivery(plan.Delivery{ID: "past", Region: hdf, Subject: "E1", Step: "J-1", To: to, State: plan.Skipped, Reason: plan.ReasonPast, Version: 1})
					return err
				},
			} {
				if err := step(); err != nil {
					return err
				}
			}
			return nil
		})
		s.write(func(tx plan.Tx) error { return tx.Rename(hdf, bob, former) })
		missing(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(hdf, bob) })
		same(s, agentOf(s, hdf, former), plan.Agent{
			Region: hdf, User: former, Lang: "fr", LeftAt: noon, Services: left.Services, Version: 2,
		})
		same(s, agentOf(s, idf, bob).Username, "bob.martin")
		same(s, agentOf(s, hdf, alice).Deputy, former)
		same(s, dispatchOf(s, "a").To.User, former)
		cards := read(s, func(tx plan.Tx) ([]plan.LiveCard, error) { return tx.CardsOf(hdf, "E1") })
		same(s, cards[0].User, former)
		given.By = former
		same(s, answersTo(s, rm4), []plan.DataAnswer{given})
		states := map[string]string{}
		for _, d := range read(s, func(tx plan.Tx) ([]plan.Delivery, error) { return tx.DeliveriesTo(hdf, former) }) {
			states[d.ID] = string(d.State) + " " + d.Reason
		}
		same(s, states, map[string]string{"planned": "cancelled left", "past": "skipped past"})
		s.refused(plan.ErrNotFound, func(tx plan.Tx) error { return tx.Rename(hdf, bob, former) })
	}},
}

// named is a deadline of two services that names nobody.
func named(region plan.RegionID, number int) plan.Deadline {
	d := fullDeadline(number)
	d.Region, d.Author, d.ClosedBy = region, alice, ""
	for i := range d.Parts {
		d.Parts[i].Assignee, d.Parts[i].AssignedBy, d.Parts[i].ClosedBy = "", "", ""
	}
	return d
}

func naming(s *scene, user plan.UserID) []plan.Deadline {
	s.Helper()
	return read(s, func(tx plan.Tx) ([]plan.Deadline, error) { return tx.DeadlinesNaming(hdf, user) })
}

func agentOf(s *scene, region plan.RegionID, user plan.UserID) plan.Agent {
	s.Helper()
	return read(s, func(tx plan.Tx) (plan.Agent, error) { return tx.Agent(region, user) })
}

// sent adds dispatches in all states, most of them old, with their cards and
// deliveries.
func (s *scene) sent() {
	s.Helper()
	list := []plan.Dispatch{
		dispatch("refused", plan.Refused, noon), dispatch("dropped", plan.Dropped, noon), dispatch("sent", plan.Posted, noon),
		dispatch("ready", plan.Ready, noon), dispatch("sending", plan.Sending, noon), dispatch("doubt", plan.InDoubt, noon),
		dispatch("live card", plan.Posted, noon), dispatch("dead card", plan.Posted, noon), dispatch("edit", plan.Posted, noon),
		dispatch("waits", plan.Dropped, noon),
	}
	s.write(func(tx plan.Tx) error {
		recent, elsewhere := dispatch("recent", plan.Posted, noon), dispatch("elsewhere", plan.Posted, noon)
		recent.CreatedAt, elsewhere.Region = noon, idf
		for i, d := range append(list, recent, elsewhere) {
			if d.ID != "recent" {
				d.CreatedAt = noon.Add(time.Duration(i-100) * time.Hour)
			}
			d.Content, d.Post = []byte("drawing of "+d.ID), "post-"+d.ID
			if d.ID == "edit" {
				d.Kind, d.Post = plan.Edit, "post-live card"
			}
			if err := tx.AddDispatch(d); err != nil {
				return err
			}
		}
		for _, c := range []plan.LiveCard{
			{Post: "post-live card", Key: "key-live card"}, {Post: "post-dead card", Key: "key-dead card", Dead: true},
		} {
			c.Region, c.Subject, c.Version = hdf, "E1", 1
			if err := tx.AddCard(c); err != nil {
				return err
			}
		}
		_, err := tx.PlanDelivery(plan.Delivery{
			ID: "d", Region: hdf, Subject: "E1", Step: "J", To: plan.Recipient{Channel: "c"}, State: plan.Planned,
			Dispatch: "waits", Version: 1,
		})
		return err
	})
}
