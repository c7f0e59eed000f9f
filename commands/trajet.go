package commands

import (
	"regexp"
	"strconv"
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    42,
	path:    "jalon trajet",
	aliases: []string{"jalon trajets", "trajet", "jalon travel"},
	summary: i18n.T("le temps de trajet entre deux villes, pour repérer les conflits", "how long it takes between two towns, to find conflicts"),
	args: []arg{
		{"<ville> <ville>", "Lille Laon", i18n.T("les deux villes ; sans elles, tous les trajets", "the two towns; without them, all journeys"), true},
		{"<durée>", "2h", i18n.T("`2h`, `1h30`, `45 min`, ou `oublier`", "`2h`, `1h30`, `45 min`, or `oublier`"), true},
	},
	examples: []string{"jalon trajet", "jalon trajet Lille Laon 2h", "jalon trajet Boulogne-sur-Mer Amiens 1h30", "jalon trajet Lille Laon oublier", "jalon trajet usuel 1h30"},
	right:    plan.ReadMeetings,
	who: i18n.T("tout le monde pour les voir ; la coordination et le rôle décision du SGAR pour les changer",
		"everybody to see them; the coordination and the décision role of the SGAR to change them"),
	seeAlso: []string{"representation conflits"},
	run:     travel,
})

var (
	textTravelOne    = i18n.T("**{n} trajet enregistré**", "**{n} journey recorded**")
	textTravels      = i18n.T("**{n} trajets enregistrés**", "**{n} journeys recorded**")
	textNoTravels    = i18n.T("Aucun trajet enregistré.", "No journey recorded.")
	textTravelLine   = i18n.T("{from} – {to} : {time}", "{from} – {to}: {time}")
	textTravelUsual  = i18n.T("Entre deux autres villes différentes : {time}. Une séance sans heure de fin compte pour {length}.", "Between two other different towns: {time}. A meeting without an end counts for {length}.")
	textTravelAdd    = i18n.T("Pour en ajouter un : `/jalon trajet Lille Laon 2h`", "To add one: `/jalon trajet Lille Laon 2h`")
	textTravelSet    = i18n.T("Trajet {from} – {to} : {time}. Les conflits en tiennent compte dès maintenant.", "Journey {from} – {to}: {time}. Conflicts count with it from now on.")
	textTravelWas    = i18n.T("Trajet {from} – {to} : {was} devient {time}. Les conflits en tiennent compte dès maintenant.", "Journey {from} – {to}: {was} becomes {time}. Conflicts count with it from now on.")
	textTravelGone   = i18n.T("Trajet {from} – {to} oublié : la durée usuelle s’applique, {time}.", "Journey {from} – {to} forgotten: the usual time holds, {time}.")
	textTravelNone   = i18n.T("Aucun trajet n’est enregistré entre {from} et {to} : la durée usuelle s’applique, {time}.", "No journey is recorded between {from} and {to}: the usual time holds, {time}.")
	textTravelShown  = i18n.T("Trajet {from} – {to} : {time}.", "Journey {from} – {to}: {time}.")
	textTravelAny    = i18n.T("Trajet usuel entre deux villes : {time}. Les conflits en tiennent compte dès maintenant.", "Usual journey between two towns: {time}. Conflicts count with it from now on.")
	textTravelUnread = i18n.T(
		"Ce trajet n’est pas compris. Rien n’a changé.\nIndiquez deux villes et une durée, par exemple : `/jalon trajet Lille Laon 2h` ou `/jalon trajet Boulogne-sur-Mer Amiens 1h30`",
		"This journey is not understood. Nothing has changed.\nGive two towns and a time, for example: `/jalon trajet Lille Laon 2h` or `/jalon trajet Boulogne-sur-Mer Amiens 1h30`")
)

func travel(e *Env) (card.Reply, error) {
	recorded, err := e.plan.Travels(e.ctx, e.req.Region)
	if err != nil {
		return card.Reply{}, err
	}
	if strings.TrimSpace(e.rest) == "" {
		return card.Reply{Text: e.travelList(recorded)}, nil
	}
	t, forget, err := e.travelTyped()
	if err != nil {
		return card.Reply{}, err
	}
	if t.Minutes == 0 && !forget {
		return card.Reply{Text: e.travelShown(recorded, t)}, nil
	}
	was, err := e.plan.SetTravel(e.ctx, e.call, t)
	if err != nil {
		return card.Reply{}, err
	}
	text := textTravelSet
	usual := usualTravel(recorded)
	time := t.Minutes
	switch {
	case t.From == "":
		text = textTravelAny
		if forget {
			time = plan.UsualTravel
		}
	case forget && was.Minutes == 0:
		text, time = textTravelNone, usual
	case forget:
		text, time = textTravelGone, usual
	case was.Minutes > 0 && was.Minutes != t.Minutes:
		text = textTravelWas
	}
	w := e.drawer()
	return card.Reply{Text: e.say(text, "from", card.Quote(t.From), "to", card.Quote(t.To),
		"was", w.travelMinutes(was.Minutes), "time", w.travelMinutes(time))}, nil
}

// usualTravel is the minutes between two towns of which nothing is recorded.
func usualTravel(recorded []plan.Travel) int {
	for _, t := range recorded {
		if t.From == "" {
			return t.Minutes
		}
	}
	return plan.UsualTravel
}

func (e *Env) travelList(recorded []plan.Travel) string {
	w := e.drawer()
	var rows []string
	for _, t := range recorded {
		if t.From != "" {
			rows = append(rows, bullet+e.say(textTravelLine, "from", card.Quote(t.From), "to", card.Quote(t.To), "time", w.travelMinutes(t.Minutes)))
		}
	}
	heading := e.say(textNoTravels)
	if len(rows) > 0 {
		heading = e.say(i18n.Plural(e.lang, len(rows), textTravelOne, textTravels), "n", len(rows))
	}
	return lines(heading, strings.Join(rows, "\n"),
		e.say(textTravelUsual, "time", w.travelMinutes(usualTravel(recorded)), "length", w.travelMinutes(plan.UsualLength)), e.say(textTravelAdd))
}

func (e *Env) travelShown(recorded []plan.Travel, asked plan.Travel) string {
	text, minutes := textTravelNone, usualTravel(recorded)
	key := func(a, b string) [2]string {
		a, b = i18n.Fold(a), i18n.Fold(b)
		return [2]string{min(a, b), max(a, b)}
	}
	for _, t := range recorded {
		if t.From != "" && key(t.From, t.To) == key(asked.From, asked.To) {
			text, minutes = textTravelShown, t.Minutes
		}
	}
	if asked.From == "" {
		return e.travelList(recorded)
	}
	return e.say(text, "from", card.Quote(asked.From), "to", card.Quote(asked.To), "time", e.drawer().travelMinutes(minutes))
}

// travelTyped reads two towns and how long it takes; forget tells that it is to
// be forgotten. « usuel » stands for any two towns.
func (e *Env) travelTyped() (t plan.Travel, forget bool, err error) {
	unread := func() (plan.Travel, bool, error) { return t, false, askFor(e.say(textTravelUnread)) }
	tokens, err := lex(e.rest)
	if err != nil {
		return t, false, err
	}
	typed := words(tokens)
	typed, t.Minutes, forget = cutDuration(typed)
	if len(typed) > 0 {
		switch i18n.Fold(typed[0]) {
		case "usuel", "usuelle", "defaut", "habituel", "usual":
			if len(typed) > 1 {
				return unread()
			}
			return t, forget, nil
		case "oublier", "supprimer", "retirer", "forget":
			typed, forget = typed[1:], true
		}
	}
	t.From, t.To = twoTowns(typed)
	if t.From == "" || t.To == "" || t.Minutes > 0 && forget {
		return unread()
	}
	return t, forget, nil
}

// twoTowns parts words into two towns: at « à », « – », or a comma when there is one,
// else in the middle, when there are but two.
func twoTowns(typed []string) (from, to string) {
	var kept []string
	cut := -1
	for i, word := range typed {
		bare := strings.TrimRight(word, ",;")
		switch i18n.Fold(bare) {
		case "", "-", "–", "->", "→", "a", "vers", "et", "to":
			if i > 0 && cut < 0 {
				cut = len(kept)
			}
			continue
		case "de", "entre", "from":
			if len(kept) == 0 {
				continue
			}
		}
		kept = append(kept, bare)
		if bare != word && cut < 0 {
			cut = len(kept)
		}
	}
	if cut < 0 && len(kept) == 2 {
		cut = 1
	}
	if cut <= 0 || cut >= len(kept) {
		return "", ""
	}
	return strings.Join(kept[:cut], " "), strings.Join(kept[cut:], " ")
}

var (
	hourWord   = regexp.MustCompile(`^(\d{1,2})h(\d{2})?$`)
	clockWord  = regexp.MustCompile(`^(\d{1,2}):(\d{2})$`)
	minuteWord = regexp.MustCompile(`^(\d{1,3})(min|mn|m|minutes?)$`)
)

// cutDuration takes off a line the time that ends it, « 2h », « 1 h 30 », « 45
// min », or the word that forgets.
func cutDuration(typed []string) (rest []string, minutes int, forget bool) {
	for n := min(len(typed), 4); n > 0; n-- {
		head, tail := typed[:len(typed)-n], typed[len(typed)-n:]
		text := i18n.Fold(strings.ReplaceAll(strings.Join(tail, ""), " ", ""))
		text = strings.NewReplacer("heures", "h", "heure", "h").Replace(text)
		switch {
		case n == 1 && (text == "oublier" || text == "supprimer" || text == "aucun" || text == "forget"):
			return head, 0, true
		case hourWord.MatchString(text):
			m := hourWord.FindStringSubmatch(text)
			return head, 60*number(m[1]) + number(m[2]), false
		case clockWord.MatchString(text):
			m := clockWord.FindStringSubmatch(text)
			return head, 60*number(m[1]) + number(m[2]), false
		case minuteWord.MatchString(text):
			return head, number(minuteWord.FindStringSubmatch(text)[1]), false
		}
	}
	return typed, 0, false
}

// number reads digits; 0 when there are none.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
