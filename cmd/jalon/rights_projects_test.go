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
	{path: "projet appel", does: "ouvrir un appel à projets du Nord", line: `projet appel "Appel du Nord {N}" clôture 26/3/2027 23h59 pour 59`},
	{path: "projet appel", does: "changer les dates d’un appel à projets du Nord", line: "projet appel {JA} clôture 2/4/2027 23h59"},
	{path: "projet compte", does: "compter les dossiers du Nord", line: "projet compte {JA} 59 déposés 12"},
	{path: "projet compte", does: "compter les dossiers du Pas-de-Calais", line: "projet compte {JR} 62 déposés 12"},
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

// creditActs are what everyone tries about the credits of a fund of the region, and
// about a grant of the Nord.
var creditActs = []act{
	{path: "projet fonds", does: "voir les dotations", line: "projet fonds"},
	{path: "projet fonds", does: "créer une dotation", line: "projet fonds Dotation{N} régional"},
	{path: "projet enveloppe", does: "fixer l’enveloppe régionale d’une dotation", line: "projet enveloppe {C} 2027 20 M€"},
	{path: "projet enveloppe", does: "fixer l’enveloppe du Nord d’une dotation régionale", line: "projet enveloppe {C} 2027 59 2,5 M€"},
	{path: "projet enveloppe", does: "fixer l’enveloppe du Nord d’une dotation départementale", line: "projet enveloppe {CD} 2027 59 2,5 M€"},
	{path: "projet subvention", does: "noter une subvention du Nord", line: "projet subvention {J} {C} 2027 demandé 350 k€"},
	{path: "projet subvention", does: "lire une subvention du Nord", line: "projet subvention {G}", shows: "350 000,00"},
	{path: "projet programmation", does: "voir la programmation de la région", line: "projet programmation {C} 2027", shows: "| 62 |"},
	{path: "projet programmation", does: "voir la programmation du Nord", line: "projet programmation {C} 2027 59", shows: "Part verte"},
	{path: "projet redeploiement", does: "demander un redéploiement", line: "projet redeploiement 1 k€ de 59 vers 62 {C} 2027 motif essai"},
	{path: "projet redeploiement valider", does: "valider un redéploiement", line: "projet redeploiement valider {RD}"},
	{path: "projet redeploiement refuser", does: "refuser un redéploiement", line: "projet redeploiement refuser {RD} motif essai"},
}

// fund makes a fund of the region with its envelopes, for a try.
func (m *matrix) fund() string {
	m.t.Helper()
	name := fmt.Sprintf("DSIL%d", m.tries)
	for _, line := range []string{"fonds %s régional", "enveloppe %s 2027 10 M€", "enveloppe %s 2027 59 2 M€", "enveloppe %s 2027 62 3 M€"} {
		m.must(fmt.Sprintf("projet "+line, name), m.by(everyone[0]))
	}
	return name
}

// departmentalFund makes a fund of the departments, for a try.
func (m *matrix) departmentalFund() string {
	m.t.Helper()
	name := fmt.Sprintf("DETR%d", m.tries)
	m.must("projet fonds "+name+" départemental", m.by(everyone[0]))
	return name
}

// grant makes a grant of the Nord, and names it.
func (m *matrix) grant() string {
	m.t.Helper()
	named := m.project() + " " + m.fund() + " 2027"
	m.must("projet subvention "+named+" demandé 350 k€", m.by(everyone[0]))
	return named
}

// redeployment makes a redeployment that awaits its decision.
func (m *matrix) redeployment() string {
	m.t.Helper()
	text := m.must("projet redeploiement 1 k€ de 59 vers 62 "+m.fund()+" 2027 motif essai", m.by(everyone[0])).Text
	_, ref, _ := strings.Cut(text, "** (")
	ref, _, _ = strings.Cut(ref, ")")
	return ref
}

// call makes a call for projects, for the departments given.
func (m *matrix) call(departments string) string {
	m.t.Helper()
	line := fmt.Sprintf(`projet appel "Appel essayé %d fois" clôture 26/3/2027 23h59 pour %s`, m.tries, departments)
	ref, _, _ := strings.Cut(strings.TrimPrefix(m.must(line, m.by(everyone[0])).Text, "**"), " ")
	return ref
}
