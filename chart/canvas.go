package chart

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// canvas is a picture being drawn.
type canvas struct {
	*typesetter
	img *image.RGBA
}

func newCanvas(t *typesetter, height int) *canvas {
	c := &canvas{typesetter: t, img: image.NewRGBA(image.Rect(0, 0, Width, height))}
	c.fill(c.img.Rect, white)
	return c
}

func (c *canvas) fill(r image.Rectangle, col color.RGBA) {
	draw.Draw(c.img, r, image.NewUniform(col), image.Point{}, draw.Src)
}

const (
	corner = 10 // radius of the cells, in pixels
	border = 3
)

// cell draws a rounded rectangle with its edge.
func (c *canvas) cell(r image.Rectangle, l look) {
	c.rounded(r, corner, l.edge)
	if l.edge != l.fill {
		c.rounded(r.Inset(border), corner-border, l.fill)
	}
}

func (c *canvas) rounded(r image.Rectangle, radius int, col color.RGBA) {
	p := newPath(r, 1)
	p.rounded(0, 0, float32(r.Dx()), float32(r.Dy()), float32(radius))
	p.paint(c.img, col)
}

// text writes one line from x, on a baseline.
func (c *canvas) text(x, baseline int, s string, st style, col color.RGBA) {
	d := c.drawer(st)
	d.Dst, d.Src, d.Dot = c.img, image.NewUniform(col), fixed.P(x, baseline)
	d.DrawString(s)
}

// path is a closed outline being built in a rectangle of the picture, in units
// of its own. Outlines that overlap add up when they turn the same way.
type path struct {
	vector.Rasterizer
	at   image.Rectangle
	unit float32 // pixels
}

// newPath begins an outline. A rectangle beyond 512 pixels would be drawn in
// floating point, whose last bit is not the same on all machines.
func newPath(at image.Rectangle, unit float32) *path {
	p := &path{at: at, unit: unit}
	p.Reset(at.Dx(), at.Dy())
	return p
}

func (p *path) move(x, y float32) { p.MoveTo(x*p.unit, y*p.unit) }
func (p *path) line(x, y float32) { p.LineTo(x*p.unit, y*p.unit) }

func (p *path) curve(bx, by, cx, cy, dx, dy float32) {
	p.CubeTo(bx*p.unit, by*p.unit, cx*p.unit, cy*p.unit, dx*p.unit, dy*p.unit)
}

// spot is a point of an outline.
type spot struct{ x, y float32 }

func (p *path) polygon(first spot, others ...spot) {
	p.move(first.x, first.y)
	for _, to := range others {
		p.line(to.x, to.y)
	}
	p.ClosePath()
}

// rounded adds a rectangle with round corners.
func (p *path) rounded(x0, y0, x1, y1, radius float32) {
	k := radius * (1 - bow)
	p.move(x0+radius, y0)
	p.line(x1-radius, y0)
	p.curve(x1-k, y0, x1, y0+k, x1, y0+radius)
	p.line(x1, y1-radius)
	p.curve(x1, y1-k, x1-k, y1, x1-radius, y1)
	p.line(x0+radius, y1)
	p.curve(x0+k, y1, x0, y1-k, x0, y1-radius)
	p.line(x0, y0+radius)
	p.curve(x0, y0+k, x0+k, y0, x0+radius, y0)
	p.ClosePath()
}

func (p *path) disc(x, y, radius float32) { p.rounded(x-radius, y-radius, x+radius, y+radius, radius) }

// bow is how far the handles of a quarter of a circle reach, for a radius of 1.
const bow = 0.5523

// paint fills what was outlined; the path then begins again.
func (p *path) paint(img *image.RGBA, col color.RGBA) {
	p.Draw(img, p.at, image.NewUniform(col), image.Point{})
	p.Reset(p.at.Dx(), p.at.Dy())
}
