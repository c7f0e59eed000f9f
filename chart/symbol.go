package chart

import "image"

// symbol draws a shape in a square.
type symbol func(c *canvas, at image.Rectangle, l look)

// Symbols are outlined on a square of 48 units.
const units = 48

func outline(at image.Rectangle) *path { return newPath(at, float32(at.Dx())/units) }

// sun is a disc with eight rays.
func sun(c *canvas, at image.Rectangle, l look) {
	p := outline(at)
	p.sun(24, 24, 10)
	p.paint(c.img, l.ink)
}

// sunBehindCloud shows the upper left of a sun over a cloud.
func sunBehindCloud(c *canvas, at image.Rectangle, l look) {
	p := outline(at)
	p.sun(18, 18, 9)
	p.paint(c.img, l.ink)
	p.cloud(28, 34, 1.05, 3) // the sun stops before it
	p.paint(c.img, l.fill)
	p.cloud(28, 34, 1.05, 0)
	p.paint(c.img, l.ink)
}

// cloud is a full one.
func cloud(c *canvas, at image.Rectangle, l look) {
	p := outline(at)
	p.cloud(24, 28, 1.35, 0)
	p.paint(c.img, l.ink)
}

// storm is a cloud with a lightning.
func storm(c *canvas, at image.Rectangle, l look) {
	p := outline(at)
	p.cloud(24, 19, 1.3, 0)
	p.paint(c.img, l.ink)
	p.polygon(spot{26, 18}, spot{13, 35}, spot{22, 35}, spot{18, 49}, spot{35, 29}, spot{26, 29}, spot{31, 18})
	p.paint(c.img, l.fill)
	p.polygon(spot{27, 21}, spot{17, 33}, spot{25, 33}, spot{21, 45}, spot{32, 31}, spot{24, 31}, spot{29, 21})
	p.paint(c.img, l.spark)
}

// question is a ring around a question mark.
func question(c *canvas, at image.Rectangle, l look) {
	p := outline(at)
	p.disc(24, 24, 20)
	p.paint(c.img, l.ink)
	p.disc(24, 24, 16)
	p.paint(c.img, l.fill)
	st := style{bold: true, size: at.Dx() * 3 / 5}
	c.text(at.Min.X+(at.Dx()-c.width("?", st))/2, at.Min.Y+at.Dy()/2+st.size*36/100, "?", st, l.ink)
}

// dash is a bar, as in an empty cell of a table.
func dash(c *canvas, at image.Rectangle, l look) {
	p := outline(at)
	p.rounded(10, 21, 38, 27, 3)
	p.paint(c.img, l.ink)
}

// sun adds a disc and its rays, which end at twice its radius.
func (p *path) sun(x, y, radius float32) {
	const slant = 0.7071
	p.disc(x, y, radius)
	near, far, half := radius*1.35, radius*2.05, radius*0.2
	for _, d := range []spot{
		{1, 0}, {slant, slant}, {0, 1}, {-slant, slant}, {-1, 0}, {-slant, -slant}, {0, -1}, {slant, -slant},
	} {
		p.polygon(
			spot{x + near*d.x + half*d.y, y + near*d.y - half*d.x},
			spot{x + far*d.x + half*d.y, y + far*d.y - half*d.x},
			spot{x + far*d.x - half*d.y, y + far*d.y + half*d.x},
			spot{x + near*d.x - half*d.y, y + near*d.y + half*d.x},
		)
	}
}

// cloud adds three puffs on a flat base around a centre, grown by a margin.
func (p *path) cloud(x, y, scale, margin float32) {
	p.disc(x-8*scale, y+2*scale, 7*scale+margin)
	p.disc(x+1*scale, y-3*scale, 9*scale+margin)
	p.disc(x+9.5*scale, y+3*scale, 6*scale+margin)
	p.rounded(x-8*scale-margin, y+2*scale, x+9.5*scale+margin, y+9*scale+margin, 1)
}
