package commands

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// What a sentence says of a meeting besides its body and its date: « provisoire »,
// « convocation reçue le 3/12 », « pour le préfet du Nord », « jusqu’à 11h30 ».
// These are taken out, wherever they stand, and the rest is read as any sentence.
// Written back, they are keywords, which are read likewise.

// meetingKeywords open the clauses of a meeting.
var meetingKeywords = []string{keyPlace, keyLink, keyAgenda, "instance", keyHat, keyEnd, keyLasts, keyNotice, keyProvisional, keyUndated}

const (
	keyPlace       = "lieu"
	keyLink        = "lien"
	keyAgenda      = "odj"
	keyHat         = "prefet"
	keyEnd         = "fin"
	keyLasts       = "duree"
	keyNotice      = "convocation"
	keyProvisional = "provisoire"
	keyUndated     = "sansdate"
)

// meetingSaid is what a sentence says of a meeting.
type meetingSaid struct {
	hat         plan.Hat
	hatSet      bool
	end         calendar.TimeOfDay
	lasts       int // minutes, where a duration was said instead of the end
	notice      calendar.Date
	provisional bool
	condition   string // « sous réserve de l’accord du président », as typed
	undated     bool   // « à fixer »
}

var (
	textNoHat = i18n.T(
		"**« {word} »** n’est pas un préfet de la région. Rien n’est enregistré.\nPar exemple : `pour le préfet du Nord`, `pour le préfet de région`",
		"**“{word}”** is not a préfet of the region. Nothing is saved.\nFor example: `pour le préfet du Nord`, `pour le préfet de région`")
	textNoHour = i18n.T(
		"**« {word} »** n’est pas une heure. Rien n’est enregistré.\nPar exemple : `fin 11h30`", "**“{word}”** is not an hour. Nothing is saved.\nFor example: `fin 11h30`")
	textNoNoticeDay = i18n.T(
		"La date de convocation **« {word} »** n’est pas comprise. Rien n’est enregistré.\nPar exemple : `convocation reçue le 23/11`",
		"The date of the notice **“{word}”** is not understood. Nothing is saved.\nFor example: `convocation reçue le 23/11`")
)

// readMeeting reads the sentence of a command about a meeting.
func (e *Env) readMeeting() (meetingSaid, error) {
	tokens, err := lex(e.rest)
	if err != nil {
		return meetingSaid{}, err
	}
	r := meetingPhrase{e: e, left: tokens}
	for len(r.left) > 0 {
		if err := r.next(); err != nil {
			return r.said, err
		}
	}
	fields := e.s.named
	line, after := strings.Join(r.kept, " "), ""
	// Where « fin » leads to no hour, it is of a date: « fin janvier ».
	keywords := slices.DeleteFunc(slices.Clone(e.cmd.keywords), func(key string) bool { return key == keyEnd })
	if e.s, err = read(line, e.cmd.takes, keywords, e.x, e.dates()); err != nil {
		return r.said, err
	}
	if !e.answersForm() && (e.s.date == nil || !e.isMeant(trimJoints(e.s.text))) {
		var moved string
		if moved, after = e.dateLast(line); moved != "" {
			if e.s, err = read(moved, e.cmd.takes, keywords, e.x, e.dates()); err != nil {
				return r.said, err
			}
		}
	}
	if err := e.fillForm(); err != nil {
		return r.said, err
	}
	if err := r.fromFields(fields); err != nil {
		return r.said, err
	}
	for key, text := range r.named {
		if e.s.named == nil {
			e.s.named = map[string]string{}
		}
		e.s.named[key] = text
	}
	e.s.text = trimJoints(e.s.text)
	err = e.afterDate(after, &r.said)
	return r.said, err
}

// joints are words that end what is left of a sentence once its date is read.
var joints = []string{"au", "a", "le", "du", "de", "pour", "vers", "est"}

func trimJoints(text string) string {
	for {
		words := strings.Fields(text)
		if len(words) < 2 || !slices.Contains(joints, i18n.Fold(words[len(words)-1])) {
			return strings.TrimRight(text, " ,:;")
		}
		text = strings.TrimSpace(strings.TrimSuffix(text, words[len(words)-1]))
	}
}

// meetingPhrase reads a line from the left, keeping what it does not understand.
type meetingPhrase struct {
	e     *Env
	left  []token
	kept  []string
	named map[string]string // what was understood, as a keyword writes it
	said  meetingSaid
}

func (r *meetingPhrase) keep() {
	t := r.left[0]
	text := t.text
	if t.quoted {
		text = quote(text)
	}
	r.kept, r.left = append(r.kept, text), r.left[1:]
}

// note remembers what was understood, so that the line can be written back.
func (r *meetingPhrase) note(key, text string) {
	if r.named == nil {
		r.named = map[string]string{}
	}
	r.named[key] = text
}

func (r *meetingPhrase) word(at int) string {
	if at >= len(r.left) || r.left[at].quoted {
		return ""
	}
	return strings.Trim(i18n.Fold(strings.ReplaceAll(r.left[at].text, "’", "'")), ",.;:")
}

// value is the quoted text that follows a keyword, as the line is written back.
func (r *meetingPhrase) value() (string, bool) {
	if len(r.left) > 1 && r.left[1].quoted {
		return r.left[1].text, true
	}
	return "", false
}

func (r *meetingPhrase) next() error {
	if r.left[0].quoted {
		r.keep()
		return nil
	}
	if words := r.unsureAt(0); words > 0 {
		r.provisional(words)
		return nil
	}
	switch w := strings.TrimPrefix(r.word(0), "("); strings.TrimSuffix(w, ")") {
	case "a", "sans":
		switch next := strings.TrimSuffix(r.word(1), ")"); {
		case w == "a" && next == "fixer", w == "sans" && next == "date":
			r.undated(2)
			return nil
		}
	case keyUndated:
		r.undated(1)
		return nil
	case keyNotice, "convoquee", "convoque", "convocations":
		return r.notice()
	case "invitation", "recue", "envoyee":
		if w != "invitation" || slices.Contains(noticeWords, r.word(1)) {
			return r.notice()
		}
	case keyHat, "prefete":
		return r.hat()
	case keyEnd, "jusque", "jusqu'a":
		return r.end()
	case "vers", "des", "partir":
		if r.aboutHour(w) {
			return nil
		}
	case "presentiel", "precises", "precise":
		if r.dated() {
			r.drop("en")
			r.left = r.left[1:]
			return nil
		}
	}
	if r.dash() || r.keyword() || r.lasts() || r.remote() || r.placed() {
		return nil
	}
	r.keep()
	return nil
}

// aboutHour takes off what leads to the hour at which a meeting begins: « vers 9h30 »,
// « à partir de 9h30 ».
func (r *meetingPhrase) aboutHour(w string) bool {
	at := 1
	if w == "partir" {
		at = 2
	}
	if _, ok := clockOf(r.word(at)); !ok {
		return false
	}
	r.drop("a")
	r.left = r.left[at:]
	return true
}

// unsureAt tells how many words at a token say that the meeting may not be held:
// « provisoire », « à confirmer », « TBC », « sous réserve ».
func (r *meetingPhrase) unsureAt(at int) int {
	bare := func(at int) string { return strings.Trim(r.word(at), "().") }
	switch w := bare(at); w {
	case keyProvisional, "provisoirement", "tbc", "t.b.c":
		return 1
	case "a", "sous":
		if next := bare(at + 1); w == "a" && next == "confirmer" || w == "sous" && next == "reserve" {
			return 2
		}
	case "previsionnelle", "previsionnel", "option": // elsewhere, a word of a name
		if r.dated() || len(r.kept) > 0 && i18n.Fold(r.kept[len(r.kept)-1]) == "date" {
			return 1
		}
	}
	return 0
}

func (r *meetingPhrase) provisional(words int) {
	if _, quoted := r.value(); quoted && words == 1 {
		words = 2
	}
	conditional := words == 2 && r.word(1) == "reserve"
	r.left = r.left[words:]
	if conditional {
		r.condition()
	}
	r.drop("date", "en")
	r.said.provisional = true
	r.note(keyProvisional, "oui")
}

// condition reads of what a meeting is « sous réserve », up to the next clause: it is
// no place.
func (r *meetingPhrase) condition() {
	if first := r.word(0); !slices.Contains([]string{"de", "du", "des", "que"}, first) && !strings.HasPrefix(first, "d'") && !strings.HasPrefix(first, "qu'") {
		return
	}
	n := 1
	for n < len(r.left) && !r.left[n].quoted && !strings.HasSuffix(r.left[n-1].text, ",") && !r.endsCondition(n) {
		n++
	}
	r.said.condition = strings.Trim(strings.Join(words(r.left[:n]), " "), " ,.;)")
	r.left = r.left[n:]
}

func (r *meetingPhrase) endsCondition(at int) bool {
	w := r.word(at)
	_, used := r.opener(at)
	return used > 0 || w == "" || w == "a" || w == "le" && r.dateAt(at) || w[0] >= '0' && w[0] <= '9' ||
		slices.Contains(clausesAfterPlace, w) || r.remoteAt(at) > 0
}

// undated reads « à fixer », « date à fixer », « sans date ».
func (r *meetingPhrase) undated(words int) {
	if _, quoted := r.value(); quoted && words == 1 {
		words = 2
	}
	r.left = r.left[words:]
	if n := len(r.kept); n > 0 && i18n.Fold(r.kept[n-1]) == "date" {
		r.kept = r.kept[:n-1]
	}
	r.said.undated = true
	r.note(keyUndated, "oui")
}

// noticeWords say that a notice came, or left.
var noticeWords = []string{"recue", "recu", "envoyee", "partie", "faite", "arrivee"}

// notYetWords say that it did not.
var notYetWords = []string{"non", "pas", "encore", "attendue", "attendu"}

// notice reads « convocation reçue », « convocation envoyée le 23/11 ».
func (r *meetingPhrase) notice() error {
	if text, ok := r.value(); ok {
		r.left = r.left[2:]
		return r.noticeOn(text)
	}
	r.left = r.left[1:]
	expected := false // « convocation non reçue », « pas encore reçue », « attendue »
	for slices.Contains(noticeWords, r.word(0)) || slices.Contains(notYetWords, r.word(0)) {
		expected = expected || slices.Contains(notYetWords, r.word(0))
		r.left = r.left[1:]
	}
	if expected {
		r.drop("et")
		return nil
	}
	if r.word(0) == "ce" && r.word(1) == "jour" {
		r.left = r.left[2:]
	}
	for n := min(6, len(r.left)); n > 0; n-- {
		text := strings.Join(words(r.left[:n]), " ")
		if first := r.word(0); first != "le" && first != "du" && first != "hier" && first != "aujourd'hui" && first != "ce" {
			break
		}
		if on, ok := r.e.pastDay(text); ok {
			r.left = r.left[n:]
			r.noted(on)
			return nil
		}
	}
	r.noted(r.e.today())
	return nil
}

func (r *meetingPhrase) noted(on calendar.Date) {
	r.said.notice = on
	r.note(keyNotice, typed(on, false, calendar.TimeOfDay{}))
}

func (r *meetingPhrase) noticeOn(text string) error {
	switch i18n.Fold(text) {
	case "recue", "envoyee", "oui", "recu":
		r.noted(r.e.today())
		return nil
	}
	on, ok := r.e.pastDay(text)
	if !ok {
		return askFor(r.e.say(textNoNoticeDay, "word", card.Quote(clip(text))))
	}
	r.noted(on)
	return nil
}

// recentDays is how many days ago a day without a year may have been: one that is
// further is rather meant to come.
const recentDays = 180

// pastDay reads a day that is today or was before. Without a year, it is the last
// one of that name, unless that is long ago.
func (e *Env) pastDay(text string) (calendar.Date, bool) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.Trim(text, " ,.;:"), "le "), "du "))
	tried := []string{text}
	for _, year := range []int{e.today().Year, e.today().Year - 1} {
		tried = append(tried, text+"/"+strconv.Itoa(year), text+" "+strconv.Itoa(year))
	}
	for _, t := range tried {
		res := frdate.Parse(t, e.pastDates())
		if res.Kind == frdate.Understood && len(res.Readings) == 1 && res.Recurrence == nil && !res.Readings[0].Date.After(e.today()) {
			if on := res.Readings[0].Date; t == text || on.DaysUntil(e.today()) <= recentDays {
				return on, true
			}
		}
	}
	res := frdate.Parse(text, e.pastDates())
	if res.Kind == frdate.Understood && len(res.Readings) == 1 && res.Recurrence == nil {
		return res.Readings[0].Date, true // ahead: it is refused in words
	}
	return calendar.Date{}, false
}

// hat reads « pour le préfet du Nord », « préfet 59, pas de région ».
func (r *meetingPhrase) hat() error {
	if text, ok := r.value(); ok {
		hat, known := r.e.hatNamed(text)
		if !known {
			return askFor(r.e.say(textNoHat, "word", card.Quote(clip(text))))
		}
		r.left = r.left[2:]
		r.hatIs(hat)
		return nil
	}
	for n := min(5, len(r.left)-1); n > 0; n-- {
		if slices.ContainsFunc(r.left[1:n+1], func(t token) bool { return t.quoted }) {
			continue
		}
		hat, known := r.e.hatNamed(strings.Join(words(r.left[1:n+1]), " "))
		if !known {
			continue
		}
		r.left = r.left[n+1:]
		r.drop("pour", "le", "la", "m.", "monsieur", "madame", "mme", "invitation", "invite")
		r.notRegion()
		r.hatIs(hat)
		return nil
	}
	if r.addressed() {
		var named []string
		for n := 1; n < len(r.left) && !r.left[n].quoted && len(named) < 3 && !slices.Contains(clausesAfterPlace, r.word(n)); n++ {
			named = append(named, r.left[n].text)
		}
		return r.e.unknownHat(named)
	}
	r.keep()
	return nil
}

// unknownHat says that words are no préfet of the region, but for those that lead to
// a name: « du Cantal ».
func (e *Env) unknownHat(named []string) error {
	for len(named) > 1 && slices.Contains([]string{"le", "la", "prefet", "prefete", "de", "du"}, i18n.Fold(named[0])) {
		named = named[1:]
	}
	return askFor(e.say(textNoHat, "word", card.Quote(clip(strings.Join(named, " ")))))
}

// addressed tells that the words before open the capacity: « pour le préfet … ». The
// name of a body may hold the word too.
func (r *meetingPhrase) addressed() bool {
	before := len(r.kept) - 1
	for before >= 0 && slices.Contains([]string{"le", "la"}, i18n.Fold(r.kept[before])) {
		before--
	}
	return before >= 0 && i18n.Fold(r.kept[before]) == "pour" && len(r.left) > 1
}

// notRegion drops « pas de région », « et non de région », « (pas le préfet de région) ».
func (r *meetingPhrase) notRegion() {
	at := 0
	for slices.Contains([]string{"et", "(pas", "pas", "non", "celui", "comme", "en"}, r.word(at)) {
		at++
	}
	if at == 0 {
		return
	}
	for slices.Contains([]string{"le", "prefet", "de", "la", "du"}, r.word(at)) {
		at++
	}
	if w := strings.Trim(r.word(at), ")"); w == "region" || w == "regional" {
		r.left = r.left[at+1:]
	}
}

func (r *meetingPhrase) hatIs(hat plan.Hat) {
	r.said.hat, r.said.hatSet = hat, true
	text := string(hat)
	if text == "" {
		text = "région"
	}
	r.note(keyHat, text)
}

// hatNamed reads a capacity: « de région », « du Nord », « 59 ».
func (e *Env) hatNamed(text string) (plan.Hat, bool) {
	text = strings.Trim(strings.TrimSpace(text), ",.;:()")
	for _, joint := range []string{"de la ", "de l’", "de l'", "du ", "des ", "de ", "d’", "d'"} {
		if rest, ok := strings.CutPrefix(strings.ToLower(text), joint); ok {
			text = rest
			break
		}
	}
	if w := i18n.Fold(text); w == "region" || w == "regional" {
		return "", true
	}
	found, unknown := e.x.match(strings.Fields(text))
	if len(found) == 1 && len(unknown) == 0 {
		if d := e.x.byID(found[0]).Department; d != "" {
			return plan.Hat(d), true
		}
	}
	return "", false
}

// end reads « jusqu’à 11h30 », « fin à 11h30 ».
func (r *meetingPhrase) end() error {
	if text, ok := r.value(); ok {
		at, known := clockOf(text)
		if !known {
			return askFor(r.e.say(textNoHour, "word", card.Quote(clip(text))))
		}
		r.left = r.left[2:]
		r.ends(at)
		return nil
	}
	from := 1
	for slices.Contains([]string{"a", "vers", "prevue"}, r.word(from)) {
		from++
	}
	for n := min(3, len(r.left)-from); n > 0; n-- {
		if at, ok := clockOf(strings.Join(words(r.left[from:from+n]), " ")); ok {
			r.left = r.left[from+n:]
			r.ends(at)
			return nil
		}
	}
	r.keep() // « fin janvier »
	return nil
}

func (r *meetingPhrase) ends(at calendar.TimeOfDay) {
	r.said.end = at
	r.note(keyEnd, typedHour(at))
}

func typedHour(t calendar.TimeOfDay) string { return strconv.Itoa(t.Hour) + "h" + t.String()[3:] }

var clockForm = regexp.MustCompile(`^(\d{1,2}) ?(?:h|:|heures?) ?(\d{2})?$`)

// clockOf reads an hour and nothing else: « 11h30 », « 11 h 30 », « 9:05 », « midi ».
func clockOf(text string) (calendar.TimeOfDay, bool) {
	text = strings.TrimPrefix(strings.Trim(strings.TrimSpace(i18n.Fold(text)), ",.;"), "a ")
	if text == "midi" {
		return calendar.TimeOfDay{Hour: 12}, true
	}
	m := clockForm.FindStringSubmatch(text)
	if m == nil {
		return calendar.TimeOfDay{}, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi("0" + m[2])
	at := calendar.TimeOfDay{Hour: hour, Minute: minute}
	return at, at.Valid()
}

// fromFields reads what a form brought under the keywords.
func (r *meetingPhrase) fromFields(fields map[string]string) error {
	for _, key := range []string{keyHat, keyEnd, keyNotice, keyProvisional} {
		text := strings.TrimSpace(fields[key])
		if text == "" || r.e.req.Fields[key] == "" {
			continue
		}
		r.left = []token{{text: key}, {text: text, quoted: true}}
		if key == keyProvisional && isNo(text) {
			continue
		}
		if err := r.next(); err != nil {
			return r.e.onField(key, err)
		}
	}
	return nil
}

func isNo(text string) bool {
	switch i18n.Fold(text) {
	case "non", "no", "ferme", "confirmee":
		return true
	}
	return false
}
