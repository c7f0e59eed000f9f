package e2e

import (
	"testing"

	"github.com/mattermost/mattermost/server/public/model"
)

// A seat that somebody outside its list is to hold: agreed to or not by who decides,
// answered for by the coordination, two at once, and given up to a proxy.
func TestASeatHeldFromOutsideItsList(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	r.Admit(t, "sgar", r.Carole.ID)
	j := r.NewJalon(t, "--rehearsal")
	bot, sgar := j.BotID(t), r.Channel(t, "sgar")
	withBob, withCarole := r.Conversation(t, r.Bob, j), r.Conversation(t, r.Carole, j)
	j.At(t, "2026-11-23 10:00")
	r.types(t, []typed{
		{r.Alice, "sgar", "/jalon agent ajouter @carole pour SGAR rôle décision", []string{"carole", "décision"}},
		{r.Alice, "sgar", `/instance ajouter "EPF Hauts-de-France, conseil d’administration" court EPF`, []string{"IN1"}},
		{r.Alice, "sgar", "/instance siege EPF urbanisme titulaire @bob", []string{"bob"}},
		{r.Alice, "sgar", "/seance planifier EPF vendredi 11 décembre 2026, 9 h 30, Euratechnologies, Lille", []string{"SE1", "Euratechnologies, Lille"}},
		{r.Alice, "sgar", "/representation conflits @bob", []string{"Aucun conflit"}},
	})
	card := r.Await(t, r.Alice, sgar, "the card of the meeting", By(bot, "Séance SE1"))
	toBob := r.Await(t, r.Bob, withBob, "the question", By(bot, "EPF", "["+iSit+"]"))
	toDecide := func() *model.Post {
		return r.Await(t, r.Carole, withCarole, "what is to be agreed to", By(bot, "M. Petit", "hors de la liste", "[Valider] [Refuser]"))
	}
	const notYours = "Cette décision ne peut pas être prise depuis votre compte"

	// Outside the list: who decides is asked, nobody else decides, and it is refused.
	r.types(t, []typed{{r.Alice, "sgar", `/representation designer SE1 "M. Petit"`, []string{"M. Petit", "hors de la liste", "rôle décision"}}})
	refused := toDecide()
	r.comesToShow(t, r.Alice, card, "M. Petit, à valider")
	r.comesToShow(t, r.Bob, toBob, "n’attend plus votre réponse")
	r.types(t, []typed{
		{r.Alice, "sgar", "/representation valider SE1", []string{notYours}},
		{r.Bob, "pref-62", "/representation rejeter SE1", []string{notYours}},
		{r.Carole, "pref-59", "/representation rejeter SE1", []string{"M. Petit", "refusée"}},
		{r.Carole, "pref-59", "/representation valider SE1", []string{"Aucune désignation n’attend"}},
	})
	if labels := Labels(r.comesToShow(t, r.Carole, refused, "décision attendue")); len(labels) != 0 {
		t.Errorf("once refused, it may still be pressed: %q", labels)
	}

	// Asked again, she presses twice at once: it is agreed to once.
	r.types(t, []typed{{r.Alice, "sgar", `/representation designer SE1 "M. Petit"`, []string{"rôle décision"}}})
	agreed := toDecide()
	atOnce(trying(t, r.Carole, agreed, "Valider"), trying(t, r.Carole, agreed, "Valider"))
	if labels := Labels(r.comesToShow(t, r.Carole, agreed, "question posée à M. Petit")); len(labels) != 0 {
		t.Errorf("once agreed to, it may still be pressed: %q", labels)
	}

	// He has no account: the coordination notes his answer, and nobody else does. Two
	// do it at once: it is noted once.
	question := r.Await(t, r.Alice, sgar, "the question about M. Petit", By(bot, "M. Petit", "peut-il siéger", "[Siège] [Empêché]"))
	if err := r.Bob.TryPress(t.Context(), question, "Empêché"); err == nil {
		t.Error("Bob pressed a button of a channel that is not his")
	}
	r.types(t, []typed{{r.Bob, "pref-62", `/representation refuser SE1 pour "M. Petit"`, []string{"Rien n’a changé"}}})
	atOnce(trying(t, r.Alice, question, "Siège"), trying(t, r.Carole, question, "Siège"))
	r.comesToShow(t, r.Alice, card, "M. Petit siège ✅")
	r.once(t, "/jalon journal SE1", " · accord pour siéger, ")
	r.once(t, "/jalon journal SE1", " · désignation hors liste validée, ")

	// A proxy, and a meeting of the same person at the same hour elsewhere.
	r.types(t, []typed{
		{r.Alice, "sgar", `/representation pouvoir SE1 de M. Petit à @bob`, []string{"un pouvoir se donne à un autre membre", "Rien n’est enregistré"}},
		{r.Carole, "pref-59", `/representation pouvoir SE1 de M. Petit à @bob motif "accord du président"`, []string{"Pouvoir de M. Petit donné à bob", "Dérogation enregistrée"}},
		{r.Alice, "sgar", `/instance ajouter "CLCT du Nord" court CLCT`, []string{"IN2"}},
		{r.Alice, "sgar", "/instance siege CLCT État titulaire @bob", []string{"bob"}},
		{r.Alice, "sgar", "/seance planifier CLCT 11/12 de 9h à 11h à la préfecture de Lille", []string{"SE2", "de 9 h à 11 h", "bob a une autre séance"}},
		{r.Alice, "sgar", "/representation conflits @bob", []string{"1 conflit", "CLCT de 9 h à 11 h", "CA de l’EPF à 9 h 30"}},
	})
	r.comesToShow(t, r.Alice, card, "pouvoir donné à bob")
}

// What an invitation may hold that makes it hard: terms, rules of law, travel, another
// préfet invited.
func TestTheEdgesOfAnInvitation(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	j := r.NewJalon(t, "--rehearsal")
	bot := j.BotID(t)
	withBob, withCarole := r.Conversation(t, r.Bob, j), r.Conversation(t, r.Carole, j)
	erin := r.newcomer(t, "erin", "sgar")
	j.At(t, "2026-11-23 10:00")
	const (
		notReplaced = "Une personnalité qualifiée ne peut pas être remplacée (article R133-3 du CRPA)"
		oneProxy    = "Mme Vasseur détient déjà un pouvoir"
	)
	r.types(t, []typed{
		// A qualified person is not replaced, and nobody holds two proxies.
		{r.Alice, "sgar", `/instance ajouter "Commission de la forêt" court CRFB`, []string{"IN1"}},
		{r.Alice, "sgar", `/instance siege CRFB expertise titulaire "M. Lemaire" suppléante "Mme Vasseur" qualifiée`, []string{"personnalité qualifiée"}},
		{r.Alice, "sgar", `/instance siege CRFB bois titulaire "Mme Dupont" qualifiée`, []string{"Mme Dupont"}},
		{r.Alice, "sgar", `/instance siege CRFB industrie titulaire "Mme Vasseur"`, []string{"Mme Vasseur"}},
		{r.Alice, "sgar", "/seance planifier forêt vendredi 11 décembre 10h, Conseil régional, Lille", []string{"SE1", "Conseil régional, Lille"}},
		{r.Alice, "sgar", "/representation désigner Mme Vasseur à la commission de la forêt siège expertise", []string{notReplaced, "/representation pouvoir SE1"}},
		{r.Alice, "sgar", "/representation pouvoir CRFB de M. Lemaire à Mme Vasseur", []string{"Pouvoir de M. Lemaire donné à Mme Vasseur"}},
		{r.Alice, "sgar", "/representation pouvoir CRFB de Mme Dupont à Mme Vasseur", []string{oneProxy, "Rien n’est enregistré"}},

		// The term of the holder ends before the meeting, and Bob is expected at Laon too.
		{erin, "sgar", `/instance ajouter "EPF Hauts-de-France, conseil d’administration" court EPF`, []string{"IN2"}},
		{erin, "sgar", "/instance siege EPF budget titulaire @carole suppléant @bob", []string{"carole", "bob"}},
		{erin, "sgar", "/instance mandat EPF carole jusqu’au 5/12/2026", []string{"Mandat de carole", "samedi 5 décembre 2026"}},
		{erin, "sgar", `/instance ajouter CDPENAF court CDPENAF`, []string{"IN3"}},
		{erin, "sgar", "/instance siege CDPENAF agriculture titulaire @bob", []string{"bob"}},
		{erin, "sgar", "/seance planifier CDPENAF 11/12 de 14h à 15h à la préfecture de Laon", []string{"SE2", "Préfecture de Laon"}},
		{erin, "sgar", "/seance planifier CA EPF 11/12 de 9h30 à 13h Euratechnologies, Lille", []string{
			"SE3", "le mandat de carole (siège budget) prend fin le sam. 5 déc., avant la séance", "bob a une autre séance : CDPENAF",
		}},
		{erin, "sgar", "/representation conflits moi", []string{"Aucun conflit"}},
		{erin, "sgar", "/representation conflits @bob", []string{"trajet de 2 h"}},

		// The préfet is invited as préfet du Nord to a committee that he co-presides.
		{erin, "sgar", `/instance ajouter "Comité ERBM" court ERBM coprésidé`, []string{"IN4", "copréside"}},
		{erin, "sgar", "/instance siege ERBM État titulaire @carole", []string{"carole"}},
		{erin, "sgar", "/seance planifier ERBM 14/01/2027 14h30 pour le préfet du Nord, pas de région", []string{"SE4", "comme préfet du Nord", "~pref-59"}},

		// Who sits is known for any day; who leaves, and what has not met, are listed.
		{erin, "sgar", "/instance qui EPF 4/12", []string{"carole (titulaire", "puis bob"}},
		{r.Bob, "pref-62", "/jalon qui siège à l’EPF le 12 décembre ?", []string{"samedi 12 décembre 2026", "bob"}},
		{erin, "sgar", "/instance depart @bob 1er décembre", []string{"bob quitte ses fonctions", "CDPENAF, agriculture", "séance ven. 11 déc."}},
		{erin, "sgar", "/instance dormantes", []string{"Aucune instance dormante"}},
		{erin, "sgar", "/seance liste préfet semaine prochaine", []string{"Aucune séance pour le préfet de région du 30 novembre au 6 décembre 2026"}},
		{erin, "sgar", "/seance liste 59 décembre", []string{"département du Nord"}},
	})
	r.Await(t, r.Bob, withBob, "the question of the alternate", By(bot, "CA de l’EPF", "suppléance", "trajet", "["+iSit+"]"))
	if posts := r.Written(t, bot, withCarole); tells(posts, "pouvez-vous siéger") {
		t.Error("Carole is asked, whose term is over by then, or who sits for another préfet")
	}
	r.Await(t, r.Carole, r.Channel(t, "pref-59"), "the meeting of the préfet du Nord", By(bot, "Séance SE4", "comme préfet du Nord"))
}

// A seat from its first question to what is left to decide: what is not a day or not
// sure, answers as people write them, a move, a term that is made to end, an absence.
func TestASeatIsAskedAgainPassedOnAndListed(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	j := r.NewJalon(t, "--rehearsal")
	bot := j.BotID(t)
	withBob, withCarole := r.Conversation(t, r.Bob, j), r.Conversation(t, r.Carole, j)
	irene := r.newcomer(t, "irene", "sgar")
	withIrene := r.Conversation(t, irene, j)
	j.At(t, "2026-11-23 10:00")
	r.types(t, []typed{
		{r.Alice, "sgar", "/jalon agent ajouter @irene pour SGAR rôle décision", []string{"irene", "décision"}},
		{r.Alice, "sgar", `/instance ajouter "EPF Hauts-de-France, conseil d’administration" court EPF`, []string{"IN1"}},
		{r.Alice, "sgar", "/instance modifier EPF quorum 6 membres", []string{"quorum", "6 membres"}},
		{r.Alice, "sgar", "/instance liste", []string{"EPF"}},
		{r.Alice, "sgar", "/instance siege EPF urbanisme titulaire @bob suppléante @carole", []string{"bob", "carole"}},
		{r.Alice, "sgar", "/instance siege EPF budget", []string{"budget"}},
		{r.Alice, "sgar", "/seance planifier EPF avant le 15 décembre", []string{"est une limite", "Rien n’est enregistré"}},
		{r.Alice, "sgar", "/seance planifier EPF 18/12/2026 9h30 lieu Lille à confirmer", []string{"SE1", "Séance provisoire : personne n’est relancé"}},
		{r.Alice, "sgar", "/seance planifier EPF 11/12/2026 9h30", []string{"SE2", "bob, réponse au plus tard mer. 25 nov."}},
	})
	asked := func(user *User, channel string, says ...string) {
		t.Helper()
		r.Await(t, user, channel, "the question", By(bot, append(says, "["+iSit+"]")...))
	}
	asked(r.Bob, withBob, "11 décembre 2026")
	if posts := r.Written(t, bot, withBob); tells(posts, "18 décembre 2026") {
		t.Error("Bob is asked about a meeting that is not sure")
	}

	// He declines in his words; his alternate is asked, and who decides reads what is left.
	r.Bob.Say(t, withBob, "je ne peux pas, conflit CLCT")
	r.Await(t, r.Bob, withBob, "what is noted", By(bot, "vous ne siégerez pas", "carole"))
	asked(r.Carole, withCarole, "11 décembre 2026")
	r.types(t, []typed{
		{irene, "sgar", "/representation", []string{"1 siège attend votre décision", "budget · personne à solliciter", "/representation designer SE2"}},
		{r.Carole, "pref-59", "/representation", []string{"votre réponse est attendue"}},

		// Another day is another question; what is put to the alternate by choice is theirs.
		{r.Alice, "sgar", "/seance deplacer SE2 15/12/2026", []string{"15 décembre 2026", "déplacée"}},
	})
	asked(r.Bob, withBob, "15 décembre 2026")
	r.types(t, []typed{{r.Alice, "sgar", "/representation suppleant SE2 siège urbanisme", []string{"carole"}}})
	asked(r.Carole, withCarole, "15 décembre 2026")
	r.Carole.Say(t, withCarole, "oui")
	r.Await(t, r.Carole, withCarole, "what is noted", By(bot, "Vous siégez", "15 décembre 2026"))
	r.types(t, []typed{
		{r.Carole, "pref-59", "/jalon mes-seances", []string{"SE2", "mar. 15 déc."}},
		{r.Alice, "sgar", "/representation manquantes", []string{"SE2", "budget"}},

		// A term that is made to end before it passes on what was agreed to.
		{r.Alice, "sgar", "/instance mandat EPF carole jusqu’au 5/12/2026", []string{"samedi 5 décembre 2026", "le mandat de carole"}},
	})
	r.Await(t, r.Carole, withCarole, "that she does not sit any more", By(bot, "votre présence n’est plus attendue", "15 décembre 2026"))
	r.types(t, []typed{
		{r.Alice, "sgar", "/seance voir SE2", []string{"bob, réponse au plus tard"}},
	})
	r.Bob.Say(t, withBob, "non")
	r.Await(t, irene, withIrene, "what is to be decided", By(bot, "aucune représentation confirmée pour le siège urbanisme", "[Désigner]"))
	r.types(t, []typed{
		{irene, "sgar", "/representation", []string{"2 sièges attendent votre décision", "urbanisme · à décider"}},

		// Somebody away that day is a conflict; nobody gives a proxy to who is not expected.
		{r.Alice, "sgar", "/jalon agent absence @bob du 14/12/2026 au 16/12/2026", []string{"bob"}},
		{irene, "sgar", "/representation designer SE2 @bob siège urbanisme", []string{"bob"}},
		{r.Alice, "sgar", "/representation conflits @bob", []string{"1 conflit", "SE2"}},
		{r.Bob, "pref-62", `/representation pouvoir SE2 à "M. Quidam"`, []string{"un pouvoir se donne à un autre membre", "Rien n’est enregistré"}},

		// Who leaves is recorded when that is asked for.
		{r.Alice, "sgar", "/instance depart @bob 1er décembre", []string{"bob quitte ses fonctions", "enregistré"}},
		{r.Alice, "sgar", "/instance depart @bob 1er décembre enregistrer", []string{"bob"}},
		{r.Alice, "sgar", "/instance qui EPF 11/12", []string{"Urbanisme, budget : aucun titulaire"}},
	})

	// Near the meeting, who decides is told again on its eve.
	j.At(t, "2026-12-14 09:00")
	r.Await(t, irene, withIrene, "what is still to be decided", By(bot, "Rappel :", "aucune représentation confirmée", "15 décembre 2026"))
}

// What follows a meeting, typed: its agenda, whether it was held, its minutes, what it
// decided, and the same meeting a year later, on a template that was changed.
func TestWhatFollowsAMeeting(t *testing.T) {
	c := newCouncil(t)
	card := c.card(t)
	c.sits(t, c.Bob, c.withBob, c.asked(t, c.Bob, c.withBob, "EPF"), "11 décembre 2026")
	c.types(t, []typed{
		{c.Alice, "sgar", "/seance odj EPF du 11 décembre : DOB 2027, PPI", []string{"Ordre du jour de la séance SE1 enregistré : DOB 2027, PPI."}},
		{c.Alice, "sgar", "/seance convocation EPF reçue le 20/11", []string{"vendredi 20 novembre 2026"}},
		{c.Alice, "sgar", `/jalon modele etape "Représentation" "Point avec le SGAR" J-2 ouvrés pour la représentation`, []string{"Point avec le SGAR", "J-2"}},
		{c.Carole, "pref-59", `/jalon modele etape "Représentation" "Point avec le SGAR" J-3 ouvrés pour la représentation`, []string{"Rien n’a changé"}},
		{c.Bob, "pref-62", "/seance tenue SE1", []string{"n’a pas encore eu lieu", "Rien n’a changé"}},
	})
	c.comesToShow(t, c.Alice, card, "Ordre du jour : DOB 2027, PPI", "Convocation reçue")

	c.jalon.At(t, "2026-12-11 17:00")
	c.types(t, []typed{
		{c.Carole, "pref-59", "/seance tenue SE1", []string{"Rien n’a changé"}},
		{c.Bob, "pref-62", `/seance tenue EPF présents "bob, 12 membres sur 20"`, []string{"s’est tenue", "bob, 12 membres sur 20", "mercredi 16 décembre 2026"}},
		{c.Bob, "pref-62", "/seance cr EPF DOB 2027 débattu, PPI adopté", []string{"Compte rendu de la séance SE1", "reçu"}},
		{c.Bob, "pref-62", "/seance decisions EPF Signer les conventions 8 janvier pour 59 ; Transmettre le PPI fin janvier pour 60", []string{"2 décisions", "ven. 8 janv. 2027", "ven. 29 janv. 2027"}},
		{c.Alice, "sgar", "/seance voir SE1", []string{"Tenue ✅", "DOB 2027 débattu, PPI adopté", "bob, 12 membres sur 20"}},
		{c.Alice, "sgar", "/seance reconduire SE1 10/12/2027 9h30", []string{"Reconduit la séance SE1", "vendredi 10 décembre 2027", "point avec le SGAR jeu. 9 déc. 2027"}},
		{c.Alice, "sgar", "/seance planifier EPF 15/1/2027 9h30", []string{"SE3", "point avec le SGAR mer. 13 janv. 2027"}},
	})
	c.comesToShow(t, c.Alice, card, "Tenue ✅", "Compte rendu reçu")
	for _, decided := range []struct {
		user    *User
		channel string
		text    string
	}{{c.Carole, "pref-59", "Signer les conventions"}, {c.Admin, "pref-60", "Transmettre le PPI"}} {
		c.Await(t, decided.user, c.Channel(t, decided.channel), "what was decided", By(c.bot, decided.text, "[Fait]"))
	}
	c.asked(t, c.Bob, c.withBob, "EPF", "10 décembre 2027")
}
