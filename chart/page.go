package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
)

const (
	margin  = 24
	gap     = 8
	content = Width - 2*margin
)

var (
	titleStyle = style{bold: true, size: 46}
	headStyle  = style{size: 30}
	noteStyle  = style{size: 26}
)

// body is what stands between the title and the legend.
type body interface {
	height() int
	draw(c *canvas, top int)
}

// page is a whole picture: title, count and date, body, notes, legend.
type page struct {
	*typesetter
	title  []string
	heads  []string
	body   body
	notes  []string // lines
	legend []look
	lang   i18n.Lang
}

var (
	textProject  = i18n.T("{n} projet au {date}", "{n} project on {date}")
	textProjects = i18n.T("{n} projets au {date}", "{n} projects on {date}")
	textLegend   = i18n.T("{word}\u202f: {meaning}", "{word}: {meaning}")
)

// newPage lays out all but the body.
func newPage(s Synthesis, what i18n.Msg, notes []string, lang i18n.Lang) page {
	p := page{typesetter: newTypesetter(), lang: lang}
	p.title = p.wrap(p.printable(s.Title), titleStyle, content, 2)
	n := len(s.Projects)
	count := i18n.Plural(lang, n, textProject, textProjects).
		In(lang, "n", n, "date", calendar.WordsOf(string(lang)).Long(s.Date))
	for _, head := range []string{count, what.In(lang)} {
		head, _ = p.fit(p.printable(head), headStyle, content)
		p.heads = append(p.heads, head)
	}
	for _, note := range notes {
		p.notes = append(p.notes, p.wrap(p.printable(note), noteStyle, content, 4)...)
	}
	for _, o := range sunniestFirst {
		p.legend = append(p.legend, o.look())
	}
	return p
}

const (
	titleLine  = 56
	headLine   = 42
	noteLine   = 36
	legendLine = 56
	legendMark = 44 // side of the samples
	columns    = 2  // of the legend
	legendText = content/columns - legendMark - 4*gap
	space      = 28 // between the blocks
)

// picture draws the page; sentences say the same.
func (p page) picture(sentences []string) (Picture, error) {
	top := margin
	body := top + len(p.title)*titleLine + len(p.heads)*headLine + space
	notes := body + p.body.height() + space
	legend := notes + len(p.notes)*noteLine
	if len(p.notes) > 0 {
		legend += space
	}
	rows := (len(p.legend) + columns - 1) / columns
	c := newCanvas(p.typesetter, legend+rows*legendLine+margin)

	c.lines(top, p.title, titleStyle, titleLine, ink)
	c.lines(top+len(p.title)*titleLine, p.heads, headStyle, headLine, muted)
	p.body.draw(c, body)
	c.lines(notes, p.notes, noteStyle, noteLine, ink)
	p.drawLegend(c, legend)

	var b bytes.Buffer
	if err := png.Encode(&b, indexed(c.img)); err != nil {
		return Picture{}, err
	}
	return Picture{PNG: b.Bytes(), Text: strings.Join(sentences, " ")}, nil
}

// lines writes lines from a top, each in the middle of its height.
func (c *canvas) lines(top int, texts []string, st style, height int, col color.RGBA) {
	for i, s := range texts {
		c.text(margin, top+i*height+(height+st.size*7/10)/2, s, st, col)
	}
}

func (p page) drawLegend(c *canvas, top int) {
	rows := (len(p.legend) + columns - 1) / columns
	for i, l := range p.legend {
		x, y := margin+i/rows*content/columns, top+i%rows*legendLine
		mark := image.Rect(x, y, x+legendMark, y+legendMark)
		c.cell(mark, l)
		l.symbol(c, mark.Inset(6), l)
		text, st := p.fit(p.printable(l.said(p.lang)), noteStyle, legendText)
		c.text(mark.Max.X+gap+4, y+(legendMark+st.size*7/10)/2, text, st, ink)
	}
}

// said is the word of a look with what it means.
func (l look) said(lang i18n.Lang) string {
	if l.meaning.IsZero() {
		return l.word.In(lang)
	}
	return textLegend.In(lang, "word", l.word, "meaning", l.meaning)
}
