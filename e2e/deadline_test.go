package e2e

import (
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// shows checks the whole of what a person sees of a post.
func shows(t *testing.T, what string, post *model.Post, want string) {
	t.Helper()
	if got := Shown(post); got != want {
		t.Errorf("%s:\n%s\n\nwant\n%s", what, got, want)
	}
}

// lines writes a text of several lines where it reads well.
func lines(all ...string) string { return strings.Join(all, "\n") }

// The parts of which the cards of a deadline are made.
const (
	dsilAnnounced = "**E1 · Remontée DSIL 2027**\n" +
		"À remettre **mardi 15 décembre 2026 (S51), 12 h**, dans 16 jours ouvrés\n" +
		"Par : préfectures du Nord, ~pref-59, et du Pas-de-Calais, ~pref-62\n" +
		"Demandé par alice, SGAR"
	dsilReminders = "Rappels à 9 h : mar. 8, ven. 11 et lun. 14 déc."
	openButtons   = "[Fait] [Reporter] [Annuler]"
	remindButtons = openButtons + " [Pourquoi ?]"
	mistake       = "Une erreur ? Tapez `/jalon defaire`."
)

func dsilReminder(daysLeft string) string {
	return "Rappel : **Remontée DSIL 2027** (E1)\n" +
		"À remettre **mardi 15 décembre 2026 (S51), 12 h**, dans " + daysLeft + "\n" +
		"Par : préfectures du Nord et du Pas-de-Calais. Demandé par alice, SGAR"
}

func TestADeadlineFromItsTypingToItsClosing(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		fromTypingToClosing(t, world.NewRegion(t).NewJalon(t, "--rehearsal"))
	})
	t.Run("postgres", func(t *testing.T) {
		r := world.NewRegion(t)
		fromTypingToClosing(t, r.NewJalon(t, "--rehearsal", "--db", r.Database(t)))
	})
}

func fromTypingToClosing(t *testing.T, j *Jalon) {
	r := j.Region
	sgar, nord, calais := r.Channel(t, "sgar"), r.Channel(t, "pref-59"), r.Channel(t, "pref-62")
	bot := j.BotID(t)
	botPosts := func(channel string) []*model.Post { return r.Written(t, bot, channel) }

	j.At(t, "2026-11-23 10:00")
	answer := r.Alice.Ask(t, sgar, `/echeance ajouter "Remontée DSIL 2027" le 15/12 à 12h pour 59 62 rappels J-7 J-3 J-1`)
	shows(t, "the private answer", answer, lines(
		"E1 est enregistrée. Les rappels iront dans ~pref-59 et ~pref-62.", mistake, "", dsilAnnounced, dsilReminders, openButtons))
	cardNord := r.Await(t, r.Carole, nord, "the card", By(bot, "E1"))
	cardCalais := r.Await(t, r.Bob, calais, "the card", By(bot, "E1"))
	for _, card := range []*model.Post{cardNord, cardCalais} {
		shows(t, "the card", card, lines(dsilAnnounced, dsilReminders, openButtons))
	}
	if posts := r.Posts(t, r.Alice, sgar); len(posts) != 0 {
		t.Errorf("%d posts in the channel where the command was typed", len(posts))
	}

	j.At(t, "2026-12-08 08:59")
	Throughout(t, quiet, "no reminder before its hour", func() bool { return len(botPosts(calais)) == 1 })
	j.At(t, "2026-12-08 09:00")
	reminderCalais := r.Await(t, r.Bob, calais, "the reminder", By(bot, "Rappel :"))
	reminderNord := r.Await(t, r.Carole, nord, "the reminder", By(bot, "Rappel :"))
	for _, reminder := range []*model.Post{reminderNord, reminderCalais} {
		shows(t, "the reminder", reminder, lines(dsilReminder("5 jours ouvrés"), remindButtons))
	}

	done := r.Bob.Hears(t, func() { r.Bob.Press(t, reminderCalais, "Fait") })
	shows(t, "Bob's answer", done, lines(
		"E1 est faite pour la préfecture du Pas-de-Calais. Les 2 rappels restants ne partiront pas.",
		"Encore attendu : la préfecture du Nord", mistake))
	states := lines("- En attente ⏳ · préfecture du Nord", "- Fait ✅ · préfecture du Pas-de-Calais · mar. 8 déc., par bob")
	for _, reader := range []*User{r.Alice, r.Bob, r.Carole} {
		for _, card := range []*model.Post{cardNord, cardCalais} {
			r.Becomes(t, reader, card, lines(dsilAnnounced, states, "", "Rappels à 9 h : ven. 11 et lun. 14 déc.", openButtons))
		}
		for _, reminder := range []*model.Post{reminderNord, reminderCalais} {
			r.Becomes(t, reader, reminder, lines(dsilReminder("5 jours ouvrés"), states, remindButtons))
		}
	}

	j.At(t, "2026-12-11 09:00")
	second := r.Await(t, r.Carole, nord, "the next reminder", By(bot, "2 jours ouvrés"))
	shows(t, "the next reminder", second, lines(dsilReminder("2 jours ouvrés"), states, remindButtons))
	Throughout(t, quiet, "no reminder for who is done", func() bool { return len(botPosts(calais)) == 2 })

	done = r.Carole.Hears(t, func() { r.Carole.Press(t, second, "Fait") })
	shows(t, "Carole's answer", done, lines("E1 est close. Le rappel restant ne partira pas.", mistake))
	closed := lines("**Fait ✅** le vendredi 11 décembre 2026 (S50) à 9 h, par carole, préfecture du Nord",
		"- Fait ✅ · préfecture du Nord · ven. 11 déc., par carole", "- Fait ✅ · préfecture du Pas-de-Calais · mar. 8 déc., par bob")
	for _, card := range []*model.Post{cardNord, cardCalais} {
		r.Becomes(t, r.Bob, card, lines(dsilAnnounced, closed))
	}
	for _, reminder := range []*model.Post{reminderNord, reminderCalais} {
		r.Becomes(t, r.Bob, reminder, lines(dsilReminder("5 jours ouvrés"), closed))
	}
	r.Becomes(t, r.Bob, second, lines(dsilReminder("2 jours ouvrés"), closed))

	j.At(t, "2026-12-15 12:00")
	Throughout(t, quiet, "nothing more of a closed deadline", func() bool {
		// Only the end of the journal is told, on the first working day of the month.
		told := botPosts(sgar)
		return len(botPosts(nord)) == 3 && len(botPosts(calais)) == 2 &&
			len(told) == 1 && strings.HasPrefix(told[0].Message, "**Journal de la région")
	})
}

func TestAPersonIsRemindedInPrivate(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	private := r.Conversation(t, r.Bob, j)
	j.At(t, "2026-11-23 10:00")
	r.Alice.Ask(t, r.Channel(t, "sgar"), "/echeance ajouter Dossier CAR vendredi à @bob rappels J-1")
	card := r.Await(t, r.Bob, private, "what is entrusted to Bob", By(j.BotID(t), "E1 · Dossier CAR"))
	shows(t, "what is entrusted to Bob", card, lines(
		"alice, SGAR, vous confie **E1 · Dossier CAR**.",
		"À remettre **vendredi 27 novembre 2026 (S48)**, dans 4 jours ouvrés",
		"Les rappels vous parviendront ici.",
		"Rappel à 9 h : jeu. 26 nov.",
		openButtons))

	j.At(t, "2026-11-26 09:00")
	reminder := r.Await(t, r.Bob, private, "the reminder", By(j.BotID(t), "Rappel :", "E1"))
	said := r.Bob.Hears(t, func() { r.Bob.Press(t, reminder, "Fait") })
	shows(t, "Bob's answer", said, lines("E1 est close. Aucun rappel ne restait à envoyer.", mistake))
	done := "**Fait ✅** le jeudi 26 novembre 2026 (S48) à 9 h, par bob, préfecture du Pas-de-Calais"
	r.Becomes(t, r.Bob, card, lines(
		"alice, SGAR, vous confie **E1 · Dossier CAR**.",
		"À remettre **vendredi 27 novembre 2026 (S48)**, dans 4 jours ouvrés",
		"Les rappels vous parviendront ici.",
		done))
	r.Becomes(t, r.Bob, reminder, lines(
		"Rappel : **Dossier CAR** (E1)",
		"À remettre **vendredi 27 novembre 2026 (S48)**, dans 1 jour ouvré",
		"Par : @bob. Demandé par alice, SGAR",
		done))
	for _, channel := range []string{"sgar", "pref-62"} {
		if posts := r.Written(t, j.BotID(t), r.Channel(t, channel)); len(posts) != 0 {
			t.Errorf("~%s holds %d posts about what is Bob's alone", channel, len(posts))
		}
	}
}
