package bot

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/plan"
)

func TestRosterKeepsAgentsTheSameAsMembers(t *testing.T) {
	w := newWorld(t)
	r := w.Roster()
	if r.Ready() == nil {
		t.Error("ready before anything is read")
	}
	for range membersPage + 5 {
		p := w.person(t, "agent"+strings.ToLower(w.clock.now().Format("150405")))
		w.clock.advance(time.Second)
		w.admin.Must(t, http.MethodPost, "/channels/"+w.channels["pref-62"].ID+"/members", bottest.Member{UserID: p.id}, nil)
	}
	w.admin.Must(t, http.MethodDelete, "/users/"+w.carole.id, nil, nil)
	if err := r.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(w.planner.members["62"]); n != membersPage+5+2 { // bob, and the administrator who made the channel
		t.Errorf("%d agents of the préfecture 62", n)
	}
	admin := plan.Member{User: plan.UserID(w.admin.Me(t).ID), Username: "admin", Lang: "fr"} // who made the channels
	alice := plan.Member{User: plan.UserID(w.alice.id), Username: "alice", Name: "ALICE", Lang: "fr"}
	for service, want := range map[plan.ServiceID][]plan.Member{"sgar": {admin, alice}, "59": {admin}} {
		if diff := cmp.Diff(want, w.planner.members[service]); diff != "" {
			t.Errorf("agents of %s (-want +got):\n%s", service, diff)
		}
	}
	if diff := cmp.Diff(map[plan.ServiceID]bool{"sgar": true, "59": true, "62": true}, w.planner.open); diff != "" {
		t.Errorf("channels that anybody may join (-want +got):\n%s", diff)
	}
}

func TestChannelThatCannotBeReadKeepsItsAgents(t *testing.T) {
	w := newWorld(t)
	r := w.Roster()
	if err := r.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := w.planner.members["62"]
	w.admin.Must(t, http.MethodDelete, "/channels/"+w.channels["pref-62"].ID+"/members/"+w.botID, nil, nil)
	if err := r.Sync(t.Context()); err == nil || !strings.Contains(err.Error(), "~pref-62") || strings.Contains(err.Error(), "~sgar") {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff(before, w.planner.members["62"]); diff != "" {
		t.Error(diff)
	}
}

func TestRosterFindsDeactivatedAccountsThatNoChannelShows(t *testing.T) {
	w := newWorld(t)
	r := w.Roster()
	if err := r.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(w.planner.gone) != 0 {
		t.Errorf("gone at first: %v", w.planner.gone)
	}
	// bob's account is deactivated; carole only leaves her channel; nobody knows of the third.
	w.admin.Must(t, http.MethodDelete, "/users/"+w.bob.id, nil, nil)
	w.admin.Must(t, http.MethodDelete, "/channels/"+w.channels["pref-59"].ID+"/members/"+w.carole.id, nil, nil)
	w.planner.active["unknown"] = true
	for range 2 {
		if err := r.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	gone := slices.Sorted(slices.Values(w.planner.gone))
	if diff := cmp.Diff(slices.Sorted(slices.Values([]plan.UserID{plan.UserID(w.bob.id), "unknown"})), gone); diff != "" {
		t.Errorf("gone (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]plan.Member{{User: plan.UserID(w.carole.id), Username: "carole", Name: "CAROLE", Lang: "fr"}}, w.planner.back); diff != "" {
		t.Errorf("still there (-want +got):\n%s", diff)
	}
}

func TestAccountsThatCannotBeAskedAboutStayAsTheyAre(t *testing.T) {
	w := newWorld(t)
	r := w.Roster()
	w.planner.active["unknown"] = true
	w.mattermost.Break("POST /api/v4/users/ids", bottest.Answering(http.StatusInternalServerError, "{}"))
	if err := r.Sync(t.Context()); err == nil || len(w.planner.gone) != 0 {
		t.Errorf("%v, gone: %v", err, w.planner.gone)
	}
}

func TestPeopleAreMembersOfTheTeam(t *testing.T) {
	w := newWorld(t)
	region := w.planner.regions[0].ID
	stranger := w.person(t, "hector")
	people := w.People()
	if m, err := people.Account(t.Context(), region, "HECTOR"); err != nil || m.User != plan.UserID(stranger.id) || m.Username != "hector" {
		t.Errorf("%+v, %v", m, err)
	}
	for _, name := range []string{"nobody", "jalon"} {
		if m, err := people.Account(t.Context(), region, name); !errors.Is(err, plan.ErrNotFound) {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	var outside bottest.User
	w.admin.Must(t, http.MethodPost, "/users", bottest.User{Username: "ines", Password: "x", Email: "ines@example.fr"}, &outside)
	if m, err := people.Account(t.Context(), region, "ines"); !errors.Is(err, plan.ErrNotFound) {
		t.Errorf("outside the team: %+v, %v", m, err)
	}
	w.admin.Must(t, http.MethodDelete, "/users/"+stranger.id, nil, nil)
	if m, err := people.Account(t.Context(), region, "hector"); !errors.Is(err, plan.ErrNotFound) {
		t.Errorf("deactivated: %+v, %v", m, err)
	}
}

func TestRosterReadsAtTheStartWhenWokenAndEveryFiveMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		r := w.Roster()
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); r.Run(ctx) }()
		reads := func() int {
			synctest.Wait()
			return w.planner.synced()
		}
		if n := reads(); n != 3 || r.Ready() != nil {
			t.Errorf("%d readings at the start, ready: %v", n, r.Ready())
		}
		time.Sleep(rosterRest)
		r.Wake()
		if n := reads(); n != 6 {
			t.Errorf("%d readings when woken", n)
		}
		r.Wake()
		r.Wake()
		if n := reads(); n != 6 {
			t.Errorf("%d readings at once", n)
		}
		time.Sleep(rosterRest)
		if n := reads(); n != 9 {
			t.Errorf("%d readings after the wave", n)
		}
		time.Sleep(rosterEvery)
		if n := reads(); n != 12 {
			t.Errorf("%d readings after five minutes", n)
		}
		cancel()
		<-done
	})
}
