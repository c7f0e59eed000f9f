package frdate

import "strings"

// slice returns the text of the tokens from i to stop.
func (p *parser) slice(i, stop int) string {
	if i >= stop {
		return ""
	}
	return p.text[p.tokens[i].start:p.tokens[stop-1].end]
}

// LooksLike finds, at the end of a sentence in which [Suffix] found no date,
// the words that look like one that failed: misspelt (« fin janvié »), of no
// calendar (« 32/13 »), or followed by a word or two that are no date (« vendredi
// merci »). It returns the byte offset of the first, with two accepted forms
// near them, or -1.
func LooksLike(text string, ref Ref) (start int, near []string) {
	var p parser
	p.lex(text)
	stop := p.lastWord()
	fixed := p
	mended := fixed.mend()
	for i := range stop {
		m := fixed.expression(i)
		if m.end < stop || m.weak || !fixed.opens(i) {
			continue
		}
		if m.malformed && (m.form != dateForm || m.month > 0) || mended.within(i, stop) {
			return p.tok(i).start, fixed.suggest(i, stop, mended, ref)
		}
	}
	for i := max(0, stop-maxStray-maxNear); i < stop; i++ {
		if m := p.dateIn(i); m.ok() && m.end < stop && stop-m.end <= maxStray && !p.isTitle(m.end, stop) {
			return p.tok(i).start, p.suggest(i, m.end, nil, ref)
		}
	}
	return -1, nil
}

// maxStray is the number of words after a date that do not hide it; maxNear
// bounds how far back the date is sought.
const maxStray, maxNear = 2, 12

// isTitle reports whether words after a date may well go on the title: they
// hold a number or begin with a capital letter.
func (p *parser) isTitle(i, stop int) bool {
	for ; i < stop; i++ {
		t := p.tok(i)
		if first := p.text[t.start]; t.kind != wordToken || first >= 'A' && first <= 'Z' {
			return true
		}
	}
	return false
}

// mend is a word put in the place of a misspelt one.
type mend struct {
	at   int // the token
	word string
}

type mends []mend

// within reports whether one of the mended words is between two tokens.
func (list mends) within(i, stop int) bool {
	for _, m := range list {
		if m.at >= i && m.at < stop {
			return true
		}
	}
	return false
}

// mend replaces the unknown words by the words of a date they are near to.
func (p *parser) mend() mends {
	var list mends
	for i := range p.count {
		t := &p.tokens[i]
		if t.kind != wordToken || t.word != unknown {
			continue
		}
		if word, ok := nearestWord(foldWord(p.text[t.start:t.end])); ok {
			e := vocabulary[foldWord(word)]
			t.word, t.value = e.word, int32(e.value)
			list = append(list, mend{i, word})
		}
	}
	return list
}

// suggest returns two accepted forms near the tokens from i to stop.
func (p *parser) suggest(i, stop int, mended mends, ref Ref) []string {
	m := p.expression(i)
	if m.end < stop {
		return generic()
	}
	result := p.resolve(m, ref)
	if result.Kind == Refused {
		return twoOf(result.Near)
	}
	return twoOf([]string{p.spell(i, stop, mended), numeric(result.Readings[0].Date)})
}

// twoOf completes a list of forms with those that are always accepted.
func twoOf(near []string) []string {
	for _, form := range generic() {
		if len(near) < 2 && (len(near) == 0 || near[0] != form) {
			near = append(near, form)
		}
	}
	return near[:2]
}

// spell returns the text of the tokens with the mended words in their place.
func (p *parser) spell(i, stop int, mended mends) string {
	var b strings.Builder
	at := p.tok(i).start
	for _, m := range mended {
		if m.at < i || m.at >= stop {
			continue
		}
		b.WriteString(p.text[at:p.tok(m.at).start])
		b.WriteString(m.word)
		at = p.tok(m.at).end
	}
	b.WriteString(p.text[at:p.tok(stop-1).end])
	return b.String()
}

// nearForms returns two accepted forms near a text that has none: the text
// well spelt, or the date that stands in it.
func (p *parser) nearForms(i, stop int, ref Ref) []string {
	fixed := *p
	if mended := fixed.mend(); mended != nil {
		if m := fixed.expression(i); m.end >= stop {
			return fixed.suggest(i, stop, mended, ref)
		}
	}
	for j := i; j < stop; j++ {
		if m := p.dateIn(j); m.ok() {
			return p.suggest(j, m.end, nil, ref)
		}
	}
	if t := p.tok(i); t.kind == numberToken && t.value >= 1 && t.value <= 31 && i+1 == stop {
		return []string{"le " + p.slice(i, stop), "dans " + p.slice(i, stop) + " jours"}
	}
	return generic()
}

// spellings are the words that a misspelt one may be meant for.
var spellings = [...]string{
	"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "demain", "aujourdhui",
	"janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
	"jours", "ouvrés", "ouvrables", "semaine", "semaines", "mois", "trimestre", "semestre", "quinzaine", "huitaine",
	"prochain", "prochaine", "début", "chaque", "toutes", "dernier", "premier", "avant", "après",
	"matin", "soir", "midi", "minuit", "heures", "minutes",
}

// nearestWord returns the word of a date that a folded word misspells: one
// slip away, or two for a long word.
func nearestWord(typed string) (string, bool) {
	if len(typed) < 4 {
		return "", false
	}
	best, slips := "", 2
	if len(typed) >= 8 {
		slips = 3
	}
	for _, word := range spellings {
		if n := distance(typed, foldWord(word), slips); n < slips {
			best, slips = word, n
		}
	}
	return best, best != ""
}

// foldWord folds a word as the lexer does.
func foldWord(word string) string {
	l := lexer{text: word}
	var t token
	l.word(&t)
	return string(l.folded[:min(l.length, len(l.folded))])
}

// distance counts the slips between two words (a letter more, less, changed, or
// two swapped), up to a limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var rows [3][32]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above := &rows[i%3], &rows[(i+2)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = min(above[j], row[j-1]) + 1
			change := above[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(row[j], change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], rows[(i+1)%3][j-2]+1)
			}
		}
	}
	return min(rows[len(a)%3][len(b)], limit)
}
