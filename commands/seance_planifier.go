package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	path:     "seance",
	accented: "séance",
	aliases:  []string{"seance aide", "seance help"},
	summary:  i18n.T("planifier et suivre les séances d’une instance", "plan and follow the meetings of a body"),
	examples: []string{"seance"},
	right:    plan.UseIt,
	run:      helpDeadlines,
})

var _ = register(command{
	rank:    1,
	path:    "seance planifier",
	aliases: []string{"seance nouvelle", "seance nouveau", "seance ajouter", "seance creer", "seance plan"},
	summary: i18n.T("planifier une séance, demander qui siège et ouvrir le rétroplanning", "plan a meeting, ask who sits and open its backward schedule"),
	args: []arg{
		argBody,
		{"<date et heure>", "11/12/2026 9h30", i18n.T("la date et l’heure, par exemple `11/12 de 9h30 à 11h30`", "the date and the hour, for example `11/12 de 9h30 à 11h30`"), false},
		{"lieu \"…\"", `lieu "Euratechnologies, Lille"`, i18n.T("le lieu ; la ville vient après la dernière virgule", "the place; the town comes after the last comma"), true},
		{"…", "provisoire", i18n.T("la date est à confirmer : personne n’est relancé ; sans date du tout, `à fixer`", "the date is to be confirmed: nobody is chased; without a date at all, `à fixer`"), true},
		{"", "pour le préfet du Nord", i18n.T("quand l’invitation n’est pas pour le préfet de région", "when the invitation is not for the préfet de région"), true},
		{"", "convocation reçue le 23/11", i18n.T("quand la convocation est arrivée, ou partie", "when the notice came, or left"), true},
		{"", `odj "DOB 2027, PPI"`, i18n.T("l’ordre du jour en quelques mots ; aussi `lien https://…`", "the agenda in a few words; also `lien https://…`"), true},
	},
	takes:    []clause{takesDate},
	keywords: meetingKeywords,
	examples: []string{
		`seance planifier EPF 11/12/2026 9h30 lieu "Euratechnologies, Lille"`,
		`seance planifier ERBM 14/01/2027 de 14h30 à 16h30 provisoire`,
		`seance planifier EPF 11/12 9h30 convocation reçue odj "DOB 2027, PPI, 14 conventions"`,
		"seance planifier CRTE à fixer",
	},
	right:   plan.ManageMeetings,
	seeAlso: []string{"seance deplacer", "seance voir", "representation designer"},
	run:     planMeeting,
})

var (
	textMeetingPlanned = i18n.T("Séance **{ref}** enregistrée : {body}, {when}.", "Meeting **{ref}** saved: {body}, {when}.")
	textMeetingCardIn  = i18n.T("Sa carte est dans ~{channel}.", "Its card is in ~{channel}.")
	textMeetingMistake = i18n.T("Une erreur ? `/seance modifier {ref}`, `/seance deplacer {ref}` ou `/seance annuler {ref}`", "A mistake? `/seance modifier {ref}`, `/seance deplacer {ref}` or `/seance annuler {ref}`")
	textDatedOrNot     = i18n.T(
		"La séance a une date, **« {text} »**, ou elle est à fixer. Rien n’est enregistré.\nGardez l’un des deux ; `provisoire` dit qu’une date reste à confirmer.",
		"The meeting has a date, **“{text}”**, or it is to be set. Nothing is saved.\nKeep one of the two; `provisoire` says that a date is to be confirmed.")
	textUnderCondition = i18n.T("« sous réserve {text} » : la séance est provisoire.", "“sous réserve {text}”: the meeting is provisional.")
	textHatTold        = i18n.T("{service} est informée dans ~{channel}.", "{service} is told in ~{channel}.")
	titlePlanMeeting   = i18n.T("Planifier une séance", "Plan a meeting")
	labelBody          = i18n.T("Instance", "Body")
	labelPlace         = i18n.T("Lieu ou lien", "Place or link")
	labelProvisional   = i18n.T("Provisoire", "Provisional")
	labelAgenda        = i18n.T("Ordre du jour", "Agenda")
	helpMeetingDate    = i18n.T("Avec l’heure, par exemple : 11/12/2026 9h30", "With the hour, for example: 11/12/2026 9h30")
	helpBody           = i18n.T("Son nom court, par exemple : EPF", "Its short name, for example: EPF")
	helpPlace          = i18n.T("Par exemple : Euratechnologies, Lille", "For example: Euratechnologies, Lille")
	helpProvisional    = i18n.T("Écrivez oui si la date reste à confirmer.", "Write oui if the date is to be confirmed.")
)

func planMeeting(e *Env) (card.Reply, error) {
	if e.rest == "" && !e.answersForm() {
		return e.formOrUsage(e.meetingForm()), nil
	}
	said, err := e.readMeeting()
	if err != nil {
		return card.Reply{}, err
	}
	name := e.s.text
	if name == "" {
		name = e.s.named["instance"]
	}
	b, err := e.bodyNamed(name)
	if isOtherKind(err) {
		return card.Reply{}, e.atField("instance", err)
	}
	if err != nil {
		said := e.notADate(name, err)
		if said == err { //nolint:errorlint // the very error: nothing more was found to say
			said = e.afterBody(name, err)
		}
		return card.Reply{}, e.atField("instance", said)
	}
	e.about = typedBody(b)
	due, err := e.meetingDue(b.Called(), said)
	if err != nil {
		return card.Reply{}, err
	}
	n := plan.NewMeeting{
		Body: b.Number, Start: momentOf(due), HasTime: due.due.HasTime, End: meetingEnd(due, said), Hat: said.hat, HatSet: said.hatSet,
		Provisional: said.provisional, NoticeOn: said.notice, Agenda: card.OneLine(e.s.named["odj"]),
	}
	n.Place, n.Link = placeOrLink(e.s.named["lieu"], e.s.named["lien"])
	done, err := e.plan.PlanMeeting(e.ctx, e.call, n)
	if err != nil {
		return card.Reply{}, err
	}
	return e.plannedReply(done, due, said), nil
}

// afterBody is the error about what follows the name of a body, when words begin
// with one and go on with what is no date; else the one given, about the body.
func (e *Env) afterBody(text string, err error) error {
	words := strings.Fields(text)
	for n := len(words) - 1; n > 0 && e.s.date == nil; n-- {
		if _, unknown := e.bodyNamed(strings.Join(words[:n], " ")); unknown == nil {
			return e.unreadDate(strings.Join(words[n:], " "))
		}
	}
	return err
}

// unreadDate says that words are no date.
func (e *Env) unreadDate(text string) error {
	return &ask{card.Reply{Error: true, Field: "date", Text: e.say(textDateUnknown,
		"text", card.Quote(clip(text)), "near", e.examplesOf([]string{"11/12 9h30", "vendredi 14h"}))}}
}

// atField says an error at the field of the form where that is what asked.
func (e *Env) atField(name string, err error) error {
	if e.answersForm() && e.req.Fields[name] != "" {
		return e.onField(name, err)
	}
	return err
}

func momentOf(d dueDate) calendar.Moment {
	return calendar.Moment{Date: d.due.Date, Time: d.due.Time, Zone: d.due.Zone}
}

// meetingEnd is the hour at which a meeting ends: « de 9h à 11h », « jusqu’à 11h »,
// « durée 2h ».
func meetingEnd(d dueDate, said meetingSaid) calendar.TimeOfDay {
	switch end := d.due.Time.Minutes() + said.lasts; {
	case said.end.Minutes() > 0:
		return said.end
	case d.reading.HasEnd:
		return d.reading.End
	case said.lasts > 0 && d.due.HasTime && end < 24*60:
		return calendar.TimeOfDay{Hour: end / 60, Minute: end % 60}
	default:
		return calendar.TimeOfDay{}
	}
}

// notADate says that the date is what is not understood, when a body is named before
// it: « EPF 11/13 9h30 ».
func (e *Env) notADate(text string, err error) error {
	name, rest := e.namedFirst(text)
	rest = strings.TrimSpace(rest)
	if name == "" || rest == "" || !strings.ContainsAny(rest, "0123456789") {
		return err
	}
	if e.s.dateText != "" {
		rest += " " + e.s.dateText
	}
	return &ask{card.Reply{Error: true, Field: "date", Text: e.say(textDateUnknown,
		"text", card.Quote(clip(rest)), "near", e.examplesOf([]string{"11/12/2026 9h30", "vendredi 11 décembre de 9h30 à 11h30"}))}}
}

// meetingDue is the date of a meeting: a day, never a period, whose days it asks.
func (e *Env) meetingDue(title string, said meetingSaid) (dueDate, error) {
	if said.undated && e.s.date != nil {
		return dueDate{}, askFor(e.say(textDatedOrNot, "text", card.Quote(clip(e.s.dateText))))
	}
	if said.undated {
		return dueDate{due: plan.Due{Zone: e.now.Zone}}, nil
	}
	if _, _, hours := hoursOf(e.s.dateText); hours { // « EPF 9h30 » names no day
		e.s.date, e.s.dateText = nil, ""
	}
	if e.s.date != nil && e.s.date.Recurrence != nil {
		text := e.say(textDateRefused, "why", e.say(textMeetingRepeats, "text", card.Quote(clip(e.s.dateText))))
		return dueDate{}, &ask{card.Reply{
			Error: true, Field: "date", Text: lines(text, e.say(textDateChoose, "title", card.Quote(clip(title)))),
			Buttons: e.dateButtons(e.s.date.Readings[:1]),
		}}
	}
	due, err := e.dueOf(title)
	switch {
	case err != nil:
		return due, err
	case e.isBound(due.reading):
		return due, e.boundRefused(due)
	case !due.reading.Period:
		return due, nil
	}
	text := e.say(textDateRefused, "why", e.say(textMeetingPeriod, "text", card.Quote(clip(e.s.dateText))))
	reply := card.Reply{Error: true, Field: "date"}
	if due.reading.First.DaysUntil(due.reading.Last) >= 7 {
		reply.Text = lines(text, e.say(textDateNear, "near", e.examplesOf([]string{typed(due.due.Date, due.due.HasTime, due.due.Time)})))
		return due, &ask{reply}
	}
	var days []frdate.Reading
	for d := due.reading.First; !d.After(due.reading.Last); d = d.AddDays(1) {
		if e.cal.IsWorking(d) && !d.Before(e.today()) {
			r := due.reading
			r.Date = d
			days = append(days, r)
		}
	}
	reply.Text, reply.Buttons = lines(text, e.say(textDateChoose, "title", card.Quote(clip(title)))), e.dateButtons(days)
	return due, &ask{reply}
}

// isBound tells that a date is the last, or the first, of several days: « avant le 15
// décembre », « sous 48 h ». « Pour le 15 » is the day of a meeting.
func (e *Env) isBound(r frdate.Reading) bool {
	first, _ := cutWord(i18n.Fold(strings.TrimSpace(e.s.dateText)))
	return r.Bound != frdate.On && (r.Bound != frdate.By || first != "pour")
}

// boundRefused asks for the day itself, or for a meeting without one yet.
func (e *Env) boundRefused(due dueDate) error {
	text := lines(
		e.say(textDateRefused, "why", e.say(textMeetingBound, "text", card.Quote(clip(e.s.dateText)))),
		e.say(textDateNear, "near", e.examplesOf([]string{typed(due.due.Date, false, calendar.TimeOfDay{})})),
	)
	if e.cmd.path == "seance planifier" && e.about != "" {
		text = lines(text, e.say(textNotDatedYet, "line", card.Code("seance planifier "+e.about+" à fixer")))
	}
	return &ask{card.Reply{Error: true, Field: "date", Text: text}}
}

// hourNote says which hour a part of the day was taken for, and how to change it.
func (e *Env) hourNote(r frdate.Reading, ref plan.Ref) string {
	if !r.About {
		return ""
	}
	return e.say(textHourAssumed, "text", card.Quote(clip(e.s.dateText)), "hour", e.words.Hour(r.Time), "ref", ref)
}

var textMeetingBound = i18n.T("« {text} » est une limite : une séance a un jour.", "“{text}” is a limit: a meeting has a day.")

var textNotDatedYet = i18n.T("Si le jour n’est pas encore choisi : `/{line}`", "If the day is not chosen yet: `/{line}`")

var textHourAssumed = i18n.T(
	"« {text} » : {hour}, faute d’heure dite. Pour une autre : `/seance deplacer {ref} 10h30`",
	"“{text}”: {hour}, since no hour was said. For another: `/seance deplacer {ref} 10h30`")

var textMeetingRepeats = i18n.T("« {text} » se répète : une séance a un jour.", "“{text}” repeats: a meeting has a day.")

var textMeetingPeriod = i18n.T("« {text} » est une période : une séance a un jour.", "“{text}” is a period: a meeting has a day.")

// placeOrLink tells an address from a place.
func placeOrLink(place, link string) (string, string) {
	place, link = card.OneLine(place), card.OneLine(link)
	if placeUnknown(place) {
		place = ""
	}
	if link == "" && (strings.HasPrefix(place, "https://") || strings.HasPrefix(place, "http://")) {
		return "", place
	}
	return place, link
}

// plannedReply says what was recorded: the same as the card.
func (e *Env) plannedReply(done plan.MeetingChange, due dueDate, said meetingSaid) card.Reply {
	w := e.drawer()
	c := w.meetingCard(done.MeetingView, "")
	c.Buttons = nil // the card in the channel has them
	ref := done.Ref()
	day := ""
	if done.State != plan.Undated {
		day = w.meetingDay(done.Start.Date)
	}
	rows := []string{
		e.say(textMeetingPlanned, "ref", ref, "body", card.Quote(done.Body.Sitting()), "when", w.meetingHours(done.MeetingView)),
		e.meetingChannelNote(done.MeetingView), due.reading.Note.In(string(e.lang)), e.hourNote(due.reading, ref), e.conditionNote(said), day, w.noticeLate(done.MeetingView),
	}
	if done.State != plan.Undated && len(done.Steps) > shortSchedule && e.cal.SchoolZone() == "" {
		rows = append(rows, e.say(textHolidayless))
	}
	rows = append(rows, e.say(textMeetingMistake, "ref", ref))
	reply := card.Reply{Text: lines(rows...), Card: &c}
	for i, r := range due.other {
		if i == 2 {
			break
		}
		reply.Buttons = append(reply.Buttons, card.Button{
			ID: "plutot" + string('1'+rune(i)), Label: e.say(labelRather, "date", e.shortReading(r)), Style: card.Variant,
			Command: "seance deplacer " + string(ref) + " " + typed(r.Date, r.HasTime, r.Time),
		})
	}
	return reply
}

// conditionNote says what became of « sous réserve de … », which is not kept.
func (e *Env) conditionNote(said meetingSaid) string {
	if said.condition == "" {
		return ""
	}
	return e.say(textUnderCondition, "text", card.Quote(clip(said.condition)))
}

// meetingChannelNote says where the card of a meeting is, and which préfecture is
// told of it.
func (e *Env) meetingChannelNote(v plan.MeetingView) string {
	var rows []string
	if home := e.dir.Coordination(); home.ChannelName != "" {
		rows = append(rows, e.say(textMeetingCardIn, "channel", home.ChannelName))
	}
	for _, s := range e.dir.Services {
		if v.Hat != "" && s.Kind == plan.KindPrefecture && s.Department == string(v.Hat) && s.ChannelName != "" {
			rows = append(rows, e.say(textHatTold, "service", capital(s.The(e.lang)), "channel", s.ChannelName))
		}
	}
	return strings.Join(rows, " ")
}

func (e *Env) meetingForm() card.Form {
	return card.Form{
		Title: e.say(titlePlanMeeting), Command: e.cmd.path, Submit: e.say(labelSave),
		Fields: []card.Field{
			{Name: "instance", Label: e.say(labelBody), Help: e.say(helpBody)},
			{Name: "date", Label: e.say(labelDate), Help: e.say(helpMeetingDate)},
			{Name: "lieu", Label: e.say(labelPlace), Help: e.say(helpPlace), Optional: true},
			{Name: "odj", Label: e.say(labelAgenda), Optional: true},
			{Name: keyProvisional, Label: e.say(labelProvisional), Help: e.say(helpProvisional), Optional: true},
		},
	}
}
