package plan

import (
	"errors"
	"slices"

	"jalon/calendar"
	"jalon/i18n"
)

// Difference is one thing that is not the same in two records of a deadline.
type Difference struct {
	Field Field
	Text  i18n.Line // « Heure : 12 h, devenue 15 h »
}

// Field is what a difference is about.
type Field string

// Fields of a deadline that people are told about.
const (
	FieldTitle      Field = "title"
	FieldDue        Field = "due"
	FieldLadder     Field = "ladder"
	FieldChase      Field = "chase"
	FieldServices   Field = "services"
	FieldPeople     Field = "people"
	FieldParts      Field = "parts" // what a service gave back
	FieldState      Field = "state"
	FieldRestricted Field = "restricted"
	FieldUrgent     Field = "urgent"
	FieldKind       Field = "kind"
	FieldSeries     Field = "series"
)

// RecordNames are how the services and persons of records are called; a person
// without a name was erased.
type RecordNames struct {
	Services map[ServiceID]Service
	People   map[PersonID]string
	// Seats are the names of the seats of the bodies named, by their number.
	Seats map[Ref]map[int]string
}

var (
	textWasTitle   = i18n.T("Titre : « {was} », devenu « {is} »", "Title: “{was}”, now “{is}”")
	textWasDue     = i18n.T("Date : {was}, devenue {is}", "Date: {was}, now {is}")
	textWasHour    = i18n.T("Heure : {was}, devenue {is}", "Hour: {was}, now {is}")
	textWasLadder  = i18n.T("Rappels : {was}, devenus {is}", "Reminders: {was}, now {is}")
	textWasChase   = i18n.T("Relances : {was}, devenues {is}", "Chasers: {was}, now {is}")
	textAdded      = i18n.T("Service ajouté : {service}", "Service added: {service}")
	textRemoved    = i18n.T("Service retiré : {service}", "Service removed: {service}")
	textEntrusted  = i18n.T("{service} : confiée à {is}", "{service}: entrusted to {is}")
	textMoved      = i18n.T("{service} : confiée à {is} au lieu de {was}", "{service}: entrusted to {is} instead of {was}")
	textGivenBack  = i18n.T("{service} : {was} n’en répond plus", "{service}: {was} no longer answers for it")
	textPartState  = i18n.T("{service} : {is}", "{service}: {is}")
	textWasState   = i18n.T("État : {was}, devenue {is}", "State: {was}, now {is}")
	textRestricted = i18n.T("Devenue confidentielle", "Now restricted")
	textOpened     = i18n.T("N’est plus confidentielle", "No longer restricted")
	textUrgent     = i18n.T("Devenue urgente", "Now urgent")
	textNotUrgent  = i18n.T("N’est plus urgente", "No longer urgent")
	textWasKind    = i18n.T("Nature : {was}, devenue {is}", "Kind: {was}, now {is}")
	textRuleIs     = i18n.T("Répétition : {is}", "Repeats: {is}")
	textRuleEnded  = i18n.T("Série arrêtée", "Series stopped")
	textRuleAgain  = i18n.T("Série reprise", "Series resumed")
	textWholeDay   = i18n.T("la journée", "the whole day")
	textErased     = i18n.T("ancien agent", "former agent")
	textOfHouse    = i18n.T("ceux du service", "the service’s own")
	textChaseTo    = i18n.T("{chase} à {who}", "{chase} to {who}")
	textUsualChase = i18n.T("celles du service", "the service’s own")
)

// words of the states of a deadline and of its parts.
var (
	textStates = map[State]i18n.Msg{
		Open: i18n.T("ouverte", "open"), Done: i18n.T("close", "closed"), Cancelled: i18n.T("annulée", "cancelled"),
	}
	textPartStates = map[State]i18n.Msg{
		Open: i18n.T("de nouveau à faire", "to be done again"), Done: i18n.T("fait", "done"), Cancelled: i18n.T("annulé", "cancelled"),
	}
)

// Differences says what changed from one record of a deadline to another, in
// the order in which a card says it.
func Differences(was, is DeadlineRecord, names RecordNames) []Difference {
	c := comparison{names: names}
	if was.Title != is.Title {
		c.add(FieldTitle, textWasTitle.With("was", was.Title, "is", is.Title))
	}
	c.due(was.Due, is.Due)
	c.parts(was, is)
	if !slices.Equal(was.Ladder, is.Ladder) {
		c.add(FieldLadder, textWasLadder.With("was", ladderWords{was.Ladder}, "is", ladderWords{is.Ladder}))
	}
	if a, b := (chaseWords{was.Chase}), (chaseWords{is.Chase}); a.In(i18n.FR) != b.In(i18n.FR) || a.to() != b.to() {
		c.add(FieldChase, textWasChase.With("was", c.chase(a), "is", c.chase(b)))
	}
	if was.State != is.State {
		c.add(FieldState, textWasState.With("was", textStates[was.State].With(), "is", textStates[is.State].With()))
	}
	if was.Restricted != is.Restricted {
		text := textRestricted
		if was.Restricted {
			text = textOpened
		}
		c.add(FieldRestricted, text.With())
	}
	if was.Urgent != is.Urgent {
		text := textUrgent
		if was.Urgent {
			text = textNotUrgent
		}
		c.add(FieldUrgent, text.With())
	}
	if was.Kind != is.Kind {
		c.add(FieldKind, textWasKind.With("was", was.Kind.Name().With(), "is", is.Kind.Name().With()))
	}
	c.series(was.Repeats, is.Repeats)
	return c.found
}

// comparison gathers differences.
type comparison struct {
	names RecordNames
	found []Difference
}

func (c *comparison) add(field Field, text i18n.Line) {
	c.found = append(c.found, Difference{field, text})
}

func (c *comparison) due(was, is DueRecord) {
	switch {
	case was == is:
	case was.Date == is.Date && was.Zone == is.Zone:
		c.add(FieldDue, textWasHour.With("was", hourWords{was}, "is", hourWords{is}))
	default:
		c.add(FieldDue, textWasDue.With("was", dueWords{was}, "is", dueWords{is}))
	}
}

func (c *comparison) parts(was, is DeadlineRecord) {
	before := map[ServiceID]PartRecord{}
	for _, p := range was.Parts {
		before[p.Service] = p
	}
	for _, p := range is.Parts {
		old, known := before[p.Service]
		delete(before, p.Service)
		if !known {
			c.add(FieldServices, textAdded.With("service", c.service(p.Service)))
			old = PartRecord{State: p.State}
		}
		c.part(old, p)
	}
	for _, p := range was.Parts {
		if _, gone := before[p.Service]; gone {
			c.add(FieldServices, textRemoved.With("service", c.service(p.Service)))
		}
	}
}

func (c *comparison) part(was, is PartRecord) {
	service := c.service(is.Service)
	switch {
	case was.Assignee == is.Assignee:
	case is.Assignee == "":
		c.add(FieldPeople, textGivenBack.With("service", service, "was", c.person(was.Assignee)))
	case was.Assignee == "":
		c.add(FieldPeople, textEntrusted.With("service", service, "is", c.person(is.Assignee)))
	default:
		c.add(FieldPeople, textMoved.With("service", service, "is", c.person(is.Assignee), "was", c.person(was.Assignee)))
	}
	if was.State != is.State {
		c.add(FieldParts, textPartState.With("service", service, "is", textPartStates[is.State].With()))
	}
}

func (c *comparison) series(was, is *SeriesRecord) {
	if is == nil {
		return
	}
	if was == nil || was.Rule != is.Rule {
		c.add(FieldSeries, textRuleIs.With("is", ruleWords(is.Rule)))
	}
	if was != nil && was.Ended != is.Ended {
		text := textRuleEnded
		if was.Ended {
			text = textRuleAgain
		}
		c.add(FieldSeries, text.With())
	}
}

// service is the code of a service, its identifier when it is not known.
func (c *comparison) service(id ServiceID) string {
	if s, known := c.names.Services[id]; known {
		return s.Code
	}
	return string(id)
}

// chase says recorded chases, and the person whom an escalation tells.
func (c *comparison) chase(words chaseWords) any {
	if words.to() == "" {
		return words
	}
	return textChaseTo.With("chase", words, "who", c.person(words.to()))
}

func (c *comparison) person(id PersonID) any {
	if name := c.names.People[id]; name != "" {
		return name
	}
	return textErased.With()
}

// DueWords says a recorded date in full, in any language.
func DueWords(r DueRecord) interface{ In(i18n.Lang) string } { return dueWords{r} }

// dueWords says a recorded date in full.
type dueWords struct{ DueRecord }

// In says it in a language.
func (d dueWords) In(lang i18n.Lang) string {
	read := reading{}
	return read.due(d.DueRecord).In(lang)
}

// hourWords says the hour of a recorded date.
type hourWords struct{ DueRecord }

// In says it in a language.
func (d hourWords) In(lang i18n.Lang) string {
	read := reading{}
	due := read.due(d.DueRecord)
	if !due.HasTime {
		return textWholeDay.In(lang)
	}
	return calendar.WordsOf(string(lang)).Hour(due.Time)
}

// ladderWords says recorded reminders as people type them.
type ladderWords struct{ LadderRecord }

// In says them in a language.
func (l ladderWords) In(lang i18n.Lang) string {
	if l.LadderRecord == nil {
		return textOfHouse.In(lang)
	}
	read := reading{}
	return read.ladder(l.LadderRecord).String()
}

// chaseWords says recorded chases as people type them, but for the person told.
type chaseWords struct{ *ChaseRecord }

// In says them in a language.
func (c chaseWords) In(lang i18n.Lang) string {
	if c.ChaseRecord == nil {
		return textUsualChase.In(lang)
	}
	read := reading{}
	return read.chase(c.ChaseRecord, &naming{err: errUnnamed}).String()
}

// to is the person whom an escalation tells, empty for the coordination.
func (c chaseWords) to() PersonID {
	if c.ChaseRecord == nil {
		return ""
	}
	return c.To
}

// errUnnamed keeps a record from looking up whom it names.
var errUnnamed = errors.New("nobody is named")

// ruleWords says a recorded rule in full.
type ruleWords string

// In says it in a language.
func (r ruleWords) In(lang i18n.Lang) string {
	rule, err := calendar.ParseRecurrence(string(r))
	if err != nil {
		return string(r)
	}
	return rule.Full(string(lang))
}
