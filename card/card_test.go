package card_test

import (
	"testing"

	"jalon/card"
	"jalon/i18n"
)

func TestWhatPeopleTypeNotifiesNobodyAndStaysOnOneLine(t *testing.T) {
	for typed, want := range map[string]string{
		"Note ERBM":             "Note ERBM",
		"@all au travail":       "@\u200ball au travail",
		"a@b":                   "a@\u200bb",
		"deux\nlignes\r\n ici":  "deux lignes ici",
		"  bords  ":             "bords",
		"gauche\u202edroite":    "gauchedroite",
		"sonnerie\a":            "sonnerie",
		"\ufeffdébut":           "début",
		"garde l’espace\u00a0!": "garde l’espace\u00a0!",
	} {
		if got := card.Quote(typed); got != want {
			t.Errorf("Quote(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestWhatPeopleTypeDrawsNoMarkdown(t *testing.T) {
	for typed, want := range map[string]string{
		"[le bilan](http://ailleurs.example)": `\[le bilan\](http://ailleurs.example)`,
		"un **gras** et un *italique*":        `un \*\*gras\*\* et un \*italique\*`,
		"le fichier bilan_2026_v2.ods":        "le fichier bilan_2026_v2.ods",
		"_souligné_ et __gras__":              `\_souligné\_ et \_\_gras\_\_`,
		"~~barré~~ `code`":                    "\\~\\~barré\\~\\~ \\`code\\`",
		`D:\partage\ERBM`:                     `D:\\partage\\ERBM`,
	} {
		if got := card.Quote(typed); got != want {
			t.Errorf("Quote(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestBetweenBackquotesNothingIsMarkedButTheEnd(t *testing.T) {
	if got, want := card.Code("note `x` **y**\nsuite"), "note ’x’ **y** suite"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestATerminalShowsPlainSpaces(t *testing.T) {
	if got, want := card.Plain("9\u202fh\u00a030, @\u200ball"), "9 h 30, @all"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQuotationMarksAreThoseOfTheLanguage(t *testing.T) {
	if got, want := card.Guillemets(i18n.FR, "note"), "«\u202fnote\u202f»"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := card.Guillemets(i18n.EN, "note"), "“note”"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
