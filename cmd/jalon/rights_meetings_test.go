package main

import (
	"fmt"
	"time"
)

// meetingActs are what everyone tries about a meeting of a body of the Nord, and
// about what all meetings share.
var meetingActs = []act{
	{path: "seance", does: "aide de `/seance`", line: "seance"},
	{path: "seance planifier", does: "planifier une séance d’une instance du Nord", line: "seance planifier {B} {D} 9h30"},
	{path: "seance voir", does: "voir une séance", line: "seance voir {M}"},
	{path: "seance liste", does: "voir les séances", line: "seance liste toutes"},
	{path: "jalon mes-seances", does: "voir les siennes", line: "jalon mes-seances"},
	{path: "jalon prefet", does: "voir celles où le préfet est invité", line: "jalon prefet semaine prochaine"},
	{path: "seance confirmer", does: "confirmer une séance provisoire", line: "seance confirmer {P}"},
	{path: "seance deplacer", does: "déplacer une séance", line: "seance deplacer {M} 14/12/2038 motif essai"},
	{path: "seance annuler", does: "annuler une séance", line: "seance annuler {M} motif essai"},
	{path: "seance modifier", does: "changer son lieu", line: `seance modifier {M} lieu "Préfecture, Lille"`},
	{path: "seance odj", does: "écrire son ordre du jour", line: `seance odj {M} "DOB 2027"`},
	{path: "seance convocation", does: "noter sa convocation", line: "seance convocation {M} reçue"},
	{path: "seance reconduire", does: "la reconduire à une autre date", line: "seance reconduire {M} 14/12/2038 9h30"},
	{path: "seance tenue", does: "dire qu’elle s’est tenue", line: "seance tenue {V}"},
	{path: "seance cr", does: "en donner le compte rendu", line: "seance cr {V} essai"},
	{path: "seance decisions", does: "en tirer des échéances", line: `seance decisions {V} "Signer les conventions" 14/12/2038 pour 59`},
	{path: "representation manquantes", does: "voir les séances à pourvoir", line: "representation manquantes"},
	{path: "representation conflits", does: "voir les conflits", line: "representation conflits"},
	{path: "jalon modele", does: "voir les modèles de rétroplanning", line: "jalon modele"},
	{path: "jalon modele liste", does: "voir les modèles de rétroplanning", line: "jalon modele liste"},
	{path: "jalon modele voir", does: "voir un modèle", line: `jalon modele voir "Comité régional"`},
	{path: "jalon modele ajouter", does: "créer un modèle", line: `jalon modele ajouter "Modèle {N}" comme "Représentation"`},
	{path: "jalon modele etape", does: "changer une étape d’un modèle", line: `jalon modele etape "Représentation" "Relecture" J-4 ouvrés`},
	{path: "jalon modele retirer", does: "retirer une étape d’un modèle", line: `jalon modele retirer {T1} "Compte rendu"`},
	{path: "jalon trajet", does: "voir les temps de trajet", line: "jalon trajet"},
	{path: "jalon trajet", does: "régler un temps de trajet", line: "jalon trajet Lille Laon 2h"},
}

// provisional makes a meeting whose date is to be confirmed, for a try.
func (m *matrix) provisional() string {
	m.t.Helper()
	return m.must("seance planifier "+m.body()+" "+m.day()+" 9h30 provisoire", m.by(everyone[0])).Card.Subject
}

// over makes a meeting that has taken place, for a try: time goes by.
func (m *matrix) over() string {
	m.t.Helper()
	start := m.now.Add(time.Hour)
	ref := m.must("seance planifier "+m.body()+" "+start.Format("2006-01-02 15h04"), m.by(everyone[0])).Card.Subject
	m.now = start.Add(time.Hour)
	return ref
}

// template makes a template of its own for a try.
func (m *matrix) template() string {
	m.t.Helper()
	name := fmt.Sprintf(`"Modèle essayé %d"`, m.tries)
	m.must("jalon modele ajouter "+name+` comme "Représentation"`, m.by(everyone[0]))
	return name
}
