package commands

import (
	"strings"
	"unicode"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    10,
	path:    "seance cr",
	aliases: []string{"seance compte-rendu", "seance compte rendu", "jalon cr", "seance minutes"},
	summary: i18n.T("donner le compte rendu d’une séance : cinq lignes, ou un lien", "give the minutes of a meeting: five lines, or a link"),
	args: []arg{argMeeting, {"<texte ou lien>", "DOB adopté à l’unanimité. PPI reporté.", i18n.T(
		"ce qu’il faut retenir ; rien de diffusion restreinte, un lien suffit", "what is to be remembered; nothing restricted, a link is enough"), false}},
	keywords: []string{"texte"},
	examples: []string{"seance cr SE27 DOB adopté à l’unanimité. PPI reporté à mars.", "seance cr SE27 https://partage.example/cr"},
	right:    plan.AnswerIt,
	who: i18n.T("qui siège à la séance, la coordination et le rôle décision",
		"who sits at the meeting, the coordination and the décision role"),
	seeAlso: []string{"seance decisions", "seance voir"},
	run:     giveMinutes,
})

var (
	textMinutesOK     = i18n.T("Compte rendu de la séance {ref} ({body}) reçu. La préparation est close.", "Minutes of meeting {ref} ({body}) received. The preparation is closed.")
	textMinutesFormer = i18n.T("Il remplace celui du {on} :\n{text}", "They replace those of {on}:\n{text}")
	textMinutesNext   = i18n.T("Pour suivre ce qui est décidé : `/seance decisions {ref} \"Signer les conventions\" 8 janvier pour 59`", "To follow what was decided: `/seance decisions {ref} \"Signer les conventions\" 8 janvier pour 59`")
	textMinutesLack   = i18n.T(
		"Il manque le compte rendu de la séance {ref}. Rien n’a changé.\nPar exemple : `/seance cr {ref} DOB adopté à l’unanimité. PPI reporté à mars.`",
		"The minutes of meeting {ref} are missing. Nothing has changed.\nFor example: `/seance cr {ref} DOB adopté à l’unanimité. PPI reporté à mars.`")
	titleMinutes = i18n.T("Compte rendu", "Minutes")
	labelMinutes = i18n.T("Compte rendu", "Minutes")
	helpMinutes  = i18n.T("Cinq lignes, ou l’adresse du document. Rien de diffusion restreinte.", "Five lines, or the address of the document. Nothing restricted.")
)

func giveMinutes(e *Env) (card.Reply, error) {
	v, rest, err := e.meetingAndRest(true)
	if err != nil {
		return card.Reply{}, err
	}
	text := unquoted(e.asTyped(rest))
	if e.answersForm() {
		text = strings.TrimSpace(e.req.Fields["note"])
	}
	switch {
	case text == "" && e.req.CanForm && !e.answersForm():
		return card.Reply{Form: &card.Form{
			Title: e.say(titleMinutes), Command: e.cmd.path + " " + string(v.Ref()), Submit: e.say(labelSave),
			Fields: []card.Field{{Name: "note", Label: e.say(labelMinutes), Help: e.say(helpMinutes), Value: v.Minutes, Long: true}},
		}}, nil
	case text == "":
		return card.Reply{}, &ask{card.Reply{Error: true, Field: "note", Text: e.say(textMinutesLack, "ref", v.Ref())}}
	}
	done, err := e.plan.GiveMinutes(e.ctx, e.call, v.Number, text)
	if err != nil {
		return card.Reply{}, err
	}
	replaced := ""
	if !v.MinutesAt.IsZero() {
		replaced = e.say(textMinutesFormer, "on", e.words.Long(calendar.DateOf(v.MinutesAt, e.zone)), "text", quotedLines(v.Minutes))
	}
	return card.Reply{Text: lines(
		e.say(textMinutesOK, "ref", done.Ref(), "body", card.Quote(done.Body.Sitting())), e.drawer().stoppedSteps(done.Stopped), replaced,
		e.say(textMinutesNext, "ref", done.Ref()),
	)}, nil
}

// asTyped gives the end of a line back as it was typed, with its line breaks.
func (e *Env) asTyped(rest string) string {
	left := len(strings.Fields(rest))
	raw := strings.TrimSpace(e.req.Line)
	for skip := len(strings.Fields(raw)) - left; skip > 0; skip-- {
		at := strings.IndexFunc(raw, unicode.IsSpace)
		if at < 0 {
			return rest
		}
		raw = strings.TrimLeftFunc(raw[at:], unicode.IsSpace)
	}
	if normalize(raw) != rest {
		return rest
	}
	return raw
}

// quotedLines makes a text of several lines safe to show, line by line.
func quotedLines(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = card.Quote(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
