package bottest

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// integration answers the server, and keeps what it was asked.
type integration struct {
	url string

	mu     sync.Mutex
	asked  []*http.Request
	bodies []string
	answer string
	status int
}

// integrate makes an integration that answers JSON.
func (w *world) integrate(t *testing.T, answer string) *integration {
	t.Helper()
	i := &integration{answer: answer, status: http.StatusOK}
	i.url = w.Serve(t, i)
	return i
}

// ServeHTTP implements http.Handler.
func (i *integration) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	_ = r.ParseForm()
	i.mu.Lock()
	defer i.mu.Unlock()
	i.asked, i.bodies = append(i.asked, r), append(i.bodies, string(body))
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(i.status)
	_, _ = io.WriteString(w, i.answer) //nolint:gosec // the test's own text
}

func (i *integration) reply(status int, answer string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.status, i.answer = status, answer
}

// last is the last request, with its body.
func (i *integration) last(t *testing.T) (*http.Request, string) {
	t.Helper()
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.asked) == 0 {
		t.Fatal("the server asked nothing")
	}
	return i.asked[len(i.asked)-1], i.bodies[len(i.bodies)-1]
}

func (i *integration) lastJSON(t *testing.T) map[string]any {
	t.Helper()
	_, body := i.last(t)
	var m map[string]any
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return m
}

// command registers a slash command of the integration.
func (w *world) command(t *testing.T, i *integration) (c Command) {
	t.Helper()
	w.admin.Must(t, http.MethodPost, "/commands", Command{
		TeamID: w.team.ID, Trigger: "essai" + w.suffix, Method: "P", URL: i.url, DisplayName: "essai",
		AutoComplete: true, AutoCompleteDesc: "Pour voir", AutoCompleteHint: "[un | deux]",
	}, &c)
	return c
}

func aSlashCommand(t *testing.T, w *world) {
	i := w.integrate(t, `{"response_type":"ephemeral","text":"Vu","skip_slack_parsing":true}`)
	c := w.command(t, i)
	ears := w.listen(t, w.alice)
	if said := w.alice.Slash(t, w.team.ID, w.inhabited.ID, "/"+c.Trigger+" ajouter  « x » | 1"); said.Status != http.StatusOK {
		t.Fatalf("%d %s", said.Status, said.Body)
	}
	r, _ := i.last(t)
	for field, want := range map[string]string{
		"command": "/" + c.Trigger, "text": "ajouter  « x » | 1", "token": c.Token, "team_id": w.team.ID, "channel_id": w.inhabited.ID,
		"channel_name": w.inhabited.Name, "user_id": w.aliceID, "user_name": w.aliceName,
	} {
		if got := r.PostFormValue(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	if r.PostFormValue("trigger_id") == "" || !strings.Contains(r.PostFormValue("response_url"), "/hooks/commands/") {
		t.Error("no trigger, or nowhere to answer later")
	}
	if p := ears.ephemeral(t, "Vu"); p.UserID != w.aliceID {
		t.Errorf("said by %s", p.UserID)
	}
	direct := w.alice.Direct(t, w.botID)
	w.alice.Slash(t, w.team.ID, direct.ID, "/"+c.Trigger)
	if r, _ := i.last(t); r.PostFormValue("team_id") != w.team.ID || r.PostFormValue("channel_name") != direct.Name {
		t.Errorf("in a private conversation: team %q, channel %q", r.PostFormValue("team_id"), r.PostFormValue("channel_name"))
	}
	own := w.bot.Direct(t, w.botID)
	if said := w.bot.Slash(t, w.team.ID, own.ID, "/"+c.Trigger); said.Status != http.StatusOK || !strings.Contains(said.Body, `"text":"Vu"`) {
		t.Errorf("typed by a bot in its own conversation: %d %s", said.Status, said.Body)
	}
	var shown []Command
	w.bot.Must(t, http.MethodGet, "/commands?team_id="+w.team.ID, nil, &shown)
	found := false
	for _, s := range shown {
		if s.Trigger == c.Trigger {
			found = true
			if s.Token != "" {
				t.Error("a plain bot reads the token of a command")
			}
		}
	}
	if !found {
		t.Error("a plain bot does not see the command")
	}
}

func anAnswerGivenLater(t *testing.T, w *world) {
	i := w.integrate(t, `{}`)
	c := w.command(t, i)
	w.alice.Slash(t, w.team.ID, w.inhabited.ID, "/"+c.Trigger)
	r, _ := i.last(t)
	hook := r.PostFormValue("response_url")
	_, id, _ := strings.Cut(hook, "/hooks/commands/")
	later := func() int {
		answer, err := w.HTTP.Post(w.URL+"/hooks/commands/"+id, "application/json", strings.NewReader(`{"text":"Plus tard","skip_slack_parsing":true}`))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	ears := w.listen(t, w.alice)
	for n := range 5 {
		if status := later(); status != http.StatusOK {
			t.Fatalf("answer %d: %d", n+1, status)
		}
	}
	ears.ephemeral(t, "Plus tard")
	if status := later(); status != http.StatusBadRequest {
		t.Errorf("sixth answer: %d", status)
	}
}

func aBadAnswer(t *testing.T, w *world) {
	i := w.integrate(t, "")
	c := w.command(t, i)
	for _, bad := range []struct {
		status int
		body   string
	}{{http.StatusOK, ""}, {http.StatusOK, "{"}, {http.StatusInternalServerError, "{}"}, {http.StatusCreated, "{}"}} {
		i.reply(bad.status, bad.body)
		if said := w.alice.Slash(t, w.team.ID, w.inhabited.ID, "/"+c.Trigger); said.Status != http.StatusInternalServerError {
			t.Errorf("%d %q: the person gets %d", bad.status, bad.body, said.Status)
		}
	}
	p := w.bot.Post(t, withButton(w.inhabited.ID, i, "fait", "Fait"))
	i.reply(http.StatusInternalServerError, "{}")
	if said := w.alice.Press(t, p, "Fait"); said.Status != http.StatusBadRequest {
		t.Errorf("a button answered 500: the person gets %d", said.Status)
	}
	i.reply(http.StatusOK, "{}")
	if said := w.alice.Slash(t, w.team.ID, w.inhabited.ID, "/"+c.Trigger); said.Status != http.StatusOK {
		t.Errorf("an empty object: the person gets %d", said.Status)
	}
}

// withButton is a post with one button.
func withButton(channel string, i *integration, id, label string) Post {
	return Post{ChannelID: channel, Message: "Carte", Props: map[string]any{"attachments": []Attachment{{Actions: []Action{{
		ID: id, Type: "button", Name: label, Style: "good",
		Integration: &Integration{URL: i.url, Context: map[string]any{"a": "echeance fait E12", "d": 3, "i": true}},
	}}}}}}
}

func aButton(t *testing.T, w *world) {
	i := w.integrate(t, `{"ephemeral_text":"C'est fait","skip_slack_parsing":true}`)
	made := w.bot.Post(t, withButton(w.inhabited.ID, i, "fait", "Fait"))
	p := w.alice.Read(t, made.ID)
	if len(p.Buttons()) != 1 || p.Buttons()[0].Integration != nil {
		t.Fatalf("buttons as shown: %+v", p.Buttons())
	}
	ears := w.listen(t, w.alice)
	if said := w.alice.Press(t, p, "Fait"); said.Status != http.StatusOK {
		t.Fatalf("%d %s", said.Status, said.Body)
	}
	r, _ := i.last(t)
	if r.Header.Get("Authorization") != "" {
		t.Error("the server proves something now")
	}
	got := i.lastJSON(t)
	for field, want := range map[string]string{
		"user_id": w.aliceID, "user_name": w.aliceName, "channel_id": w.inhabited.ID, "team_id": w.team.ID, "post_id": p.ID,
	} {
		if got[field] != want {
			t.Errorf("%s is %v, want %q", field, got[field], want)
		}
	}
	context, _ := got["context"].(map[string]any)
	if context["a"] != "echeance fait E12" || context["d"] != 3.0 || context["i"] != true || got["trigger_id"] == "" {
		t.Errorf("asked %v", got)
	}
	ears.ephemeral(t, "C'est fait")
	if now := w.alice.Read(t, p.ID); now.Message != "Carte" || len(now.Buttons()) != 1 {
		t.Errorf("the post became %+v", now)
	}
	dashed := w.bot.Post(t, withButton(w.inhabited.ID, i, "avec-tiret", "Fait"))
	if said := w.alice.Press(t, dashed, "Fait"); said.Status != http.StatusNotFound {
		t.Errorf("an identifier with a dash: %d", said.Status)
	}
}

func aPlantedButton(t *testing.T, w *world) {
	i := w.integrate(t, `{}`)
	planted := w.alice.Post(t, withButton(w.inhabited.ID, i, "fait", "Fait"))
	if said := w.alice.Press(t, planted, "Fait"); said.Status != http.StatusOK {
		t.Fatalf("%d %s", said.Status, said.Body)
	}
	if got := i.lastJSON(t); got["post_id"] != planted.ID || planted.UserID != w.aliceID {
		t.Errorf("anybody's button looks the same, but for its post: %v", got)
	}
}

func aPrivateButton(t *testing.T, w *world) {
	i := w.integrate(t, "")
	card, err := json.Marshal(map[string]any{"text": "Choisir", "attachments": withButton("", i, "oui", "Oui").Props["attachments"]})
	if err != nil {
		t.Fatal(err)
	}
	i.reply(http.StatusOK, string(card))
	c := w.command(t, i)
	ears := w.listen(t, w.alice)
	w.alice.Slash(t, w.team.ID, w.inhabited.ID, "/"+c.Trigger)
	p := ears.ephemeral(t, "Choisir")
	i.reply(http.StatusOK, `{"ephemeral_text":"Choisi"}`)
	if said := w.alice.Press(t, p, "Oui"); said.Status != http.StatusOK {
		t.Fatalf("%d %s", said.Status, said.Body)
	}
	if got := i.lastJSON(t); got["channel_id"] != w.inhabited.ID || got["user_id"] != w.aliceID || got["trigger_id"] == "" {
		t.Errorf("asked %v", got)
	}
	ears.ephemeral(t, "Choisi")
}

func aButtonOfOnesOwn(t *testing.T, w *world) {
	i := w.integrate(t, `{}`)
	own := w.bot.Direct(t, w.botID)
	p := w.bot.Post(t, withButton(own.ID, i, "check", "check"))
	if said := w.bot.Press(t, p, "check"); said.Status != http.StatusOK {
		t.Fatalf("%d %s", said.Status, said.Body)
	}
	if got := i.lastJSON(t); got["user_id"] != w.botID || got["channel_id"] != own.ID {
		t.Errorf("asked %v", got)
	}
}

func aForm(t *testing.T, w *world) {
	i := w.integrate(t, `{}`)
	c := w.command(t, i)
	ears := w.listen(t, w.alice)
	w.alice.Slash(t, w.team.ID, w.inhabited.ID, "/"+c.Trigger)
	r, _ := i.last(t)
	form := map[string]any{"url": i.url, "trigger_id": r.PostFormValue("trigger_id"), "dialog": Dialog{
		CallbackID: "jalon", Title: "Nouvelle échéance", SubmitLabel: "Créer", State: "scellé",
		Elements: []Element{{DisplayName: "Titre", Name: "titre", Type: "text", MaxLength: 150}},
	}}
	stranger := Client{URL: w.URL, HTTP: w.HTTP}
	stranger.Must(t, http.MethodPost, "/actions/dialogs/open", form, nil)
	opened := ears.form(t)
	if opened.URL != i.url || opened.Dialog.State != "scellé" || opened.Dialog.Title != "Nouvelle échéance" {
		t.Errorf("opened %+v", opened)
	}
	form["trigger_id"] = "Zm9yZ2Vk"
	if said := stranger.Do(t, http.MethodPost, "/actions/dialogs/open", form, nil); said.Status != http.StatusBadRequest {
		t.Errorf("a wrong trigger: %d %s", said.Status, said.ID)
	}
	i.reply(http.StatusOK, `{"errors":{"titre":"Trop court"}}`)
	answer, said := w.alice.Submit(t, Submission{
		URL: i.url, CallbackID: "jalon", State: "scellé", ChannelID: w.inhabited.ID, TeamID: w.team.ID,
		Submission: map[string]any{"titre": "CPER", "note": nil},
	})
	if said.Status != http.StatusOK || answer.Errors["titre"] != "Trop court" {
		t.Errorf("%d %+v", said.Status, answer)
	}
	got := i.lastJSON(t)
	for field, want := range map[string]any{
		"type": "dialog_submission", "callback_id": "jalon", "state": "scellé", "user_id": w.aliceID,
		"channel_id": w.inhabited.ID, "team_id": w.team.ID, "cancelled": false,
	} {
		if got[field] != want {
			t.Errorf("%s is %v, want %v", field, got[field], want)
		}
	}
	if fields, _ := got["submission"].(map[string]any); fields["titre"] != "CPER" || fields["note"] != nil {
		t.Errorf("submitted %v", got["submission"])
	}
	i.reply(http.StatusOK, `{"type":"form","form":{"title":"Suite","state":"encore","elements":[]}}`)
	if answer, _ := w.alice.Submit(t, Submission{
		URL: i.url, CallbackID: "jalon", ChannelID: w.inhabited.ID, TeamID: w.team.ID, Submission: map[string]any{},
	}); answer.Form == nil || answer.Form.State != "encore" {
		t.Errorf("a further form: %+v", answer)
	}
}

func anInventedForm(t *testing.T, w *world) {
	i := w.integrate(t, `{"error":"Non"}`)
	answer, said := w.bob.Submit(t, Submission{
		URL: i.url, CallbackID: "inventé", State: "inventé", UserID: w.aliceID, ChannelID: w.elsewhere.ID, TeamID: w.team.ID,
		Submission: map[string]any{"titre": strings.Repeat("x", 5000)},
	})
	if said.Status != http.StatusOK || answer.Error != "Non" {
		t.Fatalf("%d %+v", said.Status, answer)
	}
	got := i.lastJSON(t)
	if got["user_id"] != w.bobID {
		t.Errorf("the only thing that is sure is not: %v", got["user_id"])
	}
	if got["state"] != "inventé" || got["callback_id"] != "inventé" {
		t.Errorf("asked %v", got)
	}
}
