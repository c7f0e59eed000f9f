package main

import (
	"context"
	"strings"
	"testing"

	"jalon/commands"
	"jalon/plan"
)

// rooms is a chat with these channels; all but two are open to jalon.
type rooms map[string]error

func (r rooms) Channel(_ context.Context, _ plan.RegionID, name string) (commands.Channel, error) {
	err, known := r[name]
	if !known {
		return commands.Channel{}, commands.ErrNoChannel
	}
	return commands.Channel{ID: plan.ChannelID(name), Name: name}, err
}

func newTownHall(t *testing.T) *room {
	t.Helper()
	r := newRoom(t)
	r.router.UseChannels(rooms{
		"pref-62": nil, "pref-somme": nil, "ddtm-59": nil, "epf": nil, "dreal": nil,
		"archive": commands.ErrChannelGone, "prive": commands.ErrChannelShut,
	})
	return r
}

// firstLine is what an answer begins with.
func firstLine(text string) string {
	line, _, _ := strings.Cut(plain(text), "\n")
	return line
}

func TestSentencesAboutServices(t *testing.T) {
	hours := "Horaires : de 8 h à 19 h, jours ouvrés (métropole)."
	for _, c := range []struct{ typed, says string }{
		// Created, with what the code and the name say by themselves.
		{`ajouter DREETS nom "DREETS Hauts-de-France"`, "Service **DREETS** créé. Canal : aucun. Territoire : région. " + hours},
		{`ajouter EPF canal ~epf`, "Service **EPF** créé. Canal : ~epf. Territoire : région. " + hours},
		{`ajouter EPF canal epf`, "Service **EPF** créé. Canal : ~epf. Territoire : région. " + hours},
		{`ajouter DDTM59 canal ~ddtm-59`, "Service **DDTM59** créé. Canal : ~ddtm-59. Territoire : département 59. " + hours},
		{`ajouter DDTM 59 nom "DDTM du Nord"`, "Service **DDTM 59** créé. Canal : aucun. Territoire : département 59. " + hours},
		{`ajouter "DDTM 59" nom DDTM du Nord`, "Service **DDTM 59** créé. Canal : aucun. Territoire : département 59. " + hours},
		{`ajouter 67 nom "préfecture du Bas-Rhin"`, "Service **67** créé. Canal : aucun. Territoire : département 67. Horaires : de 8 h à 19 h, jours ouvrés (Alsace-Moselle)."},
		{`ajouter VALENCIENNES nom "sous-préfecture de Valenciennes" arrondissement 596`, "Service **VALENCIENNES** créé. Canal : aucun. Territoire : arrondissement 596, département 59. " + hours},
		{`ajouter MEL nom "métropole européenne de Lille" departement 59`, "Service **MEL** créé. Canal : aucun. Territoire : département 59. " + hours},
		{`ajouter MEL nature collectivité departement Nord`, "Service **MEL** créé. Canal : aucun. Territoire : département 59. " + hours},
		{`ajouter ARS horaires 8 h 30 à 18 h`, "Service **ARS** créé. Canal : aucun. Territoire : région. Horaires : de 8 h 30 à 18 h, jours ouvrés (métropole)."},
		{`creer ARS type opérateur`, "Service **ARS** créé. Canal : aucun. Territoire : région. " + hours},
		// Refused, naming the word.
		{`ajouter 80`, "Il manque le nom du service 80. Rien n’est enregistré."},
		{`ajouter 80 nom Somme-Est`, "Le code **80** est déjà celui d’un service : préfecture de la Somme. Rien n’est enregistré."},
		{`ajouter sgar`, "Le code **SGAR** est déjà celui d’un service : SGAR. Rien n’est enregistré."},
		{`ajouter QPV`, "Il manque la nature du service QPV. Rien n’est enregistré."},
		{`ajouter DDTM`, "Il manque le département du service DDTM. Rien n’est enregistré."},
		{`ajouter ARS alias Somme`, "**« Somme »** désigne déjà le service 80. Rien n’est enregistré."},
		{`ajouter DREETS departement 59`, "Le service DREETS couvre toute la région : il n’a pas de département. Rien n’est enregistré."},
		{`ajouter ARS departement 99`, "**« 99 »** n’est pas un département. Rien n’est enregistré."},
		{`ajouter ARS canal ~nulle-part`, "Le canal **~nulle-part** n’existe pas, ou il est privé et fermé à jalon. Rien n’est enregistré."},
		{`ajouter ARS canal ~archive`, "Le canal **~archive** est archivé. Rien n’est enregistré."},
		{`ajouter ARS canal ~prive`, "Le canal **~prive** est fermé à jalon. Rien n’est enregistré."},
		{`ajouter ARS canal ~pref-62`, "Le canal **~pref-62** est déjà celui du service 62. Rien n’est enregistré."},
		{`ajouter ARS nature ministère`, "**« ministère »** n’est pas une nature de service. Rien n’est enregistré."},
		{`ajouter "A*B" nature opérateur`, `Le code **« A\*B »** n’est pas possible : des lettres, des chiffres, un tiret ou un espace, 20 caractères au plus. Rien n’est enregistré.`},
		{`ajouter ARS2 nature SGAR`, "La coordination de la région est déjà le service SGAR, et il n’y en a qu’une. Rien n’est enregistré."},
		{`ajouter ARS parent 99`, "Le service **« 99 »** n’existe pas dans la région. Rien n’est enregistré."},
		{`ajouter ARS referents @zoe`, "**@zoe** n’est pas une personne connue de la région. Rien n’est enregistré."},
		{`ajouter ARS nom "ARS`, `Un guillemet n’est pas fermé : **"ARS**. Rien n’est enregistré.`},
		// Changed.
		{`modifier 80 canal ~pref-somme`, "Service 80 modifié : canal ~pref-80 devient ~pref-somme. Aucun rappel n’était prévu."},
		{`modifier la Somme canal ~pref-somme`, "Service 80 modifié : canal ~pref-80 devient ~pref-somme. Aucun rappel n’était prévu."},
		{`changer préfecture de la Somme canal aucun`, "Service 80 modifié : plus de canal (avant : ~pref-80). Aucun rappel n’était prévu."},
		{`modifier 80 nom "préfecture de la Somme (Amiens)"`, "Service 80 modifié : nom préfecture de la Somme devient préfecture de la Somme (Amiens)."},
		{`modifier 80 alias "Somme, PREF80"`, "Service 80 modifié : autres noms Somme deviennent Somme, PREF80."},
		{`modifier 80 horaires 8h30-18h`, "Service 80 modifié : horaires de 8 h à 19 h, jours ouvrés (métropole) deviennent de 8 h 30 à 18 h, jours ouvrés (métropole)."},
		{`modifier 80 point lundi et jeudi à 8h30`, "Service 80 modifié : point de la semaine : lundi et jeudi à 8 h 30."},
		{`modifier 80 rappels J-7 J-3 J`, "Service 80 modifié : rappels J-7 J-3 J-1 J (réglage habituel) deviennent J-7 J-3 J. Aucun rappel ne change."},
		{`modifier 80 referents @alice @denise`, "Service 80 modifié : référents : alice, denise."},
		{`modifier DREAL parent SGAR`, "Service DREAL modifié : rattachement : SGAR."},
		{`modifier 80 code SOMME80`, "Service SOMME80 modifié : code 80 devient SOMME80."},
		{`modifier 80 feries Alsace-Moselle`, "Service 80 modifié : horaires de 8 h à 19 h, jours ouvrés (métropole) deviennent de 8 h à 19 h, jours ouvrés (Alsace-Moselle). Aucun rappel ne change."},
		{`modifier 80 fuseau Indian/Reunion motif "essai"`, "Service 80 modifié : fuseau horaire Europe/Paris devient Indian/Reunion."},
		{`modifier 80 horaires 8h-18h30 point vendredi 17h`, "Service 80 modifié : horaires de 8 h à 19 h, jours ouvrés (métropole) deviennent de 8 h à 18 h 30, jours ouvrés (métropole) ; point de la semaine : vendredi à 17 h."},
		// Changes refused.
		{`modifier`, "Il manque le service : son code, son numéro ou son nom. Rien n’a changé."},
		{`modifier 80`, "Il manque ce qui change pour le service 80. Rien n’a changé."},
		{`modifier 81 canal ~epf`, "Le service **« 81 »** n’existe pas dans la région. Rien n’est enregistré."},
		{`modifier 80 couleur bleu`, "**« couleur bleu »** n’est pas compris. Rien n’a changé."},
		{`modifier préfectures canal ~epf`, "**« préfectures »** désigne plusieurs services : `02`, `59`, `60`, `62`, `80`. Rien n’a changé."},
		{`modifier 80 horaires 19h-8h`, "Les horaires du service 80 finissent avant de commencer. Rien n’est enregistré."},
		{`modifier 80 horaires toujours`, "**« toujours »** n’est pas un horaire. Rien n’est enregistré."},
		{`modifier 80 point lundi`, "**« lundi »** n’est pas un jour et une heure. Rien n’est enregistré."},
		{`modifier 80 rappels J-x`, "« J-x » n’est pas un échelon de rappel. Rien n’est enregistré."},
		{`modifier 80 fuseau Lille`, "**« Lille »** n’est pas un fuseau horaire. Rien n’est enregistré."},
		{`modifier 80 feries Bretagne`, "**« Bretagne »** n’est pas une zone de jours fériés. Rien n’est enregistré."},
		{`modifier 80 arrondissement 595`, "L’arrondissement **595** n’est pas du département 80. Rien n’est enregistré."},
		{`modifier 80 parent 80`, "Le service 80 ne peut pas être rattaché à 80, qui dépend de lui ou qui est fermé. Rien n’est enregistré."},
		{`modifier 80 nom "préfecture de la Somme"`, "Le service 80 est déjà ainsi. Rien n’a changé."},
		{`modifier SGAR nature opérateur`, "Le service SGAR est la coordination de la région : sans lui, plus personne ne changerait les services. Rien n’a changé."},
		// Seen and closed.
		{`voir Nord`, "**Service 59 · préfecture du Nord**"},
		{`voir`, "Il manque le service : son code, son numéro ou son nom. Rien n’a changé."},
		{`fermer DREAL motif "fusion"`, "Service DREAL fermé. Le canal ~dreal est libre. Rien n’est effacé."},
		{`fermer SGAR`, "Le service SGAR est la coordination de la région : sans lui, plus personne ne changerait les services. Rien n’a changé."},
		{``, "**7 services**"},
		{`liste`, "**7 services**"},
		{`listte`, "**« listte »** n’est pas une action de `/jalon service`. Rien n’est enregistré."},
	} {
		t.Run(c.typed, func(t *testing.T) {
			t.Parallel()
			r := newTownHall(t)
			r.wants(c.typed, firstLine(r.ask(strings.TrimSpace("jalon service "+c.typed)).Text), c.says)
		})
	}
}

func TestAServiceIsTheSameByEveryEntrance(t *testing.T) {
	r := newTownHall(t)
	typed := r.must(`jalon service ajouter EPF nom "EPF Hauts-de-France" canal ~epf nature opérateur`)
	r.must("jalon service fermer EPF")
	filled := newTownHall(t).must("jalon service ajouter", fields(map[string]string{
		"code": "EPF", "nom": "EPF Hauts-de-France", "canal": "~epf", "nature": "opérateur",
	}))
	r.wants("a form", filled.Text, plain(typed.Text))
	direct := r.must("service liste", func(q *commands.Request) { q.Direct, q.Channel, q.Origin = true, "dm", plan.ByDirect })
	r.wants("without a slash", firstLine(direct.Text), "**7 services**")
}

func TestAFormOfAServiceSaysWhichFieldIsWrong(t *testing.T) {
	r := newTownHall(t)
	form := r.ask("jalon service modifier 80", canForm).Form
	if form == nil || form.Version == 0 {
		t.Fatalf("form %+v", form)
	}
	values := map[string]string{}
	for _, f := range form.Fields {
		values[f.Name] = f.Value
	}
	r.wants("a form sent as it is", firstLine(r.ask(form.Command, fields(values)).Text), "Le service 80 est déjà ainsi. Rien n’a changé.")
	values["horaires"] = "jamais"
	if reply := r.ask(form.Command, fields(values)); reply.Field != "horaires" {
		t.Errorf("field %q: %s", reply.Field, reply.Text)
	}
	r.must("jalon service modifier 80 canal ~pref-somme")
	values["horaires"] = "9h-18h"
	drawn := func(q *commands.Request) { q.Drawn = form.Version }
	r.wants("an older form", firstLine(r.ask(form.Command, fields(values), drawn).Text),
		"Le service 80 a changé depuis l’ouverture du formulaire : canal ~pref-80 devient ~pref-somme. Rien n’est enregistré.")
}

func TestNobodyElseManagesServicesNorMakesJalonEnterAChannel(t *testing.T) {
	r := newTownHall(t)
	for _, line := range []string{
		"jalon service ajouter ARS canal ~nulle-part", "jalon service modifier 62 canal ~nulle-part", "jalon service fermer 62", "jalon service ajouter",
	} {
		r.wants(line, firstLine(r.ask(line, as("bob", "pref-62")).Text), "Les services de la région ne se changent pas depuis votre compte. Rien n’a changé.")
	}
	if reply := r.must("jalon service voir 62", as("bob", "pref-62")); len(reply.Buttons) > 0 {
		t.Errorf("buttons for somebody who may not: %v", reply.Buttons)
	}
}

func TestWithoutAChatNoChannelIsGiven(t *testing.T) {
	r := newRoom(t)
	r.wants("no chat", firstLine(r.ask("jalon service modifier 80 canal ~x").Text), "Les canaux ne peuvent pas être vérifiés d’ici. Rien n’est enregistré.")
}
