package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jalon/bot/bottest"
	"jalon/card"
)

// town is a Mattermost server with a team, the channels of some services and
// the people in them, and a directory where jalon is set up.
type town struct {
	*bottest.Server
	dir     string
	address string // where jalon listens
	team    bottest.Team
	channel map[string]bottest.Channel
	person  map[string]bottest.Client
}

func newTown(t *testing.T) *town {
	t.Helper()
	fake := bottest.NewServer()
	front := httptest.NewServer(fake)
	t.Cleanup(front.Close)
	fake.URL, fake.Internal = front.URL, "127.0.0.1"
	w := &town{
		Server: fake, dir: t.TempDir(), address: freeAddress(t),
		channel: map[string]bottest.Channel{}, person: map[string]bottest.Client{},
	}
	admin := fake.As(bottest.Admin)
	admin.Must(t, http.MethodPost, "/teams", bottest.Team{Name: "hdf", DisplayName: "Hauts-de-France", Type: "O"}, &w.team)
	for name, person := range map[string]string{"sgar": "alice", "pref-62": "bob", "pref-59": "carole"} {
		w.settle(t, admin, name, person)
	}
	return w
}

// settle makes a channel and the person in it.
func (w *town) settle(t *testing.T, admin bottest.Client, channel, person string) {
	t.Helper()
	var c bottest.Channel
	admin.Must(t, http.MethodPost, "/channels", bottest.Channel{TeamID: w.team.ID, Name: channel, DisplayName: channel, Type: "O"}, &c)
	var u bottest.User
	admin.Must(t, http.MethodPost, "/users", bottest.User{
		Username: person, Email: person + "@jalon.example", Password: "Mot-de-passe-2027", Locale: "fr",
	}, &u)
	admin.Must(t, http.MethodPost, "/teams/"+w.team.ID+"/members", bottest.Member{TeamID: w.team.ID, UserID: u.ID}, nil)
	admin.Must(t, http.MethodPost, "/channels/"+c.ID+"/members", bottest.Member{UserID: u.ID}, nil)
	var token struct {
		Token string `json:"token"`
	}
	admin.Must(t, http.MethodPost, "/users/"+u.ID+"/tokens", map[string]string{"description": "test"}, &token)
	w.channel[channel], w.person[person] = c, w.As(token.Token)
}

const townServices = `canal;Nom;CODE;Département;Nature
sgar;SGAR;SGAR;;sgar
pref-59;préfecture du Nord;59;59;préfecture
~pref-62;préfecture du Pas-de-Calais;62;62;prefecture
`

func (w *town) file(name string) string { return filepath.Join(w.dir, name) }

func (w *town) write(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.WriteFile(w.file(name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return w.file(name)
}

// jalon runs a command to its end and returns what it prints.
func (w *town) jalon(t *testing.T, args ...string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	status := run(t.Context(), shell{in: strings.NewReader(bottest.Admin + "\n"), out: &out, err: &out}, args)
	return out.String(), status
}

func (w *town) setup(t *testing.T, more ...string) (string, int) {
	t.Helper()
	return w.jalon(t, append([]string{
		"setup", "--settings", w.file("jalon.json"), "--url", w.URL, "--team", "hdf", "--callback", "http://" + w.address,
		"--services", w.write(t, "services.csv", "\ufeff"+townServices), "--admin-token-file", "-",
	}, more...)...)
}

// serve starts jalon and waits until it is ready; stop ends it.
func (w *town) serve(t *testing.T, args ...string) (stop func() (log string, status int)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	log := &syncBuffer{}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, shell{in: strings.NewReader(""), out: io.Discard, err: log},
			append([]string{"serve", "--settings", w.file("jalon.json")}, args...))
	}()
	stop = sync.OnceValues(func() (string, int) {
		cancel()
		status := <-ended
		return log.String(), status
	})
	t.Cleanup(func() { stop() })
	await(t, "jalon to be ready", func() bool {
		answer, err := http.Get("http://" + w.address + "/readyz")
		if err != nil {
			return false
		}
		defer answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
	return stop
}

// await looks again and again until something holds.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func read(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// plain is a text with plain spaces.
func plain(text string) string { return card.Plain(text) }

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// syncBuffer may be written while it is read.
type syncBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func TestADeadlineTypedInMattermostComesBackAsReminders(t *testing.T) {
	w := newTown(t)
	if out, status := w.setup(t, "--rehearsal"); status != exitOK {
		t.Fatalf("setup: status %d\n%s", status, out)
	}
	stop := w.serve(t, "--now", "2026-11-23T10:00")
	alice, bob, pref62 := w.person["alice"], w.person["bob"], w.channel["pref-62"].ID
	alice.Slash(t, w.team.ID, w.channel["sgar"].ID, "/echeance ajouter Contributions CRTE le 4/12 pour 62")
	await(t, "the card", func() bool { return len(bob.Posts(t, pref62)) == 1 })
	posted := bob.Posts(t, pref62)[0]
	want := "**E1 · Contributions CRTE**\nÀ remettre **vendredi 4 décembre 2026 (S49)**"
	if got := plain(posted.Message); !strings.HasPrefix(got, want) {
		t.Errorf("the card says %q, want it to begin with %q", got, want)
	}
	if log, status := stop(); status != exitOK {
		t.Fatalf("serve ended with status %d\n%s", status, log)
	}

	metrics := freeAddress(t)
	stop = w.serve(t, "--now", "2026-11-27T09:00", "--metrics-listen", metrics)
	await(t, "the reminder", func() bool { return len(bob.Posts(t, pref62)) == 2 })
	reminder := bob.Posts(t, pref62)[1]
	if got := plain(reminder.Message); !strings.HasPrefix(got, "Rappel : **Contributions CRTE** (E1)") {
		t.Errorf("the reminder says %q", got)
	}
	bob.Press(t, reminder, "Fait")
	await(t, "the card to change for everybody", func() bool {
		shown := bob.Read(t, posted.ID).Attachments()
		return len(shown) > 0 && strings.Contains(shown[0].Text, "**Fait ✅**")
	})
	for _, name := range []string{
		"jalon_requests_total{", "jalon_dispatches_total{", "jalon_database_connections{", "jalon_ledger_overdue_seconds ",
		`jalon_ledger_depth{state="due"} 0`, `jalon_ledger_depth{state="failed"} 0`, "jalon_ledger_oldest_unsent_seconds 0",
	} {
		if got := read(t, "http://"+metrics+"/metrics"); !strings.Contains(got, name) {
			t.Errorf("the metrics do not hold %s:\n%s", name, got)
		}
	}
	log, status := stop()
	if status != exitOK {
		t.Fatalf("serve ended with status %d\n%s", status, log)
	}
	for _, secret := range []string{bottest.Admin, "Contributions"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
}
