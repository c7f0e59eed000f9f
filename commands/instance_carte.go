package commands

import (
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How a body, its seats and its rules are said.

var (
	textBodyTitle    = i18n.T("**{ref} · {name}**", "**{ref} · {name}**")
	textBodyClosed   = i18n.T("Fermée : aucune séance ne peut y être planifiée.", "Closed: no meeting can be planned for it.")
	textBodyNext     = i18n.T("Prochaine séance : **{when}** (séance {ref})", "Next meeting: **{when}** (meeting {ref})")
	textBodyNextMay  = i18n.T("Prochaine séance : **{when}**, à confirmer (séance {ref})", "Next meeting: **{when}**, to be confirmed (meeting {ref})")
	textBodyNoNext   = i18n.T("Aucune séance à venir.", "No meeting to come.")
	textBodyShort    = i18n.T("Nom court : {short}.", "Short name: {short}.")
	textChairOther   = i18n.T("L’État y siège sans présider.", "The State sits and does not preside.")
	textChairState   = i18n.T("Le préfet la préside.", "The préfet presides.")
	textChairShared  = i18n.T("Le préfet la copréside.", "The préfet presides jointly.")
	textBodyHat      = i18n.T("Au titre du préfet {of}.", "For the préfet {of}.")
	textBodyKind     = i18n.T("Type : {kind}.", "Kind: {kind}.")
	textBodyPlace    = i18n.T("Département : {department}.", "Department: {department}.")
	textBodyBasis    = i18n.T("Fondement : {text}.", "Legal basis: {text}.")
	textBodyRhythm   = i18n.T("Rythme : {text}.", "Rhythm: {text}.")
	textBodyOffice   = i18n.T("Secrétariat : {text}.", "Secretariat: {text}.")
	textBodyTemplate = i18n.T("Rétroplanning : modèle {text}.", "Backward schedule: template {text}.")
	textNoSeats      = i18n.T("Sièges de l’État : aucun.\nPour en ajouter : `/instance siege {typed} urbanisme titulaire \"M. Lemaire\"`",
		"Seats of the State: none.\nTo add one: `/instance siege {typed} urbanisme titulaire \"M. Lemaire\"`")
	textSeats        = i18n.T("Sièges de l’État : {n}", "Seats of the State: {n}")
	textSeatsVacant  = i18n.T("Sièges de l’État : {n}, dont {vacant} sans titulaire", "Seats of the State: {n}, {vacant} without a holder")
	textBodySeat     = i18n.T("- {seat} : {who}", "- {seat}: {who}")
	textSeatThen     = i18n.T("{who}, puis {others}", "{who}, then {others}")
	textSeatNobody   = i18n.T("aucun titulaire", "no holder")
	textSeatFeature  = i18n.T("{seat} ({what})", "{seat} ({what})")
	textUntilDay     = i18n.T("jusqu’au {day}", "until {day}")
	textRulesOwn     = i18n.T("Règles : propres à l’instance ({rules}).", "Rules: its own ({rules}).")
	textRulesCommon  = i18n.T("Règles : droit commun ({rules}).", "Rules: those of common law ({rules}).")
	textRuleNotice   = i18n.T("convocation {delay} avant", "notice {delay} before")
	textRuleQuorum   = i18n.T("quorum {quorum}", "quorum {quorum}")
	textQuorumPart   = i18n.T("de {part} des membres", "of {part} of the members")
	textQuorumCount  = i18n.T("de {n} membres", "of {n} members")
	textQuorumNone   = i18n.T("aucun", "none")
	textMembers      = i18n.T("Membres : {n}. Quorum : {needed}.", "Members: {n}. Quorum: {needed}.")
	textMembersThere = i18n.T("Pour surveiller le quorum, jalon compte comme présents les membres sans siège ci-dessus.", "To watch the quorum, jalon counts the members without a seat above as present.")
	textRuleProxies  = i18n.T("{n} pouvoirs par personne", "{n} proxies each")
	textRuleProxy    = i18n.T("{n} pouvoir par personne", "{n} proxy each")
	textRuleNoProxy  = i18n.T("aucun pouvoir", "no proxy")
	textRuleReplace  = i18n.T("personnalités qualifiées remplaçables", "qualified persons may be replaced")
	textBodyDocs     = i18n.T("Documents : {list}", "Documents: {list}")
	labelMeetings    = i18n.T("Voir les séances", "See the meetings")
	labelChangeBody  = i18n.T("Modifier", "Change")
	labelReopen      = i18n.T("Rouvrir", "Open again")
)

// seatNatures say in what capacity a seat is held.
var seatNatures = map[plan.SeatNature]i18n.Msg{
	plan.ByFunction: i18n.T("par fonction", "by function"),
	plan.Elected:    i18n.T("élu", "elected"),
	plan.Qualified:  i18n.T("personnalité qualifiée", "qualified person"),
	plan.Invited:    i18n.T("invité", "guest"),
}

var textAdvisory = i18n.T("voix consultative", "without a vote")

// bodyCard says all of a body, its seats as they are on a day.
func (e *Env) bodyCard(v plan.BodyView) string {
	w := e.drawer()
	blocks := []string{e.say(textBodyTitle, "ref", v.Ref(), "name", card.Quote(v.Name))}
	if v.Closed {
		blocks = append(blocks, e.say(textBodyClosed))
	} else {
		blocks = append(blocks, w.nextMeeting(v.Next))
	}
	blocks = append(blocks, w.bodySeats(v, e.today()), w.bodyFacts(v.Body), w.rules(v.Rules), w.members(v.Body), w.documents(v.Links))
	return lines(blocks...)
}

func (w drawer) nextMeeting(m plan.Meeting) string {
	switch {
	case m.Number == 0:
		return textBodyNoNext.In(w.lang)
	case m.State == plan.Provisional:
		return textBodyNextMay.In(w.lang, "when", w.meetingWhen(m), "ref", m.Ref())
	default:
		return textBodyNext.In(w.lang, "when", w.meetingWhen(m), "ref", m.Ref())
	}
}

// meetingWhen is the date of a meeting in full, with its hour when it is known.
func (w drawer) meetingWhen(m plan.Meeting) string {
	if !m.HasTime {
		return w.words.Long(m.Start.Date)
	}
	return w.words.LongAt(m.Start.Date, m.Start.Time)
}

// bodySeats lists the open seats of a body as they are on a day.
func (w drawer) bodySeats(v plan.BodyView, day calendar.Date) string {
	open, vacant := 0, 0
	for _, s := range v.Seats {
		if s.Closed {
			continue
		}
		open++
		if holder, _ := s.On(day); holder.Who.IsZero() {
			vacant++
		}
	}
	switch {
	case open == 0:
		return textNoSeats.In(w.lang, "typed", card.Code(typedBody(v.Body)))
	case vacant == 0:
		return strings.Join(append([]string{textSeats.In(w.lang, "n", open)}, w.seatRows(v, day, false)...), "\n")
	default:
		return strings.Join(append([]string{textSeatsVacant.In(w.lang, "n", open, "vacant", vacant)}, w.seatRows(v, day, false)...), "\n")
	}
}

// seatRows says who holds each seat on a day, and who comes next; those that
// nobody holds share a line. In full, each person's capacity is said.
func (w drawer) seatRows(v plan.BodyView, day calendar.Date, full bool) []string {
	var rows, vacant []string
	for _, s := range v.Seats {
		if s.Closed {
			continue
		}
		holder, alternates := s.On(day)
		if holder.Who.IsZero() && len(alternates) == 0 {
			vacant = append(vacant, w.seatName(s))
			continue
		}
		who := textSeatNobody.In(w.lang)
		if !holder.Who.IsZero() {
			who = w.term(holder, v.Called, full)
		}
		var others []string
		for _, t := range alternates {
			others = append(others, w.term(t, v.Called, full))
		}
		if len(others) > 0 {
			who = textSeatThen.In(w.lang, "who", who, "others", strings.Join(others, textSeatAfter.In(w.lang)))
		}
		rows = append(rows, textBodySeat.In(w.lang, "seat", capital(w.seatName(s)), "who", who))
	}
	if len(vacant) > 0 {
		rows = append(rows, textBodySeat.In(w.lang, "seat", capital(strings.Join(vacant, ", ")), "who", textSeatNobody.In(w.lang)))
	}
	return rows
}

var textSeatAfter = i18n.T(", puis ", ", then ")

// seatName is a seat with what is unusual about it.
func (w drawer) seatName(s plan.Seat) string {
	if what := w.seatFeatures(s); what != "" {
		return textSeatFeature.In(w.lang, "seat", card.Quote(s.Name), "what", what)
	}
	return card.Quote(s.Name)
}

// seatFeatures says what is unusual about a seat, nothing for a voting one held by
// function.
func (w drawer) seatFeatures(s plan.Seat) string {
	var what []string
	if s.Nature != plan.ByFunction {
		what = append(what, seatNatures[s.Nature].In(w.lang))
	}
	if s.Advisory {
		what = append(what, textAdvisory.In(w.lang))
	}
	return strings.Join(what, ", ")
}

// term says who has a term and until when; in full with the capacity, and with an end
// that is past, for a day that was.
func (w drawer) term(t plan.Term, called map[plan.UserID]string, full bool) string {
	var what []string
	if full {
		what = append(what, w.capacity(t.Rank, t.Who, called))
	}
	if !t.To.IsZero() && (full || !t.To.Before(w.today)) {
		what = append(what, textUntilDay.In(w.lang, "day", w.words.Short(t.To, w.today)))
	}
	who := w.calls(t.Who, called)
	if len(what) == 0 {
		return who
	}
	return textSeatFeature.In(w.lang, "seat", who, "what", strings.Join(what, ", "))
}

var (
	textHolder     = i18n.T("titulaire", "holder")
	textAlternateM = i18n.T("suppléant", "alternate")
	textAlternateF = i18n.T("suppléante", "alternate")
	textAlternate  = i18n.T("suppléance", "alternate")
)

// capacity says in what capacity somebody may sit: titulaire, suppléante.
func (w drawer) capacity(rank int, who plan.Representative, called map[plan.UserID]string) string {
	if rank == 0 {
		return textHolder.In(w.lang)
	}
	name := called[who.User]
	if name == "" {
		name = who.Name
	}
	switch civility(name) {
	case 'f':
		return textAlternateF.In(w.lang)
	case 'm':
		return textAlternateM.In(w.lang)
	default:
		return textAlternate.In(w.lang)
	}
}

// civility tells how a name is introduced: 'f' for Mme, 'm' for M., 0 for neither.
func civility(name string) rune {
	word, _, _ := strings.Cut(i18n.Fold(name), " ")
	switch strings.TrimRight(word, ".") {
	case "mme", "mlle", "madame", "mmes":
		return 'f'
	case "m", "mr", "monsieur", "mm":
		return 'm'
	default:
		return 0
	}
}

// bodyFacts says the rest of what is known of a body.
func (w drawer) bodyFacts(b plan.Body) string {
	var said []string
	add := func(text i18n.Msg, place, value string) {
		if value != "" {
			said = append(said, text.In(w.lang, place, card.Quote(value)))
		}
	}
	add(textBodyShort, "short", b.Short)
	add(textBodyKind, "kind", b.Kind)
	said = append(said, w.chair(b))
	if b.Hat != "" {
		said = append(said, textBodyHat.In(w.lang, "of", hatOf(b.Hat)))
	}
	add(textBodyPlace, "department", departmentName(b.Department))
	add(textBodyBasis, "text", strings.TrimSuffix(b.LegalBasis, "."))
	add(textBodyRhythm, "text", strings.TrimSuffix(b.Rhythm, "."))
	add(textBodyOffice, "text", strings.TrimSuffix(b.Secretariat, "."))
	add(textBodyTemplate, "text", b.Template)
	return strings.Join(said, " ")
}

func (w drawer) chair(b plan.Body) string {
	switch b.Chair {
	case plan.ChairState:
		return textChairState.In(w.lang)
	case plan.ChairShared:
		return textChairShared.In(w.lang)
	case plan.ChairOther:
		return textChairOther.In(w.lang)
	default:
		return ""
	}
}

// hatOf is the department of a préfet after « préfet »: « du Nord ».
func hatOf(h plan.Hat) string {
	if d, ok := plan.DepartmentOf(string(h)); ok {
		return d.Of()
	}
	return string(h)
}

func departmentName(number string) string {
	if d, ok := plan.DepartmentOf(number); ok {
		return d.Name
	}
	return number
}

// rules says the rules of a body, its own or those of common law.
func (w drawer) rules(r plan.BodyRules) string {
	days, unit := r.NoticeDelay()
	said := []string{
		textRuleNotice.In(w.lang, "delay", w.words.Count(days, unit)),
		textRuleQuorum.In(w.lang, "quorum", w.quorum(r)),
		w.proxies(r.MostProxies()),
	}
	if r.ReplacesQualified {
		said = append(said, textRuleReplace.In(w.lang))
	}
	text := textRulesOwn
	if own := r; own.Notice == 0 && own.Quorum == (plan.Quorum{}) && own.Proxies == 0 && !own.ReplacesQualified {
		text = textRulesCommon
	}
	return text.In(w.lang, "rules", strings.Join(said, ", "))
}

func (w drawer) quorum(r plan.BodyRules) string {
	switch q := r.Quorum; {
	case q == plan.NoQuorum:
		return textQuorumNone.In(w.lang)
	case q.Of == 0 && q.Number > 0:
		return textQuorumCount.In(w.lang, "n", q.Number)
	default:
		part := "1/2"
		if q.Of > 0 {
			part = strconv.Itoa(q.Number) + "/" + strconv.Itoa(q.Of)
		}
		return textQuorumPart.In(w.lang, "part", part)
	}
}

// members says how many a body has and how many make its quorum, where it is
// known, and what the watch takes for granted of those who have no seat here.
func (w drawer) members(b plan.Body) string {
	if b.Rules.Members == 0 {
		return ""
	}
	text := textMembers.In(w.lang, "n", b.Rules.Members, "needed", b.Rules.Quorum.Needed(b.Rules.Members))
	if !b.Chair.Organised() {
		text = lines(text, textMembersThere.In(w.lang))
	}
	return text
}

func (w drawer) proxies(n int) string {
	switch n {
	case 0:
		return textRuleNoProxy.In(w.lang)
	case 1:
		return textRuleProxy.In(w.lang, "n", n)
	default:
		return textRuleProxies.In(w.lang, "n", n)
	}
}

// documents lists the links of a body.
func (w drawer) documents(links []plan.Link) string {
	if len(links) == 0 {
		return ""
	}
	list := make([]string, len(links))
	for i, l := range links {
		list[i] = "[" + card.Quote(l.Title) + "](" + linkTarget(l.URL) + ")"
	}
	return textBodyDocs.In(w.lang, "list", strings.Join(list, ", "))
}

// linkTarget is an address as it stands in a link, whose parenthesis it must not
// close.
func linkTarget(address string) string {
	return strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "\n", "").Replace(address)
}

// bodyButtons are what may be done with a body that is shown.
func (e *Env) bodyButtons(b plan.Body) []card.Button {
	ref := string(b.Ref())
	buttons := []card.Button{{ID: "seances", Label: e.say(labelMeetings), Style: card.Primary, Command: "seance liste " + ref}}
	if !plan.AllowedIn(e.call.Actor, plan.ManageMeetings, b.Department) {
		return buttons
	}
	if b.Closed {
		return append(buttons, card.Button{ID: "rouvririnstance", Label: e.say(labelReopen), Style: card.Variant, Command: "instance rouvrir " + ref})
	}
	return append(buttons, card.Button{ID: "modifierinstance", Label: e.say(labelChangeBody), Style: card.Variant, Command: "instance modifier " + ref})
}
