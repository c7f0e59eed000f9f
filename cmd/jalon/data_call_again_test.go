package main

import (
	"fmt"
	"strings"
	"testing"

	"jalon/plan"
)

// What is asked every month leads back to what was asked the month before, and no
// further: reading it takes as long the twentieth time as the second.
func TestADataCallAskedAgainLeadsToTheOneBefore(t *testing.T) {
	r := newRoom(t)
	r.must(`remontee ouvrir "Effectifs" pour 59 62 avant vendredi 12h modele "agents (nombre)"`)
	for n := 1; n <= 2; n++ {
		r.must(fmt.Sprintf("remontee repondre RM%d pour 59 %d", n, 10*n))
		r.must(fmt.Sprintf("remontee ouvrir comme RM%d avant vendredi 12h", n))
	}
	dir, err := r.planner.Look(t.Context(), r.now, demoRegion, "alice", "alice", plan.Place{Channel: "sgar"})
	if err != nil {
		t.Fatal(err)
	}
	v, err := r.planner.ViewDataCall(t.Context(), plan.Call{Now: r.now, Actor: dir.Actor, Place: dir.Place, Origin: plan.BySlash}, "RM3")
	if err != nil {
		t.Fatal(err)
	}
	if v.Before == nil || v.Before.Deadline.Ref() != "RM2" || v.Before.Given() != 1 || v.Before.Before != nil {
		t.Errorf("before RM3: %+v", v.Before)
	}
	if again := r.must("remontee repondre RM3 pour 59 comme avant").Text; !strings.Contains(plain(again), "- agents : 20\n") {
		t.Errorf("taken again:\n%s", again)
	}
}
