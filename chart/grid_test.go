package chart

import (
	"image"
	"slices"
	"testing"

	"jalon/plan"
)

func TestEachDepartmentOfEachRegionHasATileOfItsOwn(t *testing.T) {
	for _, region := range plan.Territories() {
		g, err := gridOf(region)
		if err != nil {
			t.Fatal(err)
		}
		var wanted, got []string
		taken := map[image.Point]string{}
		for _, d := range region.Departments {
			wanted = append(wanted, d.Number)
		}
		for number, at := range g.at {
			got = append(got, number)
			if other, ok := taken[at]; ok {
				t.Errorf("%s: %s and %s stand on one tile", region.Name, other, number)
			}
			taken[at] = number
		}
		slices.Sort(wanted)
		slices.Sort(got)
		if !slices.Equal(got, wanted) {
			t.Errorf("%s has tiles for %v, want %v", region.Name, got, wanted)
		}
		if g.size.X > 4 || g.size.Y > 5 {
			t.Errorf("%s has %v tiles: they are too small for a phone", region.Name, g.size)
		}
	}
	if len(grids) != len(plan.Territories()) {
		t.Errorf("%d layouts for %d regions", len(grids), len(plan.Territories()))
	}
}

// Of two tiles of a row, the left one lies to the west; of two of a column, the
// upper one to the north; and no tile stands alone.
func TestTilesLieAsTheirDepartmentsDo(t *testing.T) {
	for _, region := range plan.Territories() {
		g, err := gridOf(region)
		if err != nil {
			t.Fatal(err)
		}
		for one, a := range g.at {
			touches := len(g.at) == 1
			for other, b := range g.at {
				if one == other {
					continue
				}
				here, there := middles[one], middles[other]
				if a.Y == b.Y && a.X < b.X && here.east >= there.east {
					t.Errorf("%s: %s is left of %s, and east of it", region.Name, one, other)
				}
				if a.X == b.X && a.Y < b.Y && here.north <= there.north {
					t.Errorf("%s: %s is above %s, and south of it", region.Name, one, other)
				}
				apart := a.Sub(b)
				touches = touches || max(apart.X, -apart.X, apart.Y, -apart.Y) == 1
			}
			if !touches {
				t.Errorf("%s: the tile of %s touches no other", region.Name, one)
			}
		}
	}
}

func TestARegionThatIsNoneHasNoMap(t *testing.T) {
	_, err := gridOf(plan.Territory{Code: "99"})
	if want := `chart: region "99" has no layout of tiles`; err == nil || err.Error() != want {
		t.Fatalf("got %v, want %s", err, want)
	}
}

// middles is about the middle of each department, in degrees; one that is alone
// in its region needs none.
var middles = map[string]struct{ north, east float64 }{
	"01": {46.1, 5.3}, "02": {49.6, 3.6}, "03": {46.4, 3.2}, "04": {44.1, 6.2}, "05": {44.7, 6.3}, "06": {43.9, 7.1},
	"07": {44.7, 4.4}, "08": {49.6, 4.6}, "09": {42.9, 1.5}, "10": {48.3, 4.2}, "11": {43.1, 2.4}, "12": {44.3, 2.7},
	"13": {43.5, 5.1}, "14": {49.1, -0.4}, "15": {45.1, 2.7}, "16": {45.7, 0.2}, "17": {45.8, -0.7}, "18": {47.1, 2.5},
	"19": {45.4, 1.9}, "21": {47.4, 4.8}, "22": {48.4, -2.9}, "23": {46.1, 2.0}, "24": {45.1, 0.7}, "25": {47.2, 6.4},
	"26": {44.7, 5.2}, "27": {49.1, 1.0}, "28": {48.4, 1.4}, "29": {48.3, -4.1}, "2A": {41.9, 8.9}, "2B": {42.4, 9.2},
	"30": {44.0, 4.2}, "31": {43.4, 1.2}, "32": {43.7, 0.5}, "33": {44.8, -0.6}, "34": {43.6, 3.4}, "35": {48.2, -1.6},
	"36": {46.8, 1.6}, "37": {47.3, 0.7}, "38": {45.3, 5.6}, "39": {46.7, 5.7}, "40": {44.0, -0.8}, "41": {47.6, 1.4},
	"42": {45.7, 4.2}, "43": {45.1, 3.8}, "44": {47.4, -1.7}, "45": {47.9, 2.3}, "46": {44.6, 1.6}, "47": {44.4, 0.5},
	"48": {44.5, 3.5}, "49": {47.4, -0.6}, "50": {49.1, -1.3}, "51": {48.9, 4.2}, "52": {48.1, 5.2}, "53": {48.1, -0.7},
	"54": {48.8, 6.2}, "55": {49.0, 5.4}, "56": {47.8, -2.8}, "57": {49.0, 6.7}, "58": {47.1, 3.5}, "59": {50.4, 3.2},
	"60": {49.4, 2.4}, "61": {48.6, 0.1}, "62": {50.5, 2.3}, "63": {45.7, 3.1}, "64": {43.3, -0.8}, "65": {43.1, 0.2},
	"66": {42.6, 2.5}, "67": {48.7, 7.6}, "68": {47.9, 7.3}, "69": {45.9, 4.6}, "70": {47.6, 6.1}, "71": {46.6, 4.5},
	"72": {48.0, 0.2}, "73": {45.5, 6.4}, "74": {46.0, 6.4}, "75": {48.86, 2.34}, "76": {49.7, 1.0}, "77": {48.6, 2.9},
	"78": {48.8, 1.8}, "79": {46.6, -0.3}, "80": {50.0, 2.3}, "81": {43.8, 2.2}, "82": {44.1, 1.3}, "83": {43.5, 6.2},
	"84": {44.0, 5.2}, "85": {46.7, -1.3}, "86": {46.6, 0.5}, "87": {45.9, 1.2}, "88": {48.2, 6.4}, "89": {47.8, 3.6},
	"90": {47.6, 6.9}, "91": {48.5, 2.2}, "92": {48.84, 2.25}, "93": {48.92, 2.48}, "94": {48.78, 2.47}, "95": {49.1, 2.1},
}
