package commands

import (
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    9,
	path:    "seance tenue",
	aliases: []string{"seance non tenue", "seance held"},
	summary: i18n.T("dire si une séance s’est tenue, et qui a siégé", "say whether a meeting was held, and who sat"),
	args: []arg{
		argMeeting,
		{"non tenue | sans moi", "sans moi", i18n.T("si elle n’a pas eu lieu, ou si vous n’y avez pas siégé", "if it did not take place, or if you did not sit"), true},
		{"présents \"…\"", `présents "M. Lemaire, Région, 12 membres"`, i18n.T("qui était là, en quelques mots", "who was there, in a few words"), true},
	},
	keywords: []string{"presents", "presentes", "present"},
	examples: []string{"seance tenue SE27", `seance tenue SE27 présents "Mme Vasseur, 14 membres sur 20"`, "seance tenue SE27 non tenue"},
	right:    plan.AnswerIt,
	who: i18n.T("qui siège à la séance, la coordination et le rôle décision",
		"who sits at the meeting, the coordination and the décision role"),
	seeAlso: []string{"seance cr", "seance decisions"},
	run:     holdMeeting,
})

var (
	textHeldNoted   = i18n.T("C’est noté : la séance {ref} ({body}) s’est tenue.", "Noted: meeting {ref} ({body}) was held.")
	textNotHeldOK   = i18n.T("C’est noté : la séance {ref} ({body}) ne s’est pas tenue. {stopped}", "Noted: meeting {ref} ({body}) was not held. {stopped}")
	textMinutesWant = i18n.T("Un compte rendu de 5 lignes est attendu au plus tard le {by}.", "Minutes of 5 lines are expected by {by}.")
)

func holdMeeting(e *Env) (card.Reply, error) {
	name, held := heldWords(e.s.text)
	if i18n.Fold(e.pathTyped()) == "seance non tenue" {
		held.Took = false
	}
	for _, key := range e.cmd.keywords {
		if text := e.s.named[key]; text != "" {
			held.Attendance = card.OneLine(text)
		}
	}
	v, err := e.meetingHeld(name)
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.HoldMeeting(e.ctx, e.call, v.Number, held)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	args := []any{"ref", done.Ref(), "body", card.Quote(done.Body.Sitting()), "stopped", w.stoppedSteps(done.Stopped)}
	if !held.Took {
		return card.Reply{Text: strings.TrimSpace(e.say(textNotHeldOK, args...))}, nil
	}
	reply := card.Reply{Text: lines(e.say(textHeldNoted, args...), w.attendance(done.MeetingView))}
	if by := done.MinutesDue(); !by.IsZero() && done.MinutesAt.IsZero() && !held.Without {
		reply.Text = lines(reply.Text, e.say(textMinutesWant, "by", e.words.Long(by)))
		reply.Buttons = []card.Button{{ID: "ecrire", Label: e.say(labelWrite), Style: card.Primary, Command: "seance cr " + string(done.Ref())}}
	}
	return reply, nil
}

// pathTyped is how the command was called, in two or three words.
func (e *Env) pathTyped() string {
	line := e.router.home(strings.TrimPrefix(normalize(e.req.Line), "/"))
	head, _, _ := cutWords(line, 3)
	return head
}

// heldWords takes « non tenue », « sans moi » off what names a meeting.
func heldWords(text string) (name string, held plan.MeetingHeld) {
	held.Took = true
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		switch next := i18n.Fold(strings.Join(words[i:min(i+2, len(words))], " ")); next {
		case "non tenue", "pas tenue", "non tenu":
			held.Took = false
		case "sans moi":
			held.Without = true
		case "avec moi":
		default:
			continue
		}
		words = slices.Delete(words, i, i+2)
		i--
	}
	return strings.Join(words, " "), held
}
