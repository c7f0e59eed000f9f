package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     6,
	path:     "echeance confier",
	aliases:  []string{"echeance attribuer", "echeance assign"},
	summary:  i18n.T("confier l’échéance à une personne", "entrust the deadline to somebody"),
	args:     []arg{argRef, {"@personne", "@bob", i18n.T("la personne qui en répond désormais", "the person who answers for it from now on"), false}, argServices},
	takes:    []clause{takesRef, takesPerson, takesServices},
	examples: []string{"echeance confier E12 @bob", "echeance confier E12 à @bob pour 62"},
	right:    plan.ChangeIt,
	seeAlso:  []string{"echeance modifier", "jalon defaire"},
	undoable: true,
	run:      assignDeadline,
})

var (
	textAssigned      = i18n.T("{ref} est confiée à @{name} : un message privé l’en informe.", "{ref} is entrusted to @{name}: a private message says so.")
	textAssignedSelf  = i18n.T("{ref} vous est confiée. Les rappels vous parviendront en privé.", "{ref} is entrusted to you. The reminders will reach you in private.")
	textPersonMissing = i18n.T(
		"Il manque la personne à qui confier {ref}. Rien n’a changé.\nPar exemple : `/echeance confier {ref} @bob`",
		"The person to entrust {ref} to is missing. Nothing has changed.\nFor example: `/echeance confier {ref} @bob`")
	titleAssign = i18n.T("Confier {ref}", "Entrust {ref}")
	labelPerson = i18n.T("Responsable", "Person")
	helpPerson  = i18n.T("Son nom d’utilisateur, par exemple : @bob", "Their user name, for example: @bob")
	labelAssign = i18n.T("Confier", "Entrust")
)

func assignDeadline(e *Env) (card.Reply, error) {
	if words := strings.Fields(e.s.text); e.s.ref != "" && e.s.person == "" && len(words) == 1 {
		e.s.person = words[0] // « confier E12 bob »: the @ is easily forgotten
	}
	s, err := e.openDeadline(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	if err := e.stillAsDrawn(s); err != nil {
		return card.Reply{}, err
	}
	ref := s.Deadline.Ref()
	if e.s.person == "" {
		if e.req.CanForm && !e.answersForm() {
			return card.Reply{Form: &card.Form{
				Title: e.say(titleAssign, "ref", ref), Command: e.cmd.path + " " + string(ref), Submit: e.say(labelAssign), Version: s.Deadline.Version,
				Fields: []card.Field{{Name: "a", Label: e.say(labelPerson), Help: e.say(helpPerson)}},
			}}, nil
		}
		return card.Reply{}, &ask{card.Reply{Error: true, Field: "a", Text: e.say(textPersonMissing, "ref", ref)}}
	}
	person, err := e.agentNamed(e.s.person)
	if err != nil {
		return card.Reply{}, err
	}
	changed, err := e.plan.AssignDeadline(e.ctx, e.call, ref, e.scope(), person.User)
	if err != nil {
		return card.Reply{}, err
	}
	drawn := e.drawer().answer(changed.Scheduled)
	text := e.say(textAssigned, "ref", ref, "name", person.Username)
	if person.User == e.req.User {
		text = e.say(textAssignedSelf, "ref", ref)
	}
	return card.Reply{Text: lines(text, e.awayNote(person.User)), Card: drawn}, nil
}
