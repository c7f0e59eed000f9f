package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jalon/commands"
	"jalon/plan"
)

// addresses link to posts as a chat does.
type addresses struct{}

func (addresses) Link(_ context.Context, post string) string { return "https://chat/" + post }

// sentAs freezes what is due and has every dispatch answered.
func (r *room) sentAs(answer func(plan.Dispatch)) {
	r.t.Helper()
	ctx := r.t.Context()
	if _, err := r.planner.FreezeDue(ctx, r.now, r.now, 100, r.router.Render); err != nil {
		r.t.Fatal(err)
	}
	claimed, err := r.planner.ClaimDispatches(ctx, r.now, "me", 100)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, d := range claimed {
		begun, ok, err := r.planner.BeginAttempt(ctx, r.now, r.now, r.now, d, r.router.Render)
		if err != nil || !ok {
			r.t.Fatal(ok, err)
		}
		answer(begun)
	}
}

// refusal is an answer of a chat that takes nothing.
func (r *room) refusal(v plan.Verdict, code string, after time.Duration) func(plan.Dispatch) {
	return func(d plan.Dispatch) {
		e := &plan.PostError{Verdict: v, Code: code, After: after, Err: errors.New("refused")}
		var err error
		if v == plan.Doubtful {
			_, err = r.planner.RecordDoubt(r.t.Context(), r.now, d, e)
		} else {
			_, err = r.planner.RecordRefusal(r.t.Context(), r.now, r.now, d, e)
		}
		if err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *room) posted(d plan.Dispatch) {
	if _, err := r.planner.RecordSent(r.t.Context(), r.now, d, plan.Receipt{Post: "p-" + string(d.Subject), Channel: d.Channel}); err != nil {
		r.t.Fatal(err)
	}
}

func TestTheLedgerSaysWhyAndWhenItTriesAgain(t *testing.T) {
	r := newRoom(t)
	r.router.UseLinks(addresses{})
	ask := func(line string) string { t.Helper(); return plain(r.must(line).Text) }
	wants := func(want string, lines ...string) {
		t.Helper()
		for _, line := range lines {
			r.wants(line, ask(line), want)
		}
	}
	r.now = time.Date(2026, 11, 24, 9, 0, 0, 0, r.now.Location())
	r.must("echeance ajouter Enquête CPER le 27/11 pour 62 rappels J-2")
	r.sentAs(r.refusal(plan.NotNow, plan.CodeArchived, 14*time.Minute))
	wants("**1 envoi en échec dans la région**\n"+
		"- **mar. 24 nov., 9 h** · E1, annonce · ~pref-62 · Échec : canal archivé. Nouvel essai à 9 h 14",
		"jalon rappels échecs", "jalon rappels echec", "jalon rappels en échec", "jalon rappels ECHECS")

	r.now = r.now.Add(14 * time.Minute)
	r.sentAs(r.posted)
	wants("Aucun rappel en échec.", "jalon rappels échecs")

	r.now = time.Date(2026, 11, 25, 9, 0, 0, 0, r.now.Location())
	r.sentAs(r.refusal(plan.Doubtful, plan.CodeTimeout, 0))
	heading := "**1 rappel pour la préfecture du Pas-de-Calais (~pref-62), du 23 au 29 novembre 2026**\n- **mer. 25 nov., 9 h** · E1 · "
	wants(heading+"En cours de vérification", "jalon rappels 62")

	r.now = r.now.Add(12 * time.Minute)
	claimed, err := r.planner.ClaimDispatches(t.Context(), r.now, "me", 100)
	if err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	r.posted(claimed[0])
	wants(heading+"Envoyé avec retard de 12 min, [voir le message](https://chat/p-E1)", "jalon rappels 62")

	r.must("echeance ajouter Note ERBM le 27/11 pour 59 rappels J-2")
	r.sentAs(r.refusal(plan.Never, plan.CodeForbidden, 0))
	wants("**1 envoi en échec dans la région**\n- **mer. 25 nov., 9 h 12** · E2, annonce · ~pref-59 · Échec : envoi interdit à jalon",
		"jalon rappels échecs")
	wants("Aucun rappel en échec pour la préfecture du Pas-de-Calais.", "jalon rappels échecs 62", "jalon rappels 62 échec")
	depth, err := r.planner.Depth(t.Context(), r.now)
	if want := (plan.LedgerDepth{Failed: 1}); err != nil || depth != want {
		t.Errorf("depth %+v %v, want %+v", depth, err, want)
	}
}

func TestWhyTellsWhoReceivesInWhoseStead(t *testing.T) {
	r := newRoom(t)
	carole := func(q *commands.Request) { q.User, q.Username, q.Channel, q.Direct = "carole", "carole", "", true }
	bob := func(q *commands.Request) { q.User, q.Username, q.Channel, q.Direct = "bob", "bob", "", true }
	r.must("echeance ajouter Note ERBM le 7/12 pour 62 à @bob rappels J-1")
	r.must("jalon agent absence du 1/12/2026 au 8/12/2026 suppleance @carole", bob)
	r.now = time.Date(2026, 12, 4, 9, 0, 0, 0, r.now.Location())
	r.sentAs(r.posted)
	r.wants("to the deputy", r.must("jalon pourquoi E1", carole).Text, strings.Join([]string{
		"**Pourquoi ce rappel pour vous ?**",
		"- **Qui l’a demandé :** alice, SGAR, lundi 23 novembre 2026 (S48) à 10 h",
		"- **Règle :** J-1 calendaires à 9 h (ven. 4 déc., avancé au jour ouvré d’avant), rappels choisis pour cette échéance",
		"- **Pourquoi cette personne :** alice a confié E1 à bob ; bob est indisponible, ses rappels vont à vous",
		"- **Pour l’arrêter :** bouton **Fait**, ou `/echeance reporter E1 mardi`",
	}, "\n"))
	r.wants("the deputy’s own", r.must("jalon rappels", carole).Text,
		"**1 rappel pour vous, du 30 novembre au 6 décembre 2026**\n- **ven. 4 déc., 9 h** · E1 · carole pour bob · Envoyé")
}

func TestWhyFollowsTheServiceAndItsLadder(t *testing.T) {
	r := newRoom(t)
	denise := func(q *commands.Request) { q.User, q.Username, q.Channel = "denise", "denise", "pref-80" }
	r.must("jalon service modifier 80 rappels J-5")
	r.must("echeance ajouter Enquête CPER le 4/12 pour 80")
	want := func(what, line string) {
		t.Helper()
		if got := plain(r.must("jalon pourquoi E1", denise).Text); !strings.Contains(got, line) {
			t.Errorf("%s: want %q in\n%s", what, line, got)
		}
	}
	want("its own ladder", "J-5 calendaires à 9 h (ven. 27 nov., avancé au jour ouvré d’avant), échelle habituelle de la préfecture de la Somme")
	r.now = time.Date(2026, 11, 27, 9, 0, 0, 0, r.now.Location())
	r.sentAs(r.posted)
	r.must("jalon service modifier 80 rappels J-1")
	want("a ladder changed since", "J-5 calendaires à 9 h (ven. 27 nov., avancé au jour ouvré d’avant), calendrier changé depuis")
	lit := func(q *commands.Request) { q.User, q.Username, q.Channel = "denise", "denise", "pref-59" }
	if got := plain(r.must("jalon pourquoi E1", lit).Text); !strings.Contains(got, "dans ~pref-80 ?") {
		t.Errorf("asked from another channel:\n%s", got)
	}
}

// Whatever is typed after the commands is answered in words, never by a fault,
// and the line of the next page is understood.
func TestAnyWordsAfterRappelsAreAnsweredInWords(t *testing.T) {
	r := newRoom(t)
	r.must("echeance ajouter Enquête CPER le 4/12 pour 59 62 80")
	words := rapid.OneOf(rapid.SampledFrom([]string{
		"62", "59", "SGAR", "Nord", "échecs", "echec", "en", "prévus", "envoyés", "semaine", "prochaine", "E1", "E0", "page", "2", "-1",
		"99999999999999999999", "du", "1er", "au", "15", "janvier", "décembre", "avant", "@bob", "@", "moi", "tout", "simuler", "et", "de", `"62`, "«", "?",
	}), rapid.StringN(0, 12, -1))
	rapid.Check(t, func(c *rapid.T) {
		path := rapid.SampledFrom([]string{"jalon rappels ", "jalon rappels simuler ", "jalon pourquoi "}).Draw(c, "path")
		line := path + strings.Join(rapid.SliceOfN(words, 0, 5).Draw(c, "words"), " ")
		reply := r.ask(line)
		if strings.Contains(reply.Text, "JA-") && !strings.Contains(line, "JA-") {
			c.Fatalf("%q: %s", line, reply.Text)
		}
		for _, b := range reply.Buttons {
			if next := r.ask(b.Command); b.ID == "suite" && next.Error {
				c.Fatalf("%q leads to %q: %s", line, b.Command, next.Text)
			}
		}
	})
}

func TestASimulationIsReadPageByPage(t *testing.T) {
	r := newRoom(t)
	for range 10 {
		r.must("echeance ajouter Dossier le 7/12 pour 62 rappels J sans relance")
	}
	for day := range 11 {
		r.must(fmt.Sprintf("echeance ajouter Suivi le %d/1/2027 pour 62 rappels J sans relance", 4+day+2*(day/5)))
	}
	r.wants("one message for each minute", r.must("jalon rappels simuler 62 décembre").Text, strings.Join([]string{
		"**Simulation : 1 message du 1er au 31 décembre 2026 dans ~pref-62.** Rien n’est envoyé.",
		"- **lun. 7 déc., 9 h** · rappel de E1, E2, E3, E4, E5, E6, E7, E8 et 2 autres",
		"",
		"Ce sont les échéances telles qu’elles sont aujourd’hui : ce qui sera créé, reporté ou clos d’ici là changera cette liste.",
	}, "\n"))
	first := r.must("jalon rappels simuler 62 janvier")
	if got := plain(first.Text); !strings.Contains(got, "11 messages du 1er au 31 janvier 2027") || len(first.Buttons) != 1 {
		t.Fatalf("%s\n%v", got, first.Buttons)
	}
	last := r.must(first.Buttons[0].Command)
	if got := plain(last.Text); !strings.Contains(got, "- **lun. 18 janv. 2027, 9 h** · rappel de E21\n") || len(last.Buttons) != 0 {
		t.Errorf("%s\n%v", got, last.Buttons)
	}
}
