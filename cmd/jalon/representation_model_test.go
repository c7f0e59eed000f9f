package main_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
)

// The people of the model. The names without an account are in no channel.
var (
	sitters = []plan.Representative{
		{User: "hugo", Name: "hugo"},
		{User: "iris", Name: "iris"},
		{Name: "M. Lemaire"},
		{Name: "Mme Elue"},
		{User: "elsa", Name: "elsa"},
		{User: "quentin", Name: "quentin"},
		{User: "rene", Name: "rene"},
		{User: "otto", Name: "otto"},
		{User: "ivan", Name: "ivan"},
		{User: "parti", Name: "parti"},
	}
	actors = []plan.UserID{"alice", "dan", "bob", "hugo", "iris", "elsa", "quentin", "rene", "otto", "ivan"}
)

// table is a region with two bodies, in which anybody tries anything.
type table struct {
	*world
	bodies   []plan.Body
	meetings []int
	off      map[int]time.Time // when a meeting was called off
}

// seatsOf are the seats of a body of the model: one of each nature.
func seatsOf(from, to calendar.Date) []plan.Seat {
	term := func(rank, who int) plan.Term { return plan.Term{Rank: rank, Who: sitters[who]} }
	ended := term(3, 8)
	ended.From, ended.To = from, to
	return []plan.Seat{
		{Number: 1, Name: "urbanisme", Nature: plan.ByFunction, Terms: []plan.Term{term(0, 0), term(1, 1), term(2, 2), ended}},
		{Number: 2, Name: "élus", Nature: plan.Elected, Terms: []plan.Term{term(0, 3), term(1, 4)}},
		{Number: 3, Name: "expertise", Nature: plan.Qualified, Terms: []plan.Term{term(0, 5), term(1, 6)}},
	}
}

func newTable(dir string) (*table, error) {
	w, err := newWorld(dir)
	if err != nil {
		return nil, err
	}
	t := &table{world: w, off: map[int]time.Time{}}
	ctx := context.Background()
	err = w.store.Write(ctx, func(tx plan.Tx) error {
		agent := func(user string, service plan.ServiceID, role plan.Role, active bool) error {
			return tx.PutAgent(plan.Agent{
				Region: region, User: plan.UserID(user), Username: user, Lang: "fr", Active: active,
				Services: []plan.Membership{{Service: service, Role: role, Source: plan.ByHand}},
			})
		}
		all := errors.Join(
			agent("dan", "SGAR", plan.RoleDecision, true), agent("hugo", "62", plan.RoleContribution, true),
			agent("iris", "62", plan.RoleContribution, true), agent("ivan", "62", plan.RoleContribution, true),
			agent("elsa", "59", plan.RoleContribution, true), agent("quentin", "59", plan.RoleContribution, true),
			agent("rene", "59", plan.RoleContribution, true), agent("otto", "59", plan.RoleContribution, true),
			agent("parti", "62", plan.RoleContribution, false),
		)
		for n := 1; n <= 2; n++ {
			b := plan.Body{
				Region: region, Number: n, Name: fmt.Sprintf("Instance %d", n), Short: fmt.Sprintf("I%d", n), Chair: plan.ChairOther,
				CreatedAt: w.now, Author: "alice", Seats: seatsOf(calendar.Date{}, calendar.DateOf(w.now, time.UTC).AddDays(5)),
			}
			all = errors.Join(all, tx.PutBody(b))
			t.bodies = append(t.bodies, b)
		}
		return all
	})
	if err != nil {
		return nil, errors.Join(err, w.store.Close())
	}
	for i, b := range t.bodies {
		call, err := w.call("alice", sgar)
		if err != nil {
			return nil, err
		}
		m, err := w.planner.PlanMeeting(ctx, call, plan.NewMeeting{
			Body: b.Number, HasTime: true,
			Start: calendar.Moment{Date: calendar.DateOf(w.now, time.UTC).AddDays(12 + i), Time: calendar.TimeOfDay{Hour: 9, Minute: 30}, Zone: "Europe/Paris"},
		})
		if err != nil {
			return nil, err
		}
		t.meetings = append(t.meetings, m.Number)
	}
	return t, nil
}

func (t *table) meeting(ctx context.Context, n int) (m plan.Meeting, err error) {
	err = t.store.Read(ctx, func(tx plan.Tx) error { m, err = tx.Meeting(region, n); return err })
	return m, err
}

// attempt is something that somebody tried.
type attempt struct {
	what         string
	by           plan.UserID
	meeting      int
	seat         int
	who, to      plan.Representative
	reason       string
	days         int
	done         bool // it was accepted
	affectsDates bool
}

func drawAttempt(rt *rapid.T, t *table) attempt {
	d := attempt{
		what: rapid.SampledFrom([]string{
			"accept", "accept", "accept", "decline", "decline", "propose", "propose", "proxy", "approve", "reject", "unattend",
			"next", "hours", "days", "move", "hour", "cancel", "leave",
		}).Draw(rt, "what"),
		by:      rapid.SampledFrom(actors).Draw(rt, "by"),
		meeting: rapid.SampledFrom(t.meetings).Draw(rt, "meeting"),
		seat:    rapid.IntRange(0, 3).Draw(rt, "seat"),
		who:     rapid.SampledFrom(append([]plan.Representative{{}}, sitters...)).Draw(rt, "who"),
		to:      rapid.SampledFrom(sitters).Draw(rt, "to"),
		reason:  rapid.SampledFrom([]string{"", "siège vacant"}).Draw(rt, "reason"),
		days:    rapid.IntRange(1, 4).Draw(rt, "days"),
	}
	return d
}

// try does it, and tells whether it was accepted. What is refused is no error.
func (t *table) try(d *attempt) error {
	ctx := context.Background()
	call, err := t.call(d.by, "elsewhere")
	if err != nil {
		return err
	}
	at := plan.SeatAt{Meeting: d.meeting, Seat: d.seat}
	switch d.what {
	case "accept":
		_, err = t.planner.Accept(ctx, call, plan.Answer{SeatAt: at, Who: d.who})
	case "decline":
		_, err = t.planner.Decline(ctx, call, plan.Answer{SeatAt: at, Who: d.who, Reason: d.reason})
	case "propose":
		_, err = t.planner.Propose(ctx, call, plan.Designation{SeatAt: at, Who: d.to, Reason: d.reason})
	case "proxy":
		_, err = t.planner.GiveProxy(ctx, call, plan.Proxying{SeatAt: at, From: d.who, To: d.to, Reason: d.reason})
	case "approve":
		_, err = t.planner.Approve(ctx, call, at, d.reason)
	case "reject":
		_, err = t.planner.TurnDown(ctx, call, at, d.reason)
	case "unattend":
		_, err = t.planner.Unattend(ctx, call, at, d.reason)
	case "next":
		_, err = t.planner.AskNext(ctx, call, at)
	case "hours":
		return t.pass(time.Duration(d.days) * 7 * time.Hour)
	case "days":
		return t.pass(time.Duration(d.days) * 24 * time.Hour)
	case "move", "hour":
		err = t.moveIt(ctx, call, d)
	case "cancel":
		_, err = t.planner.CancelMeeting(ctx, call, d.meeting, "quorum non réuni")
		if err == nil {
			t.off[d.meeting] = t.now
		}
	case "leave":
		return t.store.Write(ctx, func(tx plan.Tx) error {
			a, err := tx.Agent(region, "iris")
			if err != nil {
				return err
			}
			a.Active = false
			return tx.PutAgent(a)
		})
	}
	d.done = err == nil
	if err != nil && !refusal(err) {
		return fmt.Errorf("%+v: %w", *d, err)
	}
	return t.pass(time.Minute)
}

func (t *table) moveIt(ctx context.Context, call plan.Call, d *attempt) error {
	m, err := t.meeting(ctx, d.meeting)
	if err != nil {
		return err
	}
	to := plan.Move{Date: m.Start.Date, Time: calendar.TimeOfDay{Hour: 8 + d.days, Minute: 15}, HasTime: true, Reason: "agenda"}
	if d.what == "move" {
		to.Date, to.HasTime, d.affectsDates = m.Start.Date.AddDays(d.days), false, true
	}
	_, err = t.planner.MoveMeeting(ctx, call, d.meeting, to)
	return err
}

// refusal tells an answer in words from a fault.
func refusal(err error) bool {
	var choice *plan.SeatChoice
	var other *plan.NotYours
	var late *plan.NoMoreAwaited
	var breach *plan.Breach
	_, refused := plan.KindOf(err)
	return refused || errors.As(err, &choice) || errors.As(err, &other) || errors.As(err, &late) || errors.As(err, &breach)
}

// kept tells whether what a seat was may become what it is by a attempt.
func (d attempt) kept(was, is plan.Representation, now plan.Meeting) error {
	settled := was.State == plan.Accepted || was.State == plan.ByProxy && comes(now, was.Proxy, was.Seat)
	if !settled || is.State == was.State && is.Who.Same(was.Who) && (was.State != plan.ByProxy || is.Proxy.Same(was.Proxy)) {
		return nil
	}
	mayChange := map[string]bool{
		"decline": true, "cancel": true, "move": d.affectsDates,
		"propose": d.reason != "", "unattend": d.reason != "" && d.by == "dan", "proxy": true,
	}
	entitled := d.by == "alice" || d.by == "dan" || slices.Contains([]plan.UserID{was.Who.User, was.Proxy.User}, d.by)
	if d.done && mayChange[d.what] && entitled {
		return nil
	}
	return fmt.Errorf("seat %d was %s by %v and is %s by %v after %+v", was.Seat, was.State, was.Who, is.State, is.Who, d)
}

// comes tells that somebody sits in another seat of a meeting, or is asked to.
func comes(m plan.Meeting, who plan.Representative, but int) bool {
	return slices.ContainsFunc(m.Seats, func(r plan.Representation) bool {
		expects := r.State == plan.Proposed || r.State == plan.Accepted || r.State == plan.ToReconfirm
		return r.Seat != but && expects && r.Who.Same(who)
	})
}

// lawful tells whether who sits, or is asked, may by the rules, or by an exception
// that is traced to somebody who has the décision role.
func (t *table) lawful(m plan.Meeting) error {
	proxies := map[string]int{}
	waived := map[string]bool{}
	for _, r := range m.Seats {
		var seat plan.Seat
		for _, s := range t.bodies[m.Body-1].Seats {
			if s.Number == r.Seat {
				seat = s
			}
		}
		traced := r.Override != "" && r.OverrideBy == "dan"
		if r.State == plan.ByProxy {
			proxies[r.Proxy.Name]++
			waived[r.Proxy.Name] = waived[r.Proxy.Name] || traced
			if r.Who.Same(r.Proxy) {
				return fmt.Errorf("seat %d: a proxy to oneself", r.Seat)
			}
			if !traced && !comes(m, r.Proxy, r.Seat) {
				return fmt.Errorf("seat %d: a proxy to %v, who does not come, without a traced exception", r.Seat, r.Proxy)
			}
		}
		sits := r.State == plan.Proposed || r.State == plan.Accepted || r.State == plan.ToReconfirm || r.State == plan.ByProxy
		if !sits || traced {
			continue
		}
		i := slices.IndexFunc(seat.Terms, func(t plan.Term) bool { return t.Who.Same(r.Who) })
		switch {
		case i < 0:
			return fmt.Errorf("seat %d: %v sits outside the list without a traced exception", r.Seat, r.Who)
		case !seat.Terms[i].Runs(m.Start.Date):
			return fmt.Errorf("seat %d: the term of %v does not run", r.Seat, r.Who)
		case seat.Nature == plan.Qualified && seat.Terms[i].Rank != 0:
			return fmt.Errorf("seat %d: a qualified person is replaced by %v", r.Seat, r.Who)
		}
	}
	for who, n := range proxies {
		if n > 1 && !waived[who] {
			return fmt.Errorf("%s holds %d proxies", who, n)
		}
	}
	return nil
}

// onePerSeat tells whether each seat is there once, with at most one question
// that waits, and that one is of who is asked.
func onePerSeat(m plan.Meeting) error {
	seen := map[int]bool{}
	for _, r := range m.Seats {
		if seen[r.Seat] {
			return fmt.Errorf("seat %d is there twice", r.Seat)
		}
		seen[r.Seat] = true
		waiting := 0
		for _, a := range r.Asks {
			if a.State == plan.Waiting {
				waiting++
			}
		}
		asks := r.State == plan.Proposed || r.State == plan.ToReconfirm
		switch {
		case waiting > 1, asks != (waiting == 1):
			return fmt.Errorf("seat %d is %s with %d questions waiting", r.Seat, r.State, waiting)
		case asks && !r.Asks[len(r.Asks)-1].Who.Same(r.Who):
			return fmt.Errorf("seat %d: the question that waits is not that of %v", r.Seat, r.Who)
		}
	}
	return nil
}

// questions are what jalon asks of people about seats.
var questions = []plan.Notice{plan.NoticeAsk, plan.NoticeAskAgain, plan.NoticePassedOn, plan.NoticeDecide, plan.NoticeDecideSoon}

// told compares what was said with where each seat stands.
func (t *table) told(m plan.Meeting) error {
	all, err := t.deliveries(plan.MeetingRef(m.Number))
	if err != nil {
		return err
	}
	said := map[string]int{}
	for _, v := range all {
		if !slices.Contains(questions, v.Notice) {
			continue
		}
		if v.State == plan.Sent {
			said[v.Step+" "+v.To.Key()+" "+string(v.Notice)]++
		}
		if off, gone := t.off[m.Number]; gone && (v.State == plan.Planned || v.State == plan.Sent && v.SentAt.After(off)) {
			return fmt.Errorf("%s %s is %s although the meeting is called off", v.Notice, v.Step, v.State)
		}
	}
	for what, n := range said {
		if n > 1 {
			return fmt.Errorf("%s was said %d times", what, n)
		}
	}
	for _, r := range m.Seats {
		if !r.Waits() || !m.State.Firm() {
			continue
		}
		step := fmt.Sprintf("question %d.%d", r.Seat, len(r.Asks))
		if !slices.ContainsFunc(all, func(v plan.Delivery) bool {
			return v.Step == step && (v.State == plan.Sent || v.State == plan.Planned || v.State == plan.Claimed)
		}) {
			return fmt.Errorf("nobody was told %s, which waits", step)
		}
	}
	return nil
}

func TestWhateverPeopleTryASeatHasOneLawfulRepresentative(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		tab, err := newTable(t.TempDir())
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = tab.store.Close() }()
		for range rapid.IntRange(5, 40).Draw(rt, "attempts") {
			before := map[int]plan.Meeting{}
			for _, n := range tab.meetings {
				if before[n], err = tab.meeting(t.Context(), n); err != nil {
					rt.Fatal(err)
				}
			}
			d := drawAttempt(rt, tab)
			if err := tab.try(&d); err != nil {
				rt.Fatal(err)
			}
			for _, n := range tab.meetings {
				m, err := tab.meeting(t.Context(), n)
				if err != nil {
					rt.Fatal(err)
				}
				if err := errors.Join(onePerSeat(m), tab.lawful(m), tab.told(m)); err != nil {
					rt.Fatalf("%s after %+v: %v", m.Ref(), d, err)
				}
				for _, was := range before[n].Seats {
					is, _ := m.Seat(was.Seat)
					if err := d.kept(was, is, m); err != nil {
						rt.Fatalf("%s: %v", m.Ref(), err)
					}
				}
			}
		}
	})
}
