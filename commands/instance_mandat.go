package commands

import (
	"slices"
	"strings"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    6,
	path:    "instance mandat",
	aliases: []string{"instance mandats", "instance term"},
	summary: i18n.T("dire quand commence et finit un mandat, et par quel arrêté", "say when a term begins and ends, and by which order"),
	args: []arg{
		argBody,
		{"<personne>", `"Mme Vasseur"`, i18n.T("un nom, ou `@compte`", "a name, or `@account`"), false},
		{"jusqu’au <date>", "jusqu’au 31/01/2027", i18n.T("le dernier jour ; `sans fin` quand il n’y en a pas", "the last day; `sans fin` when there is none"), true},
		{"", "depuis le 01/02/2024", i18n.T("le premier jour ; après la fin du précédent, un nouveau mandat", "the first day; after the end of the one before, a new term"), true},
		{"", `arrêté "12 mars 2026"`, i18n.T("l’acte de nomination", "the order that appoints"), true},
		{"", "siège urbanisme", i18n.T("un seul de ses sièges", "only one of the seats"), true},
	},
	keywords: []string{"jusqu", "depuis", "arrete", "siege", "motif"},
	examples: []string{
		`instance mandat EPF "Mme Vasseur" jusqu’au 31/01/2027`,
		`instance mandat EPF @gaelle depuis le 01/02/2027 jusqu’au 31/01/2030 arrêté "12 mars 2026"`,
	},
	right:   plan.ManageMeetings,
	seeAlso: []string{"instance siege", "instance qui"},
	run:     setTerms,
})

var termClauses = []clauseWords{
	{"depuis", []string{"depuis le", "depuis", "a partir du", "a compter du", "du"}, false},
	{"jusqu", []string{"jusqu'au", "jusqu'a", "jusqu", "jusque", "au", "fin le", "fin", "prend fin le"}, false},
	{"sansfin", []string{"sans fin", "sans terme", "illimite"}, true},
	{"arrete", []string{"arrete", "arrete du", "decret", "nomination"}, false},
	{"siege", []string{"siege"}, false},
	{"motif", []string{"motif"}, false},
}

var (
	textTermWho = i18n.T(
		"Il manque la personne. Rien n’a changé.\nPar exemple : `/instance mandat {typed} \"Mme Vasseur\" jusqu’au 31/01/2027`",
		"The person is missing. Nothing has changed.\nFor example: `/instance mandat {typed} \"Mme Vasseur\" jusqu’au 31/01/2027`")
	textTermWhat = i18n.T(
		"Il manque ce qui change du mandat {of}. Rien n’a changé.\nPar exemple : `/instance mandat {typed} {who} jusqu’au 31/01/2027`",
		"What changes of the term of {of} is missing. Nothing has changed.\nFor example: `/instance mandat {typed} {who} jusqu’au 31/01/2027`")
	textNoTerm = i18n.T(
		"**{who}** n’occupe aucun siège {of}. Rien n’a changé.\nPour lui en donner un : `/instance siege {typed} urbanisme titulaire {quoted}`{people}",
		"**{who}** holds no seat of {of}. Nothing has changed.\nTo give them one: `/instance siege {typed} urbanisme titulaire {quoted}`{people}")
	textPeopleThere = i18n.T("\nY siègent : {list}", "\nThose who sit there: {list}")
	textNoSuchSeat  = i18n.T(
		"**« {word} »** n’est pas un siège {of}. Rien n’a changé.\nSièges : {list}",
		"**“{word}”** is not a seat of {of}. Nothing has changed.\nSeats: {list}")
	textTermUntil = i18n.T("Mandat {of} {to}{seat} : jusqu’au {day}.{told}", "Term of {of} at {to}{seat}: until {day}.{told}")
	textTermFrom  = i18n.T("Mandat {of} {to}{seat} : du {from} au {day}.{told}", "Term of {of} at {to}{seat}: from {from} to {day}.{told}")
	textTermOpen  = i18n.T("Mandat {of} {to}{seat} : sans fin connue.", "Term of {of} at {to}{seat}: no known end.")
	textTermSince = i18n.T("Mandat {of} {to}{seat} : à partir du {from}, sans fin connue.", "Term of {of} at {to}{seat}: from {from}, no known end.")
	textTermTold  = i18n.T(" Annonces à {days} jours calendaires avant.", " Announced {days} calendar days before.")
	textTermOver  = i18n.T(" Cette date est passée : rien n’est annoncé.", " That date is past: nothing is announced.")
	textTermSeat  = i18n.T(", {seat}", ", {seat}")
	textUnseated  = i18n.T(
		"Attention ⚠️ : à la séance {ref}, {day}, siège {seat}, le mandat {of} ne court plus : {state}",
		"Note ⚠️: at the meeting {ref}, {day}, seat {seat}, the term of {of} does not run any more: {state}")
	textTermOrder = i18n.T("Arrêté : {order}.", "Order: {order}.")
)

func setTerms(e *Env) (card.Reply, error) {
	l, err := e.said(termClauses)
	if err != nil {
		return card.Reply{}, err
	}
	b, rest, err := e.bodyAndRest(l.head)
	if err != nil {
		return card.Reply{}, err
	}
	if len(rest) == 0 {
		return card.Reply{}, askFor(e.say(textTermWho, "typed", card.Code(typedBody(b))))
	}
	rest, l.clauses = e.endAfter(rest, l.clauses)
	who, err := e.representative(joined(rest))
	if err != nil {
		return card.Reply{}, err
	}
	who = knownIn(b, who)
	edit, err := e.termEdit(l, b, who)
	if err != nil {
		return card.Reply{}, err
	}
	if edit.From.IsZero() && edit.To.IsZero() && !edit.NoEnd && edit.Order == "" {
		if e.req.CanForm && !e.answersForm() {
			form := e.termForm(b, who, edit.Seat)
			return card.Reply{Form: &form}, nil
		}
		return card.Reply{}, askFor(e.say(textTermWhat, "of", plan.Of(who.Name), "typed", card.Code(typedBody(b)), "who", card.Code(typedPerson(who))))
	}
	reason, _ := l.text("motif")
	var changed []plan.TermChange
	c, err := e.plan.ModifyBody(e.ctx, e.call, b.Number, "instance.mandat", reason, func(b *plan.Body) error {
		if changed = b.SetTerms(edit, e.today()); len(changed) == 0 {
			return e.holdsNone(*b, who)
		}
		return nil
	})
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.termAnswer(c, changed)}, nil
}

// endAfter reads a day alone after the person as the end of the term: « Mme Vasseur
// 31/01/2027 ».
func (e *Env) endAfter(who []token, clauses []saidClause) ([]token, []saidClause) {
	for at := 1; at < len(who); at++ {
		text := joined(who[at:])
		if from, to, r := frdate.Window(text, e.pastDates()); r.Kind == frdate.Understood && !from.IsZero() && !to.IsZero() {
			return who[:at], append(slices.Clone(clauses), saidClause{key: "jusqu", body: who[at:], text: text})
		}
	}
	return who, clauses
}

// knownIn is the person of a body whose name ends with the words given, when there
// is one: « Vasseur » for Mme Vasseur.
func knownIn(b plan.Body, who plan.Representative) plan.Representative {
	if who.User != "" {
		return who
	}
	var found []plan.Representative
	for _, s := range b.Seats {
		for _, t := range s.Terms {
			if strings.HasSuffix(" "+i18n.Fold(t.Who.Name), " "+i18n.Fold(who.Name)) && !slices.ContainsFunc(found, t.Who.Same) {
				found = append(found, t.Who)
			}
		}
	}
	if len(found) != 1 {
		return who
	}
	return found[0]
}

// holdsNone says that somebody has no seat, with those who have.
func (e *Env) holdsNone(b plan.Body, who plan.Representative) error {
	var names []string
	for _, s := range b.Seats {
		for _, t := range s.Terms {
			if name := card.Quote(t.Who.Name); !s.Closed && name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	people := ""
	if len(names) > 0 {
		people = e.say(textPeopleThere, "list", strings.Join(names, ", "))
	}
	return askFor(e.say(textNoTerm, "who", card.Quote(who.Name), "of", b.OfThe(e.lang), "typed", card.Code(typedBody(b)),
		"quoted", card.Code(typedPerson(who)), "people", people))
}

// typedPerson is somebody as they are typed.
func typedPerson(who plan.Representative) string { return quote(who.Name) }

// termEdit reads what a line says of a term.
func (e *Env) termEdit(l saidLine, b plan.Body, who plan.Representative) (plan.TermEdit, error) {
	edit := plan.TermEdit{Who: who, NoEnd: l.has("sansfin")}
	var t plan.Term
	for _, c := range l.clauses {
		if err := e.termClause(c, &t); err != nil {
			return edit, e.inField(c.key, err)
		}
	}
	edit.From, edit.To, edit.Order = t.From, t.To, t.Order
	if name, ok := l.text("siege"); ok {
		s, known := b.SeatNamed(name)
		if !known {
			return edit, askFor(e.say(textNoSuchSeat, "word", card.Quote(clip(name)), "of", b.OfThe(e.lang), "list", strings.Join(openSeats(b), ", ")))
		}
		edit.Seat = s.Number
	}
	return edit, nil
}

// termAnswer says the terms that changed, one line each.
func (e *Env) termAnswer(c plan.BodyChange, changed []plan.TermChange) string {
	w := e.drawer()
	var rows []string
	for _, t := range changed {
		seat := ""
		if len(changed) > 1 || len(openSeats(c.After)) > 1 && len(changed) > 1 {
			seat = e.say(textTermSeat, "seat", card.Quote(t.Seat.Name))
		}
		args := []any{
			"of", plan.Of(w.calls(t.Term.Who, c.Called)), "to", c.After.ToThe(e.lang), "seat", seat,
			"from", e.words.Long(t.Term.From), "day", e.words.Long(t.Term.To), "told", e.announced(t.Term),
		}
		later := !t.Term.From.IsZero() && e.today().Before(t.Term.From)
		switch {
		case t.Term.To.IsZero() && later:
			rows = append(rows, e.say(textTermSince, args...))
		case t.Term.To.IsZero():
			rows = append(rows, e.say(textTermOpen, args...))
		case later:
			rows = append(rows, e.say(textTermFrom, args...))
		default:
			rows = append(rows, e.say(textTermUntil, args...))
		}
		if t.Term.Order != "" && t.Term.Order != t.Before.Order {
			rows = append(rows, e.say(textTermOrder, "order", card.Quote(strings.TrimSuffix(t.Term.Order, "."))))
		}
	}
	return lines(append(rows, w.unseated(c.Unseated)...)...)
}

// unseated says which seats at meetings ahead a change of terms passed on.
func (w drawer) unseated(all []plan.Unseated) []string {
	var rows []string
	for _, u := range all {
		rows = append(rows, ended(textUnseated.In(w.lang, "ref", u.Ref(), "day", w.words.Short(u.Start.Date, w.today), "seat", seatName(u.MeetingView, u.Number),
			"of", plan.Of(w.named(u.MeetingView, u.Was)), "state", w.seatState(u.MeetingView, u.Now()))))
	}
	return rows
}

// announced says when the end of a term will be, of those days that are ahead.
func (e *Env) announced(t plan.Term) string {
	var days []string
	for _, n := range plan.TermNotices {
		if e.today().Before(t.To.AddDays(-n)) {
			days = append(days, e.drawer().number(n))
		}
	}
	switch {
	case t.To.Before(e.today()):
		return e.say(textTermOver)
	case len(days) == 0:
		return ""
	default:
		return e.say(textTermTold, "days", i18n.And(e.lang, days))
	}
}

var titleTerm = i18n.T("Renouveler un mandat", "Renew a term")

func (e *Env) termForm(b plan.Body, who plan.Representative, seat int) card.Form {
	line := e.cmd.path + " " + string(b.Ref()) + " " + typedPerson(who)
	if s, ok := b.Seat(seat); ok {
		line += " siege " + quote(s.Name)
	}
	return card.Form{
		Title: e.say(titleTerm), Command: line, Submit: e.say(labelModify),
		Fields: []card.Field{
			{Name: "jusqu", Label: e.say(labelUntil), Help: e.say(helpUntil)},
			{Name: "arrete", Label: e.say(labelOrder), Optional: true},
			{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason), Optional: true},
		},
	}
}
