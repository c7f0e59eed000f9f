package chart

import (
	"jalon/calendar"
	"jalon/i18n"
	"jalon/plan"
)

// Width is how wide every picture is, in pixels; its height depends on what it
// shows.
const Width = 1000

// Synthesis is what both pictures show: the projects of a programme in a region
// on a day.
type Synthesis struct {
	Title    string // of the programme, « ERBM »
	Date     calendar.Date
	Region   plan.Territory
	Projects []Project // in any order
}

// Project is a project with its météo.
type Project struct {
	Ref string // « PR131 »
	// Departments are official numbers. A project of several departments counts
	// in each; one without any is shown apart, and so is one of another region.
	Departments []string
	Outlook     Outlook
}

// Picture is a picture and what it says.
type Picture struct {
	PNG []byte
	// Text says in sentences all that the picture shows but its title and its
	// date, for who does not see it.
	Text string
}

var (
	textHeatMap = i18n.T("Météo des projets par département", "Outlook of the projects by department")
	textTileMap = i18n.T("Pire météo de chaque département", "Worst outlook of each department")
)

// HeatMap draws one row per department. A cell is a project as long as they are
// few, else the count of the projects that share a météo. It fails on a
// department that does not exist and on an outlook that is none.
func HeatMap(s Synthesis, lang i18n.Lang) (Picture, error) {
	places, err := survey(s, lang)
	if err != nil {
		return Picture{}, err
	}
	shown, absent := split(places)
	notes := append(absentText(absent, lang), sharedText(places, s.Projects, lang)...)
	p := newPage(s, textHeatMap, notes, lang)
	drawn := newRows(shown, lang)
	p.body = drawn
	return p.picture(append(drawn.text(), notes...))
}

// TileMap draws one tile per department of the region, laid out roughly as on a
// map, with its worst météo. It fails as [HeatMap] does, and on a region that is
// none of [plan.Territories].
func TileMap(s Synthesis, lang i18n.Lang) (Picture, error) {
	grid, err := gridOf(s.Region)
	if err != nil {
		return Picture{}, err
	}
	places, err := survey(s, lang)
	if err != nil {
		return Picture{}, err
	}
	shown, absent := split(places)
	notes := sharedText(places, s.Projects, lang)
	p := newPage(s, textTileMap, notes, lang)
	p.legend = append(p.legend, outside)
	p.body = newTiles(places, grid, lang)
	return p.picture(append(tileMapText(shown, absent, lang), notes...))
}
