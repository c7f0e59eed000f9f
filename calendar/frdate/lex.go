package frdate

import "unicode/utf8"

// A token is a word, a number or a sign of the text. Words are known only by
// their place in the vocabulary: the grammar never compares texts.
type token struct {
	kind   tokenKind
	word   word  // of a word: its entry in the vocabulary, or unknown
	sign   byte  // of a sign
	digits uint8 // of a number: how many digits were typed
	glued  bool  // no space before it
	value  int32 // of a number, or of a word that says one
	start  int   // bytes of the text it covers
	end    int
}

type tokenKind uint8

const (
	wordToken tokenKind = iota + 1
	numberToken
	signToken
)

// maxTokens bounds what is read: no date expression is longer, and a title
// that is has its last words read.
const maxTokens = 64

// maxDigits is the longest number that a date can hold, with room to spare:
// longer ones are read as an unknown word.
const maxDigits = 6

// lexer cuts a text into tokens, folding case, accents, apostrophes and spaces
// as it goes, without copying the text.
type lexer struct {
	text   string
	at     int
	tokens [maxTokens]token
	count  int
	cut    bool     // the text had more tokens than are kept
	folded [24]byte // the word being read, folded
	length int
}

// lex fills the lexer with the tokens of the text, the last maxTokens of them
// when there are more.
func (l *lexer) lex(text string) []token {
	l.text, l.at, l.count, l.cut = text, 0, 0, false
	glued := false
	for l.at < len(text) {
		start := l.at
		class, folded := l.peek()
		if class == spaceRune {
			l.advance()
			glued = false
			continue
		}
		if class == silentRune {
			l.advance()
			continue
		}
		t := token{glued: glued, start: start}
		switch class {
		case letterRune:
			l.word(&t)
		case digitRune:
			l.number(&t)
		default:
			t.kind, t.sign = signToken, folded[0]
			l.advance()
		}
		t.end = l.at
		l.push(t)
		glued = true
	}
	return l.tokens[:l.count]
}

func (l *lexer) push(t token) {
	if l.count == maxTokens {
		copy(l.tokens[:], l.tokens[1:])
		l.count--
		l.cut = true
	}
	l.tokens[l.count] = t
	l.count++
}

func (l *lexer) word(t *token) {
	t.kind = wordToken
	l.length = 0
	for l.at < len(l.text) {
		class, folded := l.peek()
		if class != letterRune && class != silentRune {
			break
		}
		for i := 0; i < len(folded) && class == letterRune; i++ {
			if l.length < len(l.folded) {
				l.folded[l.length] = folded[i]
			}
			l.length++
		}
		l.advance()
	}
	if l.length <= len(l.folded) {
		e := vocabulary[string(l.folded[:l.length])]
		t.word, t.value = e.word, int32(e.value)
	}
}

func (l *lexer) number(t *token) {
	t.kind = numberToken
	count := 0
	for l.at < len(l.text) && l.text[l.at] >= '0' && l.text[l.at] <= '9' {
		if count < maxDigits {
			t.value = t.value*10 + int32(l.text[l.at]-'0')
		}
		count++
		l.at++
	}
	if t.digits = uint8(min(count, maxDigits+1)); count > maxDigits {
		t.kind, t.word, t.value = wordToken, unknown, 0
	}
}

func (l *lexer) advance() {
	if l.text[l.at] < utf8.RuneSelf {
		l.at++
		return
	}
	_, size := utf8.DecodeRuneInString(l.text[l.at:])
	l.at += size
}

// peek classifies the rune at the cursor and folds it: to lower case, without
// accent, the many hyphens to one, the apostrophes to one.
func (l *lexer) peek() (runeClass, string) {
	c := l.text[l.at]
	if c < utf8.RuneSelf {
		return asciiClass[c], asciiFolded[c : c+1]
	}
	r, _ := utf8.DecodeRuneInString(l.text[l.at:])
	return foldRune(r)
}
