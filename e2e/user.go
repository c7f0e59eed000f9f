package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// password is everybody's.
const password = "Mot-de-passe-2027" //nolint:gosec // accounts of a server that lives for one test run

// User is a person with a client: the API, and a WebSocket that receives what
// is meant for this person alone.
type User struct {
	*model.Client4

	ID   string
	Name string

	feed *feed
}

// newUser creates an account, logs it in and listens to its WebSocket.
func newUser(ctx context.Context, serverURL, name string) (*User, error) {
	client := model.NewAPIv4Client(serverURL)
	account := &model.User{Username: name, Email: name + "@jalon.example", Password: password, Locale: "fr"}
	if _, _, err := client.CreateUser(ctx, account); err != nil {
		return nil, err
	}
	me, _, err := client.Login(ctx, name, password)
	if err != nil {
		return nil, err
	}
	return &User{Client4: client, ID: me.Id, Name: name, feed: openFeed(ctx, serverURL, client.AuthToken)}, nil
}

// Say posts text in a channel.
func (u *User) Say(t testing.TB, channelID, text string) *model.Post {
	t.Helper()
	return u.Post(t, &model.Post{ChannelId: channelID, Message: text})
}

// Post creates a post.
func (u *User) Post(t testing.TB, post *model.Post) *model.Post {
	t.Helper()
	created, _, err := u.CreatePost(t.Context(), post)
	if err != nil {
		t.Fatalf("%s posts %q: %v", u.Name, post.Message, err)
	}
	return created
}

// Hand posts a file without a word, and returns its identifier.
func (u *User) Hand(t testing.TB, channelID, said, name, content string) string {
	t.Helper()
	taken, _, err := u.UploadFileAsRequestBody(t.Context(), []byte(content), channelID, name)
	if err != nil {
		t.Fatalf("%s hands in %s: %v", u.Name, name, err)
	}
	id := taken.FileInfos[0].Id
	u.Post(t, &model.Post{ChannelId: channelID, Message: said, FileIds: []string{id}})
	return id
}

// Command runs a slash command in a channel.
func (u *User) Command(t testing.TB, channelID, text string) {
	t.Helper()
	if _, _, err := u.ExecuteCommand(t.Context(), channelID, text); err != nil {
		t.Fatalf("%s types %q: %v", u.Name, text, err)
	}
}

// Ask runs a slash command in a channel and returns its private answer.
func (u *User) Ask(t testing.TB, channelID, text string) *model.Post {
	t.Helper()
	return u.Hears(t, func() { u.Command(t, channelID, text) })
}

// Hears does something and returns the first private (ephemeral) message that
// reaches the user afterwards.
func (u *User) Hears(t testing.TB, do func()) *model.Post {
	t.Helper()
	return u.HearsAll(t, 1, do)[0]
}

// HearsAll does something and returns the first n private messages that reach
// the user afterwards.
func (u *User) HearsAll(t testing.TB, n int, do func()) []*model.Post {
	t.Helper()
	u.Online(t)
	since := u.feed.mark()
	do()
	return Until(t, patience, fmt.Sprintf("%d private messages to %s", n, u.Name), func() ([]*model.Post, bool) {
		heard := u.feed.privateSince(since)
		return heard[:min(n, len(heard))], len(heard) >= n
	})
}

// HearsNothing does something and checks for a moment that it makes no private
// message to the user.
func (u *User) HearsNothing(t testing.TB, do func()) {
	t.Helper()
	u.Online(t)
	since := u.feed.mark()
	do()
	Throughout(t, quiet, "no private message to "+u.Name, func() bool {
		return len(u.feed.privateSince(since)) == 0
	})
}

// Opens does something and returns the form that it opens at the user's.
func (u *User) Opens(t testing.TB, do func()) *model.OpenDialogRequest {
	t.Helper()
	u.Online(t)
	before := u.feed.dialogCount()
	do()
	return Until(t, patience, "a form opened for "+u.Name, func() (*model.OpenDialogRequest, bool) {
		return u.feed.dialogAfter(before)
	})
}

// Submit sends a form back, filled in.
func (u *User) Submit(t testing.TB, form *model.OpenDialogRequest, channelID, teamID string, values map[string]any) *model.SubmitDialogResponse {
	t.Helper()
	response, err := u.TrySubmit(t.Context(), model.SubmitDialogRequest{
		URL: form.URL, CallbackId: form.Dialog.CallbackId, State: form.Dialog.State,
		ChannelId: channelID, TeamId: teamID, Submission: values,
	})
	if err != nil {
		t.Fatalf("%s sends the form %q: %v", u.Name, form.Dialog.Title, err)
	}
	return response
}

// TrySubmit sends any form, genuine or forged.
func (u *User) TrySubmit(ctx context.Context, form model.SubmitDialogRequest) (*model.SubmitDialogResponse, error) {
	form.Type = "dialog_submission"
	response, _, err := u.SubmitInteractiveDialog(ctx, form)
	return response, err
}

// Press presses the button of a post that carries this label.
func (u *User) Press(t testing.TB, post *model.Post, label string) {
	t.Helper()
	if err := u.TryPress(t.Context(), post, label); err != nil {
		t.Fatalf("%s presses [%s]: %v", u.Name, label, err)
	}
}

// TryPress is Press for a button that may be refused.
func (u *User) TryPress(ctx context.Context, post *model.Post, label string) error {
	action, err := button(post, label)
	if err != nil {
		return err
	}
	_, err = u.DoPostActionWithCookie(ctx, post.Id, action.Id, "", action.Cookie)
	return err
}

// Choose takes the option of a menu whose text begins so.
func (u *User) Choose(t testing.TB, post *model.Post, menu, option string) {
	t.Helper()
	if err := u.TryChoose(t.Context(), post, menu, option); err != nil {
		t.Fatalf("%s chooses %q of [%s]: %v", u.Name, option, menu, err)
	}
}

// TryChoose is Choose for a menu that may be refused.
func (u *User) TryChoose(ctx context.Context, post *model.Post, menu, option string) error {
	action, err := button(post, menu)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(action.Options, func(o *model.PostActionOptions) bool { return strings.HasPrefix(o.Text, option) })
	if i < 0 {
		return fmt.Errorf("no option %q under [%s]", option, menu)
	}
	_, err = u.DoPostActionWithCookie(ctx, post.Id, action.Id, action.Options[i].Value, action.Cookie)
	return err
}

// Online waits until the user's WebSocket is connected.
func (u *User) Online(t testing.TB) {
	t.Helper()
	Until(t, patience, u.Name+" online", func() (struct{}, bool) { return struct{}{}, u.feed.isConnected() })
}

// Labels returns what stands on the buttons of a post.
func Labels(post *model.Post) []string {
	var labels []string
	for _, attachment := range post.Attachments() {
		for _, action := range attachment.Actions {
			labels = append(labels, action.Name)
		}
	}
	return labels
}

func button(post *model.Post, label string) (*model.PostAction, error) {
	for _, attachment := range post.Attachments() {
		for _, action := range attachment.Actions {
			if action.Name == label {
				return action, nil
			}
		}
	}
	return nil, fmt.Errorf("no button [%s] among %q under %q", label, Labels(post), post.Message)
}
