package bot

import (
	"net/http"
	"strings"
	"testing"

	"jalon/bot/bottest"
	"jalon/card"
)

// withFile is an answer that carries a file.
var withFile = card.Reply{
	Text:  "**Vos données dans jalon** : nom.",
	Files: []card.File{{Name: "mes-données-alice.json", Type: "application/json", Content: []byte(`{"nom":"Zoé"}`)}},
}

// handed checks that somebody received the answer with its file, once, and in
// private.
func (w *world) handed(t *testing.T, p person) {
	t.Helper()
	list := w.received(t, p)
	if len(list) != 1 || list[0].Message != withFile.Text || len(list[0].FileIDs) != 1 {
		t.Fatalf("received %+v\n%s", list, w.log)
	}
	if got := p.File(t, list[0].FileIDs[0]); got.Body != string(withFile.Files[0].Content) {
		t.Errorf("the file reads %d %q", got.Status, got.Body)
	}
	if posts := p.Posts(t, w.channels["sgar"].ID); len(posts) != 0 {
		t.Errorf("the channel reads %+v", posts)
	}
}

const saidHanded = "La réponse et son fichier sont dans votre conversation avec jalon."

func TestFileOfASlashCommandComesAsAPrivateMessage(t *testing.T) {
	w := newWorld(t)
	w.router.answers(withFile)
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon aide")
	w.handed(t, w.alice)
	if got := w.heard(t, w.alice).Message; got != saidHanded {
		t.Errorf("heard %q", got)
	}
}

func TestFileAskedForInThePrivateConversationStandsInTheAnswer(t *testing.T) {
	w := newWorld(t)
	w.router.answers(withFile)
	w.alice.Slash(t, w.team.ID, w.alice.Direct(t, w.botID).ID, "/jalon aide")
	w.handed(t, w.alice)
	if list := w.mattermost.Ephemerals(w.alice.id); len(list) != 0 {
		t.Errorf("said beside: %+v", list)
	}
}

func TestFileOfAButtonComesAsAPrivateMessage(t *testing.T) {
	w := newWorld(t)
	w.router.answers(card.Reply{Text: "?", Buttons: []card.Button{{ID: "oui", Label: "Oui", Command: "jalon aide"}}})
	w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon aide")
	asked := w.heard(t, w.alice)
	w.router.answers(withFile)
	w.alice.Press(t, asked, "Oui")
	w.handed(t, w.alice)
	if got := w.heard(t, w.alice).Message; got != saidHanded {
		t.Errorf("heard %q", got)
	}
}

func TestFileOfAFormComesAsAPrivateMessage(t *testing.T) {
	w := newWorld(t)
	form := w.fill(t, nil)
	w.router.answers(withFile)
	w.alice.Submit(t, form)
	w.handed(t, w.alice)
	if got := w.heard(t, w.alice).Message; got != saidHanded {
		t.Errorf("heard %q", got)
	}
}

func TestFileThatCannotBeGivenIsAnInternalError(t *testing.T) {
	for _, call := range []string{"POST /api/v4/files", "POST /api/v4/posts"} {
		w := newWorld(t)
		w.router.answers(withFile)
		w.mattermost.Break(call, bottest.Answering(http.StatusInternalServerError, "{}"))
		w.alice.Slash(t, w.team.ID, w.channels["sgar"].ID, "/jalon aide")
		if got := w.heard(t, w.alice).Message; !strings.Contains(got, "JA-") || strings.Contains(got, "Zoé") {
			t.Errorf("%s: heard %q", call, got)
		}
		if list := w.received(t, w.alice); len(list) != 0 {
			t.Errorf("%s: received %+v", call, list)
		}
		form := w.fill(t, nil)
		w.router.answers(withFile)
		w.mattermost.Break(call, bottest.Answering(http.StatusInternalServerError, "{}"))
		if answer, _ := w.alice.Submit(t, form); !strings.Contains(answer.Error, "JA-") {
			t.Errorf("%s: the form is answered %+v", call, answer)
		}
	}
}

func TestFileAskedForByAMessageComesAsAPrivateMessage(t *testing.T) {
	w := newOpenWorld(t)
	w.listens(t)
	w.router.answers(withFile)
	w.alice.Say(t, w.alice.Direct(t, w.botID).ID, "aide")
	got := w.answered(t, w.alice, 1)[0]
	if len(got.FileIDs) != 1 || w.alice.File(t, got.FileIDs[0]).Body != string(withFile.Files[0].Content) {
		t.Errorf("answered %+v", got)
	}
}
