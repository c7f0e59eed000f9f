package main_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/plan"
	"jalon/schedule/scheduletest"
)

// service changes a service of the world, as alice asks.
func (w *world) service(id plan.ServiceID, edit func(*plan.Service)) (plan.ServiceChange, error) {
	call, err := w.call("alice", sgar)
	if err != nil {
		return plan.ServiceChange{}, err
	}
	return w.planner.ModifyService(context.Background(), call, id, 0, edit, "essai")
}

func (w *world) move(id plan.ServiceID, to plan.ChannelID) (plan.ServiceChange, error) {
	return w.service(id, func(s *plan.Service) { s.Channel, s.ChannelName = to, strings.TrimPrefix(string(to), "c-") })
}

// checkOnce makes sure that each step reaches the channel of a service at most
// once, whichever channels it had.
func (w *world) checkOnce(ref plan.Ref) error {
	all, err := w.deliveries(ref)
	if err != nil {
		return err
	}
	type step struct {
		service  plan.ServiceID
		revision int
		name     string
	}
	seen := map[step]string{}
	for _, v := range all {
		alive := v.State == plan.Sent || v.State == plan.Planned || v.State == plan.Claimed
		if v.Notice != plan.NoticeReminder || v.To.User != "" || !alive {
			continue
		}
		at := step{v.Service, v.Revision, v.Step}
		if first := seen[at]; first != "" {
			return fmt.Errorf("%s of %s for %s is told in %s and in %s", v.Step, ref, v.Service, first, v.To.Key())
		}
		seen[at] = v.To.Key()
	}
	return nil
}

func TestRemindersFollowAServiceToItsNewChannel(t *testing.T) {
	t.Parallel()
	w := tell(t)
	must(t, w.turn(), w.pass(3*24*time.Hour)) // J-7 is said
	c, err := w.move("62", "c-somme")
	must(t, err)
	if diff := cmp.Diff(plan.Replanned{Reminders: 3, Shown: 1}, c.Replanned); diff != "" {
		t.Error(diff)
	}
	for step, want := range map[string][]string{
		"J-7":            {"channel:c-59 sent", "channel:c-62 sent"},
		"J-3":            {"channel:c-59 planned", "channel:c-62 cancelled (replanned)", "channel:c-somme planned"},
		"echeance.carte": {"channel:c-59 sent", "channel:c-62 sent", "channel:c-somme planned"},
	} {
		got := w.states(t, step)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step, diff)
		}
	}
	must(t, w.settle(), w.pass(8*24*time.Hour), w.settle(), w.check([]plan.Ref{"E1"}))
	if got := w.states(t, "J+1"); !slices.Contains(got, "channel:c-somme sent") {
		t.Errorf("once it is late: %v", got)
	}
}

func TestWhatCouldNotLeaveLeavesInTheNewChannel(t *testing.T) {
	t.Parallel()
	w := tell(t)
	must(t, w.turn())
	w.chat.Stop(true)
	must(t, w.pass(3*24*time.Hour)) // J-7 waits for a server that is down
	_, err := w.move("62", "c-somme")
	must(t, err)
	must(t, w.settle(), w.check([]plan.Ref{"E1"}))
	got := w.states(t, "J-7")
	slices.Sort(got)
	want := []string{"channel:c-59 sent", "channel:c-62 cancelled (replanned)", "channel:c-somme sent"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACallUnderWayIsLeftToEndWhereItBegan(t *testing.T) {
	t.Parallel()
	for _, fault := range []scheduletest.Fault{scheduletest.Lost, scheduletest.Unanswered, scheduletest.Late} {
		w := tell(t)
		must(t, w.turn())
		w.chat.Fail(fault)
		must(t, w.pass(3*24*time.Hour))
		doubt := w.unsent(t)
		doubt = slices.DeleteFunc(doubt, func(d plan.Dispatch) bool { return d.State != plan.InDoubt })
		if len(doubt) != 1 {
			t.Fatalf("%s: %d calls in doubt", fault, len(doubt))
		}
		id, began := doubt[0].Service, doubt[0].To
		_, err := w.move(id, "c-somme")
		must(t, err)
		must(t, w.settle(), w.check([]plan.Ref{"E1"}))
		if got := w.states(t, "J-7"); !slices.Contains(got, began.Key()+" sent") || slices.Contains(got, "channel:c-somme sent") {
			t.Errorf("%s: %v", fault, got)
		}
	}
}

func TestAServiceThatComesBackToItsChannelIsRemindedOnce(t *testing.T) {
	t.Parallel()
	w := tell(t)
	must(t, w.turn(), w.pass(3*24*time.Hour))
	for _, to := range []plan.ChannelID{"c-somme", pref62, "", "c-somme", pref62} {
		_, err := w.move("62", to)
		must(t, err, w.turn())
	}
	must(t, w.pass(8*24*time.Hour), w.settle(), w.check([]plan.Ref{"E1"}))
	for step, state := range map[string]string{ // jalon was away for the last four: the last of them is said
		"J-7": "sent", "J-3": "skipped (overtaken)", "J-1": "skipped (overtaken)", "J": "skipped (overtaken)", "J+1": "sent",
	} {
		if got := w.states(t, step); !slices.Contains(got, "channel:c-62 "+state) {
			t.Errorf("%s: %v", step, got)
		}
	}
}

func TestALadderChangesOnlyWhatFollowsIt(t *testing.T) {
	t.Parallel()
	w := tell(t)
	call, err := w.call("alice", sgar)
	must(t, err)
	pace, err := plan.ParsePace("J-2")
	must(t, err)
	_, err = w.planner.AddDeadline(t.Context(), call, plan.NewDeadline{
		Title: "Choisie", Due: w.in(10), Services: []plan.ServiceID{"62"}, Ladder: pace.Before,
	})
	must(t, err)
	c, err := w.service("62", func(s *plan.Service) { s.Ladder = "J-5 J-1 14:00" })
	must(t, err)
	if diff := cmp.Diff(plan.Replanned{Reminders: 2, Stopped: 2}, c.Replanned); diff != "" {
		t.Error(diff)
	}
	steps := func(ref plan.Ref) (out []string) {
		all, err := w.deliveries(ref)
		must(t, err)
		for _, v := range all {
			if v.Service == "62" && v.Notice == plan.NoticeReminder && v.Chase() == 0 && v.State == plan.Planned {
				out = append(out, v.Step+" "+v.When.Time.String())
			}
		}
		return out
	}
	if diff := cmp.Diff([]string{"J-5 09:00", "J-1 14:00"}, steps("E1")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"J-2 09:00"}, steps("E2")); diff != "" {
		t.Error(diff)
	}
	// A zone of holidays moves days; here it moves none.
	c, err = w.service("62", func(s *plan.Service) { s.HolidayZone = calendar.AlsaceMoselle })
	must(t, err)
	if diff := cmp.Diff(plan.Replanned{}, c.Replanned); diff != "" {
		t.Error(diff)
	}
}

func TestWhoHasNoChannelFollowsTheCoordination(t *testing.T) {
	t.Parallel()
	w := tell(t)
	_, err := w.move("62", "")
	must(t, err)
	_, err = w.move("59", "")
	must(t, err)
	c, err := w.move("SGAR", "c-coordination")
	must(t, err)
	if c.Replanned.Reminders != 4 {
		t.Errorf("%d reminders follow, of two services reminded together", c.Replanned.Reminders)
	}
	must(t, w.pass(11*24*time.Hour), w.settle(), w.check([]plan.Ref{"E1"}))
	if got := w.states(t, "J+1"); !slices.Contains(got, "channel:c-coordination sent") {
		t.Errorf("%v", got)
	}
}

func TestOnlyTheCoordinationManagesServices(t *testing.T) {
	t.Parallel()
	w := tell(t)
	_, err := w.service("62", func(s *plan.Service) { s.Referents = []plan.UserID{"bob"} })
	must(t, err)
	call, err := w.call("bob", pref62)
	must(t, err)
	forged := call
	alice, err := w.call("alice", sgar)
	must(t, err)
	forged.Actor.Standings = alice.Actor.Standings // what a stale reading of the person would say
	for _, c := range []plan.Call{call, forged} {
		_, added := w.planner.AddService(t.Context(), c, plan.Service{Code: "X", Name: "X", Kind: plan.KindOperator}, "")
		_, changed := w.planner.ModifyService(t.Context(), c, "62", 0, func(s *plan.Service) { s.Name = "X" }, "")
		_, closed := w.planner.CloseService(t.Context(), c, "62", "")
		for _, err := range []error{added, changed, closed} {
			if kind, ok := plan.KindOf(err); !ok || kind != plan.Denied {
				t.Errorf("bob, a referent: %v", err)
			}
		}
	}
}

func TestAFormOpenedOnAnOlderServiceIsRefused(t *testing.T) {
	t.Parallel()
	w := tell(t)
	drawn, err := w.planner.ViewService(t.Context(), region, plan.Sight{All: true}, "62")
	must(t, err)
	_, err = w.move("62", "c-somme")
	must(t, err)
	_, err = w.service("62", func(s *plan.Service) { s.Ladder = "J-1" })
	must(t, err)
	call, err := w.call("alice", sgar)
	must(t, err)
	_, err = w.planner.ModifyService(t.Context(), call, "62", drawn.Version, func(s *plan.Service) { s.Name = "X" }, "")
	var stale *plan.ServiceStale
	if !errors.As(err, &stale) {
		t.Fatalf("accepted: %v", err)
	}
	was, is := stale.Drawn, stale.Now
	if was.Channel != pref62 || is.Channel != "c-somme" || was.Ladder != "" || is.Ladder != "J-1" {
		t.Errorf("it showed %s %q, it is %s %q", was.Channel, was.Ladder, is.Channel, is.Ladder)
	}
}

func TestTheJournalHoldsWhatChangedAndNothingElse(t *testing.T) {
	t.Parallel()
	w := tell(t)
	_, err := w.move("62", "c-somme")
	must(t, err)
	var entries []plan.Entry
	must(t, w.view(func(tx plan.Tx) (err error) { entries, err = tx.Entries(region, plan.ServiceRef("62")); return err }))
	if len(entries) != 2 { // its set-up, then the move
		t.Fatalf("%d entries", len(entries))
	}
	entries = entries[1:]
	got := map[string]string{}
	var before, after map[string]string
	must(t, json.Unmarshal([]byte(entries[0].Before), &before), json.Unmarshal([]byte(entries[0].After), &after))
	for name := range before {
		got[name] = before[name] + " > " + after[name]
	}
	want := map[string]string{"Channel": "c-62 > c-somme", "ChannelName": " > somme"}
	if diff := cmp.Diff(want, got); diff != "" || entries[0].Reason != "essai" || entries[0].Action != "service.modifier" {
		t.Errorf("%s, reason %q:\n%s", entries[0].Action, entries[0].Reason, diff)
	}
}

func TestAServiceIsClosedOnceItOwesNothing(t *testing.T) {
	t.Parallel()
	w := tell(t)
	call, err := w.call("alice", sgar)
	must(t, err)
	if _, err := w.planner.CloseService(t.Context(), call, "62", ""); err == nil {
		t.Fatal("closed with an open part")
	}
	must(t, w.done("E1", "bob", pref62))
	c, err := w.planner.CloseService(t.Context(), call, "62", "")
	must(t, err)
	if !c.After.Closed || c.After.Channel != "" {
		t.Errorf("closed: %t, channel %q", c.After.Closed, c.After.Channel)
	}
	if _, err := w.move("59", pref62); err != nil {
		t.Errorf("its channel is not free: %v", err)
	}
	if _, err := w.move("62", "c-somme"); err == nil {
		t.Error("a closed service was changed")
	}
	_, err = w.service("62", func(s *plan.Service) { s.Closed = false })
	must(t, err)
}

func TestAServiceIsRefusedWhatItCannotBe(t *testing.T) {
	t.Parallel()
	w := tell(t)
	for name, edit := range map[string]func(*plan.Service){
		"the channel of another":       func(s *plan.Service) { s.Channel = pref59 },
		"the code of another":          func(s *plan.Service) { s.Code = "sgar" },
		"the name of another":          func(s *plan.Service) { s.Aliases = []string{"59"} },
		"no code":                      func(s *plan.Service) { s.Code = "" },
		"no name":                      func(s *plan.Service) { s.Name = "" },
		"itself above":                 func(s *plan.Service) { s.Parent = "62" },
		"nobody above":                 func(s *plan.Service) { s.Parent = "99" },
		"a second coordination":        func(s *plan.Service) { s.Kind = plan.KindSGAR },
		"a territory of nowhere":       func(s *plan.Service) { s.Kind = plan.KindDepartmental },
		"an arrondissement of another": func(s *plan.Service) { s.Department, s.Arrondissement = "62", "595" },
		"hours that go back":           func(s *plan.Service) { s.Opens = calendar.TimeOfDay{Hour: 19} },
		"nothing new":                  func(*plan.Service) {},
	} {
		if _, err := w.service("62", edit); err == nil {
			t.Errorf("%s: accepted", name)
		} else if _, ok := plan.KindOf(err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := w.service("59", func(s *plan.Service) { s.Parent = "62" })
	must(t, err)
	if _, err := w.service("62", func(s *plan.Service) { s.Parent = "59" }); err == nil {
		t.Error("two services above each other")
	}
}

func TestMembersAreReadAgainWhenAServiceHasAnotherChannel(t *testing.T) {
	t.Parallel()
	w := tell(t)
	told := 0
	w.planner = plan.New(w.store, plan.Options{ChannelsChanged: func() { told++ }})
	call, err := w.call("alice", sgar)
	must(t, err)
	epf := plan.Service{Code: "EPF", Name: "EPF", Kind: plan.KindOperator, Closes: calendar.TimeOfDay{Hour: 19}}
	_, err = w.planner.AddService(t.Context(), call, epf, "")
	must(t, err)
	_, err = w.service("62", func(s *plan.Service) { s.Name = "Pas-de-Calais" })
	must(t, err)
	if told != 0 {
		t.Errorf("told %d times for nothing", told)
	}
	_, err = w.move("62", "c-somme")
	must(t, err)
	ars := plan.Service{Code: "ARS", Name: "ARS", Kind: plan.KindOperator, Channel: "c-ars", Closes: calendar.TimeOfDay{Hour: 19}}
	_, err = w.planner.AddService(t.Context(), call, ars, "")
	must(t, err)
	_, err = w.planner.CloseService(t.Context(), call, "ars", "")
	must(t, err)
	if told != 3 {
		t.Errorf("told %d times, want 3", told)
	}
}

func TestAListReadAgainKeepsWhatPeopleSet(t *testing.T) {
	t.Parallel()
	w := tell(t)
	c, err := w.service("62", func(s *plan.Service) {
		s.Ladder, s.Digest, s.Referents = "J-1", "30 8 * * 1", []plan.UserID{"bob"}
		s.Opens, s.Closes = calendar.TimeOfDay{Hour: 9}, calendar.TimeOfDay{Hour: 17}
	})
	must(t, err)
	listed := plan.Service{
		Region: region, Code: "62", Name: "62", Kind: plan.KindPrefecture, Channel: pref62, TimeZone: "Europe/Paris",
		HolidayZone: calendar.Metropole, Opens: calendar.TimeOfDay{Hour: 8}, Closes: calendar.TimeOfDay{Hour: 19},
	}
	hdf := plan.Region{ID: region, Name: "hdf", Lang: "fr", TimeZone: "Europe/Paris", HolidayZone: calendar.Metropole}
	must(t, w.planner.Install(t.Context(), w.now, hdf, []plan.Service{listed}, nil))
	v, err := w.planner.ViewService(t.Context(), region, plan.Sight{All: true}, "62")
	must(t, err)
	want := c.After // nothing of the list says otherwise, so nothing is stored
	want.Aliases, v.Aliases = nil, nil
	if diff := cmp.Diff(want, v.Service); diff != "" {
		t.Error(diff)
	}
}
