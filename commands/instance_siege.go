package commands

import (
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    5,
	path:    "instance siege",
	aliases: []string{"instance sieges", "instance seat"},
	summary: i18n.T("ajouter un siège, ou dire qui l’occupe et qui supplée", "add a seat, or say who holds it and who stands in"),
	args: []arg{
		argBody,
		{"<siège>", "urbanisme", i18n.T("le nom du siège ; un nom nouveau l’ajoute", "the name of the seat; a new one adds it"), false},
		{"titulaire \"…\"", `titulaire "M. Lemaire"`, i18n.T("qui l’occupe : un nom, ou `@compte` ; `aucun` pour personne", "who holds it: a name, or `@account`; `aucun` for nobody"), true},
		{"suppléante \"…\"", `suppléante "Mme Vasseur"`, i18n.T("qui supplée ; `suppléant 2 …` pour la seconde suppléance", "who stands in; `suppléant 2 …` for the second one"), true},
		{"", "par fonction", i18n.T("en quelle qualité : `par fonction`, `élu`, `personnalité qualifiée`, `invité`", "in what capacity: `par fonction`, `élu`, `personnalité qualifiée`, `invité`"), true},
		{"", "consultatif", i18n.T("sans voix délibérative ; `délibératif` pour le contraire", "without a vote; `délibératif` for the contrary"), true},
		{"", "depuis le 01/01/2026 jusqu’au 31/12/2028", i18n.T("le mandat", "the term"), true},
		{"", `arrêté "12 mars 2026"`, i18n.T("l’acte de nomination", "the order that appoints"), true},
		{"", "renommer habitat", i18n.T("changer son nom ; `supprimer` retire le siège", "change its name; `supprimer` takes the seat away"), true},
	},
	keywords: seatKeywords,
	examples: []string{
		`instance siege EPF urbanisme titulaire "M. Lemaire" suppléante "Mme Vasseur"`,
		`instance siege EPF budget titulaire @gaelle par fonction consultatif`,
		`instance siege EPF urbanisme suppléant 2 "M. Petit" jusqu’au 31/01/2027`,
	},
	right:   plan.ManageMeetings,
	seeAlso: []string{"instance mandat", "instance qui"},
	run:     setSeat,
})

// seatClauses are what can be said of a seat.
var seatClauses = []clauseWords{
	{"titulaire", []string{"titulaire", "holder"}, false},
	{"suppleant", []string{"suppleant", "suppleante", "suppleance", "suppleants", "alternate"}, false},
	{"fonction", []string{"par fonction", "es qualite", "de droit"}, true},
	{"elu", []string{"elu", "elue", "elus"}, true},
	{"qualifiee", []string{"personnalite qualifiee", "qualifiee", "qualifie"}, true},
	{"invite", []string{"invite", "invitee"}, true},
	{"consultatif", []string{"consultatif", "consultative", "voix consultative", "sans voix"}, true},
	{"deliberatif", []string{"deliberatif", "deliberative", "voix deliberative"}, true},
	{"depuis", []string{"depuis le", "depuis", "a partir du", "a compter du", "du"}, false},
	{"jusqu", []string{"jusqu'au", "jusqu'a", "jusqu", "jusque", "au", "fin le", "fin"}, false},
	{"arrete", []string{"arrete", "arrete du", "decret", "nomination"}, false},
	{"renommer", []string{"renommer", "rename"}, false},
	{"supprimer", []string{"supprimer", "supprime", "retirer"}, true},
	{"motif", []string{"motif"}, false},
}

var seatKeywords = []string{"titulaire", "suppleant", "depuis", "jusqu", "arrete", "renommer", "motif"}

var (
	textSeatMissing = i18n.T(
		"Il manque le siège {of}. Rien n’est enregistré.\nPar exemple : `/instance siege {typed} urbanisme titulaire \"M. Lemaire\"`{known}",
		"The seat of {of} is missing. Nothing is saved.\nFor example: `/instance siege {typed} urbanisme titulaire \"M. Lemaire\"`{known}")
	textSeatsKnown = i18n.T("\nSièges : {list}", "\nSeats: {list}")
	textSeatNew    = i18n.T("Siège « {seat} »{what} ajouté {to}.{who}", "Seat “{seat}”{what} added to {to}.{who}")
	textSeatSame   = i18n.T("Siège « {seat} »{what} {of}.{who}", "Seat “{seat}”{what} of {of}.{who}")
	textSeatGone   = i18n.T("Siège « {seat} » {of} supprimé. Qui y siégeait reste lisible dans le passé.", "Seat “{seat}” of {of} taken away. Who held it can still be read in the past.")
	textSeatHolder = i18n.T(" Titulaire : {who}.", " Holder: {who}.")
	textSeatNone   = i18n.T(" Titulaire : aucun.", " Holder: none.")
	textSeatAlt    = i18n.T(" Suppléance n° {n} : {who}.", " Alternate no. {n}: {who}.")
	textSeatUntil  = i18n.T("{who} (jusqu’au {day})", "{who} (until {day})")
	textSeatFrom   = i18n.T("{who} (à partir du {day})", "{who} (from {day})")
	textSeatSince  = i18n.T("{who} (depuis le {day})", "{who} (since {day})")
	textSeatSpan   = i18n.T("{who} (du {from} au {to})", "{who} (from {from} to {to})")
	textBadRank    = i18n.T(
		"**« {word} »** n’est pas compris après `suppléant`. Rien n’est enregistré.\nPar exemple : `suppléant \"M. Petit\"` ou `suppléant 2 \"M. Petit\"`",
		"**“{word}”** is not understood after `suppléant`. Nothing is saved.\nFor example: `suppléant \"M. Petit\"` or `suppléant 2 \"M. Petit\"`")
	textTermsOfWhom = i18n.T(
		"Les dates d’un mandat suivent une personne. Rien n’est enregistré.\nPar exemple : `/instance mandat {typed} \"Mme Vasseur\" jusqu’au 31/01/2027`",
		"The dates of a term follow a person. Nothing is saved.\nFor example: `/instance mandat {typed} \"Mme Vasseur\" jusqu’au 31/01/2027`")
)

func setSeat(e *Env) (card.Reply, error) {
	l, err := e.said(seatClauses)
	if err != nil {
		return card.Reply{}, err
	}
	b, seat, err := e.bodyAndRest(l.head)
	if err != nil {
		return card.Reply{}, err
	}
	seat, l.clauses = holderAfter(seat, l.clauses)
	name := card.OneLine(strings.TrimPrefix(joined(seat), "siege "))
	if name == "" {
		return card.Reply{}, e.seatMissing(b)
	}
	held, known := b.SeatNamed(name)
	rank, ranked := l.rankAlone()
	if (len(l.clauses) == 0 || ranked && len(l.clauses) == 1) && known && e.req.CanForm && !e.answersForm() {
		form := e.seatForm(b, held, rank)
		return card.Reply{Form: &form}, nil
	}
	if ranked {
		l = l.withRank()
	}
	edit, err := e.seatEdit(l, name, b)
	if err != nil {
		return card.Reply{}, err
	}
	reason, _ := l.text("motif")
	var after plan.Seat
	added := false
	c, err := e.plan.ModifyBody(e.ctx, e.call, b.Number, "instance.siege", reason, func(b *plan.Body) error {
		after, added = b.SetSeat(edit, e.today())
		return nil
	})
	if err != nil {
		return card.Reply{}, err
	}
	stays, err := e.seatStays(c, after)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: lines(e.seatAnswer(c, after, added), stays)}, nil
}

var (
	textStaysAsked = i18n.T(
		"Séance {ref}, {when} : {state}, sans changement. Pour solliciter {holder} : `/representation designer {ref} {typed} siège \"{seat}\"`",
		"Meeting {ref}, {when}: {state}, unchanged. To ask {holder}: `/representation designer {ref} {typed} siège \"{seat}\"`")
	textStaysHeld = i18n.T(
		"Séance {ref}, {when} : {state}, sans changement. Pour solliciter {holder} : `/representation designer {ref} {typed} siège \"{seat}\" motif \"…\"`",
		"Meeting {ref}, {when}: {state}, unchanged. To ask {holder}: `/representation designer {ref} {typed} siège \"{seat}\" motif \"…\"`")
)

// seatStays says of which meetings ahead the seat stays with somebody else than its
// new holder: nobody takes a question or an agreement from another by a change of
// the body.
func (e *Env) seatStays(c plan.BodyChange, seat plan.Seat) (string, error) {
	was, _ := c.Before.Seat(seat.Number)
	found, _, err := e.plan.FindMeetings(e.ctx, e.req.Region, plan.MeetingFilter{
		Body: c.After.Number, From: e.today(), States: []plan.MeetingState{plan.Confirmed, plan.Convened}, Limit: mineLimit,
	})
	var rows []string
	for _, m := range found {
		r, opened := m.Seat(seat.Number)
		holder, _ := seat.On(m.Start.Date)
		before, _ := was.On(m.Start.Date)
		if !opened || holder.Who.IsZero() || holder.Who.Same(before.Who) || holder.Who.Same(r.Who) || r.State == plan.Unattended {
			continue
		}
		v, err := e.plan.ViewMeeting(e.ctx, e.req.Region, m.Number)
		if err != nil {
			return "", err
		}
		text, w := textStaysAsked, e.drawer()
		if r.State == plan.Accepted || r.State == plan.ToReconfirm || r.State == plan.ByProxy {
			text = textStaysHeld
		}
		rows = append(rows, e.say(text, "ref", m.Ref(), "when", w.words.Short(m.Start.Date, e.today()), "state", w.seatState(v, r),
			"holder", w.named(v, holder.Who), "typed", card.Code(quote(w.callsIn(v, holder.Who))), "seat", card.Code(seat.Name)))
	}
	return strings.Join(rows, "\n"), err
}

// holderAfter reads somebody named just after the seat as its holder: « logement
// @carole », « logement M. Petit », « logement vacant ».
func holderAfter(seat []token, clauses []saidClause) ([]token, []saidClause) {
	for at := 1; at < len(seat); at++ {
		vacant := at == len(seat)-1 && i18n.Fold(seat[at].text) == "vacant"
		if !seat[at].quoted && (vacant || strings.HasPrefix(seat[at].text, "@") || slices.Contains(titles, i18n.Fold(seat[at].text))) {
			holder := saidClause{key: "titulaire", body: seat[at:], text: joined(seat[at:])}
			return seat[:at], append([]saidClause{holder}, clauses...)
		}
	}
	return seat, clauses
}

// seatMissing asks which seat, naming those of the body.
func (e *Env) seatMissing(b plan.Body) error {
	known := ""
	if list := openSeats(b); len(list) > 0 {
		known = e.say(textSeatsKnown, "list", strings.Join(list, ", "))
	}
	return askFor(e.say(textSeatMissing, "of", b.OfThe(e.lang), "typed", card.Code(typedBody(b)), "known", known))
}

// openSeats are the names of the open seats of a body.
func openSeats(b plan.Body) []string {
	var list []string
	for _, s := range b.Seats {
		if !s.Closed {
			list = append(list, card.Quote(s.Name))
		}
	}
	return list
}

// seatEdit reads what a line says of a seat.
func (e *Env) seatEdit(l saidLine, name string, b plan.Body) (plan.SeatEdit, error) {
	edit := plan.SeatEdit{Name: name}
	for key, nature := range map[string]plan.SeatNature{
		"fonction": plan.ByFunction, "elu": plan.Elected, "qualifiee": plan.Qualified, "invite": plan.Invited,
	} {
		if l.has(key) {
			edit.Nature = &nature
		}
	}
	if l.has("consultatif") || l.has("deliberatif") {
		advisory := l.has("consultatif")
		edit.Advisory = &advisory
	}
	if l.has("supprimer") {
		closed := true
		edit.Closed = &closed
	}
	if c, ok := l.clause("renommer"); ok {
		var err error
		if edit.Rename, err = e.oneText(c, "renommer"); err != nil {
			return edit, err
		}
	}
	var err error
	edit.Terms, err = e.seatTerms(l, b)
	return edit, err
}

// seatTerms reads who holds the seat and who stands in. Dates and an order are
// those of the people named just before them.
func (e *Env) seatTerms(l saidLine, b plan.Body) ([]plan.Term, error) {
	var terms []plan.Term
	first, dated := 0, false // of the people named since the last dates
	for _, c := range l.clauses {
		switch c.key {
		case "titulaire", "suppleant":
			if dated {
				first, dated = len(terms), false
			}
			t, err := e.seatTerm(c, terms)
			if err != nil {
				return nil, e.inField(c.key, err)
			}
			terms = append(terms, t)
		case "depuis", "jusqu", "arrete":
			if len(terms) == 0 {
				return nil, askFor(e.say(textTermsOfWhom, "typed", card.Code(typedBody(b))))
			}
			dated = true
			for i := range terms[first:] {
				if err := e.termClause(c, &terms[first+i]); err != nil {
					return nil, e.inField(c.key, err)
				}
			}
		}
	}
	return terms, nil
}

// rankAlone is the rank of a line that names an alternate's place and nobody for
// it, « suppléant 2 »: whom to put there is then asked.
func (l saidLine) rankAlone() (rank int, alone bool) {
	if len(l.clauses) == 0 || l.clauses[0].key != "suppleant" || len(l.clauses[0].body) != 1 || l.clauses[0].body[0].quoted {
		return 0, false
	}
	rank, alone = numberSaid(l.clauses[0].body[0].text)
	return rank, alone && rank > 0 && rank <= plan.MostAlternates
}

// withRank puts the rank that the line names alone before the person whom the form
// names for it.
func (l saidLine) withRank() saidLine {
	place := l.clauses[0]
	for i, c := range l.clauses {
		if i > 0 && c.key == place.key {
			l.clauses = slices.Clone(l.clauses[1:])
			l.clauses[i-1].body = append(slices.Clone(place.body), c.body...)
			return l
		}
	}
	return l
}

// inField says an error at the field of the form that it is about, if there is one.
func (e *Env) inField(name string, err error) error {
	if e.req.Fields[name] == "" {
		return err
	}
	return e.onField(name, err)
}

// seatTerm reads one person with the rank: « titulaire "M. Lemaire" », « suppléant
// 2 @bob ».
func (e *Env) seatTerm(c saidClause, before []plan.Term) (plan.Term, error) {
	t := plan.Term{}
	body := c.body
	if c.key == "suppleant" {
		t.Rank = 1
		for _, o := range before {
			t.Rank = max(t.Rank, o.Rank+1)
		}
		if len(body) > 1 {
			word := strings.TrimPrefix(strings.TrimPrefix(i18n.Fold(body[0].text), "n°"), "n")
			if n, ok := numberSaid(strings.TrimSuffix(strings.TrimSuffix(word, "e"), "er")); ok && !body[0].quoted {
				t.Rank, body = n, body[1:]
			}
		}
		if t.Rank < 1 || t.Rank > plan.MostAlternates {
			return t, plan.Refuse(plan.Invalid, textBadRank.With("word", card.Quote(clip(c.text))))
		}
	}
	text := joined(body)
	if _, number := numberSaid(text); number && t.Rank > 0 {
		return t, plan.Refuse(plan.Invalid, textBadRank.With("word", card.Quote(clip(c.text))))
	}
	if isNone(text) || i18n.Fold(text) == "personne" || i18n.Fold(text) == "vacant" {
		return t, nil
	}
	if len(body) > 1 && slices.ContainsFunc(body, func(t token) bool { return t.quoted }) {
		return t, plan.Refuse(plan.Invalid, textBadRank.With("word", card.Quote(clip(c.text))))
	}
	var err error
	t.Who, err = e.representative(text)
	return t, err
}

// termClause reads when a term begins, when it ends, or the order that appoints.
func (e *Env) termClause(c saidClause, t *plan.Term) error {
	var err error
	switch c.key {
	case "depuis":
		t.From, err = e.oneDay(c.text, false)
	case "jusqu":
		t.To, err = e.oneDay(c.text, true)
	case "arrete":
		t.Order, err = e.oneText(c, "arrêté")
	}
	return err
}

var textBadDay = i18n.T(
	"La date **« {text} »** n’est pas comprise. Rien n’a changé.\nÉcrivez-la en entier, par exemple : `31/01/2027`",
	"The date **“{text}”** is not understood. Nothing has changed.\nWrite it whole, for example: `31/01/2027`")

// oneDay reads one day, past or future; of a period it is the last day when last
// is set, else the first.
func (e *Env) oneDay(text string, last bool) (calendar.Date, error) {
	from, to, res := frdate.Window(text, e.pastDates())
	if res.Kind != frdate.Understood || from.IsZero() && to.IsZero() {
		res = frdate.Parse(text, e.pastDates())
		if res.Kind == frdate.Understood && res.Recurrence == nil && len(res.Readings) == 1 {
			return res.Readings[0].Date, nil
		}
		return calendar.Date{}, plan.Refuse(plan.Invalid, textBadDay.With("text", card.Quote(clip(text))))
	}
	if last && !to.IsZero() || from.IsZero() {
		return to, nil
	}
	return from, nil
}

// seatAnswer says a seat as it stands.
func (e *Env) seatAnswer(c plan.BodyChange, s plan.Seat, added bool) string {
	w := e.drawer()
	if s.Closed {
		return e.say(textSeatGone, "seat", card.Quote(s.Name), "of", c.After.OfThe(e.lang))
	}
	who, what := w.seatHolders(s, c.Called), ""
	if features := w.seatFeatures(s); features != "" {
		what = " (" + features + ")"
	}
	if added {
		return e.say(textSeatNew, "seat", card.Quote(s.Name), "what", what, "to", c.After.ToThe(e.lang), "who", who)
	}
	said := e.say(textSeatSame, "seat", card.Quote(s.Name), "what", what, "of", c.After.OfThe(e.lang), "who", who)
	return lines(append([]string{said}, w.unseated(c.Unseated)...)...)
}

// seatHolders says who holds a seat and who stands in, today and later.
func (w drawer) seatHolders(s plan.Seat, called map[plan.UserID]string) string {
	var b strings.Builder
	held := false
	for _, t := range s.Terms {
		if !t.To.IsZero() && t.To.Before(w.today) {
			continue
		}
		text := textSeatAlt
		if t.Rank == 0 {
			text, held = textSeatHolder, true
		}
		b.WriteString(text.In(w.lang, "n", t.Rank, "who", w.dated(t, called)))
	}
	if !held {
		return textSeatNone.In(w.lang) + b.String()
	}
	return b.String()
}

// dated is a person with the bounds of the term.
func (w drawer) dated(t plan.Term, called map[plan.UserID]string) string {
	who := w.calls(t.Who, called)
	later := !t.From.IsZero() && w.today.Before(t.From)
	switch {
	case !t.From.IsZero() && !t.To.IsZero():
		return textSeatSpan.In(w.lang, "who", who, "from", w.words.Long(t.From), "to", w.words.Long(t.To))
	case later:
		return textSeatFrom.In(w.lang, "who", who, "day", w.words.Long(t.From))
	case !t.From.IsZero():
		return textSeatSince.In(w.lang, "who", who, "day", w.words.Long(t.From))
	case !t.To.IsZero():
		return textSeatUntil.In(w.lang, "who", who, "day", w.words.Long(t.To))
	default:
		return who
	}
}

var (
	titleSeat        = i18n.T("Siège {seat}", "Seat {seat}")
	labelHolder      = i18n.T("Titulaire", "Holder")
	labelAlternateOf = i18n.T("Suppléance n° {n}", "Alternate no. {n}")
	labelUntil       = i18n.T("Fin du mandat", "End of the term")
	labelOrder       = i18n.T("Arrêté", "Order")
	helpWho          = i18n.T("Un nom, ou @compte ; « aucun » pour personne", "A name, or @account; “aucun” for nobody")
	helpUntil        = i18n.T("Par exemple : 31/12/2028 ; vide si elle n’est pas connue", "For example: 31/12/2028; empty if not known")
)

// seatForm asks who is to hold a seat, or to be its alternate of a rank.
func (e *Env) seatForm(b plan.Body, s plan.Seat, rank int) card.Form {
	who := card.Field{Name: "titulaire", Label: e.say(labelHolder), Help: e.say(helpWho)}
	line := e.cmd.path + " " + string(b.Ref()) + " " + quote(s.Name)
	if rank > 0 {
		who.Name, who.Label = "suppleant", e.say(labelAlternateOf, "n", rank)
		if rank > 1 { // the first is that of « suppléant » alone
			line += " suppleant " + strconv.Itoa(rank)
		}
	}
	return card.Form{
		Title:   clipBytes(e.say(titleSeat, "seat", s.Name), card.TitleBytes),
		Command: line, Submit: e.say(labelModify),
		Fields: []card.Field{
			who,
			{Name: "jusqu", Label: e.say(labelUntil), Help: e.say(helpUntil), Optional: true},
			{Name: "arrete", Label: e.say(labelOrder), Optional: true},
			{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason), Optional: true},
		},
	}
}

// clipBytes keeps the beginning of a text that must be short, whole letters only.
func clipBytes(text string, most int) string {
	if len(text) <= most {
		return text
	}
	cut := 0
	for i, r := range text {
		if i+len(string(r)) > most-len("…") {
			break
		}
		cut = i + len(string(r))
	}
	return strings.TrimSpace(text[:cut]) + "…"
}
