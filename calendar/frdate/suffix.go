package frdate

import "jalon/calendar"

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
// « 15 décembre ».
func Suffix(text string, ref Ref) (start int, r Result) {
	p := newParser(text)
	for i := range p.toks {
		if m := p.expression(i); m.ok() && m.end == len(p.toks) && !m.malformed {
			return p.toks[i].start, p.resolve(i, m, ref)
		}
	}
	return -1, Result{}
}

// Find returns the date expressions inside a title, from left to right, so that
// a second date in a sentence can be shown. A bare number and a range of years
// are not dates.
func Find(text string, ref Ref) []Span {
	p := newParser(text)
	var spans []Span
	for i := 0; i < len(p.toks); {
		m := p.expression(i)
		if !m.ok() || m.malformed {
			i++
			continue
		}
		spans = append(spans, Span{p.toks[i].start, p.toks[m.end-1].end, p.resolve(i, m, ref)})
		i = m.end
	}
	return spans
}

// LooksLike finds, at the end of a sentence in which [Suffix] found no date,
// the words that look like one that failed (« fin janvié », « 32/13 »), with the
// nearest accepted forms. It returns the byte offset of the first, or -1.
func LooksLike(text string, ref Ref) (start int, near []string) {
	p := newParser(text)
	for i := range p.toks {
		if m := p.expression(i); m.ok() && m.end == len(p.toks) {
			return p.toks[i].start, []string{"31/12", "vendredi"}
		}
	}
	return -1, nil
}

// Window reads the window of a filter: « semaine prochaine », « décembre »,
// « du 1er au 15 janvier ». Both days are included; a zero one leaves that side
// open.
func Window(text string, ref Ref) (from, to calendar.Date, r Result) {
	r = Parse(text, ref)
	if r.Kind != Understood {
		return from, to, r
	}
	return r.Readings[0].Date, r.Readings[0].Date, r
}
