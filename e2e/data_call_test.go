package e2e

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mattermost/mattermost/server/public/model"
)

// asked is a region in which Alice asks the five préfectures the same thing.
type asked struct {
	*Region

	jalon  *Jalon
	bot    string
	people map[string]*User // who answers, by channel
	state  *model.Post      // the live card in ~sgar
}

const askCRTE = `/remontee ouvrir "CRTE – COPIL 2026" pour 02 59 60 62 80 avant "vendredi 4 décembre 12h" ` +
	`modele "COPIL tenus (nombre) ; COPIL prévus (nombre) ; blocages" origine "le cabinet"`

const answerButtons = "[Répondre] [Néant] [Sans objet] [Demander un délai]"

// newAsked opens the region, with newcomers by channel beside Bob and Carole.
func newAsked(t *testing.T, newcomers map[string]string) *asked {
	t.Helper()
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	a := &asked{Region: r, people: map[string]*User{"pref-62": r.Bob, "pref-59": r.Carole}}
	for channel, name := range newcomers {
		a.people[channel] = r.newcomer(t, name, channel)
	}
	a.jalon = r.NewJalon(t, "--rehearsal")
	a.bot = a.jalon.BotID(t)
	a.jalon.At(t, "2026-11-24 10:00")
	r.types(t, []typed{{r.Alice, "sgar", askCRTE, []string{"RM1 · CRTE – COPIL 2026", "vendredi 4 décembre 2026 (S49), 12 h", "RM1 est ouverte"}}})
	a.state = r.Await(t, r.Alice, r.Channel(t, "sgar"), "the state", By(a.bot, "RM1", "0 réponse sur 5", "[Consolidation] [Relancer] [Clore]"))
	return a
}

// question is what was asked in a channel.
func (a *asked) question(t *testing.T, channel string) *model.Post {
	t.Helper()
	return a.Await(t, a.Admin, a.Channel(t, channel), "the question", By(a.bot, "Remontée CRTE – COPIL 2026", "COPIL tenus (nombre) ?", answerButtons))
}

// saidOf is how many posts of jalon in a channel show a text.
func (a *asked) saidOf(t *testing.T, channel string, texts ...string) int {
	t.Helper()
	return len(slices.DeleteFunc(a.Written(t, a.bot, a.Channel(t, channel)), func(p *model.Post) bool { return !By(a.bot, texts...)(p) }))
}

// Five préfectures are asked; each answers in its way, or not; what is said follows.
func TestADataCallFromItsQuestionToItsFiles(t *testing.T) {
	a := newAsked(t, map[string]string{"pref-02": "erin-02", "pref-80": "denise-80"})
	erin, denise := a.people["pref-02"], a.people["pref-80"]
	calais, lille := a.question(t, "pref-62"), a.question(t, "pref-59")
	oise := a.question(t, "pref-60")
	withBob, withAlice := a.Conversation(t, a.Bob, a.jalon), a.Conversation(t, a.Alice, a.jalon)

	a.answersByWriting(t, calais, withBob)
	a.answersInAForm(t, lille)
	aisne := a.question(t, "pref-02")
	heard := erin.Hears(t, func() { erin.Press(t, aisne, "Néant") })
	says(t, heard, "« néant » enregistré pour la préfecture de l’Aisne")
	a.asksForMore(t, denise)
	a.comesToShow(t, a.Alice, a.state, "3 réponses sur 5", "Néant ✅ · Aisne", "par erin-02", "Délai accordé ⏳ · Somme", "En attente ⏳ · Oise")

	a.jalon.At(t, "2026-12-04 12:01")
	a.Await(t, a.Alice, a.Channel(t, "sgar"), "the state at the close",
		By(a.bot, "3 réponses sur 5.", "En attente : Oise.", "Délai accordé : Somme, lun. 7 déc. à 10 h"))
	a.Await(t, a.Bob, a.Channel(t, "pref-62"), "thanks", By(a.bot, "merci, votre réponse du mardi 24 novembre"))
	a.Await(t, erin, a.Channel(t, "pref-02"), "thanks", By(a.bot, "merci, votre réponse « néant »"))
	a.Await(t, a.Admin, a.Channel(t, "pref-60"), "the last call", By(a.bot, "Dernier appel ⛔", answerButtons))

	a.jalon.At(t, "2026-12-07 09:00")
	a.Await(t, a.Admin, a.Channel(t, "pref-60"), "a chase", By(a.bot, "Sans réponse ⛔", answerButtons))
	if err := a.Bob.TryPress(t.Context(), oise, "Néant"); err == nil {
		t.Error("Bob pressed a button of a channel that is not his")
	}
	Throughout(t, quiet, "who answered is left in peace, and all is said once", func() bool {
		return a.saidOf(t, "pref-62", "Sans réponse") == 0 && a.saidOf(t, "pref-80", "Sans réponse") == 0 &&
			a.saidOf(t, "pref-62", "merci") == 1 && a.saidOf(t, "pref-02", "merci") == 1 && a.saidOf(t, "pref-60", "Dernier appel") == 1 &&
			a.saidOf(t, "sgar", "0 réponse sur 5")+a.saidOf(t, "sgar", "Clôture :") == 1
	})
	says(t, denise.Ask(t, a.Channel(t, "pref-80"), "/jalon répondre CRTE-2026 2 ; 1 ; aucun"), "réponse enregistrée pour la préfecture de la Somme")
	a.comesToShow(t, a.Alice, a.state, "4 réponses sur 5", "En retard ⛔ · Oise")
	a.gathered(t, withAlice)
}

// answersByWriting has Bob answer in one line, be refused for others, and correct his
// answer in private.
func (a *asked) answersByWriting(t *testing.T, calais *model.Post, withBob string) {
	t.Helper()
	a.types(t, []typed{
		{a.Bob, "pref-62", "/remontee repondre RM1 pour 59 6 ; 2 ; aucun", []string{"Vous répondez pour la préfecture du Pas-de-Calais", "Rien n’est enregistré"}},
		{a.Bob, "pref-62", "/remontee repondre RM1 6 ; 2", []string{"pose 3 questions", "Rien n’est enregistré"}},
		{a.Bob, "pref-62", "/remontee repondre RM1 6 ; 2 ; aucun", []string{"réponse enregistrée pour la préfecture du Pas-de-Calais", "COPIL tenus : 6"}},
	})
	a.comesToShow(t, a.Bob, calais, "Votre réponse : Reçu ✅", "par bob", "[Corriger la réponse]")
	a.Bob.Say(t, withBob, `répondre CRTE-2026 7 ; 2 ; "un seul ; levé"`)
	a.Await(t, a.Bob, withBob, "what was kept", By(a.bot, "COPIL tenus : 7", "blocages : un seul ; levé", "Elle remplace celle"))

	// He may see the card of ~pref-59 once he is let in, and answers for nobody there.
	lille := a.question(t, "pref-59")
	a.Admit(t, "pref-59", a.Bob.ID)
	says(t, a.Bob.Hears(t, func() { a.Bob.Press(t, lille, "Néant") }), "Vous répondez pour la préfecture du Pas-de-Calais")
	a.Expel(t, "pref-59", a.Bob.ID)
}

// answersInAForm has Carole fill in a field for each question, one of them badly.
func (a *asked) answersInAForm(t *testing.T, lille *model.Post) {
	t.Helper()
	form := a.Carole.Opens(t, func() { a.Carole.Press(t, lille, "Répondre") })
	if n := len(form.Dialog.Elements); n != 3 {
		t.Fatalf("a form of %d fields: %+v", n, form.Dialog.Elements)
	}
	send := func(values map[string]any) *model.SubmitDialogResponse {
		return a.Carole.Submit(t, form, a.Channel(t, "pref-59"), a.Team.Id, values)
	}
	if got := Plain(send(map[string]any{"q1": "6", "q2": "deux", "q3": "aucun"}).Errors["q2"]); !strings.Contains(got, "attend un nombre") {
		t.Errorf("at the second field: %q", got)
	}
	withCarole := a.Conversation(t, a.Carole, a.jalon)
	if got := send(map[string]any{"q1": "6", "q2": "2", "q3": "aucun ; rien à signaler"}); got.Error != "" || len(got.Errors) > 0 {
		t.Errorf("the form is refused: %+v", got)
	}
	a.Await(t, a.Carole, withCarole, "what was kept", By(a.bot, "réponse enregistrée pour la préfecture du Nord", "blocages : aucun ; rien à signaler"))
}

// asksForMore has somebody of the Somme ask for more time, and Alice give it.
func (a *asked) asksForMore(t *testing.T, denise *User) {
	t.Helper()
	somme, withDenise := a.question(t, "pref-80"), a.Conversation(t, denise, a.jalon)
	form := denise.Opens(t, func() { denise.Press(t, somme, "Demander un délai") })
	send := func(date string) *model.SubmitDialogResponse {
		return denise.Submit(t, form, a.Channel(t, "pref-80"), a.Team.Id, map[string]any{"date": date, "motif": "sous-préfet en congés"})
	}
	if got := Plain(send("jeudi 3/12 à 12h").Errors["date"]); !strings.Contains(got, "ne vient pas après") {
		t.Errorf("at the date: %q", got)
	}
	send("lundi 7/12 à 10h")
	a.Await(t, denise, withDenise, "what was asked", By(a.bot, "délai demandé pour la préfecture de la Somme", "lundi 7 décembre 2026 (S50), 10 h"))
	wish := a.Await(t, a.Alice, a.Channel(t, "sgar"), "the wish", By(a.bot, "délai demandé", "sous-préfet en congés", "[Accorder] [Refuser]"))
	says(t, a.Alice.Hears(t, func() { a.Alice.Press(t, wish, "Accorder") }), "la préfecture de la Somme a jusqu’au")
	a.comesToShow(t, a.Alice, wish, "accordé jusqu’au lundi 7 décembre 2026")
	a.Await(t, denise, a.Channel(t, "pref-80"), "what became of it", By(a.bot, "délai accordé, réponse attendue"))
}

// gathered checks the two files of the answers, which come in private.
func (a *asked) gathered(t *testing.T, withAlice string) {
	t.Helper()
	a.Alice.Command(t, a.Channel(t, "sgar"), "/remontee consolidation RM1")
	sent := a.Await(t, a.Alice, withAlice, "the files", func(p *model.Post) bool { return p.UserId == a.bot && len(p.FileIds) == 2 })
	files := map[string][]byte{}
	for _, id := range sent.FileIds {
		info, _, err := a.Alice.GetFileInfo(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if files[info.Extension], _, err = a.Alice.GetFile(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	const rows = "préfecture de l’Aisne;;néant;;;;24/11/2026 10:00;erin-02;non\n" +
		"préfecture du Nord;;reçue;6;2;\"aucun ; rien à signaler\";24/11/2026 10:00;carole;non\n" +
		"préfecture de l’Oise;;en attente;;;;;;\n" +
		"préfecture du Pas-de-Calais;;reçue;7;2;\"un seul ; levé\";24/11/2026 10:00;bob;non\n" +
		"préfecture de la Somme;;reçue;2;1;aucun;07/12/2026 09:00;denise-80;non\n" +
		"Total;;;15;5;;;;\n"
	if got := string(files["csv"]); !strings.HasSuffix(got, rows) {
		t.Errorf("the CSV is\n%q\n\nand does not end with\n%q", got, rows)
	}
	if _, err := zip.NewReader(bytes.NewReader(files["xlsx"]), int64(len(files["xlsx"]))); err != nil {
		t.Errorf("the XLSX, of %d bytes: %v", len(files["xlsx"]), err)
	}
}

// Five people of five services answer at once, then two for one service: nobody's
// answer is lost, and the one card shows them all.
func TestADataCallAnsweredByAllAtOnce(t *testing.T) {
	a := newAsked(t, map[string]string{"pref-02": "agent-02", "pref-60": "agent-60", "pref-80": "agent-80"})
	answering := func(user *User, channel, text string) func() {
		at := a.Channel(t, channel)
		return func() {
			if _, _, err := user.ExecuteCommand(t.Context(), at, "/remontee repondre RM1 "+text); err != nil {
				t.Errorf("%s answers: %v", user.Name, err)
			}
		}
	}
	var all []func()
	for channel, user := range a.people {
		all = append(all, answering(user, channel, "1 ; 2 ; aucun"))
	}
	start := time.Now()
	atOnce(all...)
	t.Logf("five answers in %v", time.Since(start))
	a.comesToShow(t, a.Alice, a.state, "5 réponses sur 5", "[Consolidation] [Clore]")
	a.Await(t, a.Alice, a.Channel(t, "sgar"), "that all answered", By(a.bot, "Tous les services ont répondu"))

	atOnce(answering(a.Bob, "pref-62", "3 ; 3 ; bob"), answering(a.Alice, "sgar", "pour 62 4 ; 4 ; alice"))
	a.comesToShow(t, a.Alice, a.state, "5 réponses sur 5")
	journal := Shown(a.Alice.Ask(t, a.Channel(t, "sgar"), "/jalon journal RM1"))
	if n := strings.Count(journal, " · réponse, "); n != 7 {
		t.Errorf("%d answers in the journal, want 7:\n%s", n, journal)
	}
	if n := a.saidOf(t, "sgar", "Clôture :"); n != 1 {
		t.Errorf("the state stands %d times in ~sgar", n)
	}
}

// The review of projects is answered by a touch and by what is said of each project; a
// file handed in with the identifier answers another data call.
func TestAReviewOfProjectsAndAFile(t *testing.T) {
	r := world.NewRegion(t)
	r.makePrivate(t, "sgar")
	j := r.NewJalon(t)
	j.Serve(t)
	bot, sgar, withBob := j.BotID(t), r.Channel(t, "sgar"), r.Conversation(t, r.Bob, j)
	r.types(t, []typed{
		{r.Alice, "sgar", `/projet ajouter "ERBM, renouveau du bassin minier" court ERBM territoire 59 62 pilote @bob météo couvert`, []string{"PR1"}},
		{r.Alice, "sgar", `/projet ajouter "CRTE du Cambrésis" territoire 59`, []string{"PR2"}},
		{r.Alice, "sgar", `/remontee ouvrir "Revue" pour 59 60 62 avant dans 10 jours à 12h modele "Météo (projets)"`, []string{"RM1", "~pref-59 et ~pref-62"}},
	})
	state := r.Await(t, r.Alice, sgar, "the state", By(bot, "RM1", "0 réponse sur 2"))
	asked := r.Await(t, r.Bob, r.Channel(t, "pref-62"), "the question", By(bot, "RM1", "PR1", "ERBM · Couvert", "Tous inchangés"))
	says(t, r.Bob.Hears(t, func() { r.Bob.Press(t, asked, "Tous inchangés") }), "1 projet à jour", "complète")
	r.types(t, []typed{{r.Carole, "pref-59", `/projet meteo PR2 orage "foncier bloqué"`, []string{"PR2", "Orage"}}})
	r.comesToShow(t, r.Alice, state, "2 réponses sur 2", "Reçu ✅ · Nord", "Reçu ✅ · Pas-de-Calais")

	r.types(t, []typed{
		{r.Alice, "sgar", `/remontee ouvrir "Effectifs" pour 62 avant dans 10 jours à 12h modele "ETP (nombre) ; blocages"`, []string{"RM2"}},
	})
	r.Bob.Hand(t, withBob, "RM2", "reponses.csv", "question;réponse\r\nETP;6,5\r\nblocages;aucun\r\n")
	r.Await(t, r.Bob, withBob, "what was kept", By(bot, "réponse enregistrée pour la préfecture du Pas-de-Calais", "ETP : 6,5", "blocages : aucun"))
}

// What happens around a data call: an arrondissement answers in part, a colleague for
// who is away, a value is missing, the point of the week says who is expected, what
// comes after the close is late, and what was answered not long ago is not asked again
// unless one insists.
func TestWhatHappensAroundADataCall(t *testing.T) {
	a := newAsked(t, map[string]string{"pref-02": "nadia-02", "pref-62": "colleague-62"})
	colleague, nadia := a.people["pref-62"], a.people["pref-02"]
	a.types(t, []typed{
		{a.Alice, "sgar", "/jalon service modifier SGAR point lundi 9h", []string{"lundi à 9 h"}},
		{a.Alice, "sgar", "/jalon agent absence @" + a.Bob.Name + " du 24/11 au 11/12", []string{"indisponible"}},
		{colleague, "pref-62", "/remontee repondre RM1 arrondissement Lens 2 ; 0 ; aucun", []string{"partielle", "Lens"}},
	})
	a.comesToShow(t, a.Alice, a.state, "0 réponse sur 5", "Partiel ⏳ · Pas-de-Calais · arr. Lens")
	a.types(t, []typed{
		{colleague, "pref-62", "/remontee repondre RM1 6 ; ; aucun", []string{"Il manque la réponse à", "COPIL prévus"}},
		{colleague, "pref-62", "/remontee repondre RM1 6 ; néant ; aucun", []string{"réponse enregistrée pour la préfecture du Pas-de-Calais", "COPIL prévus : néant"}},
		{nadia, "pref-02", "/remontee sans-objet RM1", []string{"« sans objet » enregistré"}},
		{nadia, "pref-02", "/remontee repondre RM1 3 ; 1 ; aucun", []string{"Elle remplace celle"}},
	})

	a.jalon.At(t, "2026-11-30 09:01")
	a.Await(t, a.Alice, a.Channel(t, "sgar"), "the point of the week", By(a.bot, "Semaine 49", "1 remontée", "RM1", "en attente : Nord, Oise et Somme"))
	a.types(t, []typed{
		{a.Alice, "sgar", "/remontee clore RM1", []string{"3 réponses manquent", "motif"}},
		{a.Alice, "sgar", `/remontee clore RM1 motif "deux réponses suffisent"`, []string{"2 réponses sur 5"}},
		{a.Carole, "pref-59", "/remontee repondre RM1 6 ; 2 ; aucun", []string{"hors délai"}},
		{a.Alice, "sgar", strings.Replace(askCRTE, "4 décembre", "18 décembre", 1), []string{"La même question a été posée", "Rien n’est encore envoyé"}},
		{a.Alice, "sgar", "/remontee ouvrir comme RM1 avant vendredi 18 décembre 12h", []string{"RM2 est ouverte"}},
	})
	again := a.Await(t, a.Carole, a.Channel(t, "pref-59"), "the question", By(a.bot, "RM2", "[Reprendre celle du lun. 30 nov.]"))
	says(t, a.Carole.Hears(t, func() { a.Carole.Press(t, again, "Reprendre celle du lun. 30\u00a0nov.") }), "RM2 : réponse enregistrée pour la préfecture du Nord", "COPIL tenus : 6")
}

// What is done to a data call by its commands: chased, moved, refused more time, listed;
// one whose answers only the asker reads.
func TestADataCallIsManagedByItsCommands(t *testing.T) {
	a := newAsked(t, nil)
	a.types(t, []typed{
		{a.Bob, "pref-62", "/remontee relancer RM1", []string{"RM1"}},
		{a.Alice, "sgar", "/remontee relancer RM1", []string{"sont relancés"}},
		{a.Alice, "sgar", "/remontee relancer RM1", []string{"Déjà relancé aujourd’hui"}},
		{a.Alice, "sgar", `/remontee reporter RM1 lundi 7 décembre 12h motif "demande du cabinet"`, []string{"lundi 7 décembre 2026 (S50), 12 h"}},
		{a.Carole, "pref-59", "/remontee neant RM1", []string{"« néant » enregistré pour la préfecture du Nord"}},
		{a.Bob, "pref-62", `/remontee delai RM1 "mercredi 9/12 à 10h" motif "congés"`, []string{"délai demandé pour la préfecture du Pas-de-Calais"}},
		{a.Alice, "sgar", `/remontee refuser RM1 pour 62 motif "réunion le 8"`, []string{"préfecture du Pas-de-Calais"}},
		{a.Alice, "sgar", "/remontee liste", []string{"RM1", "1 réponse sur 5"}},
		{a.Alice, "sgar", `/remontee ouvrir "Note au cabinet" pour 59 62 avant "vendredi 11 décembre 12h" modele "montant (montant)" lecture réservée`, []string{"RM2 est ouverte"}},
		{a.Bob, "pref-62", "/remontee repondre RM2 350 k€", []string{"réponse enregistrée"}},
	})
	a.Await(t, a.Admin, a.Channel(t, "pref-62"), "a reminder at once", By(a.bot, "Rappel", "CRTE – COPIL 2026"))
	a.Await(t, a.Bob, a.Channel(t, "pref-62"), "the refusal", By(a.bot, "réunion le 8"))
	if got := Shown(a.Carole.Ask(t, a.Channel(t, "pref-59"), "/remontee etat RM2")); strings.Contains(got, "350") {
		t.Errorf("Carole reads the answer of another:\n%s", got)
	}
}
