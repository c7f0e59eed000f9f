package bot

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattermost/mattermost/server/public/model"

	"jalon/card"
	"jalon/plan"
)

var update = flag.Bool("update", false, "write the golden files anew")

func planUser(n int) plan.UserID { return plan.UserID("user" + strconv.Itoa(n)) }

// still is a painter whose tickets are the same at each run.
func still() *painter {
	return &painter{keys: &Keyring{keys: []key{{id: "current1", secret: make([]byte, secretBytes)}}}, callback: callback, real: (&clock{at: monday}).now}
}

var inPref62 = place{region: "teamhdf", channel: "channelpref62", dispatch: "KEY1"}

func TestCardsAreDrawnAsPosts(t *testing.T) {
	done, late := e17, e17
	done.Body, done.Buttons, done.Urgency = "Fait ✅ : lundi 23 novembre 2026 (S48) à 10 h 12, par bob", nil, card.Done
	late.Urgency = card.Late
	grouped := card.Card{
		Message: "**3 rappels pour ~pref-62**\n- **ven. 27 nov.** · Note ERBM (E16)", Version: 0,
		Buttons: []card.Button{
			{ID: "fait", Label: "Fait E16", Style: card.Primary, Command: "echeance fait E16"},
			{ID: "fait", Label: "Fait E17", Style: card.Primary, Command: "echeance fait E17"},
			{ID: "fait-x2", Label: "Fait E18", Style: card.Primary, Command: "echeance fait E18"},
			{ID: "…", Label: "Reporter", Command: "echeance reporter"},
		},
	}
	plain := card.Card{Subject: "E17", Version: 1, Message: "Contributions CRTE (E17) est annulée, dit @all."}
	for name, c := range map[string]card.Card{"open": e17, "done": done, "late": late, "grouped": grouped, "menu": several, "plain": plain} {
		t.Run(name, func(t *testing.T) { golden(t, "card-"+name, still().post(c, inPref62)) })
	}
}

func TestRepliesAreDrawnAsPrivateAnswers(t *testing.T) {
	at := place{region: "teamhdf", channel: "channelsgar", user: "useralice"}
	choices := []card.Button{
		{ID: "d1", Label: "ven. 27 nov.", Style: card.Primary, Command: "echeance ajouter Note 2026-11-27"},
		{ID: "d2", Label: "ven. 4 déc.", Style: card.Variant, Command: "echeance ajouter Note 2026-12-04"},
	}
	c := e17
	for name, r := range map[string]card.Reply{
		"text":    {Text: "**6 échéances ouvertes**\n\n| a | b |\n|:--|:--|\n| 1 | 2 |"},
		"choices": {Text: "Quelle date ?", Buttons: choices},
		"card":    {Text: "E17 est enregistrée.", Card: &c, Buttons: choices[:1]},
	} {
		t.Run(name, func(t *testing.T) { golden(t, "reply-"+name, ephemeral(still().answer(r, at))) })
	}
}

func TestFormsAreDrawnWithinTheLimits(t *testing.T) {
	f := card.Form{
		Title: "Nouvelle échéance, avec un titre trop long", Command: "echeance ajouter", Intro: "Rien n’est enregistré avant @all.", Submit: "Enregistrer",
		Fields: []card.Field{
			{Name: "titre", Label: "Titre", Value: strings.Repeat("é", 100)},
			{Name: "date", Label: "Date de la remise attendue", Help: strings.Repeat("à", 80)},
			{Name: "motif", Label: "Motif", Optional: true, Long: true},
		},
	}
	d := still().dialog(f, "sealed")
	golden(t, "form", d)
	if err := d.IsValid(); err != nil {
		t.Errorf("the server would warn: %v", err)
	}
	want := "title \"Nouvelle échéance, avec un titre trop long\" takes 44 bytes, 24 are shown\n" +
		"label \"Date de la remise attendue\" takes 26 bytes, 24 are shown\n" +
		"help \"" + strings.Repeat("à", 80) + "\" takes 160 bytes, 150 are shown"
	if err := CheckForm(f); err == nil || err.Error() != want {
		t.Errorf("CheckForm says\n%v\nwant\n%s", err, want)
	}
	if err := CheckForm(newDeadline); err != nil {
		t.Errorf("CheckForm: %v", err)
	}
	if err := CheckForm(card.Form{Fields: []card.Field{{Name: "a"}, {Name: "a"}, {}}}); err == nil ||
		err.Error() != "no title\nfield name \"a\" is empty or taken\nfield name \"\" is empty or taken" {
		t.Errorf("CheckForm says %v", err)
	}
}

func TestShortenCutsBetweenCharacters(t *testing.T) {
	for text, want := range map[string]string{
		"Nouvelle échéance":          "Nouvelle échéance",
		"aaaaaaaaaaaaaaaaaaaaaaaa":   "aaaaaaaaaaaaaaaaaaaaaaaa",
		"éééééééééééé":               "éééééééééééé",
		"ééééééééééééé":              "éééééééééé…",
		"aééééééééééééé":             "aéééééééééé…",
		"Date de la remise prévue":   "Date de la remise pr…",
		"Date de la remise  xxxxx":   "Date de la remise  xxxxx",
		"Date de la remise    xxxxx": "Date de la remise…",
	} {
		got := shorten(text, card.LabelBytes)
		if got != want || len(got) > card.LabelBytes {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestEveryActionIsAnIdentifierOfItsOwn(t *testing.T) {
	list := []*model.MessageAttachment{
		{Actions: []*model.PostAction{{Id: "a"}, {Id: "a"}, {Id: "ax2"}, {Id: "a"}}},
		{Actions: []*model.PostAction{{Id: "a"}, {Id: "b"}}},
	}
	unique(list)
	var got []string
	for _, a := range list {
		for _, action := range a.Actions {
			got = append(got, action.Id)
		}
	}
	if diff := cmp.Diff([]string{"a", "ax2", "ax2x2", "ax3", "ax4", "b"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnswersTooLongAreCut(t *testing.T) {
	if got := fitting(strings.Repeat("é", model.PostMessageMaxRunesV2)); strings.HasSuffix(got, "…") {
		t.Error("a post that fits is cut")
	}
	if got := []rune(fitting(strings.Repeat("é", model.PostMessageMaxRunesV2+1))); len(got) != model.PostMessageMaxRunesV2 || got[len(got)-1] != '…' {
		t.Errorf("%d characters, the last is %q", len(got), got[len(got)-1])
	}
}

// golden compares what is drawn, in JSON, with a file of testdata.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got := string(text) + "\n"
	path := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
