package commands

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// seatLine is a line about the representation at a meeting. It is read from left
// to right: the meeting, then people and what keywords open, so that an unquoted
// reason may hold any word.
type seatLine struct {
	meeting []string // as typed: an identifier, or words of a body
	people  []string // between quotation marks, or @name
	seat    string   // after « siège »
	behalf  string   // after « pour »
	to      string   // after « à »
	reason  string
	on      calendar.Date // after « le »: the date of the meeting that is answered
}

// seatWords open a part of such a line.
var seatWords = map[string]string{
	"siege": "siege", "pour": "pour", "a": "a", "vers": "a", "par": "par", "de": "de",
	"motif": "motif", "raison": "motif", "derogation": "motif", "car": "motif", "parce": "motif",
	"le": "le", "du": "le",
}

// readSeat reads the line typed after the command.
func (e *Env) readSeat() (seatLine, error) {
	var l seatLine
	tokens, err := lex(e.rest)
	if err != nil {
		return l, err
	}
	for at := 0; at < len(tokens); {
		at = l.take(e, tokens, at)
	}
	if value := normalize(e.req.Fields["motif"]); value != "" {
		l.reason = value
	}
	if value := normalize(e.req.Fields["a"]); value != "" {
		l.to = value
	}
	return l, nil
}

// take reads what begins at a token and tells where the next begins.
func (l *seatLine) take(e *Env, tokens []token, at int) int {
	t := tokens[at]
	word := seatWords[i18n.Fold(t.text)]
	if t.quoted {
		word = ""
	}
	started := len(l.meeting) > 0
	if word == "le" && !started && e.answersSeat() { // « je siège le 17 décembre »
		if d, used := dayAt(e, tokens[at+1:]); used > 0 {
			l.on = d
			return at + 1 + used
		}
	}
	if word == "a" && !e.namesSomebody() && (at+1 == len(tokens) || i18n.Fold(tokens[at+1].text) != "sa") {
		word = "" // « en déplacement à Laon »
	}
	switch {
	case t.quoted && !started:
		l.meeting = strings.Fields(t.text)
		return at + 1
	case t.quoted, strings.HasPrefix(t.text, "@"):
		l.people = append(l.people, t.text)
		return at + 1
	case word == "motif" && at+1 < len(tokens):
		if tokens[at+1].quoted {
			l.reason = tokens[at+1].text
			return at + 2
		}
		l.reason = strings.Trim(e.rest[tokens[at+1].start:], " :")
		return len(tokens)
	case word == "le" && started:
		if d, used := dayAt(e, tokens[at+1:]); used > 0 && (e.isNamed(strings.Join(withoutLead(l.meeting), " ")) || l.to != "" && e.isNamed(l.to)) {
			l.on = d
			return at + 1 + used
		}
	case started && (word == "siege" || word == "pour" || word == "a" || word == "par" && beginsName(tokens, at+1)):
		text, next := phrase(e, tokens, at+1)
		switch word {
		case "siege":
			l.seat = text
		case "pour":
			l.behalf = text
		default:
			if i18n.Fold(text) != "sa demande" {
				l.to = text
			}
		}
		return next
	case started && word == "de" && beginsName(tokens, at+1):
		return at + 1
	}
	l.meeting = append(l.meeting, t.text)
	return at + 1
}

// namesSomebody tells a command whose « à » says to whom.
func (e *Env) namesSomebody() bool {
	return e.cmd.path == "representation designer" || e.cmd.path == "representation pouvoir"
}

// answersSeat tells a command by which somebody answers what they are asked.
func (e *Env) answersSeat() bool {
	return e.cmd.path == "representation accepter" || e.cmd.path == "representation refuser"
}

// titles begin the name of somebody that is not quoted: « M. Lemaire ».
var titles = []string{"m.", "m", "mme", "mme.", "mlle", "monsieur", "madame", "dr"}

// beginsName tells whether a token begins the name of somebody, and no reason or
// body: « de M. Lemaire », « par @bob ».
func beginsName(tokens []token, at int) bool {
	return at < len(tokens) && (tokens[at].quoted || strings.HasPrefix(tokens[at].text, "@") || slices.Contains(titles, i18n.Fold(tokens[at].text)))
}

// phrase is one quotation, or the words up to the next keyword, without their
// article.
func phrase(e *Env, tokens []token, at int) (string, int) {
	if at < len(tokens) && tokens[at].quoted {
		return tokens[at].text, at + 1
	}
	var out []string
	for ; at < len(tokens) && !tokens[at].quoted; at++ {
		folded := i18n.Fold(tokens[at].text)
		word := seatWords[folded]
		if word == "le" {
			if _, used := dayAt(e, tokens[at+1:]); used > 0 {
				break
			}
		}
		if len(out) > 0 && strings.HasPrefix(tokens[at].text, "@") { // « siège urbanisme @bob »
			break
		}
		if word != "" && word != "le" && word != "de" && (word != "par" || beginsName(tokens, at+1)) {
			break
		}
		if len(out) > 0 || folded != "le" && folded != "la" {
			out = append(out, tokens[at].text)
		}
	}
	return strings.Join(out, " "), at
}

// dayAt reads the day that tokens begin with, and tells how many it uses: « 11/12 »,
// « 11 décembre », « vendredi 11 ».
func dayAt(e *Env, tokens []token) (calendar.Date, int) {
	for n := min(4, len(tokens)); n > 0; n-- {
		if slices.ContainsFunc(tokens[:n], func(t token) bool { return t.quoted }) {
			continue
		}
		from, to, r := frdate.Window(strings.Trim(joined(tokens[:n]), ".,;:"), e.pastDates())
		if r.Kind == frdate.Understood && from == to && !from.IsZero() {
			return from, n
		}
	}
	return calendar.Date{}, 0
}

// meetingOf finds the meeting of a line. Words that follow its name are left in
// loose: « SE27 conflit CLCT », « CA EPF Mme Vasseur »; so are those before it, when
// the person comes first: « Mme Vasseur au CA de l’EPF ».
func (e *Env) meetingOf(l *seatLine) (v plan.MeetingView, loose string, err error) {
	l.meeting = withoutLead(l.meeting)
	named := func(words []string) (plan.MeetingView, error) {
		text := strings.Join(words, " ")
		if _, ref := meetingRefOf(text); text == "" || ref || l.on.IsZero() {
			return e.meetingNamed(text)
		}
		b, err := e.bodyNamed(text)
		if err != nil {
			return plan.MeetingView{}, err
		}
		return e.meetingIn(b, l.on, l.on, false)
	}
	if len(l.meeting) == 0 && e.answersSeat() {
		v, err = e.onlyQuestion(l.on)
		return v, "", err
	}
	v, first := named(l.meeting)
	if first == nil || isOtherKind(first) {
		return v, "", first
	}
	for n := len(l.meeting) - 1; n > 0; n-- {
		if v, err = named(l.meeting[:n]); err == nil {
			return v, strings.Join(l.meeting[n:], " "), nil
		}
		if name, _, _ := e.nameAndDay(strings.Join(l.meeting[:n], " ")); name != "" || isOtherKind(err) { // a day on which it does not meet
			return v, "", err
		}
	}
	if v, err = named(strings.Fields(l.to)); err == nil && l.to != "" { // « Mme Vasseur à l’EPF »
		l.to = ""
		return v, strings.Join(l.meeting, " "), nil
	}
	for n := 1; n < len(l.meeting); n++ {
		if slices.Contains(toMeeting, i18n.Fold(l.meeting[n])) && n+1 < len(l.meeting) {
			if v, err = named(l.meeting[n+1:]); err == nil {
				return v, strings.Join(l.meeting[:n], " "), nil
			}
		}
	}
	return v, "", first
}

func withoutLead(words []string) []string {
	for len(words) > 1 && slices.Contains(toMeeting, i18n.Fold(words[0])) {
		words = words[1:]
	}
	return words
}

// onlyQuestion is the meeting about which somebody is asked, of a day if one is
// given, when there is one and the answer names none: « je siège ».
func (e *Env) onlyQuestion(on calendar.Date) (plan.MeetingView, error) {
	found, _, err := e.plan.FindMeetings(e.ctx, e.req.Region, plan.MeetingFilter{
		User: e.req.User, From: e.today(), States: plan.MeetingsAhead(), Limit: mineLimit,
	})
	if err != nil {
		return plan.MeetingView{}, err
	}
	asked := slices.DeleteFunc(found, func(m plan.Meeting) bool {
		return !on.IsZero() && m.Start.Date != on || !slices.ContainsFunc(m.Seats, func(r plan.Representation) bool { return r.Who.User == e.req.User && r.Waits() })
	})
	if len(asked) == 0 && on.IsZero() {
		if asked, err = e.unanswered(); err != nil {
			return plan.MeetingView{}, err
		}
	}
	switch {
	case len(asked) == 0 && !on.IsZero():
		return plan.MeetingView{}, askFor(e.say(textNobodyAsksOn, "when", e.words.Long(on)))
	case len(asked) == 0:
		return plan.MeetingView{}, askFor(e.say(textNobodyAsks))
	case len(asked) == 1:
		return e.plan.ViewMeeting(e.ctx, e.req.Region, asked[0].Number)
	default:
		return e.meetingNamed("")
	}
}

// unanswered lists the meetings of which a question that the person left without an
// answer may still be answered.
func (e *Env) unanswered() ([]plan.Meeting, error) {
	found, _, err := e.plan.FindMeetings(e.ctx, e.req.Region, plan.MeetingFilter{
		Uncovered: true, From: e.today(), States: plan.MeetingsAhead(),
	})
	return slices.DeleteFunc(found, func(m plan.Meeting) bool {
		return !slices.ContainsFunc(m.Seats, func(r plan.Representation) bool { return r.Unanswered(e.req.User) })
	}), err
}

var textNobodyAsks = i18n.T(
	"Aucune question ne vous attend. Rien n’a changé.\nVos séances : `/jalon mes-seances`",
	"No question awaits you. Nothing has changed.\nYour meetings: `/jalon mes-seances`")

var textNobodyAsksOn = i18n.T(
	"Aucune question ne vous attend pour le {when}. Rien n’a changé.\nVos séances : `/jalon mes-seances`",
	"No question awaits you for {when}. Nothing has changed.\nYour meetings: `/jalon mes-seances`")

// toMeeting lead to the meeting when the person comes first.
var toMeeting = []string{"a", "au", "aux", "pour", "en", "la", "le"}

var textSeatUnknown = i18n.T(
	"La séance {ref} n’a pas de siège **« {word} »**. Rien n’a changé.\nSièges : {list}",
	"The meeting {ref} has no seat **“{word}”**. Nothing has changed.\nSeats: {list}")

// seatOf finds the seat that words name: its number, its name, or a part of it; 0
// for none said.
func (e *Env) seatOf(v plan.MeetingView, text string) (int, error) {
	text = strings.Trim(text, " .,:;«»")
	if text == "" {
		return 0, nil
	}
	key := i18n.Fold(text)
	var names []string
	var near []int
	for _, r := range v.Seats {
		seat, _ := v.Body.Seat(r.Seat)
		name := i18n.Fold(seat.Name)
		if name == key || strconv.Itoa(r.Seat) == key {
			return r.Seat, nil
		}
		if strings.Contains(name, key) {
			near = append(near, r.Seat)
		}
		names = append(names, card.Quote(seat.Name))
	}
	if len(near) == 1 {
		return near[0], nil
	}
	return 0, plan.Refuse(plan.NotFound, textSeatUnknown.With("ref", v.Ref(), "word", card.Quote(clip(text)), "list", i18n.And(e.lang, names)))
}

// aboutSeat is a line about a seat, with what it names.
type aboutSeat struct {
	seatLine
	view  plan.MeetingView
	at    plan.SeatAt
	loose string
}

// seatAsked reads the line of a command about a seat.
func (e *Env) seatAsked() (aboutSeat, error) {
	var a aboutSeat
	var err error
	if a.seatLine, err = e.readSeat(); err != nil {
		return a, err
	}
	if a.view, a.loose, err = e.meetingOf(&a.seatLine); err != nil {
		return a, err
	}
	a.at.Meeting = a.view.Number
	if a.seat == "" {
		a.seat, a.loose = seatFirst(a.view, a.loose)
	}
	a.at.Seat, err = e.seatOf(a.view, a.seat)
	return a, err
}

// seatFirst parts the name of a seat from the words that follow it: « SE27
// urbanisme Mme Vasseur ».
func seatFirst(v plan.MeetingView, text string) (seat, rest string) {
	words := strings.Fields(text)
	for n := len(words); n > 0; n-- {
		key := i18n.Fold(strings.Join(words[:n], " "))
		for _, r := range v.Seats {
			if s, _ := v.Body.Seat(r.Seat); i18n.Fold(s.Name) == key {
				return s.Name, strings.Join(words[n:], " ")
			}
		}
	}
	return "", text
}

// because is the reason of a line where nobody is named: what is quoted, or left.
func (a aboutSeat) because() string {
	switch {
	case a.reason != "":
		return card.OneLine(a.reason)
	case len(a.people) > 0:
		return card.OneLine(strings.Join(a.people, " "))
	default:
		return card.OneLine(a.loose)
	}
}

// onBehalf is the person named after « pour », zero for none.
func (e *Env) onBehalf(l seatLine) (plan.Representative, error) {
	if l.behalf == "" {
		return plan.Representative{}, nil
	}
	return e.representative(l.behalf)
}

var (
	textWhichSeat = i18n.T(
		"La séance {ref} a plusieurs sièges. Lequel ?\n{list}",
		"The meeting {ref} has several seats. Which one?\n{list}")
	textSeatRow    = i18n.T("- {seat} · {state}", "- {seat} · {state}")
	textAskedOther = i18n.T(
		"Cette question est posée à {name}. Rien n’a changé.",
		"This question is put to {name}. Nothing has changed.")
	textForThem = i18n.T(
		"Pour répondre à sa demande : `/{line} pour \"{name}\"`",
		"To answer at their request: `/{line} pour \"{name}\"`")
	textNoMoreSits = i18n.T(
		"La question n’attend plus votre réponse : {name} siège {at} du {when}. Rien n’a changé.\nPour siéger à sa place, écrivez au SGAR.",
		"The question awaits no answer from you any more: {name} sits at {at} on {when}. Nothing has changed.\nTo sit instead, write to the SGAR.")
	textNoMoreMine = i18n.T(
		"Vous siégez déjà {at} du {when}. Rien n’a changé.",
		"You already sit at {at} on {when}. Nothing has changed.")
	textNoMoreTheirs = i18n.T(
		"{name} siège déjà {at} du {when}. Rien n’a changé.",
		"{name} already sits at {at} on {when}. Nothing has changed.")
	textNoMoreMoved = i18n.T(
		"La question n’attend plus votre réponse : la séance est déplacée au {when}. Rien n’a changé.\nRépondez pour la nouvelle date : `/representation accepter {ref}`",
		"The question awaits no answer from you any more: the meeting is moved to {when}. Nothing has changed.\nAnswer for the new date: `/representation accepter {ref}`")
	textNotAwaited = i18n.T(
		"La question n’attend plus votre réponse : {state}, {body} du {when}. Rien n’a changé.",
		"The question awaits no answer from you any more: {state}, {body} on {when}. Nothing has changed.")
	textBreach      = i18n.T("{rule} Rien n’est enregistré.\n{how}", "{rule} Nothing is saved.\n{how}")
	textBreachProxy = i18n.T(
		"Elle peut donner pouvoir : `/representation pouvoir {ref} \"{name}\" à \"{to}\"`",
		"They may give a proxy: `/representation pouvoir {ref} \"{name}\" à \"{to}\"`")
	textBreachThere = i18n.T("Peuvent le recevoir : {list}.", "Those who may hold it: {list}.")
	textBreachAlone = i18n.T("Aucun autre membre attendu à la séance ne peut le recevoir.", "No other member expected at the meeting may hold it.")
	textBreachAsk   = i18n.T(
		"Choisissez une autre personne, ou demandez une dérogation motivée au rôle décision.",
		"Choose somebody else, or ask the décision role for a reasoned exception.")
	textBreachReason = i18n.T(
		"Pour y déroger, indiquez pourquoi : `/{line} motif \"siège vacant\"`",
		"To go against it, say why: `/{line} motif \"siège vacant\"`")
	textBreachNobody = i18n.T(
		"Choisissez une autre personne. Personne n’a le rôle décision, qui peut déroger ; pour le donner : `/jalon agent ajouter @alice pour SGAR rôle décision`",
		"Choose somebody else. Nobody has the décision role, which may make an exception; to give it: `/jalon agent ajouter @alice pour SGAR rôle décision`")
)

// seatRefused says in words what the use cases of a seat refuse.
func (e *Env) seatRefused(err error) error {
	var choice *plan.SeatChoice
	var other *plan.NotYours
	var late *plan.NoMoreAwaited
	var breach *plan.Breach
	switch {
	case errors.As(err, &choice):
		return e.chooseSeat(choice)
	case errors.As(err, &other):
		text := e.say(textAskedOther, "name", card.Quote(e.drawer().callsIn(other.Meeting, other.Who)))
		if other.OnBehalf && e.cmd.path != "" {
			text = lines(text, e.say(textForThem, "line", card.Code(e.typedLine()), "name", card.Code(e.drawer().callsIn(other.Meeting, other.Who))))
		}
		return askFor(text)
	case errors.As(err, &late):
		return askFor(e.drawer().noMoreAwaited(late, e.req.User))
	case errors.As(err, &breach):
		return e.breached(breach)
	default:
		return err
	}
}

// typedLine is what was typed, with the identifier of its command.
func (e *Env) typedLine() string { return strings.TrimSpace(e.cmd.path + " " + e.rest) }

// chooseSeat asks which seat is meant, with a button each.
func (e *Env) chooseSeat(c *plan.SeatChoice) error {
	w := e.drawer()
	var rows []string
	var buttons []card.Button
	for _, n := range c.Seats {
		seat, _ := c.Meeting.Body.Seat(n)
		r, _ := c.Meeting.Seat(n)
		rows = append(rows, e.say(textSeatRow, "seat", card.Quote(capital(seat.Name)), "state", w.seatState(c.Meeting, r)))
		buttons = append(buttons, card.Button{
			ID: "siege" + strconv.Itoa(n), Label: clip(capital(seat.Name)), Style: card.Variant,
			Command: e.cmd.path + " " + e.withSeat(n),
		})
	}
	return askFor(e.say(textWhichSeat, "ref", c.Meeting.Ref(), "list", strings.Join(rows, "\n")), buttons...)
}

// withSeat is what was typed, said of one seat: before the reason, which may run
// to the end.
func (e *Env) withSeat(n int) string {
	clause := "siège " + strconv.Itoa(n)
	tokens, err := lex(e.rest)
	if err != nil {
		return e.rest + " " + clause
	}
	i := slices.IndexFunc(tokens, func(t token) bool { return !t.quoted && seatWords[i18n.Fold(t.text)] == "motif" })
	if i < 0 {
		return e.rest + " " + clause
	}
	return e.rest[:tokens[i].start] + clause + " " + e.rest[tokens[i].start:]
}

// breached quotes the rule that was gone against, and says what can be done.
func (e *Env) breached(b *plan.Breach) error {
	ref, name := b.Meeting.Ref(), card.Code(e.drawer().callsIn(b.Meeting, b.Who))
	how := e.say(textBreachAsk)
	switch {
	case b.MayOverride:
		how = e.say(textBreachReason, "line", card.Code(e.typedLine()))
	case !b.Deciders:
		how = e.say(textBreachNobody)
	}
	if b.Qualified {
		seat, _ := b.Meeting.Body.Seat(b.Seat)
		if holder, _ := seat.On(b.Meeting.Start.Date); !holder.Who.IsZero() {
			name = card.Code(e.drawer().callsIn(b.Meeting, holder.Who))
		}
		how = lines(e.say(textBreachProxy, "ref", ref, "name", name, "to", e.mayHoldProxy(b)), how)
	}
	if !b.To.IsZero() {
		how = lines(e.holders(b), how)
	}
	rule, said, more := strings.Cut(b.Rule.In(e.lang), "\n") // what stands, then the rule that it breaks
	if more {
		how = lines(said, how)
	}
	return askFor(e.say(textBreach, "rule", rule, "how", how))
}

// mayHoldProxy is a member to whom a proxy may be given, as an example.
func (e *Env) mayHoldProxy(b *plan.Breach) string {
	if len(b.Holders) == 0 {
		return "…"
	}
	return card.Code(e.drawer().callsIn(b.Meeting, b.Holders[0]))
}

// holders names those to whom a proxy may be given.
func (e *Env) holders(b *plan.Breach) string {
	if len(b.Holders) == 0 {
		return e.say(textBreachAlone)
	}
	var names []string
	for _, who := range b.Holders {
		names = append(names, e.drawer().named(b.Meeting, who))
	}
	return e.say(textBreachThere, "list", i18n.And(e.lang, names))
}
