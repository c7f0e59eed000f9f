package plan_test

import (
	"strings"
	"testing"

	"jalon/plan"
)

func TestHabitsAreReadByKindOfDeadline(t *testing.T) {
	for typed, want := range map[string]string{
		"":                           "",
		"J-7 J-3 J":                  "J-7 J-3 J",
		"légale J-30, J-15, J-7":     "légale J-30 J-15 J-7",
		"legales J-30 ferme J à 14h": "légale J-30, ferme J 14:00",
		"J-3 ; ferme aucun":          "J-3, ferme aucun",
		"Interne J+2 et légale J-1":  "interne J+2, légale J-1",
		"ferme J-1 interne J-7 J":    "interne J-7 J, ferme J-1",
		"habituels":                  "",
	} {
		got, err := plan.ParseHabits(typed)
		if err != nil || got.String() != want {
			t.Errorf("%q read as %q, error %v; want %q", typed, got, err, want)
		}
		again, err := plan.ParseHabits(got.String())
		if err != nil || again.String() != want {
			t.Errorf("%q read again as %q, error %v", got, again, err)
		}
	}
}

func TestHabitsThatMeanNothingAreRefused(t *testing.T) {
	for typed, says := range map[string]string{
		"légale":                            "Il manque les échelons",
		"J-3 légale":                        "Il manque les échelons",
		"légale J-3 légales J-1":            "«\u202flegales\u202f»",
		"légale J-3 bientôt":                "«\u202fbientot\u202f»",
		"habituels J-3":                     "«\u202fhabituels\u202f»",
		"ferme J escalade après 2 à @alice": "escaladent à la coordination",
	} {
		_, err := plan.ParseHabits(typed)
		if kind, ok := plan.KindOf(err); !ok || kind != plan.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want a refusal that says %q", typed, err, says)
		}
	}
}

func TestWhatIsNotNamedOfHabitsStays(t *testing.T) {
	held, err := plan.ParseHabits("J-7 J, légale J-30, ferme J-1")
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{
		"J-3":                             "J-3, légale J-30, ferme J-1",
		"légale J-15 J-7":                 "J-7 J, légale J-15 J-7, ferme J-1",
		"habituels":                       "légale J-30, ferme J-1",
		"légale habituels":                "J-7 J, ferme J-1",
		"interne J+2, ferme sans relance": "J-7 J, interne J+2, légale J-30, ferme sans relance",
	} {
		got, err := held.Changed(typed)
		if err != nil || got.String() != want {
			t.Errorf("%q makes %q, error %v; want %q", typed, got, err, want)
		}
	}
	if held.String() != "J-7 J, légale J-30, ferme J-1" {
		t.Errorf("what was held became %q", held)
	}
}
