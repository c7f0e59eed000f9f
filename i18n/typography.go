package i18n

import (
	"strings"
	"unicode"
)

// thin is the narrow no-break space of French typography. The ordinary
// no-break space does not do: the web client turns it into a plain one.
const thin = '\u202f'

// spaced gives a French text the spaces its typography wants: a narrow
// no-break one inside «…» and before : ; ! ? % €, wherever the text has a
// plain space there. What stands in `code` is typed as it is, so it keeps its
// plain spaces; so does ": " before a letter, which opens an emoji's name.
func spaced(text string) string {
	runes := []rune(text)
	code := false
	for i, r := range runes {
		switch {
		case r == '`':
			code = !code
		case r == ' ' && !code && (opens(runes, i) || leadsToMark(runes, i)):
			runes[i] = thin
		}
	}
	return string(runes)
}

// opens tells whether the space at i follows «.
func opens(runes []rune, i int) bool { return i > 0 && runes[i-1] == '«' }

// leadsToMark tells whether the space at i stands between a word and a mark
// that a line must not begin with.
func leadsToMark(runes []rune, i int) bool {
	if i == 0 || i+1 >= len(runes) || unicode.IsSpace(runes[i-1]) {
		return false
	}
	if !strings.ContainsRune("»:;!?%€", runes[i+1]) {
		return false
	}
	if i+2 == len(runes) {
		return true
	}
	after := runes[i+2]
	return !unicode.IsLetter(after) && after != '-' && after != '='
}
