package commands

import (
	"slices"
	"strings"
	"time"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// drawer draws deadlines in one language, as seen at one moment.
type drawer struct {
	lang     i18n.Lang
	words    calendar.Words
	today    calendar.Date
	now      time.Time
	zone     *time.Location
	cal      *calendar.Calendar
	services *serviceIndex
	region   plan.Region
	about    plan.ServiceID // the service that is told, for what jalon says by itself
}

// drawer of a request: the person's language, the place's clock.
func (e *Env) drawer() drawer {
	return drawer{lang: e.lang, words: e.words, today: e.today(), now: e.req.Now, zone: e.zone, cal: e.cal, services: e.x, region: e.dir.Region}
}

var (
	textCardTitle   = i18n.T("**{ref} · {title}**", "**{ref} · {title}**")
	textSecret      = i18n.T("Confidentielle : visible de ses services et de la coordination seulement", "Restricted: visible to its services and the coordination only")
	textOfKind      = i18n.T("Échéance {kind}", "A {kind} deadline")
	textUrgent      = i18n.T("Urgente : les rappels partent à toute heure, jours non ouvrés compris", "Urgent: the reminders leave at any hour, closed days included")
	textDue         = i18n.T("À remettre **{due}**, {delay}", "Due **{due}**, {delay}")
	textDueToday    = i18n.T("À remettre **aujourd’hui, {due}**", "Due **today, {due}**")
	textExpected    = i18n.T("Attendue le **{due}**, {delay}", "Due **{due}**, {delay}")
	textDueClosed   = i18n.T("Pour le **{due}**", "For **{due}**")
	textBy          = i18n.T("Par : {who}", "From: {who}")
	textAskedBy     = i18n.T("Demandé par {who}", "Requested by {who}")
	textReminders   = i18n.T("Rappels à {hour} : {dates}", "Reminders at {hour}: {dates}")
	textOneRemind   = i18n.T("Rappel à {hour} : {dates}", "Reminder at {hour}: {dates}")
	textRemindMix   = i18n.T("Rappels : {dates}", "Reminders: {dates}")
	textNoReminder  = i18n.T("Aucun rappel ne partira.", "No reminder will leave.")
	textPastSteps   = i18n.T("Déjà passé, non envoyé : {dates}", "Already past, not sent: {dates}")
	textEscalates   = i18n.T("escalade", "escalation")
	textStepUnit    = i18n.T("calendaires", "calendar days")
	textPostponed   = i18n.T("Reportée au **{due}**, {delay}", "Postponed to **{due}**, {delay}")
	textAdvanced    = i18n.T("Avancée au **{due}**, {delay}", "Brought forward to **{due}**, {delay}")
	textRetimed     = i18n.T("Désormais **{due}**, {delay}", "Now **{due}**, {delay}")
	textBefore      = i18n.T("Avant : {due}.", "Before: {due}.")
	textReason      = i18n.T("Motif : {reason}", "Reason: {reason}")
	textDone        = i18n.T("**Fait ✅** le {when}, par {who}", "**Done ✅** on {when}, by {who}")
	textCancelled   = i18n.T("**Annulée** le {when}, par {who}.", "**Cancelled** on {when}, by {who}.")
	textNothingMore = i18n.T("Aucun rappel ne partira. Rien n’est effacé.", "No reminder will leave. Nothing is erased.")
	textNote        = i18n.T("Note : {note}", "Note: {note}")
	textPartDone    = i18n.T("- Fait ✅ · {service} · {when}, par {who}", "- Done ✅ · {service} · {when}, by {who}")
	textPartOpen    = i18n.T("- En attente ⏳ · {service}", "- Waiting ⏳ · {service}")
	textPartGone    = i18n.T("- Annulé · {service}", "- Cancelled · {service}")
	labelDone       = i18n.T("Fait", "Done")
	labelPostpone   = i18n.T("Reporter", "Postpone")
	labelCancel     = i18n.T("Annuler", "Cancel")
)

// answer draws a deadline for the person who just acted on it: the card, and
// what of its reminders is already past.
func (w drawer) answer(s plan.Scheduled) *card.Card {
	c := w.card(s)
	if s.Deadline.State == plan.Open {
		c.Body = lines(c.Body, w.past(s.Deliveries))
	}
	return &c
}

// card draws a deadline: the message says what stays true, the body what
// changes.
func (w drawer) card(s plan.Scheduled) card.Card {
	d := s.Deadline
	return card.Card{
		Subject: string(d.Ref()),
		Version: d.Version,
		Message: lines(w.title(d), w.due(d), w.by(s), w.askedBy(s)),
		Body:    w.body(s, w.before(d)),
		Buttons: w.buttons(d),
		Urgency: w.urgency(d),
	}
}

func (w drawer) title(d plan.Deadline) string {
	return textCardTitle.In(w.lang, "ref", d.Ref(), "title", card.Quote(d.Title))
}

// due is the line of the date: absolute first, then how far it is, as long as
// it is owed.
func (w drawer) due(d plan.Deadline) string {
	if d.IsDataCall() {
		return w.dueToAnswer(d)
	}
	text := textDue
	switch {
	case d.State != plan.Open:
		text = textDueClosed
	case d.Due.Date == w.today:
		text = textDueToday
	case d.Due.Date.Before(w.today):
		text = textExpected
	}
	return text.In(w.lang, "due", d.Due, "delay", w.delay(d))
}

func (w drawer) delay(d plan.Deadline) string { return w.words.Delay(w.cal, w.today, d.Due.Date) }

func (w drawer) by(s plan.Scheduled) string { return textBy.In(w.lang, "who", w.owners(s)) }

func (w drawer) askedBy(s plan.Scheduled) string {
	return textAskedBy.In(w.lang, "who", w.person(w.name(s, s.Deadline.Author), s.Deadline.From))
}

// name is how somebody of the deadline is called.
func (w drawer) name(s plan.Scheduled, user plan.UserID) string {
	if user.Former() {
		return textFormerAgent.In(w.lang)
	}
	return s.Names[user]
}

// at is that name as one writes to somebody: with an @, as long as one can.
func (w drawer) at(s plan.Scheduled, user plan.UserID) string {
	if user.Former() {
		return w.name(s, user)
	}
	return "@" + s.Names[user]
}

// person is a name with its service: « alice, SGAR ».
func (w drawer) person(name string, service plan.ServiceID) string {
	if name == "" {
		name = "jalon"
	}
	if service == "" {
		return name
	}
	return name + ", " + w.services.byID(service).Name
}

// owners names who owes the parts: « préfecture du Nord, ~pref-59 », and
// « préfectures du Nord, ~pref-59, et du Pas-de-Calais, ~pref-62 ».
func (w drawer) owners(s plan.Scheduled) string {
	var people, services []string
	prefectures := true
	for _, p := range s.Deadline.Parts {
		if p.Assignee != "" {
			if name := w.at(s, p.Assignee); !slices.Contains(people, name) {
				people = append(people, name)
			}
			continue
		}
		service := w.services.byID(p.Service)
		prefectures = prefectures && strings.HasPrefix(service.Name, prefectureOf)
		if len(s.Deadline.Parts) > manyServices {
			service.ChannelName = "" // a long list is read for its names
		}
		services = append(services, w.withChannel(service))
	}
	if prefectures && len(services) > 1 && w.lang != i18n.EN {
		for i := range services {
			services[i] = strings.TrimPrefix(services[i], prefectureOf)
		}
		services[0] = "préfectures " + services[0]
	}
	return w.series(append(services, people...))
}

// manyServices is how many services are named with their channels.
const manyServices = 2

// prefectureOf begins the names of préfectures; a list of them says it once.
const prefectureOf = "préfecture "

func (w drawer) withChannel(s plan.Service) string {
	if s.ChannelName == "" {
		return s.Name
	}
	return s.Name + ", ~" + s.ChannelName
}

// series joins items that may hold commas: « a, b, et c, d », « a, b et c ».
func (w drawer) series(items []string) string {
	if len(items) < 2 || !strings.Contains(strings.Join(items, ""), ",") {
		return i18n.And(w.lang, items)
	}
	last := len(items) - 1
	return i18n.And(w.lang, []string{strings.Join(items[:last], ", ") + ",", items[last]})
}

func (w drawer) urgency(d plan.Deadline) card.Urgency {
	switch {
	case d.State == plan.Done:
		return card.Done
	case d.State == plan.Cancelled:
		return card.Gone
	case d.LateAt(w.now):
		return card.Late
	default:
		return card.Calm
	}
}

// buttons of an open deadline; a closed one has none.
func (w drawer) buttons(d plan.Deadline) []card.Button {
	if d.IsDataCall() {
		return w.answerButtons(d, w.about)
	}
	if d.State != plan.Open {
		return nil
	}
	ref := string(d.Ref())
	if d.Repeats() {
		return []card.Button{
			{ID: "fait", Label: labelDone.In(w.lang), Style: card.Primary, Command: "echeance fait " + ref},
			{ID: "reporter", Label: labelPostpone.In(w.lang), Style: card.Variant, Command: "echeance reporter " + ref},
			{ID: "passer", Label: labelSkip.In(w.lang), Style: card.Variant, Command: "echeance passer " + ref},
			{ID: "arreter", Label: labelStop.In(w.lang), Style: card.Quiet, Command: "echeance arreter " + ref},
		}
	}
	return []card.Button{
		{ID: "fait", Label: labelDone.In(w.lang), Style: card.Primary, Command: "echeance fait " + ref},
		{ID: "reporter", Label: labelPostpone.In(w.lang), Style: card.Variant, Command: "echeance reporter " + ref},
		{ID: "annuler", Label: labelCancel.In(w.lang), Style: card.Quiet, Command: "echeance annuler " + ref},
	}
}

// body is what changes in the life of the deadline. moved says its change of
// date, with as many words as the message above needs.
func (w drawer) body(s plan.Scheduled, moved string) string {
	d := s.Deadline
	if d.IsDataCall() {
		return w.ownState(d, s)
	}
	switch d.State {
	case plan.Done:
		return lines(w.done(s), w.partStates(s), w.repeats(s))
	case plan.Cancelled:
		return lines(w.cancelled(s), textNothingMore.In(w.lang), w.repeats(s))
	default:
		return lines(w.secrecy(d), w.kind(d), w.urgent(d), moved, w.said(d), w.repeats(s), w.partStates(s), w.ahead(s), w.chase(s))
	}
}

// secrecy says that a title is not for everybody.
func (w drawer) secrecy(d plan.Deadline) string {
	if !d.Restricted {
		return ""
	}
	return textSecret.In(w.lang)
}

// urgent says that no hour holds back what is said of a deadline.
func (w drawer) urgent(d plan.Deadline) string {
	if !d.Urgent {
		return ""
	}
	return textUrgent.In(w.lang)
}

// kind says that a deadline is not the house's own.
func (w drawer) kind(d plan.Deadline) string {
	if d.Kind == plan.Internal || d.Kind == plan.AnyKind {
		return ""
	}
	return textOfKind.In(w.lang, "kind", d.Kind.Name())
}

func (w drawer) done(s plan.Scheduled) string {
	d := s.Deadline
	out := []string{textDone.In(w.lang, "when", w.words.Stamp(d.ClosedAt, w.zone), "who", w.closedBy(s, d.ClosedBy))}
	if len(d.Parts) > 1 {
		return out[0] // each part's note stands on its own line
	}
	for _, p := range d.Parts {
		note := textNote.In(w.lang, "note", card.Guillemets(w.lang, card.Quote(p.Note)))
		if p.Note != "" && !slices.Contains(out, note) {
			out = append(out, note)
		}
	}
	return lines(out...)
}

func (w drawer) cancelled(s plan.Scheduled) string {
	d := s.Deadline
	return textCancelled.In(w.lang, "when", w.words.Stamp(d.ClosedAt, w.zone), "who", w.closedBy(s, d.ClosedBy)) +
		" " + textReason.In(w.lang, "reason", card.Quote(d.Reason))
}

// closedBy names who closed, with their service: that of the last part they
// closed when they belong to it, not that of somebody they stood in for. What
// closed by itself is of no service.
func (w drawer) closedBy(s plan.Scheduled, user plan.UserID) string {
	if user == "" {
		return w.person("", "")
	}
	service := s.Deadline.From
	if user != s.Deadline.Author {
		service = ""
		homes := s.Homes[user]
		if len(homes) > 0 {
			service = homes[0]
		}
		for _, p := range s.Deadline.Parts {
			if p.ClosedBy == user && (len(homes) == 0 || slices.Contains(homes, p.Service)) {
				service = p.Service
			}
		}
	}
	return w.person(w.name(s, user), service)
}

// moved says the new date, the one before and why: for a post whose message
// announced another date.
func (w drawer) moved(d plan.Deadline) string {
	if d.Previous.Date.IsZero() {
		return ""
	}
	text := textPostponed
	switch {
	case d.Due.Date == d.Previous.Date:
		text = textRetimed
	case d.Due.Compare(d.Previous) < 0:
		text = textAdvanced
	}
	return lines(text.In(w.lang, "due", d.Due, "delay", w.delay(d)), w.before(d))
}

// before says the date before the last change, and why it changed.
func (w drawer) before(d plan.Deadline) string {
	if d.Previous.Date.IsZero() {
		return ""
	}
	line := textBefore.In(w.lang, "due", d.Previous)
	if d.Reason != "" {
		line += " " + textReason.In(w.lang, "reason", card.Quote(d.Reason))
	}
	return line
}

// said explains a date taken from a period.
func (w drawer) said(d plan.Deadline) string {
	text := d.Said
	if w.lang == i18n.EN {
		text = d.SaidEN
	}
	return card.Quote(text)
}

// partStates lists the services when there are several and they no longer stand
// at the same point: until then the message has said who owes it.
func (w drawer) partStates(s plan.Scheduled) string {
	if len(s.Deadline.Parts) < 2 || len(s.Deadline.OpenParts()) == len(s.Deadline.Parts) {
		return ""
	}
	var out []string
	for _, p := range s.Deadline.Parts {
		name := w.services.byID(p.Service).Name
		switch p.State {
		case plan.Done:
			line := textPartDone.In(w.lang, "service", name,
				"when", w.words.Short(calendar.DateOf(p.ClosedAt, w.zone), w.today), "who", w.name(s, p.ClosedBy))
			if p.Note != "" {
				line += ", " + card.Guillemets(w.lang, card.Quote(p.Note))
			}
			out = append(out, line)
		case plan.Cancelled:
			out = append(out, textPartGone.In(w.lang, "service", name))
		default:
			out = append(out, textPartOpen.In(w.lang, "service", name))
		}
	}
	return strings.Join(out, "\n")
}

// past lists the reminders whose hour had gone by when they were planned: what
// the person who asked must know, and nobody else.
func (w drawer) past(all []plan.Delivery) string {
	missed := func(dl plan.Delivery) bool { return dl.State == plan.Skipped && dl.Reason == plan.ReasonPast }
	same := func(a, b plan.Delivery) bool { return a.When.Date == b.When.Date && a.Step == b.Step }
	var when []string
	for i, dl := range all {
		told := slices.ContainsFunc(all[:i], func(o plan.Delivery) bool { return missed(o) && same(o, dl) })
		if !missed(dl) || told {
			continue
		}
		said := w.step(dl.Step)
		if slices.ContainsFunc(all, func(o plan.Delivery) bool { return !missed(o) && same(o, dl) }) {
			var names []string // others hear of it later that day
			for _, o := range all {
				if missed(o) && same(o, dl) {
					names = append(names, w.services.byID(o.Service).Name)
				}
			}
			said = commas(said, i18n.And(w.lang, names))
		}
		when = append(when, w.words.Short(dl.When.Date, w.today)+" ("+said+")")
	}
	if len(when) == 0 {
		return ""
	}
	return textPastSteps.In(w.lang, "dates", i18n.And(w.lang, when))
}

// step is a step with its unit: « J-7 calendaires », « J-3 ouvrés », « J »,
// « relance 2 », « escalade ».
func (w drawer) step(step string) string {
	kind, _, many := strings.Cut(step, " ")
	switch {
	case kind == stepEscalates:
		return textEscalates.In(w.lang)
	case many || step == "J":
		return step
	}
	return step + " " + textStepUnit.In(w.lang)
}

// ahead writes the dates of the reminders to come, else that of the next chase;
// one hour is said once.
func (w drawer) ahead(s plan.Scheduled) string {
	toCome := func(dl plan.Delivery) bool { return dl.State == plan.Planned && dl.DueAt.After(w.now) }
	var all []plan.Delivery
	for _, dl := range s.Deliveries {
		if toCome(dl) {
			dl.When = byClock(dl.When, w.zone)
			all = append(all, dl)
		}
	}
	all = distinctTimes(all)
	slices.SortStableFunc(all, func(a, b plan.Delivery) int { return a.DueAt.Compare(b.DueAt) })
	if len(all) == 0 {
		if i := slices.IndexFunc(s.Chases, toCome); i >= 0 {
			return w.nextChase(s.Chases[i])
		}
		return textNoReminder.In(w.lang)
	}
	dates := make([]calendar.Date, len(all))
	var full []string
	same := true
	for i, dl := range all {
		dates[i] = dl.When.Date
		same = same && dl.When.Time == all[0].When.Time
		full = append(full, w.words.ShortAt(dl.When.Date, dl.When.Time, w.today))
	}
	if !same {
		return textRemindMix.In(w.lang, "dates", strings.Join(full, " ; "))
	}
	text := i18n.Plural(w.lang, len(all), textOneRemind, textReminders)
	return text.In(w.lang, "hour", w.words.Hour(all[0].When.Time), "dates", w.words.ShortList(dates, w.today))
}

// byClock is a moment by the clock of who reads it: services of one deadline may live
// by several.
func byClock(m calendar.Moment, zone *time.Location) calendar.Moment {
	at, err := m.Instant()
	if err != nil {
		return m
	}
	local := at.In(zone)
	return calendar.Moment{
		Date: calendar.DateOf(at, zone), Time: calendar.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()}, Zone: zone.String(),
	}
}

// stepEscalates begins the step of an escalation, which names the service.
const stepEscalates = "escalade"

// distinctTimes keeps one delivery per moment: services reminded together are
// one line for the reader.
func distinctTimes(all []plan.Delivery) []plan.Delivery {
	var out []plan.Delivery
	for _, dl := range all {
		if !slices.ContainsFunc(out, func(o plan.Delivery) bool { return o.When == dl.When && o.State == dl.State }) {
			out = append(out, dl)
		}
	}
	return out
}

// lines joins the lines that are not empty. An empty line parts a list from the
// text that follows it: a client glues that text to the last bullet.
func lines(all ...string) string {
	var b strings.Builder
	for _, text := range all {
		if text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
			if endsInList(b.String()) && !strings.HasPrefix(text, bullet) {
				b.WriteByte('\n')
			}
		}
		b.WriteString(text)
	}
	return b.String()
}

// bullet begins an item of a list.
const bullet = "- "

// endsInList tells whether the last line of a text is an item of a list.
func endsInList(text string) bool {
	text = strings.TrimSuffix(text, "\n")
	return strings.HasPrefix(text[strings.LastIndexByte(text, '\n')+1:], bullet)
}
