package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"testing"

	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// Tiles have the colour of the worst outlook, and something written and drawn on
// it in the colour of its texts.
func TestTilesShowTheWorst(t *testing.T) {
	s := synthesis(t, map[string][]Outlook{"62": {Sunny, Storm}, "59": {Sunny}, "80": {NotGiven}, "02": {Overcast, Cloudy}})
	img := decoded(t, TileMap, s)
	places, err := survey(s, i18n.FR)
	if err != nil {
		t.Fatal(err)
	}
	g, err := gridOf(s.Region)
	if err != nil {
		t.Fatal(err)
	}
	tiles := newTiles(places, g, i18n.FR)
	want := map[string]look{
		"62": looks[Storm], "59": looks[Sunny], "80": looks[NotGiven], "02": looks[Cloudy], "60": outside,
	}
	for i, p := range places {
		at := tiles.tile(i).Add(image.Pt(0, bodyTop))
		l := want[p.number]
		wear(t, p.name, img, at, l)
		mark := image.Rect(at.Max.X-tilePad-tileMark, at.Min.Y+10, at.Max.X-tilePad, at.Min.Y+10+tileMark)
		wear(t, "the shape of "+p.name, img, mark, l)
	}
}

func TestCellsOfProjectsShowThem(t *testing.T) {
	s := synthesis(t, map[string][]Outlook{"59": {Sunny, NotGiven, Storm, Overcast, Cloudy}})
	img := decoded(t, HeatMap, s)
	for i, o := range worstFirst {
		wear(t, o.look().word.In(i18n.FR), img, cellOfProject(i).Add(image.Pt(0, bodyTop+pause)), o.look())
	}
}

func TestCellsOfCountsShowThem(t *testing.T) {
	var many []Outlook
	for range 40 {
		many = append(many, Storm, Cloudy, NotGiven)
	}
	s := synthesis(t, map[string][]Outlook{"59": many})
	img := decoded(t, HeatMap, s)
	want := map[Outlook]look{Sunny: nothing, Overcast: nothing, Cloudy: looks[Cloudy], Storm: looks[Storm], NotGiven: looks[NotGiven]}
	for i, o := range sunniestFirst {
		wear(t, o.look().word.In(i18n.FR), img, cellOfCount(i).Add(image.Pt(0, bodyTop+pause)), want[o])
	}
}

// bodyTop is where the body begins under a title of one line.
const bodyTop = margin + titleLine + 2*headLine + space

func synthesis(t *testing.T, outlooks map[string][]Outlook) Synthesis {
	t.Helper()
	region, ok := plan.TerritoryNamed("hdf")
	if !ok {
		t.Fatal("no Hauts-de-France")
	}
	s := Synthesis{Title: "ERBM", Date: calendar.Date{Year: 2026, Month: 11, Day: 23}, Region: region}
	for number, all := range outlooks {
		for _, o := range all {
			s.Projects = append(s.Projects, Project{Ref: "PR105", Departments: []string{number}, Outlook: o})
		}
	}
	return s
}

func decoded(t *testing.T, of func(Synthesis, i18n.Lang) (Picture, error), s Synthesis) image.Image {
	t.Helper()
	p, err := of(s, i18n.FR)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// wear checks that a part of a picture is painted in the colours of a look: most
// of it in its fill, and some in its ink.
func wear(t *testing.T, name string, img image.Image, at image.Rectangle, l look) {
	t.Helper()
	part := image.NewRGBA(at)
	draw.Draw(part, at, img, at.Min, draw.Src)
	counts := map[color.RGBA]int{}
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			counts[part.RGBAAt(x, y)]++
		}
	}
	all := at.Dx() * at.Dy()
	if counts[l.fill] < all*4/10 {
		t.Errorf("%s: %d of %d dots have the colour %v", name, counts[l.fill], all, l.fill)
	}
	if counts[l.ink] < all/200 {
		t.Errorf("%s: %d of %d dots are written in %v", name, counts[l.ink], all, l.ink)
	}
}
