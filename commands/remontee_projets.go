package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// A review is answered project by project: « PR105 soleil ; PR112 nuage avis attendu »,
// or « tous inchangés ».

var (
	textReviewItem = i18n.T(
		"**« {text} »** n’est pas compris. Rien n’a changé.\nUn projet, sa météo, puis une ligne si utile : `/remontee repondre {ref} {example} nuage avis attendu`",
		"**“{text}”** is not understood. Nothing has changed.\nA project, its outlook, then a line if useful: `/remontee repondre {ref} {example} nuage avis attendu`")
	textReviewKept = i18n.T("{ref} : {n} à jour pour {service}. Sa réponse est complète.", "{ref}: {n} up to date for {service}. Its answer is complete.")
	textReviewLeft = i18n.T("{ref} : c’est noté pour {service}. Il reste {n} à dire :", "{ref}: noted for {service}. {n} left to tell:")
	textReviewSaid = i18n.T("- **{ref}** · {name} · {outlook} · {ago}", "- **{ref}** · {name} · {outlook} · {ago}")
	textReviewTold = i18n.T("- **{ref}** · {name} · {outlook} · dit {ago}", "- **{ref}** · {name} · {outlook} · told {ago}")
	textReviewMore = i18n.T("et {n} de plus : `/projet liste`", "and {n} more: `/projet liste`")
	textReviewHow  = i18n.T(
		"Pour répondre : `/remontee repondre {ref} {example} nuage avis attendu`, un projet après l’autre, ou `tous inchangés`",
		"To answer: `/remontee repondre {ref} {example} nuage avis attendu`, one project after the other, or `tous inchangés`")
	textStateProjects = i18n.T("{n} sur {of}", "{n} of {of}")
	labelAllUnchanged = i18n.T("Tous inchangés", "All unchanged")
	helpReview        = i18n.T("soleil, couvert, nuage, orage ou inchangé, puis une ligne si utile", "soleil, couvert, nuage, orage or inchangé, then a line if useful")
)

// answerReview reports on the projects that a line, or a form, is about.
func (e *Env) answerReview(n namedCall) (card.Reply, error) {
	a := plan.NewAnswer{Outcome: plan.Received, Service: n.service, Area: n.area}
	var err error
	switch word := i18n.Fold(strings.Trim(n.rest, " .!")); {
	case e.answersForm():
		a.Projects, err = e.projectsInForm(n)
	case word == "":
		return e.reviewForm(n), nil
	case word == "tous inchanges" || word == "inchange" || word == "tous inchange" || word == "rien de nouveau":
		a.AllUnchanged = true
	default:
		a.Projects, err = e.projectsSaidIn(n, n.rest)
	}
	if err != nil {
		return card.Reply{}, err
	}
	given, err := e.plan.AnswerDataCall(e.ctx, e.call, n.view.Deadline.Ref(), a)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.reviewSaid(given)}, nil
}

// projectsSaidIn reads what is said of projects, each after its identifier.
func (e *Env) projectsSaidIn(n namedCall, text string) ([]plan.ProjectSaid, error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	var out []plan.ProjectSaid
	for at := 0; at < len(tokens); {
		end := at + 1
		for end < len(tokens) && !namesProject(tokens[end]) {
			end++
		}
		said, err := e.projectSaid(n, tokens[at:end])
		if err != nil {
			return nil, err
		}
		out, at = append(out, said), end
	}
	return out, nil
}

// namesProject tells the identifier of a project, perhaps with a mark beside it.
func namesProject(t token) bool {
	_, is := plan.ParseProjectRef(strings.Trim(t.text, ";,:"))
	return is && !t.quoted
}

// projectSaid reads an identifier, an outlook, and a line.
func (e *Env) projectSaid(n namedCall, item []token) (plan.ProjectSaid, error) {
	number, is := plan.ParseProjectRef(strings.Trim(item[0].text, ";,:"))
	rest := item[1:]
	for len(rest) > 0 && strings.Trim(rest[0].text, ";,:=") == "" {
		rest = rest[1:]
	}
	at, used, word := outlookIn(rest)
	if !is || used == 0 || at > 0 {
		return plan.ProjectSaid{}, e.badItem(n, joined(item))
	}
	said := plan.ProjectSaid{Number: number}
	if word == wordUnchanged {
		said.Report.Unchanged = true
	} else {
		o, _ := plan.ParseOutlook(word)
		said.Report.Outlook = &o
	}
	if comment := strings.Trim(joined(rest[used:]), " ;,:"); comment != "" {
		comment = card.OneLine(comment)
		said.Report.Comment = &comment
	}
	return said, nil
}

func (e *Env) badItem(n namedCall, text string) error {
	return askFor(e.say(textReviewItem, "text", card.Quote(clip(text)), "ref", n.view.Deadline.Ref(), "example", e.firstProject(n.view, e.answeringService(n).ID)))
}

// firstProject is a project that a service says how it goes.
func (e *Env) firstProject(v plan.DataCallView, service plan.ServiceID) plan.Ref {
	if all := v.Projects[service]; len(all) > 0 {
		return all[0].Ref()
	}
	for _, r := range v.Responses {
		if all := v.Projects[r.Part.Service]; len(all) > 0 {
			return all[0].Ref()
		}
	}
	return plan.ProjectRef(1)
}

// projectsInForm reads what a form says of each project; an empty field says nothing.
func (e *Env) projectsInForm(n namedCall) ([]plan.ProjectSaid, error) {
	var out []plan.ProjectSaid
	for _, p := range n.view.Projects[e.answeringService(n).ID] {
		text := normalize(e.req.Fields[string(p.Ref())])
		if text == "" {
			continue
		}
		said, err := e.projectsSaidIn(n, string(p.Ref())+" "+text)
		if err != nil {
			return nil, e.onField(string(p.Ref()), err)
		}
		out = append(out, said...)
	}
	return out, nil
}

// reviewForm has a field for each project of the service of which nothing was said yet,
// or for each when all were.
func (e *Env) reviewForm(n namedCall) card.Reply {
	service := e.answeringService(n)
	all, d := n.view.Projects[service.ID], n.view.Deadline
	n.service = service.ID
	if !e.req.CanForm || len(all) == 0 {
		return card.Reply{Error: true, Text: lines(e.drawer().reviewList(d, all), e.say(textReviewHow, "ref", d.Ref(), "example", e.firstProject(n.view, service.ID)))}
	}
	form := card.Form{
		Title: e.say(titleAnswer, "ref", d.Ref()), Command: e.answerLine(n), Submit: e.say(labelAnswer),
		Line: e.answerLine(n) + " " + string(all[0].Ref()) + " soleil",
	}
	waiting := e.unsaid(d, all)
	if len(waiting) == 0 {
		waiting = all
	}
	for _, p := range waiting[:min(len(waiting), weekLimit)] {
		form.Fields = append(form.Fields, card.Field{
			Name: string(p.Ref()), Label: clipLabel(string(p.Ref()) + " " + p.Called()), Help: e.say(helpReview), Optional: true,
		})
	}
	return card.Reply{Form: &form}
}

// unsaid are the projects of which nothing was said since a review was opened.
func (*Env) unsaid(d plan.Deadline, all []plan.Project) []plan.Project {
	var out []plan.Project
	for _, p := range all {
		if !p.SaidIn(d) {
			out = append(out, p)
		}
	}
	return out
}

// reviewSaid says what is left to tell, or that all is told.
func (e *Env) reviewSaid(g plan.Answered) string {
	service, ref := e.x.byID(g.Answer.Service), g.Deadline.Ref()
	if len(g.Left) == 0 {
		return lines(e.say(textReviewKept, "ref", ref, "n", e.projectsSaid(len(g.Projects[service.ID])), "service", service.The(e.lang)),
			e.drawer().reviewList(g.Deadline, g.Projects[service.ID]))
	}
	return lines(e.say(textReviewLeft, "ref", ref, "service", service.The(e.lang), "n", e.projectsSaid(len(g.Left))), e.drawer().reviewList(g.Deadline, g.Left))
}

// reviewList is the projects of a service with what was said last of each.
func (w drawer) reviewList(d plan.Deadline, all []plan.Project) string {
	rows := make([]string, 0, len(all))
	for _, p := range all[:min(len(all), weekLimit)] {
		text := textReviewSaid
		if p.SaidIn(d) {
			text = textReviewTold
		}
		rows = append(rows, text.In(w.lang, "ref", p.Ref(), "name", card.Quote(clip(p.Called())), "outlook", w.outlook(p.Outlook),
			"ago", w.ago(calendar.DateOf(p.FreshAt(), w.zone))))
	}
	if left := len(all) - len(rows); left > 0 {
		rows = append(rows, textReviewMore.In(w.lang, "n", left))
	}
	return strings.Join(rows, "\n")
}

// reviewButtons are what a service is offered for a review.
func (w drawer) reviewButtons(v plan.DataCallView, service plan.ServiceID) []card.Button {
	part, asked := v.Deadline.Part(service)
	if !asked || part.State != plan.Open {
		return nil
	}
	return []card.Button{{
		ID: "inchanges", Label: labelAllUnchanged.In(w.lang), Style: card.Variant,
		Command: "remontee repondre " + string(v.Deadline.Ref()) + " pour " + plan.TypedCode(w.services.byID(service).Code) + " tous inchangés",
	}}
}

// reviewCount is how many projects of a service were told.
func (w drawer) reviewCount(v plan.DataCallView, service plan.ServiceID) (said, all int) {
	for _, p := range v.Projects[service] {
		if p.SaidIn(v.Deadline) {
			said++
		}
	}
	return said, len(v.Projects[service])
}
