package main

import (
	"strings"
	"testing"
)

func TestTheAnswerToOneQuestionIsWholeWithOrWithoutMarks(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.must(`remontee ouvrir "Intempéries" pour 62 avant "vendredi 4 décembre 12h" modele blocages`)
	for _, typed := range []string{"gel ; crue", `"gel ; crue"`, "« gel ; crue »"} {
		_, echoed, _ := strings.Cut(r.must("remontee repondre RM1 "+typed, as("bob", "pref-62")).Text, "\n")
		got, _, _ := strings.Cut(echoed, "\n")
		r.wants(typed, plain(got), "- blocages : gel ; crue")
	}
}
