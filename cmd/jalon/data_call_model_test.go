package main_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
	"jalon/store"
)

// asked are the services that the data call of the model asks; two agents of each
// are in its channel.
var asked = []plan.ServiceID{"02", "59", "60", "62", "80"}

// parisZone is where the services of the model live.
var parisZone = func() *time.Location {
	zone, err := calendar.LoadZone("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}()

// gathering is a region in which five services are asked the same thing, and anybody
// tries anything; the rest is what is expected of it.
type gathering struct {
	*world
	ref     plan.Ref
	due     time.Time
	longer  map[plan.ServiceID]time.Time // the later date that a service was given
	wished  map[plan.ServiceID]time.Time
	answers map[plan.ServiceID][]plan.DataAnswer
	whole   map[plan.ServiceID]time.Time // when a service first answered as a whole
	closed  time.Time
}

// newGathering opens the data call, for nine days, with two questions.
func newGathering(w *world) (*gathering, error) {
	g := &gathering{
		world: w, longer: map[plan.ServiceID]time.Time{}, wished: map[plan.ServiceID]time.Time{},
		answers: map[plan.ServiceID][]plan.DataAnswer{}, whole: map[plan.ServiceID]time.Time{},
	}
	ctx := context.Background()
	err := w.store.Write(ctx, func(tx plan.Tx) error {
		var all error
		for _, code := range []plan.ServiceID{"02", "60", "80"} {
			all = errors.Join(all, tx.PutService(plan.Service{
				Region: region, ID: code, Code: string(code), Name: string(code), Kind: plan.KindPrefecture, Channel: channelOf(code),
				TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole,
			}))
		}
		return all
	})
	for _, s := range asked {
		var members []plan.Member
		for _, user := range agentsOf(s) {
			members = append(members, plan.Member{User: user, Username: string(user), Lang: "fr"})
		}
		err = errors.Join(err, w.planner.SyncMembers(ctx, w.now, region, s, members))
	}
	if err != nil {
		return nil, err
	}
	call, err := w.call("alice", sgar)
	if err != nil {
		return nil, err
	}
	v, err := w.planner.OpenDataCall(ctx, call, plan.NewDataCall{
		Title: "CRTE", Due: g.on(9), Services: asked,
		Questions: []plan.Question{{Label: "COPIL tenus", Kind: plan.AnswerNumber}, {Label: "blocages", Kind: plan.AnswerText}},
	})
	if err != nil {
		return nil, err
	}
	g.ref, g.due = v.Deadline.Ref(), v.Deadline.DueAt
	return g, w.turn()
}

func channelOf(s plan.ServiceID) plan.ChannelID { return plan.ChannelID("c-" + s) }

func agentsOf(s plan.ServiceID) []plan.UserID {
	return []plan.UserID{"a" + plan.UserID(s), "b" + plan.UserID(s)}
}

// on is noon, so many days ahead.
func (g *gathering) on(days int) plan.Due {
	due := g.in(days)
	due.HasTime, due.Time = true, calendar.TimeOfDay{Hour: 12}
	return due
}

// limit is until when a service may answer in time.
func (g *gathering) limit(s plan.ServiceID) time.Time {
	if longer := g.longer[s]; longer.After(g.due) {
		return longer
	}
	return g.due
}

func (g *gathering) view() (plan.DataCallView, error) {
	call, err := g.call("alice", sgar)
	if err != nil {
		return plan.DataCallView{}, err
	}
	return g.planner.ViewDataCall(context.Background(), call, g.ref)
}

// over tells whether nothing is expected any more.
func (g *gathering) over() bool { return !g.closed.IsZero() || len(g.whole) == len(asked) }

// somebody draws a person, where they are, and the service that they name, if any.
func (g *gathering) somebody(rt *rapid.T) (call plan.Call, by plan.UserID, named plan.ServiceID, err error) {
	home := rapid.SampledFrom(asked).Draw(rt, "service")
	by = rapid.SampledFrom(append(agentsOf(home), "alice")).Draw(rt, "by")
	named = rapid.SampledFrom([]plan.ServiceID{home, home, home, "59"}).Draw(rt, "named")
	call, err = g.call(by, "elsewhere")
	return call, by, named, err
}

// answersFor tells whether somebody may answer for a service: its agents, and who
// coordinates the region.
func answersFor(by plan.UserID, s plan.ServiceID) bool {
	return by == "alice" || slices.Contains(agentsOf(s), by)
}

func (g *gathering) answer(rt *rapid.T) error {
	call, by, named, err := g.somebody(rt)
	if err != nil {
		return err
	}
	n := plan.NewAnswer{
		Service: named, Outcome: rapid.SampledFrom([]plan.Outcome{plan.Received, plan.Nil, plan.NotApplicable}).Draw(rt, "outcome"),
		Area: rapid.SampledFrom([]string{"", "", "", "Lens"}).Draw(rt, "area"),
	}
	want := plan.DataAnswer{
		Region: region, Call: plan.DataCalls + 1, Service: named, Rank: len(g.answers[named]) + 1, Area: n.Area, Outcome: n.Outcome,
		At: g.now, By: by, Late: !g.closed.IsZero() || !g.now.Before(g.limit(named)), Behalf: n.Area == "" && by == "alice",
	}
	if n.Outcome == plan.Received {
		n.Values, want.Values = []string{"1 200,5", " gel ; crue "}, []string{"1200.5", "gel ; crue"}
	}
	_, err = g.planner.AnswerDataCall(context.Background(), call, g.ref, n)
	done, err := tried(err)
	switch {
	case err != nil:
		return err
	case done != answersFor(by, named):
		return fmt.Errorf("the answer of %s for %s was accepted: %v", by, named, done)
	case !done:
		return nil
	}
	g.answers[named] = append(g.answers[named], want)
	if _, before := g.whole[named]; !before && n.Area == "" {
		g.whole[named] = g.now
	}
	if n.Area == "" {
		delete(g.wished, named)
	}
	return nil
}

func (g *gathering) askForTime(rt *rapid.T) error {
	call, by, named, err := g.somebody(rt)
	if err != nil {
		return err
	}
	until := g.on(rapid.IntRange(0, 14).Draw(rt, "days"))
	at, err := until.Deadline()
	if err != nil {
		return err
	}
	_, err = g.planner.AskExtension(context.Background(), call, g.ref, named, until, "congés")
	done, err := tried(err)
	_, answered := g.whole[named]
	may := answersFor(by, named) && !g.over() && !answered && at.After(g.limit(named)) && at.After(g.now)
	if done != may {
		return errors.Join(err, fmt.Errorf("%s asked for time until %s for %s, which was accepted: %v", by, at, named, done))
	}
	if done {
		g.wished[named] = at
	}
	return err
}

// decide gives a service the time that it asked for, or other time, or refuses it.
func (g *gathering) decide(rt *rapid.T) error {
	call, by, named, err := g.somebody(rt)
	if err != nil {
		return err
	}
	before, err := g.planned(func(s plan.ServiceID) bool { return s != named })
	if err != nil {
		return err
	}
	given := plan.Due{}
	refuses := rapid.IntRange(0, 3).Draw(rt, "refuses") == 0
	if rapid.Bool().Draw(rt, "another date") {
		given = g.on(rapid.IntRange(1, 14).Draw(rt, "days"))
	}
	if refuses {
		_, _, err = g.planner.RefuseExtension(context.Background(), call, g.ref, named, "urgent")
	} else {
		_, _, err = g.planner.GrantExtension(context.Background(), call, g.ref, named, given)
	}
	done, err := tried(err)
	switch {
	case err != nil || !done:
		return err
	case by != "alice":
		return fmt.Errorf("%s decided", by)
	}
	if !refuses {
		g.longer[named] = g.wished[named]
		if !given.Date.IsZero() {
			if g.longer[named], err = given.Deadline(); err != nil {
				return err
			}
		}
	}
	delete(g.wished, named)
	after, err := g.planned(func(s plan.ServiceID) bool { return s != named })
	if diff := cmp.Diff(before, after); diff != "" {
		return fmt.Errorf("what %s was given changes what others are told (-before +after):\n%s", named, diff)
	}
	return err
}

// planned lists what services are still to be told by jalon itself.
func (g *gathering) planned(of func(plan.ServiceID) bool) (out []string, err error) {
	all, err := g.deliveries(g.ref)
	for _, v := range all {
		if v.State == plan.Planned && g.speaksToServices(v) && of(v.Service) {
			out = append(out, fmt.Sprintf("%s %s %s %s at %s, due %s", v.Service, v.Notice, v.Step, v.To.Key(), v.When, v.DueAt))
		}
	}
	slices.Sort(out)
	return out, err
}

func (g *gathering) speaksToServices(v plan.Delivery) bool {
	return v.Notice == plan.NoticeReminder || v.Notice == plan.NoticeEscalation || v.Notice == plan.NoticeDataCallEnd
}

func (g *gathering) chase(rt *rapid.T) error {
	call, by, named, err := g.somebody(rt)
	if err != nil {
		return err
	}
	only := rapid.SampledFrom([][]plan.ServiceID{nil, {named}}).Draw(rt, "only")
	r, err := g.planner.RemindDataCall(context.Background(), call, g.ref, only)
	done, err := tried(err)
	if done && by != "alice" {
		return fmt.Errorf("%s chased", by)
	}
	for _, s := range r.Services {
		if _, answered := g.whole[s]; done && answered {
			return fmt.Errorf("%s answered and is chased", s)
		}
	}
	return err
}

func (g *gathering) move(rt *rapid.T) error {
	call, by, _, err := g.somebody(rt)
	if err != nil {
		return err
	}
	due := g.on(rapid.IntRange(-1, 12).Draw(rt, "days"))
	at, err := due.Deadline()
	if err != nil {
		return err
	}
	_, err = g.planner.MoveDataCall(context.Background(), call, g.ref, due, "")
	done, err := tried(err)
	may := by == "alice" && !g.over() && at.After(g.now) && !at.Equal(g.due)
	if done != may {
		return errors.Join(err, fmt.Errorf("%s moved the close to %s, which was accepted: %v", by, at, done))
	}
	if !done {
		return err
	}
	g.due = at
	for s, longer := range g.longer {
		if !longer.After(at) {
			delete(g.longer, s)
		}
	}
	return err
}

func (g *gathering) closeIt(rt *rapid.T) error {
	if rapid.IntRange(0, 4).Draw(rt, "not yet") > 0 {
		return nil // a closed data call has little left to try
	}
	call, by, _, err := g.somebody(rt)
	if err != nil {
		return err
	}
	reason := rapid.SampledFrom([]string{"", "assez"}).Draw(rt, "reason")
	_, err = g.planner.CloseDataCall(context.Background(), call, g.ref, reason, plan.Unsaid)
	done, err := tried(err)
	if may := by == "alice" && g.closed.IsZero() && (reason != "" || len(g.whole) == len(asked)); done != may {
		return errors.Join(err, fmt.Errorf("%s closed, which was accepted: %v", by, done))
	}
	if done {
		g.closed = g.now
		clear(g.wished)
	}
	return err
}

func (g *gathering) hours(rt *rapid.T) error {
	return g.pass(time.Duration(rapid.IntRange(1, 30).Draw(rt, "hours")) * time.Hour)
}

func (g *gathering) days(rt *rapid.T) error {
	for range rapid.IntRange(1, 6).Draw(rt, "half days") {
		if err := g.pass(12 * time.Hour); err != nil {
			return err
		}
	}
	return nil
}

// checkAnswers tells whether all that was answered is kept, and the last one stands.
func (g *gathering) checkAnswers(v plan.DataCallView) error {
	for _, r := range v.Responses {
		s := r.Part.Service
		if diff := cmp.Diff(g.answers[s], r.All); diff != "" {
			return fmt.Errorf("answers of %s (-given +kept):\n%s", s, diff)
		}
		var last plan.DataAnswer
		for _, a := range g.answers[s] {
			if a.Area == "" {
				last = a
			}
		}
		state := plan.Open
		switch {
		case last.Rank > 0:
			state = plan.Done
		case !g.closed.IsZero():
			state = plan.Cancelled
		}
		if diff := cmp.Diff(last, r.Whole); diff != "" || r.Part.State != state || r.Part.Outcome != last.Outcome {
			return fmt.Errorf("%s is %s, %q, want %s; what stands (-want +got):\n%s", s, r.Part.State, r.Part.Outcome, state, diff)
		}
		wish, err := instantOf(r.Part.Wish)
		if err != nil {
			return err
		}
		if !v.Deadline.DueAtOf(r.Part).Equal(g.limit(s)) || !wish.Equal(g.wished[s]) {
			return fmt.Errorf("%s has until %s and asks for %s, want %s and %s", s, v.Deadline.DueAtOf(r.Part), wish, g.limit(s), g.wished[s])
		}
	}
	state := plan.Open
	if g.over() {
		state = plan.Done
	}
	if v.Deadline.State != state || v.Call.Closed != !g.closed.IsZero() || v.Given() != len(g.whole) {
		return fmt.Errorf("%s is %s, closed %v, with %d answers; want %s, %v, %d", g.ref, v.Deadline.State, v.Call.Closed, v.Given(), state, !g.closed.IsZero(), len(g.whole))
	}
	return nil
}

func instantOf(due plan.Due) (time.Time, error) {
	if due.Date.IsZero() {
		return time.Time{}, nil
	}
	return due.Deadline()
}

// checkTold tells whether what was said, and what is about to be, is about the silent
// only, and once.
func (g *gathering) checkTold() error {
	all, err := g.deliveries(g.ref)
	if err != nil {
		return err
	}
	once := map[string]int{}
	for _, v := range all {
		answered, gave := g.whole[v.Service]
		reminds := v.Notice == plan.NoticeReminder || v.Notice == plan.NoticeEscalation
		switch {
		case reminds && v.State == plan.Planned && (gave || g.over()):
			return fmt.Errorf("%s %s is planned for %s, which is over", v.Notice, v.Step, v.Service)
		case v.State != plan.Sent:
		case reminds && gave && v.SentAt.After(answered):
			return fmt.Errorf("%s was told %s at %s, and answered at %s", v.Service, v.Step, v.SentAt, answered)
		case reminds && !g.closed.IsZero() && v.SentAt.After(g.closed):
			return fmt.Errorf("%s was told %s at %s, after the close at %s", v.Service, v.Step, v.SentAt, g.closed)
		case v.Notice == plan.NoticeReminder:
			once[fmt.Sprintf("a reminder to %s on %s", v.Service, v.SentAt.In(parisZone).Format(time.DateOnly))]++
		case v.Notice == plan.NoticeDataCallEnd && gave && v.SentAt.After(answered):
			once[fmt.Sprintf("thanks to %s", v.Service)]++
		case v.Notice == plan.NoticeDataCallEnd:
			once[fmt.Sprintf("a last call to %s for %s", v.Service, v.When)]++
		case v.Notice == plan.NoticeDataCall, v.Notice == plan.NoticeDataCallState:
			once[string(v.Notice)+" "+v.To.Key()]++
		}
	}
	for what, n := range once {
		if n > 1 {
			return fmt.Errorf("%s was said %d times", what, n)
		}
	}
	return nil
}

// checkCard tells whether one card shows the state, and shows the present one.
func (g *gathering) checkCard(v plan.DataCallView) error {
	live := 0
	return g.world.view(func(tx plan.Tx) error {
		cards, err := tx.CardsOf(region, g.ref)
		for _, c := range cards {
			switch {
			case c.Notice != plan.NoticeDataCallState || c.Dead:
				continue
			case c.Drawn != v.Deadline.Version:
				err = errors.Join(err, fmt.Errorf("the state shows version %d of %d", c.Drawn, v.Deadline.Version))
			}
			live++
		}
		if live != 1 {
			err = errors.Join(err, fmt.Errorf("%d cards show the state", live))
		}
		return err
	})
}

func (g *gathering) check() error {
	v, err := g.view()
	if err != nil {
		return err
	}
	return errors.Join(g.checkAnswers(v), g.checkTold(), g.checkCard(v))
}

func TestWhateverPeopleTryADataCallKeepsEveryAnswerAndChasesOnlyTheSilent(t *testing.T) {
	t.Parallel()
	most := 40
	if testing.Short() {
		most = 15
	}
	rapid.Check(t, func(rt *rapid.T) {
		w, err := newWorld(t.TempDir())
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = w.store.Close() }()
		g, err := newGathering(w)
		if err != nil {
			rt.Fatal(err)
		}
		acts := []struct {
			name string
			try  func(*rapid.T) error
		}{
			{"answer", g.answer},
			{"answer", g.answer},
			{"ask for time", g.askForTime},
			{"ask for time", g.askForTime},
			{"decide", g.decide},
			{"decide", g.decide},
			{"chase", g.chase},
			{"chase", g.chase},
			{"move", g.move},
			{"close", g.closeIt},
			{"hours", g.hours},
			{"days", g.days},
		}
		var done []string
		for range rapid.IntRange(5, most).Draw(rt, "attempts") {
			act := acts[rapid.IntRange(0, len(acts)-1).Draw(rt, "act")]
			done = append(done, act.name)
			if err := errors.Join(act.try(rt), g.pass(time.Minute), g.check()); err != nil {
				rt.Fatalf("after %s, at %s: %v", strings.Join(done, ", "), g.now, err)
			}
		}
	})
}

// newlyAsked is a data call on a database of the engine of the world.
func newlyAsked(t *testing.T, w *world) *gathering {
	t.Helper()
	g, err := newGathering(w)
	must(t, err)
	return g
}

// until lets time go by until a moment in Paris.
func (g *gathering) until(t *testing.T, day, hour, minute int) {
	t.Helper()
	at := time.Date(2027, time.January, day, hour, minute, 0, 0, parisZone)
	must(t, g.pass(at.Sub(g.now)))
}

// chaseAll has alice chase the silent, and returns how many are told, and how many
// were already.
func (g *gathering) chaseAll(t *testing.T) (told, already int) {
	t.Helper()
	call, err := g.call("alice", sgar)
	must(t, err)
	r, err := g.planner.RemindDataCall(t.Context(), call, g.ref, nil)
	must(t, err)
	must(t, g.pass(time.Minute), g.checkTold())
	return len(r.Services), len(r.Already)
}

func TestAChaseThatWaitsForAnOpeningIsThatOfItsDay(t *testing.T) {
	t.Parallel()
	on(t, store.SQLite, func(t *testing.T, w *world) {
		g := newlyAsked(t, w)
		for _, c := range []struct{ day, hour, told int }{{2, 14, 5}, {3, 14, 0}, {4, 9, 0}, {4, 21, 5}, {5, 7, 0}, {5, 10, 0}, {6, 10, 5}} {
			g.until(t, c.day, c.hour, 0)
			told, already := g.chaseAll(t)
			want(t, fmt.Sprintf("told on day %d at %d h", c.day, c.hour), told, c.told)
			want(t, fmt.Sprintf("already told on day %d at %d h", c.day, c.hour), already, 5-c.told)
		}
	})
}

func TestWhoWasChasedTodayIsNotRemindedTodayOfAnotherClose(t *testing.T) {
	t.Parallel()
	on(t, store.SQLite, func(t *testing.T, w *world) {
		g := newlyAsked(t, w)
		g.until(t, 5, 8, 50)
		told, _ := g.chaseAll(t)
		want(t, "told", told, 5)
		call, err := g.call("alice", sgar)
		must(t, err)
		_, err = g.planner.MoveDataCall(t.Context(), call, g.ref, g.on(1), "")
		must(t, err)
		g.until(t, 5, 9, 30) // J-1 of the new close was at 9
		must(t, g.checkTold())
		g.until(t, 7, 9, 30)
		chases := 0
		all, err := g.deliveries(g.ref)
		must(t, err)
		for _, v := range all {
			if v.Chase() == 1 && v.State == plan.Sent {
				chases++
			}
		}
		want(t, "chases after the close", chases, 5)
	})
}

// answered has an agent of a service answer that there is nothing to say.
func (g *gathering) answered(t *testing.T, s plan.ServiceID) {
	t.Helper()
	call, err := g.call(agentsOf(s)[0], channelOf(s))
	must(t, err)
	_, err = g.planner.AnswerDataCall(t.Context(), call, g.ref, plan.NewAnswer{Outcome: plan.Nil})
	must(t, err)
	g.whole[s] = g.now
	must(t, g.pass(time.Minute))
}

func TestAServiceIsThankedOnceWhateverTheCloseBecomes(t *testing.T) {
	t.Parallel()
	on(t, store.SQLite, func(t *testing.T, w *world) {
		g := newlyAsked(t, w)
		g.answered(t, "59")
		g.until(t, 11, 14, 0)
		g.answered(t, "62") // it was called for the last time at the close
		call, err := g.call("alice", sgar)
		must(t, err)
		_, err = g.planner.MoveDataCall(t.Context(), call, g.ref, g.on(2), "")
		must(t, err)
		g.until(t, 13, 14, 0)
		must(t, g.checkTold())
		all, err := g.deliveries(g.ref)
		must(t, err)
		ends := map[plan.ServiceID]int{}
		for _, v := range all {
			if v.Notice == plan.NoticeDataCallEnd && v.State == plan.Sent {
				ends[v.Service]++
			}
		}
		want(t, "ends told", ends, map[plan.ServiceID]int{"59": 1, "62": 2, "02": 2, "60": 2, "80": 2})
	})
}
