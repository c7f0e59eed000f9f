package bottest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"
)

// triggerLife is how long a form may be opened after what asked for it.
const triggerLife = 30 * time.Second

type trigger struct {
	user string
	at   time.Time
}

// hook is an address at which a slash command may be answered again.
type hook struct {
	user, channel string
	at            time.Time
	uses          int
}

const (
	hookUses = 5
	hookLife = 30 * time.Minute
)

// Handler carries the server's calls straight to a handler.
type Handler struct{ http.Handler }

// RoundTrip implements http.RoundTripper.
func (h Handler) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	answer := recorder.Result()
	answer.Request = r
	return answer, nil
}

func (s *Server) handleIntegrations() {
	s.handle("GET /commands", s.listCommands)
	s.handle("POST /commands", s.createCommand)
	s.handle("PUT /commands/{command}", s.updateCommand)
	s.handleOut("POST /commands/execute", s.execute)
	s.handleOut("POST /posts/{post}/actions/{action}", s.click)
	s.handleOut("POST /actions/dialogs/submit", s.submit)
	s.mux.HandleFunc("POST /api/v4/actions/dialogs/open", s.openDialog)
	s.mux.HandleFunc("POST /hooks/commands/{hook}", s.answerAgain)
}

// handleOut adds an endpoint that calls an integration: it locks by itself,
// and not while it calls.
func (s *Server) handleOut(pattern string, e endpoint) {
	method, path, _ := strings.Cut(pattern, " ")
	s.mux.HandleFunc(method+" /api/v4"+path, func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		me := s.caller(r)
		s.mu.Unlock()
		status, body := http.StatusUnauthorized, any(Failure{ID: "api.context.session_expired.app_error"})
		if me != nil {
			status, body = e(r, me)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(encode(status, body))
	})
}

func (s *Server) listCommands(r *http.Request, me *User) (int, any) {
	custom := r.URL.Query().Get("custom_only") == "true"
	if custom && !me.admin() {
		return notAllowed()
	}
	list := []Command{}
	for _, c := range s.commands {
		if c.TeamID != r.URL.Query().Get("team_id") {
			continue
		}
		shown := *c
		if !me.admin() {
			if !c.AutoComplete {
				continue
			}
			shown.Token, shown.URL, shown.Method, shown.CreatorID = "", "", "", ""
		}
		list = append(list, shown)
	}
	return http.StatusOK, list
}

func (s *Server) createCommand(r *http.Request, me *User) (int, any) {
	var c Command
	if !decode(r, &c) {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	if !me.admin() {
		return notAllowed()
	}
	c.Trigger = strings.ToLower(c.Trigger)
	if c.Trigger == "" || strings.ContainsAny(c.Trigger, " /") || (s.PlainTriggers && !alphanumeric(c.Trigger)) {
		return badRequest("model.command.is_valid.trigger.app_error")
	}
	for _, known := range s.commands {
		if known.TeamID == c.TeamID && known.Trigger == c.Trigger {
			return badRequest("api.command.duplicate_trigger.app_error")
		}
	}
	c.ID, c.Token, c.CreatorID = newID(), newID(), me.ID
	s.commands = append(s.commands, &c)
	return http.StatusCreated, c
}

func (s *Server) updateCommand(r *http.Request, me *User) (int, any) {
	var c Command
	if !decode(r, &c) || !me.admin() {
		return notAllowed()
	}
	for i, known := range s.commands {
		if known.ID == r.PathValue("command") {
			c.Token, c.CreatorID = known.Token, known.CreatorID
			s.commands[i] = &c
			return http.StatusOK, c
		}
	}
	return notFound("store.sql_command.get.missing.app_error")
}

// answered is what an integration answered.
type answered struct {
	status int
	json   bool
	body   []byte
}

// call makes a request to an integration, as the server does.
func (s *Server) call(address, contentType, token string, body []byte) (answered, error) {
	ctx, cancel := context.WithTimeout(context.Background(), triggerLife)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return answered{}, err
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "Mattermost-Bot/1.1")
	if token != "" {
		request.Header.Set("Authorization", "Token "+token)
	}
	answer, err := (&http.Client{Transport: s.Out}).Do(request)
	if err != nil {
		return answered{}, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answered{status: answer.StatusCode, json: strings.HasPrefix(answer.Header.Get("Content-Type"), "application/json"), body: text}, err
}

// newTrigger lets a form be opened at somebody's, for a while.
func (s *Server) newTrigger(user string) string {
	id := newID()
	s.triggers[id] = trigger{user: user, at: s.Now()}
	return id
}

// execute runs a slash command.
func (s *Server) execute(r *http.Request, me *User) (int, any) {
	var in struct {
		ChannelID string `json:"channel_id"`
		TeamID    string `json:"team_id"`
		RootID    string `json:"root_id"`
		Command   string `json:"command"`
	}
	if !decode(r, &in) {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	word, text, _ := strings.Cut(strings.TrimPrefix(in.Command, "/"), " ")
	s.mu.Lock()
	c, form, ok := s.commandForm(me, in.ChannelID, in.TeamID, strings.ToLower(word), text)
	s.mu.Unlock()
	if !ok {
		return notFound("api.command.execute_command.not_found.app_error")
	}
	answer, err := s.call(c.URL, "application/x-www-form-urlencoded", c.Token, []byte(form.Encode()))
	var said Answer
	if err == nil && answer.json {
		err = json.Unmarshal(answer.body, &said)
	} else {
		said.Text = string(answer.body)
	}
	if err != nil || answer.status != http.StatusOK {
		return http.StatusInternalServerError, Failure{ID: "api.command.execute_command.failed.app_error"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.say(me.ID, in.ChannelID, said)
	return http.StatusOK, said
}

// commandForm is what the server sends for a slash command.
func (s *Server) commandForm(me *User, channel, team, word, text string) (Command, url.Values, bool) {
	c := s.channels[channel]
	if c == nil {
		return Command{}, nil, false
	}
	if c.TeamID != "" {
		team = c.TeamID
	}
	i := slices.IndexFunc(s.commands, func(known *Command) bool { return known.TeamID == team && known.Trigger == word })
	if i < 0 || !s.inChannel[[2]string{channel, me.ID}] {
		return Command{}, nil, false
	}
	id := newID()
	s.hooks[id] = &hook{user: me.ID, channel: channel, at: s.Now(), uses: hookUses}
	return *s.commands[i], url.Values{
		"channel_id": {channel}, "channel_name": {c.Name}, "command": {"/" + word}, "root_id": {""}, "team_id": {team},
		"team_domain": {s.teams[team].Name}, "text": {text}, "token": {s.commands[i].Token}, "user_id": {me.ID},
		"user_name": {me.Username}, "trigger_id": {s.newTrigger(me.ID)}, "response_url": {s.URL + "/hooks/commands/" + id},
	}, true
}

// say shows an answer to one person, unless it is empty.
func (s *Server) say(user, channel string, a Answer) {
	if a.Text == "" && len(a.Attachments) == 0 {
		return
	}
	p := Post{
		ID: newID(), CreateAt: s.millis(), UserID: user, ChannelID: channel, Message: a.Text,
		Type: "system_ephemeral", Props: map[string]any{"from_webhook": "true"},
	}
	for _, attachment := range a.Attachments {
		for i := range attachment.Actions {
			button := attachment.Actions[i]
			cookie := newID()
			s.cookies[cookie] = &button
			attachment.Actions[i].Cookie, attachment.Actions[i].Integration = cookie, nil
		}
	}
	if len(a.Attachments) > 0 {
		p.Props["attachments"] = a.Attachments
	}
	s.ephemerals[user] = append(s.ephemerals[user], p)
	s.emitTo(user, "ephemeral_message", "post", p)
}

// answerAgain takes a further answer to a slash command.
func (s *Server) answerAgain(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.hooks[r.PathValue("hook")]
	var a Answer
	switch {
	case h == nil || s.Now().Sub(h.at) >= hookLife:
		w.WriteHeader(http.StatusNotFound)
	case h.uses == 0 || !decode(r, &a):
		w.WriteHeader(http.StatusBadRequest)
	default:
		h.uses--
		s.say(h.user, h.channel, a)
		_, _ = io.WriteString(w, "ok")
	}
}

// click presses a button.
func (s *Server) click(r *http.Request, me *User) (int, any) {
	var in struct {
		Cookie string `json:"cookie"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in) // no body is a click too
	s.mu.Lock()
	action, body, channel, ok := s.clickBody(me, r.PathValue("post"), r.PathValue("action"), in.Cookie)
	s.mu.Unlock()
	if !ok {
		return notFound("api.context.404.app_error")
	}
	answer, err := s.call(action.Integration.URL, "application/json", "", body)
	var said struct {
		EphemeralText string `json:"ephemeral_text"`
	}
	if err == nil && len(answer.body) > 0 {
		err = json.Unmarshal(answer.body, &said)
	}
	if err != nil || answer.status != http.StatusOK {
		return badRequest("api.post.do_action.action_integration.app_error")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.say(me.ID, channel, Answer{Text: said.EphemeralText})
	return http.StatusOK, map[string]string{"status": "OK"}
}

// clickBody is what the server sends for a button. The channel of an ephemeral
// post is the one where its reader saw it.
func (s *Server) clickBody(me *User, post, id, cookie string) (Action, []byte, string, bool) {
	action, channel, ok := s.action(me, post, id, cookie)
	if !ok || action.Integration == nil || !alphanumeric(id) {
		return Action{}, nil, "", false
	}
	c := s.channels[channel]
	if !s.mayRead(c, me) {
		return Action{}, nil, "", false
	}
	body, err := json.Marshal(map[string]any{
		"user_id": me.ID, "user_name": me.Username, "channel_id": c.ID, "channel_name": c.Name, "team_id": c.TeamID,
		"post_id": post, "trigger_id": s.newTrigger(me.ID), "type": "button", "data_source": "", "context": action.Integration.Context,
	})
	if err != nil {
		panic(err)
	}
	return action, body, c.ID, true
}

func (s *Server) action(me *User, post, id, cookie string) (Action, string, bool) {
	if button := s.cookies[cookie]; button != nil {
		i := slices.IndexFunc(s.ephemerals[me.ID], func(p Post) bool { return p.ID == post })
		if i < 0 {
			return Action{}, "", false
		}
		return *button, s.ephemerals[me.ID][i].ChannelID, button.ID == id
	}
	p, _ := s.post(post)
	if p == nil {
		return Action{}, "", false
	}
	i := slices.IndexFunc(s.actions[post], func(a Action) bool { return a.ID == id })
	if i < 0 {
		return Action{}, "", false
	}
	return s.actions[post][i], p.ChannelID, true
}

func alphanumeric(id string) bool {
	return !strings.ContainsFunc(id, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}

// openDialog opens a form. It asks for no token: the trigger is the authority.
func (s *Server) openDialog(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var in struct {
		TriggerID string `json:"trigger_id"`
		Form
	}
	ok := decode(r, &in)
	t, known := s.triggers[in.TriggerID]
	status, body := http.StatusOK, any(map[string]string{"status": "OK"})
	if !ok || !known || in.URL == "" || s.Now().Sub(t.at) >= triggerLife {
		status, body = badRequest("interactive_message.decode_trigger_id.expired")
	} else {
		s.forms[t.user] = append(s.forms[t.user], in.Form)
		s.emitTo(t.user, "open_dialog", "dialog", in.Form)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(encode(status, body))
}

// submit sends a form to an integration. Anyone may send any form anywhere;
// only who sends it is sure.
func (s *Server) submit(r *http.Request, me *User) (int, any) {
	var in Submission
	if !decode(r, &in) {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	in.UserID, in.Type = me.ID, "dialog_submission"
	address := in.URL
	in.URL = ""
	body, err := json.Marshal(in)
	if err != nil {
		panic(err)
	}
	answer, err := s.call(address, "application/json", "", body)
	if err != nil || answer.status != http.StatusOK {
		return badRequest("app.submit_interactive_dialog.json_error")
	}
	var said SubmissionAnswer
	if len(answer.body) > 0 && json.Unmarshal(answer.body, &said) != nil {
		return http.StatusInternalServerError, Failure{ID: "app.submit_interactive_dialog.json_error"}
	}
	return http.StatusOK, said
}
