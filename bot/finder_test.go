package bot

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/i18n"
	"jalon/plan"
)

func TestWhatAListNamesIsFoundOnTheServer(t *testing.T) {
	s, setup := bare(t)
	in, _ := setup.run(t)
	admin := s.As(bottest.Admin)
	account := func(u bottest.User, member bool) bottest.User {
		t.Helper()
		u.Password, u.Email = "Mot-de-passe-2027", u.Username+"@jalon.example"
		admin.Must(t, http.MethodPost, "/users", u, &u)
		if member {
			admin.Must(t, http.MethodPost, "/teams/"+string(in.Region)+"/members", bottest.Member{TeamID: string(in.Region), UserID: u.ID}, nil)
		}
		return u
	}
	alice := account(bottest.User{Username: "alice", FirstName: "Alice", LastName: "Martin", Locale: "fr"}, true)
	account(bottest.User{Username: "stranger"}, false)
	gone := account(bottest.User{Username: "gone"}, true)
	admin.Must(t, http.MethodDelete, "/users/"+gone.ID, nil, nil)

	find, err := NewFinder(s.URL, in.BotToken, s, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	want := plan.Member{User: plan.UserID(alice.ID), Username: "alice", Name: "Alice Martin", Lang: i18n.FR}
	for _, name := range []string{"alice", "@alice", "alice@jalon.example"} {
		got, err := find.Account(t.Context(), in.Region, name)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	for _, name := range []string{"nobody", "nobody@jalon.example", "stranger", "gone", BotName} {
		if got, err := find.Account(t.Context(), in.Region, name); !errors.Is(err, plan.ErrNotFound) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if id, err := find.Channel(t.Context(), in.Region, "pref-62"); id != in.Services[1].Channel || err != nil {
		t.Errorf("~pref-62: %s, %v", id, err)
	}
	admin.Must(t, http.MethodDelete, "/channels/"+string(in.Services[1].Channel), nil, nil)
	for _, name := range []string{"pref-62", "pref-63"} {
		if id, err := find.Channel(t.Context(), in.Region, name); !errors.Is(err, plan.ErrNotFound) {
			t.Errorf("~%s: %s, %v", name, id, err)
		}
	}
}

// cut is a network that carries nothing.
type cut struct{}

func (cut) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection refused")
}

func TestAServerThatCannotBeAskedIsNotOneThatSaysNo(t *testing.T) {
	s, setup := bare(t)
	in, _ := setup.run(t)
	for name, o := range map[string]struct {
		token     string
		transport http.RoundTripper
	}{"a wrong token": {"wrong", s}, "no network": {in.BotToken, cut{}}} {
		find, err := NewFinder(s.URL, o.token, o.transport, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := find.Account(t.Context(), in.Region, "alice"); err == nil || errors.Is(err, plan.ErrNotFound) {
			t.Errorf("%s: account: %v", name, err)
		}
		if _, err := find.Channel(t.Context(), in.Region, "sgar"); err == nil || errors.Is(err, plan.ErrNotFound) {
			t.Errorf("%s: channel: %v", name, err)
		}
	}
}
