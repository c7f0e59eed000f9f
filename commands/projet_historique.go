package commands

import (
	"fmt"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    7,
	path:    "projet historique",
	aliases: []string{"projet histoire", "projet mises a jour", "projet history"},
	summary: i18n.T("voir tout ce qui a été dit d’un projet, et quand", "see all that was said of a project, and when"),
	args: []arg{argProject, {"page <n>", "page 2", i18n.T(
		"la suite de la liste", "the rest of the list"), true}},
	examples: []string{"projet historique PR105"},
	right:    plan.ReadProjects,
	seeAlso:  []string{"projet voir", "projet meteo"},
	run:      showHistory,
})

// updatesPage is how many updates a page shows.
const updatesPage = 10

var (
	textHistoryNone  = i18n.T("{ref} : aucune mise à jour depuis sa création, {day}.", "{ref}: no update since it was created, {day}.")
	textHistoryOne   = i18n.T("**{ref}, {n} mise à jour**", "**{ref}, {n} update**")
	textHistoryMany  = i18n.T("**{ref}, {n} mises à jour**", "**{ref}, {n} updates**")
	textHistoryLast  = i18n.T("**{ref}, {shown} dernières mises à jour sur {n}**", "**{ref}, last {shown} updates of {n}**")
	textHistoryRow   = i18n.T("- **{day}** · {what} · {who}", "- **{day}** · {what} · {who}")
	textSaidComment  = i18n.T("{outlook} : « {text} »", "{outlook}: “{text}”")
	textSaidSame     = i18n.T("inchangé ({outlook})", "unchanged ({outlook})")
	textSaidProgress = i18n.T("avancement {n} %", "progress {n}%")
	textSaidBlocked  = i18n.T("blocage : « {text} »", "blocker: “{text}”")
	textSaidLifted   = i18n.T("blocage levé", "blocker lifted")
)

func showHistory(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	tokens, page := cutPageToken(tokens)
	p, err := e.projectNamed(joined(tokens))
	if err != nil {
		return card.Reply{}, err
	}
	h, err := e.plan.ProjectHistory(e.ctx, e.req.Region, e.sees(), p.Number, updatesPage, (page-1)*updatesPage)
	if err != nil {
		return card.Reply{}, err
	}
	if h.Total == 0 {
		return card.Reply{Text: e.say(textHistoryNone, "ref", p.Ref(), "day", e.words.Long(calendar.DateOf(p.CreatedAt, e.zone)))}, nil
	}
	head := e.say(i18n.Plural(e.lang, h.Total, textHistoryOne, textHistoryMany), "ref", p.Ref(), "n", h.Total)
	if h.Total > updatesPage && page == 1 {
		head = e.say(textHistoryLast, "ref", p.Ref(), "shown", len(h.Updates), "n", h.Total)
	}
	rows := []string{head}
	w := e.drawer()
	for _, u := range h.Updates {
		rows = append(rows, w.updateRow(u, h.Called))
	}
	reply := card.Reply{Text: strings.Join(rows, "\n")}
	e.addNextPage(&reply, h.Total-page*updatesPage, fmt.Sprintf("%s %s page %d", e.cmd.path, p.Ref(), page+1))
	return reply, nil
}

// cutPageToken takes « page 2 » off the end of a line.
func cutPageToken(tokens []token) ([]token, int) {
	n := len(tokens)
	if n < 2 || i18n.Fold(tokens[n-2].text) != "page" {
		return tokens, 1
	}
	page, err := strconv.Atoi(tokens[n-1].text)
	if err != nil || page < 1 || page > mostPages {
		return tokens, 1
	}
	return tokens[:n-2], page
}

// addNextPage says how many are left of a list, with the line that shows them.
func (e *Env) addNextPage(reply *card.Reply, left int, line string) {
	if left <= 0 {
		return
	}
	reply.Text += "\n\n" + e.say(i18n.Plural(e.lang, left, textMore, textMores), "n", left, "line", card.Code(line))
	reply.Buttons = append(reply.Buttons, card.Button{ID: "suite", Label: e.say(labelNext), Style: card.Quiet, Command: line})
}

// updateRow is one thing that was said of a project.
func (w drawer) updateRow(u plan.ProjectUpdate, called map[plan.UserID]string) string {
	who := card.Quote(called[u.By])
	switch {
	case u.By.Former():
		who = textFormerAgent.In(w.lang)
	case who == "":
		who = "jalon"
	}
	return textHistoryRow.In(w.lang, "day", w.words.Short(calendar.DateOf(u.At, w.zone), w.today), "what", w.updateSaid(u), "who", who)
}

func (w drawer) updateSaid(u plan.ProjectUpdate) string {
	switch u.Kind {
	case plan.UpdateUnchanged:
		return textSaidSame.In(w.lang, "outlook", w.outlook(u.Outlook))
	case plan.UpdateProgress:
		return textSaidProgress.In(w.lang, "n", u.Progress)
	case plan.UpdateBlocker:
		if u.Text == "" {
			return textSaidLifted.In(w.lang)
		}
		return textSaidBlocked.In(w.lang, "text", card.Quote(u.Text))
	case plan.UpdateFiles:
		return card.Quote(u.Text)
	case plan.UpdateOutlook:
		if u.Text != "" {
			return textSaidComment.In(w.lang, "outlook", w.outlook(u.Outlook), "text", card.Quote(u.Text))
		}
		return w.outlook(u.Outlook)
	default:
		return w.outlook(u.Outlook)
	}
}
