package commands

import (
	"fmt"
	"strings"

	"jalon/card"
	"jalon/chart"
	"jalon/i18n"
	"jalon/plan"
)

// mostPictured is how many projects the pictures of a summary count: more would be
// read for nothing, since a picture shows counts by then.
const mostPictured = 20_000

// outlookShapes are the outlooks as pictures draw them.
var outlookShapes = map[plan.Outlook]chart.Outlook{
	plan.OutlookNone: chart.NotGiven, plan.OutlookSunny: chart.Sunny, plan.OutlookOvercast: chart.Overcast,
	plan.OutlookCloudy: chart.Cloudy, plan.OutlookStormy: chart.Storm,
}

var textPictureAll = i18n.T("Projets", "Projects")

// summaryPictures draws a summary: the projects of each department, and the map
// of the departments; nothing when they lie in no region of France.
func (e *Env) summaryPictures(l projectListing) ([]card.File, error) {
	region, ok := e.regionOfFrance()
	if !ok {
		return nil, nil
	}
	l.filter.Limit = mostPictured
	found, _, err := e.plan.FindProjects(e.ctx, e.req.Region, e.sees(), l.filter)
	if err != nil {
		return nil, err
	}
	s := chart.Synthesis{Title: e.projectScope(l), Date: e.today(), Region: region}
	if s.Title == "" {
		s.Title = e.say(textPictureAll)
	}
	for _, p := range found {
		s.Projects = append(s.Projects, chart.Project{Ref: string(p.Ref()), Departments: p.Departments, Outlook: outlookShapes[p.Outlook]})
	}
	var files []card.File
	for _, one := range []struct {
		name string
		draw func(chart.Synthesis, i18n.Lang) (chart.Picture, error)
	}{{"synthese", chart.HeatMap}, {"carte", chart.TileMap}} {
		picture, err := one.draw(s, e.lang)
		if err != nil {
			return nil, err
		}
		files = append(files, card.File{Name: e.pictureName(one.name, l), Type: "image/png", Content: picture.PNG})
	}
	return files, nil
}

// pictureName is « synthese-erbm-2026-11-23.png ».
func (e *Env) pictureName(kind string, l projectListing) string {
	words := plan.SearchWords(e.projectScope(l))
	return strings.Trim(fmt.Sprintf("%s-%s", kind, strings.Join(append(words, e.today().String()), "-")), "-") + ".png"
}

// regionOfFrance is the region that the préfectures of the team are in.
func (e *Env) regionOfFrance() (plan.Territory, bool) {
	for _, d := range e.departments() {
		return plan.TerritoryOf(d.Number)
	}
	return plan.Territory{}, false
}
