package e2e

import (
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
)

// doubt bounds the time in which a call cut short is cleared up: its lease of
// 45 seconds, the look-up, the call made again.
const doubt = 75 * time.Second

// keys counts jalon's posts in a channel by the key in their properties.
func (r *Region) keys(t *testing.T, j *Jalon, channelID string) map[string]int {
	t.Helper()
	count := map[string]int{}
	for _, post := range r.Written(t, j.BotID(t), channelID) {
		key, _ := post.GetProp("jalon_key").(string)
		if key == "" {
			t.Errorf("a post without its key: %s", Shown(post))
		}
		count[key]++
	}
	return count
}

// cardAndReminder tells whether the channel holds the card and one reminder,
// each once.
func (r *Region) cardAndReminder(t *testing.T, j *Jalon, channelID string) bool {
	t.Helper()
	count := r.keys(t, j, channelID)
	for _, n := range count {
		if n != 1 {
			return false
		}
	}
	return len(count) == 2
}

// TestKilledAnywhereJalonSaysEachThingOnce kills jalon without warning where
// nobody can know whether a call was heard. The scenarios each wait for a lease
// to end, all at the same time.
func TestKilledAnywhereJalonSaysEachThingOnce(t *testing.T) {
	for name, scenario := range map[string]func(*testing.T, *Region, *Jalon, *model.Post){
		"between store and post":       killedBeforeThePost,
		"between post and record":      killedAfterThePost,
		"killed again at the next try": killedTwice,
		"and its post is pressed":      pressedBeforeTheRecord,
		"before an edit":               killedAtTheEdit(BeforeServer),
		"between edit and record":      killedAtTheEdit(AfterServer),
		"the request lost on its way":  lostOnTheWay(BeforeServer),
		"the answer lost on its way":   lostOnTheWay(AfterServer),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := world.NewRegion(t)
			j := r.NewJalon(t, "--rehearsal")
			j.At(t, "2026-11-23 10:00")
			r.Alice.Command(t, r.Channel(t, "sgar"), "/echeance ajouter Contributions CRTE le 4/12 pour 62")
			card := r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the card", By(j.BotID(t), "E1"))
			scenario(t, r, j, card)
		})
	}
}

// reminderTime is when the first reminder of these tests leaves.
const reminderTime = "2026-11-27 09:00"

func killedBeforeThePost(t *testing.T, r *Region, j *Jalon, _ *model.Post) {
	calais := r.Channel(t, "pref-62")
	stop := j.Relay.StopNext(Posting, BeforeServer)
	j.At(t, reminderTime)
	stop.Wait(t, patience)
	j.Kill()
	if n := len(r.keys(t, j, calais)); n != 1 {
		t.Fatalf("%d posts before the server heard of the reminder", n)
	}
	j.At(t, reminderTime)
	comesOnce(t, r, j)
}

func killedAfterThePost(t *testing.T, r *Region, j *Jalon, _ *model.Post) {
	stop := j.Relay.StopNext(Posting, AfterServer)
	j.At(t, reminderTime)
	stop.Wait(t, patience)
	j.Kill()
	if !r.cardAndReminder(t, j, r.Channel(t, "pref-62")) {
		t.Fatal("the reminder is not there though the server took it")
	}
	j.At(t, reminderTime)
	comesOnce(t, r, j)
}

func killedTwice(t *testing.T, r *Region, j *Jalon, _ *model.Post) {
	stop := j.Relay.StopNext(Posting, BeforeServer)
	j.At(t, reminderTime)
	stop.Wait(t, patience)
	j.Kill()
	again := j.Relay.StopNext(Posting, AfterServer)
	j.At(t, reminderTime)
	again.Wait(t, doubt)
	j.Kill()
	j.At(t, reminderTime)
	comesOnce(t, r, j)
}

// comesOnce waits until jalon knows that the reminder is there, and checks that
// it is there once.
func comesOnce(t *testing.T, r *Region, j *Jalon) {
	t.Helper()
	calais := r.Channel(t, "pref-62")
	j.AwaitMetric(t, doubt, `jalon_dispatches_total{kind="create"}`, 1)
	Throughout(t, quiet, "the reminder comes once", func() bool { return r.cardAndReminder(t, j, calais) })
}

// pressedBeforeTheRecord: people press what they see, whatever jalon knows of it.
func pressedBeforeTheRecord(t *testing.T, r *Region, j *Jalon, card *model.Post) {
	calais := r.Channel(t, "pref-62")
	stop := j.Relay.StopNext(Posting, AfterServer)
	j.At(t, reminderTime)
	stop.Wait(t, patience)
	j.Kill()
	j.At(t, reminderTime)
	reminder := r.Await(t, r.Bob, calais, "the reminder", By(j.BotID(t), "Rappel :"))
	r.Bob.Press(t, reminder, "Fait")
	done := "**Fait ✅** le vendredi 27 novembre 2026 (S48) à 9 h, par bob, préfecture du Pas-de-Calais"
	r.Becomes(t, r.Alice, card, lines(crteAnnounced, done))
	r.Becomes(t, r.Alice, reminder, lines(
		"Rappel : **Contributions CRTE** (E1)",
		"À remettre **vendredi 4 décembre 2026 (S49)**, dans 5 jours ouvrés",
		"Par : préfecture du Pas-de-Calais. Demandé par alice, SGAR",
		done))
	Throughout(t, doubt, "the reminder comes once", func() bool { return r.cardAndReminder(t, j, calais) })
}

func killedAtTheEdit(moment Moment) func(*testing.T, *Region, *Jalon, *model.Post) {
	return func(t *testing.T, r *Region, j *Jalon, card *model.Post) {
		stop := j.Relay.StopNext(Editing, moment)
		r.Bob.Press(t, card, "Fait")
		stop.Wait(t, patience)
		j.Kill()
		j.At(t, "2026-11-23 10:00")
		j.AwaitMetric(t, doubt, `jalon_dispatches_total{kind="edit"}`, 1)
		shows(t, "the card", r.Reread(t, r.Alice, card),
			lines(crteAnnounced, "**Fait ✅** le lundi 23 novembre 2026 (S48) à 10 h, par bob, préfecture du Pas-de-Calais"))
	}
}

// lostOnTheWay breaks the connection: jalon lives on and does not know either.
func lostOnTheWay(moment Moment) func(*testing.T, *Region, *Jalon, *model.Post) {
	return func(t *testing.T, r *Region, j *Jalon, _ *model.Post) {
		stop := j.Relay.StopNext(Posting, moment)
		j.At(t, reminderTime)
		stop.Wait(t, patience)
		stop.Drop()
		comesOnce(t, r, j)
	}
}

func TestRemindersThatFallDueWhileTheServerIsDownComeAfterwards(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	crte(t, r, j)
	j.At(t, "2026-11-27T08:59:57+01:00")
	if n := len(r.keys(t, j, r.Channel(t, "pref-62"))); n != 1 {
		t.Fatalf("%d posts before the hour: this machine is too slow for the test", n)
	}

	r.Mattermost.Stop()
	j.AwaitMetric(t, patience, "jalon_ledger_overdue_seconds", 1)
	if err := r.Mattermost.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	comesOnce(t, r, j)
}
