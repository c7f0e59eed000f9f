package plan

import (
	"slices"

	"jalon/i18n"
)

// Standing is a role with its reach: the services in which it counts.
type Standing struct {
	Role    Role
	Service ServiceID
	// Everywhere is the reach of a service that coordinates the region; Reach
	// the services of the territory otherwise, Service among them.
	Everywhere bool
	Reach      []ServiceID
	// Department is that of a préfecture, empty for any other service.
	Department string
	// Prefectures are those of the region, for a préfecture.
	Prefectures []ServiceID
	// Open tells that anybody of the team could take this role, by joining the
	// service's channel: it shows nothing that is restricted.
	Open bool
}

// leads tells a role that coordinates or decides within its reach.
func (s *Standing) leads() bool { return s.Role == RoleCoordination || s.Role == RoleDecision }

// reaches tells whether a service is within the reach.
func (s *Standing) reaches(id ServiceID) bool {
	return s.Everywhere || id == s.Service || slices.Contains(s.Reach, id)
}

// standings gives each membership its reach among the open services.
func standings(memberships []Membership, services []Service) []Standing {
	out := make([]Standing, 0, len(memberships))
	for _, m := range memberships {
		i := slices.IndexFunc(services, func(s Service) bool { return s.ID == m.Service })
		if i < 0 {
			continue
		}
		home := services[i]
		st := Standing{Role: m.Role, Service: m.Service, Open: m.Source == ByChannel && home.ChannelOpen}
		if home.Coordinates() {
			st.Everywhere = true
			if st.Role == RoleContribution {
				st.Role = RoleCoordination
			}
		} else {
			st.Reach = below(home, services)
		}
		if home.Kind == KindPrefecture {
			st.Department, st.Prefectures = home.Department, prefectures(services)
		}
		out = append(out, st)
	}
	return out
}

func prefectures(services []Service) []ServiceID {
	var out []ServiceID
	for _, s := range services {
		if s.Kind == KindPrefecture {
			out = append(out, s.ID)
		}
	}
	return out
}

// below lists the services of the territory of a préfecture or of a
// sous-préfecture: those of its department, or of its arrondissement. Any other
// service answers for itself.
func below(home Service, services []Service) []ServiceID {
	reach := []ServiceID{home.ID}
	for _, s := range services {
		if s.ID != home.ID && home.governs(s) {
			reach = append(reach, s.ID)
		}
	}
	return reach
}

// governs tells whether a service lies in the territory of another.
func (s Service) governs(o Service) bool {
	switch s.Kind {
	case KindPrefecture:
		return s.Department != "" && o.Department == s.Department
	case KindSousPrefecture:
		return s.Arrondissement != "" && o.Arrondissement == s.Arrondissement
	case KindSGAR, KindRegional, KindDepartmental, KindOperator, KindGuest:
		return false
	default:
		return false
	}
}

// Allowed is the one place where rights are decided, whatever the entrance: from
// the roles of the person with their reach, and from the record. A right that is
// about no deadline takes the zero Deadline. It allocates nothing.
func Allowed(a Actor, r Right, d Deadline) bool {
	for i := range a.Standings {
		if allowedAs(&a, &a.Standings[i], r, &d) {
			return true
		}
	}
	// Without a service: what everybody may do, and one's own records.
	return r == UseIt || (r == ReadIt || r == ChangeIt) && own(&a, r, &d)
}

// AllowedIn decides, as [Allowed] does, for what is about a body or a meeting:
// department is where the body sits, empty for the whole region.
func AllowedIn(a Actor, r Right, department string) bool {
	for i := range a.Standings {
		st := &a.Standings[i]
		near := department != "" && st.Department == department
		switch extentOf(r, st.Role) {
		case anywhere:
			return true
		case inReach:
			if near || st.Everywhere && !st.Open {
				return true
			}
		case ownService:
			if near && !st.Open {
				return true
			}
		case ownRecords, nowhere:
		}
	}
	return false
}

// allowedAs decides by one role of the person.
func allowedAs(a *Actor, st *Standing, r Right, d *Deadline) bool {
	switch extentOf(r, st.Role) {
	case anywhere:
		return true
	case inReach:
		return within(st, r, d) || own(a, r, d)
	case ownService:
		return hasPart(d, st.Service) && !(d.Restricted && st.Open) || own(a, r, d)
	case ownRecords:
		return own(a, r, d)
	case nowhere:
		return false
	default:
		return false
	}
}

// within tells whether a deadline lies in the reach of a role. A restricted one
// is for its own services and for who coordinates or decides over them. What is
// about no deadline is the region's.
func within(st *Standing, r Right, d *Deadline) bool {
	switch {
	case d.Number == 0:
		return st.Everywhere && !st.Open
	case d.Restricted && st.Open:
		return false
	}
	all := r == CloseAll || r == RestrictIt // acts on what every service owes
	for i := range d.Parts {
		reached := d.Parts[i].Service == st.Service || st.reaches(d.Parts[i].Service) && (st.leads() || !d.Restricted)
		if reached != all {
			return reached
		}
	}
	return all || st.Everywhere && len(d.Parts) == 0
}

// own tells whether a record is the person's: what they asked for, and, to read
// and to change it, what they are entrusted with. What is of somebody they stand
// in for is read too, and what that one is entrusted with is changed.
func own(a *Actor, r Right, d *Deadline) bool {
	if a.User != "" && a.User == d.Author || r == ReadIt && a.Answers(d.Author) {
		return true
	}
	return (r == ReadIt || r == ChangeIt) && holds(a, d)
}

// holds tells whether a part of the deadline is entrusted to the person, or to
// somebody they stand in for.
func holds(a *Actor, d *Deadline) bool {
	for i := range d.Parts {
		if a.Answers(d.Parts[i].Assignee) {
			return true
		}
	}
	return false
}

func hasPart(d *Deadline, s ServiceID) bool {
	for i := range d.Parts {
		if d.Parts[i].Service == s {
			return true
		}
	}
	return false
}

// answersFor tells whether the part is the actor's to give: entrusted to them,
// or owed by a service for which they do more than read.
func answersFor(a Actor, p Part) bool {
	if a.Answers(p.Assignee) {
		return true
	}
	for i := range a.Standings {
		if st := &a.Standings[i]; st.Service == p.Service && st.Role != RoleReading {
			return true
		}
	}
	return false
}

var (
	textNoChange = i18n.T(
		"{ref} ne peut pas être modifiée depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle revient aux agents {services}, à la personne qui en est chargée et à la coordination. {yours}\n"+
			"Pour l’obtenir : {ask}",
		"{ref} cannot be changed from your account. Nothing has changed.\n"+
			"Rule: the agents of {services}, the person entrusted with it and the coordination may change it. {yours}\n"+
			"To get this right: {ask}")
	textNoCloseAll = i18n.T(
		"{ref} ne peut pas être close pour tous depuis votre compte. Rien n’a changé.\n"+
			"Règle : seules la personne qui l’a demandée et la coordination closent pour tous.\n"+
			"Pour votre service : `/echeance fait {ref}`",
		"{ref} cannot be closed for everybody from your account. Nothing has changed.\n"+
			"Rule: only the person who asked for it and the coordination close it for everybody.\n"+
			"For your service: `/echeance fait {ref}`")
	textNoRestrict = i18n.T(
		"La confidentialité de {ref} ne peut pas être changée depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle revient à la personne qui l’a demandée et à la coordination.\nPour l’obtenir : {ask}",
		"Whether {ref} is restricted cannot be changed from your account. Nothing has changed.\n"+
			"Rule: it is for the person who asked for it and the coordination.\nTo get this right: {ask}")
	textNoCreate = i18n.T(
		"Une échéance ne peut pas être créée depuis votre compte. Rien n’est enregistré.\n"+
			"Règle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"A deadline cannot be created from your account. Nothing is saved.\n"+
			"Rule: {rule}. {yours}\nTo get this right: {ask}")
	textAskCoordination = i18n.T("écrivez à {who}.", "write to {who}.")
	textAskJoin         = i18n.T("demandez à rejoindre le canal de votre service, ou écrivez à {who}.",
		"ask to join your service’s channel, or write to {who}.")
	textAskPrivate = i18n.T(
		"rendez privé le canal ~{channel}, où toute personne de l’équipe peut entrer, ou faites-vous rattacher au {home} par `jalon import services`.",
		"make the channel ~{channel} private, which anybody of the team may join, or be attached to {home} by `jalon import services`.")
	textYours  = i18n.T("Votre service : {services}.", "Your service: {services}.")
	textYoursN = i18n.T("Vos services : {services}.", "Your services: {services}.")
	textNoOne  = i18n.T("Votre compte n’est rattaché à aucun service.", "Your account belongs to no service.")
)

// opensOnly tells that the person coordinates by a channel that anybody may
// join, and by nothing else.
func (a Actor) opensOnly() bool {
	open := false
	for _, s := range a.Standings {
		if s.Everywhere && s.leads() {
			if !s.Open {
				return false
			}
			open = true
		}
	}
	return open
}

// Ask says to whom the actor writes for a right: the referents of the
// coordination, else the coordination itself; somebody of no service may also
// join theirs.
func (v DirectoryView) Ask() i18n.Line {
	text := textAskCoordination
	if len(v.Actor.Services) == 0 {
		text = textAskJoin
	}
	home := v.Coordination()
	if v.Actor.opensOnly() {
		return textAskPrivate.With("channel", home.ChannelName, "home", home.Name)
	}
	return text.With("who", coordinators{home, v.Referents})
}

// coordinators says who coordinates: « alice, SGAR (coordination) », or « la
// coordination (SGAR) ».
type coordinators struct {
	home  Service
	names []string
}

var (
	textCoordinators = i18n.T("{names}, {home} (coordination)", "{names}, {home} (coordination)")
	textCoordination = i18n.T("la coordination ({home})", "the coordination ({home})")
	textNoHome       = i18n.T("l’administration de jalon", "the people who run jalon")
)

// In says it in a language.
func (c coordinators) In(lang i18n.Lang) string {
	switch {
	case c.home.ID == "":
		return textNoHome.In(lang)
	case len(c.names) > 0:
		return textCoordinators.In(lang, "names", i18n.Or(lang, c.names), "home", c.home.Name)
	default:
		return textCoordination.In(lang, "home", c.home.Name)
	}
}

// Yours says which services the actor belongs to.
func (v DirectoryView) Yours() i18n.Line {
	var mine []string
	for _, m := range v.Actor.Services {
		if s, ok := v.Service(m.Service); ok && !slices.Contains(mine, s.Name) {
			mine = append(mine, s.Name)
		}
	}
	switch len(mine) {
	case 0:
		return textNoOne.With()
	case 1:
		return textYours.With("services", mine[0])
	default:
		return textYoursN.With("services", listed(mine))
	}
}

// listed says itself as a list.
type listed []string

// In joins the names as a language does.
func (l listed) In(lang i18n.Lang) string { return i18n.And(lang, l) }

// refuseChange says why the actor may not change the deadline, and who can
// give the right.
func refuseChange(dir DirectoryView, d Deadline) error {
	return Refuse(Denied, textNoChange.With("ref", d.Ref(), "services", services(d, byID(dir.Services)),
		"yours", dir.Yours(), "ask", dir.Ask()))
}

// services lists the services of a deadline, in the order of its parts.
func services(d Deadline, names map[ServiceID]Service) namesOf {
	list := make(namesOf, 0, len(d.Parts))
	for _, p := range d.Parts {
		list = append(list, names[p.Service])
	}
	return list
}
