package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

var (
	textServiceTitle  = i18n.T("**Service {code} · {name}**", "**Service {code} · {name}**")
	textServiceAlone  = i18n.T("**Service {code}**", "**Service {code}**")
	textServiceShut   = i18n.T("Fermé. Pour le rouvrir : `/jalon service modifier {typed} ouvert`", "Closed. To open it again: `/jalon service modifier {typed} ouvert`")
	textServiceItem   = i18n.T("- {label} : {value}", "- {label}: {value}")
	textRegionWideIn  = i18n.T("région", "region")
	textDepartmentIn  = i18n.T("département {n}", "department {n}")
	textArrondIn      = i18n.T("arrondissement {n}, département {department}", "arrondissement {n}, department {department}")
	textWorkingHours  = i18n.T("{hours}, jours ouvrés ({zone})", "{hours}, working days ({zone})")
	textUsualLadder   = i18n.T("{ladder} (réglage habituel)", "{ladder} (usual setting)")
	textServiceClosed = i18n.T("{name} (fermé)", "{name} (closed)")
)

// serviceLabels name what is shown of a service, in the middle of a sentence.
var serviceLabels = map[string]i18n.Msg{
	"code":       i18n.T("code", "code"),
	"nom":        i18n.T("nom", "name"),
	"alias":      i18n.T("autres noms", "other names"),
	"nature":     i18n.T("nature", "kind"),
	"territoire": i18n.T("territoire", "territory"),
	"parent":     i18n.T("rattachement", "belongs to"),
	"canal":      i18n.T("canal", "channel"),
	"horaires":   i18n.T("horaires", "hours"),
	"fuseau":     i18n.T("fuseau horaire", "time zone"),
	"point":      i18n.T("point de la semaine", "weekly point"),
	"rappels":    i18n.T("rappels", "reminders"),
	"referents":  i18n.T("référents", "referents"),
	"échéances":  i18n.T("échéances ouvertes", "open deadlines"),
}

// serviceItem is one thing shown of a service.
type serviceItem struct{ name, value string }

// serviceItems are all that is shown of a service, in order; an empty value is
// a thing that it does not have.
func (e *Env) serviceItems(s plan.Service, above plan.Service, referents []string) []serviceItem {
	parent := ""
	if above.ID != "" {
		parent = card.Quote(above.Code)
	}
	if above.Closed {
		parent = e.say(textServiceClosed, "name", parent)
	}
	return []serviceItem{
		{"code", card.Quote(s.Code)},
		{"nom", card.Quote(s.Name)},
		{"alias", card.Quote(strings.Join(s.Aliases, ", "))},
		{"nature", e.sayKind(s.Kind)},
		{"parent", parent},
		{"territoire", e.territory(s)},
		{"canal", tilde(s.ChannelName)},
		{"horaires", e.hours(s)},
		{"fuseau", s.TimeZone},
		{"point", e.point(s)},
		{"rappels", e.ladder(s)},
		{"referents", strings.Join(referents, ", ")},
	}
}

func (e *Env) sayKind(kind plan.ServiceKind) string {
	name, ok := kindNames[kind]
	if !ok {
		return string(kind)
	}
	return e.say(name)
}

func tilde(channel string) string {
	if channel == "" {
		return ""
	}
	return "~" + channel
}

// territory says what a service covers.
func (e *Env) territory(s plan.Service) string {
	switch {
	case s.Arrondissement != "":
		return e.say(textArrondIn, "n", s.Arrondissement, "department", s.Department)
	case s.Department != "":
		return e.say(textDepartmentIn, "n", s.Department)
	default:
		return e.say(textRegionWideIn)
	}
}

// hours says when jalon may speak to a service.
func (e *Env) hours(s plan.Service) string {
	zone := s.HolidayZone.Name()
	if s.HolidayZone == calendar.Metropole {
		zone = strings.ToLower(zone)
	}
	return e.say(textWorkingHours, "hours", e.words.Hours(s.Opens, s.Closes), "zone", zone)
}

func (e *Env) point(s plan.Service) string {
	if s.Digest == "" {
		return ""
	}
	point := SayPoint(e.words, e.lang, s.Digest)
	if at, moved := s.DigestMoved(); moved {
		return e.say(textPointMoved, "point", point, "hour", e.words.Hour(at))
	}
	return point
}

var textPointMoved = i18n.T("{point}, ramené à {hour} par ses horaires", "{point}, brought to {hour} by its hours")

// ladder says what usually leaves for what a service owes, by kind of deadline
// where it has something of its own for one.
func (e *Env) ladder(s plan.Service) string {
	own := s.Habits()
	if s.Ladder != "" && len(own) == 0 {
		return s.Ladder // words that mean nothing, shown as they stand
	}
	if _, said := own[plan.AnyKind]; said {
		return sayPace(e.lang, own.String())
	}
	usual := plan.DefaultLadder().String()
	if region, said := e.dir.Region.Habits()[plan.AnyKind]; said {
		usual = region.String()
	}
	return sayPace(e.lang, commas(e.say(textUsualLadder, "ladder", usual), own.String()))
}

// serviceCard draws a service as a list, what it does not have included.
func (e *Env) serviceCard(id plan.ServiceID) (card.Reply, error) {
	v, err := e.plan.ViewService(e.ctx, e.req.Region, e.sight, id)
	if err != nil {
		return card.Reply{}, err
	}
	title := textServiceTitle
	if v.Name == v.Code {
		title = textServiceAlone
	}
	out := []string{e.say(title, "code", card.Quote(v.Code), "name", card.Quote(v.Name))}
	if v.Closed {
		out = append(out, e.say(textServiceShut, "code", v.Code, "typed", plan.TypedCode(v.Code)))
	}
	for _, item := range e.serviceItems(v.Service, v.Above, v.Names)[2:] {
		if item.value == "" {
			item.value = e.say(textNoneSet)
		}
		out = append(out, e.say(textServiceItem, "label", capital(e.say(serviceLabels[item.name])), "value", item.value))
	}
	out = append(out, e.say(textServiceItem, "label", capital(e.say(serviceLabels["échéances"])), "value", v.Owed))
	return card.Reply{Text: lines(out...)}, nil
}

var (
	textItemBecomes = i18n.T("{label} {before} devient {after}", "{label} {before} becomes {after}")
	textItemsBecome = i18n.T("{label} {before} deviennent {after}", "{label} {before} become {after}")
	textItemSet     = i18n.T("{label} : {after}", "{label}: {after}")
	textItemGone    = i18n.T("plus de {label} (avant : {before})", "no more {label} (before: {before})")
	textShutAgain   = i18n.T("fermé", "closed")
	textReopened    = i18n.T("de nouveau ouvert", "open again")
	textNowPublic   = i18n.T("canal privé devenu public", "private channel now public")
	textNowPrivate  = i18n.T("canal public devenu privé", "public channel now private")
)

// pluralItems are the things of a service that are said in the plural.
var pluralItems = map[string]bool{"alias": true, "horaires": true, "rappels": true, "referents": true}

// serviceChanges says what differs between two states of a service.
func (e *Env) serviceChanges(before, after plan.Service) (string, error) {
	list, err := e.serviceChangeList(before, after)
	return strings.Join(list, e.say(textBetween)), err
}

// serviceChangeList lists what differs between two states of a service.
func (e *Env) serviceChangeList(before, after plan.Service) ([]string, error) {
	was, err := e.itemsOf(before)
	if err != nil {
		return nil, err
	}
	is, err := e.itemsOf(after)
	if err != nil {
		return nil, err
	}
	return e.itemChanges(before, after, was, is), nil
}

// itemChanges lists what differs between two lists of what is shown.
func (e *Env) itemChanges(before, after plan.Service, was, is []serviceItem) []string {
	var out []string
	if before.Closed && !after.Closed {
		out = append(out, e.say(textReopened))
	}
	if !before.Closed && after.Closed {
		out = append(out, e.say(textShutAgain))
	}
	for i, item := range is {
		old := was[i].value
		if old == item.value {
			continue
		}
		text := textItemBecomes
		switch {
		case old == "":
			text = textItemSet
		case item.value == "":
			text = textItemGone
		case pluralItems[item.name]:
			text = textItemsBecome
		}
		out = append(out, e.say(text, "label", e.say(serviceLabels[item.name]), "before", old, "after", item.value))
	}
	switch {
	case before.Channel != after.Channel || before.ChannelOpen == after.ChannelOpen:
	case after.ChannelOpen:
		out = append(out, e.say(textNowPublic))
	default:
		out = append(out, e.say(textNowPrivate))
	}
	return out
}

var textBetween = i18n.T(" ; ", "; ")

// itemsOf looks up the names that a service holds and lists what is shown.
func (e *Env) itemsOf(s plan.Service) ([]serviceItem, error) {
	names, err := e.plan.UserNames(e.ctx, e.req.Region, s.Referents)
	if err != nil {
		return nil, err
	}
	var above plan.Service
	if s.Parent != "" {
		above = e.x.byID(s.Parent)
	}
	return e.serviceItems(s, above, names), nil
}
