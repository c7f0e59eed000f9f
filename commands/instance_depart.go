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
	},
	keywords: []string{"le"},
	examples: []string{`instance depart Lemaire 1er décembre`, "instance depart préfet", "instance depart préfet du Nord"},
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
		return e.prefetLeaves(joined(tokens))
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
	return card.Reply{Text: strings.Join(rows, "\n"), Buttons: w.refillButtons(left.Seats)}, nil
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

// refillButtons open the form of each of the first seats whose holder leaves.
func (w drawer) refillButtons(seats []plan.HeldSeat) []card.Button {
	var out []card.Button
	for _, s := range seats {
		line := "instance siege " + string(s.Body.Ref()) + " " + quote(s.Seat.Name)
		known := slices.ContainsFunc(out, func(b card.Button) bool { return b.Command == line })
		if len(out) == seatButtons || s.Term.Rank > 0 || known {
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
func (e *Env) prefetLeaves(text string) (card.Reply, error) {
	hat, ok := e.hatSaid(text)
	if !ok {
		return card.Reply{}, plan.Refuse(plan.Invalid, textBadHat.With("word", card.Quote(clip(text))))
	}
	held, called, err := e.plan.PersonalSeats(e.ctx, e.req.Region, hat, e.today())
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
