package plan_test

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jalon/i18n"
	"jalon/plan"
)

// shown is a text with plain spaces.
func shown(text string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(text)
}

func TestAmountsAreReadAsTheyAreTyped(t *testing.T) {
	for text, want := range map[string]plan.Cents{
		"1,2 M€": 120_000_000, "350 k€": 35_000_000, "350000": 35_000_000, "350 000,00": 35_000_000,
		"1\u202f234\u202f567,89\u202f€": 123_456_789, "1\u00a0234\u00a0567,89\u00a0€": 123_456_789, "42885": 4_288_500, "1288574.28": 128_857_428,
		"17\u00a0833": 1_783_300, "26 956,00": 2_695_600, "350k€": 35_000_000, "350 K€": 35_000_000, "1.2 M€": 120_000_000, "1,2m€": 120_000_000,
		"2 Md€": 200_000_000_000, "1,5 Mds €": 150_000_000_000, "3 millions d’euros": 300_000_000, "12 mille": 1_200_000, "40 €": 4_000,
		"40 euros": 4_000, "EUR 40": 4_000, "-1 234,5": -123_450, "−12 €": -1_200, "(1 200,00)": -120_000, "+7": 700, "-0": 0,
		"1.234.567,89 €": 123_456_789, "1,234,567.89": 123_456_789, "€1,234,567.89": 123_456_789, "-€0.50": -50, "1,234,567": 123_456_700,
		"0,345 M€": 34_500_000, "0.345 M€": 34_500_000, "1234.567 k€": 123_456_700, "1 234.567 k€": 123_456_700, ",5": 50, "0": 0, "007": 700,
		"999 999 999 999,99": plan.MaxCents, " 12\t€ ": 1_200,
	} {
		got, err := plan.ParseAmount(text)
		if err != nil || got.Cents != want || got.Rounded {
			t.Errorf("%q: %d %t %v, want %d", text, got.Cents, got.Rounded, err, want)
		}
	}
}

func TestWhatIsNoAmountIsRefusedWithWhatToWrite(t *testing.T) {
	const write = "Écrivez `350 k€`, `1,2 M€` ou `350 000,00`."
	no := func(text string) string {
		return "**« " + text + " »** n’est pas un montant. Rien n’est enregistré.\n" + write
	}
	for text, want := range map[string]string{
		"":       "Il manque le montant. Rien n’est enregistré.\n" + write,
		" \n":    "Il manque le montant. Rien n’est enregistré.\n" + write,
		"350 kE": no("350 kE"), "douze": no("douze"), "#DIV/0 !": no("#DIV/0 !"), "NULL": no("NULL"), "NC": no("NC"), "12 34": no("12 34"),
		"1 2345": no("1 2345"), "1,2,3": no("1,2,3"), "1.2.3": no("1.2.3"), "1 234.567.890": no("1 234.567.890"), "12,": no("12,"), "12 $": no("12 $"),
		"--1": no("--1"), "-(1)": no("-(1)"), "(1": no("(1"), "1)": no("1)"), "1e+05": no("1e+05"), "12 34 €": no("12 34 €"), "€ 12 €": no("€ 12 €"),
		"1-2": no("1-2"), ",": no(","), "1234 567": no("1234 567"), "12 €/an": no("12 €/an"), "12 k k€": no("12 k k€"), "١٢": no("١٢"),
		"1000 Md€": "**« 1000 Md€ »** dépasse 999 999 999 999,99 €, le plus grand montant possible. Rien n’est enregistré.\n" +
			"Vérifiez l’unité : `350 k€`, `1,2 M€` ou `350 000,00`.",
		"999999999999,995": "**« 999999999999,995 »** dépasse 999 999 999 999,99 €, le plus grand montant possible. Rien n’est enregistré.\n" +
			"Vérifiez l’unité : `350 k€`, `1,2 M€` ou `350 000,00`.",
		"12.345": "**« 12.345 »** a deux lectures : 12 345,00 € ou 12,35 €. Rien n’est enregistré.\nÉcrivez `12 345` ou `12,345`.",
		"-1.200 k€": "**« -1.200 k€ »** a deux lectures : −1 200 000,00 € ou −1 200,00 €. Rien n’est enregistré.\n" +
			"Écrivez `-1 200 k€` ou `-1,200 k€`.",
		"(1.200 M€)": "**« (1.200 M€) »** a deux lectures : −1 200 000 000,00 € ou −1 200 000,00 €. Rien n’est enregistré.\n" +
			"Écrivez `-1 200 M€` ou `-1,200 M€`.",
	} {
		_, err := plan.ParseAmount(text)
		if err == nil || shown(err.Error()) != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	if _, err := plan.ParseAmount("12.345"); err != nil {
		if kind, _ := plan.KindOf(err); kind != plan.Unclear {
			t.Errorf("an amount of two readings is refused as %v", kind)
		}
	}
}

func TestCellsOfFilesAreReadWithTheMarkOfTheirColumn(t *testing.T) {
	for _, c := range []struct {
		cell  string
		mark  plan.DecimalMark
		want  plan.Cents
		known bool
	}{
		{"12.345", plan.AnyMark, 1_235, true},
		{"12.345", plan.Dot, 1_235, true},
		{"12.345", plan.Comma, 1_234_500, true},
		{"12,345", plan.Comma, 1_235, true},
		{"12,345", plan.Dot, 1_234_500, true},
		{"12.5", plan.Comma, 1_250, true}, // no doubt: the cell decides
		{"0.345", plan.Comma, 35, true},
		{"42\u00a0885,00\u00a0€", plan.Comma, 4_288_500, true},
		{"1e+05", plan.Dot, 10_000_000, true},
		{"1.5E+06", plan.Dot, 150_000_000, true},
		{"2.5e-01", plan.Dot, 25, true},
		{"0.30000000000000004", plan.Dot, 30, true},
		{"NULL", plan.AnyMark, 0, false},
		{"NC", plan.AnyMark, 0, false},
		{"n.c.", plan.AnyMark, 0, false},
		{"", plan.AnyMark, 0, false},
		{" - ", plan.AnyMark, 0, false},
		{"#DIV/0 !", plan.AnyMark, 0, false},
		{"#DIV/0!", plan.AnyMark, 0, false},
		{"#VALEUR !", plan.AnyMark, 0, false},
		{"#N/A", plan.AnyMark, 0, false},
		{"0", plan.AnyMark, 0, true},
	} {
		got, known, err := plan.ReadAmount(c.cell, c.mark)
		if err != nil || known != c.known || got.Cents != c.want {
			t.Errorf("%q with %q: %d %t %v, want %d %t", c.cell, c.mark, got.Cents, known, err, c.want, c.known)
		}
	}
	for cell, want := range map[string]string{
		"SEM":   "« SEM » n’est pas un montant",
		"1e+99": "« 1e+99 » dépasse 999 999 999 999,99 €, le plus grand montant possible",
		"1e-5€": "« 1e-5€ » n’est pas un montant",
	} {
		_, known, err := plan.ReadAmount(cell, plan.AnyMark)
		if err == nil || !known || shown(err.Error()) != want {
			t.Errorf("%q: %t %v, want %s", cell, known, err, want)
		}
	}
	for text, broken := range map[string]bool{"#DIV/0 !": true, "#REF!": true, "#NOM ?": true, "#": false, "#12": false, "NULL": false} {
		if plan.BrokenFormula(text) != broken {
			t.Errorf("%q is a broken formula: %t", text, !broken)
		}
	}
}

func TestAColumnShowsItsMark(t *testing.T) {
	for cell, want := range map[string]plan.DecimalMark{
		"12.5": plan.Dot, "12,5": plan.Comma, "12.345": plan.AnyMark, "12,345": plan.AnyMark, "0.345": plan.Dot, "1.234.567": plan.Comma,
		"1,234,567": plan.Dot, "1.234,50": plan.Comma, "1,234.50": plan.Dot, "12": plan.AnyMark, "1234.567": plan.Dot, "SEM": plan.AnyMark, "": plan.AnyMark,
	} {
		if got := plan.MarkOf(cell); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

// The roundings of a file add up to what they change in its total.
func TestWhatRoundingAddsIsKnownExactly(t *testing.T) {
	for cell, want := range map[string]struct {
		cents plan.Cents
		by    plan.Rounding
	}{
		"0.005": {1, 500_000_000_000}, "0.0049": {0, -490_000_000_000}, "-0.005": {-1, -500_000_000_000}, "12.345678": {1235, 432_200_000_000},
		"1.005": {101, 500_000_000_000}, "0.0000000000000001": {0, 0}, "12.30": {1230, 0}, "1.999": {200, 100_000_000_000},
	} {
		got, _, err := plan.ReadAmount(cell, plan.Dot)
		if err != nil || got.Cents != want.cents || got.By != want.by || got.Rounded != (cell != "12.30") {
			t.Errorf("%s: %+v %v, want %+v", cell, got, err, want)
		}
	}
	for by, want := range map[plan.Rounding]plan.Cents{
		22_823_500_000_000: 23, 500_000_000_000: 1, 499_999_999_999: 0, -500_000_000_000: -1, -499_999_999_999: 0, 0: 0,
	} {
		if got := by.Cents(); got != want {
			t.Errorf("%d: %d, want %d", by, got, want)
		}
	}
}

func TestRoundingIsExactWhateverTheDecimals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?(0|[1-9][0-9]{0,9})\.[0-9]{1,14}`).Draw(t, "amount")
		got, _, err := plan.ReadAmount(text, plan.Dot)
		if err != nil {
			t.Fatal(err)
		}
		given, _ := new(big.Rat).SetString(text)
		given.Mul(given, big.NewRat(100, 1))
		back := new(big.Rat).Sub(big.NewRat(int64(got.Cents), 1), big.NewRat(int64(got.By), 1_000_000_000_000))
		if given.Cmp(back) != 0 {
			t.Fatalf("%s is %d by %d", text, got.Cents, got.By)
		}
		off := new(big.Rat).Sub(big.NewRat(int64(got.Cents), 1), given)
		if off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
			t.Fatalf("%s is rounded to %d", text, got.Cents)
		}
	})
}

func TestAmountsAreWrittenInBothLanguages(t *testing.T) {
	for cents, want := range map[plan.Cents][5]string{
		0:               {"0,00 €", "€0.00", "0", "0 €", "€0"},
		5:               {"0,05 €", "€0.05", "0", "0 €", "€0"},
		50:              {"0,50 €", "€0.50", "0", "1 €", "€1"},
		95_000:          {"950,00 €", "€950.00", "1", "950 €", "€950"},
		99_950:          {"999,50 €", "€999.50", "1", "1 k€", "€1k"},
		99_949:          {"999,49 €", "€999.49", "1", "999 €", "€999"},
		123_456:         {"1 234,56 €", "€1,234.56", "1", "1,2 k€", "€1.2k"},
		35_000_000:      {"350 000,00 €", "€350,000.00", "350", "350 k€", "€350k"},
		99_994_999:      {"999 949,99 €", "€999,949.99", "1 000", "999,9 k€", "€999.9k"},
		99_995_000:      {"999 950,00 €", "€999,950.00", "1 000", "1 M€", "€1M"},
		123_456_789:     {"1 234 567,89 €", "€1,234,567.89", "1 235", "1,2 M€", "€1.2M"},
		811_408_481:     {"8 114 084,81 €", "€8,114,084.81", "8 114", "8,1 M€", "€8.1M"},
		270_000_000_000: {"2 700 000 000,00 €", "€2,700,000,000.00", "2 700 000", "2,7 Md€", "€2.7bn"},
		-123_456_789:    {"−1 234 567,89 €", "−€1,234,567.89", "−1 235", "−1,2 M€", "−€1.2M"},
		-5:              {"−0,05 €", "−€0.05", "0", "0 €", "€0"},
	} {
		got := [5]string{cents.In(i18n.FR), cents.In(i18n.EN), cents.Thousands(i18n.FR), cents.Short(i18n.FR), cents.Short(i18n.EN)}
		for i := range got {
			got[i] = shown(got[i])
		}
		if got != want {
			t.Errorf("%d: %q, want %q", cents, got, want)
		}
	}
	if got := plan.Cents(123_456_789).In(i18n.FR); got != "1\u202f234\u202f567,89\u202f€" {
		t.Errorf("%q can be cut at the end of a line", got)
	}
	if got := shown(plan.Cents(23).Signed(i18n.FR) + plan.Cents(-23).Signed(i18n.FR) + plan.Cents(0).Signed(i18n.FR)); got != "+0,23 €−0,23 €0,00 €" {
		t.Errorf("%q", got)
	}
	if got := plan.Cents(123_456_789).Thousands(i18n.EN); got != "1,235" {
		t.Errorf("%q", got)
	}
}

// What is shown can be typed, and what is exported read.
func TestAmountsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := plan.Cents(rapid.Int64Range(-int64(plan.MaxCents), int64(plan.MaxCents)).Draw(t, "cents"))
		for _, text := range []string{want.In(i18n.FR), want.In(i18n.EN), want.Signed(i18n.FR), shown(want.In(i18n.FR)), want.Plain()} {
			typed, err := plan.ParseAmount(text)
			if err != nil || typed.Cents != want || typed.Rounded {
				t.Fatalf("%q: %+v %v, want %d", text, typed, err, want)
			}
			for _, mark := range []plan.DecimalMark{plan.AnyMark, plan.Comma, plan.Dot} {
				read, known, err := plan.ReadAmount(text, mark)
				if err != nil || !known || read != typed {
					t.Fatalf("%q with %q: %+v %v, want %d", text, mark, read, err, want)
				}
			}
		}
		if max(want, -want) > plan.MaxCents-10_000_000_000 {
			return // rounded up beyond the largest
		}
		short, err := plan.ParseAmount(want.Short(i18n.FR))
		if err != nil {
			t.Fatalf("%q: %v", want.Short(i18n.FR), err)
		}
		// A decimal of a number of one digit at least is off by 5 % at most.
		if off := short.Cents - want; max(off, -off) > max(want, -want)/20+50 {
			t.Fatalf("%d is said %q", want, want.Short(i18n.FR))
		}
	})
}

// FuzzAmount: whatever the text, it is an amount within bounds or a refusal
// that says something.
func FuzzAmount(f *testing.F) {
	for _, seed := range []string{"1,2 M€", "12.345", "(1 200,00)", "€-1,234.5", "1e+05", "#DIV/0 !", "1\u202f234,005", "--", "9e99", "0.0000000000000000001 md€"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		check := func(a plan.Amount, err error) {
			if err != nil {
				if _, refused := plan.KindOf(err); !refused {
					t.Fatalf("%q: %v", text, err)
				}
				return
			}
			if max(a.Cents, -a.Cents) > plan.MaxCents || (a.By != 0 && !a.Rounded) || a.By.Cents() > 1 || a.By.Cents() < -1 {
				t.Fatalf("%q is %+v", text, a)
			}
		}
		typed, err := plan.ParseAmount(text)
		check(typed, err)
		for _, mark := range []plan.DecimalMark{plan.AnyMark, plan.Comma, plan.Dot} {
			read, _, err := plan.ReadAmount(text, mark)
			check(read, err)
		}
		plan.MarkOf(text)
	})
}
