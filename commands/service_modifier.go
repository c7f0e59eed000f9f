package commands

import (
	"strings"

	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var _ = register(command{
	rank:     14,
	path:     "jalon service modifier",
	aliases:  []string{"jalon service changer", "jalon service regler", "jalon service edit"},
	summary:  i18n.T("changer le canal, le nom, les horaires, les rappels d’un service", "change the channel, the name, the hours, the reminders of a service"),
	args:     append([]arg{argService}, serviceArgs...),
	takes:    []clause{takesReason},
	keywords: serviceKeywords,
	examples: []string{
		"jalon service modifier 80 canal ~pref-somme",
		`jalon service modifier 80 nom "préfecture de la Somme" alias "Somme, PREF80"`,
		"jalon service modifier DREAL horaires 8h30 à 18h point lundi 8h30 rappels J-7 J-3 J referents @gaelle",
		"jalon service modifier 62 rappels légale J-30, J-15, J-7",
		`jalon service modifier 80 ouvert motif "service rétabli"`,
	},
	right:    plan.ManageServices,
	undoable: true,
	seeAlso:  []string{"jalon service voir", "jalon service fermer"},
	run:      modifyService,
})

var (
	textServiceModified   = i18n.T("Service {code} modifié : {what}.{follows}", "Service {code} changed: {what}.{follows}")
	textServiceModifiedSo = i18n.T("Service {code} modifié :", "Service {code} changed:")
	textFollowNone        = i18n.T(" Aucun rappel n’était prévu.", " No reminder was planned.")
	textFollowOne         = i18n.T(" {n} rappel suivra.", " {n} reminder will follow.")
	textFollow            = i18n.T(" {n} rappels suivront.", " {n} reminders will follow.")
	textReplannedNone     = i18n.T(" Aucun rappel ne change.", " No reminder changes.")
	textReplannedOne      = i18n.T(" {n} rappel est replanifié.", " {n} reminder is planned again.")
	textReplanned         = i18n.T(" {n} rappels sont replanifiés.", " {n} reminders are planned again.")
	textNoMoreOne         = i18n.T(" {n} rappel ne partira plus.", " {n} reminder will no longer leave.")
	textNoMore            = i18n.T(" {n} rappels ne partiront plus.", " {n} reminders will no longer leave.")
	textPresentedOne      = i18n.T(" {n} échéance ouverte est présentée dans {channel}.", " {n} open deadline is presented in {channel}.")
	textPresented         = i18n.T(" {n} échéances ouvertes sont présentées dans {channel}.", " {n} open deadlines are presented in {channel}.")
	textNothingSaid       = i18n.T(
		"Il manque ce qui change pour le service {code}. Rien n’a changé.\nPar exemple : `/jalon service modifier {typed} canal ~{sample}` ou `/jalon service modifier {typed} horaires 8h-19h`",
		"What changes in the service {code} is missing. Nothing has changed.\nFor example: `/jalon service modifier {typed} canal ~{sample}` or `/jalon service modifier {typed} horaires 8h-19h`")
	textNotOfAService = i18n.T(
		"**« {word} »** n’est pas compris. Rien n’a changé.\nCe qui se change : {list}",
		"**“{word}”** is not understood. Nothing has changed.\nWhat can be changed: {list}")
	textServiceSince = i18n.T(
		"Le service {code} a changé depuis l’ouverture du formulaire : {what}. Rien n’est enregistré.\nVérifiez, puis recommencez : `/jalon service modifier {typed}`",
		"The service {code} changed since the form was opened: {what}. Nothing is saved.\nCheck, then start again: `/jalon service modifier {typed}`")
	textServiceSinceUnknown = i18n.T(
		"Le service {code} a changé depuis l’ouverture du formulaire. Rien n’est enregistré.\nVérifiez, puis recommencez : `/jalon service voir {typed}`",
		"The service {code} changed since the form was opened. Nothing is saved.\nCheck, then start again: `/jalon service voir {typed}`")
	titleService     = i18n.T("Service {code}", "Service {code}")
	labelAliases     = i18n.T("Autres noms", "Other names")
	labelHours       = i18n.T("Horaires", "Hours")
	labelPoint       = i18n.T("Point de la semaine", "Weekly point")
	labelReferents   = i18n.T("Référents", "Referents")
	helpAliases      = i18n.T("Entre virgules ; « aucun » pour les retirer", "Between commas; “aucun” takes them off")
	helpChannelEdit  = i18n.T("Ses rappels prévus suivront ; « aucun » pour le retirer", "Its planned reminders follow; “aucun” takes it off")
	helpHours        = i18n.T("Par exemple : 8h-19h", "For example: 8h-19h")
	helpPoint        = i18n.T("Par exemple : lundi 8h30, ou « aucun »", "For example: lundi 8h30, or “aucun”")
	helpServiceSteps = i18n.T("Par exemple : J-7 J-3 J, ou « habituels »", "For example: J-7 J-3 J, or “habituels”")
	helpReferents    = i18n.T("Par exemple : @alice @bob, ou « aucun »", "For example: @alice @bob, or “aucun”")
)

func modifyService(e *Env) (card.Reply, error) {
	if err := plan.CheckServices(e.call.Actor); err != nil {
		return card.Reply{}, err
	}
	named, reopens := cutOpen(e.s.text)
	s, err := e.serviceThen(named)
	if err != nil {
		return card.Reply{}, err
	}
	if s.Closed && !reopens {
		return card.Reply{}, plan.Refuse(plan.Closed, textServiceNotOpen.With("code", s.Code, "typed", plan.TypedCode(s.Code)))
	}
	if len(e.s.named) == 0 && !reopens {
		if !e.req.CanForm || e.answersForm() {
			return card.Reply{}, askFor(e.say(textNothingSaid, "code", s.Code, "typed", plan.TypedCode(s.Code), "sample", sampleChannel(s)))
		}
		form, err := serviceForm(e, s)
		return card.Reply{Form: &form}, err
	}
	drawn := 0
	if e.answersForm() {
		drawn = e.req.Drawn
	}
	var edits []func(*plan.Service)
	if drawn == 0 || drawn == s.Version { // what an older form says will be refused whole
		if edits, err = e.serviceEdits(s); err != nil {
			return card.Reply{}, err
		}
	}
	changed, err := e.plan.ModifyService(e.ctx, e.call, s.ID, drawn, func(s *plan.Service) {
		if reopens {
			s.Closed = false
		}
		for _, edit := range edits {
			edit(s)
		}
	}, e.s.reason)
	if err != nil {
		return card.Reply{}, err
	}
	what, err := e.serviceChangeList(changed.Before, changed.After)
	if err != nil {
		return card.Reply{}, err
	}
	return card.Reply{Text: e.serviceModified(changed, what)}, nil
}

// fewChanges is how many changes of a service are said in one sentence; more
// are a list.
const fewChanges = 2

// serviceModified says what became of a service, and where the reminders go of
// one opened again without a channel.
func (e *Env) serviceModified(c plan.ServiceChange, what []string) string {
	mute := ""
	if c.Before.Closed && c.After.ChannelName == "" {
		mute = e.say(textServiceMute, "typed", plan.TypedCode(c.After.Code), "sample", sampleChannel(c.After))
	}
	follows := e.followed(c)
	if len(what) <= fewChanges {
		return lines(e.say(textServiceModified, "code", c.After.Code, "what", strings.Join(what, e.say(textBetween)), "follows", follows), mute)
	}
	return lines(e.say(textServiceModifiedSo, "code", c.After.Code), bullet+strings.Join(what, "\n"+bullet), strings.TrimSpace(follows), mute)
}

// cutOpen takes « ouvert » off the end of what names a service.
func cutOpen(text string) (named string, reopens bool) {
	fields := strings.Fields(text)
	if len(fields) < 2 {
		return text, false
	}
	switch i18n.Fold(fields[len(fields)-1]) {
	case "ouvert", "ouverte", "rouvert", "rouvrir", "open":
		return strings.Join(fields[:len(fields)-1], " "), true
	default:
		return text, false
	}
}

// serviceThen finds the service that a text begins with, and refuses words that
// follow it and are no clause.
func (e *Env) serviceThen(text string) (plan.Service, error) {
	s, err := e.service(text)
	if err == nil {
		return s, nil
	}
	fields := strings.Fields(text)
	for n := len(fields) - 1; n > 0; n-- {
		if _, known := e.service(strings.Join(fields[:n], " ")); known == nil {
			var list []string
			for _, f := range serviceFields {
				list = append(list, "`"+f.keyword+"`")
			}
			return s, askFor(e.say(textNotOfAService,
				"word", card.Quote(clip(strings.Join(fields[n:], " "))), "list", strings.Join(list, ", ")))
		}
	}
	return s, err
}

// followed says what became of the reminders of a service.
func (e *Env) followed(c plan.ServiceChange) string {
	moved := c.Before.Channel != c.After.Channel
	paced := c.Before.Ladder != c.After.Ladder || c.Before.HolidayZone != c.After.HolidayZone
	replanned := c.Replanned.Reminders > 0 || c.Replanned.Stopped > 0 // by other hours, for one
	switch {
	case c.Before.Closed || !moved && !paced && !replanned:
		return ""
	case moved:
		channel := c.After.ChannelName
		if channel == "" {
			channel = e.dir.Coordination().ChannelName // where what has no channel is said
		}
		return e.count(c.Replanned.Reminders, textFollowNone, textFollowOne, textFollow, "") +
			e.count(c.Replanned.Stopped, i18n.Msg{}, textNoMoreOne, textNoMore, "") +
			e.count(c.Replanned.Shown, i18n.Msg{}, textPresentedOne, textPresented, tilde(channel))
	default:
		return e.replanned(c.Replanned)
	}
}

// replanned says how many reminders leave otherwise, or no longer.
func (e *Env) replanned(r plan.Replanned) string {
	if r.Reminders == 0 && r.Stopped == 0 {
		return e.say(textReplannedNone)
	}
	return e.count(r.Reminders, i18n.Msg{}, textReplannedOne, textReplanned, "") +
		e.count(r.Stopped, i18n.Msg{}, textNoMoreOne, textNoMore, "")
}

// count says how many, and what none says.
func (e *Env) count(n int, none, one, many i18n.Msg, channel string) string {
	switch {
	case n == 0 && none.IsZero():
		return ""
	case n == 0:
		return e.say(none)
	default:
		return e.say(i18n.Plural(e.lang, n, one, many), "n", n, "channel", channel)
	}
}

// sampleChannel is a channel to show in an example.
func sampleChannel(s plan.Service) string {
	if s.ChannelName != "" {
		return s.ChannelName
	}
	return channelLike(s.Code)
}

// serviceStale says what changed since a form was opened.
func (e *Env) serviceStale(s *plan.ServiceStale) card.Reply {
	what, err := e.serviceChanges(s.Drawn, s.Now)
	if err != nil || what == "" {
		return card.Reply{Error: true, Text: e.say(textServiceSinceUnknown, "code", s.Now.Code, "typed", plan.TypedCode(s.Now.Code))}
	}
	return card.Reply{Error: true, Text: e.say(textServiceSince, "code", s.Now.Code, "typed", plan.TypedCode(s.Now.Code), "what", what)}
}

func serviceForm(e *Env, s plan.Service) (card.Form, error) {
	names, err := e.plan.UserNames(e.ctx, e.req.Region, s.Referents)
	if err != nil {
		return card.Form{}, err
	}
	for i, name := range names {
		names[i] = "@" + name
	}
	return card.Form{
		Title: e.say(titleService, "code", s.Code), Command: e.cmd.path + " " + s.Code, Submit: e.say(labelModify), Version: s.Version,
		Fields: []card.Field{
			{Name: "nom", Label: e.say(labelName), Value: s.Name, Optional: true},
			{Name: "alias", Label: e.say(labelAliases), Help: e.say(helpAliases), Value: strings.Join(s.Aliases, ", "), Optional: true},
			{Name: "canal", Label: e.say(labelChannel), Help: e.say(helpChannelEdit), Value: tilde(s.ChannelName), Optional: true},
			{Name: "horaires", Label: e.say(labelHours), Help: e.say(helpHours), Value: typedHours(s.Opens, s.Closes), Optional: true},
			{Name: "point", Label: e.say(labelPoint), Help: e.say(helpPoint), Value: typedPoint(s.Digest), Optional: true},
			{Name: "rappels", Label: e.say(labelSteps), Help: e.say(helpServiceSteps), Value: s.Habits()[plan.AnyKind].String(), Optional: true},
			{Name: "referents", Label: e.say(labelReferents), Help: e.say(helpReferents), Value: strings.Join(names, " "), Optional: true},
			{Name: "motif", Label: e.say(labelReason), Help: e.say(helpReason), Optional: true},
		},
	}, nil
}
