package bot

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// newOpenWorld is a world whose server listens on the loopback, for its
// WebSocket, and goes by the real clock.
func newOpenWorld(t *testing.T) *world {
	t.Helper()
	s := bottest.NewServer()
	listening := httptest.NewServer(s)
	t.Cleanup(listening.Close)
	s.URL = listening.URL
	return newWorldAt(t, s, time.Now())
}

// listens starts a listener, for as long as the test runs.
func (w *world) listens(t *testing.T) *Listener {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l := w.Listener(w.Roster())
	l.pause = time.Millisecond
	done := make(chan struct{})
	go func() { defer close(done); l.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	w.connected(t)
	return l
}

// connected waits until the WebSocket is open.
func (w *world) connected(t *testing.T) {
	t.Helper()
	w.until(t, "a connection", func() bool { return w.mattermost.Sockets(w.botID) > 0 })
}

// until waits for something that must become true.
func (w *world) until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	limit, tick := time.After(10*time.Second), time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("waited in vain for %s\n%s", what, w.log)
		}
	}
}

// answered waits for so many private messages of jalon's to somebody.
func (w *world) answered(t *testing.T, p person, n int) []bottest.Post {
	t.Helper()
	var letters []bottest.Post
	w.until(t, "an answer", func() bool {
		letters = w.received(t, p)
		return len(letters) >= n
	})
	if len(letters) > n {
		t.Errorf("%d answers, want %d: %+v", len(letters), n, letters)
	}
	return letters
}

func TestPrivateMessageIsACommand(t *testing.T) {
	w := newOpenWorld(t)
	w.listens(t)
	direct := w.alice.Direct(t, w.botID).ID
	w.router.answers(card.Reply{Text: "6 échéances ouvertes", Buttons: []card.Button{{ID: "suite", Label: "Page suivante", Command: "echeance liste page 2"}}})
	w.alice.Say(t, direct, "/echeance liste 62\nretard")
	got := w.answered(t, w.alice, 1)[0]
	if got.Message != "6 échéances ouvertes" || got.UserID != w.botID || len(got.Buttons()) != 1 {
		t.Errorf("answered %+v", got)
	}
	w.router.was(t, commands.Request{
		Region: w.region(), User: plan.UserID(w.alice.id), Username: "alice", Channel: plan.ChannelID(direct), Direct: true,
		Origin: plan.ByDirect, Now: w.clock.now(), Line: "echeance liste 62\nretard",
	})
	w.seen.was(t, "direct, echeance liste, answered") // after its answer was seen
	w.alice.Press(t, got, "Page suivante")
	if lines := w.router.lines(); lines[1] != "echeance liste page 2" {
		t.Errorf("lines %q", lines)
	}
	w.seen.was(t, "direct, echeance liste, answered", "button, echeance liste, answered")
}

func TestAnswerInAThreadStaysInIt(t *testing.T) {
	w := newOpenWorld(t)
	w.listens(t)
	direct := w.alice.Direct(t, w.botID).ID
	w.alice.Say(t, direct, "aide")
	first := w.answered(t, w.alice, 1)[0]
	w.alice.Post(t, bottest.Post{ChannelID: direct, RootID: first.ID, Message: "echeance liste"})
	if second := w.answered(t, w.alice, 2)[1]; second.RootID != first.ID {
		t.Errorf("answered %+v", second)
	}
}

func TestMentionIsACommandAnsweredInPrivate(t *testing.T) {
	w := newOpenWorld(t)
	w.listens(t)
	w.router.answers(card.Reply{Text: "6 échéances ouvertes"})
	sgar := w.channels["sgar"].ID
	asked := w.alice.Say(t, sgar, "@jalon echeance liste")
	if got := w.answered(t, w.alice, 1)[0]; got.Message != "Réponse à votre message dans ~sgar\u202f:\n6 échéances ouvertes" {
		t.Errorf("answered %q", got.Message)
	}
	w.router.was(t, commands.Request{
		Region: w.region(), User: plan.UserID(w.alice.id), Username: "alice", Channel: plan.ChannelID(sgar),
		Origin: plan.ByMention, Now: w.clock.now(), Line: "echeance liste",
	})
	w.until(t, "a mark", func() bool {
		var marks []bottest.Reaction
		w.alice.Must(t, http.MethodGet, "/posts/"+asked.ID+"/reactions", nil, &marks)
		return cmp.Equal(marks, []bottest.Reaction{{UserID: w.botID, PostID: asked.ID, EmojiName: "incoming_envelope"}})
	})
	if posts := w.alice.Posts(t, sgar); len(posts) != 1 {
		t.Errorf("the channel reads %+v", posts)
	}
}

func TestLinesOfWhatIsSaid(t *testing.T) {
	w := newWorld(t)
	for said, want := range map[string]string{
		"echeance liste": "echeance liste", "/echeance liste": "echeance liste", "Échéance liste": "Échéance liste",
		"aide": "jalon aide", "/aide": "jalon aide", "jalon aide": "jalon aide", "/jalon": "jalon", "": "jalon", "Bonjour jalon": "Bonjour jalon",
	} {
		if got := w.desk.line(said); got != want {
			t.Errorf("%q is %q, want %q", said, got, want)
		}
	}
	for said, want := range map[string]string{
		"@jalon echeance liste": "echeance liste", "@Jalon : /echeance liste": "/echeance liste", "@jalon, aide": "aide",
		"@jalon\necheance liste": "echeance liste", "@jalon": "", "@jalon/echeance": "/echeance",
	} {
		if got, ok := addressed(said, "jalon"); !ok || got != want {
			t.Errorf("%q is %q %v, want %q", said, got, ok, want)
		}
	}
	for _, said := range []string{"@jalonnette aide", "@jalon-2 aide", "@jalon.x", "merci @jalon", "jalon aide", "@jal", ""} {
		if got, ok := addressed(said, "jalon"); ok {
			t.Errorf("%q is said to jalon: %q", said, got)
		}
	}
}

func TestWhatIsNotSaidToJalonIsLeftAlone(t *testing.T) {
	w := newOpenWorld(t)
	w.listens(t)
	sgar, direct := w.channels["sgar"].ID, w.alice.Direct(t, w.botID).ID
	robot := w.robot(t, "robot", sgar)
	w.alice.Say(t, sgar, "Demandez à @jalon")
	w.alice.Say(t, sgar, "echeance liste")
	w.alice.Say(t, sgar, "@jalonnette aide")
	w.alice.Post(t, bottest.Post{ChannelID: sgar, Message: "@jalon aide", Props: map[string]any{"from_webhook": "true"}})
	w.alice.Post(t, bottest.Post{ChannelID: sgar, Message: "@jalon aide", Type: "system_join_channel"})
	robot.Say(t, sgar, "@jalon aide")
	robot.Say(t, robot.Direct(t, w.botID).ID, "aide")
	own := w.mattermost.As(w.botToken)
	own.Say(t, sgar, "@jalon aide")
	own.Say(t, direct, "aide")
	w.alice.Say(t, direct, "echeance liste")
	w.until(t, "the only line", func() bool { return len(w.router.lines()) > 0 })
	if diff := cmp.Diff([]string{"echeance liste"}, w.router.lines()); diff != "" {
		t.Error(diff)
	}
}

// robot is another bot, in the team and in a channel.
func (w *world) robot(t *testing.T, name, channel string) bottest.Client {
	t.Helper()
	var b bottest.Bot
	w.admin.Must(t, http.MethodPost, "/bots", bottest.Bot{Username: name}, &b)
	c := w.login(t, b.UserID)
	w.admin.Must(t, http.MethodPost, "/channels/"+channel+"/members", bottest.Member{UserID: b.UserID}, nil)
	return c
}

func TestNothingIsLostNorAnsweredTwiceWhateverHappensToTheWebSocket(t *testing.T) {
	for name, happens := range map[string]func(*world){
		"a cut":                    func(w *world) { w.mattermost.CutSockets() },
		"a server that forgot":     func(w *world) { w.mattermost.ForgetSockets() },
		"a number that is missing": func(w *world) { w.mattermost.SkipSequence() },
		"a catching-up that fails first": func(w *world) {
			w.mattermost.BreakTimes("GET /api/v4/users/"+w.botID+"/channels", bottest.CutBefore, 2)
			w.mattermost.ForgetSockets()
		},
		"a channel that cannot be caught up with": func(w *world) {
			w.mattermost.Break("GET /api/v4/channels/"+w.channels["sgar"].ID+"/posts", bottest.Answering(http.StatusForbidden, `{"id":"x","status_code":403}`))
			w.mattermost.ForgetSockets()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newOpenWorld(t)
			w.listens(t)
			direct := w.alice.Direct(t, w.botID).ID
			w.alice.Say(t, direct, "echeance voir E1")
			w.answered(t, w.alice, 1)
			happens(w)
			w.alice.Say(t, direct, "echeance voir E2")
			w.alice.Say(t, direct, "echeance voir E3")
			w.answered(t, w.alice, 3)
			w.connected(t)
			w.alice.Say(t, direct, "echeance voir E4")
			w.answered(t, w.alice, 4)
			lines := w.router.lines()
			slices.Sort(lines)
			if diff := cmp.Diff([]string{"echeance voir E1", "echeance voir E2", "echeance voir E3", "echeance voir E4"}, lines); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMentionMissedIsCaughtUp(t *testing.T) {
	w := newOpenWorld(t)
	w.listens(t)
	w.mattermost.ForgetSockets()
	w.alice.Say(t, w.channels["sgar"].ID, "@jalon echeance voir E2")
	if got := w.answered(t, w.alice, 1)[0]; got.Message != "Réponse à votre message dans ~sgar\u202f:\nBien reçu." {
		t.Errorf("answered %q", got.Message)
	}
}

func TestWhatWasSaidWhileJalonWasStopped(t *testing.T) {
	w := newOpenWorld(t)
	direct := w.alice.Direct(t, w.botID).ID
	w.alice.Say(t, direct, "echeance voir E1")
	w.clock.advance(firstLookBack - 5*time.Minute)
	w.alice.Say(t, direct, "echeance voir E2")
	w.clock.advance(oldest + time.Second)
	w.alice.Say(t, direct, "echeance voir E3")
	w.listens(t)
	letters := w.answered(t, w.alice, 2)
	if letters[0].Message != textMissed.In(i18n.FR) || letters[1].Message != "Bien reçu." {
		t.Errorf("answered %q then %q", letters[0].Message, letters[1].Message)
	}
	if diff := cmp.Diff([]string{"echeance voir E3"}, w.router.lines()); diff != "" {
		t.Error(diff)
	}
	w.seen.was(t, "direct, echeance voir, refused", "direct, echeance voir, answered")
}

func TestTwoJalonsAnswerOnce(t *testing.T) {
	w := newOpenWorld(t)
	w.listens(t)
	w.listens(t)
	w.until(t, "two connections", func() bool { return w.mattermost.Sockets(w.botID) == 2 })
	w.alice.Say(t, w.alice.Direct(t, w.botID).ID, "echeance voir E1")
	w.bob.Say(t, w.bob.Direct(t, w.botID).ID, "echeance voir E2")
	w.answered(t, w.alice, 1)
	w.answered(t, w.bob, 1)
	if n := len(w.router.lines()); n != 2 {
		t.Errorf("%d requests ran", n)
	}
}

func TestPrivateMessageOfSomebodyElsewhere(t *testing.T) {
	w := newOpenWorld(t)
	w.listens(t)
	var u bottest.User
	var token struct{ Token string }
	w.admin.Must(t, http.MethodPost, "/users", bottest.User{Username: "zoe", Locale: "en"}, &u)
	w.admin.Must(t, http.MethodPost, "/users/"+u.ID+"/tokens", nil, &token)
	zoe := person{w.mattermost.As(token.Token), u.ID}
	zoe.Say(t, zoe.Direct(t, w.botID).ID, "echeance liste")
	if got := w.answered(t, zoe, 1)[0]; got.Message != textOutside.In(i18n.EN) {
		t.Errorf("answered %q", got.Message)
	}
	w.router.was(t)
}

func TestPrivateMessageOfSomebodyInTwoRegions(t *testing.T) {
	w := newOpenWorld(t)
	var other bottest.Team
	w.admin.Must(t, http.MethodPost, "/teams", bottest.Team{Name: "idf", Type: "O"}, &other)
	for _, user := range []string{w.alice.id, w.botID} {
		w.admin.Must(t, http.MethodPost, "/teams/"+other.ID+"/members", bottest.Member{UserID: user}, nil)
	}
	w.planner.regions = append(w.planner.regions, plan.Region{ID: plan.RegionID(other.ID), Name: "idf", Lang: i18n.FR})
	w.listens(t)
	w.alice.Say(t, w.alice.Direct(t, w.botID).ID, "echeance liste")
	if got := w.answered(t, w.alice, 1)[0]; got.Message != textWhichRegion.In(i18n.FR) {
		t.Errorf("answered %q", got.Message)
	}
	w.bob.Say(t, w.bob.Direct(t, w.botID).ID, "echeance liste")
	w.answered(t, w.bob, 1)
	if n := len(w.router.lines()); n != 1 {
		t.Errorf("%d requests ran", n)
	}
}

func TestMessageThatCannotBeRememberedIsNotCarriedOut(t *testing.T) {
	w := newOpenWorld(t)
	l := w.Listener(w.Roster())
	w.planner.broken = errors.New("database is locked")
	l.answer(t.Context(), message{id: "p1", user: plan.UserID(w.alice.id), room: room{kind: "D"}, line: "echeance fait E1", said: w.clock.now()})
	w.router.was(t)
	w.seen.was(t, "direct, echeance fait, broken")
}

func TestAMessageInATeamWithoutRegionIsLeftAlone(t *testing.T) {
	w := newOpenWorld(t)
	l := w.Listener(w.Roster())
	l.answer(t.Context(), message{id: "p1", user: plan.UserID(w.alice.id), room: room{kind: "O", team: "elsewhere"}, line: "jalon"})
	w.router.was(t)
	w.seen.was(t)
}

func TestPrivateMessagesHaveTheSameRateAsTheRest(t *testing.T) {
	w := newOpenWorld(t)
	w.listens(t)
	direct := w.alice.Direct(t, w.botID).ID
	for range rateBurst + 1 {
		w.alice.Say(t, direct, "aide")
	}
	letters := w.answered(t, w.alice, rateBurst+1)
	if got := letters[rateBurst].Message; got != textTooFast.In(i18n.FR) {
		t.Errorf("answered %q", got)
	}
}

func TestMembershipEventsWakeTheRoster(t *testing.T) {
	w := newOpenWorld(t)
	l := w.listens(t)
	woken := func() bool {
		select {
		case <-l.roster.wake:
			return true
		default:
			return false
		}
	}
	w.until(t, "the roster to be woken at the start", woken)
	w.admin.Must(t, http.MethodPost, "/channels/"+w.channels["sgar"].ID+"/members", bottest.Member{UserID: w.bob.id}, nil)
	w.until(t, "the roster to be woken by a newcomer", woken)
	w.admin.Must(t, http.MethodDelete, "/channels/"+w.channels["sgar"].ID+"/members/"+w.bob.id, nil, nil)
	w.until(t, "the roster to be woken by a departure", woken)
}

func TestWebSocketThatIsRefusedIsTriedAgain(t *testing.T) {
	w := newOpenWorld(t)
	w.client.api.AuthToken = "wrong"
	ctx, cancel := context.WithCancel(t.Context())
	l := w.Listener(w.Roster())
	l.pause = time.Millisecond
	done := make(chan struct{})
	go func() { defer close(done); l.Run(ctx) }()
	w.until(t, "several attempts", func() bool { return len(w.log.String()) > 500 })
	cancel()
	<-done
	if len(w.seen.open) != 0 {
		t.Errorf("connected %v", w.seen.open)
	}
}
