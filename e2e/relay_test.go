package e2e

import (
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// posted sends a post through a relay without waiting for its answer.
func posted(t *testing.T, relay *Relay, user *User, channelID string) <-chan error {
	t.Helper()
	client := model.NewAPIv4Client(relay.URL)
	client.SetToken(user.AuthToken)
	done := make(chan error, 1)
	go func() {
		_, _, err := client.CreatePost(t.Context(), &model.Post{ChannelId: channelID, Message: "Relayé"})
		done <- err
	}()
	return done
}

func TestRelayStopsOneCall(t *testing.T) {
	for _, c := range []struct {
		name           string
		moment         Moment
		end            func(*Stop)
		storedAtStop   int
		stored         int
		clientIsFooled bool
	}{
		{"released before the server", BeforeServer, (*Stop).Release, 0, 1, false},
		{"dropped before the server", BeforeServer, (*Stop).Drop, 0, 0, true},
		{"released after the server", AfterServer, (*Stop).Release, 1, 1, false},
		{"dropped after the server", AfterServer, (*Stop).Drop, 1, 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := world.NewRegion(t)
			channel := r.Channel(t, "pref-62")
			relay := NewRelay(t, r.Mattermost.URL)

			stop := relay.StopNext(Posting, c.moment)
			answer := posted(t, relay, r.Bob, channel)
			stop.Wait(t, patience)
			if got := len(r.Posts(t, r.Bob, channel)); got != c.storedAtStop {
				t.Errorf("%d posts while stopped, want %d", got, c.storedAtStop)
			}
			c.end(stop)
			if err := <-answer; (err != nil) != c.clientIsFooled {
				t.Errorf("the client got %v", err)
			}
			if got := len(r.Posts(t, r.Bob, channel)); got != c.stored {
				t.Errorf("%d posts at the end, want %d", got, c.stored)
			}
			if err := <-posted(t, relay, r.Bob, channel); err != nil {
				t.Errorf("the next post: %v", err)
			}
		})
	}
}

func TestRelayCutsTheLine(t *testing.T) {
	r := world.NewRegion(t)
	channel := r.Channel(t, "pref-62")
	relay := NewRelay(t, r.Mattermost.URL)
	feed := openFeed(t.Context(), relay.URL, r.Bob.AuthToken)
	defer feed.close()
	connected := func() (struct{}, bool) { return struct{}{}, feed.isConnected() }
	cut := func() (struct{}, bool) { return struct{}{}, !feed.isConnected() }

	Until(t, patience, "a WebSocket through the relay", connected)
	relay.Cut()
	Until(t, patience, "the WebSocket to break", cut)
	if err := <-posted(t, relay, r.Bob, channel); err == nil {
		t.Error("a post went through a cut line")
	}
	relay.Mend()
	Until(t, patience, "the WebSocket to come back", connected)
	if err := <-posted(t, relay, r.Bob, channel); err != nil {
		t.Errorf("after Mend: %v", err)
	}
}
