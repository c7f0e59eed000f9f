package main

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jalon/calendar"
	"jalon/card"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
)

// room is the region of the demonstration on a real database, at ten o'clock on
// a Monday, for what a console does not do: forms, several services, strangers.
type room struct {
	t *testing.T
	*house
	now time.Time
}

// setUpDay is when the regions of tests were set up.
var setUpDay = time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC)

// newHouse opens a house on a database of its own.
func newHouse(t *testing.T) *house {
	t.Helper()
	h, err := openHouse(t.Context(), filepath.Join(t.TempDir(), "jalon.db"), store.Options{}, plan.Options{}, consoleLog(shell{err: t.Output()}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// tried tells whether a row of a table of words, which opens a room of its own, is
// tried. In short, which the race detector takes, one of five is enough: what
// differs between them is what is typed, not what runs at the same time.
func tried(row int) bool { return !testing.Short() || row%5 == 0 }

func newRoom(t *testing.T) *room {
	t.Helper()
	h := newHouse(t)
	if err := installDemo(t.Context(), h.planner, setUpDay, i18n.FR); err != nil {
		t.Fatal(err)
	}
	zone, err := calendar.LoadZone(paris)
	if err != nil {
		t.Fatal(err)
	}
	return &room{t: t, house: h, now: time.Date(2026, 11, 23, 10, 0, 0, 0, zone)}
}

// ask is what alice types in her channel, unless edit says otherwise.
func (r *room) ask(line string, edit ...func(*commands.Request)) card.Reply {
	r.t.Helper()
	req := commands.Request{
		Region: demoRegion, User: "alice", Username: "alice", Channel: "sgar", Origin: plan.BySlash, Now: r.now, Line: line,
	}
	for _, e := range edit {
		e(&req)
	}
	return r.router.Run(r.t.Context(), req)
}

func (r *room) must(line string, edit ...func(*commands.Request)) card.Reply {
	r.t.Helper()
	reply := r.ask(line, edit...)
	if reply.Error {
		r.t.Fatalf("%s: %s", line, reply.Text)
	}
	return reply
}

func fields(values map[string]string) func(*commands.Request) {
	return func(r *commands.Request) { r.Fields, r.Origin, r.CanForm = values, plan.ByForm, true }
}

func canForm(r *commands.Request) { r.CanForm = true }

func as(user, channel string) func(*commands.Request) {
	return func(r *commands.Request) {
		r.User, r.Username, r.Channel = plan.UserID(user), user, plan.ChannelID(channel)
	}
}

func (r *room) wants(what, got, want string) {
	r.t.Helper()
	if diff := cmp.Diff(want, plain(got)); diff != "" {
		r.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestACommandWithoutArgumentsOpensAForm(t *testing.T) {
	r := newRoom(t)
	r.must("echeance ajouter Note ERBM le 4/12")
	for line, want := range map[string]string{
		"echeance ajouter":     "Nouvelle échéance : titre, date, pour, rappels",
		"echeance reporter E1": "Reporter E1 : date, motif",
		"echeance confier E1":  "Confier E1 : a",
		"echeance modifier E1": "Modifier E1 : titre, date, pour, rappels, motif",
		"echeance annuler E1":  "Annuler E1 : motif",
	} {
		form := r.ask(line, canForm).Form
		if form == nil {
			t.Errorf("%s: no form", line)
			continue
		}
		var names []string
		for _, f := range form.Fields {
			names = append(names, f.Name)
		}
		r.wants(line, form.Title+" : "+strings.Join(names, ", "), want)
		if len(form.Title) > card.TitleBytes || form.Command != line {
			t.Errorf("%s: title of %d bytes, command %q", line, len(form.Title), form.Command)
		}
	}
	if reply := r.ask("echeance ajouter"); reply.Form != nil || !reply.Error {
		t.Errorf("where no form can be opened: %+v", reply)
	}
}

func TestAFormIsTheSameAsTyping(t *testing.T) {
	r := newRoom(t)
	typed := r.must(`echeance ajouter "Remontée DSIL" 15/12 à 12h pour 59 62 rappels J-3 J-1`)
	filled := r.must("echeance ajouter", fields(map[string]string{
		"titre": "Remontée DSIL", "date": "15/12 à 12h", "pour": "59 62", "rappels": "J-3 J-1",
	}))
	r.wants("a form", strings.ReplaceAll(filled.Text, "E2", "E1"), plain(typed.Text))
	typed.Card.Message = strings.ReplaceAll(typed.Card.Message, "E1", "E2")
	r.wants("its card", filled.Card.Message+filled.Card.Body, plain(typed.Card.Message+typed.Card.Body))
}

func TestWhatIsPutInAFieldStaysThere(t *testing.T) {
	r := newRoom(t)
	reply := r.must("echeance ajouter", fields(map[string]string{
		"titre": "Note pour 59 vendredi à @bob rappels J-1 motif \"x\" @all | `code`\nsuite", "date": "4/12",
	}))
	if got := plain(reply.Card.Message); !strings.HasPrefix(got, "**E1 · Note pour 59 vendredi à @bob rappels J-1 motif \"x\" @all | \\`code\\` suite**\n") {
		t.Errorf("the title was read for something else:\n%s", got)
	}
	if strings.Contains(reply.Card.Message, "@all") {
		t.Error("the title calls the whole channel")
	}
	reply = r.must("echeance annuler E1", fields(map[string]string{"motif": "pour 62 vendredi"}))
	s, err := r.planner.View(t.Context(), demoRegion, plan.Sight{All: true}, "E1")
	if err != nil {
		t.Fatal(err)
	}
	if d := s.Deadline; d.State != plan.Cancelled || d.Reason != "pour 62 vendredi" {
		t.Errorf("%s, reason %q\n%s", d.State, d.Reason, reply.Text)
	}
}

func TestAFormWithAWrongFieldStoresNothing(t *testing.T) {
	r := newRoom(t)
	good := map[string]string{"titre": "Note ERBM", "date": "4/12", "pour": "59", "rappels": "J-1"}
	for field, value := range map[string]string{"date": "le 31/02", "pour": "99", "rappels": "J-7 hebdo", "titre": ""} {
		wrong := maps.Clone(good)
		wrong[field] = value
		reply := r.ask("echeance ajouter", fields(wrong))
		if !reply.Error {
			t.Errorf("%s = %q was accepted: %s", field, value, plain(reply.Text))
		}
	}
	if _, total, err := r.planner.Find(t.Context(), demoRegion, plan.Sight{All: true}, plan.DeadlineFilter{}); err != nil || total != 0 {
		t.Errorf("%d deadlines were stored, %v", total, err)
	}
}

func TestAnOldCardIsNotActedOnBlindly(t *testing.T) {
	for id, accepted := range map[string]bool{"fait": true, "reporter": false, "annuler": false} {
		r := newRoom(t)
		drawn := r.must("echeance ajouter Contributions CRTE le 4/12 pour 62").Card
		r.must("echeance reporter E1 le 11/12", as("bob", "pref-62"))
		b := button(t, drawn, id)
		reply := r.ask(b.Command, pressed(drawn))
		if reply.Error == accepted || reply.Form != nil {
			t.Errorf("[%s] after the date changed: error %v, %s", b.Label, reply.Error, plain(reply.Text))
		}
		if !accepted {
			r.wants("what changed", reply.Text, "bob a modifié E1 depuis l’affichage de cette carte. Rien n’est écrasé.\n"+
				"Date : vendredi 4 décembre 2026 (S49), devenue vendredi 11 décembre 2026 (S50).")
			again := r.ask(reply.Buttons[0].Command, pressedUnder(reply))
			if reply.Buttons[0].Label != b.Label || again.Form == nil || again.Form.Version != 2 {
				t.Errorf("[%s] once the change is seen: %+v", reply.Buttons[0].Label, again)
			}
		}
	}
}

// pressed is a request made by a button of a card.
func pressed(drawn *card.Card) func(*commands.Request) {
	return func(r *commands.Request) { r.Origin, r.Drawn, r.CanForm = plan.ByButton, drawn.Version, true }
}

// pressedUnder is a request made by a button of an answer.
func pressedUnder(reply card.Reply) func(*commands.Request) {
	return func(r *commands.Request) { r.Origin, r.Drawn, r.CanForm = plan.ByButton, reply.Version, true }
}

func button(t *testing.T, c *card.Card, id string) card.Button {
	t.Helper()
	for _, b := range c.Buttons {
		if b.ID == id {
			return b
		}
	}
	t.Fatalf("no button %s", id)
	return card.Button{}
}

func TestSomebodyOfNoServiceSeesNothing(t *testing.T) {
	r := newRoom(t)
	r.must("echeance ajouter Note ERBM le 4/12")
	stranger := as("zoe", "town-square")
	for _, line := range []string{"echeance liste", "echeance liste tout", "jalon", "jalon aide"} {
		if reply := r.must(line, stranger); strings.Contains(reply.Text, "ERBM (E1)") {
			t.Errorf("%s shows %s", line, reply.Text)
		}
	}
	unknown := strings.ReplaceAll(r.ask("echeance voir E7", stranger).Text, "E7", "E1")
	r.wants("what cannot be seen, like what does not exist", r.ask("echeance voir E1", stranger).Text, plain(unknown))
	for _, line := range []string{
		"echeance ajouter Note vendredi pour 59", "echeance fait E1", "echeance reporter E1 le 8/12", "echeance modifier E1 le 8/12",
		"echeance annuler E1 motif non", "echeance confier E1 à @alice",
	} {
		if reply := r.ask(line, stranger); !reply.Error {
			t.Errorf("%s was accepted: %s", line, plain(reply.Text))
		}
	}
}

func TestInAChannelOfNoServiceItIsAskedForWhom(t *testing.T) {
	r := newRoom(t)
	reply := r.ask("echeance ajouter Note ERBM le 4/12", as("bob", "town-square"))
	if !reply.Error || len(reply.Buttons) == 0 || reply.Buttons[0].Label != "62" {
		t.Fatalf("%+v", reply)
	}
	chosen := r.must(reply.Buttons[0].Command, as("bob", "town-square"))
	r.wants("the choice", chosen.Text, "E1 est enregistrée. Les rappels iront dans ~pref-62.\nUne erreur ? Tapez `/jalon defaire`.")
}

func TestAnAgentOfTwoServicesSaysWhichOneIsDone(t *testing.T) {
	r := newRoom(t)
	both := []plan.Member{{User: "bob", Username: "bob"}}
	if err := r.planner.SyncMembers(t.Context(), time.Now(), demoRegion, "pref-59", both); err != nil {
		t.Fatal(err)
	}
	r.must("echeance ajouter Contributions CRTE le 4/12 pour 59 62")
	private := func(req *commands.Request) { as("bob", "")(req); req.Direct = true }
	reply := r.ask("echeance fait E1", private)
	var labels []string
	for _, b := range reply.Buttons {
		labels = append(labels, b.Label)
	}
	if !reply.Error || len(labels) < 2 {
		t.Fatalf("not asked: %+v", reply)
	}
	r.must(reply.Buttons[0].Command, private)
	s, err := r.planner.View(t.Context(), demoRegion, plan.Sight{All: true}, "E1")
	if err != nil {
		t.Fatal(err)
	}
	if open := s.Deadline.OpenParts(); len(open) != 1 {
		t.Errorf("after [%s], %d parts are open", labels[0], len(open))
	}
}

func TestWhatIsNotACommandLeadsToOneThatIs(t *testing.T) {
	r := newRoom(t)
	for line, want := range map[string]string{
		"echeance ajoutter Note vendredi": "echeance ajouter Note vendredi",
		"echeance lsite 62":               "echeance liste 62",
		"jalon echeance ajoutter Note":    "echeance ajouter Note",
	} {
		reply := r.ask(line)
		if !reply.Error || len(reply.Buttons) == 0 || reply.Buttons[0].Command != want {
			t.Errorf("%s: %+v, want a button for %q", line, reply, want)
		}
	}
	for _, line := range []string{"", " ", "/", "?", "echeance \x00", "jalon " + strings.Repeat("x", 10_000), "échéance ajouter \u202e vendredi"} {
		if reply := r.ask(line); reply.Text == "" && reply.Card == nil {
			t.Errorf("%.20q: nothing is said", line)
		}
	}
}

func TestTheButtonsOfAClosedDeadlineSaySo(t *testing.T) {
	r := newRoom(t)
	drawn := r.must("echeance ajouter Contributions CRTE le 4/12").Card
	r.must("echeance fait E1")
	for _, b := range drawn.Buttons {
		reply := r.ask(b.Command, pressed(drawn))
		if !reply.Error || reply.Form != nil || !strings.Contains(reply.Text, "**E1** est déjà close") {
			t.Errorf("[%s]: form %v, %s", b.Label, reply.Form != nil, plain(reply.Text))
		}
	}
}

func TestAFormSaysWhichFieldIsWrongAndKeepsTheRest(t *testing.T) {
	r := newRoom(t)
	good := map[string]string{"titre": "Note ERBM", "date": "4/12", "pour": "59", "rappels": "J-1"}
	for field, value := range map[string]string{"date": "le 31/02", "pour": "99", "rappels": "J-7 hebdo", "titre": ""} {
		wrong := maps.Clone(good)
		wrong[field] = value
		reply := r.ask("echeance ajouter", fields(wrong))
		if !reply.Error || reply.Field != field {
			t.Errorf("%s = %q: error %v about %q: %s", field, value, reply.Error, reply.Field, plain(reply.Text))
		}
	}
	if _, total, err := r.planner.Find(t.Context(), demoRegion, plan.Sight{All: true}, plan.DeadlineFilter{}); err != nil || total != 0 {
		t.Errorf("%d deadlines were stored, %v", total, err)
	}
}

func TestAFormSentBackEmptySaysWhatIsMissing(t *testing.T) {
	r := newRoom(t)
	r.must("echeance ajouter Note ERBM le 4/12")
	for line, want := range map[string]string{
		"echeance ajouter": "titre: Indiquez ce qui est à remettre.",
		"echeance reporter E1": "date: Il manque la date de « Note ERBM ». Rien n’est enregistré.\n" +
			"Ajoutez-la à la fin : `/echeance reporter E1 vendredi motif \"attente DREAL\"`",
		"echeance confier E1": "a: Il manque la personne à qui confier E1. Rien n’a changé.\nPar exemple : `/echeance confier E1 @bob`",
		"echeance annuler E1": "motif: Indiquez le motif : il figurera au journal. Rien n’a changé.\n" +
			"Par exemple : `/echeance annuler E1 motif \"demande retirée\"`",
		"echeance modifier E1": ": Il manque ce qui change pour E1. Rien n’a changé.\n" +
			"Par exemple : `/echeance modifier E1 titre \"Note ERBM\"` ou `/echeance modifier E1 15/12 à 17h`",
	} {
		for _, values := range []map[string]string{nil, {}, {"titre": "", "date": "", "a": " ", "motif": ""}} {
			reply := r.ask(line, fields(values))
			if reply.Form != nil || !reply.Error {
				t.Errorf("%s with %v: %+v", line, values, reply)
				continue
			}
			r.wants(line, reply.Field+": "+reply.Text, want)
		}
	}
}
