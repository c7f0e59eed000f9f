package e2e

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// called is an @ and what it calls, as the server reads it.
var called = regexp.MustCompile(`@[\pL\pN]+`)

// actionID is the only form of identifier that the server finds again.
var actionID = regexp.MustCompile(`^[A-Za-z0-9]+$`)

// mentions counts how often somebody was called in a channel and did not look.
func (r *Region) mentions(t *testing.T, user *User, channelID string) int64 {
	t.Helper()
	member, _, err := user.GetChannelMember(t.Context(), channelID, user.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	return member.MentionCount
}

// wellMade checks what must hold of everything that jalon shows.
func wellMade(t *testing.T, what string, post *model.Post) {
	t.Helper()
	if post.Message == "" {
		t.Errorf("%s: no message: search and telephones show nothing of it", what)
	}
	texts := []string{post.Message}
	for _, a := range post.Attachments() {
		texts = append(texts, a.Text, a.Pretext)
		if a.Fallback == "" || a.Text != "" && a.Fallback != a.Text {
			t.Errorf("%s: %q stands for %q where attachments are not shown", what, a.Fallback, a.Text)
		}
		for _, action := range a.Actions {
			if !actionID.MatchString(action.Id) || action.Name == "" {
				t.Errorf("%s: button %q has the identifier %q", what, action.Name, action.Id)
			}
		}
	}
	for _, text := range texts {
		if found := called.FindAllString(text, -1); len(found) > 0 {
			t.Errorf("%s calls %q", what, found)
		}
	}
}

func TestWhatPeopleTypeCallsNobody(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	sgar, calais := r.Channel(t, "sgar"), r.Channel(t, "pref-62")
	j.At(t, "2026-11-23 10:00")
	before := r.mentions(t, r.Bob, calais)

	const title = `"@all @here @channel revue de @bob, <!channel> <@bob> | ~pref-59 #urgent"`
	answer := r.Alice.Ask(t, sgar, "/echeance ajouter "+title+" le 4/12 pour 62")
	wellMade(t, "the private answer", answer)
	card := r.Await(t, r.Bob, calais, "the card", By(j.BotID(t), "E1"))
	wellMade(t, "the card", card)
	j.At(t, "2026-11-27 09:00")
	reminder := r.Await(t, r.Bob, calais, "the reminder", By(j.BotID(t), "Rappel :"))
	wellMade(t, "the reminder", reminder)
	r.Alice.Ask(t, sgar, `/echeance reporter E1 le 11/12 motif "attente de @all et de @bob"`)
	edited := r.Await(t, r.Bob, calais, "the card to change", By(j.BotID(t), "E1 ·", "Reportée", "attente"))
	wellMade(t, "the card drawn again", edited)

	if now := r.mentions(t, r.Bob, calais); now != before {
		t.Errorf("Bob was called %d times", now-before)
	}
}

func TestAnEditChangesOnlyWhatChanges(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	card := crte(t, r, j)
	r.Bob.Press(t, card, "Fait")
	edited := r.Await(t, r.Alice, r.Channel(t, "pref-62"), "the card to change", By(j.BotID(t), "E1 ·", "**Fait ✅**"))

	if edited.Id != card.Id || edited.Message != card.Message {
		t.Errorf("the message was\n%s\n\nand is\n%s", card.Message, edited.Message)
	}
	for _, prop := range []string{"jalon_key", "from_bot"} {
		was, is := card.GetProp(prop), edited.GetProp(prop)
		if was == nil || is != was {
			t.Errorf("%s was %v and is %v", prop, was, is)
		}
	}
	was, is := card.Attachments()[0].Color, edited.Attachments()[0].Color
	if was == is {
		t.Errorf("done or not, the card is %s", is)
	}
}

// TestACardChangesWhateverTheTimeToEdit: a server may limit the time in which a
// message can be edited, and a card lives for months.
func TestACardChangesWhateverTheTimeToEdit(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	limit := func(ctx context.Context, seconds int) {
		t.Helper()
		_, _, err := r.Admin.PatchConfig(ctx, &model.Config{ServiceSettings: model.ServiceSettings{PostEditTimeLimit: &seconds}})
		if err != nil {
			t.Errorf("limit the time to edit: %v", err)
		}
	}
	limit(t.Context(), 1)
	t.Cleanup(func() { limit(context.Background(), -1) })

	card := crte(t, r, j)
	own := r.Bob.Say(t, r.Channel(t, "pref-62"), "Une note")
	Until(t, patience, "the time to edit to be over", func() (struct{}, bool) {
		_, _, err := r.Bob.PatchPost(t.Context(), own.Id, &model.PostPatch{Message: new(model.NewId())})
		return struct{}{}, err != nil
	})
	r.Bob.Press(t, card, "Fait")
	r.Becomes(t, r.Bob, card, lines(crteAnnounced, "**Fait ✅** le lundi 23 novembre 2026 (S48) à 10 h, par bob, préfecture du Pas-de-Calais"))
	if out, err := j.Check(t.Context()); err != nil || !strings.Contains(Plain(out), "Durée pendant laquelle un message peut être modifié : 1 s") {
		t.Errorf("jalon check says (%v):\n%s", err, out)
	}
}
