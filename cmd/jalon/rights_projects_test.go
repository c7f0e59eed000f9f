package main

import (
	"fmt"
	"strings"
)

// projectActs are what everyone tries about a project of the Nord that no service
// leads, and about what all projects share.
var projectActs = []act{
	{path: "projet", does: "aide de `/projet`", line: "projet"},
	{path: "projet ajouter", does: "créer un projet de la région", line: `projet ajouter "Projet de la région {N}" territoire région`},
	{path: "projet ajouter", does: "créer un projet du Nord", line: `projet ajouter "Projet du Nord {N}" territoire 59`},
	{path: "projet liste", does: "le trouver dans une liste", line: "projet liste {J}", shows: "**{J}**"},
	{path: "projet voir", does: "le voir", line: "projet voir {J}", shows: "Météo"},
	{path: "projet meteo", does: "en donner la météo", line: "projet meteo {J} orage essai"},
	{path: "projet avancement", does: "en dire l’avancement", line: "projet avancement {J} 55"},
	{path: "projet blocage", does: "dire ce qui le bloque", line: "projet blocage {J} essai"},
	{path: "projet historique", does: "lire son historique", line: "projet historique {J}", shows: "mise à jour"},
	{path: "projet modifier", does: "le modifier", line: `projet modifier {J} porteur "Essai"`},
	{path: "projet rattacher", does: "y rattacher une séance", line: "projet rattacher {M} {J}"},
	{path: "projet detacher", does: "en détacher une séance", line: "projet detacher {JM}"},
	{path: "projet clore", does: "le clore", line: "projet clore {J} motif essai"},
	{path: "projet rouvrir", does: "le rouvrir", line: "projet rouvrir {JF}"},
	{path: "projet programme", does: "voir les programmes", line: "projet programme"},
	{path: "projet programme", does: "créer un programme", line: `projet programme "Programme {N}"`},
	{path: "projet synthese", does: "voir la synthèse des projets du Nord", line: "projet synthese 59 {J}", shows: "au "},
	{path: "projet importer", does: "savoir comment importer des projets", line: "projet importer"},
	{path: "projet exporter", does: "recevoir les projets du Nord", line: "projet exporter 59 {J}", shows: "exporté"},
	{path: "projet revue", does: "lire la revue des projets du Nord", line: "projet revue 59 {J}", shows: "Revue"},
}

// project makes a project of the Nord for a try.
func (m *matrix) project() string {
	m.t.Helper()
	text := m.must(fmt.Sprintf(`projet ajouter "Projet essayé %d fois" territoire 59`, m.tries), m.by(everyone[0])).Text
	ref, _, _ := strings.Cut(strings.TrimPrefix(text, "**"), " ")
	return ref
}

// attached makes a project with a meeting, and names both.
func (m *matrix) attached() string {
	m.t.Helper()
	meeting, project := m.sitting(), m.project()
	m.must("projet rattacher "+meeting+" "+project, m.by(everyone[0]))
	return meeting + " " + project
}

// finished makes a project that is closed.
func (m *matrix) finished() string {
	m.t.Helper()
	ref := m.project()
	m.must("projet clore "+ref+" motif essai", m.by(everyone[0]))
	return ref
}
