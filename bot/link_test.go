package bot

import (
	"net/http"
	"testing"

	"jalon/bot/bottest"
)

func TestAPostIsLinkedToWherePeopleReachTheServer(t *testing.T) {
	w := newWorld(t)
	w.mattermost.Site = "https://tchap.example.gouv.fr/chat"
	for range 2 {
		if got, want := w.Link(t.Context(), "p1/2"), "https://tchap.example.gouv.fr/chat/_redirect/pl/p1%2F2"; got != want {
			t.Errorf("link %q, want %q", got, want)
		}
	}
}

func TestAPostIsNotLinkedToWhenTheServerDoesNotTellItsAddress(t *testing.T) {
	w := newWorld(t)
	w.mattermost.Site = "javascript:alert(1)"
	if got := w.Link(t.Context(), "p1"); got != "" {
		t.Errorf("link %q", got)
	}
	w.mattermost.Site = ""
	w.mattermost.Break("GET /api/v4/config/client", bottest.Answering(http.StatusInternalServerError, "{}"))
	if got := w.Link(t.Context(), "p1"); got != "" {
		t.Errorf("link %q of a server that fails", got)
	}
}
