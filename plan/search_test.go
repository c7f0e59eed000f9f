package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jalon/plan"
)

func TestATextIsFoundByItsWords(t *testing.T) {
	for text, want := range map[string]string{
		"Bilan CPER à la DGCL":             "bilan cper dgcl",
		"l’Œuvre d'Été":                    "oeuvre ete",
		"Sambre-Avesnois-Thiérache":        "sambre avesnois thierache",
		"qu’un avis ; avis n° 12/B":        "avis 12 b",
		"@bob.martin":                      "bob martin",
		"« 100 % État »":                   "100 etat",
		"":                                 "",
		"de la":                            "",
		"Δ":                                "0003b4",
		strings.Repeat("anticonstit", 10):  "anticonstitanticonstitanticonsti",
		"fichier_2027.csv":                 "fichier 2027 csv",
		"Communauté\u202fd’agglomération ": "communaute agglomeration",
	} {
		if diff := cmp.Diff(want, strings.Join(plan.SearchWords(text), " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// Databases sort letters and digits alike, and nothing else.
func TestAWordHoldsLettersAndDigitsOnly(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		for _, word := range plan.SearchWords(rapid.String().Draw(r, "text")) {
			if word == "" || len(word) > 32 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
				t.Fatalf("got %q", word)
			}
		}
	})
}

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		typed, known string
		far          int
	}{
		{"avenois", "avesnois", 1},
		{"cpre", "cper", 1},
		{"thieache", "thierache", 1},
		{"htierahce", "thierache", 2},
		{"avesnois", "avesnois", 0},
		{"avenoi", "avesnois", 0}, // two in a word of six letters
		{"crt", "crte", 0},
		{"2026", "2027", 0},
		{"bilan", "dotation", 0},
	} {
		far, ok := plan.Slip(c.typed, c.known)
		if ok != (c.far > 0) || ok && far != c.far {
			t.Errorf("from %q to %q: %d, %v; want %d", c.typed, c.known, far, ok, c.far)
		}
	}
}

// What looks for slips compares only words that have a trace in common.
func TestWordsThatASlipBringsTogetherHaveATraceInCommon(t *testing.T) {
	word := rapid.StringMatching(`[abcd]{4,14}`)
	rapid.Check(t, func(r *rapid.T) {
		known := word.Draw(r, "known")
		typed := known
		for range rapid.IntRange(1, 2).Draw(r, "slips") {
			at := rapid.IntRange(0, len(typed)-2).Draw(r, "at")
			switch rapid.IntRange(0, 3).Draw(r, "slip") {
			case 0:
				typed = typed[:at] + typed[at+1:]
			case 1:
				typed = typed[:at] + "e" + typed[at:]
			case 2:
				typed = typed[:at] + "e" + typed[at+1:]
			default:
				typed = typed[:at] + typed[at+1:at+2] + typed[at:at+1] + typed[at+2:]
			}
		}
		if _, ok := plan.Slip(typed, known); !ok {
			return
		}
		traces := plan.SlipTraces(known)
		if !slices.ContainsFunc(plan.SlipTraces(typed), func(trace string) bool { return slices.Contains(traces, trace) }) {
			t.Fatalf("%q and %q have no trace in common", typed, known)
		}
	})
}
