package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// These tests are about the harness itself: each of its helpers once, against
// the server alone. What fails here is not jalon's fault.

func TestRegionHasItsChannelsAndMembers(t *testing.T) {
	r := world.NewRegion(t)
	for channel, user := range map[string]*User{"sgar": r.Alice, "pref-62": r.Bob, "pref-59": r.Carole} {
		post := user.Say(t, r.Channel(t, channel), "Bonjour à tous")
		got := r.Await(t, r.Admin, r.Channel(t, channel), "the greeting", By(user.ID, "Bonjour"))
		if got.Id != post.Id {
			t.Errorf("~%s: post %s, want %s", channel, got.Id, post.Id)
		}
	}
	if _, _, err := r.Bob.CreatePost(t.Context(), &model.Post{ChannelId: r.Channel(t, "pref-59"), Message: "?"}); err == nil {
		t.Error("Bob posted in ~pref-59, of which he is no member")
	}
}

func TestPrivateConversation(t *testing.T) {
	r := world.NewRegion(t)
	channel := r.Private(t, r.Alice, r.Bob.ID)
	r.Alice.Say(t, channel, "Entre nous")
	r.Await(t, r.Bob, channel, "the private message", By(r.Alice.ID, "Entre nous"))
}

func TestSlashCommandAnswersPrivately(t *testing.T) {
	r := world.NewRegion(t)
	bot := newIntegration(t, func(r *http.Request) any {
		return map[string]any{"response_type": "ephemeral", "text": "Vu : " + r.FormValue("text")}
	})
	bot.register(t, r, "essai")

	r.Bob.HearsNothing(t, func() {
		answer := r.Alice.Ask(t, r.Channel(t, "sgar"), "/essai un deux")
		if answer.Message != "Vu : un deux" {
			t.Errorf("answer %q", answer.Message)
		}
	})
	if posts := r.Posts(t, r.Alice, r.Channel(t, "sgar")); len(posts) != 0 {
		t.Errorf("the private answer left %d posts", len(posts))
	}
}

func TestButtonChangesItsPost(t *testing.T) {
	r := world.NewRegion(t)
	bot := newIntegration(t, func(*http.Request) any {
		return map[string]any{
			"update":         map[string]any{"message": "Fait.", "props": map[string]any{}},
			"ephemeral_text": "Merci",
		}
	})
	channel := r.Channel(t, "pref-62")
	r.Admit(t, "pref-62", r.Alice.ID)
	post := r.Alice.Post(t, bot.withButton(channel, "Fait"))
	if labels := Labels(post); !slices.Equal(labels, []string{"Fait"}) {
		t.Fatalf("buttons %q", labels)
	}

	thanks := r.Bob.Hears(t, func() { r.Bob.Press(t, post, "Fait") })
	if thanks.Message != "Merci" {
		t.Errorf("private answer %q", thanks.Message)
	}
	if got := r.Reread(t, r.Alice, post); got.Message != "Fait." || len(Labels(got)) != 0 {
		t.Errorf("the post reads %q with buttons %q", got.Message, Labels(got))
	}
	if err := r.Carole.TryPress(t.Context(), post, "Fait"); err == nil {
		t.Error("Carole, no member of ~pref-62, could press the button")
	}
	if err := r.Bob.TryPress(t.Context(), post, "Autre"); err == nil {
		t.Error("a button that is not there could be pressed")
	}
}

func TestButtonOnPrivateAnswer(t *testing.T) {
	r := world.NewRegion(t)
	var bot *integration
	bot = newIntegration(t, func(request *http.Request) any {
		if request.FormValue("command") == "" {
			return map[string]any{"ephemeral_text": "Pressé"}
		}
		return map[string]any{"text": "Choisir", "attachments": bot.withButton("", "Oui").Attachments()}
	})
	bot.register(t, r, "choix")

	answer := r.Alice.Ask(t, r.Channel(t, "sgar"), "/choix")
	pressed := r.Alice.Hears(t, func() { r.Alice.Press(t, answer, "Oui") })
	if pressed.Message != "Pressé" {
		t.Errorf("private answer %q", pressed.Message)
	}
}

func TestFormIsFilledIn(t *testing.T) {
	r := world.NewRegion(t)
	submitted := make(chan model.SubmitDialogRequest, 1)
	var bot *integration
	bot = newIntegration(t, func(request *http.Request) any {
		if trigger := request.FormValue("trigger_id"); trigger != "" {
			bot.openForm(t, r, trigger)
			return struct{}{}
		}
		var form model.SubmitDialogRequest
		if err := json.NewDecoder(request.Body).Decode(&form); err != nil {
			t.Error(err)
		}
		submitted <- form
		return map[string]any{"errors": map[string]string{"titre": "Trop court"}}
	})
	bot.register(t, r, "formulaire")

	channel := r.Channel(t, "sgar")
	form := r.Alice.Opens(t, func() { r.Alice.Command(t, channel, "/formulaire") })
	answer := r.Alice.Submit(t, form, channel, r.Team.Id, map[string]any{"titre": "CPER"})
	if answer.Errors["titre"] != "Trop court" {
		t.Errorf("answer %+v", answer)
	}
	if got := <-submitted; got.UserId != r.Alice.ID || got.State != "état" || got.Submission["titre"] != "CPER" {
		t.Errorf("submitted %+v", got)
	}
}

func TestArchivedChannelRefusesPosts(t *testing.T) {
	r := world.NewRegion(t)
	r.Archive(t, "pref-62")
	if _, _, err := r.Bob.CreatePost(t.Context(), &model.Post{ChannelId: r.Channel(t, "pref-62"), Message: "?"}); err == nil {
		t.Error("posted in an archived channel")
	}
}

func TestServerRestartKeepsEverything(t *testing.T) {
	r := world.NewRegion(t)
	r.Bob.Say(t, r.Channel(t, "pref-62"), "Avant")
	if err := r.Mattermost.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the post from before", By(r.Bob.ID, "Avant"))

	bot := newIntegration(t, func(*http.Request) any { return map[string]any{"text": "Toujours là"} })
	bot.register(t, r, "apres")
	r.Bob.Ask(t, r.Channel(t, "pref-62"), "/apres")
}

// integration is a stand-in for jalon: one HTTP handler for all that the
// server sends.
type integration struct{ url string }

// newIntegration answers every request with answer's value as JSON.
func newIntegration(t *testing.T, answer func(*http.Request) any) *integration {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(answer(request)); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return &integration{url: server.URL}
}

// register creates a slash command in the region.
func (i *integration) register(t *testing.T, r *Region, trigger string) {
	t.Helper()
	_, _, err := r.Admin.CreateCommand(t.Context(), &model.Command{
		TeamId: r.Team.Id, Trigger: trigger, Method: model.CommandMethodPost, URL: i.url,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// withButton returns a post with one button.
func (i *integration) withButton(channelID, label string) *model.Post {
	post := &model.Post{ChannelId: channelID, Message: "Une carte"}
	post.AddProp(model.PostPropsAttachments, []*model.SlackAttachment{{
		Actions: []*model.PostAction{{
			Id: "bouton", Type: model.PostActionTypeButton, Name: label,
			Integration: &model.PostActionIntegration{URL: i.url},
		}},
	}})
	return post
}

func (i *integration) openForm(t *testing.T, r *Region, trigger string) {
	t.Helper()
	_, err := r.Admin.OpenInteractiveDialog(t.Context(), model.OpenDialogRequest{
		TriggerId: trigger, URL: i.url,
		Dialog: model.Dialog{
			CallbackId: "essai", Title: "Un essai", State: "état",
			Elements: []model.DialogElement{{DisplayName: "Titre", Name: "titre", Type: "text", MaxLength: 50}},
		},
	})
	if err != nil {
		t.Error(err)
	}
}
