package e2e

import "testing"

// What comes back: each occurrence has its identifier, and the next one opens
// when the present one is done or skipped.
func TestADeadlineThatComesBack(t *testing.T) {
	r := world.NewRegion(t)
	j := r.NewJalon(t, "--rehearsal")
	j.Serve(t, "--now", "2026-11-23T10:00:00+01:00")
	r.types(t, []typed{
		{r.Alice, "sgar", "/echeance ajouter Point CRTE tous les lundis à 9h", []string{"lundi 30 novembre 2026 (S49)", "Se répète tous les lundis", "Passer celle-ci", "Arrêter la série"}},
		{r.Alice, "sgar", "/echeance fait E1", []string{"La suivante est E2, lundi 7 décembre 2026 (S50)"}},
		{r.Alice, "sgar", "/echeance passer E2", []string{"La suivante est E3, lundi 14 décembre 2026 (S51)"}},
		{r.Alice, "sgar", "/echeance modifier E3 à 10h", []string{"Celle-ci seulement", "Toute la série"}},
		{r.Alice, "sgar", "/echeance modifier E3 à 10h série", []string{"E3 est modifiée"}},
		{r.Alice, "sgar", "/echeance arreter E3", []string{"La série de E3 est arrêtée"}},
		{r.Alice, "sgar", "/echeance fait E3", []string{"C’était la dernière de la série"}},
	})
}
