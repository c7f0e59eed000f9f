package bot

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

func TestSlashCommandIsAnsweredInPrivate(t *testing.T) {
	w := newWorld(t)
	w.router.answers(card.Reply{Text: "E17 est enregistrée."})
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/echeance ajouter Note  ERBM vendredi | 1")
	if got := w.heard(t, w.alice); got.Message != "E17 est enregistrée." || len(got.Buttons()) != 0 {
		t.Errorf("heard %+v", got)
	}
	w.router.was(t, commands.Request{
		Region: w.region(), User: plan.UserID(w.alice.id), Username: "alice", Channel: plan.ChannelID(w.channels["sgar"].ID),
		Origin: plan.BySlash, Now: monday, Line: "echeance ajouter Note  ERBM vendredi | 1", CanForm: true,
	})
	w.seen.was(t, "slash, echeance ajouter, answered")
	if posts := w.alice.Posts(t, w.channels["sgar"].ID); len(posts) != 0 {
		t.Errorf("the channel reads %+v", posts)
	}
}

func TestTriggerAloneIsALine(t *testing.T) {
	w := newWorld(t)
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon")
	if got := w.router.asked[0].Line; got != "jalon" {
		t.Errorf("line %q", got)
	}
}

func TestSlashCommandInThePrivateConversationIsDirect(t *testing.T) {
	w := newWorld(t)
	for channel, want := range map[string]bool{w.alice.Direct(t, w.botID).ID: true, w.alice.Direct(t, w.bob.id).ID: false} {
		w.alice.Slash(t, w.team.ID, channel, "/jalon")
		if got := w.router.asked[len(w.router.asked)-1]; got.Direct != want || got.Region != w.region() {
			t.Errorf("direct %v in region %s, want %v", got.Direct, got.Region, want)
		}
	}
}

// slashForm is what the server sends for a genuine command of alice's.
func (w *world) slashForm() url.Values {
	var token string
	for _, c := range w.mattermost.Commands() {
		if c.Trigger == "echeance" {
			token = c.Token
		}
	}
	return url.Values{
		"command": {"/echeance"}, "text": {"fait E12 secretdutexte"}, "token": {token}, "team_id": {w.team.ID}, "channel_id": {w.channels["sgar"].ID},
		"channel_name": {"sgar"}, "user_id": {w.alice.id}, "user_name": {"alice"}, "trigger_id": {"secretdutrigger"},
		"response_url": {w.mattermost.URL + "/hooks/commands/secretdelareponsesecretdel"},
	}
}

// send sends a request to jalon as anybody on the network may, and returns what
// it answers, which is always a 200 with JSON.
func (w *world) send(t *testing.T, path, contentType, body string) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	recorder := httptest.NewRecorder()
	w.server.ServeHTTP(recorder, r)
	if kind := recorder.Header().Get("Content-Type"); recorder.Code != http.StatusOK || kind != "application/json" {
		t.Errorf("%s answered %d %s", path, recorder.Code, kind)
	}
	return strings.TrimSpace(recorder.Body.String())
}

func (w *world) sendForm(t *testing.T, form url.Values) string {
	t.Helper()
	return w.send(t, slashPath, "application/x-www-form-urlencoded", form.Encode())
}

const refusedCommand = `{"response_type":"ephemeral","text":"Cette commande n’est pas acceptée. Rien n’a changé.",` +
	`"username":"","channel_id":"","icon_url":"","type":"","props":null,"goto_location":"","trigger_id":"","skip_slack_parsing":true,"attachments":null,"extra_responses":null}`

func TestSlashCommandWithoutItsTokenDoesNothing(t *testing.T) {
	w := newWorld(t)
	var other string
	for _, c := range w.mattermost.Commands() {
		if c.Trigger == "jalon" {
			other = c.Token
		}
	}
	for name, change := range map[string]func(url.Values){
		"a wrong token":                      func(f url.Values) { f.Set("token", strings.Repeat("x", 26)) },
		"no token":                           func(f url.Values) { f.Del("token") },
		"the token of another trigger":       func(f url.Values) { f.Set("token", other) },
		"an unknown team":                    func(f url.Values) { f.Set("team_id", "unknown") },
		"no team":                            func(f url.Values) { f.Del("team_id") },
		"an unknown trigger":                 func(f url.Values) { f.Set("command", "/autre") },
		"a token in its place in the ledger": func(f url.Values) { f.Set("token", TokenHash(f.Get("token"))) },
	} {
		t.Run(name, func(t *testing.T) {
			form := w.slashForm()
			change(form)
			if got := w.sendForm(t, form); got != refusedCommand {
				t.Errorf("answered %s", got)
			}
		})
	}
	w.router.was(t)
}

func TestSlashTokenInTheAddressIsNotRead(t *testing.T) {
	w := newWorld(t)
	form := w.slashForm()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, slashPath+"?"+form.Encode(), http.NoBody)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w.server.ServeHTTP(httptest.NewRecorder(), r)
	w.router.was(t)
}

func TestLogHoldsNothingThatPeopleTyped(t *testing.T) {
	w := newWorld(t)
	w.sendForm(t, w.slashForm())
	forged := w.slashForm()
	forged.Set("token", "secretdujeton")
	forged.Set("user_id", "secretdel@personne")
	w.sendForm(t, forged)
	w.send(t, actionPath, "application/json", `{"user_id":"`+w.alice.id+`","trigger_id":"secretdutrigger","context":{"a":"secretducontexte"}}`)
	w.send(t, actionPath, "application/json", `{"user_id":secretillisible}`)
	w.send(t, dialogPath, "application/json", `{"state":"secretdeletat","submission":{"titre":"secretdutitre"}}`)
	if strings.Contains(w.log.String(), "secret") {
		t.Errorf("the log holds a secret:\n%s", w.log)
	}
	want := []string{
		"slash, echeance fait, answered", "slash, , rejected", "button, , rejected", "button, , garbled", "form, , rejected",
	}
	w.seen.was(t, want...)
	if lines := strings.Count(w.log.String(), "msg=request"); lines != len(want) {
		t.Errorf("%d lines for %d requests:\n%s", lines, len(want), w.log)
	}
}

func TestBodyTooLargeIsRefusedInWords(t *testing.T) {
	w := newWorld(t)
	form := w.slashForm()
	form.Set("text", strings.Repeat("x", maxBody))
	if got := w.sendForm(t, form); !strings.Contains(got, "Cette demande n’est pas lisible.") {
		t.Errorf("slash answered %s", got)
	}
	large := `{"context":"` + strings.Repeat("x", maxBody) + `"}`
	if got := w.send(t, actionPath, "application/json", large); !strings.Contains(got, `"ephemeral_text":"Cette demande n’est pas lisible.`) {
		t.Errorf("button answered %s", got)
	}
	if got := w.send(t, dialogPath, "application/json", large); !strings.Contains(got, `"error":"Cette demande n’est pas lisible.`) {
		t.Errorf("form answered %s", got)
	}
	w.router.was(t)
	w.seen.was(t, "slash, , garbled", "button, , garbled", "form, , garbled")
}

func TestOnePersonCannotTakeAllTheTime(t *testing.T) {
	w := newWorld(t)
	for range rateBurst {
		w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon")
	}
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon")
	if got := w.heard(t, w.alice).Message; got != textTooFast.In(i18n.FR) {
		t.Errorf("heard %q", got)
	}
	if n := len(w.router.asked); n != rateBurst {
		t.Errorf("%d requests ran", n)
	}
	w.bob.Slash(t, w.team.ID, w.channels["pref-62"].ID, "/jalon")
	if got := w.heard(t, w.bob).Message; got != "Bien reçu." {
		t.Errorf("bob heard %q", got)
	}
	w.clock.advance(time.Second)
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon")
	if got := w.heard(t, w.alice).Message; got != "Bien reçu." {
		t.Errorf("a second later she heard %q", got)
	}
}

func TestForgedRequestsTakeNobodysRate(t *testing.T) {
	w := newWorld(t)
	form := w.slashForm()
	form.Set("token", "forged")
	for range 2 * rateBurst {
		w.sendForm(t, form)
	}
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon")
	if got := w.heard(t, w.alice).Message; got != "Bien reçu." {
		t.Errorf("heard %q", got)
	}
}

func TestInternalErrorsHaveAReferenceThatStandsInTheLog(t *testing.T) {
	w := newWorld(t)
	w.planner.broken = errors.New("disk full")
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon")
	said := w.heard(t, w.alice).Message
	_, ref, _ := strings.Cut(said, "la référence **")
	ref, _, _ = strings.Cut(ref, "**")
	if said != textBroken.In(i18n.FR, "ref", ref) || !strings.Contains(w.log.String(), "ref="+ref) || !strings.Contains(w.log.String(), "disk full") {
		t.Errorf("said %q, logged\n%s", said, w.log)
	}
}

func TestPanicIsAnInternalErrorForOnePerson(t *testing.T) {
	w := newWorld(t)
	form := w.fill(t, nil)
	post := w.posted(t, "key1", "sgar", e17)
	w.router.reply = func(commands.Request) card.Reply { panic("nil map") }
	const broken = "**jalon n’a pas pu terminer.**"
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon")
	if got := w.heard(t, w.alice).Message; !strings.HasPrefix(got, broken) {
		t.Errorf("heard %q", got)
	}
	w.alice.Press(t, post, "Fait")
	if got := w.heard(t, w.alice).Message; !strings.HasPrefix(got, broken) {
		t.Errorf("heard %q", got)
	}
	if answer, _ := w.alice.Submit(t, form); !strings.HasPrefix(answer.Error, broken) {
		t.Errorf("answered %+v", answer)
	}
	w.seen.was(t, "slash, echeance ajouter, answered", "slash, jalon, broken", "button, echeance fait, broken", "form, echeance ajouter, broken")
}

func TestNoWholeChannelIsEverCalled(t *testing.T) {
	w := newWorld(t)
	w.router.answers(card.Reply{Text: "Titre : @all, @Channel et (@here)."})
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon")
	if got, want := w.heard(t, w.alice).Message, "Titre : @\u200ball, @\u200bChannel et (@\u200bhere)."; got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestPrivateAnswerMayHaveButtonsBoundToThePerson(t *testing.T) {
	w := newWorld(t)
	w.router.answers(card.Reply{
		Text: "Quelle date ?", Buttons: []card.Button{
			{ID: "d1", Label: "ven. 27 nov.", Style: card.Primary, Command: "echeance ajouter Note 2026-11-27"},
			{ID: "d2", Label: "ven. 4 déc.", Style: card.Variant, Command: "echeance ajouter Note 2026-12-04"},
		},
	})
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/echeance ajouter Note vendredi prochain")
	asked := w.heard(t, w.alice)
	w.router.answers(card.Reply{Text: "E17 est enregistrée."})
	w.alice.Press(t, asked, "ven. 4 déc.")
	if got := w.heard(t, w.alice).Message; got != "E17 est enregistrée." {
		t.Errorf("heard %q", got)
	}
	want := commands.Request{
		Region: w.region(), User: plan.UserID(w.alice.id), Username: "alice", Channel: plan.ChannelID(w.channels["sgar"].ID),
		Origin: plan.ByButton, Now: monday, Line: "echeance ajouter Note 2026-12-04", CanForm: true,
	}
	if diff := cmp.Diff(want, w.router.asked[1]); diff != "" {
		t.Errorf("the button stands for (-want +got):\n%s", diff)
	}
}

func TestHealthAndReadiness(t *testing.T) {
	w := newWorld(t)
	server := w.server
	get := func(path string) (int, string) {
		recorder := httptest.NewRecorder()
		server.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		return recorder.Code, strings.TrimSpace(recorder.Body.String())
	}
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready"} {
		if code, got := get(path); code != http.StatusOK || got != want {
			t.Errorf("%s: %d %s", path, code, got)
		}
	}
	server = w.Server(func(context.Context) error { return errors.New("the database is closed") })
	if code, got := get("/readyz"); code != http.StatusServiceUnavailable || got != "not ready" {
		t.Errorf("not ready: %d %s", code, got)
	}
	if code, got := get("/healthz"); code != http.StatusOK || got != "ok" {
		t.Errorf("not ready, but alive: %d %s", code, got)
	}
	if code, _ := get(slashPath); code != http.StatusMethodNotAllowed {
		t.Errorf("GET %s: %d", slashPath, code)
	}
}

func TestListenSetsEveryTimeout(t *testing.T) {
	s := newWorld(t).server.Listen()
	if s.ReadHeaderTimeout == 0 || s.ReadTimeout == 0 || s.WriteTimeout <= answerWithin || s.IdleTimeout == 0 || s.MaxHeaderBytes == 0 {
		t.Errorf("%+v", s)
	}
}
