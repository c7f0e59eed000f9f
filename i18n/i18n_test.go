package i18n_test

import (
	"fmt"
	"testing"

	"jalon/i18n"
)

func ExampleMsg_In() {
	closed := i18n.T("{id} est close.", "{id} is closed.")
	fmt.Println(closed.In(i18n.FR, "id", "E12"))
	fmt.Println(closed.In(i18n.EN, "id", "E12"))
	// Output:
	// E12 est close.
	// E12 is closed.
}

func TestATextWithoutItsTwinDoesNotStart(t *testing.T) {
	for name, pair := range map[string][2]string{
		"no English":       {"Fait", ""},
		"no French":        {"", "Done"},
		"different places": {"{id} est close", "{ref} is closed"},
		"a place missing":  {"{id} est close", "closed"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Errorf("T(%q, %q) was accepted", pair[0], pair[1])
				}
			}()
			i18n.T(pair[0], pair[1])
		})
	}
}

func TestAFrenchTextIsSpacedAsItsTypographyWants(t *testing.T) {
	for written, want := range map[string]string{
		"Par exemple : {id} ?":                "Par exemple\u202f: {id}\u202f?",
		"« {word} » n’est pas compris ; rien": "«\u202f{word}\u202f» n’est pas compris\u202f; rien",
		"**Motif :** {why} !":                 "**Motif\u202f:** {why}\u202f!",
		"{n} % de {sum} €.":                   "{n}\u202f% de {sum}\u202f€.",
		"tapez `/x « a » : b ?` :":            "tapez `/x « a » : b ?`\u202f:",
		"Orage :thunder: ce soir":             "Orage :thunder: ce soir",
		"| a | b |\n| :--- | ---: |":          "| a | b |\n| :--- | ---: |",
		" : seul":                             " : seul",
		"déjà\u202f: fin":                     "déjà\u202f: fin",
	} {
		m := i18n.T(written, written)
		if got := m.In(i18n.FR); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
		if got := m.In(i18n.EN); got != written {
			t.Errorf("the English text %q became %q", written, got)
		}
	}
}

func TestAPlaceSaysItselfInTheLanguageAsked(t *testing.T) {
	inner := i18n.T("mardi {n}", "Tuesday {n}")
	outer := i18n.T("pour {when}", "for {when}")
	if got, want := outer.In(i18n.EN, "when", inner.With("n", 15)), "for Tuesday 15"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAValueIsNotReadForPlaces(t *testing.T) {
	m := i18n.T("{a} et {b}", "{a} and {b}")
	if got, want := m.In(i18n.FR, "a", "{b}", "b", "2"), "{b} et 2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestZeroIsSingularInFrenchAndPluralInEnglish(t *testing.T) {
	one, many := i18n.T("une", "one"), i18n.T("des", "many")
	for _, c := range []struct {
		lang i18n.Lang
		n    int
		want string
	}{
		{i18n.FR, 0, "une"},
		{i18n.FR, 1, "une"},
		{i18n.FR, 2, "des"},
		{i18n.EN, 0, "many"},
		{i18n.EN, 1, "one"},
		{i18n.EN, 2, "many"},
	} {
		if got := i18n.Plural(c.lang, c.n, one, many).In(c.lang); got != c.want {
			t.Errorf("%s %d: got %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestFoldingForgetsWhatPeopleForget(t *testing.T) {
	for typed, want := range map[string]string{
		"Préfecture":         "prefecture",
		"ÉCHÉANCE":           "echeance",
		"œuvre":              "oeuvre",
		"Aujourd’hui":        "aujourd'hui",
		"  deux\u00a0mots  ": "deux mots",
		"Pas-de-Calais":      "pas-de-calais",
		"straße":             "strasse",
		"":                   "",
	} {
		if got := i18n.Fold(typed); got != want {
			t.Errorf("Fold(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestItemsAreJoinedAsASentenceDoes(t *testing.T) {
	for n, want := range map[int]string{0: "", 1: "a", 2: "a et b", 3: "a, b et c"} {
		if got := i18n.And(i18n.FR, []string{"a", "b", "c"}[:n]); got != want {
			t.Errorf("%d items: got %q, want %q", n, got, want)
		}
	}
	if got, want := i18n.Or(i18n.EN, []string{"a", "b"}), "a or b"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestALanguageIsFrenchOrEnglish(t *testing.T) {
	if l, err := i18n.ParseLang(" EN "); err != nil || l != i18n.EN {
		t.Errorf("got %q, %v", l, err)
	}
	if _, err := i18n.ParseLang("de"); err == nil {
		t.Error("German was accepted")
	}
}
