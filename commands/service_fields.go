package commands

import (
	"regexp"
	"slices"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// serviceField is one thing that can be said of a service, behind a keyword.
type serviceField struct {
	keyword string
	// others are the other words that open the same clause.
	others []string
	// read checks a value and returns what it changes. held is the service as it
	// stands, zero for a new one.
	read func(e *Env, text string, held plan.Service) (func(*plan.Service), error)
}

// serviceFields are read in this order: a territory brings its zones, which
// later words may contradict.
var serviceFields = []serviceField{
	{"code", nil, readCode},
	{"nom", []string{"name"}, readName},
	{"alias", []string{"aliases"}, readAliases},
	{"nature", []string{"type", "kind"}, readKind},
	{"departement", []string{"dep", "department"}, readDepartment},
	{"arrondissement", nil, readArrondissement},
	{"parent", []string{"rattache"}, readParent},
	{"canal", []string{"channel"}, readChannel},
	{"feries", []string{"zone"}, readHolidays},
	{"fuseau", nil, readClock},
	{"horaires", []string{"horaire", "hours"}, readHours},
	{"point", nil, readPointField},
	{"rappels", []string{"rappel"}, readLadder},
	{"referents", []string{"referent"}, readReferents},
}

// serviceKeywords are all the words that open a clause about a service.
var serviceKeywords = func() []string {
	var out []string
	for _, f := range serviceFields {
		out = append(append(out, f.keyword), f.others...)
	}
	return out
}()

// serviceEdits reads what the sentence says of a service, field by field.
func (e *Env) serviceEdits(held plan.Service) ([]func(*plan.Service), error) {
	var edits []func(*plan.Service)
	for _, f := range serviceFields {
		text, said := e.namedAs(f)
		if !said {
			continue
		}
		edit, err := f.read(e, text, held)
		if err != nil && e.req.Fields[f.keyword] != "" {
			return nil, e.onField(f.keyword, err)
		}
		if err != nil {
			return nil, err
		}
		edits = append(edits, edit)
	}
	return edits, nil
}

// namedAs is what was said behind one of the words of a field.
func (e *Env) namedAs(f serviceField) (string, bool) {
	for _, word := range append([]string{f.keyword}, f.others...) {
		if text, ok := e.s.named[word]; ok {
			return card.OneLine(text), true
		}
	}
	return "", false
}

// isNone tells a value that takes a thing away.
func isNone(text string) bool {
	switch i18n.Fold(text) {
	case "aucun", "aucune", "aucuns", "none", "neant":
		return true
	default:
		return false
	}
}

var (
	textBadCode = i18n.T(
		"Le code **« {word} »** n’est pas possible : des lettres, des chiffres, un tiret ou un espace, {max} caractères au plus. Rien n’est enregistré.\nPar exemple : `DDTM 59`",
		"The code **“{word}”** is not possible: letters, digits, a dash or a space, at most {max} characters. Nothing is saved.\nFor example: `DDTM 59`")
	textBadKind = i18n.T(
		"**« {word} »** n’est pas une nature de service. Rien n’est enregistré.\nNatures : {list}",
		"**“{word}”** is not a kind of service. Nothing is saved.\nKinds: {list}")
	textBadDepartment = i18n.T(
		"**« {word} »** n’est pas un département. Rien n’est enregistré.\nÉcrivez son numéro, par exemple : `departement 59`",
		"**“{word}”** is not a department. Nothing is saved.\nWrite its number, for example: `departement 59`")
	textBadArrondissement = i18n.T(
		"**« {word} »** n’est pas le code d’un arrondissement. Rien n’est enregistré.\nÉcrivez son code INSEE, par exemple : `arrondissement 595`",
		"**“{word}”** is not the code of an arrondissement. Nothing is saved.\nWrite its INSEE code, for example: `arrondissement 595`")
	textBadHolidays = i18n.T(
		"**« {word} »** n’est pas une zone de jours fériés. Rien n’est enregistré.\nZones : {list}",
		"**“{word}”** is not a zone of public holidays. Nothing is saved.\nZones: {list}")
	textBadClock = i18n.T(
		"**« {word} »** n’est pas un fuseau horaire. Rien n’est enregistré.\nPar exemple : `fuseau Europe/Paris`, `fuseau Indian/Reunion`",
		"**“{word}”** is not a time zone. Nothing is saved.\nFor example: `fuseau Europe/Paris`, `fuseau Indian/Reunion`")
	textBadHours = i18n.T(
		"**« {word} »** n’est pas un horaire. Rien n’est enregistré.\nPar exemple : `horaires 8h-19h`, `horaires 8h30 à 18h`",
		"**“{word}”** is not a range of hours. Nothing is saved.\nFor example: `horaires 8h-19h`, `horaires 8h30 à 18h`")
	textIdlePoint = i18n.T(
		"**« {word} »** ne tombe jamais un jour ouvré : aucun point ne partirait. Rien n’est enregistré.\nPar exemple : `point lundi 8h30`",
		"**“{word}”** is never a working day: no point would leave. Nothing is saved.\nFor example: `point lundi 8h30`")
	textBadPoint = i18n.T(
		"**« {word} »** n’est pas un jour et une heure. Rien n’est enregistré.\nPar exemple : `point lundi 8h30`, ou `point aucun`",
		"**“{word}”** is not a day and an hour. Nothing is saved.\nFor example: `point lundi 8h30`, or `point aucun`")
	textNoReferent = i18n.T(
		"**@{name}** n’est pas une personne connue de la région. Rien n’est enregistré.\nPour l’y faire entrer : ajoutez-la au canal de son service.",
		"**@{name}** is nobody known in the region. Nothing is saved.\nTo let them in: add them to the channel of their service.")
)

// codeForm is what a code may be made of.
var codeForm = regexp.MustCompile(`^[\p{L}\d][\p{L}\d ’'_-]*$`)

func readCode(_ *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	if !codeForm.MatchString(text) || len([]rune(text)) > plan.MaxServiceCode {
		return nil, plan.Refuse(plan.Invalid, textBadCode.With("word", card.Quote(clip(text)), "max", plan.MaxServiceCode))
	}
	return func(s *plan.Service) { s.Code = text }, nil
}

func readName(_ *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	return func(s *plan.Service) { s.Name = text }, nil
}

func readAliases(_ *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	aliases := []string{}
	for alias := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' || r == '|' }) {
		if alias = strings.TrimSpace(alias); alias != "" && !isNone(alias) && !slices.Contains(aliases, alias) {
			aliases = append(aliases, alias)
		}
	}
	return func(s *plan.Service) { s.Aliases = aliases }, nil
}

func readKind(e *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	kind, ok := kindOf(text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadKind.With("word", card.Quote(clip(text)), "list", listOfKinds(e.lang)))
	}
	return func(s *plan.Service) { s.Kind = kind }, nil
}

// readDepartment reads a number, or the name of a préfecture's department.
func readDepartment(e *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	if isNone(text) {
		return func(s *plan.Service) { s.Department, s.Arrondissement = "", "" }, nil
	}
	department, ok := plan.ParseDepartment(text)
	if found, unknown := e.x.match(strings.Fields(text)); !ok && len(found) == 1 && len(unknown) == 0 {
		department = e.x.byID(found[0]).Department
		ok = department != ""
	}
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadDepartment.With("word", card.Quote(clip(text))))
	}
	return func(s *plan.Service) {
		if s.Department == department {
			return
		}
		s.Department = department
		if !strings.HasPrefix(s.Arrondissement, department) {
			s.Arrondissement = ""
		}
		s.HolidayZone = plan.DepartmentZone(department)
		s.TimeZone = s.HolidayZone.TimeZone()
	}, nil
}

// arrondissementForm is a department and the rank of the arrondissement in it.
var arrondissementForm = regexp.MustCompile(`^(\d{2}|2[ABab]|9[78]\d)(\d)$`)

func readArrondissement(_ *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	if isNone(text) {
		return func(s *plan.Service) { s.Arrondissement = "" }, nil
	}
	m := arrondissementForm.FindStringSubmatch(text)
	if m == nil {
		return nil, plan.Refuse(plan.Invalid, textBadArrondissement.With("word", card.Quote(clip(text))))
	}
	return func(s *plan.Service) {
		s.Arrondissement = strings.ToUpper(text)
		if s.Department == "" {
			s.Department = strings.ToUpper(m[1])
		}
	}, nil
}

func readParent(e *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	if isNone(text) {
		return func(s *plan.Service) { s.Parent = "" }, nil
	}
	above, err := e.openService(strings.TrimPrefix(text, "à "))
	if err != nil {
		return nil, err
	}
	return func(s *plan.Service) { s.Parent = above.ID }, nil
}

func readChannel(e *Env, text string, held plan.Service) (func(*plan.Service), error) {
	if isNone(text) {
		return func(s *plan.Service) { s.Channel, s.ChannelName, s.ChannelOpen = "", "", false }, nil
	}
	if held.Channel != "" && strings.EqualFold(strings.TrimLeft(text, "~#"), held.ChannelName) {
		return func(*plan.Service) {}, nil // a form gives it back; the chat need not be asked
	}
	channel, err := e.channelNamed(text)
	if err != nil {
		return nil, err
	}
	return func(s *plan.Service) {
		s.Channel, s.ChannelName, s.ChannelOpen = channel.ID, channel.Name, channel.Open
	}, nil
}

// readHolidays reads a zone of holidays, which brings its clock.
func readHolidays(_ *Env, text string, held plan.Service) (func(*plan.Service), error) {
	zone, err := calendar.ParseZone(text)
	if err != nil {
		var list []string
		for _, z := range calendar.Zones() {
			list = append(list, z.Name())
		}
		return nil, plan.Refuse(plan.Invalid, textBadHolidays.With("word", card.Quote(clip(text)), "list", strings.Join(list, ", ")))
	}
	if zone == held.HolidayZone {
		return func(*plan.Service) {}, nil
	}
	return func(s *plan.Service) { s.HolidayZone, s.TimeZone = zone, zone.TimeZone() }, nil
}

func readClock(_ *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	zone, err := calendar.LoadZone(text)
	if err != nil {
		return nil, plan.Refuse(plan.Invalid, textBadClock.With("word", card.Quote(clip(text))))
	}
	return func(s *plan.Service) { s.TimeZone = zone.String() }, nil
}

func readHours(_ *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	opens, closes, ok := parseHours(text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadHours.With("word", card.Quote(clip(text))))
	}
	return func(s *plan.Service) { s.Opens, s.Closes = opens, closes }, nil
}

func readPointField(_ *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	spec, ok := ParsePoint(text)
	if !ok {
		return nil, plan.Refuse(plan.Invalid, textBadPoint.With("word", card.Quote(clip(text))))
	}
	if neverWorked(spec) {
		return nil, plan.Refuse(plan.Invalid, textIdlePoint.With("word", card.Quote(clip(text))))
	}
	return func(s *plan.Service) { s.Digest = spec }, nil
}

// readLadder reads what usually leaves for what a service owes, for all or for a
// kind of deadline. What is not named stays.
func readLadder(_ *Env, text string, held plan.Service) (func(*plan.Service), error) {
	if _, err := held.Habits().Changed(text); err != nil {
		return nil, err
	}
	return func(s *plan.Service) {
		if habits, err := s.Habits().Changed(text); err == nil {
			s.Ladder = habits.String()
		}
	}, nil
}

func readReferents(e *Env, text string, _ plan.Service) (func(*plan.Service), error) {
	users := []plan.UserID{}
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		if name == "et" || isNone(name) {
			continue
		}
		user, err := e.referent(strings.TrimPrefix(name, "@"))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(users, user) {
			users = append(users, user)
		}
	}
	return func(s *plan.Service) { s.Referents = users }, nil
}
