package frdate

import "unicode"

type runeClass uint8

const (
	signRune runeClass = iota
	letterRune
	digitRune
	spaceRune
	silentRune // shows nothing: combining accents, zero-width marks
)

// asciiClass and asciiFolded answer for the runes below 128: nearly all of
// what is typed.
var (
	asciiClass  = classifyASCII()
	asciiFolded = foldASCII()
)

func classifyASCII() (classes [128]runeClass) {
	for c := range classes {
		switch r := rune(c); {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_':
			classes[c] = letterRune
		case r >= '0' && r <= '9':
			classes[c] = digitRune
		case r <= ' ' || r == 127:
			classes[c] = spaceRune
		}
	}
	return classes
}

func foldASCII() string {
	folded := make([]byte, 128)
	for c := range folded {
		folded[c] = byte(c)
		if c >= 'A' && c <= 'Z' {
			folded[c] += 'a' - 'A'
		}
	}
	return string(folded)
}

// foldRune classifies and folds a rune beyond ASCII. Letters that French does
// not use fold to themselves as a letter no word has.
func foldRune(r rune) (runeClass, string) {
	if folded, ok := accented[unicode.ToLower(r)]; ok {
		return letterRune, folded
	}
	switch r {
	case '’', '‘', 'ʼ', '′', '´', '＇':
		return signRune, "'"
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
		return signRune, "-"
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202a', '\u202c', '\u200e', '\u200f':
		return silentRune, ""
	}
	switch {
	case unicode.Is(unicode.Mn, r):
		return silentRune, ""
	case unicode.IsSpace(r):
		return spaceRune, " "
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return letterRune, "?"
	default:
		return signRune, "*"
	}
}

// accented folds the letters of French, and the raised ones of « 1ᵉʳ ».
var accented = map[rune]string{
	'à': "a", 'â': "a", 'ä': "a", 'á': "a",
	'ç': "c",
	'é': "e", 'è': "e", 'ê': "e", 'ë': "e",
	'î': "i", 'ï': "i", 'í': "i",
	'ô': "o", 'ö': "o", 'ó': "o",
	'ù': "u", 'û': "u", 'ü': "u", 'ú': "u",
	'ÿ': "y", 'œ': "oe", 'æ': "ae",
	'ᵉ': "e", 'ʳ': "r", 'ᵈ': "d", 'ᵐ': "m", 'º': "o", '°': "o",
}
