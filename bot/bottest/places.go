package bottest

import (
	"net/http"
	"slices"
	"strings"
)

func (s *Server) handlePlaces() {
	s.handle("POST /teams", s.createTeam)
	s.handle("GET /teams/name/{name}", s.getTeam)
	s.handle("GET /teams/{team}/members/{user}", s.getTeamMember)
	s.handle("POST /teams/{team}/members", s.addTeamMember)
	s.handle("POST /channels", s.createChannel)
	s.handle("POST /channels/direct", s.createDirect)
	s.handle("GET /channels/{channel}", s.getChannel)
	s.handle("DELETE /channels/{channel}", s.archive)
	s.handle("POST /channels/{channel}/restore", s.restore)
	s.handle("GET /teams/{team}/channels/name/{name}", s.getChannelByName)
	s.handle("GET /channels/{channel}/members/{user}", s.getChannelMember)
	s.handle("POST /channels/{channel}/members", s.addChannelMember)
	s.handle("DELETE /channels/{channel}/members/{user}", s.removeChannelMember)
	s.handle("GET /users/{user}/channels", s.listChannels)
}

func (s *Server) createTeam(r *http.Request, me *User) (int, any) {
	var t Team
	if !me.admin() || !decode(r, &t) {
		return notAllowed()
	}
	t.ID = newID()
	s.teams[t.ID] = &t
	s.inTeam[[2]string{t.ID, me.ID}] = true
	return http.StatusCreated, t
}

func (s *Server) getTeam(r *http.Request, me *User) (int, any) {
	for _, t := range s.teams {
		if t.Name == r.PathValue("name") && (me.admin() || s.inTeam[[2]string{t.ID, me.ID}] || t.Type == "O") {
			return http.StatusOK, t
		}
	}
	return notFound("app.team.get_by_name.missing.app_error")
}

func (s *Server) getTeamMember(r *http.Request, me *User) (int, any) {
	team := r.PathValue("team")
	if !me.admin() && !s.inTeam[[2]string{team, me.ID}] {
		return notAllowed()
	}
	u := s.userOf(r, me)
	if u == nil || !s.inTeam[[2]string{team, u.ID}] {
		return notFound("app.team.get_member.missing.app_error")
	}
	return http.StatusOK, Member{TeamID: team, UserID: u.ID}
}

func (s *Server) addTeamMember(r *http.Request, me *User) (int, any) {
	var m Member
	if !decode(r, &m) || s.teams[r.PathValue("team")] == nil || s.users[m.UserID] == nil {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	if !me.admin() {
		return notAllowed()
	}
	s.inTeam[[2]string{r.PathValue("team"), m.UserID}] = true
	return http.StatusCreated, Member{TeamID: r.PathValue("team"), UserID: m.UserID}
}

func (s *Server) createChannel(r *http.Request, me *User) (int, any) {
	var c Channel
	if !decode(r, &c) || s.channelNamed(c.TeamID, c.Name) != nil {
		return badRequest("store.sql_channel.save_channel.exists.app_error")
	}
	if !me.admin() && !s.inTeam[[2]string{c.TeamID, me.ID}] {
		return notAllowed()
	}
	c.ID = newID()
	s.channels[c.ID] = &c
	s.inChannel[[2]string{c.ID, me.ID}] = true
	return http.StatusCreated, c
}

func (s *Server) channelNamed(team, name string) *Channel {
	for _, c := range s.channels {
		if c.TeamID == team && c.Name == name {
			return c
		}
	}
	return nil
}

// createDirect opens the private conversation of two accounts, or finds it.
func (s *Server) createDirect(r *http.Request, me *User) (int, any) {
	var pair []string
	if !decode(r, &pair) || len(pair) != 2 {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	if !slices.Contains(pair, me.ID) && !me.admin() {
		return notAllowed()
	}
	for _, id := range pair {
		if s.users[id] == nil {
			return badRequest("api.channel.create_direct_channel.invalid_user.app_error")
		}
	}
	slices.Sort(pair)
	name := strings.Join(pair, "__")
	if c := s.channelNamed("", name); c != nil {
		return http.StatusCreated, c
	}
	c := &Channel{ID: newID(), Name: name, Type: "D"}
	s.channels[c.ID] = c
	for _, id := range pair {
		s.inChannel[[2]string{c.ID, id}] = true
	}
	return http.StatusCreated, c
}

// mayRead tells whether an account may read a channel: its members, and the
// members of its team when it is open.
func (s *Server) mayRead(c *Channel, u *User) bool {
	return u.admin() || s.inChannel[[2]string{c.ID, u.ID}] || (c.Type == "O" && s.inTeam[[2]string{c.TeamID, u.ID}])
}

func (s *Server) getChannel(r *http.Request, me *User) (int, any) {
	c := s.channels[r.PathValue("channel")]
	if c == nil {
		return notFound("app.channel.get.existing.app_error")
	}
	if !s.mayRead(c, me) {
		return notAllowed()
	}
	return http.StatusOK, c
}

func (s *Server) getChannelByName(r *http.Request, me *User) (int, any) {
	c := s.channelNamed(r.PathValue("team"), r.PathValue("name"))
	deleted := r.URL.Query().Get("include_deleted") == "true"
	if c == nil || !s.mayRead(c, me) || (c.DeleteAt != 0 && !deleted) {
		return notFound("app.channel.get_by_name.missing.app_error")
	}
	return http.StatusOK, c
}

func (s *Server) archive(r *http.Request, me *User) (int, any) {
	return s.setArchived(r, me, s.millis())
}

func (s *Server) restore(r *http.Request, me *User) (int, any) { return s.setArchived(r, me, 0) }

func (s *Server) setArchived(r *http.Request, me *User, at int64) (int, any) {
	c := s.channels[r.PathValue("channel")]
	if c == nil || !me.admin() {
		return notAllowed()
	}
	c.DeleteAt = at
	return http.StatusOK, c
}

func (s *Server) getChannelMember(r *http.Request, me *User) (int, any) {
	c := s.channels[r.PathValue("channel")]
	if c == nil || (!me.admin() && !s.inChannel[[2]string{c.ID, me.ID}]) {
		return notAllowed()
	}
	u := s.userOf(r, me)
	if u == nil || !s.inChannel[[2]string{c.ID, u.ID}] {
		return notFound("app.channel.get_member.missing.app_error")
	}
	return http.StatusOK, Member{ChannelID: c.ID, UserID: u.ID}
}

// addChannelMember adds somebody to a channel: oneself to an open one, others
// when one is in it.
func (s *Server) addChannelMember(r *http.Request, me *User) (int, any) {
	var m Member
	c := s.channels[r.PathValue("channel")]
	if !decode(r, &m) || c == nil || s.users[m.UserID] == nil {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	own := m.UserID == me.ID && c.Type == "O" && s.inTeam[[2]string{c.TeamID, me.ID}]
	if !own && !me.admin() && !s.inChannel[[2]string{c.ID, me.ID}] {
		return notAllowed()
	}
	if !s.inTeam[[2]string{c.TeamID, m.UserID}] {
		return notFound("app.team.get_member.missing.app_error")
	}
	s.inChannel[[2]string{c.ID, m.UserID}] = true
	s.emit(event{Kind: "user_added", Data: map[string]any{"user_id": m.UserID, "team_id": c.TeamID}, channel: c.ID})
	return http.StatusCreated, Member{ChannelID: c.ID, UserID: m.UserID}
}

func (s *Server) removeChannelMember(r *http.Request, me *User) (int, any) {
	c := s.channels[r.PathValue("channel")]
	u := s.userOf(r, me)
	if c == nil || u == nil || (!me.admin() && u != me) {
		return notAllowed()
	}
	delete(s.inChannel, [2]string{c.ID, u.ID})
	s.emit(event{Kind: "user_removed", Data: map[string]any{"user_id": u.ID, "remover_id": me.ID}, channel: c.ID})
	return http.StatusOK, map[string]string{"status": "OK"}
}

// listChannels lists the channels that an account is in.
func (s *Server) listChannels(r *http.Request, me *User) (int, any) {
	if s.userOf(r, me) != me {
		return notAllowed()
	}
	list := []*Channel{}
	for _, c := range s.channels {
		if s.inChannel[[2]string{c.ID, me.ID}] && c.DeleteAt == 0 {
			list = append(list, c)
		}
	}
	if len(list) == 0 {
		return notFound("app.channel.get_channels.not_found.app_error")
	}
	return http.StatusOK, list
}
