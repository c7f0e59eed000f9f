package commands

import (
	"strings"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     3,
	path:     "seance confirmer",
	aliases:  []string{"seance confirm", "seance valider"},
	summary:  i18n.T("confirmer une séance provisoire : qui siège est interrogé, les étapes sont suivies", "confirm a provisional meeting: who sits is asked, the steps are followed"),
	args:     []arg{argMeeting},
	examples: []string{"seance confirmer SE27"},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"seance planifier", "seance deplacer"},
	run:      confirmMeeting,
})

var _ = register(command{
	rank:    6,
	path:    "seance modifier",
	aliases: []string{"seance changer", "seance edit"},
	summary: i18n.T("changer le lieu, le lien ou l’heure de fin d’une séance", "change the place, the link or the end of a meeting"),
	args: []arg{
		argMeeting,
		{"lieu \"…\"", `lieu "Préfecture, Lille"`, i18n.T("le nouveau lieu", "the new place"), true},
		{"lien <adresse>", "lien https://visio.example", i18n.T("l’adresse d’une séance à distance", "the address of a remote meeting"), true},
		{"fin <heure>", "fin 12h", i18n.T("l’heure à laquelle elle finit", "the hour at which it ends"), true},
	},
	keywords: []string{keyPlace, keyLink, keyAgenda, keyEnd},
	examples: []string{`seance modifier SE27 lieu "Préfecture, Lille"`, "seance modifier SE27 fin 12h"},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"seance deplacer", "seance odj"},
	run:      modifyMeeting,
})

var _ = register(command{
	rank:     7,
	path:     "seance odj",
	aliases:  []string{"seance ordre du jour", "seance agenda"},
	summary:  i18n.T("enregistrer l’ordre du jour d’une séance, en quelques mots", "record the agenda of a meeting, in a few words"),
	args:     []arg{argMeeting, {"\"…\"", `"DOB 2027, PPI, 14 conventions"`, i18n.T("l’ordre du jour ; un lien suffit pour les documents", "the agenda; a link is enough for documents"), false}},
	keywords: []string{"odj"},
	examples: []string{`seance odj SE27 "DOB 2027, PPI, 14 conventions"`},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"seance voir", "seance convocation"},
	run:      setAgenda,
})

var _ = register(command{
	rank:     8,
	path:     "seance convocation",
	aliases:  []string{"seance convoquer", "seance notice"},
	summary:  i18n.T("dire quand la convocation d’une séance est arrivée, ou partie", "say when the notice of a meeting came, or left"),
	args:     []arg{argMeeting, {"reçue | envoyée [le <date>]", "reçue le 23/11", i18n.T("aujourd’hui sans autre indication ; `aucune` pour corriger", "today unless said; `aucune` to put it right"), true}},
	examples: []string{"seance convocation SE27 reçue le 23/11", "seance convocation EPF envoyée"},
	right:    plan.ManageMeetings,
	seeAlso:  []string{"seance voir", "representation manquantes"},
	run:      giveNotice,
})

var (
	textConfirmedOK  = i18n.T("Séance **{ref}** confirmée : {body}, {when}. Qui siège est interrogé, et les étapes sont suivies.", "Meeting **{ref}** confirmed: {body}, {when}. Who sits is asked, and the steps are followed.")
	textNotInMeeting = i18n.T(
		"**« {word} »** n’est pas compris. Rien n’a changé.\nPar exemple : `/seance modifier {ref} lieu \"Préfecture, Lille\"`, `/seance modifier {ref} fin 12h`",
		"**“{word}”** is not understood. Nothing has changed.\nFor example: `/seance modifier {ref} lieu \"Préfecture, Lille\"`, `/seance modifier {ref} fin 12h`")
	textModifiedOK = i18n.T("Séance **{ref}** modifiée : {body}, {when}.", "Meeting **{ref}** changed: {body}, {when}.")
	textPlaceTold  = i18n.T("Le lieu est dit une fois dans le fil de la séance, ~{channel}.", "The place is told once in the thread of the meeting, ~{channel}.")
	textAgendaOK   = i18n.T("Ordre du jour de la séance {ref} enregistré : {agenda}.", "Agenda of meeting {ref} saved: {agenda}.")
	textAgendaGone = i18n.T("La séance {ref} n’a plus d’ordre du jour.", "Meeting {ref} has no agenda any more.")
	textNoAgenda   = i18n.T(
		"Il manque l’ordre du jour de la séance {ref}. Rien n’a changé.\nPar exemple : `/seance odj {ref} \"DOB 2027, PPI\"`",
		"The agenda of meeting {ref} is missing. Nothing has changed.\nFor example: `/seance odj {ref} \"DOB 2027, PPI\"`")
	textNoticeOK   = i18n.T("{notice}. Séance {ref}, {body}, {when}.", "{notice}. Meeting {ref}, {body}, {when}.")
	textNoticeNone = i18n.T("Convocation de la séance {ref} : attendue.", "Notice of meeting {ref}: expected.")
	titleAgenda    = i18n.T("Ordre du jour", "Agenda")
)

func confirmMeeting(e *Env) (card.Reply, error) {
	v, err := e.meetingNamed(e.s.text)
	if err != nil {
		return card.Reply{}, err
	}
	done, err := e.plan.ConfirmMeeting(e.ctx, e.call, v.Number)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	c := w.meetingCard(done.MeetingView, "")
	c.Buttons = nil
	return card.Reply{
		Text: lines(e.say(textConfirmedOK, "ref", done.Ref(), "body", card.Quote(done.Body.Sitting()), "when", w.meetingHours(done.MeetingView)), w.meetingDay(done.Start.Date)),
		Card: &c,
	}, nil
}

func modifyMeeting(e *Env) (card.Reply, error) {
	said, err := e.readMeeting()
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.meetingNamed(e.s.text)
	if first, rest := cutWord(e.s.text); err != nil && rest != "" {
		if _, ok := plan.ParseMeetingRef(first); ok {
			return card.Reply{}, askFor(e.say(textNotInMeeting, "word", card.Quote(clip(rest)), "ref", strings.ToUpper(first)))
		}
	}
	if err != nil {
		return card.Reply{}, e.notMovedHere(err)
	}
	return e.modifyNamed(v, said)
}

// modifyNamed changes what a sentence says of a meeting but for its date.
func (e *Env) modifyNamed(v plan.MeetingView, said meetingSaid) (card.Reply, error) {
	if said.hatSet && said.hat != v.Hat {
		return card.Reply{}, e.hatStays(v, said.hat)
	}
	edits := plan.MeetingEdits{Reason: e.s.reason}
	for key, field := range map[string]**string{"lieu": &edits.Place, "lien": &edits.Link, "odj": &edits.Agenda} {
		if text, ok := e.s.named[key]; ok {
			if text = card.OneLine(text); isNone(text) || key == keyPlace && placeUnknown(text) {
				text = ""
			}
			*field = &text
		}
	}
	if edits.Place != nil && edits.Link == nil && isAddress(*edits.Place) { // « lieu "https://…" »: it is held remotely
		edits.Place, edits.Link = new(string), edits.Place
	}
	if said.end.Minutes() > 0 {
		edits.End = &said.end
	}
	done, err := e.plan.ModifyMeeting(e.ctx, e.call, v.Number, edits)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	text := e.say(textModifiedOK, "ref", done.Ref(), "body", card.Quote(done.Body.Sitting()), "when", w.meetingHours(done.MeetingView))
	told := ""
	if done.Elsewhere() {
		told = e.say(textPlaceTold, "channel", e.dir.Coordination().ChannelName)
	}
	return card.Reply{Text: lines(text, w.meetingWhere(done.MeetingView), told, w.meetingConflicts(done.MeetingView))}, nil
}

var textHatStays = i18n.T(
	"Le préfet invité à la séance {ref} ne se change pas : qui siège en dépend. Rien n’a changé.\nAnnulez-la, puis planifiez-la de nouveau :\n`/{cancel}`\n`/{again}`",
	"The préfet invited to the meeting {ref} does not change: who sits depends on it. Nothing has changed.\nCancel it, then plan it again:\n`/{cancel}`\n`/{again}`")

// hatStays says how a meeting planned for the wrong préfet is put right.
func (e *Env) hatStays(v plan.MeetingView, hat plan.Hat) error {
	capacity := "de région"
	if hat != "" {
		capacity = string(hat)
	}
	day := "à fixer"
	if v.State != plan.Undated {
		day = typed(v.Start.Date, v.HasTime, v.Start.Time)
	}
	return askFor(e.say(textHatStays, "ref", v.Ref(),
		"cancel", "seance annuler "+string(v.Ref())+` motif "erreur sur le préfet"`,
		"again", card.Code("seance planifier "+typedBody(v.Body)+" "+day+" pour le préfet "+capacity)))
}

var textMoveInstead = i18n.T(
	"La date et l’heure se changent avec `/{line}`. Rien n’a changé.", "The date and the hour are changed with `/{line}`. Nothing has changed.")

// notMovedHere says which command moves a meeting when that is what was asked of
// another: « seance modifier EPF 18/12 ».
func (e *Env) notMovedHere(err error) error {
	start, res := frdate.Suffix(e.s.text, e.dates())
	if start <= 0 || res.Kind == frdate.Refused || !e.isNamed(trimLead(e.s.text[:start])) {
		return err
	}
	line := "seance deplacer " + trimLead(e.s.text[:start]) + " " + e.s.text[start:]
	return askFor(e.say(textMoveInstead, "line", card.Code(line)),
		card.Button{ID: "deplacer", Label: e.say(labelMoveMeeting), Style: card.Primary, Command: line})
}

// meetingAndRest parts a line into the meeting it begins with and the rest: as
// few words as name one.
func (e *Env) meetingAndRest(held bool) (plan.MeetingView, string, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return plan.MeetingView{}, "", err
	}
	var first error
	for n := 1; n <= len(tokens) && n <= 6; n++ {
		v, err := e.meetingNear(strings.Join(words(tokens[:n]), " "), held)
		if err == nil {
			return e.meetingOfDay(v, tokens, n, held)
		}
		if first == nil {
			first = err
		}
		if _, ok := plan.ParseMeetingRef(tokens[0].text); ok {
			break
		}
	}
	if first == nil {
		_, first = e.meetingNear("", held)
	}
	return plan.MeetingView{}, "", first
}

// meetingOfDay goes on from the words that name a meeting to the day that follows,
// if one does: « EPF du 11 décembre ».
func (e *Env) meetingOfDay(v plan.MeetingView, tokens []token, named int, held bool) (plan.MeetingView, string, error) {
	rest := func(n int) string { return strings.TrimLeft(e.rest[tokens[n-1].end:], " :,") }
	if named == len(tokens) || i18n.Fold(tokens[named].text) != "du" {
		return v, rest(named), nil
	}
	for n := min(named+4, len(tokens)); n > named+1; n-- {
		text := strings.Join(words(tokens[:n]), " ")
		if name, _, _ := e.nameAndDay(text); name == "" {
			continue
		}
		v, err := e.meetingNear(text, held)
		return v, rest(n), err
	}
	return v, rest(named), nil
}

// unquoted is a text without the quotation marks around it.
func unquoted(text string) string {
	if tokens, err := lex(text); err == nil && len(tokens) == 1 && tokens[0].quoted {
		return tokens[0].text
	}
	return text
}

func setAgenda(e *Env) (card.Reply, error) {
	v, rest, err := e.meetingAndRest(false)
	if err != nil {
		return card.Reply{}, err
	}
	agenda := card.OneLine(unquoted(rest))
	if e.answersForm() {
		agenda = card.OneLine(e.req.Fields["note"])
	}
	switch {
	case agenda == "" && e.req.CanForm && !e.answersForm():
		return card.Reply{Form: &card.Form{
			Title: e.say(titleAgenda), Command: e.cmd.path + " " + string(v.Ref()), Submit: e.say(labelSave),
			Fields: []card.Field{{Name: "note", Label: e.say(labelAgenda), Value: v.Agenda, Long: true}},
		}}, nil
	case agenda == "":
		return card.Reply{}, askFor(e.say(textNoAgenda, "ref", v.Ref()))
	case isNone(agenda):
		agenda = ""
	}
	done, err := e.plan.SetAgenda(e.ctx, e.call, v.Number, agenda)
	if err != nil {
		return card.Reply{}, err
	}
	if agenda == "" {
		return card.Reply{Text: e.say(textAgendaGone, "ref", done.Ref())}, nil
	}
	return card.Reply{Text: e.say(textAgendaOK, "ref", done.Ref(), "agenda", card.Quote(strings.TrimRight(agenda, ".")))}, nil
}

func giveNotice(e *Env) (card.Reply, error) {
	v, rest, err := e.meetingAndRest(false)
	if err != nil {
		return card.Reply{}, err
	}
	on := e.today()
	words := strings.Fields(rest)
	for len(words) > 0 {
		switch i18n.Fold(words[0]) {
		case "recue", "envoyee", "recu", "partie", "arrivee", "le", "du":
			words = words[1:]
			continue
		}
		break
	}
	if text := strings.Join(words, " "); isNone(text) {
		on.Year, on.Month, on.Day = 0, 0, 0
	} else if text != "" {
		var ok bool
		if on, ok = e.pastDay(text); !ok {
			return card.Reply{}, askFor(e.say(textNoNoticeDay, "word", card.Quote(clip(text))))
		}
	}
	done, err := e.plan.NoticeGiven(e.ctx, e.call, v.Number, on)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	if on.IsZero() {
		return card.Reply{Text: e.say(textNoticeNone, "ref", done.Ref())}, nil
	}
	return card.Reply{Text: lines(
		e.say(textNoticeOK, "notice", w.noticeDate(done.MeetingView), "ref", done.Ref(), "body", card.Quote(done.Body.Sitting()), "when", w.meetingHours(done.MeetingView)),
		w.noticeLate(done.MeetingView),
	)}, nil
}
