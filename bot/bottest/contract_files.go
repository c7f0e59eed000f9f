package bottest

import (
	"net/http"
	"testing"
)

// aFile is how a document reaches one person: given for their private
// conversation, then put on a post.
func aFile(t *testing.T, w *world) {
	const name, content = "mes-données-alice.json", `{"nom": "Zoé", "fonction": "chargée d’études"}`
	direct := w.bot.Direct(t, w.aliceID)
	taken, said := w.bot.Upload(t, direct.ID, name, content)
	if said.Status != http.StatusCreated || len(taken.FileInfos) != 1 {
		t.Fatalf("given: %d %s", said.Status, said.Body)
	}
	info := taken.FileInfos[0]
	if info.Name != name || info.Size != int64(len(content)) || info.UserID != w.botID {
		t.Errorf("taken as %+v", info)
	}
	refused(t, "a file for others' conversation", w.bob.File(t, info.ID), http.StatusForbidden, forbidden)
	post := w.bot.Post(t, Post{ChannelID: direct.ID, Message: "Vos données", FileIDs: []string{info.ID}})
	if got := w.alice.Read(t, post.ID); len(got.FileIDs) != 1 || got.FileIDs[0] != info.ID {
		t.Errorf("the post holds the files %v", got.FileIDs)
	}
	if got := w.alice.File(t, info.ID); got.Status != http.StatusOK || got.Body != content {
		t.Errorf("alice reads %d %q", got.Status, got.Body)
	}
	refused(t, "a file of others' conversation", w.bob.File(t, info.ID), http.StatusForbidden, forbidden)
	_, said = w.bot.Upload(t, w.elsewhere.ID, name, content)
	refused(t, "a file for a channel of others", said, http.StatusForbidden, forbidden)
	again := w.bot.Post(t, Post{ChannelID: direct.ID, Message: "Encore", FileIDs: []string{info.ID}})
	if got := w.alice.Read(t, again.ID); len(got.FileIDs) != 0 {
		t.Errorf("a file is on two posts: %v", got.FileIDs)
	}
}
