package main

import "fmt"

// seatActs are what everyone tries about a meeting of a body of the Nord, at
// which the témoin is asked to sit.
var seatActs = []act{
	{path: "representation", does: "voir les séances où l’on siège", line: "representation"},
	{path: "representation designer", does: "désigner dans la liste du siège", line: `representation designer {M} "Mme Vasseur"`},
	{path: "representation designer", does: "proposer hors de la liste du siège", line: `representation designer {M} "M. Petit" motif essai`},
	{path: "representation accepter", does: "accepter au nom de la personne, à sa demande", line: "representation accepter {M} pour @temoin"},
	{path: "representation refuser", does: "refuser au nom de la personne, à sa demande", line: "representation refuser {M} pour @temoin"},
	{path: "representation suppleant", does: "poser la question à la suppléance", line: "representation suppleant {M}"},
	{path: "representation pouvoir", does: "donner pouvoir au nom de la personne", line: `representation pouvoir {MM} @temoin à "Mme Colas"`},
	{path: "representation valider", does: "valider une désignation hors de la liste", line: "representation valider {A}"},
	{path: "representation rejeter", does: "refuser une désignation hors de la liste", line: "representation rejeter {A}"},
	{path: "representation non-representee", does: "décider que le préfet n’est pas représenté", line: "representation non-representee {M} motif essai"},
}

// sitting makes a meeting of its own for a try, at which the témoin is asked.
func (m *matrix) sitting() string {
	m.t.Helper()
	return m.sittingOf()
}

// sittingTogether makes such a meeting, at which somebody is asked for another seat.
func (m *matrix) sittingTogether() string {
	m.t.Helper()
	return m.sittingOf(`budget titulaire "Mme Colas"`)
}

func (m *matrix) sittingOf(others ...string) string {
	m.t.Helper()
	short := fmt.Sprintf("IX%d", m.tries)
	m.must(`instance ajouter "Instance essayée `+short+`" court `+short+" departement 59", m.by(everyone[0]))
	for _, seat := range append([]string{`urbanisme titulaire @temoin suppléante "Mme Vasseur"`}, others...) {
		m.must("instance siege "+short+" "+seat, m.by(everyone[0]))
	}
	return m.must("seance planifier "+short+" "+m.day()+" 9h30", m.by(everyone[0])).Card.Subject
}

// approving is such a meeting where somebody outside the list is proposed.
func (m *matrix) approving() string {
	m.t.Helper()
	ref := m.sitting()
	m.must(`representation designer `+ref+` "M. Petit"`, m.by(everyone[0]))
	return ref
}
