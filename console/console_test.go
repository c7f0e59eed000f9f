package console

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
)

// scripted answers what it was told to, and keeps what it was asked.
type scripted struct {
	replies map[string]card.Reply
	asked   []commands.Request
}

func (s *scripted) Run(_ context.Context, req commands.Request) card.Reply {
	s.asked = append(s.asked, req)
	if reply, known := s.replies[req.Line]; known {
		return reply
	}
	return card.Reply{Text: "?", Error: true}
}

// office is a region with two services and three people.
type office struct{}

func (office) Agents(context.Context, plan.RegionID) ([]plan.Agent, error) {
	return []plan.Agent{
		{User: "u1", Username: "alice", Active: true}, {User: "u2", Username: "bob", Active: true}, {User: "u3", Username: "zoe"},
	}, nil
}

func (office) Services(context.Context, plan.RegionID) ([]plan.Service, error) {
	return []plan.Service{
		{Code: "SGAR", Channel: "c1", ChannelName: "sgar"},
		{Code: "62", Channel: "c2", ChannelName: "pref-62"},
		{Code: "DRAC", Channel: "c3", ChannelName: "drac", Closed: true},
	}, nil
}

var paris = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}()

var monday = time.Date(2026, 11, 23, 10, 0, 0, 0, paris)

func newConsole(out *strings.Builder, router Router) *Console {
	return New(Config{Router: router, Planner: office{}, Region: "r", Lang: i18n.FR, Zone: paris, At: monday, Out: out})
}

// play follows a script and returns what was printed.
func play(t *testing.T, c *Console, script string) (string, []Rejected) {
	t.Helper()
	out := &strings.Builder{}
	c.Mute(out)
	rejected, err := c.Script(t.Context(), strings.NewReader(script))
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), rejected
}

var done = card.Button{ID: "fait", Label: "Fait", Command: "echeance fait E1"}

// alive records nothing: nobody asks this console when it last ran.
func alive(context.Context, time.Time) error { return nil }

// drawn is a dispatch that posts a card of E1 with a button.
func drawn(t *testing.T, key string, to plan.Recipient, kind plan.DispatchKind, post string, buttons ...card.Button) plan.Dispatch {
	t.Helper()
	content, err := json.Marshal(card.Card{Subject: "E1", Version: 3, Message: "**E1**", Body: "état", Buttons: buttons})
	if err != nil {
		t.Fatal(err)
	}
	return plan.Dispatch{Key: key, To: to, Channel: to.Channel, Kind: kind, Post: post, Content: content}
}

func TestASessionReadsAsItWouldOnTheScreen(t *testing.T) {
	router := &scripted{replies: map[string]card.Reply{
		"echeance liste": {
			Text: "Deux\u00a0échéances\u202f: @\u200ball\n", Buttons: []card.Button{{ID: "suite", Label: "Page suivante", Command: "echeance liste page 2"}},
		},
		"echeance voir E1": {Card: &card.Card{Subject: "E1", Message: "**E1**", Body: "état\n", Buttons: []card.Button{done}}},
		"echeance reporter E1": {Form: &card.Form{
			Title: "Reporter E1", Command: "echeance reporter E1", Intro: "Pour plus tard.",
			Fields: []card.Field{{Name: "date", Label: "Date", Help: "Un jour.", Value: "vendredi"}, {Name: "motif", Label: "Motif", Optional: true}},
		}},
	}}
	got, rejected := play(t, newConsole(&strings.Builder{}, router), "\ufeff# un essai\r\n\n@alice #sgar\r\n/echeance liste\n"+
		"/echeance voir E1\n@bob dm\necheance reporter E1\n! /jalon\n/jalon\n")
	want := `jalon 23/11 10:00> # un essai
jalon 23/11 10:00> @alice #sgar
alice #sgar 23/11 10:00> /echeance liste
(visible par vous seulement)
Deux échéances : @all
[Page suivante]

alice #sgar 23/11 10:00> /echeance voir E1
(visible par vous seulement)
**E1**
état
[Fait]

alice #sgar 23/11 10:00> @bob dm
bob dm 23/11 10:00> echeance reporter E1
(visible par vous seulement)
Formulaire « Reporter E1 »
Pour plus tard.
- Date : Un jour. Déjà rempli : vendredi
- Motif (facultatif)
Sur une ligne : /echeance reporter E1 <date> [motif "<motif>"]

bob dm 23/11 10:00> ! /jalon
(visible par vous seulement)
?

bob dm 23/11 10:00> /jalon
(visible par vous seulement)
?

Ligne 9 : refusée.

`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Rejected{{9, "/jalon"}}, rejected); diff != "" {
		t.Errorf("rejected (-want +got):\n%s", diff)
	}
}

func TestWhatIsAskedSaysWhoWhereAndWhen(t *testing.T) {
	router := &scripted{}
	c := newConsole(&strings.Builder{}, router)
	c.Dispatch(func(_ context.Context, until time.Time, setNow func(time.Time)) error { setNow(until); return nil }, alive)
	play(t, c, "@alice #sgar\n! /jalon\n@bob dm\n> 2026-11-24 09:30\n! aide\n")
	want := []commands.Request{
		{Region: "r", User: "u1", Username: "alice", Channel: "c1", Origin: plan.ByConsole, Now: monday, Line: "jalon", CanForm: true},
		{
			Region: "r", User: "u2", Username: "bob", Direct: true, Origin: plan.ByConsole,
			Now: time.Date(2026, 11, 24, 9, 30, 0, 0, paris), Line: "aide", CanForm: true,
		},
	}
	if diff := cmp.Diff(want, router.asked); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAButtonIsPressedWhereItIsSeen(t *testing.T) {
	accept := map[string]card.Reply{"echeance fait E1": {Text: "ok"}, "liste": {Buttons: []card.Button{{ID: "dire1", Label: "Oui, liste", Command: "echeance fait E1"}}}}
	for name, test := range map[string]struct {
		script string
		where  plan.ChannelID // where the request says it was pressed
		direct bool
		drawn  int
		want   string // why it was not
	}{
		"in the channel where they are":     {script: "@bob #pref-62\n[Fait] E1", where: "c2", drawn: 3},
		"by its name, whatever the accents": {script: "@bob #pref-62\n[FAÎT] e1", where: "c2", drawn: 3},
		"by its identifier":                 {script: "@bob #pref-62\n[fait]", where: "c2", drawn: 3},
		"elsewhere, when nothing is here":   {script: "@bob dm\n[Fait] E1", where: "c2", drawn: 3},
		"in private":                        {script: "@alice dm\n[Fait] E1", direct: true, drawn: 3},
		"on an answer":                      {script: "@bob #sgar\n/liste\n[Oui, liste]", where: "c1"},
		"not on somebody else’s answer": {
			script: "@alice #sgar\n/liste\n@bob #sgar\n[Oui, liste]", want: "Ligne 4 : il n’y a pas de bouton [Oui, liste]. Boutons visibles : [Fait]",
		},
		"not one that is not there":  {script: "@bob #pref-62\n[Oui] E1", want: "Ligne 2 : il n’y a pas de bouton [Oui]. Boutons visibles : [Fait]"},
		"not on a thing never shown": {script: "@bob #pref-62\n[Fait] E2", want: "Ligne 2 : bob ne voit aucune carte de E2."},
		"not without its bracket":    {script: "@bob #pref-62\n[Fait", want: "Ligne 2 : il manque le crochet fermant, par exemple : [Fait] E1"},
	} {
		t.Run(name, func(t *testing.T) {
			router := &scripted{replies: accept}
			c := newConsole(&strings.Builder{}, router)
			for _, d := range []plan.Dispatch{
				drawn(t, "k1", plan.Recipient{User: "u1"}, plan.Direct, "", done),
				drawn(t, "k2", plan.Recipient{Channel: "c2"}, plan.Create, "", done),
			} {
				if _, err := c.Send(t.Context(), d); err != nil {
					t.Fatal(err)
				}
			}
			out, rejected := play(t, c, test.script)
			if test.want != "" {
				if len(rejected) != 1 || !strings.Contains(out, test.want+"\n") {
					t.Errorf("want %q in\n%s", test.want, out)
				}
				return
			}
			if len(rejected) > 0 {
				t.Fatalf("rejected %v:\n%s", rejected, out)
			}
			got := router.asked[len(router.asked)-1]
			if got.Line != "echeance fait E1" || got.Origin != plan.ByButton || got.Channel != test.where || got.Direct != test.direct || got.Drawn != test.drawn {
				t.Errorf("asked %+v", got)
			}
		})
	}
}

func TestAnEditChangesTheButtonsOfThePost(t *testing.T) {
	router := &scripted{replies: map[string]card.Reply{"echeance fait E1": {Text: "ok"}}}
	out := &strings.Builder{}
	c := newConsole(out, router)
	to := plan.Recipient{Channel: "c2"}
	posted, err := c.Send(t.Context(), drawn(t, "k", to, plan.Create, "", done))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(t.Context(), drawn(t, "k.2", to, plan.Edit, posted.Post)); err != nil {
		t.Fatal(err)
	}
	want := "2026-11-23 10:00 #pref-62\n**E1**\nétat\n[Fait]\n\n2026-11-23 10:00 #pref-62 (carte modifiée)\n**E1**\nétat\n\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got, rejected := play(t, c, "@bob #pref-62\n! [Fait] E1\n")
	if len(rejected) > 0 || !strings.Contains(got, "La carte de E1 n’a plus de bouton.\n") {
		t.Errorf("rejected %v:\n%s", rejected, got)
	}
}

func TestTheConsoleAlwaysFindsWhatItPrinted(t *testing.T) {
	c := newConsole(&strings.Builder{}, &scripted{})
	d := drawn(t, "k", plan.Recipient{Channel: "c2"}, plan.Create, "")
	if _, found, err := c.Find(t.Context(), d); found || err != nil {
		t.Errorf("found before it was sent: %v %v", found, err)
	}
	sent, err := c.Send(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if got, found, err := c.Find(t.Context(), d); got.Post != sent.Post || !found || err != nil {
		t.Errorf("found %v %v %v, sent %v", got, found, err, sent)
	}
	d.Content = []byte("{")
	_, err = c.Send(t.Context(), d)
	if e := plan.AsPostError(err); e.Verdict != plan.Never || e.Code != plan.CodeInvalid {
		t.Errorf("a drawing that cannot be read: %v", err)
	}
}

func TestTimeGoesForwardOnly(t *testing.T) {
	c := newConsole(&strings.Builder{}, &scripted{})
	got, _ := play(t, c, "> 2026-11-24\n")
	if !strings.Contains(got, "Ligne 1 : l’heure de cette base est la vraie") {
		t.Errorf("without anything to dispatch:\n%s", got)
	}
	var began, signs []time.Time
	c.Dispatch(func(_ context.Context, until time.Time, setNow func(time.Time)) error {
		began = append(began, c.Now())
		setNow(until)
		return nil
	}, func(_ context.Context, now time.Time) error {
		signs = append(signs, now)
		return nil
	})
	got, rejected := play(t, c, "> 2026-11-24\n>> 2026-11-25T09:00\n> 2026-11-23\n>> bientôt\n>\n")
	want := `jalon 23/11 10:00> > 2026-11-24
(rien n’est parti)

jalon 24/11 10:00> >> 2026-11-25T09:00
(rien n’est parti)

jalon 25/11 09:00> > 2026-11-23
Ligne 3 : l’horloge ne recule pas : il est 2026-11-25 09:00.

jalon 25/11 09:00> >> bientôt
Ligne 4 : « bientôt » n’est pas une date. Par exemple : 2027-01-08 ou 2027-01-08 09:00

jalon 25/11 09:00> >
Ligne 5 : il manque la date. Par exemple : > 2027-01-08 09:00

`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(rejected) != 3 {
		t.Errorf("rejected %v", rejected)
	}
	if diff := cmp.Diff([]time.Time{monday, time.Date(2026, 11, 25, 9, 0, 0, 0, paris)}, began); diff != "" {
		t.Errorf("an outage jumps first, a replay does not (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]time.Time{began[0].AddDate(0, 0, 1), began[1]}, signs); diff != "" {
		t.Errorf("jalon runs before an outage and after it (-want +got):\n%s", diff)
	}
}

func TestThePromptWelcomesMistakesWithoutCounting(t *testing.T) {
	out := &strings.Builder{}
	c := newConsole(out, &scripted{})
	if err := c.Prompt(t.Context(), strings.NewReader("bonjour\n@alice #drac\nquitter\n/jalon\n")); err != nil {
		t.Fatal(err)
	}
	want := "jalon 23/11 10:00> Indiquez d’abord qui parle et où, par exemple : @alice #sgar\n\n" +
		"jalon 23/11 10:00> Le canal #drac n’existe pas. Canaux : #pref-62 et #sgar ; en privé : dm.\n\n" +
		"jalon 23/11 10:00> "
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNothingIsFollowedOnceTheOutputIsGone(t *testing.T) {
	router := &scripted{}
	c := newConsole(&strings.Builder{}, router)
	c.Mute(broken{})
	_, err := c.Script(t.Context(), strings.NewReader("@alice #sgar\n! /jalon\n! /jalon\n"))
	if !errors.Is(err, errBroken) || len(router.asked) != 0 {
		t.Errorf("%v, asked %d", err, len(router.asked))
	}
}

var errBroken = errors.New("broken pipe")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestMomentsAreReadInTheirZone(t *testing.T) {
	for text, want := range map[string]time.Time{
		"2026-11-23":           monday,
		"2026-11-23T10:00":     monday,
		" 2026-11-23   09:05 ": time.Date(2026, 11, 23, 9, 5, 0, 0, paris),
		"2027-03-28":           time.Date(2027, 3, 28, 10, 0, 0, 0, paris), // the night is an hour short
		"2026-07-14 00:00":     time.Date(2026, 7, 14, 0, 0, 0, 0, paris),
	} {
		if got, err := ParseMoment(text, paris); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "demain", "23/11/2026", "2026-02-30", "2026-11-23 25:00", "2026-11-23T10"} {
		if got, err := ParseMoment(text, paris); err == nil {
			t.Errorf("%q: %v, want an error", text, got)
		}
	}
}
