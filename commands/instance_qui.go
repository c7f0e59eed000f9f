package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    7,
	path:    "instance qui",
	aliases: []string{"qui", "jalon qui", "instance who", "qui siege"},
	summary: i18n.T("savoir qui siège à une instance, un jour passé ou à venir", "know who sits at a body, on a past or future day"),
	args: []arg{
		argBody,
		{"<date>", "12/12", i18n.T("le jour ; sans cela, aujourd’hui", "the day; without it, today"), true},
	},
	keywords: []string{"le"},
	examples: []string{"instance qui EPF 12/12", "instance qui EPF", "instance qui EPF 15 mars 2024"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"instance voir", "instance siege"},
	run:      whoSits,
})

var (
	textWhoHead      = i18n.T("**{name}, {day}**", "**{name}, {day}**")
	textWhoNoSeat    = i18n.T("Aucun siège enregistré.", "No seat recorded.")
	textMeetsThatDay = i18n.T("Séance ce jour-là : **{when}** (séance {ref}).", "A meeting that day: **{when}** (meeting {ref}).")
	textThatDayMay   = i18n.T("Séance ce jour-là, à confirmer : **{when}** (séance {ref}).", "A meeting that day, to be confirmed: **{when}** (meeting {ref}).")
	textNotThatDay   = i18n.T("Aucune séance ce jour-là. La plus proche : {when} (séance {ref}).", "No meeting that day. The nearest: {when} (meeting {ref}).")
	textNoMeetingAt  = i18n.T("Aucune séance enregistrée.", "No meeting recorded.")
	textSatThere     = i18n.T("- {seat} : {who} {does}", "- {seat}: {who} {does}")
	textWillSit      = i18n.T("siège", "sits")
	textDidSit       = i18n.T("a siégé", "sat")
	textProxyGiven   = i18n.T("a donné pouvoir à {who}", "gave a proxy to {who}")
	textSinceUnknown = i18n.T("Attention ⚠️ : des mandats n’ont pas de début connu. Ce jour est antérieur à leur enregistrement : à vérifier.",
		"Note ⚠️: some terms have no known start. This day is before they were recorded: to be checked.")
	textWhichDay = i18n.T("« {word} » est une période, et qui siège peut y changer. Indiquez un jour, par exemple : `{day}`",
		"“{word}” is a period, and who sits may change within it. Give a day, for example: `{day}`")
	textUnsure = i18n.T("**« {word} »** n’est ni une date ni le nom d’une instance. Par exemple : `/instance qui EPF 12/12`",
		"**“{word}”** is neither a date nor the name of a body. For example: `/instance qui EPF 12/12`")
)

func whoSits(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	tokens = withoutManners(tokens)
	b, text, err := e.bodyAndDay(afterVerb(tokens, whoLeads))
	if err != nil {
		if meetings, ok := e.whoSitsThatDay(tokens); ok {
			return meetings, nil
		}
		return card.Reply{}, err
	}
	day := e.today()
	if text != "" {
		if day, err = e.someDay(text); err != nil {
			return card.Reply{}, err
		}
	}
	v, err := e.plan.BodyOn(e.ctx, e.req.Region, b.Number, day)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	rows := []string{e.say(textWhoHead, "name", card.Quote(b.Called()), "day", e.words.Long(day))}
	if seats := w.seatRows(v.BodyView, day, true); len(seats) > 0 {
		rows = append(rows, seats...)
	} else {
		rows = append(rows, e.say(textWhoNoSeat))
	}
	if day.Before(calendar.DateOf(b.CreatedAt, e.zone)) && sinceUnknown(v.Body, day) {
		rows = append(rows, e.say(textSinceUnknown))
	}
	return card.Reply{Text: strings.Join(rows, "\n") + "\n\n" + w.meetingOn(v, day)}, nil
}

// sinceUnknown tells that somebody is said to sit on a day without it being known
// since when.
func sinceUnknown(b plan.Body, day calendar.Date) bool {
	return slices.ContainsFunc(b.Seats, func(s plan.Seat) bool {
		holder, alternates := s.On(day)
		return !s.Closed && slices.ContainsFunc(append(alternates, holder), func(t plan.Term) bool { return !t.Who.IsZero() && t.From.IsZero() })
	})
}

// whoVerbs only ask: « qui siège à l’EPF le 12 », « qui représente l’État ».
var whoVerbs = []string{
	"siege", "sieges", "siegent", "siegeait", "siegeaient", "siegera", "siegeront", "doit", "doivent", "sieger", "est", "sont", "etait", "sera", "va", "vont", "ira",
	"represente", "representent", "representait", "representera", "titulaire", "titulaires", "suppleant", "suppleante", "suppleants", "representant", "representants",
}

// whoLeads stand between them and the name of the body.
var whoLeads = append([]string{"a", "au", "aux", "pour", "le", "la", "les", "l'etat", "etat", "prefet", "prefete", "de", "du", "region"}, whoVerbs...)

// afterVerb takes off the beginning of a question the words that only ask.
func afterVerb(tokens []token, words []string) []token {
	for len(tokens) > 0 && !tokens[0].quoted && slices.Contains(words, strings.ReplaceAll(i18n.Fold(tokens[0].text), "’", "'")) {
		tokens = tokens[1:]
	}
	return tokens
}

// withoutManners takes « svp » and a question mark off the end.
func withoutManners(tokens []token) []token {
	for len(tokens) > 0 {
		last := tokens[len(tokens)-1]
		if w := strings.Trim(i18n.Fold(last.text), " ?!.,"); last.quoted || w != "" && !slices.Contains(politeWords, w) {
			break
		}
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

// bodyAndDay finds the body that words name and the day that they say, before it or
// after it, empty for none.
func (e *Env) bodyAndDay(tokens []token) (plan.Body, string, error) {
	b, rest, err := e.bodyAndRest(tokens)
	if err == nil {
		return b, cutDayWords(joined(rest)), nil
	}
	text := joined(tokens)
	for _, span := range frdate.Find(text, e.pastDates()) {
		others, failed := lex(strings.TrimLeft(trimLead(text[:span.Start])+" "+text[span.End:], " ,"))
		if failed != nil {
			continue
		}
		others = afterVerb(others, append([]string{"qui"}, whoLeads...))
		if b, left, failed := e.bodyAndRest(others); failed == nil && len(others) > 0 && len(left) == 0 {
			return b, text[span.Start:span.End], nil
		}
	}
	return plan.Body{}, "", err
}

// whoSitsThatDay answers « qui siège le 12 décembre », « qui siège pour le préfet
// demain »: the meetings of that day, and who sits at each.
func (e *Env) whoSitsThatDay(tokens []token) (card.Reply, bool) {
	was := e.rest
	e.rest = strings.TrimRight(joined(afterVerb(tokens, whoVerbs)), "? ")
	reply, err := e.meetingList(meetingListing{seats: true})
	if err != nil || e.rest == "" {
		e.rest = was
		return card.Reply{}, false
	}
	return reply, true
}

// cutDayWords takes off the beginning of a text what only leads to a date.
func cutDayWords(text string) string {
	first, rest := cutWord(text)
	switch i18n.Fold(first) {
	case "le", "au", "pour", "en", "a", "?":
		return strings.TrimRight(rest, "? ")
	default:
		return strings.TrimRight(text, "? ")
	}
}

// someDay reads a day, past or future; « demain », « 12/12 », « 15 mars 2024 ».
func (e *Env) someDay(text string) (calendar.Date, error) {
	if res := frdate.Parse(text, e.pastDates()); res.Kind == frdate.Understood && res.Recurrence == nil && len(res.Readings) == 1 {
		if res.Readings[0].Period {
			return calendar.Date{}, e.whichDay(text, res.Readings[0].Date)
		}
		return res.Readings[0].Date, nil
	}
	if from, to, res := frdate.Window(text, e.pastDates()); res.Kind == frdate.Understood && !from.IsZero() && from != to {
		return calendar.Date{}, e.whichDay(text, from)
	}
	day, err := e.oneDay(text, false)
	if err != nil {
		return day, askFor(e.say(textUnsure, "word", card.Quote(clip(text))))
	}
	return day, nil
}

// whichDay asks for a day of a period: who sits may change within it.
func (e *Env) whichDay(period string, day calendar.Date) error {
	return askFor(e.say(textWhichDay, "word", card.Quote(clip(period)), "day", typed(day, false, calendar.TimeOfDay{})))
}

// meetingOn says whether a body meets on a day, with who sits, or when it meets
// nearest.
func (w drawer) meetingOn(v plan.BodyOnDay, day calendar.Date) string {
	m := v.Nearest
	switch {
	case m.Number == 0:
		return textNoMeetingAt.In(w.lang)
	case m.Start.Date != day:
		return textNotThatDay.In(w.lang, "when", w.meetingWhen(m), "ref", m.Ref())
	}
	text := textMeetsThatDay
	if m.State == plan.Provisional {
		text = textThatDayMay
	}
	rows := []string{text.In(w.lang, "when", w.meetingHour(m), "ref", m.Ref())}
	for _, s := range m.Seats {
		if does := w.sitting(s, v.Called); does != "" {
			seat, _ := v.Seat(s.Seat)
			rows = append(rows, textSatThere.In(w.lang, "seat", capital(card.Quote(seat.Name)), "who", w.calls(s.Who, v.Called), "does", does))
		}
	}
	return strings.Join(rows, "\n")
}

// meetingHour is the hour of a meeting, else its day.
func (w drawer) meetingHour(m plan.Meeting) string {
	if m.HasTime {
		return w.words.Hour(m.Start.Time)
	}
	return w.words.Long(m.Start.Date)
}

// sitting says what somebody does at a meeting, empty while it is not known.
func (w drawer) sitting(s plan.Representation, called map[plan.UserID]string) string {
	switch s.State {
	case plan.Accepted:
		return textWillSit.In(w.lang)
	case plan.Attended:
		return textDidSit.In(w.lang)
	case plan.ByProxy:
		return textProxyGiven.In(w.lang, "who", w.calls(s.Proxy, called))
	case plan.ToDesignate, plan.Proposed, plan.ToApprove, plan.ToDecide, plan.ToReconfirm, plan.Unattended, plan.Absent, plan.NoLonger:
		return ""
	default:
		return ""
	}
}
