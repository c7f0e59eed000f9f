package plan

import (
	"slices"

	"jalon/i18n"
)

// AllowedOn decides, as [Allowed] does, for what is about a project; the zero
// project is the region's. A project is a role's to see and to change by its
// departments and by the service that leads it, and a person's by leading it.
func AllowedOn(a Actor, r Right, p Project) bool {
	for i := range a.Standings {
		st := &a.Standings[i]
		switch extentOf(r, st.Role) {
		case anywhere:
			return true
		case inReach, ownService:
			if st.Everywhere && !st.Open && (st.leads() || r == ReadProjects) || st.concernedBy(r, p) {
				return true
			}
		case ownRecords, nowhere:
		}
	}
	return p.Number > 0 && (r == ReadProjects || r == ReportOn) && a.Answers(p.Lead) ||
		r == ReadProjects && a.User != "" && a.User == p.Author
}

// concernedBy tells whether a project is that of the role's territory or service.
// One of the whole region is seen from every préfecture, and changed from none.
// How it goes is said by the préfecture that leads it; where none does, by those of
// its departments.
func (s *Standing) concernedBy(r Right, p Project) bool {
	switch {
	case p.Number == 0 && len(p.Departments) == 0 && p.Service == "":
		return false
	case p.Service != "" && s.reaches(p.Service):
		return true
	case s.Department == "":
		return false
	case len(p.Departments) == 0:
		return r == ReadProjects
	case r == ManageProjects: // all of it lies in the department
		return !slices.ContainsFunc(p.Departments, func(d string) bool { return d != s.Department })
	case r == ReportOn && slices.Contains(s.Prefectures, p.Service):
		return false
	default:
		return slices.Contains(p.Departments, s.Department)
	}
}

// ProjectSight is which projects the person of the view may see: in a form that a
// list can be selected by, what [AllowedOn] says of [ReadProjects].
func (v DirectoryView) ProjectSight() ProjectSight {
	s := projectSight(v.Actor.Standings)
	s.Users = usersOf(v.Actor)
	return s
}

// usersOf are the person and those they stand in for.
func usersOf(a Actor) []UserID {
	if a.User == "" {
		return nil
	}
	return append([]UserID{a.User}, a.StandsFor...)
}

// ChannelProjectSight is which projects may be shown in a channel, whoever asks.
func (v DirectoryView) ChannelProjectSight(channel ChannelID) ProjectSight {
	for _, home := range v.Services {
		if home.Channel != "" && home.Channel == channel {
			member := Membership{Service: home.ID, Role: RoleContribution, Source: ByChannel}
			return projectSight(standings([]Membership{member}, v.Services))
		}
	}
	return ProjectSight{}
}

func projectSight(standings []Standing) ProjectSight {
	var s ProjectSight
	for i := range standings {
		st := &standings[i]
		s.All = s.All || st.Everywhere && !st.Open
		s.Services = append(s.Services, st.Service)
		s.Services = append(s.Services, st.Reach...)
		if st.Department != "" {
			s.Departments = append(s.Departments, st.Department)
		}
	}
	return s
}

var (
	textNoReport = i18n.T(
		"La météo de **{ref} · {name}** ne peut pas être modifiée depuis votre compte. Rien n’a changé.\n"+
			"Règle : elle revient au pilote du projet et {agents}. {yours}\nPour l’obtenir : {ask}",
		"The outlook of **{ref} · {name}** cannot be changed from your account. Nothing has changed.\n"+
			"Rule: it is for the lead of the project and {agents}. {yours}\nTo get this right: {ask}")
	textNoChangeProject = i18n.T(
		"**{ref} · {name}** ne peut pas être modifié depuis votre compte. Rien n’a changé.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"**{ref} · {name}** cannot be changed from your account. Nothing has changed.\nRule: {rule}. {yours}\nTo get this right: {ask}")
	textNoNewProject = i18n.T(
		"Ce projet ne peut pas être créé depuis votre compte. Rien n’est enregistré.\nRègle : {rule}. {yours}\nPour l’obtenir : {ask}",
		"This project cannot be created from your account. Nothing is saved.\nRule: {rule}. {yours}\nTo get this right: {ask}")
	textAgentsOf  = i18n.T("aux agents {of}", "the agents of {of}")
	textAgentsOfN = i18n.T("aux agents des préfectures de son territoire ({territory})", "the agents of the préfectures of its territory ({territory})")
	textAgentsAll = i18n.T("à la coordination", "the coordination")
)

// refuseProject says why a project may not be changed by who asks.
func refuseProject(dir DirectoryView, r Right, p Project) error {
	switch {
	case r == ReportOn:
		return Refuse(Denied, textNoReport.With("ref", p.Ref(), "name", p.Called(), "agents", reporters{dir, p},
			"yours", dir.Yours(), "ask", dir.Ask()))
	case p.Number == 0:
		return Refuse(Denied, textNoNewProject.With("rule", r.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
	default:
		return Refuse(Denied, textNoChangeProject.With("ref", p.Ref(), "name", p.Called(), "rule", r.Rule().With(), "yours", dir.Yours(), "ask", dir.Ask()))
	}
}

// reporters says whose agents say how a project goes: those of the service that
// leads it, else those of the préfectures of its departments.
type reporters struct {
	dir     DirectoryView
	project Project
}

// In says them in a language.
func (r reporters) In(lang i18n.Lang) string {
	if s, ok := r.dir.Service(r.project.Service); ok {
		return textAgentsOf.In(lang, "of", s.OfThe(lang))
	}
	if len(r.project.Departments) == 0 {
		return textAgentsAll.In(lang)
	}
	names := make([]string, len(r.project.Departments))
	for i, number := range r.project.Departments {
		names[i] = number
		if d, ok := DepartmentOf(number); ok {
			names[i] = d.Name
		}
	}
	return textAgentsOfN.In(lang, "territory", i18n.And(lang, names))
}

// DepartmentsOf lists the departments of services, by number: those of a region are
// those of its préfectures.
func DepartmentsOf(services []Service) []string {
	var out []string
	for _, s := range services {
		if s.Kind == KindPrefecture && s.Department != "" && !s.Closed {
			out = append(out, s.Department)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
