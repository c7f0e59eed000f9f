package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// told reads, of the file of what is held about somebody, what is about data calls.
func (r *room) told(user, channel string) (answers []map[string]any, you []string) {
	r.t.Helper()
	reply := r.must("jalon mes-donnees", as(user, channel))
	var file struct {
		Deadlines []struct {
			Ref string   `json:"identifiant"`
			You []string `json:"vous"`
		} `json:"echeances"`
		Answers []map[string]any `json:"reponses_aux_remontees"`
	}
	if err := json.Unmarshal(reply.Files[0].Content, &file); err != nil {
		r.t.Fatal(err)
	}
	for _, d := range file.Deadlines {
		for _, what := range d.You {
			you = append(you, plain(d.Ref+" "+what))
		}
	}
	return file.Answers, you
}

func TestOnesDataTellsWhatOneAnsweredToDataCalls(t *testing.T) {
	r := newRoom(t)
	r.must(`remontee ouvrir "CRTE" pour 59 62 avant "vendredi 4 décembre 12h" modele "COPIL tenus (nombre) ; blocages"`)
	r.must("remontee prorogation RM1 lundi 7 décembre à 10h", as("bob", "pref-62"))
	r.must("remontee repondre RM1 6 ; aucun", as("carole", "pref-59"))
	r.must("remontee repondre RM1 1 200,5 ; « gel ; crue »", as("carole", "pref-59"))
	r.must("remontee neant RM1 pour 59")
	r.must("remontee clore RM1 motif assez")

	values := func(pairs ...string) (out []any) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, map[string]any{"question": pairs[i], "valeur": pairs[i+1]})
		}
		return out
	}
	answers, you := r.told("carole", "pref-59")
	for _, a := range answers {
		for _, v := range a["valeurs"].([]any) {
			v.(map[string]any)["valeur"] = plain(v.(map[string]any)["valeur"].(string))
		}
	}
	const at = "2026-11-23T10:00:00+01:00"
	want := []map[string]any{
		{"remontee": "RM1", "pour": "59", "le": at, "reponse": "reçue", "valeurs": values("COPIL tenus", "6", "blocages", "aucun")},
		{"remontee": "RM1", "pour": "59", "le": at, "reponse": "reçue", "valeurs": values("COPIL tenus", "1 200,5", "blocages", "gel ; crue")},
	}
	if diff := cmp.Diff(want, answers); diff != "" {
		t.Errorf("answers of carole (-want +got):\n%s", diff)
	}
	r.wants("what names carole", strings.Join(you, ", "), "RM1 réponse donnée par vous (59)")

	answers, you = r.told("alice", "sgar")
	want = []map[string]any{{"remontee": "RM1", "pour": "59", "le": at, "reponse": "néant"}}
	if diff := cmp.Diff(want, answers); diff != "" {
		t.Errorf("answers of alice (-want +got):\n%s", diff)
	}
	r.wants("what names alice", strings.Join(you, ", "), "RM1 demandée par vous, RM1 réponse donnée par vous (59), RM1 close par vous")
}

func TestOnesDataTellsTheTimeOneAskedForADataCall(t *testing.T) {
	r := newRoom(t)
	r.must(`remontee ouvrir "CRTE" pour 59 62 avant "vendredi 4 décembre 12h" modele blocages`)
	r.must("remontee prorogation RM1 lundi 7 décembre à 10h", as("bob", "pref-62"))
	answers, you := r.told("bob", "pref-62")
	if len(answers) > 0 {
		t.Errorf("bob answered nothing, and the file has %v", answers)
	}
	r.wants("what names bob", strings.Join(you, ", "), "RM1 délai demandé par vous (62)")
}
