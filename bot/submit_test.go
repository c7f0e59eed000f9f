package bot

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/card"
	"jalon/commands"
	"jalon/plan"
)

var newDeadline = card.Form{
	Title: "Nouvelle échéance", Command: "echeance ajouter", Submit: "Enregistrer", Version: 2,
	Fields: []card.Field{{Name: "titre", Label: "Titre"}, {Name: "date", Label: "Date"}},
}

// fill opens a form at alice's with a slash command and returns it ready to be
// sent back.
func (w *world) fill(t *testing.T, values map[string]any) bottest.Submission {
	t.Helper()
	w.router.answers(card.Reply{Form: &newDeadline})
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/echeance ajouter")
	f := w.opened(t, w.alice)
	return bottest.Submission{
		URL: f.URL, CallbackID: f.Dialog.CallbackID, State: f.Dialog.State,
		ChannelID: w.channels["sgar"].ID, TeamID: w.team.ID, Submission: values,
	}
}

func TestFormIsTheCommandWithItsFields(t *testing.T) {
	w := newWorld(t)
	form := w.fill(t, map[string]any{"titre": "Bilan, pour vendredi", "date": "fin janvier", "motif": nil, "urgent": true, "jours": 3, "liste": []string{"59", "62"}})
	w.router.answers(card.Reply{Text: "E17 est enregistrée."})
	if answer, _ := w.alice.Submit(t, form); !cmp.Equal(answer, bottest.SubmissionAnswer{}) {
		t.Errorf("answered %+v", answer)
	}
	want := commands.Request{
		Region: w.region(), User: plan.UserID(w.alice.id), Channel: plan.ChannelID(w.channels["sgar"].ID), Origin: plan.ByForm, Now: monday,
		Line: "echeance ajouter", Drawn: 2, CanForm: true,
		Fields: map[string]string{"titre": "Bilan, pour vendredi", "date": "fin janvier", "urgent": "true", "jours": "3", "liste": `["59","62"]`},
	}
	if diff := cmp.Diff(want, w.router.asked[1]); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if got := w.heard(t, w.alice); got.Message != "E17 est enregistrée." || got.ChannelID != w.channels["sgar"].ID {
		t.Errorf("heard %+v", got)
	}
	if n := len(w.received(t, w.alice)); n != 0 {
		t.Errorf("%d private messages beside", n)
	}
}

func TestFormStaysOpenOnAnError(t *testing.T) {
	w := newWorld(t)
	form := w.fill(t, map[string]any{"titre": "Note"})
	w.router.answers(card.Reply{Text: "La date n’est pas comprise.", Error: true, Field: "date"})
	if answer, _ := w.alice.Submit(t, form); !cmp.Equal(answer, bottest.SubmissionAnswer{Errors: map[string]string{"date": "La date n’est pas comprise."}}) {
		t.Errorf("answered %+v", answer)
	}
	w.router.answers(card.Reply{Text: "E12 est déjà close.", Error: true})
	if answer, _ := w.alice.Submit(t, form); !cmp.Equal(answer, bottest.SubmissionAnswer{Error: "E12 est déjà close."}) {
		t.Errorf("answered %+v", answer)
	}
	w.router.answers(card.Reply{Text: "E17 est enregistrée."})
	w.alice.Submit(t, form)
	if got := w.heard(t, w.alice).Message; got != "E17 est enregistrée." {
		t.Errorf("at last heard %q", got)
	}
}

func TestAFormThatLeadsToAChoiceClosesAndAsksIt(t *testing.T) {
	w := newWorld(t)
	form := w.fill(t, map[string]any{"date": "17h"})
	w.router.answers(card.Reply{
		Text: "bob a modifié E15 pendant votre saisie.", Error: true, Version: 3,
		Buttons: []card.Button{{ID: "appliquer", Label: "Mettre 17 h", Command: "echeance modifier E15 17h"}},
	})
	if answer, _ := w.alice.Submit(t, form); !cmp.Equal(answer, bottest.SubmissionAnswer{}) {
		t.Errorf("answered %+v", answer)
	}
	heard := w.heard(t, w.alice)
	if got := heard.Message; got != "bob a modifié E15 pendant votre saisie." {
		t.Errorf("heard %q", got)
	}
	w.router.answers(card.Reply{Text: "E15 est modifiée."})
	w.alice.Press(t, heard, "Mettre 17 h")
	if last := w.router.asked[len(w.router.asked)-1]; last.Line != "echeance modifier E15 17h" || last.Drawn != 3 {
		t.Errorf("the button asked %q of version %d", last.Line, last.Drawn)
	}
}

func TestFormMayBeFollowedByAnother(t *testing.T) {
	w := newWorld(t)
	form := w.fill(t, nil)
	w.router.answers(card.Reply{Form: &card.Form{Title: "Services", Command: "echeance ajouter Note", Submit: "Enregistrer"}})
	answer, _ := w.alice.Submit(t, form)
	if answer.Type != "form" || answer.Form == nil || answer.Form.Title != "Services" {
		t.Fatalf("answered %+v", answer)
	}
	w.router.answers(card.Reply{Text: "E17 est enregistrée."})
	form.State = answer.Form.State
	w.alice.Submit(t, form)
	if got := w.router.asked[2].Line; got != "echeance ajouter Note" {
		t.Errorf("line %q", got)
	}
	if got := w.heard(t, w.alice).Message; got != "E17 est enregistrée." {
		t.Errorf("heard %q", got)
	}
}

func TestFormsThatDoNotCount(t *testing.T) {
	w := newWorld(t)
	genuine := w.fill(t, map[string]any{"titre": "Note"})
	asked := len(w.router.asked)
	w.router.answers(card.Reply{Text: "Bien reçu."})
	post := w.posted(t, "key1", "pref-62", e17)
	button, err := json.Marshal(w.mattermost.Integrations(post)[0].Integration.Context)
	if err != nil {
		t.Fatal(err)
	}
	unsealed, err := base64.RawURLEncoding.DecodeString(genuine.State)
	if err != nil {
		t.Fatal(err)
	}
	state := func(text string) func(*bottest.Submission) {
		return func(s *bottest.Submission) { s.State = base64.RawURLEncoding.EncodeToString([]byte(text)) }
	}
	for name, c := range map[string]struct {
		who    person
		change func(*bottest.Submission)
	}{
		"sent by somebody else":          {w.bob, func(*bottest.Submission) {}},
		"from another channel":           {w.alice, func(s *bottest.Submission) { s.ChannelID = w.channels["pref-62"].ID }},
		"from another team":              {w.alice, func(s *bottest.Submission) { s.TeamID = "ailleurs" }},
		"under another name":             {w.alice, func(s *bottest.Submission) { s.CallbackID = "autre" }},
		"without a state":                {w.alice, func(s *bottest.Submission) { s.State = "" }},
		"with an invented state":         {w.alice, func(s *bottest.Submission) { s.State = "inventé" }},
		"with a state that is no ticket": {w.alice, state("[]")},
		"with another command":           {w.alice, state(strings.Replace(string(unsealed), "echeance ajouter", "echeance annuler", 1))},
		"with a button's ticket":         {w.alice, state(string(button))},
		"with an empty ticket":           {w.alice, state("{}")},
	} {
		t.Run(name, func(t *testing.T) {
			form := genuine
			c.change(&form)
			answer, said := c.who.Submit(t, form)
			if said.Status != http.StatusOK || answer.Error != "Ce formulaire n’est plus valable. Rien n’a changé. Fermez-le et recommencez." {
				t.Errorf("%d %+v", said.Status, answer)
			}
		})
	}
	w.clock.advance(formLife)
	if answer, _ := w.alice.Submit(t, genuine); answer.Error != "Ce formulaire n’est plus valable. Rien n’a changé. Fermez-le et recommencez." {
		t.Errorf("an hour later: %+v", answer)
	}
	if n := len(w.router.asked); n != asked {
		t.Errorf("%d requests ran", n-asked)
	}
}

func TestCancelledFormDoesNothing(t *testing.T) {
	w := newWorld(t)
	form := w.fill(t, nil)
	form.Cancelled = true
	w.alice.Submit(t, form)
	if n := len(w.router.asked); n != 1 {
		t.Errorf("%d requests ran", n)
	}
}

func TestResultOfAFormComesInPrivateWhenItsCommandIsForgotten(t *testing.T) {
	for name, forget := range map[string]func(*world){
		"jalon was restarted":          func(w *world) { w.server.threads = newThreads() },
		"the server no longer listens": func(w *world) { w.clock.advance(hookLife) },
		"the server refuses": func(w *world) {
			w.mattermost.Break("POST /hooks/commands/", bottest.Answering(http.StatusNotFound, ""))
		},
		"the server does not answer": func(w *world) { w.mattermost.Break("POST /hooks/commands/", bottest.CutBefore) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			form := w.fill(t, map[string]any{"titre": "Note"})
			forget(w)
			w.router.answers(card.Reply{Text: "E17 est enregistrée.", Buttons: e17.Buttons[:1]})
			w.alice.Submit(t, form)
			letters := w.received(t, w.alice)
			if len(letters) != 1 || letters[0].Message != "E17 est enregistrée." || len(letters[0].Buttons()) != 1 {
				t.Fatalf("received %+v\n%s", letters, w.log)
			}
			w.alice.Press(t, letters[0], "Fait")
			if got := w.router.asked[2]; got.Line != "echeance fait E17" || !got.Direct {
				t.Errorf("asked %+v", got)
			}
		})
	}
}

func TestResultOfAFormOpenedByAButtonComesInPrivate(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	w.router.answers(card.Reply{Form: &card.Form{Title: "Reporter E17", Command: "echeance reporter E17", Submit: "Reporter"}})
	w.bob.Press(t, post, "Reporter")
	f := w.opened(t, w.bob)
	w.router.answers(card.Reply{Text: "E17 est reportée."})
	w.bob.Submit(t, bottest.Submission{URL: f.URL, CallbackID: "jalon", State: f.Dialog.State, ChannelID: w.channels["pref-62"].ID, TeamID: w.team.ID})
	if got := w.router.asked[1]; got.Line != "echeance reporter E17" || got.Drawn != 3 {
		t.Errorf("asked %+v", got)
	}
	if letters := w.received(t, w.bob); len(letters) != 1 || letters[0].Message != "E17 est reportée." {
		t.Errorf("received %+v", letters)
	}
}

func TestThreadsForgetRatherThanGrow(t *testing.T) {
	threads := newThreads()
	address := "http://mattermost.test/hooks/commands/" + strings.Repeat("a", 26)
	first := threads.open(address, monday)
	for range maxHooks {
		threads.open(address, monday.Add(time.Minute))
	}
	if n := len(threads.hooks); n > maxHooks {
		t.Errorf("%d addresses are kept", n)
	}
	if _, ok := threads.take(first, monday); ok {
		t.Error("the first one is still known")
	}
	for _, other := range []string{"", "http://other.test/", "http://other.test/hooks/commands/short", address + "?x=1"} {
		if name := threads.open(other, monday); name != "" {
			t.Errorf("%q is taken for an address to answer at", other)
		}
	}
}
