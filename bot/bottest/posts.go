package bottest

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxRunes = 16383
	maxBody  = 300_000
	// fullPage is where a listing by date is cut, without a word.
	fullPage = 1000
	// pendingLife is how long a repetition is recognised.
	pendingLife = 30 * time.Second
)

type pendingPost struct {
	post *Post
	at   time.Time
}

func (s *Server) handlePosts() {
	s.handle("POST /posts", s.createPost)
	s.handle("POST /posts/ephemeral", func(*http.Request, *User) (int, any) { return notAllowed() })
	s.handle("GET /posts/{post}", s.getPost)
	s.handle("PUT /posts/{post}/patch", s.patchPost)
	s.handle("DELETE /posts/{post}", s.deletePost)
	s.handle("GET /channels/{channel}/posts", s.listPosts)
	s.handle("POST /reactions", s.react)
	s.handle("GET /posts/{post}/reactions", s.listReactions)
}

func (s *Server) createPost(r *http.Request, me *User) (int, any) {
	if r.ContentLength > maxBody {
		return http.StatusRequestEntityTooLarge, Failure{ID: "api.context.request_body_too_large.app_error"}
	}
	var p Post
	if !decode(r, &p) {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	if known, ok := s.pending[p.PendingPostID]; ok && p.PendingPostID != "" && s.Now().Sub(known.at) < pendingLife {
		return http.StatusCreated, known.post
	}
	c := s.channels[p.ChannelID]
	switch {
	case c == nil || !s.inChannel[[2]string{c.ID, me.ID}]:
		return notAllowed()
	case c.DeleteAt != 0:
		return badRequest("api.post.create_post.can_not_post_to_deleted.error")
	case utf8.RuneCountInString(p.Message) > maxRunes:
		return badRequest("model.post.is_valid.message_length.app_error")
	}
	if p.RootID != "" {
		root, _ := s.post(p.RootID)
		switch {
		case root == nil:
			return badRequest("api.post.create_post.root_id.app_error")
		case root.ChannelID != p.ChannelID:
			return badRequest("api.post.create_post.channel_root_id.app_error")
		}
	}
	if me.IsBot {
		p.Props = withProp(p.Props, "from_bot", "true")
	}
	made := s.addPost(c, me.ID, p)
	if p.PendingPostID != "" {
		s.pending[p.PendingPostID] = pendingPost{post: made, at: s.Now()}
	}
	return http.StatusCreated, made
}

// addPost stores a post and tells the members of its channel.
func (s *Server) addPost(c *Channel, user string, p Post) *Post {
	now := s.millis()
	made := &Post{
		ID: newID(), CreateAt: now, UpdateAt: now, UserID: user, ChannelID: c.ID, RootID: p.RootID,
		Message: p.Message, Type: p.Type, Props: withProp(p.Props, "", nil),
	}
	made.Props = s.hideIntegrations(made.ID, made.Props)
	made.FileIDs = s.attach(made, p.FileIDs)
	s.posts = append(s.posts, made)
	c.LastPostAt = now
	s.emitPost("posted", c, made)
	return made
}

// withProp copies properties, with one more unless its name is empty.
func withProp(props map[string]any, name string, value any) map[string]any {
	all := map[string]any{}
	maps.Copy(all, props)
	if name != "" {
		all[name] = value
	}
	return all
}

func (s *Server) emitPost(kind string, c *Channel, p *Post) {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	s.emit(event{Kind: kind, channel: c.ID, Data: map[string]any{
		"post": string(text), "channel_type": c.Type, "channel_name": c.Name, "team_id": c.TeamID,
	}})
}

// hideIntegrations keeps what the buttons of a post call, and takes it out of
// the properties: nobody is shown it.
func (s *Server) hideIntegrations(post string, props map[string]any) map[string]any {
	delete(s.actions, post)
	text, err := json.Marshal(props["attachments"])
	if err != nil {
		panic(err)
	}
	var list []map[string]any
	if json.Unmarshal(text, &list) != nil || list == nil {
		return props
	}
	for _, attachment := range list {
		buttons, _ := attachment["actions"].([]any)
		for _, b := range buttons {
			s.hideIntegration(post, b.(map[string]any))
		}
	}
	props["attachments"] = list
	return props
}

func (s *Server) hideIntegration(post string, button map[string]any) {
	text, err := json.Marshal(button)
	if err != nil {
		panic(err)
	}
	var a Action
	if err := json.Unmarshal(text, &a); err != nil {
		panic(err)
	}
	if a.ID == "" {
		a.ID = newID()
		button["id"] = a.ID
	}
	delete(button, "integration")
	s.actions[post] = append(s.actions[post], a)
}

// post is a post that stands, with its channel.
func (s *Server) post(id string) (*Post, *Channel) {
	for _, p := range s.posts {
		if p.ID == id && p.DeleteAt == 0 {
			return p, s.channels[p.ChannelID]
		}
	}
	return nil, nil
}

func (s *Server) getPost(r *http.Request, me *User) (int, any) {
	p, c := s.post(r.PathValue("post"))
	if p == nil {
		return notFound("app.post.get.app_error")
	}
	if !s.mayRead(c, me) {
		return notAllowed()
	}
	return http.StatusOK, p
}

// patchPost changes the message, or all of the properties.
func (s *Server) patchPost(r *http.Request, me *User) (int, any) {
	var patch struct {
		Message *string         `json:"message"`
		Props   *map[string]any `json:"props"`
	}
	if !decode(r, &patch) {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	p, c := s.post(r.PathValue("post"))
	if p == nil || p.UserID != me.ID || !s.inChannel[[2]string{c.ID, me.ID}] {
		return notAllowed()
	}
	if patch.Message != nil && s.EditLimit >= 0 && s.millis() > p.CreateAt+int64(s.EditLimit)*1000 {
		return badRequest("api.post.update_post.permissions_time_limit.app_error")
	}
	if c.DeleteAt != 0 {
		return badRequest("api.post.patch_post.can_not_update_post_in_deleted.error")
	}
	p.UpdateAt = s.millis()
	if patch.Message != nil {
		p.Message, p.EditAt = *patch.Message, p.UpdateAt
	}
	if patch.Props != nil {
		p.Props = s.hideIntegrations(p.ID, withProp(*patch.Props, "", nil))
	}
	s.emitPost("post_edited", c, p)
	return http.StatusOK, p
}

func (s *Server) deletePost(r *http.Request, me *User) (int, any) {
	p, c := s.post(r.PathValue("post"))
	if p == nil {
		return notFound("app.post.get.app_error")
	}
	if p.UserID != me.ID && !me.admin() {
		return notAllowed()
	}
	p.DeleteAt = s.millis()
	p.UpdateAt = p.DeleteAt
	s.emitPost("post_deleted", c, p)
	return http.StatusOK, map[string]string{"status": "OK"}
}

// listPosts lists a channel: what changed after an instant, deleted posts
// included and at most a thousand, or else the latest posts.
func (s *Server) listPosts(r *http.Request, me *User) (int, any) {
	c := s.channels[r.PathValue("channel")]
	if c == nil || !s.mayRead(c, me) {
		return notAllowed()
	}
	since, err := strconv.ParseInt(r.URL.Query().Get("since"), 10, 64)
	var chosen []*Post
	for _, p := range s.posts {
		if p.ChannelID == c.ID && ((err == nil && p.UpdateAt > since) || (err != nil && p.DeleteAt == 0)) {
			chosen = append(chosen, p)
		}
	}
	if err == nil {
		slices.SortStableFunc(chosen, func(a, b *Post) int { return cmp.Compare(a.UpdateAt, b.UpdateAt) })
		chosen = chosen[:min(len(chosen), fullPage)]
	} else {
		slices.Reverse(chosen)
		chosen = page(chosen, r.URL.Query().Get("page"), r.URL.Query().Get("per_page"))
	}
	list := PostList{Order: []string{}, Posts: map[string]*Post{}}
	for _, p := range chosen {
		list.Order = append(list.Order, p.ID)
		list.Posts[p.ID] = tombstone(p)
	}
	return http.StatusOK, list
}

// tombstone is how a deleted post is listed: without its text.
func tombstone(p *Post) *Post {
	if p.DeleteAt == 0 {
		return p
	}
	grave := *p
	grave.Message, grave.Props = "", map[string]any{}
	return &grave
}

func (s *Server) react(r *http.Request, me *User) (int, any) {
	var reaction Reaction
	if !decode(r, &reaction) || reaction.UserID != me.ID || strings.TrimSpace(reaction.EmojiName) == "" {
		return notAllowed()
	}
	p, c := s.post(reaction.PostID)
	if p == nil || !s.inChannel[[2]string{c.ID, me.ID}] {
		return notAllowed()
	}
	s.reactions = append(s.reactions, reaction)
	return http.StatusCreated, reaction
}

func (s *Server) listReactions(r *http.Request, _ *User) (int, any) {
	list := []Reaction{}
	for _, reaction := range s.reactions {
		if reaction.PostID == r.PathValue("post") {
			list = append(list, reaction)
		}
	}
	return http.StatusOK, list
}
