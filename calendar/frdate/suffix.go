package frdate

import "strings"

// Span is a date expression inside a text, by its byte offsets.
type Span struct {
	Start, End int
	Result     Result
}

// Suffix finds the date at the end of a sentence: the longest run of words that
// touches the end and has the form of a date expression. It returns the byte
// offset at which the run begins and what became of it, or -1.
//
// The form is what counts: « Note lundi 15 décembre » ends with « lundi 15
// décembre », which is refused if the 15th is a Tuesday, and never with
// « 15 décembre ». Words that may well end a title (« Arbre de Noël », « Rapport
// annuel », « Bilan de mars ») are not taken for a date.
func Suffix(text string, ref Ref) (start int, r Result) {
	var p parser
	p.lex(text)
	stop := p.lastWord()
	for i := range stop {
		m := p.dateIn(i)
		if !m.ok() || m.end < stop || m.form != clockForm && p.letters(i) {
			continue
		}
		if j := p.cutShort(i); j >= 0 {
			return p.tok(j).start, p.refuse(j, stop, ref)
		}
		if m.form == clockForm {
			if j, day := p.dayBefore(i); j >= 0 {
				return p.tok(i).start, p.whoseHour(m, day, ref)
			}
		}
		if m.loose {
			return p.tok(i).start, p.refuseLoose(m, ref)
		}
		return p.tok(i).start, p.resolve(m, ref)
	}
	return -1, Result{}
}

// letters reports whether the « A » at token i is a letter that numbers something,
// « Annexe A », rather than « à »: a capital after a word that has small letters.
func (p *parser) letters(i int) bool {
	if i == 0 || p.text[p.tok(i).start:p.tok(i).end] != "A" {
		return false
	}
	before := p.text[p.tok(i-1).start:p.tok(i-1).end]
	return before != strings.ToUpper(before)
}

// lastWord returns the end of the tokens without the signs that close a
// sentence.
func (p *parser) lastWord() int {
	stop := p.count
	for stop > 1 && p.tok(stop-1).kind == signToken && isClosing(p.tok(stop-1).sign) && p.tok(stop-2).kind != signToken {
		stop--
	}
	return stop
}

func isClosing(sign byte) bool {
	return sign == '.' || sign == '!' || sign == '?' || sign == ',' || sign == ';'
}

// dateIn reads a date expression inside a sentence: one that starts a word, and
// that a title would not end with.
func (p *parser) dateIn(i int) match {
	if !p.opens(i) {
		return match{}
	}
	m := p.expression(i)
	if !m.ok() || m.malformed || m.weak || m.form == periodForm && m.part == whole && p.complements(i) {
		return match{}
	}
	if m.form == dateForm && m.month == 0 && m.modifier == plain && p.tok(i).kind == numberToken {
		return match{} // « le 15 » without its « le »
	}
	return m
}

// opens reports whether an expression may begin at token i: not in the middle
// of a word.
func (p *parser) opens(i int) bool {
	t := p.tok(i)
	if t.kind == signToken {
		return false
	}
	if !t.glued || i == 0 {
		return true
	}
	switch before := p.tok(i - 1); before.sign {
	case '(', ',', ':', ';':
		return true
	default:
		return false
	}
}

// refuseLoose asks about « lots 1 et 2 mars »: the numbers may be the title's.
func (p *parser) refuseLoose(m match, ref Ref) Result {
	text := p.slice(m.first, m.last)
	last := m.items[len(m.items)-1]
	result := Result{Text: text, Reason: NotUnderstood, Why: Text{
		FR: "Dans " + quoteFR(text) + ", les nombres peuvent être du titre ou de la date.",
		EN: "In " + quoteEN(text) + ", the numbers may belong to the title or to the date.",
	}, Near: []string{"les " + text, p.slice(last.first, last.last)}}
	result.Other = p.newResolver(ref).whole(last).Readings
	return result
}

// complements reports whether what begins at token i is the complement of the
// word before: « de mars », « du 1er trimestre ».
func (p *parser) complements(i int) bool {
	switch p.tok(i - 1).word {
	case de, du, d, des, la, l, le:
		return true
	default:
		return false
	}
}

// cutShort returns the first token of a date that the one at i goes on from
// (« vendredi à 9h et » before « 14h »), or -1: to read only its end would be to
// misread it.
func (p *parser) cutShort(i int) int {
	link := p.tok(i - 1)
	switch link.word {
	case twist, apres, depuis: // « après le 15 » is not « le 15 »
		return i - 1
	}
	if link.word != et && link.word != ou && link.sign != '-' && link.sign != '/' {
		return -1
	}
	for j := range i - 1 {
		if m := p.dateIn(j); m.ok() && m.end == i-1 {
			return j
		}
	}
	return -1
}

// dayBefore returns the last day without hour that a sentence names before
// token i, and its place, or -1.
func (p *parser) dayBefore(i int) (int, match) {
	at, day := -1, match{}
	for j := 0; j < i; {
		m := p.dateIn(j)
		if !m.ok() || m.end > i {
			j++
			continue
		}
		if !m.clock.said && (m.form == dateForm || m.form == weekdayForm || m.form == nearForm) {
			at, day = j, m
		}
		j = m.end
	}
	return at, day
}

// whoseHour asks about « réunion vendredi CRTE à 14h »: the hour is that of
// Friday or of today.
func (p *parser) whoseHour(hour, day match, ref Ref) Result {
	r := p.newResolver(ref)
	today := r.whole(hour.expr)
	r.text = p.slice(hour.first, hour.last)
	day.clock = hour.clock
	then := r.resolve(day.expr)
	if today.Kind == Understood && then.Kind == Understood {
		result := r.ask(then.Readings[0], today.Readings[0])
		result.Text = r.text
		return result
	}
	said := p.slice(day.first, day.last) + " " + r.text
	return Result{
		Text: r.text, Reason: NotUnderstood, Other: append(then.Readings, today.Other...),
		Why: Text{
			FR: "L’heure " + quoteFR(r.text) + " est loin de sa date.",
			EN: "The hour " + quoteEN(r.text) + " is far from its date.",
		},
		Near: []string{said, "demain " + r.text},
	}
}

// Find returns the date expressions inside a title, from left to right, so that
// a second date in a sentence can be shown. A bare number and a range of years
// are not dates.
func Find(text string, ref Ref) []Span {
	var p parser
	p.lex(text)
	var spans []Span
	for i := 0; i < p.count; {
		m := p.dateIn(i)
		if !m.ok() {
			i++
			continue
		}
		spans = append(spans, Span{p.tok(i).start, p.tok(m.end - 1).end, p.resolve(m, ref)})
		i = m.end
	}
	return spans
}
