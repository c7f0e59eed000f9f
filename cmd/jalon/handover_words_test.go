package main

import (
	"strings"
	"testing"
)

// What a refusal of a handover proposes works as it is written, people need no
// @, and deadlines are listed with their dates.
func TestHandoverWords(t *testing.T) {
	r := newRoom(t)
	r.must("echeance ajouter Note ERBM le 4/12 à @bob")
	r.must("echeance ajouter Bilan CPER le 11/12/2027 à 14h à @bob")
	r.wants("an item that is not held", r.ask("jalon passation @bob vers @carole E99").Text,
		"**E99** ne figure pas dans ce qui est à transmettre. Rien n’a changé.\nPour voir la liste : `/jalon passation @bob vers @carole`")
	r.wants("between services", r.ask("jalon passation 62 vers DREAL E99").Text,
		"**E99** ne figure pas dans ce qui est à transmettre. Rien n’a changé.\nPour voir la liste : `/jalon passation 62 vers DREAL`")
	r.wants("no @", r.must("jalon passation bob vers carole choisir").Text,
		"**Que transmettre de bob à carole ?**\n- **E1** · Note ERBM · ven. 4 déc.\n- **E2** · Bilan CPER · sam. 11 déc. 2027, 14 h\n\n"+
			"Plusieurs à la fois : `/jalon passation @bob vers @carole E1 E2`")
	form := r.ask("jalon passation bob", canForm).Form
	if form == nil || form.Command != "jalon passation @bob" || form.Fields[0].Name != "vers" {
		t.Errorf("the form is %+v", form)
	}
	reply := r.ask("jalon passation @bob", fields(map[string]string{"vers": "@carole"}))
	if want := "**De bob vers carole : 2 éléments ouverts**"; !strings.HasPrefix(plain(reply.Text), want) {
		t.Errorf("the form answers %q, want %q", reply.Text, want)
	}
}
