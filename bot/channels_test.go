package bot

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/commands"
	"jalon/plan"
)

// inside tells whether the bot is in a channel.
func (w *world) inside(t *testing.T, channel string) bool {
	t.Helper()
	return w.admin.Do(t, http.MethodGet, "/channels/"+channel+"/members/"+w.botID, nil, nil).Status == http.StatusOK
}

func TestAPublicChannelIsEntered(t *testing.T) {
	w := newWorld(t)
	w.channel(t, "pref-somme")
	id := w.channels["pref-somme"].ID
	if w.inside(t, id) {
		t.Fatal("the bot is there already")
	}
	for range 2 {
		got, err := w.Channel(t.Context(), w.region(), "pref-somme")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(commands.Channel{ID: plan.ChannelID(id), Name: "pref-somme", Open: true}, got); diff != "" {
			t.Error(diff)
		}
		if !w.inside(t, id) {
			t.Error("the bot is not in the channel")
		}
	}
}

func TestAChannelThatJalonMayNotUseIsRefused(t *testing.T) {
	w := newWorld(t)
	var private bottest.Channel
	w.admin.Must(t, http.MethodPost, "/channels", bottest.Channel{TeamID: w.team.ID, Name: "cabinet", Type: "P"}, &private)
	w.channel(t, "ancien")
	w.admin.Must(t, http.MethodDelete, "/channels/"+w.channels["ancien"].ID, nil, nil)
	for name, want := range map[string]error{
		"cabinet": commands.ErrNoChannel, "nulle-part": commands.ErrNoChannel, "../users/me": commands.ErrNoChannel,
		"": commands.ErrNoChannel, "ancien": commands.ErrChannelGone,
	} {
		if got, err := w.Channel(t.Context(), w.region(), name); !errors.Is(err, want) {
			t.Errorf("~%s: %+v, %v, want %v", name, got, err, want)
		}
	}
	if w.inside(t, private.ID) {
		t.Error("the bot is in a private channel that nobody invited it to")
	}
	w.admin.Must(t, http.MethodPost, "/channels/"+private.ID+"/members", bottest.Member{UserID: w.botID}, nil)
	if got, err := w.Channel(t.Context(), w.region(), "cabinet"); err != nil || got.ID != plan.ChannelID(private.ID) || got.Open {
		t.Errorf("once invited: %+v, %v", got, err)
	}
}

func TestAnotherTeamHasOtherChannels(t *testing.T) {
	w := newWorld(t)
	var other bottest.Team
	w.admin.Must(t, http.MethodPost, "/teams", bottest.Team{Name: "ara", DisplayName: "Auvergne-Rhône-Alpes", Type: "O"}, &other)
	if got, err := w.Channel(t.Context(), plan.RegionID(other.ID), "pref-62"); !errors.Is(err, commands.ErrNoChannel) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAServerThatIsDownIsNoAnswer(t *testing.T) {
	w := newWorld(t)
	w.channel(t, "pref-somme")
	id := w.channels["pref-somme"].ID
	for _, call := range []string{
		"GET /api/v4/teams/" + w.team.ID + "/channels/name/pref-somme",
		"GET /api/v4/channels/" + id + "/members/",
		"POST /api/v4/channels/" + id + "/members",
	} {
		w.mattermost.Break(call, bottest.Answering(http.StatusInternalServerError, "down"))
		_, err := w.Channel(t.Context(), w.region(), "pref-somme")
		if err == nil || errors.Is(err, commands.ErrNoChannel) || errors.Is(err, commands.ErrChannelGone) || errors.Is(err, commands.ErrChannelShut) {
			t.Errorf("%s: %v", call, err)
		}
	}
	w.mattermost.Break("POST /api/v4/channels/"+id+"/members", bottest.Answering(http.StatusForbidden, "no"))
	if _, err := w.Channel(t.Context(), w.region(), "pref-somme"); !errors.Is(err, commands.ErrChannelShut) {
		t.Errorf("not let in: %v", err)
	}
}
