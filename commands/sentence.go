package commands

import (
	"slices"
	"strings"

	"jalon/calendar/frdate"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// clause is a part of a sentence that a command may take.
type clause string

// The clauses of the command language.
const (
	takesRef      clause = "ref"      // E12 at the beginning
	takesDate     clause = "date"     // a date expression that touches the end or a clause
	takesServices clause = "services" // pour 59 62
	takesAll      clause = "tous"     // pour tous
	takesPerson   clause = "personne" // à @alice
	takesLadder   clause = "rappels"  // rappels J-7 J-3
	takesReason   clause = "motif"    // motif "…"
	takesTitle    clause = "titre"    // titre "…"
	takesReach    clause = "portée"   // celle-ci, toute la série
	takesSecrecy  clause = "secret"   // confidentiel, non confidentiel
	takesUrgency  clause = "urgence"  // urgent, non urgent
	takesKind     clause = "nature"   // interne, légale, ferme
)

// sentence is a line read into its parts.
type sentence struct {
	ref      plan.Ref
	text     string // what is left once the clauses are read: title, words, note
	quoted   bool   // text stood between quotation marks: it is a title, whatever it holds
	title    string // after « titre »
	date     *frdate.Result
	dateText string // as typed
	services []plan.ServiceID
	all      bool
	person   string     // user name without @
	pace     *plan.Pace // after « rappels »
	reason   string
	reach    plan.Reach
	// restricted says whether the title is for its services only; nil when unsaid.
	restricted *bool
	// urgent says whether it may be reminded at any hour; nil when unsaid.
	urgent *bool
	kind   plan.DeadlineKind // AnyKind when unsaid
	named  map[string]string // what follows each keyword of the command
}

// reader reads one sentence from right to left, clause after clause.
type reader struct {
	line   string
	tokens []token
	takes  []clause
	// keywords are the words that open a clause of free text.
	keywords []string
	x        *serviceIndex
	dates    frdate.Ref
	s        sentence
	// bareReason tells that the reason was not quoted: a date may end it.
	bareReason bool
}

var (
	textServiceUnknown = i18n.T(
		"Le service **« {word} »** n’existe pas dans la région. Rien n’est enregistré.\nServices proches : {near}",
		"The service **“{word}”** does not exist in the region. Nothing is saved.\nNear: {near}")
	textServiceNoneNear = i18n.T(
		"Le service **« {word} »** n’existe pas dans la région. Rien n’est enregistré.\nServices : {near}",
		"The service **“{word}”** does not exist in the region. Nothing is saved.\nServices: {near}")
	textServiceShutNow = i18n.T(
		"Le service **{code}** est fermé. Rien n’est enregistré.\nIndiquez un service ouvert, par exemple : `{to}`\n"+
			"La coordination peut le rouvrir : `/jalon service modifier {typed} ouvert`",
		"The service **{code}** is closed. Nothing is saved.\nName an open service, for example: `{to}`\n"+
			"The coordination can open it again: `/jalon service modifier {typed} ouvert`")
	textWordsAfterQuote = i18n.T(
		"**« {word} »** n’est pas compris après le titre entre guillemets. Rien n’est enregistré.\nMettez tout le titre entre guillemets : `\"{line}\"`",
		"**“{word}”** is not understood after the quoted title. Nothing is saved.\nPut the whole title between quotation marks: `\"{line}\"`")
)

// read cuts a line into what the command takes, and what follows each of its
// keywords. It returns Invalid for a quotation left open, an unknown service, a
// step that is none, or words left beside a quoted title.
func read(line string, takes []clause, keywords []string, x *serviceIndex, dates frdate.Ref) (sentence, error) {
	tokens, err := lex(line)
	if err != nil {
		return sentence{}, err
	}
	r := &reader{line: line, tokens: tokens, takes: takes, keywords: keywords, x: x, dates: dates}
	if r.has(takesRef) && len(tokens) > 0 && !tokens[0].quoted {
		if ref, ok := plan.ParseDeadlineRef(strings.TrimRight(tokens[0].text, ",:")); ok {
			r.s.ref = ref
			r.tokens = tokens[1:]
		}
	}
	left := r.strip(len(r.tokens))
	r.dateInReason()
	if err := r.check(left); err != nil {
		return sentence{}, err
	}
	r.s.text, err = r.rest(left)
	return r.s, err
}

func (r *reader) has(c clause) bool { return slices.Contains(r.takes, c) }

// strip takes clauses and the date off the right end and returns how many
// tokens are left.
func (r *reader) strip(end int) int {
	for {
		if at, ok := r.clauseBefore(end); ok {
			end = at
			continue
		}
		if at, ok := r.reachBefore(end); ok {
			end = at
			continue
		}
		if at, ok := r.secrecyBefore(end); ok {
			end = at
			continue
		}
		if at, ok := r.urgencyBefore(end); ok {
			end = at
			continue
		}
		if at, ok := r.kindBefore(end); ok {
			end = at
			continue
		}
		if at, ok := r.dateBefore(end); ok {
			end = at
			continue
		}
		return end
	}
}

// clauseBefore finds the nearest keyword whose words up to end are all its own.
func (r *reader) clauseBefore(end int) (int, bool) {
	for at := end - 1; at >= 0; at-- {
		if r.tokens[at].quoted {
			continue
		}
		if r.namesEscalated(at) {
			continue
		}
		if r.clause(i18n.Fold(r.tokens[at].text), r.tokens[at+1:end]) {
			return at, true
		}
	}
	return r.barePerson(end)
}

// namesEscalated tells an « à » that says who is told of an escalation (« escalade
// après 3 à @alice ») from the one that entrusts.
func (r *reader) namesEscalated(at int) bool {
	if !r.has(takesLadder) || at < 3 || i18n.Fold(r.tokens[at].text) != "a" {
		return false
	}
	before := words(r.tokens[max(0, at-4):at])
	if last := i18n.Fold(before[len(before)-1]); last == "relance" || last == "relances" {
		before = before[:len(before)-1]
	}
	n := len(before)
	return n >= 3 && i18n.Fold(before[n-3]) == "escalade" && i18n.Fold(before[n-2]) == "apres"
}

// reaches are the ways to say how far a change of a series goes.
var reaches = []struct {
	words string
	reach plan.Reach
}{
	{"celle-ci seulement", plan.ThisOne},
	{"celle-ci", plan.ThisOne},
	{"cette fois", plan.ThisOne},
	{"toute la serie", plan.WholeSeries},
	{"la serie", plan.WholeSeries},
	{"serie", plan.WholeSeries},
}

// reachBefore takes « celle-ci » or « toute la série » off the end.
func (r *reader) reachBefore(end int) (int, bool) {
	if !r.has(takesReach) || r.s.reach != plan.Unsaid {
		return end, false
	}
	for _, known := range reaches {
		at := end - len(strings.Fields(known.words))
		if at < 0 || slices.ContainsFunc(r.tokens[at:end], func(t token) bool { return t.quoted }) {
			continue
		}
		if i18n.Fold(strings.Join(words(r.tokens[at:end]), " ")) == known.words {
			r.s.reach = known.reach
			return at, true
		}
	}
	return end, false
}

// secrecyBefore takes « confidentiel » or « non confidentiel » off the end. Before
// the date it is a word of the title: « Dossier confidentiel vendredi ».
func (r *reader) secrecyBefore(end int) (int, bool) {
	if !r.has(takesSecrecy) || r.s.restricted != nil || r.s.date != nil || end == 0 || r.tokens[end-1].quoted {
		return end, false
	}
	switch i18n.Fold(r.tokens[end-1].text) {
	case "confidentiel", "confidentielle":
	default:
		return end, false
	}
	negated := end > 1 && !r.tokens[end-2].quoted && i18n.Fold(r.tokens[end-2].text) == "non"
	restricted := !negated
	r.s.restricted = &restricted
	if negated {
		return end - 2, true
	}
	return end - 1, true
}

// urgencyBefore takes « urgent » or « non urgent » off the end, where it follows
// a date, a clause or the identifier. Elsewhere it is a word of the title: « Note
// urgente vendredi », « Courrier urgent ».
func (r *reader) urgencyBefore(end int) (int, bool) {
	if !r.has(takesUrgency) || r.s.urgent != nil || r.s.date != nil || end == 0 || r.tokens[end-1].quoted {
		return end, false
	}
	switch i18n.Fold(r.tokens[end-1].text) {
	case "urgent", "urgente":
	default:
		return end, false
	}
	at, urgent := end-1, true
	if at > 0 && !r.tokens[at-1].quoted && i18n.Fold(r.tokens[at-1].text) == "non" {
		at, urgent = at-1, false
	}
	if !r.endsClause(at) {
		return end, false
	}
	r.s.urgent = &urgent
	return at, true
}

// kindBefore takes « interne », « légale » or « ferme » off the end, where it
// follows a date, a clause or the identifier. Elsewhere it is a word of the title:
// « Note interne vendredi ».
func (r *reader) kindBefore(end int) (int, bool) {
	if !r.has(takesKind) || r.s.kind != plan.AnyKind || r.s.date != nil || end == 0 || r.tokens[end-1].quoted {
		return end, false
	}
	kind, ok := plan.ParseKind(r.tokens[end-1].text)
	if !ok || kind == plan.Asked || !r.endsClause(end-1) {
		return end, false
	}
	r.s.kind = kind
	return end - 1, true
}

// endsClause tells whether something other than a title ends there.
func (r *reader) endsClause(end int) bool {
	if end == 0 {
		return r.s.ref != ""
	}
	if r.tokens[end-1].quoted {
		return true // the title, or what a clause quotes
	}
	trial := *r
	for _, take := range []func(int) (int, bool){
		trial.clauseBefore, trial.reachBefore, trial.secrecyBefore, trial.urgencyBefore, trial.kindBefore, trial.dateBefore,
	} {
		if _, ok := take(end); ok {
			return true
		}
	}
	return false
}

// barePerson takes a name that no « à » introduces: « Note vendredi @bob ».
func (r *reader) barePerson(end int) (int, bool) {
	if end == 0 || r.tokens[end-1].quoted || !r.personClause(r.tokens[end-1].text) {
		return end, false
	}
	return end - 1, true
}

// clause takes a keyword with its words, when the words fit it.
func (r *reader) clause(keyword string, body []token) bool {
	if slices.Contains(r.keywords, keyword) {
		return r.namedClause(keyword, body)
	}
	switch keyword {
	case "pour":
		return r.forClause(body)
	case "a":
		return len(body) == 1 && r.personClause(body[0].text)
	case "rappels", "rappel":
		return r.has(takesLadder) && r.s.pace == nil && r.ladderClause(body)
	case "motif":
		return r.has(takesReason) && r.s.reason == "" && r.reasonClause(body)
	case "titre":
		return r.has(takesTitle) && r.s.title == "" && r.titleClause(body)
	default:
		return false
	}
}

// namedClause takes the text of a keyword, the last one of that name.
func (r *reader) namedClause(keyword string, body []token) bool {
	if _, twice := r.s.named[keyword]; twice {
		return false
	}
	text, ok := r.freeText(body)
	if !ok {
		return false
	}
	if r.s.named == nil {
		r.s.named = map[string]string{}
	}
	r.s.named[keyword] = text
	return true
}

func (r *reader) forClause(body []token) bool {
	if len(body) == 0 {
		return false
	}
	if len(body) == 1 && r.has(takesPerson) && r.personClause(body[0].text) {
		return true
	}
	if len(body) == 1 && r.has(takesAll) && !r.s.all {
		if w := i18n.Fold(body[0].text); w == "tous" || w == "toutes" || w == "tout" {
			r.s.all = true
			return true
		}
	}
	if !r.has(takesServices) || r.s.services != nil {
		return false
	}
	found, unknown := r.x.match(words(body))
	if len(found) == 0 || len(unknown) > 0 {
		return false
	}
	r.s.services = found
	return true
}

func (r *reader) personClause(word string) bool {
	name, ok := strings.CutPrefix(word, "@")
	name = strings.TrimRight(name, ".,;:")
	if !ok || name == "" || !r.has(takesPerson) || r.s.person != "" {
		return false
	}
	r.s.person = name
	return true
}

func (r *reader) ladderClause(body []token) bool {
	pace, err := plan.ParsePace(strings.Join(words(body), " "))
	if err != nil {
		return false
	}
	r.s.pace = &pace
	return true
}

func (r *reader) reasonClause(body []token) bool {
	text, ok := r.freeText(body)
	if !ok {
		return false
	}
	r.s.reason, r.bareReason = text, !body[0].quoted
	return true
}

func (r *reader) titleClause(body []token) bool {
	text, ok := r.freeText(body)
	if ok {
		r.s.title = text
	}
	return ok
}

// freeText is the text of a clause that takes any words: one quotation, or
// words that do not begin with one.
func (r *reader) freeText(body []token) (string, bool) {
	switch {
	case len(body) == 0:
		return "", false
	case body[0].quoted:
		return body[0].text, len(body) == 1 && body[0].text != ""
	default:
		return r.line[body[0].start:body[len(body)-1].end], true
	}
}

// dateBefore takes the longest date expression that ends there.
func (r *reader) dateBefore(end int) (int, bool) {
	if !r.has(takesDate) || r.s.date != nil {
		return end, false
	}
	first := end
	for first > 0 && !r.tokens[first-1].quoted {
		first--
	}
	if first == end {
		return end, false
	}
	base := r.tokens[first].start
	text := r.line[base:r.tokens[end-1].end]
	start, result := frdate.Suffix(text, r.dates)
	// « J-3 » counts from a date: it is a step of a ladder, not the date itself.
	if start < 0 || result.Reason == frdate.NoAnchor {
		return end, false
	}
	at := first
	for at < end && r.tokens[at].start < base+start {
		at++
	}
	r.s.date, r.s.dateText = &result, text[start:]
	return at, true
}

// dateInReason takes a date off the end of an unquoted reason when the
// sentence has none elsewhere: « motif attente DREAL vendredi ».
func (r *reader) dateInReason() {
	if !r.has(takesDate) || r.s.date != nil || !r.bareReason {
		return
	}
	start, result := frdate.Suffix(r.s.reason, r.dates)
	if start <= 0 {
		return
	}
	r.s.date, r.s.dateText = &result, r.s.reason[start:]
	r.s.reason = strings.TrimSpace(r.s.reason[:start])
}

// check refuses what was meant as a clause and is not one: an unknown service
// after « pour », a step that is none after « rappels ».
func (r *reader) check(left int) error {
	for at := left - 1; at >= 0; at-- {
		if r.tokens[at].quoted {
			continue
		}
		body := words(r.tokens[at+1 : left])
		switch i18n.Fold(r.tokens[at].text) {
		case "pour":
			if err := r.checkServices(body); err != nil {
				return err
			}
		case "rappels", "rappel":
			if r.has(takesLadder) && len(body) > 0 && isStepLike(body[0]) {
				_, err := plan.ParsePace(strings.Join(body, " "))
				return err
			}
		}
	}
	return nil
}

func (r *reader) checkServices(body []string) error {
	if !r.has(takesServices) || r.s.services != nil || len(body) == 0 {
		return nil
	}
	if _, unknown := r.x.match(body); r.x.looksMeant(unknown) {
		return unknownService(r.x, unknown[0])
	}
	return nil
}

// unknownService names the services that the word could have meant, or the
// closed one that it means.
func unknownService(x *serviceIndex, word string) error {
	if s, closed := x.closed[serviceKey(word)]; closed {
		return plan.Refuse(plan.Closed, textServiceShutNow.With(
			"code", card.Quote(s.Code), "typed", plan.TypedCode(s.Code), "to", plan.TypedCode(plan.Heir(s, x.services))))
	}
	near := x.near(word)
	text := textServiceUnknown
	if len(near) == 0 {
		text = textServiceNoneNear
		for _, s := range x.services {
			near = append(near, s.Code)
		}
	}
	list := make([]string, len(near))
	for i, code := range near {
		list[i] = "`" + code + "`"
		for _, s := range x.services {
			if s.Code == code && s.Name != code {
				list[i] += " (" + s.Name + ")"
			}
		}
	}
	return plan.Refuse(plan.Invalid, text.With("word", card.Quote(clip(word)), "near", strings.Join(list, ", ")))
}

// isStepLike tells a word that begins like a step: J-7, J, J+2, or that leads to
// one.
func isStepLike(word string) bool {
	switch i18n.Fold(word) {
	case "puis", "escalade":
		return true
	}
	rest, ok := strings.CutPrefix(i18n.Fold(word), "j")
	return ok && (rest == "" || strings.ContainsAny(rest[:1], "-+–0123456789"))
}

// rest is what is left: one quotation, or the words as they were typed.
func (r *reader) rest(left int) (string, error) {
	if left == 0 {
		return "", nil
	}
	if r.tokens[0].quoted && left > 1 && len(r.keywords) > 0 { // a name, then what is said of it
		return strings.Join(words(r.tokens[:left]), " "), nil
	}
	if r.tokens[0].quoted {
		if left > 1 {
			word := clip(r.line[r.tokens[1].start:r.tokens[left-1].end])
			return "", plan.Refuse(plan.Invalid, textWordsAfterQuote.With(
				"word", card.Quote(word), "line", card.Code(r.tokens[0].text+" "+word)))
		}
		r.s.quoted = true
		return r.tokens[0].text, nil
	}
	text := r.line[r.tokens[0].start:r.tokens[left-1].end]
	return strings.TrimRight(text, " ,;:–-"), nil
}

func words(tokens []token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.text
	}
	return out
}
