package main

import (
	"strings"

	"jalon/calendar"
	"jalon/commands"
	"jalon/i18n"
	"jalon/plan"
	"jalon/tabular"
)

var (
	textNobody = i18n.T(
		"@{name} n’est pas un agent de la région. Rien n’a changé.",
		"@{name} is no agent of the region. Nothing has changed.")
	textImportList   = i18n.T("{count} : {news}, {changed}, {same}, {wrong}", "{count}: {news}, {changed}, {same}, {wrong}")
	textImportNew    = i18n.T("- En plus · {name} ({at}) : {changes}", "- New · {name} ({at}): {changes}")
	textImportEdit   = i18n.T("- À changer · {name} ({at}) : {changes}", "- To change · {name} ({at}): {changes}")
	textImportBecome = i18n.T("{column} « {before} » devient « {after} »", "{column} “{before}” becomes “{after}”")
	textImportGets   = i18n.T("{column} « {after} »", "{column} “{after}”")
	textImportFix    = i18n.T("À corriger, rien n’est importé avant :", "To mend, nothing is imported before:")
	textImportKnow   = i18n.T("À savoir :", "To know:")
	textImportPoint  = i18n.T("- {at} : {why}", "- {at}: {why}")
	textImportAbsent = i18n.T("Comptes introuvables : {names}", "Accounts not found: {names}")
	textImportPlaces = i18n.T("Canaux introuvables : {names}", "Channels not found: {names}")
	textImportAsk    = i18n.T(
		"Non vérifiés, le serveur Mattermost n’a pas répondu : {names}",
		"Not checked, the Mattermost server did not answer: {names}")
	textImportExtra = i18n.T("Colonnes ignorées : {names}", "Columns left out: {names}")
	textImportDry   = i18n.T(
		"Aperçu : rien n’est enregistré. Pour importer, la même commande avec --apply",
		"Preview: nothing is saved. To import, the same command with --apply")
	textImportRefused = i18n.T("Rien n’est enregistré.", "Nothing is saved.")
	textImportNothing = i18n.T("Rien à changer : tout est déjà enregistré.", "Nothing to change: all is saved already.")
	textImportDone    = i18n.T(
		"Importé. Pour faire entrer jalon dans de nouveaux canaux : jalon setup",
		"Imported. To have jalon enter new channels: jalon setup")
	textAtSheet = i18n.T("{sheet}, ligne {row}", "{sheet}, row {row}")
	textAtLine  = i18n.T("ligne {row}", "row {row}")
	textAtTitle = i18n.T("{at}, colonne {column}", "{at}, column {column}")
	textTheList = i18n.T("la liste", "the list")
	textColon   = i18n.T(" : ", ": ")

	textService   = i18n.T("{n} service", "{n} service")
	textServices  = i18n.T("{n} services", "{n} services")
	textAgentRow  = i18n.T("{n} ligne d’agent", "{n} agent row")
	textAgentRows = i18n.T("{n} lignes d’agents", "{n} agent rows")
	textNew       = i18n.T("{n} en plus", "{n} new")
	textChanged   = i18n.T("{n} à changer", "{n} to change")
	textSame      = i18n.T("{n} sans changement", "{n} unchanged")
	textToMend    = i18n.T("{n} à corriger", "{n} to mend")
)

// importShow says what an import did, or would do.
type importShow struct {
	sh      shell
	unknown []string
	report  plan.ImportReport
}

func (s importShow) tell(m i18n.Msg, args ...any) {
	s.sh.tell(strings.ReplaceAll(m.In(s.sh.lang, args...), "**", ""))
}

func (s importShow) all(apply bool) {
	s.lines(s.report.Services, textService, textServices)
	s.lines(s.report.Agents, textAgentRow, textAgentRows)
	s.names(textImportAbsent, s.report.NoAccount)
	s.names(textImportPlaces, s.report.NoChannel)
	s.names(textImportAsk, s.report.Unasked)
	s.names(textImportExtra, s.unknown)
	s.points(textImportKnow, s.report.Warnings)
	s.points(textImportFix, s.report.Problems)
	switch changes := s.changes(); {
	case len(s.report.Problems) > 0:
		s.tell(textImportRefused)
	case changes == 0:
		s.tell(textImportNothing)
	case !apply:
		s.tell(textImportDry)
	default:
		s.tell(textImportDone)
	}
}

// changes counts the lines that are not stored already.
func (s importShow) changes() (n int) {
	for _, lines := range [][]plan.LineReport{s.report.Services, s.report.Agents} {
		for _, l := range lines {
			if l.State == plan.LineNew || l.State == plan.LineChanged {
				n++
			}
		}
	}
	return n
}

func (s importShow) lines(lines []plan.LineReport, one, many i18n.Msg) {
	if len(lines) == 0 {
		return
	}
	count := map[plan.LineState]int{}
	for _, l := range lines {
		count[l.State]++
	}
	lang := s.sh.lang
	s.tell(textImportList, "count", counted(lang, len(lines), one, many),
		"news", textNew.In(lang, "n", count[plan.LineNew]),
		"changed", textChanged.In(lang, "n", count[plan.LineChanged]),
		"same", textSame.In(lang, "n", count[plan.LineSame]),
		"wrong", textToMend.In(lang, "n", count[plan.LineWrong]))
	for _, l := range lines {
		text := textImportEdit
		switch l.State {
		case plan.LineNew:
			text = textImportNew
			if len(l.Changes) == 0 {
				text = textImportBare
			}
		case plan.LineChanged:
			if len(l.Changes) == 0 {
				text = textImportBareEdit
			}
		default:
			continue
		}
		s.tell(text, "name", l.Name, "at", place(l.At, lang), "changes", changesText(l.Changes, lang))
	}
}

func changesText(changes []plan.FieldChange, lang i18n.Lang) string {
	texts := make([]string, len(changes))
	for i, c := range changes {
		text := textImportBecome
		if c.Before == "" {
			text = textImportGets
		}
		texts[i] = text.In(lang, "column", columnTitle(c.Column), "before", cellText(c.Column, c.Before, lang), "after", cellText(c.Column, c.After, lang))
	}
	return strings.Join(texts, ", ")
}

// cellText says a stored value as people do: « préfecture », « 19 h ».
func cellText(column, value string, lang i18n.Lang) string {
	switch column {
	case plan.ColumnKind:
		return commands.KindName(plan.ServiceKind(value), lang)
	case plan.ColumnHolidayZone:
		return calendar.Zone(value).Name()
	case plan.ColumnOpens, plan.ColumnCloses:
		if hour, err := calendar.ParseTimeOfDay(value); err == nil {
			return calendar.WordsOf(string(lang)).Hour(hour)
		}
	case plan.ColumnDigest:
		return commands.SayPoint(calendar.WordsOf(string(lang)), lang, value)
	case plan.ColumnRole:
		return roleText(value)
	case plan.ColumnChair:
		return chairText[plan.Chair(value)]
	case plan.ColumnState:
		return meetingStateText[plan.MeetingState(value)]
	case plan.ColumnService:
		if code, role, found := strings.Cut(value, ", "); found {
			return code + ", " + roleText(role)
		}
	}
	return value
}

// chairText and meetingStateText are how a list says who presides and where a
// meeting stands.
var (
	chairText        = map[plan.Chair]string{plan.ChairOther: "siège", plan.ChairState: "préside", plan.ChairShared: "copréside"}
	meetingStateText = map[plan.MeetingState]string{
		plan.Provisional: "provisoire", plan.Confirmed: "confirmée", plan.MeetingOver: "tenue", plan.DidNot: "non tenue", plan.CalledOff: "annulée",
	}
)

// roleText is a role as it is offered, with its accents.
func roleText(role string) string {
	for _, offered := range agentRoles {
		if i18n.Fold(offered) == role {
			return offered
		}
	}
	return role
}

func (s importShow) names(text i18n.Msg, names []string) {
	if len(names) > 0 {
		s.tell(text, "names", strings.Join(names, ", "))
	}
}

func (s importShow) points(text i18n.Msg, points []plan.ImportProblem) {
	if len(points) == 0 {
		return
	}
	s.tell(text)
	for _, p := range points {
		s.tell(textImportPoint, "at", place(p.At, s.sh.lang), "why", p.Text.In(s.sh.lang))
	}
}

// problemText says a problem with its place.
func problemText(p plan.ImportProblem, lang i18n.Lang) string {
	return place(p.At, lang) + textColon.In(lang) + strings.ReplaceAll(p.Text.In(lang), "**", "")
}

// place says where something stands: « Services, ligne 5, colonne canal ».
func place(at plan.Cell, lang i18n.Lang) string {
	if at.Row == 0 {
		return textTheList.In(lang)
	}
	text := textAtLine.In(lang, "row", at.Row)
	if at.Sheet != "" {
		text = textAtSheet.In(lang, "sheet", at.Sheet, "row", at.Row)
	}
	if at.Column == "" {
		return text
	}
	return textAtTitle.In(lang, "at", text, "column", columnTitle(at.Column))
}

// columnTitle is the title of a column in the lists, which are in French.
func columnTitle(key string) string {
	for _, columns := range [][]tabular.Column{serviceColumns, agentColumns, bodyColumns, seatColumns, meetingColumns, deadlineColumns} {
		for _, c := range columns {
			if c.Key == key {
				return c.Names[0]
			}
		}
	}
	return key
}

// counted says a number of things.
func counted(lang i18n.Lang, n int, one, many i18n.Msg) string {
	return i18n.Plural(lang, n, one, many).In(lang, "n", n)
}
