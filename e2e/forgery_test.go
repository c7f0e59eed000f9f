package e2e

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// What jalon says to those whom it does not believe.
const (
	deadButton   = "Ce bouton n’est plus valable. Rien n’a changé.\nTapez `/echeance voir E1`."
	inventedDead = "Ce bouton n’est plus valable. Rien n’a changé.\nTapez `/jalon`."
	deadForm     = "Ce formulaire n’est plus valable. Rien n’a changé. Fermez-le et recommencez."
	refusedSlash = "Cette commande n’est pas acceptée. Rien n’a changé."
)

// calling sends a request straight to jalon, as anybody may who reaches it, and
// returns the status and the body of its answer.
func calling(t *testing.T, method, address, contentType, body string) (status int, answer string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// object is a JSON object that a test changes.
type object map[string]any

func decoded(t *testing.T, text []byte) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// with returns the object with another value in a field.
func (o object) with(field string, value any) object {
	changed := maps.Clone(o)
	changed[field] = value
	return changed
}

func (o object) String() string {
	text, err := json.Marshal(o)
	if err != nil {
		panic(err) // it was decoded from JSON
	}
	return string(text)
}

// clicked sends a click straight to jalon and returns what it says.
func clicked(t *testing.T, j *Jalon, click object) string {
	t.Helper()
	status, answer := calling(t, http.MethodPost, j.URL+"/action", "application/json", click.String())
	var said model.PostActionIntegrationResponse
	if err := json.Unmarshal([]byte(answer), &said); err != nil || status != http.StatusOK || said.Update != nil {
		t.Errorf("%d %s", status, answer)
	}
	return Plain(said.EphemeralText)
}

func TestAButtonCountsOnlyWhereJalonPutIt(t *testing.T) {
	r := world.NewRegion(t)
	j, tap := r.NewTappedJalon(t, "--rehearsal")
	sgar, calais := r.Channel(t, "sgar"), r.Channel(t, "pref-62")
	card := crte(t, r, j)
	before := Shown(r.Bob.Ask(t, calais, "/echeance voir E1"))
	r.Bob.Opens(t, func() { r.Bob.Press(t, card, "Reporter") })
	genuine := decoded(t, tap.Last(t, "/action"))
	ticket := object(genuine["context"].(map[string]any))

	t.Run("invented", func(t *testing.T) {
		for _, invented := range []any{nil, "fait", []any{}, 1, object{}, object{"a": "echeance fait E1"}, object{"v": 1, "a": "echeance fait E1", "m": ""}} {
			if said := clicked(t, j, genuine.with("context", invented)); said != inventedDead {
				t.Errorf("context %v: %q", invented, said)
			}
		}
	})
	t.Run("changed", func(t *testing.T) {
		for _, field := range slices.Sorted(maps.Keys(ticket)) {
			var other any = "x"
			switch value := ticket[field].(type) {
			case float64:
				other = value + 1
			case bool:
				other = !value
			}
			said := clicked(t, j, genuine.with("context", ticket.with(field, other)))
			if said != deadButton && said != inventedDead {
				t.Errorf("%s changed: %q", field, said)
			}
		}
		for _, line := range []string{"echeance fait E1", "echeance fait E1 pour tous", "echeance annuler E1 motif x"} {
			if said := clicked(t, j, genuine.with("context", ticket.with("a", line))); said != deadButton {
				t.Errorf("%q: %q", line, said)
			}
		}
	})
	t.Run("copied elsewhere", func(t *testing.T) {
		for field, other := range map[string]string{
			"channel_id": sgar, "post_id": r.Bob.Say(t, calais, "Une note").Id, "team_id": model.NewId(),
		} {
			if said := clicked(t, j, genuine.with(field, other)); said != deadButton {
				t.Errorf("%s changed: %q", field, said)
			}
		}
	})
	t.Run("of somebody else", func(t *testing.T) {
		own := r.Alice.Ask(t, sgar, "/echeance voir E1")
		r.Alice.Opens(t, func() { r.Alice.Press(t, own, "Reporter") })
		hers := decoded(t, tap.Last(t, "/action"))
		if said := clicked(t, j, hers.with("user_id", r.Bob.ID)); said != deadButton {
			t.Errorf("Alice's private button pressed by Bob: %q", said)
		}
	})
	t.Run("planted", func(t *testing.T) {
		for name, context := range map[string]object{"invented": {"a": "echeance fait E1"}, "copied": ticket} {
			planted := r.Bob.Post(t, plantedButton(calais, tap.URL+"/action", context))
			want := inventedDead
			if name == "copied" {
				want = deadButton
			}
			if said := Shown(r.Bob.Hears(t, func() { r.Bob.Press(t, planted, "Fait") })); said != want {
				t.Errorf("%s: %q", name, said)
			}
		}
	})
	t.Run("pressed from outside the channel", func(t *testing.T) {
		if err := r.Carole.TryPress(t.Context(), card, "Fait"); err == nil {
			t.Error("Carole, who is not in ~pref-62, pressed a button there")
		}
	})

	if after := Shown(r.Bob.Ask(t, calais, "/echeance voir E1")); after != before {
		t.Errorf("the deadline was\n%s\n\nand is\n%s", before, after)
	}
	shows(t, "the card", r.Reread(t, r.Bob, card), lines(crteAnnounced, "Rappels à 9 h : ven. 27 nov., mar. 1er, jeu. 3 et ven. 4 déc.", openButtons))
}

// plantedButton is a post that looks like jalon's, with a button that calls it.
func plantedButton(channelID, address string, context object) *model.Post {
	post := &model.Post{ChannelId: channelID, Message: "**E1 · Contributions CRTE**"}
	post.AddProp("from_bot", "true")
	post.AddProp("jalon_key", context["x"])
	post.AddProp(model.PostPropsAttachments, []*model.SlackAttachment{{
		Actions: []*model.PostAction{{
			Id: "fait", Type: model.PostActionTypeButton, Name: "Fait",
			Integration: &model.PostActionIntegration{URL: address, Context: context},
		}},
	}})
	return post
}

func TestAReaderIsRefusedWithWords(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	r.makePrivate(t, "sgar")
	card := crte(t, r, j)
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/jalon agent ajouter @bob pour 62 rôle lecture")
	said := r.Bob.Hears(t, func() { r.Bob.Press(t, card, "Fait") })
	shows(t, "Bob's answer", said, lines(
		"E1 ne peut pas être modifiée depuis votre compte. Rien n’a changé.",
		"Règle : elle revient aux agents de la préfecture du Pas-de-Calais, à la personne qui en est chargée et à la coordination. Votre service : préfecture du Pas-de-Calais.",
		"Pour l’obtenir : écrivez à la coordination (SGAR)."))
}

func TestAFormCountsOnlyForWhomItWasOpened(t *testing.T) {
	r := world.NewRegion(t)
	j, tap := r.NewTappedJalon(t, "--rehearsal")
	sgar, nord, calais := r.Channel(t, "sgar"), r.Channel(t, "pref-59"), r.Channel(t, "pref-62")
	card := crte(t, r, j)
	before := Shown(r.Bob.Ask(t, calais, "/echeance voir E1"))
	form := r.Bob.Opens(t, func() { r.Bob.Press(t, card, "Reporter") })
	genuine := model.SubmitDialogRequest{
		URL: form.URL, CallbackId: form.Dialog.CallbackId, State: form.Dialog.State, ChannelId: calais, TeamId: r.Team.Id,
		Submission: map[string]any{"date": "11/12"},
	}

	for _, c := range []struct {
		name   string
		who    *User
		change func(*model.SubmitDialogRequest)
	}{
		{"an invented state", r.Carole, func(s *model.SubmitDialogRequest) { s.State, s.ChannelId = `{"a":"echeance fait E1"}`, nord }},
		{"no state", r.Carole, func(s *model.SubmitDialogRequest) { s.State, s.ChannelId = "", nord }},
		{"the state of somebody else", r.Alice, func(s *model.SubmitDialogRequest) { s.ChannelId = calais }},
		{"the state of somebody else, at home", r.Alice, func(s *model.SubmitDialogRequest) { s.ChannelId = sgar }},
		{"another channel", r.Bob, func(s *model.SubmitDialogRequest) { s.ChannelId = nord }},
		{"another form", r.Bob, func(s *model.SubmitDialogRequest) { s.CallbackId = "autre" }},
		{"a state cut short", r.Bob, func(s *model.SubmitDialogRequest) { s.State = s.State[:len(s.State)/2] }},
		{"a state changed", r.Bob, func(s *model.SubmitDialogRequest) { s.State = "A" + s.State[1:] }},
	} {
		t.Run(c.name, func(t *testing.T) {
			forged := genuine
			c.change(&forged)
			answer, err := c.who.TrySubmit(t.Context(), forged)
			if err != nil {
				return // the server itself refuses
			}
			if Plain(answer.Error) != deadForm || len(answer.Errors) > 0 || answer.Form != nil {
				t.Errorf("answered %+v", answer)
			}
		})
	}
	t.Run("the ticket of a button", func(t *testing.T) {
		click := decoded(t, tap.Last(t, "/action"))
		ticket, err := json.Marshal(click["context"])
		if err != nil {
			t.Fatal(err)
		}
		forged := genuine
		forged.State = base64.RawURLEncoding.EncodeToString(ticket)
		if answer, err := r.Bob.TrySubmit(t.Context(), forged); err != nil || Plain(answer.Error) != deadForm {
			t.Errorf("answered %+v, %v", answer, err)
		}
	})

	if after := Shown(r.Bob.Ask(t, calais, "/echeance voir E1")); after != before {
		t.Errorf("the deadline was\n%s\n\nand is\n%s", before, after)
	}
	if answer, err := r.Bob.TrySubmit(t.Context(), genuine); err != nil || answer.Error != "" {
		t.Errorf("the genuine form, in the end: %+v, %v", answer, err)
	}
	r.Await(t, r.Bob, calais, "the card to change", By(j.BotID(t), "Reportée au **vendredi 11 décembre"))
}

func TestACommandMustProveItsToken(t *testing.T) {
	r := world.NewRegion(t)
	j, tap := r.NewTappedJalon(t, "--rehearsal")
	sgar := r.Channel(t, "sgar")
	j.At(t, "2026-11-23 10:00")
	form := func(text string) url.Values {
		t.Helper()
		r.Alice.Ask(t, sgar, text)
		values, err := url.ParseQuery(string(tap.Last(t, "/slash")))
		if err != nil {
			t.Fatal(err)
		}
		return values
	}
	other := form("/jalon").Get("token")
	list := Shown(r.Alice.Ask(t, sgar, "/echeance liste"))
	genuine := form("/echeance liste")
	genuine.Set("text", "ajouter Note ERBM vendredi")

	asked := func(t *testing.T, change func(url.Values)) string {
		t.Helper()
		forged := maps.Clone(genuine)
		change(forged)
		status, answer := calling(t, http.MethodPost, j.URL+"/slash", "application/x-www-form-urlencoded", forged.Encode())
		var said model.CommandResponse
		if err := json.Unmarshal([]byte(answer), &said); err != nil || status != http.StatusOK {
			t.Fatalf("%d %s", status, answer)
		}
		return Plain(said.Text)
	}
	for name, change := range map[string]func(url.Values){
		"a wrong token":              func(v url.Values) { v.Set("token", model.NewId()) },
		"no token":                   func(v url.Values) { v.Del("token") },
		"an empty token":             func(v url.Values) { v.Set("token", "") },
		"the token of another":       func(v url.Values) { v.Set("token", other) },
		"another team":               func(v url.Values) { v.Set("team_id", model.NewId()) },
		"no team":                    func(v url.Values) { v.Del("team_id") },
		"another command":            func(v url.Values) { v.Set("command", "/jalon") },
		"a command that is not ours": func(v url.Values) { v.Set("command", "/autre") },
	} {
		t.Run(name, func(t *testing.T) {
			if said := asked(t, change); said != refusedSlash {
				t.Errorf("answered %q", said)
			}
		})
	}
	if now := Shown(r.Alice.Ask(t, sgar, "/echeance liste")); now != list {
		t.Errorf("the list was %q and is %q", list, now)
	}
	if said := asked(t, func(url.Values) {}); !strings.HasPrefix(said, "E1 est enregistrée.") {
		t.Errorf("the genuine token, in the end: %q", said)
	}
}

func TestWhatIsNoRequestIsNoRequest(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t)
	j.Serve(t)
	for _, path := range []string{"/slash", "/action", "/dialog"} {
		for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodOptions} {
			if status, answer := calling(t, method, j.URL+path, "text/plain", ""); status != http.StatusMethodNotAllowed || len(answer) > 50 {
				t.Errorf("%s %s: %d %q", method, path, status, answer)
			}
		}
		for name, body := range map[string]string{
			"too large": strings.Repeat("a", 65<<10), "empty": "", "not JSON": "<xml>", "half": `{"context":{"a":`, "NUL": "\x00",
		} {
			status, answer := calling(t, http.MethodPost, j.URL+path, "application/json", body)
			if status != http.StatusOK || !json.Valid([]byte(answer)) || len(answer) > 300 {
				t.Errorf("POST %s, %s: %d %q", path, name, status, answer)
			}
		}
	}
	for _, path := range []string{"/", "/metrics", "/debug/pprof/", "/slash/", "/healthz/x", "/.git/config", "/jalon.json"} {
		if status, answer := calling(t, http.MethodGet, j.URL+path, "text/plain", ""); status != http.StatusNotFound || len(answer) > 50 {
			t.Errorf("GET %s: %d %q", path, status, answer)
		}
	}
}

func TestOnePersonDoesNotTakeAllOfJalonsTime(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t)
	j.Serve(t)
	calais := r.Channel(t, "pref-62")
	answers := r.Bob.HearsAll(t, 40, func() {
		for range 40 {
			r.Bob.Command(t, calais, "/jalon")
		}
	})
	const tooFast = "Vos demandes arrivent trop vite. Celle-ci n’a pas été prise en compte.\nRéessayez dans une minute."
	if !slices.ContainsFunc(answers, func(post *model.Post) bool { return Shown(post) == tooFast }) {
		t.Error("forty requests in a moment were all taken")
	}
	if said := Shown(r.Carole.Ask(t, r.Channel(t, "pref-59"), "/jalon")); said == tooFast {
		t.Error("Carole waits because of Bob")
	}
}
