package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ligatures are letters that decomposition leaves whole; people type them as two.
var ligatures = strings.NewReplacer(
	"œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae", "ß", "ss",
	"’", "'", "‘", "'", "ʼ", "'",
	"\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u200b", "",
)

// Fold reduces a text to what people mean when they compare: lower case, no
// accent, ligatures as two letters, one kind of apostrophe, single spaces.
func Fold(text string) string {
	if plainASCII(text) {
		return strings.Join(strings.Fields(strings.ToLower(text)), " ")
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range norm.NFD.String(ligatures.Replace(text)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func plainASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
