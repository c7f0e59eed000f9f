package commands

import (
	"regexp"
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:    11,
	path:    "jalon service ajouter",
	aliases: []string{"jalon service creer", "jalon service nouveau", "jalon service add"},
	summary: i18n.T("créer un service de la région", "create a service of the region"),
	args: append([]arg{{"<code>", "DREAL", i18n.T(
		"le code court du service, unique dans la région", "the short code of the service, unique in the region"), false}}, serviceArgs...),
	takes:    []clause{takesReason},
	keywords: serviceKeywords,
	examples: []string{
		`jalon service ajouter DREAL nom "DREAL Hauts-de-France" canal ~dreal`,
		`jalon service ajouter DDTM59 nom "DDTM du Nord" nature "direction départementale" departement 59 parent 59 canal ~ddtm-59`,
		`jalon service ajouter 67 nom "préfecture du Bas-Rhin" canal ~pref-67 horaires 8h30-18h point lundi 8h30 rappels J-7 J-3 J referents @alice`,
	},
	right:   plan.ManageServices,
	seeAlso: []string{"jalon service liste", "jalon service modifier"},
	run:     addService,
})

// serviceArgs are what may be said of a service, at its creation or later. The
// usage names the first ones; the help has them all.
var serviceArgs = []arg{
	{"nom \"…\"", `nom "DDTM du Nord"`, i18n.T("le nom entier", "the whole name"), true},
	{"nature \"…\"", `nature "direction régionale"`, i18n.T(
		"SGAR, préfecture, sous-préfecture, direction régionale ou départementale, opérateur, collectivité invitée",
		"SGAR, préfecture, sous-préfecture, direction régionale or départementale, opérateur, collectivité invitée"), true},
	{"canal <~canal>", "canal ~ddtm-59", i18n.T("le canal où vont ses rappels ; `canal aucun` pour le retirer", "the channel its reminders go to; `canal aucun` takes it off"), true},
	{"departement <n>", "departement 59", i18n.T("son département ; aussi `arrondissement 595`", "its department; also `arrondissement 595`"), true},
	{"…", "parent 59", i18n.T("le service auquel il est rattaché", "the service it belongs to"), true},
	{"", `alias "Somme, PREF80"`, i18n.T("ses autres noms, entre virgules", "its other names, between commas"), true},
	{"", "horaires 8h-19h", i18n.T("quand jalon peut lui écrire", "when jalon may write to it"), true},
	{"", "point lundi 8h30", i18n.T("quand part le point de la semaine, ou `point aucun`", "when the weekly point leaves, or `point aucun`"), true},
	{"", "rappels J-7 J-3 J", i18n.T(
		"ses rappels, là où l’échéance n’en dit rien, ou ceux d’une nature d’échéance : `rappels légale J-30 J-15 J-7` ; `rappels habituels` pour ceux de la région",
		"its reminders, where the deadline says nothing, or those of a kind of deadline: `rappels légale J-30 J-15 J-7`; `rappels habituels` for the region’s"), true},
	{"", "feries Alsace-Moselle", i18n.T("ses jours fériés ; aussi `fuseau Europe/Paris`", "its public holidays; also `fuseau Europe/Paris`"), true},
	{"", "referents @alice @bob", i18n.T("les personnes qui en répondent", "the people who answer for it"), true},
	argReason,
}

var (
	textServiceAdded = i18n.T(
		"Service **{code}** créé. Canal : {channel}. Territoire : {territory}. Horaires : {hours}.",
		"Service **{code}** created. Channel: {channel}. Territory: {territory}. Hours: {hours}.")
	textServiceWhole = i18n.T(
		"Nom : {name}. Nature : {kind}. Rattachement : {parent}. Pour tout voir : `/jalon service voir {typed}`",
		"Name: {name}. Kind: {kind}. Belongs to: {parent}. To see everything: `/jalon service voir {typed}`")
	textServiceMute = i18n.T(
		"Sans canal, ses rappels iront dans celui de la coordination : `/jalon service modifier {typed} canal ~{sample}`",
		"Without a channel, its reminders go to the coordination’s: `/jalon service modifier {typed} canal ~{sample}`")
	textKindMissing = i18n.T(
		"Il manque la nature du service {code}. Rien n’est enregistré.\nAjoutez-la, par exemple : `nature \"direction régionale\"`\nNatures : {list}",
		"The kind of the service {code} is missing. Nothing is saved.\nAdd it, for example: `nature \"direction régionale\"`\nKinds: {list}")
	textPrefectureName = i18n.T(
		"Il manque le nom du service {code}. Rien n’est enregistré.\nAjoutez-le, par exemple : `nom \"préfecture de la Somme\"`",
		"The name of the service {code} is missing. Nothing is saved.\nAdd it, for example: `nom \"préfecture de la Somme\"`")
	titleNewService = i18n.T("Nouveau service", "New service")
	labelCode       = i18n.T("Code", "Code")
	labelName       = i18n.T("Nom", "Name")
	labelKind       = i18n.T("Nature", "Kind")
	labelDepartment = i18n.T("Département", "Department")
	labelChannel    = i18n.T("Canal", "Channel")
	labelCreate     = i18n.T("Créer", "Create")
	helpCode        = i18n.T("Court et unique, par exemple : DDTM 59", "Short and unique, for example: DDTM 59")
	helpName        = i18n.T("En entier, par exemple : DDTM du Nord", "In full, for example: DDTM du Nord")
	helpKind        = i18n.T("Par exemple : préfecture, direction départementale, opérateur", "For example: préfecture, direction départementale, opérateur")
	helpDepartment  = i18n.T("Son numéro ; vide pour un service de toute la région", "Its number; empty for a service of the whole region")
	helpChannel     = i18n.T("Par exemple : ~ddtm-59", "For example: ~ddtm-59")
)

func addService(e *Env) (card.Reply, error) {
	if err := plan.CheckServices(e.call.Actor); err != nil {
		return card.Reply{}, err
	}
	if e.s.text == "" && len(e.s.named) == 0 && !e.answersForm() {
		return e.formOrUsage(newServiceForm(e)), nil
	}
	s, err := e.newService()
	if err != nil {
		return card.Reply{}, err
	}
	added, err := e.plan.AddService(e.ctx, e.call, s, e.s.reason)
	if err != nil {
		return card.Reply{}, err
	}
	s = added.After
	channel, parent := tilde(s.ChannelName), e.say(textNoneSet)
	if channel == "" {
		channel = e.say(textNoneSet)
	}
	if s.Parent != "" {
		parent = card.Quote(e.x.byID(s.Parent).Code)
	}
	mute := ""
	if s.ChannelName == "" {
		mute = e.say(textServiceMute, "typed", plan.TypedCode(s.Code), "sample", sampleChannel(s))
	}
	return card.Reply{Text: lines(
		e.say(textServiceAdded, "code", card.Quote(s.Code), "channel", channel, "territory", e.territory(s), "hours", e.hours(s)),
		e.say(textServiceWhole, "name", card.Quote(s.Name), "kind", e.sayKind(s.Kind), "parent", parent, "code", s.Code, "typed", plan.TypedCode(s.Code)),
		mute,
	)}, nil
}

// newService reads a new service: what is said of it, and what its code and its
// name say by themselves.
func (e *Env) newService() (plan.Service, error) {
	s := plan.Service{
		TimeZone: e.dir.Region.TimeZone, HolidayZone: e.dir.Region.HolidayZone,
		Opens: calendar.TimeOfDay{Hour: 8}, Closes: calendar.TimeOfDay{Hour: 19}, Digest: plan.UsualDigest,
	}
	if e.s.text != "" && e.s.named["code"] == "" {
		setCode, err := readCode(e, card.OneLine(e.s.text), s)
		if err != nil {
			return s, err
		}
		setCode(&s)
	}
	edits, err := e.serviceEdits(plan.Service{})
	if err != nil {
		return s, err
	}
	for _, edit := range edits {
		edit(&s)
	}
	return s, e.inferService(&s)
}

// codeParts are an acronym and, maybe, a department: « DDTM59 », « DDTM 59 ».
var codeParts = regexp.MustCompile(`^([\p{L}]+)[ -]?(\d{2,3}|2[AB])?$`)

// acronyms are the kinds that the acronyms of services stand for.
var acronyms = map[string]plan.ServiceKind{
	"sgar": plan.KindSGAR, "sp": plan.KindSousPrefecture, "ars": plan.KindOperator, "epf": plan.KindOperator,
	"ademe": plan.KindOperator, "anct": plan.KindOperator, "anah": plan.KindOperator, "cdc": plan.KindOperator, "ofb": plan.KindOperator,
	"ddt": plan.KindDepartmental, "ddtm": plan.KindDepartmental, "ddets": plan.KindDepartmental, "ddpp": plan.KindDepartmental,
	"ddetspp": plan.KindDepartmental, "ddfip": plan.KindDepartmental, "dsden": plan.KindDepartmental, "udap": plan.KindDepartmental,
	"dreal": plan.KindRegional, "draaf": plan.KindRegional, "dreets": plan.KindRegional, "drac": plan.KindRegional,
	"drajes": plan.KindRegional, "drfip": plan.KindRegional, "dirm": plan.KindRegional, "rectorat": plan.KindRegional,
}

// inferService completes a new service. All of it is said in the answer.
func (e *Env) inferService(s *plan.Service) error {
	department, prefecture := plan.ParseDepartment(s.Code)
	prefecture = prefecture && len(s.Code) > 1
	acronym := codeParts.FindStringSubmatch(s.Code)
	if s.Kind == "" {
		s.Kind = kindByName(s.Name)
	}
	switch {
	case s.Kind == "" && prefecture:
		s.Kind = plan.KindPrefecture
	case s.Kind == "" && acronym != nil:
		s.Kind = acronyms[i18n.Fold(acronym[1])]
	}
	if s.Kind == "" && s.Code != "" {
		return &ask{card.Reply{Error: true, Field: "nature", Text: e.say(textKindMissing, "code", s.Code, "list", listOfKinds(e.lang))}}
	}
	if s.Department == "" && s.Kind.Territorial() {
		if acronym != nil && !prefecture {
			department, prefecture = plan.ParseDepartment(acronym[2])
			prefecture = prefecture && acronym[2] != ""
		}
		if prefecture {
			s.Department = department
			zone := plan.DepartmentZone(department)
			e.inZone(s, zone)
		}
	}
	if s.Parent == "" && s.Department != "" && s.Kind != plan.KindPrefecture {
		s.Parent = e.prefectureOf(s.Department)
	}
	if s.Name == "" {
		if s.Kind == plan.KindPrefecture || s.Kind == plan.KindSousPrefecture {
			return &ask{card.Reply{Error: true, Field: "nom", Text: e.say(textPrefectureName, "code", s.Code)}}
		}
		s.Name = s.Code
	}
	return nil
}

// inZone gives a service the holidays and the clock of a zone, unless others
// were said.
func (e *Env) inZone(s *plan.Service, zone calendar.Zone) {
	if s.HolidayZone == e.dir.Region.HolidayZone {
		s.HolidayZone = zone
	}
	if s.TimeZone == e.dir.Region.TimeZone {
		s.TimeZone = zone.TimeZone()
	}
}

// kindByName is the kind that a whole name begins with.
func kindByName(name string) plan.ServiceKind {
	key := serviceKey(name)
	for _, known := range []struct {
		begins string
		kind   plan.ServiceKind
	}{
		{"prefecture ", plan.KindPrefecture},
		{"sous prefecture ", plan.KindSousPrefecture},
		{"direction regionale ", plan.KindRegional},
		{"direction interregionale ", plan.KindRegional},
		{"direction departementale ", plan.KindDepartmental},
		{"conseil ", plan.KindGuest},
		{"metropole ", plan.KindGuest},
		{"communaute ", plan.KindGuest},
		{"commune ", plan.KindGuest},
		{"region ", plan.KindGuest},
		{"departement ", plan.KindGuest},
	} {
		if strings.HasPrefix(key, known.begins) {
			return known.kind
		}
	}
	return ""
}

// prefectureOf is the préfecture of a department, if the region has it.
func (e *Env) prefectureOf(department string) plan.ServiceID {
	for _, s := range e.x.services {
		if s.Kind == plan.KindPrefecture && s.Department == department {
			return s.ID
		}
	}
	return ""
}

func newServiceForm(e *Env) card.Form {
	return card.Form{
		Title: e.say(titleNewService), Command: e.cmd.path, Submit: e.say(labelCreate),
		Fields: []card.Field{
			{Name: "code", Label: e.say(labelCode), Help: e.say(helpCode)},
			{Name: "nom", Label: e.say(labelName), Help: e.say(helpName), Optional: true},
			{Name: "nature", Label: e.say(labelKind), Help: e.say(helpKind), Optional: true},
			{Name: "departement", Label: e.say(labelDepartment), Help: e.say(helpDepartment), Optional: true},
			{Name: "canal", Label: e.say(labelChannel), Help: e.say(helpChannel), Optional: true},
		},
	}
}
