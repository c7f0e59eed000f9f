package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jalon/calendar"
	"jalon/plan"
)

func TestAPaceIsReadAsPeopleTypeIt(t *testing.T) {
	readAs(t, map[string]string{
		"J-7 J-1 J J+1, puis tous les 2 jours ouvrés ; escalade après 3": "J-7 J-1 J J+1 puis tous les 2 jours ouvrés escalade après 3",
		"J+3 ouvrés j+1":                        "J+1 J+3 ouvrés",
		"J+1 14h puis tous les jours ouvrés":    "J+1 14:00 puis tous les jours ouvrés escalade après 3",
		"J+1 puis tous les jours ouvrés à 8h30": "J+1 puis tous les jours ouvrés 08:30 escalade après 3",
		"j-3 puis toutes les semaines":          "J-3 J+1 puis toutes les semaines escalade après 3",
		"J+1 puis tous les 14 jours":            "J+1 puis toutes les 2 semaines escalade après 3",
		"J+1 puis tous les 3 jours":             "J+1 puis tous les 3 jours escalade après 3",
		"tous les 5 jours ouvrés":               "J+1 puis tous les 5 jours ouvrés escalade après 3",
		"escalade après 5 relances":             "J+1 puis tous les 2 jours ouvrés escalade après 5",
		"J+1 escalade après 1":                  "J+1 escalade après 1",
		"J+1 escalade après 2":                  "J+1 puis tous les 2 jours ouvrés escalade après 2",
		"J+1 J+2 J+4 J+8 puis tous les jours":   "J+1 J+2 J+4 J+8 puis tous les jours escalade après 4",
		"J+1 escalade après 2 à @Alice.m et J":  "J J+1 puis tous les 2 jours ouvrés escalade après 2 à @Alice.m",
		"sans relance":                          "sans relance",
		"J-3 sans relances":                     "J-3 sans relance",
		"aucun":                                 "aucun",
		"aucun sans relance":                    "aucun",
		"aucun J+1":                             "aucun J+1",
	})
}

// readAs tells that each text is read as another.
func readAs(t *testing.T, texts map[string]string) {
	t.Helper()
	for typed, want := range texts {
		got, err := plan.ParsePace(typed)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		if got.String() != want {
			t.Errorf("%q read as %q, want %q", typed, got, want)
		}
	}
}

func TestAPaceThatContradictsItselfIsRefused(t *testing.T) {
	for typed, says := range map[string]string{
		"J+1 sans relance": "ne vont pas ensemble", "escalade après 0": "après 1 à 20", "escalade après 21": "après 1 à 20",
		"J+1 J+2 escalade après 1": "pas avant la dernière", "escalade": "«\u202fescalade\u202f»", "puis": "«\u202fpuis\u202f»",
		"J+1 puis tous les 2 mois": "«\u202fpuis\u202f»", "J+367": "jours après", "J+1 puis tous les 400 jours": "jours après",
		"puis toutes les 60 semaines": "jours après", "aucun J-3": "«\u202faucun\u202f»", "J-3 aucun": "«\u202faucun\u202f»", "sans": "«\u202fsans\u202f»",
		"puis tous les jours puis tous les jours": "«\u202fpuis\u202f»", "escalade après 3 escalade après 3": "«\u202fescalade\u202f»",
		"escalade après 3 à": "«\u202fa\u202f»", "J+99999999999": "J+99999999999",
	} {
		_, err := plan.ParsePace(typed)
		if kind, ok := plan.KindOf(err); !ok || kind != plan.Invalid {
			t.Errorf("%q: got %v, want a refusal", typed, err)
			continue
		}
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %q does not say %q", typed, err, says)
		}
	}
}

// anyStep is a step with one of its units, at any hour.
func anyStep(least int) *rapid.Generator[plan.Step] {
	return rapid.Custom(func(t *rapid.T) plan.Step {
		return plan.Step{
			Days: rapid.IntRange(least, plan.MaxLeadDays).Draw(t, "days"),
			Unit: rapid.SampledFrom([]plan.Unit{plan.CalendarDays, plan.WorkingDays}).Draw(t, "unit"),
			At:   calendar.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")},
		}
	})
}

func TestAPaceReadsBackWhatItWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plan.Pace{Before: rapid.SliceOfN(anyStep(0), 0, 6).Draw(t, "before")}
		switch rapid.IntRange(0, 2).Draw(t, "after") {
		case 1:
			p.After.None = true
		case 2:
			p.After = plan.Chase{
				Steps:    rapid.SliceOfN(anyStep(1), 1, 4).Draw(t, "steps"),
				Every:    anyStep(1).Draw(t, "every"),
				Escalate: rapid.IntRange(4, plan.MaxChases).Draw(t, "escalate"),
			}
			p.Person = rapid.SampledFrom([]string{"", "alice", "jean.dupont"}).Draw(t, "person")
		}
		first, err := plan.ParsePace(p.String())
		if err != nil {
			t.Fatalf("%q: %v", p, err)
		}
		second, err := plan.ParsePace(first.String())
		if err != nil {
			t.Fatalf("%q: %v", first, err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Error(diff)
		}
	})
}

// FuzzPace reads anything: it must not panic, and what it writes back must read
// the same.
func FuzzPace(f *testing.F) {
	for _, seed := range []string{
		"J-7 J-3 ouvrés J à 14h", "J+1, puis tous les 2 jours ouvrés ; escalade après 3 à @alice", "aucun J+1", "sans relance",
		"j+1 puis toutes les 2 semaines à 8h", "escalade après 20 relances", "J+ J- J", "puis tous les", "à à à @",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := plan.ParsePace(text)
		if err != nil {
			return
		}
		again, err := plan.ParsePace(p.String())
		if err != nil {
			t.Fatalf("%q is written %q, which does not read: %v", text, p, err)
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Errorf("%q is written %q:\n%s", text, p, diff)
		}
	})
}
