package bottest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func (s *Server) handlePeople() {
	s.mux.HandleFunc("GET /api/v4/system/ping", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"status":"OK"}`))
	})
	s.handle("GET /config/client", func(*http.Request, *User) (int, any) {
		return http.StatusOK, map[string]string{
			"PostEditTimeLimit": strconv.Itoa(s.EditLimit), "MaxPostSize": strconv.Itoa(maxRunes), "SiteURL": cmp.Or(s.Site, s.URL),
		}
	})
	s.handle("GET /config", s.settings)
	s.handle("POST /users", s.createUser)
	s.handle("GET /users", s.listUsers)
	s.handle("POST /users/ids", s.listAccounts)
	s.handle("GET /users/{user}", s.getUser)
	s.handle("PUT /users/{user}/active", s.activate)
	s.handle("GET /usernames/{name}", s.getUserByName)
	s.handle("GET /addresses/{address}", s.getUserByEmail)
	s.handle("DELETE /users/{user}", s.deactivate)
	s.handle("POST /users/{user}/tokens", s.createToken)
	s.handle("POST /bots", s.createBot)
	s.handle("GET /bots/{user}", s.getBot)
	s.handle("POST /bots/{user}/enable", s.enableBot)
}

func (s *Server) settings(_ *http.Request, me *User) (int, any) {
	if !me.admin() {
		return notAllowed()
	}
	return http.StatusOK, map[string]any{"ServiceSettings": map[string]any{
		"DisableBotsWhenOwnerIsDeactivated": s.DieWithOwner, "AllowedUntrustedInternalConnections": s.Internal, "EnableCommands": true,
	}}
}

func (s *Server) createUser(r *http.Request, me *User) (int, any) {
	var u User
	if !me.admin() {
		return notAllowed()
	}
	if !decode(r, &u) || u.Username == "" {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	if s.userNamed(u.Username) != nil {
		return badRequest("app.user.save.username_exists.app_error")
	}
	u.ID, u.Roles, u.Password = newID(), "system_user", ""
	s.users[u.ID] = &u
	return http.StatusCreated, u
}

func (s *Server) userNamed(name string) *User {
	for _, u := range s.users {
		if strings.EqualFold(u.Username, name) {
			return u
		}
	}
	return nil
}

// userOf is the account that a path names, "me" being the caller.
func (s *Server) userOf(r *http.Request, me *User) *User {
	if id := r.PathValue("user"); id != "me" {
		return s.users[id]
	}
	return me
}

func (s *Server) getUser(r *http.Request, me *User) (int, any) {
	u := s.userOf(r, me)
	if u == nil {
		return notFound("app.user.missing_account.const")
	}
	return http.StatusOK, u
}

func (s *Server) getUserByName(r *http.Request, _ *User) (int, any) {
	u := s.userNamed(r.PathValue("name"))
	if u == nil {
		return notFound("app.user.get_by_username.app_error")
	}
	return http.StatusOK, u
}

func (s *Server) getUserByEmail(r *http.Request, _ *User) (int, any) {
	for _, u := range s.users {
		if u.Email != "" && strings.EqualFold(u.Email, r.PathValue("address")) {
			return http.StatusOK, u
		}
	}
	return notFound("app.user.missing_account.const")
}

// listAccounts lists the accounts named, deactivated ones included; an
// identifier that is nobody's is left out.
func (s *Server) listAccounts(r *http.Request, _ *User) (int, any) {
	var ids []string
	if !decode(r, &ids) || len(ids) == 0 {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	list := []*User{}
	for _, id := range ids {
		if u := s.users[id]; u != nil {
			list = append(list, u)
		}
	}
	return http.StatusOK, list
}

// activate enables an account again, or disables it.
func (s *Server) activate(r *http.Request, me *User) (int, any) {
	var asked struct {
		Active bool `json:"active"`
	}
	if !decode(r, &asked) {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	if !asked.Active {
		return s.deactivate(r, me)
	}
	u := s.userOf(r, me)
	if u == nil || !me.admin() {
		return notAllowed()
	}
	u.DeleteAt = 0
	return http.StatusOK, map[string]string{"status": "OK"}
}

// deactivate disables an account, and its bots when the server says so.
func (s *Server) deactivate(r *http.Request, me *User) (int, any) {
	u := s.userOf(r, me)
	if u == nil || !me.admin() {
		return notAllowed()
	}
	u.DeleteAt = s.millis()
	for _, b := range s.bots {
		if b.OwnerID == u.ID && s.DieWithOwner {
			b.DeleteAt = s.millis()
			s.users[b.UserID].DeleteAt = b.DeleteAt
		}
	}
	return http.StatusOK, map[string]string{"status": "OK"}
}

func (s *Server) createToken(r *http.Request, me *User) (int, any) {
	u := s.userOf(r, me)
	if u == nil || !me.admin() {
		return notAllowed()
	}
	token := newID()
	s.tokens[token] = u.ID
	return http.StatusOK, map[string]string{"id": newID(), "token": token, "user_id": u.ID}
}

func (s *Server) createBot(r *http.Request, me *User) (int, any) {
	var b Bot
	if !me.admin() || me.IsBot {
		return notAllowed()
	}
	if !decode(r, &b) || s.userNamed(b.Username) != nil {
		return badRequest("app.user.save.username_exists.app_error")
	}
	b.UserID, b.OwnerID = newID(), me.ID
	s.bots[b.UserID] = &b
	s.users[b.UserID] = &User{ID: b.UserID, Username: b.Username, FirstName: b.DisplayName, Locale: "en", Roles: "system_user", IsBot: true}
	return http.StatusCreated, b
}

func (s *Server) getBot(r *http.Request, me *User) (int, any) {
	b := s.bots[r.PathValue("user")]
	deleted := r.URL.Query().Get("include_deleted") == "true"
	if b == nil || !me.admin() || (b.DeleteAt != 0 && !deleted) {
		return notFound("store.sql_bot.get.missing.app_error")
	}
	return http.StatusOK, b
}

func (s *Server) enableBot(r *http.Request, me *User) (int, any) {
	b := s.bots[r.PathValue("user")]
	if b == nil || !me.admin() {
		return notAllowed()
	}
	b.DeleteAt, s.users[b.UserID].DeleteAt = 0, 0
	return http.StatusOK, b
}

// listUsers lists the members of a channel, a page at a time.
func (s *Server) listUsers(r *http.Request, me *User) (int, any) {
	q := r.URL.Query()
	channel := q.Get("in_channel")
	if !me.admin() && !s.inChannel[[2]string{channel, me.ID}] {
		return notAllowed()
	}
	list := []*User{}
	for _, u := range s.users {
		if s.inChannel[[2]string{channel, u.ID}] {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b *User) int { return cmp.Compare(a.Username, b.Username) })
	return http.StatusOK, page(list, q.Get("page"), q.Get("per_page"))
}

func page[T any](list []T, number, size string) []T {
	n, _ := strconv.Atoi(number)
	per, err := strconv.Atoi(size)
	if err != nil || per > 200 {
		per = 60
	}
	from := min(n*per, len(list))
	return list[from:min(from+per, len(list))]
}
