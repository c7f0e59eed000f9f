package commands

import (
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    11,
	path:    "instance depart",
	aliases: []string{"instance departs", "instance leaving"},
	summary: i18n.T("voir les sièges à pourvoir quand une personne, ou le préfet, s’en va", "see the seats to refill when somebody, or the préfet, leaves"),
	args: []arg{
		{"<personne> | préfet", `"M. Lemaire"`, i18n.T("un nom ou ce qui le désigne, `@compte`, ou `préfet` pour toutes les désignations personnelles", "a name or a part that says who, `@account`, or `préfet` for all personal designations"), false},
		{"<date>", "1er décembre", i18n.T("le jour du départ ; sans cela, aujourd’hui", "the day of the departure; without it, today"), true},
		{keepDeparture, keepDeparture, i18n.T("met fin aux mandats de la personne la veille de ce jour ; sans cela, rien ne change", "ends the terms of the person on the day before; without it, nothing changes"), true},
	},
	keywords: []string{"le", keepDeparture},
	examples: []string{`instance depart Lemaire 1er décembre`, `instance depart Lemaire 1er décembre enregistrer`, "instance depart préfet du Nord 1er janvier"},
	right:    plan.ReadMeetings,
	seeAlso:  []string{"instance siege", "instance mandat", "jalon passation"},
	run:      seatsToRefill,
})

var (
	textLeaverMissing = i18n.T(
		"Il manque la personne qui part. Rien n’a changé.\nPar exemple : `/instance depart \"M. Lemaire\" 1er décembre`, ou `/instance depart préfet`",
		"Who leaves is missing. Nothing has changed.\nFor example: `/instance depart \"M. Lemaire\" 1er décembre`, or `/instance depart préfet`")
	textLeaves = i18n.T(
		"**{who} quitte ses fonctions le {day} : {seats} à pourvoir**",
		"**{who} leaves on {day}: {seats} to refill**")
	textHasLeft   = i18n.T("**{who} a quitté ses fonctions : {seats} à pourvoir**", "**{who} left: {seats} to refill**")
	textOneSeat   = i18n.T("{n} siège", "{n} seat")
	textManySeats = i18n.T("{n} sièges", "{n} seats")
	textRefill    = i18n.T("- {body}, {seat} · {capacity}", "- {body}, {seat} · {capacity}")
	textRefillAt  = i18n.T(" · séance {day}", " · meeting {day}")
	textHoldsNo   = i18n.T(
		"**{who}** n’occupe aucun siège le {day}, et n’en supplée aucun.",
		"**{who}** holds no seat on {day}, and is nobody’s alternate.")
	textNoLeaver = i18n.T(
		"**« {word} »** n’est le nom d’aucune personne qui siège ou supplée.\n{hint}",
		"**“{word}”** is the name of nobody who sits or is an alternate.\n{hint}")
	textPrefetLeaves = i18n.T(
		"**Arrivée d’un préfet : {seats} à renouveler**",
		"**A new préfet arrives: {seats} to renew**")
	textOneDesignation   = i18n.T("{n} désignation personnelle", "{n} personal designation")
	textManyDesignations = i18n.T("{n} désignations personnelles", "{n} personal designations")
	textRenewRow         = i18n.T("- {body}, {seat} · {who}, {capacity}", "- {body}, {seat} · {who}, {capacity}")
	textRenewOrder       = i18n.T(" · arrêté {order}", " · order {order}")
	textPrefetRule       = i18n.T(
		"Les délégations et désignations personnelles cessent avec les fonctions du préfet (décret 2004-374, articles 38 et 39) ; un siège occupé par fonction se poursuit.",
		"Personal delegations and designations end with the préfet’s office (décret 2004-374, articles 38 and 39); a seat held by function goes on.")
	textPrefetNone = i18n.T(
		"Aucune désignation personnelle n’est enregistrée : les sièges occupés par fonction se poursuivent.",
		"No personal designation is recorded: seats held by function go on.")
	labelRefill = i18n.T("Désigner : {seat}", "Designate: {seat}")
)

// keepDeparture is the word that records a departure.
const keepDeparture = "enregistrer"

var (
	textDepartureSeats = i18n.T("- séance {ref}, {when} · {state}", "- meeting {ref}, {when} · {state}")
	textDepartureAsk   = i18n.T("Rien n’est enregistré : les mandats courent encore. Pour y mettre fin : `/{line}`", "Nothing is recorded: the terms still run. To end them: `/{line}`")
	textDepartureDone  = i18n.T("**Départ de {who} le {day} enregistré : {seats} à pourvoir**", "**Departure of {who} on {day} recorded: {seats} to refill**")
	textDepartureKept  = i18n.T("Inchangé, hors de vos droits : {list}", "Unchanged, outside your rights: {list}")
	labelDeparture     = i18n.T("Enregistrer", "Record it")
)

// seatButtons is how many seats have a button of their own.
const seatButtons = 3

func seatsToRefill(e *Env) (card.Reply, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return card.Reply{}, err
	}
	tokens = afterVerb(tokens, []string{"de", "du", "le", "la"})
	if len(tokens) == 0 {
		return card.Reply{}, askFor(e.say(textLeaverMissing))
	}
	if first := i18n.Fold(tokens[0].text); !tokens[0].quoted && (first == "prefet" || first == "prefete") {
		return e.prefetLeaves(tokens)
	}
	last := len(tokens) - 1
	record := last > 0 && !tokens[last].quoted && i18n.Fold(tokens[last].text) == keepDeparture
	if record {
		tokens = tokens[:last]
	}
	name, day, err := e.leaver(tokens)
	if err != nil {
		return card.Reply{}, err
	}
	who, err := e.whoLeaves(name)
	if err == nil && who.IsZero() {
		err = e.unknownLeaver(name)
	}
	if err != nil {
		return card.Reply{}, err
	}
	if record {
		return e.recordDeparture(who, day)
	}
	left, err := e.plan.SeatsOf(e.ctx, e.req.Region, who, day)
	if err != nil {
		return card.Reply{}, err
	}
	called := map[plan.UserID]string{}
	if len(left.Seats) == 0 {
		return card.Reply{Text: e.say(textHoldsNo, "who", card.Quote(who.Name), "day", e.words.Long(day))}, nil
	}
	w := e.drawer()
	rows := []string{e.say(textLeaves, "who", card.Quote(who.Name), "day", e.words.Long(day), "seats", w.seatCount(len(left.Seats)))}
	for _, s := range left.Seats {
		rows = append(rows, w.refillRow(s, called))
	}
	for _, m := range left.Expected {
		rows = append(rows, w.expectedRow(m, who))
	}
	line := e.cmd.path + " " + typedPerson(who) + " " + typed(day, false, calendar.TimeOfDay{}) + " " + keepDeparture
	buttons := append([]card.Button{{ID: "enregistrer", Label: e.say(labelDeparture), Style: card.Primary, Command: line}}, w.refillButtons(left.Seats)...)
	return card.Reply{Text: strings.Join(rows, "\n") + "\n\n" + e.say(textDepartureAsk, "line", card.Code(line)), Buttons: buttons}, nil
}

// expectedRow is a meeting at which somebody who leaves is expected.
func (w drawer) expectedRow(m plan.Engagement, who plan.Representative) string {
	v := plan.MeetingView{Meeting: m.Meeting, Body: m.Body, Called: map[plan.UserID]string{who.User: who.Name}}
	state := ""
	for _, r := range m.Seats {
		if state == "" && (r.Who.Same(who) || r.Proxy.Same(who)) {
			state = w.seatState(v, r)
		}
	}
	return textDepartureSeats.In(w.lang, "ref", m.Ref(), "when", w.shortMeets(m.Meeting), "state", state)
}

// recordDeparture ends the terms of somebody who leaves.
func (e *Env) recordDeparture(who plan.Representative, day calendar.Date) (card.Reply, error) {
	done, err := e.plan.EndSeats(e.ctx, e.call, who, day)
	if err != nil {
		return card.Reply{}, err
	}
	if len(done.Ended) == 0 {
		return card.Reply{Text: e.say(textHoldsNo, "who", card.Quote(who.Name), "day", e.words.Long(day))}, nil
	}
	w := e.drawer()
	rows := []string{e.say(textDepartureDone, "who", card.Quote(who.Name), "day", e.words.Long(day), "seats", w.seatCount(len(done.Ended)))}
	for _, s := range done.Ended {
		rows = append(rows, w.refillRow(s, map[plan.UserID]string{}))
	}
	rows = append(rows, w.unseated(done.Unseated)...)
	var kept []string
	for _, s := range done.Kept {
		kept = append(kept, card.Quote(s.Body.Called()+", "+s.Seat.Name))
	}
	if len(kept) > 0 {
		rows = append(rows, e.say(textDepartureKept, "list", strings.Join(kept, " ; ")))
	}
	return card.Reply{Text: strings.Join(rows, "\n"), Buttons: w.refillButtons(done.Ended)}, nil
}

// leaver cuts a line into the name and the day, which comes last.
func (e *Env) leaver(tokens []token) (name string, day calendar.Date, err error) {
	day = e.today()
	n := len(tokens)
	if tokens[0].quoted {
		n = 1
	} else {
		for at := 1; at < len(tokens); at++ {
			if d, err := e.someDay(cutDayWords(joined(tokens[at:]))); err == nil {
				return joined(tokens[:at]), d, nil
			}
		}
	}
	if n < len(tokens) {
		day, err = e.someDay(cutDayWords(joined(tokens[n:])))
	}
	return joined(tokens[:n]), day, err
}

// whoLeaves finds who leaves: an account, even one that is deactivated, or a name.
func (e *Env) whoLeaves(name string) (plan.Representative, error) {
	if account, ok := strings.CutPrefix(name, "@"); ok {
		a, err := e.anyoneNamed(account)
		return plan.RepresentativeOf(a), err
	}
	return e.sitterNamed(name)
}

// unknownLeaver refuses a name that nobody who sits has, with the nearest ones.
func (e *Env) unknownLeaver(name string) error {
	all, err := e.sitters()
	if err != nil {
		return err
	}
	return e.didYouMean(name, "dire", typedSitters(sittersNear(all, name)), textNoLeaver, textBodySee)
}

func (w drawer) seatCount(n int) string {
	return i18n.Plural(w.lang, n, textOneSeat, textManySeats).In(w.lang, "n", n)
}

// refillRow is one seat of somebody who leaves.
func (w drawer) refillRow(s plan.HeldSeat, called map[plan.UserID]string) string {
	row := textRefill.In(w.lang, "body", card.Quote(s.Body.Called()), "seat", card.Quote(s.Seat.Name),
		"capacity", w.capacity(s.Term.Rank, s.Term.Who, called))
	if s.Next.Number > 0 {
		row += textRefillAt.In(w.lang, "day", w.words.Short(s.Next.Start.Date, w.today))
	}
	return row
}

// refillButtons open the form of each of the first seats to refill.
func (w drawer) refillButtons(seats []plan.HeldSeat) []card.Button {
	var out []card.Button
	for _, s := range seats {
		line := "instance siege " + string(s.Body.Ref()) + " " + quote(s.Seat.Name)
		known := slices.ContainsFunc(out, func(b card.Button) bool { return b.Command == line })
		if len(out) == seatButtons || known {
			continue
		}
		out = append(out, card.Button{
			ID:    "pourvoir" + strconv.Itoa(len(out)+1),
			Label: textRefillLabel(w, s), Style: card.Primary, Command: line,
		})
	}
	return out
}

func textRefillLabel(w drawer, s plan.HeldSeat) string {
	return labelRefill.In(w.lang, "seat", clip(s.Body.Called()+", "+s.Seat.Name))
}

// prefetLeaves lists what a new préfet has to renew.
func (e *Env) prefetLeaves(tokens []token) (card.Reply, error) {
	text, day := joined(tokens), e.today()
	hat, ok := e.hatSaid(text)
	if name, on, err := e.leaver(tokens); !ok && err == nil {
		hat, ok = e.hatSaid(name)
		day = on
	}
	if !ok {
		return card.Reply{}, plan.Refuse(plan.Invalid, textBadHat.With("word", card.Quote(clip(text))))
	}
	held, called, err := e.plan.PersonalSeats(e.ctx, e.req.Region, hat, day)
	if err != nil {
		return card.Reply{}, err
	}
	if len(held) == 0 {
		return card.Reply{Text: e.say(textPrefetNone)}, nil
	}
	w := e.drawer()
	count := e.say(i18n.Plural(e.lang, len(held), textOneDesignation, textManyDesignations), "n", len(held))
	rows := []string{e.say(textPrefetLeaves, "seats", count)}
	for _, s := range held {
		row := e.say(textRenewRow, "body", card.Quote(s.Body.Called()), "seat", card.Quote(s.Seat.Name),
			"who", w.calls(s.Term.Who, called), "capacity", w.capacity(s.Term.Rank, s.Term.Who, called))
		if s.Term.Order != "" {
			row += e.say(textRenewOrder, "order", card.Quote(s.Term.Order))
		}
		rows = append(rows, row)
	}
	return card.Reply{Text: strings.Join(rows, "\n") + "\n\n" + e.say(textPrefetRule)}, nil
}
