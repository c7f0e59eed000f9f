package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/commands"
	"jalon/console"
	"jalon/i18n"
	"jalon/plan"
	"jalon/store"
)

// The person who leaves: an account and names that stand in no other text.
const (
	leaver         = plan.UserID("kz7w9xq1parti0compte0aaaaa")
	leaverUsername = "zebulon.quincampoix"
	leaverName     = "Zébulon Quincampoix-Ytterbium"
	leaverCalled   = "M. Ytterbium"
	leaverTyped    = "M. Xénon-Krypton" // as the arrêté of a seat has it
)

// traces are what must be found nowhere once the person has no name any more.
var traces = []string{string(leaver), leaverUsername, "zebulon", "quincampoix", "Quincampoix", "Ytterbium", "ytterbium", "Krypton", "krypton"}

// goodbye is a region of which somebody leaves.
type goodbye struct {
	*room
	key  plan.JournalKey
	path string
}

func newGoodbye(t *testing.T) *goodbye {
	t.Helper()
	path := filepath.Join(t.TempDir(), "jalon.db")
	h, err := openHouse(t.Context(), path, store.Options{}, plan.Options{}, consoleLog(shell{err: t.Output()}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	g := &goodbye{room: &room{t: t, house: h, now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}, path: path}
	if err := installDemo(t.Context(), h.planner, setUpDay, i18n.FR); err != nil {
		t.Fatal(err)
	}
	if g.key, err = plan.ParseJournalKey(plan.NewJournalKey()); err != nil {
		t.Fatal(err)
	}
	return g
}

// arrives makes the leaver an agent of the Pas-de-Calais and referent of the SGAR.
func (g *goodbye) arrives() {
	g.t.Helper()
	err := g.db.Write(g.t.Context(), func(tx plan.Tx) error {
		services, err := tx.Services(demoRegion)
		if err != nil {
			return err
		}
		for _, s := range services {
			if s.Code == "SGAR" {
				s.Referents = []plan.UserID{leaver, "alice"}
				if err := tx.PutService(s); err != nil {
					return err
				}
			}
		}
		return tx.PutAgent(plan.Agent{
			Region: demoRegion, User: leaver, Username: leaverUsername, Name: leaverName, Lang: i18n.FR, Active: true,
			Services: []plan.Membership{{Service: "pref-62", Role: plan.RoleContribution, Source: plan.ByHand}},
		})
	})
	if err != nil {
		g.t.Fatal(err)
	}
}

// sits names the leaver wherever a body and its meetings may, under a name that
// was typed, and tells it in a message.
func (g *goodbye) sits(rt *rapid.T) {
	g.t.Helper()
	who := func(label string) plan.Representative {
		return rapid.SampledFrom([]plan.Representative{{User: leaver, Name: leaverTyped}, {User: "bob", Name: "Bob"}, {Name: "Mme Vasseur"}}).Draw(rt, label)
	}
	user := func(label string) plan.UserID {
		return rapid.SampledFrom([]plan.UserID{leaver, "bob", ""}).Draw(rt, label)
	}
	body := plan.Body{Region: demoRegion, Number: 3, Name: "EPF", Author: user("body by"), Seats: []plan.Seat{
		{Number: 1, Name: "urbanisme", Nature: plan.ByFunction, Terms: []plan.Term{
			{Who: plan.Representative{User: leaver, Name: leaverTyped}}, {Rank: 1, Who: who("alternate")},
		}},
	}}
	meeting := plan.Meeting{
		Region: demoRegion, Number: 27, Body: 3, State: rapid.SampledFrom([]plan.MeetingState{plan.Convened, plan.TookPlace}).Draw(rt, "state"),
		Start: calendar.Moment{Date: calendar.Date{Year: 2026, Month: time.December, Day: 11}, Zone: paris}, Version: 1,
		Author: user("planned by"), MinutesBy: user("minutes by"), ClosedBy: user("closed by"),
		Seats: []plan.Representation{{
			Seat: 1, State: plan.ByProxy, Who: who("who"), Proxy: who("proxy"), Override: "vacance", OverrideBy: user("overridden by"),
			Asks: []plan.Ask{{Who: who("asked"), State: plan.No, AnsweredBy: user("answered by")}},
		}},
	}
	err := g.db.Write(g.t.Context(), func(tx plan.Tx) error {
		return errors.Join(tx.PutBody(body), tx.AddMeeting(meeting),
			tx.PutTemplate(plan.Template{Region: demoRegion, Name: "Comité régional", Author: user("template by")}),
			tx.AddDispatch(plan.Dispatch{
				ID: "told", Region: demoRegion, Key: "told", Kind: plan.Create, To: plan.Recipient{Channel: "sgar"}, Subject: "SE27",
				State: plan.Posted, Content: []byte("Représentation : " + leaverTyped), CreatedAt: g.now.AddDate(2, 0, 0),
			}))
	})
	if err != nil {
		g.t.Fatal(err)
	}
}

// leaves deactivates the leaver as a reading of the accounts does.
func (g *goodbye) leaves() {
	g.t.Helper()
	if err := g.planner.AccountsGone(g.t.Context(), g.now, demoRegion, []plan.UserID{leaver}); err != nil {
		g.t.Fatal(err)
	}
	g.says()
}

func byLeaver(r *commands.Request) {
	r.User, r.Username, r.Channel = leaver, leaverUsername, "pref-62"
}

// says lets all that is due by the present be said.
func (g *goodbye) says() {
	g.t.Helper()
	zone, err := calendar.LoadZone(paris)
	if err != nil {
		g.t.Fatal(err)
	}
	chat := console.New(console.Config{
		Router: g.router, Planner: g.planner, Region: demoRegion, Lang: i18n.FR, Zone: zone, At: g.now, Out: io.Discard,
	})
	g.dispatch(chat)
	if err := chat.Settle(g.t.Context()); err != nil {
		g.t.Fatal(err)
	}
}

// purges purges at the present and returns what went in the region.
func (g *goodbye) purges(dry bool) plan.Purged {
	g.t.Helper()
	all, err := g.planner.Purge(g.t.Context(), g.now, dry)
	if err != nil || len(all) != 1 {
		g.t.Fatalf("purged %+v: %v", all, err)
	}
	return all[0]
}

// held lists the traces of the leaver that a copy of the database holds, which
// is made of nothing but what is there.
func (g *goodbye) held() []string {
	g.t.Helper()
	copied := filepath.Join(g.t.TempDir(), fmt.Sprintf("copy-%d.db", time.Now().UnixNano()))
	if err := g.db.Backup(g.t.Context(), copied); err != nil {
		g.t.Fatal(err)
	}
	all, err := os.ReadFile(copied)
	if err != nil {
		g.t.Fatal(err)
	}
	var found []string
	for _, trace := range traces {
		if i := bytes.Index(all, []byte(trace)); i >= 0 {
			found = append(found, fmt.Sprintf("%q", all[max(0, i-60):min(len(all), i+60)]))
		}
	}
	return found
}

// verified ends the test unless the journal is as it was sealed.
func (g *goodbye) verified() {
	g.t.Helper()
	for {
		n, err := g.planner.Seal(g.t.Context(), g.key, 1000)
		if err != nil {
			g.t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	report, err := g.planner.VerifyJournal(g.t.Context(), demoRegion, g.key)
	if err != nil || report.Fault != nil {
		g.t.Fatalf("journal: %+v %v", report.Fault, err)
	}
}

// deeds are what the leaver and the others may do; {n} is a number of its own.
var deeds = []struct {
	line string
	by   func(*commands.Request)
}{
	{"echeance ajouter Dossier {n} le 15/12 pour 62 59", byLeaver},
	{"echeance ajouter Dossier {n} le 16/12 pour 62 à @" + leaverUsername, func(*commands.Request) {}},
	{"echeance ajouter Série {n} chaque lundi à 9h pour 62 à @" + leaverUsername, byLeaver},
	{"echeance ajouter Secret {n} le 14/12 pour 62 confidentiel", byLeaver},
	{"echeance ajouter Relance {n} le 17/12 pour 62 rappels J escalade après 2 à @" + leaverUsername, func(*commands.Request) {}},
	{"echeance modifier E{n} rappels J+1 escalade après 3 à @" + leaverUsername + " série", func(*commands.Request) {}},
	{"echeance confier E{n} @bob pour 62", byLeaver},
	{"echeance confier E{n} @" + leaverUsername + " pour 62", func(*commands.Request) {}},
	{"echeance fait E{n} pour 62", byLeaver},
	{"echeance fait E{n} pour tous", func(*commands.Request) {}},
	{"echeance reporter E{n} 18/12 motif attente", byLeaver},
	{"echeance annuler E{n} motif doublon", byLeaver},
	{"jalon agent corriger nom \"" + leaverCalled + "\" fonction \"chef de bureau\"", byLeaver},
	{"jalon agent absence du 21/12 au 24/12 suppleance @bob", byLeaver},
	{"jalon agent absence @bob du 21/12 au 24/12 suppleance @" + leaverUsername, func(*commands.Request) {}},
	{"jalon passation @" + leaverUsername + " vers @bob", func(*commands.Request) {}},
	{"jalon service modifier 80 alias Picardie{n} motif essai", func(*commands.Request) {}},
	{`remontee ouvrir "Question {n}" pour 62 59 avant 17/12 à 12h modele "faits ; blocages"`, func(*commands.Request) {}},
	{`remontee ouvrir "Question {n} de qui part" pour 62 59 avant 17/12 à 12h modele "faits ; blocages"`, byLeaver},
	{"remontee repondre RM1 {n} ; aucun", byLeaver},
	{"remontee repondre RM{n} pour 62 {n} ; aucun", func(*commands.Request) {}},
	{"remontee neant RM1 pour 59", func(*commands.Request) {}},
	{"remontee prorogation RM2 21/12 à {n}h motif attente", byLeaver},
	{"remontee accorder RM2 pour 62", func(*commands.Request) {}},
	{"remontee refuser RM2 pour 62 motif urgence", func(*commands.Request) {}},
	{"remontee clore RM{n} motif fini", func(*commands.Request) {}},
}

// always are the deeds of every history: a deadline, one that is entrusted, a data
// call that the leaver answers, and another for which they want more time.
var always = []int{0, 1, len(deeds) - 9, len(deeds) - 9, len(deeds) - 7, len(deeds) - 4}

func TestWhoLeftLongAgoIsFoundNowhere(t *testing.T) {
	t.Parallel()
	most := 25
	if testing.Short() { // the race detector wants meetings, not long histories
		most = 8
	}
	rapid.Check(t, func(rt *rapid.T) {
		g := newGoodbye(t)
		g.arrives()
		steps := rapid.SliceOfN(rapid.IntRange(0, len(deeds)-1), 1, most).Draw(rt, "deeds")
		for i, deed := range append(slices.Clone(always), steps...) {
			line := strings.ReplaceAll(deeds[deed].line, "{n}", fmt.Sprint(1+i%4))
			g.ask(line, deeds[deed].by) // what is refused changes nothing, which is a history too
			if i%3 == 0 {
				g.says()
			}
		}
		g.says()
		g.sits(rt)
		if rapid.Bool().Draw(rt, "sealed") {
			g.verified()
		}
		if len(g.held()) == 0 {
			t.Fatal("the test looks for nothing")
		}
		g.leaves()
		g.now = g.now.AddDate(2, 0, -1)
		g.says()
		if got := g.purges(false).Agents; got != 0 {
			t.Fatalf("%d agents lost their names before the day", got)
		}
		g.now = g.now.AddDate(0, 0, 2)
		if got := g.purges(true).Agents; got != 1 {
			t.Fatalf("%d agents would lose their names", got)
		}
		if len(g.held()) == 0 {
			t.Fatal("a rehearsal erased something")
		}
		if got := g.purges(false).Agents; got != 1 {
			t.Fatalf("%d agents lost their names", got)
		}
		if found := g.held(); len(found) > 0 {
			t.Fatalf("after %v the database holds\n%s", steps, strings.Join(found, "\n"))
		}
		if got := g.purges(false); got.Agents != 0 || got.Dispatches != 0 {
			t.Fatalf("purged again: %+v", got)
		}
		g.verified()
		g.goesOn()
	})
}

// goesOn ends the test unless all that people do still works.
func (g *goodbye) goesOn() {
	g.t.Helper()
	for _, line := range []string{
		"echeance liste tout", "jalon journal", "jalon journal E1", "echeance voir E1", "jalon mes-donnees", "jalon service voir 62",
		"jalon agent liste 62", "jalon recherche dossier", "jalon", "remontee etat RM1", "remontee etat RM2", "remontee consolidation RM1",
	} {
		reply := g.must(line)
		shown := reply.Text
		if reply.Card != nil {
			shown += reply.Card.Message + reply.Card.Body
		}
		for _, f := range reply.Files {
			shown += string(f.Content)
		}
		if strings.Contains(shown, "ancien:") {
			g.t.Fatalf("%s shows a pseudonym: %s", line, shown)
		}
	}
	g.says()
	err := g.db.Read(g.t.Context(), func(tx plan.Tx) error {
		_, err := tx.Agent(demoRegion, leaver)
		return err
	})
	if !errors.Is(err, plan.ErrNotFound) {
		g.t.Fatalf("the account is known: %v", err)
	}
	g.arrives() // somebody new
	g.must("echeance ajouter Retour le 15/12/2029 pour 62", byLeaver)
}

func TestANameWithoutAnAccountGoesWithItsTermAndItsMeetings(t *testing.T) {
	g := newGoodbye(t)
	zebulon, vasseur := plan.Representative{Name: leaverName}, plan.Representative{Name: "Mme Vasseur"}
	ended := calendar.Date{Year: 2026, Month: time.November, Day: 24} // 24 months before the purge is the 25th
	meeting := func(number int, day calendar.Date) plan.Meeting {
		return plan.Meeting{
			Region: demoRegion, Number: number, Body: 3, State: plan.MeetingOver, Version: 1, Start: calendar.Moment{Date: day, Zone: paris},
			Seats: []plan.Representation{{
				Seat: 1, State: plan.ByProxy, Who: zebulon, Proxy: vasseur,
				Asks: []plan.Ask{{Who: plan.Representative{Name: strings.ToUpper(leaverName)}, State: plan.Yes}},
			}},
		}
	}
	err := g.db.Write(t.Context(), func(tx plan.Tx) error {
		return errors.Join(
			tx.PutBody(plan.Body{Region: demoRegion, Number: 3, Name: "EPF", Seats: []plan.Seat{{Number: 1, Terms: []plan.Term{
				{Who: vasseur}, {Rank: 1, Who: zebulon, To: ended, Order: "arrêté du 4 mai"}, {Rank: 2, Who: vasseur, To: ended.AddDays(1)},
			}}}}),
			tx.AddMeeting(meeting(26, ended)), tx.AddMeeting(meeting(27, ended.AddDays(1))))
	})
	if err != nil {
		t.Fatal(err)
	}
	g.now = time.Date(2028, time.November, 25, 10, 0, 0, 0, time.UTC)
	if got := g.purges(true).Names; got != 2 {
		t.Errorf("%d bodies and meetings would lose names, want 2", got)
	}
	if got := g.purges(false).Names; got != 2 {
		t.Errorf("%d bodies and meetings lost names, want 2", got)
	}
	err = g.db.Read(t.Context(), func(tx plan.Tx) error {
		b, errBody := tx.Body(demoRegion, 3)
		past, errPast := tx.Meeting(demoRegion, 26)
		kept, errKept := tx.Meeting(demoRegion, 27)
		if err := errors.Join(errBody, errPast, errKept); err != nil {
			return err
		}
		terms, seat := b.Seats[0].Terms, past.Seats[0]
		if terms[0].Who != vasseur || terms[2].Who != vasseur {
			t.Errorf("terms that did not end long ago lost their names: %+v", terms)
		}
		if who := terms[1].Who; !who.User.Former() || who.Name != "" || terms[1].Order != "arrêté du 4 mai" {
			t.Errorf("the term that ended is %+v", terms[1])
		}
		if !seat.Who.User.Former() || seat.Who.Name != "" || seat.Asks[0].Who != seat.Who || seat.State != plan.ByProxy {
			t.Errorf("of one person the past meeting holds %+v and %+v", seat.Who, seat.Asks[0].Who)
		}
		if !seat.Proxy.User.Former() || seat.Proxy == seat.Who {
			t.Errorf("of another person it holds %+v", seat.Proxy)
		}
		if kept.Seats[0].Who != zebulon || kept.Seats[0].Proxy != vasseur {
			t.Errorf("a meeting lost its names too soon: %+v", kept.Seats[0])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := g.purges(false); !got.IsZero() {
		t.Errorf("purged again: %+v", got)
	}
	g.now = g.now.AddDate(0, 0, 2)
	g.purges(false)
	if found := g.held(); len(found) > 0 {
		t.Errorf("the database holds\n%s", strings.Join(found, "\n"))
	}
}

func TestPurgeSaysWhatItDoes(t *testing.T) {
	region := plan.Region{Name: "hdf"}
	for _, c := range []struct {
		purged     plan.Purged
		dry, named bool
		fr, en     string
	}{
		{
			plan.Purged{Agents: 2, Dispatches: 310},
			true, false,
			"**Simulation : rien n’est effacé.** 2 agents partis seraient pseudonymisés ; 310 lignes techniques de plus de 12 mois seraient supprimées.",
			"**Rehearsal: nothing is erased.** 2 agents who left would be pseudonymised; 310 technical lines more than 12 months old would be deleted.",
		},
		{
			plan.Purged{Agents: 1, Names: 2, Dispatches: 1, Drawings: 1, Texts: 1},
			false, true,
			"hdf : 1 agent parti pseudonymisé ; 2 instances ou séances sans leurs noms anciens ; 1 ligne technique de plus de 12 mois supprimée ; 1 dessin de carte vidé ; 1 action du journal sans ses textes.",
			"hdf: 1 agent who left pseudonymised; 2 bodies or meetings without their old names; 1 technical line more than 12 months old deleted; 1 drawing of a card emptied; 1 action of the journal without its texts.",
		},
		{plan.Purged{}, true, false, "**Simulation : rien n’est effacé.** Rien à effacer.", "**Rehearsal: nothing is erased.** Nothing to erase."},
		{plan.Purged{}, false, false, "Rien à effacer.", "Nothing to erase."},
	} {
		c.purged.Region = region
		for lang, want := range map[i18n.Lang]string{i18n.FR: c.fr, i18n.EN: c.en} {
			if got := plain(purgeReport(lang, c.purged, c.dry, c.named)); got != want {
				t.Errorf("%+v\n got %s\nwant %s", c.purged, got, want)
			}
		}
	}
}
