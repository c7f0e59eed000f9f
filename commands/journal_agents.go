package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// The words of the journal about persons and about handovers.

var (
	textJournalRole     = i18n.T("{service}, {role}", "{service}, {role}")
	textJournalRoleWas  = i18n.T("{service} : {was}, devenu {is}", "{service}: {was}, now {is}")
	textJournalFrom     = i18n.T("{service}, {role} : retiré", "{service}, {role}: taken off")
	textJournalAway     = i18n.T("Absence {span}", "Away {span}")
	textJournalBack     = i18n.T("Fin de l’absence", "No longer away")
	textJournalDeputy   = i18n.T("Suppléance : {name}", "Deputy: {name}")
	textJournalNoDeputy = i18n.T("Plus de suppléance", "No deputy any more")
	textJournalGiven    = i18n.T("Échéances et rôles de {from} confiés à {to} : {items}", "Deadlines and roles of {from} handed over to {to}: {items}")
	textJournalReferent = i18n.T("Référent : {was}, devenu {is}", "Referent: {was}, now {is}")
	textJournalPoint    = i18n.T("Point personnel : {was}, devenu {is}", "Personal point: {was}, now {is}")
	textJournalFields   = i18n.T("Corrigé : {list}", "Corrected: {list}")
	textPassedSeries    = i18n.T("série {ref}", "series {ref}")
	textPassedDeputy    = i18n.T("suppléance de {name}", "deputy of {name}")
	textPassedReferent  = i18n.T("référent de {code}", "referent of {code}")
)

// journaledAgent says what a change of a person, or a handover, touched, as far
// as the entry holds it.
func (e *Env) journaledAgent(entry plan.Entry, names plan.RecordNames) []string {
	was, _, errWas := plan.ReadAgentRecord(entry, entry.Before)
	is, held, errIs := plan.ReadAgentRecord(entry, entry.After)
	if !held || errWas != nil || errIs != nil {
		return nil
	}
	w := journalWords{e, names}
	if entry.Action == "passation" {
		return w.handover(was, is)
	}
	told := w.memberships(was, is)
	if entry.Action == "agent.absence" {
		told = append(told, w.absence(is)...)
	}
	if entry.Action == "agent.point" {
		told = append(told, e.say(textJournalPoint, "was", SayPoint(e.words, e.lang, was.Digest), "is", SayPoint(e.words, e.lang, is.Digest)))
	}
	if was.Deputy != is.Deputy {
		text := e.say(textJournalNoDeputy)
		if is.Deputy != "" {
			text = e.say(textJournalDeputy, "name", w.person(is.Deputy))
		}
		told = append(told, text)
	}
	if len(is.Changed) > 0 {
		told = append(told, e.say(textJournalFields, "list", strings.Join(is.Changed, ", ")))
	}
	return told
}

// journalWords says the persons and services of one entry.
type journalWords struct {
	*Env
	names plan.RecordNames
}

// person is the user name of somebody, if anybody still knows who it was.
func (w journalWords) person(id plan.PersonID) string {
	if name := w.names.People[id]; name != "" {
		return card.Quote(name)
	}
	return w.say(textFormerAgent)
}

// service is the code of a service.
func (w journalWords) service(id string) string {
	if s, known := w.names.Services[plan.ServiceID(id)]; known {
		return card.Quote(s.Code)
	}
	return card.Quote(id)
}

func (w journalWords) role(r plan.Role) string {
	if m, known := roleNames[r]; known {
		return w.say(m)
	}
	return string(r)
}

// memberships says what somebody is in the services of an entry: one, or those
// that an import gave, each beside what it was.
func (w journalWords) memberships(was, is plan.AgentRecord) []string {
	if len(is.Services) == 0 {
		return w.membership(was, is)
	}
	before := map[string]plan.AgentRecord{}
	for _, text := range was.Services {
		service, role := splitRole(plan.AgentRecord{Service: text})
		before[service] = plan.AgentRecord{Service: service, Role: role}
	}
	var told []string
	for _, text := range is.Services {
		service, role := splitRole(plan.AgentRecord{Service: text})
		told = append(told, w.membership(before[service], plan.AgentRecord{Service: service, Role: role})...)
	}
	return told
}

// membership says what somebody is in a service: as a record has it, or in the
// words of an import, « 62, contribution ».
func (w journalWords) membership(was, is plan.AgentRecord) []string {
	was.Service, was.Role = splitRole(was)
	is.Service, is.Role = splitRole(is)
	switch {
	case is.Role == "" && was.Role == "":
		return nil
	case is.Role == "":
		return []string{w.say(textJournalFrom, "service", w.service(was.Service), "role", w.role(was.Role))}
	case was.Role != "" && was.Role != is.Role && was.Service == is.Service:
		return []string{w.say(textJournalRoleWas, "service", w.service(is.Service), "was", w.role(was.Role), "is", w.role(is.Role))}
	default:
		return []string{w.say(textJournalRole, "service", w.service(is.Service), "role", w.role(is.Role))}
	}
}

// splitRole takes the role off a service that an import wrote.
func splitRole(r plan.AgentRecord) (service string, role plan.Role) {
	if code, word, found := strings.Cut(r.Service, ", "); found && r.Role == "" {
		return code, plan.Role(word)
	}
	return r.Service, r.Role
}

func (w journalWords) absence(is plan.AgentRecord) []string {
	from, errFrom := calendar.ParseDate(is.From)
	to, errTo := calendar.ParseDate(is.To)
	if errFrom != nil || errTo != nil {
		return []string{w.say(textJournalBack)}
	}
	return []string{w.say(textJournalAway, "span", w.words.SpanDays(from, to))}
}

// handover says what went from whom to whom.
func (w journalWords) handover(was, is plan.AgentRecord) []string {
	if is.Referent != "" {
		return []string{w.say(textJournalReferent, "was", w.person(was.Referent), "is", w.person(is.Referent))}
	}
	if len(is.Items) == 0 {
		return nil
	}
	items := make([]string, len(is.Items))
	for i, key := range is.Items {
		items[i] = w.item(key)
	}
	return []string{w.say(textJournalGiven, "from", w.holder(was), "to", w.holder(is), "items", strings.Join(items, ", "))}
}

func (w journalWords) holder(r plan.AgentRecord) string {
	if r.Holder != "" || r.Service == "" {
		return w.person(r.Holder)
	}
	return w.service(r.Service)
}

// item says one key of a handover: « E12 », « série E3 », « suppléance de bob ».
func (w journalWords) item(key string) string {
	kind, name, found := strings.Cut(key, "-")
	switch {
	case !found:
		return key
	case kind == "serie":
		return w.say(textPassedSeries, "ref", name)
	case kind == "suppleance":
		return w.say(textPassedDeputy, "name", card.Quote(name))
	case kind == "referent":
		return w.say(textPassedReferent, "code", strings.ToUpper(name))
	default:
		return key
	}
}
