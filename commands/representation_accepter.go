package commands

import (
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     2,
	path:     "representation accepter",
	aliases:  []string{"representation oui", "representation sieger", "representation siege", "representation confirmer", "representation reconfirmer", "representation disponible", "representation accept", "je siege", "oui je siege", "je serai present", "je serai presente", "je serai la", "je peux sieger", "oui", "c'est oui"},
	summary:  i18n.T("dire que l’on siège", "say that one sits"),
	args:     []arg{argMeeting, argSeat, argOnBehalf},
	keywords: []string{"siege"},
	examples: []string{"representation accepter SE27", `representation accepter SE27 pour "Mme Vasseur"`},
	right:    plan.AnswerIt,
	seeAlso:  []string{"representation refuser", "seance voir"},
	run:      acceptSeat,
})

var _ = register(command{
	rank:     3,
	path:     "representation refuser",
	aliases:  []string{"representation non", "representation empeche", "representation empechee", "representation decliner", "representation indisponible", "representation absent", "representation absente", "representation refuse", "je ne siege pas", "je suis empeche", "je suis empechee", "je suis indisponible", "je ne peux pas", "je ne pourrai pas", "je ne serai pas", "empeche", "empechee", "non"},
	summary:  i18n.T("dire que l’on est empêché : la question passe à la suppléance", "say that one cannot: the question goes to the alternate"),
	args:     []arg{argMeeting, argReasonNotHealth, argSeat, argOnBehalf},
	keywords: []string{"siege"},
	examples: []string{`representation refuser SE27 motif "conflit CLCT 59"`, `representation refuser CA-EPF "conflit CLCT 59"`},
	right:    plan.AnswerIt,
	seeAlso:  []string{"representation accepter", "representation pouvoir"},
	run:      declineSeat,
})

var (
	textAcceptedFor = i18n.T(
		"Accord {of} enregistré pour la séance {ref}, à sa demande, par {by}.",
		"Agreement of {of} recorded for the meeting {ref}, at their request, by {by}.")
	textDeclinedFor = i18n.T(
		"Empêchement {of} enregistré pour la séance {ref}, à sa demande, par {by}.",
		"{of} cannot sit at the meeting {ref}: recorded at their request, by {by}.")
	textChangeMind = i18n.T(
		"Une erreur ? Tant que personne ne siège : `/representation accepter {ref}`",
		"A mistake? As long as nobody sits: `/representation accepter {ref}`")
)

func acceptSeat(e *Env) (card.Reply, error) {
	a, err := e.seatAsked()
	if err != nil {
		return card.Reply{}, err
	}
	who, err := e.onBehalf(a.seatLine)
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.Accept(e.ctx, e.call, plan.Answer{SeatAt: a.at, Who: who, For: a.on, Reason: card.OneLine(a.reason)})
	if err != nil {
		return card.Reply{}, e.seatRefused(err)
	}
	w, v, r := e.drawer(), done.MeetingView, done.Now()
	warning := w.conflictLines(v, done.Number, done.OnBehalf.IsZero())
	if !done.OnBehalf.IsZero() {
		text := e.say(textAcceptedFor, "of", plan.Of(w.named(v, done.OnBehalf)), "ref", v.Ref(), "by", e.signature())
		return card.Reply{Text: lines(text, w.firstStep(v, done.Number), warning), Buttons: []card.Button{seeMeeting(e.lang, v)}}, nil
	}
	p := seatPost{w: w, v: v, r: r, asked: plan.Ask{Who: r.Who}, rank: len(r.Asks), you: true}
	return card.Reply{
		Text:    lines(p.youSit(), warning),
		Buttons: []card.Button{p.awayButton(card.Variant), seeMeeting(e.lang, v)},
	}, nil
}

func declineSeat(e *Env) (card.Reply, error) {
	e.becauseSpoken()
	a, err := e.seatAsked()
	if err != nil {
		return card.Reply{}, err
	}
	who, err := e.onBehalf(a.seatLine)
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.Decline(e.ctx, e.call, plan.Answer{SeatAt: a.at, Who: who, For: a.on, Reason: a.because()})
	if err != nil {
		return card.Reply{}, e.seatRefused(err)
	}
	w, v := e.drawer(), done.MeetingView
	p := seatPost{w: w, v: v, r: done.Now(), you: true}
	if !done.OnBehalf.IsZero() {
		text := e.say(textDeclinedFor, "of", plan.Of(w.named(v, done.OnBehalf)), "ref", v.Ref(), "by", e.signature())
		return card.Reply{Text: lines(text, p.goesOn())}, nil
	}
	said := e.say(textYouDont, "at", w.sitsAt(v.Body), "when", w.words.Long(v.Start.Date))
	mind := ""
	if _, asked := done.Before.Question(plan.Representative{User: e.req.User}); asked {
		mind = e.say(textChangeMind, "ref", v.Ref())
	}
	return card.Reply{Text: lines(said, p.goesOn()+" "+e.say(textNoMoreToDo), mind)}, nil
}

// presentWords go on from « je ne peux pas », « je ne serai pas ».
var presentWords = []string{"sieger", "venir", "participer", "assister", "etre", "y", "present", "presente", "disponible", "la", "moi-meme"}

// becauseSpoken reads what a sentence adds after a comma as the reason, unless it
// names the meeting: « je suis empêchée, congés », « je ne peux pas siéger, désolé ».
func (e *Env) becauseSpoken() {
	said := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(normalize(e.req.Line), "/"), e.rest))
	pause := strings.HasSuffix(said, ",") || strings.HasSuffix(said, ":")
	for {
		first, rest := cutWord(e.rest)
		bare := strings.TrimRight(first, ",:;.!")
		if !pause && slices.Contains(presentWords, i18n.Fold(bare)) {
			e.rest, pause = rest, bare != first
			continue
		}
		break
	}
	text := strings.Trim(e.rest, " ,:;")
	if !pause || text == "" || e.isMeant(text) || strings.Contains(text, `"`) {
		return
	}
	if first, _ := cutWord(text); seatWords[i18n.Fold(first)] != "" {
		return // « , motif congés »
	}
	if _, ok := meetingRefOf(strings.TrimRight(strings.Fields(text)[0], ",:;")); !ok {
		e.rest = "motif " + quote(text)
	}
}

// signature is who acts, with their service: « alice, SGAR ».
func (e *Env) signature() string {
	service := plan.ServiceID("")
	if len(e.dir.Actor.Services) > 0 {
		service = e.dir.Actor.Services[0].Service
	}
	return e.drawer().person(e.dir.Actor.Username, service)
}
