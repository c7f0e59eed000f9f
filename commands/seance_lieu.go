package commands

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
)

// Where a meeting is, and what else an invitation says around its date: « à la
// préfecture de Lille », « en visio https://… », « odj : DOB 2027, PPI », « durée 2h ».

// keyword reads the words behind « lieu », « lien » or « odj » up to the next
// clause, when they are not between quotation marks: an agenda holds any words.
func (r *meetingPhrase) keyword() bool {
	key, used := r.opener(0)
	if used == 0 {
		return false
	}
	from := used
	for from < len(r.left) && !r.left[from].quoted && r.word(from) == "" {
		from++ // « odj : DOB »
	}
	if from == len(r.left) {
		return false
	}
	if r.left[from].quoted { // as the line is written back
		r.note(key, r.left[from].text)
		r.left = r.left[from+1:]
		return true
	}
	to := from
	for to < len(r.left) && (to == from || !r.closes(key, to)) {
		to++
	}
	text := strings.Join(rawWords(r.left[from:to]), " ")
	rest := r.left[to:]
	if !r.dated() { // « lieu Arras le 11/12 à 9h30 »: the date is not of the place
		if start, res := frdate.Suffix(text, r.e.dates()); start > 0 && res.Kind != frdate.Refused {
			if tokens, err := lex(text[start:]); err == nil {
				text, rest = trimJoints(text[:start]), slices.Concat(tokens, rest)
			}
		}
	}
	r.note(key, strings.Trim(text, " ,;:"))
	r.left = rest
	r.drop("avec", "et")
	return true
}

// drop forgets the last words kept, which led to what was understood since.
func (r *meetingPhrase) drop(leads ...string) {
	for len(r.kept) > 0 && slices.Contains(leads, strings.Trim(i18n.Fold(r.kept[len(r.kept)-1]), "(,")) {
		r.kept = r.kept[:len(r.kept)-1]
	}
}

// dash reads a dash between two parts of a sentence as a comma; between two hours
// it says until when.
func (r *meetingPhrase) dash() bool {
	if t := r.left[0].text; t != "—" && t != "–" && t != "-" || len(r.kept) == 0 {
		return false
	}
	if _, hour := clockOf(r.kept[len(r.kept)-1]); hour && len(r.left) > 1 {
		if _, until := clockOf(r.left[1].text); until {
			return false
		}
	}
	if last := len(r.kept) - 1; !strings.HasSuffix(r.kept[last], `"`) {
		r.kept[last] += ","
	}
	r.left = r.left[1:]
	return true
}

// rawWords are words as they were typed, quotation marks included.
func rawWords(tokens []token) []string {
	out := words(tokens)
	for i, t := range tokens {
		if t.quoted {
			out[i] = quote(t.text)
		}
	}
	return out
}

// opener tells which of « lieu », « lien », « odj » begins at a token, for a command
// that takes it, and how many words that is.
func (r *meetingPhrase) opener(at int) (key string, used int) {
	switch w := r.word(at); w {
	case keyPlace, keyLink, keyAgenda:
		key, used = w, 1
	case "ordre":
		if r.word(at+1) == "du" && r.word(at+2) == "jour" {
			key, used = keyAgenda, 3
		}
	}
	if !slices.Contains(r.e.cmd.keywords, key) {
		return "", 0
	}
	return key, used
}

// closes tells whether a token begins another clause than the one of a key.
func (r *meetingPhrase) closes(key string, at int) bool {
	if _, used := r.opener(at); used > 0 {
		return true
	}
	w, next := r.word(at), r.word(at+1)
	switch w {
	case "instance", "motif", keyProvisional:
		return true
	case keyNotice, "convoquee", "convoque":
		return slices.Contains(noticeWords, next) || r.quotedAt(at+1)
	case keyEnd, "jusqu'a", keyLasts:
		return next != "" && next[0] >= '0' && next[0] <= '9' || next == "midi" || r.quotedAt(at+1)
	case keyHat:
		return r.quotedAt(at + 1)
	}
	return key == keyPlace && (slices.Contains(clausesAfterPlace, w) || r.dateAt(at) || r.dates() && r.unsureAt(at) > 0)
}

// dates tells whether the command says when a meeting is: only there is it said to be
// provisional.
func (r *meetingPhrase) dates() bool { return slices.Contains(r.e.cmd.takes, takesDate) }

func (r *meetingPhrase) quotedAt(at int) bool { return at < len(r.left) && r.left[at].quoted }

// dated tells whether a date may have begun.
func (r *meetingPhrase) dated() bool {
	return slices.ContainsFunc(r.kept, func(w string) bool { return w[0] >= '0' && w[0] <= '9' })
}

// notPlaces follow « à » or « au » without being a place.
var notPlaces = []string{
	"midi", "minuit", "partir", "confirmer", "fixer", "plus", "lieu", "lendemain",
	"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
}

// clausesAfterPlace end a place that is not between quotation marks.
var clausesAfterPlace = append([]string{
	"pour", "motif", "jusque", "jusqu'a", "convoquee", "convoque", "convocations", "prefete", "provisoirement", "sous", "avec", "pendant", "car",
}, meetingKeywords...)

// placed reads « à Euratechnologies, Lille », « au Conseil régional », « en
// préfecture », once the date has begun: before it, it may be part of a name.
func (r *meetingPhrase) placed() bool {
	lead, next := r.word(0), r.word(1)
	if !r.mayPlace() || r.named[keyPlace] != "" ||
		lead != "a" && lead != "au" && lead != "en" || next == "" || slices.Contains(notPlaces, next) || next[0] >= '0' && next[0] <= '9' ||
		strings.HasPrefix(r.word(2), "heure") || lead == "en" && !slices.Contains([]string{"prefecture", "mairie", "salle", "sous-prefecture"}, next) {
		return false
	}
	n := 1
	for n < len(r.left) && !r.left[n].quoted && !slices.Contains(clausesAfterPlace, r.word(n)) && !r.dateAt(n) {
		if _, used := r.opener(n); used > 0 || r.remoteAt(n) > 0 || r.dates() && r.unsureAt(n) > 0 {
			break
		}
		n++
	}
	place := placeOf(strings.Join(words(r.left[1:n]), " "))
	if place == "" {
		return false
	}
	r.note(keyPlace, place)
	r.left = r.left[n:]
	return true
}

// mayPlace tells whether a place may stand here: after the date, or after the
// meeting where the command takes no date.
func (r *meetingPhrase) mayPlace() bool {
	switch {
	case !slices.Contains(r.e.cmd.keywords, keyPlace):
		return false
	case r.dates():
		return r.dated()
	default:
		return len(r.kept) > 0 && r.e.isNamed(strings.Join(r.kept, " "))
	}
}

// placeUnknown tells that no place is known yet: « lieu à confirmer ».
func placeUnknown(text string) bool {
	switch strings.Trim(i18n.Fold(text), " ().") {
	case "a confirmer", "a preciser", "a definir", "a determiner", "a fixer", "tbc":
		return true
	default:
		return isNone(text)
	}
}

// placeOf is a place as it is kept: without its article, with a capital.
func placeOf(text string) string {
	text = strings.Trim(text, " ,.;:–-")
	text = strings.TrimSuffix(text, " et")
	for _, article := range []string{"la ", "l’", "l'"} {
		text = strings.TrimPrefix(text, article)
	}
	if text == "" {
		return ""
	}
	return capital(text)
}

// dateAt tells whether a date or an hour begins at a token: « le 11 », « de 9h »,
// « le vendredi 11 ».
func (r *meetingPhrase) dateAt(at int) bool {
	next := r.word(at + 1)
	return slices.Contains([]string{"le", "de", "du", "a", "des"}, r.word(at)) && next != "" && next[0] >= '0' && next[0] <= '9' ||
		r.word(at) == "le" && slices.Contains(notPlaces, next)
}

// remoteWords say that a meeting is at a distance.
var remoteWords = []string{"visio", "visioconference", "visioconf", "distanciel", "webconference", "audioconference", "teams", "webex"}

var textRemote = i18n.T("Visioconférence", "Video call")

// remoteAt tells how many words at a token say that the meeting is at a distance.
func (r *meetingPhrase) remoteAt(at int) int {
	used := 0
	for slices.Contains([]string{"et", "en", "par", "a"}, r.word(at+used)) {
		used++
	}
	if w := r.word(at + used); slices.Contains(remoteWords, w) || used > 0 && w == "distance" {
		return used + 1
	}
	return 0
}

// remote reads « en visio », with its address perhaps, and an address alone.
func (r *meetingPhrase) remote() bool {
	if !r.mayPlace() {
		return false
	}
	used := r.remoteAt(0)
	address := used
	for r.word(address) == "" && address > 0 && address < len(r.left) && !r.left[address].quoted {
		address++ // « visio : https://… »
	}
	if address < len(r.left) && !r.left[address].quoted && isAddress(r.left[address].text) {
		r.note(keyLink, strings.Trim(r.left[address].text, ",;()"))
		r.left = r.left[address+1:]
		return true
	}
	if used == 0 {
		return false
	}
	if r.named[keyPlace] == "" {
		r.note(keyPlace, textRemote.In(r.e.lang))
	}
	r.left = r.left[used:]
	return true
}

func isAddress(text string) bool {
	text = strings.ToLower(strings.TrimLeft(text, "("))
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}

var (
	durationForm = regexp.MustCompile(`^(?:(\d{1,2}) ?(?:h|heures?) ?(\d{2})?|(\d{1,3}) ?(?:min|mn|minutes?))$`)
	hoursAsWords = strings.NewReplacer("une heure", "1h", "deux heures", "2h", "trois heures", "3h", " et demie", "30", "demi-heure", "30 min", "une demi", "demi")
)

// minutesOf reads a duration and nothing else: « 2h », « 1 h 30 », « 90 min ».
func minutesOf(text string) (int, bool) {
	m := durationForm.FindStringSubmatch(hoursAsWords.Replace(strings.Trim(i18n.Fold(text), " ,.;:()")))
	if m == nil {
		return 0, false
	}
	hours, _ := strconv.Atoi("0" + m[1])
	minutes, _ := strconv.Atoi("0" + m[2] + m[3])
	total := hours*60 + minutes
	return total, total > 0 && total < 24*60
}

// lasts reads « durée 2h », « pendant 1 h 30 », « (2h) ».
func (r *meetingPhrase) lasts() bool {
	if !slices.Contains(r.e.cmd.keywords, keyLasts) {
		return false
	}
	from := 0
	switch w := r.word(0); {
	case w == keyLasts || w == "pendant" || w == "durant":
		for from++; from < len(r.left) && !r.left[from].quoted && slices.Contains([]string{"", "de", "prevue"}, r.word(from)); {
			from++
		}
	case !strings.HasPrefix(r.left[0].text, "("):
		return false
	}
	for n := min(3, len(r.left)-from); n > 0; n-- {
		text := strings.Join(words(r.left[from:from+n]), " ")
		if minutes, ok := minutesOf(text); ok {
			r.said.lasts = minutes
			r.note(keyLasts, strings.Trim(text, "() ,.;"))
			r.left = r.left[from+n:]
			return true
		}
	}
	return false
}

// isNamed tells whether a text names a meeting or a body.
func (e *Env) isNamed(text string) bool {
	text = unquoted(strings.TrimSpace(text))
	if _, ok := meetingRefOf(text); ok {
		return true
	}
	found, _, err := e.bodiesMeant(text)
	return err == nil && len(found) > 0
}

// isMeant tells whether a text names a meeting or a body, with a day perhaps.
func (e *Env) isMeant(text string) bool {
	if e.isNamed(text) {
		return true
	}
	name, _, _ := e.nameAndDay(text)
	return name != ""
}

// dateLast gives a line whose date does not come last the order of a sentence, what
// is named and then its date, with what stood after; empty when it has none.
func (e *Env) dateLast(line string) (moved, after string) {
	if !slices.Contains(e.cmd.takes, takesDate) {
		return "", ""
	}
	for _, span := range frdate.Find(line, e.dates()) {
		name, date, rest := trimLead(line[:span.Start]), line[span.Start:span.End], line[span.End:]
		if name == "" {
			name, rest = e.namedFirst(rest)
		}
		if name != "" && e.isNamed(name) {
			hour, rest := hourFirst(rest)
			return name + " " + date + hour, strings.TrimSpace(rest)
		}
	}
	return "", ""
}

// hourFirst parts a text into the hour that it begins with, behind a comma perhaps,
// and the rest: « le 18 décembre, 10h, Arras ».
func hourFirst(text string) (hour, rest string) {
	tokens, err := lex(strings.TrimLeft(text, " ,"))
	if err != nil {
		return "", text
	}
	for n := min(3, len(tokens)); n > 0; n-- {
		if at, ok := clockOf(strings.TrimRight(joined(tokens[:n]), ",")); ok {
			return " à " + typedHour(at), strings.TrimLeft(text, " ,")[tokens[n-1].end:]
		}
	}
	return "", text
}

// trimLead takes off the end of a text what only leads to a date.
func trimLead(text string) string {
	text = strings.TrimRight(text, " ,;:–-")
	if slices.Contains(joints, i18n.Fold(text)) {
		return ""
	}
	return trimJoints(text)
}

// namedFirst parts a text into the meeting or the body that it begins with and the
// rest; no name when it begins with none.
func (e *Env) namedFirst(text string) (name, rest string) {
	text = strings.TrimLeft(text, " ,;:–-")
	tokens, err := lex(text)
	if err != nil || len(tokens) == 0 {
		return "", text
	}
	if _, ok := meetingRefOf(tokens[0].text); ok {
		return tokens[0].text, text[tokens[0].end:]
	}
	_, left, err := e.bodyAndRest(tokens)
	if err != nil {
		return "", text
	}
	last := tokens[len(tokens)-len(left)-1]
	return text[:last.end], text[last.end:]
}

// reasonWords open a reason that « motif » does not.
var reasonWords = []string{"car", "parce que", "parce qu'", "suite a", "en raison", "a cause", "pour cause", "faute de", "faute d'"}

// placeWords begin a place.
var placeWords = []string{
	"prefecture", "sous-prefecture", "mairie", "hotel", "salle", "siege", "conseil", "maison", "palais", "amphi", "amphitheatre", "locaux", "chez", "dreal", "ddtm", "cite",
}

var (
	textAfterDate = i18n.T(
		"**« {text} »** n’est pas compris après la date. Rien n’est enregistré.\nSi c’est le lieu : `/{line}`",
		"**“{text}”** is not understood after the date. Nothing is saved.\nIf it is the place: `/{line}`")
	labelItsPlace = i18n.T("Oui, c’est le lieu", "Yes, it is the place")
)

// politeWords end a sentence and say nothing.
var politeWords = []string{"svp", "stp", "merci", "merci d'avance", "s'il vous plait", "s'il te plait"}

// afterDate reads what stands after the date: an hour at which it ends, why, or a
// place when it looks like one.
func (e *Env) afterDate(text string, said *meetingSaid) error {
	after := strings.TrimSpace(strings.TrimLeft(text, " ,;:.–-"))
	folded := strings.ReplaceAll(i18n.Fold(strings.TrimRight(after, ".!")), "’", "'")
	if folded == "" || folded == "pour le prefet" || slices.Contains(politeWords, folded) {
		return nil
	}
	if at, ok := clockOf(after); ok && said.end.Minutes() == 0 {
		said.end = at
		return nil
	}
	if strings.HasPrefix(folded, "pour ") {
		return e.unknownHat(strings.Fields(after)[1:])
	}
	return e.afterHours(text, after, folded)
}

// afterHours reads a reason, or a place, whose words are also given folded.
func (e *Env) afterHours(text, said, folded string) error {
	opens := func(w string) bool {
		return folded == w || strings.HasPrefix(folded, w+" ") || strings.HasSuffix(w, "'") && strings.HasPrefix(folded, w)
	}
	bracketed := strings.HasPrefix(said, "(") && strings.HasSuffix(said, ")")
	if slices.Contains(e.cmd.takes, takesReason) && e.s.reason == "" && (bracketed || slices.ContainsFunc(reasonWords, opens)) {
		e.s.reason = strings.TrimPrefix(strings.Trim(said, "()"), "car ")
		return nil
	}
	if bracketed {
		said = strings.Trim(said, "()")
	}
	place := placeOf(said)
	looks := bracketed || slices.ContainsFunc(placeWords, opens) ||
		strings.ContainsFunc(place, unicode.IsLetter) && (strings.HasPrefix(strings.TrimSpace(text), ",") || place == strings.Trim(said, " ,.;:–-"))
	if e.s.named == nil {
		e.s.named = map[string]string{}
	}
	if looks && e.s.named[keyPlace] == "" {
		e.s.named[keyPlace] = place
		return nil
	}
	e.s.named[keyPlace] = said
	line := e.compose(e.s.dateText, "")
	return askFor(e.say(textAfterDate, "text", card.Quote(clip(said)), "line", card.Code(line)),
		card.Button{ID: "lieu", Label: e.say(labelItsPlace), Style: card.Primary, Command: line})
}
