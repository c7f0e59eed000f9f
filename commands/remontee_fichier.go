package commands

import (
	"errors"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

// An answer may be a file: a table that has a column for each question, or a line for
// each with its answer beside.

// fileWord introduces the file in the line that a file handed in stands for.
const fileWord = "fichier"

var (
	textAnswerFile = i18n.T(
		"Le fichier **{file}** ne dit pas les réponses à {ref}. Rien n’est enregistré.\nIl faut une colonne par question ({columns}), ou une ligne par question avec sa réponse à côté.",
		"The file **{file}** does not tell the answers to {ref}. Nothing is saved.\nIt takes a column for each question ({columns}), or a row for each with its answer beside.")
	textAnswerFileRows = i18n.T(
		"Le fichier **{file}** a plusieurs lignes, et aucune n’est celle {service}. Rien n’est enregistré.\nGardez une seule ligne, ou ajoutez une colonne « service ».",
		"The file **{file}** has several rows, and none is that of {service}. Nothing is saved.\nKeep one row, or add a column “service”.")
	textFileHow = i18n.T(
		"Déposez le fichier dans votre conversation privée avec jalon, avec `{ref}` pour tout message.",
		"Drop the file in your private conversation with jalon, with `{ref}` as the only message.")
)

// fileNamed tells the identifier of the file that an answer is in.
func fileNamed(rest string) (id string, is bool) {
	word, id := cutWord(rest)
	return id, i18n.Fold(word) == fileWord && id != "" && !strings.Contains(id, " ")
}

// answerFile answers with what a file says.
func (e *Env) answerFile(n namedCall, id string) (card.Reply, error) {
	if e.router.files == nil {
		return card.Reply{}, askFor(e.say(textFileHow, "ref", n.view.Deadline.Ref()))
	}
	name, table, err := e.tableHandedIn(id)
	if err != nil {
		return card.Reply{}, err
	}
	typed, err := e.answersIn(n, name, table)
	if err != nil {
		return card.Reply{}, err
	}
	return e.giveAnswer(n, plan.NewAnswer{Outcome: plan.Received, Values: typed})
}

// tableHandedIn reads the first table of a file that the person handed in.
func (e *Env) tableHandedIn(id string) (string, tabular.Table, error) {
	f, err := e.router.files.File(e.ctx, e.req.User, id)
	if errors.Is(err, ErrNoFile) {
		return "", tabular.Table{}, askFor(e.say(textImportGone))
	}
	if err != nil {
		return "", tabular.Table{}, err
	}
	defer func() { _ = f.Content.Close() }()
	if limit := MostHandedIn; f.Size > limit {
		return "", tabular.Table{}, askFor(e.say(textImportBig, "size", f.Size>>20, "limit", limit>>20))
	}
	tables, err := tabular.Read(f.Content, tabular.Usual)
	if wrong, refused := errors.AsType[*tabular.Error](err); refused {
		return "", tabular.Table{}, askFor(e.say(textImportRefused, "why", capital(wrong.In(e.lang))+"."))
	}
	if err != nil {
		return "", tabular.Table{}, err
	}
	return f.Name, tables[0], nil
}

// answersIn finds the answer to each question in a table.
func (e *Env) answersIn(n namedCall, name string, t tabular.Table) ([]string, error) {
	if typed := answersBeside(n.view.Call.Questions, t); typed != nil {
		return typed, nil
	}
	columns := columnsOf(n.view.Call.Questions, t.Header)
	if columns == nil || len(t.Rows) == 0 {
		labels := make([]string, len(n.view.Call.Questions))
		for i, q := range n.view.Call.Questions {
			labels[i] = card.Quote(q.Label)
		}
		return nil, askFor(e.say(textAnswerFile, "file", card.Quote(name), "ref", n.view.Deadline.Ref(), "columns", strings.Join(labels, ", ")))
	}
	row, err := e.ownRow(n, name, t)
	if err != nil {
		return nil, err
	}
	typed := make([]string, len(columns))
	for i, at := range columns {
		typed[i] = cellAt(row, at)
	}
	return typed, nil
}

// columnsOf finds the column of each question by its title; nil when one has none.
func columnsOf(questions []plan.Question, header []string) []int {
	out := make([]int, len(questions))
	for i, q := range questions {
		out[i] = -1
		for at, title := range header {
			if asks(q, title) {
				out[i] = at
			}
		}
		if out[i] < 0 {
			return nil
		}
	}
	return out
}

// asks tells whether a title is the label of a question.
func asks(q plan.Question, title string) bool {
	clean := func(s string) string { return i18n.Fold(strings.TrimRight(strings.TrimSpace(s), " ?:")) }
	return clean(q.Label) == clean(title)
}

// answersBeside reads a table of two columns, a question and its answer on each row;
// nil when it is none.
func answersBeside(questions []plan.Question, t tabular.Table) []string {
	rows := append([]tabular.Row{{Cells: t.Header}}, t.Rows...)
	out := make([]string, len(questions))
	found := 0
	for i, q := range questions {
		for _, r := range rows {
			if asks(q, cellAt(r, 0)) && (len(questions) > 1 || cellAt(r, 1) != "") {
				out[i] = cellAt(r, 1)
				found++
				break
			}
		}
	}
	if found < len(questions) || columnsOf(questions, t.Header) != nil {
		return nil
	}
	return out
}

func cellAt(r tabular.Row, at int) string {
	if at >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(r.Cells[at])
}

// ownRow is the only row of a table, or that of the service that answers.
func (e *Env) ownRow(n namedCall, name string, t tabular.Table) (tabular.Row, error) {
	if len(t.Rows) == 1 {
		return t.Rows[0], nil
	}
	service := e.answeringService(n)
	for at, title := range t.Header {
		if i18n.Fold(title) != i18n.Fold(headService.In(i18n.FR)) {
			continue
		}
		for _, r := range t.Rows {
			if found, unknown := e.x.match(strings.Fields(cellAt(r, at))); len(unknown) == 0 && len(found) == 1 && found[0] == service.ID {
				return r, nil
			}
		}
	}
	return tabular.Row{}, askFor(e.say(textAnswerFileRows, "file", card.Quote(name), "service", service.OfThe(e.lang)))
}

// answeringService is for which service the person answers: the one named, or the
// first of theirs that is asked.
func (e *Env) answeringService(n namedCall) plan.Service {
	id := n.service
	for _, part := range n.view.Deadline.Parts {
		if id == "" && (part.Service == e.dir.Place.Service || e.dir.Actor.In(part.Service)) {
			id = part.Service
		}
	}
	return e.x.byID(id)
}
