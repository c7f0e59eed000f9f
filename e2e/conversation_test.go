package e2e

import (
	"slices"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// talk is a private conversation with jalon from a moment on.
type talk struct {
	region  *Region
	user    *User
	channel string
	bot     string
	since   int64
}

func (r *Region) talk(t *testing.T, user *User, j *Jalon) *talk {
	t.Helper()
	return &talk{region: r, user: user, channel: r.Conversation(t, user, j), bot: j.BotID(t), since: model.GetMillis()}
}

// answers are what jalon said in the conversation, oldest first.
func (c *talk) answers(t *testing.T) []string {
	t.Helper()
	var said []string
	for _, post := range c.region.Posts(t, c.user, c.channel) {
		if post.UserId == c.bot && post.CreateAt >= c.since {
			said = append(said, Shown(post))
		}
	}
	return said
}

// holds waits until the conversation holds these answers, in any order, and
// sees that no other comes.
func (c *talk) holds(t *testing.T, want ...string) {
	t.Helper()
	Until(t, patience, "an answer in private", func() (struct{}, bool) {
		return struct{}{}, len(c.answers(t)) >= len(want)
	})
	Throughout(t, quiet, "each message is answered once", func() bool { return len(c.answers(t)) == len(want) })
	got := c.answers(t)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("jalon said\n%q\n\nwant\n%q", got, want)
	}
}

const (
	toBegin     = "Pour en créer une : `/echeance ajouter Note ERBM vendredi`"
	nothingOpen = "Aucune échéance ouverte.\n" + toBegin
	noteAdded   = "E1 est enregistrée. Les rappels iront dans ~pref-62.\n" + mistake + "\n\n**E1 · Note**\n" +
		"À remettre **mardi 24 novembre 2026 (S48)**, dans 1 jour ouvré\nPar : préfecture du Pas-de-Calais, ~pref-62\n" +
		"Demandé par bob, préfecture du Pas-de-Calais\nRappel à 9 h : mar. 24 nov.\n" +
		"Déjà passé, non envoyé : mar. 17 nov. (J-7 calendaires), ven. 20 nov. (J-3 calendaires) et lun. 23 nov. (J-1 calendaires)\n" +
		openButtons
)

func TestAPrivateMessageIsACommand(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	j.At(t, "2026-11-23 10:00")
	bob := r.talk(t, r.Bob, j)

	r.Bob.Say(t, bob.channel, "echeance liste")
	bob.holds(t, nothingOpen)
	r.Bob.Say(t, bob.channel, "Échéance ajouter Note demain")
	bob.holds(t, nothingOpen, noteAdded)
	r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the card of what was asked in private", By(bob.bot, "E1 · Note"))

	// The buttons of a private answer count for the person who got it.
	answer := r.Await(t, r.Bob, bob.channel, "the answer", By(bob.bot, "E1 est enregistrée."))
	said := r.Bob.Hears(t, func() { r.Bob.Press(t, answer, "Fait") })
	shows(t, "what became of the button", said, lines("E1 est close. Le rappel restant ne partira pas.", mistake))
	r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the card to be closed", By(bob.bot, "E1 · Note", "**Fait ✅**"))

	r.Bob.Say(t, bob.channel, "merci !")
	const unknown = "Cette phrase n’est pas comprise. Rien n’est enregistré.\n" +
		"Essayez : `/echeance liste`, `/echeance ajouter Note ERBM vendredi` ou `/jalon aide`"
	bob.holds(t, nothingOpen, noteAdded, unknown)
}

func TestAMentionIsAnsweredInPrivate(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	j.At(t, "2026-11-23 10:00")
	bob, calais := r.talk(t, r.Bob, j), r.Channel(t, "pref-62")

	r.Bob.Say(t, calais, "Nous verrons cela avec @jalon demain.")
	mention := r.Bob.Say(t, calais, "@jalon echeance liste")
	bob.holds(t, "Réponse à votre message dans ~pref-62 :\nAucune échéance ouverte pour la préfecture du Pas-de-Calais.\n"+toBegin)
	if posts := r.Written(t, bob.bot, calais); len(posts) != 0 {
		t.Errorf("%d posts of jalon disturb the channel", len(posts))
	}
	reactions := Until(t, patience, "a mark on the mention", func() ([]*model.Reaction, bool) {
		all, _, err := r.Bob.GetReactions(t.Context(), mention.Id)
		return all, err == nil && len(all) > 0
	})
	if len(reactions) != 1 || reactions[0].UserId != bob.bot {
		t.Errorf("the mention bears %d marks", len(reactions))
	}
}

func TestWhatIsSaidDuringACutIsAnsweredOnceAfterwards(t *testing.T) {
	for name, meanwhile := range map[string]func(*testing.T, *Region){
		"the server remembers the connection": func(*testing.T, *Region) {},
		"the server forgot the connection": func(t *testing.T, r *Region) {
			if err := r.Mattermost.Restart(t.Context()); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := world.NewRegion(t)
			j := r.NewJalon(t, "--rehearsal")
			j.At(t, "2026-11-23 10:00")
			bob, alice := r.talk(t, r.Bob, j), r.talk(t, r.Alice, j)
			// The second message is surely heard as it is said.
			r.Bob.Say(t, bob.channel, "echeance liste")
			bob.holds(t, nothingOpen)
			r.Bob.Say(t, bob.channel, "echeance liste")
			bob.holds(t, nothingOpen, nothingOpen)

			j.Relay.Cut()
			Until(t, patience, "jalon to be cut off", func() (struct{}, bool) {
				return struct{}{}, j.Metric(t, "jalon_websocket_connected") == 0
			})
			r.Bob.Say(t, bob.channel, "echeance ajouter Note demain")
			r.Alice.Say(t, alice.channel, "echeance liste 02")
			r.Bob.Say(t, r.Channel(t, "pref-62"), "@jalon echeance liste 02")
			meanwhile(t, r)
			Throughout(t, quiet, "nothing is heard during the cut", func() bool { return len(bob.answers(t)) == 2 })
			j.Relay.Mend()

			const none = "Aucune échéance ouverte pour la préfecture de l’Aisne.\n" + toBegin
			const seen = "\n" +
				"Seules les échéances que vous pouvez voir sont comptées : celles de votre service, et celles que vous suivez."
			bob.holds(t, nothingOpen, nothingOpen, noteAdded, "Réponse à votre message dans ~pref-62 :\n"+none+seen)
			alice.holds(t, none)
		})
	}
}

func TestARestartAnswersWhatWasMissedAndNothingTwice(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	j.At(t, "2026-11-23 10:00")
	bob := r.talk(t, r.Bob, j)

	r.Bob.Say(t, bob.channel, "echeance liste")
	bob.holds(t, nothingOpen)
	j.Stop()
	r.Bob.Say(t, bob.channel, "echeance ajouter Note demain")
	j.At(t, "2026-11-23 10:00")
	bob.holds(t, nothingOpen, noteAdded)
	j.Kill()
	j.At(t, "2026-11-23 10:00")
	j.AwaitMetric(t, patience, "jalon_websocket_connected", 1)
	bob.holds(t, nothingOpen, noteAdded)
}
