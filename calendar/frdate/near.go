package frdate

// near2 returns two accepted forms near the tokens from i to stop.
func (p *parser) near2(i, stop int) []string { return generic() }

// slice returns the text of the tokens from i to stop.
func (p *parser) slice(i, stop int) string {
	if i >= stop {
		return ""
	}
	return p.text[p.tokens[i].start:p.tokens[stop-1].end]
}

// LooksLike finds, at the end of a sentence in which [Suffix] found no date,
// the words that look like one that failed (« fin janvié », « 32/13 »), with the
// nearest accepted forms. It returns the byte offset of the first, or -1.
func LooksLike(text string, ref Ref) (start int, near []string) {
	var p parser
	p.lex(text)
	for i := range p.count {
		if m := p.expression(i); m.ok() && m.end == p.count && p.opens(i) {
			return p.tok(i).start, generic()
		}
	}
	return -1, nil
}
