package e2e

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// Region is a team of its own with the channels of a region's services and
// their members.
type Region struct {
	*World

	Team     *model.Team
	Channels map[string]*model.Channel // by name: "sgar", "pref-62"…
}

// NewRegion opens a region for one scenario. Alice is in ~sgar, Bob in
// ~pref-62 and Carole in ~pref-59; the administrator is everywhere.
func (w *World) NewRegion(t testing.TB) *Region {
	t.Helper()
	r, err := w.openRegion(t.Context())
	if err != nil {
		t.Fatalf("open a region: %v", err)
	}
	t.Cleanup(func() {
		r.forget()
		if t.Failed() {
			t.Logf("Mattermost printed:\n%s", w.ServerLog())
		}
	})
	return r
}

// forget takes jalon's account, if there is one, out of the team: it is the same
// in every region, and need not look at this one again.
func (r *Region) forget() {
	ctx := context.Background()
	if bot, _, err := r.Admin.GetUserByUsername(ctx, "jalon", ""); err == nil {
		_, _ = r.Admin.RemoveTeamMember(ctx, r.Team.Id, bot.Id)
	}
}

func (w *World) openRegion(ctx context.Context) (*Region, error) {
	name := "hdf"
	if n := w.regions.Add(1); n > 1 {
		name = fmt.Sprintf("hdf-%d", n)
	}
	team, _, err := w.Admin.CreateTeam(ctx, &model.Team{Name: name, DisplayName: "Hauts-de-France", Type: model.TeamOpen})
	if err != nil {
		return nil, err
	}
	r := &Region{World: w, Team: team, Channels: map[string]*model.Channel{}}
	for _, user := range []*User{w.Alice, w.Bob, w.Carole} {
		if _, _, err := w.Admin.AddTeamMember(ctx, team.Id, user.ID); err != nil {
			return nil, err
		}
	}
	for _, service := range []struct {
		channel string
		members []*User
	}{
		{"sgar", []*User{w.Alice}},
		{"pref-02", nil},
		{"pref-59", []*User{w.Carole}},
		{"pref-60", nil},
		{"pref-62", []*User{w.Bob}},
		{"pref-80", nil},
		{"dreal", nil},
	} {
		if err := r.openChannel(ctx, service.channel, service.members); err != nil {
			return nil, fmt.Errorf("~%s: %w", service.channel, err)
		}
	}
	return r, nil
}

func (r *Region) openChannel(ctx context.Context, name string, members []*User) error {
	channel, _, err := r.Admin.CreateChannel(ctx, &model.Channel{
		TeamId: r.Team.Id, Name: name, DisplayName: strings.ToUpper(name), Type: model.ChannelTypeOpen,
	})
	if err != nil {
		return err
	}
	r.Channels[name] = channel
	for _, user := range members {
		if _, _, err := r.Admin.AddChannelMember(ctx, channel.Id, user.ID); err != nil {
			return err
		}
	}
	return nil
}

// Channel returns the id of a channel by its name.
func (r *Region) Channel(t testing.TB, name string) string {
	t.Helper()
	channel, ok := r.Channels[name]
	if !ok {
		t.Fatalf("no channel ~%s", name)
	}
	return channel.Id
}

// Database returns the address of a new PostgreSQL database for the region.
func (r *Region) Database(t testing.TB) string {
	t.Helper()
	dsn, err := r.Postgres.CreateDatabase(t.Context(), r.Team.Name)
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// Private returns the id of the private conversation of two accounts.
func (r *Region) Private(t testing.TB, user *User, otherID string) string {
	t.Helper()
	channel, _, err := user.CreateDirectChannel(t.Context(), user.ID, otherID)
	if err != nil {
		t.Fatalf("private conversation of %s: %v", user.Name, err)
	}
	return channel.Id
}

// Conversation returns the id of the private conversation of user and jalon.
// What user says there is deleted when the test ends: jalon has one account for
// all regions, and would answer it anew in the next.
func (r *Region) Conversation(t testing.TB, user *User, j *Jalon) string {
	t.Helper()
	channel := r.Private(t, user, j.BotID(t))
	t.Cleanup(func() {
		list, _, err := r.Admin.GetPostsForChannel(context.Background(), channel, 0, 200, "", false, false)
		if err != nil {
			t.Errorf("read the conversation with jalon: %v", err)
			return
		}
		for _, post := range list.ToSlice() {
			if _, err := r.Admin.DeletePost(context.Background(), post.Id); err != nil {
				t.Errorf("delete a private message: %v", err)
			}
		}
	})
	return channel
}

// Archive archives a channel.
func (r *Region) Archive(t testing.TB, name string) {
	t.Helper()
	if _, err := r.Admin.DeleteChannel(t.Context(), r.Channel(t, name)); err != nil {
		t.Fatalf("archive ~%s: %v", name, err)
	}
}

// Restore brings an archived channel back.
func (r *Region) Restore(t testing.TB, name string) {
	t.Helper()
	if _, _, err := r.Admin.RestoreChannel(t.Context(), r.Channel(t, name)); err != nil {
		t.Fatalf("restore ~%s: %v", name, err)
	}
}

// Admit makes an account a member of a channel.
func (r *Region) Admit(t testing.TB, name, userID string) {
	t.Helper()
	if _, _, err := r.Admin.AddChannelMember(t.Context(), r.Channel(t, name), userID); err != nil {
		t.Fatalf("admit to ~%s: %v", name, err)
	}
}

// Expel takes an account out of a channel.
func (r *Region) Expel(t testing.TB, name, userID string) {
	t.Helper()
	if _, err := r.Admin.RemoveUserFromChannel(t.Context(), r.Channel(t, name), userID); err != nil {
		t.Fatalf("expel from ~%s: %v", name, err)
	}
}

// pageSize is the most posts that the server hands over at a time.
const pageSize = 200

// Posts returns what stands in a channel as user sees it, oldest first,
// without the server's own lines ("has joined the channel").
func (r *Region) Posts(t testing.TB, user *User, channelID string) []*model.Post {
	t.Helper()
	var posts []*model.Post
	for page := 0; len(posts) == page*pageSize; page++ {
		list, _, err := user.GetPostsForChannel(t.Context(), channelID, page, pageSize, "", false, false)
		if err != nil {
			t.Fatalf("%s reads a channel: %v", user.Name, err)
		}
		posts = append(posts, list.ToSlice()...)
	}
	posts = slices.DeleteFunc(posts, (*model.Post).IsSystemMessage)
	slices.SortFunc(posts, func(a, b *model.Post) int { return cmp.Compare(a.CreateAt, b.CreateAt) })
	return posts
}

// Written returns what an account wrote in a channel, oldest first.
func (r *Region) Written(t testing.TB, userID, channelID string) []*model.Post {
	t.Helper()
	return slices.DeleteFunc(r.Posts(t, r.Admin, channelID), func(post *model.Post) bool { return post.UserId != userID })
}

// Reread returns a post as user sees it now.
func (r *Region) Reread(t testing.TB, user *User, post *model.Post) *model.Post {
	t.Helper()
	now, _, err := user.GetPost(t.Context(), post.Id, "")
	if err != nil {
		t.Fatalf("%s reads a post again: %v", user.Name, err)
	}
	return now
}

// Await waits for a post that matches in a channel and returns it as user sees
// it.
func (r *Region) Await(t testing.TB, user *User, channelID, what string, match func(*model.Post) bool) *model.Post {
	t.Helper()
	return Until(t, patience, what, func() (*model.Post, bool) {
		posts := r.Posts(t, user, channelID)
		i := slices.IndexFunc(posts, match)
		if i < 0 {
			return nil, false
		}
		return posts[i], true
	})
}

// Becomes waits until a post shows a text to user, and returns it then.
func (r *Region) Becomes(t testing.TB, user *User, post *model.Post, want string) *model.Post {
	t.Helper()
	shown := ""
	defer func() {
		if shown != want {
			t.Errorf("%s sees\n%s\n\nwant\n%s", user.Name, shown, want)
		}
	}()
	return Until(t, patience, "a post to change", func() (*model.Post, bool) {
		now := r.Reread(t, user, post)
		shown = Shown(now)
		return now, shown == want
	})
}

// By matches what an account wrote, if it shows all of the texts: in the
// message, in the attachments or on the buttons.
func By(userID string, texts ...string) func(*model.Post) bool {
	return func(post *model.Post) bool {
		whole := Shown(post)
		return post.UserId == userID &&
			!slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(whole, text) })
	}
}

// Text returns all that can be read on a post: the message, then each
// attachment's title, text and fields. Line breaks at their ends show nowhere.
func Text(post *model.Post) string {
	lines := []string{post.Message}
	for _, a := range post.Attachments() {
		lines = append(lines, a.Pretext, a.Title, a.Text)
		for _, field := range a.Fields {
			lines = append(lines, fmt.Sprintf("%s: %v", field.Title, field.Value))
		}
		lines = append(lines, a.Footer)
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], "\n")
	}
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), "\n")
}

// Shown returns what a person sees of a post: its text, then its buttons on a
// line. No-break spaces are plain ones.
func Shown(post *model.Post) string {
	text := Text(post)
	if labels := Labels(post); len(labels) > 0 {
		text += "\n[" + strings.Join(labels, "] [") + "]"
	}
	return Plain(text)
}

// Plain returns a text with plain spaces in the place of no-break ones.
func Plain(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
}
