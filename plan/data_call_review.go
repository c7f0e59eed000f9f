package plan

import (
	"slices"
	"strings"

	"jalon/i18n"
)

// A review (« revue des projets ») is a data call whose only question is about the
// projects of each service. It is answered by reporting on them: what is said goes to
// the projects, whatever the entrance, and a service has answered once it has said
// something of each since the review was opened.

// ProjectSaid is what a service says of one of its projects in a review.
type ProjectSaid struct {
	Number int
	Report ProjectReport
}

var (
	textReviewAlone = i18n.T(
		"La question **« {label} »** sur les projets se pose seule. Rien n’est enregistré.\nOuvrez deux remontées.",
		"The question **“{label}”** about the projects goes alone. Nothing is saved.\nOpen two data calls.")
	textReviewNobody = i18n.T(
		"Aucun de ces services n’a de projet à passer en revue. Rien n’est enregistré.\nPour les voir : `/projet liste`",
		"None of these services has a project to review. Nothing is saved.\nTo see them: `/projet liste`")
	textReviewOther = i18n.T(
		"**{ref}** n’est pas un projet {service} dans {call}. Rien n’a changé.\nSes projets : {list}",
		"**{ref}** is not a project of {service} in {call}. Nothing has changed.\nIts projects: {list}")
	textReviewEmpty = i18n.T(
		"Il manque la météo des projets. Rien n’a changé.\nPar exemple : `/remontee repondre {ref} {example} soleil`, ou `/remontee repondre {ref} tous inchangés`",
		"The outlook of the projects is missing. Nothing has changed.\nFor example: `/remontee repondre {ref} {example} soleil`, or `/remontee repondre {ref} tous inchangés`")
)

// Review tells whether the data call is a review of projects, and of which programme;
// empty for all.
func (c DataCall) Review() (programme string, is bool) {
	if len(c.Questions) != 1 || c.Questions[0].Kind != AnswerProjects {
		return "", false
	}
	if choices := c.Questions[0].Choices; len(choices) > 0 {
		return choices[0], true
	}
	return "", true
}

// checkReview refuses a question about projects beside others.
func checkReview(all []Question) error {
	i := slices.IndexFunc(all, func(q Question) bool { return q.Kind == AnswerProjects })
	if i < 0 || len(all) == 1 {
		return nil
	}
	return Refuse(Invalid, textReviewAlone.With("label", all[i].Label))
}

// answering are the services that say how a project goes: the one that leads it, else
// the préfectures of its departments.
func answering(dir DirectoryView, p Project) []ServiceID {
	if _, open := dir.Service(p.Service); open {
		return []ServiceID{p.Service}
	}
	var out []ServiceID
	for _, s := range dir.Services {
		if s.Kind == KindPrefecture && s.Department != "" && slices.Contains(p.Departments, s.Department) {
			out = append(out, s.ID)
		}
	}
	return out
}

// projectsOf lists the open projects that a service says how they go, of a programme
// and of all that is a part of it, or of all when it is empty.
func projectsOf(tx Tx, dir DirectoryView, service ServiceID, programme string) ([]Project, error) {
	f := ProjectFilter{Service: service}
	if programme != "" {
		all, err := tx.Programmes(dir.Region.ID)
		if err != nil {
			return nil, err
		}
		f.Programmes = Programmes(all).Within(programme)
	}
	led, _, err := tx.FindProjects(dir.Region.ID, f)
	s, _ := dir.Service(service)
	if err != nil || s.Kind != KindPrefecture || s.Department == "" {
		return led, err
	}
	f.Service, f.Departments = "", []string{s.Department}
	around, _, err := tx.FindProjects(dir.Region.ID, f)
	for _, p := range around {
		if p.Service != service && slices.Contains(answering(dir, p), service) {
			led = append(led, p)
		}
	}
	slices.SortFunc(led, func(a, b Project) int { return a.Number - b.Number })
	return led, err
}

// reviewing keeps the services that have a project to review; all when it is none.
func (n *NewDataCall) reviewing(tx Tx, dir DirectoryView) error {
	programme, is := DataCall{Questions: n.Questions}.Review()
	if !is {
		return nil
	}
	var kept []ServiceID
	for _, s := range n.Services {
		found, err := projectsOf(tx, dir, s, programme)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			kept = append(kept, s)
		}
	}
	if len(kept) == 0 {
		return Refuse(Invalid, textReviewNobody.With())
	}
	n.Services = kept
	return nil
}

// SaidIn tells whether something was said of a project since a review was opened.
func (p Project) SaidIn(d Deadline) bool { return !p.FreshAt().Before(d.CreatedAt) }

// left are the projects of which nothing was said yet.
func left(all []Project, d Deadline) []Project {
	return slices.DeleteFunc(slices.Clone(all), func(p Project) bool { return p.SaidIn(d) })
}

// loadReview reads the projects of each service of a review.
func (v *DataCallView) loadReview(tx Tx, dir DirectoryView) error {
	programme, is := v.Call.Review()
	if !is {
		return nil
	}
	v.Projects = map[ServiceID][]Project{}
	for _, part := range v.Deadline.Parts {
		found, err := projectsOf(tx, dir, part.Service, programme)
		if err != nil {
			return err
		}
		v.Projects[part.Service] = found
	}
	return nil
}

// answerReview reports on the projects of a service, and tells which are left.
func (p *Planner) answerReview(tx Tx, dir DirectoryView, call Call, v DataCallView, n NewAnswer) (out Answered, err error) {
	part, _, err := n.responds(dir, call, v)
	if err != nil {
		return out, err
	}
	if err := p.review(tx, dir, call, v, part, n); err != nil {
		return out, err
	}
	if out.DataCallView, err = viewDataCall(tx, dir, v.Deadline.Ref(), call.Now); err != nil {
		return out, err
	}
	r, _ := out.Response(part.Service)
	out.Answer, out.Left = r.Whole, left(out.Projects[part.Service], v.Deadline)
	out.Answer.Service = part.Service
	return out, nil
}

// review reports on the projects of a service, as a review is answered.
func (p *Planner) review(tx Tx, dir DirectoryView, call Call, v DataCallView, part Part, n NewAnswer) error {
	all := v.Projects[part.Service]
	if n.AllUnchanged {
		n.Projects = unchanged(all, v.Deadline)
	}
	if len(n.Projects) == 0 && len(all) > 0 {
		return Refuse(Invalid, textReviewEmpty.With("ref", v.Deadline.Ref(), "example", all[0].Ref()))
	}
	for _, said := range n.Projects {
		if !slices.ContainsFunc(all, func(o Project) bool { return o.Number == said.Number }) {
			s, _ := dir.Service(part.Service)
			return Refuse(Invalid, textReviewOther.With("ref", ProjectRef(said.Number), "service", namesOf{s}, "call", v.Deadline.Ref(), "list", refsOf(all)))
		}
		if _, err := p.report(tx, call, said.Number, said.Report); err != nil {
			return err
		}
	}
	if part.State == Open {
		return nil // it was closed by the last report, if nothing is left
	}
	return p.keepReview(tx, dir, call, v.Deadline, v.Call, part)
}

// unchanged says of projects that they are as they were: of those of which nothing was
// said yet, or of all when something was said of each.
func unchanged(all []Project, d Deadline) []ProjectSaid {
	waiting := left(all, d)
	if len(waiting) == 0 {
		waiting = all
	}
	out := make([]ProjectSaid, len(waiting))
	for i, p := range waiting {
		out[i] = ProjectSaid{p.Number, ProjectReport{Unchanged: true}}
	}
	return out
}

func refsOf(all []Project) listed {
	out := make(listed, len(all))
	for i, p := range all {
		out[i] = string(p.Ref())
	}
	return out
}

// reviewed closes the responses of the reviews that a report on a project completes.
func (p *Planner) reviewed(tx Tx, call Call, project Project) error {
	dir, err := directory(tx, project.Region)
	if err != nil {
		return err
	}
	services := answering(dir, project)
	if len(services) == 0 {
		return nil
	}
	asked, _, err := tx.FindDeadlines(project.Region, DeadlineFilter{State: Open, Only: OfDataCalls, Services: services, OpenParts: true})
	if err != nil {
		return err
	}
	for _, d := range asked {
		c, err := tx.DataCall(d.Region, d.Number)
		if err != nil {
			return err
		}
		programme, is := c.Review()
		for _, part := range d.OpenParts() {
			if !is || !slices.Contains(services, part.Service) {
				continue
			}
			all, err := projectsOf(tx, dir, part.Service, programme)
			if err != nil {
				return err
			}
			if len(left(all, d)) > 0 {
				if err := p.showReview(tx, &d, part.Service); err != nil {
					return err
				}
				continue
			}
			if err := p.keepReview(tx, dir, call, d, c, part); err != nil {
				return err
			}
			if d, err = tx.Deadline(d.Region, d.Number); err != nil {
				return err
			}
		}
	}
	return nil
}

// showReview has the cards of a review that say so show that a project of a service
// was reported on.
func (p *Planner) showReview(tx Tx, d *Deadline, service ServiceID) error {
	if err := tx.UpdateDeadline(*d); err != nil {
		return err
	}
	d.Version++
	return redrawWhere(tx, d.Region, d.Ref(), d.Version, func(c LiveCard) (bool, error) {
		return c.Notice == NoticeDataCallState || c.Service == service, nil
	})
}

// keepReview keeps what a service said of its projects as its answer.
func (p *Planner) keepReview(tx Tx, dir DirectoryView, call Call, d Deadline, c DataCall, part Part) error {
	programme, _ := c.Review()
	all, err := projectsOf(tx, dir, part.Service, programme)
	if err != nil {
		return err
	}
	given, err := tx.Answers(d.Region, d.Number)
	if err != nil {
		return err
	}
	rank := 1
	for _, o := range given {
		if o.Service == part.Service {
			rank = o.Rank + 1
		}
	}
	actor, err := lookAt(tx, call)
	if err != nil {
		return err
	}
	a := DataAnswer{
		Region: d.Region, Call: d.Number, Service: part.Service, Rank: rank, Outcome: Received, Values: []string{reviewValue(all)},
		At: call.Now, By: call.Actor.User, Late: c.Closed || !call.Now.Before(d.DueAtOf(part)), Behalf: !answersFor(actor.Actor, part),
	}
	return p.keep(tx, dir, call, d, c, a)
}

// reviewValue is what stands of projects, as an answer keeps it: "PR105 cloudy avis
// attendu;PR106 sunny".
func reviewValue(all []Project) string {
	out := make([]string, len(all))
	for i, p := range all {
		comment := strings.ReplaceAll(p.Comment, ";", ",")
		outlook := string(p.Outlook)
		if p.Outlook == OutlookNone {
			outlook = "none"
		}
		out[i] = strings.TrimSpace(string(p.Ref()) + " " + outlook + " " + comment)
	}
	return strings.Join(out, ";")
}

// outlookSaid are the outlooks as an answer says them.
var outlookSaid = map[string]i18n.Msg{
	"none": i18n.T("non renseignée", "not given"), string(OutlookSunny): i18n.T("soleil", "sunny"), string(OutlookOvercast): i18n.T("couvert", "overcast"),
	string(OutlookCloudy): i18n.T("nuage", "cloudy"), string(OutlookStormy): i18n.T("orage", "stormy"),
}

// sayReview writes what stands of projects in a language.
func sayReview(lang i18n.Lang, value string) string {
	items := strings.Split(value, ";")
	for i, item := range items {
		ref, rest, _ := strings.Cut(item, " ")
		outlook, comment, _ := strings.Cut(rest, " ")
		items[i] = ref + " " + outlookSaid[outlook].In(lang)
		if comment != "" {
			items[i] += " (" + comment + ")"
		}
	}
	return strings.Join(items, " ; ")
}
