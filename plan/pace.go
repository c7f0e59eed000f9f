package plan

import (
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/i18n"
)

// Pace is what leaves before a date and after it, as one sentence says both:
// « J-7 J-1 J J+1 puis tous les 2 jours ouvrés escalade après 3 ».
type Pace struct {
	Before Ladder // nil when nothing is said of it
	After  Chase  // zero when nothing is said of it
	// Person is the user name, without @, of who is told of an escalation; empty
	// for the coordination.
	Person string
}

// String writes the pace as [ParsePace] reads it; empty when it says nothing.
func (p Pace) String() string {
	none := p.Before != nil && len(p.Before) == 0
	if none && (p.After.None || !p.After.Said()) {
		return noReminder
	}
	var words []string
	if p.Before != nil {
		words = append(words, p.Before.String())
	}
	if p.After.Said() {
		words = append(words, p.After.String())
	}
	if p.Person != "" {
		words = append(words, "à @"+p.Person)
	}
	return strings.Join(words, " ")
}

const (
	// MaxLeadDays is the farthest step accepted, in days.
	MaxLeadDays = 366
	// MaxChases is the highest number of chases before an escalation.
	MaxChases = 20
)

var (
	textStepUnknown = i18n.T(
		"« {word} » n’est pas un échelon de rappel. Rien n’est enregistré.\nPar exemple : `rappels J-7 J-3 J-1`, `rappels J-3 J+1 puis tous les 2 jours ouvrés` ou `rappels aucun`",
		"“{word}” is not a reminder step. Nothing is saved.\nFor example: `rappels J-7 J-3 J-1`, `rappels J-3 J+1 puis tous les 2 jours ouvrés` or `rappels aucun`")
	textStepTooFar = i18n.T(
		"« {word} » est trop loin : un rappel part au plus {max} jours avant. Rien n’est enregistré.",
		"“{word}” is too far: a reminder leaves at most {max} days before. Nothing is saved.")
	textChaseTooFar = i18n.T(
		"« {word} » est trop loin : une relance part au plus {max} jours après. Rien n’est enregistré.",
		"“{word}” is too far: a chaser leaves at most {max} days after. Nothing is saved.")
	textLadderEmpty = i18n.T(
		"Il manque les échelons après « rappels ». Rien n’est enregistré.\nPar exemple : `rappels J-7 J-3 J-1`, ou `rappels aucun`",
		"The steps are missing after “rappels”. Nothing is saved.\nFor example: `rappels J-7 J-3 J-1`, or `rappels aucun`")
	textEscalation = i18n.T(
		"L’escalade vient après 1 à {max} relances, et pas avant la dernière qui est nommée. Rien n’est enregistré.\nPar exemple : `rappels J-3 J J+1 escalade après 3`",
		"The escalation comes after 1 to {max} chasers, and not before the last one that is named. Nothing is saved.\nFor example: `rappels J-3 J J+1 escalade après 3`")
	textChaseOrNot = i18n.T(
		"« sans relance » et une relance ne vont pas ensemble. Rien n’est enregistré.\nPar exemple : `rappels J-3 J sans relance`, ou `rappels J-3 J J+1`",
		"“sans relance” and a chaser do not go together. Nothing is saved.\nFor example: `rappels J-3 J sans relance`, or `rappels J-3 J J+1`")
)

// ParsePace reads reminders and chases as people type them: "J-7 J-3 J-1",
// "J-1 à 14h", "aucun", "J+1, puis tous les 2 jours ouvrés ; escalade après 3 à
// @alice", "sans relance". Each step keeps nine o'clock unless an hour follows
// it. What a chase does not say of itself is the house's: its beginning, and that
// it ends in an escalation when it repeats. It returns an Invalid *Error naming
// the word that is not understood, or what does not go together.
func ParsePace(text string) (Pace, error) {
	r := paceReader{words: strings.Fields(separators.Replace(text))}
	for r.at < len(r.words) {
		if err := r.read(); err != nil {
			return Pace{}, err
		}
	}
	pace, err := r.pace()
	if err == nil && pace.Before == nil && !pace.After.Said() {
		return Pace{}, Refuse(Invalid, textLadderEmpty.With()) // « rappels » alone, or « rappels et »
	}
	return pace, err
}

// separators are what may stand between steps.
var separators = strings.NewReplacer(",", " ", ";", " ")

// paceReader reads a pace word after word.
type paceReader struct {
	words []string
	at    int
	// last is the step that a unit or an hour would be of, nil for none.
	last           *Step
	none, unchased bool // « aucun », « sans relance »
	before, after  []Step
	every          Step
	escalate       int
	person         string
}

// folded is the n-th word from the present one, without accents nor capitals;
// empty past the end.
func (r *paceReader) folded(n int) string {
	if r.at+n >= len(r.words) {
		return ""
	}
	return i18n.Fold(r.words[r.at+n])
}

// read takes the next word, with those that go with it.
func (r *paceReader) read() error {
	w := r.folded(0)
	at, isHour := stepHour(w)
	switch {
	case w == "et", w == "a" && r.last != nil:
		r.at++
	case r.last != nil && (w == "ouvres" || w == "ouvre"):
		r.last.Unit, r.at = WorkingDays, r.at+1
	case r.last != nil && (w == "calendaires" || w == "calendaire"):
		r.last.Unit, r.at = CalendarDays, r.at+1
	case r.last != nil && isHour:
		r.last.At, r.at = at, r.at+1
	case w == noReminder && r.at == 0:
		r.none, r.at = true, 1
	case w == "sans" && (r.folded(1) == "relance" || r.folded(1) == "relances"):
		r.unchased, r.at = true, r.at+2
	case w == "puis" || w == "tous" || w == "toutes":
		return r.readEvery()
	case w == "escalade":
		return r.readEscalation()
	default:
		return r.readStep(w)
	}
	return nil
}

// readStep reads "j-7", "j" or "j+1".
func (r *paceReader) readStep(w string) error {
	rest, ok := strings.CutPrefix(strings.ReplaceAll(w, "–", "-"), "j")
	if !ok {
		return r.unknown(w)
	}
	steps, tooFar, digits := &r.before, textStepTooFar, "0"
	if rest != "" {
		if rest[0] == '+' {
			steps, tooFar = &r.after, textChaseTooFar
		} else if rest[0] != '-' {
			return r.unknown(w)
		}
		digits = rest[1:]
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil || n == 0 && steps == &r.after {
		return r.unknown(w)
	}
	if n > MaxLeadDays {
		return Refuse(Invalid, tooFar.With("word", shown(w), "max", MaxLeadDays))
	}
	*steps = append(*steps, Step{Days: int(n), At: ReminderHour})
	r.last, r.at = &(*steps)[len(*steps)-1], r.at+1
	return nil
}

// readEvery reads « puis tous les 2 jours », « toutes les semaines ».
func (r *paceReader) readEvery() error {
	from := r.at
	if r.folded(0) == "puis" {
		r.at++
	}
	all := r.folded(0)
	if all != "tous" && all != "toutes" || r.folded(1) != "les" || r.every.Days > 0 {
		return r.unknown(r.words[from])
	}
	r.at += 2
	n, err := strconv.ParseUint(r.folded(0), 10, 31)
	if err == nil {
		r.at++
	} else {
		n = 1
	}
	word := r.folded(0)
	switch word {
	case "jours", "jour":
	case "semaines", "semaine":
		n *= 7
	default:
		return r.unknown(r.words[from])
	}
	if n == 0 || n > MaxLeadDays {
		return Refuse(Invalid, textChaseTooFar.With("word", strings.Join(r.words[from:r.at+1], " "), "max", MaxLeadDays))
	}
	r.every = Step{Days: int(n), At: ReminderHour}
	r.last, r.at = &r.every, r.at+1
	return nil
}

// readEscalation reads « escalade après 3 », « escalade après 3 relances à
// @alice ».
func (r *paceReader) readEscalation() error {
	n, err := strconv.ParseUint(r.folded(2), 10, 31)
	if r.folded(1) != "apres" || err != nil || r.escalate > 0 {
		return r.unknown(r.words[r.at])
	}
	if n == 0 || n > MaxChases {
		return Refuse(Invalid, textEscalation.With("max", MaxChases))
	}
	r.escalate, r.last, r.at = int(n), nil, r.at+3
	if w := r.folded(0); w == "relances" || w == "relance" {
		r.at++
	}
	if r.folded(0) != "a" || r.at+1 >= len(r.words) {
		return nil
	}
	name, ok := strings.CutPrefix(r.words[r.at+1], "@")
	if name = strings.TrimRight(name, ".:"); ok && name != "" {
		r.person, r.at = name, r.at+2
	}
	return nil
}

func (r *paceReader) unknown(word string) error {
	return Refuse(Invalid, textStepUnknown.With("word", shown(i18n.Fold(word))))
}

// pace is what was read, with what the house adds to it.
func (r *paceReader) pace() (Pace, error) {
	p := Pace{Person: r.person}
	chased := len(r.after) > 0 || r.every.Days > 0 || r.escalate > 0
	switch {
	case r.unchased && chased:
		return p, Refuse(Invalid, textChaseOrNot.With())
	case r.none && len(r.before) > 0:
		return p, r.unknown(noReminder)
	case r.none:
		p.Before = Ladder{}
	case len(r.before) > 0:
		p.Before = Ladder(r.before).sorted()
	}
	if !chased {
		// « aucun » alone is nothing before and nothing after.
		p.After.None = r.unchased || r.none
		return p, nil
	}
	var err error
	p.After, err = r.chase()
	return p, err
}

// chase is the chase that was read.
func (r *paceReader) chase() (Chase, error) {
	house := HouseChase()
	c := Chase{Steps: nearestFirst(r.after), Every: r.every, Escalate: r.escalate}
	named := len(c.Steps)
	if named == 0 {
		c.Steps = house.Steps
	}
	if c.Every.Days == 0 && (named == 0 || c.Escalate > named) {
		c.Every = house.Every
	}
	if c.Every.Days > 0 && c.Escalate == 0 {
		c.Escalate = max(house.Escalate, named)
	}
	if c.Escalate > 0 && c.Escalate < named {
		return c, Refuse(Invalid, textEscalation.With("max", MaxChases))
	}
	return c, nil
}

// nearestFirst puts the nearest step first and each step once.
func nearestFirst(steps []Step) []Step {
	var out []Step
	for _, s := range steps {
		if !slices.ContainsFunc(out, func(o Step) bool { return o.Days == s.Days && o.Unit == s.Unit }) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b Step) int { return a.Days - b.Days })
	return out
}

// shown writes a folded word as a step is written, J first.
func shown(w string) string {
	if rest, ok := strings.CutPrefix(w, "j"); ok {
		return "J" + rest
	}
	return w
}

// stepHour reads "9h", "9h30", "14:00".
func stepHour(w string) (calendar.TimeOfDay, bool) {
	hour, minute, found := strings.Cut(w, "h")
	if !found {
		hour, minute, found = strings.Cut(w, ":")
	}
	if !found || hour == "" {
		return calendar.TimeOfDay{}, false
	}
	if minute == "" {
		minute = "00"
	}
	h, errHour := strconv.Atoi(hour)
	m, errMinute := strconv.Atoi(minute)
	if errHour != nil || errMinute != nil || h > 23 || h < 0 || m > 59 || m < 0 || len(minute) != 2 {
		return calendar.TimeOfDay{}, false
	}
	return calendar.TimeOfDay{Hour: h, Minute: m}, true
}
