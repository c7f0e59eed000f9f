package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     16,
	path:     "projet revue",
	aliases:  []string{"projet revues", "projet note", "projet review"},
	summary:  i18n.T("le texte d’une revue de projets, à copier dans PILOTE ou dans une note", "the text of a review of projects, to paste in PILOTE or in a note"),
	args:     []arg{argProjectFilters},
	examples: []string{"projet revue CRTE", "projet revue ERBM 62"},
	right:    plan.ReadProjects,
	seeAlso:  []string{"projet synthese", "projet liste"},
	run:      reviewProjects,
})

// mostReviewed is how many projects a review holds: a post has an end.
const mostReviewed = 40

var (
	textReviewHead  = i18n.T("**Revue {scope} au {day}**, texte à copier :", "**Review {scope} on {day}**, text to copy:")
	textReviewLast  = i18n.T("Les {n} premiers projets sur {total}. Pour la suite, ajoutez un filtre.", "The first {n} projects of {total}. For the rest, add a filter.")
	textReviewName  = i18n.T("{name}.", "{name}.")
	textReviewState = i18n.T("Météo : {outlook}.", "Outlook: {outlook}.")
	textReviewTrend = i18n.T("Tendance : {trend}.", "Trend: {trend}.")
	textReviewWord  = i18n.T("Commentaire : {text}.", "Comment: {text}.")
	textReviewRisks = i18n.T("Risques et freins : {text}.", "Risks and blockers: {text}.")
	textReviewNext  = i18n.T("Actions à venir : {text}.", "Actions to come: {text}.")
	textReviewDone  = i18n.T("Taux d’avancement : {n} %.", "Progress rate: {n}%.")
	textReviewNone  = i18n.T("projets", "of projects")
)

// trendWords are the trends as PILOTE writes them.
var trendWords = map[plan.Trend]i18n.Msg{
	plan.TrendRising: i18n.T("hausse", "rising"), plan.TrendFalling: i18n.T("baisse", "falling"), plan.TrendStable: i18n.T("stable", "stable"),
}

func reviewProjects(e *Env) (card.Reply, error) {
	l, err := e.projectListing()
	if err != nil {
		return card.Reply{}, err
	}
	l.filter.Limit = mostReviewed
	found, total, err := e.plan.FindProjects(e.ctx, e.req.Region, e.sees(), l.filter)
	if err != nil {
		return card.Reply{}, err
	}
	if total == 0 {
		return card.Reply{Text: e.noProjects(l)}, nil
	}
	scope := e.projectScope(l)
	if scope == "" {
		scope = e.say(textReviewNone)
	}
	var paragraphs []string
	for _, p := range found {
		v, err := e.plan.ViewProject(e.ctx, e.req.Region, e.sees(), e.sight, p.Number)
		if err != nil {
			return card.Reply{}, err
		}
		paragraphs = append(paragraphs, e.drawer().reviewText(v))
	}
	text := e.say(textReviewHead, "scope", scope, "day", e.words.Long(e.today())) + "\n```\n" + strings.Join(paragraphs, "\n\n") + "\n```"
	if total > len(found) {
		text += "\n" + e.say(textReviewLast, "n", len(found), "total", total)
	}
	return card.Reply{Text: text}, nil
}

// reviewText is a project as a review has it: plain text, the words of PILOTE.
func (w drawer) reviewText(v plan.ProjectView) string {
	plain := func(text string) string { return strings.TrimRight(card.Code(text), " .") }
	said := []string{
		textReviewName.In(w.lang, "name", plain(v.Name)),
		textReviewState.In(w.lang, "outlook", strings.ToUpper(w.outlookWord(v.Outlook))),
	}
	if v.Trend != plan.TrendNone {
		said = append(said, textReviewTrend.In(w.lang, "trend", trendWords[v.Trend].In(w.lang)))
	}
	if v.Progress != plan.NoProgress {
		said = append(said, textReviewDone.In(w.lang, "n", v.Progress))
	}
	if v.Comment != "" {
		said = append(said, textReviewWord.In(w.lang, "text", plain(v.Comment)))
	}
	if v.Blocker != "" {
		said = append(said, textReviewRisks.In(w.lang, "text", plain(v.Blocker)))
	}
	if step := w.nextStep(v); step != "" {
		said = append(said, textReviewNext.In(w.lang, "text", plain(strings.ReplaceAll(step, "**", ""))))
	}
	return strings.Join(said, " ")
}
