package bottest

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

func aBotsPost(t *testing.T, w *world) {
	p := w.bot.Post(t, Post{ChannelID: w.inhabited.ID, Message: "Échéance", Props: map[string]any{"jalon_key": "k1"}})
	got := w.alice.Read(t, p.ID)
	if got.UserID != w.botID || got.Message != "Échéance" || got.Props["jalon_key"] != "k1" || got.Props["from_bot"] != "true" {
		t.Errorf("the post reads %+v", got)
	}
	if human := w.alice.Say(t, w.inhabited.ID, "Bonjour"); human.Props["from_bot"] != nil {
		t.Errorf("a person's post is marked as a bot's: %v", human.Props)
	}
}

func anEdit(t *testing.T, w *world) {
	p := w.bot.Post(t, Post{ChannelID: w.inhabited.ID, Message: "Échéance", Props: map[string]any{"jalon_key": "k1", "autre": "x"}})
	props := map[string]any{"jalon_key": "k1", "from_bot": "true"}
	w.bot.Must(t, http.MethodPut, "/posts/"+p.ID+"/patch", map[string]any{"props": props}, nil)
	got := w.alice.Read(t, p.ID)
	if got.Message != "Échéance" || got.EditAt != 0 || got.UpdateAt < p.UpdateAt {
		t.Errorf("an edit of the properties changed more: %+v", got)
	}
	if len(got.Props) != 2 || got.Props["jalon_key"] != "k1" || got.Props["from_bot"] != "true" {
		t.Errorf("properties are replaced as a whole, got %v", got.Props)
	}
	refused(t, "somebody else's post", w.alice.Do(t, http.MethodPut, "/posts/"+p.ID+"/patch", map[string]any{"props": props}, nil),
		http.StatusForbidden, forbidden)
}

func aRepeatedPost(t *testing.T, w *world) {
	once := Post{ChannelID: w.inhabited.ID, Message: "Un", PendingPostID: w.botID + ":" + w.suffix}
	first := w.bot.Post(t, once)
	once.Message = "Deux"
	if again := w.bot.Post(t, once); again.ID != first.ID || again.Message != "Un" {
		t.Errorf("posted again: %+v", again)
	}
}

func aReply(t *testing.T, w *world) {
	root := w.bot.Say(t, w.inhabited.ID, "Séance")
	reply := w.bot.Post(t, Post{ChannelID: w.inhabited.ID, Message: "Déplacée", RootID: root.ID, Props: map[string]any{"jalon_key": "k2"}})
	if got := w.alice.Read(t, reply.ID); got.RootID != root.ID {
		t.Errorf("the reply reads %+v", got)
	}
	var list PostList
	since := strconv.FormatInt(root.UpdateAt-1, 10)
	w.bot.Must(t, http.MethodGet, "/channels/"+w.inhabited.ID+"/posts?since="+since, nil, &list)
	if _, listed := list.Posts[reply.ID]; !listed {
		t.Error("a reply is not among the posts of its channel")
	}
	w.bot.Must(t, http.MethodDelete, "/posts/"+root.ID, nil, nil)
	late := Post{ChannelID: w.inhabited.ID, Message: "Annulée", RootID: root.ID, PendingPostID: w.botID + ":reply" + w.suffix}
	refused(t, "in the thread of a post that is gone", w.bot.Do(t, http.MethodPost, "/posts", late, nil),
		http.StatusBadRequest, "api.post.create_post.root_id.app_error")
	late.RootID = ""
	if again := w.bot.Post(t, late); again.Message != "Annulée" || again.RootID != "" {
		t.Errorf("posted by itself: %+v", again)
	}
}

func aListingByDate(t *testing.T, w *world) {
	before := w.bot.Say(t, w.inhabited.ID, "Avant")
	start := w.bot.Say(t, w.inhabited.ID, "Début")
	w.bot.Must(t, http.MethodDelete, "/posts/"+w.bot.Say(t, w.inhabited.ID, "Effacé").ID, nil, nil)
	since := strconv.FormatInt(start.UpdateAt-1, 10)
	var list PostList
	w.bot.Must(t, http.MethodGet, "/channels/"+w.inhabited.ID+"/posts?since="+since, nil, &list)
	deleted := 0
	for _, p := range list.Posts {
		if p.DeleteAt != 0 {
			deleted++
			if p.Message != "" {
				t.Errorf("a deleted post is listed with its text %q", p.Message)
			}
		}
	}
	if _, ok := list.Posts[start.ID]; !ok || deleted != 1 {
		t.Errorf("listed %d posts, %d of them deleted, the first there: %v", len(list.Posts), deleted, ok)
	}
	if _, ok := list.Posts[before.ID]; ok && before.UpdateAt < start.UpdateAt {
		t.Error("what is older is listed too")
	}
	var after PostList
	w.bot.Must(t, http.MethodGet, "/channels/"+w.inhabited.ID+"/posts?since="+strconv.FormatInt(start.UpdateAt, 10), nil, &after)
	if _, ok := after.Posts[start.ID]; ok {
		t.Error("what changed at the very instant is listed: the listing is no longer of what changed after it")
	}
	w.bot.Must(t, http.MethodPut, "/posts/"+before.ID+"/patch", map[string]any{"props": map[string]any{}}, nil)
	w.bot.Must(t, http.MethodGet, "/channels/"+w.inhabited.ID+"/posts?since="+since, nil, &list)
	if _, ok := list.Posts[before.ID]; !ok {
		t.Error("what was edited since is not listed")
	}
}

func whereNobodyMayPost(t *testing.T, w *world) {
	post := func(channel string) Said {
		return w.bot.Do(t, http.MethodPost, "/posts", Post{ChannelID: channel, Message: "?"}, nil)
	}
	refused(t, "a channel without the bot", post(w.elsewhere.ID), http.StatusForbidden, forbidden)
	refused(t, "a channel that does not exist", post(newID()), http.StatusForbidden, forbidden)
	if said := w.bot.Do(t, http.MethodGet, "/channels/"+w.elsewhere.ID+"/posts", nil, nil); said.Status != http.StatusOK {
		t.Errorf("an open channel cannot be read: %d", said.Status)
	}
}

func anArchivedChannel(t *testing.T, w *world) {
	p := w.bot.Say(t, w.inhabited.ID, "Carte")
	w.admin.Must(t, http.MethodDelete, "/channels/"+w.inhabited.ID, nil, nil)
	refused(t, "a post", w.bot.Do(t, http.MethodPost, "/posts", Post{ChannelID: w.inhabited.ID, Message: "?"}, nil),
		http.StatusBadRequest, "api.post.create_post.can_not_post_to_deleted.error")
	refused(t, "an edit", w.bot.Do(t, http.MethodPut, "/posts/"+p.ID+"/patch", map[string]any{"props": map[string]any{}}, nil),
		http.StatusBadRequest, "api.post.patch_post.can_not_update_post_in_deleted.error")
	if got := w.bot.Read(t, p.ID); got.Message != "Carte" {
		t.Errorf("the post reads %q", got.Message)
	}
	var c Channel
	w.bot.Must(t, http.MethodGet, "/channels/"+w.inhabited.ID, nil, &c)
	if c.DeleteAt == 0 {
		t.Error("the channel does not say that it is archived")
	}
}

func aDeletedPost(t *testing.T, w *world) {
	p := w.bot.Say(t, w.inhabited.ID, "Carte")
	refused(t, "deleting another's post", w.alice.Do(t, http.MethodDelete, "/posts/"+p.ID, nil, nil), http.StatusForbidden, forbidden)
	w.bot.Must(t, http.MethodDelete, "/posts/"+p.ID, nil, nil)
	refused(t, "reading it", w.bot.Do(t, http.MethodGet, "/posts/"+p.ID, nil, nil), http.StatusNotFound, "app.post.get.app_error")
	refused(t, "editing it", w.bot.Do(t, http.MethodPut, "/posts/"+p.ID+"/patch", map[string]any{"props": map[string]any{}}, nil),
		http.StatusForbidden, forbidden)
}

func aPostTooLong(t *testing.T, w *world) {
	post := func(message string) Said {
		return w.bot.Do(t, http.MethodPost, "/posts", Post{ChannelID: w.inhabited.ID, Message: message}, nil)
	}
	if said := post(strings.Repeat("é", 16383)); said.Status != http.StatusCreated {
		t.Errorf("16383 characters: %d %s", said.Status, said.ID)
	}
	refused(t, "16384 characters", post(strings.Repeat("é", 16384)), http.StatusBadRequest, "model.post.is_valid.message_length.app_error")
	if said := post(strings.Repeat("é", 200_000)); said.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("400 kB: %d %s", said.Status, said.ID)
	}
}

func aPrivateConversation(t *testing.T, w *world) {
	one, again := w.bot.Direct(t, w.aliceID), w.alice.Direct(t, w.botID)
	if one.ID != again.ID || one.Type != "D" || one.TeamID != "" || !strings.Contains(one.Name, w.aliceID) || !strings.Contains(one.Name, w.botID) {
		t.Errorf("%+v then %+v", one, again)
	}
	if p := w.bot.Say(t, one.ID, "Entre nous"); w.alice.Read(t, p.ID).Message != "Entre nous" {
		t.Error("not received")
	}
	refused(t, "with nobody", w.bot.Do(t, http.MethodPost, "/channels/direct", []string{w.botID, newID()}, nil),
		http.StatusBadRequest, "api.channel.create_direct_channel.invalid_user.app_error")
	if own := w.bot.Direct(t, w.botID); own.Type != "D" {
		t.Errorf("with oneself: %+v", own)
	}
}

func aWrongToken(t *testing.T, w *world) {
	stranger := Client{URL: w.URL, Token: newID(), HTTP: w.HTTP}
	said := stranger.Do(t, http.MethodGet, "/users/me", nil, nil)
	refused(t, "a wrong token", said, http.StatusUnauthorized, "api.context.session_expired.app_error")
	for _, answer := range []Said{said, stranger.Do(t, http.MethodGet, "/system/ping", nil, nil)} {
		if _, err := http.ParseTime(answer.Header.Get("Date")); err != nil {
			t.Errorf("answer %d has no date: %v", answer.Status, err)
		}
		if answer.Header.Get("X-Version-Id") == "" {
			t.Errorf("answer %d does not tell the version", answer.Status)
		}
	}
}

func members(t *testing.T, w *world) {
	var list []User
	w.bot.Must(t, http.MethodGet, "/users?in_channel="+w.inhabited.ID+"&page=0&per_page=200", nil, &list)
	bots, alices := 0, 0
	for _, u := range list {
		if u.ID == w.botID && u.IsBot {
			bots++
		}
		if u.ID == w.aliceID && u.Username == w.aliceName && u.Locale == "fr" && !u.IsBot {
			alices++
		}
	}
	if bots != 1 || alices != 1 || len(list) != 3 { // and who made the channel
		t.Errorf("listed %+v", list)
	}
	hidden := w.channel(t, "cache", "P", w.bobID)
	refused(t, "members of a closed channel", w.bot.Do(t, http.MethodGet, "/users?in_channel="+hidden.ID, nil, nil), http.StatusForbidden, forbidden)
	if said := w.bot.Do(t, http.MethodGet, "/channels/"+w.inhabited.ID+"/members/"+w.bobID, nil, nil); said.Status != http.StatusNotFound {
		t.Errorf("who is not in the channel: %d %s", said.Status, said.ID)
	}
	if said := w.bot.Do(t, http.MethodGet, "/teams/"+w.team.ID+"/members/"+newID(), nil, nil); said.Status != http.StatusNotFound {
		t.Errorf("who is not in the team: %d %s", said.Status, said.ID)
	}
	if said := w.bot.Do(t, http.MethodGet, "/teams/"+w.team.ID+"/members/"+w.bobID, nil, nil); said.Status != http.StatusOK {
		t.Errorf("who is in the team: %d %s", said.Status, said.ID)
	}
}

// accounts are asked for by their identifiers: a deactivated one is still told,
// with the date; an unknown one is left out.
func accounts(t *testing.T, w *world) {
	_, left := w.person(t, "partie")
	w.admin.Must(t, http.MethodDelete, "/users/"+left, nil, nil)
	var list []User
	w.bot.Must(t, http.MethodPost, "/users/ids", []string{left, w.aliceID, newID()}, &list)
	gone := map[string]bool{}
	for _, u := range list {
		gone[u.ID] = u.DeleteAt != 0
	}
	if len(gone) != 2 || !gone[left] || gone[w.aliceID] {
		t.Errorf("accounts %+v", list)
	}
	var u User
	w.bot.Must(t, http.MethodGet, "/users/username/"+w.aliceName, nil, &u)
	if u.ID != w.aliceID {
		t.Errorf("by name: %+v", u)
	}
}

func onesChannels(t *testing.T, w *world) {
	direct := w.alice.Direct(t, w.botID)
	said := w.alice.Say(t, direct.ID, "bonjour")
	var list []Channel
	w.bot.Must(t, http.MethodGet, "/users/"+w.botID+"/channels?last_delete_at=0", nil, &list)
	seen := map[string]Channel{}
	for _, c := range list {
		seen[c.ID] = c
	}
	if _, ok := seen[w.inhabited.ID]; !ok {
		t.Error("a channel of the bot is missing")
	}
	if c, ok := seen[direct.ID]; !ok || c.LastPostAt < said.CreateAt {
		t.Errorf("the private conversation is missing, or too old: %+v", c)
	}
	if _, ok := seen[w.elsewhere.ID]; ok {
		t.Error("a channel without the bot is listed")
	}
}

func aReaction(t *testing.T, w *world) {
	p := w.alice.Say(t, w.inhabited.ID, "Bonjour")
	w.bot.Must(t, http.MethodPost, "/reactions", Reaction{UserID: w.botID, PostID: p.ID, EmojiName: "incoming_envelope"}, nil)
	var list []Reaction
	w.alice.Must(t, http.MethodGet, "/posts/"+p.ID+"/reactions", nil, &list)
	if len(list) != 1 || list[0].EmojiName != "incoming_envelope" {
		t.Errorf("reactions %+v", list)
	}
}

func whatAPlainBotMayNot(t *testing.T, w *world) {
	refused(t, "create a command", w.bot.Do(t, http.MethodPost, "/commands", Command{TeamID: w.team.ID, Trigger: "x", Method: "P", URL: "http://x.example"}, nil),
		http.StatusForbidden, forbidden)
	refused(t, "list the commands", w.bot.Do(t, http.MethodGet, "/commands?custom_only=true&team_id="+w.team.ID, nil, nil), http.StatusForbidden, forbidden)
	refused(t, "post for one person", w.bot.Do(t, http.MethodPost, "/posts/ephemeral", map[string]any{
		"user_id": w.aliceID, "post": Post{ChannelID: w.inhabited.ID, Message: "?"},
	}, nil), http.StatusForbidden, forbidden)
	if said := w.bot.Do(t, http.MethodGet, "/bots/"+w.botID, nil, nil); said.Status == http.StatusOK {
		t.Error("a plain bot reads bot accounts")
	}
	w.bot.Must(t, http.MethodPost, "/channels/"+w.elsewhere.ID+"/members", Member{UserID: w.botID}, nil) // but it may enter an open channel
	w.bot.Say(t, w.elsewhere.ID, "Me voici")
}

func settingsForClients(t *testing.T, w *world) {
	var settings map[string]string
	w.bot.Must(t, http.MethodGet, "/config/client", nil, &settings)
	if settings["MaxPostSize"] != "16383" || settings["PostEditTimeLimit"] != "-1" {
		t.Errorf("MaxPostSize %q, PostEditTimeLimit %q", settings["MaxPostSize"], settings["PostEditTimeLimit"])
	}
	if site := settings["SiteURL"]; !strings.HasPrefix(site, "http") {
		t.Errorf("SiteURL %q", site)
	}
	if said := w.bot.Do(t, http.MethodGet, "/config", nil, nil); said.Status == http.StatusOK && strings.Contains(said.Body, "AllowedUntrustedInternalConnections") {
		t.Error("a plain bot reads the server's settings")
	}
}
