package commands

import (
	"slices"
	"strings"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/plan"
)

// fillForm puts the values of a form where their clauses go. A value is never
// read for other clauses: what a person puts in the title stays the title.
func (e *Env) fillForm() error {
	for _, keyword := range e.cmd.keywords {
		if value := normalize(e.req.Fields[keyword]); value != "" {
			if e.s.named == nil {
				e.s.named = map[string]string{}
			}
			e.s.named[keyword] = value
		}
	}
	for _, name := range []string{"titre", "date", "pour", "a", "rappels", "motif", "note"} {
		value := normalize(e.req.Fields[name])
		if value == "" || slices.Contains(e.cmd.keywords, name) {
			continue
		}
		if err := e.fillField(name, value); err != nil {
			return e.onField(name, err)
		}
	}
	return nil
}

// answersForm tells that the request is what a form brought back, perhaps with
// nothing in it: another form would say nothing new.
func (e *Env) answersForm() bool { return e.req.Origin == plan.ByForm || len(e.req.Fields) > 0 }

// onField says an error at the field of the form that it is about.
func (e *Env) onField(name string, err error) error {
	return &ask{card.Reply{Error: true, Field: name, Text: e.router.explain(e, err).Text}}
}

func (e *Env) fillField(name, value string) error {
	switch name {
	case "titre":
		if e.cmd.path == "echeance ajouter" {
			e.s.text = value
			return nil
		}
		e.s.title = value
	case "date":
		res := frdate.Parse(value, e.dates())
		e.s.date, e.s.dateText = &res, value
	case "pour":
		found, unknown := e.x.match(strings.Fields(value))
		if len(unknown) > 0 {
			return unknownService(e.x, unknown[0])
		}
		e.s.services = found
	case "a":
		e.s.person = strings.TrimPrefix(value, "@")
	case "rappels":
		pace, err := plan.ParsePace(value)
		e.s.pace = &pace
		return err
	case "motif":
		e.s.reason = value
	case "note":
		e.s.text = value
	}
	return nil
}
