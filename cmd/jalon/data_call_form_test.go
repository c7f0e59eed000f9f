package main

import (
	"maps"
	"strings"
	"testing"

	"jalon/commands"
)

// What is wrong in a form of a data call is said at its field, so that the form stays
// open with the rest.
func TestAnErrorInAFormOfADataCallStaysOnItsField(t *testing.T) {
	r := newRoom(t)
	r.must(`remontee ouvrir "CRTE" pour 59 62 avant vendredi 12h modele "COPIL tenus (nombre) ; montant (montant) ; blocages"`)
	carole := as("carole", "pref-59")
	opening := func(values map[string]string) func(*commands.Request) {
		all := map[string]string{"titre": "Effectifs", "pour": "59 62", "date": "vendredi 12h"}
		maps.Copy(all, values)
		return fields(all)
	}
	for _, c := range []struct {
		line        string
		edit        func(*commands.Request)
		field, says string
	}{
		{"remontee repondre RM1 pour 59", fields(map[string]string{"q1": "six", "q2": "néant", "q3": "aucun"}), "q1", "attend un nombre"},
		{"remontee repondre RM1 pour 59", fields(map[string]string{"q1": "6", "q2": "beaucoup", "q3": "aucun"}), "q2", "montant"},
		{"remontee repondre RM1 pour 59", fields(map[string]string{"q1": "6", "q2": "néant"}), "q3", "Il manque"},
		{"remontee prorogation RM1 pour 59", fields(map[string]string{"date": "bientôt"}), "date", "bientôt"},
		{"remontee prorogation RM1 pour 59", fields(map[string]string{"date": "jeudi 12h"}), "date", "ne vient pas après"},
		{"remontee ouvrir", opening(map[string]string{"date": "bientôt"}), "date", "bientôt"},
		{"remontee ouvrir", opening(map[string]string{"modele": "avis (choix : favorable)"}), "modele", "au moins deux choix"},
		{"remontee ouvrir", opening(map[string]string{"pour": "59 Mars"}), "pour", "Mars"},
	} {
		got := r.ask(c.line, carole, c.edit)
		if strings.HasSuffix(c.line, "ouvrir") {
			got = r.ask(c.line, c.edit)
		}
		if !got.Error || got.Field != c.field || !strings.Contains(got.Text, c.says) {
			t.Errorf("%s: at %q\n%s\n\nwant at %q\n%s", c.line, got.Field, got.Text, c.field, c.says)
		}
	}
	r.must("remontee prorogation RM1 pour 59", carole, fields(map[string]string{"date": "lundi 12h"}))
	r.must("remontee repondre RM1 pour 59", carole, fields(map[string]string{"q1": "6", "q2": "néant", "q3": "aucun"}))
	r.must("remontee ouvrir", opening(map[string]string{"modele": "agents (nombre)"}))
}
