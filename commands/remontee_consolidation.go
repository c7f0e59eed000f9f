package commands

import (
	"bytes"
	"fmt"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

var _ = register(command{
	rank:     9,
	path:     "remontee consolidation",
	aliases:  []string{"remontee consolider", "remontee reponses", "remontee exporter", "remontee export", "remontee synthese"},
	summary:  i18n.T("réunir les réponses en un tableau, en CSV et en XLSX", "gather the answers in a table, as CSV and as XLSX"),
	args:     []arg{argDataCall},
	examples: []string{"remontee consolidation RM4"},
	right:    plan.ReadIt,
	seeAlso:  []string{"remontee etat", "remontee clore"},
	run:      gatherDataCall,
})

var (
	textGatherHead  = i18n.T("**{ref} · {title} : {count}**", "**{ref} · {title}: {count}**")
	textGatherTotal = i18n.T("Total", "Total")
	textGatherSum   = i18n.T("**Total** · {list}", "**Total** · {list}")
	textGatherFiles = i18n.T("Deux fichiers joints, en message privé : CSV (séparateur point-virgule) et XLSX, avec l’historique sur la seconde feuille.",
		"Two files attached, in a private message: CSV (semicolons) and XLSX, with the history on the second sheet.")
	textGatherHidden = i18n.T("réservé jusqu’à la clôture", "kept until the close")
	textGatherItem   = i18n.T("- **{service}** · {state}{values}", "- **{service}** · {state}{values}")

	headService   = i18n.T("service", "service")
	headState     = i18n.T("état", "state")
	headWhen      = i18n.T("date de réponse", "date of the answer")
	headWho       = i18n.T("répondu par", "answered by")
	headArea      = i18n.T("arrondissement", "arrondissement")
	headLate      = i18n.T("hors délai", "late")
	headStands    = i18n.T("réponse retenue", "answer that stands")
	sheetAnswers  = i18n.T("Réponses", "Answers")
	sheetHistory  = i18n.T("Historique", "History")
	wordYes       = i18n.T("oui", "yes")
	wordNo        = i18n.T("non", "no")
	stateReceived = i18n.T("reçue", "received")
	stateNil      = i18n.T("néant", "nil")
	stateNA       = i18n.T("sans objet", "not applicable")
	statePartial  = i18n.T("partielle", "partial")
	stateWaiting  = i18n.T("en attente", "waiting")
	stateLate     = i18n.T("reçue hors délai", "received late")
)

func gatherDataCall(e *Env) (card.Reply, error) {
	n, err := e.callAndRest()
	if err != nil {
		return card.Reply{}, err
	}
	g := gathering{drawer: e.drawer(), v: n.view}
	files, err := g.files()
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: lines(g.text(), e.say(textGatherFiles)), Files: files}, nil
}

// gathering is the answers to a data call, as a reader may see them.
type gathering struct {
	drawer
	v plan.DataCallView
}

// mostColumns is how many questions a table shows on a phone; longest is the longest
// value, in characters. What is more, or longer, is a list.
const (
	mostColumns = 3
	longestCell = 24
)

// text is the answers as they read on a phone.
func (g gathering) text() string {
	d := g.v.Deadline
	head := textGatherHead.In(g.lang, "ref", d.Ref(), "title", card.Quote(d.Title), "count", g.callCount(g.v))
	if g.tabular() {
		return head + "\n\n" + g.table() + "\n"
	}
	return head + "\n" + g.list()
}

// tabular tells whether the answers fit a table.
func (g gathering) tabular() bool {
	if len(g.v.Call.Questions) > mostColumns {
		return false
	}
	for _, r := range g.v.Responses {
		for _, a := range append(r.Partial, r.Whole) {
			for i, v := range a.Values {
				if len([]rune(g.v.Call.Questions[i].Say(g.lang, v))) > longestCell {
					return false
				}
			}
		}
	}
	return true
}

func (g gathering) table() string {
	head := []string{capital(headService.In(g.lang))}
	rule := []string{":--"}
	for _, q := range g.v.Call.Questions {
		head = append(head, cellText(q.Label))
		rule = append(rule, alignment(q))
	}
	rows := []string{row(head), row(rule)}
	for _, r := range g.v.Responses {
		for _, a := range r.Partial {
			rows = append(rows, row(append([]string{cellText(g.shortName(r.Part.Service) + " (" + a.Area + ")")}, g.cells(r, a)...)))
		}
		if len(r.Partial) == 0 || r.Answered() {
			rows = append(rows, row(append([]string{g.shortName(r.Part.Service) + g.lateMark(r.Whole)}, g.cells(r, r.Whole)...)))
		}
	}
	if sums, some := g.sums(); some {
		total := []string{"**" + textGatherTotal.In(g.lang) + "**"}
		for i, s := range sums {
			said := ""
			if s != "" {
				said = "**" + g.v.Call.Questions[i].SayFigure(g.lang, s) + "**"
			}
			total = append(total, said)
		}
		rows = append(rows, row(total))
	}
	return strings.Join(rows, "\n")
}

func alignment(q plan.Question) string {
	if q.Kind == plan.AnswerNumber || q.Kind == plan.AnswerAmount {
		return "--:"
	}
	return ":--"
}

// cellText is a text in a cell of a table.
func cellText(text string) string { return strings.ReplaceAll(card.Quote(text), "|", `\|`) }

// lateMark marks an answer that came late.
func (g gathering) lateMark(a plan.DataAnswer) string {
	if a.Rank == 0 || !a.Late {
		return ""
	}
	return " ⚠️"
}

// cells are the values of an answer, one for each question, or what stands in their
// place.
func (g gathering) cells(r plan.Response, a plan.DataAnswer) []string {
	out := make([]string, len(g.v.Call.Questions))
	if len(out) == 0 {
		return out
	}
	switch {
	case a.Rank > 0 && !g.v.Reads(r.Part.Service):
		out[0] = textGatherHidden.In(g.lang)
	case a.Rank > 0 && a.Outcome == plan.Received:
		for i, q := range g.v.Call.Questions {
			out[i] = cellText(q.Say(g.lang, a.Values[i]))
		}
	case a.Rank > 0:
		out[0] = g.stateWord(r, a)
	default:
		state, more := g.responseState(g.v, r)
		out[0] = strings.TrimSpace(state + " " + more)
	}
	return out
}

// list is one item for each response.
func (g gathering) list() string {
	var rows []string
	add := func(service string, r plan.Response, a plan.DataAnswer) {
		state, more := g.responseState(g.v, r)
		if a.Rank > 0 {
			state, more = g.answerState(g.v, a)
		}
		if more != "" {
			state += " · " + more
		}
		rows = append(rows, textGatherItem.In(g.lang, "service", service, "state", state, "values", g.values(r, a)))
	}
	for _, r := range g.v.Responses {
		for _, a := range r.Partial {
			add(g.shortName(r.Part.Service)+" ("+card.Quote(a.Area)+")", r, a)
		}
		if len(r.Partial) == 0 || r.Answered() {
			add(g.shortName(r.Part.Service), r, r.Whole)
		}
	}
	if sums, some := g.sums(); some {
		var said []string
		for i, s := range sums {
			if q := g.v.Call.Questions[i]; s != "" {
				said = append(said, textFieldSaid.In(g.lang, "label", card.Quote(q.Label), "value", q.SayFigure(g.lang, s)))
			}
		}
		rows = append(rows, "", textGatherSum.In(g.lang, "list", strings.Join(said, " ; ")))
	}
	return strings.Join(rows, "\n")
}

// values are those of an answer, each on its line.
func (g gathering) values(r plan.Response, a plan.DataAnswer) string {
	if a.Rank == 0 || a.Outcome != plan.Received {
		return ""
	}
	if !g.v.Reads(r.Part.Service) {
		return "\n    " + textGatherHidden.In(g.lang)
	}
	var out strings.Builder
	for i, q := range g.v.Call.Questions {
		out.WriteString("\n    " + g.valueSaid(q, a.Values[i]))
	}
	return out.String()
}

// sums adds the values of each question over what stands of each service: its whole
// answer, else those of its arrondissements.
func (g gathering) sums() (sums []string, some bool) {
	sums = make([]string, len(g.v.Call.Questions))
	for i, q := range g.v.Call.Questions {
		var values []string
		for _, a := range g.standing() {
			values = append(values, a.Values[i])
		}
		if sum, ok := q.Sum(values); ok {
			sums[i], some = sum, true
		}
	}
	return sums, some
}

// standing are the answers with values that count, of the services whose answers may
// be read.
func (g gathering) standing() []plan.DataAnswer {
	var out []plan.DataAnswer
	for _, r := range g.v.Responses {
		counted := []plan.DataAnswer{r.Whole}
		if !r.Answered() {
			counted = r.Partial
		}
		for _, a := range counted {
			if a.Rank > 0 && a.Outcome == plan.Received && g.v.Reads(r.Part.Service) {
				out = append(out, a)
			}
		}
	}
	return out
}

// stateWord is where a response stands, for a file.
func (g gathering) stateWord(r plan.Response, a plan.DataAnswer) string {
	switch {
	case a.Rank > 0 && a.Outcome == plan.Nil:
		return stateNil.In(g.lang)
	case a.Rank > 0 && a.Outcome == plan.NotApplicable:
		return stateNA.In(g.lang)
	case a.Rank > 0 && a.Area != "":
		return statePartial.In(g.lang)
	case a.Rank > 0 && a.Late:
		return stateLate.In(g.lang)
	case a.Rank > 0:
		return stateReceived.In(g.lang)
	case len(r.Partial) > 0:
		return statePartial.In(g.lang)
	default:
		return stateWaiting.In(g.lang)
	}
}

// files are the answers as CSV, and as XLSX with their history.
func (g gathering) files() ([]card.File, error) {
	answers, history := g.answers(), g.history()
	name := fmt.Sprintf("remontee-%s-%s", g.v.Deadline.Ref(), g.today)
	var csv, xlsx bytes.Buffer
	if err := (tabular.CSV{Mark: true}).Write(&csv, answers); err != nil {
		return nil, err
	}
	if err := tabular.WriteXLSX(&xlsx, tabular.SheetPage{Table: answers}, tabular.SheetPage{Table: history}); err != nil {
		return nil, err
	}
	return []card.File{
		{Name: name + ".csv", Type: "text/csv", Content: csv.Bytes()},
		{Name: name + ".xlsx", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Content: xlsx.Bytes()},
	}, nil
}

// answers is one row for each service, and one for each arrondissement that answered
// apart; the totals stand last.
func (g gathering) answers() tabular.Table {
	t := tabular.Table{Sheet: sheetAnswers.In(g.lang)}
	t.Header = []string{headService.In(g.lang), headArea.In(g.lang), headState.In(g.lang)}
	for _, q := range g.v.Call.Questions {
		t.Header = append(t.Header, q.Label)
	}
	t.Header = append(t.Header, headWhen.In(g.lang), headWho.In(g.lang), headLate.In(g.lang))
	for _, r := range g.v.Responses {
		for _, a := range r.Partial {
			t.Rows = append(t.Rows, g.fileRow(r, a))
		}
		if len(r.Partial) == 0 || r.Answered() {
			t.Rows = append(t.Rows, g.fileRow(r, r.Whole))
		}
	}
	if sums, some := g.sums(); some {
		cells := []string{textGatherTotal.In(g.lang), "", ""}
		for i, s := range sums {
			cells = append(cells, plainValue(g.v.Call.Questions[i], s))
		}
		t.Rows = append(t.Rows, tabular.Row{Cells: append(cells, "", "", "")})
	}
	return t
}

func (g gathering) fileRow(r plan.Response, a plan.DataAnswer) tabular.Row {
	cells := []string{g.services.byID(r.Part.Service).Name, a.Area, g.stateWord(r, a)}
	cells = append(cells, g.fileValues(r, a)...)
	if a.Rank == 0 {
		return tabular.Row{Cells: append(cells, "", "", "")}
	}
	return tabular.Row{Cells: append(cells, g.stamp(a), g.name(g.v.Scheduled, a.By), g.yesNo(a.Late))}
}

// fileValues are the values of an answer as spreadsheets read them.
func (g gathering) fileValues(r plan.Response, a plan.DataAnswer) []string {
	out := make([]string, len(g.v.Call.Questions))
	if a.Rank == 0 || a.Outcome != plan.Received {
		return out
	}
	for i, q := range g.v.Call.Questions {
		out[i] = textGatherHidden.In(g.lang)
		if g.v.Reads(r.Part.Service) {
			out[i] = plainValue(q, a.Values[i])
		}
	}
	return out
}

// plainValue is a value as spreadsheets in French read it: figures without groups nor
// unit, a comma for decimals.
func plainValue(q plan.Question, value string) string {
	switch {
	case value == "":
		return ""
	case q.Kind == plan.AnswerAmount:
		return q.PlainAmount(value)
	case q.Kind == plan.AnswerProjects:
		return q.Say(i18n.FR, value)
	case q.Kind == plan.AnswerNumber:
		return strings.ReplaceAll(value, ".", ",")
	default:
		return value
	}
}

// history is every answer that was given, in the order they came.
func (g gathering) history() tabular.Table {
	t := tabular.Table{Sheet: sheetHistory.In(g.lang)}
	t.Header = []string{headWhen.In(g.lang), headService.In(g.lang), headArea.In(g.lang), headState.In(g.lang)}
	for _, q := range g.v.Call.Questions {
		t.Header = append(t.Header, q.Label)
	}
	t.Header = append(t.Header, headWho.In(g.lang), headLate.In(g.lang), headStands.In(g.lang))
	for _, r := range g.v.Responses {
		for _, a := range r.All {
			cells := []string{g.stamp(a), g.services.byID(r.Part.Service).Name, a.Area, g.stateWord(r, a)}
			cells = append(cells, g.fileValues(r, a)...)
			t.Rows = append(t.Rows, tabular.Row{Cells: append(cells, g.name(g.v.Scheduled, a.By), g.yesNo(a.Late), g.yesNo(g.stands(r, a)))})
		}
	}
	return t
}

// stands tells whether an answer is one that counts.
func (g gathering) stands(r plan.Response, a plan.DataAnswer) bool {
	if a.Area == "" {
		return a.Rank == r.Whole.Rank
	}
	for _, p := range r.Partial {
		if p.Rank == a.Rank {
			return true
		}
	}
	return false
}

// stamp is when an answer came, as spreadsheets read it.
func (g gathering) stamp(a plan.DataAnswer) string { return a.At.In(g.zone).Format("02/01/2006 15:04") }

func (g gathering) yesNo(yes bool) string {
	if yes {
		return wordYes.In(g.lang)
	}
	return wordNo.In(g.lang)
}
