package main

import (
	"maps"
	"strings"
	"testing"

	"jalon/card"
	"jalon/commands"
	"jalon/plan"
)

// opened is a request that sends a form back as somebody filled it.
func opened(form *card.Form, changed map[string]string) func(*commands.Request) {
	values := map[string]string{}
	for _, f := range form.Fields {
		values[f.Name] = f.Value
	}
	maps.Copy(values, changed)
	return func(r *commands.Request) {
		r.Fields, r.Origin, r.CanForm, r.Drawn = values, plan.ByForm, true, form.Version
	}
}

func labelsOf(buttons []card.Button) string {
	var out []string
	for _, b := range buttons {
		out = append(out, "["+b.Label+"] "+b.Command)
	}
	return strings.Join(out, "\n")
}

func TestTheSecondOfTwoPeopleIsShownWhatTheFirstChangedAndAsked(t *testing.T) {
	cases := []struct {
		name, form    string
		meanwhile     []string // by bob
		fields        map[string]string
		text, buttons string
		after         string // what the first button answers
	}{
		{
			"the same hour", "echeance modifier E1",
			[]string{"echeance modifier E1 15h"},
			map[string]string{"date": "15/12/2026 à 17h"},
			"bob a modifié E1 pendant votre saisie. Rien n’est écrasé.\nHeure : 12 h, devenue 15 h ; vous demandez 17 h.",
			"[Mettre 17 h] echeance modifier E1 15/12/2026 à 17h00\n[Garder 15 h] echeance voir E1",
			"E1 est modifiée : mardi 15 décembre 2026 (S51), 15 h devient mardi 15 décembre 2026 (S51), 17 h.",
		},
		{
			"another day", "echeance reporter E1",
			[]string{`echeance reporter E1 16/12 motif "attente DREAL"`},
			map[string]string{"date": "18/12", "motif": "demande du préfet"},
			"bob a modifié E1 pendant votre saisie. Rien n’est écrasé.\nDate : mardi 15 décembre 2026 (S51), 12 h, devenue " +
				"mercredi 16 décembre 2026 (S51), 12 h ; vous demandez le vendredi 18 décembre 2026 (S51).",
			"[Mettre au ven. 18 déc.] echeance reporter E1 18/12/2026 motif \"demande du préfet\"\n[Garder le mer. 16 déc.] echeance voir E1",
			"E1 est reportée au vendredi 18 décembre 2026 (S51), 12 h.",
		},
		{
			"another thing", "echeance modifier E1",
			[]string{`echeance modifier E1 titre "Remontée DSIL" pour 59 62`},
			map[string]string{"date": "17/12"},
			"bob a modifié E1 pendant votre saisie. Rien n’est écrasé.\nTitre : « Remontée », devenu « Remontée DSIL ».\n" +
				"Service ajouté : 59.\nVous demandez le jeudi 17 décembre 2026 (S51).",
			"[Mettre au jeu. 17 déc.] echeance modifier E1 17/12/2026\n[Garder le mar. 15 déc.] echeance voir E1",
			"E1 est modifiée : mardi 15 décembre 2026 (S51), 12 h devient jeudi 17 décembre 2026 (S51), 12 h.",
		},
		{
			"the same title", "echeance modifier E1",
			[]string{`echeance modifier E1 titre "Remontée DSIL"`},
			map[string]string{"titre": "Remontée DETR"},
			"bob a modifié E1 pendant votre saisie. Rien n’est écrasé.\nTitre : « Remontée », devenu « Remontée DSIL » ; vous demandez le titre « Remontée DETR ».",
			"[Appliquer votre demande] echeance modifier E1 titre \"Remontée DETR\"\n[Laisser] echeance voir E1",
			"E1 est modifiée : le titre devient « Remontée DETR ».",
		},
		{
			"a cancellation", "echeance annuler E1",
			[]string{"echeance modifier E1 rappels J-1"},
			map[string]string{"motif": "retirée"},
			"bob a modifié E1 pendant votre saisie. Rien n’est écrasé.\nRappels : J-7 J-3 J-1 J, devenus J-1.\nVous demandez l’annulation.",
			"[Oui, annuler E1] echeance annuler E1 motif \"retirée\"\n[Laisser] echeance voir E1",
			"E1 est annulée. Le rappel restant ne partira pas. Rien n’est effacé.",
		},
		{
			"a person", "echeance confier E1",
			[]string{"echeance confier E1 @bob"},
			map[string]string{"a": "@alice"},
			"bob a modifié E1 pendant votre saisie. Rien n’est écrasé.\n62 : confiée à bob ; vous demandez @alice.",
			"[Confier à @alice] echeance confier E1 à @alice\n[Laisser] echeance voir E1",
			"E1 vous est confiée. Les rappels vous parviendront en privé.",
		},
		{
			"what was changed and put back", "echeance modifier E1",
			[]string{`echeance modifier E1 titre "Autre"`, `echeance modifier E1 titre "Remontée"`},
			map[string]string{"titre": "Remontée DETR"},
			"", "", "E1 est modifiée : le titre devient « Remontée DETR ».",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t)
			r.must("echeance ajouter Remontée le 15/12 à 12h pour 62")
			form := r.ask(c.form, canForm).Form
			for _, line := range c.meanwhile {
				r.must(line, as("bob", "pref-62"))
			}
			reply := r.ask(form.Command, opened(form, c.fields))
			if c.text != "" {
				r.wants("the question", reply.Text, c.text)
				r.wants("its buttons", labelsOf(reply.Buttons), c.buttons)
				if !reply.Error {
					t.Fatal("something was done")
				}
				reply = r.must(reply.Buttons[0].Command, pressedUnder(reply))
			}
			r.wants("the answer", strings.TrimSuffix(plain(reply.Text), "\nUne erreur ? Tapez `/jalon defaire`."), c.after)
		})
	}
}

func TestAFurtherChangeIsShownAgain(t *testing.T) {
	r := newRoom(t)
	r.must("echeance ajouter Remontée le 15/12 à 12h pour 62")
	form := r.ask("echeance modifier E1", canForm).Form
	r.must("echeance modifier E1 15h", as("bob", "pref-62"))
	first := r.ask(form.Command, opened(form, map[string]string{"date": "15/12/2026 à 17h"}))
	r.must("echeance modifier E1 16h") // one's own change, elsewhere
	r.must("echeance modifier E1 18h", as("bob", "pref-62"))
	second := r.ask(first.Buttons[0].Command, pressedUnder(first))
	r.wants("the question again", second.Text, "bob a modifié E1 depuis l’affichage de cette carte. Rien n’est écrasé.\n"+
		"Heure : 15 h, devenue 18 h ; vous demandez 17 h.")
	if !second.Error {
		t.Error("it was overwritten")
	}
	done := r.must(second.Buttons[0].Command, pressedUnder(second))
	if !strings.Contains(plain(done.Text), "18 h devient") {
		t.Error(plain(done.Text))
	}
}

func TestOnlyTheActionThatWasShownIsTakenBack(t *testing.T) {
	r := newRoom(t)
	r.must("echeance ajouter Contributions CRTE le 4/12 pour 62")
	r.must("echeance reporter E1 le 8/12")
	shown := r.must("jalon defaire").Buttons[0]
	if reply := r.ask(shown.Command, as("bob", "sgar")); !reply.Error || reply.Card != nil {
		t.Errorf("somebody else took it back: %s", plain(reply.Text))
	}
	r.must("echeance ajouter Note ERBM le 4/12 pour 59")
	reply := r.ask(shown.Command)
	r.wants("another action came since", reply.Text, "Ce n’est plus votre dernière action ici. Rien n’est annulé.\n"+
		"Votre dernière action ici : **E2 créée**, lundi 23 novembre 2026 (S48) à 10 h\n"+
		"L’annuler annule E2 : aucun rappel ne partira, rien n’est effacé.")
	if !reply.Error || reply.Buttons[0].Command == shown.Command {
		t.Errorf("%+v", reply)
	}
	r.must(reply.Buttons[0].Command)
	r.wants("then the one before", r.must(shown.Command).Text, "E1 est de nouveau à remettre le vendredi 4 décembre 2026 (S49). L’annulation figure au journal.")
}
