package commands

import (
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	path:     "remontee",
	accented: "remontée",
	aliases:  []string{"remontee aide", "remontee help"},
	summary:  i18n.T("interroger plusieurs services, et ne relancer que ceux qui n’ont pas répondu", "ask several services, and chase only those who have not answered"),
	examples: []string{"remontee"},
	right:    plan.ReadIt,
	run:      func(e *Env) (card.Reply, error) { return e.helpGroup(e.cmd), nil },
})

var (
	argDataCall = arg{"<remontée>", "RM4", i18n.T(
		"l’identifiant, ou des mots du titre", "the identifier, or words of the title"), false}
	argAsked = arg{"pour <services>", "pour 59 62", i18n.T(
		"les services interrogés : codes, `toutes les préfectures`, `les DDTM`", "the services that are asked: codes, `toutes les préfectures`, `les DDTM`"), false}
	argFor = arg{"pour <service>", "pour 59", i18n.T(
		"le service pour lequel vous répondez ; sans cela, celui du canal, ou le vôtre", "the service you answer for; without it, the channel’s, or yours"), true}
)

var _ = register(command{
	rank:    1,
	path:    "remontee ouvrir",
	aliases: []string{"remontee creer", "remontee nouvelle", "remontee ajouter", "remontee lancer", "remontee cloner", "remontee open", "remontee demander"},
	summary: i18n.T("poser les mêmes questions à plusieurs services", "ask several services the same questions"),
	args: []arg{
		{"<titre>", "\"CRTE – COPIL 2026\"", i18n.T("ce qui est demandé ; entre guillemets s’il contient une date", "what is asked; between quotation marks if it holds a date"), false},
		argAsked,
		{"avant <date et heure>", "avant vendredi 4 décembre 12h", i18n.T("l’instant de clôture ; sans heure, la fermeture du service", "the close; without an hour, the closing time of the service"), false},
		{"modele \"…\"", "modele \"COPIL tenus (nombre) ; blocages\"", i18n.T(
			"les questions, séparées par `;`, chacune avec son type entre parenthèses s’il en faut un : `nombre`, `montant`, `oui/non`, `choix : a, b`, `lien` ; `(projets)` ou `(projets : CRTE)` pour la revue des projets de chaque service ; ou une autre remontée, `modele RM2` ; sans cela, une seule question, le titre",
			"the questions, separated by `;`, each with its kind between brackets where one is needed: `nombre`, `montant`, `oui/non`, `choix : a, b`, `lien`; `(projets)` or `(projets : CRTE)` for the review of each service’s projects; or another data call, `modele RM2`; without it, one question, the title"), true},
		{"origine \"…\"", "origine \"cabinet\"", i18n.T("qui le demande", "who asks for it"), true},
		{"lien <adresse>", "lien https://…", i18n.T("où se trouve la demande", "where the request is"), true},
		{"lecture réservée", "lecture réservée", i18n.T(
			"jusqu’à la clôture, personne ne lit les réponses des autres", "until the close, nobody reads the answers of others"), true},
		{"comme <remontée>", "comme RM2", i18n.T(
			"la poser de nouveau : titre, services et questions viennent d’elle", "to ask it again: title, services and questions come from it"), true},
		argLadder, argSecrecy,
	},
	repeats:  true,
	takes:    []clause{takesDate, takesServices, takesLadder, takesSecrecy},
	keywords: []string{"avant", "modele", "questions", "origine", "lien", "lecture", "comme", "malgre"},
	examples: []string{
		`remontee ouvrir "CRTE – COPIL 2026" pour 59 62 avant "vendredi 4 décembre 12h" modele "COPIL tenus (nombre) ; COPIL prévus (nombre) ; blocages"`,
		`remontee ouvrir "Effectifs France services" pour toutes les préfectures avant vendredi 12h origine "DITP"`,
		`remontee ouvrir "Revue des projets" pour toutes les préfectures avant le dernier vendredi de chaque mois à 12h modele "Météo des projets (projets)"`,
		`remontee ouvrir comme RM4 avant "vendredi 8 janvier 12h"`,
	},
	right:   plan.CreateIt,
	seeAlso: []string{"remontee etat", "remontee clore", "echeance ajouter"},
	run:     openDataCall,
})

var (
	textDataCallOpen = i18n.T(
		"{ref} est ouverte. {where}\n{reminders}\nSeuls les services sans réponse sont rappelés, puis relancés chaque jour ouvré après la clôture.",
		"{ref} is open. {where}\n{reminders}\nOnly the services without an answer are reminded, then chased every working day after the close.")
	textDataCallWhere = i18n.T("La question part dans {places}.", "The question goes to {places}.")
	textDataCallAsks  = i18n.T("Questions : {list}", "Questions: {list}")
	textDataCallClose = i18n.T("Clôture : **{due}**, {delay}", "Close: **{due}**, {delay}")
	textDataCallHour  = i18n.T("Aucune heure n’était dite : {hour}, la fermeture du service.", "No hour was given: {hour}, when the service closes.")
	textDataCallAgain = i18n.T(
		"Elle se répète : {rule}. La suivante s’ouvre à la clôture de celle-ci. Pour l’arrêter : `/remontee clore` suivi de `série`.",
		"It repeats: {rule}. The next opens at the close of this one. To stop it: `/remontee clore` followed by `série`.")
	textDataCallHeld = i18n.T("Les réponses ne sont lues par les autres services qu’après la clôture.", "Other services read the answers only after the close.")
	textLectureBad   = i18n.T(
		"« lecture {word} » n’est pas compris. Rien n’est enregistré.\nÉcrivez `lecture réservée`, ou rien.",
		"“lecture {word}” is not understood. Nothing is saved.\nWrite `lecture réservée`, or nothing.")
	textRefNotCall = i18n.T(
		"**« {word} »** n’est pas une remontée. Rien n’est enregistré.\nPour les retrouver : `/remontee liste`",
		"**“{word}”** is no data call. Nothing is saved.\nTo find them: `/remontee liste`")
	textSameAsked = i18n.T(
		"La même question a été posée : **{ref} · {title}**, {given} sur {all}, clôture le {due}. Rien n’est encore envoyé.\nConsultez ses réponses, ou posez-la de nouveau : chaque service pourra reprendre la sienne.",
		"The same was asked: **{ref} · {title}**, {given} of {all}, closed on {due}. Nothing is sent yet.\nRead its answers, or ask again: each service may take its own again.")
	labelSeeAnswers = i18n.T("Voir les réponses", "See the answers")
	labelAskAgain   = i18n.T("Poser de nouveau", "Ask again")
	titleDataCall   = i18n.T("Nouvelle remontée", "New data call")
	labelQuestions  = i18n.T("Questions", "Questions")
	labelOrigin     = i18n.T("Origine", "Origin")
	labelClose      = i18n.T("Clôture", "Close")
	labelOpen       = i18n.T("Ouvrir", "Open")
	helpQuestions   = i18n.T("Séparées par un point-virgule, par exemple : COPIL tenus (nombre) ; blocages", "Separated by semicolons, for example: COPIL tenus (nombre) ; blocages")
	helpAsked       = i18n.T("Par exemple : 59 62, ou toutes les préfectures.", "For example: 59 62, or toutes les préfectures.")
	helpClose       = i18n.T("Par exemple : vendredi 12h, 15/12 à 12h.", "For example: vendredi 12h, 15/12 à 12h.")
)

func openDataCall(e *Env) (card.Reply, error) {
	if e.rest == "" && !e.answersForm() {
		return e.formOrUsage(dataCallForm(e)), nil
	}
	n, hourSaid, err := e.dataCallAsked()
	if err != nil {
		return card.Reply{}, err
	}
	v, err := e.plan.OpenDataCall(e.ctx, e.call, n)
	if err != nil {
		return card.Reply{}, err
	}
	w := e.drawer()
	text := []string{
		w.title(v.Deadline),
		e.say(textDataCallClose, "due", v.Deadline.Due, "delay", w.delay(v.Deadline)),
		e.say(textDataCallAsks, "list", w.questionsSaid(v.Call.Questions)),
		e.say(textDataCallOpen, "ref", v.Deadline.Ref(), "where", e.askedIn(v), "reminders", w.ahead(v.Scheduled)),
	}
	if v.Deadline.Repeats() {
		text = append(text, e.say(textDataCallAgain, "rule", v.Series.Rule.Full(string(e.lang))))
	}
	if !hourSaid {
		text = append(text, e.say(textDataCallHour, "hour", e.words.Hour(v.Deadline.Due.Time)))
	}
	if v.Call.Held {
		text = append(text, e.say(textDataCallHeld))
	}
	if n := v.Deadline.Due.Date; !e.cal.IsWorking(n) {
		text = append(text, e.say(textDayOff, "date", e.words.Long(n), "ref", v.Deadline.Ref()))
	}
	text = append(text, e.openChannels(v.Deadline))
	return card.Reply{Text: lines(text...)}, nil
}

// askedIn says where the question goes.
func (e *Env) askedIn(v plan.DataCallView) string {
	var places []string
	for _, p := range v.Deadline.Parts {
		if place := e.remindedIn(p.Service); !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	return e.say(textDataCallWhere, "places", i18n.And(e.lang, places))
}

// dataCallAsked reads what is asked, of whom and until when; hourSaid tells whether
// the hour of the close was given.
func (e *Env) dataCallAsked() (n plan.NewDataCall, hourSaid bool, err error) {
	if err := e.closeSaid(); err != nil {
		return n, false, err
	}
	n = plan.NewDataCall{
		Title: card.OneLine(e.s.text), Services: e.s.services, Origin: card.OneLine(e.s.named["origine"]), Link: e.s.named["lien"],
		Restricted: e.s.restricted != nil && *e.s.restricted, Ladder: e.ladderAsked(), Again: e.s.named["malgre"] != "",
	}
	if n.Title == "" {
		n.Title = card.OneLine(e.s.title)
	}
	if n.Chase, err = e.chaseAsked(); err != nil {
		return n, false, err
	}
	if n.Held, err = e.heldAsked(); err != nil {
		return n, false, err
	}
	if like := e.s.named["comme"]; like != "" {
		if n.Like, err = e.dataCallRef(like); err != nil {
			return n, false, err
		}
	}
	if err := e.questionsAsked(&n); err != nil {
		return n, false, e.atField("modele", err)
	}
	if err := e.namesServices(n); err != nil {
		return n, false, err
	}
	if n.Title == "" && n.Like == "" {
		return n, false, &ask{card.Reply{Error: true, Field: "titre", Text: e.say(textTitleNeeded)}}
	}
	due, err := e.dueOf(n.Title)
	if err != nil {
		return n, false, err
	}
	n.Due, hourSaid = e.withHour(due.due)
	if n.Rule = due.rule; n.Rule != nil {
		n.Rule.HasTime, n.Rule.Time = true, n.Due.Time
	}
	return n, hourSaid, nil
}

// namesServices refuses words after « pour » that are no service: they would be taken
// for the title.
func (e *Env) namesServices(n plan.NewDataCall) error {
	if len(n.Services) > 0 {
		return nil
	}
	tokens, err := lex(e.s.text)
	if err != nil {
		return err
	}
	for i := len(tokens) - 2; i >= 0; i-- {
		if i18n.Fold(tokens[i].text) != "pour" {
			continue
		}
		if _, unknown := e.x.match(words(tokens[i+1:])); len(unknown) > 0 {
			return unknownService(e.x, unknown[0])
		}
	}
	return nil
}

// closeSaid takes what follows « avant » for the date, or gives it back to the title
// when it is none: « Bilan avant travaux ».
func (e *Env) closeSaid() error {
	text, said := e.s.named["avant"]
	if !said {
		return nil
	}
	result := frdate.Parse(text, e.dates())
	if e.s.date != nil && result.Kind == frdate.Refused {
		e.s.text = strings.TrimSpace(e.s.text + " avant " + text)
		delete(e.s.named, "avant")
		return nil
	}
	e.s.date, e.s.dateText = &result, text
	delete(e.s.named, "avant")
	return nil
}

// withHour gives a close without hour that at which the service of the place closes.
func (e *Env) withHour(due plan.Due) (plan.Due, bool) {
	if due.HasTime {
		return due, true
	}
	due.HasTime, due.Time = true, calendar.TimeOfDay{Hour: 18}
	if s, ok := e.dir.Service(e.dir.Place.Service); ok && s.Opens.Compare(s.Closes) < 0 {
		due.Time = s.Closes
	}
	return due, false
}

// heldAsked tells whether the answers are to be read by who asks only.
func (e *Env) heldAsked() (bool, error) {
	word, said := e.s.named["lecture"]
	if !said {
		return false, nil
	}
	switch i18n.Fold(word) {
	case "reservee", "reserve":
		return true, nil
	case "libre":
		return false, nil
	default:
		return false, askFor(e.say(textLectureBad, "word", card.Quote(clip(word))))
	}
}

// questionsAsked reads the questions, or whose they are; the title is the only
// question where none is given.
func (e *Env) questionsAsked(n *plan.NewDataCall) error {
	text := e.s.named["modele"]
	if more := e.s.named["questions"]; text == "" {
		text = more
	}
	if ref, is := plan.ParseDataCallRef(strings.TrimSpace(text)); is {
		v, err := e.plan.ViewDataCall(e.ctx, e.call, ref)
		n.Questions = v.Call.Questions
		return err
	}
	switch {
	case text != "":
		var err error
		n.Questions, err = plan.ParseQuestions(text)
		return err
	case n.Like == "" && n.Title != "":
		n.Questions = []plan.Question{{Label: clip(n.Title), Kind: plan.AnswerText}}
	}
	return nil
}

// dataCallRef reads the identifier of a data call.
func (e *Env) dataCallRef(word string) (plan.Ref, error) {
	ref, is := plan.ParseDataCallRef(strings.TrimSpace(word))
	if !is {
		return "", askFor(e.say(textRefNotCall, "word", card.Quote(clip(word))))
	}
	return ref, nil
}

// sameAsked says that the same was answered not long ago, and lets choose.
func (e *Env) sameAsked(s *plan.SameAsked) card.Reply {
	v := s.Before
	ref := string(v.Deadline.Ref())
	given := v.Given()
	count := i18n.Plural(e.lang, given, textAnswersOne, textAnswersMany).In(e.lang, "n", given)
	return card.Reply{
		Error: true,
		Text: e.say(textSameAsked, "ref", ref, "title", card.Quote(v.Deadline.Title), "given", count, "all", len(v.Responses),
			"due", v.Deadline.Due),
		Buttons: []card.Button{
			{ID: "voir", Label: e.say(labelSeeAnswers), Style: card.Primary, Command: "remontee consolidation " + ref},
			{ID: "poser", Label: e.say(labelAskAgain), Style: card.Variant, Command: e.compose(e.s.dateText, "") + " malgre " + ref},
		},
	}
}

func dataCallForm(e *Env) card.Form {
	return card.Form{
		Title: e.say(titleDataCall), Command: e.cmd.path, Submit: e.say(labelOpen),
		Fields: []card.Field{
			{Name: "titre", Label: e.say(labelTitle), Help: e.say(helpTitle)},
			{Name: "pour", Label: e.say(labelFor), Help: e.say(helpAsked)},
			{Name: "date", Label: e.say(labelClose), Help: e.say(helpClose)},
			{Name: "modele", Label: e.say(labelQuestions), Help: e.say(helpQuestions), Optional: true, Long: true},
			{Name: "origine", Label: e.say(labelOrigin), Optional: true},
		},
	}
}
