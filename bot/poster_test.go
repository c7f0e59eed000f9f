package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/card"
	"jalon/plan"
)

// to addresses a dispatch of e17 to a person.
func (w *world) toPerson(t *testing.T, key string, p person) plan.Dispatch {
	t.Helper()
	d := w.frozen(t, key, "pref-62", e17)
	d.Kind, d.To = plan.Direct, plan.Recipient{User: plan.UserID(p.id)}
	w.planner.put(d)
	return d
}

// redraw is the edit of a card's post.
func (w *world) redraw(t *testing.T, post string, c card.Card) plan.Dispatch {
	t.Helper()
	d := w.frozen(t, "edit-"+post, "pref-62", c)
	d.Kind, d.Post = plan.Edit, post
	return d
}

func TestCardIsPostedInItsChannel(t *testing.T) {
	w := newWorld(t)
	receipt, err := w.Poster().Send(t.Context(), w.frozen(t, "key1", "pref-62", e17))
	if err != nil {
		t.Fatal(err)
	}
	posts := w.bob.Posts(t, w.channels["pref-62"].ID)
	if len(posts) != 1 || posts[0].ID != receipt.Post || string(receipt.Channel) != w.channels["pref-62"].ID {
		t.Fatalf("%+v in %+v", receipt, posts)
	}
	got := posts[0]
	if got.UserID != w.botID || got.Message != e17.Message || got.Props[propKey] != "key1" || len(got.Buttons()) != 3 {
		t.Errorf("posted %+v", got)
	}
}

func TestAReplyIsPostedInItsThread(t *testing.T) {
	w := newWorld(t)
	root := w.posted(t, "key1", "pref-62", e17)
	d := w.frozen(t, "key2", "pref-62", e17)
	d.Root = root.ID
	w.planner.put(d)
	receipt, err := w.Poster().Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.bob.Read(t, receipt.Post); got.RootID != root.ID || got.Props[propKey] != "key2" {
		t.Errorf("posted %+v", got)
	}
	if found, there, err := w.Poster().Find(t.Context(), d); err != nil || !there || found.Post != receipt.Post {
		t.Errorf("looked up: %+v, %v, %v", found, there, err)
	}
}

func TestAReplyToWhatIsGoneIsPostedByItself(t *testing.T) {
	w := newWorld(t)
	for name, root := range map[string]func() string{
		"deleted": func() string {
			post := w.posted(t, "key-deleted", "pref-62", e17)
			w.admin.Must(t, http.MethodDelete, "/posts/"+post.ID, nil, nil)
			return post.ID
		},
		"in another channel": func() string { return w.posted(t, "key-elsewhere", "pref-59", e17).ID },
	} {
		d := w.frozen(t, "reply-"+name, "pref-62", e17)
		d.Root = root()
		w.planner.put(d)
		receipt, err := w.Poster().Send(t.Context(), d)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := w.bob.Read(t, receipt.Post); got.RootID != "" || got.Message != e17.Message {
			t.Errorf("%s: posted %+v", name, got)
		}
	}
}

func TestPrivateCardIsPostedInTheConversation(t *testing.T) {
	w := newWorld(t)
	d := w.toPerson(t, "key1", w.alice)
	receipt, err := w.Poster().Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if want := w.alice.Direct(t, w.botID).ID; string(receipt.Channel) != want {
		t.Errorf("posted in %s, want %s", receipt.Channel, want)
	}
	if _, err := w.planner.RecordSent(t.Context(), monday, d, receipt); err != nil {
		t.Fatal(err)
	}
	w.alice.Press(t, w.received(t, w.alice)[0], "Fait")
	if got := w.router.asked[0]; !got.Direct || got.Region != w.region() || got.Line != "echeance fait E17" {
		t.Errorf("asked %+v", got)
	}
}

func TestEditChangesTheBodyAndKeepsMessageAndKey(t *testing.T) {
	w := newWorld(t)
	w.mattermost.EditLimit = 60
	post := w.posted(t, "key1", "pref-62", e17)
	w.clock.advance(48 * time.Hour)
	changed := e17
	changed.Version, changed.Message, changed.Body, changed.Buttons = 4, "Un autre texte", "Reportée au vendredi 11 décembre 2026 (S50)", e17.Buttons[1:]
	receipt, err := w.Poster().Send(t.Context(), w.redraw(t, post.ID, changed))
	if err != nil {
		t.Fatal(err)
	}
	if want := (plan.Receipt{Post: post.ID, Channel: plan.ChannelID(w.channels["pref-62"].ID)}); !cmp.Equal(receipt, want) {
		t.Errorf("receipt %+v", receipt)
	}
	got := w.admin.Read(t, post.ID)
	if got.Message != e17.Message || got.Props[propKey] != "key1" || got.Props["from_bot"] != "true" || got.Attachments()[0].Text != changed.Body || len(got.Buttons()) != 2 {
		t.Errorf("the post reads %+v", got)
	}
	w.bob.Press(t, got, "Reporter")
	if asked := w.router.asked[0]; asked.Line != "echeance reporter E17" || asked.Drawn != 4 {
		t.Errorf("asked %+v", asked)
	}
	changed.Body, changed.Buttons = "", nil
	if _, err := w.Poster().Send(t.Context(), w.redraw(t, post.ID, changed)); err != nil {
		t.Fatal(err)
	}
	if got := w.admin.Read(t, post.ID); len(got.Attachments()) != 0 || got.Props[propKey] != "key1" {
		t.Errorf("the post reads %+v", got)
	}
}

// verdict is what a caller does with a failure.
type verdict struct {
	Verdict plan.Verdict
	Code    string
	After   time.Duration
}

func verdictOf(err error) verdict {
	e, ok := errors.AsType[*plan.PostError](err)
	if !ok {
		return verdict{Code: "no PostError"}
	}
	return verdict{e.Verdict, e.Code, e.After}
}

func TestWhatMustNoLongerBeReadIsRewrittenOrGoes(t *testing.T) {
	secret := e17
	secret.Version, secret.Message, secret.Rewrite = 4, "**E17 · Échéance confidentielle**", true

	t.Run("where messages can be edited", func(t *testing.T) {
		w := newWorld(t)
		post := w.posted(t, "key1", "pref-62", e17)
		if _, err := w.Poster().Send(t.Context(), w.redraw(t, post.ID, secret)); err != nil {
			t.Fatal(err)
		}
		if got := w.admin.Read(t, post.ID); got.Message != secret.Message || got.Props[propKey] != "key1" || len(got.Buttons()) != 3 {
			t.Errorf("it is %+v", got)
		}
	})
	t.Run("where the time to edit is over", func(t *testing.T) {
		w := newWorld(t)
		w.mattermost.EditLimit = 60
		post := w.posted(t, "key1", "pref-62", e17)
		w.clock.advance(48 * time.Hour)
		_, err := w.Poster().Send(t.Context(), w.redraw(t, post.ID, secret))
		if got := verdictOf(err); got.Verdict != plan.Never {
			t.Errorf("the edit ended with %v", err)
		}
		if posts := w.bob.Posts(t, w.channels["pref-62"].ID); len(posts) != 0 {
			t.Errorf("the channel still shows %+v", posts)
		}
	})
}

func TestFailuresSayWhatIsKnown(t *testing.T) {
	const (
		posts   = "POST /api/v4/posts"
		reading = "GET /api/v4/posts/"
		editing = "PUT /api/v4/posts/"
		opening = "POST /api/v4/channels/direct"
	)
	proxy := "<html>Bad Gateway</html>"
	said := func(id string) string {
		text, _ := json.Marshal(bottest.Failure{ID: id, Message: "Non"})
		return string(text)
	}
	for name, c := range map[string]struct {
		kind  plan.DispatchKind
		call  string
		fault bottest.Fault
		want  verdict
	}{
		"nobody listens":                     {plan.Create, posts, bottest.Refused, verdict{plan.NotNow, plan.CodeUnreachable, 0}},
		"the line is cut before":             {plan.Create, posts, bottest.CutBefore, verdict{plan.Doubtful, plan.CodeTimeout, 0}},
		"the line is cut after":              {plan.Create, posts, bottest.CutAfter, verdict{plan.Doubtful, plan.CodeTimeout, 0}},
		"too many requests":                  {plan.Create, posts, bottest.RateLimited(7 * time.Second), verdict{plan.NotNow, plan.CodeRateLimited, 7 * time.Second}},
		"too many requests, no hint":         {plan.Create, posts, bottest.RateLimited(0), verdict{plan.NotNow, plan.CodeRateLimited, 0}},
		"500":                                {plan.Create, posts, bottest.Answering(500, said("app.post.save.app_error")), verdict{plan.Doubtful, plan.CodeServer, 0}},
		"the same post is being created":     {plan.Create, posts, bottest.Answering(500, said("api.post.deduplicate_create_post.pending")), verdict{plan.Doubtful, plan.CodeServer, 0}},
		"502 of a proxy":                     {plan.Create, posts, bottest.Answering(502, proxy), verdict{plan.Doubtful, plan.CodeServer, 0}},
		"504 after the server has acted":     {plan.Create, posts, bottest.AnsweringAfter(504, proxy), verdict{plan.Doubtful, plan.CodeServer, 0}},
		"501":                                {plan.Create, posts, bottest.Answering(501, said("license")), verdict{plan.Never, plan.CodeInvalid, 0}},
		"408":                                {plan.Create, posts, bottest.Answering(408, ""), verdict{plan.Doubtful, plan.CodeTimeout, 0}},
		"413":                                {plan.Create, posts, bottest.Answering(413, "http: request body too large\n"), verdict{plan.Never, plan.CodeTooLong, 0}},
		"an answer that cannot be read":      {plan.Create, posts, bottest.AnsweringAfter(201, `{"id":`), verdict{plan.Doubtful, plan.CodeTimeout, 0}},
		"a page in the server's place":       {plan.Create, posts, bottest.AnsweringAfter(200, proxy), verdict{plan.Doubtful, plan.CodeTimeout, 0}},
		"a redirection":                      {plan.Create, posts, bottest.Answering(302, ""), verdict{plan.NotNow, plan.CodeUnreachable, 0}},
		"404 of a proxy":                     {plan.Edit, reading, bottest.Answering(404, proxy), verdict{plan.NotNow, plan.CodeUnreachable, 0}},
		"403 of a proxy":                     {plan.Create, posts, bottest.Answering(403, proxy), verdict{plan.NotNow, plan.CodeUnreachable, 0}},
		"a token out of use":                 {plan.Create, posts, bottest.Answering(401, said("api.context.session_expired.app_error")), verdict{plan.NotNow, plan.CodeForbidden, 0}},
		"not a member":                       {plan.Create, posts, bottest.Answering(403, said("api.context.permissions.app_error")), verdict{plan.NotNow, plan.CodeNotMember, 0}},
		"an archived channel":                {plan.Create, posts, bottest.Answering(400, said("api.post.create_post.can_not_post_to_deleted.error")), verdict{plan.NotNow, plan.CodeArchived, 0}},
		"a message too long":                 {plan.Create, posts, bottest.Answering(400, said("model.post.is_valid.message_length.app_error")), verdict{plan.Never, plan.CodeTooLong, 0}},
		"properties too long":                {plan.Create, posts, bottest.Answering(400, said("model.post.is_valid.props.app_error")), verdict{plan.Never, plan.CodeTooLong, 0}},
		"something else that is wrong":       {plan.Create, posts, bottest.Answering(400, said("api.context.invalid_body_param.app_error")), verdict{plan.Never, plan.CodeInvalid, 0}},
		"a conversation that does not open":  {plan.Direct, opening, bottest.Answering(502, proxy), verdict{plan.NotNow, plan.CodeServer, 0}},
		"a conversation with nobody":         {plan.Direct, opening, bottest.Answering(400, said("api.channel.create_direct_channel.invalid_user.app_error")), verdict{plan.Never, plan.CodeInvalid, 0}},
		"a conversation cut short":           {plan.Direct, opening, bottest.CutAfter, verdict{plan.NotNow, plan.CodeTimeout, 0}},
		"a private message cut short":        {plan.Direct, posts, bottest.CutAfter, verdict{plan.Doubtful, plan.CodeTimeout, 0}},
		"a person who may not be written to": {plan.Direct, posts, bottest.Answering(403, said("api.context.permissions.app_error")), verdict{plan.NotNow, plan.CodeForbidden, 0}},
		"a card that cannot be read":         {plan.Edit, reading, bottest.CutAfter, verdict{plan.NotNow, plan.CodeTimeout, 0}},
		"a card that is gone":                {plan.Edit, reading, bottest.Answering(404, said("app.post.get.app_error")), verdict{plan.Never, plan.CodeGone, 0}},
		"a card in a channel left":           {plan.Edit, reading, bottest.Answering(403, said("api.context.permissions.app_error")), verdict{plan.Never, plan.CodeForbidden, 0}},
		"a card deleted while it is drawn":   {plan.Edit, editing, bottest.Answering(403, said("api.context.permissions.app_error")), verdict{plan.Never, plan.CodeForbidden, 0}},
		"a card in an archived channel":      {plan.Edit, editing, bottest.Answering(400, said("api.post.patch_post.can_not_update_post_in_deleted.error")), verdict{plan.Never, plan.CodeArchived, 0}},
		"an edit cut short":                  {plan.Edit, editing, bottest.CutAfter, verdict{plan.Doubtful, plan.CodeTimeout, 0}},
		"an edit while there are too many":   {plan.Edit, editing, bottest.RateLimited(time.Second), verdict{plan.NotNow, plan.CodeRateLimited, time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			post := w.posted(t, "key1", "pref-62", e17)
			d := map[plan.DispatchKind]plan.Dispatch{
				plan.Create: w.frozen(t, "key2", "pref-62", e17), plan.Direct: w.toPerson(t, "key2", w.alice), plan.Edit: w.redraw(t, post.ID, e17),
			}[c.kind]
			w.mattermost.Break(c.call, c.fault)
			_, err := w.Poster().Send(t.Context(), d)
			if got := verdictOf(err); got != c.want {
				t.Errorf("%+v, want %+v: %v", got, c.want, err)
			}
		})
	}
}

func TestFailuresOfAServerWithState(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	w.admin.Must(t, http.MethodDelete, "/channels/"+w.channels["pref-62"].ID, nil, nil)
	for name, c := range map[string]struct {
		d    plan.Dispatch
		want verdict
	}{
		"a card in an archived channel":    {w.frozen(t, "key2", "pref-62", e17), verdict{plan.NotNow, plan.CodeArchived, 0}},
		"an edit in an archived channel":   {w.redraw(t, post.ID, e17), verdict{plan.Never, plan.CodeArchived, 0}},
		"a card too long":                  {w.frozen(t, "key3", "sgar", card.Card{Message: strings.Repeat("x", 16384)}), verdict{plan.Never, plan.CodeTooLong, 0}},
		"a card that cannot be read again": {plan.Dispatch{Kind: plan.Create, Content: []byte("{")}, verdict{plan.Never, plan.CodeInvalid, 0}},
	} {
		if _, err := w.Poster().Send(t.Context(), c.d); verdictOf(err) != c.want {
			t.Errorf("%s: %+v, want %+v: %v", name, verdictOf(err), c.want, err)
		}
	}
}

func TestSilenceOfTheServerIsADoubtAfterTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.mattermost.Break("POST /api/v4/posts", bottest.HangAfter)
		d := w.frozen(t, "key1", "pref-62", e17)
		start := time.Now()
		_, err := w.Poster().Send(t.Context(), d)
		if got, want := verdictOf(err), (verdict{plan.Doubtful, plan.CodeTimeout, 0}); got != want {
			t.Errorf("%+v, want %+v: %v", got, want, err)
		}
		if took := time.Since(start); took != plan.RequestTimeout {
			t.Errorf("it took %s", took)
		}
		receipt, found, err := w.Poster().Find(t.Context(), d)
		if err != nil || !found || receipt.Post == "" {
			t.Errorf("found %v %+v %v", found, receipt, err)
		}
	})
}

func TestCallsThatWaitForTheBotsAccountEndInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.mattermost.BreakTimes("GET /api/v4/users/me", bottest.HangBefore, 3)
		start := time.Now()
		results := make(chan error)
		for n := range 3 {
			d := w.frozen(t, fmt.Sprintf("key%d", n), "pref-62", e17)
			go func() {
				_, err := w.Poster().Send(t.Context(), d)
				results <- err
			}()
		}
		for range 3 {
			if got := verdictOf(<-results).Verdict; got != plan.NotNow {
				t.Errorf("verdict %v", got)
			}
		}
		if took := time.Since(start); took != plan.RequestTimeout {
			t.Errorf("it took %s", took)
		}
	})
}

func TestRepetitionWithinSecondsIsTheSamePost(t *testing.T) {
	w := newWorld(t)
	d := w.frozen(t, "key1", "pref-62", e17)
	first, err := w.Poster().Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.Poster().Send(t.Context(), d)
	if err != nil || !cmp.Equal(first, again) {
		t.Errorf("%+v then %+v %v", first, again, err)
	}
}

func TestServerTimeIsReadOffItsAnswers(t *testing.T) {
	w := newWorld(t)
	server := &clock{at: monday.Add(-42 * time.Minute)}
	w.mattermost.Now = server.now
	w.client.clock.readAt = time.Time{} // what was read when the world was made
	check := func(want time.Time) {
		t.Helper()
		got, err := w.client.serverTime(t.Context())
		if err != nil || !got.Equal(want) {
			t.Errorf("%s %v, want %s", got, err, want)
		}
	}
	check(monday.Add(-42 * time.Minute))
	calls := w.seen.calls
	w.clock.advance(5 * time.Minute)
	check(monday.Add(-37 * time.Minute))
	if w.seen.calls != calls {
		t.Error("the server was asked again")
	}
	w.clock.advance(5 * time.Minute)
	server.advance(9 * time.Minute)
	check(monday.Add(-33 * time.Minute))
}

func TestTheDispatcherLearnsWhetherTheServerAnswers(t *testing.T) {
	w := newWorld(t)
	p := w.Poster()
	for range 2 { // what was read just now does not count
		if got, err := p.ServerTime(t.Context()); err != nil || !got.Equal(monday) {
			t.Errorf("%s %v", got, err)
		}
		w.mattermost.Break("GET /api/v4/system/ping", bottest.RateLimited(time.Second))
		if _, err := p.ServerTime(t.Context()); verdictOf(err) != (verdict{plan.NotNow, plan.CodeRateLimited, time.Second}) {
			t.Errorf("%v", err)
		}
	}
}

func TestTokenDoesNotFollowARedirection(t *testing.T) {
	var asked []string
	w := newWorld(t)
	b, err := New(Config{
		URL: "http://old.test", Token: "secret", Callback: callback, Keys: w.config.Keys, Router: w.router, Planner: w.planner,
		Log: w.config.Log, Now: w.clock.now, Real: w.clock.now,
		Transport: bottest.Handler{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			asked = append(asked, r.Host)
			http.Redirect(rw, r, "http://elsewhere.test"+r.URL.Path, http.StatusTemporaryRedirect)
		})},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Poster().Send(t.Context(), w.frozen(t, "key1", "pref-62", e17)); verdictOf(err).Verdict != plan.NotNow {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff([]string{"old.test"}, asked); diff != "" {
		t.Error(diff)
	}
}

func TestConfigurationIsChecked(t *testing.T) {
	w := newWorld(t)
	for name, change := range map[string]func(*Config){
		"no keys":                 func(c *Config) { c.Keys = nil },
		"no router":               func(c *Config) { c.Router = nil },
		"no clock":                func(c *Config) { c.Real = nil },
		"an address without http": func(c *Config) { c.URL = "mattermost.test" },
		"a callback with a query": func(c *Config) { c.Callback = "http://jalon.test/?x=1" },
		"a callback with a name":  func(c *Config) { c.Callback = "http://me:secret@jalon.test" },
	} {
		config := w.config
		change(&config)
		if _, err := New(config); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
