package chart

import (
	"cmp"
	"encoding/binary"
	"image"
	"image/color"
	"maps"
	"slices"
)

// indexed reduces a picture to its 256 most frequent colours; the others, which
// are rare shades on the edge of letters, become the nearest. The file is then less
// than half as big, and made sooner.
func indexed(img *image.RGBA) *image.Paletted {
	counts := map[uint32]int{}
	eachRun(img.Pix, func(dot uint32, from, to int) { counts[dot] += to - from })
	dots := slices.SortedFunc(maps.Keys(counts), func(a, b uint32) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	kept := dots[:min(len(dots), 256)]
	palette := make(color.Palette, len(kept))
	for i, dot := range kept {
		palette[i] = colourOf(dot)
	}
	index := make(map[uint32]uint8, len(dots))
	for i, dot := range dots {
		if i >= len(kept) {
			i = palette.Index(colourOf(dot))
		}
		index[dot] = uint8(i)
	}
	out := image.NewPaletted(img.Rect, palette)
	eachRun(img.Pix, func(dot uint32, from, to int) {
		i := index[dot]
		for at := from; at < to; at++ {
			out.Pix[at] = i
		}
	})
	return out
}

// eachRun visits the runs of dots of one colour.
func eachRun(pix []uint8, visit func(dot uint32, from, to int)) {
	from, last := 0, binary.BigEndian.Uint32(pix)
	n := len(pix) / 4
	for at := 1; at < n; at++ {
		if dot := binary.BigEndian.Uint32(pix[4*at:]); dot != last {
			visit(last, from, at)
			from, last = at, dot
		}
	}
	visit(last, from, n)
}

func colourOf(dot uint32) color.RGBA {
	var c [4]uint8
	binary.BigEndian.PutUint32(c[:], dot)
	return color.RGBA{R: c[0], G: c[1], B: c[2], A: c[3]}
}
