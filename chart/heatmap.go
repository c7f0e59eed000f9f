package chart

import (
	"image"
	"slices"
	"strconv"

	"jalon/i18n"
)

const (
	labelWidth = 214 // of the department, left of its cells
	rowHeight  = 84  // of a line of cells
	perLine    = 3   // projects
	refAt      = 63  // of the reference in its cell, after the shape
	wordPad    = 5   // right of the words there
	countPad   = 12  // around the words of a count
	fewLines   = 10  // of projects; beyond, they are counted
)

var (
	nameStyle  = style{bold: true, size: 26}
	smallStyle = style{size: smallest}
	refStyle   = style{bold: true, size: 32}
	countStyle = style{bold: true, size: 38}

	textCount  = i18n.T("{n} projet", "{n} project")
	textCounts = i18n.T("{n} projets", "{n} projects")
)

// rows is a heat map: a row of cells per place.
type rows struct {
	places []place
	each   bool // a cell per project; else one per outlook, with a count
	lang   i18n.Lang
}

// newRows chooses what a cell is: a project, unless that makes too tall a picture.
func newRows(places []place, lang i18n.Lang) rows {
	lines := 0
	for _, p := range places {
		lines += linesOf(p)
	}
	return rows{places: places, each: lines <= max(fewLines, len(places)), lang: lang}
}

// linesOf counts the lines that the projects of a place take.
func linesOf(p place) int { return (len(p.projects) + perLine - 1) / perLine }

// lines counts those of the row of a place.
func (r rows) lines(p place) int {
	if r.each {
		return linesOf(p)
	}
	return 1
}

// pitch is from a line of a row to the next, pause from a row to the next.
const (
	pitch = rowHeight + gap
	pause = 2 * gap
)

func (r rows) height() int {
	h := 0
	for _, p := range r.places {
		h += r.lines(p)*pitch + pause
	}
	return h
}

func (r rows) draw(c *canvas, top int) {
	for _, p := range r.places {
		c.fill(image.Rect(margin, top, Width-margin, top+2), rule)
		top += pause
		r.drawLabel(c, top, p)
		if r.each {
			r.drawProjects(c, top, p)
		} else {
			r.drawCounts(c, top, p)
		}
		top += r.lines(p) * pitch
	}
}

// drawLabel names the place, with the count of its projects.
func (r rows) drawLabel(c *canvas, top int, p place) {
	name, st := c.settle(p.label(), nameStyle, labelWidth-gap, 2)
	c.lines(top, name, st, 30, ink)
	c.lines(top+30*len(name), []string{counted(len(p.projects), r.lang)}, smallStyle, 28, muted)
}

// label is the number and the name.
func (p place) label() string {
	if p.number == "" {
		return p.name
	}
	return p.number + " " + p.name
}

func counted(n int, lang i18n.Lang) string {
	return i18n.Plural(lang, n, textCount, textCounts).In(lang, "n", n)
}

// drawProjects draws a cell per project.
func (r rows) drawProjects(c *canvas, top int, p place) {
	for i, project := range p.projects {
		at := cellOfProject(i).Add(image.Pt(0, top))
		l := project.Outlook.look()
		c.cell(at, l)
		l.symbol(c, square(at, 48), l)
		x, width := at.Min.X+refAt, at.Dx()-refAt-wordPad
		ref, st := c.fit(c.printable(project.Ref), refStyle, width)
		c.text(x, at.Min.Y+38, ref, st, l.ink)
		word, st := c.fit(l.word.In(r.lang), smallStyle, width)
		c.text(x, at.Min.Y+68, word, st, l.ink)
	}
}

// cellOfProject is where the project of a rank stands in its row.
func cellOfProject(i int) image.Rectangle {
	const width = (content - labelWidth - (perLine-1)*gap) / perLine
	x, y := margin+labelWidth+i%perLine*(width+gap), i/perLine*pitch
	return image.Rect(x, y, x+width, y+rowHeight)
}

// square is where a shape of a size stands, at the left of a cell.
func square(cell image.Rectangle, size int) image.Rectangle {
	x, y := cell.Min.X+gap, cell.Min.Y+(cell.Dy()-size)/2
	return image.Rect(x, y, x+size, y+size)
}

// drawCounts draws a cell per outlook.
func (r rows) drawCounts(c *canvas, top int, p place) {
	for i, o := range sunniestFirst {
		at, l, n := cellOfCount(i).Add(image.Pt(0, top)), o.look(), p.counts[o]
		word := l.word.In(r.lang)
		if n == 0 {
			l = nothing
		}
		c.cell(at, l)
		x := at.Min.X + countPad
		if n > 0 {
			mark := image.Rect(x, at.Min.Y+6, x+44, at.Min.Y+50)
			l.symbol(c, mark, l)
			x += 52
		}
		count := strconv.Itoa(n)
		c.text(x, at.Min.Y+42, count, c.shrink(count, countStyle, at.Max.X-8-x), l.ink)
		word, st := c.fit(word, smallStyle, at.Dx()-2*countPad)
		c.text(at.Min.X+countPad, at.Min.Y+73, word, st, l.ink)
	}
}

// cellOfCount is where the count of a column stands in its row: the last one is
// wider, for its words.
func cellOfCount(i int) image.Rectangle {
	const last = 196
	const width = (content - labelWidth - last - 4*gap) / 4
	x := margin + labelWidth + i*(width+gap)
	if i == slices.Index(sunniestFirst[:], NotGiven) {
		return image.Rect(x, 0, Width-margin, rowHeight)
	}
	return image.Rect(x, 0, x+width, rowHeight)
}
