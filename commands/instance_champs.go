package commands

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// bodyFields are all that can be said of a body, but its name and its seats.
var bodyFields = []saidField[plan.Body]{
	{clauseWords{"nom", []string{"nom", "name"}, false}, saidText(func(b *plan.Body, text string) { b.Name = text })},
	{clauseWords{"court", []string{"court", "nom court", "sigle", "short"}, false}, saidText(func(b *plan.Body, text string) { b.Short = text })},
	{clauseWords{"type", []string{"type", "nature", "kind"}, false}, saidText(func(b *plan.Body, text string) { b.Kind = text })},
	{clauseWords{"presidence", []string{"presidence", "chair"}, false}, readChair},
	{clauseWords{"preside", []string{"preside", "presidee", "preside par le prefet", "presidee par le prefet", "preside par le prefet de region", "presidee par le prefet de region"}, true}, chairIs(plan.ChairState)},
	{clauseWords{"copreside", []string{"copreside", "copresidee", "co-preside"}, true}, chairIs(plan.ChairShared)},
	{clauseWords{"siege", []string{"siege"}, true}, chairIs(plan.ChairOther)},
	{clauseWords{"titre", []string{"au titre du", "au titre de la", "au titre de", "titre", "qualite", "hat"}, false}, readHat},
	{clauseWords{"departement", []string{"departement", "dep", "department"}, false}, readBodyDepartment},
	{clauseWords{"fondement", []string{"fondement", "base legale", "texte", "legal"}, false}, saidText(func(b *plan.Body, text string) { b.LegalBasis = text })},
	{clauseWords{"rythme", []string{"rythme", "periodicite", "frequence", "rhythm"}, false}, saidText(func(b *plan.Body, text string) { b.Rhythm = text })},
	{clauseWords{"secretariat", []string{"secretariat"}, false}, saidText(func(b *plan.Body, text string) { b.Secretariat = text })},
	{clauseWords{"convocation", []string{"convocation", "delai de convocation", "delai", "notice"}, false}, readNotice},
	{clauseWords{"quorum", []string{"quorum"}, false}, readQuorum},
	{clauseWords{"membres", []string{"membres", "members"}, false}, readMembers},
	{clauseWords{"pouvoirs", []string{"pouvoirs", "pouvoir", "proxies"}, false}, readProxies},
	{clauseWords{"remplacement", []string{"remplacement"}, false}, readReplacement},
	{clauseWords{"lien", []string{"lien", "document", "link"}, false}, readLink},
	{clauseWords{"modele", []string{"modele", "template"}, false}, readTemplateName},
}

var (
	// bodyClauses are the words that open them, with the reason of a change.
	bodyClauses = clausesOf(bodyFields)
	// bodyKeywords are the same for the sentence, which leaves them to the command.
	bodyKeywords = keywordsOf(bodyClauses)
)

func chairIs(chair plan.Chair) func(*Env, saidClause) (func(*plan.Body), error) {
	return func(*Env, saidClause) (func(*plan.Body), error) {
		return func(b *plan.Body) { b.Chair = chair }, nil
	}
}

var (
	textBadChair = i18n.T(
		"**« {word} »** ne dit pas qui préside. Rien n’est enregistré.\nÉcrivez `préside`, `copréside` ou `siège`",
		"**“{word}”** does not say who presides. Nothing is saved.\nWrite `préside`, `copréside` or `siège`")
	textBadHat = i18n.T(
		"**« {word} »** ne dit pas au titre de quel préfet. Rien n’est enregistré.\nPar exemple : `titre \"préfet du Nord\"` ou `titre \"préfet de région\"`",
		"**“{word}”** does not say for which préfet. Nothing is saved.\nFor example: `titre \"préfet du Nord\"` or `titre \"préfet de région\"`")
	textBadNotice = i18n.T(
		"**« {word} »** n’est pas un délai de convocation. Rien n’est enregistré.\nPar exemple : `convocation 10 jours`, `convocation 8 jours ouvrés`, `convocation 15 jours francs` ou `convocation habituelle`",
		"**“{word}”** is not a time of notice. Nothing is saved.\nFor example: `convocation 10 jours`, `convocation 8 jours ouvrés`, `convocation 15 jours francs` or `convocation habituelle`")
	textBadQuorum = i18n.T(
		"**« {word} »** n’est pas un quorum. Rien n’est enregistré.\nPar exemple : `quorum 1/2`, `quorum \"un tiers\"`, `quorum 12 membres`, `quorum aucun` ou `quorum habituel`",
		"**“{word}”** is not a quorum. Nothing is saved.\nFor example: `quorum 1/2`, `quorum \"un tiers\"`, `quorum 12 membres`, `quorum aucun` or `quorum habituel`")
	textBadNumber = i18n.T(
		"**« {word} »** n’est pas un nombre. Rien n’est enregistré.\nPar exemple : `{example}`",
		"**“{word}”** is not a number. Nothing is saved.\nFor example: `{example}`")
	textBadReplacement = i18n.T(
		"**« {word} »** n’est ni oui ni non. Rien n’est enregistré.\nÉcrivez `remplacement oui` si une personnalité qualifiée peut être remplacée, sinon `remplacement non`",
		"**“{word}”** is neither oui nor non. Nothing is saved.\nWrite `remplacement oui` if a qualified person may be replaced, else `remplacement non`")
	textBadLink = i18n.T(
		"**« {word} »** n’est pas un lien. Rien n’est enregistré.\nÉcrivez son titre, puis son adresse : `lien \"Statuts\" https://exemple.fr/statuts`",
		"**“{word}”** is not a link. Nothing is saved.\nWrite its title, then its address: `lien \"Statuts\" https://exemple.fr/statuts`")
)

// readChair reads who presides, as a form says it.
func readChair(_ *Env, c saidClause) (func(*plan.Body), error) {
	chair, ok := ParseChair(c.text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadChair.With("word", card.Quote(clip(c.text))))
	}
	return func(b *plan.Body) { b.Chair = chair }, nil
}

// ParseChair reads who presides a body, as people write it.
func ParseChair(text string) (plan.Chair, bool) {
	key := strings.NewReplacer("-", "", "'", " ").Replace(i18n.Fold(text))
	switch strings.Join(strings.Fields(key), " ") {
	case "preside", "etat", "l etat", "prefet", "prefete", "le prefet", "prefet de region", "state", "oui":
		return plan.ChairState, true
	case "copreside", "copresidence", "partagee", "shared":
		return plan.ChairShared, true
	case "siege", "autre", "sans presider", "other", "non", "aucune":
		return plan.ChairOther, true
	default:
		return "", false
	}
}

// readHat reads for which préfet the State sits: of the region, or of a
// department.
func readHat(e *Env, c saidClause) (func(*plan.Body), error) {
	hat, ok := e.hatSaid(c.text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadHat.With("word", card.Quote(clip(c.text))))
	}
	return func(b *plan.Body) { b.Hat = hat }, nil
}

func (e *Env) hatSaid(text string) (plan.Hat, bool) {
	words := strings.Fields(serviceKey(text))
	words = slices.DeleteFunc(words, func(w string) bool { return w == "prefet" || w == "prefete" })
	key := strings.Join(words, " ")
	if key == "region" || key == "hauts france" || len(words) == 0 || isNone(key) {
		return "", true
	}
	department, ok := e.departmentSaid(key)
	return plan.Hat(department), ok
}

// departmentSaid reads a department by its number, or by the name of its
// préfecture's.
func (e *Env) departmentSaid(text string) (string, bool) {
	if department, ok := plan.ParseDepartment(text); ok {
		return department, true
	}
	found, unknown := e.x.match(strings.Fields(text))
	if len(found) != 1 || len(unknown) > 0 {
		return "", false
	}
	department := e.x.byID(found[0]).Department
	return department, department != ""
}

func readBodyDepartment(e *Env, c saidClause) (func(*plan.Body), error) {
	if isNone(c.text) || i18n.Fold(c.text) == "region" {
		return func(b *plan.Body) { b.Department = "" }, nil
	}
	department, ok := e.departmentSaid(c.text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadDepartment.With("word", card.Quote(clip(c.text))))
	}
	return func(b *plan.Body) { b.Department = department }, nil
}

// isUsual tells words that give the rule of common law back.
func isUsual(text string) bool {
	switch i18n.Fold(text) {
	case "habituel", "habituelle", "habituels", "usuel", "defaut", "par defaut", "usual", "droit commun":
		return true
	default:
		return false
	}
}

func readNotice(_ *Env, c saidClause) (func(*plan.Body), error) {
	days, unit, ok := ParseNoticeDelay(c.text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadNotice.With("word", card.Quote(clip(c.text))))
	}
	return func(b *plan.Body) { b.Rules.Notice, b.Rules.NoticeUnit = days, unit }, nil
}

// ParseNoticeDelay reads how long before a meeting its notice must be received:
// « 10 », « 10 jours », « 8 jours ouvrés », « 15 jours francs », « 2 semaines »; 0
// days for the rule of common law.
func ParseNoticeDelay(text string) (days int, unit calendar.Unit, ok bool) {
	if isUsual(text) {
		return 0, calendar.CalendarDays, true
	}
	fields := strings.Fields(i18n.Fold(text))
	if len(fields) > 1 && (fields[len(fields)-1] == "avant" || fields[len(fields)-1] == "minimum") {
		fields = fields[:len(fields)-1]
	}
	if len(fields) == 0 || len(fields) > 3 {
		return 0, 0, false
	}
	days, ok = numberSaid(fields[0])
	if !ok || days < 1 || days > plan.MaxNotice {
		return 0, 0, false
	}
	if len(fields) > 1 {
		switch fields[1] {
		case "jour", "jours", "j":
		case "semaine", "semaines":
			days *= 7
			return days, calendar.CalendarDays, len(fields) == 2 && days <= plan.MaxNotice
		default:
			return 0, 0, false
		}
	}
	if len(fields) > 2 {
		if unit, ok = dayUnits[fields[2]]; !ok {
			return 0, 0, false
		}
	}
	return days, unit, true
}

// dayUnits are the words that say which days are counted.
var dayUnits = map[string]calendar.Unit{
	"calendaire": calendar.CalendarDays, "calendaires": calendar.CalendarDays,
	"ouvre": calendar.WorkingDays, "ouvres": calendar.WorkingDays,
	"ouvrable": calendar.OuvrableDays, "ouvrables": calendar.OuvrableDays,
	"franc": calendar.ClearDays, "francs": calendar.ClearDays,
}

// smallNumbers are numbers written as words.
var smallNumbers = map[string]int{
	"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
	"quinze": 15, "vingt": 20, "trente": 30,
}

// numberSaid reads a small number, in figures or in words.
func numberSaid(word string) (int, bool) {
	if n, ok := smallNumbers[i18n.Fold(word)]; ok {
		return n, true
	}
	n, err := strconv.ParseUint(strings.TrimSuffix(word, "."), 10, 16)
	return int(n), err == nil
}

// parts are the parts of a whole, in words.
var parts = map[string]plan.Quorum{
	"moitie": {Number: 1, Of: 2}, "la moitie": {Number: 1, Of: 2}, "un demi": {Number: 1, Of: 2},
	"tiers": {Number: 1, Of: 3}, "le tiers": {Number: 1, Of: 3}, "un tiers": {Number: 1, Of: 3},
	"deux tiers": {Number: 2, Of: 3}, "les deux tiers": {Number: 2, Of: 3},
	"quart": {Number: 1, Of: 4}, "un quart": {Number: 1, Of: 4}, "le quart": {Number: 1, Of: 4},
	"trois quarts": {Number: 3, Of: 4}, "les trois quarts": {Number: 3, Of: 4},
}

// ParseQuorum reads how many members must be there: « 1/2 », « un tiers », « 50 % »,
// « 12 membres »; the zero Quorum for the rule of common law, and a part of nothing
// for no quorum at all.
func ParseQuorum(text string) (plan.Quorum, bool) {
	key := strings.TrimPrefix(strings.TrimSuffix(strings.TrimSuffix(i18n.Fold(text), " des membres"), " membres"), "de ")
	if isUsual(key) {
		return plan.Quorum{}, true
	}
	if isNone(key) || key == "sans" {
		return plan.NoQuorum, true
	}
	if q, ok := parts[key]; ok {
		return q, true
	}
	if percent, ok := strings.CutSuffix(key, "%"); ok {
		n, err := strconv.ParseUint(strings.TrimSpace(percent), 10, 8)
		return plan.Quorum{Number: int(n), Of: 100}, err == nil && n >= 1 && n <= 100
	}
	number, of, isPart := strings.Cut(strings.ReplaceAll(key, " ", ""), "/")
	n, err := strconv.ParseUint(number, 10, 16)
	if err != nil || n == 0 {
		return plan.Quorum{}, false
	}
	if !isPart {
		return plan.Quorum{Number: int(n)}, true
	}
	whole, err := strconv.ParseUint(of, 10, 16)
	return plan.Quorum{Number: int(n), Of: int(whole)}, err == nil && n <= whole
}

func readQuorum(_ *Env, c saidClause) (func(*plan.Body), error) {
	q, ok := ParseQuorum(c.text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadQuorum.With("word", card.Quote(clip(c.text))))
	}
	return func(b *plan.Body) { b.Rules.Quorum = q }, nil
}

func readMembers(_ *Env, c saidClause) (func(*plan.Body), error) {
	if isNone(c.text) || isUsual(c.text) {
		return func(b *plan.Body) { b.Rules.Members = 0 }, nil
	}
	n, ok := numberSaid(c.text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadNumber.With("word", card.Quote(clip(c.text)), "example", "membres 24"))
	}
	return func(b *plan.Body) { b.Rules.Members = n }, nil
}

// ParseProxies reads how many proxies a person may hold, as [plan.BodyRules] has it.
func ParseProxies(text string) (int, bool) {
	switch {
	case isUsual(text):
		return 0, true
	case isNone(text):
		return -1, true
	}
	word, _, _ := strings.Cut(text, " ")
	n, ok := numberSaid(word)
	if n == 0 {
		n = -1
	}
	return n, ok
}

func readProxies(_ *Env, c saidClause) (func(*plan.Body), error) {
	n, ok := ParseProxies(c.text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadNumber.With("word", card.Quote(clip(c.text)), "example", "pouvoirs 2"))
	}
	return func(b *plan.Body) { b.Rules.Proxies = n }, nil
}

func readReplacement(_ *Env, c saidClause) (func(*plan.Body), error) {
	switch i18n.Fold(c.text) {
	case "oui", "possible", "permis", "yes":
		return func(b *plan.Body) { b.Rules.ReplacesQualified = true }, nil
	case "non", "impossible", "interdit", "no", "habituel":
		return func(b *plan.Body) { b.Rules.ReplacesQualified = false }, nil
	}
	return nil, plan.Refuse(plan.Invalid, textBadReplacement.With("word", card.Quote(clip(c.text))))
}

// readLink reads a title and an address, in either order; « aucun » in the place
// of the address takes the link away.
func readLink(_ *Env, c saidClause) (func(*plan.Body), error) {
	fields := c.body
	if len(fields) == 1 && fields[0].quoted { // from a form
		fields, _ = lex(fields[0].text)
	}
	var title []string
	address := ""
	for i, f := range fields {
		if u, err := url.Parse(f.text); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && address == "" {
			address = u.String()
		} else if i > 0 && i == len(fields)-1 && isNone(f.text) {
			address = "-"
		} else {
			title = append(title, f.text)
		}
	}
	if address == "" {
		return nil, plan.Refuse(plan.Invalid, textBadLink.With("word", card.Quote(clip(c.text))))
	}
	link := plan.Link{Title: card.OneLine(strings.Join(title, " ")), URL: address}
	if link.Title == "" {
		link.Title = linkTitle(address)
	}
	return func(b *plan.Body) {
		b.Links = slices.DeleteFunc(slices.Clone(b.Links), func(o plan.Link) bool { return i18n.Fold(o.Title) == i18n.Fold(link.Title) })
		if link.URL != "-" {
			b.Links = append(b.Links, link)
		}
	}, nil
}

// linkTitle is how a link without a title is called: by its site.
func linkTitle(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}

func readTemplateName(e *Env, c saidClause) (func(*plan.Body), error) {
	text, err := e.oneText(c, c.key)
	if err != nil {
		return nil, err
	}
	if isNone(text) || isUsual(text) {
		return func(b *plan.Body) { b.Template = "" }, nil
	}
	return func(b *plan.Body) { b.Template = text }, nil
}

// typedNotice is a time of notice as it is typed.
func typedNotice(r plan.BodyRules) string {
	days, unit := r.NoticeDelay()
	text := strconv.Itoa(days) + " jours"
	if unit != calendar.CalendarDays {
		text += " " + unit.String()
	}
	return text
}

// typedQuorum is a quorum as it is typed.
func typedQuorum(q plan.Quorum) string {
	switch {
	case q == plan.NoQuorum:
		return "aucun"
	case q == plan.Quorum{}:
		return "1/2"
	case q.Of == 0:
		return strconv.Itoa(q.Number) + " membres"
	default:
		return strconv.Itoa(q.Number) + "/" + strconv.Itoa(q.Of)
	}
}
