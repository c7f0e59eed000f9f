package bot

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/bot/bottest"
	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// e17 is a card as the commands draw it.
var e17 = card.Card{
	Subject: "E17", Version: 3,
	Message: "**E17 · Contributions CRTE**\nÀ remettre **vendredi 4 décembre 2026 (S49)**",
	Body:    "En attente ⏳ : préfecture du Pas-de-Calais",
	Buttons: []card.Button{
		{ID: "fait", Label: "Fait", Style: card.Primary, Command: "echeance fait E17"},
		{ID: "reporter", Label: "Reporter", Style: card.Variant, Command: "echeance reporter E17"},
		{ID: "annuler", Label: "Annuler", Style: card.Quiet, Command: "echeance annuler E17"},
	},
}

// frozen makes the dispatch of a card to a channel.
func (w *world) frozen(t *testing.T, key, channel string, c card.Card) plan.Dispatch {
	t.Helper()
	content, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	d := plan.Dispatch{
		ID: "d-" + key, Region: w.region(), Key: key, Kind: plan.Create, Subject: plan.Ref(c.Subject), Content: content,
		To: plan.Recipient{Channel: plan.ChannelID(w.channels[channel].ID)}, State: plan.Sending, FirstTried: w.clock.now(),
	}
	w.planner.put(d)
	return d
}

// posted posts a card in a channel and records it.
func (w *world) posted(t *testing.T, key, channel string, c card.Card) bottest.Post {
	t.Helper()
	d := w.frozen(t, key, channel, c)
	receipt, err := w.Poster().Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.planner.RecordSent(t.Context(), w.clock.now(), d, receipt); err != nil {
		t.Fatal(err)
	}
	return w.admin.Read(t, receipt.Post)
}

const deadE17 = "Ce bouton n’est plus valable. Rien n’a changé.\nTapez `/echeance voir E17`."

func TestButtonOfACardIsTheCommandItStandsFor(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	w.router.answers(card.Reply{Text: "E17 est close pour la préfecture du Pas-de-Calais."})
	w.clock.advance(90 * 24 * time.Hour) // a card lives for months
	w.bob.Press(t, post, "Fait")
	if got := w.heard(t, w.bob).Message; got != "E17 est close pour la préfecture du Pas-de-Calais." {
		t.Errorf("heard %q", got)
	}
	w.router.was(t, commands.Request{
		Region: w.region(), User: plan.UserID(w.bob.id), Username: "bob", Channel: plan.ChannelID(w.channels["pref-62"].ID),
		Origin: plan.ByButton, Now: w.clock.now(), Line: "echeance fait E17", Drawn: 3, CanForm: true,
	})
	w.seen.was(t, "button, echeance fait, answered")
}

// pressing is what the server sends when somebody presses a button.
func (w *world) pressing(p person, channel, post string, context map[string]any) map[string]any {
	return map[string]any{
		"user_id": p.id, "user_name": "bob", "channel_id": channel, "channel_name": "pref-62", "team_id": w.team.ID, "team_domain": "hdf",
		"post_id": post, "trigger_id": "t", "type": "button", "data_source": "", "context": context,
	}
}

func (w *world) sendClick(t *testing.T, body map[string]any) string {
	t.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		EphemeralText string `json:"ephemeral_text"`
	}
	if err := json.Unmarshal([]byte(w.send(t, actionPath, "application/json", string(sent))), &said); err != nil {
		t.Fatal(err)
	}
	return said.EphemeralText
}

func TestButtonsThatDoNotCount(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	other := w.posted(t, "key2", "pref-62", e17)
	elsewhere := w.posted(t, "key3", "pref-59", e17)
	here := w.channels["pref-62"].ID
	genuine := w.mattermost.Integrations(post)[0].Integration.Context
	with := func(field string, value any) map[string]any {
		changed := maps.Clone(genuine)
		changed[field] = value
		return changed
	}
	planted := w.bob.Say(t, here, "Pressez !")
	forgotten := *w.config.Keys
	rotated := &Keyring{keys: []key{newKey(), newKey()}}
	for name, c := range map[string]struct {
		body map[string]any
		want string
	}{
		"no context":                  {w.pressing(w.bob, here, post.ID, nil), "Ce bouton n’est plus valable. Rien n’a changé.\nTapez `/jalon`."},
		"another line":                {w.pressing(w.bob, here, post.ID, with("a", "echeance annuler E17")), deadE17},
		"another object":              {w.pressing(w.bob, here, post.ID, with("o", "E18")), "Ce bouton n’est plus valable. Rien n’a changé.\nTapez `/echeance voir E18`."},
		"an object that is a message": {w.pressing(w.bob, here, post.ID, with("o", "@all `x`")), "Ce bouton n’est plus valable. Rien n’a changé.\nTapez `/jalon`."},
		"another drawn version":       {w.pressing(w.bob, here, post.ID, with("d", 4)), deadE17},
		"another dispatch":            {w.pressing(w.bob, here, post.ID, with("x", "key2")), deadE17},
		"no dispatch":                 {w.pressing(w.bob, here, post.ID, with("x", "")), deadE17},
		"another region":              {w.pressing(w.bob, here, post.ID, with("r", "ailleurs")), deadE17},
		"another purpose":             {w.pressing(w.bob, here, post.ID, with("p", forForm)), deadE17},
		"an unknown key":              {w.pressing(w.bob, here, post.ID, with("k", "unknown1")), deadE17},
		"a cut proof":                 {w.pressing(w.bob, here, post.ID, with("m", genuine["m"].(string)[:20])), deadE17},
		"no proof":                    {w.pressing(w.bob, here, post.ID, with("m", "")), deadE17},
		"a later format":              {w.pressing(w.bob, here, post.ID, with("v", 2)), deadE17},
		"pressed in another channel":  {w.pressing(w.carole, w.channels["pref-59"].ID, post.ID, genuine), deadE17},
		"on another card":             {w.pressing(w.bob, here, other.ID, genuine), deadE17},
		"on a card elsewhere":         {w.pressing(w.bob, here, elsewhere.ID, genuine), deadE17},
		"on a planted post":           {w.pressing(w.bob, here, planted.ID, genuine), deadE17},
	} {
		t.Run(name, func(t *testing.T) {
			if got := w.sendClick(t, c.body); got != c.want {
				t.Errorf("answered %q, want %q", got, c.want)
			}
		})
	}
	t.Run("a click from another team", func(t *testing.T) {
		body := w.pressing(w.bob, here, post.ID, genuine)
		body["team_id"] = "ailleurs"
		if got := w.sendClick(t, body); got != deadE17 {
			t.Errorf("answered %q", got)
		}
	})
	t.Run("a dispatch that is not there", func(t *testing.T) {
		sealed := forgotten.issue(ticket{Purpose: forButton, Region: w.team.ID, Line: "echeance fait E17", Subject: "E17", Channel: here, Dispatch: "none"})
		if got := w.sendClick(t, w.pressing(w.bob, here, post.ID, sealed.context())); got != deadE17 {
			t.Errorf("answered %q", got)
		}
	})
	t.Run("a key forgotten by two rotations", func(t *testing.T) {
		*w.config.Keys = *rotated
		defer func() { *w.config.Keys = forgotten }()
		if got := w.sendClick(t, w.pressing(w.bob, here, post.ID, genuine)); got != deadE17 {
			t.Errorf("answered %q", got)
		}
	})
	w.router.was(t)
}

func TestButtonSealedWithThePreviousKeyStillCounts(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	w.config.Keys.keys = append([]key{newKey()}, w.config.Keys.keys...)
	w.bob.Press(t, post, "Fait")
	if got := w.heard(t, w.bob).Message; got != "Bien reçu." {
		t.Errorf("heard %q", got)
	}
}

func TestPlantedButtonIsRefused(t *testing.T) {
	w := newWorld(t)
	here := w.channels["pref-62"].ID
	planted := w.bob.Post(t, bottest.Post{ChannelID: here, Message: "Carte", Props: map[string]any{
		propKey: "key1", "from_bot": "true",
		"attachments": []bottest.Attachment{{Actions: []bottest.Action{{
			ID: "fait", Type: "button", Name: "Fait",
			Integration: &bottest.Integration{URL: callback + actionPath, Context: map[string]any{"a": "echeance fait E17", "o": "E17", "v": 1}},
		}}}},
	}})
	w.bob.Press(t, planted, "Fait")
	if got := w.heard(t, w.bob).Message; got != deadE17 {
		t.Errorf("heard %q", got)
	}
	w.router.was(t)
}

func TestPrivateButtonOfSomebodyElseIsRefused(t *testing.T) {
	w := newWorld(t)
	w.router.answers(card.Reply{Text: "Quelle date ?", Buttons: []card.Button{{ID: "d", Label: "Oui", Command: "echeance fait E17"}}})
	w.bob.Slash(t, w.team.ID, w.channels["pref-62"].ID, "/echeance fait E17")
	asked := w.heard(t, w.bob)
	genuine := w.mattermost.Integrations(asked)[0].Integration.Context
	here := w.channels["pref-62"].ID
	if got := w.sendClick(t, w.pressing(w.carole, here, asked.ID, genuine)); got != deadE17 {
		t.Errorf("carole is answered %q", got)
	}
	w.clock.advance(privateButtonLife - time.Second)
	if got := w.sendClick(t, w.pressing(w.bob, here, asked.ID, genuine)); got != "Quelle date ?\n\nLes boutons de cette réponse sont dans votre conversation avec jalon." {
		t.Errorf("bob is answered %q", got)
	}
	w.clock.advance(time.Second)
	if got := w.sendClick(t, w.pressing(w.bob, here, asked.ID, genuine)); got != deadE17 {
		t.Errorf("a day later bob is answered %q", got)
	}
}

func TestRefusalSpeaksThePersonsLanguage(t *testing.T) {
	w := newWorld(t)
	w.planner.langs[plan.UserID(w.bob.id)] = i18n.EN
	post, other := w.posted(t, "key1", "pref-62", e17), w.posted(t, "key2", "pref-62", e17)
	context := w.mattermost.Integrations(post)[0].Integration.Context
	got := w.sendClick(t, w.pressing(w.bob, w.channels["pref-62"].ID, other.ID, context))
	if want := "This button no longer works. Nothing has changed.\nType `/echeance voir E17`."; got != want {
		t.Errorf("answered %q, want %q", got, want)
	}
}

func TestClickOnACardInDoubtAdoptsItsPost(t *testing.T) {
	w := newWorld(t)
	for _, state := range []plan.DispatchState{plan.Sending, plan.InDoubt} {
		key := "key-" + string(state)
		d := w.frozen(t, key, "pref-62", e17)
		receipt, err := w.Poster().Send(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		d.State = state
		w.planner.put(d)
		w.bob.Press(t, w.admin.Read(t, receipt.Post), "Fait")
		if got := w.heard(t, w.bob).Message; got != "Bien reçu." {
			t.Errorf("%s: heard %q", state, got)
		}
		if got := w.planner.dispatch(key); got.State != plan.Posted || got.Post != receipt.Post || string(got.Channel) != w.channels["pref-62"].ID {
			t.Errorf("%s: recorded %+v", state, got)
		}
	}
}

func TestClickOnACardInDoubtAdoptsNothingElse(t *testing.T) {
	w := newWorld(t)
	d := w.frozen(t, "key1", "pref-62", e17)
	receipt, err := w.Poster().Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	genuine := w.mattermost.Integrations(w.admin.Read(t, receipt.Post))[0].Integration.Context
	here := w.channels["pref-62"].ID
	planted := w.bob.Post(t, bottest.Post{ChannelID: here, Message: "Carte", Props: map[string]any{propKey: "key1", "from_bot": "true"}})
	otherKey := w.posted(t, "key2", "pref-62", e17)
	for name, post := range map[string]string{"a person's post": planted.ID, "a post with another key": otherKey.ID} {
		if got := w.sendClick(t, w.pressing(w.bob, here, post, genuine)); got != deadE17 {
			t.Errorf("%s: answered %q", name, got)
		}
	}
	if got := w.planner.dispatch("key1"); got.State != plan.Sending {
		t.Errorf("recorded %+v", got)
	}
	w.planner.twin = true
	if got := w.sendClick(t, w.pressing(w.bob, here, receipt.Post, genuine)); got != deadE17 {
		t.Errorf("a twin: answered %q", got)
	}
	w.router.was(t)
}

func TestClickThatCannotBeVerifiedIsAnInternalError(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	w.planner.broken = errors.New("database is locked")
	w.bob.Press(t, post, "Fait")
	if got := w.heard(t, w.bob).Message; !strings.HasPrefix(got, "**jalon n’a pas pu terminer.**") {
		t.Errorf("heard %q", got)
	}
	w.router.was(t)
}

func TestClickMayOpenAForm(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	w.router.answers(card.Reply{Form: &card.Form{
		Title: "Reporter E17", Command: "echeance reporter E17", Submit: "Reporter",
		Fields: []card.Field{{Name: "date", Label: "Nouvelle date"}, {Name: "motif", Label: "Motif", Optional: true, Long: true}},
	}})
	w.bob.Press(t, post, "Reporter")
	got := w.opened(t, w.bob)
	got.Dialog.State = ""
	want := bottest.Form{URL: callback + dialogPath, Dialog: bottest.Dialog{
		CallbackID: "jalon", Title: "Reporter E17", SubmitLabel: "Reporter",
		Elements: []bottest.Element{
			{DisplayName: "Nouvelle date", Name: "date", Type: "text", MaxLength: 150},
			{DisplayName: "Motif", Name: "motif", Type: "textarea", Optional: true, MaxLength: 3000},
		},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the form (-want +got):\n%s", diff)
	}
	if n := len(w.mattermost.Ephemerals(w.bob.id)); n != 0 {
		t.Errorf("%d private answers beside the form", n)
	}
}

func TestFormThatDoesNotOpenSaysWhatToType(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	w.router.answers(card.Reply{Form: &card.Form{Title: "Reporter E17", Command: "echeance reporter E17", Submit: "Reporter"}})
	w.mattermost.Break("POST /api/v4/actions/dialogs/open", bottest.Answering(http.StatusBadRequest, "{}"))
	w.bob.Press(t, post, "Reporter")
	want := "Le formulaire ne s’est pas ouvert. Rien n’a changé.\nRéessayez, ou tapez la commande\u202f: `/echeance reporter E17`"
	if got := w.heard(t, w.bob).Message; got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
	w.mattermost.Break("POST /api/v4/actions/dialogs/open", bottest.Answering(http.StatusBadRequest, "{}"))
	w.bob.Slash(t, w.team.ID, w.channels["pref-62"].ID, "/echeance reporter E17")
	if got := w.heard(t, w.bob).Message; got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestAnswerWithButtonsToAClickComesAsAPrivateMessage(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	w.router.answers(card.Reply{Text: "Pour quel service ?", Buttons: []card.Button{
		{ID: "s1", Label: "59", Command: "echeance fait E17 pour 59"}, {ID: "s2", Label: "62", Command: "echeance fait E17 pour 62"},
	}})
	w.bob.Press(t, post, "Fait")
	if got := w.heard(t, w.bob).Message; got != "Pour quel service ?\n\nLes boutons de cette réponse sont dans votre conversation avec jalon." {
		t.Errorf("heard %q", got)
	}
	letters := w.received(t, w.bob)
	if len(letters) != 1 || letters[0].Message != "Pour quel service ?" || len(letters[0].Buttons()) != 2 {
		t.Fatalf("received %+v", letters)
	}
	w.router.answers(card.Reply{Text: "E17 est close."})
	w.bob.Press(t, letters[0], "62")
	if got := w.router.asked[1]; got.Line != "echeance fait E17 pour 62" || !got.Direct || got.Region != w.region() {
		t.Errorf("asked %+v", got)
	}
	if got := w.heard(t, w.bob).Message; got != "E17 est close." {
		t.Errorf("heard %q", got)
	}
}

func TestAnswerWithButtonsIsTypedWhenItCannotBeSent(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", e17)
	w.router.answers(card.Reply{Text: "Pour quel service ?", Buttons: []card.Button{{ID: "s1", Label: "59", Command: "echeance fait E17 pour 59"}}})
	w.mattermost.Break("POST /api/v4/posts", bottest.Answering(http.StatusBadGateway, "down"))
	w.bob.Press(t, post, "Fait")
	if got := w.heard(t, w.bob).Message; got != "Pour quel service ?\n\n- 59\u202f: `/echeance fait E17 pour 59`" {
		t.Errorf("heard %q", got)
	}
}

func TestTicketsAreJSONThatTheServerMayReorder(t *testing.T) {
	ring := &Keyring{keys: []key{newKey()}}
	issued := ring.issue(ticket{Purpose: forButton, Region: "r", Line: "echeance fait E17", Subject: "E17", Drawn: 1 << 40, Channel: "c", Dispatch: "x"})
	text, err := json.Marshal(issued.context()) // a map: in another order, numbers as floats
	if err != nil {
		t.Fatal(err)
	}
	var back ticket
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if err := ring.inspect(back, forButton, "anybody", "c", monday); err != nil {
		t.Errorf("%v in %s", err, text)
	}
}

func TestCheckTicketDoesNothing(t *testing.T) {
	w := newWorld(t)
	if f := w.reached(context.WithoutCancel(t.Context()), w.planner.regions); !f.OK {
		t.Errorf("%s", f.In(i18n.FR))
	}
	w.router.was(t)
}

// several is a post of two deadlines, whose menu puts either off.
var several = card.Card{
	Subject: "E17", Version: 3, Message: "**2 échéances à suivre**", Body: "- Contributions CRTE (E17)\n- Fiches ACV (E18)",
	Buttons: []card.Button{{ID: "reporter", Label: "Reporter…", Style: card.Variant, Choices: []card.Button{
		{ID: "reporterE17", Label: "E17 · Contributions CRTE", Command: "echeance reporter E17", Subject: "E17", Drawn: 3},
		{ID: "reporterE18", Label: "E18 · Fiches ACV", Command: "echeance reporter E18", Subject: "E18", Drawn: 5},
	}}},
}

func TestAChoiceOfAMenuIsTheCommandItStandsFor(t *testing.T) {
	w := newWorld(t)
	post := w.posted(t, "key1", "pref-62", several)
	context := w.mattermost.Integrations(post)[0].Integration.Context
	choose := func(option any) string {
		c := maps.Clone(context)
		c["selected_option"] = option
		return w.sendClick(t, w.pressing(w.bob, w.channels["pref-62"].ID, post.ID, c))
	}
	w.router.answers(card.Reply{Text: "E18 est reportée."})
	if got := choose("reporterE18"); got != "E18 est reportée." {
		t.Errorf("heard %q", got)
	}
	w.router.was(t, commands.Request{
		Region: w.region(), User: plan.UserID(w.bob.id), Username: "bob", Channel: plan.ChannelID(w.channels["pref-62"].ID),
		Origin: plan.ByButton, Now: w.clock.now(), Line: "echeance reporter E18", Drawn: 5, CanForm: true,
	})
	// The server lets any value through, and none at all.
	for _, option := range []any{"reporterE19", "", nil, 3} {
		if got := choose(option); !strings.HasPrefix(got, "Ce bouton n’est plus valable.") {
			t.Errorf("%v: heard %q", option, got)
		}
	}
}
