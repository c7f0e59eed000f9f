package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
)

// rosterPatience is how long the members of the channels take to be read again.
const rosterPatience = 20 * time.Second

// asks types a line until its answer holds a text: what people are allowed
// follows the channels a moment later.
func (r *Region) asks(t *testing.T, who *User, channel, line, until string) {
	t.Helper()
	Until(t, rosterPatience, line+" says "+until, func() (struct{}, bool) {
		answer := Shown(who.Ask(t, channel, line))
		return struct{}{}, strings.Contains(answer, until)
	})
}

// makePrivate lets only who is invited into channels. It comes before jalon
// starts: who coordinates through a public channel manages nothing.
func (r *Region) makePrivate(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, _, err := r.Admin.UpdateChannelPrivacy(t.Context(), r.Channel(t, name), model.ChannelTypePrivate); err != nil {
			t.Fatalf("make ~%s private: %v", name, err)
		}
	}
}

func TestARestrictedTitleShowsInPrivateChannelsOnly(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	bot, sgar, calais := j.BotID(t), r.Channel(t, "sgar"), r.Channel(t, "pref-62")
	r.makePrivate(t, "sgar", "pref-62")
	j.At(t, "2026-11-23 10:00")
	r.asks(t, r.Alice, sgar, "/echeance ajouter Mouvement préfectoral le 4/12 pour 62 confidentiel", "enregistrée")
	card := r.Await(t, r.Bob, calais, "the card", By(bot, "E1"))
	announced := strings.ReplaceAll(crteAnnounced, "Contributions CRTE", "Échéance confidentielle")
	steps := "Rappels à 9 h : ven. 27 nov., mar. 1er, jeu. 3 et ven. 4 déc."
	secret := "Confidentielle : visible de ses services et de la coordination seulement"
	r.Becomes(t, r.Bob, card, lines(announced, "**E1 · Mouvement préfectoral**", secret, steps, openButtons))

	r.types(t, []typed{
		{r.Bob, "pref-62", "/echeance voir E1", []string{"Mouvement préfectoral"}},
		{r.Bob, "pref-62", "/jalon recherche mouvement", []string{"Mouvement préfectoral"}},
		{r.Carole, "pref-59", "/echeance voir E1", []string{"Aucune échéance visible pour **E1**"}},
		{r.Carole, "pref-59", "/jalon recherche mouvement", []string{"Aucun résultat visible"}},
		{r.Carole, "pref-59", "/echeance liste tout", []string{"Aucune échéance ouverte"}},
		{r.Bob, "pref-62", "/echeance modifier E1 non confidentiel", []string{"Règle : ", "Rien n’a changé"}},
	})

	// Made public after the fact: anybody of the team may now join and read.
	if _, _, err := r.Admin.UpdateChannelPrivacy(t.Context(), calais, model.ChannelTypeOpen); err != nil {
		t.Fatal(err)
	}
	r.Becomes(t, r.Bob, card, lines(announced, secret, steps,
		"Son titre, pour les agents concernés : `/echeance voir E1`", openButtons))
	r.asks(t, r.Bob, calais, "/echeance voir E1", "Aucune échéance visible")
}

func TestACardLosesTheTitleThatBecomesRestricted(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	card := crte(t, r, j)
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance modifier E1 confidentiel")
	shown := Until(t, patience, "the title to go", func() (string, bool) {
		text := Shown(r.Reread(t, r.Bob, card))
		return text, !strings.Contains(text, "Contributions CRTE")
	})
	if !strings.HasPrefix(shown, "**E1 · Échéance confidentielle**\n") || !strings.HasSuffix(shown, openButtons) {
		t.Errorf("the card shows\n%s", shown)
	}
}

func TestAServiceThatMovesTakesItsRemindersAlong(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	bot := j.BotID(t)
	r.makePrivate(t, "sgar")
	crte(t, r, j)
	if err := r.openChannel(t.Context(), "pref-artois", []*User{r.Bob}); err != nil {
		t.Fatal(err)
	}
	artois := r.Channel(t, "pref-artois")
	r.types(t, []typed{
		{r.Bob, "pref-62", "/jalon service modifier 62 canal ~pref-artois", []string{"Règle : ", "Rien n’a changé"}},
		{r.Alice, "sgar", "/jalon service modifier 62 canal ~nulle-part", []string{"nulle-part", "Rien n’"}},
		{r.Alice, "sgar", "/jalon service modifier 62 canal ~pref-artois", []string{"canal ~pref-62 devient ~pref-artois", "rappels"}},
	})
	r.Await(t, r.Bob, artois, "the card in the new channel", By(bot, "E1", "Contributions CRTE"))
	j.At(t, "2026-11-27 09:00")
	r.Await(t, r.Bob, artois, "the reminder in the new channel", By(bot, "Rappel :"))
	if posts := r.Written(t, bot, r.Channel(t, "pref-62")); len(posts) != 1 {
		t.Errorf("the old channel has %d posts", len(posts))
	}
	r.asks(t, r.Bob, artois, "/echeance fait E1", "E1 est close")
}

func TestAbsenceHandoverAndDeparture(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	bot, sgar := j.BotID(t), r.Channel(t, "sgar")
	r.makePrivate(t, "sgar")
	dan := r.newcomer(t, "dan", "pref-62")
	j.At(t, "2026-11-23 10:00")
	r.asks(t, r.Alice, sgar, "/echeance ajouter Note ERBM le 4/12 à @dan rappels J-7 J", "E1 est enregistrée")
	withDan, withBob := r.Conversation(t, dan, j), r.Conversation(t, r.Bob, j)
	r.Await(t, dan, withDan, "what is entrusted", By(bot, "vous confie **E1 · Note ERBM**"))

	dan.Ask(t, r.Channel(t, "pref-62"), "/jalon agent absence du 26/11 au 1/12 suppleance @bob")
	j.At(t, "2026-11-27 09:00")
	reminder := r.Await(t, r.Bob, withBob, "the reminder of somebody away", By(bot, "Rappel : **Note ERBM** (E1)", "Pour dan, indisponible"))
	if got := Labels(reminder); !slices.Contains(got, "Fait") {
		t.Errorf("the stand-in may do nothing: %v", got)
	}

	shown := Shown(r.Alice.Ask(t, sgar, "/jalon passation @dan vers @carole"))
	if !strings.Contains(shown, "Rien ne change avant votre accord.") || !strings.Contains(shown, "[Tout transmettre]") {
		t.Errorf("the handover shows\n%s", shown)
	}
	r.types(t, []typed{
		{r.Carole, "pref-59", "/jalon passation @dan vers @carole", []string{"Règle : ", "Rien n’"}},
	})

	// The account is deactivated: what it holds is told to the coordination.
	if _, err := r.Admin.UpdateUserActive(t.Context(), dan.ID, false); err != nil {
		t.Fatal(err)
	}
	left := Until(t, 90*time.Second, "the departure to be told", func() (*model.Post, bool) {
		posts := r.Written(t, bot, sgar)
		i := slices.IndexFunc(posts, func(p *model.Post) bool { return strings.Contains(p.Message, "Le compte de dan est désactivé") })
		if i < 0 {
			return nil, false
		}
		return posts[i], true
	})
	if got := Labels(left); !slices.Contains(got, "Transmettre") {
		t.Errorf("nothing to press: %v", got)
	}
	Throughout(t, quiet, "it is told once", func() bool {
		n := 0
		for _, p := range r.Written(t, bot, sgar) {
			if strings.Contains(p.Message, "est désactivé") {
				n++
			}
		}
		return n == 1
	})
}

func TestTheJournalIsSealedAndVerified(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	card := crte(t, r, j)
	r.Bob.Press(t, card, "Fait")
	r.Becomes(t, r.Alice, card, lines(crteAnnounced, "**Fait ✅** le lundi 23 novembre 2026 (S48) à 10 h, par bob, préfecture du Pas-de-Calais"))
	r.types(t, []typed{
		{r.Alice, "sgar", "/jalon journal E1", []string{"**E1, 2 actions**", "bob · close, bouton, ~pref-62", "alice · créée, commande, ~sgar"}},
		{r.Carole, "pref-59", "/jalon journal E1", []string{"Aucune action visible au journal pour E1"}},
		{r.Carole, "pref-59", "/jalon journal @bob", []string{"Règle : "}},
	})
	Until(t, patience, "the journal to be sealed", func() (string, bool) {
		out, err := j.Check(t.Context())
		out = Plain(out)
		return out, err == nil && strings.Contains(out, "actions scellées, intactes") && !strings.Contains(out, "en attente de sceau")
	})
}
