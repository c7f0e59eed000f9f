package bottest_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"jalon/bot/bottest"
)

func TestFakeKeepsTheContract(t *testing.T) {
	s := bottest.NewServer()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	bottest.Contract(t, bottest.Env{URL: server.URL, HTTP: server.Client(), Admin: bottest.Admin, Serve: serve})
}

// TestServerKeepsTheContract runs where JALON_TEST_MATTERMOST is the address of
// a real server and JALON_TEST_MATTERMOST_TOKEN an administrator's token; e2e
// sees to it. Elsewhere there is nothing to hold to the contract.
func TestServerKeepsTheContract(t *testing.T) {
	url, token := os.Getenv("JALON_TEST_MATTERMOST"), os.Getenv("JALON_TEST_MATTERMOST_TOKEN")
	if url == "" {
		return
	}
	bottest.Contract(t, bottest.Env{URL: url, HTTP: http.DefaultClient, Admin: token, Serve: serve})
}

func serve(t testing.TB, h http.Handler) string {
	t.Helper()
	integration := httptest.NewServer(h)
	t.Cleanup(integration.Close)
	return integration.URL
}
