package main

import (
	"fmt"
	"strings"
)

// dataCallActs are what everyone tries about a data call to the préfectures of the Nord
// and of the Pas-de-Calais, asked by « demandeur ».
var dataCallActs = []act{
	{path: "remontee", does: "aide de `/remontee`", line: "remontee"},
	{path: "remontee ouvrir", does: "interroger des services", line: `remontee ouvrir "Question {N}" pour 59 62 avant vendredi 12h`},
	{path: "remontee repondre", does: "répondre pour le Nord", line: "remontee repondre {Q} pour 59 6"},
	{path: "remontee neant", does: "répondre « néant » pour le Nord", line: "remontee neant {Q} pour 59"},
	{path: "remontee sans-objet", does: "répondre « sans objet » pour le Nord", line: "remontee sans-objet {Q} pour 59"},
	{path: "remontee prorogation", does: "demander un délai pour le Nord", line: "remontee prorogation {Q} pour 59 31/12/2026 à 12h"},
	{path: "remontee accorder", does: "accorder un délai au Nord", line: "remontee accorder {Q} pour 59 31/12/2026 à 12h"},
	{path: "remontee refuser", does: "refuser un délai au Nord", line: "remontee refuser {QW} pour 59"},
	{path: "remontee etat", does: "voir qui a répondu", line: "remontee etat {Q}", shows: "0 réponse sur 2"},
	{path: "remontee consolidation", does: "réunir les réponses", line: "remontee consolidation {Q}", shows: "0 réponse sur 2"},
	{path: "remontee relancer", does: "relancer les services sans réponse", line: "remontee relancer {Q}"},
	{path: "remontee reporter", does: "changer la clôture", line: "remontee reporter {Q} 31/12/2026 à 12h"},
	{path: "remontee clore", does: "clore une remontée", line: "remontee clore {Q} motif essai"},
	{path: "remontee liste", does: "la trouver dans une liste", line: "remontee liste {QT}", shows: "(RM"},
}

// dataCall makes a data call for a try.
func (m *matrix) dataCall() string {
	m.t.Helper()
	text := m.must(fmt.Sprintf(`remontee ouvrir "Remontée essayée %d fois" pour 59 62 avant 18/12/2026 à 12h`, m.tries), m.by(m.asker())).Text
	ref, _, _ := strings.Cut(strings.TrimPrefix(text, "**"), " ")
	return ref
}

// wished makes a data call of which the préfecture du Nord asked for more time.
func (m *matrix) wished() string {
	m.t.Helper()
	ref := m.dataCall()
	m.must("remontee prorogation "+ref+" pour 59 31/12/2026 à 12h", m.by(everyone[0]))
	return ref
}

// titled makes a data call, and names it by its title.
func (m *matrix) titled() string {
	m.t.Helper()
	m.dataCall()
	return fmt.Sprintf("essayée %d", m.tries)
}
