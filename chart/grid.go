package chart

import (
	"fmt"
	"image"
	"strings"

	"jalon/plan"
)

// grids lays out the departments of each region roughly as they lie, by the
// number of the region: four columns at most, north above.
var grids = map[string]string{
	"84": `03 69 01 74
	       63 42 38 73
	       15 43 07 26`,
	"27": `89 21 70 90
	       58 71 39 25`,
	"53": `29 22 35
	       .. 56 ..`,
	"24": `.. 28 45
	       37 41 18
	       .. 36 ..`,
	"94": `2B
	       2A`,
	"44": `08 .. 57 ..
	       51 55 54 67
	       10 52 88 68`,
	"32": `62 59
	       80 02
	       60 ..`,
	"11": `.. 95 93 ..
	       78 92 75 94
	       .. 91 .. 77`,
	"28": `50 14 76
	       .. 61 27`,
	"75": `79 86 23
	       17 16 87
	       33 24 19
	       40 47 ..
	       64 .. ..`,
	"76": `.. 46 12 48
	       32 82 81 30
	       65 31 11 34
	       .. 09 66 ..`,
	"52": `.. 53 72
	       44 49 ..
	       85 .. ..`,
	"93": `.. 05 ..
	       84 04 06
	       13 83 ..`,
	"01": "971",
	"02": "972",
	"03": "973",
	"04": "974",
	"06": "976",
}

// grid is where the tile of each department stands, in columns and rows, and how
// many there are of both.
type grid struct {
	at   map[string]image.Point
	size image.Point
}

func gridOf(region plan.Territory) (grid, error) {
	drawn, ok := grids[region.Code]
	if !ok {
		return grid{}, fmt.Errorf("chart: region %q has no layout of tiles", region.Code)
	}
	g := grid{at: map[string]image.Point{}}
	for y, row := range strings.Split(drawn, "\n") {
		for x, number := range strings.Fields(row) {
			if number != ".." {
				g.at[number] = image.Pt(x, y)
			}
			g.size = image.Pt(max(g.size.X, x+1), y+1)
		}
	}
	return g, nil
}
