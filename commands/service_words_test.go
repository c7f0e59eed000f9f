package commands

import (
	"testing"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

func TestHoursAreReadAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"8h-19h": "08:00-19:00", "8h à 19h": "08:00-19:00", "de 8 h à 19 h": "08:00-19:00", "8 h 30 à 18 h": "08:30-18:00",
		"8h30-18h15": "08:30-18:15", "8:30-18:00": "08:30-18:00", "08h00 – 17h30": "08:00-17:30", "from 8:00 to 18:00": "08:00-18:00",
		"8h": "", "8h-": "", "25h-26h": "", "8h-9h61": "", "huit heures": "", "": "", "8-19": "",
	} {
		got := ""
		if opens, closes, ok := parseHours(normalize(typed)); ok {
			got = opens.String() + "-" + closes.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestTheWeeklyPointIsReadAsPeopleWriteIt(t *testing.T) {
	for typed, want := range map[string]string{
		"lundi 8h30": "30 8 * * 1", "lundi à 8 h 30": "30 8 * * 1", "lundi et jeudi à 9h": "0 9 * * 1,4", "tous les vendredis 17h": "0 17 * * 5",
		"jeudi, lundi 9h": "0 9 * * 1,4", "Lundi 8:30": "30 8 * * 1", "monday at 9:00": "0 9 * * 1", "dimanche 20h": "0 20 * * 0",
		"tous les jours 9h": "0 9 * * 1,2,3,4,5", "chaque jour ouvré à 8h30": "30 8 * * 1,2,3,4,5", "0 9 * * 1-5": "0 9 * * 1,2,3,4,5", "ouvrés 9h": "",
		"lundi": "", "8h30": "", "lundi 25h": "", "lune 8h": "", "": "", "lundi 8h30 demain": "",
	} {
		if got, _ := ParsePoint(normalize(typed)); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestAKindIsReadAsPeopleSayIt(t *testing.T) {
	for typed, want := range map[string]plan.ServiceKind{
		"SGAR": plan.KindSGAR, "Préfecture": plan.KindPrefecture, "sous préfecture": plan.KindSousPrefecture,
		"sous-préfecture": plan.KindSousPrefecture, "direction régionale": plan.KindRegional, "direction-regionale": plan.KindRegional,
		"Direction Départementale": plan.KindDepartmental, "opérateur": plan.KindOperator, "collectivité invitée": plan.KindGuest,
		"collectivité": plan.KindGuest, "regional directorate": plan.KindRegional, "ministère": "", "": "",
	} {
		if got, _ := kindOf(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestEachKindHasAName(t *testing.T) {
	for _, kind := range plan.ServiceKinds {
		if kindNames[kind].IsZero() {
			t.Errorf("%s has no name", kind)
		}
	}
	for _, item := range (&Env{lang: i18n.FR}).serviceItems(plan.Service{}, plan.Service{}, nil) {
		if serviceLabels[item.name].IsZero() {
			t.Errorf("%s has no label", item.name)
		}
	}
}

// FuzzServiceWords reads anything: what is understood must read the same once
// written as it is typed.
func FuzzServiceWords(f *testing.F) {
	for _, seed := range []string{"8h30-18h", "lundi 8h30", "lundi et jeudi à 9h", "de 8 h à 19 h", "0h-23h59"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = normalize(text)
		if opens, closes, ok := parseHours(text); ok {
			again, end, ok := parseHours(typedHours(opens, closes))
			if !ok || again != opens || end != closes {
				t.Errorf("%q: %s-%s reads as %s-%s", text, opens, closes, again, end)
			}
		}
		if spec, ok := ParsePoint(text); ok {
			if again, ok := ParsePoint(typedPoint(spec)); !ok || again != spec {
				t.Errorf("%q: %q reads as %q", text, spec, again)
			}
			if _, at, ok := readPoint(spec); !ok || !at.Valid() || at == (calendar.TimeOfDay{Hour: 24}) {
				t.Errorf("%q: %q cannot be said", text, spec)
			}
		}
	})
}
