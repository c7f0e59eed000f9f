package commands

import (
	"slices"
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     1,
	path:     "representation designer",
	aliases:  []string{"representation proposer", "representation nommer", "representation remplacer", "representation designate"},
	summary:  i18n.T("désigner qui siège : la question lui est posée", "designate who sits: they are asked"),
	args:     []arg{argMeeting, argSitter, argSeat, argWhy},
	keywords: []string{"siege"},
	examples: []string{
		`representation designer SE27 "Mme Vasseur"`, `representation designer SE27 @alice siège urbanisme motif "siège vacant"`,
	},
	right:   plan.ProposeIt,
	seeAlso: []string{"representation suppleant", "representation pouvoir", "representation valider"},
	run:     designate,
})

var _ = register(command{
	rank:     4,
	path:     "representation suppleant",
	aliases:  []string{"representation suppleante", "representation suppleance", "representation suivant", "representation next"},
	summary:  i18n.T("poser la question à la suppléance sans attendre la réponse", "ask the alternate without waiting for the answer"),
	args:     []arg{argMeeting, argSeat},
	keywords: []string{"siege"},
	examples: []string{"representation suppleant SE27"},
	right:    plan.ProposeIt,
	seeAlso:  []string{"representation designer"},
	run:      askNext,
})

var (
	textProposed = i18n.T(
		"{proposed} pour la séance {ref}. La question lui est posée ; réponse attendue au plus tard le {by}.",
		"{proposed} for the meeting {ref}. They are asked; answer expected by {by}.")
	textOverridden = i18n.T("Dérogation enregistrée et portée au journal. Motif : {reason}.", "Exception recorded, and in the journal. Reason: {reason}.")
	textToApprove  = i18n.T(
		"{proposed} pour la séance {ref}, hors de la liste du siège « {seat} ». L’accord du rôle décision est demandé ; la question lui sera posée ensuite.",
		"{proposed} for the meeting {ref}, outside the list of the seat “{seat}”. The décision role is asked to agree; they will be asked then.")
	textAskedNext = i18n.T("La question est posée à {name}, {rank} de {holder}.", "{name}, {rank} of {holder}, is asked.")
	textAskedThen = i18n.T("La question est posée à {name}.", "{name} is asked.")
	textWhoToName = i18n.T(
		"Il manque la personne à désigner pour la séance {ref}. Rien n’a changé.\nPar exemple : `/representation designer {ref} \"Mme Vasseur\"`\n{list}",
		"The person to designate for the meeting {ref} is missing. Nothing has changed.\nFor example: `/representation designer {ref} \"Mme Vasseur\"`\n{list}")
	textListOfSeat = i18n.T("Liste du siège : {list}", "List of the seat: {list}")
	titleDesignate = i18n.T("Désigner, {ref}", "Designate, {ref}")
	labelWhoSits   = i18n.T("Qui siège", "Who sits")
	helpWhoSits    = i18n.T("Un nom ou un compte, par exemple : Mme Vasseur, @alice", "A name or an account, for example: Mme Vasseur, @alice")
	labelWhy2      = i18n.T("Motif, hors liste", "Reason, if outside")
	helpWhySits    = i18n.T("Obligatoire pour qui n’est pas dans la liste du siège", "Required for who is not in the list of the seat")
)

func designate(e *Env) (card.Reply, error) {
	a, err := e.seatAsked()
	if err != nil {
		return card.Reply{}, err
	}
	named := a.loose
	switch {
	case a.to != "":
		named = a.to
	case len(a.people) > 0:
		named = a.people[0]
	case a.behalf != "":
		named = a.behalf
	}
	if named == "" {
		return e.whoToName(a)
	}
	who, err := e.representative(named)
	if err != nil {
		return card.Reply{}, err
	}
	instead, err := e.replaced(a, named)
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.Propose(e.ctx, e.call, plan.Designation{SeatAt: a.at, Who: who, Instead: instead, Reason: card.OneLine(a.reason)})
	if err != nil {
		return card.Reply{}, e.seatRefused(err)
	}
	w, v, r := e.drawer(), done.MeetingView, done.Now()
	name := w.named(v, r.Who)
	args := []any{
		"name", name, "ref", v.Ref(), "by", w.words.Long(r.AnswerBy), "seat", seatName(v, done.Number),
		"proposed", wordProposed.of(e.lang, name, name),
	}
	if r.State == plan.ToApprove {
		return card.Reply{Text: e.say(textToApprove, args...)}, nil
	}
	text := e.say(textProposed, args...)
	if done.Overridden {
		text = lines(text, e.say(textOverridden, "reason", card.Quote(r.Override)))
	}
	return card.Reply{Text: text}, nil
}

// replaced is in whose place somebody is designated, when the line says so: « "Mme
// Vasseur" pour "M. Lemaire" », « "M. Lemaire" par "Mme Vasseur" ».
func (e *Env) replaced(a aboutSeat, named string) (plan.Representative, error) {
	for _, other := range append(slices.Clone(a.people), a.behalf, a.loose) {
		if other != "" && other != named {
			return e.representative(other)
		}
	}
	return plan.Representative{}, nil
}

// whoToName asks whom to designate: with a form where there is one.
func (e *Env) whoToName(a aboutSeat) (card.Reply, error) {
	ref := a.view.Ref()
	line := e.cmd.path + " " + string(ref)
	if a.at.Seat != 0 {
		line += " siège " + strconv.Itoa(a.at.Seat)
	}
	if e.req.CanForm && !e.answersForm() {
		return card.Reply{Form: &card.Form{
			Title: e.say(titleDesignate, "ref", ref), Command: line, Submit: e.say(labelDesignate),
			Fields: []card.Field{
				{Name: "a", Label: e.say(labelWhoSits), Help: e.say(helpWhoSits)},
				{Name: "motif", Label: e.say(labelWhy2), Help: e.say(helpWhySits), Optional: true},
			},
		}}, nil
	}
	seat := a.at.Seat
	if seat == 0 && len(a.view.Seats) == 1 {
		seat = a.view.Seats[0].Seat
	}
	list, buttons := e.listOf(a.view, seat, line)
	return card.Reply{}, &ask{card.Reply{Error: true, Field: "a", Text: strings.TrimSpace(e.say(textWhoToName, "ref", ref, "list", list)), Buttons: buttons}}
}

// listOf shows who is in the list of a seat, with a button each.
func (e *Env) listOf(v plan.MeetingView, number int, line string) (string, []card.Button) {
	seat, _ := v.Body.Seat(number)
	holder, alternates := seat.On(v.Start.Date)
	var names []string
	var buttons []card.Button
	for i, t := range append([]plan.Term{holder}, alternates...) {
		if t.Who.IsZero() {
			continue
		}
		name := e.drawer().callsIn(v, t.Who)
		names = append(names, card.Quote(name))
		buttons = append(buttons, card.Button{ID: "personne" + strconv.Itoa(i), Label: clip(name), Style: card.Variant, Command: line + " " + quote(name)})
	}
	if len(names) == 0 {
		return "", nil
	}
	return e.say(textListOfSeat, "list", i18n.And(e.lang, names)), buttons
}

func askNext(e *Env) (card.Reply, error) {
	a, err := e.seatAsked()
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.AskNext(e.ctx, e.call, a.at)
	if err != nil {
		return card.Reply{}, e.seatRefused(err)
	}
	w, v, r := e.drawer(), done.MeetingView, done.Now()
	seat, _ := v.Body.Seat(done.Number)
	holder, _ := seat.On(v.Start.Date)
	name := w.named(v, r.Who)
	if holder.Who.IsZero() || r.Rank <= 0 {
		return card.Reply{Text: e.say(textAskedThen, "name", name)}, nil
	}
	return card.Reply{Text: e.say(textAskedNext, "name", name, "rank", wordAlternate.of(e.lang, name, ""), "holder", w.named(v, holder.Who))}, nil
}
