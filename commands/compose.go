package commands

import (
	"strings"

	"jalon/calendar/frdate"
	"jalon/plan"
)

// compose writes the sentence back as a line that reads the same, whatever the
// words of its title, with one thing changed: a date, a service, a reference.
func (e *Env) compose(date, services string) string {
	parts := []string{e.cmd.path}
	if e.s.ref != "" {
		parts = append(parts, string(e.s.ref))
	}
	if e.s.text != "" {
		parts = append(parts, quote(e.s.text))
	}
	if e.s.title != "" {
		parts = append(parts, "titre "+quote(e.s.title))
	}
	if date != "" {
		parts = append(parts, date)
	}
	switch {
	case services != "":
		parts = append(parts, "pour "+services)
	case e.s.all:
		parts = append(parts, "pour tous")
	case len(e.s.services) > 0:
		parts = append(parts, "pour "+e.codes(e.s.services))
	}
	if e.s.person != "" {
		parts = append(parts, "à @"+e.s.person)
	}
	if e.s.pace != nil {
		parts = append(parts, "rappels "+e.s.pace.String())
	}
	if e.s.reason != "" {
		parts = append(parts, "motif "+quote(e.s.reason))
	}
	if e.s.restricted != nil {
		parts = append(parts, secrecy(*e.s.restricted))
	}
	if e.s.urgent != nil {
		parts = append(parts, urgency(*e.s.urgent))
	}
	if e.s.kind != plan.AnyKind {
		parts = append(parts, e.s.kind.Typed())
	}
	for _, keyword := range e.cmd.keywords {
		if text, ok := e.s.named[keyword]; ok {
			parts = append(parts, keyword+" "+quote(text))
		}
	}
	switch e.s.reach {
	case plan.Unsaid:
	case plan.ThisOne:
		parts = append(parts, "celle-ci")
	case plan.WholeSeries:
		parts = append(parts, "série")
	}
	return strings.Join(parts, " ")
}

// secrecy is the clause that says whether a deadline is restricted.
func secrecy(restricted bool) string {
	if restricted {
		return "confidentiel"
	}
	return "non confidentiel"
}

// urgency is the clause that says whether a deadline is urgent.
func urgency(urgent bool) string {
	if urgent {
		return "urgent"
	}
	return "non urgent"
}

// withDate is the sentence with another date.
func (e *Env) withDate(r frdate.Reading) string {
	return e.compose(typed(r.Date, r.HasTime, r.Time), "")
}

// withService is the sentence said for one service.
func (e *Env) withService(code string) string { return e.compose(e.s.dateText, code) }

// withReach is the sentence said with how far it goes.
func (e *Env) withReach(reach plan.Reach) string {
	e.s.reach = reach
	return e.compose(e.s.dateText, "")
}

// withRef is the sentence about one deadline instead of words.
func (e *Env) withRef(ref plan.Ref) string {
	words := e.s.text
	e.s.ref, e.s.text = ref, ""
	line := e.compose(e.s.dateText, "")
	e.s.ref, e.s.text = "", words
	return line
}

// codes writes services as they are typed.
func (e *Env) codes(ids []plan.ServiceID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = e.x.byID(id).Code
	}
	return strings.Join(out, " ")
}
