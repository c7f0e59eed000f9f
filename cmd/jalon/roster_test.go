package main

import (
	"strings"
	"testing"
	"time"

	"jalon/commands"
	"jalon/plan"
)

var (
	rosterBob   = plan.Member{User: "bob", Username: "bob", Lang: "fr"}
	rosterZelie = plan.Member{User: "zelie", Username: "zelie", Lang: "fr"}
)

// joined makes these the members of the channel of the Pas-de-Calais, a minute
// later.
func (r *room) joined(members ...plan.Member) {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	if err := r.planner.SyncMembers(r.t.Context(), r.now, demoRegion, "pref-62", members); err != nil {
		r.t.Fatal(err)
	}
}

// noted tells jalon whether anybody may join that channel.
func (r *room) noted(open bool) {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	if err := r.planner.NoteChannel(r.t.Context(), r.now, demoRegion, "pref-62", open); err != nil {
		r.t.Fatal(err)
	}
}

// lastActions are the newest lines of the journal, without its heading.
func (r *room) lastActions(n int) string {
	r.t.Helper()
	_, text, _ := strings.Cut(r.must("jalon journal").Text, "\n")
	return strings.Join(strings.Split(text, "\n- ")[:n], "\n- ")
}

// Who comes into a channel and who leaves it comes to be, or ceases to be, an
// agent: the journal tells it, once for each, and nothing when nothing changed.
func TestTheJournalTellsWhoJoinsAndWhoLeavesAChannel(t *testing.T) {
	r := newRoom(t)
	r.joined(rosterBob, rosterZelie)
	r.joined(rosterBob, rosterZelie)
	r.joined(rosterBob)
	r.joined(rosterBob)
	r.wants("the journal", r.lastActions(2), "- **lun. 23 nov., 10 h 03** · jalon · zelie : fin de rattachement, d’après le canal\n"+
		"  62, contribution : retiré\n"+
		"- **lun. 23 nov., 10 h 01** · jalon · zelie : rattachement, d’après le canal\n"+
		"  62, contribution")
}

// What is attached by hand stays when somebody leaves the channel, and the
// entry tells what the channel gave.
func TestTheJournalTellsWhatTheChannelGaveAndNotTheHand(t *testing.T) {
	r := newRoom(t)
	r.must("jalon agent ajouter @bob pour 62 role décision")
	r.joined()
	r.wants("the journal", r.lastActions(1), "- **lun. 23 nov., 10 h 01** · jalon · bob : fin de rattachement, d’après le canal\n"+
		"  62, contribution : retiré")
	r.wants("bob", r.must("jalon agent voir @bob").Text,
		"**bob** : préfecture du Pas-de-Calais, décision (rattachement direct).")
}

// A channel that anybody may join gives no rights and keeps no secret: the
// journal tells when it became so.
func TestTheJournalTellsThatAChannelBecamePublic(t *testing.T) {
	r := newRoom(t)
	r.noted(true)
	r.noted(true)
	r.noted(false)
	r.wants("the journal", r.lastActions(2), "- **lun. 23 nov., 10 h 03** · jalon · service 62 modifié, d’après le canal\n"+
		"  Canal public devenu privé\n"+
		"- **lun. 23 nov., 10 h 01** · jalon · service 62 modifié, d’après le canal\n"+
		"  Canal privé devenu public")
}

// What jalon read of a channel since is nobody's change: the last action on its
// service is taken back all the same, and the channel stays as it was found.
func TestAChangeOfAServiceIsUndoneWhateverTheChannelBecame(t *testing.T) {
	r := newRoom(t)
	r.must("jalon service modifier 62 horaires 9h-18h")
	r.noted(true)
	r.must("jalon defaire oui")
	services, err := r.planner.Services(t.Context(), demoRegion)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range services {
		if s.ID == "pref-62" && (!s.ChannelOpen || s.Opens.Hour != 8) {
			t.Errorf("the service is %+v", s)
		}
	}
}

// A form opened before says what it did not show.
func TestAFormOpenedBeforeAChannelBecamePublicSaysIt(t *testing.T) {
	r := newRoom(t)
	form := r.must("jalon service modifier 62", canForm).Form
	r.noted(true)
	answer := r.ask(form.Command, fields(map[string]string{"horaires": "9h-18h"}), func(q *commands.Request) { q.Drawn = form.Version })
	r.wants("the answer", answer.Text,
		"Le service 62 a changé depuis l’ouverture du formulaire : canal privé devenu public. Rien n’est enregistré.\n"+
			"Vérifiez, puis recommencez : `/jalon service modifier 62`")
}

// An import gives one person several services: each is told, beside what it was.
func TestTheJournalTellsEachServiceOfAnImport(t *testing.T) {
	r := newRoom(t)
	alice := plan.Actor{Region: demoRegion, User: "alice", Username: "alice", Standings: []plan.Standing{{Role: plan.RoleCoordination, Everywhere: true}}}
	for _, role := range []plan.Role{plan.RoleReading, plan.RoleDecision} {
		r.now = r.now.Add(time.Minute)
		report, err := r.planner.ImportServices(t.Context(), plan.Call{Now: r.now, Actor: alice, Origin: plan.ByImport}, plan.ServiceImport{
			Agents: []plan.AgentLine{
				{At: plan.Cell{Row: 2}, Account: "bob", Service: "59", Role: role},
				{At: plan.Cell{Row: 3}, Account: "bob", Service: "60", Role: role},
			},
		}, nil, true)
		if err != nil || !report.Applied {
			t.Fatal(err, report.Problems)
		}
	}
	r.wants("the journal", r.lastActions(2), "- **lun. 23 nov., 10 h 02** · alice · bob : modification\n"+
		"  59 : lecture, devenu décision\n  60 : lecture, devenu décision\n"+
		"- **lun. 23 nov., 10 h 01** · alice · bob : modification\n  59, lecture\n  60, lecture")
}

// The referents of a service are told by name, before and after, in the answer
// and in the journal.
func TestAChangeOfReferentsAloneIsToldInWords(t *testing.T) {
	r := newRoom(t)
	for _, c := range []struct{ typed, answer, journal string }{
		{"@bob", "référents : bob", "Référents : bob"},
		{"@bob @carole", "référents bob deviennent bob, carole", "Référents bob deviennent bob, carole"},
		{"aucun", "plus de référents (avant : bob, carole)", "Plus de référents (avant : bob, carole)"},
	} {
		r.now = r.now.Add(time.Minute)
		r.wants("the answer", r.must("jalon service modifier 62 referents "+c.typed).Text,
			"Service 62 modifié : "+c.answer+".\nUne erreur ? Tapez `/jalon defaire`.")
		_, told, _ := strings.Cut(r.lastActions(1), "\n  ")
		r.wants("the journal", told, c.journal)
	}
}
