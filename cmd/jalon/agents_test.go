package main

import (
	"strings"
	"testing"
)

// People are named with or without an @, services with or without « pour »: each
// line is typed by alice in the channel of the coordination.
func TestPeopleAndServicesAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	const (
		bob62    = "bob : préfecture du Pas-de-Calais, contribution (par le canal ~pref-62)"
		withNord = bob62 + " ; préfecture du Nord, contribution (rattachement direct)."
		example  = "\nPar exemple : `/jalon agent ajouter @bob pour 62`"
		missing  = "Il manque la personne. Rien n’a changé." + example
		nearSome = "Le service « some » n’existe pas dans la région. Rien n’est enregistré.\nServices proches : `80` (préfecture de la Somme)"
	)
	for i, row := range []struct{ typed, want string }{
		{"jalon agent voir bob", bob62 + "."},
		{"jalon agent voir Bob", bob62 + "."},
		{"jalon agent ajouter @bob 59", withNord},
		{"jalon agent ajouter bob 59", withNord},
		{"jalon agent ajouter bob pour 59", withNord},
		{"jalon agent ajouter @bob au Nord", withNord},
		{"jalon agent ajouter @bob à la préfecture du Nord", withNord},
		{"jalon agent ajouter @bob pour la some", nearSome},
		{"jalon agent ajouter @bob some", nearSome},
		{"jalon agent ajouter @bob demain peut-être", "« demain peut-être » n’est pas compris ici. Rien n’a changé." + example},
		{"jalon agent ajouter @bob vite", "« vite » n’est pas compris ici. Rien n’a changé." + example},
		{"jalon agent ajouter bob et carole pour 62", "« et carole » n’est pas compris ici. Rien n’a changé." + example},
		{"jalon agent ajouter 59", missing},
		{"jalon agent ajouter", missing},
		{"jalon agent retirer bob pour 62", "bob appartient à la préfecture du Pas-de-Calais par le canal ~pref-62. Rien n’a changé.\nPour l’en retirer : ôtez @bob du canal."},
		{"jalon agent retirer @bob pour SGAR", "Aucun rattachement direct de bob au SGAR. Rien n’a changé.\nPour vérifier : `/jalon agent voir @bob`"},
		{"jalon agent retirer @bob DREAL", "Aucun rattachement direct de bob à la DREAL. Rien n’a changé.\nPour vérifier : `/jalon agent voir @bob`"},
		{"jalon agent retirer @bob", "Aucun rattachement direct de bob au SGAR. Rien n’a changé.\nPour vérifier : `/jalon agent voir @bob`"},
	} {
		if !tried(i) {
			continue
		}
		t.Run(row.typed, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			r.wants(row.typed, strings.ReplaceAll(r.ask(row.typed).Text, "**", ""), row.want)
		})
	}
}

// Nobody comes to coordinate the region by an omission, and the answer says what
// the role opens.
func TestCoordinatingIsSaid(t *testing.T) {
	r := newRoom(t)
	r.wants("no service", r.ask("jalon agent ajouter @bob").Text,
		"Indiquez le service : sans cela, ce serait le SGAR, qui coordonne toute la région. Rien n’a changé.\n"+
			"Si c’est voulu : `/jalon agent ajouter @bob pour SGAR`")
	r.wants("still as before", r.must("jalon agent voir @bob").Text,
		"**bob** : préfecture du Pas-de-Calais, contribution (par le canal ~pref-62).")
	r.wants("asked for", r.must("jalon agent ajouter @bob pour SGAR").Text,
		"**bob** : préfecture du Pas-de-Calais, contribution (par le canal ~pref-62) ; SGAR, contribution (rattachement direct).\n"+
			"bob coordonne désormais toute la région, échéances confidentielles comprises.")
	r.wants("a reader", r.must("jalon agent ajouter @carole pour SGAR role lecture").Text,
		"**carole** : préfecture du Nord, contribution (par le canal ~pref-59) ; SGAR, lecture (rattachement direct).")
	r.wants("elsewhere", r.must("jalon agent ajouter @carole", as("alice", "pref-62")).Text,
		"**carole** : préfecture du Nord, contribution (par le canal ~pref-59) ; SGAR, lecture (rattachement direct) ; "+
			"préfecture du Pas-de-Calais, contribution (rattachement direct).")
}

// The last person who coordinates stays so until there is another one.
func TestTheLastWhoCoordinatesStays(t *testing.T) {
	const refusal = "**alice** est la seule personne qui coordonne la région. Rien n’a changé.\n" +
		"Rattachez d’abord une autre personne : `/jalon agent ajouter @chloe pour SGAR`"
	r := newRoom(t)
	r.wants("made a reader", r.ask("jalon agent ajouter @alice pour SGAR role lecture").Text, refusal)
	r.must("jalon agent ajouter @alice pour SGAR role décision")
	r.must("jalon agent ajouter @carole pour SGAR role lecture")
	r.wants("a reader is nobody", r.ask("jalon agent ajouter @alice pour SGAR role lecture").Text, refusal)
	if err := r.planner.SyncMembers(t.Context(), r.now, demoRegion, "sgar", nil); err != nil {
		t.Fatal(err)
	}
	r.wants("detached", r.ask("jalon agent retirer @alice pour SGAR").Text, refusal)
	r.must("jalon agent ajouter @bob pour SGAR")
	r.must("jalon agent retirer @alice pour SGAR")
	r.wants("the next one", r.ask("jalon agent retirer @bob pour SGAR", as("bob", "pref-62")).Text, strings.Replace(refusal, "alice", "bob", 1))
}
