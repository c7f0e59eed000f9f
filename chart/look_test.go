package chart

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// Texts are as readable as WCAG 2 asks: 4.5 to 1, shapes and edges 3 to 1.
func TestContrast(t *testing.T) {
	for name, l := range allLooks() {
		if got := contrast(l.ink, l.fill); got < 4.5 {
			t.Errorf("%s: words have a contrast of %.2f", name, got)
		}
	}
	if got := contrast(looks[Storm].spark, looks[Storm].fill); got < 3 {
		t.Errorf("the lightning has a contrast of %.2f", got)
	}
	if got := contrast(looks[NotGiven].edge, white); got < 3 {
		t.Errorf("the edge of a white cell has a contrast of %.2f", got)
	}
	for _, text := range []color.RGBA{ink, muted} {
		if got := contrast(text, white); got < 4.5 {
			t.Errorf("text on the page has a contrast of %.2f", got)
		}
	}
}

// Whoever sees no red, no green or no blue tells the outlooks apart, and so does
// who sees no colour at all: a printer in black and white.
func TestOutlooksAreToldApartWithoutSeeingAllColours(t *testing.T) {
	for sight, see := range sights {
		for a := range looks {
			for b := range looks[:a] {
				one, other := lab(see(linear(looks[a].fill))), lab(see(linear(looks[b].fill)))
				apart := math.Hypot(math.Hypot(one[0]-other[0], one[1]-other[1]), one[2]-other[2])
				if apart < 10 {
					t.Errorf("%s: outlooks %d and %d are %.1f apart", sight, a, b, apart)
				}
			}
		}
	}
}

// The better the outlook, the lighter the colour.
func TestLightnessFollowsTheOutlook(t *testing.T) {
	for o := Storm; o < Sunny; o++ {
		if luminance(looks[o].fill) >= luminance(looks[o+1].fill) {
			t.Errorf("outlook %d is not darker than %d", o, o+1)
		}
	}
}

// Shapes tell outlooks apart by themselves, at the size of a phone: in black and
// white, a good part of the dots of the two is not shared.
func TestShapesAreToldApart(t *testing.T) {
	const size = 18
	shapes := map[string][]bool{}
	for name, l := range allLooks() {
		if l.symbol == nil {
			continue
		}
		l.fill, l.ink, l.spark = white, ink, white
		c := newCanvas(newTypesetter(), size)
		l.symbol(c, image.Rect(0, 0, size, size), l)
		for y := range size {
			for x := range size {
				shapes[name] = append(shapes[name], c.img.RGBAAt(x, y).R < 0x80)
			}
		}
	}
	for one, a := range shapes {
		for other, b := range shapes {
			if one == other {
				continue
			}
			differs, dark := 0, 0
			for i := range a {
				if a[i] != b[i] {
					differs++
				}
				if a[i] || b[i] {
					dark++
				}
			}
			if share := float64(differs) / float64(dark); share < 0.35 {
				t.Errorf("%s and %s differ by %.2f of their dots", one, other, share)
			}
		}
	}
}

func allLooks() map[string]look {
	all := map[string]look{"outside": outside, "nothing": nothing}
	for _, l := range looks {
		all[l.word.In("fr")] = l
	}
	return all
}

// contrast is that of WCAG 2, from 1 to 21.
func contrast(a, b color.RGBA) float64 {
	one, other := luminance(a), luminance(b)
	return (max(one, other) + 0.05) / (min(one, other) + 0.05)
}

func luminance(c color.RGBA) float64 {
	l := linear(c)
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

// linear is a colour as light: red, green and blue from 0 to 1.
func linear(c color.RGBA) [3]float64 {
	var l [3]float64
	for i, v := range []uint8{c.R, c.G, c.B} {
		s := float64(v) / 255
		if s <= 0.04045 {
			l[i] = s / 12.92
		} else {
			l[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return l
}

// sights are how people see, after Machado, Oliveira and Fernandes (2009), at
// full severity.
var sights = map[string]func([3]float64) [3]float64{
	"all colours": func(c [3]float64) [3]float64 { return c },
	"no red": seen([9]float64{
		0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
	}),
	"no green": seen([9]float64{
		0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881,
	}),
	"no blue": seen([9]float64{
		1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900,
	}),
	"no colour": seen([9]float64{
		0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722,
	}),
}

func seen(m [9]float64) func([3]float64) [3]float64 {
	return func(c [3]float64) [3]float64 {
		var out [3]float64
		for i := range out {
			out[i] = min(1, max(0, m[3*i]*c[0]+m[3*i+1]*c[1]+m[3*i+2]*c[2]))
		}
		return out
	}
}

// lab is CIELAB under daylight, where distances are about those of the eye.
func lab(c [3]float64) [3]float64 {
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (v*24389/27 + 16) / 116
	}
	x := f((0.4124*c[0] + 0.3576*c[1] + 0.1805*c[2]) / 0.9505)
	y := f(0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2])
	z := f((0.0193*c[0] + 0.1192*c[1] + 0.9505*c[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}
