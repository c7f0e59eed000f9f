package main

import (
	"strings"
	"sync"
	"testing"
	"time"

	"jalon/commands"
	"jalon/plan"
)

// holds checks that a text has a part.
func (r *room) holds(what, text, part string) {
	r.t.Helper()
	if !strings.Contains(plain(text), part) {
		r.t.Errorf("%s: %q not in\n%s", what, part, text)
	}
}

// A form opens a call as a line does, and says what is wrong at the field that is.
func TestACallIsOpenedByForm(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	form := r.ask("projet appel", func(q *commands.Request) { q.CanForm = true }).Form
	if form == nil {
		t.Fatal("no form")
	}
	fill := func(closes string) func(*commands.Request) {
		return func(q *commands.Request) {
			q.CanForm, q.Fields = true, map[string]string{"nom": "AAP friches", "ouverture": "4/1/2027", "cloture": closes, "territoire": "59 62"}
		}
	}
	wrong := r.ask(form.Command, fill("mars"))
	r.holds("a period", wrong.Text, "est une période")
	if wrong.Field != "cloture" {
		t.Errorf("said at the field %q", wrong.Field)
	}
	made := r.ask(form.Command, fill("26/3/2027 23h59")).Text
	for _, part := range []string{"PR1 · AAP friches", "vendredi 26 mars 2027 (S12), 23 h 59", "59, 62"} {
		r.holds("a form", made, part)
	}
}

// The directorate of a department owes the avis beside its préfecture, and the
// count of the department closes what both owe.
func TestTheDirectorateOfADepartmentOwesTheAvis(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.must(`jalon service ajouter DDTM59 nature "direction départementale" département 59`)
	r.must(`jalon service ajouter DDTM62 nature "direction départementale" département 62`)
	r.holds("the steps", r.ask(`projet appel "AAP friches" clôture 26/3/2027 23h59 pour 59 80`).Text, "E5, par 59, 80, DDTM59")
	r.holds("not all", r.ask("projet compte PR1 59 déposés 4 recevables 3 avis 2", as("carole", "pref-59")).Text, "1 sur 3 recevables")
	r.holds("all", r.ask("projet compte PR1 59 avis 3", as("carole", "pref-59")).Text, "E5 est close pour la préfecture du Nord et DDTM59")
	v, err := r.planner.View(t.Context(), demoRegion, plan.Sight{All: true}, "E5")
	if err != nil {
		t.Fatal(err)
	}
	if open := v.Deadline.OpenParts(); len(open) != 1 || v.Deadline.State != plan.Open {
		t.Errorf("still owed: %v", open)
	}
}

// Préfectures that count at the same moment are all heard.
func TestDepartmentsAreCountedAtOnce(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.ask(`projet appel "AAP friches" clôture 26/3/2027 23h59`)
	var all sync.WaitGroup
	for user, channel := range map[string]string{"farid": "pref-02", "carole": "pref-59", "emile": "pref-60", "bob": "pref-62", "denise": "pref-80"} {
		all.Go(func() { r.ask("projet compte PR1 déposés 10 recevables 8", as(user, channel)) })
	}
	all.Wait()
	r.holds("the totals", r.ask("projet compte PR1").Text, "50 déposés, 40 recevables")
}

// The close takes place at its instant, whoever may be spoken to then, and no
// reminder before it leaves after it, however long jalon was stopped.
func TestNothingIsSaidOfWhatIsLeftAfterTheClose(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.ask(`projet appel "AAP friches" ouverture 1/12/2026 clôture 26/3/2027 23h59`)
	closes := time.Date(2027, 3, 26, 22, 59, 0, 0, time.UTC)
	for _, at := range []time.Time{closes.Add(-time.Second), closes, closes.Add(4 * 24 * time.Hour)} {
		_, err := r.planner.FreezeDue(t.Context(), at, at, 500, r.router.Render)
		if err != nil {
			t.Fatal(err)
		}
		v, err := r.planner.View(t.Context(), demoRegion, plan.Sight{All: true}, "E3")
		if err != nil {
			t.Fatal(err)
		}
		if done := v.Deadline.State == plan.Done; done == at.Before(closes) {
			t.Errorf("at %s the close is %s", at, v.Deadline.State)
		}
		for _, d := range v.Deliveries {
			if d.State == plan.Planned && !at.Before(closes) {
				t.Errorf("at %s %s is still to leave", at, d.Step)
			}
		}
	}
}
