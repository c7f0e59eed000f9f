package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// Meetings, and who sits there for the préfet, through the real server. Whole
// texts are the business of jalon's own scripts; here counts who is told what,
// where and when, and which buttons still work.

// council is a body at which Bob sits for the préfet and Carole stands in, seen
// from where each of them reads.
type council struct {
	*Region

	jalon               *Jalon
	bot                 string
	sgar                string
	withBob, withCarole string
	withAlice           string
}

// newCouncil has Alice create the body and plan its meeting of 11 December 2026,
// on Monday 23 November.
func newCouncil(t *testing.T) *council {
	t.Helper()
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	j := r.NewJalon(t, "--rehearsal")
	c := &council{Region: r, jalon: j, bot: j.BotID(t), sgar: r.Channel(t, "sgar")}
	c.withAlice, c.withBob, c.withCarole = r.Conversation(t, r.Alice, j), r.Conversation(t, r.Bob, j), r.Conversation(t, r.Carole, j)
	j.At(t, "2026-11-23 10:00")
	r.types(t, []typed{
		{r.Alice, "sgar", `/jalon agent ajouter @alice pour SGAR rôle décision`, []string{"décision"}},
		{r.Alice, "sgar", `/instance ajouter "EPF Hauts-de-France, conseil d’administration" court EPF`, []string{"IN1", "EPF"}},
		{r.Alice, "sgar", "/instance siege EPF urbanisme titulaire @bob suppléante @carole", []string{"urbanisme", "bob", "carole"}},
		{r.Alice, "sgar", `/seance planifier EPF 11/12/2026 9h30 lieu "Euratechnologies, Lille"`, []string{"SE1", "vendredi 11 décembre 2026", "~sgar"}},
	})
	return c
}

// card waits for the card of the meeting.
func (c *council) card(t *testing.T) *model.Post {
	t.Helper()
	card := c.Await(t, c.Alice, c.sgar, "the card of the meeting", By(c.bot, "Séance SE1", "Préparation"))
	if card.RootId != "" {
		t.Error("the card stands in a thread")
	}
	return card
}

// asked waits for a question in private, with the two buttons that answer it.
func (c *council) asked(t *testing.T, user *User, channel string, texts ...string) *model.Post {
	t.Helper()
	post := c.Await(t, user, channel, "the question to "+user.Name, func(post *model.Post) bool {
		return By(c.bot, texts...)(post) && slices.Contains(Labels(post), iSit) && away(post) != ""
	})
	return post
}

// sits accepts a question, and returns what jalon answers: it has buttons, so it
// is a private message.
func (c *council) sits(t *testing.T, user *User, channel string, question *model.Post, texts ...string) *model.Post {
	t.Helper()
	before := identities(c.Written(t, c.bot, channel))
	user.Press(t, question, iSit)
	return c.Await(t, user, channel, "what is answered to "+user.Name, func(post *model.Post) bool {
		return !before[post.Id] && By(c.bot, append([]string{"Vous siégez"}, texts...)...)(post)
	})
}

// inThread returns what jalon wrote under a card, oldest first.
func (c *council) inThread(t *testing.T, card *model.Post) []*model.Post {
	t.Helper()
	return slices.DeleteFunc(c.Written(t, c.bot, card.ChannelId), func(post *model.Post) bool { return post.RootId != card.Id })
}

// iSit is on the button of who accepts.
const iSit = "Je siège"

// away returns what is on the button of who cannot come: it agrees with the
// person.
func away(post *model.Post) string {
	for _, label := range Labels(post) {
		if strings.HasPrefix(label, "Empêch") {
			return label
		}
	}
	return ""
}

// comesToShow waits until a post shows all of the texts to user, and returns it
// then.
func (r *Region) comesToShow(t *testing.T, user *User, post *model.Post, texts ...string) *model.Post {
	t.Helper()
	now, right := post, false
	defer func() {
		if !right {
			t.Errorf("%s sees\n%s\n\nwithout %q", user.Name, Shown(now), texts)
		}
	}()
	return Until(t, patience, "a post to change", func() (*model.Post, bool) {
		now = r.Reread(t, user, post)
		right = By(post.UserId, texts...)(now)
		return now, right
	})
}

// says checks that an answer holds texts.
func says(t *testing.T, answer *model.Post, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if shown := Shown(answer); !strings.Contains(shown, text) {
			t.Errorf("the answer is\n%s\n\nwithout\n%s", shown, text)
		}
	}
}

// tells tells whether one of the posts shows all of the texts.
func tells(posts []*model.Post, texts ...string) bool {
	return slices.ContainsFunc(posts, func(post *model.Post) bool { return By(post.UserId, texts...)(post) })
}

func TestAMeetingFromItsInvitationToItsCancelling(t *testing.T) {
	c := newCouncil(t)
	card := c.card(t)
	says(t, card, "Vendredi 11 décembre 2026", "9 h 30", "Euratechnologies, Lille", "bob",
		"note de préparation ven. 4 déc.", "éléments de langage mar. 8 déc.", "dossier de séance mer. 9 déc.", "point avec le SGAR jeu. 10 déc.", "compte rendu mer. 16 déc.")

	// The holder is asked, and nobody else may answer.
	toBob := c.asked(t, c.Bob, c.withBob, "EPF", "11 décembre 2026", "25 novembre 2026")
	c.types(t, []typed{
		{c.Carole, "pref-59", "/representation accepter SE1", []string{"Cette question est posée à bob", "Rien n’a changé"}},
		{c.Carole, "pref-59", "/representation refuser SE1", []string{"Cette question est posée à bob", "Rien n’a changé"}},
	})
	if err := c.Carole.TryPress(t.Context(), toBob, iSit); err == nil {
		t.Error("Carole pressed a button of what was said to Bob in private")
	}
	if posts := c.Written(t, c.bot, c.withCarole); len(posts) != 0 {
		t.Errorf("Carole is told %d things before she is asked", len(posts))
	}

	// He cannot come: his alternate is asked, and sits.
	says(t, c.Bob.Hears(t, func() { c.Bob.Press(t, toBob, away(toBob)) }), "vous ne siégerez pas", "carole")
	c.comesToShow(t, c.Bob, toBob, "vous ne siégerez pas")
	toCarole := c.asked(t, c.Carole, c.withCarole, "EPF", "11 décembre 2026", "urbanisme")
	first := c.sits(t, c.Carole, c.withCarole, toCarole, "11 décembre 2026", "4 décembre 2026")
	c.comesToShow(t, c.Alice, card, "carole siège ✅")
	c.types(t, []typed{{c.Carole, "pref-59", "/echeance voir E4", []string{"Point avec le SGAR", "jeudi 10 décembre 2026", "carole"}}})
	if n := len(c.inThread(t, card)); n != 0 {
		t.Errorf("%d posts under the card before anything changed", n)
	}

	// Another day: said once under the card, and Carole is asked again.
	c.jalon.At(t, "2026-11-26 10:00")
	says(t, c.Alice.Ask(t, c.sgar, `/seance deplacer SE1 18/12 motif "agenda du président"`), "Vendredi 18 décembre 2026", "carole")
	c.comesToShow(t, c.Alice, card, "vendredi 18 décembre 2026", "à reconfirmer")
	moved := c.Await(t, c.Alice, c.sgar, "what is said of the move", func(post *model.Post) bool { return post.RootId == card.Id })
	says(t, moved, "SE1", "18 décembre 2026", "11 décembre 2026", "carole", "agenda du président", "note de préparation ven. 11 déc.")
	again := c.asked(t, c.Carole, c.withCarole, "change de date", "18 décembre 2026", "11 décembre 2026")
	stale := c.comesToShow(t, c.Carole, toCarole, "répondez au message le plus récent")
	if labels := Labels(stale); len(labels) != 0 {
		t.Errorf("the old question still has the buttons %q", labels)
	}
	if err := c.Carole.TryPress(t.Context(), toCarole, iSit); err == nil {
		t.Error("the old button still works")
	}
	says(t, c.Carole.Hears(t, func() { c.Carole.Press(t, first, away(first)) }),
		"n’attend plus votre réponse", "vendredi 18 décembre 2026", "Rien n’a changé")
	c.sits(t, c.Carole, c.withCarole, again, "18 décembre 2026", "11 décembre 2026")
	c.comesToShow(t, c.Alice, card, "carole siège ✅")

	// Another hour: the agreement stays.
	c.jalon.At(t, "2026-11-27 10:00")
	questions := len(c.Written(t, c.bot, c.withCarole))
	says(t, c.Alice.Ask(t, c.sgar, "/seance deplacer SE1 10h"), "9 h 30", "10 h", "restent valables")
	c.comesToShow(t, c.Alice, card, "18 décembre 2026 (S51), 10 h", "carole siège ✅")
	Until(t, patience, "the other hour to be said under the card", func() (struct{}, bool) { return struct{}{}, len(c.inThread(t, card)) == 2 })
	Throughout(t, quiet, "nobody is asked again for an hour", func() bool {
		return len(c.Written(t, c.bot, c.withCarole)) == questions && len(c.inThread(t, card)) == 2
	})

	// What her place makes her owe is recalled to her alone.
	c.jalon.At(t, "2026-12-16 09:00")
	recalled := c.Await(t, c.Carole, c.withCarole, "the step that is hers", By(c.bot, "Point avec le SGAR", "(E4)", "17 déc"))
	if tells(c.Written(t, c.bot, c.sgar), "(E4)") {
		t.Error("what Carole owes is recalled in ~sgar")
	}

	// Called off the day before: who was to sit is told, and all stops.
	c.jalon.At(t, "2026-12-17 08:00")
	says(t, c.Alice.Ask(t, c.sgar, `/seance annuler SE1 motif "quorum non réuni"`), "SE1", "annulée")
	c.Await(t, c.Carole, c.withCarole, "the cancelling", By(c.bot, "EPF", "18 décembre 2026", "est annulée"))
	off := c.comesToShow(t, c.Alice, card, "Annulée", "quorum non réuni")
	if strings.Contains(Shown(off), "[Désigner]") {
		t.Error("somebody may still be designated")
	}
	said := Until(t, patience, "the cancelling under the card", func() ([]*model.Post, bool) {
		posts := c.inThread(t, card)
		return posts, len(posts) == 3
	})
	says(t, said[2], "annulée", "quorum non réuni", "carole", "en privé")
	c.comesToShow(t, c.Carole, recalled, "Annulé")
	toldCarole, toldBob := len(c.Written(t, c.bot, c.withCarole)), len(c.Written(t, c.bot, c.withBob))
	toldAll := len(c.Written(t, c.bot, c.sgar))
	for _, later := range []string{"2026-12-17 09:00", "2026-12-18 17:05", "2026-12-24 09:05"} {
		c.jalon.At(t, later)
		Throughout(t, quiet, "nothing more of a meeting called off", func() bool {
			return len(c.Written(t, c.bot, c.withCarole)) == toldCarole && len(c.Written(t, c.bot, c.withBob)) == toldBob &&
				len(c.inThread(t, card)) == 3 && !c.saidSince(t, toldAll, "SE1")
		})
	}
}

// saidSince tells whether jalon has said something of a text in ~sgar, after its
// first posts there.
func (c *council) saidSince(t *testing.T, known int, text string) bool {
	t.Helper()
	return tells(c.Written(t, c.bot, c.sgar)[known:], text)
}

func TestSilencePassesTheQuestionOn(t *testing.T) {
	c := newCouncil(t)
	card := c.card(t)
	toBob := c.asked(t, c.Bob, c.withBob, "EPF", "11 décembre 2026")

	// One working day: he is reminded. Two: his alternate is asked.
	c.jalon.At(t, "2026-11-24 09:00")
	c.asked(t, c.Bob, c.withBob, "votre réponse est attendue", "25 novembre 2026")
	c.jalon.At(t, "2026-11-25 17:00")
	Throughout(t, quiet, "his time is not over", func() bool { return len(c.Written(t, c.bot, c.withCarole)) == 0 })
	c.jalon.At(t, "2026-11-26 09:00")
	c.asked(t, c.Carole, c.withCarole, "EPF", "11 décembre 2026", "30 novembre 2026")
	c.Await(t, c.Bob, c.withBob, "what became of the question", By(c.bot, "sans réponse à ce jour", "carole"))
	c.comesToShow(t, c.Alice, card, "carole, réponse au plus tard lun. 30 nov.")
	if posts := c.Written(t, c.bot, c.withAlice); len(posts) != 0 {
		t.Errorf("the décision role is told %d things before the alternate had her time", len(posts))
	}

	// Two more: who decides is asked, with what may be decided.
	c.jalon.At(t, "2026-11-27 09:00")
	c.asked(t, c.Carole, c.withCarole, "votre réponse est attendue", "30 novembre 2026")
	c.jalon.At(t, "2026-12-01 09:00")
	decide := c.Await(t, c.Alice, c.withAlice, "what is to be decided", By(c.bot, "aucune représentation confirmée", "11 décembre 2026", "bob", "carole"))
	if labels := Labels(decide); !slices.Equal(labels, []string{"Désigner", "Donner pouvoir", "Ne pas siéger"}) {
		t.Errorf("who decides may press %q", labels)
	}
	c.comesToShow(t, c.Alice, card, "à décider")
	if tells(c.Written(t, c.bot, c.sgar), "sans réponse") {
		t.Error("a silence is told before everybody")
	}

	// Bob answers late, by the question that he was asked first.
	late := c.Reread(t, c.Bob, toBob)
	c.sits(t, c.Bob, c.withBob, late, "11 décembre 2026")
	c.comesToShow(t, c.Alice, card, "bob siège ✅")
	settled := c.comesToShow(t, c.Alice, decide, "bob siège")
	if labels := Labels(settled); len(labels) != 0 {
		t.Errorf("who decides may still press %q", labels)
	}
}

func TestNobodyIsSentByAReasonedDecision(t *testing.T) {
	c := newCouncil(t)
	card := c.card(t)
	for _, asked := range []struct {
		user    *User
		channel string
	}{{c.Bob, c.withBob}, {c.Carole, c.withCarole}} {
		question := c.asked(t, asked.user, asked.channel, "EPF")
		asked.user.Hears(t, func() { asked.user.Press(t, question, away(question)) })
	}
	decide := c.Await(t, c.Alice, c.withAlice, "what is to be decided", By(c.bot, "aucune représentation confirmée"))
	form := c.Alice.Opens(t, func() { c.Alice.Press(t, decide, "Ne pas siéger") })
	if refused := c.Alice.Submit(t, form, c.withAlice, c.Team.Id, map[string]any{"motif": nil}); refused.Error == "" && len(refused.Errors) == 0 {
		t.Errorf("no reason was accepted: %+v", refused)
	}
	if taken := c.Alice.Submit(t, form, c.withAlice, c.Team.Id, map[string]any{"motif": "aucun vote attendu"}); taken.Error != "" || len(taken.Errors) > 0 {
		t.Fatalf("a reason is refused: %+v", taken)
	}
	settled := c.comesToShow(t, c.Alice, decide, "non représenté")
	if labels := Labels(settled); len(labels) != 0 {
		t.Errorf("who decided may still press %q", labels)
	}
	c.comesToShow(t, c.Alice, card, "non représenté")
}

func TestMinutesAreAskedForInPrivate(t *testing.T) {
	c := newCouncil(t)
	card := c.card(t)
	toBob := c.asked(t, c.Bob, c.withBob, "EPF", "11 décembre 2026")
	c.sits(t, c.Bob, c.withBob, toBob, "11 décembre 2026")
	c.comesToShow(t, c.Alice, card, "bob siège ✅")

	c.jalon.At(t, "2026-12-11 16:59")
	Throughout(t, quiet, "nothing is asked before 17:00", func() bool {
		return !tells(c.Written(t, c.bot, c.withBob), "s’est-elle tenue")
	})
	c.jalon.At(t, "2026-12-11 17:00")
	held := c.Await(t, c.Bob, c.withBob, "whether it was held", By(c.bot, "EPF", "s’est-elle tenue", "[Tenue, j’ai siégé] [Tenue, sans moi] [Non tenue]"))
	c.Bob.Press(t, held, "Tenue, j’ai siégé")
	c.comesToShow(t, c.Alice, card, "Tenue ✅")
	c.Await(t, c.Bob, c.withBob, "until when they are expected", By(c.bot, "compte rendu", "16 décembre 2026"))

	before := identities(c.Written(t, c.bot, c.withBob))
	c.jalon.At(t, "2026-12-16 09:00")
	minutes := c.Await(t, c.Bob, c.withBob, "the minutes to be asked for", func(post *model.Post) bool {
		return !before[post.Id] && By(c.bot, "compte rendu", "EPF", "11 décembre 2026", "[Écrire]")(post)
	})
	c.jalon.At(t, "2026-12-22 09:00")
	missing := c.Await(t, c.Alice, c.withAlice, "who decides to be told", By(c.bot, "compte rendu", "SE1", "bob"))
	for _, text := range []string{"s’est-elle tenue", "est attendu", "pas encore arrivé"} {
		if tells(c.Written(t, c.bot, c.sgar), text) {
			t.Errorf("« %s » is told before everybody", text)
		}
	}

	form := c.Bob.Opens(t, func() { c.Bob.Press(t, minutes, "Écrire") })
	if len(form.Dialog.Elements) == 0 {
		t.Fatal("the form asks for nothing")
	}
	values := map[string]any{}
	for _, element := range form.Dialog.Elements {
		values[element.Name] = nil
	}
	values[form.Dialog.Elements[0].Name] = "DOB 2027 débattu, PPI adopté, 14 conventions signées."
	if taken := c.Bob.Submit(t, form, c.withBob, c.Team.Id, values); taken.Error != "" || len(taken.Errors) > 0 {
		t.Fatalf("the minutes are refused: %+v", taken)
	}
	c.comesToShow(t, c.Bob, minutes, "Compte rendu reçu")
	c.comesToShow(t, c.Alice, missing, "Compte rendu reçu")
	c.comesToShow(t, c.Alice, card, "Compte rendu reçu")
}

func TestARegionalCommitteeAndItsSteps(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	j := r.NewJalon(t, "--rehearsal")
	school, err := filepath.Abs("../cmd/jalon/demo_school.csv")
	if err != nil {
		t.Fatal(err)
	}
	j.serveFlags = []string{"--school-holidays", school, "--school-zone", "B"}
	bot, sgar, calais := j.BotID(t), r.Channel(t, "sgar"), r.Channel(t, "pref-62")
	j.At(t, "2026-11-23 10:00")
	r.types(t, []typed{
		{r.Alice, "sgar", `/instance ajouter "Comité régional ERBM" court ERBM préside`, []string{"IN1", "préside"}},
		{r.Alice, "sgar", `/seance planifier ERBM 14/01/2027 14h30 lieu "Préfecture, Lille"`, []string{"SE1", "jeudi 14 janvier 2027", "14 h 30"}},
		{r.Alice, "sgar", "/seance voir SE1", []string{
			"**lun. 9 nov.** · Date avec le cabinet et la Région", "9 jours ouvrés",
			"**mar. 1er déc.**", "**mar. 15 déc.** · Contributions", "**mar. 22 déc.** · Invitations", "**mer. 30 déc.** · Diaporama",
			"**jeu. 7 janv. 2027**", "**mar. 12 janv. 2027**", "**mer. 13 janv. 2027**", "**jeu. 21 janv. 2027**", "**jeu. 4 févr. 2027**",
		}},
	})
	card := r.Await(t, r.Alice, sgar, "the card of the meeting", By(bot, "Séance SE1", "Comité régional ERBM", "9 étapes à venir, 1 déjà passée",
		"vacances de Noël, mar. 22 et mer. 30 déc."))
	contribution := r.Await(t, r.Bob, calais, "what the préfecture owes", By(bot, "Contributions", "mardi 15 décembre 2026", "[Fait]"))
	for _, service := range []string{"pref-02", "pref-59", "pref-60", "pref-80", "dreal"} {
		r.Await(t, r.Admin, r.Channel(t, service), "the contribution of ~"+service, By(bot, "Contributions", "mardi 15 décembre 2026"))
	}

	// What is done stays at the move; all else moves, said once under the card.
	says(t, r.Bob.Hears(t, func() { r.Bob.Press(t, contribution, "Fait") }), "Pas-de-Calais")
	says(t, r.Alice.Ask(t, sgar, "/echeance fait E1 pour tous"), "E1 est close")
	says(t, r.Alice.Ask(t, sgar, `/seance deplacer ERBM d’une semaine motif "agenda du préfet"`),
		"eudi 21 janvier 2027", "ordre du jour validé mar. 1er déc.", "dossier du préfet jeu. 14 janv. 2027")
	under := func() []*model.Post {
		return slices.DeleteFunc(r.Written(t, bot, sgar), func(post *model.Post) bool { return post.RootId != card.Id })
	}
	Until(t, patience, "the move under the card", func() (struct{}, bool) { return struct{}{}, len(under()) > 0 })
	says(t, under()[0], "SE1", "eudi 21 janvier 2027", "agenda du préfet")
	r.comesToShow(t, r.Alice, card, "jeudi 21 janvier 2027", "**mar. 1er déc.** · Ordre du jour validé")
	r.comesToShow(t, r.Bob, contribution, "Fait ✅ · préfecture du Pas-de-Calais · lun. 23 nov., par bob", "mardi 22 décembre 2026")
	r.types(t, []typed{{r.Alice, "sgar", "/seance voir SE1", []string{"Fait ✅ (E1)", "**mar. 22 déc.** · Contributions"}}})

	// The first step was past: nobody is chased for it. Bob is done.
	j.At(t, "2026-12-15 09:00")
	r.Await(t, r.Carole, r.Channel(t, "pref-59"), "the reminder at the new date", By(bot, "Rappel", "Contributions"))
	Throughout(t, quiet, "one message of the move, no chaser of a past step, no reminder for who is done", func() bool {
		return len(under()) == 1 && len(r.Written(t, bot, calais)) == 1 &&
			!tells(r.Written(t, bot, sgar), "Date avec le cabinet", "En retard")
	})

	// A body of the préfet's own: the coordination says whether it was held.
	j.At(t, "2027-01-21 17:00")
	held := r.Await(t, r.Alice, sgar, "whether it was held", By(bot, "ERBM", "s’est-elle tenue", "[Tenue] [Non tenue]"))
	r.Alice.Hears(t, func() { r.Alice.Press(t, held, "Tenue") })
	r.comesToShow(t, r.Alice, card, "Tenue ✅")
}

func TestTheWeekBeginsWithTheMeetingsToFill(t *testing.T) {
	c := newCouncil(t)
	c.card(t)
	c.jalon.At(t, "2026-11-30 08:29")
	Throughout(t, quiet, "not before 8:30", func() bool { return !tells(c.Written(t, c.bot, c.sgar), "à pourvoir") })
	c.jalon.At(t, "2026-11-30 08:30")
	list := c.Await(t, c.Alice, c.sgar, "the meetings to fill", By(c.bot, "à pourvoir", "**ven. 11 déc., 9 h 30**", "SE1", "urbanisme"))
	if list.RootId != "" || !slices.Contains(Labels(list), "Désigner SE1") {
		t.Errorf("the list in thread %q has the buttons %q", list.RootId, Labels(list))
	}
}

func TestBodiesAreImported(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	j := r.NewJalon(t, "--rehearsal")
	bot := j.BotID(t)
	withBob := r.Conversation(t, r.Bob, j)
	j.At(t, "2026-11-23 09:50") // the people are known from here on
	r.asks(t, r.Alice, r.Channel(t, "sgar"), "/jalon agent liste 62", "bob")
	j.Stop()
	for name, sheet := range map[string]string{
		"1-instances.csv": "Instance;Nom court;Type;Présidence\nEPF Hauts-de-France, conseil d’administration;EPF;conseil d’administration;siège\n",
		"2-sieges.csv":    "Instance;Siège;Personne;Rang\nEPF;urbanisme;@bob;titulaire\n",
	} {
		j.write(t, name, sheet)
	}
	for _, name := range []string{"1-instances.csv", "2-sieges.csv"} {
		if out, err := j.Run(t.Context(), "import", "instances", j.file(name), "--settings", j.file("settings"), "--apply", "--as", "@alice"); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	j.At(t, "2026-11-23 10:00")
	r.types(t, []typed{
		{r.Alice, "sgar", "/instance voir EPF", []string{"IN1", "Urbanisme : bob"}},
		{r.Alice, "sgar", "/seance planifier CA EPF 11/12/2026 9h30", []string{"SE1"}},
	})
	r.Await(t, r.Bob, withBob, "the question", By(bot, "EPF", "11 décembre 2026", "["+iSit+"]"))
}
