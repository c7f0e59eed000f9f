package commands

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// token is one word of a line, or one quoted text.
type token struct {
	text       string // without its quotes
	start, end int    // byte offsets in the line, quotes included
	quoted     bool
}

var textQuoteOpen = i18n.T(
	"Un guillemet n’est pas fermé : **{text}**. Rien n’est enregistré.\nFermez-le, par exemple : `\"Note ERBM\"`",
	"A quotation mark is not closed: **{text}**. Nothing is saved.\nClose it, for example: `\"Note ERBM\"`")

// MaxLine is the longest line read, in characters: far more than a sentence, far
// less than what would keep the reader busy.
const MaxLine = 2000

var textTooLong = i18n.T(
	"La phrase compte {n} caractères ; la limite est de {max}. Rien n’est enregistré.\nGardez l’essentiel, et mettez un lien pour le reste.",
	"The sentence has {n} characters; the limit is {max}. Nothing is saved.\nKeep what matters, and a link for the rest.")

// closers gives, for each mark that opens a quotation, the marks that close it.
var closers = map[rune]string{'"': "\"”", '“': "”\"“", '”': "”\"", '«': "»", '„': "”“\""}

// normalize makes one kind of space of all those that keyboards and pasted
// texts hold and drops what cannot be seen, so that offsets and comparisons are
// simple.
func normalize(line string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		default:
			return r
		}
	}, line))
}

// lex cuts a normalized line into words and quoted texts. An apostrophe is part
// of its word (l'audit). A quotation opens at the start of a word with ", “ or
// «; inside "…", a doubled mark stands for one. It returns Invalid when a
// quotation is not closed or the line is longer than [MaxLine].
func lex(line string) ([]token, error) {
	if n := utf8.RuneCountInString(line); n > MaxLine {
		return nil, plan.Refuse(plan.Invalid, textTooLong.With("n", n, "max", MaxLine))
	}
	var out []token
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRuneInString(line[at:])
		switch {
		case r == ' ':
			at += size
		case closers[r] != "":
			t, err := quotation(line, at, size, closers[r])
			if err != nil {
				return nil, err
			}
			out = append(out, t)
			at = t.end
		default:
			end := at + wordLen(line[at:])
			out = append(out, token{text: line[at:end], start: at, end: end})
			at = end
		}
	}
	return out, nil
}

// quotation reads from an opening mark to its closing one.
func quotation(line string, at, size int, closing string) (token, error) {
	if strings.HasPrefix(line[at:], `"`) && strings.Contains(line[at+size:], `"`) {
		closing = `"` // a curly mark closes a straight one only for want of better
	}
	var b strings.Builder
	for i := at + size; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		if !strings.ContainsRune(closing, r) {
			b.WriteRune(r)
			i += n
			continue
		}
		if r == '"' && strings.HasPrefix(line[i+n:], `"`) {
			b.WriteRune('"')
			i += 2 * n
			continue
		}
		return token{text: strings.TrimSpace(b.String()), start: at, end: i + n, quoted: true}, nil
	}
	return token{}, plan.Refuse(plan.Invalid, textQuoteOpen.With("text", card.Quote(clip(line[at:]))))
}

// wordLen is the length of the word that begins a text: up to a space or a
// guillemet, which may touch a word.
func wordLen(text string) int {
	if i := strings.IndexAny(text, " «“"); i > 0 {
		return i
	}
	return len(text)
}

// clip keeps the beginning of a text that somebody typed, to show it back.
func clip(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}

// quote writes a text so that [lex] gives it back whole.
func quote(text string) string {
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
