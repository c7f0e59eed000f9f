package commands

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     40,
	path:     "jalon mes-donnees",
	aliases:  []string{"jalon mes donnees", "mes donnees", "mes-donnees", "jalon my data"},
	summary:  i18n.T("ce que jalon conserve sur vous, dans un fichier envoyé en privé", "what jalon holds about you, in a file sent in private"),
	examples: []string{"jalon mes-donnees"},
	right:    plan.UseIt,
	seeAlso:  []string{"jalon conservation"},
	run:      myData,
})

var (
	textMyData = i18n.T(
		"**Vos données dans jalon** : {list} (fichier joint).\nPour corriger : `/jalon agent corriger`",
		"**Your data in jalon**: {list} (file attached).\nTo correct it: `/jalon agent corriger`")
	textDataNone      = i18n.T("aucune", "none")
	textDataName      = i18n.T("nom", "name")
	textDataService   = i18n.T("service", "service")
	textDataServices  = i18n.T("{n} services", "{n} services")
	textDataAbsence   = i18n.T("absence", "absence")
	textDataPoint     = i18n.T("point personnel", "personal point")
	textDataDeadline  = i18n.T("{n} échéance", "{n} deadline")
	textDataDeadlines = i18n.T("{n} échéances", "{n} deadlines")
	textDataSeat      = i18n.T("{n} mandat", "{n} term")
	textDataSeats     = i18n.T("{n} mandats", "{n} terms")
	textDataMeeting   = i18n.T("{n} séance", "{n} meeting")
	textDataMeetings  = i18n.T("{n} séances", "{n} meetings")
	textDataAction    = i18n.T("{n} action au journal", "{n} action in the journal")
	textDataActions   = i18n.T("{n} actions au journal", "{n} actions in the journal")
	textDataMessage   = i18n.T("{n} message privé", "{n} private message")
	textDataMessages  = i18n.T("{n} messages privés", "{n} private messages")
)

// myData hands over what is held about the person who asks.
func myData(e *Env) (card.Reply, error) {
	held, err := e.plan.Hold(e.ctx, e.call)
	if err != nil {
		return card.Reply{}, err
	}
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(e.dataFile(held)); err != nil {
		return card.Reply{}, err
	}
	return card.Reply{
		Text: e.say(textMyData, "list", strings.Join(e.heldList(held), ", ")),
		Files: []card.File{{
			Name: "mes-donnees-" + fileName(e.dir.Actor.Username) + "-" + e.today().String() + ".json",
			Type: "application/json", Content: text.Bytes(),
		}},
	}, nil
}

// heldList names what is held, in a few words.
func (e *Env) heldList(h plan.Held) []string {
	var list []string
	add := func(n int, one, many i18n.Msg) {
		if n > 0 {
			list = append(list, e.say(i18n.Plural(e.lang, n, one, many), "n", n))
		}
	}
	if h.Agent.User != "" {
		list = append(list, e.say(textDataName))
	}
	add(len(h.Agent.Services), textDataService, textDataServices)
	if !h.Agent.AwayFrom.IsZero() || h.Agent.Deputy != "" {
		list = append(list, e.say(textDataAbsence))
	}
	if h.Agent.Digest != "" {
		list = append(list, e.say(textDataPoint))
	}
	add(len(h.Deadlines), textDataDeadline, textDataDeadlines)
	add(len(h.Answers), textDataAnswer, textDataAnswered)
	add(len(e.dataSeats(h.Bodies)), textDataSeat, textDataSeats)
	add(len(h.Meetings), textDataMeeting, textDataMeetings)
	add(len(h.Projects), textItemProject, textItemProjects)
	add(len(h.Entries)+len(h.About), textDataAction, textDataActions)
	add(len(h.Deliveries), textDataMessage, textDataMessages)
	if len(list) == 0 {
		list = append(list, e.say(textDataNone))
	}
	return list
}

// fileName keeps of a user name what any file system takes.
func fileName(user string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, user)
}
