package commands

import (
	"strings"

	"jalon/calendar"
	"jalon/card"
	"jalon/i18n"
	"jalon/plan"
)

// How a project is said.

var (
	textProjectTitle     = i18n.T("**{ref} · {name}**", "**{ref} · {name}**")
	textProjectIsClosed  = i18n.T("**Clos.** Motif : {reason}", "**Closed.** Reason: {reason}")
	textProjectIsShut    = i18n.T("**Clos.**", "**Closed.**")
	textProjectOutlook   = i18n.T("Météo : **{outlook}**{meaning}{trend}", "Outlook: **{outlook}**{meaning}{trend}")
	textOutlookMeans     = i18n.T(" ({meaning})", " ({meaning})")
	textTrendSaid        = i18n.T(", {trend}", ", {trend}")
	textProjectComment   = i18n.T("« {comment} »", "“{comment}”")
	textProjectUpdated   = i18n.T("Mise à jour {day}, {ago}", "Updated {day}, {ago}")
	textProjectConfirmed = i18n.T("Mise à jour {day}, {ago} ; confirmée {confirmed}", "Updated {day}, {ago}; confirmed {confirmed}")
	textProjectNever     = i18n.T("Aucune mise à jour depuis sa création, {day}", "No update since it was created, {day}")
	textProjectStale     = i18n.T("{update}. À actualiser ⚠️ : plus de {days}", "{update}. To be updated ⚠️: over {days}")
	textProjectLead      = i18n.T("Pilote : {lead}. {where}", "Lead: {lead}. {where}")
	textProjectNoLead    = i18n.T("Pilote : non désigné. {where}", "Lead: none. {where}")
	textProjectWhere     = i18n.T("Territoire : {territory}", "Territory: {territory}")
	textProjectPlace     = i18n.T("Territoire : {territory}, {place}", "Territory: {territory}, {place}")
	textProjectProgramme = i18n.T("Programme : {programme}", "Programme: {programme}")
	textProjectProgress  = i18n.T("Avancement : {n} %", "Progress: {n}%")
	textProjectBlocker   = i18n.T("Blocage : {blocker}", "Blocker: {blocker}")
	textProjectNext      = i18n.T("Prochaine étape : {step}", "Next step: {step}")
	textStepDated        = i18n.T("**{when}**, {what}", "**{when}**, {what}")
	textStepDay          = i18n.T("**{when}**", "**{when}**")
	textStepMeeting      = i18n.T("{body} (séance {ref})", "{body} (meeting {ref})")
	textStepDeadline     = i18n.T("{title} ({ref})", "{title} ({ref})")
	textProjectOwner     = i18n.T("Porteur : {owner}", "Owner: {owner}")
	textProjectPartners  = i18n.T("Partenaires : {partners}", "Partners: {partners}")
	textProjectField     = i18n.T("{name} : {value}", "{name}: {value}")
	textProjectAttached  = i18n.T("Rattachées : {list}", "Attached: {list}")
	textAgoDays          = i18n.T("il y a {days}", "{days} ago")
	textAgoToday         = i18n.T("aujourd’hui", "today")
	textAgoYesterday     = i18n.T("hier", "yesterday")
	textTerritoryAll     = i18n.T("toute la région", "the whole region")

	labelOutlook = i18n.T("Météo", "Outlook")
	labelBlocker = i18n.T("Blocage", "Blocker")
	labelHistory = i18n.T("Historique", "History")
)

// outlookNames are the outlooks as PILOTE calls them; the word comes before the
// pictogram, which says nothing by itself.
var outlookNames = map[plan.Outlook]i18n.Msg{
	plan.OutlookNone:     i18n.T("Non renseignée", "Not given"),
	plan.OutlookSunny:    i18n.T("Soleil ☀️", "Sunny ☀️"),
	plan.OutlookOvercast: i18n.T("Couvert ⛅", "Overcast ⛅"),
	plan.OutlookCloudy:   i18n.T("Nuage ☁️", "Cloudy ☁️"),
	plan.OutlookStormy:   i18n.T("Orage ⛈️", "Stormy ⛈️"),
}

// outlookWord is an outlook without its pictogram.
func (w drawer) outlookWord(o plan.Outlook) string {
	name := w.outlook(o)
	if o == plan.OutlookNone {
		return name
	}
	word, _, _ := strings.Cut(name, " ")
	return word
}

func (w drawer) outlook(o plan.Outlook) string { return outlookNames[o].In(w.lang) }

// outlookMeanings are what PILOTE means by each.
var outlookMeanings = map[plan.Outlook]i18n.Msg{
	plan.OutlookSunny:    i18n.T("objectifs sécurisés", "aims secured"),
	plan.OutlookOvercast: i18n.T("objectifs atteignables", "aims within reach"),
	plan.OutlookCloudy:   i18n.T("appuis nécessaires", "support needed"),
	plan.OutlookStormy:   i18n.T("objectifs compromis", "aims at risk"),
}

var trendNames = map[plan.Trend]i18n.Msg{
	plan.TrendRising:  i18n.T("en hausse", "improving"),
	plan.TrendFalling: i18n.T("en baisse", "worsening"),
	plan.TrendStable:  i18n.T("stable", "stable"),
}

// projectText says all of a project.
func (w drawer) projectText(v plan.ProjectView) string {
	rows := []string{textProjectTitle.In(w.lang, "ref", v.Ref(), "name", card.Quote(w.fullName(v.Project)))}
	switch {
	case v.Closed && v.Reason != "":
		rows = append(rows, textProjectIsClosed.In(w.lang, "reason", card.Quote(v.Reason)))
	case v.Closed:
		rows = append(rows, textProjectIsShut.In(w.lang))
	}
	rows = append(rows, w.callText(v)...)
	rows = append(rows, w.outlookLine(v.Project), w.comment(v.Project), w.updated(v), w.leadLine(v))
	if v.Blocker != "" {
		rows = append(rows, textProjectBlocker.In(w.lang, "blocker", card.Quote(v.Blocker)))
	}
	if step := w.nextStep(v); step != "" {
		rows = append(rows, textProjectNext.In(w.lang, "step", step))
	}
	if v.Progress != plan.NoProgress {
		rows = append(rows, textProjectProgress.In(w.lang, "n", v.Progress))
	}
	rows = append(rows, w.projectMoney(v.Money)...)
	return lines(append(rows, w.projectFacts(v)...)...)
}

// fullName is the name, with the short one where it does not hold it.
func (w drawer) fullName(p plan.Project) string {
	if p.Short == "" || strings.Contains(i18n.Fold(p.Name), i18n.Fold(p.Short)) {
		return p.Name
	}
	return p.Short + ", " + p.Name
}

func (w drawer) outlookLine(p plan.Project) string {
	meaning, trend := "", ""
	if p.Outlook != plan.OutlookNone {
		meaning = textOutlookMeans.In(w.lang, "meaning", outlookMeanings[p.Outlook].In(w.lang))
	}
	if p.Trend != plan.TrendNone {
		trend = textTrendSaid.In(w.lang, "trend", trendNames[p.Trend].In(w.lang))
	}
	return textProjectOutlook.In(w.lang, "outlook", w.outlook(p.Outlook), "meaning", meaning, "trend", trend)
}

func (w drawer) comment(p plan.Project) string {
	if p.Comment == "" {
		return ""
	}
	return textProjectComment.In(w.lang, "comment", card.Quote(p.Comment))
}

// updated says when something true was last said of a project, and how old that is.
func (w drawer) updated(v plan.ProjectView) string {
	day := calendar.DateOf(v.UpdatedAt, w.zone)
	update := textProjectUpdated.In(w.lang, "day", w.words.Long(day), "ago", w.ago(day))
	switch {
	case v.UpdatedAt.IsZero():
		update = textProjectNever.In(w.lang, "day", w.words.Long(calendar.DateOf(v.CreatedAt, w.zone)))
	case v.ConfirmedAt.After(v.UpdatedAt):
		update = textProjectConfirmed.In(w.lang, "day", w.words.Long(day), "ago", w.ago(day),
			"confirmed", w.words.Short(calendar.DateOf(v.ConfirmedAt, w.zone), w.today))
	}
	if fresh := calendar.DateOf(v.FreshAt(), w.zone); !v.Closed && fresh.DaysUntil(w.today) > v.Freshness {
		return textProjectStale.In(w.lang, "update", update, "days", w.words.Count(v.Freshness, calendar.CalendarDays))
	}
	return update
}

// ago says how long ago a day was, in calendar days.
func (w drawer) ago(day calendar.Date) string {
	switch n := day.DaysUntil(w.today); n {
	case 0:
		return textAgoToday.In(w.lang)
	case 1:
		return textAgoYesterday.In(w.lang)
	default:
		return textAgoDays.In(w.lang, "days", w.words.Count(n, calendar.CalendarDays))
	}
}

// leadLine says who answers for a project, and where it lies.
func (w drawer) leadLine(v plan.ProjectView) string {
	where := textProjectWhere.In(w.lang, "territory", w.territory(v.Project))
	if v.Place != "" {
		where = textProjectPlace.In(w.lang, "territory", w.territory(v.Project), "place", card.Quote(v.Place))
	}
	lead := w.lead(v)
	if lead == "" {
		return textProjectNoLead.In(w.lang, "where", where)
	}
	return textProjectLead.In(w.lang, "lead", lead, "where", where)
}

// lead is who answers for a project: « bob, préfecture du Pas-de-Calais ».
func (w drawer) lead(v plan.ProjectView) string {
	service := v.Service
	if service == "" && len(v.LeadAgent.Services) > 0 {
		service = v.LeadAgent.Services[0].Service
	}
	switch {
	case v.Lead.Former():
		return textFormerAgent.In(w.lang)
	case v.LeadAgent.Username != "":
		return w.person(card.Quote(v.LeadAgent.Username), service)
	case service != "":
		return w.services.byID(service).Name
	default:
		return ""
	}
}

func (w drawer) territory(p plan.Project) string {
	if len(p.Departments) == 0 {
		return textTerritoryAll.In(w.lang)
	}
	return strings.Join(p.Departments, ", ")
}

// nextStep is what comes next in a project, empty when nothing is known.
func (w drawer) nextStep(v plan.ProjectView) string {
	milestone, on, d, m := v.NextStep(w.today)
	dated := func(when, what string) string {
		if what == "" {
			return textStepDay.In(w.lang, "when", when)
		}
		return textStepDated.In(w.lang, "when", when, "what", what)
	}
	switch {
	case m.Number > 0:
		return dated(w.meetingWhen(m), textStepMeeting.In(w.lang, "body", card.Quote(v.Bodies[m.Body].Called()), "ref", m.Ref()))
	case d.Number > 0:
		return dated(d.Due.In(w.lang), textStepDeadline.In(w.lang, "title", card.Quote(d.Title), "ref", d.Ref()))
	case !on.IsZero():
		return dated(w.words.Long(on), card.Quote(milestone))
	default:
		return card.Quote(milestone)
	}
}

// projectFacts says the rest of what is known of a project.
func (w drawer) projectFacts(v plan.ProjectView) []string {
	var rows []string
	add := func(text i18n.Msg, place, value string) {
		if value != "" {
			rows = append(rows, text.In(w.lang, place, card.Quote(value)))
		}
	}
	add(textProjectProgramme, "programme", v.Programme)
	add(textProjectOwner, "owner", v.Owner)
	add(textProjectPartners, "partners", v.Partners)
	for _, f := range v.Fields {
		rows = append(rows, textProjectField.In(w.lang, "name", card.Quote(f.Name), "value", card.Quote(f.Value)))
	}
	var refs []string
	for _, d := range v.Deadlines {
		if _, step := v.Steps[d.Number]; step {
			continue
		}
		refs = append(refs, textStepDeadline.In(w.lang, "title", card.Quote(d.Title), "ref", d.Ref()))
	}
	for _, m := range v.Meetings {
		refs = append(refs, textStepMeeting.In(w.lang, "body", card.Quote(v.Bodies[m.Body].Called()), "ref", m.Ref()))
	}
	if len(refs) > 0 {
		rows = append(rows, textProjectAttached.In(w.lang, "list", strings.Join(refs, ", ")))
	}
	return append(rows, w.documents(v.Links))
}

// projectButtons are what may be done with a project that is shown.
func (e *Env) projectButtons(p plan.Project) []card.Button {
	ref := string(p.Ref())
	history := card.Button{ID: "historique", Label: e.say(labelHistory), Style: card.Quiet, Command: "projet historique " + ref}
	switch {
	case p.Closed && plan.AllowedOn(e.call.Actor, plan.ManageProjects, p):
		return []card.Button{{ID: "rouvrirprojet", Label: e.say(labelReopen), Style: card.Variant, Command: "projet rouvrir " + ref}, history}
	case p.Closed || !plan.AllowedOn(e.call.Actor, plan.ReportOn, p):
		return []card.Button{history}
	}
	return []card.Button{
		{ID: "meteo", Label: e.say(labelOutlook), Style: card.Primary, Command: "projet meteo " + ref},
		{ID: "blocage", Label: e.say(labelBlocker), Style: card.Variant, Command: "projet blocage " + ref},
		history,
	}
}
