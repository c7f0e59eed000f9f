package chart_test

import (
	"bytes"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"testing"

	"jalon/calendar"
	"jalon/chart"
	"jalon/i18n"
	"jalon/plan"
)

// picture is how both are drawn.
type picture = func(chart.Synthesis, i18n.Lang) (chart.Picture, error)

var pictures = map[string]picture{"heat map": chart.HeatMap, "tile map": chart.TileMap}

// programme puts projects in departments: "62 Storm 2" is two.
func programme(t testing.TB, region string, lots ...string) chart.Synthesis {
	t.Helper()
	territory, ok := plan.TerritoryNamed(region)
	if !ok {
		t.Fatalf("no region %s", region)
	}
	s := chart.Synthesis{
		Title: "ERBM", Region: territory,
		Date: calendar.Date{Year: 2026, Month: 11, Day: 23},
	}
	outlooks := map[string]chart.Outlook{
		"Storm": chart.Storm, "Cloudy": chart.Cloudy, "Overcast": chart.Overcast, "Sunny": chart.Sunny, "None": chart.NotGiven,
	}
	for _, lot := range lots {
		var departments, outlook string
		var n int
		if _, err := fmt.Sscan(lot, &departments, &outlook, &n); err != nil {
			t.Fatal(err)
		}
		for range n {
			p := chart.Project{Ref: fmt.Sprint("PR", 100+len(s.Projects)), Outlook: outlooks[outlook]}
			if departments != "-" {
				p.Departments = strings.Split(departments, ",")
			}
			s.Projects = append(s.Projects, p)
		}
	}
	return s
}

// erbm is the programme of the reference texts.
func erbm(t testing.TB) chart.Synthesis {
	return programme(t, "hdf",
		"59 Sunny 4", "59 Overcast 3", "59 Cloudy 2", "59 Storm 1",
		"62 Sunny 7", "62 Overcast 5", "62 Cloudy 3", "62 Storm 1", "62 None 2")
}

func TestTheTextSaysThePicture(t *testing.T) {
	everywhere := programme(t, "hdf", "59,62 Storm 1", "02 None 3", "2 None 1", "51 Sunny 2", "- Cloudy 1", "60 Overcast 40")
	none := programme(t, "hdf")
	for _, c := range []struct {
		name string
		draw picture
		of   chart.Synthesis
		lang i18n.Lang
		want string
	}{
		{"tiles of the reference texts", chart.TileMap, erbm(t), i18n.FR, "Nord, pire météo Orage, 1 projet sur 10. " +
			"Pas-de-Calais, pire météo Orage, 1 projet sur 18. Aisne, Oise, Somme\u202f: hors programme."},
		{"the same in English", chart.TileMap, erbm(t), i18n.EN, "Nord, worst outlook Storm, 1 project out of 10. " +
			"Pas-de-Calais, worst outlook Storm, 1 project out of 18. Aisne, Oise, Somme: not included."},
		{"tiles of all sorts", chart.TileMap, everywhere, i18n.FR, "Aisne, météo non renseignée, 4 projets. " +
			"Nord, pire météo Orage, 1 projet sur 1. Oise, pire météo Couvert, 40 projets sur 40. " +
			"Pas-de-Calais, pire météo Orage, 1 projet sur 1. Autres régions, pire météo Soleil, 2 projets sur 2. " +
			"Sans département, pire météo Nuage, 1 projet sur 1. Somme\u202f: hors programme. " +
			"Un projet de plusieurs départements compte dans chacun."},
		{"no project", chart.TileMap, none, i18n.FR, "Aisne, Nord, Oise, Pas-de-Calais, Somme\u202f: hors programme."},
		{"a cell per project", chart.HeatMap, erbm(t), i18n.FR, "Nord, 10 projets\u202f: 1 en Orage (PR109), " +
			"2 en Nuage (PR107, PR108), 3 en Couvert (PR104, PR105, PR106) et 4 en Soleil (PR100, PR101, PR102, PR103). " +
			"Pas-de-Calais, 18 projets\u202f: 1 en Orage (PR125), 3 en Nuage (PR122, PR123, PR124), " +
			"5 en Couvert (PR117, PR118, PR119, PR120, PR121), " +
			"7 en Soleil (PR110, PR111, PR112, PR113, PR114, PR115, PR116) et 2 sans météo renseignée (PR126, PR127). " +
			"Aisne, Oise, Somme\u202f: hors programme."},
		{"counts", chart.HeatMap, everywhere, i18n.FR, "Aisne, 4 projets\u202f: 4 sans météo renseignée. " +
			"Nord, 1 projet\u202f: 1 en Orage. Oise, 40 projets\u202f: 40 en Couvert. Pas-de-Calais, 1 projet\u202f: 1 en Orage. " +
			"Autres régions, 2 projets\u202f: 2 en Soleil. Sans département, 1 projet\u202f: 1 en Nuage. " +
			"Somme\u202f: hors programme. Un projet de plusieurs départements compte dans chacun."},
		{"counts in English", chart.HeatMap, everywhere, i18n.EN, "Aisne, 4 projects: 4 without an outlook. " +
			"Nord, 1 project: 1 Storm. Oise, 40 projects: 40 Overcast. Pas-de-Calais, 1 project: 1 Storm. " +
			"Other regions, 2 projects: 2 Sunny. No department, 1 project: 1 Cloudy. " +
			"Somme: not included. A project of several departments counts in each."},
		{"no row", chart.HeatMap, none, i18n.FR, "Aisne, Nord, Oise, Pas-de-Calais, Somme\u202f: hors programme."},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.draw(c.of, c.lang)
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != c.want {
				t.Errorf("says\n%s\nwant\n%s", got.Text, c.want)
			}
		})
	}
}

func ExampleTileMap() {
	region, _ := plan.TerritoryNamed("Corse")
	p, err := chart.TileMap(chart.Synthesis{
		Title: "CPER", Date: calendar.Date{Year: 2026, Month: 11, Day: 23}, Region: region,
		Projects: []chart.Project{
			{Ref: "PR1", Departments: []string{"2A"}, Outlook: chart.Cloudy},
			{Ref: "PR2", Departments: []string{"2A"}, Outlook: chart.Sunny},
		},
	}, i18n.FR)
	fmt.Println(err, p.Text)
	// Output: <nil> Corse-du-Sud, pire météo Nuage, 1 projet sur 2. Haute-Corse : hors programme.
}

func TestWhatDoesNotExistIsRefused(t *testing.T) {
	nowhere := programme(t, "hdf", "59 Storm 1", "99 Storm 1")
	odd := programme(t, "hdf", "59 Storm 1")
	odd.Projects[0].Outlook = 5
	for want, s := range map[string]chart.Synthesis{
		`chart: project PR101 has department "99", which does not exist`: nowhere,
		`chart: project PR100 has outlook 5, which is none`:              odd,
	} {
		for name, draw := range pictures {
			if _, err := draw(s, i18n.FR); err == nil || err.Error() != want {
				t.Errorf("%s: got %v, want %s", name, err, want)
			}
		}
	}
}

// Each region has pictures of a size that a phone can show.
func TestEveryRegionHasItsPictures(t *testing.T) {
	for _, region := range plan.Territories() {
		s := chart.Synthesis{Title: region.Name, Date: calendar.Date{Year: 2026, Month: 11, Day: 23}, Region: region}
		for i, d := range region.Departments {
			for n := range 3 * i {
				s.Projects = append(s.Projects, chart.Project{
					Ref: fmt.Sprint("PR", 100+len(s.Projects)), Departments: []string{d.Number}, Outlook: chart.Outlook(n % 5),
				})
			}
		}
		for name, draw := range pictures {
			p, err := draw(s, i18n.FR)
			if err != nil {
				t.Fatal(region.Name, name, err)
			}
			size, err := png.DecodeConfig(bytes.NewReader(p.PNG))
			if err != nil {
				t.Fatal(region.Name, name, err)
			}
			if size.Width != chart.Width || size.Height < 400 || size.Height > 2*chart.Width {
				t.Errorf("%s: %s of %d × %d", region.Name, name, size.Width, size.Height)
			}
		}
	}
}

func TestTheOrderOfTheProjectsChangesNoByte(t *testing.T) {
	for name, draw := range pictures {
		s := erbm(t)
		first, err := draw(s, i18n.FR)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(s.Projects)
		again, err := draw(s, i18n.FR)
		if err != nil {
			t.Fatal(err)
		}
		if again.Text != first.Text || !bytes.Equal(again.PNG, first.PNG) {
			t.Errorf("%s is not the same", name)
		}
	}
}

// Pictures are drawn at once for several people: nothing is shared but the fonts.
func TestPicturesAreDrawnAtOnce(t *testing.T) {
	s := erbm(t)
	for name, draw := range pictures {
		for range 2 {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				if _, err := draw(s, i18n.EN); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// BenchmarkPictures draws the tallest: 13 departments, 325 projects.
func BenchmarkPictures(b *testing.B) {
	var lots []string
	for _, d := range []string{"09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"} {
		for _, o := range []string{"Storm", "Cloudy", "Overcast", "Sunny", "None"} {
			lots = append(lots, d+" "+o+" 5")
		}
	}
	s := programme(b, "Occitanie", lots...)
	for name, draw := range pictures {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := draw(s, i18n.FR); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
