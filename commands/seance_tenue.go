package commands

import (
	"cmp"
	"slices"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    9,
	path:    "seance tenue",
	aliases: []string{"seance non tenue", "seance non-tenue", "seance held"},
	summary: i18n.T("dire si une séance s’est tenue, et qui a siégé", "say whether a meeting was held, and who sat"),
	args: []arg{
		argMeeting,
		{"non tenue | sans moi", "sans moi", i18n.T("si elle n’a pas eu lieu, ou si vous n’y avez pas siégé", "if it did not take place, or if you did not sit"), true},
		{"motif \"…\"", `motif "quorum non atteint"`, i18n.T("pourquoi elle n’a pas eu lieu", "why it did not take place"), true},
		{"présents \"…\"", `présents "M. Lemaire, Région, 12 membres"`, i18n.T("qui était là, en quelques mots ; aussi `excusés \"…\"`", "who was there, in a few words; also `excusés \"…\"`"), true},
	},
	takes:    []clause{takesReason},
	keywords: slices.Concat(presentKeys, excusedKeys),
	examples: []string{"seance tenue SE27", `seance tenue SE27 présents "Mme Vasseur, 14 membres sur 20"`, `seance tenue SE27 non tenue motif "quorum non atteint"`},
	right:    plan.AnswerIt,
	who: i18n.T("qui siège à la séance, la coordination et le rôle décision",
		"who sits at the meeting, the coordination and the décision role"),
	seeAlso: []string{"seance cr", "seance decisions"},
	run:     holdMeeting,
})

// presentKeys open who was there, excusedKeys who was excused.
var (
	presentKeys = []string{"presents", "presentes", "present", "presente"}
	excusedKeys = []string{"excuses", "excusees", "excuse", "excusee"}
)

// excusedLead begins who was excused, in the words of the attendance.
const excusedLead = "excusés : "

var (
	textHeldNoted = i18n.T("C’est noté : la séance {ref} ({body}) s’est tenue.", "Noted: meeting {ref} ({body}) was held.")
	textNotHeldOK = i18n.T("C’est noté : la séance {ref} ({body}) ne s’est pas tenue. {stopped}", "Noted: meeting {ref} ({body}) was not held. {stopped}")
	textHeldWhy   = i18n.T(
		"Un motif dit pourquoi une séance ne s’est pas tenue. Rien n’a changé.\nSi c’est le cas : `/seance tenue {ref} non tenue motif \"{reason}\"`",
		"A reason says why a meeting was not held. Nothing has changed.\nIf so: `/seance tenue {ref} non tenue motif \"{reason}\"`")
	textWhyNotHeld  = i18n.T("Pour dire pourquoi : `/seance tenue {ref} non tenue motif \"quorum non atteint\"`", "To say why: `/seance tenue {ref} non tenue motif \"quorum non atteint\"`")
	textConvoke     = i18n.T("Pour la convoquer de nouveau, même ordre du jour : `/seance reconduire {ref} 18 décembre 9h30`", "To convene it again with the same agenda: `/seance reconduire {ref} 18 décembre 9h30`")
	textNoQuorum    = i18n.T("Le quorum n’est alors plus exigé, sauf texte propre à l’instance.", "There is then no quorum, unless the body has a rule of its own.")
	textMinutesWant = i18n.T("Un compte rendu de 5 lignes est attendu au plus tard le {by}.", "Minutes of 5 lines are expected by {by}.")
)

func holdMeeting(e *Env) (card.Reply, error) {
	name, held := heldWords(e.s.text)
	if strings.HasPrefix(i18n.Fold(e.pathTyped()), "seance non") {
		held.Took = false
	}
	if held.Reason == "" {
		held.Reason = card.OneLine(e.s.reason)
	}
	v, err := e.meetingHeld(name)
	if err != nil {
		return card.Reply{}, err
	}
	if held.Reason != "" && held.Took && !held.Without {
		return card.Reply{}, askFor(e.say(textHeldWhy, "ref", v.Ref(), "reason", card.Code(held.Reason)))
	}
	held.Attendance = attendanceSaid(v.Attendance, e.namedAmong(presentKeys), e.namedAmong(excusedKeys))
	done, err := e.plan.HoldMeeting(e.ctx, e.call, v.Number, held)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	args := []any{"ref", done.Ref(), "body", card.Quote(done.Body.Sitting()), "stopped", w.stoppedSteps(done.Stopped)}
	if !held.Took {
		return card.Reply{Text: lines(strings.TrimSpace(e.say(textNotHeldOK, args...)), e.notHeldNext(done.MeetingView))}, nil
	}
	reply := card.Reply{Text: lines(e.say(textHeldNoted, args...), w.attendance(done.MeetingView))}
	if by := done.MinutesDue(); !by.IsZero() && done.MinutesAt.IsZero() && !held.Without {
		reply.Text = lines(reply.Text, e.say(textMinutesWant, "by", e.words.Long(by)))
		reply.Buttons = []card.Button{{ID: "ecrire", Label: e.say(labelWrite), Style: card.Primary, Command: "seance cr " + string(done.Ref())}}
	}
	return reply, nil
}

// notHeldNext is what to do about a meeting that did not take place: say why, and
// convene it again.
func (e *Env) notHeldNext(v plan.MeetingView) string {
	why := e.drawer().because(v)
	if why == "" {
		why = e.say(textWhyNotHeld, "ref", v.Ref())
	}
	if !plan.AllowedIn(e.dir.Actor, plan.ManageMeetings, v.Body.Department) {
		return why
	}
	quorum := ""
	if saysQuorum(v.Reason) {
		quorum = e.say(textNoQuorum)
	}
	return lines(why, e.say(textConvoke, "ref", v.Ref()), quorum)
}

// namedAmong is what was said under one of several keywords.
func (e *Env) namedAmong(keys []string) string {
	for _, key := range keys {
		if text := e.s.named[key]; text != "" {
			return strings.Trim(card.OneLine(text), " ,;")
		}
	}
	return ""
}

// attendanceSaid is who was there and who was excused, in a few words. What is said
// of one leaves what was known of the other.
func attendanceSaid(known, present, excused string) string {
	if present == "" && excused == "" {
		return ""
	}
	was, left, both := strings.Cut(known, " ; "+excusedLead)
	if !both && strings.HasPrefix(known, excusedLead) {
		was, left = "", strings.TrimPrefix(known, excusedLead)
	}
	present, excused = cmp.Or(present, was), cmp.Or(excused, left)
	switch {
	case excused == "":
		return present
	case present == "":
		return excusedLead + excused
	default:
		return present + " ; " + excusedLead + excused
	}
}

// lackOfQuorum tells where words begin to say that the quorum was not reached:
// « quorum non atteint », « faute de quorum »; 0 when they do not.
func lackOfQuorum(words []string) int {
	at := slices.IndexFunc(words, saysQuorum)
	if at < 1 {
		return 0
	}
	from := at
	for from > 1 && slices.Contains([]string{"de", "faute", "pas", "sans", "manque", "absence", "defaut"}, i18n.Fold(words[from-1])) {
		from--
	}
	not := func(w string) bool { return slices.Contains([]string{"non", "pas"}, i18n.Fold(w)) }
	if from == at && !slices.ContainsFunc(words[at:], not) {
		return 0
	}
	return from
}

// saysQuorum tells a reason that is the quorum.
func saysQuorum(text string) bool { return strings.Contains(i18n.Fold(text), "quorum") }

// pathTyped is how the command was called, in two or three words.
func (e *Env) pathTyped() string {
	line := e.router.home(strings.TrimPrefix(normalize(e.req.Line), "/"))
	head, _, _ := cutWords(line, 3)
	return head
}

// heldWords takes « non tenue », « sans moi », « quorum non atteint » off what names a
// meeting.
func heldWords(text string) (name string, held plan.MeetingHeld) {
	held.Took = true
	words := strings.Fields(text)
	if from := lackOfQuorum(words); from > 0 {
		held.Took, held.Reason = false, card.OneLine(strings.Join(words[from:], " "))
		words = words[:from]
	}
	if n := len(words); n > 1 && i18n.Fold(words[n-1]) == "non" {
		words, held.Took = words[:n-1], false
	}
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
