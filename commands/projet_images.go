package commands

import (
	"fmt"
	"slices"
	"strings"

	"jalon/card"
	"jalon/chart"
	"jalon/i18n"
	"jalon/plan"
)

// mostNamed is how many projects are read for the pictures of a summary: when there
// are more, pictures show counts.
const mostNamed = 200

// outlookShapes are the outlooks as pictures draw them.
var outlookShapes = map[plan.Outlook]chart.Outlook{
	plan.OutlookNone: chart.NotGiven, plan.OutlookSunny: chart.Sunny, plan.OutlookOvercast: chart.Overcast,
	plan.OutlookCloudy: chart.Cloudy, plan.OutlookStormy: chart.Storm,
}

var textPictureAll = i18n.T("Projets", "Projects")

// summaryPictures draws a summary: the projects of each department, and the map
// of the departments; nothing when they lie in no region of France.
func (e *Env) summaryPictures(l projectListing, t tally) ([]card.File, error) {
	region, ok := e.regionOfFrance()
	if !ok {
		return nil, nil
	}
	projects, err := e.picturedProjects(l, t)
	if err != nil {
		return nil, err
	}
	s := chart.Synthesis{Title: e.projectScope(l), Date: e.today(), Region: region, Projects: projects}
	if s.Title == "" {
		s.Title = e.say(textPictureAll)
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

// picturedProjects are what pictures show: the projects while they are few, else
// as many as were counted, without names.
func (e *Env) picturedProjects(l projectListing, t tally) ([]chart.Project, error) {
	if t.total > mostNamed {
		shown := make([]chart.Project, 0, t.total)
		for _, g := range t.groups {
			one := chart.Project{Departments: g.Departments, Outlook: outlookShapes[g.Outlook]}
			shown = append(shown, slices.Repeat([]chart.Project{one}, g.Projects)...)
		}
		return shown, nil
	}
	l.filter.Limit = mostNamed
	found, _, err := e.plan.FindProjects(e.ctx, e.req.Region, e.sees(), l.filter)
	shown := make([]chart.Project, len(found))
	for i, p := range found {
		shown[i] = chart.Project{Ref: string(p.Ref()), Departments: p.Departments, Outlook: outlookShapes[p.Outlook]}
	}
	return shown, err
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
