package chart

import (
	"image"

	"jalon/i18n"
)

const (
	tileHeight = 216
	tileWidest = 300
	tileGap    = 12
	tilePad    = 16
	tileMark   = 60 // side of the shape
	apart      = 40 // between the map and what is not on it
)

var (
	numberStyle = style{bold: true, size: 40}
	tileStyle   = style{size: 26}
	wordStyle   = style{bold: true, size: 34}
)

// tiles is a map: a tile per department, and set apart below it, one for the
// projects that have none in the region.
type tiles struct {
	places []place
	at     []image.Point // column and row of each
	cols   int
	rows   int // of the map
	below  int // tiles set apart
	lang   i18n.Lang
}

// newTiles lays out the places of a region on its grid.
func newTiles(places []place, grid grid, lang i18n.Lang) tiles {
	t := tiles{places: places, cols: grid.size.X, rows: grid.size.Y, lang: lang}
	for _, p := range places {
		at, ok := grid.at[p.number]
		if !ok {
			at = image.Pt(t.below, t.rows)
			t.below++
		}
		t.at = append(t.at, at)
	}
	t.cols = max(t.cols, t.below)
	return t
}

func (t tiles) height() int {
	h := t.rows*(tileHeight+tileGap) - tileGap
	if t.below > 0 {
		h += apart + tileHeight
	}
	return h
}

// tileWidth is how wide each of a number of tiles side by side may be.
func tileWidth(n int) int { return (content+tileGap)/n - tileGap }

// tile is where a tile stands when the map begins at the top of the picture.
func (t tiles) tile(i int) image.Rectangle {
	width := min(tileWidest, tileWidth(t.cols))
	left := (Width - t.cols*(width+tileGap) + tileGap) / 2
	x, y := left+t.at[i].X*(width+tileGap), t.at[i].Y*(tileHeight+tileGap)
	if t.at[i].Y == t.rows {
		y += apart - tileGap
	}
	return image.Rect(x, y, x+width, y+tileHeight)
}

func (t tiles) draw(c *canvas, top int) {
	for i, p := range t.places {
		t.drawTile(c, t.tile(i).Add(image.Pt(0, top)), p)
	}
}

func (t tiles) drawTile(c *canvas, at image.Rectangle, p place) {
	l, count := outside, ""
	if len(p.projects) > 0 {
		l, count = p.worst().look(), p.share(t.lang)
	}
	c.cell(at, l)
	x, width := at.Min.X+tilePad, at.Dx()-2*tilePad
	mark := image.Rect(at.Max.X-tilePad-tileMark, at.Min.Y+10, at.Max.X-tilePad, at.Min.Y+10+tileMark)
	l.symbol(c, mark, l)
	c.text(x, at.Min.Y+50, p.number, numberStyle, l.ink)
	names, st := c.settle(p.name, tileStyle, width, 2)
	for i, name := range names {
		c.text(x, at.Min.Y+88+i*28, name, st, l.ink)
	}
	word, st := c.fit(l.word.In(t.lang), wordStyle, width)
	c.text(x, at.Max.Y-54, word, st, l.ink)
	count, st = c.fit(count, tileStyle, width)
	c.text(x, at.Max.Y-20, count, st, l.ink)
}
