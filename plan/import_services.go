package plan

import (
	"slices"
	"strings"

	"jalon/i18n"
)

var (
	textLineNoCode   = i18n.T("il manque le code", "the code is missing")
	textLineNoName   = i18n.T("il manque le nom du nouveau service **{code}**", "the name of the new service **{code}** is missing")
	textLineNoKind   = i18n.T("il manque la nature du nouveau service **{code}**", "the kind of the new service **{code}** is missing")
	textLineTwice    = i18n.T("le code **{code}** figure déjà en ligne {row}", "the code **{code}** stands already in row {row}")
	textNoDepartment = i18n.T("le département **{department}** n’existe pas", "the department **{department}** does not exist")
	textNoArrond     = i18n.T(
		"l’arrondissement **{arrondissement}** n’est pas dans le département {department}",
		"the arrondissement **{arrondissement}** is not in department {department}")
	textNoParent = i18n.T(
		"le service parent **{code}** n’est ni dans la liste ni dans la région",
		"the parent service **{code}** is neither in the list nor in the region")
	textParentLoop = i18n.T("**{code}** serait son propre parent", "**{code}** would be its own parent")
	textHours      = i18n.T("**{code}** ouvrirait à {opens} et fermerait à {closes}", "**{code}** would open at {opens} and close at {closes}")
	textOneChannel = i18n.T("le canal **{channel}** est aussi celui de {other}", "the channel **{channel}** is also that of {other}")
	textLost       = i18n.T(
		"le canal **{channel}** n’existe pas ou est fermé au bot, et {code} en a un autre\u202f: créez-le d’abord",
		"the channel **{channel}** does not exist or is closed to the bot, and {code} has another one: create it first")
	textLater = i18n.T(
		"le canal **{channel}** n’existe pas ou est fermé au bot\u202f: le service sera sans canal jusqu’à `jalon setup --create-channels`",
		"the channel **{channel}** does not exist or is closed to the bot: the service will have none until `jalon setup --create-channels`")
	textUnaskedChannel = i18n.T(
		"le canal **{channel}** n’a pas pu être cherché\u202f: le serveur Mattermost ne répond pas",
		"the channel **{channel}** could not be looked up: the Mattermost server does not answer")
	textNoneCoordinates = i18n.T(
		"aucun service n’est la coordination (nature sgar)",
		"no service is the coordination (kind sgar)")
	textTwoCoordinate = i18n.T(
		"deux services seraient la coordination\u202f: {one} et **{other}**",
		"two services would be the coordination: {one} and **{other}**")
)

// draftServices works out what becomes of the services of the list.
func (w *importing) draftServices(tx Tx) error {
	w.list.Services = w.soundLines()
	w.merged = MergeServices(w.known, w.list.Services)
	whole := w.region()
	for i := range w.merged {
		if err := w.draftService(tx, i, whole); err != nil {
			return err
		}
	}
	w.checkRegion(whole)
	return nil
}

// soundLines keeps the lines that name a service, each once, and reports the
// others.
func (w *importing) soundLines() []ServiceLine {
	var sound []ServiceLine
	row := map[string]int{}
	for _, l := range w.list.Services {
		key := i18n.Fold(l.Code)
		switch first, twice := row[key]; {
		case key == "":
			w.problem(l.At.in(ColumnCode), textLineNoCode.With())
		case twice:
			w.problem(l.At.in(ColumnCode), textLineTwice.With("code", l.Code, "row", first))
		default:
			row[key] = l.At.Row
			sound = append(sound, l)
		}
	}
	return sound
}

// region lists the services as they would all stand.
func (w *importing) region() []Service {
	whole := slices.Clone(w.known)
	for _, s := range w.merged {
		if at := slices.IndexFunc(whole, func(k Service) bool { return k.ID == s.ID }); at >= 0 {
			whole[at] = s
		} else {
			whole = append(whole, s)
		}
	}
	return whole
}

func (w *importing) draftService(tx Tx, i int, whole []Service) error {
	line, s := w.list.Services[i], &w.merged[i]
	s.Region = w.call.Actor.Region
	w.checkLine(line, *s, whole)
	w.findChannel(line, s)
	if err := w.findReferents(tx, line, s); err != nil {
		return err
	}
	report := LineReport{At: line.At, Name: s.Code, State: LineNew}
	var before Service
	if at := slices.IndexFunc(w.known, func(k Service) bool { return k.ID == s.ID }); at >= 0 {
		before, report.State = w.known[at], LineSame
	}
	users, err := w.usernames(tx, slices.Concat(before.Referents, s.Referents))
	if err != nil {
		return err
	}
	report.Changes = differences(serviceColumns(before, whole, users), serviceColumns(*s, whole, users))
	if len(report.Changes) == 0 && before.Channel != s.Channel {
		report.Changes = []FieldChange{{ColumnChannel, "", "~" + s.ChannelName}}
	}
	if report.State == LineSame && len(report.Changes) > 0 {
		report.State = LineChanged
	}
	w.report.Services = append(w.report.Services, report)
	return nil
}

// checkLine reports what a service cannot be.
func (w *importing) checkLine(line ServiceLine, s Service, whole []Service) {
	if s.Name == "" {
		w.problem(line.At.in(ColumnName), textLineNoName.With("code", s.Code))
	}
	if s.Kind == "" {
		w.problem(line.At.in(ColumnKind), textLineNoKind.With("code", s.Code))
	}
	department, known := DepartmentOf(s.Department)
	if s.Department != "" && !known {
		w.problem(line.At.in(ColumnDepartment), textNoDepartment.With("department", s.Department))
	}
	if s.Arrondissement != "" && !department.has(s.Arrondissement) {
		w.problem(line.At.in(ColumnArrondissement), textNoArrond.With("arrondissement", s.Arrondissement, "department", s.Department))
	}
	if line.Parent != "" && serviceWithCode(whole, line.Parent) < 0 {
		w.problem(line.At.in(ColumnParent), textNoParent.With("code", line.Parent))
	}
	if ownParent(s, whole) {
		w.problem(line.At.in(ColumnParent), textParentLoop.With("code", s.Code))
	}
	if s.Opens.Compare(s.Closes) >= 0 {
		w.problem(line.At.in(ColumnCloses), textHours.With("code", s.Code, "opens", s.Opens, "closes", s.Closes))
	}
	w.checkChannel(line, s, whole)
}

// checkChannel reports a channel that two services would have, at the line that
// names it last.
func (w *importing) checkChannel(line ServiceLine, s Service, whole []Service) {
	if line.ChannelName == "" || s.Closed {
		return
	}
	for _, other := range whole {
		if other.ID == s.ID || other.Closed || other.ChannelName != s.ChannelName {
			continue
		}
		later := slices.ContainsFunc(w.list.Services, func(l ServiceLine) bool {
			return l.ChannelName == s.ChannelName && l.At.Row > line.At.Row
		})
		if !later {
			w.problem(line.At.in(ColumnChannel), textOneChannel.With("channel", s.ChannelName, "other", other.Code))
		}
	}
}

// has tells whether an arrondissement may be in the department, by its own list
// or, where that is not known, by its number.
func (d Department) has(arrondissement string) bool {
	if len(d.Arrondissements) == 0 {
		return strings.HasPrefix(arrondissement, d.Number)
	}
	return slices.ContainsFunc(d.Arrondissements, func(a Arrondissement) bool { return a.Code == arrondissement })
}

// ownParent tells whether going up from a service comes back to it.
func ownParent(s Service, whole []Service) bool {
	above := s.Parent
	for range whole {
		if above == s.ID {
			return true
		}
		at := slices.IndexFunc(whole, func(k Service) bool { return k.ID == above })
		if above == "" || at < 0 {
			return false
		}
		above = whole[at].Parent
	}
	return false // the loop is that of others, who are told
}

// findChannel gives a service the channel it names.
func (w *importing) findChannel(line ServiceLine, s *Service) {
	if s.Channel != "" || s.ChannelName == "" {
		return
	}
	for _, k := range w.known {
		if k.ChannelName == s.ChannelName && k.Channel != "" {
			s.Channel = k.Channel
			return
		}
	}
	at := line.At.in(ColumnChannel)
	said := w.asked.channels[s.ChannelName]
	before := serviceWithCode(w.known, s.Code)
	switch {
	case said.found:
		// Taken for open until its members are read: it shows nothing restricted.
		s.Channel, s.ChannelOpen = said.value, true
	case !said.absent && line.ChannelName != "":
		w.problem(at, textUnaskedChannel.With("channel", s.ChannelName))
	case before >= 0 && w.known[before].Channel != "":
		w.problem(at, textLost.With("channel", s.ChannelName, "code", s.Code))
	case said.absent:
		w.warn(at, textLater.With("channel", s.ChannelName))
	}
}

// findReferents gives a service the referents it names.
func (w *importing) findReferents(tx Tx, line ServiceLine, s *Service) error {
	if len(line.Referents) == 0 {
		return nil
	}
	s.Referents = nil
	for _, name := range line.Referents {
		member, ok, err := w.account(tx, line.At.in(ColumnReferents), name)
		if err != nil {
			return err
		}
		if ok && !slices.Contains(s.Referents, member.User) {
			s.Referents = append(s.Referents, member.User)
		}
	}
	return nil
}

// checkRegion reports a region that no service coordinates, or several.
func (w *importing) checkRegion(whole []Service) {
	var one string
	for _, s := range whole {
		switch {
		case s.Closed || !s.Coordinates():
		case one == "":
			one = s.Code
		default:
			w.problem(w.rowOf(s), textTwoCoordinate.With("one", one, "other", s.Code))
		}
	}
	if one == "" {
		w.problem(Cell{}, textNoneCoordinates.With())
	}
}

// rowOf is the row that speaks of a service, if there is one.
func (w *importing) rowOf(s Service) Cell {
	if at := slices.IndexFunc(w.merged, func(m Service) bool { return m.ID == s.ID }); at >= 0 {
		return w.list.Services[at].At.in(ColumnKind)
	}
	return Cell{}
}

// usernames gives the names of accounts.
func (w *importing) usernames(tx Tx, users []UserID) (map[UserID]string, error) {
	names := map[UserID]string{}
	for _, said := range w.asked.accounts {
		names[said.value.User] = said.value.Username
	}
	for _, user := range users {
		agent, err := tx.Agent(w.call.Actor.Region, user)
		if err == nil {
			names[user] = agent.Username
		} else if !isNotFound(err) {
			return nil, err
		}
	}
	return names, nil
}

// serviceColumns are the columns of a service as texts, in their order.
func serviceColumns(s Service, whole []Service, users map[UserID]string) []FieldChange {
	var parent string
	if at := slices.IndexFunc(whole, func(k Service) bool { return k.ID == s.Parent }); at >= 0 {
		parent = whole[at].Code
	}
	referents := make([]string, len(s.Referents))
	for i, user := range s.Referents {
		referents[i] = users[user]
	}
	var hours [2]string
	if s.ID != "" {
		hours = [2]string{s.Opens.String(), s.Closes.String()}
	}
	return []FieldChange{
		{Column: ColumnName, After: s.Name},
		{Column: ColumnAliases, After: strings.Join(s.Aliases, ", ")},
		{Column: ColumnKind, After: string(s.Kind)},
		{Column: ColumnParent, After: parent},
		{Column: ColumnDepartment, After: s.Department},
		{Column: ColumnArrondissement, After: s.Arrondissement},
		{Column: ColumnChannel, After: s.ChannelName},
		{Column: ColumnHolidayZone, After: string(s.HolidayZone)},
		{Column: ColumnTimeZone, After: s.TimeZone},
		{Column: ColumnOpens, After: hours[0]},
		{Column: ColumnCloses, After: hours[1]},
		{Column: ColumnDigest, After: s.Digest},
		{Column: ColumnLadder, After: s.Ladder},
		{Column: ColumnReferents, After: strings.Join(referents, ", ")},
	}
}

// differences are the columns whose text changes.
func differences(before, after []FieldChange) []FieldChange {
	var out []FieldChange
	for i, is := range after {
		if was := before[i].After; was != is.After {
			out = append(out, FieldChange{is.Column, was, is.After})
		}
	}
	return out
}
