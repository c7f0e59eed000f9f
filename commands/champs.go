package commands

import "slices"

// saidField is one thing that a line can say of a body or of a project, and how it
// is read.
type saidField[T any] struct {
	clauseWords
	read func(e *Env, c saidClause) (func(*T), error)
}

// clausesOf lists the keywords of fields, after that of the reason.
func clausesOf[T any](fields ...[]saidField[T]) []clauseWords {
	out := []clauseWords{{"motif", []string{"motif"}, false}}
	for _, f := range slices.Concat(fields...) {
		out = append(out, f.clauseWords)
	}
	return out
}

// keywordsOf names the keywords.
func keywordsOf(clauses []clauseWords) []string {
	out := make([]string, len(clauses))
	for i, c := range clauses {
		out[i] = c.key
	}
	return out
}

// editsOf reads what a line says, field by field. What was typed in a form and is
// not understood is told beside its field.
func editsOf[T any](e *Env, l saidLine, fields ...[]saidField[T]) ([]func(*T), error) {
	known := slices.Concat(fields...)
	var edits []func(*T)
	for _, c := range l.clauses {
		at := slices.IndexFunc(known, func(f saidField[T]) bool { return f.key == c.key })
		if at < 0 {
			continue
		}
		edit, err := known[at].read(e, c)
		if err != nil && e.req.Fields[c.key] != "" {
			return nil, e.onField(c.key, err)
		}
		if err != nil {
			return nil, err
		}
		edits = append(edits, edit)
	}
	return edits, nil
}

// saidText reads a text; « aucun » takes it away.
func saidText[T any](set func(*T, string)) func(*Env, saidClause) (func(*T), error) {
	return func(e *Env, c saidClause) (func(*T), error) {
		text, err := e.oneText(c, c.key)
		if isNone(text) {
			text = ""
		}
		return func(of *T) { set(of, text) }, err
	}
}
