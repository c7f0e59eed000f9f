package commands

import (
	"fmt"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     9,
	path:     "jalon pourquoi",
	aliases:  []string{"jalon why", "pourquoi"},
	summary:  i18n.T("savoir pourquoi un rappel arrive, et comment l’arrêter", "know why a reminder comes, and how to stop it"),
	args:     []arg{argRef},
	takes:    []clause{takesRef},
	examples: []string{"jalon pourquoi E12"},
	right:    plan.ReadIt,
	seeAlso:  []string{"jalon rappels", "echeance voir"},
	run:      tellWhy,
})

var (
	textWhyHere     = i18n.T("**Pourquoi ce rappel dans {where} ?**", "**Why this reminder in {where}?**")
	textWhyYou      = i18n.T("**Pourquoi ce rappel pour vous ?**", "**Why this reminder for you?**")
	textWhyThem     = i18n.T("**Pourquoi ce rappel pour {who} ?**", "**Why this reminder for {who}?**")
	textWhyAhead    = i18n.T("**Pourquoi un rappel est-il prévu dans {where} ?**", "**Why is a reminder planned in {where}?**")
	textWhyAheadYou = i18n.T("**Pourquoi un rappel est-il prévu pour vous ?**", "**Why is a reminder planned for you?**")
	textWhyAheadTo  = i18n.T("**Pourquoi un rappel est-il prévu pour {who} ?**", "**Why is a reminder planned for {who}?**")
	textWhyMany     = i18n.T("**Pourquoi ces {n} rappels ?**", "**Why these {n} reminders?**")
	textWhyOfMany   = i18n.T("- **{ref} · {title}** : {rule} ; demandé par {who}", "- **{ref} · {title}**: {rule}; asked for by {who}")
	textWhyNoneOf   = i18n.T("- **{ref} · {title}** : aucun rappel", "- **{ref} · {title}**: no reminder")
	textWhyEach     = i18n.T(
		"Pour en arrêter un, et en savoir plus : `/jalon pourquoi {ref}`", "To stop one, and to know more: `/jalon pourquoi {ref}`")
	textWhyAsked   = i18n.T("- **Qui l’a demandé :** {who}, {when}", "- **Who asked for it:** {who}, {when}")
	textWhyRule    = i18n.T("- **Règle :** {rule}", "- **Rule:** {rule}")
	textWhyStep    = i18n.T("{step} à {hour} ({date}), {ladder}", "{step} at {hour} ({date}), {ladder}")
	textWhyRhythm  = i18n.T("{ladder} ({steps})", "{ladder} ({steps})")
	textWhyEarly   = i18n.T("{date}, avancé au jour ouvré d’avant", "{date}, brought forward to the working day before")
	textWhyChannel = i18n.T("- **Pourquoi ce canal :** {why}", "- **Why this channel:** {why}")
	textWhyPerson  = i18n.T("- **Pourquoi cette personne :** {why}", "- **Why this person:** {why}")
	textWhyStop    = i18n.T("- **Pour l’arrêter :** {how}", "- **To stop it:** {how}")
	textWhyNone    = i18n.T("**{ref}** n’a aucun rappel.", "**{ref}** has no reminder.")
	textWhyAdd     = i18n.T(
		"Pour en avoir : `/echeance modifier {ref} rappels J-7 J-1`", "To have some: `/echeance modifier {ref} rappels J-7 J-1`")

	textOwes      = i18n.T("{who} doit remettre {ref}", "{who} owes {ref}")
	textOwed      = i18n.T("{who} devait remettre {ref}", "{who} owed {ref}")
	textOwedMoved = i18n.T("{who} devait remettre {ref} ; son canal a changé depuis", "{who} owed {ref}; its channel has changed since")
	textOwesHub   = i18n.T(
		"{who} doit remettre {ref} et n’a pas de canal : ses rappels vont à la coordination",
		"{who} owes {ref} and has no channel: its reminders go to the coordination")
	textEscalated = i18n.T(
		"{who} n’avait pas encore remis {ref} après les relances", "{who} had not handed {ref} in after the chases")
	textLastResort = i18n.T(
		"dernier recours si {who} n’a pas remis {ref} après les relances", "the last resort if {who} has not handed {ref} in after the chases")
	textTrustedYou  = i18n.T("{by} vous a confié {ref}", "{by} entrusted you with {ref}")
	textTrusted     = i18n.T("{by} a confié {ref} à {who}", "{by} entrusted {who} with {ref}")
	textTrustOver   = i18n.T("{ref} était confiée à {who}", "{ref} was entrusted to {who}")
	textWhyAway     = i18n.T("{why} ; {who} est indisponible, ses rappels vont {where}", "{why}; {who} is unavailable, their reminders go {where}")
	textWhyToYou    = i18n.T("à vous", "to you")
	textWhyToOther  = i18n.T("à {who}", "to {who}")
	textWhyToPlace  = i18n.T("dans {where}", "to {where}")
	textStopDone    = i18n.T("rien à faire, {ref} est close et aucun rappel ne partira", "nothing to do, {ref} is closed and no reminder will leave")
	textStopPart    = i18n.T("rien à faire, c’est fait pour {who}", "nothing to do, it is done for {who}")
	textStop        = i18n.T("bouton **Fait**, ou `/echeance reporter {ref} {date}`", "button **Done**, or `/echeance reporter {ref} {date}`")
	textStopCall    = i18n.T("répondez : bouton **Répondre** ou **Néant**, ou `/remontee neant {ref} pour {code}`", "answer: button **Répondre** or **Néant**, or `/remontee neant {ref} pour {code}`")
	textStopByOther = i18n.T("peuvent la clore ou la reporter : {who}", "those who may close or postpone it: {who}")
	labelWhy        = i18n.T("Pourquoi ?", "Why?")
)

// textLadders say where a step comes from.
var textLadders = map[plan.LadderSource]i18n.Msg{
	plan.LadderChosen:     i18n.T("rappels choisis pour cette échéance", "reminders chosen for this deadline"),
	plan.LadderOwnKind:    i18n.T("échelle de {service} pour les échéances {kinds}", "ladder of {service} for {kinds} deadlines"),
	plan.LadderOwn:        i18n.T("échelle habituelle de {service}", "usual ladder of {service}"),
	plan.LadderRegionKind: i18n.T("échelle de la région pour les échéances {kinds}", "ladder of the region for {kinds} deadlines"),
	plan.LadderRegion:     i18n.T("échelle habituelle de la région", "usual ladder of the region"),
	plan.LadderHouse:      i18n.T("échelle habituelle des échéances {kinds}", "usual ladder of {kinds} deadlines"),
	plan.LadderEarlier:    i18n.T("calendrier changé depuis", "schedule changed since"),
}

// textKinds are the kinds of deadline as they follow « les échéances ».
var textKinds = map[plan.DeadlineKind]i18n.Msg{
	plan.Internal: i18n.T("internes", "internal"),
	plan.Legal:    i18n.T("légales", "legal"),
	plan.Hard:     i18n.T("fermes", "hard"),
}

// textCallLadders say where a step of a data call comes from, where nobody chose it
// for that one.
var textCallLadders = map[plan.LadderSource]i18n.Msg{
	plan.LadderOwnKind:    i18n.T("réglage du service pour les remontées", "the service’s setting for data calls"),
	plan.LadderRegionKind: i18n.T("réglage de la région pour les remontées", "the region’s setting for data calls"),
	plan.LadderHouse:      i18n.T("rythme habituel des remontées", "the usual rhythm of data calls"),
}

// whyButton asks why a reminder came. It stands last.
func whyButton(lang i18n.Lang, d plan.Deadline) card.Button {
	return card.Button{ID: "pourquoi", Label: labelWhy.In(lang), Style: card.Quiet, Command: "jalon pourquoi " + string(d.Ref())}
}

func tellWhy(e *Env) (card.Reply, error) {
	words := strings.TrimRight(e.s.text, " ?")
	if n, ok := plan.ParseMeetingRef(words); ok {
		return e.whyMeeting(n)
	}
	if e.s.ref != "" && words != "" {
		return e.tellWhys(words)
	}
	asked, err := e.deadline(words)
	if err != nil {
		return card.Reply{}, err
	}
	why, err := e.plan.WhyReminded(e.ctx, e.call, e.sight, asked.Deadline.Ref())
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.whyText(why)}, nil
}

// tellWhys answers for each of the deadlines of a post that recalls several.
func (e *Env) tellWhys(others string) (card.Reply, error) {
	refs := []plan.Ref{e.s.ref}
	for word := range strings.FieldsSeq(strings.ReplaceAll(others, ",", " ")) {
		ref, ok := plan.ParseDeadlineRef(word)
		if !ok {
			return card.Reply{}, e.oneAtATime()
		}
		refs = append(refs, ref)
	}
	if len(refs) > groupLimit {
		return card.Reply{}, e.oneAtATime()
	}
	rows := []string{e.say(textWhyMany, "n", len(refs))}
	for _, ref := range refs {
		why, err := e.plan.WhyReminded(e.ctx, e.call, e.sight, ref)
		if err != nil {
			return card.Reply{}, err
		}
		rows = append(rows, e.whyOfMany(why))
	}
	return card.Reply{Text: lines(append(rows, e.say(textWhyEach, "ref", refs[0]))...)}, nil
}

// whyOfMany says in a line what a list of reminders needs: which one, its rule, and
// who asked for it.
func (e *Env) whyOfMany(y plan.Why) string {
	w, d := e.drawer(), y.Deadline
	if y.Told.ID == "" {
		return e.say(textWhyNoneOf, "ref", d.Ref(), "title", card.Quote(d.Title))
	}
	return e.say(textWhyOfMany, "ref", d.Ref(), "title", card.Quote(d.Title), "rule", e.whyRule(y),
		"who", w.person(w.name(y.Scheduled, d.Author), d.From))
}

func (e *Env) whyText(y plan.Why) string {
	w, d := e.drawer(), y.Deadline
	by := e.say(textWhyAsked, "who", w.person(w.name(y.Scheduled, d.Author), d.From), "when", e.words.Stamp(d.CreatedAt, e.zone))
	if y.Told.ID == "" {
		text := lines(e.say(textWhyNone, "ref", d.Ref()), by)
		if d.State == plan.Open && plan.Allowed(e.dir.Actor, plan.ChangeIt, d) {
			text = lines(text, e.say(textWhyAdd, "ref", d.Ref()))
		}
		return text
	}
	place := textWhyChannel
	if y.Receiver.To.User != "" {
		place = textWhyPerson
	}
	return lines(e.whyHeading(y), by,
		e.say(textWhyRule, "rule", e.whyRule(y)),
		e.say(place, "why", e.whyThere(y)),
		e.say(textWhyStop, "how", e.howToStop(y)))
}

func (e *Env) whyHeading(y plan.Why) string {
	to, ahead := y.Receiver.To, y.Told.State == plan.Planned
	switch {
	case to.User == "" && ahead:
		return e.say(textWhyAhead, "where", e.receiverName(to))
	case to.User == "":
		return e.say(textWhyHere, "where", e.receiverName(to))
	case to.User == e.req.User && ahead:
		return e.say(textWhyAheadYou)
	case to.User == e.req.User:
		return e.say(textWhyYou)
	case ahead:
		return e.say(textWhyAheadTo, "who", e.receiverName(to))
	default:
		return e.say(textWhyThem, "who", e.receiverName(to))
	}
}

// whyRule says by which rule a reminder comes, and when.
func (e *Env) whyRule(y plan.Why) string {
	return e.say(textWhyStep, "step", e.drawer().step(y.Told.Step), "hour", e.words.Hour(y.Told.When.Time),
		"date", e.stepDay(y), "ladder", e.ladderText(y))
}

// stepDay is the day of a reminder, and that it is not that of its step when
// that one was closed.
func (e *Env) stepDay(y plan.Why) string {
	date := e.words.Short(y.Told.When.Date, e.today())
	pace, err := plan.ParsePace(y.Told.Step)
	step := pace.Before
	if err != nil || len(step) != 1 || step[0].Unit != plan.CalendarDays || y.Told.Revision != y.Deadline.Revision {
		return date
	}
	if y.Told.When.Date.Before(y.Deadline.Due.Date.AddDays(-step[0].Days)) {
		return e.say(textWhyEarly, "date", date)
	}
	return date
}

// ladderText says where the step of a reminder comes from.
func (e *Env) ladderText(y plan.Why) string {
	text := e.say(textLadders[y.From], "service", e.x.byID(y.Told.Service).The(e.lang), "kinds", textKinds[y.Deadline.Kind])
	if called, own := textCallLadders[y.From]; own && y.Deadline.IsDataCall() {
		text = e.say(called)
	}
	w := e.drawer()
	c := plan.ChaseOf(y.Deadline, e.x.byID(y.Told.Service), w.region)
	follows := y.Told.Chase() > 0 || y.Told.Notice == plan.NoticeEscalation
	if !follows || y.From == plan.LadderEarlier || c.None {
		return text
	}
	return e.say(textWhyRhythm, "ladder", text, "steps", w.chaseRhythm(c, w.name(y.Scheduled, c.To)))
}

// whyThere says why a reminder goes where it does.
func (e *Env) whyThere(y plan.Why) string {
	part, _ := y.Deadline.Part(y.Told.Service)
	if y.Told.Notice == plan.NoticeEscalation {
		text := textEscalated
		if y.Told.State == plan.Planned {
			text = textLastResort
		}
		return e.whyInstead(y, e.say(text, "who", e.x.byID(y.Told.Service).The(e.lang), "ref", y.Deadline.Ref()))
	}
	if y.Told.To.User != "" {
		return e.whyPerson(y, part)
	}
	service := e.x.byID(y.Told.Service)
	text := textOwes
	switch {
	case service.Channel == "" && y.Told.To.Channel == e.dir.Coordination().Channel:
		text = textOwesHub
	case service.Channel != y.Told.To.Channel:
		text = textOwedMoved
	case part.State != plan.Open || part.Assignee != "":
		text = textOwed
	}
	return e.say(text, "who", service.The(e.lang), "ref", y.Deadline.Ref())
}

// whyPerson says who entrusted the part, and who receives in whose stead.
func (e *Env) whyPerson(y plan.Why, part plan.Part) string {
	w, who, ref := e.drawer(), e.receiverName(y.Told.To), y.Deadline.Ref()
	if part.Assignee != y.Told.To.User {
		return e.say(textTrustOver, "ref", ref, "who", who)
	}
	text := textTrusted
	if part.Assignee == e.req.User {
		text = textTrustedYou
	}
	by := w.name(y.Scheduled, part.AssignedBy)
	if by == "" {
		by = "jalon"
	}
	return e.whyInstead(y, e.say(text, "by", by, "ref", ref, "who", who))
}

// whyInstead completes a reason with who receives in whose stead.
func (e *Env) whyInstead(y plan.Why, why string) string {
	if y.Receiver.For.User == "" {
		return why
	}
	return e.say(textWhyAway, "why", why, "who", e.receiverName(y.Told.To), "where", e.whereInstead(y.Receiver.To))
}

// whereInstead says who receives in the stead of somebody.
func (e *Env) whereInstead(to plan.Recipient) string {
	switch to.User {
	case "":
		return e.say(textWhyToPlace, "where", e.receiverName(to))
	case e.req.User:
		return e.say(textWhyToYou)
	default:
		return e.say(textWhyToOther, "who", e.receiverName(to))
	}
}

// howToStop says what ends the reminders, to who may do it or not.
func (e *Env) howToStop(y plan.Why) string {
	d := y.Deadline
	part, owed := d.Part(y.Told.Service)
	switch {
	case d.State != plan.Open:
		return e.say(textStopDone, "ref", d.Ref())
	case owed && part.State == plan.Done:
		return e.say(textStopPart, "who", e.x.byID(part.Service).The(e.lang))
	case d.IsDataCall():
		return e.say(textStopCall, "ref", d.Ref(), "code", plan.TypedCode(e.x.byID(y.Told.Service).Code))
	case plan.Allowed(e.dir.Actor, plan.ChangeIt, d):
		return e.say(textStop, "ref", d.Ref(), "date", e.laterDay(d))
	default:
		return e.say(textStopByOther, "who", e.say(plan.ChangeIt.Rule()))
	}
}

// laterDay is a working day after the deadline, as it is typed: by its name when
// that cannot be taken for another.
func (e *Env) laterDay(d plan.Deadline) string {
	day := d.Due.Date
	if day.Before(e.today()) {
		day = e.today()
	}
	day = e.cal.NextWorking(day.AddDays(1))
	if day.Before(e.today().AddDays(7)) {
		return calendar.WordsOf(string(i18n.FR)).Weekday(day.Weekday())
	}
	return fmt.Sprintf("%d/%d/%d", day.Day, day.Month, day.Year)
}
