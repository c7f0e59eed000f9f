package plan_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jalon/i18n"
	"jalon/plan"
)

func TestAnswersAreCutAtTheirSemicolons(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string][]string{
		"":                                 {""},
		"6":                                {"6"},
		"6 ; 2 ; aucun":                    {"6", "2", "aucun"},
		"6;2;aucun":                        {"6", "2", "aucun"},
		" 6 ; ; aucun ; ":                  {"6", "", "aucun", ""},
		`4 ; "1 ; reporté" ; étude`:        {"4", "1 ; reporté", "étude"},
		"4 ; « 1 ; reporté » ; étude":      {"4", "1 ; reporté", "étude"},
		"4 ; «\u202f1 ; reporté\u00a0»":    {"4", "1 ; reporté"},
		"4 ; “1 ; reporté” ; étude":        {"4", "1 ; reporté", "étude"},
		`"a;b";"c;d"`:                      {"a;b", "c;d"},
		`« dit "oui ; non" » ; x`:          {`dit "oui ; non"`, "x"},
		`dit "oui ; non" ; x`:              {`dit "oui`, `non"`, "x"}, // marks within a value are text
		`"a ; b" reporté ; x`:              {`"a ; b" reporté`, "x"},
		`"" ; x`:                           {"", "x"},
		`"jamais fermé ; x`:                {`"jamais fermé ; x`},
		`"a" et "b" ; x`:                   {`"a" et "b"`, "x"},
		"l’« été ; hiver » ; x":            {"l’« été", "hiver »", "x"},
		"ligne 1\nligne 2 ; \tx":           {"ligne 1\nligne 2", "x"},
		"https://a.example/?q=1;2 ; oui":   {"https://a.example/?q=1", "2", "oui"},
		`"https://a.example/?q=1;2" ; oui`: {"https://a.example/?q=1;2", "oui"},
	} {
		if diff := cmp.Diff(want, plan.SplitAnswer(typed)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", typed, diff)
		}
	}
}

func TestQuestionsAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	text := func(label string) plan.Question { return plan.Question{Label: label, Kind: plan.AnswerText} }
	for typed, want := range map[string][]plan.Question{
		"blocages":                          {text("blocages")},
		"COPIL tenus (nombre) ; blocages ;": {{Label: "COPIL tenus", Kind: plan.AnswerNumber}, text("blocages")},
		"DSIL (€) ; avis (oui/non)":         {{Label: "DSIL", Kind: plan.AnswerAmount}, {Label: "avis", Kind: plan.AnswerYesNo}},
		"pièce ( Lien )":                    {{Label: "pièce", Kind: plan.AnswerLink}},
		"Agents (ETP)":                      {text("Agents (ETP)")},
		"(nombre)":                          {text("(nombre)")},
		"« oui ; non » ; x":                 {text("oui ; non"), text("x")},
		"avis (choix : favorable, réservé)": {{Label: "avis", Kind: plan.AnswerChoice, Choices: []string{"favorable", "réservé"}}},
		"avis (choix\u00a0: oui / non)":     {{Label: "avis", Kind: plan.AnswerChoice, Choices: []string{"oui", "non"}}},
		"montant (texte)":                   {text("montant")},
		"montant (nombre) (texte)":          {text("montant (nombre)")},
	} {
		got, err := plan.ParseQuestions(typed)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", typed, diff)
		}
	}
	for _, typed := range []string{
		"", " ; ", `""`, "a ; A", "é ; E", "avis (choix : favorable)", "avis (choix :)", "avis (choix : oui, Oui)", strings.Repeat("a ; ", 13),
		"a;b;c;d;e;f;g;h;i;j;k;l;m", strings.Repeat("é", 101),
	} {
		if got, err := plan.ParseQuestions(typed); err == nil {
			t.Errorf("%q gave %v, want a refusal", typed, got)
		} else if kind, refused := plan.KindOf(err); !refused || kind != plan.Invalid {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

// anyTyped draws what people type of questions and answers: marks, brackets,
// semicolons and spaces of all sorts.
var anyTyped = rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
	";", " ; ", "\"", "« ", " »", "“", "”", "(", ")", ":", ",", "/", "choix", "nombre", "texte", "montant", "oui/non", " ", "\u202f", "\n",
	"a", "b", "été", "Œ", "12", "1 200,5", "néant",
}), 0, 16), func(words []string) string { return strings.Join(words, "") })

// checkTypedBack tells what is wrong with questions that do not read the same once
// they are typed back.
func checkTypedBack(t interface{ Fatalf(string, ...any) }, typed string) {
	asked, err := plan.ParseQuestions(typed)
	if err != nil {
		if _, refused := plan.KindOf(err); !refused {
			t.Fatalf("%q: %v", typed, err)
		}
		return
	}
	again, err := plan.ParseQuestions(plan.TypedQuestions(asked))
	if err != nil {
		t.Fatalf("%q is typed back %q: %v", typed, plan.TypedQuestions(asked), err)
	}
	if diff := cmp.Diff(asked, again); diff != "" {
		t.Fatalf("%q is typed back %q (-first +then):\n%s", typed, plan.TypedQuestions(asked), diff)
	}
}

func TestQuestionsTypedBackReadTheSame(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{`"a ; b" ; c`, `"« a" ; c`, "montant (nombre) (texte) ; c", `"jamais ; fermé`, `"a » ” ; b`} {
		checkTypedBack(t, typed)
	}
	rapid.Check(t, func(rt *rapid.T) { checkTypedBack(rt, anyTyped.Draw(rt, "typed")) })
}

func FuzzParseQuestions(f *testing.F) {
	for _, seed := range []string{"COPIL tenus (nombre) ; avis (choix : favorable, réservé) ; blocages", `"a ; b (nombre)" ; « c`, "a (nombre) (texte)", "\xff;(€)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) { checkTypedBack(t, typed) })
}

// FuzzSplitAnswer: values that hold no mark are cut, and read the same once they are
// put between marks.
func FuzzSplitAnswer(f *testing.F) {
	for _, seed := range []string{"6 ; 2 ; aucun", `"a;b" ; «c ; d» ; “e`, ";;", "« » ; \u202f;", "\xff\";\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		values := plan.SplitAnswer(typed)
		quoted := make([]string, len(values))
		for i, v := range values {
			if v != strings.TrimSpace(v) {
				t.Fatalf("%q holds %q", typed, v)
			}
			if strings.ContainsAny(v, `"«»“”`) {
				return // it may take other marks
			}
			quoted[i] = `"` + v + `"`
		}
		if again := plan.SplitAnswer(strings.Join(quoted, ";")); !slices.Equal(again, values) {
			t.Fatalf("%q gave %q, then %q", typed, values, again)
		}
	})
}

var allKinds = map[plan.AnswerKind]plan.Question{
	plan.AnswerText: {Label: "q", Kind: plan.AnswerText}, plan.AnswerNumber: {Label: "q", Kind: plan.AnswerNumber},
	plan.AnswerAmount: {Label: "q", Kind: plan.AnswerAmount}, plan.AnswerYesNo: {Label: "q", Kind: plan.AnswerYesNo},
	plan.AnswerLink:   {Label: "q", Kind: plan.AnswerLink},
	plan.AnswerChoice: {Label: "q", Kind: plan.AnswerChoice, Choices: []string{"Favorable", "réservé", "aucun"}},
}

func TestAValueIsReadAsItsQuestionTakesIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind        plan.AnswerKind
		typed, want string
		said        string // in French, with plain spaces
	}{
		{plan.AnswerText, " étude  en\tretard ", "étude en retard", "étude en retard"},
		{plan.AnswerText, "néant", "néant", "néant"},
		{plan.AnswerNumber, "6", "6", "6"},
		{plan.AnswerNumber, "1 200,5", "1200.5", "1 200,5"},
		{plan.AnswerNumber, "1\u202f200,5", "1200.5", "1 200,5"},
		{plan.AnswerNumber, "1\u00a0234\u00a0567", "1234567", "1 234 567"},
		{plan.AnswerNumber, "12.50", "12.5", "12,5"},
		{plan.AnswerNumber, "0,5", "0.5", "0,5"},
		{plan.AnswerNumber, "-0,5", "-0.5", "-0,5"},
		{plan.AnswerNumber, "−3", "-3", "-3"},
		{plan.AnswerNumber, "-0", "0", "0"},
		{plan.AnswerNumber, "100", "100", "100"},
		{plan.AnswerNumber, "007", "7", "7"},
		{plan.AnswerNumber, "12 %", "12", "12"},
		{plan.AnswerNumber, "0,000001", "0.000001", "0,000001"},
		{plan.AnswerNumber, "999999999999999", "999999999999999", "999 999 999 999 999"},
		{plan.AnswerNumber, "Néant", "", "néant"},
		{plan.AnswerNumber, "aucune", "", "néant"},
		{plan.AnswerNumber, "–", "", "néant"},
		{plan.AnswerAmount, "350 k€", "35000000", "350 000,00 €"},
		{plan.AnswerAmount, "1,2 M€", "120000000", "1 200 000,00 €"},
		{plan.AnswerAmount, "1\u202f234,56", "123456", "1 234,56 €"},
		{plan.AnswerAmount, "néant", "", "néant"},
		{plan.AnswerYesNo, "OUI", "oui", "oui"},
		{plan.AnswerYesNo, "no", "non", "non"},
		{plan.AnswerYesNo, "n", "non", "non"},
		{plan.AnswerChoice, "favorable", "Favorable", "Favorable"},
		{plan.AnswerChoice, "RESERVE", "réservé", "réservé"},
		{plan.AnswerChoice, "rien", "", "néant"},
		{plan.AnswerChoice, "Aucun", "aucun", "aucun"},
		{plan.AnswerLink, "https://a.example/b?c=1;2", "https://a.example/b?c=1;2", "https://a.example/b?c=1;2"},
	} {
		got, err := allKinds[c.kind].Read(c.typed)
		if err != nil || got != c.want {
			t.Errorf("%s %q is read %q, %v, want %q", c.kind, c.typed, got, err, c.want)
		}
		if said := plainly(allKinds[c.kind].Say(i18n.FR, got)); said != c.said {
			t.Errorf("%s %q is said %q, want %q", c.kind, got, said, c.said)
		}
	}
	for kind, all := range map[plan.AnswerKind][]string{
		plan.AnswerText:   {"", " \u202f", strings.Repeat("é", 2001)},
		plan.AnswerNumber: {"", "six", "6 dont 2", "1,2,3", "1e5", "0x10", "½", "1.234.567", "1234567890123456", "0,1234567", "1/2", "+-1", "1.200", "1,200", "-12.000"},
		plan.AnswerAmount: {"", "beaucoup", "1.200", "1 000 000 M€"},
		plan.AnswerYesNo:  {"", "peut-être", "ouinon"},
		plan.AnswerChoice: {"", "défavorable", "fav"},
		plan.AnswerLink:   {"", "example.org", "ftp://a.example", "javascript:alert(1)", "https://", "http:///a"},
	} {
		for _, typed := range all {
			if got, err := allKinds[kind].Read(typed); err == nil {
				t.Errorf("%s %q is read %q, want a refusal", kind, typed, got)
			} else if why, refused := plan.KindOf(err); !refused || why != plan.Invalid {
				t.Errorf("%s %q: %v", kind, typed, err)
			}
		}
	}
}

// plainly writes a text with plain spaces.
func plainly(text string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(text)
}

func TestAValueIsSaidInEnglish(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind        plan.AnswerKind
		value, want string
	}{
		{plan.AnswerNumber, "1200.5", "1,200.5"},
		{plan.AnswerAmount, "123456", "€1,234.56"},
		{plan.AnswerYesNo, "oui", "yes"},
		{plan.AnswerYesNo, "non", "no"},
		{plan.AnswerChoice, "", "nil"},
		{plan.AnswerText, "étude", "étude"},
	} {
		if got := allKinds[c.kind].Say(i18n.EN, c.value); got != c.want {
			t.Errorf("%s %q is said %q, want %q", c.kind, c.value, got, c.want)
		}
	}
}

// A form is filled with what is said of the answer that stands.
func TestAValueThatIsSaidReadsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		q := allKinds[rapid.SampledFrom([]plan.AnswerKind{
			plan.AnswerText, plan.AnswerNumber, plan.AnswerAmount, plan.AnswerYesNo, plan.AnswerChoice,
		}).Draw(rt, "kind")]
		typed := rapid.OneOf(anyFigure, rapid.SampledFrom([]string{"1,2340", "néant", "oui", "Non", "réservé", "1,2 M€", "étude ; retard"})).Draw(rt, "typed")
		value, err := q.Read(typed)
		if err != nil {
			return
		}
		if again, err := q.Read(q.Say(i18n.FR, value)); err != nil || again != value {
			rt.Fatalf("%s %q is %q, said %q, which reads %q: %v", q.Kind, typed, value, q.Say(i18n.FR, value), again, err)
		}
	})
}

var anyFigure = rapid.StringMatching(`-?[0-9]{1,3}((\x{202f}| )[0-9]{3}){0,3}(,([0-9]{1,2}|[0-9]{4,6}))?`)

func TestSums(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   plan.AnswerKind
		values []string
		want   string
		ok     bool
	}{
		{plan.AnswerNumber, []string{"6", "4", "3"}, "13", true},
		{plan.AnswerNumber, []string{"0.1", "0.2", ""}, "0.3", true},
		{plan.AnswerNumber, []string{"1.5", "-1.5"}, "0", true},
		{plan.AnswerNumber, []string{"", ""}, "0", false},
		{plan.AnswerNumber, nil, "0", false},
		{plan.AnswerAmount, []string{"35000000", "1"}, "35000001", true},
		{plan.AnswerText, []string{"6", "1 200,5", "néant", "aucun"}, "1206.5", true},
		{plan.AnswerText, []string{"6", "6 dont 2"}, "", false},
		{plan.AnswerText, []string{"néant"}, "0", false},
		{plan.AnswerYesNo, []string{"oui"}, "", false},
		{plan.AnswerChoice, []string{"1", "2"}, "", false},
		{plan.AnswerLink, []string{"https://a.example"}, "", false},
	} {
		if sum, ok := allKinds[c.kind].Sum(c.values); ok != c.ok || ok && sum != c.want {
			t.Errorf("%s %q sum up to %q, %v, want %q, %v", c.kind, c.values, sum, ok, c.want, c.ok)
		}
	}
}

func TestASumIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		q := allKinds[rapid.SampledFrom([]plan.AnswerKind{plan.AnswerNumber, plan.AnswerText}).Draw(rt, "kind")]
		want, values := new(big.Rat), []string{}
		for _, typed := range rapid.SliceOfN(anyFigure, 1, 30).Draw(rt, "typed") {
			value, err := q.Read(typed)
			if err != nil {
				rt.Fatalf("%q: %v", typed, err)
			}
			values = append(values, value)
			exact, _ := new(big.Rat).SetString(strings.NewReplacer(" ", "", "\u202f", "", ",", ".").Replace(typed))
			want.Add(want, exact)
		}
		sum, ok := q.Sum(values)
		got, is := new(big.Rat).SetString(sum)
		if !ok || !is || got.Cmp(want) != 0 {
			rt.Fatalf("%q sum up to %q, %v, want %s", values, sum, ok, want.FloatString(6))
		}
	})
}
