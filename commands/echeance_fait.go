package commands

import (
	"fmt"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    4,
	path:    "echeance fait",
	aliases: []string{"echeance faite", "echeance clore", "echeance terminer", "echeance done", "fait"},
	summary: i18n.T("clore l’échéance pour votre service", "close the deadline for your service"),
	args: []arg{argRef, {"<note>", "transmis ce matin", i18n.T(
		"ce qui a été fait, en quelques mots", "what was done, in a few words"), true}, {"pour tous", "pour tous", i18n.T(
		"clore pour tous les services d’un coup", "close for all the services at once"), true}},
	takes:    []clause{takesRef, takesAll, takesServices},
	examples: []string{"echeance fait E12", "echeance fait E12 transmis ce matin", "echeance fait E12 pour tous"},
	right:    plan.ChangeIt,
	who: i18n.T("le service responsable, la personne chargée de l’échéance, la coordination ; pour tous : qui l’a demandée, ou la coordination",
		"the service in charge, the person entrusted with it, the coordination; for everybody: who asked for it, or the coordination"),
	seeAlso:  []string{"echeance reporter", "echeance annuler", "jalon defaire"},
	undoable: true,
	run:      completeDeadline,
})

var (
	textClosed     = i18n.T("{ref} est close. {stopped}", "{ref} is closed. {stopped}")
	textPartClosed = i18n.T("{ref} est faite pour {service}.{stopped}\nEncore attendu : {left}", "{ref} is done for {service}.{stopped}\nStill expected: {left}")
	textStopNone   = i18n.T("Aucun rappel ne restait à envoyer.", "No reminder was left to send.")
	textStopOne    = i18n.T("Le rappel restant ne partira pas.", "The remaining reminder will not leave.")
	textStopMany   = i18n.T("Les {n} rappels restants ne partiront pas.", "The {n} remaining reminders will not leave.")
	textOneAtATime = i18n.T(
		"**« {word} »** n’est pas compris ici : une échéance à la fois. Rien n’a changé.\nPar exemple : `/{line}`",
		"**“{word}”** is not understood here: one deadline at a time. Nothing has changed.\nFor example: `/{line}`")
	textAlready = i18n.T(
		"**{ref}** est déjà close : faite par {who}, {when}. Rien n’a changé.\nPour la voir : `/echeance voir {ref}`",
		"**{ref}** is already closed: done by {who}, {when}. Nothing has changed.\nTo see it: `/echeance voir {ref}`")
	textAlreadyGone = i18n.T(
		"**{ref}** est déjà annulée, par {who}, {when}. Rien n’a changé.\nPour la voir : `/echeance voir {ref}`",
		"**{ref}** is already cancelled, by {who}, {when}. Nothing has changed.\nTo see it: `/echeance voir {ref}`")
	textAlreadyPart = i18n.T(
		"**{ref}** est déjà faite pour {service}, par {who}, {when}. Rien n’a changé.\nPour la voir : `/echeance voir {ref}`",
		"**{ref}** is already done for {service}, by {who}, {when}. Nothing has changed.\nTo see it: `/echeance voir {ref}`")
	textChoosePart = i18n.T(
		"Pour quel service ? Rien n’a changé.\nPar exemple : `/{line}`",
		"For which service? Nothing has changed.\nFor example: `/{line}`")
	labelForAll = i18n.T("Pour tous", "For everybody")
)

func completeDeadline(e *Env) (card.Reply, error) {
	s, note, err := e.target()
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.CompleteDeadline(e.ctx, e.call, s.Deadline.Ref(), e.scope(), note)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: lines(e.closedText(done), e.nextOne(done))}, nil
}

// target is the deadline named, and the words that follow its identifier. When
// it is named by words there is nothing left for a note.
func (e *Env) target() (plan.Scheduled, string, error) {
	if e.s.ref != "" {
		first, _ := cutWord(e.s.text)
		if _, another := plan.ParseDeadlineRef(strings.Trim(first, ",;")); another {
			return plan.Scheduled{}, "", e.oneAtATime()
		}
		s, err := e.deadline("")
		return s, card.OneLine(e.s.text), err
	}
	s, err := e.deadline(e.s.text)
	return s, "", err
}

// oneAtATime refuses words after the identifier that would be lost in silence.
func (e *Env) oneAtATime() error {
	return askFor(e.say(textOneAtATime, "word", card.Quote(clip(e.s.text)), "line", e.cmd.path+" "+string(e.s.ref)))
}

// scope is the parts that the sentence names, if it names any.
func (e *Env) scope() plan.Scope { return plan.Scope{All: e.s.all, Services: e.s.services} }

func (e *Env) closedText(c plan.Change) string {
	d := c.Deadline
	stopped := e.stopped(c.Stopped)
	if d.State != plan.Open {
		return e.say(textClosed, "ref", d.Ref(), "stopped", stopped)
	}
	if c.Stopped > 0 {
		stopped = " " + stopped
	} else {
		stopped = "" // the reminders of those who still owe it go on
	}
	var left []string
	for _, p := range d.OpenParts() {
		left = append(left, e.x.byID(p.Service).The(e.lang))
	}
	return e.say(textPartClosed, "ref", d.Ref(), "service", e.theServices(c.Services), "stopped", stopped, "left", i18n.And(e.lang, left))
}

func (e *Env) stopped(n int) string {
	if n == 0 {
		return e.say(textStopNone)
	}
	return e.say(i18n.Plural(e.lang, n, textStopOne, textStopMany), "n", n)
}

// theServices names services with their articles: « la préfecture du Nord et le SGAR ».
func (e *Env) theServices(ids []plan.ServiceID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = e.x.byID(id).The(e.lang)
	}
	return i18n.And(e.lang, names)
}

// alreadyClosed says who closed what is closed, and when. It is not an error
// of the person's: pressing twice is ordinary.
func (e *Env) alreadyClosed(c *plan.AlreadyClosed) card.Reply {
	d := c.Deadline
	by, at, text := d.ClosedBy, d.ClosedAt, textAlready
	if d.State == plan.Cancelled {
		text = textAlreadyGone
	}
	if part, ok := d.Part(c.Service); ok {
		by, at, text = part.ClosedBy, part.ClosedAt, textAlreadyPart
	}
	return card.Reply{Error: true, Text: e.say(text, "ref", d.Ref(), "service", e.x.byID(c.Service).The(e.lang),
		"who", e.assigneeName(by), "when", e.words.Stamp(at, e.zone))}
}

// chooseService asks for which service to act.
func (e *Env) chooseService(c *plan.Choice) card.Reply {
	if e.cmd.trigger() == "remontee" {
		return e.chooseResponder(c)
	}
	var buttons []card.Button
	for i, s := range c.Services {
		if i == 4 {
			break
		}
		buttons = append(buttons, card.Button{
			ID: fmt.Sprintf("service%d", i+1), Label: s.Code, Style: card.Variant, Command: e.withService(s.Code),
		})
	}
	if e.cmd.path == "echeance fait" {
		e.s.all = true
		buttons = append(buttons, card.Button{ID: "tous", Label: e.say(labelForAll), Style: card.Quiet, Command: e.compose("", "")})
		e.s.all = false
	}
	line := e.cmd.examples[0]
	if len(c.Services) > 0 {
		line = e.withService(c.Services[0].Code)
	}
	return card.Reply{Error: true, Text: e.say(textChoosePart, "line", card.Code(line)), Buttons: buttons}
}
